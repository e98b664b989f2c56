"""`.h5`: what Net::ToHDF5 writes, and how such files are read."""

import hashlib
import io
import itertools
import pickle
import sys

import h5py
import numpy as np
import pytest

from caffe_fillers.core.draws import Slot, count
from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats import hdf5
from caffe_fillers.formats.hdf5 import open_model
from caffe_fillers.formats.layout import writing
from caffe_fillers.plan.start import start
from caffe_fillers.proto import caffe
from tests._models import plan_of, values, write
from tests._nets import inside
from tests._shared import golden


def contents(path):
    """All groups (None) and datasets of a file, with their types and values."""
    found = {}

    def note(name, item):
        found[name] = None
        if isinstance(item, h5py.Dataset):
            found[name] = (
                item.shape,
                item.dtype.str,
                item.chunks,
                len(item.attrs),
                item[...].tobytes(),
            )

    with h5py.File(path) as file:
        file.visititems(note)
    return found


def lay_out(layers, dtype="f4"):
    """The layout of a net: [(name, [shape, …]), …]."""
    net = caffe.NetParameter()
    for name, _ in layers:
        net.layer.add(name=name)
    blobs = [
        [(Slot(index, number, name), shape) for number, shape in enumerate(shapes)]
        for index, (name, shapes) in enumerate(layers)
    ]
    return hdf5.layout(net, blobs, np.dtype(dtype))


class TestLayout:
    """The file's skeleton comes from the HDF5 library, its values from us."""

    def test_a_real_snapshot_has_the_same_contents(self, tmp_path):
        """`caffe train` with snapshot_format HDF5: groups, shapes, types and values."""
        with inside(golden("nets_semantics")):
            (name,) = golden("nets_semantics/solver").glob("s10*.prototxt")
            begun = start(name)
        written = write(begun.planned, tmp_path / "m.caffemodel.h5", begun.seed)
        snapshot = golden("nets_semantics/solver/snapshots/s10_hdf5_iter_0.caffemodel.h5")

        assert len(contents(snapshot)) == 13
        assert contents(written) == contents(snapshot)

    @pytest.mark.parametrize("dtype", ["f4", "f8"])
    def test_shapes_of_all_axes(self, tmp_path, dtype):
        """Scalars, empty blobs, many axes, layers without blobs."""
        shapes = [(), (0, 5), (2, 3), (1,) * 32, (100_000,)]
        layout = lay_out([("a", shapes), ("none", []), ("b", [(7,)])], dtype)
        path = tmp_path / "m.h5"
        with writing(OutputFile(path), layout) as sink:
            for slot, (_, hole) in layout.holes.items():
                sink.put(slot, 0, values(hole.size, slot.layer))
        expected = {"data": None, "data/a": None, "data/none": None, "data/b": None}
        for number, shape in enumerate(shapes):
            made = values(shape).astype(dtype)
            expected[f"data/a/{number}"] = shape, f"<{dtype}", None, 0, made.tobytes()
        expected["data/b/0"] = (7,), f"<{dtype}", None, 0, values(7, 2).astype(dtype).tobytes()

        assert contents(path) == expected

    def test_shared_values_stand_once(self, tmp_path):
        """The layer that shares has a group without that dataset."""
        path = write(plan_of(tmp_path), tmp_path / "m.h5")

        assert sorted(contents(path)) == [
            "data",
            "data/data",
            "data/data_data_0_split",
            "data/one",
            "data/one/0",
            "data/one/1",
            "data/relu",
            "data/three",
            "data/three/0",
            "data/two",
            "data/two/1",
        ]

    def test_equal_nets_are_equal_files(self, tmp_path):
        """Nothing of the time or the folder gets in."""
        net = plan_of(tmp_path)
        first = write(net, tmp_path / "a.h5").read_bytes()
        second = write(net, tmp_path / "b.h5").read_bytes()

        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()

    def test_large_blobs_take_no_room_in_the_layout(self):
        """Two of 8 GB each: the skeleton is a few pages."""
        layout = lay_out([("fc", [(2**31 - 1,)] * 2)])

        assert layout.nbytes > 2 * 4 * (2**31 - 1)
        assert sum(len(piece) for piece in layout.pieces if isinstance(piece, bytes)) < 10_000

    def test_a_name_with_a_slash_needs_its_parent(self, tmp_path):
        """As HDF5 has it: `a/b` is a group in the group `a`."""
        layout = lay_out([("a", []), ("a/b", [(1,)])])
        with writing(OutputFile(tmp_path / "m.h5"), layout) as sink:
            sink.put(Slot(1, 0, "a/b"), 0, values(1))

        assert set(contents(tmp_path / "m.h5")) == {"data", "data/a", "data/a/b", "data/a/b/0"}

    @pytest.mark.parametrize(
        ("layers", "layer", "told"),
        [
            ([("a", []), ("a", [])], "'a'", "has the name of a layer before it"),
            ([("", [])], "''", "has an empty name"),
            ([("x/y", [])], "'x/y'", "a name with '/', and there is no layer 'x' before it"),
            ([("a", [(1,)]), ("a/0", [])], "'a/0'", "has the name of a layer before it"),
        ],
    )
    def test_what_caffe_cannot_write_is_refused(self, layers, layer, told):
        """Before anything is drawn, with a way out."""
        with pytest.raises(FormatError) as caught:
            lay_out(layers)

        assert caught.value.where == f"layer {layer}"
        assert told in caught.value.message
        assert ".caffemodel" in caught.value.hint

    def test_without_h5py_the_hint_says_how_to_get_it(self, monkeypatch):
        """It is an extra."""
        monkeypatch.setitem(sys.modules, "h5py", None)
        with pytest.raises(DataError, match="h5py") as caught:
            lay_out([])

        assert "pip install" in caught.value.hint


