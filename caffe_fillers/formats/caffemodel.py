"""`.caffemodel`: the binary NetParameter that Net::ToProto writes (net.cpp), byte for byte.

A layer's fields stand in the order of their numbers, `blobs` (7) among them; a BlobProto holds
packed data (5), then the shape (7); a blob of doubles holds the shape, then double_data (8).

Models of all generations are read, upgraded as Caffe upgrades them (upgrade_proto.cpp).

A file with fields that BVLC's schema does not know is a fork's: it is read by the fork's numbers,
and its message is one of the union (`caffe_fillers.dialects.numbers`).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from google.protobuf.message import DecodeError

from caffe_fillers.core.draws import Shape, Slot, count
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats import signs
from caffe_fillers.formats.layout import Hole, Layout, Piece, nbytes
from caffe_fillers.formats.model import (
    Copies,
    Run,
    StoredBlob,
    StoredFile,
    StoredLayer,
    cast,
    misfit,
)
from caffe_fillers.formats.wire import RawBlob, read_run, scan, split
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import message_bytes, parsed
from caffe_fillers.strings import encoded
from caffe_fillers.upgrades import upgrade_net
from caffe_fillers.upgrades.fields import enum_name
from caffe_fillers.wire import message, prefix, varint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["MAX_BYTES", "CaffeModel", "layout", "open_model", "read"]

#: Caffe reads no message beyond this (io.cpp, ReadProtoFromBinaryFile).
MAX_BYTES = 2**31 - 1

NAME, LAYER = 1, 100  # NetParameter
BLOBS = 7  # LayerParameter
DATA, DIFF, SHAPE, DOUBLE_DATA, DOUBLE_DIFF = 5, 6, 7, 8, 9  # BlobProto
DIM = 1  # BlobShape

LEGACY = ("num", "channels", "height", "width")
_TYPES: Mapping[int, np.dtype[Any]] = {DATA: np.dtype("<f4"), DOUBLE_DATA: np.dtype("<f8")}
#: Forks' fields with a blob's values as bytes: the field that names their type, and the types.
RAW_TYPES = {
    "raw_data": ("raw_data_type", {"DOUBLE": "<f8", "FLOAT": "<f4", "FLOAT16": "<f2"}),
    "packed_data": (
        "data_type",
        {"CAFFE_DOUBLE": "<f8", "CAFFE_FLOAT": "<f4", "CAFFE_HALF": "<f2"},
    ),
}


# --- reading --------------------------------------------------------------------------------------


def read(path: Path, dialect: str | None = None) -> caffe.NetParameter:
    """The whole message as the file has it, values and all, not upgraded.

    Args:
        path: The file.
        dialect: The fork that wrote it, if that is known.

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it is broken, of another kind, or larger than Caffe reads.
    """
    file = StoredFile(path)
    _check_kind(file)
    with file.open() as opened:
        content = opened.read()
    try:
        message = parsed(caffe.NetParameter, content)
        return _fork_s_net(file, content, dialect) if _has_rest(message) else message
    except DecodeError as error:
        _scanned(file)  # knows the place, if the fault is in what it reads
        raise _broken(path, error) from None


def _fork_s_net(file: StoredFile, content: bytes, dialect: str | None) -> caffe.NetParameter:
    from caffe_fillers.dialects.numbers import to_union, union_message  # noqa: PLC0415

    # Whose it is can be told without the values.
    fork = _scanned(file, dialect)[1]
    if fork == BVLC:
        return parsed(caffe.NetParameter, content)
    message: caffe.NetParameter = union_message(to_union(content, fork).content)
    return message


def open_model(path: Path, dialect: str | None = None) -> CaffeModel:
    """The model in this file, upgraded, without its values: they are read when they are asked for.

    Args:
        path: The file.
        dialect: The fork that wrote it, if that is known.

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it is broken, of another kind, or larger than Caffe reads.
        UpgradeError: it is of an old generation and Caffe refuses to upgrade it.
    """
    file = StoredFile(path)
    _check_kind(file)
    return CaffeModel(file, dialect)


class Place(NamedTuple):
    """Where the values of a blob are."""

    runs: tuple[Run, ...]
    #: How many values there are before each run.
    before: tuple[int, ...]
    #: The same values once more, of other types, which nobody reads: data beside double_data.
    shadows: tuple[tuple[np.dtype[Any], tuple[Run, ...]], ...] = ()


class CaffeModel:
    """A .caffemodel of any generation, its values left in the file."""

    kind = signs.CAFFEMODEL

    def __init__(self, file: StoredFile, dialect: str | None = None) -> None:
        self.file = file
        self.path = file.path
        #: The dialect in whose numbers the file is written, as far as can be told.
        net, self.dialect, blobs = _scanned(file, dialect)
        with within(str(file.path)):
            #: The upgraded net; its blobs have shapes but no values.
            self.net = upgrade_net(net).net
        #: All layers of the upgraded net.
        self.layers = tuple(_stored_layer(layer, blobs, self.dialect) for layer in self.net.layer)

    def copies(self, key: StoredBlob) -> Copies:
        """Where the values stand; twice where a blob has both float and double ones."""
        place: Place = key.place
        return ((key.dtype, place.runs), *place.shadows)

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat, as `dtype` or as they are stored.

        Raises:
            FormatError: the blob has another number of values than its shape.
            DataError: the file has changed or gone since it was opened.
        """
        if key.fault:
            raise FormatError(key.fault, where=str(self.path))
        place: Place = key.place
        total = count(key.shape)
        start, stop = min(start, total), total if stop is None else min(stop, total)
        width = key.dtype.itemsize
        parts: list[NDArray[np.uint8]] = []
        with self.file.open() as opened:
            for at in range(max(bisect_right(place.before, start) - 1, 0), len(place.runs)):
                run, before = place.runs[at], place.before[at]
                low, high = max(start - before, 0), min(stop - before, run.size)
                if before >= stop:
                    break
                if low < high:
                    parts.append(read_run(opened, run, low, high, width))
        # Nearly always one: a large blob is not copied for nothing.
        whole = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.uint8), *parts])
        return cast(whole.view(key.dtype), dtype)


