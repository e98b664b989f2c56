"""Recurrent layers of forks, which do not unroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, BlobFacts, layer
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import recurrent as bvlc
from caffe_fillers.layers.forks.blobs import learned, wanted_by
from caffe_fillers.layers.shapes import axis_0, size, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.layers.weights import Wanted
    from caffe_fillers.proto import caffe


BLOBS = BlobFacts(("weight", "recurrent", "bias"), gates=4)


@layer(
    "Lstm",
    bottoms=(1, 5),
    tops=(1, 3),
    kind="learned",
    parameter="lstm_param",
    blobs=BLOBS,
    dialect=FORKS,
)
def lstm(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (T N, A...), top (T N, H); blobs (4 H, I), (4 H, H), (4 H), I = prod(A).

    One filler fills both matrices, in this order. N is `batch_size`, 1 unless it is written; the
    first form has num_output and fillers in inner_product_param (junhyukoh/caffe-lstm,
    lstm_layer.cpp). In yuqj1991/caffe_train the bottom is
    (T, N, I) and the top (T, N, H) (lstm_layer_Junhyuk.cpp). With recurrent_param it is what
    BVLC calls LSTM (MyCaffe, LSTMLayer.cs), or cuDNN's (`_cudnn`).
    """
    bottom = bottoms[0]
    if layer.recurrent_param.num_output:
        cudnn = chosen(layer, "recurrent_param.engine") == ["CUDNN"]
        return _cudnn(layer, bottom, env) if cudnn else bvlc.lstm(layer, bottoms, env)
    first = extra(layer, "lstm_param.num_output") is None and layer.inner_product_param.num_output
    field = "inner_product_param" if first else "lstm_param"
    if env.dialect == "yuqj" and len(bottom) == len("tni"):
        return _lstm(layer, env, field, bottom[2], bottom[:2])
    steps = axis_0(bottom, "bottom")
    batch = extra(layer, "lstm_param.batch_size", 1)
    if batch < 1 or steps % batch:
        raise ShapeError(
            f"{steps} items are no whole number of batches of {batch}",
            where="lstm_param.batch_size",
        )
    return _lstm(layer, env, field, size(bottom[1:]), (steps,))


@layer(
    "LstmSimple",
    bottoms=(1, 2),
    tops=1,
    kind="learned",
    parameter="lstm_simple_param",
    blobs=BLOBS,
    dialect=FORKS,
)
def lstm_simple(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As `lstm`, with lstm_simple_param (MyCaffe, LSTMSimpleLayer.cs, which draws by cuRAND)."""
    steps = axis_0(bottoms[0], "bottom")
    return _lstm(layer, env, "lstm_simple_param", size(bottoms[0][1:]), (steps,))


@layer(
    "LstmAttention",
    bottoms=(2, 4),
    tops=1,
    kind="learned",
    parameter="lstm_attention_param",
    blobs=BLOBS,
    dialect=FORKS,
)
def lstm_attention(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (T, N, A...), top (T, N, H), or (T, N, P), P = num_output_ip; blobs as for `lstm`.

    With P two more: (H, P) and (1, P) (MyCaffe, LSTMAttentionLayer.cs, which draws by cuRAND).
    """
    field, bottom = "lstm_attention_param", bottoms[0]
    if extra(layer, f"{field}.enable_attention", default=False):
        raise LayerError(
            "the blobs of an attention are not known here",
            where=f"{field}.enable_attention",
            hint="Give the layer its `blobs`, or plan it by --layer-like.",
        )
    if len(bottom) < len("tn"):
        raise ShapeError(f"shape {text(bottom)} is not time, batch, input", where="bottom")
    projected = extra(layer, f"{field}.num_output_ip", 0)
    hidden = _hidden(layer, field)
    more = []
    if projected:
        more = [
            wanted_by(layer, (hidden, projected), f"{field}.weight_filler"),
            wanted_by(layer, (1, projected), f"{field}.bias_filler"),
        ]
    return _lstm(layer, env, field, size(bottom[2:]), bottom[:2], more, projected or None)


def _cudnn(layer: caffe.LayerParameter, bottom: Shape, env: Env) -> Setup:
    """Bottom (T, N, I), top (T, N, H); one blob of all matrices and both biases of each layer.

    (MyCaffe, RecurrentLayer.cs, which draws by cuRAND)
    """
    if len(bottom) < len("tn"):
        raise ShapeError(f"shape {text(bottom)} is not time, batch, input", where="bottom")
    hidden, inputs = _hidden(layer, "recurrent_param"), size(bottom[2:])
    deeper = extra(layer, "recurrent_param.num_layers", 1) - 1
    values = 4 * hidden * (inputs + hidden + 2 + deeper * (2 * hidden + 2))
    wanted = [wanted_by(layer, (values, 1, 1), "recurrent_param.weight_filler")]
    top = (*bottom[:2], hidden)
    return Setup([top], *learned(layer, wanted, env, alike=False))


def _hidden(layer: caffe.LayerParameter, field: str) -> int:
    hidden: int = extra(layer, f"{field}.num_output", 0)
    if hidden < 1:
        raise LayerError("num_output is 0", where=f"{field}.num_output", hint="Set it.")
    return hidden


def _lstm(  # a layer's parts
    layer: caffe.LayerParameter,
    env: Env,
    field: str,
    inputs: int,
    head: Shape,
    more: Sequence[Wanted] = (),
    outputs: int | None = None,
) -> Setup:
    hidden = _hidden(layer, field)
    wanted = [
        wanted_by(layer, (4 * hidden, inputs), f"{field}.weight_filler"),
        wanted_by(layer, (4 * hidden, hidden), f"{field}.weight_filler"),
        wanted_by(layer, (4 * hidden,), f"{field}.bias_filler"),
        *more,
    ]
    top = (*head, outputs or hidden)
    return Setup([top], *learned(layer, wanted, env, alike=False))
