"""From candidates to an answer: which are not excluded, and which of those is the most likely."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Orthogonal,
    Shape,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
    count,
)
from caffe_fillers.evidence import Check, checks, family_wise
from caffe_fillers.evidence.lattice import WITHIN
from caffe_fillers.evidence.passes import Sight, sight
from caffe_fillers.identification.candidates import (
    EXCLUDED,
    Candidate,
    candidates,
    expected_candidate,
)
from caffe_fillers.identification.samples import SampleStats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Law

__all__ = ["CERTAIN", "Answer", "Match", "identify_blob"]

#: From so many values on the most likely candidate is named; below, all that are not excluded.
CERTAIN = 5000
#: The squares and sums of larger values are no doubles; no filler that people write draws them.
BEYOND = 1e100
#: More values than these add nothing to the evidence but time.
ENOUGH = 1 << 22
#: So many show most of what a blob is not; a chance below this is not chance.
FEW, OUT_OF_QUESTION = 1 << 17, 1e-12
FLOAT32 = np.dtype(np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that the values do not exclude."""

    text: str
    law: Law
    note: str
    #: The least p-value of its checks, adjusted for their number.
    p: float
    #: The logarithm of the likelihood, less what speaks against the candidate beforehand.
    score: float
    checks: tuple[Check, ...]
    #: The net's own filler is this one.
    net: bool = False

    @property
    def evidence(self) -> tuple[str, ...]:
        """The checks in words."""
        return tuple(f"{each.said} [{each.name}, p {each.p:.2g}]" for each in self.checks)

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "filler": self.text,
            "note": self.note,
            "as_in_net": self.net,
            "p": self.p,
            "score": self.score,
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a blob."""

    #: "filler": one is named; "several": too few values to name one; "none": no filler fits.
    kind: str
    #: The most likely first.
    matches: tuple[Match, ...]
    said: str

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        matches = [match.asdict() for match in self.matches]
        return {"kind": self.kind, "said": self.said, "candidates": matches}


def identify_blob(values: NDArray[Any], shape: Shape, expected: Law | None = None) -> Answer:
    """Which filler these values come from.

    Args:
        values: The blob, flat, of any float type; or the first values of it.
        shape: Its whole shape, whose first axes tell the fans.
        expected: The law that a net has for it, to be looked at beside the usual fillers.
    """
    if not values.size:
        return Answer("none", (), "there are no values")
    whole = _Part.of(values, _held_shape(values.size, shape))
    if whole.sight.not_finite >= 0:
        return Answer("none", (), "some values are not finite")
    if max(-whole.sight.least, whole.sight.most) > BEYOND:
        return Answer("none", (), f"some values are beyond {BEYOND:g}, where no filler reaches")
    looks = SampleStats.of(values, whole.sight)
    kept = looks if not looks.zeros else None
    if 0 < looks.zeros < looks.n:
        kept = SampleStats.of(values, kept=True)
    found = _distinct(candidates(looks, kept, shape))
    if all(candidate.law != expected for candidate in found):
        found += expected_candidate(expected)
    parts = _Parts.of(whole)
    judged = [_judged(candidate, parts, looks, kept) for candidate in found]
    judged = [replace(each, net=each.law == expected) for each in judged]
    fitting = sorted(
        (match for match in judged if match.p >= EXCLUDED), key=lambda match: -match.score
    )
    if not fitting:
        return Answer("none", (), _no_filler(looks, judged))
    if values.size < CERTAIN and len(fitting) > 1:
        said = f"{len(fitting)} candidates are not excluded by {values.size:,} values"
        return Answer("several", tuple(fitting), said)
    return Answer("filler", tuple(fitting), fitting[0].text)


def _held_shape(size: int, shape: Shape) -> Shape:
    """The shape of the first values of a blob, where they are whole rows; that of all of them."""
    if size == count(shape):
        return shape
    width = count(shape[1:])
    return (size,) if size % width else (size // width, *shape[1:])


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates of one law told as one, the least remarkable first."""
    by_law: dict[Law, Candidate] = {}
    for candidate in found:
        known = by_law.get(candidate.law)
        if known is None:
            by_law[candidate.law] = candidate
        elif candidate.text not in known.text.split(" or "):
            first, second = sorted((known, candidate), key=lambda each: each.penalty)
            note = first.note or second.note
            by_law[candidate.law] = replace(first, text=f"{first.text} or {second.text}", note=note)
    return list(by_law.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """Values that a candidate is tested by, and what one pass over them tells."""

    values: NDArray[Any]
    shape: Shape
    sight: Sight

    @classmethod
    def of(cls, values: NDArray[Any], shape: Shape) -> _Part:
        """Look at the values once, for all candidates."""
        return cls(values, shape, sight(values))

    def tested(self, law: Law) -> tuple[Check, ...]:
        """The law's checks."""
        return checks(law, self.values, self.shape, FLOAT32, self.sight)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A blob, its first values by which most candidates fall, and as many as are enough."""

    few: _Part | None
    enough: _Part
    whole: _Part

    @classmethod
    def of(cls, whole: _Part) -> _Parts:
        """Of a blob."""
        values = whole.values
        enough = whole if values.size <= ENOUGH else _Part.of(values[:ENOUGH], (ENOUGH,))
        few = None if values.size <= 4 * FEW else _Part.of(values[:FEW], (FEW,))
        return cls(few, enough, whole)

    def tested(self, law: Law) -> tuple[Check, ...]:
        """The law's checks, by no more values than it takes to be sure."""
        if not isinstance(law, (Uniform, Gaussian)):
            return self.whole.tested(law)
        if self.few:
            tested = self.few.tested(law)
            if min(family_wise(check, 1) for check in tested) < OUT_OF_QUESTION:
                return tested
        return self.enough.tested(law)


def _judged(
    candidate: Candidate, parts: _Parts, looks: SampleStats, kept: SampleStats | None
) -> Match:
    law = candidate.law
    tested = parts.tested(law)
    p = min((family_wise(check, 1) for check in tested), default=1.0)
    score = _likelihood(law, looks, kept) - candidate.penalty if p else -math.inf
    return Match(candidate.text, law, candidate.note, p, score, tested)


def _likelihood(  # noqa: C901  # one case a law
    law: Law, looks: SampleStats, kept: SampleStats | None
) -> float:
    """The logarithm of the probability density of the values, where the law has them."""
    match law:
        case Constant() | Grid():
            # Nothing is left to chance: no law with a density can be as likely.
            return 1e300
        case Uniform(low, high) if low == high:
            return 1e300
        case Uniform(low, high):
            return -looks.n * math.log(high - low)
        case Gaussian(mean, std):
            squares = looks.squares_about(mean) / (std * std)
            return -looks.n * math.log(std * math.sqrt(2 * math.pi)) - squares / 2
        case Sparse(gaussian, p):
            if kept is None or not p:
                return 1e299
            share = kept.n * math.log(p) + (looks.n - kept.n) * math.log1p(-p)
            return share + _likelihood(gaussian, kept, kept)
        case UnitBall():
            # Rows that sum to 1 to the last bits come from nothing else.
            return 1e298
        case Truncated(mean, std):
            squares = looks.squares_about(mean) / (std * std)
            return -looks.n * math.log(std * WITHIN * math.sqrt(2 * math.pi)) - squares / 2
        case UnitSphere() | Orthogonal() | ZeroedColumns():
            # Neither do lengths, angles and numbers of zeros.
            return 1e298
        case Whole():
            return -math.inf


def _no_filler(looks: SampleStats, judged: list[Match]) -> str:
    """Why nothing fits, by the normal law that comes nearest."""
    text = (
        f"no filler fits; looks trained: mean {looks.mean:.4g}, std {looks.deviation:.4g}, "
        f"excess kurtosis {looks.kurtosis:.3g}"
    )
    normal = [match for match in judged if isinstance(match.law, Gaussian) and match.checks]
    if normal:
        nearest = max(normal, key=lambda match: match.p)
        worst = min(nearest.checks, key=lambda check: family_wise(check, 1))
        text += f"; against {nearest.text}: {worst.said} [{worst.name}, p {worst.p:.2g}]"
    return text
