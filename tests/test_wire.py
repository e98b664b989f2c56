"""Protobuf's binary format: numbers, and fields in a file and in memory."""

from io import BytesIO

import pytest

from caffe_fillers import wire
from caffe_fillers.wire import Source, WireError, message, prefix, read_varint, varint

NUMBERS = [
    (0, b"\0"),
    (127, b"\x7f"),
    (128, b"\x80\x01"),
    (300, b"\xac\x02"),
    ((1 << 64) - 1, b"\xff" * 9 + b"\x01"),
]


@pytest.mark.parametrize(("number", "expected"), NUMBERS)
def test_varint(number, expected):
    """Seven bits a byte, there and back."""
    assert varint(number) == expected
    assert read_varint(b"ab" + expected + b"c", 2) == (number, 2 + len(expected))


def test_a_number_has_64_bits():
    """A negative one is two's complement; what a tenth byte has beyond them is nothing."""
    assert varint(-1) == b"\xff" * 9 + b"\x01"
    assert read_varint(b"\xff" * 9 + b"\x7f", 0) == ((1 << 64) - 1, 10)


@pytest.mark.parametrize(
    ("content", "stop", "why"),
    [
        (b"a", None, "cut off"),
        (b"a\x80", None, "cut off"),
        (b"a\x80\x01", 2, "cut off"),
        (b"a" + b"\xff" * 10, None, "longer than ten bytes"),
    ],
)
def test_numbers_that_do_not_end(content, stop, why):
    """Where the bytes end, where their message ends, or nowhere."""
    with pytest.raises(WireError, match=why) as caught:
        read_varint(content, 1, stop)

    assert caught.value.offset == 1


PARTS = [
    (1, wire.BYTES, message(1, b"name")),
    (300, wire.BYTES, message(300, bytes(100_000))),
    (2, wire.VARINT, b"\x10\xac\x02"),
    (3, wire.FIXED64, b"\x19" + bytes(8)),
    (4, wire.GROUP, b"\x23\x08\x01\x2b\x2c\x24"),
    (5, wire.FIXED32, b"\x2d" + bytes(4)),
    (wire.MAX_NUMBER, wire.BYTES, prefix(wire.MAX_NUMBER, 0)),
]
WHOLE = b"".join(content for _, _, content in PARTS)


@pytest.mark.parametrize(
    "source", [Source.of(WHOLE), Source(BytesIO(WHOLE), len(WHOLE))], ids=["bytes", "file"]
)
def test_fields(source):
    """Their numbers, types and places, whatever the source, and again from the front."""
    for _ in range(2):
        fields = list(source.fields(0, len(WHOLE)))

        assert [(each.number, each.wire) for each in fields] == [part[:2] for part in PARTS]
        assert [source.read(each.tag, each.stop) for each in fields] == [part[2] for part in PARTS]
        assert source.read(fields[0].start, fields[0].stop) == b"name"


def test_a_caller_may_leave_fields_out():
    """By setting forward where the next one begins."""
    fields = Source.of(b"\x08\x01\xff\xff\x10\x02").fields(0, 6)
    first = next(fields)
    fields.at += 2

    assert [first.number, *(each.number for each in fields)] == [1, 2]


def test_a_file_that_has_become_shorter():
    """Than the size that was asked for before."""
    for content in (b"", b"\x0a", b"\x0a\x80", b"\x80"):
        with pytest.raises(WireError, match="cut off"):
            list(Source(BytesIO(content), 50).fields(0, 50))


def test_a_bound_on_fields():
    """Those in groups count."""
    content = b"\x0b" + b"\x10\x01" * 3 + b"\x0c"

    assert len(list(Source(BytesIO(content), 8, 4).fields(0, 8))) == 1
    with pytest.raises(WireError, match="more than 3 fields"):
        list(Source(BytesIO(content), 8, 3).fields(0, 8))
