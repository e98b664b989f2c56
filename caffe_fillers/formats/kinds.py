"""Which kind of model file is read and written by what: one table."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from caffe_fillers.errors import FormatError, did_you_mean
from caffe_fillers.formats import signs
from caffe_fillers.formats.model import StoredFile

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import numpy as np

    from caffe_fillers.core.draws import Plan, Shape, Slot
    from caffe_fillers.formats.arrays import Array
    from caffe_fillers.formats.layout import Layout
    from caffe_fillers.formats.model import Model
    from caffe_fillers.proto import caffe

__all__ = [
    "ARRAYS",
    "SUFFIXES",
    "is_model",
    "is_onnx",
    "kind_of",
    "lay_out",
    "lay_out_arrays",
    "open_model",
    "suffix_of",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: the module whose `layout` lays it out, and what opens it."""

    name: str
    module: str
    opens: str
    suffixes: tuple[str, ...]
    #: Whether values that several blobs share stand in the file once.
    shares: bool = False
    #: Whether it holds arrays under any name.
    arrays: bool = False


KINDS = (
    Kind(signs.CAFFEMODEL, "caffemodel", "open_model", (".caffemodel",)),
    Kind(signs.HDF5, "hdf5", "open_model", (".h5", ".hdf5"), shares=True),
    Kind(signs.NPZ, "npz", "NpzModel", (".npz",), arrays=True),
    Kind(signs.SAFETENSORS, "safetensors", "SafetensorsModel", (".safetensors",), arrays=True),
)

#: Formats whose arrays may have been named by another framework.
ARRAYS = (signs.NPZ, signs.SAFETENSORS)
#: Suffixes of texts: what bears one is not opened to find out.
TEXTS = (".prototxt", ".pbtxt", ".pt", ".txt")

#: Who wants an ONNX model of a net and its weights is told how to make one.
EXPORTS = (
    "`fill-weights export NET MODEL -o OUT.onnx` makes an ONNX model of a net and its weights."
)

#: The suffixes of all model files that can be written.
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)


def open_model(path: Path, dialect: str | None = None) -> Model:
    """The model in this file, of whatever kind its content shows; values are read late.

    Args:
        path: The file.
        dialect: The fork that wrote a .caffemodel, if that is known; other kinds have no dialect.

    Raises:
        DataError: there is no such file, it cannot be read, or a library for it is missing.
        FormatError: it is broken, or of a kind that holds no Caffe model.
        UpgradeError: it is of an old generation and Caffe refuses to upgrade it.
    """
    found = signs.kind(StoredFile(path))
    kind = next(kind for kind in KINDS if kind.name == found)
    told = (dialect,) if kind.name == signs.CAFFEMODEL else ()
    return cast("Model", _function(kind, kind.opens)(path, *told))


def suffix_of(path: Path) -> str:
    """The suffix that fits a model file's content.

    Raises:
        DataError, FormatError: it cannot be read, or holds no model of ours.
    """
    found = signs.kind(StoredFile(path))
    return next(kind.suffixes[0] for kind in KINDS if kind.name == found)


def is_model(path: Path) -> bool:
    """Whether a file is a model of Caffe's blobs rather than a text.

    Raises:
        DataError: there is no such file, or it cannot be read.
    """
    if path.suffix in TEXTS:
        return False
    try:
        if signs.kind(StoredFile(path)) == signs.CAFFEMODEL:
            open_model(path)
    except FormatError:
        # A text is not a model; what is neither is told by the reader of texts.
        return False
    return True


def is_onnx(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an ONNX model, by its name."""
    return Path(path).suffix.lower() == ".onnx"


class Lays(Protocol):
    """What lays one kind of file out."""

    def __call__(
        self,
        net: caffe.NetParameter,
        blobs: Sequence[Sequence[tuple[Slot, Shape]]],
        dtype: np.dtype[Any],
        *dialect: str,
    ) -> Layout:
        """The whole file, with a hole for each of the blobs."""
        ...


def lay_out(
    path: Path,
    net: caffe.NetParameter,
    slots: Sequence[Sequence[Slot]],
    plan: Plan,
    dialect: str | None = None,
) -> Layout:
    """The layout of the model file that is to be written here, of the kind that its suffix says.

    Args:
        path: The file; its suffix is one of `SUFFIXES`.
        net: The built net as it is saved.
        slots: For each layer its slots, in order.
        plan: What is to be poured.
        dialect: The fork whose numbers a .caffemodel is to have; None for BVLC's.

    Raises:
        FormatError: the suffix is none of these, or the format cannot hold this net.
        DataError: a library for the format is missing.
    """
    kind = _kind(path)
    blobs = [
        [
            (slot, plan.blobs[slot].shape)
            for slot in layer
            if not (kind.shares and plan.shares(slot))
        ]
        for layer in slots
    ]
    lays: Lays = _function(kind, "layout")
    told = (dialect,) if dialect and kind.name == signs.CAFFEMODEL else ()
    return lays(net, blobs, plan.dtype, *told)


def lay_out_arrays(path: Path, arrays: Sequence[Array]) -> Layout:
    """The layout of a file of these arrays, .npz or .safetensors as its suffix says.

    Raises:
        FormatError: the suffix is neither, or the format cannot hold a key.
    """
    kind = _kind(path)
    if not kind.arrays:
        raise FormatError(
            f"a {path.suffix} holds blobs of layers, no arrays of any name",
            where=str(path),
            hint="Write a .safetensors or a .npz.",
        )
    layout: Layout = _function(kind, "layout_arrays")(arrays)
    return layout


def kind_of(path: Path) -> str:
    """The kind of model file that is written here, as its suffix says.

    Raises:
        FormatError: the suffix is that of none.
    """
    return _kind(path).name


def _kind(path: Path) -> Kind:
    suffix = path.suffix.lower()
    kind = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    if kind is None:
        raise FormatError(
            f"no model is written to a file that ends in {suffix!r}",
            where=str(path),
            hint=EXPORTS
            if is_onnx(path)
            else did_you_mean(suffix, SUFFIXES) or f"The kinds are {', '.join(SUFFIXES)}.",
        )
    return kind


def _function(kind: Kind, name: str) -> Any:
    # Loaded on demand: h5py and the upgrade are only for those who need them.
    return getattr(import_module(f"caffe_fillers.formats.{kind.module}"), name)
