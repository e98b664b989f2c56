"""The types of ONNX's tensors, and how a float32 value is stored in each.

Values are drawn in float32, as Caffe draws them, and rounded once, to nearest with ties to even.
A narrow type takes its largest value where a number would be larger, as Cast does for float 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnx.helper
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


#: Bits and largest value of each float type (IEEE 754; bfloat16; OCP's 8-bit and 4-bit formats).
_FLOATS = {
    "FLOAT": (32, float(np.finfo(np.float32).max)),
    "DOUBLE": (64, float(np.finfo(np.float64).max)),
    "FLOAT16": (16, 65504.0),
    "BFLOAT16": (16, (2 - 2**-7) * 2.0**127),
    "FLOAT8E4M3FN": (8, 448.0),
    "FLOAT8E4M3FNUZ": (8, 240.0),
    "FLOAT8E5M2": (8, 57344.0),
    "FLOAT8E5M2FNUZ": (8, 57344.0),
    "FLOAT4E2M1": (4, 6.0),
    "FLOAT6E2M3": (6, 7.5),
    "FLOAT6E3M2": (6, 28.0),
}
#: Types that the onnx package at hand does not have yet cannot stand in a model either.
_KNOWN = frozenset(onnx.TensorProto.DataType.keys())
_INTEGERS = ("INT32", "INT16", "UINT16", "INT8", "UINT8", "INT4", "UINT4", "INT2", "UINT2")


def _dtype(name: str) -> np.dtype[Any]:
    """The type that onnx's own helpers give values of this kind."""
    return np.dtype(onnx.helper.tensor_dtype_to_np_dtype(onnx.TensorProto.DataType.Value(name)))


def _integer(name: str) -> Element:
    signed, bits = not name.startswith("U"), int(name.lstrip("UINT"))
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    return Element(name, _dtype(name), bits, low, high)


FLOATS: Mapping[str, Element] = {
    name: Element(name, _dtype(name), bits, -top, top)
    for name, (bits, top) in _FLOATS.items()
    if name in _KNOWN
}
INTEGERS: Mapping[str, Element] = {name: _integer(name) for name in _INTEGERS if name in _KNOWN}

#: By TensorProto.DataType; types that no weight has are missing.
ELEMENTS: Mapping[int, Element] = {
    number: {**FLOATS, **INTEGERS}[name]
    for name, number in onnx.TensorProto.DataType.items()
    if name in FLOATS or name in INTEGERS
}
