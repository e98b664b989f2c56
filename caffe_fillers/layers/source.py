"""Input and DummyData: tops whose shapes are written in the net."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import DataFacts, layer
from caffe_fillers.errors import LayerError, within
from caffe_fillers.layers.shapes import from_dims
from caffe_fillers.layers.weights import Wanted, find, planned_fill
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape

Value = TypeVar("Value")


@layer("Input", bottoms=0, tops=(1, None), kind="input", parameter="input_param")
def input_(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes written, one `shape` for all or one each (input_layer.cpp).

    A top without a written shape has the one that the user gives, else it is a scalar.
    """
    del bottoms
    shapes, where = layer.input_param.shape, "input_param.shape"
    if not shapes:
        return Setup([env.shapes.get(top, ()) for top in layer.top])
    written = [from_dims(shape.dim, where) for shape in shapes]
    return Setup(_one_each(written, len(layer.top), where))


@layer(
    "DummyData",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="dummy_data_param",
    data=DataFacts(fillers="data_filler"),
)
def dummy_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes written, as `shape` or as num, channels, height and width.

    No words: constant fillers run at setup, all others in the forward pass only, where nobody
    has checked them before (dummy_data_layer.cpp).
    """
    del bottoms
    param, tops = layer.dummy_data_param, len(layer.top)
    shapes = _dummy_shapes(param, tops)
    where = "dummy_data_param.data_filler"
    written = _one_each(param.data_filler or [caffe.FillerParameter()], tops, where)
    for filler, shape in zip(written, shapes, strict=False):
        if filler.type == "constant":
            planned_fill(layer, 0, Wanted(shape, filler, where), env)
        else:
            with within(where):
                find(filler.type, env)
    return Setup(shapes)


def _dummy_shapes(param: caffe.DummyDataParameter, tops: int) -> list[Shape]:
    names = ("num", "channels", "height", "width")
    if not any(getattr(param, name) for name in names):
        where = "dummy_data_param.shape"
        return _one_each([from_dims(shape.dim, where) for shape in param.shape], tops, where)
    if param.shape:
        raise LayerError(
            "both shape and num, channels, height or width are set",
            where="dummy_data_param.shape",
            hint="Use one of the two forms.",
        )
    columns = [
        _one_each(from_dims(getattr(param, name), where), tops, where)
        for name, where in ((name, f"dummy_data_param.{name}") for name in names)
    ]
    return list(zip(*columns, strict=True))


def _one_each(values: Sequence[Value], tops: int, where: str) -> list[Value]:
    """As many values as there are tops, an only one repeated."""
    if len(values) not in (1, tops):
        raise LayerError(
            f"{len(values)} are given for {tops} top(s)",
            where=where,
            hint="Give one for all tops, or one each.",
        )
    return list(values) * tops if len(values) == 1 else list(values)
