"""The words of protobuf's text format, as regular expressions.

They accept what the C++ tokenizer that Caffe uses accepts (protobuf's io/tokenizer.cc with the
settings of text_format.cc), character for character.

Only the nesting of messages is beyond a regular expression. So one `STATEMENT` is a whole step of
the grammar, with the blanks around it: a field with a scalar, a field up to its opening bracket,
a closing bracket, a separator. The parser keeps a stack and does the rest.

No pattern here can be matched in two ways, so that none takes more than linear time: a blank ends
where a word begins, a comment ends with its line, and STATEMENT matches anything in the end.
"""

from __future__ import annotations

import re

__all__ = [
    "BLANK",
    "CLOSE",
    "ESCAPES",
    "IDENTIFIER",
    "INTEGER",
    "LITERALS",
    "MARK",
    "MINUS",
    "NUMBER",
    "SCALAR",
    "STATEMENT",
    "STRING",
    "STRINGS",
    "TOKEN",
    "UNCLOSED",
    "is_string",
]

#: What closes what.
CLOSE = {"{": "}", "<": ">", "[": "]"}

_SPACE = r"[ \n\t\r\v\f]*"
#: A NUL ends a comment, and is an error behind it. A lone carriage return does not end it.
_COMMENT = r"#[^\n\0]*"
_BLANK = rf"{_SPACE}(?:{_COMMENT}\n{_SPACE})*"
_ESCAPE = r"""\\(?:[abfnrtv\\?'"0-7]|x[0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})"""
#: Strings without their closing quote.
_DOUBLE = rf"""\"[^"\\\n\0]*(?:{_ESCAPE}[^"\\\n\0]*)*"""
_SINGLE = rf"""\'[^'\\\n\0]*(?:{_ESCAPE}[^'\\\n\0]*)*"""
_STRING = rf"""(?:{_DOUBLE}"|{_SINGLE}')"""
_IDENTIFIER = r"[A-Za-z_]\w*"
_INTEGER = r"(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)"
_NUMBER = (
    r"(?:0[xX][0-9a-fA-F]+|0[0-7]+|"
    r"(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[fF]?)(?![\w.])"
)
#: The only words that a minus may stand before.
_INFINITE = r"(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?!\w)"
#: Strings side by side are one value.
_STRINGS = rf"{_STRING}(?:{_BLANK}{_STRING})*"
_SCALAR = rf"(?:{_IDENTIFIER}|{_STRINGS}|{_NUMBER}|-{_BLANK}(?:{_NUMBER}|{_INFINITE}))"
#: A name in brackets is an extension's, or the type in a google.protobuf.Any.
_NAME = (
    rf"(?:{_IDENTIFIER}|\[{_BLANK}{_IDENTIFIER}(?:{_BLANK}[./]{_BLANK}{_IDENTIFIER})*{_BLANK}\])"
)
#: What follows on the same line, when nothing but a comment does.
_REST = rf"(?:[ \t\r\v\f]*(?:{_COMMENT})?(?:\n|\Z))?"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


#: Groups: lead; name, joint, scalar; opening; joint, opening without a colon; a scalar or a mark
#: without a name; the rest of the line. Matches everywhere: where no statement stands, only the
#: lead is given and the match goes on to the end of the text.
STATEMENT = _compile(
    rf"({_BLANK}(?:{_COMMENT})?)"
    rf"(?:(?:({_NAME})(?:({_BLANK}:{_BLANK})(?:({_SCALAR})|([{{<\[]))|({_BLANK})([{{<\[]))"
    rf"|({_SCALAR})|([]{{}}<>;,]))({_REST})|[\s\S]+)?"
)
#: One word: string, number or identifier; or one character that means something by itself.
TOKEN = _compile(
    rf"(?P<string>{_STRING})|(?P<number>{_NUMBER})|(?P<identifier>{_IDENTIFIER})"
    r"|(?P<mark>[]{}<>;,:[/-]|\.(?![0-9]))"
)
BLANK = _compile(rf"{_BLANK}(?:{_COMMENT})?")
SCALAR = _compile(_SCALAR)
STRING = _compile(_STRING)
STRINGS = _compile(_STRINGS)
#: As much of a string as is one, up to its closing quote or its first mistake.
UNCLOSED = _compile(rf"{_DOUBLE}|{_SINGLE}")
NUMBER = _compile(_NUMBER)
INTEGER = _compile(_INTEGER)
IDENTIFIER = _compile(_IDENTIFIER)
#: The colon between a name and a list or message, if there is one: not one within a comment.
MARK = _compile(rf"{_BLANK}:")
MINUS = _compile(rf"-{_BLANK}")
#: Each of the strings that stand side by side.
LITERALS = _compile(rf"{_BLANK}({_STRING})")
#: An escape in a string, by kind: octal, hex, two halves of a character as UTF-16 has it, a
#: character by four or eight digits, one that a letter or sign stands for.
ESCAPES = _compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})"
    r"|(?:u|U0000)([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|(.))"
)


def is_string(raw: str) -> bool:
    """Whether a scalar, as it is written, is a string."""
    return raw[:1] in {'"', "'"}
