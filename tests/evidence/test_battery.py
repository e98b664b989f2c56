"""The checks of values against their law."""

import subprocess
import sys
from dataclasses import replace

import ml_dtypes
import numpy as np
import pytest

from caffe_fillers.core.draws import Constant, Gaussian, Grid, Sparse, Uniform, UnitBall, Whole
from caffe_fillers.core.pour import draw
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.evidence.battery import SHARES
from caffe_fillers.rng.eras import Era, boost_row
from caffe_fillers.rng.rng import Rng
from tests._shared import ROOT

F4 = np.dtype("f4")
POINT_ONE = float(np.float32(0.1))
LAWS = {
    "constant": (Constant(0.25), (7, 3)),
    "uniform": (Uniform(-0.25, 0.25), (40, 30)),
    "gaussian": (Gaussian(0.5, POINT_ONE), (40, 30)),
    "sparse": (Sparse(Gaussian(0.0, 1.0), POINT_ONE), (100, 30)),
    "unit ball": (UnitBall(), (40, 30)),
    "kernel": (Grid(np.array([[0.25, 0.75], [0.5, 1]], np.float32)), (3, 2, 2, 2)),
    "equal bounds": (Uniform(1.0, 1.0), (10, 5)),
    "one value a row": (UnitBall(), (10, 1)),
}


def judged(law, values, shape, blobs=1, dtype=F4):
    """The checks that find fault, in a run of so many blobs."""
    found = checks(law, values.reshape(-1), shape, dtype)
    return [check.name for check in found if family_wise(check, blobs) < 1e-6]


def sample(name, seed=1, boost="1.74"):
    """A law, a shape, and values drawn from it."""
    law, shape = LAWS[name]
    era = replace(Era.default(), boost=boost_row(boost))
    return law, shape, draw(law, shape, Rng(seed, era), F4)


def one_is(outlier, values):
    """The values, one of them replaced."""
    return np.where(np.arange(values.size).reshape(values.shape) == 77, outlier, values)


class TestWhatIsRight:
    """No check finds fault with numbers from their law."""

    @pytest.mark.parametrize("name", LAWS)
    @pytest.mark.parametrize("boost", ["1.46", "1.55", "1.63", "1.89"])
    def test_of_every_era(self, name, boost):
        """The law is the same in every era."""
        law, shape, values = sample(name, boost=boost)

        assert judged(law, values, shape) == []

    @pytest.mark.parametrize("name", LAWS)
    @pytest.mark.parametrize("stored", ["f2", ml_dtypes.bfloat16, "f8", ">f4"])
    def test_in_other_types(self, name, stored):
        """Rounding to the file's type is part of the law."""
        law, shape, values = sample(name)

        assert judged(law, values.astype(stored), shape) == []

    def test_of_float64(self):
        """A net computed in float64 has float64's lattice."""
        law = Gaussian(0.0, 0.1)
        values = draw(law, (5000,), Rng(5), np.dtype("f8"))

        assert judged(law, values, (5000,), dtype=np.dtype("f8")) == []

    def test_every_check_of_the_table_is_made(self):
        """The shares belong to checks that exist, and sum to 1 at most for any law."""
        names = {
            law: {
                check.name
                for check in checks(*LAWS[law][:1], sample(law)[2].reshape(-1), LAWS[law][1], F4)
            }
            for law in LAWS
        }

        assert set().union(*names.values()) >= set(SHARES)
        assert max(sum(SHARES.get(name, 0) for name in made) for made in names.values()) <= 1

    def test_a_function_of_the_whole_array_is_not_judged(self):
        """Nothing is known of its law."""
        assert checks(Whole(np.ones), np.ones(4, np.float32), (4,), F4) == ()


