"""Layers written in Python, of which only their author knows what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, Untold
from caffe_fillers.core.registry import layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer("Python", bottoms=(0, None), tops=(0, None), parameter="python_param", since="rc2")
def python(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes that the user gives, else unknown; no blobs, no words (python_layer.hpp).

    A layer that makes blobs of its own, or draws from Caffe's generator, cannot be told from one
    that does not: for such a layer the numbers of later layers may differ from Caffe's.
    """
    del bottoms
    code = f"{layer.python_param.module}.{layer.python_param.layer}"
    why = f"the code {code!r} alone knows it"
    return Setup([env.shapes.get(top, Untold(top, why)) for top in layer.top])
