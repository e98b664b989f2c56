"""Kernels with the outputs last, as Keras and JAX have them; Caffe's have the outputs first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.api.arrays import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.rng.rng import Rng

__all__ = ["outputs_last"]


def outputs_last(filler: str, shape: Sequence[int], rng: Rng) -> NDArray[np.float32]:
    """What Caffe fills a blob with, its axes turned: (spatial..., inputs, outputs).

    Args:
        filler: The text of a filler's block.
        shape: The shape that is wanted. With one axis or none it is Caffe's as it is; with more,
            Caffe's blob is (outputs, inputs, spatial...).
        rng: Where the words come from, and the era.
    """
    dims = tuple(int(dim) for dim in shape)
    if len(dims) < 2:
        return fill(filler, dims, rng)
    *spatial, inputs, outputs = dims
    values: NDArray[Any] = fill(filler, (outputs, inputs, *spatial), rng)
    axes = (*range(2, len(dims)), 1, 0)
    return np.ascontiguousarray(values.transpose(axes))
