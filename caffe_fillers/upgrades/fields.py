"""Fields of messages by path, whatever the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

if TYPE_CHECKING:
    from collections.abc import Collection

    from caffe_fillers.upgrades.rules import Path

__all__ = ["copy_without", "enum_name", "enum_number", "place", "put", "repeats"]

MessageT = TypeVar("MessageT", bound=Message)


def place(name: str, index: int) -> str:
    """How an error names the layer of this name that stands at `index`, from 0, in its net."""
    return f"layer {name!r}" if name else f"layer number {index + 1} (unnamed)"


def repeats(value: object) -> bool:
    """Whether this value of a field is that of a repeated one."""
    return hasattr(value, "extend")


def put(message: Message, path: Path, value: Any) -> None:
    """Set a field to a copy of the value, making the messages on the way to it.

    A position in the path makes a repeated field long enough. To a repeated field the value, or
    each of its elements, is appended.
    """
    *parents, last = path
    target: Any = message
    for step in parents:
        if isinstance(step, int):
            while len(target) <= step:
                target.add()
            target = target[step]
        else:
            target = getattr(target, step)
    name = str(last)
    field = getattr(target, name)
    if isinstance(value, Message):
        field.CopyFrom(value)
    elif not repeats(field):
        setattr(target, name, _assigned(target, name, value))
    elif not repeats(value):
        field.append(value)
    elif hasattr(field, "add"):
        for element in value:
            field.add().CopyFrom(element)
    else:
        field.extend(value)


def _assigned(message: Message, name: str, value: Any) -> Any:
    """The value as C++ assigns it: a negative one wraps around in an unsigned field.

    The old new_height and new_width are signed, the fields they move to are not.
    """
    unsigned = FieldDescriptor.CPPTYPE_UINT32
    if message.DESCRIPTOR.fields_by_name[name].cpp_type == unsigned:
        return value % 2**32
    return value


def copy_without(message: MessageT, but: Collection[str]) -> MessageT:
    """A copy of the message without these fields, which are never copied."""
    copy = type(message)()
    for field, value in message.ListFields():
        if field.name not in but:
            put(copy, (field.name,), value)
    return copy


def enum_name(message: Message, field: str) -> str:
    """The name of the value that an enum field has."""
    return str(_enum(message, field).values_by_number[getattr(message, field)].name)


def enum_number(message: Message, field: str, name: str) -> int:
    """The number of the value of this name in an enum field's type."""
    return int(_enum(message, field).values_by_name[name].number)


def _enum(message: Message, field: str) -> Any:
    return message.DESCRIPTOR.fields_by_name[field].enum_type
