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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Shape, Slot
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
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise FormatError(f"cannot be read: {error}") from error
        if not isinstance(content, dict) or not all(
            isinstance(value, str) for value in content.values()
        ):
            raise FormatError(
                "is no table of names", hint='Write {"tensor": "layer[0]", "module": "layer"}.'
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
        norms = dict(_scaled_norms(self._net.net, self._net.slots))
        for index, (layer, slots) in enumerate(
            zip(self._net.net.layer, self._net.slots, strict=True)
        ):
            base = self._net.net.layer[norms[index]].name if index in norms else layer.name
            for tensor in self._layer(layer, slots, behind_norm=index in norms):
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
        self, layer: caffe.LayerParameter, slots: Sequence[Slot], *, behind_norm: bool
    ) -> Iterator[Tensor]:
        """A layer's tensors, their names without the layer's."""
        make = _MODULES.get(layer.type, _plain)
        yield from make(layer, slots, self._shape)
        if behind_norm and len(slots) == 1:
            # A BatchNorm that has a weight has a bias, too.
            yield Tensor("bias", self._shape(slots[0]), slots[0], "zeros")


def _scaled_norms(
    net: caffe.NetParameter, slots: Sequence[Sequence[Slot]]
) -> Iterator[tuple[int, int]]:
    """For each Scale that is the only reader of a BatchNorm's top: its layer, and the norm's."""
    producer: dict[str, int] = {}
    for index, layer in enumerate(net.layer):
        before = producer.get(layer.bottom[0]) if layer.bottom else None
        if layer.type == "Scale" and before is not None and len(layer.bottom) == 1:
            norm = net.layer[before]
            channels = layer.scale_param.axis == 1 and layer.scale_param.num_axes == 1
            if norm.type == "BatchNorm" and channels and slots[index] and slots[before]:
                yield index, before
        producer.update(dict.fromkeys(layer.top, index))


_Shapes: TypeAlias = "Callable[[Slot], Shape]"


def _plain(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    """A weight, a bias, and whatever else there is under its number."""
    del layer
    names = ("weight", "bias")
    for slot in slots:
        name = names[slot.blob] if slot.blob < len(names) else str(slot.blob)
        yield Tensor(name, shape(slot), slot)


def _linear(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    for tensor in _plain(layer, slots, shape):
        if tensor.name == "weight" and layer.inner_product_param.transpose:
            yield replace(tensor, shape=tensor.shape[::-1], how="turned")
        else:
            yield tensor


def _scale(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    """With a second bottom, that is the factor, and the only blob is the bias."""
    names = ("bias",) if len(layer.bottom) > 1 else ("weight", "bias")
    for slot in slots:
        yield Tensor(names[slot.blob], shape(slot), slot)


def _bias(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    del layer
    for slot in slots:
        yield Tensor("bias", shape(slot), slot)


def _prelu(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    """One slope for all channels is an array of one."""
    del layer
    for slot in slots:
        yield Tensor("weight", shape(slot) or (1,), slot)


def _norm(layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes) -> Iterator[Tensor]:
    names = ("running_mean", "running_var")
    if len(slots) != 3:
        # A fork's, of other blobs.
        yield from _plain(layer, slots, shape)
        return
    for name, slot in zip(names, slots[:2], strict=True):
        yield Tensor(name, shape(slot), slot, "statistic", slots[2])


def _recurrent(
    layer: caffe.LayerParameter, slots: Sequence[Slot], shape: _Shapes
) -> Iterator[Tensor]:
    """torch.nn.LSTM and torch.nn.RNN of one layer; Caffe's RNN has an output matrix besides."""
    lstm = layer.type == "LSTM"
    names = ["weight_ih_l0", "bias_ih_l0", "weight_hh_l0"]
    if not lstm:
        names += ["weight_ho", "bias_o"]
    if len(slots) > len(names):
        names.insert(2, "weight_ih_static_l0")
    for name, slot in zip(names, slots, strict=True):
        yield Tensor(name, shape(slot), slot, "gates" if lstm else "straight")
        if name == "bias_ih_l0":
            yield Tensor("bias_hh_l0", shape(slot), slot, "zeros")


_MODULES: Mapping[str, Callable[..., Iterator[Tensor]]] = {
    "InnerProduct": _linear,
    "Scale": _scale,
    "Bias": _bias,
    "PReLU": _prelu,
    "BatchNorm": _norm,
    "LSTM": _recurrent,
    "RNN": _recurrent,
}
