"""Which layers of a training net are deployed: those that lead to what the net is for.

The TEST-phase net is walked backwards from its results. Results are what losses and metrics
judge, and blobs that nobody reads; labels are neither, since nothing that was learnt is in them.
What is not met on the way falls away: losses and metrics, labels and what is made of them,
silencers, and layers of the TRAIN phase only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.core.registry import BVLC, LayerType, layers
from caffe_fillers.deployment.roles import (
    brings_data,
    is_constant,
    is_sink,
    judged,
    learns,
)
from caffe_fillers.errors import NetError, did_you_mean
from caffe_fillers.net import build, selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from caffe_fillers.net import State
    from caffe_fillers.proto import caffe

__all__ = ["Cut", "Head", "cut_net"]

#: A top: the index of its layer, and its index among the layer's tops.
Top: TypeAlias = tuple[int, int]

#: The place of a head among the tops of its loss: that of the probabilities, where it has them.
PROBABILITIES = 1

#: Stands for a bottom that nobody produces: a judge may have one, as it is not deployed.
NOWHERE: Top = (-1, -1)


@dataclass(frozen=True, slots=True)
class Head:
    """The layer that takes the place of a loss."""

    row: LayerType
    #: Its own name, and its top's.
    name: str


@dataclass(frozen=True, slots=True)
class Cut:
    """What becomes of each layer, by its index; layers in none of these fall away."""

    #: They stay, but for their include and exclude rules.
    kept: frozenset[int]
    #: Data and Input layers, and the indices of the tops that are still needed.
    inputs: Mapping[int, tuple[int, ...]]
    #: Losses.
    heads: Mapping[int, Head]
    #: The results of the net, by name.
    outputs: tuple[str, ...]


def cut_net(
    net: caffe.NetParameter, state: State, only: Sequence[str] = (), dialect: str = BVLC
) -> Cut:
    """What to deploy of an upgraded net.

    Args:
        net: Its definition; fields of forks are not needed.
        state: Level and stages, in the TEST phase.
        only: The results that are wanted, by the names they will have; all where none is named.
        dialect: The one in which layer types are looked up.

    Raises:
        NetError: the net cannot be wired, or has no such result.
    """
    graph = _wired(net, state, dialect)
    heads = _heads(graph, dialect)
    chosen = [_find(graph, heads, name) for name in only]
    outputs = chosen or _results(graph, heads)
    live = _live(graph, outputs)
    kept, inputs = _sort_out(graph, live)
    read = {source for top in live for source in _read(graph, top)}
    return Cut(
        kept,
        inputs,
        {index: head for index, head in heads.items() if (index, PROBABILITIES) in live},
        tuple(_name(graph, heads, top) for top in outputs if top in chosen or top not in read),
    )


# --- wiring ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Graph:
    """Who reads what in the TEST phase, and of which tops one knows what."""

    layers: Sequence[caffe.LayerParameter]
    #: What is known of each layer's type; None for a type that the dialect lacks.
    rows: Sequence[LayerType | None]
    #: The layers that are in, in file order.
    members: Sequence[int]
    #: For each layer that is in, and each loss that is not, the tops that its bottoms stand for.
    sources: dict[int, list[Top]] = field(default_factory=dict)
    #: The last top of each name.
    last: dict[str, Top] = field(default_factory=dict)
    #: Layers that judge, or read what a judge says.
    sinks: set[int] = field(default_factory=set)
    #: Tops in which there is something learnt.
    learnt: set[Top] = field(default_factory=set)

    def tops(self, index: int) -> Iterator[Top]:
        """The tops of a layer."""
        return ((index, position) for position in range(len(self.layers[index].top)))

    def head(self, index: int) -> str:
        """The type of the layer that takes the place of a loss; "" for all other layers."""
        row = self.rows[index]
        return row.judges.head if row else ""


def _wired(net: caffe.NetParameter, state: State, dialect: str) -> _Graph:
    rows = [layers.find(layer.type, dialect) for layer in net.layer]
    members = _members(net, state, rows)
    graph = _Graph(net.layer, rows, sorted(members))
    for index, layer in enumerate(net.layer):
        if index in members:
            graph.sources[index] = [graph.last.get(name, NOWHERE) for name in layer.bottom]
            _judge(graph, index)
            own = {name: (index, position) for position, name in enumerate(layer.top)}
            graph.last.update((name, own[name]) for name in members[index])
        elif graph.head(index) and layer.bottom[:1] and layer.bottom[0] in graph.last:
            # A loss of the TRAIN phase tells what its bottom means in the TEST phase too.
            graph.sources[index] = [graph.last[layer.bottom[0]]]
    return graph


def _members(
    net: caffe.NetParameter, state: State, rows: Sequence[LayerType | None]
) -> dict[int, list[str]]:
    """The layers of this state and their tops, and data layers of others where data is missing."""
    chosen = selection(net, state)
    members = {index: list(net.layer[index].top) for index in chosen}
    elsewhere: dict[str, int] = {}
    known_tops: set[str] = set()
    for index, layer in enumerate(net.layer):
        if index not in members:
            if brings_data(layer, rows[index]):
                elsewhere.update(dict.fromkeys(layer.top, index))
            continue
        for name in layer.bottom:
            if name in known_tops:
                continue
            if name in elsewhere:
                members.setdefault(elsewhere[name], []).append(name)
                known_tops.add(name)
            elif not is_sink(layer, rows[index]):
                build(net, state)  # it refuses the net, and tells what to do about it
                raise NetError(f"bottom {name!r} is produced by no layer above")
        known_tops.update(layer.top)
    return members


def _judge(graph: _Graph, index: int) -> None:
    """What one knows of a layer and its tops, once all above it are known."""
    layer, row, sources = graph.layers[index], graph.rows[index], graph.sources[index]
    learnt = learns(layer, row) or not graph.learnt.isdisjoint(sources)
    after = any(top[0] in graph.sinks and not _is_head(graph, top) for top in sources)
    if after or is_sink(layer, row):
        graph.sinks.add(index)
    if learnt:
        graph.learnt.update(graph.tops(index))


def _is_head(graph: _Graph, top: Top) -> bool:
    return bool(graph.head(top[0])) and top[1] == PROBABILITIES


# --- heads ----------------------------------------------------------------------------------------


def _heads(graph: _Graph, dialect: str) -> dict[int, Head]:
    """The heads of all losses that have one, by the loss's index, under their new names."""
    heads = {graph.head(index) for index in graph.sources}
    there = {
        (graph.layers[i].type, graph.sources[i][0])
        for i in graph.members
        if graph.layers[i].type in heads and graph.layers[i].bottom
    }
    losses: list[int] = []
    for index, sources in sorted(graph.sources.items()):
        layer = graph.layers[index]
        head = graph.head(index)
        if not head or sources[:1] in ([], [NOWHERE]):
            continue
        has_it = (head, sources[0]) in there or graph.layers[sources[0][0]].type == head
        # Probabilities with a name may be somebody's bottom.
        if not has_it or len(layer.top) > PROBABILITIES:
            there.add((head, sources[0]))
            losses.append(index)
    taken = {name for i in graph.members if i not in losses for name in _names(graph.layers[i])}
    names: dict[int, Head] = {}
    for index in losses:
        layer = graph.layers[index]
        wanted = [layer.top[PROBABILITIES]] if len(layer.top) > PROBABILITIES else []
        wanted += ["prob"] if len(losses) == 1 else []
        name = _free(f"{layer.bottom[0]}_prob", wanted, taken)
        taken.add(name)
        names[index] = Head(layers.get(graph.head(index), dialect), name)
    return names


