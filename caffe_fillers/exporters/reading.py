"""From files and wishes to a planned net whose numbers are known: what is to be exported.

A training net is deployed first, unless it is wanted whole; a solver stands for its net. Numbers
come from models, as Caffe loads them, or are those that the net starts from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from google.protobuf import text_format

from caffe_fillers.core.draws import shape_text
from caffe_fillers.core.registry import FORKS, layers
from caffe_fillers.deployment import DeployOptions, deploy_text
from caffe_fillers.deployment.inputs import StatedProbe
from caffe_fillers.deployment.roles import brings_data, is_sink
from caffe_fillers.errors import FormatError, LayerError, NetError, within
from caffe_fillers.exporters.cutting import cut_layers
from caffe_fillers.exporters.net import ALL
from caffe_fillers.exporters.starting import frozen_dummies, with_start
from caffe_fillers.formats import datasets
from caffe_fillers.formats.kinds import SUFFIXES, open_model
from caffe_fillers.formats.model import StoredFile
from caffe_fillers.net import TEST, bare_state, build, selection
from caffe_fillers.plan.definition import (
    Definition,
    ReadOptions,
    find_file,
    read_definition,
)
from caffe_fillers.plan.net import NetPlan, Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.plan.trained import load_trained
from caffe_fillers.proto import caffe
from caffe_fillers.strings import encoded
from caffe_fillers.text import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.exporters.options import ExportOptions

__all__ = ["Origin", "ReadNet", "open_definition", "read_net"]

#: How the plan's hint for a type that nobody knows goes on.
SET_UP_ONLY = " Say what it is: --layer-like"


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
    #: How the definition is read, and whether the revision of Caffe was asked for.
    reading: ReadOptions = field(default_factory=ReadOptions)
    revision_named: bool = False


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


def read_net(origin: Origin, options: ExportOptions) -> ReadNet:
    """The net, planned, and its numbers.

    Raises:
        CaffeFillersError: a file cannot be read, Caffe would refuse the net, a shape is not known,
            or a model does not fit.
    """
    try:
        return _read_net(origin, options)
    except LayerError as error:
        if error.hint and SET_UP_ONLY in error.hint:
            # Who says how such a layer is set up has not said what it computes.
            known = error.hint.partition(SET_UP_ONLY)[0]
            error.hint = f"{known} --cut LAYER makes its tops inputs; a plugin may know the type."
        raise


def _read_net(origin: Origin, options: ExportOptions) -> ReadNet:
    definition = open_definition(origin.net, origin.reading)
    notes: list[str] = []
    plan_options = _probing(origin.plan, definition.path.parent, notes.append)
    message, deployed = _message(definition, origin, options, plan_options, notes)
    outputs = options.outputs
    if options.cut:
        with within(str(definition.path)):
            state = bare_state(message, TEST, origin.level, origin.stages)
            message, before = cut_layers(message, state, options.cut, plan_options)
        outputs = outputs or before
    how = StartOptions(
        "test", origin.level, origin.stages, (), origin.reading, origin.revision_named
    )
    # Dialects are found, and refused, as everywhere.
    begun = start(replace(definition, net=message, solver=None), how, plan_options)
    planned, plan_options = begun.planned, begun.options
    names = origin.weights or definition.weights
    paths = [find_file(name, definition.path.parent, notes) for name in names]
    models = tuple(open_model(path, plan_options.dialect) for path in paths)
    planned, copies = load_trained(planned, models, namesakes=True)
    strangers = [copy for copy in copies if not copy.taken and copy.why.startswith("no such layer")]
    notes += [f"{copy.file}: layer {copy.layer!r}: {copy.why}" for copy in strangers]
    if origin.seed is not None and (deployed or definition.solver):
        alone = replace(definition, solver=_without_weights(definition))
        training = start(alone, replace(how, phase=None), plan_options)
        planned = with_start(planned, training.planned)
    if options.freeze_dummy:
        planned = frozen_dummies(planned, plan_options)
    told = tuple(dict.fromkeys(each for each in (*begun.notes, *notes)))
    warnings = (*begun.findings, *begun.unsure)
    return ReadNet(planned, plan_options, definition.path, tuple(paths), outputs, told, warnings)


def open_definition(path: Path, reading: ReadOptions | None = None) -> Definition:
    """What a net or a solver file says.

    Raises:
        FormatError: it is a model already, not a definition.
        CaffeFillersError: the file cannot be read, or its text is none of Caffe's.
    """
    if path.suffix.lower() in SUFFIXES:
        raise FormatError(
            "is a model, not a definition",
            where=str(path),
            hint="The prototxt comes first, then the model: net.prototxt net.caffemodel.",
        )
    if path.suffix.lower() == ".onnx" or (path.is_file() and _first_byte(path) == b"\x08"):
        raise FormatError(
            "is an ONNX model already", where=str(path), hint="Give the prototxt of a Caffe net."
        )
    return read_definition(path, reading)


def _first_byte(path: Path) -> bytes:
    with StoredFile(path).open() as file:
        return file.read(1)


def _probing(options: Options, folder: Path, note: Callable[[str], None]) -> Options:
    """Shapes come from the data; where it is not at hand, from the definition if that tells."""
    probe = partial(datasets.probe, folder=folder, note=note, dialect=options.dialect)
    return replace(options, probe=StatedProbe(replace(options, probe=probe)))


def _without_weights(definition: Definition) -> caffe.SolverParameter | None:
    """The solver, its models left out: they are loaded over the net that is exported."""
    if definition.solver is None:
        return None
    solver = caffe.SolverParameter()
    solver.CopyFrom(definition.solver)
    solver.ClearField("weights")
    return solver


def _message(
    definition: Definition,
    origin: Origin,
    options: ExportOptions,
    plan_options: Options,
    notes: list[str],
) -> tuple[caffe.NetParameter, bool]:
    """The definition and, if it is one to train, what is deployed of it; whether it is."""
    if options.keep_losses or not _trains(definition, origin):
        return definition.net, False
    net_type = type(definition.net)
    text = encoded(text_format.MessageToString(definition.net, as_utf8=True))
    document = parse(text, str(definition.path))
    only = () if ALL in options.outputs or options.cut else options.outputs
    result = deploy_text(
        document, DeployOptions(origin.level, origin.stages, plan_options, None, only)
    )
    made = [f"{top} {shape_text(shape)}" for top, shape in result.inputs.items()]
    told = f": {', '.join(made)} -> {', '.join(result.outputs)}" if made else ""
    notes.append(f"a net to train: deployed first{told}")
    notes += result.notes
    # What cannot be planned is told by the plan itself.
    return document.message(net_type), True


def _trains(definition: Definition, origin: Origin) -> bool:
    """Whether the net reads data, judges what it makes, or is whole in the TRAIN phase only."""
    net, dialect = definition.net, FORKS if definition.words else origin.plan.dialect
    state = bare_state(net, TEST, origin.level, origin.stages)
    chosen = [net.layer[index] for index in selection(net, state)]
    rows = {each.type: layers.find(each.type, dialect) for each in net.layer}
    if any(_reads_data(each, rows[each.type]) for each in chosen):
        return True
    if any(_judges(each, rows[each.type]) for each in chosen):
        return True
    try:
        build(net, state)
    except NetError:
        return any(_reads_data(each, rows[each.type]) for each in net.layer)
    return False


def _reads_data(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    # Data that fillers make needs nothing from outside.
    return brings_data(layer, row) and not (row and row.data.fillers)


def _judges(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    # Outputs, silencers say, may stand in a net to deploy as well.
    return is_sink(layer, row) and (row is None or row.kind != "output")
