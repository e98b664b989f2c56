"""Are these the weights that Caffe would have made? Exactly with a seed, by law without one."""

from caffe_fillers.verification.difference import EXACT, Difference, Tally, Tolerance
from caffe_fillers.verification.files import verify_files
from caffe_fillers.verification.net import VerifyRequest, verify_model
from caffe_fillers.verification.pairs import Weights

__all__ = [
    "EXACT",
    "Difference",
    "Tally",
    "Tolerance",
    "VerifyRequest",
    "Weights",
    "verify_files",
    "verify_model",
]
