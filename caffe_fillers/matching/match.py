"""Which tensor of a converted model is which blob of the Caffe net it was made from.

Converters name what they write after Caffe's layers: caffe-onnx and caffe2onnx `conv1_W`, MMdnn
`conv1_weight`, Caffe2 and the models of its zoo `conv1_w_0`, PyTorch `conv1.weight`. Where the
tensor's own name says nothing, that of the operator that reads it may; what is left is matched
by shape where only one pair is possible, and by a table that the user gives.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import shape_text
from caffe_fillers.errors import FormatError, did_you_mean
from caffe_fillers.formats.onnx.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from caffe_fillers.core.draws import Shape, Slot
    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.proto import caffe

__all__ = [
    "CaffeBlob",
    "Matching",
    "Pair",
    "TensorPlace",
    "caffe_blobs",
    "match",
    "torch_place",
]


@dataclass(frozen=True, slots=True)
class CaffeBlob:
    """A blob of the net."""

    slot: Slot
    #: Its layer's type, and the names under which converters know it: the layer's and its tops'.
    type: LayerType
    names: tuple[str, ...]
    shape: Shape
    #: What it is: "weight", "bias", "norm_mean" ...; empty where no converter writes it.
    role: str
    #: The net's own layout is (K, N), where everybody else means (N, K).
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """A tensor, or one of the blobs in it."""

    #: Unique: the tensor's name, with a number in brackets where it holds several blobs.
    name: str
    #: The tensor's own name, without any path; the names of its operator and of what that makes.
    tensor: str
    readers: tuple[str, ...]
    #: The blob that Caffe's layer would have here, and where its values stand in storage.
    shape: Shape
    view: View
    #: What its operator says it is; empty where nobody does.
    role: str = ""
    #: Where Caffe's gates stand among its own, if the blob is of a layer with gates.
    gates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A blob and its place."""

    blob: CaffeBlob
    place: TensorPlace
    #: Where the blob's values stand, in the blob's own order.
    view: View
    #: What told: "map", "name", "operator" or "shape".
    by: str


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together, and what was left."""

    pairs: tuple[Pair, ...]
    blobs: tuple[CaffeBlob, ...]
    places: tuple[TensorPlace, ...]
    #: Pairs whose names agree and whose shapes do not.
    notes: tuple[str, ...]


#: How converters end the name of a tensor, after the layer's. Case and punctuation aside.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    role: tuple(endings.split())
    for role, endings in {
        "weight": "w weight weights w_0 kernel filter weight_array 0 w_xc w_xh weight_ih_l0",
        "bias": "b bias biases b_0 bias_array 1 b_c b_h bias_ih_l0",
        "slope": "slope slope_0 weight weights alpha w w_0 0",
        "norm_scale": "scale gamma weight weights w w_0 0 s",
        "norm_bias": "b bias beta shift b_0 1",
        "norm_mean": "mean running_mean moving_mean 0 rm",
        "norm_var": "var variance running_var moving_var moving_variance 1 riv",
        "recurrent": "r recurrent w_hc w_hh weight_hh_l0 2",
        "static": "w_xc_static w_xh_static static",
        "output": "w_ho",
        "output_bias": "b_o",
    }.items()
}
#: Roles that an operator may give to what is another one in Caffe.
ALSO: Mapping[str, frozenset[str]] = {
    "weight": frozenset({"embedding"}),
    "bias": frozenset({"norm_bias"}),
    "norm_bias": frozenset({"bias"}),
    "static": frozenset({"weight"}),
    "output": frozenset({"weight"}),
    "output_bias": frozenset({"bias"}),
}

#: Where Caffe's gates i, f, o, g stand among PyTorch's i, f, g, o.
TORCH_GATES = (0, 1, 3, 2)


def caffe_blobs(
    net: caffe.NetParameter,
    types: Sequence[LayerType],
    slots: Sequence[Sequence[Slot]],
    shape: Callable[[Slot], Shape],
) -> list[CaffeBlob]:
    """The blobs of a built net, with what they are."""
    blobs = []
    for layer, layer_type, row in zip(net.layer, types, slots, strict=True):
        names = tuple(dict.fromkeys([layer.name, *layer.top]))
        for number, slot in enumerate(row):
            role = layer_type.blobs.role(number, len(row))
            turned = role == "weight" and layer_type.is_transposed(layer)
            blobs.append(CaffeBlob(slot, layer_type, names, shape(slot), role, turned))
    return blobs


def torch_place(name: str, shape: Shape) -> TensorPlace:
    """The place of a tensor of a PyTorch model, told by name and shape alone."""
    return TensorPlace(name, name, (), shape, View.whole(shape), "", TORCH_GATES)


def match(
    blobs: Sequence[CaffeBlob],
    places: Sequence[TensorPlace],
    table: Mapping[str, str] | None = None,
) -> Matching:
    """Blobs and places that belong together.

    Args:
        blobs: Those of the net.
        places: Those of the model.
        table: Names of places, and of blobs as `layer[number]`, that the user has matched.

    Raises:
        FormatError: the table names what is not there, or what does not fit.
    """
    matcher = _Matcher(blobs, places)
    matcher.by_table(table or {})
    matcher.by_names()
    matcher.by_operators()
    matcher.by_shapes()
    return matcher.finish()


class _Matcher:
    """What is matched so far; lives only inside `match`."""

    def __init__(self, blobs: Sequence[CaffeBlob], places: Sequence[TensorPlace]) -> None:
        self._blobs = {blob.slot: blob for blob in blobs}
        self._places = {place.name: place for place in places}
        self._pairs: list[Pair] = []
        self._notes: list[str] = []

    def by_table(self, table: Mapping[str, str]) -> None:
        """The pairs that the user gives."""
        blobs = {str(slot): blob for slot, blob in self._blobs.items()}
        for place_name, blob_name in table.items():
            place, blob = self._places.get(place_name), blobs.get(blob_name)
            if place is None:
                hint = did_you_mean(place_name, self._places) or "`plan` shows the tensors' names."
                raise FormatError(f"the model has no tensor {place_name!r}", where="map", hint=hint)
            if blob is None:
                hint = did_you_mean(blob_name, blobs) or "Write the layer and the blob: conv1[0]."
                raise FormatError(f"the net has no blob {blob_name!r}", where="map", hint=hint)
            if blob.slot not in self._blobs:
                hint = "A blob goes to one tensor; the net may share it under two names."
                raise FormatError(f"blob {blob_name!r} is given twice", where="map", hint=hint)
            view = _fit(blob, place)
            if view is None:
                raise FormatError(_misfit(blob, place), where="map", hint="Look at both shapes.")
            self._add(blob, place, view, "map")

    def by_names(self) -> None:
        """Tensors whose name is the layer's and an ending."""
        named: dict[str, list[TensorPlace]] = defaultdict(list)
        for place in self._places.values():
            for name in dict.fromkeys((place.name, place.tensor)):
                named[_plain(name)].append(place)
        for blob in list(self._blobs.values()):
            for ending in ENDINGS.get(blob.role, ()):
                self._try(blob, named[f"{_plain(blob.slot.name)}_{ending}"], "name")

    def by_operators(self) -> None:
        """Tensors that an operator of the layer's name, or of a top's, reads in the same role."""
        read: dict[str, list[TensorPlace]] = defaultdict(list)
        for place in self._places.values():
            for name in dict.fromkeys(map(_plain, place.readers)):
                read[name].append(place)
        for blob in list(self._blobs.values()):
            for name in blob.names:
                places = [each for each in read[_plain(name)] if _same_role(blob, each)]
                self._try(blob, places, "operator")

    def by_shapes(self) -> None:
        """Of one role and shape, the only blob and the only place that are left."""
        while True:
            fits = {
                slot: [
                    place
                    for place in self._places.values()
                    if place.role and _same_role(blob, place) and _fit(blob, place)
                ]
                for slot, blob in self._blobs.items()
                if blob.role
            }
            wanted = [place.name for places in fits.values() for place in places]
            sure = [
                (self._blobs[slot], places)
                for slot, places in fits.items()
                if len(places) == 1 and wanted.count(places[0].name) == 1
            ]
            for blob, places in sure:
                self._try(blob, places, "shape")
            if not sure:
                break

    def finish(self) -> Matching:
        """What was found; what no converter writes is not missed."""
        left = tuple(blob for blob in self._blobs.values() if blob.role)
        places = tuple(self._places.values())
        return Matching(tuple(self._pairs), left, places, tuple(dict.fromkeys(self._notes)))

    def _try(self, blob: CaffeBlob, places: Iterable[TensorPlace], by: str) -> None:
        for place in places:
            if blob.slot in self._blobs and place.name in self._places:
                view = _fit(blob, place)
                if view is not None:
                    self._add(blob, place, view, by)
                elif by == "name":
                    self._notes.append(_misfit(blob, place))

    def _add(self, blob: CaffeBlob, place: TensorPlace, view: View, by: str) -> None:
        self._pairs.append(Pair(blob, place, view, by))
        del self._blobs[blob.slot], self._places[place.name]


