"""Convolutions of forks: other words for the window, one filter a channel, three axes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Setup, Shape
from caffe_fillers.core.registry import FORKS, BlobFacts, layer
from caffe_fillers.core.words import copied, extra, numbers
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import conv as bvlc
from caffe_fillers.layers.forks.blobs import constants, learned, wanted_by
from caffe_fillers.layers.shapes import conv_size, deconv_size, size, text, to_int

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env
    from caffe_fillers.proto import caffe

FIELD = "convolution_param"

BLOBS = BlobFacts(("weight", "bias"))

#: Forks that convolve without a blob of all windows.
WITHOUT_COLUMNS = frozenset({"naibaf7", "naibaf7-pr14", "naibaf7-parallel"})

#: The sides of an image, as synopsys-caffe names the pads of each.
SIDES = (("pad_t", "pad_b"), ("pad_l", "pad_r"))

#: synopsys-caffe's pad_type for "as many positions as the stride leaves", whatever the kernel.
SAME = 1


@layer(
    "Convolution",
    "DepthwiseConvolution",
    "HoleConvolution",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def convolution(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Convolution, with what forks write beside it.

    `kstride` (naibaf7/caffe) and `hole` (the first PSPNet and DeepLab) are the dilation.
    `pad_t`, `pad_b`, `pad_l`, `pad_r` pad each side of an image by itself; `pad_type: 1` gives
    ceil(in / stride) positions; `per_channel_scale_weight` and `per_channel_scale_output` add two
    blobs (N) each, ones and zeros (synopsys-caffe, base_conv_layer.cpp, conv_layer.cpp). A bottom
    of five axes whose third is 1 is convolved as if it had four (video-caffe,
    base_conv_layer.cpp). DepthwiseConvolution computes otherwise only (MobileNet-YOLO,
    depthwise_conv_layer.cpp).
    """
    return _convolution(layer, bottoms, env, transposed=False)


