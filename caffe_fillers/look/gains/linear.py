"""Matrices: n Var(W) of them forward, with n of the outputs backward."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.layers.conv import window_of
from caffe_fillers.layers.shapes import canonical_axis
from caffe_fillers.look.gains.signal import Gradient, Map, Signal, flat, normal, spatial
from caffe_fillers.look.gains.table import Place, Step, gain
from caffe_fillers.look.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@gain("InnerProduct")
def inner_product(at: Place) -> Step | None:
    """E y² = K (Var W + ...) E x²; a gradient comes back with N E W².

    K inputs, N outputs; equal means of weights add up what inputs have in common.
    """
    weight = at.blob("weight")
    param = at.layer.inner_product_param
    if weight is None or weight[1] is None or not at.bottoms[0]:
        return None
    axis = canonical_axis(param.axis, at.bottoms[0], "inner_product_param.axis")
    inputs = math.prod(at.bottoms[0][axis:])
    outputs = param.num_output
    signal = at.signals[0]
    if axis != 1 and signal.square.size > 1:
        return None
    channels = at.bottoms[0][1] if len(at.bottoms[0]) > 1 else 1
    was = signal.square
    signal = flat(signal, channels)
    top = _summed(signal, inputs, inputs * signal.square, weight[1], _bias(at))
    square = weight[1].square

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [Gradient.even(np.full(was.shape, outputs * square * tops[0].mean_square))]

    def weights(gradient: Map) -> float:
        return float(gradient.mean()) * signal.mean_square

    return Step((top,), back, weights=weights)


@gain("Convolution")
def convolution(at: Place) -> Step | None:
    """As a matrix for each position: K inputs of C/g channels and the window's places.

    Places in the padding count for nothing, so the border has fewer inputs.
    """
    return _windowed(at, transposed=False)


@gain("Deconvolution")
def deconvolution(at: Place) -> Step | None:
    """The same with the window turned round: a position has as many inputs as windows cover it."""
    return _windowed(at, transposed=True)


@gain("Embed")
def embed(at: Place) -> Step | None:
    """A row of the table: E y² = E W²; nothing comes back."""
    weight = at.blob("weight")
    if weight is None or weight[1] is None:
        return None
    shape = spatial(at.tops[0])
    top = normal(np.full(shape, weight[1].square + _bias(at).square))
    zero = np.zeros(at.signals[0].square.shape)
    return Step((top,), lambda _: [Gradient.even(zero)])


def _windowed(at: Place, *, transposed: bool) -> Step | None:
    weight = at.blob("weight")
    param = at.layer.convolution_param
    if weight is None or weight[1] is None:
        return None
    if canonical_axis(param.axis, at.bottoms[0], "convolution_param.axis") != 1:
        return None
    found, bias = weight[1], _bias(at)
    group = param.group
    inputs, outputs = at.bottoms[0][1] // group, at.tops[0][1] // group
    maps = taps(at, transposed=transposed)
    alike = _alike(at, transposed=transposed)
    tops = []
    for signal in at.signals:
        reached = spread(signal.square, maps)
        places = float(spread(np.ones(signal.square.shape), maps).mean())
        top = _summed(signal, inputs * places, inputs * reached, found, bias, places)
        # Two positions have in common what the same weights see at both.
        space, mean = top.space * alike, float(top.values.mean())
        tops.append(normal(top.square, space, top.cross, mean))
    turned = [each.T for each in maps]
    first = at.signals[0]

    def back(gradients: Sequence[Gradient]) -> Sequence[Gradient]:
        factor = outputs * found.square
        return [Gradient.even(factor * spread(each.square, turned)) for each in gradients]

    def weights(gradient: Map) -> float:
        used = spread(first.square, maps) * gradient
        return float(used.sum()) / max(1, math.prod(weight[0][2:]))

    return Step(tuple(tops), back, weights=weights)


def taps(at: Place, *, transposed: bool) -> list[NDArray[np.float64]]:
    """For each spatial axis which inputs reach which outputs: (out, in)."""
    window = window_of(at.layer.convolution_param, len(at.bottoms[0]) - 2)
    ins, outs = spatial(at.bottoms[0]), spatial(at.tops[0])
    if transposed:
        ins, outs = outs, ins
    made = []
    for number, (inside, outside) in enumerate(zip(ins, outs, strict=True)):
        matrix = np.zeros((outside, inside))
        starts = np.arange(outside) * window.stride[number] - window.pad[number]
        for tap in range(window.kernel[number]):
            places = starts + tap * window.dilation[number]
            good = (places >= 0) & (places < inside)
            matrix[np.flatnonzero(good), places[good]] += 1
        made.append(matrix.T if transposed else matrix)
    return made


def _alike(at: Place, *, transposed: bool) -> float:
    """The share of a sum's products whose weight sees the bottom at another position, too.

    A tap that is inside at a share m of the positions is so at both of two with m². Of a transposed
    convolution positions share weights only if they are whole strides apart.
    """
    window = window_of(at.layer.convolution_param, len(at.bottoms[0]) - 2)
    if transposed:
        return 1 / math.prod(window.stride)
    share = 1.0
    sides = zip(spatial(at.bottoms[0]), spatial(at.tops[0]), strict=True)
    for number, (inside, outside) in enumerate(sides):
        starts = np.arange(outside) * window.stride[number] - window.pad[number]
        taps_ = np.arange(window.kernel[number]) * window.dilation[number]
        places = starts[:, None] + taps_
        inner = ((places >= 0) & (places < inside)).mean(axis=0)
        share *= float(np.square(inner).sum() / inner.sum()) if inner.any() else 1.0
    return share


def spread(square: Map, maps: Sequence[NDArray[np.float64]]) -> Map:
    """The sums of a map over all windows."""
    for axis, matrix in enumerate(maps):
        square = np.moveaxis(np.tensordot(matrix, square, (1, axis)), 0, axis)
    return square


def _bias(at: Place) -> Moments:
    found = at.blob("bias")
    return (found[1] if found else None) or Moments(0.0, 0.0)


def _summed(  # what a sum of products depends on
    signal: Signal,
    inputs: float,
    squares: Map,
    weight: Moments,
    bias: Moments,
    places: float = 1.0,
) -> Signal:
    """The sums of so many products, each with a weight of its own.

    Args:
        signal: What is multiplied.
        inputs: How many products there are in a sum.
        squares: For each position the sum of the inputs' mean squares.
        weight: The weights' moments.
        bias: The bias' moments.
        places: How many of the inputs are positions of one channel.
    """
    apart = weight.std**2 * squares
    pairs = max(0.0, inputs - 1)
    same = max(0.0, places - 1)
    common = (same * signal.space + (pairs - same) * signal.cross) if pairs else 0.0
    together = weight.mean**2 * squares * (1 + common)
    square = apart + together + bias.square
    total = float(square.mean())
    if not total > 0 or not math.isfinite(total):
        return normal(square)
    alike = float(together.mean()) + bias.mean**2
    space = float(apart.mean()) * signal.space + float(together.mean()) + bias.square
    mean = weight.mean * inputs * signal.mean + bias.mean
    return normal(square, space / total, alike / total, mean / math.sqrt(total))
