"""Layout first, then pour: a file whose every byte has its place before a number is drawn.

A layout is a row of pieces: bytes that are known, spans of other files, holes that a slot's values
will fill, and checksums of them. It is written under no name, or a temporary one, in the target's
folder; when everything is poured the file is flushed and renamed. A run that dies leaves the old
file as it was.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from caffe_fillers.errors import FormatError
from caffe_fillers.files.writing import CHUNK, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.files.writing import OutputFile

__all__ = [
    "Checksum",
    "Hole",
    "Layout",
    "LayoutSink",
    "Opens",
    "Piece",
    "Span",
    "nbytes",
    "writing",
]


@dataclass(frozen=True, slots=True)
class Hole:
    """Room for all values of one slot, little-endian, one after the other."""

    slot: Slot
    #: How many values.
    size: int
    dtype: np.dtype[Any]

    @property
    def nbytes(self) -> int:
        """Bytes in the file."""
        return self.size * self.dtype.itemsize


class Opens(Protocol):
    """A file that can be opened for reading."""

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """The open file."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of another file, which are copied as they are."""

    file: Opens
    offset: int
    nbytes: int

    def __len__(self) -> int:
        return self.nbytes

    def blocks(self) -> Iterator[bytes]:
        """The bytes, a few at a time.

        Raises:
            FormatError: the file ends before they do.
        """
        with self.file.open() as file:
            file.seek(self.offset)
            for start in range(0, self.nbytes, CHUNK):
                size = min(CHUNK, self.nbytes - start)
                block = file.read(size)
                if len(block) < size:
                    raise FormatError(f"ends {self.nbytes - start - len(block):,} bytes too soon")
                yield block


@dataclass(frozen=True, slots=True)
class Checksum:
    """The CRC-32 of a part of the same file, four bytes, written when all else is."""

    start: int
    size: int

    @property
    def nbytes(self) -> int:
        """Bytes in the file."""
        return 4

    def of(self, file: IO[bytes]) -> bytes:
        """The checksum, of the part as it is now."""
        file.seek(self.start)
        crc = 0
        for at in range(0, self.size, CHUNK):
            crc = zlib.crc32(file.read(min(CHUNK, self.size - at)), crc)
        return crc.to_bytes(4, "little")


Piece: TypeAlias = bytes | Hole | Span | Checksum


def nbytes(piece: Piece) -> int:
    """How long a piece is in the file."""
    return len(piece) if isinstance(piece, bytes) else piece.nbytes


class Layout:
    """All pieces of one file, and where each hole begins."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.holes: dict[Slot, tuple[int, Hole]] = {}
        self.checksums: list[tuple[int, Checksum]] = []
        offset = 0
        for piece in self.pieces:
            if isinstance(piece, Hole):
                self.holes[piece.slot] = offset, piece
            elif isinstance(piece, Checksum):
                self.checksums.append((offset, piece))
            offset += nbytes(piece)
        #: The size of the whole file in bytes.
        self.nbytes = offset


class LayoutSink:
    """Pours values into the holes of an open file; the known bytes are written at once."""

    def __init__(self, layout: Layout, file: IO[bytes]) -> None:
        self._layout = layout
        self._file = file
        file.truncate(layout.nbytes)
        offset = 0
        for piece in layout.pieces:
            if not isinstance(piece, (Hole, Checksum)):
                file.seek(offset)
                file.writelines(piece.blocks() if isinstance(piece, Span) else [piece])
            offset += nbytes(piece)
        #: Checksums of parts that end with a hole: they are taken as the values pass.
        self._passing = dict(_begun(layout))

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Write values start, start + 1, … of this slot's hole.

        A slot without a hole is left out: HDF5 holds shared values once.
        """
        if slot not in self._layout.holes:
            return
        offset, hole = self._layout.holes[slot]
        data = np.ascontiguousarray(values, hole.dtype).data.cast("B")
        self._file.seek(offset + start * hole.dtype.itemsize)
        self._file.write(data)
        passing = self._passing.get(slot)
        if passing is not None and passing.done == start:
            passing.crc = zlib.crc32(data, passing.crc)
            passing.done += values.size

    def finish(self) -> None:
        """Write what depends on the values; all of them have been put."""
        # The same part may have its checksum in two places.
        known = {
            passing.checksum: passing.crc.to_bytes(4, "little")
            for slot, passing in self._passing.items()
            if passing.done == self._layout.holes[slot][1].size
        }
        for offset, checksum in self._layout.checksums:
            if checksum not in known:
                known[checksum] = checksum.of(self._file)
            self._file.seek(offset)
            self._file.write(known[checksum])


@dataclass(slots=True)
class _Passing:
    """A checksum that has seen all bytes before a hole, and the hole's first `done` values."""

    checksum: Checksum
    crc: int
    done: int = 0


def _begun(layout: Layout) -> Iterator[tuple[Slot, _Passing]]:
    """The checksums of parts that are known bytes with one hole behind them."""
    ends = {checksum.start + checksum.size: checksum for _, checksum in layout.checksums}
    known, offset = b"", 0
    for piece in layout.pieces if ends else ():
        offset += nbytes(piece)
        if isinstance(piece, Hole):
            checksum = ends.get(offset)
            before = offset - piece.nbytes - checksum.start if checksum else -1
            if checksum and 0 <= before <= len(known):
                yield piece.slot, _Passing(checksum, zlib.crc32(known[len(known) - before :]))
        known = known + piece if isinstance(piece, bytes) else b""


@contextmanager
def writing(target: OutputFile, layout: Layout) -> Iterator[LayoutSink]:
    """A sink for the values of a new file, which appears when the block ends without error.

    Raises:
        OutputError: the disk is full, or the file cannot be made, written or renamed.
    """
    with replacing(target) as file:
        sink = LayoutSink(layout, file)
        yield sink
        sink.finish()
