"""Sizes from image headers, of files made byte by byte."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import DataError
from caffe_fillers.formats.images import image_shape


def chunk(kind, data):
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(color, *chunks):
    """A PNG of 5 x 7 pixels."""
    header = (b"IHDR", struct.pack(">IIBBBBB", 5, 7, 8, color, 0, 0, 0))
    inside = [header, (b"gAMA", bytes(4)), *chunks, (b"IDAT", b""), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in inside)


def jpeg(frame, components, *segments):
    """A JPEG of 5 x 7 pixels up to its frame."""
    out = b"\xff\xd8"
    for marker, data in [(0xE0, b"JFIF\0"), *segments]:
        out += struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
    body = struct.pack(">BHHB", 8, 7, 5, components) + bytes(3 * components)
    return out + b"\xff" + struct.pack(">BBH", 0xFF, frame, len(body) + 2) + body


def bmp(bits, palette=b"", height=7, used=0):
    """A BMP of 5 x 7 pixels."""
    info = struct.pack("<IiiHHIIiiII", 40, 5, height, 1, bits, 0, 0, 0, 0, used, 0)
    return b"BM" + bytes(12) + info + palette


GRAYS = b"".join(bytes((value, value, value, 0)) for value in range(256))
COLORS = GRAYS[:-4] + b"\1\2\3\0"

IMAGES = {
    "png gray": (png(0), (1, 7, 5)),
    "png color": (png(2), (3, 7, 5)),
    "png palette": (png(3, (b"PLTE", bytes(3))), (3, 7, 5)),
    "png gray with alpha": (png(4), (4, 7, 5)),
    "png with alpha": (png(6), (4, 7, 5)),
    "png transparent palette": (png(3, (b"PLTE", bytes(3)), (b"tRNS", b"\0")), (4, 7, 5)),
    "png transparent color": (png(2, (b"tRNS", bytes(6))), (4, 7, 5)),
    "jpeg": (jpeg(0xC0, 3), (3, 7, 5)),
    "jpeg gray": (jpeg(0xC0, 1), (1, 7, 5)),
    "jpeg progressive": (jpeg(0xC2, 3, (0xC4, bytes(20)), (0xDB, b"\xff\xc0" * 9)), (3, 7, 5)),
    "jpeg with markers that are no frame": (
        jpeg(0xC0, 3, (0xC8, bytes(20)), (0xCC, bytes(20))),
        (3, 7, 5),
    ),
    "jpeg cmyk": (jpeg(0xC1, 4), (3, 7, 5)),
    "bmp": (bmp(24), (3, 7, 5)),
    "bmp downwards": (bmp(24, height=-7), (3, 7, 5)),
    "bmp gray palette": (bmp(8, GRAYS), (1, 7, 5)),
    "bmp color palette": (bmp(8, COLORS), (3, 7, 5)),
    "bmp few colors": (bmp(8, COLORS, used=2), (1, 7, 5)),
    "bmp of os/2": (b"BM" + bytes(12) + struct.pack("<IHHHH", 12, 5, 7, 1, 24), (3, 7, 5)),
    "pgm": (b"P5\n5 7\n255\n" + bytes(35), (1, 7, 5)),
    "ppm": (b"P6 # made by hand\n# 9 9\n5\n7 255\n", (3, 7, 5)),
    "plain ppm": (b"P3\t5\r\n7", (3, 7, 5)),
    "pbm": (b"P4\n5 7\n", (1, 7, 5)),
}

BROKEN = {
    "nothing": b"",
    "text": b"GIF89a",
    "png without header": png(2).replace(b"IHDR", b"IDAT", 1),
    "png cut": png(2)[:20],
    "png cut behind the header": png(3)[:40],
    "jpeg without frame": b"\xff\xd8\xff\xda\0\2",
    "jpeg cut": jpeg(0xC0, 3)[:12],
    "jpeg with an empty segment": b"\xff\xd8\xff\xe0\0\1",
    "bmp without pixels": bmp(24, height=0),
    "bmp cut": bmp(24)[:20],
    "ppm without numbers": b"P6\n# 5 7",
    "ppm of words": b"P6\nfive 7",
}


@pytest.mark.parametrize("name", IMAGES)
def test_channels_height_and_width(name):
    """As OpenCV would decode them unchanged."""
    data, shape = IMAGES[name]

    assert shape == image_shape(io.BytesIO(data))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_headers_are_data_errors(name):
    """And so are formats that are none of these."""
    with pytest.raises(DataError, match=r"broken|neither"):
        image_shape(io.BytesIO(BROKEN[name]))


@given(st.sampled_from(sorted(IMAGES)), st.integers(0, 400), st.binary(max_size=9), st.booleans())
def test_any_bytes(name, at, changed, cut):
    """Nothing but a shape or a DataError comes of them."""
    data = IMAGES[name][0]
    data = data[:at] + changed + (b"" if cut else data[at + len(changed) :])
    with contextlib.suppress(DataError):
        assert 3 == len(image_shape(io.BytesIO(data)))
