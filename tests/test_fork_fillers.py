"""The fillers that forks added, against their definitions."""

import math

import numpy as np
import pytest
from google.protobuf import text_format

from caffe_fillers.core.draws import Gaussian, Habits
from caffe_fillers.core.pour import draw
from caffe_fillers.core.registry import fillers
from caffe_fillers.errors import FillerError
from caffe_fillers.proto import union
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng

HABITS = Habits(Era.default(), np.dtype("float32"))


def law(dialect, text, shape):
    """What a fork's filler makes of a blob's shape."""
    param = text_format.Parse(text, union.FillerParameter())
    return fillers.get(param.type, dialect)(param, shape, HABITS)


def values(dialect, text, shape):
    """The values themselves."""
    return draw(law(dialect, text, shape), shape, Rng(1), HABITS.dtype)


def test_happynears_msra_knows_how_much_its_relu_leaks():
    """The std is sqrt(2 / n / (1 + alpha^2))."""
    made = law("happynear", 'type: "msra" alpha: 0.25', (6, 2, 3, 3))
    assert isinstance(made, Gaussian)
    assert made.std == pytest.approx(math.sqrt(2 / 18 / (1 + 0.0625)), rel=1e-7)


@pytest.mark.parametrize("dialect", ["happynear", "intel"])
def test_an_msra_without_the_forks_word_is_bvlcs(dialect):
    """The same law, bit for bit."""
    text, shape = 'type: "msra" variance_norm: AVERAGE', (6, 2, 3, 3)
    assert law(dialect, text, shape) == law("bvlc", text, shape)


def test_intels_msra_is_scaled():
    """The std is scale * sqrt(2 / n)."""
    made = law("intel", 'type: "msra" scale: 0.5', (6, 2, 3, 3))
    assert made.std == pytest.approx(0.5 * math.sqrt(2 / 18), rel=1e-7)


def test_rows_of_a_gaussian_unitball_have_length_one():
    """They are the rows of a gaussian, divided."""
    shape = (5, 4, 3, 3)
    made = values("happynear", 'type: "gaussian_unitball"', shape)
    normal = draw(Gaussian(0.0, 1.0), shape, Rng(1), HABITS.dtype)
    lengths = np.sqrt((normal.astype("float64") ** 2).sum((1, 2, 3), keepdims=True))
    np.testing.assert_allclose(made, normal / lengths, rtol=1e-6)


def test_happynears_identity():
    """Ones on the diagonal."""
    made = values("happynear", 'type: "identity"', (3, 3))
    np.testing.assert_array_equal(made, np.eye(3))


@pytest.mark.parametrize("dialect", ["flownet2", "synopsys"])
def test_diagonal_is_a_box_per_channel(dialect):
    """A value that is not given is 1."""
    made = values(dialect, 'type: "diagonal" diag_val: [3]', (2, 3, 2, 2))
    expected = np.zeros((2, 3, 2, 2))
    expected[0, 0], expected[1, 1] = 0.75, 0.25
    np.testing.assert_array_equal(made, expected)


def test_a_sequence_counts_in_hundredths():
    """From its value on."""
    made = values("mycaffe", 'type: "sequence" value: 1', (2, 2))
    np.testing.assert_allclose(made, [[1, 1.01], [1.02, 1.03]])


@pytest.mark.parametrize(
    ("width", "row"), [(3, [1, 0, -1]), (4, [0.25, 0.75, 0.75, 0.25]), (2, [1, 0])]
)
def test_nvidias_bilinear_halves_odd_widths_as_integers(width, row):
    """So that the kernel of three falls below 0."""
    made = values("nvidia", 'type: "bilinear"', (1, 1, width, width))
    np.testing.assert_allclose(made[0, 0], np.multiply.outer(row, row))


@pytest.mark.parametrize("name", ["uniform", "gaussian", "xavier", "msra", "bilinear"])
def test_nvidias_static_fillers_draw_as_the_others(name):
    """One filler fills one blob."""
    shape = (2, 3, 4, 4)
    assert law("nvidia", f'type: "{name}static"', shape) == law("nvidia", f'type: "{name}"', shape)


@pytest.mark.parametrize(
    ("dialect", "text", "shape"),
    [
        ("happynear", 'type: "identity"', (3, 2)),
        ("happynear", 'type: "gaussian_unitball"', ()),
        ("happynear", 'type: "gaussian_unitball" sparse: 1', (3,)),
        ("synopsys", 'type: "diagonal"', (3, 3)),
        ("nvidia", 'type: "bilinear"', (1, 1, 1, 1)),
        ("nvidia", 'type: "bilinear"', (1, 1, 2, 3)),
        ("bvlc", 'type: "gaussian_unitball"', (3, 3)),
    ],
)
def test_what_forks_refuse(dialect, text, shape):
    """And BVLC knows none of them."""
    with pytest.raises(FillerError):
        law(dialect, text, shape)
