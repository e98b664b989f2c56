"""BatchNorm, LRN and MVN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.registry import exporter
from caffe_fillers.exporters.pointwise import scaled, shifted
from caffe_fillers.layers.shapes import legacy
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.exporters.site import Site

TEST = 1


@exporter("BatchNorm")
def batch_norm(at: Site, x: str) -> str:
    """BatchNormalization by the statistics over their factor, or by those of the batch.

    (batch_norm_layer.cpp)
    """
    param, (bottom,), graph = at.layer.batch_norm_param, at.bottoms, at.graph
    told = param.HasField("use_global_stats")
    if not (param.use_global_stats if told else at.layer.phase == TEST):
        axes = [axis for axis in range(len(bottom)) if axis != 1]
        centred = graph.op("Sub", x, graph.reduce("ReduceMean", x, axes, keep=True))
        square = graph.op("Mul", centred, centred)
        variance = graph.reduce("ReduceMean", square, axes, keep=True)
        return graph.op("Div", centred, graph.op("Sqrt", shifted(at, variance, param.eps)))
    channels = bottom[1:2]
    mean, variance = (at.made(index, channels, (index, 2), over_factor) for index in (0, 1))
    one = graph.constant(np.ones(channels))
    zero = graph.constant(np.zeros(channels))
    return graph.op("BatchNormalization", x, one, zero, mean, variance, epsilon=param.eps)


def over_factor(statistic: NDArray[Any], factor: NDArray[Any]) -> NDArray[Any]:
    """A sum of statistics as their mean; zeros if nothing was summed up."""
    weight = np.float32(factor.reshape(-1)[0])
    share = np.float32(0) if weight == 0 else np.float32(1) / weight
    scaled_by: NDArray[Any] = np.multiply(statistic, share)
    return scaled_by


@exporter("LRN")
def lrn(at: Site, x: str) -> str:
    """LRN; within channels x (1 + alpha mean(x^2))^-beta, without k (lrn_layer.cpp)."""
    param, graph = at.layer.lrn_param, at.graph
    if param.norm_region == caffe.LRNParameter.ACROSS_CHANNELS:
        return graph.op(
            "LRN", x, size=param.local_size, alpha=param.alpha, beta=param.beta, bias=param.k
        )
    half = (param.local_size - 1) // 2
    square = graph.op("Mul", x, x)
    if half:
        window = {"kernel_shape": [param.local_size] * 2, "pads": [half] * 4}
        square = graph.op("AveragePool", square, count_include_pad=1, **window)
    base = shifted(at, scaled(at, square, param.alpha), 1.0)
    return graph.op("Mul", x, graph.op("Pow", base, graph.constant(-param.beta)))


@exporter("MVN")
def mvn(at: Site, x: str) -> str:
    """With d = x - mean: d / (sqrt(mean(d^2)) + eps), as four axes (mvn_layer.cpp)."""
    param, (bottom,), graph = at.layer.mvn_param, at.bottoms, at.graph
    if len(bottom) != 4:
        x = graph.reshape(x, legacy(bottom, "bottom"))
    axes = [1, 2, 3] if param.across_channels else [2, 3]
    centred = graph.op("Sub", x, graph.reduce("ReduceMean", x, axes, keep=True))
    if not param.normalize_variance:
        return centred
    square = graph.op("Mul", centred, centred)
    spread = graph.op("Sqrt", graph.reduce("ReduceMean", square, axes, keep=True))
    return graph.op("Div", centred, shifted(at, spread, param.eps))
