"""`--plot`: figures of weights and signals, where matplotlib is there; else what to install."""

import sys

import pytest

from caffe_fillers import CaffeFillersError, fill_net, inspect_weights, propagate_signal
from caffe_fillers.look.plots import plot_blobs, plot_signal
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture
def lenet(tmp_path):
    """LeNet, filled."""
    path = tmp_path / "lenet.caffemodel"
    fill_net(LENET, path, seed=1)
    return path


@pytest.mark.parametrize("arguments", [("inspect", LENET), ("signal",), ("verify", LENET)])
def test_without_matplotlib(run, lenet, tmp_path, monkeypatch, arguments):
    """Each says what to install; no file is left."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    last = LENET if arguments[0] == "signal" else lenet
    told = run(*arguments, last, "--plot", tmp_path / "a.png")

    assert told.code == 3
    assert "pip install 'caffe_fillers[plot]'" in told.err
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("inspect", LENET, "--plot", "a.png"), 2),
        (("inspect", "--diff", LENET, LENET, "--plot", "a.png"), 2),
        (("signal", LENET, "--plot", "a.gif"), 3),
        (("verify", LENET, "--seed", 1, "--plot", "a.png"), 2),
    ],
)
def test_refused(run, tmp_path, monkeypatch, arguments, code):
    """A usage error is 2, another suffix 3."""
    monkeypatch.chdir(tmp_path)
    assert run(*arguments).code == code
    assert list(tmp_path.iterdir()) == []


class TestFigures:
    """Where matplotlib is there."""

    @pytest.fixture(autouse=True)
    def _there(self):
        pytest.importorskip("matplotlib")

    @pytest.mark.parametrize(
        ("kind", "sign"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
    )
    def test_kinds(self, run, lenet, tmp_path, kind, sign):
        """Of each command, light and dark."""
        for number, (name, *names) in enumerate(
            (
                ("inspect", LENET, lenet),
                ("signal", LENET, "--dark"),
                ("verify", LENET, lenet, "--seed", 1),
            )
        ):
            out = tmp_path / f"{number}.{kind}"
            assert run(name, *names, "--plot", out).code == 0
            assert out.read_bytes().startswith(sign)

    def test_what_is_drawn(self, lenet, tmp_path):
        """The names of the blobs and layers, each with its own axes."""
        told = inspect_weights(lenet, LENET)
        for name in ("a.svg", "b.svg"):
            assert plot_blobs(told, tmp_path / name) == 0
        text = (tmp_path / "a.svg").read_text()
        assert all(f"<!-- {row.name} -->" in text for row in told.rows)
        plot_signal(propagate_signal(LENET), tmp_path / "s.svg")
        assert "<!-- conv2 -->" in (tmp_path / "s.svg").read_text()

    def test_nothing_to_plot(self, tmp_path):
        """A net alone has no values."""
        with pytest.raises(CaffeFillersError, match="no values to plot"):
            plot_blobs(inspect_weights(net=LENET), tmp_path / "a.svg")
