"""Make `lenet.onnx`, as a converter would write `lenet_deploy.prototxt`; its weights are zeros.

python examples/lenet_onnx.py
fill-weights lenet.onnx -o filled.onnx --seed 1701
fill-weights lenet.onnx -o like.onnx --like examples/lenet_deploy.prototxt --seed 1701
"""

import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper

WEIGHTS = {
    "conv1_W": (20, 1, 5, 5),
    "conv1_b": (20,),
    "ip1_W": (100, 20 * 12 * 12),
    "ip1_b": (100,),
    "ip2_W": (10, 100),
    "ip2_b": (10,),
}

NODES = [
    helper.make_node("Conv", ["digits", "conv1_W", "conv1_b"], ["conv1"], name="conv1"),
    helper.make_node("MaxPool", ["conv1"], ["pool1"], kernel_shape=[2, 2], strides=[2, 2]),
    helper.make_node("Flatten", ["pool1"], ["flat"]),
    helper.make_node("Gemm", ["flat", "ip1_W", "ip1_b"], ["ip1"], name="ip1", transB=1),
    helper.make_node("Relu", ["ip1"], ["relu1"]),
    helper.make_node("Gemm", ["relu1", "ip2_W", "ip2_b"], ["ip2"], name="ip2", transB=1),
    helper.make_node("Softmax", ["ip2"], ["prob"]),
]

digits = helper.make_tensor_value_info("digits", onnx.TensorProto.FLOAT, [1, 1, 28, 28])
prob = helper.make_tensor_value_info("prob", onnx.TensorProto.FLOAT, [1, 10])
tensors = [
    numpy_helper.from_array(np.zeros(shape, np.float32), name) for name, shape in WEIGHTS.items()
]
graph = helper.make_graph(NODES, "LeNet", [digits], [prob], tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

onnx.save(model, sys.argv[1] if len(sys.argv) > 1 else "lenet.onnx")
