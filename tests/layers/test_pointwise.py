"""Layers whose top is shaped as their bottom."""

import pytest

from caffe_fillers.errors import LayerError
from tests.layers._rules import setup

NEURONS = ["BNLL", "Clip", "Dropout", "ELU", "Exp", "Log", "Power", "ReLU", "Sigmoid", "Swish"]
NEURONS += ["TanH", "Threshold"]


@pytest.mark.parametrize("kind", [*NEURONS, "AbsVal"])
@pytest.mark.parametrize("shape", [(), (2, 3), (2, 0, 1, 4, 5)])
def test_neurons(kind, shape):
    """Any shape, no blob, no word."""
    made = setup(kind, "", [shape])

    assert ([shape], (), ()) == (made.tops, made.draws, made.blobs)


@pytest.mark.parametrize("kind", [*NEURONS, "Softmax"])
def test_in_place(kind):
    """A top may be the bottom."""
    assert [(2, 3)] == setup(kind, 'bottom: "x" top: "x"', [(2, 3)]).tops


@pytest.mark.parametrize("base", [0.5, 2, -1])
@pytest.mark.parametrize("kind", ["Exp", "Log"])
def test_bases(kind, base):
    """-1 stands for e."""
    assert [(2,)] == setup(kind, f"{kind.lower()}_param {{ base: {base} }}", [(2,)]).tops


@pytest.mark.parametrize(
    ("kind", "text", "bottoms", "where"),
    [
        ("AbsVal", 'bottom: "x" top: "x"', [(2, 3)], "top"),
        ("Exp", "exp_param { base: 0 }", [(2,)], "exp_param.base"),
        ("Exp", "exp_param { base: nan }", [(2,)], "exp_param.base"),
        ("Log", "log_param { base: -2 }", [(2,)], "log_param.base"),
        ("Log", "log_param { base: inf }", [(2,)], "log_param.base"),
        ("Log", "log_param { base: 1 }", [(2,)], "log_param.base"),
        ("Softmax", "softmax_param { axis: 2 }", [(2, 3)], "softmax_param.axis"),
        ("Softmax", "", [()], "softmax_param.axis"),
        ("Softmax", "", [(2, 0)], None),
        ("Eltwise", "", [(2, 3), (3, 2)], "bottom 1"),
        ("Eltwise", "eltwise_param { coeff: 1 }", [(2,), (2,)], "eltwise_param.coeff"),
        (
            "Eltwise",
            "eltwise_param { operation: PROD coeff: [1, 1] }",
            [(2,), (2,)],
            "eltwise_param.coeff",
        ),
    ],
)
def test_refusals_name_the_field(kind, text, bottoms, where):
    """Bases without logarithm, axes that are not there, shapes that differ."""
    with pytest.raises(LayerError) as caught:
        setup(kind, text, bottoms)

    assert where == caught.value.where


def test_eltwise():
    """All bottoms and the top have one shape."""
    text = "eltwise_param { coeff: [1, -1, 0.5] }"

    assert [(2, 3)] == setup("Eltwise", text, [(2, 3)] * 3).tops


def test_exp_may_have_base_1():
    """Only a logarithm needs another base."""
    assert [(2,)] == setup("Exp", "exp_param { base: 1 }", [(2,)]).tops
