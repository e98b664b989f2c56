"""Nets and the weights that were made of them: paired by their paths, or by a list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.bulk.inputs import find_inputs, read_list
from caffe_fillers.bulk.targets import plain_name
from caffe_fillers.errors import DataError, FormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.bulk.fill import Kind
    from caffe_fillers.bulk.inputs import GivenFile

__all__ = ["Pair", "Paired", "listed", "pair_folders"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A net, or another file to compare with, and weights."""

    net: Path | None
    weights: Path


@dataclass(frozen=True, slots=True)
class Paired:
    """All pairs, and the files that have no partner."""

    pairs: tuple[Pair, ...]
    left: tuple[Path, ...]


def pair_folders(nets: Path | None, weights: Path, *, recursive: bool) -> Paired:
    """The files of two folders, by relative path without suffix; of one, without nets.

    In the first folder the nets count, or its weights if it has no net; in the second the weights
    and ONNX models.

    Raises:
        DataError: a folder holds nothing that counts.
    """
    models = _of(weights, ("weights", "onnx"), recursive=recursive)
    if nets is None:
        return Paired(tuple(Pair(None, each.path) for each in models), ())
    try:
        definitions = _of(nets, ("net",), recursive=recursive)
    except DataError:
        definitions = _of(nets, ("weights", "onnx"), recursive=recursive)
    found = {plain_name(each.relative): each.path for each in definitions}
    pairs = [
        Pair(found[plain_name(each.relative)], each.path)
        for each in models
        if plain_name(each.relative) in found
    ]
    used = {pair.net for pair in pairs} | {pair.weights for pair in pairs}
    left = [each.path for each in (*definitions, *models) if each.path not in used]
    return Paired(tuple(pairs), tuple(left))


def listed(name: str) -> Paired:
    """The pairs in a file, one a line, a tab between the net and the weights.

    Raises:
        DataError: the file cannot be read, or names nothing.
        FormatError: a line is no pair.
    """
    pairs = []
    for number, line in enumerate(read_list(name), 1):
        net, tab, weights = line.partition("\t")
        if not (tab and net.strip() and weights.strip()) or "\t" in weights:
            raise FormatError(
                "is no pair", where=f"{name}: line {number}", hint="Write NET, a tab, WEIGHTS."
            )
        pairs.append(Pair(Path(net.strip()), Path(weights.strip())))
    return Paired(tuple(pairs), ())


def _of(folder: Path, kinds: Sequence[Kind], *, recursive: bool) -> tuple[GivenFile, ...]:
    def wanted(kind: Kind, path: Path) -> bool:
        del path
        return kind in kinds

    return find_inputs([str(folder)], recursive=recursive, wanted=wanted).inputs
