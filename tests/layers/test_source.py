"""Input and DummyData."""

import pytest

from caffe_fillers.errors import CaffeFillersError, FillerError, LayerError, ShapeError
from tests.layers._rules import setup


@pytest.mark.parametrize(
    ("text", "tops"),
    [
        ("shape { dim: [2, 3] }", [(2, 3)] * 2),
        ("shape { dim: [2, 3] } shape { dim: 4 }", [(2, 3), (4,)]),
        ("shape {} shape { dim: 0 }", [(), (0,)]),
        ("", [(), ()]),
    ],
)
def test_input(text, tops):
    """One shape for all tops or one each; none is a scalar."""
    assert tops == setup("Input", f"input_param {{ {text} }}", tops=2).tops


def test_input_without_shapes_may_be_given_them():
    """What the user gives stands in, and only for what is not written."""
    assert [(2, 3), ()] == setup("Input", tops=2, shapes={"t0": (2, 3)}).tops
    written = setup("Input", "input_param { shape { dim: 4 } }", shapes={"t0": (2, 3)})
    assert [(4,)] == written.tops


@pytest.mark.parametrize("dim", [-1, 2**31, 2**63 - 1, -(2**63)])
def test_input_dims(dim):
    """A dimension is an int, and not negative."""
    with pytest.raises(ShapeError, match=str(dim)) as caught:
        setup("Input", f"input_param {{ shape {{ dim: [0, {dim}] }} }}")

    assert "input_param.shape" == caught.value.where


@pytest.mark.parametrize(
    ("text", "tops"),
    [
        ("shape { dim: [2, 3] }", [(2, 3)] * 2),
        ("shape { dim: [2, 3] } shape { dim: 4 }", [(2, 3), (4,)]),
        ("num: 1 channels: 2 height: 3 width: 4", [(1, 2, 3, 4)] * 2),
        ("num: [1, 5] channels: 2 height: [3, 6] width: 4", [(1, 2, 3, 4), (5, 2, 6, 4)]),
    ],
)
def test_dummy_data(text, tops):
    """Two forms, each once or once a top; no blob and no word."""
    made = setup("DummyData", f"dummy_data_param {{ {text} }}", tops=2)

    assert (tops, (), ()) == (made.tops, made.draws, made.blobs)


@pytest.mark.parametrize(
    "fillers",
    [
        'data_filler { type: "gaussian" std: -1 }',
        'data_filler { type: "xavier" sparse: 4 }',
        'data_filler { type: "bilinear" } data_filler { value: 1 }',
    ],
)
def test_random_fillers_are_not_looked_into(fillers):
    """They run in the forward pass only."""
    made = setup("DummyData", f"dummy_data_param {{ shape {{ dim: 3 }} {fillers} }}", tops=2)

    assert not made.draws


@pytest.mark.parametrize(
    ("text", "error", "field"),
    [
        ("", LayerError, "shape"),
        ("shape {} shape {} shape {}", LayerError, "shape"),
        ("shape {} num: 1", LayerError, "shape"),
        ("num: 1 channels: 1 height: 1", LayerError, "width"),
        ("num: [1, 1, 1] channels: 1 height: 1 width: 1", LayerError, "num"),
        ("num: 4294967295 channels: 1 height: 1 width: 1", ShapeError, "num"),
        ("shape { dim: 3 } data_filler { type: 'x' }", FillerError, "data_filler"),
        ("shape { dim: 3 } data_filler { sparse: 1 }", FillerError, "data_filler: sparse"),
        ("shape { dim: 0 }", FillerError, "data_filler"),
        (
            "shape { dim: 3 } data_filler {} data_filler {} data_filler {}",
            LayerError,
            "data_filler",
        ),
    ],
)
def test_dummy_data_refusals(text, error, field):
    """Shapes that are missing or given twice, fillers that do not exist, constants of nothing."""
    with pytest.raises(CaffeFillersError) as caught:
        setup("DummyData", f"dummy_data_param {{ {text} }}", tops=2)

    assert error is type(caught.value)
    assert caught.value.where.startswith(f"dummy_data_param.{field}")
