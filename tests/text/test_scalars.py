"""Scalars mean what they mean to protobuf's C++ parser."""

import json
import math

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import message_bytes
from caffe_fillers.text import parse, scalars
from tests.text._golden import table

FIELDS = sorted({row["field"] for row in table("scalars.tsv")})


class TestGolden:
    """329 spellings for fields of nine types, as protobuf 3.21 reads them."""

    def test_there_are_nine_types(self):
        """Every one that Caffe's messages have, and accepted as well as refused spellings."""
        accepted = [row for row in table("scalars.tsv") if row["wire"] != "-"]

        assert len(FIELDS) == 9
        assert len(table("scalars.tsv")) == 9 * 329
        assert len(accepted) == 577

    @pytest.mark.parametrize("path", FIELDS)
    def test_scalars_are_those_of_cpp(self, path):
        """Accepted or refused, and bit for bit the same value."""
        message, field = path.split(".")
        expected, actual = {}, {}
        for row in table("scalars.tsv"):
            if row["field"] == path:
                raw = json.loads(row["raw"])
                expected[raw] = row["wire"]
                actual[raw] = self.read(f"{field}:{raw}", getattr(caffe, message))

        assert len(expected) == 329
        assert expected == actual

    @staticmethod
    def read(text, cls):
        """The message in hex, or - when it is refused."""
        try:
            return message_bytes(parse(text).message(cls)).hex()
        except TextError:
            return "-"


class TestString:
    """Strings give bytes."""

    def test_escapes_make_bytes(self):
        """Whether they are UTF-8 or not."""
        assert scalars.string(r'"\xff\101\n"') == b"\xffA\n"

    def test_strings_side_by_side_are_joined(self):
        """An escape does not go on in the next."""
        assert scalars.string("'a\\1' # '\n \"2\"") == b"a\x012"

    @pytest.mark.parametrize(
        "raw", ["", '"', '"a', '"a" b', '"a" #', '"a\n"', "'\0'", 'a"', '"\\"']
    )
    def test_what_is_no_string_is_refused(self, raw):
        """Even if the parser would not have let it come here."""
        with pytest.raises(TextError):
            scalars.string(raw)


class TestInteger:
    """Integers within bounds."""

    @pytest.mark.parametrize("digits", ["9" * 5000, "0x" + "f" * 5000, "0" + "7" * 5000])
    def test_thousands_of_digits_are_out_of_range(self, digits):
        """No limit of Python's is met, and the message stays short."""
        with pytest.raises(TextError, match="out of range") as caught:
            scalars.integer(digits, 0, 2**64 - 1)

        assert len(str(caught.value)) < 150

    @pytest.mark.parametrize("raw", ["", "-", "1 ", "1_0", "\u0661", "0x", "--1", "1-"])
    def test_what_is_no_integer_is_refused(self, raw):
        """Even what Python would take for one."""
        with pytest.raises(TextError, match="expected an integer"):
            scalars.integer(raw, -10, 10)


class TestReal:
    """Doubles."""

    def test_the_nearest_double_is_meant(self):
        """However many digits there are."""
        assert scalars.real("0." + "1" * 100_000) == 1 / 9

    @pytest.mark.parametrize(
        "raw", ["", "-", " 1", "1_0", "\u0661", "+1", "0x1", "010", "--1", "1ff"]
    )
    def test_what_is_no_number_is_refused(self, raw):
        """Even what Python would take for one."""
        with pytest.raises(TextError, match="expected a"):
            scalars.real(raw)

    def test_minus_turns_the_sign_of_nan(self):
        """As in C++."""
        assert math.copysign(1, scalars.real("-nan")) == -1
        assert math.copysign(1, scalars.real("nan")) == 1


class TestFloat32:
    """Floats by way of double."""

    @pytest.mark.parametrize(
        ("text", "bits"),
        [
            ("3.4028235677973366e38", "ffff7f7f"),
            ("3.402823567797337e38", "0000807f"),
            ("-3.402823567797337e38", "000080ff"),
            ("1e-46", "00000000"),
            ("-1e-46", "00000080"),
        ],
    )
    def test_the_ends_of_the_range(self, text, bits):
        """Halfway to the next power of two is the largest float still."""
        assert scalars.float32(float(text)).hex() == bits


class TestBoolean:
    """Truth."""

    @pytest.mark.parametrize("raw", ["", "TRUE", "yes", "2", "1.0", "-1", '"true"'])
    def test_what_is_no_boolean_is_refused(self, raw):
        """Caffe knows few words."""
        with pytest.raises(TextError):
            scalars.boolean(raw)
