"""A net as boxes and arrows: what is drawn, whatever draws it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Untold, count, shape_text
from caffe_fillers.net.wiring import is_inserted
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.core.registry import Kind
    from caffe_fillers.plan.start import Start

__all__ = ["Arrow", "Box", "Graph", "graph_of"]

#: So many boxes with one beginning of their names make a block.
LEAST = 3


@dataclass(slots=True)
class Box:
    """A layer, and the layers that work on its tops in place."""

    number: int
    name: str
    type: str
    kind: Kind
    #: What its own parameters say, without fillers.
    said: str
    #: Values in its parameter blobs.
    parameters: int
    #: Names and types of the layers that are folded into it.
    folded: list[tuple[str, str]] = field(default_factory=list)
    #: The block that it is part of; empty for none.
    block: str = ""

    def lines(self) -> list[str]:
        """What stands in the box."""
        fields = self.said.split(", ") if self.said else []
        told = [", ".join(fields[at : at + 2]) for at in range(0, len(fields), 2)]
        return [self.name, self.type, *told, *(kind for _, kind in self.folded)]

    def names(self) -> list[str]:
        """The names of all layers in it."""
        return [self.name, *(name for name, _ in self.folded)]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A blob on its way from one box to another."""

    tail: int
    head: int
    blob: str
    #: Its shape in words; "?" where nobody knows it.
    shape: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn."""

    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def graph_of(begun: Start) -> Graph:
    """The graph of a planned net: in-place layers in the box they work on, no inserted Splits."""
    planned, maker = begun.planned, _Maker()
    for index, layer in enumerate(planned.net.layer):
        row, tops = planned.types[index], planned.tops[index]
        if is_inserted(layer):
            maker.pass_on(layer.bottom[0], layer.top)
            continue
        sizes = (planned.plan.blobs[slot].shape for slot in planned.slots[index])
        parameters = sum(map(count, sizes))
        said = _said(layer, row.parameter)
        maker.add(layer, row.kind, said, parameters, tops)
    boxes = tuple(maker.boxes)
    _find_blocks(boxes)
    return Graph(legible(planned.net.name or begun.path.stem), boxes, tuple(maker.arrows))


class _Maker:
    """A graph in the making."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.arrows: list[Arrow] = []
        #: For each blob the box that made it, its own name, and its shape.
        self._from: dict[str, tuple[Box, str, str]] = {}

    def pass_on(self, bottom: str, tops: Sequence[str]) -> None:
        """Blobs that are others under new names."""
        for top in tops:
            self._from[top] = self._from[bottom]

    def add(
        self, layer: Any, kind: Kind, said: str, parameters: int, tops: Sequence[Shape]
    ) -> None:
        """One layer."""
        host = self._host(layer)
        if host is not None:
            host.folded.append((legible(layer.name), legible(layer.type)))
            host.parameters += parameters
            return
        name = legible(layer.name)
        box = Box(len(self.boxes), name, legible(layer.type), kind, said, parameters)
        self.boxes.append(box)
        for bottom in layer.bottom:
            made, blob, size = self._from[bottom]
            self.arrows.append(Arrow(made.number, box.number, legible(blob), size))
        for top, shape in zip(layer.top, tops, strict=False):
            told = "?" if isinstance(shape, Untold) else shape_text(shape)
            self._from[top] = box, top, told

    def _host(self, layer: Any) -> Box | None:
        """The box that a layer works in: it has one bottom and one top, and these are one blob."""
        if len(layer.bottom) == 1 and list(layer.bottom) == list(layer.top):
            return self._from[layer.bottom[0]][0]
        return None


def _said(layer: Any, parameter: str) -> str:
    """The plain fields of a layer's own parameter, on one line."""
    if not parameter or not layer.HasField(parameter):
        return ""
    return legible(", ".join(_fields(getattr(layer, parameter))))


def _fields(message: Any) -> Iterator[str]:
    for each, value in message.ListFields():
        if each.message_type is not None:
            continue
        repeated = hasattr(value, "extend")
        values = list(value) if repeated else [value]
        if each.enum_type is not None:
            values = [each.enum_type.values_by_number[one].name for one in values]
        yield f"{each.name} {'x'.join(map(_value, values[:4]))}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _find_blocks(boxes: Sequence[Box]) -> None:
    """Name the blocks of boxes whose names begin alike and that follow each other."""
    begins = [_beginning(box.name) for box in boxes]
    known = set(begins)
    begins = [
        box.name if not begin and box.name in known else begin
        for box, begin in zip(boxes, begins, strict=True)
    ]
    counts = Counter(filter(None, begins))
    for box, begin in zip(boxes, begins, strict=True):
        if counts[begin] >= LEAST and counts[begin] < len(boxes):
            box.block = begin


def _beginning(name: str) -> str:
    """What stands before the last slash, or else before the first underscore."""
    if "/" in name:
        return name.rpartition("/")[0]
    match = re.match(r"([^_]+)_", name)
    return match[1] if match else ""
