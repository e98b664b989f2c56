"""The operators of ONNX's own domain, one row each (the schemas of onnx 1.23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.plan.onnx import layouts as lay
from caffe_fillers.plan.onnx import quantised as q
from caffe_fillers.plan.onnx.operator import (
    ACTIVATED,
    CONV,
    DECONV,
    LAST,
    NORM,
    NORM_SCALE,
    NORMALIZED,
    PASSED,
    RECURRENT,
    SECOND,
    TRANSPOSED,
    Operand,
    Operator,
    bias,
    linear,
    recurrent_cell,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ONNX"]

ONNX: Mapping[str, Operator] = {
    "Conv": Operator({1: CONV, 2: bias()}, SECOND),
    "ConvInteger": Operator(
        {1: Operand("weight", lay.conv, q.scaled_later(3, 0))}, SECOND, zeros=(2, 3)
    ),
    "QLinearConv": Operator(
        {
            3: Operand("weight", lay.conv, q.scaled(4, 5, axis=0)),
            8: bias(q.scaled_product(1, 4)),
        },
        SECOND,
        scales=(1, 4, 6),
        zeros=(2, 5, 7),
    ),
    "DeformConv": Operator({1: CONV, 3: bias()}, SECOND),
    "ConvTranspose": Operator({1: DECONV, 2: bias()}, TRANSPOSED),
    "CausalConvWithState": Operator({1: CONV, 2: bias()}, alone=ACTIVATED),
    "Gemm": Operator({0: linear(lay.gemm_left, data=1), 1: linear(lay.gemm), 2: bias()}, LAST),
    "MatMul": Operator({0: linear(lay.left, data=1), 1: linear(lay.columns)}, LAST),
    "MatMulInteger": Operator({1: linear(lay.columns, q.scaled_later(3, -1))}, LAST, zeros=(2, 3)),
    "QLinearMatMul": Operator(
        {3: linear(lay.columns, q.scaled(4, 5))}, LAST, scales=(1, 4, 6), zeros=(2, 5, 7)
    ),
    "Einsum": Operator({0: linear(lay.einsum(0), data=1), 1: linear(lay.einsum(1))}, LAST),
    "LSTM": Operator(
        {**recurrent_cell(lay.lstm, lay.lstm_bias), 7: Operand("peephole")}, alone=RECURRENT
    ),
    "GRU": Operator(recurrent_cell(lay.recurrent, lay.recurrent_bias), alone=RECURRENT),
    "RNN": Operator(recurrent_cell(lay.recurrent, lay.recurrent_bias), alone=RECURRENT),
    "Gather": Operator({0: Operand("embedding", lay.embedding, q.scaled_gather)}),
    "BatchNormalization": Operator(
        {**NORM, 3: Operand("norm_mean"), 4: Operand("norm_var")}, NORMALIZED
    ),
    "InstanceNormalization": Operator(NORM, NORMALIZED),
    "LayerNormalization": Operator(NORM),
    "GroupNormalization": Operator(NORM),
    "RMSNormalization": Operator({1: NORM_SCALE}),
    # ONNX Runtime keeps this one under the default domain.
    "SimplifiedLayerNormalization": Operator({1: NORM_SCALE}),
    "PRelu": Operator({1: Operand("slope")}),
    # Without weights: what passes channels on, and what is not learnt.
    "Identity": Operator(channels=PASSED),
    "Cast": Operator(channels=PASSED),
    "Dropout": Operator(channels=PASSED),
    "QuantizeLinear": Operator(channels=PASSED, scales=(1,), zeros=(2,)),
    "DequantizeLinear": Operator(channels=PASSED, scales=(1,), zeros=(2,)),
    "MeanVarianceNormalization": Operator(channels=NORMALIZED),
    "Resize": Operator(steering=(1, 2)),
    "Upsample": Operator(steering=(1,)),
    "Pad": Operator(steering=(2,)),
    "OneHot": Operator(steering=(2,)),
}
