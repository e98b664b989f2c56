"""`fill-weights` and `fill-weights plan` with ONNX models."""

import json

import numpy as np
import onnx
import pytest

from caffe_fillers.cli.onnx_options import FOR, ONNX, SAVED
from tests._onnx import array_of, data, graph, helper, model, numbers, save
from tests._shared import ROOT

NET = """
layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 } } }
layer { name: "one" type: "InnerProduct" bottom: "x" top: "one"
  inner_product_param { num_output: 4 weight_filler { type: "gaussian" } } }
layer { name: "two" type: "InnerProduct" bottom: "one" top: "two"
  inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a model and the net it was converted from."""
    arrays = {
        "one_W": numbers(4, 3),
        "one_b": numbers(4),
        "two_W": numbers(5, 4),
        "two_b": numbers(5),
    }
    nodes = [
        helper.make_node("Gemm", ["x", "one_W", "one_b"], ["h"], transB=1),
        helper.make_node("Gemm", ["h", "two_W", "two_b"], ["y"], transB=1),
    ]
    save(model(graph(nodes, {"x": data(2, 3)}, arrays)), tmp_path)
    (tmp_path / "net.prototxt").write_text(NET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tensors(path):
    """The initializers of a model file."""
    return {each.name: array_of(each) for each in onnx.load(path).graph.initializer}


def test_fill(run, home):
    """A line of what was done on stderr, nothing on stdout."""
    told = run("model.onnx", "-o", "out.onnx", "--seed", 7)

    assert (told.code, told.out) == (0, "")
    assert told.err.splitlines() == [
        f"model.onnx -> out.onnx ({(home / 'out.onnx').stat().st_size:,} bytes)",
        "  seed 7, keyed stream",
        "  4 tensors filled, 41 values; 0 kept as they are",
    ]
    assert np.abs(tensors("out.onnx")["one_W"]).max() <= 1


def test_json(run, home):
    """One line of JSON a model."""
    told = run("fill", "model.onnx", "-o", "out.onnx", "--seed", 7, "--json", "-q")
    line = json.loads(told.out)

    assert told.err == ""
    assert {key: line[key] for key in ("model", "output", "data", "seed", "stream", "filled")} == {
        "model": "model.onnx",
        "output": "out.onnx",
        "data": None,
        "seed": 7,
        "stream": "keyed",
        "filled": 4,
    }
    assert line["bytes"] == (home / "out.onnx").stat().st_size


def test_without_a_seed_one_is_told(run, home):
    """And it gives the same file again."""
    line = json.loads(run("model.onnx", "--json", "-q").out)
    run("model.onnx", "--seed", line["seed"], "-o", "again.onnx")

    assert line["output"] == "model.filled.onnx"
    assert (home / "model.filled.onnx").read_bytes() == (home / "again.onnx").read_bytes()


def test_several_models_and_nets(run, home):
    """Into a folder; one that fails does not stop the others."""
    (home / "out").mkdir()
    (home / "bad.onnx").write_bytes(b"no model")
    told = run("model.onnx", "bad.onnx", "net.prototxt", "-o", "out", "--seed", 1)

    assert told.code == 3
    assert sorted(each.name for each in (home / "out").iterdir()) == [
        "model.onnx",
        "net.caffemodel",
    ]
    assert "bad.onnx" in told.err


def test_rules(run, home):
    """On the command line, after those of a file."""
    (home / "recipe.toml").write_text('rules = ["Gemm=msra", "bias=constant,value=2"]')
    options = ("--recipe", "recipe.toml", "--filler", "name:two_b=constant,value=3")
    assert run("model.onnx", "-o", "out.onnx", *options, "--seed", 1).code == 0
    found = tensors("out.onnx")

    assert set(found["one_b"]) == {2}
    assert set(found["two_b"]) == {3}


@pytest.mark.usefixtures("home")
def test_only_and_except(run):
    """Globs over names."""
    run("model.onnx", "-o", "a.onnx", "--only", "one_*", "--except", "*_b", "--seed", 1)
    old, new = tensors("model.onnx"), tensors("a.onnx")

    assert [name for name in old if not np.array_equal(old[name], new[name])] == ["one_W"]


def test_external_data(run, home):
    """A data file beside the output, named after it."""
    told = run("model.onnx", "-o", "o.onnx", "--external-data", "--size-threshold", 60, "--seed", 1)

    assert "o.onnx and o.onnx.data" in told.err
    assert (home / "o.onnx.data").stat().st_size == 80
    assert onnx.load("o.onnx").graph.initializer[2].name == "two_W"


@pytest.mark.usefixtures("home")
def test_like(run):
    """The bits of the caffemodel, and code 0."""
    told = run("model.onnx", "-o", "out.onnx", "--like", "net.prototxt", "--seed", 1701)
    run("net.prototxt", "-o", "net.npz", "--seed", 1701)
    with np.load("net.npz") as stored:
        blobs = dict(stored)
    found = tensors("out.onnx")

    assert told.code == 0
    assert "4 blobs of the net found their tensors" in told.err
    for name in ("one", "two"):
        assert any(np.array_equal(found[f"{name}_W"], blobs[key]) for key in blobs)


def test_like_tells_what_is_missed(run, home):
    """Warnings, code 1, and what helps; the JSON has it, too."""
    (home / "net.prototxt").write_text(
        NET.replace('"two"', '"three"').replace("num_output: 5", "num_output: 6")
    )
    told = run("model.onnx", "-o", "out.onnx", "--like", "net.prototxt", "--seed", 1, "--json")
    line = json.loads(told.out)

    assert told.code == 1
    assert (line["complete"], line["missed_tensors"]) == (False, ["two_W", "two_b"])
    assert line["missed_blobs"] == ["three[0]", "three[1]"]
    assert "no tensor was found for blob three[0]" in told.err
    assert "--map FILE" in told.err


def test_map(run, home):
    """A table matches what names do not."""
    (home / "net.prototxt").write_text(NET.replace('"two"', '"three"'))
    (home / "map.json").write_text('{"two_W": "three[0]", "two_b": "three[1]"}')
    told = run(
        "model.onnx", "-o", "o.onnx", "--like", "net.prototxt", "--map", "map.json", "--seed", 1
    )

    assert told.code == 0


def test_anonymize(run, home):
    """With names and documentation, and the new names of the ends told."""
    told = run(
        "model.onnx", "-o", "out.onnx", "--anonymize", "--hash-names", "--strip-docs", "--seed", 1
    )
    text = (home / "out.onnx").read_bytes()

    assert told.code == 0
    assert b"one_W" not in text
    assert "  x is now v_" in told.err


@pytest.mark.usefixtures("home")
def test_plan(run):
    """A line for each tensor: what, where, how, why."""
    told = run(
        "plan",
        "model.onnx",
        "--filler",
        "name:two_W=msra,variance_norm=AVERAGE",
        "--except",
        "one_b",
    )
    lines = [line.split("  ") for line in told.out.splitlines()]
    words = [[word.strip() for word in line if word.strip()] for line in lines]

    assert told.code == 0
    assert words[0] == [
        *("tensor", "shape", "type", "place", "drawn as", "law", "fan_in", "fan_out", "rule")
    ]
    assert words[1] == [
        *("one_W", "4x3", "FLOAT", "weight of Gemm 'Gemm_0', input 1", "4x3", "uniform [-1, 1]"),
        *("3", "4", "weight=xavier"),
    ]
    assert "kept: --except one_b" in told.out.splitlines()[2]
    assert words[3][5:] == [
        "gaussian mean 0 std 0.666667",
        *("4", "5", "name:two_W=msra,variance_norm=AVERAGE"),
    ]
    assert told.err.splitlines() == ["3 tensors, 37 values; 1 kept"]


@pytest.mark.usefixtures("home")
def test_plan_as_json(run):
    """All of it, with the values' own type and place."""
    told = json.loads(run("plan", "model.onnx", "--json").out)

    assert (told["filled"], told["kept"], len(told["tensors"])) == (4, 0, 4)
    assert told["tensors"][0] == {
        "tensor": "one_W",
        "shape": [4, 3],
        "type": "FLOAT",
        "stored": "initializer",
        "place": "weight of Gemm 'Gemm_0', input 1",
        "kept": "",
        "role": "weight",
        "rule": "weight=xavier",
        "drawn_as": [4, 3],
        "filler": "xavier",
        "law": "uniform [-1, 1]",
        "fan_in": 3,
        "fan_out": 4,
    }


@pytest.mark.usefixtures("home")
def test_plan_like(run):
    """The blob that each tensor is for, and how that was found."""
    told = run("plan", "model.onnx", "--like", "net.prototxt")

    assert told.code == 0
    assert "one[0] (by name)" in told.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["net.prototxt", "--only", "a"], "--only is for weight files and ONNX models"),
        (["net.prototxt", "--anonymize"], "--anonymize is for ONNX models"),
        (["model.onnx", "--phase", "train"], "--phase is for nets"),
        (["model.onnx", "--dtype", "float64"], "--dtype is for nets and weight files"),
        (["model.onnx", "--map", "m.json"], "--map goes with --like"),
        (["model.onnx", "--hash-names"], "--hash-names goes with --anonymize"),
        (["model.onnx", "--strip-docs"], "--strip-docs goes with --anonymize"),
        (["model.onnx", "--size-threshold", "5"], "--size-threshold goes with --external-data"),
        (["model.onnx", "--like", "net.prototxt", "--filler", "a=msra"], "do not go together"),
        (["model.onnx", "--like", "net.prototxt", "--anonymize"], "do not go together"),
        (["model.onnx", "--like", "net.prototxt", "--stream", "keyed"], "Caffe's one stream"),
        (["model.onnx", "--fans", "keras"], "'keras'"),
    ],
)
def test_options_that_mean_nothing_are_refused(args, words, run, home):
    """Before anything is written; exit code 2."""
    told = run(*args, "--seed", 1)

    assert told.code == 2
    assert words in told.err
    assert not list(home.glob("*filled*"))


