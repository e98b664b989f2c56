"""Small nets, and small model files of all generations, for tests of reading and copying them."""

import numpy as np

from caffe_fillers.core.pour import fill_plan
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats.kinds import lay_out
from caffe_fillers.formats.layout import writing
from caffe_fillers.proto import caffe
from caffe_fillers.rng.rng import Rng
from tests._nets import planned

#: Two inner products of different shapes and one that takes the first one's weights.
NET = """
name: "small"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 2 dim: 4 } } }
layer { name: "one" type: "InnerProduct" bottom: "data" top: "one" param { name: "shared" }
  inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
layer { name: "two" type: "InnerProduct" bottom: "data" top: "two" param { name: "shared" }
  inner_product_param { num_output: 3 weight_filler { type: "gaussian" } } }
layer { name: "three" type: "InnerProduct" bottom: "one" top: "three"
  inner_product_param { num_output: 5 bias_term: false weight_filler { type: "uniform" } } }
layer { name: "relu" type: "ReLU" bottom: "three" top: "three" }
"""


def plan_of(folder, text=NET, **options):
    """The plan of this net."""
    path = folder / "net.prototxt"
    path.write_text(text)
    return planned(path, "TRAIN", **options)


def write(net_plan, path, seed=1701):
    """Fill a net and write the model file; its path."""
    layout = lay_out(path, net_plan.net, net_plan.slots, net_plan.plan)
    with writing(OutputFile(path, force=True), layout) as sink:
        fill_plan(net_plan.plan, Rng(seed), sink)
    return path


def values(shape, first=0.0):
    """The numbers first, first + 1, … in this shape."""
    return (np.arange(np.prod(shape, dtype=int)) + first).astype(np.float32).reshape(shape)


def blob(array, *, legacy=None, double=False, diff=0):
    """A BlobProto; `legacy` gives it four old dimensions instead of a shape."""
    message = caffe.BlobProto()
    if legacy is None:
        message.shape.dim.extend(array.shape)
        if not array.shape:
            message.ClearField("shape")  # a scalar has none
    else:
        message.num, message.channels, message.height, message.width = legacy
    (message.double_data if double else message.data).extend(array.reshape(-1).tolist())
    message.diff.extend([0.0] * diff)
    return message


def v2(layers):
    """A NetParameter of today: [(name, [BlobProto, …]), …]."""
    net = caffe.NetParameter(name="model")
    for name, blobs in layers:
        net.layer.add(name=name, type="InnerProduct").blobs.extend(blobs)
    return net


def v1(layers):
    """A NetParameter of 2014, with bare input names as files of that time have them."""
    net = caffe.NetParameter(name="model", input=["data"])
    for name, blobs in layers:
        net.layers.add(name=name, type=caffe.V1LayerParameter.INNER_PRODUCT).blobs.extend(blobs)
    return net


def v0(layers):
    """A NetParameter of 2013: each layer wrapped in another message."""
    net = caffe.NetParameter(name="model", input=["data"])
    for name, blobs in layers:
        inner = caffe.V0LayerParameter(name=name, type="innerproduct")
        inner.blobs.extend(blobs)
        net.layers.add(layer=inner)
    return net


def save(net, path):
    """Write a message; its path."""
    path.write_bytes(net.SerializeToString())
    return path
