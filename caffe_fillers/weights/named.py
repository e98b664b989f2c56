"""Arrays under other names: blobs poured into them, and blobs read from them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Blob, Loaded, Same, Slot, count
from caffe_fillers.errors import FormatError, ShapeError, did_you_mean, within
from caffe_fillers.formats.arrays import Array, ArrayModel
from caffe_fillers.formats.kinds import lay_out_arrays
from caffe_fillers.formats.layout import writing
from caffe_fillers.formats.model import cast
from caffe_fillers.weights.names import GATES, Tensor, tensors_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.files.writing import OutputFile
    from caffe_fillers.formats.layout import Layout, LayoutSink
    from caffe_fillers.formats.model import StoredBlob
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.weights.names import Scheme

__all__ = ["Named", "lay_out_named", "loaded_from", "writing_named"]

#: Beside statistics PyTorch counts batches, which is not a weight.
COUNTER = "num_batches_tracked"


# --- writing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A file of renamed tensors, laid out."""

    tensors: tuple[Tensor, ...]
    layout: Layout
    dtype: np.dtype[Any]


def lay_out_named(
    path: Path, net: NetPlan, scheme: Scheme, table: Mapping[str, str] | None = None
) -> Named:
    """The layout of a file of the net's tensors under a scheme's names.

    Raises:
        FormatError: the suffix is that of no format of arrays, or names are not distinct.
    """
    with within(str(path)):
        tensors = tuple(tensors_of(net, scheme, table))
    dtype = net.plan.dtype
    arrays = [
        Array(tensor.name, Slot(at, 0, tensor.name), tensor.shape, dtype)
        for at, tensor in enumerate(tensors)
    ]
    return Named(tensors, lay_out_arrays(path, arrays), dtype)


@contextmanager
def writing_named(target: OutputFile, named: Named) -> Iterator[NamedSink]:
    """A sink for the net's blobs, which become these tensors.

    Raises:
        OutputError: the file cannot be made, written or renamed.
    """
    with writing(target, named.layout) as file:
        sink = NamedSink(named, file)
        yield sink
        sink.finish()


class NamedSink:
    """Takes the blobs of a net and puts their values where the tensors have them."""

    def __init__(self, named: Named, file: LayoutSink) -> None:
        self._file = file
        self._dtype = named.dtype
        self._places = [
            (Slot(at, 0, tensor.name), tensor) for at, tensor in enumerate(named.tensors)
        ]
        self._takers: dict[Slot, list[tuple[Slot, Tensor]]] = {}
        #: What is held until it is whole, or until its factor is known.
        self._held: dict[Slot, NDArray[Any]] = {}
        for place, tensor in self._places:
            if tensor.how != "zeros":
                self._takers.setdefault(tensor.slot, []).append((place, tensor))
            if tensor.how in ("turned", "statistic"):
                self._held[tensor.slot] = np.empty(count(tensor.shape), named.dtype)
            if tensor.factor is not None:
                self._held[tensor.factor] = np.empty(1, named.dtype)

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Take values start, start + 1, … of a blob."""
        if slot in self._held:
            self._held[slot][start : start + values.size] = values
            return
        for place, tensor in self._takers.get(slot, ()):
            if tensor.how == "gates":
                for at, part in _by_gates(count(tensor.shape), start, values):
                    self._file.put(place, at, part)
            else:
                self._file.put(place, start, values)

    def finish(self) -> None:
        """Put what had to wait; every blob has been here."""
        for place, tensor in self._places:
            if tensor.how == "zeros":
                self._file.put(place, 0, np.zeros(count(tensor.shape), self._dtype))
            elif tensor.how == "turned":
                held = self._held[tensor.slot].reshape(tensor.shape[::-1])
                self._file.put(place, 0, np.ascontiguousarray(held.T).reshape(-1))
            elif tensor.factor is not None:
                (factor,) = self._held[tensor.factor]
                # As Caffe, which has no statistics yet where the factor is zero.
                values = self._held[tensor.slot]
                with np.errstate(all="ignore"):
                    divided = values / factor if factor else np.zeros_like(values)
                self._file.put(place, 0, divided)


def _by_gates(size: int, start: int, values: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Values of a blob in runs, each with its place among gates in the other order."""
    run = size // len(GATES)
    while values.size:
        gate, within_run = divmod(start, run)
        part = values[: run - within_run]
        yield GATES[gate] * run + within_run, part
        start, values = start + part.size, values[part.size :]


# --- reading --------------------------------------------------------------------------------------


