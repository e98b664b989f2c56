"""Numbers to run a net on: random ones that its layers can read, or a user's own."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.errors import DataError, FormatError, within
from caffe_fillers.files.reading import open_regular
from caffe_fillers.layers.shapes import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.exporters.graph import Input
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.proto import caffe

__all__ = ["random_feeds", "read_feeds"]

#: Layers whose bottom 1 holds whole numbers below the number of classes, and where their axis is.
_LABELS = {
    "SoftmaxWithLoss": "softmax_param",
    "InfogainLoss": "infogain_loss_param",
    "Accuracy": "accuracy_param",
    "MultinomialLogisticLoss": "",
    "HingeLoss": "",
}
#: Layers that read zeros and ones, and at which bottom.
_MARKS = {"LSTM": 1, "RNN": 1, "LSTMUnit": 2, "ContrastiveLoss": 2, "SigmoidCrossEntropyLoss": 1}


def random_feeds(
    planned: NetPlan, inputs: Sequence[Input], seed: int = 0
) -> dict[str, NDArray[Any]]:
    """For each input normal numbers, or such as the layer that reads it can use."""
    generator = np.random.default_rng(seed)
    limits = dict(_limits(planned))
    feeds = {}
    for each in inputs:
        if each.dtype == np.uint8:
            feeds[each.name] = generator.integers(0, 256, each.shape, np.uint8)
        elif each.name in limits:
            numbers = generator.integers(0, max(1, limits[each.name]), each.shape)
            feeds[each.name] = numbers.astype(np.float32)
        else:
            feeds[each.name] = generator.standard_normal(each.shape).astype(np.float32)
    return feeds


def _limits(planned: NetPlan) -> Iterator[tuple[str, int]]:
    """Blobs of whole numbers, and what these are below."""
    names: dict[str, str] = {}
    for layer in planned.net.layer:
        if layer.type == "Split":
            names |= dict.fromkeys(layer.top, names.get(layer.bottom[0], layer.bottom[0]))
        for position, bottom in enumerate(layer.bottom):
            limit = _limit(planned, layer, position)
            if limit:
                yield names.get(bottom, bottom), limit


def _limit(planned: NetPlan, layer: caffe.LayerParameter, position: int) -> int:
    shape = planned.plan.shapes[layer.bottom[0]]
    if layer.type == "Embed":
        return layer.embed_param.input_dim
    if layer.type == "BatchReindex" and position == 1:
        return shape[0]
    if layer.type == "Filter" and position == len(layer.bottom) - 1:
        return 2
    if _MARKS.get(layer.type) == position:
        return 2
    if layer.type in _LABELS and position == 1:
        field = _LABELS[layer.type]
        return shape[getattr(layer, field).axis] if field else size(shape[1:])
    return 0


def read_feeds(given: Sequence[str], inputs: Sequence[Input]) -> Mapping[str, NDArray[Any]]:
    """The arrays of files: NAME=x.npy, x.npy for the only input, or x.npz with all by name.

    Raises:
        DataError: a file cannot be read.
        FormatError: it holds no array, or not one for an input of that name and shape.
    """
    known = {each.name: each for each in inputs}
    feeds: dict[str, NDArray[Any]] = {}
    for text in given:
        name, equals, path = text.partition("=")
        loaded = _load(Path(path if equals else text))
        if isinstance(loaded, dict):
            feeds |= {key: value for key, value in loaded.items() if key in known}
            continue
        if not equals and len(known) != 1:
            raise FormatError(
                f"the net has {len(known)} inputs: {', '.join(known)}",
                where=text,
                hint="Write NAME=FILE for each.",
            )
        feeds[name if equals else next(iter(known))] = loaded
    for name, value in feeds.items():
        with within(f"input {name!r}"):
            feeds[name] = _fit(value, known.get(name))
    return feeds


def _load(path: Path) -> Any:
    with within(str(path)):
        try:
            with open_regular(path) as file:
                loaded = np.load(file, allow_pickle=False)
                return loaded if isinstance(loaded, np.ndarray) else dict(loaded)
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror or error}") from error
        except (ValueError, EOFError, zipfile.BadZipFile) as error:
            raise FormatError("is no .npy or .npz file", hint="numpy.save writes one.") from error


def _fit(value: NDArray[Any], known: Input | None) -> NDArray[Any]:
    if known is None:
        raise FormatError("the net has no such input")
    if value.shape != known.shape:
        raise FormatError(f"has shape {value.shape}, the net needs {known.shape}")
    if value.dtype.kind not in "fiub":
        raise FormatError(f"holds {value.dtype}, no numbers")
    return value.astype(known.dtype)
