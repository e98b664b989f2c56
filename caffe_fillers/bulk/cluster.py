"""Jobs on a Dask cluster that runs already; needs the extra `dask`.

A worker is given paths and plain options. Before the first job every worker says which version of
this package it has, and whether it sees the folders: a file that was put there for the purpose.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.bulk.again import again
from caffe_fillers.bulk.jobs import file_sha256, package_version, run_job
from caffe_fillers.bulk.outcomes import BAD_INPUT, Outcome
from caffe_fillers.errors import CaffeFillersError, DataError, OutputError
from caffe_fillers.files.external import allowing_external, is_external_allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from caffe_fillers.bulk.jobs import Job

__all__ = ["ClusterError", "on_cluster"]

#: Seconds that a scheduler may take to answer.
TIMEOUT = 10
#: Jobs under way or waiting for each thread of the cluster.
AHEAD = 2


class ClusterError(CaffeFillersError):
    """A cluster that is not there, or cannot do the work."""


@contextmanager
def on_cluster(
    address: str, jobs: Sequence[Job], run: Callable[[Job], Outcome] = run_job
) -> Iterator[Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]]:
    """What runs jobs on the cluster of this scheduler, while the block lasts.

    Args:
        address: The scheduler's, as "tcp://host:8786".
        jobs: All jobs: their folders are what workers must see.
        run: Does a job.

    Raises:
        ClusterError: nobody answers there, there is no worker, or a worker has another version or
            does not see a folder.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            "no scheduler of Dask answers there",
            where=address,
            hint=f"Start one with `dask scheduler`, and workers; the error is: {error}",
        ) from None
    with client:
        _check_workers(client, address, jobs)
        yield lambda each: _run(distributed, client, each, run)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise DataError(
            "a Dask cluster needs the library distributed, which is not installed",
            hint="Install it: pip install 'caffe_fillers[dask]'.",
        ) from None


def _run(
    distributed: Any, client: Any, jobs: Iterable[Job], run: Callable[[Job], Outcome]
) -> Iterator[tuple[Job, Outcome]]:
    """Each job with its outcome, as they end; a few wait on the cluster for each of its threads."""
    source = iter(jobs)
    under_way: dict[Any, Job] = {}
    queue = distributed.as_completed(loop=client.loop, with_results=False)
    room = AHEAD * max(sum(client.nthreads().values()), 1)
    try:
        while True:
            while len(under_way) < room and (job := next(source, None)) is not None:
                # Not pure: the same job in another run is another job.
                key = f"fill-{secrets.token_hex(8)}"
                future = client.submit(
                    on_worker, run, _absolute(job), is_external_allowed(), pure=False, key=key
                )
                under_way[future] = job
                queue.add(future)
            if not under_way:
                return
            future = next(queue)
            job = under_way.pop(future)
            yield job, _outcome(future, job)
    finally:
        for future in under_way:
            with suppress(Exception):
                future.cancel()


def on_worker(run: Callable[[Job], Outcome], job: Job, external: bool) -> Outcome:  # noqa: FBT001  # a cluster gives arguments by their places
    """Do a job; what it read is named so that it does not depend on where the worker stands."""
    with allowing_external(allowed=external):
        # A worker that died may have written the output and not said so.
        outcome = again(run, job)
    reads = {str(Path(name).absolute()): digest for name, digest in outcome.reads.items()}
    return replace(outcome, reads=reads)


def _absolute(job: Job) -> Job:
    """The job by paths that do not depend on where a worker was started."""
    options = job.options
    names: dict[str, Any] = {
        name: str(Path(value).absolute())
        for name in ("recipe", "net_file", "like", "table")
        if (value := getattr(options, name)) is not None
    }
    trained = tuple(
        ",".join(str(Path(name.strip()).absolute()) for name in text.split(","))
        for text in options.weights
    )
    return replace(
        job,
        path=str(Path(job.path).absolute()),
        target=str(Path(job.target).absolute()),
        options=replace(options, weights=trained, **names),
    )


