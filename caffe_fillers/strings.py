"""Strings whose bytes are no UTF-8, for a world that wants text.

C++ lets a `string` of protobuf have any bytes, so Caffe reads nets whose names are in GBK,
Shift-JIS or Latin-1, and writes them back as they were. Python's protobuf gives such strings as
bytes, and does not take them back. So here each byte of such a string that is not ASCII stands as
one private character, U+10FF80 to U+10FFFF, from the moment a net is read until it is written:
everything in between sees ordinary text, and no byte is lost.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = [
    "PRIVATE_BYTES",
    "decoded",
    "encoded",
    "legible",
    "legible_lines",
    "path_of",
    "source_text",
]

#: Where byte 0 would stand; byte 0x80 is the first that can be at fault.
_BASE = 0x10FF00
_TO_PRIVATE = {byte: _BASE + byte for byte in range(0x80, 0x100)}
#: To where Python's "surrogateescape" has them.
_TO_LONE = {private: 0xDC00 + byte for byte, private in _TO_PRIVATE.items()}
_PRIVATE = re.compile("[\U0010ff80-\U0010ffff]")
#: How the private characters begin in UTF-8; nearly no message has such bytes.
PRIVATE_BYTES = re.compile(rb"\xf4\x8f[\xbe\xbf]")
#: One of them as it is, or as Python's repr has it.
_SHOWN = re.compile(r"[\U0010ff80-\U0010ffff]|\\U0010ff([89a-f][0-9a-f])")


def decoded(content: bytes) -> str:
    """The text of these bytes; `encoded` gives the very bytes back."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        pass
    else:
        # The private characters are ours now; where somebody means them, they are bytes as well.
        if text.isascii() or not _PRIVATE.search(text):
            return text
    return content.decode("latin-1").translate(_TO_PRIVATE)


def encoded(text: str) -> bytes:
    """The bytes that `decoded` made this text of."""
    return text.translate(_TO_LONE).encode("utf-8", "surrogateescape")


def source_text(text: str) -> str:
    """The text as it stands in a tree of a prototxt: such bytes as lone surrogates."""
    return encoded(text).decode("utf-8", "surrogateescape")


def path_of(text: str) -> Path:
    """The file that a string names: paths are bytes on most systems."""
    return Path(os.fsdecode(encoded(text)))


class _Letters(dict[int, str]):
    """A table for `str.translate`: what is not printable as an escape."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        told = letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        self[code] = told
        return told


def legible(text: str) -> str:
    r"""The text for people, on one line that any terminal shows as it is.

    Names may hold whatever a file could hold. Bytes that are no UTF-8 are shown as \xc4; line
    breaks, control characters, marks that turn the direction of the writing, and all else that is
    not printable as \n, \x1b or \u202e.
    """
    if text.isprintable():
        # What Python's repr has made of a byte is all that can be left to do.
        return _SHOWN.sub(_byte, text) if r"\U0010ff" in text else text
    letters = _SHOWN.sub(_byte, text)
    return letters.translate(_Letters())


def legible_lines(text: str) -> str:
    """The same for a message of several lines; no other line begins where the first one does.

    A line break in a name must not make what follows look like a message of its own.
    """
    first, *others = text.split("\n")
    told = [legible(line) for line in others]
    return "\n".join([legible(first), *(line if line[:1] == " " else f"  {line}" for line in told)])


def _byte(found: re.Match[str]) -> str:
    return rf"\x{found[1] or f'{ord(found[0]) - _BASE:02x}'}"
