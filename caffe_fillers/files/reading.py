"""The one opener of everything that is read.

A path that the user gives may be a pipe, as `<(command)` and /dev/stdin are: it is read once, and
up to a bound. A path that stands in a file may come from anybody, and leads to a regular file or
nowhere: a FIFO would hang, a device would never end, and opening one may have an effect.

The errors do not name the path: their callers know the place, and add it.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, TypeAlias

from caffe_fillers.errors import DataError, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

__all__ = [
    "MAX_LIST",
    "MAX_PIPED",
    "MAX_SPOOLED",
    "STDIN",
    "open_regular",
    "read_given",
    "read_regular",
    "read_stdin",
    "spool_stdin",
]

#: What errors call standard input.
STDIN = "<stdin>"
#: Bytes that are read from a pipe where no smaller bound is given.
MAX_PIPED = 1 << 28
#: Bytes of a model that comes on standard input.
MAX_SPOOLED = 1 << 31
#: Bytes of a recipe, of a table of names, of a list of files or pairs.
MAX_LIST = 1 << 26

#: Bytes read at a time.
_CHUNK = 1 << 20
#: Waits for nobody: what is no regular file is refused as soon as it is open.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)

_Name: TypeAlias = "str | PathLike[str]"


def open_regular(path: _Name) -> BinaryIO:
    """A regular file, open for reading.

    Raises:
        DataError: it is a device, a pipe or a socket.
        OSError: it is missing, a folder, or cannot be opened.
    """
    # Before it is opened, as that may do something; and after, as it may be another by then.
    _check_regular(Path(path).stat(), path)
    descriptor = os.open(path, _FLAGS)
    try:
        _check_regular(os.fstat(descriptor), path)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: _Name, limit: int) -> bytes:
    """The content of a regular file.

    Raises:
        DataError: it is none, or holds more than `limit` bytes.
        OSError: it cannot be read.
    """
    with open_regular(path) as file:
        return _bounded(file, limit)


def read_given(path: _Name, limit: int) -> bytes:
    """The content of a file whose path the user gave, which may be a pipe.

    Raises:
        DataError: it is a device, or holds more than `limit` bytes, or a pipe more than MAX_PIPED.
        OSError: it cannot be read.
    """
    mode = Path(path).stat().st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return read_regular(path, limit)
    with open(path, "rb") as file:  # noqa: PTH123  # a str as well
        return _bounded(file, min(limit, MAX_PIPED))


def read_stdin(limit: int = MAX_PIPED) -> bytes:
    """What comes on standard input.

    Raises:
        DataError: it is closed, cannot be read, or is more than `limit` bytes.
    """
    with within(STDIN):
        return b"".join(_stdin_blocks(limit))


def spool_stdin(file: IO[bytes]) -> None:
    """Copy what comes on standard input into a file, whose readers may seek.

    Raises:
        DataError: it is closed, cannot be read, or is more than MAX_SPOOLED bytes.
        OSError: the file cannot be written.
    """
    for block in _stdin_blocks(MAX_SPOOLED):
        file.write(block)


def _stdin_blocks(limit: int) -> Iterator[bytes]:
    if sys.stdin is None:
        raise DataError("is closed")
    blocks = _blocks(sys.stdin.buffer, limit)
    while True:
        try:
            block = next(blocks, None)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DataError(f"cannot be read: {reason}") from None
        if block is None:
            return
        yield block


def _bounded(file: BinaryIO, limit: int) -> bytes:
    return b"".join(_blocks(file, limit))


def _blocks(file: BinaryIO, limit: int) -> Iterator[bytes]:
    size = 0
    while block := file.read(_CHUNK):
        size += len(block)
        if size > limit:
            raise DataError(
                f"holds more than {limit:,} bytes, which is the bound for what is read whole here"
            )
        yield block


def _check_regular(status: os.stat_result, path: _Name) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    raise DataError(
        f"is {_what(status.st_mode)}, not a regular file",
        hint="Write its content into a file, and name that.",
    )


def _what(mode: int) -> str:
    for test, what in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return what
    return "something else"
