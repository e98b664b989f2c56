"""From tree to message: what protobuf's C++ text parser makes of it, in the way Caffe uses that.

The tree is written in protobuf's binary format, which the message's class then reads: this is
quick. Strings may have bytes that are no UTF-8, as C++ lets them. Refused is what C++ refuses:
unknown fields, a field given twice, values of another type or out of range, numbers that no enum
value has, missing required fields.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from caffe_fillers.errors import TextError, did_you_mean
from caffe_fillers.text.places import shown
from caffe_fillers.text.tokens import IDENTIFIER, MARK
from caffe_fillers.text.tree import Block, Field, Fields, Item, List, blocks_of, scalars_of
from caffe_fillers.text.wire import Encoded, delimited, tag

if TYPE_CHECKING:
    from collections.abc import Collection

    from google.protobuf.descriptor import Descriptor

    from caffe_fillers.text.places import Source

__all__ = ["TWIN", "Doubt", "Unknown", "read", "unknown_fields"]

M = TypeVar("M", bound=Message)

#: protobuf's binary format is read to this depth. (C++'s text parser knows no limit, but Caffe's
#: messages hold one another only a few deep.)
MAX_DEPTH = 100

#: No fork has so many words in one file that no schema knows.
MAX_DOUBTS = 10_000

#: A field that holds one value, and has a twin of its name and this ending, may be given several:
#: they go to the twin (tools/gen_union.py).
TWIN = "_list"

#: A "field" or a "value" of an enum that is not known; a field of one value given "twice".
Case: TypeAlias = Literal["field", "value", "twice"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a text that its schema has no place for."""

    case: Case
    #: What a reader that is not tolerant says, with the place.
    error: TextError
    field: Field
    #: The name that is not known, of a field or of an enum's value; or of the repeated field.
    name: str
    #: The names that would be known in its place.
    known: Collection[str]
    #: The messages around it, outermost first: the name of the type, and the fields.
    around: tuple[tuple[str, Fields], ...]

    @property
    def message(self) -> str:
        """The type of the message in which it stands."""
        return self.around[-1][0]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a message allows under one name."""

    #: Singular fields with the same key exclude each other; empty for repeated ones.
    key: str
    #: The scalars it can have; None for a message.
    encoded: Encoded | None
    tag: bytes
    #: The type of message; None for scalars.
    message: Descriptor | None
    #: The names of an enum's values; empty for all else.
    words: Collection[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read one type of message."""

    descriptor: Descriptor
    entries: dict[str, _Entry]
    #: Keys of the fields that must be given.
    required: frozenset[str]
    #: Fields of one value that take several by another entry.
    twins: dict[str, _Entry]


@functools.cache
def _plan(descriptor: Descriptor) -> _Plan:
    entries, required = {}, set()
    for field in descriptor.fields:
        if field.type == FieldDescriptor.TYPE_GROUP:
            continue  # no Caffe has any
        repeated, needed = _labels(field)
        oneof = field.containing_oneof
        key = "" if repeated else f"oneof {oneof.name}" if oneof else field.name
        inner = field.message_type
        encoded = Encoded(field) if inner is None else None
        words = [value.name for value in field.enum_type.values] if field.enum_type else ()
        entries[field.name] = _Entry(key, encoded, tag(field), inner, words)
        if needed:
            required.add(key)
    twins = {name: entries[name + TWIN] for name in entries if name + TWIN in entries}
    return _Plan(descriptor, entries, frozenset(required), twins)


def _labels(field: Any) -> tuple[bool, bool]:
    """Whether a field is repeated, and whether it is required."""
    if hasattr(field, "is_repeated"):
        return field.is_repeated, field.is_required
    # Before protobuf 6.31; in 7 this one is gone.
    return field.label == field.LABEL_REPEATED, field.label == field.LABEL_REQUIRED


