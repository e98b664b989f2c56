"""The plugin as its user has it: installed, and used by `fill-weights` and from Python."""

import json
import subprocess
import sys

import numpy as np
import onnx
import pytest

from caffe_fillers import Rng, fill, fill_net

NET = """
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 8 } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param {
  num_output: 400 weight_filler { type: "residual" value: 16 } } }
layer { name: "gain" type: "ChannelGain" bottom: "fc" top: "gain" scale_param {
  filler { type: "uniform" min: 0.5 max: 1.5 } } }
"""


@pytest.fixture
def run(tmp_path):
    """`fill-weights` in a folder with the net."""
    (tmp_path / "net.prototxt").write_text(NET)

    def run_(*args, code=0):
        command = [sys.executable, "-m", "caffe_fillers", *map(str, args)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stdout

    return run_


def test_it_is_listed(run):
    """With what it adds, and nothing wrong."""
    told = json.loads(run("plugins", "--json"))["plugins"]
    assert {"residual-fillers 1.0"} == {each["package"] for each in told}
    assert [fault for each in told for fault in each["faults"]] == []
    assert sorted(each["gives"] for each in told) == [
        ["dialect 'residual'"],
        ["exported layer 'ChannelGain'"],
        ["filler 'residual'"],
        ["layer 'ChannelGain'"],
    ]


def test_values():
    """The filler's law, over the stream of the seed."""
    made = fill('type: "residual" value: 16', (400, 8), Rng(1))
    expected = np.empty((400, 8), "f4")
    Rng(1).gaussian(0.0, (2 / 128) ** 0.5, expected)
    assert made.tobytes() == expected.tobytes()


def test_every_command(run, tmp_path):
    """It fills, plans, verifies, identifies and exports like Caffe's own."""
    run("net.prototxt", "--seed", 1, "-o", "w.caffemodel")
    assert "residual" in run("plan", "net.prototxt")
    run("verify", "net.prototxt", "w.caffemodel", "--seed", 1)
    run("verify", "net.prototxt", "w.caffemodel")
    run("verify", "net.prototxt", "w.caffemodel", "--seed", 2, code=1)
    assert "the net's filler fits" in run("identify", "w.caffemodel", "net.prototxt")
    run("plan", "net.prototxt", "--dialect", "residual")
    run("export", "net.prototxt", "w.caffemodel", "-o", "net.onnx")
    nodes = onnx.load(tmp_path / "net.onnx").graph.node
    assert "Mul" in [node.op_type for node in nodes]
    blobs = fill_net(tmp_path / "net.prototxt", seed=1).blobs
    assert blobs["gain"][0].shape == (400,)
