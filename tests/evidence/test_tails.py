"""Tail probabilities against mpmath's: never below the truth, and close to it far out."""

import math

import mpmath
import pytest

from caffe_fillers.evidence import tails

mpmath.mp.dps = 40


def chi_square_above(n, x):
    """P(sum of n squares >= x)."""
    return mpmath.gammainc(mpmath.mpf(n) / 2, mpmath.mpf(x) / 2, regularized=True)


def chi_square_below(n, x):
    """P(sum of n squares <= x)."""
    return mpmath.gammainc(mpmath.mpf(n) / 2, 0, mpmath.mpf(x) / 2, regularized=True)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 1000, 20_000, 10**6])
@pytest.mark.parametrize("z", [0.5, 2.0, 4.0, 6.0, 8.0])
@pytest.mark.parametrize("sign", [-1, 1])
def test_chi_square_is_bounded_sharply(n, z, sign):
    """The p-value is at least twice the true tail, and little more where it is small."""
    x = n * (1 + sign * z * math.sqrt(2 / n))
    if x <= 0:
        x = n * math.exp(-z)
    truth = 2 * (chi_square_above(n, x) if sign > 0 else chi_square_below(n, x))
    p = tails.chi_square(n, x, x)

    assert min(1, truth) <= p
    if z >= 4:
        assert p < (1.1 if n >= 10 else 1.35) * truth


def test_chi_square_takes_the_more_harmless_limit():
    """A sum known within limits is judged by the one that speaks for the law."""
    n = 1000

    assert tails.chi_square(n, 900, 1500) == 1
    assert tails.chi_square(n, 1300, 1500) == tails.chi_square(n, 1300, 1300)
    assert tails.chi_square(n, 500, 700) == tails.chi_square(n, 700, 700)


@pytest.mark.parametrize("n", [1, 20, 1000])
@pytest.mark.parametrize("p", [0.001, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("z", [-6, -4, -1, 0, 1, 4, 6, 8])
def test_binomial_is_bounded_sharply(n, p, z):
    """The p-value is at least twice the true tail, and little more where it is small."""
    k = round(n * p + z * math.sqrt(n * p * (1 - p)))
    k = min(max(k, 0), n)
    tail = range(k, n + 1) if k > n * p else range(k + 1)
    if len(tail) > 600:
        tail = tail[:600] if k > n * p else tail[-600:]
    terms = (
        mpmath.binomial(n, j) * mpmath.mpf(p) ** j * mpmath.mpf(1 - p) ** (n - j) for j in tail
    )
    truth = 2 * mpmath.fsum(terms)
    found = tails.binomial(n, p, k)

    assert min(1, truth) <= found * (1 + 1e-12)
    if truth < 1e-3 and n > 1:
        assert found < 1.5 * truth


@pytest.mark.parametrize("z", [0.0, 1.0, 5.0, 20.0, 37.0])
def test_normal_tails_keep_their_digits(z):
    """Far out, too: 37 standard deviations are 1e-300."""
    truth = mpmath.erfc(mpmath.mpf(z) / mpmath.sqrt(2)) / 2

    assert tails.normal_above(z) == pytest.approx(float(truth), rel=1e-12)
    assert tails.normal_above(-z) == pytest.approx(1 - float(truth), rel=1e-12)


@pytest.mark.parametrize("z", [0.1, 1.0, 3.0, 6.0])
def test_a_sum_of_uniforms_is_sub_gaussian(z):
    """The bound holds for the law that it is used for: twelve uniform values (Irwin and Hall)."""
    n = 12
    x = mpmath.mpf(n) / 2 + z  # the variance of twelve is 1
    signed = (
        (-1) ** k * mpmath.binomial(n, k) * (n - x - k) ** n for k in range(math.floor(n - x) + 1)
    )
    truth = 2 * mpmath.fsum(signed) / mpmath.factorial(n) if z < 6 else 0

    assert truth <= tails.sub_gaussian(z)


def test_dkw_is_massarts():
    """Two exp(-2 n d d), never above 1."""
    assert tails.dkw(1000, 0.1) == pytest.approx(2 * math.exp(-20))
    assert tails.dkw(10, 0.001) == 1


def test_bennett_bounds_a_binomial_law():
    """Ones and zeros of probability p: variance p (1 - p), at most 1 - p above the mean."""
    n, p, k = 400, 0.1, 70
    terms = (
        mpmath.binomial(n, j) * mpmath.mpf(p) ** j * (1 - p) ** (n - j) for j in range(k, n + 1)
    )
    truth = mpmath.fsum(terms)
    found = tails.bennett(n, k / n - p, p * (1 - p), 1 - p)

    assert truth <= found < 20 * truth
    assert tails.bennett(n, -0.1, p * (1 - p), 1 - p) == 1


def test_two_sided_doubles_the_smaller_tail():
    """And is a probability."""
    assert tails.two_sided(0.01, 0.99) == 0.02
    assert tails.two_sided(0.7, 0.6) == 1
