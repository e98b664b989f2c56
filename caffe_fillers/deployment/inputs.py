"""The shapes of a net's inputs: those of the data layers that they take the place of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from caffe_fillers.core.registry import layers
from caffe_fillers.errors import DataError, LayerError
from caffe_fillers.net import TEST
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.proto import caffe, schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Shape

__all__ = ["StatedProbe", "preprocessing", "shapes_of"]


def shapes_of(
    layer: caffe.LayerParameter, tops: Sequence[int], options: Options, batch: int | None
) -> list[Shape]:
    """The shapes of these tops of a data layer.

    They come from the user, from the data, or from the definition where that tells all of it.

    Raises:
        CaffeFillersError: none of them tells, or Caffe would refuse the layer.
    """
    names = [layer.top[position] for position in tops]
    given = options.shapes
    if layers.find(layer.type, options.dialect) is None:
        missing = [name for name in names if name not in given]
        if missing:
            raise _unknown(layer, missing, f"{layer.type} is a layer of a fork")
        shapes = [given[name] for name in names]
    else:
        shapes = _planned(layer, names, options)
    if batch is None:
        return shapes
    return [(batch, *shape[1:]) if shape else shape for shape in shapes]


def _planned(layer: caffe.LayerParameter, names: Sequence[str], options: Options) -> list[Shape]:
    own = isinstance(layer, caffe.LayerParameter)
    alone: caffe.NetParameter = (
        caffe.NetParameter() if own else schema("union").attribute("NetParameter")()
    )
    alone.layer.add().CopyFrom(layer)
    alone.layer[0].phase = TEST
    # Nobody asks for the shapes of the labels that fall away: any will do.
    shapes = {name: (1,) for name in layer.top if name not in names} | dict(options.shapes)
    probe = StatedProbe(options)
    planned = plan_built(alone, replace(options, shapes=shapes, probe=probe))
    missing = [name for name in names if name not in planned.plan.shapes]
    if missing:
        raise _unknown(layer, missing, f"only the author of {layer.type} knows it")
    return [planned.plan.shapes[name] for name in names]


def _unknown(layer: caffe.LayerParameter, names: Sequence[str], why: str) -> LayerError:
    return LayerError(
        f"the shape of {', '.join(map(repr, names))} is not known: {why}",
        where=f"layer {layer.name!r}: top",
        hint="Give it: " + " ".join(f"--shape {name}=DIMS" for name in names),
    )


@dataclass(frozen=True, slots=True)
class StatedProbe:
    """Asks the data, and where that is not at hand the definition."""

    options: Options

    def __call__(self, layer: caffe.LayerParameter) -> Sequence[Shape]:
        """The shapes of a layer's data, as `Env.probe` promises.

        Raises:
            DataError: neither tells.
        """
        try:
            shapes: Sequence[Shape] = self.options.probe(layer)
        except DataError:
            state = layers.get(layer.type, self.options.dialect).data.stated
            stated = state(layer) if state else None
            if stated is None:
                raise
            return [stated]
        return shapes


def preprocessing(layer: caffe.LayerParameter) -> str:
    """What the data layer did to each item and an Input does not, in words; "" for nothing."""
    param = layer.transform_param
    told = []
    if param.HasField("mean_file"):
        told.append(f"mean_file {param.mean_file!r}")
    if param.mean_value:
        told.append("mean_value " + ", ".join(f"{value:g}" for value in param.mean_value))
    if param.scale != 1:
        told.append(f"scale {param.scale:.7g}")
    return " and ".join(told)
