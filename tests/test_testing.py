"""Assertions for other people's tests."""

import ml_dtypes
import numpy as np
import pytest

from caffe_fillers import Era, Rng, bilinear, fill, msra
from caffe_fillers.errors import FillerError, TextError
from caffe_fillers.proto import caffe
from caffe_fillers.testing import assert_filled, assert_same_bits

SHAPE = (64, 3, 7, 7)
MSRA = 'type: "msra"'


def failure(function, *args, **kwargs):
    """The lines of an AssertionError."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    return str(caught.value).splitlines()


class TestAssertSameBits:
    """In the manner of numpy.testing.assert_array_equal."""

    @pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ml_dtypes.bfloat16])
    def test_equal_arrays_pass(self, dtype):
        """NaNs too."""
        values = np.array([[1, -0.0], [np.nan, np.inf]], dtype)

        assert assert_same_bits(values, values.copy()) is None

    def test_a_failure_tells_the_story(self):
        """Head, message, number, index, both values, distance."""
        desired = msra(SHAPE, rng=Rng(1701))
        actual = desired.copy()
        actual[3, 2, 1, 0] = np.nextafter(actual[3, 2, 1, 0], np.float32(1))

        assert failure(assert_same_bits, actual, desired, "after export") == [
            "",
            "Arrays are not equal bit for bit",
            "after export",
            "1 of 9,408 values (0.0106 %) differ, the first at index 546 (3, 2, 1, 0)",
            "expected 0.17515971 (0x1.66ba220000000p-3)",
            "found    0.17515972 (0x1.66ba240000000p-3), 1 ulp apart",
        ]
        assert assert_same_bits(actual, desired, ulps=1) is None

    def test_shapes_must_be_equal(self):
        """They are told."""
        lines = failure(assert_same_bits, np.ones(3), np.ones((3, 1)))

        assert lines == ["", "Arrays have different shapes", "(shapes (3,), (3, 1))"]

    def test_zeros_of_other_signs_differ(self):
        """Bits are bits."""
        failure(assert_same_bits, np.array([0.0]), np.array([-0.0]))

    def test_integers_are_refused(self):
        """They have no bits of a float."""
        with pytest.raises(TypeError, match="floats"):
            assert_same_bits(np.array([1]), np.array([1]))


class TestAssertFilled:
    """An array and the filler it should come from."""

    @pytest.mark.parametrize(
        "text",
        [
            MSRA,
            'type: "xavier" variance_norm: AVERAGE',
            'type: "gaussian" std: 0.1 sparse: 3',
            'type: "positive_unitball"',
            'type: "constant" value: 0.3',
            'type: "uniform" min: -1 max: 2',
        ],
    )
    @pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
    @pytest.mark.parametrize("seed", [1701, None])
    def test_what_the_filler_gives_passes(self, text, dtype, seed):
        """Bit for bit with a seed, by its law without; float64 is drawn as float64."""
        working = "f8" if dtype == "f8" else "f4"
        array = fill(text, (30, 20), Rng(1701), dtype=working).astype(dtype)

        assert assert_filled(array, text, seed=seed) is None

    def test_the_filler_may_be_a_message(self):
        """As a net's weight_filler is."""
        array = msra(SHAPE, rng=Rng(1701))

        assert assert_filled(array, caffe.FillerParameter(type="msra"), seed=1701) is None
        failure(assert_filled, array, caffe.FillerParameter(type="xavier"), seed=1701)

    def test_the_shape_may_be_given(self):
        """Where the array is flat, or laid out in another way."""
        array = msra((10, 3, 5), rng=Rng(2))

        assert assert_filled(array.reshape(-1), MSRA, seed=2, shape=(10, 3, 5)) is None
        failure(assert_filled, array.reshape(-1), MSRA, seed=2)
        assert failure(assert_filled, array, MSRA, seed=2, shape=(2, 2))[1:] == [
            "The array does not fill the shape",
            "(shapes (10, 3, 5), (2, 2))",
        ]

    def test_words_may_have_been_taken_before(self):
        """`skip` of them."""
        rng = Rng(3)
        rng.stream.jump(11)
        array = msra(SHAPE, rng=rng)

        assert assert_filled(array, MSRA, seed=3, skip=11) is None
        lines = failure(assert_filled, array, MSRA, seed=3)
        assert lines[-1] == "drawn at word 0 of the stream, 0 into its blob"

    @pytest.mark.parametrize(
        ("era", "story"),
        [
            ({"boost": "1.58"}, "=> it matches Boost 1.56 to 1.63"),
            ({"boost": "1.55"}, "=> it matches Boost 1.34 to 1.46 or 1.47 to 1.55"),
        ],
    )
    def test_the_era_that_agrees_is_named(self, era, story):
        """As verify does."""
        array = msra((64, 300), rng=Rng(5, Era.of(**era)))

        assert failure(assert_filled, array, MSRA, seed=5)[-1] == story
        assert assert_filled(array, MSRA, seed=5, era=Era.of(**era)) is None

    def test_the_revision_that_agrees_is_named(self):
        """Those that have the filler."""
        array = bilinear((2, 1, 3, 3), rng=Rng(1, Era.of(caffe="1.0")))

        assert failure(assert_filled, array, 'type: "bilinear"', seed=1)[-1] == (
            "=> it matches Caffe 1.0 or rc5 or rc4 or rc3"
        )

    def test_a_broken_law_is_told(self):
        """Check by check."""
        lines = failure(assert_filled, msra(SHAPE, rng=Rng(1)), 'type: "xavier"', err_msg="hm")

        assert lines[1].startswith("Values do not follow the law Uniform(")
        assert lines[2] == "hm"
        assert lines[3].startswith("support: ")

    def test_a_filler_that_cannot_be_is_an_error(self):
        """Not a failure."""
        with pytest.raises(TextError):
            assert_filled(np.ones(3, np.float32), "type: msra", seed=1)
        with pytest.raises(FillerError):
            assert_filled(np.ones(3, np.float32), 'type: "mrsa"', seed=1)

    def test_ulps_may_be_forgiven(self):
        """As in assert_same_bits."""
        array = np.nextafter(msra(SHAPE, rng=Rng(1)), np.float32(1))

        assert assert_filled(array, MSRA, seed=1, ulps=1) is None
        assert failure(assert_filled, array, MSRA, seed=1)[1] == "Arrays are not equal bit for bit"
