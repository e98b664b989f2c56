"""Fillers of forks that added one or a few each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Gaussian,
    Grid,
    Habits,
    Law,
    Orthogonal,
    Shape,
    Whole,
    count,
    shape_text,
)
from caffe_fillers.core.pour import draw
from caffe_fillers.core.registry import filler, fillers
from caffe_fillers.core.words import copied, extra, numbers
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import check, fan_norm
from caffe_fillers.rng.eras import caffe_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe
    from caffe_fillers.rng.rng import Rng

__all__ = ["about_centres"]


@filler("msra", dialect="intel", reads="fans")
def scaled_msra(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with std scale * sqrt(2 / n) (intel/caffe, filler.hpp)."""
    check(param, shape)
    real = habits.dtype.type
    scale = real(extra(param, "scale", 1.0))
    return Gaussian(0.0, float(scale * np.sqrt(real(2) / fan_norm(param, shape, habits))))


@filler("diagonal", dialect="flownet2")
@filler("diagonal", dialect="synopsys")
def diagonal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The planes that map channel n onto n are diag_val[n] (or 1) / their size, the others 0.

    lmb-freiburg/flownet2 and foss-for-synopsys-dwc-arc-processors/synopsys-caffe, filler.hpp.

    Raises:
        FillerError: there are not four axes.
    """
    check(param, shape)
    if len(shape) != len("nchw"):
        raise FillerError(
            f"diagonal needs a blob of 4 axes, this one is {shape_text(shape)}", where="type"
        )
    given = numbers(param, "diag_val")
    real = habits.dtype.type
    values = np.zeros(shape, habits.dtype)
    for n in range(min(shape[:2])):
        values[n, n] = real(given[n] if n < len(given) else 1) / real(shape[2] * shape[3])
    return Grid(values)


@filler("sequence", dialect="mycaffe")
def sequence(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Value + 0.01 * i (MyCaffe, SequenceFiller.cs)."""
    check(param, shape)
    steps = np.arange(int(np.prod(shape)), dtype=np.float64)
    return Grid((param.value + 0.01 * steps).astype(habits.dtype).reshape(shape))


