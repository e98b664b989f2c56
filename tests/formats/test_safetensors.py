"""`.safetensors`: a JSON header and the values behind it."""

import json
import pickle
import struct

import numpy as np
import pytest

from caffe_fillers.core.draws import Slot
from caffe_fillers.errors import FormatError
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats import safetensors
from caffe_fillers.formats.layout import writing
from caffe_fillers.formats.safetensors import SafetensorsModel
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import parsed
from tests._models import values


def lay_out(layers, dtype="f4"):
    """The layout of a net: [(name, [shape, …]), …]."""
    net = caffe.NetParameter()
    for name, _ in layers:
        net.layer.add(name=name)
    blobs = [
        [(Slot(index, number, name), shape) for number, shape in enumerate(shapes)]
        for index, (name, shapes) in enumerate(layers)
    ]
    return safetensors.layout(net, blobs, np.dtype(dtype))


def save(path, header, content=b""):
    """Write a file of this header, a dictionary or any bytes."""
    told = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(told)) + told + content)
    return path


@pytest.fixture
def path(tmp_path):
    """Where a model is put."""
    return tmp_path / "m.safetensors"


class TestLayout:
    """What the format's description asks for."""

    @pytest.mark.parametrize(("dtype", "name"), [("f4", "F32"), ("f8", "F64")])
    def test_header_and_values(self, path, dtype, name):
        """Tensors one after the other, without gaps, the first at a multiple of eight."""
        layout = lay_out([("conv", [(2, 3), (2,)]), ("relu", []), ("größe/x", [(), (0, 4)])], dtype)
        with writing(OutputFile(path), layout) as sink:
            for slot, (_, hole) in layout.holes.items():
                sink.put(slot, 0, values(hole.size, slot.layer))
        content = path.read_bytes()
        length = int.from_bytes(content[:8], "little")
        size = np.dtype(dtype).itemsize

        assert length % 8 == 0
        assert json.loads(content[8 : 8 + length]) == {
            "conv/0": {"dtype": name, "shape": [2, 3], "data_offsets": [0, 6 * size]},
            "conv/1": {"dtype": name, "shape": [2], "data_offsets": [6 * size, 8 * size]},
            "größe/x/0": {"dtype": name, "shape": [], "data_offsets": [8 * size, 9 * size]},
            "größe/x/1": {"dtype": name, "shape": [0, 4], "data_offsets": [9 * size, 9 * size]},
        }
        held = np.frombuffer(content[8 + length :], f"<{dtype}")
        assert held.tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 2]

    def test_an_empty_net(self, path):
        """A header without tensors."""
        with writing(OutputFile(path), lay_out([("relu", [])])):
            pass

        assert path.read_bytes() == b"\x08\0\0\0\0\0\0\0{}      "

    def test_equal_names_are_refused(self):
        """Two blobs would have one key."""
        with pytest.raises(FormatError, match="the name of a layer before it") as caught:
            lay_out([("a", [(1,)]), ("a", [(1,)])])

        assert (caught.value.where, ".caffemodel" in caught.value.hint) == ("layer 'a'", True)

    def test_names_need_not_be_utf8(self, path):
        """JSON is: other bytes stand as private characters, and are found again."""
        net = parsed(caffe.NetParameter, b"\xa2\x06\x03\x0a\x01\xff")
        layout = safetensors.layout(net, [[(Slot(0, 0, "x"), (1,))]], np.dtype("f4"))
        with writing(OutputFile(path), layout) as sink:
            sink.put(Slot(0, 0, "x"), 0, values(1))

        assert [layer.name for layer in SafetensorsModel(path).layers] == ["\U0010ffff"]


