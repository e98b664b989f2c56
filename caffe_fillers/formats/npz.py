"""`.npz`: NumPy's zip of .npy files, each a blob named "<layer>/<number>".

Written uncompressed and with the earliest date a zip can have, so that equal models are equal
files. Compressed ones are read, too.
"""

from __future__ import annotations

import io
import lzma
import struct
import tokenize
import zipfile
import zlib
from contextlib import contextmanager
from math import prod
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np

from caffe_fillers.core.draws import Shape, Slot, count
from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats import signs
from caffe_fillers.formats.arrays import Array, ArrayModel, entries
from caffe_fillers.formats.layout import Checksum, Hole, Layout, Piece, nbytes
from caffe_fillers.formats.model import StoredBlob, misfit
from caffe_fillers.formats.zips import Unpacking, check_directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe

__all__ = ["NpzModel", "layout", "layout_arrays"]

# PKWARE's APPNOTE.TXT: version 4.5 has 64-bit sizes, in an extra field of this number.
_ZIP64, _EXTRA_SIZES = 45, 1
_UTF8_NAME = 1 << 11
_STORED = 0
#: Midnight of 1980-01-01, the first time that a zip can tell.
_FIRST_DATE = (0, 0x21)
#: A number of this value, or a larger one, stands in the 64-bit fields.
_FULL16, _FULL32 = 0xFFFF, 0xFFFF_FFFF


# --- reading --------------------------------------------------------------------------------------


#: Bytes of a member's header, in a file that only pretends to be a model.
MAX_NPY_HEADER = 1 << 16
#: How NumPy refuses a header, which it reads by Python's own parser.
_NO_HEADER = (ValueError, TypeError, SyntaxError, RecursionError, MemoryError, tokenize.TokenError)
#: What deflate makes of one byte at most, and some bytes besides.
MAX_INFLATED, INFLATED_ANYWAY = 1032, 1 << 10
#: A compressed array in Fortran order is unpacked whole: so many bytes, and the file's own size.
MAX_TURNED = 16 << 20


class _Member(NamedTuple):
    """Where values are that do not stand in the file one after the other."""

    name: str
    #: Whether the first axis is the fastest.
    fortran: bool


class NpzModel(ArrayModel):
    """The arrays of a .npz as a model; their values are read late.

    A compressed array is unpacked a part at a time; one in Fortran order is held whole until
    another one is read.
    """

    kind = signs.NPZ

    def __init__(self, path: Path) -> None:
        self._held: tuple[str, NDArray[Any]] = "", np.empty(0)
        self._unpacking: Unpacking | None = None
        super().__init__(path)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_unpacking": None}

    def _arrays(self, file: IO[bytes]) -> Iterator[tuple[str, StoredBlob]]:
        check_directory(file, self.file.size)
        with _sound(), zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            members = [info for info in infos if info.filename.endswith(".npy")]
            if infos and not members:
                raise FormatError(
                    f"is a zip without arrays; it begins with {infos[0].filename!r}",
                    hint="A PyTorch checkpoint? Save its tensors as .safetensors or .npz first.",
                )
            for info in members:
                stored = _npy(archive, info, file, self.file.size)
                yield info.filename.removesuffix(".npy"), stored

    def _values(self, key: StoredBlob, start: int, stop: int) -> NDArray[Any]:
        if isinstance(key.place, int):
            return self.file.values(key.place, key.dtype, start, stop)
        with within(str(self.path)), _sound():
            if not key.place.fortran:
                return self._unpacked(key, start, stop)
            if self._held[0] != key.place.name:
                with self.file.open() as file:
                    self._held = key.place.name, _turned(file, key)
        return self._held[1][start:stop]

    def _unpacked(self, key: StoredBlob, start: int, stop: int) -> NDArray[Any]:
        """Values of a compressed array; what comes before them is unpacked, and not kept."""
        now, width = self._unpacking, key.dtype.itemsize
        if now is None or now.name != key.place.name or now.at > start * width:
            now = self._unpacking = Unpacking(self.file, key.place.name, _read_npy_header)
        return np.frombuffer(now.read(start * width, stop * width), key.dtype)


def _npy(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: IO[bytes], file_size: int
) -> StoredBlob:
    """One member: all but its values."""
    with archive.open(info) as member:
        try:
            shape, fortran, dtype = _read_npy_header(member)
        except _NO_HEADER as error:
            fault = f"is not a sound array: {error}"
            return StoredBlob(
                (), np.dtype("V1"), _Member(info.filename, fortran=False), fault=fault
            )
        skip = member.tell()
    fault = ""
    if dtype.kind not in "fiu" or dtype.hasobject:
        fault = f"holds values of type {dtype}"
    elif info.file_size - skip != prod(shape) * dtype.itemsize:
        fault = f"has {info.file_size - skip} bytes of values, its shape {prod(shape)} values"
    fault = fault or misfit(shape, prod(shape)) or _inflated(info, file_size, fortran=fortran)
    if info.compress_type != zipfile.ZIP_STORED or fortran:
        return StoredBlob(shape, dtype, _Member(info.filename, fortran), fault=fault)
    return StoredBlob(shape, dtype, _content_offset(file, info) + skip, fault=fault)


def _inflated(info: zipfile.ZipInfo, file_size: int, *, fortran: bool) -> str:
    """Why a compressed array is not unpacked; empty if it is."""
    if info.compress_type == zipfile.ZIP_STORED:
        return ""
    if info.file_size > MAX_INFLATED * info.compress_size + INFLATED_ANYWAY:
        return f"has {info.compress_size:,} compressed bytes, which cannot be {info.file_size:,}"
    if fortran and info.file_size > MAX_TURNED + file_size:
        return "is compressed and in Fortran order, too large to be turned in memory"
    return ""


