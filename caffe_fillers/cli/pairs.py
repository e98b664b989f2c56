"""`verify` and `identify` over folders: which pairs there are, and what is said of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.judge import judge
from caffe_fillers.bulk.outcomes import BAD_INPUT
from caffe_fillers.bulk.pairs import listed, pair_folders
from caffe_fillers.bulk.processes import in_turn, run_all
from caffe_fillers.cli.common import stacked
from caffe_fillers.cli.many import Line, Many, cores, job_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from caffe_fillers.bulk.judge import JudgeJob
    from caffe_fillers.bulk.outcomes import Outcome
    from caffe_fillers.bulk.pairs import Paired

__all__ = ["found_pairs", "judge_all", "pair_options"]

pair_options = stacked(
    click.option("--recursive", is_flag=True, help="Folders: look into their folders, too."),
    click.option(
        "--pairs",
        metavar="FILE",
        help="Instead of files: pairs, one a line, a tab between the net and the weights; - is "
        "standard input.",
    ),
    job_options,
)


def found_pairs(
    net: Path | None, weights: Path | None, pairs: str | None, *, recursive: bool
) -> Paired | None:
    """The pairs that folders or a list name; None where a single pair is meant.

    Raises:
        UsageError: a folder stands beside a file, or a list beside files.
        DataError, FormatError: what was named cannot be read, or holds nothing.
    """
    if pairs is not None:
        if net is not None or weights is not None:
            raise click.UsageError("--pairs names the files itself; leave the others out")
        return listed(pairs)
    folders = [each.is_dir() for each in (net, weights) if each is not None]
    if weights is None or not any(folders):
        return None
    if not all(folders):
        raise click.UsageError("two folders go together, or two files; or give --pairs")
    return pair_folders(net, weights, recursive=recursive)


def judge_all(  # keyword options of a function with one job
    paired: Paired,
    jobs: Sequence[JudgeJob],
    say: Callable[[JudgeJob, Outcome], Line],
    *,
    verb: str,
    as_json: bool,
    quiet: bool,
    processes: int | None,
    fail_fast: bool,
) -> int:
    """Judge all pairs and tell of them; the exit code."""
    many = Many([job.index for job in jobs], as_json, quiet, verb)
    for job, outcome in in_turn(run_all(jobs, cores(processes, len(jobs)), judge), jobs):
        many.add(job.index, _line(job, outcome, say))
        if fail_fast and outcome.error:
            break
    for path in paired.left:
        many.fail(f"{path}: has no partner")
    many.finish()
    return max(many.code, BAD_INPUT if paired.left else 0)


def _line(job: JudgeJob, outcome: Outcome, say: Callable[[JudgeJob, Outcome], Line]) -> Line:
    if not outcome.error:
        return say(job, outcome)
    told: dict[str, Any] = {"net": job.net, "weights": job.weights, "error": outcome.error}
    return Line(f"{job.weights}: failed", told, outcome.code, error=outcome.error)
