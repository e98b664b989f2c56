"""`.safetensors`: a JSON header, then the values of all blobs, each named "<layer>/<number>"."""

from __future__ import annotations

import json
import struct
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np

from caffe_fillers.core.draws import Shape, Slot, count
from caffe_fillers.errors import FormatError
from caffe_fillers.formats import safetensors_header, signs
from caffe_fillers.formats.arrays import Array, ArrayModel, entries
from caffe_fillers.formats.layout import Hole, Layout, Piece
from caffe_fillers.formats.model import Copies, Run, StoredBlob, misfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe


__all__ = ["SafetensorsModel", "layout", "layout_arrays"]

#: Types of safetensors as NumPy has them; a BF16 is the upper half of a float32.
_TYPES = {
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "BF16": "<u2",
    "I8": "<i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
    "U8": "<u1",
    "U16": "<u2",
    "U32": "<u4",
    "U64": "<u8",
}
#: The name of each type that we write; BF16 is read as floats.
_CODES = {code: name for name, code in _TYPES.items() if name != "BF16"}


class _Place(NamedTuple):
    """Where values are, and their type in the file."""

    offset: int
    type: str


class SafetensorsModel(ArrayModel):
    """The tensors of a .safetensors as a model; their values are read late."""

    kind = signs.SAFETENSORS

    def copies(self, key: StoredBlob) -> Copies:
        """Where the values stand, unless they are halves of floats."""
        if key.place.type == "BF16":
            return ()
        return ((key.dtype, (Run(key.place.offset, count(key.shape), key.dtype.itemsize),)),)

    def _arrays(self, file: IO[bytes]) -> Iterator[tuple[str, StoredBlob]]:
        length = int.from_bytes(file.read(8), "little")
        spans: list[tuple[int, int, str]] = []
        for key, told in safetensors_header.entries(file.read(length)):
            stored, start, stop = _tensor(key, told, 8 + length, self.file.size)
            if start < stop:
                spans.append((start, stop, key))
            yield key, stored
        spans.sort()
        for (_, stop, key), (start, _, following) in pairwise(spans):
            if start < stop:
                raise FormatError(
                    f"has a broken header: tensors {key!r} and {following!r} share bytes",
                    hint="Its own library refuses it, too: write the file again.",
                )

    def _values(self, key: StoredBlob, start: int, stop: int) -> NDArray[Any]:
        offset, code = key.place
        values = self.file.values(offset, np.dtype(_TYPES[code]), start, stop)
        return (values.astype("<u4") << 16).view("<f4") if code == "BF16" else values


def _tensor(key: str, told: Any, base: int, size: int) -> tuple[StoredBlob, int, int]:
    """A tensor, and where its bytes begin and end among the values."""
    match told:
        case {"dtype": str(code), "shape": list(dims), "data_offsets": [int(start), int(stop)]} if (
            all(type(dim) is int and dim >= 0 for dim in dims) and 0 <= start <= stop
        ):
            pass
        case _:
            raise FormatError(f"has a broken header: tensor {key!r} is {str(told)[:200]}")
    if base + stop > size:
        raise FormatError(f"is cut off: tensor {key!r} ends at byte {base + stop:,} of {size:,}")
    shape, place = tuple(dims), _Place(base + start, code)
    if code not in _TYPES:
        fault = f"holds values of type {code}"
        return StoredBlob(shape, np.dtype("V1"), place, fault=fault), start, stop
    present, rest = divmod(stop - start, np.dtype(_TYPES[code]).itemsize)
    fault = misfit(shape, present) or (f"ends with {rest} odd bytes" if rest else "")
    dtype = np.dtype("<f4" if code == "BF16" else _TYPES[code])
    return StoredBlob(shape, dtype, place, fault=fault), start, stop


def layout(
    net: caffe.NetParameter,
    blobs: Sequence[Sequence[tuple[Slot, Shape]]],
    dtype: np.dtype[Any],
) -> Layout:
    """The whole file, with a hole for the values of each blob.

    Args:
        net: The built net; its layers' names become keys.
        blobs: For each layer its slots and shapes, in order.
        dtype: float32 or float64.

    Raises:
        FormatError: the layers' names do not make distinct keys.
    """
    return layout_arrays([Array(*each, dtype) for each in entries(net, blobs)])


def layout_arrays(arrays: Sequence[Array]) -> Layout:
    """The whole file, with a hole for the values of each of these arrays."""
    header: dict[str, Any] = {}
    holes: list[Piece] = []
    start = 0
    for key, slot, shape, dtype in arrays:
        hole = Hole(slot, count(shape), dtype.newbyteorder("<"))
        stop = start + hole.nbytes
        code = _CODES[hole.dtype.str.replace("|", "<")]
        header[key] = {"dtype": code, "shape": list(shape), "data_offsets": [start, stop]}
        holes.append(hole)
        start = stop
    told = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    told += b" " * (-len(told) % 8)  # aligns the values
    return Layout([struct.pack("<Q", len(told)) + told, *holes])
