"""Scalars in protobuf's binary format."""

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text.wire import Encoded, delimited
from caffe_fillers.wire import varint


def field(name, cls=caffe.FillerParameter):
    """One field of a message."""
    return cls.DESCRIPTOR.fields_by_name[name]


class TestVarint:
    """Seven bits a byte."""

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            (0, "00"),
            (127, "7f"),
            (128, "8001"),
            (-1, "ff" * 9 + "01"),
            (2**64 - 1, "ff" * 9 + "01"),
        ],
    )
    def test_numbers(self, number, expected):
        """Negative ones as 64 bits."""
        assert varint(number).hex() == expected


class TestDelimited:
    """Content behind its length."""

    @pytest.mark.parametrize("size", [0, 1, 127, 128, 16383, 16384, 100_000])
    def test_lengths(self, size):
        """Of any size."""
        assert delimited(b"x" * size) == varint(size) + b"x" * size


class TestEncoded:
    """One field's values by how they are written."""

    def test_a_value_stands_behind_its_tag(self):
        """As protobuf writes it."""
        expected = caffe.FillerParameter(value=0.1).SerializeToString()

        assert Encoded(field("value"))["1e-1"] == expected

    def test_values_are_kept(self):
        """Each is worked out once."""
        encoded = Encoded(field("type"))

        assert encoded["'xavier'"] is encoded["'xavier'"]

    def test_no_more_than_thousands_are_kept_and_no_long_ones(self):
        """It lives as long as the process."""
        encoded = Encoded(field("type"))
        for number in range(10_000):
            assert encoded[f"'{number}'"].endswith(str(number).encode())
            assert encoded[f"'{'x' * 40}{number}'"].endswith(str(number).encode())

        assert len(encoded) == 4096

    def test_what_is_refused_is_not_kept(self):
        """It is refused again."""
        encoded = Encoded(field("variance_norm"))
        for _ in range(2):
            with pytest.raises(TextError, match="VarianceNorm has no value 'FAN'"):
                _ = encoded["FAN"]

        assert len(encoded) == 0
