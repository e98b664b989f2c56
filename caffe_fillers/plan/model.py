"""The way from a saved model to a plan: what each of its blobs would be filled with, and why.

A blob's filler is the last of the user's rules that matches it; else that of the net which the user
names; else that of the layer as the file holds it, whose type makes it zero, one or what it may be
where no filler stands. The order of the draws is that of the layers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.core import registry
from caffe_fillers.core.draws import (
    Blob,
    Drawn,
    Fill,
    Given,
    Habits,
    Loaded,
    Plan,
    Same,
    Setup,
    Skip,
    Slot,
    count,
)
from caffe_fillers.errors import FormatError, NetError, ShapeError, did_you_mean, within
from caffe_fillers.formats.signs import HDF5
from caffe_fillers.plan.net import NetPlan, Options
from caffe_fillers.plan.recipe import ROLES, Recipe
from caffe_fillers.plan.saved import SavedLayers
from caffe_fillers.plan.wishes import WatchedRecipe
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.core.draws import Law, Shape
    from caffe_fillers.formats.model import Model, StoredBlob, StoredLayer

__all__ = ["BlobDecision", "ModelPlan", "plan_model"]

_Resolved: TypeAlias = "Drawn | Given | Loaded"

#: The role of BatchNorm's third blob, which only Caffe has.
FACTOR = "norm_factor"
#: For so many layers that the net does not have the nearest name is told: the search is slow.
MAX_HINTS = 10


@dataclass(frozen=True, slots=True)
class BlobDecision:
    """What becomes of one blob of the file."""

    #: The layer's position in the file, the blob's number, and the layer's name.
    slot: Slot
    #: The layer's type; empty where the file does not tell.
    type: str
    role: str
    stored: StoredBlob
    #: Its place in `Plan.draws`; -1 if it is not drawn.
    draw: int = -1
    #: What chose the filler: a rule as the user wrote it, the net, or the layer itself.
    by: str = ""
    #: Why it stays as it is; empty if it is filled.
    kept: str = ""

    @property
    def key(self) -> str:
        """The blob's name in arrays and in streams of its own: "conv1/0"."""
        return f"{self.slot.name}/{self.slot.blob}"


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """A plan whose blobs are those of a file that are filled."""

    plan: Plan
    #: One for every blob of the file, in its order.
    decisions: tuple[BlobDecision, ...]
    notes: tuple[str, ...]
    #: Rules and globs that matched nothing, shapes that nothing asked for.
    unmatched: tuple[str, ...] = ()


def plan_model(
    model: Model,
    recipe: Recipe | None = None,
    net: NetPlan | None = None,
    options: Options | None = None,
) -> ModelPlan:
    """The plan that fills a saved model anew.

    Args:
        model: The open model.
        recipe: Rules for blobs, and which are filled at all.
        net: The net whose fillers are taken, layer by name; without it the file's own layers.
        options: Era, working type, dialect, and shapes that only data can tell.

    Raises:
        FormatError: the blobs of a layer are not those that it makes, or hold other numbers of
            values than their shapes say.
        ShapeError, NetError: they are not those of the net's layer.
        FillerError: a filler does not fit its blob.
    """
    planner = _Planner(model, recipe or Recipe(), options or Options())
    with within(str(model.path)):
        if net is not None:
            planner.by_net(net)
        else:
            planner.by_layers()
        return planner.finish(None if net is None else net.plan.shapes)


@dataclass(frozen=True, slots=True)
class _Case:
    """One blob on the way to its decision."""

    slot: Slot
    #: Its slot in the draws, which a net may have at another place.
    drawn: Slot
    type: str
    role: str
    source: _Resolved | None
    #: What decides where no rule does: "layer", "net", or "shared".
    by: str
    #: Why it stays as it is if nothing fills it.
    why: str = ""
    misfit: str = ""


