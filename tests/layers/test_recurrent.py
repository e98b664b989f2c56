"""LSTM, RNN and LSTMUnit."""

import pytest

from caffe_fillers.errors import CaffeFillersError, LayerError
from tests.layers._rules import blobs, fills, setup

FILLERS = 'weight_filler { type: "xavier" } bias_filler { type: "uniform" }'
X, CONT = (3, 2, 4, 5), (3, 2)


def recurrent(kind, extra="", bottoms=(X, CONT), tops=1, hidden=6):
    """A layer of 6 outputs over 3 steps of 2 streams of 20 values."""
    text = f"recurrent_param {{ num_output: {hidden} {FILLERS} {extra} }}"
    return setup(kind, text, bottoms, tops=tops)


def test_lstm():
    """The last matrix is drawn once a step, and the first of these is kept."""
    made = recurrent("LSTM")

    assert [(3, 2, 6)] == made.tops
    assert [((24, 20), "xavier"), ((24,), "uniform"), ((24, 6), "xavier")] == blobs(made)
    assert [(24, 20), (24,), *[(24, 6)] * 3] == [shape for shape, _ in fills(made)]
    assert [0, 1, 2, 2, 2] == [draw.slot.blob for draw in made.draws]


def test_rnn():
    """Two matrices and a bias are drawn in turn, step by step."""
    made = recurrent("RNN")
    step = [(6, 6), (6, 6), (6,)]

    assert [(6, 20), (6,), *step] == [shape for shape, _ in blobs(made)]
    assert [(6, 20), (6,), *step * 3] == [shape for shape, _ in fills(made)]
    assert [0, 1, *[2, 3, 4] * 3] == [draw.slot.blob for draw in made.draws]


@pytest.mark.parametrize(("kind", "gates", "states"), [("LSTM", 24, 2), ("RNN", 6, 1)])
def test_a_static_bottom_and_hidden_states(kind, gates, states):
    """A static bottom adds a matrix behind the bias; exposed states add bottoms and tops."""
    state = [(1, 2, 6)] * states
    made = recurrent(kind, "expose_hidden: true", [X, CONT, (2, 7), *state], 1 + states)

    assert [(3, 2, 6), *state] == made.tops
    assert [(gates, 20), (gates,), (gates, 7), (gates, 6)] == [s for s, _ in blobs(made)][:4]
    assert [(3, 2, 6), *state] == recurrent(
        kind, "expose_hidden: true", [X, CONT, *state], 1 + states
    ).tops


def test_given_blobs_are_replaced():
    """They must be well formed, and have no effect."""
    given = "blobs { data: [1, 2] shape { dim: 2 } }"
    text = f"{given} recurrent_param {{ num_output: 6 {FILLERS} }}"

    assert blobs(recurrent("LSTM")) == blobs(setup("LSTM", text, [X, CONT]))
    with pytest.raises(LayerError, match="2 values do not fill"):
        setup("LSTM", text.replace("dim: 2", "dim: 3"), [X, CONT])


@pytest.mark.parametrize("kind", ["LSTM", "RNN"])
@pytest.mark.parametrize(
    ("extra", "bottoms", "tops", "where"),
    [
        ("", [X, CONT, (2, 7), (1, 2, 6), (1, 2, 6)], 1, "bottom"),
        ("expose_hidden: true", [X, CONT], 2, "bottom"),
        ("", [X, CONT], 2, "top"),
        ("", [X, (3, 2, 1)], 1, "bottom 1"),
        ("", [X, (2, 3)], 1, "bottom 1"),
        ("", [(3, 2), (3, 2)], 1, "bottom 0"),
        ("", [(0, 2, 4), (0, 2)], 1, "bottom 0"),
        ("", [(3, 0, 4), (3, 0)], 1, None),
        ("", [X, CONT, (3, 7)], 1, "bottom 2"),
        ("", [X, CONT, (2,)], 1, "bottom 2"),
        ("", [(2**31 - 1, 1, 1), (2**31 - 1, 1)], 1, "bottom 0"),
        ("", [(3, 2, 0), (3, 2)], 1, "recurrent_param.weight_filler"),
    ],
)
def test_refusals_name_the_place(kind, extra, bottoms, tops, where):
    """Sequences that do not fit, and more steps than any machine unrolls."""
    with pytest.raises(CaffeFillersError) as caught:
        recurrent(kind, extra, bottoms, tops)

    assert where == caught.value.where


def test_states_of_another_shape():
    """Hidden states are one time step of N streams and H values."""
    states = [(1, 2, 6), (1, 2, 5)]
    with pytest.raises(LayerError, match="1x2x5") as caught:
        recurrent("LSTM", "expose_hidden: true", [X, CONT, *states], 3)

    assert "It must be 1x2x6." == caught.value.hint


@pytest.mark.parametrize("hidden", [0, 2**31, 2**29, 2**20])
def test_outputs_that_cannot_be(hidden):
    """None, more than an int, or more gates than a blob can hold."""
    with pytest.raises(LayerError) as caught:
        recurrent("LSTM", hidden=hidden)

    assert caught.value.where.startswith("recurrent_param.")


@pytest.mark.parametrize("steps", [1, 1000, 100_000])
def test_many_steps(steps):
    """A thousand steps draw a thousand times; beyond a hundred thousand none is tried."""
    made = recurrent("LSTM", bottoms=[(steps, 1, 4), (steps, 1)])

    assert 2 + steps == len(made.draws)
    with pytest.raises(LayerError, match="100001 time steps cannot be unrolled"):
        recurrent("LSTM", bottoms=[(100_001, 1, 4), (100_001, 1)])


def test_gates_that_no_blob_can_hold():
    """Weights and tops would fit, the gates of all steps do not."""
    with pytest.raises(LayerError, match="more than 2147483647") as caught:
        recurrent("LSTM", bottoms=[(10, 4000, 1), (10, 4000)], hidden=20000)

    assert "recurrent_param.num_output: the gates of all time steps" == caught.value.where
    assert [(10, 4000, 20000)] == recurrent(
        "RNN", bottoms=[(10, 4000, 1), (10, 4000)], hidden=20000
    ).tops


def test_lstm_unit():
    """Both tops are shaped as the cell."""
    made = setup("LSTMUnit", "", [(1, 2, 6), (1, 2, 24), (1, 2)], tops=2)

    assert ([(1, 2, 6)] * 2, (), ()) == (made.tops, made.draws, made.blobs)


@pytest.mark.parametrize(
    ("bottoms", "where"),
    [
        ([(2, 2, 6), (2, 2, 24), (2, 2)], "bottom 0"),
        ([(1, 6), (1, 24), (1,)], "bottom 0"),
        ([(1, 2, 6), (1, 2, 18), (1, 2)], "bottom 1"),
        ([(1, 2, 6), (1, 2, 24), (1, 3)], "bottom 2"),
    ],
)
def test_lstm_unit_refusals(bottoms, where):
    """One time step, four gates, one mark a stream."""
    with pytest.raises(LayerError) as caught:
        setup("LSTMUnit", "", bottoms, tops=2)

    assert where == caught.value.where
