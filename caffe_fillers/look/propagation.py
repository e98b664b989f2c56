"""How large signals and gradients become on their way through a net, told from its weights."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.api.nets import plan_net
from caffe_fillers.core.draws import Constant, Given, Grid, Loaded, Untold, count
from caffe_fillers.look.batch import tops_at
from caffe_fillers.look.gains.signal import Gradient, normal, spatial
from caffe_fillers.look.gains.table import Place, Step, gains, heads
from caffe_fillers.look.moments import Moments, moments
from caffe_fillers.net.wiring import is_inserted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Plan, Shape, Slot
    from caffe_fillers.look.gains.signal import Signal
    from caffe_fillers.plan.definition import Definition
    from caffe_fillers.plan.start import Start

__all__ = ["LayerSignal", "Propagation", "followed", "propagate_signal"]

#: A signal or a gradient that is this many times smaller or larger than where it began is flagged.
SMALL, LARGE = 1e-3, 1e3
#: A layer whose gain lies between these keeps the variance well enough.
KEPT = (0.5, 2.0)
#: Roles of blobs that are multiplied, whose rows should differ.
ROWS = frozenset({"weight", "recurrent", "static", "output"})
#: Kinds of layers that a signal is not followed into.
ENDS = frozenset({"loss", "metric", "output"})
SOURCES = frozenset({"input", "data"})
#: Weights that are read to see whether their rows are equal have at most so many values.
MANY = 1 << 26

HEADER = (
    *("layer", "type", "E x²", "gain", "backward", "back gain", "E (dw)²", "saturated"),
    "told",
)


@dataclass(frozen=True, slots=True)
class LayerSignal:
    """What one layer does. All sizes are mean squares."""

    name: str
    type: str
    #: Of its top, where the net's input has 1; and over that of its bottoms.
    forward: float | None
    gain: float | None
    #: |J|² over the units of its top, J being the outputs' Jacobian: what a gradient of 1 at every
    #: output has become; and what the layer itself makes of it.
    backward: float | None
    back_gain: float | None
    #: |J|² over the number of outputs, of all units together.
    total: float | None
    #: E (d/dw)² of its weights, for a gradient of 1 at every output of one item.
    weights: float | None
    saturated: float | None
    #: What somebody should look at.
    flags: tuple[str, ...] = ()
    #: The filler that would keep the variance; empty where it is kept, or none would.
    filler: str = ""
    note: str = ""
    #: What was measured, in the same terms.
    measured_forward: float | None = None
    measured_backward: float | None = None

    def asdict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        names = ("forward", "gain", "backward", "back_gain", "total", "weights", "saturated")
        return {
            "layer": self.name,
            "type": self.type,
            **{name: _finite(getattr(self, name)) for name in names},
            "flags": list(self.flags),
            "filler": self.filler,
            "note": self.note,
            "measured_forward": _finite(self.measured_forward),
            "measured_backward": _finite(self.measured_backward),
        }


@dataclass(frozen=True, slots=True)
class Propagation:
    """A net's layers in order."""

    net: str
    rows: tuple[LayerSignal, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    #: What was measured, in words; empty where nothing was.
    measured: str = field(default="")

    @property
    def flagged(self) -> tuple[LayerSignal, ...]:
        """The rows that somebody should look at."""
        return tuple(row for row in self.rows if row.flags)

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "net": self.net,
            "layers": [row.asdict() for row in self.rows],
            "measured": self.measured,
            "notes": list(self.notes),
            "findings": list(self.findings),
        }

    def table(self) -> list[tuple[str, ...]]:
        """Rows of cells, headed."""
        if not self.measured:
            return [HEADER, *map(_cells, self.rows)]
        head = (*HEADER[:3], "measured", *HEADER[3:5], "measured", *HEADER[5:])
        rows = []
        for row in self.rows:
            cells = _cells(row)
            rows.append(
                (
                    *cells[:3],
                    _number(row.measured_forward),
                    *cells[3:5],
                    _number(row.measured_backward),
                    *cells[5:],
                )
            )
        return [head, *rows]


