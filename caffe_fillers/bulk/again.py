"""Doing a job again whose process died: what it had written by then is its own."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import replace
from filecmp import cmp
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from caffe_fillers.bulk.outcomes import Outcome

__all__ = ["again"]


def again(run: Callable[[Any], Outcome], job: Any) -> Outcome:
    """Do a job that may have been done before, and whose output then stands there.

    An output that exists is not replaced, unless that was asked for; but one that holds the very
    bytes that the job makes is the job's own.

    Args:
        run: Does a job.
        job: A value with `path`; where it writes a file, with `target` and `force`.
    """
    outcome = run(job)
    target = getattr(job, "target", None)
    if not outcome.error or target is None or getattr(job, "force", True):
        return outcome
    folder = Path(target).parent
    scratch = folder / f".fill-weights-{secrets.token_hex(8)}"
    if not any(each.exists() for each in _files(Path(target))):
        return outcome
    try:
        scratch.mkdir()
        made = run(replace(job, target=str(scratch / Path(target).name)))
        if made.error or not _put(sorted(scratch.iterdir()), folder):
            return outcome
        return _at(made, str(scratch), str(folder))
    except OSError:
        return outcome
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _files(target: Path) -> list[Path]:
    """An output, and the data file that it has if it is an ONNX model's."""
    return [target, target.with_name(f"{target.name}.data")]


def _put(files: Iterable[Path], folder: Path) -> bool:
    """Put what is missing where it belongs; whether all that is there is the same."""
    for file in files:
        there = folder / file.name
        if there.exists():
            if not cmp(file, there, shallow=False):
                return False
        else:
            os.link(file, there)
    return True


def _at(outcome: Outcome, scratch: str, folder: str) -> Outcome:
    """The outcome by the paths of the files themselves."""

    def named(value: Any) -> Any:
        return value.replace(scratch, folder) if isinstance(value, str) else value

    return replace(
        outcome,
        told={key: named(value) for key, value in outcome.told.items()},
        writes={named(key): digest for key, digest in outcome.writes.items()},
    )
