"""A model without its tensors, and with them again; and what is none."""

import io
from contextlib import contextmanager, suppress

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import helper, numpy_helper

from caffe_fillers.errors import CaffeFillersError, DataError, FormatError
from caffe_fillers.formats.layout import Layout, LayoutSink, Span
from caffe_fillers.formats.onnx import wire
from caffe_fillers.formats.onnx.model import read_onnx
from caffe_fillers.formats.onnx.wire import Placeholders, expand, hollow
from caffe_fillers.wire import prefix
from tests._onnx import data, fill_file, graph, model, numbers, save


class Held:
    """A file in memory."""

    def __init__(self, content):
        self.content = content

    @contextmanager
    def open(self):
        """The open file."""
        yield io.BytesIO(self.content)


def thinned(content):
    """The message without its tensors, and what stands for them."""
    stand_ins = Placeholders()
    return hollow(Held(content), len(content), stand_ins), stand_ins


def whole(message, stand_ins):
    """The message with its tensors."""
    out = io.BytesIO()
    LayoutSink(Layout(expand(message, stand_ins)), out)
    return out.getvalue()


def many(sizes, deep=False):
    """A model with initializers of these sizes, in a branch of an If or not."""
    arrays = {f"w{number}": numbers(size) for number, size in enumerate(sizes)}
    inner = graph([helper.make_node("Identity", ["x"], ["z"])], {}, arrays, ("z",))
    if not deep:
        return model(inner)
    node = helper.make_node("If", ["flag"], ["y"], then_branch=inner, else_branch=inner)
    return model(graph([node]))


SIZES = st.lists(st.sampled_from([0, 1, 10, 255, 256, 257, 1000, 20_000]), max_size=5)


@given(SIZES, st.booleans())
def test_there_and_back(sizes, deep):
    """Large tensors are left out, and come back byte for byte."""
    content = many(sizes, deep).SerializeToString()
    message, stand_ins = thinned(content)
    large = sum(size * 4 > wire.SMALL for size in sizes) * (2 if deep else 1)

    assert len(stand_ins.places(message)) == large
    assert onnx.ModelProto.FromString(message).SerializeToString() == message
    assert whole(message, stand_ins) == content
    assert len(message) < 2048 * (len(sizes) + 1)


def test_a_stand_in_cannot_be_forged():
    """Bytes of a file that look like one are bytes."""
    stand_ins, others = Placeholders(), Placeholders()
    token = stand_ins.put(Span(Held(b""), 0, 5))

    assert stand_ins.get(token).nbytes == 5
    assert others.get(token) is None
    assert stand_ins.get(token[:-1]) is None
    assert stand_ins.places(b"ab" + token + token) == [2, 2 + len(token)]


SOUND = many([300, 10, 400], deep=True).SerializeToString()


@pytest.mark.parametrize("cut", range(1, len(SOUND), 37))
def test_a_cut_file_is_told(cut, tmp_path):
    """Wherever it ends: an error with the place, no traceback."""
    path = tmp_path / "cut.onnx"
    path.write_bytes(SOUND[:cut])

    with pytest.raises(FormatError) as error:
        read_onnx(path)
    assert "cut.onnx" in error.value.where


@given(st.data())
def test_a_damaged_file_is_told_or_read(tmp_path_factory, more):
    """Some bytes exchanged: an error of ours, or a model that can be read."""
    damaged = bytearray(SOUND)
    for _ in range(more.draw(st.integers(1, 5))):
        damaged[more.draw(st.integers(0, len(SOUND) - 1))] = more.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.onnx"
    path.write_bytes(damaged)
    with suppress(CaffeFillersError):
        fill_file(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"name: 'net'",
        b"\x0b\x0c",
        b"\xff" * 40,
        b"\x08\x07",
        b"PK\x03\x04zip",
        b"\x3a\x00\x3b",
    ],
)
def test_what_is_no_model_is_told(content, tmp_path):
    """Text, nothing, groups, other formats."""
    path = tmp_path / "other.onnx"
    path.write_bytes(content)

    with pytest.raises(FormatError, match="no ONNX model"):
        read_onnx(path)


def test_missing_and_odd_files_are_told(tmp_path):
    """No file, a folder."""
    with pytest.raises(DataError, match="no such file"):
        read_onnx(tmp_path / "none.onnx")
    with pytest.raises(DataError, match="Is a directory"):
        read_onnx(tmp_path)


def test_messages_that_nest_too_deep_are_told(tmp_path):
    """As protobuf refuses them, without a stack overflow."""
    inner = numbers(300).tobytes()
    content = prefix(9, len(inner)) + inner  # raw_data of a tensor
    content = prefix(5, len(content)) + content  # an initializer of a graph
    for _ in range(300):
        for field in (6, 5, 1):  # g of an attribute, of a node, of a graph
            content = prefix(field, len(content)) + content
    path = tmp_path / "deep.onnx"
    path.write_bytes(prefix(7, len(content)) + content)

    with pytest.raises(FormatError, match="nested"):
        read_onnx(path)


def test_a_length_out_of_all_bounds_costs_nothing(tmp_path):
    """A field that claims 2**60 bytes."""
    path = tmp_path / "claim.onnx"
    path.write_bytes(b"\x3a\x80\x80\x80\x80\x80\x80\x80\x80\x10")

    with pytest.raises(
        FormatError,
        match="field 7 of ModelProto ends at byte 1,152,921,504,606,846,986: the file is cut off",
    ):
        read_onnx(path)


@pytest.mark.parametrize(
    ("dims", "words"),
    [([-1, 3], "has the shape"), ([5, 3], "cannot be read"), ([2**40, 2**40], "")],
)
def test_tensors_that_are_not_what_they_say(dims, words, tmp_path):
    """A table of a broken shape is told; a weight of one that no machine holds, too."""
    tensor = numpy_helper.from_array(np.zeros((2, 3), np.int64), "dims")
    tensor.dims[:] = dims
    weight = numpy_helper.from_array(numbers(3, 4), "w")
    if not words:
        weight.dims[:] = dims
    nodes = [
        helper.make_node("Reshape", ["w", "dims"], ["r"]),
        helper.make_node("MatMul", ["x", "r" if words else "w"], ["y"]),
    ]
    made = model(graph(nodes, {"x": data(2, 3)}))
    made.graph.initializer.extend([tensor, weight])
    path = save(made, tmp_path)

    with pytest.raises(CaffeFillersError, match=words or "holds more than"):
        fill_file(path)
