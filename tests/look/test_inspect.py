"""`fill-weights inspect`: statistics, expectations, two files side by side."""

import json
import math

import numpy as np
import pytest

from caffe_fillers import CaffeFillersError, diff_weights, fill_net, inspect_weights
from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Sparse,
    Uniform,
    UnitBall,
    Whole,
)
from caffe_fillers.core.pour import draw
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.look import statistics as module
from caffe_fillers.look.moments import density, moments
from caffe_fillers.look.statistics import statistics
from caffe_fillers.rng.rng import Rng
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture
def lenet(tmp_path):
    """LeNet, filled."""
    path = tmp_path / "lenet.caffemodel"
    fill_net(LENET, path, seed=1701)
    return path


@pytest.mark.parametrize(
    "law",
    [
        Constant(0.25),
        Uniform(-0.5, 2.0),
        Gaussian(1.0, 0.5),
        Sparse(Gaussian(1.0, 0.5), 0.25),
        UnitBall(),
        Grid(np.array([[0.25, 0.75], [0.5, 1.0]], np.float32)),
    ],
    ids=str,
)
def test_moments_are_those_of_what_is_drawn(law):
    """Of 400,000 values within six deviations of the mean's own error, variance within 2 %."""
    shape = (200, 20, 10, 10)
    values = draw(law, shape, Rng(1), np.dtype(np.float32)).astype(np.float64)
    told = moments(law, shape)

    assert values.mean() == pytest.approx(told.mean, abs=6 * told.std / math.sqrt(values.size))
    assert values.std() == pytest.approx(told.std, rel=0.01)


def test_a_law_that_only_a_function_knows():
    """It has no moments, and no density."""
    law = Whole(np.zeros)
    assert moments(law, (2, 3)) is None
    assert density(law, np.zeros(1)) is None


@pytest.mark.parametrize(
    ("law", "share"),
    [(Uniform(-1, 3), 1), (Gaussian(1, 0.5), 1), (Sparse(Gaussian(0, 1), 0.25), 0.25)],
    ids=str,
)
def test_densities_sum_to_one(law, share):
    """That of a sparse law to the share that is kept."""
    at = np.linspace(-10, 10, 200_001)
    assert density(law, at).sum() * 1e-4 == pytest.approx(share, rel=1e-4)


def saved(tmp_path, values):
    """An .npz with one blob, and its place in it."""
    path = tmp_path / "blob.npz"
    np.savez(path, **{"a/0": np.asarray(values, np.float32)})
    model = open_model(path)
    return model, model.layers[0].blobs[0]


@pytest.mark.parametrize("block", [3, 1 << 18])
def test_statistics(tmp_path, monkeypatch, block):
    """What is not finite is counted and left out; pieces of any size give the same."""
    monkeypatch.setattr(module, "BLOCK", block)
    values = [0.0, -0.0, 1.5, 2.0, -3.0, math.nan, math.inf, -math.inf, 8.0, 0.25]
    model, blob = saved(tmp_path, values)
    found = statistics(model, blob, bins=4)
    finite = np.array([v for v in values if math.isfinite(v)])

    assert (found.count, found.zeros, found.nan, found.inf) == (10, 2, 1, 2)
    assert (found.min, found.max) == (-3, 8)
    assert found.mean == pytest.approx(finite.mean(), rel=1e-12)
    assert found.std == pytest.approx(finite.std(), rel=1e-12)
    assert found.histogram == tuple(np.histogram(finite, 4)[0])


@pytest.mark.parametrize("values", [[2.0] * 5, [1e30], [-3e38, 3e38]])
def test_odd_ranges(tmp_path, values):
    """Equal values are one step, and all are counted."""
    found = statistics(*saved(tmp_path, values))
    assert sum(found.histogram) == len(values)
    assert found.std == pytest.approx(np.std(values))


def test_nothing_finite(tmp_path):
    """No moments, no error, and strict JSON."""
    model, blob = saved(tmp_path, [math.nan, math.inf])
    found = statistics(model, blob)
    assert (found.mean, found.std, found.nan, found.inf) == (None, None, 1, 1)
    told = json.dumps(inspect_weights(model).asdict(), allow_nan=False)
    assert json.loads(told)["blobs"][0]["mean"] is None


def test_both(lenet):
    """Beside the net each blob is near what its filler gives."""
    rows = inspect_weights(lenet, LENET).rows

    assert [row.name for row in rows][:2] == ["conv1[0]", "conv1[1]"]
    conv2 = rows[2]
    assert (conv2.fan_in, conv2.fan_out, conv2.filler) == (500, 1250, "xavier")
    # xavier: √(3 / 500), whose deviation is a √3rd of that.
    assert conv2.expected.std == pytest.approx(math.sqrt(1 / 500), rel=1e-6)
    assert conv2.ratio == pytest.approx(1, abs=0.02)
    assert rows[1].ratio is None


