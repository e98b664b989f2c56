"""Fields are moved about in a tree: whole lines at a time, and no comment gets lost.

A field that has been taken out still knows how far it was indented: its lead ends with that
margin, and its trail has no line's end. What is put in gets the margin of its new neighbours, and
the lines within it move along. In a message that stands on one line it goes into that line, unless
it has a comment or lines of its own.

All functions change the tree in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.text.style import comments, is_leaf, requoted
from caffe_fillers.text.tokens import BLANK
from caffe_fillers.text.tree import Block, Field, Fields, Item, List, margin, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.text.style import Style

__all__ = [
    "deposit",
    "fits_in_line",
    "goes_on",
    "hoist",
    "laid",
    "message",
    "place",
    "remove",
    "spread",
    "take",
]


# --- out ------------------------------------------------------------------------------------------


def take(fields: Fields, index: int) -> Field:
    """Take a field out, with the comments above it and at the end of its line."""
    starts = _begins_line(fields, index)
    item = fields.fields.pop(index)
    end = _line_end(item.trail)
    lead = item.lead
    _unmoor(item, starts=starts)
    if not starts and end:
        _append(fields, index, end)
    elif not end and index < len(fields.fields):
        # What stood behind it on the line stands in its place now.
        fields.fields[index].lead = margin(lead)
    return item


def remove(fields: Fields, index: int, style: Style) -> None:
    """Take a field out and leave its comments where it stood."""
    starts = _begins_line(fields, index)
    item = take(fields, index)
    left = comments(written([item])[len(item.lead) :])
    if not starts:
        if not left or not _begins_line(fields, index):
            deposit(fields, index, left, style)
        elif index:  # the comments stay at the end of that line
            before = fields.fields[index - 1]
            before.trail = _continued(before.trail, left, style)
        elif isinstance(fields, Block):
            fields.head = _continued(fields.head, left, style)
        return
    above = _above(item) + _lines(left, margin(item.lead), style)
    if "#" in above or not _parts(fields, index):
        _put_above(fields, index, above)


def deposit(fields: Fields, index: int, left: Sequence[str], style: Style) -> None:
    """Leave comments in front of what stands at this index.

    They get lines of their own, or the end of the line that is going on.
    """
    if not left:
        return
    indent = _margin(fields, index, style)
    if not _begins_line(fields, index):
        _append(fields, index, _lines(left, " ", style))
        if index < len(fields.fields):
            fields.fields[index].lead = indent
    else:
        _put_above(fields, index, _lines(left, indent, style))


# --- in -------------------------------------------------------------------------------------------


def place(fields: Fields, index: int, item: Field, style: Style, outer: str = "") -> None:
    """Put in a field that was taken out, or a new one.

    Args:
        fields: Where to.
        index: Where among them.
        item: The field.
        style: The habits of the text.
        outer: The margin of the field that `fields` are the message of.
    """
    if isinstance(fields, Block) and goes_on(fields, index):
        if fits_in_line(item):
            _place_in_line(fields, index, item)
            return
        _open_up(fields, style, outer)
    indent = _margin(fields, index, style, outer)
    _shift(item, margin(item.lead), indent)
    if not _begins_line(fields, index):
        _append(fields, index, style.newline)
        if index < len(fields.fields):
            fields.fields[index].lead = indent
        elif not fields.tail.strip() and not comments(item.trail):
            # The closing bracket, or the end of the text, follows the last field as before.
            fields.fields.append(item)
            return
    item.trail += style.newline
    fields.fields.insert(index, item)


def goes_on(fields: Fields, index: int) -> bool:
    """Whether the line of a message's opening bracket has room for a field at this index."""
    block = isinstance(fields, Block) and "\n" not in fields.head
    return block and not _begins_line(fields, index)


