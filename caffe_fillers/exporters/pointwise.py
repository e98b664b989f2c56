"""Layers that work value by value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import exporter
from caffe_fillers.layers.shapes import canonical_axis
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("ReLU")
def relu(at: Site, x: str) -> str:
    """Relu, or LeakyRelu with a negative_slope (relu_layer.cpp)."""
    slope = at.layer.relu_param.negative_slope
    return at.graph.op("LeakyRelu", x, alpha=slope) if slope else at.graph.op("Relu", x)


@exporter("ELU")
def elu(at: Site, x: str) -> str:
    """Elu (elu_layer.cpp)."""
    return at.graph.op("Elu", x, alpha=at.layer.elu_param.alpha)


@exporter("Sigmoid")
def sigmoid(at: Site, x: str) -> str:
    """Sigmoid (sigmoid_layer.cpp)."""
    return at.graph.op("Sigmoid", x)


@exporter("TanH")
def tanh(at: Site, x: str) -> str:
    """Tanh (tanh_layer.cpp)."""
    return at.graph.op("Tanh", x)


@exporter("AbsVal")
def absval(at: Site, x: str) -> str:
    """Abs (absval_layer.cpp)."""
    return at.graph.op("Abs", x)


@exporter("BNLL")
def bnll(at: Site, x: str) -> str:
    """Softplus (bnll_layer.cpp)."""
    return at.graph.op("Softplus", x)


@exporter("Swish")
def swish(at: Site, x: str) -> str:
    """Mul of x and sigmoid(beta x) (swish_layer.cpp)."""
    beta = at.layer.swish_param.beta
    return at.graph.op("Mul", x, at.graph.op("Sigmoid", scaled(at, x, beta)))


@exporter("Threshold")
def threshold(at: Site, x: str) -> str:
    """1 where x > threshold, else 0 (threshold_layer.cpp)."""
    limit = at.graph.constant(at.layer.threshold_param.threshold)
    return at.graph.op("Cast", at.graph.op("Greater", x, limit), to=TensorProto.FLOAT)


@exporter("Clip")
def clip(at: Site, x: str) -> str:
    """Clip (clip_layer.cpp)."""
    param = at.layer.clip_param
    return at.graph.op("Clip", x, at.graph.constant(param.min), at.graph.constant(param.max))


@exporter("Dropout")
def dropout(at: Site, x: str) -> str:
    """Nothing: Caffe scales in the TRAIN phase (dropout_layer.cpp)."""
    del at
    return x


@exporter("Power")
def power(at: Site, x: str) -> str:
    """Pow: (shift + scale x)^power; without x where power or scale is 0 (power_layer.cpp)."""
    param = at.layer.power_param
    if param.power * param.scale == 0:
        with np.errstate(all="ignore"):
            number = np.float32(1) if param.power == 0 else np.float32(param.shift) ** param.power
        return at.graph.full_like(x, float(number))
    y = shifted(at, scaled(at, x, param.scale), param.shift)
    return y if param.power == 1 else at.graph.op("Pow", y, at.graph.constant(param.power))


@exporter("Exp")
def exp(at: Site, x: str) -> str:
    """Exp: base^(shift + scale x), base -1 being e (exp_layer.cpp)."""
    param = at.layer.exp_param
    log_base = 1.0 if param.base == -1 else math.log(param.base)
    y = at.graph.op("Exp", scaled(at, x, float(np.float32(log_base) * np.float32(param.scale))))
    outer = math.exp(log_base * param.shift) if param.shift else 1.0
    return scaled(at, y, outer)


@exporter("Log")
def log(at: Site, x: str) -> str:
    """The logarithm of shift + scale x to this base, -1 being e (log_layer.cpp)."""
    param = at.layer.log_param
    log_base = 1.0 if param.base == -1 else math.log(param.base)
    y = shifted(at, scaled(at, x, param.scale), param.shift)
    return scaled(at, at.graph.op("Log", y), 1 / log_base)


@exporter("Softmax")
def softmax(at: Site, x: str) -> str:
    """Softmax along `axis` (softmax_layer.cpp)."""
    axis = canonical_axis(at.layer.softmax_param.axis, at.bottoms[0], "softmax_param.axis")
    return at.graph.op("Softmax", x, axis=axis)


@exporter("Eltwise")
def eltwise(at: Site, *bottoms: str) -> str:
    """The sum with coefficients, the product or the maximum (eltwise_layer.cpp)."""
    param, graph = at.layer.eltwise_param, at.graph
    if param.operation == caffe.EltwiseParameter.MAX:
        return graph.op("Max", *bottoms)
    if param.operation == caffe.EltwiseParameter.PROD:
        return _chain(at, "Mul", bottoms)
    coeffs = list(param.coeff) or [1.0] * len(bottoms)
    if coeffs == [1, -1]:
        return graph.op("Sub", *bottoms)
    return _chain(at, "Add", [scaled(at, x, c) for x, c in zip(bottoms, coeffs, strict=True)])


def scaled(at: Site, x: str, factor: float) -> str:
    """The value times a number, where that is not 1."""
    return x if factor == 1 else at.graph.op("Mul", x, at.graph.constant(factor))


def shifted(at: Site, x: str, term: float) -> str:
    """The value plus a number, where that is not 0."""
    return x if term == 0 else at.graph.op("Add", x, at.graph.constant(term))


def _chain(at: Site, op_type: str, values: tuple[str, ...] | list[str]) -> str:
    result = values[0]
    for value in values[1:]:
        result = at.graph.op(op_type, result, value)
    return result
