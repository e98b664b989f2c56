"""Saved models filled anew: by their own fillers, by a net's, by rules."""

import contextlib
import hashlib
import os
from collections import Counter

import numpy as np
import pytest

from caffe_fillers import gaussian, uniform, xavier
from caffe_fillers.errors import (
    CaffeFillersError,
    FormatError,
    NetError,
    NothingToDoError,
    ShapeError,
)
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.formats.wire import scan
from caffe_fillers.net import TRAIN
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.recipe import FillerRule, Recipe
from caffe_fillers.plan.start import StartOptions
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from caffe_fillers.weights.remodel import SavedOptions, keyed_rng, open_saved, remodel
from caffe_fillers.wire import varint
from tests import _models
from tests._nets import inside
from tests.verify.golden_files import copied, random_nets, semantics, write

#: Nets whose definition carries blobs: the file does not tell that nothing was drawn for them.
GIVEN = {"a14", "a15", "a17", "a18", "a20", "a36"}
#: Two that Caffe accepts because the definition carries the blobs: of other shapes than the layer
#: makes, and with a filler that is never looked up.
REFUSED = {"a16": "its blobs do not fit it", "a35": "no_such_filler"}
PARTS = 6


def filled(path, target, seed, **options):
    """Fill a saved model; its plan."""
    opened = open_saved(path, SavedOptions(**options))
    remodel(opened, target, Rng(seed, opened_era(options)), force=True)
    return opened


def opened_era(options):
    """The era of these options."""
    return options["plan"].era if "plan" in options else Era.default()


def rules(*texts, only=(), excepted=()):
    """A recipe."""
    return Recipe(tuple(map(FillerRule.parse, texts)), only, excepted)


