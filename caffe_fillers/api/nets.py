"""Nets: their plan, their shapes, and the numbers that Caffe would start from."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from caffe_fillers.core.draws import count
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import STRICT, NetError
from caffe_fillers.files.writing import check_target
from caffe_fillers.plan.definition import ReadOptions
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.report import other_phase, totals, unheeded, warnings
from caffe_fillers.plan.skips import check_skips
from caffe_fillers.plan.start import PHASES, Start, StartOptions, start
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng, fresh_seed
from caffe_fillers.weights.convert import writing_net

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.core.draws import Fill, Shape, Skip, Slot
    from caffe_fillers.plan.definition import Definition, Mode
    from caffe_fillers.weights.names import Scheme

__all__ = ["FilledNet", "fill_net", "infer_shapes", "plan_net"]

#: Given all draws, a block in which the function that it gives is called after each of them.
Progress: TypeAlias = "Callable[[Sequence[Fill | Skip]], AbstractContextManager[Passed]]"
Passed: TypeAlias = Callable[[int], None]


@dataclass(frozen=True)
class FilledNet:
    """A net that was filled: where it started from, and what came out."""

    begun: Start
    #: The seed, of 32 bits.
    seed: int
    #: How many words were taken from the stream, and the word that Caffe would take next.
    words: int
    next_word: int
    #: What a user would want to know before training with these weights.
    warnings: tuple[str, ...]
    #: The blobs of each layer that has any, by the layer's name, shaped; empty if a file was
    #: written instead. Layers of one name follow each other in one list.
    blobs: Mapping[str, list[NDArray[Any]]] = field(default_factory=dict)
    #: The file that was written, and its size in bytes.
    output: Path | None = None
    nbytes: int = 0

    def save(self, output: str | os.PathLike[str], *, force: bool = False) -> FilledNet:
        """Write the same numbers to a file: .caffemodel, .h5, .npz or .safetensors."""
        return fill_net(self.begun, output, seed=self.seed, force=force)

    def asdict(self) -> dict[str, Any]:
        """For JSON: everything but the numbers."""
        begun = self.begun
        return {
            "net": str(begun.path),
            "output": str(self.output) if self.output else None,
            "bytes": self.nbytes,
            "seed": self.seed,
            "phase": begun.phase.upper(),
            "level": begun.state.level,
            "stages": list(begun.state.stages),
            "dialect": begun.dialect,
            "era": begun.options.era.detailed,
            **totals(begun.planned).asdict(),
            "words": self.words,
            "next_word": self.next_word,
            "notes": list(begun.notes),
            "findings": list(begun.findings),
            "warnings": list(self.warnings),
            "loaded": [copy.asdict() for copy in begun.loaded],
            "files": [str(path) for path in begun.files],
            "copied": len({copy.layer for copy in begun.loaded if copy.taken}),
            "holders": sum(map(bool, begun.planned.slots)),
        }


def plan_net(  # noqa: PLR0913  # keyword options of a public function
    net: str | os.PathLike[str] | Definition | Start,
    *,
    phase: str | None = None,
    level: int | None = None,
    stages: Sequence[str] = (),
    shapes: Mapping[str, Sequence[int]] | None = None,
    trained: Sequence[str | os.PathLike[str]] = (),
    era: Era | None = None,
    dtype: DTypeLike = np.float32,
    dialect: str | None = None,
    mode: Mode = "usual",
    like: Mapping[str, str] | None = None,
    no_blobs: Collection[str] = (),
    keep_revision: bool = False,
    allow_file_filler: bool = False,
) -> Start:
    """Plan a net or solver prototxt of any generation, without drawing a number.

    Args:
        net: The file, or a definition that was read from one. A plan is given back as it is.
        phase: "train" or "test", in any case; by default TEST for a net, TRAIN for a solver.
        level: The net's level.
        stages: The net's stages.
        shapes: Shapes of tops that only data can tell, by top: `{"data": (50, 3, 227, 227)}`.
        trained: Models whose layers are copied over the filled ones, in this order.
        era: Boost, Caffe and arithmetic; the newest by default.
        dtype: The type in which Caffe computes, float32 or float64.
        dialect: The fork that the net is written for; by default the words that it uses tell.
            "bvlc" refuses what BVLC's Caffe refuses.
        mode: What becomes of words that no fork knows: "usual" leaves out what can change no blob,
            "tolerant" all of them, "strict" refuses any, and every other finding.
        like: Layer types that nobody knows, and known types that they are set up like.
        no_blobs: Layer types that nobody knows, which have no blobs and take no words.
        keep_revision: Keep the era's revision of Caffe, where a fork would bring its own.
        allow_file_filler: Let fillers of the type `file` read files in the net's folder.

    Returns:
        The plan in `.planned.plan`: its draws in the order of the stream, the blobs of the result
        and the tops' shapes; beside it the state, the dialect, the notes, what somebody should look
        at (`.findings`), and what became of `trained`.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net; the error
            names the file, the line or the layer.

    Example:
        >>> from caffe_fillers import plan_net
        >>> plan_net("examples/lenet.prototxt").planned.plan.shapes["ip2"]
        (64, 10)

    Source: net.cpp, Net::Init; solver.cpp, Solver::InitTrainNet.
    """
    if isinstance(net, Start):
        return net
    how, options = start_options(
        phase=phase,
        level=level,
        stages=stages,
        shapes=shapes,
        trained=trained,
        era=era,
        dtype=dtype,
        dialect=dialect,
        mode=mode,
        like=like,
        no_blobs=no_blobs,
        keep_revision=keep_revision,
        allow_file_filler=allow_file_filler,
    )
    return start(Path(net) if isinstance(net, (str, os.PathLike)) else net, how, options)


def start_options(  # noqa: PLR0913  # the keyword options of a public function
    *,
    phase: str | None = None,
    level: int | None = None,
    stages: Sequence[str] = (),
    shapes: Mapping[str, Sequence[int]] | None = None,
    trained: Sequence[str | os.PathLike[str]] = (),
    era: Era | None = None,
    dtype: DTypeLike = np.float32,
    dialect: str | None = None,
    mode: Mode = "usual",
    like: Mapping[str, str] | None = None,
    no_blobs: Collection[str] = (),
    keep_revision: bool = False,
    allow_file_filler: bool = False,
) -> tuple[StartOptions, Options]:
    """The options of `plan_net`, as the rooms below take them."""
    how = StartOptions(
        _phase(phase),
        level,
        tuple(stages),
        tuple(os.fspath(each) for each in trained),
        ReadOptions(dialect, mode, frozenset(no_blobs), allow_file_filler),
        keep_revision,
    )
    return how, Options(
        era=era or Era.default(),
        dtype=np.dtype(dtype),
        shapes={name: tuple(shape) for name, shape in (shapes or {}).items()},
        like=dict(like or {}),
        no_blobs=frozenset(no_blobs),
    )


def _phase(name: str | None) -> str | None:
    """A phase's name in any case."""
    if name is None or name.lower() in PHASES:
        return name and name.lower()
    raise NetError(f"there is no phase {name!r}", hint='The phases are "train" and "test".')


