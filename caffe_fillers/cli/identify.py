"""`fill-weights identify WEIGHTS [NET]`: which fillers made these weights, and from which seed."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import (
    era_of,
    era_options,
    net_options,
    note,
    options_of,
    startup_of,
    tell,
)
from caffe_fillers.cli.onnx_options import is_onnx
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.identification import Answer, identify_blob
from caffe_fillers.identification.seeds import FoundSeed, anchor_of, find_seeds
from caffe_fillers.plan.start import start
from caffe_fillers.rng.eras import BOOST_ROWS, MATH_ROWS, Era
from caffe_fillers.strings import legible
from caffe_fillers.verification import VerifyRequest, Weights, verify_model
from caffe_fillers.verification.difference import is_float
from caffe_fillers.verification.exact import draw_of
from caffe_fillers.verification.laws import law_of
from caffe_fillers.verification.pairs import pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.core.draws import Law, Plan, Slot
    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.plan.net import Options
    from caffe_fillers.plan.start import Start

__all__ = ["identify_command"]

NOT_FOUND = 1


class Seeds(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """A..B: the seeds from A to B, both included."""

    name = "A..B"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """The range."""
        match = re.fullmatch(r"(\d+)\.\.(\d+)", str(value))
        seeds = range(int(match[1]), int(match[2]) + 1) if match else range(0)
        if not seeds or seeds.stop > 2**32:
            self.fail(f"{value!r} is not of the form 0..4294967295", param, ctx)
        return seeds


@click.command("identify")
@click.argument("weights_file", type=click.Path(path_type=Path), metavar="WEIGHTS")
@click.argument("net", type=click.Path(path_type=Path), metavar="[NET]", required=False)
@click.option("--find-seed", "seeds", type=Seeds(), help="Search these seeds; needs NET.")
@click.option(
    "--all", "show_all", is_flag=True, help="Show every candidate of every blob, with its evidence."
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on stdout.")
@net_options
@era_options
def identify_command(
    weights_file: Path,
    net: Path | None,
    seeds: range | None,
    show_all: bool,
    as_json: bool,
    **how: Any,
) -> int:
    """Tell for each blob which filler, norm and parameters fit it.

    Blobs of 5,000 values or more are named; of smaller ones every candidate that is not excluded
    is listed. With NET its own fillers are looked at, too. Exits with 1 where no seed is found.

    \b
    Examples:
      fill-weights identify net.caffemodel
      fill-weights identify net.caffemodel net.prototxt --json
      fill-weights identify net.caffemodel net.prototxt --find-seed 0..1000000
    """
    if seeds is not None and net is None:
        raise click.UsageError("--find-seed needs NET: it tells what is drawn first, and how")
    options = options_of(era_of(**how), **how)
    begun = start(net, startup_of(**how), options) if net else None
    if begun:
        options = begun.options
        tell(begun)
    model = _opened(weights_file, begun)
    if seeds is not None and begun is not None:
        return _search(begun, model, seeds, options, how, as_json=as_json)
    blobs = list(_blobs(model, begun))
    if as_json:
        told = [{"name": blob.name, "shape": list(blob.shape), **blob.told()} for blob in blobs]
        click.echo(json.dumps({"weights": str(weights_file), "blobs": told}))
        return 0
    width = max((len(blob.name) for blob in blobs), default=0)
    for blob in blobs:
        for line in blob.lines(width, show_all=show_all):
            click.echo(legible(line))
    return 0


def _opened(path: Path, begun: Start | None) -> Weights:
    if not is_onnx(path):
        return open_model(path)
    # Loads the onnx package, which a .caffemodel does not need.
    from caffe_fillers.verification.onnx_models import from_onnx, weights_of_onnx  # noqa: PLC0415

    return from_onnx(begun.planned, path) if begun else weights_of_onnx(path)


@dataclass(frozen=True, slots=True)
class _Blob:
    """A blob and what is known of it."""

    name: str
    shape: tuple[int, ...]
    answer: Answer
    #: The law that the net has for it.
    expected: Law | None

    def told(self) -> dict[str, Any]:
        """For JSON."""
        fits = [match.net for match in self.answer.matches]
        return {
            **self.answer.asdict(),
            "net_fits": None if self.expected is None else any(fits),
        }

    def lines(self, width: int, *, show_all: bool) -> Iterator[str]:
        """For people."""
        dims = "x".join(map(str, self.shape)) or "scalar"
        matches = self.answer.matches
        said = self.answer.said
        if matches and self.answer.kind == "filler" and matches[0].note:
            said += f" ({matches[0].note})"
        yield f"{self.name:<{width}}  {dims}  {said}{self._of_net()}"
        # So few values cannot tell: every candidate that is not excluded is told.
        for match in matches if show_all or self.answer.kind == "several" else ():
            note_text = f" ({match.note})" if match.note else ""
            yield f"{'':<{width}}    {match.text}{note_text}"
            if show_all:
                yield from (f"{'':<{width}}      {text}" for text in match.evidence)

    def _of_net(self) -> str:
        if self.expected is None:
            return ""
        fits = any(match.net for match in self.answer.matches)
        return "; the net's filler fits" if fits else "; the net's filler does NOT fit"


def _blobs(model: Weights, begun: Start | None) -> Iterator[_Blob]:
    laws = _laws(begun, model) if begun else {}
    for layer in model.layers:
        for number, stored in layer.blobs.items():
            name = f"{layer.name}[{number}]"
            if stored.fault or not is_float(stored.dtype):
                said = stored.fault or f"its numbers are of type {stored.dtype}"
                yield _Blob(name, stored.shape, Answer("none", (), said), None)
                continue
            law = laws.get(id(stored))
            shape = stored.shape
            yield _Blob(name, shape, identify_blob(model.read(stored), shape, law), law)


def _laws(begun: Start, model: Weights) -> dict[int, Law]:
    """The net's law for each stored blob that it has one for."""
    plan = begun.planned.plan
    held = pair(begun.planned, model.layers).held
    laws = ((stored, law_of(plan, slot)) for slot, stored in held.items())
    return {id(stored): law[0] for stored, law in laws if law}


