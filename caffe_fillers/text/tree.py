"""The lossless tree: every character of the text belongs to exactly one node.

There are four kinds of node. A document and a block hold fields; a list holds items; a field is
an item with a name; an item's value is a block, a list, or a scalar, which is plain text as it was
written. The tree is meant to be changed in place: `field.value = '"msra"'` is an edit, and what is
not touched is written as it was read. A list of edits over the old text would also keep it, but
then moving a block and changing it afterwards would need a memory of both; here the tree always
is what the text will be.

Who owns the blank?

* An item owns the lines above it, down to its own: blank lines, comments, indentation (`lead`).
* It owns what is left of its line, when that is only blank or comment, with the line's end, and a
  separator behind it (`trail`). So taking an item out takes whole lines out.
* A block or list owns what is left of its opening line (`head`), and what stands before its
  closing bracket and is not an item's (`tail`). A document has only a `tail`.
* Between a field's name and its value stands the `joint`: the colon and the blanks around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.text.tokens import CLOSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caffe_fillers.text.places import Source

__all__ = [
    "Block",
    "Field",
    "Fields",
    "Item",
    "List",
    "Value",
    "blocks_of",
    "margin",
    "scalars_of",
    "values_of",
    "written",
]


class Item:
    """One value, with the blanks and comments around it; within a list it has no name."""

    __slots__ = ("lead", "offset", "source", "trail", "value")

    def __init__(
        self, lead: str, value: Value, trail: str, source: Source | None = None, offset: int = -1
    ) -> None:
        #: Blank lines and comments above, and the indentation.
        self.lead = lead
        #: A scalar as it is written, a block or a list.
        self.value = value
        #: A separator, and the rest of the line when nothing but a comment follows on it.
        self.trail = trail
        #: The text in which the item was read; None for an item that was made.
        self.source = source
        #: Where in that text it begins: a field with its name, an item of a list with its value.
        self.offset = offset

    @property
    def line(self) -> int:
        """The line on which it was read, from 1; 0 when it was made, not read."""
        return self.source.place(self.offset).line if self.source else 0

    @property
    def column(self) -> int:
        """The column in which it was read, from 1, in characters; 0 when it was made."""
        return self.source.place(self.offset).column if self.source else 0

    def __str__(self) -> str:
        return written([self])

    def __repr__(self) -> str:
        value = self.value if isinstance(self.value, str) else f"<{type(self.value).__name__}>"
        return f"<{type(self).__name__} {getattr(self, 'name', '')}: {value}>"


class Field(Item):
    """A field: a name and its value."""

    __slots__ = ("joint", "name")

    def __init__(
        self,
        lead: str,
        name: str,
        joint: str,
        value: Value,
        trail: str,
        source: Source | None = None,
        offset: int = -1,
    ) -> None:
        # Not by super().__init__: a net has many fields.
        self.lead = lead
        self.name = name
        #: What stands between name and value: a colon or none, and blanks.
        self.joint = joint
        self.value = value
        self.trail = trail
        self.source = source
        self.offset = offset


class Fields:
    """What a document and a block have in common: fields in the order of the text."""

    __slots__ = ("fields", "tail")

    fields: list[Field]
    #: Blanks and comments behind the last field.
    tail: str

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def get(self, name: str) -> Field | None:
        """The first field of this name, or None."""
        return next((field for field in self.fields if field.name == name), None)

    def all(self, name: str) -> list[Field]:
        """All fields of this name, in order."""
        return [field for field in self.fields if field.name == name]

    def values(self, name: str) -> list[str | Block]:
        """All values given under this name, in order, those written as `[a, b]` one by one."""
        return [
            value for field in self.fields if field.name == name for value in values_of(field.value)
        ]

    def blocks(self, name: str) -> list[Block]:
        """All messages given under this name, in order."""
        return [
            block for field in self.fields if field.name == name for block in blocks_of(field.value)
        ]

    def walk(self) -> Iterator[Field]:
        """All fields, those within messages too, in the order of the text."""
        stack: list[Iterator[Field]] = [iter(self.fields)]
        while stack:
            for field in stack[-1]:
                yield field
                if not isinstance(field.value, str):
                    blocks = blocks_of(field.value)
                    stack.append(iter([each for block in blocks for each in block.fields]))
                    break
            else:
                stack.pop()


class Block(Fields):
    """A message in its brackets."""

    __slots__ = ("head", "opening")

    def __init__(
        self, opening: str = "{", head: str = "", fields: Iterable[Field] = (), tail: str = ""
    ) -> None:
        #: `{` or `<`.
        self.opening = opening
        #: The rest of the opening line, when nothing but a comment follows on it.
        self.head = head
        self.fields = list(fields)
        self.tail = tail

    def __str__(self) -> str:
        return written([self])


class List:
    """Values in square brackets: `[a, b]`."""

    __slots__ = ("head", "items", "tail")

    def __init__(self, head: str = "", items: Iterable[Item] = (), tail: str = "") -> None:
        #: The rest of the opening line, when nothing but a comment follows on it.
        self.head = head
        #: An item's `trail` begins with the comma behind it, except the last one's.
        self.items = list(items)
        self.tail = tail

    def __str__(self) -> str:
        return written([self])


Value: TypeAlias = str | Block | List


def values_of(value: Value) -> list[str | Block]:
    """A list's values, or the value itself."""
    if isinstance(value, List):
        return [item.value for item in value.items if not isinstance(item.value, List)]
    return [value]


def scalars_of(value: Value) -> list[str]:
    """Those of a list's values that are scalars, or the value itself."""
    return [each for each in values_of(value) if isinstance(each, str)]


def blocks_of(value: Value) -> list[Block]:
    """Those of a list's values that are messages, or the value itself."""
    return [each for each in values_of(value) if isinstance(each, Block)]


def margin(lead: str) -> str:
    """The indentation of an item that begins a line."""
    return lead[lead.rfind("\n") + 1 :]


def written(nodes: Iterable[str | Item | Block | List], until: Item | None = None) -> str:
    """The text of these nodes, one after the other; only what stands before the item `until`.

    Raises:
        LookupError: `until` is not among or within the nodes.
    """
    out: list[str] = []
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Item):
            out.append(node.lead)
            if node is until:
                return "".join(out)
            if isinstance(node, Field):
                out += (node.name, node.joint)
            stack += (node.trail, node.value)
        elif isinstance(node, Block):
            out += (node.opening, node.head)
            stack += (CLOSE[node.opening], node.tail, *reversed(node.fields))
        else:
            out += ("[", node.head)
            stack += ("]", node.tail, *reversed(node.items))
    if until is not None:
        raise LookupError(f"{until!r} is not there")
    return "".join(out)
