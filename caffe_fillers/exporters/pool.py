"""Pooling and SPP: Caffe's last windows, told to ONNX by explicit padding.

Caffe rounds the number of windows up, and divides an average by the window's area cut to the
padded image. ONNX's ceil_mode means something else in each opset, so it is never used: `over`
says how far the last window reaches past the image, and that much is padded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import exporter
from caffe_fillers.errors import LayerError, within
from caffe_fillers.layers.pool import bins_of, window_of
from caffe_fillers.layers.shapes import pooled_size, size
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site

MAX = caffe.PoolingParameter.MAX
STOCHASTIC = caffe.PoolingParameter.STOCHASTIC

LOWEST = float(np.finfo(np.float32).min)
TINY = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, slots=True)
class Pool:
    """One pooling: (height, width) each."""

    lengths: Shape
    kernel: Shape
    stride: Shape
    #: What is padded before each axis.
    pad: Shape
    #: How many windows there are.
    places: Shape
    #: What is padded behind each axis; as before it unless told.
    behind: Shape = ()

    @property
    def end(self) -> Shape:
        """What is padded behind each axis."""
        return self.behind or self.pad

    @property
    def over(self) -> Shape:
        """How far the last window reaches past the image."""
        axes = zip(self.places, self.stride, self.kernel, self.lengths, self.pad, strict=True)
        return tuple(
            max((places - 1) * stride + kernel - (length + pad), 0)
            for places, stride, kernel, length, pad in axes
        )

    @property
    def has_empty(self) -> bool:
        """Whether a window lies wholly outside the image."""
        return any(over >= kernel for over, kernel in zip(self.over, self.kernel, strict=True))

    def window(self, *, padded: bool) -> dict[str, Any]:
        """ONNX's attributes; without pads if the image is padded already."""
        pads = None if padded else [*self.pad, *self.over]
        return {"kernel_shape": list(self.kernel), "strides": list(self.stride), "pads": pads}

    def pads(self) -> list[int]:
        """What Pad is told for four axes."""
        return [0, 0, *self.pad, 0, 0, *self.over]

    def starts(self, axis: int) -> list[int]:
        """Where the windows begin along an axis."""
        return [place * self.stride[axis] - self.pad[axis] for place in range(self.places[axis])]

    def areas(self) -> np.ndarray[Any, Any]:
        """The area of each window, cut to the padded image."""
        sides = []
        for axis, (length, kernel, pad) in enumerate(
            zip(self.lengths, self.kernel, self.end, strict=True)
        ):
            starts = self.starts(axis)
            sides.append([min(start + kernel, length + pad) - start for start in starts])
        return np.multiply.outer(*(np.array(side, np.float32) for side in sides))


@exporter("Pooling")
def pooling(at: Site, x: str) -> list[str]:
    """MaxPool, AveragePool or their global forms (pooling_layer.cpp)."""
    param, lengths = at.layer.pooling_param, at.bottoms[0][2:]
    window = window_of(param, lengths)
    pool = Pool(lengths, window.kernel, window.stride, window.pad, at.tops[0][2:])
    if len(at.layer.top) > 1:
        return with_mask(at, x, pool)
    if param.global_pooling and param.pool != STOCHASTIC:
        op_type = "GlobalMaxPool" if param.pool == MAX else "GlobalAveragePool"
        return [at.graph.op(op_type, x)]
    return [pooled(at, x, pool, param.pool)]


@exporter("SPP")
def spp(at: Site, x: str) -> str:
    """Poolings into 1, 2, 4 ... bins along each axis, side by side (spp_layer.cpp)."""
    param, (bottom,) = at.layer.spp_param, at.bottoms
    parts = []
    for level in range(param.pyramid_height):
        window = bins_of(bottom[2:], 2**level)
        axes = zip(bottom[2:], window.kernel, window.stride, window.pad, strict=True)
        places = tuple(pooled_size(*axis, clip=any(window.pad)) for axis in axes)
        pool = Pool(bottom[2:], window.kernel, window.stride, window.pad, places)
        with within(f"spp_param.pyramid_height: level {level}"):
            part = pooled(at, x, pool, param.pool)
        if param.pyramid_height > 1:
            part = at.graph.reshape(part, (bottom[0], bottom[1] * size(places)))
        parts.append(part)
    return at.graph.concat(parts, 1)


