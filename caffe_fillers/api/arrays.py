"""Arrays filled as Caffe fills a blob, in the manner of `torch.nn.init` and `numpy.random`.

    >>> from caffe_fillers import Rng, xavier
    >>> weights = xavier((64, 3, 7, 7), variance_norm="AVERAGE", rng=Rng(1701))
    >>> weights.shape, weights.dtype
    ((64, 3, 7, 7), dtype('float32'))

Every function takes the shape in Caffe's axis order (output channels first) and the generator to
draw from, and returns a new array. Arrays drawn from one generator follow each other in its
stream, as the blobs of a net do. What Caffe refuses is refused with a FillerError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Habits
from caffe_fillers.core.pour import draw
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.rng.rng import Rng

__all__ = [
    "bilinear",
    "constant",
    "fill",
    "gaussian",
    "msra",
    "positive_unitball",
    "uniform",
    "xavier",
]

VarianceNorm: TypeAlias = Literal["FAN_IN", "FAN_OUT", "AVERAGE"]


def fill(
    filler: str | caffe.FillerParameter,
    shape: Sequence[int],
    rng: Rng,
    *,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """An array filled as a `weight_filler` block says.

    Args:
        filler: The text of the block, such as `type: "msra" variance_norm: FAN_OUT`, or a message.
        shape: The blob's shape; its first axis counts for fan_in, its second for fan_out.
        rng: Where the words come from, and the era.
        dtype: float32 as in Caffe, or float64 for Caffe's double nets.

    Raises:
        TextError: the text is not a FillerParameter.
        FillerError: the type is unknown, or Caffe refuses the parameters for this shape.
    """
    if isinstance(filler, str):
        filler = parse(filler, "<filler>").message(caffe.FillerParameter)
    dims = tuple(int(dim) for dim in shape)
    habits = Habits(rng.era, np.dtype(dtype))
    law = registry.fillers.get(filler.type)(filler, dims, habits)
    return draw(law, dims, rng, habits.dtype)


def constant(
    shape: Sequence[int], value: float = 0, *, rng: Rng, dtype: DTypeLike = np.float32
) -> NDArray[Any]:
    """Every value is `value`; takes no words."""
    return fill(caffe.FillerParameter(type="constant", value=value), shape, rng, dtype=dtype)


def uniform(
    shape: Sequence[int],
    low: float = 0,
    high: float = 1,
    *,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Uniform values in [low, high], the upper end included."""
    return fill(caffe.FillerParameter(type="uniform", min=low, max=high), shape, rng, dtype=dtype)


def gaussian(
    shape: Sequence[int],
    mean: float = 0,
    std: float = 1,
    *,
    sparse: int = -1,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Normal values; with `sparse` >= 0 about that many of the values per input are kept."""
    param = caffe.FillerParameter(type="gaussian", mean=mean, std=std, sparse=sparse)
    return fill(param, shape, rng, dtype=dtype)


def positive_unitball(
    shape: Sequence[int], *, rng: Rng, dtype: DTypeLike = np.float32
) -> NDArray[Any]:
    """Positive values; every item of axis 0 sums to 1."""
    return fill(caffe.FillerParameter(type="positive_unitball"), shape, rng, dtype=dtype)


def xavier(
    shape: Sequence[int],
    variance_norm: VarianceNorm = "FAN_IN",
    *,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Uniform values in [-s, s], s = sqrt(3 / n); n is fan_in, fan_out or their average.

    Glorot and Bengio, AISTATS 2010. torch's xavier_uniform_ is "AVERAGE".
    """
    param = caffe.FillerParameter(type="xavier", variance_norm=variance_norm)
    return fill(param, shape, rng, dtype=dtype)


def msra(
    shape: Sequence[int],
    variance_norm: VarianceNorm = "FAN_IN",
    *,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Normal values of std sqrt(2 / n); n is fan_in, fan_out or their average.

    He, Zhang, Ren and Sun, arXiv:1502.01852. torch's kaiming_normal_ is "FAN_IN".
    """
    param = caffe.FillerParameter(type="msra", variance_norm=variance_norm)
    return fill(param, shape, rng, dtype=dtype)


def bilinear(shape: Sequence[int], *, rng: Rng, dtype: DTypeLike = np.float32) -> NDArray[Any]:
    """The kernel of bilinear interpolation in every plane of a (N, C, K, K) blob; no words."""
    return fill(caffe.FillerParameter(type="bilinear"), shape, rng, dtype=dtype)
