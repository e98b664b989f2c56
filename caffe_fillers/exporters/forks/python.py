"""Layers written in Python that come with a public project, by module and name.

What they compute stands in that project; a file of the same name elsewhere may do something else,
so each is told in a note.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto

from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.forks.arrange import darknet_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from caffe_fillers.exporters.site import Site

__all__ = ["python_layer"]

#: What numpy.pad calls what ONNX's Pad can do.
PAD_MODES = ("constant", "edge", "reflect")
MAX_WORDS = 10_000


def python_layer(at: Site, *bottoms: str) -> list[str] | None:
    """What a known layer computes; None for another."""
    param = at.layer.python_param
    found = LAYERS.get((param.module, param.layer))
    if found is None or len(bottoms) != 1 or len(at.layer.top) != 1:
        return None
    at.note(f"taken for synopsys-caffe's python/{param.module}.py, {param.layer}")
    return [found(at, bottoms[0])]


def _tensor_shape(at: Site, x: str) -> str:
    """Cast of Shape: the bottom's dimensions as values (shape.py)."""
    return at.graph.op("Cast", at.graph.op("Shape", x), to=TensorProto.FLOAT)


def _pad_tensor(at: Site, x: str) -> str:
    """Pad of height and width; the value is 0 (pad.py)."""
    words = _words(at.layer.python_param.param_str)
    pads = [words.get(f"pad_{side}", -1) for side in "tlbr"]
    mode = words.get("pad_mode")
    if mode not in PAD_MODES or not all(isinstance(each, int) and each >= 0 for each in pads):
        raise LayerError("pads or mode are not known", where="python_param.param_str")
    top, left, bottom, right = pads
    places = at.graph.ints([0, 0, top, left, 0, 0, bottom, right])
    zero = at.graph.constant(np.float32(0)) if mode == "constant" else ""
    return at.graph.op("Pad", x, places, zero, mode=mode)


def _darknet_reorg(at: Site, x: str) -> str:
    """Reorg by a stride of 2 (yolov2.py, darknet.py)."""
    return darknet_blocks(at, x, 2)


def _words(text: str) -> dict[str, Any]:
    """A dictionary that is written in Python; no code is run."""
    try:
        found = ast.literal_eval(text.strip()) if len(text) < MAX_WORDS else {}
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return {}
    return found if isinstance(found, dict) else {}


LAYERS: Mapping[tuple[str, str], Callable[[Site, str], str]] = {
    ("shape", "TensorShape"): _tensor_shape,
    ("pad", "PadTensor"): _pad_tensor,
    ("yolov2", "darknet_reorg"): _darknet_reorg,
}
