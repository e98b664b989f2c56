"""Options that several commands share, and how they become values of the library."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from caffe_fillers.cli.columns import fitted
from caffe_fillers.cli.looks import Bar, echo, paint
from caffe_fillers.cli.streams import say
from caffe_fillers.core.draws import Fill
from caffe_fillers.errors import STRICT, EraError, NetError
from caffe_fillers.files.external import allowing_external
from caffe_fillers.plan.report import unheeded
from caffe_fillers.rng.eras import (
    CAFFE_ROWS,
    MATH_ROWS,
    PLATFORMS,
    Era,
)
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from caffe_fillers.core.draws import Shape, Skip
    from caffe_fillers.plan.definition import Mode
    from caffe_fillers.plan.start import Start

__all__ = [
    "FINDING",
    "SEED",
    "SHAPE",
    "chosen",
    "dialect_option",
    "era_of",
    "era_options",
    "external_option",
    "mode_of",
    "mode_options",
    "net_arguments",
    "net_options",
    "note",
    "out",
    "print_table",
    "progress",
    "revision_options",
    "stacked",
    "tell",
    "type_options",
    "warn",
]

#: The exit code where somebody should look: a net is not wholly understood.
FINDING = 1

Function = TypeVar("Function", bound=Callable[..., Any])


class ShapeOption(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """NAME=DIMS: a top and its shape, `data=50,3,227,227` or `data=50x3x227x227`."""

    name = "NAME=DIMS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Shape]:
        """The name and the dimensions."""
        name, equals, dims = str(value).rpartition("=")
        try:
            shape = tuple(int(dim) for dim in dims.replace("x", ",").split(","))
        except ValueError:
            shape = ()
        letters = re.findall("[A-Z]+", dims)
        if equals and name and letters:
            self.fail(f"{value!r}: put numbers for {', '.join(letters)}", param, ctx)
        if not (equals and name and shape) or min(shape) < 0:
            self.fail(f"{value!r} is not of the form data=50,3,227,227", param, ctx)
        return name, shape


class LikeOption(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """TYPE=KNOWN: a layer type, and the known one that it is set up like."""

    name = "TYPE=KNOWN"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The two types."""
        kind, _, known = str(value).partition("=")
        if not (kind and known):
            self.fail(f"{value!r} is not of the form MyConv=Convolution", param, ctx)
        return kind, known


SHAPE = ShapeOption()
LIKE = LikeOption()
#: Caffe takes a 64-bit seed and keeps its low 32 bits.
SEED = click.IntRange(0, 2**63 - 1)


