"""`export`: a Caffe net as an ONNX model that computes what Caffe computes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import LayerError, within
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.planned import Exported, export_plan, with_values
from caffe_fillers.exporters.preprocess import Preprocess, read_transform
from caffe_fillers.exporters.reading import Origin, ReadNet, read_net
from caffe_fillers.exporters.save import Saved, save
from caffe_fillers.exporters.values import drawn
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Sequence

    import onnx

    from caffe_fillers.core.draws import Shape

__all__ = ["Export", "export", "export_file", "open_export"]

#: So many layers without weights are named in an error.
MAX_NAMED = 8
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Export:
    """An exported net before its numbers are poured; it can be written once."""

    exported: Exported
    read: ReadNet
    origin: Origin
    options: ExportOptions
    preprocess: Preprocess
    #: The layers of which something is drawn.
    fresh: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def model(self) -> onnx.ModelProto:
        """The whole model in memory."""
        return with_values(self.exported, self.rng())

    def rng(self) -> Rng:
        """The stream that drawn numbers come from, at its start."""
        return Rng(self.origin.seed or 0, self.read.options.era)

    def again(self, **changed: Any) -> Export:
        """The same net once more, with other options."""
        return open_export(self.origin, replace(self.options, **changed), self.preprocess)

    def save(self, target: Path, *, external: bool = False, force: bool = False) -> Saved:
        """Write the model into a file, and its weights beside it if wanted or if they must be.

        Raises:
            OutputError: a file cannot be written, or exists already.
        """
        more = (self.preprocess.transform, self.preprocess.mean)
        inputs = (self.read.definition, *self.read.models, *(each for each in more if each))
        return save(
            self.exported, self.rng(), target, external=external, force=force, inputs=inputs
        )


def export(
    net: str | os.PathLike[str],
    weights: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    *,
    seed: int | None = None,
    fill_missing: bool = False,
    shapes: dict[str, Shape] | None = None,
    options: ExportOptions | None = None,
    preprocess: Preprocess | None = None,
) -> onnx.ModelProto:
    """Export a Caffe net as an ONNX model whose outputs equal Caffe's forward pass in TEST.

    Args:
        net: A net or solver prototxt of any generation; a net to train is deployed first.
        weights: Trained models, as Caffe loads them, the later one winning.
        seed: Draw the numbers: all of them without `weights`, else with `fill_missing`.
        fill_missing: Draw what no model gives.
        shapes: Shapes of tops that only data can tell.
        options: How the model is written.
        preprocess: What is put in front of it.

    Returns:
        The model; equal to Caffe within max|a - b| <= 1e-5 max(1, max|b|) for each output.

    Raises:
        CaffeFillersError: a file is missing or broken, a model does not fit, a layer has no weights
            or cannot be exported; nothing is approximated in silence.

    Example:
        >>> from caffe_fillers import export
        >>> model = export("examples/lenet_deploy.prototxt", seed=1701)
        >>> [each.name for each in model.graph.output]
        ['prob']

    Source: the forward functions of Caffe's layers; ONNX's operator specification.
    """
    if isinstance(weights, (str, os.PathLike)):
        weights = [weights]
    names = tuple(os.fspath(each) for each in weights)
    origin = Origin(Path(net), names, seed, fill_missing)
    if shapes:
        origin = replace(origin, plan=replace(origin.plan, shapes=shapes))
    return open_export(origin, options, preprocess).model()


def export_file(
    origin: Origin,
    target: Path,
    options: ExportOptions | None = None,
    preprocess: Preprocess | None = None,
    *,
    external: bool = False,
    force: bool = False,
) -> Saved:
    """Export into a file, in memory that does not grow with the weights.

    Raises:
        CaffeFillersError: as `export`, or the file cannot be written.
    """
    opened = open_export(origin, options, preprocess)
    return opened.save(target, external=external, force=force)


def open_export(
    origin: Origin,
    options: ExportOptions | None = None,
    preprocess: Preprocess | None = None,
) -> Export:
    """Everything but the numbers.

    Raises:
        CaffeFillersError: as `export`.
    """
    options, preprocess = options or ExportOptions(), preprocess or Preprocess()
    read = read_net(origin, options)
    transform = read_transform(preprocess, read.definition) if preprocess.wanted else None
    about = _about(origin, read)
    with within(str(read.definition)):
        exported = export_plan(
            read.planned,
            replace(options, outputs=read.outputs),
            read.options,
            read.definition.parent,
            before=(preprocess, transform) if transform else None,
            about=about,
        )
    fresh = _fresh(exported)
    _check_drawn(origin, read, fresh, freeze=options.freeze_dummy)
    # What is put in front of the net is nobody's work any more.
    undone = "prepare " if preprocess.normalize else "\n"
    notes = (*(n for n in read.notes if not n.startswith(undone)), *exported.notes)
    return Export(exported, read, origin, options, preprocess, fresh, notes, read.warnings)


def _fresh(exported: Exported) -> tuple[str, ...]:
    plan, weights = exported.written.planned.plan, exported.assembled.weights
    slots = sorted(drawn(plan, weights))
    return tuple(dict.fromkeys(slot.name for slot in slots))


def _check_drawn(origin: Origin, read: ReadNet, fresh: Sequence[str], *, freeze: bool) -> None:
    """Refuse to draw what nobody asked for, and to draw without a seed."""
    if not fresh:
        return
    more = f" and {len(fresh) - MAX_NAMED} more" if len(fresh) > MAX_NAMED else ""
    named = ", ".join(map(repr, fresh[:MAX_NAMED])) + more
    if read.models and not origin.fill_missing and not freeze:
        raise LayerError(
            f"no model gives weights for {named}",
            where=", ".join(map(str, read.models)),
            hint="--fill-missing --seed N draws them, as Caffe would.",
        )
    if origin.seed is None:
        raise LayerError(
            f"there are no weights for {named}",
            where=str(read.definition),
            hint="Name a trained model, or --seed N for the numbers that Caffe would start from.",
        )


def _about(origin: Origin, read: ReadNet) -> dict[str, str]:
    """Where the model comes from, for its metadata."""
    about = {"caffe.net": read.definition.name, "caffe.net.sha256": _sha256(read.definition)}
    for number, path in enumerate(read.models):
        about[f"caffe.weights.{number}"] = path.name
        about[f"caffe.weights.{number}.sha256"] = _sha256(path)
    if origin.seed is not None:
        about["caffe.seed"] = str(origin.seed)
    return about


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()