# --- seeds --------------------------------------------------------------------------------------


def _search(
    begun: Start,
    model: Weights,
    seeds: range,
    options: Options,
    how: dict[str, Any],
    *,
    as_json: bool,
) -> int:
    plan = begun.planned.plan
    held = pair(begun.planned, model.layers).held
    anchor = anchor_of(plan, held, lambda position: _shown(plan, held, position))
    values = model.read(held[anchor.slot])
    hits: list[dict[str, Any]] = []
    began = time.perf_counter()
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=len(seeds), label="searching", file=sys.stderr, hidden=hidden
    ) as bar:
        for hit in find_seeds(seeds, anchor, values, _eras(options.era, how), passed=bar.update):
            hits.append(_tried(begun, model, hit, how))  # noqa: PERF401  # told as they come
    rate = len(seeds) / max(time.perf_counter() - began, 1e-9)
    if as_json:
        told = {"seeds": hits, "searched": len(seeds), "per_second": rate}
        click.echo(json.dumps(told))
    else:
        for each in hits:
            eras = " or ".join(each["eras"])
            click.echo(
                f"seed {each['seed']}: {each['equal']} of {each['blobs']} blobs equal, {eras}"
            )
        if not hits:
            click.echo(f"no seed of {seeds.start}..{seeds.stop - 1} gives {anchor.slot}")
    note(f"{len(seeds):,} seeds searched, {rate:,.0f} a second")
    return 0 if hits else NOT_FOUND


def _tried(begun: Start, model: Weights, hit: FoundSeed, how: dict[str, Any]) -> dict[str, Any]:
    """How many blobs the seed gives, in those of its eras that give most."""
    equal: dict[str, int] = {}
    blobs = 0
    for era in hit.eras:
        asked = VerifyRequest(
            begun.path, startup_of(**how), options_of(era, **how), hit.seed, explain=False
        )
        report = verify_model(asked, model, "")
        equal[_era(era)] = sum(case.good and case.checked for case in report.cases)
        blobs = report.checked
    most = max(equal.values())
    best = [era for era, number in equal.items() if number == most]
    # Where plain arithmetic gives all of them, others that do are not worth a word.
    eras = [era for era in best if era.partition(",")[0] not in best or "," not in era]
    return {"seed": hit.seed, "equal": most, "blobs": blobs, "eras": eras}


def _shown(plan: Plan, held: dict[Slot, StoredBlob], position: int) -> Slot | None:
    return next((slot for slot in held if draw_of(plan, slot) == position), None)


def _eras(era: Era, how: dict[str, Any]) -> list[Era]:
    """The given era; all Boosts and arithmetics where none is asked for."""
    if how["boost"] or how["math"] or how["platform"]:
        return [era]
    eras = [era]
    for releases in reversed(BOOST_ROWS):
        eras += [Era(releases.row, era.caffe, math) for math in MATH_ROWS.values()]
    return _different(eras)


def _different(eras: list[Era]) -> list[Era]:
    """One era of each kind of numbers."""
    kinds: dict[tuple[str, str, bool, str], Era] = {}
    for era in eras:
        # G3 takes no logarithm, so that the C library does not matter.
        libm = era.math.libm if era.boost.normal != "G3" else ""
        kinds.setdefault((era.boost.uniform, era.boost.normal, era.math.fma, libm), era)
    return list(kinds.values())


def _era(era: Era) -> str:
    math = "" if era.math.name == "modern" else f", {era.math.name} arithmetic"
    return f"Boost {era.boost.name.replace('-', ' to ')}{math}"
