"""Layers written in Python, of which only their author knows what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, Untold
from caffe_fillers.core.registry import BVLC, layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer(
    "Python",
    bottoms=(0, None),
    tops=(0, None),
    parameter="python_param",
    since="rc2",
)
def python(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes that the user gives, else of unknown ones; no blobs, no words.

    Of some public projects' layers the shapes are known (`layers.forks.python`). Another one that
    makes blobs of its own, or draws from Caffe's generator, cannot be told from one that does
    not: for such a layer the numbers of later layers may differ from Caffe's (python_layer.hpp).
    """
    if env.dialect == BVLC and all(top in env.shapes for top in layer.top):
        return Setup([env.shapes[top] for top in layer.top])
    # Only now, so that a net without such layers loads nothing of the forks'.
    from caffe_fillers.layers.forks.python import python_layer  # noqa: PLC0415

    found = python_layer(layer, bottoms, env)
    if found is not None:
        return found
    why = f"the code '{layer.python_param.module}.{layer.python_param.layer}' alone knows it"
    return Setup([env.shapes.get(top, Untold(top, why)) for top in layer.top])
