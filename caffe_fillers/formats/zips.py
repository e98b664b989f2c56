"""Zip archives: a bound for their directory, and members that are unpacked a part at a time."""

from __future__ import annotations

import io
import zipfile
from typing import IO, TYPE_CHECKING, Any

from caffe_fillers.errors import FormatError
from caffe_fillers.files.writing import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.formats.model import StoredFile

__all__ = ["Unpacking", "check_directory"]

#: A directory of more bytes belongs to no model; Python's takes twenty times its size.
MAX_DIRECTORY = 4 << 20
#: How far before its end an archive may tell where its directory is: a comment, and both ends.
TAIL = (1 << 16) + 98
_FULL32 = 0xFFFF_FFFF


def check_directory(file: IO[bytes], size: int) -> None:
    """Refuse a directory that no model has, before it is read.

    Raises:
        FormatError: it is too large.
    """
    file.seek(max(size - TAIL, 0))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    told = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    large = tail.rfind(b"PK\x06\x06", 0, max(end, 0))
    if told == _FULL32 and large >= 0:
        told = int.from_bytes(tail[large + 40 : large + 48], "little")
    if told > MAX_DIRECTORY:
        raise FormatError(f"is not a sound .npz: its directory has {told:,} bytes")


class Unpacking:
    """A compressed member that is read from its start to its end; it knows where it is."""

    def __init__(self, file: StoredFile, name: str, skip: Callable[[IO[bytes]], object]) -> None:
        """Begin behind what `skip` reads."""
        self.name = name
        #: The next byte, counted from there.
        self.at = 0
        # The archive's handle is the member's from here on.
        self._member = zipfile.ZipFile(_Reopened(file)).open(name)  # noqa: SIM115
        skip(self._member)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes start … stop - 1, none of which has been read before.

        Raises:
            EOFError: the member ends too soon.
        """
        while self.at < start:
            self._exactly(min(start - self.at, CHUNK))
        return self._exactly(stop - start)

    def _exactly(self, size: int) -> bytes:
        content = self._member.read(size)
        if len(content) < size:
            raise EOFError("an array ends too soon")
        self.at += size
        return content


class _Reopened(io.RawIOBase):
    """A file that is opened anew for each reading: no handle is kept."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__()
        self._file = file
        self._at = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence, self._file.size)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        with self._file.open() as file:
            file.seek(self._at)
            size = file.readinto(buffer)  # type: ignore[attr-defined]  # a buffered file has it
        self._at += size
        return int(size)
