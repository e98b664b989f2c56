"""Do these numbers look as if they were drawn from this law? One check for each way to go wrong.

Every p-value is bounded from above: under the law, P(p <= t) <= t for every t. The bounds are
rigorous where rounding, ties and reduced precision matter: such effects are taken off the statistic
before it is judged. docs/verify.md derives each check; tools/verify_power.py measures them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Law,
    Orthogonal,
    Shape,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
)
from caffe_fillers.evidence import passes, tails
from caffe_fillers.evidence.lattice import ALLOWANCE, CUT, CUT_SQUARE, WITHIN, cdf
from caffe_fillers.evidence.passes import BLOCK, bits, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caffe_fillers.evidence.passes import Sight

__all__ = ["SHARES", "Check", "checks", "family_wise", "not_finite"]

Doubles: TypeAlias = NDArray[np.float64]

#: How the false alarms that a blob may cause are divided among its checks. The check of the
#: variance gets half of them: it decides about the scale of normal values, the hardest question.
SHARES = MappingProxyType(
    {
        "variance": 8 / 16,
        "distribution": 2 / 16,
        "mean": 1 / 16,
        "largest": 1 / 16,
        "smallest": 1 / 16,
        "neighbours": 1 / 16,
        "rows": 1 / 16,
        "zeros": 1 / 16,
    }
)

_UNIFORM_KURTOSIS = 9 / 5
#: The fourth moment of unit normal values that are cut at CUT.
_CUT_FOURTH = 3 * CUT_SQUARE - CUT**2 * (1 - CUT_SQUARE)


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check: its p-value, 0 where the law makes it impossible, and why."""

    name: str
    p: float
    said: str
    #: The flat index of the first value that offends; -1 where it is no single one.
    index: int = -1


def family_wise(check: Check, blobs: int) -> float:
    """The p-value with all checks of all `blobs` blobs of a run counted (Bonferroni)."""
    return 0.0 if check.p == 0 else min(1.0, check.p * blobs / SHARES.get(check.name, 1.0))


def checks(  # noqa: C901  # one case a law
    law: Law,
    values: NDArray[Any],
    shape: Shape,
    dtype: np.dtype[Any],
    seen: Sight | None = None,
) -> tuple[Check, ...]:
    """All checks that the law allows for a blob; none for a law that only its function knows.

    Args:
        law: What the values should have been drawn from.
        values: The blob's values in index order, flat, of any float type; may be memory-mapped.
        shape: The blob's shape.
        dtype: The type in which the law computes (float32 as Caffe).
        seen: The first sight of the values, where it was had already.
    """
    seen = passes.sight(values) if seen is None else seen
    impossible = _not_finite(values, seen)
    if impossible and not (isinstance(law, UnitBall) and shape[0] == values.size):
        return (impossible,)
    match law:
        case Constant(value):
            return (_equal(values, np.array([value], dtype)),)
        case Grid(kernel):
            return (_equal(values, kernel.reshape(-1)),)
        case Uniform(low, high) if not low < high:
            return (_support(values, law, dtype, seen),)
        case Uniform():
            support = _support(values, law, dtype, seen)
            ideal = _standard_uniform(law, dtype, values.dtype)
            return support, *_sampled(values, ideal, shape, seen)
        case Gaussian():
            return tuple(_sampled(values, _standard_normal(law, dtype, values.dtype), shape, seen))
        case Sparse():
            return tuple(_sparse(values, law, dtype))
        case UnitBall():
            return tuple(_unit_ball(values, shape, dtype))
        case Truncated(mean, std):
            half = CUT * std
            support = _support(values, Uniform(mean - half, mean + half), dtype, seen)
            ideal = _standard_normal(law, dtype, values.dtype)
            return support, *_sampled(values, ideal, shape, seen)
        case UnitSphere() | Orthogonal() | ZeroedColumns():
            from caffe_fillers.evidence.matrices import matrix_checks  # noqa: PLC0415 (rare)

            return matrix_checks(law, values, shape, dtype)
        case Whole():
            return ()


# --- what must hold exactly ---------------------------------------------------------------------


def not_finite(values: NDArray[Any]) -> Check | None:
    """What no law gives: a value that is not a number; None if all are."""
    return _not_finite(values, passes.sight(values))


def _not_finite(values: NDArray[Any], seen: Sight) -> Check | None:
    at = seen.not_finite
    if at < 0:
        return None
    return Check("finite", 0.0, f"a value is {float(values[at])}", at)


