"""What an ONNX model consists of, operator by operator."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import onnx
from onnx import helper, shape_inference

from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats.onnx.model import nbytes, read_onnx, shape_of
from caffe_fillers.look.costs.onnx import OPERATORS, Operation
from caffe_fillers.look.summaries import LayerRow, Summary
from caffe_fillers.plan.onnx import plan_onnx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.model import OnnxModel

__all__ = ["summarize_onnx"]

#: Values of at most so many bytes stay in the copy whose shapes are inferred: they may be shapes.
SMALL = 1 << 10
#: Operators whose output is their input's memory.
VIEWS = frozenset({"Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze"})


@dataclass(slots=True)
class _Shapes:
    """What is known of the values of a graph."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    itemsizes: dict[str, int] = field(default_factory=dict)

    def learn(self, info: onnx.ValueInfoProto) -> None:
        """A value's shape, if every dimension is told."""
        tensor = info.type.tensor_type
        if not tensor.HasField("shape"):
            return
        dims = [dim.dim_value if dim.HasField("dim_value") else -1 for dim in tensor.shape.dim]
        if all(dim >= 0 for dim in dims):
            self.shapes[info.name] = tuple(dims)
            self.itemsizes[info.name] = _itemsize(tensor.elem_type)


def summarize_onnx(path: Path, batch: int | None = None) -> Summary:
    """The table of a model: one row a node of its graph.

    Args:
        path: The model.
        batch: Axis 0 of all inputs, where they have one.

    Raises:
        CaffeFillersError: it cannot be read, or shapes contradict each other.
    """
    model = read_onnx(path)
    with within(str(path)):
        shapes = _inferred(model, batch)
    rows = tuple(_rows(model, shapes))
    graph = model.proto.graph
    own = {each.name for each in graph.initializer}
    firsts = {
        shapes.shapes[each.name][0]
        for each in graph.input
        if each.name not in own and shapes.shapes.get(each.name)
    }
    unknown = sum(1 for row in rows for _, shape in row.tops if shape is None)
    notes = plan_onnx(model).notes
    if unknown:
        notes = (
            *notes,
            f"{unknown} values have dimensions that are not fixed: --batch N gives the inputs one",
        )
    return Summary(str(path), rows, firsts.pop() if len(firsts) == 1 else None, notes)


def _inferred(model: OnnxModel, batch: int | None) -> _Shapes:
    """The shapes of all values, by onnx's own inference on a copy without large numbers."""
    proto = onnx.ModelProto()
    proto.CopyFrom(model.proto)
    own = {each.name for each in proto.graph.initializer}
    for tensor in proto.graph.initializer:
        with within(f"tensor {tensor.name!r}"):
            shape_of(tensor)
            if nbytes(tensor) > SMALL or model.span(tensor):
                tensor.raw_data = b""
    if batch is not None:
        _set_batch(proto, own, batch)
    try:
        proto = shape_inference.infer_shapes(proto, check_type=False, data_prop=True)
    except Exception as error:
        raise FormatError(f"its shapes cannot be worked out: {error}") from error
    found = _Shapes()
    for info in (*proto.graph.input, *proto.graph.value_info, *proto.graph.output):
        found.learn(info)
    for tensor in proto.graph.initializer:
        found.shapes[tensor.name] = tuple(tensor.dims)
        found.itemsizes[tensor.name] = _itemsize(tensor.data_type)
    return found


def _set_batch(proto: onnx.ModelProto, own: set[str], batch: int) -> None:
    """Give all inputs this axis 0, and let the rest be worked out."""
    for info in proto.graph.input:
        dims = info.type.tensor_type.shape.dim
        if info.name not in own and dims:
            dims[0].dim_value = batch
    del proto.graph.value_info[:]
    for info in proto.graph.output:
        info.type.tensor_type.ClearField("shape")


def _itemsize(elem_type: int) -> int:
    try:
        return int(helper.tensor_dtype_to_np_dtype(elem_type).itemsize)
    except KeyError:
        return 0


def _rows(model: OnnxModel, known: _Shapes) -> Iterator[LayerRow]:
    graph = model.proto.graph
    weights = _weights(model)
    taken: set[str] = set()
    for number, node in enumerate(graph.node):
        held = [name for name in dict.fromkeys(node.input) if name in weights]
        parameters = sum(math.prod(weights[name]) for name in held)
        shared = sum(math.prod(weights[name]) for name in held if name in taken)
        taken.update(held)
        outputs = [name for name in node.output if name]
        yield LayerRow(
            name=node.name or f"{node.op_type}_{number}",
            type=node.op_type,
            tops=tuple((name, known.shapes.get(name)) for name in outputs),
            blobs=tuple(weights[name] for name in held),
            parameters=parameters,
            shared=shared,
            multiply_adds=_multiply_adds(node, known, held=bool(held)),
            memory=_memory(node, known, outputs),
            filler=(),
        )


def _weights(model: OnnxModel) -> dict[str, Shape]:
    """The tensors that stand in the place of a weight, by name."""
    return {
        decision.site.name: tuple(decision.site.shape)
        for decision in plan_onnx(model).decisions
        if decision.uses
    }


def _multiply_adds(node: onnx.NodeProto, known: _Shapes, *, held: bool) -> int | None:
    counter = OPERATORS.get(node.op_type)
    if counter is None:
        # Norms and slopes are weights that nothing is summed up with.
        return None if held and node.op_type not in SINGLE else 0
    outputs = [known.shapes.get(name) for name in node.output if name]
    if any(shape is None for shape in outputs[:1]):
        return None
    inputs = tuple(known.shapes.get(name) if name else None for name in node.input)
    attributes: dict[str, Any] = {
        each.name: helper.get_attribute_value(each) for each in node.attribute
    }
    try:
        return counter(Operation(inputs, tuple(s or () for s in outputs), attributes))
    except LookupError:
        return None


#: Operators whose weights are used value by value.
SINGLE = frozenset(
    {"BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization"}
    | {"Add", "Sub", "Mul", "Div", "PRelu", "Gather", "Identity", "DequantizeLinear", "Cast"}
    | {"QuantizeLinear", "Transpose", "Reshape", "SimplifiedLayerNormalization"}
)


def _memory(node: onnx.NodeProto, known: _Shapes, outputs: Sequence[str]) -> int | None:
    if node.op_type in VIEWS:
        return 0
    shapes = [(known.shapes.get(name), known.itemsizes.get(name, 0)) for name in outputs]
    total = 0
    for shape, itemsize in shapes:
        if shape is None:
            return None
        total += math.prod(shape) * itemsize
    return total
