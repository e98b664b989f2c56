"""What the steps of the upgrade have in common: fields of a text that go into other messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from caffe_fillers.text.moves import fits_in_line, goes_on, message, place, remove, spread, take
from caffe_fillers.text.tree import List, margin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from caffe_fillers.text.style import Style
    from caffe_fillers.text.tree import Block, Field, Fields

__all__ = ["Goal", "join", "regroup", "remove_all", "spread_all", "wrap"]


class Goal(NamedTuple):
    """Where a field goes: into a message beside it, under a name."""

    #: The message's name.
    message: str
    #: Which of the messages of that name that are made here.
    number: int
    #: The field's new name.
    name: str


def regroup(fields: Fields, goal: Callable[[Field], Goal | None], style: Style, outer: str) -> None:
    """Move fields into new messages, each of which stands where its first field stood.

    Args:
        fields: What is regrouped.
        goal: Where a field goes; None if it stays. It is asked once a field, in their order.
        style: The habits of the text.
        outer: The margin of the field that `fields` are the message of.
    """
    made: dict[tuple[str, int], tuple[Field, Block]] = {}
    index = 0
    while index < len(fields.fields):
        field = fields.fields[index]
        target = goal(field)
        if target is None:
            index += 1
            continue
        field.name = target.name
        key = target.message, target.number
        if key in made:
            wrapper, block = made[key]
            apart = fields.fields[index - 1] is not wrapper
            join(block, take(fields, index), style, margin(wrapper.lead), tight=apart)
        else:
            made[key] = wrap(fields, index, target.message, style, outer)
            index += 1


def wrap(fields: Fields, index: int, name: str, style: Style, outer: str) -> tuple[Field, Block]:
    """Put a field into a new message in its place; the lines above it go in front of that."""
    field = take(fields, index)
    own = margin(field.lead)
    above, field.lead = field.lead.removesuffix(own), own
    flat = fits_in_line(field) and (style.flat(name) or goes_on(fields, index))
    wrapper, block = message(name, style, flat=flat)
    place(fields, index, wrapper, style, outer)
    wrapper.lead = above + wrapper.lead
    place(block, 0, field, style, margin(wrapper.lead))
    return wrapper, block


def join(block: Block, field: Field, style: Style, outer: str, *, tight: bool = True) -> None:
    """Put a field that was taken out behind those of a message; blank lines above go if `tight`."""
    if tight:
        above = field.lead.removesuffix(margin(field.lead))
        lines = above.splitlines(keepends=True) if "#" in above else []
        while lines and not lines[0].strip():
            del lines[0]
        field.lead = "".join(lines) + margin(field.lead)
    place(block, len(block.fields), field, style, outer)


def remove_all(fields: Fields, names: Collection[str], style: Style) -> None:
    """Take out all fields of these names; their comments stay."""
    for index in reversed(range(len(fields.fields))):
        if fields.fields[index].name in names:
            remove(fields, index, style)


def spread_all(fields: Fields, names: Collection[str], style: Style) -> None:
    """Write the lists under these names as fields of their own."""
    for index in reversed(range(len(fields.fields))):
        field = fields.fields[index]
        if field.name in names and isinstance(field.value, List):
            spread(fields, index, style)
