"""`fill` and `plan` of files of weights."""

import json

import pytest

from tests._models import plan_of, write
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with LeNet's weights, from seed 3."""
    monkeypatch.chdir(tmp_path)
    plan = plan_of(tmp_path, LENET.read_text())
    for suffix in (".caffemodel", ".caffemodel.h5"):
        write(plan, tmp_path / f"old{suffix}", seed=3)
    return tmp_path


def test_a_caffemodel_is_an_input(run, home):
    """Filled with its net's seed it is the file that the net gives."""
    assert run("net.prototxt", "--seed", 7, "-o", "net.caffemodel", "--phase", "train").code == 0
    told = run("old.caffemodel", "--seed", 7, "-o", "new.caffemodel", "--json")

    assert told.code == 0
    assert (home / "new.caffemodel").read_bytes() == (home / "net.caffemodel").read_bytes()
    data = json.loads(told.out)
    assert (data["filled"], data["values"], data["kept"]) == (8, 431_080, [])
    assert (data["seed"], data["stream"], data["next_word"] > 0) == (7, "caffe", True)
    assert "8 blobs filled, 431,080 values; 0 kept" in told.err


def test_hdf5_takes_the_fillers_of_its_net(run, home):
    """A .caffemodel.h5 has no fillers of its own; a name says nothing of the content."""
    refused = run("old.caffemodel.h5", "--seed", 7, "-o", "new.h5")
    assert (refused.code, "--net" in refused.err) == (2, True)
    (home / "old.caffemodel.h5").rename(home / "misnamed.prototxt")
    options = ["--net", "net.prototxt", "--phase", "train", "--seed", 7]
    assert run("misnamed.prototxt", "-o", "new.h5", *options).code == 0
    assert run("net.prototxt", "--phase", "train", "--seed", 7, "-o", "net.h5").code == 0
    assert (home / "new.h5").read_bytes() == (home / "net.h5").read_bytes()


def test_its_own_name_is_no_output(run, home):
    """Without -o a weight file would be written over itself: a usage error."""
    before = (home / "old.caffemodel").read_bytes()
    told = run("old.caffemodel", "--seed", 7)

    assert (told.code, "-o" in told.err) == (2, True)
    assert run("old.caffemodel", "--seed", 7, "-o", "old.caffemodel").code == 3
    assert (home / "old.caffemodel").read_bytes() == before
    assert run("old.caffemodel", "--seed", 7, "-o", "old.caffemodel", "--force").code == 0
    assert (home / "old.caffemodel").read_bytes() != before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--phase", "train"], "a weight file takes it with --net NET"),
        (["--like", "net.prototxt"], "--like is for ONNX models"),
        (["--anonymize"], "--anonymize is for ONNX models"),
        (["--boost", "9"], "Boost"),
    ],
)
def test_options_of_others_are_refused(args, words, run, home):
    """What means nothing to a weight file is a usage error."""
    assert home
    told = run("old.caffemodel", "-o", "new.caffemodel", *args)

    assert told.code == 2
    assert words in told.err


def test_the_plan_says_what_would_happen_and_why(run, home):
    """Each blob with its law and what chose it, or why it is kept."""
    assert home
    told = run("plan", "old.caffemodel", "--only", "ip*", "--filler", "name:ip2=msra")
    assert told.code == 0
    lines = {line.split()[0]: line for line in told.out.splitlines()}
    assert "kept: --only names others" in lines["conv1/0"]
    assert "uniform [-0.0612372, 0.0612372]" in lines["ip1/0"]
    assert lines["ip2/0"].endswith("name:ip2=msra")
    assert "4 kept" in told.err

    data = json.loads(run("plan", "old.caffemodel", "--json", "--only", "ip*").out)
    assert data["blobs"][0]["kept"] == "--only names others"
    assert data["blobs"][4]["fan_in"] == 800


def test_the_keyed_stream_can_be_chosen(run, home):
    """--stream keyed: a blob's numbers do not depend on what else is filled."""
    for name, more in (("a", []), ("b", ["--only", "ip1"])):
        told = run(
            "old.caffemodel", "-o", f"{name}.caffemodel", "--seed", 7, "--stream", "keyed", *more
        )
        assert told.code == 0
    a, b = ((home / f"{name}.caffemodel").read_bytes() for name in "ab")
    ip1 = slice(len(a) // 2, len(a) // 2 + 4096)
    assert a[ip1] == b[ip1]
    assert a != b
