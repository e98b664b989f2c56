"""What a layer is there for: to bring data, to learn, to judge the result, or none of these.

BVLC's types are known by name. Of a fork's types and of Python layers, only names and numbers of
bottoms are known here: one without bottoms brings data, one called a loss is a loss.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

# Layer types register themselves when they are imported.
import caffe_fillers.layers  # noqa: F401
from caffe_fillers.core import registry
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.proto import caffe

__all__ = [
    "HEADS",
    "INPUT",
    "brings_data",
    "is_constant",
    "is_sink",
    "judged",
    "known",
    "learns",
]

INPUT = "Input"

#: What a loss computes before it compares, as a layer of its own (the layers' own .cpp files).
HEADS = {
    "SoftmaxWithLoss": "Softmax",
    "InfogainLoss": "Softmax",
    "SigmoidCrossEntropyLoss": "Sigmoid",
}

#: Types of layers with parameter blobs; Scale and Bias have them when they have one bottom.
_LEARNS = {
    *("Convolution", "Deconvolution", "InnerProduct", "Embed", "LSTM", "RNN", "BatchNorm"),
    *("PReLU", "Parameter", "Scale", "Bias"),
}
_NEEDS_ONE_BOTTOM = {"Scale", "Bias"}

#: No bottoms, and yet no data: what they give is in the net.
_STAYS = {INPUT, "Parameter"}

#: The bottoms that a loss compares with each other; of any other judge it is the first.
_JUDGED = {"EuclideanLoss": 2, "ContrastiveLoss": 2}


@functools.lru_cache(maxsize=1024)
def known(kind: str) -> registry.LayerType | None:
    """What is registered for a layer type; None for a fork's."""
    try:
        return registry.layers.get(kind)
    except LayerError:
        return None


def brings_data(layer: caffe.LayerParameter) -> bool:
    """Whether the layer makes its tops out of what is not in the net."""
    kind = known(layer.type)
    alone = not layer.bottom and bool(layer.top) and layer.type not in _STAYS
    return alone and (kind is None or 0 in kind.bottoms)


def is_constant(layer: caffe.LayerParameter) -> bool:
    """Whether the layer gives the same values at every pass: DummyData with constant fillers."""
    fillers = layer.dummy_data_param.data_filler
    return layer.type == "DummyData" and all(each.type == "constant" for each in fillers)


def learns(layer: caffe.LayerParameter) -> bool:
    """Whether the layer has parameters that training sets, as far as can be told."""
    if known(layer.type) is None:
        return bool(layer.param)
    return layer.type in _LEARNS and not (layer.type in _NEEDS_ONE_BOTTOM and len(layer.bottom) > 1)


def is_sink(layer: caffe.LayerParameter) -> bool:
    """Whether the layer only judges, stores or silences what others have made."""
    name = layer.python_param.layer if layer.type == "Python" else layer.type
    called = any(word in name.casefold() for word in ("loss", "accuracy", "evaluat"))
    weighed = any(layer.loss_weight) and not learns(layer)
    return bool(layer.bottom) and (called or weighed or layer.type in {"Silence", "HDF5Output"})


def judged(layer: caffe.LayerParameter) -> Sequence[int]:
    """Which bottoms of a sink may be a result of the net, the others being labels and weights."""
    if layer.type == "Silence":
        return ()
    if layer.type == "HDF5Output":
        return range(len(layer.bottom))
    return range(min(_JUDGED.get(layer.type, 1), len(layer.bottom)))
