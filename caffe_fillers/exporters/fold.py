"""BatchNorm and Scale folded into the layer before: only on request, as it changes the weights.

A Conv, ConvTranspose or Gemm followed by steps of one factor or term a channel is one operator with
other weights: y = a (W x + b) + c is (a W) x + (a b + c). The product is rounded once more than
Caffe's, so the result differs in the last bits, and the net is no longer the one to fine-tune.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.exporters.graph import Graph, Node, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["fold"]

LINEAR = ("Conv", "ConvTranspose", "Gemm")


@dataclass(frozen=True, slots=True)
class Made:
    """An initializer of the graph as it was: how many blobs it takes, and what of them."""

    shapes: tuple[tuple[int, ...], ...]
    shape: tuple[int, ...]
    make: Callable[..., NDArray[Any]] | None

    def of(self, blobs: Sequence[NDArray[Any]]) -> NDArray[np.float64]:
        """Its values; sums and products are formed in double precision, and rounded once."""
        parts = [blob.reshape(shape) for blob, shape in zip(blobs, self.shapes, strict=True)]
        made = self.make(*parts) if self.make else parts[0]
        whole: NDArray[np.float64] = np.asarray(made, np.float64).reshape(self.shape)
        return whole


@dataclass(frozen=True, slots=True)
class Step:
    """One step behind the linear operator: "norm", "factor" or "term"."""

    effect: str
    eps: float = 0.0


@dataclass(frozen=True, slots=True)
class Folded:
    """The new weight or bias, of the old ones and of what the steps hold."""

    op_type: str
    #: Gemm: whether a row is an output. ConvTranspose: the groups.
    rows: bool
    group: int
    has_bias: bool
    steps: tuple[Step, ...]
    made: tuple[Made, ...]
    #: Whether this is the bias.
    bias: bool

    def __call__(self, *blobs: NDArray[Any]) -> NDArray[Any]:
        """Its values, of all blobs in order."""
        values = []
        for each in self.made:
            values.append(each.of(blobs[: len(each.shapes)]))
            blobs = blobs[len(each.shapes) :]
        weight, *rest = values
        outputs = self._outputs(weight)
        old = rest.pop(0) if self.has_bias else np.zeros(outputs)
        factor, term = self._affine(rest, outputs)
        made: NDArray[Any] = factor * old + term if self.bias else self._scaled(weight, factor)
        return made

    def _outputs(self, weight: NDArray[Any]) -> int:
        if self.op_type == "ConvTranspose":
            return int(weight.shape[1]) * self.group
        return int(weight.shape[0] if self.op_type == "Conv" or self.rows else weight.shape[1])

    def _affine(self, rest: list[NDArray[Any]], outputs: int) -> tuple[NDArray[Any], NDArray[Any]]:
        factor, term = np.ones(outputs), np.zeros(outputs)
        for step in self.steps:
            if step.effect == "norm":
                mean, variance = rest.pop(0).reshape(-1), rest.pop(0).reshape(-1)
                share = 1 / np.sqrt(variance + step.eps)
                factor, term = factor * share, (term - mean) * share
            else:
                number = rest.pop(0).reshape(-1)
                if step.effect == "factor":
                    factor, term = factor * number, term * number
                else:
                    term = term + number
        return factor, term

    def _scaled(self, weight: NDArray[Any], factor: NDArray[Any]) -> NDArray[Any]:
        if self.op_type == "ConvTranspose":
            inner = weight.reshape(self.group, -1, *weight.shape[1:])
            by = factor.reshape(self.group, 1, -1, *[1] * (weight.ndim - 2))
            scaled: NDArray[Any] = (inner * by).reshape(weight.shape)
        elif self.op_type == "Conv" or self.rows:
            scaled = weight * factor.reshape(-1, *[1] * (weight.ndim - 1))
        else:
            scaled = weight * factor
        return scaled


def fold(graph: Graph) -> int:
    """Fold what can be folded; gives how many operators went."""
    readers: dict[str, list[Node]] = {}
    for node in graph.nodes:
        for name in graph.reads(node):
            readers.setdefault(name, []).append(node)
    kept = {output.value for output in graph.outputs}
    gone: set[int] = set()
    for node in list(graph.nodes):
        if node.op_type in LINEAR and _own(graph, node, readers):
            gone |= _fold_into(graph, node, readers, kept)
    graph.nodes = [node for node in graph.nodes if id(node) not in gone]
    graph.prune()
    return len(gone)


def _own(graph: Graph, node: Node, readers: dict[str, list[Node]]) -> bool:
    """Whether its weights are initializers that nobody else reads."""
    names = node.inputs[1:]
    return all(name in graph.weights and len(readers[name]) == 1 for name in names)


def _fold_into(
    graph: Graph, node: Node, readers: dict[str, list[Node]], kept: set[str]
) -> set[int]:
    steps: list[Step] = []
    values: list[str] = []
    gone: set[int] = set()
    outputs = _channels(graph, node)
    while node.outputs[0] not in kept and len(readers.get(node.outputs[0], ())) == 1:
        (after,) = readers[node.outputs[0]]
        step = _step(graph, node, after, outputs)
        if step is None:
            break
        steps.append(step[0])
        values += step[1]
        gone.add(id(after))
        node.outputs = after.outputs
    if steps:
        _replace(graph, node, steps, values)
    return gone


def _channels(graph: Graph, node: Node) -> int:
    shape = graph.weights[node.inputs[1]].shape
    if node.op_type == "ConvTranspose":
        return shape[1] * int(node.attributes.get("group", 1))
    return shape[0] if node.op_type == "Conv" or node.attributes.get("transB") else shape[1]


def _step(graph: Graph, node: Node, after: Node, outputs: int) -> tuple[Step, list[str]] | None:
    if after.op_type == "BatchNormalization" and after.inputs[0] == node.outputs[0]:
        return Step("norm", after.attributes["epsilon"]), after.inputs[3:5]
    effects = {"Mul": "factor", "Add": "term"}
    if after.op_type not in effects or after.inputs[0] != node.outputs[0]:
        return None
    weight = graph.weights.get(after.inputs[1])
    if weight is None:
        return None
    # One number a channel: (C) of a matrix (N, C), (C, 1, 1 …) of an image.
    axes = len(graph.weights[node.inputs[1]].shape)
    wanted = (outputs, *[1] * (axes - 2))
    return (Step(effects[after.op_type]), [weight.value]) if weight.shape == wanted else None


def _replace(graph: Graph, node: Node, steps: Sequence[Step], values: Sequence[str]) -> None:
    old = [graph.weights[name] for name in (*node.inputs[1:], *values)]
    made = tuple(Made(each.shapes, each.shape, each.make) for each in old)
    sources = tuple(slot for each in old for slot in each.sources)
    shapes = tuple(shape for each in old for shape in each.shapes)
    weight, has_bias = old[0], len(node.inputs) > 2
    rows, group = bool(node.attributes.get("transB")), node.attributes.get("group", 1)
    outputs = _channels(graph, node)
    names = []
    for number, shape in enumerate((weight.shape, (outputs,))):
        make = Folded(node.op_type, rows, group, has_bias, tuple(steps), made, bias=number == 1)
        slot = old[1].slot if number and has_bias else weight.slot
        if number and not has_bias:
            slot = type(slot)(slot.layer, 1, slot.name)
        value = graph.value()
        graph.weights[value] = Weight(value, shape, sources, shapes, slot, make, node.layer)
        names.append(value)
    node.inputs = [node.inputs[0], *names]
