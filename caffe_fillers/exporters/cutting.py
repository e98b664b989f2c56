"""Layers whose tops become inputs: what cannot be exported is cut out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError, NetError, did_you_mean
from caffe_fillers.exporters.net import outputs_of
from caffe_fillers.net import State, build, selection
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.core.draws import Shape

__all__ = ["cut_layers"]


def cut_layers(
    net: caffe.NetParameter, state: State, names: Sequence[str], options: Options
) -> tuple[caffe.NetParameter, tuple[str, ...]]:
    """The net with Input layers in the place of these, and the outputs that it had before.

    Raises:
        NetError: the net has no such layer, or the shape of a top is not known.
    """
    chosen = selection(net, state)
    there = {net.layer[index].name for index in chosen}
    for name in names:
        if name not in there:
            hint = did_you_mean(name, there) or "`fill-weights plan` lists the layers."
            raise NetError(f"the net has no layer {name!r}", where="cut", hint=hint)
    built = build(net, state).net
    outputs = tuple(outputs_of(built))
    shapes = {**_planned_shapes(built, options), **options.shapes}
    cut = caffe.NetParameter()
    cut.CopyFrom(net)
    for index in chosen:
        layer = cut.layer[index]
        if layer.name in names:
            _to_input(layer, shapes)
    return cut, outputs


def _to_input(layer: caffe.LayerParameter, shapes: Mapping[str, Shape]) -> None:
    unknown = [top for top in layer.top if top not in shapes]
    if unknown:
        raise NetError(
            f"the shape of {', '.join(map(repr, unknown))} is not known",
            where=f"layer {layer.name!r}: top",
            hint="Give it: " + " ".join(f"--shape {top}=DIMS" for top in unknown),
        )
    kept = caffe.LayerParameter(name=layer.name, type="Input", top=layer.top)
    kept.include.extend(layer.include)
    kept.exclude.extend(layer.exclude)
    for top in layer.top:
        kept.input_param.shape.add(dim=shapes[top])
    layer.CopyFrom(kept)


def _planned_shapes(built: caffe.NetParameter, options: Options) -> Mapping[str, Shape]:
    """The shapes of all tops, if the net can be planned as it is."""
    try:
        return plan_built(built, options).plan.shapes
    except CaffeFillersError:
        return {}
