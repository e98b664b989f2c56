"""Where the values of a blob stand in the storage of a tensor.

Caffe draws a blob in its own order; a tensor may hold it transposed, with other gates first, or
as one of several. A view says for each index of the blob where in the tensor its value goes.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape

__all__ = ["View"]


@dataclass(frozen=True, slots=True)
class View:
    """A blob of this shape, each axis a step in storage; both count in values."""

    shape: Shape
    strides: tuple[int, ...]
    #: Where the first value stands. With several, axis 0 falls into as many equal runs of rows,
    #: and each run has its own start.
    starts: tuple[int, ...] = (0,)

    @classmethod
    def whole(cls, shape: Shape) -> View:
        """The values in order, as a tensor of this shape holds them."""
        return cls(tuple(shape), _steps(shape))

    @property
    def size(self) -> int:
        """How many values."""
        return math.prod(self.shape)

    def transpose(self, order: Sequence[int]) -> View:
        """The axes in another order."""
        return replace(
            self,
            shape=tuple(self.shape[axis] for axis in order),
            strides=tuple(self.strides[axis] for axis in order),
        )

    def index(self, axis: int, at: int) -> View:
        """One item of an axis, which goes away."""
        keep = [each for each in range(len(self.shape)) if each != axis]
        return self.slice(axis, at, at + 1).transpose(keep)

    def slice(self, axis: int, start: int, stop: int) -> View:
        """Items start … stop - 1 of an axis."""
        shape = (*self.shape[:axis], stop - start, *self.shape[axis + 1 :])
        (first,) = self.starts
        return View(shape, self.strides, (first + start * self.strides[axis],))

    def reshape(self, shape: Shape) -> View | None:
        """The same values under another shape; None where no steps could say it."""
        (first,) = self.starts
        strides = _reshaped(self.shape, self.strides, shape)
        return None if strides is None else View(tuple(shape), strides, (first,))

    def runs(self, order: Sequence[int]) -> View:
        """Axis 0 in equal runs, of which run i stands where run order[i] would stand."""
        (first,) = self.starts
        step = self.shape[0] // len(order) * self.strides[0]
        return replace(self, starts=tuple(first + place * step for place in order))

    @property
    def straight(self) -> bool:
        """Whether the values stand in their own order, one after the other."""
        dims = [(dim, step) for dim, step in zip(self.shape, self.strides, strict=True) if dim > 1]
        steps = _steps(tuple(dim for dim, _ in dims))
        run = self.size // len(self.starts)
        first = self.starts[0]
        return all(step == wanted for (_, step), wanted in zip(dims, steps, strict=True)) and (
            self.starts == tuple(first + place * run for place in range(len(self.starts)))
        )

    def pieces(self, row: int, values: NDArray[Any]) -> Iterator[tuple[View, NDArray[Any]]]:
        """Whole rows of the blob, from `row` on, cut where runs end; each with its own view."""
        run = self.shape[0] // len(self.starts)
        while len(values):
            number, within = divmod(row, run)
            rows = min(run - within, len(values))
            first = self.starts[number] + within * self.strides[0]
            yield View((rows, *self.shape[1:]), self.strides, (first,)), values[:rows]
            row, values = row + rows, values[rows:]

    def sorted(self) -> tuple[View, tuple[int, ...]]:
        """The axes in the order of storage, and which axes they were."""
        order = sorted(range(len(self.shape)), key=lambda axis: -self.strides[axis])
        return self.transpose(order), tuple(order)

    def offsets(self) -> NDArray[np.int64]:
        """The place of every value, of the view's shape."""
        (first,) = self.starts
        places = np.array(first, np.int64)
        for dim, step in zip(self.shape, self.strides, strict=True):
            places = places[..., None] + np.arange(dim, dtype=np.int64) * step
        return places


def _steps(shape: Shape) -> tuple[int, ...]:
    """The strides of values that stand in order."""
    return tuple(itertools.accumulate(shape[:0:-1], int.__mul__, initial=1))[::-1] if shape else ()


def _reshaped(old: Shape, strides: Sequence[int], new: Shape) -> tuple[int, ...] | None:
    """Strides of a new shape over the same storage, group by group of axes with equal products."""
    axes = [(dim, step) for dim, step in zip(old, strides, strict=True) if dim != 1]
    result = [0] * len(new)
    wanted = [place for place, dim in enumerate(new) if dim != 1]
    while wanted:
        group, places = [axes.pop(0)], [wanted.pop(0)]
        have, want = group[0][0], new[places[0]]
        while have != want:
            if have < want:
                group.append(axes.pop(0))
                have *= group[-1][0]
            else:
                places.append(wanted.pop(0))
                want *= new[places[-1]]
        if any(step != dim * inner for (_, step), (dim, inner) in itertools.pairwise(group)):
            return None
        step = group[-1][1]
        for place in reversed(places):
            result[place] = step
            step *= new[place]
    return tuple(result)
