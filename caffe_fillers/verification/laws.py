"""Every blob of a file against the law it should have been drawn from, whatever the seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Fill, Law, Plan, Slot, Whole
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.findings import Finding
from caffe_fillers.verification.exact import draw_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.verification.pairs import Weights

__all__ = ["ALPHA", "judge", "law_of"]

#: The chance that a run finds fault with a file that is right.
ALPHA = 1e-6


def law_of(plan: Plan, slot: Slot) -> tuple[Law, tuple[int, ...]] | None:
    """The law behind a slot, and the shape it was drawn in; None where its values are not drawn."""
    position = draw_of(plan, slot)
    drawn = None if position is None else plan.draws[position]
    return (drawn.law, drawn.shape) if isinstance(drawn, Fill) else None


def judge(
    plan: Plan,
    weights: Weights,
    held: Mapping[Slot, StoredBlob],
    slot: Slot,
    *,
    blobs: int,
    alpha: float = ALPHA,
) -> tuple[tuple[Finding, ...], str] | None:
    """What the law of a slot says of its blob: findings, and a sentence for a blob that is right.

    None where there is no law to ask.

    Args:
        plan: The plan.
        weights: The file.
        held: Where the file holds the blobs.
        slot: The slot to judge.
        blobs: How many blobs the run judges: false alarms are divided among them.
        alpha: The chance of a false alarm of the whole run.
    """
    found = law_of(plan, slot)
    if found is None or isinstance(found[0], Whole):
        return None
    law, shape = found
    values = weights.read(held[slot])
    tested = checks(law, values, shape, plan.dtype)
    chances = [family_wise(check, blobs) for check in tested]
    broken = [
        (check, chance) for check, chance in zip(tested, chances, strict=True) if chance < alpha
    ]
    if not broken:
        least = min(chances, default=1.0)
        return (), f"{len(tested)} checks; " + (
            "exact" if tested[0].name == "exact" else f"least adjusted p-value {least:.2g}"
        )
    worst = min(broken, key=lambda each: each[1])[0]
    details = tuple(
        f"{check.name}: {check.said}" + (f" (chance {chance:.2g})" if chance else " (impossible)")
        for check, chance in broken
    )
    data = {
        "checks": [
            {"name": check.name, "p": check.p, "adjusted": chance, "said": check.said}
            for check, chance in zip(tested, chances, strict=True)
        ]
    }
    return (Finding("law-broken", f"{worst.name}: {worst.said}", details, data),), ""
