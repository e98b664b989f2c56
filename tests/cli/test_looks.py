"""Colour where it is wanted, one style of messages, and a line for whoever waits."""

import io
import os
import subprocess
import sys
import time

import click
import pytest

from caffe_fillers.cli import looks
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
PROGRAM = [sys.executable, "-m", "caffe_fillers"]
#: What others' programs set, and must not decide here.
QUIET = dict.fromkeys(("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR"), "") | {"TERM": "xterm"}


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self):
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "wanted"),
    [
        ("auto", {}, None),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, None),
        ("auto", {"CLICOLOR_FORCE": "1"}, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, None),
        ("auto", {"CLICOLOR_FORCE": ""}, None),
        ("auto", {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("never", {"CLICOLOR_FORCE": "1"}, False),
    ],
)
def test_who_gets_colour(choice, environment, wanted):
    """The option, then NO_COLOR, CLICOLOR_FORCE, TERM; else the stream."""
    assert looks.choose(choice, environment) is wanted


@pytest.mark.parametrize(
    ("args", "choice", "rest"),
    [
        (["a"], "auto", ["a"]),
        (["--color", "never", "a"], "never", ["a"]),
        (["a", "--color=always", "-q"], "always", ["a", "-q"]),
        (["--color", "never", "--color", "always"], "always", []),
        (["a", "--", "--color", "never"], "auto", ["a", "--", "--color", "never"]),
    ],
)
def test_the_option_stands_anywhere(args, choice, rest):
    """Before `--`; the last one counts."""
    assert looks.taken(args) == (choice, rest)


@pytest.mark.parametrize("args", [["--color"], ["--color=blue"], ["x", "--color", "x"]])
def test_a_wrong_choice(args):
    """It is told."""
    with pytest.raises(click.UsageError, match="--color is one of auto, always, never"):
        looks.taken(args)


def test_a_diff():
    """Lines that go and come, whatever bytes are in them; others stay as they are."""
    diff = b"--- a\n+++ b\n@@ -1 +1 @@\n-\xff\n+new\n same\n"
    painted = looks.painted_diff(diff)

    assert b"\x1b[31m-\xff\x1b[0m\n" in painted
    assert b"\x1b[32m+new\x1b[0m\n" in painted
    assert b"\n same\n" in painted
    assert click.unstyle(painted.decode("latin-1")).encode("latin-1") == diff


@pytest.mark.parametrize(
    ("line", "part", "code"),
    [
        ("  conv1[0]  20x1x5x5  ok: equal", "ok", 32),
        ("  conv1[0]  20  values-differ: 500 of 500", "values-differ", 31),
        ("  ok  3  law-broken: mean", "law-broken", 31),
        ("  8 blobs verified", "8 blobs verified", 32),
        ("  1 of 8 blobs are wrong", "1 of 8 blobs are wrong", 31),
        ("  => all blobs match", "  => all blobs match", 1),
        ("ip1[1]  500  it; the net's filler does NOT fit", "the net's filler does NOT fit", 31),
    ],
)
def test_a_report(line, part, code):
    """One part of a line has a colour, and the text stays."""
    painted = looks.painted_report(line)

    assert painted == line.replace(part, f"\x1b[{code}m{part}\x1b[0m")


@pytest.mark.parametrize(
    ("args", "environment", "coloured"),
    [
        (["nope"], {}, False),
        (["nope"], {"CLICOLOR_FORCE": "1"}, True),
        (["nope", "--color", "always"], {"NO_COLOR": "1"}, True),
        (["fmt", LENET, "--bogus", "--color", "always"], {}, True),
        (["plan", LENET, "--color=always"], {}, True),
        (["plan", LENET, "--color=always", "--json"], {}, False),
    ],
)
def test_a_command(args, environment, coloured, tmp_path):
    """Errors, usage and tables, but no data for programs."""
    told = subprocess.run(
        [*PROGRAM, *map(str, args)],
        env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **environment},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (b"\x1b[" in told.stdout + told.stderr) is coloured


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
@pytest.mark.parametrize(("term", "coloured"), [("xterm", True), ("dumb", False)])
def test_a_terminal(term, coloured, tmp_path):
    """It gets colour, if it can show it."""
    import pty

    master, end = pty.openpty()
    try:
        code = subprocess.run(
            [*PROGRAM, "nope.prototxt"],
            env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), "TERM": term},
            cwd=tmp_path,
            stdout=end,
            stderr=end,
            check=False,
        ).returncode
        told = os.read(master, 1 << 16)
    finally:
        os.close(master)
        os.close(end)

    assert code == 3
    assert b"nope.prototxt: there is no such file" in told
    assert (b"\x1b[31m" in told) is coloured


