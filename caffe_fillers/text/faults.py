"""Why the grammar refuses a text. Only errors come here, so it may take its time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from caffe_fillers.text.places import shown
from caffe_fillers.text.tokens import BLANK, CLOSE, TOKEN, UNCLOSED
from caffe_fillers.text.tree import Block, Field, Item, List

if TYPE_CHECKING:
    from caffe_fillers.errors import TextError
    from caffe_fillers.text.places import Source

__all__ = ["fault"]

_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])")
_FIELD = "a field name"
_LIST_HINT = "A field holds one value. Several values of a repeated field are written [1, 2]."
_COMMENT_HINT = "A comment begins with #."
_QUOTE_HINT = "Strings stand between plain quotes, \" or '."
_BINARY_HINT = "Is this a binary file, such as a .caffemodel?"
_TEMPLATE_HINT = "Is this a template that has not been filled in?"
_MARK_HINT = "Save the file as UTF-8 without a byte-order mark."
_FOREIGN_HINT = "Outside of strings and comments the text format is plain ASCII."
#: What people write in place of the text format's own signs.
_HINTS = {
    "/": _COMMENT_HINT,
    "`": _QUOTE_HINT,
    **dict.fromkeys("\u201c\u201d\u2018\u2019", _QUOTE_HINT),
    "=": "A field is written `name: value`.",
    "+": "StreamOptions are written without a plus sign.",
    "%": _TEMPLATE_HINT,
    "$": _TEMPLATE_HINT,
}


class _Word(NamedTuple):
    """A word of the text; `kind` is "end" behind the last, and "broken" where none can be read."""

    kind: str
    text: str
    offset: int

    def __str__(self) -> str:
        return "the end of the text" if self.kind == "end" else repr(shown(self.text))


def fault(source: Source, offset: int, inner: Item | None, *, complete: bool) -> TextError:
    """What is wrong with the statement that begins at `offset` and does not fit there.

    Args:
        source: The text.
        offset: Where the statement begins.
        inner: The item whose bracket is open, if one is.
        complete: Whether an item stands before that no separator has followed.
    """
    if source.text.startswith(("\ufeff", "\udcff\udcfe", "\udcfe\udcff")):
        return source.error(0, "the text begins with a byte-order mark", _MARK_HINT)
    word, wanted, hint = _misfit(source, _word(source, offset), inner, complete=complete)
    return (
        _conflict(source, word)
        or _broken(source, word)
        or (_bracket(source, word, inner) if wanted == _FIELD or word.kind == "end" else None)
        or source.error(word.offset, f"expected {wanted}, found {word}", hint)
    )


def _misfit(
    source: Source, word: _Word, inner: Item | None, *, complete: bool
) -> tuple[_Word, str, str | None]:
    """The first word of a statement that does not fit, what is wanted in its place, and a hint."""
    following = _word(source, word.offset + len(word.text))
    if inner and isinstance(inner.value, List):
        wanted = "',' or ']'" if complete else "a value" if inner.value.items else "a value or ']'"
        if not complete and word.kind in {"identifier", "number", "string"}:
            wanted, word = "',' or ']'", following
    elif word.kind == "identifier" and following.text == ":":
        wanted, word = "a value", _word(source, following.offset + 1)
    elif word.kind == "identifier":
        hint = _TEMPLATE_HINT if source.text[word.offset - 1 : word.offset] == "{" else None
        return following, f"':' behind {shown(word.text)!r}", hint or _HINTS.get(following.text)
    else:
        wanted = _FIELD
        if word.kind == "number":
            return word, wanted, _LIST_HINT
    if word.text == "-" and wanted.startswith("a value"):
        wanted, word = "a number behind '-'", _word(source, word.offset + 1)
    return word, wanted, _HINTS.get(word.text)


def _word(source: Source, offset: int) -> _Word:
    blank = BLANK.match(source.text, offset)
    start = blank.end() if blank else offset
    match = TOKEN.match(source.text, start)
    if match:
        return _Word(str(match.lastgroup), match[0], start)
    if start == len(source.text):
        return _Word("end", "", start)
    return _Word("broken", source.text[start], start)


def _conflict(source: Source, word: _Word) -> TextError | None:
    place = source.place(word.offset)
    if not _CONFLICT.match(source.line(place.line)):
        return None
    hint = (
        "Resolve the conflict: choose a side, and take out the lines <<<<<<<, ======= and >>>>>>>."
    )
    start = word.offset - place.column + 1
    return source.error(start, "the text has a merge-conflict marker", hint)


def _bracket(source: Source, word: _Word, inner: Item | None) -> TextError | None:
    """A bracket that is closed by another kind, never, or too often."""
    name = f" of {shown(inner.name)!r}" if isinstance(inner, Field) else ""
    if word.kind == "end" and inner and not isinstance(inner.value, str):
        opening = inner.value.opening if isinstance(inner.value, Block) else "["
        return source.error(inner.offset, f"the {opening!r}{name} is never closed")
    if word.text in {"}", ">"} and not inner:
        return source.error(word.offset, f"{word} closes nothing", "One bracket too many.")
    if word.text in {"}", ">", "]"} and inner and isinstance(inner.value, Block):
        opening = inner.value.opening
        message = f"the {opening!r}{name} in line {inner.line} is closed by {word}"
        return source.error(word.offset, message, f"Close it with {CLOSE[opening]!r}.")
    return None


def _broken(source: Source, word: _Word) -> TextError | None:
    """A word that cannot be read: a string or number with a mistake, or a foreign character."""
    if word.kind != "broken":
        return None
    sign, start = word.text, word.offset
    string = UNCLOSED.match(source.text, start)
    if string:
        return _broken_string(source, start, string.end())
    if sign.isascii() and (sign.isdigit() or sign == "."):
        return _broken_number(source, start)
    if sign < " " or sign == "\x7f":
        message = f"control character {ord(sign):#04x} in the text"
        return source.error(start, message, _BINARY_HINT)
    if not sign.isascii():
        return source.error(start, f"{_name(sign)} in the text", _HINTS.get(sign, _FOREIGN_HINT))
    return source.error(start, f"unexpected {sign!r}", _HINTS.get(sign))


def _broken_string(source: Source, start: int, end: int) -> TextError:
    sign = source.text[end : end + 1]
    if sign == "\\":
        escape = shown(source.text[end : end + 2])
        hint = r"A backslash itself is written \\."
        return source.error(end, f"{escape} is not an escape that a string may have", hint)
    if sign == "\0":
        return source.error(end, "NUL in a string", r"Write it as \0, if it is meant.")
    hint = r"A string ends on its own line; a line break in it is written \n."
    return source.error(start, "the string is not closed", hint)


def _broken_number(source: Source, start: int) -> TextError:
    match = re.compile(r"[\w.]*", re.ASCII).match(source.text, start)
    number = match[0] if match else ""
    hint = "Numbers are written like 10, 0.1, 1e-3 or 0x1F; a blank separates them from names."
    if number.startswith("0") and number.isdigit():
        hint = "A number that begins with 0 is octal, and has no digit 8 or 9."
    return source.error(start, f"{shown(number)!r} is not a number", hint)


def _name(sign: str) -> str:
    if "\udc80" <= sign <= "\udcff":
        return f"byte {ord(sign) - 0xDC00:#04x}, which is not UTF-8,"
    return "a byte-order mark" if sign == "\ufeff" else f"character U+{ord(sign):04X}"
