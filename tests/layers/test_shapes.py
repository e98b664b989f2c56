"""Arithmetic of shapes against its definition."""

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers import shapes

LENGTH = st.integers(0, 10**6)
POSITIVE = st.integers(1, 10**4)


@given(st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1).filter(bool))
def test_divide_rounds_toward_zero(numerator, denominator):
    """As integer division in C."""
    assert math.trunc(Fraction(numerator, denominator)) == shapes.divide(numerator, denominator)


@given(LENGTH, POSITIVE, POSITIVE, LENGTH)
def test_conv_counts_the_windows_that_fit(length, extent, stride, pad):
    """Where at least one window fits, those are counted."""
    room = length + 2 * pad - extent
    if room >= 0:
        assert len(range(0, room + 1, stride)) == shapes.conv_size(length, extent, stride, pad)
    else:
        assert shapes.conv_size(length, extent, stride, pad) <= 1


@given(POSITIVE, POSITIVE, POSITIVE, st.integers(0, 100))
def test_deconv_undoes_conv(length, extent, stride, pad):
    """A convolution of what a deconvolution makes has the deconvolution's input."""
    made = shapes.deconv_size(length, extent, stride, pad)
    if made > 0:
        assert length == shapes.conv_size(made, extent, stride, pad)


@given(POSITIVE, st.integers(1, 20), st.integers(1, 20), st.integers(1, 19))
def test_pooled_windows_start_inside(length, kernel, stride, pad):
    """With pad, the last window starts before the right pad, and one more would not."""
    assume(pad < kernel <= length + 2 * pad)
    last = shapes.pooled_size(length, kernel, stride, pad, clip=True) - 1

    assert 0 <= last * stride < length + pad
    assert last * stride + kernel >= length + 2 * pad or (last + 1) * stride >= length + pad


@given(POSITIVE, st.integers(1, 20), st.integers(1, 20))
def test_pooled_floor_is_a_convolution(length, kernel, stride):
    """Rounded down and without pad, pooling counts as a convolution does."""
    if kernel <= length:
        pooled = shapes.pooled_size(length, kernel, stride, 0, clip=False, floor=True)
        assert shapes.conv_size(length, kernel, stride, 0) == pooled


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(-8, 8))
def test_canonical_axis_is_pythons(dims, axis):
    """Negative axes count from the end; others are refused."""
    places = list(range(len(dims)))
    try:
        expected = places[axis]
    except IndexError:
        with pytest.raises(ShapeError, match=f"axis {axis} is out of range"):
            shapes.canonical_axis(axis, tuple(dims), "x")
    else:
        assert expected == shapes.canonical_axis(axis, tuple(dims), "x")


def test_padding_with_ones():
    """Behind for bottoms, before for weights."""
    assert (2, 3, 1, 1) == shapes.trailing((2, 3)) == shapes.legacy((2, 3), "x")
    assert (1, 1, 2, 3) == shapes.leading((2, 3))
    assert (1, 2, 3, 4, 5) == shapes.leading((1, 2, 3, 4, 5))
    with pytest.raises(ShapeError, match="more than the 4 axes"):
        shapes.legacy((1, 2, 3, 4, 5), "x")


def test_ints():
    """Unsigned fields are kept in an int."""
    assert 2**31 - 1 == shapes.to_int(2**31 - 1, "x")
    with pytest.raises(LayerError, match="2147483648"):
        shapes.to_int(2**31, "x")
