"""Messages in protobuf's binary format, whose strings may have any bytes.

In a message every string is text (see `caffe_fillers.strings`); in a file it has the bytes that
its author's encoding gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from caffe_fillers.strings import PRIVATE_BYTES, decoded, encoded
from caffe_fillers.varints import read_varint, varint

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.descriptor import Descriptor

__all__ = ["message_bytes", "parsed"]

M = TypeVar("M", bound=Message)

_VARINT, _FIXED64, _DELIMITED, _GROUP, _FIXED32 = 0, 1, 2, 3, 5


def parsed(cls: type[M], content: bytes) -> M:
    """The message in these bytes, all of its strings decoded.

    Raises:
        DecodeError: It is broken, or (to a protobuf of pure Python) no UTF-8.
    """
    try:
        message = cls.FromString(content)
    except UnicodeDecodeError as error:
        raise DecodeError(str(error)) from error
    if not _has_bytes(message):
        return message
    descriptor: Any = cls.DESCRIPTOR
    return cls.FromString(_recoded(content, descriptor, lambda raw: decoded(raw).encode()))


def message_bytes(message: Message) -> bytes:
    """The message as C++ writes it: its strings have their own bytes again."""
    content = message.SerializeToString()
    if not PRIVATE_BYTES.search(content):
        return content
    descriptor: Any = message.DESCRIPTOR
    return _recoded(content, descriptor, lambda raw: encoded(raw.decode()))


def _has_bytes(message: Message) -> bool:
    """Whether a string is no UTF-8: protobuf gives it as bytes."""
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_STRING:
            each = [value] if isinstance(value, (str, bytes)) else value
            if any(isinstance(one, bytes) for one in each):
                return True
        elif field.message_type is not None:
            inner = [value] if isinstance(value, Message) else value
            if any(map(_has_bytes, inner)):
                return True
    return False


def _recoded(content: bytes, descriptor: Descriptor, change: Callable[[bytes], bytes]) -> bytes:
    """A sound message with its strings changed, at every depth."""
    fields = {field.number: field for field in descriptor.fields}
    out, at, groups = bytearray(), 0, 0
    while at < len(content):
        tag = at
        key, at = read_varint(content, at)
        number, wire = key >> 3, key & 7
        if wire == _DELIMITED:
            size, start = read_varint(content, at)
            out += content[tag:at]
            value, at = content[start : start + size], start + size
            # What an unknown group holds is nobody's.
            field = None if groups else fields.get(number)
            if field is not None and field.type == FieldDescriptor.TYPE_STRING:
                value = change(value)
            elif field is not None and field.message_type is not None:
                value = _recoded(value, field.message_type, change)
            out += varint(len(value))
            out += value
            continue
        if wire == _VARINT:
            _, at = read_varint(content, at)
        elif wire in (_FIXED32, _FIXED64):
            at += 4 if wire == _FIXED32 else 8
        else:
            groups += 1 if wire == _GROUP else -1
        out += content[tag:at]
    return bytes(out)