def _place_in_line(block: Block, index: int, item: Field) -> None:
    item.lead = " "
    if index < len(block.fields):
        follower = block.fields[index]
        item.lead, follower.lead = follower.lead, follower.lead or " "
    elif not index:
        block.tail = block.tail or " "
    elif index > 1 and not block.fields[-1].trail and block.fields[0].trail in {",", ";"}:
        block.fields[-1].trail = block.fields[0].trail
    block.fields.insert(index, item)


def _open_up(block: Block, style: Style, outer: str) -> None:
    """Give each field of a message that stands on one line a line of its own."""
    before = block.head
    block.head = block.head.rstrip(" \t") + style.newline
    for each in block.fields:
        if not before.endswith("\n"):
            each.lead = outer + style.indent
        before = each.trail
        if not before.endswith("\n"):
            each.trail = each.trail.rstrip(" \t") + style.newline
    if not before.endswith("\n"):
        block.tail = outer


# --- new ------------------------------------------------------------------------------------------


def message(name: str, style: Style, *, flat: bool) -> tuple[Field, Block]:
    """A new field with an empty message, which will stand on one line if it is `flat`."""
    block = Block(tail=" ") if flat else Block(head=style.newline)
    return Field("", name, style.brace(name), block, ""), block


def laid(field: Field, style: Style, *, flat: bool | None = None) -> Field:
    """A new field that means the same, without comments, laid out in this style.

    Args:
        field: Any field.
        style: The habits of the text.
        flat: Whether a message stands on one line; None as messages of this name do.
    """
    value = field.value
    if isinstance(value, str):
        return Field("", field.name, style.colon, requoted(value, style.quote), "")
    if isinstance(value, List):
        return Field("", field.name, style.colon, value, "")
    in_line = flat or (flat is None and is_leaf(value) and style.flat(field.name))
    made, block = message(field.name, style, flat=in_line or not value.fields)
    for index, each in enumerate(value):
        place(block, index, laid(each, style, flat=in_line or None), style)
    return made


# --- edits of several blocks ---------------------------------------------------------------------


def hoist(fields: Fields, index: int, style: Style, outer: str = "") -> int:
    """Put the fields of a message in its place; how many they are."""
    block = fields.fields[index].value
    if not isinstance(block, Block):
        raise TypeError(f"{fields.fields[index]!r} holds no message")
    starts = [_begins_line(block, position) for position in range(len(block.fields))]
    inner, block.fields = block.fields, []
    for each, started in zip(inner, starts, strict=True):
        _unmoor(each, starts=started)
    return _replace(fields, index, inner, style, outer)


def spread(fields: Fields, index: int, style: Style) -> int:
    """Write the values of a list as fields of their own, in its place; how many they are."""
    field = fields.fields[index]
    values = field.value
    if not isinstance(values, List):
        raise TypeError(f"{field!r} holds no list")
    joint = ": " if comments(field.joint) else field.joint
    ended = values.head.endswith("\n")
    inner = []
    for item in values.items:
        each = Field(item.lead, field.name, joint, item.value, _without_comma(item.trail))
        _unmoor(each, starts=ended)
        ended = item.trail.endswith("\n")
        inner.append(each)
    values.items = []
    return _replace(fields, index, inner, style, "")


def _replace(fields: Fields, index: int, inner: list[Field], style: Style, outer: str) -> int:
    """Put these fields in the place of one whose brackets are empty now."""
    wall = fields.fields[index]
    before, after = comments(wall.joint), comments(wall.trail)
    if not isinstance(wall.value, str):
        before += comments(wall.value.head)
        after[:0] = comments(wall.value.tail)
    above = _above(take(fields, index))
    for position, each in enumerate(inner):
        place(fields, index + position, each, style, outer)
    deposit(fields, index + len(inner), after, style)
    deposit(fields, index, before, style)
    if "#" in above or not _parts(fields, index):
        _put_above(fields, index, above)
    return len(inner)


def _without_comma(trail: str) -> str:
    """What follows an item of a list, without the comma before the next."""
    blank = BLANK.match(trail)
    end = blank.end() if blank else 0
    return trail[:end] + trail[end + 1 :]


