"""Seeds that give a net's weights, with the eras in which they give most of its blobs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.identification.seeds import FoundSeed, anchor_of, matching_seeds
from caffe_fillers.rng.eras import BOOST_ROWS, MATH_ROWS, Era
from caffe_fillers.verification import VerifyRequest, verify_model
from caffe_fillers.verification.pairs import pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from caffe_fillers.core.draws import Plan, Slot
    from caffe_fillers.plan.start import Start
    from caffe_fillers.verification import Weights

__all__ = ["SeedHit", "distinct_eras", "hits"]


@dataclass(frozen=True, slots=True)
class SeedHit:
    """A seed, and how much of the file it gives."""

    seed: int
    #: How many blobs are equal, of how many that were compared.
    equal: int
    blobs: int
    #: The eras in which so many are equal.
    eras: tuple[str, ...]

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "eras": list(self.eras)}


def hits(
    begun: Start,
    weights: Weights,
    seeds: range,
    eras: Sequence[Era] | None = None,
    *,
    passed: Callable[[int], None] | None = None,
    jobs: int = 1,
) -> Iterator[SeedHit]:
    """Every seed of a range that gives the first random blob of a net.

    Args:
        begun: The net.
        weights: The open model.
        seeds: Of step 1, within 0 … 2**32 - 1.
        eras: The eras to try; by default all kinds of numbers there are.
        passed: Called with the number of seeds that a step has looked at.
        jobs: How many blocks of seeds are looked at at a time, each in a thread.

    Raises:
        NetError: nothing in the net is random, or the values do not tell one seed from another.
    """
    plan = begun.planned.plan
    held = pair(begun.planned, weights.layers).held
    anchor = anchor_of(plan, held, lambda position: _shown(plan, held, position))
    values = weights.read(held[anchor.slot])
    eras = distinct_eras(begun.options.era) if eras is None else eras
    return (
        _tried(begun, weights, found)
        for found in matching_seeds(seeds, anchor, values, eras, passed=passed, jobs=jobs)
    )


def distinct_eras(era: Era) -> list[Era]:
    """The era, and one of each kind of numbers that other Boosts and arithmetics give."""
    eras = [era]
    for releases in reversed(BOOST_ROWS):
        eras += [Era(releases.row, era.caffe, math) for math in MATH_ROWS.values()]
    distinct: dict[object, Era] = {}
    for each in eras:
        distinct.setdefault(each.algorithms, each)
    return list(distinct.values())


def _tried(begun: Start, weights: Weights, found: FoundSeed) -> SeedHit:
    """How many blobs the seed gives, in those of its eras that give most."""
    equal: dict[str, int] = {}
    blobs = 0
    for era in found.eras:
        options = replace(begun.options, era=era)
        asked = VerifyRequest(replace(begun, options=options), found.seed, explain=False)
        report = verify_model(asked, weights, "")
        equal[era.machine] = sum(case.good and case.checked for case in report.cases)
        blobs = report.checked
    most = max(equal.values())
    best = [era for era, number in equal.items() if number == most]
    # Where plain arithmetic gives all of them, others that do are not worth a word.
    eras = [era for era in best if era.partition(",")[0] not in best or "," not in era]
    return SeedHit(found.seed, most, blobs, tuple(eras))


def _shown(plan: Plan, held: Iterable[Slot], position: int) -> Slot | None:
    return next((slot for slot in held if plan.draw_of(slot) == position), None)
