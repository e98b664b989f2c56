"""Planning one file, as a plain value that another process can be given."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.bulk.outcomes import Outcome, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from caffe_fillers.bulk.fill import FillOptions

__all__ = ["PlanJob", "PlanReport", "plan_file", "plan_file_guarded"]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What is said of a plan."""

    #: For JSON.
    told: Mapping[str, Any]
    #: A table; the first row heads it, and columns of numbers are named.
    rows: Sequence[Sequence[str]]
    numbers: frozenset[str]
    #: What was learnt on the way, and what somebody should look at.
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    #: What is said behind the table; last what it comes to.
    sums: Sequence[str] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class PlanJob:
    """One file to plan."""

    #: Its place among the inputs.
    index: int
    path: str
    options: FillOptions
    #: With a seed every word is counted.
    seed: int | None
    #: What plans a file of its kind: a function of a module.
    report: Callable[[Path, FillOptions, int | None], PlanReport]


def plan_file_guarded(job: PlanJob) -> Outcome:
    """Plan one file; what goes wrong with it is part of the outcome."""
    return guarded(job.index, job.path, lambda: plan_file(job))


def plan_file(job: PlanJob) -> Outcome:
    """Plan one file; `told` has its `report`.

    Raises:
        CaffeFillersError: it cannot be read or planned.
    """
    started = time.monotonic()
    report = job.report(Path(job.path), job.options, job.seed)
    return Outcome(job.index, report.code, {"report": report}, seconds=time.monotonic() - started)
