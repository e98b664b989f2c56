"""Random nets from a seed: old definitions for the upgrade, and wirings for the build.

Only `random.Random.random` is used, the one method whose numbers Python promises never to
change: tests/golden holds what a real Caffe made of these nets, by seed.
"""

import random

from google.protobuf.descriptor import FieldDescriptor

from caffe_fillers.proto import caffe
from caffe_fillers.upgrades import rules

V1_KINDS = caffe.V1LayerParameter.DESCRIPTOR.enum_types_by_name["LayerType"].values
WORDS = ("x", "mean.binaryproto", 'a "quoted" name', "tab\tand\nline", "päivä", "", "train_db")
FLOATS = (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 1e-8, 3e38, float("inf"), 256.0, 0.00390625)


class Dice:
    """Choices from one seed."""

    def __init__(self, seed):
        self._random = random.Random(seed).random  # noqa: S311 - nothing is secret here

    def chance(self, p):
        """True with this probability."""
        return self._random() < p

    def below(self, n):
        """A number from 0 to n - 1."""
        return int(self._random() * n)

    def one_of(self, values):
        """One of the values."""
        return values[self.below(len(values))]


def fill(message, dice, p, depth=2):
    """Set each field with probability p, and those that are required."""
    for field in message.DESCRIPTOR.fields:
        if dice.chance(p) or message.DESCRIPTOR.name == "ClipParameter":
            fill_field(message, field.name, dice, p, depth)


def fill_field(message, name, dice, p=0.3, depth=2):
    """Set one field to something that its type allows."""
    field = message.DESCRIPTOR.fields_by_name[name]
    value = getattr(message, name)
    if field.message_type is not None:
        if hasattr(value, "add"):
            for _ in range(dice.one_of((1, 1, 2))):
                fill(value.add(), dice, p if depth else 0.0, depth - 1)
        else:
            value.SetInParent()
            fill(value, dice, p if depth else 0.0, depth - 1)
    elif hasattr(value, "extend"):
        value.extend(scalar(field, dice) for _ in range(dice.one_of((1, 1, 2, 3))))
    else:
        setattr(message, name, scalar(field, dice))


def scalar(field, dice):
    """A value of the field's type."""
    kind = field.cpp_type
    if kind == FieldDescriptor.CPPTYPE_BOOL:
        return dice.chance(0.5)
    if kind == FieldDescriptor.CPPTYPE_ENUM:
        return dice.one_of(field.enum_type.values).number
    if kind == FieldDescriptor.CPPTYPE_STRING:
        return dice.one_of(WORDS)
    if kind in (FieldDescriptor.CPPTYPE_FLOAT, FieldDescriptor.CPPTYPE_DOUBLE):
        return dice.one_of(FLOATS)
    signed = kind in (FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64)
    return dice.one_of((0, 1, 2, 3, 5, 224, 100000, -1 if signed else 7))


# --- old definitions ------------------------------------------------------------------------------


def old_net(seed):
    """A net definition of any generation, now and then with a fault that Caffe refuses."""
    dice = Dice(seed)
    net = caffe.NetParameter()
    generation = dice.one_of(("V0", "V0", "V0", "V1", "V1", "V1", "V2", "mixed"))
    _net_fields(net, dice)
    count = dice.one_of((0, 1, 2, 3, 5, 8))
    blobs = list(net.input)
    for i in range(count):
        which = dice.one_of(("V0", "V0", "V1", "V2")) if generation == "mixed" else generation
        if which == "V0":
            _v0_layer(net.layers.add(), i, dice, blobs)
        elif which == "V1":
            _v1_layer(net.layers.add(), i, dice, blobs)
        else:
            _v2_layer(net.layer.add(), i, dice, blobs)
    return net


def _net_fields(net, dice):
    for name in ("name", "force_backward", "state", "debug_info"):
        if dice.chance(0.4):
            fill_field(net, name, dice)
    if dice.chance(0.5):
        net.input.extend(f"in{i}" for i in range(dice.one_of((1, 1, 2, 3))))
    inputs = len(net.input)
    # Never too few: Caffe would read memory that is not its own.
    if dice.chance(0.4):
        net.input_dim.extend(1 + dice.below(9) for _ in range(4 * inputs + dice.one_of((0, 0, 3))))
    if dice.chance(0.3):
        for _ in range(inputs + dice.one_of((0, 0, 1))):
            net.input_shape.add(dim=[1 + dice.below(9) for _ in range(dice.below(5))])


