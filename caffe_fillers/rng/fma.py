"""Fused multiply-add in NumPy: a*b + c with one rounding, for float32 and float64 arrays.

Reproduces: what a compiler makes of `t * range + lo` and `z * sigma + mean` when it may contract
them (-march=native on x86-64; the default on aarch64), proved by tests/rng/test_fma.py against
exact rational arithmetic. Frozen since 0.1.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_SPLIT = np.float64(2**27 + 1)  # Veltkamp: halves of 26 bits, whose products are exact
_SAFE = 2.0**400  # between 1/_SAFE and _SAFE no step below over- or underflows


def fma(a: NDArray[Any], b: Any, c: Any) -> NDArray[Any]:
    """a*b + c, rounded once; `a` an array of F, `b` and `c` scalars of the same F."""
    with np.errstate(all="ignore"):
        if a.dtype == np.float32:
            # The product of two float32 is exact in float64; rounding the sum to odd keeps what
            # the last rounding needs to know (53 >= 24 + 2 bits).
            high, low = _two_sum(a.astype(np.float64) * np.float64(b), np.float64(c))
            return _odd(high, low).astype(np.float32)
        return _fma64(a, np.float64(b), np.float64(c))


def _fma64(a: Doubles, b: np.float64, c: np.float64) -> Doubles:
    """Boldo and Melquiond, Emulation of FMA and correctly rounded sums (2008)."""
    high, low = _two_product(a, b)
    sum_high, sum_low = _two_sum(low, c)
    total, rest = _two_sum(high, sum_high)
    result = total + _odd(*_two_sum(sum_low, rest))
    # Zero products only add; what lies far out is left to rational arithmetic.
    result = np.where((a == 0) | (b == 0), a * b + c, result)
    for i in np.flatnonzero(~(_safe(a) & _safe(b) & _safe(c))):
        result[i] = _exact(float(a[i]), float(b), float(c))
    return result


def _safe(x: Any) -> Any:
    size = np.abs(x)
    return (size == 0) | ((size >= 1 / _SAFE) & (size <= _SAFE))


def _two_sum(a: Any, b: Any) -> tuple[Doubles, Doubles]:
    """The rounded sum a + b, and the rounding error, exactly (Knuth)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _two_product(a: Any, b: Any) -> tuple[Doubles, Doubles]:
    """The rounded product a * b, and the rounding error, exactly (Dekker)."""
    product = a * b
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


def _halves(x: Any) -> tuple[Any, Any]:
    big = x * _SPLIT
    high = big - (big - x)
    return high, x - high


def _odd(total: Doubles, error: Doubles) -> Doubles:
    """The sum rounded to odd: an inexact one gets the neighbour whose last bit is set."""
    bits = total.view(np.int64)
    even_and_inexact = (error != 0) & ((bits & 1) == 0) & np.isfinite(total)
    step = np.where((error > 0) == (total > 0), 1, -1)
    return (bits + np.where(even_and_inexact, step, 0)).view(np.float64)


def _exact(a: float, b: float, c: float) -> float:
    if not (math.isfinite(a) and math.isfinite(b) and math.isfinite(c)):
        return float(np.float64(a) * np.float64(b) + np.float64(c))
    from fractions import Fraction  # noqa: PLC0415 (needed nearly never, and large)

    value = Fraction(a) * Fraction(b) + Fraction(c)
    if value == 0:
        return a * b + c
    sign = -1.0 if value < 0 else 1.0
    try:
        return math.copysign(float(value), sign)
    except OverflowError:
        return math.copysign(math.inf, sign)
