"""The files of a filled model, laid out: the message with holes, and its data file.

What was external stays external, in a new data file beside the output and named after it: a name
that the model gives is never written to. Everything that is not filled is copied as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import onnx
from onnx import numpy_helper

from caffe_fillers.errors import FormatError, OutputError
from caffe_fillers.files.writing import OutputFile, check_target
from caffe_fillers.formats.layout import Hole, Layout, Piece
from caffe_fillers.formats.layout import nbytes as piece_nbytes
from caffe_fillers.formats.onnx.element import FLOATS, Element
from caffe_fillers.formats.onnx.external import is_external
from caffe_fillers.formats.onnx.model import OnnxModel, nbytes, tensors
from caffe_fillers.formats.onnx.sink import TAGGED, Target
from caffe_fillers.formats.onnx.wire import MAX_BYTES, expand, messages
from caffe_fillers.proto.binary import message_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.formats.onnx.scale import Scale
    from caffe_fillers.formats.onnx.view import View

__all__ = ["External", "Files", "Filling", "Holder", "check_data_path", "lay_out"]

#: What holds the values of a tensor: a TensorProto, or an attribute's `f` or `floats`.
Holder: TypeAlias = onnx.TensorProto | onnx.AttributeProto

NUMBERS = ("float", "double", "int32", "int64", "uint64")
#: The fields of a TensorProto that can hold its values.
PAYLOADS = ("raw_data", "string_data", *(f"{kind}_data" for kind in NUMBERS))

#: Large tensors begin at a multiple of what every system can map, others at a cache line.
LARGE, PAGE, LINE = 1 << 20, 1 << 16, 64

#: The tags of AttributeProto's f (2) and floats (7), each 32 bits.
F_TAG, FLOATS_TAG = 2 << 3 | 5, 7 << 3 | 5


@dataclass(frozen=True, slots=True)
class Filling:
    """A tensor that gets new values, and where the blobs that are drawn for it stand in it."""

    slot: Slot
    holder: Holder
    element: Element
    #: How many values (codes) it holds.
    size: int
    parts: Mapping[Slot, View]
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class External:
    """Which initializers go to the data file, besides those that were external already."""

    #: Those of at least `threshold` bytes.
    wanted: bool = False
    threshold: int = 1024


@dataclass(frozen=True, slots=True)
class Files:
    """The laid-out output."""

    model: Layout
    #: The data file; None if the model needs none.
    data: Layout | None
    #: For each blob that is poured, its tensor and its place there.
    parts: Mapping[Slot, tuple[Target, View]]

    @property
    def nbytes(self) -> int:
        """Bytes of all files."""
        return self.model.nbytes + (self.data.nbytes if self.data else 0)


def lay_out(
    model: OnnxModel, fillings: Iterable[Filling], location: str, external: External
) -> Files:
    """The files of the model with these fillings; its message is changed on the way.

    Args:
        model: The model, which cannot be laid out again.
        fillings: What gets new values.
        location: The name of the data file, beside the model.
        external: What goes there.

    Raises:
        FormatError: the model would be larger than a protobuf message may be.
    """
    # Protobuf makes a new Python object for each look, unless the one before is still held.
    every = list(tensors(model.proto))
    outside = {id(tensor) for tensor in _outside(model.proto, every, external)}
    filled = {id(filling.holder): filling for filling in fillings}
    parts: dict[Slot, tuple[Target, View]] = {}
    room = _Room(model, location)
    for tensor in every:
        filling = filled.get(id(tensor))
        if filling:
            target = _target(filling)
            room.put(tensor, target.hole, outside=id(tensor) in outside)
            parts |= {slot: (target, view) for slot, view in filling.parts.items()}
        elif id(tensor) in outside:
            room.put(tensor, _payload(model, tensor), outside=True)
    for filling in filled.values():
        if isinstance(filling.holder, onnx.AttributeProto):
            target = _open_attribute(model, filling.holder, filling)
            parts |= {slot: (target, view) for slot, view in filling.parts.items()}
    whole = Layout(expand(message_bytes(model.proto), model.stand_ins))
    if whole.nbytes > MAX_BYTES:
        raise FormatError(
            f"the model takes {whole.nbytes:,} bytes; one file may hold {MAX_BYTES:,}",
            hint="--external-data puts its tensors into a file beside it.",
        )
    return Files(whole, Layout(room.pieces) if room.pieces else None, parts)


def check_data_path(path: Path, *, force: bool, inputs: Iterable[Path] = ()) -> OutputFile:
    """Refuse a data file that could not or should not be written.

    Raises:
        OutputError: it is a link, it exists and `force` is not given, or its folder is missing.
    """
    if path.is_symlink():
        raise OutputError(
            "is a symbolic link, and the model's data would be written where it leads",
            where=str(path),
            hint="Remove it, or name another output.",
        )
    return check_target(path, force=force, inputs=inputs)


def _outside(
    proto: onnx.ModelProto, every: Sequence[onnx.TensorProto], external: External
) -> Iterator[onnx.TensorProto]:
    """The tensors that belong to the data file; `every` holds them all."""
    yield from (tensor for tensor in every if is_external(tensor))
    if external.wanted:
        # Nobody reads external data of the training graphs.
        for graph in messages(proto.graph):
            if isinstance(graph, onnx.GraphProto):
                yield from (
                    each for each in graph.initializer if nbytes(each) >= max(1, external.threshold)
                )


def _target(filling: Filling) -> Target:
    if sum(view.size for view in filling.parts.values()) > filling.size:
        raise ValueError(f"{filling.slot}: more values than there is room for")
    element = filling.element
    word = element.word if element.bits >= 8 else np.dtype("u1")
    hole = Hole(filling.slot, element.nbytes(filling.size) // word.itemsize, word)
    return Target(hole, element, filling.size, filling.scale)


def _open_attribute(model: OnnxModel, holder: onnx.AttributeProto, filling: Filling) -> Target:
    """Room for the numbers of an attribute, in place of the old ones."""
    tag = FLOATS_TAG if holder.type == onnx.AttributeProto.FLOATS else F_TAG
    for name in ("f", "floats"):
        holder.ClearField(name)
    hole = Hole(filling.slot, filling.size, TAGGED)
    holder.s = model.stand_ins.put(hole)
    return Target(hole, FLOATS["FLOAT"], filling.size, None, tag)


def _payload(model: OnnxModel, tensor: onnx.TensorProto) -> Piece:
    """The bytes of a tensor that keeps its values."""
    span = model.span(tensor)
    if span:
        return span
    return tensor.raw_data or numpy_helper.from_array(model.array(tensor)).raw_data


class _Room:
    """Gives tensors their places, in the message or in the data file."""

    def __init__(self, model: OnnxModel, location: str) -> None:
        self._model = model
        self._location = location
        self._end = 0
        #: The data file so far.
        self.pieces: list[Piece] = []

    def put(self, tensor: onnx.TensorProto, piece: Piece, *, outside: bool) -> None:
        """Let the tensor's values be this piece."""
        for name in PAYLOADS:
            tensor.ClearField(name)
        if not outside:
            tensor.raw_data = self._model.stand_ins.put(piece)
            return
        size = piece_nbytes(piece)
        align = PAGE if size >= LARGE else LINE
        offset = -(-self._end // align) * align
        self.pieces += [bytes(offset - self._end), piece]
        self._end = offset + size
        entries = {"location": self._location, "offset": str(offset), "length": str(size)}
        tensor.ClearField("external_data")
        for key, value in entries.items():
            tensor.external_data.add(key=key, value=value)
        tensor.data_location = onnx.TensorProto.EXTERNAL
