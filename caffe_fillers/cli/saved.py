"""What `fill` and `plan` do with a saved model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from caffe_fillers.cli.common import (
    fresh_seed,
    note,
    print_table,
    progress,
    start_arguments,
)
from caffe_fillers.cli.recipes import recipe_of
from caffe_fillers.core.draws import Fill, Skip
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.plan.report import era_text, law_text
from caffe_fillers.rng.rng import Rng
from caffe_fillers.weights.remodel import SavedModel, SavedOptions, keyed_rng, open_saved, remodel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from caffe_fillers.plan.model import BlobDecision, ModelPlan

__all__ = ["fill_saved", "plan_saved", "summarise"]


def saved_options(how: dict[str, Any]) -> SavedOptions:
    """What the options say of a saved model."""
    source = click.get_current_context().get_parameter_source("dtype")
    return SavedOptions(
        recipe_of(how),
        how["net_file"],
        *start_arguments(**how),
        typed=source == ParameterSource.COMMANDLINE,
    )


def fill_saved(
    path: Path,
    output: Path | None,
    seed: int | None,
    how: dict[str, Any],
    *,
    force: bool,
    quiet: bool,
) -> dict[str, Any]:
    """Fill one model and tell what was done."""
    if output is None:
        raise click.UsageError(f"{path} holds weights: name the file to write with -o")
    options = saved_options(how)
    opened = open_saved(path, options)
    if not quiet:
        for text in opened.notes:
            note(f"note: {text}")
    if seed is None:
        seed = fresh_seed() if opened.seed is None else opened.seed
    stream = how["stream"] or "caffe"
    rng = Rng(seed, options.plan.era) if stream == "caffe" else keyed_rng(seed, options.plan)
    target = output / path.name if output.is_dir() else output
    with progress(opened.planned.plan.draws, quiet=quiet) as passed:
        done = remodel(opened, target, rng, force=force, passed=passed)
    return {
        "weights": str(path),
        "output": str(target),
        "bytes": done.nbytes,
        "seed": seed % 2**32 if stream == "caffe" else seed,
        "stream": stream,
        "era": era_text(options.plan.era),
        **_totals(opened.planned),
        "words": done.words,
        "next_word": done.next_word,
        "notes": list(opened.notes),
    }


def _totals(planned: ModelPlan) -> dict[str, Any]:
    filled = [each for each in planned.decisions if not each.kept]
    kept = [each for each in planned.decisions if each.kept]
    return {
        "filled": len(filled),
        "values": sum(_size(each) for each in filled),
        "kept": [{"blob": each.key, "why": each.kept} for each in kept],
    }


def _size(decision: BlobDecision) -> int:
    size = 1
    for dim in decision.stored.shape:
        size *= dim
    return size


def summarise(told: dict[str, Any]) -> None:
    """Say on standard error what was done."""
    note(f"{told['weights']} -> {told['output']} ({told['bytes']:,} bytes)")
    note(f"  seed {told['seed']}, {told['stream']} stream, {told['era']}")
    words = "" if told["words"] is None else f"; {told['words']:,} words"
    note(
        f"  {told['filled']} blobs filled, {told['values']:,} values; {len(told['kept'])} kept as "
        f"they are{words}"
    )
    for each in told["kept"]:
        note(f"  kept {each['blob']}: {each['why']}")


HEADER = ("blob", "shape", "type", "role", "law", "fan_in", "fan_out", "by")


def plan_saved(path: Path, how: dict[str, Any], *, as_json: bool) -> int:
    """Show what would become of each blob of a model, and why."""
    options = saved_options(how)
    opened = open_saved(path, options)
    rows = list(_rows(opened))
    if as_json:
        told = {
            "weights": str(path),
            "era": era_text(options.plan.era),
            **_totals(opened.planned),
            "blobs": rows,
            "words": [
                {"layer": draw.layer, "words": draw.words, "why": draw.why}
                for draw in opened.planned.plan.draws
                if isinstance(draw, Skip)
            ],
            "notes": list(opened.notes),
        }
        click.echo(json.dumps(told))
        return 0
    for text in opened.notes:
        note(f"note: {text}")
    print_table([HEADER, *map(_cells, rows)], {"fan_in", "fan_out"})
    for draw in opened.planned.plan.draws:
        if isinstance(draw, Skip):
            note(f"{draw.layer}: {draw.words} word(s) taken: {draw.why}")
    totals = _totals(opened.planned)
    note(f"{totals['filled']} blobs, {totals['values']:,} values; {len(totals['kept'])} kept")
    return 0


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
                "law": law_text(draw.law),
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
