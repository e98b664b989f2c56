"""The first record of an LMDB, read without opening it as a database.

LMDB maps the file into memory, where one that was cut off kills the process instead of raising an
error. Here the few pages are read that lead to the smallest key: the newer of the two meta pages,
branches along their first entries, the first leaf, and the pages of a long value (LMDB's lmdb.h and
mdb.c, data version 1, as machines of 64 bits and little-endian order write it).
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING, NamedTuple

from caffe_fillers.errors import DataError, within
from caffe_fillers.files.reading import open_regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["first_value"]

DATA_FILE = "data.mdb"

MAGIC, VERSION = 0xBEEFC0DE, 1
NO_PAGE = 2**64 - 1
#: A page's flags, and those of an entry: its value has pages of its own; it is a set of values.
BRANCH, LEAF, META = 0x01, 0x02, 0x08
BIG, SUBDATA, DUPDATA = 0x01, 0x02, 0x04
#: LMDB's own bounds: bytes in a page, levels of the tree.
PAGE_SIZES = [1 << bits for bits in range(8, 17)]
MAX_DEPTH = 32

#: Page number, flags, and the end of the entries' offsets.
HEADER = struct.Struct("<Q2xHH2x")
ENTRY = struct.Struct("<HHHH")


class _Meta(NamedTuple):
    """What a meta page tells: the page size, the tree's root, the transaction that wrote it."""

    page_size: int
    root: int
    transaction: int


def _untold(path: Path) -> None:
    """Nobody wants to know."""


def first_value(source: Path, read: Callable[[Path], object] = _untold) -> bytes:
    """The value of the smallest key.

    Args:
        source: The folder of a `data.mdb`, or such a file itself.
        read: Told of the file that is read.

    Raises:
        DataError: it is no LMDB, is broken or cut off, or holds nothing.
    """
    path = source / DATA_FILE if source.is_dir() else source
    read(path)
    try:
        with within(str(path)):
            file = open_regular(path)
        with file:
            value = _Pages(file).first_value()
    except FileNotFoundError as error:
        raise DataError(f"file {error.filename} is missing", where=str(source)) from error
    except struct.error:
        raise DataError(
            "this LMDB is broken: an entry leaves its page", where=str(source)
        ) from None
    except (OSError, ValueError) as error:
        raise DataError(f"this LMDB cannot be read ({error})", where=str(source)) from error
    if value is None:
        raise DataError("this LMDB holds no record", where=str(source))
    return value


class _Pages:
    """An LMDB's file, page by page."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        first = self._meta(0)
        self._size = first.page_size
        newest = max(first, self._meta(self._size), key=lambda meta: meta.transaction)
        self._root = newest.root

    def first_value(self) -> bytes | None:
        """The value behind the tree's first entries; None for an empty tree."""
        number = self._root
        if number == NO_PAGE:
            return None
        for _ in range(MAX_DEPTH):
            page = self._read(number * self._size, self._size)
            at, flags, entries_end = HEADER.unpack_from(page)
            if at != number or not flags & (LEAF | BRANCH):
                raise ValueError(f"page {number} is not a part of a tree")
            if entries_end < HEADER.size + 2:
                return None
            (entry,) = struct.unpack_from("<H", page, HEADER.size)
            if flags & LEAF:
                return self._value(page, entry)
            low, high, top, _ = ENTRY.unpack_from(page, entry)
            number = low | high << 16 | top << 32
        raise ValueError(f"its tree has more than {MAX_DEPTH} levels")

    def _value(self, page: bytes, entry: int) -> bytes:
        """The value of this entry of a leaf."""
        low, high, flags, key_size = ENTRY.unpack_from(page, entry)
        size, start = low | high << 16, entry + ENTRY.size + key_size
        if flags & (SUBDATA | DUPDATA):
            raise ValueError("its keys have sets of values, as no Caffe writes them")
        if not flags & BIG:
            if start + size > len(page):
                raise ValueError("its first record does not end in its page")
            return page[start : start + size]
        (number,) = struct.unpack_from("<Q", page, start)
        return self._read(number * self._size + HEADER.size, size)

    def _meta(self, offset: int) -> _Meta:
        page = self._read(offset, 152)
        _, flags, _ = HEADER.unpack_from(page)
        magic, version = struct.unpack_from("<II", page, HEADER.size)
        if not flags & META or magic != MAGIC:
            raise ValueError("it is no LMDB, or one of another kind of machine")
        if version != VERSION:
            raise ValueError(f"it is of version {version}, only {VERSION} is known")
        (page_size,) = struct.unpack_from("<I", page, 40)
        root, _, transaction = struct.unpack_from("<QQQ", page, 128)
        if page_size not in PAGE_SIZES:
            raise ValueError(f"its pages are of {page_size} bytes")
        return _Meta(page_size, root, transaction)

    def _read(self, offset: int, size: int) -> bytes:
        # Asked of the file first: a broken size must not become an allocation.
        end = self._file.seek(0, 2)
        if offset + size > end:
            raise ValueError(f"it ends at byte {end:,}, and there is more of it: was it cut off?")
        self._file.seek(offset)
        return self._file.read(size)
