"""The layers of a net in one state, their blobs wired by name.

Nothing here changes the message it is given, and layers keep the order of the file. The time is
linear in the number of layers, bottoms and tops.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.errors import NetError, did_you_mean
from caffe_fillers.upgrades.fields import copy_without, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caffe_fillers.net.state import State
    from caffe_fillers.proto.caffe import LayerParameter, NetParameter

__all__ = ["SPLIT", "Built", "build", "is_inserted", "selection"]

#: The type of the layers that stand behind a blob with more than one use.
SPLIT = "Split"

#: The fields of a net that hold its layers: they may be large, and are copied one by one.
_LAYERS = ("layer", "layers")


@dataclass(frozen=True, slots=True)
class Built:
    """A net as Caffe builds it: layers selected, Splits inserted, each layer's phase decided."""

    #: A net of its own; nothing in it belongs to the definition it came from.
    net: NetParameter
    #: For each of its layers the index in the definition; None for an inserted Split.
    origin: tuple[int | None, ...]
    state: State


def build(net: NetParameter, state: State) -> Built:
    """The net that Caffe builds from an upgraded definition in this state.

    Each layer has a phase: its own, or else the state's.

    Args:
        net: The definition, upgraded (`caffe_fillers.upgrade`).
        state: The state that lets its layers in.

    Returns:
        The net with its Split layers, and where each layer comes from.

    Raises:
        NetError: include and exclude rules in one layer, a bottom that no layer above produces, a
            top that is produced twice, a number of propagate_down other than that of the bottoms,
            or a layer without a type.

    Example:
        >>> from caffe_fillers import parse
        >>> from caffe_fillers.net import bare_state, build
        >>> from caffe_fillers.proto import caffe
        >>> net = parse(
        ...     'layer { name: "d" type: "Input" top: "d" }'
        ...     'layer { name: "a" type: "ReLU" bottom: "d" top: "a" }'
        ...     'layer { name: "b" type: "ReLU" bottom: "d" top: "b" }'
        ... ).message(caffe.NetParameter)
        >>> [layer.type for layer in build(net, bare_state(net)).net.layer]
        ['Input', 'Split', 'ReLU', 'ReLU']

    Source: net.cpp, Net::Init; insert_splits.cpp.
    """
    built = copy_without(net, _LAYERS)
    origin = tuple(_add_with_splits(built, net, selection(net, state)))
    for layer in built.layer:
        if not layer.HasField("phase"):
            layer.phase = state.phase
    _check(built, origin)
    return Built(built, origin, state)


# --- selection ------------------------------------------------------------------------------------


def selection(net: NetParameter, state: State) -> tuple[int, ...]:
    """The indices of the layers that this state lets in, in file order.

    Args:
        net: The definition.
        state: The state.

    Returns:
        Positions in `net.layer`.

    Raises:
        NetError: a layer has include rules and exclude rules.

    Example:
        >>> from caffe_fillers.net import TEST, State, selection
        >>> from caffe_fillers.proto import caffe
        >>> net = caffe.NetParameter()
        >>> rule = net.layer.add(name="train only").include.add(phase=caffe.TRAIN)
        >>> selection(net, State(TEST))
        ()

    Source: net.cpp, Net::FilterNet.
    """
    return tuple(index for index, layer in enumerate(net.layer) if _is_in(layer, index, state))


def _is_in(layer: LayerParameter, index: int, state: State) -> bool:
    if layer.include and layer.exclude:
        raise NetError(
            "a layer may have include rules or exclude rules, not both",
            where=f"{place(layer.name, index)}: include",
            hint="Keep one kind: with include rules a layer is out unless one of them is met,"
            " with exclude rules it is in unless one of them is met.",
        )
    if layer.include:
        return any(map(state.meets, layer.include))
    return not any(map(state.meets, layer.exclude))


# --- splits ---------------------------------------------------------------------------------------

#: A top: the index of its layer, and its index among the layer's tops.
_Top: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Uses:
    """Who uses which top."""

    #: For each kept layer the tops that its bottoms stand for.
    sources: dict[int, list[_Top]]
    #: How often each top is used.
    times: Counter[_Top]
    #: The loss weights that the definition gives.
    loss: dict[_Top, float]


