"""Weights from format to format, under Caffe's names and PyTorch's; no PyTorch needed."""

import contextlib
import json
from collections import Counter

import numpy as np
import pytest

from caffe_fillers.errors import CaffeFillersError, FormatError, ShapeError
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.plan.start import StartOptions
from caffe_fillers.proto import caffe
from caffe_fillers.weights.convert import ConvertOptions, convert
from tests import _models
from tests._nets import inside
from tests.verify.golden_files import copied, random_nets, semantics, write

PARTS = 4
NORM = """
layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 dim: 4 dim: 4 } } }
layer { name: "conv" type: "Convolution" bottom: "x" top: "c"
  convolution_param { num_output: 5 kernel_size: 3 weight_filler { type: "xavier" } } }
layer { name: "bn" type: "BatchNorm" bottom: "c" top: "c" }
layer { name: "scale" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true
  bias_filler { type: "uniform" } filler { type: "uniform" } } }
layer { name: "fc" type: "InnerProduct" bottom: "c" top: "y"
  inner_product_param { num_output: 2 transpose: true weight_filler { type: "gaussian" } } }
layer { name: "act" type: "PReLU" bottom: "y" top: "y" prelu_param { channel_shared: true } }
"""


def as_torch(**options):
    """To PyTorch's names."""
    return ConvertOptions(names="torch", **options)


def with_net(folder, **options):
    """By the net that `_models.plan_of` wrote."""
    return ConvertOptions(net=folder / "net.prototxt", startup=StartOptions("train"), **options)


def arrays(path):
    """All arrays by key."""
    model = open_model(path)
    return {key: model.read(each).reshape(each.shape) for key, each in model.arrays.items()}


def blobs_of(path):
    """All blobs by layer and number."""
    model = open_model(path)
    return {
        (layer.name, number): model.read(blob).copy()
        for layer in model.layers
        for number, blob in layer.blobs.items()
    }


def normed(folder, factor=3.0, text=NORM):
    """The net above with statistics in its BatchNorm; its file."""
    path = _models.write(_models.plan_of(folder, text), folder / "net.caffemodel", seed=3)
    net = caffe.NetParameter.FromString(path.read_bytes())
    (norm,) = (layer for layer in net.layer if layer.type == "BatchNorm")
    statistics = (1, 2, 3, 4, 5), (2, 3, 4, 5, 6), (factor,)
    for blob, values in zip(norm.blobs, statistics, strict=True):
        blob.data[:] = values
    return _models.save(net, path)


def test_a_batchnorm_and_its_scale_are_one_module(tmp_path):
    """Weight and bias are the Scale's; statistics are divided by the factor, once, in float32."""
    path = normed(tmp_path)
    convert(path, tmp_path / "net.safetensors", as_torch())
    found, held = arrays(tmp_path / "net.safetensors"), blobs_of(path)

    assert [*found] == [
        *("conv.weight", "conv.bias", "bn.running_mean", "bn.running_var", "bn.weight", "bn.bias"),
        *("fc.weight", "fc.bias", "act.weight"),
    ]
    three = np.float32(3)
    mean = np.array([1, 2, 3, 4, 5], np.float32) / three
    assert found["bn.running_mean"].tobytes() == mean.tobytes()
    assert found["bn.running_var"][0] == np.float32(2) / three
    assert found["bn.weight"].tobytes() == held["scale", 0].tobytes()
    assert found["bn.bias"].tobytes() == held["scale", 1].tobytes()
    assert found["fc.weight"].shape == (2, 20)
    assert found["fc.weight"].tobytes() == held["fc", 0].reshape(20, 2).T.tobytes()
    assert found["act.weight"].shape == (1,)


def test_without_statistics_they_are_zero(tmp_path):
    """Where the factor is zero Caffe has none yet: 0 / 0 is not a number, and never written."""
    convert(normed(tmp_path, factor=0.0), tmp_path / "net.npz", as_torch())
    found = arrays(tmp_path / "net.npz")

    assert not found["bn.running_mean"].any()
    assert not found["bn.running_var"].any()


