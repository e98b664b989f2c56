"""Arrays by key as a model: what .npz and .safetensors have in common.

The key of a blob is "<layer>/<number>", as "conv1/0" for the weights of layer conv1.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from caffe_fillers.core.draws import Shape, Slot, count
from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats import signs
from caffe_fillers.formats.model import Copies, StoredBlob, StoredFile, StoredLayer, cast
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Array", "ArrayModel", "entries", "is_number"]

_NUMBER = re.compile("0|[1-9][0-9]{0,8}")


class Array(NamedTuple):
    """An array to be written."""

    key: str
    slot: Slot
    shape: Shape
    dtype: np.dtype[Any]


class ArrayModel:
    """Arrays by key, as layers: "conv1/0" is blob 0 of layer "conv1", another key is a layer.

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it is broken or of another kind.
    """

    kind = ""

    def __init__(self, path: Path) -> None:
        self.file = StoredFile(path)
        self.path = path
        #: Arrays do not hold the net's definition.
        self.net = caffe.NetParameter()
        if (found := signs.kind(self.file)) != self.kind:
            raise FormatError(f"is a file of kind {found}, not {self.kind}", where=str(path))
        with self.file.open() as file, within(str(path)):
            held = list(self._arrays(file))
            #: A layer for each part of a key before the last "/", in the file's order.
            self.layers = _layers(held)
            #: All arrays by key.
            self.arrays = dict(held)

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat, as `dtype` or as they are stored.

        Raises:
            FormatError: the blob has a fault, or the file is broken.
            DataError: the file has changed or gone since it was opened.
        """
        if key.fault:
            raise FormatError(key.fault, where=str(self.path))
        total = count(key.shape)
        start, stop = min(start, total), total if stop is None else min(stop, total)
        return cast(self._values(key, start, stop), dtype)

    def copies(self, key: StoredBlob) -> Copies:
        """Where the values stand; nowhere unless a format says so."""
        del key
        return ()

    def _arrays(self, file: IO[bytes]) -> Iterator[tuple[str, StoredBlob]]:
        """All arrays of the file by key."""
        raise NotImplementedError

    def _values(self, key: StoredBlob, start: int, stop: int) -> NDArray[Any]:
        raise NotImplementedError


def is_number(name: str) -> bool:
    """Whether this is a blob's number as formats write it: plain, decimal, of a few digits."""
    return _NUMBER.fullmatch(name) is not None


def _layers(arrays: Iterable[tuple[str, StoredBlob]]) -> tuple[StoredLayer, ...]:
    layers: dict[str, dict[int, StoredBlob]] = {}
    for key, stored in arrays:
        name, slash, number = key.rpartition("/")
        if not (slash and is_number(number)):
            name, number = key, "0"
        blobs = layers.setdefault(name, {})
        if int(number) in blobs:
            raise FormatError(f"holds blob {number} of layer {name!r} twice")
        blobs[int(number)] = stored
    return tuple(StoredLayer(name, "", blobs) for name, blobs in layers.items())


def entries(
    net: caffe.NetParameter, blobs: Sequence[Sequence[tuple[Slot, Shape]]]
) -> Iterator[tuple[str, Slot, Shape]]:
    """Each blob of a net with its key.

    Raises:
        FormatError: a layer's name cannot be part of a key, or two layers have the same name.
    """
    seen: set[str] = set()
    for layer, slots in zip(net.layer, blobs, strict=True):
        name = layer.name
        for slot, shape in slots:
            key = f"{name}/{slot.blob}"
            with within(f"layer {name!r}"):
                if key in seen:
                    raise _unfit("has the name of a layer before it")
                if "\0" in name:
                    raise _unfit("has a name that is not plain text")
            seen.add(key)
            yield key, slot, shape


def _unfit(why: str) -> FormatError:
    return FormatError(
        f"{why}: arrays cannot be told apart by their keys",
        hint="Write a .caffemodel, which can hold it, or rename the layer.",
    )
