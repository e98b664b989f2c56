"""`fill-weights [fill] NET...`: the model that Caffe would start from."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import (
    SEED,
    era_of,
    era_options,
    fresh_seed,
    net_options,
    note,
    options_of,
    progress,
    startup_of,
    warn,
)
from caffe_fillers.cli.main import BAD_INPUT, show_error
from caffe_fillers.cli.onnx_options import (
    check_options,
    is_onnx,
    onnx_output_options,
    onnx_plan_options,
)
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import CaffeFillersError, NetError
from caffe_fillers.formats.kinds import lay_out
from caffe_fillers.formats.layout import check_target, writing
from caffe_fillers.plan.report import era_text, other_phase, totals, warnings
from caffe_fillers.plan.start import PHASES, Start, StartOptions, start
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.plan.net import Options
    from caffe_fillers.rng.eras import Era

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
    startup, options = startup_of(**how), options_of(era_of(**how), **how)
    begun = start(path, startup, options)
    planned, era = begun.planned, begun.options.era
    target = _target(path, output)
    layout = lay_out(target, planned.net, planned.slots, planned.plan)
    check_target(target, force=force, nbytes=layout.nbytes)
    cautions = _cautions(path, begun, startup, options)
    if cautions and startup.mode == "strict":
        raise NetError(cautions[0], hint="--strict takes every warning for an error.")
    if not quiet:
        for text in begun.notes:
            note(f"note: {text}")
        for text in cautions:
            warn(text)
    if seed is None:
        seed = fresh_seed() if begun.seed is None else begun.seed
    rng = Rng(seed, era)
    with writing(target, layout) as sink, progress(planned.plan.draws, quiet=quiet) as passed:
        fill_plan(planned.plan, rng, sink, passed=passed)
    return {
        "net": str(path),
        "output": str(target),
        "bytes": layout.nbytes,
        "seed": seed % 2**32,
        **_started(begun, era),
        **totals(planned).asdict(),
        "words": rng.stream.tell(),
        "next_word": rng.word(),
        "notes": list(begun.notes),
        "findings": list(begun.findings),
        "warnings": cautions,
        "loaded": [report.asdict() for report in begun.loaded],
    }


def _target(path: Path, output: Path | None) -> Path:
    name = path.with_suffix(".caffemodel")
    if output is None:
        return name
    return output / name.name if output.is_dir() else output


def _cautions(path: Path, begun: Start, startup: StartOptions, options: Options) -> list[str]:
    cautions = [*begun.findings, *(f"{path}: {text}" for text in begun.unsure)]
    cautions += (f"{path}: {text}" for text in warnings(begun.planned))
    other = None if startup.phase else other_phase(begun, startup, options)
    if other:
        cautions.append(
            f"{path}: filled as {_phase(begun)}; in the other phase the weights differ: "
            f"--phase {other}"
        )
    return cautions


def _phase(begun: Start) -> str:
    return next(name for name, value in PHASES.items() if value == begun.state.phase).upper()


def _started(begun: Start, era: Era) -> dict[str, Any]:
    return {
        "phase": _phase(begun),
        "level": begun.state.level,
        "stages": list(begun.state.stages),
        "dialect": begun.dialect,
        "era": era_text(era),
    }


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
