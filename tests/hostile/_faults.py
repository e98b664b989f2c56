"""Runs commands of which one call of the system fails, or which are killed at one of their calls.

    LD_PRELOAD=faults.so python _faults.py FOLDER < asked.json > told.json

`asked` is a list of [command, fault]; each is run in a child of its own, in a fresh copy of the
folder `FOLDER/before`. Told is of each: the exit code (negative for a signal), what it said on
stderr, the names of its calls (for a fault of "log") and the content of all files as digests.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

LOG = 198


def digests(folder):
    """The content of every file."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def _child(here, said, calls, command, fault):
    from caffe_fillers.cli import main

    os.chdir(here)
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(calls, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), LOG)
    os.environ["FAULT"] = fault
    try:
        main(command)
    except SystemExit as left:
        os._exit(left.code or 0)
    finally:
        os._exit(99)


def run(folder, command, fault):
    """One command with one fault."""
    here, said, calls = folder / "here", folder / "said", folder / "calls"
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(folder / "before", here)
    os.environ["FAULT_FOLDER"] = str(here)
    child = os.fork()
    if not child:
        _child(here, said, calls, command, fault)
    status = os.waitpid(child, 0)[1]
    return {
        "code": os.waitstatus_to_exitcode(status),
        "said": said.read_text(errors="replace"),
        "calls": calls.read_text().split(),
        "files": digests(here),
    }


def main():
    """Load what the commands load by running each once, then run all that is asked."""
    folder = Path(sys.argv[1]).resolve()
    asked = json.load(sys.stdin)
    from caffe_fillers.cli import main as command_line

    for command in {json.dumps(command) for command, _ in asked}:
        warm = folder / "warm"
        shutil.copytree(folder / "before", warm)
        os.chdir(warm)
        with (
            contextlib.suppress(SystemExit),
            Path(os.devnull).open("w") as nothing,
            contextlib.redirect_stdout(nothing),
            contextlib.redirect_stderr(nothing),
        ):
            command_line(json.loads(command))
        os.chdir(folder)
        shutil.rmtree(warm)
    json.dump([run(folder, command, fault) for command, fault in asked], sys.stdout)


if __name__ == "__main__":
    main()
