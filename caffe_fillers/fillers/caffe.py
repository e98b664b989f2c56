"""The seven fillers of BVLC Caffe (include/caffe/filler.hpp).

Each turns a FillerParameter and the shape of the blob into a law, without drawing. Parameters
are protobuf floats; what is computed from them is rounded in the working type F (float32 or
float64) step by step, as the C++ template does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Habits,
    Law,
    Shape,
    Sparse,
    Uniform,
    UnitBall,
    count,
    four_axes,
    shape_text,
)
from caffe_fillers.core.registry import filler
from caffe_fillers.errors import FillerError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe

__all__ = ["check", "fan_norm", "fans"]

FAN_IN, FAN_OUT, AVERAGE = range(3)


@filler("constant", reads="nothing")
def constant(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Every value is `value`."""
    check(param, shape)
    return Constant(float(habits.dtype.type(param.value)))


@filler("uniform", reads="nothing")
def uniform(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [min, max]; an infinite max is the largest number that the type has.

    caffe_rng_uniform asks for numbers below `nextafter(max, largest)`, which is the largest then.

    Raises:
        FillerError: min > max.
    """
    check(param, shape)
    if not param.min <= param.max:
        raise FillerError(
            f"min {param.min:g} is greater than max {param.max:g}",
            where="min",
            hint="A uniform filler needs min <= max; the defaults are 0 and 1.",
        )
    largest = float(np.finfo(habits.dtype).max)
    return Uniform(param.min, min(param.max, largest) if param.min <= largest else param.max)


@filler("gaussian", reads="nothing")
def gaussian(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with `mean` and `std`; with `sparse` >= 0, about `sparse` values stay per output.

    Raises:
        FillerError: std is not positive, or `sparse` is out of range or has no axis to count by.
    """
    check(param, shape, sparse_allowed=True)
    _check_std(param.std)
    law = Gaussian(param.mean, param.std)
    if param.sparse == -1:
        return law
    return Sparse(law, _keep_probability(param.sparse, shape, habits))


@filler("positive_unitball")
def positive_unitball(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform(0, 1) values; each item of axis 0 is divided by its sum, so that it sums to 1."""
    check(param, shape)
    _first_axis(_fan_shape(shape, habits), "positive_unitball")
    return UnitBall()


@filler("xavier", reads="fan")
def xavier(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [-s, s], s = sqrt(3 / n), n chosen by `variance_norm`.

    Glorot and Bengio, AISTATS 2010, with Caffe's own idea of n: fan_in unless told otherwise.
    """
    scale = _scale(3, param, shape, habits)
    return Uniform(-scale, scale)


@filler("msra", reads="fan")
def msra(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with mean 0 and std sqrt(2 / n), n chosen by `variance_norm`.

    He, Zhang, Ren and Sun, arXiv:1502.01852.
    """
    return Gaussian(0.0, _scale(2, param, shape, habits))


@filler("bilinear")
def bilinear(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The kernel of bilinear interpolation in every plane, for a Deconvolution that upsamples.

    Raises:
        FillerError: the blob does not have four axes, or its planes are not square.
    """
    check(param, shape)
    if len(shape) != 4:
        raise FillerError(
            f"bilinear needs a blob of 4 axes, this one has {len(shape)}",
            where="type",
            hint="Use it on the weights of a 2-D Deconvolution.",
        )
    if shape[2] != shape[3]:
        raise FillerError(
            f"bilinear needs a square kernel, this one is {shape[2]}x{shape[3]}", where="type"
        )
    return Grid(_bilinear_kernel(shape[3], habits))


def fans(shape: Shape) -> tuple[int, int]:
    """fan_in and fan_out as Caffe reads them off a blob's shape (filler.hpp, XavierFiller).

    Values per item of axis 0, and values per item of axis 1 (all of them where there is one axis).
    The words mislead for transposed layouts; the numbers are Caffe's all the same.
    """
    total = math.prod(shape)
    return total // shape[0], total // shape[1] if len(shape) > 1 else total


def _scale(gain: int, param: caffe.FillerParameter, shape: Shape, habits: Habits) -> float:
    """sqrt(gain / n), rounded in F at each step."""
    check(param, shape)
    return float(np.sqrt(habits.dtype.type(gain) / fan_norm(param, shape, habits)))


def fan_norm(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Any:
    """The n of xavier and msra, chosen by `variance_norm`: a scalar of type F.

    Raises:
        FillerError: the blob has no axis to count by.
    """
    real = habits.dtype.type
    shape = _fan_shape(shape, habits)
    _first_axis(shape, param.type)
    fan_in, fan_out = fans(shape)
    return {
        FAN_IN: lambda: real(fan_in),
        FAN_OUT: lambda: real(fan_out),
        AVERAGE: lambda: real(fan_in + fan_out) / real(2),
    }[param.variance_norm]()


def _fan_shape(shape: Shape, habits: Habits) -> Shape:
    """The shape as the revision reads it: up to 1.0 as num x channels x height x width."""
    if habits.era.caffe.fans != "legacy":
        return shape
    if len(shape) > 4:
        raise FillerError(
            f"this revision of Caffe reads fans off 4 axes at most, the blob has {len(shape)}",
            where="type",
            hint="Caffe learnt it after 1.0; --caffe master has it.",
        )
    return shape or (1,)


def _keep_probability(sparse: int, shape: Shape, habits: Habits) -> float:
    """`sparse` out of the number of outputs, in F."""
    if sparse < -1:
        raise FillerError(f"sparse is {sparse}", where="sparse", hint="Use -1 to switch it off.")
    if habits.era.caffe.sparse_axis == "height":
        shape = _height_only(shape)
    outputs = _first_axis(shape, "sparse")
    if sparse > outputs:
        raise FillerError(
            f"sparse is {sparse}, more than the {outputs} outputs of this blob",
            where="sparse",
            hint=f"It is the number of values to keep per input, at most {outputs}.",
        )
    real = habits.dtype.type
    return float(real(sparse) / real(outputs))


def _height_only(shape: Shape) -> Shape:
    """The last two axes of a blob whose leading axes are all 1, as rc and rc2 ask."""
    padded = four_axes(shape)
    if padded[:2] != (1, 1):
        raise FillerError(
            "this revision of Caffe knows sparse weights for InnerProduct layers only",
            where="sparse",
        )
    return padded[2:]


def _bilinear_kernel(size: int, habits: Habits) -> NDArray[Any]:
    """One plane of the bilinear kernel, (size, size)."""
    caffe, math_row = habits.era.caffe, habits.era.math
    # Revisions up to 1.0 computed in float whatever the blob's type.
    old = caffe.bilinear_center == "parity"
    real = np.float32 if old else habits.dtype.type
    factor = (size + 1) // 2
    center = (2 * factor - 1 - factor % 2) if old else size - 1
    c = real(center / (2.0 * factor))
    ramp = np.abs(np.arange(size, dtype=real) / real(factor) - c)
    if math_row.fabs == "double":
        # An unqualified fabs() of old libstdc++ widens: one rounding at the very end.
        ramp = ramp.astype(np.float64)
    ramp = ramp.dtype.type(1) - ramp
    # Caffe multiplies the x factor by the y factor; the product commutes bit for bit.
    plane: NDArray[Any] = np.multiply.outer(ramp, ramp)
    return plane.astype(real).astype(habits.dtype)


def check(param: caffe.FillerParameter, shape: Shape, *, sparse_allowed: bool = False) -> None:
    """What every filler asks: something to fill, and no `sparse` where it has no meaning.

    Raises:
        FillerError: one of the two.
    """
    if count(shape) == 0:
        raise FillerError(
            f"there is nothing to fill in a blob of shape {shape_text(shape)}",
            hint="A dimension is 0: look at num_output and at the shape of the bottom.",
        )
    if param.sparse != -1 and not sparse_allowed:
        raise FillerError(
            f"sparse is {param.sparse}, but a {param.type} filler has no sparse form",
            where="sparse",
            hint="Only the gaussian filler has.",
        )


def _check_std(std: float) -> None:
    if not std > 0:
        raise FillerError(
            f"std is {std:g}", where="std", hint='It must be positive; use "constant" for zeros.'
        )


def _first_axis(shape: Shape, what: str) -> int:
    """The length of axis 0, which a scalar blob lacks."""
    if not shape:
        raise FillerError(
            f"{what} needs a blob with at least one axis, this one is a scalar", where="type"
        )
    return shape[0]