def propagate_signal(
    net: str | os.PathLike[str] | Definition | Start,
    weights: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    **how: Any,
) -> Propagation:
    """Predict for each layer how large the signal and the gradient become.

    Behind a matrix of n inputs E y² = n E W² E x², and a gradient comes back with the number of
    outputs in place of n; a ReLU halves both, a PReLU makes (1 + a²) / 2 of them; sigmoids and the
    like by E f(x)² and E f'(x)² over normal x. The input is normal with variance 1.

    Args:
        net: As for `plan_net`.
        weights: Trained models: their own weights' moments are taken.
        how: Options of `plan_net`.

    Returns:
        A row for each layer up to the outputs, losses and the softmax before them left out.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.

    Example:
        >>> from caffe_fillers import propagate_signal
        >>> told = propagate_signal("examples/lenet.prototxt")
        >>> rows = {row.name: row for row in told.rows}
        >>> round(rows["conv1"].gain, 3), round(rows["relu1"].gain, 3)
        (1.0, 0.5)

    Source: Glorot and Bengio, AISTATS 2010; He et al., arXiv:1502.01852; Poole et al.,
    arXiv:1606.05340.
    """
    given = [weights] if isinstance(weights, (str, os.PathLike)) else list(weights)
    if given:
        how["trained"] = (*how.get("trained", ()), *given)
    begun = plan_net(net, **how)
    rows = _Run(begun).rows()
    return Propagation(str(begun.path), tuple(rows), begun.notes, begun.findings)


def followed(begun: Start) -> list[bool]:
    """For each layer whether the signal is followed through it: losses and what heads them are not.

    A head is a softmax whose result no layer reads that is followed itself.
    """
    planned, dialect = begun.planned, begun.dialect
    read: set[int] = set()
    makers: dict[str, int] = {}
    readers: list[list[int]] = []
    for index, layer in enumerate(planned.net.layer):
        readers.append([makers[name] for name in layer.bottom if name in makers])
        makers.update(dict.fromkeys(layer.top, index))
    follows = [True] * len(readers)
    for index in reversed(range(len(readers))):
        layer, row = planned.net.layer[index], planned.types[index]
        head = bool(heads.find(layer.type, dialect)) or is_inserted(layer)
        follows[index] = row.kind not in ENDS and not (head and index not in read)
        if follows[index]:
            read.update(readers[index])
    return follows


@dataclass(slots=True)
class _Made:
    """One layer on its way."""

    index: int
    step: Step | None
    bottoms: list[int]
    tops: list[int]
    note: str = ""


