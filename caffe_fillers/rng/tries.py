"""The ziggurat's slow tries: what becomes of a draw that needs more than its first pair.

Reproduces: boost::normal_distribution of Boost 1.56 to 1.63 (G2: the wedge is tested with exp, the
tail made of two logarithms) and from 1.64 (G3: chord and tangent spare most of the exps, the
tail is made of a second, exponential ziggurat).
Frozen since 0.1: no bit of any value and no count of words may ever change. Proved by the golden
file rng.json and live by tests/rng/test_live_boost.py.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.rng import tables
from caffe_fillers.rng.libm import functions
from caffe_fillers.rng.units import pair, unit

if TYPE_CHECKING:
    from caffe_fillers.rng.eras import Libm, Normal
    from caffe_fillers.rng.stream import Words
    from caffe_fillers.rng.units import Floats, Places

Bools: TypeAlias = NDArray[np.bool_]

_INFLECTION = int(np.count_nonzero(tables.NORMAL_X >= 1))  # the first layer with X[i] < 1


@dataclass(frozen=True, slots=True)
class Layers:
    """The tables of a ziggurat by layer i, rounded to F: X[i], X[i]-X[i+1], Y[i], Y[i+1]-Y[i]."""

    x: Floats
    dx: Floats
    y: Floats
    dy: Floats


@functools.cache
def _layers(name: str, dtype: np.dtype[Any]) -> Layers:
    x, y = getattr(tables, f"{name}_X"), getattr(tables, f"{name}_Y")
    return Layers(
        x.astype(dtype), (x[:-1] - x[1:]).astype(dtype), y.astype(dtype), np.diff(y).astype(dtype)
    )


@dataclass(frozen=True, slots=True)
class Slow:
    """Tries worked out: where each begins, whether it gives a value, which, where it ends.

    A try that does not end in the block ends at a place beyond it; the rest of it is rubbish.
    """

    at: Places
    accepted: Bools
    value: Floats
    behind: Places


class Tries:
    """Works out tries of one algorithm and dtype F that begin at given places of a block."""

    def __init__(self, algorithm: Normal, libm: Libm, dtype: np.dtype[Any]) -> None:
        self._chords = algorithm == "G3"
        self._dtype = dtype
        self._libm = functions(libm, dtype)
        self._normal = _layers("NORMAL", dtype)
        self._exponential = _layers("EXPONENTIAL", dtype)

    def work_out(self, words: Words, at: Places) -> Slow:
        """What the tries beginning at these places give, each as if nothing came before it."""
        byte, fraction, after_pair = pair(words, at, self._dtype)
        i = (byte >> np.uint32(1)).astype(np.intp)
        x = fraction * self._normal.x.take(i)
        # Boost compares with the double table, also for float.
        fast = x < tables.NORMAL_X.take(i + 1)
        # Nearly all are wedges: the few others are worked out with them and then corrected.
        accepted, behind = self._wedge(words, after_pair, i, x)
        np.copyto(behind, after_pair, where=fast)
        tail = np.flatnonzero((i == 0) > fast)
        x[tail], behind[tail] = self._tail(words, after_pair[tail])
        accepted |= fast
        accepted[tail] = True
        return Slow(at, accepted, np.where(byte & np.uint32(1), x, -x), behind)

    def _wedge(self, words: Words, at: Places, i: Places, x: Floats) -> tuple[Bools, Places]:
        """Whether the point at x in layer i, at a random height, lies under the curve."""
        table = self._normal
        w, behind = unit(words, at, self._dtype)
        y_low, x_high = table.y.take(i), table.x.take(i)
        y = y_low + w * table.dy.take(i)
        if not self._chords:
            return y < self._density(x), behind
        gap = x_high - x
        over_chord = table.dx.take(i) * w - gap < 0
        over_tangent = y - (y_low + (gap * y_low) * x_high) < 0
        convex = i < _INFLECTION
        accepted = np.where(convex, over_chord, over_tangent)
        unsure = np.flatnonzero(accepted > np.where(convex, over_tangent, over_chord))
        accepted[unsure] = y[unsure] < self._density(x[unsure])
        return accepted, behind

    def _density(self, x: Floats) -> Floats:
        return self._libm.exp(-((x * x) / self._dtype.type(2)))

    def _tail(self, words: Words, at: Places) -> tuple[Floats, Places]:
        """Values beyond the bottom layer (Marsaglia's method), unsigned."""
        two, r = self._dtype.type(2), self._normal.x[1]
        exponential = self._by_ziggurat if self._chords else self._by_logarithm
        value, behind = np.empty(at.size, self._dtype), at.copy()
        todo = np.arange(at.size)
        while todo.size:
            p, place = exponential(words, behind[todo])
            q, place = exponential(words, place)
            p = p / r
            value[todo], behind[todo] = p + r, place
            todo = todo[~(two * q > p * p) & (place <= words.size)]
        return value, behind

    def _by_logarithm(self, words: Words, at: Places) -> tuple[Floats, Places]:
        """Exponential values as G2 makes them."""
        u, behind = unit(words, at, self._dtype)
        return -self._libm.log(self._dtype.type(1) - u), behind

    def _by_ziggurat(self, words: Words, at: Places) -> tuple[Floats, Places]:
        """Exponential values as G3 makes them."""
        table = self._exponential
        value, behind = np.empty(at.size, self._dtype), at.copy()
        shift = np.zeros(at.size, self._dtype)
        todo = np.arange(at.size)
        while todo.size:
            byte, fraction, place = pair(words, behind[todo], self._dtype)
            i = byte.astype(np.intp)
            x = fraction * table.x.take(i)
            value[todo], behind[todo] = shift[todo] + x, place
            more = ~(x < table.x.take(i + 1)) & (place <= words.size)
            if not more.any():
                break
            below = todo[more & (i == 0)]
            shift[below] += table.x[1]
            wedge = np.flatnonzero(more & (i > 0))
            accepted, place = self._exponential_wedge(words, place[wedge], i[wedge], x[wedge])
            behind[todo[wedge]] = place
            todo = np.append(below, todo[wedge[~accepted & (place <= words.size)]])
        return value, behind

    def _exponential_wedge(
        self, words: Words, at: Places, i: Places, x: Floats
    ) -> tuple[Bools, Places]:
        table = self._exponential
        w, behind = unit(words, at, self._dtype)
        y = table.y.take(i) + w * table.dy.take(i)
        upper = table.dx.take(i) * w - (table.x.take(i) - x)
        lower = y - (table.y[i + 1] + (table.x[i + 1] - x) * table.y[i + 1])
        return (upper < 0) & ((lower < 0) | (y < self._libm.exp(-x))), behind
