"""Convolution, Deconvolution and Im2col."""

import pytest

from caffe_fillers.core.draws import Constant, Given
from caffe_fillers.errors import LayerError, ShapeError
from tests.layers._rules import blobs, fills, setup

IMAGE = (2, 6, 9, 7)

#: Type, convolution_param, bottom, top, blobs.
SHAPES = [
    ("Convolution", "num_output: 4 kernel_size: 3", IMAGE, (2, 4, 7, 5), [(4, 6, 3, 3), (4,)]),
    ("Convolution", "num_output: 4 kernel_size: 3 stride: 2 pad: 1", IMAGE, (2, 4, 5, 4), None),
    ("Convolution", "num_output: 4 kernel_size: 3 dilation: 2", IMAGE, (2, 4, 5, 3), None),
    ("Convolution", "num_output: 4 kernel_size: [3, 1]", IMAGE, (2, 4, 7, 7), [(4, 6, 3, 1), (4,)]),
    ("Convolution", "num_output: 4 kernel_h: 1 kernel_w: 3", IMAGE, (2, 4, 9, 5), None),
    (
        "Convolution",
        "num_output: 4 kernel_size: 3 stride_h: 2 stride_w: 1 pad_h: 0 pad_w: 1",
        IMAGE,
        (2, 4, 4, 7),
        None,
    ),
    (
        "Convolution",
        "num_output: 4 kernel_size: 1 group: 2",
        IMAGE,
        (2, 4, 9, 7),
        [(4, 3, 1, 1), (4,)],
    ),
    ("Convolution", "num_output: 4 kernel_size: 1 bias_term: false", IMAGE, None, [(4, 6, 1, 1)]),
    ("Convolution", "num_output: 4 kernel_size: 3", (2, 6, 9), (2, 4, 7), [(4, 6, 3), (4,)]),
    ("Convolution", "num_output: 4 kernel_size: 3", (2, 6), (2, 4), [(4, 6), (4,)]),
    (
        "Convolution",
        "num_output: 4 kernel_size: 3 axis: -3",
        (5, 2, 6, 4, 4),
        (5, 2, 4, 2, 2),
        None,
    ),
    (
        "Convolution",
        "num_output: 4 kernel_size: 2",
        (1, 2, 3, 4, 5),
        (1, 4, 2, 3, 4),
        [(4, 2, 2, 2, 2), (4,)],
    ),
    # A kernel just too large rounds toward zero, to one position and then to none.
    ("Convolution", "num_output: 4 kernel_size: 4 stride: 3", (2, 6, 3, 3), (2, 4, 1, 1), None),
    (
        "Convolution",
        "num_output: 4 kernel_size: 4 bias_term: false",
        (2, 6, 3, 3),
        (2, 4, 0, 0),
        None,
    ),
    (
        "Deconvolution",
        "num_output: 4 kernel_size: 4 stride: 2 pad: 1",
        IMAGE,
        (2, 4, 18, 14),
        [(6, 4, 4, 4), (4,)],
    ),
    (
        "Deconvolution",
        "num_output: 4 kernel_size: 2 group: 2",
        IMAGE,
        (2, 4, 10, 8),
        [(6, 2, 2, 2), (4,)],
    ),
    ("Deconvolution", "num_output: 4 kernel_size: 3 dilation: 2", IMAGE, (2, 4, 13, 11), None),
    ("Im2col", "kernel_size: 3", IMAGE, (2, 54, 7, 5), []),
    ("Im2col", "kernel_size: 3 stride: 2 pad: 1", IMAGE, (2, 54, 5, 4), []),
]

