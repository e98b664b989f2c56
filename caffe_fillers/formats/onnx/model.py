"""A model file as its ModelProto without the large tensors, which are read when somebody asks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import helper, numpy_helper

from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats.model import StoredFile
from caffe_fillers.formats.onnx.element import ELEMENTS
from caffe_fillers.formats.onnx.external import DataFile, external_span, is_external
from caffe_fillers.formats.onnx.wire import Placeholders, hollow, messages
from caffe_fillers.proto.binary import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.layout import Span

__all__ = ["OnnxModel", "dtype_of", "nbytes", "read_onnx", "shape_of", "tensors", "type_name"]


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """An ONNX model; large `raw_data` are stand-ins, external data are where they were."""

    path: Path
    proto: onnx.ModelProto
    stand_ins: Placeholders

    def span(self, tensor: onnx.TensorProto) -> Span | None:
        """Where the values are, if they are not in the message.

        Raises:
            FormatError: the model places them outside its folder, or nowhere.
        """
        if is_external(tensor):
            with within(f"tensor {tensor.name!r}"):
                return external_span(tensor, self.path.parent, nbytes(tensor))
        span: Span | None = self.stand_ins.get(tensor.raw_data)
        return span

    def data_files(self) -> set[Path]:
        """The files that the model names for its external data."""
        spans = (self.span(tensor) for tensor in tensors(self.proto) if is_external(tensor))
        return {span.file.path for span in spans if span and isinstance(span.file, DataFile)}

    def array(self, tensor: onnx.TensorProto) -> NDArray[Any]:
        """All values, of the tensor's shape.

        Raises:
            FormatError: they do not fit the shape or the type.
            DataError: their file cannot be read.
        """
        span = self.span(tensor)
        whole = onnx.TensorProto()
        whole.CopyFrom(tensor)
        if span:
            whole.ClearField("data_location")
            whole.ClearField("external_data")
            whole.raw_data = b"".join(span.blocks())
        with within(f"tensor {tensor.name!r}"):
            shape_of(tensor)
            try:
                return numpy_helper.to_array(whole)
            except (ValueError, TypeError, KeyError) as error:
                raise FormatError(f"its values cannot be read: {error}") from error


def read_onnx(path: Path) -> OnnxModel:
    """The model in a file.

    Raises:
        DataError: it is missing or cannot be read.
        FormatError: it is no ONNX model, or it names data files that it may not read.
    """
    file, stand_ins = StoredFile(path), Placeholders()
    with within(str(path)):
        try:
            proto = parsed(onnx.ModelProto, hollow(file, file.size, stand_ins))
        except DecodeError as error:
            raise FormatError(f"is no ONNX model: {error}") from error
        if not proto.HasField("graph"):
            raise FormatError("is no ONNX model: it has no graph")
        model = OnnxModel(path, proto, stand_ins)
        for tensor in tensors(proto):
            span = model.span(tensor)
            if span and isinstance(span.file, DataFile):
                with within(f"tensor {tensor.name!r}"):
                    span.file.check(span.offset + span.nbytes)
    return model


def tensors(proto: onnx.ModelProto) -> Iterator[onnx.TensorProto]:
    """Every tensor of the model, wherever it is."""
    return (each for each in messages(proto) if isinstance(each, onnx.TensorProto))


def shape_of(tensor: onnx.TensorProto) -> Shape:
    """The tensor's shape.

    Raises:
        FormatError: a dimension is negative.
    """
    if any(dim < 0 for dim in tensor.dims):
        raise FormatError(f"has the shape {list(tensor.dims)}")
    return tuple(tensor.dims)


def nbytes(tensor: onnx.TensorProto) -> int:
    """How many bytes the values take in a file; 0 for strings and unknown types."""
    count = math.prod(shape_of(tensor))
    if tensor.data_type in ELEMENTS:
        return ELEMENTS[tensor.data_type].nbytes(count)
    dtype = dtype_of(tensor)
    return 0 if dtype is None or dtype.kind == "O" else count * dtype.itemsize


def type_name(tensor: onnx.TensorProto) -> str:
    """The name of the tensor's type, or its number."""
    try:
        return onnx.TensorProto.DataType.Name(tensor.data_type)
    except ValueError:
        return str(tensor.data_type)


def dtype_of(tensor: onnx.TensorProto) -> np.dtype[Any] | None:
    """NumPy's name of the tensor's type; None for one that onnx does not know."""
    try:
        return np.dtype(helper.tensor_dtype_to_np_dtype(tensor.data_type))
    except KeyError:
        return None
