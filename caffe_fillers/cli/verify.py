"""`fill-weights verify NET WEIGHTS`: are these the weights that Caffe would have made?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.api.weights import verify
from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.inputs import kind_of_file
from caffe_fillers.bulk.judge import JudgeJob
from caffe_fillers.cli.common import (
    SEED,
    era_options,
    net_arguments,
    net_options,
    note,
    out,
)
from caffe_fillers.cli.looking import plot_options, plotted
from caffe_fillers.cli.looks import painted_report, working
from caffe_fillers.cli.manifests import check_manifest
from caffe_fillers.cli.many import Line
from caffe_fillers.cli.pairs import found_pairs, judge_all, pair_options
from caffe_fillers.cli.reports import Reports
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.findings.table import as_json, lines
from caffe_fillers.strings import legible
from caffe_fillers.verification import Tolerance
from caffe_fillers.verification.laws import ALPHA

if TYPE_CHECKING:
    from caffe_fillers.bulk.outcomes import Outcome
    from caffe_fillers.bulk.pairs import Paired
    from caffe_fillers.findings import Report

__all__ = ["verify_command"]

DIFFERS = 1


@click.command("verify", cls=StandardCommand)
@click.argument("net", type=click.Path(path_type=Path), metavar="NET", required=False)
@click.argument(
    "weights_file", type=click.Path(path_type=Path), metavar="[WEIGHTS]", required=False
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Instead of NET: are all files that `fill --manifest` wrote still the same?",
)
@pair_options
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
@click.option(
    "--force", is_flag=True, help="Replace a file that is no report. [reports are replaced]"
)
@plot_options
@click.option("--github", is_flag=True, help="Annotations for a GitHub workflow on stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Tell of the blobs that are right, too.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def verify_command(  # noqa: C901  # one way to report after the other
    net: Path | None,
    weights_file: Path | None,
    manifest: Path | None,
    as_json_: bool,
    junit_file: Path | None,
    sarif_file: Path | None,
    github: bool,
    force: bool,
    plot_file: Path | None,
    dark: bool,
    verbose: bool,
    quiet: bool,
    **how: Any,
) -> int:
    """Verify weights: bit for bit with a seed, by each filler's law without.

    NET is a net or solver prototxt, or another model to compare with. Two folders are paired by
    their files' paths without suffix. Exits with 1 where something is wrong.

    \b
    Examples:
      fill-weights verify net.prototxt net.caffemodel --seed 1701
      fill-weights verify net.prototxt net.caffemodel
      fill-weights verify a.caffemodel b.safetensors --ulps 1
      fill-weights verify a.caffemodel b.onnx
      fill-weights verify net.prototxt net.h5 --seed 1 --junit verify.xml
      fill-weights verify net.prototxt converted.onnx --seed 1
      fill-weights verify net.prototxt --seed 1 --caffe-binary build/tools/caffe
      fill-weights verify nets/ filled/ --recursive --seed 1701
      fill-weights verify --manifest filled.jsonl
    """
    if manifest is not None:
        if net is not None:
            raise click.UsageError("--manifest names the files itself; leave NET out")
        return check_manifest(manifest, as_json=as_json_, quiet=quiet)
    inputs = (net, weights_file, *map(Path, how["weights"]))
    written = Reports(
        junit_file,
        sarif_file,
        github=github,
        force=force,
        inputs=(each for each in inputs if each),
    )
    paired = found_pairs(net, weights_file, how["pairs"], recursive=how["recursive"])
    if plot_file and (paired is not None or weights_file is None):
        raise click.UsageError("--plot is for one net and one file of WEIGHTS")
    if paired is not None:
        reports: list[Report] = []
        code = _verify_all(paired, reports, how, as_json_=as_json_, verbose=verbose, quiet=quiet)
        written.write(reports)
        return code
    if net is None:
        raise click.UsageError("name a NET, or give --pairs or a --manifest")
    with working(f"verifying {legible(str(weights_file or net))}", quiet=quiet):
        report = _report(net, weights_file, **how)
    if as_json_:
        click.echo(json.dumps(as_json(report)))
    elif not quiet:
        for text in report.notes:
            note(f"note: {text}")
        for line in lines(report, verbose=verbose):
            out(line, painted_report)
    written.write([report])
    if plot_file and weights_file:
        _plot(net, weights_file, plot_file, dark=dark, **how, force=force)
    return 0 if report.good else DIFFERS


def _plot(
    net: Path, weights_file: Path, target: Path, *, dark: bool, force: bool, **how: Any
) -> None:
    """Write each blob's histogram over the density that its filler gives."""
    from caffe_fillers.look.blobs import inspect_weights  # noqa: PLC0415  # for --plot only

    planned = net if kind_of_file(net) == "net" else None
    told = inspect_weights(weights_file, planned, **(net_arguments(**how) if planned else {}))
    plotted(told, target, dark=dark, force=force, inputs=(net, weights_file))


