"""`fill-weights convert IN OUT`: weights in another format, or under other names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.converting import (
    ConvertJob,
    convert_file,
    convert_file_guarded,
    nets_of,
    plan_conversions,
)
from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.targets import ConflictError, Places, make_folders
from caffe_fillers.cli.common import net_options, note
from caffe_fillers.cli.many import Line, Many, cores, found_inputs, input_options, job_options
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.formats.kinds import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.bulk.inputs import Found
    from caffe_fillers.bulk.outcomes import Outcome

__all__ = ["convert_command"]


def _suffix(params: dict[str, Any]) -> str:
    """The suffix of what goes to standard output: --to, which is done with then."""
    suffix = params["suffix"]
    params["suffix"] = None
    return _ending(suffix or ".caffemodel")


@click.command("convert", cls=StandardCommand, made=_suffix)
@click.argument("files", nargs=-1, metavar="IN OUT | IN...")
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
    help="The prototxt of the net, where IN does not hold the layers' definitions; for several "
    "files also a folder of nets of the same names.",
)
@click.option(
    "--map",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Other names, as JSON: of a tensor for a layer or for one of its blobs: "
    '{"features.0": "conv1", "w": "conv2[0]"}.',
)
@input_options
@click.option(
    "--out-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Several files: a folder for the outputs, in the inputs' tree; made where it is missing.",
)
@click.option(
    "--to",
    "suffix",
    metavar="SUFFIX",
    help="Several files, or - as OUT: the suffix, which says the format: .safetensors.",
)
@job_options
@net_options
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per file on stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def convert_command(
    files: tuple[str, ...],
    out_dir: Path | None,
    suffix: str | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Convert weights: .caffemodel, .h5, .npz and .safetensors, from any to any.

    The suffix of OUT says the format. Every value keeps its bits; under PyTorch's names a
    BatchNorm's statistics are divided by Caffe's scale factor. With --out-dir every file, folder
    or quoted pattern is an IN.

    \b
    Examples:
      fill-weights convert net.caffemodel net.caffemodel.h5
      fill-weights convert net.caffemodel net.safetensors --names torch
      fill-weights convert trained.safetensors trained.caffemodel --net net.prototxt
      fill-weights convert models/ --recursive --out-dir torch --to .safetensors --names torch
    """
    options = FillOptions.of(how)
    if out_dir is None:
        if len(files) != 2 or suffix or how["files_from"]:
            raise click.UsageError("give IN and OUT; or for several files --out-dir and --to")
        source, target = files
        job = ConvertJob(0, source, target, options, options.net_file, force=force)
        _summarise(convert_file(job), as_json=as_json, quiet=quiet)
        return 0
    ending = _ending(suffix)
    found = found_inputs(
        files,
        how["files_from"],
        recursive=how["recursive"],
        without=[out_dir],
        wanted=lambda kind, _: kind == "weights",
        what="file of weights",
    )
    nets = _nets(how["net_file"], recursive=how["recursive"])
    places = Places(out_dir, suffix=ending, converted=True)
    try:
        jobs = plan_conversions(found.inputs, places, options, nets=nets, force=force)
    except ConflictError as error:
        raise click.UsageError(str(error)) from None
    return _convert_all(jobs, found, how, as_json=as_json, quiet=quiet)


def _ending(suffix: str | None) -> str:
    """The suffix of all outputs, with its dot."""
    ending = suffix if not suffix or suffix.startswith(".") else f".{suffix}"
    if not ending or Path(f"x{ending}").suffix.lower() not in SUFFIXES or "/" in ending:
        raise click.UsageError(f"--out-dir needs --to, one of {', '.join(SUFFIXES)}")
    return ending


def _nets(net: Path | None, *, recursive: bool) -> Mapping[str, Path] | None:
    """The nets in a folder; None where one net is for all."""
    return nets_of(net, recursive=recursive) if net is not None and net.is_dir() else None


def _convert_all(
    jobs: Sequence[ConvertJob], found: Found, how: dict[str, Any], *, as_json: bool, quiet: bool
) -> int:
    """Convert several files and tell of them; the exit code."""
    from caffe_fillers.bulk.processes import run_all  # noqa: PLC0415  # pools are large to load

    make_folders(Path(job.target) for job in jobs)
    many = Many([job.index for job in jobs], as_json, quiet, "converted", found.passed)
    for job, outcome in run_all(jobs, cores(how["jobs"], len(jobs)), convert_file_guarded):
        many.add(job.index, _line(job, outcome))
        if how["fail_fast"] and outcome.error:
            break
    many.finish()
    return many.code


def _line(job: ConvertJob, outcome: Outcome) -> Line:
    """What is said of a file that has ended."""
    if outcome.error:
        told = {"input": job.path, "output": job.target, "error": outcome.error}
        return Line(f"{job.path}: failed", told, outcome.code, error=outcome.error)
    notes = outcome.told["notes"]
    more = f", {len(notes)} note(s)" if notes else ""
    text = f"{job.path} -> {job.target}{more}"
    return Line(text, dict(outcome.told), outcome.code, outcome.values)


def _summarise(outcome: Outcome, *, as_json: bool, quiet: bool) -> None:
    """Say all there is to say of one file."""
    told = outcome.told
    if as_json:
        click.echo(json.dumps(told))
    if not quiet:
        for text in told["notes"]:
            note(f"note: {text}")
        note(f"{told['input']} -> {told['output']} ({told['bytes']:,} bytes)")
        note(f"  {told['blobs']} arrays, {told['values']:,} values")
