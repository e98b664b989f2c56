"""New weights for an ONNX model: read, plan, lay out, pour.

    opened = open_onnx("model.onnx")
    refill(opened, "filled.onnx", 1701)

This is the way of every command that begins with an ONNX model, as `start` is for a prototxt.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from caffe_fillers.api.nets import plan_net
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import FormatError, OutputError
from caffe_fillers.files.writing import check_target
from caffe_fillers.formats.layout import LayoutSink, writing
from caffe_fillers.formats.onnx.disguise import rename, strip_docs
from caffe_fillers.formats.onnx.model import OnnxModel, read_onnx
from caffe_fillers.formats.onnx.save import External, check_data_path, lay_out
from caffe_fillers.formats.onnx.sink import TensorSink
from caffe_fillers.formats.suffixes import check_suffix
from caffe_fillers.plan.onnx import OnnxOptions, OnnxPlan, plan_onnx
from caffe_fillers.plan.onnx.like import Likeness, plan_like
from caffe_fillers.plan.report import unheeded
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.keyed import keyed_stream
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from caffe_fillers.core.draws import Slot
    from caffe_fillers.plan.start import Start

__all__ = [
    "Opened",
    "Output",
    "Refilled",
    "StreamKind",
    "StreamOptions",
    "open_like",
    "open_onnx",
    "refill",
]

StreamKind: TypeAlias = Literal["keyed", "caffe"]


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """Where the numbers come from."""

    seed: int
    #: One stream in the order of the plan ("caffe"), or for each blob its own, by its name.
    stream: StreamKind = "keyed"
    #: Boost, Caffe and arithmetic.
    era: Era = field(default_factory=Era.default)
    #: How many tensors with streams of their own are drawn at a time; the numbers are the same.
    jobs: int = field(default_factory=lambda: min(4, os.cpu_count() or 1))

    def own(self, slot: Slot) -> Rng:
        """A blob's own stream."""
        return Rng(keyed_stream(self.seed, slot.name), self.era)


