"""What each tensor of a model is filled with, and why; or why it is not."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import onnx

from caffe_fillers.core.draws import Blob, Constant, Drawn, Fill, Habits, Plan, Slot
from caffe_fillers.errors import FillerError, FormatError, within
from caffe_fillers.formats.onnx.save import Filling
from caffe_fillers.formats.onnx.view import View
from caffe_fillers.plan.onnx.anonymize import is_other, steer
from caffe_fillers.plan.onnx.laws import fans_of, law_of
from caffe_fillers.plan.onnx.layouts import Fans, Part
from caffe_fillers.plan.onnx.scopes import Scopes
from caffe_fillers.plan.onnx.slots import OPERATORS
from caffe_fillers.plan.onnx.trace import MOVERS, Tracer, neutral
from caffe_fillers.plan.onnx.uses import find_uses
from caffe_fillers.plan.recipe import ROLES, Recipe
from caffe_fillers.plan.wishes import WatchedRecipe
from caffe_fillers.rng.eras import Era

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from caffe_fillers.core.draws import Law, Shape
    from caffe_fillers.formats.onnx.model import OnnxModel
    from caffe_fillers.plan.onnx.laws import FanKind
    from caffe_fillers.plan.onnx.scopes import Call, Site
    from caffe_fillers.plan.onnx.uses import Use
    from caffe_fillers.plan.recipe import FillerRule

__all__ = ["Decision", "Filled", "OnnxOptions", "OnnxPlan", "plan_onnx"]


@dataclass(frozen=True, slots=True)
class OnnxOptions:
    """What a plan depends on besides the model."""

    recipe: Recipe = field(default_factory=Recipe)
    fans: FanKind = "caffe"
    era: Era = field(default_factory=Era.default)
    #: Nothing of the old numbers may show: scales, and numbers of no known role, are new as well.
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """One blob of a tensor, as it is drawn."""

    #: Its place in `Plan.draws`; -1 if it is not drawn but given or loaded.
    draw: int
    role: str
    #: The rule that chose the filler, as the user wrote it.
    rule: str
    fans: Fans


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one tensor."""

    site: Site
    uses: tuple[Use, ...]
    #: Whose weight it is, or who reads it.
    place: str
    #: The blobs that are drawn for it, even if it stays as it is.
    parts: tuple[Filled, ...] = ()
    #: Why it stays as it is; empty if it is filled.
    kept: str = ""

    def filling(self, slot: Slot, parts: Mapping[Slot, View]) -> Filling:
        """What is poured into it: these blobs, each in its place."""
        site, use = self.site, self.uses[0] if self.uses else None
        if use:
            return Filling(slot, site.holder, use.element, use.size, parts, use.scale)
        if site.element is None:
            raise ValueError(f"{site.name} has no element type")
        return Filling(slot, site.holder, site.element, site.size, parts)


@dataclass(frozen=True, slots=True)
class OnnxPlan:
    """A plan, and what it means for the model."""

    plan: Plan
    fillings: tuple[Filling, ...]
    #: One for every tensor: the weights in the order of the draws, then the others.
    decisions: tuple[Decision, ...]
    notes: tuple[str, ...]
    #: Rules and globs that matched nothing.
    unmatched: tuple[str, ...] = ()

    def renamed(self, model: OnnxModel) -> OnnxPlan:
        """The same plan under the names that the model's tensors have by now."""
        names = {id(site.holder): site.name for site in Scopes(model).sites}

        def new(slot: Slot) -> Slot:
            decision = self.decisions[slot.layer]
            name = names[id(decision.site.holder)]
            several = len(decision.parts) > 1
            return replace(slot, name=_part_name(name, slot.blob, several=several))

        draws = tuple(
            replace(draw, slot=new(draw.slot)) if isinstance(draw, Fill) else draw
            for draw in self.plan.draws
        )
        blobs = {new(slot): blob for slot, blob in self.plan.blobs.items()}
        fillings = tuple(
            replace(each, parts={new(slot): view for slot, view in each.parts.items()})
            for each in self.fillings
        )
        return replace(self, plan=replace(self.plan, draws=draws, blobs=blobs), fillings=fillings)


