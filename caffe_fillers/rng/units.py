"""The pieces that distributions are made of: words to fractions, read at many places at once.

Reproduces: Boost.Random's uniform_01 and generate_int_float_pair over a 32-bit engine.
Frozen since 0.1; proved by the golden file rng.json.

A function here that takes `words, at` reads a block of words at an array of places and returns
values and the places behind what was read. A place beyond the block reads rubbish and stays
beyond it: whoever reads looks at the place at last, and leaves such a draw to the next block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from caffe_fillers.rng.stream import Stream, Words

Floats: TypeAlias = NDArray[Any]
Places: TypeAlias = NDArray[np.intp]

FIRST_ONE = np.uint32(0xFFFFFF80)  # from here on float32(word) is 2**32


def scale(dtype: np.dtype[Any]) -> Any:
    """2**-32 as a scalar of F: the step from a word to a fraction."""
    return dtype.type(2.0**-32)


def take_unit(stream: Stream, n: int, dtype: np.dtype[Any]) -> Floats:
    """The next `n` fractions in [0, 1) of dtype F.

    A fraction takes one word, and in float32 another one for each that rounds to 1.
    """
    words = stream.words(n)
    if dtype == np.float32:
        words = words[words < FIRST_ONE]
        while words.size < n:
            more = stream.words(n - words.size)
            words = np.concatenate([words, more[more < FIRST_ONE]])
    fractions: Floats = words.astype(dtype) * scale(dtype)
    return fractions


def read(words: Words, at: Places) -> Words:
    """The words at these places; rubbish for places beyond the block."""
    return words.take(at, mode="clip")


def unit(words: Words, at: Places, dtype: np.dtype[Any]) -> tuple[Floats, Places]:
    """A fraction in [0, 1) at each place, as `take_unit` gives them, and the places behind."""
    word = read(words, at)
    if dtype == np.float32:
        redrawn = np.flatnonzero((word >= FIRST_ONE) & (at < words.size))
        if redrawn.size:
            at = at.copy()
            while redrawn.size:
                at[redrawn] += 1
                word[redrawn] = read(words, at[redrawn])
                again = (word[redrawn] >= FIRST_ONE) & (at[redrawn] < words.size)
                redrawn = redrawn[again]
    return word.astype(dtype) * scale(dtype), at + 1


def pair(words: Words, at: Places, dtype: np.dtype[Any]) -> tuple[Words, Floats, Places]:
    """A byte and a fraction in [0, 1) at each place, and the places behind (one word, or two)."""
    word = read(words, at)
    byte = word & np.uint32(0xFF)
    fraction = (word >> np.uint32(8)).astype(dtype) * dtype.type(2.0**-24)
    if dtype == np.float32:
        return byte, fraction, at + 1
    high = read(words, at + 1) & np.uint32(0x1FFFFFFF)
    return byte, (high.astype(dtype) + fraction) * dtype.type(2.0**-29), at + 2
