"""Gabor kernels for the first layer of four well-known nets (intel/caffe, gabor.hpp).

Kernel k is a plane wave under a bell, on a square whose sides go from -1 to 1, in three channels:

    channel * scale * exp(-(x² + y²) / (2 spread²)) * cos(omega (x cos angle - y sin angle) + phase)

The numbers of each kernel were chosen by that fork's authors; they are written here in bands of
kernels that belong together. float64 throughout, by the host's exp and cos, and rounded once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from caffe_fillers.core.draws import Grid, Habits, Law, Shape, shape_text
from caffe_fillers.core.registry import filler
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from caffe_fillers.proto import caffe

__all__: list[str] = []

#: A number of each kernel of a band, by the kernel's place in the blob.
Number: TypeAlias = "Callable[[int], float] | float"


@dataclass(frozen=True, slots=True)
class Band:
    """The kernels up to number `stop`, without those of the bands before.

    `waves` divides the frequency pi (side - 1) / 2; None stands for the frequency pi / 4.
    """

    stop: int
    scale: Number = 1.0
    spread: Number = 0.6
    waves: Number | None = 1.0
    phase: Number = 0.0
    angle: Number = 0.0
    channels: tuple[float, float, float] = (1.0, 1.0, 1.0)


def _eighth(k: int) -> float:
    return k % 8 * pi / 4 + pi / 32


def _quarter(k: int) -> float:
    return k % 4 * pi / 2 + pi / 4 + pi / 8


def _halved(k: int) -> float:
    return k % 2 * pi / 2 + pi / 4


#: 32 kernels of 5 x 5, for nets of CIFAR.
CIFAR = (
    Band(8, 0.5, angle=lambda k: k % 8 * pi / 8),
    Band(14, 0.5, waves=2.0, angle=lambda k: (k - 2) % 6 * pi / 6 + pi / 12),
    Band(16, 0.5, 0.75, 8.0, lambda k: k % 2 * pi, channels=(1, -1, 1)),
    Band(20, 0.5, 0.6, 4.0, pi / 2, _quarter),
    Band(24, 0.5, 0.6, 4.0, pi / 2, _quarter, (1, 0, -1)),
    Band(28, 0.5, 0.6, 4.0, pi / 2, _quarter, (-1, 1, 1)),
    Band(30, 0.5, 0.6, 4.0, pi / 2, lambda k: _halved(k) - pi / 8, (-1, 1, -1)),
    Band(32, 0.5, 0.6, 4.0, pi / 2, lambda k: _halved(k) + pi / 8, (1, 1, 0)),
)

#: 64 kernels of 7 x 7, for GoogLeNet.
GOOGLENET = (
    Band(
        32,
        scale=lambda k: 1 / (1 + k % 8 / 8),
        spread=lambda k: 0.4 + 0.2 * (k % 8) / 8,
        waves=lambda k: 1 + k % 8 / 2,
        phase=lambda k: k % 2 * pi + pi * 12 / 32,
        angle=lambda k: k // 8 * pi / 4,
    ),
    Band(40, 0.5, 0.45, 1.0, pi, lambda k: k % 8 * pi / 8),
    Band(
        46,
        scale=lambda k: 1 / (1 + (k - 1) % 3 / 2),
        spread=lambda k: 1 / (2.5 - (k - 1) % 3 / 2),
        waves=None,
        phase=lambda k: (k - 1) // 3 * pi,
        channels=(0.25, -1, 1),
    ),
    Band(48, 2 / 3, 1.0, 12.0, pi / 2, lambda k: k % 8 * pi + pi / 8, (1, 0.1, -0.5)),
    Band(56, 2 / 3, 1.0, 12.0, pi / 2, _eighth, (-0.5, 0.1, 1)),
    Band(60, 1.0, 1.0, 12.0, pi / 2, lambda k: k % 8 * pi / 2 + pi / 8, (0.25, -1, 1)),
    Band(64, 2 / 3, 1.0, 12.0, pi / 2, lambda k: k % 8 * pi / 2 + pi / 8, (-1, -1, 1)),
)

#: 64 kernels of 3 x 3, for VGG: GoogLeNet's under a wider bell.
VGG = tuple(replace(band, spread=1.0) for band in GOOGLENET)

#: 96 kernels of 11 x 11, for AlexNet.
ALEXNET = (
    Band(
        48,
        scale=lambda k: 1 / 3 / (1 + k % 8 / 8),
        spread=lambda k: 0.5 + 0.2 * (k % 8) / 8,
        waves=lambda k: 1 + k % 8 / 2,
        phase=lambda k: k % 2 * pi + pi * 12 / 32,
        angle=lambda k: k // 8 * pi / 6,
    ),
    Band(
        56,
        scale=lambda k: 1 / 3 / (1 + k % 4 / 2),
        spread=lambda k: 1 / (2.5 - k % 4 / 2),
        waves=None,
        phase=lambda k: k // 4 * pi,
        channels=(0.25, -1, 1),
    ),
    Band(60, 1 / 3 / 1.5, 0.75, 8.0, pi / 2, lambda k: k % 4 * pi / 2 + pi / 8, (-1, 1, -0.5)),
    Band(64, 1 / 3 / 3, 2.0, 8.0, pi / 2, lambda k: k % 4 * pi / 2 + pi / 8, (1, -0.5, -0.75)),
    Band(72, 1 / 3 / 1.5, 0.75, 4.0, pi / 2, _eighth, (1, 0.1, -0.75)),
    Band(80, 1 / 3 / 1.5, 1.0, 12.0, pi / 2, _eighth, (-0.5, 0.1, 1)),
    Band(88, 1 / 3 / 2.5, 1.0, 8.0, pi / 2, _eighth, (-1, -1, 1)),
    Band(92, 1 / 3, 0.6, 16.0, pi / 2, lambda k: k % 4 * pi / 2 + pi / 16),
    Band(96, 1 / 3 / 4, 0.75, 4.0, pi / 2, _eighth, (-1, -1, 1)),
)

#: The nets, by number of kernels and length of a side.
BANDS = {(32, 5): CIFAR, (64, 7): GOOGLENET, (64, 3): VGG, (96, 11): ALEXNET}


@filler("gabor", dialect="intel")
def gabor(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Waves under bells, as that fork has them for four shapes of a first layer.

    Raises:
        FillerError: the blob has another shape.
    """
    check(param, shape)
    bands = BANDS.get((shape[0], shape[-1])) if len(shape) == len("nchw") else None
    if bands is None or shape[1:3] != (len("rgb"), shape[3]):
        known = ", ".join(shape_text((count, len("rgb"), side, side)) for count, side in BANDS)
        raise FillerError(
            f"gabor has no kernels of the shape {shape_text(shape)}",
            where="type",
            hint=f"It has those of the shapes {known}.",
        )
    return Grid(_kernels(bands, shape[3]).astype(habits.dtype))


def _kernels(bands: tuple[Band, ...], side: int) -> NDArray[np.float64]:
    kernels: list[NDArray[Any]] = []
    for band in bands:
        kernels += (_kernel(band, k, side) for k in range(len(kernels), band.stop))
    return np.array(kernels)


def _kernel(band: Band, k: int, side: int) -> NDArray[np.float64]:
    """The planes of one kernel."""
    scale, spread, phase, angle = (
        number(k) if callable(number) else number
        for number in (band.scale, band.spread, band.phase, band.angle)
    )
    waves = band.waves(k) if callable(band.waves) else band.waves
    omega = pi / 4 if waves is None else pi * (side - 1) / 2 / waves
    x = 2.0 * np.arange(side) / (side - 1) - 1
    y = x[:, None]
    bell = np.exp(-(x * x + y * y) / (2 * spread * spread))
    plane = scale * bell * np.cos((x * cos(angle) - y * sin(angle)) * omega + phase)
    return np.array([channel * plane for channel in band.channels])
