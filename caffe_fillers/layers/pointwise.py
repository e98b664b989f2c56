"""Layers that work value by value: their top is shaped as their bottom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import layer
from caffe_fillers.errors import LayerError
from caffe_fillers.layers.shapes import canonical_axis, check_alike, check_some
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape


@layer("BNLL", bottoms=1, tops=1, kind="activation")
@layer("Clip", bottoms=1, tops=1, kind="activation", parameter="clip_param", since="master")
@layer("Dropout", bottoms=1, tops=1, parameter="dropout_param")
@layer("ELU", bottoms=1, tops=1, kind="activation", parameter="elu_param", since="rc3")
@layer("Power", bottoms=1, tops=1, kind="activation", parameter="power_param")
@layer("ReLU", bottoms=1, tops=1, kind="activation", parameter="relu_param")
@layer("Sigmoid", bottoms=1, tops=1, kind="activation", parameter="sigmoid_param")
@layer("Swish", bottoms=1, tops=1, kind="activation", parameter="swish_param", since="master")
@layer("TanH", bottoms=1, tops=1, kind="activation", parameter="tanh_param")
@layer("Threshold", bottoms=1, tops=1, kind="activation", parameter="threshold_param")
def neuron(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...). No word is taken at setup, not by Dropout either.

    (neuron_layer.cpp, and the layer's own file)
    """
    del layer, env
    return Setup([bottoms[0]])


@layer("AbsVal", bottoms=1, tops=1, kind="activation")
def absval(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...), another blob than the bottom (absval_layer.cpp)."""
    del env
    refuse_in_place(layer)
    return Setup([bottoms[0]])


@layer("Exp", bottoms=1, tops=1, kind="activation", parameter="exp_param", since="rc2")
def exp(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); `base` is -1 (for e) or positive (exp_layer.cpp)."""
    del env
    _log_of_base(layer.exp_param.base, "exp_param.base")
    return Setup([bottoms[0]])


@layer("Log", bottoms=1, tops=1, kind="activation", parameter="log_param", since="rc3")
def log(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); `base` is -1 (for e) or positive, and not 1 (log_layer.cpp)."""
    del env
    if _log_of_base(layer.log_param.base, "log_param.base") == 0:
        raise LayerError("base 1 has no logarithm", where="log_param.base", hint="Use another.")
    return Setup([bottoms[0]])


@layer("Softmax", bottoms=1, tops=1, kind="activation", parameter="softmax_param")
def softmax(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); `axis` is one of the bottom's (softmax_layer.cpp)."""
    del env
    axis = canonical_axis(layer.softmax_param.axis, bottoms[0], "softmax_param.axis")
    check_some(bottoms[0][axis], "the classes")
    return Setup([bottoms[0]])


@layer("Eltwise", bottoms=(2, None), tops=1, parameter="eltwise_param")
def eltwise(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms and top all of one shape; `coeff` none or one a bottom, and not with PROD.

    (eltwise_layer.cpp)
    """
    del env
    param, where = layer.eltwise_param, "eltwise_param.coeff"
    if len(param.coeff) not in (0, len(bottoms)):
        raise LayerError(
            f"{len(param.coeff)} coefficients are given for {len(bottoms)} bottoms",
            where=where,
            hint="Give one a bottom, or none.",
        )
    if param.coeff and param.operation == caffe.EltwiseParameter.PROD:
        raise LayerError("a product takes no coefficients", where=where, hint="Remove them.")
    check_alike(bottoms)
    return Setup([bottoms[0]])


def refuse_in_place(layer: caffe.LayerParameter) -> None:
    """Some layers need a top of their own.

    Raises:
        LayerError: the first top is the first bottom.
    """
    if layer.top and layer.bottom and layer.top[0] == layer.bottom[0]:
        raise LayerError(
            f"{layer.type} cannot work in place, on {layer.top[0]!r}",
            where="top",
            hint="Give the top another name than the bottom's.",
        )


def _log_of_base(base: float, where: str) -> float:
    """The logarithm of the base, 1 for the -1 that stands for e."""
    if base == -1:
        return 1.0
    if not 0 < base < math.inf:
        raise LayerError(f"base is {base:g}", where=where, hint="It must be positive, or -1 for e.")
    return math.log(base)
