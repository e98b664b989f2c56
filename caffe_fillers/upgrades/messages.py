"""The upgrade of messages: a new net in the current format, and notes of what was done and lost.

Layers are upgraded one by one and copied once, so that a large model needs little more room than
its old and its new form. The rules are in `rules`; the order is that of UpgradeNetAsNeeded in
upgrade_proto.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from caffe_fillers.upgrades import rules
from caffe_fillers.upgrades.fields import copy_without, enum_name, enum_number, place, put, repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from google.protobuf.message import Message

    from caffe_fillers.proto.caffe import (
        LayerParameter,
        NetParameter,
        SolverParameter,
        V1LayerParameter,
    )

__all__ = [
    "Note",
    "Upgraded",
    "UpgradedSolver",
    "needs_upgrade",
    "upgrade_net",
    "upgrade_solver",
]

#: "done" is news; what is "lost" Caffe drops without a word; a "problem" is dropped with an error
#: line, and makes Caffe's upgrade tools exit with 1.
Outcome: TypeAlias = Literal["done", "lost", "problem"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the upgrade did, or dropped."""

    #: One of `rules.STEPS`, "solver", or "fork" for what the schema does not know.
    step: str
    outcome: Outcome
    #: The layer, as an error names it, or "net", or "solver".
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """An upgraded net."""

    #: A new message; the very net that was given if it was up to date.
    net: NetParameter
    notes: tuple[Note, ...]

    @property
    def partial(self) -> bool:
        """Whether Caffe reports problems; its tools write the net and exit with 1."""
        return any(note.outcome == "problem" for note in self.notes)


@dataclass(frozen=True, slots=True)
class UpgradedSolver:
    """An upgraded solver."""

    #: A new message; the very solver that was given if it was up to date.
    solver: SolverParameter
    notes: tuple[Note, ...]


def needs_upgrade(net: NetParameter) -> tuple[str, ...]:
    """The steps, of `rules.STEPS`, that this net needs; none for one in the current format."""
    v0 = any(layer.HasField("layer") for layer in net.layers)
    needed = {
        "v0": v0,
        "transform": not v0 and any(map(_has_transform_fields, net.layers)),
        "v1": bool(net.layers),
        "input": bool(net.input),
        "batch_norm": not v0 and any(map(_is_old_batch_norm, net.layer)),
    }
    return tuple(step for step in rules.STEPS if needed[step])


def upgrade_net(net: NetParameter, types: Mapping[str, str] | None = None) -> Upgraded:
    """The net in the current format, as Caffe has it after reading it from a file.

    Blobs that layers carry are kept, so that old model files upgrade like definitions.

    Args:
        net: The net as it was read; it is not changed.
        types: V2 types of a fork's own V1 types. Without it their words are joined as for BVLC's.

    Raises:
        UpgradeError: what Caffe refuses: `layer` beside `layers`, an unknown V0 type, padding that
            cannot be folded, fewer input dimensions than inputs.
    """
    steps = needs_upgrade(net)
    if not steps:
        return Upgraded(net, tuple(_ineffective(net)))
    notes: list[Note] = []
    upgraded = _net_fields(net, steps, notes)
    _add_input_layer(upgraded, notes)
    if "v1" in steps:
        for v1 in _from_v0(net, notes) if "v0" in steps else _from_v1(net, steps, notes):
            _add_v2(upgraded, v1, types or {}, notes)
    else:
        for v2 in net.layer:
            upgraded.layer.add().CopyFrom(v2)
    _zero_batch_norm(upgraded, notes)
    notes += _ineffective(upgraded)
    return Upgraded(upgraded, tuple(sorted(notes, key=lambda note: rules.STEPS.index(note.step))))


# --- the net's own fields -------------------------------------------------------------------------


def _net_fields(net: NetParameter, steps: tuple[str, ...], notes: list[Note]) -> NetParameter:
    """A new net with all but the layers."""
    if "v0" in steps:
        set_fields = {field.name for field, _ in net.ListFields()}
        lost = set_fields.difference(rules.V0_NET_FIELDS, ["layers"])
        message = "{} is not kept in a V0 net"
        notes += (Note("v0", "lost", "net", message.format(field)) for field in sorted(lost))
        return copy_without(net, {"layers", *lost})
    first = net.layers[0].name if net.layers else ""
    rules.check_generation(len(net.layer), len(net.layers), place(first, 0))
    return copy_without(net, ("layer", "layers"))


