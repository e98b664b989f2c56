"""Scale, Bias, PReLU and Parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import count
from caffe_fillers.core.registry import exporter
from caffe_fillers.layers.shapes import canonical_axis

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site


@exporter("Scale")
def scale(at: Site, x: str, *factor: str) -> str:
    """Mul by a blob or by bottom 1, and with bias_term Add of a blob (scale_layer.cpp)."""
    axis, graph = at.layer.scale_param.axis, at.graph
    if factor:
        laid = graph.reshape(factor[0], laid_over(at.bottoms[1], at.bottoms[0], axis))
    else:
        laid = at.weight(0, laid_over(at.blob(0), at.bottoms[0], axis))
    y = graph.op("Mul", x, laid)
    if not at.layer.scale_param.bias_term:
        return y
    number = len(at.slots) - 1
    return graph.op("Add", y, at.weight(number, laid_over(at.blob(number), at.bottoms[0], axis)))


@exporter("Bias")
def bias(at: Site, x: str, *term: str) -> str:
    """Add of a blob or of bottom 1 (bias_layer.cpp)."""
    axis = at.layer.bias_param.axis
    if term:
        laid = at.graph.reshape(term[0], laid_over(at.bottoms[1], at.bottoms[0], axis))
    else:
        laid = at.weight(0, laid_over(at.blob(0), at.bottoms[0], axis))
    return at.graph.op("Add", x, laid)


@exporter("PReLU")
def prelu(at: Site, x: str) -> str:
    """PRelu with one slope a channel, or one for all (prelu_layer.cpp)."""
    slopes = count(at.blob(0))
    return at.graph.op("PRelu", x, at.weight(0, (slopes, *[1] * (len(at.bottoms[0]) - 2))))


@exporter("Parameter")
def parameter(at: Site) -> str:
    """The blob itself (parameter_layer.hpp)."""
    return at.weight(0, at.tops[0])


def laid_over(blob: Shape, bottom: Shape, axis: int) -> Shape:
    """The blob's shape with ones behind it, so that broadcasting lays it where `axis` says."""
    start = canonical_axis(axis, bottom, "axis") if blob else 0
    return (*blob, *[1] * (len(bottom) - start - len(blob)))
