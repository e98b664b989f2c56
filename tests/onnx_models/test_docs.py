"""The page tells the truth: what it shows is run, and its tables are those of the code."""

import json
import re
import runpy
import shlex
import sys

import pytest

from caffe_fillers.plan.recipe import DEFAULTS, ROLES, read_recipe
from tests._shared import ROOT

PAGE = (ROOT / "docs" / "onnx.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"(?:`|^)(fill-weights [^`\n]*)", PAGE, re.MULTILINE)))
MAP = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with what the page speaks of."""
    monkeypatch.chdir(tmp_path)
    for name in ("model.onnx", "other.onnx"):
        monkeypatch.setattr(sys, "argv", ["lenet_onnx.py", name])
        runpy.run_path(str(ROOT / "examples" / "lenet_onnx.py"))
    for name, source in (("net.prototxt", "lenet_deploy.prototxt"), ("recipe.toml", "recipe.toml")):
        (tmp_path / name).write_text((ROOT / "examples" / source).read_text())
    (tmp_path / "map.json").write_text(MAP)
    (tmp_path / "filled").mkdir()
    return tmp_path


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command, run):
    """Each one does what it says; names and rules are of another model than this small one."""
    _, *args = shlex.split(command)
    told = run(*args)

    assert told.code == 0, told.err
    warnings = [line for line in told.err.splitlines() if line.startswith("warning: ")]
    assert not [line for line in warnings if "matched no" not in line]


def test_there_are_commands():
    """Fourteen of them."""
    assert len(COMMANDS) == 14


def test_python(home):
    """The piece for those who write Python."""
    (piece,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(piece, "docs/onnx.md", "exec"), {})  # noqa: S102

    assert (home / "filled.onnx").exists()


def test_the_table_of_roles():
    """Every role with its default filler."""
    rows = re.findall(r"^\| (`[a-z_`, ]+) \| `([^`]+)`", PAGE, re.MULTILINE)
    told = {role: filler for roles, filler in rows for role in re.findall(r"`(\w+)`", roles)}

    assert told == dict(text.split("=", 1) for text in DEFAULTS)
    assert told.keys() == ROLES.keys()


def test_the_example_is_a_recipe():
    """And the table of the page is JSON."""
    recipe = read_recipe(ROOT / "examples" / "recipe.toml")

    assert (len(recipe.rules), recipe.excepted) == (3, ("*.position", "*.token"))
    assert len(json.loads(MAP)) == 2


def test_links_lead_somewhere():
    """Every file that the page names is there."""
    for link in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
