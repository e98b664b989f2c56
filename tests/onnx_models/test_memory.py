"""Models larger than memory: a tensor is never whole, wherever it comes from and goes to.

`tools/bench_onnx.py` does the same with models of any size; this one has half a gigabyte.
"""

import subprocess
import sys

import numpy as np
import onnx
import pytest

from tests._onnx import data, graph, helper, model

CODE = """
import sys
from pathlib import Path
from caffe_fillers.api.onnx_models import Output, StreamOptions, open_onnx, refill

def peak():
    # This process's own; the resource module also counts the one that started it.
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024

before = peak()
for path in map(Path, sys.argv[1:]):
    target = path.with_name("filled.onnx")
    refill(open_onnx(path), target, StreamOptions(1, jobs=2), Output(force=True))
    for each in target.parent.glob("filled*"):
        each.unlink()
print(peak() - before, peak())
"""

#: A transposed matrix of 134 MB, an embedding of 67 MB, a table of 67 MB that stays as it is.
SHAPES = {"w": (4096, 8192), "e": (8192, 2048), "table": (8192, 2048)}


def large(folder, *, embedded):
    """A model whose tensors are zeros."""
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["y"]),
        helper.make_node("Gather", ["e", "ids"], ["g"]),
        helper.make_node("ReduceSum", ["table"], ["s"]),
    ]
    made = model(graph(nodes, {"x": data(2, 4096), "ids": data(2, dtype=np.int64)}, {}, "ygs"))
    offset = 0
    for name, shape in SHAPES.items():
        tensor = made.graph.initializer.add(name=name, data_type=1, dims=shape)
        size = 4 * shape[0] * shape[1]
        if embedded:
            tensor.raw_data = bytes(size)
        else:
            tensor.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", "w.bin"), ("offset", offset), ("length", size)):
                tensor.external_data.add(key=key, value=str(value))
        offset += size
    path = folder / f"large{embedded}.onnx"
    path.write_bytes(made.SerializeToString())
    with (folder / "w.bin").open("wb") as file:
        file.truncate(offset)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_no_tensor_is_whole_in_memory(tmp_path):
    """Inside the model and in a data file: less than the largest of them takes."""
    paths = [large(tmp_path, embedded=embedded) for embedded in (False, True)]
    ran = subprocess.run(
        [sys.executable, "-c", CODE, *paths], check=True, capture_output=True, text=True
    )
    more, most = map(int, ran.stdout.split())

    assert more < 120
    assert most < 300
