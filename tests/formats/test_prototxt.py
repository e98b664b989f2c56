"""Prototxt files."""

import os
import sys

import pytest

from caffe_fillers.errors import DataError, FormatError, TextError
from caffe_fillers.formats import prototxt

NET = b"""name: "LeNet"  # \xff
layer { name: "data" type: "Input" }
"""


@pytest.fixture
def file(tmp_path):
    """A net's file."""
    path = tmp_path / "net.prototxt"
    path.write_bytes(NET)
    return path


def test_a_file_is_read_without_loss(file):
    """Its bytes, whatever they are."""
    document = prototxt.read(file)

    assert document.encode() == NET
    assert document.name == str(file)


def test_a_net_is_a_tree_and_a_message(file):
    """By a path or by its name."""
    document, net = prototxt.read_net(str(file))

    assert document.encode() == NET
    assert (net.name, net.layer[0].type) == ("LeNet", "Input")


def test_a_solver_is_a_tree_and_a_message(tmp_path):
    """Of the other kind."""
    path = tmp_path / "solver.prototxt"
    path.write_bytes(b"net: 'a'\r\nbase_lr: 0.1\r\n")
    document, solver = prototxt.read_solver(path)

    assert document.newline == "\r\n"
    assert solver.net == "a"
    assert prototxt.is_solver(document)
    assert not prototxt.is_solver(prototxt.parse(NET))


def test_errors_name_the_file(file):
    """With line and column."""
    file.write_bytes(b"name: 'a'\nnme: 'b'\n")

    with pytest.raises(TextError) as caught:
        prototxt.read_net(file)

    assert caught.value.where == f"{file}:2:1"
    assert caught.value.hint == "Did you mean 'name'?"


def test_a_missing_file(tmp_path):
    """Is an error of data, not of Python."""
    with pytest.raises(DataError, match="no such file") as caught:
        prototxt.read(tmp_path / "none.prototxt")

    assert caught.value.where == str(tmp_path / "none.prototxt")


def test_a_folder(tmp_path):
    """Is none either."""
    with pytest.raises(DataError) as caught:
        prototxt.read(tmp_path)

    assert caught.value.where == str(tmp_path)


def test_a_file_that_may_not_be_read(file, monkeypatch):
    """Says so; made up, as some users may read everything."""

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(DataError, match="permission denied"):
        prototxt.read(file)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_no_file_has(name):
    """Is told like any other mistake."""
    with pytest.raises(DataError):
        prototxt.read(name)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such device")
def test_a_device_has_no_end():
    """So it is not begun."""
    with pytest.raises(DataError, match="device"):
        prototxt.read("/dev/zero")


def test_a_file_beyond_what_protobuf_counts(tmp_path):
    """Is not read at all; this one has no content on the disk."""
    path = tmp_path / "huge.prototxt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2**31)

    with pytest.raises(FormatError, match=r"2,147,483,648 bytes") as caught:
        prototxt.read(path)

    assert caught.value.hint == "Is this a binary .caffemodel?"
