"""Exported nets against the forward passes of a real Caffe."""

import pytest

from tests._shared import golden
from tests.exporters._run import ALL, TOLERANCE, UNNAMED, Golden, error, refer, run, sources

FOLDERS = {"layers": 426, "nets": 344}
PATHS = {name: sorted(golden("forward").joinpath(name).glob("*.prototxt")) for name in FOLDERS}
CASES = [path for paths in PATHS.values() for path in paths]
#: Every third case runs in onnx's reference evaluator too.
THIRD = CASES[::3]

#: Windows of the lowest float swamp the scale of these: each element has its own.
BY_ELEMENT = {"pooling_08", "pooling_19"}


def ident(path):
    return path.stem


def check(case, blobs, net, expected_names):
    """All blobs with a name are there, and as Caffe had them."""
    aliases = sources(net)
    compared = 0
    for name in expected_names:
        got = blobs[name] if name in blobs else blobs[aliases[name]]
        by_element = case.path.stem in BY_ELEMENT
        assert error(got, case.blobs[name], each=by_element) <= TOLERANCE, name
        compared += 1
    return compared


@pytest.mark.parametrize("folder", FOLDERS)
def test_counts(folder):
    """No case is lost."""
    assert len(PATHS[folder]) == FOLDERS[folder]


@pytest.mark.parametrize("path", CASES, ids=ident)
def test_every_blob(path):
    """With all blobs as outputs, each equals Caffe's."""
    case = Golden(path)
    exported, proto = case.export(outputs=(ALL,))
    # The optimiser of some onnxruntimes fails where every value is an output.
    blobs = run(exported, proto, case.feeds(proto), optimised=False)
    names = [name for name in case.blobs if name != UNNAMED]

    assert check(case, blobs, exported.written.planned.net, names) == len(names) > 0


@pytest.mark.parametrize("path", CASES, ids=ident)
def test_outputs(path):
    """The net's own outputs, in Caffe's order, as a user runs it: each equals Caffe's."""
    case = Golden(path)
    exported, proto = case.export()
    blobs = run(exported, proto, case.feeds(proto))

    assert list(blobs) == sorted(blobs)
    assert check(case, blobs, exported.written.planned.net, blobs) == len(blobs)


@pytest.mark.parametrize("path", THIRD, ids=ident)
def test_reference(path):
    """onnx's own evaluator says the same."""
    case = Golden(path)
    exported, proto = case.export()
    blobs = refer(exported, proto, case.feeds(proto))

    assert check(case, blobs, exported.written.planned.net, blobs) == len(blobs)
