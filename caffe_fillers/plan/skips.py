"""Images that a seed leaves out: Caffe stops where its list ends before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Skip
from caffe_fillers.core.pour import pour
from caffe_fillers.errors import NetError, within
from caffe_fillers.rng.rng import Rng
from caffe_fillers.strings import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from caffe_fillers.plan.start import Start

__all__ = ["check_skips"]


def check_skips(begun: Start, seed: int) -> None:
    """Refuse a net that leaves out more images than a list has, from this seed.

    A list that is not at hand, where --shape tells what is in it, is not asked for.

    Args:
        begun: The net.
        seed: What its numbers are drawn from.

    Raises:
        NetError: Caffe would not start (image_data_layer.cpp, "Not enough points to skip").
        DataError: the list cannot be read.
    """
    lists = dict(_short_lists(begun))
    if not lists:
        return
    plan, rng = begun.planned.plan, Rng(seed, begun.options.era)
    for position, draw in enumerate(plan.draws[: max(lists) + 1]):
        if not isinstance(draw, Skip):
            for _ in pour(draw.law, draw.shape, rng, plan.dtype):
                pass
            continue
        if position not in lists:
            rng.stream.jump(draw.words)
            continue
        skipped = rng.word() % draw.modulo
        if skipped >= lists[position]:
            raise NetError(
                f"the seed {seed} leaves out {skipped:,} images, and the list has "
                f"{lists[position]:,}: Caffe does not start",
                where=f"{begun.path}: layer {draw.layer!r}: image_data_param.rand_skip",
                hint="Let rand_skip be no more than the list has, or take another seed.",
            )


def _short_lists(begun: Start) -> Iterator[tuple[int, int]]:
    """For each draw that may leave out too many images the length of its list."""
    from caffe_fillers.formats.datasets import list_length  # noqa: PLC0415  # few nets have lists

    params = {layer.name: layer.image_data_param for layer in begun.built.layer}
    for position, draw in enumerate(begun.planned.plan.draws):
        if not (isinstance(draw, Skip) and draw.modulo and draw.layer in params):
            continue
        path = _at_hand(params[draw.layer].source, begun.path.parent)
        if path is None:
            continue
        with within(f"{begun.path}: layer {draw.layer!r}: image_data_param.source"):
            length = list_length(path, draw.modulo)
        if length < draw.modulo:
            yield position, length


def _at_hand(name: str, folder: Path) -> Path | None:
    """The file from the current folder, as in Caffe, else beside the net."""
    here = path_of(name)
    return next((path for path in (here, folder / here) if name and path.is_file()), None)
