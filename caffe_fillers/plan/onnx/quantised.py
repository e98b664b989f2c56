"""Codes and scales: how the numbers of a quantised weight stand in its tensor.

Where a DequantizeLinear comes first, the trace has found scale and zero point. Other operators
take them as inputs of their own, or a node behind them does, and some pack codes into bytes.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from caffe_fillers.errors import FormatError
from caffe_fillers.formats.onnx.element import FLOATS, Element
from caffe_fillers.formats.onnx.scale import Scale
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx.layouts import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.plan.onnx.trace import Node, Traced

__all__ = ["Stored", "Storing", "plain"]


class Stored(NamedTuple):
    """The numbers of a weight as they are kept."""

    #: Where they stand among the codes.
    view: View
    element: Element
    #: How many codes there are.
    size: int
    scale: Scale | None


Storing: TypeAlias = "Callable[[Traced, Node], Stored]"


def plain(traced: Traced, node: Node) -> Stored:
    """Numbers as they are, or what a DequantizeLinear makes of them."""
    del node
    element = _element(traced)
    if not element.is_float and traced.scale is None:
        raise Unfit(f"{element.name} without a scale")
    # Where the way of the values was lost they are taken in the order of the storage.
    view = traced.view or View.whole(traced.shape)
    return Stored(view, element, traced.site.size, traced.scale)


# --- a code each, and scales from somewhere -----------------------------------------------------


def scaled(scale: int, zero: int | None = None, axis: int = -1) -> Storing:
    """Scale and zero point are inputs: one, or one an item of `axis`."""

    def storing(traced: Traced, node: Node) -> Stored:
        if not node.has(scale):
            return plain(traced, node)
        return _stored(traced, _scales(node, scale), _zeros(node, zero), axis)

    return storing


def scaled_gemm(scale: int, zero: int) -> Storing:
    """One scale, or one an output of B, which transB turns."""

    def storing(traced: Traced, node: Node) -> Stored:
        axis = 0 if node.number("transB", 0) else 1
        return scaled(scale, zero, axis)(traced, node)

    return storing


def scaled_directions(scale: int, zero: int) -> Storing:
    """One scale a direction, or one a column of each direction (DynamicQuantizeLSTM)."""

    def storing(traced: Traced, node: Node) -> Stored:
        scales = _scales(node, scale)
        spread = (traced.shape[0], 1, -1)
        zeros = np.broadcast_to(_zeros(node, zero), scales.shape)
        return _stored(traced, _shaped(scales, spread), _shaped(zeros, spread), 0)

    return storing


def scaled_product(data: int, weight: int) -> Storing:
    """A bias of INT32, whose scale is that of the data times that of the weight."""

    def storing(traced: Traced, node: Node) -> Stored:
        if _element(traced).is_float or traced.scale:
            return plain(traced, node)
        scale = _scales(node, data).reshape(-1)[:1] * _scales(node, weight).reshape(-1)
        return _stored(traced, scale, 0, 0)

    return storing


def scaled_later(zero: int, axis: int) -> Storing:
    """A product of integers, which a Mul gives its scale behind the operator."""

    def storing(traced: Traced, node: Node) -> Stored:
        return _stored(traced, _later_scale(node), _zeros(node, zero), axis)

    return storing


def _later_scale(node: Node) -> NDArray[Any]:
    """The weight's scale in Mul(Cast(product), Mul(data's scale, weight's scale))."""
    for cast in node.readers("Cast"):
        for mul in cast.readers("Mul"):
            sources = [mul, *filter(None, (mul.producer(slot) for slot in (0, 1)))]
            scales = [
                source.scale(slot)
                for source in sources
                if source.call.op == "Mul"
                for slot in (0, 1)
            ]
            known = [scale for scale in scales if scale is not None]
            if len(known) == 1:
                return known[0].reshape(-1)
    raise Unfit("no scale was found behind the operator")


def scaled_gather(traced: Traced, node: Node) -> Stored:
    """Rows of codes that a DequantizeLinear behind the Gather makes numbers of."""
    if _element(traced).is_float or traced.scale:
        return plain(traced, node)
    for later in node.readers("DequantizeLinear"):
        scale = later.scale(1)
        if scale is not None and scale.size == 1:
            return _stored(traced, scale, _zeros(later, 2), 0)
    raise Unfit("no scale was found behind the operator")


