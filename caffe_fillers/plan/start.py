"""What Caffe would start from: a definition, and how it is started, become a plan.

This is the way of every command that begins with a prototxt: fix the state, select the layers and
insert the splits, plan the draws, load what is to be loaded.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Fill, UnknownShapeError, Whole
from caffe_fillers.errors import STRICT, CaffeFillersError, DataError, NetError, within
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.net import TEST, TRAIN, State, build
from caffe_fillers.plan.definition import Definition, ReadOptions, find_file, read_definition
from caffe_fillers.plan.net import NetPlan, Options, no_probe, plan_built
from caffe_fillers.plan.trained import LayerCopy, load_trained, split_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.model import Model
    from caffe_fillers.proto import caffe

__all__ = ["PHASES", "Start", "StartOptions", "start"]

PHASES = {"train": TRAIN, "test": TEST}


@dataclass(frozen=True, slots=True)
class StartOptions:
    """How a net is started, besides what its files say."""

    #: "train" or "test"; None as Caffe has it: TEST for a net, TRAIN for a solver.
    phase: str | None = None
    level: int | None = None
    stages: tuple[str, ...] = ()
    #: Trained models whose layers are copied over the filled ones, in this order.
    weights: tuple[str, ...] = ()
    #: How its files are read.
    reading: ReadOptions = field(default_factory=ReadOptions)
    #: Whether the revision of Caffe in the options was asked for, so that no dialect decides it.
    revision_named: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A planned net, and what was learnt on the way to it."""

    definition: Definition
    how: StartOptions
    #: What it was planned with: the dialect that was found is in it, and that fork's revision.
    options: Options
    #: The layers that are in, wired and split; their plan; and the state that let them in.
    built: caffe.NetParameter
    planned: NetPlan
    state: State
    #: What the user should know: what Caffe does in silence, and where files were found.
    notes: tuple[str, ...]
    #: The trained models, and what became of each of their layers.
    models: tuple[Model, ...]
    loaded: tuple[LayerCopy, ...]
    #: What somebody should look at: words that nobody knows, forks that differ.
    findings: tuple[str, ...] = ()
    #: Why the numbers may not be the fork's own, bit for bit.
    unsure: tuple[str, ...] = ()
    #: The files that told the shapes of data.
    data: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that decide the numbers, besides the net's or solver's own.

        A solver's train net, files of data that tell a shape, trained models, and what a law reads.
        """
        net = self.definition.net_path
        laws = (draw.law for draw in self.planned.plan.draws if isinstance(draw, Fill))
        reads = (law.file for law in laws if isinstance(law, Whole) and law.file)
        models = (model.path for model in self.models)
        files = (*([net] if net else []), *self.data, *models, *map(Path, reads))
        return tuple(dict.fromkeys(files))

    @property
    def dialect(self) -> str:
        """The net's dialect: "bvlc", a fork's name, or "forks" where it has words of several."""
        return self.options.dialect

    @property
    def path(self) -> Path:
        """The net's or solver's file."""
        return self.definition.path

    @property
    def seed(self) -> int | None:
        """The seed that a solver gives, reduced to 32 bits as Caffe does."""
        return self.definition.seed

    @property
    def phase(self) -> str:
        """The phase's name, as options have it."""
        return self.state.phase_name.lower()

    def otherwise(self, phase: str, options: Options) -> NetPlan | None:
        """The plan in another phase or era; None where Caffe would refuse the net in it."""
        how = self.how if phase == self.phase else replace(self.how, phase=phase)
        try:
            built = _built(self.definition, _state(self.definition, how))
            if options == self.options and _alike(built, self.built):
                return self.planned
            options = _probing(options, self.path.parent, [], [])
            with within(str(self.path)):
                planned = plan_built(built, options)
            return load_trained(planned, self.models)[0]
        except CaffeFillersError:
            return None


