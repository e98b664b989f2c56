"""An ONNX model's weights as Caffe would hold them: by the net it was converted from, or alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx

from caffe_fillers.formats.model import StoredLayer
from caffe_fillers.formats.onnx.model import dtype_of, read_onnx, type_name
from caffe_fillers.plan.onnx import plan_onnx
from caffe_fillers.plan.onnx.like import plan_like
from caffe_fillers.verification.converted import Converted, Tensor, as_caffe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.model import OnnxModel
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.plan.onnx import Decision

__all__ = ["from_onnx", "weights_of_onnx"]


def from_onnx(net: NetPlan, path: Path, table: Mapping[str, str] | None = None) -> Converted:
    """The model as the net's layers and blobs.

    Args:
        net: The planned net.
        path: The model's file.
        table: Tensors and blobs (`layer[number]`) that names and shapes do not match.

    Raises:
        DataError, FormatError: the model cannot be read, or the table does not fit.
    """
    model = read_onnx(path)
    likeness = plan_like(model, net, table)
    tensors = {
        name: tensor
        for decision in likeness.planned.decisions
        for name, tensor in _tensors(model, decision)
    }
    return as_caffe(net, likeness.matching, tensors, likeness.missed)


def weights_of_onnx(path: Path) -> Converted:
    """All weights of a model, each in the layout in which Caffe would hold it, under its own name.

    Raises:
        DataError, FormatError: the model cannot be read.
    """
    model = read_onnx(path)
    layers = []
    for decision in plan_onnx(model).decisions:
        if decision.uses:
            tensor = _tensor(model, decision)
            parts = decision.uses[0].parts
            blobs = {
                number: tensor.blob(part.shape, part.view) for number, part in enumerate(parts)
            }
            layers.append(StoredLayer(decision.site.name, decision.uses[0].call.op, blobs))
    return Converted(layers, (), ())


def _tensors(model: OnnxModel, decision: Decision) -> Iterator[tuple[str, Tensor]]:
    """The tensor of a decision, under the name of each blob that may be in it."""
    tensor, name = _tensor(model, decision), decision.site.name
    yield name, tensor
    for number in range(len(decision.uses[0].parts) if decision.uses else 0):
        yield f"{name}[{number}]", tensor


def _tensor(model: OnnxModel, decision: Decision) -> Tensor:
    site = decision.site
    holder = site.holder
    if not isinstance(holder, onnx.TensorProto) or site.sparse:
        return _unusable(site.shape, f"a {site.held_in} of this form is not compared")
    if decision.uses and decision.uses[0].scale:
        return _unusable(site.shape, "its values are quantised")
    dtype = dtype_of(holder)
    if dtype is None:
        return _unusable(site.shape, f"its type is {type_name(holder)}, which nobody knows")
    return Tensor(site.shape, dtype, partial(_values, model, holder))


def _values(model: OnnxModel, holder: onnx.TensorProto) -> NDArray[Any]:
    return model.array(holder).reshape(-1)


def _unusable(shape: Shape, fault: str) -> Tensor:
    return Tensor(shape, np.dtype(np.float32), lambda: np.empty(0, np.float32), fault)
