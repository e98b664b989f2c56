"""What a net consists of, layer by layer, and what it costs to run it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.api.nets import plan_net
from caffe_fillers.core.draws import Drawn, Given, Loaded, Same, Untold, count, shape_text
from caffe_fillers.formats.kinds import is_model, is_onnx, open_model
from caffe_fillers.look.batch import tops_at
from caffe_fillers.look.costs.table import Sized, multiply_adds, sharing
from caffe_fillers.net.wiring import is_inserted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.core.draws import Plan, Shape, Slot
    from caffe_fillers.formats.model import Model
    from caffe_fillers.plan.definition import Definition
    from caffe_fillers.plan.start import Start

__all__ = ["LayerRow", "Summary", "summarize_net"]

PATHS = (str, os.PathLike)
HEADER = ("layer", "type", "tops", "parameters", "multiply-adds", "memory", "filler")


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer, or one operator of an ONNX model."""

    name: str
    type: str
    #: The names of its tops, and their shapes; None for one that is not known.
    tops: tuple[tuple[str, Shape | None], ...]
    #: The shapes of its parameter blobs.
    blobs: tuple[Shape, ...]
    #: Values in all of its blobs, and how many of these are another layer's.
    parameters: int
    shared: int
    #: Products of weights and bottoms that are summed up; None where nobody knows.
    multiply_adds: int | None
    #: Bytes of the tops, without those that are its bottom's memory; None where not known.
    memory: int | None
    #: Where the values of each blob are from: a filler's type, a file, the net, another blob.
    filler: tuple[str, ...]
    #: The line of the definition where the layer stands; 0 where nobody knows.
    line: int = 0

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        return {
            "layer": self.name,
            "type": self.type,
            "tops": {name: None if shape is None else list(shape) for name, shape in self.tops},
            "blobs": [list(shape) for shape in self.blobs],
            "parameters": self.parameters,
            "shared": self.shared,
            "multiply_adds": self.multiply_adds,
            "memory": self.memory,
            "filler": list(self.filler),
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """A net as a table."""

    net: str
    rows: tuple[LayerRow, ...]
    #: Axis 0 of the inputs; None where that is not known, or they differ.
    batch: int | None
    #: What the user should know.
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    #: Whether shapes and costs are known at all: they are not for a file of weights alone.
    shaped: bool = True

    @property
    def parameters(self) -> int:
        """All values, those that several layers share once."""
        return sum(row.parameters - row.shared for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Of all layers for which they are known."""
        return sum(row.multiply_adds or 0 for row in self.rows)

    @property
    def memory(self) -> int:
        """Bytes of all tops that have memory of their own, as far as they are known."""
        return sum(row.memory or 0 for row in self.rows)

    @property
    def unmeasured(self) -> bool:
        """Whether the memory of some layer is not known."""
        return any(row.memory is None for row in self.rows)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The layers whose multiply-adds nobody knows."""
        return tuple(row.name for row in self.rows if row.multiply_adds is None)

    @property
    def costs(self) -> tuple[str, str]:
        """Multiply-adds and memory in words, marked where something is not known."""
        return (
            f"{self.multiply_adds:,}{' and more' if self.uncounted else ''}",
            f"{self.memory:,}{' and more' if self.unmeasured else ''}",
        )

    @property
    def types(self) -> dict[str, int]:
        """How many layers of each type there are, most frequent first."""
        return dict(Counter(row.type for row in self.rows).most_common())

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "net": self.net,
            "batch": self.batch,
            "layers": [row.asdict() for row in self.rows],
            "parameters": self.parameters,
            "multiply_adds": self.multiply_adds if self.shaped else None,
            "memory": self.memory if self.shaped else None,
            "uncounted": list(self.uncounted) if self.shaped else [],
            "types": self.types,
            "notes": list(self.notes),
            "findings": list(self.findings),
        }

    def table(self) -> list[tuple[str, ...]]:
        """Rows of cells, headed; the last one has the totals."""
        rows = [HEADER, *(_cells(row) for row in self.rows)]
        known = self.costs if self.shaped else ("", "")
        layers = f"{len(self.rows)} layers"
        return [*rows, ("total", layers, "", f"{self.parameters:,}", *known, "")]


def summarize_net(
    net: str | os.PathLike[str] | Definition | Start,
    weights: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    *,
    batch: int | None = None,
    **how: Any,
) -> Summary:
    """Summarize a net: for each layer its tops, parameters, multiply-adds, memory and fillers.

    multiply-adds = sum over layers of weights x uses, where a convolution uses each weight once at
    every output position, an InnerProduct once an item. The bias, pooling, normalizing and
    activations count nothing, as in published figures.

    Args:
        net: As for `plan_net`; or an ONNX model; or a file of weights, of which no shapes of tops
            are known.
        weights: Trained models whose layers take the place of filled ones.
        batch: Axis 0 of all inputs; by default as the net has it.
        how: Options of `plan_net`.

    Returns:
        The rows in the order of the net, without the Splits that Caffe puts in, and their totals.

    Raises:
        CaffeFillersError: a file is missing or broken, Caffe would refuse the net, or it works for
            another batch size only.

    Example:
        >>> from caffe_fillers import summarize_net
        >>> summary = summarize_net("examples/lenet.prototxt", batch=1)
        >>> summary.parameters, summary.multiply_adds
        (431080, 2293000)

    Source: base_conv_layer.cpp, inner_product_layer.cpp, recurrent_layer.cpp; docs/look.md.
    """
    if isinstance(net, PATHS):
        path = Path(net)
        if is_onnx(path):
            # Loads the onnx package, which nets do without.
            from caffe_fillers.look.onnx_summary import summarize_onnx  # noqa: PLC0415

            return summarize_onnx(path, batch)
        if path.is_file() and is_model(path):
            return _of_weights(open_model(path))
    given = [weights] if isinstance(weights, PATHS) else list(weights)
    if given:
        how["trained"] = (*how.get("trained", ()), *given)
    begun = plan_net(net, **how)
    tops = tops_at(begun, batch)
    rows = tuple(_rows(begun, tops))
    notes = (
        *begun.notes,
        *(f"{copy.layer}: {copy.why}" for copy in begun.loaded if not copy.taken),
    )
    return Summary(str(begun.path), rows, _batch(begun, tops), notes, begun.findings)


def _rows(begun: Start, tops: Sequence[Sequence[Shape]]) -> Iterator[LayerRow]:
    planned, dialect = begun.planned, begun.dialect
    plan, itemsize = planned.plan, planned.plan.dtype.itemsize
    seen: set[Slot] = set()
    shapes: dict[str, Shape] = {}
    for index, layer in enumerate(planned.net.layer):
        row, slots = planned.types[index], planned.slots[index]
        bottoms = tuple(shapes[name] for name in layer.bottom)
        made = tuple(tops[index])
        shapes.update(zip(layer.top, made, strict=False))
        blobs = tuple(plan.blobs[slot].shape for slot in slots)
        roles = (row.blobs.role(number, len(blobs)) for number in range(len(blobs)))
        named = tuple(zip(roles, blobs, strict=True))
        known = not any(isinstance(shape, Untold) for shape in (*bottoms, *made))
        cost = multiply_adds(Sized(layer, row, bottoms, made, named), dialect) if known else None
        owned = [slot for slot in slots if plan.owner(slot) not in seen]
        seen.update(plan.owner(slot) for slot in slots)
        total = sum(map(count, blobs))
        own = sum(count(plan.blobs[slot].shape) for slot in owned)
        shares = bool(sharing.find(layer.type, dialect))
        if is_inserted(layer):
            continue
        yield LayerRow(
            name=layer.name,
            type=layer.type,
            tops=tuple(_tops(layer.top, made)),
            blobs=blobs,
            parameters=total,
            shared=total - own,
            multiply_adds=cost if known or not slots else None,
            memory=_memory(layer, made, itemsize, shares=shares),
            filler=tuple(origin(plan, slot) for slot in slots),
            line=begun.definition.lines.get(layer.name, 0),
        )


def _tops(names: Sequence[str], shapes: Sequence[Shape]) -> Iterator[tuple[str, Shape | None]]:
    for name, shape in zip(names, shapes, strict=False):
        yield name, None if isinstance(shape, Untold) else shape
    for shape in shapes[len(names) :]:
        yield "", None if isinstance(shape, Untold) else shape


def _memory(layer: Any, tops: Sequence[Shape], itemsize: int, *, shares: bool) -> int | None:
    """Bytes of the tops; what is worked on in place, or shown again, has none of its own."""
    if shares:
        return 0
    own = [
        shape
        for number, shape in enumerate(tops)
        if number >= len(layer.top) or layer.top[number] not in layer.bottom
    ]
    if any(isinstance(shape, Untold) for shape in own):
        return None
    return itemsize * sum(map(count, own))


def origin(plan: Plan, slot: Slot) -> str:
    """Where a blob's values are from, in a word or two."""
    source = plan.blobs[slot].source
    match source:
        case Same(owner):
            return f"shared with {owner}"
        case Loaded(reader, _):
            path = getattr(reader, "path", None)
            return f"loaded from {path.name}" if path else "loaded"
        case Given():
            return "given"
        case Drawn():
            fill = plan.fill_of(slot)
            return (fill.filler or str(fill.law)) if fill else ""


def _batch(begun: Start, tops: Sequence[Sequence[Shape]]) -> int | None:
    """Axis 0 of the first inputs, where they agree."""
    firsts = {
        made[0][0]
        for layer, made in zip(begun.planned.net.layer, tops, strict=True)
        if not layer.bottom and made and not isinstance(made[0], Untold) and made[0]
    }
    return firsts.pop() if len(firsts) == 1 else None


def _of_weights(model: Model) -> Summary:
    """What is known of a file of weights alone."""
    rows = tuple(
        LayerRow(
            name=layer.name,
            type=layer.type,
            tops=(),
            blobs=tuple(blob.shape for blob in layer.blobs.values()),
            parameters=sum(map(count, (blob.shape for blob in layer.blobs.values()))),
            shared=0,
            multiply_adds=None,
            memory=None,
            filler=(),
        )
        for layer in model.layers
    )
    note = f"{model.path} holds weights alone: tops and costs are known of a net only"
    return replace(Summary(str(model.path), rows, None, (note,)), shaped=False)


def _cells(row: LayerRow) -> tuple[str, ...]:
    tops = (
        f"{name} {'?' if shape is None else shape_text(shape)}".strip() for name, shape in row.tops
    )
    return (
        row.name,
        row.type,
        ", ".join(tops),
        f"{row.parameters:,}" if row.blobs else "",
        "?" if row.multiply_adds is None else f"{row.multiply_adds:,}" if row.multiply_adds else "",
        "?" if row.memory is None else f"{row.memory:,}",
        ", ".join(dict.fromkeys(row.filler)),
    )
