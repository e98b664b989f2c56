"""`fill-weights inspect FILE...`: what parameter blobs are like."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from caffe_fillers.bulk.inputs import kind_of_file
from caffe_fillers.cli.common import FINDING, era_options, net_arguments, net_options, note
from caffe_fillers.cli.looking import Shown, plot_options, plotted, show, shown_options
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.look.blobs import DIFF_HEADER, diff_weights, inspect_weights

__all__ = ["inspect_command"]

#: The columns that hold text.
TEXTS = frozenset({"blob", "shape", "other", "type", "filler", "histogram", "file"})


class _Numbers:
    """The names of columns that are aligned to the right: all but those of text."""

    def __contains__(self, name: object) -> bool:
        return name not in TEXTS


@click.command("inspect", cls=StandardCommand)
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--diff", is_flag=True, help="Two files of weights side by side.")
@click.option(
    "--histograms/--no-histograms",
    default=None,
    help="A small histogram in each row, from min to max. [default: on a terminal]",
)
@plot_options
@shown_options
@net_options
@era_options
def inspect_command(
    files: tuple[Path, ...],
    diff: bool,
    histograms: bool | None,
    plot_file: Path | None,
    dark: bool,
    **how: Any,
) -> int:
    """Show what parameter blobs are like, and what they should be like.

    FILE is a net, a file of weights or an ONNX model; a net tells what is expected of the weights
    beside it, or by itself. The deviation that a blob should have is that of its filler's law.
    With --diff the exit code is 1 where two files differ.

    \b
    Examples:
      fill-weights inspect net.caffemodel
      fill-weights inspect net.prototxt net.caffemodel --json
      fill-weights inspect net.prototxt -o expected.csv
      fill-weights inspect net.prototxt net.caffemodel --plot weights.png
      fill-weights inspect --diff before.caffemodel after.caffemodel
    """
    nets = [path for path in files if kind_of_file(path) == "net"]
    weights = [path for path in files if path not in nets]
    if len(nets) > 1:
        raise click.UsageError(f"name one net only: {', '.join(map(str, nets))}")
    arguments = net_arguments(**how) if nets else {}
    if diff:
        if len(weights) != 2 or plot_file:
            raise click.UsageError("--diff takes two files of weights, a net too; no --plot")
        return _diff(weights, nets, arguments, how)
    if plot_file and len(weights) != 1:
        raise click.UsageError("--plot is for one file of weights")
    wanted = sys.stdout.isatty() if histograms is None else histograms
    net = nets[0] if nets else None
    sides: list[Path | None] = [*weights] or [None]
    all_ = [inspect_weights(each, net, **arguments) for each in sides]
    for text in dict.fromkeys(text for each in all_ for text in each.notes):
        note(f"note: {text}")
    told = all_[0].asdict() if len(all_) == 1 else {"files": [each.asdict() for each in all_]}
    records = [{"file": each.name, **row.asdict()} for each in all_ for row in each.rows]
    table = all_[0].table(histograms=wanted)
    if len(all_) > 1:
        table = [
            (head, *row)
            for number, each in enumerate(all_)
            for head, row in zip(
                ["file", *[each.name] * len(each.rows)],
                each.table(histograms=wanted),
                strict=True,
            )
            if number == 0 or head != "file"
        ]
    show(Shown(told, records, table, _Numbers(), files), **how)
    if plot_file:
        plotted(all_[0], plot_file, dark=dark, force=how["force"], inputs=files)
    return FINDING if any(each.findings for each in all_) else 0


def _diff(weights: list[Path], nets: list[Path], arguments: Any, how: dict[str, Any]) -> int:
    rows = diff_weights(weights[0], weights[1], nets[0] if nets else None, **arguments)
    records = [row.asdict() for row in rows]
    told = {"one": str(weights[0]), "other": str(weights[1]), "blobs": records}
    table = [DIFF_HEADER, *(row.cells() for row in rows)]
    show(Shown(told, records, table, _Numbers(), (*weights, *nets)), **how)
    differing = [row for row in rows if not row.equal]
    note(f"{len(differing)} of {len(rows)} blobs differ")
    return FINDING if differing else 0
