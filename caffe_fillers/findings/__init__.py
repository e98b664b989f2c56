"""What a check of a model found, and how each reader wants it: people, scripts, CI services."""

from caffe_fillers.findings.report import RULES, Case, Finding, Report, strangers

__all__ = ["RULES", "Case", "Finding", "Report", "strangers"]
