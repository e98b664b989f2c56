"""Trained layers copied over filled ones."""

import base64
import hashlib
import zlib
from collections import Counter

import h5py
import numpy as np
import pytest

from caffe_fillers.core.draws import Drawn, Loaded, Same
from caffe_fillers.errors import (
    CaffeFillersError,
    DataError,
    FormatError,
    NetError,
    ShapeError,
    UpgradeError,
)
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.plan.trained import LayerCopy, load_trained, split_weights
from caffe_fillers.rng.rng import Rng
from tests._models import blob, plan_of, save, v0, v1, v2, values, write
from tests._nets import filled
from tests._shared import golden_json

CASES = golden_json("trained.json")["cases"]

#: Where a real Caffe stopped, and what we raise there.
REFUSALS = {
    "blob.cpp:491": FormatError,  # values of type double
    "blob.cpp:496": FormatError,  # values
    "blob.cpp:502": FormatError,  # diffs of type double
    "blob.cpp:508": FormatError,  # diffs
    "hdf5.cpp:51": FormatError,  # no numbers
    "net.cpp:752": NetError,  # number of blobs
    "net.cpp:759": ShapeError,
    "net.cpp:796": FormatError,  # no group of layers
    "net.cpp:814": NetError,  # number of blobs in HDF5
    "net.cpp:827": NetError,  # a blob is missing in HDF5
    "net.cpp:878": FormatError,  # a name that HDF5 cannot hold
    "upgrade_proto.cpp:97": FormatError,  # broken
    "upgrade_proto.cpp:603": UpgradeError,  # V0 type
    "upgrade_proto.cpp:671": UpgradeError,  # two generations in one file
}


def unpacked(case, folder):
    """The net and the trained models of a golden case, as files."""
    net = folder / "net.prototxt"
    net.write_text(case["net"])
    models = []
    for number, (suffix, content) in enumerate(case["weights"]):
        models.append(folder / f"trained{number}{suffix}")
        models[-1].write_bytes(zlib.decompress(base64.b64decode(content)))
    return net, models


def contents(path):
    """The hash of what an HDF5 file holds, as the golden file describes it."""
    found, digest = [], hashlib.sha256()
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.append((name, item)))
        for name, item in sorted(found, key=lambda pair: pair[0]):
            digest.update(name.encode() + b"\0")
            if isinstance(item, h5py.Dataset):
                digest.update(f"{item.shape} {item.dtype.str}".encode() + b"\0")
                digest.update(item[...].tobytes())
    return digest.hexdigest()


def started(case, folder):
    """What we write for a golden case."""
    from caffe_fillers.plan.net import Options

    net, models = unpacked(case, folder)
    how = StartOptions(phase="train", weights=tuple(map(str, models)))
    begun = start(net, how, Options(dtype=np.dtype(case["dtype"])))
    return write(begun.planned, folder / f"out{case['writes']}", case["seed"])


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_real_caffe_did_the_same(number, tmp_path):
    """The same file, or the same refusal, for random nets and trained models of all kinds."""
    case = CASES[number]
    if "refused" in case:
        with pytest.raises(REFUSALS[case["refused"]]) as caught:
            started(case, tmp_path)

        assert caught.value.where
        assert caught.type is REFUSALS[case["refused"]]
        return
    written = started(case, tmp_path)
    hdf5 = case["writes"] == ".h5"

    assert case["sha256"] == (
        contents(written) if hdf5 else hashlib.sha256(written.read_bytes()).hexdigest()
    )


def test_no_case_was_dropped():
    """92 files and 57 refusals, at every check that copying can meet."""
    refused = Counter(case["refused"] for case in CASES if "refused" in case)

    assert (len(CASES), refused.total()) == (149, 57)
    assert set(refused) == set(REFUSALS)


