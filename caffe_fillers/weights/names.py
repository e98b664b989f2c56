"""Under which names, and in which order, other frameworks hold Caffe's blobs.

Two schemes: Caffe's own, "conv1/0", and PyTorch's state dict, "conv1.weight". In the latter

- a Scale right behind a BatchNorm is that BatchNorm's weight and bias, and the statistics are
  divided by Caffe's scale factor (batch_norm_layer.cpp multiplies by its inverse);
- an LSTM's gates stand as i, f, g, o where Caffe has i, f, o, g, and it has a second bias, zero;
- a transposed InnerProduct stands as a Linear has it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from caffe_fillers.errors import FormatError, did_you_mean, within
from caffe_fillers.files.reading import MAX_LIST, read_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Shape, Slot
    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.proto import caffe

__all__ = ["GATES", "How", "Scheme", "Tensor", "read_names", "tensors_of"]

Scheme: TypeAlias = Literal["caffe", "torch"]
#: How a tensor's values come from its blob: in order; gates in another order; rows as columns; a
#: statistic over its factor; or there is no blob, and they are zero.
How: TypeAlias = Literal["straight", "gates", "turned", "statistic", "zeros"]

#: Where Caffe's gates i, f, o, g stand among PyTorch's i, f, g, o; the same both ways.
GATES = (0, 1, 3, 2)


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor of a renamed model."""

    name: str
    shape: Shape
    #: The blob that it holds; for zeros, the one that they stand beside.
    slot: Slot
    how: How = "straight"
    #: Of a statistic: the blob that holds its factor.
    factor: Slot | None = None


def tensors_of(
    net: NetPlan, scheme: Scheme, table: Mapping[str, str] | None = None
) -> list[Tensor]:
    """All tensors of a net under a scheme's names.

    Args:
        net: The net; its layers' types and parameters decide.
        scheme: Whose names.
        table: Other names: of a tensor for a blob ("layer[0]"), or the part before the last dot or
            slash for a layer.

    Raises:
        FormatError: two tensors would have one name, or the table names what is not there.
    """
    named = _Names(net, table or {})
    tensors = list(named.as_torch() if scheme == "torch" else named.as_caffe())
    named.check_table()
    for name, times in Counter(tensor.name for tensor in tensors).items():
        if times > 1:
            raise FormatError(
                f"{times} tensors would be named {name!r}",
                hint='Rename one with --map: {"other": "layer"} or {"other.weight": "layer[0]"}.',
            )
    return tensors


def read_names(path: Path) -> dict[str, str]:
    """A table of names: JSON, `{"features.0": "conv1", "w": "conv2[0]"}`.

    Raises:
        FormatError: the file is missing or has another form.
    """
    with within(str(path)):
        try:
            content = json.loads(read_given(path, MAX_LIST).decode())
        except (OSError, ValueError, RecursionError) as error:
            raise FormatError(f"cannot be read: {error}") from error
        if not isinstance(content, dict) or not all(
            isinstance(value, str) for value in content.values()
        ):
            raise FormatError(
                "is not a table of names", hint='Write {"tensor": "layer[0]", "module": "layer"}.'
            )
        return content


class _Names:
    """Lives only inside `tensors_of`."""

    def __init__(self, net: NetPlan, table: Mapping[str, str]) -> None:
        self._net = net
        self._table = table
        self._of = {value: key for key, value in table.items()}
        if len(self._of) < len(table):
            twice = next(value for value in table.values() if [*table.values()].count(value) > 1)
            raise FormatError(f"gives {twice!r} two names", where="map")

    def as_caffe(self) -> Iterator[Tensor]:
        """Each blob under its layer's name and its number."""
        for slots in self._net.slots:
            for slot in slots:
                yield self._renamed(Tensor(f"{slot.name}/{slot.blob}", self._shape(slot), slot))

    def as_torch(self) -> Iterator[Tensor]:
        """Each layer as PyTorch's module has it."""
        norms, layers = dict(_scaled_norms(self._net)), self._net.net.layer
        rows = zip(layers, self._net.types, self._net.slots, strict=True)
        for index, (layer, layer_type, slots) in enumerate(rows):
            base = layers[norms[index]].name if index in norms else layer.name
            for tensor in self._layer(layer, layer_type, slots, behind_norm=index in norms):
                yield self._renamed(replace(tensor, name=f"{base}.{tensor.name}"), base)

    def check_table(self) -> None:
        """Refuse a table that names layers or blobs that the net does not have."""
        slots = [slot for layer in self._net.slots for slot in layer]
        known = dict.fromkeys([*(slot.name for slot in slots), *map(str, slots)])
        for place in self._table.values():
            if place not in known:
                hint = did_you_mean(place, known) or "Write a layer's name, or a blob: conv1[0]."
                raise FormatError(f"the net has no blob {place!r}", where="map", hint=hint)

    def _renamed(self, tensor: Tensor, base: str = "") -> Tensor:
        own = self._of.get(str(tensor.slot)) if tensor.how != "zeros" else None
        if own is not None:
            return replace(tensor, name=own)
        base = base or tensor.slot.name
        if base in self._of:
            return replace(tensor, name=self._of[base] + tensor.name.removeprefix(base))
        return tensor

    def _shape(self, slot: Slot) -> Shape:
        return self._net.plan.blobs[slot].shape

    def _layer(
        self,
        layer: caffe.LayerParameter,
        layer_type: LayerType,
        slots: Sequence[Slot],
        *,
        behind_norm: bool,
    ) -> Iterator[Tensor]:
        """A layer's tensors, their names without the layer's."""
        make = _recurrent if "recurrent" in layer_type.blobs.roles else _plain
        if {"norm_mean", "norm_var"} <= {*layer_type.blobs.roles} and len(slots) == NORM_BLOBS:
            make = _norm
        yield from make(layer, layer_type, slots, self._shape)
        if behind_norm and len(slots) == 1:
            # A BatchNorm that has a weight has a bias, too.
            yield Tensor("bias", self._shape(slots[0]), slots[0], "zeros")


