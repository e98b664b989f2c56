"""Two files that hold weights, of any two kinds, are compared as the net of the one has them."""

import numpy as np
import pytest

from caffe_fillers import convert, fill_net, verify
from caffe_fillers.exporters.model import export_file
from caffe_fillers.exporters.reading import Origin
from tests._shared import ROOT

NET = ROOT / "examples" / "lenet_deploy.prototxt"
KINDS = ("net.caffemodel", "net.h5", "net.npz", "torch.safetensors", "net.onnx")
#: Two that were both converted have no layers of Caffe's to be matched by.
PAIRS = [
    (one, other)
    for one in KINDS
    for other in KINDS
    if {one, other} != {"torch.safetensors", "net.onnx"}
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One net's weights in files of every kind, and other weights."""
    home = tmp_path_factory.mktemp("kinds")
    for seed, part in ((1, ""), (2, "other/")):
        (home / part).mkdir(exist_ok=True)
        for name in KINDS[:3]:
            fill_net(NET, home / part / name, seed=seed)
        convert(home / part / KINDS[0], home / part / KINDS[3], names="torch")
        export_file(Origin(NET, (str(home / part / KINDS[0]),)), home / part / KINDS[4])
    return home


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_same_weights(one, other, home):
    """Every pair is equal, bit for bit, and every blob is looked at."""
    report = verify(home / one, home / other)

    assert report.good, [case.findings for case in report.bad_cases]
    assert len(report.cases) == report.checked == 6


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_other_weights(one, other, home):
    """The three random blobs differ, and the constant ones do not."""
    report = verify(home / one, home / "other" / other)

    assert [finding.rule for case in report.bad_cases for finding in case.findings] == (
        ["values-differ"] * 3
    )


def test_the_command(home, run):
    """As it is typed."""
    told = run("verify", home / "net.caffemodel", home / "net.onnx")
    assert (told.code, told.out.splitlines()[-1]) == (0, "  6 blobs verified")
    assert run("verify", home / "net.caffemodel", home / "other" / "net.onnx").code == 1


def test_a_table_names_what_nothing_matches(home, tmp_path):
    """Arrays of no net's names, told by hand."""
    held = fill_net(NET, seed=1).blobs
    tensors = {f"t{at}": blob for at, blobs in enumerate(held.values()) for blob in blobs[:1]}
    np.savez(tmp_path / "some.npz", **tensors)
    table = {f"t{at}": f"{name}[0]" for at, name in enumerate(held)}
    report = verify(home / "net.caffemodel", tmp_path / "some.npz", table=table)

    assert sum(case.good and case.checked for case in report.cases) == 3
