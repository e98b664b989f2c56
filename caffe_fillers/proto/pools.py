"""A schema loaded from serialised descriptors into a descriptor pool of its own.

Every Caffe and every fork of it calls its file `caffe.proto` and its package `caffe`. protobuf's
default pool takes only one of them in a process; private pools take them all, side by side, and
leave the default pool to whatever else the user runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message_factory import GetMessageClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

__all__ = ["Schema"]


class Schema:
    """The message classes and enums of one `.proto` file.

    Messages of different schemas are of different types, even when their names are equal: they
    meet as bytes or text only.

    Args:
        name: What the schema is called here: "bvlc", or a fork's name.
        descriptors: A serialised FileDescriptorSet; its last file is the schema.
        module: The importable module that gives the messages as attributes. With it messages can
            be pickled; without it they cannot, as pickle finds classes by module and name.
    """

    def __init__(self, name: str, descriptors: bytes, module: str | None = None) -> None:
        self.name = name
        self.pool = DescriptorPool()
        files = FileDescriptorSet.FromString(descriptors).file
        for file in files:
            self.pool.AddSerializedFile(file.SerializeToString())
        self.file = self.pool.FindFileByName(files[-1].name)
        self._prefix = f"{self.file.package}." if self.file.package else ""
        # Now and not on demand: a message met inside another must know its module too. And kept:
        # protobuf itself forgets a class that nobody holds, and would make a new one.
        self._classes = []
        for message in _with_nested(self.file.message_types_by_name.values()):
            made = GetMessageClass(message)
            made.__module__ = module  # type: ignore[assignment]  # protobuf's own value is None
            made.__qualname__ = message.full_name.removeprefix(self._prefix)
            self._classes.append(made)
        self._attributes = dict(self._top_level())

    def __repr__(self) -> str:
        return f"<Schema {self.name!r} of {self.file.name}>"

    def message(self, name: str) -> type[Message]:
        """The class of the message called `name`; a nested one has a dotted name.

        Raises:
            KeyError: The schema has no such message.
        """
        return GetMessageClass(self.pool.FindMessageTypeByName(self._prefix + name))

    def enum(self, name: str) -> EnumTypeWrapper:
        """Names and numbers of the enum called `name`, as in "Phase" or "DataParameter.DB".

        Raises:
            KeyError: The schema has no such enum.
        """
        return EnumTypeWrapper(self.pool.FindEnumTypeByName(self._prefix + name))

    def attribute(self, name: str) -> Any:
        """A message class, an enum or an enum's value of the schema's top level.

        Raises:
            AttributeError: There is none of this name.
        """
        try:
            return self._attributes[name]
        except KeyError:
            message = f"schema {self.name!r} has no message, enum or enum value {name!r}"
            raise AttributeError(message) from None

    def attributes(self) -> list[str]:
        """All names that `attribute` knows, sorted."""
        return sorted(self._attributes)

    def _top_level(self) -> Iterator[tuple[str, Any]]:
        for message in self.file.message_types_by_name.values():
            yield message.name, GetMessageClass(message)
        for enum in self.file.enum_types_by_name.values():
            yield enum.name, EnumTypeWrapper(enum)
            yield from ((value.name, value.number) for value in enum.values)


def _with_nested(messages: Iterable[Descriptor]) -> Iterator[Descriptor]:
    for message in messages:
        yield message
        yield from _with_nested(message.nested_types)
