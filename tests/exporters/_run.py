"""From a net file to an exported model that has run."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, reference

from caffe_fillers.exporters.net import ALL, is_inserted
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.planned import export_plan, with_values
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.net import TEST, bare_state, build
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.plan.trained import load_trained
from caffe_fillers.rng.rng import Rng
from caffe_fillers.upgrades import upgrade_net
from tests._onnx import runtime

TOLERANCE = 1e-5

#: Tops that no layer names: Caffe gives them all this name, of which a net cannot have two.
UNNAMED = "(automatic)"


@dataclass
class Golden:
    """A net of the golden forward passes, and what a real Caffe's blobs were."""

    path: Path

    def __post_init__(self):
        with np.load(self.path.with_suffix(".npz")) as arrays:
            self.arrays = dict(arrays)
        self.blobs = {k: v for k, v in self.arrays.items() if not k.startswith("input:")}

    def plan(self):
        """The plan with the very weights that Caffe ran with, and the options it took."""
        net = upgrade_net(prototxt.read_net(self.path)[1]).net
        options = Options(shapes={name: blob.shape for name, blob in self.blobs.items()})
        planned = plan_built(build(net, bare_state(net, TEST)).net, options)
        return load_trained(planned, [open_model(self.path.with_suffix(".caffemodel"))])[0], options

    def export(self, **how):
        """The exported net and its model."""
        planned, options = self.plan()
        options_of_export = ExportOptions(keep_losses=True, **how)
        exported = export_plan(planned, options_of_export, options, self.path.parent)
        return exported, with_values(exported, Rng(0))

    def feeds(self, proto):
        """What Caffe's inputs held; tops of data layers and of random DummyData are blobs."""
        names = [each.name for each in proto.graph.input]
        return {name: self.arrays.get(f"input:{name}", self.arrays.get(name)) for name in names}


def session(proto, *, optimised=True):
    """A model in onnxruntime, which leaves the other processors to other tests."""
    ort = runtime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if not optimised:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    content = proto if isinstance(proto, (bytes, str)) else proto.SerializeToString()
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def hollow(assembled):
    """The model with its weights as inputs."""
    proto = onnx.ModelProto()
    proto.CopyFrom(assembled.proto)
    weights = [(tensor.name, list(tensor.dims)) for tensor in assembled.tensors()]
    del proto.graph.initializer[: len(weights)]
    proto.graph.input.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, dims) for name, dims in weights
    )
    return proto


def run(exported, proto, feeds, *, optimised=True):
    """The blobs that onnxruntime computes, by their names in the net."""
    made = session(proto, optimised=optimised)
    values = dict(
        zip([each.name for each in made.get_outputs()], made.run(None, feeds), strict=True)
    )
    return {blob: values[name] for blob, name in exported.assembled.outputs.items()}


def refer(exported, proto, feeds):
    """The blobs that onnx's reference evaluator computes."""
    evaluator = reference.ReferenceEvaluator(proto)
    with np.errstate(all="ignore"):
        values = evaluator.run(None, feeds)
    named = dict(zip(evaluator.output_names, values, strict=True))
    return {blob: named[name] for blob, name in exported.assembled.outputs.items()}


def sources(net):
    """For each name that an inserted Split gives a blob, the blob's own."""
    return {top: layer.bottom[0] for layer in net.layer if is_inserted(layer) for top in layer.top}


def error(got, expected, *, each=False):
    """The largest |got - expected| over max(1, max |expected|), or by element; NaN equals NaN."""
    assert np.shape(got) == expected.shape
    got, expected = (np.atleast_1d(np.asarray(value, np.float64)) for value in (got, expected))
    with np.errstate(all="ignore"):
        gap = np.abs(got - expected)
        gap[(got == expected) | (np.isnan(got) & np.isnan(expected))] = 0
        size = np.abs(expected)
        finite = size[np.isfinite(size)]
        scale = np.maximum(1, size) if each else max(1, finite.max() if finite.size else 1)
        relative = gap / scale
    assert not np.isnan(relative).any()
    return relative.max() if relative.size else 0.0


__all__ = [
    "ALL",
    "TOLERANCE",
    "UNNAMED",
    "Golden",
    "error",
    "hollow",
    "refer",
    "run",
    "session",
    "sources",
]
