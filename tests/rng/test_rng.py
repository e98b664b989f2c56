"""Caffe's three draws against a real Boost's golden numbers, and what Rng promises about them."""

import hashlib
import math
import os
import platform
import shutil
import subprocess
import sys
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers import kernels
from caffe_fillers.errors import FillerError
from caffe_fillers.rng import libm
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.libm import functions
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from tests._shared import golden_json
from tests.rng.scripted import TYPES, Scripted, era

pytestmark = pytest.mark.usefixtures("both_ways")

GROUPS = {
    ("uniform", "U0", "float32"): 288,
    ("uniform", "U0", "float64"): 360,
    ("uniform", "U1", "float32"): 288,
    ("uniform", "U1", "float64"): 360,
    ("uniform", "U2", "float32"): 312,
    ("uniform", "U2", "float64"): 408,
    ("gaussian", "G1", "float32"): 312,
    ("gaussian", "G1", "float64"): 360,
    ("gaussian", "G2", "float32"): 312,
    ("gaussian", "G2", "float64"): 360,
    ("gaussian", "G3", "float32"): 312,
    ("gaussian", "G3", "float64"): 360,
    ("bernoulli", "B", "float32"): 312,
    ("bernoulli", "B", "float64"): 384,
}
SEQUENCES = 64
#: Records whose float64 values come from the host's libm: all of G1, and the long ones of G2,
#: which reach the tail; their number, and that of the steps in sequences.
FROM_HOST = {("gaussian", "G1", "float64"): 360, ("gaussian", "G2", "float64"): 60}
STEPS_FROM_HOST = 36


@cache
def host_is_golden():
    """Whether the host's libm gives the float64 bits of glibc 2.28 and newer with FMA."""
    angles = np.arange(20_000) * 0.000314
    host = functions("modern", np.float64)
    values = [host.log((angles + 1) / 8), host.sin(angles), host.cos(angles)]
    digest = hashlib.sha256(np.concatenate(values).astype("<f8").tobytes()).hexdigest()
    golden = digest == "80b44cdad540092b491d94eec4acbcb1abc7364ccff18f6c02ae37c2c93d62ac"
    if platform.libc_ver()[0] == "glibc" and "GLIBC_TUNABLES" not in os.environ:
        release = tuple(int(part) for part in platform.libc_ver()[1].split(".")[:2])
        cpu = Path("/proc/cpuinfo")
        has_fma = platform.machine() == "x86_64" and " fma " in cpu.read_text()
        assert golden or release < (2, 28) or not has_fma
    return golden


def draw(rng, step):
    """The array of one golden record or step."""
    parameters = [float.fromhex(text) for text in step["params"]]
    if step["dist"] == "bernoulli":
        out = np.empty(step["count"], "<i4")
        rng.bernoulli(*parameters, out, dtype=step["dtype"])
    else:
        out = np.empty(step["count"], step["dtype"])
        getattr(rng, step["dist"])(*parameters, out)
    return out


def sha256(out):
    """Of the little-endian bytes."""
    return hashlib.sha256(out.astype(out.dtype.newbyteorder("<")).tobytes()).hexdigest()


def from_host(step, algorithm):
    """Whether the values of this record or step depend on the host's libm."""
    return step["dtype"] == "float64" and (
        algorithm == "G1" or (algorithm == "G2" and step["count"] > 1000)
    )


def wrong(records, libm="modern"):
    """The records that are not met, and how many were left out for the host's libm."""
    missed, left_out = [], 0
    for record in records:
        rng = Rng(record["seed"], era(record["era"], libm=libm))
        digest = sha256(draw(rng, record))
        bits = digest == record["sha256"]
        if from_host(record, record["era"]) and not host_is_golden():
            left_out += 1
            bits = True
        if not bits or rng.word() != record["next"]:
            missed.append((record["params"], record["seed"], record["count"]))
    return missed, left_out


