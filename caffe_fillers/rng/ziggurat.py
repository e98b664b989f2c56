"""Standard normal numbers by the ziggurat: G2 and G3.

Reproduces: boost::normal_distribution of Boost 1.56 to 1.63 (G2: the wedge is tested with exp, the
tail made of two logarithms) and from 1.64 (G3: chord and tangent spare most of the exps, the tail
is made of a second, exponential ziggurat).
Frozen since 0.1: no bit of any value and no count of words may ever change. Proved by the golden
file rng.json and live by tests/rng/test_live_boost.py.

A draw takes one pair of byte and fraction in 97 of 100 cases, and then an unforeseeable number of
words more. So a block of words is read as if a draw began at every place. The few slow places
(those that need more than the pair) are worked out, each as if it were a beginning; then a walk
over the slow places alone tells which of them are, and with them all the others.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.rng import tables
from caffe_fillers.rng.eras import Libm, Normal
from caffe_fillers.rng.libm import functions
from caffe_fillers.rng.stream import Stream, Words
from caffe_fillers.rng.units import Places, pair, read, unit

Floats: TypeAlias = NDArray[Any]
Bools: TypeAlias = NDArray[np.bool_]

BLOCK = 1 << 17  # words at a time


@dataclass(frozen=True, slots=True)
class Layers:
    """The tables of a ziggurat by layer i, rounded to F: X[i], X[i]-X[i+1], Y[i], Y[i+1]-Y[i]."""

    x: Floats
    dx: Floats
    y: Floats
    dy: Floats


@dataclass(frozen=True, slots=True)
class Slow:
    """Tries that may need more than one pair: place, outcome, signed value, place behind."""

    at: Places
    accepted: Bools
    value: Floats
    behind: Places


class Ziggurat:
    """Standard normal values of dtype F; nothing is kept from one call to the next."""

    def __init__(self, stream: Stream, algorithm: Normal, libm: Libm, dtype: np.dtype[Any]) -> None:
        self._stream, self._dtype = stream, dtype
        self._chords = algorithm == "G3"
        self._libm = functions(libm, dtype)
        self._layers = _layers_of("NORMAL", dtype)
        self._bottom = _layers_of("EXPONENTIAL", dtype)
        self._stride = 1 if dtype == np.float32 else 2
        self._limits = _limits(dtype)
        self._signed_x = np.repeat(self._layers.x[:-1], 2) * np.tile(
            np.array([-1, 1], dtype), tables.NORMAL_X.size - 1
        )

    def fill(self, out: Floats) -> None:
        """Fill the flat array `out` of dtype F."""
        done, ahead = 0, 0
        while done < out.size:
            left = out.size - done
            # 1.04 words a value (float64: 2.06), and never less than most single draws need.
            likely = self._stride * left + left // 16 + 64
            words = self._stream.peek(min(BLOCK, likely) + ahead)
            values, used = self._block(words, left)
            out[done : done + values.size] = values
            done += values.size
            self._stream.jump(used)
            # A first draw that does not end in the block is tried again with more words.
            ahead = 0 if used else words.size

    def _block(self, words: Words, want: int) -> tuple[Floats, int]:
        """At most `want` values from the beginning of `words`, and the number of words they took."""
        slow = self._work_out(words, self._slow_places(words))
        real, stop = self._walk(slow, words.size)
        at, behind, accepted = slow.at[real], slow.behind[real], slow.accepted[real]
        # Between two slow tries one fast draw follows the other; an accepted slow one ends the run.
        begin = np.append(np.intp(0), behind)
        count = (np.append(at, stop) - begin) // self._stride + np.append(accepted, False)
        total = np.cumsum(count)
        steps = np.arange(total[-1]) * self._stride
        starts = np.repeat(begin - (total - count) * self._stride, count) + steps
        values = self._fast(words, starts)
        values[total[:-1][accepted] - 1] = slow.value[real][accepted]
        if starts.size < want:
            return values, int(stop)
        last = starts[want - 1]
        j = int(np.searchsorted(at, last))
        is_slow = j < at.size and at[j] == last
        return values[:want], int(behind[j] if is_slow else last + self._stride)

    def _slow_places(self, words: Words) -> Places:
        """Every place that is not surely fast, as if a draw began there."""
        limit = self._limits.take(words.astype("<u4", copy=False).view(np.uint8)[::4])
        if self._stride == 1:
            return np.flatnonzero(words >= limit)
        return np.flatnonzero((words[1:] & np.uint32(0x1FFFFFFF)) >= limit[:-1])

    def _fast(self, words: Words, starts: Places) -> Floats:
        byte, fraction, _ = pair(words, starts, self._dtype)
        fraction *= self._signed_x.take(byte)
        return fraction

    def _walk(self, slow: Slow, size: int) -> tuple[Places, int]:
        """Which slow tries really happen (as indices), and where the complete ones of the block end."""
        follow = self._next(slow.at, slow.behind).tolist()
        j = int(self._next(slow.at, np.zeros(1, np.intp))[0])
        path = []
        while j < len(follow):
            path.append(j)
            j = follow[j]
        if path and slow.behind[path[-1]] > size:
            last = path.pop()
            return np.array(path, np.intp), int(slow.at[last])
        begin = int(slow.behind[path[-1]]) if path else 0
        return np.array(path, np.intp), begin + (size - begin) // self._stride * self._stride

    def _next(self, at: Places, place: Places) -> Places:
        """The index of the first slow try from each place on, in strides (at.size: there is none)."""
        if self._stride == 1:
            return np.searchsorted(at, place)
        found = np.empty(place.size, np.intp)
        for parity in (0, 1):
            mine = np.flatnonzero(at % 2 == parity)
            asked = place % 2 == parity
            found[asked] = np.append(mine, at.size)[np.searchsorted(at[mine], place[asked])]
        return found

    def _work_out(self, words: Words, at: Places) -> Slow:
        byte, fraction, behind = pair(words, at, self._dtype)
        i = (byte >> np.uint32(1)).astype(np.intp)
        x = fraction * self._layers.x[i]
        # Boost compares with the double table, also for float.
        accepted = x < tables.NORMAL_X[i + 1]
        wedge = np.flatnonzero(~accepted & (i > 0))
        accepted[wedge], behind[wedge] = self._wedge(words, behind[wedge], i[wedge], x[wedge])
        tail = np.flatnonzero(~accepted & (i == 0))
        x[tail], behind[tail] = self._tail(words, behind[tail])
        accepted[tail] = True
        return Slow(at, accepted, np.where(byte & np.uint32(1), x, -x), behind)

    def _wedge(self, words: Words, at: Places, i: Places, x: Floats) -> tuple[Bools, Places]:
        """Whether the point at x in layer i, at a random height, lies under the curve."""
        f = self._dtype.type
        table = self._layers
        w, behind = unit(words, at, self._dtype)
        y = table.y[i] + w * table.dy[i]
        if not self._chords:
            return y < self._libm.exp(-((x * x) / f(2))), behind
        gap = table.x[i] - x
        chord = table.dx[i] * w - gap
        tangent = y - (table.y[i] + (gap * table.y[i]) * table.x[i])
        convex = tables.NORMAL_X[i] >= 1
        accepted = np.where(convex, chord, tangent) < 0
        unsure = np.flatnonzero(accepted & ~(np.where(convex, tangent, chord) < 0))
        near = x[unsure]
        accepted[unsure] = y[unsure] < self._libm.exp(-((near * near) / f(2)))
        return accepted, behind

    def _tail(self, words: Words, at: Places) -> tuple[Floats, Places]:
        """Values beyond the bottom layer (Marsaglia's method), unsigned."""
        f, r = self._dtype.type, self._layers.x[1]
        exponential = self._exponential if self._chords else self._logarithm
        value, behind = np.empty(at.size, self._dtype), at.copy()
        todo = np.arange(at.size)
        while todo.size:
            p, place = exponential(words, behind[todo])
            q, place = exponential(words, place)
            p = p / r
            value[todo], behind[todo] = p + r, place
            todo = todo[~(f(2) * q > p * p) & (place <= words.size)]
        return value, behind

    def _logarithm(self, words: Words, at: Places) -> tuple[Floats, Places]:
        u, behind = unit(words, at, self._dtype)
        return -self._libm.log(self._dtype.type(1) - u), behind

    def _exponential(self, words: Words, at: Places) -> tuple[Floats, Places]:
        """Exponential values by a ziggurat of their own."""
        table = self._bottom
        value, behind = np.empty(at.size, self._dtype), at.copy()
        shift = np.zeros(at.size, self._dtype)
        todo = np.arange(at.size)
        while todo.size:
            byte, fraction, place = pair(words, behind[todo], self._dtype)
            i = byte.astype(np.intp)
            x = fraction * table.x[i]
            value[todo], behind[todo] = shift[todo] + x, place
            open_ = ~(x < table.x[i + 1]) & (place <= words.size)
            base = todo[open_ & (i == 0)]
            shift[base] += table.x[1]
            wedge = np.flatnonzero(open_ & (i > 0))
            accepted, place = self._exponential_wedge(words, place[wedge], i[wedge], x[wedge])
            wedge = todo[wedge]
            behind[wedge] = place
            todo = np.concatenate([base, wedge[~accepted & (place <= words.size)]])
        return value, behind

    def _exponential_wedge(
        self, words: Words, at: Places, i: Places, x: Floats
    ) -> tuple[Bools, Places]:
        table = self._bottom
        w, behind = unit(words, at, self._dtype)
        y = table.y[i] + w * table.dy[i]
        upper = table.dx[i] * w - (table.x[i] - x)
        lower = y - (table.y[i + 1] + (table.x[i + 1] - x) * table.y[i + 1])
        return (upper < 0) & ((lower < 0) | (y < self._libm.exp(-x))), behind


@functools.cache
def _layers_of(name: str, dtype: np.dtype[Any]) -> Layers:
    x, y = getattr(tables, f"{name}_X"), getattr(tables, f"{name}_Y")
    return Layers(
        x.astype(dtype), (x[:-1] - x[1:]).astype(dtype), y.astype(dtype), np.diff(y).astype(dtype)
    )


@functools.cache
def _limits(dtype: np.dtype[Any]) -> NDArray[np.uint32]:
    """By byte: from which word on (float64: which second word) a draw may be slow.

    Below it x < X[i+1] for certain: four steps of the fraction are more than all roundings.
    """
    ratio = np.repeat(tables.NORMAL_X[1:] / tables.NORMAL_X[:-1], 2)
    bits, shift = (24, 8) if dtype == np.float32 else (29, 0)
    whole = np.maximum(np.floor(ratio * 2.0**bits) - 4, 0)
    return whole.astype(np.uint32) << np.uint32(shift)
