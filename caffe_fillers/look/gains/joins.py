"""Layers that move and join values: sums, residual branches, concatenations, slices."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from caffe_fillers.look.gains.signal import Gradient, Map, Signal, flat, normal, spatial
from caffe_fillers.look.gains.table import Place, Step, gain
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@gain("Split")
def split(at: Place) -> Step:
    """The same for each reader; their gradients add up."""

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [sum(tops[1:], start=tops[0])]

    return Step((at.signals[0],) * len(at.tops), back)


@gain("Eltwise")
def eltwise(at: Place) -> Step | None:
    """SUM: squares add up, with twice the products of means; PROD: squares multiply.

    A branch behind a matrix has mean 0 and nothing in common with the shortcut beside it.
    """
    param = at.layer.eltwise_param
    if param.operation == caffe.EltwiseParameter.PROD:
        return _product(at)
    if param.operation == caffe.EltwiseParameter.MAX:
        return None
    factors = list(param.coeff) or [1.0] * len(at.signals)
    by_blob: dict[int, float] = {}
    for blob, factor in zip(at.same, factors, strict=True):
        by_blob[blob] = by_blob.get(blob, 0.0) + factor
    parts = [(at.signals[at.same.index(blob)], factor) for blob, factor in by_blob.items()]
    square = sum(
        (factor**2 * signal.square for signal, factor in parts[1:]),
        start=parts[0][1] ** 2 * parts[0][0].square,
    )
    sizes = [factor**2 * signal.mean_square for signal, factor in parts]
    means = [factor * signal.mean for signal, factor in parts]
    both = sum(means) ** 2 - sum(mean**2 for mean in means)
    top, orders = _sum([signal for signal, _ in parts], sizes, square + both, both, at.same)

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [
            Gradient(factor**2 * tops[0].square, _back_to(tops[0].cells, order))
            for factor, order in zip(factors, orders, strict=True)
        ]

    if len(parts) < len(factors):
        # One blob several times: the factors add up before they are squared.
        def back_same(tops: Sequence[Gradient]) -> Sequence[Gradient]:
            times = {blob: at.same.count(blob) for blob in by_blob}
            return [tops[0].scaled(by_blob[blob] ** 2 / times[blob]) for blob in at.same]

        return Step((top,), back_same)
    return Step((top,), back)


#: In which order values are taken: rows, and places in each row; None for as they are.
Order: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64]] | None"


def _sum(
    signals: Sequence[Signal],
    sizes: Sequence[float],
    square: Map,
    both: float,
    seed: Sequence[int],
) -> tuple[Signal, list[Order]]:
    """Independent signals, added; and in which order their values have met."""
    total = sum(sizes) + both
    if len(signals) == 1 or not total > 0:
        return replace(signals[0], square=square), [None] * len(signals)
    shares = [size / total for size in sizes]
    space = sum(share * each.space for share, each in zip(shares, signals, strict=True))
    cross = sum(share * each.cross for share, each in zip(shares, signals, strict=True))
    values, chance = np.zeros_like(signals[0].values), np.random.default_rng(seed)
    orders: list[Order] = []
    for number, (share, each) in enumerate(zip(shares, signals, strict=True)):
        # Values of one signal meet those of another in any order, another one for each sum.
        part, order = each.values, None
        if number:
            rows = chance.permutation(part.shape[0])
            places = chance.permuted(np.tile(np.arange(part.shape[1]), (len(rows), 1)), axis=1)
            part, order = np.take_along_axis(part[rows], places, axis=1), (rows, places)
        orders.append(order)
        values = values + math.sqrt(share) * part
    beyond = both / total
    made = signals[0].transformed(values, square)
    made = replace(made, space=min(1.0, space + beyond), cross=min(1.0, cross + beyond))
    return made, orders


def _back_to(cells: NDArray[np.float64], order: Order) -> NDArray[np.float64]:
    """The cells of a sum in the order of one of its parts."""
    if order is None:
        return cells
    rows, places = order
    sorted_, made = np.empty_like(cells), np.empty_like(cells)
    np.put_along_axis(sorted_, places, cells, axis=1)
    made[rows] = sorted_
    return made


def _product(at: Place) -> Step:
    squares = [signal.square for signal in at.signals]
    square = np.asarray(math.prod(squares[1:], start=squares[0]))

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        others = (squares[:number] + squares[number + 1 :] for number in range(len(squares)))
        return [tops[0].scaled(np.asarray(math.prod(each))) for each in others]

    return Step((replace(at.signals[0], square=square),), back)


@gain("Concat")
def concat(at: Place) -> Step | None:
    """Each part keeps its size; the whole has their mean, by channels."""
    axis = at.layer.concat_param.axis
    counts = [math.prod(shape) for shape in at.bottoms]
    total = sum(counts)
    same = all(signal.square.shape == at.signals[0].square.shape for signal in at.signals)
    if axis != 1 or not same:
        return None
    shares = [count / total for count in counts]
    square = np.asarray(sum(s * each.square for s, each in zip(shares, at.signals, strict=True)))
    largest = max(zip(counts, at.signals, strict=True), key=lambda pair: pair[0])[1]
    weights = [s * each.mean_square for s, each in zip(shares, at.signals, strict=True)]
    whole = sum(weights) or 1.0
    space = sum(w * each.space for w, each in zip(weights, at.signals, strict=True)) / whole
    cross = sum(w * each.cross for w, each in zip(weights, at.signals, strict=True)) / whole
    top = replace(largest, square=square, space=min(1.0, space), cross=min(1.0, cross))

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [tops[0]] * len(at.signals)

    return Step((top,), back)


@gain("Slice")
def slice_(at: Place) -> Step | None:
    """Each part as the whole; the whole's gradient is the mean of theirs."""
    if any(spatial(top) != spatial(at.bottoms[0]) for top in at.tops):
        return None
    counts = [math.prod(shape) for shape in at.tops]

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        parts = [g.scaled(n / sum(counts)) for n, g in zip(counts, tops, strict=True)]
        return [sum(parts[1:], start=parts[0])]

    return Step((at.signals[0],) * len(at.tops), back)


@gain("Flatten", "Reshape")
def reshape(at: Place) -> Step:
    """The same values in another shape; positions that are gone are channels now."""
    signal, was = at.signals[0], at.signals[0].square.shape
    shape = spatial(at.tops[0])
    if shape == was:
        return Step((signal,), lambda tops: tops)
    channels = at.bottoms[0][1] if len(at.bottoms[0]) > 1 else 1
    top = flat(signal, channels)
    top = replace(top, square=np.full(shape, top.mean_square))

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        return [Gradient(np.full(was, tops[0].mean_square), tops[0].cells)]

    return Step((top,), back)


@gain("Crop")
def crop(at: Place) -> Step:
    """A part of the bottom, taken for its mean; the reference has no gradient."""
    signal = at.signals[0]
    share = math.prod(at.tops[0]) / max(1, math.prod(at.bottoms[0]))
    top = replace(signal, square=np.full(spatial(at.tops[0]), signal.mean_square))

    def back(tops: Sequence[Gradient]) -> Sequence[Gradient]:
        mean = share * tops[0].mean_square
        zero = np.zeros(at.signals[1].square.shape)
        return [
            Gradient(np.full(signal.square.shape, mean), tops[0].cells),
            Gradient.even(zero),
        ]

    return Step((top,), back)


@gain("Parameter")
def parameter(at: Place) -> Step | None:
    """A blob of its own."""
    found = at.blob("weight")
    if found is None or found[1] is None:
        return None
    return Step((normal(np.full(spatial(at.tops[0]), found[1].square)),), lambda _: [])
