"""Each law says of itself what is true of it, and whatever handles laws handles every one."""

import ast
import pickle
from typing import get_args

import numpy as np
import pytest

from caffe_fillers.core.draws import (
    Blob,
    Constant,
    Drawn,
    Fill,
    Gaussian,
    Grid,
    Law,
    Orthogonal,
    Plan,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
    four_axes,
    shape_text,
)
from caffe_fillers.core.draws import Slot as Place
from caffe_fillers.core.pour import draw, pour
from caffe_fillers.evidence import checks
from caffe_fillers.identification.ranking import identify_blob
from caffe_fillers.identification.traces import traces
from caffe_fillers.rng.eras import BOOST_ROWS, MATH_ROWS, Era, boost_row, caffe_row, math_row
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification.exact import place_in_stream
from tests._shared import ROOT

F4 = np.dtype(np.float32)
SHAPE = (20, 5, 3, 3)
SEED = 3


def halves(rng, shape, dtype, *, low):
    """A filler of a plugin: a function of the whole array."""
    out = np.empty(int(np.prod(shape)), dtype)
    rng.uniform_sampler(low, 1.0, dtype).fill(out)
    return (out / 2).reshape(shape)


#: One of each law, and how it is called.
LAWS = [
    (Constant(0.5), "constant 0.5"),
    (Uniform(-0.25, 1.0), "uniform [-0.25, 1]"),
    (Gaussian(0.5, 0.125), "gaussian mean 0.5 std 0.125"),
    (Sparse(Gaussian(0.0, 1.0), 0.25), "gaussian mean 0 std 1, kept with p 0.25"),
    (UnitBall(), "uniform [0, 1], each row over its sum"),
    (Grid(np.arange(9, dtype=F4).reshape(3, 3)), "kernel 3x3, repeated"),
    (Whole(halves, {"low": 0.0}), "halves"),
    (Truncated(0.5, 0.125), "gaussian mean 0.5 std 0.125, cut at two std"),
    (UnitSphere(), "gaussian, each row over its length"),
    (Orthogonal(2.0), "orthogonal, gain 2"),
    (ZeroedColumns(Gaussian(0.0, 1.0), 3), "gaussian mean 0 std 1, 3 zeros a column"),
]
EACH = pytest.mark.parametrize(("law", "text"), LAWS, ids=lambda each: type(each).__name__)


def drawn(law, shape=SHAPE):
    """The values of a law from one seed, and the words that they took."""
    rng = Rng(SEED)
    return draw(law, shape, rng, F4), rng.stream.tell()


def test_every_law_is_here():
    """A new one must be added to the table above."""
    assert [type(law) for law, _ in LAWS] == list(get_args(Law))


@EACH
def test_a_law_says_what_it_is(law, text):
    """In words, and after pickling."""
    assert str(law) == text
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301 # our own bytes


@EACH
def test_words_are_taken_as_said(law, text):
    """None by laws whose values are known."""
    values, words = drawn(law)

    assert (words > 0) == law.takes_words, text
    assert values.shape == SHAPE


@EACH
def test_independent_values_do_not_need_the_others(law, text):
    """The first values of a long row are those of a short one, and only then."""
    whole = drawn(law, (40, 9))[0].reshape(-1)
    first = drawn(law, (20, 9))[0].reshape(-1)
    same = np.array_equal(whole[: first.size], first)

    assert same or not law.independent, text
    if isinstance(law, (Sparse, ZeroedColumns)):
        assert not same


@EACH
def test_the_base_is_what_the_stream_gives(law, text):
    """The numbers before masks and sums; the place of a value among them is known."""
    plan = Plan(
        (Fill(Place(0, 0, "a"), SHAPE, law),), {Place(0, 0, "a"): Blob(SHAPE, Drawn(0))}, {}, F4
    )
    told = place_in_stream(plan, 0, 0, 7, SEED, Era.default())
    assert (law.base is not None) == any("drawn at word" in line for line in told), text
    if law.base is None:
        return
    values, base = drawn(law)[0], draw(law.base, SHAPE, Rng(SEED), F4)
    if isinstance(law, UnitBall):
        assert 0.9 < base.max() <= 1
        rows = base.reshape(SHAPE[0], -1)
        base = (rows / np.add.accumulate(rows, axis=1)[:, -1:]).reshape(SHAPE)
    kept = values != 0
    assert kept.any()
    assert np.array_equal(values[kept], base[kept])


@EACH
@pytest.mark.parametrize("block", [45, 1 << 16])
def test_a_law_is_poured_in_blocks(law, text, block):
    """The same values, whatever the size of the blocks."""
    poured = np.concatenate([part.copy() for part in pour(law, SHAPE, Rng(SEED), F4, block)])

    assert poured.tobytes() == drawn(law)[0].tobytes(), text


