"""What `fill` and `plan` say of an ONNX model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import onnx

from caffe_fillers.bulk.fill import likeness_told, onnx_totals, open_model_file
from caffe_fillers.bulk.planning import PlanReport
from caffe_fillers.cli.common import note, warn
from caffe_fillers.core.draws import Fill, shape_text
from caffe_fillers.formats.onnx.model import type_name
from caffe_fillers.rng.eras import Era

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from caffe_fillers.bulk.fill import FillOptions
    from caffe_fillers.plan.onnx import Decision, OnnxPlan
    from caffe_fillers.plan.onnx.scopes import Site

__all__ = ["plan_model", "summarise"]

DIFFERS = 1


def summarise(told: dict[str, Any], *, verbose: bool) -> None:
    """Say on standard error what was done."""
    data = f" and {told['data']}" if told["data"] else ""
    note(f"{told['model']} -> {told['output']}{data} ({told['bytes']:,} bytes)")
    era = f", {told['era']}" if verbose or told["era"] != Era.default().detailed else ""
    note(f"  seed {told['seed']}, {told['stream']} stream{era}")
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


def plan_model(path: Path, options: FillOptions, seed: int | None = None) -> PlanReport:
    """What would become of each tensor of a model, and why."""
    del seed
    opened = open_model_file(path, options)
    found = opened.planned
    likeness = likeness_told(opened.likeness)
    totals = onnx_totals(found)
    told = {
        "model": str(path),
        "era": options.era.detailed,
        **totals,
        "tensors": [row for each in found.decisions for row in _told(each, found)],
        "notes": list(opened.notes),
        **likeness,
    }
    return PlanReport(
        told,
        [HEADER, *(row for decision in found.decisions for row in _rows(decision, found))],
        frozenset({"fan_in", "fan_out"}),
        opened.notes,
        (*opened.warnings, *found.unmatched),
        [f"{totals['filled']} tensors, {totals['values']:,} values; {totals['kept']} kept"],
        0 if likeness.get("complete", True) else DIFFERS,
    )


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
        "stored": site.held_in,
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
