"""How a text writes things, so that what is put into it looks like its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from caffe_fillers.text.tokens import STRING, is_string, literals
from caffe_fillers.text.tree import Block, blocks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.text.document import Document
    from caffe_fillers.text.tree import Value

__all__ = ["Style", "comments", "is_flat", "is_leaf", "requoted"]

T = TypeVar("T")

#: A comment; or a string, in which a # means nothing.
_COMMENT = re.compile(rf"{STRING.pattern}|(?P<comment>#[^\n\0]*)", re.ASCII)


def comments(text: str) -> list[str]:
    """The comments in a piece of text, in order, without what ends their lines."""
    if "#" not in text:
        return []
    found = (match["comment"] for match in _COMMENT.finditer(text))
    return [comment.removesuffix("\r") for comment in found if comment]


def requoted(raw: str, quote: str) -> str:
    """The same string between these quotes, if it is a plain one; any other value as it is."""
    plain = is_string(raw) and sum(1 for _ in literals(raw)) == 1 and "\\" not in raw
    return f"{quote}{raw[1:-1]}{quote}" if plain and quote not in raw[1:-1] else raw


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one text, by the majority of its fields."""

    #: What ends a line.
    newline: str
    #: By how much the fields of a message are indented.
    indent: str
    #: What stands between a name and a scalar.
    colon: str
    #: What stands between a name and a message, by name; under "" for any other name.
    braces: Mapping[str, str]
    #: Whether messages of scalars stand on one line, by name; under "" for any other name.
    flats: Mapping[str, bool]
    #: The quote of strings.
    quote: str

    @classmethod
    def of(cls, document: Document) -> Style:
        """The style of a text; where it does not show one, that of Caffe's own files."""
        colons: Counter[str] = Counter()
        quotes: Counter[str] = Counter()
        braces: dict[str, Counter[str]] = {"": Counter()}
        flats: dict[str, Counter[bool]] = {"": Counter()}
        for field in document.walk():
            value = field.value
            plain = not field.joint.strip(" \t:")  # no comment and no line's end in it
            if isinstance(value, str):
                quotes[value[0]] += 1
                if plain:
                    colons[field.joint] += 1
                continue
            names = ("", field.name)
            for leaf in filter(is_leaf, blocks_of(value)):
                for name in names:
                    flats.setdefault(name, Counter())[is_flat(leaf)] += 1
            if plain and isinstance(value, Block):
                for name in names:
                    braces.setdefault(name, Counter())[field.joint] += 1
        return cls(
            document.newline,
            document.indent,
            _most(colons, ": "),
            {name: _most(counted, " ") for name, counted in braces.items()},
            {name: _most(counted, default=False) for name, counted in flats.items()},
            "'" if quotes["'"] > quotes['"'] else '"',
        )

    def brace(self, name: str) -> str:
        """What stands between this name and its message."""
        return self.braces.get(name, self.braces[""])

    def flat(self, name: str) -> bool:
        """Whether a message of this name, of scalars only, stands on one line."""
        return self.flats.get(name, self.flats[""])


def _most(counted: Counter[T], default: T) -> T:
    return counted.most_common(1)[0][0] if counted else default


def is_leaf(value: Value) -> TypeGuard[Block]:
    """Whether a value is a message of scalars only, and not empty."""
    return (
        isinstance(value, Block)
        and bool(value.fields)
        and all(isinstance(each.value, str) for each in value.fields)
    )


def is_flat(leaf: Block) -> bool:
    """Whether such a message stands on one line."""
    if "\n" in leaf.head or "\n" in leaf.tail:
        return False
    return not any("\n" in each.lead or "\n" in each.trail for each in leaf.fields)
