"""What a file is, by its content: a text, an ONNX model, a file of weights, or none of them."""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt, signs
from caffe_fillers.formats.model import StoredFile
from caffe_fillers.proto import caffe
from caffe_fillers.wire import BYTES, VARINT, Source, WireError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Content", "content"]

#: "text" is a net's or a solver's definition, "weights" a model in one of our formats.
Content: TypeAlias = Literal["text", "onnx", "weights", ""]

HEAD = 1 << 16
#: Suffixes whose texts are definitions even where they cannot be read.
TEXTS = frozenset({".prototxt", ".pbtxt"})
#: Suffixes whose bytes are a model even where they cannot be read: cut off, say.
MODELS: Mapping[str, Content] = {".caffemodel": "weights", ".onnx": "onnx"}
#: So many fields of a message are looked at; a model of thousands of layers shows itself sooner.
FIELDS = 32

#: The fields of ONNX's ModelProto and of Caffe's NetParameter, and their wire types.
ONNX: Mapping[int, int] = {
    **dict.fromkeys((1, 5), VARINT),
    **dict.fromkeys((2, 3, 4, 6, 7, 8, 14, 20, 25, 26), BYTES),
}
GRAPH = 7
NET: Mapping[int, int] = {
    **dict.fromkeys((1, 2, 3, 6, 8, 100), BYTES),
    **dict.fromkeys((4, 5, 7), VARINT),
}
LAYERS = frozenset({2, 100})
#: Of these a net or a solver has at least one.
BODY = frozenset({"layer", "layers", "net", "train_net", "net_param", "train_net_param"})

_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")
_FIRST = re.compile(rb"(?:\s|#[^\n]*(?:\n|$))*([A-Za-z_]\w*)\s*[:{<]")
#: Fields of a net or a solver, as text and as bytes.
_WORDS = frozenset(
    word
    for message in (caffe.NetParameter, caffe.SolverParameter)
    for field in message.DESCRIPTOR.fields
    for word in (field.name, field.name.encode())
)


def content(path: Path) -> Content:
    """What a file is; empty for what no command fills.

    Raises:
        DataError: it cannot be read.
    """
    file, named = StoredFile(path), MODELS.get(path.suffix.lower(), "")
    with file.open() as opened:
        head = opened.read(HEAD)
        if not head:
            return named
        if not _CONTROL.search(head):
            return "text" if _is_definition(path, head) else ""
        fields = list(_fields(opened, file.size))
    if fields and _are(fields, ONNX) and GRAPH in dict(fields):
        return "onnx"
    try:
        kind = signs.kind(file)
    except CaffeFillersError:
        return named
    if kind != signs.CAFFEMODEL:
        return "weights"
    return "weights" if _are(fields, NET) and LAYERS & set(dict(fields)) else named


def _is_definition(path: Path, head: bytes) -> bool:
    """Whether a text is a net or a solver: all of its fields are theirs, if its name does not say.

    A YAML file may begin like a net.
    """
    found = _FIRST.match(head.removeprefix(b"\xef\xbb\xbf"))
    if found is None or found[1] not in _WORDS:
        return False
    if path.suffix.lower() in TEXTS:
        return True
    try:
        names = {field.name for field in prototxt.read(path).fields}
        return names <= _WORDS and not names.isdisjoint(BODY)
    except CaffeFillersError:
        return False


def _are(fields: list[tuple[int, int]], schema: Mapping[int, int]) -> bool:
    """Whether each of these fields, a number and a wire type, is one of the schema's."""
    return bool(fields) and all(schema.get(number) == wire for number, wire in fields)


def _fields(file: IO[bytes], size: int) -> Iterator[tuple[int, int]]:
    """The first fields of a message, each with its wire type; (0, 0) where the bytes are none."""
    try:
        for each in islice(Source(file, size).fields(0, size), FIELDS):
            yield each.number, each.wire
    except WireError:
        yield 0, 0
