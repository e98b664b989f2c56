"""Uniform and Bernoulli numbers after Boost.Random: U0, U1, U2 and B.

Reproduces: boost::uniform_real as caffe_rng_uniform calls it (U0: Boost up to 1.46.1, U1: 1.47 to
1.55, U2: from 1.56), boost::bernoulli_distribution as caffe_rng_bernoulli calls it (all releases).
Frozen since 0.1: no bit of any value and no count of words may ever change. Proved by the
golden file rng.json and live by tests/rng/test_live_boost.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.errors import FillerError
from caffe_fillers.rng.fma import fma
from caffe_fillers.rng.units import scale

if TYPE_CHECKING:
    from caffe_fillers.rng.eras import Uniform
    from caffe_fillers.rng.stream import Stream, Words

Floats: TypeAlias = NDArray[Any]

#: The arrays that the Bernoulli kernel can write, by NumPy's letter, and what it calls them.
_SIZES = {"f": "f", "d": "d", np.dtype(np.int32).char: "i", "B": "B", "b": "B", "?": "B"}

BLOCK = 1 << 16  # words at a time: the arrays of a block stay in the cache


class UniformSampler:
    """Values in [low, high], both included, of dtype F (float32 or float64).

    One word a value; a word whose value would lie above `high` is passed over (U1, U2), or one
    whose float32 fraction rounds to 1 (U0).
    """

    def __init__(
        self,
        stream: Stream,
        algorithm: Uniform,
        low: float,
        high: float,
        dtype: np.dtype[Any],
        *,
        fused: bool = False,
    ) -> None:
        f = dtype.type
        largest = np.finfo(dtype).max
        lo, hi = f(low), np.nextafter(f(high), largest)
        self._stream, self._dtype, self._fused = stream, dtype, fused
        self._halved = False
        with np.errstate(over="ignore"):
            if hi / f(2) - lo / f(2) > largest / f(2):
                if algorithm == "U1":
                    raise FillerError(
                        f"uniform from {low} to {high}: Boost 1.47 to 1.55 never ends here, "
                        "the width overflows",
                        hint="Choose min and max less far apart, or Boost 1.56 or newer.",
                    )
                if algorithm == "U2":
                    self._halved, lo, hi = True, lo / f(2), hi / f(2)
            if algorithm != "U0" and not lo < hi:
                raise FillerError(
                    f"uniform from {low} to {high}: Boost never ends here, "
                    "there is no number above max",
                    hint="Choose a smaller max.",
                )
            self._lo, self._range = lo, hi - lo
        # U0 redraws fractions of 1, U1 and U2 values of hi.
        self._below = f(1) if algorithm == "U0" else hi
        self._tests_fraction = algorithm == "U0"
        #: What the compiled kernel is given.
        self._kernel = (
            *(dtype == np.float64, float(lo), float(self._range), float(self._below)),
            *(self._tests_fraction, self._halved, fused),
        )

    def fill(self, out: Floats) -> None:
        """Fill the flat array `out` of dtype F."""
        if out.dtype == self._dtype and self._stream.draw("uniform", out, *self._kernel):
            return
        done = 0
        while done < out.size:
            values = self._values(self._stream.words(min(BLOCK, out.size - done)))
            out[done : done + values.size] = values
            done += values.size

    def _values(self, words: Words) -> Floats:
        t = words.astype(self._dtype)
        t *= scale(self._dtype)
        if self._tests_fraction:
            return self._scaled(_kept(t, self._below))
        r = _kept(self._scaled(t), self._below)
        return r * self._dtype.type(2) if self._halved else r

    def _scaled(self, t: Floats) -> Floats:
        if self._fused:
            return fma(t, self._range, self._lo)
        # U0 over a width that overflows gives inf and nan, as it did.
        with np.errstate(over="ignore", invalid="ignore"):
            t *= self._range
            t += self._lo
        return t


def _kept(values: Floats, below: Any) -> Floats:
    keep = values < below
    return values if keep.all() else values[keep]


class BernoulliSampler:
    """Ones with probability p, zeros else; one word a value, none at all for p == 0."""

    def __init__(self, stream: Stream, p: float, dtype: np.dtype[Any]) -> None:
        f = dtype.type
        self._stream, self._dtype, self._wide = stream, dtype, dtype == np.float64
        self._never = f(p) == 0
        self._limit = f(p) * f(4294967295)

    def fill(self, out: NDArray[Any]) -> None:
        """Fill the flat array `out`, of any integer, float or bool dtype."""
        if self._never:
            out[...] = 0
            return
        size = _SIZES.get(out.dtype.char)
        if size and self._stream.draw("bernoulli", out, self._wide, float(self._limit), size):
            return
        for start in range(0, out.size, BLOCK):
            words = self._stream.words(min(BLOCK, out.size - start))
            out[start : start + BLOCK] = words.astype(self._dtype) <= self._limit
