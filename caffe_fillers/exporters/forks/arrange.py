"""Layers of forks that move values: they transpose, spread, pad and take axes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.shape import reshape as bvlc_reshape
from caffe_fillers.exporters.words import check_words
from caffe_fillers.layers.shapes import size

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("Permute", dialect=FORKS)
def permute(at: Site, x: str) -> str:
    """Transpose: the axes in the order written, the others behind them.

    (weiliu89/caffe, permute_layer.cpp)
    """
    order = extra(at.layer, "permute_param.order", [])
    rest = [axis for axis in range(len(at.bottoms[0])) if axis not in order]
    return at.graph.op("Transpose", x, perm=[*order, *rest])


@exporter("Transpose", dialect=FORKS)
def transpose(at: Site, x: str) -> str:
    """Transpose to the order that is written (yuqj1991/caffe_train, transpose_layer.cpp)."""
    return at.graph.op("Transpose", x, perm=extra(at.layer, "transpose_param.dim", []))


@exporter("ShuffleChannel", dialect=FORKS)
def shuffle_channel(at: Site, x: str) -> str:
    """Channel i * (C / g) + j becomes channel j * g + i: two Reshapes around a Transpose.

    (farmingyard/ShuffleNet, shuffle_channel_layer.cpp)
    """
    (bottom,) = at.bottoms
    group = extra(at.layer, "shuffle_channel_param.group", 1)
    num, channels = bottom[:2]
    if group < 1 or channels % group:
        raise LayerError(
            f"{channels} channels cannot be shuffled in {group} groups",
            where="shuffle_channel_param.group",
        )
    graph = at.graph
    apart = graph.reshape(x, (num, group, channels // group, *bottom[2:]))
    behind = range(3, len(bottom) + 1)
    return graph.reshape(graph.op("Transpose", apart, perm=[0, 2, 1, *behind]), bottom)


@exporter("Squeeze", "ExpandDimsND", dialect=FORKS)
def other_axes(at: Site, x: str) -> str:
    """Reshape to the top's shape (synopsys-caffe, squeeze_layer.cpp, expand_dims_nd_layer.cpp)."""
    return at.graph.reshape(x, at.tops[0])


@exporter("Unstack", dialect=FORKS)
def unstack(at: Site, x: str) -> list[str]:
    """Split, and Reshape without the axis (synopsys-caffe, unstack_layer.cpp)."""
    (bottom,), graph = at.bottoms, at.graph
    axis = extra(at.layer, "unstack_param.axis", 0) % len(bottom)
    parts = graph.split(x, axis, [1] * bottom[axis])
    shape = (*bottom[:axis], *bottom[axis + 1 :])
    return [graph.reshape(part, shape) for part, _ in zip(parts, at.layer.top, strict=False)]


@exporter("Pad", dialect=FORKS)
def pad(at: Site, x: str) -> str:
    """Pad with one value, so many before and behind each axis (synopsys-caffe, pad_layer.cpp)."""
    pads = extra(at.layer, "pad_param.paddings", [])
    value = extra(at.layer, "pad_param.constant_values", 0.0)
    places = at.graph.ints([*pads[::2], *pads[1::2]])
    return at.graph.op("Pad", x, places, at.graph.constant(value))


@exporter("Reshape", dialect=FORKS)
def reshape(at: Site, x: str) -> str:
    """Reshape, or with `pixelshuffler` DepthToSpace: channel c r r + i r + j goes to (i, j).

    (intel/caffe and synopsys-caffe, reshape_layer.cpp)
    """
    check_words(at.layer, {"reshape_param.pixelshuffler"})
    ratio = extra(at.layer, "reshape_param.pixelshuffler", 1)
    if ratio == 1:
        return bvlc_reshape(at, x)
    return at.graph.op("DepthToSpace", x, blocksize=ratio, mode="CRD")


@exporter("Reorg", dialect=FORKS)
def reorg(at: Site, x: str) -> str:
    """Two Reshapes around a Transpose, in Darknet's order.

    The bottom's values, taken for (N, C / s s, H s, W s), are read by the s s places of a block;
    with `reverse` they are written so (MobileNet-YOLO, reorg_layer.cpp).

    Raises:
        LayerError: the channels or the sides cannot be divided by the stride.
    """
    stride = extra(at.layer, "reorg_param.stride", 0)
    reverse = extra(at.layer, "reorg_param.reverse", default=False)
    return darknet_blocks(at, x, stride, reverse=reverse)


def darknet_blocks(at: Site, x: str, stride: int, *, reverse: bool = False) -> str:
    """Read the bottom's values by the places of a block, or write them so.

    Raises:
        LayerError: the channels or the sides cannot be divided by the stride.
    """
    (num, channels, height, width), graph = at.bottoms[0], at.graph
    inner = channels // stride**2
    if inner * stride**2 != channels or size(at.tops[0]) != size(at.bottoms[0]):
        raise LayerError(
            f"{channels} channels of {height}x{width} cannot be laid out by {stride}",
            where="reorg_param.stride",
        )
    if reverse:
        apart = graph.reshape(x, (num, stride, stride, inner, height, width))
        return graph.reshape(graph.op("Transpose", apart, perm=[0, 3, 4, 1, 5, 2]), at.tops[0])
    apart = graph.reshape(x, (num, inner, height, stride, width, stride))
    return graph.reshape(graph.op("Transpose", apart, perm=[0, 3, 5, 1, 2, 4]), at.tops[0])


@exporter("Reorg", dialect="synopsys")
def square_reorg(at: Site, x: str) -> str:
    """As Reorg; of an image that is not square width and height are mixed up, which is refused.

    (synopsys-caffe, reorg_layer.cpp)
    """
    _, _, height, width = at.bottoms[0]
    if height != width or extra(at.layer, "reorg_param.stride", 0) != 2:
        raise LayerError(
            "of other than square images by a stride of 2 it cannot be exported",
            where="reorg_param",
        )
    return reorg(at, x)