def _add_input_layer(net: NetParameter, notes: list[Note]) -> None:
    """Turn the inputs of the net into its first layer."""
    if not net.input:
        return
    shapes, dims = len(net.input_shape), len(net.input_dim)
    source = rules.input_field(net.input, shapes, dims)
    if source is None:
        names = ", ".join(map(repr, net.input))
        notes.append(Note("input", "lost", "net", f"input {names} has no shape: dropped"))
    else:
        name, type_name = rules.INPUT_LAYER
        layer = net.layer.add(name=name, type=type_name, top=net.input)
        for i in range(len(net.input)):
            shape = layer.input_param.shape.add()
            if source == "input_shape":
                shape.CopyFrom(net.input_shape[i])
            else:
                shape.dim.extend(net.input_dim[rules.PER_INPUT * i : rules.PER_INPUT * (i + 1)])
        notes.append(Note("input", "done", "net", f"{source} became the Input layer 'input'"))
        notes += _surplus_shapes(source, len(net.input), shapes, dims)
    for field in ("input", "input_shape", "input_dim"):
        net.ClearField(field)


def _surplus_shapes(source: str, inputs: int, shapes: int, dims: int) -> Iterator[Note]:
    if source == "input_shape" and dims:
        yield Note("input", "lost", "net", "input_dim is not used beside input_shape")
    needed, given = (
        (inputs, shapes) if source == "input_shape" else (rules.PER_INPUT * inputs, dims)
    )
    if given > needed:
        message = f"{source} has {given} entries, of which the last {given - needed} are not used"
        yield Note("input", "lost", "net", message)


def _ineffective(net: NetParameter) -> Iterator[Note]:
    """Old fields that Caffe neither upgrades nor heeds."""
    for field in ("input_shape", "input_dim"):
        if getattr(net, field):
            yield Note("input", "lost", "net", f"{field} has no effect without input")
    params = {rules.v2_type(name): param for name, param in rules.TRANSFORM_PARAMS.items()}
    for i, layer in enumerate(net.layer):
        param = params.get(layer.type)
        if param and layer.HasField(param):
            for field in _transform_fields(getattr(layer, param)):
                message = f"{param}.{field} has no effect here: write it in transform_param"
                yield Note("transform", "lost", place(layer.name, i), message)


# --- layers ---------------------------------------------------------------------------------------


def _from_v0(net: NetParameter, notes: list[Note]) -> Iterator[V1LayerParameter]:
    """The V1 layers of a V0 net, without its padding layers."""
    connections = [
        rules.Connection(
            entry.layer.type,
            entry.bottom,
            entry.top,
            place(entry.layer.name or entry.name, i),
        )
        for i, entry in enumerate(net.layers)
    ]
    folds = rules.fold_padding(net.input, connections)
    used = set(folds.values())
    notes.append(Note("v0", "done", "net", f"{len(net.layers)} layers were in the V0 format"))
    for i, entry in enumerate(net.layers):
        if connections[i].type_name != rules.V0_PADDING:
            padding = net.layers[folds[i]] if i in folds else None
            yield _v1_of_v0(entry, padding, connections[i].place, notes)
        elif i not in used:
            message = "no layer takes over its pad: dropped"
            notes.append(Note("v0", "lost", connections[i].place, message))


def _v1_of_v0(
    entry: V1LayerParameter, padding: V1LayerParameter | None, where: str, notes: list[Note]
) -> V1LayerParameter:
    layer = type(entry)(bottom=entry.bottom, top=entry.top)
    outside = {field.name for field, _ in entry.ListFields()} - {"bottom", "top", "layer"}
    if outside:
        message = f"{', '.join(sorted(outside))}: not kept, as V0 reads the nested layer only"
        notes.append(Note("v0", "lost", where, message))
    old = entry.layer
    values = {field.name: value for field, value in old.ListFields()}
    if padding is not None:
        layer.bottom[0] = padding.bottom[0]
        if old.HasField("pad") and old.pad != padding.layer.pad:
            notes.append(Note("v0", "lost", where, f"its own pad {old.pad} is overwritten"))
        values["pad"] = padding.layer.pad
        message = f"takes pad {padding.layer.pad} of the padding layer {padding.layer.name!r}"
        notes.append(Note("v0", "done", where, message))
    if "type" in values:
        layer.type = enum_number(layer, "type", rules.v0_type(old.type, where))
    recast = rules.recast_v0(old.type, values)
    _apply(recast, values, layer)
    _note_dropped(recast, "v0", where, f"V0 type {old.type!r}", notes)
    return layer


def _from_v1(
    net: NetParameter, steps: tuple[str, ...], notes: list[Note]
) -> Iterator[V1LayerParameter]:
    """The V1 layers of a net, the fields of its data layers moved to transform_param."""
    notes.append(Note("v1", "done", "net", f"{len(net.layers)} layers were in the V1 format"))
    for i, layer in enumerate(net.layers):
        type_name = _v1_type(layer)
        if "transform" in steps and type_name in rules.TRANSFORM_PARAMS:
            moved = type(layer)()
            moved.CopyFrom(layer)
            _move_transform(moved, type_name, place(layer.name, i), notes)
            yield moved
        else:
            yield layer


