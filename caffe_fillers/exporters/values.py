"""The numbers of the initializers: poured from the plan, late and in blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from caffe_fillers.core.draws import Blob, Drawn, Slot, count
from caffe_fillers.core.pour import fill_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from onnx import TensorProto

    from caffe_fillers.core.draws import Plan
    from caffe_fillers.exporters.graph import Weight
    from caffe_fillers.rng.rng import Rng

__all__ = ["Filled", "Takes", "drawn", "pour_weights"]


class Takes(Protocol):
    """Where the values of initializers go."""

    def take(self, weight: Weight, start: int, values: NDArray[Any]) -> None:
        """Take values start, start + 1, … of an initializer; copy what is to be kept."""
        ...


class Filled:
    """The initializers of a message, each given its values once they are all there.

    Args:
        tensors: The initializers, by the names of their values; they have none yet.
    """

    def __init__(self, tensors: Mapping[str, TensorProto]) -> None:
        self._tensors = tensors
        self._arrays: dict[str, NDArray[np.float32]] = {}
        self._missing: dict[str, int] = {}

    def take(self, weight: Weight, start: int, values: NDArray[Any]) -> None:
        """Keep the values until the initializer is whole."""
        name, size = weight.value, count(weight.shape)
        array = self._arrays.get(name)
        if array is None:
            array = self._arrays[name] = np.empty(size, "<f4")
            self._missing[name] = size
        array[start : start + values.size] = values
        self._missing[name] -= values.size
        if self._missing[name]:
            return
        raw = self._arrays.pop(name).tobytes()
        # The message copies the bytes: the array is gone by then.
        del array
        self._tensors[name].raw_data = raw


def drawn(plan: Plan, weights: Iterable[Weight]) -> set[Slot]:
    """The blobs among those of the initializers whose numbers are drawn."""
    sources = {slot for weight in weights for slot in weight.sources}
    return {slot for slot in sources if isinstance(plan.blobs[slot].source, Drawn)}


def pour_weights(plan: Plan, rng: Rng, weights: Sequence[Weight], target: Takes) -> None:
    """Give the target all values of these initializers, and draw nothing that nobody needs.

    The stream ends where Caffe's does if anything is drawn at all.
    """
    blobs = {slot: plan.blobs[slot] for weight in weights for slot in weight.sources}
    draws = plan.draws if drawn(plan, weights) else ()
    fill_plan(replace(plan, draws=draws, blobs=blobs), rng, _Sink(weights, blobs, target))


class _Sink:
    """Passes blobs on as they come, or keeps them until an initializer can be made of them."""

    def __init__(
        self, weights: Sequence[Weight], blobs: Mapping[Slot, Blob], target: Takes
    ) -> None:
        self._target = target
        self._plain: dict[Slot, list[Weight]] = {}
        #: What is still to be made, and how.
        self._waiting = [(weight, weight.make) for weight in weights if weight.make]
        for weight in weights:
            if not weight.make:
                self._plain.setdefault(weight.sources[0], []).append(weight)
        kept = {slot for weight, _ in self._waiting for slot in weight.sources}
        self._missing = {slot: count(blobs[slot].shape) for slot in kept}
        self._kept: dict[Slot, NDArray[np.float32]] = {}

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Take values of a blob."""
        for weight in self._plain.get(slot, ()):
            self._target.take(weight, start, values)
        if slot not in self._missing:
            return
        if slot not in self._kept:
            self._kept[slot] = np.empty(self._missing[slot], np.float32)
        self._kept[slot][start : start + values.size] = values
        self._missing[slot] -= values.size
        if not self._missing[slot]:
            self._make(slot)

    def _make(self, last: Slot) -> None:
        """What can be made now; blobs that nobody waits for any more are let go."""
        ready = [
            (weight, make)
            for weight, make in self._waiting
            if last in weight.sources and not any(self._missing[slot] for slot in weight.sources)
        ]
        for weight, make in ready:
            self._waiting.remove((weight, make))
            sources = zip(weight.sources, weight.shapes, strict=True)
            blobs = [self._kept[slot].reshape(shape) for slot, shape in sources]
            made = np.asarray(make(*blobs), np.float32)
            self._target.take(weight, 0, made.reshape(-1))
        needed = {slot for weight, _ in self._waiting for slot in weight.sources}
        for slot in [each for each in self._kept if each not in needed]:
            del self._kept[slot]
