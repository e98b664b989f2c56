"""`fill-weights verify NET WEIGHTS`: are these the weights that Caffe would have made?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import (
    SEED,
    era_of,
    era_options,
    net_options,
    note,
    options_of,
    startup_of,
)
from caffe_fillers.cli.onnx_options import is_onnx
from caffe_fillers.errors import FormatError
from caffe_fillers.findings.github import commands
from caffe_fillers.findings.junit import junit
from caffe_fillers.findings.sarif import sarif
from caffe_fillers.findings.table import as_json, lines
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.formats.layout import replacing
from caffe_fillers.plan.start import start
from caffe_fillers.verification import Tolerance, VerifyRequest, verify_files, verify_model
from caffe_fillers.verification.converted import from_arrays
from caffe_fillers.verification.laws import ALPHA

if TYPE_CHECKING:
    from caffe_fillers.findings import Report

__all__ = ["verify_command"]

DIFFERS = 1
#: Formats whose arrays may have been named by another framework.
ARRAYS = ("npz", "safetensors")


@click.command("verify")
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.argument(
    "weights_file", type=click.Path(path_type=Path), metavar="[WEIGHTS]", required=False
)
@click.option("--seed", type=SEED, metavar="N", help="[default: the solver's random_seed, if any]")
@click.option(
    "--against", type=click.Choice(["pycaffe"]), help="Instead of WEIGHTS: a live Caffe's."
)
@click.option(
    "--caffe-binary", metavar="PATH", help="Instead of WEIGHTS: those of a caffe program."
)
@click.option(
    "--map",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='Tensors of a converted model and their blobs, as JSON: {"w": "conv1[0]"}.',
)
@click.option("--by-law", is_flag=True, help="Judge each blob by its law, whatever the seed.")
@net_options
@era_options
@click.option("--ulps", type=click.IntRange(0), default=0, help="Let values be so many floats off.")
@click.option("--rtol", type=click.FloatRange(0), default=0.0, help="… or this share of the value.")
@click.option("--atol", type=click.FloatRange(0), default=0.0, help="… or by this much.")
@click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True),
    default=ALPHA,
    show_default=True,
    help="Without a seed: the chance of a false alarm of the whole run.",
)
@click.option("--json", "as_json_", is_flag=True, help="The report as JSON on stdout.")
@click.option("--junit", "junit_file", type=click.Path(path_type=Path), help="Write JUnit's XML.")
@click.option("--sarif", "sarif_file", type=click.Path(path_type=Path), help="Write SARIF 2.1.0.")
@click.option("--github", is_flag=True, help="Annotations for a GitHub workflow on stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Tell of the blobs that are right, too.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def verify_command(
    net: Path,
    weights_file: Path | None,
    as_json_: bool,
    junit_file: Path | None,
    sarif_file: Path | None,
    github: bool,
    verbose: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Verify weights: bit for bit with a seed, by each filler's law without.

    NET is a net or solver prototxt, or another model to compare with. Exits with 1 where
    something is wrong.

    \b
    Examples:
      fill-weights verify net.prototxt net.caffemodel --seed 1701
      fill-weights verify net.prototxt net.caffemodel
      fill-weights verify a.caffemodel b.safetensors --ulps 1
      fill-weights verify net.prototxt net.h5 --seed 1 --junit verify.xml
      fill-weights verify net.prototxt converted.onnx --seed 1
      fill-weights verify net.prototxt --seed 1 --caffe-binary build/tools/caffe
    """
    report = _report(net, weights_file, **how)
    if junit_file:
        _write(junit_file, junit([report]))
    if sarif_file:
        _write(sarif_file, json.dumps(sarif([report]), indent=2).encode() + b"\n")
    if as_json_:
        click.echo(json.dumps(as_json(report)))
    elif not quiet:
        for text in report.notes:
            note(f"note: {text}")
        for line in lines(report, verbose=verbose):
            click.echo(line)
    if github:
        for line in commands(report):
            click.echo(line)
    return 0 if report.good else DIFFERS


def _report(net: Path, weights_file: Path | None, **how: Any) -> Report:
    tolerance = Tolerance(how["ulps"], how["rtol"], how["atol"])
    if [weights_file, how["against"], how["caffe_binary"]].count(None) != 2:
        raise click.UsageError("give one of WEIGHTS, --against and --caffe-binary")
    if weights_file and _is_model(net):
        return verify_files(open_model(net), open_model(weights_file), tolerance)
    startup, options = startup_of(**how), options_of(era_of(**how), **how)
    asked = VerifyRequest(net, startup, options, how["seed"], tolerance, how["alpha"])
    if weights_file:
        return _against_file(asked, weights_file, how["table"], by_law=how["by_law"])
    seed = how["seed"]
    if seed is None and not how["by_law"]:
        seed = start(net, startup, options).seed
    if seed is None:
        raise click.UsageError("a live Caffe needs a --seed")
    return _against_caffe(replace(asked, seed=seed), seed, how)


def _against_file(
    asked: VerifyRequest, weights_file: Path, table_file: Path | None, *, by_law: bool
) -> Report:
    begun = start(asked.net, asked.startup, asked.options)
    planned, seed = begun.planned, begun.seed if asked.seed is None else asked.seed
    asked = replace(asked, seed=None if by_law else seed)
    table = _table(table_file) if table_file else None
    if is_onnx(weights_file):
        # Loads the onnx package, which a .caffemodel does not need.
        from caffe_fillers.verification.onnx_models import from_onnx  # noqa: PLC0415

        converted = from_onnx(planned, weights_file, table)
    else:
        model = open_model(weights_file)
        names = {slot.name for slots in planned.slots for slot in slots}
        strange = model.kind in ARRAYS and not names & {layer.name for layer in model.layers}
        if table or strange:
            converted = from_arrays(planned, model, table)
        else:
            return verify_model(asked, model, str(weights_file), kind=model.kind, begun=begun)
    report = verify_model(
        asked,
        converted,
        str(weights_file),
        kind="converted",
        unwritten=converted.unwritten,
        begun=begun,
    )
    return replace(report, notes=(*report.notes, *converted.notes))


def _table(path: Path) -> dict[str, str]:
    # This module needs the onnx package, which most runs do not.
    from caffe_fillers.plan.onnx.like import read_table  # noqa: PLC0415

    return read_table(path)


def _against_caffe(asked: VerifyRequest, seed: int, how: dict[str, Any]) -> Report:
    # A live Caffe is rarely asked for: what it needs is loaded when it is.
    from caffe_fillers.bridges.binary import made_by  # noqa: PLC0415
    from caffe_fillers.bridges.pycaffe import made_by_pycaffe  # noqa: PLC0415

    if how["against"]:
        model = made_by_pycaffe(asked.net, seed, asked.startup, asked.options)
        return verify_model(asked, model, "pycaffe")
    binary = how["caffe_binary"]
    with made_by(binary, asked.net, seed, asked.startup, asked.options) as written:
        return verify_model(asked, written, binary, kind=written.kind)


def _is_model(path: Path) -> bool:
    """Whether NET is a model file rather than a text."""
    if path.suffix in {".prototxt", ".pbtxt", ".pt", ".txt"}:
        return False
    try:
        open_model(path)
    except FormatError:
        # A text is no model; what is neither is told by the reader of texts.
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
