"""The way from a net to its plan: what Net::Init does in net.cpp, without drawing a number.

`plan_net` sets up every layer in order, wires tops to bottoms, checks what Caffe checks, and lets
shared parameters share.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import (
    Blob,
    Drawn,
    Env,
    Fill,
    Habits,
    LayerBlob,
    Plan,
    Same,
    Setup,
    Shape,
    Skip,
    Slot,
    UnknownShapeError,
    Untold,
    count,
    shape_text,
)
from caffe_fillers.core.registry import BVLC, Counts, LayerType
from caffe_fillers.errors import (
    CaffeFillersError,
    DataError,
    LayerError,
    NetError,
    ShapeError,
    did_you_mean,
    within,
)
from caffe_fillers.layers.revisions import check_fields
from caffe_fillers.layers.shapes import trailing
from caffe_fillers.layers.weights import given_blobs
from caffe_fillers.net import SPLIT
from caffe_fillers.plan.wishes import AskedShapes
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import Era

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["NetPlan", "Options", "plan_built"]

PERMISSIVE = 1  # ParamSpec.DimCheckMode


def no_probe(layer: Any) -> Shape:
    """A probe for those who read no databases; the rule that asked tells what to give instead."""
    del layer
    raise DataError("the shape of its data is not known")


@dataclass(frozen=True, slots=True)
class Options:
    """What a plan depends on besides the net and its state."""

    era: Era = field(default_factory=Era.default)
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float32))
    dialect: str = BVLC
    #: Whether the papers' fillers are looked up too.
    papers: bool = False
    #: The folder whose files a filler may read; None where it may read none.
    folder: Path | None = None
    #: Shapes of tops that only data, or the layer's author, can tell.
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    probe: Callable[[Any], Any] = no_probe
    #: Layer types that nobody knows, and the known types that they are set up like.
    like: Mapping[str, str] = field(default_factory=dict)
    #: Layer types that nobody knows, which have no blobs and take no words.
    no_blobs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NetPlan:
    """A plan, and the net it belongs to."""

    plan: Plan
    #: The built net as Caffe would save it, without `blobs`.
    net: caffe.NetParameter
    #: For each layer its slots, in order.
    slots: tuple[tuple[Slot, ...], ...]
    #: For each layer what is known of its type.
    types: tuple[LayerType, ...]
    #: For each layer the shapes of its tops as it makes them, those without a name included.
    tops: tuple[tuple[Shape, ...], ...]
    #: Shapes that were given for tops and that no layer asked for.
    unasked: tuple[str, ...] = ()

    def blobs(self) -> list[list[tuple[Slot, Shape]]]:
        """For each layer its slots and their shapes."""
        shapes = self.plan.blobs
        return [[(slot, shapes[slot].shape) for slot in slots] for slots in self.slots]


def plan_built(net: caffe.NetParameter, options: Options | None = None) -> NetPlan:
    """The plan of a net that is already upgraded, filtered and split (`net.build`).

    Raises:
        NetError, LayerError, ShapeError, FillerError, DataError: Caffe would refuse the net; the
            error names the layer and the field.
    """
    builder = _Builder(options or Options())
    for index, layer in enumerate(net.layer):
        with within(f"layer {layer.name!r} ({layer.type})"):
            builder.add(index, layer)
    return builder.finish(net)


class _Builder:
    """The state of a net under construction; lives only inside `plan_net`."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._given = AskedShapes(options.shapes)
        self._habits = Habits(options.era, options.dtype, options.folder)
        self._draws: list[Fill | Skip] = []
        self._blobs: dict[Slot, Blob] = {}
        self._shapes: dict[str, Shape] = {}
        self._slots: list[tuple[Slot, ...]] = []
        self._saved: list[caffe.LayerParameter] = []
        self._types: list[LayerType] = []
        self._tops: list[tuple[Shape, ...]] = []
        self._owners: dict[str, _Owner] = {}

    def add(self, index: int, layer: caffe.LayerParameter) -> None:
        """Set one layer up, after all before it."""
        row = self._kind(layer)
        check_fields(layer, self._options.era.caffe)
        _check_counts(row, layer)
        bottoms = [self._bottom(name) for name in layer.bottom]
        try:
            setup = row.rule(layer, bottoms, self._env(layer.phase))
        except UnknownShapeError as error:
            if row.blobs.roles:
                raise
            setup = _passing_on(row, layer, error)
        except CaffeFillersError as error:
            error.hint = error.hint or self._tell_shape(layer)
            raise
        self._keep_tops(row, layer, setup.tops)
        # A layer type that makes no blobs keeps those that its definition carries.
        parts = setup.blobs or given_blobs(layer)
        slots = tuple(Slot(index, blob, layer.name) for blob in range(len(parts)))
        self._place(index, setup, parts, slots)
        saved = _as_saved(layer, setup)
        _check_saved(saved, setup.tops, len(parts))
        if self._options.era.caffe.names_all_or_none:
            _check_names(saved, len(parts))
        for slot, part in zip(slots, parts, strict=True):
            self._share(slot, part.shape, saved, layer.name)
        self._slots.append(slots)
        self._types.append(row)
        self._saved.append(saved)

    def _tell_shape(self, layer: caffe.LayerParameter) -> str | None:
        """What to do if a bottom is of an Input without a shape, which Caffe lets pass."""
        makers = {
            top: made
            for made in zip(reversed(self._saved), reversed(self._types), strict=True)
            for top in made[0].top
        }
        for bottom in layer.bottom:
            blob = bottom
            maker, row = makers[blob]
            while maker.type == SPLIT:
                blob = maker.bottom[0]
                maker, row = makers[blob]
            untold = row.kind == "input" and not row.own(maker).shape
            if untold and blob not in self._given:
                return f"The Input gives {blob!r} no shape. Give it: --shape {blob}=N,C,H,W."
        return None

    def finish(self, net: caffe.NetParameter) -> NetPlan:
        """The plan of all that was added."""
        saved = type(net)(name=net.name)
        saved.layer.extend(self._saved)
        shapes = {
            name: tuple(shape)
            for name, shape in self._shapes.items()
            if not isinstance(shape, Untold)
        }
        plan = Plan(tuple(self._draws), self._blobs, shapes, self._options.dtype)
        types, tops = tuple(self._types), tuple(self._tops)
        return NetPlan(plan, saved, tuple(self._slots), types, tops, self._given.unasked)

    def _kind(self, layer: caffe.LayerParameter) -> LayerType:
        given = self._options
        if layer.type in given.no_blobs:
            return LayerType(layer.type, _nothing, Counts(0, None), Counts(0, None))
        with within("type"):
            row = _known(given.like.get(layer.type, layer.type), given.dialect)
            revision = self._options.era.caffe
            if not revision.has(row.since):
                raise LayerError(
                    f"Caffe {revision.name} has no {layer.type} layer yet",
                    hint="Choose a later revision with --caffe.",
                )
            return row

    def _env(self, phase: int) -> Env:
        given = self._options
        return Env(
            phase,
            self._habits,
            given.dialect,
            self._given,
            given.probe,
            self._shapes,
            papers=given.papers,
        )

    def _bottom(self, name: str) -> Shape:
        try:
            return self._shapes[name]
        except KeyError:
            raise NetError(
                f"unknown bottom {name!r}", where="bottom", hint=did_you_mean(name, self._shapes)
            ) from None

    def _keep_tops(
        self, row: LayerType, layer: caffe.LayerParameter, shapes: Sequence[Shape]
    ) -> None:
        named = len(layer.top)
        shapes = [
            self._given.get(each.top, each) if isinstance(each, Untold) else each for each in shapes
        ]
        if self._options.era.caffe.four_axes:
            shapes = [shape if isinstance(shape, Untold) else trailing(shape) for shape in shapes]
        if len(shapes) < named:
            raise LayerError(f"{row.name} makes {len(shapes)} tops, not {named}", where="top")
        for position, shape in enumerate(shapes):
            where = f"top {layer.top[position]!r}" if position < named else "unnamed top"
            if not isinstance(shape, Untold):
                with within(where):
                    count(shape)
        tops = (shape if isinstance(shape, Untold) else tuple(shape) for shape in shapes)
        self._tops.append(tuple(tops))
        self._shapes.update(zip(layer.top, self._tops[-1], strict=False))

    def _place(
        self, index: int, setup: Setup, parts: Sequence[LayerBlob], slots: Sequence[Slot]
    ) -> None:
        first = len(self._draws)
        for drawn in setup.draws:
            if isinstance(drawn, Fill):
                drawn = replace(drawn, slot=replace(drawn.slot, layer=index))
            self._draws.append(drawn)
        for slot, part in zip(slots, parts, strict=True):
            source = part.source
            if isinstance(source, Drawn):
                source = Drawn(first + source.draw)
            elif source.values.size != count(part.shape):
                raise ShapeError(
                    f"{source.values.size} values do not fill shape {shape_text(part.shape)}",
                    where=f"blobs {slot.blob}",
                )
            self._blobs[slot] = Blob(tuple(part.shape), source)

    def _share(
        self, slot: Slot, shape: Shape, layer: caffe.LayerParameter, layer_name: str
    ) -> None:
        """Net::AppendParam: the first blob of a name owns it, later ones show its values."""
        spec = layer.param[slot.blob] if slot.blob < len(layer.param) else caffe.ParamSpec()
        if not spec.name:
            return
        owner = self._owners.get(spec.name)
        if owner is None:
            self._owners[spec.name] = _Owner(slot, layer_name, shape).learn(spec)
            return
        with within(f"param {slot.blob} ({spec.name!r})"):
            owner.admit(shape, spec)
        self._blobs[slot] = Blob(shape, Same(owner.slot))