def infer_shapes(net: str | os.PathLike[str] | Definition | Start, **how: Any) -> dict[str, Shape]:
    """Infer the shapes of all tops of a net, by name.

    Args:
        net: As for `plan_net`.
        how: Options of `plan_net`.

    Returns:
        The shape of every top as it stands once the whole net is built.

    Raises:
        CaffeFillersError: as `plan_net` raises it.

    Example:
        >>> from caffe_fillers import infer_shapes
        >>> infer_shapes("examples/lenet.prototxt")["conv1"]
        (64, 20, 24, 24)

    Source: the Reshape functions of Caffe's layers.
    """
    return dict(plan_net(net, **how).planned.plan.shapes)


def fill_net(
    net: str | os.PathLike[str] | Definition | Start,
    output: str | os.PathLike[str] | None = None,
    *,
    seed: int | None = None,
    force: bool = False,
    names: Scheme = "caffe",
    progress: Progress | None = None,
    jobs: int | None = None,
    **how: Any,
) -> FilledNet:
    """Fill a net with the very numbers that Caffe would start from.

    Args:
        net: As for `plan_net`.
        output: The file to write: .caffemodel, .h5, .npz or .safetensors. None keeps the numbers
            in memory.
        seed: Caffe's random_seed; by default the solver's, else a fresh one.
        force: Replace an output that exists.
        names: In .npz and .safetensors: "caffe" for `conv1/0`, "torch" for a PyTorch state dict.
        progress: Told of each draw as it is done.
        jobs: 1 draws and writes in one thread; by default large nets are written in a second one.
        how: Options of `plan_net`.

    Returns:
        The numbers by layer, or the file that was written; the seed, and the word that Caffe
        would take next.

    Raises:
        CaffeFillersError: as `plan_net` raises it.
        OutputError: the file exists, or cannot be written.

    Example:
        >>> from caffe_fillers import fill_net
        >>> filled = fill_net("examples/lenet.prototxt", seed=1701)
        >>> filled.blobs["conv1"][0].shape, filled.next_word
        ((20, 1, 5, 5), 2762948434)

    Source: net.cpp, filler.hpp, math_functions.cpp; Boost.Random.
    """
    begun = plan_net(net, **how)
    planned, plan = begun.planned, begun.planned.plan
    if seed is None:
        seed = fresh_seed() if begun.seed is None else begun.seed
    cautions = _cautions(begun, None if output is None else Path(output))
    if cautions and begun.definition.reading.mode == "strict":
        raise NetError(cautions[0], hint=STRICT)
    check_skips(begun, seed)
    rng = Rng(seed, begun.options.era)
    watched = progress(plan.draws) if progress else nullcontext(lambda _: None)
    blobs: dict[str, list[NDArray[Any]]] = {}
    target, nbytes = None, 0
    if output is None:
        arrays = _Arrays(plan.dtype, {slot: blob.shape for slot, blob in plan.blobs.items()})
        with watched as passed:
            fill_plan(plan, rng, arrays, passed=passed, apart=jobs != 1)
        for slot, blob in plan.blobs.items():
            blobs.setdefault(slot.name, []).append(arrays.of[slot].reshape(blob.shape))
    else:
        target = Path(output)
        opens, nbytes, _ = writing_net(target, planned, names, dialect=begun.dialect)
        inputs = (begun.path, *begun.files)
        checked = check_target(target, force=force, nbytes=nbytes, inputs=inputs)
        with opens(checked) as sink, watched as passed:
            fill_plan(plan, rng, sink, passed=passed, apart=jobs != 1)
    words = rng.stream.tell()
    return FilledNet(begun, seed % 2**32, words, rng.word(), cautions, blobs, target, nbytes)


