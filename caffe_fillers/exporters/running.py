"""An ONNX model in onnxruntime, or in the evaluator that comes with onnx where that is missing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from onnx import reference

from caffe_fillers.errors import CaffeFillersError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Runner", "has_runtime", "runner"]


class Runner(Protocol):
    """A model that can be run."""

    #: What runs it, with its version.
    name: str
    inputs: list[str]

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """All outputs by name."""
        ...


class _Runtime:
    def __init__(self, ort: Any, model: Path | bytes, *, optimised: bool) -> None:
        options = ort.SessionOptions()
        options.log_severity_level = 4
        if not optimised:
            # With every value as an output the optimiser of some versions fails.
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        source = model if isinstance(model, bytes) else str(model)
        try:
            self._session = ort.InferenceSession(source, options, ["CPUExecutionProvider"])
        except Exception as error:
            raise CaffeFillersError(
                f"cannot load the model: {error}", where="onnxruntime"
            ) from error
        self.name = f"onnxruntime {ort.__version__}"
        self.inputs = [each.name for each in self._session.get_inputs()]

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        names = [each.name for each in self._session.get_outputs()]
        try:
            values = self._session.run(None, dict(feeds))
        except Exception as error:
            raise CaffeFillersError(
                f"cannot run the model: {error}", where="onnxruntime"
            ) from error
        return {name: np.asarray(value) for name, value in zip(names, values, strict=True)}


def _failed(what: str, error: Exception) -> CaffeFillersError:
    return CaffeFillersError(f"cannot {what} the model: {error}", where="onnxruntime")


class _Reference:
    def __init__(self, model: Path | bytes) -> None:
        source: Any = model if isinstance(model, bytes) else str(model)
        self._evaluator = reference.ReferenceEvaluator(source)
        self.name = "onnx.reference"
        self.inputs = list(self._evaluator.input_names)

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        with np.errstate(all="ignore"):
            values = self._evaluator.run(None, dict(feeds))
        names = self._evaluator.output_names
        return {name: np.asarray(value) for name, value in zip(names, values, strict=True)}


def has_runtime() -> bool:
    """Whether onnxruntime is there."""
    return _onnxruntime() is not None


def runner(model: Path | bytes, *, optimised: bool = True) -> Runner:
    """The model, ready to run.

    Raises:
        CaffeFillersError: it cannot be loaded.
    """
    ort = _onnxruntime()
    return _Reference(model) if ort is None else _Runtime(ort, model, optimised=optimised)


def _onnxruntime() -> Any:
    try:
        return import_module("onnxruntime")
    except ImportError:
        return None
