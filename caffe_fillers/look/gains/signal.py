"""A random signal in a blob: how large it is where, and how its values go together.

The model is that of Glorot & Bengio (AISTATS 2010), He et al. (arXiv:1502.01852) and the mean field
theory of Poole et al. (arXiv:1606.05340): weights are random, so the values behind a matrix are
normal. A map of mean squares over the positions of a blob keeps what padding takes from its border.
Two numbers tell how values go together: of one channel at two positions, and of two channels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.core.draws import Shape

__all__ = ["Gradient", "Map", "Signal", "flat", "normal", "pointwise_moments", "spatial"]

#: Mean squares over the positions of a blob; of shape () where it has none.
Map: TypeAlias = NDArray[np.float64]

#: How many values stand for what is common to all positions, and for what is each one's own; even,
#: so that none is 0, where a ReLU has no slope.
COMMON, OWN = 16, 96


def _nodes(number: int) -> NDArray[np.float64]:
    """Values of equal weight that stand for a normal one, their variance 1."""
    middle = [NormalDist().inv_cdf((k + 0.5) / number) for k in range(number)]
    nodes = np.array(middle)
    return np.asarray(nodes / nodes.std(), np.float64)


_COMMON, _OWN = _nodes(COMMON)[:, None], _nodes(OWN)[None, :]


@dataclass(frozen=True, slots=True)
class Signal:
    """What is known of a blob's values."""

    #: E x² at each position, over channels, items and weights.
    square: Map
    #: Values that stand for x / √E x²: rows have what is common to all positions.
    values: NDArray[np.float64]
    #: E x y / E x² of two positions in one channel, and of two channels.
    space: float = 0.0
    cross: float = 0.0

    @property
    def mean_square(self) -> float:
        """Over all positions."""
        return float(self.square.mean())

    @property
    def mean(self) -> float:
        """E x."""
        return float(self.values.mean()) * float(np.sqrt(self.square).mean())

    def scaled(self, factor: float) -> Signal:
        """Every value times this."""
        return replace(self, square=self.square * factor**2, values=np.sign(factor) * self.values)

    def transformed(self, values: NDArray[np.float64], square: Map) -> Signal:
        """The signal whose normalised values are these, in proportion."""
        size = float(np.square(values).mean())
        if not size > 0 or not np.isfinite(size):
            return Signal(square, np.zeros_like(values))
        values = values / np.sqrt(size)
        space = float(np.square(values.mean(axis=1)).mean())
        before, after = float(self.values.mean()) ** 2, float(values.mean()) ** 2
        # Beyond their means, two channels go together as much as before.
        beyond = max(0.0, (self.cross - before) / (1 - before)) if before < 1 else 0.0
        return Signal(square, values, _clipped(space), _clipped(after + beyond * (1 - after)))


@dataclass(frozen=True, slots=True)
class Gradient:
    """Mean squares of a gradient at each position, and how they go with the blob's values.

    `cells` stands beside `Signal.values`: what a gradient's square is where the value is that one,
    over its mean. So a gradient that pooling gives to the greatest value passes the ReLU before it.
    """

    square: Map
    cells: NDArray[np.float64]

    @classmethod
    def even(cls, square: Map) -> Gradient:
        """One that has nothing to do with the values."""
        return cls(square, np.ones((COMMON, OWN)))

    @property
    def mean_square(self) -> float:
        """Over all positions."""
        return float(self.square.mean())

    def scaled(self, factor: Map | float) -> Gradient:
        """Its squares times this."""
        return Gradient(np.asarray(self.square * factor), self.cells)

    def __add__(self, other: Gradient) -> Gradient:
        one, two = self.mean_square, other.mean_square
        whole = one + two
        if not whole > 0 or not np.isfinite(whole):
            return Gradient.even(self.square + other.square)
        cells = (one * self.cells + two * other.cells) / whole
        return Gradient(self.square + other.square, cells)


def normal(square: Map, space: float = 0.0, cross: float = 0.0, mean: float = 0.0) -> Signal:
    """A normal signal.

    Args:
        square: Its mean squares.
        space: What two positions of a channel have in common, of the mean square.
        cross: The same of two channels.
        mean: Its mean over the root of its mean square.
    """
    space, cross, mean = _clipped(space), _clipped(cross), min(1.0, max(-1.0, mean))
    # The mean is a part of what all positions have in common.
    common, own = max(0.0, space - mean**2), 1 - max(space, mean**2)
    values = mean + np.sqrt(common) * _COMMON + np.sqrt(own) * _OWN
    return Signal(square, values, max(space, mean**2), max(cross, mean**2))


def flat(signal: Signal, channels: int) -> Signal:
    """The same without positions: each of them is a channel of its own."""
    places = signal.square.size
    if places <= 1:
        return replace(signal, square=np.asarray(signal.mean_square))
    same, other = places - 1, (channels - 1) * places
    cross = (same * signal.space + other * signal.cross) / max(1, same + other)
    return replace(signal, square=np.asarray(signal.mean_square), cross=_clipped(cross), space=0.0)


def spatial(shape: Shape) -> Shape:
    """The axes of a blob that are positions: those behind items and channels."""
    return tuple(shape[2:])


def pointwise_moments(
    signal: Signal, function: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64], Map, Map]:
    """f(x) and f'(x)² at the mean size, E f(x)² and E f'(x)² at every position.

    Args:
        signal: What goes in.
        function: The function f, of arrays.
    """
    sizes = np.sqrt(signal.square)
    least, most = float(sizes.min()), float(sizes.max())
    middle = float(np.sqrt(signal.mean_square))
    at_middle = function(middle * signal.values), _slopes(signal.values, middle, function)
    if most <= least * 1.001:
        square, slope = _at(signal.values, middle, function)
        shape = signal.square.shape
        return (*at_middle, np.full(shape, square), np.full(shape, slope))
    steps = np.geomspace(max(least, most * 1e-6), most, 17)
    found = np.array([_at(signal.values, size, function) for size in steps])
    squares, slopes = (np.interp(sizes, steps, column) for column in found.T)
    return (*at_middle, squares, slopes)


def _at(
    values: NDArray[np.float64],
    size: float,
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> tuple[float, float]:
    slopes = _slopes(values, size, function)
    return float(np.square(function(size * values)).mean()), float(slopes.mean())


def _slopes(
    values: NDArray[np.float64],
    size: float,
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """f'(x)², by a difference to both sides."""
    at = size * values
    step = 1e-6 * max(size, 1e-300)
    return np.asarray(np.square((function(at + step) - function(at - step)) / (2 * step)))


def _clipped(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
