"""The size of an image, read from its header: PNG, JPEG, BMP and the PNM family.

Channels are those that OpenCV decodes to when it is asked for no colour of its own.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from caffe_fillers.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["image_shape"]

#: Channels, height and width.
ImageShape: TypeAlias = "tuple[int, int, int]"


def image_shape(file: BinaryIO) -> ImageShape:
    """Channels, height and width of the image in this file.

    Raises:
        DataError: its format is none of those above, or the header is broken.
    """
    start = file.read(8)
    for magic, reader in READERS:
        if start.startswith(magic):
            file.seek(0)
            try:
                return reader(file)
            except (struct.error, ValueError, IndexError) as error:
                raise DataError(f"the header of the image is broken ({error})") from error
    raise DataError("the image is neither PNG, JPEG, BMP nor PNM")


def _png(file: BinaryIO) -> ImageShape:
    """W3C PNG, chunk IHDR; a palette or alpha tells the channels (OpenCV, grfmt_png.cpp)."""
    file.seek(8)
    length, chunk = _unpack(file, ">I4s")
    if chunk != b"IHDR":
        raise ValueError("no IHDR chunk")
    width, height, _depth, color = _unpack(file, ">IIBB")
    if color in (4, 6):
        return 4, height, width
    if color == 0:
        return 1, height, width
    file.seek(8 + 8 + length + 4)
    while True:
        length, chunk = _unpack(file, ">I4s")
        if chunk == b"tRNS":
            return 4 if length else 3, height, width
        if chunk in (b"IDAT", b"IEND"):
            return 3, height, width
        file.seek(length + 4, 1)


def _jpeg(file: BinaryIO) -> ImageShape:
    """ITU T.81: the first start of a frame, SOF0 to SOF15 without DHT, JPG and DAC."""
    file.seek(2)
    while True:
        (byte,) = _unpack(file, ">B")
        while byte != 0xFF:
            (byte,) = _unpack(file, ">B")
        while byte == 0xFF:
            (byte,) = _unpack(file, ">B")
        if 0xC0 <= byte <= 0xCF and byte not in (0xC4, 0xC8, 0xCC):
            _length, _depth, height, width, components = _unpack(file, ">HBHHB")
            return 3 if components > 1 else 1, height, width
        if byte == 0xDA:
            raise ValueError("no frame before the first scan")
        if byte in (0x00, 0x01) or 0xD0 <= byte <= 0xD9:
            continue  # these stand alone
        (length,) = _unpack(file, ">H")
        if length < 2:
            raise ValueError("a segment is shorter than its length field")
        file.seek(length - 2, 1)


def _bmp(file: BinaryIO) -> ImageShape:
    """The core header of OS/2, or Windows' of 40 bytes and more; palettes tell the channels."""
    file.seek(14)
    (header,) = _unpack(file, "<I")
    if header == 12:
        width, height, _planes, bits = _unpack(file, "<HHHH")
        used, entry = 0, 3
    else:
        width, height, _planes, bits, _packing, _size, _x, _y, used, _key = _unpack(
            file, "<iiHHIIiiII"
        )
        entry = 4
    channels = 3
    if bits <= 8:
        file.seek(14 + header)
        palette = file.read(entry * (used if 0 < used <= 256 else 1 << bits))
        colors = (palette[at : at + 3] for at in range(0, len(palette), entry))
        if all(color == color[:1] * len(color) for color in colors):
            channels = 1
    if width <= 0 or height == 0:
        raise ValueError(f"{width}x{height} pixels")
    return channels, abs(height), width


def _pnm(file: BinaryIO) -> ImageShape:
    """Netpbm P1 to P6: two numbers behind the magic, comments between them."""
    channels = 3 if file.read(2) in (b"P3", b"P6") else 1
    width, height = _pnm_number(file), _pnm_number(file)
    return channels, height, width


def _pnm_number(file: BinaryIO) -> int:
    digits = b""
    while len(digits) < 10:
        byte = file.read(1)
        if byte == b"#":
            while byte not in (b"\n", b""):
                byte = file.read(1)
        if byte.isdigit():
            digits += byte
        elif digits or not byte:
            break
    return int(digits)


def _unpack(file: BinaryIO, layout: str) -> tuple[Any, ...]:
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


READERS: tuple[tuple[bytes, Callable[[BinaryIO], ImageShape]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"BM", _bmp),
    *((b"P%d" % digit, _pnm) for digit in range(1, 7)),
)
