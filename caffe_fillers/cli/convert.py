"""`fill-weights convert IN OUT`: weights in another format, or under other names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import net_options, note, start_arguments
from caffe_fillers.weights.convert import ConvertOptions, convert
from caffe_fillers.weights.names import read_names

if TYPE_CHECKING:
    from caffe_fillers.weights.names import Scheme

__all__ = ["convert_command"]


@click.command("convert")
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--names",
    type=click.Choice(["caffe", "torch"]),
    default="caffe",
    show_default=True,
    help="Names in OUT: conv1/0, or those of a PyTorch state dict: conv1.weight.",
)
@click.option(
    "--net",
    "net_file",
    type=click.Path(path_type=Path),
    metavar="NET",
    help="The prototxt of the net, where IN does not hold the layers' definitions.",
)
@click.option(
    "--map",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Other names, as JSON: of a tensor for a layer or for one of its blobs: "
    '{"features.0": "conv1", "w": "conv2[0]"}.',
)
@net_options
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def convert_command(
    source: Path,
    target: Path,
    names: Scheme,
    net_file: Path | None,
    table: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Convert weights: .caffemodel, .h5, .npz and .safetensors, from any to any.

    The suffix of OUT says the format. Every value keeps its bits; under PyTorch's names a
    BatchNorm's statistics are divided by Caffe's scale factor.

    \b
    Examples:
      fill-weights convert net.caffemodel net.caffemodel.h5
      fill-weights convert net.caffemodel net.safetensors --names torch
      fill-weights convert trained.safetensors trained.caffemodel --net net.prototxt
    """
    options = ConvertOptions(
        names, net_file, *start_arguments(**how), read_names(table) if table else {}
    )
    done = convert(source, target, options, force=force)
    if as_json:
        told = {"input": str(source), "output": str(target), "bytes": done.nbytes}
        told |= {"blobs": done.blobs, "values": done.values, "notes": list(done.notes)}
        click.echo(json.dumps(told))
    if not quiet:
        for text in done.notes:
            note(f"note: {text}")
        note(f"{source} -> {target} ({done.nbytes:,} bytes)")
        note(f"  {done.blobs} arrays, {done.values:,} values")
    return 0
