"""Pouring: every block size gives the same bits and leaves the stream at the same word."""

import hashlib
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.core import pour as pouring
from caffe_fillers.core.draws import (
    Blob,
    Constant,
    Drawn,
    Fill,
    Gaussian,
    Given,
    Grid,
    Plan,
    Same,
    Skip,
    Slot,
    Sparse,
    Uniform,
    UnitBall,
    Whole,
)
from caffe_fillers.core.pour import draw, fill_plan, pour
from caffe_fillers.rng.rng import Rng

pytestmark = pytest.mark.usefixtures("both_ways")

F4 = np.dtype(np.float32)
KERNEL = np.arange(6, dtype=F4).reshape(2, 3)


def ramp(rng, shape, dtype, *, step):
    """A filler that needs the whole array: counts up from a drawn word."""
    return (rng.word() % 7 + step * np.arange(np.prod(shape))).astype(dtype).reshape(shape)


LAWS = [
    Constant(0.5),
    Uniform(-1.0, 2.0),
    Uniform(1.0, 1.0),
    Gaussian(0.5, 0.1),
    Sparse(Gaussian(0.0, 1.0), 0.25),
    Sparse(Gaussian(0.0, 1.0), 0.0),
    UnitBall(),
    Grid(KERNEL),
    Whole(ramp, {"step": 2}),
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
@given(rows=st.integers(1, 9), block=st.integers(1, 100), dtype=st.sampled_from("fd"))
def test_block_sizes_do_not_matter(law, rows, block, dtype):
    """Blocks of 1 to 100 values join to the array that is drawn at once."""
    shape = (rows, 3, 2, 3)
    kind = np.dtype(dtype)
    if isinstance(law, Grid):
        law = Grid(KERNEL.astype(kind))
    at_once, in_blocks = Rng(rows), Rng(rows)
    whole = draw(law, shape, at_once, kind)
    parts = [part.copy() for part in pour(law, shape, in_blocks, kind, block)]

    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert in_blocks.stream.tell() == at_once.stream.tell()


def test_blocks_are_bounded():
    """No block is much longer than it should be; a kernel is the least that a grid gives."""
    for law in LAWS[:-1]:
        longest = max(part.size for part in pour(law, (50, 3, 2, 3), Rng(1), F4, 20))

        assert longest <= 20, law


@pytest.mark.parametrize("width", [pouring.BLOCK - 1, pouring.BLOCK, pouring.BLOCK + 1, 200_001])
def test_a_row_of_a_unit_ball_may_be_longer_than_a_block(width):
    """Its sum is taken left to right over all blocks, as Caffe's loop does."""
    values = np.empty(2 * width, F4)
    Rng(7).uniform(0, 1, values)
    expected = []
    for row in values.reshape(2, width):
        total = F4.type(0)
        for value in row:
            total += value
        expected.append(row / total)

    assert draw(UnitBall(), (2, width), Rng(7), F4).tobytes() == np.stack(expected).tobytes()


def test_masks_come_after_all_values_and_keep_the_sign():
    """Sparse: n values, then n masks; what is masked keeps its sign as a zero."""
    n = pouring.BLOCK + 999
    values, masks = np.empty(n, F4), np.empty(n, np.int32)
    rng = Rng(3)
    rng.gaussian(0, 1, values)
    rng.bernoulli(0.25, masks)
    got = draw(Sparse(Gaussian(0.0, 1.0), 0.25), (n,), Rng(3), F4)

    assert got.tobytes() == (values * masks.astype(F4)).tobytes()
    assert np.signbit(got[masks == 0]).any()


class Book(dict):
    """A sink that keeps all values, and checks that they come in order."""

    def put(self, slot, start, values):
        """Append the values."""
        kept = self.setdefault(slot, [])
        assert start == len(kept)
        kept.extend(values.tolist())


def slots(number):
    """Slots of one blob each."""
    return [Slot(layer, 0, f"l{layer}") for layer in range(number)]


def test_a_plan_is_poured_in_stream_order():
    """Burnt words, numbers thrown away, shared and given blobs all in one plan."""
    a, b, c, d = slots(4)
    law = Uniform(0.0, 1.0)
    plan = Plan(
        draws=(
            Skip(3, "a thread"),
            Fill(a, (2,), law),
            Fill(b, (4,), law),
            Fill(c, (3,), law),
        ),
        blobs={
            a: Blob((2,), Drawn(1)),
            b: Blob((1, 2), Same(a)),
            c: Blob((3,), Drawn(3)),
            d: Blob((2,), Given(np.array([1.0, 2.0]))),
        },
        shapes={},
        dtype=F4,
    )
    book, passed, rng = Book(), [], Rng(1701)
    fill_plan(plan, rng, book, passed=passed.append)

    plain = np.empty(9, F4)
    direct = Rng(1701)
    direct.stream.jump(3)
    direct.uniform(0, 1, plain)
    assert book[a] == book[b] == plain[:2].tolist()
    assert book[c] == plain[6:].tolist()
    assert book[d] == [1.0, 2.0]
    assert passed == [0, 1, 2, 3]
    assert rng.stream.tell() == direct.stream.tell() == 12


def large_plan():
    """A plan of enough values for a thread of its own, all laws in it, one blob shown twice."""
    shape = (150, 30, 2, 50)
    laws = [law if not isinstance(law, Grid) else Grid(np.ones((2, 50), F4)) for law in LAWS]
    some = slots(len(laws) + 1)
    draws = tuple(Fill(slot, shape, law) for slot, law in zip(some, laws, strict=False))
    blobs = {slot: Blob(shape, Drawn(number)) for number, slot in enumerate(some[:-1])}
    return Plan(draws, {**blobs, some[-1]: Blob(shape, Same(some[1]))}, {}, F4)


class Digest(dict):
    """A sink that keeps what it can of the bytes, and the threads that it is used from."""

    def __init__(self):
        self.threads = set()

    def put(self, slot, start, values):
        """Hash the values; slowly at first, so that who draws runs ahead as far as it can."""
        if start == 0:
            time.sleep(0.02)
        self.threads.add(threading.get_ident())
        self.setdefault(slot, hashlib.sha256(b"")).update(values.tobytes())


def test_a_sink_may_work_apart():
    """In another thread it takes the same values, all of them, and the stream ends as it did."""
    plan, found, rngs = large_plan(), [Digest(), Digest()], [Rng(5), Rng(5)]
    fill_plan(plan, rngs[0], found[0])
    fill_plan(plan, rngs[1], found[1], apart=True)

    hashes = [{slot: each.hexdigest() for slot, each in book.items()} for book in found]
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == len(LAWS) + 1
    assert rngs[0].stream.tell() == rngs[1].stream.tell()
    assert {threading.get_ident()} == found[0].threads
    assert len(found[1].threads) == 1
    assert found[0].threads != found[1].threads


@pytest.mark.parametrize("at", [0, 3, 10_000])
def test_an_error_of_a_sink_apart_is_raised(at):
    """What it raises ends the drawing, and it is asked no more."""
    puts = []

    class Full:
        """Raises at the first block, a later one, or only at the very last blob."""

        def put(self, slot, start, values):
            """Take or refuse."""
            del start, values
            puts.append(slot)
            if len(puts) > at or slot.layer == len(LAWS) - 1:
                raise OSError("disk full")

    threads = threading.active_count()
    with pytest.raises(OSError, match="disk full"):
        fill_plan(large_plan(), Rng(1), Full(), apart=True)

    assert len(puts) <= at + 1 or puts[-1].layer == len(LAWS) - 1
    assert threads == threading.active_count()


def test_an_error_of_the_drawing_ends_a_sink_apart():
    """A Ctrl-C, say: the sink takes no more, and its thread is gone."""
    threads = threading.active_count()

    def passed(position):
        if position == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_plan(large_plan(), Rng(1), Digest(), passed=passed, apart=True)

    assert threads == threading.active_count()


def test_a_shared_blob_shows_what_its_owner_was_given():
    """Same follows to the end of the chain, whatever the source there."""
    a, b, c, _ = slots(4)
    plan = Plan(
        draws=(),
        blobs={
            a: Blob((1,), Same(b)),
            b: Blob((1,), Same(c)),
            c: Blob((1,), Given(np.array([5.0]))),
        },
        shapes={},
        dtype=F4,
    )
    book = Book()
    fill_plan(plan, Rng(1), book)

    assert book == {a: [5.0], b: [5.0], c: [5.0]}


@given(jobs=st.integers(1, 5), count=st.integers(0, 12))
def test_jobs_do_not_matter(jobs, count):
    """Blobs with streams of their own have the same values, however many are drawn at a time."""
    slots = [Slot(number, 0, f"blob {number}") for number in range(count)]
    laws = [LAWS[number % len(LAWS)] for number in range(count)]
    draws = tuple(Fill(slot, (4, 3, 2, 3), law) for slot, law in zip(slots, laws, strict=True))
    blobs = {slot: Blob((4, 3, 2, 3), Drawn(number)) for number, slot in enumerate(slots)}
    plan = Plan(draws, blobs, {}, F4)
    passed = []

    def own(slot):
        return Rng(100 + slot.layer)

    found = [Book(), Book()]
    fill_plan(plan, own, found[0])
    fill_plan(plan, own, found[1], passed=passed.append, jobs=jobs)

    assert passed == list(range(count))
    for slot, law in zip(slots, laws, strict=True):
        assert found[0][slot] == draw(law, (4, 3, 2, 3), own(slot), F4).reshape(-1).tolist()
    assert found[0] == found[1]


def test_an_error_of_one_job_ends_all():
    """It is raised as it is, and what has not begun does not begin."""
    began = []

    def own(slot):
        began.append(slot.layer)
        if slot.layer == 3:
            raise OSError("disk full")
        if slot.layer > 3:
            # Five seconds in all: more than the failure needs to be seen, on a busy machine too.
            time.sleep(0.01)
        return Rng(1)

    slots = [Slot(number, 0, "x") for number in range(500)]
    draws = tuple(Fill(slot, (1000,), Uniform(0.0, 1.0)) for slot in slots)
    blobs = {slot: Blob((1000,), Drawn(number)) for number, slot in enumerate(slots)}
    with pytest.raises(OSError, match="disk full"):
        fill_plan(Plan(draws, blobs, {}, F4), own, Book(), jobs=2)

    assert len(began) < 500
