"""Protobuf's binary format: whole numbers, and the fields of a message.

A number is written as a varint: seven bits a byte, low ones first. A field is a tag (its number and
its wire type, as one varint) and its content. What fields mean, which are read and which are
refused is decided by the caller.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BYTES",
    "FIXED32",
    "FIXED64",
    "GROUP",
    "VARINT",
    "Field",
    "Fields",
    "Source",
    "WireError",
    "message",
    "prefix",
    "read_varint",
    "varint",
]

#: The wire types.
VARINT, FIXED64, BYTES, GROUP, END_GROUP, FIXED32 = range(6)

#: A varint has at most this many bytes, and a field at most this number.
MAX_VARINT = 10
MAX_NUMBER = (1 << 29) - 1
#: Groups nest as deep as messages do (protobuf's own limit).
MAX_GROUPS = 100

#: How many bytes of a file are read at once.
WINDOW = 1 << 16


class WireError(ValueError):
    """Bytes that are no message.

    Attributes:
        why: What was wrong.
        offset: Where it began.
    """

    def __init__(self, why: str, offset: int) -> None:
        super().__init__(why)
        self.why = why
        self.offset = offset


class Field(NamedTuple):
    """A field of a message, as it stands in the bytes."""

    number: int
    wire: int
    #: Where its tag, its content and the next field begin.
    tag: int
    start: int
    stop: int


def varint(number: int) -> bytes:
    """The bytes of a number; a negative one as 64 bits of two's complement."""
    number &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(content: bytes, at: int, stop: int | None = None) -> tuple[int, int]:
    """The number that begins here, of at most 64 bits, and where it ends.

    Args:
        content: The bytes.
        at: Where the number begins.
        stop: Where the bytes end to which it belongs; by default where all end.

    Raises:
        WireError: It ends behind `stop`, or has more than ten bytes.
    """
    stop = len(content) if stop is None else min(stop, len(content))
    start, value, shift = at, 0, 0
    while at < stop:
        byte = content[at]
        at += 1
        if byte < 0x80:
            return (value | byte << shift) & 0xFFFF_FFFF_FFFF_FFFF, at
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift == 7 * MAX_VARINT:
            raise WireError("a number is longer than ten bytes", start)
    raise WireError("a number is cut off", start)


def message(number: int, content: bytes | bytearray) -> bytes:
    """A length-delimited field."""
    return prefix(number, len(content)) + content


def prefix(number: int, length: int) -> bytes:
    """The tag and length of a length-delimited field."""
    return varint(number << 3 | BYTES) + varint(length)


class Source:
    """The bytes that hold a message: a file, of which a small window is held.

    Args:
        file: The open file.
        size: How many bytes it has.
        most: How many fields are read before the bytes count as broken; by default any number.
    """

    def __init__(self, file: IO[bytes], size: int, most: int | None = None) -> None:
        self._file = file
        self._size = size
        self._window, self._at = b"", 0
        self._most = most
        self._left = -1 if most is None else most

    @classmethod
    def of(cls, content: bytes) -> Source:
        """Bytes in memory."""
        return cls(BytesIO(content), len(content))

    def fields(self, start: int, stop: int, name: str = "a message") -> Fields:
        """The fields of the message between these offsets.

        Args:
            start: Where the message begins.
            stop: Where it ends.
            name: What errors call it.

        Raises:
            WireError: While they are read: the bytes are no message.
        """
        return Fields(self, start, stop, name)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes between these offsets; fewer where the file ends."""
        at = start - self._at
        if at < 0 or stop - self._at > len(self._window):
            self._move(start, stop - start)
            at = 0
        return self._window[at : at + stop - start]

    def field(self, tag: int, stop: int, name: str) -> Field:
        """The field that begins at this offset, in a message that ends at `stop`."""
        if self._left == 0:
            raise WireError(f"more than {self._most:,} fields", tag)
        self._left -= 1
        window, at = self._held(tag)
        base, limit = tag - at, stop - tag + at
        try:
            # Nearly all tags and lengths have one byte or two.
            key = window[at]
            at += 1
            if key > 0x7F:
                key, at = read_varint(window, at - 1, limit)
            number, wire = key >> 3, key & 7
            start = base + at
            if wire == BYTES:
                length = window[at]
                at += 1
                if length > 0x7F:
                    length, at = read_varint(window, at - 1, limit)
        except IndexError:
            raise WireError("a number is cut off", base + len(window)) from None
        except WireError as error:
            raise WireError(error.why, base + error.offset) from None
        if not 0 < number <= MAX_NUMBER:
            raise WireError(f"{name} has no field {number}", tag)
        if wire == BYTES:
            start = base + at
            end = start + length
        else:
            end = self._end(number, wire, start, stop)
        if end > stop:
            lacking = "the file is cut off" if stop == self._size else "its message is shorter"
            raise WireError(f"field {number} of {name} ends at byte {end:,}: {lacking}", tag)
        return Field(number, wire, tag, start, end)

    def _end(self, number: int, wire: int, start: int, stop: int) -> int:
        """Where a field ends whose content has no length of its own."""
        if wire == VARINT:
            return self._varint(start, stop)[1]
        if wire in (FIXED32, FIXED64):
            return start + (4 if wire == FIXED32 else 8)
        if wire == GROUP:
            return self._group_end(number, start, stop)
        raise WireError(f"field {number} has the unknown wire type {wire}", start)

    def _group_end(self, number: int, start: int, stop: int) -> int:
        open_groups = [number]
        while open_groups:
            key, content = self._varint(start, stop)
            inner, wire = key >> 3, key & 7
            if wire == END_GROUP:
                if inner != open_groups.pop():
                    raise WireError(f"group {inner} ends without having begun", start)
                start = content
            elif wire == GROUP:
                open_groups.append(inner)
                if len(open_groups) > MAX_GROUPS:
                    raise WireError(f"groups are nested more than {MAX_GROUPS} deep", start)
                start = content
            else:
                start = self.field(start, stop, "a group").stop
        return start

    def _varint(self, start: int, stop: int) -> tuple[int, int]:
        window, at = self._held(start)
        try:
            value, end = read_varint(window, at, stop - start + at)
        except WireError as error:
            raise WireError(error.why, start) from None
        return value, start + end - at

    def _held(self, start: int) -> tuple[bytes, int]:
        """The window with the two numbers of a field that begins here, and where it begins."""
        at, held = start - self._at, len(self._window)
        if at < 0 or (at + 2 * MAX_VARINT > held and self._at + held < self._size):
            self._move(start, WINDOW)
            at = 0
        return self._window, at

    def _move(self, start: int, length: int) -> None:
        """Move the window."""
        self._file.seek(start)
        self._window, self._at = self._file.read(max(length, WINDOW)), start


class Fields:
    """The fields of one message, one after the other.

    Attributes:
        at: Where the next field begins; a caller may set it forward.
    """

    __slots__ = ("_name", "_source", "_stop", "at")

    def __init__(self, source: Source, start: int, stop: int, name: str) -> None:
        self._source, self._stop, self._name = source, stop, name
        self.at = start

    def __iter__(self) -> Iterator[Field]:
        return self

    def __next__(self) -> Field:
        if self.at >= self._stop:
            raise StopIteration
        field = self._source.field(self.at, self._stop, self._name)
        self.at = field.stop
        return field