def _move_transform(layer: V1LayerParameter, type_name: str, where: str, notes: list[Note]) -> None:
    """Move what moved; a layer of these types gets both messages, even if they stay empty."""
    param = getattr(layer, rules.TRANSFORM_PARAMS[type_name])
    param.SetInParent()
    layer.transform_param.SetInParent()
    fields = _transform_fields(param)
    for field in fields:
        value, old = getattr(param, field), getattr(layer.transform_param, field)
        if layer.transform_param.HasField(field) and old != value:
            message = f"transform_param.{field} {old!r} is overwritten"
            notes.append(Note("transform", "lost", where, message))
        setattr(layer.transform_param, field, value)
        param.ClearField(field)
    if fields:
        message = f"{', '.join(fields)} moved to transform_param"
        notes.append(Note("transform", "done", where, message))


def _add_v2(
    net: NetParameter, old: V1LayerParameter, types: Mapping[str, str], notes: list[Note]
) -> None:
    where = place(old.name, len(net.layer))
    layer = net.layer.add()
    if old.HasField("type"):
        type_name = _v1_type(old)
        layer.type = types.get(type_name) or rules.v2_type(type_name)
    values = {field.name: value for field, value in old.ListFields()}
    lengths = {name: len(value) if repeats(value) else 1 for name, value in values.items()}
    recast = rules.recast_v1(lengths, layer.DESCRIPTOR.fields_by_name)
    _apply(recast, values, layer)
    _note_dropped(recast, "v1", where, "V2 layer", notes)


def _zero_batch_norm(net: NetParameter, notes: list[Note]) -> None:
    """BatchNorm layers learn nothing: say so where older Caffes made users write three params."""
    for i, layer in enumerate(net.layer):
        if _is_old_batch_norm(layer):
            for param in layer.param:
                for field in rules.BATCH_NORM_ZEROS:
                    setattr(param, field, 0.0)
            message = f"{' and '.join(rules.BATCH_NORM_ZEROS)} of its params are 0 now"
            notes.append(Note("batch_norm", "done", place(layer.name, i), message))


# --- the solver -----------------------------------------------------------------------------------


def upgrade_solver(solver: SolverParameter) -> UpgradedSolver:
    """The solver in the current format: `solver_type` becomes `type`.

    Nets that stand inside the solver are left as they are, as Caffe leaves them; a note says where
    that loses layers.

    Raises:
        UpgradeError: both `solver_type` and `type` are given.
    """
    notes = list(_inline_nets(solver))
    if not solver.HasField("solver_type"):
        return UpgradedSolver(solver, tuple(notes))
    given = solver.type if solver.HasField("type") else None
    type_name = rules.solver_type(enum_name(solver, "solver_type"), given)
    upgraded = type(solver)()
    upgraded.CopyFrom(solver)
    upgraded.ClearField("solver_type")
    upgraded.type = type_name
    notes.append(Note("solver", "done", "solver", f"solver_type became type: {upgraded.type!r}"))
    return UpgradedSolver(upgraded, tuple(notes))


def _inline_nets(solver: SolverParameter) -> Iterator[Note]:
    nets = [
        (field, getattr(solver, field))
        for field in ("net_param", "train_net_param")
        if solver.HasField(field)
    ]
    nets += [(f"test_net_param {i}", net) for i, net in enumerate(solver.test_net_param)]
    for field, net in nets:
        for name in ("layers", "input"):
            if getattr(net, name):
                message = f"{name} of a net inside the solver is not upgraded and has no effect"
                yield Note("solver", "lost", f"solver: {field}", message)


# --- small things ---------------------------------------------------------------------------------


def _v1_type(layer: V1LayerParameter) -> str:
    return enum_name(layer, "type")


def _has_transform_fields(layer: V1LayerParameter) -> bool:
    param = rules.TRANSFORM_PARAMS.get(_v1_type(layer))
    return param is not None and bool(_transform_fields(getattr(layer, param)))


def _transform_fields(param: Message) -> list[str]:
    """Those of a data layer's own fields that belong in transform_param."""
    return [field for field in rules.TRANSFORM_FIELDS if param.HasField(field)]


def _is_old_batch_norm(layer: LayerParameter) -> bool:
    return layer.type == rules.BATCH_NORM and len(layer.param) == rules.BATCH_NORM_PARAMS


def _apply(recast: rules.Recast, values: Mapping[str, Any], target: Message) -> None:
    """Copy the values that the recast moves into a new layer."""
    for (field, *position), path in recast.moves:
        value = values[str(field)]
        put(target, path, value[position[0]] if position else value)


def _note_dropped(
    recast: rules.Recast, step: str, where: str, what: str, notes: list[Note]
) -> None:
    dropped: tuple[tuple[Outcome, Iterable[str]], ...] = (
        ("lost", recast.lost),
        ("problem", recast.problems),
    )
    for outcome, fields in dropped:
        notes += (
            Note(step, outcome, where, f"{field} has no place in a {what}") for field in fields
        )
