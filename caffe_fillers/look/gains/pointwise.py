"""Functions of single values: E f(x)² forward, E f'(x)² backward, both by quadrature."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.look.gains.signal import Gradient, pointwise_moments
from caffe_fillers.look.gains.table import Place, Step, gain, head

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


Values: TypeAlias = NDArray[np.float64]
Function: TypeAlias = "Callable[[Values], Values]"

head("Softmax", "ArgMax")

#: Beyond this share of its range from the middle a sigmoid or a tanh is flat: |tanh| > 0.95.
FLAT = 0.95


def apply(at: Place, function: Function, saturated: Function | None = None) -> Step:
    """The step of a layer that works value by value."""
    signal = at.signals[0]
    values, cells, squares, slopes = pointwise_moments(signal, function)
    share = None
    if saturated is not None:
        share = float((np.abs(saturated(values)) > FLAT).mean())

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        # Gradients that go with the values pass where these do.
        passing = cells * tops[0].cells
        even, mean = float(cells.mean()), float(passing.mean())
        if not even > 0 or not mean > 0:
            return [Gradient.even(slopes * tops[0].square * 0)]
        return [Gradient(slopes * tops[0].square * (mean / even), passing / mean)]

    return Step((signal.transformed(values, squares),), back, saturated=share)


@gain("ReLU")
def relu(at: Place) -> Step:
    """(1 + a²) / 2 of a normal signal, forward and backward, a being `negative_slope`."""
    return apply(at, partial(_leaky, at.layer.relu_param.negative_slope))


@gain("PReLU")
def prelu(at: Place) -> Step | None:
    """(1 + a²) / 2 of a normal signal, a being the slopes' root mean square."""
    slope = at.blob("slope")
    if slope is None or slope[1] is None:
        return None
    return apply(at, partial(_leaky, float(np.sqrt(slope[1].square))))


def _leaky(slope: float, x: Values) -> Values:
    return np.where(x > 0, x, slope * x)


@gain("Sigmoid")
def sigmoid(at: Place) -> Step:
    """1 / (1 + e^-x)."""
    return apply(at, _sigmoid, lambda y: 2 * y - 1)


def _sigmoid(x: Values) -> Values:
    return 0.5 + 0.5 * np.tanh(x / 2)


@gain("TanH")
def tanh(at: Place) -> Step:
    """The hyperbolic tangent."""
    return apply(at, np.tanh, lambda y: y)


@gain("ELU")
def elu(at: Place) -> Step:
    """X above 0, a (e^x - 1) below."""
    alpha = at.layer.elu_param.alpha
    return apply(at, lambda x: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))))


@gain("BNLL")
def bnll(at: Place) -> Step:
    """The logarithm of 1 + e^x."""
    return apply(at, lambda x: np.logaddexp(0, x))


@gain("Swish")
def swish(at: Place) -> Step:
    """X times the sigmoid of beta x."""
    beta = at.layer.swish_param.beta
    return apply(at, lambda x: x * _sigmoid(beta * x))


@gain("AbsVal")
def absval(at: Place) -> Step:
    """|x|."""
    return apply(at, np.abs)


@gain("Clip")
def clip(at: Place) -> Step:
    """X between min and max."""
    param = at.layer.clip_param
    return apply(at, lambda x: np.clip(x, param.min, param.max))


@gain("Power")
def power(at: Place) -> Step:
    """(shift + scale x)^power."""
    param = at.layer.power_param

    def function(x: Values) -> Values:
        inner = param.shift + param.scale * x
        if param.power == 1:
            return inner
        with np.errstate(all="ignore"):
            return np.asarray(inner**param.power)

    return apply(at, function)


@gain("Exp")
def exp(at: Place) -> Step:
    """base^(shift + scale x)."""
    param = at.layer.exp_param
    base = 1.0 if param.base == -1 else float(np.log(param.base))

    def function(x: Values) -> Values:
        with np.errstate(over="ignore"):
            return np.exp(base * (param.shift + param.scale * x))

    return apply(at, function)


@gain("Dropout")
def dropout(at: Place) -> Step:
    """In TRAIN 1 / (1 - p) of the mean square, forward and backward; in TEST nothing."""
    signal = at.signals[0]
    if at.phase != 0:
        return Step((signal,), lambda tops: tops)
    kept = 1 - at.layer.dropout_param.dropout_ratio
    if not kept > 0:
        return Step((signal,), lambda tops: tops)

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(1 / kept)]

    grown = signal.transformed(signal.values, signal.square / kept)
    return Step((grown,), back)
