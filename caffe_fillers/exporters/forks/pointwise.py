"""Layers of forks that work value by value, or lay one bottom over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters import pointwise as bvlc
from caffe_fillers.exporters.affine import parameter as bvlc_parameter
from caffe_fillers.exporters.words import check_words

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("ReLU", dialect=FORKS)
def relu(at: Site, x: str) -> str:
    """Relu or LeakyRelu, then Clip to `minimum`, `maximum`, and 6 with `relu6`.

    (synopsys-caffe, relu_layer.cpp)
    """
    check_words(at.layer, {f"relu_param.{name}" for name in ("relu6", "maximum", "minimum")})
    low = extra(at.layer, "relu_param.minimum", 0.0)
    highs = [6.0] if extra(at.layer, "relu_param.relu6", default=False) else []
    highest = extra(at.layer, "relu_param.maximum", 0.0)
    highs += [highest] if highest > 0 else []
    if not (low or highs):
        return bvlc.relu(at, x)
    # The lower limit comes last, and wins where it is above the upper.
    graph = at.graph
    if highs and not low and not at.layer.relu_param.negative_slope:
        return graph.op("Clip", x, graph.constant(0), graph.constant(min(highs)))
    x = bvlc.relu(at, x)
    x = graph.op("Min", x, graph.constant(min(highs))) if highs else x
    return graph.op("Max", x, graph.constant(low)) if low else x


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


@exporter("Dropout", dialect=FORKS)
def dropout(at: Site, x: str) -> str:
    """Nothing; with `scale_train: false` Mul by 1 - ratio, as then TEST scales.

    (caffe-rfcn, dropout_layer.cpp)
    """
    check_words(at.layer, {"dropout_param.scale_train"})
    if extra(at.layer, "dropout_param.scale_train", default=True):
        return x
    return at.graph.op("Mul", x, at.graph.constant(1 - at.layer.dropout_param.dropout_ratio))


@exporter("HardSwish", dialect=FORKS)
def hard_swish(at: Site, x: str) -> str:
    """Mul of x and clip(x + 3, 0, 6), over 6 (synopsys-caffe, hard_swish_layer.cpp)."""
    graph = at.graph
    shifted = graph.op("Add", x, graph.constant(3))
    gate = graph.op("Clip", shifted, graph.constant(0), graph.constant(6))
    return graph.op("Div", graph.op("Mul", x, gate), graph.constant(6))


@exporter("Atan", dialect=FORKS)
def atan(at: Site, x: str) -> str:
    """Atan (synopsys-caffe, atan_layer.cpp)."""
    return at.graph.op("Atan", x)


@exporter("Add", "Sub", "Mul", "Div", dialect=FORKS)
def arithmetic(at: Site, x: str, *other: str) -> str:
    """The operator of that name, the other operand being the second bottom or the blob.

    (synopsys-caffe, mul_layer.cpp, add_layer.cpp, sub_layer.cpp, div_layer.cpp)
    """
    return at.graph.op(at.layer.type, x, other[0] if other else at.weight(0))


@exporter("Axpy", dialect=FORKS)
def axpy(at: Site, factor: str, x: str, y: str) -> str:
    """Mul and Add: a x + y, with a factor a for each channel (SENet, axpy_layer.cpp)."""
    shape, graph = at.bottoms[1], at.graph
    wide = (*at.bottoms[0][:2], *[1] * (len(shape) - 2))
    if wide != at.bottoms[0]:
        factor = graph.reshape(factor, wide)
    return graph.op("Add", graph.op("Mul", factor, x), y)


@exporter("Parameter", dialect=FORKS)
def parameter(at: Site) -> str:
    """The blob itself, whatever fills it (training_toolbox_caffe, parameter_layer.hpp)."""
    check_words(at.layer, {"parameter_param.filler"})
    return bvlc_parameter(at)
