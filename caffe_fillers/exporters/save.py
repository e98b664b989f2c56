"""An exported model into its files: laid out first, then poured, so that memory stays small."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Slot, count
from caffe_fillers.exporters.values import pour_weights
from caffe_fillers.files.writing import check_target
from caffe_fillers.formats.layout import LayoutSink, writing
from caffe_fillers.formats.onnx.element import FLOATS
from caffe_fillers.formats.onnx.model import OnnxModel
from caffe_fillers.formats.onnx.save import External, Filling, check_data_path, lay_out
from caffe_fillers.formats.onnx.wire import MAX_BYTES, Placeholders
from caffe_fillers.formats.suffixes import check_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.exporters.graph import Weight
    from caffe_fillers.exporters.planned import Exported
    from caffe_fillers.rng.rng import Rng

__all__ = ["Saved", "save"]

FLOAT = FLOATS["FLOAT"]

#: Room that the message itself may take before its tensors must go to a file of their own.
MESSAGE = 1 << 24


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written."""

    model: Path
    #: The data file, if the model needs one.
    data: Path | None
    nbytes: int


def save(
    exported: Exported,
    rng: Rng,
    target: Path,
    *,
    external: bool = False,
    force: bool = False,
    inputs: Sequence[Path] = (),
) -> Saved:
    """Write the model; a data file beside it holds the weights if wanted, or if it must.

    Args:
        exported: The model, which is used up.
        rng: Where drawn numbers come from.
        target: The file to write.
        external: Put the weights into a file beside the model.
        force: Replace files that exist.
        inputs: What the same run reads, and does not write over.

    Raises:
        FormatError: the target's suffix is that of another kind of file.
        OutputError: a file cannot be written, or exists already.
        CaffeFillersError: a trained model cannot be read to its end.
    """
    check_suffix(target, "onnx")
    assembled = exported.assembled
    tensors, weights = assembled.tensors(), assembled.weights
    total = sum(count(weight.shape) * 4 for weight in weights)
    external = external or total + MESSAGE > MAX_BYTES
    fillings = []
    for number, (tensor, weight) in enumerate(zip(tensors, weights, strict=True)):
        slot = Slot(number, 0, weight.value)
        fillings.append(Filling(slot, tensor, FLOAT, count(weight.shape), {}))
    model = OnnxModel(target, assembled.proto, Placeholders())
    data_path = target.with_name(f"{target.name}.data")
    files = lay_out(model, fillings, data_path.name, External(wanted=external))
    checked = check_target(target, force=force, nbytes=files.nbytes, inputs=inputs)
    layouts = {checked: files.model}
    if files.data:
        layouts[check_data_path(data_path, force=force, inputs=inputs)] = files.data
    with ExitStack() as stack:
        sinks: dict[Slot, LayoutSink] = {}
        # What is entered last leaves first: the data are there before the model that names them.
        for path, layout in layouts.items():
            sinks |= dict.fromkeys(layout.holes, stack.enter_context(writing(path, layout)))
        slots = {w.value: f.slot for w, f in zip(weights, fillings, strict=True)}
        pour_weights(exported.written.planned.plan, rng, weights, _Holes(slots, sinks))
    return Saved(target, data_path if files.data else None, files.nbytes)


class _Holes:
    """Initializers are holes in files."""

    def __init__(self, slots: dict[str, Slot], sinks: dict[Slot, LayoutSink]) -> None:
        self._slots = slots
        self._sinks = sinks

    def take(self, weight: Weight, start: int, values: NDArray[Any]) -> None:
        """Write the values."""
        slot = self._slots[weight.value]
        words = FLOAT.words(np.ascontiguousarray(values, np.float32))
        self._sinks[slot].put(slot, start, words)
