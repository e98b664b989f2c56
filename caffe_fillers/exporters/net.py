"""The rules for a whole net: values in place of blobs, Caffe's outputs, each layer by its function.

A blob may be written several times, and Splits are only names: here every writing is a value of
its own (static single assignment), and a name stands for the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caffe_fillers.core.registry import BVLC, exporters
from caffe_fillers.errors import LayerError, NetError, did_you_mean, within
from caffe_fillers.exporters.graph import Graph
from caffe_fillers.exporters.site import Site
from caffe_fillers.exporters.words import check_words
from caffe_fillers.net.wiring import is_inserted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.options import ExportOptions
    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.proto import caffe

__all__ = ["ALL", "Written", "outputs_of", "write_net"]

#: In place of the outputs' names: every blob.
ALL = "all"

#: Layers that do not ask for their bottoms' shapes.
ANY_SHAPE = frozenset({"Split", "Silence"})


@dataclass(frozen=True, slots=True)
class Version:
    """One writing of a blob."""

    blob: str
    #: The layer's index and name.
    index: int
    layer: str
    value: str
    shape: Shape


@dataclass(slots=True)
class Written:
    """A net's graph, whose values still have working names."""

    graph: Graph
    planned: NetPlan
    versions: list[Version] = field(default_factory=list)
    #: The last value of each blob.
    blobs: dict[str, Version] = field(default_factory=dict)
    #: Tops that their layers do not name: losses.
    unnamed: list[Version] = field(default_factory=list)
    #: Names that values must have, besides those of blobs.
    names: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def write_net(
    planned: NetPlan,
    options: ExportOptions,
    folder: Path,
    tops: Sequence[Sequence[Shape]] | None = None,
    dialect: str = BVLC,
) -> Written:
    """The graph of a planned net.

    Args:
        planned: The built net, its blobs and shapes.
        options: How it is written.
        folder: Where files that layers name may be, besides the current folder.
        tops: Other shapes of all layers' tops, as the net would have for other inputs.
        dialect: Whose layers they are.

    Raises:
        LayerError: a layer cannot be exported; the error names it, and tells what can be done.
        NetError: an output is not a blob of the net.
    """
    written = Written(Graph(options.opset), planned)
    shapes: dict[str, Shape] = {}
    for index, layer in enumerate(planned.net.layer):
        written.graph.layer = index
        made = (planned.tops if tops is None else tops)[index]
        bottoms = tuple(shapes[name] for name in layer.bottom)
        site = Site(
            layer,
            written.graph,
            bottoms,
            tuple(made),
            planned.slots[index],
            planned.plan,
            options,
            folder,
            written.notes,
        )
        with within(f"layer {layer.name!r} ({layer.type})"):
            values = _values(site, [written.blobs[name].value for name in layer.bottom], dialect)
        for name, value, shape in zip(layer.top, values, made, strict=False):
            version = Version(name, index, layer.name, value, tuple(shape))
            written.versions.append(version)
            written.blobs[name] = version
            shapes[name] = version.shape
        named = len(layer.top)
        for value, shape in zip(values[named:], made[named:], strict=True):
            written.unnamed.append(Version("", index, layer.name, value, tuple(shape)))
    _add_outputs(written, options.outputs)
    written.graph.prune()
    return written


def _values(site: Site, bottoms: Sequence[str], dialect: str) -> Sequence[str]:
    type_name = site.layer.type
    try:
        function = exporters.get(type_name, dialect)
    except LayerError:
        raise LayerError(
            f"layers of type {type_name!r} cannot be exported",
            where="type",
            hint=did_you_mean(type_name, exporters.names(dialect))
            or f"--cut {site.layer.name} makes its tops inputs; a plugin may know the layer.",
        ) from None
    if dialect != BVLC and function is exporters.find(type_name):
        check_words(site.layer)
    _check_open(site, bottoms)
    values = function(site, *bottoms)
    values = [values] if isinstance(values, str) else values
    if len(values) < len(site.layer.top):
        raise LayerError(
            f"what its top {site.layer.top[len(values)]!r} holds cannot be exported",
            where="top",
            hint=f"--cut {site.layer.name} makes its tops inputs.",
        )
    return values


def _check_open(site: Site, bottoms: Sequence[str]) -> None:
    """Refuse to read by its planned shape what has as many rows as it will have."""
    if site.layer.type in ANY_SHAPE:
        return
    for name, value in zip(site.layer.bottom, bottoms, strict=True):
        if value in site.graph.opened:
            raise LayerError(
                f"how many rows {name!r} has is known when the model runs only",
                where="bottom",
                hint=f"--outputs {name} ends the model there.",
            )


def _add_outputs(written: Written, wanted: Sequence[str]) -> None:
    names = outputs_of(written.planned.net)
    if ALL in wanted and ALL not in written.blobs:
        inserted = {
            top for layer in written.planned.net.layer if is_inserted(layer) for top in layer.top
        }
        names = [name for name in written.blobs if name not in inserted or name in names]
    elif wanted:
        names = list(dict.fromkeys(wanted))
    states = written.graph.outputs
    written.graph.outputs = []
    for name in names:
        if name not in written.blobs:
            raise NetError(
                f"the net makes no blob {name!r}",
                where="outputs",
                hint=did_you_mean(name, written.blobs)
                or f"Its own outputs: {', '.join(outputs_of(written.planned.net))}.",
            )
        version = written.blobs[name]
        written.graph.add_output(name, version.value, version.shape)
    if not wanted or ALL in wanted:
        for version in written.unnamed:
            name = version.layer if version.layer not in written.blobs else f"{version.layer}@loss"
            written.graph.add_output(name, version.value, version.shape)
    written.graph.outputs += states
    if not written.graph.outputs:
        raise NetError(
            "the net has no output: every blob is read by a layer",
            where="outputs",
            hint="Name some: --outputs BLOB,...",
        )


def outputs_of(net: caffe.NetParameter) -> list[str]:
    """The tops that nobody reads, sorted by name as bytes (net.cpp, Net::Init)."""
    unread: set[str] = set()
    for layer in net.layer:
        unread.difference_update(layer.bottom)
        unread.update(layer.top)
    return sorted(unread, key=lambda name: name.encode())
