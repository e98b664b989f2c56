"""Arrays filled as Caffe fills a blob, in the manner of `torch.nn.init` and `numpy.random`.

    >>> from caffe_fillers import xavier
    >>> weights = xavier((64, 3, 7, 7), variance_norm="AVERAGE", seed=1701)
    >>> weights.shape, weights.dtype
    ((64, 3, 7, 7), dtype('float32'))

Every function takes the shape in Caffe's axis order (output channels first), and a seed or a
generator to draw from; it returns a new array, or fills the one that it is given as `out`. Arrays
drawn from one generator (`rng=Rng(1701)`) follow each other in its stream, as the blobs of a net
do. What Caffe refuses is refused with a FillerError.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from caffe_fillers.api.given import filled, filler_of, norm_of
from caffe_fillers.core import registry
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.api.given import FillerLike, RngLike, ShapeLike

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


def fill(
    filler: FillerLike,
    shape: ShapeLike,
    rng: RngLike | None = None,
    *,
    seed: int | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as a `weight_filler` block says.

    Args:
        filler: The text of the block, such as `type: "msra" variance_norm: FAN_OUT`; its fields as
            a dict; a type alone, such as "xavier"; or a FillerParameter message.
        shape: The blob's shape; its first axis counts for fan_in, its second for fan_out.
        rng: A generator that is gone on with, or a seed.
        seed: The seed of a generator of its own.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 as in Caffe, or float64 for Caffe's double nets; that of `out` where one is
            given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        TextError: the text is not a FillerParameter.
        FillerError: the type is unknown, Caffe refuses the parameters for this shape, or nothing
            says from where to draw.
        ShapeError: no blob may have the shape.

    Example:
        >>> from caffe_fillers import fill
        >>> fill({"type": "constant", "value": 0.5}, (2,))
        array([0.5, 0.5], dtype=float32)

    Source: filler.hpp, GetFiller.
    """
    message = filler_of(filler)
    make = registry.fillers.get(message.type, papers=True)
    return filled(partial(make, message), shape, (rng, seed), out, dtype)


def constant(
    shape: ShapeLike,
    value: float = 0,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with one value; takes no words.

        x = value

    Args:
        shape: The shape of the array.
        value: Every value of it.
        seed: Not needed: nothing is drawn.
        rng: Not needed; its era is looked at.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: Caffe refuses such a shape.

    Example:
        >>> from caffe_fillers import constant
        >>> constant((2,), 0.25)
        array([0.25, 0.25], dtype=float32)

    Source: filler.hpp, ConstantFiller.
    """
    return fill(
        caffe.FillerParameter(type="constant", value=value),
        shape,
        rng,
        seed=seed,
        out=out,
        dtype=dtype,
    )


def uniform(
    shape: ShapeLike,
    low: float = 0,
    high: float = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with independent uniform values.

        x ~ U[low, high], both ends included

    Args:
        shape: The shape of the array.
        low: The least value.
        high: The largest value.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: `low` is above `high`.

    Example:
        >>> from caffe_fillers import uniform
        >>> bool(abs(uniform((1000,), -1, 1, seed=1701)).max() <= 1)
        True

    Source: filler.hpp, UniformFiller; math_functions.cpp, caffe_rng_uniform.
    """
    return fill(
        caffe.FillerParameter(type="uniform", min=low, max=high),
        shape,
        rng,
        seed=seed,
        out=out,
        dtype=dtype,
    )


def gaussian(
    shape: ShapeLike,
    mean: float = 0,
    std: float = 1,
    *,
    sparse: int = -1,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with independent normal values.

        x ~ N(mean, std^2), each kept with probability sparse / shape[0] where `sparse` >= 0

    Args:
        shape: The shape of the array.
        mean: The mean.
        std: The standard deviation, not negative.
        sparse: About how many values of each input are kept; -1 keeps all.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: `std` is negative, or `sparse` does not fit the shape.

    Example:
        >>> from caffe_fillers import gaussian
        >>> gaussian((3, 2), std=0.01, seed=1701).shape
        (3, 2)

    Source: filler.hpp, GaussianFiller; math_functions.cpp, caffe_rng_gaussian.
    """
    param = caffe.FillerParameter(type="gaussian", mean=mean, std=std, sparse=sparse)
    return fill(param, shape, rng, seed=seed, out=out, dtype=dtype)


def positive_unitball(
    shape: ShapeLike,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with positive values whose sum is 1 in every item of axis 0.

        u ~ U[0, 1], x = u / sum of its item

    Args:
        shape: The shape of the array.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no axis, or no values.

    Example:
        >>> from caffe_fillers import positive_unitball
        >>> positive_unitball((4, 10), seed=1701).sum(1).round(5).tolist()
        [1.0, 1.0, 1.0, 1.0]

    Source: filler.hpp, PositiveUnitballFiller.
    """
    return fill(
        caffe.FillerParameter(type="positive_unitball"), shape, rng, seed=seed, out=out, dtype=dtype
    )


def xavier(
    shape: ShapeLike,
    variance_norm: str = "FAN_IN",
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with uniform values whose variance is 1 / n.

        x ~ U[-s, s], s = sqrt(3 / n); n is fan_in, fan_out or their average

    fan_in is the number of values over shape[0], fan_out that over shape[1]. torch's
    `xavier_uniform_` is "AVERAGE".

    Args:
        shape: The shape of the array, output channels first.
        variance_norm: "FAN_IN", "FAN_OUT" or "AVERAGE", in any case.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import xavier
        >>> xavier((64, 3, 7, 7), variance_norm="AVERAGE", seed=1701).shape
        (64, 3, 7, 7)

    Source: filler.hpp, XavierFiller; Glorot and Bengio, AISTATS 2010.
    """
    param = caffe.FillerParameter(type="xavier", variance_norm=norm_of(variance_norm))
    return fill(param, shape, rng, seed=seed, out=out, dtype=dtype)


def msra(
    shape: ShapeLike,
    variance_norm: str = "FAN_IN",
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with normal values whose variance is 2 / n.

        x ~ N(0, 2 / n); n is fan_in, fan_out or their average

    torch's `kaiming_normal_` is "FAN_IN".

    Args:
        shape: The shape of the array, output channels first.
        variance_norm: "FAN_IN", "FAN_OUT" or "AVERAGE", in any case.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import msra
        >>> msra((8, 4, 3, 3), seed=1701).dtype
        dtype('float32')

    Source: filler.hpp, MSRAFiller; He, Zhang, Ren and Sun, arXiv:1502.01852.
    """
    param = caffe.FillerParameter(type="msra", variance_norm=norm_of(variance_norm))
    return fill(param, shape, rng, seed=seed, out=out, dtype=dtype)


def bilinear(
    shape: ShapeLike,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with the kernel of bilinear interpolation in every plane; takes no words.

        x[i, j] = (1 - |i / f - c|) (1 - |j / f - c|), f = ceil(K / 2), c = (2 f - 1 - f % 2) / 2 f

    Args:
        shape: (N, C, K, K).
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape does not have four axes, or its planes are not square.

    Example:
        >>> from caffe_fillers import bilinear
        >>> bilinear((1, 1, 4, 4))[0, 0, 1].tolist()
        [0.1875, 0.5625, 0.5625, 0.1875]

    Source: filler.hpp, BilinearFiller.
    """
    return fill(caffe.FillerParameter(type="bilinear"), shape, rng, seed=seed, out=out, dtype=dtype)
