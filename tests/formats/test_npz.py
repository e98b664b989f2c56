"""`.npz`: NumPy's zip of arrays, laid out by us."""

import io
import os
import pickle
import struct
import zipfile

import numpy as np
import pytest

from caffe_fillers.core.draws import Slot
from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats import npz
from caffe_fillers.formats.layout import Checksum, LayoutSink, writing
from caffe_fillers.formats.npz import NpzModel
from caffe_fillers.proto import caffe
from tests._models import plan_of, values, write


def lay_out(layers, dtype="f4"):
    """The layout of a net: [(name, [shape, …]), …]."""
    net = caffe.NetParameter()
    for name, _ in layers:
        net.layer.add(name=name)
    blobs = [
        [(Slot(index, number, name), shape) for number, shape in enumerate(shapes)]
        for index, (name, shapes) in enumerate(layers)
    ]
    return npz.layout(net, blobs, np.dtype(dtype))


def poured(path, layout):
    """The file in which each blob counts from its layer's number."""
    with writing(OutputFile(path), layout) as sink:
        for slot, (_, hole) in layout.holes.items():
            made = values(hole.size, slot.layer)
            # In blocks and out of order, as several workers would.
            sink.put(slot, hole.size // 2, made[hole.size // 2 :])
            sink.put(slot, 0, made[: hole.size // 2])
    return path


def told(path):
    """All values of a model."""
    model = NpzModel(path)
    return [model.read(blob) for layer in model.layers for blob in layer.blobs.values()]


LAYERS = [("conv1", [(3, 2, 5, 5), (3,)]), ("relu", []), ("a/b", [()]), ("größe", [(0, 2), (9,)])]


class TestLayout:
    """NumPy, and every zip program, can read the file."""

    @pytest.mark.parametrize("dtype", ["f4", "f8"])
    def test_numpy_loads_it(self, tmp_path, dtype):
        """Keys, shapes, types and values."""
        path = poured(tmp_path / "m.npz", lay_out(LAYERS, dtype))
        with np.load(path) as arrays:
            loaded = {key: arrays[key] for key in arrays}
        expected = {
            f"{name}/{number}": values(shape, index).astype(dtype)
            for index, (name, shapes) in enumerate(LAYERS)
            for number, shape in enumerate(shapes)
        }

        assert list(loaded) == list(expected)
        for key, array in expected.items():
            assert (loaded[key].dtype, loaded[key].shape) == (array.dtype, array.shape)
            assert loaded[key].tobytes() == array.tobytes()

    def test_checksums_and_headers_are_sound(self, tmp_path):
        """Zipfile compares local and central headers, and every checksum."""
        path = poured(tmp_path / "m.npz", lay_out(LAYERS))
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            infos = archive.infolist()

        assert len(infos) == 5
        assert struct.unpack("<HH", path.read_bytes()[-14:-10]) == (5, 5)
        assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
        assert infos[-1].filename == "größe/1.npy"

    def test_values_begin_like_numpys_own(self, tmp_path):
        """The .npy header is a multiple of 64 bytes long."""
        path = poured(tmp_path / "m.npz", lay_out([("a", [(2, 3)]), ("b" * 99, [(1,) * 32])]))
        with zipfile.ZipFile(path) as archive:
            for info, size in zip(archive.infolist(), (6, 1), strict=True):
                content = archive.read(info)
                assert (len(content) - 4 * size) % 64 == 0
                assert np.load(io.BytesIO(content)).size == size

    def test_equal_nets_are_equal_files(self, tmp_path):
        """Nothing of the time or the folder gets in."""
        net = plan_of(tmp_path)

        assert (
            write(net, tmp_path / "a.npz").read_bytes()
            == write(net, tmp_path / "b.npz").read_bytes()
        )

    def test_beyond_four_gigabytes(self, tmp_path, monkeypatch):
        """64-bit sizes and offsets, in both headers and at the end."""
        crc = Checksum.of
        quick = lambda self, file: crc(self, file) if self.size < 2**20 else bytes(4)  # noqa: E731
        monkeypatch.setattr(Checksum, "of", quick)
        sizes = [2**30, 3, 5]
        layout = lay_out([(f"fc{number}", [(size,)]) for number, size in enumerate(sizes)])
        path = tmp_path / "m.npz"
        with path.open("w+b") as file:  # a sparse file: only headers take room
            LayoutSink(layout, file).finish()
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            assert [info.file_size - 128 for info in infos] == [4 * size for size in sizes]
            assert [info.header_offset > 2**32 for info in infos] == [False, True, True]
            for info in infos:
                with archive.open(info) as member:  # compares with the local header
                    assert member.read(6) == b"\x93NUMPY"
        stored = NpzModel(path).layers[2].blobs[0]

        assert (stored.shape, stored.fault) == ((5,), "")

    @pytest.mark.parametrize(
        ("size", "offset", "large"),
        [
            (2**32 - 2, 2**32 - 2, ()),
            (2**32 - 1, 7, (2**32 - 1, 2**32 - 1)),
            (7, 2**32 - 1, (2**32 - 1,)),
            (2**32, 2**32, (2**32, 2**32, 2**32)),
        ],
    )
    def test_what_fits_no_32_bits_stands_behind(self, size, offset, large):
        """The largest number of 32 bits says only that the true one is in the extra field."""
        _, behind = npz._central(b"a.npy", size, offset)
        sizes, lengths = struct.unpack_from("<II", behind), struct.unpack_from("<HH", behind, 8)
        extra = behind[-lengths[1] :] if lengths[1] else b""

        assert sizes == (min(size, 2**32 - 1),) * 2
        assert struct.unpack_from("<I", behind, 22) == (min(offset, 2**32 - 1),)
        assert extra == (struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) * bool(large))

    @pytest.mark.parametrize("at", [2**32 - 2, 2**32 - 1])
    @pytest.mark.parametrize("moved", ["size", "offset"])
    def test_a_directory_that_fits_no_32_bits(self, at, moved):
        """The end is the long one from 4 GiB less a byte on."""
        end = npz._end(1, **{"size": 5, "offset": 5, moved: at})

        assert end.startswith(b"PK\x06\x06") == (at == 2**32 - 1)

    def test_more_members_than_a_short_can_count(self, monkeypatch):
        """The end has a 64-bit record; 100 stands for 65,535 here."""
        monkeypatch.setattr(npz, "_FULL16", 100)
        made = {}
        for members in (99, 100):
            made[members] = io.BytesIO()
            layers = [(f"{number:x}", [(0,)]) for number in range(members)]
            LayoutSink(lay_out(layers), made[members]).finish()
            with zipfile.ZipFile(made[members]) as archive:
                assert len(archive.namelist()) == members
                assert archive.testzip() is None

        assert b"PK\x06\x06" not in made[99].getvalue()
        assert made[100].getvalue()[-98:].startswith(b"PK\x06\x06")

    @pytest.mark.parametrize(
        ("layers", "told"),
        [
            ([("a", [(1,)]), ("a", [(1,)])], "has the name of a layer before it"),
            ([("a\0b", [(1,)])], "has a name that is not plain text"),
            ([("a" * 70_000, [(1,)])], "too long for a zip"),
        ],
    )
    def test_names_that_make_no_key_are_refused(self, layers, told):
        """Before anything is drawn."""
        with pytest.raises(FormatError, match=told) as caught:
            lay_out(layers)

        assert caught.value.where

    def test_equal_names_without_blobs_are_no_matter(self):
        """Only blobs need keys."""
        assert len(lay_out([("a", []), ("a", [(1,)]), ("", [(1,)])]).holes) == 2


class TestNpzModel:
    """Any .npz as a model."""

    def save(self, path, compress=False, **arrays):
        """Write it by NumPy."""
        (np.savez_compressed if compress else np.savez)(path, **arrays)
        return NpzModel(path)

    def test_keys_become_layers(self, tmp_path):
        """The part before the last slash, if a plain number follows it."""
        model = self.save(
            tmp_path / "m.npz",
            **{key: values(1) for key in ("a/0", "b/c/1", "a/1", "d/w", "e", "f/00", "/3")},
        )

        assert [(layer.name, list(layer.blobs)) for layer in model.layers] == [
            ("a", [0, 1]),
            ("b/c", [1]),
            ("d/w", [0]),
            ("e", [0]),
            ("f/00", [0]),
            ("", [3]),
        ]
        assert (model.kind, len(model.net.layer)) == ("npz", 0)

    def test_a_blob_under_two_keys_is_refused(self, tmp_path):
        """`a` and `a/0` are the same blob."""
        with pytest.raises(FormatError, match="holds blob 0 of layer 'a' twice"):
            self.save(tmp_path / "m.npz", **{"a": values(1), "a/0": values(1)})

    @pytest.mark.parametrize("compress", [False, True])
    @pytest.mark.parametrize("order", ["C", "F"])
    @pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f2", "<f8", "<i4", "|u1"])
    def test_all_numbers_in_all_orders(self, tmp_path, compress, order, dtype):
        """Values come in Caffe's order, any part of them."""
        array = np.array(values((3, 5, 2)), dtype, order=order)
        model = self.save(tmp_path / "m.npz", compress, a=array, b=array[:1])
        stored = model.layers[0].blobs[0]

        assert (stored.shape, stored.dtype, stored.fault) == ((3, 5, 2), np.dtype(dtype), "")
        assert model.read(stored).tolist() == list(range(30))
        assert model.read(stored, 7, 9, np.float32).tolist() == [7, 8]
        assert model.read(model.layers[1].blobs[0], 1).tolist() == list(range(1, 10))
        assert model.read(stored, 29, 99).tolist() == [29]

    @pytest.mark.parametrize(
        "array", [np.array(["text"]), np.array([True]), np.array([1j]), np.zeros(1, "M8[s]")]
    )
    def test_other_types_cannot_be_read(self, tmp_path, array):
        """They are told as faults of the one blob."""
        model = self.save(tmp_path / "m.npz", a=array, b=values(1))

        assert model.layers[0].blobs[0].fault.startswith("holds values of type")
        assert model.layers[1].blobs[0].fault == ""
        with pytest.raises(FormatError, match="holds values of type"):
            model.read(model.layers[0].blobs[0])

    def test_pickles_are_not_loaded(self, tmp_path):
        """An array of objects could run anything."""
        np.savez(tmp_path / "m.npz", a=np.array([{}], dtype=object))

        assert (
            NpzModel(tmp_path / "m.npz").layers[0].blobs[0].fault == "holds values of type object"
        )

    def test_a_member_that_is_no_array(self, tmp_path):
        """Whatever its name says."""
        with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive:
            archive.writestr("a.npy", b"nothing")
            archive.writestr("b.npy", b"\x93NUMPY\x09\x00")
            archive.writestr("readme.txt", b"")
            short = io.BytesIO()
            np.save(short, values(5))
            archive.writestr("c.npy", short.getvalue()[:-1])
        faults = {layer.name: layer.blobs[0].fault for layer in NpzModel(tmp_path / "m.npz").layers}

        assert faults["a"].startswith("is not a sound array")
        assert faults["b"].startswith("is not a sound array")
        assert faults["c"] == "has 19 bytes of values, its shape 5 values"
        assert len(faults) == 3

    def test_a_zip_without_arrays(self, tmp_path):
        """As newer PyTorch checkpoints are."""
        with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive:
            archive.writestr("archive/data.pkl", b"")
        with pytest.raises(FormatError, match=r"begins with 'archive/data\.pkl'") as caught:
            NpzModel(tmp_path / "m.npz")

        assert "PyTorch" in caught.value.hint

    def test_files_cut_off_anywhere(self, tmp_path):
        """Errors of ours."""
        path = tmp_path / "m.npz"
        self.save(path, a=values(3), b=values(4))
        content = path.read_bytes()
        for length in range(4, len(content), 3):
            path.write_bytes(content[:length])
            with pytest.raises(FormatError) as caught:
                NpzModel(path)
            assert caught.value.where == str(path)

    def test_a_broken_compressed_member(self, tmp_path):
        """Found when it is read."""
        path = tmp_path / "m.npz"
        np.savez_compressed(path, a=np.random.default_rng(0).random(1000))
        content = bytearray(path.read_bytes())
        content[2000:2020] = bytes(20)
        path.write_bytes(content)
        model = NpzModel(path)
        with pytest.raises(FormatError, match="is not a sound") as caught:
            model.read(model.layers[0].blobs[0])

        assert caught.value.where == str(path)

    def test_sizes_that_lie(self, tmp_path):
        """An array that says, as its directory does, to be longer than the file."""
        path = poured(tmp_path / "m.npz", lay_out([("a", [(2,)])]))
        content = path.read_bytes().replace(b"'shape': (2,), }    ", b"'shape': (99999,), }")
        lying = bytearray(content)
        central = lying.index(b"PK\x01\x02")
        lying[central + 20 : central + 28] = struct.pack("<II", *[128 + 4 * 99999] * 2)
        path.write_bytes(lying)
        with pytest.raises(FormatError) as caught:
            told(path)

        assert caught.value.where == str(path)

    def test_a_local_header_that_lies(self, tmp_path):
        """Where the directory is right and the values are said to begin beyond the end."""
        path = poured(tmp_path / "m.npz", lay_out([("a", [(2,)])]))
        content = bytearray(path.read_bytes())
        content[28:30] = b"\xff\xff"  # the length of the extra field
        path.write_bytes(content)
        with pytest.raises(FormatError):
            told(path)

    def test_a_model_can_be_pickled(self, tmp_path):
        """It holds no open file."""
        model = self.save(tmp_path / "m.npz", a=values(3))
        model = pickle.loads(pickle.dumps(model))  # noqa: S301

        assert model.read(model.layers[0].blobs[0]).tolist() == [0, 1, 2]

    def test_a_changed_file_is_noticed(self, tmp_path):
        """Values would come from elsewhere."""
        model = self.save(tmp_path / "m.npz", a=values(3))
        os.utime(tmp_path / "m.npz", (1, 1))
        with pytest.raises(DataError, match="has changed") as caught:
            model.read(model.layers[0].blobs[0])

        assert caught.value.where == str(tmp_path / "m.npz")
