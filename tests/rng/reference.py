"""The distributions once more: one number at a time, as plainly as they can be written.

Nothing here is shared with the package, except the tables of the ziggurat, which have a test of
their own. `F` is numpy.float32 or numpy.float64; every operation on two F gives an F, rounded once.
"""

# The names are those of the formulas; each function is one algorithm, told in one piece.
# ruff: noqa: N803, N806, D102, C901

import math
from fractions import Fraction

import mpmath
import numpy as np

from caffe_fillers.rng import tables

MASK = 0xFFFFFFFF


def mersenne_twister(seed):
    """The words of boost::mt19937(seed), one by one."""
    x = [seed & MASK]
    for i in range(1, 624):
        x.append((1812433253 * (x[-1] ^ (x[-1] >> 30)) + i) & MASK)
    while True:
        for j in range(624):
            y = (x[j] & 0x80000000) | (x[(j + 1) % 624] & 0x7FFFFFFF)
            x[j] = x[(j + 397) % 624] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)
        for z in x:
            z ^= z >> 11
            z ^= (z << 7) & 0x9D2C5680
            z ^= (z << 15) & 0xEFC60000
            yield z ^ (z >> 18)


class Engine:
    """Words from an iterable, counted."""

    def __init__(self, words):
        self.words = iter(words)
        self.taken = 0

    def __call__(self):
        self.taken += 1
        return int(next(self.words))


def u01(engine, F):
    """A fraction below 1; float32 draws again where the word rounds to 2**32."""
    while True:
        t = F(F(engine()) * F(2.0**-32))
        if t < 1:
            return t


def pair8(engine, F):
    """A byte and a fraction: one word for float32, two for float64."""
    word = engine()
    fraction = F((word >> 8) * 2.0**-24)
    if F is np.float64:
        fraction = F(((engine() & 0x1FFFFFFF) + fraction) * 2.0**-29)
    return word & 255, fraction


def rounded(value, F):
    """A Fraction rounded once to F, ties to even."""
    most = np.finfo(F).max
    half_step = Fraction(float(most)) - Fraction(float(np.nextafter(most, F(0))))
    if abs(value) >= Fraction(float(most)) + half_step / 2:
        return F(np.inf) if value > 0 else F(-np.inf)
    near = F(float(value))
    around = [near, np.nextafter(near, F(-np.inf)), np.nextafter(near, F(np.inf))]
    finite = [c for c in around if np.isfinite(c)]
    distance = {float(c): abs(Fraction(float(c)) - value) for c in finite}
    least = min(distance.values())
    nearest = [c for c in finite if distance[float(c)] == least]
    bits = np.uint32 if F is np.float32 else np.uint64
    return min(nearest, key=lambda c: int(c.view(bits)) & 1)


def muladd(a, b, c, F, *, fused=False):
    """a*b + c: two roundings, or one when fused."""
    if not (fused and np.isfinite([a, b, c]).all()):
        return F(F(a * b) + c)
    exact = Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c))
    return rounded(exact, F) if exact else F(F(a * b) + c)


# --- uniform and Bernoulli ------------------------------------------------------------------------


def uniform(engine, low, high, F, algorithm, *, fused=False):
    """A function that gives the next value."""
    most = np.finfo(F).max
    lo, hi = F(low), np.nextafter(F(high), most)
    twice = F(1)
    if algorithm == "U2" and F(F(hi / F(2)) - F(lo / F(2))) > most / F(2):
        lo, hi, twice = F(lo / F(2)), F(hi / F(2)), F(2)
    width = F(hi - lo)

    def draw():
        if algorithm == "U0":
            return muladd(u01(engine, F), width, lo, F, fused=fused)
        while True:
            t = F(F(engine()) / F(2.0**32))
            r = muladd(t, width, lo, F, fused=fused)
            if r < hi:
                return F(r * twice)

    return draw


def bernoulli(engine, p, F):
    """A function that gives the next 0 or 1."""
    if F(p) == 0:
        return lambda: 0
    limit = F(F(p) * F(4294967295))
    return lambda: int(F(engine()) <= limit)


# --- gaussian -------------------------------------------------------------------------------------


def gaussian(engine, mean, sigma, F, algorithm, libm, *, fused=False):
    """A function that gives the next value."""
    standard = (
        box_muller(engine, F, libm) if algorithm == "G1" else ziggurat(engine, F, libm, algorithm)
    )
    return lambda: muladd(standard(), F(sigma), F(mean), F, fused=fused)


def box_muller(engine, F, libm):
    """G1."""
    kept = []

    def draw():
        if kept:
            return kept.pop()
        r1, r2 = u01(engine, F), u01(engine, F)
        rho = np.sqrt(F(F(-2) * libm.log(F(F(1) - r2))))
        angle = F(F(2) * F(math.pi) * r1)
        kept.append(F(rho * libm.sin(angle)))
        return F(rho * libm.cos(angle))

    return draw


