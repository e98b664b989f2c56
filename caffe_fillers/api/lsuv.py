"""LSUV: weights scaled layer by layer until each gives outputs of variance 1.

Mishkin and Matas, All you need is a good init, arXiv:1511.06422. Convolutions and matrices are gone
through from the input on; a layer's outputs on a batch of data are looked at by running the net as
an ONNX model, so that the numbers are those of a forward pass: equal within its tolerance, not bit
for bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from caffe_fillers.api.nets import fill_net
from caffe_fillers.core.draws import Blob, Given
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError, LayerError
from caffe_fillers.exporters.feeds import read_feeds
from caffe_fillers.exporters.model import open_export
from caffe_fillers.exporters.reading import Origin
from caffe_fillers.exporters.running import runner
from caffe_fillers.files.writing import check_target
from caffe_fillers.rng.rng import Rng
from caffe_fillers.weights.convert import writing_net

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    import onnx
    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.exporters.model import Export
    from caffe_fillers.plan.start import Start

__all__ = ["ROUNDS", "TOLERANCE", "ScaledLayer", "scaled_net"]

#: The paper's own: how near to 1 a variance must be, and after how many rounds a layer is left.
TOLERANCE, ROUNDS = 0.1, 10
#: Operators that multiply data by weights.
_PRODUCTS = ("Conv", "ConvTranspose", "Gemm", "MatMul")


@dataclass(frozen=True, slots=True)
class ScaledLayer:
    """What became of one layer.

    Example:
        >>> print(ScaledLayer("conv1", 0.5, 4.0, 1.0))
        conv1: times 0.5, variance 4 -> 1
    """

    layer: str
    #: What its weights were multiplied by in all.
    factor: float
    #: The variance of its outputs, before and after.
    before: float
    after: float

    def __str__(self) -> str:
        told = f"variance {self.before:.4g} -> {self.after:.4g}"
        return f"{self.layer}: times {self.factor:.4g}, {told}"


def scaled_net(
    begun: Start,
    data: Sequence[str],
    output: str | os.PathLike[str],
    *,
    seed: int,
    force: bool = False,
) -> tuple[ScaledLayer, ...]:
    """Fill a net, scale its weights by LSUV, and write them.

    Args:
        begun: The planned net; orthogonal fillers are what the paper begins with.
        data: A batch for its inputs: files as `export --compare` takes them.
        output: The file to write.
        seed: Caffe's random_seed.
        force: Replace a file that exists.

    Returns:
        What became of each layer with weights that are drawn, in the net's order.

    Raises:
        CaffeFillersError: the net cannot be exported or run, the data do not fit, or a layer gives
            the same number everywhere.
    """
    plan = begun.planned.plan
    target = Path(output)
    opens, nbytes, _ = writing_net(target, begun.planned, dialect=begun.dialect)
    inputs = (begun.path, *begun.files)
    checked = check_target(target, force=force, nbytes=nbytes, inputs=inputs)
    origin = Origin(
        begun.path,
        begun.how.weights,
        seed,
        fill_missing=True,
        level=begun.how.level,
        stages=begun.how.stages,
        plan=replace(begun.options, dialect="bvlc"),
        reading=begun.how.reading,
        revision_named=begun.how.revision_named,
    )
    opened = open_export(origin)
    scaled, factors = _scaled(opened, data)
    blobs = dict(plan.blobs)
    filled = fill_net(begun, seed=seed).blobs
    at: dict[str, int] = {}
    for slot, blob in plan.blobs.items():
        number = at[slot.name] = at.get(slot.name, -1) + 1
        steps = factors.get((slot.name, slot.blob))
        if steps and not plan.shares(slot):
            values: NDArray[Any] = filled[slot.name][number]
            for step in steps:
                values = values * values.dtype.type(step)
            blobs[slot] = Blob(blob.shape, Given(values.reshape(-1)))
    with opens(checked) as sink:
        fill_plan(replace(plan, blobs=blobs), Rng(seed, begun.options.era), sink)
    return scaled


def _scaled(
    opened: Export, data: Sequence[str]
) -> tuple[tuple[ScaledLayer, ...], Mapping[tuple[str, int], list[float]]]:
    """What becomes of each layer, and the factors of each blob one after the other."""
    model = opened.model()
    written = opened.exported.written
    feeds = dict(read_feeds(data, written.graph.inputs))
    for each in written.graph.inputs:
        # What a recurrent layer starts from is zero, as in Caffe.
        if each.name not in written.blobs:
            feeds.setdefault(each.name, np.zeros(each.shape, each.dtype))
    missing = [each.name for each in written.graph.inputs if each.name not in feeds]
    if missing:
        raise CaffeFillersError(
            f"there are no data for {', '.join(missing)}",
            where="--lsuv",
            hint="Give NAME=FILE.npy for each input, or a file .npz with all of them.",
        )
    told, factors = [], {}
    for slot, tensor, value in _weighted(opened, model):
        steps: list[float] = []
        before = after = _variance(model, value, feeds)
        for _ in range(ROUNDS):
            if not 0 < after < math.inf:
                raise LayerError(f"its outputs have variance {after:g}", where=slot.name)
            if abs(after - 1) <= TOLERANCE:
                break
            steps.append(float(np.float32(1 / math.sqrt(after))))
            numbers = numpy_helper.to_array(tensor) * np.float32(steps[-1])
            tensor.CopyFrom(numpy_helper.from_array(numbers, tensor.name))
            after = _variance(model, value, feeds)
        factors[slot.name, slot.blob] = steps
        told.append(ScaledLayer(slot.name, math.prod(steps), before, after))
    return tuple(told), factors


def _weighted(
    opened: Export, model: onnx.ModelProto
) -> Iterator[tuple[Slot, onnx.TensorProto, str]]:
    """The weights that are drawn: their blob, their tensor, and what they are multiplied into."""
    plan = opened.read.planned.plan
    weights = opened.exported.assembled.weights
    names = [each.name for each in opened.exported.assembled.tensors()]
    of = dict(zip(names, weights, strict=True))
    tensors = {each.name: each for each in model.graph.initializer}
    for node in model.graph.node:
        weight = of.get(node.input[1]) if len(node.input) > 1 else None
        if weight is None or node.op_type not in _PRODUCTS:
            continue
        fill = plan.fill_of(weight.slot)
        if fill is not None and fill.law.takes_words:
            yield weight.slot, tensors[node.input[1]], node.output[0]


def _variance(model: onnx.ModelProto, value: str, feeds: Mapping[str, NDArray[Any]]) -> float:
    """The variance of a value of the graph over the whole batch."""
    outputs = list(model.graph.output)
    del model.graph.output[:]
    model.graph.output.append(helper.make_tensor_value_info(value, TensorProto.FLOAT, None))
    try:
        ready = runner(model.SerializeToString())
        wanted = {name: feeds[name] for name in ready.inputs}
        return float(np.var(ready.run(wanted)[value].astype(np.float64)))
    finally:
        del model.graph.output[:]
        model.graph.output.extend(outputs)