@dataclass(slots=True)
class _Owner:
    """Who owns a shared parameter, and the multipliers its users agreed on so far."""

    slot: Slot
    layer: str
    shape: Shape
    multipliers: dict[str, float] = field(default_factory=dict)

    def learn(self, spec: caffe.ParamSpec) -> _Owner:
        for name in ("lr_mult", "decay_mult"):
            if spec.HasField(name):
                self.multipliers[name] = getattr(spec, name)
        return self

    def admit(self, shape: Shape, spec: caffe.ParamSpec) -> None:
        """Check one more user of the parameter.

        Raises:
            ShapeError: its shape (PERMISSIVE: its count) is not the owner's.
            NetError: it sets another lr_mult or decay_mult than someone before it.
        """
        if spec.share_mode == PERMISSIVE:
            if count(shape) != count(self.shape):
                raise ShapeError(
                    f"{count(shape)} values cannot share the {count(self.shape)} "
                    f"of layer {self.layer!r}",
                    hint="Shared parameters need equal counts under share_mode PERMISSIVE.",
                )
        elif shape != self.shape:
            raise ShapeError(
                f"shape {shape_text(shape)} cannot share the {shape_text(self.shape)} "
                f"of layer {self.layer!r}",
                hint="share_mode: PERMISSIVE asks for equal counts only.",
            )
        for name in ("lr_mult", "decay_mult"):
            value = getattr(spec, name)
            if spec.HasField(name) and self.multipliers.setdefault(name, value) != value:
                raise NetError(
                    f"{name} {value:g} differs from the {self.multipliers[name]:g} that this "
                    "shared parameter has already",
                    where=name,
                )


