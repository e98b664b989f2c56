"""What is known of an ONNX operator: the row that a table has for it, and what rows are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from caffe_fillers.formats.onnx.element import FLOATS
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx import layouts as lay
from caffe_fillers.plan.onnx import quantised as q

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caffe_fillers.plan.onnx.layouts import Layout
    from caffe_fillers.plan.onnx.quantised import Storing
    from caffe_fillers.plan.onnx.trace import Node, Traced

__all__ = [
    "ACTIVATED",
    "BIASED",
    "CONV",
    "DECONV",
    "EMBEDDING",
    "GATES",
    "LAST",
    "MIXED",
    "NORM",
    "NORMALIZED",
    "NORM_BIAS",
    "NORM_SCALE",
    "OPAQUE",
    "PASSED",
    "POOLED",
    "RECURRENT",
    "SECOND",
    "SEVERAL",
    "TRANSPOSED",
    "UNKNOWN",
    "UNREAD",
    "UNSEEN",
    "Channels",
    "Operand",
    "Operator",
    "bias",
    "linear",
    "recurrent_cell",
]


@dataclass(frozen=True, slots=True)
class Operand:
    """An input that is a weight."""

    #: The name that a recipe's rules know.
    role: str
    layout: Layout = lay.whole
    storing: Storing = q.plain
    #: Another input that must not be a tensor of the model, or this is a table and no weight.
    data: int | None = None


class Channels(Enum):
    """Where the first output has the channels, one value of which a bias or a scale adds to."""

    #: On the last axis, as many as the first weight has outputs.
    LAST = "last"
    #: On axis 1, before the spatial axes.
    SECOND = "second"
    #: The same, the weight being (inputs, outputs / group, ...).
    TRANSPOSED = "transposed"
    #: Where the normalized input has them, or unknown: a scale and a shift may follow.
    NORMALIZED = "normalized"
    #: Where the first input has them.
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator's row."""

    #: The inputs that are weights, by number.
    weights: Mapping[int, Operand] = field(default_factory=dict)
    channels: Channels | None = None
    #: For an operator with weights and no channels: why no constant behind it is its bias.
    alone: str = ""
    #: The inputs that are scales, and those that are zero points, of weights and of data.
    scales: tuple[int, ...] = ()
    zeros: tuple[int, ...] = ()
    #: The last scale and the last zero point stand again after every so many inputs.
    every: int = 0
    #: Inputs of numbers that steer what a model does, of which nothing was learnt.
    steering: tuple[int, ...] = ()

    def scales_of(self, inputs: int) -> Iterator[int]:
        """The scales of a node with so many inputs."""
        return self._repeated(self.scales, inputs)

    def zeros_of(self, inputs: int) -> Iterator[int]:
        """The zero points of a node with so many inputs."""
        return self._repeated(self.zeros, inputs)

    def _repeated(self, slots: tuple[int, ...], inputs: int) -> Iterator[int]:
        yield from (slot for slot in slots if slot < inputs)
        if self.every:
            yield from range(slots[-1] + self.every, inputs, self.every)


#: Of an operator that no row tells of.
UNKNOWN = Operator()

LAST, SECOND, TRANSPOSED = Channels.LAST, Channels.SECOND, Channels.TRANSPOSED
NORMALIZED, PASSED = Channels.NORMALIZED, Channels.PASSED

#: Why what is added behind an operator is not taken for its bias.
RECURRENT = "its outputs are states, and its biases stand inside of the gates"
MIXED = "attention mixes what its weights give before anything can be added"
ACTIVATED = "an activation stands between the product and the output"
BIASED = "ONNX Runtime makes it where what is added stands in an input of its own"
SEVERAL = "several products are behind one output, or one is before several"
POOLED = "the greatest value of each word's positions is taken behind the product"
GATES = "its weights give gates for another input"
UNREAD = "its weights are in a form that one device reads: their outputs are not known"
UNSEEN = "no exporter is known that writes a bias behind it"


# --- inputs that many rows have ---------------------------------------------------------------


def bias(storing: Storing = q.plain) -> Operand:
    """What is added after the weight."""
    return Operand("bias", lay.whole, storing)


CONV = Operand("weight", lay.conv)
DECONV = Operand("weight", lay.conv_transpose)
EMBEDDING = Operand("embedding", lay.embedding)
NORM_SCALE = Operand("norm_scale")
NORM_BIAS = Operand("norm_bias")
NORM = {1: NORM_SCALE, 2: NORM_BIAS}


def opaque(traced: Traced, node: Node) -> q.Stored:
    """No way to store numbers; the layout says why."""
    del node
    return q.Stored(View.whole(traced.shape), FLOATS["FLOAT"], traced.site.size, None)


OPAQUE = Operand("weight", lay.opaque, opaque)


def linear(
    layout: Layout, storing: Storing = q.plain, role: str = "weight", data: int | None = 0
) -> Operand:
    """A matrix, or several."""
    return Operand(role, layout, storing, data)


def recurrent_cell(layout: Layout, bias_layout: Layout) -> dict[int, Operand]:
    """W, R and B of a recurrent layer."""
    return {
        1: Operand("weight", layout),
        2: Operand("recurrent", layout),
        3: Operand("bias", bias_layout),
    }
