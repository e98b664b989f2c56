"""Prior boxes: numbers that the bottoms' shapes decide, worked out when the net is exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.words import check_fields
from caffe_fillers.layers.shapes import legacy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site
    from caffe_fillers.proto import caffe

FIELD = "prior_box_param"

#: Words that tell where the boxes are, whatever their size.
PLACES = ("clip", "variance", "img_size", "img_h", "img_w", "step", "step_h", "step_w", "offset")
SIZES = ("min_size", "max_size", "aspect_ratio", "flip")

#: Two ratios nearer than this are one.
EPS = 1e-6


@exporter("PriorBox", dialect=FORKS)
def prior_box(at: Site, *bottoms: str) -> str:
    """A constant: boxes around the centres of the cells, and their variances.

    Sizes are cut to whole numbers (weiliu89/caffe, prior_box_layer.cpp).

    Raises:
        LayerError: words are written that only some forks have.
    """
    del bottoms
    check_fields(at.layer, FIELD, (*PLACES, *SIZES))
    return _constant(at, _sizes(at.layer, whole=True))


@exporter("PriorBox", dialect="openvino-person")
def prior_box_of_any_size(at: Site, *bottoms: str) -> str:
    """As PriorBox, with sizes as they are written (the person_reid branch, prior_box_layer.cpp)."""
    del bottoms
    check_fields(at.layer, FIELD, (*PLACES, *SIZES))
    return _constant(at, _sizes(at.layer, whole=False))


@exporter("PriorBoxClustered", dialect=FORKS)
def prior_box_clustered(at: Site, *bottoms: str) -> str:
    """As PriorBox, its boxes being `width` x `height`.

    (training_toolbox_caffe, prior_box_clustered_layer.cpp)
    """
    del bottoms
    check_fields(at.layer, FIELD, (*PLACES, "width", "height"))
    widths, heights = (extra(at.layer, f"{FIELD}.{name}", []) for name in ("width", "height"))
    if len(widths) != len(heights):
        raise LayerError(
            f"there are {len(widths)} widths and {len(heights)} heights", where=f"{FIELD}.height"
        )
    return _constant(at, np.array([widths, heights], np.float32).T)


def _sizes(layer: caffe.LayerParameter, *, whole: bool) -> NDArray[np.float32]:
    """(width, height) of each prior of a cell, in the order in which Caffe writes them."""
    smallest, largest = (extra(layer, f"{FIELD}.{name}_size", []) for name in ("min", "max"))
    if whole:
        smallest, largest = ([int(each) for each in sizes] for sizes in (smallest, largest))
    if largest and len(largest) != len(smallest):
        raise LayerError(
            f"there are {len(smallest)} min_sizes and {len(largest)} max_sizes",
            where=f"{FIELD}.max_size",
        )
    roots = np.sqrt(np.array(_ratios(layer)[1:], np.float32))
    found = []
    for place, size in enumerate(smallest):
        found.append((size, size))
        if largest:
            side = np.sqrt(np.multiply(size, largest[place], dtype=np.float64))
            found.append((side, side))
        found += [(np.float32(size) * root, np.float32(size) / root) for root in roots]
    return np.array(found, np.float32)


def _ratios(layer: caffe.LayerParameter) -> list[float]:
    ratios = [1.0]
    for ratio in extra(layer, f"{FIELD}.aspect_ratio", []):
        if not 0 < ratio < float("inf"):
            raise LayerError(f"a ratio is {ratio:g}", where=f"{FIELD}.aspect_ratio")
        if all(abs(ratio - other) >= EPS for other in ratios):
            ratios.append(ratio)
            if extra(layer, f"{FIELD}.flip", default=True):
                ratios.append(float(np.float32(1 / ratio)))
    return ratios


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells along an axis: how many, the image's length, and the centres in it."""

    cells: int
    image: int
    step: np.float32
    offset: np.float32

    def centres(self) -> NDArray[np.float32]:
        return (np.arange(self.cells).astype(np.float32) + self.offset) * self.step


def _grids(at: Site) -> tuple[_Grid, _Grid]:
    """Those along the width and along the height."""
    param = extra(at.layer, FIELD)
    cells = legacy(at.bottoms[0], "bottom")[2:]
    images = [extra(param, f"img_{side}", extra(param, "img_size", 0)) for side in "hw"]
    if not all(images):
        if len(at.bottoms) == 1:
            raise LayerError(
                "neither an image nor its size is given",
                where=f"{FIELD}.img_size",
                hint="Give the image as second bottom, or img_size.",
            )
        images = list(legacy(at.bottoms[1], "bottom 1")[2:])
    steps = [extra(param, f"step_{side}", extra(param, "step", 0)) for side in "hw"]
    if not all(steps):
        steps = [np.float32(image) / np.float32(n) for image, n in zip(images, cells, strict=True)]
    offset = np.float32(extra(param, "offset", 0.5))
    high, wide = (
        _Grid(n, image, np.float32(step), offset)
        for n, image, step in zip(cells, images, steps, strict=True)
    )
    return wide, high


def _constant(at: Site, sizes: NDArray[np.float32]) -> str:
    """The top (1, 2, H W P 4): corners over the image's size, then a variance for each number."""
    grids = _grids(at)
    corners = np.empty((grids[1].cells, grids[0].cells, len(sizes), 4), np.float32)
    for axis, grid in enumerate(grids):
        centres = grid.centres().astype(np.float64)
        along: Shape = (1, -1, 1) if axis == 0 else (-1, 1, 1)
        half = sizes[:, axis].astype(np.float64) / 2
        for corner, sign in ((axis, -1), (axis + 2, 1)):
            corners[..., corner] = (centres.reshape(along) + sign * half) / grid.image
    if extra(at.layer, f"{FIELD}.clip", default=False):
        corners = corners.clip(0, 1)
    variances = np.broadcast_to(_variances(at.layer), corners.shape)
    both: Sequence[NDArray[Any]] = (corners, variances)
    return at.graph.constant(np.stack(both).reshape(at.tops[0]))


def _variances(layer: caffe.LayerParameter) -> NDArray[np.float32]:
    given = extra(layer, f"{FIELD}.variance", [0.1])
    if len(given) not in (1, 4):
        raise LayerError(
            f"{len(given)} variances are given", where=f"{FIELD}.variance", hint="Give 1 or 4."
        )
    return np.array(given, np.float32)