def _here(outcome: Outcome, job: Job) -> Outcome:
    """The outcome by the paths that the job was given."""
    far = _absolute(job)
    pairs = ((far.target, job.target), (far.path, job.path))

    def named(text: Any) -> Any:
        for absolute, given in pairs if isinstance(text, str) else ():
            if text.startswith(absolute):
                return given + text.removeprefix(absolute)
        return text

    return replace(
        outcome,
        told={name: named(value) for name, value in outcome.told.items()},
        error=named(outcome.error),
        reads={named(name): digest for name, digest in outcome.reads.items()},
        writes={named(name): digest for name, digest in outcome.writes.items()},
    )


def _outcome(future: Any, job: Job) -> Outcome:
    try:
        outcome: Outcome = _here(future.result(), job)
    except Exception as error:  # noqa: BLE001  # whatever a cluster's machines come up with
        # Workers that died in the middle, again and again.
        text = f"{job.path}: the cluster could not do it: {type(error).__name__}: {error}"
        return Outcome(job.index, BAD_INPUT, error=text)
    return outcome


def _check_workers(client: Any, address: str, jobs: Sequence[Job]) -> None:
    """Refuse a cluster of which one worker would not do what this machine does."""
    if not client.scheduler_info()["workers"]:
        raise ClusterError("the cluster has no worker", where=address)
    reads = sorted({str(Path(job.path).resolve().parent) for job in jobs})
    writes = sorted({str(Path(job.target).resolve().parent) for job in jobs})
    with _probes(writes) as probes:
        paths = [Path(job.path).absolute() for job in _one_each(jobs, reads)]
        firsts = {str(path): file_sha256(path) for path in paths}
        try:
            told: Mapping[str, Mapping[str, str]] = client.run(look, probes, firsts)
        except Exception as error:  # noqa: BLE001  # a worker without the package, for instance
            raise ClusterError(
                f"a worker cannot run this package: {type(error).__name__}: {error}",
                where=address,
                hint=f"Install caffe_fillers {package_version()} on every worker.",
            ) from None
    for worker, answer in told.items():
        if answer["version"] != package_version():
            raise ClusterError(
                f"worker {worker} has caffe_fillers {answer['version']}, here it is "
                f"{package_version()}",
                where=address,
                hint="Install the same version everywhere.",
            )
        if answer["missing"]:
            raise ClusterError(
                f"worker {worker} does not see {answer['missing']} as it is here",
                where=address,
                hint="Inputs and outputs must be in folders that all machines share, under the "
                "same path.",
            )


def _one_each(jobs: Sequence[Job], folders: Iterable[str]) -> list[Job]:
    """A job for each folder."""
    found = {str(Path(job.path).resolve().parent): job for job in jobs}
    return [found[folder] for folder in folders]


@contextmanager
def _probes(folders: Iterable[str]) -> Iterator[dict[str, str]]:
    """A file in each folder, with a word that nobody else knows; gone afterwards."""
    probes: dict[str, str] = {}
    try:
        for folder in folders:
            path = Path(folder, f".fill-weights-{secrets.token_hex(8)}.probe")
            word = secrets.token_hex(16)
            try:
                path.write_text(word)
            except OSError as error:
                raise OutputError(f"cannot be written: {error.strerror}", where=folder) from error
            probes[str(path)] = word
        yield probes
    finally:
        for name in probes:
            with suppress(OSError):
                Path(name).unlink()


def look(probes: Mapping[str, str], inputs: Mapping[str, str]) -> dict[str, str]:
    """What a worker has and sees: its version, and the first file that is not as it should be."""
    missing = ""
    for name, word in probes.items():
        try:
            found = Path(name).read_text()
        except OSError:
            found = ""
        if found != word:
            missing = missing or str(Path(name).parent)
    for name, digest in inputs.items():
        try:
            seen = file_sha256(Path(name))
        except CaffeFillersError:
            seen = ""
        if seen != digest:
            missing = missing or name
    return {"version": package_version(), "missing": missing}
