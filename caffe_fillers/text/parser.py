"""From text to tree, without a schema: the grammar of protobuf's text format and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.text.faults import fault
from caffe_fillers.text.tokens import CLOSE, STATEMENT
from caffe_fillers.text.tree import Block, Field, Item, List

if TYPE_CHECKING:
    from caffe_fillers.text.places import Source

__all__ = ["parse_fields"]

_OPENING = frozenset("{<")
_CLOSING = frozenset("}>]")
_SEPARATING = frozenset(",;")


def parse_fields(source: Source) -> tuple[list[Field], str]:
    """The fields of a whole text, and what stands behind the last of them.

    Takes time in proportion to the text, however deep its brackets are nested.

    Raises:
        TextError: No schema has messages that are written like this.
    """
    # Fields, or the items of a list while `listing`, of the innermost bracket that is open.
    items: list[Any] = []
    listing = False
    # A complete item which no separator has followed yet.
    last: Item | None = None
    outer: list[tuple[Item, list[Any], bool]] = []
    for match in STATEMENT.finditer(source.text):
        lead, name, joint, scalar, opening, joint_, opening_, nameless, mark, rest = match.groups()
        start = match.end(1)
        if name is not None and not listing:
            if scalar is not None:
                last = Field(lead, name, joint, scalar, rest, source, start)
                items.append(last)
                continue
            # Without a colon the groups are others.
            opening, joint = opening or opening_, joint_ if joint is None else joint
            item: Item = Field(lead, name, joint, "", "", source, start)
        elif mark in _SEPARATING and last is not None and (mark == "," or not listing):
            last.trail += lead + mark + rest
            last = None
            continue
        elif mark in _CLOSING and outer and _closes(mark, outer[-1][0], last):
            last, items, listing = outer.pop()
            last.value.tail = lead  # type: ignore[union-attr]  # a bracket has been opened
            last.trail = rest
            continue
        elif listing and last is None and nameless is not None:
            last = Item(lead, nameless, rest, source, start)
            items.append(last)
            continue
        elif listing and last is None and mark in _OPENING:
            opening, item = mark, Item(lead, "", "", source, start)
        elif start == len(source.text) and not outer:
            return items, lead
        else:
            break
        items.append(item)
        outer.append((item, items, listing))
        item.value = inner = List(rest) if opening == "[" else Block(opening, rest)
        items = inner.items if isinstance(inner, List) else inner.fields
        listing, last = opening == "[", None
    raise fault(source, start, outer[-1][0] if outer else None, complete=last is not None)


def _closes(mark: str, item: Item, last: Item | None) -> bool:
    """Whether the bracket closes this item here; in a list a comma promises one more value."""
    if isinstance(item.value, Block):
        return mark == CLOSE[item.value.opening]
    return (
        mark == "]" and isinstance(item.value, List) and (last is not None or not item.value.items)
    )
