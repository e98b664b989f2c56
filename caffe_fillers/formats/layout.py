"""Layout first, then pour: a file whose every byte has its place before a number is drawn.

A layout is a row of pieces: bytes that are known, and holes that a slot's values will fill. It is
written under no name, or a temporary one, in the target's folder; when everything is poured the
file is flushed and renamed. A run that dies leaves the old file as it was.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.draws import Slot
from caffe_fillers.errors import OutputError

__all__ = ["Hole", "Layout", "LayoutSink", "Piece", "check_target", "replacing"]


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


Piece: TypeAlias = bytes | Hole


class Layout:
    """All pieces of one file, and where each hole begins."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.holes: dict[Slot, tuple[int, Hole]] = {}
        offset = 0
        for piece in self.pieces:
            if isinstance(piece, Hole):
                self.holes[piece.slot] = offset, piece
                offset += piece.nbytes
            else:
                offset += len(piece)
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
            if isinstance(piece, Hole):
                offset += piece.nbytes
            else:
                file.seek(offset)
                file.write(piece)
                offset += len(piece)

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Write values start, start + 1, … of this slot's hole."""
        offset, hole = self._layout.holes[slot]
        self._file.seek(offset + start * hole.dtype.itemsize)
        self._file.write(np.ascontiguousarray(values, hole.dtype).data)


def check_target(path: Path, *, force: bool, nbytes: int = 0) -> None:
    """Refuse, before any work, a target that could not or should not be written.

    Raises:
        OutputError: it exists and `force` is not given, it is no regular file, its folder is
            missing or read-only, or the disk has not `nbytes` left.
    """
    where = str(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        pass
    except OSError as error:
        raise OutputError(f"cannot be reached: {error.strerror}", where=where) from None
    else:
        if not stat.S_ISREG(mode):
            raise OutputError("is not a regular file", where=where, hint="Name another output.")
        if not force:
            raise OutputError(
                "exists already", where=where, hint="--force replaces it; -o names another file."
            )
    folder = _folder(path)
    if not folder.is_dir():
        raise OutputError("the folder does not exist", where=str(folder))
    if not os.access(folder, os.W_OK):
        raise OutputError("the folder is not writable", where=str(folder))
    free = shutil.disk_usage(folder).free
    if nbytes > free:
        raise OutputError(
            f"needs {nbytes:,} bytes, but the disk has {free:,} left",
            where=where,
            hint="Free some room, or name an output on another disk.",
        )


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new binary file that takes the name `path` only when the block ends without an error.

    Raises:
        OutputError: the disk is full, or the file cannot be made, written or renamed.
    """
    target = Path(os.path.realpath(path))
    scratch = target.with_name(f".fill-weights-{secrets.token_hex(8)}.tmp")
    try:
        with _open(scratch) as (file, publish):
            yield file
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                os.chmod(file.fileno() if os.chmod in os.supports_fd else scratch, target.stat().st_mode)
            publish()
        scratch.replace(target)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            hint="What stood there before is unchanged.",
        ) from error
    finally:
        scratch.unlink(missing_ok=True)


@contextmanager
def _open(scratch: Path) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """An open file and what gives it the name `scratch`.

    Where the system can, the file has no name until then: not even a killed process leaves litter.
    """
    try:
        descriptor = os.open(scratch.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        with scratch.open("w+b") as file:
            yield file, lambda: None
        return
    # An explicit directory makes Python call linkat, which follows /proc's link to the file.
    with os.fdopen(descriptor, "w+b") as file:
        yield file, lambda: os.link(f"/proc/self/fd/{descriptor}", scratch, src_dir_fd=descriptor)


def _folder(path: Path) -> Path:
    return Path(os.path.realpath(path)).parent