@dataclass(frozen=True, slots=True)
class Output:
    """How the model is written."""

    external: External = field(default_factory=External)
    #: Take away documentation and metadata; take away names.
    strip_docs: bool = False
    hash_names: bool = False
    #: Replace files that exist.
    force: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A model and its plan; it can be filled once."""

    model: OnnxModel
    planned: OnnxPlan
    #: How well the model fits the net that it is filled like, if it is.
    likeness: Likeness | None = None
    #: The seed that the net's solver gives.
    seed: int | None = None
    #: What the user should know.
    notes: tuple[str, ...] = ()
    #: The files that decide the numbers, besides the model's own and the net's own.
    files: tuple[Path, ...] = ()
    #: What the user wished for the net that it is filled like, and nothing asked for.
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refilled:
    """What was written."""

    model: Path
    #: The data file, if the model needs one.
    data: Path | None
    nbytes: int
    #: Words taken from the one stream; None where every blob has its own.
    words: int | None
    #: The new names of the model's inputs and outputs, where names were hashed.
    names: Mapping[str, str] = field(default_factory=dict)


def open_onnx(path: str | os.PathLike[str], options: OnnxOptions | None = None) -> Opened:
    """Open an ONNX model and plan what it is to be filled with.

    Args:
        path: The model.
        options: The recipe, the fans and the era.

    Returns:
        The model and its plan, for `refill`.

    Raises:
        CaffeFillersError: it cannot be read, or a rule does not fit a weight.

    Example:
        >>> from caffe_fillers import open_onnx
        >>> opened = open_onnx("model.onnx")
        >>> [str(slot) for slot in opened.planned.plan.blobs]
        ['conv1_W[0]', 'conv1_b[0]', 'ip1_W[0]', 'ip1_b[0]', 'ip2_W[0]', 'ip2_b[0]']

    Source: the operators' specification, onnx/docs/Operators.md.
    """
    model = read_onnx(Path(path))
    planned = plan_onnx(model, options)
    return Opened(model, planned, notes=planned.notes)


def open_like(
    path: str | os.PathLike[str],
    net: str | os.PathLike[str] | Start,
    table: Mapping[str, str] | None = None,
    options: OnnxOptions | None = None,
    **how: Any,
) -> Opened:
    """Open a converted model, to be filled with the bits of the net that it was made from.

    Args:
        path: The model.
        net: As for `plan_net`.
        table: Tensors and blobs (`layer[number]`) that names and shapes do not match.
        options: What the recipe excludes is left as it is.
        how: Options of `plan_net`.

    Returns:
        The model and its plan, for `refill`; `.likeness` tells what found no partner.

    Raises:
        CaffeFillersError: a file cannot be read, Caffe would refuse the net, or the table does
            not fit.

    Example:
        >>> from caffe_fillers import open_like
        >>> opened = open_like("model.onnx", "examples/lenet_deploy.prototxt")
        >>> opened.likeness.complete
        True

    Source: the naming habits of converters, told in docs/onnx.md.
    """
    begun = plan_net(net, **how)
    model = read_onnx(Path(path))
    likeness = plan_like(model, begun.planned, table, options)
    notes = (*begun.notes, *likeness.planned.notes)
    warnings = (*begun.findings, *unheeded(begun))
    return Opened(model, likeness.planned, likeness, begun.seed, notes, begun.files, warnings)


def refill(
    opened: Opened,
    target: str | os.PathLike[str],
    numbers: StreamOptions | int,
    output: Output | None = None,
    *,
    passed: Callable[[int], None] | None = None,
) -> Refilled:
    """Write an ONNX model with new weights.

    Args:
        opened: The model; its message is used up.
        target: The file to write; a data file beside it is named after it.
        numbers: Where the numbers come from; a seed alone is that of streams by name.
        output: How the model is written.
        passed: Called after each draw with its position in the plan.

    Returns:
        The files that were written, and the words that were taken.

    Raises:
        FormatError: the model is too large for one file, two tensors have one name, or the suffix
            of the target is that of another kind of file.
        OutputError: a file cannot be written.

    Example:
        >>> from caffe_fillers import open_onnx, refill
        >>> opened = open_onnx("model.onnx")
        >>> str(refill(opened, "filled.onnx", 1701).model)
        'filled.onnx'

    Source: the streams of STREAMS.md.
    """
    target = Path(target)
    numbers = StreamOptions(numbers) if isinstance(numbers, int) else numbers
    model, planned, output = opened.model, opened.planned, output or Output()
    check_suffix(target, "onnx", model.path)
    names: dict[str, str] = {}
    if output.strip_docs:
        strip_docs(model.proto)
    if output.hash_names:
        names = rename(model.proto)
        planned = planned.renamed(model)
    if numbers.stream == "keyed":
        _check_names(planned)
    inputs = (*opened.files, *model.data_files())  # before the layout changes the model
    data_path = _data_path(model, target)
    files = lay_out(model, planned.fillings, data_path.name, output.external)
    checked = check_target(target, force=output.force, nbytes=files.nbytes, inputs=inputs)
    layouts = {checked: files.model}
    if files.data:
        layouts[check_data_path(data_path, force=output.force, inputs=inputs)] = files.data
    one = Rng(numbers.seed, numbers.era)
    with ExitStack() as stack:
        sinks: dict[Slot, LayoutSink] = {}
        # What is entered last leaves first: the data are there before the model that names them.
        for path, layout in layouts.items():
            sinks |= dict.fromkeys(layout.holes, stack.enter_context(writing(path, layout)))
        source = one if numbers.stream == "caffe" else numbers.own
        sink = TensorSink(files.parts, sinks)
        fill_plan(planned.plan, source, sink, passed=passed, jobs=numbers.jobs)
    words = one.stream.tell() if numbers.stream == "caffe" else None
    return Refilled(target, data_path if files.data else None, files.nbytes, words, names)


def _check_names(planned: OnnxPlan) -> None:
    """A name gives the same numbers wherever it stands, so it may stand once only."""
    counts = Counter(slot.name for slot in planned.plan.blobs)
    for name, times in counts.items():
        if times > 1:
            raise FormatError(
                f"{times} tensors are named {name!r}",
                hint="--stream caffe does not go by names; or leave them out with --except.",
            )


def _data_path(model: OnnxModel, target: Path) -> Path:
    """A data file beside the output, under a name that the model does not give."""
    folder = Path(os.path.realpath(target.parent))
    taken = {Path(os.path.realpath(path.parent), path.name) for path in model.data_files()}
    if folder / target.name in taken:
        raise OutputError(
            "is a data file of the model itself", where=str(target), hint="Name another output."
        )
    for number in itertools.count():
        name = f"{target.name}.{number}.data" if number else f"{target.name}.data"
        if folder / name not in taken:
            return target.with_name(name)
    raise AssertionError
