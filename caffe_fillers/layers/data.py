"""Input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.draws import MAX_COUNT, Setup
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.registry import layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer("Input", bottoms=0, tops=(1, None))
def input_(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes written, one `shape` for all or one each (input_layer.cpp).

    A top without a written shape has the one that the user gives, else it is a scalar.
    """
    del bottoms
    shapes = layer.input_param.shape
    if not shapes:
        return Setup([env.shapes.get(top, ()) for top in layer.top])
    return Setup(_one_each(layer, shapes, "input_param.shape"))


def _one_each(
    layer: caffe.LayerParameter, shapes: Sequence[caffe.BlobShape], where: str
) -> list[Shape]:
    """The written shapes, the only one for every top."""
    tops = len(layer.top)
    if len(shapes) not in (1, tops):
        raise LayerError(
            f"{len(shapes)} shapes are given for {tops} top(s)",
            where=where,
            hint="Give one for all tops, or one each.",
        )
    dims = [_shape(shape, where) for shape in shapes]
    return dims * tops if len(dims) == 1 else dims


def _shape(shape: caffe.BlobShape, where: str) -> Shape:
    for dim in shape.dim:
        if not 0 <= dim <= MAX_COUNT:
            raise ShapeError(f"dim {dim} is not between 0 and {MAX_COUNT}", where=where)
    return tuple(shape.dim)
