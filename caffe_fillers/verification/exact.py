"""The net filled once more, and compared with a file while it is made: nothing is kept whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Fill,
    Gaussian,
    Plan,
    Skip,
    Slot,
    Sparse,
    Uniform,
    count,
)
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from caffe_fillers.verification.difference import EXACT, Tally, Tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.rng.eras import Era
    from caffe_fillers.verification.pairs import Weights

__all__ = ["Compared", "compare", "place_in_stream"]

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Compared:
    """What a run over a plan found."""

    tallies: Mapping[Slot, Tally]
    #: For each draw the number of words taken before it.
    starts: tuple[int, ...]


class _Comparer:
    """A sink that compares what is poured into it with a file."""

    def __init__(
        self, weights: Weights, held: Mapping[Slot, StoredBlob], tolerance: Tolerance
    ) -> None:
        self._weights = weights
        self._held = held
        self.tallies = {slot: Tally(tolerance) for slot in held}

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Compare values start, start + 1, … of this slot's blob."""
        stored = self._held.get(slot)
        if stored is not None:
            found = self._weights.read(stored, start, start + values.size)
            self.tallies[slot].add(start, values, found)


def compare(
    plan: Plan,
    rng: Rng,
    weights: Weights,
    held: Mapping[Slot, StoredBlob],
    tolerance: Tolerance = EXACT,
) -> Compared:
    """Fill the plan and compare every blob that is held."""
    sink = _Comparer(weights, held, tolerance)
    starts = [rng.stream.tell()]
    fill_plan(plan, rng, sink, passed=lambda _: starts.append(rng.stream.tell()), apart=True)
    return Compared(sink.tallies, tuple(starts[:-1]))


def place_in_stream(
    plan: Plan, position: int, start: int, index: int, seed: int, era: Era
) -> tuple[str, ...]:
    """What is known of the words behind value `index` of a draw: where they are, what was burnt.

    Args:
        plan: The plan.
        position: The draw's place in it.
        start: The number of words taken before that draw.
        index: The flat index of the value.
        seed: Where the stream begins.
        era: The numbers' era.
    """
    drawn = plan.draws[position]
    lines = []
    if isinstance(drawn, Fill):
        words = _words(drawn, start, index, Rng(_at(seed, start), era), plan.dtype)
        if words:
            lines.append(words)
    burnt = [skip for skip in plan.draws[:position] if isinstance(skip, Skip)]
    if burnt:
        total = sum(skip.words for skip in burnt)
        why = "; ".join(f"{each.words} by {each.layer}: {each.why}" for each in burnt[-3:])
        more = "… " if len(burnt) > 3 else ""
        lines.append(f"burnt before it: {total} word{'s' * (total != 1)} ({more}{why})")
    lost = _thrown_away(plan, position)
    if lost:
        more = ", …" if len(lost) > 3 else ""
        lines.append(f"drawn and thrown away before it: {', '.join(lost[:3])}{more}")
    return tuple(lines)


def _thrown_away(plan: Plan, position: int) -> list[str]:
    """The draws before a position that take words and fill no blob: shared or unrolled ones."""
    kept = plan.kept
    return [
        str(drawn.slot)
        for place, drawn in enumerate(plan.draws[:position])
        if isinstance(drawn, Fill) and place not in kept and drawn.law.takes_words
    ]


def _at(seed: int, start: int) -> Stream:
    stream = Stream(seed)
    stream.jump(start)
    return stream


def _words(drawn: Fill, start: int, index: int, rng: Rng, dtype: np.dtype[Any]) -> str:
    """The words that value `index` was made from, found by drawing those before it once more."""
    law, base = drawn.law, drawn.law.base
    if base is None:
        return ""
    if isinstance(law, Sparse):
        masks = Rng(rng.stream.fork(), rng.era)
        at = _taken(base, index, rng, dtype)
        mask = _taken(base, count(drawn.shape), masks, dtype, whole=True) + index
        text = f"drawn at word {at:,}"
        return f"{text}, its mask at word {mask:,}" if law.p else text
    at = _taken(base, index, rng, dtype)
    return f"drawn at word {at:,} of the stream, {at - start:,} into its blob"


def _taken(
    law: Uniform | Gaussian, values: int, rng: Rng, dtype: np.dtype[Any], *, whole: bool = False
) -> int:
    """The words taken from the stream once so many values of the law are drawn."""
    sampler = law.sampler(rng, dtype)
    if isinstance(law, Gaussian) and rng.era.boost.normal == "G1" and not whole:
        # Two values come from one pair of words: the second was there with the first.
        values -= values % 2
    scratch = np.empty(min(values, _BLOCK), dtype)
    for done in range(0, values, _BLOCK):
        sampler.fill(scratch[: values - done])
    return rng.stream.tell()
