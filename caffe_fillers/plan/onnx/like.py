"""A converted model is filled with the very bits that Caffe would have drawn for the net.

The plan is the net's own, with every draw in its place; only where the blobs go is new.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import onnx

from caffe_fillers.core.draws import Blob, Constant, Drawn, Fill, Plan, Slot
from caffe_fillers.errors import FormatError, within
from caffe_fillers.files.reading import MAX_LIST, read_given
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.matching.match import Matching, TensorPlace, caffe_blobs, match
from caffe_fillers.plan.onnx import Decision, Filled, OnnxPlan, plan_onnx
from caffe_fillers.plan.onnx.layouts import Fans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from caffe_fillers.formats.onnx.model import OnnxModel
    from caffe_fillers.formats.onnx.save import Filling
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.plan.onnx import OnnxOptions

__all__ = ["Likeness", "plan_like", "read_table"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A plan for a converted model, and how well it fits the net."""

    planned: OnnxPlan
    matching: Matching
    #: Weights of the model that no blob of the net is for.
    missed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every blob found its tensor, and every weight its blob."""
        return not self.matching.blobs and not self.missed


def plan_like(
    model: OnnxModel,
    net: NetPlan,
    table: Mapping[str, str] | None = None,
    options: OnnxOptions | None = None,
) -> Likeness:
    """The plan that gives a model the bits of the net that it was converted from.

    Args:
        model: The model.
        net: The planned net.
        table: Tensors and blobs (`layer[number]`) that names and shapes do not match.
        options: What the recipe excludes is left as it is.

    Raises:
        FormatError: the table does not fit.
    """
    found = plan_onnx(model, options)
    places = [place for decision in found.decisions for place in _places(decision)]
    shapes = net.plan.blobs
    blobs = caffe_blobs(net.net, net.types, net.slots, lambda slot: shapes[slot].shape)
    with within(str(model.path)):
        matching = match(blobs, places, table)
    return _Liking(net.plan, found, matching).finish()


def read_table(path: Path) -> dict[str, str]:
    """A table of tensors and blobs: JSON, `{"conv1.W": "conv1[0]"}`.

    Raises:
        FormatError: the file is missing or has another form.
    """
    with within(str(path)):
        try:
            content = json.loads(read_given(path, MAX_LIST).decode())
        except (OSError, ValueError, RecursionError) as error:
            raise FormatError(f"cannot be read: {error}") from error
        if not isinstance(content, dict) or not all(
            isinstance(value, str) for value in content.values()
        ):
            raise FormatError(
                "is not a table of tensors and blobs", hint='Write {"conv1.W": "conv1[0]"}.'
            )
        return content


def _places(decision: Decision) -> list[TensorPlace]:
    """The blobs of one tensor, as Caffe's layers would have them."""
    site = decision.site
    if site.element is None or (not decision.uses and not site.element.is_float) or not site.size:
        return []
    tensor = site.holder.name if isinstance(site.holder, onnx.TensorProto) else site.name
    if not decision.uses:
        return [TensorPlace(site.name, tensor, (), site.shape, View.whole(site.shape))]
    use = decision.uses[0]
    readers = tuple(filter(None, (use.call.node.name, *use.call.node.output)))
    several = len(use.parts) > 1
    return [
        TensorPlace(
            f"{site.name}[{number}]" if several else site.name,
            tensor,
            readers,
            part.shape,
            part.view,
            part.role,
        )
        for number, part in enumerate(use.parts)
    ]


class _Liking:
    """A plan under construction; lives only inside `plan_like`."""

    def __init__(self, plan: Plan, found: OnnxPlan, matching: Matching) -> None:
        self._net = plan
        self._found = found
        self._matching = matching
        self._pairs = {pair.place.name: pair for pair in matching.pairs}
        self._draws = list(plan.draws)
        self._blobs: dict[Slot, Blob] = {}
        self._fillings: list[Filling] = []
        self._missed: list[str] = []
        #: Of the layers that an operator's inputs came from, the roles that Caffe has no blob for.
        self._implied: dict[str, dict[str, float]] = {}
        for pair in matching.pairs:
            for reader in pair.place.readers:
                self._implied.setdefault(reader, {}).update(pair.blob.type.blobs.implied)

    def finish(self) -> Likeness:
        """Decide for every tensor, and give the plan."""
        decisions = tuple(map(self._decide, itertools.count(), self._found.decisions))
        plan = replace(self._net, draws=tuple(self._draws), blobs=self._blobs)
        planned = OnnxPlan(plan, tuple(self._fillings), decisions, self._matching.notes)
        return Likeness(planned, self._matching, tuple(self._missed))

    def _decide(self, number: int, decision: Decision) -> Decision:
        """What becomes of one tensor: all of its blobs have their source, or it stays."""
        name, places = decision.site.name, _places(decision)
        excluded = decision.kept if decision.uses else ""
        found = [] if excluded else [(place, self._source(place)) for place in places]
        sources = {place: source for place, source in found if source}
        if not sources or len(sources) < len(found):
            if decision.uses:
                self._missed += [place.name for place, source in found if not source]
            why = excluded or ("no blob of the net is for it" if decision.uses else decision.kept)
            return replace(decision, parts=(), kept=why)
        parts, filled = {}, []
        for at, (place, source) in enumerate(sources.items()):
            slot = Slot(number, at, place.name)
            told, view, self._blobs[slot] = source
            parts[slot] = view
            own = self._blobs[slot].source
            draw = own.draw if isinstance(own, Drawn) else -1
            shape = self._blobs[slot].shape or (1,)
            filled.append(Filled(draw, place.role, told, Fans(*fans(shape))))
        self._fillings.append(decision.filling(Slot(number, 0, name), parts))
        return replace(decision, parts=tuple(filled), kept="")

    def _source(self, place: TensorPlace) -> tuple[str, View, Blob] | None:
        """Where a place has its values from: in words, and for the plan."""
        pair = self._pairs.get(place.name)
        if pair:
            blob = self._net.blobs[self._net.owner(pair.blob.slot)]
            told = f"{pair.blob.slot} (by {pair.by})"
            return told, pair.view, blob
        implied = [self._implied.get(reader, {}) for reader in place.readers]
        value = next((each[place.role] for each in implied if place.role in each), None)
        if value is None:
            return None
        self._draws.append(Fill(Slot(-1, 0, place.name), place.shape, Constant(value)))
        blob = Blob(place.shape, Drawn(len(self._draws) - 1))
        return f"{value:g}, as if Caffe had it", place.view, blob
