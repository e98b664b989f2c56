"""`plan` over many files."""

import json
import shutil

import pytest

from caffe_fillers import fill_net
from tests._onnx import data, graph, helper, model, numbers, onnx
from tests.bulk._fleet import fleet, hashes


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Nine nets, three of them broken; an ONNX model, a file of weights, and a stranger."""
    monkeypatch.chdir(tmp_path)
    nets = fleet(tmp_path / "nets", 9)
    node = helper.make_node("Gemm", ["x", "w"], ["y"], transB=1)
    onnx.save(model(graph([node], {"x": data(1, 3)}, {"w": numbers(4, 3)})), nets / "m.onnx")
    fill_net(nets / "part0" / "net0003.prototxt", nets / "old.caffemodel", seed=1)
    (nets / "labels.txt").write_text("cat\n")
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder(jobs, run, home):
    """Each is told as for itself, in order; the broken are listed at the end."""
    before = hashes(home)
    told = run("plan", "nets", "--recursive", "--jobs", jobs)
    assert told.code == 3
    assert told.err.splitlines()[-1] == "8 planned, 3 failed, 1 passed over"
    heads = [line for line in told.out.splitlines() if line.endswith(":")]
    assert heads == sorted(heads)
    assert len(heads) == 8
    for name in ("nets/m.onnx", "nets/old.caffemodel", "nets/part2/net0008.prototxt"):
        alone = run("plan", name)
        assert f"{name}:\n{alone.out}" in told.out
        assert f"{name}: {alone.err.splitlines()[-1]}" in told.err
    assert hashes(home) == before


@pytest.mark.usefixtures("home")
def test_json_is_a_line_a_file(run):
    """In the order of the inputs, those that failed among them."""
    told = run("plan", "nets", "--recursive", "--json", "--jobs", 2, "--seed", 1)
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert told.code == 3
    assert len(rows) == 11
    assert sum("error" in row for row in rows) == 3
    one = json.loads(run("plan", "nets/part0/net0003.prototxt", "--json", "--seed", 1).out)
    assert one in rows
    keys = ("net", "model", "weights", "input")
    names = [next(row[key] for key in keys if key in row) for row in rows]
    assert names == sorted(names)


def test_fail_fast_and_strict(run, home):
    """The first that fails is the last that is told; a list names files, too."""
    (home / "list").write_text("nets/part0/cut.prototxt\nnets/part0/net0003.prototxt\n")
    told = run("plan", "--files-from", "list", "--fail-fast", "--jobs", 1)
    assert (told.code, told.out) == (3, "")
    assert run("plan", "--files-from", "list", "--jobs", 1).out.startswith("nets/part0/net0003")
    assert run("plan").code == 2
    assert run("plan", "nets", "--strict", "--tolerant").code == 2
    shutil.rmtree(home / "nets" / "part1")
    assert run("plan", "nets/part2", "--phase", "train").code == 3
