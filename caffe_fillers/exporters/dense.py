"""InnerProduct and Embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onnx import TensorProto

from caffe_fillers.core.registry import exporter
from caffe_fillers.layers.shapes import canonical_axis, size

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("InnerProduct")
def inner_product(at: Site, x: str) -> str:
    """Gemm on the bottom as a matrix (M, K) (inner_product_layer.cpp)."""
    param, (bottom,), (top,) = at.layer.inner_product_param, at.bottoms, at.tops
    axis = canonical_axis(param.axis, bottom, "inner_product_param.axis")
    rows, inputs, outputs = size(bottom[:axis]), size(bottom[axis:]), param.num_output
    weight = (inputs, outputs) if param.transpose else (outputs, inputs)
    if bottom != (rows, inputs):
        x = at.graph.reshape(x, (rows, inputs))
    weights = [at.weight(0, weight)]
    if param.bias_term:
        weights.append(at.weight(1, (outputs,)))
    y = at.graph.op("Gemm", x, *weights, transB=None if param.transpose else 1)
    return y if top == (rows, outputs) else at.graph.reshape(y, top)


@exporter("Embed")
def embed(at: Site, x: str) -> str:
    """Gather the rows whose numbers the bottom holds, cut to whole ones (embed_layer.cpp)."""
    param = at.layer.embed_param
    rows = at.graph.op("Cast", x, to=TensorProto.INT64)
    y = at.graph.op("Gather", at.weight(0, (param.input_dim, param.num_output)), rows, axis=0)
    return at.graph.op("Add", y, at.weight(1, (param.num_output,))) if param.bias_term else y
