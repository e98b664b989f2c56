"""Protobuf's wire format, read from a file without its blobs' values.

`scan` walks the messages of a model file, leaves out every number of every blob and remembers
where it stands. What is left is small, whatever the size of the file, and still a NetParameter.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from caffe_fillers.errors import FormatError
from caffe_fillers.varints import varint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["RawBlob", "Run", "Scan", "message", "prefix", "read_run", "scan", "split"]

VARINT, FIXED64, BYTES, GROUP, END_GROUP, FIXED32 = range(6)

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
MAX_GROUPS = 100

WINDOW = 1 << 16


class Run(NamedTuple):
    """Numbers that follow each other in the file, each after `stride` bytes."""

    offset: int
    size: int
    stride: int


class RawBlob(dict[int, list[Run]]):
    """The runs of numbers of one blob, by field number."""

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


class _Field(NamedTuple):
    number: int
    wire: int
    #: Where its tag, its content and the next field begin.
    tag: int
    start: int
    stop: int


def scan(file: IO[bytes], size: int) -> Scan:
    """A NetParameter file without its blobs' numbers.

    Raises:
        FormatError: the bytes are no such message; `where` tells how far it was read.
    """
    return _Scanner(file, size).scan()


def split(content: bytes, number: int) -> tuple[bytes, bytes]:
    """A message cut in two before its first field of a larger number."""
    scanner, at = _Scanner(BytesIO(content), len(content)), 0
    while at < len(content):
        each = scanner.field(at, len(content), "a message")
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
        self._window = b""
        self._window_at = 0
        self._blobs: list[RawBlob] = []
        self._fields = 0
        self._kept = 0

    def scan(self) -> Scan:
        """The whole file."""
        header = self._message("NetParameter", 0, self._size)
        return Scan(bytes(header), tuple(self._blobs))

    def _message(self, kind: str, start: int, stop: int) -> bytearray:
        """The message between these offsets, without the numbers of its blobs."""
        out = bytearray()
        while start < stop:
            each = self.field(start, stop, kind)
            inner = INSIDE[kind].get(each.number) if each.wire == BYTES else None
            if inner is None:
                out += self._keep(each)
            elif inner == "BlobProto":
                out += message(each.number, self._blob(each.start, each.stop))
            else:
                out += message(each.number, self._message(inner, each.start, each.stop))
            start = each.stop
        return out

    def _blob(self, start: int, stop: int) -> bytearray:
        out, blob = bytearray(), RawBlob()
        while start < stop:
            each = self.field(start, stop, "BlobProto")
            start = each.stop
            width = WIDTHS.get(each.number, 0)
            if width and each.wire == BYTES:
                blob.add(each.number, self._packed(each, width))
            elif width and each.wire == (FIXED32 if width == 4 else FIXED64):
                run = self._unpacked(each, stop, width)
                blob.add(each.number, run)
                start = run.offset + (run.size - 1) * run.stride + width
            elif each.number in RAW and each.wire == BYTES:
                blob.add(each.number, self._packed(each, 1))
                out += message(each.number, b"")
            else:
                out += self._keep(each)
        out += message(DOUBLE_DATA, np.array(len(self._blobs), "<f8").tobytes())
        self._blobs.append(blob)
        return out

    def _packed(self, each: _Field, width: int) -> Run:
        length = each.stop - each.start
        if length % width:
            raise self._broken(each.tag, f"{length} bytes are no row of {width}-byte numbers")
        return Run(each.start, length // width, width)

    def _unpacked(self, each: _Field, stop: int, width: int) -> Run:
        """This number and all that follow it with the same tag, as old writers put them."""
        if each.start - each.tag > 1:
            return Run(each.start, 1, width)
        stride = width + 1
        found, room = 1, (stop - each.tag) // stride
        (tag,) = self._bytes(each.tag, 1)
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

    def _keep(self, each: _Field) -> bytes:
        length = each.stop - each.tag
        self._kept += length
        if self._kept > MAX_HEADER:
            raise self._broken(each.tag, f"more than {MAX_HEADER:,} bytes that are no blobs")
        return self._bytes(each.tag, length)

    def field(self, tag: int, stop: int, kind: str) -> _Field:
        """The field that begins at this offset, in a message that ends at `stop`."""
        self._fields += 1
        if self._fields > MAX_FIELDS:
            raise self._broken(tag, f"more than {MAX_FIELDS:,} fields")
        key, start = self._varint(tag, stop)
        number, wire = key >> 3, key & 7
        if not 0 < number < 1 << 29:
            raise self._broken(tag, f"{kind} has no field {number}")
        if wire == BYTES:
            length, start = self._varint(start, stop)
            end = start + length
        else:
            end = self._end(number, wire, start, stop)
        if end > stop:
            lacking = "the file is cut off" if stop == self._size else "its message is shorter"
            raise self._broken(tag, f"field {number} of {kind} ends at byte {end:,}: {lacking}")
        return _Field(number, wire, tag, start, end)

    def _end(self, number: int, wire: int, start: int, stop: int) -> int:
        """Where a field ends whose content has no length of its own."""
        if wire == VARINT:
            return self._varint(start, stop)[1]
        if wire in (FIXED32, FIXED64):
            return start + (4 if wire == FIXED32 else 8)
        if wire == GROUP:
            return self._group_end(number, start, stop)
        raise self._broken(start, f"field {number} has the unknown wire type {wire}")

    def _group_end(self, number: int, start: int, stop: int) -> int:
        open_groups = [number]
        while open_groups:
            key, content = self._varint(start, stop)
            inner, wire = key >> 3, key & 7
            if wire == END_GROUP:
                if inner != open_groups.pop():
                    raise self._broken(start, f"group {inner} ends without having begun")
                start = content
            elif wire == GROUP:
                open_groups.append(inner)
                if len(open_groups) > MAX_GROUPS:
                    raise self._broken(start, f"groups are nested more than {MAX_GROUPS} deep")
                start = content
            else:
                start = self.field(start, stop, "a group").stop
        return start

    def _varint(self, start: int, stop: int) -> tuple[int, int]:
        value = 0
        for position, byte in enumerate(self._bytes(start, min(10, stop - start))):
            value |= (byte & 0x7F) << 7 * position
            if byte < 0x80:
                return value & 0xFFFF_FFFF_FFFF_FFFF, start + position + 1
        if stop - start < 10:
            raise self._broken(start, "a number is cut off")
        raise self._broken(start, "a number is longer than ten bytes")

    def _bytes(self, start: int, length: int) -> bytes:
        at = start - self._window_at
        if at < 0 or at + length > len(self._window):
            self._file.seek(start)
            self._window, self._window_at = self._file.read(max(length, WINDOW)), start
            at = 0
        return self._window[at : at + length]

    def _broken(self, offset: int, why: str) -> FormatError:
        return FormatError(f"is no sound NetParameter: {why}", where=f"byte {offset:,}")


def message(field_number: int, content: bytes | bytearray) -> bytes:
    """A length-delimited field."""
    return prefix(field_number, len(content)) + content


def prefix(field_number: int, length: int) -> bytes:
    """The tag and length of a length-delimited field."""
    return varint(field_number << 3 | BYTES) + varint(length)
