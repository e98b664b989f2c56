"""A net's or a solver's file, read and upgraded once; `start` plans it as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from caffe_fillers.errors import DataError, NetError, within
from caffe_fillers.formats import prototxt
from caffe_fillers.net import TEST, State, bare_state, solver_train_state, stage_flag
from caffe_fillers.plan.trained import split_weights
from caffe_fillers.proto import caffe
from caffe_fillers.strings import decoded, path_of
from caffe_fillers.text.scalars import string
from caffe_fillers.text.tree import Block, Field, blocks_of
from caffe_fillers.upgrades import upgrade_net, upgrade_solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from caffe_fillers.text import Document
    from caffe_fillers.upgrades.messages import Note

__all__ = ["Definition", "find_file", "read_definition"]

#: The fields of a SolverParameter of which exactly one names or holds the train net.
TRAIN_NETS = ("train_net_param", "train_net", "net_param", "net")


@dataclass(frozen=True)
class Definition:
    """What a net or a solver file says, in the format of today."""

    #: The file itself.
    path: Path
    #: Its text.
    document: Document
    #: The net, upgraded where Caffe upgrades; a solver's train net.
    net: caffe.NetParameter
    #: The solver, upgraded; None where the file is a net.
    solver: caffe.SolverParameter | None = None
    #: What the user should know: what the upgrade changed, and where files were found.
    notes: tuple[str, ...] = ()

    @property
    def seed(self) -> int | None:
        """The seed that a solver gives, reduced to 32 bits as Caffe does."""
        if self.solver is None or self.solver.random_seed < 0:
            return None
        return self.solver.random_seed % 2**32

    @property
    def weights(self) -> tuple[str, ...]:
        """The trained models that a solver names."""
        return () if self.solver is None else _split(self.solver.weights)

    def state(
        self, phase: int | None = None, level: int | None = None, stages: tuple[str, ...] = ()
    ) -> State:
        """The state that the net is built in: TEST for a net, TRAIN for a solver's.

        Args:
            phase: TRAIN or TEST where the caller chooses; a solver starts its train net only.
            level: The level; None leaves the file's own.
            stages: Stages besides the file's own.

        Raises:
            NetError: a solver is asked for its TEST phase.
        """
        if self.solver is None:
            return bare_state(self.net, phase, level, stages)
        if phase == TEST:
            raise NetError(
                "a solver starts its train net",
                where="--phase test",
                hint="Name the net file itself for its TEST phase.",
            )
        return solver_train_state(self.net, self.solver, level or 0, stage_flag(",".join(stages)))

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """For each layer name the line on which the first layer of that name begins.

        A solver has none: its layers stand in another file.
        """
        found: dict[str, int] = {}
        for field in self.document.fields if self.solver is None else ():
            if field.name in ("layer", "layers"):
                for name in _names(field):
                    found.setdefault(name, field.line)
        return found


def read_definition(path: Path) -> Definition:
    """Read a net or a solver file, and the net that a solver names.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse it.
    """
    document = prototxt.read(path)
    if prototxt.is_solver(document):
        return _read_solver(document, path)
    net, notes = _upgraded(document, path)
    return Definition(path, document, net, None, notes)


def find_file(name: str, folder: Path, notes: list[str]) -> Path:
    """A file that another one names: from the current folder as in Caffe, else beside it.

    Raises:
        DataError: it is in neither.
    """
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


def _read_solver(document: Document, path: Path) -> Definition:
    """As `caffe train` reads it (tools/caffe.cpp, solver.cpp)."""
    message = document.message(caffe.SolverParameter)
    with within(str(path)):
        upgraded = upgrade_solver(message)
        solver = upgraded.solver
        named = _train_net_field(solver)
        _check_test_nets(solver)
    net, notes = _train_net(solver, named, path)
    notes = (*_losses(path, upgraded.notes), *notes)
    return Definition(path, document, net, solver, notes)


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
    net_path = find_file(value, path.parent, notes)
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


def _split(weights: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in weights for name in split_weights(text))


def _names(field: Field) -> Iterator[str]:
    for block in blocks_of(field.value):
        yield from _own_name(block)
        # A layer of the first generation is wrapped in another.
        for inner in block.blocks("layer"):
            yield from _own_name(inner)


def _own_name(block: Block) -> Iterator[str]:
    name = block.get("name")
    if name is not None and isinstance(name.value, str):
        yield decoded(string(name.value))