def pooled(at: Site, x: str, pool: Pool, method: int) -> str:
    """The windows pooled by MAX, AVE or STOCHASTIC."""
    if method == MAX:
        return _maximum(at, x, pool)
    if method == STOCHASTIC:
        return _weighted_mean(at, x, pool)
    return _average(at, x, pool)


def _maximum(at: Site, x: str, pool: Pool) -> str:
    # An empty window has the lowest float, from which Caffe starts.
    if pool.has_empty:
        x = _padded(at, x, pool, LOWEST)
    return at.graph.op("MaxPool", x, **pool.window(padded=pool.has_empty))


def _average(at: Site, x: str, pool: Pool) -> str:
    graph = at.graph
    if all(over <= pad for over, pad in zip(pool.over, pool.end, strict=True)):
        # Where nothing is padded there is nothing to count, and runtimes like that better.
        counted = 1 if any(pool.pad) or any(pool.over) else None
        return graph.op("AveragePool", x, count_include_pad=counted, **pool.window(padded=False))
    with np.errstate(divide="ignore"):
        share = size(pool.kernel) / pool.areas()
    return graph.op("Mul", _mean_of_window(at, x, pool), graph.constant(share[None, None]))


def _weighted_mean(at: Site, x: str, pool: Pool) -> str:
    """sum(x^2) / (FLT_MIN + sum(x)): what the GPU code computes in the TEST phase."""
    if not at.options.stochastic_mean:
        raise LayerError(
            "stochastic pooling has no fixed result: Caffe's CPU code refuses it, its GPU code "
            "takes the mean weighted by the values in the TEST phase",
            where="pooling_param.pool",
            hint="--stochastic-mean exports that mean.",
        )
    graph = at.graph
    total, squares = (
        graph.op("Mul", _mean_of_window(at, value, pool), graph.constant(size(pool.kernel)))
        for value in (x, graph.op("Mul", x, x))
    )
    return graph.op("Div", squares, graph.op("Add", total, graph.constant(TINY)))


def _mean_of_window(at: Site, x: str, pool: Pool) -> str:
    """The sum of each window over the kernel's whole area."""
    if any(pool.over) or any(pool.pad):
        x = _padded(at, x, pool, 0.0)
    return at.graph.op("AveragePool", x, **pool.window(padded=True))


def _padded(at: Site, x: str, pool: Pool, value: float) -> str:
    return at.graph.op("Pad", x, at.graph.ints(pool.pads()), at.graph.constant(value))


def with_mask(at: Site, x: str, pool: Pool) -> list[str]:
    """The maxima and where in their plane they stand, -1 in an empty window."""
    graph = at.graph
    if pool.has_empty:
        x = _padded(at, x, pool, LOWEST)
    y, places = graph.ops("MaxPool", x, outputs=2, **pool.window(padded=pool.has_empty))
    height, width = pool.lengths
    if not pool.has_empty:
        place = graph.op("Mod", places, graph.constant(height * width, np.int64))
        return [y, graph.op("Cast", place, to=TensorProto.FLOAT)]
    (top, left), (bottom, right) = pool.pad, pool.over
    wide = left + width + right
    place = graph.op("Mod", places, graph.constant((top + height + bottom) * wide, np.int64))
    # A place in the padded plane, as row and column of the plane itself.
    row = graph.op("Div", place, graph.constant(wide, np.int64))
    column = graph.op("Mod", place, graph.constant(wide, np.int64))
    shift = graph.constant(top * width + left, np.int64)
    inside = graph.op("Add", graph.op("Mul", row, graph.constant(width, np.int64)), column)
    mask = graph.op("Cast", graph.op("Sub", inside, shift), to=TensorProto.FLOAT)
    empty = [np.array([s >= n for s in pool.starts(a)]) for a, n in enumerate(pool.lengths)]
    outside = graph.constant(np.logical_or.outer(*empty)[None, None], np.bool_)
    return [y, graph.op("Where", outside, graph.constant(-1), mask)]
