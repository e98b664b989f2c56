"""Layers of forks that move values, cut them off, or scale channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("Permute", dialect=FORKS)
def permute(at: Site, x: str) -> str:
    """Transpose: the axes in the order written, the others behind them.

    (weiliu89/caffe, permute_layer.cpp)
    """
    order = extra(at.layer, "permute_param.order", [])
    rest = [axis for axis in range(len(at.bottoms[0])) if axis not in order]
    return at.graph.op("Transpose", x, perm=[*order, *rest])


@exporter("ShuffleChannel", dialect=FORKS)
def shuffle_channel(at: Site, x: str) -> str:
    """Channel i * (C / g) + j becomes channel j * g + i: two Reshapes around a Transpose.

    (farmingyard/ShuffleNet, shuffle_channel_layer.cpp)
    """
    (bottom,) = at.bottoms
    group = extra(at.layer, "shuffle_channel_param.group", 1)
    num, channels = bottom[:2]
    if group < 1 or channels % group:
        raise LayerError(
            f"{channels} channels cannot be shuffled in {group} groups",
            where="shuffle_channel_param.group",
        )
    graph = at.graph
    apart = graph.reshape(x, (num, group, channels // group, *bottom[2:]))
    behind = range(3, len(bottom) + 1)
    return graph.reshape(graph.op("Transpose", apart, perm=[0, 2, 1, *behind]), bottom)


@exporter("ReLU6", dialect=FORKS)
def relu6(at: Site, x: str) -> str:
    """Clip to 0 … 6 (MobileNet-YOLO, relu6_layer.cpp).

    Raises:
        LayerError: a slope is given, which forks apply in different ways.
    """
    for name in ("relu6_param.negative_slope", "relu_param.negative_slope"):
        if extra(at.layer, name, 0):
            raise LayerError("a ReLU6 with a slope cannot be exported", where=name)
    return at.graph.op("Clip", x, at.graph.constant(0), at.graph.constant(6))


@exporter("Axpy", dialect=FORKS)
def axpy(at: Site, factor: str, x: str, y: str) -> str:
    """Mul and Add: a x + y, with a factor a for each channel (SENet, axpy_layer.cpp)."""
    shape, graph = at.bottoms[1], at.graph
    wide = (*at.bottoms[0][:2], *[1] * (len(shape) - 2))
    if wide != at.bottoms[0]:
        factor = graph.reshape(factor, wide)
    return graph.op("Add", graph.op("Mul", factor, x), y)
