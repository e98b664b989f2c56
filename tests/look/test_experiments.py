"""examples/experiments.py: what the papers say about the start of training, in numbers."""

import itertools
import math
import runpy

import pytest

from tests._shared import ROOT

RUN = runpy.run_path(str(ROOT / "examples" / "experiments.py"))


@pytest.fixture(scope="module")
def glorot():
    """Five layers of 1,000 units, one seed."""
    return RUN["glorot"](seeds=1, directions=16)


@pytest.mark.slow
class TestGlorot:
    """Glorot and Bengio, AISTATS 2010, section 4.2."""

    def test_the_weights(self, glorot):
        """Equation 15: n Var(W) = 1/3 with the old heuristic; equation 16: 1 when normalized."""
        assert glorot["n Var(W)", "old"] == pytest.approx(1 / 3, rel=1e-6)
        assert glorot["n Var(W)", "normalized"] == pytest.approx(1, rel=1e-6)

    @pytest.mark.parametrize("kind", ["TanH", "Softsign"])
    def test_activations(self, glorot, kind):
        """Figure 6: they shrink from layer to layer with the old one, and far less when normalized.

        Near 0 a layer of tanh makes 1/3 of the old variance, and nearly all of the normalized one.
        """
        old, new = ([pair[0] for pair in glorot[kind, which]] for which in ("old", "normalized"))
        assert all(later < 0.4 * one for one, later in itertools.pairwise(old))
        assert old[4] / old[3] == pytest.approx(1 / 3, rel=0.15)
        assert all(later > 0.35 * one for one, later in itertools.pairwise(new))
        assert new[4] / new[3] > 0.6
        assert (new[4] / new[0]) > 5 * (old[4] / old[0])

    @pytest.mark.parametrize("kind", ["TanH", "Softsign"])
    def test_gradients(self, glorot, kind):
        """Figure 7: going back they shrink to 1/3 a layer with the old one, and less normalized."""
        old, new = ([pair[1] for pair in glorot[kind, which]] for which in ("old", "normalized"))
        assert all(one < 0.4 * later for one, later in itertools.pairwise(old))
        assert old[3] / old[4] == pytest.approx(1 / 3, rel=0.15)
        assert (new[0] / new[4]) > 4 * (old[0] / old[4])

    def test_gradients_of_weights(self, glorot):
        """Equation 14 and figure 8: with the old heuristic they are alike in all layers.

        What the activations lose going up the gradients lose going down. Normalized too.
        """
        for which in ("old", "normalized"):
            found = glorot["E (dw)²", which][1:]
            assert max(found) / min(found) < 2.2

    def test_sigmoids(self, glorot):
        """Section 3.1: their mean square stays near 1/4, gradients shrink by 1/16 and more."""
        for which, most in (("old", 1 / 40), ("normalized", 1 / 14)):
            pairs = glorot["Sigmoid", which]
            assert all(0.25 < pair[0] < 0.30 for pair in pairs)
            for one, later in itertools.pairwise(pairs):
                assert one[1] / later[1] < most


@pytest.mark.slow
def test_he_et_al():
    """Arxiv:1502.01852, section 2.2: halved by each of 22 and 30 layers with xavier, kept by msra.

    "the xavier method ... 1/√2^L": the mean square is 1/2^L.
    """
    found = RUN["he"]()
    for depth in (22, 30):
        told, back, measured = found[depth, "xavier"]
        assert told == pytest.approx(2.0**-depth, rel=1e-3)
        assert back == pytest.approx(2.0**-depth, rel=1e-3)
        assert 1 / 4 < measured / told < 4
        told, back, measured = found[depth, "msra"]
        assert told == pytest.approx(1, rel=1e-3)
        assert back == pytest.approx(0.5, rel=1e-3)
        assert 1 / 4 < measured < 4


def test_model_b():
    """Section 2.2: "1/(5.9 x 4.2² x 2.9² x 2.1⁴) = 1/(1.7 x 10⁴)" is left of a gradient's std."""
    by_paper = 5.9 * 4.2**2 * 2.9**2 * 2.1**4
    assert RUN["he_model_b"]() == pytest.approx(by_paper, rel=0.03)
    assert float(f"{RUN['he_model_b']():.1e}") == 1.7e4


def test_fans():
    """Caffe's default keeps the signal, FAN_OUT the gradient, AVERAGE (the paper's) neither whole.

    Every matrix halves the width: 2 / (n + 2n) x 2n is 4/3 forward, and 2/3 backward.
    """
    found = {norm: pairs[1:] for norm, pairs in RUN["fans"]().items()}
    assert all(pair == pytest.approx((1, 0.5)) for pair in found["FAN_IN"])
    assert all(pair == pytest.approx((2, 1)) for pair in found["FAN_OUT"])
    assert all(pair == pytest.approx((4 / 3, 2 / 3), rel=1e-6) for pair in found["AVERAGE"])


@pytest.mark.slow
def test_greedy():
    """A trained layer is copied by name; what is drawn besides is what it would be without."""
    found = RUN["greedy"]()
    first, last = found["losses"]
    assert last < first / 20
    assert math.isfinite(last)
    assert (found["copied"], found["drawn"], found["other"]) == (True, True, True)


def test_the_figure(tmp_path):
    """It is drawn where matplotlib is there."""
    pytest.importorskip("matplotlib")
    pairs = [(0.5 / n, 0.1 * n) for n in range(1, 6)]
    kinds = ("Sigmoid", "TanH", "Softsign")
    found = {(kind, which): pairs for kind in kinds for which in ("old", "normalized")}
    RUN["plot_glorot"](found, tmp_path / "g.svg")
    assert "<svg" in (tmp_path / "g.svg").read_text()
