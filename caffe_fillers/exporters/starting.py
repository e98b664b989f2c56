"""Numbers that no model gives: those that a training net starts from, and random DummyData."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Blob, Drawn, Fill, Habits, Skip, Slot
from caffe_fillers.errors import within
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from caffe_fillers.plan.net import NetPlan, Options

__all__ = ["frozen_dummies", "with_start"]


def with_start(planned: NetPlan, start: NetPlan) -> NetPlan:
    """The plan, what it would draw taken from the start of the net it was made of.

    Layers are matched by name, as a snapshot of that start would be loaded. What the start does
    not have is drawn behind all that it draws.
    """
    rows: dict[str, tuple[Slot, ...]] = {}
    for layer, slots in zip(start.net.layer, start.slots, strict=True):
        if slots:
            rows.setdefault(layer.name, slots)
    behind = len(start.plan.draws)
    blobs = dict(planned.plan.blobs)
    for layer, slots in zip(planned.net.layer, planned.slots, strict=True):
        begun = rows.get(layer.name, ())
        for slot in slots:
            source = blobs[slot].source
            if not isinstance(source, Drawn):
                continue
            twin = begun[slot.blob] if len(begun) == len(slots) else None
            if twin and start.plan.blobs[twin].shape == blobs[slot].shape:
                blobs[slot] = Blob(
                    blobs[slot].shape, start.plan.blobs[start.plan.owner(twin)].source
                )
            else:
                blobs[slot] = Blob(blobs[slot].shape, Drawn(behind + source.draw))
    plan = replace(planned.plan, draws=(*start.plan.draws, *planned.plan.draws), blobs=blobs)
    return replace(planned, plan=plan)


def frozen_dummies(planned: NetPlan, options: Options) -> NetPlan:
    """The plan with a blob for each top of a random DummyData, drawn as the first pass draws it.

    (dummy_data_layer.cpp: the tops are filled in the forward pass, layer by layer)
    """
    habits = Habits(options.era, options.dtype)
    draws: list[Fill | Skip] = list(planned.plan.draws)
    blobs, slots = dict(planned.plan.blobs), list(planned.slots)
    for index, (layer, tops) in enumerate(zip(planned.net.layer, planned.tops, strict=True)):
        if layer.type != "DummyData":
            continue
        own = tuple(Slot(index, position, layer.name) for position in range(len(layer.top)))
        slots[index] = own
        fillers = layer.dummy_data_param.data_filler or [caffe.FillerParameter()]
        for slot, shape in zip(own, tops, strict=False):
            filler = fillers[slot.blob if len(fillers) > 1 else 0]
            with within(f"layer {layer.name!r}: dummy_data_param.data_filler"):
                make = registry.fillers.get(filler.type, options.dialect, papers=options.papers)
                law = make(filler, shape, habits)
            blobs[slot] = Blob(shape, Drawn(len(draws)))
            draws.append(Fill(slot, shape, law, filler.type))
    plan = replace(planned.plan, draws=tuple(draws), blobs=blobs)
    return replace(planned, plan=plan, slots=tuple(slots))