class _Planner:
    """A plan under construction; lives only inside `plan_model`."""

    def __init__(self, model: Model, recipe: Recipe, options: Options) -> None:
        self._model = model
        self._recipe = WatchedRecipe(recipe)
        self._options = options
        self._habits = Habits(options.era, options.dtype)
        self._draws: list[Fill | Skip] = []
        self._blobs: dict[Slot, Blob] = {}
        self._decisions: list[BlobDecision] = []
        self._notes: list[str] = []
        self._owners: dict[str, _Resolved] = {}

    def by_layers(self) -> None:
        """Each layer by what the file says of it."""
        layers = SavedLayers(self._options)
        for index, held in enumerate(self._model.layers):
            layer = self._message(index, held)
            with within(f"layer {held.name!r}" + (f" ({layer.type})" if layer.type else "")):
                self._own(layers, index, layer, held)

    def by_net(self, net: NetPlan) -> None:
        """Each layer by the net's layer of that name, as Caffe copies trained layers."""
        self._draws += net.plan.draws
        targets = _targets(net, last=self._model.kind == HDF5)
        for index, held in enumerate(self._model.layers):
            if not held.blobs:
                continue
            at = targets.get(held.name)
            with within(f"layer {held.name!r}"):
                if at is None:
                    self._stranger(index, held, targets)
                else:
                    self._like(index, held, net, at)

    def finish(self, shapes: Mapping[str, Shape] | None) -> ModelPlan:
        """The plan, once all layers are through."""
        plan = Plan(tuple(self._draws), self._blobs, shapes or {}, self._options.dtype)
        known = [*ROLES, *{layer.type for layer in self._model.net.layer}]
        unmatched = tuple(self._recipe.unmatched(known))
        notes = tuple(dict.fromkeys(self._notes))
        return ModelPlan(plan, tuple(self._decisions), notes, unmatched)

    def _roles(self, kind: str, count: int) -> list[str]:
        """What the blobs of a layer of this type are, in order."""
        row = registry.layers.find(kind, self._options.dialect)
        facts = row.blobs if row else registry.BlobFacts(())
        return [facts.role(blob, count) for blob in range(count)]

    def _message(self, index: int, held: StoredLayer) -> caffe.LayerParameter:
        """The layer's definition; of formats without one, its name."""
        if self._model.net.layer:
            return self._model.net.layer[index]
        return caffe.LayerParameter(name=held.name, type=held.type)

    # --- by the file's own layers -----------------------------------------------------------------

    def _own(
        self, layers: SavedLayers, index: int, layer: caffe.LayerParameter, held: StoredLayer
    ) -> None:
        found = layers.found(layer, {blob: each.shape for blob, each in held.blobs.items()})
        if found.note:
            self._notes.append(f"layer {held.name!r} ({layer.type}): {found.note}")
        setup = found.setup if found.setup and not found.misfit else Setup([])
        first = len(self._draws)
        self._draws += (_placed(draw, index) for draw in setup.draws)
        why = _unfilled(layer, known=found.setup is not None)
        total = max([*held.blobs, len(setup.blobs) - 1], default=-1) + 1
        for blob, role in enumerate(self._roles(layer.type, total)):
            made = setup.blobs[blob].source if blob < len(setup.blobs) else None
            source: _Resolved | None = Drawn(first + made.draw) if isinstance(made, Drawn) else made
            param = layer.param[blob].name if blob < len(layer.param) else ""
            case = _Case(
                Slot(index, blob, held.name),
                Slot(index, blob, held.name),
                layer.type,
                role or FACTOR,
                self._owners.get(param, source),
                "shared" if param in self._owners else "layer",
                why,
                found.misfit,
            )
            source = self._decide(case, held.blobs.get(blob))
            if param and source is not None:
                self._owners.setdefault(param, source)

    # --- by a net ---------------------------------------------------------------------------------

    def _like(self, index: int, held: StoredLayer, net: NetPlan, at: int) -> None:
        """One layer of the file, filled as this layer of the net."""
        slots, layer = net.slots[at], net.net.layer[at]
        _check_number(held, slots, partly=self._model.kind == HDF5)
        roles = self._roles(layer.type, len(slots))
        for blob, stored in held.blobs.items():
            slot = slots[blob]
            with within(f"blob {blob}"):
                if stored.dtype.kind != "V":
                    _check_shape(stored, net.plan.blobs[slot].shape)
            while isinstance(source := net.plan.blobs[slot].source, Same):
                slot = source.slot
            case = _Case(
                Slot(index, blob, held.name),
                slots[blob],
                layer.type,
                roles[blob] or FACTOR,
                source,
                "net" if slot == slots[blob] else "shared",
            )
            self._decide(case, stored)

    def _stranger(self, index: int, held: StoredLayer, targets: Mapping[str, int]) -> None:
        """A layer that the net does not have: only a rule can fill it."""
        layer = self._message(index, held)
        near = did_you_mean(held.name, targets) if len(self._notes) < MAX_HINTS else None
        self._notes.append(f"layer {held.name!r} is not in the net" + (f". {near}" if near else ""))
        roles = self._roles(layer.type, max(held.blobs) + 1)
        for blob, stored in held.blobs.items():
            slot = Slot(index, blob, held.name)
            why = "no such layer in the net"
            case = _Case(slot, slot, layer.type, roles[blob] or FACTOR, None, "", why)
            self._decide(case, stored)

    # --- for every blob ---------------------------------------------------------------------------

    def _decide(self, case: _Case, stored: StoredBlob | None) -> _Resolved | None:
        """What becomes of a blob; the source of its values, if it has one."""
        name, blob = case.slot.name, case.slot.blob
        names = (name, f"{name}[{blob}]", f"{name}/{blob}")
        rule = self._recipe.own(case.type, case.role, names)
        source, by = case.source, case.by
        if rule is not None and rule.filler is not None and case.by != "shared":
            shape = stored.shape if stored is not None else ()
            with within(f"blob {blob}: rule {rule.text!r}"):
                source = self._ruled(case, rule.filler, shape)
            by = rule.text
        if stored is None:
            return source
        kept = self._recipe.excludes(names)
        if not kept and rule is not None and rule.filler is None:
            kept = rule.text
        if not kept and case.misfit and by == "layer":
            raise _no_fit(case.misfit)
        if not kept and source is None:
            kept = case.why
        if not kept and stored.dtype.kind != "f":
            kept = stored.fault or f"holds values of type {stored.dtype}"
        if not kept:
            self._fill(case.slot, stored, source)
        draw = source.draw if isinstance(source, Drawn) else -1
        self._decisions.append(
            BlobDecision(case.slot, case.type, case.role, stored, draw, by, kept)
        )
        return source

    def _fill(self, slot: Slot, stored: StoredBlob, source: _Resolved | None) -> None:
        with within(f"blob {slot.blob}"):
            if stored.fault:
                raise FormatError(stored.fault, hint=f"--except '{slot}' leaves it as it is.")
            drawn = self._draws[source.draw] if isinstance(source, Drawn) else None
            size = count(stored.shape)
            if isinstance(drawn, Fill) and count(drawn.shape) != size:
                raise FormatError(
                    f"holds {size} values, and shares the {count(drawn.shape)} of {drawn.slot}",
                    hint=f"--except '{slot}' leaves it as it is.",
                )
        if source is not None:
            self._blobs[slot] = Blob(stored.shape, source)

    def _ruled(self, case: _Case, filler: caffe.FillerParameter, shape: Shape) -> Drawn:
        """The draws of this blob with another law; a new one where it has none."""
        make = registry.fillers.get(filler.type, self._options.dialect, papers=True)

        def law(dims: Shape) -> Law:
            return make(filler, dims, self._habits)

        drawn = [
            at
            for at, draw in enumerate(self._draws)
            if isinstance(draw, Fill)
            and (draw.slot.layer, draw.slot.blob) == (case.drawn.layer, case.drawn.blob)
        ]
        for at in drawn:
            old = self._draws[at]
            if isinstance(old, Fill):
                self._draws[at] = replace(old, law=law(old.shape), filler=filler.type)
        if drawn:
            return Drawn(drawn[0])
        self._draws.append(Fill(case.slot, shape, law(shape), filler.type))
        return Drawn(len(self._draws) - 1)


