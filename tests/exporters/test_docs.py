"""The page tells the truth: what it shows is run."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers import export
from caffe_fillers.core.registry import exporters
from tests._onnx import runtime
from tests._shared import ROOT

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^fill-weights export [^\n]*", PAGE, re.MULTILINE)
PIECES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def home(tmp_path, monkeypatch, run):
    """A folder with what the page speaks of; the net is an AlexNet's shape in small."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deploy.prototxt").write_text(
        'layer { name: "in" type: "Input" top: "data" '
        "input_param { shape { dim: 2 dim: 3 dim: 16 dim: 16 } } }\n"
        'layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" '
        'convolution_param { num_output: 4 kernel_size: 3 weight_filler { type: "xavier" } } }\n'
        'layer { name: "ip" type: "InnerProduct" bottom: "conv1" top: "ip" '
        'inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }\n'
        'layer { name: "prob" type: "Softmax" bottom: "ip" top: "prob" }\n'
    )
    (tmp_path / "train_val.prototxt").write_text(
        'layer { name: "data" type: "Data" top: "data" top: "label" '
        "transform_param { mean_value: 104 mean_value: 117 mean_value: 123 scale: 0.5 } }\n"
    )
    assert run("deploy.prototxt", "--seed", 1, "-o", "net.caffemodel").code == 0
    for folder, name in (("nets", "deploy.prototxt"), ("models", "net.caffemodel")):
        (tmp_path / folder).mkdir()
        copy = tmp_path / folder / f"net{Path(name).suffix}"
        copy.write_bytes((tmp_path / name).read_bytes())
    return tmp_path


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command, run):
    """Each one does what it says, without a warning."""
    _, *args = shlex.split(command)
    told = run(*args)

    assert told.code == 0, told.err
    assert "warning" not in told.err


def test_there_are_commands():
    """Five of them, and three pieces of Python."""
    assert (len(COMMANDS), len(PIECES)) == (5, 3)


def test_python(home, monkeypatch):
    """The pieces for those who write Python."""
    runtime()
    monkeypatch.setattr(exporters, "_rows", dict(exporters._rows))
    (home / "net.onnx").write_bytes(export("deploy.prototxt", "net.caffemodel").SerializeToString())
    spaces = [{} for _ in PIECES]
    for piece, space in zip(PIECES, spaces, strict=True):
        exec(compile(piece, "docs/export.md", "exec"), space)  # noqa: S102

    assert np.allclose(spaces[1]["prob"].sum(1), 1)
    assert spaces[2]["model"].graph.output[0].name == "prob"


@pytest.mark.parametrize("names", ["caffe", "torch"])
def test_its_names_are_matched(home, run, names):
    """`--like` finds every weight of an exported model by its name."""
    run("export", "deploy.prototxt", "net.caffemodel", "--names", names, "-o", "a.onnx")
    told = run("a.onnx", "--like", "deploy.prototxt", "--seed", 1, "-o", "b.onnx")

    assert told.code == 0, told.err
    filled, exported = (home / name for name in ("b.onnx", "a.onnx"))
    assert filled.read_bytes()[-1000:] == exported.read_bytes()[-1000:]
