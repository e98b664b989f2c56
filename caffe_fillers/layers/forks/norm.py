"""Normalization in forks: what is learned or counted beside the bottom's statistics."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, BlobFacts, layer
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import norm as bvlc
from caffe_fillers.layers.forks.blobs import constants, learned, wanted_by
from caffe_fillers.layers.shapes import check_some, legacy, size, text
from caffe_fillers.layers.weights import given_blobs, planned_fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe

#: lr_mult and decay_mult of what training leaves alone, and of what it learns.
FROZEN, LEARNED = (0.0, 0.0), (1.0, 1.0)

#: The branches of NVIDIA/caffe and tidsp/caffe-jacinto.
NVIDIA = frozenset({"nvidia", "jacinto-0.17", "jacinto-0.16"})

#: Forks whose Normalize divides by a norm and learns nothing.
UNSCALED = frozenset({"happynear", "ducha", "yjxiong", "yjxiong-3d", "tvg"})

#: Forks whose BN has a variance that starts at 1, frozen or not.
STARTS_AT_ONE = frozenset({"happynear", "tvg"})

#: Forks whose BN keeps blobs of two axes.
TWO_AXES = frozenset({"happynear", "yjxiong", "yjxiong-3d"})


@layer(
    "Normalize",
    "ChannelNormalize",
    bottoms=1,
    tops=(1, 2),
    kind="learned",
    parameter="norm_param",
    blobs=BlobFacts(("norm_scale",)),
    dialect=FORKS,
)
def normalize(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, ...), top the same; blob (C), or () with `channel_shared`.

    The factor's filler is constant 1 unless it is written (weiliu89/caffe, normalize_layer.cpp;
    yuqj1991/caffe_train, channel_normalize_layer.cpp). In metric learning forks, and wherever
    normalize_param stands in its place, Normalize learns nothing: its top is (N, C, H, W), a
    second one (N, 1, H, W) (happynear/caffe-windows, normalize_layer.cpp).
    """
    (bottom,) = bottoms
    if len(bottom) < len("nc"):
        raise ShapeError(f"shape {text(bottom)} has no channels on axis 1", where="bottom")
    if _unscaled(layer, env):
        num, channels, height, width = legacy(bottom, "bottom")
        tops = [(num, channels, height, width), (num, 1, height, width)]
        return Setup(tops[: max(len(layer.top), 1)])
    legacy(bottom, "bottom")
    shared = extra(layer, "norm_param.channel_shared", default=True)
    shape = () if shared else (bottom[1],)
    scale = wanted_by(layer, shape, "norm_param.scale_filler", type="constant", value=1)
    return Setup([bottom] * len(layer.top), *learned(layer, [scale], env))


def _unscaled(layer: caffe.LayerParameter, env: Env) -> bool:
    if extra(layer, "norm_param") is not None or layer.type != "Normalize":
        return False
    return env.dialect in UNSCALED or extra(layer, "normalize_param") is not None


