"""The first record of a LevelDB, read without opening it as a database.

LevelDB itself writes into a folder when it opens one, and locks it. Here only the files are read:
CURRENT names the manifest, the manifest the live tables and the log, and of these no more is read
than it takes to find the smallest key (LevelDB's doc/log_format.md, table_format.md, impl.md).
Each block and each part of a record has a check sum, which is compared before it is used.
"""

from __future__ import annotations

import heapq
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.errors import DataError, within
from caffe_fillers.files.reading import open_regular, read_regular
from caffe_fillers.formats.crc32c import crc32c, masked, sums
from caffe_fillers.wire import read_varint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["first_value", "is_leveldb"]

#: Bytes of a manifest or a log, which are read whole; LevelDB begins a new log behind 4 MB.
MAX_WHOLE = 1 << 28
LOG_BLOCK = 32768
#: Before each part of a record: its check sum, length and kind.
HEADER = 7
TABLE_MAGIC = 0xDB4775248B80FB57
FOOTER = 48
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4
DELETION, VALUE = 0, 1
PLAIN, SNAPPY = 0, 1
#: What a compressed block may become, and for each of its bytes: LevelDB's own blocks have 4 KiB,
#: and one more only where a single record is larger.
UNSNAPPED, UNSNAPPED_FACTOR = 16 << 20, 2

#: User key, then newest first: the negated (sequence number << 8 | type).
Key: TypeAlias = "tuple[bytes, int]"
Entry: TypeAlias = "tuple[Key, bytes]"

BEFORE_ALL: Key = (b"", -(1 << 64))

Read: TypeAlias = "Callable[[Path], object]"


def is_leveldb(folder: Path) -> bool:
    """Whether the folder looks like a LevelDB."""
    return (folder / "CURRENT").is_file()


def _untold(path: Path) -> None:
    """Nobody wants to know."""


def first_value(folder: Path, read: Read = _untold) -> bytes:
    """The value of the smallest key.

    Args:
        folder: The database.
        read: Told of each file that is read.

    Raises:
        DataError: the folder is no LevelDB, is broken, or holds nothing.
    """
    try:
        with within(str(folder)):
            value = _first(_Version.read(folder, read), read)
    except FileNotFoundError as error:
        raise DataError(f"file {error.filename} is missing", where=str(folder)) from error
    except (OSError, IndexError, struct.error, ValueError, UnicodeError) as error:
        raise DataError(f"this LevelDB cannot be read ({error})", where=str(folder)) from error
    if value is None:
        raise DataError("this LevelDB holds no record", where=str(folder))
    return value


def _first(version: _Version, read: Read) -> bytes | None:
    """The value of the smallest live key over all tables and logs.

    A table waits in the heap under the smallest key that the manifest gives it, and is opened
    only when its turn comes: a data set has thousands.
    """
    tables = version.tables.items()
    waiting = [(key, _table(version.table_path(number), read)) for number, key in tables]
    # What a log holds is in no order, so that it has to be read whole.
    waiting += [(BEFORE_ALL, _log(path, read)) for path in version.logs()]
    heap: list[tuple[Key, int, bytes | None, Iterator[Entry]]] = [
        (key, order, None, entries) for order, (key, entries) in enumerate(waiting)
    ]
    heapq.heapify(heap)
    deleted: bytes | None = None
    while heap:
        (user, tag), order, value, entries = heapq.heappop(heap)
        if value is not None and user != deleted:
            if -tag & 0xFF == VALUE:
                return value
            deleted = user
        following = next(entries, None)
        if following is not None:
            heapq.heappush(heap, (following[0], order, following[1], entries))
    return None


@dataclass(slots=True)
class _Version:
    """What the manifest says: the live tables with their smallest keys, and the oldest log."""

    folder: Path
    tables: dict[int, Key] = field(default_factory=dict)
    log_number: int = 0

    @classmethod
    def read(cls, folder: Path, read: Read) -> _Version:
        name = read_regular(folder / "CURRENT", MAX_WHOLE).decode("ascii").strip()
        if not name.startswith("MANIFEST-") or "/" in name or "\\" in name:
            raise ValueError(f"CURRENT names {name!r}")
        version = cls(folder)
        read(folder / "CURRENT")
        read(folder / name)
        for record in _log_records(read_regular(folder / name, MAX_WHOLE)):
            version._apply(_Reader(record))
        return version

    def _apply(self, edit: _Reader) -> None:
        while not edit.at_end():
            tag = edit.varint()
            if tag == 1:  # comparator
                edit.slice()
            elif tag == 2:
                self.log_number = edit.varint()
            elif tag in (3, 4, 9):  # next file, last sequence, previous log
                edit.varint()
            elif tag == 5:  # compaction pointer
                edit.varint()
                edit.slice()
            elif tag == 6:
                edit.varint()
                self.tables.pop(edit.varint(), None)
            elif tag == 7:
                self._add(edit)
            else:
                raise ValueError(f"unknown tag {tag} in the manifest")

    def _add(self, edit: _Reader) -> None:
        edit.varint()  # level
        number, _size = edit.varint(), edit.varint()
        self.tables[number] = _internal_key(edit.slice())
        edit.slice()

    def table_path(self, number: int) -> Path:
        path = self.folder / f"{number:06}.ldb"
        return path if path.exists() else path.with_suffix(".sst")

    def logs(self) -> list[Path]:
        """The logs whose records are in no table yet."""
        return [
            path
            for path in sorted(self.folder.glob("*.log"))
            if path.stem.isdigit() and int(path.stem) >= self.log_number
        ]


