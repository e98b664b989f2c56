"""The one way through: pour a plan's numbers into the holes of an output.

Laws are poured in blocks of a bounded size, so that no blob is ever whole in memory unless its
law asks for it. Every block size gives the same bits and leaves the stream at the same word.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Blob,
    Constant,
    Drawn,
    Fill,
    Gaussian,
    Given,
    Grid,
    Law,
    Loaded,
    Orthogonal,
    Plan,
    Shape,
    Skip,
    Slot,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
    count,
)
from caffe_fillers.core.threads import WAITING, Sink, aside, in_order
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.rng.boost import Sampler

__all__ = ["Sink", "draw", "fill_plan", "pour"]

#: Values in one block: large enough to hide Python, small enough for a processor's cache.
BLOCK = 1 << 17
#: Values of a plan from which on a thread of its own for the sink is worth its start.
_MANY = 1 << 20
#: Blocks in memory: those that wait, the one that is being taken, the one that is being made.
_ROUND = WAITING + 2


def fill_plan(
    plan: Plan,
    rng: Rng | Callable[[Slot], Rng],
    sink: Sink,
    *,
    passed: Callable[[int], None] | None = None,
    jobs: int = 1,
    apart: bool = False,
) -> None:
    """Draw everything the plan lists, in order, and give the sink every blob of the result.

    Args:
        plan: What to draw and where it goes.
        rng: The stream and era; ends at the word that Caffe would give next. Or what gives each
            blob a stream of its own: then nothing is drawn that nobody takes.
        sink: Takes the values, in blocks, in any order of slots.
        passed: Called after each draw with its position in `plan.draws`.
        jobs: How many blobs with streams of their own are drawn at a time, each in a thread; the
            sink takes values of several slots at a time then.
        apart: Whether the sink may take its values in another thread while the next ones are drawn;
            all are taken when this returns. Of use with one stream for all.
    """
    many = sum(math.prod(draw.shape) for draw in plan.draws if isinstance(draw, Fill)) >= _MANY
    if apart and many:
        with aside(sink) as other:
            fill_plan(plan, rng, other, passed=passed, jobs=jobs)
        return
    takers = _takers(plan)

    def one(position: int) -> int:
        drawn, slots = plan.draws[position], takers.get(position, ())
        if isinstance(drawn, Fill) and (slots or isinstance(rng, Rng)):
            source = rng if isinstance(rng, Rng) else rng(drawn.slot)
            _put(sink, slots, pour(drawn.law, drawn.shape, source, plan.dtype))
        elif isinstance(drawn, Skip) and isinstance(rng, Rng):
            rng.stream.jump(drawn.words)
        return position

    for position in in_order(one, range(len(plan.draws)), 1 if isinstance(rng, Rng) else jobs):
        if passed:
            passed(position)
    for root, slots in takers.items():
        if isinstance(root, Slot):
            blocks = _read(plan.blobs[root], plan.dtype)
            _put(sink, slots, blocks)


def draw(
    law: Law, shape: Shape, rng: Rng, dtype: np.dtype[Any], into: NDArray[Any] | None = None
) -> NDArray[Any]:
    """One whole array of this law: a new one, or a contiguous one that is filled."""
    out = np.empty(count(shape), dtype) if into is None else into.reshape(-1)
    if isinstance(law, (Uniform, Gaussian)):
        law.sampler(rng, dtype).fill(out)
        return out.reshape(shape)
    start = 0
    for block in pour(law, shape, rng, dtype):
        out[start : start + block.size] = block
        start += block.size
    return out.reshape(shape)


def pour(
    law: Law, shape: Shape, rng: Rng, dtype: np.dtype[Any], block: int = BLOCK
) -> Iterator[NDArray[Any]]:
    """The values of one blob in index order, flat, in blocks of at most about `block` values.

    A block is valid until WAITING + 2 more have been asked for.
    """
    # What made the plan has checked the shape; an ONNX tensor may be larger than any blob.
    total = math.prod(shape)
    match law:
        case Constant(value):
            full = np.full(min(block, total), value, dtype)
            yield from (full[:size] for size in _sizes(total, block))
        case Uniform() | Gaussian():
            yield from _sampled(law.sampler(rng, dtype), total, dtype, block)
        case Sparse():
            yield from _sparse(law, total, rng, dtype, block)
        case UnitBall():
            yield from _unit_ball(shape, rng, dtype, block)
        case Grid(kernel):
            yield from _grid(kernel, total, block)
        case Whole(make, parameters):
            yield make(rng, shape, dtype, **parameters).reshape(-1)
        case Truncated() | UnitSphere() | Orthogonal() | ZeroedColumns():
            # Nets of Caffe's own fillers do without.
            from caffe_fillers.core.papers import poured  # noqa: PLC0415

            yield from poured(law, shape, rng, dtype, block)


def _sampled(
    sampler: Sampler, total: int, dtype: np.dtype[Any], block: int
) -> Iterator[NDArray[Any]]:
    buffers = [np.empty(size, dtype) for size in itertools.islice(_sizes(total, block), _ROUND)]
    for size, buffer in zip(_sizes(total, block), itertools.cycle(buffers), strict=False):
        sampler.fill(buffer[:size])
        yield buffer[:size]


def _sparse(
    law: Sparse, total: int, rng: Rng, dtype: np.dtype[Any], block: int
) -> Iterator[NDArray[Any]]:
    """Normal values times masks whose words come after those of all the values.

    The stream is first scouted to where the masks begin, then a copy draws the values again.
    """
    behind = Rng(rng.stream.fork(), rng.era)
    for _ in pour(law.gaussian, (total,), rng, dtype, block):
        pass
    masks = rng.bernoulli_sampler(law.p, dtype)
    for values in pour(law.gaussian, (total,), behind, dtype, block):
        mask = np.empty(values.size, dtype)
        masks.fill(mask)
        values *= mask
        yield values


def _unit_ball(shape: Shape, rng: Rng, dtype: np.dtype[Any], block: int) -> Iterator[NDArray[Any]]:
    """Rows of uniform values over their float sums."""
    rows = shape[0] if shape else 1
    width = count(shape) // rows
    if width > block:
        for _ in range(rows):
            yield from _long_row(width, rng, dtype, block)
        return
    per_block = block // width
    for size in _sizes(rows, per_block):
        (values,) = pour(Uniform(0.0, 1.0), (size * width,), rng, dtype, size * width)
        table = values.reshape(size, width)
        # Caffe adds from left to right; accumulate does, a plain sum would pair.
        table /= np.add.accumulate(table, axis=1)[:, -1:]
        yield values


def _long_row(width: int, rng: Rng, dtype: np.dtype[Any], block: int) -> Iterator[NDArray[Any]]:
    """One row longer than a block: drawn once for its sum and once more for its values."""
    behind = Rng(rng.stream.fork(), rng.era)
    total = dtype.type(0)
    for values in pour(Uniform(0.0, 1.0), (width,), rng, dtype, block):
        values[0] += total
        total = np.add.accumulate(values)[-1]
    for values in pour(Uniform(0.0, 1.0), (width,), behind, dtype, block):
        values /= total
        yield values


def _grid(kernel: NDArray[Any], total: int, block: int) -> Iterator[NDArray[Any]]:
    plane = kernel.reshape(-1)
    planes = total // plane.size
    per_block = max(1, block // plane.size)
    many = np.tile(plane, min(per_block, planes))
    yield from (many[: size * plane.size] for size in _sizes(planes, per_block))


def _sizes(total: int, block: int) -> Iterator[int]:
    yield from itertools.repeat(block, total // block)
    if total % block:
        yield total % block


def _takers(plan: Plan) -> dict[int | Slot, list[Slot]]:
    """For each draw that is kept, and each slot that is not drawn: who shows its values."""
    takers: dict[int | Slot, list[Slot]] = {}
    for slot in plan.blobs:
        root = plan.owner(slot)
        source = plan.blobs[root].source
        takers.setdefault(source.draw if isinstance(source, Drawn) else root, []).append(slot)
    return takers


def _read(blob: Blob, dtype: np.dtype[Any]) -> Iterator[NDArray[Any]]:
    """The values of a blob that is not drawn, in blocks."""
    total = count(blob.shape)
    for start in range(0, total, BLOCK):
        stop = min(start + BLOCK, total)
        if isinstance(blob.source, Loaded):
            yield blob.source.reader.read(blob.source.key, start, stop, dtype)
        elif isinstance(blob.source, Given):
            # Caffe casts in silence: too large a double becomes infinite.
            with np.errstate(over="ignore", invalid="ignore"):
                values = blob.source.values.reshape(-1)[start:stop].astype(dtype)
            yield values


def _put(sink: Sink, slots: Sequence[Slot], blocks: Iterator[NDArray[Any]]) -> None:
    start = 0
    for values in blocks:
        for slot in slots:
            sink.put(slot, start, values)
        start += values.size
