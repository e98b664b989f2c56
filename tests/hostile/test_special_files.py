"""Pipes and devices: what a user names may be a pipe, what a file names is a regular file."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from onnx import helper

from caffe_fillers.errors import DataError
from caffe_fillers.files import reading
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
PROGRAM = [sys.executable, "-m", "caffe_fillers"]
#: More than anything here takes; only what hangs meets it.
HANGS = 300

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")


def data(kind, param, source, more=""):
    """A net of one data layer."""
    return (
        f'layer {{ name: "d" type: "{kind}" top: "d" top: "l" '
        f'{param} {{ source: "{source}" batch_size: 1 {more} }} }}'
    )


CROP = "} transform_param { crop_size: 2"
#: The files of a case, and the command that meets SPECIAL in one of them. NET means net.prototxt.
CASES = {
    "ImageData": ({"net.prototxt": data("ImageData", "image_data_param", "SPECIAL")}, None),
    "an image": (
        {
            "net.prototxt": data("ImageData", "image_data_param", "list"),
            "list": "SPECIAL 0\n",
        },
        None,
    ),
    "HDF5Data": ({"net.prototxt": data("HDF5Data", "hdf5_data_param", "SPECIAL")}, None),
    "an HDF5 file": (
        {"net.prototxt": data("HDF5Data", "hdf5_data_param", "list"), "list": "SPECIAL\n"},
        None,
    ),
    "WindowData": (
        {"net.prototxt": data("WindowData", "window_data_param", "SPECIAL", CROP)},
        None,
    ),
    "LMDB": ({"net.prototxt": data("Data", "data_param", "SPECIAL", "backend: LMDB")}, None),
    "data.mdb": (
        {"net.prototxt": data("Data", "data_param", "db", "backend: LMDB"), "db/data.mdb": None},
        None,
    ),
    "CURRENT": (
        {"net.prototxt": data("Data", "data_param", "db"), "db/CURRENT": None},
        None,
    ),
    "MANIFEST": (
        {
            "net.prototxt": data("Data", "data_param", "db"),
            "db/CURRENT": "MANIFEST-1\n",
            "db/MANIFEST-1": None,
        },
        None,
    ),
    "a solver's net": ({"net.prototxt": 'net: "SPECIAL" base_lr: 1'}, None),
    "weights of a solver": (
        {"net.prototxt": f'net: "{LENET}" base_lr: 1 weights: "SPECIAL"'},
        None,
    ),
    "--weights": ({}, [LENET, "--weights", "SPECIAL"]),
    "WEIGHTS": ({}, ["verify", LENET, "SPECIAL"]),
    "a model": ({}, ["identify", "SPECIAL"]),
    "convert": ({}, ["convert", "SPECIAL", "x.npz"]),
    "--manifest": ({}, ["verify", "--manifest", "manifest"]),
    "--mean": ({}, ["export", LENET, "--seed", 1, "-o", "a.onnx", "--mean", "SPECIAL"]),
    "--input": (
        {},
        [
            "export",
            LENET,
            "--seed",
            1,
            "-o",
            "b.onnx",
            "--against",
            "reference",
            "--input",
            "SPECIAL",
        ],
    ),
}
HEAD = {"caffe_fillers_manifest": 1, "seed": 1, "seed_chosen": True, "seed_by_name": False}
LINE = {"input": "a", "output": "b", "options": {}, "seed": 1, "package": "0", "reads": {}}
#: Only a device: a FIFO that the user names is waited for.
DEVICES = {
    "NET": ({}, ["plan", "SPECIAL"]),
    "fmt": ({}, ["fmt", "SPECIAL"]),
    "--like": ({}, ["plan", "m.onnx", "--like", "SPECIAL"]),
    "--recipe": ({}, ["plan", "w.npz", "--recipe", "SPECIAL"]),
    "--map": ({}, ["convert", "w.npz", "x.npz", "--map", "SPECIAL"]),
    "--files-from": ({}, ["fill", "--files-from", "SPECIAL"]),
    "--pairs": ({}, ["verify", "--pairs", "SPECIAL"]),
}

#: Runs all cases, each in its folder, and tells how they ended.
CHILD = """
import contextlib, io, json, os, sys
from caffe_fillers.cli import main

told = {}
for name, folder, args in json.load(sys.stdin):
    os.chdir(folder)
    err = io.StringIO()
    with contextlib.redirect_stderr(err):
        try:
            main(args)
        except SystemExit as left:
            told[name] = left.code, err.getvalue()
