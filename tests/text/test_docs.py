"""The page about the text format tells the truth."""

import re

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from tests._shared import ROOT

PAGE = (ROOT / "docs" / "text.md").read_text(encoding="utf-8")


def test_examples_run(capsys):
    """One after the other; what is printed stands behind them as comments."""
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec("\n".join(examples), {})  # noqa: S102
    printed = [line.removeprefix("# ") for line in examples[-1].splitlines() if line[:1] == "#"]

    assert len(examples) == 5
    assert capsys.readouterr().out.splitlines() == printed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("layer { softmax_param { axis: - 1 } }", True),
        ("layer { loss_weight: 1.5F }", True),
        ("layer { loss_weight: 010 }", False),
        ("layer { loss_weight: +1.5 }", False),
        ("input_dim: +2", False),
        ("debug_info: 0x1", True),
        (b'name: "\xff" # \xff', True),
        (r'name: "\q"', False),
        ("name: 'a'\u00a0", False),
    ],
)
def test_the_table_of_differences(text, read):
    """Row by row."""
    try:
        parse(text).message(caffe.NetParameter)
    except TextError:
        assert not read
    else:
        assert read