def _check_kind(file: StoredFile) -> None:
    where = str(file.path)
    if (kind := signs.kind(file)) != signs.CAFFEMODEL:
        raise FormatError(f"is a file of kind {kind}, not a .caffemodel", where=where)
    if file.size > MAX_BYTES:
        raise FormatError(
            f"has {file.size:,} bytes; Caffe reads models of at most {MAX_BYTES:,}", where=where
        )


def _scanned(
    file: StoredFile, dialect: str | None = None
) -> tuple[caffe.NetParameter, str, tuple[RawBlob, ...]]:
    """The message with a number for each blob's values, its dialect, and where the values are."""
    with file.open() as opened, within(str(file.path)):
        scanned = scan(opened, file.size)
    try:
        return *_message(scanned.header, dialect), scanned.blobs
    except DecodeError as error:
        raise _broken(file.path, error) from None


def _message(content: bytes, dialect: str | None) -> tuple[caffe.NetParameter, str]:
    """The message in these bytes, and the dialect whose numbers they have."""
    message = parsed(caffe.NetParameter, content)
    if not _has_rest(message):
        return message, BVLC
    # Files that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.dialects.numbers import find_fork, union_message  # noqa: PLC0415

    try:
        fork, made = find_fork(content, dialect)
    except DecodeError:  # a group, which no Caffe's schema has
        return message, BVLC
    if made.rest:
        # Nobody's: as BVLC's Caffe reads it, and what is not known is kept.
        return message, BVLC
    read: caffe.NetParameter = union_message(made.content)
    return read, fork


def _has_rest(message: caffe.NetParameter) -> bool:
    """Whether there are fields, at any depth, that the schema does not know."""
    known = type(message)()
    known.CopyFrom(message)
    known.DiscardUnknownFields()
    return known.ByteSize() != message.ByteSize()


def _broken(path: Path, error: DecodeError) -> FormatError:
    return FormatError(
        f"is not a sound NetParameter: {error}",
        where=str(path),
        hint="It may be cut off or of another kind: compare its size with the original's.",
    )


def _stored_layer(
    layer: caffe.LayerParameter, blobs: Sequence[RawBlob], dialect: str
) -> StoredLayer:
    stored = {number: _stored(blob, blobs, dialect) for number, blob in enumerate(layer.blobs)}
    return StoredLayer(layer.name, layer.type, stored)


def _stored(blob: caffe.BlobProto, blobs: Sequence[RawBlob], dialect: str) -> StoredBlob:
    raw = blobs[int(blob.double_data[0])]
    blob.ClearField("double_data")
    legacy = any(map(blob.HasField, LEGACY))
    shape = tuple(getattr(blob, name) for name in LEGACY) if legacy else tuple(blob.shape.dim)
    if dialect != BVLC:
        return _fork_s(blob, raw, shape, legacy=legacy, dialect=dialect)
    # Doubles win where a blob has both (blob.cpp, FromProto).
    values = DOUBLE_DATA if raw.count(DOUBLE_DATA) else DATA
    dtype = _TYPES[values]
    diffs = raw.count(DOUBLE_DIFF) or raw.count(DIFF)
    fault = misfit(shape, raw.count(values))
    if not fault and diffs and (unfit := misfit(shape, diffs)):
        fault = f"its diff {unfit}"
    shadows = [DATA] if values == DOUBLE_DATA and raw.count(DATA) == raw.count(values) else []
    place = _place(raw.get(values, ()), [(_TYPES[each], tuple(raw[each])) for each in shadows])
    return StoredBlob(shape, dtype, place, legacy, fault)


