"""Layers that only rearrange: they cut, join, copy, drop or reorder values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import exporter
from caffe_fillers.exporters.pointwise import scaled
from caffe_fillers.layers.shape import axis_or_dim
from caffe_fillers.layers.shapes import canonical_axis, size
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("Split")
def split(at: Site, x: str) -> list[str]:
    """Nothing: every top is the bottom (split_layer.cpp)."""
    return [x] * len(at.tops)


@exporter("Silence")
def silence(at: Site, *bottoms: str) -> list[str]:
    """Nothing; what it silences is no output of the net (silence_layer.cpp)."""
    del at, bottoms
    return []


@exporter("Concat")
def concat(at: Site, *bottoms: str) -> str:
    """Concat (concat_layer.cpp)."""
    param = at.layer.concat_param
    axis = axis_or_dim(param, "concat_dim", at.bottoms[0], "concat_param")
    return at.graph.concat(bottoms, axis)


@exporter("Slice")
def slice_(at: Site, x: str) -> list[str]:
    """Split (slice_layer.cpp)."""
    axis = axis_or_dim(at.layer.slice_param, "slice_dim", at.bottoms[0], "slice_param")
    return at.graph.split(x, axis, [top[axis] for top in at.tops])


@exporter("Flatten", "Reshape")
def reshape(at: Site, x: str) -> str:
    """Reshape (flatten_layer.cpp, reshape_layer.cpp)."""
    return x if at.tops[0] == at.bottoms[0] else at.graph.reshape(x, at.tops[0])


@exporter("Tile")
def tile(at: Site, x: str) -> str:
    """Tile (tile_layer.cpp)."""
    param, axes = at.layer.tile_param, len(at.bottoms[0])
    repeats = [1] * axes
    repeats[canonical_axis(param.axis, at.bottoms[0], "tile_param.axis")] = param.tiles
    return at.graph.op("Tile", x, at.graph.ints(repeats))


@exporter("Crop")
def crop(at: Site, x: str, reference: str) -> str:
    """Slice; of bottom 1 only the shape counts, which is known (crop_layer.cpp)."""
    del reference
    param, (bottom, _), (top,) = at.layer.crop_param, at.bottoms, at.tops
    axis = canonical_axis(param.axis, bottom, "crop_param.axis")
    axes = range(axis, len(bottom))
    offsets = list(param.offset) or [0]
    starts = offsets * len(axes) if len(offsets) == 1 else offsets
    ends = [start + top[each] for start, each in zip(starts, axes, strict=True)]
    graph = at.graph
    return graph.op("Slice", x, graph.ints(starts), graph.ints(ends), graph.ints(axes))


@exporter("Reduction")
def reduction(at: Site, x: str) -> str:
    """A Reduce over `axis` and all behind it, times coeff (reduction_layer.cpp)."""
    param, (bottom,) = at.layer.reduction_param, at.bottoms
    reductions = {
        caffe.ReductionParameter.SUM: "ReduceSum",
        caffe.ReductionParameter.ASUM: "ReduceL1",
        caffe.ReductionParameter.SUMSQ: "ReduceSumSquare",
        caffe.ReductionParameter.MEAN: "ReduceMean",
    }
    axis = canonical_axis(param.axis, bottom, "reduction_param.axis")
    axes = range(axis, len(bottom))
    return scaled(
        at, at.graph.reduce(reductions[param.operation], x, axes, keep=False), param.coeff
    )


@exporter("ArgMax")
def argmax(at: Site, x: str) -> str:
    """The places of the largest values; of equal ones the larger place comes first.

    (argmax_layer.cpp)
    """
    param, (bottom,), (top,), graph = at.layer.argmax_param, at.bottoms, at.tops, at.graph
    by_axis = param.HasField("axis")
    if by_axis:
        axis = canonical_axis(param.axis, bottom, "argmax_param.axis")
        length = bottom[axis]
    else:
        axis, length = 1, size(bottom[1:])
        x = graph.reshape(x, (bottom[0], length))
    places, values = _largest(at, x, axis, length)
    if by_axis:
        return values if param.out_max_val else places
    if not param.out_max_val:
        return graph.reshape(places, top)
    row = (bottom[0], 1, param.top_k)
    both = graph.concat([graph.reshape(each, row) for each in (places, values)], 1)
    return both if len(top) == 3 else graph.reshape(both, top)


def _largest(at: Site, x: str, axis: int, length: int) -> tuple[str, str]:
    """Places and values of the top_k largest along an axis, sorted."""
    graph, top_k = at.graph, at.layer.argmax_param.top_k
    # ONNX takes the smaller place first, so it is given the values backwards.
    start, end, step = graph.ints([-1]), graph.ints([np.iinfo(np.int64).min]), graph.ints([-1])
    backwards = graph.op("Slice", x, start, end, graph.ints([axis]), step)
    if top_k == 1 and not at.layer.argmax_param.out_max_val:
        values, behind = "", graph.op("ArgMax", backwards, axis=axis, keepdims=1)
    else:
        values, behind = graph.ops("TopK", backwards, graph.ints([top_k]), outputs=2, axis=axis)
    place = graph.op("Sub", graph.constant(length - 1, np.int64), behind)
    return graph.op("Cast", place, to=TensorProto.FLOAT), values


@exporter("BatchReindex")
def batch_reindex(at: Site, x: str, places: str) -> str:
    """Gather along axis 0 (batch_reindex_layer.cpp)."""
    return at.graph.op("Gather", x, at.graph.op("Cast", places, to=TensorProto.INT64), axis=0)


@exporter("Filter")
def filter_(at: Site, *bottoms: str) -> list[str]:
    """Gather the items whose selector is not 0, how many that may be (filter_layer.cpp)."""
    graph = at.graph
    *filtered, selector = bottoms
    places = graph.op("NonZero", graph.reshape(selector, at.bottoms[-1][:1]))
    # Not Compress, which runtimes lack more often.
    chosen = graph.op("Reshape", places, graph.ints([-1]))
    return [graph.op("Gather", x, chosen, axis=0) for x in filtered]
