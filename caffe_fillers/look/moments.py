"""What a law says of its numbers before they are drawn: mean, deviation, density."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Law,
    Orthogonal,
    Shape,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
)
from caffe_fillers.evidence.lattice import CUT, CUT_SQUARE, WITHIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moments", "density", "moments"]


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and standard deviation of a value."""

    mean: float
    std: float

    @property
    def square(self) -> float:
        """E x² = mean² + std²."""
        return self.mean**2 + self.std**2


def moments(  # noqa: C901  # one case a law
    law: Law, shape: Shape
) -> Moments | None:
    """The mean and the standard deviation of one value of a blob; None where nobody knows.

    uniform [a, b]: (a + b) / 2, (b - a) / √12. Kept with p: p m and √(p (m² + s²) - p² m²). A row
    of n values over their sum: 1/n exactly, and √((1 - 1/n) / 3) / n but for terms of 1/n².

    Args:
        law: The law.
        shape: The blob's shape.
    """
    match law:
        case Constant(value):
            return Moments(value, 0.0)
        case Uniform(low, high):
            return Moments(low / 2 + high / 2, (high - low) / math.sqrt(12))
        case Gaussian(mean, std):
            return Moments(mean, std)
        case Sparse(gaussian, p):
            square = p * (gaussian.mean**2 + gaussian.std**2)
            mean = p * gaussian.mean
            return Moments(mean, math.sqrt(max(0.0, square - mean**2)))
        case UnitBall():
            n = max(1, math.prod(shape[1:]))
            return Moments(1 / n, math.sqrt((1 - 1 / n) / 3) / n)
        case Grid(kernel):
            wide = kernel.astype(np.float64)
            return Moments(float(wide.mean()), float(wide.std()))
        case Truncated(mean, std):
            return Moments(mean, std * math.sqrt(CUT_SQUARE))
        case UnitSphere():
            return Moments(0.0, 1 / math.sqrt(max(1, math.prod(shape[1:]))))
        case Orthogonal(gain, centre):
            return Moments(0.0, _of_orthogonal(gain, shape, centre=centre))
        case ZeroedColumns(gaussian, zeros):
            return Moments(0.0, gaussian.std * math.sqrt(1 - zeros / shape[0]))
        case Whole():
            return None


def _of_orthogonal(gain: float, shape: Shape, *, centre: bool) -> float:
    """The deviation: the squares of each orthonormal row, or column, add up to gain²."""
    rows, width = shape[0], math.prod(shape[1:])
    if centre:
        return gain * math.sqrt(min(shape[:2]) / (rows * width))
    return abs(gain) / math.sqrt(max(1, rows, width))


def density(law: Law, at: NDArray[Any]) -> NDArray[np.float64] | None:
    """The density of a law at these values; None for a law that has none.

    A sparse law's is that of the values that are kept, times their share.
    """
    match law:
        case Uniform(low, high) if high > low:
            return np.where((at >= low) & (at <= high), 1 / (high - low), 0.0)
        case Gaussian(mean, std):
            return np.exp(-(((at - mean) / std) ** 2) / 2) / (std * math.sqrt(2 * math.pi))
        case Sparse(gaussian, p):
            kept = density(gaussian, at)
            return None if kept is None else p * kept
        case Truncated(mean, std):
            inside = np.abs(at - mean) <= CUT * std
            whole = density(Gaussian(mean, std), at)
            return None if whole is None else np.where(inside, whole / WITHIN, 0.0)
        case ZeroedColumns(gaussian):
            return density(gaussian, at)
        case Uniform() | Constant() | UnitBall() | Grid() | UnitSphere() | Orthogonal() | Whole():
            return None