class TestGolden:
    """Bits and next words of real Boost releases, 1.46.1 to 1.89."""

    @pytest.mark.parametrize("group", GROUPS, ids=" ".join)
    def test_every_record(self, group):
        """Each record of rng.json is met: all values by SHA-256, and the word after them."""
        records = [
            record
            for record in golden_json("rng.json")["records"]
            if (record["dist"], record["era"], record["dtype"]) == group
        ]
        missed, left_out = wrong(records)

        assert GROUPS[group] == len(records)
        assert missed == []
        if left_out:
            assert FROM_HOST[group] == left_out
            pytest.skip(f"{left_out} records of {' '.join(group)} need glibc >= 2.28 with FMA")

    def test_nothing_is_left_out(self):
        """The groups above are all records."""
        assert sum(GROUPS.values()) == len(golden_json("rng.json")["records"]) == 4728

    def test_every_sequence(self):
        """Calls that follow each other on one stream: every step, and the word after the last."""
        sequences = golden_json("rng.json")["sequences"]
        missed, left_out = [], 0
        for sequence in sequences:
            normal = sequence["eras"][1]
            rng = Rng(sequence["seed"], era(*sequence["eras"]))
            for step in sequence["steps"]:
                digest = sha256(draw(rng, step))
                host = step["dist"] == "gaussian" and from_host(step, normal)
                left_out += host and not host_is_golden()
                if digest != step["sha256"] and not (host and not host_is_golden()):
                    missed.append((sequence["boost"], sequence["seed"], step))
            if rng.word() != sequence["next"]:
                missed.append((sequence["boost"], sequence["seed"], "next"))

        assert SEQUENCES == len(sequences)
        assert missed == []
        if left_out:
            assert STEPS_FROM_HOST == left_out
            pytest.skip(f"{left_out} float64 steps need glibc >= 2.28 with FMA")

    @pytest.mark.parametrize(
        ("algorithm", "expected"),
        [
            # Three that need the thirty arguments for which the old sinf and cosf were not
            # correctly rounded; the words they take are right all the same.
            (
                "G1",
                [
                    (["0x0.0p+0", sigma], 4294967295, 100003)
                    for sigma in (
                        *("0x1.0000000000000p+0", "0x1.47ae140000000p-7", "0x1.e2b7de0000000p-5"),
                    )
                ],
            ),
            ("G2", []),
        ],
    )
    def test_old_glibc(self, algorithm, expected):
        """The records made with a model of glibc 2.26: all of G2's, and all but three of G1's."""
        records = [
            record
            for record in golden_json("rng_oldlibm.json")["records"]
            if record["era"] == algorithm
        ]
        missed, left_out = wrong(records, "glibc-2.26")

        assert (96, 0) == (len(records), left_out)
        assert expected == missed

    @pytest.mark.slow
    def test_the_three_are_one_cosine(self, monkeypatch):
        """Of an argument that the old cosf rounded the wrong way: with its value all are met."""
        argument, ours, old = (
            np.float32(float.fromhex(text))
            for text in ("0x1.a45414p-4", "0x1.fd4e76p-1", "0x1.fd4e78p-1")
        )

        def old_cosf(y):
            return np.where(y == argument, old, libm.rounded_cosf(y))

        assert libm.rounded_cosf(np.array([argument])) == ours
        # The cosine is 7e-8 of a float's spacing from the middle between the two.
        middle = (float(ours) + float(old)) / 2
        assert 0 < middle - math.cos(float(argument)) < 1e-14
        made = libm.Functions(libm.old_logf, libm.expf, libm.rounded_sinf, old_cosf)
        monkeypatch.setattr(libm, "_OLD", made)
        monkeypatch.setattr(kernels, "compiled", None)
        records = [
            record for record in golden_json("rng_oldlibm.json")["records"] if record["era"] == "G1"
        ]
        assert (len(records), wrong(records, "glibc-2.26")) == (96, ([], 0))

    @pytest.mark.parametrize("algorithm", ["G1", "G2"])
    def test_old_glibc_matters(self, algorithm):
        """Today's functions do not meet the long records: the two libms are told apart."""
        records = [
            record
            for record in golden_json("rng_oldlibm.json")["records"]
            if record["era"] == algorithm and record["count"] == 100003
        ]

        assert len(records) == 16
        assert len(wrong(records)[0]) > 0


ERAS = ["U0", "U1", "U2", "G1", "G2", "G3"]