@pytest.mark.parametrize(
    "args",
    [("plan",), ("plan", "--bogus"), ("fill", "a", "--seed", "x"), ("verify", "--ulps", "-1")],
)
def test_usage_is_told_as_any_other_error(args, run):
    """What was wrong first, then the usage, then where more is told."""
    told = run(*args)
    first, second, third = told.err.splitlines()

    assert (told.code, told.out) == (2, "")
    assert first.startswith("error: ")
    assert second.startswith(f"  Usage: fill-weights {args[0]} [OPTIONS] ")
    assert third == f"  `fill-weights help {args[0]}` tells more."


class TestWaiting:
    """Whoever waits is told, and nobody else."""

    @pytest.fixture
    def clock(self, monkeypatch):
        """A clock that goes on when it is told to."""
        at = [100.0]
        monkeypatch.setattr(looks.time, "monotonic", lambda: at[0])
        monkeypatch.setenv("TERM", "xterm")
        return at

    def test_a_bar(self, clock, monkeypatch):
        """After half a second, and it is gone in the end."""
        monkeypatch.setattr(sys, "stderr", Terminal())
        bar = looks.Bar("filling", 200)
        clock[0] += 0.4
        bar.update(50)
        assert sys.stderr.getvalue() == ""
        clock[0] += 0.2
        bar.update(50)
        assert "filling  [###############               ]  50%" in sys.stderr.getvalue()
        bar.close()
        assert sys.stderr.getvalue().endswith("\r\x1b[K")

    def test_quick_work(self, clock, monkeypatch):
        """It leaves no trace."""
        monkeypatch.setattr(sys, "stderr", Terminal())
        bar = looks.Bar("filling", 2)
        clock[0] += 0.4
        bar.update(2)
        bar.close()
        with looks.working("verifying"):
            pass
        assert sys.stderr.getvalue() == ""

    @pytest.mark.parametrize("how", ["no terminal", "dumb", "quiet"])
    def test_nobody_watches(self, how, clock, monkeypatch):
        """A file, a terminal that cannot, or somebody who wants silence."""
        monkeypatch.setattr(sys, "stderr", io.StringIO() if how == "no terminal" else Terminal())
        if how == "dumb":
            monkeypatch.setenv("TERM", "dumb")
        bar = looks.Bar("filling", 2, quiet=how == "quiet")
        clock[0] += 9
        bar.update(1)
        bar.close()
        with looks.working("verifying", quiet=how == "quiet"):
            pass
        assert sys.stderr.getvalue() == ""

    def test_long_work(self, monkeypatch):
        """A line with the seconds, which is gone when the work is done."""
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stderr", Terminal())
        monkeypatch.setattr(looks, "PATIENCE", 0.001)
        monkeypatch.setattr(looks, "EVERY", 0.001)
        patience = time.monotonic() + 60
        with looks.working("verifying x"):
            while "s\x1b[K" not in sys.stderr.getvalue() and time.monotonic() < patience:
                time.sleep(0.001)
        told = sys.stderr.getvalue()

        assert told.startswith("\rverifying x ... ")
        assert told.endswith("\r\x1b[K")


def test_the_summary_says_what_was_asked_for(run, tmp_path):
    """Era, words and the next word stand behind -v, and in --json."""
    args = [LENET, "--seed", 1701, "--force", "-o", tmp_path / "out.caffemodel"]
    short, long = run(*args), run(*args, "-v")

    assert short.err.splitlines()[1:] == [
        "  seed 1701, TEST",
        "  9 layers, 8 blobs, 431,080 values",
    ]
    assert "Boost 1.64-1.89 (U2 G3), Caffe master" in long.err
    assert "430,500 words, the next is 2762948434" in long.err
    assert "Boost 1.47-1.55" in run(*args, "--boost", "1.55").err
    assert '"next_word": 2762948434' in run(*args, "--json").out
