"""From what a user calls a field to where it is in a layer.

A path begins at the layer (`convolution_param.bias_term`, `param[0].lr_mult`). Or it is short
(`weight_filler.std`): then it begins in the parameter message that belongs to the layer's type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message_factory import GetMessageClass

from caffe_fillers.core.registry import layers
from caffe_fillers.errors import TextError, did_you_mean
from caffe_fillers.text import parse
from caffe_fillers.text.edit import Step, values_in
from caffe_fillers.text.scalars import boolean
from caffe_fillers.text.tokens import is_string
from caffe_fillers.text.tree import blocks_of
from caffe_fillers.text.wire import Encoded
from caffe_fillers.upgrades import rules
from caffe_fillers.upgrades.fields import repeats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.rewrite.layers import Layer
    from caffe_fillers.text import Block

__all__ = ["checked", "field_at", "places", "present"]


def field_at(descriptor: Any, steps: Sequence[Step]) -> Any:
    """The descriptor of the field at the end of a path, full or short.

    Args:
        descriptor: The descriptor of a layer's message.
        steps: The path.

    Raises:
        TextError: the schema has no such field.
    """
    first = steps[0].name
    starts = [descriptor] if first in descriptor.fields_by_name else _owners(descriptor, first)
    if not starts:
        inner = [each.message_type for each in descriptor.fields if each.message_type]
        known = {name for message in (descriptor, *inner) for name in message.fields_by_name}
        raise TextError(
            f"{descriptor.name} has no field {first!r}, nor has a message in it",
            hint=did_you_mean(first, sorted(known)),
        )
    fault: TextError | None = None
    for start in starts:
        try:
            return _walk(start, steps)
        except TextError as error:
            fault = fault or error
    raise fault or TextError(f"{descriptor.name} has no field {first!r}")


def _walk(descriptor: Any, steps: Sequence[Step]) -> Any:
    field: Any = None
    for step in steps:
        if descriptor is None:
            raise TextError(f"{field.name} is not a message, and has no {step.name}")
        field = descriptor.fields_by_name.get(step.name)
        if field is None:
            hint = did_you_mean(step.name, descriptor.fields_by_name)
            raise TextError(f"{descriptor.name} has no field {step.name!r}", hint=hint)
        if step.index is not None and not _repeated(field):
            raise TextError(f"{step.name} holds one value, and has no {step.name}[{step.index}]")
        descriptor = field.message_type
    return field


def _owners(descriptor: Any, name: str) -> list[Any]:
    """The parameter messages of a layer that have a field of this name."""
    return [
        field.message_type for field in descriptor.fields if _is_param(field) and _has(field, name)
    ]


def _is_param(field: Any) -> bool:
    return field.message_type is not None and field.name.endswith("_param")


def _has(field: Any, name: str) -> bool:
    return name in field.message_type.fields_by_name


def _repeated(field: Any) -> bool:
    return repeats(getattr(GetMessageClass(field.containing_type)(), field.name))


# --- in a layer -----------------------------------------------------------------------------------


def present(layer: Layer, steps: Sequence[Step]) -> list[tuple[Step, ...]]:
    """The full paths by which a field may be found in a layer, if it is there at all."""
    first = steps[0].name
    if first in layer.descriptor.fields_by_name or layer.fields.get(first):
        return [tuple(steps)]
    names = dict.fromkeys(
        field.name
        for field in layer.fields
        if field.name.endswith("_param")
        and any(block.get(first) for block in blocks_of(field.value))
    )
    return [(Step(name, None), *steps) for name in names]


def places(layer: Layer, steps: Sequence[Step], *, asked: bool) -> list[tuple[Step, ...]]:
    """The full paths by which a field is set in a layer; none if the layer does not take it.

    A field that is there is meant wherever it is. Where it is not, the layer's type decides.

    Args:
        layer: The layer.
        steps: The path, full or short.
        asked: Whether the user has chosen this layer, so that messages may be made that are not
            its type's own.
    """
    first = steps[0].name
    if layer.fields.get(first):
        return [tuple(steps)]
    known = layer.descriptor.fields_by_name.get(first)
    if known is None:
        return present(layer, steps) or _in_own_param(layer, steps)
    if layer.descriptor.name == "V0LayerParameter":
        fits = not rules.recast_v0(layer.types[0], [first]).problems
    elif known.message_type is None:
        fits = True
    else:
        own = _own_param(layer)
        common = not _is_param(known) or any(
            first in row.shared for row in layers.rows(layer.dialect)
        )
        fits = first == own or (asked and (common or own is None))
    return [tuple(steps)] if fits else []


def _in_own_param(layer: Layer, steps: Sequence[Step]) -> list[tuple[Step, ...]]:
    """The path to a field that is not there yet, in the message of the layer's type."""
    first = steps[0].name
    known = layer.descriptor.fields_by_name
    given = dict.fromkeys(each.name for each in layer.fields if each.name in known)
    params = [name for name in given if _is_param(known[name]) and _has(known[name], first)]
    own = _own_param(layer)
    # A fork's own type: where there is but one such message, that is it.
    name = own or (params[0] if len(params) == 1 else None)
    if name is None or not _has(known[name], first) or not _wanted(layer, known[name], first):
        return []
    return [(Step(name, None), *steps)]


