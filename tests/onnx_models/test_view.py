"""Views say where a blob's values stand; NumPy says the same."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.core.draws import Slot
from caffe_fillers.formats.layout import Hole
from caffe_fillers.formats.onnx import sink
from caffe_fillers.formats.onnx.element import FLOATS, INTEGERS, pack
from caffe_fillers.formats.onnx.scale import Scale
from caffe_fillers.formats.onnx.sink import Target, TensorSink
from caffe_fillers.formats.onnx.view import View

SHAPES = st.lists(st.integers(1, 5), min_size=0, max_size=4).map(tuple)


@st.composite
def arranged(draw):
    """A shape and an order of its axes."""
    shape = draw(SHAPES)
    return shape, draw(st.permutations(range(len(shape))))


@given(arranged(), st.data())
def test_views_are_numpys(made, more):
    """Transposing, reshaping, slicing and indexing, in any order."""
    shape, order = made
    places = np.arange(math.prod(shape)).reshape(shape)
    view = View.whole(shape)
    assert view.straight
    view, places = view.transpose(order), places.transpose(order)
    assert view.straight == bool((places.reshape(-1) == np.arange(places.size)).all())
    if shape:
        axis = more.draw(st.integers(0, len(shape) - 1))
        stop = more.draw(st.integers(1, view.shape[axis]))
        start = more.draw(st.integers(0, stop - 1))
        cut = view.slice(axis, start, stop)
        assert np.array_equal(cut.offsets(), places.take(range(start, stop), axis))
        assert np.array_equal(view.index(axis, start).offsets(), places.take(start, axis))
    assert np.array_equal(view.offsets(), places)


@st.composite
def factored(draw):
    """Two shapes of one count, and an order of the first one's axes."""
    primes = draw(st.lists(st.sampled_from([1, 2, 2, 3, 5]), max_size=5))

    def grouped():
        axes = draw(st.lists(st.integers(0, 3), min_size=len(primes), max_size=len(primes)))
        return tuple(
            math.prod(p for p, axis in zip(primes, axes, strict=True) if axis == each)
            for each in range(draw(st.integers(4, 5)))
        )

    first = grouped()
    return first, draw(st.permutations(range(len(first)))), grouped()


@given(factored())
def test_reshaping_is_numpys_where_no_copy_is_needed(made):
    """None where NumPy would have to copy, and the same places where not."""
    first, order, second = made
    places = np.arange(math.prod(first)).reshape(first).transpose(order)
    view = View.whole(first).transpose(order).reshape(second)
    shares = np.shares_memory(places.reshape(second), places)

    assert (view is not None) == shares
    if view is not None:
        assert np.array_equal(view.offsets(), places.reshape(second))


def test_runs_change_places():
    """Run i of the rows stands where run order[i] would."""
    view = View.whole((4, 2)).runs((1, 0))
    pieces = list(view.pieces(1, np.arange(6).reshape(3, 2)))

    assert view.starts == (4, 0)
    assert not view.straight
    assert View.whole((4, 2)).runs((0, 1)).straight
    assert [(piece.starts, rows.tolist()) for piece, rows in pieces] == [
        ((6,), [[0, 1]]),
        ((0,), [[2, 3], [4, 5]]),
    ]


class Memory:
    """A file of one hole."""

    def __init__(self, hole):
        self.words = np.zeros(hole.size, hole.dtype)

    def put(self, slot, start, values):
        """Take values."""
        assert slot == SLOT
        assert self.words[start : start + values.size].size == values.size
        self.words[start : start + values.size] = values


SLOT = Slot(0, 0, "w")
ELEMENTS = [
    *(FLOATS[name] for name in ("FLOAT", "DOUBLE", "FLOAT16", "FLOAT8E5M2", "FLOAT4E2M1")),
    *(INTEGERS[name] for name in ("INT8", "UINT4", "INT32")),
]


@given(arranged(), st.sampled_from(ELEMENTS), st.data())
def test_poured_values_arrive(made, element, more):
    """Whatever the view, the type, the scales, and the sizes of blocks, panels and runs."""
    shape, order = made
    view = View.whole(shape).transpose(order)
    values = np.random.default_rng(len(shape)).normal(size=view.shape).astype(np.float32)
    stored = values
    if shape and view.shape[0] % 2 == 0 and more.draw(st.booleans()):
        view = view.runs((1, 0))
        stored = np.concatenate(np.split(values, 2)[::-1])
    stored = stored.transpose(np.argsort(order)).reshape(shape)
    scale = None
    if not element.is_float or more.draw(st.booleans()):
        scale, stored = more.draw(scales(shape, element, stored))
    hole = Hole(SLOT, element.nbytes(view.size) // max(1, element.bits // 8), word(element))
    memory = Memory(hole)
    old = sink.PANEL, sink.BLOCK
    sink.PANEL, sink.BLOCK = more.draw(st.integers(1, 40)), more.draw(st.integers(1, 20))
    try:
        pouring = TensorSink(
            {SLOT: (Target(hole, element, view.size, scale), view)}, {SLOT: memory}
        )
        at, flat = 0, values.reshape(-1)
        while at < flat.size:
            size = more.draw(st.integers(1, flat.size))
            pouring.put(SLOT, at, flat[at : at + size])
            at += size
    finally:
        sink.PANEL, sink.BLOCK = old
    words = element.words(np.ascontiguousarray(stored)).reshape(-1)
    expected = pack(words, element) if element.bits < 8 else words

    assert memory.words.tobytes() == expected.tobytes()


def word(element):
    """How one value, or some, are handled."""
    return element.word if element.bits >= 8 else np.dtype("u1")


@st.composite
def scales(draw, shape, element, stored):
    """A scale of one of three kinds, and what it makes of the values."""
    axis = draw(st.integers(0, max(0, len(shape) - 1)))
    block = draw(st.sampled_from([0, 1, 2]))
    kind = draw(st.sampled_from(["one", "axis", "block"])) if shape else "one"
    fine = list(shape)
    if kind == "one":
        fine = [1] * len(shape)
    elif kind == "axis":
        fine = [dim if at == axis else 1 for at, dim in enumerate(shape)]
        block = 0
    else:
        block = max(1, block)
        fine[axis] = -(-shape[axis] // block)
    chosen = np.random.default_rng(7).uniform(0.1, 1, fine).astype(np.float32)
    zero = np.zeros(fine) if element.is_float else np.random.default_rng(8).integers(0, 4, fine)
    told = chosen.reshape(-1) if kind == "axis" else chosen
    made = Scale.of(shape, told, zero.reshape(told.shape), axis=axis, block=block)
    if kind == "block":
        cut = tuple(slice(0, dim) for dim in shape)
        chosen, zero = (np.repeat(each, block, axis)[cut] for each in (chosen, zero))
    codes = stored / chosen
    if not element.is_float:
        codes = np.clip(np.rint(codes).astype(np.float64) + zero, element.low, element.high)
    return made, codes


@given(st.lists(st.integers(0, 255), max_size=40), st.sampled_from([2, 4, 6]))
def test_packing_is_protobufs(numbers, bits):
    """One after the other, low bits first, as onnx's numpy_helper packs."""
    from onnx import numpy_helper

    name = {2: "UINT2", 4: "UINT4", 6: "FLOAT6E2M3"}[bits]
    element = {**FLOATS, **INTEGERS}[name]
    words = np.array(numbers, np.uint8) & (2**bits - 1)
    expected = numpy_helper.from_array(words.view(element.dtype)).raw_data

    assert (pack(words, element).tobytes() if numbers else b"") == expected
