"""`fill-weights export`: files, options, second opinions, and what is refused."""

import json
import sys
import types

import numpy as np
import onnx
import pytest

from tests._shared import ROOT, golden

DEPLOY = ROOT / "examples" / "lenet_deploy.prototxt"
TRAIN_VAL = ROOT / "examples" / "lenet_train_val.prototxt"
LAYERS = golden("forward") / "layers"


@pytest.fixture
def net(tmp_path):
    """A net in a folder of its own."""
    path = tmp_path / "net.prototxt"
    path.write_bytes(DEPLOY.read_bytes())
    return path


def test_beside_the_net(run, net, tmp_path):
    """By default under the net's name; inputs, outputs and the seed are told."""
    told = run("export", net, "--seed", 3)

    assert (told.code, told.out) == (0, "")
    assert "data -> prob; 7 operators" in told.err
    assert "seed 3: the weights of 3 layers are drawn" in told.err
    assert onnx.load(tmp_path / "net.onnx").graph.output[0].name == "prob"


def test_json(run, net, tmp_path):
    """One line with all of it."""
    told = run("export", net, "--seed", 3, "-o", tmp_path / "a.onnx", "--json", "-q")
    record = json.loads(told.out)

    assert told.err == ""
    assert record["inputs"] == ["data"]
    assert record["outputs"] == {"prob": "prob"}
    assert record["drawn"] == ["conv1", "ip1", "ip2"]
    assert (record["seed"], record["opset"], record["data"]) == (3, 17, None)
    assert record["bytes"] == (tmp_path / "a.onnx").stat().st_size


def test_options_reach_the_model(run, net, tmp_path):
    """Each of them shows."""
    run("export", net, "--seed", 3, "--names", "torch", "--opset", 13, "--dynamic-batch", "-q")
    made = onnx.load(tmp_path / "net.onnx")

    assert made.opset_import[0].version == 13
    assert {"conv1.weight", "conv1.bias"} <= {each.name for each in made.graph.initializer}
    assert made.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "N"

    run("export", net, "--seed", 3, "--outputs", "conv1,ip1", "--force", "-q", "--uint8")
    made = onnx.load(tmp_path / "net.onnx")
    assert [each.name for each in made.graph.output] == ["conv1", "ip1"]
    assert made.graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.UINT8

    run("export", net, "--seed", 3, "--external-data", "--force", "-q")
    assert (tmp_path / "net.onnx.data").stat().st_size > 1_000_000


def test_a_net_to_train(run, tmp_path):
    """It is deployed, which is said, with the preprocessing of its own data layer if wanted."""
    out = tmp_path / "a.onnx"
    told = run("export", TRAIN_VAL, "--seed", 1, "--shape", "data=1,1,28,28", "-o", out)
    assert "note: a net to train: deployed first: data 1x1x28x28 -> prob" in told.err
    plain = len(onnx.load(out).graph.node)

    shape = ("--shape", "data=1,1,28,28", "--preprocess", "--force")
    again = run("export", TRAIN_VAL, "--seed", 1, *shape, "-o", out)
    assert again.code == 0
    assert "as in training" not in again.err
    assert len(onnx.load(out).graph.node) == plain + 1
    assert "prepare 'data' as in training: scale" in told.err


def test_the_models_of_a_command_line(run, tmp_path):
    """One after the net, or several with commas."""
    case = LAYERS / "innerproduct_01.prototxt"
    model = case.with_suffix(".caffemodel")
    for how in ((model,), ("--weights", f"{model},{model}")):
        assert run("export", case, *how, "-o", tmp_path / "a.onnx", "--force").code == 0
    told = run("export", case, model, "--seed", 1, "-o", tmp_path / "a.onnx", "--force")
    assert "--seed draws nothing" in told.err


class TestRefused:
    """Exit codes and messages; no file is left."""

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            ((), 3, "no weights for 'conv1', 'ip1', 'ip2'"),
            (("--seed", 1, "--opset", 12), 2, "12 is not in the range"),
            (("--seed", 1, "--outputs", "prop"), 3, "Did you mean 'prob'"),
            (("--seed", 1, "--cut", "conv"), 3, "no layer 'conv'"),
            (("--seed", 1, "--transform", "x"), 2, "--transform goes with --preprocess"),
            (("gone.caffemodel",), 3, "gone.caffemodel: no such file"),
            (("--seed", 1, "--against", "nobody"), 3, "no second opinion"),
            (("--seed", 1, "--compare", "--freeze-dummy"), 2, "--freeze-dummy"),
            (("--seed", 1, "--preprocess"), 3, "no data layer"),
            (("--seed", 1, "--mean", "gone"), 3, "no such file"),
        ],
    )
    def test_bad_requests(self, run, net, tmp_path, arguments, code, message):
        """A usage error is 2, bad input 3."""
        told = run("export", net, *arguments)

        assert told.code == code
        assert message in told.err
        assert sorted(path.name for path in tmp_path.iterdir()) == ["net.prototxt"]

    def test_an_output_that_exists(self, run, net, tmp_path):
        """It stays."""
        (tmp_path / "net.onnx").write_text("mine")
        told = run("export", net, "--seed", 1)
        assert (told.code, (tmp_path / "net.onnx").read_text()) == (3, "mine")
        assert "exists already" in told.err

    def test_unknown_layers(self, run, net):
        """A fork's layer is named, with what can be done."""
        net.write_text(net.read_text().replace('"ReLU"', '"ReLU7"'))
        told = run("export", net, "--seed", 1)
        assert told.code == 3
        assert "'ReLU7'" in told.err
        assert "--cut" in told.err
        assert "--layer-like" not in told.err


