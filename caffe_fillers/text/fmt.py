"""One look for every prototxt: `formatted(document)` is what `fill-weights fmt` writes.

Fields stand one on a line, indented by two blanks; `name: value` and `name {`; no separators; at
most one blank line. What the author decided stays: the order, the comments, the blank lines
between groups, and whether a small message stands on one line. The meaning never changes, and a
formatted text is formatted already.

Between the comments `# fmt: off` and `# fmt: on`, or to the end of the message that the first
stands in, nothing is touched.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.errors import TextError
from caffe_fillers.text.style import comments, requoted
from caffe_fillers.text.tokens import MINUS, is_string, literals
from caffe_fillers.text.tree import Block, Field, Fields, Item, List, Value, blocks_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caffe_fillers.text.document import Document

__all__ = ["WIDTH", "formatted"]

#: A message that stands on one line stays there as long as the line is no longer than this.
WIDTH = 100
#: As deep as protobuf reads a text.
MAX_DEPTH = 100

_INDENT = "  "
_OFF, _ON = re.compile(r"#\s*fmt:\s*off\s*"), re.compile(r"#\s*fmt:\s*on\s*")

#: A line of the output without its end, or lines that are written as they were read.
_Line: TypeAlias = str


def formatted(document: Document) -> str:
    """The document's text in the one look; lines end as they did.

    Args:
        document: The tree; it stays as it is.

    Returns:
        The text.

    Raises:
        TextError: its messages are nested deeper than protobuf reads them.

    Example:
        >>> from caffe_fillers import parse
        >>> from caffe_fillers.text.fmt import formatted
        >>> formatted(parse("a:1 b{c:2}"))
        'a: 1\\nb { c: 2 }\\n'

    Source: none; the look is that of Caffe's own examples.
    """
    _check_depth(document)
    out = io.StringIO(newline="\n")  # takes less memory than a list of lines
    for line in _trimmed(_fields(document, "")):
        out.write(line.replace("\r\n", "\n"))
        out.write("\n")
    return out.getvalue().replace("\n", document.newline)


def _check_depth(document: Document) -> None:
    level: list[Fields] = [document]
    for _ in range(MAX_DEPTH + 1):
        level = [block for each in level for field in each for block in blocks_of(field.value)]
    if level:
        raise TextError(
            f"messages are nested more than {MAX_DEPTH} deep",
            where=document.name,
            hint="protobuf reads no text that is nested deeper.",
        )


def _fields(fields: Fields, indent: str) -> Iterator[_Line]:
    """The lines of all fields of a message, and of what stands behind them."""
    items = iter(fields.fields)
    for field in items:
        above = list(_lines_above(field.lead))
        off = next((place for place, line in enumerate(above) if _OFF.fullmatch(line)), None)
        if off is None:
            yield from _own_lines(above, indent)
            yield from _field(field, indent)
        else:
            yield from _own_lines(above[: off + 1], indent)
            yield from _untouched(field, off + 1, items, indent)
    yield from _own_lines(_lines_of(fields.tail), indent)


def _untouched(first: Field, skipped: int, rest: Iterator[Field], indent: str) -> Iterator[_Line]:
    """What stands behind `# fmt: off`, up to `# fmt: on` above one of the rest."""
    text = _behind_lines(first.lead, skipped) + written([first])[len(first.lead) :]
    for field in rest:
        above = list(_lines_above(field.lead))
        on = next((place for place, line in enumerate(above) if _ON.fullmatch(line)), None)
        if on is None:
            text += written([field])
            continue
        text += field.lead[: len(field.lead) - len(_behind_lines(field.lead, on))]
        yield text.removesuffix("\n").removesuffix("\r")
        yield from _own_lines(above[on:], indent)
        yield from _field(field, indent)
        return
    # As one line, so that no blank line in it is taken out.
    yield text.removesuffix("\n").removesuffix("\r")


def _behind_lines(text: str, number: int) -> str:
    """What stands behind so many lines of a text."""
    return "".join(text.splitlines(keepends=True)[number:]) if number else text


def _field(field: Field, indent: str) -> Iterator[_Line]:
    # A comment between a name and its value moves above the field.
    yield from _own_lines(comments(field.joint), indent)
    flat = _flat_field(field) if _one_line(field.value) else None
    if flat is not None and len(indent) + len(flat) <= WIDTH:
        yield from _closed(f"{indent}{flat}", field, indent)
    elif isinstance(field.value, Block):
        yield from _block(f"{indent}{field.name} ", field, field.value, indent)
    elif isinstance(field.value, List):
        yield from _list(field, field.value, indent)
    else:
        yield from _closed(f"{indent}{field.name}: {_scalar(field.value)}", field, indent)


def _block(begun: str, item: Item, block: Block, indent: str, comma: str = "") -> Iterator[_Line]:
    """A message on lines of its own, behind what its first line begins with."""
    beside, below = _behind(block.head)
    yield f"{begun}{{{beside}"
    inner = indent + _INDENT
    yield from _trimmed((*_own_lines(below, inner), *_fields(block, inner)))
    yield from _closed(f"{indent}}}{comma}", item, indent)


def _list(field: Field, values: List, indent: str) -> Iterator[_Line]:
    """A list whose values stand one on a line."""
    beside, below = _behind(values.head)
    yield f"{indent}{field.name}: [{beside}"
    inner = indent + _INDENT
    yield from _trimmed((*_own_lines(below, inner), *_items(values, inner)))
    yield from _closed(f"{indent}]", field, indent)


def _items(values: List, indent: str) -> Iterator[_Line]:
    for item in values.items:
        comma = "," if item is not values.items[-1] else ""
        yield from _own_lines(_lines_above(item.lead), indent)
        if isinstance(item.value, Block) and not _one_line(item.value):
            yield from _block(indent, item, item.value, indent, comma)
        else:
            yield from _closed(f"{indent}{_flat_value(item.value)}{comma}", item, indent)
    yield from _own_lines(_lines_of(values.tail), indent)


def _closed(line: str, item: Item, indent: str) -> Iterator[_Line]:
    """The last line of an item, with the comment beside it, and comments that stood behind."""
    beside, below = _behind(item.trail)
    yield f"{line}{beside}"
    yield from _own_lines(below, indent)


def _flat_field(field: Field) -> str:
    colon = "" if isinstance(field.value, Block) else ":"
    return f"{field.name}{colon} {_flat_value(field.value)}"


def _flat_value(value: Value) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, List):
        return f"[{', '.join(_flat_value(item.value) for item in value.items)}]"
    inner = " ".join(map(_flat_field, value.fields))
    return f"{{ {inner} }}" if inner else "{}"


def _one_line(value: Value) -> bool:
    """Whether a value stands on one line and holds no comment; a value of no fields does, too."""
    if isinstance(value, Block) and "\n" in value.head:
        return False  # most messages: no need to write them out
    text = written([value])
    return "\n" not in text and not comments(text)


def _scalar(raw: str) -> str:
    """A scalar without blanks inside; a plain string between double quotes."""
    if is_string(raw):
        if len(list(islice(literals(raw), 2))) > 1:
            # Strings side by side, maybe on lines of their own, with comments: the author's affair.
            return raw if "\n" in raw else _spaced(literals(raw))
        return requoted(raw, '"')
    minus = MINUS.match(raw)
    return f"-{raw[minus.end() :]}" if minus and not comments(raw) else raw


def _spaced(words: Iterator[str]) -> str:
    """The words with a blank between them."""
    out = io.StringIO(next(words))
    out.seek(0, io.SEEK_END)
    for word in words:
        out.write(" ")
        out.write(word)
    return out.getvalue()


def _lines_above(lead: str) -> Iterator[str]:
    """What stands on the lines above an item: comments, and "" for a blank line."""
    lines = list(_lines_of(lead))
    yield from lines[:-1]  # the last is the item's own


def _lines_of(text: str) -> Iterator[str]:
    """The lines of blanks and comments, without the blanks around them."""
    for line in text.split("\n"):
        yield line.strip(" \t\r\v\f")


def _behind(trail: str) -> tuple[str, list[str]]:
    """What stands behind a value: the comment beside it, and comments on lines below it."""
    first, newline, rest = trail.partition("\n")
    found = comments(first)
    beside = f"  {found[0].rstrip()}" if found else ""
    return beside, comments(rest) if newline else []


def _own_lines(lines: Iterable[str], indent: str) -> Iterator[_Line]:
    for line in lines:
        yield f"{indent}{line.rstrip()}" if line else ""


def _trimmed(lines: Iterable[_Line]) -> Iterator[_Line]:
    """No blank lines at either end, and never two after one another."""
    blank = begun = False
    for line in lines:
        if line:
            if blank and begun:
                yield ""
            yield line
            blank, begun = False, True
        else:
            blank = True
