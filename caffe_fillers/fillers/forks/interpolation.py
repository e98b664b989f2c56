"""Kernels of interpolation along any number of axes (torrvision/caffe-tvg, filler.hpp; PR 4198).

A deconvolution with such weights enlarges its bottom by a whole factor on each axis.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Grid, Habits, Law, Shape, shape_text
from caffe_fillers.core.registry import filler
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe

__all__: list[str] = []


@filler("multilinear", dialect="tvg")
def multilinear(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The product over the axes of 1 - |x|, x the distance from the middle over the factor.

    Raises:
        FillerError: there are less than three axes.
    """
    return _kernel(param, shape, habits, 1, lambda x: np.maximum(1 - np.abs(x), 0))


@filler("multicubic", dialect="tvg")
def multicubic(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The product over the axes of Keys' cubic with a = -1/2 (IEEE ASSP 29, 1981).

    Raises:
        FillerError: there are less than three axes.
    """
    return _kernel(param, shape, habits, 2, _cubic)


@filler("lanczos2", dialect="tvg")
def lanczos2(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The product over the axes of sinc(x) sinc(x / 2), within |x| < 2.

    Raises:
        FillerError: there are less than three axes.
    """
    return _kernel(param, shape, habits, 2, functools.partial(_lanczos, support=2))


@filler("lanczos3", dialect="tvg")
def lanczos3(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The product over the axes of sinc(x) sinc(x / 3), within |x| < 3.

    Raises:
        FillerError: there are less than three axes.
    """
    return _kernel(param, shape, habits, 3, functools.partial(_lanczos, support=3))


@filler("lanczos4", dialect="tvg")
def lanczos4(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The product over the axes of sinc(x) sinc(x / 4), within |x| < 4.

    Raises:
        FillerError: there are less than three axes.
    """
    return _kernel(param, shape, habits, 4, functools.partial(_lanczos, support=4))


def _cubic(x: NDArray[Any]) -> NDArray[Any]:
    # Powers are of doubles, as C++11 has them of a float and an int.
    size = np.abs(x)
    second, third = size.astype(np.float64) ** 2, size.astype(np.float64) ** 3
    near = 1.5 * third - 2.5 * second + 1
    far = -0.5 * third + 2.5 * second - x.dtype.type(4) * size + 2
    return np.where(size <= 1, near, np.where(size < 2, far, 0))


def _lanczos(x: NDArray[Any], support: int) -> NDArray[Any]:
    wide = np.where(x == 0, 1, x).astype(np.float64)
    part = support * np.sin(np.pi * wide) * np.sin(np.pi * wide / support)
    return np.where(x == 0, 1, np.where(np.abs(x) < support, part / (np.pi * wide) ** 2, 0))


def _kernel(
    param: caffe.FillerParameter,
    shape: Shape,
    habits: Habits,
    support: int,
    weight: Callable[[NDArray[Any]], NDArray[Any]],
) -> Law:
    """One kernel over all axes from the third on, the last axis first."""
    check(param, shape)
    if len(shape) < len("nch"):
        raise FillerError(
            f"{param.type} needs a blob of 3 axes at least, this one is {shape_text(shape)}",
            where="type",
        )
    kind = habits.dtype.type
    kernel = np.ones((1,) * len(shape[2:]), habits.dtype)
    for axis in range(len(shape) - 1, 1, -1):
        size = shape[axis]
        factor = -(-size // (2 * support))
        center = kind((2 * support * factor - 1 - factor % 2) * 0.5)
        steps = (np.arange(size, dtype=habits.dtype) - center) / kind(factor)
        along = [1] * len(shape[2:])
        along[axis - 2] = size
        kernel = kernel * weight(steps).astype(habits.dtype).reshape(along)
    return Grid(kernel)
