"""Filling one file of any kind, from options that are plain values.

What runs in another process, or on another machine, is told by paths, words and numbers only.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from caffe_fillers.api.nets import fill_net, plan_net
from caffe_fillers.errors import STRICT, FormatError, NothingToDoError
from caffe_fillers.plan.wishes import reasons_told
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import fresh_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from caffe_fillers.api.nets import Progress
    from caffe_fillers.api.onnx_models import Opened
    from caffe_fillers.core.draws import Fill, Skip
    from caffe_fillers.plan.definition import Mode
    from caffe_fillers.plan.onnx import OnnxPlan
    from caffe_fillers.plan.onnx.like import Likeness
    from caffe_fillers.plan.recipe import Recipe
    from caffe_fillers.weights.names import Scheme
    from caffe_fillers.weights.remodel import SavedModel

__all__ = [
    "FillOptions",
    "FillRequest",
    "Kind",
    "Seed",
    "fill_file",
    "likeness_told",
    "onnx_totals",
    "onnx_warnings",
    "open_model_file",
    "open_saved_file",
    "settled",
    "stream_of",
]

#: What an input is: a definition, an ONNX model, or a file of weights.
Kind: TypeAlias = Literal["net", "onnx", "weights"]


@dataclass(frozen=True, slots=True)
class FillOptions:
    """What `fill` may be told, whatever the file; as plain values."""

    boost: str | None = None
    #: None: master, or of a fork's net the revision that the fork came from.
    caffe: str | None = None
    math: str | None = None
    platform: str | None = None
    #: None: float32; float64 for a file of doubles.
    dtype: str | None = None
    phase: str | None = None
    level: int | None = None
    stages: tuple[str, ...] = ()
    shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    weights: tuple[str, ...] = ()
    dialect: str | None = None
    tolerant: bool = False
    strict: bool = False
    layers_like: tuple[tuple[str, str], ...] = ()
    no_blobs: tuple[str, ...] = ()
    allow_file_filler: bool = False
    names: Scheme = "caffe"
    fillers: tuple[str, ...] = ()
    recipe: str | None = None
    only: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    stream: Literal["keyed", "caffe"] | None = None
    net_file: str | None = None
    fans: Literal["caffe", "torch"] = "caffe"
    like: str | None = None
    table: str | None = None
    anonymize: bool = False
    external_data: bool = False
    size_threshold: int | None = None
    hash_names: bool = False
    strip_docs: bool = False

    @classmethod
    def of(cls, how: Mapping[str, Any]) -> FillOptions:
        """From options by these names; paths become words."""
        plain = {field.name: how[field.name] for field in fields(cls) if field.name in how}
        for name, value in plain.items():
            if isinstance(value, Path):
                plain[name] = str(value)
        return cls(**plain)

    def asdict(self) -> dict[str, Any]:
        """What differs from the defaults, for JSON."""
        plain = FillOptions()
        told = {name: _plain(value) for name, value in asdict(self).items()}
        return {
            name: value for name, value in told.items() if value != _plain(getattr(plain, name))
        }

    @property
    def era(self) -> Era:
        """Boost, Caffe and arithmetic."""
        caffe = self.caffe or "master"
        return Era.of(boost=self.boost, caffe=caffe, math=self.math, platform=self.platform)

    @property
    def mode(self) -> Mode:
        """How much of what nobody knows is left out of a net."""
        return "tolerant" if self.tolerant else "strict" if self.strict else "usual"

    @property
    def rules(self) -> Recipe:
        """The rules of the recipe file and then the others; which blobs are filled at all."""
        from caffe_fillers.plan.recipe import gather  # noqa: PLC0415  # nets have no rules

        return gather(self.recipe, self.fillers, self.only, self.excepted)

    @property
    def arguments(self) -> dict[str, Any]:
        """What `plan_net` takes."""
        return {
            "phase": self.phase,
            "level": self.level,
            "stages": self.stages,
            "shapes": dict(self.shapes),
            "trained": self.weights,
            "era": self.era,
            "dtype": self.dtype or "float32",
            "dialect": self.dialect,
            "mode": self.mode,
            "like": dict(self.layers_like),
            "no_blobs": self.no_blobs,
            "keep_revision": self.caffe is not None,
            "allow_file_filler": self.allow_file_filler,
        }

    @property
    def files(self) -> tuple[str, ...]:
        """The files that these options name: a change in one is a change of the result.

        Not `weights`, whose files may stand beside the net: what is told of a fill has them.
        """
        named = (self.recipe, self.net_file, self.like, self.table)
        return tuple(name for name in named if name)


@dataclass(frozen=True, slots=True)
class Seed:
    """Which seed a file has."""

    number: int
    #: Whether the seed that a solver gives goes before it: nobody chose this one.
    fallback: bool = False
    #: How many threads work on the file; None as many as are usual.
    jobs: int | None = None

    @classmethod
    def of(cls, number: int | None) -> Seed:
        """The seed that was asked for, else the solver's, else a fresh one."""
        return cls(fresh_seed(), fallback=True) if number is None else cls(number)

    def before(self, own: int | None) -> int:
        """The number, for a file whose solver gives its own or none."""
        return own if self.fallback and own is not None else self.number

    @property
    def threads(self) -> dict[str, int]:
        """As `fill_net` and `StreamOptions` take it."""
        return {} if self.jobs is None else {"jobs": self.jobs}