def stacked(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """Several options as one decorator, shown in this order."""

    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


revision_options = stacked(
    click.option(
        "--boost",
        metavar="V",
        help="Boost that Caffe was linked with: 1.55, 1.58, 1.74 ... [default: 1.74]",
    ),
    click.option(
        "--caffe",
        type=click.Choice(list(CAFFE_ROWS)),
        help="Caffe's revision. [default: master; of a fork's net the one that the fork came from]",
    ),
    click.option(
        "--math",
        type=click.Choice(list(MATH_ROWS)),
        help="C library and compiler. [default: modern]",
    ),
    click.option(
        "--platform",
        type=click.Choice(list(PLATFORMS)),
        help="A system's own Boost, C library and compiler.",
    ),
)

era_options = stacked(
    revision_options,
    click.option(
        "--dtype",
        type=click.Choice(["float32", "float64"]),
        default="float32",
        show_default=True,
        help="The type in which Caffe computed.",
    ),
)

dialect_option = click.option(
    "--dialect",
    metavar="NAME",
    help="The fork of Caffe that the net is written for, such as ssd (docs/dialects.md); with bvlc "
    "what BVLC's Caffe refuses is refused; papers, or ssd,papers, allows fillers that no Caffe has "
    "(docs/fillers.md). [default: by the words that the net uses]",
)


def _one_mode(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Refuse both modes together; each option is parsed before or behind the other."""
    del param
    if value and (ctx.params.get("tolerant") or ctx.params.get("strict")):
        raise click.UsageError("choose one of --tolerant and --strict")
    return value


def _allow_external(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value and not ctx.resilient_parsing:
        ctx.with_resource(allowing_external())  # until the command ends


external_option = click.option(
    "--allow-external",
    is_flag=True,
    expose_value=False,
    callback=_allow_external,
    help="Let HDF5 files have parts in other files of their folder.",
)

mode_options = stacked(
    click.option(
        "--tolerant",
        is_flag=True,
        callback=_one_mode,
        help="Leave out every word that no fork knows; each is told.",
    ),
    click.option(
        "--strict", is_flag=True, callback=_one_mode, help="Take every warning for an error."
    ),
)

type_options = stacked(
    click.option(
        "--layer-like",
        "layers_like",
        type=LIKE,
        multiple=True,
        help="A layer type that is set up like a known one: MyConv=Convolution; repeatable.",
    ),
    click.option(
        "--no-blobs",
        multiple=True,
        metavar="TYPE",
        help="A layer type that has no blobs and takes no words; repeatable.",
    ),
)

net_options = stacked(
    click.option(
        "--phase",
        type=click.Choice(["train", "test"], case_sensitive=False),
        help="[default: TEST unless the net says otherwise, TRAIN for a solver]",
    ),
    click.option("--level", type=int, metavar="N", help="The net's level."),
    click.option(
        "--stage", "stages", multiple=True, metavar="S", help="A stage of the net; repeatable."
    ),
    click.option(
        "--shape",
        "shapes",
        type=SHAPE,
        multiple=True,
        help="Shape of a top that only data can tell: data=50,3,227,227; repeatable.",
    ),
    click.option(
        "--weights",
        multiple=True,
        metavar="F[,F...]",
        help="Trained models to copy layers from by name, after the draws.",
    ),
    click.option(
        "--allow-file-filler",
        is_flag=True,
        help="Let fillers of the type file, which a fork has, read files in the net's folder.",
    ),
    external_option,
    dialect_option,
    mode_options,
    type_options,
)


def era_of(
    boost: str | None, caffe: str | None, math: str | None, platform: str | None, **others: Any
) -> Era:
    """The era that the options name; a platform's rows give way to those named beside it."""
    del others
    try:
        return Era.of(boost=boost, caffe=caffe or "master", math=math, platform=platform)
    except EraError as error:
        raise click.UsageError(str(error)) from None


def chosen(name: str) -> bool:
    """Whether this option of the command at hand stands on its command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source == ParameterSource.COMMANDLINE


def net_arguments(**how: Any) -> dict[str, Any]:
    """The options of nets and eras, as the functions of `caffe_fillers.api` take them."""
    return {
        "phase": how["phase"],
        "level": how["level"],
        "stages": how["stages"],
        "shapes": dict(how["shapes"]),
        "trained": how["weights"],
        "era": era_of(**how),
        "dtype": how["dtype"],
        "dialect": how["dialect"],
        "mode": mode_of(tolerant=how["tolerant"], strict=how["strict"]),
        "like": dict(how["layers_like"]),
        "no_blobs": how["no_blobs"],
        "keep_revision": how["caffe"] is not None,
        "allow_file_filler": how["allow_file_filler"],
    }


def mode_of(*, tolerant: bool, strict: bool) -> Mode:
    """How much of what nobody knows is left out of a net."""
    return "tolerant" if tolerant else "strict" if strict else "usual"


def tell(begun: Start) -> int:
    """Say on standard error what was learnt while a net was read and planned; the exit code."""
    for text in begun.notes:
        note(f"note: {text}")
    missed = tuple(unheeded(begun))
    for text in (*begun.findings, *begun.unsure, *missed):
        warn(text)
    if missed and begun.definition.reading.mode == "strict":
        raise NetError(missed[0], hint=STRICT)
    return FINDING if begun.findings else 0


@contextmanager
def progress(draws: Sequence[Fill | Skip], *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while draws are poured, where that is a terminal."""
    sizes = [math.prod(draw.shape) if isinstance(draw, Fill) else 0 for draw in draws]
    bar = Bar("filling", sum(sizes), quiet=quiet)
    try:
        yield lambda position: bar.update(sizes[position])
    finally:
        bar.close()


def print_table(rows: Sequence[Sequence[str]], right: Container[str] = ()) -> None:
    """Rows in columns on stdout; the first row heads them, `right` names those of numbers."""
    for part in fitted(rows):
        _print_part(part, right)


def _print_part(rows: Sequence[Sequence[str]], right: Container[str]) -> None:
    rows = [[legible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if head in right else cell.ljust(width)
            for cell, width, head in zip(row, widths, rows[0], strict=True)
        )
        line = "  ".join(cells).rstrip()
        echo(line if row is not rows[0] else paint(line, "head"))


def out(text: str, painted: Callable[[str], str] = str) -> None:
    """Print a line on standard output, whatever names are in it, in the colours of `painted`."""
    echo(painted(legible(text)))


def note(text: str) -> None:
    """Say something on standard error."""
    say(text)


def warn(text: str) -> None:
    """Warn on standard error."""
    say(text, role="warning")
