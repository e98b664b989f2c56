"""What a file is, told by its first bytes."""

import io
import zipfile

import h5py
import pytest

from caffe_fillers.errors import FormatError
from caffe_fillers.formats import signs
from caffe_fillers.formats.model import StoredFile
from caffe_fillers.formats.signs import kind


def hdf5(userblock=0):
    """An HDF5 file, perhaps behind a block of something else."""
    made = io.BytesIO()
    with h5py.File(made, "w", userblock_size=userblock):
        pass
    return made.getvalue()


def zipped(*names):
    """A zip of empty files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\n\x04name", signs.CAFFEMODEL),
        (b"\n\x00", signs.CAFFEMODEL),
        (b"\x12\x05layer", signs.CAFFEMODEL),
        (b"\xa2\x06\x00", signs.CAFFEMODEL),
        # A name that looks like text, of 32 characters.
        (b"\n model.caffemodel and some more text", signs.CAFFEMODEL),
        (hdf5(), signs.HDF5),
        (hdf5(512), signs.HDF5),
        (hdf5(2048), signs.HDF5),
        (zipped("a.npy"), signs.NPZ),
        (zipped(), signs.NPZ),
        (b"\x02\0\0\0\0\0\0\0{}", signs.SAFETENSORS),
    ],
)
def test_kinds(tmp_path, content, expected):
    """By content; the name does not count."""
    path = tmp_path / "model"
    path.write_bytes(content)

    assert kind(StoredFile(path)) == expected


FOREIGN = {
    b"": "is empty",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:12\n": "Git LFS pointer",
    b"../../models/bvlc_reference.caffemodel": "a symbolic link to ../../models/bvlc_ref",
    b"..\\weights\\x.h5\n": "a symbolic link to ..\\weights\\x.h5,",
    b'name: "AlexNet"\nlayers {': "is a text definition",
    b"# a net\n\n  layer {\n": "is a text definition",
    b"input: 'data'": "is a text definition",
    b'net: "train_val.prototxt"': "is a text definition",
    b"<!DOCTYPE html><html>": "is a web page",
    b"\n<HTML>": "is a web page",
    b"<?xml version='1.0'?>": "is a web page",
    b"\x1f\x8b\x08": "is compressed",
    b"BZh9": "is compressed",
    b"\xfd7zXZ\0": "is compressed",
    b"7z\xbc\xaf\x27\x1c": "is compressed",
    b"Rar!\x1a": "is compressed",
    b"\x28\xb5\x2f\xfd": "is compressed",
    b"a.txt" + bytes(252) + b"ustar\x0000": "is a tar archive",
    b"\x80\x02}q\0": "is a Python pickle",
    b"\x80\x04\x95": "is a Python pickle",
    b"\x08\x07\x12\x07pytorch": "may be an ONNX model, a .solverstate",
}


@pytest.mark.parametrize(("content", "told"), FOREIGN.items())
def test_foreign_files_are_named(tmp_path, content, told):
    """With a next step."""
    path = tmp_path / "m.caffemodel"
    path.write_bytes(content)
    with pytest.raises(FormatError) as caught:
        kind(StoredFile(path))

    assert told in str(caught.value)
    assert caught.value.where == str(path)
    assert caught.value.hint


def test_a_header_longer_than_its_file_is_no_safetensors(tmp_path):
    """Nor one beyond what the format allows: both are left to the reader of binary models."""
    path = tmp_path / "m"
    for length in (3, 100_000_001):
        path.write_bytes(length.to_bytes(8, "little") + b"{}")

        assert kind(StoredFile(path)) == signs.CAFFEMODEL
