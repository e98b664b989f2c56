"""LMDBs that LMDB itself has written, and broken ones."""

import contextlib
import os
import struct

import lmdb as real
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caffe_fillers.errors import DataError
from caffe_fillers.formats import lmdb
from caffe_fillers.proto import caffe
from tests._shared import golden

PAGE = 4096
NUMBERS = st.integers(0, 999).map(lambda number: b"%08d" % number)
KEYS = st.one_of(st.binary(min_size=1, max_size=500), NUMBERS)
#: In the leaf, at the edge of what a leaf holds, and on pages of their own.
SIZES = st.sampled_from([0, 1, 900, 1990, 2020, 2040, 4080, 9000])


def written(folder, *transactions):
    """An LMDB; in each transaction what is None is deleted. And its first value, as LMDB says."""
    with real.open(str(folder), map_size=1 << 26) as env:
        for records in transactions:
            with env.begin(write=True) as transaction:
                for key, value in records.items():
                    if value is None:
                        transaction.delete(key)
                    else:
                        transaction.put(key, value)
        with env.begin() as transaction, transaction.cursor() as cursor:
            return bytes(cursor.value()) if cursor.first() else None


RECORDS = st.dictionaries(KEYS, st.one_of(st.none(), SIZES.map(os.urandom)), max_size=40)


@given(st.lists(RECORDS, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_is_what_lmdb_finds(tmp_path_factory, transactions):
    """Whatever was written, overwritten and deleted."""
    folder = tmp_path_factory.mktemp("lmdb")
    expected = written(folder, *transactions)
    if expected is None:
        with pytest.raises(DataError, match="holds no record"):
            lmdb.first_value(folder)
    else:
        assert lmdb.first_value(folder) == expected


def test_a_tree_of_several_levels(tmp_path):
    """Branches are followed along their first entries."""
    records = {b"%08d" % number: b"%d" % number * 100 for number in range(5000)}
    written(tmp_path, records, {b"%08d" % number: None for number in range(77)})

    assert lmdb.first_value(tmp_path) == b"77" * 100
    assert lmdb.first_value(tmp_path / "data.mdb") == b"77" * 100


def test_caffes_own():
    """A folder that Caffe's library wrote holds a Datum; nothing is written there."""
    folder = golden("nets_semantics") / "data" / "lmdb_8"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    datum = caffe.Datum.FromString(lmdb.first_value(folder))

    assert (datum.channels, datum.height, datum.width) == (3, 8, 8)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.fixture
def file(tmp_path):
    """An LMDB of one small record, in one leaf."""
    written(tmp_path, {b"key": b"value"})
    return tmp_path / "data.mdb"


def test_cut_off_anywhere(tmp_path):
    """An error, or the right value: LMDB itself would kill the process."""
    expected = written(tmp_path, {b"%04d" % number: bytes([number]) * 3000 for number in range(40)})
    path = tmp_path / "data.mdb"
    content, refused = path.read_bytes(), 0
    for length in range(0, len(content), 1000):
        path.write_bytes(content[:length])
        try:
            found = lmdb.first_value(tmp_path)
        except DataError as error:
            refused += "cut off" in error.message
        else:
            assert found == expected

    assert refused == 16


def root_of(text):
    """The page of the tree's root, from the newer of the two meta pages."""
    metas = [struct.unpack_from("<QQQ", text, base + 128) for base in (0, PAGE)]
    return max(metas, key=lambda meta: meta[2])[0]


#: What is written where, in the meta page that counts or in the leaf, and what is said.
DAMAGE = [
    ("meta", 16, b"\0\0\0\0", "no LMDB, or one of another kind of machine"),
    ("meta", 10, b"\0\0", "no LMDB, or one of another kind of machine"),
    ("meta", 20, b"\2\0\0\0", "of version 2"),
    ("meta", 40, struct.pack("<I", 3000), "pages are of 3000 bytes"),
    ("meta", 40, struct.pack("<I", 1 << 31), "pages are of 2147483648 bytes"),
    ("meta", 128, struct.pack("<Q", 2**63), "was it cut off"),
    ("meta", 128, struct.pack("<Q", 1), "not a part of a tree"),
    ("leaf", 0, struct.pack("<Q", 9), "not a part of a tree"),
    ("leaf", 10, struct.pack("<H", 4), "not a part of a tree"),
    ("leaf", 16, struct.pack("<H", PAGE - 2), "leaves its page"),
    ("entry", 0, struct.pack("<HH", 0xFFFF, 0xFFFF), "does not end in its page"),
    ("entry", 4, struct.pack("<H", 1), "leaves its page"),
    ("entry", 6, struct.pack("<H", 5000), "leaves its page|does not end"),
    ("entry", 4, struct.pack("<H", 4), "sets of values"),
]


@pytest.mark.parametrize(("place", "offset", "content", "told"), DAMAGE)
def test_damage_is_told(file, place, offset, content, told):
    """Never a crash, never a huge allocation."""
    text = bytearray(file.read_bytes())
    root = root_of(text)
    leaf = root * PAGE
    (entry,) = struct.unpack_from("<H", text, leaf + 16)
    bases = {"meta": [0, PAGE], "leaf": [leaf], "entry": [leaf + entry]}[place]
    for base in bases:
        text[base + offset : base + offset + len(content)] = content
    file.write_bytes(text)

    with pytest.raises(DataError, match=told):
        lmdb.first_value(file)


def test_a_circle_ends(file):
    """A branch that leads to itself."""
    text = bytearray(file.read_bytes())
    root = root_of(text)
    (entry,) = struct.unpack_from("<H", text, root * PAGE + 16)
    struct.pack_into("<H", text, root * PAGE + 10, 1)
    struct.pack_into("<HHH", text, root * PAGE + entry, root, 0, 0)
    file.write_bytes(text)

    with pytest.raises(DataError, match="more than 32 levels"):
        lmdb.first_value(file)


def test_pages_far_behind(file):
    """A branch's page numbers have more than 16 bits; the file is sparse."""
    far, text = 70_000, bytearray(file.read_bytes())
    root = root_of(text)
    leaf = bytearray(text[root * PAGE : (root + 1) * PAGE])
    struct.pack_into("<Q", leaf, 0, far)
    (entry,) = struct.unpack_from("<H", leaf, 16)
    struct.pack_into("<H", text, root * PAGE + 10, 1)
    struct.pack_into("<HHH", text, root * PAGE + entry, far & 0xFFFF, far >> 16, 0)
    with file.open("wb") as opened:
        opened.write(text)
        opened.seek(far * PAGE)
        opened.write(leaf)

    assert lmdb.first_value(file) == b"value"


def test_the_last_byte_counts(file):
    """A page that lacks one byte is not read."""
    text = file.read_bytes()
    end = (root_of(text) + 1) * PAGE
    file.write_bytes(text[:end])
    assert lmdb.first_value(file) == b"value"
    file.write_bytes(text[: end - 1])
    with pytest.raises(DataError, match="was it cut off"):
        lmdb.first_value(file)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_value_or_an_error(file, data):
    """Ours."""
    text = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path = file.with_name("damaged.mdb")
    path.write_bytes(text)
    with contextlib.suppress(DataError):
        assert len(lmdb.first_value(path)) <= len(text)


def test_no_folder_of_lmdb(tmp_path):
    """Its file is named."""
    with pytest.raises(DataError, match=r"data.mdb is missing"):
        lmdb.first_value(tmp_path)