class TestSplitWeights:
    """The list of files in `weights` and `--weights`."""

    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            ("a.caffemodel", ("a.caffemodel",)),
            ("a , b", ("a", "b")),
            (" \t\v\f\r\na b.h5\n,c", ("a b.h5", "c")),
            ("a\N{NO-BREAK SPACE},b", ("a\N{NO-BREAK SPACE}", "b")),
        ],
    )
    def test_commas_part_names_and_ascii_blanks_are_trimmed(self, names, expected):
        """Blanks inside a name, and other characters, are part of it."""
        assert split_weights(names) == expected

    @pytest.mark.parametrize("names", ["", "a,,b", "a,", " , a"])
    def test_an_empty_name_is_refused(self, names):
        """Caffe would look for a file without a name."""
        with pytest.raises(NetError, match="empty file") as caught:
            split_weights(names)

        assert caught.value.where == "weights"


@pytest.fixture
def net(tmp_path):
    """The plan of a small net: one and two (sharing weights), three, relu."""
    return plan_of(tmp_path)


def slot(net, name, number):
    """The slot of a blob, by its layer's name."""
    return next(s for slots in net.slots for s in slots if (s.name, s.blob) == (name, number))


def read(net, name, number):
    """The values of one blob as they would be written."""
    return filled(net, Rng(1701))[slot(net, name, number)].tolist()


class TestCopying:
    """What of a binary model goes where."""

    def test_nothing_to_load_changes_nothing(self, net):
        """Without models the plan is the very plan."""
        assert load_trained(net, []) == (net, ())

    def test_draws_stay_and_sources_change(self, net, tmp_path):
        """A copied blob is loaded, all others keep their draw, and the stream keeps its order."""
        path = save(v2([("three", [blob(values((5, 3)))])]), tmp_path / "m.caffemodel")
        loaded, _ = load_trained(net, [open_model(path)])

        assert loaded.plan.draws == net.plan.draws
        assert loaded.plan.shapes == net.plan.shapes
        assert isinstance(net.plan.blobs[slot(net, "three", 0)].source, Drawn)
        assert isinstance(loaded.plan.blobs[slot(net, "three", 0)].source, Loaded)
        changed = [
            each for each in net.plan.blobs if net.plan.blobs[each] != loaded.plan.blobs[each]
        ]
        assert changed == [slot(net, "three", 0)]

    def test_values_are_copied_and_the_rest_is_as_drawn(self, net, tmp_path):
        """The stream is left where it would be without the model."""
        path = save(v2([("three", [blob(values((5, 3), 7))])]), tmp_path / "m.caffemodel")
        loaded, _ = load_trained(net, [open_model(path)])
        before, after = Rng(1701), Rng(1701)
        drawn, copied = filled(net, before), filled(loaded, after)

        assert copied[slot(net, "three", 0)].tolist() == list(range(7, 22))
        for name, number in [("one", 0), ("one", 1), ("two", 0), ("two", 1)]:
            each = slot(net, name, number)
            assert copied[each].tobytes() == drawn[each].tobytes()
        assert (after.stream.tell(), after.word()) == (before.stream.tell(), before.word())

    @pytest.mark.parametrize("generation", [v0, v1, v2])
    def test_models_of_all_generations(self, net, tmp_path, generation):
        """Names and old dimensions are all that counts."""
        old = blob(values((5, 3)), legacy=(1, 1, 5, 3))
        path = save(generation([("three", [old])]), tmp_path / "m.caffemodel")
        loaded, _ = load_trained(net, [open_model(path)])

        assert read(loaded, "three", 0) == list(range(15))

    def test_a_copy_to_a_sharer_reaches_the_owner(self, net, tmp_path):
        """Caffe writes into the memory that both show."""
        model = v2([("two", [blob(values((3, 4), 50)), blob(values(3))])])
        loaded, _ = load_trained(net, [open_model(save(model, tmp_path / "m.caffemodel"))])

        assert read(loaded, "one", 0) == list(range(50, 62))
        assert read(loaded, "two", 0) == list(range(50, 62))
        assert loaded.plan.blobs[slot(net, "two", 0)].source == Same(slot(net, "one", 0))

    @pytest.mark.parametrize(("order", "first"), [(["one", "two"], 50), (["two", "one"], 0)])
    def test_the_later_layer_of_a_file_wins(self, net, tmp_path, order, first):
        """Also among layers that share, and whatever their order in the net."""
        blobs = {
            "one": [blob(values((3, 4))), blob(values(3))],
            "two": [blob(values((3, 4), 50)), blob(values(3))],
        }
        model = v2([(name, blobs[name]) for name in order])
        loaded, _ = load_trained(net, [open_model(save(model, tmp_path / "m.caffemodel"))])

        assert read(loaded, "one", 0)[0] == first

    def test_a_layer_twice_in_a_file(self, net, tmp_path):
        """The second one wins."""
        model = v2([("three", [blob(values((5, 3), first))]) for first in (1, 2)])
        loaded, reports = load_trained(net, [open_model(save(model, tmp_path / "m.caffemodel"))])

        assert read(loaded, "three", 0)[0] == 2
        assert [report.layer for report in reports if report.taken] == ["three", "three"]

    def test_the_later_file_wins(self, net, tmp_path):
        """Files are copied in their order."""
        paths = [
            save(v2([("three", [blob(values((5, 3), first))])]), tmp_path / f"{first}.caffemodel")
            for first in (1, 2)
        ]
        loaded, _ = load_trained(net, [open_model(path) for path in paths])

        assert read(loaded, "three", 0)[0] == 2
        assert (
            read(load_trained(net, [open_model(path) for path in paths[::-1]])[0], "three", 0)[0]
            == 1
        )

    def test_of_two_layers_with_one_name_the_first_takes_it(self, tmp_path):
        """Types are not compared, and the second one keeps its draws."""
        text = """
            layer { name: "data" type: "Input" top: "x" input_param { shape { dim: 2 dim: 1 } } }
            layer { name: "same" type: "PReLU" bottom: "x" top: "y" }
            layer { name: "same" type: "Bias" bottom: "x" top: "z" bias_param { } }
        """
        net = plan_of(tmp_path, text)
        path = save(v2([("same", [blob(values(1, 9))])]), tmp_path / "m.caffemodel")
        loaded, _ = load_trained(net, [open_model(path)])
        arrays = filled(loaded, Rng(0))

        assert [arrays[each].tolist() for slots in net.slots for each in slots] == [[9], [0]]

    def test_large_doubles_become_infinite(self, net, tmp_path):
        """As by C's conversion, in silence."""
        array = np.array([1e300, -1e300, 1e-300, 0.1, *range(11)]).reshape(5, 3)
        path = save(v2([("three", [blob(array, double=True)])]), tmp_path / "m.caffemodel")
        loaded, _ = load_trained(net, [open_model(path)])

        assert read(loaded, "three", 0)[:4] == [np.inf, -np.inf, 0.0, float(np.float32(0.1))]

    def test_a_double_net_keeps_doubles(self, tmp_path):
        """And takes floats as they are."""
        net = plan_of(tmp_path, dtype=np.dtype(np.float64))
        array = np.array([1e300, 0.1, *range(13)]).reshape(5, 3)
        path = save(v2([("three", [blob(array, double=True)])]), tmp_path / "m.caffemodel")

        assert read(load_trained(net, [open_model(path)])[0], "three", 0)[:2] == [1e300, 0.1]


