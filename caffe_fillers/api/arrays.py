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
from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe, union
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
    """Fill an array as a `weight_filler` block says.

    Args:
        filler: The text of the block, such as `type: "msra" variance_norm: FAN_OUT`, or a message.
        shape: The blob's shape; its first axis counts for fan_in, its second for fan_out.
        rng: Where the words come from, and the era.
        dtype: float32 as in Caffe, or float64 for Caffe's double nets.

    Returns:
        A new array of this shape and type.

    Raises:
        TextError: the text is not a FillerParameter.
        FillerError: the type is unknown, or Caffe refuses the parameters for this shape.

    Example:
        >>> from caffe_fillers import Rng, fill
        >>> fill('type: "constant" value: 0.5', (2,), Rng(1701))
        array([0.5, 0.5], dtype=float32)

    Source: filler.hpp, GetFiller.
    """
    if isinstance(filler, str):
        filler = _read(filler)
    dims = tuple(int(dim) for dim in shape)
    habits = Habits(rng.era, np.dtype(dtype))
    law = registry.fillers.get(filler.type, papers=True)(filler, dims, habits)
    return draw(law, dims, rng, habits.dtype)


def _read(text: str) -> caffe.FillerParameter:
    """A filler's block in BVLC's words, or in those of the papers' fillers."""
    document = parse(text, "<filler>")
    try:
        return document.message(caffe.FillerParameter)
    except TextError:
        wide: Any = document.message(union.FillerParameter)
        row = registry.fillers.find(wide.type, papers=True)
        if row is None or row.dialect == registry.BVLC:
            raise
        found: caffe.FillerParameter = wide
        return found


def constant(
    shape: Sequence[int], value: float = 0, *, rng: Rng, dtype: DTypeLike = np.float32
) -> NDArray[Any]:
    """Fill an array with one value; takes no words.

        x = value

    Args:
        shape: The shape of the array.
        value: Every value of it.
        rng: The generator; it is left as it is.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: Caffe refuses such a shape.

    Example:
        >>> from caffe_fillers import Rng, constant
        >>> constant((2,), 0.25, rng=Rng(1))
        array([0.25, 0.25], dtype=float32)

    Source: filler.hpp, ConstantFiller.
    """
    return fill(caffe.FillerParameter(type="constant", value=value), shape, rng, dtype=dtype)


def uniform(
    shape: Sequence[int],
    low: float = 0,
    high: float = 1,
    *,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Fill an array with independent uniform values.

        x ~ U[low, high], both ends included

    Args:
        shape: The shape of the array.
        low: The least value.
        high: The largest value.
        rng: Where the words come from, and the era.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: `low` is above `high`.

    Example:
        >>> from caffe_fillers import Rng, uniform
        >>> bool(abs(uniform((1000,), -1, 1, rng=Rng(1701))).max() <= 1)
        True

    Source: filler.hpp, UniformFiller; math_functions.cpp, caffe_rng_uniform.
    """
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
    """Fill an array with independent normal values.

        x ~ N(mean, std^2), each kept with probability sparse / shape[0] where `sparse` >= 0

    Args:
        shape: The shape of the array.
        mean: The mean.
        std: The standard deviation, not negative.
        sparse: About how many values of each input are kept; -1 keeps all.
        rng: Where the words come from, and the era.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: `std` is negative, or `sparse` does not fit the shape.

    Example:
        >>> from caffe_fillers import Rng, gaussian
        >>> gaussian((3, 2), std=0.01, rng=Rng(1701)).shape
        (3, 2)

    Source: filler.hpp, GaussianFiller; math_functions.cpp, caffe_rng_gaussian.
    """
    param = caffe.FillerParameter(type="gaussian", mean=mean, std=std, sparse=sparse)
    return fill(param, shape, rng, dtype=dtype)


def positive_unitball(
    shape: Sequence[int], *, rng: Rng, dtype: DTypeLike = np.float32
) -> NDArray[Any]:
    """Fill an array with positive values whose sum is 1 in every item of axis 0.

        u ~ U[0, 1], x = u / sum of its item

    Args:
        shape: The shape of the array.
        rng: Where the words come from, and the era.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: the shape has no axis, or no values.

    Example:
        >>> from caffe_fillers import Rng, positive_unitball
        >>> positive_unitball((4, 10), rng=Rng(1701)).sum(1).round(5).tolist()
        [1.0, 1.0, 1.0, 1.0]

    Source: filler.hpp, PositiveUnitballFiller.
    """
    return fill(caffe.FillerParameter(type="positive_unitball"), shape, rng, dtype=dtype)


def xavier(
    shape: Sequence[int],
    variance_norm: VarianceNorm = "FAN_IN",
    *,
    rng: Rng,
    dtype: DTypeLike = np.float32,
) -> NDArray[Any]:
    """Fill an array with uniform values whose variance is 1 / n.

        x ~ U[-s, s], s = sqrt(3 / n); n is fan_in, fan_out or their average

    fan_in is the number of values over shape[0], fan_out that over shape[1]. torch's
    `xavier_uniform_` is "AVERAGE".

    Args:
        shape: The shape of the array, output channels first.
        variance_norm: "FAN_IN", "FAN_OUT" or "AVERAGE".
        rng: Where the words come from, and the era.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, xavier
        >>> xavier((64, 3, 7, 7), variance_norm="AVERAGE", rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: filler.hpp, XavierFiller; Glorot and Bengio, AISTATS 2010.
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
    """Fill an array with normal values whose variance is 2 / n.

        x ~ N(0, 2 / n); n is fan_in, fan_out or their average

    torch's `kaiming_normal_` is "FAN_IN".

    Args:
        shape: The shape of the array, output channels first.
        variance_norm: "FAN_IN", "FAN_OUT" or "AVERAGE".
        rng: Where the words come from, and the era.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, msra
        >>> msra((8, 4, 3, 3), rng=Rng(1701)).dtype
        dtype('float32')

    Source: filler.hpp, MSRAFiller; He, Zhang, Ren and Sun, arXiv:1502.01852.
    """
    param = caffe.FillerParameter(type="msra", variance_norm=variance_norm)
    return fill(param, shape, rng, dtype=dtype)


def bilinear(shape: Sequence[int], *, rng: Rng, dtype: DTypeLike = np.float32) -> NDArray[Any]:
    """Fill an array with the kernel of bilinear interpolation in every plane; takes no words.

        x[i, j] = (1 - |i / f - c|) (1 - |j / f - c|), f = ceil(K / 2), c = (2 f - 1 - f % 2) / 2 f

    Args:
        shape: (N, C, K, K).
        rng: The generator; it is left as it is, and its era tells the arithmetic.
        dtype: float32 or float64.

    Returns:
        A new array of this shape and type.

    Raises:
        FillerError: the shape does not have four axes, or its planes are not square.

    Example:
        >>> from caffe_fillers import Rng, bilinear
        >>> bilinear((1, 1, 4, 4), rng=Rng(1))[0, 0, 1].tolist()
        [0.1875, 0.5625, 0.5625, 0.1875]

    Source: filler.hpp, BilinearFiller.
    """
    return fill(caffe.FillerParameter(type="bilinear"), shape, rng, dtype=dtype)
