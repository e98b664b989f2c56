"""What the compiled kernels are told once: tables and constants, as _kernels.c lays them out.

Nothing is written down here twice: the numbers stand in tables.py, libm.py and fast.py.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers import kernels
from caffe_fillers.rng import fast, libm, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["host_agrees", "prepare"]


@functools.cache
def prepare() -> None:
    """Give the kernels, where there are any, their tables."""
    if kernels.built is not None:
        packed = np.frombuffer(b"".join(part.tobytes() for part in _parts()), "u1")
        kernels.built.constants(kernels.address(packed), packed.size)


def _parts() -> list[NDArray[Any]]:
    """The fields of `T` in _kernels.c, in its order."""
    single, double = np.dtype(np.float32), np.dtype(np.float64)
    return [
        *(tables.NORMAL_X, tables.NORMAL_Y, tables.EXPONENTIAL_X, tables.EXPONENTIAL_Y),
        *libm.constants(),
        *(fast.steps(double), fast.steps(single)),
        *(fast.limits(double), fast.limits(single)),
    ]


@functools.cache
def host_agrees() -> bool:
    """Whether the kernels' C library gives the float64 functions that Python's `math` gives.

    It is the same library nearly everywhere. Where it is not, NumPy's way is taken for the numbers
    that depend on it.
    """
    # As many as tell two releases of one library apart (with and without fused multiply-add,
    # glibc gives 1 cosine in 1600 otherwise), at places without a pattern.
    places = [(i * 0.6180339887498949) % 1.0 for i in range(1, 8193)]
    host = kernels.built.host if kernels.built else None
    return host is not None and all(
        host(x) == (math.log(x), math.exp(-x), math.sin(x), math.cos(x))
        for place in places
        for x in (place, place * 6.25)
    )
