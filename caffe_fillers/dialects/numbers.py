"""Binary messages: from a fork's field numbers to the union's, and back.

Forks gave the same numbers to different words. In the union each word has a number of its own;
here a message in the wire format is renumbered by the fork's table, at every depth. What the fork
does not know keeps its number, moved out of the way by `KEPT`, and gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError

from caffe_fillers.core.registry import BVLC, FORKS, PAPERS
from caffe_fillers.dialects.detect import foreign, missing
from caffe_fillers.dialects.tables import Dialect, dialect, dialects
from caffe_fillers.proto import schema
from caffe_fillers.proto.binary import parsed
from caffe_fillers.text.reader import TWIN
from caffe_fillers.wire import (
    BYTES,
    FIXED32,
    FIXED64,
    GROUP,
    VARINT,
    Source,
    WireError,
    read_varint,
    varint,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.descriptor import EnumDescriptor

__all__ = [
    "Renumbered",
    "find_fork",
    "from_union",
    "number_of",
    "to_union",
    "union_message",
    "without_number",
]

#: Added to the numbers of fields that a fork does not know.
KEPT = 1 << 28

_T = FieldDescriptor
_WIRES = {
    **dict.fromkeys((_T.TYPE_STRING, _T.TYPE_BYTES), BYTES),
    **dict.fromkeys((_T.TYPE_FLOAT, _T.TYPE_FIXED32, _T.TYPE_SFIXED32), FIXED32),
    **dict.fromkeys((_T.TYPE_DOUBLE, _T.TYPE_FIXED64, _T.TYPE_SFIXED64), FIXED64),
}


@dataclass(slots=True)
class Renumbered:
    """A message in other numbers."""

    content: bytes
    #: What has no number there, as "Message.field"; on the way to the union, numbers and values
    #: that the fork does not know.
    rest: list[str] = field(default_factory=list)


class _Step(NamedTuple):
    """What becomes of one field."""

    name: str
    number: int
    #: What follows the tag of one value.
    wire: int
    #: The message that it holds: the union's name for it, and the fork's.
    message: str = ""
    theirs: str = ""
    #: For an enum the numbers of its values there by those here; None where they are the same.
    values: Mapping[int, int] | None = None
    #: The number for several values, if it is another one.
    several: int = 0


# --- the tables -----------------------------------------------------------------------------------


@cache
def _steps(fork: str, message: str, theirs: str, *, outward: bool) -> Mapping[int, _Step]:
    """What becomes of a message's fields, by number in the fork; outward by number in the union.

    The union's `message` is called `theirs` in the fork.
    """
    table = _table(fork)
    descriptor = schema("union").pool.FindMessageTypeByName(f"caffe.{message}")
    taken = {each.number for (owner, _), each in table.fields.items() if owner == theirs}
    own = schema(BVLC).file.message_types_by_name.get(message)
    steps = {}
    for each in descriptor.fields:
        name = each.name.removesuffix(TWIN)
        twin = name != each.name and name in descriptor.fields_by_name
        declared = table.fields.get((theirs, name if twin else each.name))
        if declared is not None:
            number = declared.number
        elif own is not None and each.name in own.fields_by_name and each.number not in taken:
            number = each.number
        else:
            number = None
        if number is None or (twin and not outward):
            continue
        here, there = (each.number, number) if outward else (number, each.number)
        type_name = declared.type.removeprefix("enum ") if declared else ""
        steps[here] = _step(table, each, there, type_name, outward=outward)
    return steps


@cache
def _table(fork: str) -> Dialect:
    """The fork's table; one without words for a net of several forks' words.

    The words of papers' fillers have the same numbers beside every fork's.
    """
    table, papers = dialects().get(fork) or Dialect(fork), dialects()[PAPERS]
    return replace(
        table,
        fields={**papers.fields, **table.fields},
        values={**papers.values, **table.values},
    )


def _step(table: Dialect, each: Any, there: int, type_name: str, *, outward: bool) -> _Step:
    inner = each.message_type.full_name.partition(".")[2] if each.message_type else ""
    name = f"{each.containing_type.name}.{each.name}"
    if inner:
        return _Step(name, there, BYTES, inner, type_name or inner)
    if each.enum_type is not None:
        values = _values(table, each.enum_type, type_name)
        if outward:
            values = {union: mine for mine, union in values.items()}
        same = all(mine == union for mine, union in values.items())
        return _Step(name, there, VARINT, values=None if same else values, several=_twin(each))
    wire = _WIRES.get(each.type, VARINT)
    return _Step(name, there, wire, several=0 if outward else _twin(each))


def _twin(each: Any) -> int:
    twin = each.containing_type.fields_by_name.get(each.name + TWIN)
    return twin.number if twin is not None else 0


def _values(table: Dialect, enum: EnumDescriptor, theirs: str) -> Mapping[int, int]:
    """The union's numbers of an enum's values by the fork's."""
    name = enum.full_name.partition(".")[2]
    try:
        own = schema(BVLC).enum(name).DESCRIPTOR.values_by_name
    except KeyError:
        own = {}
    numbers = {}
    for value in enum.values:
        mine = table.values.get((theirs or name, value.name))
        if mine is not None:
            numbers[mine] = value.number
        elif value.name in own:
            # A fork's own value of this number stands before BVLC's.
            numbers.setdefault(value.number, value.number)
    return numbers


