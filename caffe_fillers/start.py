"""What Caffe would start from: a net or a solver file, and how it is started, become a plan.

This is the way of every command that begins with a prototxt: read the text, upgrade the message,
fix the state, select the layers and insert the splits, plan the draws, load what is to be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from caffe_fillers.errors import DataError, NetError, within
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
from caffe_fillers.plan.net import NetPlan, Options, no_probe, plan_net
from caffe_fillers.proto import caffe
from caffe_fillers.strings import path_of
from caffe_fillers.trained import Report, load_trained, split_weights
from caffe_fillers.upgrade import upgrade_net, upgrade_solver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from caffe_fillers.text import Document
    from caffe_fillers.upgrade.messages import Note

__all__ = ["PHASES", "Start", "Startup", "start"]

PHASES = {"train": TRAIN, "test": TEST}

#: The fields of a SolverParameter of which exactly one names or holds the train net.
TRAIN_NETS = ("train_net_param", "train_net", "net_param", "net")


@dataclass(frozen=True, slots=True)
class Startup:
    """How a net is started, besides what its files say."""

    #: "train" or "test"; None as Caffe has it: TEST for a net, TRAIN for a solver.
    phase: str | None = None
    level: int | None = None
    stages: tuple[str, ...] = ()
    #: Trained models whose layers are copied over the filled ones, in this order.
    weights: tuple[str, ...] = ()


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
    loaded: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class _Net:
    """A net definition, upgraded where Caffe upgrades, with the state it is built in."""

    message: caffe.NetParameter
    state: State
    seed: int | None = None
    notes: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()


def start(path: Path, startup: Startup | None = None, options: Options | None = None) -> Start:
    """The plan of a net or a solver prototxt.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
    """
    startup, options = startup or Startup(), options or Options()
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
        planned = plan_net(build(net.message, net.state).net, options)
    weights = [_found(name, path.parent, notes) for name in net.weights]
    planned, loaded = load_trained(planned, weights)
    return Start(path, planned, net.state, net.seed, tuple(notes), loaded)


def _read_net(document: Document, path: Path, startup: Startup) -> _Net:
    message, notes = _upgraded(document, path)
    phase = PHASES[startup.phase] if startup.phase else None
    state = bare_state(message, phase, startup.level, startup.stages)
    return _Net(message, state, None, notes, _split(startup.weights))


def _read_solver(document: Document, path: Path, startup: Startup) -> _Net:
    """As `caffe train` reads it (tools/caffe.cpp, solver.cpp)."""
    if startup.phase == "test":
        raise NetError(
            "a solver starts its train net",
            where="--phase test",
            hint="Name the net file itself for its TEST phase.",
        )
    message = document.message(caffe.SolverParameter)
    with within(str(path)):
        upgraded = upgrade_solver(message)
        solver = upgraded.solver
        named = _train_net_field(solver)
        _check_test_nets(solver)
    net, notes = _train_net(solver, named, path)
    state = solver_train_state(
        net, solver, startup.level or 0, stage_flag(",".join(startup.stages))
    )
    seed = solver.random_seed % 2**32 if solver.random_seed >= 0 else None
    notes = (*_losses(path, upgraded.notes), *notes)
    return _Net(net, state, seed, notes, _split(startup.weights or tuple(solver.weights)))


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
    solver: caffe.SolverParameter, field: str, path: Path
) -> tuple[caffe.NetParameter, tuple[str, ...]]:
    """The solver's train net: from a file, upgraded, or inline, as it stands."""
    value = getattr(solver, field)
    if isinstance(value, caffe.NetParameter):
        # Caffe upgrades files only: an inline net of an old generation has no layers for it.
        return value, ()
    notes: list[str] = []
    net_path = _found(value, path.parent, notes)
    message, more = _upgraded(prototxt.read(net_path), net_path)
    return message, (*notes, *more)


def _upgraded(document: Document, path: Path) -> tuple[caffe.NetParameter, tuple[str, ...]]:
    message = document.message(caffe.NetParameter)
    with within(str(path)):
        upgraded = upgrade_net(message)
    return upgraded.net, _losses(path, upgraded.notes)


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
