"""The table of what layer types do to a signal, and what such a function is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.core.registry import BVLC, Table
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.look.gains.signal import Gradient, Map, Signal
    from caffe_fillers.look.moments import Moments
    from caffe_fillers.proto import caffe

__all__ = ["Back", "Place", "Step", "gain", "gains", "head", "heads"]

#: From the gradients of the tops to those of the bottoms.
Back: TypeAlias = "Callable[[Sequence[Gradient]], Sequence[Gradient]]"


@dataclass(frozen=True, slots=True)
class Place:
    """A layer with its shapes, its weights' moments and the signals in its bottoms."""

    layer: caffe.LayerParameter
    bottoms: tuple[Shape, ...]
    tops: tuple[Shape, ...]
    signals: tuple[Signal, ...]
    #: What each parameter blob is, its shape, and its moments; None where nobody knows these.
    blobs: tuple[tuple[str, Shape, Moments | None], ...]
    #: TRAIN (0) or TEST (1).
    phase: int
    #: The same blob for equal numbers: which of the bottoms are one.
    same: tuple[int, ...] = ()

    def blob(self, role: str) -> tuple[Shape, Moments | None] | None:
        """The first blob of this role."""
        return next(((shape, found) for each, shape, found in self.blobs if each == role), None)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes out, and how gradients come back."""

    tops: tuple[Signal, ...]
    back: Back
    #: The share of units at the flat ends of a sigmoid or a tanh; None for others.
    saturated: float | None = None
    #: E (d/dw)² over the mean square of the gradient of the top, summed over positions.
    weights: Callable[[Map], float] | None = None
    #: What somebody should know.
    note: str = ""


#: None where the layer cannot be told.
GainFn: TypeAlias = "Callable[[Place], Step | None]"

gains: Table[GainFn] = Table(
    "layer with a known gain", "caffe_fillers.look.gains", LayerError, group="caffe_fillers.gains"
)
#: Types that turn results into probabilities: the signal is followed up to them.
heads: Table[bool] = Table(
    "head of a net", "caffe_fillers.look.gains", LayerError, group="caffe_fillers.gains"
)


def gain(*names: str, dialect: str = BVLC) -> Callable[[GainFn], GainFn]:
    """Register what layer types do to a signal: (place) -> step.

    Args:
        names: The layer types, as `type: "..."` writes them.
        dialect: Whose layers they are.
    """
    return gains.takes(*names, dialect=dialect)


def head(*names: str, dialect: str = BVLC) -> None:
    """Register types that end what is followed."""
    for name in names:
        heads.add(dialect, name, True, None)  # noqa: FBT003  # the row's whole content
