"""The compiled inner loops, where they were built: `compiled`, or None.

They give the bits that NumPy gives, more quickly. CAFFE_FILLERS_PURE=1 in the environment turns
them off; _kernels.c is the only source.
"""

from __future__ import annotations

import os
import sys
import zlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Kernels", "address", "built", "compiled", "in_use", "is_current", "plain"]


class Kernels(Protocol):
    """The functions of _kernels.c; addresses are whole numbers, `source` is 625 words."""

    def constants(self, at: int, nbytes: int, /) -> None:
        """Take over the tables."""

    def seed(self, source: int, seed: int, /) -> None:
        """Put a source at the beginning of a seed's words."""

    def words(self, source: int, out: int, count: int, /) -> None:
        """Take the next words."""

    def skip(self, source: int, count: int, /) -> None:
        """Take the next words unseen."""

    def first_words(self, first: int, seeds: int, start: int, count: int, /, *work: int) -> None:
        """Words start, start + 1, … of many seeds from `first` on, a row for each word."""

    def scan(self, *arguments: int) -> int:
        """Which of many seeds may begin with a value; the number that pass."""
        ...

    def looks(self, *arguments: int) -> tuple[int, float, float, float, float, float]:
        """Extremes, sums and counts of values, or where the first stands that is not finite."""
        ...

    def spread(self, *arguments: Any) -> tuple[float, float]:
        """Sums of the second and fourth powers of the distances from a mean."""
        ...

    def sums(self, *arguments: Any) -> tuple[float, float, float]:
        """Sums of z, |z| and z * z for values brought to the unit scale."""
        ...

    def steps(self, *arguments: Any) -> None:
        """Count how many values need which step of a distribution function."""

    def pairs(self, *arguments: Any) -> tuple[int, float, float, float, float]:
        """Sums over disjoint pairs of values brought to the unit scale."""
        ...

    def equal(self, first: int, second: int, nbytes: int, /) -> bool:
        """Whether two stretches of memory hold the same bytes."""
        ...

    def host(self, x: float, /) -> tuple[float, float, float, float]:
        """log(x), exp(-x), sin(x) and cos(x) of the C library that the kernels call."""
        ...

    def uniform(self, *arguments: Any) -> int:
        """Draw uniform values; the number of words taken. The others draw likewise."""
        ...

    def bernoulli(self, *arguments: Any) -> int:
        """Draw ones and zeros."""
        ...

    def ziggurat(self, *arguments: Any) -> int:
        """Draw normal values, G2 or G3."""
        ...

    def box_muller(self, *arguments: Any) -> int:
        """Draw normal values, G1; an even number of them."""
        ...


def _load() -> Any:
    # Kernels have words in the machine's order, streams in the little-endian one.
    if sys.byteorder != "little" or os.environ.get("CAFFE_FILLERS_PURE", "0") not in ("", "0"):
        return None
    try:
        module = import_module("caffe_fillers.kernels._kernels")
    except ImportError:
        return None
    return module if is_current(module, Path(__file__).with_name("_kernels.c")) else None


def is_current(module: Any, source: Path) -> bool:
    """Whether kernels were built of the source beside them, if there is one.

    An editable installation keeps its build when the source changes, and an old build may draw
    other numbers.
    """
    built_of = getattr(module, "source_crc", None)
    if not source.exists():
        return True
    return built_of is not None and bool(built_of() == zlib.crc32(source.read_bytes()))


#: The compiled module, or None where there is none, or none is wanted.
built: Kernels | None = _load()
#: The same, as new streams take it: tests set it to None to try NumPy's way.
compiled: Kernels | None = built


def in_use() -> str:
    """Which inner loops are at work, for people."""
    return "compiled kernels" if compiled else "NumPy"


def plain(*arrays: NDArray[Any]) -> bool:
    """Whether kernels can read the arrays as they are: contiguous float32 or float64."""
    return all(
        array.dtype.char in "fd" and array.dtype.isnative and array.flags.c_contiguous
        for array in arrays
    )


def address(array: NDArray[Any]) -> int:
    """Where the array's first value stands; the array must be contiguous, and outlive the call."""
    at: int = array.__array_interface__["data"][0]
    return at
