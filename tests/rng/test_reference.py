"""The block-wise distributions against the plain reference, at every block size, on edge words."""

# F is the working type, as Dtype in Caffe.
# ruff: noqa: N803, N806

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import FillerError
from caffe_fillers.rng import boost, boxmuller, tables, uniform, ziggurat
from caffe_fillers.rng.rng import Rng
from tests.rng import reference
from tests.rng.scripted import EDGES, TYPES, Scripted, endless, engine, era, same

pytestmark = pytest.mark.usefixtures("both_ways")

N = 700  # the longest block
MAX32, MAX64 = float(np.finfo("f4").max), float(np.finfo("f8").max)
TINY = {"float32": 2.0**-149, "float64": 2.0**-1074}

NORMALS = [("G1", "modern"), ("G2", "modern"), ("G3", "modern"), ("G1", "glibc-2.26")]
CASES = [
    *(("uniform", name, "modern", (-0.05, 0.05)) for name in ("U0", "U1", "U2")),
    *(("gaussian", *names, (0, 0.01)) for names in NORMALS),
    ("bernoulli", "B", "modern", (0.25,)),
]
RANGES = [
    *((0, 1), (-0.05, 0.05), (-1, 1), (2, 5), (0, 0), (-0.0, -0.0), (-0.0, 0.0), (1, 1), (-1, -1)),
    *((1e-40, 3e-40), (-1e-320, 1e-320), (0, 1e-45), (5e-324, 5e-324), (-3, -3 + 1e-6)),
    *((-MAX32, MAX32), (-MAX64, MAX64), (0, MAX32), (-MAX32, -MAX32), (-1e30, MAX32)),
    *((-MAX32 / 2, MAX32 / 2), (-MAX64 / 2, MAX64 / 2), (-MAX64, 0), (-2e38, 1.5e38)),
]
NORMS = [(0, 1), (0, 0.01), (0.5, 0.1), (-0.0, 1), (-3, 2), (0, 1e-45), (0, 5e-324), (1e30, 3e38)]


def plain(source, dist, algorithm, libm, parameters, F, *, fused=False):
    """The reference's function that gives the next value."""
    if dist == "uniform":
        return reference.uniform(source, *parameters, F, algorithm, fused=fused)
    if dist == "gaussian":
        library = reference.library(libm, F)
        return reference.gaussian(source, *parameters, F, algorithm, library, fused=fused)
    return reference.bernoulli(source, *parameters, F)


def sampler(rng, dist, parameters, F):
    """The package's."""
    return getattr(rng, f"{dist}_sampler")(*parameters, F)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case[1:3]))
def test_every_count_from_1_to_700(case, dtype):
    """A call for n values gives the reference's first n, and stops at its word."""
    dist, algorithm, libm, parameters = case
    F, rows = TYPES[dtype], era(algorithm, libm=libm)
    source = reference.Engine(endless(1701))
    draw = plain(source, dist, algorithm, libm, parameters, F)
    expected, places = [], []
    for _ in range(N):
        expected.append(draw())
        places.append(source.taken)
    expected = np.array(expected, F)

    # A uniform draw has no state and hardly any turn: every seventh count is enough of it.
    for n in range(1, N + 1, 1 if dist == "gaussian" else 7):
        rng, actual = Rng(1701, rows), np.empty(n, F)
        sampler(rng, dist, parameters, F).fill(actual)
        assert same(expected[:n], actual)
        assert places[n - 1] == rng.stream.tell()