def read(fields: Fields, source: Source, cls: type[M], doubts: list[Doubt] | None = None) -> M:
    """The message that these fields are.

    Args:
        fields: A document, or any block.
        source: The text in which errors show the place.
        cls: The message's class, of any schema.
        doubts: What the schema does not know is added here and left out of the message; of values
            that exclude each other the last counts. None for a reader that refuses it.

    Raises:
        TextError: protobuf's C++ parser would refuse it.
    """
    descriptor: Any = cls.DESCRIPTOR  # its class depends on protobuf's backend
    content = _Reader(source, doubts).content(fields, descriptor, None, ())
    try:
        return cls.FromString(content)
    except DecodeError as error:
        raise TextError(f"protobuf cannot read it: {error}", where=source.name) from error


#: The messages around a field, outermost first: the type's name, and the fields.
_Around: TypeAlias = tuple[tuple[str, Fields], ...]


class _Reader:
    def __init__(self, source: Source, doubts: list[Doubt] | None) -> None:
        self._source = source
        self._doubts = doubts

    def content(
        self, fields: Fields, descriptor: Descriptor, owner: Item | None, outer: _Around
    ) -> bytes:
        """The fields in binary; `owner` is the item whose message they are."""
        plan = _plan(descriptor)
        around = (*outer, (descriptor.name, fields))
        several = _several(fields, plan) if plan.twins else ()
        seen: dict[str, Field] = {}
        out: list[bytes] = []
        for field in fields.fields:
            entry = plan.entries.get(field.name)
            if entry is None:
                error = self._unknown(field, plan)
                self._doubt("field", field, field.name, error, plan.entries, around)
                continue
            if field.name in several:
                entry = plan.twins[field.name]
            if entry.key:
                if entry.key in seen:
                    error = self._twice(field, seen[entry.key])
                    self._doubt("twice", field, field.name, error, (), around)
                seen[entry.key] = field
            value = field.value
            if entry.encoded is not None and isinstance(value, str):
                try:
                    out.append(entry.encoded[value])
                except TextError as error:
                    self._no_value(field, value, entry, field, error, around)
            else:
                for item in self._items(field, entry):
                    out += self._item(item, entry, field, around)
        missing = plan.required - seen.keys()
        if missing:
            raise self._missing(owner, plan, missing)
        return b"".join(out)

    def _no_value(
        self,
        item: Item,
        value: str,
        entry: _Entry,
        field: Field,
        error: TextError,
        around: _Around,
    ) -> None:
        told = self._refused(item, field, error)
        if not entry.words or not IDENTIFIER.fullmatch(value):
            raise told from None
        self._doubt("value", field, value, told, entry.words, around)

    def _doubt(
        self,
        case: Case,
        field: Field,
        name: str,
        error: TextError,
        known: Collection[str],
        around: _Around,
    ) -> None:
        if self._doubts is None or len(self._doubts) == MAX_DOUBTS:
            raise error
        self._doubts.append(Doubt(case, error, field, name, known, around))

    def _items(self, field: Field, entry: _Entry) -> list[Item]:
        """The values of a field, each with its place."""
        if not isinstance(field.value, List):
            return [field]
        if entry.key:
            message = f"{field.name} holds one value, and cannot be given a list"
            raise self._error(field, message, at_value=True)
        if entry.encoded is not None and not MARK.match(field.joint):
            raise self._error(field, f"expected ':' behind {field.name!r}", at_value=True)
        return field.value.items

    def _item(self, item: Item, entry: _Entry, field: Field, around: _Around) -> tuple[bytes, ...]:
        value = item.value
        if entry.encoded is not None:
            if not isinstance(value, str):
                message = f"{field.name} is not a message: expected a value, found '{{'"
                raise self._error(item, message, at_value=True)
            try:
                return (entry.encoded[value],)
            except TextError as error:
                self._no_value(item, value, entry, field, error, around)
                return ()
        if not isinstance(value, Block) or entry.message is None:
            found = shown(value) if isinstance(value, str) else "["
            message = f"{field.name} is a message: expected '{{', found {found!r}"
            raise self._error(item, message, at_value=True)
        if len(around) > MAX_DEPTH:
            raise self._error(item, f"messages are nested more than {MAX_DEPTH} deep")
        content = self.content(value, entry.message, item, around)
        return entry.tag, delimited(content)

    # --- errors ---------------------------------------------------------------------------------

    def _error(
        self, item: Item | None, message: str, hint: str | None = None, *, at_value: bool = False
    ) -> TextError:
        offset = max(item.offset, 0) if item else 0
        if at_value and isinstance(item, Field):
            offset += len(item.name) + len(item.joint)
        return self._source.error(offset, message, hint)

    def _unknown(self, field: Field, plan: _Plan) -> TextError:
        hint = did_you_mean(field.name, plan.entries) or _elsewhere(field.name, plan)
        message = f"{plan.descriptor.name} has no field {shown(field.name)!r}"
        return self._error(field, message, hint)

    def _twice(self, field: Field, first: Field) -> TextError:
        message = f"{field.name} holds one value, and is given twice"
        if field.name != first.name:
            message = f"{field.name} and {first.name} exclude each other"
        return self._error(field, message, f"It was given in line {first.line} already.")

    def _refused(self, item: Item, field: Field, error: TextError) -> TextError:
        return self._error(item, f"{field.name}: {error.message}", error.hint, at_value=True)

    def _missing(self, owner: Item | None, plan: _Plan, missing: frozenset[str]) -> TextError:
        names = " and ".join(sorted(missing))
        return self._error(owner, f"{plan.descriptor.name} must be given {names}")


