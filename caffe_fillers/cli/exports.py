"""`export` over folders or a list: which nets and weights there are, and what is said of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.export import ExportJob, export_net, with_files
from caffe_fillers.bulk.inputs import find_inputs
from caffe_fillers.bulk.outcomes import BAD_INPUT
from caffe_fillers.bulk.pairs import Pair, Paired
from caffe_fillers.bulk.processes import run_all
from caffe_fillers.bulk.targets import Places, check_targets, make_folders, targets_of
from caffe_fillers.cli.common import stacked
from caffe_fillers.cli.many import Line, Many, cores
from caffe_fillers.cli.pairs import found_pairs, pair_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.bulk.inputs import GivenFile
    from caffe_fillers.bulk.outcomes import Outcome
    from caffe_fillers.exporters.options import ExportOptions
    from caffe_fillers.exporters.preprocess import Preprocess
    from caffe_fillers.exporters.reading import Origin

__all__ = ["export_all", "export_pairs", "folder_options"]

folder_options = stacked(
    click.option(
        "--out-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Several nets: a folder for the models, in the nets' tree; made where it is missing.",
    ),
    pair_options,
)


def export_pairs(
    net: Path | None, model: str | None, pairs: str | None, *, recursive: bool
) -> Paired | None:
    """The nets of a folder, their weights beside or in another; None where one net is meant.

    Raises:
        UsageError: a folder stands beside a file, or a list beside files.
        DataError, FormatError: what was named cannot be read, or holds nothing.
    """
    if pairs is None and net is not None and net.is_dir() and model is None:
        nets = _nets([str(net)], recursive=recursive)
        # One pair a net; here it is the weights that are missing.
        return Paired(tuple(Pair(each.path, each.path) for each in nets), ())
    return found_pairs(net, Path(model) if model else None, pairs, recursive=recursive)


def export_all(
    paired: Paired,
    net: Path | None,
    origin: Origin,
    options: ExportOptions,
    preprocess: Preprocess,
    *,
    how: dict[str, Any],
) -> int:
    """Export every net and tell of each; the exit code."""
    jobs = _jobs(paired, net, origin, options, preprocess, how)
    many = Many([job.index for job in jobs], how["as_json"], how["quiet"], "exported")
    for job, outcome in run_all(jobs, cores(how["jobs"], len(jobs)), export_net):
        many.add(job.index, _line(job, outcome))
        if how["fail_fast"] and outcome.error:
            break
    for path in paired.left:
        many.fail(f"{path}: has no partner")
    many.finish()
    return max(many.code, BAD_INPUT if paired.left else 0)


def _nets(names: Sequence[str], *, recursive: bool) -> tuple[GivenFile, ...]:
    return find_inputs(
        names, recursive=recursive, wanted=lambda kind, path: kind == "net" and bool(path)
    ).inputs


def _jobs(
    paired: Paired,
    net: Path | None,
    origin: Origin,
    options: ExportOptions,
    preprocess: Preprocess,
    how: dict[str, Any],
) -> list[ExportJob]:
    """Every net's job; no target is written yet, and none stands there already."""
    names = [str(pair.net) for pair in paired.pairs]
    if net is None:
        given = list(_nets(names, recursive=False))
    else:
        found = {str(each.path): each for each in _nets([str(net)], recursive=how["recursive"])}
        given = [found[name] for name in names]
    targets = targets_of(given, Places(tree=how["out_dir"], suffix=".onnx"))
    check_targets(targets, force=how["force"], ours={})
    make_folders(targets)
    return [
        ExportJob(
            index,
            with_files(origin, each.path, None if pair.weights == pair.net else pair.weights),
            str(target),
            options,
            preprocess,
            how["external_data"],
            how["force"],
        )
        for index, (pair, each, target) in enumerate(zip(paired.pairs, given, targets, strict=True))
    ]


def _line(job: ExportJob, outcome: Outcome) -> Line:
    told = dict(outcome.told)
    if outcome.error:
        told = {"net": job.path, "weights": list(job.origin.weights), "error": outcome.error}
        return Line(f"{job.path}: failed", told, outcome.code, error=outcome.error)
    said = [f"{job.path} -> {told['output']} ({told['bytes']:,} bytes)"]
    said += [f"  note: {text}" for text in told["notes"]]
    said += [f"  warning: {text}" for text in told["warnings"]]
    return Line("\n".join(said), told, outcome.code, outcome.values)
