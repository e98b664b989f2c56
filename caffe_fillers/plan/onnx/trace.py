"""From an operator's input back to the tensor that it is made of.

Between the two may stand operators that move values or change their type, and none that computes
with them. What is found is the tensor, and how its storage looks from where we came from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx

from caffe_fillers.errors import FormatError
from caffe_fillers.formats.onnx.scale import Scale
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx.scopes import Call, Scope, Site, attributes_of, domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.element import Element
    from caffe_fillers.formats.onnx.model import OnnxModel

#: Where movers live: ONNX's own operators, and ONNX Runtime's.
DOMAINS = ("", "com.microsoft")

__all__ = ["MOVERS", "Node", "Traced", "Tracer", "neutral"]

#: A chain of movers longer than this is a circle.
MAX_CHAIN = 10_000
#: Constants that say something about a model's structure are smaller than this.
MAX_CONSTANT = 1 << 28

#: The scale of everything quantised, where the model's own may not be told: bytes hold -4 to 4.
SECRET_SCALE = 1 / 32
#: The byte of 1 in float 8 E4M3: scales that are kept as bytes are of that type.
FLOAT8_ONE = 0x38

#: Operators whose first input comes out again, perhaps moved or with another type.
MOVERS = frozenset(
    {"Identity", "Cast", "CastLike", "Dropout", "QuantizeLinear", "DequantizeLinear"}
    | {"Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze"}
)


@dataclass(frozen=True, slots=True)
class Traced:
    """A tensor, seen from an operator's input."""

    site: Site
    #: The value's shape where it is read.
    shape: Shape
    #: Where its values stand in the storage; None where they were moved beyond following.
    view: View | None
    scale: Scale | None = None
    #: The operators in between, from the tensor on.
    through: tuple[str, ...] = ()
    #: Why the tensor cannot be filled after all; empty if it can.
    fault: str = ""


class Tracer:
    """Finds tensors and reads the small constants that the way there depends on."""

    def __init__(self, model: OnnxModel, *, secret: bool = False) -> None:
        """Over this model; `secret`: its scales and zero points are to be replaced."""
        self._model = model
        self._secret = secret
        #: With `secret`, every tensor that is a scale or a zero point.
        self.steering: dict[Site, str] = {}

    def trace(self, scope: Scope, name: str) -> Traced | None:
        """The tensor that a value is made of; None if it is computed or comes from outside."""
        scope, name = scope.resolve(name)
        movers: list[Call] = []
        while name and name not in scope.sites:
            call = scope.producers.get(name)
            if call is None or not _moves(call) or len(movers) == MAX_CHAIN:
                return None
            movers.append(call)
            scope, name = scope.resolve(call.node.input[0])
        if not name:
            return None
        site = scope.sites[name]
        traced = Traced(site, site.shape, View.whole(site.shape))
        for call in reversed(movers):
            traced = replace(self._move(traced, call), through=(*traced.through, call.op))
        return traced

    def constant(self, scope: Scope, name: str) -> NDArray[Any] | None:
        """The value, if it is a tensor of the model as it is, or behind an Identity or a Cast."""
        traced = self.trace(scope, name) if name else None
        if traced is None or traced.site.sparse or set(traced.through) - {"Identity", "Cast"}:
            return None
        return self.values(traced.site)

    def scale(self, scope: Scope, name: str) -> NDArray[Any] | None:
        """As `constant`, for a scale: with `secret` nobody learns it, and it is a new one."""
        return self._steering(scope, name, "scale")

    def zero(self, scope: Scope, name: str) -> NDArray[Any] | None:
        """As `scale`, for a zero point."""
        return self._steering(scope, name, "zero")

    def _steering(self, scope: Scope, name: str, role: str) -> NDArray[Any] | None:
        traced = self.trace(scope, name) if self._secret and name else None
        if traced is None or traced.site.element is None:
            return self.constant(scope, name)
        self.steering[traced.site] = role
        element = traced.site.element
        return np.full(traced.shape, neutral(role, element), element.dtype)

    def values(self, site: Site) -> NDArray[Any]:
        """The values of a tensor.

        Raises:
            FormatError: they are far too many to steer a model.
        """
        holder = site.holder
        if isinstance(holder, onnx.AttributeProto):
            numbers = holder.floats if site.shape else holder.f
            return np.array(numbers, np.float32)
        if site.size > MAX_CONSTANT:
            raise FormatError(f"tensor {site.name!r}: {site.size:,} values are no constant")
        return self._model.array(holder)

    def _move(self, traced: Traced, call: Call) -> Traced:
        if call.op == "DequantizeLinear":
            return self._dequantized(traced, call)
        node = Node(self, call)
        shape = _moved_shape(traced.shape, node)
        if shape is None:
            return replace(traced, fault=f"only running the model tells its shape after {call.op}")
        if call.op == "Transpose":
            order = _order(node, len(traced.shape))
            view = traced.view.transpose(order) if traced.view else None
        else:
            view = traced.view.reshape(shape) if traced.view and traced.site.size else None
        return replace(traced, shape=shape, view=view)

    def _dequantized(self, traced: Traced, call: Call) -> Traced:
        node = Node(self, call)
        scale, zero = node.scale(1), node.zero(2)
        if scale is None or (zero is None and node.has(2)):
            return replace(traced, fault="its scale or zero point is computed")
        try:
            made = Scale.of(
                traced.shape,
                scale,
                0 if zero is None else zero,
                axis=node.number("axis", 1),
                block=node.number("block_size", 0),
            )
        except FormatError as error:
            return replace(traced, fault=error.message)
        straight = traced.view is not None and traced.view.straight
        if traced.scale or not (made.single or straight):
            return replace(traced, fault="it was moved before it was scaled")
        return replace(traced, scale=made)


