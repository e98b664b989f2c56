"""Numbers compared bit by bit."""

import ml_dtypes
import numpy as np
import pytest

from caffe_fillers.verification.difference import EXACT, Tally, Tolerance, is_float, number_text

F4 = np.float32


def compared(expected, found, tolerance=EXACT, block=1000):
    """The difference of two arrays, compared in blocks."""
    tally = Tally(tolerance)
    expected, found = np.asarray(expected), np.asarray(found)
    for at in range(0, found.size, block):
        tally.add(at, expected[at : at + block], found[at : at + block])
    return tally.difference


class TestBits:
    """What is equal and what is not."""

    @pytest.mark.parametrize("dtype", ["f4", "f8", ">f4", "f2", ml_dtypes.bfloat16])
    def test_equal_values_do_not_differ(self, dtype):
        """In any float type; the expected values are rounded to it once."""
        values = np.linspace(-3, 3, 101, dtype=F4)

        assert compared(values, values.astype(dtype)) is None

    def test_zeros_of_other_signs_differ(self):
        """By their bits, though no number lies between them."""
        found = compared(F4([0.0, 1.0]), F4([-0.0, 1.0]))

        assert (found.differing, found.index, found.ulps) == (1, 0, 0)
        assert found.lines((2,))[2] == "found    -0.0 (-0x0.0p+0), the other zero"

    def test_nans_of_the_same_bits_are_equal(self):
        """A NaN and a number are not, and have no distance."""
        assert compared(F4([np.nan]), F4([np.nan])) is None
        found = compared(F4([1.0]), F4([np.nan]))
        assert found.lines((1,))[2].endswith("not comparable")

    @pytest.mark.parametrize("block", [1, 7, 25, 1000])
    def test_the_first_and_the_number_do_not_depend_on_blocks(self, block):
        """Blocks may be of any size, and come in any order."""
        expected = np.arange(50, dtype=F4)
        found = expected.copy()
        found[[13, 14, 49]] += 1
        difference = compared(expected, found, block=block)

        assert (difference.differing, difference.total, difference.index) == (3, 50, 13)
        tally = Tally()
        tally.add(25, expected[25:], found[25:])
        tally.add(0, expected[:25], found[:25])
        assert tally.difference == difference


class TestDistance:
    """How far apart two numbers are, in steps of their type."""

    @pytest.mark.parametrize("steps", [1, 2, 1000])
    @pytest.mark.parametrize("value", [1.0, -1.0, 1e-45, 3e38 / 2, 0.0])
    @pytest.mark.parametrize("dtype", ["f4", "f8"])
    def test_counts_the_steps(self, steps, value, dtype):
        """Over zero, too."""
        start = np.array([value], dtype)
        end = start.copy()
        for _ in range(steps):
            end = np.nextafter(end, np.array([-9e30], dtype))

        assert compared(start, end).ulps == steps

    def test_over_zero(self):
        """The smallest numbers of either sign are two steps apart."""
        tiny = np.nextafter(F4(0), F4(1))

        assert compared(F4([tiny]), F4([-tiny])).ulps == 2

    def test_of_float64_does_not_wrap_around(self):
        """From end to end of the type."""
        largest = np.finfo(np.float64).max

        assert compared(np.array([-largest]), np.array([largest])).ulps == 2 * (0x7FEFFFFFFFFFFFFF)


class TestTolerance:
    """How far a value may be off."""

    @pytest.mark.parametrize(
        ("tolerance", "off", "fine"),
        [
            (Tolerance(ulps=1), 1, True),
            (Tolerance(ulps=1), 2, False),
            (Tolerance(relative=1e-6), 4, True),
            (Tolerance(relative=1e-7), 4, False),
            (Tolerance(absolute=1e-6), 4, True),
            (Tolerance(absolute=1e-7), 4, False),
            (Tolerance(ulps=4, absolute=1e-9), 4, True),
        ],
    )
    def test_is_kept(self, tolerance, off, fine):
        """Any of the limits suffices."""
        value = F4([1.0])
        found = (value.view("u4") + np.uint32(off)).view("f4")

        assert (compared(value, found, tolerance) is None) == fine

    def test_zeros_are_near_each_other(self):
        """One ulp forgives a sign that a format has lost."""
        assert compared(F4([0.0]), F4([-0.0]), Tolerance(ulps=1)) is None

    def test_nan_is_near_nothing(self):
        """Whatever the limits."""
        wide = Tolerance(10**9, 1e9, 1e9)

        assert compared(F4([1.0]), F4([np.nan]), wide) is not None
        assert compared(F4([np.nan]), F4([1.0]), wide) is not None

    def test_tells_itself(self):
        """For the report's head."""
        assert str(EXACT) == "not a bit"
        assert str(Tolerance(2, 0.5, 1e-3)) == "2 ulps or 0.5 of the value or 0.001"


def test_the_story_has_index_values_and_distance():
    """Flat and N-D index, decimal as short as the type allows, hexadecimal, ulps."""
    expected = np.full(24, 0.1, F4)
    found = expected.copy()
    found[17] = np.nextafter(found[17], F4(1))

    assert compared(expected, found).lines((2, 3, 4)) == (
        "1 of 24 values (4.17 %) differ, the first at index 17 (1, 1, 1)",
        "expected 0.1 (0x1.99999a0000000p-4)",
        "found    0.10000001 (0x1.99999c0000000p-4), 1 ulp apart",
    )


def test_numbers_are_told_in_their_type():
    """0.1 is a short number in float32 and in float16, but another one."""
    assert number_text(float(F4(0.1)), np.dtype("f4")) == "0.1 (0x1.99999a0000000p-4)"
    assert number_text(float(np.float16(0.1)), np.dtype("f2")) == "0.1 (0x1.9980000000000p-4)"


def test_only_floats_are_compared():
    """Those of ml_dtypes are floats, too."""
    kinds = ["f2", "f4", "f8", ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, "i4", "u1", "V8", "?"]

    assert [is_float(np.dtype(kind)) for kind in kinds] == [True] * 5 + [False] * 4
