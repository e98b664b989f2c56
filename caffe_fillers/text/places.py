"""A text, the places in it, and errors that show them."""

from __future__ import annotations

import functools
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from caffe_fillers.errors import TextError

__all__ = ["Place", "Source", "shown"]

#: As much of a line, and of a value in a message, as a reader wants to see.
_WINDOW = 96
_VALUE = 40


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, columns in characters."""

    name: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}"


class Source:
    """A text as it was read, under the name by which messages call it."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name

    @functools.cached_property
    def _ends(self) -> array[int]:
        """Where the lines end."""
        ends = array("q")
        end = self.text.find("\n")
        while end >= 0:
            ends.append(end)
            end = self.text.find("\n", end + 1)
        return ends

    def place(self, offset: int) -> Place:
        """The line and column of the character at `offset`."""
        line = bisect_left(self._ends, offset)
        start = self._ends[line - 1] + 1 if line else 0
        return Place(self.name, line + 1, offset - start + 1)

    def line(self, number: int) -> str:
        """The line of this number, without what ends it."""
        start = self._ends[number - 2] + 1 if number > 1 else 0
        end = self._ends[number - 1] if number <= len(self._ends) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    def error(self, offset: int, message: str, hint: str | None = None) -> TextError:
        """An error that names the place, and shows its line with a caret under it."""
        place = self.place(offset)
        line, column = self.line(place.line), place.column - 1
        if len(line) > _WINDOW:
            start = max(0, min(column - _WINDOW // 2, len(line) - _WINDOW))
            line, column = line[start : start + _WINDOW], column - start
        picture = f"{message}\n    {_printable(line)}\n    {' ' * column}^"
        return TextError(picture, where=str(place), hint=hint)


def shown(raw: str) -> str:
    """A piece of text, short and printable enough to stand in a message."""
    piece = raw if len(raw) <= _VALUE else raw[: _VALUE - 3] + "..."
    return _printable(piece)


def _printable(text: str) -> str:
    # One sign for one, so that the caret stays in its place, and any terminal can show it.
    return "".join(sign if sign.isprintable() else " " if sign == "\t" else "�" for sign in text)