def start(
    source: Path | Definition, how: StartOptions | None = None, options: Options | None = None
) -> Start:
    """The plan of a net or a solver.

    Args:
        source: The file, or what was read of it.
        how: How it is started.
        options: What the plan depends on besides.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
    """
    how, options = how or StartOptions(), options or Options()
    if not isinstance(source, Definition):
        source = read_definition(source, how.reading)
    definition = source
    notes = list(definition.notes)
    state = _state(definition, how)
    built = _built(definition, state)
    data: list[Path] = []
    if definition.reading.file_fillers:
        options = replace(options, folder=definition.path.parent)
    probing = _probing(options, definition.path.parent, notes, data)
    made = _planned(definition, built, probing, how)
    made_with = made.options
    options = replace(
        options, dialect=made_with.dialect, papers=made_with.papers, era=made_with.era
    )
    notes += made.notes
    findings = (*definition.findings, *made.findings)
    if findings and definition.reading.mode == "strict":
        raise NetError(findings[0], hint=STRICT)
    _check_test_nets(definition, options)
    given = tuple(name for text in how.weights for name in split_weights(text))
    files = [find_file(name, definition.path.parent, notes) for name in given or definition.weights]
    models = tuple(open_model(path, options.dialect) for path in files)
    planned, loaded = load_trained(made.planned, models)
    return Start(
        definition,
        how,
        options,
        built,
        planned,
        state,
        tuple(dict.fromkeys(notes)),
        models,
        loaded,
        findings,
        made.unsure,
        tuple(dict.fromkeys(data)),
    )


def _check_test_nets(definition: Definition, options: Options) -> None:
    """Refuse a solver whose test nets Caffe could not build; what asks for data is let pass.

    The train net's shapes say nothing of them.
    """
    options = _probing(replace(options, shapes={}), definition.path.parent, [], [])
    with within(str(definition.path)):
        for name, built in definition.test_nets():
            with within(name), suppress(DataError, UnknownShapeError):
                plan_built(built, options)


def _state(definition: Definition, how: StartOptions) -> State:
    phase = PHASES[how.phase] if how.phase else None
    return definition.state(phase, how.level, how.stages)


def _built(definition: Definition, state: State) -> caffe.NetParameter:
    with within(str(definition.path)):
        return build(definition.net, state).net


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan, and what was learnt while it was made."""

    planned: NetPlan
    options: Options
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def _planned(
    definition: Definition, built: caffe.NetParameter, options: Options, how: StartOptions
) -> _Made:
    path, words = str(definition.path), definition.words
    with within(path):
        if words is None:
            return _Made(plan_built(built, options), options)
        # Nets that BVLC's Caffe knows do without the forks' tables.
        from caffe_fillers.plan.fork import plan_fork  # noqa: PLC0415

        name, named = definition.reading.dialect, how.revision_named
        forked = plan_fork(built, words, options, name, revision_named=named)
    findings, notes, unsure = (
        tuple(f"{path}: {text}" for text in texts)
        for texts in (forked.findings, forked.notes, forked.unsure)
    )
    return _Made(forked.planned, forked.options, findings, notes, unsure)


def _probing(options: Options, folder: Path, notes: list[str], files: list[Path]) -> Options:
    """Relative sources are looked up from here, as Caffe does, and then from the net's folder.

    What was learnt is added to the notes, what was read to the files.
    """
    if options.probe is not no_probe:
        return options

    def probe(layer: Any) -> Sequence[Shape]:
        from caffe_fillers.formats import datasets  # noqa: PLC0415 (few nets ask their data)

        return datasets.probe(layer, folder, notes.append, options.dialect, files.append)

    return replace(options, probe=probe)


def _alike(one: caffe.NetParameter, other: caffe.NetParameter) -> bool:
    """Whether two built nets have equal plans because only their phases differ.

    Transformers are the only ones that look at the phase (data_transformer.cpp).
    """
    return len(one.layer) == len(other.layer) and all(
        not mine.HasField("transform_param") and mine == _in_phase(its, mine.phase)
        for mine, its in zip(one.layer, other.layer, strict=True)
    )


def _in_phase(layer: caffe.LayerParameter, phase: int) -> caffe.LayerParameter:
    copy = type(layer)()
    copy.CopyFrom(layer)
    copy.phase = phase
    return copy
