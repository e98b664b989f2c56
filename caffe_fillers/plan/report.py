"""What a plan and its filling look like: rows for tables and JSON, and warnings.

Everything here returns values; the command line prints them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import (
    Constant,
    Drawn,
    Fill,
    Shape,
    Skip,
    count,
)
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import did_you_mean
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.plan.start import PHASES, Start
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Plan, Slot
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.rng.eras import Era

__all__ = [
    "DrawRow",
    "Totals",
    "count_words",
    "draw_rows",
    "numbers",
    "other_phase",
    "same_numbers",
    "totals",
    "unheeded",
    "warnings",
]


@dataclass(frozen=True, slots=True)
class DrawRow:
    """One draw of a plan, as `fill-weights plan` shows it."""

    layer: str
    #: Which blob of the layer; None for burnt words.
    blob: int | None
    shape: Shape
    filler: str
    law: str
    count: int
    fan_in: int | None
    fan_out: int | None
    #: False where Caffe throws the numbers away: shared, unrolled or overwritten blobs.
    kept: bool
    #: Words taken; None where only drawing tells.
    words: int | None
    why: str

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def draw_rows(planned: NetPlan, words: dict[int, int] | None = None) -> Iterator[DrawRow]:
    """A row for each draw, in stream order.

    Args:
        planned: The net.
        words: For each draw the words it took, where they were counted.
    """
    kept = planned.plan.kept
    for position, draw in enumerate(planned.plan.draws):
        counted = (words or {}).get(position)
        if isinstance(draw, Skip):
            yield _burnt(draw)
            continue
        fan_in, fan_out = fans(draw.shape) if draw.shape else (None, None)
        yield DrawRow(
            layer=draw.slot.name,
            blob=draw.slot.blob,
            shape=draw.shape,
            filler=draw.filler,
            law=str(draw.law),
            count=count(draw.shape),
            fan_in=fan_in,
            fan_out=fan_out,
            kept=position in kept,
            words=0 if counted is None and not draw.law.takes_words else counted,
            why="",
        )


class _Nowhere:
    """A sink for those who want to know the words only."""

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Drop the values."""


def count_words(plan: Plan, seed: int, era: Era) -> dict[int, int]:
    """For each draw the words that it takes from this seed."""
    rng = Rng(seed, era)
    ends = [0]
    fill_plan(plan, rng, _Nowhere(), passed=lambda _: ends.append(rng.stream.tell()))
    return {position: end - ends[position] for position, end in enumerate(ends[1:])}


def _burnt(skip: Skip) -> DrawRow:
    return DrawRow(
        layer=skip.layer,
        blob=None,
        shape=(),
        filler="",
        law="words",
        count=0,
        fan_in=None,
        fan_out=None,
        kept=False,
        words=skip.words,
        why=skip.why,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """What a model holds."""

    layers: int
    blobs: int
    #: Values in all blobs; a sharing blob counts again, as it does in the file.
    values: int
    #: Blobs that show another blob's values.
    shared: int

    def asdict(self) -> dict[str, int]:
        """For JSON."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def totals(planned: NetPlan) -> Totals:
    """Counts of a planned net."""
    blobs = planned.plan.blobs.values()
    return Totals(
        layers=len(planned.net.layer),
        blobs=len(blobs),
        values=sum(count(blob.shape) for blob in blobs),
        shared=sum(map(planned.plan.shares, planned.plan.blobs)),
    )


def other_phase(begun: Start) -> str | None:
    """The name of the net's other phase, where it would start from other weights in it."""
    other = next(name for name in PHASES if name != begun.phase)
    planned = begun.otherwise(other, begun.options)
    # What cannot be built in the other phase starts from no weights at all.
    return None if planned is None or same_numbers(begun.planned, planned) else other


def same_numbers(one: NetPlan, other: NetPlan) -> bool:
    """Whether both nets give the same values to the same blobs, from whatever seed."""
    return one is other or list(numbers(one)) == list(numbers(other))


def numbers(planned: NetPlan) -> Iterator[tuple[object, ...]]:
    """What decides a net's weights for a given seed: the draws that take words, and the blobs.

    Layers stand by name, as their positions differ between phases.
    """
    for draw in planned.plan.draws:
        if isinstance(draw, Skip):
            yield "words", draw.words
        elif draw.law.takes_words:
            yield "fill", draw.slot.name, draw.slot.blob, draw.shape, draw.law
    for slot, blob in planned.plan.blobs.items():
        source = blob.source
        law: object = type(source)
        if isinstance(source, Drawn):
            drawn = planned.plan.draws[source.draw]
            law = drawn.law if isinstance(drawn, Fill) else None
        yield slot.name, slot.blob, blob.shape, law


def unheeded(begun: Start) -> Iterator[str]:
    """Wishes that changed nothing, and a net that has nothing in it."""
    planned = begun.planned
    if not planned.net.layer:
        yield f"{begun.path}: the net has no layers: nothing is filled, as in Caffe"
    for name in planned.unasked:
        if name in planned.plan.shapes:
            why = "the net itself tells this top's shape"
        else:
            near = did_you_mean(name, planned.plan.shapes)
            why = "the net has no such top" + (f". {near}" if near else "")
        yield f"{begun.path}: --shape {name} changes nothing: {why}"
    held = sum(map(bool, planned.slots))
    for model in begun.models:
        file = str(model.path)
        if held and not any(copy.taken for copy in begun.loaded if copy.file == file):
            yield f"{file}: 0 of {held} layers copied: is it this net's?"


def warnings(planned: NetPlan) -> Iterator[str]:
    """What a user would want to know before training with these weights."""
    for slot, blob in planned.plan.blobs.items():
        if slot.blob or not isinstance(blob.source, Drawn):
            continue
        draw = planned.plan.draws[blob.source.draw]
        if isinstance(draw, Fill) and draw.law == Constant(0.0):
            layer = planned.net.layer[slot.layer]
            for name in _unset_weight_fillers(layer):
                yield (
                    f"layer {slot.name!r} ({layer.type}): {name}, so its weights "
                    "are all zero, as in Caffe"
                )


def _unset_weight_fillers(layer: Any) -> Iterator[str]:
    """The `weight_filler` fields of a layer that are left out, or have no type."""
    for field, value in layer.ListFields():
        if field.name.endswith("_param") and "weight_filler" in (
            field.message_type.fields_by_name if field.message_type else ()
        ):
            if not value.HasField("weight_filler"):
                yield f"{field.name} has no weight_filler"
            elif not value.weight_filler.HasField("type"):
                yield f"{field.name}.weight_filler has no type"
