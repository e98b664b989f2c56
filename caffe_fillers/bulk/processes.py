"""Jobs in processes of this machine, no more of them under way than there are processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import connection
from typing import TYPE_CHECKING, Protocol, TypeVar

from caffe_fillers.bulk.again import again
from caffe_fillers.bulk.outcomes import BAD_INPUT, Outcome
from caffe_fillers.files.external import allowing_external, is_external_allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

__all__ = ["AnyJob", "in_turn", "one_by_one", "run_all", "run_in_processes"]

#: Seconds that a process has to clean up before it is ended the hard way.
GRACE = 10
#: Jobs that wait in a process's queue besides the one it works on.
AHEAD = 1


class AnyJob(Protocol):
    """A plain value that a function of a module does."""

    @property
    def index(self) -> int:
        """Its place among the inputs."""
        ...

    @property
    def path(self) -> str:
        """The file that it is about."""
        ...


JobT = TypeVar("JobT", bound=AnyJob)


def one_by_one(
    jobs: Iterable[JobT], run: Callable[[JobT], Outcome]
) -> Iterator[tuple[JobT, Outcome]]:
    """Each job in this process."""
    for job in jobs:
        yield job, run(job)


def run_all(
    jobs: Iterable[JobT], processes: int, run: Callable[[JobT], Outcome]
) -> Iterator[tuple[JobT, Outcome]]:
    """Jobs in so many processes; in this one, if it is one."""
    return one_by_one(jobs, run) if processes == 1 else run_in_processes(jobs, processes, run)


def in_turn(
    ends: Iterable[tuple[JobT, Outcome]], jobs: Iterable[JobT]
) -> Iterator[tuple[JobT, Outcome]]:
    """What ends early waits until all before it have ended: outcomes in the order of the jobs."""
    waiting: dict[int, tuple[JobT, Outcome]] = {}
    order = iter(jobs)
    due = next(order, None)
    for job, outcome in ends:
        waiting[job.index] = job, outcome
        while due is not None and due.index in waiting:
            yield waiting.pop(due.index)
            due = next(order, None)


def run_in_processes(
    jobs: Iterable[JobT], processes: int, run: Callable[[JobT], Outcome]
) -> Iterator[tuple[JobT, Outcome]]:
    """Jobs in so many processes; each with its outcome, as they end.

    A process that dies (killed, or out of memory) fails its own job only: what was under way is
    done again, each job in a process of its own.

    Args:
        jobs: The jobs; they are asked for when there is room.
        processes: How many at a time.
        run: Does a job; a function of a module, as it is pickled.
    """
    waiting: deque[JobT] = deque()
    source = iter(jobs)
    while True:
        broken: list[JobT] = []
        yield from _pooled(waiting, source, processes, run, broken)
        for job in broken:
            yield job, _alone(job, run)
        waiting.clear()
        if not broken:
            return


def _pooled(
    waiting: deque[JobT],
    source: Iterator[JobT],
    processes: int,
    run: Callable[[JobT], Outcome],
    broken: list[JobT],
) -> Iterator[tuple[JobT, Outcome]]:
    """Run until there are no jobs left, or the pool breaks: then its jobs are in `broken`."""
    pool = _pool(processes)
    running: dict[Future[Outcome], JobT] = {}
    try:
        while True:
            while len(running) < processes * (1 + AHEAD):
                job = waiting.popleft() if waiting else next(source, None)
                if job is None:
                    break
                try:
                    running[pool.submit(_guarded, run, job, is_external_allowed())] = job
                except BrokenProcessPool:
                    broken.append(job)
                    raise
            if not running:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running[future], future.result()
                del running[future]
        pool.shutdown()
    except BrokenProcessPool:
        broken += running.values()
    finally:
        _stop(pool)


def _pool(processes: int) -> ProcessPoolExecutor:
    method = "forkserver" if sys.platform.startswith("linux") else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        # What all workers need is loaded once.
        context.set_forkserver_preload(["caffe_fillers.bulk.preloaded"])
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_quiet)


def _alone(job: JobT, run: Callable[[JobT], Outcome]) -> Outcome:
    pool = _pool(1)
    try:
        work = partial(again, run)
        return pool.submit(_guarded, work, job, is_external_allowed()).result()
    except BrokenProcessPool:
        text = f"{job.path}: its process died; it may need more memory than there is"
        return Outcome(job.index, BAD_INPUT, error=text)
    finally:
        _stop(pool)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End a pool at once: what its processes have begun is given up, and leaves nothing."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001  # no public way before 3.14
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        with suppress(Exception):
            process.terminate()
    for process in processes:
        process.join(GRACE)
        if process.exitcode is None:
            process.kill()


def _guarded(run: Callable[[JobT], Outcome], job: JobT, external: bool) -> Outcome:  # noqa: FBT001  # a pool gives arguments by their places
    """Do a job; a process that is told to end does so once its outputs are cleaned up."""
    try:
        with allowing_external(allowed=external):
            return run(job)
    except SystemExit as left:
        os._exit(left.code if isinstance(left.code, int) else 1)


def _quiet() -> None:
    """Ctrl-C is for the main process, which ends the others; if it was killed, they end by it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _terminated)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        _end_main_thread()
        time.sleep(GRACE)
        os._exit(1)


def _end_main_thread() -> None:
    """As SIGTERM ends it, even where it waits for a lock."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGTERM)


def _terminated(signum: int, frame: FrameType | None) -> None:
    del frame
    # As an exception, so that open outputs are cleaned up on the way.
    raise SystemExit(128 + signum)