@pytest.mark.slow
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case[1:3]))
def test_every_inner_block_from_1_to_700(case, dtype, monkeypatch):
    """However many words are worked out at a time, the values and the words are the same."""
    dist, algorithm, libm, parameters = case
    F, rows = TYPES[dtype], era(algorithm, libm=libm)
    n = N // 2
    rng, expected = Rng(1701, rows), np.empty(n, F)
    sampler(rng, dist, parameters, F).fill(expected)
    place = rng.stream.tell()

    for block in [*range(1, 24), *range(24, N + 1, 26)]:
        for module in (boost, boxmuller, uniform, ziggurat):
            monkeypatch.setattr(module, "BLOCK", block)
        monkeypatch.setattr(ziggurat, "CHUNK", max(1, block // 3))
        rng, actual = Rng(1701, rows), np.empty(n, F)
        sampler(rng, dist, parameters, F).fill(actual)
        assert same(expected, actual)
        assert place == rng.stream.tell()


def agree(script, dist, algorithm, parameters, dtype, *, n=40, libm="modern", fused=False):
    """Both draw the same from a script; a bound that Boost never ends at is skipped by both."""
    F = TYPES[dtype]
    with np.errstate(all="ignore"):
        parameters = tuple(float(F(each)) for each in parameters)
    if not np.isfinite(parameters).all():
        return
    rng = Rng(Scripted(script), era(algorithm, libm=libm, fused=fused))
    actual = np.empty(n, F)
    try:
        sampler(rng, dist, parameters, F).fill(actual)
    except FillerError:
        assert never_ends(algorithm, *parameters, F)
        return
    source = engine(script)
    with np.errstate(all="ignore"):
        draw = plain(source, dist, algorithm, libm, parameters, F, fused=fused)
        expected = np.array([draw() for _ in range(n)], F)
    assert same(expected, actual)
    assert source.taken == rng.stream.tell()


def never_ends(algorithm, low, high, F):
    """Whether Boost would draw for ever; for a gaussian, whether the deviation became 0."""
    if algorithm[0] == "G":
        return high == 0
    low, high, most = F(low), np.nextafter(F(high), np.finfo(F).max), np.finfo(F).max
    wide = high / F(2) - low / F(2) > most / F(2)
    return (algorithm != "U0" and low == high) or (algorithm == "U1" and wide)


def scripts(count, seed):
    """Scripts of edge words, with more or fewer plain ones in between."""
    random = np.random.RandomState(seed)
    for i in range(count):
        words = random.randint(0, 2**32, 50, dtype=np.uint32)
        edge = random.random_sample(50) < (0.3, 0.7, 1.0)[i % 3]
        words[edge] = random.choice(np.array(EDGES, np.uint32), 50)[edge]
        if i % 4 == 3:  # all in layer 0, far out
            words |= np.uint32(0xF8000000)
            words &= np.uint32(0xFFFFFF01)
        yield words.tolist()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("algorithm", ["U0", "U1", "U2"])
def test_uniform_on_edge_words(algorithm, dtype):
    """Every range at the edges, on scripts of edge words."""
    for bounds in RANGES:
        for script in scripts(8, seed=len(bounds)):
            agree(script, "uniform", algorithm, bounds, dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("algorithm", ["G1", "G2", "G3"])
def test_gaussian_on_edge_words(algorithm, dtype):
    """Tails, wedges, redrawn fractions and their mixtures, on scripts of edge words."""
    for i, script in enumerate(scripts(150, seed=8)):
        agree(script, "gaussian", algorithm, NORMS[i % len(NORMS)], dtype)


@pytest.mark.parametrize("algorithm", ["G1", "G2"])
def test_old_libm_on_edge_words(algorithm):
    """The same with the functions of glibc 2.26."""
    for script in scripts(40, seed=9):
        agree(script, "gaussian", algorithm, (0, 1), "float32", libm="glibc-2.26")


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("algorithm", ["U0", "U1", "U2", "G1", "G2", "G3"])
def test_fused_on_edge_words(algorithm, dtype):
    """A fused last step rounds once, and may redraw other words of a uniform draw."""
    dist, sets = ("uniform", RANGES) if algorithm[0] == "U" else ("gaussian", NORMS)
    for parameters in sets:
        for script in scripts(3, seed=10):
            agree(script, dist, algorithm, parameters, dtype, fused=True)


@pytest.mark.parametrize("dtype", TYPES)
def test_bernoulli_on_edge_words(dtype):
    """Every kind of probability, on scripts of edge words."""
    for p in (0, -0.0, 1e-45, 5e-324, 2.0**-32, 0.1, 0.5, 1 - 2.0**-24, 1 - 2.0**-53, 1):
        for script in scripts(8, seed=11):
            agree(script, "bernoulli", "B", (p,), dtype)


def layer_edges(xs, dtype, layer):
    """Pairs of words whose x lies a few steps around the next layer's edge, for any low byte."""
    bits = 24 if dtype == "float32" else 29
    middle = round(xs[layer + 1] / xs[layer] * 2**bits)
    for step in range(middle - 6, middle + 7):
        fraction = min(max(step, 0), 2**bits - 1)
        yield (fraction << 8,) if dtype == "float32" else (0x12345600, fraction)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("algorithm", ["G2", "G3"])
def test_fractions_at_the_edges_of_layers(algorithm, dtype):
    """Just below the edge a draw is fast, at and above it a wedge or the tail, in every layer."""
    for layer in range(128):
        script = []
        for first, *second in layer_edges(tables.NORMAL_X, dtype, layer):
            for sign in (0, 1):
                script += [first | layer << 1 | sign, *second]
        agree(script, "gaussian", algorithm, (0, 1), dtype, n=30)


@pytest.mark.parametrize("dtype", TYPES)
def test_fractions_at_the_edges_of_exponential_layers(dtype):
    """The same in the ziggurat of G3's tail, whose edges are those of the rounded table."""
    tail = [0xFFFFFF01] * (1 if dtype == "float32" else 2)
    for layer in range(256):
        script = []
        for first, *second in layer_edges(tables.EXPONENTIAL_X, dtype, layer):
            script += [*tail, first | layer, *second, 0xF0000005, *second]
        agree(script, "gaussian", "G3", (0, 1), dtype, n=13)


EDGE_WORDS = st.one_of(st.sampled_from(EDGES), st.integers(0, 2**32 - 1))


@given(
    script=st.lists(EDGE_WORDS, max_size=60),
    algorithm=st.sampled_from(["G1", "G2", "G3"]),
    dtype=st.sampled_from(sorted(TYPES)),
    lengths=st.lists(st.integers(0, 20), max_size=6),
)
def test_one_by_one_equals_at_once(script, algorithm, dtype, lengths):
    """Values drawn in any portions, on any words, are those of the reference."""
    rng, source = Rng(Scripted(script), era(algorithm)), engine(script)
    draw = plain(source, "gaussian", algorithm, "modern", (0, 1), TYPES[dtype])
    portions = sampler(rng, "gaussian", (0, 1), TYPES[dtype])
    for n in lengths:
        actual = np.empty(n, dtype)
        portions.fill(actual)
        assert same(np.array([draw() for _ in range(n)], dtype), actual)
        assert source.taken == rng.stream.tell()


@pytest.mark.parametrize("algorithm", ["G2", "G3"])
@pytest.mark.parametrize("dtype", TYPES)
def test_a_draw_longer_than_the_block(algorithm, dtype):
    """A tail that is refused two hundred times needs more words than were looked at."""
    F = TYPES[dtype]
    # First word: layer 0, far out. Then tries of the tail: the second exponential is 0.
    first = [0xFFFFFF01] * (1 if F is np.float32 else 2)
    refused = {
        ("G2", "float32"): [0xFFFF0000, 0],
        ("G2", "float64"): [0xFFFF0000, 0],
        ("G3", "float32"): [0x40000005, 0x00000005],
        ("G3", "float64"): [0x40000005, 0x10000000, 0x00000005, 0],
    }[algorithm, dtype]
    script = first + refused * 200
    agree(script, "gaussian", algorithm, (0, 1), dtype, n=5)
    source = engine(script)
    plain(source, "gaussian", algorithm, "modern", (0, 1), F)()

    assert source.taken > 400


def test_redrawn_fractions_in_a_row():
    """A hundred float32 words that round to 1 are passed over, wherever a fraction is due."""
    for algorithm in ("G1", "G2", "G3", "U0", "U1"):
        dist = "gaussian" if algorithm[0] == "G" else "uniform"
        wedge = [0xFFFFFF80 | 0x7E]  # layer 63 and up, far out: a wedge
        script = wedge + [0xFFFFFFFF] * 300
        agree(script, dist, algorithm, (0, 1), "float32", n=100)
