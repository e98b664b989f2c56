"""Biases and norms that a model spells out as Add, Mul, Sub and Div.

A constant with one value a channel that is added to the output of a weight is its bias; one that
multiplies it, or multiplies what was normalised just before, is the scale of a norm. So exporters
write a linear layer's bias, Caffe's Scale and Bias layers, and norms of older opsets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from caffe_fillers.plan.onnx.operator import Channels
from caffe_fillers.plan.onnx.scopes import domain_of
from caffe_fillers.plan.onnx.slots import operator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.plan.onnx.layouts import Part
    from caffe_fillers.plan.onnx.scopes import Call
    from caffe_fillers.plan.onnx.trace import Node, Tracer

__all__ = ["Chains", "Found"]

#: What a spelled-out norm divides by goes back to a mean through these.
SPREADS = frozenset({"Sqrt", "Reciprocal", "Add", "Div", "Pow", "Cast", "Identity", "Max", "Clip"})
MAX_SPREAD = 8


class Found(NamedTuple):
    """An input that is a bias or a part of a norm."""

    slot: int
    role: str


@dataclass(frozen=True, slots=True)
class _Chain:
    """A value whose channels are known."""

    #: How many there are; 0: what the last axis has.
    channels: int
    #: Axes behind that of the channels; -1: any.
    behind: int
    #: What was applied last: "weight", "bias", "norm", "mean", "scale", "shift".
    last: str


#: What each operator may apply, by what came before it.
APPLIES = {
    "Add": {"weight": "bias", "norm": "norm_bias", "scale": "norm_bias", "mean": "norm_bias"},
    "Mul": dict.fromkeys(("weight", "bias", "norm", "mean"), "norm_scale"),
    "Div": dict.fromkeys(("weight", "bias", "mean"), "norm_scale"),
    "Sub": dict.fromkeys(("weight", "bias"), "norm_mean"),
}
THEN = {"Add": "shift", "Mul": "scale", "Div": "norm", "Sub": "mean"}


class Chains:
    """Follows the channels of every value through the graph, node by node."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._chains: dict[tuple[int, str], _Chain] = {}

    def visit(self, node: Node, weights: Sequence[tuple[int, tuple[Part, ...]]]) -> Iterator[Found]:
        """The biases and norms among a node's inputs; `weights`: those already known as such."""
        call = node.call
        if not call.node.output:
            return
        chain = self._made(node, dict(weights))
        if chain is None and call.op in APPLIES and domain_of(call.node) == "":
            slot, chain, role = self._applied(node)
            if role:
                yield Found(slot, role)
        if chain:
            self._chains[id(call.scope), call.node.output[0]] = chain

    def _made(self, node: Node, weights: dict[int, tuple[Part, ...]]) -> _Chain | None:
        """The chain that begins or goes on at a node."""
        call = node.call
        slot = min((slot for slot in weights if slot in (1, 3)), default=None)
        shape = weights[slot][0].shape if slot is not None else ()
        channels = operator(domain_of(call.node), call.op).channels
        if shape and channels is Channels.LAST:
            return _Chain(shape[0], 0, "bias" if len(weights) > 1 else "weight")
        if shape and channels in (Channels.SECOND, Channels.TRANSPOSED):
            transposed = channels is Channels.TRANSPOSED
            outputs = shape[1] * node.number("group", 1) if transposed else shape[0]
            return _Chain(outputs, len(shape) - 2, "bias" if len(weights) > 1 else "weight")
        if channels is Channels.PASSED:
            return self._of(call, 0)
        before = self._of(call, 0)
        if channels is Channels.NORMALIZED:
            return replace(before, last="norm") if before else _Chain(0, -1, "norm")
        if call.op == "Reshape" and before and before.last == "norm":
            # A GroupNormalization is written as one of instances, between two Reshapes.
            return _Chain(0, -1, "norm")
        if call.op in ("Div", "Mul") and self._normalises(node):
            return _Chain(0, 0, "norm")
        return None

    def _applied(self, node: Node) -> tuple[int, _Chain | None, str]:
        """The constant that a node applies to a chain: its slot, the chain after it, its role."""
        call = node.call
        for slot in (1, 0) if call.op in ("Add", "Mul") else (1,):
            chain = self._of(call, 1 - slot)
            traced = node.trace(slot) if chain else None
            if chain is None or traced is None:
                continue
            role = APPLIES[call.op].get(chain.last, "")
            if role and _one_a_channel(traced.shape, chain, alone=role == "bias"):
                then = role if role == "bias" else THEN[call.op]
                return slot, replace(chain, last=then), role
        return 0, None, ""

    def _of(self, call: Call, slot: int) -> _Chain | None:
        if slot >= len(call.node.input):
            return None
        scope, name = call.scope.resolve(call.node.input[slot])
        return self._chains.get((id(scope), name))

    def _normalises(self, node: Node) -> bool:
        """Whether it divides by a root of a mean, or multiplies by its inverse."""
        slots = (1,) if node.call.op == "Div" else (0, 1)
        return any(self._is_spread(node, slot) for slot in slots)

    def _is_spread(self, node: Node, slot: int) -> bool:
        rooted = False
        for _ in range(MAX_SPREAD):
            before = node.producer(slot)
            if before is None:
                return False
            if before.call.op == "ReduceMean":
                return rooted
            if before.call.op not in SPREADS:
                return False
            rooted |= before.call.op in ("Sqrt", "Pow")
            computed = [at for at in range(len(before.call.node.input)) if not before.trace(at)]
            if len(computed) != 1:
                return False
            node, slot = before, computed[0]
        return False


def _one_a_channel(shape: Shape, chain: _Chain, *, alone: bool) -> bool:
    """Whether a constant of this shape has one value for each channel; `alone`: even if one."""
    at = len(shape) - 1 - chain.behind
    if chain.behind < 0:
        at = max(range(len(shape)), key=lambda axis: shape[axis], default=-1)
    if at < 0:
        return False
    others = [dim for axis, dim in enumerate(shape) if axis != at]
    fits = chain.channels in (0, shape[at]) and all(dim == 1 for dim in others)
    return fits and (shape[at] > 1 or alone)
