"""From text to tree, without a schema: the grammar of protobuf's text format and nothing else."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from caffe_fillers.text.faults import fault
from caffe_fillers.text.tokens import CLOSE, STATEMENT, any_statement, is_string
from caffe_fillers.text.tree import Block, Field, Item, List

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caffe_fillers.text.places import Source

__all__ = ["most_items", "parse_fields"]

_OPENING = frozenset("{<")
_CLOSING = frozenset("}>]")
_SEPARATING = frozenset(",;")
#: So many statements are read of any text, and one for so many characters of a longer one.
MANY, NEAR = 250_000, 7
_DENSE = "No net is so dense: docs/text.md tells the limits."

#: The items whose brackets are open, and what is read on with behind each.
_Outer: TypeAlias = "list[tuple[Item, list[Any], bool]]"


def parse_fields(  # noqa: C901, PLR0915  # one loop over all statements: calls would cost as much
    source: Source,
) -> tuple[list[Field], str]:
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
    outer: _Outer = []
    # Names and indentations are met over and over, and kept once.
    known = dict[str, str]().setdefault
    # It goes on where the steps begin anew.
    numbers = iter(range(most_items(source.text)))
    steps: Iterable[_Step] = STATEMENT.finditer(source.text)
    start = 0
    while True:
        for _, step in zip(numbers, steps, strict=False):
            lead, name, joint, scalar, opening, bare, opened, nameless, mark, rest = step.groups()
            start = step.end(1)
            if name is not None and not listing:
                lead, name = known(lead, lead), known(name, name)
                if scalar is not None:
                    last = Field(
                        lead, name, ": " if joint == ": " else joint, scalar, rest, source, start
                    )
                    items.append(last)
                    continue
                # Without a colon the groups are others.
                opening, joint = opening or opened, bare if joint is None else joint
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
            next(numbers, None)  # what has brackets takes twice as much
            item.value = value = List(rest) if opening == "[" else Block(opening, rest)
            items = value.items if isinstance(value, List) else value.fields
            listing, last = opening == "[", None
        else:
            message = f"more than {most_items(source.text):,} words and signs so close"
            raise source.error(start, message, _DENSE)
        again = _taken_again(source, step, last, outer)
        if again.begin < step.start():
            items.pop()
            last = None
        steps = chain((again,), STATEMENT.finditer(source.text, again.stop))


def most_items(text: str) -> int:
    """How many statements are read of a text.

    A net has one for every twenty characters. Each takes some hundreds of bytes, so that a text of
    nothing but brackets would take a hundred times its size.
    """
    return max(MANY, len(text) // NEAR)


def _taken_again(source: Source, step: _Step, last: Item | None, outer: _Outer) -> _Long:
    """What stands here if the bounds of STATEMENT are taken away.

    A value that was cut off behind a few of its strings is taken again from where it begins.

    Raises:
        TextError: It is the same: here stands no statement, or one that does not fit.
    """
    begins = [(step.start(), step.end())]
    if last is not None and isinstance(last.value, str) and is_string(last.value):
        begins.insert(0, (last.offset - len(last.lead), step.start()))
    for begin, known in begins:
        groups, stop = any_statement(source.text, begin)
        if stop > known:
            return _Long(begin, begin + len(groups[0] or ""), stop, groups)
    inner = outer[-1][0] if outer else None
    raise fault(source, step.end(1), inner, complete=last is not None)


class _Step(Protocol):
    """A match of STATEMENT, or what is used like one."""

    def groups(self) -> Any:
        """All groups."""
        ...

    def start(self) -> int:
        """Where it begins."""
        ...

    def end(self, group: int = 0, /) -> int:
        """Where it, or its first group, ends."""
        ...


class _Long(NamedTuple):
    """A statement beyond the bounds of STATEMENT."""

    begin: int
    word: int
    stop: int
    found: tuple[str | None, ...]

    def groups(self) -> Any:
        return self.found

    def start(self) -> int:
        return self.begin

    def end(self, group: int = 0, /) -> int:
        return self.word if group else self.stop


def _closes(mark: str, item: Item, last: Item | None) -> bool:
    """Whether the bracket closes this item here; in a list a comma promises one more value."""
    if isinstance(item.value, Block):
        return mark == CLOSE[item.value.opening]
    return (
        mark == "]" and isinstance(item.value, List) and (last is not None or not item.value.items)
    )
