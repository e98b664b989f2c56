"""`fill-weights summary NET [WEIGHTS]`: layers, shapes, parameters, costs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import FINDING, era_options, net_arguments, net_options, note, warn
from caffe_fillers.cli.looking import Shown, show, shown_options
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.look.summaries import summarize_net

if TYPE_CHECKING:
    from caffe_fillers.look.summaries import Summary

__all__ = ["summary_command"]

NUMBERS = frozenset({"parameters", "multiply-adds", "memory"})


@click.command("summary", cls=StandardCommand)
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.argument("models", nargs=-1, metavar="[WEIGHTS]...")
@click.option(
    "--batch", type=click.IntRange(1), metavar="N", help="Axis 0 of all inputs. [default: as is]"
)
@shown_options
@net_options
@era_options
def summary_command(net: Path, models: tuple[str, ...], batch: int | None, **how: Any) -> int:
    """Show a net's layers, their shapes, parameters, multiply-adds, memory and fillers.

    NET is a net or solver prototxt, an ONNX model, or a file of weights alone. Multiply-adds are
    those of weights, as in published figures; memory is that of the tops in bytes, at the net's
    batch or --batch; what a layer does in place takes none.

    \b
    Examples:
      fill-weights summary net.prototxt --batch 1
      fill-weights summary net.prototxt net.caffemodel --json
      fill-weights summary model.onnx -o model.csv
    """
    summary = summarize_net(net, models, batch=batch, **net_arguments(**how))
    for text in summary.notes:
        note(f"note: {text}")
    for text in summary.findings:
        warn(text)
    show(
        Shown(
            summary.asdict(),
            [row.asdict() for row in summary.rows],
            summary.table(),
            NUMBERS,
            (net, *map(Path, models)),
        ),
        **how,
    )
    note(_conclusion(summary))
    return FINDING if summary.findings else 0


def _conclusion(summary: Summary) -> str:
    parts = [f"{summary.parameters:,} parameters"]
    if summary.shaped:
        batch = "" if summary.batch is None else f" at batch {summary.batch}"
        products, memory = summary.costs
        parts += [f"{products} multiply-adds{batch}", f"{memory} bytes"]
        if summary.uncounted:
            more = "" if len(summary.uncounted) < 4 else " ..."
            parts.append(f"not counted: {', '.join(summary.uncounted[:3])}{more}")
    return "; ".join(parts)