class _Run:
    """One propagation, there and back; lives only inside `propagate_signal`."""

    def __init__(self, begun: Start) -> None:
        self._begun = begun
        self._planned = begun.planned
        self._tops = tops_at(begun, None)
        self._signals: list[Signal] = []
        self._shapes: list[Shape] = []
        self._fresh: set[int] = set()
        #: For what Caffe's Splits made, what they were made of.
        self._roots: dict[int, int] = {}
        self._moments: dict[Slot, Moments | None] = {}

    def rows(self) -> list[LayerSignal]:
        """All layers that the signal is followed through."""
        # What grows beyond all bounds is infinite, and flagged.
        with np.errstate(all="ignore"):
            made = self._forward()
            gradients = self._backward(made)
            outputs = self._outputs(made)
            rows = [self._row(each, made, gradients, outputs) for each in made]
        return [
            row
            for row, each in zip(rows, made, strict=True)
            if not is_inserted(self._planned.net.layer[each.index])
        ]

    def _forward(self) -> list[_Made]:
        names: dict[str, int] = {}
        made = []
        for index, follows in enumerate(followed(self._begun)):
            layer, row = self._planned.net.layer[index], self._planned.types[index]
            if not follows:
                continue
            bottoms = [names[name] for name in layer.bottom]
            shapes = tuple(self._tops[index])
            step, note = None, ""
            if row.kind not in SOURCES:
                step = self._step(index, bottoms, shapes)
                note = "" if step else "its gain is not known: the signal begins anew behind it"
            tops = []
            for number, name in enumerate(layer.top):
                shape = shapes[number]
                signal = step.tops[number] if step and number < len(step.tops) else _new(shape)
                names[name] = len(self._signals)
                tops.append(names[name])
                if row.kind in SOURCES:
                    self._fresh.add(names[name])
                self._signals.append(signal)
                self._shapes.append(shape)
                if is_inserted(layer):
                    self._roots[names[name]] = self._roots.get(bottoms[0], bottoms[0])
            made.append(_Made(index, step, bottoms, tops, note or (step.note if step else "")))
        return made

    def _step(self, index: int, bottoms: list[int], tops: tuple[Shape, ...]) -> Step | None:
        layer, row = self._planned.net.layer[index], self._planned.types[index]
        function = gains.find(layer.type, self._begun.dialect)
        shapes = tuple(self._shapes[each] for each in bottoms)
        if function is None or any(isinstance(each, Untold) for each in (*shapes, *tops)):
            return None
        if any(not all(shape) for shape in (*shapes, *tops)):
            return None
        slots = self._planned.slots[index]
        blobs = tuple(
            (
                row.blobs.role(slot.blob, len(slots)),
                self._planned.plan.blobs[slot].shape,
                self._moment(slot),
            )
            for slot in slots
        )
        signals = tuple(self._signals[each] for each in bottoms)
        same = tuple(self._roots.get(each, each) for each in bottoms)
        return function(Place(layer, shapes, tops, signals, blobs, layer.phase, same))

    def _moment(self, slot: Slot) -> Moments | None:
        """The moments of a blob: by its law, or of its values where they are there."""
        plan = self._planned.plan
        owner = plan.owner(slot)
        if owner not in self._moments:
            self._moments[owner] = _moments_of(plan, owner)
        return self._moments[owner]

    def _finals(self, made: Sequence[_Made]) -> list[int]:
        """The outputs: what no layer reads that is followed."""
        read = {each for one in made for each in one.bottoms}
        last = [each for one in made for each in one.tops if each not in read]
        return [each for each in last if each not in self._fresh]

    def _outputs(self, made: Sequence[_Made]) -> int:
        """How many units all outputs have."""
        shapes = [self._shapes[each] for each in self._finals(made)]
        return sum(count(shape) for shape in shapes if not isinstance(shape, Untold)) or 1

    def _backward(self, made: Sequence[_Made]) -> dict[int, Gradient]:
        found = {
            each: Gradient.even(np.ones(self._signals[each].square.shape))
            for each in self._finals(made)
        }
        for one in reversed(made):
            if one.step is None:
                continue
            tops = [self._gradient(found, each) for each in one.tops]
            for bottom, gradient in zip(one.bottoms, one.step.back(tops), strict=False):
                known = found.get(bottom)
                found[bottom] = gradient if known is None else known + gradient
        return found

    def _gradient(self, found: dict[int, Gradient], blob: int) -> Gradient:
        known = found.get(blob)
        if known is None:
            return Gradient.even(np.zeros(self._signals[blob].square.shape))
        return known

    def _row(
        self, one: _Made, made: Sequence[_Made], gradients: dict[int, Gradient], outputs: int
    ) -> LayerSignal:
        layer = self._planned.net.layer[one.index]
        row = LayerSignal(
            layer.name, layer.type, None, None, None, None, None, None, None, note=one.note
        )
        if not one.tops or isinstance(self._shapes[one.tops[0]], Untold):
            return row
        top = one.tops[0]
        forward = self._signals[top].mean_square
        gradient = self._gradient(gradients, top)
        backward = gradient.mean_square
        row = replace(
            row,
            forward=forward,
            backward=backward,
            total=backward * count(self._shapes[top]) / outputs,
        )
        if one.step is not None and one.bottoms:
            sizes = [self._signals[each].mean_square for each in one.bottoms]
            mean = sum(sizes) / len(sizes)
            back = one.step.back([self._gradient(gradients, each) for each in one.tops])
            own = back[0].mean_square if back else 0.0
            weights = one.step.weights(gradient.square) if one.step.weights else None
            row = replace(
                row,
                gain=forward / mean if mean else None,
                back_gain=own / backward if backward else None,
                weights=weights,
                saturated=one.step.saturated,
                filler=self._filler(one, made, forward, mean),
            )
        return replace(row, flags=tuple(self._flags(one, row)))

    def _flags(self, one: _Made, row: LayerSignal) -> list[str]:
        flags = []
        for what, size in (("signal", row.forward), ("gradient", row.total)):
            if size is None:
                continue
            if not size <= LARGE:
                flags.append(f"{what} explodes")
            elif size < SMALL and (what == "signal" or one.step is not None):
                flags.append(f"{what} vanishes")
        kinds = self._planned.types[one.index].blobs
        slots = self._planned.slots[one.index]
        for slot in slots:
            if kinds.role(slot.blob, len(slots)) in ROWS:
                flags += _alike(self._planned.plan, slot)
        return flags

    def _filler(self, one: _Made, made: Sequence[_Made], forward: float, before: float) -> str:
        """The filler that keeps the variance from this layer's bottom to behind its activation."""
        slots, kinds = self._planned.slots[one.index], self._planned.types[one.index].blobs
        matrices = [s for s in slots if kinds.role(s.blob, len(slots)) == "weight"]
        if self._planned.types[one.index].kind != "learned" or not matrices or not before:
            return ""
        activation = self._activation(one, made)
        after = forward if activation is None else self._signals[activation.tops[0]].mean_square
        if KEPT[0] <= after / before <= KEPT[1]:
            return ""
        if activation is None:
            return "xavier"
        sizes = [self._alone(activation, size) for size in (1.0, 2.0)]
        if not all(sizes) or abs(sizes[1] / sizes[0] - 4) > 1e-6:
            # Sigmoids and the like are nearly linear about 0.
            return "xavier"
        share = sizes[0]
        if abs(share - 0.5) < 0.01:
            return "msra"
        if abs(share - 1) < 0.2:
            return "xavier"
        weights = self._moment(matrices[0])
        if weights is None or not weights.square or not forward:
            return ""
        return f"gaussian std {math.sqrt(weights.square * before / (share * forward)):.4g}"

    def _activation(self, one: _Made, made: Sequence[_Made]) -> _Made | None:
        """The activation that reads this layer's top, if it is the only reader."""
        readers = [each for each in made if set(one.tops) & set(each.bottoms)]
        if len(readers) != 1 or readers[0].step is None:
            return None
        found = readers[0]
        return found if self._planned.types[found.index].kind == "activation" else None

    def _alone(self, one: _Made, size: float) -> float:
        """What an activation makes of a normal signal of this size."""
        layer = self._planned.net.layer[one.index]
        function = gains.get(layer.type, self._begun.dialect)
        slots = self._planned.slots[one.index]
        row = self._planned.types[one.index]
        blobs = tuple(
            (row.blobs.role(s.blob, len(slots)), self._planned.plan.blobs[s].shape, self._moment(s))
            for s in slots
        )
        shape = self._shapes[one.tops[0]]
        signal = normal(np.full(spatial(shape), size**2))
        step = function(Place(layer, (shape,), (shape,), (signal,), blobs, layer.phase, (0,)))
        return step.tops[0].mean_square if step else 0.0


