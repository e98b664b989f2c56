"""`export` over folders and lists: each model as it would be alone, and what fails by itself."""

import json

import onnx
import pytest

from caffe_fillers.exporters.model import export

TEXT = """
layer {{ name: "x" type: "Input" top: "x" input_param {{ shape {{ dim: 1 dim: 3 }} }} }}
layer {{ name: "y" type: "InnerProduct" bottom: "x" top: "y" inner_product_param {{
  num_output: {outputs} weight_filler {{ type: "xavier" }} }} }}
"""


@pytest.fixture
def home(tmp_path, monkeypatch, run):
    """Four nets in two folders, and their weights in another tree."""
    monkeypatch.chdir(tmp_path)
    for number in range(4):
        path = tmp_path / "nets" / f"part{number % 2}" / f"net{number}.prototxt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(outputs=number + 2))
    assert run("nets", "--recursive", "--out-dir", "models", "--seed", 7).code == 0
    return tmp_path


def models(folder):
    """The content of each model by its path."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*.onnx")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_folders(jobs, run, home):
    """The nets' tree, each model with its own weights; JSON in the nets' order."""
    told = run(
        *("export", "nets", "models", "--recursive", "--out-dir", "onnx", "--json"),
        *("--jobs", jobs),
    )
    assert (told.code, "4 exported" in told.err) == (0, True), told.err
    rows = [json.loads(line) for line in told.out.splitlines()]

    assert [row["output"] for row in rows] == [
        f"onnx/part{number % 2}/net{number}.onnx" for number in (0, 2, 1, 3)
    ]
    for number in range(4):
        name = f"part{number % 2}/net{number}"
        made = onnx.load(home / "onnx" / f"{name}.onnx")
        alone = export(home / "nets" / f"{name}.prototxt", home / "models" / f"{name}.caffemodel")
        assert made == alone


def test_a_folder_of_nets_and_a_seed(run, home):
    """Beside each net; the later models of --weights win for all of them."""
    assert run("export", "nets", "--recursive", "--seed", 3).code == 0
    made = onnx.load(home / "nets" / "part1" / "net3.onnx")
    assert made == export(home / "nets" / "part1" / "net3.prototxt", seed=3)


def test_a_list(run, home):
    """Pairs, one a line."""
    names = [f"part{number % 2}/net{number}" for number in (3, 0)]
    lines = [f"nets/{name}.prototxt\tmodels/{name}.caffemodel\n" for name in names]
    (home / "list").write_text("".join(lines))
    assert run("export", "--pairs", "list", "--out-dir", "onnx").code == 0
    assert sorted(models(home / "onnx")) == [
        "nets/part0/net0.onnx",
        "nets/part1/net3.onnx",
    ]


def test_one_that_fails_stops_no_other(run, home):
    """It is told, nothing is written for it, and the code is 3; what has no partner too."""
    (home / "nets" / "part0" / "net0.prototxt").write_text(TEXT.format(outputs=9))
    (home / "models" / "part0" / "net2.caffemodel").unlink()
    told = run("export", "nets", "models", "--recursive", "--out-dir", "onnx")

    assert told.code == 3
    assert "2 exported, 2 failed" in told.err
    assert "net2.prototxt: has no partner" in told.err
    assert "Traceback" not in told.err
    assert sorted(models(home / "onnx")) == ["part1/net1.onnx", "part1/net3.onnx"]


def test_fail_fast(run, home):
    """Nothing is begun behind the first that fails."""
    (home / "nets" / "part0" / "net0.prototxt").write_text(TEXT.format(outputs=9))
    how = ("--recursive", "--out-dir", "onnx", "--jobs", 1, "--fail-fast")
    assert run("export", "nets", "models", *how).code == 3
    assert not models(home / "onnx")


def test_targets_are_looked_at_before_any_work(run, home):
    """A model that stands there is not replaced, and no other is written; --force replaces it."""
    there = home / "onnx" / "part1" / "net3.onnx"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    how = ("export", "nets", "models", "--recursive", "--out-dir", "onnx")
    told = run(*how)
    assert (told.code, "net3.onnx" in told.err) == (3, True)
    assert models(home / "onnx") == {"part1/net3.onnx": b"mine"}
    assert run(*how, "--force").code == 0
    assert len(models(home / "onnx")) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nets", "models", "--recursive", "-o", "x.onnx"), "for one net"),
        (("nets", "models", "--recursive", "--compare"), "for one net"),
        (("nets", "models/part0/net0.caffemodel"), "two folders go together"),
        (("--pairs", "list", "--out-dir", "onnx", "--seed", 1), "list"),
        ((), "name a NET"),
    ],
)
def test_what_does_not_go_together(arguments, message, run, home):
    """Usage errors, and a list that is not there."""
    told = run("export", *arguments)
    assert told.code in {2, 3}
    assert message in told.err
    assert home
