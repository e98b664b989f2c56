"""Layers that only rearrange: they cut, join, copy, drop or reorder values."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import JudgeFacts, layer
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers.pointwise import refuse_in_place
from caffe_fillers.layers.shapes import axis_0, canonical_axis, check_some, size, text, to_int
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape


@layer("Split", bottoms=1, tops=(1, None))
def split(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), all tops the same (split_layer.cpp)."""
    del env
    refuse_in_place(layer)
    return Setup([bottoms[0]] * len(layer.top))


@layer("Silence", bottoms=(1, None), tops=0, kind="output", judges=JudgeFacts(bottoms=0))
def silence(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, no top (silence_layer.cpp)."""
    del layer, bottoms, env
    return Setup([])


@layer("Concat", bottoms=(1, None), tops=1, parameter="concat_param")
def concat(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (A..., d_i, B...), top (A..., sum of d_i, B...), d at `axis` (concat_layer.cpp)."""
    del env
    param, first = layer.concat_param, bottoms[0]
    axis = axis_or_dim(param, "concat_dim", first, "concat_param")
    for index, bottom in enumerate(bottoms):
        if len(bottom) != len(first) or _without(bottom, axis) != _without(first, axis):
            raise ShapeError(
                f"shapes {text(first)} and {text(bottom)} differ in more than axis {axis}",
                where=f"bottom {index}",
                hint="Only the axis of concatenation may differ.",
            )
    if len(bottoms) == 1:
        check_some(size(first), "the bottom, which the top shares,")
    return Setup([_with(first, axis, sum(bottom[axis] for bottom in bottoms))])


@layer("Slice", bottoms=1, tops=(1, None), parameter="slice_param")
def slice_(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (A..., d, B...), tops (A..., d_i, B...): cut at `slice_point`, or into equal parts.

    (slice_layer.cpp)
    """
    del env
    param, (bottom,) = layer.slice_param, bottoms
    axis = axis_or_dim(param, "slice_dim", bottom, "slice_param")
    lengths = _parts(param.slice_point, bottom[axis], len(layer.top))
    if len(lengths) > 1:
        refuse_in_place(layer)
    else:
        check_some(size(bottom), "the bottom, which the top shares,")
    return Setup([_with(bottom, axis, length) for length in lengths])


def _parts(points: Sequence[int], length: int, tops: int) -> list[int]:
    """The lengths of the parts that an axis is cut into."""
    where = "slice_param.slice_point"
    if not points:
        if length % tops:
            raise ShapeError(
                f"an axis of {length} cannot be cut into {tops} equal parts",
                where=where,
                hint="Give slice_point, one less than there are tops.",
            )
        return [length // tops] * tops
    if len(points) != tops - 1:
        raise LayerError(
            f"{len(points)} slice points do not make {tops} top(s)",
            where=where,
            hint="Give one less than there are tops.",
        )
    edges = [0, *points, length]
    parts = [end - start for start, end in pairwise(edges)]
    if any(part <= 0 for part in parts[:-1]) or parts[-1] < 0 or tops > length:
        raise ShapeError(
            f"points {', '.join(map(str, points))} do not cut an axis of {length} "
            f"into {tops} parts",
            where=where,
            hint="They must increase, from 1 on.",
        )
    return parts


@layer("Flatten", bottoms=1, tops=1, parameter="flatten_param")
def flatten(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (A..., B..., C...), top (A..., prod(B), C...), B from `axis` to `end_axis`.

    (flatten_layer.cpp)
    """
    del env
    refuse_in_place(layer)
    param, (bottom,) = layer.flatten_param, bottoms
    start = canonical_axis(param.axis, bottom, "flatten_param.axis")
    end = canonical_axis(param.end_axis, bottom, "flatten_param.end_axis") + 1
    if start > end:
        raise LayerError(
            f"end_axis {end - 1} lies before axis {start}", where="flatten_param.end_axis"
        )
    return Setup([(*bottom[:start], size(bottom[start:end]), *bottom[end:])])


@layer("Reshape", bottoms=1, tops=1, parameter="reshape_param", since="rc3")
def reshape(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (A..., B..., C...), top (A..., shape..., C...), B being `num_axes` from `axis` on.

    In `shape`, 0 copies the bottom's axis in that place and one -1 is worked out
    (reshape_layer.cpp).
    """
    del env
    refuse_in_place(layer)
    param, (bottom,) = layer.reshape_param, bottoms
    start, end = _span(param, bottom)
    middle = [
        _copied(bottom, start + place) if dim == 0 else dim
        for place, dim in enumerate(param.shape.dim)
    ]
    top = _inferred((*bottom[:start], *middle, *bottom[end:]), bottom)
    if any(dim < 0 for dim in top) or size(top) != size(bottom):
        raise ShapeError(
            f"{text(bottom)} cannot be reshaped to {text(top)}",
            where="reshape_param.shape",
            hint=f"The bottom holds {size(bottom)} values.",
        )
    check_some(size(bottom), "the bottom, which the top shares,")
    return Setup([top])


def _span(param: caffe.ReshapeParameter, bottom: Shape) -> tuple[int, int]:
    """First and last + 1 of the axes that are replaced; an axis behind the last is allowed."""
    axes = len(bottom)
    start = param.axis if param.axis >= 0 else axes + param.axis + 1
    if not 0 <= start <= axes:
        raise ShapeError(
            f"axis {param.axis} is out of range for a bottom of shape {text(bottom)}",
            where="reshape_param.axis",
        )
    end = axes if param.num_axes == -1 else start + param.num_axes
    if param.num_axes < -1 or end > axes:
        raise ShapeError(
            f"num_axes {param.num_axes} from axis {start} on does not fit shape {text(bottom)}",
            where="reshape_param.num_axes",
        )
    return start, end


def _copied(bottom: Shape, axis: int) -> int:
    if axis >= len(bottom):
        raise ShapeError(
            f"a dim 0 copies axis {axis}, which shape {text(bottom)} has not",
            where="reshape_param.shape",
        )
    return bottom[axis]


def _inferred(top: Shape, bottom: Shape) -> Shape:
    """The top with its one -1 worked out, as it is if there is none."""
    unknown = [axis for axis, dim in enumerate(top) if dim == -1]
    if not unknown:
        return top
    if len(unknown) > 1:
        raise LayerError("shape has more than one -1", where="reshape_param.shape")
    known = size(_without(top, unknown[0]))
    if known == 0 or size(bottom) % known:
        raise ShapeError(
            f"the -1 in {text(top)} has no value that keeps the {size(bottom)} values of "
            f"{text(bottom)}",
            where="reshape_param.shape",
        )
    return _with(top, unknown[0], size(bottom) // known)


@layer("Tile", bottoms=1, tops=1, parameter="tile_param", since="rc3")
def tile(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (A..., d, B...), top (A..., d `tiles`, B...), d at `axis` (tile_layer.cpp)."""
    del env
    param, (bottom,) = layer.tile_param, bottoms
    axis = canonical_axis(param.axis, bottom, "tile_param.axis")
    if param.tiles <= 0:
        raise LayerError(
            f"tiles is {param.tiles}", where="tile_param.tiles", hint="Set it to 1 or more."
        )
    return Setup([_with(bottom, axis, bottom[axis] * param.tiles)])


@layer("Crop", bottoms=2, tops=1, parameter="crop_param", since="rc4")
def crop(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (A..., B...) and a reference, top (A..., the reference's axes from `axis` on).

    (crop_layer.cpp)
    """
    del env
    param, (bottom, reference) = layer.crop_param, bottoms
    axis = canonical_axis(param.axis, bottom, "crop_param.axis")
    cropped = len(bottom) - axis
    offsets = [to_int(offset, "crop_param.offset") for offset in param.offset] or [0]
    if len(offsets) not in (1, cropped):
        raise LayerError(
            f"{len(offsets)} offsets are given for {cropped} cropped axes",
            where="crop_param.offset",
            hint="Give one for all, or one each.",
        )
    if len(reference) < len(bottom):
        raise ShapeError(
            f"shape {text(reference)} has fewer axes than {text(bottom)}", where="bottom 1"
        )
    target = reference[axis : len(bottom)]
    for place, (offset, length) in enumerate(zip(offsets * cropped, target, strict=False), axis):
        if bottom[place] - offset < length:
            raise ShapeError(
                f"axis {place} of shape {text(bottom)} has no {length} values behind "
                f"offset {offset}",
                where="crop_param.offset",
            )
    return Setup([(*bottom[:axis], *target)])


@layer("Reduction", bottoms=1, tops=1, parameter="reduction_param", since="rc3")
def reduction(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (A..., B...), top (A...), B from `axis` on (reduction_layer.cpp)."""
    del env
    param = layer.reduction_param
    axis = canonical_axis(param.axis, bottoms[0], "reduction_param.axis")
    if param.operation in (caffe.ReductionParameter.SUM, caffe.ReductionParameter.MEAN):
        check_some(size(bottoms[0][axis:]), "what is summed up")
    return Setup([bottoms[0][:axis]])


@layer("ArgMax", bottoms=1, tops=1, parameter="argmax_param")
def argmax(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, ...), top (N, 1 or 2, K, 1...), or the bottom with K values on `axis`.

    K = `top_k`; with `out_max_val` axis 1 holds the index and the value (argmax_layer.cpp).
    """
    del env
    param, (bottom,) = layer.argmax_param, bottoms
    if param.HasField("axis"):
        axis = canonical_axis(param.axis, bottom, "argmax_param.axis")
        top, values = _with(bottom, axis, param.top_k), bottom[axis]
    else:
        batch = axis_0(bottom, "bottom")
        head = (batch, 2 if param.out_max_val else 1, param.top_k)
        top, values = head + (1,) * (len(bottom) - 3), size(bottom[1:])
    if not 1 <= param.top_k <= values:
        raise LayerError(
            f"top_k is {param.top_k}, there are {values} values to choose from",
            where="argmax_param.top_k",
        )
    return Setup([top])


@layer("BatchReindex", bottoms=2, tops=1, since="rc3")
def batch_reindex(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, A...) and (M), top (M, A...) (batch_reindex_layer.cpp)."""
    del layer, env
    bottom, index = bottoms
    if len(index) != 1:
        raise ShapeError(
            f"index of shape {text(index)} has {len(index)} axes, needs 1", where="bottom 1"
        )
    return Setup([(*index, *bottom[1:])])


@layer("Filter", bottoms=(2, None), tops=(1, None), since="rc3")
def filter_(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, A_i...) and a selector (N, 1...), tops (N, A_i...) (filter_layer.cpp)."""
    del env
    *filtered, selector = bottoms
    if len(layer.top) != len(filtered):
        raise LayerError(
            f"{len(layer.top)} tops are named for {len(filtered)} bottoms to filter",
            where="top",
            hint="The last bottom is the selector; each other one needs a top.",
        )
    batch = axis_0(selector, "the selector")
    check_some(batch, "the selector")
    if any(dim != 1 for dim in selector[1:]):
        raise ShapeError(f"a selector of shape {text(selector)} is not a list", where="bottom")
    for index, bottom in enumerate(filtered):
        if axis_0(bottom, f"bottom {index}") != batch:
            raise ShapeError(
                f"{bottom[0]} items cannot be chosen by a selector of {batch}",
                where=f"bottom {index}",
            )
    return Setup(filtered)


def axis_or_dim(
    param: caffe.ConcatParameter | caffe.SliceParameter, dim: str, bottom: Shape, field: str
) -> int:
    """The axis, from `axis` or from the older unsigned field, which knows no negative ones."""
    if not param.HasField(dim):
        return canonical_axis(param.axis, bottom, f"{field}.axis")
    if param.HasField("axis"):
        raise LayerError(
            f"both axis and {dim} are set", where=f"{field}.{dim}", hint="Remove one of them."
        )
    return canonical_axis(getattr(param, dim), bottom, f"{field}.{dim}")


def _without(shape: Shape, axis: int) -> Shape:
    return shape[:axis] + shape[axis + 1 :]


def _with(shape: Shape, axis: int, length: int) -> Shape:
    """The shape with another length of one axis."""
    return (*shape[:axis], length, *shape[axis + 1 :])