#: Type, convolution_param, bottom, the field at fault.
REFUSED = [
    ("Convolution", "num_output: 4", IMAGE, "kernel_size"),
    ("Convolution", "num_output: 4 kernel_size: [3, 3, 3]", IMAGE, "kernel_size"),
    ("Convolution", "num_output: 4 kernel_size: 0", IMAGE, "kernel_size"),
    ("Convolution", "num_output: 4 kernel_h: 3", IMAGE, "kernel_size"),
    ("Convolution", "num_output: 4 kernel_size: 3 kernel_w: 3", IMAGE, "kernel_h"),
    ("Convolution", "num_output: 4 kernel_h: 3 kernel_w: 3", (2, 6, 9), "kernel_h"),
    ("Convolution", "num_output: 4 kernel_size: 3 stride: 0", IMAGE, "stride"),
    ("Convolution", "num_output: 4 kernel_size: 3 stride_h: 2", IMAGE, "stride"),
    ("Convolution", "num_output: 4 kernel_size: 3 stride: 1 stride_h: 2", IMAGE, "stride_h"),
    ("Convolution", "num_output: 4 kernel_size: 3 pad: 1 pad_w: 1", IMAGE, "pad_h"),
    ("Convolution", "num_output: 4 kernel_size: 3 dilation: [1, 1, 1]", IMAGE, "dilation"),
    ("Convolution", "num_output: 0 kernel_size: 3", IMAGE, "num_output"),
    ("Convolution", "num_output: 4 kernel_size: 3 group: 0", IMAGE, "group"),
    ("Convolution", "num_output: 4 kernel_size: 3 group: 4", IMAGE, "group"),
    ("Convolution", "num_output: 3 kernel_size: 3 group: 2", IMAGE, "group"),
    ("Convolution", "num_output: 4 kernel_size: 3 axis: 4", IMAGE, "axis"),
    ("Convolution", "num_output: 4 kernel_size: 4294967295", IMAGE, "kernel_size"),
    ("Convolution", "num_output: 4294967295 kernel_size: 3", IMAGE, "num_output"),
    ("Convolution", "num_output: 4 kernel_size: 2147483647", IMAGE, "weight_filler"),
    ("Convolution", "num_output: 4 kernel_size: 6 pad: 0", (2, 6, 4, 4), ""),
    ("Deconvolution", "num_output: 4 kernel_size: 1 pad: 3", (2, 6, 4, 4), ""),
    ("Im2col", "kernel_size: 3", (2, 6), "axis"),
    ("Im2col", "kernel_size: 9", (2, 6, 4, 4), ""),
]


@pytest.mark.parametrize(("kind", "param", "bottom", "top", "expected"), SHAPES)
def test_shapes(kind, param, bottom, top, expected):
    """Top and blobs of one bottom; None says that another row tells."""
    made = setup(kind, f"convolution_param {{ {param} }}", [bottom])

    if top is not None:
        assert [top] == made.tops
    if expected is not None:
        assert expected == [shape for shape, _ in blobs(made)]


@pytest.mark.parametrize(("kind", "param", "bottom", "field"), REFUSED)
def test_refusals_name_the_field(kind, param, bottom, field):
    """What Caffe would die of is a LayerError in the field at fault."""
    with pytest.raises(LayerError) as caught:
        setup(kind, f"convolution_param {{ {param} }}", [bottom])

    assert caught.value.where == f"convolution_param.{field}".rstrip(".")


def test_every_bottom_has_its_top():
    """All bottoms share the weights, and must have one shape."""
    text = "convolution_param { num_output: 4 kernel_size: 3 }"

    assert [(2, 4, 7, 5)] * 3 == setup("Convolution", text, [IMAGE] * 3, tops=3).tops
    with pytest.raises(ShapeError, match="2x6x9x8 differs") as caught:
        setup("Convolution", text, [IMAGE, (2, 6, 9, 8)], tops=2)
    assert "bottom 1" == caught.value.where


def test_weight_before_bias():
    """Fillers run on the weights first; without fillers all are constant 0."""
    text = """convolution_param { num_output: 4 kernel_size: 1
        weight_filler { type: "xavier" } bias_filler { type: "constant" value: 0.5 } }"""

    assert [((4, 6, 1, 1), "xavier"), ((4,), "constant")] == blobs(
        setup("Convolution", text, [IMAGE])
    )
    bare = setup("Convolution", "convolution_param { num_output: 4 kernel_size: 1 }", [IMAGE])
    assert [((4, 6, 1, 1), Constant(0)), ((4,), Constant(0))] == fills(bare)


