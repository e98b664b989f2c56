"""Layers that multiply their bottom by a matrix: how often each value of it is used.

A multiply-add is one product of a weight and a value of the bottom with its addition to a sum; the
addition of the bias is not counted. So AlexNet's figures of 2012 and VGG's of 2014 are counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from caffe_fillers.layers.shapes import canonical_axis
from caffe_fillers.look.costs.table import MULTIPLIED, counted, shares_memory

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.look.costs.table import Sized

shares_memory("Split", "Flatten", "Reshape")


@counted("Convolution")
def convolution(sized: Sized) -> int:
    """Each weight is used once at every position of every top's item.

    count(weight) x items x out positions, over all tops: N K C/g prod(kernel) prod(out).
    """
    axis = canonical_axis(
        sized.layer.convolution_param.axis, sized.bottoms[0], "convolution_param.axis"
    )
    return weights(sized) * sum(_places(top, axis) for top in sized.tops)


@counted("Deconvolution")
def deconvolution(sized: Sized) -> int:
    """Each weight is used once at every position of every bottom's item."""
    axis = canonical_axis(
        sized.layer.convolution_param.axis, sized.bottoms[0], "convolution_param.axis"
    )
    return weights(sized) * sum(_places(bottom, axis) for bottom in sized.bottoms)


@counted("InnerProduct")
def inner_product(sized: Sized) -> int:
    """M N K for a bottom of M vectors of K values: each weight once a vector."""
    vectors = math.prod(sized.tops[0]) // sized.layer.inner_product_param.num_output
    return weights(sized) * vectors


@counted("LSTM", "RNN")
def recurrent(sized: Sized) -> int:
    """Each weight once a time step and item; the static input's once an item."""
    steps, items = sized.bottoms[0][:2]
    total = 0
    for role, shape in sized.blobs:
        if role in MULTIPLIED:
            total += math.prod(shape) * items * (1 if role == "static" else steps)
    return total


@counted("Embed", "Parameter")
def looked_up(sized: Sized) -> int:
    """None: rows are copied, not multiplied."""
    del sized
    return 0


def weights(sized: Sized) -> int:
    """The values of the blobs that are multiplied."""
    return sum(math.prod(shape) for role, shape in sized.blobs if role in MULTIPLIED)


def _places(shape: Shape, axis: int) -> int:
    """Items times positions: everything but the channels."""
    return math.prod(shape[:axis]) * math.prod(shape[axis + 1 :])
