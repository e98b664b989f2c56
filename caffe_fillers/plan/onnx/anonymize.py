"""What else must change when nothing of a model's old numbers may be told.

Scales and zero points say how large the weights were, so they become constants that say nothing.
Numbers in no weight's place may be learnt as well (positions, tokens, trees, frequencies), and
are replaced unless they steer shapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.plan.onnx.scopes import domain_of
from caffe_fillers.plan.onnx.trace import Node

if TYPE_CHECKING:
    from caffe_fillers.plan.onnx.scopes import Call, Scopes, Site
    from caffe_fillers.plan.onnx.trace import Tracer

__all__ = ["is_other", "steer"]

#: Operators that take scales and zero points: the inputs that are scales, and zero points.
STEERED: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "QuantizeLinear": ((1,), (2,)),
    "DequantizeLinear": ((1,), (2,)),
    "QLinearConv": ((1, 4, 6), (2, 5, 7)),
    "QLinearConvTranspose": ((1, 4, 6), (2, 5, 7)),
    "QLinearMatMul": ((1, 4, 6), (2, 5, 7)),
    "MatMulInteger": ((), (2, 3)),
    "ConvInteger": ((), (2, 3)),
    "QLinearAdd": ((1, 4, 6), (2, 5, 7)),
    "QLinearMul": ((1, 4, 6), (2, 5, 7)),
    "QLinearAveragePool": ((1, 3), (2, 4)),
    "QLinearGlobalAveragePool": ((1, 3), (2, 4)),
    "QLinearLeakyRelu": ((1, 3), (2, 4)),
    "QLinearReduceMean": ((1, 3), (2, 4)),
    "QLinearSigmoid": ((1, 3), (2, 4)),
    "QLinearSoftmax": ((1, 3), (2, 4)),
    "QLinearWhere": ((2, 5, 7), (3, 6, 8)),
    "QGemm": ((1, 4, 7), (2, 5, 8)),
    "QAttention": ((3, 4), (6, 7)),
    "DynamicQuantizeMatMul": ((2,), (3,)),
    "MatMulIntegerToFloat": ((2, 3), (4, 5)),
    "DynamicQuantizeLSTM": ((8, 10), (9, 11)),
    "QEmbedLayerNormalization": ((8, 9, 10, 11, 12), (13, 14, 15, 16, 17)),
    "GemmFloat8": ((3, 4, 5), ()),
    "QOrderedMatMul": ((1, 3, 4, 7), ()),
    "QOrderedAttention": ((1, 2, 3, 4, 8, 9, 10, 14, 15, 16), ()),
    "QOrderedGelu": ((1, 2), ()),
    "QOrderedLayerNormalization": ((1, 4), ()),
    "QOrderedLongformerAttention": ((1, 3, 5, 6, 9, 11, 13), ()),
    "QuantizeWithOrder": ((1,), ()),
    "DequantizeWithOrder": ((1,), ()),
    "MatMulBlockQuantizedFp8Weight": ((3,), ()),
}

#: Inputs of numbers that steer what a model does, of which nothing was learnt.
STEERING = {("Resize", 1), ("Resize", 2), ("Upsample", 1), ("Pad", 2), ("OneHot", 2)}


def steer(scopes: Scopes, tracer: Tracer) -> None:
    """Let the tracer know every scale and zero point, those of data among them."""
    for call in scopes.calls:
        if scopes.is_function(call) or domain_of(call.node) not in ("", "com.microsoft"):
            continue
        scales, zeros = STEERED.get(call.op, ((), ()))
        node = Node(tracer, call)
        for slot in scales:
            if node.has(slot):
                node.scale(slot)
        for slot in zeros:
            node.zero(slot)
        if call.op == "QLinearConcat":
            for slot in range(len(call.node.input)):
                if slot == 0 or (slot > 2 and slot % 3 == 0):
                    node.scale(slot)
                elif slot == 1 or slot % 3 == 1:
                    node.zero(slot)


def is_other(site: Site, readers: list[tuple[Call, int]]) -> bool:
    """Whether a tensor of no known role may hold what was learnt."""
    if site.element is None or not site.element.is_float or site.size < 2:
        return False
    if site.owner is not None:
        return domain_of(site.owner.node) == "ai.onnx.ml" or site.owner.op == "TfIdfVectorizer"
    return not any((call.op, slot) in STEERING for call, slot in readers)
