"""Converted models against the net they were made from."""

from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from caffe_fillers.bridges.models import ArrayModel
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import FormatError
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification import VerifyRequest, verify_model
from caffe_fillers.verification.converted import from_arrays
from caffe_fillers.verification.onnx_models import from_onnx, weights_of_onnx
from tests._nets import Arrays
from tests._onnx import data, graph, model, save

NET = """
layer { name: "data" type: "Input" top: "data"
  input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 8 kernel_size: 3 weight_filler { type: "msra" } } }
layer { name: "bn1" type: "BatchNorm" bottom: "conv1" top: "conv1" }
layer { name: "fc1" type: "InnerProduct" bottom: "conv1" top: "fc1"
  inner_product_param { num_output: 10 weight_filler { type: "xavier" } } }
layer { name: "fc2" type: "InnerProduct" bottom: "fc1" top: "fc2"
  inner_product_param { num_output: 6 transpose: true weight_filler { type: "gaussian" std: 1 } } }
layer { name: "fc3" type: "InnerProduct" bottom: "fc1" top: "fc3"
  param { name: "w" } param { name: "b" }
  inner_product_param { num_output: 6 weight_filler { type: "gaussian" std: 1 } } }
layer { name: "fc4" type: "InnerProduct" bottom: "fc1" top: "fc4"
  param { name: "w" } param { name: "b" }
  inner_product_param { num_output: 6 weight_filler { type: "gaussian" std: 1 } } }
"""
SEED = 17


