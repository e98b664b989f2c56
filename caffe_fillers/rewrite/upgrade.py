"""The upgrade applied to texts: what must change changes in place, all else stays as it is.

The rules are those of `upgrade.rules`, taken in Caffe's order, so that the text means afterwards
what the upgraded message is. Fields that the schema does not know are a fork's, and stay.

Comments always stay. Those of a field go where it goes; those of a field that Caffe drops stand
where it stood; those of a folded padding layer go to the layer that takes over its pad.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.groups import Goal, join, regroup, remove_all, spread_all
from caffe_fillers.rewrite.v0 import from_v0
from caffe_fillers.rewrite.values import block_in, enum_word, is_zero, strings
from caffe_fillers.text.edit import Editor, write
from caffe_fillers.text.moves import fits_in_line, goes_on, message, place, remove, take
from caffe_fillers.text.style import Style, comments, requoted
from caffe_fillers.text.tree import Block, Field, margin
from caffe_fillers.upgrades import rules
from caffe_fillers.upgrades.fields import place as name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.message import Message

    from caffe_fillers.text import Document

__all__ = ["upgrade_net", "upgrade_solver"]


def upgrade_net(
    document: Document,
    schema: type[Message] = caffe.NetParameter,
    types: Mapping[str, str] | None = None,
) -> None:
    """Bring a net's text into the current format, in place.

    Args:
        document: The text; the schema can read it but for fields that it does not know.
        schema: The NetParameter of the text's dialect.
        types: V2 types of a fork's own V1 types. Without it their words are joined as for BVLC's.

    Raises:
        UpgradeError: what Caffe refuses, as in `upgrade.upgrade_net`.
        TextError: a value that the upgrade must understand means nothing.
    """
    _Upgrade(document, schema, types or {}).run()


def upgrade_solver(document: Document) -> None:
    """Bring a solver's text into the current format, in place.

    Nets that stand inside the solver are left as they are, as Caffe leaves them.

    Raises:
        UpgradeError: both `solver_type` and `type` are given.
        TextError: `solver_type` has a value that it cannot have.
    """
    old = document.get("solver_type")
    if old is None:
        return
    enum = caffe.SolverParameter.DESCRIPTOR.enum_types_by_name["SolverType"]
    given = strings(document, "type")
    type_name = rules.solver_type(enum_word(old, enum), given[0] if given else None)
    old.name = "type"
    write(old, f'"{type_name}"', Style.of(document))


class _Upgrade:
    def __init__(self, document: Document, schema: type[Message], types: Mapping[str, str]) -> None:
        self._document = document
        self._editor = Editor(document)
        descriptor: Any = schema.DESCRIPTOR  # its class depends on protobuf's backend
        self._net = descriptor
        self._v1 = descriptor.fields_by_name["layers"].message_type
        self._v2 = descriptor.fields_by_name["layer"].message_type
        self._types = types

    @property
    def _style(self) -> Style:
        return self._editor.style

    def run(self) -> None:
        """All steps; each is taken if the text so far needs it."""
        document = self._document
        if document.blocks("layers"):
            spread_all(document, ("layers",), self._style)
            if any(block_in(layer).get("layer") for layer in document.all("layers")):
                from_v0(document, self._net, self._style)
            else:
                self._check_generation()
                self._move_transform_fields()
            for layer in document.all("layers"):
                self._from_v1(layer)
        self._add_input_layer()
        for block in document.blocks("layer"):
            self._zero_batch_norm(block)

    # --- V1 to V2 -------------------------------------------------------------------------------

    def _check_generation(self) -> None:
        old = self._document.blocks("layers")
        first = strings(old[0], "name")
        where = name_of(first[0] if first else "", 0)
        rules.check_generation(len(self._document.blocks("layer")), len(old), where)

    def _type(self, layer: Block) -> str:
        """The V1 type; that of a layer without one is NONE."""
        field = layer.get("type")
        return enum_word(field, self._v1.fields_by_name["type"].enum_type) if field else "NONE"

    def _move_transform_fields(self) -> None:
        old = [
            (layer, rules.TRANSFORM_PARAMS[type_name])
            for layer in self._document.all("layers")
            if (type_name := self._type(block_in(layer))) in rules.TRANSFORM_PARAMS
        ]
        params = [param for layer, name in old for param in block_in(layer).blocks(name)]
        if any(_transform_fields(param) for param in params):
            for layer, name in old:
                self._move_transform(layer, name)

    def _move_transform(self, field: Field, name: str) -> None:
        """Move what moved; a layer of these types gets both messages, even if they stay empty."""
        layer, style, outer = block_in(field), self._style, margin(field.lead)
        if not layer.get(name):
            made, _ = message(name, style, flat=True)
            place(layer, len(layer.fields), made, style, outer)
        index = next(i for i, each in enumerate(layer) if each.name == name)
        old = block_in(layer.fields[index])
        moving = _transform_fields(old)
        if not layer.get("transform_param"):
            fits = not comments("".join(map(str, moving)))
            like = style.flat("transform_param") or goes_on(layer, index + 1)
            made, _ = message("transform_param", style, flat=not moving or (fits and like))
            place(layer, index + 1, made, style, outer)
        param = next(each for each in layer if each.name == "transform_param")
        new = block_in(param)
        for each in moving:
            index = old.fields.index(each)
            there = new.get(each.name)
            if there is None:
                join(new, take(old, index), style, margin(param.lead))
            else:
                write(there, str(each.value), style)
                remove(old, index, style)

    def _from_v1(self, field: Field) -> None:
        layer, style = block_in(field), self._style
        field.name = "layer"
        if given := layer.get("type"):
            old = self._type(layer)
            write(given, f'"{self._types.get(old) or rules.v2_type(old)}"', style)
        spread_all(layer, rules.PARAM_SPEC, style)
        lengths = Counter(each.name for each in layer if each.name in self._v1.fields_by_name)
        recast = rules.recast_v1(lengths, self._v2.fields_by_name)
        remove_all(layer, recast.problems, style)
        places = dict(recast.moves)
        seen: Counter[str] = Counter()

        def goal(each: Field) -> Goal | None:
            target = places.get((each.name, seen[each.name]), ())
            seen[each.name] += 1
            if not target:
                return None
            name, number, new = target
            return Goal(str(name), int(number), str(new))

        regroup(layer, goal, style, margin(field.lead))

    # --- inputs ---------------------------------------------------------------------------------

    def _add_input_layer(self) -> None:
        """Turn the inputs of the net into its first layer, where the first of them stood."""
        document = self._document
        names = strings(document, "input")
        if not names:
            return
        style = self._style
        shapes, dims = (len(document.values(name)) for name in ("input_shape", "input_dim"))
        source = rules.input_field(names, shapes, dims)
        if source is None:
            remove_all(document, ("input",), style)
            return
        spread_all(document, ("input", source), style)
        index = next(
            i for i, each in enumerate(document) if each.name in {"input", source, "layer"}
        )
        layer = self._new_layer(index)
        limits = {"input": len(names), source: len(names)}
        if source == "input_dim":
            limits[source] *= rules.PER_INPUT
        taken = self._take_inputs(limits)
        for field in taken["input"]:
            field.name = "top"
            join(layer, field, style, "")
        param, inner = message("input_param", style, flat=False)
        place(layer, len(layer.fields), param, style)
        for field in taken[source] if source == "input_shape" else ():
            field.name = "shape"
            join(inner, field, style, margin(param.lead))
        for first in range(0, len(taken[source]) if source == "input_dim" else 0, rules.PER_INPUT):
            self._add_shape(param, taken[source][first : first + rules.PER_INPUT])

    def _new_layer(self, index: int) -> Block:
        """The layer for the inputs, with name and type, at this index; it takes the lines above."""
        document, style = self._document, self._style
        field, layer = message("layer", style, flat=False)
        place(document, index, field, style)
        follower = document.fields[index + 1]
        if follower.name != "layer":
            own = margin(follower.lead)
            field.lead, follower.lead = follower.lead.removesuffix(own) + field.lead, own
        for name, value in zip(("name", "type"), rules.INPUT_LAYER, strict=True):
            raw = requoted(f'"{value}"', style.quote)
            place(layer, len(layer.fields), Field("", name, style.colon, raw, ""), style)
        return layer

    def _take_inputs(self, limits: Mapping[str, int]) -> dict[str, list[Field]]:
        """The first so many fields of each name; what else there is of inputs is taken out too."""
        document = self._document
        taken: dict[str, list[Field]] = {name: [] for name in limits}
        index = 0
        while index < len(document.fields):
            field = document.fields[index]
            if len(taken.get(field.name, ())) < limits.get(field.name, 0):
                taken[field.name].append(take(document, index))
            elif field.name in {"input", "input_shape", "input_dim"}:
                remove(document, index, self._style)
            else:
                index += 1
        return taken

    def _add_shape(self, param: Field, dims: list[Field]) -> None:
        style = self._style
        flat = style.flat("shape") and all(map(fits_in_line, dims))
        shape, inner = message("shape", style, flat=flat)
        block = block_in(param)
        place(block, len(block.fields), shape, style, margin(param.lead))
        for dim in dims:
            dim.name = "dim"
            join(inner, dim, style, margin(shape.lead))

    # --- BatchNorm ------------------------------------------------------------------------------

    def _zero_batch_norm(self, layer: Block) -> None:
        """BatchNorm layers learn nothing: say so where older Caffes made users write params."""
        params = layer.blocks("param")
        if len(params) != rules.BATCH_NORM_PARAMS or strings(layer, "type") != [rules.BATCH_NORM]:
            return
        descriptor = self._v2.fields_by_name["param"].message_type
        for param in params:
            for name in rules.BATCH_NORM_ZEROS:
                given = param.get(name)
                if not given or not is_zero(str(given.value)):
                    self._editor.set(param, name, "0", descriptor)


def _transform_fields(param: Block) -> list[Field]:
    """Those of a data layer's own fields that belong in transform_param."""
    return [field for field in param if field.name in rules.TRANSFORM_FIELDS]
