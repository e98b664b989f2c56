"""Multiply and add with one rounding, against rational arithmetic."""

# F is the working type, as Dtype in Caffe.
# ruff: noqa: N803, N806

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.rng.fma import fma
from tests.rng import reference
from tests.rng.scripted import TYPES


def exact(a, b, c, F):
    """The reference for one number."""
    with np.errstate(all="ignore"):
        return reference.muladd(a, b, c, F, fused=True)


def check(a, b, c, F):
    """The package's fma gives the reference's bits."""
    expected = np.array([exact(x, b, c, F) for x in a], F)
    assert expected.tobytes() == fma(a, b, c).tobytes()


@pytest.mark.parametrize("dtype", TYPES)
def test_draws_are_rounded_once(dtype):
    """Fractions times a range, normal values times a deviation: as a fused instruction."""
    F = TYPES[dtype]
    random = np.random.RandomState(5)
    for low, width in [(-0.05, 0.1), (2, 3), (0, 1), (-1e-30, 1e-31), (0.5, 0.1)]:
        check(random.random_sample(300).astype(F), F(width), F(low), F)
        check(random.standard_normal(300).astype(F), F(width), F(low), F)


@pytest.mark.parametrize("dtype", TYPES)
def test_ties_are_decided_by_what_a_double_cannot_hold(dtype):
    """Products that lie just beside the middle of two neighbours are rounded to the right one."""
    F = TYPES[dtype]
    eps = np.finfo(F).eps
    a = (F(1) + np.arange(-40, 40).astype(F) * eps).astype(F)
    for c in (F(1), F(-1), eps, F(-eps / 2), F(2) / eps, F(2) / eps + 2, F(1) / eps):
        for b in (F(1) + eps, F(1) - eps / 2, F(1.5), -F(1) - 3 * eps):
            check(a, F(b), F(c), F)
            # And where sums are small.
            check(a / F(512), F(b), F(c) / F(512), F)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_hair_beside_the_middle_decides(dtype, sign):
    """Products that are the very middle of two neighbours, and a summand too small for a double."""
    F = TYPES[dtype]
    eps = np.finfo(F).eps
    a = (F(1) + np.arange(-41, 41, 2).astype(F) * eps).astype(F)
    for b in (F(1.5), F(0.75), F(1.5) / F(512)):
        for c in (0, eps**3, -(eps**3), eps**4, -(eps**4)):
            check(a, F(sign) * b, F(c), F)


@pytest.mark.parametrize("dtype", TYPES)
def test_zeros_keep_their_signs(dtype):
    """A zero product and a zero sum have the sign that IEEE gives them."""
    F = TYPES[dtype]
    zeros = np.array([0.0, -0.0, 0.5, -0.5], F)
    for b in (F(0), F(-0.0), F(2), F(-2)):
        for c in (F(0), F(-0.0), F(1)):
            check(zeros, b, c, F)
            check(zeros, b, F(-0.0), F)
    check(np.array([0.5, -0.5], F), F(2), F(-1), F)


def floats(F):
    """Finite numbers of F."""
    width = 32 if F is np.float32 else 64
    return st.floats(width=width, allow_nan=False, allow_infinity=False).map(F)


@pytest.mark.parametrize("dtype", TYPES)
@given(data=st.data())
def test_any_numbers(dtype, data):
    """The whole range, denormals and overflow included."""
    F = TYPES[dtype]
    a, b, c = (data.draw(floats(F)) for _ in range(3))
    check(np.array([a], F), b, c, F)


@pytest.mark.parametrize("dtype", TYPES)
def test_infinite_and_nan_are_plain(dtype):
    """What is not finite goes the plain way."""
    F = TYPES[dtype]
    actual = fma(np.array([np.inf, -np.inf, np.nan, 1], F), F(2), F(1))

    assert str([np.inf, -np.inf, np.nan, 3.0]) == str(actual.tolist())
