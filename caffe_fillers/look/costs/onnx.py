"""Multiply-adds of ONNX operators, by the operators' specification."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.core.draws import Shape

__all__ = ["OPERATORS", "Operation"]


@dataclass(frozen=True, slots=True)
class Operation:
    """A node with the shapes of what goes in and comes out."""

    #: None for an input that is left out.
    inputs: tuple[Shape | None, ...]
    outputs: tuple[Shape, ...]
    attributes: dict[str, Any]

    def input(self, number: int) -> Shape:
        """The shape of an input that must be there."""
        shape = self.inputs[number] if number < len(self.inputs) else None
        if shape is None:
            raise LookupError(number)
        return shape


CountFn: TypeAlias = "Callable[[Operation], int]"


def _conv(weight: int) -> CountFn:
    """(M, C/group, k...): each weight once at every position of the output (N, M, ...)."""

    def count(node: Operation) -> int:
        out = node.outputs[0]
        return math.prod(node.input(weight)) * out[0] * math.prod(out[2:])

    return count


def _conv_transpose(node: Operation) -> int:
    """Each weight once at every position of the input (N, C, ...)."""
    data = node.input(0)
    return math.prod(node.input(1)) * data[0] * math.prod(data[2:])


def _product(first: int) -> CountFn:
    """A matrix product: the length of the common axis times the number of sums."""

    def count(node: Operation) -> int:
        return node.input(first)[-1] * math.prod(node.outputs[0])

    return count


def _gemm(node: Operation) -> int:
    common = node.input(0)[0 if node.attributes.get("transA") else 1]
    return common * math.prod(node.outputs[0])


def _recurrent(node: Operation) -> int:
    """W and R of both directions, once a step and item."""
    steps, items = node.input(0)[:2]
    weights = math.prod(node.input(1)) + math.prod(node.input(2))
    return weights * steps * items


#: The operators that multiply and sum; all others of ONNX's own count nothing, or are not known
#: where they have weights.
OPERATORS: dict[str, CountFn] = {
    "Conv": _conv(1),
    "ConvInteger": _conv(1),
    "QLinearConv": _conv(3),
    "FusedConv": _conv(1),
    "ConvTranspose": _conv_transpose,
    "MatMul": _product(0),
    "MatMulInteger": _product(0),
    "QLinearMatMul": _product(0),
    "FusedMatMul": _product(0),
    "Gemm": _gemm,
    "FusedGemm": _gemm,
    "LSTM": _recurrent,
    "GRU": _recurrent,
    "RNN": _recurrent,
}
