"""Are these the weights that Caffe would have made? Exactly with a seed, by law without one."""

from caffe_fillers.verify.difference import EXACT, Difference, Tally, Tolerance
from caffe_fillers.verify.files import verify_files
from caffe_fillers.verify.net import Asked, verify
from caffe_fillers.verify.pairs import Weights

__all__ = [
    "EXACT",
    "Asked",
    "Difference",
    "Tally",
    "Tolerance",
    "Weights",
    "verify",
    "verify_files",
]
