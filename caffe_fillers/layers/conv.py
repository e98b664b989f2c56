"""Convolution, Deconvolution and Im2col."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Setup, count
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import LayerError, ShapeError, within
from caffe_fillers.layers import from_blobs
from caffe_fillers.layers.shapes import (
    canonical_axis,
    check_alike,
    check_some,
    conv_size,
    deconv_size,
    size,
    text,
    to_int,
)
from caffe_fillers.layers.weights import Wanted, filled, given_blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Fill, LayerBlob, Shape
    from caffe_fillers.proto import caffe

FIELD = "convolution_param"


@dataclass(frozen=True, slots=True)
class ConvWindow:
    """The sliding window, one number per spatial axis each."""

    kernel: Shape
    stride: Shape
    pad: Shape
    dilation: Shape

    def extents(self) -> Shape:
        """Input positions from a window's first to its last."""
        return tuple(
            dilation * (kernel - 1) + 1
            for kernel, dilation in zip(self.kernel, self.dilation, strict=True)
        )

    def sizes(self, lengths: Shape, *, transposed: bool) -> Shape:
        """The spatial axes of the top.

        Raises:
            ShapeError: one would be negative.
        """
        one = deconv_size if transposed else conv_size
        axes = zip(lengths, self.extents(), self.stride, self.pad, strict=True)
        sizes = tuple(one(*axis) for axis in axes)
        if any(length < 0 for length in sizes):
            raise ShapeError(
                f"a kernel of {text(self.extents())} with pad {text(self.pad)} gives a bottom of "
                f"{text(lengths)} a top of {text(sizes)}",
                where=FIELD,
                hint="Use a smaller kernel, or a larger bottom.",
            )
        return sizes


