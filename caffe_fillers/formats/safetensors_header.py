"""The JSON header of a .safetensors, read one tensor after the other.

The header is not made one value of Python's, which would take many times its size: each tensor's
few words are, and what stands under "__metadata__" is passed over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_TENSORS", "entries"]

#: A bound for a file that only pretends to be a model.
MAX_TENSORS = 1 << 16
#: More bytes than a tensor's type, shape and offsets take.
LONGEST = 1 << 12

_BLANK = b" \t\n\r"


def entries(header: bytes) -> Iterator[tuple[str, Any]]:
    """Each key with what the header tells of its tensor, in the header's order.

    Raises:
        FormatError: it is no JSON object of tensors, or holds more than `MAX_TENSORS`.
    """
    try:
        for number, (key, told) in enumerate(_entries(header)):
            if number == MAX_TENSORS:
                raise FormatError(f"has a broken header: more than {MAX_TENSORS:,} tensors")
            yield key, told
    except (ValueError, RecursionError) as error:
        raise FormatError(f"has a broken header: {error}") from None


def _entries(header: bytes) -> Iterator[tuple[str, Any]]:
    at = _expect(header, 0, b"{")
    closed = header[_blank(header, at) :][:1] == b"}"
    while not closed:
        start = _expect(header, at, b'"') - 1
        at = _string_end(header, start)
        key = json.loads(header[start:at].decode())
        start = _blank(header, _expect(header, at, b":"))
        if key == "__metadata__":
            at = _object_end(header, start)
        else:
            at = header.find(b"}", start, start + LONGEST) + 1
            if header[start : start + 1] != b"{" or not at:
                raise ValueError(f"tensor {key[:99]!r} is {header[start : start + 40]!r}")
            yield key, json.loads(header[start:at].decode())
        at = _blank(header, at)
        closed = header[at : at + 1] == b"}"
        at = at if closed else _expect(header, at, b",")
    at = _blank(header, _expect(header, at, b"}"))
    if at < len(header):
        raise ValueError(f"there is more behind its end, at byte {at:,}")


def _blank(header: bytes, at: int) -> int:
    """Where the next byte stands that is no blank."""
    while at < len(header) and header[at] in _BLANK:
        at += 1
    return at


def _expect(header: bytes, at: int, sign: bytes) -> int:
    """Where what follows this sign begins."""
    at = _blank(header, at)
    if header[at : at + 1] != sign:
        raise ValueError(f"expected {sign.decode()!r} at byte {at:,}")
    return at + 1


def _string_end(header: bytes, start: int) -> int:
    """Where the string ends that begins here."""
    at = start
    while True:
        at = header.find(b'"', at + 1)
        if at < 0:
            raise ValueError(f"a string begins at byte {start:,} and does not end")
        before = at
        while header[before - 1] == ord("\\"):
            before -= 1
        if (at - before) % 2 == 0:
            return at + 1


def _object_end(header: bytes, start: int) -> int:
    """Where the object of strings ends that begins here."""
    at = _expect(header, start, b"{")
    while True:
        end, quote = header.find(b"}", at), header.find(b'"', at)
        if end < 0:
            raise ValueError(f"an object begins at byte {start:,} and does not end")
        if quote < 0 or end < quote:
            return end + 1
        at = _string_end(header, quote)