@layer(
    "Deconvolution",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def deconvolution(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Deconvolution, with the words that `convolution` tells of.

    (synopsys-caffe, deconv_layer.cpp, where `pad_type` means nothing)
    """
    return _convolution(layer, bottoms, env, transposed=True)


def _convolution(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env, *, transposed: bool
) -> Setup:
    if _is_flat(layer, bottoms[0], env):
        flat = [(*bottom[:2], *bottom[3:]) for bottom in bottoms]
        made = _convolution(layer, flat, env, transposed=transposed)
        return replace(made, tops=[(*top[:2], 1, *top[2:]) for top in made.tops])
    layer = dilated(layer)
    pads = _sides(layer)
    axis = layer.convolution_param.axis % max(len(bottoms[0]), 1)
    if any(pads) and any(len(bottom) != axis + 3 for bottom in bottoms):
        raise ShapeError(
            f"pad_t, pad_b, pad_l, pad_r are for images, the bottom is {text(bottoms[0])}",
            where=f"{FIELD}.pad_t",
        )
    if not transposed:
        bottoms = [_grown(bottom, pads, 1) for bottom in bottoms]
        if _pad_type(layer) == SAME:
            layer, bottoms = _same(layer, bottoms, axis)
    # naibaf7/caffe lays them side by side only where it cannot convolve without.
    whole = env.dialect not in WITHOUT_COLUMNS
    made = bvlc.convolve(layer, bottoms, env, transposed=transposed, side_by_side=whole)
    if transposed:
        made = replace(made, tops=[_grown(top, pads, -1) for top in made.tops])
    return _scaled(layer, made, transposed=transposed)


def dilated(layer: caffe.LayerParameter) -> caffe.LayerParameter:
    """The layer with the older forks' words for the dilation under BVLC's name."""
    words = numbers(layer, f"{FIELD}.kstride", f"{FIELD}.hole", f"{FIELD}.hole_h")
    pair = [each for side in "hw" for each in numbers(layer, f"{FIELD}.kstride_{side}")]
    strides = pair if len(pair) == len("hw") else words
    if not strides or layer.convolution_param.dilation:
        return layer
    copy = copied(layer)
    copy.convolution_param.dilation.extend(each or 1 for each in strides)
    return copy


def _is_flat(layer: caffe.LayerParameter, bottom: Shape, env: Env) -> bool:
    """Whether a volume of length 1 is taken for an image."""
    at_channels = layer.convolution_param.axis == 1
    is_volume = len(bottom) == len("nclhw") and bottom[2] == 1
    return env.dialect == "video-caffe" and at_channels and is_volume


def _sides(layer: caffe.LayerParameter) -> tuple[int, int]:
    """What is padded along each axis in all; 0 where the sides are not named."""
    param = layer.convolution_param
    high, wide = (sum(extra(param, side, 0) for side in sides) for sides in SIDES)
    if not (high or wide):
        return 0, 0
    if param.pad or param.pad_h or param.pad_w or _pad_type(layer):
        raise LayerError(
            "the sides are padded by pad_t, pad_b, pad_l, pad_r, and by pad or pad_type too",
            where=f"{FIELD}.pad",
            hint="Choose one form.",
        )
    return high, wide


def _pad_type(layer: caffe.LayerParameter) -> int:
    pad_type: int = extra(layer, f"{FIELD}.pad_type", 0)
    if pad_type not in (0, SAME):
        raise LayerError(f"pad_type is {pad_type}", where=f"{FIELD}.pad_type", hint="Use 0 or 1.")
    return pad_type


def _grown(shape: Shape, pads: tuple[int, int], sign: int) -> Shape:
    """An image's shape with its pads, or without them."""
    if not any(pads):
        return shape
    sides = zip(shape[-2:], pads, strict=True)
    return (*shape[:-2], *(length + sign * pad for length, pad in sides))


def _same(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], axis: int
) -> tuple[caffe.LayerParameter, list[Shape]]:
    """A layer without pads and bottoms that give it a position for each stride.

    Pads beside pad_type mean nothing, and are refused since July 2018.
    """
    lengths = bottoms[0][axis + 1 :]
    layer = copied(layer)
    for word in ("pad", "pad_h", "pad_w"):
        layer.convolution_param.ClearField(word)
    window = bvlc.window_of(layer.convolution_param, len(lengths))
    positions = [-(-length // step) for length, step in zip(lengths, window.stride, strict=True)]
    fitting = tuple(
        extent + step * (number - 1)
        for extent, step, number in zip(window.extents(), window.stride, positions, strict=True)
    )
    return layer, [(*bottom[: axis + 1], *fitting) for bottom in bottoms]


def _scaled(layer: caffe.LayerParameter, made: Setup, *, transposed: bool) -> Setup:
    """The setup with synopsys-caffe's scales and shifts, which no filler fills."""
    pairs = sum(
        bool(extra(layer, f"{FIELD}.per_channel_scale_{what}", default=False))
        for what in ("weight", "output")
    )
    if not pairs or layer.blobs:
        return made
    channels = made.blobs[0].shape[0] if transposed else layer.convolution_param.num_output
    return constants(layer, made, [((channels,), 1.0), ((channels,), 0.0)] * pairs)


@layer(
    "ConvolutionDepthwise",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def convolution_depthwise(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C, h, w); blobs (C, 1, kernel...) and (C).

    num_output and group are not read (training_toolbox_caffe, conv_dw_layer.cpp).
    In synopsys-caffe it is a Convolution of C groups, with its num_output
    (conv_depthwise_layer.cpp, base_conv_layer.cpp).
    """
    copy, channels = copied(layer), bottoms[0][1] if len(bottoms[0]) > 1 else 0
    copy.convolution_param.group = channels
    if env.dialect != "synopsys" or not copy.convolution_param.num_output:
        copy.convolution_param.num_output = channels
    return convolution(copy, bottoms, env)


@layer(
    "ConvolutionSK",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def convolution_sk(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As a Convolution with `kstride` as dilation and no pad; the bias is (1, 1, 1, N).

    A kstride that is not written is 0, and the extent 1 (naibaf7/caffe before its merge with BVLC,
    conv_sk_layer.cpp).
    """
    copy = copied(layer)
    param = copy.convolution_param
    if any(param.pad) or param.pad_h or param.pad_w:
        raise LayerError("ConvolutionSK takes no pad", where=f"{FIELD}.pad", hint="Remove it.")
    del param.dilation[:]
    pair = [each for side in "hw" for each in numbers(layer, f"{FIELD}.kstride_{side}")]
    words = numbers(layer, f"{FIELD}.kstride") or [0]
    param.dilation.extend(pair if len(pair) == len("hw") else words)
    made = bvlc.convolve(copy, bottoms, env, transposed=False, side_by_side=False)
    if layer.blobs:
        return made
    shapes = [part.shape for part in made.blobs]
    wanted = [wanted_by(layer, shapes[0], f"{FIELD}.weight_filler")]
    if param.bias_term:
        wanted.append(wanted_by(layer, (1, 1, 1, *shapes[1][-1:]), f"{FIELD}.bias_filler"))
    draws, blobs = learned(layer, wanted, env)
    return replace(made, draws=draws, blobs=blobs)


@layer(
    "NdConvolution",
    bottoms=(1, None),
    tops=(1, None),
    paired=True,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def nd_convolution(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As a Convolution; kernel_shape, stride_shape and pad_shape tell a number for each axis.

    (video-caffe's forerunner, ndconv_layer: read from its nets, its source was never kept)
    """
    copy = copied(layer)
    param = copy.convolution_param
    for ours, theirs in (("kernel_size", "kernel"), ("stride", "stride"), ("pad", "pad")):
        dims = extra(layer, f"{FIELD}.{theirs}_shape.dim", [])
        if dims:
            repeated: Any = getattr(param, ours)
            repeated[:] = [to_int(dim, f"{FIELD}.{theirs}_shape") for dim in dims]
    return bvlc.convolution(copy, bottoms, env)


@layer(
    "Convolution3D",
    "Convolution3d",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def convolution_3d(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, L, H, W), top (N, M, l, h, w); blobs (M, C, depth, k, k), (1, 1, 1, 1, M).

    `filter_group` divides the outputs, not the blob. C3D 1.0 has the words in convolution_param,
    C3D 1.1 in convolution3d_param (convolution3d_layer.cpp of both).
    """
    return _volume(layer, bottoms, env, transposed=False)


@layer(
    "Deconvolution3D",
    "Deconvolution3d",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter=FIELD,
    blobs=BLOBS,
    dialect=FORKS,
)
def deconvolution_3d(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, L, H, W), top (N, M, l, h, w); blobs (C, M, depth, k, k), (1, 1, 1, 1, M).

    (C3D, deconvolution3d_layer.cpp)
    """
    return _volume(layer, bottoms, env, transposed=True)


def _volume(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env, *, transposed: bool
) -> Setup:
    field = "convolution3d_param" if extra(layer, "convolution3d_param") else FIELD
    (bottom,) = bottoms
    if len(bottom) != len("nclhw"):
        raise ShapeError(
            f"shape {text(bottom)} does not have the 5 axes num, channels, length, height, width",
            where="bottom",
        )
    outputs = extra(layer, f"{field}.num_output", 0)
    kernel = volume(layer, field, "kernel_depth", "kernel_size", 1)
    stride = volume(layer, field, "temporal_stride", "stride", 1)
    pad = volume(layer, field, "temporal_pad", "pad", 0)
    groups = extra(layer, f"{field}.filter_group", 1)
    if outputs < 1 or groups < 1 or outputs % groups:
        raise LayerError(
            f"{outputs} outputs in {groups} group(s)",
            where=f"{field}.num_output",
            hint="It must be positive, and a multiple of filter_group.",
        )
    one = deconv_size if transposed else conv_size
    sizes = tuple(map(one, bottom[2:], kernel, stride, pad))
    if any(length < 1 for length in sizes):
        raise ShapeError(
            f"a kernel of {text(kernel)} gives a bottom of {text(bottom[2:])} a top of "
            f"{text(sizes)}",
            where=field,
        )
    sides = (bottom[1], outputs) if transposed else (outputs, bottom[1])
    wanted = [wanted_by(layer, (*sides, *kernel), f"{field}.weight_filler")]
    if extra(layer, f"{field}.bias_term", default=True):
        wanted.append(wanted_by(layer, (1, 1, 1, 1, outputs), f"{field}.bias_filler"))
    return Setup([(bottom[0], outputs, *sizes)], *learned(layer, wanted, env))


def volume(layer: caffe.LayerParameter, field: str, depth: str, side: str, default: int) -> Shape:
    """A number for each of length, height and width, from C3D's two words."""
    across = extra(layer, f"{field}.{side}", default)
    across = across[0] if isinstance(across, list) else across
    numbers = (extra(layer, f"{field}.{depth}", default), across, across)
    if "pad" not in side and min(numbers) < 1:
        raise LayerError(f"{depth}, {side} are {text(numbers)}", where=field, hint="Set them.")
    return numbers


@layer(
    "Local",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="local_param",
    blobs=BLOBS,
    dialect=FORKS,
)
def local(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, M, h, w); blobs (M, 1, C k k, h w) and (1, 1, M, h w).

    A convolution with a filter of its own for each position (happynear/caffe-windows,
    local_layer.cpp).
    """
    return _local(layer, bottoms, env, "local_param", shared_bias=False)


@layer(
    "LocalWeightedConvolution",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="local_weighted_convolution_param",
    blobs=BLOBS,
    dialect=FORKS,
)
def local_weighted(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As Local, with one bias for each output: blobs (M, 1, C k k, h w) and (1, 1, 1, M).

    (the first form of Local, local_weighted_conv_layer.cpp)
    """
    return _local(layer, bottoms, env, "local_weighted_convolution_param", shared_bias=True)


def _local(
    layer: caffe.LayerParameter,
    bottoms: Sequence[Shape],
    env: Env,
    field: str,
    *,
    shared_bias: bool,
) -> Setup:
    (bottom,) = bottoms
    if len(bottom) != len("nchw"):
        raise ShapeError(f"shape {text(bottom)} is that of no images", where="bottom")
    kernel = extra(layer, f"{field}.kernel_size", 0)
    outputs = extra(layer, f"{field}.num_output", 0)
    stride, pad = extra(layer, f"{field}.stride", 1), extra(layer, f"{field}.pad", 0)
    if min(kernel, outputs, stride) < 1 or min(bottom[2:]) < kernel:
        raise LayerError(
            f"kernel_size is {kernel}, num_output {outputs}, stride {stride}",
            where=field,
            hint="All must be positive, and the kernel no larger than the bottom.",
        )
    sizes = tuple(conv_size(length, kernel, stride, pad) for length in bottom[2:])
    weight = (outputs, 1, bottom[1] * kernel**2, size(sizes))
    wanted = [wanted_by(layer, weight, f"{field}.weight_filler")]
    if extra(layer, f"{field}.bias_term", default=True):
        bias = (1, 1, 1, outputs) if shared_bias else (1, 1, outputs, size(sizes))
        wanted.append(wanted_by(layer, bias, f"{field}.bias_filler"))
    return Setup([(bottom[0], outputs, *sizes)], *learned(layer, wanted, env))
