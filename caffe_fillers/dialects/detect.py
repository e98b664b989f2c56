"""Which fork a net is written for, by the words and layer types that it uses.

Those forks fit that know every word of the net; where none does, those that miss fewest. Of these
the smallest is taken, by the number of words and types that it added. Which of them it is makes no
difference, mostly; `caffe_fillers.plan.fork` plans the net as each of them would where they have
other habits, and tells where that gives other shapes or numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from caffe_fillers.core.registry import BVLC, layers
from caffe_fillers.dialects.renamed import names_of
from caffe_fillers.dialects.tables import Dialect, dialects
from caffe_fillers.proto import schema
from caffe_fillers.text.reader import TWIN
from caffe_fillers.upgrades.fields import repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.descriptor import EnumDescriptor
    from google.protobuf.message import Message

__all__ = ["Word", "detect", "foreign", "knows", "missing", "who_knows"]


class Word(NamedTuple):
    """Something that BVLC's Caffe does not know."""

    #: The message of a field, the enum of a value; empty for a layer type.
    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else f"layer type {self.name!r}"


def foreign(net: Message) -> frozenset[Word]:
    """The words of a net of the union that BVLC's Caffe does not know."""
    return frozenset(_words(net))


def detect(words: Iterable[Word]) -> list[Dialect]:
    """The forks that fit, the one to take first; none if no fork knows any of the words."""
    words = list(words)
    known = [each for each in dialects().values() if each.revision is not None]
    counts = {each.name: len(missing(each, words)) for each in known}
    least = min(counts.values())
    if least == len(words):
        return []
    return [each for each in known if counts[each.name] == least]


def missing(fork: Dialect, words: Iterable[Word]) -> list[Word]:
    """Those of the words that the fork does not know, sorted."""
    return sorted(word for word in words if not knows(fork, word))


def who_knows(word: Word) -> list[str]:
    """The names of the forks that know a word."""
    return [each.name for each in dialects().values() if knows(each, word)]


def knows(fork: Dialect, word: Word) -> bool:
    """Whether a fork knows this word."""
    if not word.owner:
        return word.name in fork.layers
    return any(_declares(fork, owner, word.name) for owner in names_of(word.owner))


def _declares(fork: Dialect, owner: str, name: str) -> bool:
    if (owner, name) in fork.values or (owner, name) in fork.fields:
        return True
    declared = fork.fields.get((owner, name.removesuffix(TWIN)))
    return name.endswith(TWIN) and declared is not None and declared.label == "rep"


def _words(message: Message) -> Iterator[Word]:
    own = schema(BVLC).file.message_types_by_name
    owner = _name(message.DESCRIPTOR.full_name)
    known = own[owner].fields_by_name if owner in own else {}
    for field, value in message.ListFields():
        if field.name not in known:
            yield Word(owner, field.name)
        several = list(value) if repeats(value) else [value]
        if field.message_type is not None:
            for each in several:
                yield from _words(each)
        elif field.enum_type is not None:
            yield from _values(field.enum_type, several)
        elif (owner, field.name) == ("LayerParameter", "type") and layers.find(value) is None:
            yield Word("", value)


def _values(enum: EnumDescriptor, numbers: Iterable[int]) -> Iterator[Word]:
    own = schema(BVLC).pool
    try:
        known = own.FindEnumTypeByName(enum.full_name).values_by_name
    except KeyError:
        return
    for number in numbers:
        name = enum.values_by_number[number].name
        if name not in known:
            yield Word(_name(enum.full_name), name)


def _name(full_name: str) -> str:
    """A name without its package."""
    return full_name.partition(".")[2]