@dataclass(frozen=True, slots=True)
class FillRequest:
    """One file, and what is asked for it."""

    kind: Kind
    path: Path
    #: The file to write.
    target: Path
    #: All that is not the seed.
    options: FillOptions
    #: The seed, and whether a solver's own goes before it.
    seed: Seed
    #: Replace files that exist.
    force: bool = False
    #: Told of each draw as it is done.
    progress: Progress | None = None

    @contextmanager
    def watched(self, draws: Sequence[Fill | Skip]) -> Iterator[Callable[[int], None]]:
        """A block in which what it gives is called after each draw."""
        with self.progress(draws) if self.progress else nullcontext(lambda _: None) as passed:
            yield passed


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def fill_file(request: FillRequest) -> dict[str, Any]:
    """Fill one file, and tell what was done.

    Args:
        request: The file, where it goes, options and seed.

    Returns:
        What was done, for JSON; `output` and, for an ONNX model with one, `data` are files.

    Raises:
        CaffeFillersError: the file cannot be read, filled or written.
    """
    return {"net": _net, "onnx": _onnx, "weights": _weights}[request.kind](request)


def settled(told: Mapping[str, Any]) -> bool:
    """Whether nobody need look at a file that was filled: all matched, and all was understood."""
    return bool(told.get("complete", True)) and not told.get("findings")


def stream_of(kind: Kind, options: FillOptions) -> Literal["keyed", "caffe"]:
    """Which stream the numbers come from."""
    default: Literal["keyed", "caffe"] = "keyed" if kind == "onnx" and not options.like else "caffe"
    return (options.stream if kind != "net" else None) or default


def _heeded(warnings: Sequence[str], options: FillOptions) -> list[str]:
    """Warnings of wishes that matched nothing; an error where those are wanted."""
    if warnings and options.strict:
        raise FormatError(warnings[0], hint=STRICT)
    return list(warnings)


# --- nets -----------------------------------------------------------------------------------------


def _net(request: FillRequest) -> dict[str, Any]:
    options, seed = request.options, request.seed
    begun = plan_net(request.path, **options.arguments)
    done = fill_net(
        begun,
        request.target,
        seed=seed.before(begun.seed),
        force=request.force,
        names=options.names,
        progress=request.progress,
        **seed.threads,
    )
    return done.asdict()


# --- ONNX models ----------------------------------------------------------------------------------


def open_model_file(path: Path, options: FillOptions) -> Opened:
    """An ONNX model and its plan: by the recipe, or as a net has it.

    Raises:
        CaffeFillersError: a file cannot be read, or what the options say does not fit.
    """
    # Nets do without the libraries that models need.
    from caffe_fillers.api.onnx_models import open_like, open_onnx  # noqa: PLC0415
    from caffe_fillers.plan.onnx import OnnxOptions  # noqa: PLC0415
    from caffe_fillers.plan.onnx.like import read_table  # noqa: PLC0415

    how = OnnxOptions(options.rules, options.fans, options.era, options.anonymize)
    if not options.like:
        return open_onnx(path, how)
    table = read_table(Path(options.table)) if options.table else {}
    return open_like(path, Path(options.like), table, how, **options.arguments)


