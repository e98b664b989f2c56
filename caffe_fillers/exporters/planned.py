"""A planned net as an ONNX model: write, free what is not fixed, name, assemble, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

# Layer types register themselves when they are imported.
import caffe_fillers.exporters  # noqa: F401
from caffe_fillers.core.draws import count
from caffe_fillers.errors import FormatError
from caffe_fillers.exporters.assemble import Assembled, assemble, check
from caffe_fillers.exporters.batch import Symbols, free, other_tops, sources
from caffe_fillers.exporters.fold import fold
from caffe_fillers.exporters.naming import name_all
from caffe_fillers.exporters.net import Written, write_net
from caffe_fillers.exporters.options import OPSETS, ExportOptions
from caffe_fillers.exporters.preprocess import Preprocess, Transform, add_preprocessing
from caffe_fillers.exporters.values import Filled, drawn, pour_weights
from caffe_fillers.plan.net import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import onnx

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.exporters.graph import Weight
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.rng.rng import Rng

__all__ = ["Exported", "export_plan", "with_values"]


class Exported:
    """An exported net whose numbers are still to be poured."""

    def __init__(self, written: Written, assembled: Assembled) -> None:
        self.written = written
        self.assembled = assembled

    @property
    def notes(self) -> list[str]:
        """What the user should know."""
        return self.written.notes


def export_plan(
    planned: NetPlan,
    options: ExportOptions | None = None,
    plan_options: Options | None = None,
    folder: Path | None = None,
    *,
    before: tuple[Preprocess, Transform] | None = None,
    about: Mapping[str, str] | None = None,
) -> Exported:
    """The model of a planned net, without values, checked.

    Args:
        planned: The net.
        options: How it is written.
        plan_options: How it was planned.
        folder: Where files that layers name may be, besides the current folder.
        before: What is done to images before the net sees them.
        about: What the model's metadata say.

    Raises:
        LayerError: a layer cannot be exported.
        NetError: an output is not a blob of the net.
    """
    options, plan_options = options or ExportOptions(), plan_options or Options()
    if options.opset not in OPSETS:
        raise FormatError(
            f"opset {options.opset} cannot be written",
            hint=f"Choose one from {OPSETS[0]} to {OPSETS[-1]}.",
        )
    folder, dialect = folder or Path(), plan_options.dialect
    written = write_net(planned, options, folder, dialect=dialect)
    symbols = Symbols()
    freed = _freed(planned, options)
    if freed:
        tops = other_tops(planned, freed, plan_options)
        symbols = free(written, write_net(planned, options, folder, tops, dialect))
    for value, dims in written.graph.opened.items():
        symbols.values[value] = list(dims)
    if options.fold:
        fold(written.graph)
    if before:
        add_preprocessing(written, symbols, *before)
    assembled = assemble(written, name_all(written, options.names), symbols)
    for key, value in (about or {}).items():
        assembled.proto.metadata_props.add(key=key, value=value)
    check(assembled)
    return Exported(written, assembled)


def with_values(exported: Exported, rng: Rng) -> onnx.ModelProto:
    """The whole model in memory.

    While a message takes numbers they stand in memory twice, so it takes those of one initializer
    at a time: where nothing is drawn the largest first, as long as no other stands beside it.
    """
    weights, plan = exported.assembled.weights, exported.written.planned.plan
    tensors = dict(zip((each.value for each in weights), exported.assembled.tensors(), strict=True))
    if drawn(plan, weights):
        pour_weights(plan, rng, weights, Filled(tensors))
        return exported.assembled.proto
    for same in _by_blob(weights):
        pour_weights(plan, rng, same, Filled(tensors))
    return exported.assembled.proto


def _by_blob(weights: Sequence[Weight]) -> list[list[Weight]]:
    """The initializers, those of one blob together, the largest first."""
    found: dict[Slot, list[Weight]] = {}
    for weight in weights:
        found.setdefault(weight.sources[0], []).append(weight)
    return sorted(found.values(), key=lambda same: -max(count(each.shape) for each in same))


def _freed(planned: NetPlan, options: ExportOptions) -> dict[int, int]:
    """The layers whose tops may have any number of items, and how to try another number."""
    filters = [index for index, layer in enumerate(planned.net.layer) if layer.type == "Filter"]
    inputs = sources(planned.net) if options.dynamic_batch else []
    return dict.fromkeys(inputs, 2) | dict.fromkeys(filters, 3)
