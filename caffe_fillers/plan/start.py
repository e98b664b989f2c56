"""What Caffe would start from: a net or a solver file, and how it is started, become a plan.

This is the way of every command that begins with a prototxt: read the text, upgrade the message,
fix the state, select the layers and insert the splits, plan the draws, load what is to be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from google.protobuf.message import Message

from caffe_fillers.core.registry import BVLC, layers
from caffe_fillers.errors import DataError, NetError, TextError, within
from caffe_fillers.formats import datasets, prototxt
from caffe_fillers.net import (
    TEST,
    TRAIN,
    State,
    bare_state,
    build,
    solver_train_state,
    stage_flag,
)
from caffe_fillers.plan.net import NetPlan, Options, no_probe, plan_built
from caffe_fillers.plan.trained import LayerCopy, load_trained, split_weights
from caffe_fillers.proto import caffe
from caffe_fillers.strings import path_of
from caffe_fillers.upgrades import upgrade_net, upgrade_solver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from caffe_fillers.dialects.detect import Word
    from caffe_fillers.text import Document
    from caffe_fillers.upgrades.messages import Note

__all__ = ["PHASES", "Mode", "Start", "StartOptions", "start"]

M = TypeVar("M", bound=Message)

PHASES = {"train": TRAIN, "test": TEST}

#: The fields of a SolverParameter of which exactly one names or holds the train net.
TRAIN_NETS = ("train_net_param", "train_net", "net_param", "net")


#: How much of what nobody knows is left out of a net (`dialects.read.Tolerance`).
Mode: TypeAlias = Literal["usual", "tolerant", "strict"]


@dataclass(frozen=True, slots=True)
class StartOptions:
    """How a net is read and started, besides what its files say."""

    #: "train" or "test"; None as Caffe has it: TEST for a net, TRAIN for a solver.
    phase: str | None = None
    level: int | None = None
    stages: tuple[str, ...] = ()
    #: Trained models whose layers are copied over the filled ones, in this order.
    weights: tuple[str, ...] = ()
    #: The dialect of its files; None to find it. "bvlc" is read as strictly as Caffe reads.
    dialect: str | None = None
    mode: Mode = "usual"
    #: Whether the revision of Caffe in the options was asked for, so that no dialect decides it.
    revision_named: bool = False
    #: Layer types that nobody knows, which have no blobs and take no words.
    no_blobs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Start:
    """A planned net, and what was learnt on the way to it."""

    path: Path
    planned: NetPlan
    state: State
    #: The seed that a solver gives, reduced to 32 bits as Caffe does.
    seed: int | None
    #: What the user should know: what Caffe does in silence, and where files were found.
    notes: tuple[str, ...]
    #: What became of each layer of each trained model.
    loaded: tuple[LayerCopy, ...]
    #: What it was planned with: the dialect that was found is in it, and that fork's revision.
    options: Options = field(default_factory=Options)
    #: What somebody should look at: words that nobody knows, forks that differ.
    findings: tuple[str, ...] = ()
    #: Why the numbers may not be the fork's own, bit for bit.
    unsure: tuple[str, ...] = ()

    @property
    def dialect(self) -> str:
        """The dialect of the net: "bvlc", or a fork's name; "forks" for words of several."""
        return self.options.dialect


@dataclass(frozen=True, slots=True)
class _Net:
    """A net definition, upgraded where Caffe upgrades, with the state it is built in."""

    message: caffe.NetParameter
    state: State = field(default_factory=State)
    seed: int | None = None
    notes: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    #: What BVLC's Caffe does not know in it; None if it knows all.
    words: Collection[Word] | None = None


def start(path: Path, startup: StartOptions | None = None, options: Options | None = None) -> Start:
    """The plan of a net or a solver prototxt.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
    """
    startup, options = startup or StartOptions(), options or Options()
    document = prototxt.read(path)
    read = _read_solver if prototxt.is_solver(document) else _read_net
    net = read(document, path, startup)
    notes = list(net.notes)
    if options.probe is no_probe:
        # Relative sources are looked up from here, as Caffe does, and then from the net's folder.
        options = replace(
            options,
            probe=partial(
                datasets.probe, folder=path.parent, note=notes.append, dialect=options.dialect
            ),
        )
    with within(str(path)):
        planned, options, more, told, unsure = _planned(net, startup, options)
    notes += (f"{path}: {text}" for text in told)
    findings = (*net.findings, *(f"{path}: {text}" for text in more))
    if findings and startup.mode == "strict":
        raise NetError(findings[0], hint="--strict lets nothing pass.")
    weights = [_found(name, path.parent, notes) for name in net.weights]
    planned, loaded = load_trained(planned, weights)
    return Start(
        path,
        planned,
        net.state,
        net.seed,
        tuple(dict.fromkeys(notes)),
        loaded,
        options,
        findings,
        unsure,
    )


