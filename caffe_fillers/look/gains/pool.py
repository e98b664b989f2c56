"""Pooling: the greatest or the mean of the values in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.look.gains.linear import spread
from caffe_fillers.look.gains.signal import OWN, Gradient, Map, spatial
from caffe_fillers.look.gains.table import Place, Step, gain
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SHARES = (np.arange(OWN) + 0.5) / OWN


@gain("Pooling")
def pooling(at: Place) -> Step | None:
    """MAX: the greatest of k values that share what their channel has in common; AVE: their mean.

    Backward a gradient goes to one of k values, or a k-th of it to each.
    """
    param = at.layer.pooling_param
    if len(at.bottoms[0]) != 4 or param.pool == caffe.PoolingParameter.STOCHASTIC:
        return None
    maps, area = _windows(at)
    return _mean(at, maps, area) if param.pool == caffe.PoolingParameter.AVE else _most(at, maps)


def _most(at: Place, maps: Sequence[NDArray[np.float64]]) -> Step:
    signal = at.signals[0]
    ones = np.ones(signal.square.shape)
    counts = spread(ones, maps)
    size = float(counts.mean())
    # The quantile of the greatest of k at u is that of one value at u^(1/k).
    places = np.argsort(signal.values, axis=1, kind="stable")
    ordered = np.take_along_axis(signal.values, places, axis=1)
    asked = _SHARES ** (1 / size)
    values = np.array([np.interp(asked, _SHARES, row) for row in ordered])
    ratio = float(np.square(values).mean() / max(np.square(signal.values).mean(), 1e-300))
    square = ratio * spread(signal.square, maps) / counts
    turned = [each.T for each in maps]

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        # A value is the greatest if the k - 1 others are below it, and is then the k-th power's.
        chance = _SHARES ** (size - 1)
        rows = [chance * np.interp(_SHARES**size, _SHARES, row) for row in tops[0].cells]
        cells = np.empty_like(signal.values)
        np.put_along_axis(cells, places, np.array(rows), axis=1)
        return [Gradient(spread(tops[0].square / counts, turned), cells / cells.mean())]

    top = signal.transformed(values, square)
    return Step((top,) * len(at.tops), back)


def _mean(at: Place, maps: Sequence[NDArray[np.float64]], area: Map) -> Step:
    signal = at.signals[0]
    counts = spread(np.ones(signal.square.shape), maps)
    apart = spread(signal.square, maps)
    together = np.square(spread(np.sqrt(signal.square), maps))
    square = ((1 - signal.space) * apart + signal.space * together) / area**2
    size = float(counts.mean())
    middle = signal.values.mean(axis=1, keepdims=True)
    values = middle + (signal.values - middle) / np.sqrt(size)
    turned = [each.T for each in maps]

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        rows = np.repeat(tops[0].cells.mean(axis=1, keepdims=True), OWN, axis=1)
        return [Gradient(spread(tops[0].square / area**2, turned), rows)]

    return Step((signal.transformed(values, square),), back)


def _windows(at: Place) -> tuple[list[NDArray[np.float64]], Map]:
    """Which inputs each window covers, and by what a mean is divided: padding counts (Caffe)."""
    param = at.layer.pooling_param
    ins, outs = spatial(at.bottoms[0]), spatial(at.tops[0])
    maps, lengths = [], []
    for axis, side in enumerate("hw"):
        inside, outside = ins[axis], outs[axis]
        kernel = _side(param, "kernel_size", f"kernel_{side}")
        stride = _side(param, "stride", f"stride_{side}")
        pad = _side(param, "pad", f"pad_{side}")
        if param.global_pooling:
            kernel, stride, pad = inside, 1, 0
        starts = np.arange(outside) * stride - pad
        ends = np.minimum(starts + kernel, inside + pad)
        lengths.append((ends - starts).astype(np.float64))
        places = np.arange(inside)
        inner = (places >= np.maximum(starts, 0)[:, None]) & (
            places < np.minimum(ends, inside)[:, None]
        )
        maps.append(inner.astype(np.float64))
    return maps, np.multiply.outer(*lengths)


def _side(param: caffe.PoolingParameter, both: str, one: str) -> int:
    return int(getattr(param, one) if param.HasField(one) else getattr(param, both))
