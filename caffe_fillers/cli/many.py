"""Commands over many files: their options, their progress, and the list at the end."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.inputs import STREAM, find_inputs, read_list
from caffe_fillers.cli.common import note, stacked
from caffe_fillers.cli.looks import PATIENCE, clear_line
from caffe_fillers.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from caffe_fillers.bulk.inputs import Found
    from caffe_fillers.bulk.jobs import Job
    from caffe_fillers.bulk.outcomes import Outcome
    from caffe_fillers.bulk.run import Work

__all__ = [
    "Line",
    "Many",
    "cores",
    "do_work",
    "found_inputs",
    "input_options",
    "job_options",
    "parse_shard",
    "run_options",
]

input_options = stacked(
    click.option("--recursive", is_flag=True, help="Look into the folders of folders, too."),
    click.option(
        "--files-from",
        metavar="FILE",
        help="More files, one a line (or between zero bytes); - is standard input.",
    ),
)

job_options = stacked(
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Several files: so many at a time. [default: all cores]",
    ),
    click.option("--fail-fast", is_flag=True, help="Several files: end with the first that fails."),
)

run_options = stacked(
    click.option(
        "--out-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="A folder for the outputs, in the inputs' tree; made where it is missing.",
    ),
    job_options,
    click.option(
        "--manifest",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write what was read and written, with SHA-256, as JSON Lines.",
    ),
    click.option("--resume", is_flag=True, help="Go on with the run that wrote the manifest."),
    click.option(
        "--seed-by-name", is_flag=True, help="Derive each file's seed from --seed and its path."
    ),
    click.option(
        "--shard", metavar="I/N", help="Do share I of N, from 0: the others do it elsewhere."
    ),
    click.option("--dask", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler."),
)


def found_inputs(names: Sequence[str], files_from: str | None, **how: Any) -> Found:
    """The inputs that the arguments and --files-from name.

    Raises:
        UsageError: neither names any.
        DataError: what they name leads nowhere.
    """
    every = list(names) + (read_list(files_from) if files_from else [])
    if not every:
        raise click.UsageError("name a file, a folder or a pattern, or --files-from")
    if files_from == STREAM and STREAM in names:
        raise click.UsageError("standard input can be read only once")
    return find_inputs(every, **how)


def cores(jobs: int | None, total: int, *, worth: int = 2) -> int:
    """How many jobs run at a time: as many as were asked for, else one a core.

    Args:
        jobs: What was asked for.
        total: How many jobs there are.
        worth: From how many jobs on several at a time are worth the start of processes.
    """
    if jobs is None and total < worth:
        return 1
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)
        jobs = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(jobs, total))


def parse_shard(text: str | None) -> tuple[int, int]:
    """Share and number of shares, from "I/N"."""
    if text is None:
        return 0, 1
    share, slash, shares = text.partition("/")
    if not (slash and share.isdecimal() and shares.isdecimal() and int(share) < int(shares)):
        raise click.UsageError(f"--shard {text} is not of the form 0/3, 1/3 or 2/3")
    return int(share), int(shares)


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one file."""

    text: str
    #: For --json.
    told: dict[str, Any]
    code: int
    values: int = 0
    #: Why it failed; empty if it did not.
    error: str = ""


@dataclass
class Many:
    """The files of a run as they end: lines, progress, JSON in order, and the sum of it all."""

    #: The positions of the inputs, in order.
    order: Sequence[int]
    as_json: bool
    quiet: bool
    #: What was done to a file, in a word.
    verb: str = "filled"
    passed: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _waiting: dict[int, dict[str, Any]] = field(default_factory=dict)
    _next: int = 0
    _values: int = 0
    _lines: int = 0
    _skipped: int = 0
    _begun_not: int = 0
    _code: int = 0
    _failed: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The worst of the files' codes."""
        return self._code

    def add(self, index: int, line: Line) -> None:
        """One more file has ended."""
        self._lines += 1
        self._values += line.values
        self._code = max(self._code, line.code)
        if line.error:
            self._failed.append(line.error)
        self._say(line.text)
        self._tell(index, line.told)

    def skip(self, index: int, told: dict[str, Any]) -> None:
        """A file that an earlier run has done."""
        self._skipped += 1
        self._tell(index, told)

    def fail(self, error: str) -> None:
        """Something that could not even be begun."""
        self._failed.append(error)
        self._begun_not += 1

    def finish(self, more: str = "") -> None:
        """What it comes to, and the list of what failed."""
        self._clear()
        for error in self._failed:
            say(error, role="error")
        if self.quiet:
            return
        failed = len(self._failed) - self._begun_not
        parts = [f"{self._lines - failed:,} {self.verb}"]
        parts += [f"{len(self._failed):,} failed"] if self._failed else []
        parts += [f"{self._skipped:,} done already"] if self._skipped else []
        parts += [f"{self.passed:,} passed over"] if self.passed else []
        note(", ".join(parts) + more)

    def interrupted(self) -> None:
        """Leave the terminal's line."""
        self._clear()

    def _tell(self, index: int, told: dict[str, Any]) -> None:
        """JSON in the order of the inputs: what ends early waits for its turn."""
        if not self.as_json:
            return
        self._waiting[index] = told
        while self._next < len(self.order) and self.order[self._next] in self._waiting:
            click.echo(json.dumps(self._waiting.pop(self.order[self._next])))
            self._next += 1

    def _say(self, text: str) -> None:
        if self.quiet:
            return
        self._clear()
        note(text)
        if sys.stderr.isatty() and time.monotonic() - self._begun > PATIENCE:
            say(self._progress(), nl=False)

    def _progress(self) -> str:
        done, total = self._lines + self._skipped, len(self.order)
        seconds = max(time.monotonic() - self._begun, 1e-9)
        left = seconds / max(self._lines, 1) * (total - done)
        minutes, rest = divmod(round(left), 60)
        return (
            f"{done:,} of {total:,} files, {self._values / seconds:,.0f} values a second, "
            f"{minutes}:{rest:02} left"
        )

    def _clear(self) -> None:
        if sys.stderr.isatty() and not self.quiet:
            clear_line()


def do_work(
    work: Work,
    many: Many,
    line_of: Callable[[Job, Outcome], Line],
    *,
    jobs: int | None,
    dask: str | None,
    fail_fast: bool,
) -> int:
    """Do planned work and tell of it; the exit code."""
    for job, entry in work.done:
        told = {"input": job.path, "output": job.target, "skipped": "done already"}
        many.skip(job.index, {**told, "seed": entry.seed})
    from caffe_fillers.bulk.run import run_work  # noqa: PLC0415  # only jobs that fill need it

    try:
        with _executor(work, jobs, dask) as execute:
            for job, outcome in run_work(work, execute, fail_fast=fail_fast):
                many.add(job.index, line_of(job, outcome))
    except KeyboardInterrupt:
        many.interrupted()
        raise
    many.finish(f"; seed {work.seed}")
    return many.code


@contextmanager
def _executor(
    work: Work, jobs: int | None, dask: str | None
) -> Iterator[Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]]:
    from caffe_fillers.bulk.run import processes  # noqa: PLC0415

    if not dask or not work.jobs:
        with nullcontext(processes(cores(jobs, len(work.jobs)))) as execute:
            yield execute
        return
    # Most runs need no cluster, whose library is large.
    from caffe_fillers.bulk.cluster import on_cluster  # noqa: PLC0415
    from caffe_fillers.bulk.targets import make_folders  # noqa: PLC0415

    make_folders(Path(job.target) for job in work.jobs)
    with on_cluster(dask, work.jobs) as execute:
        yield execute
