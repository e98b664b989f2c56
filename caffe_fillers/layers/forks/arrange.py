"""Layers of forks that only rearrange: they permute, cut, join, pad and spread values."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, BlobFacts, layer
from caffe_fillers.core.words import chosen, copied, extra
from caffe_fillers.errors import LayerError, ShapeError, did_you_mean
from caffe_fillers.layers import pointwise
from caffe_fillers.layers import shape as bvlc
from caffe_fillers.layers.forks.blobs import constants
from caffe_fillers.layers.pointwise import refuse_in_place
from caffe_fillers.layers.shapes import canonical_axis, from_dims, legacy, size, text
from caffe_fillers.layers.weights import given_blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer("Permute", bottoms=1, tops=1, dialect=FORKS)
def permute(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom's axes in the order written, those not named behind them.

    (weiliu89/caffe, permute_layer.cpp)
    """
    del env
    (bottom,) = bottoms
    order = extra(layer, "permute_param.order", [])
    if len(set(order)) != len(order) or any(axis >= len(bottom) for axis in order):
        raise ShapeError(
            f"order {', '.join(map(str, order))} is none of the axes of {text(bottom)}",
            where="permute_param.order",
            hint="Name each axis once, counted from 0.",
        )
    rest = (axis for axis in range(len(bottom)) if axis not in order)
    return Setup([tuple(bottom[axis] for axis in (*order, *rest))])


