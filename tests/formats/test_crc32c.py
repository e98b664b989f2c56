"""CRC-32C, against published sums and against its definition."""

import pytest

from caffe_fillers.formats.crc32c import crc32c, masked, sums

#: RFC 3720, section B.4; and the check value of the catalogues of CRCs.
PUBLISHED = [
    (b"", 0),
    (b"123456789", 0xE3069283),
    (bytes(32), 0x8A9136AA),
    (b"\xff" * 32, 0x62A8AB43),
    (bytes(range(32)), 0x46DD794E),
    (bytes(range(31, -1, -1)), 0x113FDB5C),
]


@pytest.mark.parametrize(("content", "expected"), PUBLISHED)
def test_published_sums(content, expected):
    """As everybody else has them."""
    assert crc32c(content) == expected


def by_bits(content):
    """The definition, a bit at a time."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 4097, 65_536 + 256, 100_001])
def test_rows_are_joined(size):
    """Contents of whole rows, and of rows and odd bytes."""
    content = bytes(number * number >> 3 & 0xFF for number in range(size))

    assert crc32c(content) == by_bits(content)


def test_the_mask():
    """Sums are stored turned by 15 bits and with a constant added."""
    assert masked(0) == 0xA282EAD8
    assert masked(0x8000) == 0xA282EAD9
    assert masked(1) == 0xA284EAD8


def test_the_sums_of_all_beginnings():
    """One after the other."""
    content = bytes(range(7, 27))

    assert list(sums(content)) == [crc32c(content[:size]) for size in range(1, 21)]
