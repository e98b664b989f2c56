"""log, exp, sin and cos as the C library of an era gives them.

Reproduces, bit for bit over every argument that the generators can make:
- "modern", float32: logf, expf, sinf, cosf of glibc 2.28 and newer (checked against 2.36). The
  algorithms and constants are those of Arm's optimized-routines (MIT), which glibc adopted:
  plain float64 steps and one rounding, so they give the same on every IEEE platform.
- "glibc-2.26", float32: logf of x86-64 glibc 2.26 and older (the classic fdlibm one), and
  correctly rounded sin and cos, from which the old sinf and cosf differed for thirty arguments.
- float64: the host's libm through `math`; equal to the golden numbers on glibc 2.28 and newer
  with FMA. NumPy's own loops are never used, they are other functions.
Frozen since 0.1: no result may ever change. Proved by rng.json, rng_oldlibm.json and
tests/rng/test_libm.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.rng.eras import Libm

Floats: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions of one library, for arrays of one dtype (shape kept, dtype kept).

    `log` takes (0, 1], `exp` takes arguments <= 0, `sin` and `cos` take [0, 2 pi].
    """

    log: Callable[[Floats], Floats]
    exp: Callable[[Floats], Floats]
    sin: Callable[[Floats], Floats]
    cos: Callable[[Floats], Floats]


def constants() -> list[NDArray[Any]]:
    """What the float32 functions are made of, for the kernels: each 8 bytes wide."""
    doubles = [
        *(
            _LOG_INVERSE,
            _LOG_OF_IT,
            _LOG_POLY,
            _LN2,
            _POWER_BITS,
            _EXP_SCALE,
            _EXP_SHIFT,
            _EXP_POLY,
        ),
        *(_SIN_POLY, _COS_POLY, _QUARTERS, _HALF_PI),
        *(np.float64(_OLD_LN2_HIGH), np.float64(_OLD_LN2_LOW), np.array(_OLD_LOG_POLY, "f8")),
        *(_HALF_PI_HIGH, _HALF_PI_LOW, np.array(_SIN_TAYLOR), np.array(_COS_TAYLOR)),
    ]
    return [np.asarray(each) for each in doubles]


def functions(libm: Libm, dtype: DTypeLike) -> Functions:
    """The functions of `libm` for float32, or the host's for float64."""
    if np.dtype(dtype) == np.float64:
        return _HOST
    return _MODERN if libm == "modern" else _OLD


def _table(text: str) -> Doubles:
    return np.array([float.fromhex(word) for word in text.split()], np.float64)


def _d(text: str) -> np.float64:
    value: np.float64 = np.float64(float.fromhex(text))
    return value


# --- modern float32: Arm's optimized-routines ----------------------------------------------------

_LOG_INVERSE = _table(
    """0x1.661ec79f8f3bep+0 0x1.571ed4aaf883dp+0 0x1.49539f0f010bp+0 0x1.3c995b0b80385p+0
    0x1.30d190c8864a5p+0 0x1.25e227b0b8eap+0 0x1.1bb4a4a1a343fp+0 0x1.12358f08ae5bap+0
    0x1.0953f419900a7p+0 0x1p+0 0x1.e608cfd9a47acp-1 0x1.ca4b31f026aap-1
    0x1.b2036576afce6p-1 0x1.9c2d163a1aa2dp-1 0x1.886e6037841edp-1 0x1.767dcf5534862p-1"""
)
_LOG_OF_IT = _table(
    """-0x1.57bf7808caadep-2 -0x1.2bef0a7c06ddbp-2 -0x1.01eae7f513a67p-2 -0x1.b31d8a68224e9p-3
    -0x1.6574f0ac07758p-3 -0x1.1aa2bc79c81p-3 -0x1.a4e76ce8c0e5ep-4 -0x1.1973c5a611cccp-4
    -0x1.252f438e10c1ep-5 0x0p+0 0x1.aa5aa5df25984p-5 0x1.c5e53aa362eb4p-4
    0x1.526e57720db08p-3 0x1.bc2860d22477p-3 0x1.1058bc8a07ee1p-2 0x1.4043057b6ee09p-2"""
)
_LOG_POLY = _table("-0x1.00ea348b88334p-2 0x1.5575b0be00b6ap-2 -0x1.ffffef20a4123p-2")
_LN2 = _d("0x1.62e42fefa39efp-1")


