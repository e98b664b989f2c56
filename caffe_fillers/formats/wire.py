"""Protobuf's wire format, read from a file without its blobs' values.

`scan` walks the messages of a model file, leaves out every number of every blob and remembers
where it stands. What is left is small, whatever the size of the file, and still a NetParameter.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from caffe_fillers.errors import FormatError
from caffe_fillers.formats.model import Run
from caffe_fillers.wire import (
    BYTES,
    FIXED32,
    FIXED64,
    Field,
    Source,
    WireError,
    message,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["RawBlob", "Scan", "read_run", "scan", "split"]

#: Messages that hold blobs, and in which field.
INSIDE: Mapping[str, Mapping[int, str]] = {
    "NetParameter": {2: "V1LayerParameter", 100: "LayerParameter"},
    "V1LayerParameter": {1: "V0LayerParameter", 6: "BlobProto"},
    "V0LayerParameter": {50: "BlobProto"},
    "LayerParameter": {7: "BlobProto"},
}

#: BlobProto's numbers: data, diff, double_data, double_diff.
DATA, DIFF, DOUBLE_DATA, DOUBLE_DIFF = 5, 6, 8, 9
WIDTHS: Mapping[int, int] = {DATA: 4, DIFF: 4, DOUBLE_DATA: 8, DOUBLE_DIFF: 8}

#: Numbers under which forks have a blob's values as bytes: naibaf7, and NVIDIA with its diff.
RAW: tuple[int, ...] = (11, 12, 13)

# Bounds for a file that only pretends to be a model; a net of 1,000 layers needs a thousandth.
MAX_HEADER = 64 << 20
MAX_FIELDS = 1 << 22

#: How many tags of an unpacked row are looked at together.
WINDOW = 1 << 16


class RawBlob(dict[int, list[Run]]):
    """The runs of numbers of one blob, by field number; those of RAW_DATA are of single bytes."""

    def add(self, field_number: int, run: Run) -> None:
        """One more run of this field."""
        self.setdefault(field_number, []).append(run)

    def count(self, field_number: int) -> int:
        """How many numbers this field has."""
        return sum(run.size for run in self.get(field_number, ()))


class Scan(NamedTuple):
    """A file without its blobs' numbers."""

    #: The message. Each blob's double_data is one number: its place in `blobs`.
    header: bytes
    blobs: tuple[RawBlob, ...]


def scan(file: IO[bytes], size: int) -> Scan:
    """A NetParameter file without its blobs' numbers.

    Raises:
        FormatError: the bytes are no such message; `where` tells how far it was read.
    """
    try:
        return _Scanner(file, size).scan()
    except WireError as error:
        raise FormatError(
            f"is not a sound NetParameter: {error.why}", where=f"byte {error.offset:,}"
        ) from None


def split(content: bytes, number: int) -> tuple[bytes, bytes]:
    """A message cut in two before its first field of a larger number."""
    at = 0
    for each in Source.of(content).fields(0, len(content)):
        if each.number > number:
            break
        at = each.stop
    return content[:at], content[at:]


def read_run(file: IO[bytes], run: Run, start: int, stop: int, width: int) -> NDArray[np.uint8]:
    """The bytes of numbers start … stop - 1 of a run."""
    file.seek(run.offset + start * run.stride)
    # An unpacked number is followed by the next one's tag, the last one by what comes next.
    length = (stop - start - 1) * run.stride + width
    raw = np.frombuffer(file.read(length), np.uint8)
    if run.stride == width:
        return raw
    padded = np.zeros((stop - start) * run.stride, np.uint8)
    padded[: raw.size] = raw
    return padded.reshape(-1, run.stride)[:, :width].reshape(-1)


class _Scanner:
    """The way through one file; lives only inside `scan`."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size
        self._source = Source(file, size, MAX_FIELDS)
        self._blobs: list[RawBlob] = []
        self._kept = 0

    def scan(self) -> Scan:
        """The whole file."""
        header = self._message("NetParameter", 0, self._size)
        return Scan(bytes(header), tuple(self._blobs))

    def _message(self, kind: str, start: int, stop: int) -> bytearray:
        """The message between these offsets, without the numbers of its blobs."""
        out = bytearray()
        for each in self._source.fields(start, stop, kind):
            inner = INSIDE[kind].get(each.number) if each.wire == BYTES else None
            if inner is None:
                out += self._keep(each)
            elif inner == "BlobProto":
                out += message(each.number, self._blob(each.start, each.stop))
            else:
                out += message(each.number, self._message(inner, each.start, each.stop))
        return out

    def _blob(self, start: int, stop: int) -> bytearray:
        out, blob = bytearray(), RawBlob()
        fields = self._source.fields(start, stop, "BlobProto")
        for each in fields:
            width = WIDTHS.get(each.number, 0)
            if width and each.wire == BYTES:
                blob.add(each.number, self._packed(each, width))
            elif width and each.wire == (FIXED32 if width == 4 else FIXED64):
                run = self._unpacked(each, stop, width)
                blob.add(each.number, run)
                fields.at = run.offset + (run.size - 1) * run.stride + width
            elif each.number in RAW and each.wire == BYTES:
                blob.add(each.number, self._packed(each, 1))
                out += message(each.number, b"")
            else:
                out += self._keep(each)
        out += message(DOUBLE_DATA, np.array(len(self._blobs), "<f8").tobytes())
        self._blobs.append(blob)
        return out

    def _packed(self, each: Field, width: int) -> Run:
        length = each.stop - each.start
        if length % width:
            raise WireError(f"{length} bytes are no row of {width}-byte numbers", each.tag)
        return Run(each.start, length // width, width)

    def _unpacked(self, each: Field, stop: int, width: int) -> Run:
        """This number and all that follow it with the same tag, as old writers put them."""
        if each.start - each.tag > 1:
            return Run(each.start, 1, width)
        stride = width + 1
        found, room = 1, (stop - each.tag) // stride
        (tag,) = self._source.read(each.tag, each.tag + 1)
        while found < room:
            many = min(room - found, WINDOW)
            self._file.seek(each.tag + found * stride)
            tags = np.frombuffer(self._file.read(many * stride), np.uint8)[::stride]
            others = np.flatnonzero(tags != tag)
            if others.size:
                found += int(others[0])
                break
            found += many
        return Run(each.start, found, stride)

    def _keep(self, each: Field) -> bytes:
        self._kept += each.stop - each.tag
        if self._kept > MAX_HEADER:
            raise WireError(f"more than {MAX_HEADER:,} bytes that are not blobs", each.tag)
        return self._source.read(each.tag, each.stop)
