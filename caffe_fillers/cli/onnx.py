"""What `fill` and `plan` do with an ONNX model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import onnx

from caffe_fillers.api.onnx_models import (
    Opened,
    Output,
    StreamKind,
    StreamOptions,
    open_like,
    open_onnx,
    refill,
)
from caffe_fillers.cli.common import (
    era_of,
    fresh_seed,
    net_arguments,
    note,
    print_table,
    progress,
    warn,
)
from caffe_fillers.core.draws import Fill, shape_text
from caffe_fillers.formats.onnx.model import type_name
from caffe_fillers.formats.onnx.save import External
from caffe_fillers.plan.onnx import OnnxOptions
from caffe_fillers.plan.onnx.like import read_table
from caffe_fillers.plan.recipe import FillerRule, Recipe, read_recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from caffe_fillers.plan.onnx import Decision, OnnxPlan
    from caffe_fillers.plan.onnx.like import Likeness
    from caffe_fillers.plan.onnx.scopes import Site

__all__ = ["fill_model", "plan_model", "summarise"]

DIFFERS = 1


def _open(path: Path, how: dict[str, Any]) -> Opened:
    options = OnnxOptions(_recipe(how), how["fans"], era_of(**how), how["anonymize"])
    if not how["like"]:
        return open_onnx(path, options)
    table = read_table(how["table"]) if how["table"] else {}
    return open_like(path, how["like"], table, options, **net_arguments(**how))


def _recipe(how: dict[str, Any]) -> Recipe:
    read_onnx = read_recipe(how["recipe"]) if how["recipe"] else Recipe()
    rules = tuple(FillerRule.parse(text) for text in how["fillers"])
    return Recipe(
        (*read_onnx.rules, *rules),
        (*read_onnx.only, *how["only"]),
        (*read_onnx.excepted, *how["excepted"]),
    )


def fill_model(
    path: Path,
    output: Path | None,
    seed: int | None,
    how: dict[str, Any],
    *,
    force: bool,
    quiet: bool,
) -> dict[str, Any]:
    """Fill one model and tell what was done."""
    opened = _open(path, how)
    if not quiet:
        for text in opened.notes:
            note(f"note: {text}")
    if seed is None:
        seed = fresh_seed() if opened.seed is None else opened.seed
    stream: StreamKind = how["stream"] or ("caffe" if opened.likeness else "keyed")
    era = era_of(**how)
    threshold = 1024 if how["size_threshold"] is None else how["size_threshold"]
    written = Output(
        External(how["external_data"], threshold), how["strip_docs"], how["hash_names"], force
    )
    target = _target(path, output)
    found = opened.planned
    with progress(found.plan.draws, quiet=quiet) as passed:
        done = refill(opened, target, StreamOptions(seed, stream, era), written, passed=passed)
    return {
        "model": str(path),
        "output": str(target),
        "data": str(done.data) if done.data else None,
        "bytes": done.nbytes,
        "seed": seed,
        "stream": stream,
        "era": era.detailed,
        **_totals(found),
        "words": done.words,
        "names": dict(done.names),
        "notes": list(opened.notes),
        **_likeness(opened.likeness),
    }


def _target(path: Path, output: Path | None) -> Path:
    if output is None:
        return path.with_name(f"{path.stem}.filled.onnx")
    return output / path.name if output.is_dir() else output


def _totals(found: OnnxPlan) -> dict[str, Any]:
    filled = [decision for decision in found.decisions if not decision.kept]
    kept = [decision for decision in found.decisions if decision.kept]
    return {
        "filled": len(filled),
        "values": sum(decision.site.size for decision in filled),
        "kept": len(kept),
        "kept_floats": [
            decision.site.name
            for decision in kept
            if decision.site.size > 1 and decision.site.element and decision.site.element.is_float
        ],
    }


def _likeness(likeness: Likeness | None) -> dict[str, Any]:
    if likeness is None:
        return {}
    matching = likeness.matching
    return {
        "complete": likeness.complete,
        "matched": [
            {"tensor": pair.place.name, "blob": str(pair.blob.slot), "by": pair.by}
            for pair in matching.pairs
        ],
        "missed_blobs": [str(blob.slot) for blob in matching.blobs],
        "missed_tensors": list(likeness.missed),
    }


def summarise(told: dict[str, Any]) -> None:
    """Say on standard error what was done."""
    data = f" and {told['data']}" if told["data"] else ""
    note(f"{told['model']} -> {told['output']}{data} ({told['bytes']:,} bytes)")
    note(f"  seed {told['seed']}, {told['stream']} stream, {told['era']}")
    note(
        f"  {told['filled']} tensors filled, {told['values']:,} values; {told['kept']} kept as "
        "they are"
    )
    for old, new in told["names"].items():
        note(f"  {old} is now {new}")
    if "matched" in told:
        note(f"  {len(told['matched'])} blobs of the net found their tensors")
    for blob in told.get("missed_blobs", ()):
        warn(f"no tensor was found for blob {blob}")
    for tensor in told.get("missed_tensors", ()):
        warn(f"no blob was found for {tensor}; it is as it was")
    if told.get("missed_blobs") or told.get("missed_tensors"):
        note('  --map FILE tells what belongs together: {"tensor": "layer[blob]"}')


HEADER = ("tensor", "shape", "type", "place", "drawn as", "law", "fan_in", "fan_out", "rule")


def plan_model(path: Path, how: dict[str, Any], *, as_json: bool) -> int:
    """Show what would become of each tensor of a model, and why."""
    opened = _open(path, how)
    found = opened.planned
    rows = [row for decision in found.decisions for row in _rows(decision, found)]
    likeness = _likeness(opened.likeness)
    if as_json:
        told = {
            "model": str(path),
            "era": era_of(**how).detailed,
            **_totals(found),
            "tensors": [row for each in found.decisions for row in _told(each, found)],
            "notes": list(opened.notes),
            **likeness,
        }
        click.echo(json.dumps(told))
    else:
        for text in opened.notes:
            note(f"note: {text}")
        print_table([HEADER, *rows], {"fan_in", "fan_out"})
        totals = _totals(found)
        note(f"{totals['filled']} tensors, {totals['values']:,} values; {totals['kept']} kept")
    return 0 if likeness.get("complete", True) else DIFFERS


def _rows(decision: Decision, found: OnnxPlan) -> Iterator[Sequence[str]]:
    """A line for each blob of a tensor, or one that says why it is kept."""
    for part in _told(decision, found):
        shape = shape_text(part["shape"])
        drawn = shape_text(part["drawn_as"]) if "drawn_as" in part else ""
        kept = f"kept: {part['kept']}" if part["kept"] else part.get("law", "")
        fans = (str(part.get(name, "")) for name in ("fan_in", "fan_out"))
        yield (
            part["tensor"],
            shape,
            part["type"],
            part["place"],
            drawn,
            kept,
            *fans,
            part.get("rule", ""),
        )


def _told(decision: Decision, found: OnnxPlan) -> list[dict[str, Any]]:
    """The blobs of a tensor, as JSON has them."""
    site = decision.site
    tensor = {
        "tensor": site.name,
        "shape": list(site.shape),
        "type": _type(site),
        "stored": site.kind,
        "place": decision.place,
        "kept": decision.kept,
    }
    parts = []
    for number, part in enumerate(decision.parts):
        several = len(decision.parts) > 1
        name = f"{site.name}[{number}]" if several else site.name
        row: dict[str, Any] = {**tensor, "tensor": name, "role": part.role, "rule": part.rule}
        draw = found.plan.draws[part.draw] if part.draw >= 0 else None
        if isinstance(draw, Fill):
            row |= {
                "drawn_as": list(draw.shape),
                "filler": draw.filler,
                "law": str(draw.law),
                **part.fans._asdict(),
            }
        parts.append(row)
    return parts or [tensor]


def _type(site: Site) -> str:
    if isinstance(site.holder, onnx.AttributeProto):
        return "FLOAT"
    return type_name(site.holder)
