"""Which tensors of a model are weights, of which operator, and how it reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx.affine import Chains
from caffe_fillers.plan.onnx.layouts import Unfit
from caffe_fillers.plan.onnx.operator import Operand
from caffe_fillers.plan.onnx.scopes import domain_of
from caffe_fillers.plan.onnx.slots import operands
from caffe_fillers.plan.onnx.trace import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.formats.onnx.element import Element
    from caffe_fillers.formats.onnx.scale import Scale
    from caffe_fillers.plan.onnx.layouts import Part
    from caffe_fillers.plan.onnx.quantised import Stored
    from caffe_fillers.plan.onnx.scopes import Call, Scopes, Site
    from caffe_fillers.plan.onnx.trace import Traced, Tracer

__all__ = ["Use", "Uses", "find_uses"]


@dataclass(frozen=True, slots=True)
class Use:
    """A tensor in the place of a weight."""

    site: Site
    call: Call
    slot: int
    role: str
    parts: tuple[Part, ...]
    element: Element
    #: How many values (codes) the tensor holds.
    size: int
    scale: Scale | None
    #: What stands between the tensor and the operator.
    through: tuple[str, ...]

    def __str__(self) -> str:
        behind = f", behind {', '.join(self.through)}" if self.through else ""
        return f"{self.role} of {self.call.op} {self.call.name!r}, input {self.slot}{behind}"


@dataclass(slots=True)
class Uses:
    """What was found."""

    #: For each tensor its uses as a weight, in the order of the graph.
    by_site: dict[Site, list[Use]] = field(default_factory=dict)
    #: Tensors in a weight's place that cannot be filled, and why.
    refused: dict[Site, str] = field(default_factory=dict)

    def add(self, use: Use) -> None:
        """One more use."""
        self.by_site.setdefault(use.site, []).append(use)
        self.refused.pop(use.site, None)

    def refuse(self, site: Site, why: str) -> None:
        """A use that does not count; an earlier or later good one outweighs it."""
        if site not in self.by_site:
            self.refused.setdefault(site, why)


def find_uses(scopes: Scopes, tracer: Tracer) -> Uses:
    """Every weight of the model.

    The order is that of the graph: operator after operator as they are listed, bodies before the
    node that runs them, and the inputs of one operator by number.
    """
    uses, chains = Uses(), Chains(tracer)
    for call in scopes.calls:
        if scopes.is_function(call):
            continue
        node = Node(tracer, call)
        found = list(_of_operator(node, uses))
        for operand in chains.visit(node, [(use.slot, use.parts) for use in found]):
            found += _use(node, operand.slot, Operand(operand.role), uses, flat=True)
        for use in found:
            uses.add(use)
    for training, initialization, _ in scopes.training:
        for binding in training.initialization_binding:
            _bind(scopes, tracer, uses, binding.key, tracer.trace(initialization, binding.value))
    return uses


def _of_operator(node: Node, uses: Uses) -> Iterator[Use]:
    row = operands(domain_of(node.call.node), node.call.op)
    for slot in sorted(row):
        yield from _use(node, slot, row[slot], uses)


def _use(
    node: Node, slot: int, operand: Operand, uses: Uses, *, flat: bool = False
) -> Iterator[Use]:
    traced = node.trace(slot)
    if traced is None:
        return
    try:
        _check(traced, operand, node)
        stored = operand.storing(traced, node)
        view = stored.view
        if flat:
            view = view.reshape((view.size,)) or View.whole((view.size,))
        parts = _parts(view, operand, node)
        if traced.site.sparse:
            parts = _sparse(parts, stored)
    except Unfit as reason:
        place = f"{operand.role} of {node.call.op} {node.call.name!r}"
        uses.refuse(traced.site, f"{place}, but {reason}")
    else:
        kept = stored.element, stored.size, stored.scale
        yield Use(traced.site, node.call, slot, operand.role, parts, *kept, traced.through)


def _check(traced: Traced, operand: Operand, node: Node) -> None:
    if operand.data is not None and node.trace(operand.data):
        raise Unfit("both factors are tensors of the model")
    if traced.fault:
        raise Unfit(traced.fault)
    if traced.site.size == 0:
        raise Unfit("it is empty")


def _parts(view: View, operand: Operand, node: Node) -> tuple[Part, ...]:
    return tuple(
        replace(part, role=part.role or operand.role) for part in operand.layout(view, node)
    )


def _sparse(dense: tuple[Part, ...], stored: Stored) -> tuple[Part, ...]:
    """The values that are kept, under the law that the whole weight would have."""
    if stored.scale and not stored.scale.single:
        raise Unfit("it is sparse and has several scales")
    return (replace(dense[0], view=View.whole((stored.size,))),)


def _bind(scopes: Scopes, tracer: Tracer, uses: Uses, name: str, initial: Traced | None) -> None:
    """What training starts from is filled as the initializer that it is for."""
    bound = tracer.trace(scopes.main, name)
    if initial is None or bound is None or bound.site not in uses.by_site:
        return
    first = uses.by_site[bound.site][0]
    if initial.site is bound.site or initial.site in uses.by_site:
        return
    same = initial.site.element is bound.site.element and initial.site.shape == bound.site.shape
    if initial.through or not same:
        uses.refuse(initial.site, f"initial value of {name!r}, but of another shape or type")
        return
    uses.add(replace(first, site=initial.site))