@layer(
    "BN",
    "Bn",
    bottoms=1,
    tops=(1, 3),
    kind="learned",
    parameter="bn_param",
    blobs=BlobFacts(("norm_scale", "norm_bias", "norm_mean", "norm_var")),
    dialect=FORKS,
)
def bn(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top the same; blobs (1, C, 1, 1): factor, shift, and mean, variance.

    Four kinds bear the name, told apart by their words:

    * with `scale_filler` or `shift_filler`: two blobs, and two more tops (1, C, 1, 1) if they are
      named (caffe-segnet and caffe-enet, bn_layer.cpp);
    * with `decay`, `moving_average` or `var_eps` too, or more `param`s than two: two more blobs,
      zeros (ducha-aiki/caffe and the older happynear/caffe-windows, bn_layer.cpp);
    * with `slope_filler`, `bias_filler`, `frozen`, `momentum`, `eps` or `icnet`: four blobs, the
      last starting at 1 where `frozen`, else at 0; `param`s are added and the statistics' are
      frozen, with `frozen` all (PSPNet, and synopsys-caffe with `icnet`, bn_layer.cpp). caffe-tvg
      always starts at 1; yjxiong/caffe and happynear/caffe-windows have blobs (1, C), the latter
      starting at 1, and freezes nothing.

    A filler that is not written fills zeros, the factor's too.
    """
    (bottom,) = bottoms
    num, channels, height, width = legacy(bottom, "bottom")
    four = (1, channels, 1, 1)
    if _has(layer, "scale_filler", "shift_filler", "bn_mode") or not _has(layer, *SLOPED):
        tops = [(num, channels, height, width), four, four][: max(len(layer.top), 1)]
        wanted = [
            wanted_by(layer, four, f"bn_param.{name}") for name in ("scale_filler", "shift_filler")
        ]
        made = Setup(tops, *learned(layer, wanted, env, alike=False))
        counted = _has(layer, "decay", "moving_average", "var_eps") and env.dialect != "ssd-fcn"
        counted |= len(layer.param) > len(wanted)
        return constants(layer, made, [(four, 0.0)] * 2) if counted and not layer.blobs else made
    shape = four[:2] if env.dialect in TWO_AXES else four
    wanted = [
        wanted_by(layer, shape, f"bn_param.{name}") for name in ("slope_filler", "bias_filler")
    ]
    made = Setup([bottom], *learned(layer, wanted, env, alike=False))
    frozen = bool(extra(layer, "bn_param.frozen", default=False))
    if not layer.blobs:
        at_one = frozen or env.dialect in STARTS_AT_ONE
        made = constants(layer, made, [(shape, 0.0), (shape, float(at_one))])
    if env.dialect == "happynear":
        return made
    params = dict.fromkeys(range(0 if frozen else 2, 4), FROZEN)
    return replace(made, params=params)


#: Words of the BN that keeps its own statistics.
SLOPED = ("slope_filler", "bias_filler", "frozen", "momentum", "eps", "icnet")


def _has(layer: caffe.LayerParameter, *names: str) -> bool:
    return any(extra(layer, f"bn_param.{name}") is not None for name in names)


@layer(
    "BatchNorm",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="batch_norm_param",
    blobs=BlobFacts(
        ("norm_mean", "norm_var", "", "norm_scale", "norm_bias"),
        implied={"norm_scale": 1, "norm_bias": 0},
    ),
    dialect=FORKS,
)
def batch_norm(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's BatchNorm, with the factor and shift that some forks keep in it.

    With `scale_bias`, `scale_filler` or `bias_filler`: five blobs (C), (C), (1), (C), (C); factor
    and shift start at 1 and 0 unless their fillers say otherwise; in 0.17 the third starts at 1.
    The first three `param`s are frozen, the others learn, whatever the net says (NVIDIA/caffe,
    batch_norm_layer.cpp). With `filler` or `use_weight_bias`, four blobs, or five with
    `bias_term`, whose default is true: the fillers run first, the statistics start at zero
    (intel/caffe, mkl_batch_norm_layer.cpp).
    """
    (bottom,) = bottoms
    field = "batch_norm_param"
    if env.dialect != "intel" and (
        extra(layer, f"{field}.scale_bias", default=False)
        or extra(layer, f"{field}.scale_filler") is not None
        or (extra(layer, f"{field}.bias_filler") is not None and env.dialect in NVIDIA)
    ):
        return _learning(layer, bottom, env, ("scale_filler", "bias_filler"))
    if extra(layer, f"{field}.filler") is not None or _by_mkl(layer):
        bias = extra(layer, f"{field}.bias_term", default=True)
        fillers = ("filler", "bias_filler")[: 2 if bias else 1]
        if extra(layer, f"{field}.use_weight_bias", default=True):
            return _learning(layer, bottom, env, fillers, frozen_first=False)
    if env.dialect in NVIDIA:
        return _learning(layer, bottom, env, ())
    return bvlc.batch_norm(layer, bottoms, env)


def _by_mkl(layer: caffe.LayerParameter) -> bool:
    """Whether the net asks for an engine of Intel's."""
    return any(name.startswith("MKL") for name in chosen(layer, "batch_norm_param.engine"))


def _learning(
    layer: caffe.LayerParameter,
    bottom: Shape,
    env: Env,
    fillers: Sequence[str],
    *,
    frozen_first: bool = True,
) -> Setup:
    """BatchNorm with a factor, or a factor and a shift, behind its statistics."""
    if len(bottom) < len("nc"):
        raise ShapeError(f"shape {text(bottom)} has no channels on axis 1", where="bottom")
    check_some(size(bottom), "the bottom")
    channels = (bottom[1],)
    given = given_blobs(layer)
    made = Setup([bottom], (), given)
    if not given:
        first = env.habits.era.caffe.batch_norm_factor
        made = constants(layer, made, [(channels, 0.0), (channels, 0.0), ((1,), first)])
        for path, value in zip(fillers, (1, 0), strict=False):
            made = _with_filled(layer, made, channels, f"batch_norm_param.{path}", value, env)
    if not frozen_first:
        return replace(made, frozen_params=len("mvc"))
    params = {blob: FROZEN if blob < len("mvc") else LEARNED for blob in range(len(made.blobs))}
    return replace(made, params=params)


def _with_filled(  # a blob has so many sides
    layer: caffe.LayerParameter, made: Setup, shape: Shape, path: str, value: float, env: Env
) -> Setup:
    """The setup with one more blob, filled by the filler under a path or with one value."""
    wanted = wanted_by(layer, shape, path, type="constant", value=value)
    made = constants(layer, made, [(shape, value)])
    draws = made.draws[:-1]
    return replace(made, draws=[*draws, planned_fill(layer, len(draws), wanted, env)])


@layer(
    "BatchNormScale",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="batch_norm_param",
    blobs=BlobFacts(("norm_mean", "norm_var", "", "norm_scale", "norm_bias")),
    dialect=FORKS,
)
def batch_norm_scale(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, ...), top the same; blobs (C), (C), (1), (C), (C): 0, 0, 0, 1, 0.

    No filler is asked; the first three `param`s must have lr_mult 0
    (yuqj1991/caffe_train, batch_norm_scale_layer.cpp).
    """
    made = bvlc.batch_norm(_with_params(layer, 3), bottoms, env)
    channels = (bottoms[0][1],)
    if layer.blobs:
        return made
    made = constants(layer, made, [(channels, 1.0), (channels, 0.0)])
    return replace(made, frozen_params=3)


def _with_params(layer: caffe.LayerParameter, number: int) -> caffe.LayerParameter:
    """The layer with no more than so many `param`s, which are those of the statistics."""
    copy = type(layer)()
    copy.CopyFrom(layer)
    del copy.param[number:]
    return copy


@layer(
    "ChannelScale",
    bottoms=2,
    tops=(1, 2),
    kind="learned",
    parameter="channel_scale_param",
    blobs=BlobFacts(("",)),
    dialect=FORKS,
)
def channel_scale(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, ...) and one factor each beside the channels; tops the first, and (1).

    With `global_scale` a blob (1) that starts at -1 and is not learned
    (happynear/caffe-windows, channel_scale_layer.cpp).
    """
    del env
    bottom, factors = bottoms
    if len(bottom) < len("nc") or size(bottom) != size(factors) * bottom[1]:
        raise ShapeError(
            f"{text(factors)} is no factor for each place beside the channels of {text(bottom)}",
            where="bottom 1",
        )
    tops = [bottom, (1,)][: len(layer.top)]
    if not extra(layer, "channel_scale_param.global_scale", default=False):
        return Setup(tops)
    given = given_blobs(layer)
    made = Setup(tops, (), given)
    if not given:
        made = constants(layer, made, [((1,), -1.0)])
    if layer.param and layer.param[0].lr_mult != 0:
        raise LayerError(
            f"lr_mult is {layer.param[0].lr_mult:g}, but the factor is a statistic",
            where="param 0",
            hint="Set lr_mult: 0.",
        )
    return made if layer.param else replace(made, params={0: FROZEN})


@layer(
    "GN",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="gn_param",
    blobs=BlobFacts(("norm_scale", "norm_bias")),
    dialect=FORKS,
)
def group_norm(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top the same; blobs (1, C, 1, 1) twice: slope and bias.

    (torrvision/caffe-tvg, gn_layer.cpp)
    """
    channels = legacy(bottoms[0], "bottom")[1]
    wanted = [
        wanted_by(layer, (1, channels, 1, 1), f"gn_param.{name}")
        for name in ("slope_filler", "bias_filler")
    ]
    return Setup([bottoms[0]], *learned(layer, wanted, env, alike=False))
