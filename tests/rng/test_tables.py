"""The ziggurat tables, computed anew."""

import hashlib
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from caffe_fillers.rng import tables

# Of the tables of Boost 1.56 to 1.89, little-endian doubles.
BOOST = {
    "NORMAL_X": "58e3814ad2eaccf46e031a20eeb45a2f071152d5e29aeb9d89ee583fe131843d",
    "NORMAL_Y": "6bd25ba2824dec9350df2f42c1cebf73c7fa8834be2840d06410765f184b2f40",
    "EXPONENTIAL_X": "9a711879ff8345dae56ac8ee3b5372f13d0b2fa07d43473aa38af710ea750d77",
    "EXPONENTIAL_Y": "aae478525b8e7d64e734aae64f7d56bd07121e54f1637798d5a5cb2453f2f000",
}


def ziggurat(r, layers, curve, inverse, area):
    """X and Y of a ziggurat whose bottom layer ends at r; the last Y is 1 for the right r."""
    v = area(r)
    xs, ys = [v / curve(r), r], [mpmath.mpf(0), curve(r)]
    for _ in range(layers - 1):
        ys.append(ys[-1] + v / xs[-1])
        xs.append(inverse(ys[-1]))
    return xs, ys


def right(near, layers, curve, inverse, area):
    """The ziggurat whose top is 1, with a bottom layer of about `near`."""

    def miss(r):
        xs, ys = ziggurat(r, layers - 1, curve, inverse, area)
        return ys[-1] + area(r) / xs[-1] - 1

    r = mpmath.findroot(miss, (mpmath.mpf(near), mpmath.mpf(near) + mpmath.mpf("1e-12")))
    xs, ys = ziggurat(r, layers - 1, curve, inverse, area)
    return [*xs, mpmath.mpf(0)], [*ys, mpmath.mpf(1)]


def doubles(values):
    """Each value rounded once to double: through a fraction, whose division rounds correctly."""
    man_exp = [mpmath.frexp(value) for value in values]
    scale = 1 << 190
    return np.array(
        [
            float(Fraction(int(mpmath.floor(man * scale)), scale) * Fraction(2) ** int(exp))
            for man, exp in man_exp
        ]
    )


def normal():
    """128 layers under exp(-x*x/2)."""
    return right(
        "3.442619855896",
        128,
        lambda x: mpmath.exp(-x * x / 2),
        lambda y: mpmath.sqrt(-2 * mpmath.log(y)),
        lambda r: (
            r * mpmath.exp(-r * r / 2)
            + mpmath.sqrt(mpmath.pi / 2) * mpmath.erfc(r / mpmath.sqrt(2))
        ),
    )


def exponential():
    """256 layers under exp(-x)."""
    return right(
        "7.697117470131",
        256,
        lambda x: mpmath.exp(-x),
        lambda y: -mpmath.log(y),
        lambda r: (r + 1) * mpmath.exp(-r),
    )


@pytest.mark.parametrize(("name", "make"), [("NORMAL", normal), ("EXPONENTIAL", exponential)])
def test_tables_are_the_exact_values_rounded_once(name, make):
    """Every entry is the value of 60 digits, rounded to double."""
    with mpmath.workdps(60):
        xs, ys = make()
        expected = doubles(xs), doubles(ys)

    assert expected[0].tolist() == getattr(tables, f"{name}_X").tolist()
    assert expected[1].tolist() == getattr(tables, f"{name}_Y").tolist()


@pytest.mark.parametrize("name", BOOST)
def test_tables_are_those_of_boost(name):
    """The doubles are those of Boost's headers, by their SHA-256."""
    table = getattr(tables, name)

    assert BOOST[name] == hashlib.sha256(table.astype("<f8").tobytes()).hexdigest()
    assert not table.flags.writeable
