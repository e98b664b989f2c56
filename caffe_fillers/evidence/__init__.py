"""What numbers tell about the law they were drawn from."""

from caffe_fillers.evidence.battery import Check, checks, family_wise, not_finite

__all__ = ["Check", "checks", "family_wise", "not_finite"]
