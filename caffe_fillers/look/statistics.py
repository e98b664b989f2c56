"""What the values of one blob are like, read in pieces."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.verification import Weights

__all__ = ["Difference", "Statistics", "difference", "statistics"]

#: Values that are looked at at a time.
BLOCK = 1 << 18
#: The steps of a histogram.
BINS = 32


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all finite values; what is not finite is counted. None where there are no finite ones."""

    count: int
    min: float | None
    max: float | None
    mean: float | None
    #: With n below the root: of these values, not of those behind them.
    std: float | None
    zeros: int
    nan: int
    inf: int
    #: How many finite values lie in each of equal steps from min to max.
    histogram: tuple[int, ...]

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV, without the histogram."""
        names = ("count", "min", "max", "mean", "std", "zeros", "nan", "inf")
        return {name: _told(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two blobs of one count beside each other."""

    #: How many values differ; NaN equals NaN.
    differing: int
    #: The greatest and the root of the mean square of their differences, where both are finite.
    largest: float | None
    rms: float | None

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        found = {"differing": self.differing, "largest": self.largest, "rms": self.rms}
        return {name: _told(value) for name, value in found.items()}


def _told(value: float | None) -> float | None:
    """A number for JSON, which has no infinity: what a double cannot hold is not told."""
    return value if value is None or math.isfinite(value) else None


@np.errstate(over="ignore", invalid="ignore")
def statistics(model: Weights, stored: StoredBlob, bins: int = BINS) -> Statistics:
    """Read a blob twice, in pieces: its moments, then its histogram.

    Raises:
        CaffeFillersError: the file cannot be read.
    """
    total, zeros, nan, inf, finite = count(stored.shape), 0, 0, 0, 0
    least, most, mean, square = math.inf, -math.inf, 0.0, 0.0
    for block in _blocks(model, stored):
        nan += int(np.isnan(block).sum())
        inf += int(np.isinf(block).sum())
        good = block[np.isfinite(block)]
        zeros += good.size - int(np.count_nonzero(good))
        if not good.size:
            continue
        least, most = min(least, float(good.min())), max(most, float(good.max()))
        # Chan's way: the sums of squares of two parts about their common mean.
        apart = float(good.mean()) - mean
        both = finite + good.size
        own = float(np.square(good - good.mean()).sum())
        square += own + apart * apart * finite * good.size / both
        mean += apart * good.size / both
        finite = both
    if not finite:
        return Statistics(total, None, None, None, None, zeros, nan, inf, ())
    steps = np.zeros(bins, np.int64)
    for block in _blocks(model, stored):
        good = block[np.isfinite(block)]
        steps += _steps(good, least, most, bins)
    std = math.sqrt(square / finite)
    histogram = tuple(map(int, steps))
    return Statistics(total, least, most, mean, std, zeros, nan, inf, histogram)


@np.errstate(over="ignore", invalid="ignore")
def difference(
    one: tuple[Weights, StoredBlob], other: tuple[Weights, StoredBlob]
) -> Difference | None:
    """How two blobs differ, value by value; None where they have other numbers of values.

    Raises:
        CaffeFillersError: a file cannot be read.
    """
    if count(one[1].shape) != count(other[1].shape):
        return None
    differing, finite, largest, squares = 0, 0, 0.0, 0.0
    for a, b in zip(_blocks(*one), _blocks(*other), strict=True):
        differing += int(((a != b) & ~(np.isnan(a) & np.isnan(b))).sum())
        good = np.isfinite(a) & np.isfinite(b)
        gap = a[good] - b[good]
        finite += gap.size
        largest = max(largest, float(np.abs(gap).max(initial=0.0)))
        squares += float(np.square(gap).sum())
    if not finite:
        return Difference(differing, None, None)
    return Difference(differing, largest, math.sqrt(squares / finite))


def _blocks(model: Weights, stored: StoredBlob) -> Iterator[NDArray[np.float64]]:
    total = count(stored.shape)
    read: Callable[..., NDArray[Any]] = model.read
    for start in range(0, total, BLOCK):
        yield read(stored, start, min(start + BLOCK, total)).astype(np.float64)


def _steps(values: NDArray[np.float64], least: float, most: float, bins: int) -> NDArray[np.int64]:
    """Values in each step; all in the middle one where they are equal."""
    width = most - least
    if not 0 < width < math.inf:
        counts = np.zeros(bins, np.int64)
        counts[bins // 2] = values.size
        return counts
    at = np.minimum(((values - least) / width * bins).astype(np.int64), bins - 1)
    return np.bincount(at, minlength=bins)
