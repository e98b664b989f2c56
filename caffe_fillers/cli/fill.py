"""`fill-weights [fill] NET...`: the model that Caffe would start from."""

from __future__ import annotations

import json
import os
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.bulk.fill import FillOptions, FillRequest, Seed, fill_file, settled
from caffe_fillers.bulk.inputs import kind_of_file
from caffe_fillers.bulk.run import Bulk, plan_work
from caffe_fillers.bulk.targets import ConflictError, Places, targets_of
from caffe_fillers.cli.common import (
    FINDING,
    SEED,
    chosen,
    era_of,
    era_options,
    net_options,
    note,
    progress,
    tell,
    warn,
)
from caffe_fillers.cli.main import COMMANDS
from caffe_fillers.cli.many import (
    Line,
    Many,
    cores,
    do_work,
    found_inputs,
    input_options,
    parse_shard,
    run_options,
)
from caffe_fillers.cli.mistyped import mistaken
from caffe_fillers.cli.onnx_options import (
    check_options,
    onnx_output_options,
    onnx_plan_options,
)
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.core.registry import BVLC
from caffe_fillers.formats.kinds import suffix_of
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import fresh_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.bulk.fill import Kind
    from caffe_fillers.bulk.inputs import Found, GivenFile
    from caffe_fillers.bulk.jobs import Job
    from caffe_fillers.bulk.outcomes import Outcome

__all__ = ["fill_command"]

#: The exit code where --like left something unmatched, or a net is not wholly understood.
DIFFERS = 1
#: Options that only a run over many files has.
MANY = ("out_dir", "manifest", "resume", "seed_by_name", "shard", "dask", "files_from")


def _suffix(params: Mapping[str, Any]) -> str:
    """What becomes of the input: a model stays of its kind."""
    first = Path(next((each for each in params["nets"] if each != "fill"), ""))
    kind = kind_of_file(first) if first.is_file() else "net"
    return {"net": ".caffemodel", "onnx": ".onnx"}.get(kind) or suffix_of(first)


