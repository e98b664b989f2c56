"""Which seed gave these weights: many are looked at at once, and the few that fit are tried."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers import kernels
from caffe_fillers.core.draws import Fill, Plan, Skip, Slot, count
from caffe_fillers.core.pour import pour
from caffe_fillers.core.threads import in_order
from caffe_fillers.errors import NetError
from caffe_fillers.identification.scans import Scanner
from caffe_fillers.identification.traces import Trace, traces
from caffe_fillers.identification.words import words_of
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.rng.eras import Era

__all__ = ["Anchor", "FoundSeed", "anchor_of", "matching_seeds"]

#: Streams that are looked at together: their words stay in a processor's cache.
_BLOCK = 1 << 14
#: Streams that a kernel is given at a time: enough to hide Python.
_SCANNED = 1 << 20
#: Values of the anchor that a seed must give before it is called found.
_SURE = 4096
#: Words before the anchor that the vectorised streams may have to make.
_FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """The first blob that is random: what a seed is told by."""

    slot: Slot
    fill: Fill
    #: Words taken before it.
    start: int


@dataclass(frozen=True, slots=True)
class FoundSeed:
    """A seed that gives the anchor, and the eras in which it does."""

    seed: int
    eras: tuple[Era, ...]


def anchor_of(plan: Plan, held: Mapping[Slot, Any], owner: Callable[[int], Slot | None]) -> Anchor:
    """The first random draw of a plan that the file shows.

    Args:
        plan: The net's plan.
        held: The slots that the file holds.
        owner: For the position of a draw a slot that shows its values.

    Raises:
        NetError: nothing in the net is random, or the first random values are not in the file.
    """
    start = 0
    for position, drawn in enumerate(plan.draws):
        if isinstance(drawn, Skip):
            start += drawn.words
        elif drawn.law.takes_words:
            slot = owner(position)
            if slot is None or slot not in held:
                raise NetError(
                    "the first random values are not in the file, so no seed can be told by them",
                    where=str(drawn.slot),
                )
            if start > _FARTHEST:
                raise NetError(
                    f"{start:,} words are taken before the first random values",
                    where=str(drawn.slot),
                    hint=f"Seeds can be searched where there are at most {_FARTHEST:,}.",
                )
            return Anchor(slot, drawn, start)
    raise NetError("nothing in this net is random: every seed gives the same weights")


def matching_seeds(
    seeds: range,
    anchor: Anchor,
    values: NDArray[Any],
    eras: Sequence[Era],
    *,
    passed: Callable[[int], None] | None = None,
    jobs: int = 1,
) -> Iterator[FoundSeed]:
    """Every seed of a range that gives the anchor's first values, in order.

    Args:
        seeds: Of step 1, within 0 … 2**32 - 1.
        anchor: The blob, as `anchor_of` gives it.
        values: Its values, flat, or as many of the first as are known.
        eras: The eras to try.
        passed: Called with the number of seeds that a step has looked at.
        jobs: How many blocks of seeds are looked at at a time, each in a thread.

    Raises:
        NetError: the values do not tell one seed from another.
    """
    values = values[:_SURE]
    looks = traces(anchor.fill.law, anchor.fill.shape, values, {era.boost.normal for era in eras})
    if not looks:
        raise NetError(
            "these values do not tell one seed from another",
            where=str(anchor.slot),
            hint="They are all zero, all equal, or made by a function of the whole array.",
        )
    search = _Search(looks, anchor.start)
    blocks = [
        range(first, min(first + search.block, seeds.stop))
        for first in range(seeds.start, seeds.stop, search.block)
    ]
    for block, fitting in zip(blocks, in_order(search.fitting, blocks, jobs), strict=True):
        for seed in fitting:
            agreeing = tuple(era for era in eras if _gives(seed, anchor, values, era))
            if agreeing:
                yield FoundSeed(seed, agreeing)
        if passed:
            passed(len(block))


class _Search:
    """Sorts out, of blocks of seeds, those whose first words could not have given the values."""

    def __init__(self, looks: Sequence[Trace], start: int) -> None:
        self._looks, self._start = looks, start
        self._wanted = max(trace.words for trace in looks)
        self._scans = [trace.scan for trace in looks if trace.scan is not None]
        #: Whether a kernel can sort out nearly all.
        self._scanned = kernels.compiled is not None and len(self._scans) == len(looks)
        self.block = _SCANNED if self._scanned else _BLOCK
        self._own = threading.local()

    def fitting(self, block: range) -> list[int]:
        """The seeds of a block that are worth trying in full."""
        seeds = self._hits(block) if self._scanned else np.arange(block.start, block.stop)
        found: list[int] = []
        for at in range(0, seeds.size, _BLOCK):
            some = seeds[at : at + _BLOCK].astype(np.uint32)
            words = words_of(some, self._start, self._wanted)
            found += some[_passing(self._looks, words)].tolist()
        return found

    def _hits(self, block: range) -> NDArray[np.uint32]:
        if not hasattr(self._own, "scanner"):
            self._own.scanner = Scanner(self._start, self.block)
        found: NDArray[np.uint32] = self._own.scanner.hits(self._scans, block)
        return found


def _passing(looks: Iterable[Trace], words: NDArray[np.uint32]) -> NDArray[np.bool_]:
    passing = np.zeros(words.shape[1], bool)
    for trace in looks:
        passing |= trace.passes(words[: trace.words])
    return passing


def _gives(seed: int, anchor: Anchor, values: NDArray[Any], era: Era) -> bool:
    """Whether this seed gives these values, in the type they are stored in."""
    stream = Stream(seed)
    stream.jump(anchor.start)
    # The first few values cost little, and are enough to be sure that a seed is wrong.
    done = 0
    for block in pour(anchor.fill.law, anchor.fill.shape, Rng(stream, era), np.dtype("f4"), 64):
        made = block[: values.size - done].astype(values.dtype)
        if made.tobytes() != values[done : done + made.size].tobytes():
            return False
        done += made.size
        if done >= min(values.size, count(anchor.fill.shape)):
            break
    return True
