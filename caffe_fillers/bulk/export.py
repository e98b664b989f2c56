"""Exporting one net, as a plain value that another process can be given."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.bulk.outcomes import DIFFERS, Outcome, guarded
from caffe_fillers.exporters.model import Export, open_export

if TYPE_CHECKING:
    from caffe_fillers.exporters.options import ExportOptions
    from caffe_fillers.exporters.preprocess import Preprocess
    from caffe_fillers.exporters.reading import Origin
    from caffe_fillers.exporters.save import Saved

__all__ = ["ExportJob", "export_net", "export_told", "with_files", "written_told"]


@dataclass(frozen=True, slots=True)
class ExportJob:
    """One net, its weights, and the model that it becomes."""

    #: Its place among the inputs.
    index: int
    origin: Origin
    target: str
    options: ExportOptions
    preprocess: Preprocess
    external: bool = False
    force: bool = False

    @property
    def path(self) -> str:
        """The file that it is about."""
        return str(self.origin.net)


def export_net(job: ExportJob) -> Outcome:
    """Export one net; what goes wrong with it is part of the outcome, and nothing is written."""
    started = time.monotonic()

    def do() -> Outcome:
        opened = open_export(job.origin, job.options, job.preprocess)
        # The graph is used up when it is saved.
        told = export_told(opened)
        shapes = [weight.shape for weight in opened.exported.assembled.weights]
        saved = opened.save(Path(job.target), external=job.external, force=job.force)
        told |= written_told(saved) | {"values": sum(map(math.prod, shapes))}
        code = DIFFERS if opened.warnings else 0
        return Outcome(job.index, code, told, seconds=time.monotonic() - started)

    return guarded(job.index, job.path, do)


def export_told(opened: Export) -> dict[str, Any]:
    """What is to be told of an exported net."""
    notes, seed = list(opened.notes), opened.origin.seed
    if seed is not None and not opened.fresh:
        notes.append("--seed draws nothing: the models give all weights")
    proto = opened.exported.assembled.proto
    return {
        "net": str(opened.origin.net),
        "inputs": [each.name for each in proto.graph.input],
        "outputs": dict(opened.exported.assembled.outputs),
        "nodes": len(proto.graph.node),
        "opset": opened.options.opset,
        "seed": seed if opened.fresh else None,
        "drawn": list(opened.fresh),
        "notes": notes,
        "warnings": list(opened.warnings),
    }


def written_told(saved: Saved) -> dict[str, Any]:
    """What is to be told of the files that were written."""
    data = str(saved.data) if saved.data else None
    return {"output": str(saved.model), "data": data, "bytes": saved.nbytes}


def with_files(origin: Origin, net: Path, weights: Path | None) -> Origin:
    """The same wishes for another net, whose model is loaded before those that all nets get."""
    first = (str(weights),) if weights else ()
    return replace(origin, net=net, weights=(*first, *origin.weights))
