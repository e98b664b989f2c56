"""From files and wishes to a planned net whose numbers are known: what is to be exported.

A training net is deployed first, unless it is wanted whole; a solver stands for its net. Numbers
come from models, as Caffe loads them, or are those that the net starts from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from google.protobuf import text_format

from caffe_fillers.deployment import DeployOptions, deploy_text
from caffe_fillers.deployment.inputs import StatedProbe
from caffe_fillers.deployment.roles import brings_data, is_sink
from caffe_fillers.errors import FormatError, NetError, within
from caffe_fillers.exporters.cutting import cut_layers
from caffe_fillers.exporters.net import ALL
from caffe_fillers.exporters.starting import frozen_dummies, with_start
from caffe_fillers.formats import datasets, prototxt
from caffe_fillers.net import TEST, bare_state, build, selection
from caffe_fillers.plan.net import NetPlan, Options, plan_built
from caffe_fillers.plan.start import StartOptions, found, start, train_net_field
from caffe_fillers.plan.trained import load_trained, split_weights
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.upgrades import upgrade_net, upgrade_solver

if TYPE_CHECKING:
    from pathlib import Path

    from caffe_fillers.exporters.options import ExportOptions
    from caffe_fillers.text import Document

__all__ = ["Origin", "ReadNet", "read_definition", "read_net"]

#: Layers that judge or store, and that a net for inference may have as well.
_HARMLESS = {"Silence", "HDF5Output"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a net and its numbers come from."""

    net: Path
    #: Trained models, the later one winning.
    weights: tuple[str, ...] = ()
    #: The seed of what is drawn; None where nothing may be drawn.
    seed: int | None = None
    #: Draw what no model gives.
    fill_missing: bool = False
    level: int | None = None
    stages: tuple[str, ...] = ()
    #: Era, dialect and shapes that only data can tell.
    plan: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class ReadNet:
    """A net to be exported."""

    planned: NetPlan
    #: How it was planned.
    options: Options
    #: The definition and the models that were read.
    definition: Path
    models: tuple[Path, ...]
    #: The outputs that were asked for, or that the net had before layers were cut off.
    outputs: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Definition:
    """A net's text on the way to its message."""

    document: Document
    path: Path
    #: What a solver's net is trained from, and the solver's seed.
    weights: tuple[str, ...] = ()
    is_solver: bool = False
    #: Whether it became another net: that of inference.
    deployed: bool = False
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_net(origin: Origin, options: ExportOptions) -> ReadNet:
    """The net, planned, and its numbers.

    Raises:
        CaffeFillersError: a file cannot be read, Caffe would refuse the net, a shape is not known,
            or a model does not fit.
    """
    text = read_definition(origin.net)
    probe = partial(datasets.probe, folder=text.path.parent, note=text.notes.append)
    stated = StatedProbe(replace(origin.plan, probe=probe))
    plan_options = replace(origin.plan, probe=stated)
    message = _message(text, origin, options, plan_options)
    outputs = options.outputs
    with within(str(text.path)):
        state = bare_state(message, TEST, origin.level, origin.stages)
        if options.cut:
            message, before = cut_layers(message, state, options.cut, plan_options)
            outputs = outputs or before
        planned = plan_built(build(message, state).net, plan_options)
    names = origin.weights or text.weights
    models = [found(name, text.path.parent, text.notes) for name in names]
    planned, copies = load_trained(planned, models, namesakes=True)
    for copy in copies:
        if not copy.taken and "," not in copy.file and copy.why.startswith("no such layer"):
            text.notes.append(f"{copy.file}: layer {copy.layer!r}: {copy.why}")
    if origin.seed is not None and (text.deployed or text.is_solver):
        planned = with_start(planned, _started(origin, plan_options))
    if options.freeze_dummy:
        planned = frozen_dummies(planned, plan_options)
    return ReadNet(
        planned,
        plan_options,
        text.path,
        tuple(models),
        outputs,
        tuple(dict.fromkeys(text.notes)),
        tuple(text.warnings),
    )


def read_definition(path: Path) -> Definition:
    """The text of a net, or of the net that a solver trains.

    Raises:
        FormatError: it is a model already, not a definition.
        CaffeFillersError: the file cannot be read, or its text is none of Caffe's.
    """
    content = prototxt.read_bytes(path)
    if path.suffix.lower() == ".onnx" or content[:1] == b"\x08":
        raise FormatError(
            "is an ONNX model already", where=str(path), hint="Give the prototxt of a Caffe net."
        )
    if path.suffix.lower() in (".caffemodel", ".h5", ".hdf5", ".npz", ".safetensors"):
        raise FormatError(
            "is a model, not a definition",
            where=str(path),
            hint="The prototxt comes first, then the model: net.prototxt net.caffemodel.",
        )
    document = parse(content, str(path))
    if not prototxt.is_solver(document):
        return Definition(document, path)
    with within(str(path)):
        solver = upgrade_solver(document.message(caffe.SolverParameter)).solver
        named = train_net_field(solver)
    weights = tuple(each for name in solver.weights for each in split_weights(name))
    value = getattr(solver, named)
    if isinstance(value, caffe.NetParameter):
        inline = text_format.MessageToString(value, as_utf8=True).encode()
        return Definition(parse(inline, f"{path}: {named}"), path, weights, is_solver=True)
    notes: list[str] = []
    net = found(value, path.parent, notes)
    return Definition(prototxt.read(net), net, weights, is_solver=True, notes=notes)


def _message(
    text: Definition, origin: Origin, options: ExportOptions, plan_options: Options
) -> caffe.NetParameter:
    """The definition, upgraded and, if it is one to train, deployed."""
    upgraded = upgrade_net(text.document.message(caffe.NetParameter))
    lost = [str(note) for note in upgraded.notes if note.kind != "done"]
    if options.keep_losses or not _trains(upgraded.net, origin):
        text.warnings += lost
        return upgraded.net
    only = () if ALL in options.outputs or options.cut else options.outputs
    wishes = DeployOptions(origin.level, origin.stages, plan_options, None, only)
    result = deploy_text(text.document, wishes)
    text.deployed = True
    made = [f"{top} {'x'.join(map(str, dims)) or '()'}" for top, dims in result.inputs.items()]
    told = f": {', '.join(made)} -> {', '.join(result.outputs)}" if made else ""
    text.notes.append(f"a net to train: deployed first{told}")
    text.notes += result.notes
    # What cannot be planned is told by the plan itself.
    text.warnings += [each for each in result.warnings if "cannot be planned" not in each]
    return upgrade_net(text.document.message(caffe.NetParameter)).net


def _trains(net: caffe.NetParameter, origin: Origin) -> bool:
    """Whether the net reads data, judges what it makes, or is whole in the TRAIN phase only."""
    state = bare_state(net, TEST, origin.level, origin.stages)
    for index in selection(net, state):
        layer = net.layer[index]
        if brings_data(layer) and layer.type != "DummyData":
            return True
        if is_sink(layer) and layer.type not in _HARMLESS:
            return True
    try:
        build(net, state)
    except NetError:
        data = [layer for layer in net.layer if brings_data(layer) and layer.type != "DummyData"]
        return bool(data)
    return False


def _started(origin: Origin, plan_options: Options) -> NetPlan:
    startup = StartOptions(None, origin.level, origin.stages, ())
    return start(origin.net, startup, plan_options).planned
