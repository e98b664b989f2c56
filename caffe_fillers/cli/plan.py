"""`fill-weights plan NET`: the draws, in the order of the stream."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.inputs import kind_of_file
from caffe_fillers.cli.common import (
    FINDING,
    SEED,
    chosen,
    era_of,
    era_options,
    net_arguments,
    net_options,
    note,
    print_table,
    tell,
)
from caffe_fillers.cli.onnx_options import check_options, onnx_plan_options
from caffe_fillers.core.draws import shape_text
from caffe_fillers.core.registry import BVLC
from caffe_fillers.plan.report import DrawRow, count_words, draw_rows, totals

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["plan_command"]

HEADER = ("blob", "shape", "filler", "law", "fan_in", "fan_out", "n", "words")


@click.command("plan")
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.option("--seed", type=SEED, metavar="N", help="Draw with this seed to count every word.")
@net_options
@era_options
@onnx_plan_options
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
def plan_command(net: Path, seed: int | None, as_json: bool, **how: Any) -> int:
    """Show what would be drawn, in the order of the stream.

    Each line is one fill, or words that Caffe takes without filling a blob, with the reason. A
    star marks numbers that Caffe draws and throws away. How many words a gaussian or uniform
    fill takes depends on the seed: with --seed they are counted.

    \b
    Examples:
      fill-weights plan train_val.prototxt --phase train
      fill-weights plan net.prototxt --seed 1701 --json
      fill-weights plan model.onnx --filler 'LSTM=xavier'
      fill-weights plan old.caffemodel --only 'fc*'
    """
    kind = kind_of_file(net)
    check_options([kind])
    if kind != "net":
        options = FillOptions.of({**how, "dtype": how["dtype"] if chosen("dtype") else None})
        era_of(**how)  # a wrong name is a matter of usage
        # Nets do without the libraries that models need.
        models = import_module(f"caffe_fillers.cli.{'onnx' if kind == 'onnx' else 'saved'}")
        show = models.plan_model if kind == "onnx" else models.plan_saved
        code: int = show(net, options, as_json=as_json)
        return code
    begun = plan_net(net, **net_arguments(**how))
    planned, era = begun.planned, begun.options.era
    words = None if seed is None else count_words(planned.plan, seed, era)
    rows = list(draw_rows(planned, words))
    if as_json:
        told = {
            "net": str(net),
            "state": str(begun.state),
            "dialect": begun.dialect,
            "era": era.detailed,
            "seed": seed,
            **totals(planned).asdict(),
            "draws": [row.asdict() for row in rows],
            "tops": {name: list(shape) for name, shape in planned.plan.shapes.items()},
            "notes": list(begun.notes),
            "findings": list(begun.findings),
            "unsure": list(begun.unsure),
        }
        click.echo(json.dumps(told))
        return FINDING if begun.findings else 0
    code = tell(begun)
    print_table([HEADER, *map(_cells, rows)], {"fan_in", "fan_out", "n", "words"})
    dialect = "" if begun.dialect == BVLC else f", dialect {begun.dialect}"
    note(f"{begun.state}, {era.detailed}{dialect}; {totals(planned).values:,} values")
    return code


def _cells(row: DrawRow) -> Sequence[str]:
    words = "?" if row.words is None else f"{row.words:,}"
    if row.blob is None:
        return row.layer, "", "", row.why, "", "", "", words
    return (
        f"{row.layer}[{row.blob}]{'' if row.kept else '*'}",
        shape_text(row.shape),
        row.filler,
        row.law,
        "" if row.fan_in is None else str(row.fan_in),
        "" if row.fan_out is None else str(row.fan_out),
        f"{row.count:,}",
        words,
    )
