"""Prototxt that is nearly right: tokens moved about, and messages made up from the schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor

from caffe_fillers.core.registry import layers
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from random import Random

__all__ = ["NUMBERS", "mutate_bytes", "mutate_json", "mutate_text"]

_TOKENS = re.compile(
    rb"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*\n?|[A-Za-z_]\w*|[-+.\w]+|\s+|.", re.DOTALL
)
#: Numbers at the edges of what types hold.
NUMBERS = (
    *(0, 1, 2, 3, 7, 8, 100, 127, 128, 255, 256, 65535, 65536, 10**6, 2**31 - 1, 2**31, 2**32 - 1),
    *(2**32, 2**40, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -1, -2, -(2**31), -(2**63)),
)
_SCALARS = (
    *(b"1e38", b"1e39", b"1e-45", b"1e308", b"1e309", b"-1e999", b"inf", b"-inf", b"nan", b"0x7f"),
    *(b"077", b"08", b"1.f", b".5", b"1e", b"- 1", b"-nan", b"0.0", b"-0", b"true", b"false", b"t"),
    *(b'""', b"''", b'"\\000"', b'"\\xff"', b'"\\ud800"', b'"\\U0010ffff"', b'"a" "b"', b'"\xff"'),
    *(
        b'"../../x"',
        b'"a/b"',
        b'"\\n\\033]0;x\\007"',
        b"FOO",
        b"TEST",
        b"9" * 400,
        b"0x" + b"f" * 40,
    ),
)
_MARKS = (
    b"{",
    b"}",
    b"<",
    b">",
    b"[",
    b"]",
    b":",
    b",",
    b";",
    b"#",
    b'"',
    b"'",
    b"\\",
    b"\0",
    b"\r",
)
_STRUCTURES = (b"[]", b"[1, 2]", b"{}", b"<>", b"[{}]", b"[a.b]: 1", b"[a.b/c.d] {}", b"[1,]")


def _words(message: Any, seen: set[str], out: set[bytes]) -> None:
    if message.full_name in seen:
        return
    seen.add(message.full_name)
    for field in message.fields:
        out.add(field.name.encode())
        if field.enum_type is not None:
            out.update(value.name.encode() for value in field.enum_type.values)
        if field.message_type is not None:
            _words(field.message_type, seen, out)


def _all_words() -> tuple[bytes, ...]:
    out: set[bytes] = set()
    for message in (caffe.NetParameter, caffe.SolverParameter):
        _words(message.DESCRIPTOR, set(), out)
    return tuple(sorted(out))


_WORDS = _all_words()
_TYPES = tuple(sorted(f'"{name}"'.encode() for name in layers.names()))


def mutate_text(random: Random, seeds: list[bytes]) -> bytes:
    """A net's or a solver's text."""
    if random.random() < 0.15:
        return b"\n".join(
            _message(random, caffe.NetParameter.DESCRIPTOR, 0) for _ in range(random.randint(1, 3))
        )
    text = random.choice(seeds)
    if random.random() < 0.1:
        return mutate_bytes(random, text)
    tokens = _TOKENS.findall(text)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        tokens = _step(random, tokens, seeds)
    return b"".join(tokens)


def _step(random: Random, tokens: list[bytes], seeds: list[bytes]) -> list[bytes]:
    if not tokens:
        return [random.choice(_WORDS), b": ", random.choice(_SCALARS)]
    at = random.randrange(len(tokens))
    start, stop = _block(random, tokens) if random.random() < 0.8 else (at, at + 1)
    piece = tokens[start:stop]
    match random.choice((0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8)):
        case 0:
            return tokens[:start] + tokens[stop:]
        case 1:
            times = random.choice((1, 1, 1, 2, 5, 40, 300))
            return tokens[:stop] + piece * min(times, 1 + 20_000 // len(piece)) + tokens[stop:]
        case 2:
            rest = tokens[:start] + tokens[stop:]
            to = random.randrange(len(rest) + 1)
            return rest[:to] + piece + rest[to:]
        case 3:
            other = _TOKENS.findall(random.choice(seeds))
            start, stop = _block(random, other)
            return tokens[:at] + other[start:stop] + tokens[at:]
        case 4:
            made = _message(random, caffe.LayerParameter.DESCRIPTOR, 1)
            return [*tokens[:start], b" layer {", made, b"} ", *tokens[stop:]]
        case 5:
            deep = random.choice((2, 20, 99, 100, 101, 400, 3000))
            name = random.choice((b"layer", b"a", b"input_param", random.choice(_WORDS)))
            return [*tokens[:at], (name + b" {") * deep, *piece, b"}" * deep, *tokens[at:]]
        case 6:
            return [*tokens[:at], random.choice(_MARKS + _STRUCTURES), *tokens[at:]]
        case 7:
            return [*tokens[:at], b" ", random.choice(_WORDS), b": ", *tokens[at:]]
        case _:
            return [*tokens[:at], _instead(random, tokens[at]), *tokens[at + 1 :]]


def _instead(random: Random, token: bytes) -> bytes:
    """Another word for this one, mostly of the same kind."""
    if random.random() < 0.2:
        return random.choice(_SCALARS)
    if token[:1].isdigit():
        return random.choice((b"%d" % random.choice(NUMBERS), random.choice(_SCALARS)))
    if token[:1] in b"\"'":
        return random.choice((random.choice(_TYPES), random.choice(_SCALARS), token + b" " + token))
    if token[:1].isalpha():
        return random.choice(_WORDS)
    if token.isspace() or random.random() < 0.7:
        return random.choice((b"\n# text\n", b"\r\n", b" ", b"\t", token * 2))
    return random.choice(_MARKS)


def _block(random: Random, tokens: list[bytes]) -> tuple[int, int]:
    """From a name to the end of its message or value; one token where neither is found."""
    at = random.randrange(len(tokens))
    depth = 0
    if not tokens[at][:1].isalpha():
        return at, at + 1
    following = [token for token in tokens[at + 1 : at + 6] if not token.isspace()]
    if following[:1] == [b":"] and following[1:2] not in ([b"{"], [b"<"], [b"["]):
        value = tokens.index(following[1], at + 1) if following[1:] else at
        return at, value + 1
    for stop in range(at, min(at + 4000, len(tokens))):
        if tokens[stop] in (b"{", b"<"):
            depth += 1
        elif tokens[stop] in (b"}", b">"):
            depth -= 1
            if depth <= 0:
                return at, stop + (depth == 0)
    return at, at + 1


def _message(random: Random, descriptor: Any, depth: int) -> bytes:
    """A few of a message's fields."""
    out = []
    for field in random.choices(descriptor.fields, k=random.choice((0, 1, 2, 4, 8))):
        name = field.name.encode()
        if field.message_type is None:
            out.append(name + b": " + _scalar(random, field))
        elif depth < 6:
            out.append(name + b" { " + _message(random, field.message_type, depth + 1) + b" }")
    return b"\n".join(out)