def _known(row: str, dialect: str) -> LayerType:
    try:
        return registry.layers.get(row, dialect)
    except LayerError as error:
        error.hint = (
            f"{error.hint or 'It is no type of the forks that are known here either.'} Say what it "
            f"is: --layer-like {row}=TYPE, set up as that type is, or --no-blobs {row}."
        )
        raise


def _nothing(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """The rule of a layer of which the user says that it has no blobs."""
    del bottoms
    why = f"only the author of {layer.type} knows what it makes"
    return Setup([env.shapes.get(top, Untold(top, why)) for top in layer.top])


def _passing_on(row: LayerType, layer: caffe.LayerParameter, error: UnknownShapeError) -> Setup:
    """A layer without blobs whose tops depend on a shape that nobody knows."""
    tops = [Untold(top, f"it depends on another: {error.message}") for top in layer.top]
    return Setup(tops, loss_weight=1.0 if row.kind == "loss" and layer.top else None)


def _check_counts(row: LayerType, layer: caffe.LayerParameter) -> None:
    """Layer::CheckBlobCounts (layer.hpp)."""
    if len(layer.bottom) not in row.bottoms:
        raise NetError(
            f"{row.name} takes {row.bottoms} bottom(s), this layer has {len(layer.bottom)}",
            where="bottom",
        )
    tops = max(len(layer.top), row.tops.least) if row.auto_tops else len(layer.top)
    if tops not in row.tops:
        raise NetError(
            f"{row.name} makes {row.tops} top(s), this layer names {len(layer.top)}",
            where="top",
        )
    if row.paired and len(layer.bottom) != len(layer.top):
        raise NetError(
            f"{row.name} makes one top per bottom, this layer has {len(layer.bottom)} bottom(s) "
            f"and {len(layer.top)} top(s)",
            where="top",
        )


def _as_saved(layer: caffe.LayerParameter, setup: Setup) -> caffe.LayerParameter:
    """The layer as Caffe holds it after setup, without its blobs."""
    saved = type(layer)()
    saved.CopyFrom(layer)
    saved.ClearField("blobs")
    if setup.loss_weight is not None and not saved.loss_weight:
        saved.loss_weight.append(setup.loss_weight)
    while len(saved.param) < setup.frozen_params:
        saved.param.add(lr_mult=0.0)
    for blob, (rate, decay) in setup.params.items():
        while len(saved.param) <= blob:
            saved.param.add()
        saved.param[blob].lr_mult, saved.param[blob].decay_mult = rate, decay
    if not saved.propagate_down:
        saved.propagate_down.extend(setup.propagate_down)
    return saved


def _check_saved(layer: caffe.LayerParameter, tops: Sequence[Shape], blobs: int) -> None:
    """Layer::SetLossWeights (layer.hpp), and the count of `param`s."""
    if layer.loss_weight and len(layer.loss_weight) != len(tops):
        raise NetError(
            f"{len(layer.loss_weight)} loss_weight values for {len(tops)} top(s)",
            where="loss_weight",
        )
    for weight, shape in zip(layer.loss_weight, tops, strict=False):
        # Caffe writes the weight into the top's diff, which a top without values lacks.
        if weight and not isinstance(shape, Untold) and not count(shape):
            raise NetError(
                f"a loss_weight of {weight:g} for a top of shape {shape_text(shape)}, "
                "which has no values",
                where="loss_weight",
            )
    if len(layer.param) > blobs:
        raise NetError(
            f"{len(layer.param)} param entries for a layer with {blobs} blob(s)", where="param"
        )


def _check_names(layer: caffe.LayerParameter, blobs: int) -> None:
    """What Net::AppendParam's forerunner asked of rc's `param` names."""
    names = sum(spec.HasField("name") for spec in layer.param)
    if names not in (0, blobs):
        raise NetError(
            f"this revision of Caffe names all {blobs} parameter blobs of a layer or none, "
            f"not {names}",
            where="param",
        )
