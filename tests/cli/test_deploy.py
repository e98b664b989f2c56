"""`fill-weights deploy`: where texts go, what is said, what is refused."""

import io
import sys

import pytest

from tests._shared import ROOT

NET = ROOT / "examples" / "lenet_train_val.prototxt"
DEPLOYED = (ROOT / "examples" / "lenet_deploy.prototxt").read_text()
SHAPE = ("--shape", "data=1,1,28,28")


@pytest.fixture
def net(tmp_path):
    """A training net in a folder of its own."""
    path = tmp_path / "train_val.prototxt"
    path.write_bytes(NET.read_bytes())
    return path


def test_to_standard_output(run, net):
    """The text there, and on standard error what goes in and comes out."""
    told = run("deploy", net, *SHAPE)

    assert (told.code, told.out) == (0, DEPLOYED)
    assert told.err == (
        f"{net}: prepare 'data' as in training: scale 0.00390625\n{net}: data 1x1x28x28 -> prob\n"
    )


def test_to_a_file(run, net, tmp_path):
    """As every command that edits texts."""
    out = tmp_path / "deploy.prototxt"

    told = run("deploy", net, *SHAPE, "-q", "-o", out)

    assert (told.code, told.out, told.err) == (0, "", "")
    assert out.read_text() == DEPLOYED


def test_the_result_is_filled(run, net, tmp_path):
    """It is a net like any other, and needs no data."""
    out = tmp_path / "deploy.prototxt"
    run("deploy", net, *SHAPE, "-o", out)

    assert run(out, "--seed", 1, "-o", tmp_path / "out.caffemodel").code == 0


def test_in_place_diff_and_check(run, net):
    """--check tells that there is something to do, --diff what, --in-place does it."""
    assert run("deploy", net, *SHAPE, "--check").code == 1
    assert '+  type: "Input"' in run("deploy", net, *SHAPE, "--diff").out
    assert run("deploy", net, *SHAPE, "--in-place").code == 0
    assert net.read_text() == DEPLOYED
    assert run("deploy", net, *SHAPE, "--check").code == 0


def test_standard_input(run, monkeypatch):
    """- is the text that comes in."""
    stream = io.TextIOWrapper(io.BytesIO(NET.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stream)

    assert run("deploy", "-", *SHAPE, "-q").out == DEPLOYED


def test_options(run, net):
    """Batch, results, and what only training needs."""
    told = run("deploy", net, *SHAPE, "--batch", 7, "--only", "ip1", "--drop-fillers", "-q")

    assert "dim: 7 dim: 1 dim: 28" in told.out
    assert "filler" not in told.out
    assert "ip2" not in told.out
    text = 'layer { name: "d" type: "Input" top: "d" input_param { shape { dim: [2, 3] } } }\n'
    param = "param { lr_mult: 2 } inner_product_param { num_output: 1 }"
    net.write_text(
        f'{text}layer {{ name: "ip" type: "InnerProduct" bottom: "d" top: "ip" {param} }}'
    )
    assert "param { lr_mult" not in run("deploy", net, "--drop-multipliers", "-q").out


def test_stages(run, net):
    """A stage chooses among the layers."""
    text = net.read_text().replace('type: "ReLU"', 'type: "ReLU" include { stage: "quick" }')
    net.write_text(text)

    assert "ReLU" not in run("deploy", net, *SHAPE, "-q").out
    assert "ReLU" in run("deploy", net, *SHAPE, "-q", "--stage", "quick").out


def test_missing_data_tells_the_option(run, net):
    """The shape can be given."""
    told = run("deploy", net)

    assert (told.code, told.out) == (3, "")
    assert "digits_test_lmdb does not exist" in told.err
    assert "--shape data=100,C,H,W" in told.err


def test_a_result_that_cannot_be_planned_is_a_warning(run, net):
    """The text is made, and told what is wrong with it."""
    net.write_text(
        'layer { name: "d" type: "Input" top: "d" input_param { shape { dim: [2, 3] } } }\n'
        'layer { name: "x" type: "Odd" bottom: "d" top: "x" }\n'
    )
    told = run("deploy", net)

    assert told.code == 0
    assert "warning: " in told.err
    assert "cannot be planned" in told.err


def test_a_solver_is_refused(run):
    """With the way on."""
    told = run("deploy", ROOT / "examples" / "lenet_solver.prototxt")

    assert told.code == 3
    assert "Name the net file that the solver trains." in told.err
