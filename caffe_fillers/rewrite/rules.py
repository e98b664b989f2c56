"""Rules that change layers of a text: which, and what of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import TextError, within
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.layers import Wiring, descriptors_of, layers_of
from caffe_fillers.rewrite.paths import checked, field_at, places, present
from caffe_fillers.rewrite.select import selection
from caffe_fillers.text.edit import Editor, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from google.protobuf.message import Message

    from caffe_fillers.rewrite.layers import Layer
    from caffe_fillers.text import Document, Fields
    from caffe_fillers.text.edit import Step

__all__ = ["Change", "Outcome", "RewriteRule", "Verb", "check", "filler", "rewrite"]

Verb: TypeAlias = Literal["set", "default", "unset"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one field of each layer that is meant."""

    #: "set" gives it the value, "default" only where it is absent, "unset" takes it out.
    verb: Verb
    #: From the layer, or short: from the message of the layer's type.
    path: str
    #: The value as the user writes it; empty for "unset".
    value: str = ""


@dataclass(frozen=True, slots=True)
class RewriteRule:
    """Which layers are meant, and what changes in them."""

    changes: tuple[Change, ...]
    #: An expression of `--where`; empty for all layers that have, or by their type take, the field.
    where: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule did."""

    rule: RewriteRule
    #: How many layers it means, and in how many of them it changed something.
    selected: int
    changed: int


def check(rule: RewriteRule, schema: type[Message] = caffe.NetParameter) -> None:
    """Refuse a rule that fits no layer of any generation.

    Raises:
        TextError: a field that no layer has, a value that it cannot have, a wrong expression.
    """
    descriptors = descriptors_of(schema)
    if rule.where:
        selection(rule.where, list(descriptors.values()))
    for change in rule.changes:
        faults = []
        for descriptor in descriptors.values():
            try:
                _value(change, descriptor)
            except TextError as error:
                faults.append(error)
        if len(faults) == len(descriptors):
            raise faults[0]


def rewrite(
    document: Document,
    rules: Iterable[RewriteRule],
    *,
    schema: type[Message] = caffe.NetParameter,
    types: Mapping[str, str] | None = None,
    dialect: str = BVLC,
    any_field: bool = False,
) -> list[Outcome]:
    """Change layers of a net's text by rules, one after the other, in place.

    Args:
        document: The net. Its fields are those of its own generation.
        rules: What changes.
        schema: The NetParameter of its dialect.
        types: V2 types of a fork's own V1 types.
        dialect: The one in which types are looked up.
        any_field: Take names that the schema does not know as they are; they are full paths.

    Raises:
        TextError: a field that the net's generation does not have, a value that a field cannot
            have, a wrong expression.
    """
    editor = Editor(document)
    outcomes = []
    for rule in rules:
        layers = layers_of(document, schema, types, dialect)
        if rule.where:
            known = () if any_field else list(descriptors_of(schema).values())
            means = selection(rule.where, known)
            wiring = Wiring(layers)
            layers = [layer for layer in layers if means(layer, wiring)]
        changed = 0
        for layer in layers:
            done = [
                _apply(change, layer, editor, asked=bool(rule.where), any_field=any_field)
                for change in rule.changes
            ]
            changed += any(done)
        outcomes.append(Outcome(rule, len(layers), changed))
    return outcomes


def filler(text: str) -> str:
    """The fields of a FillerParameter from a short form: `msra,variance_norm=FAN_OUT`.

    Raises:
        TextError: a field or a value that a filler cannot have.
    """
    descriptor = caffe.FillerParameter.DESCRIPTOR
    fields = []
    for number, part in enumerate(text.split(",")):
        name, equals, value = part.partition("=") if number else ("type", "=", part)
        if not equals:
            hint = "Write the type, then fields: gaussian,std=0.01"
            raise TextError(f"{part!r} is not of the form field=value", hint=hint)
        steps = steps_of(name.strip())
        fields.append(f"{steps[0].name}: {checked(field_at(descriptor, steps), value)}")
    return " ".join(fields)


def _value(change: Change, descriptor: Any) -> str:
    """The value as a prototxt has it."""
    with within(f"{_OPTIONS[change.verb]} {change.path}"):
        field = field_at(descriptor, steps_of(change.path))
        return "" if change.verb == "unset" else checked(field, change.value)


_OPTIONS: dict[Verb, str] = {"set": "--set", "default": "--set-default", "unset": "--unset"}


def _apply(change: Change, layer: Layer, editor: Editor, *, asked: bool, any_field: bool) -> bool:
    steps = steps_of(change.path)
    try:
        value = _value(change, layer.descriptor)
    except TextError as error:
        if not any_field:
            raise _of_generation(error, layer) from None
        value, full = change.value, [steps]
    else:
        full = (
            present(layer, steps) if change.verb == "unset" else places(layer, steps, asked=asked)
        )
    return (
        sum(
            _change(change.verb, layer.fields, path, value, layer.descriptor, editor)
            for path in full
        )
        > 0
    )


def _of_generation(error: TextError, layer: Layer) -> TextError:
    """The error, with a hint if it is the net that is too old for the field."""
    if layer.descriptor.name != "LayerParameter":
        error.hint = (
            f"{layer.descriptor.name} is an old format. fill-weights upgrade brings the net up to"
            " date; then its fields are those of today."
        )
    return error


def _change(
    verb: Verb, fields: Fields, path: Sequence[Step], value: str, descriptor: Any, editor: Editor
) -> bool:
    if verb == "unset":
        return editor.unset(fields, _written(path))
    if verb == "set":
        return editor.set(fields, _written(path), value, descriptor)
    step, *rest = path
    blocks = fields.blocks(step.name)
    if not rest and fields.get(step.name):
        return False
    if not rest or not blocks:
        return editor.set(fields, _written(path), value, descriptor)
    chosen = blocks if step.index is None else blocks[step.index : step.index + 1]
    inner = descriptor.fields_by_name.get(step.name) if descriptor else None
    inner_descriptor = inner.message_type if inner else None
    return sum(_change(verb, each, rest, value, inner_descriptor, editor) for each in chosen) > 0


def _written(path: Sequence[Step]) -> str:
    return ".".join(map(str, path))
