"""LevelDBs of a real LevelDB, and broken ones."""

import contextlib
import shutil
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import DataError
from caffe_fillers.formats import leveldb
from caffe_fillers.formats.crc32c import crc32c, masked
from caffe_fillers.proto import caffe
from tests._shared import ROOT, golden

FOLDERS = sorted((ROOT / "tests" / "golden" / "leveldb").iterdir())


def snapshot(folder):
    """All that is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folders_are_there():
    """Tables compressed and plain, several levels, a log."""
    assert ["levels", "log-only", "plain", "snappy"] == [folder.name for folder in FOLDERS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_smallest_live_key_counts(folder, tmp_path):
    """Deleted and overwritten records do not; and nothing is written, not even a lock."""
    copy = shutil.copytree(folder, tmp_path / "db")
    before = snapshot(copy)

    assert folder.name.encode() * 40 == leveldb.first_value(copy)
    assert before == snapshot(copy)
    assert leveldb.is_leveldb(copy)
    assert not leveldb.is_leveldb(tmp_path)


def test_old_suffix(tmp_path):
    """Tables were called .sst once."""
    copy = shutil.copytree(FOLDERS[3], tmp_path / "db")
    for table in copy.glob("*.ldb"):
        table.rename(table.with_suffix(".sst"))

    assert b"snappy" * 40 == leveldb.first_value(copy)


def test_caffes_own():
    """A folder that Caffe's convert tools' library wrote holds a Datum."""
    value = leveldb.first_value(golden("nets_semantics") / "data" / "leveldb_8")

    assert (3, 8, 8) == (
        (datum := caffe.Datum.FromString(value)).channels,
        datum.height,
        datum.width,
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_missing_file_is_named(folder, tmp_path):
    """CURRENT, the manifest or a table."""
    for path in folder.iterdir():
        if path.suffix == ".log":
            continue
        copy = shutil.copytree(folder, tmp_path / path.name)
        (copy / path.name).unlink()
        if path.suffix == ".ldb" and folder.name == "levels" and path.name != "000005.ldb":
            continue

        with pytest.raises(DataError, match="is missing") as caught:
            leveldb.first_value(copy)
        assert str(copy) == caught.value.where


def test_an_empty_database(tmp_path):
    """Without its log, a database that was never written to a table is empty."""
    copy = shutil.copytree(FOLDERS[1], tmp_path / "db")
    next(copy.glob("*.log")).unlink()

    with pytest.raises(DataError, match="holds no record"):
        leveldb.first_value(copy)


@pytest.mark.parametrize("name", ["../MANIFEST-1", "/etc/passwd", "MANIFEST-/../x", "", "\xff"])
def test_current_stays_in_the_folder(name, tmp_path):
    """What CURRENT names is a manifest beside it."""
    (tmp_path / "CURRENT").write_text(name, encoding="latin-1")

    with pytest.raises(DataError, match="cannot be read"):
        leveldb.first_value(tmp_path)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@given(dice=st.randoms(use_true_random=False))
def test_broken_files_are_data_errors(folder, dice, tmp_path_factory):
    """Any bytes changed, cut off or added give a value or a DataError."""
    copy = tmp_path_factory.mktemp("db") / "db"
    shutil.copytree(folder, copy)
    path = dice.choice([path for path in sorted(copy.iterdir()) if path.stat().st_size])
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 3, 20))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    if dice.random() < 0.3:
        del data[dice.randrange(len(data)) :]
    path.write_bytes(data)
    with contextlib.suppress(DataError):
        assert isinstance(leveldb.first_value(copy), bytes)
    shutil.rmtree(copy)


SNAPPY = [
    # Tags and what they make, from the description of the format.
    (b"\x03\x08abc", b"abc"),
    (b"\x40\xf0\x3f" + bytes(range(64)), bytes(range(64))),
    (b"\x0a\x00x\x15\x01", b"x" * 10),
    (b"\x08\x04ab\x16\x02\x00", b"ab" * 4),
    (b"\x08\x04ab\x17\x02\x00\x00\x00", b"ab" * 4),
    (b"\x07\x0cabcd\x01\x03", None),
    (b"\x08\x0cabcd\x01\x03", b"abcdbcdb"),
    (b"\x05\x08abc", None),
    (b"\x04\x01\x01", None),
    (b"\x04\x00a\x01\x00", None),
    (b"\x04\x00a\x01\x09", None),
    (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", None),
    (b"\x04\xfc\xff\xff\xff\xff", None),
]


@pytest.mark.parametrize(("packed", "expected"), SNAPPY)
def test_snappy(packed, expected):
    """Literals and copies of each kind; copies may overlap what they make."""
    if expected is None:
        with pytest.raises((ValueError, IndexError)):
            leveldb._unsnap(packed)
    else:
        assert expected == leveldb._unsnap(packed)


def part_of_record(kind, content):
    """A part of a record as a log has it."""
    crc = masked(crc32c(bytes([kind]) + content))
    return struct.pack("<IHB", crc, len(content), kind) + content


def test_records_over_several_blocks():
    """A log cuts its records at blocks of 32 KiB, and leaves less than a header empty."""
    first, second = bytes(32768 - 7 - 3), bytes(range(256)) * 300
    blocks = part_of_record(1, first) + bytes(3)
    parts = [second[at : at + 32761] for at in range(0, len(second), 32761)]
    for index, part in enumerate(parts):
        kind = 2 if index == 0 else 4 if index == len(parts) - 1 else 3
        blocks += part_of_record(kind, part)

    assert [first, second] == list(leveldb._log_records(blocks))
    assert [first] == list(leveldb._log_records(blocks[:-1]))


def test_room_that_was_never_written_to_ends_a_log():
    """Zeros behind the last record are no damage; other bytes are."""
    record = part_of_record(1, b"abc")

    assert [b"abc"] == list(leveldb._log_records(record + bytes(100)))
    with pytest.raises(ValueError, match="at byte 10 is damaged"):
        list(leveldb._log_records(record + b"\1" + bytes(100)))
    with pytest.raises(ValueError, match="at byte 10 is longer than its block"):
        list(leveldb._log_records(record + b"\0\0\0\0\xff\xff\1"))


def flipped(path, at):
    """The file's bytes, one bit of one of them another."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << at % 8
    return bytes(data)


