"""A wish that changes nothing is said; with --strict it is an error, and alone it is refused."""

import onnx
import pytest

from caffe_fillers import fill_net
from tests._onnx import data, graph, helper, model, numbers, save
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
OTHER = """
layer { name: "i" type: "Input" top: "d" input_param { shape { dim: 1 dim: 2 } } }
layer { name: "fc" type: "InnerProduct" bottom: "d" top: "e"
  inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A current folder with nets, models of them, and an ONNX model."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(LENET.read_text())
    (tmp_path / "other.prototxt").write_text(OTHER)
    fill_net("net.prototxt", "lenet.caffemodel", seed=1)
    fill_net("other.prototxt", "fc.caffemodel", seed=1)
    nodes = [
        helper.make_node("Gemm", ["x", "w"], ["h"], name="one"),
        helper.make_node("Gemm", ["h", "v"], ["y"], name="two"),
    ]
    arrays = {"w": numbers(3, 4), "v": numbers(4, 5)}
    save(model(graph(nodes, {"x": data(2, 3)}, arrays)), tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["model.onnx", "--only", "w", "--only", "zz*"], "--only 'zz*' matched nothing"),
        (["model.onnx", "--except", "zz*"], "--except 'zz*' matched nothing"),
        (["model.onnx", "--filler", "Gem=msra"], "the rule 'Gem=msra' matched no weight"),
        (["lenet.caffemodel", "--except", "fc*"], "--except 'fc*' matched nothing"),
        (
            ["lenet.caffemodel", "--filler", "Convolutoin=msra"],
            "the rule 'Convolutoin=msra' matched no weight. Did you mean 'Convolution'",
        ),
        (["net.prototxt", "--shape", "dat=1,2,3"], "no such top. Did you mean 'data'"),
        (["net.prototxt", "--shape", "ip1=1,2"], "the net itself tells this top's shape"),
        (
            ["net.prototxt", "--weights", "fc.caffemodel"],
            "fc.caffemodel: 0 of 4 layers copied: is it this net's?",
        ),
    ],
)
def test_a_wish_that_matches_nothing(args, said, run, here):
    """A warning and exit code 0; with --strict exit code 3, and nothing is written."""
    suffix = ".onnx" if args[0].endswith(".onnx") else ".caffemodel"
    told = run(*args, "--seed", 1, "-o", f"out{suffix}")
    assert told.code == 0
    assert f"warning: {args[0] if 'weights' not in args[1] else ''}" in told.err
    assert said in told.err

    strict = run(*args, "--seed", 1, "-o", f"strict{suffix}", "--strict")
    assert strict.code == 3
    assert said in strict.err
    assert not (here / f"strict{suffix}").exists()


@pytest.mark.usefixtures("here")
def test_what_matches_is_not_warned_of(run):
    """Rules that a later one goes before, a shape that is asked for, a model of the net."""
    rules = ["--filler", "Gemm=msra", "--filler", "weight=xavier", "--except", "v"]
    assert "warning" not in run("model.onnx", *rules, "--seed", 1, "-o", "out.onnx").err
    net = ROOT / "examples" / "lenet_train_val.prototxt"
    wishes = ["--shape", "data=2,1,28,28", "--phase", "TRAIN"]
    run(net, *wishes, "--seed", 1, "-o", "base.caffemodel")
    wishes += ["--weights", "base.caffemodel", "--strict"]
    told = run(net, *wishes, "--seed", 1, "-o", "out.caffemodel")
    assert told.code == 0
    assert "warning" not in told.err


@pytest.mark.parametrize(
    ("name", "wish", "said"),
    [
        ("model.onnx", ["--only", "zz*"], "nothing would be filled: 2 kept (--only names others)"),
        ("model.onnx", ["--except", "*"], "nothing would be filled: 2 kept (--except *)"),
        ("lenet.caffemodel", ["--only", "zz*"], "nothing would be filled: 8 kept"),
    ],
)
def test_nothing_is_left_to_do(name, wish, said, run, here):
    """A matter of usage: exit code 2, with the reason, and no copy is written."""
    target = here / f"out.{name.rpartition('.')[2]}"
    told = run(name, *wish, "--seed", 1, "-o", target)

    assert told.code == 2
    assert said in told.err
    assert not target.exists()


def test_an_onnx_model_whose_numbers_are_all_kept(run, here):
    """No operator has them as weights: that is said, and no copy passes for a filled model."""
    nodes = [helper.make_node("Add", ["x", "a"], ["y"])]
    save(model(graph(nodes, {"x": data(2, 3)}, {"a": numbers(3)})), here)
    told = run("model.onnx", "--seed", 1, "-o", "out.onnx")

    assert told.code == 2
    assert "nothing would be filled: 1 kept (no operator has it as a weight)" in told.err
    assert not (here / "out.onnx").exists()


def test_an_onnx_model_without_numbers(run, here):
    """There is nothing that could be kept by mistake: the copy is written, and it is said."""
    save(model(graph([helper.make_node("Relu", ["x"], ["y"])], {"x": data(2, 3)})), here)
    told = run("model.onnx", "--seed", 1, "-o", "out.onnx")

    assert told.code == 0
    assert "warning: model.onnx: the model holds no weights" in told.err
    assert onnx.load(here / "out.onnx").graph.node[0].op_type == "Relu"


def test_an_empty_net(run, here):
    """Caffe starts it; it is said that nothing is in it."""
    (here / "net.prototxt").write_text("name: 'empty'")
    told = run("net.prototxt", "--seed", 1, "--force")

    assert told.code == 0
    assert "warning: net.prototxt: the net has no layers" in told.err


@pytest.mark.usefixtures("here")
def test_the_same_model_twice(run):
    """A layer is copied once, however often its model is named."""
    twice = ["--weights", "lenet.caffemodel"] * 2
    told = run("net.prototxt", *twice, "--seed", 1, "-o", "out.caffemodel")

    assert told.code == 0
    assert "4 of 4 layers copied from trained models" in told.err


@pytest.mark.usefixtures("here")
def test_letters_of_a_hint_are_not_a_shape(run):
    """Whoever copies it word for word is told what to put there."""
    told = run("net.prototxt", "--shape", "data=100,C,H,W")

    assert told.code == 2
    assert "put numbers for C, H, W" in told.err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("seed", [["--seed", "1"], []])
def test_weights_of_another_net(seed, run):
    """Two lines and a question, not one line for each blob."""
    told = run("verify", "net.prototxt", "fc.caffemodel", *seed)

    assert told.code == 1
    assert "are these the net's own weights?" in told.out
    assert len(told.out.splitlines()) == 5
    verbose = run("verify", "net.prototxt", "fc.caffemodel", *seed, "-v")
    assert verbose.out.count("missing-blob") == 8
