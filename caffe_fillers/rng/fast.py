"""The ziggurat's fast draws: which they are for certain, and what each gives.

Derived from tables.py by exact steps, for NumPy and for the compiled kernels.
Frozen since 0.1: see ziggurat.py.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.rng import tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.rng.units import Floats

__all__ = ["limits", "steps"]


@functools.cache
def limits(dtype: np.dtype[Any]) -> NDArray[np.uint32]:
    """By byte: from which word on (float64: which second word) a draw may be slow.

    Below it x < X[i+1] for certain: four steps of the fraction are more than all roundings.
    """
    ratio = np.repeat(tables.NORMAL_X[1:] / tables.NORMAL_X[:-1], 2)
    bits, shift = (24, 8) if dtype == np.float32 else (29, 0)
    whole = np.maximum(np.floor(ratio * 2.0**bits) - 4, 0)
    found: NDArray[np.uint32] = whole.astype(np.uint32) << np.uint32(shift)
    return found


@functools.cache
def steps(dtype: np.dtype[Any]) -> Floats:
    """By byte: the signed value of one step of the fraction, X[i] times a power of two (exact)."""
    step = np.array([-1, 1], np.float64) * 2.0 ** (-24 if dtype == np.float32 else -29)
    return (np.repeat(tables.NORMAL_X[:-1], 2) * np.tile(step, tables.NORMAL_X.size - 1)).astype(
        dtype
    )
