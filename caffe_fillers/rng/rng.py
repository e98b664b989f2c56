"""A stream and an era together: the numbers that Caffe's math functions give.

Reproduces: caffe_rng_uniform, caffe_rng_gaussian, caffe_rng_bernoulli and caffe_rng_rand
(math_functions.cpp). Frozen since 0.1; proved by the golden file rng.json.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.errors import FillerError
from caffe_fillers.rng import boost
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.stream import Stream

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

__all__ = ["Rng", "fresh_seed"]

_SCRATCH = 1 << 16


def fresh_seed() -> int:
    """Thirty-two bits of the system's, as Caffe takes them where nobody gives a seed."""
    return int.from_bytes(os.urandom(4), "little")


class Rng:
    """Caffe's random numbers from a seed, or from a stream that somebody else goes on using.

    The working type F of a call is that of the array to fill: float32 as Caffe, or float64.
    Every call makes a new distribution, as Caffe does for each blob; only the stream goes on.

    Args:
        seed: A whole number from 0, taken modulo 2**32 as Caffe's random_seed; or a stream.
        era: Boost, Caffe and arithmetic; `Era.default()` when not given.

    Raises:
        FillerError: `seed` is anything else: "1701", 1.5, True, -1 (Caffe's word for a seed that
            nobody chose), a generator of NumPy's.

    Example:
        >>> from caffe_fillers import Rng
        >>> Rng(1701).word()
        384112814

    Source: common.cpp, Caffe::RNG; math_functions.cpp.
    """

    __slots__ = ("era", "stream")

    def __init__(self, seed: int | Stream = 1701, era: Era | None = None) -> None:
        self.stream = seed if isinstance(seed, Stream) else Stream(_seed_of(seed))
        self.era = Era.default() if era is None else era

    def word(self) -> int:
        """The next word of the stream (caffe_rng_rand)."""
        return int(self.stream.words(1)[0])

    def uniform(self, low: float, high: float, out: NDArray[Any]) -> None:
        """Fill `out` (any shape, in index order) with values in [low, high].

        Raises:
            FillerError: low > high, bounds that are not finite, or bounds for which this Boost
                never ends.
        """
        _fill(self.uniform_sampler(low, high, out.dtype), out)

    def gaussian(self, mean: float, std: float, out: NDArray[Any]) -> None:
        """Fill `out` (any shape, in index order) with normal values.

        Raises:
            FillerError: std is not above 0.
        """
        _fill(self.gaussian_sampler(mean, std, out.dtype), out)

    def bernoulli(self, p: float, out: NDArray[Any], dtype: DTypeLike | None = None) -> None:
        """Fill `out` (integer, float or bool) with ones of probability p, and zeros.

        F is `dtype`, or that of `out` if it is float32 or float64, else float32.

        Raises:
            FillerError: p is not between 0 and 1.
        """
        if dtype is None:
            dtype = out.dtype if out.dtype.kind == "f" and out.dtype.itemsize >= 4 else np.float32
        _fill(self.bernoulli_sampler(p, dtype), out)

    def uniform_sampler(self, low: float, high: float, dtype: DTypeLike) -> boost.Sampler:
        """What `uniform` fills with, for pouring in blocks; raises as `uniform` does."""
        f = _working_type(dtype)
        lo, hi = _rounded(low, f), _rounded(high, f)
        if not (np.isfinite(lo) and np.isfinite(hi)):
            raise FillerError(
                f"uniform needs finite min and max, not {low} and {high}",
                hint=f"They are rounded to {f}, whose largest value is {np.finfo(f).max}.",
            )
        if not lo <= hi:
            raise FillerError(
                f"uniform needs min <= max, not min {low} and max {high}",
                hint="Exchange min and max.",
            )
        row = self.era.boost
        return boost.UniformSampler(self.stream, row.uniform, lo, hi, f, fused=self.era.math.fma)

    def gaussian_sampler(self, mean: float, std: float, dtype: DTypeLike) -> boost.Sampler:
        """What `gaussian` fills with, for pouring in blocks; raises as `gaussian` does."""
        f = _working_type(dtype)
        mu, sigma = _rounded(mean, f), _rounded(std, f)
        if not sigma > 0:
            raise FillerError(
                f"gaussian needs std > 0, not {std}", hint="Use a constant filler for equal values."
            )
        math = self.era.math
        normal = boost.standard_normal(self.stream, self.era.boost.normal, math.libm, f)
        return boost.GaussianSampler(normal, mu, sigma, f, fused=math.fma)

    def bernoulli_sampler(self, p: float, dtype: DTypeLike) -> boost.Sampler:
        """What `bernoulli` fills with, for pouring in blocks; raises as `bernoulli` does."""
        f = _working_type(dtype)
        chance = _rounded(p, f)
        if not 0 <= chance <= 1:
            raise FillerError(
                f"bernoulli needs a probability between 0 and 1, not {p}",
                hint="A sparse filler's `sparse` is at most the first dimension of its blob.",
            )
        return boost.BernoulliSampler(self.stream, chance, f)


def _seed_of(seed: object) -> int:
    if isinstance(seed, (int, np.integer)) and not isinstance(seed, (bool, np.bool_)):
        number = int(seed)
        if number >= 0:
            return number
        raise FillerError(
            f"a seed is not negative, {number} is",
            where="seed",
            hint="Caffe takes a fresh seed for -1: leave the seed out where you may.",
        )
    raise FillerError(
        f"a seed is a whole number, not {seed!r}"
        if isinstance(seed, (str, float, bool, np.generic))
        else f"a seed is a whole number, not a {type(seed).__name__}",
        where="seed",
        hint="Write Rng(1701).",
    )


def _rounded(value: float, dtype: np.dtype[Any]) -> Any:
    with np.errstate(over="ignore", under="ignore"):
        return dtype.type(value)


def _working_type(dtype: DTypeLike) -> np.dtype[Any]:
    """The native float32 or float64 of `dtype`, on a machine that keeps denormals."""
    f: np.dtype[Any] = np.dtype(dtype).newbyteorder("=")
    if f not in (np.float32, np.float64):
        raise FillerError(
            f"numbers are drawn as float32 or float64, not as {np.dtype(dtype)}",
            hint="Draw float32 and convert afterwards.",
        )
    _refuse_flushing()
    return f


def _refuse_flushing() -> None:
    """Some libraries, once loaded, let the processor turn denormal numbers into zeros."""
    for f in (np.float32, np.float64):
        tiny = np.array([np.finfo(f).tiny])
        denormal = tiny * f(0.5)
        if denormal[0] == 0 or (denormal * f(2))[0] != tiny[0]:
            raise FillerError(
                "this thread flushes denormal numbers to zero, the numbers would not be Caffe's",
                hint="A library built with -ffast-math, or torch.set_flush_denormal, does that: "
                "draw before it is loaded, or in another process.",
            )


def _fill(sampler: boost.Sampler, out: NDArray[Any]) -> None:
    """Let the sampler fill `out` in index order, whatever its layout and byte order."""
    if out.flags.c_contiguous and out.dtype.isnative:
        sampler.fill(out.reshape(-1))
        return
    scratch = np.empty(min(out.size, _SCRATCH), out.dtype.newbyteorder("="))
    for start in range(0, out.size, _SCRATCH):
        block = scratch[: out.size - start]
        sampler.fill(block)
        out.flat[start : start + block.size] = block
