"""What else must change when nothing of a model's old numbers may be told.

Scales and zero points say how large the weights were, so they become constants that say nothing.
Numbers in no weight's place may be learnt as well (positions, tokens, trees, frequencies), and
are replaced unless they steer shapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.plan.onnx.scopes import domain_of
from caffe_fillers.plan.onnx.slots import operator
from caffe_fillers.plan.onnx.trace import Node

if TYPE_CHECKING:
    from caffe_fillers.plan.onnx.scopes import Call, Scopes, Site
    from caffe_fillers.plan.onnx.trace import Tracer

__all__ = ["is_other", "steer"]


def steer(scopes: Scopes, tracer: Tracer) -> None:
    """Let the tracer know every scale and zero point, those of data among them."""
    for call in scopes.calls:
        if scopes.is_function(call):
            continue
        row, inputs = operator(domain_of(call.node), call.op), len(call.node.input)
        node = Node(tracer, call)
        for slot in row.scales_of(inputs):
            if node.has(slot):
                node.scale(slot)
        for slot in row.zeros_of(inputs):
            node.zero(slot)


def is_other(site: Site, readers: list[tuple[Call, int]]) -> bool:
    """Whether a tensor of no known role may hold what was learnt."""
    if site.element is None or not site.element.is_float or site.size < 2:
        return False
    if site.owner is not None:
        return domain_of(site.owner.node) == "ai.onnx.ml" or site.owner.op == "TfIdfVectorizer"
    return not any(
        slot in operator(domain_of(call.node), call.op).steering for call, slot in readers
    )
