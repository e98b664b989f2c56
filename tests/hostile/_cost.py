"""What a command takes of memory beyond what the interpreter has after its imports."""

import json
import os
import subprocess
import sys

import pytest

from tests._shared import ROOT

MEGABYTE = 1 << 20
#: Bytes that any input may take, whatever its size.
ANYWAY = 64 * MEGABYTE

#: Loads everything, then runs each command in a child of its own; the peak is that child's.
CODE = """
import importlib, json, os, pkgutil, sys
import h5py, numpy, onnx, caffe_fillers
for found in pkgutil.walk_packages(caffe_fillers.__path__, "caffe_fillers."):
    if ".testing" not in found.name and "__main__" not in found.name:
        try:
            importlib.import_module(found.name)
        except ImportError:
            pass  # an extra is missing
from caffe_fillers.cli import main

def bytes_of(name):
    for line in open("/proc/self/status"):
        if line.startswith(name):
            return int(line.split()[1]) * 1024

def run(number, command):
    said = os.open(f"said-{number}", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    open("/proc/self/clear_refs", "w").write("5")
    before, code = bytes_of("VmRSS"), 70
    try:
        main(command)
    except SystemExit as left:
        code = left.code
    finally:
        with open(f"cost-{number}", "w") as file:
            json.dump([code, bytes_of("VmHWM") - before], file)

for number, command in enumerate(json.load(sys.stdin)):
    child = os.fork()
    if not child:
        try:
            run(number, command)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
"""

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")


def costs(folder, commands):
    """Of each command the exit code, the bytes it took, and what it said."""
    told = json.dumps([list(map(str, command)) for command in commands])
    subprocess.run(
        [sys.executable, "-c", CODE],
        input=told.encode(),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    for number in range(len(commands)):
        code, taken = json.loads((folder / f"cost-{number}").read_text())
        yield code, taken, (folder / f"said-{number}").read_bytes().decode(errors="replace")


def cost(folder, *command):
    """Of one command."""
    return next(costs(folder, [command]))
