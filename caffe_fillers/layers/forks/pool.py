"""Pooling in forks: other ways to pad, to round and to skip, and three axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, layer
from caffe_fillers.core.words import copied, extra, numbers
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import pool as bvlc
from caffe_fillers.layers.forks.conv import SAME, SIDES, volume
from caffe_fillers.layers.shapes import pooled_size, size, text, to_int
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape

FIELD = "pooling_param"


@layer("Pooling", bottoms=1, tops=(1, 2), dialect=FORKS)
def pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Pooling, with what forks write beside it.

    `ceil_mode: false` rounds down, unless `round_mode` is written (synopsys-caffe; the
    person_reid branch of training_toolbox_caffe). `pad_t`, `pad_b`, `pad_l`, `pad_r` pad each side
    by itself and `pad_type: 1` gives ceil(H / stride) positions (synopsys-caffe,
    pooling_layer.cpp). `kernel_size`, `stride`, `pad`, `dilation` or `kstride` once an axis pool
    over any number of axes behind `axis` (naibaf7/caffe, pooling_layer.cpp; intel/caffe for
    three). A bottom of five axes may be pooled over its last two (video-caffe, yjxiong/caffe).
    """
    floor = _rounds_down(layer)
    if _sided(layer):
        return _by_sides(layer, bottoms[0], floor=floor)
    if len(bottoms[0]) != len("nchw") or _listed(layer) or _skips(layer):
        return _any_axes(layer, bottoms[0], env, floor=floor)
    if floor:
        layer = copied(layer)
        layer.pooling_param.round_mode = caffe.PoolingParameter.FLOOR
    return bvlc.pooling(layer, bottoms, env)


@layer("SaliencyPooling", bottoms=(1, 2), tops=(1, 2), dialect=FORKS)
def saliency_pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As Pooling (a pull request to BVLC/caffe, saliency_pooling_layer.cpp)."""
    return bvlc.pooling(layer, bottoms[:1], env)


@layer("PoolingSK", bottoms=1, tops=(1, 2), dialect=FORKS)
def pooling_sk(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), tops (N, C, h, w); h = ceil((H - extent) / stride) + 1, no pad.

    extent = kstride (kernel - 1) + 1, and 1 where kstride is not written (naibaf7/caffe before
    its merge with BVLC, pooling_sk_layer.cpp).
    """
    if any(extra(layer, f"{FIELD}.{name}") for name in ("pad", "pad_h", "pad_w", "pad_list")):
        raise LayerError("PoolingSK takes no pad", where=f"{FIELD}.pad", hint="Remove it.")
    return _any_axes(layer, bottoms[0], env, floor=False, skip=0)


def _rounds_down(layer: caffe.LayerParameter) -> bool:
    if layer.pooling_param.HasField("round_mode"):
        return layer.pooling_param.round_mode == caffe.PoolingParameter.FLOOR
    return not extra(layer, f"{FIELD}.ceil_mode", default=True)


def _sided(layer: caffe.LayerParameter) -> bool:
    names = ("pad_type", *(side for sides in SIDES for side in sides))
    return any(extra(layer, f"{FIELD}.{name}", 0) for name in names)


def _listed(layer: caffe.LayerParameter) -> bool:
    return any(extra(layer, f"{FIELD}.{name}_list") for name in ("kernel_size", "stride", "pad"))


def _skips(layer: caffe.LayerParameter) -> bool:
    names = ("kstride", "kstride_h", "kstride_w", "dilation")
    return any(extra(layer, f"{FIELD}.{name}") for name in names)


def _kstride(layer: caffe.LayerParameter) -> bool:
    return bool(numbers(layer, f"{FIELD}.kstride", f"{FIELD}.kstride_h"))


