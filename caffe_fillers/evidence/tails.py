"""Tail probabilities that are exact, or bounded from above: too large perhaps, never too small.

Plain floats in, plain floats out; nothing but `math`, so that the verdict of a run does not depend
on a library of statistics.
"""

from __future__ import annotations

import math

__all__ = [
    "bennett",
    "binomial",
    "chi_square",
    "dkw",
    "normal_above",
    "sub_gaussian",
    "two_sided",
]


def two_sided(below: float, above: float) -> float:
    """The p-value of a test that looks at both tails: twice the smaller one."""
    return min(1.0, 2.0 * min(below, above))


def normal_above(z: float) -> float:
    """P(Z >= z) of a standard normal Z, without loss of digits for large z."""
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def sub_gaussian(z: float) -> float:
    """A bound of P(|S| >= |z|) for every S with E exp(tS) <= exp(t*t/2).

    Sums of independent uniform values, centred and divided by their standard deviation, are such:
    sinh(t) / t <= exp(t*t/6).
    """
    return min(1.0, 2.0 * math.exp(-0.5 * z * z))


def dkw(n: int, distance: float) -> float:
    """A bound of P(sup |F_n - F| >= distance) for n values of any law F, with or without atoms.

    Dvoretzky, Kiefer and Wolfowitz, with Massart's constant (Annals of Probability 18, 1990).
    """
    return min(1.0, 2.0 * math.exp(-2.0 * n * distance * distance))


def bennett(n: int, excess: float, variance: float, bound: float) -> float:
    """A bound of P(mean - E >= excess) for n independent values, each at most `bound` above E.

    Bennett, Journal of the American Statistical Association 57, 1962.
    """
    if excess <= 0:
        return 1.0
    u = bound * excess / variance
    return math.exp(-n * variance / (bound * bound) * ((1.0 + u) * math.log1p(u) - u))


def chi_square(n: int, least: float, most: float) -> float:
    """A bound of the two-sided p-value of a chi-square sum of n squares, known within limits."""
    return two_sided(_gamma_below(n / 2, most / 2), _gamma_above(n / 2, least / 2))


def _gamma_above(a: float, x: float) -> float:
    """A bound of the regularised upper incomplete gamma function Q(a, x), sharp in the tail.

    The first convergent of its continued fraction lies above it for a >= 1.
    """
    rest = x + 1.0 - a if a >= 1.0 else x
    if rest <= 0.0:
        return 1.0
    return min(1.0, _gamma_density(a, x) / rest)


def _gamma_below(a: float, x: float) -> float:
    """A bound of the regularised lower incomplete gamma function P(a, x), sharp in the tail.

    Its power series is dominated by a geometric one.
    """
    rest = a + 1.0 - x
    if x <= 0.0:
        return 0.0
    if rest <= 0.0:
        return 1.0
    return min(1.0, _gamma_density(a, x) * (a + 1.0) / (a * rest))


def _gamma_density(a: float, x: float) -> float:
    """A bound of x**a * exp(-x) / gamma(a): Stirling's formula without its correction."""
    if x <= 0.0:
        return 0.0
    d = (x - a) / a
    # log1p loses all digits where x is nothing against a; there log(x / a) has them.
    phi = d - math.log1p(d) if d > -0.5 else d - math.log(x / a)
    return math.exp(-a * phi) * math.sqrt(a / (2.0 * math.pi))


def binomial(n: int, p: float, k: int) -> float:
    """A bound of the two-sided p-value of k successes in n tries of probability p, 0 < p < 1."""
    return two_sided(_binomial_above(n, 1.0 - p, n - k), _binomial_above(n, p, k))


def _binomial_above(n: int, p: float, k: int) -> float:
    """A bound of P(K >= k): the terms from k on fall at least as fast as a geometric series."""
    if k <= n * p:
        return 1.0
    ratio = (n - k) * p / ((k + 1) * (1.0 - p))
    return min(1.0, _binomial_term(n, p, k) / (1.0 - ratio))


def _binomial_term(n: int, p: float, k: int) -> float:
    """A bound of P(K = k) for k > n * p, by Stirling's bounds of the factorials."""
    if k == n:
        return math.exp(n * math.log(p))
    share = k / n
    divergence = share * math.log(share / p) + (1.0 - share) * math.log((1.0 - share) / (1.0 - p))
    return math.exp(-n * divergence) * math.sqrt(n / (2.0 * math.pi * k * (n - k)))