def logf(x: Singles) -> Singles:
    """log(x) of float32 x in (0, 1]."""
    bits = x.view(np.uint32)
    offset = bits - np.uint32(0x3F330000)
    i = (offset >> np.uint32(19)) & np.uint32(15)
    k = (offset.view(np.int32) >> np.int32(23)).astype(np.float64)
    z = (bits - (offset & np.uint32(0xFF800000))).view(np.float32).astype(np.float64)
    r = z * _LOG_INVERSE[i] - np.float64(1)
    y0 = _LOG_OF_IT[i] + k * _LN2
    r2 = r * r
    y = _LOG_POLY[1] * r + _LOG_POLY[2]
    y = _LOG_POLY[0] * r2 + y
    return _single(y * r2 + (y0 + r))


# 2**(i/32), correctly rounded.
_POWERS = _table(
    """0x1.0000000000000p+0 0x1.059b0d3158574p+0 0x1.0b5586cf9890fp+0 0x1.11301d0125b51p+0
    0x1.172b83c7d517bp+0 0x1.1d4873168b9aap+0 0x1.2387a6e756238p+0 0x1.29e9df51fdee1p+0
    0x1.306fe0a31b715p+0 0x1.371a7373aa9cbp+0 0x1.3dea64c123422p+0 0x1.44e086061892dp+0
    0x1.4bfdad5362a27p+0 0x1.5342b569d4f82p+0 0x1.5ab07dd485429p+0 0x1.6247eb03a5585p+0
    0x1.6a09e667f3bcdp+0 0x1.71f75e8ec5f74p+0 0x1.7a11473eb0187p+0 0x1.82589994cce13p+0
    0x1.8ace5422aa0dbp+0 0x1.93737b0cdc5e5p+0 0x1.9c49182a3f090p+0 0x1.a5503b23e255dp+0
    0x1.ae89f995ad3adp+0 0x1.b7f76f2fb5e47p+0 0x1.c199bdd85529cp+0 0x1.cb720dcef9069p+0
    0x1.d5818dcfba487p+0 0x1.dfc97337b9b5fp+0 0x1.ea4afa2a490dap+0 0x1.f50765b6e4540p+0"""
)
_POWER_BITS = _POWERS.view(np.uint64) - (np.arange(32, dtype=np.uint64) << np.uint64(47))
_EXP_SCALE = _d("0x1.71547652b82fep+0") * np.float64(32)
_EXP_SHIFT = _d("0x1.8p+52")
_EXP_POLY = _table("0x1.c6af84b912394p-5 0x1.ebfce50fac4f3p-3 0x1.62e42ff0c52d6p-1") / np.array(
    [32.0**3, 32.0**2, 32.0], np.float64
)


def expf(x: Singles) -> Singles:
    """exp(x) of float32 x <= 0, as far as the result is not a denormal."""
    z = _EXP_SCALE * x.astype(np.float64)
    shifted = z + _EXP_SHIFT
    k = shifted.view(np.uint64)
    r = z - (shifted - _EXP_SHIFT)
    scale = (_POWER_BITS[k & np.uint64(31)] + (k << np.uint64(47))).view(np.float64)
    y = _EXP_POLY[2] * r + np.float64(1)
    y = (_EXP_POLY[0] * r + _EXP_POLY[1]) * (r * r) + y
    return _single(y * scale)