def _by_sides(layer: caffe.LayerParameter, bottom: Shape, *, floor: bool) -> Setup:
    """synopsys-caffe's pads: a last window that starts behind the first side's pad is left out."""
    param = copied(layer.pooling_param)
    same = extra(param, "pad_type", 0) == SAME
    if len(bottom) != len("nchw"):
        raise ShapeError(f"shape {text(bottom)} is that of no images", where="bottom")
    for word in ("pad", "pad_h", "pad_w"):
        if getattr(param, word) and not same:
            raise LayerError(
                f"the sides are padded by pad_t, pad_b, pad_l, pad_r, and by {word} too",
                where=f"{FIELD}.{word}",
                hint="Choose one form.",
            )
        # Beside pad_type it means nothing, and is refused since July 2018.
        param.ClearField(word)
    window = bvlc.window_of(param, bottom[2:])
    if same:
        sizes = [-(-side // step) for side, step in zip(bottom[2:], window.stride, strict=True)]
    else:
        sizes = []
        axes = zip(bottom[2:], window.kernel, window.stride, SIDES, strict=True)
        pads = [[extra(layer, f"{FIELD}.{side}", 0) for side in sides] for sides in SIDES]
        for (length, kernel, stride, _), (first, second) in zip(axes, pads, strict=True):
            whole = length + first + second
            number = pooled_size(whole, kernel, stride, 0, clip=False, floor=floor)
            clipped = any(map(any, pads)) and (number - 1) * stride >= length + first
            sizes.append(number - clipped)
    return _tops(layer, (*bottom[:2], *sizes))


def _tops(layer: caffe.LayerParameter, top: Shape) -> Setup:
    if any(length < 0 for length in top):
        raise ShapeError(
            f"the kernel is too large: the top would be {text(top)}",
            where=FIELD,
            hint="Use a smaller kernel, or a larger bottom.",
        )
    return Setup([top] * max(len(layer.top), 1))


@dataclass(frozen=True, slots=True)
class _Words:
    """A word of a pooling window: once, once an axis, or as a pair for two axes."""

    layer: caffe.LayerParameter
    axes: int

    def numbers(self, name: str, default: int | None) -> Shape:
        pair = [each for side in "hw" for each in numbers(self.layer, f"{FIELD}.{name}_{side}")]
        values = pair if len(pair) == len("hw") else numbers(self.layer, f"{FIELD}.{name}")
        if not values and default is not None:
            values = [default]
        if len(values) not in (1, self.axes):
            raise LayerError(
                f"{name} is given {len(values)} times for {self.axes} axes",
                where=f"{FIELD}.{name}",
                hint="Give it once, or once an axis.",
            )
        every = values * self.axes if len(values) == 1 else values
        return tuple(to_int(value, f"{FIELD}.{name}") for value in every)


def _any_axes(
    layer: caffe.LayerParameter, bottom: Shape, env: Env, *, floor: bool, skip: int = 1
) -> Setup:
    """Pooling over all axes behind the channels, or over the last two of five."""
    first = extra(layer, f"{FIELD}.axis", 1) + 1
    by_image = env.dialect in {"video-caffe", "yjxiong", "yjxiong-3d"} and not _listed(layer)
    if len(bottom) == len("nclhw") and by_image:
        first = len(bottom) - len("hw")
    lengths = bottom[first:]
    if not lengths:
        raise ShapeError(f"shape {text(bottom)} has no axes to pool over", where="bottom")
    words = _Words(layer, len(lengths))
    stride, pad = words.numbers("stride", 1), words.numbers("pad", 0)
    pair = layer.pooling_param.HasField("kernel_h") and layer.pooling_param.HasField("kernel_w")
    name = "kernel" if pair else "kernel_size"
    kernel = lengths if layer.pooling_param.global_pooling else words.numbers(name, None)
    skips = words.numbers("kstride" if skip == 0 or _kstride(layer) else "dilation", skip)
    if 0 in (*kernel, *stride):
        raise LayerError(
            f"the kernel is {text(kernel)}, the stride {text(stride)}",
            where=FIELD,
            hint="Both must be positive.",
        )
    extents = [jump * (length - 1) + 1 for jump, length in zip(skips, kernel, strict=True)]
    axes = zip(lengths, extents, stride, pad, strict=True)
    sizes = [pooled_size(*axis, clip=any(pad), floor=floor) for axis in axes]
    return _tops(layer, (*bottom[:first], *sizes))


@layer("NdPooling", bottoms=1, tops=(1, 2), dialect=FORKS)
def nd_pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As Pooling over all axes behind the channels, by kernel_shape, stride_shape, pad_shape.

    (video-caffe's forerunner: read from its nets, its source was never kept)
    """
    del env
    (bottom,) = bottoms
    lengths = bottom[2:]
    where = f"{FIELD}.kernel_shape"
    numbers = [
        extra(layer, f"{FIELD}.{name}_shape.dim", [otherwise] * len(lengths))
        for name, otherwise in (("kernel", 0), ("stride", 1), ("pad", 0))
    ]
    if any(len(each) != len(lengths) for each in numbers) or 0 in (*numbers[0], *numbers[1]):
        raise LayerError(f"the shapes do not tell {len(lengths)} axes of a window", where=where)
    axes = zip(lengths, *numbers, strict=True)
    sizes = [pooled_size(*axis, clip=any(numbers[2])) for axis in axes]
    return _tops(layer, (*bottom[:2], *sizes))


@layer("Pooling3D", "Pooling3d", bottoms=1, tops=1, dialect=FORKS)
def pooling_3d(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, L, H, W), top (N, C, l, h, w), all rounded up; the length has no pad.

    C3D 1.0 has the words in pooling_param, C3D 1.1 in pooling3d_param (pool3d_layer.cpp of both).
    """
    del env
    (bottom,) = bottoms
    field = "pooling3d_param" if extra(layer, "pooling3d_param") is not None else FIELD
    if len(bottom) != len("nclhw"):
        raise ShapeError(
            f"shape {text(bottom)} does not have the 5 axes num, channels, length, height, width",
            where="bottom",
        )
    kernel = volume(layer, field, "kernel_depth", "kernel_size", 0)
    stride = volume(layer, field, "temporal_stride", "stride", 1)
    pad = extra(layer, f"{field}.pad", 0)
    axes = zip(bottom[2:], kernel, stride, (0, pad, pad), strict=True)
    sizes = [pooled_size(*axis, clip=False) for axis in axes]
    return _tops(layer, (*bottom[:2], *sizes))


@layer("SpatialPyramidPooling", bottoms=1, tops=1, dialect=FORKS)
def spatial_pyramid_pooling(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env
) -> Setup:
    """Bottom (N, C, H, W), top (N, C sum of h w, 1, 1) over the levels, or (N, C, 1, 1) for one.

    A level of `spatial_bin` b pools windows of H / b x W / b, rounded down (a pull request to
    BVLC/caffe, spatial_pyramid_pooling_layer.cpp).
    """
    del env
    (bottom,) = bottoms
    bins = extra(layer, "spatial_pyramid_pooling_param.spatial_bin", [])
    where = "spatial_pyramid_pooling_param.spatial_bin"
    if len(bottom) != len("nchw") or not bins or min(bins) <= 0:
        raise LayerError(f"{len(bins)} levels for a bottom of {text(bottom)}", where=where)
    if len(bins) == 1:
        return Setup([(*bottom[:2], 1, 1)])
    values = 0
    for each in bins:
        windows = [int(length / each) for length in bottom[2:]]
        if 0 in windows:
            raise ShapeError(f"{each:g} bins are more than {text(bottom[2:])} has", where=where)
        axes = zip(bottom[2:], windows, strict=True)
        values += bottom[1] * size([pooled_size(n, k, k, 0, clip=False) for n, k in axes])
    return Setup([(bottom[0], values, 1, 1)])


@layer("UnPooling", "Unpooling", bottoms=(1, 2), tops=1, dialect=FORKS)
def unpooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C, 2 H + 1 - 2 pad, 2 W + 1 - 2 pad).

    (a pull request to BVLC/caffe, unpooling_layer.cpp: kernel 3 and stride 2, whatever is
    written)
    """
    del env
    bottom = bottoms[0]
    if len(bottom) != len("nchw"):
        raise ShapeError(f"shape {text(bottom)} is that of no images", where="bottom")
    pads = _Words(layer, 2).numbers("pad", 0)
    sizes = [2 * length + 1 - 2 * pad for length, pad in zip(bottom[2:], pads, strict=True)]
    return _tops(layer, (*bottom[:2], *sizes))
