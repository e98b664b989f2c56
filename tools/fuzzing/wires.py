"""Protobuf messages that are nearly right: fields moved, lengths that lie, numbers at the edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fuzzing.texts import NUMBERS, mutate_bytes

from caffe_fillers.wire import BYTES, FIXED32, FIXED64, VARINT, Source, WireError, varint

if TYPE_CHECKING:
    from random import Random

__all__ = ["mutate_wire"]


@dataclass
class _Node:
    """A field: bytes, or the fields of a message."""

    number: int
    wire: int
    content: bytes = b""
    inner: list[_Node] | None = None
    #: By how much its length lies.
    lie: int = 0
    descriptor: Any = field(default=None, repr=False)

    def encoded(self) -> bytes:
        head = varint(self.number << 3 | self.wire)
        content = (
            b"".join(map(_Node.encoded, self.inner)) if self.inner is not None else self.content
        )
        if self.wire == BYTES:
            return head + varint(max(len(content) + self.lie, 0)) + content
        return head + content


def _read(content: bytes, descriptor: Any) -> list[_Node]:
    """The tree of a message, as deep as its schema tells."""
    out = []
    known = {each.number: each for each in descriptor.fields} if descriptor is not None else {}
    for each in Source.of(content).fields(0, len(content)):
        node = _Node(each.number, each.wire, content[each.start : each.stop])
        inner = getattr(known.get(each.number), "message_type", None)
        if each.wire == BYTES and inner is not None:
            node.descriptor = inner
            try:
                node.inner = _read(node.content, inner)
            except WireError:
                node.inner = None
        out.append(node)
    return out


def _lists(nodes: list[_Node], descriptor: Any) -> list[tuple[list[_Node], Any]]:
    """Every message's fields, with its schema."""
    out = [(nodes, descriptor)]
    for node in nodes:
        if node.inner is not None:
            out += _lists(node.inner, node.descriptor)
    return out


def mutate_wire(random: Random, seeds: list[bytes], descriptor: Any) -> bytes:
    """A message of this schema."""
    content = random.choice(seeds)
    if random.random() < 0.2:
        return mutate_bytes(random, content)
    root = _read(content, descriptor)
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        places = _lists(root, descriptor)
        fields, schema = random.choice(places)
        _step(random, fields, schema, random.choice(places)[0])
    out = b"".join(map(_Node.encoded, root))
    return mutate_bytes(random, out, 2) if random.random() < 0.1 else out


def _step(random: Random, fields: list[_Node], schema: Any, others: list[_Node]) -> None:
    if not fields or random.random() < 0.15:
        fields.insert(random.randint(0, len(fields)), _made(random, schema))
        return
    at = random.randrange(len(fields))
    node = fields[at]
    match random.randrange(9):
        case 0:
            del fields[at]
        case 1:
            fields[at:at] = [node] * random.choice((1, 1, 2, 30))
        case 2 if others:
            fields.insert(at, _alone(random.choice(others)))
        case 3:
            fields[at] = _Node(random.randint(1, 200), node.wire, node.content, node.inner)
        case 4:
            lie = random.choice((-1, 1, 3, 127, 2**31, 2**40))
            fields[at] = _Node(node.number, BYTES, node.content, node.inner, lie)
        case 5 if node.inner is not None:
            deep = node
            for _ in range(random.choice((1, 5, 90, 110, 300))):
                deep = _Node(node.number, BYTES, b"", [deep], descriptor=node.descriptor)
            fields[at] = deep
        case 6:
            fields[at] = _Node(node.number, random.randrange(8), node.content)
        case _:
            fields[at] = _changed(random, node)


def _alone(node: _Node) -> _Node:
    """A copy that holds none of the nodes."""
    content = node.content if node.inner is None else b"".join(map(_Node.encoded, node.inner))
    return _Node(node.number, node.wire, content)


def _changed(random: Random, node: _Node) -> _Node:
    """Another content of the same wire type."""
    if node.wire == VARINT:
        return _Node(node.number, VARINT, varint(random.choice(NUMBERS)))
    content = _alone(node).content
    if random.random() < 0.3:
        content = content * random.choice((0, 2, 3, 50))
    elif random.random() < 0.3:
        content = b"".join(varint(random.choice(NUMBERS)) for _ in range(random.randint(0, 9)))
    else:
        content = mutate_bytes(random, content, 2)
    return _Node(node.number, node.wire, content)


def _made(random: Random, schema: Any) -> _Node:
    """A field of the schema with some content."""
    fields = list(schema.fields) if schema is not None else []
    if not fields or random.random() < 0.1:
        return _Node(random.randint(1, 3000), VARINT, varint(random.choice(NUMBERS)))
    chosen = random.choice(fields)
    if chosen.message_type is not None:
        inner = [_made(random, chosen.message_type) for _ in range(random.randint(0, 2))]
        return _Node(chosen.number, BYTES, b"", inner, descriptor=chosen.message_type)
    if chosen.type in (9, 12):  # string, bytes
        text = random.choice((b"", b"a", b"conv1", b"\xff\xfe", b"x" * 300, b"a/../b", b"Conv"))
        return _Node(chosen.number, BYTES, text)
    if chosen.type in (1, 6, 16):
        return _Node(chosen.number, FIXED64, random.randbytes(8))
    if chosen.type in (2, 7, 15):
        return _Node(chosen.number, FIXED32, random.randbytes(4))
    return _Node(chosen.number, VARINT, varint(random.choice(NUMBERS)))
