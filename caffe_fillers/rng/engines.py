"""MT19937 itself, twice: NumPy's, and that of the compiled kernels. Both give the same words.

Frozen since 0.1: stream.py says what is promised and what proves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers import kernels

if TYPE_CHECKING:
    from collections.abc import Callable

Words: TypeAlias = NDArray[np.uint32]

N = 624  # words of state
_MASK = 0xFFFFFFFF
_PIECE = 1 << 14  # words made at a time: they stay in the cache


class Engine(Protocol):
    """A generator of words; copied and pickled as the state it is in."""

    def write(self, out: Words) -> None:
        """The next words, into a contiguous array."""
        ...

    def skip(self, n: int) -> None:
        """Take the next `n` words unseen."""
        ...


def of_seed(seed: int) -> Engine:
    """The engine of boost::mt19937(seed)."""
    if kernels.compiled is None:
        # All words of this state count as given out: it is twisted before the first word.
        return of_state(_key_of_seed(seed), N)
    source = np.empty(N + 1, np.uint32)
    kernels.compiled.seed(kernels.address(source), seed & _MASK)
    return CompiledEngine(source, kernels.compiled)


def of_key(key: list[int]) -> Engine:
    """The engine whose state init_by_array makes of a key."""
    # NumPy has frozen this seeding, too; it is a hundred times faster than the loops in Python.
    state = np.random.RandomState(key).get_state(legacy=False)["state"]
    return of_state(state["key"], state["pos"])


def of_state(key: Words, pos: int) -> Engine:
    """The engine with this state, of which `pos` words have been given out."""
    if kernels.compiled is None:
        bits = np.random.MT19937(0)
        bits.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": pos}}
        return NumpyEngine(np.random.RandomState(bits))
    source = np.empty(N + 1, np.uint32)
    source[:N], source[N] = key, pos
    return CompiledEngine(source, kernels.compiled)


class NumpyEngine:
    """The words of a RandomState."""

    __slots__ = ("_random",)

    def __init__(self, random: np.random.RandomState) -> None:
        self._random = random

    def write(self, out: Words) -> None:
        """The next words, into an array."""
        # Made in pieces, so that only one large array lives at a time.
        for start in range(0, out.size, _PIECE):
            piece = out[start : start + _PIECE]
            # NumPy has frozen RandomState (NEP 19); over the full range one number is one word.
            piece[...] = self._random.randint(0, 1 << 32, piece.size, dtype=np.uint32)

    def skip(self, n: int) -> None:
        """Take the next `n` words unseen."""
        for start in range(0, n, _PIECE):
            self._random.randint(0, 1 << 32, min(_PIECE, n - start), dtype=np.uint32)

    def __reduce__(self) -> tuple[Callable[[Words, int], Engine], tuple[Words, int]]:
        state = self._random.get_state(legacy=False)["state"]
        return of_state, (state["key"], state["pos"])


class CompiledEngine:
    """The words of a kernel; `source` is its state, which kernels draw from directly."""

    __slots__ = ("kernels", "source")

    def __init__(self, source: Words, compiled: kernels.Kernels) -> None:
        self.source = source
        self.kernels = compiled

    def write(self, out: Words) -> None:
        """The next words, into an array."""
        self.kernels.words(kernels.address(self.source), kernels.address(out), out.size)

    def skip(self, n: int) -> None:
        """Take the next `n` words unseen."""
        self.kernels.skip(kernels.address(self.source), n)

    def __reduce__(self) -> tuple[Callable[[Words, int], Engine], tuple[Words, int]]:
        return of_state, (self.source[:N].copy(), int(self.source[N]))


def _key_of_seed(seed: int) -> Words:
    """The 624 words of state that init_genrand makes of one seed."""
    word = seed & _MASK
    key = [word]
    for i in range(1, N):
        word = (1812433253 * (word ^ (word >> 30)) + i) & _MASK
        key.append(word)
    return np.array(key, np.uint32)
