"""The tables of the forks, as values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from caffe_fillers.core import plugins
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import CaffeFillersError, did_you_mean
from caffe_fillers.proto import schema
from caffe_fillers.rng.eras import CaffeRow, caffe_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FOLDER", "Declared", "Dialect", "dialect", "dialects", "read_table"]

FOLDER = Path(__file__).parent / "forks"

_FLAGS = {"0": False, "1": True}


class Declared(NamedTuple):
    """A field as a fork declares it."""

    #: "opt", "req" or "rep".
    label: str
    #: A scalar's type, a message's name, or "enum" and an enum's name.
    type: str
    #: None where nobody knows it.
    number: int | None
    default: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """A fork: its words, and what it does otherwise than the Caffe that it came from."""

    name: str
    #: Where it was read: a repository and a commit.
    source: tuple[str, str] = ("", "")
    #: The revision of Caffe with the fork's habits; None where it is not known.
    revision: CaffeRow | None = None
    #: Layer types and fillers that it added.
    layers: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    #: The fields that it declares and BVLC does not, or not so: message and name.
    fields: Mapping[tuple[str, str], Declared] = field(default_factory=dict, hash=False)
    #: The enums' values: enum and name, and the number if it is known.
    values: Mapping[tuple[str, str], int | None] = field(default_factory=dict, hash=False)
    #: Why its numbers cannot be had bit for bit: when, and what it does.
    unsure: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """How much it added: the smaller of two forks that fit is the one to choose."""
        return len(self.fields) + len(self.values) + len(self.layers)


def dialect(name: str) -> Dialect:
    """The fork of this name.

    Raises:
        CaffeFillersError: no table is named so.
    """
    known = dialects()
    if name not in known:
        hint = did_you_mean(name, [BVLC, *known]) or f"Known: {BVLC}, {', '.join(known)}."
        raise CaffeFillersError(f"there is no dialect {name!r}", where="--dialect", hint=hint)
    return known[name]


@cache
def dialects() -> Mapping[str, Dialect]:
    """All forks by name, the smallest first: the order in which they are asked."""
    found = [read_table(path) for path in FOLDER.glob("*.tsv")]
    found += _of_plugins({each.name: plugins.OWN for each in found})
    return {each.name: each for each in sorted(found, key=lambda each: (each.size, each.name))}


def _of_plugins(owners: dict[str, str]) -> Iterator[Dialect]:
    """The tables that plugins' entry points lead to; what is wrong with one is noted."""
    for plugin in plugins.load("caffe_fillers.dialects"):
        if plugin.faults:
            continue
        try:
            table = read_table(Path(plugin.loaded))
            _check_words(table)
        except (TypeError, ValueError, OSError, LookupError, CaffeFillersError) as error:
            plugin.faults.append(f"{plugin.target} is no table: {error}")
            continue
        if table.name in owners:
            fault = f"dialect {table.name!r} belongs to {owners[table.name]} already"
            plugin.faults.append(fault)
            continue
        owners[table.name] = plugin.package
        plugin.gives.append(f"dialect {table.name!r}")
        yield table


def _check_words(table: Dialect) -> None:
    """A text is read by the union, which is made beforehand.

    Raises:
        LookupError: the table has a word that the union lacks.
    """
    messages = schema("union").file.message_types_by_name
    for owner, name in table.fields:
        message = messages.get(owner.partition(".")[0])
        if message is None or ("." not in owner and name not in message.fields_by_name):
            raise LookupError(f"no fork that is known here has the word {owner}.{name}")


def read_table(path: Path) -> Dialect:
    """The fork in this file; the lines are described in `dialects/README.md`."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    source = next(((row[1], row[2]) for row in rows if row[0] == "source"), ("", ""))
    return Dialect(
        path.stem,
        source,
        _revision(path.stem, rows),
        frozenset(_names(rows, "layer")),
        frozenset(_names(rows, "filler")),
        {(row[1], row[2]): _declared(*row[3:]) for row in rows if row[0] == "field"},
        {(row[1], row[2]): _number(*row[3:]) for row in rows if row[0] == "value"},
        tuple((row[1], row[2]) for row in rows if row[0] == "unsure"),
    )


def _names(rows: list[list[str]], kind: str) -> Iterator[str]:
    return (row[1] for row in rows if row[0] == kind)


def _declared(label: str, kind: str, number: str = "", default: str = "") -> Declared:
    return Declared(label, kind, _number(number), default)


def _number(text: str = "") -> int | None:
    return int(text) if text else None


def _revision(name: str, rows: list[list[str]]) -> CaffeRow | None:
    """The row of Caffe that the fork came from, with its own habits.

    Words and types that came later than that row it may have taken over, so none is refused.
    """
    base = next(_names(rows, "caffe"), "")
    if not base:
        return None
    kinds = {each.name: type(each.default) for each in fields(CaffeRow)}
    habits = {row[1]: _habit(kinds[row[1]], row[2]) for row in rows if row[0] == "habit"}
    without = frozenset(row[2] for row in rows if row[0] == "without")
    return replace(
        caffe_row(base),
        name=f"{base} ({name})",
        later_fields=frozenset(),
        later_fillers=without,
        **habits,
    )


def _habit(kind: type[Any], text: str) -> Any:
    return _FLAGS[text] if kind is bool else kind(text)
