"""Parameter blobs, one by one: what they are like, and what they should be like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caffe_fillers.api.nets import plan_net
from caffe_fillers.api.weights import open_weights
from caffe_fillers.core.draws import Fill, count, shape_text
from caffe_fillers.errors import CaffeFillersError, DataError
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.look.moments import Moments, moments
from caffe_fillers.look.statistics import Difference, Statistics, difference, statistics
from caffe_fillers.look.summaries import origin
from caffe_fillers.plan.model import plan_model
from caffe_fillers.verification.difference import is_float
from caffe_fillers.verification.pairs import pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.api.weights import NetLike, WeightsLike
    from caffe_fillers.core.draws import Law, Shape
    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.plan.start import Start
    from caffe_fillers.verification import Weights

__all__ = ["BlobDiff", "BlobRow", "Inspection", "diff_weights", "inspect_weights"]

HEADER = (
    *("blob", "shape", "type", "n", "min", "max", "mean", "std", "zeros"),
    *("NaN/inf", "fan_in", "fan_out", "filler", "expected", "ratio"),
)
DIFF_HEADER = (
    *("blob", "shape", "other", "std", "other std", "ratio"),
    *("differing", "of", "largest", "rms"),
)


@dataclass(frozen=True, slots=True)
class BlobRow:
    """One blob."""

    #: The layer's name and the blob's number, `conv1[0]`.
    name: str
    shape: Shape
    #: The type of its values in the file; empty for a net alone.
    dtype: str
    fan_in: int | None
    fan_out: int | None
    #: The filler's type, or where else its values are from; empty where nobody knows.
    filler: str
    #: The law it should have, and that law's moments; None where nobody knows.
    law: Law | None
    expected: Moments | None
    #: None for a net alone, and where its values cannot be read: `fault` tells why.
    found: Statistics | None
    fault: str = ""

    @property
    def ratio(self) -> float | None:
        """Its standard deviation over the expected one."""
        if self.found is None or self.found.std is None or not self.expected:
            return None
        return self.found.std / self.expected.std if self.expected.std else None

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV; the histogram is in JSON only."""
        empty = Statistics(count(self.shape), None, None, None, None, 0, 0, 0, ())
        values = (self.found or empty).asdict()
        if self.found is None:
            values |= dict.fromkeys(("zeros", "nan", "inf"))
        return {
            "blob": self.name,
            "shape": list(self.shape),
            "dtype": self.dtype,
            **values,
            "fan_in": self.fan_in,
            "fan_out": self.fan_out,
            "filler": self.filler,
            "law": "" if self.law is None else str(self.law),
            "expected_mean": self.expected and self.expected.mean,
            "expected_std": self.expected and self.expected.std,
            "ratio": self.ratio,
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True)
class Inspection:
    """All blobs of a file, or of a net."""

    #: The file of weights, or the net where there is none.
    name: str
    rows: tuple[BlobRow, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = field(default=())

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        blobs = [
            {**row.asdict(), "histogram": list(row.found.histogram) if row.found else None}
            for row in self.rows
        ]
        return {
            "name": self.name,
            "blobs": blobs,
            "notes": list(self.notes),
            "findings": list(self.findings),
        }

    def table(self, *, histograms: bool = False) -> list[tuple[str, ...]]:
        """Rows of cells, headed; with small histograms from min to max, if wanted."""
        rows = [HEADER, *map(_cells, self.rows)]
        if not histograms:
            return rows
        marks = ["histogram", *(_sparks(row.found) for row in self.rows)]
        return [(*row, mark) for row, mark in zip(rows, marks, strict=True)]


@dataclass(frozen=True, slots=True)
class BlobDiff:
    """A blob of two files; the one is missing where a file lacks it."""

    name: str
    one: BlobRow | None
    other: BlobRow | None
    #: None where the counts differ, one is missing or cannot be read.
    difference: Difference | None

    @property
    def equal(self) -> bool:
        """Whether both have the very values."""
        return self.difference is not None and not self.difference.differing

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        gap = self.difference or Difference(0, None, None)
        told: dict[str, Any] = {"blob": self.name, "equal": self.equal}
        for which, row in (("", self.one), ("other_", self.other)):
            told[f"{which}shape"] = None if row is None else list(row.shape)
            for name in ("mean", "std"):
                told[which + name] = getattr(row.found, name) if row and row.found else None
        told |= gap.asdict()
        if self.difference is None:
            told["differing"] = None
        return told

    def cells(self) -> tuple[str, ...]:
        """For a terminal, under `DIFF_HEADER`."""
        stds = [row.found.std if row and row.found else None for row in (self.one, self.other)]
        ratio = stds[1] / stds[0] if stds[0] and stds[1] is not None else None
        shapes = (_missing(row) for row in (self.one, self.other))
        gap = self.difference
        if gap is None:
            return (self.name, *shapes, *map(number, stds), number(ratio), "?", "", "", "")
        total = count(self.one.shape) if self.one else 0
        counts = (f"{gap.differing:,}", f"{total:,}")
        told = (*map(number, stds), number(ratio), *counts)
        return (self.name, *shapes, *told, number(gap.largest), number(gap.rms))


def inspect_weights(
    weights: WeightsLike | None = None, net: NetLike | None = None, **how: Any
) -> Inspection:
    """Inspect blobs: their shapes, statistics, fans, fillers, and the deviation they should have.

    Args:
        weights: The file: .caffemodel, .h5, .npz, .safetensors or .onnx; or an open model. None:
            what is expected of the net's blobs.
        net: As for `plan_net`: its fillers tell what is expected. Without it, those that the file's
            own layers carry.
        how: Options of `plan_net`.

    Returns:
        A row for each blob in the order of the file, or of the net where there is no file.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
        DataError: neither weights nor a net is given.

    Example:
        >>> from caffe_fillers import fill_net, inspect_weights
        >>> made = fill_net("examples/lenet.prototxt", "inspected.npz", seed=1701)
        >>> row = inspect_weights("inspected.npz", "examples/lenet.prototxt").rows[4]
        >>> row.name, row.filler, row.fan_in, round(row.ratio, 2)
        ('ip1[0]', 'xavier', 800, 1.0)

    Source: the laws of filler.hpp and its fan_in and fan_out.
    """
    begun = None if net is None else plan_net(net, **how)
    if weights is None:
        if begun is None:
            raise DataError("there is nothing to inspect", hint="Name weights, a net, or both.")
        return Inspection(str(begun.path), tuple(_of_net(begun)), begun.notes, begun.findings)
    model = open_weights(weights, begun)
    name = str(getattr(model, "path", weights))
    notes: tuple[str, ...] = begun.notes if begun else ()
    fills: dict[int, Fill] = {}
    if begun:
        pairs = pair(begun.planned, model.layers)
        held = pairs.held
        drawn = ((stored, begun.planned.plan.fill_of(slot)) for slot, stored in held.items())
        fills = {id(stored): fill for stored, fill in drawn if fill}
        missing = sorted(set(begun.planned.plan.blobs) - set(held))
        notes += tuple(f"{slot} of the net is not in the file" for slot in missing)
        notes += tuple(f"{case.name} of the file is not in the net" for case in pairs.surplus)
    else:
        fills, told = _own_fills(model)
        notes += told
    rows = (
        _of_stored(model, f"{layer.name}[{number}]", stored, fills.get(id(stored)))
        for layer in model.layers
        for number, stored in layer.blobs.items()
    )
    return Inspection(name, tuple(rows), notes, begun.findings if begun else ())


def diff_weights(
    one: WeightsLike, other: WeightsLike, net: NetLike | None = None, **how: Any
) -> tuple[BlobDiff, ...]:
    """Put two files of weights side by side, blob by blob.

    Args:
        one: The first file, or an open model.
        other: The second.
        net: As for `plan_net`: the layout of ONNX models, and what is expected.
        how: Options of `plan_net`.

    Returns:
        A row for each blob that either file has, by layer name and number.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.

    Example:
        >>> from caffe_fillers import diff_weights, fill_net
        >>> for seed in (1, 2):
        ...     made = fill_net("examples/lenet.prototxt", f"seed{seed}.npz", seed=seed)
        >>> rows = diff_weights("seed1.npz", "seed2.npz")
        >>> [row.name for row in rows if row.equal]
        ['conv1[1]', 'conv2[1]', 'ip1[1]', 'ip2[1]']

    Source: none; Caffe compares no models.
    """
    begun = None if net is None else plan_net(net, **how)
    models = [open_weights(each, begun) for each in (one, other)]
    stored = [_by_name(model) for model in models]
    rows = []
    for key in dict.fromkeys((*stored[0], *stored[1])):
        blobs = [each.get(key) for each in stored]
        made = [
            None if blob is None else _of_stored(model, key[0], blob, None)
            for model, blob in zip(models, blobs, strict=True)
        ]
        gap = None
        if all(row is not None and not row.fault for row in made):
            sides = [(m, b) for m, b in zip(models, blobs, strict=True) if b is not None]
            gap = difference(sides[0], sides[1])
        rows.append(BlobDiff(key[0], made[0], made[1], gap))
    return tuple(rows)


def _by_name(model: Weights) -> dict[tuple[str, int], StoredBlob]:
    """The blobs by name; of namesakes the second is told from the first."""
    found: dict[tuple[str, int], StoredBlob] = {}
    for layer in model.layers:
        for number_, stored in layer.blobs.items():
            name, again = f"{layer.name}[{number_}]", 0
            while (name, again) in found:
                again += 1
            found[name, again] = stored
    return found


def _of_net(begun: Start) -> Iterator[BlobRow]:
    plan = begun.planned.plan
    for slot, blob in plan.blobs.items():
        fill = plan.fill_of(slot)
        law = fill.law if fill else None
        yield BlobRow(
            name=str(slot),
            shape=blob.shape,
            dtype="",
            fan_in=_fans(blob.shape)[0],
            fan_out=_fans(blob.shape)[1],
            filler=origin(plan, slot),
            law=law,
            expected=None if law is None else moments(law, blob.shape),
            found=None,
        )


def _of_stored(model: Weights, name: str, stored: StoredBlob, fill: Fill | None) -> BlobRow:
    shape = fill.shape if fill else stored.shape
    fault = stored.fault
    if not fault and not is_float(stored.dtype):
        fault = f"its numbers are of type {stored.dtype}"
    return BlobRow(
        name=name,
        shape=stored.shape,
        dtype=str(stored.dtype) if stored.dtype.kind != "V" else "",
        fan_in=_fans(shape)[0],
        fan_out=_fans(shape)[1],
        filler=fill.filler or str(fill.law) if fill else "",
        law=fill.law if fill else None,
        expected=moments(fill.law, shape) if fill else None,
        found=None if fault else statistics(model, stored),
        fault=fault,
    )


def _fans(shape: Shape) -> tuple[int | None, int | None]:
    """As Caffe reads them off a shape; a scalar has none."""
    return fans(shape) if shape and all(shape) else (None, None)


def _own_fills(model: Weights) -> tuple[dict[int, Fill], tuple[str, ...]]:
    """What the file's own layers say that its blobs are filled with, where they say it."""
    if not getattr(model, "net", None) or not model.net.layer:  # type: ignore[attr-defined]
        return {}, ()
    try:
        planned = plan_model(model)  # type: ignore[arg-type]  # it has a net: it is a file
    except CaffeFillersError as error:
        return {}, (f"the file's own fillers are not known: {error.message}",)
    fills = {}
    for each in planned.decisions:
        draw = planned.plan.draws[each.draw] if each.draw >= 0 else None
        if isinstance(draw, Fill):
            fills[id(each.stored)] = draw
    return fills, ()


def _missing(row: BlobRow | None) -> str:
    return "missing" if row is None else shape_text(row.shape)


def number(value: float | None) -> str:
    """A number for a table."""
    return "" if value is None else f"{value:.4g}"


def _cells(row: BlobRow) -> tuple[str, ...]:
    found, expected = row.found, row.expected
    odd = found.nan + found.inf if found else 0
    values = (
        (*map(number, (found.min, found.max, found.mean, found.std)), f"{found.zeros:,}")
        if found
        else (row.fault, *[""] * 4)
    )
    return (
        row.name,
        shape_text(row.shape),
        row.dtype,
        f"{count(row.shape):,}",
        *values,
        f"{odd:,}" if odd else "",
        "" if row.fan_in is None else f"{row.fan_in:,}",
        "" if row.fan_out is None else f"{row.fan_out:,}",
        row.filler,
        number(expected.std if expected else None),
        number(row.ratio),
    )


#: Eighths of a line's height.
SPARKS = " ▁▂▃▄▅▆▇█"


def _sparks(found: Statistics | None) -> str:
    """A histogram as one line of blocks; a step that is not empty shows."""
    if not found or not found.histogram:
        return ""
    steps = [sum(pair_) for pair_ in zip(found.histogram[::2], found.histogram[1::2], strict=True)]
    most = max(steps)
    return "".join(SPARKS[-(-step * 8 // most)] for step in steps)
