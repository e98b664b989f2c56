"""The commands of docs/bulk.md, docs/formats.md and the examples' comments are run."""

import re
import shlex
import shutil

import pytest

from tests._shared import ROOT
from tests.bulk._fleet import hashes
from tests.weights.test_convert import arrays


def commands(page):
    """The lines of a page's shell blocks."""
    text = (ROOT / "docs" / page).read_text()
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder with the examples."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_of_many_files(run, home):
    """In order, each ends well, and leaves what the page says."""
    (home / "nets.txt").write_text("examples/fleet/mlp.prototxt\nexamples/lenet.prototxt\n")
    (home / "pairs.tsv").write_text("examples/fleet/mlp.prototxt\tfilled/mlp.caffemodel\n")
    lines = commands("bulk.md")
    for line in lines:
        program, *args = shlex.split(line)
        told = run(*args)
        assert (program, told.code) == ("fill-weights", 0), (line, told.err)
    assert len(lines) >= 16
    assert len(hashes(home / "torch")) == 3
    # Only BatchNorm's statistics are others, since they are divided by their factor.
    back, filled = hashes(home / "back"), hashes(home / "filled")
    assert [name for name in back if back[name] != filled[name]] == ["residual.caffemodel"]
    names = ["mlp.caffemodel", "recurrent/lstm.caffemodel", "residual.caffemodel"]
    assert [*hashes(home / "filled")] == names
    for folder in ("by-pattern", "kept", "shares"):
        assert hashes(home / folder) == hashes(home / "filled")
    assert [*hashes(home / "by-name")] == names
    assert hashes(home / "by-name") != hashes(home / "filled")
    assert [*hashes(home / "flat")] == ["lenet.caffemodel", "mlp.caffemodel"]


def test_the_page_of_model_files(run, home):
    """Filling and converting; what comes back is what went."""
    run("examples/lenet.prototxt", "--seed", 1, "-o", "old.caffemodel")
    lines = commands("formats.md")
    for line in lines:
        told = run(*shlex.split(line)[1:])
        assert told.code == 0, (line, told.err)
    assert len(lines) == 6
    assert (home / "back.caffemodel").read_bytes() == (home / "new.caffemodel").read_bytes()
    assert "conv1.weight" in arrays(home / "new.safetensors")


def test_the_comments_of_the_examples(run, home):
    """What the fleet's files say of themselves."""
    lines = []
    for path in sorted((home / "examples" / "fleet").rglob("*.prototxt")):
        lines += re.findall(r"^#   (fill-weights .*)$", path.read_text(), re.MULTILINE)
    for line in lines:
        assert run(*shlex.split(line)[1:]).code == 0, line
    assert len(lines) == 2
    assert {"bn.running_mean", "bn.weight"} <= arrays(home / "residual.safetensors").keys()
