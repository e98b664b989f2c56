"""Pooling and SPP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, count
from caffe_fillers.core.registry import layer
from caffe_fillers.errors import LayerError, ShapeError, within
from caffe_fillers.layers.pointwise import refuse_in_place
from caffe_fillers.layers.shapes import pooled_size, text, to_int
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape

__all__ = ["PoolWindow", "bins_of", "window_of"]

FIELD = "pooling_param"


@dataclass(frozen=True, slots=True)
class PoolWindow:
    """The sliding window, (height, width) each."""

    kernel: Shape
    stride: Shape
    pad: Shape

    def sizes(self, lengths: Shape, where: str, *, floor: bool = False) -> Shape:
        """Height and width of the top.

        Raises:
            LayerError: a pad is as large as the kernel.
            ShapeError: the top would have a negative height or width.
        """
        reaches = any(pad >= kernel for pad, kernel in zip(self.pad, self.kernel, strict=True))
        if any(self.pad) and reaches:
            raise LayerError(
                f"pad {text(self.pad)} is not smaller than the kernel {text(self.kernel)}",
                where=where,
            )
        axes = zip(lengths, self.kernel, self.stride, self.pad, strict=True)
        sizes = tuple(pooled_size(*axis, clip=any(self.pad), floor=floor) for axis in axes)
        if any(length < 0 for length in sizes):
            raise ShapeError(
                f"a kernel of {text(self.kernel)} with pad {text(self.pad)} gives a bottom of "
                f"{text(lengths)} a top of {text(sizes)}",
                where=where,
                hint="Use a smaller kernel, or a larger bottom.",
            )
        return sizes


@layer("Pooling", bottoms=1, tops=(1, 2), parameter="pooling_param")
def pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), tops (N, C, h, w); the second top, of MAX only, is the mask.

    h = ceil((H + 2 pad - kernel) / stride) + 1, divided in float32; a window that would start in
    the padding is left out. (pooling_layer.cpp)
    """
    del env
    param, (bottom,) = layer.pooling_param, bottoms
    if len(layer.top) > 1 and param.pool != caffe.PoolingParameter.MAX:
        raise LayerError(
            f"only MAX pooling makes a second top (its mask), this layer names {len(layer.top)}",
            where="top",
        )
    lengths = _image(bottom)
    window = window_of(param, lengths)
    if any(window.pad) and param.pool == caffe.PoolingParameter.STOCHASTIC:
        raise LayerError("STOCHASTIC pooling takes no pad", where=f"{FIELD}.pad", hint="Remove it.")
    floor = param.round_mode == caffe.PoolingParameter.FLOOR
    top = (*bottom[:2], *window.sizes(lengths, FIELD, floor=floor))
    return Setup([top] * max(len(layer.top), 1))


@layer("SPP", bottoms=1, tops=1, parameter="spp_param", since="rc3")
def spp(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, sum of C h w over the levels), or (N, C, h, w) for one level.

    Level l pools into 2^l bins along each axis. (spp_layer.cpp)
    """
    del env
    param, (bottom,) = layer.spp_param, bottoms
    lengths = _image(bottom)
    if 0 in lengths:
        raise ShapeError(f"there is nothing to pool in a bottom of {text(bottom)}", where="bottom")
    if param.pyramid_height == 0:
        raise LayerError("pyramid_height is 0", where="spp_param.pyramid_height", hint="Set it.")
    tops = []
    # A level with more bins than pixels is refused: the loop ends after 32 levels at most.
    for level in range(param.pyramid_height):
        with within(f"spp_param.pyramid_height: level {level}"):
            window = bins_of(lengths, 2**level)
            if any(window.pad) and param.pool == caffe.SPPParameter.STOCHASTIC:
                raise LayerError("STOCHASTIC pooling takes no pad, which this level needs")
            tops.append((*bottom[:2], *window.sizes(lengths, "kernel")))
            count(tops[-1])
    if len(tops) == 1:
        return Setup(tops)
    refuse_in_place(layer)
    return Setup([(bottom[0], sum(c * h * w for _, c, h, w in tops))])


def bins_of(lengths: Shape, bins: int) -> PoolWindow:
    """The window that divides each axis into this many bins (SPPLayer::GetPoolingParam)."""
    kernel = tuple(-(-length // bins) for length in lengths)
    missing = (size * bins - length for size, length in zip(kernel, lengths, strict=True))
    return PoolWindow(kernel, kernel, tuple((pixels + 1) // 2 for pixels in missing))


def _image(bottom: Shape) -> Shape:
    """Height and width of a bottom, which must have four axes."""
    if len(bottom) != 4:
        raise ShapeError(
            f"the bottom of shape {text(bottom)} has {len(bottom)} axes, needs 4 "
            "(num, channels, height, width)",
            where="bottom",
        )
    return bottom[2:]


def window_of(param: caffe.PoolingParameter, lengths: Shape) -> PoolWindow:
    """The window over an image of this height and width.

    Raises:
        LayerError: the fields contradict each other.
    """
    pad = _pair(param, "pad")
    stride = _pair(param, "stride")
    if 0 in stride:
        raise LayerError("stride is 0", where=f"{FIELD}.stride", hint="It must be positive.")
    if param.global_pooling:
        _check_global(param)
        if any(pad) or stride != (1, 1):
            raise LayerError("global_pooling goes with pad 0 and stride 1 only", where=FIELD)
    kernel = lengths if param.global_pooling else _kernel(param)
    if 0 in kernel:
        raise LayerError(f"the kernel is {text(kernel)}", where=FIELD, hint="It must be positive.")
    return PoolWindow(kernel, stride, pad)


def _check_global(param: caffe.PoolingParameter) -> None:
    for name in ("kernel_size", "kernel_h", "kernel_w"):
        if param.HasField(name):
            raise LayerError(
                f"global_pooling takes the whole bottom, but {name} is set too",
                where=f"{FIELD}.{name}",
                hint="Remove one of the two.",
            )


def _kernel(param: caffe.PoolingParameter) -> Shape:
    """(height, width) from kernel_size or from the pair; half a pair beside it is not looked at."""
    pair = param.HasField("kernel_h") and param.HasField("kernel_w")
    if param.HasField("kernel_size") == pair:
        raise LayerError(
            "kernel_size and its pair are both given" if pair else "the kernel is not given",
            where=f"{FIELD}.kernel_size",
            hint="Give kernel_size, or both kernel_h and kernel_w, or global_pooling: true.",
        )
    names = ("kernel_h", "kernel_w") if pair else ("kernel_size", "kernel_size")
    return tuple(to_int(getattr(param, name), f"{FIELD}.{name}") for name in names)


def _pair(param: caffe.PoolingParameter, name: str) -> Shape:
    """(height, width) from the one field, or from its _h and _w pair."""
    pair = [f"{name}_h", f"{name}_w"]
    present = [each for each in pair if param.HasField(each)]
    if not present:
        pair = [name, name]
    elif present != pair or param.HasField(name):
        both = [*present, *([name] if param.HasField(name) else [])]
        raise LayerError(
            f"{name} is given by {' and '.join(both)}",
            where=f"{FIELD}.{both[0]}",
            hint=f"Give {name}, or both {pair[0]} and {pair[1]}.",
        )
    return tuple(to_int(getattr(param, each), f"{FIELD}.{each}") for each in pair)
