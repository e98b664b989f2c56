"""The layers of a text, as one selects them: of any generation, by their names of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from caffe_fillers.core.registry import BVLC
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.values import enum_word, strings
from caffe_fillers.text.tree import Fields, blocks_of
from caffe_fillers.upgrades import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from google.protobuf.message import Message

    from caffe_fillers.text import Block, Document

__all__ = ["PHASES", "Layer", "Wiring", "descriptors_of", "layers_of"]

PHASES = ("TRAIN", "TEST")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer of a text."""

    #: Its number in the text, from 0.
    index: int
    #: What it is wired by: bottoms, tops, rules.
    block: Block
    #: What it is set up by: the same, or the nested layer of a V0 layer.
    fields: Fields
    #: The type of message that `fields` are.
    descriptor: Any
    name: str
    #: The type as it is written, and as it is called today.
    types: tuple[str, ...]
    bottoms: tuple[str, ...]
    tops: tuple[str, ...]
    #: The phases in which its rules may let it in.
    phases: frozenset[str]
    #: The one in which its type is looked up.
    dialect: str = BVLC

    @property
    def type(self) -> str:
        """The type as it is called today; empty if the layer has none."""
        return self.types[-1]


def descriptors_of(schema: type[Message] = caffe.NetParameter) -> dict[str, Any]:
    """The messages that set up a layer, by generation: V2, V1, V0."""
    net: Any = schema.DESCRIPTOR
    v1 = net.fields_by_name["layers"].message_type
    v2 = net.fields_by_name["layer"].message_type
    return {"V2": v2, "V1": v1, "V0": v1.fields_by_name["layer"].message_type}


def layers_of(
    document: Document,
    schema: type[Message] = caffe.NetParameter,
    types: Mapping[str, str] | None = None,
    dialect: str = BVLC,
) -> list[Layer]:
    """All layers of a net, in the order of the text.

    Args:
        document: The net, of any generation.
        schema: The NetParameter of its dialect.
        types: V2 types of a fork's own V1 types.
        dialect: The one in which types are looked up.

    Raises:
        TextError: a name, type, bottom or top is not a string.
    """
    descriptors = descriptors_of(schema)
    layers: list[Layer] = []
    for field in document:
        if field.name in {"layer", "layers"}:
            for block in blocks_of(field.value):
                nested = block.blocks("layer") if field.name == "layers" else []
                generation = "V2" if field.name == "layer" else "V0" if nested else "V1"
                fields = nested[0] if nested else block
                descriptor = descriptors[generation]
                layer = _layer(len(layers), block, fields, descriptor, generation, types or {})
                layers.append(replace(layer, dialect=dialect))
    return layers


def _layer(
    index: int,
    block: Block,
    fields: Block,
    descriptor: Any,
    generation: str,
    types: Mapping[str, str],
) -> Layer:
    name = strings(fields, "name") or strings(block, "name")
    return Layer(
        index,
        block,
        fields,
        descriptor,
        name[0] if name else "",
        _types(fields, descriptor, generation, types),
        tuple(strings(block, "bottom")),
        tuple(strings(block, "top")),
        _phases(block),
    )


def _types(
    fields: Block, descriptor: Any, generation: str, types: Mapping[str, str]
) -> tuple[str, ...]:
    given = fields.get("type")
    if given is None:
        return ("",)
    if generation == "V1":
        word = enum_word(given, descriptor.fields_by_name["type"].enum_type)
        return word, types.get(word) or rules.v2_type(word)
    word = strings(fields, "type")[0]
    if generation == "V0" and word in rules.V0_TYPES:
        return word, rules.v2_type(rules.V0_TYPES[word])
    return (word,)


def _phases(block: Block) -> frozenset[str]:
    """The phases that the include and exclude rules leave open, whatever level and stages are."""
    include = [_rule(each) for each in block.blocks("include")]
    exclude = [_rule(each) for each in block.blocks("exclude")]
    return frozenset(
        phase
        for phase in PHASES
        if (not include or any(asked in {None, phase} for asked, _ in include))
        and not any(alone and asked in {None, phase} for asked, alone in exclude)
    )


def _rule(rule: Block) -> tuple[str | None, bool]:
    """The phase that a rule asks for, if any; whether it asks for nothing else."""
    field = rule.get("phase")
    asked = enum_word(field, _PHASE) if field else None
    return asked, all(each is field for each in rule)


_PHASE = caffe.NetStateRule.DESCRIPTOR.fields_by_name["phase"].enum_type


class Wiring:
    """What types of layers read what which other layer makes."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        #: For each blob the last layer of each kind that reads it, and the first that makes it:
        #: more need not be known, and a blob may pass through thousands of layers in place.
        self._last: dict[str, dict[_Like, int]] = {}
        self._first: dict[str, dict[_Like, int]] = {}
        for layer in layers:
            like = layer.types, layer.phases
            for blob in layer.bottoms:
                self._last.setdefault(blob, {})[like] = layer.index
            for blob in layer.tops:
                self._first.setdefault(blob, {}).setdefault(like, layer.index)

    def readers(self, layer: Layer) -> Iterator[str]:
        """The types of layers further down that read one of its tops in a phase they share.

        A layer that works in place changes a blob and does not end it: behind a convolution with a
        BatchNorm and a ReLU in place, both read what the convolution made.
        """
        for blob in layer.tops:
            for (types, phases), last in self._last.get(blob, {}).items():
                if last > layer.index and phases & layer.phases:
                    yield from types

    def makers(self, layer: Layer) -> Iterator[str]:
        """The types of layers further up that make one of its bottoms, or change it in place."""
        for blob in layer.bottoms:
            for (types, phases), first in self._first.get(blob, {}).items():
                if first < layer.index and phases & layer.phases:
                    yield from types


#: The types and the phases of a layer.
_Like: TypeAlias = tuple[tuple[str, ...], frozenset[str]]
