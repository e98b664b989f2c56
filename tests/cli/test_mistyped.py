"""A command that is spelt wrong fills nothing, and a path that leads nowhere stops a run."""

import pytest

from caffe_fillers import __version__
from caffe_fillers.cli.main import COMMANDS
from caffe_fillers.cli.mistyped import distance, meant
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A current folder that holds a net."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(LENET.read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("verfy", "verify"),
        ("paln", "plan"),
        ("Plan", "plan"),
        ("identfiy", "identify"),
        ("rewirte", "rewrite"),
        ("fomt", "fmt"),
        ("halp", "help"),
    ],
)
@pytest.mark.parametrize("before", [(), ("--seed", "1")], ids=["first", "behind options"])
def test_a_mistyped_command(word, command, before, run, here):
    """At most two edits from a command: a matter of usage, and nothing is done."""
    told = run(*before, word, "net.prototxt")

    assert told.code == 2
    assert f"did you mean {command!r}?" in told.err
    assert [path.name for path in here.iterdir()] == ["net.prototxt"]


def test_a_file_of_such_a_name_is_no_mistake(run, here):
    """What is there is meant."""
    (here / "verfy").write_text(LENET.read_text())
    assert run("verfy", "--seed", "1", "-q").code == 0
    assert (here / "verfy.caffemodel").exists()


def test_a_command_behind_options(run, here):
    """It is told where it belongs."""
    told = run("--seed", "1", "plan", "net.prototxt")

    assert told.code == 2
    assert "the command comes first: fill-weights plan" in told.err
    assert not (here / "net.caffemodel").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("net.prototxt", "nosuch.prototxt"),
        ("nosuch.prototxt", "net.prototxt"),
        ("fmt", "--in-place", "net.prototxt", "nosuch.prototxt"),
        ("upgrade", "--in-place", "net.prototxt", "sub/nosuch.prototxt"),
    ],
)
def test_a_path_that_leads_nowhere(args, run, here):
    """Exit code 3 before anything is done, wherever it stands."""
    (here / "net.prototxt").write_text('name:"n"')
    told = run(*args)

    assert told.code == 3
    assert "nosuch.prototxt: there is no such file" in told.err
    assert [path.name for path in here.iterdir()] == ["net.prototxt"]
    assert (here / "net.prototxt").read_text() == 'name:"n"'


def test_a_missing_name_in_a_list(run, here):
    """The same of --files-from."""
    (here / "list").write_text("net.prototxt\nnosuch.prototxt\n")

    assert run("--files-from", "list", "--seed", "1").code == 3
    assert not (here / "net.caffemodel").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name, run):
    """`help COMMAND` is `COMMAND --help`."""
    told = run("help", name)

    assert told.code == 0
    assert told.out == run(name, "--help").out


def test_help_and_version(run):
    """`help` lists the commands, `version` is --version; a wrong name is told."""
    assert run("help").out == run("--help").out
    assert run("version").out == run("--version").out
    assert __version__ in run("version").out
    told = run("help", "plam")
    assert told.code == 2
    assert "did you mean 'plan'?" in told.err


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "plan", 4),
        ("plan", "plan", 0),
        ("paln", "plan", 1),
        ("pla", "plan", 1),
        ("plane", "plan", 1),
        ("blab", "plan", 2),
        ("verify", "rewrite", 4),
    ],
)
def test_distance(one, other, edits):
    """Letters changed, left out, added, swapped; the same both ways."""
    assert distance(one, other) == distance(other, one) == edits


def test_names_of_nets_are_no_commands():
    """Words that are further away than two edits."""
    assert not [
        word for word in ("lenet", "alexnet", "model", "net.prototxt") if meant(word, COMMANDS)
    ]
