"""The group of commands: help, the default command, exit codes, and how it dies."""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from caffe_fillers import __version__, kernels
from caffe_fillers.cli.main import COMMANDS, SAID
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
PROGRAM = [sys.executable, "-m", "caffe_fillers"]


def command(name):
    """The click command of this name."""
    return getattr(import_module(f"caffe_fillers.cli.{COMMANDS[name]}"), f"{name}_command")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_examples(name, run):
    """A sentence, and examples that stay as they were set."""
    told = run(name, "--help")

    assert told.code == 0
    assert "Examples:\n" in told.out
    assert f"fill-weights {'' if name == 'fill' else name}" in told.out
    for param in command(name).params:
        assert param.param_type_name == "argument" or param.help, param.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page(name):
    """The docs or the readme show each command."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    wanted = "fill-weights" if name == "fill" else f"fill-weights {name}"

    assert any(wanted in page.read_text() for page in pages)


def test_fill_is_the_default(run, tmp_path):
    """With its name, without it, and with options in front, the same file."""
    outs = [tmp_path / f"{number}.caffemodel" for number in range(3)]
    run("fill", LENET, "--seed", 3, "-o", outs[0])
    run(LENET, "--seed", 3, "-o", outs[1])
    run("--seed", 3, "-o", outs[2], "fill", LENET)

    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()


def test_a_file_named_like_a_command(run, tmp_path, monkeypatch):
    """`./plan` is a file, `plan` is the command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").write_text(LENET.read_text())

    assert run("./plan", "--seed", 1).code == 0
    assert (tmp_path / "plan.caffemodel").exists()
    assert run("plan").code == 2


def test_version(run):
    """The version and what draws, on stdout."""
    told = run("--version")

    assert told.code == 0
    assert told.out == f"fill-weights, version {__version__} ({kernels.in_use()})\n"


def test_pure_is_asked_for_by_the_environment():
    """CAFFE_FILLERS_PURE=1 turns kernels off, 0 leaves them on."""
    told = {}
    for value in ("1", "0"):
        environment = {**os.environ, "CAFFE_FILLERS_PURE": value}
        ran = subprocess.run(
            [*PROGRAM, "--version"], check=True, capture_output=True, text=True, env=environment
        )
        told[value] = ran.stdout.partition("(")[2]

    assert told["1"] == "NumPy)\n"
    if kernels.built:
        assert told["0"] == "compiled kernels)\n"


def test_the_help_says_what_each_command_says():
    """Though it loads none of them."""
    assert list(SAID) == list(COMMANDS)
    for name, text in SAID.items():
        assert " ".join(command(name).help.partition("\n\n")[0].split()) == text


def test_the_help_loads_no_command():
    """Nor any library but click."""
    code = (
        "import sys\nfrom caffe_fillers.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(ran.stdout.splitlines()[-1].split())

    assert "click" in loaded
    assert {"numpy", "google.protobuf", "caffe_fillers.cli.fill"} & loaded == set()


@pytest.mark.parametrize("args", [(), ("fill",), ("--bogus", "x"), ("plan", "--seed", "x")])
def test_usage_errors_exit_with_two(args, run):
    """What click refuses, and a bare call that shows the help."""
    assert run(*args).code in ((0, 2) if not args else (2,))


def test_no_color_is_respected(tmp_path):
    """NO_COLOR switches colours off even where a terminal would show them."""
    env = {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"}
    told = subprocess.run(
        [*PROGRAM, tmp_path / "nope.prototxt"], env=env, capture_output=True, text=True, check=False
    )

    assert told.returncode == 3
    assert "\x1b" not in told.stderr


def test_help_loads_no_format_library():
    """`--help` needs Python and click: neither NumPy nor protobuf nor onnx."""
    code = (
        "import sys\n"
        "from caffe_fillers.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert {"numpy", "onnx", "h5py", "google.protobuf", "lmdb"} & set(told) == set()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_no_litter(sent, code, tmp_path):
    """Ctrl-C and kill in mid-write: the old file stands, and nothing beside it."""
    out = tmp_path / "out.caffemodel"
    out.write_bytes(b"old")
    started = subprocess.Popen(
        [*PROGRAM, ROOT / "examples" / "vgg16.prototxt", "--seed", "1", "-o", out, "--force"],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    # Until it writes: the open file has no name, but its process has it.
    descriptors = Path(f"/proc/{started.pid}/fd")
    for _ in range(600):
        time.sleep(0.05)
        try:
            links = [str(each.readlink()) for each in descriptors.iterdir()]
        except OSError:
            continue
        if any(str(tmp_path) in link for link in links):
            break
    started.send_signal(sent)
    _, err = started.communicate(timeout=60)

    assert started.returncode == code
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["out.caffemodel"]
    assert out.read_bytes() == b"old"
