"""Whole numbers as protobuf's binary format has them: seven bits a byte, low ones first."""

from __future__ import annotations

__all__ = ["read_varint", "varint"]


def varint(number: int) -> bytes:
    """The bytes of a number; a negative one as 64 bits of two's complement."""
    number &= 0xFFFFFFFFFFFFFFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(content: bytes, at: int) -> tuple[int, int]:
    """The number that begins here in sound bytes, and where it ends."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7