def arrays(path):
    """All blobs of a file by (layer, number)."""
    model = open_model(path)
    return {
        (layer.name, number): model.read(blob).copy()
        for layer in model.layers
        for number, blob in layer.blobs.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_model_is_filled_as_its_net_is(part, tmp_path, monkeypatch):
    """By its own fillers, from its file alone, every golden net comes out byte for byte.

    Where the definition carries blobs, the file lacks what decides: those nets are named, and with
    --net they are the same, too.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)  # thousands of small files
    root = copied(tmp_path / "golden")
    records = [*semantics(), *random_nets()][part::PARTS]
    seen = Counter()
    for record in records:
        net = root / record.net
        with inside(net.parent):
            wanted = write(net, tmp_path / "a.caffemodel", record.seed, record.phase)
            write(net, tmp_path / "b.caffemodel", record.seed + 1, record.phase)
            how = _fill_back(tmp_path, record.seed, net, record.phase)
        if how == "same":
            assert (tmp_path / "c.caffemodel").read_bytes() == wanted.path.read_bytes(), record
        seen[how] += 1
        name = net.name[:3]
        assert (how == "given") == (name in GIVEN), record
        assert (how == "refused") == (name in REFUSED), record
    assert sum(seen.values()) == len(records)
    assert seen["same"] >= 0.85 * len(records)
    assert seen["same"] + seen["given"] + seen["refused"] + seen["no blobs"] == len(records)


def _fill_back(folder, seed, net, phase):
    wanted = (folder / "a.caffemodel").read_bytes()
    if net.name[:3] in REFUSED:
        with pytest.raises(FormatError, match=REFUSED[net.name[:3]]):
            open_saved(folder / "b.caffemodel")
        how = "refused"
    else:
        opened = open_saved(folder / "b.caffemodel")
        if not opened.planned.decisions:
            return "no blobs"
        remodel(opened, folder / "c.caffemodel", Rng(seed), force=True)
        if (folder / "c.caffemodel").read_bytes() == wanted:
            return "same"
        how = "given"
    startup = StartOptions(phase.lower())
    filled(folder / "b.caffemodel", folder / "d.caffemodel", seed, net=net, startup=startup)
    assert (folder / "d.caffemodel").read_bytes() == wanted
    return how


@pytest.mark.parametrize("suffix", [".caffemodel", ".h5", ".npz", ".safetensors"])
def test_by_a_net_every_format_gives_the_net_s_bits(suffix, tmp_path):
    """With --net a file of any kind is filled like the net, and read back the same."""
    plan = _models.plan_of(tmp_path)
    old = _models.write(plan, tmp_path / f"old{suffix}", seed=2)
    wanted = _models.write(plan, tmp_path / f"wanted{suffix}", seed=7)
    new = tmp_path / f"new{suffix}"
    filled(old, new, 7, net=tmp_path / "net.prototxt", startup=StartOptions("train"))

    found, right = arrays(new), arrays(wanted)
    assert found.keys() == right.keys()
    assert all(found[key].tobytes() == right[key].tobytes() for key in right)
    if suffix != ".npz":  # written anew, with keys in the same order
        assert new.read_bytes() == wanted.read_bytes()


def test_what_is_left_out_stays_and_what_is_filled_is_as_in_the_whole(tmp_path):
    """--only and --except choose by layer name; the stream is that of the whole model."""
    plan = _models.plan_of(tmp_path)
    old = _models.write(plan, tmp_path / "old.caffemodel", seed=2)
    filled(old, tmp_path / "whole.caffemodel", 7)
    filled(old, tmp_path / "part.caffemodel", 7, recipe=rules(only=("th*",)))
    filled(old, tmp_path / "rest.caffemodel", 7, recipe=rules(excepted=("three",)))
    before, whole = arrays(old), arrays(tmp_path / "whole.caffemodel")
    part, rest = arrays(tmp_path / "part.caffemodel"), arrays(tmp_path / "rest.caffemodel")

    for key, values in whole.items():
        third = key[0] == "three"
        assert part[key].tobytes() == (values if third else before[key]).tobytes()
        assert rest[key].tobytes() == (before[key] if third else values).tobytes()
    assert whole["three", 0].tobytes() != before["three", 0].tobytes()


def test_a_blob_is_named_by_its_number_too(tmp_path):
    """--only 'one[1]' and 'one/1' mean one blob."""
    old = _models.write(_models.plan_of(tmp_path), tmp_path / "old.caffemodel")
    for name in ("one?1]", "one/1"):
        opened = open_saved(old, SavedOptions(rules(only=(name,))))
        assert [each.key for each in opened.planned.decisions if not each.kept] == ["one/1"]


def old_files(folder):
    """Models of all generations, with fields that nobody knows, and a mix of blobs."""
    weight, bias = _models.values((3, 4)), _models.values((3,), 50)
    unknown = varint(555 << 3 | 2) + varint(3) + b"abc"
    param = caffe.InnerProductParameter(num_output=3)
    param.weight_filler.type = "xavier"
    param.bias_filler.type, param.bias_filler.value = "constant", 0.5
    makers = {"v0": _models.v0, "v1": _models.v1, "v2": _models.v2}
    for kind, make in makers.items():
        legacy = [(1, 1, 3, 4), (1, 1, 1, 3)] if kind != "v2" else [None, None]
        blobs = [
            _models.blob(array, legacy=dims)
            for array, dims in zip((weight, bias), legacy, strict=True)
        ]
        net = make([("fc", blobs)])
        layer = net.layer[0] if kind == "v2" else net.layers[0]
        if kind == "v0":
            inner = layer.layer
            inner.num_output = 3
            inner.weight_filler.CopyFrom(param.weight_filler)
            inner.bias_filler.CopyFrom(param.bias_filler)
        else:
            layer.inner_product_param.CopyFrom(param)
        path = folder / f"{kind}.caffemodel"
        path.write_bytes(net.SerializeToString() + unknown)
        yield path


def test_old_generations_stay_what_they_are(tmp_path):
    """V0, V1 and V2 files differ in nothing but values, and have the bits of today's net."""
    wanted = {
        ("fc", 0): Rng(7),
        ("fc", 1): np.full(3, 0.5, np.float32),
    }
    right = {("fc", 0): xavier((3, 4), rng=wanted["fc", 0]).reshape(-1), ("fc", 1): wanted["fc", 1]}
    ran = 0
    for path in old_files(tmp_path):
        new = tmp_path / f"new_{path.name}"
        filled(path, new, 7)
        before, after = path.read_bytes(), new.read_bytes()
        assert len(before) == len(after)
        for key, values in arrays(new).items():
            assert values.tobytes() == right[key].tobytes(), path
        for key, values in arrays(path).items():  # put the old values back: the old file
            after = after.replace(right[key].tobytes(), values.tobytes())
        assert after == before
        ran += 1
    assert ran == 3


def unpacked(values, field=5):
    """StreamOptions as protobuf wrote them before they were packed."""
    return b"".join(varint(field << 3 | 5) + value.tobytes() for value in values)


def delimited(field, content):
    """A length-delimited field."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def test_numbers_in_any_form_stay_in_that_form(tmp_path):
    """Unpacked ones, several runs, doubles with floats beside them: tags and runs stay."""
    weight = _models.values((2, 3))
    head = delimited(7, delimited(1, bytes([2, 3])))
    packed = [delimited(5, weight.reshape(-1)[:2].tobytes()), unpacked(weight.reshape(-1)[2:])]
    both = delimited(5, weight.tobytes()) + delimited(8, weight.astype("<f8").tobytes())
    layers = b""
    for name, body in (("a", unpacked(weight.reshape(-1))), ("b", b"".join(packed)), ("c", both)):
        param = delimited(117, bytes([8, 2, 16, 0]) + delimited(3, delimited(1, b"uniform")))
        content = delimited(1, name.encode()) + delimited(2, b"InnerProduct")
        layers += delimited(100, content + delimited(7, head + body) + param)
    old, new = tmp_path / "old.caffemodel", tmp_path / "new.caffemodel"
    old.write_bytes(layers)
    filled(old, new, 3)
    rng = Rng(3)
    found = arrays(new)
    for name in "abc":
        assert found[name, 0].astype("f4").tobytes() == uniform((2, 3), rng=rng).tobytes()
    net = caffe.NetParameter.FromString(new.read_bytes())
    assert list(net.layer[2].blobs[0].data) == list(net.layer[2].blobs[0].double_data)
    # All that is no value is as it was: the message, and where its numbers stand.
    scans = []
    for path in (old, new):
        with path.open("rb") as file:
            scans.append(scan(file, path.stat().st_size))
    assert scans[0] == scans[1]
    assert scans[0].blobs[1][5][0].stride != scans[0].blobs[1][5][1].stride


def test_half_precision_of_nvidias_fork(tmp_path):
    """raw_data of FLOAT16 is read, filled in float32 and rounded once; other types are kept."""
    weight = _models.values((2, 3)).astype("<f2")
    head = delimited(7, delimited(1, bytes([2, 3])))
    param = delimited(117, bytes([8, 2, 16, 0]) + delimited(3, delimited(1, b"gaussian")))
    content = delimited(1, b"fc") + delimited(2, b"InnerProduct")
    half = head + bytes([10 << 3, 2]) + delimited(12, weight.tobytes())
    whole = head + bytes([10 << 3, 3]) + delimited(12, bytes(24))
    old, new = tmp_path / "old.caffemodel", tmp_path / "new.caffemodel"
    old.write_bytes(delimited(100, content + delimited(7, half) + param))
    assert arrays(old)["fc", 0].tobytes() == weight.tobytes()
    filled(old, new, 3)
    assert arrays(new)["fc", 0].tobytes() == gaussian((2, 3), rng=Rng(3)).astype("f2").tobytes()
    assert new.stat().st_size == old.stat().st_size

    old.write_bytes(delimited(100, content + delimited(7, whole) + param))
    opened = open_saved(old)
    assert [each.kept for each in opened.planned.decisions] == [
        "has raw_data of the type INT, which holds no weights"
    ]


def test_a_double_net_is_filled_in_float64(tmp_path):
    """A file whose blobs are all double is what a double Caffe would write; and is said so."""
    plan = _models.plan_of(tmp_path, dtype=np.dtype("f8"))
    old = _models.write(plan, tmp_path / "old.caffemodel", seed=1)
    wanted = _models.write(plan, tmp_path / "wanted.caffemodel", seed=7)
    opened = filled(old, tmp_path / "new.caffemodel", 7)

    assert (tmp_path / "new.caffemodel").read_bytes() == wanted.read_bytes()
    assert "float64" in opened.notes[0]


def test_rules_are_those_of_onnx(tmp_path):
    """A layer type, a role, a name; the last match wins, keep keeps, what is left has its own."""
    old = _models.write(_models.plan_of(tmp_path), tmp_path / "old.caffemodel", seed=2)
    recipe = rules(
        "InnerProduct=constant,value=2",
        "bias=constant,value=3",
        "name:three=constant,value=4",
        "name:two/1=keep",
    )
    opened = filled(old, tmp_path / "new.caffemodel", 7, recipe=recipe)
    before, after = arrays(old), arrays(tmp_path / "new.caffemodel")

    assert set(after["one", 0]) == {2}
    assert set(after["two", 0]) == {2}  # shares those of one
    assert set(after["one", 1]) == {3}
    assert set(after["three", 0]) == {4}
    assert after["two", 1].tobytes() == before["two", 1].tobytes()
    by = {each.key: each.by for each in opened.planned.decisions}
    assert by["three/0"] == "name:three=constant,value=4"


RECURRENT = """
layer { name: "x" type: "Input" top: "x" top: "cont"
  input_param { shape { dim: 3 dim: 2 dim: 4 } shape { dim: 3 dim: 2 } } }
layer { name: "lstm" type: "LSTM" bottom: "x" bottom: "cont" top: "h"
  recurrent_param { num_output: 2 weight_filler { type: "uniform" } } }
layer { name: "fc" type: "InnerProduct" bottom: "h" top: "y"
  inner_product_param { num_output: 2 weight_filler { type: "uniform" } } }
"""


def test_a_rule_counts_for_every_time_step(tmp_path):
    """What Caffe draws for each step and throws away has the new law, too."""
    plan = _models.plan_of(tmp_path, RECURRENT)
    old = _models.write(plan, tmp_path / "old.caffemodel", seed=2)
    other = _models.plan_of(tmp_path, RECURRENT.replace('type: "uniform"', 'type: "gaussian"', 1))
    wanted = arrays(_models.write(other, tmp_path / "wanted.caffemodel", seed=7))
    recipe = rules("LSTM=gaussian", "recurrent=gaussian")
    filled(old, tmp_path / "new.caffemodel", 7, recipe=recipe)
    found = arrays(tmp_path / "new.caffemodel")

    assert all(found[key].tobytes() == wanted[key].tobytes() for key in wanted)


def test_an_unknown_number_of_steps_is_said(tmp_path):
    """Without the bottoms' shapes the words of one step are taken; with --shape all of them."""
    plan = _models.plan_of(tmp_path, RECURRENT)
    old = _models.write(plan, tmp_path / "old.caffemodel", seed=2)
    net = caffe.NetParameter.FromString(old.read_bytes())
    del net.layer[0]
    old.write_bytes(net.SerializeToString())
    wanted = arrays(_models.write(plan, tmp_path / "wanted.caffemodel", seed=7))
    opened = filled(old, tmp_path / "new.caffemodel", 7)
    assert "time steps" in opened.notes[0]
    assert arrays(tmp_path / "new.caffemodel")["fc", 0].tobytes() != wanted["fc", 0].tobytes()

    shapes = {"x": (3, 2, 4), "cont": (3, 2)}
    opened = filled(old, tmp_path / "new.caffemodel", 7, plan=Options(shapes=shapes))
    assert opened.notes == ()
    assert arrays(tmp_path / "new.caffemodel")["fc", 0].tobytes() == wanted["fc", 0].tobytes()


def test_data_layers_take_their_words_without_their_data(tmp_path):
    """The file lists a data layer; its words come first, whatever the data are."""
    net = caffe.NetParameter()
    data = net.layer.add(name="d", type="Data", top=["data", "label"], phase=TRAIN)
    data.data_param.source, data.data_param.batch_size = "/no/such/lmdb", 2
    data.transform_param.mirror = True
    fc = net.layer.add(name="fc", type="InnerProduct", bottom=["data"], top=["y"])
    fc.inner_product_param.num_output = 2
    fc.inner_product_param.bias_term = False
    fc.inner_product_param.weight_filler.type = "uniform"
    fc.blobs.add().CopyFrom(_models.blob(_models.values((2, 5))))
    old = _models.save(net, tmp_path / "old.caffemodel")
    filled(old, tmp_path / "new.caffemodel", 7)
    stream = Stream(7)
    stream.jump(3)
    right = uniform((2, 5), rng=Rng(stream, Era.default()))
    assert arrays(tmp_path / "new.caffemodel")["fc", 0].tobytes() == right.tobytes()


def test_streams_of_their_own_go_by_layer_and_number(tmp_path):
    """Stream keyed: the key is derived anew here; nothing depends on what else is filled."""
    plan = _models.plan_of(tmp_path)
    old = _models.write(plan, tmp_path / "old.caffemodel")
    opened = open_saved(old, SavedOptions(rules(only=("three",))))
    remodel(opened, tmp_path / "new.caffemodel", keyed_rng(7, Options()))
    label = b"caffe_fillers keyed v1\0" + (7).to_bytes(8, "little") + b"three/0"
    key = np.frombuffer(hashlib.sha256(label).digest(), "<u4").tolist()
    right = uniform((5, 3), rng=Rng(Stream.from_key(key), Era.default()))
    assert arrays(tmp_path / "new.caffemodel")["three", 0].tobytes() == right.tobytes()
    opened = open_saved(old)
    remodel(opened, tmp_path / "all.caffemodel", keyed_rng(7, Options()))
    assert arrays(tmp_path / "all.caffemodel")["three", 0].tobytes() == right.tobytes()


def test_equal_names_have_no_streams_of_their_own(tmp_path):
    """Two layers of one name would get the same numbers."""
    net = _models.v2([("fc", [_models.blob(_models.values((2, 3)))])] * 2)
    for layer in net.layer:
        layer.inner_product_param.num_output = 2
        layer.inner_product_param.bias_term = False
        layer.inner_product_param.weight_filler.type = "uniform"
    old = _models.save(net, tmp_path / "old.caffemodel")
    with pytest.raises(FormatError, match="2 layers are named 'fc'"):
        remodel(open_saved(old), tmp_path / "new.caffemodel", keyed_rng(7, Options()))
    filled(old, tmp_path / "new.caffemodel", 7)


def test_a_type_that_nobody_knows_is_kept_and_listed(tmp_path):
    """A rule for its type or its name fills it all the same."""
    net = caffe.NetParameter()
    layer = net.layer.add(name="norm", type="NobodyKnows")
    layer.blobs.add().CopyFrom(_models.blob(_models.values((3,))))
    old = _models.save(net, tmp_path / "old.caffemodel")
    opened = open_saved(old)
    assert [each.kept for each in opened.planned.decisions] == ["nobody knows the type NobodyKnows"]
    told = r"nothing would be filled: 1 kept \(nobody knows the type NobodyKnows\)"
    with pytest.raises(NothingToDoError, match=told):
        remodel(opened, tmp_path / "new.caffemodel", Rng(1))
    for rule in ("NobodyKnows=constant,value=9", "name:norm=constant,value=9"):
        filled(old, tmp_path / "new.caffemodel", 1, recipe=rules(rule))
        assert set(arrays(tmp_path / "new.caffemodel")["norm", 0]) == {9}


def test_blobs_that_do_not_fit_are_refused(tmp_path):
    """By the layer's own parameters, by its type, by their numbers of values, by the net."""
    plan = _models.plan_of(tmp_path)
    old = _models.write(plan, tmp_path / "old.caffemodel")
    message = caffe.NetParameter.FromString(old.read_bytes())
    place = {layer.name: at for at, layer in enumerate(message.layer)}

    def broken(change):
        net = caffe.NetParameter.FromString(old.read_bytes())
        change(net.layer)
        return _models.save(net, tmp_path / "broken.caffemodel")

    outputs = broken(lambda layers: layers[place["three"]].inner_product_param.Clear())
    with pytest.raises(FormatError, match=r"layer 'three' \(InnerProduct\): cannot be filled"):
        open_saved(outputs)
    with pytest.raises(FormatError, match=r"broken\.caffemodel.*1 blob"):
        open_saved(broken(lambda layers: layers[place["one"]].blobs.__delitem__(1)))
    values = broken(lambda layers: layers[place["one"]].blobs[0].data.append(1))
    with pytest.raises(FormatError, match="holds 13 values"):
        open_saved(values)
    assert open_saved(values, SavedOptions(rules(excepted=("one", "two"))))
    more = broken(lambda layers: layers[place["three"]].blobs.add().data.append(1))
    with pytest.raises(NetError, match="2 blob"):
        open_saved(more, SavedOptions(net=tmp_path / "net.prototxt"))
    other = tmp_path / "other.prototxt"
    other.write_text(_models.NET.replace("num_output: 5", "num_output: 6"))
    with pytest.raises(ShapeError, match=r"layer 'three': blob 0.*5x3 in the file, 6x3 in the net"):
        open_saved(old, SavedOptions(net=other))


def test_a_layer_that_the_net_lacks_is_kept_and_said(tmp_path):
    """As Caffe ignores it; the nearest name is told."""
    old = _models.write(_models.plan_of(tmp_path), tmp_path / "old.caffemodel")
    other = tmp_path / "other.prototxt"
    other.write_text(_models.NET.replace('name: "three"', 'name: "threee"'))
    opened = open_saved(old, SavedOptions(net=other, startup=StartOptions("train")))

    assert opened.notes == ("layer 'three' is not in the net. Did you mean 'threee'?",)
    assert {each.key: each.kept for each in opened.planned.decisions}["three/0"] == (
        "no such layer in the net"
    )


def test_another_suffix_is_another_format(tmp_path):
    """The layers and blobs go over; what is kept has its old values."""
    plan = _models.plan_of(tmp_path)
    old = _models.write(plan, tmp_path / "old.caffemodel", seed=2)
    filled(old, tmp_path / "new.caffemodel", 7, recipe=rules(excepted=("one",)))
    right = arrays(tmp_path / "new.caffemodel")
    for suffix in (".h5", ".npz", ".safetensors"):
        filled(old, tmp_path / f"new{suffix}", 7, recipe=rules(excepted=("one",)))
        found = arrays(tmp_path / f"new{suffix}")
        missing = {("two", 0)} if suffix == ".h5" else set()  # shares those of one
        assert right.keys() - found.keys() <= missing
        assert all(found[key].tobytes() == right[key].tobytes() for key in found)
    with pytest.raises(FormatError, match="does not hold the layers' definitions"):
        filled(
            tmp_path / "new.npz",
            tmp_path / "x.caffemodel",
            7,
            net=tmp_path / "net.prototxt",
        )


def test_a_packed_file_is_written_anew(tmp_path):
    """Compressed HDF5 and .npz have no place for other values."""
    import h5py

    path = tmp_path / "old.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("data/one/0", data=_models.values((3, 4)), compression="gzip")
    opened = open_saved(path, SavedOptions(rules("name:one=constant,value=5")))
    done = remodel(opened, tmp_path / "new.h5", Rng(1))
    assert done.anew
    assert set(arrays(tmp_path / "new.h5")["one", 0]) == {5}


def test_a_file_that_is_cut_off_leaves_nothing(tmp_path):
    """Whatever is missing, an error and no output."""
    old = _models.write(_models.plan_of(tmp_path), tmp_path / "old.caffemodel")
    content = old.read_bytes()
    for size in range(0, len(content), 41):
        broken = tmp_path / "broken.caffemodel"
        broken.write_bytes(content[:size])
        with contextlib.suppress(CaffeFillersError):
            filled(broken, tmp_path / "new.caffemodel", 1)
            (tmp_path / "new.caffemodel").unlink()
        assert sorted(tmp_path.iterdir()) == sorted([old, broken, tmp_path / "net.prototxt"])
