"""ONNX Runtime's own operators, one row each (the schemas of ONNX Runtime 1.31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.plan.onnx import layouts as lay
from caffe_fillers.plan.onnx import quantised as q
from caffe_fillers.plan.onnx.operator import (
    ACTIVATED,
    BIASED,
    CONV,
    DECONV,
    EMBEDDING,
    GATES,
    LAST,
    MIXED,
    NORM,
    NORM_BIAS,
    NORM_SCALE,
    OPAQUE,
    POOLED,
    RECURRENT,
    SECOND,
    SEVERAL,
    TRANSPOSED,
    UNREAD,
    UNSEEN,
    Operand,
    Operator,
    bias,
    linear,
    recurrent_cell,
)
from caffe_fillers.plan.onnx.standard import ONNX

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTRIBUTED"]

ATTENTION = {1: Operand("weight", lay.attention), 2: bias()}

CONTRIBUTED: Mapping[str, Operator] = {
    "Attention": Operator(ATTENTION, alone=MIXED),
    "PackedAttention": Operator(ATTENTION, alone=MIXED),
    "DecoderMaskedSelfAttention": Operator(ATTENTION, alone=MIXED),
    "LongformerAttention": Operator(
        {
            **ATTENTION,
            4: Operand("weight", lay.attention),
            5: bias(),
        },
        alone=MIXED,
    ),
    "DecoderAttention": Operator(
        {2: linear(lay.columns), 3: linear(lay.key_value), 4: bias()}, alone=MIXED
    ),
    "QAttention": Operator(
        {
            1: Operand("weight", lay.attention, q.scaled(4, 7)),
            2: bias(),
        },
        alone=MIXED,
        scales=(3, 4),
        zeros=(6, 7),
    ),
    "MultiHeadAttention": Operator({3: bias()}),
    "PackedMultiHeadAttention": Operator({3: bias()}),
    "DecoderMaskedMultiHeadAttention": Operator({10: bias()}),
    "GroupQueryAttention": Operator({14: NORM_SCALE, 15: NORM_SCALE}),
    "PagedAttention": Operator({12: NORM_SCALE, 13: NORM_SCALE}),
    "GatedRelativePositionBias": Operator(
        {1: bias(), 3: linear(lay.columns), 4: bias()}, alone=GATES
    ),
    "RelativePositionBias": Operator({0: EMBEDDING}),
    "AttnLSTM": Operator(
        {
            **recurrent_cell(lay.lstm, lay.lstm_bias),
            7: Operand("peephole"),
            8: linear(lay.columns),
            9: linear(lay.columns),
            10: linear(lay.rows),
            13: linear(lay.columns),
        },
        alone=RECURRENT,
    ),
    "DynamicQuantizeLSTM": Operator(
        {
            1: Operand("weight", lay.lstm_columns, q.scaled_directions(8, 9)),
            2: Operand("recurrent", lay.lstm_columns, q.scaled_directions(10, 11)),
            3: Operand("bias", lay.lstm_bias),
            7: Operand("peephole"),
        },
        alone=RECURRENT,
        scales=(8, 10),
        zeros=(9, 11),
    ),
    "FusedConv": Operator({1: CONV, 2: bias()}, SECOND),
    "NhwcConv": Operator({1: CONV, 2: bias()}, alone=BIASED),
    "NhwcFusedConv": Operator({1: CONV, 2: bias()}, alone=BIASED),
    "CausalConvWithState": Operator({1: CONV, 2: bias()}, alone=ACTIVATED),
    "VarlenCausalConvWithState": Operator({1: CONV, 3: bias()}, alone=ACTIVATED),
    "ConvTransposeWithDynamicPads": Operator({1: DECONV, 3: bias()}, TRANSPOSED),
    "QLinearConv": ONNX["QLinearConv"],
    "WordConvEmbedding": Operator({1: CONV, 2: bias(), 3: EMBEDDING}, alone=POOLED),
    "FusedGemm": Operator({1: linear(lay.gemm), 2: bias()}, LAST),
    "GemmFloat8": Operator({1: linear(lay.gemm, q.scaled(4)), 2: bias()}, LAST, scales=(3, 4, 5)),
    "GemmFastGelu": Operator({1: linear(lay.columns), 2: bias()}, LAST),
    "FusedMatMul": Operator({1: linear(lay.fused_matmul)}, LAST),
    "FusedMatMulActivation": Operator({1: linear(lay.fused_matmul)}, alone=ACTIVATED),
    "TransposeMatMul": Operator({1: linear(lay.gemm)}, LAST),
    "SparseToDenseMatMul": Operator(
        {0: linear(lay.gemm_left, data=1), 1: linear(lay.gemm)}, alone=UNSEEN
    ),
    "QGemm": Operator(
        {
            3: linear(lay.gemm, q.scaled_gemm(4, 5)),
            6: bias(q.scaled_product(1, 4)),
        },
        LAST,
        scales=(1, 4, 7),
        zeros=(2, 5, 8),
    ),
    "MatMulIntegerToFloat": Operator(
        {1: linear(lay.columns, q.scaled(3, 5)), 6: bias()}, LAST, scales=(2, 3), zeros=(4, 5)
    ),
    "DynamicQuantizeMatMul": Operator(
        {1: linear(lay.columns, q.scaled(2, 3)), 4: bias()}, LAST, scales=(2,), zeros=(3,)
    ),
    "MatMulNBits": Operator({1: linear(lay.rows, q.nbits(2, 3)), 5: bias()}, LAST),
    "MatMulNBitsMlp": Operator(
        {
            2: NORM_SCALE,
            3: linear(lay.rows, q.nbits(4)),
            5: bias(),
            6: linear(lay.rows, q.nbits(7)),
            8: bias(),
        },
        alone=SEVERAL,
    ),
    "MatMulFpQ4": Operator({1: OPAQUE}, alone=UNREAD),
    "MatMulNBitsQkv": Operator(
        {
            2: NORM_SCALE,
            **dict.fromkeys((3, 6, 9), OPAQUE),
            **dict.fromkeys((5, 8, 11), bias()),
        },
        alone=SEVERAL,
    ),
    "MatMulBnb4": Operator({1: linear(lay.rows, q.bnb4)}, LAST),
    "MatMulBlockQuantizedFp8Weight": Operator(
        {1: linear(lay.rows, q.float8_blocks), 4: bias()}, alone=BIASED, scales=(3,)
    ),
    "MatMulBlockQuantizedFp4Weight": Operator(
        {1: linear(lay.rows, q.float4_blocks), 5: bias()}, alone=BIASED
    ),
    "MoE": Operator(
        {slot: Operand("weight", lay.rows) if slot % 2 == 0 else bias() for slot in range(2, 8)},
        alone=SEVERAL,
    ),
    "QMoE": Operator(
        {
            slot: operand
            for number in (1, 2, 3)
            for slot, operand in (
                (3 * number - 1, Operand("weight", lay.rows, q.experts(number))),
                (3 * number + 1, bias()),
            )
        },
        alone=SEVERAL,
    ),
    "QOrderedAttention": Operator(
        {
            **{slot: Operand("weight", lay.columns, q.scaled(slot + 3)) for slot in (5, 6, 7)},
            **dict.fromkeys((11, 12, 13), bias()),
        },
        alone=MIXED,
        scales=(1, 2, 3, 4, 8, 9, 10, 14, 15, 16),
    ),
    "QOrderedMatMul": Operator(
        {2: linear(lay.columns, q.scaled(3)), 5: bias()}, alone=BIASED, scales=(1, 3, 4, 7)
    ),
    "QOrderedLongformerAttention": Operator(
        {
            2: Operand("weight", lay.attention, q.scaled(3)),
            4: bias(),
            8: Operand("weight", lay.attention, q.scaled(9)),
            10: bias(),
        },
        alone=MIXED,
        scales=(1, 3, 5, 6, 9, 11, 13),
    ),
    "GatherBlockQuantized": Operator({0: Operand("embedding", lay.embedding, q.gather_blocks)}),
    "TorchEmbedding": Operator({0: EMBEDDING}),
    "EmbedLayerNormalization": Operator(
        {
            **dict.fromkeys((2, 3, 4), EMBEDDING),
            5: NORM_SCALE,
            6: NORM_BIAS,
        }
    ),
    "QEmbedLayerNormalization": Operator(
        {
            **{
                slot: Operand("embedding", lay.embedding, q.scaled(slot + 6, slot + 11))
                for slot in (2, 3, 4)
            },
            5: Operand("norm_scale", lay.whole, q.scaled(11, 16)),
            6: Operand("norm_bias", lay.whole, q.scaled(12, 17)),
        },
        scales=(8, 9, 10, 11, 12),
        zeros=(13, 14, 15, 16, 17),
    ),
    "SkipLayerNormalization": Operator({2: NORM_SCALE, 3: NORM_BIAS, 4: bias()}),
    "SkipSimplifiedLayerNormalization": Operator({2: NORM_SCALE, 3: bias()}),
    "SimplifiedLayerNormalization": Operator({1: NORM_SCALE}),
    "LayerNormalization": Operator(NORM),
    "GroupNorm": Operator(NORM),
    "SkipGroupNorm": Operator({**NORM, 4: bias()}),
    "BranchwiseRMSNorm": Operator({1: NORM_SCALE}),
    "GatedRMSNorm": Operator({1: NORM_SCALE}),
    "QOrderedLayerNormalization": Operator({2: NORM_SCALE, 3: NORM_BIAS}, scales=(1, 4)),
    "EngramGate": Operator(dict.fromkeys((3, 4, 5), NORM_SCALE)),
    "BiasGelu": Operator({1: bias()}),
    "FastGelu": Operator({1: bias()}),
    "BiasSplitGelu": Operator({1: bias()}),
    "BiasAdd": Operator({1: bias()}),
    "BiasDropout": Operator({1: bias()}),
    "BitmaskBiasDropout": Operator({1: bias()}),
    # Without weights: scales and zero points of data, and what is not learnt.
    "QuantizeLinear": ONNX["QuantizeLinear"],
    "DequantizeLinear": ONNX["DequantizeLinear"],
    "QLinearConvTranspose": Operator(scales=(1, 4, 6), zeros=(2, 5, 7)),
    "QLinearAdd": Operator(scales=(1, 4, 6), zeros=(2, 5, 7)),
    "QLinearMul": Operator(scales=(1, 4, 6), zeros=(2, 5, 7)),
    "QLinearAveragePool": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearGlobalAveragePool": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearLeakyRelu": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearReduceMean": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearSigmoid": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearSoftmax": Operator(scales=(1, 3), zeros=(2, 4)),
    "QLinearWhere": Operator(scales=(2, 5, 7), zeros=(3, 6, 8)),
    "QOrderedGelu": Operator(scales=(1, 2)),
    "QuantizeWithOrder": Operator(scales=(1,)),
    "DequantizeWithOrder": Operator(scales=(1,)),
    "Pad": ONNX["Pad"],
    # Of the result, then of each input behind it.
    "QLinearConcat": Operator(scales=(0, 3), zeros=(1, 4), every=3),
}
