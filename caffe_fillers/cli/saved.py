"""What `fill` and `plan` say of a file of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.api.saved import saved_totals
from caffe_fillers.bulk.fill import open_saved_file
from caffe_fillers.bulk.planning import PlanReport
from caffe_fillers.cli.common import note
from caffe_fillers.core.draws import Fill, Skip
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.rng.eras import Era

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from caffe_fillers.bulk.fill import FillOptions
    from caffe_fillers.weights.remodel import SavedModel

__all__ = ["plan_saved", "summarise"]


def summarise(told: dict[str, Any], *, verbose: bool) -> None:
    """Say on standard error what was done."""
    note(f"{told['weights']} -> {told['output']} ({told['bytes']:,} bytes)")
    era = f", {told['era']}" if verbose or told["era"] != Era.default().detailed else ""
    note(f"  seed {told['seed']}, {told['stream']} stream{era}")
    words = "" if told["words"] is None or not verbose else f"; {told['words']:,} words"
    note(
        f"  {told['filled']} blobs filled, {told['values']:,} values; {len(told['kept'])} kept as "
        f"they are{words}"
    )
    for each in told["kept"]:
        note(f"  kept {each['blob']}: {each['why']}")


HEADER = ("blob", "shape", "type", "role", "law", "fan_in", "fan_out", "by")


def plan_saved(path: Path, options: FillOptions, seed: int | None = None) -> PlanReport:
    """What would become of each blob of a model, and why."""
    del seed
    opened = open_saved_file(path, options)
    rows = list(_rows(opened))
    totals = saved_totals(opened.planned)
    skips = [draw for draw in opened.planned.plan.draws if isinstance(draw, Skip)]
    told = {
        "weights": str(path),
        "era": options.era.detailed,
        **totals,
        "blobs": rows,
        "words": [{"layer": skip.layer, "words": skip.words, "why": skip.why} for skip in skips],
        "notes": list(opened.notes),
    }
    sums = [f"{skip.layer}: {skip.words} word(s) taken: {skip.why}" for skip in skips]
    sums += [f"{totals['filled']} blobs, {totals['values']:,} values; {len(totals['kept'])} kept"]
    cells = [HEADER, *map(_cells, rows)]
    numbers = frozenset({"fan_in", "fan_out"})
    return PlanReport(told, cells, numbers, opened.notes, opened.warnings, sums)


def _rows(opened: SavedModel) -> Iterator[dict[str, Any]]:
    planned = opened.planned
    for each in planned.decisions:
        draw = planned.plan.draws[each.draw] if each.draw >= 0 else None
        row: dict[str, Any] = {
            "blob": each.key,
            "shape": list(each.stored.shape),
            "stored": str(each.stored.dtype),
            "type": each.type,
            "role": each.role,
            "kept": each.kept,
            "by": each.by,
        }
        if isinstance(draw, Fill):
            fan_in, fan_out = fans(draw.shape) if draw.shape else (None, None)
            row |= {
                "drawn_as": list(draw.shape),
                "filler": draw.filler,
                "law": str(draw.law),
                "fan_in": fan_in,
                "fan_out": fan_out,
            }
        yield row


def _cells(row: dict[str, Any]) -> Sequence[str]:
    law = f"kept: {row['kept']}" if row["kept"] else row.get("law", "given in the net")
    fan_in, fan_out = (row.get(name) for name in ("fan_in", "fan_out"))
    return (
        row["blob"],
        "x".join(map(str, row["shape"])) or "()",
        row["type"],
        row["role"],
        law,
        "" if fan_in is None else str(fan_in),
        "" if fan_out is None else str(fan_out),
        row["by"],
    )