def _wanted(layer: Layer, param: Any, name: str) -> bool:
    """Whether the field has a use: a filler for a bias that is switched off has none."""
    if name != "bias_filler" or "bias_term" not in param.message_type.fields_by_name:
        return True
    given = [raw for block in layer.fields.blocks(param.name) for raw in block.values("bias_term")]
    if given:
        return boolean(str(given[0]))
    return bool(param.message_type.fields_by_name["bias_term"].default_value)


def _own_param(layer: Layer) -> str | None:
    """The parameter message that belongs to the layer's type, if the schema has one."""
    row = layers.find(layer.type, layer.dialect)
    if row is not None and row.parameter in layer.descriptor.fields_by_name:
        return row.parameter
    # A fork's own type: its message is called as it is.
    word = layer.type.lower()
    for field in layer.descriptor.fields:
        if _is_param(field) and field.name.removesuffix("_param").replace("_", "") == word:
            return str(field.name)
    return None


# --- values ---------------------------------------------------------------------------------------


def checked(field: Any, text: str) -> str:
    """A value for a field as a prototxt has it; words for a string are put in quotes.

    Args:
        field: The field's descriptor.
        text: The value as the user writes it; `[a, b]` for several of a repeated field.

    Raises:
        TextError: the field cannot have this value.
    """
    if field.cpp_type == field.CPPTYPE_STRING:
        text = _quoted(text, several=_repeated(field))
    values = values_in(text)
    if len(values) != 1 and not _repeated(field):
        raise TextError(f"{field.name} holds one value, and cannot be given a list")
    encoded = Encoded(field) if field.message_type is None else None
    for value in values:
        if encoded is None:
            _check_message(field, value)
        elif isinstance(value, str):
            encoded[value]
        else:
            raise TextError(f"{field.name} is not a message: expected a value, found '{{'")
    return text


def _check_message(field: Any, value: str | Block) -> None:
    if isinstance(value, str):
        descriptor = field.message_type
        hint = f"Write fields of {descriptor.name}: {descriptor.fields[0].name}: ..."
        raise TextError(f"{field.name} is a message, not {value!r}", hint=hint)
    inner = str(value).strip()[1:-1].strip()
    parse(inner, field.name).message(GetMessageClass(field.message_type))


def _quoted(text: str, *, several: bool) -> str:
    text = text.strip()
    if several and text.startswith("[") and text.endswith("]"):
        words = [word for word in text[1:-1].split(",") if word.strip()]
        return f"[{', '.join(_quoted(word, several=False) for word in words)}]"
    if is_string(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
