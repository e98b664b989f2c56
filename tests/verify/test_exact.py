"""The place of a value in the stream."""

import re

import numpy as np
import pytest

from caffe_fillers.core.draws import (
    Blob,
    Constant,
    Drawn,
    Fill,
    Gaussian,
    Given,
    Plan,
    Same,
    Skip,
    Slot,
    Sparse,
    Uniform,
    UnitBall,
)
from caffe_fillers.core.pour import draw
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from caffe_fillers.verification.exact import place_in_stream

F4 = np.dtype("f4")
SLOT = Slot(0, 0, "ip")


def plan_of(law, shape, *before):
    """A plan of one blob, after some other draws."""
    draws = (*before, Fill(SLOT, shape, law))
    return Plan(draws, {SLOT: Blob(shape, Drawn(len(before)))}, {}, F4)


def at(words, seed, era):
    """A generator after so many words."""
    stream = Stream(seed)
    stream.jump(words)
    return Rng(stream, era)


@pytest.mark.parametrize("boost", ["1.46", "1.55", "1.58", "1.74"])
@pytest.mark.parametrize(
    "law", [Uniform(-1.0, 2.0), Gaussian(0.5, 2.0), Sparse(Gaussian(0.0, 1.0), 0.5)], ids=str
)
def test_the_value_is_drawn_from_the_word_that_is_named(law, boost):
    """A new stream that begins there gives that value first (or second, of a pair)."""
    era, seed, start, shape = Era.of(boost=boost), 5, 7, (4000,)
    values = draw(law, shape, at(start, seed, era), F4)
    dense = law.gaussian if isinstance(law, Sparse) else law
    whole = draw(dense, shape, at(start, seed, era), F4)
    for index in [0, 1, 2, 3, 500, 1999, 3998, 3999]:
        lines = place_in_stream(plan_of(law, shape), 0, start, index, seed, era)
        numbers = [int(word.replace(",", "")) for word in re.findall(r"word ([\d,]+)", lines[0])]
        again = draw(dense, (2,), at(numbers[0], seed, era), F4)
        paired = era.boost.normal == "G1" and not isinstance(dense, Uniform) and index % 2

        assert again[1 if paired else 0] == whole[index]
        if isinstance(law, Sparse):
            mask = np.empty(1, F4)
            at(numbers[1], seed, era).bernoulli(law.p, mask)
            assert (mask[0] == 1) == (values[index] != 0)


def test_a_unit_balls_value_has_its_uniforms_word():
    """One word a value."""
    lines = place_in_stream(plan_of(UnitBall(), (3, 4)), 0, 10, 6, 1, Era.default())

    assert lines == ("drawn at word 16 of the stream, 6 into its blob",)


def test_what_was_burnt_before_is_told():
    """How many words, by which layers and why: the last three."""
    skips = [Skip(words, f"reason {words}", "data") for words in (1, 2, 3, 4)]
    lines = place_in_stream(plan_of(Uniform(0.0, 1.0), (5,), *skips), 4, 10, 0, 1, Era.default())

    reasons = "; ".join(f"{words} by data: reason {words}" for words in (2, 3, 4))
    assert lines[1] == f"burnt before it: 10 words (… {reasons})"
    one = place_in_stream(plan_of(Constant(1.0), (5,), skips[0]), 1, 1, 0, 1, Era.default())
    assert one == ("burnt before it: 1 word (1 by data: reason 1)",)


def test_draws_that_were_thrown_away_are_told():
    """Those that take words; constants take none."""
    lost = [Fill(Slot(0, n, "a"), (2,), law) for n, law in enumerate([UnitBall(), Constant(0.0)])]
    plan = plan_of(Uniform(0.0, 1.0), (5,), *lost)

    assert place_in_stream(plan, 2, 2, 0, 1, Era.default())[1:] == (
        "drawn and thrown away before it: a[0]",
    )


def test_shared_blobs_are_their_owners_draw():
    """And given ones are nobody's."""
    shared, given, again = Slot(1, 0, "b"), Slot(2, 0, "c"), Slot(3, 0, "d")
    blobs = {
        SLOT: Blob((2,), Drawn(0)),
        shared: Blob((2,), Same(SLOT)),
        given: Blob((1,), Given(np.ones(1))),
        again: Blob((2,), Same(shared)),
    }
    plan = Plan((Fill(SLOT, (2,), Uniform(0.0, 1.0)),), blobs, {}, F4)

    assert [plan.draw_of(slot) for slot in blobs] == [0, 0, None, 0]
    assert [plan.owner(slot) for slot in blobs] == [SLOT, SLOT, given, SLOT]
    assert [plan.shares(slot) for slot in blobs] == [False, True, False, True]
    assert [plan.fill_of(slot) for slot in blobs] == [*plan.draws * 2, None, plan.draws[0]]
    assert plan.kept == {0}
