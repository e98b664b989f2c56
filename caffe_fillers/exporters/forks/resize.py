"""Layers of forks that make images larger or smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.exporters.words import check_fields

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site

FIELD = "interp_param"


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
