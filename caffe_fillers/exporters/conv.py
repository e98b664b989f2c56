"""Convolution, Deconvolution and Im2col."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.registry import exporter
from caffe_fillers.errors import LayerError
from caffe_fillers.layers.conv import window_of
from caffe_fillers.layers.shapes import canonical_axis, size

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site

FIELD = "convolution_param"

#: onnxruntime and others have kernels for so many spatial axes.
MAX_AXES = 3
#: So many numbers may the kernels of an Im2col have: one gigabyte.
MAX_COPIES = 1 << 28


@exporter("Convolution")
def convolution(at: Site, *bottoms: str) -> list[str]:
    """Conv (conv_layer.cpp)."""
    return [convolved(at, x, transposed=False) for x in bottoms]


@exporter("Deconvolution")
def deconvolution(at: Site, *bottoms: str) -> list[str]:
    """ConvTranspose, whose weights have the same order (deconv_layer.cpp)."""
    return [convolved(at, x, transposed=True) for x in bottoms]


@exporter("Im2col")
def im2col(at: Site, x: str) -> str:
    """A Conv that copies: one kernel with a single 1 for each place of the window.

    (im2col_layer.cpp)
    """
    bottom, top = at.bottoms[0], at.tops[0]
    axis, channels, lengths = _axes(at)
    window = window_of(at.layer.convolution_param, len(lengths))
    places = size(window.kernel)
    if channels * places**2 > MAX_COPIES:
        raise LayerError(
            f"the kernels that copy {channels} windows of {places} would be too large",
            where=FIELD,
            hint=f"--cut {at.layer.name} makes its top an input.",
        )
    one_hot = np.eye(places, dtype=np.float32).reshape(places, 1, *window.kernel)
    kernels = at.graph.constant(np.tile(one_hot, (channels, *[1] * (len(lengths) + 1))))
    if axis != 1:
        x = at.graph.reshape(x, (size(bottom[:axis]), *bottom[axis:]))
    sizes = top[axis + 1 :]
    attributes = _attributes(at, lengths, sizes, None, transposed=False)
    y = at.graph.op("Conv", x, kernels, group=channels, **attributes)
    return y if axis == 1 else at.graph.reshape(y, top)


def convolved(
    at: Site, x: str, *, transposed: bool, pads: tuple[Shape, Shape] | None = None
) -> str:
    """One bottom's top; `pads` before and behind each axis stand in for the layer's own."""
    param, top = at.layer.convolution_param, at.tops[0]
    axis, channels, lengths = _axes(at)
    outputs, group = param.num_output, param.group
    rows, columns = (channels, outputs) if transposed else (outputs, channels)
    sizes = top[axis + 1 :]
    kernel = window_of(param, len(lengths)).kernel
    if lengths:
        attributes = _attributes(at, lengths, sizes, pads, transposed=transposed)
    else:
        # Without a spatial axis it is a matrix product, which one axis of length 1 makes too.
        attributes, kernel, lengths, sizes = {"kernel_shape": [1]}, (1,), (1,), (1,)
    inner = (size(at.bottoms[0][:axis]), channels, *lengths)
    if inner != at.bottoms[0]:
        x = at.graph.reshape(x, inner)
    weight = at.weight(0, (rows, columns // group, *kernel))
    bias = at.weight(1, (outputs,)) if param.bias_term else ""
    op_type = "ConvTranspose" if transposed else "Conv"
    y = at.graph.op(op_type, x, weight, bias, group=group if group != 1 else None, **attributes)
    return y if (inner[0], outputs, *sizes) == top else at.graph.reshape(y, top)


def _axes(at: Site) -> tuple[int, int, Shape]:
    """The axis of the channels, how many there are, and the spatial axes behind it."""
    bottom = at.bottoms[0]
    axis = canonical_axis(at.layer.convolution_param.axis, bottom, f"{FIELD}.axis")
    lengths = bottom[axis + 1 :]
    if len(lengths) > MAX_AXES:
        raise LayerError(
            f"a convolution over {len(lengths)} spatial axes cannot be exported",
            where=f"{FIELD}.axis",
            hint=f"ONNX runtimes have kernels for 1 to {MAX_AXES}.",
        )
    return axis, bottom[axis], lengths


def _attributes(
    at: Site, lengths: Shape, sizes: Shape, pads: tuple[Shape, Shape] | None, *, transposed: bool
) -> dict[str, list[int]]:
    """The window in ONNX's words.

    A window that is longer than its padded input still has one place, by C's rounding: more
    padding at the end makes room for it.
    """
    window = window_of(at.layer.convolution_param, len(lengths))
    begins, ends = pads or (window.pad, window.pad)
    if not transposed:
        axes = zip(lengths, sizes, window.extents(), window.stride, begins, ends, strict=True)
        ends = tuple(
            max(end, (places - 1) * stride + extent - (length + begin))
            for length, places, extent, stride, begin, end in axes
        )
    return {
        "kernel_shape": list(window.kernel),
        "strides": list(window.stride),
        "pads": [*begins, *ends],
        "dilations": list(window.dilation),
    }
