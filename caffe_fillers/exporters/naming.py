"""The names in the finished model: a net's own, each once.

Inputs and outputs have their blob's name, and so has the last value of every other blob; what a
later layer overwrites in place is blob@layer. Initializers are layer[0], layer[1] ..., or PyTorch's
words; what only serves inside a layer is layer/Operator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.exporters.graph import Weight
    from caffe_fillers.exporters.net import Written
    from caffe_fillers.exporters.options import Names
    from caffe_fillers.plan.net import NetPlan

__all__ = ["Naming", "name_all"]

#: What PyTorch calls the blobs of each role.
TORCH = {
    "weight": "weight",
    "bias": "bias",
    "slope": "weight",
    "norm_scale": "weight",
    "norm_bias": "bias",
    "norm_mean": "running_mean",
    "norm_var": "running_var",
    "recurrent": "weight_hh_l0",
    "static": "weight_static",
    "output": "weight_ho",
    "output_bias": "bias_ho",
}
_TORCH_RECURRENT = {"weight": "weight_ih_l0", "bias": "bias_ih_l0"}


@dataclass(frozen=True, slots=True)
class Naming:
    """The name of every value, and of every node in order."""

    values: dict[str, str]
    nodes: list[str]
    #: The outputs that need a name of their own for a value that has one: Identity.
    copies: dict[str, str]


class _Names:
    """Names that are taken."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def free(self, wanted: str) -> str:
        """The name, or with a number behind it."""
        wanted = wanted or "unnamed"
        name = wanted
        while name in self._next:
            self._next[wanted] += 1
            name = f"{wanted}_{self._next[wanted]}"
        self._next[name] = 1
        return name

    def __contains__(self, name: str) -> bool:
        return name in self._next


def name_all(written: Written, names: Names) -> Naming:
    """Names for everything in the graph."""
    graph, taken = written.graph, _Names()
    values = {each.value: taken.free(each.name) for each in graph.inputs}
    values |= {value: taken.free(name) for value, name in written.names.items()}
    # What stands for several blobs, or is none of the graph's own making, cannot be an output.
    foreign = {*values, *graph.weights, *graph.constants}
    copies: dict[str, str] = {}
    for output in graph.outputs:
        name = taken.free(f"{output.name}@output" if output.name in taken else output.name)
        if output.value in foreign or output.value in values:
            copies[output.name] = name
        else:
            values[output.value] = name
    last = [(blob, version.value) for blob, version in written.blobs.items()]
    earlier = [(f"{each.blob}@{each.layer}", each.value) for each in written.versions]
    for name, value in (*last, *earlier):
        if value not in values and value not in foreign:
            values[value] = taken.free(name)
    for weight in graph.weights.values():
        values[weight.value] = taken.free(_initializer(weight, written.planned, names))
    layers = written.planned.net.layer
    for constant in graph.constants.values():
        values[constant.value] = taken.free(f"{layers[constant.layer].name}/const")
    nodes = list(_nodes(written))
    for node, name in zip(graph.nodes, nodes, strict=True):
        for value in node.outputs:
            if value not in values:
                values[value] = taken.free(name)
    return Naming(values, nodes, copies)


def _nodes(written: Written) -> Iterator[str]:
    """The layer's name where it is one operator, else the layer's and the operator's."""
    layers, taken = written.planned.net.layer, _Names()
    many: dict[int, int] = {}
    for node in written.graph.nodes:
        many[node.layer] = many.get(node.layer, 0) + 1
    for node in written.graph.nodes:
        layer = layers[node.layer].name
        yield taken.free(layer if many[node.layer] == 1 else f"{layer}/{node.op_type}")


def _initializer(weight: Weight, planned: NetPlan, names: Names) -> str:
    slot = weight.slot
    if names == "caffe":
        return str(slot)
    layer = planned.net.layer[slot.layer]
    blobs = len(planned.slots[slot.layer])
    role = planned.types[slot.layer].blobs.role(slot.blob, blobs)
    recurrent = layer.type in ("LSTM", "RNN") and role in _TORCH_RECURRENT
    word = _TORCH_RECURRENT[role] if recurrent else TORCH.get(role)
    return f"{slot.name}.{word}" if word else str(slot)
