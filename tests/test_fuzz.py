"""tools/fuzz.py: the same inputs every time, and what it calls a finding."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests._shared import ROOT

TOOL = ROOT / "tools" / "fuzz.py"
FORMATS = (
    *("text", "caffemodel", "onnx", "npz", "safetensors", "hdf5", "lmdb", "leveldb", "image"),
    *("json", "binaryproto"),
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="inputs run in forked children")


def fuzzed(folder, *options):
    """A run of the tool, its findings in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("CAFFE_FILLERS_CORPUS", None)
    return subprocess.run(
        [sys.executable, TOOL, *options, "--out", folder],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_a_thousand(tmp_path, name):
    """Seed 1, numbers 0 to 999: each ends with a plain answer, in time and within its memory."""
    ran = fuzzed(tmp_path, "--format", name)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{name} seed 1 inputs 0..999: " in ran.stdout
    counts = ran.stdout.partition("exit codes ")[2].partition(";")[0].replace(", ", " ")
    numbers = [int(word.replace(",", "")) for word in counts.split() if word[-1] != ":"]
    assert sum(numbers) == 1000
    # Inputs that nothing is wrong with are among them, and such as are refused.
    assert len(numbers) > 1


@pytest.fixture(scope="module")
def tool():
    """The tool as a module."""
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("fuzz", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before


def test_all_formats_are_run(tool):
    """The list above is the tool's."""
    assert tuple(tool.FORMATS) == FORMATS


def test_inputs_are_the_same_every_time(tool):
    """By format, seed and number alone."""
    for name in ("text", "leveldb", "image"):
        seeds = tool.FORMATS[name].seeds()
        made = [tool.make(name, 5, number, seeds) for number in range(30)]
        assert made == [tool.make(name, 5, number, seeds) for number in range(30)]
        assert made != [tool.make(name, 6, number, seeds) for number in range(30)]


def wrong(_args):
    """A fault of the program."""
    raise KeyError("nothing")


def hungry(_args):
    """Takes more than any input may."""
    held = bytearray(200 << 20)
    held[:: 1 << 12] = b"x" * (200 << 8)
    raise SystemExit(0)


def endless(_args):
    """Never comes back."""
    while True:
        pass


def dies(_args):
    """What a fault in a C library does."""
    os.kill(os.getpid(), signal.SIGKILL)


def other_code(_args):
    """A code that no command has."""
    raise SystemExit(4)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("does", "why"),
    [
        (wrong, "KeyError: 'nothing'"),
        (hungry, "bytes of memory for an input of"),
        (endless, "too much processor time"),
        (dies, "died of signal 9"),
        (other_code, "exit code 4"),
    ],
)
def test_what_counts_as_a_finding(tool, tmp_path, monkeypatch, does, why):
    """It is run again alone, and kept with its command."""
    monkeypatch.setattr(tool, "command_line", does)
    monkeypatch.setattr(tool, "SECONDS", 0.3)
    tally = tool.fuzz("image", 3, range(7, 8), None, tmp_path)

    assert tally.found == ["image-3-7"]
    told = (tmp_path / "image-3-7" / "FINDING").read_text()
    assert json.loads(told.splitlines()[0])[0] == "plan"
    assert why in told
    assert Path(tmp_path / "image-3-7" / "a.png").is_file()


def test_a_plain_answer_is_none(tool, tmp_path):
    """And the codes are counted."""
    tally = tool.fuzz("image", 3, range(40), None, tmp_path)

    assert tally.found == []
    assert sum(tally.codes.values()) == 40
    assert set(tally.codes) <= {0, 1, 2, 3}
    assert list(tmp_path.iterdir()) == []
