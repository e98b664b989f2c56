"""What a model file holds, told in one manner whatever its format: layers, and blobs read late."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from caffe_fillers.core.draws import Shape, count
from caffe_fillers.errors import DataError, FormatError, ShapeError, within
from caffe_fillers.files.reading import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe

__all__ = ["Copies", "Model", "Run", "StoredBlob", "StoredFile", "StoredLayer", "cast", "misfit"]


class Run(NamedTuple):
    """Numbers that follow each other in the file, each after `stride` bytes."""

    offset: int
    size: int
    stride: int


#: Where a blob's values stand in a file: once, or as several types; each in runs that follow.
Copies: TypeAlias = "tuple[tuple[np.dtype[Any], tuple[Run, ...]], ...]"


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """One blob as a file holds it: all but its values."""

    shape: Shape
    #: The type of the values in the file; kind "V" where they are not numbers.
    dtype: np.dtype[Any]
    #: Where the values are; only the reader of the file knows how to use it.
    place: Any = field(repr=False, compare=False)
    #: Whether `shape` is (num, channels, height, width), as all files before 2015 have it.
    legacy: bool = False
    #: Why the values cannot be used; empty for a sound blob.
    fault: str = ""


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """One layer of a model file."""

    name: str
    #: The layer's type; empty in formats that do not tell.
    type: str
    #: Its blobs by their number; with gaps where another layer holds a shared blob (HDF5).
    blobs: Mapping[int, StoredBlob]
    #: Names of what stands among the blobs without being one (HDF5).
    strays: tuple[str, ...] = ()


class Model(Protocol):
    """An open model file: what it holds is known, values are read when they are asked for."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def file(self) -> StoredFile:
        """The file, which is opened anew for each reading."""
        ...

    @property
    def kind(self) -> str:
        """`caffemodel`, `hdf5`, `npz` or `safetensors`."""
        ...

    @property
    def layers(self) -> tuple[StoredLayer, ...]:
        """All layers, in the file's order."""
        ...

    @property
    def net(self) -> caffe.NetParameter:
        """The upgraded net, its blobs with shapes and no values; without layers if not told."""
        ...

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat, as `dtype` or as they are stored.

        Raises:
            FormatError: the blob has a fault, or the file is broken.
            DataError: the file has changed or gone since it was opened.
        """
        ...

    def copies(self, key: StoredBlob) -> Copies:
        """Where a blob's values stand, plain numbers in the file; empty where they are packed."""
        ...


class StoredFile:
    """A file that is opened anew for each reading, and must stay what it was.

    No handle is kept: readers can be pickled, and a model can be replaced while it is in use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._opened() as file:
            self._mark = _mark(file)
        #: Size in bytes.
        self.size = self._mark[0]

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The file, positioned at its start.

        Raises:
            DataError: it cannot be read, or is another one by now.
        """
        with self._opened() as file:
            if _mark(file) != self._mark:
                raise DataError(
                    "has changed while it was being read",
                    where=str(self.path),
                    hint="Try again when nobody writes it.",
                )
            yield file

    def values(self, offset: int, dtype: np.dtype[Any], start: int, stop: int) -> NDArray[Any]:
        """Values start … stop - 1 of those that stand one after the other from this offset.

        Raises:
            FormatError: the file ends before they do.
            DataError: it cannot be read, or is another one by now.
        """
        size = (stop - start) * dtype.itemsize
        with self.open() as file:
            file.seek(offset + start * dtype.itemsize)
            content = file.read(size)
        if len(content) < size:
            raise FormatError("is cut off: its values end too soon", where=str(self.path))
        return np.frombuffer(content, dtype)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        try:
            with self._regular() as file:
                yield file
        except OSError as error:
            raise DataError(
                f"cannot be read: {error.strerror or error}", where=str(self.path)
            ) from error

    def _regular(self) -> IO[bytes]:
        with within(str(self.path)):
            try:
                return open_regular(self.path)
            except FileNotFoundError:
                raise DataError("no such file") from None
            except ValueError as error:  # a NUL in the name
                raise DataError(f"cannot be read: {error}") from None


def _mark(file: IO[bytes]) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ino


def cast(values: NDArray[Any], dtype: Any) -> NDArray[Any]:
    """The values as another type, as a C cast gives them: too large becomes infinite."""
    if dtype is None or values.dtype == dtype:
        return values
    with np.errstate(over="ignore", invalid="ignore"):  # invalid: a signalling NaN
        return values.astype(dtype)


def misfit(shape: Shape, present: int) -> str:
    """Why so many values do not fill this shape; empty if they do."""
    try:
        wanted = count(shape)
    except ShapeError as error:
        return error.message
    return "" if present == wanted else f"holds {present} values, its shape has room for {wanted}"
