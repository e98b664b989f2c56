"""A whole text upgraded, with a word on all that Caffe drops; a fork's text too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.message import Message

from caffe_fillers import proto
from caffe_fillers.errors import UpgradeError, within
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.upgrade import upgrade_net, upgrade_solver
from caffe_fillers.text import parse, unknown_fields
from caffe_fillers.text.reader import read
from caffe_fillers.text.tree import Fields, blocks_of
from caffe_fillers.upgrades import Note, messages, rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.text import Document, Unknown

__all__ = ["TextUpgrade", "readable", "schema_of", "upgrade_text"]

M = TypeVar("M", bound=Message)

#: So many names of unknown fields are told.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TextUpgrade:
    """What the upgrade of a text did."""

    #: Whether the text is another one now.
    changed: bool
    notes: tuple[Note, ...]

    @property
    def partial(self) -> bool:
        """Whether somebody should look: Caffe's tools report a problem, or a type is a guess."""
        return any(note.outcome == "problem" for note in self.notes)


def upgrade_text(
    document: Document,
    *,
    solver: bool = False,
    schema: type[Message] | None = None,
    types: Mapping[str, str] | None = None,
) -> TextUpgrade:
    """Bring a net's or a solver's text into the current format, in place.

    What the schema does not know stays as it is, and a note says so.

    Args:
        document: The text.
        solver: Whether it is a solver.
        schema: The NetParameter or SolverParameter of the text's dialect; by default BVLC's, or for
            a text with words that BVLC's does not know that of all forks.
        types: V2 types of a fork's own V1 types. Without it their words are joined as for BVLC's.

    Raises:
        TextError: the schema cannot read the text, for another reason than unknown names.
        UpgradeError: what Caffe refuses, as in `upgrade.upgrade_net` and `upgrade.upgrade_solver`.
    """
    before = str(document)
    cls: Any = schema or schema_of(document, solver=solver)
    unknown = unknown_fields(document, cls)
    message = readable(document, unknown, cls)
    with within(document.name):
        upgraded, notes = _upgrade(document, message, cls, types, solver=solver)
    if not unknown and document.message(cls) != upgraded:
        raise UpgradeError(
            "the upgraded text does not mean what Caffe makes of it: this is our mistake",
            where=document.name,
            hint="Nothing was written. Please report it, with the file.",
        )
    return TextUpgrade(str(document) != before, (*notes, *_on_unknown(unknown, types or {})))


def schema_of(document: Document, *, solver: bool = False) -> type[Message]:
    """The class of the message that a text is: BVLC's if it knows all names, else the union's."""
    own: type[Message] = caffe.SolverParameter if solver else caffe.NetParameter
    if not unknown_fields(document, own):
        return own
    return proto.schema("union").message(own.DESCRIPTOR.name)


def _upgrade(
    document: Document,
    message: Any,
    cls: type[Message],
    types: Mapping[str, str] | None,
    *,
    solver: bool,
) -> tuple[Message, tuple[Note, ...]]:
    """The text upgraded in place; the upgraded message, and its notes."""
    if solver:
        of_solver = messages.upgrade_solver(message)
        upgrade_solver(document)
        return of_solver.solver, of_solver.notes
    of_net = messages.upgrade_net(message, types)
    upgrade_net(document, cls, types)
    return of_net.net, of_net.notes


def readable(document: Document, unknown: Sequence[Unknown], cls: type[M]) -> M:
    """The message that a text means but for what the schema does not know."""
    if not unknown:
        return document.message(cls)
    copy = parse(str(document), document.name)
    strange = {id(each.field) for each in unknown_fields(copy, cls)}
    stack: list[Fields] = [copy]
    while stack:
        fields = stack.pop()
        fields.fields = [each for each in fields if id(each) not in strange]
        stack += (block for each in fields for block in blocks_of(each.value))
    return read(copy, copy.source, cls)


def _on_unknown(unknown: Sequence[Unknown], types: Mapping[str, str]) -> list[Note]:
    notes = []
    paths = dict.fromkeys(each.path for each in unknown if not each.value)
    if paths:
        shown = ", ".join(list(paths)[:_SHOWN]) + (", …" if len(paths) > _SHOWN else "")
        notes.append(Note("fork", "done", "net", f"unknown fields stay as they are: {shown}"))
    given = [each.value for each in unknown if each.value and each.path == "layers.type"]
    for name in dict.fromkeys(given):
        if name not in types:
            message = f"type {name} is not known: {rules.v2_type(name)!r} is a guess"
            notes.append(Note("fork", "problem", "net", message))
    return notes