def _planned(
    net: _Net, startup: StartOptions, options: Options
) -> tuple[NetPlan, Options, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The plan, what it was made with; findings, notes, and what is not promised."""
    built = build(net.message, net.state).net
    if net.words is None:
        return plan_built(built, options), options, (), (), ()
    # Nets that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.plan.fork import plan_fork  # noqa: PLC0415

    name, named = startup.dialect, startup.revision_named
    forked = plan_fork(built, net.words, options, name, revision_named=named)
    return forked.planned, forked.options, forked.findings, forked.notes, forked.unsure


def _read_net(document: Document, path: Path, startup: StartOptions) -> _Net:
    read = _upgraded(document, path, startup)
    phase = PHASES[startup.phase] if startup.phase else None
    state = bare_state(read.message, phase, startup.level, startup.stages)
    return replace(read, state=state, weights=_split(startup.weights))


def _read_solver(document: Document, path: Path, startup: StartOptions) -> _Net:
    """As `caffe train` reads it (tools/caffe.cpp, solver.cpp)."""
    if startup.phase == "test":
        raise NetError(
            "a solver starts its train net",
            where="--phase test",
            hint="Name the net file itself for its TEST phase.",
        )
    message, told, findings = _message(document, caffe.SolverParameter, startup)
    with within(str(path)):
        upgraded = upgrade_solver(message)
        solver = upgraded.solver
        named = _train_net_field(solver)
        _check_test_nets(solver)
    net = _train_net(solver, named, path, startup)
    state = solver_train_state(
        net.message, solver, startup.level or 0, stage_flag(",".join(startup.stages))
    )
    return replace(
        net,
        state=state,
        seed=solver.random_seed % 2**32 if solver.random_seed >= 0 else None,
        notes=(*told, *_losses(path, upgraded.notes), *net.notes),
        weights=_split(startup.weights or tuple(solver.weights)),
        findings=(*findings, *net.findings),
    )


def _check_test_nets(solver: caffe.SolverParameter) -> None:
    """What `caffe train` asks of a solver's test nets before it takes a step (solver.cpp)."""
    generic = solver.HasField("net") or solver.HasField("net_param")
    own = len(solver.test_net) + len(solver.test_net_param)
    runs = len(solver.test_iter)
    if runs < own or (runs > own and not generic):
        raise NetError(
            f"{runs} test_iter value(s) for {own} test net(s)",
            where="test_iter",
            hint="Give one test_iter for each test net.",
        )
    if len(solver.test_state) not in (0, runs):
        raise NetError(
            f"{len(solver.test_state)} test_state(s) for {runs} test net(s)", where="test_state"
        )
    if runs and solver.test_interval <= 0:
        raise NetError("test nets need a test_interval above 0", where="test_interval")


def _train_net_field(solver: caffe.SolverParameter) -> str:
    named = [name for name in TRAIN_NETS if solver.HasField(name)]
    if len(named) != 1:
        raise NetError(
            f"a solver names one train net, this one has {' and '.join(named) or 'none'}",
            hint=f"Keep exactly one of {', '.join(TRAIN_NETS)}.",
        )
    return named[0]


def _train_net(
    solver: caffe.SolverParameter, field: str, path: Path, startup: StartOptions
) -> _Net:
    """The solver's train net: from a file, upgraded, or inline, as it stands."""
    value = getattr(solver, field)
    if field.endswith("_param"):
        # Caffe upgrades files only: an inline net of an old generation has no layers for it.
        net, words = _with_words(value, value, startup)
        return _Net(net, words=words)
    notes: list[str] = []
    net_path = _found(value, path.parent, notes)
    read = _upgraded(prototxt.read(net_path), net_path, startup)
    return replace(read, notes=(*notes, *read.notes))


def _upgraded(document: Document, path: Path, startup: StartOptions) -> _Net:
    message, told, findings = _message(document, caffe.NetParameter, startup)
    with within(str(path)):
        upgraded = upgrade_net(message)
    net, words = _with_words(upgraded.net, message, startup)
    return _Net(net, notes=(*told, *_losses(path, upgraded.notes)), findings=findings, words=words)


def _message(
    document: Document, cls: type[M], startup: StartOptions
) -> tuple[M, tuple[str, ...], tuple[str, ...]]:
    """The message of a text, what was learnt in reading it, and what somebody should look at.

    BVLC's schema reads all that BVLC's Caffe reads. What it refuses, the union of the forks' reads.
    """
    try:
        return document.message(cls), (), ()
    except TextError as error:
        if startup.dialect == BVLC:
            raise
        refusal = error
    # Nets that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.dialects.read import Tolerance, read  # noqa: PLC0415

    how = Tolerance(startup.mode, startup.dialect, startup.no_blobs)
    reading = read(document, cls, how, refusal)
    return (
        reading.message,
        (f"caffe (BVLC) would refuse this file: {reading.refusal}",),
        reading.findings,
    )


def _with_words(
    net: caffe.NetParameter, read: caffe.NetParameter, startup: StartOptions
) -> tuple[caffe.NetParameter, Collection[Word] | None]:
    """An upgraded net, and the words of what was read; None where BVLC's Caffe knows all of it."""
    own = isinstance(net, caffe.NetParameter)
    named = startup.dialect not in {None, BVLC}
    if own and not named and (startup.dialect or all(map(_is_bvlc_s, net.layer))):
        return net, None
    from caffe_fillers.dialects.detect import foreign  # noqa: PLC0415
    from caffe_fillers.dialects.read import in_union  # noqa: PLC0415

    if own:
        net, read = in_union(net), in_union(read)
    return net, foreign(read) | foreign(net)


def _is_bvlc_s(layer: caffe.LayerParameter) -> bool:
    return layers.find(layer.type) is not None


def _losses(path: Path, notes: Iterable[Note]) -> tuple[str, ...]:
    """What an upgrade did that changes the net's meaning, in words."""
    return tuple(f"{path}: {note}" for note in notes if note.kind != "done")


def _split(weights: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for text in weights for name in split_weights(text))


def _found(name: str, folder: Path, notes: list[str]) -> Path:
    """The file, from the current folder as in Caffe, else from the naming file's own folder."""
    here = path_of(name)
    beside = folder / here
    if here.exists():
        return here
    if beside.exists():
        notes.append(f"{name} is not in the current folder; taken from {beside}")
        return beside
    raise DataError(
        "no such file",
        where=name,
        hint=f"Looked in the current folder, as Caffe does, and in {folder}.",
    )
