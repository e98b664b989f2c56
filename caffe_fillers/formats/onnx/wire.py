"""Protobuf's wire format of an ONNX model, with its large tensors left where they are.

`hollow` reads a file and puts a stand-in for each large `raw_data`; what is left is a small and
still complete ModelProto. `expand` goes the other way: from a message with stand-ins to a row of
pieces, in which a stand-in has become a stretch of another file, or a hole to pour into.
"""

from __future__ import annotations

import secrets
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, TypeAlias

import onnx
from google.protobuf.message import Message

from caffe_fillers.errors import FormatError
from caffe_fillers.formats.layout import Span
from caffe_fillers.wire import BYTES, GROUP, Source, WireError, prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caffe_fillers.formats.layout import Opens, Piece

    # Protobuf's stubs name two kinds of descriptor where there is one.
    Descriptor: TypeAlias = Any

__all__ = ["MAX_BYTES", "Placeholders", "expand", "hollow", "messages"]

#: Payloads up to this many bytes stay in the message.
SMALL = 1 << 10
#: Protobuf's own limits: how deep messages nest (upb), and how large one is.
MAX_DEPTH = 100
MAX_BYTES = 2**31 - 1

MODEL: Descriptor = onnx.ModelProto.DESCRIPTOR
TENSOR: Descriptor = onnx.TensorProto.DESCRIPTOR
ATTRIBUTE: Descriptor = onnx.AttributeProto.DESCRIPTOR
RAW_DATA = onnx.TensorProto.RAW_DATA_FIELD_NUMBER


def _ways_to_tensors() -> dict[str, dict[int, Descriptor]]:
    """For each message that can hold a tensor, the fields in which to look for one."""
    descriptors: dict[str, Descriptor] = {}
    new = [MODEL]
    while new:
        descriptor = new.pop()
        if descriptor.full_name not in descriptors:
            descriptors[descriptor.full_name] = descriptor
            new += [each.message_type for each in descriptor.fields if each.message_type]

    def ways(descriptor: Descriptor, holders: set[str]) -> dict[int, Descriptor]:
        fields = [each for each in descriptor.fields if each.message_type]
        return {
            each.number: each.message_type
            for each in fields
            if each.message_type.full_name in holders
        }

    holders, before = {TENSOR.full_name}, 0
    while len(holders) > before:
        before = len(holders)
        holders |= {name for name, descriptor in descriptors.items() if ways(descriptor, holders)}
    return {name: ways(descriptors[name], holders) for name in holders}


INSIDE: Mapping[str, Mapping[int, Descriptor]] = _ways_to_tensors()


class Placeholders:
    """Short byte strings that stand in a message for what is kept elsewhere.

    Each begins with a mark that no file can know, so that nothing in a file is taken for one.
    """

    def __init__(self) -> None:
        self._mark = secrets.token_bytes(16)
        self._kept: list[Any] = []

    def put(self, kept: Any) -> bytes:
        """A stand-in for this."""
        self._kept.append(kept)
        return self._mark + (len(self._kept) - 1).to_bytes(8, "little")

    def get(self, content: bytes) -> Any:
        """What this stands for; None for ordinary bytes."""
        if len(content) != len(self._mark) + 8 or not content.startswith(self._mark):
            return None
        return self._kept[int.from_bytes(content[-8:], "little")]

    def places(self, message: bytes) -> list[int]:
        """Where in a serialised message stand-ins begin, in order."""
        places = []
        at = message.find(self._mark)
        while at >= 0:
            places.append(at)
            at = message.find(self._mark, at + 1)
        return places


def hollow(source: Opens, size: int, stand_ins: Placeholders) -> bytes:
    """The ModelProto in a file of this size, each large `raw_data` a stand-in for its Span.

    Raises:
        FormatError: the bytes are no message; `where` tells how far they were read.
    """

    def message(descriptor: Descriptor, start: int, stop: int, depth: int) -> bytearray:
        if depth > MAX_DEPTH:
            raise WireError(f"messages are nested more than {MAX_DEPTH} deep", start)
        inside, out = INSIDE[descriptor.full_name], bytearray()
        for each in reader.fields(start, stop, descriptor.name):
            length = each.stop - each.start
            if each.wire == GROUP:
                raise WireError(f"field {each.number} of {descriptor.name} is a group", each.tag)
            if each.wire != BYTES or length <= SMALL:
                out += reader.read(each.tag, each.stop)
            elif descriptor is TENSOR and each.number == RAW_DATA:
                stand_in = stand_ins.put(Span(source, each.start, length))
                out += prefix(RAW_DATA, len(stand_in)) + stand_in
            elif each.number in inside:
                content = message(inside[each.number], each.start, each.stop, depth + 1)
                out += prefix(each.number, len(content)) + content
            elif length > MAX_BYTES:
                raise WireError(f"a field of {length:,} bytes is larger than any may be", each.tag)
            else:
                out += reader.read(each.tag, each.stop)
        return out

    with source.open() as file:
        reader = Source(file, size)
        try:
            return bytes(message(MODEL, 0, size, 0))
        except WireError as error:
            raise FormatError(
                f"is no ONNX model: {error.why}", where=f"byte {error.offset:,}"
            ) from None


def messages(root: Message) -> Iterator[Message]:
    """The message and every message in it that is a tensor or can hold one, depth first."""
    yield root
    for each, value in root.ListFields():
        if each.number in INSIDE[root.DESCRIPTOR.full_name]:
            for inner in [value] if isinstance(value, Message) else value:
                yield from messages(inner)


def expand(message: bytes, stand_ins: Placeholders) -> list[Piece]:
    """A serialised ModelProto, every stand-in replaced by the piece it stands for.

    A stand-in for `raw_data` is replaced by the payload; one in the `s` of an attribute, field
    and all, by a piece that brings its own tags.
    """
    places = stand_ins.places(message)
    reader = Source.of(message)

    def pieces(descriptor: Descriptor, start: int, stop: int) -> list[Piece]:
        inside, plain = INSIDE[descriptor.full_name], start
        out: list[Piece] = []
        for each in reader.fields(start, stop):
            at = bisect_left(places, each.start)
            if each.wire != BYTES or at == len(places) or places[at] >= each.stop:
                continue
            piece = stand_ins.get(message[each.start : each.stop])
            if piece is None:
                content = pieces(inside[each.number], each.start, each.stop)
            else:
                content = [piece]
            if piece is None or descriptor is TENSOR:
                content.insert(0, prefix(each.number, _size(content)))
            out += [message[plain : each.tag], *content]
            plain = each.stop
        return [*out, message[plain:stop]]

    return [
        piece for piece in pieces(MODEL, 0, len(message)) if not isinstance(piece, bytes) or piece
    ]


def _size(pieces: list[Piece]) -> int:
    return sum(len(each) if isinstance(each, bytes) else each.nbytes for each in pieces)
