"""The fillers of happynear/caffe-windows (include/caffe/filler.hpp of its branch ms)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Gaussian, Grid, Habits, Law, Shape, Whole, shape_text
from caffe_fillers.core.registry import filler
from caffe_fillers.core.words import extra
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import check, fan_norm, fans

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.proto import caffe
    from caffe_fillers.rng.rng import Rng

__all__ = ["on_sphere"]

#: Under the root of a row's sum of squares.
EPSILON = 1e-12


@filler("msra", dialect="happynear", reads="fans")
def msra(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with std sqrt(2 / n / (1 + alpha^2)), for ReLUs that leak by `alpha`."""
    check(param, shape)
    real = habits.dtype.type
    alpha = real(extra(param, "alpha", 0.0))
    n = fan_norm(param, shape, habits)
    return Gaussian(0.0, float(np.sqrt(real(2) / n / (real(1) + alpha * alpha))))


@filler("identity", dialect="happynear")
def identity(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Value number c * (channels + 1) is 1 for each output c, all others are 0.

    Raises:
        FillerError: fan_in and fan_out differ.
    """
    check(param, shape)
    if len(shape) < len("oi") or fans(shape)[0] != fans(shape)[1]:
        raise FillerError(
            f"identity needs as many outputs as inputs, the blob is {shape_text(shape)}",
            where="type",
        )
    values = np.zeros(shape, habits.dtype)
    values.flat[np.arange(shape[0]) * (shape[1] + 1)] = 1
    return Grid(values)


@filler("gaussian_unitball", dialect="happynear")
def gaussian_unitball(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal values; each item of axis 0 is divided by its length, so that it has length 1.

    Raises:
        FillerError: the blob has no axis.
    """
    del habits
    check(param, shape)
    if not shape:
        raise FillerError("gaussian_unitball needs a blob with at least one axis", where="type")
    return Whole(on_sphere)


def on_sphere(rng: Rng, shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
    """Rows of length 1 in random directions.

    The fork's BLAS adds the squares in an order of its own: the last bit may differ from it.
    """
    values = np.empty(shape, dtype)
    rng.gaussian(0.0, 1.0, values)
    for row in values.reshape(shape[0], -1):
        # The sum is a Dtype that 1e-12, a double, is added to.
        squares = row.dtype.type(float(np.dot(row, row)) + EPSILON)
        row *= row.dtype.type(1) / np.sqrt(squares)
    return values
