"""The table of what is counted of layer types, and what a function of it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.core.registry import BVLC, Table
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.proto import caffe

__all__ = ["Sized", "counted", "counters", "multiply_adds", "shares_memory", "sharing"]

#: The roles of blobs that are multiplied by the bottoms and summed up.
MULTIPLIED = frozenset({"weight", "recurrent", "static", "output"})


@dataclass(frozen=True, slots=True)
class Sized:
    """A layer with all its shapes."""

    layer: caffe.LayerParameter
    row: LayerType
    bottoms: tuple[Shape, ...]
    tops: tuple[Shape, ...]
    #: What each parameter blob is, and its shape.
    blobs: tuple[tuple[str, Shape], ...]


#: Gives the multiply-adds of a layer.
CountFn: TypeAlias = Callable[[Sized], int]

counters: Table[CountFn] = Table(
    "counted layer", "caffe_fillers.look.costs", LayerError, group="caffe_fillers.costs"
)
#: Types whose tops are their bottom's memory under other shapes or names (Blob::ShareData).
sharing: Table[bool] = Table(
    "memory sharing layer", "caffe_fillers.look.costs", LayerError, group="caffe_fillers.costs"
)


def counted(*names: str, dialect: str = BVLC) -> Callable[[CountFn], CountFn]:
    """Register what counts the multiply-adds of layer types.

    Args:
        names: The layer types, as `type: "..."` writes them.
        dialect: Whose layers they are.
    """
    return counters.takes(*names, dialect=dialect)


def shares_memory(*names: str, dialect: str = BVLC) -> None:
    """Register layer types whose tops are their bottom's memory."""
    for name in names:
        sharing.add(dialect, name, True, None)  # noqa: FBT003  # the row's whole content


def multiply_adds(sized: Sized, dialect: str) -> int | None:
    """The products of weights and bottoms that a layer sums up; None where nobody knows.

    What has no weights to multiply (pooling, activations, normalizing) counts 0, as in published
    figures.
    """
    if not any(role in MULTIPLIED for role, _ in sized.blobs):
        return 0
    count = counters.find(sized.row.name, dialect)
    return None if count is None else count(sized)
