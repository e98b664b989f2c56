"""A stream of its own for every name: what a blob gets does not depend on its neighbours.

Version 1, frozen since 0.1: the stream of a seed and a name may never change. The key of MT19937
(init_by_array) is the eight little-endian words of the SHA-256 of a label, the seed and the name;
proved by tests/rng/test_keyed.py, which derives it again with hashlib and NumPy alone.
"""

from __future__ import annotations

import hashlib

import numpy as np

from caffe_fillers.rng.stream import Stream

__all__ = ["keyed_stream"]

LABEL = b"caffe_fillers keyed v1\0"


def keyed_stream(seed: int, name: str) -> Stream:
    """The stream of this name; `seed` is taken modulo 2**64."""
    text = LABEL + (seed % 2**64).to_bytes(8, "little") + name.encode()
    words = np.frombuffer(hashlib.sha256(text).digest(), "<u4")
    return Stream.from_key(words.tolist())
