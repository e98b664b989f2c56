"""What the commands that look have in common: a table, JSON or CSV, on stdout or into a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.columns import fitted
from caffe_fillers.cli.common import note, stacked
from caffe_fillers.cli.looks import echo, paint
from caffe_fillers.look.tables import as_csv, as_json, as_text, write_as

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from caffe_fillers.look.blobs import Inspection

__all__ = ["Shown", "output_options", "plot_options", "plotted", "show", "shown_options"]

output_options = stacked(
    click.option(
        "-o",
        "--output",
        "target",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write a file of the kind that its suffix says.",
    ),
    click.option("--force", is_flag=True, help="Replace an output that exists."),
)

plot_options = stacked(
    click.option(
        "--plot",
        "plot_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write a figure: .png, .svg or .pdf (needs matplotlib, the extra `plot`).",
    ),
    click.option("--dark", is_flag=True, help="--plot: on dark ground."),
)

shown_options = stacked(
    click.option("--json", "as_json_", is_flag=True, help="JSON on stdout."),
    click.option("--csv", "as_csv_", is_flag=True, help="CSV on stdout."),
    output_options,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A result in its forms."""

    #: For JSON; for CSV; for a terminal, headed.
    told: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]]
    table: Sequence[Sequence[str]]
    #: The columns of numbers.
    right: Container[str]
    #: What it was made of: not written over.
    inputs: Sequence[Path] = ()


def show(
    shown: Shown,
    *,
    as_json_: bool,
    as_csv_: bool,
    target: Path | None,
    force: bool,
    **others: Any,
) -> None:
    """Print the result, or write it."""
    del others
    if as_json_ and as_csv_:
        raise click.UsageError("choose one of --json and --csv")
    makers = {
        "json": lambda: as_json(shown.told),
        "csv": lambda: as_csv(shown.records),
        "txt": lambda: as_text(shown.table, shown.right),
    }
    if target is not None:
        write_as(target, makers, force=force, inputs=shown.inputs)
    if as_json_ or as_csv_ or target is None:
        kind = "json" if as_json_ else "csv" if as_csv_ else "txt"
        if kind != "txt":
            echo(makers[kind](), nl=False)
            return
        for part in fitted(shown.table):
            head, line_end, rest = as_text(part, shown.right).partition("\n")
            text = paint(head, "head") + line_end + rest
            echo(text, nl=False)


def plotted(
    inspected: Inspection, path: Path, *, dark: bool, force: bool, inputs: Sequence[Path]
) -> None:
    """Write the figure of a file's blobs, and say what it leaves out."""
    # Looks for matplotlib, which tables do without.
    from caffe_fillers.look.plots import plot_blobs  # noqa: PLC0415

    left = plot_blobs(inspected, path, dark=dark, force=force, inputs=inputs)
    more = f"; {left} blobs more are not in it" if left else ""
    note(f"{path}{more}")
