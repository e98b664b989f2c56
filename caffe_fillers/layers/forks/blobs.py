"""The parameter blobs of forks' layers, whose fillers stand under paths of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Constant, Drawn, Fill, LayerBlob, Slot, count
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError, ShapeError, within
from caffe_fillers.layers.shapes import text
from caffe_fillers.layers.weights import Wanted, filled, given_blobs
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Setup, Shape

__all__ = ["constants", "learned", "wanted_by"]


def wanted_by(layer: caffe.LayerParameter, shape: Shape, path: str, **otherwise: Any) -> Wanted:
    """A blob with the filler under a path, or with a filler of these fields where there is none.

    A filler that a net leaves out is what protobuf makes of nothing: constant 0.
    """
    filler = extra(layer, path)
    return Wanted(shape, caffe.FillerParameter(**otherwise) if filler is None else filler, path)


def learned(
    layer: caffe.LayerParameter, wanted: Sequence[Wanted], env: Env, *, alike: bool = True
) -> tuple[Sequence[Fill], Sequence[LayerBlob]]:
    """The blobs that the definition gives, else those wanted, filled in this order.

    Args:
        layer: The layer.
        wanted: What it makes when it is given none.
        env: The surroundings.
        alike: The given ones must be as many and as large.

    Raises:
        FillerError, LayerError, ShapeError: A filler, a shape or a given blob cannot be used.
    """
    given = given_blobs(layer)
    if not given:
        return filled(layer, wanted, env)
    if alike and len(given) != len(wanted):
        raise LayerError(
            f"{len(given)} blobs are given, this layer has {len(wanted)}", where="blobs"
        )
    for index, (part, each) in enumerate(zip(given, wanted, strict=False)):
        if alike and count(part.shape) != count(each.shape):
            raise ShapeError(
                f"shape {text(part.shape)} is given, the layer needs {text(each.shape)}",
                where=f"blobs {index}",
            )
    return (), given


def constants(
    layer: caffe.LayerParameter, made: Setup, blobs: Sequence[tuple[Shape, float]]
) -> Setup:
    """The setup with more blobs, each of one value that its layer sets without a filler."""
    draws, parts = list(made.draws), list(made.blobs)
    for shape, value in blobs:
        with within(f"blob {len(parts)}"):
            count(shape)
        parts.append(LayerBlob(shape, Drawn(len(draws))))
        draws.append(Fill(Slot(0, len(parts) - 1, layer.name), shape, Constant(value)))
    return replace(made, draws=draws, blobs=parts)
