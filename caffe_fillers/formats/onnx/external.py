"""External data: files beside a model, read only where they really are beside it.

A model names its data files itself, and a model may come from anybody. A location is a relative
path of plain names; none of them may be a link, the file may have no second name, and nothing is
read beyond its end. CVE-2022-25882, CVE-2024-27318 and -27319 (`..` and absolute paths),
CVE-2026-27489 (symbolic links), CVE-2026-34446 (hard links), CVE-2026-34445 (keys that are none)
and GHSA-q56x-g2fj-4rj6 (a file exchanged after the check) are what this is for. Nothing is ever
written to a location that a model names (CVE-2025-51480).
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import onnx

from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.files.external import plain_names
from caffe_fillers.formats.layout import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DataFile", "external_span", "is_external"]

HINT = "Keep a model's data files, as plain files, in its folder or below it."


def is_external(tensor: onnx.TensorProto) -> bool:
    """Whether the values are in another file."""
    return tensor.data_location == onnx.TensorProto.EXTERNAL


def external_span(tensor: onnx.TensorProto, folder: Path, nbytes: int) -> Span:
    """Where a tensor's values are; `nbytes` is their length where the model does not tell.

    Raises:
        FormatError: the location leads out of the folder, or offset or length are not numbers.
    """
    entries = {entry.key: entry.value for entry in tensor.external_data}
    names = _names(entries.get("location", ""))
    offset, length = _number(entries, "offset", 0), _number(entries, "length", nbytes)
    return Span(DataFile(folder, names), offset, length)


def _names(location: str) -> tuple[str, ...]:
    """The folders and the file of a location."""
    try:
        return plain_names(location)
    except ValueError as why:
        raise FormatError(f"the external data location {location!r} {why}", hint=HINT) from None


def _number(entries: dict[str, str], key: str, default: int) -> int:
    text = entries.get(key, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise FormatError(f"the external data {key} is {text!r}, which is not a size")
    return int(text)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file below a model's folder."""

    folder: Path
    names: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Its path."""
        return self.folder.joinpath(*self.names)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The open file, checked as it was opened.

        Raises:
            DataError: it is missing or cannot be read.
            FormatError: it, or a folder on the way, is a link, or it has a second name.
        """
        try:
            descriptor = self._descriptor()
        except FileNotFoundError:
            raise DataError(
                "the model's data file is missing",
                where=str(self.path),
                hint="It holds tensors that are not filled; put it beside the model.",
            ) from None
        except OSError as error:
            raise DataError(
                f"cannot be read: {error.strerror or error}", where=str(self.path), hint=HINT
            ) from error
        try:
            self._check(os.fstat(descriptor))
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(descriptor)

    def check(self, stop: int) -> None:
        """Refuse a file that is there but is not what it should be, or ends before `stop`.

        Raises:
            FormatError, DataError: as `open`; a missing file is none of them.
        """
        if not os.path.lexists(self.path):
            return
        with self.open() as file:
            size = os.fstat(file.fileno()).st_size
        if stop > size:
            raise FormatError(
                f"a tensor's data ends at byte {stop:,}, but the file at {size:,}",
                where=str(self.path),
            )

    def _descriptor(self) -> int:
        """Opened name by name, so that no link is followed, not even one made just now."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        if os.open not in os.supports_dir_fd or not hasattr(os, "O_NOFOLLOW"):
            self._check_links()
            return os.open(self.path, flags)
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in self.names[:-1]:
                inner = self._open_in(folder, name, os.O_RDONLY | os.O_DIRECTORY)
                os.close(folder)
                folder = inner
            return self._open_in(folder, self.names[-1], flags)
        finally:
            os.close(folder)

    def _open_in(self, folder: int, name: str, flags: int) -> int:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            self._refuse(f"{name!r} is a symbolic link")
        return os.open(name, flags | os.O_NOFOLLOW, dir_fd=folder)

    def _check_links(self) -> None:
        path = self.folder
        for name in self.names:
            path = path / name
            if path.is_symlink():
                self._refuse(f"{name!r} is a symbolic link")
        # Windows knows other links, too.
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.folder)):
            self._refuse("a name on the way is a link")

    def _check(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self._refuse("it is not a regular file")
        if status.st_nlink > 1:
            self._refuse("it is a hard link: another name leads to the same file")

    def _refuse(self, why: str) -> NoReturn:
        raise FormatError(
            f"the model's data file is refused: {why}", where=str(self.path), hint=HINT
        )
