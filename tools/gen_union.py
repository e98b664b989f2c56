"""The union: one schema that knows the words of BVLC's Caffe and of every fork, by name.

`union(bvlc, dialects)` makes its descriptors from BVLC's and from the tables in
caffe_fillers/dialects/forks/. BVLC's words keep their numbers, so that a net of BVLC's gives the
same bytes through both schemas. Forks gave the same numbers to different words: in the union each
word of theirs has a private number from `PRIVATE` on, and files in the forks' own numbers are
renumbered at the edge (`caffe_fillers.dialects.numbers`).

Where forks disagree about a word, these rules decide, and `Union.resolved` tells each case:

* What BVLC declares stands. A word of which BVLC knows one value and a fork a list gets a twin
  named `<word>_list` for the lists.
* One value here and a list there is a list; required here and optional there is optional.
* Numbers of several types are of the one that holds them all.
* Messages or enums of several names for one field are one, under the name in `dialects.renamed`.
* Defaults that differ are none: whoever needs one asks the dialect.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)

from caffe_fillers.dialects.renamed import RENAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: Where the private numbers begin, of fields in each message and of values in each enum.
PRIVATE = 20001

SCALARS = {
    name.removeprefix("TYPE_").lower(): number for name, number in FieldDescriptorProto.Type.items()
}
LABELS = {
    "opt": FieldDescriptorProto.LABEL_OPTIONAL,
    "rep": FieldDescriptorProto.LABEL_REPEATED,
    "req": FieldDescriptorProto.LABEL_REQUIRED,
}
#: The number types, each holding those before it.
WIDTHS = ("bool", "uint32", "int32", "uint64", "int64", "float", "double")
#: What a field holds that nobody set, where no default is declared.
NOTHING = {"bool": "false", "string": "", "bytes": ""}


class Word(NamedTuple):
    """A field as a fork declares it."""

    fork: str
    message: str
    name: str
    label: str
    type: str
    number: str
    default: str


class Value(NamedTuple):
    """A value of an enum as a fork declares it."""

    fork: str
    enum: str
    name: str
    number: str


@dataclass(slots=True)
class Union:
    """The union's descriptors, and how they came about."""

    file: FileDescriptorProto
    #: What forks disagree about: message, field or enum, the variants, and what stands.
    resolved: list[tuple[str, str, str, str]] = field(default_factory=list)


class Clash(Exception):  # noqa: N818  # said to the user as it is
    """Two declarations that no rule brings together."""


def words(tables: Iterable[Path]) -> tuple[list[Word], list[Value]]:
    """The fields and the enums' values in these tables, in the order of the files."""
    fields, values = [], []
    for path in tables:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            kind, *cells = line.split("\t")
            cells += [""] * (6 - len(cells))
            if kind == "field":
                fields.append(Word(path.stem, *cells))
            elif kind == "value":
                values.append(Value(path.stem, *cells[:3]))
            elif kind == "":
                raise Clash(f"{path}:{number}: an empty row")
    return fields, values


def union(bvlc: FileDescriptorProto, tables: Iterable[Path]) -> Union:
    """The union of BVLC's schema and the forks' words.

    Raises:
        Clash: two forks mean different kinds of thing by one name.
    """
    return _Builder(bvlc, *words(tables)).build()


