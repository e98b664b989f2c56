"""The C library's functions of each era, on the arguments that generators make."""

import ctypes
import hashlib
import math
import platform
import sys

import mpmath
import numpy as np
import pytest

from caffe_fillers.rng import libm
from tests.rng import reference

U01 = np.arange(0, 2**32, 65_521 * 3, dtype=np.uint64).astype(np.float32) * np.float32(2.0**-32)
U01 = U01[U01 < 1]


def arguments(name):
    """Some 20,000 arguments of each function, with the edges among them."""
    if name == "log":
        x = np.float32(1) - U01
        # Around the mantissas where the old logf changes its way, for powers from 1/2 to 2**-24.
        ways = [0, 0x7FFFFF, 0x30A3D0, 0x35C288, 0x3504E0]
        mantissas = {m for way in ways for m in range(way - 20, way + 21) if 0 <= m < 2**23}
        powers = range(103 << 23, 127 << 23, 1 << 23)
        # Where the last bit of one of the old logf's first four coefficients shows; that of the
        # others showed in none of 120 million arguments.
        shows = [0x3E5F4648, 0x3F2FB734, 0x3F3653E4, 0x3F3A6D4E, 0x3F34A313, 0x3F3711EB, 0x3F2DF274]
        edge = [p | m for p in powers for m in sorted(mantissas)] + [127 << 23, *shows]
        edge = np.array(edge, "u4")
        edge = edge.view("f4").tolist()
    elif name == "exp":
        x = -U01 * np.float32(9)
        edge = [0, -0.0, -(2.0**-149), -(2.0**-30), -6.93, -8.7, -math.log(2)]
    else:
        x = np.float32(2 * math.pi) * U01
        quarters = [np.float32(k * math.pi / 4) for k in range(9)]
        around = [np.nextafter(q, np.float32(d)) for q in quarters for d in (0, 7)]
        edge = [0, 2.0**-12, 2.0**-13, 2.0**-32, *quarters, *around]
        edge = [y for y in edge if y <= np.float32(2 * math.pi)]
    return np.concatenate([x, np.array(edge, np.float32)])


@pytest.mark.parametrize("name", ["log", "exp", "sin", "cos"])
def test_modern_equals_the_plain_form(name):
    """The arrays' functions give what the same steps give in Python floats."""
    x = arguments(name)[:: 1 if name != "exp" else 10]
    expected = [getattr(reference.Modern, name)(each) for each in x]

    assert (
        np.array(expected).tobytes() == getattr(libm.functions("modern", "f4"), name)(x).tobytes()
    )


@pytest.mark.parametrize("name", ["log", "exp", "sin", "cos"])
def test_modern_equals_a_modern_glibc(name):
    """On glibc 2.28 and newer the host's own float functions give the same bits."""
    if platform.libc_ver()[0] != "glibc" or sys.platform != "linux":
        pytest.skip("the host's C library is not glibc")
    if tuple(int(part) for part in platform.libc_ver()[1].split(".")[:2]) < (2, 28):
        pytest.skip("the host's glibc is older than 2.28")
    host = getattr(ctypes.CDLL("libm.so.6"), f"{name}f")
    host.argtypes, host.restype = [ctypes.c_float], ctypes.c_float
    x = arguments(name)
    expected = np.array([host(each) for each in x.tolist()], np.float32)

    assert expected.tobytes() == getattr(libm.functions("modern", "f4"), name)(x).tobytes()


def test_old_log_equals_the_plain_form():
    """The arrays' old logf takes the same branches as the scalar one."""
    x = arguments("log")
    expected = np.array([reference.Old.log(each) for each in x])

    assert expected.tobytes() == libm.old_logf(x).tobytes()


def test_old_log_differs_from_the_modern_one():
    """For 7.7 % of the arguments, by one unit in the last place."""
    x = arguments("log")
    old, modern = libm.old_logf(x), libm.logf(x)

    assert 0.06 < np.mean(old != modern) < 0.09
    assert np.max(np.abs(old.view("i4") - modern.view("i4"))) == 1


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_old_sine_and_cosine_are_correctly_rounded(name):
    """As mpmath's with 120 bits, rounded once."""
    x = arguments(name)[::7]
    function = getattr(mpmath, name)
    with mpmath.workprec(120):
        expected = np.array([float(function(mpmath.mpf(each))) for each in x.tolist()])

    actual = getattr(libm.functions("glibc-2.26", "f4"), name)(x)
    assert expected.astype(np.float32).tobytes() == actual.tobytes()


@pytest.mark.parametrize("name", ["log", "exp", "sin", "cos"])
def test_double_is_the_hosts(name):
    """float64 asks the host's libm, whatever the row says."""
    x = arguments(name).astype(np.float64)[:1000]
    expected = np.array([getattr(math, name)(each) for each in x.tolist()])

    for row in ("modern", "glibc-2.26"):
        assert expected.tobytes() == getattr(libm.functions(row, "f8"), name)(x).tobytes()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("logf", "a9e95f8be9d52cf3bd3411075796076be1518101fc3cc646f10a77937175d1e2"),
        ("expf", "fabc61978ce2db84bf414abcb8dbac089e6b2727c890178d7219a1d7ea46bb6e"),
        ("sinf", "ff70336fbc096947577a01cf597411a775fbb88cc25ff088b51c3602e53862d4"),
        ("cosf", "eb517a6a62864872d7d89c7b55d7e0e5030eec4f19eaad61dcbaa8db92bbfd92"),
        ("old_logf", "389065bbe187abd8f4e90b695d588f1e44974335b79f127e21423c30bfbb3437"),
        ("rounded_sinf", "f75792d89312d9d31e14e53092c295634942adac3537da6d6016757530b05c0b"),
        ("rounded_cosf", "118d9c22467004b4890de039bf25c2959860c0e46ec2be6ebef10395ce68b510"),
    ],
)
def test_float32_never_changes(name, expected):
    """A million results of each function, by SHA-256: equal on every machine and NumPy."""
    u = np.arange(0, 2**32, 4099, dtype=np.uint64).astype(np.float32) * np.float32(2.0**-32)
    u = u[u < 1]
    kind = name.removeprefix("old_").removeprefix("rounded_")
    x = {"logf": np.float32(1) - u, "expf": -u * np.float32(8)}.get(
        kind, np.float32(2 * math.pi) * u
    )
    actual = getattr(libm, name)(x)

    assert expected == hashlib.sha256(actual.astype("<f4").tobytes()).hexdigest()
