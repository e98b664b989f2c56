"""CRC-32C, the check sum of LevelDB's blocks (Castagnoli's polynomial, RFC 3720 B.4)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["crc32c", "masked", "sums"]

#: The polynomial x^32 + x^28 + x^27 + ... + 1, lowest power in the highest bit.
POLYNOMIAL = 0x82F63B78
#: How many bytes are looked up together. The tables of one row take 1 KiB.
ROW = 256


def crc32c(content: bytes) -> int:
    """The check sum of these bytes.

    A CRC is linear over GF(2): that of a row of bytes is the exclusive or of one table's entry a
    byte, the table chosen by how many bytes follow.

    Example:
        >>> hex(crc32c(b"123456789"))
        '0xe3069283'
    """
    tables, plain = _tables()
    crc = 0xFFFFFFFF
    odd = len(content) % ROW
    for byte in content[:odd]:
        crc = crc >> 8 ^ plain[(crc ^ byte) & 0xFF]
    rows = np.frombuffer(content, np.uint8, offset=odd).reshape(-1, ROW)
    first, second, third, fourth = (table.tolist() for table in tables[:4])
    # A few rows at once, so that what is looked up stays in the cache.
    for start in range(0, len(rows), ROW):
        found = tables[np.arange(ROW), rows[start : start + ROW]]
        for sum_of_row in np.bitwise_xor.reduce(found, axis=1).tolist():
            # What came before is as much as an exclusive or to the row's first four bytes.
            before = first[crc & 0xFF] ^ second[crc >> 8 & 0xFF]
            before ^= third[crc >> 16 & 0xFF] ^ fourth[crc >> 24]
            crc = sum_of_row ^ before
    return crc ^ 0xFFFFFFFF


def sums(content: bytes) -> Iterator[int]:
    """The check sums of the first byte, of the first two bytes, and so on."""
    _, plain = _tables()
    crc = 0xFFFFFFFF
    for byte in content:
        crc = crc >> 8 ^ plain[(crc ^ byte) & 0xFF]
        yield crc ^ 0xFFFFFFFF


def masked(crc: int) -> int:
    """The sum as LevelDB stores it, so that a sum of bytes with sums in them is no worse.

    Source: LevelDB, util/crc32c.h, Mask.
    """
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


@cache
def _tables() -> tuple[NDArray[np.uint32], list[int]]:
    """For each place in a row what its byte adds to the sum; and the last place's as a list."""
    last: NDArray[Any] = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        last = np.where(last & 1, last >> 1 ^ np.uint32(POLYNOMIAL), last >> 1).astype(np.uint32)
    tables = np.empty((ROW, 256), np.uint32)
    tables[-1] = last
    for place in range(ROW - 2, -1, -1):
        following = tables[place + 1]
        tables[place] = following >> 8 ^ last[following & 0xFF]
    return tables, last.tolist()
