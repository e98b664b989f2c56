"""What the first values of a blob tell about the words they were made from.

A trace looks at the first words of many streams at once and says which could have given the
values. It never excludes the right one; it lets about one in a million wrong ones pass, which are
then tried in full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
from caffe_fillers.identification import scans
from caffe_fillers.rng import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from caffe_fillers.core.draws import Law, Shape
    from caffe_fillers.identification.scans import Scan

__all__ = ["Trace", "traces"]

Words: TypeAlias = NDArray[np.uint32]
Bools: TypeAlias = NDArray[np.bool_]

#: From here on a float32 fraction is rounded to 1, and may be drawn again.
_REDRAWN = np.uint32(0xFFFFFF80)
#: Relative error of any float32 arithmetic in question, libm and fused products included.
_ERROR = 2.0**-20
_WEDGE = 2.0**-18
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """How to look at the first words."""

    #: How many words from the blob's beginning it wants.
    words: int
    #: From words, shape (words, streams), to those streams that could have given the values.
    passes: Callable[[Words], Bools]
    #: By what a kernel may sort out most of the others beforehand.
    scan: Scan | None = None


def traces(law: Law, shape: Shape, values: NDArray[Any], normals: Iterable[str]) -> list[Trace]:
    """The ways in which the values may have been made; a stream must pass one of them.

    Args:
        law: The law of the blob.
        shape: Its shape.
        values: Its first values.
        normals: The algorithms of normal values to look for: "G1", "G2", "G3".
    """
    wide = values.astype(np.float64)
    error = _ERROR + 2 * _resolution(values.dtype)
    match law:
        case Uniform(low, high) if low < high:
            return [_uniform(law, wide[:3], error)]
        case UnitBall() if wide.size > 1 and np.prod(shape[1:]) > 1:
            return [_shares(wide[: min(3, int(np.prod(shape[1:])))], error)]
        case Gaussian():
            return _normal(law, wide, wide != np.inf, normals, error)
        case Sparse(gaussian, p) if p > 0 and (wide != 0).any():
            return _normal(gaussian, wide, wide != 0, normals, error)
        case ZeroedColumns(gaussian) if (wide != 0).any():
            return _normal(gaussian, wide, wide != 0, normals, error)
        case Uniform() | UnitBall() | Sparse() | Constant() | Grid() | Whole():
            return []
        case Truncated() | UnitSphere() | Orthogonal() | ZeroedColumns():
            return []


def _resolution(stored: np.dtype[Any]) -> float:
    """The distance from 1 to the next number of a type, if that is coarser than float32."""
    one = np.ones(1, stored)
    step = (np.nextafter(one, one + one) - one).astype(np.float64)
    return float(step[0]) if stored.itemsize < 4 else 0.0


def _fractions(words: Words) -> NDArray[np.float64]:
    return words.astype(np.float64) * 2.0**-32


def _uniform(law: Uniform, values: NDArray[np.float64], error: float) -> Trace:
    """Each value is its word's fraction of the range, rounded a few times."""
    width = law.high - law.low
    slack = error * (1 + max(abs(law.low), abs(law.high)) / width)
    targets = (values - law.low) / width

    def passes(words: Words) -> Bools:
        fractions = _fractions(words)
        near = np.asarray((np.abs(fractions - targets[:, None]) <= slack).all(axis=0))
        # A word near the upper end may be drawn again; then those behind it tell nothing.
        near |= (fractions >= 1 - slack).any(axis=0)
        return near

    return Trace(values.size, passes, _scan_uniform(targets, slack))


def _scan_uniform(targets: NDArray[np.float64], slack: float) -> Scan:
    """The first value's word, or any of its fellows' near the upper end."""
    end = 1 - slack
    near = [(0, targets[0] - slack, targets[0] + slack)]
    return scans.within([*near, *((row, end, 1.0) for row in range(targets.size))])


def _shares(values: NDArray[np.float64], error: float) -> Trace:
    """Values of a row have the ratios of their words."""

    def passes(words: Words) -> Bools:
        u = _fractions(words)
        near = np.abs(u[1:] * values[0] - u[0] * values[1:, None]) <= error * values.max()
        result: Bools = near.all(axis=0) | (words >= _REDRAWN).any(axis=0)
        return result

    return Trace(values.size, passes)


def _normal(
    law: Gaussian,
    values: NDArray[np.float64],
    known: Bools,
    normals: Iterable[str],
    error: float,
) -> list[Trace]:
    """By the first value that is known; zeros of a sparse blob are not."""
    index = int(np.flatnonzero(known)[0])
    z = (values[index] - law.mean) / law.std
    slack = error * (1 + abs(z) + (abs(law.mean) + abs(values[index])) / law.std)
    # A zero that was masked keeps its sign, unless the file has lost all signs.
    masked = np.signbit(values[:index])
    signs = masked if masked.any() else None
    found = []
    algorithms = set(normals)
    if "G1" in algorithms:
        found.append(_box_muller(z, index, slack))
    if algorithms & {"G2", "G3"}:
        found.append(_ziggurat(z, index, slack, signs))
    return found


