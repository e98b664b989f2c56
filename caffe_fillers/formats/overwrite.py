"""A copy of a model file in which some blobs have other values, and no other byte differs."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from itertools import accumulate
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import count
from caffe_fillers.errors import FormatError
from caffe_fillers.files.writing import CHUNK, replacing
from caffe_fillers.formats.model import cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.files.writing import OutputFile
    from caffe_fillers.formats.model import Copies, Model, Run, StoredBlob

__all__ = ["OverwriteSink", "can_overwrite", "overwriting"]


def can_overwrite(model: Model, blobs: Iterable[StoredBlob]) -> bool:
    """Whether the values of all these blobs stand in the file as plain numbers."""
    return all(model.copies(stored) for stored in blobs if count(stored.shape))


@contextmanager
def overwriting(
    target: OutputFile, model: Model, blobs: Mapping[Slot, StoredBlob]
) -> Iterator[OverwriteSink]:
    """A sink for the new values of these blobs, in a copy of the model's file.

    The copy takes the target's name when the block ends without an error; it may be the file's own.

    Raises:
        OutputError: the disk is full, or the file cannot be made, written or renamed.
        DataError: the model's file has changed or gone.
    """
    copies = {slot: model.copies(stored) for slot, stored in blobs.items()}
    with replacing(target) as file:
        with model.file.open() as source:
            _copy(source, file, model.file.size, _replaced(copies))
        yield OverwriteSink(file, copies)


class OverwriteSink:
    """Takes values and writes them over those that the file holds, in their own type."""

    def __init__(self, file: IO[bytes], copies: Mapping[Slot, Copies]) -> None:
        self._file = file
        self._copies = {
            slot: [(dtype, runs, _before(runs)) for dtype, runs in each]
            for slot, each in copies.items()
        }

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Write values start, start + 1, … of this blob."""
        for dtype, runs, before in self._copies[slot]:
            stored = np.ascontiguousarray(cast(values, dtype))
            at, done = max(bisect_right(before, start) - 1, 0), 0
            while done < stored.size:
                first = start + done - before[at]
                part = stored[done : done + runs[at].size - first]
                self._write(runs[at], first, part)
                done, at = done + part.size, at + 1

    def _write(self, run: Run, first: int, values: NDArray[Any]) -> None:
        offset, width = run.offset + first * run.stride, values.itemsize
        if run.stride == width:
            self._file.seek(offset)
            self._file.write(values.data)
            return
        # Unpacked numbers: between two of them stands the second one's tag, which stays.
        self._file.seek(offset)
        held = np.frombuffer(self._file.read((values.size - 1) * run.stride + width), np.uint8)
        padded = np.zeros(values.size * run.stride, np.uint8)
        padded[: held.size] = held
        padded.reshape(-1, run.stride)[:, :width] = values.view(np.uint8).reshape(-1, width)
        self._file.seek(offset)
        self._file.write(padded[: held.size].data)


def _before(runs: tuple[Run, ...]) -> list[int]:
    """How many values stand before each run."""
    return list(accumulate((run.size for run in runs), initial=0))[:-1]


def _replaced(copies: Mapping[Slot, Copies]) -> list[tuple[int, int]]:
    """Where bytes need not be copied, since all of them are written over; in order."""
    spans = [
        (run.offset, run.offset + run.size * run.stride)
        for each in copies.values()
        for dtype, runs in each
        for run in runs
        if run.stride == dtype.itemsize
    ]
    return sorted(spans)


def _copy(source: IO[bytes], target: IO[bytes], size: int, left_out: list[tuple[int, int]]) -> None:
    """Copy all bytes but those of these spans."""
    target.truncate(size)
    at = 0
    for start, stop in [*left_out, (size, size)]:
        source.seek(at)
        target.seek(at)
        while at < start:
            block = source.read(min(CHUNK, start - at))
            if not block:
                raise FormatError("ends too soon: it has changed while it was being read")
            target.write(block)
            at += len(block)
        at = max(at, stop)
