"""Layers of forks that make images larger or smaller."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, layer
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers.shapes import legacy, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer("Interp", bottoms=(1, 2), tops=1, dialect=FORKS)
def interp(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C, h, w), by the first of these that is written.

    With e = H + pad_beg + pad_end, pads being no more than 0: h = (e - 1) / shrink + 1;
    h = e + (e - 1) (zoom - 1), in the person_reid branch of training_toolbox_caffe e zoom;
    `height` and `width`; shrink, then zoom; e full_zoom_factor (synopsys-caffe). With a second
    bottom and no words, its height and width (PSPNet, deeplab-v2, synopsys-caffe,
    interp_layer.cpp).
    """
    param = "interp_param"
    num, channels, *sides = legacy(bottoms[0], "bottom")
    rim = sum(extra(layer, f"{param}.{name}", 0) for name in ("pad_beg", "pad_end"))
    sizes = [_interpolated(layer, side + rim, axis, env) for axis, side in enumerate(sides)]
    if None in sizes:
        if len(bottoms) == 1:
            raise LayerError(
                "neither a factor nor height and width is given",
                where=param,
                hint="Give zoom_factor, shrink_factor, or both height and width.",
            )
        sizes = list(legacy(bottoms[1], "bottom 1")[2:])
    found = [each for each in sizes if each is not None]
    if min(found) < 1:
        raise ShapeError(f"the top would be {text(found)}", where=param)
    return Setup([(num, channels, *found)])


def _interpolated(layer: caffe.LayerParameter, length: int, axis: int, env: Env) -> int | None:
    shrink, zoom, full = (
        extra(layer, f"interp_param.{name}_factor") for name in ("shrink", "zoom", "full_zoom")
    )
    height, width = (extra(layer, f"interp_param.{name}") for name in ("height", "width"))
    if (shrink is None) == (zoom is None) and None not in (height, width):
        return int((height, width)[axis])
    if any(each is not None and each < 1 for each in (shrink, zoom, full)):
        raise LayerError("a factor is less than 1", where="interp_param")
    if shrink is None and zoom is None:
        return None if full is None else length * int(full)
    if shrink is not None:
        length = (length - 1) // shrink + 1
    if zoom is None:
        return length
    if env.dialect == "openvino-person" and shrink is None:
        return length * int(zoom)
    return length + (length - 1) * (int(zoom) - 1)


@layer("Upsample", bottoms=(1, 2), tops=1, dialect=FORKS)
def upsample(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Two layers, told apart by their bottoms.

    With the mask of a pooling as second bottom: (N, C, H, W) to upsample_h and upsample_w, or to
    H scale - pad_out_h, the scale being 2 unless it is written (caffe-segnet,
    upsample_layer.cpp). With one bottom: its last two axes times `scale`, 1 unless it is written
    (MobileNet-YOLO, upsample_layer.cpp).
    """
    del env
    bottom, field = bottoms[0], "upsample_param"
    scale = extra(layer, f"{field}.scale")
    if len(bottoms) == 1:
        if len(bottom) < len("hw"):
            raise ShapeError(f"shape {text(bottom)} has not 2 axes", where="bottom")
        scale = extra(layer, f"{field}.stride", 1) if scale is None else scale
        return Setup([(*bottom[:-2], *(length * scale for length in bottom[-2:]))])
    if len(bottom) != len("nchw") or bottom != bottoms[1]:
        raise ShapeError(
            f"the mask of {text(bottoms[1])} is not as large as the bottom, {text(bottom)}",
            where="bottom 1",
        )
    sizes = [extra(layer, f"{field}.upsample_{side}") for side in "hw"]
    if None in sizes:
        scales = [extra(layer, f"{field}.scale_{side}", scale or 2) for side in "hw"]
        pads = [bool(extra(layer, f"{field}.pad_out_{side}", default=False)) for side in "hw"]
        axes = zip(bottom[2:], scales, pads, strict=True)
        sizes = [length * factor - pad for length, factor, pad in axes]
    return Setup([(*bottom[:2], *sizes)])


@layer("UpsampleDarknet", bottoms=1, tops=1, dialect=FORKS)
def upsample_darknet(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom with its last two axes times `stride`.

    (synopsys-caffe, upsample_darknet_layer.cpp)
    """
    del env
    (bottom,) = bottoms
    stride = extra(layer, "upsample_darknet_param.stride", 1)
    return Setup([(*bottom[:-2], *(length * stride for length in bottom[-2:]))])


@layer("ResizeBilinear", bottoms=1, tops=1, dialect=FORKS)
def resize_bilinear(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As `_resized` tells, with resize_bilinear_param.

    (synopsys-caffe, resize_bilinear_layer.cpp)
    """
    del env
    return Setup([_resized(layer, bottoms[0], "resize_bilinear_param")])


@layer("ResizeNearestNeighbor", bottoms=1, tops=1, dialect=FORKS)
def resize_nearest(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As `_resized` tells, with resize_nearest_neighbor_param.

    (synopsys-caffe, resize_nearest_neighbor_layer.cpp)
    """
    del env
    return Setup([_resized(layer, bottoms[0], "resize_nearest_neighbor_param")])


def _resized(layer: caffe.LayerParameter, bottom: Shape, field: str) -> Shape:
    """The image with output_height, or floor(H scale_height) in float32; the same for the width.

    `data_format` NHWC, which is the default, has the channels last; NCHWD has three axes.
    """
    layout = extra(layer, f"{field}.data_format", "NHWC")
    if len(bottom) != len(layout):
        raise ShapeError(f"shape {text(bottom)} does not have the axes {layout}", where="bottom")
    names = {"H": "height", "W": "width", "D": "depth"}
    top = []
    for axis, length in zip(layout, bottom, strict=True):
        if axis in names:
            given = extra(layer, f"{field}.output_{names[axis]}")
            scale = np.float32(extra(layer, f"{field}.scale_{names[axis]}", 1.0))
            scaled = np.float32(length) * scale
            if given is None and not math.isfinite(scaled):
                raise LayerError(f"the scale is {scale}", where=f"{field}.scale_{names[axis]}")
            length = math.floor(scaled) if given is None else given
        top.append(length)
    return tuple(top)


@layer("MaskResize", bottoms=1, tops=1, dialect=FORKS)
def mask_resize(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C, output_height, output_width) (MNC, mask_resize_layer.cpp)."""
    del env
    num, channels, _, _ = legacy(bottoms[0], "bottom")
    field = "mask_resize_param"
    sizes = [extra(layer, f"{field}.output_{side}", 0) for side in ("height", "width")]
    if min(sizes) < 1:
        raise LayerError(f"the output is {text(sizes)}", where=field, hint="Set both sides.")
    return Setup([(num, channels, *sizes)])