class TestShapes:
    """Which blob fits which (Blob::ShapeEquals)."""

    @pytest.mark.parametrize(
        ("dims", "fits"),
        [
            ((1, 1, 5, 3), True),
            ((5, 3, 1, 1), False),
            ((1, 5, 3, 1), False),
            ((1, 1, 3, 5), False),
        ],
    )
    def test_old_dimensions_have_leading_ones(self, net, tmp_path, dims, fits):
        """(1, 1, N, K) is an N x K matrix; (N, K, 1, 1) is not."""
        model = v1([("three", [blob(values((5, 3)), legacy=dims)])])
        path = save(model, tmp_path / "m.caffemodel")
        if fits:
            assert read(load_trained(net, [open_model(path)])[0], "three", 0) == list(range(15))
        else:
            with pytest.raises(ShapeError):
                load_trained(net, [open_model(path)])

    def test_a_scalar_is_four_old_ones(self, tmp_path):
        """A blob without axes."""
        text = """
            layer { name: "data" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 } } }
            layer { name: "p" type: "PReLU" bottom: "x" top: "y"
              prelu_param { channel_shared: true } }
        """
        net = plan_of(tmp_path, text)
        model = v1([("p", [blob(values(1, 4), legacy=(1, 1, 1, 1))])])

        assert read(
            load_trained(net, [open_model(save(model, tmp_path / "m.caffemodel"))])[0], "p", 0
        ) == [4]

    def test_new_shapes_are_exact(self, net, tmp_path):
        """Leading ones are no part of a matrix."""
        path = save(v2([("three", [blob(values((1, 1, 5, 3)))])]), tmp_path / "m.caffemodel")
        with pytest.raises(ShapeError) as caught:
            load_trained(net, [open_model(path)])

        assert str(caught.value) == (
            f"{path}: layer 'three': blob 0: has shape 1x1x5x3 in the file, 5x3 in the net\n"
            "  To start this layer from its fillers, give it a name that the file does not have."
        )

    @pytest.mark.parametrize(("held", "told"), [(0, "0 blobs"), (1, "1 blob"), (3, "3 blobs")])
    def test_the_number_of_blobs_is_exact(self, net, tmp_path, held, told):
        """Also when the file has none."""
        model = v2([("one", [blob(values((3, 4)))] * held)])
        path = save(model, tmp_path / "m.caffemodel")
        with pytest.raises(NetError) as caught:
            load_trained(net, [open_model(path)])

        assert caught.value.where == f"{path}: layer 'one'"
        assert caught.value.message == f"has {told} in the file, 2 blobs in the net"

    def test_a_layer_without_blobs_takes_none(self, net, tmp_path):
        """Not even from a model that has some."""
        path = save(v2([("relu", [blob(values(1))])]), tmp_path / "m.caffemodel")
        with pytest.raises(NetError, match="1 blob in the file, 0 blobs in the net"):
            load_trained(net, [open_model(path)])

    def test_values_must_be_all_there(self, net, tmp_path):
        """The shape may be right and the values too few."""
        message = blob(values((5, 3)))
        del message.data[-1]
        path = save(v2([("three", [message])]), tmp_path / "m.caffemodel")
        with pytest.raises(FormatError, match="holds 14 values, its shape has room for 15") as err:
            load_trained(net, [open_model(path)])

        assert err.value.where == f"{path}: layer 'three': blob 0"

    def test_a_broken_blob_that_nobody_takes_is_no_matter(self, net, tmp_path):
        """Caffe does not look at layers that it ignores."""
        message = blob(values((5, 3)))
        del message.data[-1]
        path = save(v2([("stranger", [message])]), tmp_path / "m.caffemodel")

        assert load_trained(net, [open_model(path)])[0].plan.blobs == net.plan.blobs