def _read_npy_header(member: IO[bytes]) -> tuple[Shape, bool, np.dtype[Any]]:
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(member)
    if version not in read:
        raise ValueError(f"version {version[0]}.{version[1]} of .npy is not known")
    length = member.read(2 * version[0])
    size = int.from_bytes(length, "little")
    if size > MAX_NPY_HEADER:
        raise ValueError(f"its header has {size:,} bytes")
    return read[version](io.BytesIO(length + member.read(size)))


def _content_offset(file: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Where a member's bytes begin, behind its local header."""
    file.seek(info.header_offset + 26)
    name, extra = struct.unpack("<HH", file.read(4))
    return info.header_offset + 30 + int(name) + int(extra)


def _turned(file: IO[bytes], key: StoredBlob) -> NDArray[Any]:
    """All values of an array in Fortran order, in Caffe's order."""
    with zipfile.ZipFile(file) as archive, archive.open(key.place.name) as member:
        _read_npy_header(member)
        values = np.frombuffer(member.read(), key.dtype)
    turned: NDArray[Any] = values.reshape(key.shape[::-1]).transpose().reshape(-1)
    return turned


@contextmanager
def _sound() -> Iterator[None]:
    """Errors of a broken archive, told as ours."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        struct.error,
    ) as error:
        raise FormatError(f"is not a sound .npz: {error}") from None


# --- writing --------------------------------------------------------------------------------------


def layout(
    net: caffe.NetParameter,
    blobs: Sequence[Sequence[tuple[Slot, Shape]]],
    dtype: np.dtype[Any],
) -> Layout:
    """The whole file, with a hole for the values of each blob; `numpy.load` reads it.

    Args:
        net: The built net; its layers' names become keys.
        blobs: For each layer its slots and shapes, in order.
        dtype: float32 or float64.

    Raises:
        FormatError: the layers' names do not make distinct keys, or are too long for a zip.
    """
    return layout_arrays([Array(*each, dtype) for each in entries(net, blobs)])


def layout_arrays(arrays: Sequence[Array]) -> Layout:
    """The whole file, with a hole for the values of each of these arrays.

    Raises:
        FormatError: a key is too long for a zip.
    """
    return Layout(_pieces(arrays))


def _pieces(arrays: Sequence[Array]) -> Iterator[Piece]:
    """Members one after the other, then the central directory that names them again."""
    directory: list[Piece] = []
    at = 0
    for key, slot, shape, kind in arrays:
        dtype = kind.newbyteorder("<")
        name = f"{key}.npy".encode()
        if len(name) > _FULL16:
            raise FormatError(f"a name of {len(name):,} bytes is too long for a zip", where=key)
        header, hole = _npy_header(shape, dtype), Hole(slot, count(shape), dtype)
        size = len(header) + hole.nbytes
        before, behind = _local(name, size)
        content = Checksum(at + len(before) + 4 + len(behind), size)
        yield from (before, content, behind, header, hole)
        before, behind = _central(name, size, at)
        directory += [before, content, behind]
        at = content.start + size
    yield from directory
    yield _end(len(arrays), sum(map(nbytes, directory)), at)


def _npy_header(shape: Shape, dtype: np.dtype[Any]) -> bytes:
    """The start of a .npy file, version 1.0, a multiple of 64 bytes long."""
    told = f"{{'descr': '{dtype.str}', 'fortran_order': False, 'shape': {shape}, }}"
    told += " " * (-(len(told) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(told)) + told.encode("ascii")


def _local(name: bytes, size: int) -> tuple[bytes, bytes]:
    """A member's local header, before and behind its checksum; always with 64-bit sizes."""
    extra = struct.pack("<HHQQ", _EXTRA_SIZES, 16, size, size)
    lengths = struct.pack("<IIHH", _FULL32, _FULL32, len(name), len(extra))
    return b"PK\x03\x04" + _common(name), lengths + name + extra


def _central(name: bytes, size: int, offset: int) -> tuple[bytes, bytes]:
    """A member's entry in the directory, before and behind its checksum."""
    large = [size, size] * (size >= _FULL32) + [offset] * (offset >= _FULL32)
    extra = struct.pack(f"<HH{len(large)}Q", _EXTRA_SIZES, 8 * len(large), *large) if large else b""
    size, offset = min(size, _FULL32), min(offset, _FULL32)
    # No comment, first disk, no attributes.
    rest = struct.pack("<IIHHHHHII", size, size, len(name), len(extra), 0, 0, 0, 0, offset)
    made_by = struct.pack("<H", _ZIP64)
    return b"PK\x01\x02" + made_by + _common(name), rest + name + extra


def _common(name: bytes) -> bytes:
    """What local and central headers share: version, flags, method, time, date."""
    flags = 0 if name.isascii() else _UTF8_NAME
    return struct.pack("<5H", _ZIP64, flags, _STORED, *_FIRST_DATE)


def _end(members: int, size: int, offset: int) -> bytes:
    """The end of the file; `size` and `offset` are the directory's."""
    end = b""
    if members >= _FULL16 or size >= _FULL32 or offset >= _FULL32:
        numbers = (44, _ZIP64, _ZIP64, 0, 0, members, members, size, offset)
        end = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", *numbers)
        end += b"PK\x06\x07" + struct.pack("<IQI", 0, offset + size, 1)
    members = min(members, _FULL16)
    size, offset = min(size, _FULL32), min(offset, _FULL32)
    return end + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, members, members, size, offset, 0)
