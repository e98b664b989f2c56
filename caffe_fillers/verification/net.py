"""A net against weights: exact with a seed, by its laws without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Blob, Plan, Same, Slot
from caffe_fillers.findings import Case, Finding, Report, strangers
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification.alternatives import Alternative, Mark, alternatives, told
from caffe_fillers.verification.difference import EXACT, Tolerance
from caffe_fillers.verification.exact import Compared, compare, place_in_stream
from caffe_fillers.verification.laws import ALPHA, judge
from caffe_fillers.verification.pairs import MayMiss, Pairs, Weights, pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.plan.start import Start
    from caffe_fillers.rng.eras import Era

__all__ = ["VerifyRequest", "verify_model"]

#: Formats that hold values shared by several blobs once.
SHARING = ("hdf5", "converted")
#: How many differing blobs are traced to their words: each costs a walk through the stream.
TRACED = 10


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """What is to be verified, and how."""

    #: The net, as it starts.
    begun: Start
    #: None: each blob against its law.
    seed: int | None
    tolerance: Tolerance = EXACT
    #: The chance of a false alarm of a run without a seed.
    alpha: float = ALPHA
    #: Look for the era, phase or revision that agrees where this one does not.
    explain: bool = True


def verify_model(
    asked: VerifyRequest,
    weights: Weights,
    name: str,
    *,
    kind: str = "",
    unwritten: frozenset[tuple[str, int]] = frozenset(),
) -> Report:
    """Compare a model with what its net gives.

    Args:
        asked: The net, and how to compare.
        weights: The open model.
        name: What to call it in the report.
        kind: The model's format: "hdf5" and "converted" models hold shared blobs once.
        unwritten: Blobs, by layer and number, that the weights need not hold.

    Raises:
        CaffeFillersError: the weights cannot be read.
    """
    begun = asked.begun

    def may_miss(slot: Slot, blob: Blob) -> bool:
        shared = kind in SHARING and isinstance(blob.source, Same)
        return shared or (slot.name, slot.blob) in unwritten

    pairs = pair(begun.planned, weights.layers, may_miss)
    run = _Run(asked, weights, pairs, may_miss)
    found = run.by_laws() if asked.seed is None else run.exactly(asked.seed)
    places = begun.definition.lines
    cases = tuple(
        replace(case, line=places.get(case.name.rpartition("[")[0], 0)) for case in found.cases
    )
    return Report(
        str(begun.path),
        name,
        found.how,
        (*cases, *pairs.surplus),
        (*found.conclusions, *strangers((*cases, *pairs.surplus))),
        begun.notes,
        found.data,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    how: str
    cases: tuple[Case, ...]
    conclusions: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Run:
    """One comparison of a planned net with a model."""

    asked: VerifyRequest
    weights: Weights
    pairs: Pairs
    may_miss: MayMiss

    @property
    def _plan(self) -> Plan:
        return self.asked.begun.planned.plan

    def exactly(self, seed: int) -> _Found:
        """Every blob, bit for bit."""
        era, tolerance = self.asked.begun.options.era, self.asked.tolerance
        compared = compare(self._plan, Rng(seed, era), self.weights, self.pairs.held, tolerance)
        cases, traced = [], 0
        for slot, blob in self._plan.blobs.items():
            findings = list(self.pairs.findings.get(slot, ()))
            tally = compared.tallies.get(slot)
            difference = tally.difference if tally else None
            if difference:
                trace = (
                    self._traced(slot, difference.index, compared, seed) if traced < TRACED else ()
                )
                traced += 1
                first, *rest = difference.lines(blob.shape)
                data = difference.asdict(blob.shape)
                findings.append(Finding("values-differ", first, (*rest, *trace), data))
            said = "equal" if tally else self._unheld(slot)
            cases.append(Case(str(slot), blob.shape, tuple(findings), said, tally is not None))
        bad = any(not case.good for case in cases) or self.pairs.surplus
        found = (
            self._others(seed, _mark(self._plan, compared)) if bad and self.asked.explain else []
        )
        return _Found(
            f"seed {seed % 2**32}, {self.asked.begun.phase.upper()}, {era}",
            tuple(cases),
            tuple(filter(None, [self._conclusion(found, compared)])),
            {"seed": seed % 2**32, "others": [other.asdict() for other in found]},
        )

    def _conclusion(self, found: list[Alternative], compared: Compared) -> str:
        if found or not self.asked.explain:
            return told(found, len(self.pairs.held))
        if any(2 * tally.differing > tally.total for tally in compared.tallies.values()):
            return (
                "no other era, phase or revision agrees better; if the weights are not trained, "
                "identify --find-seed looks for their seed"
            )
        return ""

    def by_laws(self) -> _Found:
        """Every blob against its law, and shared ones against their owners."""
        held = self.pairs.held
        alone = [slot for slot in held if not self._plan.shares(slot)]
        cases = []
        for slot, blob in self._plan.blobs.items():
            findings = self.pairs.findings.get(slot, ())
            judged = None
            if slot in alone:
                judged = judge(
                    self._plan, self.weights, held, slot, blobs=len(alone), alpha=self.asked.alpha
                )
            said = judged[1] if judged else self._unheld(slot)
            more = judged[0] if judged else ()
            cases.append(Case(str(slot), blob.shape, findings + more, said, judged is not None))
        how = f"no seed: each blob against its law, false alarms below {self.asked.alpha:g}"
        return _Found(how, tuple(cases), (), {"seed": None, "alpha": self.asked.alpha})

    def _unheld(self, slot: Slot) -> str:
        source = self._plan.blobs[slot].source
        if isinstance(source, Same):
            return f"shared with {source.slot}"
        if slot in self.pairs.findings:
            return ""
        if slot not in self.pairs.held:
            return "not in such a model"
        return "not drawn by a filler of known law"

    def _traced(self, slot: Slot, index: int, compared: Compared, seed: int) -> tuple[str, ...]:
        position = self._plan.draw_of(slot)
        if position is None:
            return ("not drawn: its values are given in the net or loaded",)
        era, begin = self.asked.begun.options.era, compared.starts[position]
        return place_in_stream(self._plan, position, begin, index, seed, era)

    def _others(self, seed: int, mark: Mark | None) -> list[Alternative]:
        begun, era = self.asked.begun, self.asked.begun.options.era

        def planned(phase: str, era: Era) -> tuple[Plan, Pairs] | None:
            other = begun.otherwise(phase, replace(begun.options, era=era))
            if other is None:
                return None
            return other.plan, pair(other, self.weights.layers, self.may_miss)

        compare_held = partial(_compare, seed, self.weights, self.asked.tolerance)
        return alternatives(planned, compare_held, begun.phase, era, mark)


def _mark(plan: Plan, compared: Compared) -> Mark | None:
    """The first difference in the order of the draws."""
    places = [
        (position, difference.index, slot)
        for slot, tally in compared.tallies.items()
        if (difference := tally.difference) and (position := plan.draw_of(slot)) is not None
    ]
    if not places:
        return None
    _, index, slot = min(places)
    return Mark((slot.name, slot.blob), index)


def _compare(
    seed: int,
    weights: Weights,
    tolerance: Tolerance,
    plan: Plan,
    held: Mapping[Slot, StoredBlob],
    era: Era,
) -> Compared:
    return compare(plan, Rng(seed, era), weights, held, tolerance)
