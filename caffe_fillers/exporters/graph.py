"""A graph under construction: functions add operators and get the names of what they make.

Values have working names until the whole graph is known; `naming` gives them those of the net.
Weights are not here: a `Weight` says which blobs it is made of, and its numbers come last.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import defs

from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape, Slot

__all__ = ["Body", "Constant", "Graph", "Input", "Node", "Output", "Weight"]

FLOAT32 = np.dtype(np.float32)

#: So many equal numbers are stored; more are made when the model runs.
STORED = 64

#: The operators whose axes became an input, and since which opset.
_AXES_AS_INPUT = {"ReduceSum": 13}
_OTHER_AXES_AS_INPUT = 18


@dataclass(eq=False, slots=True)
class Node:
    """One operator; `layer` counts the layers of the built net."""

    op_type: str
    inputs: list[str]
    outputs: list[str]
    attributes: dict[str, Any]
    layer: int


@dataclass(frozen=True, slots=True)
class Body:
    """The graph inside a Scan: its own inputs, states first, and its outputs."""

    nodes: tuple[Node, ...]
    inputs: tuple[tuple[str, Shape], ...]
    outputs: tuple[tuple[str, Shape], ...]


@dataclass(eq=False, slots=True)
class Constant:
    """Numbers that a rule of export needs, not the net's own."""

    value: str
    array: NDArray[Any]
    layer: int


