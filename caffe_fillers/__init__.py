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
    from caffe_fillers.api.papers import (
        default_uniform,
        delta_orthogonal,
        dirac,
        glorot_normal,
        glorot_uniform,
        he_normal,
        he_uniform,
        identity,
        keras_glorot_normal,
        keras_he_normal,
        keras_lecun_normal,
        lecun_normal,
        lecun_uniform,
        orthogonal,
        torch_sparse,
        truncated_normal,
        unit_sphere,
        variance_scaling,
    )
    from caffe_fillers.api.reading import read_weights
    from caffe_fillers.api.saved import convert, fill_weights, plan_weights
    from caffe_fillers.api.texts import deploy, read_net, upgrade
    from caffe_fillers.api.weights import find_seeds, identify, verify
    from caffe_fillers.errors import CaffeFillersError
    from caffe_fillers.exporters.model import export
    from caffe_fillers.look.blobs import diff_weights, inspect_weights
    from caffe_fillers.look.drawing import draw_net
    from caffe_fillers.look.measuring import measure_signal
    from caffe_fillers.look.propagation import propagate_signal
    from caffe_fillers.look.reporting import report_net
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
    "convert": "api.saved",
    "default_uniform": "api.papers",
    "delta_orthogonal": "api.papers",
    "deploy": "api.texts",
    "diff_weights": "look.blobs",
    "dirac": "api.papers",
    "draw_net": "look.drawing",
    "edit": "text.edit",
    "export": "exporters.model",
    "fill": "api.arrays",
    "fill_net": "api.nets",
    "fill_weights": "api.saved",
    "find_seeds": "api.weights",
    "gaussian": "api.arrays",
    "glorot_normal": "api.papers",
    "glorot_uniform": "api.papers",
    "he_normal": "api.papers",
    "he_uniform": "api.papers",
    "identify": "api.weights",
    "identity": "api.papers",
    "infer_shapes": "api.nets",
    "inspect_weights": "look.blobs",
    "keras_glorot_normal": "api.papers",
    "keras_he_normal": "api.papers",
    "keras_lecun_normal": "api.papers",
    "lecun_normal": "api.papers",
    "lecun_uniform": "api.papers",
    "measure_signal": "look.measuring",
    "msra": "api.arrays",
    "open_like": "api.onnx_models",
    "open_onnx": "api.onnx_models",
    "orthogonal": "api.papers",
    "parse": "text",
    "plan_net": "api.nets",
    "plan_weights": "api.saved",
    "positive_unitball": "api.arrays",
    "propagate_signal": "look.propagation",
    "read_net": "api.texts",
    "read_weights": "api.reading",
    "refill": "api.onnx_models",
    "report_net": "look.reporting",
    "summarize_net": "look.summaries",
    "torch_sparse": "api.papers",
    "truncated_normal": "api.papers",
    "uniform": "api.arrays",
    "unit_sphere": "api.papers",
    "upgrade": "api.texts",
    "variance_scaling": "api.papers",
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
    "convert",
    "default_uniform",
    "delta_orthogonal",
    "deploy",
    "diff_weights",
    "dirac",
    "draw_net",
    "edit",
    "export",
    "fill",
    "fill_net",
    "fill_weights",
    "find_seeds",
    "gaussian",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identify",
    "identity",
    "infer_shapes",
    "inspect_weights",
    "keras_glorot_normal",
    "keras_he_normal",
    "keras_lecun_normal",
    "lecun_normal",
    "lecun_uniform",
    "measure_signal",
    "msra",
    "open_like",
    "open_onnx",
    "orthogonal",
    "parse",
    "plan_net",
    "plan_weights",
    "positive_unitball",
    "propagate_signal",
    "read_net",
    "read_weights",
    "refill",
    "report_net",
    "summarize_net",
    "torch_sparse",
    "truncated_normal",
    "uniform",
    "unit_sphere",
    "upgrade",
    "variance_scaling",
    "verify",
    "xavier",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