print(json.dumps(told))
"""


def prepared(folder, files, args, special):
    """The folder of a case, and its command."""
    path = folder / "SPECIAL"
    special(path)
    np.savez(folder / "w.npz", **{"a/0": np.zeros((2, 3), np.float32)})
    graph = helper.make_graph([], "g", [], [])
    (folder / "m.onnx").write_bytes(helper.make_model(graph).SerializeToString())
    lines = [{**HEAD, "targets": ["b"]}, {**LINE, "writes": {"SPECIAL": "0"}}]
    (folder / "manifest").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        if text is None:
            special(folder / name)
        else:
            (folder / name).write_text(text)
    return [str(each) for each in args or ["plan", "net.prototxt", "--phase", "train"]]


@pytest.fixture(scope="module", params=["fifo", "device"])
def ended(request, tmp_path_factory):
    """How all cases end, with a FIFO or with a device that never ends."""
    root = tmp_path_factory.mktemp("special")

    def special(path):
        if request.param == "fifo":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")

    cases = {**CASES, **(DEVICES if request.param == "device" else {})}
    work = []
    for number, (name, (files, args)) in enumerate(cases.items()):
        folder = root / str(number)
        folder.mkdir()
        work.append((name, str(folder), prepared(folder, files, args, special)))
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CASES, *DEVICES])
def test_nothing_waits_for_a_pipe_or_reads_a_device(name, ended):
    """Exit code 3, and what it is."""
    if name not in ended:
        return
    code, err = ended[name]

    assert code == (1 if name == "--manifest" else 3), err
    if name != "--manifest":
        assert "not a regular file" in err
        assert err.count("SPECIAL") == 1 or name in ("data.mdb", "CURRENT", "MANIFEST"), err


# --- pipes that the user names --------------------------------------------------------------------


def through_a_pipe(content, args, folder):
    """How the program ends that reads this from a pipe whose path it is given as PIPE."""
    reader, writer = os.pipe()

    def feed():
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(content)

    feeding = threading.Thread(target=feed)
    feeding.start()
    named = [f"/dev/fd/{reader}" if each == "PIPE" else str(each) for each in args]
    ran = subprocess.run(
        [*PROGRAM, *named],
        pass_fds=[reader],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    os.close(reader)
    feeding.join()
    return ran


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "args", "said"),
    [
        (None, ["plan", "PIPE"], "conv1[0]"),
        (None, ["fmt", "PIPE"], "conv1"),
        (None, ["export", "PIPE", "--seed", 1, "-o", "OUT"], ""),
        (b'rules = ["*=keep"]', ["plan", "w.npz", "--recipe", "PIPE"], "kept: "),
        (b"LENET\n", ["fill", "--files-from", "PIPE", "--seed", 1, "-o", "OUT/"], ""),
    ],
    ids=["plan", "fmt", "export", "--recipe", "--files-from"],
)
def test_a_pipe_is_read_once(content, args, said, tmp_path):
    """`plan <(make_net)`: the very text that was written into it."""
    content = LENET.read_bytes() if content is None else content.replace(b"LENET", bytes(LENET))
    out = tmp_path / "out.onnx"
    np.savez(tmp_path / "w.npz", **{"a/0": np.zeros((2, 3), np.float32)})
    args = [str(each).replace("OUT", str(out)) for each in args]
    ran = through_a_pipe(content, args, tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert said in ran.stdout + ran.stderr


def test_a_pipe_is_bounded(monkeypatch, tmp_path):
    """It never ends, but the reading does."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    stop = threading.Event()

    def feed():
        with path.open("wb", buffering=0) as pipe:
            try:
                while not stop.is_set():
                    pipe.write(bytes(1 << 16))
            except BrokenPipeError:
                pass

    feeding = threading.Thread(target=feed)
    feeding.start()
    monkeypatch.setattr(reading, "MAX_PIPED", 3 << 20)
    with pytest.raises(DataError, match="more than 3,145,728 bytes"):
        reading.read_given(path, 1 << 30)
    stop.set()
    feeding.join()


def test_a_file_is_bounded(tmp_path):
    """Up to the bound, and no more."""
    path = tmp_path / "file"
    path.write_bytes(bytes(100))

    assert reading.read_given(path, 100) == reading.read_regular(path, 100) == bytes(100)
    for read in (reading.read_given, reading.read_regular):
        with pytest.raises(DataError, match="more than 99 bytes"):
            read(path, 99)


def test_a_file_that_becomes_a_pipe(monkeypatch, tmp_path):
    """Between the look and the opening: it is looked at again, and not waited for."""
    path = tmp_path / "file"
    path.write_bytes(b"regular")
    before = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda _: before)
    with pytest.raises(DataError, match="is a pipe"):
        reading.open_regular(path)


def test_a_closed_stdin(tmp_path):
    """A message, not a traceback."""
    ran = subprocess.run(
        [*PROGRAM, "fmt", "-"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        preexec_fn=lambda: os.close(0),
    )

    assert ran.returncode == 3
    assert "<stdin>: cannot be read" in ran.stderr
