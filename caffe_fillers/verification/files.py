"""Two model files, blob against blob."""

from __future__ import annotations

from collections import defaultdict, deque
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import count, shape_text
from caffe_fillers.findings import Case, Finding, Report, strangers
from caffe_fillers.verification.difference import EXACT, Tally, Tolerance
from caffe_fillers.verification.pairs import unreadable

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from caffe_fillers.formats.model import StoredBlob, StoredLayer
    from caffe_fillers.verification.pairs import Weights

__all__ = ["verify_files"]

_BLOCK = 1 << 16


def verify_files(
    expected: Weights,
    found: Weights,
    tolerance: Tolerance = EXACT,
    *,
    paths: tuple[Path, Path] | None = None,
    unwritten: Container[tuple[str, int]] = frozenset(),
) -> Report:
    """Compare the blobs of two models, by layer name and number.

    Values are compared in the type of `found`; those of `expected` are rounded to it first.

    Args:
        expected: The one model.
        found: The other.
        tolerance: How far values may be off.
        paths: The models' files, where they do not tell themselves.
        unwritten: Blobs, by layer and number, that one of them need not hold.
    """
    one, other = paths or (getattr(model, "path", Path()) for model in (expected, found))
    cases = []
    for name, number, wanted, held in _pairs(expected, found):
        label = f"{name}[{number}]"
        if (wanted is None or held is None) and (name, number) in unwritten:
            continue
        if wanted is None or held is None:
            side = other if held is None else one
            rule = "missing-blob" if held is None else "surplus-blob"
            stored = wanted or held
            shape = stored.shape if stored else ()
            cases.append(Case(label, shape, (Finding(rule, f"{side} has no such blob"),)))
            continue
        findings = tuple(_findings(expected, wanted, found, held, tolerance))
        cases.append(Case(label, wanted.shape, findings, "" if findings else "equal"))
    how = f"blob by blob, off by {tolerance}"
    conclusions = tuple(strangers(cases))
    return Report(str(one), str(other), how, tuple(cases), conclusions)


def _pairs(
    expected: Weights, found: Weights
) -> Iterator[tuple[str, int, StoredBlob | None, StoredBlob | None]]:
    """Every blob of either file, beside its partner."""
    waiting: dict[str, deque[StoredLayer]] = defaultdict(deque)
    for layer in found.layers:
        waiting[layer.name].append(layer)
    for layer in expected.layers:
        mine = waiting[layer.name].popleft().blobs if waiting[layer.name] else {}
        for number in sorted({*layer.blobs, *mine}):
            yield layer.name, number, layer.blobs.get(number), mine.get(number)
    for name, left in waiting.items():
        for layer in left:
            yield from ((name, number, None, blob) for number, blob in layer.blobs.items())


def _findings(
    expected: Weights, wanted: StoredBlob, found: Weights, held: StoredBlob, tolerance: Tolerance
) -> Iterator[Finding]:
    wrong = unreadable(wanted) or unreadable(held)
    if wrong:
        yield wrong
        return
    if wanted.shape != held.shape:
        yield Finding(
            "shape-differs",
            f"its shape is {shape_text(held.shape, 'scalar')}, "
            f"not {shape_text(wanted.shape, 'scalar')}",
        )
    size = count(wanted.shape)
    if size != count(held.shape):
        return
    tally = Tally(tolerance)
    for at in range(0, size, _BLOCK):
        stop = min(at + _BLOCK, size)
        tally.add(at, expected.read(wanted, at, stop), found.read(held, at, stop))
    if tally.difference:
        first, *rest = tally.difference.lines(wanted.shape)
        yield Finding("values-differ", first, tuple(rest), tally.difference.asdict(wanted.shape))
