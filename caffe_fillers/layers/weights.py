"""The parameter blobs of a layer: filled by its fillers, or given in the net definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.draws import Constant, Drawn, Fill, Given, LayerBlob, Slot, count
from caffe_fillers.core.registry import PAPERS, fillers
from caffe_fillers.core.words import check_words, shape_of_fans
from caffe_fillers.errors import FillerError, ShapeError, within
from caffe_fillers.layers.shapes import check_some, leading, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Law, Shape
    from caffe_fillers.core.registry import FillerType
    from caffe_fillers.proto import caffe

__all__ = ["Wanted", "filled", "find", "given_blobs", "planned_fill", "zeros"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A blob that a layer makes and fills when the definition gives it none."""

    shape: Shape
    filler: caffe.FillerParameter
    #: The filler's field, as in "convolution_param.weight_filler".
    where: str
    #: How many inputs make an output, and how many outputs an input goes to, where the shape does
    #: not tell. Caffe's own fillers and forks' do not ask.
    fans: tuple[int, int] | None = None


def filled(
    layer: caffe.LayerParameter, wanted: Sequence[Wanted], env: Env
) -> tuple[list[Fill], list[LayerBlob]]:
    """The layer's draws and blobs when all that it wants is filled, in this order.

    Raises:
        FillerError, ShapeError: a filler, or the shape of its blob, cannot be used.
    """
    draws = [planned_fill(layer, blob, each, env) for blob, each in enumerate(wanted)]
    return draws, [LayerBlob(draw.shape, Drawn(index)) for index, draw in enumerate(draws)]


def planned_fill(layer: caffe.LayerParameter, blob: int, wanted: Wanted, env: Env) -> Fill:
    """One fill of the layer's blob number `blob`.

    Raises:
        FillerError, ShapeError: the filler, or the shape of the blob, cannot be used.
    """
    shape = leading(wanted.shape) if env.habits.era.caffe.four_axes else wanted.shape
    name = wanted.filler.type
    with within(wanted.where):
        count(shape)
        make = find(name, env)
        if env.papers:
            law = _with_papers(make, wanted, shape, env)
        else:
            law = make(wanted.filler, shape, env.habits)
    return Fill(Slot(0, blob, layer.name), shape, law, name)


def _with_papers(make: FillerType, wanted: Wanted, shape: Shape, env: Env) -> Law:
    """The law where papers' fillers are allowed: they are told the true fans.

    Raises:
        FillerError: another filler has a word of theirs, which it would not read.
    """
    if make.dialect != PAPERS:
        check_words(wanted.filler, make)
    elif make.reads in {"fan", "fans"} and wanted.fans is not None:
        shape = shape_of_fans(*wanted.fans)
    return make(wanted.filler, shape, env.habits)


def find(name: str, env: Env) -> FillerType:
    """The filler of this type, in the dialect and revision at hand.

    Raises:
        FillerError: there is none.
    """
    revision = env.habits.era.caffe
    if name in revision.later_fillers:
        raise FillerError(
            f"Caffe {revision.name} has no filler {name!r} yet",
            hint="Choose a later revision with --caffe, or another filler.",
        )
    return fillers.get(name, env.dialect, papers=env.papers)


def zeros(
    layer: caffe.LayerParameter, shapes: Sequence[Shape]
) -> tuple[list[Fill], list[LayerBlob]]:
    """Blobs that Caffe sets to zero without a filler.

    Raises:
        ShapeError: no blob may have such a shape.
    """
    draws = [
        Fill(Slot(0, blob, layer.name), shape, Constant(0.0)) for blob, shape in enumerate(shapes)
    ]
    for blob, shape in enumerate(shapes):
        with within(f"blob {blob}"):
            count(shape)
    return draws, [LayerBlob(draw.shape, Drawn(index)) for index, draw in enumerate(draws)]


def given_blobs(layer: caffe.LayerParameter) -> list[LayerBlob]:
    """The blobs that the definition carries; they stand in for the fillers (layer.hpp, Layer).

    Raises:
        ShapeError: a blob has another number of values than its shape says (blob.cpp, FromProto).
    """
    parts = []
    for index, blob in enumerate(layer.blobs):
        with within(f"blobs {index}"):
            parts.append(_given(blob))
    return parts


def _given(blob: caffe.BlobProto) -> LayerBlob:
    if any(blob.HasField(name) for name in ("num", "channels", "height", "width")):
        shape: Shape = (blob.num, blob.channels, blob.height, blob.width)
    else:
        shape = tuple(blob.shape.dim)
    values = (
        np.array(blob.double_data, np.float64)
        if blob.double_data
        else np.array(blob.data, np.float32)
    )
    if values.size != count(shape):
        raise ShapeError(
            f"{values.size} values do not fill shape {text(shape)}, which holds {count(shape)}"
        )
    check_some(values.size, "a given blob")
    return LayerBlob(shape, Given(values))
