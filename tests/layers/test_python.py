"""Layers written in Python."""

import pytest

from caffe_fillers.core.draws import UnknownShapeError
from tests.layers._rules import setup

CODE = 'python_param { module: "rois" layer: "ProposalLayer" }'


def test_the_user_gives_the_tops():
    """Nobody else knows them."""
    made = setup("Python", CODE, [(1, 2)], tops=2, shapes={"t0": (5,), "t1": (6, 7)})

    assert ([(5,), (6, 7)], (), ()) == (made.tops, made.draws, made.blobs)
    assert [] == setup("Python", CODE, [(1, 2)], tops=0).tops


def test_what_is_missing_is_passed_on():
    """Nobody asks until a layer needs it; the hint is what to write on the command line."""
    made = setup("Python", CODE, [(1, 2)], tops=2, shapes={"t1": (6, 7)})

    assert (6, 7) == made.tops[1]
    with pytest.raises(
        UnknownShapeError, match=r"'t0' is not known: .*'rois\.ProposalLayer'"
    ) as caught:
        len(made.tops[0])
    assert "--shape t0=DIMS" in caught.value.hint