class Node:
    """What an operator is told: its attributes and its constant inputs."""

    def __init__(self, tracer: Tracer, call: Call) -> None:
        self.call = call
        self._tracer = tracer
        self._attributes = attributes_of(call)

    def has(self, slot: int) -> bool:
        """Whether this input is given."""
        return slot < len(self.call.node.input) and bool(self.call.node.input[slot])

    def trace(self, slot: int) -> Traced | None:
        """The tensor that an input is made of."""
        if not self.has(slot):
            return None
        return self._tracer.trace(self.call.scope, self.call.node.input[slot])

    def constant(self, slot: int) -> NDArray[Any] | None:
        """An input's value, if it is a constant."""
        if not self.has(slot):
            return None
        return self._tracer.constant(self.call.scope, self.call.node.input[slot])

    def scale(self, slot: int) -> NDArray[Any] | None:
        """A constant input that makes numbers of codes."""
        if not self.has(slot):
            return None
        return self._tracer.scale(self.call.scope, self.call.node.input[slot])

    def zero(self, slot: int) -> NDArray[Any] | None:
        """A constant input that is the code of zero."""
        if not self.has(slot):
            return None
        return self._tracer.zero(self.call.scope, self.call.node.input[slot])

    def readers(self, op: str) -> list[Node]:
        """The operators of this type that read the first output."""
        output = self.call.node.output[0] if self.call.node.output else ""
        calls = self.call.scope.readers.get(output, ()) if output else ()
        return [Node(self._tracer, call) for call in calls if call.op == op]

    def producer(self, slot: int) -> Node | None:
        """The operator that an input comes from."""
        if not self.has(slot):
            return None
        scope, name = self.call.scope.resolve(self.call.node.input[slot])
        call = scope.producers.get(name)
        return Node(self._tracer, call) if call else None

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        attribute = self._attributes.get(name)
        return int(attribute.i) if attribute is not None else default

    def text(self, name: str, default: str) -> str:
        """A word."""
        attribute = self._attributes.get(name)
        return attribute.s.decode("utf-8", "replace") if attribute is not None else default

    def numbers(self, name: str, slot: int | None = None) -> tuple[int, ...] | None:
        """Whole numbers, from an attribute or (in later opsets) an input; None: not known."""
        attribute = self._attributes.get(name)
        if attribute is not None:
            return tuple(attribute.ints)
        if slot is None or not self.has(slot):
            return ()
        values = self.constant(slot)
        return None if values is None else tuple(int(each) for each in values.reshape(-1))


def neutral(role: str, element: Element) -> float:
    """A scale, or a zero point in the middle of a type's codes, that says nothing."""
    if role == "scale":
        return SECRET_SCALE if element.is_float else FLOAT8_ONE
    unsigned = not element.is_float and element.low == 0
    return (element.high + 1) / 2 if unsigned else 0


def _moves(call: Call) -> bool:
    return call.op in MOVERS and domain_of(call.node) in DOMAINS and bool(call.node.input)


def _moved_shape(shape: Shape, node: Node) -> Shape | None:
    """The shape after a mover; None where only running the model would tell."""
    match node.call.op:
        case "Transpose":
            return _transposed(shape, _order(node, len(shape)))
        case "Flatten":
            axis = node.number("axis", 1)
            return math.prod(shape[:axis]), math.prod(shape[axis:])
        case "Squeeze":
            return _squeezed(shape, node.numbers("axes", slot=1))
        case "Unsqueeze":
            return _unsqueezed(shape, node.numbers("axes", slot=1))
        case "Reshape":
            dims = node.numbers("shape", slot=1)
            return _fitted(shape, dims, zero_copies=not node.number("allowzero", 0))
        case _:
            return shape


def _order(node: Node, axes: int) -> tuple[int, ...]:
    return node.numbers("perm") or tuple(range(axes))[::-1]


def _transposed(shape: Shape, order: Sequence[int]) -> Shape | None:
    if sorted(order) != [*range(len(shape))]:
        return None
    return tuple(shape[axis] for axis in order)


def _squeezed(shape: Shape, axes: tuple[int, ...] | None) -> Shape | None:
    if axes is None or any(not -len(shape) <= axis < len(shape) for axis in axes):
        return None
    gone = {axis % len(shape) for axis in axes} if axes else {*range(len(shape))}
    kept = [(at, dim) for at, dim in enumerate(shape) if at not in gone or dim != 1]
    return tuple(dim for _, dim in kept)


def _unsqueezed(shape: Shape, axes: tuple[int, ...] | None) -> Shape | None:
    if axes is None:
        return None
    rank = len(shape) + len(axes)
    new = {axis % rank for axis in axes if -rank <= axis < rank}
    if len(new) != len(axes):
        return None
    dims = iter(shape)
    return tuple(1 if at in new else next(dims) for at in range(rank))


def _fitted(shape: Shape, dims: tuple[int, ...] | None, *, zero_copies: bool) -> Shape | None:
    """The shape that Reshape gives."""
    if dims is None or any(dim < -1 for dim in dims) or dims.count(-1) > 1:
        return None
    wanted = [
        shape[at] if dim == 0 and zero_copies and at < len(shape) else dim
        for at, dim in enumerate(dims)
    ]
    total, known = math.prod(shape), math.prod(dim for dim in wanted if dim != -1)
    if -1 in wanted and known:
        wanted[wanted.index(-1)] = total // known
    return tuple(wanted) if math.prod(wanted) == total else None
