"""Plain arithmetic of shapes, as Caffe does it in ints and floats.

No layer is known here. Everything raises a ShapeError that says what does not fit; the rule that
calls adds the field.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.core.draws import MAX_COUNT
from caffe_fillers.core.draws import four_axes as leading
from caffe_fillers.core.draws import shape_text as text
from caffe_fillers.errors import LayerError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caffe_fillers.core.draws import Shape

__all__ = [
    "axis_0",
    "canonical_axis",
    "check_alike",
    "check_some",
    "conv_size",
    "deconv_size",
    "divide",
    "from_dims",
    "leading",
    "legacy",
    "pooled_size",
    "size",
    "text",
    "to_int",
    "trailing",
]


def size(shape: Sequence[int]) -> int:
    """The product of the dimensions (Blob::count over a range of axes)."""
    return math.prod(shape)


def to_int(value: int, where: str) -> int:
    """The value of an unsigned field, which Caffe keeps in an int.

    Raises:
        LayerError: it is greater than an int can be.
    """
    if value > MAX_COUNT:
        raise LayerError(f"{value} is more than the {MAX_COUNT} that Caffe can count", where=where)
    return value


def canonical_axis(axis: int, shape: Shape, where: str) -> int:
    """The axis counted from the front; negative ones count from the end (blob.hpp).

    Raises:
        ShapeError: the blob has no such axis.
    """
    axes = len(shape)
    if not -axes <= axis < axes:
        raise ShapeError(
            f"axis {axis} is out of range for a bottom of shape {text(shape)}",
            where=where,
            hint=f"It has {axes} axes: use {-axes} to {axes - 1}." if axes else None,
        )
    return axis % axes


def axis_0(shape: Shape, where: str) -> int:
    """The length of axis 0.

    Raises:
        ShapeError: the blob is a scalar.
    """
    if not shape:
        raise ShapeError("a scalar has no axis 0", where=where)
    return shape[0]


def from_dims(dims: Iterable[int], where: str) -> Shape:
    """The shape that is written in a definition.

    Raises:
        ShapeError: a dimension does not fit an int of Caffe's.
    """
    shape = tuple(dims)
    for dim in shape:
        if not 0 <= dim <= MAX_COUNT:
            raise ShapeError(f"{dim} is not between 0 and {MAX_COUNT}", where=where)
    return shape


def check_some(values: int, what: str) -> None:
    """Caffe stops where it first touches the memory of a blob without values (blob.cpp).

    Raises:
        ShapeError: there are none.
    """
    if values == 0:
        raise ShapeError(f"{what} would hold no value", hint="A dimension of a bottom is 0.")


def check_alike(bottoms: Sequence[Shape]) -> None:
    """All bottoms must have the shape of the first.

    Raises:
        ShapeError: one has not.
    """
    for index, bottom in enumerate(bottoms):
        if bottom != bottoms[0]:
            raise ShapeError(
                f"shape {text(bottom)} differs from that of bottom 0, {text(bottoms[0])}",
                where=f"bottom {index}",
            )


def legacy(shape: Shape, where: str) -> tuple[int, int, int, int]:
    """num, channels, height and width; missing axes count 1 (Blob::LegacyShape).

    Raises:
        ShapeError: the blob has more than four axes.
    """
    if len(shape) > 4:
        raise ShapeError(
            f"shape {text(shape)} has more than the 4 axes that this layer can read", where=where
        )
    num, channels, height, width = trailing(shape)
    return num, channels, height, width


def trailing(shape: Shape) -> Shape:
    """The shape with ones behind it until it has four axes."""
    return shape + (1,) * (4 - len(shape))


def divide(numerator: int, denominator: int) -> int:
    """The quotient of a division in C, which rounds toward zero."""
    quotient = abs(numerator) // abs(denominator)
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def conv_size(length: int, extent: int, stride: int, pad: int) -> int:
    """Positions of a convolution's window along one axis (conv_layer.cpp).

    A window that is slightly longer than the padded input still has one, by C's rounding.
    """
    return divide(length + 2 * pad - extent, stride) + 1


def deconv_size(length: int, extent: int, stride: int, pad: int) -> int:
    """The length that such a convolution would reduce to `length` (deconv_layer.cpp)."""
    return stride * (length - 1) + extent - 2 * pad


def pooled_size(  # a window and two ways to end
    length: int, kernel: int, stride: int, pad: int, *, clip: bool, floor: bool = False
) -> int:
    """Positions of a pooling window along one axis (pooling_layer.cpp).

    The division is made in float32. With `clip` (any pad of the layer is set) a last window that
    would start in the padding is left out.
    """
    steps = np.float32(length + 2 * pad - kernel) / np.float32(stride)
    positions = int(np.floor(steps) if floor else np.ceil(steps)) + 1
    if clip and (positions - 1) * stride >= length + pad:
        positions -= 1
    return positions
