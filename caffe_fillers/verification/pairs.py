"""Which blob of a model file belongs to which slot of a net."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from caffe_fillers.core.draws import Blob, Shape, Slot, count, four_axes, shape_text
from caffe_fillers.findings import Case, Finding
from caffe_fillers.verification.difference import is_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from caffe_fillers.formats.model import StoredBlob, StoredLayer
    from caffe_fillers.plan.net import NetPlan

#: Whether a format need not hold a blob: one that is stored with another, for instance.
MayMiss: TypeAlias = "Callable[[Slot, Blob], bool]"

__all__ = ["MayMiss", "Pairs", "Weights", "pair", "unreadable"]


class Weights(Protocol):
    """A model whose blobs can be read a piece at a time; every open model file is one."""

    @property
    def layers(self) -> tuple[StoredLayer, ...]:
        """All layers, in order."""
        ...

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat."""
        ...


@dataclass(slots=True)
class Pairs:
    """The slots of a net and what a file holds for them."""

    #: The blobs that can be compared.
    held: dict[Slot, StoredBlob]
    #: What is wrong with a slot's blob before its values are looked at.
    findings: dict[Slot, tuple[Finding, ...]]
    #: Blobs of the file that belong to no slot.
    surplus: list[Case]


def pair(
    planned: NetPlan, layers: Iterable[StoredLayer], may_miss: MayMiss = lambda *_: False
) -> Pairs:
    """By layer name, the first with the first and so on where a name is used twice.

    Args:
        planned: The net.
        layers: The file's layers.
        may_miss: Whether it is no fault of the file's if it lacks a blob.
    """
    waiting: dict[str, deque[StoredLayer]] = defaultdict(deque)
    # A layer without blobs is not a partner of one that has some.
    for layer in filter(lambda layer: layer.blobs, layers):
        waiting[layer.name].append(layer)
    found = Pairs({}, {}, [])
    for slots in filter(None, planned.slots):
        name = slots[0].name
        named = waiting[name].popleft() if waiting[name] else None
        stored = dict(named.blobs) if named else {}
        for slot in slots:
            blob, mine = planned.plan.blobs[slot], stored.pop(slot.blob, None)
            if mine is None and may_miss(slot, blob):
                continue
            _match(found, slot, blob.shape, mine)
        found.surplus += [_surplus(name, *each) for each in stored.items()]
    for name, left in waiting.items():
        found.surplus += [_surplus(name, *each) for layer in left for each in layer.blobs.items()]
    return found


def _match(found: Pairs, slot: Slot, shape: Shape, stored: StoredBlob | None) -> None:
    """Note what a file holds for a slot, and what is wrong with it."""
    wrong = _wrong(shape, stored)
    if wrong:
        found.findings[slot] = (wrong,)
    comparable = wrong is None or wrong.rule == "shape-differs"
    if stored is not None and comparable and count(stored.shape) == count(shape):
        found.held[slot] = stored


def unreadable(stored: StoredBlob) -> Finding | None:
    """Why a stored blob cannot be compared; None for a sound one."""
    if stored.fault:
        return Finding("unreadable-blob", stored.fault)
    if not is_float(stored.dtype):
        return Finding("unreadable-blob", f"its numbers are of type {stored.dtype}")
    return None


def _wrong(shape: Shape, stored: StoredBlob | None) -> Finding | None:
    if stored is None:
        return Finding("missing-blob", "the weights do not hold this blob")
    if _fits(shape, stored):
        return unreadable(stored)
    return unreadable(stored) or Finding(
        "shape-differs",
        f"its shape is {shape_text(stored.shape, 'scalar')}, "
        f"the net's is {shape_text(shape, 'scalar')}",
        data={"expected": list(shape), "found": list(stored.shape)},
    )


def _fits(shape: Shape, stored: StoredBlob) -> bool:
    """Blob::ShapeEquals (blob.cpp): old files have four axes, filled up with leading ones."""
    if stored.legacy and len(shape) <= 4:
        shape = four_axes(shape)
    return shape == stored.shape


def _surplus(name: str, number: int, stored: StoredBlob) -> Case:
    wrong = Finding("surplus-blob", "the net has no such blob")
    return Case(f"{name}[{number}]", stored.shape, (wrong,))