@EACH
def test_a_law_is_judged(law, text):
    """Its own values pass its checks, others fail; a function of the whole array has none."""
    values, _ = drawn(law)
    values = values.reshape(-1)
    own = checks(law, values, SHAPE, F4)
    other = checks(law, values + F4.type(3), SHAPE, F4)

    assert bool(own) == (not isinstance(law, Whole)), text
    assert all(check.p > 1e-6 for check in own)
    assert min((check.p for check in other), default=0) < 1e-6


@EACH
def test_a_law_is_identified(law, text):
    """As the net's own filler, where it can be told."""
    answer = identify_blob(drawn(law)[0].reshape(-1), SHAPE, law)

    assert any(match.net for match in answer.matches) == (not isinstance(law, Whole)), text


@EACH
def test_a_seed_can_be_told_by_what_comes_from_the_stream(law, text):
    """There is a trace where there is a base."""
    found = traces(law, SHAPE, drawn(law)[0].reshape(-1), {"G3"})

    assert bool(found) == (law.base is not None), text


NAMES = {kind.__name__ for kind in get_args(Law)}
#: Where a law's class is asked for otherwise than in a match that names all of them, and why.
ASKS = {
    "core/pour.py": "the two bases fill a whole array at once",
    "core/papers.py": "the four that it pours",
    "evidence/matrices.py": "the three that it judges",
    "evidence/battery.py": "UnitBall's rows need not be finite; moments differ for the two bases",
    "evidence/lattice.py": "the two bases have each their distribution function",
    "identification/candidates.py": "the normal laws among the candidates are masked",
    "identification/ranking.py": "what fits no filler is compared with the nearest normal law",
    "look/propagation.py": "a constant and a repeated kernel make all rows equal",
    "plan/fork.py": "MKL draws the masks of Intel's Caffe, and no other law's numbers",
    "plan/onnx/laws.py": "Sparse's masks need a blob that Caffe can have",
    "plan/start.py": "a function of the whole array may read a file",
    "verification/exact.py": "Sparse's masks have own words; G1 draws normal values in pairs",
    "verification/laws.py": "a function of the whole array has no checks: it is not read",
}


def class_names(node):
    """The names in a node that are laws'."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} & NAMES


def test_whatever_matches_laws_names_all_of_them():
    """No case is left to a wildcard, so that a new law cannot fall through in silence."""
    matches, asking = [], set()
    for path in sorted((ROOT / "caffe_fillers").rglob("*.py")):
        name = str(path.relative_to(ROOT / "caffe_fillers"))
        if "caffe_fillers.core.draws" not in (source := path.read_text()):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Match):
                patterns = {
                    each.cls.id
                    for case in node.cases
                    for each in ast.walk(case.pattern)
                    if isinstance(each, ast.MatchClass) and isinstance(each.cls, ast.Name)
                }
                if patterns & NAMES:
                    assert patterns == NAMES, f"{name}:{node.lineno}"
                    matches.append(name)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                asking |= {name} if class_names(node.args[1]) else set()

    assert sorted(matches) == [
        "core/pour.py",
        "evidence/battery.py",
        "identification/candidates.py",
        "identification/ranking.py",
        "identification/samples.py",
        "identification/traces.py",
        "look/moments.py",
        "look/moments.py",
    ]
    assert asking == set(ASKS)


def test_shapes_in_words():
    """Dimensions with an x between; a scalar has none."""
    assert shape_text((20, 1, 5, 5)) == "20x1x5x5"
    assert (shape_text(()), shape_text((), "scalar")) == ("()", "scalar")
    assert [four_axes(shape) for shape in [(), (3,), (2, 3), (1, 2, 3, 4, 5)]] == [
        (1, 1, 1, 1),
        (1, 1, 1, 3),
        (1, 1, 2, 3),
        (1, 2, 3, 4, 5),
    ]


def test_an_era_in_words():
    """What is usual of its arithmetic is not told."""
    era = Era(boost_row("1.58"), caffe_row("rc3"), math_row("modern-fma"))

    assert str(era) == "Boost 1.56-1.63, Caffe rc3, modern-fma arithmetic"
    assert era.detailed == "Boost 1.56-1.63 (U2 G2), Caffe rc3, modern-fma arithmetic"
    assert era.machine == "Boost 1.56 to 1.63, modern-fma arithmetic"
    assert str(Era.default()) == "Boost 1.64-1.89, Caffe master"


def test_eras_of_the_same_algorithms_give_the_same_numbers():
    """Those of others need not differ: U0 and U1 do in rare words only."""
    given = {}
    for releases in BOOST_ROWS:
        for arithmetic in MATH_ROWS.values():
            era = Era(releases.row, caffe_row("master"), arithmetic)
            numbers = b"".join(
                draw(law, (20_000,), Rng(SEED, era), F4).tobytes()
                for law in (Uniform(-0.3, 0.7), Gaussian(0.1, 0.3))
            )
            given.setdefault(era.algorithms, set()).add(numbers)

    assert all(len(numbers) == 1 for numbers in given.values())
    assert len(given) == 11
    assert len(set.union(*given.values())) >= 7
