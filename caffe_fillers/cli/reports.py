"""The reports that `verify` writes for other programs, and where they go."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import click

from caffe_fillers.cli.common import out
from caffe_fillers.cli.streams import standard_stream
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.findings.github import commands
from caffe_fillers.findings.junit import junit
from caffe_fillers.findings.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from caffe_fillers.findings import Report

__all__ = ["Reports"]

#: What stands in the first bytes of a report of ours.
_SIGNS = (b'<testsuites name="fill-weights', b'"name": "fill-weights"')


class Reports:
    """Where reports go, checked before any work.

    An older report is replaced, any other file with `force` only.

    Raises:
        OutputError: a file cannot be written, is an input, or is no report and there is no force.
        UsageError: two reports would be one file.
    """

    def __init__(
        self,
        junit_file: Path | None,
        sarif_file: Path | None,
        *,
        github: bool,
        force: bool,
        inputs: Iterable[Path],
    ) -> None:
        if junit_file is not None and junit_file == sarif_file:
            raise click.UsageError("--junit and --sarif name the same file")
        read = list(inputs)
        self._junit = _writer(junit_file, read, force=force)
        self._sarif = _writer(sarif_file, read, force=force)
        self._github = github

    def write(self, reports: Sequence[Report]) -> None:
        """Write them all."""
        if self._junit:
            self._junit(junit(reports))
        if self._sarif:
            self._sarif(json.dumps(sarif(reports), indent=2).encode() + b"\n")
        for report in reports if self._github else ():
            for line in commands(report):
                out(line)


def _writer(
    path: Path | None, inputs: Sequence[Path], *, force: bool
) -> Callable[[bytes], None] | None:
    if path is None:
        return None
    stream = standard_stream(path)
    if stream is not None:
        return stream
    target = check_target(path, force=force, inputs=inputs, ours=_is_report)
    return partial(write_whole, target)


def _is_report(head: bytes) -> bool:
    return any(sign in head for sign in _SIGNS)