def ziggurat(engine, F, libm, algorithm):
    """G2 and G3."""
    X, Y = tables.NORMAL_X, tables.NORMAL_Y

    def exponential_2():
        return F(-libm.log(F(F(1) - u01(engine, F))))

    def tail():
        exponential = exponential_2 if algorithm == "G2" else lambda: exponential_3(engine, F, libm)
        r = F(X[1])
        while True:
            p = F(exponential() / r)
            q = exponential()
            if F(F(2) * q) > F(p * p):
                return F(p + r)

    def below_curve(i, x, w):
        xf, yf = F(X[i]), F(Y[i])
        y = F(yf + F(w * F(Y[i + 1] - Y[i])))

        def exact():
            return y < libm.exp(F(-F(F(x * x) / F(2))))

        if algorithm == "G2":
            return exact()
        g = F(xf - x)
        chord = F(F(F(X[i] - X[i + 1]) * w) - g)
        tangent = F(y - F(yf + F(F(g * yf) * xf)))
        upper, lower = (chord, tangent) if X[i] >= 1 else (tangent, chord)
        return upper < 0 and (lower < 0 or exact())

    def draw():
        while True:
            k, f = pair8(engine, F)
            i = k >> 1
            x = F(f * F(X[i]))
            if float(x) < X[i + 1]:
                break
            if i == 0:
                x = tail()
                break
            if below_curve(i, x, u01(engine, F)):
                break
        return x if k & 1 else F(-x)

    return draw


def exponential_3(engine, F, libm):
    """The exponential ziggurat of G3's tail."""
    X, Y = tables.EXPONENTIAL_X, tables.EXPONENTIAL_Y
    shift = F(0)
    while True:
        i, f = pair8(engine, F)
        x = F(f * F(X[i]))
        if x < F(X[i + 1]):
            return F(shift + x)
        if i == 0:
            shift = F(shift + F(X[1]))
            continue
        w = u01(engine, F)
        y = F(F(Y[i]) + F(w * F(Y[i + 1] - Y[i])))
        upper = F(F(F(X[i] - X[i + 1]) * w) - F(F(X[i]) - x))
        lower = F(y - F(F(Y[i + 1]) + F(F(F(X[i + 1]) - x) * F(Y[i + 1]))))
        if upper < 0 and (lower < 0 or y < libm.exp(F(-x))):
            return F(x + shift)


# --- the functions of the C library ---------------------------------------------------------------


class Host:
    """float64: the host's libm."""

    log = staticmethod(lambda x: np.float64(math.log(x)))
    exp = staticmethod(lambda x: np.float64(math.exp(x)))
    sin = staticmethod(lambda x: np.float64(math.sin(x)))
    cos = staticmethod(lambda x: np.float64(math.cos(x)))


def bits32(x):
    """The bits of a float32."""
    return int(np.float32(x).view(np.uint32))


def from_bits32(bits):
    """The float32 of these bits."""
    return np.uint32(bits & MASK).view(np.float32)


def hexes(text):
    """Python floats from hexadecimal words."""
    return [float.fromhex(word) for word in text.split()]


