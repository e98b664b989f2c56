"""Trained layers copied over filled ones, as Net::CopyTrainedLayersFrom does (net.cpp).

Caffe builds and fills the whole net first and copies then, so no draw changes: a copied blob takes
its values from the file instead of from its draw.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import Blob, Loaded, Shape, Slot, four_axes, shape_text
from caffe_fillers.errors import FormatError, NetError, ShapeError, did_you_mean, within
from caffe_fillers.formats.signs import HDF5

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.formats.model import Model, StoredBlob, StoredLayer
    from caffe_fillers.plan.net import NetPlan

__all__ = ["LayerCopy", "load_trained", "split_weights"]

#: What Caffe trims off a file name (boost::trim in the C locale).
BLANKS = " \t\n\v\f\r"

#: To so many layers that the net does not have the nearest name is told: the search is slow.
MAX_HINTS = 10


@dataclass(frozen=True, slots=True)
class LayerCopy:
    """What became of one layer that holds blobs, of a file or of the net."""

    #: The trained model; all of them, with commas, for a layer of the net that none has.
    file: str
    layer: str
    taken: bool
    why: str

    def asdict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def split_weights(names: str) -> tuple[str, ...]:
    """The file names of a list with commas, as `weights` and `--weights` have it.

    Raises:
        NetError: one of them is empty.
    """
    files = tuple(name.strip(BLANKS) for name in names.split(","))
    if not all(files):
        raise NetError(
            f"{names!r} names an empty file",
            where="weights",
            hint="Put one comma between two names, and none at the ends.",
        )
    return files


def load_trained(
    planned: NetPlan, models: Sequence[Model], *, namesakes: bool = False
) -> tuple[NetPlan, tuple[LayerCopy, ...]]:
    """The plan with the blobs of these models in the place of its own, the later model winning.

    A layer of a file goes to the layer of the net with the same name: the first one, or for an
    HDF5 file the last one. Other layers of the file, and of the net, stay out of it.

    Args:
        planned: The net's plan.
        models: The models.
        namesakes: Of several layers with one name, those that hold blobs count only. Caffe itself
            cannot load such a model: it gives the first layer the blobs of each.

    Raises:
        NetError: a layer has another number of blobs in the file than in the net.
        ShapeError: a blob has another shape in the file than in the net.
        FormatError: a file is broken, or a blob's values cannot be used.
        DataError: a file is missing or cannot be read.
        UpgradeError: a file is of an old generation and cannot be upgraded.
    """
    if not models:
        return planned, ()
    loading = _Loading(planned, namesakes=namesakes)
    reports = [report for model in models for report in loading.load(model)]
    reports += loading.left_out(", ".join(str(model.path) for model in models))
    plan = replace(planned.plan, blobs={**planned.plan.blobs, **loading.blobs})
    return replace(planned, plan=plan), tuple(reports)


class _Loading:
    """The net's layers by name, and the blobs that have been copied so far."""

    def __init__(self, planned: NetPlan, *, namesakes: bool) -> None:
        self._planned = planned
        self._names = [layer.name for layer in planned.net.layer]
        times = Counter(self._names)
        self._skips = {name for name in times if times[name] > 1} if namesakes else set()
        places = [
            (name, index)
            for index, name in enumerate(self._names)
            if name not in self._skips or planned.slots[index]
        ]
        self._last = dict(places)
        self._first = dict(reversed(places))
        self._copied: set[int] = set()
        self._strangers = 0
        #: The owners' blobs that come from files.
        self.blobs: dict[Slot, Blob] = {}

    def load(self, model: Model) -> Iterator[LayerCopy]:
        """Copy one model, layer by layer in its order."""
        hdf5 = model.kind == HDF5
        targets = self._last if hdf5 else self._first
        file = str(model.path)
        for layer in model.layers:
            index = targets.get(layer.name)
            if layer.name in self._skips and not layer.blobs:
                continue
            if index is None:
                if layer.blobs:
                    yield LayerCopy(file, layer.name, taken=False, why=self._no_such(layer.name))
                continue
            with within(file), within(f"layer {layer.name!r}"):
                copy = self._copy_hdf5 if hdf5 else self._copy
                copied = copy(model, layer, self._planned.slots[index])
            if copied:
                self._copied.add(index)
                yield LayerCopy(file, layer.name, taken=True, why=f"copied {_blobs(copied)}")

    def left_out(self, files: str) -> Iterator[LayerCopy]:
        """The net's layers with blobs to which nothing was copied."""
        for index, slots in enumerate(self._planned.slots):
            if slots and index not in self._copied:
                why = "not in the trained models: keeps its own values"
                yield LayerCopy(files, self._names[index], taken=False, why=why)

    def _no_such(self, name: str) -> str:
        self._strangers += 1
        layers = zip(self._names, self._planned.slots, strict=True)
        holders = [each for each, slots in layers if slots]
        near = did_you_mean(name, holders) if self._strangers <= MAX_HINTS else None
        return "no such layer in the net" + (f". {near}" if near else "")

    def _copy(self, model: Model, layer: StoredLayer, slots: Sequence[Slot]) -> int:
        """Net::CopyTrainedLayersFrom(NetParameter): all blobs or an error."""
        if sorted(layer.blobs) != list(range(len(slots))):
            raise _other_number(len(layer.blobs), len(slots))
        for slot in slots:
            self._take(model, layer.blobs[slot.blob], slot)
        return len(slots)

    def _copy_hdf5(self, model: Model, layer: StoredLayer, slots: Sequence[Slot]) -> int:
        """Net::CopyTrainedLayersFromHDF5: blobs that share another's values may be missing."""
        if len(layer.blobs) + len(layer.strays) > len(slots):
            raise _other_number(len(layer.blobs), len(slots), layer.strays)
        copied = 0
        for slot in slots:
            stored = layer.blobs.get(slot.blob)
            if stored:
                self._take(model, stored, slot)
                copied += 1
            elif not self._planned.plan.shares(slot):
                raise NetError(
                    "is not in the file",
                    where=f"blob {slot.blob}",
                    hint="Only a blob that shares another layer's parameter may be missing.",
                )
        return copied

    def _take(self, model: Model, stored: StoredBlob, slot: Slot) -> None:
        blobs = self._planned.plan.blobs
        with within(f"blob {slot.blob}"):
            if stored.dtype.kind != "V":
                _check_shape(stored, blobs[slot].shape)
            if stored.fault:
                raise FormatError(stored.fault)
        # Caffe writes through a shared blob into the owner's memory.
        slot = self._planned.plan.owner(slot)
        self.blobs[slot] = Blob(blobs[slot].shape, Loaded(model, stored))


def _check_shape(stored: StoredBlob, shape: Shape) -> None:
    """Blob::ShapeEquals: old files pad with leading ones to four axes, new ones are exact."""
    padded = four_axes(shape) if stored.legacy else shape
    if stored.shape == padded:
        return
    raise ShapeError(
        f"has shape {shape_text(stored.shape)} in the file, {shape_text(shape)} in the net",
        hint="To start this layer from its fillers, give it a name that the file does not have.",
    )


def _other_number(there: int, here: int, strays: Sequence[str] = ()) -> NetError:
    beside = f" and {', '.join(map(repr, strays))} beside them" if strays else ""
    return NetError(
        f"has {_blobs(there)} in the file{beside}, {_blobs(here)} in the net",
        hint="To start this layer from its fillers, give it a name that the file does not have.",
    )


def _blobs(number: int) -> str:
    return f"{number} blob{'' if number == 1 else 's'}"
