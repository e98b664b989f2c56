"""Tops of layers that do not tell their shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Untold

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.proto import caffe

__all__ = ["untold"]


def untold(layer: caffe.LayerParameter, why: str, start: int = 0) -> list[Shape]:
    """The layer's tops from `start` on as shapes that nobody knows."""
    return [Untold(top, why) for top in layer.top[start:]]
