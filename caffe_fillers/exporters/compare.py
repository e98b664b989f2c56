"""An exported model beside a second opinion, on the same numbers."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.exporters.feeds import random_feeds, read_feeds
from caffe_fillers.exporters.net import ALL
from caffe_fillers.exporters.opinions import Opinion, Reference, Subject
from caffe_fillers.exporters.running import has_runtime, runner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.exporters.model import Export

__all__ = ["TOLERANCE", "Comparison", "Difference", "compare", "difference"]

#: What is promised: max|a - b| <= 1e-5 max(1, max|b|) for each output.
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one blob is from the other program's."""

    blob: str
    shape: tuple[int, ...]
    #: max|a - b|, and that over max(1, max|b|); NaN equals NaN, infinities by sign.
    absolute: float
    relative: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it."""

    runtime: str
    against: str
    #: What equal numbers do not prove.
    limits: str
    outputs: tuple[Difference, ...]
    #: Outputs that the other program could not give.
    missing: tuple[str, ...]
    #: The first blob in the net's order that differs, if one does.
    first: str
    tolerance: float

    @property
    def equal(self) -> bool:
        """Whether every output was compared and is near enough."""
        near = all(each.relative <= self.tolerance for each in self.outputs)
        return near and bool(self.outputs) and not self.missing


def difference(blob: str, got: NDArray[Any], expected: NDArray[Any]) -> Difference:
    """How far a blob is from what it should be; infinitely if the shapes differ."""
    if got.shape != expected.shape:
        return Difference(blob, got.shape, np.inf, np.inf)
    a, b = (np.atleast_1d(value).astype(np.float64) for value in (got, expected))
    with np.errstate(all="ignore"):
        gap = np.abs(a - b)
        gap[(a == b) | (np.isnan(a) & np.isnan(b))] = 0
        gap[np.isnan(gap)] = np.inf
        sizes = np.abs(b[np.isfinite(b)])
        largest = gap.max(initial=0.0)
        relative = largest / max(1.0, sizes.max(initial=0.0))
    return Difference(blob, got.shape, float(largest), float(relative))


def compare(
    opened: Export,
    model: Path,
    opinion: Opinion,
    *,
    given: Sequence[str] = (),
    tolerance: float = TOLERANCE,
) -> Comparison:
    """Run the written model and the other program, and tell how their outputs differ.

    Args:
        opened: What was exported.
        model: The file it was written to.
        opinion: The other program.
        given: Files with inputs; random numbers for the others.
        tolerance: How large max|a - b| / max(1, max|b|) may be.

    Raises:
        CaffeFillersError: one of the programs is not there or cannot run the net.
    """
    if isinstance(opinion, Reference) and not has_runtime():
        raise CaffeFillersError(
            "there is nothing to compare with onnx's own evaluator",
            where="--compare",
            hint="pip install 'caffe_fillers[run]' for onnxruntime, or name another --against.",
        )
    written = opened.exported.written
    inputs = written.graph.inputs
    feeds = random_feeds(written.planned, inputs) | dict(read_feeds(given, inputs))
    states = {each.name for each in inputs} - set(written.blobs) - set(written.names.values())
    feeds |= {name: np.zeros_like(value) for name, value in feeds.items() if name in states}
    with tempfile.TemporaryDirectory(prefix="fill-weights-") as folder:
        judge = _Judge(opened, opinion, feeds, states, Path(folder))
        run = runner(model)
        values = run.run(feeds)
        outputs = opened.exported.assembled.outputs
        got = {blob: values[name] for blob, name in outputs.items() if blob in written.blobs}
        expected = judge.blobs(list(got))
        rows = [difference(b, got[b], expected[b]) for b in got if b in expected]
        differs = any(row.relative > tolerance for row in rows)
        first = judge.first(tolerance) if differs else ""
    missing = tuple(blob for blob in got if blob not in expected)
    name, limits = opinion.name, opinion.limits
    return Comparison(run.name, name, limits, tuple(rows), missing, first, tolerance)


class _Judge:
    """The other program with its inputs; lives only inside `compare`."""

    def __init__(
        self,
        opened: Export,
        opinion: Opinion,
        feeds: Mapping[str, NDArray[Any]],
        states: set[str],
        folder: Path,
    ) -> None:
        self._opened, self._opinion, self._feeds = opened, opinion, feeds
        self._states, self._folder = states, folder

    def blobs(self, wanted: Sequence[str]) -> dict[str, NDArray[Any]]:
        """What the other program computes."""
        exported = self._opened.exported
        whole = isinstance(self._opinion, Reference)
        subject = Subject(
            exported.written.planned,
            self._opened.origin.seed or 0,
            self._opened.origin.plan.era,
            tuple(each.name for each in exported.written.graph.inputs),
            self._opened.again().model() if whole else exported.assembled.proto,
            exported.assembled.outputs,
            self._folder,
        )
        return self._opinion.blobs(subject, self._prepared(whole=whole), wanted)

    def _prepared(self, *, whole: bool) -> dict[str, NDArray[Any]]:
        """The inputs; what the model does to an image first, the other program does not do."""
        feeds = dict(self._feeds)
        names = self._opened.exported.written.names
        if not whole:
            feeds = {name: value for name, value in feeds.items() if name not in self._states}
        if names and not whole:
            blobs = dict(
                zip(names, (name.partition("@")[0] for name in names.values()), strict=True)
            )
            values = runner(self._prepared_model()).run(self._feeds)
            feeds |= {blob: values[names[value]] for value, blob in blobs.items()}
        return feeds

    def _prepared_model(self) -> bytes:
        """The model with the prepared image as its only output."""
        proto = self._opened.again().model()
        wanted = set(self._opened.exported.written.names.values())
        del proto.graph.output[:]
        for info in proto.graph.value_info:
            if info.name in wanted:
                proto.graph.output.append(info)
        return proto.SerializeToString()

    def first(self, tolerance: float) -> str:
        """The first blob, in the order in which blobs are written last, that differs."""
        opened = self._opened.again(outputs=(ALL,))
        exported = opened.exported
        judge = _Judge(opened, self._opinion, self._feeds, self._states, self._folder)
        values = runner(opened.model().SerializeToString(), optimised=False).run(self._feeds)
        names = {b: n for b, n in exported.assembled.outputs.items() if b in exported.written.blobs}
        order = sorted(names, key=lambda blob: exported.written.blobs[blob].index)
        try:
            expected = judge.blobs(order)
        except CaffeFillersError:
            return ""
        for blob in order:
            if blob in expected:
                row = difference(blob, values[names[blob]], expected[blob])
                if row.relative > tolerance:
                    layer = exported.written.blobs[blob].layer
                    return f"{blob!r} of layer {layer!r}: {row.relative:.3g}"
        return ""