class TestSafetensorsModel:
    """Any .safetensors as a model."""

    def test_our_own_file(self, path):
        """Layers with shapes, types and values."""
        layout = lay_out([("a", [(2, 3), (3,)]), ("b", [()])])
        with writing(OutputFile(path), layout) as sink:
            for slot, (_, hole) in layout.holes.items():
                sink.put(slot, 0, values(hole.size, slot.layer))
        model = SafetensorsModel(path)

        assert [
            (layer.name, [blob.shape for blob in layer.blobs.values()]) for layer in model.layers
        ] == [
            ("a", [(2, 3), (3,)]),
            ("b", [()]),
        ]
        first = model.layers[0].blobs[0]
        assert model.read(first).tolist() == [0, 1, 2, 3, 4, 5]
        assert model.read(first, 2, 4, np.float64).tolist() == [2, 3]
        assert model.read(model.layers[1].blobs[0]).tolist() == [1]
        assert (model.kind, len(model.net.layer)) == ("safetensors", 0)

    @pytest.mark.parametrize(
        ("name", "dtype"),
        [
            ("F16", "<f2"),
            ("F32", "<f4"),
            ("F64", "<f8"),
            ("I8", "i1"),
            ("I16", "<i2"),
            ("I32", "<i4"),
            ("I64", "<i8"),
            ("U8", "u1"),
            ("U16", "<u2"),
            ("U32", "<u4"),
            ("U64", "<u8"),
        ],
    )
    def test_all_numbers(self, path, name, dtype):
        """Of every type that NumPy has, too."""
        array = np.arange(5).astype(dtype)
        told = {"dtype": name, "shape": [5], "data_offsets": [3, 3 + array.nbytes]}
        model = SafetensorsModel(save(path, {"w": told}, b"???" + array.tobytes()))
        stored = model.layers[0].blobs[0]

        assert (stored.dtype, stored.fault) == (np.dtype(dtype), "")
        assert model.read(stored, 1).tolist() == [1, 2, 3, 4]

    def test_bfloat16_is_widened(self, path):
        """It is the upper half of a float32."""
        exact = np.array([1.0, -2.5, np.inf, 0.0, -0.0], "<f4")
        halves = (exact.view("<u4") >> 16).astype("<u2")
        told = {"dtype": "BF16", "shape": [5], "data_offsets": [0, 10]}
        model = SafetensorsModel(save(path, {"w": told}, halves.tobytes()))
        stored = model.layers[0].blobs[0]

        assert stored.dtype == np.float32
        assert model.read(stored).tobytes() == exact.tobytes()
        assert model.read(stored, 1, 3).tolist() == [-2.5, np.inf]

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            (
                {"dtype": "F8_E4M3", "shape": [1], "data_offsets": [0, 1]},
                "holds values of type F8_E4M3",
            ),
            (
                {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]},
                "holds 1 values, its shape has room for 2",
            ),
            ({"dtype": "F32", "shape": [1], "data_offsets": [0, 6]}, "ends with 2 odd bytes"),
            (
                {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 4]},
                f"shape {2**40}x{2**40} holds more than 2147483647 values",
            ),
        ],
    )
    def test_faults(self, path, told, fault):
        """They are told of the one blob."""
        model = SafetensorsModel(save(path, {"w": told}, bytes(8)))

        assert model.layers[0].blobs[0].fault == fault
        with pytest.raises(FormatError) as caught:
            model.read(model.layers[0].blobs[0])
        assert str(caught.value) == f"{path}: {fault}"

    @pytest.mark.parametrize(
        "header",
        [
            {"w": None},
            {"w": {}},
            {"w": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}},
            {"w": {"dtype": "F32", "shape": [True], "data_offsets": [0, 4]}},
            {"w": {"dtype": "F32", "shape": [1.0], "data_offsets": [0, 4]}},
            {"w": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}},
            {"w": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}},
            {"w": {"dtype": 32, "shape": [1], "data_offsets": [0, 4]}},
            b"{",
            b'{"a": \xff}',
            b"{" + b'"a":[' * 100_000 + b"}",
        ],
    )
    def test_broken_headers(self, path, header):
        """The tensor, or the place in the JSON."""
        with pytest.raises(FormatError, match="has a broken header") as caught:
            SafetensorsModel(save(path, header, bytes(8)))

        assert caught.value.where == str(path)
        assert len(caught.value.message) < 400

    def test_a_file_that_is_cut_off(self, path):
        """Told before anything is read."""
        told = {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}
        with pytest.raises(FormatError, match="is cut off: tensor 'w' ends at byte"):
            SafetensorsModel(save(path, {"w": told}, bytes(11)))

    def test_metadata_is_no_tensor(self, path):
        """Other programs leave notes."""
        assert SafetensorsModel(save(path, {"__metadata__": {"format": "pt"}})).layers == ()

    def test_a_model_can_be_pickled(self, path):
        """It holds no open file."""
        told = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
        model = SafetensorsModel(save(path, {"w": told}, values(1, 6).tobytes()))
        model = pickle.loads(pickle.dumps(model))  # noqa: S301

        assert model.read(model.layers[0].blobs[0]).tolist() == [6]

    def test_other_kinds_of_file(self, path):
        """They have readers of their own."""
        path.write_bytes(b"\n\0")
        with pytest.raises(FormatError, match="kind caffemodel, not safetensors") as caught:
            SafetensorsModel(path)

        assert caught.value.where == str(path)
