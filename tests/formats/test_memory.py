"""Models larger than memory: no format holds a whole model, and hardly a blob."""

import subprocess
import sys

import pytest

#: Three inner products of 12 million values together, 48 million bytes; the middle one has 32 MB.
NET = """
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 4096 } } }
layer { name: "one" type: "InnerProduct" bottom: "data" top: "one"
  inner_product_param { num_output: 512 weight_filler { type: "xavier" } } }
layer { name: "two" type: "InnerProduct" bottom: "data" top: "two"
  inner_product_param { num_output: 2048 weight_filler { type: "constant" value: 2 } } }
layer { name: "three" type: "InnerProduct" bottom: "one" top: "three"
  inner_product_param { num_output: 3072 weight_filler { type: "constant" value: 3 } } }
"""

CODE = """
import sys
from pathlib import Path
from caffe_fillers.formats.kinds import lay_out
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats.layout import writing
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.rng.rng import Rng
from caffe_fillers.plan.start import StartOptions, start
import caffe_fillers.formats.caffemodel, h5py, zipfile

def peak():
    # This process's own; the resource module also counts the one that started it.
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024

def write(out, *weights):
    planned = start(net, StartOptions(weights=tuple(map(str, weights)))).planned
    layout = lay_out(out, planned.net, planned.slots, planned.plan)
    with writing(OutputFile(out, force=True), layout) as sink:
        fill_plan(planned.plan, Rng(1), sink, apart=True)

net, *outs = map(Path, sys.argv[1:])
before = peak()
for out in outs:
    write(out)
    write(out.with_name("copy.caffemodel"), out)
    print(peak() - before)
assert peak() < 300
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")


def test_no_format_is_whole_in_memory(tmp_path):
    """Writing and copying, in all formats, take a part of the largest blob at most."""
    net = tmp_path / "net.prototxt"
    net.write_text(NET)
    names = ("m.caffemodel", "m.h5", "m.npz", "m.safetensors")
    outs = [tmp_path / name for name in names]
    ran = subprocess.run(
        [sys.executable, "-c", CODE, net, *outs], check=True, capture_output=True, text=True
    )
    grown = [int(line) for line in ran.stdout.split()]

    assert len(grown) == 4
    assert max(grown) < 16, grown
    assert {path.stat().st_size >> 20 for path in outs} == {46}
    assert (tmp_path / "copy.caffemodel").read_bytes() == outs[0].read_bytes()
