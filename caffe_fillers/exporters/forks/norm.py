"""Normalizing layers of forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters import norm as bvlc
from caffe_fillers.exporters.words import check_fields, check_words
from caffe_fillers.layers.forks.norm import NVIDIA

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site

#: The default of NormalizeParameter.eps.
EPS = 1e-10

#: NVIDIA's Caffe takes no smaller eps, as cuDNN takes none.
SMALLEST_EPS = 1e-5

#: The default of BNParameter.eps in PSPNet; what caffe-segnet adds to the batch's variance.
BN_EPS = 1e-5
BATCH_EPS = 1e-9


@exporter("Normalize", dialect=FORKS)
def normalize(at: Site, x: str) -> str:
    """Div and Mul: x / sqrt(sum(x^2) + eps) times the blob, over the channels or all but axis 0.

    (weiliu89/caffe, normalize_layer.cpp)

    Raises:
        LayerError: it is the layer of that name without a blob, which other forks have.
    """
    if not at.slots:
        raise LayerError(
            "a Normalize layer without a blob cannot be exported",
            where="type",
            hint=f"--cut {at.layer.name} makes its tops inputs.",
        )
    (bottom,), graph = at.bottoms, at.graph
    across = extra(at.layer, "norm_param.across_spatial", default=True)
    axes = list(range(1, len(bottom))) if across else [1]
    squares = graph.reduce("ReduceSum", graph.op("Mul", x, x), axes, keep=True)
    eps = graph.constant(np.float32(extra(at.layer, "norm_param.eps", EPS)))
    norm = graph.op("Sqrt", graph.op("Add", squares, eps))
    shared = not at.blob(0)
    scale = at.weight(0, () if shared else (bottom[1], *[1] * (len(bottom) - 2)))
    return graph.op("Mul", graph.op("Div", x, norm), scale)


@exporter("BatchNorm", dialect=FORKS)
def batch_norm(at: Site, x: str) -> str:
    """BatchNormalization, with the factor and shift that some forks keep in it.

    With `add_eps_before_sqrt: false` eps is added to the root (synopsys-caffe,
    batch_norm_layer.cpp).
    """
    field = "batch_norm_param"
    if len(at.slots) == len("mvcsb"):
        return _with_factor(at, x)
    words = {f"{field}.{name}" for name in ("add_eps_before_sqrt", "update_global_stats", "icnet")}
    check_words(at.layer, words)
    if extra(at.layer, f"{field}.add_eps_before_sqrt", default=True):
        return bvlc.batch_norm(at, x)
    if not extra(at.layer, f"{field}.use_global_stats", default=True):
        raise LayerError(
            "statistics of the batch with eps added to the root cannot be exported",
            where=f"{field}.add_eps_before_sqrt",
        )
    graph, bottom = at.graph, at.bottoms[0]
    wide = (bottom[1], *[1] * (len(bottom) - 2))
    mean, variance = (at.made(index, bottom[1:2], (index, 2), bvlc.over_factor) for index in (0, 1))
    centred = graph.op("Sub", x, graph.reshape(mean, wide))
    eps = graph.constant(np.float32(at.layer.batch_norm_param.eps))
    spread = graph.op("Add", graph.op("Sqrt", graph.reshape(variance, wide)), eps)
    return graph.op("Div", centred, spread)


def _with_factor(at: Site, x: str) -> str:
    """The batch norm of NVIDIA's Caffe: mean, variance, (one number unread,) factor, shift.

    eps is 1e-5 at least, and the statistics are not divided by the third blob
    (NVIDIA/caffe, batch_norm_layer.cpp).
    """
    words = ("scale_bias", "scale_filler", "bias_filler")
    check_words(at.layer, {f"batch_norm_param.{name}" for name in words})
    return _normalized_by_blobs(at, x)


def _normalized_by_blobs(at: Site, x: str) -> str:
    graph, channels = at.graph, at.bottoms[0][1:2]
    if len(at.slots) == len("mvcsb"):
        factor, shift = at.weight(3), at.weight(4)
    else:
        factor, shift = (graph.constant(np.full(channels, each)) for each in (1, 0))
    eps = max(at.layer.batch_norm_param.eps, SMALLEST_EPS)
    blobs = (factor, shift, at.weight(0, channels), at.weight(1, channels))
    return graph.op("BatchNormalization", x, *blobs, epsilon=eps)


for _dialect in sorted(NVIDIA):
    # Also of three blobs: in the TEST phase the third is not read, and use_global_stats neither.
    exporter("BatchNorm", dialect=_dialect)(_with_factor)


@exporter("BN", "Bn", dialect=FORKS)
def bn(at: Site, x: str) -> str:
    """Four layers of that name, told apart by their words and blobs.

    With four blobs: factor, shift, mean, variance (PSPNet, bn_layer.cpp; with `moving_average`
    in older happynear/caffe-windows). With two and `bn_mode: INFERENCE` Mul and Add; else by the
    batch's statistics, also in the TEST phase (caffe-segnet, caffe-enet, bn_layer.cpp).
    """
    check_fields(
        at.layer,
        "bn_param",
        (
            *("scale_filler", "shift_filler", "slope_filler", "bias_filler", "bn_mode"),
            *("frozen", "momentum", "eps", "icnet"),
        ),
    )
    (bottom,), graph = at.bottoms, at.graph
    if len(at.layer.top) > 1:
        raise LayerError("the further tops of a BN cannot be exported", where="top")
    channels = bottom[1:2]
    if len(at.slots) == len("fsmv"):
        blobs = [at.weight(index, channels) for index in range(4)]
        eps = extra(at.layer, "bn_param.eps", BN_EPS)
        return graph.op("BatchNormalization", x, *blobs, epsilon=eps)
    wide = (*channels, *[1] * (len(bottom) - 2))
    factor, shift = at.weight(0, wide), at.weight(1, wide)
    if chosen(at.layer, "bn_param.bn_mode") != ["INFERENCE"]:
        axes = [axis for axis in range(len(bottom)) if axis != 1]
        mean, square = (
            graph.reduce("ReduceMean", value, axes, keep=True)
            for value in (x, graph.op("Mul", x, x))
        )
        variance = graph.op("Sub", square, graph.op("Mul", mean, mean))
        eps = graph.constant(np.float32(BATCH_EPS))
        spread = graph.op("Sqrt", graph.op("Add", variance, eps))
        x = graph.op("Div", graph.op("Sub", x, mean), spread)
    return graph.op("Add", graph.op("Mul", x, factor), shift)