def _scaled_norms(net: NetPlan) -> Iterator[tuple[int, int]]:
    """For each scale that is the only reader of a norm's top: its layer, and the norm's."""
    producer: dict[str, int] = {}
    for index, (layer, layer_type) in enumerate(zip(net.net.layer, net.types, strict=True)):
        before = producer.get(layer.bottom[0]) if layer.bottom else None
        if before is not None and _is_scale(layer, layer_type) and net.slots[index]:
            norm = net.types[before].blobs.roles
            if "norm_mean" in norm and "norm_scale" not in norm and net.slots[before]:
                yield index, before
        producer.update(dict.fromkeys(layer.top, index))


def _is_scale(layer: caffe.LayerParameter, layer_type: LayerType) -> bool:
    """Whether a layer multiplies each channel of its only bottom."""
    if layer_type.blobs.roles[:1] != ("norm_scale",) or len(layer.bottom) != 1:
        return False
    param = layer_type.own(layer)
    return bool(param.axis == 1 and param.num_axes == 1)


_Shapes: TypeAlias = "Callable[[Slot], Shape]"

#: PyTorch's name for what a blob is.
NAMES: Mapping[str, str] = {
    "weight": "weight",
    "bias": "bias",
    "slope": "weight",
    "norm_scale": "weight",
    "norm_bias": "bias",
}
#: The same in a recurrent layer, of one layer and one direction.
RECURRENT: Mapping[str, str] = {
    "weight": "weight_ih_l0",
    "bias": "bias_ih_l0",
    "static": "weight_ih_static_l0",
    "recurrent": "weight_hh_l0",
    "output": "weight_ho",
    "output_bias": "bias_o",
}
#: Mean, variance and factor; a fork's norm may have more blobs.
NORM_BLOBS = 3


def _plain(
    layer: caffe.LayerParameter, layer_type: LayerType, slots: Sequence[Slot], shape: _Shapes
) -> Iterator[Tensor]:
    """A weight, a bias, and whatever else there is under its number."""
    replaced = (
        layer_type.blobs.replaced_by is not None
        and len(layer.bottom) > layer_type.blobs.replaced_by
    )
    for slot in slots:
        # Where a bottom is the factor, the only blob is the bias.
        role = "bias" if replaced else layer_type.blobs.role(slot.blob, len(slots))
        name = NAMES.get(role, str(slot.blob)) if slot.blob < 2 else str(slot.blob)
        # One slope for all channels is an array of one.
        dims = shape(slot) or (1,) if role == "slope" else shape(slot)
        if role == "weight" and layer_type.is_transposed(layer):
            yield Tensor(name, dims[::-1], slot, "turned")
        else:
            yield Tensor(name, dims, slot)


def _norm(
    layer: caffe.LayerParameter, layer_type: LayerType, slots: Sequence[Slot], shape: _Shapes
) -> Iterator[Tensor]:
    del layer, layer_type
    for name, slot in zip(("running_mean", "running_var"), slots[:2], strict=True):
        yield Tensor(name, shape(slot), slot, "statistic", slots[2])


def _recurrent(
    layer: caffe.LayerParameter, layer_type: LayerType, slots: Sequence[Slot], shape: _Shapes
) -> Iterator[Tensor]:
    """torch.nn.LSTM and torch.nn.RNN of one layer; Caffe's RNN has an output matrix besides."""
    del layer
    for slot in slots:
        name = RECURRENT[layer_type.blobs.role(slot.blob, len(slots))]
        yield Tensor(name, shape(slot), slot, "gates" if layer_type.blobs.gates else "straight")
        if name == "bias_ih_l0":
            yield Tensor("bias_hh_l0", shape(slot), slot, "zeros")
