"""Depthwise convolutions: a Conv with a group for each channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import copied
from caffe_fillers.exporters.conv import convolution
from caffe_fillers.exporters.words import check_words

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("DepthwiseConvolution", dialect=FORKS)
def depthwise_convolution(at: Site, *bottoms: str) -> list[str]:
    """Conv: it computes what Convolution does, by another algorithm.

    (MobileNet-YOLO, depthwise_conv_layer.cpp)
    """
    check_words(at.layer)
    return convolution(at, *bottoms)


@exporter("ConvolutionDepthwise", dialect=FORKS)
def convolution_depthwise(at: Site, x: str) -> list[str]:
    """Conv with as many groups as channels, whatever the net says.

    (training_toolbox_caffe, conv_dw_layer.cpp)
    """
    check_words(at.layer)
    layer, channels = copied(at.layer), at.bottoms[0][1]
    layer.convolution_param.group = channels
    layer.convolution_param.num_output = at.tops[0][1]
    return convolution(replace(at, layer=layer), x)
