"""`.caffemodel`: read whole, read late, and laid out as protobuf serialises it."""

import os
import pickle

import numpy as np
import pytest

from caffe_fillers.core.draws import Slot
from caffe_fillers.errors import DataError, FormatError, ShapeError, UpgradeError
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats import caffemodel
from caffe_fillers.formats.caffemodel import open_model, read
from caffe_fillers.formats.layout import writing
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import parsed
from caffe_fillers.wire import message
from tests._models import blob, save, v0, v1, v2, values
from tests._shared import golden

F4 = np.dtype("f4")


@pytest.fixture
def path(tmp_path):
    """Where a model is put."""
    return tmp_path / "m.caffemodel"


class TestLayout:
    """The file is what Net::ToProto and protobuf make."""

    def written(self, net, shapes, dtype, path):
        """The file's bytes when every value is its flat index."""
        blobs = [
            [(Slot(index, number, layer.name), shape) for number, shape in enumerate(of_layer)]
            for index, (layer, of_layer) in enumerate(zip(net.layer, shapes, strict=True))
        ]
        layout = caffemodel.layout(net, blobs, np.dtype(dtype))
        with writing(OutputFile(path), layout) as sink:
            for of_layer in blobs:
                for slot, shape in of_layer:
                    sink.put(slot, 0, values(shape).reshape(-1))
        assert layout.nbytes == path.stat().st_size
        return path.read_bytes()

    def serialised(self, net, shapes, dtype):
        """The bytes by protobuf."""
        whole = caffe.NetParameter()
        whole.CopyFrom(net)
        for layer, of_layer in zip(whole.layer, shapes, strict=True):
            for shape in of_layer:
                layer.blobs.append(blob(values(shape), double=dtype == "f8"))
        return whole.SerializeToString()

    @pytest.mark.parametrize("dtype", ["f4", "f8"])
    def test_blobs_stand_between_the_fields_before_and_behind_them(self, path, dtype):
        """Packed values, shapes of any axes, a long and an empty blob, none."""
        net = caffe.NetParameter(name="net")
        first = net.layer.add(name="a", type="X", bottom=["b"], top=["t"], phase=1)
        first.param.add(lr_mult=2)
        first.loss_weight.append(1)
        first.convolution_param.num_output = 3
        net.layer.add(name="b", propagate_down=[True])
        net.layer.add(type="Y")
        shapes = [[(3, 4, 1, 2), (300,)], [], [(0, 5), (1, 1, 1, 1, 7)]]

        assert self.written(net, shapes, dtype, path) == self.serialised(net, shapes, dtype)

    def test_a_scalar_has_no_shape(self, path):
        """A blob of zero axes, as Caffe writes it, leaves the field out."""
        net = caffe.NetParameter(name="net")
        net.layer.add(name="p")
        expected = self.serialised(net, [[()]], "f4")

        assert b"\x3a\x06\x2a\x04" in expected
        assert self.written(net, [[()]], "f4", path) == expected

    def test_the_name_is_always_there(self, path):
        """Also when it is empty."""
        assert self.written(caffe.NetParameter(), [], "f4", path) == b"\n\0"

    def test_names_that_are_no_text_stay_as_they_are(self, path):
        """Old models have names in other encodings."""
        named = message(1, b"\xff\xfe") + message(100, message(1, b"\xb2\xe3"))
        net = parsed(caffe.NetParameter, named)

        assert self.written(net, [[]], "f4", path) == named

    def test_unknown_fields_stay_behind_the_blobs(self, path):
        """A fork's fields of a layer are kept, once."""
        fork = message(1, b"a") + message(200, b"fork")
        net = caffe.NetParameter.FromString(message(1, b"n") + message(100, fork))
        written = self.written(net, [[(2,)]], "f4", path)

        assert written.count(b"fork") == 1
        assert written == self.serialised(net, [[(2,)]], "f4")

    def test_blobs_of_the_definition_are_not_written_twice(self, path):
        """The layout's own blobs replace them."""
        net = v2([("a", [blob(values(5))])])

        assert self.written(net, [[(2,)]], "f4", path) == self.serialised(
            v2([("a", [])]), [[(2,)]], "f4"
        )

    def test_beyond_two_gigabytes_nothing_is_laid_out(self):
        """Caffe could not read the file; other kinds are named."""
        net = caffe.NetParameter()
        net.layer.add(name="fc")
        most = (2**31 - 1 - 100) // 4
        fits = caffemodel.layout(net, [[(Slot(0, 0, "fc"), (most,))]], np.dtype("f4"))
        assert 2**31 - 200 < fits.nbytes <= 2**31 - 1

        with pytest.raises(FormatError, match="larger than Caffe can read") as caught:
            caffemodel.layout(net, [[(Slot(0, 0, "fc"), (most + 25,))]], np.dtype("f4"))
        assert all(kind in caught.value.hint for kind in (".npz", ".safetensors", ".h5"))

    def test_two_gigabytes_less_a_byte_are_laid_out(self):
        """Caffe reads as many bytes as an int can count."""
        net = caffe.NetParameter()
        net.layer.add(name="fc")
        shape = ((2**31 - 1 - 100) // 4,)
        rest = 2**31 - 1 - caffemodel.layout(net, [[(Slot(0, 0, "fc"), shape)]], F4).nbytes
        net.layer[0].name = "fc" + "x" * rest
        most = caffemodel.layout(net, [[(Slot(0, 0, "fc"), shape)]], F4)
        net.layer[0].name += "x"

        assert most.nbytes == 2**31 - 1
        with pytest.raises(FormatError, match=r"2,147,483,648 bytes is larger"):
            caffemodel.layout(net, [[(Slot(0, 0, "fc"), shape)]], F4)

    def test_impossible_shapes_are_refused(self):
        """Before anything is allocated."""
        net = caffe.NetParameter()
        net.layer.add(name="fc")
        with pytest.raises(ShapeError):
            caffemodel.layout(net, [[(Slot(0, 0, "fc"), (2**20, 2**20))]], np.dtype("f4"))


class TestOpenModel:
    """Layers and blobs without their values."""

    @pytest.mark.parametrize(("make", "generation"), [(v0, "v0"), (v1, "v1"), (v2, "v2")])
    def test_all_generations_look_alike(self, path, make, generation):
        """Upgraded at the door: names, types, old dimensions."""
        del generation
        old = blob(values((2, 3)), legacy=(1, 1, 2, 3))
        model = open_model(save(make([("fc", [old]), ("more", [])]), path))

        assert [(each.name, each.type) for each in model.layers] == [
            ("fc", "InnerProduct"),
            ("more", "InnerProduct"),
        ]
        stored = model.layers[0].blobs[0]
        assert (stored.shape, stored.legacy, stored.fault) == ((1, 1, 2, 3), True, "")
        assert model.read(stored).tolist() == list(range(6))
        assert list(model.net.input) == []

    def test_padding_layers_of_old_nets_are_folded(self, path):
        """They are no layers any more; blobs stay with theirs."""
        net = v0([("fc1", [blob(values(2), legacy=(1, 1, 1, 2))])])
        net.layers.add(bottom=["x"], top=["padded"], layer={"name": "pad", "type": "padding"})
        net.layers.add(bottom=["padded"], layer={"name": "conv", "type": "conv"})
        net.layers[0].top.append("x")
        net.layers[2].layer.blobs.append(blob(values(3, 7), legacy=(1, 1, 1, 3)))
        model = open_model(save(net, path))

        assert [each.name for each in model.layers] == ["fc1", "conv"]
        assert model.read(model.layers[1].blobs[0]).tolist() == [7, 8, 9]

    def test_the_net_has_shapes_and_no_values(self, path):
        """What a plan needs of a model."""
        stored = v2([("fc", [blob(values((200, 3)))])])
        model = open_model(save(stored, path))
        stored.layer[0].blobs[0].ClearField("data")

        assert model.net == stored

    def test_inputs_with_dimensions_become_a_layer(self, path):
        """As when Caffe reads the file."""
        net = v1([])
        net.input_dim.extend([1, 2, 3, 4])

        assert [each.type for each in open_model(save(net, path)).layers] == ["Input"]

    def test_names_need_not_be_utf8(self, path):
        """They are kept so that two equal names are equal."""
        path.write_bytes(message(100, message(1, b"\xb2\xe3") + message(2, b"\xff")))
        (layer,) = open_model(path).layers

        assert (layer.name, layer.type) == ("\U0010ffb2\U0010ffe3", "\U0010ffff")

    def test_doubles_win_over_floats(self, path):
        """As in Blob::FromProto."""
        both = blob(values(3))
        both.double_data.extend([7, 8, 9])
        model = open_model(save(v2([("fc", [both])]), path))
        stored = model.layers[0].blobs[0]

        assert stored.dtype == np.float64
        assert model.read(stored).tolist() == [7, 8, 9]

    @pytest.mark.parametrize(
        ("start", "stop"), [(0, 3), (2, 6), (2, 8), (5, 6), (4, None), (9, 10), (3, 3), (8, 99)]
    )
    def test_any_part_of_a_blob_in_pieces(self, path, start, stop):
        """Chunks, single numbers and more chunks are one row of values."""
        array = np.arange(10, dtype="<f4")
        pieces = (
            message(5, array[:4].tobytes())
            + b"".join(b"\x2d" + value.tobytes() for value in array[4:7])
            + message(5, b"")
            + message(5, array[7:].tobytes())
            + message(7, message(1, b"\x0a"))
        )
        path.write_bytes(message(100, message(7, pieces)))
        model = open_model(path)

        assert (
            model.read(model.layers[0].blobs[0], start, stop).tolist() == array[start:stop].tolist()
        )

    def test_values_come_in_the_type_that_is_asked_for(self, path):
        """And bit by bit when it is the stored one."""
        nans = np.array([0x7FA00001, 0xFFC00000, 0x80000000], "<u4").view("<f4")
        path.write_bytes(
            message(100, message(7, message(5, nans.tobytes()) + message(7, message(1, b"\x03"))))
        )
        model = open_model(path)
        stored = model.layers[0].blobs[0]

        assert model.read(stored).tobytes() == nans.tobytes()
        assert model.read(stored, dtype=np.dtype("f4")).tobytes() == nans.tobytes()
        assert model.read(stored, dtype=np.float64).dtype == np.float64

    @pytest.mark.parametrize(
        ("made", "fault"),
        [
            (
                {"data": [1, 2], "shape": {"dim": [3]}},
                "holds 2 values, its shape has room for 3",
            ),
            ({"data": [1]}, ""),
            ({}, "holds 0 values, its shape has room for 1"),
            ({"num": 0}, ""),
            ({"shape": {"dim": [-1]}}, "shape -1 has a negative dimension"),
            (
                {"shape": {"dim": [2**40, 2**40]}},
                f"shape {2**40}x{2**40} holds more than 2147483647 values",
            ),
            ({"shape": {"dim": [1] * 33}}, "a blob has at most 32 axes, not 33"),
            (
                {"data": [1], "diff": [1, 2]},
                "its diff holds 2 values, its shape has room for 1",
            ),
            (
                {"data": [1], "diff": [1], "double_diff": [1, 2]},
                "its diff holds 2 values, its shape has room for 1",
            ),
        ],
    )
    def test_faults_are_known_at_once(self, path, made, fault):
        """And reading such a blob is an error of ours."""
        net = caffe.NetParameter()
        net.layer.add().blobs.add(**made)
        model = open_model(save(net, path))
        stored = model.layers[0].blobs[0]

        assert stored.fault == fault
        if fault:
            with pytest.raises(FormatError) as caught:
                model.read(stored)
            assert str(caught.value) == f"{path}: {fault}"

    def test_a_model_can_be_pickled(self, path):
        """It holds no open file."""
        model = open_model(save(v2([("fc", [blob(values(3))])]), path))
        model = pickle.loads(pickle.dumps(model))  # noqa: S301

        assert model.read(model.layers[0].blobs[0]).tolist() == [0, 1, 2]

    def test_what_caffe_refuses_to_upgrade(self, path):
        """Two generations in one file."""
        net = v1([("a", [])])
        net.layer.add(name="b")
        with pytest.raises(UpgradeError) as caught:
            open_model(save(net, path))

        assert caught.value.where.startswith(str(path))

    def test_broken_inside_what_the_scan_does_not_read(self, path):
        """A layer's parameters are protobuf's to judge."""
        path.write_bytes(message(100, message(106, b"\x0a\x09")))
        with pytest.raises(FormatError, match="is not a sound NetParameter") as caught:
            open_model(path)

        assert caught.value.where == str(path)
        assert "cut off" in caught.value.hint

    def test_every_golden_snapshot_is_read(self):
        """22 snapshots and two models, all values."""
        paths = sorted(golden("nets_semantics/solver").rglob("*.caffemodel"))
        compared = 0
        for each in paths:
            model, whole = open_model(each), read(each)
            for layer, message_ in zip(model.layers, whole.layer, strict=True):
                assert layer.name == message_.name
                for number, stored in layer.blobs.items():
                    expected = np.array(message_.blobs[number].data, "<f4").tobytes()
                    assert model.read(stored).tobytes() == expected
                    compared += 1

        assert (len(paths), compared) == (24, 135)


class TestRead:
    """The whole message."""

    @pytest.mark.parametrize("make", [v0, v1, v2])
    def test_nothing_is_upgraded(self, path, make):
        """The message is the file's own."""
        net = make([("fc", [blob(values(3))])])

        assert read(save(net, path)) == net

    def test_a_broken_file_says_where(self, path):
        """As far as the scan can tell."""
        content = v2([("fc", [blob(values(3))])]).SerializeToString()
        path.write_bytes(content[:-2])
        with pytest.raises(FormatError, match="the file is cut off") as caught:
            read(path)

        assert caught.value.where.startswith(f"{path}: byte ")

    def test_a_missing_file(self, path):
        """An error with its name."""
        with pytest.raises(DataError, match="no such file") as caught:
            read(path)

        assert caught.value.where == str(path)


@pytest.mark.parametrize("function", [read, open_model])
class TestRefused:
    """What is not a model that Caffe could read."""

    def test_larger_than_caffe_reads(self, path, function):
        """Told from its size, without reading it."""
        path.write_bytes(b"\n\0")
        os.truncate(path, 2**31)
        with pytest.raises(FormatError, match="has 2,147,483,648 bytes"):
            function(path)

    def test_as_large_as_caffe_reads(self, path, function, monkeypatch):
        """The last size that it takes; the file's own size stands for 2,147,483,647 bytes."""
        save(v2([("fc", [blob(values(2, 3))])]), path)
        assert caffemodel.MAX_BYTES == 2**31 - 1
        monkeypatch.setattr(caffemodel, "MAX_BYTES", path.stat().st_size)
        function(path)
        monkeypatch.setattr(caffemodel, "MAX_BYTES", path.stat().st_size - 1)

        with pytest.raises(FormatError, match="Caffe reads models of at most"):
            function(path)

    def test_other_kinds_of_model(self, path, function):
        """They have readers of their own."""
        np.savez(path.with_suffix(".npz"), a=values(1))
        with pytest.raises(FormatError, match="kind npz, not a"):
            function(path.with_suffix(".npz"))

    def test_a_fifo_does_not_hang(self, path, function):
        """Nothing waits for a writer."""
        os.mkfifo(path)
        with pytest.raises(DataError, match="not a regular file"):
            function(path)
