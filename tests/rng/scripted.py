"""Streams whose first words are chosen, and what draws from them."""

import itertools

import numpy as np

from caffe_fillers.rng.eras import BoostRow, Era, MathRow, caffe_row
from caffe_fillers.rng.stream import Stream
from tests.rng import reference

TYPES = {"float32": np.float32, "float64": np.float64}

#: Words at the edges of the rules, and words that lead into layer 0 and far out in it.
EDGES = (
    *(0, 1, 2, 255, 256, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF, 0xFFFFFFFE),
    *(0xFFFFFF7F, 0xFFFFFF80, 0xFFFFFF81, 0xFFFFFF00, 0xFFFFFF01, 0xFFFFFF02, 0xFFFFFF03),
    *(0xF0000000, 0xF0000001, 0xF8000000, 0xF8000001, 0xFF00FF00, 0xFE0000FE, 0xFE0000FF),
    *(0x1FFFFFFF, 0x1FFFFF00, 0xEDB00000, 0xEDC00001, 0xFC0000CA, 0xFC0000CB, 0xFC0000CC),
)


class Scripted(Stream):
    """A stream that begins with the words of a script and goes on as Stream(seed)."""

    def __init__(self, script, seed=0):
        super().__init__(seed)
        self._buffer = np.array(script, "<u4")


def engine(script, seed=0):
    """The same words for the reference."""
    return reference.Engine(itertools.chain(script, endless(seed)))


def endless(seed):
    """The words of a seed without end; the package's own, they have a test of their own."""
    stream = Stream(seed)
    while True:
        yield from stream.words(1000).tolist()


def era(*algorithms, libm="modern", fused=False):
    """An era with these algorithms, and Boost 1.74's for what is not named."""
    rows = {"U": "U2", "G": "G3"} | {name[0]: name for name in algorithms}
    boost = BoostRow(" ".join(algorithms), rows["U"], rows["G"])
    return Era(boost, caffe_row("master"), MathRow("test", libm=libm, fma=fused))


def same(expected, actual):
    """Whether two float arrays have the same bits, all NaN being one."""
    expected, actual = np.asarray(expected), np.asarray(actual)
    if expected.dtype != actual.dtype or expected.shape != actual.shape:
        return False
    if expected.dtype.kind != "f":
        return np.array_equal(expected, actual)
    nan = np.isnan(expected)
    return np.array_equal(nan, np.isnan(actual)) and (
        expected[~nan].tobytes() == actual[~nan].tobytes()
    )
