"""Bottoms that blobs of given shapes ask for: a saved layer is set up again with them.

Only what decides the blobs is as it was; batches are of one, images as large as a kernel reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.proto import caffe

__all__ = [
    "bias",
    "channels",
    "convolution",
    "deconvolution",
    "embed",
    "inner_product",
    "lstm",
    "nothing",
    "rnn",
    "scale",
]


def convolution(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """Channels from the weights; each side as large as the kernel reaches, or a little larger."""
    param, weight = layer.convolution_param, blobs[0]
    channels = weight[1] * max(param.group, 1)
    return [_image(param, channels, weight)] * max(len(layer.bottom), 1)


def deconvolution(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """The same, with the channels in front."""
    param, weight = layer.convolution_param, blobs[0]
    return [_image(param, weight[0], weight)] * max(len(layer.bottom), 1)


def _image(param: caffe.ConvolutionParameter, channels: int, weight: Shape) -> Shape:
    reach = max([1, *param.dilation])
    sides = tuple(reach * (side - 1) + 1 for side in weight[2:])
    leading = (1,) * max(param.axis, 0) if param.axis >= 0 else (1,)
    return (*leading, channels, *sides)


def inner_product(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One vector of as many values as a row of the weights has."""
    param = layer.inner_product_param
    inputs = blobs[0][-2] if param.transpose else blobs[0][-1]
    return [(*(1,) * (param.axis if param.axis > 0 else 1), inputs)]


def embed(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One index."""
    del layer, blobs
    return [(1,)]


def scale(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """The slice that the blob is laid over, and where a second bottom is the factor, that too."""
    param = layer.scale_param
    return _laid_over(blobs[0], param.axis, param.num_axes, len(layer.bottom))


def bias(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """The slice that the blob is laid over."""
    param = layer.bias_param
    return _laid_over(blobs[0], param.axis, param.num_axes, len(layer.bottom))


def _laid_over(blob: Shape, axis: int, axes: int, bottoms: int) -> list[Shape]:
    # A legacy shape pads a slice of one axis with three ones.
    inner = blob[-axes:] if 0 < axes < len(blob) else blob
    whole = (*(1,) * axis, *inner) if axis >= 0 else (1,) * (-axis - len(inner)) + tuple(inner)
    whole = whole or (1,)
    return [whole, tuple(inner)][: max(bottoms, 1)]


def channels(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One item of one value a channel."""
    del layer
    return [(1, blobs[0][-1] if blobs[0] else 1)]


def nothing(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """None."""
    del layer, blobs
    return []


def lstm(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One time step of one item; three blobs without a static input."""
    return _recurrent(layer.recurrent_param, blobs, states=2, usual=3)


def rnn(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One time step of one item; five blobs without a static input."""
    return _recurrent(layer.recurrent_param, blobs, states=1, usual=5)


def _recurrent(
    param: caffe.RecurrentParameter, blobs: Sequence[Shape], *, states: int, usual: int
) -> list[Shape]:
    static = [(1, blobs[2][-1])] if len(blobs) > usual else []
    exposed = [(1, 1, param.num_output)] * states if param.expose_hidden else []
    return [(1, 1, blobs[0][-1]), (1, 1), *static, *exposed]