def test_a_batchnorm_comes_back_with_the_factor_one(tmp_path):
    """Its statistics are those that PyTorch has; all else has the bits that it had."""
    path = normed(tmp_path)
    convert(path, tmp_path / "net.safetensors", as_torch())
    convert(tmp_path / "net.safetensors", tmp_path / "back.caffemodel", with_net(tmp_path))
    found, held = blobs_of(tmp_path / "back.caffemodel"), blobs_of(path)

    assert found["bn", 2] == 1
    assert found["bn", 0].tobytes() == (held["bn", 0] / held["bn", 2]).tobytes()
    same = [key for key in held if key[0] != "bn"]
    assert len(same) == 7
    assert all(found[key].tobytes() == held[key].tobytes() for key in same)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_golden_net_goes_there_and_back(part, tmp_path, monkeypatch):
    """Through each format under each scheme's names, to the same .caffemodel, byte for byte.

    But for BatchNorm's factor, which is one when it comes back from PyTorch's names.
    """
    monkeypatch.setattr("os.fsync", lambda _: None)
    root = copied(tmp_path / "golden")
    records = [*semantics(), *random_nets()][part::PARTS]
    seen = Counter()
    for record in records:
        net = root / record.net
        with inside(net.parent):
            first = write(net, tmp_path / "a.caffemodel", record.seed, record.phase)
            how = ConvertOptions(net=net, startup=StartOptions(record.phase.lower()))
            for suffix, names in FORMATS:
                seen[suffix, names, _there_and_back(first.path, suffix, names, how)] += 1
    for suffix, names in FORMATS:
        same, factor = seen[suffix, names, "same"], seen[suffix, names, "factor"]
        assert same >= 0.85 * len(records), seen
        assert same + factor + seen[suffix, names, "no such names"] == len(records)
        assert names == "torch" or not factor


FORMATS = (
    (".h5", "caffe"),
    (".npz", "caffe"),
    (".safetensors", "caffe"),
    (".safetensors", "torch"),
)


def _there_and_back(path, suffix, names, how):
    other, back = path.with_name(f"b{suffix}"), path.with_name("c.caffemodel")
    other.unlink(missing_ok=True)
    with contextlib.suppress(FormatError):
        convert(path, other, ConvertOptions(names=names))
    if not other.exists():
        # Layers of one name, without a name, or with a name that is a path.
        with pytest.raises(FormatError, match="name"):
            convert(path, other, ConvertOptions(names=names))
        return "no such names"
    convert(other, back, how, force=True)
    if back.read_bytes() == path.read_bytes():
        return "same"
    found, held = blobs_of(back), blobs_of(path)
    kinds = {layer.name: layer.type for layer in open_model(path).layers}
    for (name, number), values in held.items():
        if (kinds[name], number) == ("BatchNorm", 2):
            assert found[name, number] == 1
        elif kinds[name] == "BatchNorm":
            factor = held[name, 2]
            assert (
                found[name, number].tobytes() == (values / factor if factor else values).tobytes()
            )
        else:
            assert found[name, number].tobytes() == values.tobytes(), (path, name, number)
    assert "BatchNorm" in kinds.values()
    return "factor"


LSTM = """
layer { name: "x" type: "Input" top: "x" top: "cont"
  input_param { shape { dim: 1 dim: 2 dim: 4 } shape { dim: 1 dim: 2 } } }
layer { name: "l" type: "LSTM" bottom: "x" bottom: "cont" top: "h" recurrent_param {
  num_output: 2 weight_filler { type: "uniform" } bias_filler { type: "uniform" } } }
"""


def test_the_second_bias_of_a_recurrent_layer(tmp_path):
    """Written as zero; one that PyTorch has trained is added, as both are in its formula."""
    path = _models.write(_models.plan_of(tmp_path, LSTM), tmp_path / "a.caffemodel", seed=3)
    convert(path, tmp_path / "a.safetensors", as_torch())
    found, held = arrays(tmp_path / "a.safetensors"), blobs_of(path)
    assert [*found] == ["l.weight_ih_l0", "l.bias_ih_l0", "l.bias_hh_l0", "l.weight_hh_l0"]
    assert not found["l.bias_hh_l0"].any()
    i, f, o, g = held["l", 1].reshape(4, 2)
    assert found["l.bias_ih_l0"].tobytes() == np.stack([i, f, g, o]).tobytes()

    found["l.bias_hh_l0"] = np.arange(8, dtype=np.float32)
    np.savez(tmp_path / "b.npz", **found)
    convert(tmp_path / "b.npz", tmp_path / "b.caffemodel", with_net(tmp_path))
    i, f, g, o = (found["l.bias_ih_l0"] + found["l.bias_hh_l0"]).reshape(4, 2)
    back = blobs_of(tmp_path / "b.caffemodel")
    assert back["l", 1].tobytes() == np.stack([i, f, o, g]).tobytes()
    assert back["l", 2].tobytes() == held["l", 2].tobytes()


