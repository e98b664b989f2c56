"""A net's or a solver's file, read and upgraded once; `start` plans it as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from google.protobuf.message import Message

from caffe_fillers.core.registry import BVLC, layers
from caffe_fillers.errors import DataError, NetError, TextError, within
from caffe_fillers.formats import prototxt
from caffe_fillers.net import TEST, State, bare_state, build, solver_train_state, stage_flag
from caffe_fillers.plan.solver import check_solver
from caffe_fillers.plan.trained import split_weights
from caffe_fillers.proto import caffe
from caffe_fillers.strings import decoded, path_of
from caffe_fillers.text.scalars import string
from caffe_fillers.text.tree import Block, Field, blocks_of
from caffe_fillers.upgrades import upgrade_net, upgrade_solver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from caffe_fillers.dialects.detect import Word
    from caffe_fillers.text import Document
    from caffe_fillers.upgrades.messages import Note

__all__ = ["Definition", "Mode", "ReadOptions", "find_file", "read_definition"]

M = TypeVar("M", bound=Message)

#: The fields of a SolverParameter of which exactly one names or holds the train net.
TRAIN_NETS = ("train_net_param", "train_net", "net_param", "net")


#: How much of what nobody knows is left out: what can change no blob, all of it, nothing.
Mode: TypeAlias = Literal["usual", "tolerant", "strict"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a net's or a solver's file is read."""

    #: The dialect of the files; None to find it. "bvlc" is read as strictly as Caffe reads.
    dialect: str | None = None
    mode: Mode = "usual"
    #: Layer types that nobody knows, which have no blobs and take no words.
    no_blobs: frozenset[str] = frozenset()
    #: Whether fillers may read files of the net's folder.
    file_fillers: bool = False


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
    #: How it was read.
    reading: ReadOptions = field(default_factory=ReadOptions)
    #: What somebody should look at: words that nobody knows.
    findings: tuple[str, ...] = ()
    #: What BVLC's Caffe does not know in the net; None if it knows all of it.
    words: Collection[Word] | None = None
    #: The file of a solver's train net, where it has one.
    net_path: Path | None = None

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

    def test_nets(self) -> Iterator[tuple[str, caffe.NetParameter]]:
        """The nets that a solver tests, each with its name (solver.cpp, InitTestNets).

        Those that BVLC's Caffe knows, in their states. A net that has words of a fork is left out.

        Raises:
            CaffeFillersError: a file is missing or broken.
        """
        solver = self.solver
        if solver is None or self.words is not None:
            return
        read: list[tuple[str, caffe.NetParameter]] = []
        read += (("test_net_param", net) for net in solver.test_net_param)
        for name in solver.test_net:
            path = find_file(name, self.path.parent, [])
            made = _upgraded(prototxt.read(path), path, self.reading)
            if made.words is not None:
                return
            read.append((str(path), made.net))
        read += [("net", self.net)] * (len(solver.test_iter) - len(read))
        for number, (name, net) in enumerate(read):
            state = State(TEST).merged(net.state)
            if solver.test_state:
                state = state.merged(solver.test_state[number])
            with within(f"test net {number} ({name})"):
                yield f"test net {number} ({name})", build(net, state).net

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """For each layer name the line on which the first layer of that name begins.

        A solver has none: its layers stand in another file.
        """
        found: dict[str, int] = {}
        for each in self.document.fields if self.solver is None else ():
            if each.name in ("layer", "layers"):
                for name in _names(each):
                    found.setdefault(name, each.line)
        return found


def read_definition(path: Path, reading: ReadOptions | None = None) -> Definition:
    """Read a net or a solver file, and the net that a solver names.

    BVLC's schema reads all that BVLC's Caffe reads. What it refuses, the union of the forks' reads,
    and the definition's net is a message of the union.

    Args:
        path: The file.
        reading: How it is read.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse it.
    """
    document, reading = prototxt.read(path), reading or ReadOptions()
    if prototxt.is_solver(document):
        return _read_solver(document, path, reading)
    read = _upgraded(document, path, reading)
    return Definition(
        path, document, read.net, None, read.notes, reading, read.findings, read.words
    )


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


