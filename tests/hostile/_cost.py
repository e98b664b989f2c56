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

#: Runs one command after everything is loaded; the peak is this process's own.
CODE = """
import importlib, json, os, pkgutil, sys, time
import h5py, numpy, onnx, caffe_fillers
for found in pkgutil.walk_packages(caffe_fillers.__path__, "caffe_fillers."):
    if ".testing" not in found.name and "__main__" not in found.name:
        try:
            importlib.import_module(found.name)
        except ImportError:
            pass  # an extra is missing
from caffe_fillers.cli import main

def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024

warm = json.loads(os.environ["WARM"])
if warm:
    try:
        main(warm)
    except SystemExit:
        pass
before, began, code = peak(), time.process_time(), 70
try:
    main(sys.argv[1:])
except SystemExit as left:
    code = left.code
finally:
    told = {"code": code, "bytes": peak() - before, "seconds": time.process_time() - began}
    print(json.dumps(told), file=open("cost.json", "w"))
"""

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")


def cost(folder, *command, warm=()):
    """The exit code, the bytes and the processor seconds of a command, and what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WARM": json.dumps(list(map(str, warm)))}
    ran = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    told = json.loads((folder / "cost.json").read_text())
    return told["code"], told["bytes"], ran.stdout.decode() + ran.stderr.decode()
