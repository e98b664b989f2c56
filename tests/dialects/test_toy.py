"""A fork is added with one file."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests._shared import ROOT
from tests.dialects._forks import layer, net

TOY = """\
name\ttoy
source\tsomebody/toy\t0123456
caffe\trc2
habit\tfour_axes\t0
habit\tprefetch_word\t1
unsure\tsparse\trolls dice
layer\tToyLayer
field\tConvolutionParameter\tsquash\topt\tfloat\t61\t0.5
field\tLayerParameter\ttoy_param\topt\tToyParameter\t701
field\tToyParameter\tcolour\topt\tenum ToyParameter.Colour\t1
field\tToyParameter\tsize\trep\tuint32\t2
value\tToyParameter.Colour\tRED\t0
value\tToyParameter.Colour\tGREEN\t1
"""


@pytest.fixture
def house(tmp_path):
    """A copy of the package and its tools with the toy's table."""
    for folder in ("caffe_fillers", "proto", "tools"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "caffe_fillers/dialects/forks/toy.tsv").write_text(TOY)
    return tmp_path


def ran(house, *args):
    """A command in the copy."""
    env = {**os.environ, "PYTHONPATH": str(house)}
    return subprocess.run(
        [sys.executable, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
        cwd=house,
    )


@pytest.mark.slow
def test_a_toy_fork(house):
    """Its words are read, its dialect is found, its numbers are written, its habits hold."""
    made = ran(house, "tools/gen_proto.py")
    if "is not installed" in made.stderr or "pins" in made.stderr:
        if os.environ.get("CI"):
            pytest.fail(made.stderr)
        pytest.skip(made.stderr)
    assert made.returncode == 0, made.stderr
    toy = layer("ToyLayer", "toy_param { colour: GREEN size: 3 size: 4 }")
    (house / "net.prototxt").write_text(net(toy, inner="squash: 0.25"))
    no = ("--no-blobs", "ToyLayer")
    told = ran(
        house, "-m", "caffe_fillers", "fill", "net.prototxt", "--seed", 1, "--json", "-q", *no
    )
    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)

    assert (report["dialect"], report["findings"], report["warnings"]) == ("toy", [], [])
    assert "rc2 (toy)" in report["era"]
    content = (house / "net.caffemodel").read_bytes()
    assert b"\xed\x03" + b"\x00\x00\x80\x3e" in content  # field 61, 0.25
    assert b"\xea\x2b\x06\x08\x01\x10\x03\x10\x04" in content  # field 701
    again = ran(
        house, "-m", "caffe_fillers", "verify", "net.prototxt", "net.caffemodel", *no, "--seed", 1
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert (
        ran(
            house, "-m", "caffe_fillers", "plan", "net.prototxt", "--dialect", "toy", *no
        ).returncode
        == 0
    )
