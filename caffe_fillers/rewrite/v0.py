"""V0 to V1 on a text: the nested `layer` opens up, padding layers fold away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor

from caffe_fillers.rewrite.groups import Goal, regroup, remove_all
from caffe_fillers.rewrite.values import block_in, strings
from caffe_fillers.text import scalars
from caffe_fillers.text.edit import items_of, write
from caffe_fillers.text.moves import deposit, hoist, place, remove, take
from caffe_fillers.text.style import comments
from caffe_fillers.text.tree import Block, Field, margin, written
from caffe_fillers.upgrades import rules
from caffe_fillers.upgrades.fields import place as name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.text import Document
    from caffe_fillers.text.style import Style

__all__ = ["from_v0"]


def from_v0(document: Document, net: Any, style: Style) -> None:
    """Bring a V0 net into the V1 format, in place.

    Args:
        document: The text; none of its layers stands in a list.
        net: The descriptor of NetParameter.
        style: The habits of the text.

    Raises:
        UpgradeError: an unknown layer type, or padding that cannot be folded.
    """
    entries = [field for field in document if field.name == "layers"]
    connections = [_connection(block_in(field), i) for i, field in enumerate(entries)]
    folds = rules.fold_padding(strings(document, "input"), connections)
    remove_all(document, set(net.fields_by_name) - {*rules.V0_NET_FIELDS, "layers"}, style)
    _fold(entries, folds, style)
    heirs = {source: entries[i] for i, source in reversed(folds.items())}
    padding = {
        id(entry): heirs.get(i)
        for i, entry in enumerate(entries)
        if connections[i].type_name == rules.V0_PADDING
    }
    for index in reversed(range(len(document.fields))):
        if id(document.fields[index]) in padding:
            _leave(document, index, padding[id(document.fields[index])], style)
    v1 = net.fields_by_name["layers"].message_type
    for entry, connection in zip(entries, connections, strict=True):
        if id(entry) not in padding:
            _open(entry, connection, v1, style)


def _connection(entry: Block, index: int) -> rules.Connection:
    inner = entry.blocks("layer")
    names = [name for fields in (*inner, entry) for name in strings(fields, "name") if name]
    types = strings(inner[0], "type") if inner else []
    return rules.Connection(
        types[0] if types else "",
        strings(entry, "bottom"),
        strings(entry, "top"),
        name_of(names[0] if names else "", index),
    )


# --- padding --------------------------------------------------------------------------------------


def _fold(entries: Sequence[Field], folds: Mapping[int, int], style: Style) -> None:
    """Give each layer behind a padding layer the pad and the bottom of that."""
    pads = {source: _pad(block_in(entries[source])) for source in folds.values()}
    for i, source in folds.items():
        layer, padding = block_in(entries[i]), block_in(entries[source])
        write(items_of(layer, "bottom")[0], str(padding.values("bottom")[0]), style)
        nested = next(field for field in layer if field.name == "layer")
        fields = block_in(nested)
        own = fields.get("pad")
        if own:
            write(own, pads[source], style)
            continue
        # The field itself goes to the first who takes over, its comments with it.
        field = _taken(padding.blocks("layer")[0], "pad") or Field(
            "", "pad", style.colon, pads[source], ""
        )
        field.lead = margin(field.lead) if "#" not in field.lead else field.lead
        names = [each.name for each in fields]
        index = names.index("kernelsize") if "kernelsize" in names else len(names)
        place(fields, index, field, style, margin(nested.lead))


def _pad(padding: Block) -> str:
    field = padding.blocks("layer")[0].get("pad")
    return "0" if field is None else str(field.value)


def _taken(fields: Block, name: str) -> Field | None:
    index = next((i for i, each in enumerate(fields) if each.name == name), None)
    return None if index is None else take(fields, index)


def _leave(document: Document, index: int, heir: Field | None, style: Style) -> None:
    """Take out a padding layer; its comments go to the layer that takes over its pad, if any."""
    following = document.fields[index + 1] if index + 1 < len(document.fields) else None
    if heir is None or heir is following:
        remove(document, index, style)
    elif left := comments(written([take(document, index)])):
        deposit(document, document.fields.index(heir), left, style)


# --- layers ---------------------------------------------------------------------------------------


def _open(entry: Field, connection: rules.Connection, v1: Any, style: Style) -> None:
    """Make a V1 layer of a V0 entry; one without a nested layer keeps bottoms and tops only."""
    layer = block_in(entry)
    remove_all(layer, set(v1.fields_by_name) - {"bottom", "top", "layer"}, style)
    index = next((i for i, each in enumerate(layer) if each.name == "layer"), None)
    if index is None:
        return
    outer = margin(layer.fields[index].lead)
    nested = block_in(layer.fields[index])
    known = v1.fields_by_name["layer"].message_type.fields_by_name
    given = nested.get("type")
    if given:
        write(given, rules.v0_type(connection.type_name, connection.place), style)
    names = dict.fromkeys(each.name for each in nested if each.name in known)
    recast = rules.recast_v0(connection.type_name, names)
    remove_all(nested, {*recast.lost, *recast.problems}, style)
    places = {str(field): place for (field,), place in recast.moves}

    def goal(field: Field) -> Goal | None:
        place = places.get(field.name, ())
        if len(place) < 2:
            return None
        message, name = map(str, place)
        _wrap_around(field, v1.fields_by_name[message].message_type.fields_by_name[name], style)
        return Goal(message, 0, name)

    regroup(nested, goal, style, outer)
    hoist(layer, index, style, margin(entry.lead))


def _wrap_around(field: Field, target: Any, style: Style) -> None:
    """A negative number that goes to an unsigned field is assigned as C++ does it."""
    if target.cpp_type == FieldDescriptor.CPPTYPE_UINT32 and str(field.value).startswith("-"):
        number = scalars.integer(str(field.value), -(1 << 31), (1 << 31) - 1)
        write(field, str(number % 2**32), style)
