"""`convert` over many files."""

import json
import shutil

import pytest

from caffe_fillers import convert, fill_net
from tests.bulk._fleet import fleet, hashes


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Six nets, their weights in a tree of their own, and a file that holds none."""
    monkeypatch.chdir(tmp_path)
    fleet(tmp_path / "nets", 6, broken=False)
    for net in sorted((tmp_path / "nets").rglob("*.prototxt")):
        target = tmp_path / "old" / net.relative_to(tmp_path / "nets").with_suffix(".caffemodel")
        target.parent.mkdir(parents=True, exist_ok=True)
        fill_net(net, target, seed=1)
    (tmp_path / "old" / "part0" / "labels.txt").write_text("cat\n")
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_tree_is_converted(jobs, run, home):
    """Each file as one conversion of its own gives it; JSON in the order of the inputs."""
    options = ["--out-dir", "new", "--to", "safetensors", "--names", "torch", "--jobs", jobs]
    told = run("convert", "old", "--recursive", *options, "--json")
    assert told.code == 0, told.err
    assert told.err.splitlines()[-1] == "6 converted, 1 passed over"
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [row["input"] for row in rows] == sorted(row["input"] for row in rows)
    assert {row["blobs"] for row in rows} == {4}
    assert len(hashes(home / "new")) == 6
    one = home / "old" / "part1" / "net0001.caffemodel"
    done = convert(one, home / "one.safetensors", names="torch")
    made = home / "new" / "part1" / "net0001.safetensors"
    assert made.read_bytes() == done.path.read_bytes()


def test_there_and_back_by_nets_of_the_same_names(run, home):
    """Arrays need each its own net; what has none fails alone."""
    back = ["--recursive", "--jobs", 1, "--to", ".caffemodel", "--net", "nets"]
    assert run("convert", "old", *back[:3], "--out-dir", "mid", "--to", ".caffemodel.h5").code == 0
    assert "part0/net0000.caffemodel.h5" in hashes(home / "mid")
    assert run("convert", "mid", *back[:3], "--out-dir", "npz", "--to", ".npz").code == 0
    assert run("convert", "npz", "--out-dir", "new", *back).code == 0
    wanted = hashes(home / "old")
    del wanted["part0/labels.txt"]
    assert hashes(home / "new") == wanted
    (home / "nets" / "part2" / "net0002.prototxt").unlink()
    told = run("convert", "npz", "--out-dir", "again", *back)
    assert told.code == 3
    assert "npz/part2/net0002.npz: has no net in nets" in told.err
    assert told.err.splitlines()[-1] == "5 converted, 1 failed"
    assert len(hashes(home / "again")) == 5


def test_one_that_fails_does_not_stop_the_others(run, home):
    """It is listed, with --fail-fast the last; what exists is replaced by --force only."""
    broken = home / "old" / "part0" / "net0000.caffemodel"
    broken.write_bytes(broken.read_bytes()[:-9])
    options = ["--recursive", "--out-dir", "new", "--to", ".npz", "--jobs", 1]
    told = run("convert", "old", *options)
    assert (told.code, told.err.count("error: ")) == (3, 1)
    assert "net0000.caffemodel" in told.err
    assert len(hashes(home / "new")) == 5
    assert "exists already" in run("convert", "old", *options).err
    broken.unlink()
    assert run("convert", "old", *options, "--force").code == 0
    shutil.rmtree(home / "new")
    broken.write_bytes(b"\x08")
    assert run("convert", "old", *options, "--fail-fast").code == 3
    assert not hashes(home / "new")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["old/part0/net0000.caffemodel"], 2, "give IN and OUT"),
        (["old", "new.npz", "--to", ".npz"], 2, "give IN and OUT"),
        (["old", "--recursive", "--out-dir", "new"], 2, "--to"),
        (["old", "--recursive", "--out-dir", "new", "--to", ".onnx"], 2, "--to"),
        (["--out-dir", "new", "--to", ".npz"], 2, "name a file"),
        (
            ["nets", "--recursive", "--out-dir", "new", "--to", ".npz"],
            3,
            "nets: holds no file of weights",
        ),
        (["old/part0", "old/part0", "--out-dir", "o", "--to", ".npz"], 2, "is named twice"),
        (
            ["old", "--recursive", "--out-dir", "old", "--to", ".caffemodel"],
            3,
            "that of the outputs",
        ),
        (
            ["old/part0/*.caffemodel", "--out-dir", "o", "--to", ".npz", "--net", "old"],
            3,
            "old: holds no net\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(args, code, words, run, home):
    """Nothing is written."""
    before = hashes(home)
    told = run("convert", *args)
    assert (told.code, words in told.err) == (code, True), told.err
    assert hashes(home) == before


def test_two_formats_of_one_name_are_one_output(run, home):
    """net.caffemodel and net.npz would both become net.h5."""
    assert run("convert", "old/part0/net0000.caffemodel", "old/part0/net0000.npz").code == 0
    told = run("convert", "old/part0", "--out-dir", "new", "--to", ".h5")
    assert (told.code, "would both write" in told.err) == (2, True)
    assert not hashes(home / "new")
