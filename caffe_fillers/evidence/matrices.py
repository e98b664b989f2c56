"""The checks of laws whose values stand in rows and columns: lengths, angles, zeros in a column.

The product of a fixed unit vector and one in a random direction of n dimensions is sub-Gaussian
with variance 1/n: its square is a beta variable of (1/2, (n-1)/2), whose moments are below those of
a normal square over n. The sums here are of such products, and `tails.sub_gaussian` bounds them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.core.draws import Orthogonal, UnitSphere, ZeroedColumns
from caffe_fillers.core.papers import centre_of
from caffe_fillers.evidence import battery, tails
from caffe_fillers.evidence.battery import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.core.draws import Shape

__all__ = ["matrix_checks"]

Doubles: TypeAlias = NDArray[np.float64]

#: Rows or columns whose angles are compared at a time.
_PANEL = 512


def matrix_checks(
    law: UnitSphere | Orthogonal | ZeroedColumns,
    values: NDArray[Any],
    shape: Shape,
    dtype: np.dtype[Any],
) -> tuple[Check, ...]:
    """All checks of the law for a blob, whose rows are the items of axis 0."""
    if isinstance(law, UnitSphere):
        return tuple(_sphere(values, shape, dtype))
    if isinstance(law, Orthogonal):
        return tuple(_orthogonal(law, values, shape, dtype))
    return tuple(_zeroed(law, values, shape, dtype))


def _error(values: NDArray[Any], dtype: np.dtype[Any]) -> float:
    """The relative error of one value: computed in one type, kept in another."""
    finer = float(np.finfo(dtype).eps)
    if values.dtype.itemsize >= dtype.itemsize:
        return finer
    one = np.ones(1, values.dtype)
    return finer + float((np.nextafter(one, one + one) - one).astype(np.float64)[0])


def _sphere(values: NDArray[Any], shape: Shape, dtype: np.dtype[Any]) -> Iterator[Check]:
    rows, width = shape[0], values.size // shape[0]
    table = values.reshape(rows, width).astype(np.float64)
    squares = (table * table).sum(axis=1)
    wrong = np.flatnonzero(~(np.abs(squares - 1) <= 3 * _error(values, dtype)))
    if wrong.size:
        at = int(wrong[0])
        said = f"{wrong.size:,} of {rows:,} rows are not of length 1, row {at}: {squares[at]:.9g}"
        yield Check("row lengths", 0.0, f"{said} squared", at * width)
        return
    yield Check("row lengths", 1.0, "every row has length 1")
    if width == 1:
        return
    z = float(table.sum()) / math.sqrt(rows)
    yield Check("mean", tails.sub_gaussian(z), f"mean {table.mean():.6g}, expected 0 (z = {z:.2f})")
    pairs = rows // 2
    if pairs:
        product = float((table[: 2 * pairs : 2] * table[1 : 2 * pairs : 2]).sum())
        z = product * math.sqrt(width / pairs)
        said = f"cosine of a row and the next {product / pairs:.4f} ({pairs:,} pairs)"
        yield Check("rows", tails.sub_gaussian(z), said)
    yield _neighbours(table)


def _neighbours(table: Doubles) -> Check:
    """Given the values in even places, those in odd places have signs by chance."""
    pairs = table.shape[1] // 2
    products = table[:, : 2 * pairs : 2] * table[:, 1 : 2 * pairs : 2]
    squares = float((products * products).sum())
    z = float(products.sum()) / math.sqrt(squares) if squares else 0.0
    said = f"sum of products of a value and the next one, z = {z:.2f} ({products.size:,} pairs)"
    return Check("neighbours", tails.sub_gaussian(z), said)


def _orthogonal(
    law: Orthogonal, values: NDArray[Any], shape: Shape, dtype: np.dtype[Any]
) -> Iterator[Check]:
    table = values.reshape(shape).astype(np.float64)
    if law.centre:
        centre = centre_of(shape)
        matrix = table[centre].copy()
        table[centre] = 0
        if table.any():
            at = int(np.flatnonzero(table.reshape(-1))[0])
            yield Check("zeros", 0.0, "a value beside the centre of a kernel is not zero", at)
            return
        yield Check("zeros", 1.0, "all values but the centres of the kernels are zero")
    else:
        matrix = table.reshape(shape[0], -1)
    least = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    worst = _farthest(least, law.gain)
    # The error of one value, times the length of what it is multiplied with, twice.
    allowed = 4 * _error(values, dtype) * law.gain**2 + 1e-12
    said = f"products of rows differ from {law.gain**2:.6g} times the identity by {worst:.3g}"
    yield Check("orthogonal", 1.0 if worst <= allowed else 0.0, said)
    if worst <= allowed and law.gain and matrix.size > 1:
        z = float(matrix.sum()) / law.gain / math.sqrt(least.shape[0])
        said = f"mean {matrix.mean():.6g}, expected 0 (z = {z:.2f})"
        yield Check("mean", tails.sub_gaussian(z), said)


def _farthest(rows: Doubles, gain: float) -> float:
    """The largest distance of a product of two rows from what it is under the law."""
    worst, number = 0.0, rows.shape[0]
    for first in range(0, number, _PANEL):
        products = rows[first : first + _PANEL] @ rows.T
        places = np.arange(products.shape[0])
        products[places, first + places] -= gain * gain
        worst = max(worst, float(np.abs(products).max()))
    return worst if math.isfinite(worst) else math.inf


def _zeroed(
    law: ZeroedColumns, values: NDArray[Any], shape: Shape, dtype: np.dtype[Any]
) -> Iterator[Check]:
    table = values.reshape(shape[0], -1)
    zeros = (table == 0).sum(axis=0)
    # A normal value is hardly ever zero by itself, and never so often.
    wrong = np.flatnonzero((zeros < law.zeros) | (zeros > law.zeros + 1))
    if wrong.size or int(zeros.sum()) > law.zeros * table.shape[1] + 8:
        at = int(wrong[0]) if wrong.size else 0
        said = f"column {at} has {zeros[at]:,} zeros, expected {law.zeros:,}"
        yield Check("zeros", 0.0, said, at)
        return
    yield Check("zeros", 1.0, f"{law.zeros:,} zeros in every column")
    kept = values[values != 0]
    if kept.size:
        yield from battery.checks(law.gaussian, kept, (), dtype)
    if 0 < law.zeros < shape[0]:
        yield _upper_half(table, law.zeros)


def _upper_half(table: NDArray[Any], zeros: int) -> Check:
    """The zeros among the first rows: a draw without replacement, independent for each column.

    Hoeffding (1963) bounds such a sum by that of a draw with replacement.
    """
    rows, columns = table.shape
    half = rows // 2
    found = int((table[:half] == 0).sum())
    n = zeros * columns
    said = f"{found:,} of {n:,} zeros are in the first {half} rows, expected {n * half / rows:,.0f}"
    if not half:
        return Check("rows", 1.0, said)
    distance = found / n - half / rows
    return Check("rows", min(1.0, 2 * math.exp(-2 * n * distance * distance)), said)
