"""LSUV: each layer's outputs on a batch have variance 1 in a forward pass."""

import numpy as np
import pytest

from caffe_fillers import export, fill_net
from caffe_fillers.exporters.net import ALL
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.running import runner
from caffe_fillers.formats.caffemodel import open_model

NET = """
layer { name: "data" type: "Input" top: "data" input_param {
  shape { dim: 16 dim: 3 dim: 12 dim: 12 } } }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param {
  num_output: 8 kernel_size: 3 weight_filler { type: "gaussian" std: 0.01 }
  bias_filler { type: "constant" value: 0.1 } } }
layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
layer { name: "up" type: "Deconvolution" bottom: "conv" top: "up" convolution_param {
  num_output: 4 group: 4 kernel_size: 2 stride: 2 bias_term: false
  weight_filler { type: "bilinear" } } }
layer { name: "fc" type: "InnerProduct" bottom: "up" top: "fc" inner_product_param {
  num_output: 20 transpose: true weight_filler { type: "orthogonal" gain: 4 } } }
layer { name: "last" type: "InnerProduct" bottom: "fc" top: "last" inner_product_param {
  num_output: 5 weight_filler { type: "xavier" } } }
"""


@pytest.fixture
def folder(tmp_path):
    """A net and a batch."""
    (tmp_path / "net.prototxt").write_text(NET)
    batch = np.random.default_rng(1).normal(0.3, 2, (16, 3, 12, 12)).astype("f4")
    np.save(tmp_path / "batch.npy", batch)
    return tmp_path


def test_outputs_have_variance_one(folder, run):
    """Of every layer whose weights are drawn; the weights are the drawn ones, times a number."""
    net, out = folder / "net.prototxt", folder / "scaled.caffemodel"
    options = ["--dialect", "papers", "--seed", 5]
    told = run(net, *options, "--lsuv", folder / "batch.npy", "-o", out)
    assert told.code == 0, told.err
    for name in ("conv", "fc", "last"):
        assert f"  {name}: times " in told.err
    assert "  up: times" not in told.err

    plain = fill_net(net, seed=5, dialect="papers").blobs
    model = open_model(out)
    for layer in model.layers:
        for number, stored in layer.blobs.items():
            found = model.read(stored).reshape(stored.shape)
            drawn = plain[layer.name][number]
            factor = found[drawn != 0] / drawn[drawn != 0]
            if layer.name != "up" and number == 0:
                assert factor.std() < 1e-6 * factor.mean()
                assert abs(factor.mean() - 1) > 0.05
            else:
                np.testing.assert_array_equal(found, drawn)

    # The raw outputs: without the ReLU, which would be in place.
    (folder / "bare.prototxt").write_text(
        NET.replace('bottom: "conv" top: "conv" }\n', 'bottom: "conv" top: "relu" }\n').replace(
            'bottom: "conv" top: "up"', 'bottom: "relu" top: "up"'
        )
    )
    bare = folder / "bare.prototxt"
    loaded = export_all(bare, out)
    values = runner(loaded).run({"data": np.load(folder / "batch.npy")})
    for name in ("conv", "fc", "last"):
        assert abs(np.var(values[name].astype("f8")) - 1) <= 0.1001, name


def export_all(net, weights):
    """The bytes of a model with every blob as an output."""
    text = net.read_text().replace('"orthogonal" gain: 4', '"xavier"')
    net.write_text(text)
    return export(net, weights, options=ExportOptions(outputs=(ALL,))).SerializeToString()


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        ("none.npy", 3, "cannot be read"),
        ("small.npy", 3, "the net needs (16, 3, 12, 12)"),
        ("zeros.npy", 3, "its outputs have variance 0"),
        ("other=batch.npy", 3, "the net has no such input"),
    ],
)
def test_what_is_refused(folder, run, data, code, said):
    """And nothing is written."""
    np.save(folder / "small.npy", np.zeros((1, 3, 12, 12), "f4"))
    np.save(folder / "zeros.npy", np.zeros((16, 3, 12, 12), "f4"))
    name, equals, file = data.rpartition("=")
    given = f"{name}{equals}{folder / file}"
    out = folder / "o.caffemodel"
    told = run(
        folder / "net.prototxt", "--dialect", "papers", "--seed", 1, "--lsuv", given, "-o", out
    )
    assert (told.code, said in told.err, out.exists()) == (code, True, False), told.err


def test_it_is_for_one_net(folder, run):
    """Not for models, nor for many."""
    net = folder / "net.prototxt"
    for more in ([net, net], [net, "--manifest", folder / "m.jsonl"]):
        assert run(*more, "--seed", 1, "--lsuv", folder / "batch.npy").code == 2
