"""`.caffemodel`: the binary NetParameter that Net::ToProto writes (net.cpp), byte for byte.

A layer's fields stand in the order of their numbers, `blobs` (7) among them; a BlobProto holds
packed data (5), then the shape (7); a blob of doubles holds the shape, then double_data (8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.draws import Shape, Slot, count
from caffe_fillers.errors import FormatError
from caffe_fillers.formats.layout import Hole, Layout, Piece
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_BYTES", "layout"]

#: Caffe reads no message beyond this (io.cpp, ReadProtoFromBinaryFile).
MAX_BYTES = 2**31 - 1

NAME, LAYER = 1, 100  # NetParameter
BLOBS = 7  # LayerParameter
DATA, SHAPE, DOUBLE_DATA = 5, 7, 8  # BlobProto
DIM = 1  # BlobShape


def layout(
    net: caffe.NetParameter,
    blobs: Sequence[Sequence[tuple[Slot, Shape]]],
    dtype: np.dtype[Any],
) -> Layout:
    """The whole file, with a hole for the values of each blob.

    Args:
        net: The built net as it is saved: its name and layers are written, without their `blobs`.
        blobs: For each layer its slots and shapes, in order.
        dtype: float32 or float64.

    Raises:
        FormatError: the file would be larger than Caffe can read.
    """
    pieces: list[Piece] = [_field(NAME, net.name.encode())]
    for layer, slots in zip(net.layer, blobs, strict=True):
        pieces.extend(_layer(layer, slots, dtype))
    whole = Layout(pieces)
    if whole.nbytes > MAX_BYTES:
        raise FormatError(
            f"a .caffemodel of {whole.nbytes:,} bytes is larger than Caffe can read "
            f"({MAX_BYTES:,})",
            hint="Write .npz, .safetensors or .h5 instead: name such a file with -o.",
        )
    return whole


def _layer(
    layer: caffe.LayerParameter, slots: Iterable[tuple[Slot, Shape]], dtype: np.dtype[Any]
) -> Iterator[Piece]:
    head, tail = caffe.LayerParameter(), caffe.LayerParameter()
    head.CopyFrom(layer)
    head.ClearField("blobs")
    tail.CopyFrom(head)
    for field, _ in tail.ListFields():
        (head if field.number > BLOBS else tail).ClearField(field.name)
    body = [head.SerializeToString()]
    for slot, shape in slots:
        blob = list(_blob(slot, shape, dtype))
        body += [_prefix(BLOBS, _size(blob)), *blob]
    body.append(tail.SerializeToString())
    yield _prefix(LAYER, _size(body))
    yield from body


def _blob(slot: Slot, shape: Shape, dtype: np.dtype[Any]) -> Iterator[Piece]:
    # A blob of zero axes, a scalar, has no shape field in Caffe's files.
    dims = _field(SHAPE, _field(DIM, b"".join(map(_varint, shape)))) if shape else b""
    hole = Hole(slot, count(shape), dtype.newbyteorder("<"))
    double = dtype == np.float64
    if double:
        yield dims
    if hole.size:
        yield _prefix(DOUBLE_DATA if double else DATA, hole.nbytes)
        yield hole
    if not double:
        yield dims


def _size(pieces: Iterable[Piece]) -> int:
    return sum(piece.nbytes if isinstance(piece, Hole) else len(piece) for piece in pieces)


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field."""
    return _prefix(number, len(content)) + content


def _prefix(number: int, length: int) -> bytes:
    return _varint(number << 3 | 2) + _varint(length)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
