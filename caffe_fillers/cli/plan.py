"""`fill-weights plan NET`: the draws, in the order of the stream."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.planning import PlanJob, PlanReport, plan_file, plan_file_guarded
from caffe_fillers.cli.common import (
    FINDING,
    SEED,
    chosen,
    era_of,
    era_options,
    net_options,
    note,
    print_table,
    warn,
)
from caffe_fillers.cli.many import Line, Many, cores, found_inputs, input_options, job_options
from caffe_fillers.cli.onnx_options import check_options, onnx_plan_options
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.core.draws import shape_text
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import STRICT, NetError
from caffe_fillers.plan.report import DrawRow, count_words, draw_rows, totals, unheeded
from caffe_fillers.plan.skips import check_skips
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from caffe_fillers.bulk.fill import Kind
    from caffe_fillers.bulk.inputs import Found

__all__ = ["plan_command"]

#: Files from which on several processes are worth their start.
WORTH = 50
HEADER = ("blob", "shape", "filler", "law", "fan_in", "fan_out", "n", "words")


@click.command("plan", cls=StandardCommand)
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--seed", type=SEED, metavar="N", help="Draw with this seed to count every word.")
@input_options
@job_options
@net_options
@era_options
@onnx_plan_options
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per file on stdout.")
def plan_command(files: tuple[str, ...], seed: int | None, as_json: bool, **how: Any) -> int:
    """Show what would be drawn, in the order of the stream.

    Each line is one fill, or words that Caffe takes without filling a blob, with the reason. A
    star marks numbers that Caffe draws and throws away. How many words a gaussian or uniform
    fill takes depends on the seed: with --seed they are counted. FILE may be a net, a solver, an
    ONNX model, a file of weights, a folder or a quoted pattern.

    \b
    Examples:
      fill-weights plan train_val.prototxt --phase train
      fill-weights plan net.prototxt --seed 1701 --json
      fill-weights plan model.onnx --filler 'LSTM=xavier'
      fill-weights plan old.caffemodel --only 'fc*'
      fill-weights plan nets/ --recursive --json
    """
    era_of(**how)  # a wrong name is a matter of usage
    found = found_inputs(files, how["files_from"], recursive=how["recursive"])
    check_options(each.kind for each in found.inputs)
    options = FillOptions.of({**how, "dtype": how["dtype"] if chosen("dtype") else None})
    jobs = [
        PlanJob(index, str(each.path), options, seed, _planner(each.kind))
        for index, each in enumerate(found.inputs)
    ]
    if len(jobs) == 1 and found.inputs[0].named:
        report = plan_file(jobs[0]).told["report"]
        _show(report, as_json=as_json)
        if not as_json:
            note(report.sums[-1])
        return int(report.code)
    return _plan_all(jobs, found, how, as_json=as_json)


def _planner(kind: Kind) -> Callable[[Path, FillOptions, int | None], PlanReport]:
    """What plans a file of this kind."""
    if kind == "net":
        return plan_definition
    # Nets do without the libraries that models need.
    models = import_module(f"caffe_fillers.cli.{'onnx' if kind == 'onnx' else 'saved'}")
    planner: Callable[[Path, FillOptions, int | None], PlanReport]
    planner = models.plan_model if kind == "onnx" else models.plan_saved
    return planner


def plan_definition(path: Path, options: FillOptions, seed: int | None) -> PlanReport:
    """What would be drawn for a net or a solver."""
    begun = plan_net(path, **options.arguments)
    missed = tuple(unheeded(begun))
    if missed and options.strict:
        raise NetError(missed[0], hint=STRICT)
    planned, era = begun.planned, begun.options.era
    if seed is not None:
        check_skips(begun, seed)
    words = None if seed is None else count_words(planned.plan, seed, era)
    rows = list(draw_rows(planned, words))
    told = {
        "net": str(path),
        "state": str(begun.state),
        "dialect": begun.dialect,
        "era": era.detailed,
        "seed": seed,
        **totals(planned).asdict(),
        "draws": [row.asdict() for row in rows],
        "tops": {name: list(shape) for name, shape in planned.plan.shapes.items()},
        "notes": list(begun.notes),
        "findings": list(begun.findings),
        "unsure": list(begun.unsure),
    }
    dialect = "" if begun.dialect == BVLC else f", dialect {begun.dialect}"
    values = totals(planned).values
    return PlanReport(
        told,
        [HEADER, *map(_cells, rows)],
        frozenset({"fan_in", "fan_out", "n", "words"}),
        begun.notes,
        (*begun.findings, *begun.unsure, *missed),
        [f"{begun.state}, {era.detailed}{dialect}; {values:,} values"],
        FINDING if begun.findings else 0,
    )


def _show(report: PlanReport, *, as_json: bool) -> None:
    """Show a plan, but for what it comes to."""
    if as_json:
        click.echo(json.dumps(report.told))
        return
    for text in report.notes:
        note(f"note: {text}")
    for text in report.warnings:
        warn(text)
    print_table(report.rows, report.numbers)
    for text in report.sums[:-1]:
        note(text)


def _plan_all(jobs: Sequence[PlanJob], found: Found, how: dict[str, Any], *, as_json: bool) -> int:
    """Plan several files and show each, in the order of the inputs; the exit code."""
    from caffe_fillers.bulk.processes import in_turn, run_all  # noqa: PLC0415  # large to load

    many = Many([job.index for job in jobs], as_json, False, "planned", found.passed)
    count = cores(how["jobs"], len(jobs), worth=WORTH)
    for job, outcome in in_turn(run_all(jobs, count, plan_file_guarded), jobs):
        if outcome.error:
            told = {"input": job.path, "error": outcome.error}
            many.add(
                job.index, Line(f"{job.path}: failed", told, outcome.code, error=outcome.error)
            )
            if how["fail_fast"]:
                break
            continue
        report: PlanReport = outcome.told["report"]
        if not as_json:
            click.echo(legible(f"{job.path}:"))
            _show(report, as_json=False)
        text = f"{job.path}: {report.sums[-1]}"
        many.add(job.index, Line(text, dict(report.told), outcome.code))
    many.finish()
    return many.code


def _cells(row: DrawRow) -> Sequence[str]:
    words = "?" if row.words is None else f"{row.words:,}"
    if row.blob is None:
        return row.layer, "", "", row.why, "", "", "", words
    return (
        f"{row.layer}[{row.blob}]{'' if row.kept else '*'}",
        shape_text(row.shape),
        row.filler,
        row.law,
        "" if row.fan_in is None else str(row.fan_in),
        "" if row.fan_out is None else str(row.fan_out),
        f"{row.count:,}",
        words,
    )
