"""Exported nets against the forward passes of a real Caffe."""

import pytest

from tests._onnx import needs_later
from tests._shared import golden
from tests.exporters._run import ALL, TOLERANCE, UNNAMED, Golden, error, refer, run, sources

FOLDERS = {"layers": 426, "nets": 344}
PATHS = {name: sorted(golden("forward").joinpath(name).glob("*.prototxt")) for name in FOLDERS}
CASES = [path for paths in PATHS.values() for path in paths]
#: Operators in which onnx's reference evaluator (1.23) errs: its LRN leaves the last channel of
#: the window out, its ConvTranspose reads grouped weights as one group.
FAULTY = {"LRN", "ConvTranspose"}
#: Cases of every third that hold one of these and come out wrong there.
NOT_IN_REFERENCE = {
    *("lrn_02", "lrn_07", "r00787", "r01075", "r01845", "r02497", "r02937"),
    *("deconvolution_13", "deconvolution_38", "r01618", "r02407"),
}
#: Every third case runs in onnx's reference evaluator too.
THIRD = [path for path in CASES[::3] if path.stem not in NOT_IN_REFERENCE]

#: Poolings whose padding is wider than their kernel, which an old optimiser puts into the pool.
FUSED_PADDING = {"pooling_31"}

#: Windows of the lowest float swamp the scale of these: each element has its own.
BY_ELEMENT = {"pooling_08", "pooling_19"}


def ident(path):
    """A case's name."""
    return path.stem


def check(case, blobs, net, expected_names):
    """All blobs with a name are there, and as Caffe had them."""
    aliases = sources(net)
    unnamed = [layer.name for layer in net.layer if "Loss" in layer.type and not layer.top]
    compared = 0
    for name in expected_names:
        if name in unnamed and name != unnamed[-1]:
            compared += 1  # Caffe's name for all of them shows the last one
            continue
        got = blobs[name] if name in blobs else blobs[aliases[name]]
        name = UNNAMED if name in unnamed else name
        by_element = case.path.stem in BY_ELEMENT
        assert error(got, case.blobs[name], each=by_element) <= TOLERANCE, name
        compared += 1
    return compared


@pytest.mark.parametrize("folder", FOLDERS)
def test_counts(folder):
    """No case is lost."""
    assert len(PATHS[folder]) == FOLDERS[folder]


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=ident)
def test_every_blob(path):
    """With all blobs as outputs, each equals Caffe's."""
    case = Golden(path)
    exported, proto = case.export(outputs=(ALL,))
    # The optimiser of some onnxruntimes fails where every value is an output.
    blobs = run(exported, proto, case.feeds(proto), optimised=False)
    names = [name for name in case.blobs if name != UNNAMED]
    names += [each.layer for each in exported.written.unnamed]

    assert check(case, blobs, exported.written.planned.net, names) == len(names) > 0


@pytest.mark.parametrize("path", CASES, ids=ident)
def test_outputs(path):
    """The net's own outputs, in Caffe's order, as a user runs it: each equals Caffe's."""
    if path.stem in FUSED_PADDING:
        needs_later(f"{path.stem}: its optimiser gives a pool more padding than it allows")
    case = Golden(path)
    exported, proto = case.export()
    blobs = run(exported, proto, case.feeds(proto))

    unnamed = [each.layer for each in exported.written.unnamed]
    assert list(blobs) == [*sorted(set(blobs).difference(unnamed)), *unnamed]
    assert check(case, blobs, exported.written.planned.net, blobs) == len(blobs)


def test_reference_counts():
    """A third runs there, but for those whose operators it has wrong."""
    assert len(THIRD) + len(NOT_IN_REFERENCE) == len(CASES[::3]) == 257
    for path in CASES[::3]:
        if path.stem in NOT_IN_REFERENCE:
            _, proto = Golden(path).export()
            assert FAULTY & {node.op_type for node in proto.graph.node}


@pytest.mark.slow
@pytest.mark.parametrize("path", THIRD, ids=ident)
def test_reference(path):
    """The evaluator of onnx says the same."""
    case = Golden(path)
    exported, proto = case.export()
    blobs = refer(exported, proto, case.feeds(proto))

    assert check(case, blobs, exported.written.planned.net, blobs) == len(blobs)