class TestCompare:
    """--compare and its second opinions."""

    CASE = LAYERS / "innerproduct_01.prototxt"

    def export(self, run, tmp_path, *arguments, case=CASE):
        """Export and compare a golden case."""
        model = case.with_suffix(".caffemodel")
        out = tmp_path / "a.onnx"
        return run("export", case, model, "-o", out, "--force", "--compare", *arguments)

    def test_the_reference(self, run, tmp_path):
        """It is at hand always, and says what it does not prove."""
        told = self.export(run, tmp_path, "--against", "reference")
        assert told.code == 0
        assert "equal within 1e-05: onnxruntime" in told.err
        assert "proves what the runtime computes" in told.err
        assert told.out.splitlines()[0].split() == [
            "output",
            "shape",
            "max|a-b|",
            "/",
            "max(1,max|b|)",
        ]

    def test_another_model(self, run, tmp_path):
        """Equal to itself; a changed weight is found, and the exit code tells."""
        other = tmp_path / "other.onnx"
        self.export(run, tmp_path)
        other.write_bytes((tmp_path / "a.onnx").read_bytes())
        assert self.export(run, tmp_path, "--against", other).code == 0

        changed = onnx.load(other)
        weight = changed.graph.initializer[0]
        weight.raw_data = (np.frombuffer(weight.raw_data, "<f4") * 1.01).astype("<f4").tobytes()
        onnx.save(changed, other)
        told = self.export(run, tmp_path, "--against", other, "--json")
        record = json.loads(told.out)["compared"]
        assert (told.code, record["equal"]) == (1, False)
        assert record["outputs"][0]["relative"] > 1e-5
        assert self.export(run, tmp_path, "--against", other, "--tolerance", 1).code == 0

    def test_given_inputs(self, run, tmp_path):
        """By name or, for the only input, without; of the right shape."""
        with np.load(self.CASE.with_suffix(".npz")) as arrays:
            name, value = next((k[6:], arrays[k]) for k in arrays if k.startswith("input:"))
        np.save(tmp_path / "x.npy", value)
        np.save(tmp_path / "y.npy", value[:1])
        assert self.export(run, tmp_path, "--input", tmp_path / "x.npy").code == 0
        assert self.export(run, tmp_path, "--input", f"{name}={tmp_path / 'x.npy'}").code == 0
        for given, message in (
            (tmp_path / "y.npy", "has shape"),
            (f"z={tmp_path / 'x.npy'}", "no such input"),
            (self.CASE, "no .npy or .npz file"),
            (tmp_path / "gone.npy", "cannot be read"),
        ):
            told = self.export(run, tmp_path, "--input", given)
            assert told.code == 3
            assert message in told.err

    def test_pycaffe_and_the_first_blob_that_differs(self, run, tmp_path, monkeypatch):
        """A Caffe that is wrong in one layer: its top is named, not what follows from it."""
        case = golden("forward") / "nets" / "a06_inplace_chain.prototxt"
        with np.load(case.with_suffix(".npz")) as arrays:
            self.blobs = dict(arrays)
        pretend = _pycaffe(self.blobs)
        monkeypatch.setitem(sys.modules, "caffe", pretend)
        inputs = {k[6:]: v for k, v in self.blobs.items() if k.startswith("input:")}
        np.savez(tmp_path / "in.npz", **inputs)
        assert self.export(run, tmp_path, "--input", tmp_path / "in.npz", case=case).code == 0

        wrong = next(name for name in pretend.order if name not in inputs)
        pretend.values[wrong] = pretend.values[wrong] + 1
        told = self.export(
            run, tmp_path, "--input", tmp_path / "in.npz", "--outputs", wrong, case=case
        )
        assert told.code == 1
        assert f"the first blob that differs is {wrong!r}" in told.err

    def test_what_is_missing(self, run, tmp_path, monkeypatch):
        """The error tells how to get it."""
        monkeypatch.setitem(sys.modules, "caffe", None)
        monkeypatch.setitem(sys.modules, "cv2", None)
        monkeypatch.setenv("PATH", "")
        for whom, hint in (
            ("pycaffe", "PYTHONPATH"),
            ("opencv", "opencv-python-headless<5"),
            ("caffe", "PATH"),
        ):
            told = self.export(run, tmp_path, "--against", whom)
            assert told.code == 3
            assert hint in told.err


def _pycaffe(blobs):
    """A module that gives what a real Caffe gave for this net."""
    values = {name: value for name, value in blobs.items() if not name.startswith("input:")}

    class Blob:
        def __init__(self, name):
            self._name = name

        @property
        def data(self):
            return module.values[self._name]

    class Net:
        def __init__(self, net, weights, phase):
            assert (net[-9:], weights[-11:], phase) == (".prototxt", ".caffemodel", 1)
            self.blobs = {name: Blob(name) for name in values}

        def forward(self):
            pass

    module = types.ModuleType("caffe")
    module.values = {name: np.array(value) for name, value in values.items()}
    module.order = [name for name in values if "_split_" not in name]
    module.Net, module.TEST, module.set_mode_cpu = Net, 1, lambda: None
    return module
