"""Tables that are wider than the terminal: shown in parts, so that no row is broken by it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fitted", "folded"]

#: What stands between two columns.
GAP = 2


def fitted(rows: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """A table in parts that standard output is wide enough for; one part if it is no terminal."""
    width = 0
    if sys.stdout.isatty():
        with suppress(OSError, ValueError):
            width = os.get_terminal_size(sys.stdout.fileno()).columns
    return folded(rows, width)


def folded(rows: Sequence[Sequence[str]], width: int) -> list[list[list[str]]]:
    """A table in parts of at most so many letters, each with the first column; 0 is no bound.

    A column that is too wide by itself stands alone beside the first.
    """
    if not rows or not width:
        return [[list(row) for row in rows]]
    widths = [max(len(legible(cell)) for cell in column) for column in zip(*rows, strict=True)]
    parts: list[list[int]] = [[0]]
    for column in range(1, len(widths)):
        wanted = sum(widths[each] + GAP for each in (*parts[-1], column)) - GAP
        if wanted > width and len(parts[-1]) > 1:
            parts.append([0])
        parts[-1].append(column)
    return [[[row[each] for each in part] for row in rows] for part in parts]
