"""The keyed stream, derived again with hashlib and plain whole numbers; frozen."""

import hashlib

import pytest

from caffe_fillers.rng.keyed import keyed_stream

pytestmark = pytest.mark.usefixtures("both_ways")

MASK = 2**32 - 1

#: Version 1: the first words of some seeds and names. They may never change.
FIRST = {
    (0, ""): [1120406898, 1241525223, 1362378573, 559646575],
    (1701, "conv1.weight"): [2377338965, 4206247040, 661584361, 2756260868],
    (2**64 - 1, "größe/1[0]"): [1378005433, 2841695657, 2228667971, 2451102297],
}


def mt19937(key):
    """The words of mt19937ar.c after init_by_array(key)."""
    state = [19650218]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + i) & MASK)
    i = 1
    # Eight words go 78 times into 624.
    first = [(1664525, word + j) for _ in range(78) for j, word in enumerate(key)]
    for factor, added in first + [(1566083941, None)] * 623:
        mixed = state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * factor
        state[i] = (mixed - i if added is None else mixed + added) & MASK
        i += 1
        if i == 624:
            state[0], i = state[623], 1
    state[0] = 1 << 31
    while True:
        for i in range(624):
            y = state[i] & 0x80000000 | state[(i + 1) % 624] & 0x7FFFFFFF
            state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
        for word in state:
            y = word ^ word >> 11
            y ^= y << 7 & 0x9D2C5680
            y ^= y << 15 & 0xEFC60000
            yield y ^ y >> 18


@pytest.mark.parametrize(("seed", "name"), FIRST)
def test_the_words_are_those_of_version_1(seed, name):
    """Those of init_by_array of the eight words of a SHA-256."""
    digest = hashlib.sha256(
        b"caffe_fillers keyed v1\x00" + seed.to_bytes(8, "little") + name.encode("utf-8")
    ).digest()
    key = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 32, 4)]
    words = keyed_stream(seed, name).words(2000)

    assert words.tolist() == [
        next_word for next_word, _ in zip(mt19937(key), range(2000), strict=False)
    ]
    assert words[:4].tolist() == FIRST[seed, name]


def test_seeds_are_of_64_bits():
    """Larger and negative ones wrap."""
    assert keyed_stream(-1, "a").words(3).tolist() == keyed_stream(2**64 - 1, "a").words(3).tolist()
    assert keyed_stream(2**64, "a").words(3).tolist() == keyed_stream(0, "a").words(3).tolist()
    assert keyed_stream(2**32, "a").words(3).tolist() != keyed_stream(0, "a").words(3).tolist()
