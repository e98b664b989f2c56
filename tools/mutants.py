"""How many small faults the tests notice: a seeded sample of mutants, each run by tests that reach it.

    python tools/mutants.py record -n 2 tests/rng tests/layers ...     # needs coverage
    python tools/mutants.py run --sample 300 --seed 1 --jobs 2
    python tools/mutants.py show

`record` runs the tests once and keeps which test reaches which line, and how long it takes. `run`
changes one thing at a time in a copy of the package (a comparison, a sign, a constant, a condition,
a statement left out) and runs the quickest tests that reach the line, then, if all pass, the others;
a run that was interrupted goes on where it was. `show` prints the mutants that survived.

Not changed: messages of errors, annotations, docstrings, `strict` of zip and the options of
dataclasses, which say nothing about results.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import json
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "caffe_fillers"
ROOMS = ("rng", "fillers", "layers", "plan", "verification", "matching")

#: Processor seconds of tests that a mutant gets at first, and when it survived these.
FIRST, SECOND = 8.0, 40.0
#: A test that takes so many times its usual time, and some seconds more, has noticed.
PATIENCE, EXTRA = 5.0, 40
MEMORY = 8 << 30

# --- which test reaches which line -------------------------------------------------------------------


class Recorder:
    """A pytest plugin: each test is a context of coverage, and its processor time is kept."""

    def __init__(self, folder: Path) -> None:
        import coverage  # noqa: PLC0415  # needed to record only

        self._file = folder / f"record-{os.getpid()}"
        self._coverage = coverage.Coverage(
            data_file=str(self._file), source=[str(ROOT / PACKAGE)], config_file=False
        )
        self._seconds: dict[str, float] = {}
        self._coverage.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._coverage.switch_context(nodeid)
        self._began = sum(os.times()[:4])

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test ends."""
        self._seconds[nodeid] = sum(os.times()[:4]) - self._began
        self._coverage.switch_context("")

    def pytest_sessionfinish(self) -> None:
        """Keep what was seen."""
        self._coverage.stop()
        self._coverage.save()
        self._file.with_suffix(".json").write_text(json.dumps(self._seconds))


def pytest_configure(config: Any) -> None:
    """With `-p mutants`: record in the processes that run tests."""
    folder = os.environ.get("MUTANTS_RECORD")
    if folder and (hasattr(config, "workerinput") or not config.getoption("numprocesses", None)):
        config.pluginmanager.register(Recorder(Path(folder)))
