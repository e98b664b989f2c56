"""The tables of fillers and layer types, keyed by dialect and name.

A new one is one decorated function in its family's file:

    @filler("constant")
    def constant(param: FillerParameter, shape: Shape, habits: Habits) -> Law: ...

    @layer("InnerProduct", bottoms=1, tops=1, kind="learned", parameter="inner_product_param",
           blobs=BlobFacts(("weight", "bias")))
    def inner_product(layer: LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup: ...

    @exporter("ReLU")
    def relu(at: Site, x: str) -> str: ...

All that other rooms must know of a layer type stands in its decorator, and they read it in the row
(`LayerType`) that the decorator makes.

BVLC's own families are imported on the first look-up, those of forks (the package `forks` beside
them) on the first for another dialect. A look-up asks the dialect first, then what is the same in
all forks (`dialect=FORKS`, which BVLC does not see), and falls back to BVLC's; where the dialect
lacks the name, the plugins that are installed under the entry points `caffe_fillers.fillers`,
`caffe_fillers.layers` and `caffe_fillers.exports` are loaded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast

from caffe_fillers.core import plugins
from caffe_fillers.errors import CaffeFillersError, FillerError, LayerError, did_you_mean

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Env, Habits, Law, Setup, Shape
    from caffe_fillers.proto import caffe

__all__ = [
    "BVLC",
    "FORKS",
    "PAPERS",
    "BlobFacts",
    "Counts",
    "DataFacts",
    "FillerType",
    "JudgeFacts",
    "Kind",
    "LayerType",
    "exporter",
    "exporters",
    "filler",
    "fillers",
    "layer",
    "layers",
    "split_dialect",
]

#: The dialect that every other one falls back to.
BVLC = "bvlc"

#: What every dialect but BVLC's can look up: types that forks added, and rules for BVLC's types
#: that read forks' words. Where namesakes differ, a dialect's own rule comes first.
FORKS = "forks"

#: Fillers that papers and other frameworks define and no Caffe has: looked up after all others, by
#: recipes and Python always, for a net where the user says so.
PAPERS = "papers"

#: The oldest revision of Caffe: what has no other has been there from the start.
OLDEST = "rc"

FillerFn: TypeAlias = "Callable[[caffe.FillerParameter, Shape, Habits], Law]"
#: What a filler looks at to choose its law: "nothing"; "fan", the one that `variance_norm` names;
#: "fans", both; the whole "shape". A weight of another framework has fans, but not always the
#: shape that Caffe reads them off, and may be larger than any blob.
Reading: TypeAlias = Literal["nothing", "fan", "fans", "shape"]
LayerRule: TypeAlias = "Callable[[caffe.LayerParameter, Sequence[Shape], Env], Setup]"
AskedFor: TypeAlias = "Callable[[caffe.LayerParameter, Sequence[Shape]], list[Shape]]"
#: The layer's place in the graph and the names of its bottoms in, the names of its tops out.
ExportFn: TypeAlias = "Callable[..., str | Sequence[str]]"
ItemShape: TypeAlias = "Callable[[caffe.LayerParameter], Shape | None]"

#: What a layer is there for:
#: "input"       tops whose values the user of the net gives;
#: "data"        tops made of what is not in the net: files, memory, chance;
#: "learned"     what it computes depends on parameter blobs first of all;
#: "activation"  a function of single values, or of the values along an axis (Softmax);
#: "loss"        what training makes small;
#: "metric"      tells how good the net is, and trains nothing;
#: "output"      takes blobs out of the net: stores or silences them;
#: "other"       none of these: it moves, joins, pools or normalizes values.
Kind: TypeAlias = Literal[
    "input", "data", "learned", "activation", "loss", "metric", "output", "other"
]


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
class FillerType:
    """A filler: its function, and what of a blob's shape it looks at."""

    name: str
    function: FillerFn
    reads: Reading = "shape"
    #: Whose it is.
    dialect: str = BVLC

    def __call__(self, param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
        """The law of a blob of this shape."""
        return self.function(param, shape, habits)


@dataclass(frozen=True, slots=True)
class BlobFacts:
    """What the parameter blobs of a layer type are."""

    #: What each blob is, in order; "" for one that converters do not write.
    roles: tuple[str, ...]
    #: The role that is left out where a layer has fewer blobs than `roles` (a static input).
    optional: str = ""
    #: The number of the bottom that, where it is there, takes the place of the blobs.
    replaced_by: int | None = None
    #: The field of the layer's parameter that turns (N, K) weights into (K, N).
    transposed_by: str = ""
    #: The weights are those of so many gates one above the other: 4 for i, f, o, g.
    gates: int = 0
    #: Roles that other frameworks have and this layer lacks, with the value that they stand at.
    implied: Mapping[str, float] = field(default_factory=dict, hash=False)
    #: Bottoms that a layer with blobs of these shapes has had, as far as they decide its blobs.
    asks_for: AskedFor | None = None

    def role(self, blob: int, blobs: int) -> str:
        """What blob number `blob` of a layer with `blobs` blobs is."""
        roles = self.roles
        if blobs < len(roles):
            roles = tuple(role for role in roles if role != self.optional)
        return roles[blob] if blob < len(roles) else "bias" if blob else "weight"


@dataclass(frozen=True, slots=True)
class JudgeFacts:
    """What a loss, a metric or an output says about its bottoms."""

    #: So many of the first bottoms may be a result of the net; the others are labels and weights.
    bottoms: int = 1
    #: The type of the layer that computes what a loss compares; "" where it compares the bottom.
    head: str = ""
    #: Fields of the loss that go to that layer, as paths in a LayerParameter: from, to.
    moves: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DataFacts:
    """Where a layer without bottoms has its tops from."""

    #: What its files are: "records" of a database, a list of "images" or of "windows" in images,
    #: a list of "HDF5" files. The shapes in them are read when the rule calls `Env.probe`.
    files: Literal["", "records", "images", "windows", "HDF5"] = ""
    #: Gives an item's (channels, height, width) before it is cropped, where the layer's own fields
    #: tell them; else None.
    stated: ItemShape | None = None
    #: The field of its parameter with the fillers that make its tops; "" where none do.
    fillers: str = ""


@dataclass(frozen=True, slots=True)
class LayerType:
    """A layer type: its rule, what Caffe checks before the rule runs, and its facts."""

    name: str
    rule: LayerRule
    bottoms: Counts
    tops: Counts
    #: As many tops as bottoms.
    paired: bool = False
    #: Tops that the net leaves out are made without a name (loss layers).
    auto_tops: bool = False
    kind: Kind = "other"
    #: The field of a LayerParameter with this type's own parameters; "" where it has none.
    parameter: str = ""
    #: Fields of parameters that it reads and that other types read too.
    shared: tuple[str, ...] = ()
    #: The revision of Caffe that it came with (`rng.eras.CAFFE_ROWS`).
    since: str = OLDEST
    blobs: BlobFacts = BlobFacts(())
    judges: JudgeFacts = JudgeFacts()
    data: DataFacts = DataFacts()

    def learns(self, bottoms: int) -> bool:
        """Whether a layer with so many bottoms has parameter blobs."""
        replaced_by = self.blobs.replaced_by
        return bool(self.blobs.roles) and (replaced_by is None or bottoms <= replaced_by)

    def own(self, layer: caffe.LayerParameter) -> Any:
        """The message with the layer's own parameters.

        Raises:
            LayerError: the type has none.
        """
        if not self.parameter:
            raise LayerError(f"a {self.name} layer has no parameters of its own")
        return getattr(layer, self.parameter)

    def is_transposed(self, layer: caffe.LayerParameter) -> bool:
        """Whether the layer's weights are (K, N) where others are (N, K)."""
        flag = self.blobs.transposed_by
        return bool(flag) and bool(getattr(self.own(layer), flag))


Owned = TypeVar("Owned")
Function = TypeVar("Function", bound=Callable[..., Any])


class Table(Generic[Owned]):
    """Names of one kind of thing, each owned once per dialect."""

    def __init__(
        self,
        noun: str,
        families: str,
        error: type[CaffeFillersError],
        *,
        group: str = "",
        papers: str = "",
    ) -> None:
        self.noun = noun
        #: The package of BVLC's own, and the entry points of plugins' own.
        self._families = families
        self._group = group or families
        self._papers = papers
        self._error = error
        self._rows: dict[tuple[str, str], Owned] = {}
        #: The package that registered a row.
        self._owners: dict[tuple[str, str], str] = {}
        #: Names that two plugins have, with both packages: neither is used.
        self._clashes: dict[tuple[str, str], tuple[str, str]] = {}

    def takes(self, *names: str, dialect: str = BVLC) -> Callable[[Function], Function]:
        """A decorator: the function, of the type that the table holds, owns these names."""

        def register(function: Function) -> Function:
            for name in names:
                self.add(dialect, name, cast("Owned", function), function)
            return function

        return register

    def add(self, dialect: str, name: str, owned: Owned, function: object) -> None:
        """Take the name for the package that `function` belongs to.

        A second owner is refused: in a plugin that is noted, elsewhere it is a mistake of the
        programmer.

        Raises:
            ValueError: the name has an owner, and no plugin is being loaded.
        """
        _load(self._families)
        key, owner = (dialect, name), plugins.owner_of(function)
        if key in self._rows:
            self._second(key, owner)
            return
        self._rows[key] = owned
        self._owners[key] = owner
        plugins.note(owner, self._told(key), lambda: self._forget(key))

    def _second(self, key: tuple[str, str], owner: str) -> None:
        first = self._owners[key]
        if not plugins.refuse(f"{self._told(key)} belongs to {first} already"):
            raise ValueError(f"{self._told(key)} belongs to {first} already")
        if first != plugins.OWN:
            self._clashes[key] = (first, owner)

    def _forget(self, key: tuple[str, str]) -> None:
        del self._rows[key], self._owners[key]

    def _told(self, key: tuple[str, str]) -> str:
        dialect, name = key
        return f"{self.noun} {name!r}" + ("" if dialect == BVLC else f" of dialect {dialect!r}")

    def find(self, name: str, dialect: str = BVLC, *, papers: bool = False) -> Owned | None:
        """The owner in this dialect or a plugin's of it, in all forks, or in BVLC's; else None.

        With `papers` theirs are asked last.

        Raises:
            CaffeFillersError: two plugins own the name.
        """
        self._load(dialect)
        if (dialect, name) not in self._rows:
            plugins.load(self._group)
        key = next((key for key in _keys(name, dialect) if key in self._rows), None)
        if key in self._clashes:
            one, other = self._clashes[key]
            raise self._error(
                f"{self._told(key)} belongs to two packages, {one} and {other}",
                hint="Uninstall one of them; `fill-weights plugins` lists all.",
            )
        found = self._rows[key] if key else None
        return self._of_papers(name) if found is None and papers else found

    def get(self, name: str, dialect: str = BVLC, *, papers: bool = False) -> Owned:
        """The same, where the name must be known.

        Raises:
            CaffeFillersError: nobody owns the name (FillerError, LayerError).
        """
        found = self.find(name, dialect, papers=papers)
        if found is None:
            if not papers and self._of_papers(name) is not None:
                hint = f"Caffe has none; it is one of the papers': --dialect {PAPERS} allows it."
                raise self._error(f"unknown {self.noun} type {name!r}", hint=hint)
            known = self.names(dialect) + (self._names_of_papers() if papers else [])
            near = self._elsewhere(name) or did_you_mean(name, known)
            hints = [near, plugins.complaints(self._group)]
            told = " ".join(each for each in hints if each) or None
            raise self._error(f"unknown {self.noun} type {name!r}", hint=told)
        return found

    def rows(self, dialect: str = BVLC) -> list[Owned]:
        """All that this dialect can look up, by name."""
        return [self.get(name, dialect) for name in self.names(dialect)]

    def names(self, dialect: str = BVLC) -> list[str]:
        """All names that this dialect can look up, sorted."""
        self._load(dialect)
        return sorted({name for owner, name in self._rows if owner in _asked(dialect)})

    def _load(self, dialect: str) -> None:
        _load(self._families)
        if dialect not in {BVLC, PAPERS}:
            _load(f"{self._families}.forks")

    def _elsewhere(self, name: str) -> str | None:
        """The forks that have a filler of this name, as a hint."""
        if not self._papers:
            return None
        _load(f"{self._families}.forks")
        forks = sorted({fork for fork, known in self._rows if known == name} - {BVLC, PAPERS})
        several = "have" if len(forks) > 1 else "has"
        return f"{', '.join(forks)} {several} it: --dialect {forks[0]}." if forks else None

    def _of_papers(self, name: str) -> Owned | None:
        if self._papers:
            _load(self._papers)
        return self._rows.get((PAPERS, name))

    def _names_of_papers(self) -> list[str]:
        return [name for owner, name in self._rows if owner == PAPERS]


def _asked(dialect: str) -> tuple[str, ...]:
    """Whose names a dialect can look up, in this order."""
    return (BVLC,) if dialect in {BVLC, PAPERS} else (dialect, FORKS, BVLC)


def _keys(name: str, dialect: str) -> list[tuple[str, str]]:
    return [(owner, name) for owner in _asked(dialect)]


def split_dialect(named: str | None) -> tuple[str | None, bool]:
    """The dialect in a name such as "ssd,papers", and whether papers' fillers are allowed.

    Without another name the net's own words tell its dialect: None.
    """
    names = [name for name in (named or "").split(",") if name != PAPERS]
    allowed = PAPERS in (named or "").split(",")
    return (",".join(names) or None), allowed


# The families register themselves when they are imported; they stand above this module.
_load = functools.cache(import_module)


fillers: Table[FillerType] = Table(
    "filler", "caffe_fillers.fillers", FillerError, papers="caffe_fillers.fillers.papers"
)
layers: Table[LayerType] = Table("layer", "caffe_fillers.layers", LayerError)
exporters: Table[ExportFn] = Table(
    "exported layer", "caffe_fillers.exporters", LayerError, group="caffe_fillers.exports"
)


def filler(
    name: str, *, reads: Reading = "shape", dialect: str = BVLC
) -> Callable[[Function], Function]:
    """Register a filler: (FillerParameter, shape, habits) -> Law.

    Args:
        name: The filler's type, as `type: "..."` writes it.
        reads: What it looks at in the shape. With "fan" or "fans" it fills ONNX weights by the
            fans that their operator has, with "nothing" weights of any size. A filler that sets
            `sparse` reads the shape all the same.
        dialect: Whose filler it is.
    """

    def register(function: Function) -> Function:
        fillers.add(dialect, name, FillerType(name, function, reads, dialect), function)
        return function

    return register


def layer(  # noqa: PLR0913  # one argument a fact, all by name
    *names: str,
    bottoms: int | tuple[int, int | None],
    tops: int | tuple[int, int | None],
    paired: bool = False,
    auto_tops: bool = False,
    kind: Kind = "other",
    parameter: str = "",
    shared: tuple[str, ...] = (),
    since: str = OLDEST,
    blobs: BlobFacts = BlobFacts(()),  # frozen
    judges: JudgeFacts = JudgeFacts(),  # frozen
    data: DataFacts = DataFacts(),  # frozen
    dialect: str = BVLC,
) -> Callable[[Function], Function]:
    """Register a layer rule under one or more type names: (layer, bottoms, env) -> Setup.

    Args:
        names: The layer types, as `type: "..."` writes them.
        bottoms: The number Caffe asks for, or (least, most); most None means no limit.
        tops: The same for tops.
        paired: As many tops as bottoms.
        auto_tops: Tops that the net leaves out are made without a name.
        kind: What the layer is there for.
        parameter: The field of a LayerParameter with its own parameters.
        shared: Fields of parameters that other types read too.
        since: The revision of Caffe that it came with.
        blobs: What its parameter blobs are.
        judges: What a loss, metric or output says about its bottoms.
        data: Where a data layer has its tops from.
        dialect: Whose layer it is.
    """

    def register(function: Function) -> Function:
        for name in names:
            row = LayerType(
                name,
                function,
                Counts.of(bottoms),
                Counts.of(tops),
                paired,
                auto_tops,
                kind,
                parameter,
                shared,
                since,
                blobs,
                judges,
                data,
            )
            layers.add(dialect, name, row, function)
        return function

    return register


def exporter(*names: str, dialect: str = BVLC) -> Callable[[Function], Function]:
    """Register what writes a layer type as ONNX: (site, *bottoms' names) -> tops' names.

    Args:
        names: The layer types, as `type: "..."` writes them.
        dialect: Whose layer it is.
    """
    return exporters.takes(*names, dialect=dialect)