def _connect(layer, i, dice, blobs, fault=0.01):
    for _ in range(dice.one_of((0, 1, 1, 1, 2)) if blobs else 0):
        layer.bottom.append(dice.one_of(blobs))
    if dice.chance(fault):
        layer.bottom.append("nobody")
    for j in range(dice.one_of((1, 1, 1, 1, 2, 0))):
        in_place = j < len(layer.bottom) and dice.chance(0.2)
        layer.top.append(layer.bottom[j] if in_place else f"blob{i}_{j}")
    blobs.extend(layer.top)


def _v0_layer(entry, i, dice, blobs):
    kinds = (*rules.V0_TYPES, "conv", "conv", "pool", "data", "images", "window_data", "padding")
    kind = "no_such_type" if dice.chance(0.004) else dice.one_of(kinds)
    if kind in ("conv", "pool") and dice.chance(0.4):
        entry.bottom.append(blobs[-1] if blobs and dice.chance(0.8) else "in0")
        entry.top.append(f"blob{i}")
        blobs.append(f"blob{i}")
    elif kind == "padding":
        # The next layer often takes the padded blob; it is not among the blobs for all.
        entry.bottom.append(dice.one_of(blobs) if blobs else "nobody")
        entry.top.append(f"blob{i}")
        if dice.chance(0.5):
            blobs.append(f"blob{i}")
    else:
        _connect(entry, i, dice, blobs, fault=0.002)
    layer = entry.layer
    layer.SetInParent()
    if not dice.chance(0.02):
        layer.type = kind
    if dice.chance(0.95):
        layer.name = f"layer{i}"
    fitting = dice.one_of((0.0, 0.3, 0.7))
    alien = dice.one_of((0.0, 0.0, 0.0, 0.0, 0.05))
    for field in layer.DESCRIPTOR.fields:
        if field.name in ("type", "name"):
            continue
        fits = not rules.recast_v0(kind, [field.name]).problems
        if dice.chance(fitting if fits else alien):
            fill_field(layer, field.name, dice)
    if dice.chance(0.05):
        fill(entry, dice, 0.1)


def _v1_layer(layer, i, dice, blobs):
    _connect(layer, i, dice, blobs)
    if dice.chance(0.95):
        layer.name = f"layer{i}"
    if dice.chance(0.97):
        layer.type = dice.one_of(V1_KINDS).number
        if dice.chance(0.2):
            layer.type = dice.one_of((5, 12, 24))  # DATA, IMAGE_DATA, WINDOW_DATA
    p = dice.one_of((0.0, 0.05, 0.2))
    for field in layer.DESCRIPTOR.fields:
        if field.name not in ("bottom", "top", "name", "type", "layer") and dice.chance(p):
            fill_field(layer, field.name, dice)
    if layer.type in (5, 12, 24) and dice.chance(0.5):
        name = {5: "data_param", 12: "image_data_param", 24: "window_data_param"}[layer.type]
        fill(getattr(layer, name), dice, 0.4)
    if dice.chance(0.01):
        fill(layer.layer, dice, 0.1)


def _v2_layer(layer, i, dice, blobs):
    _connect(layer, i, dice, blobs)
    layer.name = f"layer{i}"
    layer.type = dice.one_of(("BatchNorm", "BatchNorm", "Data", "Convolution", "Input"))
    p = dice.one_of((0.0, 0.03, 0.1))
    for field in layer.DESCRIPTOR.fields:
        if field.name not in ("bottom", "top", "name", "type", "param") and dice.chance(p):
            fill_field(layer, field.name, dice)
    for _ in range(dice.one_of((0, 1, 2, 3, 3, 3, 4))):
        fill(layer.param.add(), dice, 0.5)


# --- wirings --------------------------------------------------------------------------------------

STAGES = ("a", "b", "")


