"""Signals and gradients as they are: random inputs through the net that `export` makes.

Every writing of a blob gets a sum with an input of its own, zero but for the one that is pushed.
For a normal direction v in a blob E |J v|² = |J|², the sum of all squared derivatives of the
outputs, and J v is what the outputs change by: (f(x + h v) - f(x - h v)) / 2h.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper

from caffe_fillers.api.nets import plan_net
from caffe_fillers.errors import LayerError, NetError
from caffe_fillers.exporters.feeds import random_feeds
from caffe_fillers.exporters.model import Export, open_export
from caffe_fillers.exporters.naming import name_all
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.reading import Origin
from caffe_fillers.exporters.running import runner
from caffe_fillers.look.propagation import Propagation, followed, propagate_signal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.exporters.running import Runner
    from caffe_fillers.plan.start import Start

__all__ = ["measure_signal"]

#: The step that is tried first, over the root mean square of a blob; how often it may be halved,
#: and how near two estimates must be.
STEP, HALVINGS, NEAR = 1e-2, 6, 0.01
#: What is put behind the name of a value before something is added to it, and of what is added.
BEFORE, PUSH = "@before", "@push"


@dataclass(frozen=True, slots=True)
class _Value:
    """One writing of a blob in the model."""

    layer: str
    name: str
    #: Its shape for the net's own batch.
    shape: tuple[int, ...]


@dataclass(slots=True)
class _Sums:
    """What was found for a layer, over all seeds."""

    forward: list[float] = field(default_factory=list)
    backward: list[float] = field(default_factory=list)
    step: float = 0.0


def measure_signal(  # keyword options of a public function
    net: str | os.PathLike[str] | Start,
    weights: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    *,
    seeds: Sequence[int] = range(20),
    directions: int = 32,
    backward: bool = True,
    **how: Any,
) -> Propagation:
    """Measure what `propagate_signal` predicts, by running the net on random inputs.

    Args:
        net: As for `plan_net`; TEST is what is run.
        weights: Trained models; without them a seed each draws the weights.
        seeds: Seeds of the weights, and of the inputs.
        directions: How many inputs a seed has, and directions in every blob: one for each input.
        backward: Whether gradients are measured: one run of the net for each layer.
        how: Options of `plan_net`.

    Returns:
        The rows of `propagate_signal` with `measured_forward` and `measured_backward`.

    Raises:
        CaffeFillersError: as `propagate_signal` and `export` raise it.

    Example:
        >>> from caffe_fillers import measure_signal
        >>> told = measure_signal("examples/lenet.prototxt", seeds=range(3), directions=8)
        >>> row = {row.name: row for row in told.rows}["ip1"]
        >>> abs(row.measured_forward / row.forward - 1) < 0.5
        True

    Source: |J|² = E |J v|² for normal v (Hutchinson's estimate of a trace).
    """
    how["phase"] = how.get("phase") or "test"
    begun = plan_net(net, **how)
    names = [weights] if isinstance(weights, (str, os.PathLike)) else list(weights)
    names += how.get("trained", ())
    predicted = propagate_signal(begun if not names else begun.path, names, **how)
    origin = Origin(
        begun.path,
        tuple(os.fspath(each) for each in names),
        None,
        fill_missing=bool(names),
        level=begun.how.level,
        stages=begun.how.stages,
        plan=replace(begun.options),
        reading=begun.definition.reading,
        revision_named=begun.how.revision_named,
    )
    sums: dict[str, _Sums] = defaultdict(_Sums)
    program = ""
    for seed in seeds:
        run = _Run(replace(origin, seed=seed), begun, directions)
        program = run.program.name
        run.measure(sums, seed, backward=backward)
    rows = tuple(
        replace(
            row,
            measured_forward=_mean(sums[row.name].forward) if row.name in sums else None,
            measured_backward=_mean(sums[row.name].backward) if row.name in sums else None,
        )
        for row in predicted.rows
    )
    drawn = f"{len(seeds)} seeds" if not names else f"{len(seeds)} inputs"
    told = f"{drawn}, {directions} directions, {program}"
    return replace(predicted, rows=rows, measured=told)


def _mean(found: Sequence[float]) -> float | None:
    return float(np.mean(found)) if found else None


class _Run:
    """One set of weights; lives only inside `measure_signal`."""

    def __init__(self, origin: Origin, begun: Start, directions: int) -> None:
        opened, self._batch = _opened(origin, directions)
        self._values, inputs, self._outputs = _values(opened, begun)
        feeds = random_feeds(opened.exported.written.planned, inputs)
        self._inputs = {name: value.shape for name, value in feeds.items()}
        self._whole = {name: value for name, value in feeds.items() if not _is_signal(value)}
        self._reps = self._batch or 1
        self.program: Runner = runner(_pushed(opened.model(), self._values), optimised=False)

    def measure(self, sums: dict[str, _Sums], seed: int, *, backward: bool) -> None:
        """One input for each direction; forward and backward."""
        generator = np.random.default_rng(seed)
        feeds = {name: self._input(generator, name, shape) for name, shape in self._inputs.items()}
        pushes = {value.name + PUSH: np.zeros(1, np.float32) for value in self._values}
        base = self.program.run({**feeds, **pushes})
        for value in self._values:
            found = base[value.name].astype(np.float64)
            sums[value.layer].forward.append(float(np.square(found).mean()))
        for value in self._values if backward else ():
            total = sums[value.layer]
            size = float(np.sqrt(np.square(base[value.name].astype(np.float64)).mean()))
            if not size > 0 or not np.isfinite(size):
                total.backward.append(float("nan"))
                continue
            direction = generator.standard_normal(base[value.name].shape).astype(np.float32)
            units = base[value.name].size
            if total.step:
                found_ = self._change(feeds, pushes, value, direction, total.step * size)
            else:
                total.step, found_ = self._settled(feeds, pushes, value, direction, size)
            total.backward.append(found_ / units)

    def _settled(
        self,
        feeds: Mapping[str, Any],
        pushes: Mapping[str, Any],
        value: _Value,
        direction: NDArray[np.float32],
        size: float,
    ) -> tuple[float, float]:
        """The step from which on half of it changes nothing, and what it gives."""
        step = STEP
        found = self._change(feeds, pushes, value, direction, step * size)
        for _ in range(HALVINGS):
            again = self._change(feeds, pushes, value, direction, step * size / 2)
            near = abs(again - found) <= NEAR * abs(again)
            step, found = step / 2, again
            if near:
                break
        return step, found

    def _change(
        self,
        feeds: Mapping[str, Any],
        pushes: Mapping[str, Any],
        value: _Value,
        direction: NDArray[np.float32],
        step: float,
    ) -> float:
        """The sum of |J v|² over all items."""
        results = []
        for sign in (1, -1):
            pushed = np.asarray(sign * step * direction, np.float32)
            got = self.program.run({**feeds, **pushes, value.name + PUSH: pushed})
            results.append([got[name].astype(np.float64) for name in self._outputs])
        total = 0.0
        for one, other in zip(*results, strict=True):
            total += float(np.square((one - other) / (2 * step)).sum())
        return total

    def _input(
        self, generator: np.random.Generator, name: str, shape: tuple[int, ...]
    ) -> NDArray[Any]:
        if self._batch:
            shape = (self._batch, *shape[1:])
        if name in self._whole:
            value = self._whole[name]
            return np.resize(value, shape).astype(value.dtype)
        return generator.standard_normal(shape).astype(np.float32)


def _is_signal(value: NDArray[Any]) -> bool:
    """Whether an input takes any numbers, not labels or indices."""
    return value.dtype.kind == "f" and not bool((value == np.round(value)).all())


def _opened(origin: Origin, directions: int) -> tuple[Export, int | None]:
    """The exported net with an open batch, or with its own where it works for that one only."""
    try:
        return open_export(origin, ExportOptions(dynamic_batch=True)), directions
    except LayerError:
        return open_export(origin, ExportOptions()), None


def _values(opened: Export, begun: Start) -> tuple[list[_Value], Any, list[str]]:
    """The writings of blobs that the signal is followed through, the inputs, the outputs."""
    written = opened.exported.written
    names = name_all(written, "caffe").values
    planned = written.planned
    alike = replace(begun, planned=planned)
    follows = followed(alike)
    read: set[str] = set()
    last: dict[str, _Value] = {}
    values, seen = [], set()
    inputs = {each.value for each in written.graph.inputs}
    for index, follow in enumerate(follows):
        layer = planned.net.layer[index]
        if not follow:
            continue
        read.update(last[name].name for name in layer.bottom if name in last)
        for version in (each for each in written.versions if each.index == index):
            value = _Value(version.layer, names[version.value], version.shape)
            last[version.blob] = value
            if version.value not in inputs and value.name not in seen:
                seen.add(value.name)
                values.append(value)
    finals = [value.name for value in values if value.name not in read and value in last.values()]
    if not finals:
        raise NetError(
            "the net has no output that depends on weights", hint="There is nothing to measure."
        )
    # A layer with several tops is measured at its first.
    first: dict[str, _Value] = {}
    for value in values:
        first.setdefault(value.layer, value)
    return list(first.values()), written.graph.inputs, finals


def _pushed(model: onnx.ModelProto, values: Sequence[_Value]) -> bytes:
    """The model with something added to each of these values, and all of them as outputs."""
    graph = model.graph
    wanted = {value.name for value in values}
    nodes = []
    for node in graph.node:
        nodes.append(node)
        for number, name in enumerate(node.output):
            if name in wanted:
                node.output[number] = name + BEFORE
                nodes.append(helper.make_node("Add", [name + BEFORE, name + PUSH], [name]))
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    outputs = {each.name for each in graph.output}
    for name in sorted(wanted):
        graph.input.append(helper.make_tensor_value_info(name + PUSH, TensorProto.FLOAT, None))
        if name not in outputs:
            graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return model.SerializeToString()
