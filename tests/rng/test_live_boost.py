"""Our numbers beside those of a real Boost, compiled here and now.

Headers are looked for in the folders of CAFFE_FILLERS_BOOST and in /usr/include; see
tools/golden/README.md. Each Boost found is compared in the algorithms of its era.
"""

# F is the working type, as Dtype in Caffe.
# ruff: noqa: N806

import os
import platform

import numpy as np
import pytest

from caffe_fillers.rng.eras import CAFFE_ROWS, MATH_ROWS, Era, boost_row
from caffe_fillers.rng.rng import Rng
from tests.rng.scripted import TYPES, Scripted, same
from tests.rng.test_reference import NORMS, RANGES, never_ends, scripts
from tools.golden import live

pytestmark = pytest.mark.usefixtures("both_ways")

SEEDS = (0, 1, 1701, 2**32 - 1)
COUNT = 3_001
CHANCES = (0, 1e-30, 0.05, 0.5, 1)
#: How many requests there are besides those for normal values: U1 never ends for some bounds.
ASKED = {"U0": 375, "U1": 340, "U2": 375}


def found():
    """The Boosts of this machine, once without and once with fused multiply-add."""
    boosts = live.boosts() if live.compiler() else []
    return [
        pytest.param(boost, fused, id=f"{boost.release}{'-fused' if fused else ''}")
        for boost in boosts
        for fused in (False, True)
    ]


def requests(uniform, dtype):
    """Long draws from seeds, and short ones from scripts of edge words."""
    F = TYPES[dtype]
    with np.errstate(all="ignore"):
        bounds = [tuple(float(F(each)) for each in pair) for pair in RANGES]
        norms = [tuple(float(F(each)) for each in pair) for pair in NORMS]
    bounds = [b for b in bounds if np.isfinite(b).all() and not never_ends(uniform, *b, F)]
    norms = [n for n in norms if np.isfinite(n).all() and n[1] > 0]
    cases = [
        *(("uniform", pair) for pair in bounds),
        *(("gaussian", pair) for pair in norms),
        *(("bernoulli", (float(F(chance)),)) for chance in CHANCES),
    ]
    for i, (dist, parameters) in enumerate(cases):
        yield live.Request(dist, dtype, SEEDS[i % 4], COUNT, parameters)
        for script in scripts(6, seed=i):
            yield live.Request(dist, dtype, 0, 40, parameters, tuple(script))


def ours(request, era):
    """What the package draws for a request, and the word after it."""
    rng = Rng(Scripted(request.script, request.seed), era)
    if request.dist == "words":
        return rng.stream.words(request.count), rng.word()
    if request.dist == "bernoulli":
        out = np.empty(request.count, "i4")
        rng.bernoulli(*request.parameters, out, dtype=request.dtype)
    else:
        out = np.empty(request.count, request.dtype)
        getattr(rng, request.dist)(*request.parameters, out)
    return out, rng.word()


def libm_is_modern():
    """Whether the driver's logarithms and cosines are those of glibc 2.28 and newer."""
    name, release = platform.libc_ver()
    return name == "glibc" and tuple(int(part) for part in release.split(".")[:2]) >= (2, 28)


@pytest.mark.slow
@pytest.mark.parametrize(("boost", "fused"), found())
def test_every_distribution(boost, fused, tmp_path):
    """All values and the words after them, in float32 and float64, from seeds and from scripts."""
    if fused and not live.can_fuse():
        pytest.skip("this processor has no fused multiply-add")
    row = boost_row(boost.release)
    era = Era(row, CAFFE_ROWS["master"], MATH_ROWS["modern-fma" if fused else "modern"])
    asked = [live.Request("words", "float32", seed, 5000, ()) for seed in SEEDS]
    for dtype in TYPES:
        asked += requests(row.uniform, dtype)
    if row.normal != "G3" and not libm_is_modern():
        asked = [request for request in asked if request.dist != "gaussian"]
    answers = live.ask(live.build(boost, tmp_path, fused=fused), asked)

    wrong = []
    for request, (values, word) in zip(asked, answers, strict=True):
        out, after = ours(request, era)
        if not same(values, out) or word != after:
            wrong.append(request)
    gaussians = sum(request.dist == "gaussian" for request in asked)
    assert len(asked) - gaussians == ASKED[row.uniform]
    assert gaussians == (105 if row.normal == "G3" or libm_is_modern() else 0)
    assert wrong == []


def test_there_is_a_boost():
    """A machine without Boost or a compiler says so; in CI that is a failure."""
    missing = []
    if live.compiler() is None:
        missing.append("a C++ compiler")
    if not live.boosts():
        missing.append("Boost.Random's headers (libboost-random-dev, or CAFFE_FILLERS_BOOST)")
    if missing:
        message = f"no live comparison with a real Boost: {' and '.join(missing)} not found"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
