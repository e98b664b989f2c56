"""From a graph with names to a ModelProto whose initializers have no values yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import checker, helper, numpy_helper, shape_inference

from caffe_fillers import __version__
from caffe_fillers.errors import FormatError
from caffe_fillers.exporters.graph import Body, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.exporters.batch import Symbols
    from caffe_fillers.exporters.graph import Weight
    from caffe_fillers.exporters.naming import Naming
    from caffe_fillers.exporters.net import Written

__all__ = ["Assembled", "assemble", "check"]

PRODUCER = "caffe_fillers"


@dataclass(frozen=True, slots=True)
class Assembled:
    """A model, and what its empty initializers are made of."""

    proto: onnx.ModelProto
    #: In the order of the initializers with weights, which come first.
    weights: tuple[Weight, ...]
    #: The name of each output by its blob's.
    outputs: Mapping[str, str]

    def tensors(self) -> list[onnx.TensorProto]:
        """The initializers that have no values yet."""
        return list(self.proto.graph.initializer[: len(self.weights)])


def assemble(written: Written, naming: Naming, symbols: Symbols) -> Assembled:
    """The message of a graph; of the weights only names and shapes are in it."""
    graph, names = written.graph, naming.values
    weights = tuple(graph.weights.values())
    made = onnx.GraphProto(name=written.planned.net.name or "net")
    for weight in weights:
        tensor = made.initializer.add(name=names[weight.value], data_type=onnx.TensorProto.FLOAT)
        tensor.dims.extend(weight.shape)
    for constant in graph.constants.values():
        made.initializer.append(numpy_helper.from_array(constant.array, names[constant.value]))
    for each in graph.inputs:
        element = helper.np_dtype_to_tensor_dtype(each.dtype)
        made.input.append(
            helper.make_tensor_value_info(each.name, element, symbols.of(each.value, each.shape))
        )
    for node, name in zip(graph.nodes, naming.nodes, strict=True):
        made.node.append(_node(node, names, name))
    outputs = {}
    for output in graph.outputs:
        name = naming.copies.get(output.name, names[output.value])
        if output.name in naming.copies:
            copy = helper.make_node("Identity", [names[output.value]], [name], name=f"{name}/copy")
            made.node.append(copy)
        made.output.append(_info(name, symbols.of(output.value, output.shape)))
        outputs[output.name] = name
    told = {*outputs.values(), *(each.name for each in graph.inputs)}
    by_nodes = {value for node in graph.nodes for value in node.outputs}
    for version in written.versions:
        name = names.get(version.value, "")
        if version.value in by_nodes and name not in told:
            told.add(name)
            made.value_info.append(_info(name, symbols.of(version.value, version.shape)))
    opset = helper.make_opsetid("", graph.opset)
    proto = helper.make_model(
        made,
        opset_imports=[opset],
        producer_name=PRODUCER,
        producer_version=__version__,
        ir_version=helper.find_min_ir_version_for([opset]),
    )
    return Assembled(proto, weights, outputs)


def check(assembled: Assembled) -> None:
    """onnx.checker with full shape inference; weights stand as inputs, whose values count not.

    Raises:
        FormatError: the model is not sound: an error of this program.
    """
    hollow = onnx.ModelProto()
    hollow.CopyFrom(assembled.proto)
    graph = hollow.graph
    weights = [(tensor.name, tuple(tensor.dims)) for tensor in assembled.tensors()]
    del graph.initializer[: len(weights)]
    graph.input.extend(_info(name, shape) for name, shape in weights)
    try:
        checker.check_model(hollow, full_check=True)
    except (checker.ValidationError, shape_inference.InferenceError) as error:
        raise FormatError(
            f"the exported model is not sound: {error}", hint="Please report this net."
        ) from error


def _info(name: str, shape: Any) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)


def _node(node: Node, names: Mapping[str, str], name: str) -> onnx.NodeProto:
    return helper.make_node(
        node.op_type,
        [names.get(each, each) for each in node.inputs],
        [names.get(each, each) for each in node.outputs],
        name=name,
        **{key: _attribute(value, names, name) for key, value in node.attributes.items()},
    )


def _attribute(value: Any, names: Mapping[str, str], name: str) -> Any:
    if isinstance(value, Body):
        return _body(value, names, name)
    if isinstance(value, np.ndarray):
        return numpy_helper.from_array(value)
    return list(value) if isinstance(value, (list, tuple, range)) else value


def _body(body: Body, outer: Mapping[str, str], name: str) -> onnx.GraphProto:
    """A graph of its own, whose names begin with the node's."""
    names = dict(outer)
    own = [each for each, _ in body.inputs] + [out for node in body.nodes for out in node.outputs]
    names |= {value: f"{name}/body/{number}" for number, value in enumerate(own)}
    nodes = [
        _node(node, names, f"{name}/body/{node.op_type}_{number}")
        for number, node in enumerate(body.nodes)
    ]
    inputs = [_info(names[each], shape) for each, shape in body.inputs]
    outputs = [_info(names[each], shape) for each, shape in body.outputs]
    return helper.make_graph(nodes, f"{name}/body", inputs, outputs)
