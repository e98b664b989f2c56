"""Which other era, phase or revision of Caffe the numbers come from.

All combinations are tried, those with fewest changes first, each by filling the net once more. Many
are the same in this net (revisions that plan the same draws, Boost releases that share their
algorithms), and are tried once. Large nets are tried on their first blobs only, up to the first
that differs.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Fill, Plan, Skip, Slot, count
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.rng.eras import BOOST_ROWS, CAFFE_ROWS, MATH_ROWS, Era
from caffe_fillers.verification.exact import Compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.verification.pairs import Pairs

__all__ = ["Alternative", "Mark", "alternatives", "told"]

#: How many values a candidate draws, if that is enough to come to a difference.
BUDGET = 2_000_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to fill the net, and the blobs that it gives exactly."""

    phase: str
    era: Era
    #: What it changes: any of "phase", "boost", "caffe", "math".
    changes: tuple[str, ...]
    verdict: Verdict

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "phase": self.phase.upper(),
            "boost": self.era.boost.name,
            "caffe": self.era.caffe.name,
            "math": self.era.math.name,
            "agreeing": self.verdict.agreeing,
            "tried": self.verdict.tried,
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """The first value that differs."""

    #: The layer's name and the blob's number.
    blob: tuple[str, int]
    #: Its flat index.
    index: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well a way to fill the net gives what the file holds."""

    #: How many blobs are equal, of how many that were tried.
    agreeing: int
    tried: int
    #: Blobs that one side lacks, or in another shape.
    misfits: int
    #: Values that differ in the blobs that were tried.
    differing: int
    #: Whether most values of some blob differ: it is not damaged but drawn in another way.
    disordered: bool

    @property
    def whole(self) -> bool:
        """Whether everything agrees."""
        return self.agreeing == self.tried and not self.misfits

    def beats(self, other: Verdict) -> bool:
        """Whether more agrees, or far fewer values differ: some, like zeros, agree by chance."""
        mine, its = (self.agreeing, -self.misfits), (other.agreeing, -other.misfits)
        return mine > its or (mine == its and 2 * self.differing < other.differing)


#: Fills a plan in an era and compares the blobs that are held.
Comparer = Callable[[Plan, "Mapping[Slot, Any]", Era], Compared]
#: Plans the net in a phase and an era and pairs it with the file; None where Caffe would refuse.
Planner = Callable[[str, Era], "tuple[Plan, Pairs] | None"]


def alternatives(
    planner: Planner, compare_held: Comparer, phase: str, era: Era, mark: Mark | None = None
) -> list[Alternative]:
    """The ways that explain the file best: all that give every blob, with as few changes as can be.

    Where none gives every blob: those that give most, if they give more than this phase and era do.

    Args:
        planner: Plans the net another way.
        compare_held: Fills a plan in an era and compares it with the file.
        phase: The phase that was asked for, "train" or "test".
        era: The era that was asked for.
        mark: The first difference, which every candidate is to come to.
    """
    tries = _Tries(planner, compare_held, mark)
    own = tries.judge(phase, era)
    if own is None:
        return []
    best: list[Alternative] = []
    record = own
    candidates = sorted(_combinations(phase, era), key=lambda each: len(each[2]))
    for _, group in itertools.groupby(candidates, key=lambda each: len(each[2])):
        better = False
        for other_phase, other_era, changes in group:
            verdict = tries.judge(other_phase, other_era)
            if verdict and verdict.beats(record):
                best, record, better = [], verdict, True
            if verdict and better and verdict == record:
                best.append(Alternative(other_phase, other_era, changes, verdict))
        if record.whole:
            break
        # A damaged file gets no better by a change, and not by two; a file from elsewhere may.
        if not better and not own.disordered and not own.misfits:
            break
    return best


def _combinations(phase: str, era: Era) -> Iterator[tuple[str, Era, tuple[str, ...]]]:
    """Every phase and era, with what it changes; the given one left out."""
    phases = (phase, "train" if phase == "test" else "test")
    boosts = (era.boost, *(each.row for each in BOOST_ROWS if each.row != era.boost))
    caffes = (era.caffe, *(row for row in CAFFE_ROWS.values() if row != era.caffe))
    maths = (era.math, *(row for row in MATH_ROWS.values() if row != era.math))
    for rows in itertools.product(phases, boosts, caffes, maths):
        given = (phase, era.boost, era.caffe, era.math)
        names = ("phase", "boost", "caffe", "math")
        changed = tuple(
            name for name, row, own in zip(names, rows, given, strict=True) if row != own
        )
        if changed:
            yield rows[0], Era(*rows[1:]), changed


class _Tries:
    """Fills the net in different ways, each that is really different once."""

    def __init__(self, planner: Planner, compare_held: Comparer, mark: Mark | None) -> None:
        self._planner = planner
        self._compare = compare_held
        self._mark = mark
        self._planned: dict[tuple[object, ...], tuple[Plan, Pairs] | None] = {}
        self._known: list[tuple[Plan, Pairs]] = []
        self._verdicts: dict[tuple[object, ...], Verdict | None] = {}

    def judge(self, phase: str, era: Era) -> Verdict | None:
        """How well this way gives the file; None where Caffe would refuse the net."""
        # A plan depends on the revision and on the compiler's fabs, never on Boost.
        structure = (phase, era.caffe, era.math.fabs)
        if structure not in self._planned:
            planned = self._planner(phase, era)
            self._planned[structure] = self._unique(*planned) if planned else None
        found = self._planned[structure]
        if found is None:
            return None
        numbers = (id(found[0]), *era.algorithms)
        if numbers not in self._verdicts:
            self._verdicts[numbers] = self._judge(*found, era)
        return self._verdicts[numbers]

    def _unique(self, plan: Plan, pairs: Pairs) -> tuple[Plan, Pairs]:
        """An equal plan that was met before, else this one, cut to what is worth trying."""
        plan, held = _first_blobs(plan, pairs.held, self._mark)
        pairs = replace(pairs, held=held)
        for known in self._known:
            if known[0].draws == plan.draws and known[1] == pairs:
                return known
        self._known.append((plan, pairs))
        return plan, pairs

    def _judge(self, plan: Plan, pairs: Pairs, era: Era) -> Verdict | None:
        try:
            tallies = self._compare(plan, pairs.held, era).tallies
        except CaffeFillersError:
            # This era refuses the numbers: a range in which its Boost never ends.
            return None
        return Verdict(
            agreeing=sum(not tally.differing for tally in tallies.values()),
            tried=len(tallies),
            misfits=len(pairs.findings) + len(pairs.surplus),
            differing=sum(tally.differing for tally in tallies.values()),
            disordered=any(2 * tally.differing > tally.total for tally in tallies.values()),
        )


def _first_blobs(
    plan: Plan, held: Mapping[Slot, Any], mark: Mark | None
) -> tuple[Plan, dict[Slot, Any]]:
    """The plan cut where the budget is exhausted, though not before the mark; and its slots."""
    spent = 0
    draws: list[Fill | Skip] = []
    last = _position(plan, mark)
    for position, draw in enumerate(plan.draws):
        size = count(draw.shape) if isinstance(draw, Fill) else 0
        if draws and position > last and spent + size > BUDGET:
            break
        spent += size
        draws.append(draw)
        if isinstance(draw, Fill) and size > BUDGET and position >= last:
            draws[-1] = _shortened(draw, max(BUDGET, mark.index + 1 if mark else 0))
            break
    blobs = {slot: blob for slot, blob in plan.blobs.items() if _filled(plan, slot, len(draws))}
    cut = replace(plan, draws=tuple(draws), blobs=blobs)
    return cut, {slot: stored for slot, stored in held.items() if slot in blobs}


def _position(plan: Plan, mark: Mark | None) -> int:
    """The draw that the mark lies in; -1 where this plan has none."""
    slots = (slot for slot in plan.blobs if mark and (slot.name, slot.blob) == mark.blob)
    return next((found for slot in slots if (found := plan.draw_of(slot)) is not None), -1)


def _shortened(draw: Fill, size: int) -> Fill:
    """A draw of the first values only, where these do not depend on the others."""
    if draw.law.independent and draw.law.takes_words and size < count(draw.shape):
        return replace(draw, shape=(size,))
    return draw


def _filled(plan: Plan, slot: Slot, draws: int) -> bool:
    draw = plan.draw_of(slot)
    # Given and loaded values are the same in every era.
    return draw is not None and draw < draws


def told(found: Sequence[Alternative], total: int) -> str:
    """What was found, as a sentence: "all 16 blobs match Boost 1.56 to 1.63"; empty for nothing.

    Args:
        found: What `others` gave.
        total: How many blobs there are.
    """
    if not found:
        return ""
    best = found[0].verdict
    share = "all" if best.agreeing == best.tried else f"{best.agreeing} of"
    first = "" if best.tried >= total else f"of the first {best.tried}, of {total} in all, "
    ways: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for other in found:
        ways.setdefault(other.changes, []).append(_names(other))
    texts = [text for same in ways.values() for text in _ways(same)]
    if total == 1:
        return f"it matches {', or '.join(texts)}"
    rest = "" if best.whole else f" ({best.differing:,} values differ)"
    return f"{first}{share} {best.tried} blobs match {', or '.join(texts)}{rest}"


def _names(other: Alternative) -> dict[str, str]:
    """What an explanation changes, and to what, in the order of the sentence."""
    names = {
        "boost": other.era.boost.releases,
        "caffe": other.era.caffe.name,
        "math": other.era.math.name,
        "phase": other.phase.upper(),
    }
    return {part: name for part, name in names.items() if part in other.changes}


def _ways(same: list[dict[str, str]]) -> list[str]:
    """Explanations that change the same things, as one where every combination is among them."""
    choices = {part: list(dict.fromkeys(way[part] for way in same)) for part in same[0]}
    if math.prod(map(len, choices.values())) == len(same):
        return [_way(choices)]
    return [_way({part: [name] for part, name in way.items()}) for way in same]


def _way(choices: dict[str, list[str]]) -> str:
    frames = {"boost": "Boost {}", "caffe": "Caffe {}", "math": "{} arithmetic", "phase": "in {}"}
    texts = {part: frames[part].format(" or ".join(names)) for part, names in choices.items()}
    phase = texts.pop("phase", "")
    return f"{' with '.join(texts.values())} {phase}".strip()
