"""A model's words taken away: documentation stripped, names replaced.

A new name is a hash of the place where the old one first stands, not of the old one: whoever
guesses a name has nothing to compare it with, and the same model gets the same names again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import onnx
from google.protobuf.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


__all__ = ["rename", "strip_docs"]

#: Text that no runtime needs: by message, or in any message.
DOCS = ("doc_string", "metadata_props", "denotation")
MODEL_DOCS = ("producer_name", "producer_version", "domain", "model_version")

#: Fields that hold names, and what the names are of. Names of one space are one set.
NAMES: Mapping[tuple[str, str], str] = {
    ("NodeProto", "input"): "value",
    ("NodeProto", "output"): "value",
    ("NodeProto", "name"): "node",
    ("GraphProto", "name"): "graph",
    ("ValueInfoProto", "name"): "value",
    ("TensorProto", "name"): "value",
    ("TensorAnnotation", "tensor_name"): "value",
    ("FunctionProto", "input"): "value",
    ("FunctionProto", "output"): "value",
    ("ShardingSpecProto", "tensor_name"): "value",
    ("Dimension", "dim_param"): "size",
}
#: Entries whose key, and whose value, are names.
PAIRS: Mapping[tuple[str, str], tuple[bool, bool]] = {
    ("TrainingInfoProto", "initialization_binding"): (True, True),
    ("TrainingInfoProto", "update_binding"): (True, True),
    ("TensorAnnotation", "quant_parameter_tensor_names"): (False, True),
}

#: Messages that name the domain of an operator.
IN_DOMAINS = (onnx.NodeProto, onnx.FunctionProto, onnx.OperatorSetIdProto)


def strip_docs(proto: onnx.ModelProto) -> None:
    """Clear doc strings, metadata, denotations, and who made the model."""
    for name in MODEL_DOCS:
        proto.ClearField(name)
    for message in _messages(proto):
        for name in DOCS:
            if name in message.DESCRIPTOR.fields_by_name:
                message.ClearField(name)
        message.DiscardUnknownFields()


def rename(proto: onnx.ModelProto) -> dict[str, str]:
    """Give every value, node, graph, dimension and local function a name that says nothing.

    Operators of other domains keep theirs, or nothing could run them. Gives the new names of the
    model's inputs and outputs, by the old ones.
    """
    book = _Book()
    ends = [each.name for each in (*proto.graph.input, *proto.graph.output)]
    _rename_functions(proto, book)
    for message in _messages(proto):
        space = message.DESCRIPTOR.name
        for field, value in message.ListFields():
            if (space, field.name) in NAMES:
                book.write(message, field.name, NAMES[space, field.name])
            for key, of in zip(("key", "value"), PAIRS.get((space, field.name), ()), strict=False):
                for entry in value if of else ():
                    book.write(entry, key, "value")
    return {name: book.new("value", name) for name in ends}


class _Book:
    """Old and new names."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def new(self, space: str, old: str) -> str:
        """The new name; no name stays none."""
        if not old:
            return old
        known = self._names.get((space, old))
        if known is None:
            place = f"caffe_fillers name v1 {space} {len(self._names)}"
            known = f"{space[0]}_{hashlib.sha256(place.encode()).hexdigest()[:12]}"
            self._names[space, old] = known
        return known

    def write(self, message: Any, field: str, space: str) -> None:
        """Replace the names in a field."""
        value = getattr(message, field)
        if isinstance(value, str):
            setattr(message, field, self.new(space, value))
        else:
            value[:] = [self.new(space, each) for each in value]


def _rename_functions(proto: onnx.ModelProto, book: _Book) -> None:
    """Local functions, their attributes, and the domains in which there are only such."""
    own = {(each.domain, each.name, each.overload) for each in proto.functions}
    nodes = [each for each in _messages(proto) if isinstance(each, onnx.NodeProto)]
    called = [node for node in nodes if (node.domain, node.op_type, node.overload) in own]
    others = {
        node.domain for node in nodes if (node.domain, node.op_type, node.overload) not in own
    }
    domains = {domain for domain, _, _ in own} - others - {""}
    for node in called:
        for attribute in node.attribute:
            book.write(attribute, "name", "attribute")
        book.write(node, "op_type", "function")
        book.write(node, "overload", "overload")
    for function in proto.functions:
        book.write(function, "name", "function")
        book.write(function, "overload", "overload")
        book.write(function, "attribute", "attribute")
        for attribute in function.attribute_proto:
            book.write(attribute, "name", "attribute")
        for message in _messages(function):
            if isinstance(message, onnx.AttributeProto):
                book.write(message, "ref_attr_name", "attribute")
    for each in _messages(proto):
        if isinstance(each, IN_DOMAINS) and each.domain in domains:
            book.write(each, "domain", "domain")


def _messages(root: Message) -> Iterator[Message]:
    """A message and all that is in it."""
    yield root
    for field, value in root.ListFields():
        if field.message_type:
            for inner in [value] if isinstance(value, Message) else value:
                yield from _messages(inner)