GIVEN = """
    blobs { data: [1, 2] shape { dim: [2, 1, 1, 1] } }
    blobs { data: [3, 4] shape { dim: 2 } }
    convolution_param { num_output: 2 kernel_size: 1 weight_filler { type: "no such" } }
"""


def test_given_blobs_stand_in_for_the_fillers():
    """Their fillers are not even looked up, and no word is taken."""
    made = setup("Convolution", GIVEN, [(1, 1, 5, 5)])

    assert [((2, 1, 1, 1), "given"), ((2,), "given")] == blobs(made)
    assert not made.draws
    weights = made.blobs[0].source
    assert isinstance(weights, Given)
    assert [1, 2] == weights.values.tolist()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("num_output: 2", "num_output: 2 bias_term: false", "blobs"),
        ("dim: [2, 1, 1, 1]", "dim: [1, 2, 1, 1]", "blobs 0"),
        ("shape { dim: 2 }", "num: 1 channels: 1 height: 1 width: 2", "blobs 1"),
        ("data: [3, 4]", "data: [3, 4, 5]", "blobs 1"),
        ("data: [3, 4]", "", "blobs 1"),
    ],
)
def test_given_blobs_must_be_those_that_would_be_made(old, new, where):
    """Another number of blobs, another shape or another number of values is refused."""
    with pytest.raises(LayerError) as caught:
        setup("Convolution", GIVEN.replace(old, new), [(1, 1, 5, 5)])

    assert where == caught.value.where


def test_legacy_dims_are_a_shape():
    """Given weights may have num, channels, height and width."""
    text = GIVEN.replace("shape { dim: [2, 1, 1, 1] }", "num: 2 channels: 1 height: 1 width: 1")

    assert (2, 1, 1, 1) == setup("Convolution", text, [(1, 1, 5, 5)]).blobs[0].shape


@pytest.mark.parametrize("revision", ["rc", "rc2"])
def test_four_axes(revision):
    """Where every blob had four axes, so had the bias."""
    text = "convolution_param { num_output: 4 kernel_size: 3 }"
    made = setup("Convolution", text, [IMAGE], revision=revision)

    assert [(4, 6, 3, 3), (1, 1, 1, 4)] == [shape for shape, _ in blobs(made)]


@pytest.mark.parametrize(
    ("kind", "param", "bottom"),
    [
        ("Convolution", "num_output: 1 kernel_size: 3 pad: 1", (1, 4, 16384, 16384)),
        ("Convolution", "num_output: 4 kernel_size: 3 pad: 1 group: 4", (1, 4, 16384, 16384)),
        ("Deconvolution", "num_output: 4 kernel_size: 3 pad: 1", (1, 4, 16384, 16384)),
        ("Deconvolution", "num_output: 9 kernel_size: 16 pad: 7", (1, 1, 1024, 1024)),
    ],
)
def test_columns_that_no_blob_can_hold(kind, param, bottom):
    """Caffe lays all windows of an image side by side, even where top and bottom would fit."""
    with pytest.raises(ShapeError, match="more than 2147483647") as caught:
        setup(kind, f"convolution_param {{ {param} }}", [bottom])

    assert "the columns that a convolution works on" == caught.value.where


def test_columns_of_a_small_bottom():
    """A deconvolution's are counted at its bottom, however large its top."""
    text = "convolution_param { num_output: 1 kernel_size: 8 stride: 8 }"

    assert [(1, 1, 8192, 8192)] == setup("Deconvolution", text, [(1, 1, 1024, 1024)]).tops


def test_memory_of_no_values():
    """A bias over no positions has no factors, and Caffe stops."""
    with pytest.raises(ShapeError, match="hold no value"):
        setup("Convolution", "convolution_param { num_output: 4 kernel_size: 4 }", [(2, 6, 3, 3)])
