"""The language of `--where`: which layers are meant.

    type=Convolution and not name=fc*
    has=weight_filler and (feeds=ReLU or feeds=PReLU)
    name~='^conv[1-3]$'    phase=TEST    convolution_param.group=2

A test is KEY=PATTERN, KEY!=PATTERN or KEY~=REGEX; a pattern may have * and ?. What is written in
the text is compared, no defaults. Patterns with blanks or parentheses stand in quotes. A regular
expression takes a second at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from caffe_fillers.errors import TextError, did_you_mean
from caffe_fillers.rewrite.layers import PHASES, Layer, Wiring
from caffe_fillers.rewrite.paths import field_at, present
from caffe_fillers.rewrite.regex import BoundedRegex
from caffe_fillers.text.edit import steps_of
from caffe_fillers.text.places import Source
from caffe_fillers.text.scalars import string
from caffe_fillers.text.tokens import is_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from caffe_fillers.text.edit import Step
    from caffe_fillers.text.tree import Fields

__all__ = ["Selection", "selection"]

T = TypeVar("T")

#: Whether a layer of a net so wired is meant.
Selection: TypeAlias = Callable[[Layer, Wiring], bool]
#: Whether a value matches.
Match: TypeAlias = Callable[[str], bool]

_VALUE = r"""'[^']*'|"[^"]*"|[^\s()'"]+"""
_WORD = r"""[^\s()=!~'"]+"""
_TOKEN = re.compile(
    rf"(?P<mark>[()])|(?P<key>{_WORD})\s*(?P<op>=|!=|~=)\s*(?P<value>{_VALUE})|{_WORD}"
)
_BLANK = re.compile(r"\s*")
#: Tests that are not paths to a field.
_KEYS = ("type", "name", "bottom", "top", "phase", "has", "feeds", "follows")
_MAX_DEPTH = 100
_HINT = "Write tests such as type=Convolution, joined by and, or, not and parentheses."


def selection(text: str, descriptors: Sequence[Any] = ()) -> Selection:
    """The layers that an expression means.

    Args:
        text: The expression.
        descriptors: The descriptors of layers' messages, one of which must know each field that is
            named; with none of them any name is good.

    Raises:
        TextError: it is none, or names a field that no layer has; shows the place.
    """
    return _Parser(text, descriptors).whole()