class NamedReader:
    """Blobs of a net, read from tensors under a scheme's names."""

    def __init__(self, model: ArrayModel) -> None:
        self._model = model
        self._whole: tuple[Slot | None, NDArray[Any]] = None, np.empty(0)

    def read(
        self, key: _Key, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of the blob under this key."""
        total = count(key.tensor.shape)
        stop = total if stop is None else min(stop, total)
        if key.stored is None:
            return np.ones(stop - start, dtype or np.float32)
        if key.second is None and key.tensor.how in {"straight", "statistic"}:
            return self._model.read(key.stored, start, stop, dtype)
        if self._whole[0] != key.tensor.slot:
            self._whole = key.tensor.slot, self._gathered(key)
        return cast(self._whole[1][start:stop], dtype)

    def _gathered(self, key: _Key) -> NDArray[Any]:
        """A whole blob, in Caffe's order."""
        if key.stored is None:
            raise ValueError("a blob without values")
        values = self._model.read(key.stored)
        if key.second is not None:
            values = values + self._model.read(key.second)
        if key.tensor.how == "turned":
            return np.ascontiguousarray(values.reshape(key.tensor.shape).T).reshape(-1)
        if key.tensor.how == "gates":
            return values.reshape(len(GATES), -1)[list(GATES)].reshape(-1)
        return values


@dataclass(frozen=True, slots=True)
class _Key:
    """Where a blob's values are."""

    tensor: Tensor
    #: None for the factor of statistics, which is one.
    stored: StoredBlob | None
    #: A second tensor that is added: PyTorch's recurrent layers have two biases.
    second: StoredBlob | None = None


def loaded_from(
    net: NetPlan, model: ArrayModel, table: Mapping[str, str] | None = None
) -> tuple[dict[Slot, Blob], list[str]]:
    """The blobs of a net from arrays under Caffe's or PyTorch's names, and what nobody asked for.

    Raises:
        FormatError: a blob has no tensor, or the values of one have no place in Caffe's net.
        ShapeError: a tensor has another shape.
    """
    with within(str(model.path)):
        schemes: tuple[Scheme, Scheme] = ("caffe", "torch")
        found = [tensors_of(net, scheme, table) for scheme in schemes]
        hits = [sum(tensor.name in model.arrays for tensor in tensors) for tensors in found]
        tensors = found[hits.index(max(hits))]
        return _Loading(net, model, tensors).blobs()


class _Loading:
    """Lives only inside `loaded_from`."""

    def __init__(self, net: NetPlan, model: ArrayModel, tensors: Sequence[Tensor]) -> None:
        self._net = net
        self._arrays: dict[str, StoredBlob] = dict(model.arrays)
        self._model = model
        self._reader = NamedReader(model)
        self._tensors = tensors

    def blobs(self) -> tuple[dict[Slot, Blob], list[str]]:
        """What every blob is loaded from, and the names of tensors that are left."""
        blobs, left = dict(self._net.plan.blobs), dict(self._arrays)
        missing = [tensor.name for tensor in self._tensors if self._misses(tensor)]
        if missing:
            near = did_you_mean(missing[0], self._arrays)
            raise FormatError(
                f"has no tensor {', '.join(map(repr, missing[:5]))}"
                + (f" and {len(missing) - 5} more" if len(missing) > 5 else ""),
                hint=near or 'Names are given with --map: {"tensor": "layer[0]"}.',
            )
        seconds = {
            tensor.slot: self._second(tensor) for tensor in self._tensors if tensor.how == "zeros"
        }
        for tensor in self._tensors:
            left.pop(tensor.name, None)
            if tensor.how == "zeros" or self._shares(tensor.slot):
                continue
            stored = self._arrays[tensor.name]
            self._check(tensor, stored)
            key = _Key(tensor, stored, seconds.get(tensor.slot))
            shape = blobs[tensor.slot].shape
            blobs[tensor.slot] = Blob(shape, Loaded(self._reader, key))
            if tensor.factor is not None:
                one = Tensor(tensor.name, (1,), tensor.factor)
                blobs[tensor.factor] = Blob(
                    blobs[tensor.factor].shape, Loaded(self._reader, _Key(one, None))
                )
        return blobs, [name for name in left if not name.endswith(COUNTER)]

    def _misses(self, tensor: Tensor) -> bool:
        if tensor.name in self._arrays or tensor.how == "zeros":
            return False
        return not self._shares(tensor.slot)

    def _shares(self, slot: Slot) -> bool:
        return isinstance(self._net.plan.blobs[slot].source, Same)

    def _second(self, tensor: Tensor) -> StoredBlob | None:
        """The second bias of a recurrent layer, unless it is zero; another must be zero."""
        stored = self._arrays.get(tensor.name)
        if stored is None:
            return None
        self._check(tensor, stored)
        if not np.any(self._model.read(stored)):
            return None
        if not tensor.name.endswith("bias_hh_l0"):
            raise FormatError(
                f"tensor {tensor.name!r} is not zero, and Caffe's layer {tensor.slot.name!r} has "
                "no such blob",
                hint="Give that Scale a bias_term in the net.",
            )
        return stored

    def _check(self, tensor: Tensor, stored: StoredBlob) -> None:
        if stored.fault:
            raise FormatError(f"tensor {tensor.name!r} {stored.fault}")
        if stored.shape != tensor.shape and (count(stored.shape) != 1 or count(tensor.shape) != 1):
            raise ShapeError(
                f"tensor {tensor.name!r} has shape {_dims(stored.shape)}, the net needs "
                f"{_dims(tensor.shape)}"
            )


def _dims(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape)) or "()"
