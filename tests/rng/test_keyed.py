"""The keyed stream, version 1: one for every seed and name, derived again by other means."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.rng.keyed import keyed_stream


def derived(seed, name):
    """The first words, by hashlib and NumPy's frozen init_by_array alone."""
    text = b"caffe_fillers keyed v1\x00" + int(seed).to_bytes(8, "little") + name.encode("utf-8")
    digest = hashlib.sha256(text).digest()
    key = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 32, 4)]
    return np.random.RandomState(key).randint(0, 2**32, 8, dtype=np.uint32).tolist()


@given(seed=st.integers(0, 2**64 - 1), name=st.text(max_size=20))
def test_key_is_the_hash_of_label_seed_and_name(seed, name):
    """Any seed of 64 bits and any name give the stream that the promise describes."""
    assert derived(seed, name) == keyed_stream(seed, name).words(8).tolist()


@pytest.mark.parametrize(
    ("seed", "name", "expected"),
    [
        (0, "", [1120406898, 1241525223, 1362378573]),
        (1701, "conv1.weight", [2377338965, 4206247040, 661584361]),
        (1701, "fc.bias", [1088568624, 4017308630, 4030504497]),
        (1099511627776, "Gewichte-ä", [3953180928, 3755418145, 1695605553]),
    ],
)
def test_words_never_change(seed, name, expected):
    """Version 1 is frozen: these words were written down with its first release."""
    assert expected == keyed_stream(seed, name).words(3).tolist()


def test_every_name_and_seed_has_a_stream_of_its_own():
    """No two of many names and seeds begin alike."""
    starts = {
        tuple(keyed_stream(seed, name).words(2).tolist())
        for seed in (0, 1, 1701, 2**32, 2**63)
        for name in ("", "a", "b", "conv1.weight", "conv1.bias", "conv1", "Conv1")
    }

    assert len(starts) == 35


@pytest.mark.parametrize("seed", [-1, 2**64 + 2**40])
def test_seed_counts_modulo_two_to_the_64(seed):
    """Any int is a seed, modulo 2**64; unlike Caffe's, the upper half counts."""
    expected = keyed_stream(seed % 2**64, "w").words(3).tolist()

    assert expected == keyed_stream(seed, "w").words(3).tolist()
    assert expected != keyed_stream(seed % 2**32, "w").words(3).tolist()
