"""How the laws of the papers' fillers become values.

Every sum has an order of its own, and is made of single rounded operations: no sum here asks a
library that chooses the order by the machine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.core.draws import Orthogonal, Truncated, UnitSphere, ZeroedColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.rng.rng import Rng

__all__ = ["CUT", "centre_of", "poured"]

Doubles: TypeAlias = NDArray[np.float64]

#: Numbers of a matrix that are worked on at a time.
PANEL = 1 << 17
#: Truncated values lie within so many standard deviations of the mean.
CUT = 2


def poured(
    law: Truncated | UnitSphere | Orthogonal | ZeroedColumns,
    shape: Shape,
    rng: Rng,
    dtype: np.dtype[Any],
    block: int,
) -> Iterator[NDArray[Any]]:
    """The values of one blob in index order, flat, in blocks where the law allows it."""
    if isinstance(law, Truncated):
        yield from _truncated(law, math.prod(shape), rng, dtype, block)
    elif isinstance(law, UnitSphere):
        yield from _on_sphere(shape, rng, dtype, block)
    elif isinstance(law, Orthogonal):
        yield _orthogonal(law, shape, rng, dtype).reshape(-1)
    else:
        yield _zeroed(law, shape, rng, dtype).reshape(-1)


def _truncated(
    law: Truncated, total: int, rng: Rng, dtype: np.dtype[Any], block: int
) -> Iterator[NDArray[Any]]:
    """Unit normal values of at most CUT, scaled and shifted.

    So many values are drawn as are missing, never more: the stream ends behind the last one.
    """
    sampler = rng.gaussian_sampler(0.0, 1.0, dtype)
    std, mean = dtype.type(law.std), dtype.type(law.mean)
    while total:
        values = np.empty(min(block, total), dtype)
        filled = 0
        while filled < values.size:
            drawn = values[filled:]
            sampler.fill(drawn)
            kept = drawn[np.abs(drawn) <= CUT]
            values[filled : filled + kept.size] = kept
            filled += kept.size
        values *= std
        values += mean
        total -= values.size
        yield values


def _on_sphere(shape: Shape, rng: Rng, dtype: np.dtype[Any], block: int) -> Iterator[NDArray[Any]]:
    """Rows of normal values over their lengths, which are summed from left to right in float64."""
    width = math.prod(shape[1:])
    per_block = max(1, block // width)
    sampler = rng.gaussian_sampler(0.0, 1.0, dtype)
    for start in range(0, shape[0], per_block):
        rows = np.empty((min(per_block, shape[0] - start), width), dtype)
        sampler.fill(rows.reshape(-1))
        wide = rows.astype(np.float64)
        lengths = np.sqrt(np.add.accumulate(wide * wide, axis=1)[:, -1:])
        yield (wide / lengths).astype(dtype).reshape(-1)


def _zeroed(law: ZeroedColumns, shape: Shape, rng: Rng, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Normal values, then the places of the zeros: the first of each column, the second of each.

    A word chooses among the rows that are left, by the upper half of its product with their number
    (Fisher and Yates' shuffle, stopped early).
    """
    rows, columns = shape[0], math.prod(shape[1:])
    values = np.empty((rows, columns), dtype)
    rng.gaussian(law.gaussian.mean, law.gaussian.std, values)
    left = np.repeat(np.arange(rows)[:, None], columns, axis=1)
    every = np.arange(columns)
    for taken in range(law.zeros):
        words = rng.stream.words(columns).astype(np.uint64)
        places = taken + (words * np.uint64(rows - taken) >> np.uint64(32)).astype(np.int64)
        chosen = left[places, every]
        left[places, every] = left[taken]
        values[chosen, every] = 0
    return values


# --- orthogonal matrices ------------------------------------------------------------------------


def _orthogonal(law: Orthogonal, shape: Shape, rng: Rng, dtype: np.dtype[Any]) -> NDArray[Any]:
    matrix = shape[:2] if law.centre else (shape[0], math.prod(shape[1:]))
    normal = np.empty(matrix, dtype)
    rng.gaussian(0.0, 1.0, normal)
    flat = matrix[0] < matrix[1]
    q = _q_of((normal.T if flat else normal).astype(np.float64))
    made = ((q.T if flat else q) * law.gain).astype(dtype)
    if not law.centre:
        return made
    values = np.zeros(shape, dtype)
    values[centre_of(shape)] = made
    return values


def centre_of(shape: Shape) -> tuple[Any, ...]:
    """The index of the centres of all kernels; of an even size the first of the two."""
    return (slice(None), slice(None), *((size - 1) // 2 for size in shape[2:]))


def _q_of(matrix: Doubles) -> Doubles:
    """The Q of a matrix with at least as many rows as columns, where R's diagonal is positive.

    Householder's reflections (Golub and Van Loan, Matrix Computations, 5.1 and 5.2) in float64, one
    after the other for each column. Columns lie in rows here, and a panel of them at a time gets
    all reflections, as it fits a processor's cache then; no number depends on the panels.
    """
    length, columns = matrix.shape
    lying = np.ascontiguousarray(matrix.T)
    panel = max(1, PANEL // length)
    mirrors: list[tuple[Doubles, Doubles]] = []
    signs = np.ones(columns)
    for start in range(0, columns, panel):
        stop = min(start + panel, columns)
        for at, mirror in enumerate(mirrors):
            _reflect(lying[start:stop, at:], *mirror)
        for at in range(start, stop):
            signs[at] = -math.copysign(1.0, float(lying[at, at]))
            mirrors.append(_mirror(lying[at, at:]))
            _reflect(lying[at:stop, at:], *mirrors[at])
    q = np.zeros((columns, length))
    q[np.arange(columns), np.arange(columns)] = 1.0
    for start in range(0, columns, panel):
        stop = min(start + panel, columns)
        for at in reversed(range(stop)):
            _reflect(q[max(start, at) : stop, at:], *mirrors[at])
    signed: Doubles = (q * signs[:, None]).T
    return signed


def _mirror(column: Doubles) -> tuple[Doubles, Doubles]:
    """The normal of the mirror that turns a column onto axis 0; and twice it over its square."""
    normal = column.copy()
    normal[0] += math.copysign(math.sqrt(float(_folded(normal * normal))), normal[0])
    square = float(_folded(normal * normal))
    # A column of zeros needs no mirror.
    return normal, normal * (2.0 / square) if square else normal


def _reflect(lying: Doubles, normal: Doubles, scaled: Doubles) -> None:
    """Take from each column its part along the normal, twice."""
    lying -= _folded(lying * scaled)[:, None] * normal


def _folded(terms: Doubles) -> Doubles:
    """The sum over the last axis: its later half is added to the earlier one until one is left."""
    while (size := terms.shape[-1]) > 1:
        half = size // 2
        head = terms[..., :half] + terms[..., half : 2 * half]
        if size % 2:
            head[..., 0] += terms[..., -1]
        terms = head
    result: Doubles = terms[..., 0]
    return result