@pytest.fixture
def net(tmp_path):
    """The net's file."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


def blobs(net, era=None):
    """All blobs that Caffe would have, by slot name."""
    planned = start(net, None, Options(era=era or Era.default())).planned
    made = Arrays(planned)
    fill_plan(planned.plan, Rng(SEED, era), made)
    return {str(slot): made[slot].reshape(planned.plan.blobs[slot].shape) for slot in made}


def tensors(net, era=None):
    """The same as another framework holds them: fc1 turned, fc2 as everybody has it."""
    made = blobs(net, era)
    return {
        "conv1_W": made["conv1[0]"],
        "conv1_b": made["conv1[1]"],
        "bn1_mean": made["bn1[0]"],
        "bn1_var": made["bn1[1]"],
        "fc1_W": made["fc1[0]"].T,
        "fc1_b": made["fc1[1]"],
        "fc2_W": made["fc2[0]"].T,
        "fc2_b": made["fc2[1]"],
        "fc3_W": made["fc3[0]"],
        "fc3_b": made["fc3[1]"],
    }


def exported(arrays, path):
    """An ONNX model that holds them."""
    ones = {"scale": np.ones(8, np.float32), "shift": np.zeros(8, np.float32)}
    nodes = [
        helper.make_node("Conv", ["x", "conv1_W", "conv1_b"], ["c"], name="conv1"),
        helper.make_node(
            "BatchNormalization", ["c", "scale", "shift", "bn1_mean", "bn1_var"], ["n"], name="bn1"
        ),
        helper.make_node("Flatten", ["n"], ["f"]),
        helper.make_node("Gemm", ["f", "fc1_W", "fc1_b"], ["y1"], name="fc1"),
        helper.make_node("Gemm", ["y1", "fc2_W", "fc2_b"], ["y2"], name="fc2", transB=1),
        helper.make_node("Gemm", ["y1", "fc3_W", "fc3_b"], ["y3"], name="fc3", transB=1),
        helper.make_node("Gemm", ["y1", "fc3_W", "fc3_b"], ["y4"], name="fc4", transB=1),
    ]
    held = {**ones, **arrays}
    initializers = [
        numpy_helper.from_array(np.ascontiguousarray(held[name]), name) for name in held
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [2, 3, 8, 8])],
        [helper.make_tensor_value_info("y4", onnx.TensorProto.FLOAT, [2, 6])],
        initializers,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]), path)
    return path


def report_of(net, converted, seed=SEED):
    """The report about a converted model."""
    asked = VerifyRequest(start(net, StartOptions()), seed)
    return verify_model(asked, converted, "model", kind="converted", unwritten=converted.unwritten)


def found(report):
    """What was found, by blob."""
    return {case.name: [each.rule for each in case.findings] for case in report.bad_cases}


UNCHECKED = {"bn1[2]", "fc4[0]", "fc4[1]"}


class TestOnnx:
    """A model in ONNX's format."""

    def test_it_holds_the_nets_bits(self, net, tmp_path):
        """Whatever the layout; what no converter writes, and what is shared, is not missed."""
        model = exported(tensors(net), tmp_path / "m.onnx")
        report = report_of(net, from_onnx(start(net).planned, model))

        assert report.good
        assert {case.name for case in report.cases if not case.checked} == UNCHECKED

    def test_it_follows_the_nets_laws(self, net, tmp_path):
        """Without a seed."""
        model = exported(tensors(net), tmp_path / "m.onnx")

        assert report_of(net, from_onnx(start(net).planned, model), None).good

    @pytest.mark.parametrize("name", ["conv1_W", "fc1_W", "fc2_W", "fc3_b"])
    def test_one_value_is_found(self, net, tmp_path, name):
        """In the blob's own index, however the tensor is laid out."""
        arrays = tensors(net)
        arrays[name] = arrays[name].copy()
        at = tuple(dim // 2 for dim in arrays[name].shape)
        arrays[name][at] += 1
        model = exported(arrays, tmp_path / "m.onnx")
        (case,) = report_of(net, from_onnx(start(net).planned, model)).bad_cases

        turned = at[::-1] if name in ("fc1_W", "fc2_W") else at
        assert case.name == f"{name[:-2]}[{int(name.endswith('b'))}]"
        assert case.findings[0].data["place"] == list(turned)
        assert case.findings[0].data["differing"] == 1

    def test_its_era_is_named(self, net, tmp_path):
        """As for a .caffemodel."""
        model = exported(tensors(net, Era.of(boost="1.54")), tmp_path / "m.onnx")
        report = report_of(net, from_onnx(start(net).planned, model))

        assert report.conclusions == ("all 10 blobs match Boost 1.34 to 1.46 or 1.47 to 1.55",)

    @pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float64])
    def test_other_precisions_are_rounded_once(self, net, tmp_path, dtype):
        """And then equal, bit for bit."""
        arrays = {name: values.astype(dtype) for name, values in tensors(net).items()}
        model = exported(arrays, tmp_path / "m.onnx")

        assert report_of(net, from_onnx(start(net).planned, model)).good

    def test_missing_and_surplus_tensors_are_told(self, net, tmp_path):
        """By the names they have on their side."""
        arrays = tensors(net)
        arrays["conv9_W"] = np.ones((2, 8, 1, 1), np.float32)
        model = exported(arrays, tmp_path / "m.onnx")
        proto = onnx.load(model)
        proto.graph.node.append(helper.make_node("Conv", ["c", "conv9_W"], ["y9"], name="conv9"))
        proto.graph.node[3].input.remove("fc1_b")
        kept = [each for each in proto.graph.initializer if each.name != "fc1_b"]
        del proto.graph.initializer[:]
        proto.graph.initializer.extend(kept)
        onnx.save(proto, model)

        assert found(report_of(net, from_onnx(start(net).planned, model))) == {
            "fc1[1]": ["missing-blob"],
            "conv9_W[0]": ["surplus-blob"],
        }

    def test_weights_can_be_had_without_a_net(self, net, tmp_path):
        """Each in Caffe's layout."""
        held = weights_of_onnx(exported(tensors(net), tmp_path / "m.onnx"))
        made = blobs(net)
        (layer,) = [layer for layer in held.layers if layer.name == "fc1_W"]

        assert layer.blobs[0].shape == (10, 288)
        assert held.read(layer.blobs[0]).tobytes() == made["fc1[0]"].tobytes()

    def test_what_cannot_be_compared_says_why(self, tmp_path):
        """Codes of quantised weights, and values of which most are not stored."""
        arrays = {
            "codes": np.ones((3, 5), np.int8),
            "scale": np.float32(0.1),
            "zero": np.int8(0),
            "plain": np.ones((3, 5), np.float32),
        }
        nodes = [
            helper.make_node("MatMulInteger", ["x", "codes"], ["a"]),
            helper.make_node("MatMul", ["y", "plain"], ["b"]),
            helper.make_node("MatMul", ["y", "sparse"], ["c"]),
            helper.make_node("DequantizeLinear", ["codes", "scale", "zero"], ["d"]),
            helper.make_node("MatMul", ["y", "d"], ["e"]),
        ]
        made = model(graph(nodes, {"x": data(2, 3, dtype=np.int8), "y": data(2, 3)}, arrays))
        values = numpy_helper.from_array(np.ones(2, np.float32), "sparse")
        places = numpy_helper.from_array(np.array([0, 7], np.int64), "places")
        made.graph.sparse_initializer.append(helper.make_sparse_tensor(values, places, [3, 5]))
        layers = weights_of_onnx(save(made, tmp_path)).layers
        faults = {layer.name: layer.blobs[0].fault for layer in layers}

        assert faults == {
            "codes": "its values are quantised",
            "plain": "",
            "sparse": "a sparse initializer of this form is not compared",
        }


