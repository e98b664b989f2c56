"""The operators that have weights, and which of their inputs those are.

A row is an operator and its inputs by number; an input has a role, a layout and, where the
operator itself makes numbers of codes, a way to find the scale. What is not in this table is no
weight, whatever its size. Read in the schemas of onnx 1.23 and of ONNX Runtime 1.31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caffe_fillers.formats.onnx.element import FLOATS
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx import layouts as lay
from caffe_fillers.plan.onnx import quantised as q

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.plan.onnx.layouts import Layout
    from caffe_fillers.plan.onnx.quantised import Storing
    from caffe_fillers.plan.onnx.trace import Node, Traced

__all__ = ["OPERATORS", "Operand", "operands"]

MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True)
class Operand:
    """An input that is a weight."""

    #: The name that a recipe's rules know.
    role: str
    layout: Layout = lay.whole
    storing: Storing = q.plain
    #: Another input that must not be a tensor of the model, or this is a table and no weight.
    data: int | None = None


def bias(storing: Storing = q.plain) -> Operand:
    """What is added after the weight."""
    return Operand("bias", lay.whole, storing)


CONV = Operand("weight", lay.conv)
DECONV = Operand("weight", lay.conv_transpose)
EMBEDDING = Operand("embedding", lay.embedding)
NORM_SCALE, NORM_BIAS = Operand("norm_scale"), Operand("norm_bias")
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


ONNX: Mapping[str, Mapping[int, Operand]] = {
    "Conv": {1: CONV, 2: bias()},
    "ConvInteger": {1: Operand("weight", lay.conv, q.scaled_later(3, 0))},
    "QLinearConv": {
        3: Operand("weight", lay.conv, q.scaled(4, 5, axis=0)),
        8: bias(q.scaled_product(1, 4)),
    },
    "DeformConv": {1: CONV, 3: bias()},
    "ConvTranspose": {1: DECONV, 2: bias()},
    "CausalConvWithState": {1: CONV, 2: bias()},
    "Gemm": {0: linear(lay.gemm_left, data=1), 1: linear(lay.gemm), 2: bias()},
    "MatMul": {0: linear(lay.left, data=1), 1: linear(lay.columns)},
    "MatMulInteger": {1: linear(lay.columns, q.scaled_later(3, -1))},
    "QLinearMatMul": {3: linear(lay.columns, q.scaled(4, 5))},
    "Einsum": {0: linear(lay.einsum(0), data=1), 1: linear(lay.einsum(1))},
    "LSTM": {**recurrent_cell(lay.lstm, lay.lstm_bias), 7: Operand("peephole")},
    "GRU": recurrent_cell(lay.recurrent, lay.recurrent_bias),
    "RNN": recurrent_cell(lay.recurrent, lay.recurrent_bias),
    "Gather": {0: Operand("embedding", lay.embedding, q.scaled_gather)},
    "BatchNormalization": {**NORM, 3: Operand("norm_mean"), 4: Operand("norm_var")},
    "InstanceNormalization": NORM,
    "LayerNormalization": NORM,
    "GroupNormalization": NORM,
    "RMSNormalization": {1: NORM_SCALE},
    # ONNX Runtime keeps this one under the default domain.
    "SimplifiedLayerNormalization": {1: NORM_SCALE},
    "PRelu": {1: Operand("slope")},
}

ATTENTION = {1: Operand("weight", lay.attention), 2: bias()}

CONTRIBUTED: Mapping[str, Mapping[int, Operand]] = {
    "Attention": ATTENTION,
    "PackedAttention": ATTENTION,
    "DecoderMaskedSelfAttention": ATTENTION,
    "LongformerAttention": {
        **ATTENTION,
        4: Operand("weight", lay.attention),
        5: bias(),
    },
    "DecoderAttention": {2: linear(lay.columns), 3: linear(lay.key_value), 4: bias()},
    "QAttention": {
        1: Operand("weight", lay.attention, q.scaled(4, 7)),
        2: bias(),
    },
    "MultiHeadAttention": {3: bias()},
    "PackedMultiHeadAttention": {3: bias()},
    "DecoderMaskedMultiHeadAttention": {10: bias()},
    "GroupQueryAttention": {14: NORM_SCALE, 15: NORM_SCALE},
    "PagedAttention": {12: NORM_SCALE, 13: NORM_SCALE},
    "GatedRelativePositionBias": {1: bias(), 3: linear(lay.columns), 4: bias()},
    "RelativePositionBias": {0: EMBEDDING},
    "AttnLSTM": {
        **recurrent_cell(lay.lstm, lay.lstm_bias),
        7: Operand("peephole"),
        8: linear(lay.columns),
        9: linear(lay.columns),
        10: linear(lay.rows),
        13: linear(lay.columns),
    },
    "DynamicQuantizeLSTM": {
        1: Operand("weight", lay.lstm_columns, q.scaled_directions(8, 9)),
        2: Operand("recurrent", lay.lstm_columns, q.scaled_directions(10, 11)),
        3: Operand("bias", lay.lstm_bias),
        7: Operand("peephole"),
    },
    "FusedConv": {1: CONV, 2: bias()},
    "NhwcConv": {1: CONV, 2: bias()},
    "NhwcFusedConv": {1: CONV, 2: bias()},
    "CausalConvWithState": {1: CONV, 2: bias()},
    "VarlenCausalConvWithState": {1: CONV, 3: bias()},
    "ConvTransposeWithDynamicPads": {1: DECONV, 3: bias()},
    "QLinearConv": ONNX["QLinearConv"],
    "WordConvEmbedding": {1: CONV, 2: bias(), 3: EMBEDDING},
    "FusedGemm": {1: linear(lay.gemm), 2: bias()},
    "GemmFloat8": {1: linear(lay.gemm, q.scaled(4)), 2: bias()},
    "GemmFastGelu": {1: linear(lay.columns), 2: bias()},
    "FusedMatMul": {1: linear(lay.fused_matmul)},
    "FusedMatMulActivation": {1: linear(lay.fused_matmul)},
    "TransposeMatMul": {1: linear(lay.gemm)},
    "SparseToDenseMatMul": {0: linear(lay.gemm_left, data=1), 1: linear(lay.gemm)},
    "QGemm": {
        3: linear(lay.gemm, q.scaled_gemm(4, 5)),
        6: bias(q.scaled_product(1, 4)),
    },
    "MatMulIntegerToFloat": {1: linear(lay.columns, q.scaled(3, 5)), 6: bias()},
    "DynamicQuantizeMatMul": {1: linear(lay.columns, q.scaled(2, 3)), 4: bias()},
    "MatMulNBits": {1: linear(lay.rows, q.nbits(2, 3)), 5: bias()},
    "MatMulNBitsMlp": {
        2: NORM_SCALE,
        3: linear(lay.rows, q.nbits(4)),
        5: bias(),
        6: linear(lay.rows, q.nbits(7)),
        8: bias(),
    },
    "MatMulFpQ4": {1: OPAQUE},
    "MatMulNBitsQkv": {
        2: NORM_SCALE,
        **dict.fromkeys((3, 6, 9), OPAQUE),
        **dict.fromkeys((5, 8, 11), bias()),
    },
    "MatMulBnb4": {1: linear(lay.rows, q.bnb4)},
    "MatMulBlockQuantizedFp8Weight": {1: linear(lay.rows, q.float8_blocks), 4: bias()},
    "MatMulBlockQuantizedFp4Weight": {1: linear(lay.rows, q.float4_blocks), 5: bias()},
    "MoE": {slot: Operand("weight", lay.rows) if slot % 2 == 0 else bias() for slot in range(2, 8)},
    "QMoE": {
        slot: operand
        for number in (1, 2, 3)
        for slot, operand in (
            (3 * number - 1, Operand("weight", lay.rows, q.experts(number))),
            (3 * number + 1, bias()),
        )
    },
    "QOrderedAttention": {
        **{slot: Operand("weight", lay.columns, q.scaled(slot + 3)) for slot in (5, 6, 7)},
        **dict.fromkeys((11, 12, 13), bias()),
    },
    "QOrderedMatMul": {2: linear(lay.columns, q.scaled(3)), 5: bias()},
    "QOrderedLongformerAttention": {
        2: Operand("weight", lay.attention, q.scaled(3)),
        4: bias(),
        8: Operand("weight", lay.attention, q.scaled(9)),
        10: bias(),
    },
    "GatherBlockQuantized": {0: Operand("embedding", lay.embedding, q.gather_blocks)},
    "TorchEmbedding": {0: EMBEDDING},
    "EmbedLayerNormalization": {
        **dict.fromkeys((2, 3, 4), EMBEDDING),
        5: NORM_SCALE,
        6: NORM_BIAS,
    },
    "QEmbedLayerNormalization": {
        **{
            slot: Operand("embedding", lay.embedding, q.scaled(slot + 6, slot + 11))
            for slot in (2, 3, 4)
        },
        5: Operand("norm_scale", lay.whole, q.scaled(11, 16)),
        6: Operand("norm_bias", lay.whole, q.scaled(12, 17)),
    },
    "SkipLayerNormalization": {2: NORM_SCALE, 3: NORM_BIAS, 4: bias()},
    "SkipSimplifiedLayerNormalization": {2: NORM_SCALE, 3: bias()},
    "SimplifiedLayerNormalization": {1: NORM_SCALE},
    "LayerNormalization": NORM,
    "GroupNorm": NORM,
    "SkipGroupNorm": {**NORM, 4: bias()},
    "BranchwiseRMSNorm": {1: NORM_SCALE},
    "GatedRMSNorm": {1: NORM_SCALE},
    "QOrderedLayerNormalization": {2: NORM_SCALE, 3: NORM_BIAS},
    "EngramGate": dict.fromkeys((3, 4, 5), NORM_SCALE),
    "BiasGelu": {1: bias()},
    "FastGelu": {1: bias()},
    "BiasSplitGelu": {1: bias()},
    "BiasAdd": {1: bias()},
    "BiasDropout": {1: bias()},
    "BitmaskBiasDropout": {1: bias()},
}

#: By domain and operator type. ONNX Runtime's optimised models keep Conv under domains of its own.
OPERATORS: Mapping[tuple[str, str], Mapping[int, Operand]] = {
    **{("", name): row for name, row in ONNX.items()},
    **{(MICROSOFT, name): row for name, row in CONTRIBUTED.items()},
    **{
        (domain, name): ONNX[name]
        for domain in ("com.microsoft.nchwc", "com.ms.internal.nhwc")
        for name in ("Conv", "ConvTranspose", "QLinearConv", "BatchNormalization")
    },
}


def operands(domain: str, op: str) -> Mapping[int, Operand]:
    """The weights of an operator, by input; empty for all others."""
    return OPERATORS.get((domain, op), {})
