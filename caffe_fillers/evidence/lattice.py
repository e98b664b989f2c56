"""The laws of Caffe's numbers as they are: on the lattice of the floats they are rounded to.

A value is a monotone function of what it is made from: a uniform one of its random word, a normal
one of the unit normal before scale and shift. So the probability of `value <= t` is found by
bisection on the maker, whatever roundings lie between, ties and reduced precision included.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.core.draws import Gaussian, Truncated, Uniform

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ALLOWANCE", "CUT", "CUT_SQUARE", "WITHIN", "Steps", "cdf"]

Doubles: TypeAlias = NDArray[np.float64]

#: No probability of a lattice law is known better: eras differ in the last bits of their values
#: (fused multiply-add, redrawn words), and the unit normals of float32 lie on a lattice of 2**-24.
ALLOWANCE = 2.0**-20

_POINTS = 1023  # where distribution functions are compared: every thousandth of the probability
_WORDS = 1 << 32
#: Truncated laws keep normal values of at most so many standard deviations, this share of them.
CUT = 2.0
WITHIN = math.erf(CUT / math.sqrt(2.0))
#: The variance that is left of 1.
CUT_SQUARE = 1 - 2 * CUT * math.exp(-CUT * CUT / 2) / math.sqrt(2 * math.pi) / WITHIN
_FARTHEST = 40.0  # no generator gives a unit normal as large


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A distribution function read at some places."""

    #: Increasing values of the storage type, as float64.
    at: Doubles
    #: P(value <= at).
    below: Doubles


@functools.lru_cache(maxsize=64)
def cdf(law: Uniform | Gaussian | Truncated, dtype: np.dtype[Any], stored: np.dtype[Any]) -> Steps:
    """The law's distribution function at about a thousand places of equal probability.

    Args:
        law: What the values are drawn from.
        dtype: The type in which they were computed.
        stored: The type they were rounded to afterwards, in which they are looked at.
    """
    if isinstance(law, Uniform):
        return _uniform(law, dtype, stored)
    if isinstance(law, Gaussian):
        return _normal(law, dtype, stored)
    whole = _normal(Gaussian(law.mean, law.std), dtype, stored)
    below = (whole.below - (1.0 - WITHIN) / 2.0) / WITHIN
    return Steps(whole.at, np.clip(below, 0.0, 1.0))


def _uniform(law: Uniform, dtype: np.dtype[Any], stored: np.dtype[Any]) -> Steps:
    make = _uniform_maker(law, dtype)
    words = np.linspace(0, _WORDS, _POINTS + 2)[1:-1].astype(np.int64)
    ceiling = np.nextafter(dtype.type(law.high), np.finfo(dtype).max)
    # Words that would give the ceiling itself are redrawn.
    accepted = _last(lambda w: make(w) < ceiling, np.zeros(1, np.int64), np.int64(_WORDS))[0] + 1
    at = np.unique(_seen(make(np.minimum(words, accepted - 1)), stored))
    last = _last(
        lambda w: _seen(make(w), stored) <= at, np.zeros(at.size, np.int64), np.int64(_WORDS)
    )
    return Steps(at, np.minimum((last + 1) / accepted, 1.0))


def _uniform_maker(law: Uniform, dtype: np.dtype[Any]) -> Callable[[NDArray[np.int64]], Any]:
    """From words to values, as caffe_rng_uniform computes them (Boost 1.56 and newer)."""
    real = dtype.type
    low, high = real(law.low), np.nextafter(real(law.high), np.finfo(dtype).max)
    half = real(1)
    with np.errstate(over="ignore"):
        if not np.isfinite(high - low):
            half = real(0.5)
    low, width = low * half, high * half - low * half

    def make(words: NDArray[np.int64]) -> Any:
        return (words.astype(dtype) * real(2.0**-32) * width + low) / half

    return make


def _normal(law: Gaussian, dtype: np.dtype[Any], stored: np.dtype[Any]) -> Steps:
    real = dtype.type

    def make(units: Any) -> Any:
        with np.errstate(over="ignore", under="ignore"):
            return units * real(law.std) + real(law.mean)

    at = _seen(make(_quantiles().astype(dtype)), stored)
    at = np.unique(at[np.isfinite(at)])
    limit = _rank(np.array(_FARTHEST, dtype))
    last = _last(
        lambda rank: _seen(make(_unrank(rank, dtype)), stored) <= at,
        np.full(at.size, -limit),
        limit + 1,
    )
    # What lies nearer to the last unit normal than to the next one is rounded to it.
    edge = (_unrank(last, dtype).astype(float) + _unrank(last + 1, dtype).astype(float)) / 2
    return Steps(at, np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in edge]))


@functools.cache
def _quantiles() -> Doubles:
    normal = NormalDist()
    return np.array([normal.inv_cdf(i / (_POINTS + 1)) for i in range(1, _POINTS + 1)])


def _seen(values: Any, stored: np.dtype[Any]) -> Doubles:
    """The values after the rounding of their file."""
    with np.errstate(over="ignore", under="ignore"):
        result: Doubles = np.asarray(values).astype(stored).astype(np.float64)
    return result


def _rank(values: NDArray[Any]) -> Any:
    """The place of non-negative floats in the order of all floats of their type; 0.0 has 0."""
    return values.view(f"i{values.dtype.itemsize}").astype(np.int64)


def _unrank(ranks: NDArray[np.int64], dtype: np.dtype[Any]) -> NDArray[Any]:
    """The floats of these ranks; negative ranks are the negative floats."""
    size = np.abs(ranks).astype(f"i{dtype.itemsize}").view(dtype)
    return np.where(ranks < 0, -size, size)


def _last(
    holds_at: Callable[[NDArray[np.int64]], Any], first: NDArray[np.int64], end: Any
) -> NDArray[np.int64]:
    """For each element the last place of [first, end) where a predicate holds; it turns false once.

    One before `first` where it holds nowhere.
    """
    low, high = first - 1, np.full(first.shape, end, np.int64)
    while (high > low + 1).any():
        middle = (low & high) + ((low ^ high) >> 1)  # their mean, without overflow
        # A place that is settled already is asked again, inside of its bounds.
        holds = holds_at(np.maximum(middle, first)) & (middle >= first)
        low, high = np.where(holds, middle, low), np.where(holds, high, middle)
    return low
