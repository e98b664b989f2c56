"""What one look at a blob tells: enough to leave out most candidates without a test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Orthogonal,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
)
from caffe_fillers.evidence.passes import Sight, blocks, fourth, sight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Law

__all__ = ["SampleStats"]


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
    def of(
        cls, values: NDArray[Any], seen: Sight | None = None, *, kept: bool = False
    ) -> SampleStats:
        """Of flat, finite values, or of those that are not zero: one at least.

        A large blob is never copied whole. `seen` is their first sight, where it was had already.
        """
        seen = sight(values, kept=kept) if seen is None else seen
        n = values.size - int(seen.zeros) if kept else values.size
        mean = seen.total / n
        spread, fourths = fourth(values, mean, kept=kept)
        return cls(
            n=n,
            first=_first(values, kept=kept),
            # A zero may have either sign.
            equal=seen.least == seen.most and (kept or seen.minus in {0, n}),
            zeros=0 if kept else int(seen.zeros),
            minus=bool(seen.minus) and not kept,
            least=seen.least,
            most=seen.most,
            mean=mean,
            spread=spread,
            kurtosis=fourths * n / spread**2 - 3 if spread else 0.0,
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
            case Truncated() | UnitSphere() | Orthogonal() | ZeroedColumns():
                return True


def _first(values: NDArray[Any], *, kept: bool) -> float:
    """The first value, or with `kept` the first that is not zero."""
    if not kept:
        return float(values[0])
    return next(float(block[block != 0][0]) for _, block in blocks(values) if block.any())
