"""Caffe's weight fillers, bit for bit, without Caffe.

The public names are loaded when they are first used, so that `import caffe_fillers` costs nothing.
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
    from caffe_fillers.errors import CaffeFillersError
    from caffe_fillers.rng.eras import Era
    from caffe_fillers.rng.rng import Rng
    from caffe_fillers.rng.stream import Stream
    from caffe_fillers.text import Document, parse
    from caffe_fillers.text.edit import edit

__version__ = "0.1.0"

__all__ = [
    "CaffeFillersError",
    "Document",
    "Era",
    "Rng",
    "Stream",
    "bilinear",
    "constant",
    "edit",
    "fill",
    "gaussian",
    "msra",
    "parse",
    "positive_unitball",
    "uniform",
    "xavier",
]

_HOMES = {
    "CaffeFillersError": "caffe_fillers.errors",
    "Document": "caffe_fillers.text",
    "Era": "caffe_fillers.rng.eras",
    "Rng": "caffe_fillers.rng.rng",
    "Stream": "caffe_fillers.rng.stream",
    "edit": "caffe_fillers.text.edit",
    "parse": "caffe_fillers.text",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "caffe_fillers.api.arrays")), name)


def __dir__() -> list[str]:
    return __all__