def _equal(values: NDArray[Any], kernel: NDArray[Any]) -> Check:
    """Whether the values repeat the kernel, bit for bit after the rounding of their file."""
    expected = np.tile(kernel.astype(values.dtype), max(1, BLOCK // kernel.size))
    differing, first = 0, -1
    for at, block in blocks(values, expected.size):
        wrong = np.flatnonzero(bits(block) != bits(expected[: block.size]))
        if wrong.size and first < 0:
            first = at + int(wrong[0])
        differing += wrong.size
    if not differing:
        return Check("exact", 1.0, "every value as expected")
    wanted = float(expected[first % expected.size])
    said = f"{differing:,} of {values.size:,} values are not {wanted!r}"
    if kernel.size > 1:
        said = f"{differing:,} of {values.size:,} values are not the kernel's, here {wanted!r}"
    return Check("exact", 0.0, f"{said} but {float(values[first])!r}", first)


def _support(values: NDArray[Any], law: Uniform, dtype: np.dtype[Any], seen: Sight) -> Check:
    """All values in [low, high], or one float above: Boost up to 1.46 could return that."""
    real = dtype.type
    bounds = np.array([law.low, np.nextafter(real(law.high), np.finfo(dtype).max)], dtype)
    low, high = bounds.astype(values.dtype).astype(np.float64)
    outside, first = 0, -1
    inside = low <= seen.least and seen.most <= high
    for at, block in blocks(values[: 0 if inside else None]):
        wide = block.astype(np.float64)
        wrong = np.flatnonzero((wide < low) | (wide > high))
        if wrong.size and first < 0:
            first = at + int(wrong[0])
        outside += wrong.size
    within = f"[{law.low:g}, {law.high:g}]"
    if not outside:
        return Check("support", 1.0, f"all within {within}")
    said = f"{outside:,} of {values.size:,} values outside {within}, the first {values[first]!s}"
    return Check("support", 0.0, said, first)


# --- what independent values of one law must look like ------------------------------------------


@dataclass(frozen=True, slots=True)
class _Standard:
    """A law brought to mean 0 and variance 1, with the effect of all roundings on a value x.

    A rounded value lies within slope * |x| + offset of an ideal one. Under a symmetric law the
    roundings are symmetric too: they widen sums, and do not shift them.
    """

    law: Uniform | Gaussian | Truncated
    dtype: np.dtype[Any]
    center: float
    scale: float
    slope: float
    offset: float
    symmetric: bool


def _standard_uniform(law: Uniform, dtype: np.dtype[Any], stored: np.dtype[Any]) -> _Standard:
    center, half = law.low / 2 + law.high / 2, law.high / 2 - law.low / 2
    scale = half / math.sqrt(3.0)
    largest = max(abs(law.low), abs(law.high))
    relative, absolute = _roundings(dtype, stored)
    offset = (3 * relative * largest + absolute) / scale + ALLOWANCE
    return _Standard(law, dtype, center, scale, 0.0, offset, -law.low == law.high)


def _standard_normal(
    law: Gaussian | Truncated, dtype: np.dtype[Any], stored: np.dtype[Any]
) -> _Standard:
    relative, absolute = _roundings(dtype, stored)
    slope = 2 * relative + ALLOWANCE
    offset = (relative * abs(law.mean) + absolute) / law.std
    return _Standard(law, dtype, law.mean, law.std, slope, offset, law.mean == 0)


def _roundings(dtype: np.dtype[Any], stored: np.dtype[Any]) -> tuple[float, float]:
    """The relative and the absolute error of a value computed in one type and kept in another."""
    if stored.itemsize >= dtype.itemsize:
        return float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_subnormal)
    eps, tiny = (float(np.abs(x)) for x in _resolution(stored))
    return float(np.finfo(dtype).eps) + eps, float(np.finfo(dtype).smallest_subnormal) + tiny


def _resolution(stored: np.dtype[Any]) -> tuple[Any, Any]:
    """The distance from 1 to the next number, and the smallest positive one, of any float type."""
    one, zero = np.ones(1, stored), np.zeros(1, stored)
    return (
        (np.nextafter(one, one + one) - one).astype(np.float64)[0],
        np.nextafter(zero, one).astype(np.float64)[0],
    )


def _sampled(values: NDArray[Any], ideal: _Standard, shape: Shape, seen: Sight) -> Iterable[Check]:
    found = _measure(values, ideal, seen)
    yield from _moments(found, ideal)
    yield from _extremes(found, ideal)
    yield _distribution(found)
    yield _correlation("neighbours", values, 1, ideal)
    width = values.size // shape[0] if shape and math.prod(shape) == values.size else 1
    if 1 < width < values.size:
        yield _correlation("rows", values, width, ideal)


@dataclass(frozen=True, slots=True)
class _Measured:
    """What one pass over a blob tells: sums over the standardised values, and the distance to F."""

    n: int
    total: float
    absolute: float
    squares: float
    least: float
    most: float
    distance: float


def _measure(values: NDArray[Any], ideal: _Standard, seen: Sight) -> _Measured:
    law = cdf(ideal.law, ideal.dtype, values.dtype)
    found = passes.measure(values, ideal.center, ideal.scale, law)
    least, most = ((x - ideal.center) / ideal.scale for x in (seen.least, seen.most))
    distance = float(np.abs(found.seen / values.size - law.below).max())
    return _Measured(values.size, found.total, found.absolute, found.squares, least, most, distance)


def _moments(found: _Measured, ideal: _Standard) -> Iterable[Check]:
    n, slope, offset = found.n, ideal.slope, ideal.offset
    shift = 0.0 if ideal.symmetric else slope * found.absolute + n * offset
    z = max(abs(found.total) - shift, 0.0) / math.sqrt(n) / (1 + slope + offset)
    mean = ideal.center + found.total / n * ideal.scale
    said = f"mean {mean:.6g}, expected {ideal.center:.6g} (z = {found.total / math.sqrt(n):.2f})"
    yield Check("mean", tails.sub_gaussian(z), said)

    std = math.sqrt(found.squares / n)
    expected = math.sqrt(CUT_SQUARE) if isinstance(ideal.law, Truncated) else 1.0
    said = (
        f"std {std * ideal.scale:.6g}, expected {expected * ideal.scale:.6g} "
        f"(ratio {std / expected:.4f})"
    )
    error = 2 * offset * found.absolute
    least = max((1 - slope) ** 2 * found.squares - error, 0.0)
    most = (1 + slope) ** 2 * found.squares + error * (1 + slope) + n * offset**2
    if isinstance(ideal.law, Gaussian):
        p = tails.chi_square(n, least, most)
    elif isinstance(ideal.law, Uniform):
        p = _bounded_squares(least / n, most / n, n, (1.0, _UNIFORM_KURTOSIS, 3.0))
    else:
        moments = (CUT_SQUARE, _CUT_FOURTH, CUT**2)
        p = _bounded_squares(least / n, most / n, n, moments)
    yield Check("variance", p, said)


def _bounded_squares(
    least: float, most: float, n: int, moments: tuple[float, float, float]
) -> float:
    """For the mean of n squares, each with this mean, mean square and upper bound."""
    mean, square, bound = moments
    variance = square - mean * mean
    above = tails.bennett(n, least - mean, variance, bound - mean)
    below = tails.bennett(n, mean - most, variance, mean)
    return tails.two_sided(below, above)


def _extremes(found: _Measured, ideal: _Standard) -> Iterable[Check]:
    for name, x, sign in (("largest", found.most, 1), ("smallest", -found.least, -1)):
        error = ideal.slope * abs(x) + ideal.offset
        p = tails.two_sided(
            _none_above(found.n, _above(ideal.law, x + error)),
            min(1.0, found.n * _above(ideal.law, x - error)),
        )
        value = ideal.center + sign * x * ideal.scale
        yield Check(
            name, p, f"{name} {value:.6g}, {sign * x:.2f} standard deviations from the mean"
        )


def _above(law: Uniform | Gaussian | Truncated, x: float) -> float:
    """P(X > x) of the law brought to mean 0 and its scale to 1, which is symmetric."""
    if isinstance(law, Gaussian):
        return tails.normal_above(x)
    if isinstance(law, Truncated):
        whole = (tails.normal_above(x) - (1 - WITHIN) / 2) / WITHIN
        return min(max(whole, 0.0), 1.0)
    return min(max(0.5 - x / math.sqrt(12.0), 0.0), 1.0)


def _none_above(n: int, above: float) -> float:
    """The probability that none of n values is as large; no tail is known better than ALLOWANCE."""
    above = max(above - ALLOWANCE, 0.0)
    return math.exp(n * math.log1p(-above)) if above < 1 else 0.0


def _distribution(found: _Measured) -> Check:
    """Kolmogorov and Smirnov's distance, taken at the lattice's own steps."""
    p = tails.dkw(found.n, max(found.distance - ALLOWANCE, 0.0))
    return Check("distribution", p, f"distance {found.distance:.5f} from the expected distribution")


def _correlation(name: str, values: NDArray[Any], lag: int, ideal: _Standard) -> Check:
    """Whether a value tells about the one `lag` places on, over disjoint pairs.

    Given the first values of all pairs the sum of products is a weighted sum of the second
    ones, whose law is known; so nothing is estimated.
    """
    pairs, product, crossed, squares, absolute = passes.pairs(
        values, lag, ideal.center, ideal.scale
    )
    if not squares:
        return Check(name, 1.0, "too few values")
    slope, offset = ideal.slope, ideal.offset
    shift = 2 * slope * crossed + offset * absolute + pairs * offset**2
    shift = 0.0 if ideal.symmetric else shift
    z = max(abs(product) - shift, 0.0) / math.sqrt(squares) / (1 + slope + offset)
    what = "next one" if lag == 1 else f"one {lag} places on"
    said = f"correlation of a value and the {what} {product / squares:.4f} ({pairs:,} pairs)"
    return Check(name, tails.sub_gaussian(z), said)


# --- laws made of others ------------------------------------------------------------------------


def _sparse(values: NDArray[Any], law: Sparse, dtype: np.dtype[Any]) -> Iterable[Check]:
    """The number of values that were kept, and these values themselves."""
    kept = values[values != 0]
    n, p = values.size, _kept_share(law.p, dtype)
    said = f"{n - kept.size:,} of {n:,} values are zero, expected {n * (1 - p):,.0f}"
    if p in (0, 1):
        # The very few normal values that are zero by themselves count as a miss of nothing.
        impossible = kept.size > 0 if p == 0 else n - kept.size > 8 + n * ALLOWANCE
        yield Check("zeros", 0.0 if impossible else 1.0, said)
    else:
        yield Check("zeros", tails.binomial(n, p, kept.size), said)
    if kept.size and p:
        ideal = _standard_normal(law.gaussian, dtype, values.dtype)
        yield from _sampled(kept, ideal, (), passes.sight(kept))


def _kept_share(p: float, dtype: np.dtype[Any]) -> float:
    """The share of the 2**32 words that caffe_rng_bernoulli turns into a one."""
    limit = dtype.type(p) * dtype.type(4294967295)
    if limit == 0:
        return 0.0
    low, high = 0, 1 << 32
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if dtype.type(middle) <= limit else (low, middle)
    return high / 2**32


def _unit_ball(values: NDArray[Any], shape: Shape, dtype: np.dtype[Any]) -> Iterable[Check]:
    """The sum of every row, and the values as shares of the largest in their row.

    Given the largest of uniform values, the others are independent and uniform below it.
    """
    rows, width = shape[0], values.size // shape[0]
    table = values.reshape(rows, width)
    sums = table.sum(axis=1, dtype=np.float64)
    relative, _ = _roundings(dtype, values.dtype)
    # The float sum that Caffe divides by may be off by one rounding per addition.
    slack = relative * (width + 2)
    # A row of a single zero is 0/0 in Caffe too.
    wrong = np.flatnonzero(~(np.abs(sums - 1) <= slack) & ~(np.isnan(sums) & (width == 1)))
    if wrong.size:
        first = int(wrong[0])
        said = f"{wrong.size:,} of {rows:,} rows do not sum to 1, row {first}: {sums[first]:.9g}"
        yield Check("row sums", 0.0, said, first * width)
        return
    yield Check("row sums", 1.0, "every row sums to 1")
    if width > 1:
        largest = np.argmax(table, axis=1)
        others = np.ones(table.shape, bool)
        others[np.arange(rows), largest] = False
        shares = table / table[np.arange(rows), largest][:, None]
        yield from _shares(shares[others], dtype)


def _shares(shares: NDArray[Any], dtype: np.dtype[Any]) -> Iterable[Check]:
    unit = Uniform(0.0, 1.0)
    seen = passes.sight(shares)
    yield _support(shares, unit, dtype, seen)
    yield from _sampled(shares, _standard_uniform(unit, dtype, shares.dtype), (), seen)
