"""Findings, and the report that holds them: plain values, made by `verify`, shown by the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["RULES", "Case", "Finding", "Report", "strangers"]

#: Everything that can be found, and what it means; the names are stable.
RULES: Mapping[str, str] = MappingProxyType(
    {
        "values-differ": "A blob does not hold the values that the net and the seed give.",
        "law-broken": "A blob's values cannot have been drawn by the net's filler.",
        "shape-differs": "A blob has another shape than in the net.",
        "missing-blob": "The net has a blob that the weights do not hold.",
        "surplus-blob": "The weights hold a blob that the net does not have.",
        "unreadable-blob": "A blob of the weights is damaged, or its numbers are of no float type.",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    #: One of RULES.
    rule: str
    #: One sentence.
    message: str
    #: More lines, for those who want to know.
    details: tuple[str, ...] = ()
    #: Numbers behind the message, for JSON.
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One blob that was looked at."""

    #: `conv1[0]`.
    name: str
    shape: tuple[int, ...]
    findings: tuple[Finding, ...]
    #: What was looked at and found to be right, or why nothing could be.
    said: str = ""
    #: False where there was nothing to compare with.
    checked: bool = True
    #: The line of the net file where the layer begins; 0 where there is none.
    line: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


#: What is found of a blob that has no partner.
ALONE = frozenset({"missing-blob", "surplus-blob"})


def strangers(cases: Sequence[Case]) -> Iterator[str]:
    """What it means where no blob of either side has a partner."""
    alone = [case.findings and {each.rule for each in case.findings} <= ALONE for case in cases]
    if cases and all(alone):
        yield "no layer of the one has its name in the other: are these the net's own weights?"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found in one run."""

    #: What was to be verified against what: a net, or a model file.
    net: str
    weights: str
    #: "seed 1701, TEST, Boost 1.64-1.89" or "no seed: each blob against its law".
    how: str
    cases: tuple[Case, ...]
    #: What all findings together mean: "all 16 blobs match Boost 1.56-1.63".
    conclusions: tuple[str, ...] = ()
    #: What the user should know besides.
    notes: tuple[str, ...] = ()
    #: Numbers behind the conclusions, for JSON.
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return all(case.good for case in self.cases)

    @property
    def bad_cases(self) -> tuple[Case, ...]:
        """The cases with findings."""
        return tuple(case for case in self.cases if not case.good)

    @property
    def checked(self) -> int:
        """How many blobs could be looked at."""
        return sum(case.checked for case in self.cases)