class Modern:
    """float32: glibc 2.28 and newer, in Python floats."""

    INVC = hexes(
        "0x1.661ec79f8f3bep+0 0x1.571ed4aaf883dp+0 0x1.49539f0f010bp+0 0x1.3c995b0b80385p+0 "
        "0x1.30d190c8864a5p+0 0x1.25e227b0b8eap+0 0x1.1bb4a4a1a343fp+0 0x1.12358f08ae5bap+0 "
        "0x1.0953f419900a7p+0 0x1p+0 0x1.e608cfd9a47acp-1 0x1.ca4b31f026aap-1 "
        "0x1.b2036576afce6p-1 0x1.9c2d163a1aa2dp-1 0x1.886e6037841edp-1 0x1.767dcf5534862p-1"
    )
    LOGC = hexes(
        "-0x1.57bf7808caadep-2 -0x1.2bef0a7c06ddbp-2 -0x1.01eae7f513a67p-2 -0x1.b31d8a68224e9p-3 "
        "-0x1.6574f0ac07758p-3 -0x1.1aa2bc79c81p-3 -0x1.a4e76ce8c0e5ep-4 -0x1.1973c5a611cccp-4 "
        "-0x1.252f438e10c1ep-5 0x0p+0 0x1.aa5aa5df25984p-5 0x1.c5e53aa362eb4p-4 "
        "0x1.526e57720db08p-3 0x1.bc2860d22477p-3 0x1.1058bc8a07ee1p-2 0x1.4043057b6ee09p-2"
    )

    @classmethod
    def log(cls, x):
        a0, a1, a2, ln2 = hexes(
            "-0x1.00ea348b88334p-2 0x1.5575b0be00b6ap-2 -0x1.ffffef20a4123p-2 0x1.62e42fefa39efp-1"
        )
        ix = bits32(x)
        t = (ix - 0x3F330000) & MASK
        i = (t >> 19) & 15
        k = (t - (1 << 32) if t >> 31 else t) >> 23
        z = float(from_bits32(ix - (t & 0xFF800000)))
        r = z * cls.INVC[i] - 1
        y0 = cls.LOGC[i] + k * ln2
        r2 = r * r
        y = a1 * r + a2
        y = a0 * r2 + y
        return np.float32(y * r2 + (y0 + r))

    @staticmethod
    def exp(x):
        c0, c1, c2, inv = hexes(
            "0x1.c6af84b912394p-5 0x1.ebfce50fac4f3p-3 0x1.62e42ff0c52d6p-1 0x1.71547652b82fep+0"
        )
        z = inv * 32 * float(x)
        k = round(z)  # ties to even, as adding 1.5 * 2**52 does
        r = z - k
        s = math.ldexp(float(mpmath.mpf(2) ** (mpmath.mpf(k % 32) / 32)), k // 32)
        y = c0 / 32**3 * r + c1 / 32**2
        return np.float32((y * (r * r) + (c2 / 32 * r + 1)) * s)

    @staticmethod
    def _sine_cosine(y):
        s0, s1, s2 = hexes("-0x1.555545995a603p-3 0x1.1107605230bc4p-7 -0x1.994eb3774cf24p-13")
        c1, c2, c3, c4 = hexes(
            "-0x1.ffffffd0c621cp-2 0x1.55553e1068f19p-5 -0x1.6c087e89a359dp-10 "
            "0x1.99343027bf8c3p-16"
        )
        x = float(y)
        n = (int(x * float.fromhex("0x1.45F306DC9C883p+23")) + 0x800000) >> 24
        if bits32(y) >> 20 < bits32(math.pi / 4) >> 20:
            n = 0
        r = x - n * float.fromhex("0x1.921FB54442D18p0")
        r2 = r * r
        r3, r4 = r * r2, r2 * r2
        sine = (r + r3 * s0) + (r3 * r2) * (s1 + r2 * s2)
        cosine = ((1 + r2 * c1) + r4 * c2) + (r4 * r2) * (c3 + r2 * c4)
        return n & 3, sine, cosine

    @classmethod
    def sin(cls, y):
        if bits32(y) >> 20 < bits32(2.0**-12) >> 20:
            return y
        q, s, c = cls._sine_cosine(y)
        return np.float32([s, c, -s, -c][q])

    @classmethod
    def cos(cls, y):
        if bits32(y) >> 20 < bits32(2.0**-12) >> 20:
            return np.float32(1)
        q, s, c = cls._sine_cosine(y)
        return np.float32([c, -s, -c, s][q])


class Old:
    """float32: the model of glibc 2.26 and older on x86-64."""

    exp = Modern.exp

    @staticmethod
    def log(x):
        F = np.float32
        hi, lo = from_bits32(0x3F317180), from_bits32(0x3717F7D1)
        c1, c2, c3, c4, c5, c6, c7 = (
            from_bits32(c)
            for c in (
                *(0x3F2AAAAB, 0x3ECCCCCD, 0x3E924925, 0x3E638E29),
                *(0x3E3A3325, 0x3E1CD04F, 0x3E178897),
            )
        )
        M, k = bits32(x) & 0x7FFFFF, (bits32(x) >> 23) - 127
        if M >= 0x3504E0:  # above sqrt(2): half of it, and the next power
            f, k = F(from_bits32(M | 0x3F000000) - F(1)), k + 1
        else:
            f = F(from_bits32(M | 0x3F800000) - F(1))
        K = F(k)
        if (M + 15) & 0x7FFFFF < 16:
            if f == 0:
                return F(F(K * hi) + F(K * lo))
            R = F(F(f * f) * F(F(0.5) - F(F(F(1) / F(3)) * f)))
            return F(F(K * hi) - F(F(R - F(K * lo)) - f)) if k else F(f - R)
        s = F(f / F(F(2) + f))
        z = F(s * s)
        w = F(z * z)
        R = F(z * F(c1 + F(w * F(c3 + F(w * F(c5 + F(w * c7)))))))
        R = F(R + F(w * F(c2 + F(w * F(c4 + F(w * c6))))))
        if ((M - 0x30A3D0) | (0x35C288 - M)) > 0:
            h = F(F(F(0.5) * f) * f)
            sum_ = F(s * F(h + R))
            if k == 0:
                return F(f - F(h - sum_))
            return F(F(K * hi) - F(F(h - F(sum_ + F(K * lo))) - f))
        product = F(s * F(f - R))
        if k == 0:
            return F(f - product)
        return F(F(K * hi) - F(F(product - F(K * lo)) - f))

    @staticmethod
    def sin(y):
        with mpmath.workprec(120):
            return np.float32(float(mpmath.sin(mpmath.mpf(float(y)))))

    @staticmethod
    def cos(y):
        with mpmath.workprec(120):
            return np.float32(float(mpmath.cos(mpmath.mpf(float(y)))))


def library(libm, F):
    """The functions for a row's `libm` and F."""
    if F is np.float64:
        return Host
    return Modern if libm == "modern" else Old
