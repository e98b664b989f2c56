"""The words of boost::mt19937, and the ways to take them."""

import hashlib
import itertools
import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.rng.stream import Stream
from tests._shared import golden_json
from tests.rng import reference
from tests.rng.scripted import Scripted

pytestmark = pytest.mark.usefixtures("both_ways")


def test_words_of_a_real_boost():
    """All golden engine records: 100,000 words and the next one, for seven seeds."""
    records = golden_json("rng.json")["engine"]
    actual = []
    for record in records:
        stream = Stream(record["seed"])
        words = stream.words(record["count"])
        actual.append(
            {
                "seed": record["seed"],
                "count": stream.tell(),
                "sha256": hashlib.sha256(words.tobytes()).hexdigest(),
                "first": words[:4].tolist(),
                "next": int(stream.words(1)[0]),
            }
        )

    assert len(records) == 7
    assert records == actual


def test_ten_thousandth_word():
    """The C++ standard tells the 10,000th word of the default seed 5489."""
    stream = Stream(5489)
    stream.jump(9999)

    assert [4123659995] == stream.words(1).tolist()


@pytest.mark.parametrize("seed", [0, 1, 1701, 2**31, 2**32 - 1])
def test_words_equal_the_plain_recurrence(seed):
    """The words are those of the recurrence written out in Python, over several refills."""
    expected = list(itertools.islice(reference.mersenne_twister(seed), 2000))

    assert expected == Stream(seed).words(2000).tolist()


@pytest.mark.parametrize("seed", [-1, 2**32 + 1701, -(2**40), np.int64(7)])
def test_seed_counts_modulo_two_to_the_32(seed):
    """Any int is a seed, modulo 2**32."""
    expected = Stream(int(seed) % 2**32).words(10).tolist()

    assert expected == Stream(seed).words(10).tolist()


@pytest.mark.parametrize("key", [[1], [0x123, 0x234, 0x345, 0x456], list(range(8)), [7] * 1000])
def test_from_key_is_init_by_array(key):
    """A key gives the state that NumPy's frozen init_by_array gives."""
    expected = np.random.RandomState(key).randint(0, 2**32, 1500, dtype=np.uint32)

    assert expected.tolist() == Stream.from_key(key).words(1500).tolist()


def test_from_key_of_the_authors():
    """The first words of mt19937ar.out, the authors' own example of init_by_array."""
    expected = [1067595299, 955945823, 477289528, 4107218783, 4228976476]

    assert expected == Stream.from_key([0x123, 0x234, 0x345, 0x456]).words(5).tolist()


def test_words_are_little_endian():
    """Words have the dtype <u4 on every machine."""
    assert np.dtype("<u4") == Stream(0).words(3).dtype == Stream(0).peek(3).dtype


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["words", "peek", "jump", "fork"]), st.integers(0, 3000)),
    max_size=30,
)


@given(seed=st.integers(0, 2**32 - 1), actions=ACTIONS)
def test_any_mixture_of_calls_is_one_sequence(seed, actions):
    """However words are taken, looked at, jumped over or forked, the sequence stays the same."""
    whole = Stream(seed).words(100_000)
    stream, at = Stream(seed), 0
    for action, n in actions:
        if action == "fork":
            other = stream
            stream = stream.fork()
            other.words(n)  # moves the old one only
        elif action == "jump":
            stream.jump(n)
            at += n
        else:
            taken = getattr(stream, action)(n)
            assert whole[at : at + n].tolist() == taken.tolist()
            at += n if action == "words" else 0
        assert at == stream.tell()


def test_fork_of_a_script():
    """A fork keeps what lies ready, the script and the place."""
    stream = Scripted([5, 6, 7, 8], seed=3)
    stream.peek(2)
    stream.jump(1)
    fork = stream.fork()

    assert stream.words(10).tolist() == fork.words(10).tolist()
    assert stream.tell() == fork.tell() == 11


def test_pickled_stream_goes_on():
    """A stream can be sent to another process."""
    stream = Stream(11)
    stream.peek(100)
    stream.jump(10)
    copy = pickle.loads(pickle.dumps(stream))  # noqa: S301 (our own bytes)

    assert stream.words(1000).tolist() == copy.words(1000).tolist()
    assert stream.tell() == copy.tell()


def test_peek_cannot_be_written():
    """Nobody can change the words that somebody else will take."""
    view = Stream(1).peek(10)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 0


def test_jump_needs_no_memory():
    """A long jump allocates no more than a short one."""
    stream = Stream(1)
    tracemalloc.start()
    try:
        stream.jump(5_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 1_000_000
    assert stream.tell() == 5_000_000


def test_small_peeks_copy_little():
    """Peeking a little more each time makes no more than twice the words looked at."""
    made = []

    class Counting(Stream):
        def _write(self, out):
            made.append(out.size)
            super()._write(out)

    stream = Counting(1)
    for n in range(1, 5000):
        stream.peek(n)

    assert sum(made) < 2 * 5000
    assert len(made) < 20


def test_jump_backwards_is_refused():
    """A stream has no way back."""
    with pytest.raises(ValueError, match="backwards"):
        Stream(1).jump(-1)
