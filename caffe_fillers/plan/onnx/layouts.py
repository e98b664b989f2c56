"""How an operator reads a weight, told as the blobs that Caffe's layer would have filled.

Each layout takes the weight as the operator sees it and gives the blobs it consists of, in Caffe's
own shapes: a convolution's as it is; a matrix product's as InnerProduct's (N, K), transposed into
place; a recurrent layer's by direction, with Caffe's gates in the order of ONNX; by expert, by
projection. What does not fit raises `Unfit`, and the tensor is left alone.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.view import View
    from caffe_fillers.plan.onnx.trace import Node

__all__ = ["Fans", "Layout", "Part", "Unfit"]

#: More blobs in one tensor than this are not experts.
MAX_PARTS = 4096


class Unfit(Exception):  # noqa: N818 # no error: the tensor is left alone, and the plan says why
    """Why a tensor in a weight's place cannot be filled as one."""


class Fans(NamedTuple):
    """Inputs that reach one output, and outputs that one input reaches."""

    fan_in: int
    fan_out: int


@dataclass(frozen=True, slots=True)
class Part:
    """One blob of a weight."""

    #: Caffe's shape for it; `view` may have more axes, in the same order of values.
    shape: Shape
    view: View
    #: The fans as one counts them on paper, where Caffe's differ or not.
    fans: Fans
    #: What it is, where that is not what the operator's input is.
    role: str = ""


Layout: TypeAlias = "Callable[[View, Node], list[Part]]"


def whole(view: View, node: Node) -> list[Part]:
    """One blob as it stands: biases, norms, slopes."""
    del node
    return [Part(view.shape, view, Fans(1, view.size))]


def opaque(view: View, node: Node) -> list[Part]:
    """A weight in a form that only one device reads."""
    del view, node
    raise Unfit("it is packed for one device")


