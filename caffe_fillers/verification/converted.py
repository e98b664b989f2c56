"""Models that another framework holds: their tensors, brought back to Caffe's blobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from caffe_fillers.formats.model import StoredBlob, StoredLayer, cast
from caffe_fillers.matching.match import Matching, caffe_blobs, match, torch_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.model import Model
    from caffe_fillers.formats.onnx.view import View
    from caffe_fillers.plan.net import NetPlan

__all__ = ["Converted", "Tensor", "as_caffe", "from_arrays"]

Loader: TypeAlias = "Callable[[], NDArray[Any]]"


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor of the other framework's model."""

    shape: Shape
    dtype: np.dtype[Any]
    #: Gives all of its values, flat.
    load: Loader
    #: Why the values cannot be compared; empty for sound ones.
    fault: str = ""

    def blob(self, shape: Shape, view: View | None) -> StoredBlob:
        """A blob in it, as a model file has one."""
        return StoredBlob(shape, self.dtype, _Place(self.load, view), fault=self.fault)


class _Place(NamedTuple):
    """Where a blob's values stand."""

    load: Loader
    view: View | None


class Converted:
    """A converted model as the net that it was made from would hold it.

    A tensor is read whole, and the last one is kept: its blob is asked for piece by piece.
    """

    def __init__(
        self,
        layers: Iterable[StoredLayer],
        unwritten: Iterable[tuple[str, int]],
        notes: tuple[str, ...],
    ) -> None:
        self.layers = tuple(layers)
        #: Blobs that no converter writes: the layer's name and the blob's number.
        self.unwritten = frozenset(unwritten)
        self.notes = notes
        self._last: tuple[_Place | None, NDArray[Any]] = None, np.empty(0)

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, in Caffe's order."""
        place: _Place = key.place
        if self._last[0] is not place:
            self._last = place, _gathered(place)
        return cast(self._last[1][start:stop], dtype)


def as_caffe(
    net: NetPlan, matching: Matching, tensors: Mapping[str, Tensor], missed: Iterable[str]
) -> Converted:
    """The model as the net's layers and blobs.

    Args:
        net: The planned net.
        matching: Which place is which blob.
        tensors: The tensor behind each place, by the place's name.
        missed: The names of places that hold weights, and belong to no blob.
    """
    by_slot = {pair.blob.slot: pair for pair in matching.pairs}
    layers = []
    for slots in filter(None, net.slots):
        blobs = {}
        for slot in slots:
            if slot in by_slot:
                pair = by_slot[slot]
                tensor, shape = tensors[pair.place.name], net.plan.blobs[slot].shape
                blobs[slot.blob] = tensor.blob(shape, pair.view)
        layers.append(StoredLayer(slots[0].name, "", blobs))
    for name in missed:
        tensor = tensors[name]
        layers.append(StoredLayer(name, "", {0: tensor.blob(tensor.shape, None)}))
    left = {blob.slot for blob in matching.blobs}
    unwritten = (
        (slot.name, slot.blob)
        for slots in net.slots
        for slot in slots
        if slot not in by_slot and slot not in left
    )
    return Converted(layers, unwritten, matching.notes)


def from_arrays(net: NetPlan, model: Model, table: Mapping[str, str] | None = None) -> Converted:
    """Arrays named as PyTorch names them, .npz or .safetensors, as the net's blobs.

    Raises:
        FormatError: the table names what is not there.
    """
    tensors = {}
    for layer in model.layers:
        for number, stored in layer.blobs.items():
            name = layer.name if len(layer.blobs) == 1 else f"{layer.name}/{number}"
            tensors[name] = Tensor(stored.shape, stored.dtype, _loader(model, stored), stored.fault)
    shapes = net.plan.blobs
    blobs = caffe_blobs(net.net, net.types, net.slots, lambda slot: shapes[slot].shape)
    places = [torch_place(name, tensor.shape) for name, tensor in tensors.items()]
    matching = match(blobs, places, table)
    # Counters and masks are not weights.
    missed = [
        place.name for place in matching.places if tensors[place.name].dtype.kind not in "iub"
    ]
    return as_caffe(net, matching, tensors, missed)


def _loader(model: Model, stored: StoredBlob) -> Loader:
    return lambda: model.read(stored)


def _gathered(place: _Place) -> NDArray[Any]:
    """The blob's values, flat, in the blob's own order."""
    flat, view = np.ascontiguousarray(place.load()).reshape(-1), place.view
    if view is None:
        return flat
    if view.straight:
        return flat[view.starts[0] : view.starts[0] + view.size]
    rows = view.shape[0] // len(view.starts)
    runs = [
        np.lib.stride_tricks.as_strided(
            flat[first:],
            (rows, *view.shape[1:]),
            tuple(step * flat.itemsize for step in view.strides),
            writeable=False,
        )
        for first in view.starts
    ]
    return np.concatenate(runs).reshape(-1)
