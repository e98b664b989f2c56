"""Losses and Accuracy."""

import pytest

from caffe_fillers.errors import LayerError
from tests.layers._rules import setup

SCORES = (2, 3, 4, 5)

#: Type, text, bottoms, tops.
SHAPES = [
    ("HingeLoss", "", [(2, 3), (2, 9)], [()]),
    ("EuclideanLoss", "", [(2, 3, 4), (2, 12)], [()]),
    ("SigmoidCrossEntropyLoss", "", [(2, 3, 4), (2, 12)], [()]),
    ("MultinomialLogisticLoss", "", [(2, 3), (2,)], [()]),
    ("ContrastiveLoss", "", [(2, 3), (2, 3, 1, 1), (5,)], [()]),
    ("SoftmaxWithLoss", "", [(2, 3), (2,)], [()]),
    ("SoftmaxWithLoss", "", [SCORES, (2, 1, 4, 5)], [()]),
    ("SoftmaxWithLoss", "softmax_param { axis: -1 }", [SCORES, (2, 12)], [()]),
    ("InfogainLoss", "", [SCORES, (2, 4, 5), (3, 3)], [()]),
    ("InfogainLoss", "", [SCORES, (2, 4, 5), (1, 1, 1, 9)], [(), SCORES]),
    ("InfogainLoss", 'infogain_loss_param { source: "h" axis: 2 }', [SCORES, (2, 3, 5)], [()]),
    ("Accuracy", "", [(2, 3), (2,)], [()]),
    ("Accuracy", "accuracy_param { top_k: 3 }", [SCORES, (2, 20)], [(), (3,)]),
    ("Accuracy", "accuracy_param { axis: -1 }", [SCORES, (2, 12)], [(), (5,)]),
]

REFUSED = [
    ("HingeLoss", "", [(2, 3), (3, 3)], 1, "bottom"),
    ("HingeLoss", "", [(), ()], 1, "bottom 0"),
    ("EuclideanLoss", "", [(2, 3), (2, 4)], 1, "bottom"),
    ("EuclideanLoss", "", [(0, 3), (0, 4)], 1, "bottom"),
    ("EuclideanLoss", 'bottom: "a" bottom: "b" top: "a"', [(2, 3), (2, 3)], 1, "top"),
    ("SigmoidCrossEntropyLoss", "", [(2, 3), (2, 4)], 1, "bottom"),
    ("SigmoidCrossEntropyLoss", "", [(2, 3), (3, 2)], 1, "bottom"),
    ("MultinomialLogisticLoss", "", [(2, 3), (3,)], 1, "bottom"),
    ("MultinomialLogisticLoss", "", [(2, 3), (2, 3)], 1, "bottom 1"),
    ("MultinomialLogisticLoss", "", [(2, 3), (2, 1, 1, 1, 1)], 1, "bottom 1"),
    ("ContrastiveLoss", "", [(2, 3), (2, 4), (2,)], 1, "bottom"),
    ("ContrastiveLoss", "", [(2, 3, 1, 2), (2, 3, 1, 2), (2,)], 1, "bottom"),
    ("ContrastiveLoss", "", [(2, 3), (2, 3), (2, 2)], 1, "bottom 2"),
    ("ContrastiveLoss", "", [(2, 3), (4, 3), (2,)], 1, "bottom"),
    ("SoftmaxWithLoss", "", [(2, 3), (3,)], 1, "bottom 1"),
    ("SoftmaxWithLoss", "", [(2, 3), (1, 2)], 1, "bottom"),
    ("SoftmaxWithLoss", "softmax_param { axis: 2 }", [(2, 3), (2,)], 1, "softmax_param.axis"),
    ("SoftmaxWithLoss", "", [(2, 3), (2,)], 2, "top"),
    ("SoftmaxWithLoss", "loss_weight: [1, 1]", [(2, 3), (2,)], 2, "top"),
    ("SoftmaxWithLoss", "", [(2, 0), (2,)], 1, None),
    ("InfogainLoss", "", [(2, 3), (2,)], 1, "infogain_loss_param.source"),
    ("InfogainLoss", "", [(2, 3), (2,), (2, 2)], 1, "bottom 2"),
    *(
        # Said at all is what Caffe refuses.
        (
            "InfogainLoss",
            f"loss_param {{ normalize: {said} }}",
            [(2, 3), (2,), (9,)],
            1,
            "loss_param.normalize",
        )
        for said in ("true", "false")
    ),
    ("Accuracy", "accuracy_param { top_k: 4 }", [(2, 3), (2,)], 1, "accuracy_param.top_k"),
    ("Accuracy", "", [(2, 3), (4,)], 1, "bottom 1"),
    ("Accuracy", "", [(0, 3), (0,)], 1, "bottom 0"),
    ("Accuracy", "", [(2,), (2,)], 1, "accuracy_param.axis"),
]


@pytest.mark.parametrize(("kind", "text", "bottoms", "tops"), SHAPES)
def test_shapes(kind, text, bottoms, tops):
    """The first top is a scalar, named or not; losses weigh 1."""
    made = setup(kind, text, bottoms, tops=len(tops))

    assert (tops, (), ()) == (made.tops, made.draws, made.blobs)
    assert (None if kind == "Accuracy" else 1) == made.loss_weight
    if kind != "Accuracy":
        assert [()] == setup(kind, text, bottoms, tops=0).tops


@pytest.mark.parametrize(("kind", "text", "bottoms", "tops", "where"), REFUSED)
def test_refusals_name_the_field(kind, text, bottoms, tops, where):
    """Batches, labels and classes that do not go together."""
    with pytest.raises(LayerError) as caught:
        setup(kind, text, bottoms, tops=tops)

    assert where == caught.value.where


def test_an_unweighed_loss_may_see_no_items():
    """Only what is weighed needs memory."""
    made = setup("SoftmaxWithLoss", "loss_weight: 0", [(0, 3), (0,)])

    assert [()] == made.tops