class TestHdf5:
    """Net::CopyTrainedLayersFromHDF5 has rules of its own."""

    @pytest.fixture
    def snapshot(self, tmp_path):
        """Make a model in HDF5: {layer: {link: array}}."""

        def make(layers):
            path = tmp_path / "m.h5"
            with h5py.File(path, "w") as file:
                data = file.create_group("data")
                for name, links in layers.items():
                    group = data.create_group(name)
                    for link, array in links.items():
                        group[link] = array
            return path

        return make

    def test_our_own_snapshot_brings_every_value_back(self, net, tmp_path):
        """Written with one seed and loaded over another: the first one's values."""
        path = write(net, tmp_path / "m.h5", seed=1)
        loaded, reports = load_trained(net, [open_model(path)])
        there, here = filled(net, Rng(1)), filled(loaded, Rng(2))

        assert {each: there[each].tobytes() for each in there} == {
            each: here[each].tobytes() for each in here
        }
        assert [(report.layer, report.why) for report in reports] == [
            ("one", "copied 2 blobs"),
            ("three", "copied 1 blob"),
            ("two", "copied 1 blob"),
        ]

    def test_a_sharer_may_be_missing_and_no_other(self, net, snapshot):
        """Blob 0 of `two` shows the one of `one`; blob 1 is its own."""
        loaded, _ = load_trained(net, [open_model(snapshot({"two": {"1": values(3, 8)}}))])
        assert read(loaded, "two", 1) == [8, 9, 10]

        path = snapshot({"two": {"0": values((3, 4))}})
        with pytest.raises(NetError) as caught:
            load_trained(net, [open_model(path)])
        assert caught.value.where == f"{path}: layer 'two': blob 1"

    def test_a_sharers_own_dataset_reaches_the_owner(self, net, snapshot):
        """Where the file has one after all."""
        path = snapshot({"two": {"0": values((3, 4), 20), "1": values(3)}})

        assert read(load_trained(net, [open_model(path)])[0], "one", 0) == list(range(20, 32))

    def test_of_two_layers_with_one_name_the_last_takes_it(self, tmp_path, snapshot):
        """Unlike a binary model."""
        text = """
            layer { name: "data" type: "Input" top: "x" input_param { shape { dim: 2 dim: 1 } } }
            layer { name: "same" type: "Bias" bottom: "x" top: "y" bias_param { } }
            layer { name: "same" type: "Bias" bottom: "x" top: "z" bias_param { } }
        """
        net = plan_of(tmp_path, text)
        arrays = filled(
            load_trained(net, [open_model(snapshot({"same": {"0": values(1, 9)}}))])[0], Rng(0)
        )

        assert [arrays[each].tolist() for slots in net.slots for each in slots] == [[0], [9]]

    def test_shapes_are_exact(self, net, snapshot):
        """Old dimensions do not exist here."""
        with pytest.raises(ShapeError, match="1x1x5x3 in the file, 5x3 in the net"):
            load_trained(net, [open_model(snapshot({"three": {"0": values((1, 1, 5, 3))}}))])

    @pytest.mark.parametrize("link", ["1", "00", "more"])
    def test_more_than_the_layer_has_is_refused(self, net, snapshot, link):
        """Whatever it is called."""
        path = snapshot({"three": {"0": values((5, 3)), link: values(1)}})
        with pytest.raises(NetError, match="in the file"):
            load_trained(net, [open_model(path)])

    @pytest.mark.parametrize("dtype", ["<f8", ">f4", "<f2", "<i4", ">u8"])
    def test_all_numbers_are_converted(self, net, snapshot, dtype):
        """Floats and integers of any size and order."""
        path = snapshot({"three": {"0": values((5, 3)).astype(dtype)}})

        assert read(load_trained(net, [open_model(path)])[0], "three", 0) == list(range(15))

    def test_doubles_are_rounded_as_hdf5_does(self, net, snapshot):
        """What is beyond the largest float is infinite, even if it would round down to it."""
        largest = float(np.finfo(np.float32).max)
        array = np.array([largest, np.nextafter(largest, np.inf), 0.1, *range(12)])
        path = snapshot({"three": {"0": array.reshape(5, 3)}})

        assert read(load_trained(net, [open_model(path)])[0], "three", 0)[:3] == [
            largest,
            np.inf,
            float(np.float32(0.1)),
        ]

    @pytest.mark.parametrize("array", [np.ones((5, 3), bool), np.array([[b"a"] * 3] * 5)])
    def test_other_things_are_refused(self, net, snapshot, array):
        """Booleans are an enumeration in HDF5."""
        with pytest.raises(FormatError, match="holds no numbers"):
            load_trained(net, [open_model(snapshot({"three": {"0": array}}))])


