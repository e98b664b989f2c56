"""Wishes that nobody heard: rules and globs that match nothing, shapes that no layer asks for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import did_you_mean
from caffe_fillers.plan.recipe import FillerRule, Recipe, any_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from caffe_fillers.core.draws import Shape

__all__ = ["AskedShapes", "WatchedRecipe", "reasons_told"]

#: So many reasons are told.
SHOWN = 3


class AskedShapes(dict[str, "Shape"]):
    """The shapes that the user gave, and which of them some layer has asked for."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        super().__init__(shapes)
        self._asked: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return self._noted(name, found=super().__contains__(name))

    def __getitem__(self, name: str) -> Shape:
        shape = super().__getitem__(name)
        self._noted(name, found=True)
        return shape

    def get(self, name: str, default: Any = None) -> Any:
        """The shape of this name, or something else."""
        self._noted(name, found=super().__contains__(name))
        return super().get(name, default)

    @property
    def unasked(self) -> tuple[str, ...]:
        """The names that no layer asked for."""
        return tuple(name for name in self if name not in self._asked)

    def _noted(self, name: object, *, found: bool) -> bool:
        if found:
            self._asked.add(str(name))
        return found


class WatchedRecipe:
    """A recipe, and which of its rules and globs have matched something."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._rules: set[str] = set()
        self._globs: set[str] = set()

    def own(self, op: str, role: str, names: Sequence[str]) -> FillerRule | None:
        """As `Recipe.own`."""
        matching = [rule for rule in self._recipe.rules if rule.matches(op, role, names)]
        self._rules.update(rule.text for rule in matching)
        return self._recipe.own(op, role, names)

    def rule(self, op: str, role: str, names: Sequence[str]) -> FillerRule:
        """As `Recipe.rule`."""
        self.own(op, role, names)
        return self._recipe.rule(op, role, names)

    def excludes(self, names: Sequence[str]) -> str:
        """As `Recipe.excludes`."""
        globs = (*self._recipe.only, *self._recipe.excepted)
        self._globs.update(glob for glob in globs if any_match(names, [glob]))
        return self._recipe.excludes(names)

    def unmatched(self, known: Iterable[str]) -> Iterator[str]:
        """What to say of each rule and glob that matched nothing.

        Args:
            known: Names that rules may have, for a hint.
        """
        recipe = self._recipe
        for rule in recipe.rules:
            if rule.text not in self._rules:
                hint = did_you_mean(rule.pattern, known) or ""
                yield f"the rule {rule.text!r} matched no weight. {hint}".rstrip()
        for flag, globs in (("--only", recipe.only), ("--except", recipe.excepted)):
            yield from (
                f"{flag} {glob!r} matched nothing" for glob in globs if glob not in self._globs
            )


def reasons_told(reasons: Iterable[str]) -> str:
    """Why things are kept, in a phrase: the most frequent reasons, each with its number."""
    counts = Counter(reason for reason in reasons if reason).most_common()
    told = [f"{number} kept ({reason})" for reason, number in counts[:SHOWN]]
    left = sum(number for _, number in counts[SHOWN:])
    return ", ".join([*told, *([f"{left} for other reasons"] if left else [])])