@dataclass(frozen=True, slots=True)
class _Read:
    """A net, upgraded where Caffe upgrades, and what was learnt while it was read."""

    net: caffe.NetParameter
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    words: Collection[Word] | None = None
    #: The file.
    path: Path | None = None


def _read_solver(document: Document, path: Path, reading: ReadOptions) -> Definition:
    """As `caffe train` reads it (tools/caffe.cpp, solver.cpp)."""
    message, told, findings = _message(document, caffe.SolverParameter, reading)
    with within(str(path)):
        upgraded = upgrade_solver(message)
        solver = upgraded.solver
        named = _train_net_field(solver)
    read = _train_net(solver, named, path, reading)
    with within(str(path)):
        check_solver(solver, forks=bool(told) or read.words is not None)
    return Definition(
        path,
        document,
        read.net,
        solver,
        (*told, *_losses(path, upgraded.notes), *read.notes),
        reading,
        (*findings, *read.findings),
        read.words,
        read.path,
    )


def _train_net_field(solver: caffe.SolverParameter) -> str:
    named = [name for name in TRAIN_NETS if solver.HasField(name)]
    if len(named) != 1:
        raise NetError(
            f"a solver names one train net, this one has {' and '.join(named) or 'none'}",
            hint=f"Keep exactly one of {', '.join(TRAIN_NETS)}.",
        )
    return named[0]


def _train_net(solver: caffe.SolverParameter, name: str, path: Path, reading: ReadOptions) -> _Read:
    """The solver's train net: from a file, upgraded, or inline, as it stands."""
    value = getattr(solver, name)
    if name.endswith("_param"):
        # Caffe upgrades files only: an inline net of an old generation has no layers for it.
        net, words = _with_words(value, value, reading)
        return _Read(net, words=words)
    notes: list[str] = []
    net_path = find_file(value, path.parent, notes)
    read = _upgraded(prototxt.read(net_path, named=True), net_path, reading)
    return replace(read, notes=(*notes, *read.notes), path=net_path)


def _upgraded(document: Document, path: Path, reading: ReadOptions) -> _Read:
    message, told, findings = _message(document, caffe.NetParameter, reading)
    with within(str(path)):
        upgraded = upgrade_net(message)
    net, words = _with_words(upgraded.net, message, reading)
    return _Read(net, (*told, *_losses(path, upgraded.notes)), findings, words)


def _message(
    document: Document, cls: type[M], reading: ReadOptions
) -> tuple[M, tuple[str, ...], tuple[str, ...]]:
    """The message of a text, what was learnt in reading it, and what somebody should look at."""
    try:
        return document.message(cls), (), ()
    except TextError as error:
        if reading.dialect == BVLC:
            raise
        refusal = error
    # Nets that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.dialects.read import Tolerance, read  # noqa: PLC0415

    how = Tolerance(reading.mode, reading.dialect, reading.no_blobs)
    made = read(document, cls, how, refusal)
    note = f"caffe (BVLC) would refuse this file: {made.refusal}"
    return made.message, (note,), made.findings


def _with_words(
    net: caffe.NetParameter, read: caffe.NetParameter, reading: ReadOptions
) -> tuple[caffe.NetParameter, Collection[Word] | None]:
    """An upgraded net, and the words of what was read; None where BVLC's Caffe knows all of it."""
    own = isinstance(net, caffe.NetParameter)
    named = reading.dialect not in {None, BVLC}
    if own and not named and (reading.dialect or all(map(_is_bvlc_s, net.layer))):
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
    return tuple(f"{path}: {note}" for note in notes if note.outcome != "done")


def _split(weights: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in weights for name in split_weights(text))


def _names(layer: Field) -> Iterator[str]:
    for block in blocks_of(layer.value):
        yield from _own_name(block)
        # A layer of the first generation is wrapped in another.
        for inner in block.blocks("layer"):
            yield from _own_name(inner)


def _own_name(block: Block) -> Iterator[str]:
    name = block.get("name")
    if name is not None and isinstance(name.value, str):
        yield decoded(string(name.value))
