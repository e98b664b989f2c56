"""Two runs of numbers, compared bit by bit: how many differ, and the story of the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape

__all__ = ["EXACT", "Difference", "Tally", "Tolerance", "is_float", "number_text"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a value may be from the expected one; by default not by a bit."""

    #: Steps between neighbouring numbers of the type that the file has.
    ulps: int = 0
    #: A share of the expected value.
    relative: float = 0.0
    absolute: float = 0.0

    def __str__(self) -> str:
        parts = (
            f"{self.ulps} ulps" if self.ulps else "",
            f"{self.relative:g} of the value" if self.relative else "",
            f"{self.absolute:g}" if self.absolute else "",
        )
        return " or ".join(filter(None, parts)) or "not a bit"


EXACT = Tolerance()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two blobs differ."""

    #: How many values differ, of how many.
    differing: int
    total: int
    #: The first that differs: its flat index, and both values.
    index: int
    expected: float
    found: float
    #: How many numbers of their type lie between these two, plus one; 0 for the two zeros.
    ulps: int
    #: The values' type.
    dtype: np.dtype[Any]

    def place(self, shape: Shape) -> tuple[int, ...]:
        """The index in each axis of the first value that differs."""
        return tuple(int(i) for i in np.unravel_index(self.index, shape)) if shape else ()

    def lines(self, shape: Shape) -> tuple[str, ...]:
        """The story: how many, where, both values, how far apart."""
        share = 100 * self.differing / self.total
        values = f"{self.differing:,} of {self.total:,} values ({share:.3g} %)"
        where = f"index {self.index}" + (f" {self.place(shape)}" if len(shape) > 1 else "")
        return (
            f"{values} differ, the first at {where}",
            f"expected {number_text(self.expected, self.dtype)}",
            f"found    {number_text(self.found, self.dtype)}, {self._distance()}",
        )

    def asdict(self, shape: Shape) -> dict[str, Any]:
        """The story for JSON; values in hexadecimal."""
        return {
            "differing": self.differing,
            "total": self.total,
            "index": self.index,
            "place": list(self.place(shape)),
            "expected": self.expected.hex(),
            "found": self.found.hex(),
            "ulps": self.ulps,
        }

    def _distance(self) -> str:
        if np.isnan(self.expected) or np.isnan(self.found):
            return "not comparable"
        if not self.ulps:
            return "the other zero"
        return f"{self.ulps:,} ulp{'s' * (self.ulps != 1)} apart"


def number_text(value: float, dtype: np.dtype[Any]) -> str:
    """A number in decimal, as short as its type allows, and in hexadecimal."""
    short = np.array(value, np.float64).astype(dtype)
    return f"{short!s} ({float(value).hex()})"


def is_float(dtype: np.dtype[Any]) -> bool:
    """Whether numbers of this type can be compared: IEEE's types, and ml_dtypes' short ones."""
    return dtype.kind == "f" or "float" in dtype.name


class Tally:
    """Compares a blob block by block, remembering the first difference and their number."""

    def __init__(self, tolerance: Tolerance = EXACT) -> None:
        self._tolerance = tolerance
        self.total = 0
        self.differing = 0
        self._first: tuple[int, float, float, int] | None = None
        self._dtype = np.dtype(np.float32)

    def add(self, start: int, expected: NDArray[Any], found: NDArray[Any]) -> None:
        """Compare values start, start + 1, …, in the type of `found`, the file's."""
        with np.errstate(over="ignore", under="ignore"):
            wanted = expected.astype(found.dtype)
        self.total += found.size
        self._dtype = found.dtype.newbyteorder("=")
        if _same(wanted, found):
            return
        wrong = np.flatnonzero(_bits(wanted) != _bits(found))
        if wrong.size and self._tolerance != EXACT:
            wrong = wrong[~_near(wanted[wrong], found[wrong], self._tolerance)]
        if not wrong.size:
            return
        self.differing += wrong.size
        if self._first is None or start + int(wrong[0]) < self._first[0]:
            at = wrong[:1]
            ulps = abs(int(_order(found[at])[0]) - int(_order(wanted[at])[0]))
            first = start + int(wrong[0])
            self._first = first, float(wanted[at[0]]), float(found[at[0]]), ulps

    @property
    def difference(self) -> Difference | None:
        """What was found so far; None when all is equal."""
        if self._first is None:
            return None
        return Difference(self.differing, self.total, *self._first, self._dtype)


def _same(a: NDArray[Any], b: NDArray[Any]) -> bool:
    """Whether two arrays of one type are known to have the same bits; False where NumPy is to say.

    Nearly all are the same, and a kernel tells it at once.
    """
    if kernels.compiled is None or not (a.flags.c_contiguous and b.flags.c_contiguous):
        return False
    return kernels.compiled.equal(kernels.address(a), kernels.address(b), a.nbytes)


def _bits(values: NDArray[Any]) -> NDArray[Any]:
    """The bits as little-endian unsigned integers."""
    plain = np.ascontiguousarray(values)
    return plain.view(np.dtype(f"u{plain.dtype.itemsize}").newbyteorder(plain.dtype.byteorder))


def _order(values: NDArray[Any]) -> NDArray[np.int64]:
    """Each number's place in the order of all numbers of its type; both zeros have 0."""
    bits = _bits(values).astype(np.uint64)
    sign = np.uint64(1) << np.uint64(8 * values.dtype.itemsize - 1)
    size = (bits & ~sign).astype(np.int64)
    order: NDArray[np.int64] = np.where(bits & sign, -size, size)
    return order


def _near(expected: NDArray[Any], found: NDArray[Any], tolerance: Tolerance) -> NDArray[np.bool_]:
    a, b = expected.astype(np.float64), found.astype(np.float64)
    with np.errstate(invalid="ignore"):
        slack = tolerance.absolute + tolerance.relative * np.abs(a)
        near = np.abs(a - b) <= slack if tolerance.relative or tolerance.absolute else a == b
    if tolerance.ulps:
        # As floats, which may be off by a little beyond 2**53, but cannot wrap around.
        steps = np.abs(_order(expected).astype(np.float64) - _order(found).astype(np.float64))
        near |= (steps <= tolerance.ulps) & ~np.isnan(a) & ~np.isnan(b)
    return near