def wired_net(seed):
    """A net of layers that any Caffe builds, with rules, shared uses, in-place and losses.

    Nearly half have one of the faults that belong to the wiring.
    """
    dice = Dice(seed)
    net = caffe.NetParameter()
    if dice.chance(0.8):
        net.name = f"net{seed}"
    if dice.chance(0.5):
        fill(net.state, dice, 0.5)
        net.state.stage.extend(stage for stage in STAGES if dice.chance(0.3))
    first = net.layer.add(name="data", type="Input", top=["data"])
    first.input_param.shape.add(dim=[2, 3])
    blobs = ["data"]
    fault = dice.one_of((0.0, 0.0, 0.05))
    for i in range(dice.one_of((1, 2, 4, 8, 12))):
        _wire(net.layer.add(), i, dice, blobs, fault)
    return net


def wired_solver(seed):
    """A solver for such a net, and the flags for `caffe train`: the level and the stages."""
    dice = Dice(10**9 + seed)
    solver = caffe.SolverParameter(base_lr=0.01, lr_policy="fixed", max_iter=0)
    solver.solver_mode = caffe.SolverParameter.CPU
    if dice.chance(0.4):
        fill(solver.train_state, dice, 0.3)
        solver.train_state.stage.extend(stage for stage in STAGES if dice.chance(0.3))
    level = dice.below(4) if dice.chance(0.4) else None
    stage = dice.one_of(("a", "b", "a,b", "b,,a")) if dice.chance(0.4) else None
    return solver, level, stage


def _wire(layer, i, dice, blobs, fault):
    layer.type = dice.one_of(("Power", "Power", "Power", "Eltwise", "Eltwise", "Silence", "Split"))
    _wire_blobs(layer, i, dice, blobs, fault)
    if dice.chance(0.9):
        layer.name = f"l{i}" if dice.chance(0.95) else "twin"
    if dice.chance(0.2) and layer.top:
        layer.loss_weight.extend(dice.one_of((0.0, 1.0, 0.5)) for _ in layer.top)
    if dice.chance(0.2):
        layer.phase = dice.below(2)
    if dice.chance(0.1):
        count = len(layer.bottom) + (1 if dice.chance(fault) else 0)
        layer.propagate_down.extend(dice.chance(0.5) for _ in range(count))
    if dice.chance(0.2):
        kind = layer.include if dice.chance(0.5) else layer.exclude
        for _ in range(dice.one_of((1, 1, 2))):
            _rule(kind.add(), dice)
        if dice.chance(fault):
            layer.include.add()
            layer.exclude.add()
    if dice.chance(fault):
        layer.bottom[0] = "nobody"


def _wire_blobs(layer, i, dice, blobs, fault):
    bottoms = {"Eltwise": (2, 2, 3), "Silence": (1, 2, 3)}.get(layer.type, (1,))
    for _ in range(dice.one_of(bottoms)):
        # Mostly late blobs, so that layers in place and their uses meet.
        layer.bottom.append(dice.one_of(blobs[-2:]) if dice.chance(0.7) else dice.one_of(blobs))
    tops = {"Silence": (0,), "Split": (1, 2, 3)}.get(layer.type, (1,))
    for j in range(dice.one_of(tops)):
        # Not a Split: it refuses to work in place. Others may, if nobody else uses the blob.
        late = layer.bottom[0] == blobs[-1] or dice.chance(fault)
        in_place = layer.type != "Split" and late and dice.chance(0.3)
        layer.top.append(layer.bottom[j] if in_place else f"b{i}_{j}")
        if dice.chance(fault) and layer.type != "Split":
            layer.top[j] = dice.one_of(blobs)
    blobs.extend(name for name in layer.top if name not in blobs)


def _rule(rule, dice):
    if dice.chance(0.4):
        rule.phase = dice.below(2)
    if dice.chance(0.2):
        rule.min_level = dice.below(4) - 1
    if dice.chance(0.2):
        rule.max_level = dice.below(4)
    rule.stage.extend(stage for stage in STAGES if dice.chance(0.15))
    rule.not_stage.extend(stage for stage in STAGES if dice.chance(0.15))
