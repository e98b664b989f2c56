"""Layers written in Python."""

import pytest

from caffe_fillers.errors import LayerError
from tests.layers._rules import setup

CODE = 'python_param { module: "rois" layer: "ProposalLayer" }'


def test_the_user_gives_the_tops():
    """Nobody else knows them."""
    made = setup("Python", CODE, [(1, 2)], tops=2, shapes={"t0": (5,), "t1": (6, 7)})

    assert ([(5,), (6, 7)], (), ()) == (made.tops, made.draws, made.blobs)
    assert [] == setup("Python", CODE, [(1, 2)], tops=0).tops


def test_what_is_missing_is_asked_for():
    """The hint is what to write on the command line."""
    with pytest.raises(LayerError, match=r"'rois\.ProposalLayer' alone knows") as caught:
        setup("Python", CODE, [(1, 2)], tops=2, shapes={"t1": (6, 7)})

    assert "top" == caught.value.where
    assert caught.value.hint.endswith("--shape t0=DIMS")