def test_a_table_renames_layers_and_blobs(tmp_path):
    """Both ways; what it names must be there."""
    path = normed(tmp_path)
    table = {"features.0": "conv", "norm": "bn", "last": "fc[1]"}
    convert(path, tmp_path / "a.npz", as_torch(table=table))
    wanted = {"features.0.weight", "norm.running_var", "norm.weight", "last", "fc.weight"}
    assert wanted <= arrays(tmp_path / "a.npz").keys()
    convert(tmp_path / "a.npz", tmp_path / "back.caffemodel", with_net(tmp_path, table=table))
    held, back = blobs_of(path), blobs_of(tmp_path / "back.caffemodel")
    assert all(back[key].tobytes() == held[key].tobytes() for key in held if key[0] != "bn")

    convert(path, tmp_path / "c.npz", ConvertOptions(table={"first": "conv"}))
    assert {"first/0", "first/1", "fc/0"} <= arrays(tmp_path / "c.npz").keys()
    for wrong, words in (
        ({"a": "convv"}, "no blob 'convv'"),
        ({"a": "conv", "b": "conv"}, "gives 'conv' two names"),
        ({"fc": "conv"}, "2 tensors would be named 'fc.weight'"),
    ):
        with pytest.raises(FormatError, match=words):
            convert(path, tmp_path / "d.npz", as_torch(table=wrong))


def test_arrays_keep_their_keys_and_types(tmp_path):
    """From .npz to .safetensors and back without a net: halves, doubles and whole numbers too."""
    held = {
        "a.weight": np.arange(6, dtype=np.float16).reshape(2, 3),
        "a.bias": np.arange(3, dtype=np.float64),
        "bn.num_batches_tracked": np.array(2**40, np.int64),
        "x/0": np.zeros((0, 3), np.float32),
    }
    np.savez(tmp_path / "a.npz", **held)
    convert(tmp_path / "a.npz", tmp_path / "a.safetensors")
    convert(tmp_path / "a.safetensors", tmp_path / "b.npz")
    with np.load(tmp_path / "b.npz") as back:
        for key, values in held.items():
            assert back[key].dtype == values.dtype
            assert (back[key].shape, back[key].tobytes()) == (values.shape, values.tobytes())


def test_old_shapes_become_those_of_today(tmp_path):
    """A V1 file's four dimensions are no shape that an array should have."""
    blobs = [
        _models.blob(_models.values((3, 4)), legacy=(1, 1, 3, 4)),
        _models.blob(_models.values((3,)), legacy=(1, 1, 1, 3)),
    ]
    net = _models.v1([("fc", blobs)])
    net.layers[0].inner_product_param.num_output = 3
    path = _models.save(net, tmp_path / "old.caffemodel")
    convert(path, tmp_path / "a.npz")
    shapes = {key: each.shape for key, each in arrays(tmp_path / "a.npz").items()}
    assert shapes == {"fc/0": (3, 4), "fc/1": (3,)}
    convert(path, tmp_path / "new.caffemodel")
    new = caffe.NetParameter.FromString((tmp_path / "new.caffemodel").read_bytes())
    assert [list(blob.shape.dim) for blob in new.layer[0].blobs] == [[3, 4], [3]]


def test_each_format_s_own_library_reads_it(tmp_path):
    """h5py and NumPy (safetensors and PyTorch: the full run) see the bits of the .caffemodel."""
    import h5py

    path = normed(tmp_path)
    held = blobs_of(path)
    convert(path, tmp_path / "a.h5")
    convert(path, tmp_path / "a.npz")
    with h5py.File(tmp_path / "a.h5") as file, np.load(tmp_path / "a.npz") as zipped:
        assert set(file["data"]) == {"x", "conv", "bn", "scale", "fc", "act"}
        assert len(held) == len(zipped.files) == 10
        for (name, number), values in held.items():
            key = f"{name}/{number}"
            assert file[f"data/{key}"][()].tobytes() == values.tobytes()
            assert zipped[key].tobytes() == values.tobytes()


def test_the_snapshot_of_a_real_caffe(tmp_path):
    """`caffe train` wrote s10 as HDF5: converted from our .caffemodel, dataset by dataset."""
    root = copied(tmp_path / "golden") / "nets_semantics"
    with inside(root):
        made = write(root / "solver" / "s10_hdf5.prototxt", tmp_path / "a.caffemodel", 1701)
    convert(made.path, tmp_path / "a.caffemodel.h5")
    right = _datasets(root / "solver" / "snapshots" / "s10_hdf5_iter_0.caffemodel.h5")
    assert len(right) > 3
    assert _datasets(tmp_path / "a.caffemodel.h5") == right


def _datasets(path):
    """Every group and dataset of a file, with shape, type and bytes."""
    import h5py

    found = {}

    def visit(name, item):
        values = isinstance(item, h5py.Dataset)
        found[name] = (item.shape, item.dtype, item[()].tobytes()) if values else None

    with h5py.File(path) as file:
        file.visititems(visit)
    return found


