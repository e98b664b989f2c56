"""The operators that are known: one row each.

A row tells which inputs are weights, each with a role, a layout and, where the operator itself
makes numbers of codes, a way to find the scale; where the output has its channels, so that a bias
may follow; and which inputs are scales and zero points. What no row names is not a weight, whatever
its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.plan.onnx.contributed import CONTRIBUTED
from caffe_fillers.plan.onnx.operator import UNKNOWN
from caffe_fillers.plan.onnx.standard import ONNX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.plan.onnx.operator import Operand, Operator

__all__ = ["OPERATORS", "operands", "operator"]

MICROSOFT = "com.microsoft"
#: Domains of ONNX Runtime's optimised models, and the operators that it moves there.
INSIDE = ("com.microsoft.nchwc", "com.ms.internal.nhwc")
MOVED = ("BatchNormalization", "Conv", "ConvTranspose", "QLinearConv", "Resize", "Upsample")

#: By domain and operator type.
OPERATORS: Mapping[tuple[str, str], Operator] = {
    **{("", name): row for name, row in ONNX.items()},
    **{(MICROSOFT, name): row for name, row in CONTRIBUTED.items()},
    **{(domain, name): ONNX[name] for domain in INSIDE for name in MOVED},
}


def operator(domain: str, op: str) -> Operator:
    """The row of an operator; an empty one for those that are in no table."""
    return OPERATORS.get((domain, op), UNKNOWN)


def operands(domain: str, op: str) -> Mapping[int, Operand]:
    """The weights of an operator, by input; empty for all others."""
    return operator(domain, op).weights