def _placed(draw: Fill | Skip, layer: int) -> Fill | Skip:
    if isinstance(draw, Skip):
        return draw
    return replace(draw, slot=replace(draw.slot, layer=layer))


def _unfilled(layer: caffe.LayerParameter, *, known: bool) -> str:
    """Why a blob that no rule and no filler is for stays as it is."""
    if not layer.type:
        return "the file does not tell its layer's type"
    return "its layer makes no such blob" if known else f"nobody knows the type {layer.type}"


def _no_fit(why: str) -> FormatError:
    return FormatError(
        f"cannot be filled as the file has it: {why}",
        hint="Give the net that they are of with --net, a --filler for them, or leave the layer "
        "out with --except.",
    )


def _targets(net: NetPlan, *, last: bool) -> dict[str, int]:
    """For each name the layer of the net that blobs are copied to: the first, or the last one."""
    names = [(layer.name, at) for at, layer in enumerate(net.net.layer)]
    return dict(names if last else reversed(names))


def _check_number(held: StoredLayer, slots: Sequence[Slot], *, partly: bool) -> None:
    there = set(held.blobs)
    if there == set(range(len(slots))) or (partly and there <= set(range(len(slots)))):
        return
    raise NetError(
        f"has {len(there)} blob(s) in the file, {len(slots)} in the net",
        hint=f"--except {held.name!r} leaves the layer as it is.",
    )


def _check_shape(stored: StoredBlob, shape: Shape) -> None:
    padded = (1,) * (4 - len(shape)) + shape if stored.legacy else shape
    if stored.shape != padded:
        raise ShapeError(
            f"has shape {_dims(stored.shape)} in the file, {_dims(shape)} in the net",
            hint="Leave the layer out with --except, or give the net that the file is of.",
        )


def _dims(shape: Shape) -> str:
    return "x".join(map(str, shape)) or "()"
