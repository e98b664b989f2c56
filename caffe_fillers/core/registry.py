"""The tables of fillers and layer types, keyed by dialect and name.

A new kind is one decorated function in its family's file:

    @filler("constant")
    def constant(param: FillerParameter, shape: Shape, habits: Habits) -> Law: ...

    @layer("InnerProduct", bottoms=1, tops=1)
    def inner_product(layer: LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup: ...

A look-up asks the dialect first and falls back to BVLC's. On the first miss the plugins that are
installed under the entry points `caffe_fillers.fillers` and `caffe_fillers.layers` are loaded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from caffe_fillers.errors import CaffeFillersError, FillerError, LayerError, did_you_mean

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Env, Habits, Law, Setup, Shape
    from caffe_fillers.proto import caffe

__all__ = ["BVLC", "Counts", "LayerType", "filler", "fillers", "layer", "layers"]

#: The dialect that every other one falls back to.
BVLC = "bvlc"

FillerFn: TypeAlias = "Callable[[caffe.FillerParameter, Shape, Habits], Law]"
LayerRule: TypeAlias = "Callable[[caffe.LayerParameter, Sequence[Shape], Env], Setup]"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many bottoms or tops a layer takes; `most` None means no limit."""

    least: int
    most: int | None

    @classmethod
    def of(cls, spec: int | tuple[int, int | None]) -> Counts:
        """From a number, or a pair of the least and the most."""
        return cls(spec, spec) if isinstance(spec, int) else cls(*spec)

    def __contains__(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least}"
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class LayerType:
    """A layer type: its rule, and what Caffe checks before the rule runs."""

    name: str
    rule: LayerRule
    bottoms: Counts
    tops: Counts
    #: As many tops as bottoms.
    paired: bool = False
    #: Tops that the net leaves out are made without a name (loss layers).
    auto_tops: bool = False


Owned = TypeVar("Owned")


class Table(Generic[Owned]):
    """Names of one kind of thing, each owned once per dialect."""

    def __init__(self, kind: str, group: str, error: type[CaffeFillersError]) -> None:
        self.kind = kind
        self._group = group
        self._error = error
        self._rows: dict[tuple[str, str], Owned] = {}

    def add(self, dialect: str, name: str, owned: Owned) -> None:
        """Take the name; a second owner is a programmer's mistake and is refused."""
        if (dialect, name) in self._rows:
            raise ValueError(f"{self.kind} {name!r} of dialect {dialect!r} has an owner already")
        self._rows[dialect, name] = owned

    def get(self, name: str, dialect: str = BVLC) -> Owned:
        """The owner of the name in this dialect, else in BVLC's, else in a plugin.

        Raises:
            CaffeFillersError: nobody owns the name (FillerError, LayerError).
        """
        found = self._find(name, dialect)
        if found is None:
            _load_plugins(self._group)
            found = self._find(name, dialect)
        if found is None:
            raise self._error(
                f"unknown {self.kind} type {name!r}",
                hint=did_you_mean(name, self.names(dialect)),
            )
        return found

    def names(self, dialect: str = BVLC) -> list[str]:
        """All names that this dialect can look up, sorted."""
        return sorted({name for owner, name in self._rows if owner in (dialect, BVLC)})

    def _find(self, name: str, dialect: str) -> Owned | None:
        return self._rows.get((dialect, name)) or self._rows.get((BVLC, name))


@functools.cache
def _load_plugins(group: str) -> None:
    for point in entry_points(group=group):
        point.load()


fillers: Table[FillerFn] = Table("filler", "caffe_fillers.fillers", FillerError)
layers: Table[LayerType] = Table("layer", "caffe_fillers.layers", LayerError)

Function = TypeVar("Function", bound=Callable[..., Any])


def filler(name: str, *, dialect: str = BVLC) -> Callable[[Function], Function]:
    """Register a filler: (FillerParameter, shape, habits) -> Law."""

    def register(function: Function) -> Function:
        fillers.add(dialect, name, function)
        return function

    return register


def layer(
    *names: str,
    bottoms: int | tuple[int, int | None],
    tops: int | tuple[int, int | None],
    paired: bool = False,
    auto_tops: bool = False,
    dialect: str = BVLC,
) -> Callable[[Function], Function]:
    """Register a layer rule under one or more type names: (layer, bottoms, env) -> Setup.

    Args:
        names: The layer types, as `type: "..."` writes them.
        bottoms: The number Caffe asks for, or (least, most); most None means no limit.
        tops: The same for tops.
        paired: As many tops as bottoms.
        auto_tops: Tops that the net leaves out are made without a name.
        dialect: Whose layer it is.
    """

    def register(function: Function) -> Function:
        for name in names:
            kind = LayerType(name, function, Counts.of(bottoms), Counts.of(tops), paired, auto_tops)
            layers.add(dialect, name, kind)
        return function

    return register
