"""`fill-weights report NET [WEIGHTS] -o report.html`: one page about a net."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.cli.common import era_options, net_arguments, net_options, note, tell
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.look.reporting import report_net

__all__ = ["report_command"]


@click.command("report", cls=HelpfulCommand)
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.argument("models", nargs=-1, metavar="[WEIGHTS]...")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The .html to write. [default: the net's name with .html]",
)
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@net_options
@era_options
def report_command(
    net: Path, models: tuple[str, ...], target: Path | None, force: bool, **how: Any
) -> int:
    """Write one page about a net: layers, graph, weights, signal.

    The page needs nothing else, no network either: send it to a colleague. With WEIGHTS it has
    the histogram of each blob under the density that its filler gives.

    \b
    Examples:
      fill-weights report net.prototxt -o net.html
      fill-weights report net.prototxt net.caffemodel -o report.html
    """
    arguments = net_arguments(**how)
    code = tell(plan_net(net, **arguments))
    out = target or net.with_suffix(".html")
    report_net(net, models, out, force=force, **arguments)
    note(f"{net} -> {out} ({out.stat().st_size:,} bytes)")
    return code