@pytest.mark.slow
def test_a_flipped_bit_is_never_returned_as_data(tmp_path):
    """In any byte of any file: the right value, where the byte was not needed, or an error."""
    refused = total = 0
    for folder in FOLDERS:
        copy = shutil.copytree(folder, tmp_path / folder.name)
        for path in sorted(copy.iterdir()):
            if path.suffix not in (".ldb", ".log") and not path.name.startswith("MANIFEST"):
                continue
            sound = path.read_bytes()
            tail = range(max(0, len(sound) - 60), len(sound))
            for at in sorted({*range(0, len(sound), 1 + len(sound) // 200), *tail}):
                path.write_bytes(flipped(path, at))
                total += 1
                try:
                    value = leveldb.first_value(copy)
                except DataError:
                    refused += 1
                else:
                    assert value == folder.name.encode() * 40, (path, at)
                path.write_bytes(sound)

    assert total > 1000
    assert refused > 500


def test_a_flipped_bit_in_a_value_is_told(tmp_path):
    """With the block in which it stands."""
    copy = shutil.copytree(golden("nets_semantics") / "data" / "leveldb_8", tmp_path / "db")
    (table,) = copy.glob("*.ldb")
    table.write_bytes(flipped(table, 100))

    with pytest.raises(DataError, match="damaged: its check sum"):
        leveldb.first_value(copy)


def test_a_table_of_an_unknown_compression(tmp_path):
    """Is not taken for a plain one."""
    copy = shutil.copytree(FOLDERS[2], tmp_path / "db")
    (table,) = copy.glob("*.ldb")
    data = table.read_bytes()
    footer = leveldb._Reader(data[-48:])
    footer.varint(), footer.varint()
    start, size = footer.varint(), footer.varint()
    block = data[start : start + size] + b"\2"
    crc = struct.pack("<I", masked(crc32c(block)))
    table.write_bytes(data[:start] + block + crc + data[start + size + 5 :])

    with pytest.raises(DataError, match="unknown way 2"):
        leveldb.first_value(copy)
