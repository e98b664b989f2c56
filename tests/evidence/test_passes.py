"""Passes over a blob: kernels and NumPy tell the same, and it is what NumPy says of the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.core.draws import Gaussian, Uniform
from caffe_fillers.evidence import passes
from caffe_fillers.evidence.lattice import cdf

pytestmark = pytest.mark.usefixtures("both_ways")

F4 = np.dtype(np.float32)


def some(seed, size, dtype):
    """Values of about unit scale, some of them zeros of either sign."""
    random = np.random.default_rng(seed)
    values = random.standard_normal(size).astype(dtype)
    values[random.random(size) < 0.1] = 0
    values[random.random(size) < 0.05] *= -1
    return values


SIZES = st.one_of(st.integers(2, 70), st.integers(1000, 1100), st.integers(5000, 5050))
DTYPES = st.sampled_from(["f4", "f8", "f2"])


@given(seed=st.integers(0, 99), size=SIZES, dtype=DTYPES, kept=st.booleans())
def test_a_first_sight(seed, size, dtype, kept):
    """Extremes, counts and sums, with zeros or without."""
    values = some(seed, size, dtype)
    values[0] = 1.5
    chosen = values[values != 0] if kept else values
    seen = passes.sight(values, kept=kept)

    assert seen.not_finite == -1
    assert (seen.least, seen.most) == (chosen.min(), chosen.max())
    assert seen.total == pytest.approx(values.astype("f8").sum(), abs=1e-9)
    assert seen.zeros == np.count_nonzero(values == 0)
    assert seen.minus == np.count_nonzero((values == 0) & np.signbit(values))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("at", [0, 1023, 1024, 4000])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_the_first_that_is_not_finite(bad, at, dtype):
    """Its index, whatever stands behind it."""
    values = np.ones(4100, dtype)
    values[at] = values[-1] = bad

    assert passes.sight(values).not_finite == at


@given(seed=st.integers(0, 99), size=SIZES, dtype=DTYPES, kept=st.booleans())
def test_powers_about_the_mean(seed, size, dtype, kept):
    """The second and the fourth."""
    values = some(seed, size, dtype)
    wide = (values[values != 0] if kept else values).astype("f8") - 0.25
    second, fourth = passes.fourth(values, 0.25, kept=kept)

    assert second == pytest.approx((wide**2).sum())
    assert fourth == pytest.approx((wide**4).sum())


@pytest.mark.parametrize("law", [Uniform(-1.0, 3.0), Gaussian(0.5, 2.0), Uniform(1.0, 1.0000001)])
@given(seed=st.integers(0, 99), size=SIZES, dtype=st.sampled_from(["f4", "f8"]))
def test_values_about_the_steps_of_their_law(law, seed, size, dtype):
    """How many lie at or below each, values on a step and far out included."""
    values = some(seed, size, dtype)
    told = cdf(law, F4, values.dtype)
    values[: size // 4] = np.resize(told.at, size // 4)
    values[-1] = 1e30
    found = passes.measure(values, 0.5, 2.0, told)
    z = (values.astype("f8") - 0.5) / 2.0

    assert found.seen.tolist() == [np.count_nonzero(values <= at) for at in told.at]
    assert found.total == pytest.approx(z.sum(), rel=1e-12, abs=1e-9)
    assert found.absolute == pytest.approx(np.abs(z).sum())
    assert found.squares == pytest.approx((z**2).sum())


@given(seed=st.integers(0, 99), size=SIZES, lag=st.integers(1, 40), dtype=DTYPES)
def test_pairs(seed, size, lag, dtype):
    """Each value in one pair at most, whatever the lag."""
    values = some(seed, size, dtype)
    found = passes.pairs(values, lag, 0.25, 2.0)
    z = (values.astype("f8") - 0.25) / 2.0
    table = z[: z.size // (2 * lag) * 2 * lag].reshape(-1, 2, lag)
    x, y = table[:, 0].reshape(-1), table[:, 1].reshape(-1)

    assert found.number == x.size
    assert found.product == pytest.approx((x * y).sum(), abs=1e-9)
    assert found.crossed == pytest.approx(np.abs(x * y).sum())
    assert found.squares == pytest.approx((x * x).sum())
    assert found.absolute == pytest.approx(np.abs(x).sum() + np.abs(y).sum())


def test_a_lag_longer_than_a_block():
    """Kernels and NumPy take it in pieces."""
    values = some(1, 9000, "f4")
    found = passes.pairs(values, 4000, 0.0, 1.0)

    assert found.number == 4000
    assert found.product == pytest.approx((values[:4000] * values[4000:8000]).astype("f8").sum())
