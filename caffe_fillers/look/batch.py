"""A net's shapes for another number of items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Untold
from caffe_fillers.errors import CaffeFillersError, LayerError
from caffe_fillers.exporters.batch import sources
from caffe_fillers.plan.net import plan_built

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.plan.start import Start

__all__ = ["tops_at"]


def tops_at(begun: Start, batch: int | None) -> tuple[tuple[Shape, ...], ...]:
    """For each layer the shapes of its tops, axis 0 of all inputs being `batch`; None: as it is.

    Raises:
        LayerError: the net works for one batch size only.
    """
    planned = begun.planned
    if batch is None:
        return planned.tops
    net = type(planned.net)()
    net.CopyFrom(planned.net)
    for index in sources(planned.net):
        tops = planned.tops[index]
        if any(isinstance(shape, Untold) for shape in tops):
            continue
        was, layer = planned.net.layer[index], net.layer[index]
        layer.Clear()
        layer.name, layer.type, layer.phase = was.name, "Input", was.phase
        layer.top.extend(was.top)
        for shape in tops[: len(layer.top)]:
            layer.input_param.shape.add(dim=(batch, *shape[1:]) if shape else ())
    try:
        return plan_built(net, begun.options).tops
    except CaffeFillersError as error:
        raise LayerError(
            f"the net does not work for a batch of {batch}: {error.message}",
            where=error.where,
            hint="Leave --batch out; or write -1 or 0 where a shape of the net names the batch.",
        ) from error
