"""Poured numbers on their way into tensors: put in place, quantised, rounded, packed."""

from __future__ import annotations

import math
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from caffe_fillers.formats.onnx.element import Element, Words, pack
from caffe_fillers.formats.onnx.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.formats.layout import Hole
    from caffe_fillers.formats.onnx.scale import Scale

__all__ = ["TAGGED", "Target", "TensorSink"]

#: A number as protobuf writes it unpacked.
TAGGED = np.dtype([("tag", "u1"), ("word", "<u4")])

#: Values that are held while rows become columns, and values converted at a time.
PANEL = 1 << 23
BLOCK = 1 << 20
#: Values between two rows that are held, a cache line.
PADDING = 16


@dataclass(frozen=True, slots=True)
class Target:
    """A tensor to pour into."""

    #: Its room in a file.
    hole: Hole
    element: Element
    #: How many values (codes) it holds.
    size: int
    scale: Scale | None = None
    #: The tag that protobuf writes before each number, where it packs none (AttributeProto).
    tag: int = 0

    def words(self, values: NDArray[Any], view: View) -> Words:
        """The values as they are stored; `view` tells their places."""
        if self.scale is None:
            return self.element.words(np.ascontiguousarray(values))
        places = 0 if self.scale.single else view.offsets()
        return self.scale.words(np.ascontiguousarray(values), places, self.element)


class _File(Protocol):
    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None: ...


class TensorSink:
    """Takes the values of blobs and puts them where they stand in their tensors.

    Several threads may put values at a time, each of its own blob.
    """

    def __init__(
        self, parts: Mapping[Slot, tuple[Target, View]], files: Mapping[Slot, _File]
    ) -> None:
        """Of each blob its tensor and its place there, and of each hole the file it is in."""
        self._parts = parts
        self._files = files
        self._lock = threading.Lock()
        self._panels: dict[Slot, _Panel] = {}
        self._packing: dict[Slot, NDArray[np.uint8]] = {}
        self._missing: Counter[Slot] = Counter()
        for target, view in parts.values():
            self._missing[target.hole.slot] += view.size

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Take values start, start + 1, … of a blob."""
        target, view = self._parts[slot]
        if view.straight:
            place = View((values.size,), (1,), (view.starts[0] + start,))
            self._store(target, place.starts[0], target.words(values, place))
            return
        panel = self._panels.get(slot)
        if panel is None:
            panel = self._panels[slot] = _Panel(view)
        while values.size:
            values = values[panel.take(values) :]
            if panel.full:
                for piece, rows in view.pieces(panel.row, panel.rows()):
                    self._put_piece(target, piece, rows)
                panel.clear()
        if panel.done:
            del self._panels[slot]

    def _put_piece(self, target: Target, view: View, values: NDArray[Any]) -> None:
        """Values of any layout, in runs that are one after the other in storage."""
        view, order = view.sorted()
        values = values.transpose(order)
        outer, run = len(view.shape), 1
        while outer and (view.shape[outer - 1] == 1 or view.strides[outer - 1] == run):
            outer -= 1
            run *= view.shape[outer]
        if not outer:
            self._store(target, view.starts[0], target.words(values, view).reshape(-1))
            return
        step = max(1, BLOCK // math.prod(view.shape[1:]))
        for first in range(0, view.shape[0], step):
            last = min(first + step, view.shape[0])
            block = view.slice(0, first, last)
            words = target.words(values[first:last], block).reshape(-1, run)
            starts = View(block.shape[:outer], block.strides[:outer], block.starts).offsets()
            for place, row in zip(starts.reshape(-1).tolist(), words, strict=True):
                self._store(target, place, row)

    def _store(self, target: Target, place: int, words: Words) -> None:
        with self._lock:
            self._write(target, place, words)

    def _write(self, target: Target, place: int, words: Words) -> None:
        hole = target.hole
        if target.tag:
            tagged = np.empty(words.size, hole.dtype)
            tagged["tag"], tagged["word"] = target.tag, words
            words = tagged
        elif target.element.bits < 8:
            packed = self._packed(target, place, words)
            if packed is None:
                return
            place, words = 0, packed
        self._files[hole.slot].put(hole.slot, place, words)

    def _packed(self, target: Target, place: int, words: Words) -> NDArray[np.uint8] | None:
        """The tensor's bytes, once all of its codes are here."""
        slot = target.hole.slot
        if slot not in self._packing:
            self._packing[slot] = np.zeros(target.size, np.uint8)
        self._packing[slot][place : place + words.size] = words
        self._missing[slot] -= words.size
        return None if self._missing[slot] else pack(self._packing.pop(slot), target.element)


class _Panel:
    """Some rows of a blob, held until they are complete."""

    def __init__(self, view: View) -> None:
        self._width = math.prod(view.shape[1:])
        self._shape = view.shape
        height = min(view.shape[0], max(1, PANEL // self._width))
        # Rows whose distance is a power of two would share their places in the processor's cache.
        self._buffer = np.empty((height, self._width + PADDING), np.float32)[:, : self._width]
        self._filled = 0
        #: The first row that is held.
        self.row = 0

    def take(self, values: NDArray[Any]) -> int:
        """Take what there is room for in a row, or in whole rows; gives how many values."""
        row, column = divmod(self._filled, self._width)
        if column or values.size < self._width:
            taken = min(values.size, self._width - column)
            self._buffer[row, column : column + taken] = values[:taken]
        else:
            rows = min(values.size // self._width, len(self._buffer) - row)
            taken = rows * self._width
            self._buffer[row : row + rows] = values[:taken].reshape(rows, self._width)
        self._filled += taken
        return taken

    @property
    def full(self) -> bool:
        """Whether there is no room left, or nothing more to come."""
        left = self._shape[0] - self.row
        return self._filled == min(len(self._buffer), left) * self._width

    @property
    def done(self) -> bool:
        """Whether every row has been here."""
        return self.row == self._shape[0]

    def rows(self) -> NDArray[np.float32]:
        """The rows that are held."""
        rows = self._filled // self._width
        return self._buffer[:rows].reshape(rows, *self._shape[1:])

    def clear(self) -> None:
        """Go on to the next rows."""
        self.row += self._filled // self._width
        self._filled = 0
