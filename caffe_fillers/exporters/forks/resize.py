"""Layers of forks that make images larger or smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.words import check_fields

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.exporters.site import Site

FIELD = "interp_param"

#: The words of both that are read, besides a mode of its own.
RESIZED = (
    *("align_corners", "half_pixel_centers", "data_format"),
    *("output_height", "output_width", "scale_height", "scale_width"),
)

HALF = np.float32(0.5)


@exporter("Interp", dialect=FORKS)
def interp(at: Site, x: str, *like: str) -> str:
    """Resize: linear, the corners' centres on one another, behind pads that cut the rim off.

    (PSPNet, interp_layer.cpp, interp.cpp)
    """
    del like
    words = ("height", "width", "zoom_factor", "shrink_factor", "pad_beg", "pad_end")
    check_fields(at.layer, FIELD, words)
    graph, sides = at.graph, at.bottoms[0][2:]
    first, last = (-extra(at.layer, f"{FIELD}.pad_{name}", 0) for name in ("beg", "end"))
    if first or last:
        ends = [side - last for side in sides]
        x = graph.op("Slice", x, graph.ints([first] * 2), graph.ints(ends), graph.ints([2, 3]))
    inner = tuple(side - first - last for side in sides)
    if at.tops[0][2:] == inner:
        return x
    # Sizes, not scales, which a runtime multiplies and may round down. The batch stays open.
    head = graph.op("Gather", graph.op("Shape", x), graph.ints([0, 1]))
    return graph.op(
        "Resize",
        x,
        "",
        "",
        graph.concat([head, graph.ints(at.tops[0][2:])], 0),
        mode="linear",
        coordinate_transformation_mode="align_corners",
    )


@exporter("ResizeNearestNeighbor", dialect=FORKS)
def resize_nearest(at: Site, x: str) -> str:
    """Gather along height and width: the places are worked out as the layer works them out.

    (synopsys-caffe, resize_nearest_neighbor_layer.cpp)
    """
    field = "resize_nearest_neighbor_param"
    check_fields(at.layer, field, (*RESIZED, "half_pixel_onnx"))
    param = extra(at.layer, field)
    for axis in _image_axes(param):
        length, size = at.bottoms[0][axis], at.tops[0][axis]
        places, scale = _places(param, length, size)
        if extra(param, "half_pixel_onnx", default=False):
            near = np.floor((places + HALF) * scale - HALF)
        elif extra(param, "half_pixel_centers", default=False):
            near = np.floor((places + HALF) * scale)
        elif extra(param, "align_corners", default=False):
            low = np.floor(places * scale)
            near = low + (places * scale - low >= HALF)
        else:
            near = np.floor(places * scale)
        x = at.graph.op("Gather", x, _within(at, near, length), axis=axis)
    return x


@exporter("ResizeBilinear", dialect=FORKS)
def resize_bilinear(at: Site, x: str) -> str:
    """Two Gathers along width, then height, and what lies between: a + (b - a) share.

    (synopsys-caffe, resize_bilinear_layer.cpp)
    """
    field = "resize_bilinear_param"
    check_fields(at.layer, field, (*RESIZED, "pytorch_half_pixel"))
    param, graph = extra(at.layer, field), at.graph
    for axis in reversed(_image_axes(param)):
        length, size = at.bottoms[0][axis], at.tops[0][axis]
        places, scale = _places(param, length, size)
        if extra(param, "align_corners", default=False):
            near = places * scale
        elif extra(param, "pytorch_half_pixel", default=False):
            near = (places + HALF) * scale - HALF if size > 1 else np.array([-HALF])
        elif extra(param, "half_pixel_centers", default=False):
            near = (places + HALF) * scale - HALF
        else:
            near = places * scale
        share = (near - np.floor(near)).reshape(-1, *[1] * (len(at.tops[0]) - axis - 1))
        low, high = (
            graph.op("Gather", x, _within(at, rounded, length), axis=axis)
            for rounded in (np.floor(near), np.ceil(near))
        )
        step = graph.op("Mul", graph.op("Sub", high, low), graph.constant(share))
        x = graph.op("Add", low, step)
    return x


def _image_axes(param: Any) -> tuple[int, int]:
    """Height and width; NHWC is the default."""
    layout = extra(param, "data_format", "NHWC")
    if sorted(layout) != sorted("NCHW"):
        raise LayerError(f"the layout {layout} cannot be exported", where="data_format")
    return layout.index("H"), layout.index("W")


def _places(param: Any, length: int, size: int) -> tuple[NDArray[np.float32], np.float32]:
    """The top's places along an axis, and how long a step between them is in the bottom."""
    aligned = extra(param, "align_corners", default=False) and size > 1
    scale = np.float32(length - 1) / np.float32(size - 1) if aligned else None
    scale = np.float32(length) / np.float32(size) if scale is None else scale
    return np.arange(size, dtype=np.float32), scale


def _within(at: Site, places: NDArray[Any], length: int) -> str:
    return at.graph.ints(places.clip(0, length - 1).astype(int).tolist())
