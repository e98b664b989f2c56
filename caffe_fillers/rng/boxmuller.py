"""Standard normal numbers by Box and Muller: G1.

Reproduces: boost::normal_distribution up to Boost 1.55.
Frozen since 0.1: no bit of any value and no count of words may ever change. Proved by the golden
files rng.json and rng_oldlibm.json (float64: on glibc 2.28 and newer with FMA).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.rng import compiled
from caffe_fillers.rng.libm import functions
from caffe_fillers.rng.units import take_unit

if TYPE_CHECKING:
    from caffe_fillers.rng.eras import Libm
    from caffe_fillers.rng.stream import Stream

Floats: TypeAlias = NDArray[Any]

BLOCK = 1 << 14  # pairs at a time


class BoxMuller:
    """Pairs of a cosine and a sine value; a sine not yet asked for waits for the next call."""

    def __init__(self, stream: Stream, libm: Libm, dtype: np.dtype[Any]) -> None:
        self._stream, self._dtype = stream, dtype
        self._old = libm != "modern"
        self._libm = functions(libm, dtype)
        self._two_pi = dtype.type(2) * dtype.type(np.pi)
        self._sine = np.empty(0, dtype)
        compiled.prepare()

    def draw(self, out: Floats, mean: float, std: float, *, fused: bool) -> bool:
        """Fill `out` with z * std + mean by a compiled kernel; False where NumPy is to do it.

        Who draws so once on one sampler does so always: the sine that waits is scaled already.
        """
        wide = self._dtype == np.float64
        if out.dtype != self._dtype or (wide and not compiled.host_agrees()):
            return False
        kept = min(self._sine.size, out.size)
        pairs = (out.size - kept) // 2 * 2
        how = (wide, mean, std, fused, self._old)
        if not self._stream.draw("box_muller", out[kept : kept + pairs], *how):
            return False
        out[:kept] = self._sine[:kept]
        self._sine = self._sine[kept:]
        if kept + pairs < out.size:
            last = np.empty(2, self._dtype)
            self._stream.draw("box_muller", last, *how)
            out[-1], self._sine = last[0], last[1:]
        return True

    def fill(self, out: Floats) -> None:
        """Fill the flat array `out` of dtype F."""
        done = min(self._sine.size, out.size)
        out[:done] = self._sine[:done]
        self._sine = self._sine[done:]
        while done < out.size:
            values = self._pairs(min(BLOCK, (out.size - done + 1) // 2))
            fits = min(values.size, out.size - done)
            out[done : done + fits] = values[:fits]
            self._sine = values[fits:].copy()
            done += fits

    def _pairs(self, n: int) -> Floats:
        units = take_unit(self._stream, 2 * n, self._dtype)
        one, minus_two = self._dtype.type(1), self._dtype.type(-2)
        angle = self._two_pi * units[0::2]
        rho = np.sqrt(minus_two * self._libm.log(one - units[1::2]))
        values = np.empty(2 * n, self._dtype)
        values[0::2] = rho * self._libm.cos(angle)
        values[1::2] = rho * self._libm.sin(angle)
        return values
