"""What one look at a blob tells: enough to leave out most candidates without a test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Sparse,
    Uniform,
    UnitBall,
    Whole,
)
from caffe_fillers.evidence.battery import bits, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Law

__all__ = ["SampleStats"]

#: Values looked at at a time.
BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class SampleStats:
    """Sums and extremes of at least one value."""

    n: int
    first: float
    #: All values have the same bits.
    equal: bool
    zeros: int
    #: Some of the zeros are negative, as Caffe's masks leave them.
    minus: bool
    least: float
    most: float
    mean: float
    #: The sum of squares about the mean.
    spread: float
    #: By how much the fourth moment exceeds a normal law's, in units of the squared variance.
    kurtosis: float

    @classmethod
    def of(cls, values: NDArray[Any], *, kept: bool = False) -> SampleStats:
        """Of flat, finite values, or of those that are not zero: one at least.

        A large blob is never copied whole.
        """
        n, total, zeros, minus, equal = 0, 0.0, 0, False, True
        least, most = math.inf, -math.inf
        first = next(_kept(values, kept=kept))[:1]
        for block in _kept(values, kept=kept):
            wide = block.astype(np.float64)
            nothing = wide == 0
            n += wide.size
            total += float(wide.sum())
            zeros += int(nothing.sum())
            minus = minus or bool((nothing & np.signbit(wide)).any())
            equal = equal and bool((bits(block) == bits(first)).all())
            least, most = min(least, float(wide.min())), max(most, float(wide.max()))
        mean = total / n
        spread, fourth = 0.0, 0.0
        for block in _kept(values, kept=kept):
            squares = np.square(block.astype(np.float64) - mean)
            spread += float(squares.sum())
            fourth += float(np.square(squares).sum())
        return cls(
            n=n,
            first=float(first[0]),
            equal=equal,
            zeros=zeros,
            minus=minus,
            least=least,
            most=most,
            mean=mean,
            spread=spread,
            kurtosis=fourth * n / spread**2 - 3 if spread else 0.0,
        )

    @property
    def deviation(self) -> float:
        """The standard deviation about the mean."""
        return math.sqrt(self.spread / self.n)

    def squares_about(self, center: float) -> float:
        """The sum of squares about a given mean."""
        return self.spread + self.n * (self.mean - center) ** 2

    def allows(self, law: Law) -> bool:
        """False where a test would surely exclude the law: values outside, or a scale far off."""
        match law:
            case Uniform(low, high):
                width = high - low
                inside = low - 0.01 * width <= self.least and self.most <= high + 0.01 * width
                # Values that fill so little of the range are no chance.
                return inside and (self.most - self.least) / width >= 10 ** (-12 / self.n) - 0.01
            case Gaussian(mean, std) if self.n >= 100:
                ratio = math.sqrt(self.squares_about(mean) / self.n) / std
                return abs(math.log(max(ratio, 1e-300))) <= 8 / math.sqrt(self.n)
            case Gaussian() | Constant() | Sparse() | UnitBall() | Grid() | Whole():
                return True


def _kept(values: NDArray[Any], *, kept: bool) -> Iterator[NDArray[Any]]:
    """The values a block at a time; with `kept` those that are not zero."""
    for _, block in blocks(values, BLOCK):
        left = block[block != 0] if kept else block
        if left.size:
            yield left
