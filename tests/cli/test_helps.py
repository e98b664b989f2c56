"""The help fits a screen, in groups, and nothing is lost; a shell completes commands and layers."""

import os
import re
import subprocess
import sys
from importlib import import_module

import click
import pytest

from caffe_fillers import fill_net
from caffe_fillers.cli.main import COMMANDS, SAID
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


def command(name):
    """The click command of this name."""
    return getattr(import_module(f"caffe_fillers.cli.{COMMANDS[name]}"), f"{name}_command")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_fits_a_screen(name, run):
    """Sixty lines of eighty columns at most, and what is left out is named."""
    told = run(name, "--help")
    options = [each.opts[-1] for each in command(name).params if isinstance(each, click.Option)]

    assert told.code == 0
    assert len(told.out.splitlines()) <= 60
    joined = re.sub(r"-\n +", "-", told.out)
    assert not [option for option in options if not re.search(rf"{option}\b", joined)]


@pytest.mark.parametrize("name", COMMANDS)
def test_all_of_the_help(name, run):
    """--help-all has a line for every option, with the whole of what is said of it."""
    told = " ".join(run(name, "--help-all").out.split()).replace("- ", "-")
    for param in command(name).params:
        if isinstance(param, click.Option):
            assert " ".join(param.help.split()).replace("- ", "-") in told, param.name


def test_groups(run):
    """What belongs together stands together, and has a title."""
    told = run("fill", "--help").out
    titles = re.findall(r"^(\w[\w ]*):\n", told, re.MULTILINE)

    assert titles == ["Net", "Numbers", "Models", "Many files", "Output"]
    numbers = told.partition("Numbers:")[2].partition("Models:")[0]
    assert "--seed" in numbers
    assert "--platform NAME" in numbers


def test_summaries_are_whole(run):
    """In the list of commands, wrapped and not cut."""
    told = " ".join(run("--help").out.split())
    for text in SAID.values():
        assert text in told


def completed(*words, cwd):
    """What bash is told to offer for the last word."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_FILL_WEIGHTS_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("fill-weights", *words)),
        "COMP_CWORD": str(len(words)),
    }
    told = subprocess.run(
        [sys.executable, "-m", "caffe_fillers"],
        env=env,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""
    return [line for line in told.stdout.splitlines() if line]


def test_completion(tmp_path):
    """Commands, files, options of the default command, and the names of layers."""
    (tmp_path / "net.prototxt").write_text(LENET.read_text())
    fill_net(tmp_path / "net.prototxt", tmp_path / "net.caffemodel", seed=1)

    assert "plain,verify" in completed("ver", cwd=tmp_path)
    assert "file,ne" in completed("ne", cwd=tmp_path)
    assert "plain,--seed" in completed("net.prototxt", "--se", cwd=tmp_path)
    names = completed("net.caffemodel", "--only", "ip", cwd=tmp_path)
    assert names == ["plain,ip1", "plain,ip2"]
    names = completed("export", "net.prototxt", "--cut", "con", cwd=tmp_path)
    assert names == ["plain,conv1", "plain,conv2"]
    assert completed("none.caffemodel", "--only", "ip", cwd=tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_by_a_line(shell, tmp_path):
    """The page's line gives a script, and the page has one for each shell."""
    page = (ROOT / "docs" / "shell.md").read_text()
    assert f"_FILL_WEIGHTS_COMPLETE={shell}_source fill-weights" in page
    if shell == "bash":
        return  # click asks the bash at hand for its version
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_FILL_WEIGHTS_COMPLETE": f"{shell}_source"}
    told = subprocess.run(
        [sys.executable, "-m", "caffe_fillers"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_FILL_WEIGHTS_COMPLETE" in told.stdout