def _new(shape: Shape) -> Signal:
    """A normal signal of variance 1."""
    return normal(np.ones(() if isinstance(shape, Untold) else spatial(shape)))


def _moments_of(plan: Plan, slot: Slot) -> Moments | None:
    values = _values(plan, slot)
    if values is not None:
        if not values.size or not np.isfinite(values).all():
            return None
        wide = values.astype(np.float64)
        return Moments(float(wide.mean()), float(wide.std()))
    fill = plan.fill_of(slot)
    return moments(fill.law, fill.shape) if fill else None


def _values(plan: Plan, slot: Slot) -> NDArray[Any] | None:
    """The values of a blob that is not drawn."""
    source = plan.blobs[plan.owner(slot)].source
    match source:
        case Given(values):
            return values.reshape(-1)
        case Loaded(reader, key):
            return reader.read(key)
        case _:
            return None


def _alike(plan: Plan, slot: Slot) -> list[str]:
    """Whether all rows of a matrix are one."""
    shape = plan.blobs[slot].shape
    if not shape or shape[0] < 2 or count(shape) > MANY:
        return []
    fill = plan.fill_of(slot)
    if fill and isinstance(fill.law, Constant):
        what = "zero" if fill.law.value == 0 else "equal"
        return [f"all weights are {what}"]
    if fill:
        # A kernel of all axes is no repeated one: an identity's.
        repeated = isinstance(fill.law, Grid) and fill.law.kernel.ndim < len(shape)
        return ["rows are equal"] if repeated else []
    values = _values(plan, slot)
    if values is None:
        return []
    rows = values.reshape(shape[0], -1)
    if not rows.any():
        return ["all weights are zero"]
    return ["rows are equal"] if bool((rows == rows[:1]).all()) else []


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _cells(row: LayerSignal) -> tuple[str, ...]:
    told = list(row.flags)
    if row.filler:
        told.append(f"{row.filler} keeps the variance")
    if row.note:
        told.append(row.note)
    numbers = (row.forward, row.gain, row.backward, row.back_gain, row.weights)
    share = "" if row.saturated is None else f"{100 * row.saturated:.1f} %"
    return (row.name, row.type, *map(_number, numbers), share, "; ".join(told))
