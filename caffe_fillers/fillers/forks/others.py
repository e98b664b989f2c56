"""Fillers of forks that added one or a few each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.draws import Gaussian, Grid, Habits, Law, Shape, shape_text
from caffe_fillers.core.registry import filler, fillers
from caffe_fillers.core.words import extra, numbers
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import check, fan_norm

if TYPE_CHECKING:
    from caffe_fillers.proto import caffe

__all__: list[str] = []


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


@filler("bilinearstatic", dialect="nvidia")
@filler("bilinear", dialect="nvidia")
def bilinear(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """That of BVLC up to 1.0, but half an odd width is rounded down (NVIDIA/caffe, filler.hpp).

    Raises:
        FillerError: the blob needs four axes and square planes of more than one value.
    """
    check(param, shape)
    if len(shape) != len("nchw") or shape[2] != shape[3] or shape[3] == 1:
        raise FillerError(
            f"this fork's bilinear needs square kernels of 2x2 at least, not {shape_text(shape)}",
            where="type",
        )
    factor = shape[3] // 2
    center = np.float32((2 * factor - 1 - factor % 2) / (2 * factor))
    steps = np.arange(shape[3], dtype=np.float32) / np.float32(factor)
    ramp = 1 - np.abs(steps - center).astype(np.float64)
    return Grid(np.multiply.outer(ramp, ramp).astype(habits.dtype))


# NVIDIA/caffe's keep what they drew for the next blob, but fill one only: they draw as the others.
for _name in ("uniform", "gaussian", "positive_unitball", "xavier", "msra"):
    _plain = fillers.get(_name)
    filler(f"{_name}static", dialect="nvidia", reads=_plain.reads)(_plain.function)