def test_a_net_alone(run):
    """What is expected; no values."""
    rows = inspect_weights(net=LENET).rows
    assert all(row.found is None for row in rows)
    assert rows[0].expected.std == pytest.approx(0.2)
    assert run("inspect", LENET).code == 0


def test_weights_alone(lenet, tmp_path):
    """A .caffemodel's own fillers tell what is expected, arrays tell nothing."""
    assert inspect_weights(lenet).rows[4].filler == "xavier"
    arrays = tmp_path / "lenet.npz"
    fill_net(LENET, arrays, seed=1701)
    row = inspect_weights(arrays).rows[4]
    assert (row.filler, row.expected, row.ratio) == ("", None, None)
    assert row.found == inspect_weights(lenet).rows[4].found


def test_what_does_not_fit(lenet, tmp_path):
    """Blobs that only one side has are told."""
    net = tmp_path / "net.prototxt"
    net.write_text(LENET.read_text().replace('name: "ip2"', 'name: "other"'))
    notes = inspect_weights(lenet, net).notes
    assert "other[0] of the net is not in the file" in notes
    assert "ip2[0] of the file is not in the net" in notes


def test_diff(lenet, tmp_path):
    """Equal blobs are equal; one changed value is one; a missing blob is told."""
    filled = fill_net(LENET, seed=1701).blobs
    arrays = {f"{name}/{n}": each.copy() for name in filled for n, each in enumerate(filled[name])}
    arrays["ip1/0"][3, 4] += 1
    del arrays["ip2/1"]
    other = tmp_path / "other.npz"
    np.savez(other, **arrays)
    rows = {row.name: row for row in diff_weights(lenet, other)}

    assert [name for name, row in rows.items() if not row.equal] == ["ip1[0]", "ip2[1]"]
    assert rows["ip1[0]"].difference.differing == 1
    assert rows["ip1[0]"].difference.largest == pytest.approx(1)
    assert rows["ip1[0]"].difference.rms == pytest.approx(1 / math.sqrt(400_000))
    assert rows["ip2[1]"].other is None


class TestCommand:
    """Exit codes and forms."""

    def test_forms(self, run, lenet, tmp_path):
        """Text, JSON, CSV; histograms where they are wanted."""
        text = run("inspect", LENET, lenet, "--histograms")
        assert text.code == 0
        assert "████████████████" in text.out
        assert "█" not in run("inspect", LENET, lenet).out
        told = json.loads(run("inspect", LENET, lenet, "--json").out)
        assert sum(told["blobs"][4]["histogram"]) == 400_000
        out = tmp_path / "o.csv"
        assert run("inspect", LENET, lenet, "-o", out).code == 0
        assert out.read_text().count("\n") == 9

    def test_diff(self, run, lenet, tmp_path):
        """Exit code 1 where something differs."""
        other = tmp_path / "b.npz"
        fill_net(LENET, other, seed=2)
        same = run("inspect", "--diff", lenet, lenet)
        assert (same.code, "0 of 8 blobs differ" in same.err) == (0, True)
        told = run("inspect", "--diff", lenet, other, "--json")
        assert told.code == 1
        assert [row["equal"] for row in json.loads(told.out)["blobs"]] == [False, True] * 4

    def test_several_files(self, run, lenet, tmp_path):
        """Each row says whose it is."""
        other = tmp_path / "b.npz"
        fill_net(LENET, other, seed=2)
        told = run("inspect", lenet, other)
        assert told.code == 0
        assert len(told.out.splitlines()) == 17
        assert str(other) in told.out.splitlines()[-1]

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            ((), 2, "Missing argument"),
            (("gone.caffemodel",), 3, "gone.caffemodel"),
            ((LENET, LENET), 2, "one net only"),
            (("--diff", LENET), 2, "two files of weights"),
        ],
    )
    def test_refused(self, run, arguments, code, message):
        """Usage is 2, bad input 3."""
        told = run("inspect", *arguments)
        assert told.code == code
        assert message in told.err

    def test_a_file_that_is_cut_off(self, run, lenet):
        """An error with its place."""
        lenet.write_bytes(lenet.read_bytes()[:-1000])
        assert run("inspect", lenet).code == 3


def test_neither():
    """It asks for something."""
    with pytest.raises(CaffeFillersError, match="nothing to inspect"):
        inspect_weights()
