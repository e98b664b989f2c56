"""The words of protobuf's text format, as regular expressions.

They accept what the C++ tokenizer that Caffe uses accepts (protobuf's io/tokenizer.cc with the
settings of text_format.cc), character for character.

Only the nesting of messages is beyond a regular expression. So one `STATEMENT` is a whole step of
the grammar, with the blanks around it: a field with a scalar, a field up to its opening bracket,
a closing bracket, a separator. The parser keeps a stack and does the rest.

No pattern here can be matched in two ways, so that none takes more than linear time: a blank ends
where a word begins, and a comment with its line.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BLANK",
    "CLOSE",
    "ESCAPES",
    "FEW",
    "IDENTIFIER",
    "INTEGER",
    "MARK",
    "MINUS",
    "NUMBER",
    "SCALAR",
    "STATEMENT",
    "STRING",
    "TOKEN",
    "UNCLOSED",
    "any_statement",
    "are_strings",
    "is_string",
    "literals",
]

#: What closes what.
CLOSE = {"{": "}", "<": ">", "[": "]"}

_SPACE = r"[ \n\t\r\v\f]*"
#: A NUL ends a comment, and is an error behind it. A lone carriage return does not end it.
_COMMENT = r"#[^\n\0]*"
_ESCAPE = r"""\\(?:[abfnrtv\\?'"0-7]|x[0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})"""
_IDENTIFIER = r"[A-Za-z_]\w*"
_INTEGER = r"(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)"
_NUMBER = (
    r"(?:0[xX][0-9a-fA-F]+|0[0-7]+|"
    r"(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[fF]?)(?![\w.])"
)
#: The only words that a minus may stand before.
_INFINITE = r"(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?!\w)"
#: What follows on the same line, when nothing but a comment does.
_REST = rf"(?:[ \t\r\v\f]*(?:{_COMMENT})?(?:\n|\Z))?"

#: So many comments, escapes or strings side by side are matched one after the other: Python keeps
#: a hundred bytes and more for each of them until the whole pattern has matched.
FEW = 64


class _Few:
    """Patterns that are quick, and take a few of what may stand any number of times."""

    def many(self, pattern: str) -> str:
        """This pattern a few times, or not at all."""
        return f"(?:{pattern}){{0,{FEW}}}"

    @property
    def blank(self) -> str:
        """Blanks and comments."""
        return _SPACE + self.many(rf"{_COMMENT}\n{_SPACE}")

    @property
    def double(self) -> str:
        """A string without its closing quote."""
        within = r'[^"\\\n\0]*'
        return rf"""\"{within}{self.many(_ESCAPE + within)}"""

    @property
    def single(self) -> str:
        """The same between the other quotes."""
        within = r"[^'\\\n\0]*"
        return rf"""\'{within}{self.many(_ESCAPE + within)}"""

    @property
    def string(self) -> str:
        """One string."""
        return rf"""(?:{self.double}"|{self.single}')"""

    @property
    def strings(self) -> str:
        """Strings side by side, which are one value."""
        return self.string + self.many(self.blank + self.string)

    @property
    def scalar(self) -> str:
        """A value that is no message and no list."""
        number = rf"-{self.blank}(?:{_NUMBER}|{_INFINITE})"
        return rf"(?:{_IDENTIFIER}|{self.strings}|{_NUMBER}|{number})"

    @property
    def name(self) -> str:
        """A name; in brackets it is an extension's, or the type in a google.protobuf.Any."""
        more = self.many(rf"{self.blank}[./]{self.blank}{_IDENTIFIER}")
        return rf"(?:{_IDENTIFIER}|\[{self.blank}{_IDENTIFIER}{more}{self.blank}\])"

    @property
    def statement(self) -> str:
        """A whole step of the grammar; where none stands, the blanks before it."""
        blank = self.blank
        return (
            rf"(?P<lead>{blank}(?:{_COMMENT})?)"
            rf"(?:(?:(?P<name>{self.name})"
            rf"(?:(?P<joint>{self.blank}:{self.blank})"
            rf"(?:(?P<scalar>{self.scalar})|(?P<opening>[{{<\[]))"
            rf"|(?P<bare>{self.blank})(?P<opened>[{{<\[]))"
            rf"|(?P<nameless>{self.scalar})|(?P<mark>[]{{}}<>;,]))(?P<rest>{_REST}))?"
        )


class _Any(_Few):
    """The same patterns without bounds, which take little memory and some time.

    What a lookahead has matched is settled and forgotten but for where it ends.
    """

    def __init__(self) -> None:
        self._names = 0

    def many(self, pattern: str) -> str:
        """This pattern any number of times, by the thousand."""
        self._names += 1
        name = f"many{self._names}"
        return f"(?:(?=(?P<{name}>(?:{pattern}){{1,1024}}))(?P={name}))*"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


class _Late:
    """A pattern that is compiled when it is first used, as few texts need it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        return _compile(self.pattern)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self._compiled.match(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a compiled pattern."""
        return self._compiled.finditer(text)


#: Groups: lead; name, joint, scalar; opening; joint, opening without a colon; a scalar or a mark
#: without a name; the rest of the line. Matches everywhere: where no statement stands, or one with
#: more than a few comments or escapes, only the lead is given.
STATEMENT = _compile(_Few().statement)
#: One word: string, number or identifier; or one character that means something by itself.
TOKEN = _Late(
    rf"(?P<string>{_Any().string})|(?P<number>{_NUMBER})|(?P<identifier>{_IDENTIFIER})"
    r"|(?P<mark>[]{}<>;,:[/-]|\.(?![0-9]))"
)
BLANK = _Late(rf"{_Any().blank}(?:{_COMMENT})?")
SCALAR = _Late(_Any().scalar)
STRING = _Late(_Any().string)
_STRINGS = (_compile(_Few().strings), _Late(_Any().strings))
#: As much of a string as is one, up to its closing quote or its first mistake.
_UNCLOSED = _Any()
UNCLOSED = _Late(rf"{_UNCLOSED.double}|{_UNCLOSED.single}")
NUMBER = _compile(_NUMBER)
INTEGER = _compile(_INTEGER)
IDENTIFIER = _compile(_IDENTIFIER)
#: The colon between a name and a list or message, if there is one: not one within a comment.
MARK = _Late(rf"{_Any().blank}:")
MINUS = _compile(rf"-{_Any().blank}")
#: Each of the strings that stand side by side.
_LITERAL = _Any()
LITERALS = _Late(rf"{_LITERAL.blank}(?P<literal>{_LITERAL.string})")
#: An escape in a string, by kind: octal, hex, two halves of a character as UTF-16 has it, a
#: character by four or eight digits, one that a letter or sign stands for.
ESCAPES = _compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})"
    r"|(?:u|U0000)([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|(.))"
)


#: The groups of STATEMENT, in order.
_GROUPS = tuple(STATEMENT.groupindex)


@functools.cache
def _any_statement() -> re.Pattern[str]:
    return _compile(_Any().statement)


def any_statement(text: str, at: int) -> tuple[tuple[str | None, ...], int]:
    """What STATEMENT would match from here without bounds: its groups, and where it ends."""
    match = _any_statement().match(text, at)
    if match is None:  # it matches everywhere
        return ("", *[None] * (len(_GROUPS) - 1)), at
    return match.group(*_GROUPS), match.end()


def are_strings(raw: str) -> bool:
    """Whether a scalar is one string, or several side by side, without a mistake."""
    return any(pattern.fullmatch(raw) for pattern in _STRINGS)


def literals(raw: str) -> Iterator[str]:
    """The strings that stand side by side in a value, each with its quotes."""
    return (match["literal"] for match in LITERALS.finditer(raw))


def is_string(raw: str) -> bool:
    """Whether a scalar, as it is written, is a string."""
    return raw[:1] in {'"', "'"}
