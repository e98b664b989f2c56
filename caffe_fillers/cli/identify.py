"""`fill-weights identify WEIGHTS [NET]`: which fillers made these weights, and from which seed."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.nets import plan_net
from caffe_fillers.api.weights import IdentifiedBlob, find_seeds, identify
from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.judge import JudgeJob
from caffe_fillers.bulk.pairs import pair_folders
from caffe_fillers.cli.common import era_options, net_arguments, net_options, note, out, tell
from caffe_fillers.cli.looks import Bar, painted_report, working
from caffe_fillers.cli.many import Line, cores
from caffe_fillers.cli.pairs import found_pairs, judge_all, pair_options
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.core.draws import shape_text
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.bulk.outcomes import Outcome
    from caffe_fillers.bulk.pairs import Paired
    from caffe_fillers.identification.search import SeedHit

__all__ = ["identify_command"]

NOT_FOUND = 1
#: So many candidates of a blob are told without --all.
SHOWN = 3


class Seeds(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """A..B: the seeds from A to B, both included; or `all` of them."""

    name = "A..B|all"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """The range."""
        if value == "all":
            return range(2**32)
        match = re.fullmatch(r"(\d+)\.\.(\d+)", str(value))
        seeds = range(int(match[1]), int(match[2]) + 1) if match else range(0)
        if not seeds or seeds.stop > 2**32:
            self.fail(f"{value!r} is neither 'all' nor of the form 0..4294967295", param, ctx)
        return seeds


@click.command("identify", cls=StandardCommand)
@click.argument("weights_file", type=click.Path(path_type=Path), metavar="WEIGHTS", required=False)
@click.argument("net", type=click.Path(path_type=Path), metavar="[NET]", required=False)
@click.option("--find-seed", "seeds", type=Seeds(), help="Search these seeds; needs NET.")
@click.option(
    "--from",
    "begin",
    type=click.IntRange(0, 2**32 - 1),
    metavar="N",
    help="Go on with a search that was stopped: leave out the seeds below N.",
)
@click.option(
    "--all", "show_all", is_flag=True, help="Show every candidate of every blob, with its evidence."
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on stdout.")
@pair_options
@net_options
@era_options
def identify_command(
    weights_file: Path | None,
    net: Path | None,
    seeds: range | None,
    begin: int | None,
    show_all: bool,
    as_json: bool,
    **how: Any,
) -> int:
    """Tell for each blob which filler, norm and parameters fit it.

    Blobs of 5,000 values or more are named; of smaller ones the first candidates that are not
    excluded are listed, with --all every one. With NET its own fillers are looked at, too. Exits
    with 1 where no seed is found.

    \b
    Examples:
      fill-weights identify net.caffemodel
      fill-weights identify net.caffemodel net.prototxt --json
      fill-weights identify net.caffemodel net.prototxt --find-seed 0..1000000
      fill-weights identify net.caffemodel net.prototxt --find-seed all
      fill-weights identify filled/ nets/ --recursive
    """
    paired = _pairs(weights_file, net, how)
    if paired is not None:
        if seeds is not None:
            raise click.UsageError("--find-seed is for one file of weights")
        return _identify_all(paired, how, show_all=show_all, as_json=as_json)
    if weights_file is None:
        raise click.UsageError("name WEIGHTS, or give --pairs")
    seeds = _gone_on(seeds, begin)
    if seeds is not None and net is None:
        raise click.UsageError("--find-seed needs NET: it tells what is drawn first, and how")
    if seeds is not None and net is not None:
        return _search(weights_file, net, seeds, how, as_json=as_json)
    begun = plan_net(net, **net_arguments(**how)) if net else None
    if begun:
        tell(begun)
    with working(f"identifying {legible(str(weights_file))}"):
        blobs = list(identify(weights_file, begun))
    if as_json:
        told = [blob.asdict() for blob in blobs]
        click.echo(json.dumps({"weights": str(weights_file), "blobs": told}))
        return 0
    for line in _all_lines(blobs, show_all=show_all):
        out(line, painted_report)
    return 0


def _gone_on(seeds: range | None, begin: int | None) -> range | None:
    """The seeds of a search that was stopped, from the first that was not looked at."""
    if begin is None:
        return seeds
    if seeds is None or not seeds.start <= begin < seeds.stop:
        raise click.UsageError("--from needs --find-seed, and to be one of its seeds")
    return range(begin, seeds.stop)


def _pairs(weights: Path | None, net: Path | None, how: dict[str, Any]) -> Paired | None:
    """The pairs of two folders or a list; the files of one folder; None for a single file."""
    if net is None and weights is not None and weights.is_dir() and how["pairs"] is None:
        return pair_folders(None, weights, recursive=how["recursive"])
    return found_pairs(net, weights, how["pairs"], recursive=how["recursive"])


def _identify_all(paired: Paired, how: dict[str, Any], *, show_all: bool, as_json: bool) -> int:
    options = FillOptions.of(how)
    jobs = [
        JudgeJob(at, "identify", str(pair.net) if pair.net else None, str(pair.weights), options)
        for at, pair in enumerate(paired.pairs)
    ]

    def say(job: JudgeJob, outcome: Outcome) -> Line:
        blobs = outcome.told["blobs"]
        if not as_json:
            out(f"{job.weights}:")
            for line in _all_lines(blobs, show_all=show_all):
                out(f"  {line}", painted_report)
        told = {"weights": job.weights, "blobs": [blob.asdict() for blob in blobs]}
        return Line(f"{job.weights}: {len(blobs)} blobs", told, outcome.code)

    return judge_all(
        paired,
        jobs,
        say,
        verb="looked at",
        as_json=as_json,
        quiet=False,
        processes=how["jobs"],
        fail_fast=how["fail_fast"],
    )


def _all_lines(blobs: Sequence[IdentifiedBlob], *, show_all: bool) -> Iterator[str]:
    width = max((len(blob.name) for blob in blobs), default=0)
    for blob in blobs:
        yield from _lines(blob, width, show_all=show_all)


def _lines(blob: IdentifiedBlob, width: int, *, show_all: bool) -> Iterator[str]:
    dims = shape_text(blob.shape, "scalar")
    answer = blob.answer
    said = answer.said
    if answer.matches and answer.kind == "filler" and answer.matches[0].note:
        said += f" ({answer.matches[0].note})"
    fits = {None: "", True: "; the net's filler fits", False: "; the net's filler does NOT fit"}
    yield f"{blob.name:<{width}}  {dims}  {said}{fits[blob.net_fits]}"
    # So few values cannot tell: the first of the candidates that are not excluded are told.
    told = answer.matches if show_all else answer.matches[:SHOWN] * (answer.kind == "several")
    for match in told:
        note_text = f" ({match.note})" if match.note else ""
        yield f"{'':<{width}}    {match.text}{note_text}"
        if show_all:
            yield from (f"{'':<{width}}      {text}" for text in match.evidence)
    left = len(answer.matches) - len(told)
    if told and left:
        yield f"{'':<{width}}    … {left} more: --all"


def _search(
    weights_file: Path, net: Path, seeds: range, how: dict[str, Any], *, as_json: bool
) -> int:
    begun = plan_net(net, **net_arguments(**how))
    tell(begun)
    # An era that is asked for is the only one to be tried.
    eras = [begun.options.era] if how["boost"] or how["math"] or how["platform"] else None
    began = time.perf_counter()
    done = seeds.start
    hits: list[SeedHit] = []
    bar = Bar("searching", len(seeds))

    def passed(number: int) -> None:
        nonlocal done
        done += number
        bar.update(number)

    try:
        for hit in find_seeds(
            weights_file, begun, seeds, eras=eras, passed=passed, jobs=cores(None, len(seeds))
        ):
            hits.append(hit)  # noqa: PERF402  # they are told if the search is stopped
    except KeyboardInterrupt:
        found = "".join(f"seed {hit.seed} fits; " for hit in hits)
        note(f"{found}stopped; to go on: --find-seed {seeds.start}..{seeds.stop - 1} --from {done}")
        raise
    finally:
        bar.close()
    rate = len(seeds) / max(time.perf_counter() - began, 1e-9)
    if as_json:
        told = {
            "seeds": [hit.asdict() for hit in hits],
            "searched": len(seeds),
            "per_second": rate,
        }
        click.echo(json.dumps(told))
    else:
        for hit in hits:
            eras_told = " or ".join(hit.eras)
            out(f"seed {hit.seed}: {hit.equal} of {hit.blobs} blobs equal, {eras_told}")
        if not hits:
            out(f"no seed of {seeds.start}..{seeds.stop - 1} gives these weights")
    note(f"{len(seeds):,} seeds searched, {rate:,.0f} a second")
    return 0 if hits else NOT_FOUND