@layer("Transpose", bottoms=1, tops=1, dialect=FORKS)
def transpose(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom's axes in the order `dim`, which names them all.

    (yuqj1991/caffe_train, transpose_layer.cpp; MyCaffe)
    """
    del env
    refuse_in_place(layer)
    (bottom,) = bottoms
    order = extra(layer, "transpose_param.dim", [])
    if sorted(order) != list(range(len(bottom))):
        raise ShapeError(
            f"dim {', '.join(map(str, order))} does not order the axes of {text(bottom)}",
            where="transpose_param.dim",
            hint=f"Name each of its {len(bottom)} axes once, counted from 0.",
        )
    return Setup([tuple(bottom[axis] for axis in order)])


@layer("Gather", bottoms=(1, None), tops=(1, None), dialect=FORKS)
def gather(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As many tops as bottoms, of the same shapes: what one machine gathers of all machines.

    (yjxiong/caffe, gather_layer.cpp, without MPI.) With gather_param it is another layer: the top
    has, in the place of axis `axis`, the axes `shape` of the indices
    (synopsys-caffe, gather_layer.cpp).
    """
    del env
    if extra(layer, "gather_param") is None:
        return Setup(bottoms)
    bottom = bottoms[0]
    axis = canonical_axis(extra(layer, "gather_param.axis", 0), bottom, "gather_param.axis")
    shape = tuple(extra(layer, "gather_param.shape", []))
    return Setup([(*bottom[:axis], *(() if shape == (0,) else shape), *bottom[axis + 1 :])])


@layer("MergeCrop", "Mergecrop", bottoms=2, tops=1, dialect=FORKS)
def merge_crop(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, A, H, W) and a larger (N, B, ...), top (N, A + B, H, W).

    With `operation: ADD` both have A channels, and so has the top
    (naibaf7/caffe, mergecrop_layer.cpp).
    """
    del env
    first, second = bottoms
    if min(map(len, bottoms)) < len("nc") or first[0] != second[0]:
        raise ShapeError(f"{text(first)} and {text(second)} have not one batch", where="bottom")
    if chosen(layer, "mergecrop_param.operation") == ["ADD"]:
        if first[1] != second[1]:
            raise ShapeError(
                f"{first[1]} and {second[1]} channels cannot be added", where="bottom 1"
            )
        return Setup([first])
    return Setup([(first[0], first[1] + second[1], *first[2:])])


@layer("Squeeze", bottoms=1, tops=1, dialect=FORKS)
def squeeze(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom without its axes of length 1, all or those in `axis`.

    (synopsys-caffe, squeeze_layer.cpp)
    """
    del env
    (bottom,) = bottoms
    where = "squeeze_param.axis"
    named = [canonical_axis(axis, bottom, where) for axis in extra(layer, where, [])]
    for axis in named:
        if bottom[axis] != 1:
            raise ShapeError(f"axis {axis} of shape {text(bottom)} is not 1 long", where=where)
    chosen = set(named or range(len(bottom)))
    return Setup([tuple(n for axis, n in enumerate(bottom) if n != 1 or axis not in chosen)])


@layer("ExpandDimsND", bottoms=1, tops=1, dialect=FORKS)
def expand_dims(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom with an axis of length 1 before each of those in `axis`.

    (synopsys-caffe, expand_dims_nd_layer.cpp)
    """
    del env
    (bottom,) = bottoms
    top = list(bottom)
    where = "expand_dims_nd_param.axis"
    for place, axis in enumerate(extra(layer, where, [])):
        at = axis if axis >= 0 else canonical_axis(axis, bottom, where) + 1
        if at > len(bottom):
            raise ShapeError(f"axis {axis} lies behind shape {text(bottom)}", where=where)
        top.insert(at + place, 1)
    return Setup([tuple(top)])


@layer("Unstack", bottoms=1, tops=(1, None), dialect=FORKS)
def unstack(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """All tops the bottom without axis `axis` (synopsys-caffe, unstack_layer.cpp)."""
    del env
    (bottom,) = bottoms
    axis = canonical_axis(extra(layer, "unstack_param.axis", 0), bottom, "unstack_param.axis")
    return Setup([(*bottom[:axis], *bottom[axis + 1 :])] * len(layer.top))


@layer("Pad", bottoms=1, tops=1, dialect=FORKS)
def pad(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The bottom with `paddings` before and behind each axis (synopsys-caffe, pad_layer.cpp)."""
    del env
    (bottom,) = bottoms
    pads = extra(layer, "pad_param.paddings", [])
    if len(pads) != 2 * len(bottom):
        raise LayerError(
            f"{len(pads)} paddings are given for {len(bottom)} axes",
            where="pad_param.paddings",
            hint="Give two an axis.",
        )
    pairs = zip(bottom, pads[::2], pads[1::2], strict=True)
    return Setup([from_dims(map(sum, pairs), "pad_param.paddings")])


@layer("BatchToSpaceND", "SpaceToBatchND", bottoms=1, tops=1, dialect=FORKS)
def batch_and_space(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, A...), top (N / prod b, b A - crops...), or the other way round.

    The blocks b are for the axes from 1 on (synopsys-caffe, batch_to_space_nd_layer.cpp,
    space_to_batch_nd_layer.cpp).
    """
    del env
    (bottom,) = bottoms
    gathers = layer.type == "BatchToSpaceND"
    field = "batch_to_space_nd_param" if gathers else "space_to_batch_nd_param"
    blocks = extra(layer, f"{field}.block_shape", [])
    rims = extra(layer, f"{field}.{'crops' if gathers else 'paddings'}", [0] * 2 * len(blocks))
    if len(blocks) >= len(bottom) or len(rims) != 2 * len(blocks) or min(blocks, default=1) < 1:
        raise LayerError(
            f"{len(blocks)} blocks and {len(rims)} rims do not fit {text(bottom)}", where=field
        )
    top = list(bottom)
    for place, block in enumerate(blocks):
        rim = sum(rims[2 * place : 2 * place + 2])
        if gathers:
            top[0] //= block
            top[place + 1] = top[place + 1] * block - rim
        else:
            top[0] *= block
            top[place + 1] = (top[place + 1] + rim) // block
    return Setup([from_dims(top, field)])


@layer(
    "Add",
    "Sub",
    "Div",
    "Mul",
    "Pow",
    bottoms=(1, 2),
    tops=1,
    blobs=BlobFacts(("weight",), replaced_by=1),
    dialect=FORKS,
)
def arithmetic(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms of two shapes laid over one another from the last axis on, top the larger lengths.

    With one bottom the other is a blob that nothing fills: (mul_shape...) for Mul, as the bottom
    for Pow; the others have none (synopsys-caffe, mul_layer.cpp, pow_layer.cpp, add_layer.cpp).
    """
    del env
    bottom = bottoms[0]
    if len(bottoms) > 1:
        return Setup([broadcast(bottom, bottoms[1])])
    given = given_blobs(layer)
    if layer.type in {"Mul", "Pow"} and not given:
        shape = bottom
        if layer.type == "Mul":
            shape = from_dims(extra(layer, "mul_param.mul_shape", []), "mul_param.mul_shape")
        return constants(layer, Setup([broadcast(bottom, shape)]), [(shape, 0.0)])
    if not given:
        raise LayerError(
            f"{layer.type} with one bottom needs its blob",
            where="bottom",
            hint="Give it a second bottom, or `blobs`.",
        )
    return Setup([broadcast(bottom, given[0].shape)], (), given)


def broadcast(left: Shape, right: Shape) -> Shape:
    """Two shapes laid over one another from their last axes on; an axis of 1 fits any.

    Raises:
        ShapeError: two lengths differ, and neither is 1.
    """
    pairs = list(zip_longest(reversed(left), reversed(right), fillvalue=1))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise ShapeError(f"{text(left)} and {text(right)} do not fit each other", where="bottom")
    return tuple(max(pair) for pair in reversed(pairs))


@layer("BroadcastMul", bottoms=2, tops=1, dialect=FORKS)
def broadcast_mul(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Top as the bottom with more values, as the second where both have as many.

    (jolibrain/caffe, broadcast_mul_layer.cpp)
    """
    del layer, env
    first, second = bottoms
    return Setup([first if size(first) > size(second) else second])


@layer("Axpy", bottoms=3, tops=1, dialect=FORKS)
def axpy(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, 1, 1) or (N, C), and twice (N, C, ...), top as those.

    (hujie-frank/SENet, axpy_layer.cpp)
    """
    del layer, env
    factor, first, second = bottoms
    fits = factor[:2] == first[:2] and all(length == 1 for length in factor[2:])
    if first != second or not fits:
        raise ShapeError(
            f"{text(factor)} is no factor for the channels of {text(first)} and {text(second)}",
            where="bottom",
        )
    return Setup([first])


@layer("Eltwise", bottoms=(2, None), tops=1, dialect=FORKS)
def eltwise(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Eltwise; in synopsys-caffe the bottoms may lie on the first from `axis` on.

    (synopsys-caffe, eltwise_layer.cpp)
    """
    first = bottoms[0]
    if all(bottom == first for bottom in bottoms):
        return pointwise.eltwise(layer, bottoms, env)
    axis = extra(layer, "eltwise_param.axis", 0)
    start = canonical_axis(axis, first, "eltwise_param.axis") if first else 0
    for index, bottom in enumerate(bottoms[1:], 1):
        if first[start : start + len(bottom)] != bottom:
            raise ShapeError(
                f"shape {text(bottom)} does not lie on shape {text(first)} from axis {start} on",
                where=f"bottom {index}",
            )
    return Setup([first])


@layer("Reshape", bottoms=1, tops=1, dialect=FORKS)
def reshape(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Reshape; with `pixelshuffler` r the top is (N, C / r r, H r, W r).

    (intel/caffe and synopsys-caffe, reshape_layer.cpp)
    """
    ratio = extra(layer, "reshape_param.pixelshuffler", 1)
    if ratio == 1:
        return bvlc.reshape(layer, bottoms, env)
    (bottom,) = bottoms
    return Setup([spread(bottom, ratio, "reshape_param.pixelshuffler")])


def spread(bottom: Shape, ratio: int, where: str) -> Shape:
    """(N, C / r r, H r, W r) of (N, C, H, W).

    Raises:
        ShapeError: the channels cannot be divided so.
    """
    num, channels, height, width = legacy(bottom, "bottom")
    if ratio < 1 or channels % ratio**2:
        raise ShapeError(f"{channels} channels do not make {ratio}x{ratio} places", where=where)
    return num, channels // ratio**2, height * ratio, width * ratio


@layer("Reorg", bottoms=1, tops=1, dialect=FORKS)
def reorg(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C s s, H / s, W / s), or (N, C / s s, H s, W s) with `reverse`.

    Lengths are divided rounding down (MobileNet-YOLO and intel/caffe, reorg_layer.cpp).
    """
    del env
    refuse_in_place(layer)
    num, channels, height, width = legacy(bottoms[0], "bottom")
    stride = extra(layer, "reorg_param.stride", 0)
    if stride < 1:
        raise LayerError("stride is not given", where="reorg_param.stride", hint="Set it.")
    if extra(layer, "reorg_param.reverse", default=False):
        return Setup([(num, channels // stride**2, height * stride, width * stride)])
    return Setup([(num, channels * stride**2, height // stride, width // stride)])


@layer("DepthToSpace", bottoms=1, tops=1, dialect=FORKS)
def depth_to_space(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C / b b, H b, W b); with data_format NHWC the axes are so.

    (synopsys-caffe, depth_to_space_layer.cpp)
    """
    del env
    (bottom,) = bottoms
    where = "depth_to_space_param.block_size"
    block = extra(layer, where, 2)
    if extra(layer, "depth_to_space_param.data_format", "NHWC") != "NHWC":
        return Setup([spread(bottom, block, where)])
    num, height, width, channels = legacy(bottom, "bottom")
    num, channels, height, width = spread((num, channels, height, width), block, where)
    return Setup([(num, height, width, channels)])


@layer("SimpleCrop", bottoms=(1, 2), tops=1, dialect=FORKS)
def simple_crop(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top with the height and width of the blob `crop_param.blob_name`.

    Or of a second bottom (a pull request to BVLC/caffe, simple_crop_layer.cpp).
    """
    num, channels, _, _ = legacy(bottoms[0], "bottom")
    if len(bottoms) > 1:
        return Setup([(num, channels, *legacy(bottoms[1], "bottom 1")[2:])])
    name = extra(layer, "crop_param.blob_name", "")
    if name not in env.made:
        raise LayerError(
            f"no layer above makes {name!r}",
            where="crop_param.blob_name",
            hint=did_you_mean(name, env.made),
        )
    like = env.made[name]
    return Setup([(num, channels, *legacy(like, name)[2:])])


@layer("Slice", bottoms=1, tops=(1, None), dialect=FORKS)
def slice_(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Slice; in MyCaffe slice_dim counts where axis is set too (SliceLayer.cs)."""
    param = layer.slice_param
    if env.dialect == "mycaffe" and param.HasField("slice_dim") and param.HasField("axis"):
        layer = copied(layer)
        layer.slice_param.ClearField("axis")
    return bvlc.slice_(layer, bottoms, env)


@layer("Crop", bottoms=(1, 2), tops=1, dialect=FORKS)
def crop(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Crop; forks of before it crop height and width to those of the second bottom.

    (longjon's branch of BVLC/caffe, crop_layer.cpp; the offsets are worked out of the net)
    """
    if len(bottoms) == 1:
        return simple_crop(layer, bottoms, env)
    return bvlc.crop(layer, bottoms, env)


@layer("Identity2Verify", bottoms=2, tops=3, dialect=FORKS)
def identity_to_verify(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, ...) and labels, tops (N / 2, ...) twice and labels of N / 2.

    (yuqj1991/caffe_train, identity2verify_layer.cpp)
    """
    del layer, env
    halves = [(bottom[0] // 2, *bottom[1:]) if bottom else bottom for bottom in bottoms]
    return Setup([halves[0], halves[0], halves[1]])


@layer("SubRegion", bottoms=(2, 4), tops=(1, 3), dialect=FORKS)
def sub_region(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, H, W) and (N, 2 P), tops (N P, C, h, w) or (N, C P, h, w) by `as_dim`.

    (happynear/caffe-windows, subregion_layer.cpp)
    """
    del env
    num, channels, _, _ = legacy(bottoms[0], "bottom 0")
    points = legacy(bottoms[1], "bottom 1")[1] // 2
    region = [extra(layer, f"sub_region_param.region_{side}", 0) for side in ("height", "width")]
    as_items = extra(layer, "sub_region_param.as_dim", 0) == 0
    head = (num * points, channels) if as_items else (num, channels * points)
    tops = [(*head, *region), bottoms[1], bottoms[1]]
    return Setup(tops[: len(layer.top)])
