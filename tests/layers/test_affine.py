"""Scale, Bias, PReLU and Parameter."""

import pytest

from caffe_fillers.core.draws import Constant
from caffe_fillers.errors import CaffeFillersError, ShapeError
from tests.layers._rules import blobs, fills, setup

IMAGE = (2, 3, 4, 5)

#: Type, text, bottoms, the fills.
FILLS = [
    ("Scale", "", [IMAGE], [((3,), Constant(1))]),
    ("Scale", "scale_param { filler {} }", [IMAGE], [((3,), Constant(0))]),
    (
        "Scale",
        "scale_param { bias_term: true }",
        [IMAGE],
        [((3,), Constant(1)), ((3,), Constant(0))],
    ),
    ("Scale", "scale_param { axis: 2 num_axes: -1 }", [IMAGE], [((4, 5), Constant(1))]),
    ("Scale", "scale_param { axis: -2 num_axes: 1 }", [IMAGE], [((4,), Constant(1))]),
    ("Scale", "scale_param { num_axes: 0 }", [IMAGE], [((), Constant(1))]),
    ("Scale", "", [IMAGE, (3, 4)], []),
    ("Scale", "", [IMAGE, ()], []),
    (
        "Scale",
        "scale_param { bias_term: true bias_filler { value: 2 } }",
        [IMAGE, (3, 4)],
        [((3, 4), Constant(2))],
    ),
    ("Scale", "scale_param { axis: 2 num_axes: 2 }", [IMAGE], [((4, 5), Constant(1))]),
    ("Scale", "scale_param { axis: 7 }", [IMAGE, ()], []),
    ("Bias", "", [IMAGE], [((3,), Constant(0))]),
    (
        "Bias",
        "bias_param { axis: 0 num_axes: 2 filler { value: 2 } }",
        [IMAGE],
        [((2, 3), Constant(2))],
    ),
    ("Bias", "", [IMAGE, (3,)], []),
    ("PReLU", "", [IMAGE], [((3,), Constant(0.25))]),
    ("PReLU", "prelu_param { channel_shared: true }", [IMAGE], [((), Constant(0.25))]),
    ("PReLU", "prelu_param { filler {} }", [IMAGE], [((3,), Constant(0))]),
]


@pytest.mark.parametrize(("kind", "text", "bottoms", "expected"), FILLS)
def test_fills(kind, text, bottoms, expected):
    """The blob is a slice of the bottom; the top is shaped as the bottom."""
    made = setup(kind, text, bottoms)

    assert [IMAGE] == made.tops
    assert expected == fills(made)
    assert [shape for shape, _ in expected] == [shape for shape, _ in blobs(made)]


@pytest.mark.parametrize(
    ("kind", "text", "bottoms", "where"),
    [
        ("Scale", "scale_param { axis: 4 }", [IMAGE], "scale_param.axis"),
        ("Scale", "scale_param { num_axes: 4 }", [IMAGE], "scale_param.num_axes"),
        ("Scale", "scale_param { num_axes: -2 }", [IMAGE], "scale_param.num_axes"),
        ("Scale", "", [IMAGE, (4,)], "scale_param.axis"),
        ("Scale", "", [(2, 3), (3, 1)], "scale_param.axis"),
        ("Scale", "blobs { data: [1, 1] shape { dim: 2 } }", [IMAGE], "scale_param.axis"),
        ("Bias", "", [IMAGE, (3, 5)], "bias_param.axis"),
        ("Bias", "bias_param { num_axes: 4 }", [IMAGE], "bias_param.num_axes"),
        ("Scale", "scale_param { axis: 0 num_axes: 1 }", [(0, 3)], "scale_param.filler"),
        ("Scale", "", [(0, 3, 0), (3,)], None),
        ("Scale", "scale_param { bias_term: true }", [(2, 3, 0), ()], "bias (blobs 0)"),
        ("Bias", "", [(2, 3, 0)], None),
        ("Bias", "", [(0, 3), ()], None),
        ("PReLU", "", [(2, 3, 0)], None),
        ("PReLU", "", [(2,)], "bottom"),
        ("PReLU", "", [(1, 2, 3, 4, 5)], "bottom"),
        ("PReLU", "blobs { data: [1, 1] shape { dim: 2 } }", [IMAGE], "blobs 0"),
        (
            "PReLU",
            "blobs { data: [1, 1, 1] shape { dim: 3 } } prelu_param { channel_shared: true }",
            [IMAGE],
            "blobs 0",
        ),
    ],
)
def test_refusals_name_the_field(kind, text, bottoms, where):
    """Blobs that do not lie on the bottom."""
    with pytest.raises(CaffeFillersError) as caught:
        setup(kind, text, bottoms)

    assert where == caught.value.where


ONE = "blobs { data: [5, 6, 7] shape { dim: 3 } }"
TWO = ONE + "blobs { data: [8, 9, 10] shape { dim: 3 } }"


@pytest.mark.parametrize(
    ("revision", "given", "expected"),
    [
        ("master", ONE, [[5, 6, 7], [5, 6, 7]]),
        ("master", TWO, [[5, 6, 7], [8, 9, 10]]),
        ("rc3", ONE, [[5, 6, 7], [5, 6, 7]]),
        ("rc3", TWO, [[5, 6, 7], [8, 9, 10], [5, 6, 7]]),
    ],
)
def test_a_bias_that_is_missing_among_given_blobs(revision, given, expected):
    """It is a copy of the factor, not what bias_filler says; rc3 appended it even to a bias."""
    text = given + "scale_param { bias_term: true bias_filler { value: 3 } }"
    made = setup("Scale", text, [IMAGE], revision=revision)

    assert expected == [part.source.values.tolist() for part in made.blobs]
    assert not made.draws


def test_given_slopes():
    """PReLU counts the values only."""
    made = setup("PReLU", "blobs { data: [1, 2, 3] shape { dim: [1, 3] } }", [IMAGE])

    assert [((1, 3), "given")] == blobs(made)
    text = "blobs { data: 1 shape {} } prelu_param { channel_shared: true }"
    assert [((), "given")] == blobs(setup("PReLU", text, [IMAGE]))


def test_two_axes_are_enough_for_slopes():
    """And the bias of an empty batch needs no factors."""
    assert [((3,), Constant(0.25))] == fills(setup("PReLU", "", [(2, 3)]))
    assert [((3,), Constant(0))] == fills(setup("Bias", "", [(0, 3)]))


def test_parameter():
    """Its blob is its top; no filler can be named, and no shape is a scalar."""
    made = setup("Parameter", "parameter_param { shape { dim: [3, 4] } }")

    assert [(3, 4)] == made.tops
    assert [((3, 4), Constant(0))] == fills(made)
    assert [((3, 4), "")] == blobs(made)
    assert [()] == setup("Parameter").tops
    with pytest.raises(ShapeError, match="-1"):
        setup("Parameter", "parameter_param { shape { dim: -1 } }")


def test_parameter_with_a_given_blob():
    """The given blob stays, whatever the shape says."""
    text = "blobs { data: [1] shape { dim: 1 } } parameter_param { shape { dim: 3 } }"
    made = setup("Parameter", text)

    assert ([(3,)], [((1,), "given")]) == (made.tops, blobs(made))
