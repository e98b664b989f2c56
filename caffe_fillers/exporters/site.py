"""What the function of a layer type is given: its layer, and the graph to write it into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import count
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Plan, Shape, Slot
    from caffe_fillers.exporters.graph import Graph
    from caffe_fillers.exporters.options import ExportOptions
    from caffe_fillers.proto import caffe

__all__ = ["Site"]


@dataclass(frozen=True, slots=True)
class Site:
    """One layer of the built net; its bottoms' names are the function's arguments."""

    layer: caffe.LayerParameter
    graph: Graph
    #: The shapes of its bottoms, and of the tops that it is to make.
    bottoms: tuple[Shape, ...]
    tops: tuple[Shape, ...]
    slots: tuple[Slot, ...]
    plan: Plan
    options: ExportOptions
    #: Where files that the definition names may be, besides the current folder.
    folder: Path
    #: What the user should know.
    notes: list[str] = field(default_factory=list)

    def blob(self, index: int) -> Shape:
        """The shape of a blob.

        Raises:
            LayerError: the layer has none of that number, as it was given others.
        """
        if index >= len(self.slots):
            raise LayerError(
                f"the layer has {len(self.slots)} blobs, number {index} is missing", where="blobs"
            )
        return self.plan.blobs[self.slots[index]].shape

    def weight(self, index: int, shape: Shape | None = None) -> str:
        """The initializer of a blob, in the shape that an operator wants.

        Raises:
            LayerError: there is no such blob, or it holds another number of values.
        """
        own = self.blob(index)
        shape = own if shape is None else shape
        if count(own) != count(shape):
            raise LayerError(
                f"holds {count(own)} values, the layer needs {count(shape)}",
                where=f"blobs {index}",
            )
        slot = self.slots[index]
        return self.graph.weight(slot, shape, [(self.plan.owner(slot), own)])

    def made(
        self, index: int, shape: Shape, blobs: Sequence[int], make: Callable[..., NDArray[Any]]
    ) -> str:
        """An initializer in the place of blob `index`, made of several blobs.

        `make` is a function of a module, so that equal ones are known to be equal.
        """
        sources = [(self.plan.owner(self.slots[each]), self.blob(each)) for each in blobs]
        return self.graph.weight(self.slots[index], shape, sources, make)

    def note(self, text: str) -> None:
        """Tell the user something about this layer."""
        self.notes.append(f"layer {self.layer.name!r}: {text}")