def plan_onnx(model: OnnxModel, options: OnnxOptions | None = None) -> OnnxPlan:
    """The plan of a model: its weights in the order in which its operators read them.

    Raises:
        FillerError: a rule's filler does not take the weight that it is for.
        FormatError: the model is broken.
    """
    options = options or OnnxOptions()
    with within(str(model.path)):
        planner = _Planner(model, options)
        planner.plan_weights()
        if options.secret:
            planner.plan_secrets()
        planner.plan_rest()
        return planner.finish()


class _Planner:
    """A plan under construction; lives only inside `plan_onnx`."""

    def __init__(self, model: OnnxModel, options: OnnxOptions) -> None:
        self._options = options
        self._recipe = WatchedRecipe(options.recipe)
        self._habits = Habits(options.era, np.dtype(np.float32))
        self._scopes = Scopes(model)
        self._tracer = Tracer(model, secret=options.secret)
        self._uses = find_uses(self._scopes, self._tracer)
        self._readers = _readers(self._scopes, self._tracer)
        self._draws: list[Fill] = []
        self._blobs: dict[Slot, Blob] = {}
        self._fillings: list[Filling] = []
        self._decisions: dict[Site, Decision] = {}
        self._notes: list[str] = []

    def plan_weights(self) -> None:
        """The tensors that are weights."""
        for site, uses in self._uses.by_site.items():
            first = uses[0]
            names = _names(site, [use.call for use in uses])
            rules = [self._rule(first.call.op, part.role, names) for part in first.parts]
            laws = self._laws(str(first), first.parts, rules)
            kept = self._kept(names, rules)
            self._add(site, first.parts, laws, str(first), kept, uses)
            for use in uses[1:]:
                if (use.role, _shapes(use)) != (first.role, _shapes(first)):
                    self._notes.append(f"{site.name} is filled as {first}; it is also {use}")
                    break

    def plan_secrets(self) -> None:
        """Scales and zero points, and numbers that may have been learnt."""
        steer(self._scopes, self._tracer)
        for site, role in self._tracer.steering.items():
            if site not in self._decisions and site.element:
                law = _Chosen(Constant(neutral(role, site.element)), "constant", "--anonymize")
                self._add(site, [_flat(site, f"quantisation {role}")], [law], self._place(site))
        for site in self._scopes.sites:
            readers = self._readers.get(site, [])
            if site not in self._decisions and is_other(site, readers):
                names = _names(site, [call for call, _ in readers])
                parts, rules = [_flat(site, "other")], [self._rule("", "other", names)]
                laws, place = self._laws(site.name, parts, rules), self._place(site)
                self._add(site, parts, laws, place, self._kept(names, rules))

        for site, why in self._uses.refused.items():
            names = _names(site, [call for call, _ in self._readers.get(site, [])])
            if site not in self._decisions and not self._recipe.excludes(names):
                raise FormatError(
                    f"{site.name!r} cannot be replaced: {why}",
                    hint=f"--except {site.name!r} keeps its old values on purpose.",
                )

    def plan_rest(self) -> None:
        """The tensors that stay as they are."""
        for site in self._scopes.sites:
            if site not in self._decisions:
                why = self._uses.refused.get(site) or "no operator has it as a weight"
                self._decisions[site] = Decision(site, (), self._place(site), (), why)

    def finish(self) -> OnnxPlan:
        """The plan of all that was added."""
        known = [*ROLES, *{op for (_, op), row in OPERATORS.items() if row.weights}]
        plan = Plan(tuple(self._draws), self._blobs, {}, self._habits.dtype)
        return OnnxPlan(
            plan,
            tuple(self._fillings),
            tuple(self._decisions.values()),
            tuple(self._notes),
            tuple(self._recipe.unmatched(known)),
        )

    def _rule(self, op: str, role: str, names: Sequence[str]) -> FillerRule:
        return self._recipe.rule(op, role, names)

    def _kept(self, names: Sequence[str], rules: Sequence[FillerRule]) -> str:
        """Why a weight is left as it is; empty if it is not."""
        keeping = [rule for rule in rules if rule.filler is None]
        if keeping and len(keeping) < len(rules):
            raise FillerError(
                "a tensor is filled or kept as a whole",
                where=f"rule {keeping[0].text!r}",
                hint=f"{names[0]} has parts in other roles: keep it by its name.",
            )
        kept = f"rule {keeping[0].text!r}" if keeping else ""
        return kept or self._recipe.excludes(names)

    def _laws(
        self, place: str, parts: Sequence[Part], rules: Sequence[FillerRule]
    ) -> list[_Chosen]:
        laws = []
        for part, rule in zip(parts, rules, strict=True):
            if rule.filler is None:
                laws.append(_Chosen(Constant(0), "", rule.text))
                continue
            with within(f"rule {rule.text!r}: {place}"):
                law = law_of(rule.filler, part, self._habits, self._options.fans)
            laws.append(_Chosen(law, rule.filler.type, rule.text))
        return laws

    def _add(
        self,
        site: Site,
        parts: Sequence[Part],
        laws: Sequence[_Chosen],
        place: str,
        kept: str = "",
        uses: Sequence[Use] = (),
    ) -> None:
        """Draw a tensor's blobs, in its place among the draws even if it is kept."""
        at, name = len(self._decisions), site.name
        views: dict[Slot, View] = {}
        filled = []
        for number, (part, chosen) in enumerate(zip(parts, laws, strict=True)):
            slot = Slot(at, number, _part_name(name, number, several=len(parts) > 1))
            dense = part.view.size == math.prod(part.shape)
            shape = part.shape if dense else (part.view.size,)
            fans = fans_of(part, self._options.fans)
            filled.append(Filled(len(self._draws), part.role, chosen.rule, fans))
            if not kept:
                self._blobs[slot] = Blob(shape, Drawn(len(self._draws)))
                views[slot] = part.view
            self._draws.append(Fill(slot, shape, chosen.law, chosen.filler))
        decision = Decision(site, tuple(uses), place, tuple(filled), kept)
        self._decisions[site] = decision
        if not kept:
            self._fillings.append(decision.filling(Slot(at, 0, name), views))

    def _place(self, site: Site) -> str:
        """Who reads a tensor that is not a weight."""
        if site.owner is not None:
            return f"attribute of {site.owner.op} {site.owner.name!r}"
        readers = self._readers.get(site, [])
        if not readers:
            return "read by nobody"
        call, slot = readers[0]
        more = f" and {len(readers) - 1} more" if len(readers) > 1 else ""
        return f"read by {call.op} {call.name!r}, input {slot}{more}"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A law, and the rule it comes from."""

    law: Law
    filler: str
    rule: str


def _readers(scopes: Scopes, tracer: Tracer) -> dict[Site, list[tuple[Call, int]]]:
    """Who reads each tensor; what only moves it does not count."""
    readers: dict[Site, list[tuple[Call, int]]] = {}
    for call in scopes.calls:
        if scopes.is_function(call):
            continue
        for slot, name in enumerate(call.node.input):
            if slot == 0 and call.op in MOVERS:
                continue
            traced = tracer.trace(call.scope, name) if name else None
            if traced:
                readers.setdefault(traced.site, []).append((call, slot))
    return readers


def _names(site: Site, calls: Iterable[Call]) -> list[str]:
    """Under which names a recipe finds a tensor: its own, and its readers'."""
    own = [site.name, *([site.holder.name] if isinstance(site.holder, onnx.TensorProto) else [])]
    return list(dict.fromkeys([*own, *(call.name for call in calls)]))


def _part_name(name: str, number: int, *, several: bool) -> str:
    return f"{name}[{number}]" if several else name


def _shapes(use: Use) -> list[Shape]:
    return [part.shape for part in use.parts]


def _flat(site: Site, role: str) -> Part:
    return Part((site.size,), View.whole((site.size,)), Fans(1, site.size), role)
