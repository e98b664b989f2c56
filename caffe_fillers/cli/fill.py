"""`fill-weights [fill] NET...`: the model that Caffe would start from."""

from __future__ import annotations

import json
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import fill_net, plan_net
from caffe_fillers.cli.common import (
    SEED,
    era_options,
    net_arguments,
    net_options,
    note,
    progress,
    warn,
)
from caffe_fillers.cli.main import BAD_INPUT, show_error
from caffe_fillers.cli.onnx_options import (
    check_options,
    onnx_output_options,
    onnx_plan_options,
)
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats.kinds import is_onnx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fill_command"]

#: The exit code where --like left something unmatched, or a net is not wholly understood.
DIFFERS = 1


@click.command("fill")
@click.argument("nets", nargs=-1, required=True, metavar="NET...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="The file to write: .caffemodel, .h5, .npz or .safetensors; a folder for several nets. "
    "[default: beside the net, .caffemodel]",
)
@click.option(
    "--seed",
    type=SEED,
    metavar="N",
    help="[default: the solver's random_seed, else a fresh one, which is shown]",
)
@net_options
@era_options
@onnx_plan_options
@onnx_output_options
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per net on stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def fill_command(
    nets: tuple[str, ...],
    output: Path | None,
    seed: int | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Fill nets: write the very .caffemodel that Caffe holds before its first step.

    NET is a net or a solver prototxt, of any generation; or an ONNX model, whose weights are
    replaced.

    \b
    Examples:
      fill-weights net.prototxt --seed 1701
      fill-weights solver.prototxt -o start.caffemodel
      fill-weights train_val.prototxt --phase train --shape data=50,3,227,227
      fill-weights net.prototxt --seed 1701 --boost 1.54 --caffe rc3
      fill-weights model.onnx -o filled.onnx --filler 'Conv=msra,variance_norm=FAN_OUT'
      fill-weights model.onnx -o filled.onnx --like net.prototxt --seed 1701
    """
    # Options may stand before the command's name, where it reads as the first net.
    nets = nets[1:] if nets[0] == "fill" and len(nets) > 1 else nets
    if output and len(nets) > 1 and not output.is_dir():
        raise click.UsageError(f"-o {output} is not a folder, and there are {len(nets)} nets")
    check_options(nets)
    code = 0
    for name in nets:
        fill_one, summarise = _job(name)
        try:
            told = fill_one(Path(name), output, seed, how, force=force, quiet=quiet)
        except CaffeFillersError as error:
            if len(nets) == 1:
                raise
            show_error(error)
            code = BAD_INPUT
        else:
            if as_json:
                click.echo(json.dumps(told))
            if not quiet:
                summarise(told)
            settled = told.get("complete", True) and not told.get("findings")
            code = max(code, 0 if settled else DIFFERS)
    return code


def _job(name: str) -> tuple[Callable[..., dict[str, Any]], Callable[[dict[str, Any]], None]]:
    """What fills this file, and what tells of it."""
    if not is_onnx(name):
        return _fill, _summarise
    # Nets do without the libraries that models need.
    onnx = import_module("caffe_fillers.cli.onnx")
    return onnx.fill_model, onnx.summarise


def _fill(
    path: Path,
    output: Path | None,
    seed: int | None,
    how: dict[str, Any],
    *,
    force: bool,
    quiet: bool,
) -> dict[str, Any]:
    """Fill one net and tell what was done."""
    begun = plan_net(path, **net_arguments(**how))
    done = fill_net(
        begun,
        _target(path, output),
        seed=seed,
        force=force,
        progress=partial(progress, quiet=quiet),
    )
    if not quiet:
        for text in begun.notes:
            note(f"note: {text}")
        for text in done.warnings:
            warn(text)
    return done.asdict()


def _target(path: Path, output: Path | None) -> Path:
    name = path.with_suffix(".caffemodel")
    if output is None:
        return name
    return output / name.name if output.is_dir() else output


def _summarise(told: dict[str, Any]) -> None:
    shared = f", {told['shared']} of them shared" if told["shared"] else ""
    note(f"{told['net']} -> {told['output']} ({told['bytes']:,} bytes)")
    dialect = "" if told["dialect"] == BVLC else f", dialect {told['dialect']}"
    note(f"  seed {told['seed']}, {told['phase']}, {told['era']}{dialect}")
    note(
        f"  {told['layers']} layers, {told['blobs']} blobs{shared}, {told['values']:,} values; "
        f"{told['words']:,} words, the next is {told['next_word']}"
    )
    taken = sum(report["taken"] for report in told["loaded"])
    if told["loaded"]:
        note(f"  {taken} of {len(told['loaded'])} layers copied from trained models")
