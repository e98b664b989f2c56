"""Boost's distributions by the names of their algorithms: U0, U1, U2, G1, G2, G3, B.

Each gives a `Sampler` over a stream. A sampler's `fill` may be called with arrays of any lengths:
all of them together equal one call with a long one. Caffe makes a new sampler for each blob.
Frozen since 0.1: see uniform.py, boxmuller.py and ziggurat.py for what and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from caffe_fillers.rng.boxmuller import BoxMuller
from caffe_fillers.rng.fma import fma
from caffe_fillers.rng.uniform import BernoulliSampler, UniformSampler
from caffe_fillers.rng.ziggurat import Ziggurat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.rng import eras
    from caffe_fillers.rng.stream import Stream

__all__ = ["BernoulliSampler", "GaussianSampler", "Sampler", "UniformSampler", "standard_normal"]

BLOCK = 1 << 18


class Sampler(Protocol):
    """Something that fills flat arrays with the next numbers of one distribution."""

    def fill(self, out: NDArray[Any]) -> None:
        """Fill the flat, contiguous array `out`."""
        ...


class Normal(Sampler, Protocol):
    """A sampler of mean 0 and standard deviation 1."""

    def draw(self, out: NDArray[Any], mean: float, std: float, *, fused: bool) -> bool:
        """Fill `out` with z * std + mean by a compiled kernel; False where NumPy is to do it."""
        ...


def standard_normal(
    stream: Stream, algorithm: eras.Normal, libm: eras.Libm, dtype: np.dtype[Any]
) -> Normal:
    """A sampler of mean 0 and standard deviation 1: G1, G2 or G3."""
    if algorithm == "G1":
        return BoxMuller(stream, libm, dtype)
    return Ziggurat(stream, algorithm, libm, dtype)


class GaussianSampler:
    """z * std + mean of a standard normal sampler: product, then sum, each rounded to F."""

    def __init__(
        self, normal: Normal, mean: float, std: float, dtype: np.dtype[Any], *, fused: bool = False
    ) -> None:
        self._normal, self._fused = normal, fused
        self._mean, self._std = dtype.type(mean), dtype.type(std)

    def fill(self, out: NDArray[Any]) -> None:
        """Fill the flat array `out` of dtype F."""
        if self._normal.draw(out, float(self._mean), float(self._std), fused=self._fused):
            return
        for start in range(0, out.size, BLOCK):
            block = out[start : start + BLOCK]
            self._normal.fill(block)
            if self._fused:
                block[...] = fma(block, self._std, self._mean)
                continue
            with np.errstate(all="ignore"):
                block *= self._std
                block += self._mean  # also for mean 0, which makes -0 a +0
