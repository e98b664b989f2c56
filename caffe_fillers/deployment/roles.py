"""What a layer is there for: to bring data, to learn, to judge the result, or none of these.

The row of its type tells. Of types that no dialect knows, and of Python layers, only names and
numbers of bottoms are known: one without bottoms brings data, one called a loss is a loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.upgrades.rules import INPUT_LAYER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.proto import caffe

__all__ = [
    "INPUT",
    "brings_data",
    "is_constant",
    "is_sink",
    "judged",
    "learns",
]

#: The type that data layers become.
INPUT = INPUT_LAYER[1]

#: Words in the names of layers that judge.
_JUDGES = ("loss", "accuracy", "evaluat")


def brings_data(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    """Whether the layer makes its tops out of what is not in the net."""
    if layer.bottom or not layer.top:
        return False
    return row is None or (0 in row.bottoms and row.kind != "input" and not row.learns(0))


def is_constant(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    """Whether the layer gives the same values at every pass: data made by constant fillers."""
    if row is None or not row.data.fillers:
        return False
    return all(each.type == "constant" for each in getattr(row.own(layer), row.data.fillers))


def learns(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    """Whether the layer has parameters that training sets, as far as can be told."""
    return bool(layer.param) if row is None else row.learns(len(layer.bottom))


def is_sink(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    """Whether the layer only judges, stores or silences what others have made."""
    weighed = any(layer.loss_weight) and not learns(layer, row)
    return bool(layer.bottom) and (_judges(layer, row) or weighed)


def _judges(layer: caffe.LayerParameter, row: LayerType | None) -> bool:
    if row is not None and row.kind != "other":
        return row.kind in {"loss", "metric", "output"}
    name = layer.python_param.layer or layer.type
    return any(word in name.casefold() for word in _JUDGES)


def judged(layer: caffe.LayerParameter, row: LayerType | None) -> Sequence[int]:
    """Which bottoms of a sink may be a result of the net, the others being labels and weights."""
    bottoms = 1 if row is None else row.judges.bottoms
    return range(min(bottoms, len(layer.bottom)))
