"""Files of weights: filled anew, and converted from format to format."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from caffe_fillers.api.nets import start_options
from caffe_fillers.core.draws import count
from caffe_fillers.plan.recipe import gather
from caffe_fillers.rng.rng import Rng, fresh_seed
from caffe_fillers.weights import convert as converting
from caffe_fillers.weights.convert import Converted, ConvertOptions
from caffe_fillers.weights.remodel import SavedModel, SavedOptions, keyed_rng, open_saved, remodel

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from caffe_fillers.api.nets import Progress
    from caffe_fillers.plan.model import ModelPlan
    from caffe_fillers.weights.names import Scheme

__all__ = ["FilledWeights", "convert", "fill_weights", "plan_weights", "saved_totals"]


@dataclass(frozen=True)
class FilledWeights:
    """A file of weights that was filled anew."""

    opened: SavedModel
    output: Path
    nbytes: int
    #: The seed: of 32 bits for Caffe's one stream.
    seed: int
    stream: Literal["caffe", "keyed"]
    #: Words taken from the one stream, and the next one; None where every blob has its own.
    words: int | None
    next_word: int | None

    def asdict(self) -> dict[str, Any]:
        """For JSON: everything but the numbers."""
        return {
            "weights": str(self.opened.model.path),
            "output": str(self.output),
            "bytes": self.nbytes,
            "seed": self.seed,
            "stream": self.stream,
            "era": self.opened.options.era.detailed,
            **saved_totals(self.opened.planned),
            "words": self.words,
            "next_word": self.next_word,
            "notes": list(self.opened.notes),
            "files": [str(path) for path in self.opened.files],
        }


def saved_totals(planned: ModelPlan) -> dict[str, Any]:
    """How many blobs a plan fills, and which it keeps, for JSON."""
    filled = [each for each in planned.decisions if not each.kept]
    kept = [each for each in planned.decisions if each.kept]
    return {
        "filled": len(filled),
        "values": sum(count(each.stored.shape) for each in filled),
        "kept": [{"blob": each.key, "why": each.kept} for each in kept],
    }


def plan_weights(
    weights: str | os.PathLike[str],
    *,
    net: str | os.PathLike[str] | None = None,
    fillers: Sequence[str] = (),
    recipe: str | os.PathLike[str] | None = None,
    only: Sequence[str] = (),
    excepted: Sequence[str] = (),
    **how: Any,
) -> SavedModel:
    """Plan what the blobs of a saved model would be filled with, without drawing a number.

    Args:
        weights: The file: .caffemodel, .h5, .npz or .safetensors.
        net: The prototxt whose fillers are taken, layer by name; by default the file's own layers.
        fillers: Rules that go before the layers' own: "InnerProduct=xavier", "name:fc7/1=keep".
        recipe: A file of more rules.
        only: Names of the blobs or layers to fill, with `*`; all others are kept bit for bit.
        excepted: Names of those that are kept.
        how: Options of `plan_net`. By default a file of doubles is filled in float64.

    Returns:
        The plan, for `fill_weights`: `.planned.decisions` says for each blob what becomes of it
        and why, `.notes` and `.warnings` what a user would want to know.

    Raises:
        CaffeFillersError: a file cannot be read, blobs do not fit their layers, or a filler does
            not fit a blob.

    Example:
        >>> from caffe_fillers import fill_net, plan_weights
        >>> made = fill_net("examples/lenet.prototxt", "old.caffemodel", seed=1)
        >>> plan = plan_weights("old.caffemodel", only=["ip*"])
        >>> [each.key for each in plan.planned.decisions if not each.kept]
        ['ip1/0', 'ip1/1', 'ip2/0', 'ip2/1']

    Source: net.cpp, Net::CopyTrainedLayersFrom, whose blobs these are.
    """
    rules = gather(recipe, fillers, only, excepted)
    typed = how.get("dtype") is not None
    startup, options = start_options(**{**how, "dtype": how.get("dtype") or "float32"})
    path = None if net is None else Path(net)
    return open_saved(Path(weights), SavedOptions(rules, path, startup, options, typed=typed))


def fill_weights(
    weights: str | os.PathLike[str] | SavedModel,
    output: str | os.PathLike[str],
    *,
    seed: int | None = None,
    stream: Literal["caffe", "keyed"] = "caffe",
    force: bool = False,
    progress: Progress | None = None,
    **how: Any,
) -> FilledWeights:
    """Fill a saved model anew: a copy in which nothing but the values differs.

    Args:
        weights: As for `plan_weights`, or its result.
        output: The file to write; its suffix says the format.
        seed: The seed; by default that of a solver given as `net`, else a fresh one.
        stream: "caffe" for one stream in the order of the layers, in which blobs that are kept
            take their words, too; "keyed" for a stream of its own for each blob.
        force: Replace an output that exists.
        progress: Told of each draw as it is done.
        how: Options of `plan_weights`.

    Returns:
        The file that was written, and the seed.

    Raises:
        CaffeFillersError: as `plan_weights` raises it.
        FormatError: nothing would be filled, or the output's format cannot hold the model.
        OutputError: the output exists, or cannot be written.

    Example:
        >>> from caffe_fillers import fill_net, fill_weights
        >>> made = fill_net("examples/lenet.prototxt", "first.caffemodel", seed=1)
        >>> again = fill_net("examples/lenet.prototxt", "second.caffemodel", seed=2)
        >>> anew = fill_weights("first.caffemodel", "anew.caffemodel", seed=2)
        >>> anew.output.read_bytes() == again.output.read_bytes()
        True

    Source: filler.hpp; the streams of STREAMS.md.
    """
    opened = weights if isinstance(weights, SavedModel) else plan_weights(weights, **how)
    if seed is None:
        seed = fresh_seed() if opened.seed is None else opened.seed
    options, target = opened.options, Path(output)
    rng = Rng(seed, options.era) if stream == "caffe" else keyed_rng(seed, options)
    draws = opened.planned.plan.draws
    with progress(draws) if progress else nullcontext(lambda _: None) as passed:
        done = remodel(opened, target, rng, force=force, passed=passed)
    number = seed % 2**32 if stream == "caffe" else seed
    return FilledWeights(opened, target, done.nbytes, number, stream, done.words, done.next_word)


def convert(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    names: Scheme = "caffe",
    net: str | os.PathLike[str] | None = None,
    table: Mapping[str, str] | None = None,
    force: bool = False,
    **how: Any,
) -> Converted:
    """Convert a file of weights to another format, or to other names.

    Every value keeps its bits, but for a BatchNorm's statistics under PyTorch's names: there they
    are mean / factor and variance / factor, with Caffe's third blob as the factor.

    Args:
        source: A .caffemodel, .h5, .npz or .safetensors; its content says which.
        target: The file to write; its suffix says the format.
        names: "caffe" for `conv1/0`, "torch" for a PyTorch state dict: `conv1.weight`.
        net: The prototxt of the net, where the source does not hold the layers' definitions.
        table: Other names, of a tensor for a layer or for one of its blobs:
            `{"features.0": "conv1", "w": "conv2[0]"}`.
        force: Replace a target that exists.
        how: Options of `plan_net`, for the net.

    Returns:
        The file that was written: its path, size, number of arrays and values, and notes.

    Raises:
        CaffeFillersError: a file cannot be read or written, the net is needed and not given, or
            the net and the file do not fit each other.

    Example:
        >>> from caffe_fillers import convert, fill_net
        >>> made = fill_net("examples/lenet.prototxt", "net.caffemodel", seed=1)
        >>> convert("net.caffemodel", "net.safetensors", names="torch").blobs
        8

    Source: Net::ToHDF5 and Net::ToProto in net.cpp; torch.nn's state dicts.
    """
    startup, options = start_options(**how)
    path = None if net is None else Path(net)
    wishes = ConvertOptions(names, path, startup, options, table or {})
    return converting.convert(Path(source), Path(target), wishes, force=force)