class TestArrays:
    """Models of arrays go by the rules of binary models, with exact shapes."""

    @pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
    def test_our_own_file_brings_every_value_back(self, net, tmp_path, suffix):
        """Written with one seed and loaded over another: the first one's values."""
        loaded, _ = load_trained(net, [open_model(write(net, tmp_path / f"m{suffix}", seed=1))])
        there, here = filled(net, Rng(1)), filled(loaded, Rng(2))

        assert {each: there[each].tobytes() for each in there} == {
            each: here[each].tobytes() for each in here
        }

    def test_any_npz_with_these_keys_will_do(self, net, tmp_path):
        """Compressed, in other types, in Fortran order."""
        path = tmp_path / "m.npz"
        array = np.asfortranarray(np.arange(15, dtype=np.int16).reshape(5, 3))
        np.savez_compressed(path, **{"three/0": array, "unknown": array})
        loaded, reports = load_trained(net, [open_model(path)])

        assert read(loaded, "three", 0) == list(range(15))
        assert reports[1] == LayerCopy(
            str(path), "unknown", taken=False, why="no such layer in the net"
        )

    def test_a_missing_array_is_an_error(self, net, tmp_path):
        """The layer has two blobs."""
        path = tmp_path / "m.npz"
        np.savez(path, **{"one/1": values(3)})
        with pytest.raises(NetError, match="has 1 blob in the file, 2 blobs in the net"):
            load_trained(net, [open_model(path)])


