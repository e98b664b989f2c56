"""Layout first, then pour: a file whose every byte has its place before a number is drawn.

A layout is a row of pieces: bytes that are known, spans of other files, holes that a slot's values
will fill, and checksums of them. It is written under no name, or a temporary one, in the target's
folder; when everything is poured the file is flushed and renamed. A run that dies leaves the old
file as it was.
"""

from __future__ import annotations

import errno
import os
import stat
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from caffe_fillers.errors import FormatError, OutputError, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot

__all__ = [
    "Checksum",
    "Hole",
    "Layout",
    "LayoutSink",
    "Opens",
    "Piece",
    "Span",
    "check_target",
    "nbytes",
    "replacing",
    "writing",
]

#: Bytes copied at a time.
CHUNK = 1 << 20

#: A full disk, a full quota, a file larger than the system or the user's limit allows.
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
_MAKE_ROOM = "Free some room, or name an output on another disk."


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


def check_target(path: Path, *, force: bool, nbytes: int = 0) -> None:
    """Refuse, before any work, a target that could not or should not be written.

    Raises:
        OutputError: it exists and `force` is not given, it is not a regular file, its folder is
            missing or read-only, or the disk has not `nbytes` left.
    """
    with within(str(path)):
        _check_file(path, force=force)
        folder = Path(os.path.realpath(path)).parent
        if not folder.is_dir():
            raise OutputError("the folder does not exist", where=str(folder))
        # Root may write anywhere, says os.access; a read-only disk tells when the file is made.
        if not os.access(folder, os.W_OK):
            raise OutputError("the folder is not writable", where=str(folder))
        free = _free(folder)
        if nbytes > free:
            raise OutputError(
                f"needs {nbytes:,} bytes, but the disk has {free:,} left", hint=_MAKE_ROOM
            )


def _free(folder: Path) -> int:
    """Bytes that are left on this folder's disk."""
    import shutil  # noqa: PLC0415  # it loads every compression there is

    return shutil.disk_usage(folder).free


def _check_file(path: Path, *, force: bool) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise OutputError(f"cannot be reached: {_reason(error)}") from None
    if not stat.S_ISREG(mode):
        raise OutputError("is not a regular file", hint="Name another output with -o.")
    if not force:
        raise OutputError("exists already", hint="--force replaces it; -o names another file.")


@contextmanager
def writing(path: Path, layout: Layout) -> Iterator[LayoutSink]:
    """A sink for the values of a new file `path`, which appears when the block ends without error.

    Raises:
        OutputError: the disk is full, or the file cannot be made, written or renamed.
    """
    with replacing(path) as file:
        sink = LayoutSink(layout, file)
        yield sink
        sink.finish()


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new binary file that takes the name `path` only when the block ends without an error.

    Raises:
        OutputError: the disk is full, or the file cannot be made, written or renamed.
    """
    target = Path(os.path.realpath(path))
    scratch = target.with_name(f".fill-weights-{os.urandom(8).hex()}.tmp")
    try:
        with _open(scratch) as (file, publish):
            yield file
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                _set_mode(file, scratch, target.stat().st_mode)
            publish()
        scratch.replace(target)
    except OSError as error:
        full = error.errno in _NO_ROOM
        raise OutputError(
            f"cannot be written: {_reason(error)}",
            where=str(path),
            hint="What stood there before is unchanged." + (f" {_MAKE_ROOM}" if full else ""),
        ) from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


@contextmanager
def _open(scratch: Path) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """An open file and what gives it the name `scratch`.

    Where the system can, the file has no name until then: not even a killed process leaves litter.
    """
    try:
        descriptor = os.open(scratch.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        file: IO[bytes] = scratch.open("x+b")
        publish: Callable[[IO[bytes], Path], None] = _keep_name
    else:
        file = os.fdopen(descriptor, "w+b")
        publish = _give_name
    try:
        yield file, partial(publish, file, scratch)
    except BaseException:
        # What could not be flushed is not news, and must not hide what happened (a Ctrl-C, say).
        with suppress(OSError):
            file.close()
        raise
    file.close()


def _keep_name(file: IO[bytes], scratch: Path) -> None:
    """The file has its name already."""


def _give_name(file: IO[bytes], scratch: Path) -> None:
    """Give the file its name, by a copy where the system will not link it."""
    descriptor = file.fileno()
    try:
        # An explicit directory makes Python call linkat, which follows /proc's link to the file.
        os.link(f"/proc/self/fd/{descriptor}", scratch, src_dir_fd=descriptor)
    except OSError:
        file.seek(0)
        with scratch.open("xb") as copy:
            while chunk := file.read(CHUNK):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        scratch.chmod(stat.S_IMODE(os.fstat(descriptor).st_mode))


def _set_mode(file: IO[bytes], scratch: Path, mode: int) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), stat.S_IMODE(mode))
    else:
        scratch.chmod(stat.S_IMODE(mode))


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
