"""The scan leaves out every number and nothing else, and refuses what protobuf refuses."""

from io import BytesIO

import numpy as np
import pytest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import FormatError
from caffe_fillers.formats import wire
from caffe_fillers.formats.wire import read_run, scan, split
from caffe_fillers.proto import caffe
from caffe_fillers.wire import message

NUMBERS = {5: ("data", "<f4"), 6: ("diff", "<f4"), 8: ("double_data", "<f8")}
NUMBERS[9] = ("double_diff", "<f8")


def blobs_of(net):
    """All blobs of all generations, in the order in which the scan meets them."""
    for layer in net.layers:
        yield from layer.blobs
        yield from layer.layer.blobs
    for layer in net.layer:
        yield from layer.blobs


def read(content, raw, number):
    """All numbers of one field of a scanned blob."""
    name, dtype = NUMBERS[number]
    file = BytesIO(content)
    width = np.dtype(dtype).itemsize
    runs = [read_run(file, run, 0, run.size, width) for run in raw.get(number, ()) if run.size]
    return name, np.concatenate([np.empty(0, np.uint8), *runs]).view(dtype)


def stripped(content):
    """A message without numbers by protobuf's own means, and its numbers as bytes."""
    net = caffe.NetParameter.FromString(content)
    found = []
    for blob in blobs_of(net):
        numbers = {}
        for number, (name, dtype) in NUMBERS.items():
            numbers[number] = np.array(getattr(blob, name), dtype).tobytes()
            blob.ClearField(name)
        found.append(numbers)
    return net.SerializeToString(), found


def scanned(content):
    """The same by our scan."""
    result = scan(BytesIO(content), len(content))
    net = caffe.NetParameter.FromString(result.header)
    found = []
    for blob in blobs_of(net):
        raw = result.blobs[int(blob.double_data[0])]
        blob.ClearField("double_data")
        found.append({number: read(content, raw, number)[1].tobytes() for number in NUMBERS})
    return net.SerializeToString(), found


def one(*parts):
    """A NetParameter with one V2 layer whose blob has these parts."""
    return message(100, message(1, b"layer") + message(7, b"".join(parts)))


FLOATS = np.arange(7, dtype="<f4")
DOUBLES = np.arange(5, dtype="<f8")
UNPACKED = b"".join(b"\x2d" + value.tobytes() for value in FLOATS)
UNPACKED_DOUBLES = b"".join(b"\x41" + value.tobytes() for value in DOUBLES)
SHAPE = message(7, message(1, b"\x07"))

BLOBS = {
    "packed": message(5, FLOATS.tobytes()) + SHAPE,
    "packed, empty": message(5, b"") + SHAPE,
    "in chunks": message(5, FLOATS[:3].tobytes()) + SHAPE + message(5, FLOATS[3:].tobytes()),
    "unpacked": UNPACKED + SHAPE,
    "unpacked to the very end": SHAPE + UNPACKED,
    "unpacked and packed": UNPACKED + message(5, FLOATS.tobytes()) + UNPACKED,
    "unpacked twice, a diff between": UNPACKED + b"\x35\0\0\0\0" + UNPACKED,
    "a tag of two bytes": b"\xad\0" + FLOATS[1:2].tobytes() + UNPACKED,
    "a tag of two bytes, and a number that ends like it": b"\xad\0\1\2\3\xad" + SHAPE,
    "doubles": SHAPE + message(8, DOUBLES.tobytes()),
    "doubles, unpacked": SHAPE + UNPACKED_DOUBLES + b"\x08\x05",
    "floats and doubles": message(5, FLOATS.tobytes()) + message(8, DOUBLES.tobytes()),
    "diffs": message(6, FLOATS.tobytes()) + message(9, DOUBLES.tobytes()),
    "old dimensions": b"\x08\x01\x10\x01\x18\x01\x20\x07" + UNPACKED,
    "a shape in two parts": SHAPE + SHAPE,
    "unknown fields": message(77, b"zzz") + b"\xa0\x06\x05" + message(5, FLOATS.tobytes()),
    "unknown fields of fixed length": b"\xa1\x06" + bytes(8) + b"\xa5\x06" + bytes(4) + SHAPE,
    "a group": b"\xa3\x06\xab\x06\x08\x01\xac\x06\xa4\x06" + message(5, FLOATS.tobytes()),
    "a number of another type": b"\x28\x05" + message(5, FLOATS.tobytes()),
    "nothing": b"",
}