def _box_muller(z: float, index: int, slack: float) -> Trace:
    """Value `index` is the cosine or the sine of a pair of words."""
    pair, odd = divmod(index, 2)

    def passes(words: Words) -> Bools:
        one, two = words[2 * pair], words[2 * pair + 1]
        angle = 2 * math.pi * _fractions(one)
        # Fractions are float32, and their complements: near 1 and near 0 these have few digits.
        rest = (np.float32(1) - two.astype(np.float32) * np.float32(2.0**-32)).astype(np.float64)
        radius = np.sqrt(-2 * np.log(np.maximum(rest, 2.0**-33)))
        made = radius * (np.sin(angle) if odd else np.cos(angle))
        # The angle is a float32 too: its error grows with the radius.
        near: Bools = np.abs(made - z) <= slack + 2.0**-20 * radius
        near |= (words[: 2 * pair + 2] >= _REDRAWN).any(axis=0)
        return near

    scan = scans.box_muller(z, slack, sine=bool(odd)) if pair == 0 else None
    return Trace(2 * pair + 2, passes, scan)


def _ziggurat(z: float, index: int, slack: float, signs: Bools | None) -> Trace:
    """Value `index` of a ziggurat, and the signs of those before it where they are known."""
    wanted = index + index // 8 + 2 * _TRIES

    def passes(words: Words) -> Bools:
        passed = np.zeros(words.shape[1], bool)
        draws = _Draws(words, np.arange(words.shape[1]), np.zeros(words.shape[1], np.intp))
        for number in range(index + 1):
            made, unsure, tail = draws.draw()
            last = number == index
            # The tail's values are not followed, but lie beyond the bottom layer.
            unsure |= tail if not last or abs(z) >= tables.NORMAL_X[1] - slack - _WEDGE else False
            passed[draws.streams[unsure]] = True
            keep = ~(unsure | tail)
            if last:
                keep &= np.abs(made - z) <= slack
            elif signs is not None:
                keep &= np.signbit(made) == signs[number]
            draws = draws.only(keep)
        passed[draws.streams] = True
        return passed

    scan = scans.ziggurat(z, slack, _WEDGE) if index == 0 else None
    return Trace(wanted, passes, scan)


@dataclass(slots=True)
class _Draws:
    """Where some streams are, each at its own place, while their normal values are drawn.

    Values are computed in float64: equal to Boost's but for roundings, and so are the tests of the
    wedges; those too near to call are called unsure.
    """

    #: All words, of all streams.
    words: Words
    #: The columns that are still of interest, and the place in each.
    streams: NDArray[np.intp]
    place: NDArray[np.intp]

    def only(self, keep: Bools) -> _Draws:
        """Those that are to be followed further."""
        return _Draws(self.words, self.streams[keep], self.place[keep])

    def draw(self) -> tuple[NDArray[np.float64], Bools, Bools]:
        """One value for each stream; which are unsure; which come from the tail."""
        made = np.zeros(self.streams.size)
        unsure, tail = np.zeros(made.size, bool), np.zeros(made.size, bool)
        todo = np.arange(made.size)
        for _ in range(_TRIES):
            word = self._take(todo)
            layer = (word >> np.uint32(1)) & np.uint32(0x7F)
            x = (word >> np.uint32(8)) * 2.0**-24 * tables.NORMAL_X[layer]
            made[todo] = np.where(word & np.uint32(1), x, -x)
            slow = x >= tables.NORMAL_X[layer + 1] - _WEDGE
            todo, layer, x = todo[slow], layer[slow], x[slow]
            tail[todo[layer == 0]] = True
            todo, x, layer = todo[layer > 0], x[layer > 0], layer[layer > 0]
            rejected, close = self._above(todo, layer, x)
            unsure[todo[close]] = True
            todo = todo[rejected & ~close]
        unsure[todo] = True
        return made, unsure | (self.place > len(self.words)), tail

    def _take(self, todo: NDArray[np.intp]) -> Words:
        """The next word of these streams; rubbish behind the last one known."""
        at = np.minimum(self.place[todo], len(self.words) - 1)
        self.place[todo] += 1
        return self.words[at, self.streams[todo]]

    def _above(
        self, todo: NDArray[np.intp], layer: NDArray[Any], x: NDArray[np.float64]
    ) -> tuple[Bools, Bools]:
        """Whether a random height over x lies above the curve; and whether that is a close call."""
        height = self._take(todo)
        low, high = tables.NORMAL_Y[layer], tables.NORMAL_Y[layer + 1]
        y = low + height * 2.0**-32 * (high - low)
        gap = y - np.exp(-x * x / 2)
        # So near to the next layer the value might have been a fast one, that takes no height.
        fast = np.abs(x - tables.NORMAL_X[layer + 1]) <= _WEDGE
        return gap > 0, (np.abs(gap) <= _WEDGE) | fast | (height >= _REDRAWN)