class TestArrays:
    """Tensors named as PyTorch names them."""

    def arrays(self, net):
        """A state dictionary."""
        endings = {"_W": ".weight", "_b": ".bias", "_mean": ".running_mean", "_var": ".running_var"}
        made = {}
        for name, values in tensors(net).items():
            layer, _, ending = name.rpartition("_")
            made[layer + endings["_" + ending]] = values
        # PyTorch's Linear is (N, K), as Caffe's InnerProduct.
        made["fc1.weight"] = made["fc1.weight"].T
        made["bn1.num_batches_tracked"] = np.array(3)
        return made

    def model(self, arrays):
        """A file of arrays, each a layer of its own."""
        return ArrayModel("w.npz", [(name, "", [values]) for name, values in arrays.items()])

    def test_they_hold_the_nets_bits(self, net):
        """Counters are not weights."""
        report = report_of(net, from_arrays(start(net).planned, self.model(self.arrays(net))))

        assert report.good
        assert {case.name for case in report.cases if not case.checked} == UNCHECKED

    def test_a_table_helps_where_names_do_not(self, net):
        """And is checked."""
        arrays = self.arrays(net)
        arrays["body.0.weight"] = arrays.pop("fc3.weight")
        planned, model = start(net).planned, self.model(arrays)

        assert found(report_of(net, from_arrays(planned, model))) == {
            "fc3[0]": ["missing-blob"],
            "body.0.weight[0]": ["surplus-blob"],
        }
        assert report_of(net, from_arrays(planned, model, {"body.0.weight": "fc3[0]"})).good
        with pytest.raises(FormatError):
            from_arrays(planned, model, {"body.0.weight": "fc9[0]"})

    def test_broken_arrays_are_told(self, net):
        """A fault of the file is a finding."""
        arrays = self.arrays(net)
        arrays["fc1.bias"] = (arrays["fc1.bias"] * 0).astype(np.int8)

        assert found(report_of(net, from_arrays(start(net).planned, self.model(arrays)))) == {
            "fc1[1]": ["unreadable-blob"]
        }


def test_a_model_is_read_in_pieces_from_one_reading(net, tmp_path, monkeypatch):
    """The tensor is loaded once for all of its blocks."""
    model = exported(tensors(net), tmp_path / "m.onnx")
    converted = from_onnx(start(net).planned, Path(model))
    loaded = []
    import caffe_fillers.formats.onnx.model as reader

    whole = reader.OnnxModel.array
    monkeypatch.setattr(
        reader.OnnxModel,
        "array",
        lambda self, tensor: loaded.append(tensor.name) or whole(self, tensor),
    )
    stored = next(layer for layer in converted.layers if layer.name == "fc1").blobs[0]
    pieces = [converted.read(stored, at, at + 100) for at in range(0, 2880, 100)]

    assert np.concatenate(pieces).tobytes() == blobs(net)["fc1[0]"].tobytes()
    assert loaded == ["fc1_W"]
