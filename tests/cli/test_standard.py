"""`-` is standard input or output of every command that reads or writes one file."""

import io
import os
import subprocess
import sys
import tempfile

import pytest

from caffe_fillers import fill_net
from caffe_fillers.cli import main, standard
from caffe_fillers.files import reading
from tests._onnx import data, graph, helper, model, numbers, save

NET = b'name: "n" layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" '
NET += b'inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }'
NET = b'layer { name: "d" type: "Input" top: "data" input_param { shape { dim: 1 dim: 4 } } }' + NET


@pytest.fixture
def piped(capfdbinary, monkeypatch, tmp_path):
    """Run `fill-weights` in an empty folder with bytes on standard input: code, stdout, stderr."""
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    monkeypatch.chdir(tmp_path)

    def piped_(content, *args):
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        assert str(kept).encode() not in out + err
        assert list(kept.iterdir()) == []
        return left.value.code, out, err.decode()

    return piped_


@pytest.fixture
def net(tmp_path):
    """A small net and its weights, in files."""
    path = tmp_path / "net.prototxt"
    path.write_bytes(NET)
    fill_net(path, tmp_path / "net.caffemodel", seed=1)
    return path


def test_a_net_through_a_pipe(net, tmp_path):
    """The bytes of the file, by a shell's pipe; the summary is on standard error."""
    program = [sys.executable, "-m", "caffe_fillers", "-", "--seed", "1", "-o", "-"]
    with (tmp_path / "x").open("wb") as out:
        ran = subprocess.run(
            program, input=NET, stdout=out, stderr=subprocess.PIPE, check=False, cwd=tmp_path
        )

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "x").read_bytes() == net.with_suffix(".caffemodel").read_bytes()
    assert ran.stderr.startswith(b"<stdin> -> <stdout> (")


@pytest.mark.parametrize(
    ("command", "made"),
    [
        (["-", "--seed", 1], "net.caffemodel"),
        (["fill", "-", "--seed", 1, "-q"], "net.caffemodel"),
        (["net.prototxt", "--seed", 1, "-o", "-"], "net.caffemodel"),
        (["convert", "net.caffemodel", "-"], "net.caffemodel"),
        (["convert", "net.caffemodel", "-", "--to", "npz"], "net.npz"),
    ],
)
def test_what_is_written(command, made, piped, net):
    """Standard output has the bytes that the file would have; nothing else is written."""
    folder = net.parent
    if made == "net.npz":
        assert piped(b"", "convert", "net.caffemodel", made)[0] == 0
    before = sorted(folder.iterdir())
    code, out, err = piped(NET, *command)

    assert code == 0, err
    assert out == (folder / made).read_bytes()
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("suffix", ["caffemodel", "npz", "safetensors", "onnx"])
def test_models_keep_their_kind(suffix, piped, net):
    """Weights that are filled anew are of the kind that came, which their bytes tell."""
    path = net.with_suffix(f".{suffix}")
    if suffix == "onnx":
        nodes = [helper.make_node("Gemm", ["x", "w"], ["y"])]
        made = model(graph(nodes, {"x": data(2, 3)}, {"w": numbers(3, 4)}))
        path = save(made, net.parent)
    elif suffix != "caffemodel":
        assert piped(b"", "convert", net.with_suffix(".caffemodel"), path)[0] == 0
    wanted = net.with_name(f"new.{suffix}")
    more = ("--seed", 7, *(("--net", net) if suffix in {"npz", "safetensors"} else ()))
    assert piped(b"", path, *more, "-o", wanted)[0] == 0
    code, out, err = piped(path.read_bytes(), "-", *more)

    assert code == 0, err
    assert out == wanted.read_bytes()
    assert out != path.read_bytes()


