"""Dimensions that are not fixed: what depends on the batch is found by writing the net twice.

The same net is written for two lengths of axis 0. Whatever differs between the two graphs depends
on the batch: in the shape that a Reshape is given, one such number is left to be worked out; in
anything else the layer cannot be freed of the batch, and an error names it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.errors import CaffeFillersError, LayerError, within
from caffe_fillers.exporters.graph import Body, Graph, Node
from caffe_fillers.plan.net import Options, plan_built

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.net import Written
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.proto import caffe

__all__ = ["BATCH", "Symbols", "free", "other_tops", "sources"]

#: The name of axis 0 of the inputs.
BATCH = "N"


@dataclass(slots=True)
class Symbols:
    """The dimensions of values, some of them by name where they are not fixed."""

    values: dict[str, list[int | str]] = field(default_factory=dict)
    _names: dict[tuple[int, int], str] = field(default_factory=dict)

    def of(self, value: str, shape: Shape) -> list[int | str]:
        """The shape of a value with names for what is not fixed."""
        return self.values.get(value, list(shape))

    def add(self, value: str, one: Shape, other: Shape) -> None:
        """Tell a value's shape by what it is for two lengths of the batch."""
        self.values[value] = [
            dim if dim == also else self._name(dim, also)
            for dim, also in zip(one, other, strict=True)
        ]

    def _name(self, one: int, other: int) -> str:
        if (one, other) not in self._names:
            number = len(self._names)
            self._names[one, other] = f"{BATCH}_{number + 1}" if number else BATCH
        return self._names[one, other]


def sources(net: caffe.NetParameter) -> list[int]:
    """The layers that bring values in: axis 0 of their tops is the batch."""
    return [
        index
        for index, layer in enumerate(net.layer)
        if not layer.bottom and layer.type not in ("DummyData", "Parameter")
    ]


def other_tops(
    planned: NetPlan, freed: Mapping[int, int], options: Options
) -> tuple[tuple[Shape, ...], ...]:
    """The shapes of all tops if axis 0 of the tops of these layers were of another length.

    Args:
        planned: The net.
        freed: For each layer that is changed, what its axis 0 is multiplied by; one is added.
        options: How the net was planned.

    Raises:
        LayerError: the net does not fit that length.
    """
    net = type(planned.net)()
    net.CopyFrom(planned.net)
    for index, factor in freed.items():
        layer = net.layer[index]
        was = planned.net.layer[index]
        layer.Clear()
        layer.MergeFrom(type(was)(name=was.name, type="Input", top=was.top, phase=was.phase))
        for shape in planned.tops[index][: len(layer.top)]:
            dims = (shape[0] * factor + 1, *shape[1:]) if shape else ()
            layer.input_param.shape.add(dim=dims)
    try:
        return plan_built(net, options).tops
    except CaffeFillersError as error:
        raise LayerError(
            f"the net is written for one batch size: {error.message}",
            where=error.where,
            hint="Leave --dynamic-batch out, or write -1 or 0 where a shape names the batch.",
        ) from error


def free(written: Written, other: Written) -> Symbols:
    """Make the graph fit both lengths of the batch; the dimensions of its values.

    Args:
        written: The graph, which is changed.
        other: The same net's graph for another length of axis 0.

    Raises:
        LayerError: a layer works for one length only.
    """
    symbols = Symbols()
    for one, also in zip(written.graph.inputs, other.graph.inputs, strict=True):
        symbols.add(one.value, one.shape, also.shape)
    if len(written.graph.nodes) != len(other.graph.nodes):
        raise LayerError(
            "its graph has another form for another batch size",
            where=_place(written, _first_other(written.graph, other.graph)),
            hint="Export it for one batch size.",
        )
    for node, twin in zip(written.graph.nodes, other.graph.nodes, strict=True):
        with within(_place(written, node.layer)):
            _free_node(written.graph, node, other.graph, twin)
    for version, again in zip(written.versions, other.versions, strict=True):
        symbols.add(version.value, version.shape, again.shape)
    for output, other_output in zip(written.graph.outputs, other.graph.outputs, strict=True):
        symbols.add(output.value, output.shape, other_output.shape)
    return symbols


def _free_node(graph: Graph, node: Node, other: Graph, twin: Node) -> None:
    if node.op_type != twin.op_type or not _alike(node.attributes, twin.attributes):
        raise _fixed(node)
    for position, (name, twin_name) in enumerate(zip(node.inputs, twin.inputs, strict=True)):
        one, also = graph.constants.get(name), other.constants.get(twin_name)
        if one is None or also is None or _equal(one.array, also.array):
            continue
        if (node.op_type, position) != ("Reshape", 1) or one.array.shape != also.array.shape:
            raise _fixed(node)
        differ = one.array != also.array
        if differ.sum() != 1:
            raise _fixed(node)
        node.inputs[position] = graph.constant(np.where(differ, -1, one.array), np.int64)


def _fixed(node: Node) -> LayerError:
    return LayerError(
        f"its {node.op_type} works for one batch size only",
        hint="Export the net for one batch size, or without this layer: --outputs, --cut.",
    )


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one.keys() != other.keys():
        return False
    return all(_same(value, other[name]) for name, value in one.items())


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Body):
        # Its inputs have the batch in their shapes.
        return bool(one.inputs == other.inputs)
    if isinstance(one, np.ndarray):
        return _equal(one, other)
    return bool(one == other)


def _equal(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _first_other(one: Graph, other: Graph) -> int:
    pairs = zip(one.nodes, other.nodes, strict=False)
    return next((a.layer for a, b in pairs if a.op_type != b.op_type), one.nodes[-1].layer)


def _place(written: Written, index: int) -> str:
    layer = written.planned.net.layer[index]
    return f"layer {layer.name!r} ({layer.type})"
