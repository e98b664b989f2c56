"""The distribution functions of Caffe's lattices."""

import math

import ml_dtypes
import numpy as np
import pytest

from caffe_fillers.core.draws import Gaussian, Uniform
from caffe_fillers.core.pour import draw
from caffe_fillers.evidence.lattice import ALLOWANCE, cdf
from caffe_fillers.rng.rng import Rng

F4, F8, F2 = np.dtype("f4"), np.dtype("f8"), np.dtype("f2")
BF16 = np.dtype(ml_dtypes.bfloat16)

LAWS = [
    Uniform(-0.05, 0.05),
    Uniform(0.0, 1.0),
    Uniform(1.0, float(np.float32(1.00001))),
    Uniform(-3e38, 3e38),
    Gaussian(0.0, 0.01),
    Gaussian(1000.0, 0.001),
    Gaussian(-2.0, 5.0),
]


@pytest.mark.parametrize("law", LAWS, ids=str)
@pytest.mark.parametrize(("dtype", "stored"), [(F4, F4), (F8, F8), (F4, F2), (F4, BF16), (F4, F8)])
def test_the_function_is_that_of_drawn_values(law, dtype, stored):
    """The empirical distribution of many draws lies as near as its size allows, ties included."""
    law = type(law)(*(float(dtype.type(x)) for x in (getattr(law, n) for n in law.__slots__)))
    n = 200_000
    with np.errstate(over="ignore"):
        values = draw(law, (n,), Rng(3), dtype).astype(stored).astype(float)
    found = cdf(law, dtype, stored)
    seen = np.searchsorted(np.sort(values), found.at, side="right") / n

    assert np.abs(seen - found.below).max() < math.sqrt(math.log(2 / 1e-6) / 2 / n) + ALLOWANCE


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_steps_increase_to_at_most_one(law):
    """Places and probabilities are sorted, and places are values of the storage type."""
    found = cdf(law, F4, F4)

    assert (np.diff(found.at) > 0).all()
    assert (np.diff(found.below) >= 0).all()
    assert 0 <= found.below[0]
    assert found.below[-1] <= 1
    assert (found.at == found.at.astype(np.float32)).all()


def test_a_coarse_lattice_is_counted_word_by_word():
    """Three floats share all words: those rounded to each of them are counted exactly."""
    low, high = np.float32(1), np.nextafter(np.float32(1), np.float32(2))
    found = cdf(Uniform(float(low), float(high)), F4, F4)
    # Boost's range reaches one float further, whose words are drawn again.
    words = np.arange(0, 1 << 32, 1 << 12, dtype=np.int64).astype(np.float32) * np.float32(2**-32)
    values = words * (np.nextafter(high, np.float32(2)) - low) + low
    kept = values[values <= high]
    share = [(kept <= low).mean(), 1.0]

    assert found.at.tolist() == [float(low), float(high)]
    assert found.below == pytest.approx(share, abs=2e-6)


def test_reduced_precision_moves_probability_to_the_kept_values():
    """In float16, N(0, 1) has few values: each has all the mass that is rounded to it."""
    found = cdf(Gaussian(0.0, 1.0), F4, F2)
    middle = int(np.searchsorted(found.at, 1.0))
    value = np.float16(found.at[middle])
    edge = (float(value) + float(np.nextafter(value, np.float16(2)))) / 2

    assert found.below[middle] == pytest.approx(0.5 * math.erfc(-edge / math.sqrt(2)), abs=1e-6)
