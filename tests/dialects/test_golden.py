"""The golden nets that a real Caffe refused: what becomes of them where forks are read."""

import pytest

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.plan.definition import ReadOptions
from caffe_fillers.plan.start import StartOptions, start
from tests._shared import golden

ERRORS = sorted(golden("nets_semantics/errors").glob("*.prototxt"))

#: Refusals that turn into plans by default, and why.
TURNED = {
    "f84_unknown_field": "a word that nobody knows, where it can change no blob: told, exit code 1",
    "f90_clip_needs_min_max": "forks have a Clip without min and max; BVLC's refusal is told",
}
#: Refused by the build of that Caffe, not for the net: these plan under "bvlc" too.
BUILD = {"f70_python_layer", "f72_engine_cudnn_cpu_build"}


def plan(path, dialect):
    """The plan of a net, or None where it is refused."""
    try:
        return start(path, StartOptions(reading=ReadOptions(dialect)))
    except CaffeFillersError:
        return None


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_refusals(path):
    """Under "bvlc" they are as ever; by default those of the table turn into plans."""
    own, wide = plan(path, "bvlc"), plan(path, None)

    assert (own is not None) == (path.stem in BUILD)
    assert (wide is not None) == (path.stem in BUILD | TURNED.keys())
    if path.stem in TURNED:
        assert any("caffe (BVLC) would refuse this file" in note for note in wide.definition.notes)
        assert bool(wide.findings) == (path.stem == "f84_unknown_field")


def test_no_net_was_dropped():
    """All are there."""
    assert len(ERRORS) == 117