def number_of(fork: str, message: str, name: str) -> int:
    """The number that a field of the union has in a fork; BVLC's where the fork says nothing."""
    declared = _table(fork).fields.get((message, name))
    if declared is not None and declared.number is not None:
        return declared.number
    return int(schema(BVLC).message(message).DESCRIPTOR.fields_by_name[name].number)


# --- renumbering ----------------------------------------------------------------------------------


def to_union(content: bytes, fork: str, message: str = "NetParameter") -> Renumbered:
    """A fork's message in the union's numbers."""
    result = Renumbered(b"")
    result.content = _renumbered(content, fork, (message, message), result.rest, outward=False)
    return result


def from_union(content: bytes, fork: str, message: str = "NetParameter") -> Renumbered:
    """A message of the union in a fork's numbers, its fields in their order, as C++ writes it."""
    result = Renumbered(b"")
    result.content = _renumbered(content, fork, (message, message), result.rest, outward=True)
    return result


def without_number(net: Any, fork: str) -> list[str]:
    """The words in a net's layers that the fork has no number for, as "Message.field"."""
    found = [
        word
        for layer in net.layer
        for word in from_union(layer.SerializeToString(), fork, "LayerParameter").rest
    ]
    return list(dict.fromkeys(found))


def _renumbered(
    content: bytes, fork: str, names: tuple[str, str], rest: list[str], *, outward: bool
) -> bytes:
    message, theirs = names
    steps = _steps(fork, message, theirs, outward=outward)
    pieces: list[tuple[int, bytes]] = []
    fields = list(_fields(content))
    times: dict[int, int] = {}
    for each in fields:
        times[each.number] = times.get(each.number, 0) + 1
    for each in fields:
        step = steps.get(each.number)
        piece = None if step is None else _piece(step, each, times, fork, rest, outward=outward)
        if piece is not None:
            pieces.append(piece)
        elif outward and each.number >= KEPT:
            number = each.number - KEPT
            pieces.append((number, varint(number << 3 | each.wire) + each.raw))
        elif outward:
            rest.append(_named(message, each.number))
        else:
            rest.append(f"{message} field {each.number}")
            if each.number < KEPT and each.wire != GROUP:
                number = each.number + KEPT
                pieces.append((number, varint(number << 3 | each.wire) + each.raw))
    if outward:
        pieces.sort(key=lambda piece: piece[0])
    return b"".join(piece for _, piece in pieces)


