"""Files that another file names as its own parts: in its folder, and where the user allows it."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["allowing_external", "check_beside", "is_external_allowed", "plain_names"]

_allowed: ContextVar[bool] = ContextVar("external files are allowed", default=False)


@contextmanager
def allowing_external(*, allowed: bool = True) -> Iterator[None]:
    """A block in which HDF5 files may have parts in other files of their folder.

    A file that is opened in it keeps the right.
    """
    token = _allowed.set(allowed)
    try:
        yield
    finally:
        _allowed.reset(token)


def is_external_allowed() -> bool:
    """Whether the code at hand is in such a block."""
    return _allowed.get()


def plain_names(location: str) -> tuple[str, ...]:
    """The folders and the file of a relative path that stays below where it begins.

    Raises:
        ValueError: it is another path; says what is wrong with it.
    """
    names = tuple(name for name in location.split("/") if name not in ("", "."))
    if not names:
        raise ValueError("names no file")
    if location.startswith("/") or PureWindowsPath(location).anchor:
        raise ValueError("is an absolute path")
    if ".." in names:
        raise ValueError("leads out of the model's folder")
    if "\\" in location or "\0" in location:
        raise ValueError("has a character that no location may have")
    return names


def check_beside(folder: Path, location: str) -> Path:
    """The file at a location in a folder: a plain file that no link leads to.

    Raises:
        ValueError: it is not; says why.
    """
    path = folder
    for name in plain_names(location):
        path = path / name
        try:
            status = path.lstat()
        except OSError as error:
            raise ValueError(f"cannot be reached: {error.strerror or error}") from None
        if stat.S_ISLNK(status.st_mode):
            raise ValueError(f"is refused: {name!r} is a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("is not a regular file")
    if status.st_nlink > 1:
        raise ValueError("is refused: it is a hard link, another name leads to the same file")
    return path