class _Parser:
    def __init__(self, text: str, descriptors: Sequence[Any]) -> None:
        self._source = Source(text, "--where")
        self._descriptors = descriptors
        self._tokens = self._split(text)
        self._depth = 0

    def _split(self, text: str) -> list[re.Match[str]]:
        tokens = []
        offset = 0
        while (offset := _BLANK.match(text, offset).end()) < len(text):  # type: ignore[union-attr]  # matches anywhere
            token = _TOKEN.match(text, offset)
            if token is None:
                raise self._source.error(offset, f"unexpected {text[offset]!r}", _HINT)
            tokens.append(token)
            offset = token.end()
        return tokens[::-1]

    def whole(self) -> Selection:
        """The whole expression."""
        selected = self._either()
        if self._tokens:
            raise self._unexpected("'and' or 'or'")
        return selected

    def _either(self) -> Selection:
        parts = [self._both()]
        while self._next_is("or"):
            parts.append(self._both())
        return lambda layer, wiring: any(part(layer, wiring) for part in parts)

    def _both(self) -> Selection:
        parts = [self._one()]
        while self._next_is("and"):
            parts.append(self._one())
        return lambda layer, wiring: all(part(layer, wiring) for part in parts)

    def _one(self) -> Selection:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise TextError(f"nested more than {_MAX_DEPTH} deep", where="--where")
        if self._next_is("not"):
            inner = self._one()
            selected: Selection = lambda layer, wiring: not inner(layer, wiring)  # noqa: E731  # one of three ways
        elif self._next_is("("):
            selected = self._either()
            if not self._next_is(")"):
                raise self._unexpected("')'")
        elif self._tokens and self._tokens[-1]["key"]:
            selected = self._test(self._tokens.pop())
        else:
            raise self._unexpected("a test")
        self._depth -= 1
        return selected

    def _next_is(self, word: str) -> bool:
        found = bool(self._tokens) and self._tokens[-1][0] == word
        if found:
            self._tokens.pop()
        return found

    def _unexpected(self, wanted: str) -> TextError:
        text = self._source.text
        offset = self._tokens[-1].start() if self._tokens else len(text)
        found = repr(self._tokens[-1][0]) if self._tokens else "the end"
        return self._source.error(offset, f"expected {wanted}, found {found}", _HINT)

    # --- tests ----------------------------------------------------------------------------------

    def _test(self, token: re.Match[str]) -> Selection:
        key, op, value = token["key"], token["op"], token["value"]
        value = value[1:-1] if value[0] in "'\"" else value
        try:
            found = self._found(key, op, value)
        except TextError as error:
            raise self._source.error(token.start(), error.message, error.hint) from None
        if op == "!=":
            return lambda layer, wiring: not found(layer, wiring)
        return found

    def _found(self, key: str, op: str, value: str) -> Selection:
        if key == "has":
            steps = self._path(_plain(value, op, key))
            return lambda layer, _: any(True for _ in _values(layer, steps))
        if key == "phase":
            phase = _plain(value, op, key).upper()
            if phase not in PHASES:
                raise TextError(f"there is no phase {value!r}", hint="They are TRAIN and TEST.")
            return lambda layer, _: phase in layer.phases
        match = _match(op, value)
        if key in _OF_LAYER:
            values = _OF_LAYER[key]
            return lambda layer, wiring: any(map(match, values(layer, wiring)))
        steps = self._path(key)
        return lambda layer, _: any(map(match, _values(layer, steps)))

    def _path(self, path: str) -> tuple[Step, ...]:
        steps = steps_of(path)
        faults = []
        for descriptor in self._descriptors:
            try:
                field_at(descriptor, steps)
            except TextError as error:
                faults.append(error)
        if faults and len(faults) == len(self._descriptors):
            hint = did_you_mean(path, _KEYS) or faults[0].hint
            raise TextError(faults[0].message, hint=hint)
        return steps


def _plain(value: str, op: str, key: str) -> str:
    if op == "~=":
        raise TextError(f"{key} takes no regular expression", hint=f"Write {key}={value}.")
    return value


def _match(op: str, pattern: str) -> Match:
    if op == "~=":
        return BoundedRegex(pattern).search
    number = _number(pattern)
    if number is None:
        return lambda value: fnmatchcase(value, pattern)
    return lambda value: fnmatchcase(value, pattern) or _number(value) == number


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


_OF_LAYER: dict[str, Callable[[Layer, Wiring], Iterable[str]]] = {
    "type": lambda layer, _: layer.types,
    "name": lambda layer, _: [layer.name],
    "bottom": lambda layer, _: layer.bottoms,
    "top": lambda layer, _: layer.tops,
    "feeds": lambda layer, wiring: wiring.readers(layer),
    "follows": lambda layer, wiring: wiring.makers(layer),
}


def _values(layer: Layer, steps: Sequence[Step]) -> Iterator[str]:
    """What stands at a path, full or short: strings without quotes, messages as "{ }"."""
    for path in present(layer, steps):
        inside: list[Fields] = [layer.fields]
        *parents, last = path
        for step in parents:
            inside = [block for each in inside for block in _pick(each.blocks(step.name), step)]
        for each in inside:
            for value in _pick(each.values(last.name), last):
                if not isinstance(value, str):
                    yield "{ }"
                else:
                    yield string(value).decode("utf-8", "replace") if is_string(value) else value


def _pick(values: list[T], step: Step) -> list[T]:
    return values if step.index is None else values[step.index : step.index + 1]