def _verify_all(
    paired: Paired,
    reports: list[Report],
    how: dict[str, Any],
    *,
    as_json_: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Verify all pairs; their reports are added in the order of the pairs."""
    if how["against"] or how["caffe_binary"]:
        raise click.UsageError("--against and --caffe-binary are for one net")
    judging = {name: how[name] for name in ("seed", "by_law", "alpha")}
    judging["table"] = _table(how["table"]) if how["table"] else None
    tolerance = how["ulps"], how["rtol"], how["atol"]
    options = FillOptions.of({**how, "table": None})
    jobs = [
        JudgeJob(at, "verify", str(pair.net), str(pair.weights), options, judging, tolerance)
        for at, pair in enumerate(paired.pairs)
    ]
    found: dict[int, Report] = {}

    def say(job: JudgeJob, outcome: Outcome) -> Line:
        report: Report = outcome.told["report"]
        found[job.index] = report
        told = as_json(report)
        if not as_json_ and not quiet and (verbose or not report.good):
            for line in lines(report, verbose=verbose):
                out(line, painted_report)
        bad = len(report.bad_cases)
        result = f"{bad} blob(s) differ" if bad else f"{report.checked} blobs are right"
        return Line(f"{job.net} {job.weights}: {result}", told, outcome.code)

    code = judge_all(
        paired,
        jobs,
        say,
        verb="verified",
        as_json=as_json_,
        quiet=quiet,
        processes=how["jobs"],
        fail_fast=how["fail_fast"],
    )
    reports += (found[at] for at in sorted(found))
    return code


def _report(net: Path, weights_file: Path | None, **how: Any) -> Report:
    if [weights_file, how["against"], how["caffe_binary"]].count(None) != 2:
        raise click.UsageError("give one of WEIGHTS, --against and --caffe-binary")
    if not weights_file:
        return _against_caffe(net, how)
    table = _table(how["table"]) if how["table"] else None
    return verify(net, weights_file, table=table, **_judging(how), **net_arguments(**how))


def _judging(how: dict[str, Any]) -> dict[str, Any]:
    """How values are compared, as `verify` takes it."""
    tolerance = Tolerance(how["ulps"], how["rtol"], how["atol"])
    return {
        "seed": how["seed"],
        "by_law": how["by_law"],
        "alpha": how["alpha"],
        "tolerance": tolerance,
    }


def _table(path: Path) -> dict[str, str]:
    # This module needs the onnx package, which most runs do not.
    from caffe_fillers.plan.onnx.like import read_table  # noqa: PLC0415

    return read_table(path)


def _against_caffe(net: Path, how: dict[str, Any]) -> Report:
    # A live Caffe is rarely asked for: what it needs is loaded when it is.
    from caffe_fillers.bridges.binary import made_by  # noqa: PLC0415
    from caffe_fillers.bridges.pycaffe import made_by_pycaffe  # noqa: PLC0415

    begun = plan_net(net, **net_arguments(**how))
    judging = _judging(how)
    seed = how["seed"]
    if seed is None and not how["by_law"]:
        seed = begun.seed
    if seed is None:
        raise click.UsageError("a live Caffe needs a --seed")
    judging["seed"] = seed
    if how["against"]:
        model = made_by_pycaffe(net, seed, begun.how, begun.options)
        return verify(begun, model, name="pycaffe", **judging)
    binary = how["caffe_binary"]
    with made_by(binary, net, seed, begun.how, begun.options) as written:
        return verify(begun, written, name=binary, **judging)
