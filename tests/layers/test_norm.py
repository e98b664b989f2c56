"""BatchNorm, LRN and MVN."""

import pytest

from caffe_fillers.core.draws import Constant
from caffe_fillers.errors import LayerError
from tests.layers._rules import blobs, fills, setup

IMAGE = (2, 3, 4, 5)


def test_batch_norm():
    """Three statistics start as zeros, without filler or word, and get frozen param entries."""
    made = setup("BatchNorm", "", [IMAGE])

    assert [IMAGE] == made.tops
    assert [((3,), Constant(0)), ((3,), Constant(0)), ((1,), Constant(0))] == fills(made)
    assert [((3,), ""), ((3,), ""), ((1,), "")] == blobs(made)
    assert 3 == made.frozen_params


def test_batch_norm_with_given_blobs():
    """Their shapes and their number are not looked at."""
    made = setup("BatchNorm", "blobs { data: [1, 2] shape { dim: 2 } }", [IMAGE])

    assert [((2,), "given")] == blobs(made)
    assert 1 == made.frozen_params


@pytest.mark.parametrize(
    ("kind", "text", "bottom", "where"),
    [
        ("BatchNorm", "", (3,), "bottom"),
        ("BatchNorm", "", (), "bottom"),
        ("BatchNorm", "", (2, 0), None),
        ("BatchNorm", "", (2, 3, 0), None),
        ("BatchNorm", "param {}", IMAGE, "param 0"),
        ("BatchNorm", "param { lr_mult: 0 } param { lr_mult: 0.5 }", IMAGE, "param 1"),
        ("LRN", "lrn_param { local_size: 4 }", IMAGE, "lrn_param.local_size"),
        ("LRN", "lrn_param { local_size: 4294967295 }", IMAGE, "lrn_param.local_size"),
        ("LRN", "", (2, 3), "bottom"),
        ("LRN", "lrn_param { norm_region: WITHIN_CHANNEL }", (2, 3, 4, 5, 6), "bottom"),
        ("MVN", "", (1, 2, 3, 4, 5), "bottom"),
        ("MVN", "", (1, 2, 0, 4), None),
    ],
)
def test_refusals_name_the_field(kind, text, bottom, where):
    """Axes that are missing, and learned statistics."""
    with pytest.raises(LayerError) as caught:
        setup(kind, text, [bottom])

    assert where == caught.value.where


def test_frozen_params_may_be_written():
    """lr_mult 0 is what BatchNorm itself would write."""
    assert 3 == setup("BatchNorm", "param { lr_mult: 0 }", [IMAGE]).frozen_params


@pytest.mark.parametrize("region", ["ACROSS_CHANNELS", "WITHIN_CHANNEL"])
def test_lrn(region):
    """The layers inside draw nothing."""
    made = setup("LRN", f"lrn_param {{ local_size: 3 norm_region: {region} }}", [IMAGE])

    assert ([IMAGE], (), ()) == (made.tops, made.draws, made.blobs)


@pytest.mark.parametrize(
    ("bottom", "top"), [(IMAGE, IMAGE), ((2, 3), (2, 3, 1, 1)), ((), (1,) * 4)]
)
def test_mvn(bottom, top):
    """The top always has four axes."""
    assert [top] == setup("MVN", "", [bottom]).tops