@click.command("fill", cls=StandardCommand, made=_suffix)
@click.argument("nets", nargs=-1, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    help="The file to write: .caffemodel, .h5, .npz or .safetensors; a folder for several files. "
    "- is standard output. [default: beside the net, .caffemodel]",
)
@click.option(
    "--seed",
    type=SEED,
    metavar="N",
    help="[default: the solver's random_seed, else a fresh one, which is shown]",
)
@click.option(
    "--names",
    type=click.Choice(["caffe", "torch"]),
    default="caffe",
    help="Nets: names in a .npz or .safetensors, or those of a PyTorch state dict. "
    "[default: caffe]",
)
@input_options
@run_options
@net_options
@era_options
@onnx_plan_options
@onnx_output_options
@click.option(
    "--lsuv",
    multiple=True,
    metavar="[NAME=]DATA",
    help="Nets: scale weights layer by layer until the outputs on these data (.npy, .npz) have "
    "variance 1 (docs/fillers.md); repeatable.",
)
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per file on stdout.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Tell of the era, of words, and of the next word, too."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def fill_command(
    nets: tuple[str, ...],
    output: str | Path | None,
    seed: int | None,
    force: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Fill nets: write the very .caffemodel that Caffe holds before its first step.

    FILE is a net or a solver prototxt, of any generation; or an ONNX model or a file of weights
    (.caffemodel, .h5, .npz, .safetensors), whose weights are replaced. It may be a folder or a
    quoted pattern, too; - is standard input, whose result goes to standard output.

    \b
    Examples:
      fill-weights net.prototxt --seed 1701
      fill-weights solver.prototxt -o start.caffemodel
      fill-weights train_val.prototxt --phase train --shape data=50,3,227,227
      fill-weights net.prototxt --seed 1701 --boost 1.54 --caffe rc3
      fill-weights model.onnx -o filled.onnx --filler 'Conv=msra,variance_norm=FAN_OUT'
      fill-weights model.onnx -o filled.onnx --like net.prototxt --seed 1701
      fill-weights old.caffemodel -o new.caffemodel --seed 7 --only 'fc*'
      fill-weights nets/ --recursive --out-dir filled --seed 7 --manifest filled.jsonl
    """
    # Options may stand before the command's name, where it reads as the first net.
    nets = nets[1:] if nets and nets[0] == "fill" and (len(nets) > 1 or how["files_from"]) else nets
    wrong = mistaken(nets[0], COMMANDS) if nets else ""
    if wrong:
        raise click.UsageError(wrong)
    # Wrong names are a matter of usage, whatever the files.
    era_of(**how)
    found = _found(nets, output, how)
    check_options(each.kind for each in found.inputs)
    options = FillOptions.of({**how, "dtype": how["dtype"] if chosen("dtype") else None})
    first, *others = found.inputs
    if how["lsuv"]:
        if others or first.kind != "net" or any(how[name] for name in MANY):
            raise click.UsageError("--lsuv is for one net")
        return _by_lsuv(first, output, seed, options, how["lsuv"], force=force, quiet=quiet)
    if first.named and not others and not any(how[name] for name in MANY):
        return _one(first, output, seed, options, force, as_json, verbose, quiet)
    bulk = Bulk(
        options,
        _places(output, how["out_dir"], several=len(found.inputs) > 1),
        seed,
        how["seed_by_name"],
        force,
        how["manifest"],
        how["resume"],
        parse_shard(how["shard"]),
        # Several at a time keep to a thread each.
        1 if how["dask"] or cores(how["jobs"], len(found.inputs)) > 1 else None,
    )
    return _many(found, bulk, how, as_json=as_json, quiet=quiet)


def _by_lsuv(
    given: GivenFile,
    output: str | Path | None,
    seed: int | None,
    options: FillOptions,
    data: Sequence[str],
    *,
    force: bool,
    quiet: bool,
) -> int:
    """Fill one net, and scale its weights by data."""
    # Nets do without the libraries that models need.
    lsuv = import_module("caffe_fillers.api.lsuv")
    begun = plan_net(given.path, **options.arguments)
    if seed is None:
        seed = fresh_seed() if begun.seed is None else begun.seed
    target = str(output) if output else str(Path(given.path).with_suffix(".caffemodel"))
    told = lsuv.scaled_net(begun, data, target, seed=seed, force=force)
    if not quiet:
        tell(begun)
        note(f"{given.path} -> {target} (seed {seed}, scaled by data)")
        for each in told:
            note(f"  {each}")
    return FINDING if any(abs(each.after - 1) > lsuv.TOLERANCE for each in told) else 0


def _found(nets: Sequence[str], output: str | Path | None, how: dict[str, Any]) -> Found:
    """The inputs, and a look at the options of many files."""
    if how["resume"] and not how["manifest"]:
        raise click.UsageError("--resume goes on by a --manifest")
    if how["dask"] and how["jobs"]:
        raise click.UsageError("--jobs is for this machine; a --dask cluster has its own threads")
    shares = how["shard"] and not how["resume"]
    if shares and click.get_current_context().params.get("seed") is None:
        raise click.UsageError("--shard needs a --seed: the shares must have the same one")
    folders = [Path(each) for each in (how["out_dir"], output) if each]
    return found_inputs(
        nets,
        how["files_from"],
        recursive=how["recursive"],
        without=[each for each in folders if each.is_dir()],
    )


def _places(output: str | Path | None, tree: Path | None, *, several: bool) -> Places:
    if output and tree:
        raise click.UsageError("choose one of -o and --out-dir")
    path = Path(output) if output else None
    folder = path is not None and (path.is_dir() or str(output).endswith(("/", os.sep)))
    if path is not None and several and not folder:
        raise click.UsageError(f"-o {output} is not a folder, and there are several files")
    return Places(tree, path, folder)


def _many(found: Found, bulk: Bulk, how: dict[str, Any], *, as_json: bool, quiet: bool) -> int:
    """Fill several files, or one in the manner of several."""
    try:
        work = plan_work(found.inputs, bulk)
    except ConflictError as error:
        raise click.UsageError(str(error)) from None
    order = sorted(
        [job.index for job in work.jobs] + [job.index for job, _ in (*work.refused, *work.done)],
    )
    many = Many(order, as_json, quiet, passed=found.passed)
    return do_work(
        work, many, _line, jobs=how["jobs"], dask=how["dask"], fail_fast=how["fail_fast"]
    )


def _line(job: Job, outcome: Outcome) -> Line:
    """What is said of a file that has ended."""
    if outcome.error:
        told = {"input": job.path, "output": job.target, "error": outcome.error}
        return Line(f"{job.path}: failed", told, outcome.code, error=outcome.error)
    told = {"input": job.path, **outcome.told}
    said = [("note", told["notes"]), ("warning", told.get("warnings", ()))]
    more = "".join(f", {len(each)} {word}(s)" for word, each in said if each)
    missed = "" if outcome.code == 0 else ", not all of it matched"
    text = f"{job.path} -> {job.target}, seed {told['seed']}{missed}{more}"
    return Line(text, told, outcome.code, outcome.values)


def _one(
    given: GivenFile,
    output: str | Path | None,
    seed: int | None,
    options: FillOptions,
    force: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Fill one file, and say all there is to say of it."""
    try:
        (target,) = targets_of([given], _places(output, None, several=False))
    except ConflictError as error:
        raise click.UsageError(str(error)) from None
    watch = partial(progress, quiet=quiet)
    told = fill_file(
        FillRequest(given.kind, given.path, target, options, Seed.of(seed), force, watch)
    )
    if as_json:
        click.echo(json.dumps(told))
    if not quiet:
        for text in told["notes"]:
            note(f"note: {text}")
        for text in told.get("warnings", ()):
            warn(text)
        _summary(given.kind)(told, verbose=verbose)
    return 0 if settled(told) else DIFFERS


def _summary(kind: Kind) -> Any:
    """What tells of a file of this kind."""
    if kind == "net":
        return _summarise
    # Nets do without the libraries that models need.
    return import_module(f"caffe_fillers.cli.{'onnx' if kind == 'onnx' else 'saved'}").summarise


def _summarise(told: dict[str, Any], *, verbose: bool) -> None:
    shared = f", {told['shared']} of them shared" if told["shared"] else ""
    note(f"{told['net']} -> {told['output']} ({told['bytes']:,} bytes)")
    dialect = "" if told["dialect"] == BVLC else f", dialect {told['dialect']}"
    era = f", {told['era']}" if verbose or told["era"] != Era.default().detailed else ""
    note(f"  seed {told['seed']}, {told['phase']}{era}{dialect}")
    note(f"  {told['layers']} layers, {told['blobs']} blobs{shared}, {told['values']:,} values")
    if verbose:
        note(f"  {told['words']:,} words, the next is {told['next_word']}")
    if told["loaded"]:
        note(f"  {told['copied']} of {told['holders']} layers copied from trained models")
