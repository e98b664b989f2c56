"""The types of ONNX's tensors, and how a float32 value is stored in each.

Values are drawn in float32, as Caffe draws them, and rounded once, to nearest with ties to even.
A narrow type takes its largest value where a number would be larger, as Cast does for float 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ml_dtypes
import numpy as np
import onnx
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ELEMENTS", "FLOATS", "INTEGERS", "Element", "pack"]

Words = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Element:
    """One of TensorProto's data types, or the codes of a packed weight."""

    name: str
    dtype: np.dtype[Any]
    #: Bits of one value in a file; below 8 they are packed.
    bits: int
    #: The smallest and the largest value.
    low: float
    high: float
    #: Whether the first of the packed values takes the high bits (bitsandbytes).
    high_first: bool = False

    @property
    def is_float(self) -> bool:
        """Whether it holds numbers as they are."""
        return self.name in FLOATS

    @property
    def word(self) -> np.dtype[Any]:
        """The unsigned word that one value is handled in."""
        return np.dtype(f"<u{self.dtype.itemsize}")

    def nbytes(self, count: int) -> int:
        """Bytes that so many values take in a file."""
        return -(-count * self.bits // 8)

    def words(self, values: NDArray[Any]) -> Words:
        """Each value as it is stored, one word a value, rounded once."""
        if self.bits < 32:
            values = np.clip(values, values.dtype.type(self.low), values.dtype.type(self.high))
        stored = values.astype(self.dtype, copy=self.bits < 8)
        words: Words = stored.view(f"u{self.dtype.itemsize}")
        if self.bits < 8:
            words &= words.dtype.type(2**self.bits - 1)
        return words


def pack(words: NDArray[np.uint8], element: Element) -> NDArray[np.uint8]:
    """Words of less than 8 bits, one after the other, the first in the low bits of a byte."""
    if element.high_first:
        pairs = np.append(words, np.zeros(words.size % 2, np.uint8)).reshape(-1, 2)
        return (pairs[:, 0] << 4 | pairs[:, 1]).astype(np.uint8)
    packed = [
        np.packbits(
            np.unpackbits(block[:, None], axis=1, bitorder="little")[:, : element.bits].reshape(-1),
            bitorder="little",
        )
        for block in np.split(words, range(CHUNK, words.size, CHUNK))
    ]
    return np.concatenate(packed)


#: Words packed at a time, a multiple of 8.
CHUNK = 1 << 16


def _floats() -> dict[str, Element]:
    names = {
        "FLOAT": np.float32,
        "DOUBLE": np.float64,
        "FLOAT16": np.float16,
        "BFLOAT16": ml_dtypes.bfloat16,
        "FLOAT8E4M3FN": ml_dtypes.float8_e4m3fn,
        "FLOAT8E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
        "FLOAT8E5M2": ml_dtypes.float8_e5m2,
        "FLOAT8E5M2FNUZ": ml_dtypes.float8_e5m2fnuz,
        "FLOAT4E2M1": ml_dtypes.float4_e2m1fn,
        "FLOAT6E2M3": ml_dtypes.float6_e2m3fn,
        "FLOAT6E3M2": ml_dtypes.float6_e3m2fn,
    }
    elements = {}
    for name, kind in names.items():
        info = ml_dtypes.finfo(kind)  # type: ignore[no-untyped-call]
        top = float(info.max)
        elements[name] = Element(name, np.dtype(kind), info.bits, -top, top)
    return elements


def _integers() -> dict[str, Element]:
    names = {
        "INT32": np.int32,
        "INT16": np.int16,
        "UINT16": np.uint16,
        "INT8": np.int8,
        "UINT8": np.uint8,
        "INT4": ml_dtypes.int4,
        "UINT4": ml_dtypes.uint4,
        "INT2": ml_dtypes.int2,
        "UINT2": ml_dtypes.uint2,
    }
    elements = {}
    for name, kind in names.items():
        info = ml_dtypes.iinfo(kind)  # type: ignore[no-untyped-call]
        elements[name] = Element(name, np.dtype(kind), info.bits, int(info.min), int(info.max))
    return elements


FLOATS: Mapping[str, Element] = _floats()
INTEGERS: Mapping[str, Element] = _integers()

#: By TensorProto.DataType; types that no weight has are missing.
ELEMENTS: Mapping[int, Element] = {
    number: {**FLOATS, **INTEGERS}[name]
    for name, number in onnx.TensorProto.DataType.items()
    if name in FLOATS or name in INTEGERS
}