_SIN_POLY = _table("-0x1.555545995a603p-3 0x1.1107605230bc4p-7 -0x1.994eb3774cf24p-13")
_COS_POLY = _table(
    "-0x1.ffffffd0c621cp-2 0x1.55553e1068f19p-5 -0x1.6c087e89a359dp-10 0x1.99343027bf8c3p-16"
)
_QUARTERS = _d("0x1.45F306DC9C883p+23")  # 2 / pi, times 2**24
_HALF_PI = _d("0x1.921FB54442D18p0")
_TOP_OF_QUARTER_PI = np.uint32(0x3F490FDB >> 20)
_TOP_OF_TINY = np.uint32(0x39800000 >> 20)  # 2**-12


def sinf(y: Singles) -> Singles:
    """sin(y) of float32 y in [0, 2 pi]."""
    quarter, sine, cosine, tiny = _sine_and_cosine(y)
    return np.where(tiny, y, _single(_turned(quarter, sine, cosine)))


def cosf(y: Singles) -> Singles:
    """cos(y) of float32 y in [0, 2 pi]."""
    quarter, sine, cosine, tiny = _sine_and_cosine(y)
    return np.where(tiny, np.float32(1), _single(_turned(quarter + np.int32(1), sine, cosine)))


def _sine_and_cosine(y: Singles) -> tuple[NDArray[np.int32], Doubles, Doubles, NDArray[np.bool_]]:
    """The quarter turn y is nearest to, sine and cosine of the rest, and where y itself is tiny."""
    top = y.view(np.uint32) >> np.uint32(20)
    x = y.astype(np.float64)
    n = ((x * _QUARTERS).astype(np.int32) + np.int32(0x800000)) >> np.int32(24)
    n[top < _TOP_OF_QUARTER_PI] = 0
    r = x - n.astype(np.float64) * _HALF_PI
    x2 = r * r
    x3 = r * x2
    sine = (r + x3 * _SIN_POLY[0]) + (x3 * x2) * (_SIN_POLY[1] + x2 * _SIN_POLY[2])
    x4 = x2 * x2
    c1 = np.float64(1) + x2 * _COS_POLY[0]
    cosine = (c1 + x4 * _COS_POLY[1]) + (x4 * x2) * (_COS_POLY[2] + x2 * _COS_POLY[3])
    return n, sine, cosine, top < _TOP_OF_TINY


def _turned(quarter: NDArray[np.int32], sine: Doubles, cosine: Doubles) -> Doubles:
    """The sine after `quarter` quarter turns: S, C, -S, -C."""
    value = np.where(quarter & np.int32(1), cosine, sine)
    return np.where(quarter & np.int32(2), -value, value)


# --- glibc 2.26 and older, x86-64, float32 ------------------------------------------------------


def _f(bits: int) -> np.float32:
    value: np.float32 = np.array([bits], np.uint32).view(np.float32)[0]
    return value


_OLD_LN2_HIGH, _OLD_LN2_LOW = _f(0x3F317180), _f(0x3717F7D1)
_OLD_LOG_POLY = [
    _f(bits)
    for bits in (
        *(0x3F2AAAAB, 0x3ECCCCCD, 0x3E924925, 0x3E638E29, 0x3E3A3325, 0x3E1CD04F, 0x3E178897),
    )
]
_HALF, _TWO, _THIRD = np.float32(0.5), np.float32(2), np.float32(1) / np.float32(3)


def old_logf(x: Singles) -> Singles:
    """log(x) of float32 x in (0, 1], every step in float32."""
    bits = x.view(np.int32)
    mantissa = bits & np.int32(0x7FFFFF)
    # Split at sqrt(2): the upper mantissas belong to the next power of two.
    carry = (mantissa + np.int32(0x95F64 << 3)) & np.int32(0x800000)
    k = ((bits >> np.int32(23)) - np.int32(127) + (carry >> np.int32(23))).astype(np.float32)
    f = (mantissa | (carry ^ np.int32(0x3F800000))).view(np.float32) - np.float32(1)
    high, low = k * _OLD_LN2_HIGH, k * _OLD_LN2_LOW
    near_one = ((mantissa + np.int32(15)) & np.int32(0x7FFFFF)) < np.int32(16)
    return np.where(
        near_one, _old_log_near(f, k, high, low), _old_log_far(f, k, high, low, mantissa)
    )