def float8_blocks(traced: Traced, node: Node) -> Stored:
    """(N, K) with a scale a block of K (MatMulBlockQuantizedFp8Weight)."""
    return _stored(traced, _scales(node, 2), 0, 1, node.number("block_size", 128))


# --- several codes a byte -----------------------------------------------------------------------


def nbits(scale: int, zero: int | None = None) -> Storing:
    """(N, blocks of K, bytes), a scale and a zero point a block (MatMulNBits)."""

    def storing(traced: Traced, node: Node) -> Stored:
        if node.number("weight_prepacked", 0):
            raise Unfit("it is packed for one device")
        n, k, bits, block = (node.number(name, 0) for name in ("N", "K", "bits", "block_size"))
        if min(n, k, bits, block) < 1:
            raise Unfit("N, K, bits or block_size is missing")
        codes = _codes(bits)
        blocks = -(-k // block)
        shape = (n, blocks * block)
        scales = _shaped(_scales(node, scale), (n, blocks))
        zeros = _packed_zeros(node, zero, (n, blocks), bits)
        stored = _packed(traced, codes, shape, scales, zeros, 1, block)
        return stored._replace(view=stored.view.slice(1, 0, k))

    return storing


def float4_blocks(traced: Traced, node: Node) -> Stored:
    """(N, K / 2) bytes, a float 8 scale a block of K, one scale over all (NVFP4)."""
    scales = _scales(node, 2)
    if scales.dtype == np.uint8:
        scales = scales.view(FLOATS["FLOAT8E4M3FN"].dtype)
    scales = scales.astype(np.float32) * _scales(node, 3).reshape(-1)[:1]
    shape = (traced.shape[0], 2 * math.prod(traced.shape[1:]))
    return _packed(traced, FLOATS["FLOAT4E2M1"], shape, scales, 0, 1, node.number("block_size", 16))


#: The numbers that bitsandbytes' codes stand for: FP4, and NF4 (Dettmers et al., QLoRA, 2023).
FP4 = (0.0, 0.00520833333, 2 / 3, 1.0, 1 / 3, 0.5, 1 / 6, 0.25)
NF4 = (
    *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453),
    *(-0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0.0),
    *(0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224),
    *(0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
)
BNB_LEVELS = ((*FP4, *(-level for level in FP4)), NF4)


def bnb4(traced: Traced, node: Node) -> Stored:
    """(N, K) flat, 4 bits each in a table of levels, an absmax a block (MatMulBnb4)."""
    n, k, block = (node.number(name, 0) for name in ("N", "K", "block_size"))
    quant_type = node.number("quant_type", 1)
    if min(n, k, block) < 1 or quant_type not in (0, 1):
        raise Unfit("N, K or block_size is missing, or quant_type unknown")
    stored = _packed(traced, _codes(4), (n * k,), _scales(node, 2).reshape(-1), 0, 0, block)
    element = replace(stored.element, high_first=True)
    scale = replace(stored.scale, levels=BNB_LEVELS[quant_type]) if stored.scale else None
    return Stored(View.whole((n, k)), element, stored.size, scale)


def gather_blocks(traced: Traced, node: Node) -> Stored:
    """Rows with a scale a block (GatherBlockQuantized); bytes may hold several codes."""
    axis = node.number("quantize_axis", 1) % max(1, len(traced.shape))
    block = node.number("block_size", 128) or traced.shape[axis]
    element, scales = _element(traced), _scales(node, 2)
    if element.is_float:
        return _stored(traced, scales, 0, axis, block)
    if element.name != "UINT8":
        return _stored(traced, scales, _zeros(node, 3), axis, block)
    bits = node.number("bits", 4)
    codes = _codes(bits)
    shape = (*traced.shape[:-1], traced.shape[-1] * 8 // bits)
    zeros = _packed_zeros(node, 3, scales.shape, bits)
    return _packed(traced, codes, shape, scales, zeros, axis, block)


def experts(number: int) -> Storing:
    """(experts, N, bytes of K), a scale a row or a block of K (QMoE)."""
    weight, zero = 3 * number - 1, 10 + number

    def storing(traced: Traced, node: Node) -> Stored:
        if node.text("quant_type", "int") != "int" or node.number("weights_prepacked", 0) > 0:
            raise Unfit("it is packed for one device")
        bits = node.number(f"fc{number}_expert_weight_bits", node.number("expert_weight_bits", 4))
        codes = _codes(bits)
        shape = (*traced.shape[:-1], traced.shape[-1] * 8 // bits)
        scales = _scales(node, weight + 1)
        scales = scales if scales.ndim == len(shape) else scales[..., None]
        block = node.number("block_size", 0) or shape[-1]
        zeros = _packed_zeros(node, zero, scales.shape, bits)
        return _packed(traced, codes, shape, scales, zeros, -1, block)

    return storing


# --- what they share ----------------------------------------------------------------------------


def _element(traced: Traced) -> Element:
    if traced.site.element is None:
        raise Unfit("no type that weights have")
    return traced.site.element


def _codes(bits: int) -> Element:
    if not 1 <= bits <= 8:
        raise Unfit(f"codes of {bits} bits")
    return Element(f"{bits}-bit codes", np.dtype(np.uint8), bits, 0, 2**bits - 1)


def _scales(node: Node, slot: int) -> NDArray[Any]:
    scale = node.scale(slot)
    if scale is None or not scale.size:
        raise Unfit("its scale is computed")
    return scale


def _zeros(node: Node, slot: int | None) -> NDArray[Any]:
    if slot is None or not node.has(slot):
        return np.zeros((), np.float32)
    zero = node.zero(slot)
    if zero is None:
        raise Unfit("its zero point is computed")
    return zero


def _packed_zeros(node: Node, slot: int | None, shape: Shape, bits: int) -> NDArray[Any]:
    """Zero points of this shape, the last axis packed as the codes are; else the middle."""
    if slot is None or not node.has(slot):
        return np.full(shape, 2 ** (bits - 1))
    zeros = _zeros(node, slot)
    if zeros.dtype == np.uint8 and bits < 8:
        rows = math.prod(shape[:-1])
        if not rows or 8 * zeros.size // rows < shape[-1] * bits or zeros.size % rows:
            raise Unfit(f"{zeros.size} bytes of zero points do not belong to it")
        zeros = zeros.reshape(rows, -1, 1)
        flat = np.unpackbits(zeros, axis=2, bitorder="little").reshape(len(zeros), -1)
        codes = flat[:, : shape[-1] * bits].reshape(*shape[:-1], -1, bits)
        zeros = (codes << np.arange(bits, dtype=np.uint8)).sum(axis=-1)
    return _shaped(zeros, shape)


def _shaped(values: NDArray[Any], shape: Shape) -> NDArray[Any]:
    try:
        return values.reshape(shape)
    except ValueError:
        raise Unfit(f"{values.size} scales or zero points do not belong to it") from None


def _stored(traced: Traced, scales: NDArray[Any], zeros: Any, axis: int, block: int = 0) -> Stored:
    """A code each, with these scales along an axis of what the operator sees."""
    if traced.scale or traced.view is None:
        raise Unfit("it was moved before it was scaled")
    if scales.size > 1 and not traced.view.straight:
        raise Unfit("it was moved before it was scaled")
    scale = _scale(traced.shape, scales, zeros, axis, block)
    return Stored(traced.view, _element(traced), traced.site.size, scale)


def _packed(
    traced: Traced,
    element: Element,
    shape: Shape,
    scales: NDArray[Any],
    zeros: Any,
    axis: int,
    block: int,
) -> Stored:
    """Codes of this shape in the tensor's bytes."""
    size = math.prod(shape)
    own = _element(traced)
    if traced.through or own.bits * traced.site.size != 8 * element.nbytes(size):
        raise Unfit(f"{traced.site.size} bytes are not {size} values of {element.bits} bits")
    scale = _scale(shape, scales, zeros, axis, block)
    return Stored(View.whole(shape), element, size, scale)


def _scale(shape: Shape, scales: NDArray[Any], zeros: Any, axis: int, block: int) -> Scale:
    try:
        return Scale.of(shape, scales, zeros, axis=axis, block=block)
    except FormatError as error:
        raise Unfit(error.message) from None
