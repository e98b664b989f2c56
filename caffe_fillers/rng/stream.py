"""The words: MT19937 as boost::mt19937 gives them.

Reproduces: boost::mt19937 (the same in every Boost release from 1.46.1 to 1.89) and, for
`Stream.from_key`, init_by_array of Matsumoto and Nishimura's mt19937ar.c.
Frozen since 0.1: no word of any seed may ever change; STREAMS.md says what is promised.
Proved by: the `engine` records of the golden file rng.json, the 10,000th word of the C++
standard ([rand.predef]), and live by tests/rng/test_live_boost.py.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Words = NDArray[np.uint32]

_N = 624  # words of state
_MASK = 0xFFFFFFFF
_PIECE = 1 << 14  # words made at a time: they stay in the cache


class Stream:
    """The sequence of 32-bit words of one MT19937, and the place reached in it.

    `words` takes words, `peek` looks at them without taking, `jump` takes them unseen. Those
    three and `tell` and `fork` are all that a distribution may use.
    """

    __slots__ = ("_buffer", "_engine", "_head", "_taken")

    def __init__(self, seed: int) -> None:
        """Seed as boost::mt19937(seed) does; any int is taken modulo 2**32."""
        bits = np.random.MT19937(0)
        # pos == 624 means: nothing of this state has been given out, twist before the first word.
        key = _key_of_seed(int(seed))
        bits.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": _N}}
        self._start(np.random.RandomState(bits))

    @classmethod
    def from_key(cls, key_words: Sequence[int]) -> Stream:
        """The stream whose state init_by_array makes of `key_words` (each modulo 2**32)."""
        stream = cls.__new__(cls)
        # NumPy has frozen this seeding, too; it is a hundred times faster than the loops in Python.
        engine = np.random.RandomState([int(word) & _MASK for word in key_words])
        stream._start(engine)  # noqa: SLF001 (its own)
        return stream

    def _start(self, engine: np.random.RandomState) -> None:
        self._engine = engine
        self._buffer: Words = np.empty(0, "<u4")
        self._head = 0
        self._taken = 0

    def _fresh(self, n: int) -> Words:
        # NumPy has frozen RandomState (NEP 19); over the full range one number is one word.
        return self._engine.randint(0, 1 << 32, n, dtype=np.uint32)

    def _with_fresh(self, ready: Words, n: int) -> Words:
        """A new array of `n` words: those ready, and fresh ones behind them."""
        words = np.empty(n, "<u4")
        words[: ready.size] = ready
        # Made in pieces, so that only one large array lives at a time.
        for start in range(ready.size, n, _PIECE):
            words[start : start + _PIECE] = self._fresh(min(_PIECE, n - start))
        return words

    def words(self, n: int) -> Words:
        """Take the next `n` words: a new array of dtype '<u4', shape (n,)."""
        taken = self._with_fresh(self._buffer[self._head : self._head + n], n)
        self._head = min(self._head + n, self._buffer.size)
        self._taken += n
        return taken

    def peek(self, n: int) -> Words:
        """Look at the next `n` words without taking them: a read-only view, shape (n,).

        A distribution that cannot know how many words it will use peeks at a block and then
        jumps over those it used. Looking again costs nothing; words are copied at most
        once for each word made, however the calls are mixed.
        """
        ready = self._buffer.size - self._head
        if ready < n:
            rest = self._buffer[self._head :].copy()
            self._buffer, self._head = rest, 0  # the old array is free before the new one is made
            # At least as many new words as old ones are copied, so the copying stays linear.
            self._buffer = self._with_fresh(rest, max(n, 2 * ready))
        view = self._buffer[self._head : self._head + n]
        view.flags.writeable = False
        return view

    def jump(self, n: int) -> None:
        """Take `n` words unseen; the memory needed does not depend on `n`."""
        if n < 0:
            raise ValueError(f"a stream cannot go {-n} words backwards")
        ready = min(n, self._buffer.size - self._head)
        self._head += ready
        for start in range(ready, n, _PIECE):
            self._fresh(min(_PIECE, n - start))
        self._taken += n

    def tell(self) -> int:
        """The number of words taken so far."""
        return self._taken

    def fork(self) -> Stream:
        """An independent stream of the same words, at the same place."""
        return copy.deepcopy(self)


def _key_of_seed(seed: int) -> Words:
    """The 624 words of state that init_genrand makes of one seed."""
    word = seed & _MASK
    key = [word]
    for i in range(1, _N):
        word = (1812433253 * (word ^ (word >> 30)) + i) & _MASK
        key.append(word)
    return np.array(key, np.uint32)