@layer(
    "Convolution",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    blobs=BlobFacts(("weight", "bias"), asks_for=from_blobs.convolution),
)
def convolution(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (..., C, in...), tops (..., N, out...); blobs (N, C/g, kernel...) and (N).

    The channels are at `axis`; out = (in + 2 pad - extent) / stride + 1, rounded toward zero.
    (conv_layer.cpp, base_conv_layer.cpp)
    """
    return convolve(layer, bottoms, env, transposed=False)


@layer(
    "Deconvolution",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    since="rc2",
    blobs=BlobFacts(("weight", "bias"), asks_for=from_blobs.deconvolution),
)
def deconvolution(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (..., C, in...), tops (..., N, out...); blobs (C, N/g, kernel...) and (N).

    out = stride (in - 1) + extent - 2 pad. (deconv_layer.cpp, base_conv_layer.cpp)
    """
    return convolve(layer, bottoms, env, transposed=True)


@layer("Im2col", bottoms=1, tops=1, parameter=FIELD)
def im2col(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (..., C, in...), top (..., C prod(kernel), out...), with out as for Convolution.

    (im2col_layer.cpp)
    """
    del env
    param, (bottom,) = layer.convolution_param, bottoms
    axis = canonical_axis(param.axis, bottom, f"{FIELD}.axis")
    lengths = bottom[axis + 1 :]
    if not lengths:
        raise ShapeError(
            f"no spatial axis follows axis {axis} of shape {text(bottom)}", where=f"{FIELD}.axis"
        )
    window = window_of(param, len(lengths))
    channels = bottom[axis] * size(window.kernel)
    return Setup([(*bottom[:axis], channels, *window.sizes(lengths, transposed=False))])


def convolve(
    layer: caffe.LayerParameter,
    bottoms: Sequence[Shape],
    env: Env,
    *,
    transposed: bool,
    side_by_side: bool = True,
) -> Setup:
    """A convolution, or the transposed one.

    Args:
        layer: The layer.
        bottoms: Shapes of one size.
        env: The surroundings.
        transposed: For Deconvolution.
        side_by_side: Whether all windows are laid side by side in one blob.

    Raises:
        LayerError, ShapeError, FillerError: Caffe would refuse the layer.
    """
    param, bottom = layer.convolution_param, bottoms[0]
    axis = canonical_axis(param.axis, bottom, f"{FIELD}.axis")
    channels, lengths = bottom[axis], bottom[axis + 1 :]
    window = window_of(param, len(lengths))
    outputs, group = _outputs(param, channels)
    # The weights' first axis is that of the side where a plain convolution has its outputs.
    rows, columns = (channels, outputs) if transposed else (outputs, channels)
    weight = (rows, columns // group, *window.kernel)
    area = size(window.kernel)
    fans = (channels // group * area, outputs // group * area)
    draws, blobs = _blobs(layer, (weight, fans), (outputs,), env)
    check_alike(bottoms)
    sizes = window.sizes(lengths, transposed=transposed)
    if side_by_side:
        with within("the columns that a convolution works on"):
            count((size(weight[1:]) * group, *(lengths if transposed else sizes)))
    if param.bias_term:
        check_some(size(sizes), "the factors of the bias")
    top = (*bottom[:axis], outputs, *sizes)
    return Setup([top] * len(bottoms), draws, blobs)


def _outputs(param: caffe.ConvolutionParameter, channels: int) -> tuple[int, int]:
    """num_output and group, which must divide both ends."""
    outputs = to_int(param.num_output, f"{FIELD}.num_output")
    group = to_int(param.group, f"{FIELD}.group")
    if outputs == 0:
        raise LayerError(
            "num_output is 0", where=f"{FIELD}.num_output", hint="It must be positive."
        )
    if group == 0:
        raise LayerError("group is 0", where=f"{FIELD}.group", hint="It must be positive.")
    for what, number in (("channels of the bottom", channels), ("outputs", outputs)):
        if number % group:
            raise LayerError(
                f"{number} {what} cannot be divided into {group} groups", where=f"{FIELD}.group"
            )
    return outputs, group


def _blobs(
    layer: caffe.LayerParameter, weight: tuple[Shape, tuple[int, int]], bias: Shape, env: Env
) -> tuple[Sequence[Fill], Sequence[LayerBlob]]:
    """Filled, or as given; given ones must have the very shapes that would be made.

    `weight` are its shape and its fans.
    """
    param = layer.convolution_param
    wanted = [Wanted(weight[0], param.weight_filler, f"{FIELD}.weight_filler", weight[1])]
    if param.bias_term:
        wanted.append(Wanted(bias, param.bias_filler, f"{FIELD}.bias_filler"))
    given = given_blobs(layer)
    if not given:
        return filled(layer, wanted, env)
    if len(given) != len(wanted):
        raise LayerError(
            f"{len(given)} blobs are given, this layer has {len(wanted)}",
            where="blobs",
            hint="Give one for the weights, and one for the bias unless bias_term is false.",
        )
    for index, (part, each) in enumerate(zip(given, wanted, strict=True)):
        if part.shape != each.shape:
            raise ShapeError(
                f"shape {text(part.shape)} is given, the layer needs {text(each.shape)}",
                where=f"blobs {index}",
            )
    return (), given


def window_of(param: caffe.ConvolutionParameter, axes: int) -> ConvWindow:
    """The window over so many spatial axes.

    Raises:
        LayerError: the fields contradict each other, or do not fit the axes.
    """
    kernel = _per_axis(param, "kernel_size", ("kernel_h", "kernel_w"), axes, None)
    stride = _per_axis(param, "stride", ("stride_h", "stride_w"), axes, 1)
    pad = _per_axis(param, "pad", ("pad_h", "pad_w"), axes, 0)
    dilation = _per_axis(param, "dilation", None, axes, 1)
    for name, values in (("kernel_size", kernel), ("stride", stride)):
        if 0 in values:
            raise LayerError(
                f"{name} is {text(values)}",
                where=f"{FIELD}.{name}",
                hint="It must be positive on every axis; of an _h and _w pair both are needed.",
            )
    return ConvWindow(kernel, stride, pad, dilation)


def _per_axis(
    param: Any, name: str, pair: tuple[str, str] | None, axes: int, default: int | None
) -> Shape:
    """One value per spatial axis, from the repeated field or from its _h and _w pair."""
    where = f"{FIELD}.{name}"
    values: Sequence[int] = getattr(param, name)
    if pair and any(param.HasField(each) for each in pair):
        _check_pair(name, pair, axes, repeated=bool(values))
        values = [getattr(param, each) for each in pair]
    elif not values and default is not None:
        values = [default] * axes
    elif len(values) == 1:
        values = list(values) * axes
    elif len(values) != axes:
        raise LayerError(
            f"{name} is given {len(values)} times for {axes} spatial axes",
            where=where,
            hint=f"Give it once, or {axes} times." if axes > 1 else "Give it once.",
        )
    return tuple(to_int(value, where) for value in values)


def _check_pair(name: str, pair: tuple[str, str], axes: int, *, repeated: bool) -> None:
    where = f"{FIELD}.{pair[0]}"
    if axes != 2:
        raise LayerError(
            f"{pair[0]} and {pair[1]} are for two spatial axes, this bottom has {axes}",
            where=where,
            hint=f"Use {name}, once or once per axis.",
        )
    if repeated:
        raise LayerError(
            f"both {name} and {pair[0]} or {pair[1]} are set", where=where, hint="Choose one form."
        )
