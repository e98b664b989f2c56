"""docs/formats.md is true."""

import re

import numpy as np

from caffe_fillers.formats.kinds import SUFFIXES
from tests._models import plan_of, write
from tests._shared import ROOT

NET = """
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: [1, 3, 4, 4] } } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 2 kernel_size: 1 bias_filler { type: "uniform" } } }
"""

PAGE = (ROOT / "docs" / "formats.md").read_text()


def test_the_table_has_every_suffix():
    """And no other."""
    rows = re.findall(r"^\| (`\..*?) \|", PAGE, re.MULTILINE)

    assert tuple(re.findall(r"`(\.\w+)`", " ".join(rows))) == SUFFIXES


def test_the_examples_run(tmp_path, monkeypatch):
    """On a small net with a layer of that name."""
    net = plan_of(tmp_path, NET)
    write(net, tmp_path / "net.npz")
    write(net, tmp_path / "base.caffemodel")
    monkeypatch.chdir(tmp_path)
    scope = {}
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for code in examples:
        exec(code, scope)  # noqa: S102

    assert len(examples) == 2
    assert scope["weights"].shape == (2, 3, 1, 1)
    assert np.array_equal(scope["bias"], scope["values"])