def _plain(name: str) -> str:
    """A name without case and punctuation, which converters change."""
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def _same_role(blob: CaffeBlob, place: TensorPlace) -> bool:
    return place.role in (blob.role, *ALSO.get(blob.role, ()))


def _fit(blob: CaffeBlob, place: TensorPlace) -> View | None:
    """Where the blob's values stand, if its shape is the place's, single dimensions aside."""
    if blob.transposed:
        fits = len(place.view.shape) == 2 and _dims(blob.shape) == _dims(place.shape[::-1])
        return place.view.transpose((1, 0)) if fits else None
    if _dims(blob.shape) == _dims(place.shape):
        gates = place.gates if blob.type.blobs.gates else ()
        return place.view.runs(gates) if gates else place.view
    # An InnerProduct over a whole image may have become a convolution, and the other way round.
    rows = blob.shape[:1] == place.shape[:1] and blob.role == "weight"
    return place.view if rows and math.prod(blob.shape) == math.prod(place.shape) else None


def _dims(shape: Shape) -> tuple[int, ...]:
    return tuple(dim for dim in shape if dim != 1)


def _misfit(blob: CaffeBlob, place: TensorPlace) -> str:
    return (
        f"{place.name} is named after {blob.slot}, but the blob is "
        f"{shape_text(blob.shape)} and the tensor {shape_text(place.shape)}"
    )
