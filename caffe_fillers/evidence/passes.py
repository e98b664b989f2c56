"""Passes over the values of a blob, a block at a time: by compiled kernels, or by NumPy.

Sums may differ in the last bits between the two: what is made of them does not ask for more.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers import kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.evidence.lattice import Steps

__all__ = ["BLOCK", "Sight", "bits", "blocks", "fourth", "measure", "pairs", "sight"]

Doubles: TypeAlias = NDArray[np.float64]

BLOCK = 1 << 15
#: Cells of equal width in which kernels look for a step of a distribution function.
_CELLS = 1 << 13


def blocks(values: NDArray[Any], size: int | None = None) -> Iterator[tuple[int, NDArray[Any]]]:
    """The values a few at a time, each time with the index of the first."""
    size = size or BLOCK
    return ((at, values[at : at + size]) for at in range(0, values.size, size))


def bits(values: NDArray[Any]) -> NDArray[Any]:
    """The values' bits as whole numbers."""
    return np.ascontiguousarray(values).view(f"u{values.dtype.itemsize}")


def _array(values: NDArray[Any]) -> tuple[int, int, bool]:
    """The values as kernels are told them."""
    return kernels.address(values), values.size, values.dtype.itemsize == 8


class Sight(NamedTuple):
    """What a first pass sees; where a value is not finite, its index and nothing else."""

    not_finite: int
    least: float
    most: float
    total: float
    zeros: float
    #: Zeros of negative sign.
    minus: float


def sight(values: NDArray[Any], *, kept: bool = False) -> Sight:
    """Of all values, or with `kept` of those that are not zero, apart from the count of zeros."""
    if kernels.compiled is not None and kernels.plain(values):
        return Sight(*kernels.compiled.looks(*_array(values), kept))
    least, most, total, zeros, minus = math.inf, -math.inf, 0.0, 0, 0
    for at, block in blocks(values):
        wide = block.astype(np.float64)
        bad = np.flatnonzero(~np.isfinite(wide))
        if bad.size:
            return Sight(at + int(bad[0]), least, most, total, zeros, minus)
        nothing = wide == 0
        zeros += np.count_nonzero(nothing)
        minus += np.count_nonzero(nothing & np.signbit(wide))
        total += float(wide.sum())
        left = block[~nothing] if kept else block
        if left.size:
            least, most = min(least, float(left.min())), max(most, float(left.max()))
    return Sight(-1, least, most, total, zeros, minus)


def fourth(values: NDArray[Any], mean: float, *, kept: bool = False) -> tuple[float, float]:
    """The sums of the second and fourth powers of the distances from a mean."""
    if kernels.compiled is not None and kernels.plain(values):
        return kernels.compiled.spread(*_array(values), kept, mean)
    second, fourths = 0.0, 0.0
    for _, block in blocks(values):
        squares = np.square(block.astype(np.float64) - mean)
        if kept:
            squares[block == 0] = 0
        second += float(squares.sum())
        fourths += float(np.square(squares).sum())
    return second, fourths


class Measured(NamedTuple):
    """Sums over the standardised values, and for each step the values not above it."""

    total: float
    absolute: float
    squares: float
    seen: NDArray[np.int64]


def measure(values: NDArray[Any], center: float, scale: float, law: Steps) -> Measured:
    """Sums of (value - center) / scale, and how the values lie about the steps of their law."""
    if kernels.compiled is not None and kernels.plain(values):
        return _measured_by(kernels.compiled, values, center, scale, law)
    seen, sums = np.zeros(law.at.size, np.int64), np.zeros(3)
    for _, block in blocks(values):
        # Sorting a block and looking the steps up in it is much quicker than the reverse.
        wide = np.sort(block.astype(np.float64))
        seen += np.searchsorted(wide, law.at, side="right")
        wide -= center
        wide /= scale
        sums += wide.sum(), np.abs(wide).sum(), np.square(wide).sum()
    return Measured(float(sums[0]), float(sums[1]), float(sums[2]), seen)


def _measured_by(
    built: kernels.Kernels, values: NDArray[Any], center: float, scale: float, law: Steps
) -> Measured:
    cells = _cells(law)
    counts = np.zeros(law.at.size + 1, np.int64)
    built.steps(
        *_array(values),
        *(kernels.address(cells.at), kernels.address(cells.first), cells.first.size),
        *(cells.origin, cells.a_unit, kernels.address(counts)),
    )
    sums = built.sums(*_array(values), center, 1 / scale)
    return Measured(*sums, np.cumsum(counts[:-1]))


@dataclass(frozen=True, slots=True)
class _Cells:
    """For each of many cells of equal width the first step that its values may need."""

    first: NDArray[np.int32]
    #: The steps, and infinity.
    at: Doubles
    origin: float
    a_unit: float


@functools.lru_cache(maxsize=64)
def _cells(law: Steps) -> _Cells:
    origin, end = float(law.at[0]), float(law.at[-1])
    width = (end - origin) / _CELLS
    a_unit = 1 / width if width and math.isfinite(1 / width) else 0.0
    # A cell more to the left, so that no rounding can lead beyond the right step.
    edges = origin + (np.arange(_CELLS) - 1) * width
    first = np.searchsorted(law.at, edges if a_unit else np.full(_CELLS, -math.inf))
    first[0] = 0
    return _Cells(first.astype(np.int32), np.append(law.at, math.inf), origin, a_unit)


class Pairs(NamedTuple):
    """Sums over pairs of standardised values x, y: their number, x y, |x y|, x², |x| + |y|."""

    number: int
    product: float
    crossed: float
    squares: float
    absolute: float


def pairs(values: NDArray[Any], lag: int, center: float, scale: float) -> Pairs:
    """Over pairs of values `lag` places from each other, each value in one pair at most."""
    if kernels.compiled is not None and kernels.plain(values):
        return Pairs(*kernels.compiled.pairs(*_array(values), lag, center, 1 / scale))
    number, sums = 0, np.zeros(4)
    for first, second in _pairs(values, lag):
        x = (first.astype(np.float64) - center) / scale
        y = (second.astype(np.float64) - center) / scale
        number += x.size
        product = x * y
        sums += product.sum(), np.abs(product).sum(), np.square(x).sum(), np.abs(x).sum()
        sums[3] += np.abs(y).sum()
    return Pairs(number, *map(float, sums))


def _pairs(values: NDArray[Any], lag: int) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Blocks of pairs (i, i + lag)."""
    doubles = values.size // (2 * lag)
    table = values[: doubles * 2 * lag].reshape(doubles, 2, lag)
    rows, columns = max(1, BLOCK // lag), min(lag, BLOCK)
    for row in range(0, doubles, rows):
        for column in range(0, lag, columns):
            part = table[row : row + rows, :, column : column + columns]
            yield part[:, 0].reshape(-1), part[:, 1].reshape(-1)