def _fork_s(blob: Any, raw: RawBlob, shape: Shape, *, legacy: bool, dialect: str) -> StoredBlob:
    """A blob of a fork's: its values may stand under another number, or as bytes."""
    from caffe_fillers.dialects.numbers import number_of  # noqa: PLC0415

    if legacy and blob.HasField("length"):
        # C3D: the frames stand between the channels and the height.
        shape = (*shape[:2], blob.length, *shape[2:])
    packed = next((name for name in RAW_TYPES if blob.HasField(name)), "")
    if packed:
        # A field that stands twice holds its last value only.
        runs = raw.get(number_of(dialect, "BlobProto", packed), [])[-1:]
        return _packed(blob, packed, runs, shape, legacy=legacy)
    double = raw.count(DOUBLE_DATA)
    data = DOUBLE_DATA if double else number_of(dialect, "BlobProto", "data")
    runs = raw.get(data, [])
    fault = misfit(shape, sum(run.size for run in runs))
    return StoredBlob(shape, np.dtype("<f8" if double else "<f4"), _place(runs), legacy, fault)


def _packed(blob: Any, name: str, runs: Sequence[Run], shape: Shape, *, legacy: bool) -> StoredBlob:
    """A blob whose values are bytes of a type that it names."""
    field, types = RAW_TYPES[name]
    word = enum_name(blob, field)
    if word not in types:
        fault = f"has {name} of the type {word}, which holds no weights"
        return StoredBlob(shape, np.dtype("V1"), _place(()), legacy, fault)
    dtype = np.dtype(types[word])
    numbers = [Run(run.offset, run.size // dtype.itemsize, dtype.itemsize) for run in runs]
    rest = sum(run.size for run in runs) % dtype.itemsize
    fault = misfit(shape, sum(run.size for run in numbers))
    if rest:
        fault = f"has {name} that ends with {rest} odd bytes"
    return StoredBlob(shape, dtype, _place(numbers), legacy, fault)


def _place(
    runs: Sequence[Run], shadows: Iterable[tuple[np.dtype[Any], tuple[Run, ...]]] = ()
) -> Place:
    before = tuple(accumulate((run.size for run in runs), initial=0))[:-1]
    return Place(tuple(runs), before, tuple(shadows))


# --- writing --------------------------------------------------------------------------------------


def layout(
    net: caffe.NetParameter,
    blobs: Sequence[Sequence[tuple[Slot, Shape]]],
    dtype: np.dtype[Any],
    dialect: str = BVLC,
) -> Layout:
    """The whole file, with a hole for the values of each blob.

    Args:
        net: The built net as it is saved: its name and layers are written, without their `blobs`.
        blobs: For each layer its slots and shapes, in order.
        dtype: float32 or float64.
        dialect: The fork in whose numbers a net of the union is written. Words that it has no
            number for are left out (`dialects.numbers.without_number` tells them).

    Raises:
        FormatError: the file would be larger than Caffe can read.
    """
    # The name is present even when it is empty.
    pieces: list[Piece] = [message(NAME, encoded(net.name))]
    for layer, slots in zip(net.layer, blobs, strict=True):
        pieces.extend(_layer(layer, slots, dtype, dialect))
    whole = Layout(pieces)
    if whole.nbytes > MAX_BYTES:
        raise FormatError(
            f"a .caffemodel of {whole.nbytes:,} bytes is larger than Caffe can read "
            f"({MAX_BYTES:,})",
            hint="Write .npz, .safetensors or .h5 instead: name such a file with -o.",
        )
    return whole


def _layer(
    layer: caffe.LayerParameter,
    slots: Iterable[tuple[Slot, Shape]],
    dtype: np.dtype[Any],
    dialect: str,
) -> Iterator[Piece]:
    bare = type(layer)()
    bare.CopyFrom(layer)
    bare.ClearField("blobs")
    content = message_bytes(bare)
    if dialect != BVLC:
        from caffe_fillers.dialects.numbers import from_union  # noqa: PLC0415

        content = from_union(content, dialect, "LayerParameter").content
    head, tail = split(content, BLOBS)
    body: list[Piece] = [head]
    for slot, shape in slots:
        blob = list(_blob(slot, shape, dtype))
        body += [prefix(BLOBS, sum(map(nbytes, blob))), *blob]
    body.append(tail)
    yield prefix(LAYER, sum(map(nbytes, body)))
    yield from body


def _blob(slot: Slot, shape: Shape, dtype: np.dtype[Any]) -> Iterator[Piece]:
    # A blob of zero axes, a scalar, has no shape field in Caffe's files.
    dims = message(SHAPE, message(DIM, b"".join(map(varint, shape)))) if shape else b""
    hole = Hole(slot, count(shape), dtype.newbyteorder("<"))
    double = dtype == np.float64
    if double:
        yield dims
    if hole.size:
        yield prefix(DOUBLE_DATA if double else DATA, hole.nbytes)
        yield hole
    if not double:
        yield dims