def _names(layer: caffe.LayerParameter) -> Iterable[str]:
    return (layer.name, *layer.top)


def _free(base: str, wanted: Sequence[str], taken: set[str]) -> str:
    for name in (*wanted, base):
        if name not in taken:
            return name
    number = 2
    while f"{base}_{number}" in taken:
        number += 1
    return f"{base}_{number}"


# --- results --------------------------------------------------------------------------------------


def _results(graph: _Graph, heads: Mapping[int, Head]) -> list[Top]:
    """The tops that the net is for."""
    found = list(dict.fromkeys(_candidates(graph, heads)))
    learnt = [top for top in found if top in graph.learnt or top[0] in heads]
    # A net that learns nothing is for whatever it makes of its inputs.
    made = [top for top in found if graph.layers[top[0]].bottom]
    return learnt or made or found


def _candidates(graph: _Graph, heads: Mapping[int, Head]) -> Iterator[Top]:
    read = {top for i in graph.members for top in graph.sources[i]}
    for index in sorted({*graph.members, *heads}):
        if index in heads:
            if graph.sources[index][0] in graph.learnt or not graph.learnt:
                yield index, PROBABILITIES
        elif index in graph.sinks:
            yield from _predictions(graph, index)
        else:
            yield from (top for top in graph.tops(index) if top not in read)