def _named(message: str, number: int) -> str:
    found = schema("union").pool.FindMessageTypeByName(f"caffe.{message}").fields_by_number
    return f"{message}.{found[number].name}" if number in found else f"{message} field {number}"


class _Field(NamedTuple):
    number: int
    wire: int
    #: What follows the tag, a length among it.
    raw: bytes
    #: The same without the length.
    value: bytes


def _fields(content: bytes) -> list[_Field]:
    """The fields of a message.

    Raises:
        DecodeError: these bytes are none, or have a group, which no message of Caffe's has.
    """
    found = []
    try:
        for each in Source.of(content).fields(0, len(content)):
            if each.wire == GROUP:
                raise DecodeError("no message of Caffe's has a group")
            behind_tag = read_varint(content, each.tag)[1]
            raw, value = content[behind_tag : each.stop], content[each.start : each.stop]
            found.append(_Field(each.number, each.wire, raw, value))
    except WireError as error:
        raise DecodeError(str(error)) from None
    return found


def _piece(
    step: _Step,
    each: _Field,
    times: Mapping[int, int],
    fork: str,
    rest: list[str],
    *,
    outward: bool,
) -> tuple[int, bytes] | None:
    """The field in its new number; None where it is not of the type that it should be."""
    packed = each.wire == BYTES and step.wire != BYTES
    if (packed and not _is_row(each.value, step.wire)) or not (packed or each.wire == step.wire):
        return None
    number = step.several if step.several and (packed or times[each.number] > 1) else step.number
    tag = varint(number << 3 | each.wire)
    if step.message:
        try:
            both = step.message, step.theirs
            inner = _renumbered(each.value, fork, both, rest, outward=outward)
        except DecodeError:
            return None
        return number, tag + varint(len(inner)) + inner
    if step.values is not None:
        return _enum_piece(step, each, number, packed=packed)
    return number, tag + each.raw


def _is_row(content: bytes, wire: int) -> bool:
    """Whether these bytes are numbers one after the other."""
    if wire == VARINT:
        at = 0
        try:
            while at < len(content):
                _, at = read_varint(content, at)
        except WireError:
            return False
        return True
    return len(content) % (4 if wire == FIXED32 else 8) == 0


def _enum_piece(
    step: _Step, each: _Field, number: int, *, packed: bool
) -> tuple[int, bytes] | None:
    values, at = [], 0
    while at < len(each.value):
        value, at = read_varint(each.value, at)
        there = (step.values or {}).get(value)
        if there is None:
            return None
        values.append(varint(there))
    raw = b"".join(values)
    return number, varint(number << 3 | each.wire) + (varint(len(raw)) if packed else b"") + raw


# --- whose a file is ------------------------------------------------------------------------------


def find_fork(content: bytes, name: str | None = None) -> tuple[str, Renumbered]:
    """The fork whose numbers a NetParameter is written in, and the message in the union's.

    It is the one that is named, if it knows all fields. Else, of those that do, the one that knows
    most of the layers' types, and of these the smallest; if none does, that of which least is left.
    """
    tried: list[tuple[str, Renumbered]] = []
    named = name if name not in {None, BVLC, FORKS} else None
    for fork in dict.fromkeys([*([dialect(named).name] if named else []), *dialects()]):
        if None in _numbers(fork):
            continue
        made = to_union(content, fork)
        if fork == named and not made.rest:
            return fork, made
        tried.append((fork, made))
    least = min(len(made.rest) for _, made in tried)
    fit = [each for each in tried if len(each[1].rest) == least]
    return min(fit, key=_strange_types)


def _strange_types(tried: tuple[str, Renumbered]) -> int:
    fork, made = tried
    words = foreign(union_message(made.content))
    return sum(not word.owner for word in missing(dialects()[fork], words))


def _numbers(fork: str) -> list[int | None]:
    return [declared.number for declared in dialects()[fork].fields.values()]


def union_message(content: bytes) -> Any:
    """The NetParameter of the union in these bytes."""
    return parsed(schema("union").message("NetParameter"), content)
