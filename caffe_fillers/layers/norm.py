"""BatchNorm, LRN and MVN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import from_blobs
from caffe_fillers.layers.shapes import check_some, legacy, size, text, to_int
from caffe_fillers.layers.weights import given_blobs, zeros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Fill, Shape
    from caffe_fillers.proto import caffe


@layer(
    "BatchNorm",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="batch_norm_param",
    since="rc3",
    blobs=BlobFacts(
        ("norm_mean", "norm_var", ""),
        implied={"norm_scale": 1, "norm_bias": 0},
        asks_for=from_blobs.channels,
    ),
)
def batch_norm(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, ...), top the same; blobs (C), (C) and (1), all zero.

    The blobs are statistics: their `param` entries must have lr_mult 0 (batch_norm_layer.cpp).
    """
    del env
    (bottom,) = bottoms
    if len(bottom) < 2:
        raise ShapeError(
            f"shape {text(bottom)} has no channels, which are counted on axis 1", where="bottom"
        )
    check_some(size(bottom), "the bottom")
    draws: list[Fill] = []
    blobs = given_blobs(layer)
    if not blobs:
        draws, blobs = zeros(layer, [(bottom[1],), (bottom[1],), (1,)])
    for index, spec in enumerate(layer.param[: len(blobs)]):
        if spec.lr_mult != 0:
            raise LayerError(
                f"lr_mult is {spec.lr_mult:g}, but the blobs of BatchNorm are statistics and "
                "are not learned",
                where=f"param {index}",
                hint="Set lr_mult: 0, or leave the param entries out.",
            )
    return Setup([bottom], draws, blobs, frozen_params=len(blobs))


@layer("LRN", bottoms=1, tops=1, parameter="lrn_param")
def lrn(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top the same; `local_size` is odd (lrn_layer.cpp)."""
    del env
    (bottom,) = bottoms
    window = to_int(layer.lrn_param.local_size, "lrn_param.local_size")
    if window % 2 == 0:
        raise LayerError(
            f"local_size is {window}", where="lrn_param.local_size", hint="It must be odd."
        )
    if len(bottom) != 4:
        raise ShapeError(
            f"shape {text(bottom)} has {len(bottom)} axes, needs 4 (num, channels, height, width)",
            where="bottom",
        )
    return Setup([bottom])


@layer("MVN", bottoms=1, tops=1, parameter="mvn_param")
def mvn(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom of at most four axes, top (N, C, H, W), missing axes being 1 (mvn_layer.cpp)."""
    del env
    top = legacy(bottoms[0], "bottom")
    check_some(size(top[1 if layer.mvn_param.across_channels else 2 :]), "what is summed up")
    return Setup([top])