class TestPromises:
    """What Rng says of itself."""

    @pytest.mark.parametrize("dtype", TYPES)
    @pytest.mark.parametrize("algorithm", [*ERAS, "B"])
    def test_blocks_equal_one_call(self, algorithm, dtype):
        """A sampler filled in blocks of any lengths gives the values of one call."""
        whole, parts = Rng(5, era(algorithm)), Rng(5, era(algorithm))
        expected, actual = np.empty(3001, dtype), np.empty(3001, dtype)
        if algorithm == "B":
            whole.bernoulli(0.3, expected)
            sampler = parts.bernoulli_sampler(0.3, dtype)
        elif algorithm[0] == "U":
            whole.uniform(-1, 1, expected)
            sampler = parts.uniform_sampler(-1, 1, dtype)
        else:
            whole.gaussian(0.5, 2, expected)
            sampler = parts.gaussian_sampler(0.5, 2, dtype)
        start = 0
        for length in (1, 0, 2, 3, 1, 700, 5, 1, 2288):
            sampler.fill(actual[start : start + length])
            start += length

        assert start == 3001
        assert expected.tobytes() == actual.tobytes()
        assert whole.stream.tell() == parts.stream.tell()

    def test_uniform_of_two_calls_is_one(self):
        """Two calls for n and m values equal one for n + m."""
        one, two = Rng(9), Rng(9)
        whole, parts = np.empty(1000, "f4"), np.empty(1000, "f4")
        one.uniform(-0.05, 0.05, whole)
        two.uniform(-0.05, 0.05, parts[:333])
        two.uniform(-0.05, 0.05, parts[333:])

        assert whole.tobytes() == parts.tobytes()

    def test_box_muller_keeps_nothing_between_calls(self):
        """An odd count throws the last sine away: two calls of 1 take four words, one of 2 two."""
        one, two = Rng(9, era("G1")), Rng(9, era("G1"))
        out = np.empty(2, "f4")
        one.gaussian(0, 1, out)
        two.gaussian(0, 1, out[:1])
        two.gaussian(0, 1, out[1:])

        assert (one.stream.tell(), two.stream.tell()) == (2, 4)

    @pytest.mark.parametrize("fused", [False, True])
    @pytest.mark.parametrize("dtype", TYPES)
    @pytest.mark.parametrize("algorithm", ERAS)
    def test_any_layout_is_filled_in_index_order(self, algorithm, dtype, fused):
        """Shapes, strides and byte orders change where the values go, not the values."""
        flat = np.empty(24, dtype)
        other = np.empty((4, 3, 2), dtype).T
        swapped = np.empty((2, 3, 4), np.dtype(dtype).newbyteorder("S"))
        for out in (flat, other, swapped):
            rng = Rng(3, era(algorithm, fused=fused))
            if algorithm[0] == "U":
                rng.uniform(-0.3, 0.1, out)
            else:
                rng.gaussian(0.5, 0.1, out)

        assert flat.tolist() == list(other.flat) == list(swapped.flat)

    @pytest.mark.parametrize("dtype", ["i1", "u1", "i4", "i8", "?", "f2", "f4", "f8"])
    def test_bernoulli_fills_any_numbers(self, dtype):
        """Ones and zeros are the same in every dtype, when F is given."""
        expected, out = np.empty(50, "i4"), np.empty((5, 10), dtype)
        Rng(3).bernoulli(0.5, expected, dtype=np.float32)
        Rng(3).bernoulli(0.5, out, dtype=np.float32)

        assert expected.tolist() == out.ravel().astype(int).tolist()

    def test_bernoulli_works_in_the_type_of_a_float_array(self):
        """F is float64 for a float64 array, float32 for integers; at p = 1 - 2**-26 they differ."""
        p, word = 1 - 2.0**-26, 0xFFFFFFFF
        single, double = np.empty(1, "i4"), np.empty(1, "f8")
        Rng(Scripted([word])).bernoulli(p, single)
        Rng(Scripted([word])).bernoulli(p, double)

        assert (single.tolist(), double.tolist()) == ([1], [0.0])

    def test_bernoulli_of_zero_takes_no_word(self):
        """P == 0, either sign, gives zeros and leaves the stream alone."""
        rng, out = Rng(1), np.ones(10, "i4")
        rng.bernoulli(-0.0, out)

        assert (rng.stream.tell(), out.sum()) == (0, 0)

    def test_empty_arrays_take_nothing(self):
        """An array without values takes no word, of whatever distribution."""
        rng = Rng(1)
        rng.uniform(0, 1, np.empty(0, "f4"))
        rng.gaussian(0, 1, np.empty((3, 0), "f8"))
        rng.bernoulli(0.5, np.empty(0, "i4"))

        assert rng.stream.tell() == 0

    def test_word_is_the_next_word(self):
        """caffe_rng_rand gives one raw word."""
        rng = Rng(1701)

        assert Stream(1701).words(2).tolist() == [rng.word(), rng.word()]

    def test_a_stream_can_be_shared(self):
        """An Rng on a stream goes on where the stream stands, and moves it."""
        stream = Stream(1)
        stream.jump(10)
        Rng(stream).uniform(0, 1, np.empty(5, "f4"))

        assert stream.tell() == 15

    def test_default_era(self):
        """Without an era the numbers are those of Boost 1.74, master, modern."""
        assert Era.default() == Rng(1).era

    @pytest.mark.parametrize("algorithm", ERAS)
    def test_long_fills_cross_many_blocks(self, algorithm):
        """A fill of several internal blocks is what one gets piece by piece (float32)."""
        whole, parts = Rng(5, era(algorithm)), Rng(5, era(algorithm))
        n = 700_000 if algorithm != "G1" else 70_000
        expected, actual = np.empty(n, "f4"), np.empty(n, "f4")
        if algorithm[0] == "U":
            whole.uniform(-1, 1, expected)
            sampler = parts.uniform_sampler(-1, 1, "f4")
        else:
            whole.gaussian(0, 1, expected)
            sampler = parts.gaussian_sampler(0, 1, "f4")
        for start in range(0, n, 9_973):
            sampler.fill(actual[start : start + 9_973])

        assert expected.tobytes() == actual.tobytes()
        assert whole.stream.tell() == parts.stream.tell()

    def test_no_warnings_at_the_edges(self):
        """Overflow and infinities are Caffe's own results, no warning is due."""
        out = np.empty(100, "f4")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            Rng(1).gaussian(3e38, 3e38, out)
            Rng(1, era("U0")).uniform(-3.4e38, 3.4e38, out)

        assert np.isinf(out).any()


