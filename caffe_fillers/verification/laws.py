"""Every blob of a file against the law it should have been drawn from, whatever the seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Plan, Slot, Whole
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.verification.pairs import Weights

__all__ = ["ALPHA", "judge"]

#: The chance that a run finds fault with a file that is right.
ALPHA = 1e-6


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
    fill = plan.fill_of(slot)
    if fill is None or isinstance(fill.law, Whole):
        return None
    values = weights.read(held[slot])
    tested = checks(fill.law, values, fill.shape, plan.dtype)
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