def test_every_option_is_checked():
    """The table knows each option of ours."""
    from caffe_fillers.cli.fill import fill_command

    for head, takers in (("ONNX:", {ONNX}), ("Models:", {ONNX, SAVED}), ("Weight files:", {SAVED})):
        said = {param.name for param in fill_command.params if (param.help or "").startswith(head)}
        assert said == {name for name, (_, inputs) in FOR.items() if inputs == takers}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["none.onnx"], "no such file"),
        (["net.onnx"], "is no ONNX model"),
        (["model.onnx", "--filler", "Gemm=masr"], "Did you mean 'msra'?"),
        (["model.onnx", "--recipe", "none.toml"], "cannot be read"),
        (["model.onnx", "--like", "none.prototxt"], "none.prototxt"),
        (["model.onnx", "-o", "model.onnx"], "--force"),
        (["model.onnx", "-o", "no/where.onnx"], "does not exist"),
        (["model.onnx", "--filler", "Gemm=bilinear"], "bilinear needs a blob of 4 axes"),
    ],
)
def test_bad_input_exits_with_three(args, words, run, home):
    """One message with a hint, no traceback."""
    (home / "net.onnx").write_text(NET)
    told = run(*args, "--seed", 1)

    assert told.code == 3
    assert words in told.err


def test_the_help_needs_no_library_of_models():
    """Neither onnx nor ml_dtypes is loaded for it."""
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from caffe_fillers.cli import main\n"
        "try: main(['fill', '--help'])\n"
        "except SystemExit: print(*sorted(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert {"onnx", "ml_dtypes"} & set(told.stdout.split()) == set()


def test_a_type_that_nobody_knows_is_told(run, home):
    """By its number; such a tensor is not a weight."""
    made = onnx.load(home / "model.onnx")
    made.graph.initializer[0].data_type = 94
    save(made, home)
    told = run("verify", home / "net.prototxt", home / "model.onnx", "--seed", 1)

    assert "one_W   4x3    94 " in run("plan", home / "model.onnx").out
    assert (told.code, "one[0]  4x3  missing-blob" in told.out) == (1, True)