def _add_with_splits(
    target: NetParameter, net: NetParameter, kept: Sequence[int]
) -> list[int | None]:
    """Append copies of the kept layers, and Splits; which layer of the net each of them is.

    A blob that is used more than once gets a Split. A use is a bottom, or a loss weight other than
    zero that the definition gives. The Split comes right after the layer that makes the blob;
    bottoms are renamed to its tops in file order, and a loss weight moves to its first top
    (insert_splits.cpp).
    """
    uses = _uses(net, kept)
    origin: list[int | None] = []
    taken: Counter[_Top] = Counter()
    for i in kept:
        layer = target.layer.add()
        layer.CopyFrom(net.layer[i])
        origin.append(i)
        for j, source in enumerate(uses.sources[i]):
            if uses.times[source] > 1:
                layer.bottom[j] = f"{_split_name(net, source)}_{taken[source]}"
                taken[source] += 1
        for j, blob in enumerate(layer.top):
            times = uses.times[i, j]
            if times > 1:
                name = _split_name(net, (i, j))
                split = target.layer.add(name=name, type=SPLIT, bottom=[blob])
                split.top.extend(f"{name}_{k}" for k in range(times))
                origin.append(None)
                weight = uses.loss.get((i, j), 0.0)
                if weight:
                    split.loss_weight.extend([weight] + [0.0] * (times - 1))
                    layer.ClearField("loss_weight")
                    taken[i, j] += 1  # the first top is the loss
    return origin


def _uses(net: NetParameter, kept: Sequence[int]) -> _Uses:
    uses = _Uses({}, Counter(), {})
    # The latest layer wins: layers that work in place take the uses that follow.
    producer: dict[str, _Top] = {}
    for i in kept:
        layer = net.layer[i]
        for j, name in enumerate(layer.bottom):
            if name not in producer:
                raise _unknown_bottom(net, kept, i, j, producer)
        uses.sources[i] = [producer[name] for name in layer.bottom]
        uses.times.update(uses.sources[i])
        producer.update((name, (i, j)) for j, name in enumerate(layer.top))
        for name, weight in zip(layer.top, layer.loss_weight, strict=False):
            uses.loss[producer[name]] = weight
            if weight:
                uses.times[producer[name]] += 1
    return uses


def _split_name(net: NetParameter, top: _Top) -> str:
    layer = net.layer[top[0]]
    return f"{layer.top[top[1]]}_{layer.name}_{top[1]}_split"


def _unknown_bottom(
    net: NetParameter, kept: Sequence[int], layer: int, bottom: int, known: Iterable[str]
) -> NetError:
    name = net.layer[layer].bottom[bottom]
    makers = [i for i, each in enumerate(net.layer) if name in each.top]
    left_out = sorted(set(makers).difference(kept))
    below = [i for i in makers if i > layer]
    if left_out:
        maker = place(net.layer[left_out[0]].name, left_out[0])
        hint = f"The rules of {maker}, which produces it, leave that layer out in this state."
    elif below:
        hint = f"Move {place(net.layer[below[0]].name, below[0])}, which produces it, further up."
    else:
        hint = did_you_mean(name, known) or "A layer further up must have it as a top."
    return NetError(
        f"bottom {bottom} is {name!r}, which no layer above produces",
        where=f"{place(net.layer[layer].name, layer)}: bottom",
        hint=hint,
    )


# --- checks ---------------------------------------------------------------------------------------


def _check(net: NetParameter, origin: Sequence[int | None]) -> None:
    """Refuse what Caffe refuses while it connects the layers (net.cpp, AppendTop)."""
    producer: dict[str, str] = {}
    for index, layer in enumerate(net.layer):
        # Only a Split has no origin, and its names are as good as the blob's it splits.
        where = place(layer.name, index if (own := origin[index]) is None else own)
        if not layer.type:
            raise NetError(
                "a layer must have a type",
                where=f"{where}: type",
                hint="In the oldest definitions it stands in the layer { } inside each layers { }.",
            )
        if len(layer.propagate_down) not in (0, len(layer.bottom)):
            raise NetError(
                f"{len(layer.propagate_down)} values for {len(layer.bottom)} bottoms",
                where=f"{where}: propagate_down",
                hint="Give one value for each bottom, or none.",
            )
        for j, name in enumerate(layer.top):
            if j < len(layer.bottom) and layer.bottom[j] == name:
                continue  # in place
            if name in producer:
                raise NetError(
                    f"top {j} is {name!r}, which {producer[name]} produces already",
                    where=f"{where}: top",
                    hint="Give it a name of its own, or make it the bottom of the same number"
                    " to work in place.",
                )
            producer[name] = where


def is_inserted(layer: LayerParameter) -> bool:
    """Whether the layer is a Split that Caffe puts in: its author never wrote its tops' names."""
    tops = [f"{layer.name}_{number}" for number in range(len(layer.top))]
    return layer.type == SPLIT and layer.name.endswith("_split") and list(layer.top) == tops
