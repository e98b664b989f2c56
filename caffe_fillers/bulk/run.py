"""A run over many files: planned whole, then done job by job, by one executor or another."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.bulk.fill import FillOptions, Seed
from caffe_fillers.bulk.jobs import (
    Job,
    file_sha256,
    package_version,
    run_job,
    seed_of,
    shared_sha256,
)
from caffe_fillers.bulk.manifest import Entry, Head, Manifest, Writer, read_manifest
from caffe_fillers.bulk.outcomes import BAD_INPUT, Outcome
from caffe_fillers.bulk.targets import ConflictError, Places, make_folders, targets_of
from caffe_fillers.errors import CaffeFillersError, FormatError
from caffe_fillers.files.writing import check_target
from caffe_fillers.rng.rng import fresh_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from caffe_fillers.bulk.inputs import GivenFile

__all__ = ["Bulk", "Work", "plan_work", "processes", "run_work"]


@dataclass(frozen=True, slots=True)
class Bulk:
    """How many files are filled."""

    options: FillOptions = field(default_factory=FillOptions)
    places: Places = field(default_factory=Places)
    #: None: one fresh seed for the whole run, unless a file's solver gives its own.
    seed: int | None = None
    #: Derive each file's seed from this one and its path.
    seed_by_name: bool = False
    force: bool = False
    manifest: Path | None = None
    resume: bool = False
    #: Of so many equal shares of the work, the one that is done here; counts from 0.
    shard: tuple[int, int] = (0, 1)
    #: Whether several jobs run at a time, each of which should then keep to one thread.
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """All that is to be done, before any of it is."""

    jobs: tuple[Job, ...]
    #: Jobs that cannot be begun, and why.
    refused: tuple[tuple[Job, Outcome], ...]
    #: What a manifest says is done already, and is so.
    done: tuple[tuple[Job, Entry], ...]
    #: The seed of the run; None where a solver's own may go before it.
    seed: int
    head: Head
    manifest: Path | None
    #: What an earlier run says.
    kept: tuple[Entry, ...] = ()
    #: Whether a file that is no manifest may be replaced by it.
    force: bool = False

    @property
    def total(self) -> int:
        """How many inputs there are."""
        return len(self.jobs) + len(self.refused) + len(self.done)


def plan_work(inputs: Sequence[GivenFile], bulk: Bulk) -> Work:
    """Work out all targets and seeds, and what is done already; nothing is written.

    Raises:
        ConflictError: two inputs would write one file, or an output is an input.
        FormatError, DataError: the manifest of an earlier run cannot be used.
    """
    targets = targets_of(inputs, bulk.places)
    _check_manifest(bulk.manifest, targets)
    old = _old(bulk)
    seed, fallback = _seed(bulk, old)
    every = [
        Job(
            index,
            each.kind,
            str(each.path),
            str(target),
            each.relative.as_posix(),
            Seed(
                seed_of(seed, each.relative.as_posix()) if bulk.seed_by_name else seed,
                fallback and not bulk.seed_by_name,
                bulk.threads,
            ),
            bulk.options,
            hashed=bulk.manifest is not None,
        )
        for index, (each, target) in enumerate(zip(inputs, targets, strict=True))
    ]
    shard, shards = bulk.shard
    mine = [job for job in every if job.index % shards == shard]
    sorting = _Sorting(bulk, old)
    for job in mine:
        sorting.add(job)
    head = Head(seed, not fallback, bulk.seed_by_name, tuple(map(str, targets)))
    return Work(
        tuple(sorting.jobs),
        tuple(sorting.refused),
        tuple(sorting.done),
        seed,
        head,
        bulk.manifest,
        tuple(old.entries.values()) if old else (),
        bulk.force,
    )


def _check_manifest(manifest: Path | None, targets: Iterable[Path]) -> None:
    """Refuse a manifest that would be one of the outputs."""
    if manifest is not None and os.path.realpath(manifest) in map(os.path.realpath, targets):
        raise ConflictError(
            "would be the manifest and an output",
            where=str(manifest),
            hint="Name another file with --manifest.",
        )


def run_work(
    work: Work,
    execute: Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]] | None = None,
    *,
    fail_fast: bool = False,
) -> Iterator[tuple[Job, Outcome]]:
    """Do the work; each job with its outcome, as they end.

    Args:
        work: What `plan_work` gave.
        execute: What runs jobs, by default one after the other in this process.
        fail_fast: Begin nothing more once a job has failed.

    Raises:
        OutputError: a folder cannot be made, or the manifest cannot be written.
    """
    make_folders(Path(job.target) for job in work.jobs)
    writer = None
    if work.manifest is not None:
        make_folders([work.manifest])
        inputs = (Path(job.path) for job in work.jobs)
        writer = Writer(work.manifest, work.head, work.kept, force=work.force, inputs=inputs)
    try:
        for job, outcome in _every(work, execute or processes(1)):
            if writer:
                writer.add(job, outcome)
            yield job, outcome
            if fail_fast and outcome.error:
                return
        if writer:
            writer.finish(work.head.targets)
    finally:
        if writer:
            writer.close()


def _every(
    work: Work, execute: Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]
) -> Iterator[tuple[Job, Outcome]]:
    yield from work.refused
    if work.jobs:
        yield from execute(work.jobs)


def processes(count: int) -> Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]:
    """What runs jobs in so many processes; in this one, if it is one."""
    if count == 1:
        return lambda jobs: ((job, run_job(job)) for job in jobs)
    from caffe_fillers.bulk.processes import run_all  # noqa: PLC0415  # pools are large to load

    return lambda jobs: run_all(jobs, count, run_job)


def _old(bulk: Bulk) -> Manifest | None:
    """The manifest of the run that is gone on with."""
    if not bulk.resume or bulk.manifest is None or not bulk.manifest.exists():
        return None
    old = read_manifest(bulk.manifest)
    if old.head.by_name != bulk.seed_by_name:
        raise FormatError(
            f"is of a run {'with' if old.head.by_name else 'without'} --seed-by-name",
            where=str(bulk.manifest),
            hint="Go on with the options of the run that wrote it.",
        )
    if bulk.seed is not None and bulk.seed != old.head.seed:
        raise FormatError(
            f"is of a run with the seed {old.head.seed}, not {bulk.seed}",
            where=str(bulk.manifest),
            hint="Leave --seed out: a run goes on with its own.",
        )
    return old


def _seed(bulk: Bulk, old: Manifest | None) -> tuple[int, bool]:
    """The seed of the run, and whether nobody chose it."""
    if bulk.seed is not None:
        return bulk.seed, False
    if old is not None:
        return old.head.seed, not old.head.chosen
    return fresh_seed(), True


class _Sorting:
    """Which jobs are to be done, are done, or cannot be; lives only inside `plan_work`."""

    def __init__(self, bulk: Bulk, old: Manifest | None) -> None:
        self._bulk = bulk
        self._old = old
        self._entries: dict[str, Entry] = {}
        self._ours: set[str] = set()
        if old is not None:
            self._entries = {
                os.path.realpath(old.file(name)): entry for name, entry in old.entries.items()
            }
            self._ours = {os.path.realpath(old.file(name)) for name in old.head.targets}
        self.jobs: list[Job] = []
        self.refused: list[tuple[Job, Outcome]] = []
        self.done: list[tuple[Job, Entry]] = []

    def add(self, job: Job) -> None:
        """Put one job where it belongs."""
        target = Path(job.target)
        entry = self._entries.get(os.path.realpath(target))
        try:
            if entry is not None and self._is_done(job, entry):
                self.done.append((job, entry))
                return
            force = self._bulk.force or self._is_ours(target, entry)
            if target.parent.is_dir():
                check_target(target, force=force, inputs=map(Path, job.options.files))
        except CaffeFillersError as error:
            outcome = Outcome(job.index, BAD_INPUT, error=str(error))
            self.refused.append((job, outcome))
        else:
            self.jobs.append(replace(job, force=force))

    def _is_done(self, job: Job, entry: Entry) -> bool:
        """Whether a line of the manifest still says what this job would do."""
        same = entry.options == job.options.asdict() and entry.package == package_version()
        return same and self._are(entry.reads, shared_sha256) and self._are(entry.writes)

    def _is_ours(self, target: Path, entry: Entry | None) -> bool:
        """Whether what stands there was written by the earlier run, and by nobody since."""
        if entry is not None:
            return self._are(entry.writes)
        # Written, or half done, when the run died before it could say so.
        return os.path.realpath(target) in self._ours

    def _are(self, files: object, sha256: Callable[[Path], str] = file_sha256) -> bool:
        """Whether files still have these hashes."""
        if self._old is None or not isinstance(files, dict):
            return False
        try:
            return all(sha256(self._old.file(name)) == digest for name, digest in files.items())
        except CaffeFillersError:
            return False
