"""Caffe's weight fillers, bit for bit, without Caffe.

The public names are loaded when they are first used, so that `import caffe_fillers` costs nothing.
docs/api.md describes them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from caffe_fillers.api.arrays import (
        bilinear,
        constant,
        fill,
        gaussian,
        msra,
        positive_unitball,
        uniform,
        xavier,
    )
    from caffe_fillers.api.nets import fill_net, infer_shapes, plan_net
    from caffe_fillers.api.onnx_models import open_like, open_onnx, refill
    from caffe_fillers.api.texts import deploy, read_net, upgrade
    from caffe_fillers.api.weights import find_seeds, identify, verify
    from caffe_fillers.errors import CaffeFillersError
    from caffe_fillers.exporters.model import export
    from caffe_fillers.look.blobs import diff_weights, inspect_weights
    from caffe_fillers.look.drawing import draw_net
    from caffe_fillers.look.summaries import summarize_net
    from caffe_fillers.rng.eras import Era
    from caffe_fillers.rng.rng import Rng
    from caffe_fillers.rng.stream import Stream
    from caffe_fillers.text import Document, parse
    from caffe_fillers.text.edit import edit

__version__ = "0.1.0"

#: The module of each public name.
_HOMES = {
    "CaffeFillersError": "errors",
    "Document": "text",
    "Era": "rng.eras",
    "Rng": "rng.rng",
    "Stream": "rng.stream",
    "bilinear": "api.arrays",
    "constant": "api.arrays",
    "deploy": "api.texts",
    "diff_weights": "look.blobs",
    "draw_net": "look.drawing",
    "edit": "text.edit",
    "export": "exporters.model",
    "fill": "api.arrays",
    "fill_net": "api.nets",
    "find_seeds": "api.weights",
    "gaussian": "api.arrays",
    "identify": "api.weights",
    "infer_shapes": "api.nets",
    "inspect_weights": "look.blobs",
    "msra": "api.arrays",
    "open_like": "api.onnx_models",
    "open_onnx": "api.onnx_models",
    "parse": "text",
    "plan_net": "api.nets",
    "positive_unitball": "api.arrays",
    "read_net": "api.texts",
    "refill": "api.onnx_models",
    "summarize_net": "look.summaries",
    "uniform": "api.arrays",
    "upgrade": "api.texts",
    "verify": "api.weights",
    "xavier": "api.arrays",
}

__all__ = [
    "CaffeFillersError",
    "Document",
    "Era",
    "Rng",
    "Stream",
    "bilinear",
    "constant",
    "deploy",
    "diff_weights",
    "draw_net",
    "edit",
    "export",
    "fill",
    "fill_net",
    "find_seeds",
    "gaussian",
    "identify",
    "infer_shapes",
    "inspect_weights",
    "msra",
    "open_like",
    "open_onnx",
    "parse",
    "plan_net",
    "positive_unitball",
    "read_net",
    "refill",
    "summarize_net",
    "uniform",
    "upgrade",
    "verify",
    "xavier",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
