"""New weights for a saved model: read, plan, copy, pour.

    opened = open_saved(Path("old.caffemodel"))
    remodel(opened, Path("new.caffemodel"), seed=7)

This is the way of every command that begins with a .caffemodel or another file of weights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from caffe_fillers.core.draws import Fill, Slot
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import FormatError, NothingToDoError
from caffe_fillers.files.writing import check_target
from caffe_fillers.formats.kinds import kind_of, lay_out, open_model
from caffe_fillers.formats.layout import writing
from caffe_fillers.formats.overwrite import can_overwrite, overwriting
from caffe_fillers.formats.signs import CAFFEMODEL
from caffe_fillers.plan.model import ModelPlan, plan_model
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.recipe import Recipe
from caffe_fillers.plan.report import unheeded
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.plan.wishes import reasons_told
from caffe_fillers.rng.keyed import keyed_stream
from caffe_fillers.rng.rng import Rng
from caffe_fillers.weights.source import from_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from caffe_fillers.core.draws import Plan
    from caffe_fillers.core.pour import Sink
    from caffe_fillers.files.writing import OutputFile
    from caffe_fillers.formats.model import Model
    from caffe_fillers.plan.net import NetPlan

__all__ = [
    "Remodelled",
    "SavedModel",
    "SavedOptions",
    "StreamKind",
    "keyed_rng",
    "open_saved",
    "remodel",
]

StreamKind: TypeAlias = Literal["caffe", "keyed"]


@dataclass(frozen=True, slots=True)
class SavedOptions:
    """What a saved model is filled with, besides the seed."""

    recipe: Recipe = field(default_factory=Recipe)
    #: The prototxt whose fillers are taken, layer by name; without it the file's own layers.
    net: Path | None = None
    startup: StartOptions = field(default_factory=StartOptions)
    plan: Options = field(default_factory=Options)
    #: Whether the working type was chosen; else a file of doubles is filled in float64.
    typed: bool = False


@dataclass(frozen=True, slots=True)
class SavedModel:
    """A saved model and its plan."""

    model: Model
    planned: ModelPlan
    #: The seed that a solver behind --net gives.
    seed: int | None
    notes: tuple[str, ...]
    #: The net behind --net, if one was given.
    net: NetPlan | None
    #: The files that decide the numbers, besides the model's own and the net's own.
    files: tuple[Path, ...] = ()
    #: Wishes that matched nothing.
    warnings: tuple[str, ...] = ()
    #: What it was planned with.
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Remodelled:
    """What was written."""

    path: Path
    nbytes: int
    #: Words taken from the one stream, and the next one; None where every blob has its own.
    words: int | None
    next_word: int | None
    #: Whether the file was written anew: what no blob and no layer holds is not in it.
    anew: bool


def open_saved(path: Path, options: SavedOptions | None = None) -> SavedModel:
    """A saved model, and what it is to be filled with.

    Raises:
        CaffeFillersError: a file cannot be read, blobs do not fit their layers, or a filler does
            not fit a blob.
    """
    options = options or SavedOptions()
    model = open_model(path)
    plan_options, notes, net, seed = options.plan, [], None, None
    files: tuple[Path, ...] = ()
    warnings: list[str] = []
    if not options.typed and _is_double(model):
        plan_options = replace(plan_options, dtype=np.dtype(np.float64))
        notes.append("its blobs are double: filled in float64")
    if options.net is not None:
        begun = start(options.net, options.startup, plan_options)
        net, seed, files = begun.planned, begun.seed, begun.files
        notes += begun.notes
        warnings += (*begun.findings, *unheeded(begun))
    planned = plan_model(model, options.recipe, net, plan_options)
    warnings += (f"{path}: {text}" for text in planned.unmatched)
    told = (*notes, *planned.notes)
    return SavedModel(model, planned, seed, told, net, files, tuple(warnings), plan_options)


def remodel(
    opened: SavedModel,
    target: Path,
    rng: Rng | Callable[[Slot], Rng],
    *,
    force: bool = False,
    passed: Callable[[int], None] | None = None,
) -> Remodelled:
    """Write the model with new weights.

    A file of the same kind is a copy in which nothing but the values of the filled blobs differs;
    of another kind, it holds the layers and blobs of the old one.

    Args:
        opened: The model.
        target: The file to write; its suffix says the kind.
        rng: Caffe's one stream, or what gives each blob a stream of its own (`keyed_rng`).
        force: Replace a file that exists.
        passed: Called after each draw with its position in the plan.

    Raises:
        NothingToDoError: nothing would be filled.
        FormatError: the target's kind cannot hold the model.
        OutputError: the file cannot be written.
    """
    plan = opened.planned.plan
    if not plan.blobs:
        reasons = reasons_told(each.kept for each in opened.planned.decisions)
        raise NothingToDoError(
            f"nothing would be filled: {reasons or 'no filler is for any of its blobs'}",
            where=str(opened.model.path),
            hint="Give fillers with --filler or --net; `plan` tells why each blob is kept.",
        )
    if not isinstance(rng, Rng):
        _check_names(opened)
    how = _writer(opened, target)
    checked = check_target(target, force=force, nbytes=how.nbytes, inputs=opened.files)
    with how.open(checked) as sink:
        fill_plan(how.plan, rng, sink, passed=passed)
    if not isinstance(rng, Rng):
        return Remodelled(target, how.nbytes, None, None, how.anew)
    words = rng.stream.tell()
    return Remodelled(target, how.nbytes, words, rng.word(), how.anew)


def keyed_rng(seed: int, options: Options) -> Callable[[Slot], Rng]:
    """What gives each blob the stream of its name, "conv1/0"."""
    return lambda slot: Rng(keyed_stream(seed, f"{slot.name}/{slot.blob}"), options.era)


def _is_double(model: Model) -> bool:
    floats = {
        stored.dtype
        for layer in model.layers
        for stored in layer.blobs.values()
        if stored.dtype.kind == "f"
    }
    return bool(floats) and all(dtype.itemsize == 8 for dtype in floats)


def _check_names(opened: SavedModel) -> None:
    """A name gives the same numbers wherever it stands, so it may stand once only."""
    plan = opened.planned.plan
    drawn = {
        decision.draw: plan.draws[decision.draw]
        for decision in opened.planned.decisions
        if not decision.kept and decision.draw >= 0
    }
    slots = [draw.slot for draw in drawn.values() if isinstance(draw, Fill)]
    for (name, blob), times in Counter((slot.name, slot.blob) for slot in slots).items():
        if times > 1:
            raise FormatError(
                f"{times} layers are named {name!r}, and blob {blob} would get the same numbers",
                where=str(opened.model.path),
                hint="--stream caffe does not go by names; or leave one out with --except.",
            )


@dataclass(frozen=True, slots=True)
class _Writing:
    """How the target is written."""

    #: Opens it, and gives the sink.
    open: Callable[[OutputFile], AbstractContextManager[Sink]]
    #: What is poured into it.
    plan: Plan
    nbytes: int
    anew: bool


def _writer(opened: SavedModel, target: Path) -> _Writing:
    """A copy of the file where that can be, else a new file of the target's kind."""
    model, plan = opened.model, opened.planned.plan
    filled = {
        decision.slot: decision.stored
        for decision in opened.planned.decisions
        if decision.slot in plan.blobs
    }
    if kind_of(target) == model.kind and can_overwrite(model, filled.values()):
        copy = partial(overwriting, model=model, blobs=filled)
        return _Writing(copy, plan, model.file.size, anew=False)
    held = from_model(model)
    if kind_of(target) == CAFFEMODEL and not model.net.layer:
        raise FormatError(
            "does not hold the layers' definitions, which a .caffemodel needs",
            where=str(model.path),
            hint="`convert` makes one, with --net; or write a file of the same kind.",
        )
    if held.plan.dtype.itemsize > plan.dtype.itemsize:
        raise FormatError(
            "holds doubles, which this file would lose",
            where=str(model.path),
            hint="--dtype float64 keeps them; or write a file of the same kind.",
        )
    whole = replace(plan, blobs={**held.plan.blobs, **plan.blobs})
    layout = lay_out(target, held.net, held.slots, whole)
    return _Writing(partial(writing, layout=layout), whole, layout.nbytes, anew=True)