@pytest.mark.parametrize("blob", BLOBS.values(), ids=BLOBS)
@pytest.mark.parametrize(
    "wrap",
    [
        lambda blob: message(100, message(1, b"v2") + message(7, blob) + message(7, blob)),
        lambda blob: message(2, message(6, blob) + message(4, b"v1") + message(6, blob)),
        lambda blob: message(2, message(1, message(50, blob) + message(1, b"v0"))),
        # A singular message in two parts is one message.
        lambda blob: message(2, message(1, message(50, blob)) + message(1, message(50, blob))),
        # loss_weight has the tag of a blob's data: numbers end where their blob does.
        lambda blob: message(100, message(7, blob) + UNPACKED),
    ],
    ids=["v2", "v1", "v0", "v0 in two parts", "before loss_weight"],
)
def test_every_form_of_numbers(blob, wrap):
    """As protobuf reads them, in layers of all generations."""
    content = message(1, b"net") + wrap(blob) + message(3, b"data")

    assert scanned(content) == stripped(content)


def test_a_long_unpacked_row_is_one_run():
    """More numbers than one look takes in, ended by another field."""
    many = 200_000
    table = np.empty(many, np.dtype([("tag", "u1"), ("value", "<f4")]))
    table["tag"], table["value"] = 0x2D, np.arange(many)
    result = scan(BytesIO(content := one(table.tobytes(), SHAPE)), len(content))

    (run,) = result.blobs[0][5]
    assert (run.size, run.stride) == (many, 5)
    assert read(content, result.blobs[0], 5)[1].tolist() == list(range(many))
    part = read_run(BytesIO(content), run, 131_071, 131_074, 4).view("<f4")
    assert part.tolist() == [131_071, 131_072, 131_073]


def test_the_header_is_small():
    """Numbers take no room in it."""
    content = one(message(5, bytes(4_000_000)))
    result = scan(BytesIO(content), len(content))

    assert len(result.header) < 50
    assert result.blobs[0][5][0].size == 1_000_000


BASE = (
    message(1, b"net")
    + message(100, message(1, b"a") + b"".join(message(7, BLOBS[name]) for name in list(BLOBS)[:6]))
    + message(2, message(4, b"b") + b"".join(message(6, blob) for blob in list(BLOBS.values())[6:]))
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(BASE) - 1), st.integers(0, 4), st.binary(max_size=4), st.booleans()
        ),
        min_size=1,
        max_size=3,
    )
)
def test_broken_files_are_refused_where_protobuf_refuses_them(changes):
    """Bytes replaced, left out, put in, cut off: the same verdict, the same numbers."""
    content = BASE
    for at, drop, put, cut in changes:
        content = content[:at] + put + (b"" if cut else content[at + drop :])
    try:
        expected = stripped(content)
    except DecodeError:
        with pytest.raises((FormatError, DecodeError)):
            scanned(content)
    else:
        assert scanned(content) == expected


@pytest.mark.parametrize(
    ("content", "where", "told"),
    [
        (message(1, b"net")[:-1], "byte 0", "the file is cut off"),
        (
            message(100, message(7, b"\x2a\x09abc") + message(2, b"a long type")),
            "byte 5",
            "its message is shorter",
        ),
        (message(100, message(7, message(5, b"abc"))), "byte 5", "3 bytes are no row of 4-byte"),
        (b"\x0a" + b"\xff" * 10, "byte 1", "longer than ten bytes"),
        (b"\x0a\xff", "byte 1", "cut off"),
        (b"\x00\x00", "byte 0", "has no field 0"),
        (b"\xfe\xff\xff\xff\xff\x01\x00", "byte 0", "NetParameter has no field"),
        (b"\x0f\x00", "byte 1", "unknown wire type 7"),
        (b"\x0c", "byte 1", "unknown wire type 4"),
        (b"\xa3\x06\xac\x06", "byte 2", "group 101 ends without having begun"),
        (b"\xa3\x06" * 101, "byte 200", "nested more than 100 deep"),
    ],
)
def test_the_place_of_the_fault_is_told(content, where, told):
    """The byte where the broken field begins, and why."""
    with pytest.raises(FormatError) as caught:
        scan(BytesIO(content), len(content))

    assert caught.value.where == where
    assert told in caught.value.message


def test_bounds_for_what_only_pretends(monkeypatch):
    """Neither endless small fields nor one endless name are taken in."""
    monkeypatch.setattr(wire, "MAX_FIELDS", 100)
    monkeypatch.setattr(wire, "MAX_HEADER", 1000)
    with pytest.raises(FormatError, match="more than 100 fields"):
        scan(BytesIO(b"\x28\x01" * 101), 202)
    with pytest.raises(FormatError, match="more than 1,000 bytes that are not blobs"):
        scan(BytesIO(message(1, bytes(1000))), 1003)

    assert scan(BytesIO(b"\x28\x01" * 100), 200).header == b"\x28\x01" * 100


def test_split_is_before_the_first_larger_field():
    """Fields of the number itself stay in front."""
    parts = [message(1, b"a"), message(7, b"b"), message(7, b""), message(8, b"c"), b"\x08\x01"]

    assert split(b"".join(parts), 7) == (b"".join(parts[:3]), b"".join(parts[3:]))
    assert split(b"".join(parts[:3]), 7) == (b"".join(parts[:3]), b"")
    assert split(b"", 7) == (b"", b"")
