"""Quantised weights: what stands in storage is a code, and a scale makes a number of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from caffe_fillers.errors import FormatError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.element import Element, Words

__all__ = ["Scale"]


class Along(NamedTuple):
    """How an axis of the storage chooses the scale."""

    #: Values between two items of the axis, and how many items it has.
    stride: int
    dim: int
    #: Items that share a scale, and scales between two such groups.
    block: int
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """A number is (code - zero) * scale; which scale depends on the place in storage."""

    #: float32, flat; `zero` as many.
    scale: NDArray[np.float32]
    zero: NDArray[np.float32]
    axes: tuple[Along, ...] = ()
    #: For codes that are places in a table (bitsandbytes): the table.
    levels: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        shape: Shape,
        scale: NDArray[Any],
        zero: NDArray[Any] | float = 0,
        *,
        axis: int = 0,
        block: int = 0,
    ) -> Scale:
        """For a tensor of this shape: one scale, one an item of `axis`, or one a block of it.

        Raises:
            FormatError: the scale's shape does not belong to the tensor's, or is not positive.
        """
        scale, zero = np.asarray(scale, np.float32), np.asarray(zero, np.float32)
        if scale.size == 0 or zero.size not in (1, scale.size):
            raise FormatError(f"{scale.size} scales go with {zero.size} zero points")
        if not (np.isfinite(scale).all() and (scale > 0).all()):
            raise FormatError("a scale is not positive", hint="Repair the model's scales.")
        axes: tuple[Along, ...] = ()
        if scale.size > 1:
            fine = scale.shape if scale.ndim == len(shape) else _along(shape, axis, scale.size)
            axes = _axes(shape, fine, axis, block)
        zero = np.broadcast_to(zero.reshape(-1), scale.size)
        return cls(scale.reshape(-1), zero, axes)

    @property
    def single(self) -> bool:
        """Whether one scale holds everywhere."""
        return self.scale.size == 1

    def words(
        self, values: NDArray[Any], places: NDArray[np.int64] | int, element: Element
    ) -> Words:
        """The codes of these values, which belong to these places in storage (int: any)."""
        entry: Any = 0
        for along in self.axes:
            entry = entry + places // along.stride % along.dim // along.block * along.step
        with np.errstate(over="ignore"):
            codes = values / self.scale[entry]
        if self.levels:
            return element.words(_nearest(codes, np.array(self.levels, np.float32)))
        if element.is_float:
            return element.words(codes)
        # Rounded as QuantizeLinear does, before the zero point, unless that is not a whole number.
        zero = self.zero[entry]
        whole = np.rint(codes + zero % 1).astype(np.float64) + np.floor(zero)
        return element.words(np.clip(whole, element.low, element.high))


def _along(shape: Shape, axis: int, count: int) -> Shape:
    if not -len(shape) <= axis < len(shape):
        raise FormatError(f"axis {axis} of a scale is none of a tensor of {len(shape)} axes")
    axis %= len(shape)
    return tuple(count if each == axis else 1 for each in range(len(shape)))


def _axes(shape: Shape, fine: Shape, axis: int, block: int) -> tuple[Along, ...]:
    axes = []
    for each, (dim, scales) in enumerate(zip(shape, fine, strict=True)):
        size = block if block and each == axis % len(shape) else 1
        if scales != 1 and scales != -(-dim // size):
            raise FormatError(
                f"{scales} scales along axis {each} do not belong to {dim} values "
                f"in blocks of {size}"
            )
        if scales != 1:
            stride, step = math.prod(shape[each + 1 :]), math.prod(fine[each + 1 :])
            axes.append(Along(stride, dim, size, step))
    return tuple(axes)


def _nearest(values: NDArray[Any], levels: NDArray[np.float32]) -> NDArray[Any]:
    """For each value the place in `levels` of the nearest one."""
    order = np.argsort(levels, kind="stable")
    middles = (levels[order][1:] + levels[order][:-1]) / 2
    return order[np.searchsorted(middles, values)].astype(np.float32)