# --- lines ----------------------------------------------------------------------------------------


def _begins_line(fields: Fields, index: int) -> bool:
    """Whether what stands at this index, be it the closing bracket, begins a line."""
    if index:
        return fields.fields[index - 1].trail.endswith("\n")
    return not isinstance(fields, Block) or fields.head.endswith("\n")


def _parts(fields: Fields, index: int) -> bool:
    """Whether a blank line above this index would be one too many: there is one, or the end."""
    return index == len(fields.fields) or "\n" in fields.fields[index].lead


def _line_end(trail: str) -> str:
    return "\r\n" if trail.endswith("\r\n") else "\n" if trail.endswith("\n") else ""


def _above(item: Item) -> str:
    """The lines above an item that are its own."""
    return item.lead[: item.lead.rfind("\n") + 1]


def _lines(left: Sequence[str], indent: str, style: Style) -> str:
    return "".join(f"{indent}{each}{style.newline}" for each in left)


def _continued(line: str, left: Sequence[str], style: Style) -> str:
    return line.removesuffix(_line_end(line)) + _lines(left, " ", style)


def _put_above(fields: Fields, index: int, lines: str) -> None:
    if index < len(fields.fields):
        fields.fields[index].lead = lines + fields.fields[index].lead
    else:
        fields.tail = lines + fields.tail


def _append(fields: Fields, index: int, text: str) -> None:
    """Write on behind what stands before this index; in a document that is a field."""
    if index:
        fields.fields[index - 1].trail += text
    elif isinstance(fields, Block):
        fields.head += text


def _margin(fields: Fields, index: int, style: Style, outer: str = "") -> str:
    """The margin of an item at this index, as its neighbours have it."""
    for position in (index - 1, index):
        if 0 <= position < len(fields.fields) and _begins_line(fields, position):
            return margin(fields.fields[position].lead)
    if not isinstance(fields, Block):
        return ""
    closing = margin(fields.tail) if _begins_line(fields, len(fields.fields)) else outer
    return closing + style.indent


def fits_in_line(item: Field) -> bool:
    """Whether a field that was taken out has neither comments nor lines of its own."""
    text = written([item])
    return "\n" not in text and not comments(text)


def _unmoor(item: Item, *, starts: bool) -> None:
    """Make of an item one that has been taken out."""
    item.trail = item.trail.removesuffix(_line_end(item.trail))
    if not starts:
        value = item.value
        ends = isinstance(value, Block) and _begins_line(value, len(value.fields))
        above = _above(item).lstrip() if "#" in item.lead else ""
        item.lead = above + (margin(value.tail) if isinstance(value, Block) and ends else "")


def _shift(item: Item, old: str, new: str) -> None:
    """Move all lines of an item that begin with the margin `old` to the margin `new`."""
    if old == new:
        return
    ended = True
    for node, slot in _gaps(item):
        text = getattr(node, slot)
        before_word = slot in {"lead", "tail"}
        lines = text.split("\n")
        for number, line in enumerate(lines):
            starts = number > 0 or (before_word and ended)
            word = number == len(lines) - 1
            if starts and line.startswith(old) and (before_word if word else line.strip()):
                lines[number] = new + line[len(old) :]
        setattr(node, slot, "\n".join(lines))
        ended = not before_word and text.endswith("\n")


def _gaps(item: Item) -> Iterator[tuple[Item | Block | List, str]]:
    """All places of an item that hold blanks and comments, but for joints, in order."""
    stack: list[_Step] = [item]
    while stack:
        step = stack.pop()
        if isinstance(step, tuple):
            yield step
        elif isinstance(step, Item):
            yield step, "lead"
            stack.append((step, "trail"))
            if not isinstance(step.value, str):
                stack.append(step.value)
        else:
            yield step, "head"
            inner: Sequence[Item] = step.items if isinstance(step, List) else step.fields
            stack += ((step, "tail"), *reversed(inner))


_Step: TypeAlias = "Item | Block | List | tuple[Item | Block | List, str]"
