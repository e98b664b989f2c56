"""Scale, Bias, PReLU and Parameter: one learned blob that is laid over the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Drawn, LayerBlob, Setup
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import LayerError, ShapeError, within
from caffe_fillers.layers import from_blobs
from caffe_fillers.layers.shapes import canonical_axis, check_some, from_dims, legacy, size, text
from caffe_fillers.layers.weights import Wanted, filled, given_blobs, planned_fill, zeros
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Fill, Shape


@layer(
    "Scale",
    bottoms=(1, 2),
    tops=1,
    kind="learned",
    parameter="scale_param",
    since="rc3",
    blobs=BlobFacts(("norm_scale", "norm_bias"), replaced_by=1, asks_for=from_blobs.scale),
)
def scale(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); blobs: a slice of the bottom, and one more with `bias_term`.

    With a second bottom, that is the factor and only the bias is a blob. The factor's filler is
    constant 1 unless it is written. Where a bias blob is missing among given ones, it is a copy
    of the given factor (scale_layer.cpp).
    """
    param, bottom = layer.scale_param, bottoms[0]
    draws, blobs = _factor(layer, bottoms, env)
    if param.bias_term:
        draws, blobs = _with_bias(layer, bottoms, env, draws, blobs)
        with within(f"bias (blobs {len(blobs) - 1})"):
            _, inner = _fit(blobs[-1].shape, bottom, param.axis, "scale_param.axis")
            check_some(inner, "the factors of the bias")
    factor = bottoms[1] if len(bottoms) > 1 else blobs[0].shape
    outer, inner = _fit(factor, bottom, param.axis, "scale_param.axis")
    check_some(max(outer, inner), "the factors of the scale")
    return Setup([bottom], draws, blobs)


def _factor(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env
) -> tuple[list[Fill], list[LayerBlob]]:
    """The blobs that are there before the bias is looked at."""
    param, given = layer.scale_param, given_blobs(layer)
    if given or len(bottoms) > 1:
        return [], given
    filler = param.filler
    if not param.HasField("filler"):
        filler = caffe.FillerParameter(type="constant", value=1)
    shape = _slice(bottoms[0], param.axis, param.num_axes, "scale_param")
    return filled(layer, [Wanted(shape, filler, "scale_param.filler")], env)


def _with_bias(
    layer: caffe.LayerParameter,
    bottoms: Sequence[Shape],
    env: Env,
    draws: list[Fill],
    blobs: list[LayerBlob],
) -> tuple[list[Fill], list[LayerBlob]]:
    """The blobs with the bias behind them: that of an inner Bias layer with the same `blobs`."""
    param = layer.scale_param
    missing = len(blobs) + len(bottoms) < 3 or env.habits.era.caffe.scale_appends_bias
    if not missing:
        return draws, blobs
    if layer.blobs:
        return draws, [*blobs, blobs[0]]
    num_axes = len(bottoms[1]) if len(bottoms) > 1 else param.num_axes
    shape = _slice(bottoms[0], param.axis, num_axes, "scale_param")
    wanted = Wanted(shape, param.bias_filler, "scale_param.bias_filler")
    draw = planned_fill(layer, len(blobs), wanted, env)
    return [*draws, draw], [*blobs, LayerBlob(draw.shape, Drawn(len(draws)))]


@layer(
    "Bias",
    bottoms=(1, 2),
    tops=1,
    kind="learned",
    parameter="bias_param",
    since="rc3",
    blobs=BlobFacts(("bias",), replaced_by=1, asks_for=from_blobs.bias),
)
def bias(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); blob: a slice of the bottom, unless a second bottom is the bias.

    (bias_layer.cpp)
    """
    param, bottom = layer.bias_param, bottoms[0]
    draws: Sequence[Fill] = ()
    blobs = given_blobs(layer)
    if not blobs and len(bottoms) == 1:
        shape = _slice(bottom, param.axis, param.num_axes, "bias_param")
        draws, blobs = filled(layer, [Wanted(shape, param.filler, "bias_param.filler")], env)
    term = bottoms[1] if len(bottoms) > 1 else blobs[0].shape
    _, inner = _fit(term, bottom, param.axis, "bias_param.axis")
    check_some(inner, "the factors of the bias")
    return Setup([bottom], draws, blobs)


@layer(
    "PReLU",
    bottoms=1,
    tops=1,
    kind="activation",
    parameter="prelu_param",
    since="rc3",
    blobs=BlobFacts(("slope",), asks_for=from_blobs.channels),
)
def prelu(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, ...), top the same; blob (C), or () with `channel_shared`.

    The slopes' filler is constant 0.25 unless it is written (prelu_layer.cpp).
    """
    param, (bottom,) = layer.prelu_param, bottoms
    if len(bottom) < 2:
        raise ShapeError(f"shape {text(bottom)} has {len(bottom)} axes, needs 2", where="bottom")
    channels = legacy(bottom, "bottom")[1]
    check_some(size(bottom[1:]), "an item of the bottom")
    given = given_blobs(layer)
    if given:
        slopes = 1 if param.channel_shared else channels
        if size(given[0].shape) != slopes:
            raise ShapeError(
                f"{size(given[0].shape)} slopes are given, the layer needs {slopes}",
                where="blobs 0",
            )
        return Setup([bottom], (), given)
    filler = param.filler
    if not param.HasField("filler"):
        filler = caffe.FillerParameter(type="constant", value=0.25)
    shape = () if param.channel_shared else (channels,)
    return Setup([bottom], *filled(layer, [Wanted(shape, filler, "prelu_param.filler")], env))


@layer(
    "Parameter",
    bottoms=0,
    tops=1,
    kind="learned",
    parameter="parameter_param",
    since="rc4",
    blobs=BlobFacts(("weight",), asks_for=from_blobs.nothing),
)
def parameter(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Top and blob of the shape written; no filler can be named, so it starts as zeros.

    (parameter_layer.hpp)
    """
    del bottoms, env
    shape = from_dims(layer.parameter_param.shape.dim, "parameter_param.shape")
    given = given_blobs(layer)
    if given:
        return Setup([shape], (), given)
    return Setup([shape], *zeros(layer, [shape]))


def _slice(bottom: Shape, axis: int, num_axes: int, field: str) -> Shape:
    """The bottom's axes that a blob is laid over: `num_axes` from `axis` on, -1 for the rest."""
    start = canonical_axis(axis, bottom, f"{field}.axis")
    if num_axes < -1:
        raise LayerError(
            f"num_axes is {num_axes}",
            where=f"{field}.num_axes",
            hint="It is a number of axes, or -1 for all that follow.",
        )
    if num_axes == -1:
        return bottom[start:]
    if start + num_axes > len(bottom):
        raise ShapeError(
            f"{num_axes} axes from axis {start} on are more than shape {text(bottom)} has",
            where=f"{field}.num_axes",
        )
    return bottom[start : start + num_axes]


def _fit(blob: Shape, bottom: Shape, axis: int, where: str) -> tuple[int, int]:
    """How many values lie before and behind the axes that a blob is laid over.

    The blob must equal the bottom's axes from `axis` on; a scalar fits anything.
    """
    start = canonical_axis(axis, bottom, where) if blob else 0
    if bottom[start : start + len(blob)] != blob:
        raise ShapeError(
            f"shape {text(blob)} does not lie on shape {text(bottom)} from axis {start} on",
            where=where,
        )
    return size(bottom[:start]), size(bottom[start + len(blob) :])