@dataclass(slots=True)
class _Reader:
    """Numbers and strings from bytes, front to back."""

    data: bytes
    at: int = 0

    def at_end(self) -> bool:
        return self.at >= len(self.data)

    def varint(self) -> int:
        value, self.at = read_varint(self.data, self.at)
        return value

    def take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise ValueError("a string runs over the end")
        self.at += size
        return self.data[self.at - size : self.at]

    def slice(self) -> bytes:
        return self.take(self.varint())


def _internal_key(data: bytes) -> Key:
    (tag,) = struct.unpack("<Q", data[-8:])
    return data[:-8], -tag


def _log_records(data: bytes) -> Iterator[bytes]:
    """The records of a log or a manifest.

    A torn record at the end, which a writer that died has left, is left out, as LevelDB does.
    """
    parts: list[bytes] = []
    at = 0
    while at + HEADER <= len(data):
        room = LOG_BLOCK - at % LOG_BLOCK
        if room < HEADER:
            at += room
            continue
        crc, length, kind = struct.unpack_from("<IHB", data, at)
        start, stop = at + HEADER, at + HEADER + length
        if HEADER + length > room:
            raise ValueError(f"the record part at byte {at:,} is longer than its block")
        if crc == length == kind == 0:
            return  # room that was set aside and never written to
        if stop > len(data):
            # A sum that fits fewer bytes tells that the length is wrong: no bytes are lacking.
            if any(masked(each) == crc for each in sums(data[start - 1 :])):
                raise ValueError(f"the record part at byte {at:,} is damaged: its length is wrong")
            return
        _check(data[start - 1 : stop], crc, f"the record part at byte {at:,}")
        if kind in (FULL, FIRST):
            parts = []
        parts.append(data[start:stop])
        at = stop
        if kind in (FULL, LAST):
            yield b"".join(parts)


def _check(content: bytes, stored: int, name: str) -> None:
    if masked(crc32c(content)) != stored:
        raise ValueError(f"{name} is damaged: its check sum does not fit")


def _log(path: Path, read: Read) -> Iterator[Entry]:
    """All that a log's batches wrote, sorted."""
    read(path)
    yield from sorted(_log_entries(read_regular(path, MAX_WHOLE)))


def _log_entries(data: bytes) -> Iterator[Entry]:
    """All that a log's batches wrote, as they came; a deletion has an empty value."""
    for record in _log_records(data):
        sequence, count = struct.unpack_from("<QI", record)
        batch = _Reader(record, 12)
        for index in range(count):
            kind = batch.take(1)[0]
            key = batch.slice()
            value = batch.slice() if kind == VALUE else b""
            yield (key, -((sequence + index) << 8 | kind)), value


def _table(path: Path, read: Read) -> Iterator[Entry]:
    """The entries of a table in order, reading block after block."""
    read(path)
    with open_regular(path) as file:
        size = file.seek(0, 2)
        if size < FOOTER:
            raise ValueError(f"{path.name} is too short")

        def block(offset: int, length: int) -> bytes:
            if offset + length + 5 > size:
                raise ValueError(f"{path.name} points behind its end")
            file.seek(offset)
            data = file.read(length + 1)
            kind, (crc,) = data[length], struct.unpack("<I", file.read(4))
            _check(data, crc, f"the block at byte {offset:,} of {path.name}")
            if kind not in (PLAIN, SNAPPY):
                raise ValueError(f"{path.name} is compressed in the unknown way {kind}")
            return _unsnap(data[:length]) if kind == SNAPPY else data[:length]

        file.seek(size - FOOTER)
        footer = file.read(FOOTER)
        if struct.unpack("<Q", footer[-8:])[0] != TABLE_MAGIC:
            raise ValueError(f"{path.name} is not a table")
        handles = _Reader(footer)
        handles.varint(), handles.varint()  # the meta index
        for _, handle in _block_entries(block(handles.varint(), handles.varint())):
            where = _Reader(handle)
            for key, value in _block_entries(block(where.varint(), where.varint())):
                yield _internal_key(key), value


def _block_entries(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a block; a key tells only how it differs from the one before."""
    (restarts,) = struct.unpack("<I", block[-4:])
    reader = _Reader(block[: len(block) - 4 - 4 * restarts])
    key = b""
    while not reader.at_end():
        shared, unshared, length = reader.varint(), reader.varint(), reader.varint()
        key = key[:shared] + reader.take(unshared)
        yield key, reader.take(length)


def _unsnap(data: bytes) -> bytes:
    """Snappy's format, decompressed (google/snappy, format_description.txt)."""
    reader = _Reader(data)
    size = reader.varint()
    most = UNSNAPPED + UNSNAPPED_FACTOR * len(data)
    if size > most:
        raise ValueError(f"a compressed block of {len(data):,} bytes says that it holds {size:,}")
    out = bytearray()
    while not reader.at_end() and len(out) <= size:
        tag = reader.take(1)[0]
        kind, rest = tag & 3, tag >> 2
        if kind == 0:
            if rest >= 60:
                rest = int.from_bytes(reader.take(rest - 59), "little")
            out += reader.take(rest + 1)
            continue
        if kind == 1:
            length, offset = 4 + (rest & 7), (tag >> 5) << 8 | reader.take(1)[0]
        else:
            length = 1 + rest
            offset = int.from_bytes(reader.take(2 if kind == 2 else 4), "little")
        if not 0 < offset <= len(out):
            raise ValueError("a compressed block copies from before its start")
        start = len(out) - offset
        pattern = out[start : start + length]
        out += (pattern * (length // len(pattern) + 1))[:length]
    if len(out) != size:
        raise ValueError("a compressed block has another size than it says")
    return bytes(out)