@pytest.mark.parametrize(
    ("target", "options", "words"),
    [
        ("a.caffemodel", {}, "--net"),
        ("a.npz", {"names": "torch"}, "--net"),
        ("a.h5", {"names": "torch"}, "--net"),
        ("a.txt", {}, "ends in '.txt'"),
    ],
)
def test_what_is_missing_is_said(target, options, words, tmp_path):
    """Arrays do not hold the definition that these need; nothing is written."""
    np.savez(tmp_path / "w.npz", **{"fc/0": np.zeros((2, 3), np.float32)})
    with pytest.raises(FormatError) as raised:
        convert(tmp_path / "w.npz", tmp_path / target, ConvertOptions(**options))
    assert words in str(raised.value)
    assert [each.name for each in tmp_path.iterdir()] == ["w.npz"]


def test_names_of_pytorch_are_for_arrays(tmp_path):
    """A .caffemodel and a .h5 hold layers."""
    path = normed(tmp_path)
    for target in ("a.h5", "a.caffemodel"):
        with pytest.raises(FormatError, match=r"\.safetensors"):
            convert(path, tmp_path / target, as_torch())


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda held: held.pop("fc.bias"), FormatError, r"has no tensor 'fc\.bias'"),
        (lambda held: held.update({"fc.bias": np.zeros(3, "f4")}), ShapeError, "has shape 3"),
        (lambda held: held.update({"fc.bias": np.zeros(2, "U3")}), FormatError, r"fc\.bias"),
    ],
)
def test_tensors_that_do_not_fit(change, error, words, tmp_path):
    """Missing, of another shape, of no number's type."""
    convert(normed(tmp_path), tmp_path / "a.npz", as_torch())
    held = arrays(tmp_path / "a.npz")
    change(held)
    np.savez(tmp_path / "b.npz", **held)
    with pytest.raises(error, match=words):
        convert(tmp_path / "b.npz", tmp_path / "b.caffemodel", with_net(tmp_path))
    assert not (tmp_path / "b.caffemodel").exists()


def test_what_nobody_asked_for_is_said(tmp_path):
    """A tensor of no blob is a note; PyTorch's counters are none."""
    convert(normed(tmp_path), tmp_path / "a.npz", as_torch())
    held = arrays(tmp_path / "a.npz")
    held |= {"extra": np.zeros(1, "f4"), "bn.num_batches_tracked": np.array(3)}
    np.savez(tmp_path / "b.npz", **held)
    done = convert(tmp_path / "b.npz", tmp_path / "b.caffemodel", with_net(tmp_path))
    assert len(done.notes) == 1
    assert "no blob of the net is for tensor 'extra'" in done.notes[0]


def test_a_scale_without_a_bias_has_one_in_pytorch(tmp_path):
    """It is zero; another one could not come back, and is refused."""
    text = NORM.replace('bias_term: true\n  bias_filler { type: "uniform" }', "")
    convert(normed(tmp_path, text=text), tmp_path / "a.npz", as_torch())
    held = arrays(tmp_path / "a.npz")
    assert held["bn.bias"].tolist() == [0] * 5
    convert(tmp_path / "a.npz", tmp_path / "b.caffemodel", with_net(tmp_path))
    held["bn.bias"] = np.ones(5, "f4")
    np.savez(tmp_path / "c.npz", **held)
    with pytest.raises(FormatError, match="is not zero"):
        convert(tmp_path / "c.npz", tmp_path / "c.caffemodel", with_net(tmp_path))


def test_the_command(run, tmp_path, monkeypatch):
    """`convert IN OUT`, with a table in a file."""
    monkeypatch.chdir(tmp_path)
    normed(tmp_path)
    (tmp_path / "map.json").write_text('{"features.0": "conv"}')
    names = ["--names", "torch", "--map", "map.json"]
    told = run("convert", "net.caffemodel", "a.safetensors", *names, "--json")
    assert told.code == 0
    assert json.loads(told.out)["blobs"] == 9
    assert "features.0.weight" in arrays(tmp_path / "a.safetensors")
    assert run("convert", "net.caffemodel", "a.safetensors").code == 3
    assert run("convert", "net.caffemodel", "a.safetensors", "--force").code == 0
    assert run("convert", "none.caffemodel", "b.h5").code == 3
    (tmp_path / "map.json").write_text("[]")
    assert run("convert", "net.caffemodel", "b.npz", "--map", "map.json").code == 3
    with pytest.raises(CaffeFillersError):
        open_model(tmp_path / "b.npz")


def test_a_net_goes_to_pytorchs_names_directly(run, tmp_path, monkeypatch):
    """`fill --names torch` writes what a fill and a conversion write."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(NORM)
    assert run("net.prototxt", "--seed", 5, "-o", "a.safetensors", "--names", "torch").code == 0
    assert run("net.prototxt", "--seed", 5, "-o", "b.caffemodel").code == 0
    assert run("convert", "b.caffemodel", "b.safetensors", "--names", "torch").code == 0
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()
    assert run("net.prototxt", "-o", "c.caffemodel", "--names", "torch").code == 3
    assert run("b.caffemodel", "-o", "c.npz", "--names", "torch").code == 2
