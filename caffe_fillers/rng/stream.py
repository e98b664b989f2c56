"""The words: MT19937 as boost::mt19937 gives them.

Reproduces: boost::mt19937 (the same in every Boost release from 1.46.1 to 1.89) and, for
`Stream.from_key`, init_by_array of Matsumoto and Nishimura's mt19937ar.c.
Frozen since 0.1: no word of any seed may ever change; STREAMS.md says what is promised.
Proved by: the `engine` records of the golden file rng.json, the 10,000th word of the C++
standard ([rand.predef]), and live by tests/rng/test_live_boost.py.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.kernels import address
from caffe_fillers.rng import engines
from caffe_fillers.rng.engines import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Stream", "Words"]

_MASK = 0xFFFFFFFF


class Stream:
    """The sequence of 32-bit words of one MT19937, and the place reached in it.

    `words` takes words, `peek` looks at them without taking, `jump` takes them unseen, `draw` lets
    a compiled kernel take them. Those four and `tell` and `fork` are all that a distribution may
    use. Two threads may not use one stream at a time.

    Args:
        seed: Any int, taken modulo 2**32.

    Example:
        >>> from caffe_fillers import Stream
        >>> stream = Stream(5489)
        >>> stream.jump(9999)
        >>> int(stream.words(1)[0]), stream.tell()
        (4123659995, 10000)

    Source: boost::mt19937; Matsumoto and Nishimura, 1998.
    """

    __slots__ = ("_buffer", "_engine", "_head", "_taken")

    def __init__(self, seed: int) -> None:
        """Seed as boost::mt19937(seed) does; any int is taken modulo 2**32."""
        self._start(engines.of_seed(int(seed)))

    @classmethod
    def from_key(cls, key_words: Sequence[int]) -> Stream:
        """The stream whose state init_by_array makes of `key_words` (each modulo 2**32)."""
        stream = cls.__new__(cls)
        engine = engines.of_key([int(word) & _MASK for word in key_words])
        stream._start(engine)  # noqa: SLF001 (its own)
        return stream

    def _start(self, engine: engines.Engine) -> None:
        self._engine = engine
        self._buffer: Words = np.empty(0, "<u4")
        self._head = 0
        self._taken = 0

    def _write(self, out: Words) -> None:
        self._engine.write(out)

    def _with_fresh(self, ready: Words, n: int) -> Words:
        """A new array of `n` words: those ready, and fresh ones behind them."""
        words = np.empty(n, "<u4")
        words[: ready.size] = ready
        self._write(words[ready.size :])
        return words

    def words(self, n: int) -> Words:
        """Take the next `n` words: a new array of dtype '<u4', shape (n,)."""
        taken = self._with_fresh(self._buffer[self._head : self._head + n], n)
        self._head = min(self._head + n, self._buffer.size)
        self._taken += n
        return taken

    def draw(self, kernel: str, out: NDArray[Any], *parameters: Any) -> bool:
        """Let a compiled kernel fill the flat array `out` with what it makes of the next words.

        Args:
            kernel: The function's name in `Kernels`.
            out: The array, of a type that the kernel knows.
            parameters: What the kernel is given besides the words and the array.

        Returns:
            Whether it was done; else nothing has happened, and NumPy is to do it.
        """
        engine = self._engine
        usable = out.flags.carray and out.dtype.isnative
        if not (isinstance(engine, engines.CompiledEngine) and usable):
            return False
        ready = self._buffer[self._head :]
        taken = getattr(engine.kernels, kernel)(
            *(address(engine.source), address(ready), ready.size),
            *(address(out), out.size, *parameters),
        )
        self._head += min(taken, ready.size)
        self._taken += taken
        return True

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
        self._engine.skip(n - ready)
        self._taken += n

    def tell(self) -> int:
        """The number of words taken so far."""
        return self._taken

    def fork(self) -> Stream:
        """An independent stream of the same words, at the same place."""
        return copy.deepcopy(self)
