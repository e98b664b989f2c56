"""The keyed stream, derived again with hashlib and NumPy alone; frozen."""

import hashlib

import numpy as np
import pytest

from caffe_fillers.rng.keyed import keyed_stream

#: Version 1: the first words of some seeds and names. They may never change.
FIRST = {
    (0, ""): [1120406898, 1241525223, 1362378573, 559646575],
    (1701, "conv1.weight"): [2377338965, 4206247040, 661584361, 2756260868],
    (2**64 - 1, "größe/1[0]"): [1378005433, 2841695657, 2228667971, 2451102297],
}


@pytest.mark.parametrize(("seed", "name"), FIRST)
def test_the_words_are_those_of_version_1(seed, name):
    """NumPy's init_by_array of the eight words of a SHA-256."""
    digest = hashlib.sha256(
        b"caffe_fillers keyed v1\x00" + seed.to_bytes(8, "little") + name.encode("utf-8")
    ).digest()
    key = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 32, 4)]
    expected = np.random.RandomState(key).randint(0, 2**32, 2000, dtype=np.uint32)
    words = keyed_stream(seed, name).words(2000)

    assert np.array_equal(words, expected)
    assert words[:4].tolist() == FIRST[seed, name]


def test_seeds_are_of_64_bits():
    """Larger and negative ones wrap."""
    assert keyed_stream(-1, "a").words(3).tolist() == keyed_stream(2**64 - 1, "a").words(3).tolist()
    assert keyed_stream(2**64, "a").words(3).tolist() == keyed_stream(0, "a").words(3).tolist()
    assert keyed_stream(2**32, "a").words(3).tolist() != keyed_stream(0, "a").words(3).tolist()