@dataclass(eq=False, slots=True)
class Weight:
    """An initializer made of blobs: of one as it is, or by a function of several."""

    value: str
    shape: Shape
    #: The blobs, by the slots that own their values, and the blobs' own shapes.
    sources: tuple[Slot, ...]
    shapes: tuple[Shape, ...]
    #: The blob that it stands for: a name is made of it.
    slot: Slot
    #: (blobs) -> the initializer's values; None where they are the only blob's.
    make: Callable[..., NDArray[Any]] | None
    layer: int


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the graph."""

    name: str
    value: str
    shape: Shape
    #: It is left out if nothing reads it: a label that goes nowhere.
    optional: bool = False
    dtype: np.dtype[Any] = FLOAT32


@dataclass(frozen=True, slots=True)
class Output:
    """An output of the graph under the name that the net has for it."""

    name: str
    value: str
    shape: Shape


@dataclass(slots=True)
class Graph:
    """Everything that was added so far."""

    opset: int
    nodes: list[Node] = field(default_factory=list)
    constants: dict[str, Constant] = field(default_factory=dict)
    weights: dict[str, Weight] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    #: The dimensions of values of which the model's run alone decides one, under a name.
    opened: dict[str, tuple[int | str, ...]] = field(default_factory=dict)
    #: The layer that is being exported.
    layer: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _known: dict[Any, str] = field(default_factory=dict)

    def value(self) -> str:
        """A new working name; no name of a net begins with its first character."""
        return f"\0{next(self._numbers)}"

    def op(self, op_type: str, *inputs: str, **attributes: Any) -> str:
        """Add an operator with one output; gives the output's name.

        An input "" is left out, an attribute None too.
        """
        return self.ops(op_type, *inputs, outputs=1, **attributes)[0]

    def ops(self, op_type: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:
        """Add an operator with several outputs.

        Raises:
            LayerError: the opset has no such operator yet.
        """
        self._check(op_type)
        while inputs and not inputs[-1]:
            inputs = inputs[:-1]
        made = [self.value() for _ in range(outputs)]
        attributes = {name: value for name, value in attributes.items() if value is not None}
        self.nodes.append(Node(op_type, list(inputs), made, attributes, self.layer))
        return made

    def constant(self, array: Any, dtype: Any = np.float32) -> str:
        """Numbers of a rule; equal ones of one layer are one initializer."""
        array = np.asarray(array, dtype)
        key = self.layer, array.dtype.str, array.shape, array.tobytes()
        if key not in self._known:
            value = self._known[key] = self.value()
            self.constants[value] = Constant(value, array, self.layer)
        return self._known[key]

    def ints(self, numbers: Sequence[int]) -> str:
        """Whole numbers: a shape, axes, places."""
        return self.constant(list(numbers), np.int64)

    def reshape(self, x: str, shape: Sequence[int]) -> str:
        """The same values in another shape, all of whose dimensions are known."""
        zero = 1 if 0 in shape and self.opset >= 14 else None
        return self.op("Reshape", x, self.ints(shape), allowzero=zero)

    def full_like(self, x: str, number: float) -> str:
        """This number in the shape of a value."""
        return self.filled(self.op("Shape", x), number)

    def full(self, shape: Shape, number: float) -> str:
        """This number in this shape; many of them are made when the model runs."""
        if math.prod(shape) <= STORED:
            return self.constant(np.full(shape, number, np.float32))
        return self.filled(self.ints(shape), number)

    def filled(self, shape: str, number: float) -> str:
        """This number in the shape that a value tells."""
        return self.op("ConstantOfShape", shape, value=np.full(1, number, np.float32))

    def reduce(self, op_type: str, x: str, axes: Sequence[int], *, keep: bool) -> str:
        """Reduce over these axes, which some opsets take as an attribute and others as an input."""
        if self.opset >= _AXES_AS_INPUT.get(op_type, _OTHER_AXES_AS_INPUT):
            return self.op(op_type, x, self.ints(axes), keepdims=int(keep))
        return self.op(op_type, x, axes=list(axes), keepdims=int(keep))

    def split(self, x: str, axis: int, sizes: Sequence[int]) -> list[str]:
        """Parts of these lengths; one part is the whole."""
        if len(sizes) == 1:
            return [x]
        return self.ops("Split", x, self.ints(sizes), outputs=len(sizes), axis=axis)

    def concat(self, parts: Sequence[str], axis: int) -> str:
        """The parts, one behind the other; one part is the whole."""
        return parts[0] if len(parts) == 1 else self.op("Concat", *parts, axis=axis)

    def weight(
        self,
        slot: Slot,
        shape: Shape,
        sources: Sequence[tuple[Slot, Shape]],
        make: Callable[..., NDArray[Any]] | None = None,
    ) -> str:
        """The initializer for a blob; who shares all of it gets the same one, reshaped if need be.

        Args:
            slot: The blob that it stands for.
            shape: The shape that the operator wants.
            sources: The blobs that its values are made of.
            make: How, if not as they are.
        """
        owners = tuple(source for source, _ in sources)
        known = self._known.get((owners, make))
        if known is None:
            value = self.value()
            shapes = tuple(shape for _, shape in sources)
            self.weights[value] = Weight(value, shape, owners, shapes, slot, make, self.layer)
            self._known[owners, make] = value
            return value
        return known if self.weights[known].shape == shape else self.reshape(known, shape)

    def add_input(self, name: str, shape: Shape, *, optional: bool = False) -> str:
        """A new input; gives the name of its value."""
        value = self.value()
        self.inputs.append(Input(name, value, shape, optional))
        return value

    def add_output(self, name: str, value: str, shape: Shape) -> None:
        """One more output, behind those that there are."""
        self.outputs.append(Output(name, value, shape))

    def body(self) -> Graph:
        """A graph to be put inside an operator of this one, whose values and constants it reads."""
        inner = Graph(self.opset, constants=self.constants, weights=self.weights, layer=self.layer)
        inner._numbers, inner._known = self._numbers, self._known
        return inner

    def reads(self, node: Node) -> Iterator[str]:
        """All that an operator reads, also from inside a body."""
        yield from (name for name in node.inputs if name)
        for each in node.attributes.values():
            if isinstance(each, Body):
                for inner in each.nodes:
                    yield from self.reads(inner)

    def prune(self) -> None:
        """Take away what leads to no output."""
        wanted = {output.value for output in self.outputs}
        kept = []
        for node in reversed(self.nodes):
            if not wanted.isdisjoint(node.outputs):
                kept.append(node)
                wanted.update(self.reads(node))
        self.nodes = kept[::-1]
        self.constants = {name: each for name, each in self.constants.items() if name in wanted}
        self.weights = {name: each for name, each in self.weights.items() if name in wanted}
        self.inputs = [each for each in self.inputs if each.value in wanted or not each.optional]

    def _check(self, op_type: str) -> None:
        if not defs.has(op_type) or not _has(op_type, self.opset):
            since = next((n for n in range(1, 100) if _has(op_type, n)), None)
            raise LayerError(
                f"opset {self.opset} has no operator {op_type}",
                where="opset",
                hint=f"It has it from opset {since} on." if since else None,
            )


def _has(op_type: str, opset: int) -> bool:
    try:
        return not defs.get_schema(op_type, opset, "").deprecated
    except defs.SchemaError:
        return False