class TestWhatIsWrong:
    """Each check finds what it is there for."""

    @pytest.mark.parametrize(
        ("name", "change", "finds"),
        [
            ("constant", lambda v: v + np.float32(2e-8), "exact"),
            ("constant", lambda v: -v, "exact"),
            ("kernel", lambda v: v * (1 + np.arange(v.size).reshape(v.shape) // 23), "exact"),
            ("uniform", lambda v: v * np.float32(1.01), "support"),
            ("uniform", lambda v: v * np.float32(0.9), "largest"),
            ("uniform", lambda v: np.maximum(v, np.float32(-0.2)), "smallest"),
            ("uniform", np.abs, "mean"),
            ("uniform", lambda v: np.where(v > 0, np.float32(0.25), np.float32(-0.25)), "variance"),
            ("uniform", lambda v: np.repeat(v.reshape(-1)[::2], 2), "neighbours"),
            ("uniform", lambda v: np.repeat(v[::2], 2, axis=0), "rows"),
            ("gaussian", lambda v: v + np.float32(0.05), "mean"),
            ("gaussian", lambda v: (v - np.float32(0.5)) * 2 + np.float32(0.5), "variance"),
            ("gaussian", lambda v: one_is(9, v), "largest"),
            ("gaussian", lambda v: one_is(-9, v), "smallest"),
            ("gaussian", lambda v: np.clip(v, 0.3, 0.7), "largest"),
            ("gaussian", lambda v: np.where(v > 0.5, 0.6, 0.4), "distribution"),
            ("gaussian", lambda v: np.repeat(v[::2], 2, axis=0), "rows"),
            ("sparse", lambda v: np.where(v == 0, 1, v), "zeros"),
            ("sparse", lambda v: v * (np.arange(v.size).reshape(v.shape) % 3 > 0), "zeros"),
            ("sparse", lambda v: v * 2, "variance"),
            ("unit ball", lambda v: v * np.float32(1.001), "row sums"),
            ("unit ball", lambda v: -v, "row sums"),
            ("unit ball", lambda v: v**4 / (v**4).sum(axis=1, keepdims=True), "distribution"),
            ("equal bounds", lambda v: v + 1, "support"),
        ],
    )  # fmt: skip
    def test_is_found(self, name, change, finds):
        """By the check of that name."""
        law, shape, values = sample(name)

        assert finds in judged(law, change(values).astype(np.float32), shape)

    @pytest.mark.parametrize("name", LAWS)
    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_is_not_finite(self, name, bad):
        """And where."""
        law, shape, values = sample(name)
        values.reshape(-1)[5] = bad
        found = checks(law, values.reshape(-1), shape, F4)

        if name == "one value a row" and np.isnan(bad):
            # A single zero over its sum is 0/0 in Caffe itself.
            assert judged(law, values, shape) == []
        else:
            assert [(check.name, check.p, check.index) for check in found][:1] in (
                [("finite", 0.0, 5)],
                [("row sums", 0.0, 5)],
            )

    def test_names_the_first_value_outside(self):
        """Support violations have a place."""
        law, shape, values = sample("uniform")
        values[3, 4] = 0.3
        support = checks(law, values.reshape(-1), shape, F4)[0]

        assert (support.name, support.p, support.index) == ("support", 0.0, 3 * 30 + 4)

    def test_the_upper_bound_itself_is_allowed(self):
        """Caffe's uniform includes it, and Boost up to 1.46 could give the next float."""
        law, shape, values = sample("uniform")
        values[0, 0] = np.nextafter(np.float32(0.25), np.float32(1))
        values[0, 1] = -0.25

        assert judged(law, values, shape) == []


def test_false_alarms_are_shared_by_blobs_and_checks():
    """Bonferroni: a thousand blobs make each p-value a thousand times, its share more, common."""
    law, shape, values = sample("gaussian")
    check = next(each for each in checks(law, values.reshape(-1), shape, F4) if each.name == "mean")

    assert family_wise(replace(check, p=1e-12), 1000) == pytest.approx(1e-12 * 1000 * 16)
    assert family_wise(replace(check, p=0.5), 1000) == 1
    assert family_wise(replace(check, p=0.0), 1000) == 0


def test_the_simulation_agrees():
    """The tool behind the figures in docs/verify.md, with small numbers: no check is optimistic."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "verify_power.py"), "--quick"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