@filler("bilinear", dialect="nvidia")
@filler("bilinear", dialect="jacinto-0.16")
@filler("bilinear", dialect="jacinto-0.17")
def bilinear(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """That of BVLC up to 1.0, but half an odd width is rounded down (NVIDIA/caffe, filler.hpp).

    Raises:
        FillerError: the blob needs four axes and square planes of more than one value.
    """
    return _nvidias(param, shape, habits, shape[-1] // 2 if shape else 0)


@filler("bilinearstatic", dialect="nvidia")
@filler("bilinearstatic", dialect="jacinto-0.16")
@filler("bilinearstatic", dialect="jacinto-0.17")
def bilinearstatic(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The same with half an odd width rounded up (NVIDIA/caffe, filler.hpp).

    Raises:
        FillerError: the blob needs four axes and square planes.
    """
    return _nvidias(param, shape, habits, (shape[-1] + 1) // 2 if shape else 0)


def _nvidias(param: caffe.FillerParameter, shape: Shape, habits: Habits, factor: int) -> Law:
    check(param, shape)
    if len(shape) != len("nchw") or shape[2] != shape[3] or not factor:
        raise FillerError(
            f"this fork's {param.type} needs square kernels of 2x2 at least, not "
            f"{shape_text(shape)}",
            where="type",
        )
    center = np.float32((2 * factor - 1 - factor % 2) / (2 * factor))
    steps = np.arange(shape[3], dtype=np.float32) / np.float32(factor)
    ramp = 1 - np.abs(steps - center).astype(np.float64)
    return Grid(np.multiply.outer(ramp, ramp).astype(habits.dtype))


@filler("bilinear_upsampling", dialect="ssd-fcn")
@filler("bilinear_upsampling", dialect="history")
def bilinear_upsampling(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """BVLC's bilinear up to 1.0, before it was taken over (weiliu89/caffe, branch fcn; PR 2213)."""
    old = replace(habits.era, caffe=caffe_row("1.0"))
    return fillers.get("bilinear")(param, shape, replace(habits, era=old))


@filler("msra", dialect="flownet2", reads="fans")
@filler("msra", dialect="history", reads="fans")
def msra_by_coefficient(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with std msra_coeff * sqrt(2 / n) (flownet2's branch add_dummy_data; PR 6337)."""
    check(param, shape)
    kind = habits.dtype.type
    std = np.sqrt(kind(2) / fan_norm(param, shape, habits))
    return Gaussian(0.0, float(std * kind(extra(param, "msra_coeff", 1.0))))


@filler("msr", dialect="history", reads="fan")
def msr(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The first msra: normal with std sqrt(2 / fan_in) (PR 1882)."""
    plain = copied(param)
    plain.ClearField("variance_norm")
    return fillers.get("msra")(plain, shape, habits)


@filler("channelconstant", dialect="history")
def channelconstant(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """A value for each channel, the items of axis 1: `value` as often as there are (PR 96).

    Raises:
        FillerError: there are not four axes, or not so many values.
    """
    check(param, shape)
    given = numbers(param, "value")
    if len(shape) != len("nchw") or len(given) != shape[1]:
        raise FillerError(
            f"{len(given)} values are given for a blob of {shape_text(shape)}",
            where="value",
            hint="Give one for each item of axis 1 of four.",
        )
    values = np.array(given, np.float32).astype(habits.dtype).reshape(-1, 1, 1)
    return Grid(np.broadcast_to(values, shape[1:]).copy())


@filler("eye", dialect="caffe-pro")
def eye(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """`value` times the identity (yihui-he/caffe-pro, filler.hpp).

    Raises:
        FillerError: an item of axis 0 has another number of values than there are items.
    """
    check(param, shape)
    if not shape or count(shape) != shape[0] ** 2:
        raise FillerError(f"eye needs a square, the blob is {shape_text(shape)}", where="type")
    values = np.eye(shape[0], dtype=habits.dtype) * habits.dtype.type(param.value)
    return Grid(values.reshape(shape))


@filler("orthogonal", dialect="caffe-pro")
@filler("orthogonal", dialect="history")
def orthogonal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Orthonormal rows or columns, times `value` unless that is 0 (PR 3742, caffe-pro).

    The forks take the vectors of OpenCV's SVD of normal values, here it is Q of their QR: the law
    is the same, single numbers are not.

    Raises:
        FillerError: the values that are decomposed have a mean, or there are no two axes.
    """
    check(param, shape)
    if len(shape) < len("nk"):
        raise FillerError("orthogonal needs a blob of 2 axes at least", where="type")
    if param.mean:
        raise FillerError(
            f"mean is {param.mean:g}: the law of such an SVD is not known here", where="mean"
        )
    return Orthogonal(float(habits.dtype.type(param.value or 1)))


@filler("identity", dialect="c3d-1.1")
def flat_identity(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Value number i * (channels + 1) is 1 for each i below both first axes (facebook/C3D).

    Raises:
        FillerError: there are no two axes.
    """
    check(param, shape)
    if len(shape) < len("nc"):
        raise FillerError("identity needs a blob of 2 axes at least", where="type")
    values = np.zeros(shape, habits.dtype)
    values.flat[np.arange(min(shape[:2])) * (shape[1] + 1)] = 1
    return Grid(values)


@filler("identity", dialect="tvg")
def centred_identity(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The centres of each group's kernels are value * num_groups / outputs (torrvision/caffe-tvg).

    The other values are 0, or with `std` those of a gaussian filler.

    Raises:
        FillerError: there are not four axes, or the groups do not divide the outputs.
    """
    check(param, shape, sparse_allowed=param.HasField("std"))
    groups = extra(param, "num_groups", shape[1] if len(shape) > 1 else 1)
    if len(shape) != len("nchw") or groups < 1 or shape[0] % groups:
        raise FillerError(
            f"identity needs 4 axes, and outputs that {groups} groups divide, not "
            f"{shape_text(shape)}",
            where="type",
        )
    kind = habits.dtype.type
    value = kind(groups / shape[0])
    if param.HasField("value"):
        value *= kind(param.value)
    if not param.HasField("std"):
        values = np.zeros(shape, habits.dtype)
        _set_centres(values, groups, value)
        return Grid(values)
    base = fillers.get("gaussian")(param, shape, habits)
    return Whole(about_centres, {"law": base, "groups": groups, "value": float(value)})


def about_centres(
    rng: Rng, shape: Shape, dtype: np.dtype[Any], law: Law, groups: int, value: float
) -> NDArray[Any]:
    """Values of a law, but for the centres of the kernels of each group."""
    values = draw(law, shape, rng, np.dtype(dtype))
    _set_centres(values, groups, value)
    return values


def _set_centres(values: NDArray[Any], groups: int, value: float) -> None:
    outputs, inputs = values.shape[0] // groups, values.shape[1] // groups
    for group in range(groups):
        rows = slice(group * outputs, (group + 1) * outputs)
        columns = slice(group * inputs, (group + 1) * inputs)
        values[rows, columns, values.shape[2] // 2, values.shape[3] // 2] = value


# NVIDIA/caffe's keep what they drew for the next blob, but fill one only: they draw as the others.
for _fork in ("nvidia", "jacinto-0.16", "jacinto-0.17"):
    for _name in ("uniform", "gaussian", "positive_unitball", "xavier", "msra"):
        _plain = fillers.get(_name)
        filler(f"{_name}static", dialect=_fork, reads=_plain.reads)(_plain.function)
