"""How fast numbers are made: words and draws a second, beside the C++ loop of a real Boost.

    python tools/bench.py
    python tools/bench.py NET.prototxt ...

With nets: how fast they are read, beside Python's own text_format.

Times are processor time of this process, the best of several runs, so that a busy machine disturbs
little. Without a compiler or Boost the C++ column stays empty.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from google.protobuf import text_format

from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import Era, boost_row, caffe_row, math_row
from caffe_fillers.rng.rng import Rng
from caffe_fillers.text import parse

sys.path.insert(0, str(Path(__file__).parent))
from golden import live

if TYPE_CHECKING:
    from collections.abc import Callable

N = 1 << 22
BLOCK = 1 << 16


def nanoseconds(draw: Callable[[], None], n: int, rounds: int = 5) -> float:
    """Processor time for each of `n` values, in the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        draw()
        best = min(best, time.process_time() - start)
    return best / n * 1e9


def take_words(rng: Rng) -> None:
    """N words, a block at a time."""
    for _ in range(N // BLOCK):
        rng.stream.words(BLOCK)


def rng_times() -> dict[str, float]:
    """Our nanoseconds for a word and for values of each kind; G2 and G1 in their own eras."""
    rng = Rng(1701)
    times = {"words": nanoseconds(lambda: take_words(rng), N)}
    for dtype in ("float32", "float64"):
        out = np.empty(N, dtype)
        times[f"uniform {dtype}"] = nanoseconds(lambda o=out: rng.uniform(-0.05, 0.05, o), N)
        times[f"bernoulli {dtype}"] = nanoseconds(lambda o=out: rng.bernoulli(0.3, o), N)
        times[f"gaussian {dtype}"] = nanoseconds(lambda o=out: rng.gaussian(0, 0.01, o), N)
        for release in ("1.58", "1.54"):
            old = Rng(1701, Era(boost_row(release), caffe_row("master"), math_row("modern")))
            part = out[: N // 8]
            name = f"gaussian {dtype} {old.era.boost.normal}"
            times[name] = nanoseconds(lambda o=part, r=old: r.gaussian(0, 0.01, o), part.size, 3)
    return times


def boost_times() -> dict[str, float]:
    """The same of the first Boost that is found, in its own era; empty where there is none."""
    boosts = live.boosts()
    if not boosts or live.compiler() is None:
        print("no C++ compiler or no Boost.Random headers: no comparison")
        return {}
    print(f"beside Boost {boosts[0].release}, {live.compiler()} -O2")
    with tempfile.TemporaryDirectory() as folder:
        return live.times(live.build(boosts[0], Path(folder)))


def bench_rng() -> None:
    """Print the table of the random numbers."""
    theirs = boost_times()
    print(f"{'':24}{'ours, M/s':>12}{'C++, M/s':>12}{'ours / C++':>12}")
    for name, ours in rng_times().items():
        row = f"{name:24}{1000 / ours:12.1f}"
        if name in theirs:
            row += f"{1000 / theirs[name]:12.1f}{theirs[name] / ours:12.2f}"
        print(row)


def bench_text(paths: list[str]) -> None:
    """Print how long each net takes to its lossless tree and message, and text_format to this."""
    heads = ("bytes", "tree, ms", "and message", "text_format", "ratio")
    print(f"{'':24}" + "".join(f"{head:>12}" for head in heads))
    cls = caffe.NetParameter
    for path in paths:
        content = Path(path).read_bytes()
        tree = nanoseconds(lambda c=content: parse(c), 1)
        both = nanoseconds(lambda c=content: parse(c).message(cls), 1)
        theirs = nanoseconds(lambda c=content: text_format.Parse(c, cls()), 1)
        times = "".join(f"{each / 1e6:12.1f}" for each in (tree, both, theirs))
        print(f"{Path(path).name[:23]:24}{len(content):12,}{times}{both / theirs:12.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        bench_text(sys.argv[1:])
    else:
        bench_rng()
