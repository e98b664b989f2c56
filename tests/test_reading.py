"""`read_weights`: the numbers of any file of weights, by layer."""

import numpy as np
import onnx
import pytest

from caffe_fillers import CaffeFillersError, fill_net, read_weights
from caffe_fillers.proto import caffe
from tests._onnx import data, graph, helper, model, numbers, save
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture(scope="module")
def filled():
    """LeNet's blobs."""
    return fill_net(LENET, seed=1701)


@pytest.mark.parametrize("suffix", [".caffemodel", ".h5", ".npz", ".safetensors"])
def test_each_kind(suffix, filled, tmp_path):
    """The same bits, whatever the file; a string is a path, too."""
    path = tmp_path / f"lenet{suffix}"
    filled.save(path)
    read = read_weights(str(path))

    assert list(read) == list(filled.blobs)
    for name, blobs in filled.blobs.items():
        assert len(read[name]) == len(blobs)
        for mine, theirs in zip(read[name], blobs, strict=True):
            assert (mine.dtype, mine.shape) == (theirs.dtype, theirs.shape)
            assert mine.tobytes() == theirs.tobytes()


def test_an_onnx_model(tmp_path):
    """Tensors under their names, a Gemm's as an InnerProduct holds it."""
    nodes = [helper.make_node("Gemm", ["x", "w"], ["y"])]
    save(model(graph(nodes, {"x": data(2, 3)}, {"w": numbers(3, 4)})), tmp_path)
    read = read_weights(tmp_path / "model.onnx")
    (stored,) = onnx.load(tmp_path / "model.onnx").graph.initializer

    assert list(read) == ["w"]
    assert np.array_equal(read["w"][0], onnx.numpy_helper.to_array(stored).T)


def test_layers_of_one_name(tmp_path):
    """They follow each other."""
    net = caffe.NetParameter()
    for value in (1, 2):
        blob = net.layer.add(name="same", type="InnerProduct").blobs.add(data=[value])
        blob.shape.dim.append(1)
    path = tmp_path / "two.caffemodel"
    path.write_bytes(net.SerializeToString())

    assert [blob.tolist() for blob in read_weights(path)["same"]] == [[1], [2]]


def test_faults(tmp_path):
    """A blob whose values are not there is told with its place; so is what is no model."""
    net = caffe.NetParameter()
    blob = net.layer.add(name="ip", type="InnerProduct").blobs.add(data=[1, 2])
    blob.shape.dim.append(3)
    path = tmp_path / "bad.caffemodel"
    path.write_bytes(net.SerializeToString())
    with pytest.raises(CaffeFillersError, match=r"bad.caffemodel: blob 0 of layer 'ip': "):
        read_weights(path)
    for missing in (tmp_path / "none.npz", LENET):
        with pytest.raises(CaffeFillersError):
            read_weights(missing)
