"""LSTM, RNN and LSTMUnit.

A recurrent layer builds a net of its own, unrolled over the time steps. The steps share their
parameters, but each runs its own fillers: all but the first step's numbers are drawn and thrown
away (recurrent_layer.cpp).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, count
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import LayerError, ShapeError, within
from caffe_fillers.layers import from_blobs
from caffe_fillers.layers.shapes import check_some, size, text, to_int
from caffe_fillers.layers.weights import Wanted, filled, given_blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe

FIELD = "recurrent_param"

#: What the operators of other frameworks have besides.
IMPLIED = {"recurrent_bias": 0, "peephole": 0}

#: Unrolled, a step is some five layers; no machine builds Caffe's net for more steps than these.
MAX_STEPS = 100_000


@layer(
    "LSTM",
    bottoms=(2, 5),
    tops=(1, 3),
    kind="learned",
    parameter=FIELD,
    since="rc4",
    blobs=BlobFacts(
        ("weight", "bias", "static", "recurrent"),
        optional="static",
        gates=4,
        implied=IMPLIED,
        asks_for=from_blobs.lstm,
    ),
)
def lstm(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms x (T, N, D...), cont (T, N), perhaps static (N, S...); top (T, N, H).

    With `expose_hidden` two more bottoms and tops (1, N, H). Blobs (4H, D), (4H), with static
    (4H, S), then (4H, H), which is drawn T times (lstm_layer.cpp).
    """
    return _recurrent(layer, bottoms, env, states=2)


@layer(
    "RNN",
    bottoms=(2, 4),
    tops=(1, 2),
    kind="learned",
    parameter=FIELD,
    since="rc4",
    blobs=BlobFacts(
        ("weight", "bias", "static", "recurrent", "output", "output_bias"),
        optional="static",
        implied=IMPLIED,
        asks_for=from_blobs.rnn,
    ),
)
def rnn(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms x (T, N, D...), cont (T, N), perhaps static (N, S...); top (T, N, H).

    With `expose_hidden` one more bottom and top (1, N, H). Blobs (H, D), (H), with static (H, S),
    then (H, H), (H, H), (H), which are drawn T times in turn (rnn_layer.cpp).
    """
    return _recurrent(layer, bottoms, env, states=1)


@layer("LSTMUnit", bottoms=3, tops=2, since="rc4")
def lstm_unit(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (1, N, H), (1, N, 4H) and (1, N), both tops (1, N, H) (lstm_unit_layer.cpp)."""
    del layer, env
    cell, gates, cont = bottoms
    if len(cell) != 3 or cell[0] != 1:
        raise ShapeError(f"shape {text(cell)} is not (1, N, H)", where="bottom 0")
    for index, (seen, needed) in enumerate(
        ((gates, (1, cell[1], 4 * cell[2])), (cont, (1, cell[1]))), start=1
    ):
        if seen != needed:
            raise ShapeError(
                f"shape {text(seen)} does not go with a cell of {text(cell)}",
                where=f"bottom {index}",
                hint=f"It must be {text(needed)}.",
            )
    return Setup([cell, cell])


def _recurrent(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env, *, states: int
) -> Setup:
    """What LSTM (two states a step) and RNN (one) have in common."""
    given_blobs(layer)  # must be well formed, and are then replaced
    param = layer.recurrent_param
    hidden = to_int(param.num_output, f"{FIELD}.num_output")
    if hidden == 0:
        raise LayerError("num_output is 0", where=f"{FIELD}.num_output", hint="Set it.")
    exposed = states if param.expose_hidden else 0
    static = _static_input(layer, bottoms, exposed)
    steps, batch = _check_sequence(bottoms)
    check_some(batch, "bottom 0")
    _check_states(bottoms[len(bottoms) - exposed :], (1, batch, hidden))
    gates = 4 * hidden if states == 2 else hidden
    with within(f"{FIELD}.num_output: the gates of all time steps"):
        count((steps, batch, gates))
    once = [_weight(param, gates, size(bottoms[0][2:])), _bias(param, gates)]
    if static is not None:
        if len(static) < 2 or static[0] != batch:
            raise ShapeError(
                f"the static shape {text(static)} is not (N, values...) with N = {batch}",
                where="bottom 2",
            )
        once.append(_weight(param, gates, size(static[1:])))
    step = [_weight(param, gates, hidden)]
    if states == 1:
        step += [_weight(param, hidden, hidden), _bias(param, hidden)]
    draws, blobs = filled(layer, once + step, env)
    draws += draws[len(once) :] * (steps - 1)
    tops = [(steps, batch, hidden), *[(1, batch, hidden)] * exposed]
    return Setup(tops, draws, blobs)


def _weight(param: caffe.RecurrentParameter, rows: int, columns: int) -> Wanted:
    return Wanted((rows, columns), param.weight_filler, f"{FIELD}.weight_filler")


def _bias(param: caffe.RecurrentParameter, rows: int) -> Wanted:
    return Wanted((rows,), param.bias_filler, f"{FIELD}.bias_filler")


def _static_input(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], exposed: int
) -> Shape | None:
    """The bottom that stays the same over all steps, if there is one; also counts the others."""
    most = 3 + exposed
    if len(bottoms) not in (most - 1, most):
        raise LayerError(
            f"{len(bottoms)} bottoms are named, {most - 1} or {most} are needed",
            where="bottom",
            hint="They are x, cont, a static one if you like, and the states if expose_hidden.",
        )
    if len(layer.top) != 1 + exposed:
        raise LayerError(
            f"{len(layer.top)} tops are named, {1 + exposed} are made",
            where="top",
            hint="They are the output, and the last states if expose_hidden.",
        )
    return bottoms[2] if len(bottoms) == most else None


def _check_sequence(bottoms: Sequence[Shape]) -> tuple[int, int]:
    """The time steps and the batch, on which all bottoms must agree."""
    x, cont = bottoms[:2]
    if len(x) < 3:
        raise ShapeError(
            f"shape {text(x)} has {len(x)} axes, needs 3 (time steps, batch, values...)",
            where="bottom 0",
        )
    steps, batch = x[:2]
    if cont != (steps, batch):
        raise ShapeError(
            f"shape {text(cont)} does not go with {text(x)}",
            where="bottom 1",
            hint=f"The continuation marks must be {text((steps, batch))}.",
        )
    if not 1 <= steps <= MAX_STEPS:
        raise ShapeError(
            f"{steps} time steps cannot be unrolled",
            where="bottom 0",
            hint=f"Axis 0 is the time: 1 to {MAX_STEPS} steps.",
        )
    return steps, batch


def _check_states(states: Sequence[Shape], needed: Shape) -> None:
    for state in states:
        if state != needed:
            raise ShapeError(
                f"a hidden state of shape {text(state)} is given",
                where="bottom",
                hint=f"It must be {text(needed)}.",
            )
