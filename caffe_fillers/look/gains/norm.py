"""Layers that normalize: LRN, BatchNorm and the Scale behind it, MVN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.look.gains.signal import Gradient
from caffe_fillers.look.gains.table import Place, Step, gain
from caffe_fillers.look.moments import Moments
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.look.gains.signal import Signal

TRAIN = 0


@gain("LRN")
def lrn(at: Place) -> Step:
    """X (k + alpha/n Σ x²)^-beta, the sum taken for its mean; gradients by the same factor."""
    param, signal = at.layer.lrn_param, at.signals[0]
    share = 1.0
    if param.norm_region == caffe.LRNParameter.ACROSS_CHANNELS:
        channels, half = at.bottoms[0][1], (param.local_size - 1) // 2
        windows = [
            min(channels, c + half + 1) - max(0, c - half) for c in range(min(channels, 4096))
        ]
        share = sum(windows) / (len(windows) * param.local_size) if windows else 1.0
    k = param.k if param.norm_region == caffe.LRNParameter.ACROSS_CHANNELS else 1.0
    factor = (k + param.alpha * share * signal.square) ** (-param.beta)

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(np.square(factor))]

    return Step((replace(signal, square=np.square(factor) * signal.square),), back)


@gain("BatchNorm")
def batch_norm(at: Place) -> Step | None:
    """In TRAIN to mean 0 and variance 1 a channel; in TEST by the statistics in its blobs.

    Statistics that are still zero divide by √eps, as in Caffe.
    """
    param, signal = at.layer.batch_norm_param, at.signals[0]
    stored = at.phase != TRAIN
    if param.HasField("use_global_stats"):
        stored = param.use_global_stats
    if not stored:
        return _to_one(signal, param.eps)
    variance = at.blob("norm_var")
    if variance is None or variance[1] is None or variance[1].std:
        return None
    factor = 1 / (variance[1].mean + param.eps)
    note = ""
    if not variance[1].mean:
        note = (
            f"its statistics are zeros: in TEST it multiplies by {factor**0.5:.3g}; --phase train "
            "tells of training"
        )

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(factor)]

    return Step((replace(signal, square=factor * signal.square),), back, note=note)


def _to_one(signal: Signal, eps: float) -> Step:
    """Mean 0 and variance 1."""
    mean = float(signal.values.mean())
    variance = np.asarray((1 - mean**2) * signal.mean_square)
    factor = 1 / (variance + eps)
    values = signal.values - mean
    square = factor * (signal.square - (mean**2) * signal.mean_square)
    top = signal.transformed(values, np.maximum(square, 0.0))

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(factor)]

    return Step((top,), back)


@gain("MVN")
def mvn(at: Place) -> Step:
    """Each channel of an item, or each item, to mean 0, and to variance 1 if wanted."""
    param, signal = at.layer.mvn_param, at.signals[0]
    mean = signal.cross if param.across_channels else signal.space
    variance = (1 - mean) * signal.mean_square
    factor = 1 / (variance + param.eps**2) if param.normalize_variance else 1.0
    top = replace(
        signal.transformed(
            signal.values - signal.values.mean(axis=1, keepdims=True),
            np.full(signal.square.shape, factor * variance),
        ),
        space=0.0,
    )

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(factor)]

    return Step((top,), back)


@gain("Scale")
def scale(at: Place) -> Step | None:
    """E γ² of the mean square, and what β adds."""
    signal = at.signals[0]
    found = at.blob("norm_scale")
    if found is None:
        if len(at.signals) < 2:
            return None
        other = at.signals[1].mean_square

        def both(tops: Sequence[Gradient]) -> Sequence[Gradient]:
            zero = np.zeros(at.signals[1].square.shape)
            return [tops[0].scaled(other), Gradient.even(zero)]

        return Step((replace(signal, square=other * signal.square),), both)
    if found[1] is None:
        return None
    gamma = found[1]
    beta = (at.blob("norm_bias") or ((), None))[1] or Moments(0.0, 0.0)

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0].scaled(gamma.square)]

    return Step((shifted(replace(signal, square=gamma.square * signal.square), beta),), back)


@gain("Bias")
def bias(at: Place) -> Step | None:
    """What the bias adds."""
    found = at.blob("bias")
    if found is None or found[1] is None:
        return None
    return Step((shifted(at.signals[0], found[1]),), lambda tops: tops)


def shifted(signal: Signal, added: Moments) -> Signal:
    """A signal with another value a channel added."""
    if not added.square:
        return signal
    square = signal.square + added.square + 2 * added.mean * signal.mean
    size = np.sqrt(signal.mean_square)
    return signal.transformed(size * signal.values + added.mean, square)
