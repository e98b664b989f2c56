"""A saved model as a net whose blobs are loaded from it, ready to be laid out in any format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Blob, Loaded, Plan, Same, Slot, count
from caffe_fillers.core.registry import Counts, LayerType
from caffe_fillers.errors import FormatError, LayerError
from caffe_fillers.plan.net import NetPlan, Options
from caffe_fillers.plan.saved import SavedLayers
from caffe_fillers.plan.trained import load_trained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caffe_fillers.core.draws import Setup, Shape, Source
    from caffe_fillers.formats.model import Model, StoredBlob
    from caffe_fillers.proto import caffe

__all__ = ["from_model", "from_net", "working_type"]

#: Values compared at a time.
BLOCK = 1 << 16


def from_model(model: Model) -> NetPlan:
    """The layers and blobs of a model, by the file alone.

    Of formats that hold no definitions, the layers have names only. Blobs that share a parameter,
    and are equal, are the same. Four old dimensions become the shape that the layer makes today.
    """
    # A fork's model is a message of the union.
    net = type(model.net)()
    if model.net.layer:
        net.CopyFrom(model.net)
    else:
        for layer in model.layers:
            net.layer.add(name=layer.name)
    slots = tuple(
        tuple(Slot(index, blob, held.name) for blob in sorted(held.blobs))
        for index, held in enumerate(model.layers)
    )
    types = tuple(registry.layers.find(layer.type) or _stranger(layer.type) for layer in net.layer)
    stored = {slot: model.layers[slot.layer].blobs[slot.blob] for layer in slots for slot in layer}
    shapes = _shapes(model) if any(each.legacy for each in stored.values()) else {}
    blobs: dict[Slot, Blob] = {
        slot: Blob(shapes.get(slot, each.shape), Loaded(model, each))
        for slot, each in stored.items()
    }
    owners: dict[str, Slot] = {}
    for slot, each in stored.items():
        specs = net.layer[slot.layer].param
        name = specs[slot.blob].name if slot.blob < len(specs) else ""
        owner = owners.setdefault(name, slot) if name else slot
        if owner is not slot and _equal(model, stored[owner], each):
            blobs[slot] = replace(blobs[slot], source=Same(owner))
    # A file of weights tells no shapes of tops.
    tops = ((),) * len(net.layer)
    return NetPlan(Plan((), blobs, {}, working_type(stored.values())), net, slots, types, tops)


def from_net(net: NetPlan, model: Model) -> tuple[NetPlan, list[str]]:
    """The net with its values from the model, layer by name, and the layers that it lacks.

    Raises:
        FormatError: the model lacks a blob of the net.
        NetError, ShapeError: a layer's blobs are others than the net's.
    """
    loaded, reports = load_trained(net, [model])
    missing = [
        slot.name for slot, blob in loaded.plan.blobs.items() if not _is_loaded(loaded.plan, blob)
    ]
    if missing:
        names = ", ".join(map(repr, dict.fromkeys(missing)))
        raise FormatError(
            f"holds no blobs for {names} of the net",
            where=str(model.path),
            hint="Give the net that the file is of, or fill the net with --weights.",
        )
    stored = {
        slot: blob.source.key
        for slot, blob in loaded.plan.blobs.items()
        if isinstance(blob.source, Loaded)
    }
    plan = replace(loaded.plan, draws=(), dtype=working_type(stored.values()))
    known = {layer.name for layer in net.net.layer}
    left = [each.layer for each in reports if not each.taken and each.layer not in known]
    return replace(loaded, plan=plan), left


def _stranger(name: str) -> LayerType:
    """The row of a type that nobody knows: what it makes is in the file, and is never asked."""
    return LayerType(name, _unknown, Counts(0, None), Counts(0, None))


def _unknown(layer: caffe.LayerParameter, *_: object) -> Setup:
    raise LayerError(f"nobody knows the type {layer.type}")


def _shapes(model: Model) -> dict[Slot, Shape]:
    """The shapes that layers of today make, for blobs of four old dimensions that fit them."""
    layers, shapes = SavedLayers(Options()), {}
    for index, (layer, held) in enumerate(zip(model.net.layer, model.layers, strict=True)):
        found = layers.found(layer, {blob: each.shape for blob, each in held.blobs.items()})
        if found.setup is None or found.misfit:
            continue
        for blob, part in enumerate(found.setup.blobs):
            shapes[Slot(index, blob, held.name)] = tuple(part.shape)
    return shapes


def _is_loaded(plan: Plan, blob: Blob) -> bool:
    source: Source = blob.source
    while isinstance(source, Same):
        source = plan.blobs[source.slot].source
    return isinstance(source, Loaded)


def working_type(stored: Iterable[StoredBlob]) -> np.dtype[Any]:
    """float64 where a blob needs it, so that no bit is lost."""
    wide = any(each.dtype.kind == "f" and each.dtype.itemsize > 4 for each in stored)
    return np.dtype(np.float64) if wide else np.dtype(np.float32)


def _equal(model: Model, one: StoredBlob, other: StoredBlob) -> bool:
    size = count(one.shape)
    if one.fault or other.fault or size != count(other.shape):
        return False
    for start in range(0, size, BLOCK):
        stop = min(start + BLOCK, size)
        if model.read(one, start, stop).tobytes() != model.read(other, start, stop).tobytes():
            return False
    return True
