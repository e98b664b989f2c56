"""The first words of many MT19937 streams at once, one column for each seed.

The first outputs need only few words of the state: output j is made of the words j, j + 1 and
j + 397. So the seeding stops as soon as these are there.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers import kernels

__all__ = ["words_of"]

Words: TypeAlias = NDArray[np.uint32]

_N, _M = 624, 397
_LANES = 128  # seeds that a kernel works at, side by side
_UPPER, _LOWER = np.uint32(0x80000000), np.uint32(0x7FFFFFFF)
_MATRIX = np.uint32(0x9908B0DF)


def words_of(seeds: Words, start: int, count: int) -> Words:
    """Words start … start + count - 1 of the stream of each seed, shape (count, seeds)."""
    if kernels.compiled is not None and count and _consecutive(seeds):
        return _by_kernel(kernels.compiled, seeds, start, count)
    stop = start + count
    if stop + _M <= _N:
        near, far = _seeded(seeds, range(start, stop + 1), range(start + _M, stop + _M))
        return _tempered(_mixed(near, far))
    (state,) = _seeded(seeds, range(_N))
    parts = []
    for generation in range(-(-stop // _N)):
        state = _next(state)
        first = generation * _N
        parts.append(state[max(start - first, 0) : max(min(stop - first, _N), 0)])
    return _tempered(np.concatenate(parts))


def _consecutive(seeds: Words) -> bool:
    return seeds.size > 1 and bool((np.diff(seeds) == 1).all())


def _by_kernel(built: kernels.Kernels, seeds: Words, start: int, count: int) -> Words:
    out = np.empty((count, seeds.size), np.uint32)
    state, rows = np.empty((_N, _LANES), np.uint32), np.empty((count, _LANES), np.uint32)
    work = (kernels.address(state), kernels.address(rows), kernels.address(out))
    built.first_words(int(seeds[0]), seeds.size, start, count, *work)
    return out


def _seeded(seeds: Words, *wanted: range) -> list[Words]:
    """Ranges of rows of the state that boost::mt19937 makes of each seed."""
    kept = [np.empty((len(rows), seeds.size), np.uint32) for rows in wanted]
    row, shifted = seeds.copy(), np.empty_like(seeds)
    for i in range(max(rows.stop for rows in wanted)):
        if i:
            # row = 1812433253 * (row ^ row >> 30) + i, in place: two arrays stay in the cache.
            np.right_shift(row, np.uint32(30), out=shifted)
            np.bitwise_xor(row, shifted, out=row)
            np.multiply(row, np.uint32(1812433253), out=row)
            np.add(row, np.uint32(i), out=row)
        for rows, target in zip(wanted, kept, strict=True):
            if i in rows:
                target[i - rows.start] = row
    return kept


def _mixed(words: Words, far: Words) -> Words:
    """The state's next words: each of a word, the one behind (hence a row more), and a far one."""
    y = (words[:-1] & _UPPER) | (words[1:] & _LOWER)
    mixed: Words = far ^ (y >> np.uint32(1)) ^ ((y & np.uint32(1)) * _MATRIX)
    return mixed


def _next(state: Words) -> Words:
    """The whole state after 624 outputs, in three pieces: later words are made of new ones."""
    new = np.empty_like(state)
    near = _N - _M
    new[:near] = _mixed(state[: near + 1], state[_M:])
    new[near : 2 * near] = _mixed(state[near : 2 * near + 1], new[:near])
    new[2 * near : -1] = _mixed(state[2 * near :], new[near : _M - 1])
    new[-1:] = _mixed(np.stack([state[-1], new[0]]), new[_M - 1 : _M])
    return new


def _tempered(words: Words) -> Words:
    z: Words = words ^ (words >> np.uint32(11))
    z ^= (z << np.uint32(7)) & np.uint32(0x9D2C5680)
    z ^= (z << np.uint32(15)) & np.uint32(0xEFC60000)
    z ^= z >> np.uint32(18)
    return z
