"""Scalars as they are written, to fields of protobuf's binary format."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from google.protobuf.descriptor import FieldDescriptor

from caffe_fillers import strings
from caffe_fillers.errors import TextError, did_you_mean
from caffe_fillers.text import scalars
from caffe_fillers.text.places import shown
from caffe_fillers.text.tokens import is_string
from caffe_fillers.wire import BYTES, FIXED32, FIXED64, VARINT, varint

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.descriptor import EnumDescriptor

__all__ = ["Encoded", "delimited", "tag"]

#: The lengths of nearly all strings and messages.
_LENGTHS = [
    *(bytes((low,)) for low in range(1 << 7)),
    *(bytes((low | 0x80, high)) for high in range(1, 1 << 7) for low in range(1 << 7)),
]


def delimited(content: bytes) -> bytes:
    """A string or message behind its length."""
    size = len(content)
    return (_LENGTHS[size] if size < len(_LENGTHS) else varint(size)) + content


def _zigzag(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else ~number << 1 | 1)


def tag(field: FieldDescriptor) -> bytes:
    """The field's number and what follows it."""
    return varint(field.number << 3 | _FOLLOWS.get(field.type, VARINT))


class Encoded(dict[str, bytes]):
    """One field's values, by how they are written, as they stand in a binary message.

    A net writes the same few values over and over; they are worked out once.

    Raises:
        TextError: When asked for a value that the field cannot have; without a place.
    """

    def __init__(self, field: FieldDescriptor) -> None:
        super().__init__()
        self._tag = tag(field)
        self._encode = _encoder(field)

    def __missing__(self, raw: str) -> bytes:
        made = self._tag + self._encode(raw)
        # The table lives as long as the schema, so it must not grow with what is read.
        if len(raw) < _SHORT and len(self) < _MANY:
            self[raw] = made
        return made


_SHORT = 32
_MANY = 4096


def _encoder(field: FieldDescriptor) -> Callable[[str], bytes]:
    if field.enum_type is not None:
        return _enum_encoder(field.enum_type)
    if field.type in _INTEGERS:
        low, high, pack = _INTEGERS[field.type]
        return lambda raw: pack(scalars.integer(raw, low, high))
    return _OTHERS[field.type]


def _enum_encoder(enum: EnumDescriptor) -> Callable[[str], bytes]:
    # protobuf's own maps break at names that have no UTF-8.
    numbers = {value.name: value.number for value in enum.values}

    def encode(raw: str) -> bytes:
        if raw in numbers:
            return varint(numbers[raw])
        if raw[0] in "-0123456789":
            number = scalars.integer(raw, -(1 << 31), (1 << 31) - 1)
            if number in numbers.values():
                return varint(number)
            raise TextError(f"{enum.name} has no value {number}", hint=_values(enum))
        if is_string(raw):
            hint = f"Names of values are written without quotes: {raw[1:-1]}."
            raise TextError(f"expected a value of {enum.name}, found {shown(raw)!r}", hint=hint)
        hint = did_you_mean(raw, numbers) or _values(enum)
        raise TextError(f"{enum.name} has no value {shown(raw)!r}", hint=hint)

    return encode


def _values(enum: EnumDescriptor) -> str:
    return f"It has {', '.join(f'{value.name} ({value.number})' for value in enum.values)}."


_T = FieldDescriptor
_INTEGERS: dict[int, tuple[int, int, Callable[[int], bytes]]] = {
    _T.TYPE_INT32: (-(1 << 31), (1 << 31) - 1, varint),
    _T.TYPE_INT64: (-(1 << 63), (1 << 63) - 1, varint),
    _T.TYPE_UINT32: (0, (1 << 32) - 1, varint),
    _T.TYPE_UINT64: (0, (1 << 64) - 1, varint),
    _T.TYPE_SINT32: (-(1 << 31), (1 << 31) - 1, _zigzag),
    _T.TYPE_SINT64: (-(1 << 63), (1 << 63) - 1, _zigzag),
    _T.TYPE_SFIXED32: (-(1 << 31), (1 << 31) - 1, struct.Struct("<i").pack),
    _T.TYPE_SFIXED64: (-(1 << 63), (1 << 63) - 1, struct.Struct("<q").pack),
    _T.TYPE_FIXED32: (0, (1 << 32) - 1, struct.Struct("<I").pack),
    _T.TYPE_FIXED64: (0, (1 << 64) - 1, struct.Struct("<Q").pack),
}
_OTHERS: dict[int, Callable[[str], bytes]] = {
    _T.TYPE_BOOL: lambda raw: varint(scalars.boolean(raw)),
    _T.TYPE_FLOAT: lambda raw: scalars.float32(scalars.real(raw)),
    _T.TYPE_DOUBLE: lambda raw: struct.pack("<d", scalars.real(raw)),
    _T.TYPE_STRING: lambda raw: delimited(strings.decoded(scalars.string(raw)).encode()),
    _T.TYPE_BYTES: lambda raw: delimited(scalars.string(raw)),
}
_FOLLOWS = {
    **dict.fromkeys((_T.TYPE_STRING, _T.TYPE_BYTES, _T.TYPE_MESSAGE), BYTES),
    **dict.fromkeys((_T.TYPE_FLOAT, _T.TYPE_FIXED32, _T.TYPE_SFIXED32), FIXED32),
    **dict.fromkeys((_T.TYPE_DOUBLE, _T.TYPE_FIXED64, _T.TYPE_SFIXED64), FIXED64),
}
