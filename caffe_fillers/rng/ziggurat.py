"""Standard normal numbers by the ziggurat: G2 and G3, a block of words at a time.

Reproduces: boost::normal_distribution of Boost 1.56 to 1.63 (G2) and from 1.64 (G3).
Frozen since 0.1: no bit of any value and no count of words may ever change. Proved by the golden
file rng.json and live by tests/rng/test_live_boost.py.

A draw takes one pair of byte and fraction (float32: one word, float64: two) in 97 of 100 cases,
and otherwise an unforeseeable number of words more. So a block of words is read as if a draw
began at every place. The few slow places, those that may need more than the pair, are worked out
each as if it were a beginning; then a walk over the slow places alone tells which of them are.
What is left of the block, when all words are dropped that give no value, is one pair a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.rng import compiled
from caffe_fillers.rng.fast import limits, steps
from caffe_fillers.rng.tries import Tries

if TYPE_CHECKING:
    from caffe_fillers.rng.eras import Libm, Normal
    from caffe_fillers.rng.stream import Stream, Words
    from caffe_fillers.rng.tries import Bools
    from caffe_fillers.rng.units import Floats, Places

BLOCK = 1 << 19  # words worked out at a time: enough slow ones to be worth NumPy's calls
CHUNK = 1 << 14  # words looked at at a time: their arrays stay in the cache

_HIGH = np.uint32(0x1FFFFFFF)  # of a float64 fraction's second word


class Ziggurat:
    """Standard normal values of dtype F; nothing is kept from one call to the next."""

    def __init__(self, stream: Stream, algorithm: Normal, libm: Libm, dtype: np.dtype[Any]) -> None:
        self._stream, self._algorithm, self._libm, self._dtype = stream, algorithm, libm, dtype
        self._stride = 1 if dtype == np.float32 else 2
        compiled.prepare()
        self._tries = Tries(algorithm, libm, dtype)
        self._limits, self._steps = limits(dtype), steps(dtype)

    def draw(self, out: Floats, mean: float, std: float, *, fused: bool) -> bool:
        """Fill `out` with z * std + mean by a compiled kernel; False where NumPy is to do it."""
        wide, chords, old = self._stride == 2, self._algorithm == "G3", self._libm != "modern"
        if out.dtype != self._dtype or (wide and not compiled.host_agrees()):
            return False
        return self._stream.draw("ziggurat", out, wide, mean, std, fused, chords, old)

    def fill(self, out: Floats) -> None:
        """Fill the flat array `out` of dtype F."""
        done, ahead = 0, 0
        while done < out.size:
            left = out.size - done
            # Little more words than are likely to be used: 1.04 a value, float64 2.06.
            likely = self._stride * left + left // (24 // self._stride) + 64
            words = self._stream.peek(min(BLOCK, likely) + ahead)
            filled, used = self._block(words, out[done:])
            self._stream.jump(used)
            done += filled
            # A first try that does not end in the block is looked at again with more words.
            ahead = 0 if used else words.size

    def _block(self, words: Words, out: Floats) -> tuple[int, int]:
        """Fill `out` as far as `words` go; the numbers of values made and of words used."""
        stride = self._stride
        slow = self._tries.work_out(words, self._slow_places(words))
        real = (
            _real_single(slow.at, slow.behind)
            if stride == 1
            else _real_double(slow.at, slow.behind)
        )
        stop = words.size
        if real.size and slow.behind[real[-1]] > stop:
            stop, real = int(slow.at[real[-1]]), real[:-1]
        at, behind, accepted = slow.at[real], slow.behind[real], slow.accepted[real]
        # All words of a rejected try give no value, nor do those after an accepted one's pair.
        kept = accepted * np.intp(stride)
        dropped = behind - at - kept
        before = np.cumsum(dropped) - dropped
        keep = np.ones(stop, np.bool_)
        keep[np.repeat(at + kept - before, dropped) + np.arange(dropped.sum())] = False
        filled = self._pour(words[:stop], keep, out)
        index = (at - before) // stride
        slow_ones = np.flatnonzero(accepted & (index < filled))
        out[index[slow_ones]] = slow.value[real[slow_ones]]
        # Tries after the last value that is wanted have not happened.
        happened = index < filled if filled == out.size else np.ones(index.size, np.bool_)
        return filled, stride * filled + int(dropped[happened].sum())

    def _slow_places(self, words: Words) -> Places:
        """Every place that is not surely fast, as if a draw began there."""
        found = []
        for start in range(0, words.size - self._stride + 1, CHUNK):
            tested = words[start + self._stride - 1 : start + self._stride - 1 + CHUNK]
            limit = self._limits.take(_bytes(words[start : start + tested.size]), mode="wrap")
            if self._stride == 2:
                tested = tested & _HIGH
            found.append(np.flatnonzero(tested >= limit) + start)
        return np.concatenate([np.empty(0, np.intp), *found])

    def _pour(self, words: Words, keep: Bools, out: Floats) -> int:
        """Fill `out` from the kept words, each pair as if it were fast; the number of values."""
        done, start = 0, 0
        while start < keep.size and done < out.size:
            end = start + CHUNK
            # A pair whose first word ends the chunk goes on with the next one.
            end += int(np.count_nonzero(keep[start:end])) % self._stride
            pairs = words[start:end][keep[start:end]]
            values = out[done : done + pairs.size // self._stride]
            self._values(pairs[: self._stride * values.size], values)
            done, start = done + values.size, end
        return done

    def _values(self, pairs: Words, out: Floats) -> None:
        first = pairs[:: self._stride]
        out[...] = first >> np.uint32(8)
        if self._stride == 2:
            out *= np.float64(2.0**-24)
            out += pairs[1::2] & _HIGH
        out *= self._steps.take(_bytes(first), mode="wrap")


def _bytes(words: Words) -> Places:
    """The low byte of each word, as an index."""
    index = np.empty(words.size, np.intp)
    np.bitwise_and(words, np.uint32(0xFF), out=index, casting="unsafe")
    return index


def _real_single(at: Places, behind: Places) -> Places:
    """Which slow tries happen, when every word in between begins a fast one: the indices."""
    real = np.ones(at.size, np.bool_)
    # Only a try that begins before an earlier one ends can fail to happen. They are rare.
    doubtful = np.flatnonzero(at[1:] < np.maximum.accumulate(behind)[:-1]) + 1
    for j in doubtful.tolist():
        i = j - 1
        while not real[i]:
            i -= 1
        real[j] = at[j] >= behind[i]
    return np.flatnonzero(real)


def _real_double(at: Places, behind: Places) -> Places:
    """Which slow tries happen, when every second word in between begins a fast one: the indices."""
    follow = np.empty(at.size + 1, np.intp)  # the last one: who follows the begin of the block
    place = np.append(behind, np.intp(0))
    for parity in (0, 1):
        mine, asked = np.flatnonzero(at % 2 == parity), place % 2 == parity
        follow[asked] = np.append(mine, -1)[np.searchsorted(at[mine], place[asked])]
    chain = follow.tolist()
    real: list[int] = []
    happens = real.append
    j = chain[-1]
    while j >= 0:
        happens(j)
        j = chain[j]
    return np.array(real, np.intp)