def test_an_export(piped, net):
    """A net on standard input, its weights in a file, a model on standard output."""
    same = net.rename(net.with_name("stdin.prototxt"))  # the model tells of its net's file
    weights = net.with_suffix(".caffemodel")
    assert piped(b"", "export", same, weights, "-o", "wanted.onnx")[0] == 0
    code, out, err = piped(NET, "export", "-", weights)

    assert code == 0, err
    assert out == (net.parent / "wanted.onnx").read_bytes()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["verify", "net.prototxt", "-", "--seed", 1], "against <stdin>"),
        (["identify", "-"], "ip[0]  3x4"),
        (["plan", "-", "--only", "ip", "--json"], '"<stdin>"'),
        (["inspect", "net.prototxt", "-", "-o", "-"], "ip[0]  3x4"),
        (["summary", "-", "-o", "-"], "InnerProduct"),
    ],
)
def test_weights_that_are_looked_at(command, said, piped, net):
    """A binary file through a pipe, under the name of the stream."""
    code, out, err = piped(net.with_suffix(".caffemodel").read_bytes(), *command)

    assert code == 0, err
    assert said in out.decode()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["verify", "-", "-"], "can be read only once"),
        (["inspect", "-", "-", "-"], "can be read only once"),
        (["convert", "-", "-", "--net", "-"], "can be read only once"),
        (["-", "--files-from", "-"], "can be read only once"),
        (["-", "--seed", 1, "--json"], "--json writes to standard output, too"),
        (["-", "--seed", 1, "--manifest", "m.jsonl"], "--manifest is for files with names"),
        (["-", "--seed", 1, "--seed-by-name"], "--seed-by-name is for files with names"),
        (["-", "net.prototxt", "--seed", 1], "is not a folder, and there are several files"),
        (["export", "-", "--seed", 1, "--compare"], "--compare writes to standard output, too"),
        (["export", "-", "--seed", 1, "--external-data"], "makes a second file"),
        (["convert", "-", "-", "--to", "onnx"], "needs --to, one of"),
    ],
)
def test_what_is_refused(command, said, piped, net):
    """As a matter of usage, before anything is written."""
    before = sorted(net.parent.iterdir())
    code, out, err = piped(NET, *command)

    assert (code, out) == (2, b"")
    assert said in err
    assert sorted(net.parent.iterdir()) == before


def test_a_terminal_is_given_no_binary_file(piped, net, monkeypatch):
    """Whether it is named, or follows from the input; a file named by -o is written."""
    monkeypatch.setattr(standard, "_is_terminal", lambda: True)
    for command in (["-"], [net, "-o", "-"], ["convert", net.with_suffix(".caffemodel"), "-"]):
        code, out, err = piped(NET, *command)
        assert (code, out) == (2, b"")
        assert "a binary file is not written to a terminal" in err
    assert piped(NET, "-", "--seed", 1, "-o", "y.caffemodel")[0] == 0
    assert (net.parent / "y.caffemodel").read_bytes() == net.with_suffix(".caffemodel").read_bytes()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals")
def test_what_a_terminal_is(monkeypatch):
    """Standard output is asked."""
    leader, follower = os.openpty()
    with os.fdopen(leader, "rb"), os.fdopen(follower, "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        assert standard._is_terminal()
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not standard._is_terminal()


def test_a_failure_gives_nothing(piped):
    """Not the half of a file; the error has the place in the text."""
    code, out, err = piped(NET.replace(b"num_output", b"num_outptu"), "-", "--seed", 1)

    assert (code, out) == (3, b"")
    assert err.startswith("error: <stdin>:1:")


def test_too_much_is_refused(piped, monkeypatch):
    """What is read is bounded."""
    monkeypatch.setattr(reading, "MAX_SPOOLED", 100)
    code, out, err = piped(NET, "-", "--seed", 1)

    assert (code, out) == (3, b"")
    assert "<stdin>: holds more than 100 bytes" in err


def test_a_file_of_that_name(piped, net):
    """./- is a file."""
    net.rename(net.with_name("-"))
    code, out, err = piped(b"", "./-", "--seed", 1, "-o", "-")

    assert code == 0, err
    assert out == net.with_suffix(".caffemodel").read_bytes()
