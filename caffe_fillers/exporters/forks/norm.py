"""Normalizing layers of forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site

#: The default of NormalizeParameter.eps.
EPS = 1e-10


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