class _Arrays:
    """A sink that keeps every blob whole, flat."""

    def __init__(self, dtype: np.dtype[Any], shapes: Mapping[Slot, Shape]) -> None:
        self.of = {slot: np.empty(count(shape), dtype) for slot, shape in shapes.items()}

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Keep the values."""
        self.of[slot][start : start + values.size] = values


def _cautions(begun: Start, target: Path | None) -> tuple[str, ...]:
    """What a user would want to know before training with these weights."""
    cautions = [*begun.findings, *begun.unsure, *unheeded(begun)]
    cautions += (f"{begun.path}: {text}" for text in warnings(begun.planned))
    if target is not None and target.suffix.lower() == ".caffemodel":
        cautions += _unwritten(begun)
    other = None if begun.how.phase else other_phase(begun)
    if other:
        cautions.append(
            f"{begun.path}: filled as {begun.phase.upper()}; in the other phase the weights "
            f"differ: --phase {other}"
        )
    return tuple(cautions)


def _unwritten(begun: Start) -> Iterator[str]:
    """What of a fork's net the fork's own binary format cannot hold."""
    if begun.dialect == BVLC:
        return
    # Nets that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.dialects.numbers import without_number  # noqa: PLC0415

    words = without_number(begun.planned.net, begun.dialect)
    if words:
        yield (
            f"{begun.path}: the model is written without {', '.join(words)}: "
            f"{begun.dialect} has no number for them"
        )
