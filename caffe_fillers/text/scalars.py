"""What a scalar means, from the way it is written.

As protobuf's C++ parser has it (text_format.cc, tokenizer.cc), where Python's own differs: octal
numbers, `1.F`, blanks behind a minus, floats rounded by way of double, escapes that make bytes.

The functions raise a TextError that knows nothing of its place; who knows it, adds it.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from caffe_fillers.errors import TextError
from caffe_fillers.text.places import shown
from caffe_fillers.text.tokens import (
    ESCAPES,
    IDENTIFIER,
    INTEGER,
    MINUS,
    NUMBER,
    are_strings,
    is_string,
    literals,
)

if TYPE_CHECKING:
    import re

__all__ = ["boolean", "float32", "integer", "real", "string"]

_TRUE = frozenset({"true", "True", "t"})
_FALSE = frozenset({"false", "False", "f"})
_SIMPLE = dict(zip("abfnrtv\\?'\"", b"\a\b\f\n\r\t\v\\?'\"", strict=True))
_WORDS = frozenset({"inf", "infinity", "nan"})
#: What may follow a zero that begins a number, if it is neither octal nor hex.
_DECIMAL = frozenset({"", ".", "e", "E", "f", "F"})
#: The number of digits that 2**64 has, in base 10: no longer one is read as an integer.
_DIGITS = 20
_FLOAT_MAX = float.fromhex("0x1.fffffep+127")
#: Halfway to the next number that a float would have: up to here protobuf rounds down.
_FLOAT_EDGE = float.fromhex("0x1.ffffffp+127")


def string(raw: str) -> bytes:
    """The bytes of a string, of several side by side together."""
    if not is_string(raw):
        hint = f'Write it in quotes: "{shown(raw)}".' if IDENTIFIER.fullmatch(raw) else None
        raise TextError(f"expected a string, found {shown(raw)!r}", hint=hint)
    if not are_strings(raw):
        raise TextError(f"{shown(raw)!r} is not a string")
    if "\\" not in raw and raw.find(raw[0], 1) == len(raw) - 1:
        return raw[1:-1].encode("utf-8", "surrogateescape")
    out = bytearray()
    for literal in literals(raw):
        out += _unescaped(literal)
    return bytes(out)


def _unescaped(literal: str) -> bytes:
    text = literal[1:-1]
    if "\\" not in text:
        return text.encode("utf-8", "surrogateescape")
    out, end = bytearray(), 0
    for match in ESCAPES.finditer(text):
        out += text[end : match.start()].encode("utf-8", "surrogateescape")
        out += _meant(match)
        end = match.end()
    out += text[end:].encode("utf-8", "surrogateescape")
    return bytes(out)


def _meant(escape: re.Match[str]) -> bytes:
    octal, byte, head, trail, four, eight, sign = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if byte:
        return bytes([int(byte, 16)])
    if sign:
        return bytes([_SIMPLE[sign]])
    if head:
        code = 0x10000 + ((int(head, 16) - 0xD800) << 10) + int(trail, 16) - 0xDC00
    else:
        code = int(four or eight, 16)
    if code > 0x10FFFF:
        return f"\\U{code:08x}".encode()  # C++ reads it and gives it back
    return chr(code).encode("utf-8", "surrogatepass")


def integer(raw: str, low: int, high: int) -> int:
    """An integer from `low` to `high`: decimal, octal or hex."""
    minus = MINUS.match(raw) if low < 0 else None
    digits = raw[minus.end() :] if minus else raw
    if not INTEGER.fullmatch(digits):
        raise TextError(f"expected an integer, found {shown(raw)!r}")
    number = _natural(digits)
    number = -number if minus else number
    if not low <= number <= high:
        raise TextError(f"{shown(raw)} is out of range: expected {low} to {high}")
    return number


def _natural(digits: str) -> int:
    if digits[0] != "0":
        # Python refuses to read thousands of digits, and these are too many anyway.
        return int(digits) if len(digits) <= _DIGITS else 1 << 64
    return int(digits, 16) if digits[1:2] in {"x", "X"} else int(digits, 8)


def real(raw: str) -> float:
    """A double; integers too, but decimal ones only."""
    minus = MINUS.match(raw)
    number = raw[minus.end() :] if minus else raw
    if number.casefold() in _WORDS:
        value = float(number)
    elif not NUMBER.fullmatch(number):
        raise TextError(f"expected a number, found {shown(raw)!r}")
    elif number[0] == "0" and number[1:2] not in _DECIMAL:
        raise TextError(f"expected a decimal number, found {shown(raw)!r}")
    else:
        value = float(number.rstrip("fF"))
    return -value if minus else value


def float32(value: float) -> bytes:
    """The little-endian bytes of the float nearest to a double; beyond the largest, infinity."""
    if abs(value) > _FLOAT_MAX:
        size = _FLOAT_MAX if abs(value) <= _FLOAT_EDGE else math.inf
        value = math.copysign(size, value)
    return struct.pack("<f", value)


def boolean(raw: str) -> bool:
    """True or false, by one of C++'s spellings or as 1 or 0."""
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    if INTEGER.fullmatch(raw):
        return bool(integer(raw, 0, 1))
    raise TextError(f"expected true or false, found {shown(raw)!r}")