class TestOpenModel:
    """Layers and datasets, values left in the file."""

    @pytest.fixture
    def path(self, tmp_path):
        """A model of some layers, with what else may stand in such a file."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            data = file.create_group("data")
            data["b/0"] = values((2, 3))
            data["b/2"] = values(()).astype(">f8")
            data["b/00"] = values(1)
            data["b/bias"] = values(1)
            data["b"].create_group("3")
            data["b/4"] = "text"
            data["b/5"] = np.array([True])
            data["b/6"] = h5py.Empty("f4")
            data["b/7"] = h5py.SoftLink("/nowhere")
            data["a"] = values(1)
            data.create_group("c")
            file["diff/b/0"] = values((2, 3))
        return tmp_path / "m.h5"

    def test_layers_are_sorted_by_name(self, path):
        """As Caffe goes through them."""
        model = open_model(path)

        assert [(layer.name, layer.type, sorted(layer.blobs)) for layer in model.layers] == [
            ("a", "", []),
            ("b", "", [0, 2, 3, 4, 5, 6, 7]),
            ("c", "", []),
        ]
        assert [layer.strays for layer in model.layers] == [("no group",), ("00", "bias"), ()]
        assert (model.kind, len(model.net.layer)) == ("hdf5", 0)

    def test_shapes_types_and_faults(self, path):
        """Whatever is not a dataset of numbers cannot be used."""
        blobs = open_model(path).layers[1].blobs

        assert {number: (blob.shape, blob.dtype.str) for number, blob in blobs.items()} == {
            0: ((2, 3), "<f4"),
            2: ((), ">f8"),
            **dict.fromkeys([3, 4, 6, 7], ((), "|V1")),
            5: ((1,), "|V1"),
        }
        assert {number: blob.fault for number, blob in blobs.items()} == {
            **dict.fromkeys([0, 2], ""),
            **dict.fromkeys([3, 7], "is not a dataset"),
            **dict.fromkeys([4, 5, 6], "holds no numbers"),
        }

    def test_reading(self, path):
        """Flat, in the machine's order, of the type that is asked for."""
        model = open_model(path)
        blobs = model.layers[1].blobs

        assert model.read(blobs[0]).tolist() == [0, 1, 2, 3, 4, 5]
        assert model.read(blobs[0], 2, 4, np.float64).tolist() == [2, 3]
        assert model.read(blobs[0], dtype=np.float64).dtype == np.float64
        assert (model.read(blobs[2]).tolist(), model.read(blobs[2]).dtype) == ([0], np.float64)
        with pytest.raises(FormatError, match="holds no numbers"):
            model.read(blobs[5])

    @pytest.mark.parametrize("shape", [(), (1,), (0, 3), (2, 3), (2, 1, 4), (2, 2, 2), (3, 4, 2)])
    def test_every_part_of_every_shape(self, tmp_path, shape):
        """Boxes of the array make up any row of values."""
        whole = values(shape)
        with h5py.File(tmp_path / "m.h5", "w") as file:
            file["data/a/0"] = whole
        model = open_model(tmp_path / "m.h5")
        stored = model.layers[0].blobs[0]
        flat = whole.reshape(-1).tolist()

        for low, high in itertools.combinations(range(count(shape) + 2), 2):
            assert model.read(stored, low, high).tolist() == flat[low:high]
            if len(flat) < 9:  # by the library
                assert model.read(stored, low, high, np.float64).tolist() == flat[low:high]

    def test_chunked_and_compressed_datasets(self, tmp_path):
        """Any writer's files are read."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            file.create_dataset(
                "data/a/0", data=values((40, 50)), chunks=(7, 9), compression="gzip"
            )
        model = open_model(tmp_path / "m.h5")

        assert model.read(model.layers[0].blobs[0], 3, 1999).tolist() == list(range(3, 1999))

    def test_behind_a_block_of_the_users_own(self, tmp_path):
        """Offsets count from the file's start."""
        with h5py.File(tmp_path / "m.h5", "w", userblock_size=1024) as file:
            file["data/a/0"] = values(5)
        model = open_model(tmp_path / "m.h5")
        stored = model.layers[0].blobs[0]

        assert stored.place.offset > 1024
        assert model.read(stored).tolist() == [0, 1, 2, 3, 4]

    def test_values_that_were_never_written(self, tmp_path):
        """The library knows what they are."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            file.create_dataset("data/a/0", (3,), "<f4", fillvalue=7)
        model = open_model(tmp_path / "m.h5")

        assert model.read(model.layers[0].blobs[0]).tolist() == [7, 7, 7]

    def test_a_model_can_be_pickled(self, path):
        """It holds no open file."""
        model = pickle.loads(pickle.dumps(open_model(path)))  # noqa: S301

        assert model.read(model.layers[1].blobs[0]).tolist() == [0, 1, 2, 3, 4, 5]

    def test_names_that_are_no_text(self, tmp_path):
        """The same name as a binary model would tell."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            group = h5py.h5g.create(h5py.h5g.create(file.id, b"data"), b"\xb2\xe3")
            space = h5py.h5s.create_simple((1,))
            h5py.h5d.create(group, b"0", h5py.h5t.IEEE_F32LE, space).write(
                h5py.h5s.ALL, h5py.h5s.ALL, values(1, 5)
            )
        model = open_model(tmp_path / "m.h5")

        assert [layer.name for layer in model.layers] == ["\U0010ffb2\U0010ffe3"]
        assert model.read(model.layers[0].blobs[0]).tolist() == [5]

    def test_blobs_whose_names_are_no_text(self, tmp_path):
        """They are strays: a blob's name is a number."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            layer = h5py.h5g.create(h5py.h5g.create(file.id, b"data"), b"ip")
            h5py.h5g.create(layer, b"\xff0")
        (layer,) = open_model(tmp_path / "m.h5").layers

        assert (layer.blobs, layer.strays) == ({}, ("\U0010ffff0",))

    def test_hdf5_that_is_no_model(self, tmp_path):
        """Data layers' files, or other programs'."""
        with h5py.File(tmp_path / "m.h5", "w") as file:
            file["label"] = values(3)
        with pytest.raises(FormatError, match="has no group 'data'"):
            open_model(tmp_path / "m.h5")

    def test_broken_files(self, path):
        """Cut off anywhere: an error of ours, or a model of what is left."""
        content = path.read_bytes()
        refused = 0
        for length in range(8, len(content), 499):
            path.write_bytes(content[:length])
            with pytest.raises(FormatError, match="sound HDF5"):
                open_model(path)
            refused += 1

        assert refused > 15

    def test_broken_inside(self, tmp_path):
        """A chunk that cannot be unpacked is found when it is read."""
        made = io.BytesIO()
        with h5py.File(made, "w") as file:
            file.create_dataset("data/a/0", data=values(5000), chunks=(5000,), compression="gzip")
            place = file["data/a/0"].id.get_chunk_info(0)
        content = bytearray(made.getvalue())
        content[place.byte_offset + 10 : place.byte_offset + 30] = bytes(20)
        (tmp_path / "m.h5").write_bytes(content)
        model = open_model(tmp_path / "m.h5")
        with pytest.raises(FormatError, match="sound HDF5") as caught:
            model.read(model.layers[0].blobs[0])

        assert caught.value.where == str(tmp_path / "m.h5")

    def test_other_kinds_of_file(self, tmp_path):
        """They have readers of their own."""
        (tmp_path / "m.h5").write_bytes(b"\n\0")
        with pytest.raises(FormatError, match="kind caffemodel, not HDF5") as caught:
            open_model(tmp_path / "m.h5")

        assert caught.value.where == str(tmp_path / "m.h5")