def _old_log_near(f: Singles, k: Singles, high: Singles, low: Singles) -> Singles:
    rest = f * f * (_HALF - _THIRD * f)
    whole = np.where(k == 0, f - rest, high - ((rest - low) - f))
    return np.where(f == 0, high + low, whole)


def _old_log_far(
    f: Singles, k: Singles, high: Singles, low: Singles, mantissa: NDArray[np.int32]
) -> Singles:
    c1, c2, c3, c4, c5, c6, c7 = _OLD_LOG_POLY
    s = f / (_TWO + f)
    z = s * s
    w = z * z
    rest = z * (c1 + w * (c3 + w * (c5 + w * c7))) + w * (c2 + w * (c4 + w * c6))
    half = _HALF * f * f
    halved = np.where(
        k == 0, f - (half - s * (half + rest)), high - ((half - (s * (half + rest) + low)) - f)
    )
    plain = np.where(k == 0, f - s * (f - rest), high - ((s * (f - rest) - low) - f))
    inner = ((mantissa - np.int32(0x30A3D0)) | (np.int32(0x35C288) - mantissa)) > 0
    value: Singles = np.where(inner, halved, plain)
    return value


# pi / 2 in two parts; the first has 33 bits, so that four times it is exact.
_HALF_PI_HIGH, _HALF_PI_LOW = _d("0x1.921fb54400000p+0"), _d("0x1.0b4611a626331p-34")
_SIN_TAYLOR = [np.float64((-1) ** (k // 2) / math.factorial(k)) for k in range(17, 1, -2)]
_COS_TAYLOR = [np.float64((-1) ** (k // 2) / math.factorial(k)) for k in range(18, 0, -2)]


def rounded_sinf(y: Singles) -> Singles:
    """sin(y) of float32 y in [0, 2 pi], correctly rounded to float32."""
    quarter, sine, cosine = _exact_sine_and_cosine(y)
    return _single(_turned(quarter, sine, cosine))


def rounded_cosf(y: Singles) -> Singles:
    """cos(y) of float32 y in [0, 2 pi], correctly rounded to float32."""
    quarter, sine, cosine = _exact_sine_and_cosine(y)
    return _single(_turned(quarter + np.int32(1), sine, cosine))


def _exact_sine_and_cosine(y: Singles) -> tuple[NDArray[np.int32], Doubles, Doubles]:
    """As `_sine_and_cosine`, with an error below one unit in the last place of float64."""
    x = y.astype(np.float64)
    n = np.rint(x / _HALF_PI_HIGH)
    first, second = x - n * _HALF_PI_HIGH, n * _HALF_PI_LOW
    r = first - second
    rest = (first - r) - second
    x2 = r * r
    sine, cosine = np.zeros_like(r), np.zeros_like(r)
    for term in _SIN_TAYLOR:
        sine = sine * x2 + term
    for term in _COS_TAYLOR:
        cosine = cosine * x2 + term
    return n.astype(np.int32), r + (r * x2 * sine + rest), np.float64(1) + (x2 * cosine - r * rest)


# --- the tables of functions ----------------------------------------------------------------------


def _single(x: Doubles) -> Singles:
    return x.astype(np.float32)


def _each(function: Callable[[float], float]) -> Callable[[Doubles], Doubles]:
    """One call of the host's libm for each value; NumPy's vector loops may be other functions."""

    def apply(x: Doubles) -> Doubles:
        return np.fromiter(map(function, x.ravel().tolist()), np.float64, x.size).reshape(x.shape)

    return apply


_MODERN = Functions(logf, expf, sinf, cosf)
_OLD = Functions(old_logf, expf, rounded_sinf, rounded_cosf)
_HOST = Functions(_each(math.log), _each(math.exp), _each(math.sin), _each(math.cos))
