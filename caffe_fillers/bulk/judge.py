"""Judging one pair of a net and weights, as a plain value that another process can be given."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from caffe_fillers.api.weights import identify, verify
from caffe_fillers.bulk.outcomes import DIFFERS, Outcome, guarded
from caffe_fillers.verification import Tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.bulk.fill import FillOptions

__all__ = ["JudgeJob", "judge"]


@dataclass(frozen=True, slots=True)
class JudgeJob:
    """One pair, and what is to be done with it."""

    index: int
    what: Literal["verify", "identify"]
    net: str | None
    weights: str
    options: FillOptions
    #: For verify: the options of `verify` in `caffe_fillers.api.weights`, as plain values.
    judging: Mapping[str, Any] = field(default_factory=dict)
    tolerance: tuple[int, float, float] = (0, 0.0, 0.0)

    @property
    def path(self) -> str:
        """The file that it is about."""
        return self.weights


def judge(job: JudgeJob) -> Outcome:
    """Judge one pair; what goes wrong with it is part of the outcome."""
    started = time.monotonic()

    def do() -> Outcome:
        told, code = (_verified if job.what == "verify" else _identified)(job)
        return Outcome(job.index, code, told, seconds=time.monotonic() - started)

    return guarded(job.index, job.weights, do)


def _verified(job: JudgeJob) -> tuple[dict[str, Any], int]:
    report = verify(
        str(job.net),
        job.weights,
        tolerance=Tolerance(*job.tolerance),
        **job.judging,
        **job.options.arguments,
    )
    return {"report": report}, 0 if report.good else DIFFERS


def _identified(job: JudgeJob) -> tuple[dict[str, Any], int]:
    how = job.options.arguments if job.net else {}
    blobs = list(identify(Path(job.weights), Path(job.net) if job.net else None, **how))
    return {"blobs": blobs}, 0
