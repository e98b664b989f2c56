"""What the values in a text mean, for those who edit it by what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import TextError
from caffe_fillers.text import scalars
from caffe_fillers.text.tokens import INTEGER
from caffe_fillers.text.tree import Block

if TYPE_CHECKING:
    from caffe_fillers.text.tree import Field, Fields

__all__ = ["block_in", "enum_word", "is_zero", "strings"]


def block_in(field: Field) -> Block:
    """The message that a field holds.

    Raises:
        TextError: it holds none.
    """
    if not isinstance(field.value, Block):
        raise TextError(f"{field.name} is a message")
    return field.value


def strings(fields: Fields, name: str) -> list[str]:
    """The strings given under a name, in order.

    Raises:
        TextError: one of them is not a string.
    """
    values = [_scalar(value, name) for value in fields.values(name)]
    return [scalars.string(raw).decode("utf-8", "surrogateescape") for raw in values]


def enum_word(field: Field, enum: Any) -> str:
    """The name of a value of this enum; a name that the schema does not know is kept as it is.

    Raises:
        TextError: it is neither a name nor a number that the schema knows.
    """
    raw = _scalar(field.value, field.name)
    if not (INTEGER.match(raw) or raw.startswith("-")):
        return raw
    number = scalars.integer(raw, -(1 << 31), (1 << 31) - 1)
    if number not in enum.values_by_number:
        raise TextError(f"{field.name}: {enum.name} has no value {number}")
    return str(enum.values_by_number[number].name)


def is_zero(raw: str) -> bool:
    """Whether a float field with this value is zero, to the bit."""
    return scalars.float32(scalars.real(raw)) == bytes(4)


def _scalar(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise TextError(f"{name} is not a message")
    return value