class TestReports:
    """What the user is told."""

    def test_layers_taken_unknown_and_left_out(self, net, tmp_path):
        """Each layer of the file with blobs, and each of the net that got none."""
        first = save(
            v2([("data", []), ("tree", [blob(values(1))]), ("zzz", [blob(values(1))])]),
            tmp_path / "first.caffemodel",
        )
        second = save(
            v2([("one", [blob(values((3, 4))), blob(values(3))]), ("relu", [])]),
            tmp_path / "second.caffemodel",
        )
        _, reports = load_trained(net, [open_model(first), open_model(second)])
        kept = "not in the trained models: keeps its own values"

        assert reports == (
            LayerCopy(
                str(first),
                "tree",
                taken=False,
                why="no such layer in the net. Did you mean 'three'?",
            ),
            LayerCopy(str(first), "zzz", taken=False, why="no such layer in the net"),
            LayerCopy(str(second), "one", taken=True, why="copied 2 blobs"),
            LayerCopy(f"{first}, {second}", "two", taken=False, why=kept),
            LayerCopy(f"{first}, {second}", "three", taken=False, why=kept),
        )

    def test_the_first_strangers_get_a_hint(self, net, tmp_path):
        """A model of a thousand other layers is told quickly."""
        model = v2([(f"three{number}", [blob(values(1))]) for number in range(1000)])
        _, reports = load_trained(net, [open_model(save(model, tmp_path / "m.caffemodel"))])
        hinted = [report.layer for report in reports if "Did you mean" in report.why]

        assert hinted == [f"three{number}" for number in range(10)]

    def test_a_report_is_plain_data(self):
        """For JSON."""
        assert LayerCopy("f", "l", taken=True, why="w").asdict() == {
            "file": "f",
            "layer": "l",
            "taken": True,
            "why": "w",
        }


class TestLateReading:
    """Values are read when they are poured, from a file that must stay what it was."""

    @pytest.fixture
    def loaded(self, net, tmp_path):
        """The net with one layer to be read from `m.caffemodel`."""
        path = save(v2([("three", [blob(values((5, 3)))])]), tmp_path / "m.caffemodel")
        return load_trained(net, [open_model(path)])[0], path

    def test_a_model_that_goes_away(self, loaded):
        """Nothing was read before."""
        net, path = loaded
        path.unlink()
        with pytest.raises(DataError, match="no such file"):
            filled(net, Rng(0))

    def test_a_model_that_changes(self, loaded):
        """Half of one and half of another would be nobody's model."""
        net, path = loaded
        path.write_bytes(path.read_bytes() + b"\0")
        with pytest.raises(DataError, match="has changed"):
            filled(net, Rng(0))

    def test_a_model_can_be_replaced_by_its_finetuned_net(self, net, tmp_path):
        """The new file comes into being beside the old one."""
        path = write(net, tmp_path / "m.caffemodel", seed=1)
        before = path.read_bytes()
        loaded, _ = load_trained(net, [open_model(path)])
        write(loaded, path, seed=2)

        assert path.read_bytes() == before

    @pytest.mark.parametrize("name", ["", ".", "nowhere.caffemodel", "a\0b"])
    def test_what_is_no_file(self, net, tmp_path, name):
        """A missing file, a folder, an impossible name."""
        with pytest.raises(DataError):
            load_trained(net, [open_model(tmp_path / name)])


def test_every_error_is_ours(net, tmp_path):
    """A model cut off anywhere is refused in our own words, or holds whole layers."""
    path = save(v2([("three", [blob(values((5, 3)))])]), tmp_path / "m.caffemodel")
    content = path.read_bytes()
    places = []
    for length in range(len(content)):
        path.write_bytes(content[:length])
        try:
            load_trained(net, [open_model(path)])
        except CaffeFillersError as error:
            places.append(str(error))

    # All but the length at which the file ends after its name.
    assert len(places) == len(content) - 1
    assert all(place.startswith(str(path)) for place in places)