class TestChecks:
    """Caffe's CHECKs are errors with the names of the fields."""

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda rng, out: rng.uniform(1, 0, out), "min <= max, not min 1 and max 0"),
            (lambda rng, out: rng.uniform(float("nan"), 0, out), "finite min and max"),
            (lambda rng, out: rng.uniform(0, 1e39, out), "finite min and max"),
            (lambda rng, out: rng.gaussian(0, 0, out), "std > 0, not 0"),
            (lambda rng, out: rng.gaussian(0, -1, out), "std > 0, not -1"),
            (lambda rng, out: rng.gaussian(0, float("nan"), out), "std > 0, not nan"),
            (lambda rng, out: rng.gaussian(0, 1e-60, out), "std > 0, not 1e-60"),
            (lambda rng, out: rng.bernoulli(1.5, out), "between 0 and 1, not 1.5"),
            (lambda rng, out: rng.bernoulli(-0.1, out), "between 0 and 1, not -0.1"),
            (lambda rng, out: rng.bernoulli(float("nan"), out), "between 0 and 1, not nan"),
            (lambda rng, out: rng.uniform(0, 1, out.astype("i4")), "not as int32"),
            (lambda rng, out: rng.gaussian(0, 1, out.astype("f2")), "not as float16"),
        ],
    )
    def test_refusals(self, call, message):
        """Bad parameters are refused before a word is taken."""
        rng = Rng(1)
        with pytest.raises(FillerError) as error:
            call(rng, np.zeros(3, "f4"))

        assert message in str(error.value)
        assert error.value.hint
        assert rng.stream.tell() == 0

    @pytest.mark.parametrize("dtype", TYPES)
    def test_what_never_ends_is_refused(self, dtype):
        """Bounds for which Boost draws for ever are an error, not a hang."""
        most = float(np.finfo(dtype).max)
        out = np.empty(3, dtype)
        for algorithm in ("U1", "U2"):
            with pytest.raises(FillerError, match="never ends"):
                Rng(1, era(algorithm)).uniform(most, most, out)
        with pytest.raises(FillerError, match="never ends"):
            Rng(1, era("U1")).uniform(-most, most, out)
        Rng(1, era("U2")).uniform(-most, most, out)
        Rng(1, era("U1")).uniform(-most, -most, out)

        assert [-most] * 3 == out.tolist()

    @pytest.mark.parametrize("dtype", TYPES)
    def test_the_smallest_deviation_passes(self, dtype):
        """A denormal std is above 0."""
        out = np.empty(3, dtype)
        Rng(1).gaussian(0, float(np.finfo(dtype).smallest_subnormal), out)

        assert np.isfinite(out).all()

    def test_flushing_denormals_is_refused(self, tmp_path):
        """Where the processor flushes denormals to zero, nothing is drawn."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None or platform.machine() != "x86_64":
            pytest.skip("needs a C compiler on x86-64 to switch denormals off")
        source, library = tmp_path / "flush.c", tmp_path / "flush.so"
        source.write_text(
            "#include <xmmintrin.h>\n"
            "void flush(unsigned bits) { _mm_setcsr(_mm_getcsr() | bits); }\n"
        )
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
        program = """
import ctypes, sys, numpy as np
from caffe_fillers.errors import FillerError
from caffe_fillers.rng.rng import Rng
ctypes.CDLL(sys.argv[1]).flush(int(sys.argv[2], 0))
try:
    Rng(1).uniform(0, 1, np.empty(1, "f4"))
except FillerError as error:
    print(error.message)
"""
        for bits in ("0x8000", "0x0040"):  # results; arguments
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", program, library, bits],
                check=True,
                capture_output=True,
                text=True,
                cwd=Path(__file__).parents[2],
            )
            assert "flushes denormal numbers" in done.stdout
