"""No output bears the suffix of a kind of file that it is not."""

import pytest

from caffe_fillers import fill_net
from tests._onnx import data, graph, helper, model, numbers, save
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
TRAIN_VAL = ROOT / "examples" / "lenet_train_val.prototxt"
DEPLOY = ROOT / "examples" / "lenet_deploy.prototxt"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """LeNet's file of weights."""
    path = tmp_path_factory.mktemp("weights") / "lenet.caffemodel"
    fill_net(LENET, path, seed=1)
    return path


@pytest.mark.parametrize(
    ("command", "out", "said"),
    [
        (["{onnx}"], "x.npz", "an ONNX model is made here"),
        (["{onnx}"], "x.prototxt", "an ONNX model is made here"),
        (["upgrade", "{weights}"], "t.safetensors", "fill-weights convert"),
        (["upgrade", "{weights}"], "t.onnx", "fill-weights export"),
        (["upgrade", LENET], "t.caffemodel", "fill-weights NET -o OUT"),
        (["deploy", TRAIN_VAL, "--shape", "data=1,1,28,28"], "d.onnx", "fill-weights export"),
        (["fmt", LENET], "f.h5", "fill-weights NET -o OUT"),
        (["rewrite", LENET, "--weight-filler", "msra"], "r.onnx", "fill-weights export"),
        (["export", DEPLOY, "--seed", 1], "e.npz", "an ONNX model is made here"),
        (["convert", "{weights}"], "c.onnx", "fill-weights export"),
        ([LENET], "n.onnx", "fill-weights export"),
        (["{weights}"], "w.onnx", "fill-weights export"),
    ],
)
def test_another_kinds_suffix_is_refused(command, out, said, run, tmp_path, weights):
    """Exit code 3, nothing written, and the command that makes what the suffix promises."""
    nodes = [helper.make_node("Gemm", ["x", "w"], ["y"])]
    save(model(graph(nodes, {"x": data(2, 3)}, {"w": numbers(3, 4)})), tmp_path)
    target = tmp_path / out
    args = [str(each).format(onnx=tmp_path / "model.onnx", weights=weights) for each in command]
    told = run(*args, *([] if args[0] == "convert" else ["-o"]), target, "--force")

    assert told.code == 3
    assert said in told.err
    assert not target.exists()


@pytest.mark.parametrize("out", ["new.caffemodel", "new", "new.bak"])
def test_a_suffix_that_promises_nothing_else_is_taken(out, run, tmp_path, weights):
    """Its own, none, and any that no kind has."""
    assert run("upgrade", weights, "-o", tmp_path / out).code == 0
    assert (tmp_path / out).read_bytes() == weights.read_bytes()


def test_a_text_keeps_the_suffix_that_it_had(run, tmp_path):
    """Whoever named a prototxt so has the same name again."""
    old = tmp_path / "a.h5"
    old.write_text('name:"n"')
    assert run("fmt", old, "-o", tmp_path / "b.h5").code == 0
    assert (tmp_path / "b.h5").read_text() == 'name: "n"\n'


def test_what_is_written_unchanged_is_said_to_be(run, tmp_path):
    """Not that there is nothing to do."""
    out = tmp_path / "new.prototxt"
    told = run("fmt", LENET, "-o", out)

    assert out.read_bytes() == LENET.read_bytes()
    assert told.err == f"{LENET} -> {out}: copied, there is nothing to change\n"
