"""Tables on a terminal are no wider than it is, and hold all that they held."""

import os
import sys

import pytest

from caffe_fillers.cli import columns
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
ROWS = [["blob", "shape", "law"], ["conv1[0]", "20x1", "uniform"], ["a", "", "constant 0"]]


@pytest.mark.parametrize(
    ("width", "parts"),
    [
        (0, [["blob", "shape", "law"]]),
        (27, [["blob", "shape", "law"]]),
        (26, [["blob", "shape"], ["blob", "law"]]),
        (15, [["blob", "shape"], ["blob", "law"]]),
        (1, [["blob", "shape"], ["blob", "law"]]),
    ],
)
def test_parts(width, parts):
    """As many columns as there is room for, each once, the first in all parts."""
    found = columns.folded(ROWS, width)

    assert [part[0] for part in found] == parts
    assert [[row[0] for row in part] for part in found] == [["blob", "conv1[0]", "a"]] * len(parts)
    assert [part[1][1:] for part in found] == [
        [ROWS[1][ROWS[0].index(name)] for name in part[1:]] for part in parts
    ]


def test_no_rows():
    """Nothing is one part."""
    assert columns.folded([], 80) == [[]]


@pytest.mark.parametrize("command", ["plan", "inspect", "summary"])
@pytest.mark.parametrize("width", [80, 120])
def test_commands(command, width, run, monkeypatch):
    """No line is longer than the terminal is wide; every word of the wide table is there."""
    wide = run(command, LENET)
    fold = columns.folded
    monkeypatch.setattr(columns, "folded", lambda rows, _: fold(rows, width))
    told = run(command, LENET)

    assert told.code == 0
    assert max(map(len, told.out.splitlines())) <= width
    assert set(told.out.split()) == set(wide.out.split())


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals")
def test_the_width_of_a_terminal(monkeypatch):
    """It is asked; what is no terminal has no width."""
    import fcntl
    import struct
    import termios

    leader, follower = os.openpty()
    with os.fdopen(leader, "rb"), os.fdopen(follower, "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        for width, parts in ((15, 2), (40, 1)):
            size = struct.pack("HHHH", 24, width, 0, 0)
            fcntl.ioctl(terminal.fileno(), termios.TIOCSWINSZ, size)
            assert len(columns.fitted(ROWS)) == parts