def _onnx(request: FillRequest) -> dict[str, Any]:
    from caffe_fillers.api.onnx_models import Output, StreamOptions, refill  # noqa: PLC0415
    from caffe_fillers.formats.onnx.save import External  # noqa: PLC0415

    options, seed = request.options, request.seed
    opened = open_model_file(request.path, options)
    number = seed.before(opened.seed)
    stream, found = stream_of("onnx", options), opened.planned
    warnings = _heeded((*opened.warnings, *onnx_warnings(request.path, opened)), options)
    threshold = 1024 if options.size_threshold is None else options.size_threshold
    external = External(options.external_data, threshold)
    output = Output(external, options.strip_docs, options.hash_names, request.force)
    with request.watched(found.plan.draws) as passed:
        numbers = StreamOptions(number, stream, options.era, **seed.threads)
        done = refill(opened, request.target, numbers, output, passed=passed)
    return {
        "model": str(request.path),
        "output": str(request.target),
        "data": str(done.data) if done.data else None,
        "bytes": done.nbytes,
        "seed": number,
        "stream": stream,
        "era": options.era.detailed,
        **onnx_totals(found),
        "words": done.words,
        "names": dict(done.names),
        "notes": list(opened.notes),
        "files": [str(path) for path in opened.files],
        "warnings": warnings,
        **likeness_told(opened.likeness),
    }


def onnx_warnings(path: Path, opened: Opened) -> list[str]:
    """Wishes that matched nothing in a model; and whether it has nothing to fill.

    Raises:
        NothingToDoError: it holds float numbers, and all of them would be kept.
    """
    found = opened.planned
    floats = [
        each.kept
        for each in found.decisions
        if each.site.size and each.site.element and each.site.element.is_float
    ]
    warnings = [f"{path}: {text}" for text in found.unmatched]
    # What found no partner in the net that it is like is told by name.
    if opened.likeness or any(not each.kept for each in found.decisions):
        return warnings
    if floats:
        raise NothingToDoError(
            f"nothing would be filled: {reasons_told(floats)}",
            where=str(path),
            hint="\n  ".join((*found.unmatched, "`plan` tells of each tensor why it is kept.")),
        )
    return [*warnings, f"{path}: the model holds no weights: nothing is filled"]


def onnx_totals(found: OnnxPlan) -> dict[str, Any]:
    """How many tensors a plan fills and keeps, for JSON."""
    filled = [decision for decision in found.decisions if not decision.kept]
    kept = [decision for decision in found.decisions if decision.kept]
    return {
        "filled": len(filled),
        "values": sum(decision.site.size for decision in filled),
        "kept": len(kept),
        "kept_floats": [
            decision.site.name
            for decision in kept
            if decision.site.size > 1 and decision.site.element and decision.site.element.is_float
        ],
    }


def likeness_told(likeness: Likeness | None) -> dict[str, Any]:
    """How well a model fits its net, for JSON; empty where no net was named."""
    if likeness is None:
        return {}
    matching = likeness.matching
    return {
        "complete": likeness.complete,
        "matched": [
            {"tensor": pair.place.name, "blob": str(pair.blob.slot), "by": pair.by}
            for pair in matching.pairs
        ],
        "missed_blobs": [str(blob.slot) for blob in matching.blobs],
        "missed_tensors": list(likeness.missed),
    }


# --- files of weights -----------------------------------------------------------------------------


def open_saved_file(path: Path, options: FillOptions) -> SavedModel:
    """A file of weights and its plan.

    Raises:
        CaffeFillersError: a file cannot be read, or what the options say does not fit.
    """
    from caffe_fillers.api.saved import plan_weights  # noqa: PLC0415

    return plan_weights(
        path,
        net=options.net_file,
        fillers=options.fillers,
        recipe=options.recipe,
        only=options.only,
        excepted=options.excepted,
        **{**options.arguments, "dtype": options.dtype},
    )


def _weights(request: FillRequest) -> dict[str, Any]:
    from caffe_fillers.api.saved import fill_weights  # noqa: PLC0415

    opened = open_saved_file(request.path, request.options)
    warnings = _heeded(opened.warnings, request.options)
    done = fill_weights(
        opened,
        request.target,
        seed=request.seed.before(opened.seed),
        stream=stream_of("weights", request.options),
        force=request.force,
        progress=request.progress,
    )
    return {**done.asdict(), "warnings": warnings}
