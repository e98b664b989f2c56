"""Convolutions of forks: other words for the window, and a group for each channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import copied, extra
from caffe_fillers.exporters import conv as bvlc
from caffe_fillers.exporters.words import check_words
from caffe_fillers.layers.conv import window_of
from caffe_fillers.layers.forks.conv import SAME, SIDES, dilated

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site
    from caffe_fillers.proto import caffe

FIELD = "convolution_param"

#: What is read here, besides BVLC's words.
WORDS = frozenset(
    f"{FIELD}.{name}"
    for name in (
        *("kstride", "kstride_h", "kstride_w", "kstride_list", "hole", "pad_type"),
        *(side for sides in SIDES for side in sides),
    )
)


@exporter("Convolution", "DepthwiseConvolution", "HoleConvolution", dialect=FORKS)
def convolution(at: Site, *bottoms: str) -> list[str]:
    """Conv; kstride and hole are its dilation, pad_t, pad_b, pad_l, pad_r and pad_type its pads.

    DepthwiseConvolution computes the same by another algorithm (MobileNet-YOLO,
    depthwise_conv_layer.cpp; naibaf7/caffe, conv_layer.cpp; synopsys-caffe, im2col.cpp).
    """
    return _convolution(at, bottoms, transposed=False)


@exporter("Deconvolution", dialect=FORKS)
def deconvolution(at: Site, *bottoms: str) -> list[str]:
    """ConvTranspose, with the words of `convolution`; pad_type means nothing.

    (synopsys-caffe, deconv_layer.cpp)
    """
    return _convolution(at, bottoms, transposed=True)


@exporter("ConvolutionDepthwise", dialect=FORKS)
def convolution_depthwise(at: Site, x: str) -> list[str]:
    """Conv with as many groups as channels, whatever the net says.

    (training_toolbox_caffe, conv_dw_layer.cpp)
    """
    layer, channels = copied(at.layer), at.bottoms[0][1]
    layer.convolution_param.group = channels
    layer.convolution_param.num_output = at.tops[0][1]
    return _convolution(replace(at, layer=layer), [x], transposed=False)


def _convolution(at: Site, bottoms: tuple[str, ...] | list[str], *, transposed: bool) -> list[str]:
    check_words(at.layer, WORDS)
    at = replace(at, layer=dilated(at.layer))
    pads = _pads(at, transposed=transposed)
    return [bvlc.convolved(at, x, transposed=transposed, pads=pads) for x in bottoms]


def _pads(at: Site, *, transposed: bool) -> tuple[Shape, Shape] | None:
    """What is padded before and behind each axis; None where the layer says it in BVLC's words."""
    layer = at.layer
    if any(extra(layer, f"{FIELD}.{side}", 0) for sides in SIDES for side in sides):
        return sides_of(layer, FIELD)
    if extra(layer, f"{FIELD}.pad_type", 0) != SAME or transposed:
        return None
    lengths = at.bottoms[0][layer.convolution_param.axis + 1 :]
    window = window_of(layer.convolution_param, len(lengths))
    return same_pads(lengths, window.kernel, window.stride)


def sides_of(layer: caffe.LayerParameter, field: str) -> tuple[Shape, Shape]:
    """The pads that the layer names for each side: before and behind (height, width)."""
    before, behind = (
        tuple(int(extra(layer, f"{field}.{sides[place]}", 0)) for sides in SIDES)
        for place in (0, 1)
    )
    return before, behind


def same_pads(lengths: Shape, kernel: Shape, stride: Shape) -> tuple[Shape, Shape]:
    """synopsys-caffe's pad_type 1: a place for each stride, the smaller half of the pads before.

    A dilation is not counted (im2col.cpp, pooling_layer.cpp).
    """
    axes = zip(lengths, kernel, stride, strict=True)
    whole = [max(size - (length % step or step), 0) for length, size, step in axes]
    return tuple(pad // 2 for pad in whole), tuple(pad - pad // 2 for pad in whole)
