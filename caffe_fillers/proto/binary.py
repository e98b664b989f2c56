"""Messages in protobuf's binary format, whose strings may have any bytes.

In a message every string is text (see `caffe_fillers.strings`); in a file it has the bytes that
its author's encoding gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from caffe_fillers.strings import PRIVATE_BYTES, decoded, encoded
from caffe_fillers.wire import BYTES, Source, prefix

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.descriptor import Descriptor

__all__ = ["message_bytes", "parsed"]

M = TypeVar("M", bound=Message)


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
    return cls.FromString(_Recoding(content, lambda raw: decoded(raw).encode()).message(descriptor))


def message_bytes(message: Message) -> bytes:
    """The message as C++ writes it: its strings have their own bytes again."""
    content = message.SerializeToString()
    if not PRIVATE_BYTES.search(content):
        return content
    descriptor: Any = message.DESCRIPTOR
    return _Recoding(content, lambda raw: encoded(raw.decode())).message(descriptor)


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


class _Recoding:
    """A sound message with its strings changed, at every depth."""

    def __init__(self, content: bytes, change: Callable[[bytes], bytes]) -> None:
        self._source = Source.of(content)
        self._size = len(content)
        self._change = change

    def message(self, descriptor: Descriptor) -> bytes:
        """The whole message."""
        return bytes(self._part(descriptor, 0, self._size))

    def _part(self, descriptor: Descriptor, start: int, stop: int) -> bytearray:
        fields, out = descriptor.fields_by_number, bytearray()
        for each in self._source.fields(start, stop):
            # A group is kept as it is: what an unknown one holds is nobody's.
            field = fields.get(each.number) if each.wire == BYTES else None
            if field is not None and field.type == FieldDescriptor.TYPE_STRING:
                value: bytes | bytearray = self._change(self._source.read(each.start, each.stop))
            elif field is not None and field.message_type is not None:
                value = self._part(field.message_type, each.start, each.stop)
            else:
                out += self._source.read(each.tag, each.stop)
                continue
            out += prefix(each.number, len(value))
            out += value
        return out