def _predictions(graph: _Graph, index: int) -> Iterator[Top]:
    """What a loss or metric judges; blobs that come from another judge are no result."""
    layer = graph.layers[index]
    sources = [
        top for top in graph.sources[index] if top[0] not in graph.sinks or _is_head(graph, top)
    ]
    if len(sources) < len(graph.sources[index]):
        return
    first = [sources[position] for position in judged(layer, graph.rows[index])]
    if graph.rows[index] is None and first and first[0] not in graph.learnt:
        # Nobody knows in which order a fork's loss takes them.
        first = sources
    yield from (top for top in first if top != NOWHERE)


def _find(graph: _Graph, heads: Mapping[int, Head], name: str) -> Top:
    """The result that a user names."""
    named = {head.name: (index, PROBABILITIES) for index, head in heads.items()}
    blobs = {each: top for each, top in graph.last.items() if top[0] not in graph.sinks}
    found = {**blobs, **named}.get(name)
    if found is None:
        gone = name in graph.last
        message = "judges the net, and is not deployed" if gone else "is not a blob of the net"
        hint = did_you_mean(name, (*blobs, *named))
        results = [_name(graph, heads, top) for top in _results(graph, heads)]
        raise NetError(f"{name!r} {message}", hint=hint or f"Its results: {', '.join(results)}.")
    return found


def _name(graph: _Graph, heads: Mapping[int, Head], top: Top) -> str:
    return heads[top[0]].name if top[0] in heads else graph.layers[top[0]].top[top[1]]


# --- what leads there -----------------------------------------------------------------------------


def _live(graph: _Graph, outputs: Iterable[Top]) -> set[Top]:
    """All tops that lead to these."""
    live: set[Top] = set()
    stack = list(outputs)
    while stack:
        top = stack.pop()
        if top not in live:
            live.add(top)
            stack += _read(graph, top)
    return live


def _read(graph: _Graph, top: Top) -> list[Top]:
    """What a top is made of; a head is made of what the loss judges."""
    sources = graph.sources[top[0]]
    return sources[:1] if _is_head(graph, top) else sources


def _sort_out(
    graph: _Graph, live: set[Top]
) -> tuple[frozenset[int], Mapping[int, tuple[int, ...]]]:
    """The layers that stay, and the inputs with the tops that stay."""
    bottoms = {name for layer in graph.layers for name in layer.bottom}
    tops: dict[int, list[int]] = defaultdict(list)
    for index in graph.members:
        layer, row = graph.layers[index], graph.rows[index]
        for top in graph.tops(index):
            # An input that nobody ever read was put there for a reason.
            idle = row is not None and row.kind == "input" and layer.top[top[1]] not in bottoms
            if (top in live or idle) and index not in graph.sinks:
                tops[index].append(top[1])
    fed = [i for i in tops if _is_fed(graph, i)]
    constants = {i for i in fed if is_constant(graph.layers[i], graph.rows[i])}
    # Where data comes from elsewhere, constants belong to the net; else they stand for data.
    inputs = set(fed) - (constants if constants != set(fed) else set())
    return frozenset(tops) - inputs, {index: tuple(tops[index]) for index in sorted(inputs)}


def _is_fed(graph: _Graph, index: int) -> bool:
    layer, row = graph.layers[index], graph.rows[index]
    return brings_data(layer, row) or (row is not None and row.kind == "input")
