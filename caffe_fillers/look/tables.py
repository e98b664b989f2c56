"""Tables as text, JSON and CSV, and results into files of the kind that a suffix says."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import OutputError
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["as_csv", "as_json", "as_text", "kind_of", "write_as"]


def as_text(rows: Sequence[Sequence[str]], right: Container[str] = ()) -> str:
    """Rows in columns; the first row heads them, `right` names those of numbers."""
    shown = [[legible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row in shown:
        cells = (
            cell.rjust(width) if head in right else cell.ljust(width)
            for cell, width, head in zip(row, widths, shown[0], strict=True)
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def as_json(told: Mapping[str, Any]) -> str:
    """One line of strict JSON."""
    return json.dumps(told, allow_nan=False) + "\n"


def as_csv(records: Iterable[Mapping[str, Any]]) -> str:
    """A line for each record, headed; what is no number or text is JSON in its cell."""
    records = list(records)
    out = io.StringIO()
    names = list(records[0]) if records else []
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: _cell(value) for name, value in record.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return legible(value)
    return value if isinstance(value, (int, float)) else json.dumps(value)


def kind_of(path: Path, kinds: Iterable[str]) -> str:
    """The suffix of a file to write, without its dot, if it is one of these.

    Raises:
        OutputError: it is none of them.
    """
    kinds = list(kinds)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in kinds:
        raise OutputError(
            f"nothing is written to a file that ends in {path.suffix!r} here",
            where=str(path),
            hint=f"The kinds are {', '.join(f'.{each}' for each in kinds)}.",
        )
    return kind


def write_as(
    path: Path,
    makers: Mapping[str, Callable[[], str]],
    *,
    force: bool,
    inputs: Sequence[Path] = (),
) -> None:
    """Write what the file's suffix says.

    Args:
        path: The file.
        makers: For each suffix what makes the text.
        force: Replace a file that exists.
        inputs: What the same run reads, and does not write over.

    Raises:
        OutputError: the suffix is another one, or the file cannot be written or exists already.
    """
    kind = kind_of(path, makers)
    target = check_target(path, force=force, inputs=inputs)
    write_whole(target, makers[kind]().encode("utf-8", "backslashreplace"))
