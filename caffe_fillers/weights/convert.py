"""From one format of weights to another, under Caffe's names or PyTorch's.

convert(Path("net.caffemodel"), Path("net.safetensors"), ConvertOptions(names="torch"))
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Loaded, Slot, count
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import FormatError
from caffe_fillers.files.writing import check_target
from caffe_fillers.formats.arrays import Array, ArrayModel
from caffe_fillers.formats.kinds import kind_of, lay_out, lay_out_arrays, open_model
from caffe_fillers.formats.layout import writing
from caffe_fillers.formats.signs import CAFFEMODEL, HDF5
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.rng import Rng
from caffe_fillers.weights.named import lay_out_named, loaded_from, writing_named
from caffe_fillers.weights.source import from_model, from_net, working_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from caffe_fillers.core.pour import Sink
    from caffe_fillers.files.writing import OutputFile
    from caffe_fillers.formats.layout import LayoutSink
    from caffe_fillers.formats.model import Model
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.weights.names import Scheme

__all__ = ["ConvertOptions", "Converted", "convert", "writing_net"]

#: Values copied at a time.
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How a model is converted."""

    #: The names in the new file.
    names: Scheme = "caffe"
    #: The definition, where the file does not hold it.
    net: Path | None = None
    startup: StartOptions = field(default_factory=StartOptions)
    plan: Options = field(default_factory=Options)
    #: Other names: of a tensor for a layer or for one of its blobs.
    table: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written."""

    path: Path
    nbytes: int
    #: How many arrays or blobs there are in the new file, and how many values.
    blobs: int
    values: int
    notes: tuple[str, ...]


def convert(
    source: Path, target: Path, options: ConvertOptions | None = None, *, force: bool = False
) -> Converted:
    """Write a model in the format that the target's suffix says.

    Values keep their bits, apart from BatchNorm's statistics under PyTorch's names, which are
    divided by their factor. A blob of another type than float32 or float64 becomes one of these.

    Args:
        source: A model in any of the formats.
        target: The file to write.
        options: Names, and the net where it is needed.
        force: Replace a file that exists.

    Raises:
        CaffeFillersError: a file cannot be read or written, the net is needed and not given, or
            the net and the file do not fit each other.
    """
    options = options or ConvertOptions()
    model = open_model(source)
    plain = options.net is None and not options.table and options.names == "caffe"
    if plain and isinstance(model, ArrayModel) and kind_of(target) not in (CAFFEMODEL, HDF5):
        return _copied(model, target, force=force)
    net, notes = _as_net(model, target, options)
    if options.names == "torch" and not any(layer.type for layer in net.net.layer):
        raise _needs_net(model, "names of PyTorch")
    # A table is of the arrays: of those that are read, if a net tells what they are.
    reads = options.net is not None and isinstance(model, ArrayModel)
    table = {} if reads else options.table
    opens, nbytes, tensors = writing_net(target, net, options.names, table)
    inputs = (source, *([options.net] if options.net else []))
    checked = check_target(target, force=force, nbytes=nbytes, inputs=inputs)
    with opens(checked) as sink:
        fill_plan(net.plan, Rng(0), sink)
    values = sum(count(blob.shape) for blob in net.plan.blobs.values())
    return Converted(target, nbytes, tensors, values, tuple(notes))


def writing_net(
    target: Path,
    net: NetPlan,
    names: Scheme = "caffe",
    table: Mapping[str, str] | None = None,
    dialect: str = BVLC,
) -> tuple[Callable[[OutputFile], AbstractContextManager[Sink]], int, int]:
    """What opens a target for the blobs of a net, its size in bytes, and its number of arrays.

    Raises:
        FormatError: the target's format cannot hold the net, or not under these names.
    """
    if names == "caffe" and not table:
        layout = lay_out(target, net.net, net.slots, net.plan, dialect)
        return partial(writing, layout=layout), layout.nbytes, len(layout.holes)
    named = lay_out_named(target, net, names, table)
    return partial(writing_named, named=named), named.layout.nbytes, len(named.tensors)


def _as_net(model: Model, target: Path, options: ConvertOptions) -> tuple[NetPlan, list[str]]:
    """The model as a net of loaded blobs."""
    if options.net is None:
        if kind_of(target) == CAFFEMODEL and not model.net.layer:
            raise _needs_net(model, "a .caffemodel")
        net = from_model(model)
        _check_faults(net, model)
        return net, []
    begun = start(options.net, options.startup, options.plan)
    notes = list(begun.notes)
    if isinstance(model, ArrayModel):
        blobs, left = loaded_from(begun.planned, model, options.table)
        dtype = working_type(model.arrays.values())
        plan = replace(begun.planned.plan, draws=(), blobs=blobs, dtype=dtype)
        net = replace(begun.planned, plan=plan)
        notes += (f"{model.path}: no blob of the net is for tensor {name!r}" for name in left)
        return net, notes
    net, left = from_net(begun.planned, model)
    notes += (f"{model.path}: layer {name!r} is not in the net" for name in left)
    return net, notes


def _check_faults(net: NetPlan, model: Model) -> None:
    for slot, blob in net.plan.blobs.items():
        if isinstance(blob.source, Loaded) and blob.source.key.fault:
            raise FormatError(f"blob {slot} {blob.source.key.fault}", where=str(model.path))


def _needs_net(model: Model, what: str) -> FormatError:
    return FormatError(
        f"is a {model.kind} file, which does not hold the layers' definitions",
        where=str(model.path),
        hint=f"For {what} give the net: --net net.prototxt.",
    )


def _copied(model: ArrayModel, target: Path, *, force: bool) -> Converted:
    """Arrays under the keys and in the types that they have."""
    arrays = []
    for at, (key, stored) in enumerate(model.arrays.items()):
        if stored.fault:
            raise FormatError(f"array {key!r} {stored.fault}", where=str(model.path))
        arrays.append(Array(key, Slot(at, 0, key), stored.shape, stored.dtype))
    layout = lay_out_arrays(target, arrays)
    checked = check_target(target, force=force, nbytes=layout.nbytes, inputs=[model.path])
    with writing(checked, layout) as sink:
        for array in arrays:
            _copy(model, array, sink)
    values = sum(count(array.shape) for array in arrays)
    return Converted(target, layout.nbytes, len(arrays), values, ())


def _copy(model: ArrayModel, array: Array, sink: LayoutSink) -> None:
    total = count(array.shape)
    for first in range(0, total, BLOCK):
        last = min(first + BLOCK, total)
        sink.put(array.slot, first, model.read(model.arrays[array.key], first, last))
