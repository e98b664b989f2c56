"""Faults of the system: calls that fail, kills, two writers, a reader during the write.

Every command that writes runs with a library before the system's own that makes one call fail, or
kills the process at it. What stood there is whole, or what was to be written is: nothing between.
`CAFFE_FILLERS_KILLS=1000` kills so many times over all commands; by default few.
"""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pytest

from tests._shared import ROOT
from tests.hostile._faults import digests

HERE = Path(__file__).parent
KILLS = int(os.environ.get("CAFFE_FILLERS_KILLS", "60"))
ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EPERM)
#: Calls without which it can be done: another way is taken.
OTHER_WAYS = {"open", "link", "chmod"}

OLD = """name: "n"
layers { name: "d" type: DUMMY_DATA top: "d"
  dummy_data_param { num: 2 channels: 3 height: 1 width: 1 } }
layers { name: "ip" type: INNER_PRODUCT bottom: "d" top: "ip"
  inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }
"""
#: Each way of writing; the outputs exist already.
COMMANDS = (
    "fill n.prototxt --seed 1 -o o.caffemodel --force",
    "fill n.prototxt --seed 1 -o o.npz --force",
    "fill n.prototxt --seed 1 -o o.h5 --force",
    "fill n.prototxt --seed 1 -o new.safetensors",
    "fill m.caffemodel --seed 2 --filler *=xavier -o o.caffemodel --force",
    "convert m.caffemodel o.safetensors --force",
    "upgrade old.prototxt --in-place",
    "fmt old.prototxt --in-place",
    "rewrite old.prototxt --set name=x --in-place",
    "deploy n.prototxt -o o.prototxt --force",
    "export n.prototxt m.caffemodel -o o.onnx --force",
    "verify n.prototxt m.caffemodel --seed 1 --junit o.xml",
    "fill large.onnx -o filled.onnx --seed 1",
    "fill n.prototxt m.prototxt --seed 1 --out-dir out --jobs 1",
)
#: Those of several outputs: each of them is old or new, and some may be new where another failed.
SEVERAL = COMMANDS[-2:]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the library goes before Linux's own"),
]


def command_line(*args, **how):
    """Run the program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "caffe_fillers", *args], env=environment, check=True, **how
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The library, compiled."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler: faults of the system are not tried")
    target = tmp_path_factory.mktemp("library") / "faults.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", target, HERE / "faults.c", "-ldl"], check=True
    )
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the commands read, and outputs that stand there already."""
    made = tmp_path_factory.mktemp("faults")
    before = made / "before"
    before.mkdir()
    (before / "old.prototxt").write_text(OLD)
    command_line("upgrade", before / "old.prototxt", "-o", before / "n.prototxt")
    command_line("fill", before / "n.prototxt", "--seed", "1", "-o", before / "m.caffemodel")
    for name in ("o.caffemodel", "o.h5", "o.safetensors", "o.prototxt", "o.onnx"):
        (before / name).write_bytes(b"what stood there")
    np.savez(before / "o.npz", a=np.zeros(3))
    shutil.copy(before / "n.prototxt", before / "m.prototxt")
    command_line("export", before / "n.prototxt", before / "m.caffemodel", "-o", made / "l.onnx")
    how = {"save_as_external_data": True, "location": "large.data", "size_threshold": 0}
    onnx.save(onnx.load(made / "l.onnx"), before / "large.onnx", **how)
    return made


@pytest.fixture(scope="module")
def run(library, folder):
    """Run commands with faults."""

    def run_(asked):
        ran = subprocess.run(
            [sys.executable, HERE / "_faults.py", folder],
            input=json.dumps([[command.split(), fault] for command, fault in asked]),
            env={**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(library)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run_


@pytest.fixture(scope="module")
def whole(run):
    """Of each command, a run without a fault."""
    found = run([(command, "log 0 0") for command in COMMANDS])
    return dict(zip(COMMANDS, found, strict=True))


def test_every_command_writes(whole, folder):
    """The library sees its calls, and something is new afterwards."""
    before = digests(folder / "before")
    for command, ran in whole.items():
        assert ran["code"] == 0, (command, ran["said"])
        assert {"open", "write", "fsync"} <= set(ran["calls"]), command
        assert {"rename", "link"} & set(ran["calls"]), command
        assert ran["files"] != before, command
        assert not [name for name in ran["files"] if name.endswith(".tmp")]


def test_a_call_that_fails(whole, run, folder):
    """Exit code 3, a message, and all files as they were; or another way, and all files new."""
    before = digests(folder / "before")
    asked = []
    for at, (command, ran) in enumerate(whole.items()):
        for name in sorted(set(ran["calls"])):
            for number in range(ran["calls"].count(name)):
                # Each error takes its turn.
                error = ERRORS[(at + number) % len(ERRORS)]
                asked.append((command, f"{name} {number} {error}"))
    failed = 0
    for (command, fault), ran in zip(asked, run(asked), strict=True):
        told = (command, fault, ran["said"])
        if ran["code"] == 0:
            assert fault.split()[0] in OTHER_WAYS, told
            assert ran["files"] == whole[command]["files"], told
            continue
        failed += 1
        assert ran["code"] == 3, told
        if command in SEVERAL:
            new = whole[command]["files"]
            assert all(each in {before.get(n), new.get(n)} for n, each in ran["files"].items())
        else:
            assert ran["files"] == before, told
            assert ran["said"].startswith("error: "), told
        assert os.strerror(int(fault.split()[2])) in ran["said"], told

    assert failed > 40


def test_a_process_that_is_killed(whole, run, folder):
    """At any of its calls: each file is old or new, and nothing else is left but its temporary."""
    before = digests(folder / "before")
    chance = random.Random(15)  # noqa: S311  # the same every time
    asked = []
    for number in range(KILLS):
        command = COMMANDS[number % len(COMMANDS)]
        at = chance.randrange(len(whole[command]["calls"]))
        asked.append((command, f"any {at} {chance.choice((0, -1))}"))
    killed = 0
    for (command, fault), ran in zip(asked, run(asked), strict=True):
        killed += ran["code"] == -9
        new = whole[command]["files"]
        for name, digest in ran["files"].items():
            if name.startswith(".fill-weights-") and name.endswith(".tmp"):
                continue  # docs/fill.md names it
            assert digest in {before.get(name), new.get(name)}, (command, fault, name)
        assert before.keys() <= ran["files"].keys(), (command, fault)

    assert killed == KILLS


def test_two_writers_and_a_reader(folder, tmp_path):
    """Whoever reads meanwhile finds one of the two files, whole."""
    net = folder / "before" / "n.prototxt"
    target = tmp_path / "o.npz"
    contents = []
    for seed in (1, 2):
        command_line("fill", net, "--seed", str(seed), "-o", target, "--force")
        contents.append(target.read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    fill = ("fill", net, "-o", target, "--force")
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "caffe_fillers", *fill, "--seed", str(seed)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        for seed in (1, 2, 1, 2)
    ]
    while any(writer.poll() is None for writer in writers):
        assert target.read_bytes() in contents
        time.sleep(0.001)

    assert [writer.wait() for writer in writers] == [0] * 4
    assert target.read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["o.npz"]