class _Builder:
    def __init__(
        self, bvlc: FileDescriptorProto, fields: Sequence[Word], values: Sequence[Value]
    ) -> None:
        self._file = FileDescriptorProto()
        self._file.CopyFrom(bvlc)
        self._file.name = "union.proto"
        self._union = Union(self._file)
        self._messages: dict[str, DescriptorProto] = {}
        self._enums: dict[str, EnumDescriptorProto] = {}
        for message in self._file.message_type:
            self._learn(message, "")
        for enum in self._file.enum_type:
            self._enums[enum.name] = enum
        self._own = {
            (name, each.name): each
            for name, message in self._messages.items()
            for each in message.field
        }
        self._own_values = {
            (name, value.name): str(value.number)
            for name, enum in self._enums.items()
            for value in enum.value
        }
        self._fields = [self._renamed(word) for word in fields]
        self._values = [
            value._replace(enum=RENAMED.get(value.enum, value.enum)) for value in values
        ]

    def _learn(self, message: DescriptorProto, prefix: str) -> None:
        name = prefix + message.name
        self._messages[name] = message
        for nested in message.nested_type:
            self._learn(nested, f"{name}.")
        for enum in message.enum_type:
            self._enums[f"{name}.{enum.name}"] = enum

    # --- names ------------------------------------------------------------------------------------

    def _renamed(self, word: Word) -> Word:
        enum = "enum " if word.type.startswith("enum ") else ""
        kind = word.type.removeprefix(enum)
        if kind in RENAMED:
            self._tell(word.message, word.name, f"{kind} / {RENAMED[kind]}", RENAMED[kind])
        message = RENAMED.get(word.message, word.message)
        return word._replace(message=message, type=enum + RENAMED.get(kind, kind))

    def _tell(self, message: str, name: str, variants: str, stands: str) -> None:
        row = (message, name, variants, stands)
        if row not in self._union.resolved:
            self._union.resolved.append(row)

    # --- messages ---------------------------------------------------------------------------------

    def build(self) -> Union:
        """Everything, in a fixed order."""
        kinds = defaultdict(list)
        for word in self._fields:
            kinds[word.message, word.name].append(word)
        for message, _ in sorted(kinds):
            self._message(message)
        for value in self._values:
            self._enum(value.enum)
        taken: Counter[str] = Counter()
        for (message, name), variants in sorted(kinds.items()):
            self._field(message, name, variants, taken)
        self._add_values()
        self._union.resolved.sort()
        return self._union

    def _message(self, name: str) -> DescriptorProto:
        if name not in self._messages:
            outer, _, inner = name.rpartition(".")
            home = self._message(outer).nested_type if outer else self._file.message_type
            self._messages[name] = home.add(name=inner)
        return self._messages[name]

    def _enum(self, name: str) -> EnumDescriptorProto:
        if name not in self._enums:
            outer, _, inner = name.rpartition(".")
            home = self._message(outer).enum_type if outer else self._file.enum_type
            self._enums[name] = home.add(name=inner)
        return self._enums[name]

    # --- fields -----------------------------------------------------------------------------------

    def _field(
        self, message: str, name: str, variants: Sequence[Word], taken: Counter[str]
    ) -> None:
        own = self._own.get((message, name))
        if own is not None:
            self._own_field(message, own, variants, taken)
            return
        label = self._label(message, name, {word.label for word in variants})
        kind = self._type(message, name, {word.type for word in variants})
        default = "" if label == "rep" else self._default(message, name, kind, variants)
        self._add(message, name, label, kind, default, taken)

    def _own_field(
        self,
        message: str,
        own: FieldDescriptorProto,
        variants: Sequence[Word],
        taken: Counter[str],
    ) -> None:
        """A word of BVLC's own: it stands."""
        kind = (
            own.type_name.removeprefix(".caffe.")
            or FieldDescriptorProto.Type.Name(own.type).removeprefix("TYPE_").lower()
        )
        for word in variants:
            if word.type.removeprefix("enum ") != kind and not (
                word.type in WIDTHS and kind in WIDTHS
            ):
                raise Clash(f"{message}.{own.name} is {word.type} in {word.fork}, {kind} in BVLC")
        others = {word.type for word in variants} - {kind, f"enum {kind}"}
        if others:
            self._tell(message, own.name, " / ".join(sorted({kind, *others})), f"{kind}, BVLC's")
        labels = {word.label for word in variants}
        if own.label == LABELS["rep"] and labels != {"rep"}:
            self._tell(message, own.name, "one value / list", "list, BVLC's")
        if own.label == LABELS["req"] and labels != {"req"}:
            self._tell(message, own.name, "required / optional", "optional")
            own.label = LABELS["opt"]
        if own.label != LABELS["rep"] and "rep" in labels:
            self._tell(
                message, own.name, "one value / list", f"one value, lists in {own.name}_list"
            )
            self._add(message, f"{own.name}_list", "rep", kind, "", taken)

    def _add(
        self, message: str, name: str, label: str, kind: str, default: str, taken: Counter[str]
    ) -> None:
        added = self._messages[message].field.add(name=name, label=LABELS[label])
        added.number = PRIVATE + taken[message]
        taken[message] += 1
        if kind in SCALARS:
            added.type = SCALARS[kind]
        elif kind.startswith("enum "):
            self._enum(kind[5:])
            added.type, added.type_name = SCALARS["enum"], f".{self._file.package}.{kind[5:]}"
        else:
            self._message(kind)
            added.type, added.type_name = SCALARS["message"], f".{self._file.package}.{kind}"
        if default:
            added.default_value = default

    def _label(self, message: str, name: str, labels: set[str]) -> str:
        if "rep" in labels:
            if len(labels) > 1:
                self._tell(message, name, "one value / list", "list")
            return "rep"
        if len(labels) > 1:
            self._tell(message, name, "required / optional", "optional")
            return "opt"
        return next(iter(labels))

    def _type(self, message: str, name: str, kinds: set[str]) -> str:
        if len(kinds) == 1:
            return next(iter(kinds))
        if not kinds <= set(WIDTHS):
            raise Clash(f"{message}.{name} is of several kinds: {', '.join(sorted(kinds))}")
        widest = max(kinds, key=WIDTHS.index)
        if kinds == {"uint32", "int32"}:
            widest = "int64"
        self._tell(message, name, " / ".join(sorted(kinds)), widest)
        return widest

    def _default(self, message: str, name: str, kind: str, variants: Sequence[Word]) -> str:
        nothing = NOTHING.get(kind, "0" if kind in WIDTHS else "")
        forks = defaultdict(list)
        for word in variants:
            forks[word.default or nothing].append(word.fork)
        if len(forks) == 1:
            [only] = forks
            return only
        shown = "; ".join(
            f"{default or 'none'}: {', '.join(forks[default])}" for default in sorted(forks)
        )
        self._tell(message, name, f"default {shown}", "no default")
        return ""

    # --- enums ------------------------------------------------------------------------------------

    def _add_values(self) -> None:
        named: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for value in self._values:
            own_number = self._own_values.get((value.enum, value.name))
            if own_number is None:
                named[value.enum][value.name].append(value)
            elif own_number != value.number:
                variants = f"number {own_number} / {value.number}"
                self._tell(value.enum, value.name, variants, f"{own_number}, BVLC's")
        bvlc = {enum for enum, _ in self._own_values}
        for enum_name in sorted(self._enums):
            enum, added = self._enums[enum_name], named.get(enum_name, {})
            own = {value.number for value in enum.value}
            taken = 0
            for name, declared in sorted(added.items(), key=_by_number):
                numbers = {value.number for value in declared} - {""}
                if len(numbers) > 1:
                    self._tell(enum_name, name, f"numbers {', '.join(sorted(numbers))}", "private")
                number = min(map(int, numbers), default=-1)
                # A fork's own enum keeps its numbers where they are one value's alone.
                if number in own or number < 0 or enum_name in bvlc:
                    number = PRIVATE + taken
                    taken += 1
                own.add(number)
                enum.value.add(name=name, number=number)
            if not enum.value:
                raise Clash(f"enum {enum_name} has no values")


def _by_number(item: tuple[str, list[Value]]) -> tuple[int, str]:
    name, declared = item
    return min((int(value.number) for value in declared if value.number), default=PRIVATE), name
