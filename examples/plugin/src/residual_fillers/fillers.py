"""The filler `residual`."""

from caffe_fillers.core.draws import Gaussian
from caffe_fillers.core.registry import filler
from caffe_fillers.fillers.caffe import check, fans


@filler("residual", reads="fan")
def residual(param, shape, habits):
    """Normal with variance 2 / (fan_in value), `value` the number of residual blocks."""
    check(param, shape)
    blocks = param.value or 1
    return Gaussian(0.0, float(habits.dtype.type((2 / (fans(shape)[0] * blocks)) ** 0.5)))
