"""How often `verify` without a seed is wrong: false alarms and misses, simulated directly.

    python tools/verify_power.py            about ten minutes on one core
    python tools/verify_power.py --quick    seconds; smaller numbers, for the tests

False alarms: 100,000 blobs are drawn from each law by Caffe's own algorithms, and each check's
p-values are counted below 0.1, 0.01 and 0.001. A check is conservative when no more lie there than
that, up to the noise of counting.

Misses: blobs of a wrong scale or family are judged as one of 1,000 blobs of a run, with a false
alarm of at most 1e-6 for the whole run. The share that is found out is the power.

The tables go to standard output in Markdown; docs/verify.md shows those of the full run.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from caffe_fillers.core.draws import Gaussian, Law, Shape, Sparse, Uniform, UnitBall, count
from caffe_fillers.core.pour import draw
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.rng.eras import Era, boost_row
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

FLOAT32 = np.dtype(np.float32)
LEVELS = (1e-1, 1e-2, 1e-3)
ALPHA, RUN = 1e-6, 1000
#: A count this improbable under the promise is no noise.
NOISE = 1e-6


@dataclass(frozen=True)
class Case:
    """A law that blobs are drawn from."""

    title: str
    law: Law
    shape: Shape
    boost: str = "1.74"


CASES = [
    Case("uniform -0.05 .. 0.05", Uniform(-0.05, 0.05), (50, 20)),
    Case("uniform 2 .. 3", Uniform(2.0, 3.0), (50, 20)),
    Case("uniform 1 .. 1.00001 (85 floats)", Uniform(1.0, float(np.float32(1.00001))), (50, 20)),
    Case("uniform 0 .. 1, 10 values", Uniform(0.0, 1.0), (10,)),
    Case("gaussian 0, 0.01", Gaussian(0.0, float(np.float32(0.01))), (50, 20)),
    Case("gaussian 0, 0.01, Boost 1.55", Gaussian(0.0, float(np.float32(0.01))), (50, 20), "1.55"),
    Case("gaussian 0, 0.01, Boost 1.58", Gaussian(0.0, float(np.float32(0.01))), (50, 20), "1.58"),
    Case("gaussian 1, 0.01", Gaussian(1.0, float(np.float32(0.01))), (50, 20)),
    Case("gaussian 1000, 0.001 (ties)", Gaussian(1000.0, float(np.float32(0.001))), (50, 20)),
    Case("gaussian 0, 1, 10 values", Gaussian(0.0, 1.0), (10,)),
    Case("sparse 5 of 50", Sparse(Gaussian(0.0, 1.0), float(np.float32(0.1))), (50, 40)),
    Case("unit ball, 20 rows of 50", UnitBall(), (20, 50)),
    Case("unit ball, 500 rows of 2", UnitBall(), (500, 2)),
]


def false_alarms(blobs: int) -> bool:
    """Print how each law's and check's p-values are distributed; True when all are conservative."""
    print("| law | check | p <= 0.1 | p <= 0.01 | p <= 0.001 |\n|---|---|---|---|---|")
    good = True
    for case in CASES:
        below, seen = Counter(), Counter()
        rng = Rng(20140620, replace(Era.default(), boost=boost_row(case.boost)))
        for values in drawn(case.law, case.shape, rng, blobs):
            for check in checks(case.law, values, case.shape, FLOAT32):
                seen[check.name] += 1
                for level in LEVELS:
                    below[check.name, level] += check.p <= level
        title = case.title
        for name, total in seen.items():
            shares = [below[name, level] for level in LEVELS]
            fine = all(
                improbable(total, level, share) > NOISE
                for level, share in zip(LEVELS, shares, strict=True)
            )
            cells = " | ".join(f"{share / total:.5f}" for share in shares)
            print(f"| {title} | {name} | {cells} |{'' if fine else ' TOO MANY'}", flush=True)
            title, good = "", good and fine
    return good


def drawn(law: Law, shape: Shape, rng: Rng, blobs: int) -> Iterator[np.ndarray]:
    """Flat blobs of this shape, drawn many at once: single calls cost more than the values."""
    size = count(shape)
    at_once = max(1, 200_000 // size)
    for done in range(0, blobs, at_once):
        many = min(at_once, blobs - done)
        values = draw(law, (many * shape[0], *shape[1:]), rng, FLOAT32).reshape(many, size)
        yield from values


def improbable(n: int, p: float, k: int) -> float:
    """P(K >= k) of a binomial law, summed term by term."""
    if k <= n * p:
        return 1.0
    logs = [
        math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)
        + j * math.log(p) + (n - j) * math.log1p(-p)
        for j in range(k, min(n, k + 2000) + 1)
    ]  # fmt: skip
    return math.fsum(map(math.exp, logs))


@dataclass(frozen=True)
class Miss:
    """Blobs that are not what they are said to be."""

    title: str
    said: Law
    drawn: Law
    n: int


def misses() -> list[Miss]:
    """The cases that the power is promised for."""
    normal, uniform = Gaussian(0.0, 1.0), Uniform(-1.0, 1.0)
    found = []
    for n, percent in ((20_000, 5), (10_000, 8)):
        step = percent / 100
        for ratio in (1 + step, 1 - step, 1 / (1 + step)):
            text = f"scale times {ratio:.4f}"
            found += [
                Miss(f"gaussian, {text}", normal, Gaussian(0.0, ratio), n),
                Miss(f"uniform, {text}", uniform, Uniform(-ratio, ratio), n),
            ]
    root = math.sqrt(3)
    return [
        *found,
        Miss("gaussian for uniform, same deviation", uniform, Gaussian(0.0, 1 / root), 1000),
        Miss("uniform for gaussian, same deviation", normal, Uniform(-root, root), 1000),
    ]


def power(trials: int) -> bool:
    """Print how many wrong blobs are found out; True when all powers are above 0.999."""
    print("| wrong blob | values | found out | power at least |\n|---|---|---|---|")
    good = True
    for miss in misses():
        rng, found = Rng(1701), 0
        for values in drawn(miss.drawn, (miss.n,), rng, trials):
            tested = checks(miss.said, values, (miss.n,), FLOAT32)
            found += min(family_wise(check, RUN) for check in tested) < ALPHA
        least = surely_above(trials, found)
        print(f"| {miss.title} | {miss.n:,} | {found:,} of {trials:,} | {least:.5f} |", flush=True)
        # Few trials cannot prove the promise; they must not contradict it.
        good &= least > 0.999 if trials >= 10_000 else trials - found <= trials // 500
    return good


def surely_above(n: int, k: int) -> float:
    """The lower limit of a share of which k of n were seen, at a confidence of 0.999."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most_missing(n, n - k, 1 - middle) < 1e-3:
            low = middle
        else:
            high = middle
    return low


def _at_most_missing(n: int, k: int, p: float) -> float:
    """P(K <= k) of a binomial law."""
    if p in (0.0, 1.0):
        return 1.0 - p
    return math.fsum(
        math.exp(
            math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)
            + j * math.log(p) + (n - j) * math.log1p(-p)
        )
        for j in range(k + 1)
    )  # fmt: skip


def main() -> int:
    """Run both simulations."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller numbers")
    quick = parser.parse_args().quick
    began = time.process_time()
    print(f"### False alarms: {150 if quick else 100_000:,} blobs of each law\n")
    good = false_alarms(150 if quick else 100_000)
    print(f"\n### Power: one of {RUN:,} blobs, false alarm of the run below {ALPHA:g}\n")
    good &= power(30 if quick else 20_000)
    verdict = "as promised" if good else "NOT AS PROMISED"
    print(f"\n{time.process_time() - began:.0f} s of one core: {verdict}.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