def conv(view: View, node: Node) -> list[Part]:
    """(M, C/group, k...), Caffe's own (base_conv_layer.cpp)."""
    _rank(view, 3, None)
    group = _group(node, view.shape[0])
    inputs = math.prod(view.shape[1:])
    return [Part(view.shape, view, Fans(inputs, view.size // view.shape[1] // group))]


def conv_transpose(view: View, node: Node) -> list[Part]:
    """(C, M/group, k...), Caffe's own for a Deconvolution, whose fan_in counts outputs."""
    _rank(view, 3, None)
    group = _group(node, view.shape[0])
    outputs = math.prod(view.shape[1:])
    return [Part(view.shape, view, Fans(view.size // view.shape[1] // group, outputs))]


def rows(view: View, node: Node) -> list[Part]:
    """(..., N, K), one InnerProduct for each matrix (inner_product_layer.cpp)."""
    del node
    return [_linear(each) for each in _matrices(view)]


def columns(view: View, node: Node) -> list[Part]:
    """(..., K, N), each matrix an InnerProduct's, transposed."""
    del node
    return [_linear(each.transpose((1, 0))) for each in _matrices(view)]


def gemm(view: View, node: Node) -> list[Part]:
    """B of a Gemm: (N, K) if transB is set, else (K, N)."""
    return (rows if node.number("transB", 0) else columns)(view, node)


def gemm_left(view: View, node: Node) -> list[Part]:
    """A of a Gemm whose B is data: the outputs are its rows."""
    _rank(view, 2, 2)
    return (columns if node.number("transA", 0) else rows)(view, node)


def left(view: View, node: Node) -> list[Part]:
    """A matrix that data are multiplied to from the right."""
    _rank(view, 2, 2)
    return rows(view, node)


def fused_matmul(view: View, node: Node) -> list[Part]:
    """B of com.microsoft's FusedMatMul, whose transB turns the last two axes."""
    if node.number("transBatchB", 0) and len(view.shape) > 2:
        raise Unfit("transBatchB is set")
    return gemm(view, node)


def embedding(view: View, node: Node) -> list[Part]:
    """(V, D), Caffe's own for an Embed (embed_layer.cpp)."""
    _rank(view, 2, 2)
    if node.number("axis", node.number("gather_axis", 0)) not in (0, -2):
        raise Unfit("rows are not gathered along axis 0")
    return [Part(view.shape, view, Fans(view.shape[1], view.shape[0]))]


def attention(view: View, node: Node) -> list[Part]:
    """(K, Q + K + V sizes): the projections side by side, each an InnerProduct."""
    _rank(view, 2, 2)
    sizes = node.numbers("qkv_hidden_sizes") or (view.shape[1] // 3,) * 3
    if min(sizes) <= 0 or sum(sizes) != view.shape[1]:
        raise Unfit(f"{view.shape[1]} columns are not the projections {sizes}")
    ends = list(itertools.accumulate(sizes, initial=0))
    cuts = [view.slice(1, first, last) for first, last in itertools.pairwise(ends)]
    return [_linear(cut.transpose((1, 0))) for cut in cuts]


def key_value(view: View, node: Node) -> list[Part]:
    """(K, 2 sizes): the key's and the value's projection side by side."""
    del node
    _rank(view, 2, 2)
    half = view.shape[1] // 2
    cuts = [view.slice(1, 0, half), view.slice(1, half, view.shape[1])]
    return [_linear(cut.transpose((1, 0))) for cut in cuts]


def einsum(slot: int) -> Layout:
    """One operand of a product of two, as an InnerProduct from what is summed to what is new."""

    def layout(view: View, node: Node) -> list[Part]:
        mine, other, result = _letters(node.text("equation", ""), slot)
        if len(mine) != len(view.shape):
            raise Unfit(f"{mine!r} does not name its {len(view.shape)} axes")
        shared = [letter for letter in mine if letter in other]
        summed = [letter for letter in shared if letter not in result]
        each = [letter for letter in shared if letter in result]
        new = [letter for letter in mine if letter not in other and letter in result]
        if not summed or len(each) + len(summed) + len(new) < len(mine):
            raise Unfit("the equation is not a matrix product")
        view = view.transpose([mine.index(letter) for letter in each + new + summed])
        return [_linear_axes(one, len(new)) for one in _items(view, len(each))]

    return layout


def _letters(equation: str, slot: int) -> tuple[str, str, str]:
    """The axes of an operand of an equation of two, of the other one, and of the result."""
    terms, arrow, result = equation.replace(" ", "").partition("->")
    operands = terms.split(",")
    if len(operands) != 2 or "." in terms:
        raise Unfit(f"the equation {equation!r} is not a product of two")
    if not arrow:
        letters = "".join(operands)
        result = "".join(sorted(letter for letter in letters if letters.count(letter) == 1))
    mine, other = operands[slot], operands[1 - slot]
    if len({*mine}) < len(mine):
        raise Unfit(f"{mine!r} names an axis twice")
    return mine, other, result


def _linear_axes(view: View, new: int) -> Part:
    """An InnerProduct whose outputs are several axes, and perhaps its inputs."""
    shape = math.prod(view.shape[:new]), math.prod(view.shape[new:])
    return Part(shape, view, Fans(shape[1], shape[0]))


def _items(view: View, axes: int) -> Iterator[View]:
    """The view at every index of its first axes."""
    if math.prod(view.shape[:axes]) > MAX_PARTS:
        raise Unfit(f"it holds more than {MAX_PARTS} matrices")
    if not axes:
        yield view
        return
    for at in range(view.shape[0]):
        yield from _items(view.index(0, at), axes - 1)


#: Where Caffe's gates i, f, o, g (lstm_unit_layer.cpp) stand among ONNX's i, o, f, c.
LSTM_GATES = (0, 2, 1, 3)


def lstm(view: View, node: Node) -> list[Part]:
    """(directions, 4H, I): for each direction an InnerProduct, Caffe's gates in ONNX's order."""
    del node
    return [_linear(_gates(each, 4)) for each in _directions(view, 3)]


def lstm_columns(view: View, node: Node) -> list[Part]:
    """(directions, I, 4H), as com.microsoft's quantised LSTM has it."""
    del node
    return [_linear(_gates(each.transpose((1, 0)), 4)) for each in _directions(view, 3)]


def lstm_bias(view: View, node: Node) -> list[Part]:
    """(directions, 8H): the input's bias, which is Caffe's only one, and the recurrence's."""
    del node
    return [part for each in _directions(view, 2) for part in _biases(each, 4)]


def recurrent(view: View, node: Node) -> list[Part]:
    """(directions, gates H, I) of a GRU or an RNN."""
    del node
    return [_linear(each) for each in _directions(view, 3)]


def recurrent_bias(view: View, node: Node) -> list[Part]:
    """(directions, 2 gates H) of a GRU or an RNN."""
    del node
    return [part for each in _directions(view, 2) for part in _biases(each, 1)]


def _linear(view: View) -> Part:
    return Part(view.shape, view, Fans(view.shape[1], view.shape[0]))


def _matrices(view: View) -> Iterator[View]:
    _rank(view, 2, None)
    return _items(view, len(view.shape) - 2)


def _directions(view: View, axes: int) -> Iterator[View]:
    _rank(view, axes, axes)
    if view.shape[0] > 2:
        raise Unfit(f"it has {view.shape[0]} directions")
    for at in range(view.shape[0]):
        yield view.index(0, at)


def _gates(view: View, count: int) -> View:
    if view.shape[0] % count:
        raise Unfit(f"{view.shape[0]} rows are not {count} gates")
    return view.runs(LSTM_GATES) if count == 4 else view


def _biases(view: View, count: int) -> Iterator[Part]:
    size = view.shape[0] // 2
    if view.shape[0] % (2 * count):
        raise Unfit(f"{view.shape[0]} values are not two biases of {count} gates")
    first, second = (_gates(view.slice(0, at, at + size), count) for at in (0, size))
    yield Part((size,), first, Fans(1, size))
    yield Part((size,), second, Fans(1, size), "recurrent_bias")


def _group(node: Node, channels: int) -> int:
    group = node.number("group", 1)
    if group < 1 or channels % group:
        raise Unfit(f"{channels} channels are not {group} groups")
    return group


def _rank(view: View, least: int, most: int | None) -> None:
    rank = len(view.shape)
    if rank < least or (most is not None and rank > most):
        wanted = f"{least}" if most == least else f"{least} or more"
        raise Unfit(f"it has {rank} axes, not {wanted}")