def _several(fields: Fields, plan: _Plan) -> set[str]:
    """Those fields with a twin that are given a list, or more than once."""
    found, seen = set(), set()
    for field in fields.fields:
        if field.name in plan.twins:
            if field.name in seen or isinstance(field.value, List):
                found.add(field.name)
            seen.add(field.name)
    return found


def _elsewhere(name: str, plan: _Plan) -> str | None:
    """A hint naming the messages within this one that do have the field."""
    inner = plan.descriptor.fields
    owners = [each.name for each in inner if each.message_type and _has(each.message_type, name)]
    return f"It is a field of {', '.join(owners)}." if owners else None


def _has(descriptor: Descriptor, name: str) -> bool:
    return name in descriptor.fields_by_name


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field, or the name of an enum's value, that a schema does not know."""

    #: The fields' names down to it, joined by dots.
    path: str
    #: The message that does not have the field, or the enum that does not have the value.
    type: str
    #: The value's name; empty when it is the field itself that is unknown.
    value: str
    field: Field


def unknown_fields(fields: Fields, cls: type[Message]) -> list[Unknown]:
    """All fields and names of enum values that the schema of `cls` does not know, in order.

    What stands within an unknown field is not looked at.

    Args:
        fields: A document, or a block of it.
        cls: The class of messages that it is to be.

    Returns:
        Each with its path and its place.

    Raises:
        TextError: messages are nested deeper than protobuf reads them.

    Example:
        >>> from caffe_fillers.proto import caffe
        >>> from caffe_fillers.text import parse, unknown_fields
        >>> document = parse('layer { name: "a" relu6_param {} }')
        >>> [each.path for each in unknown_fields(document, caffe.NetParameter)]
        ['layer.relu6_param']

    Source: caffe.proto.
    """
    found = []
    stack = [(iter(fields.fields), cls.DESCRIPTOR, "")]
    while stack:
        rest, descriptor, path = stack[-1]
        field = next(rest, None)
        if field is None:
            stack.pop()
            continue
        known = descriptor.fields_by_name.get(field.name)
        inside = f"{path}{field.name}"
        if known is None:
            found.append(Unknown(inside, descriptor.name, "", field))
        elif known.message_type is not None:
            inner = [each for block in blocks_of(field.value) for each in block.fields]
            stack.append((iter(inner), known.message_type, f"{inside}."))
        elif known.enum_type is not None:
            found += [
                Unknown(inside, known.enum_type.name, value, field)
                for value in scalars_of(field.value)
                if IDENTIFIER.fullmatch(value) and value not in known.enum_type.values_by_name
            ]
    return found
