"""How the program ends when something is wrong with it, with its streams, or with its start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from caffe_fillers.bulk import jobs as bulk_jobs
from caffe_fillers.bulk import judge as bulk_judge
from caffe_fillers.cli import fmt as fmt_module
from caffe_fillers.errors import FAULT, TRACEBACK
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
PROGRAM = [sys.executable, "-m", "caffe_fillers"]
#: Each way of printing: tables, JSON, texts, reports.
PRINTING = [
    ("plan", LENET),
    ("plan", LENET, "--json"),
    ("fmt", LENET),
    ("upgrade", "--diff", "old.prototxt"),
    ("fill", LENET, "--seed", "1", "--json", "-o", "json.caffemodel"),
    ("verify", LENET, "a.caffemodel", "--seed", "1"),
    ("plan", "--help"),
]


def ids(value):
    """A command without the folder of its files."""
    return " ".join(Path(each).name for each in value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Weights, and an old net."""
    made = tmp_path_factory.mktemp("streams")
    subprocess.run([*PROGRAM, LENET, "--seed", "1", "-o", made / "a.caffemodel"], check=True)
    (made / "old.prototxt").write_text('layers { name: "a" type: DATA top: "a" }\n')
    return made


def ended(args, folder, **how):
    """How the program ends in this folder."""
    return subprocess.run(
        [*PROGRAM, *args], cwd=folder, stderr=subprocess.PIPE, text=True, check=False, **how
    )


# --- faults of its own ----------------------------------------------------------------------------


def fails(*_args, **_how):
    """Something that nobody thought of."""
    raise KeyError("no\nsuch thing")


def test_a_fault_is_one_line(run, monkeypatch):
    """No traceback, exit code 70, and what to do."""
    monkeypatch.setattr(fmt_module, "formatted", fails)
    monkeypatch.delenv(TRACEBACK, raising=False)
    told = run("fmt", LENET, faults=True)

    assert told.code == FAULT == 70
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("KeyError: ")
    assert "this is a fault of fill-weights: please report" in told.err


@pytest.mark.parametrize("args", [["--traceback", "fmt", LENET], ["fmt", LENET, "--traceback"]])
def test_the_traceback_is_shown_on_request(args, monkeypatch, capfd):
    """Wherever the option stands."""
    from caffe_fillers.cli import main

    monkeypatch.setattr(fmt_module, "formatted", fails)
    monkeypatch.setenv(TRACEBACK, "")
    with pytest.raises(SystemExit) as left:
        main(list(map(str, args)))
    told = capfd.readouterr().err

    assert left.value.code == FAULT
    assert "Traceback (most recent call last)" in told
    assert "in fails" in told


def test_a_file_may_be_named_like_the_option(run, tmp_path, monkeypatch):
    """Behind -- it is a name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(TRACEBACK, raising=False)
    told = run("plan", "--", "--traceback")

    assert told.code == 3
    assert "--traceback: there is no such file" in told.err
    assert TRACEBACK not in os.environ


def test_a_fault_in_one_file_of_many(run, tmp_path, monkeypatch):
    """The others are filled, and the exit code is that of the worst."""
    real = bulk_jobs.fill_file
    nets = [tmp_path / f"{name}.prototxt" for name in "abc"]
    for net in nets:
        net.write_text(LENET.read_text())

    def sometimes(request):
        return fails() if request.path.stem == "b" else real(request)

    monkeypatch.setattr(bulk_jobs, "fill_file", sometimes)
    told = run(tmp_path, "--seed", 1, "--jobs", 1, faults=True)

    assert told.code == FAULT
    assert "2 filled, 1 failed" in told.err
    assert "b.prototxt: KeyError" in told.err
    assert "please report" in told.err
    assert [net.with_suffix(".caffemodel").exists() for net in nets] == [True, False, True]


def test_a_fault_in_one_pair_of_many(monkeypatch):
    """The same where weights are judged."""
    monkeypatch.setattr(bulk_judge, "verify", fails)
    job = bulk_judge.JudgeJob(4, "verify", "net", "weights", bulk_judge_options())
    outcome = bulk_judge.judge(job)

    assert (outcome.index, outcome.code) == (4, FAULT)
    assert "please report" in outcome.error


def bulk_judge_options():
    """Plain ones."""
    from caffe_fillers.bulk.fill import FillOptions

    return FillOptions()


# --- standard streams -----------------------------------------------------------------------------


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
@pytest.mark.slow
@pytest.mark.parametrize("args", PRINTING, ids=ids)
def test_a_full_disk_behind_stdout(args, folder):
    """Exit code 3 and the reason, whatever was printed."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        told = ended([*args, *forced(args)], folder, stdout=full)

    assert told.returncode == 3, told.stderr
    assert "standard output cannot be written: No space left on device" in told.stderr
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr


@pytest.mark.slow
@pytest.mark.parametrize("args", PRINTING[:3], ids=ids)
def test_nobody_reads_stdout(args, folder):
    """`| true`: exit code 0, and not a word of it."""
    reader, writer = os.pipe()
    os.close(reader)
    told = ended([*args, *forced(args)], folder, stdout=writer)
    os.close(writer)

    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr


def forced(args):
    """What lets a command write its file again."""
    return ["--force"] if args[0] == "fill" else []


def test_a_short_text_for_a_full_disk(folder):
    """What fits in the buffer fails at the end, and is told as well."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:  # noqa: PTH123
        told = ended(["plan", LENET], folder, stdout=full)

    assert (told.returncode, "No space left" in told.stderr) == (3, True)


def closed(number):
    """What a child does before it becomes the program."""
    return lambda: os.close(number)


def test_stdout_is_closed(folder):
    """A message and exit code 3; no file that the program opens is taken for the stream."""
    told = ended(["plan", LENET], folder, preexec_fn=closed(1))

    assert told.returncode == 3
    assert "standard output cannot be written" in told.stderr


@pytest.mark.slow
def test_stderr_is_closed_or_full(folder):
    """Nobody listens: the work is done, and the exit code is what it would have been."""
    out = folder / "quiet.caffemodel"
    args = [*PROGRAM, LENET, "--seed", "1", "-o", out, "--force"]
    ran = subprocess.run(args, check=False, preexec_fn=closed(2))
    content = out.read_bytes()
    out.unlink()
    if Path("/dev/full").exists():
        with open("/dev/full", "w") as full:  # noqa: PTH123
            assert subprocess.run(args, check=False, stderr=full).returncode == 0
        assert out.read_bytes() == content
        with open("/dev/full", "w") as full:  # noqa: PTH123
            args = [*PROGRAM, "plan", "nope.prototxt"]
            assert subprocess.run(args, check=False, stderr=full).returncode == 3

    assert ran.returncode == 0
    assert content == (folder / "a.caffemodel").read_bytes()


# --- Ctrl-C before there is anything to clean up --------------------------------------------------

#: Sends Ctrl-C to its own process when this module is about to be loaded.
INTERRUPTS = """
import os, signal, sys


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)


sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize(
    ("module", "code"),
    [("click", -signal.SIGINT), ("caffe_fillers.cli.main", -signal.SIGINT), ("numpy", 130)],
)
def test_ctrl_c_during_imports(module, code, tmp_path):
    """The process ends without a traceback, whatever is being loaded."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTS.format(name=module))
    paths = os.pathsep.join([str(tmp_path), str(ROOT), os.environ.get("PYTHONPATH", "")])
    told = ended(["plan", LENET], tmp_path, env={**os.environ, "PYTHONPATH": paths})

    assert told.returncode == code
    assert "Traceback" not in told.stderr
