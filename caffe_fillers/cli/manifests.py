"""`fill-weights verify --manifest FILE`: are the files that a run wrote still what they were?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from caffe_fillers.bulk.manifest import check, read_manifest
from caffe_fillers.cli.common import note, out

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_manifest"]

DIFFERS = 1


def check_manifest(path: Path, *, as_json: bool, quiet: bool) -> int:
    """Compare every file of a manifest with its hash; the exit code."""
    manifest = read_manifest(path)
    if manifest.cut and not quiet:
        note(f"note: {path} is cut off in mid-line; its whole lines count")
    files = bad = 0
    for entry, wrong in check(manifest):
        files += len(entry.writes)
        bad += len(wrong)
        if as_json:
            told = {"input": entry.input, "output": entry.output, "wrong": wrong}
            click.echo(json.dumps(told))
        else:
            for text in wrong:
                out(text)
    if not quiet:
        note(f"{files - bad:,} of {files:,} files are as {path} says")
    return DIFFERS if bad else 0