def _scalar(random: Random, field: Any) -> bytes:
    if random.random() < 0.1:
        return random.choice(_SCALARS)
    if field.enum_type is not None:
        return bytes(random.choice(field.enum_type.values).name.encode())
    if field.type == FieldDescriptor.TYPE_STRING:
        if field.name == "type":
            return random.choice(_TYPES)
        return random.choice((b'"data"', b'"conv1"', b'"label"', b'"xavier"', b'"ip"'))
    if field.type == FieldDescriptor.TYPE_BOOL:
        return random.choice((b"true", b"false"))
    if field.type in (FieldDescriptor.TYPE_FLOAT, FieldDescriptor.TYPE_DOUBLE):
        return random.choice((b"0.5", b"1", b"-1", b"0", random.choice(_SCALARS)))
    return b"%d" % random.choice((0, 1, 2, 3, 4, 10, random.choice(NUMBERS)))


def mutate_bytes(random: Random, content: bytes, most: int = 6) -> bytes:
    """Bytes changed, put in, taken out or cut off, knowing nothing of what they mean."""
    out = bytearray(content)
    for _ in range(random.randint(1, most)):
        at = random.randrange(len(out) + 1)
        size = random.choice((1, 1, 2, 4, 8, 64))
        match random.randrange(7):
            case 0 if at < len(out):
                out[at] ^= 1 << random.randrange(8)
            case 1:
                out[at : at + size] = random.randbytes(size)
            case 2:
                out[at:at] = random.randbytes(size)
            case 3:
                del out[at : at + size]
            case 4:
                width = random.choice((1, 2, 4, 8))
                number = random.choice(NUMBERS) & (1 << 8 * width) - 1
                out[at : at + width] = number.to_bytes(width, random.choice(("little", "big")))
            case 5:
                source = random.randrange(len(out) + 1)
                out[at : at + size] = out[source : source + size]
            case _ if random.random() < 0.3:
                del out[at:]
    return bytes(out)


_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d+|[{}\[\],:]|\w+')
_ODD = (
    *(
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b'"\\ud800"',
        b"1e400",
        b"-1",
        b"0.5",
        b"NaN",
        b"[[]]",
    ),
    *(b"9" * 5000, b"[" * 3000, b'{"a":' * 2000, b'"c/' + b"7" * 5000 + b'"'),
)


def mutate_json(random: Random, content: bytes) -> bytes:
    """JSON with values, keys and brackets changed."""
    if random.random() < 0.2:
        return mutate_bytes(random, content)
    for _ in range(random.choice((1, 1, 2, 4))):
        found = list(_JSON.finditer(content))
        if not found:
            return content
        match = random.choice(found)
        word = match[0]
        alike = [each[0] for each in found if each[0][:1] == word[:1]]
        if random.random() < 0.5:
            content = content[: match.start()] + random.choice(alike) + content[match.end() :]
            continue
        new = random.choice(
            (
                *(b"", word + b"," + word, random.choice(_ODD), random.choice(found)[0]),
                b"%d" % random.choice(NUMBERS),
            )
        )
        content = content[: match.start()] + new + content[match.end() :]
    return content
