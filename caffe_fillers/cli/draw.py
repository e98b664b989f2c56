"""`fill-weights draw NET`: the net as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.cli.common import era_options, net_arguments, net_options, note, tell
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.looking import output_options
from caffe_fillers.look.drawing import draw_net

__all__ = ["draw_command"]


@click.command("draw", cls=HelpfulCommand)
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.option("--sideways", is_flag=True, help="From left to right, not from top to bottom.")
@output_options
@net_options
@era_options
def draw_command(net: Path, sideways: bool, target: Path | None, force: bool, **how: Any) -> int:
    """Draw a net: layers, blobs with their shapes, branches.

    Writes .svg, .png, .pdf, .dot, or an .html of its own that can be searched and zoomed; without
    -o DOT on stdout. .png and .pdf need Graphviz (`dot`); .svg and .html look better with it.

    \b
    Examples:
      fill-weights draw net.prototxt -o net.html
      fill-weights draw train_val.prototxt --phase train -o net.svg
      fill-weights draw net.prototxt | dot -Tpng > net.png
    """
    begun = plan_net(net, **net_arguments(**how))
    code = tell(begun)
    drawing = draw_net(begun, target, sideways=sideways, force=force)
    if target is None:
        click.echo(drawing.dot, nl=False)
    graph = drawing.graph
    note(f"{len(graph.boxes)} boxes, {len(graph.arrows)} arrows")
    return code
