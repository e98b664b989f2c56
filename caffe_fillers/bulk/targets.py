"""Where each input's output goes, worked out for all of them before anything is done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError, OutputError
from caffe_fillers.files.writing import check_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from caffe_fillers.bulk.inputs import GivenFile

__all__ = ["ConflictError", "Places", "check_targets", "make_folders", "plain_name", "targets_of"]


#: A suffix that stands before another one: `net.caffemodel.h5`.
INNER = ".caffemodel"


class ConflictError(CaffeFillersError):
    """Two inputs for one output, or an output that is an input: nothing is done at all."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where outputs go."""

    #: The folder that the inputs' tree is mirrored in.
    tree: Path | None = None
    #: One file; or one folder for all, and whether it is.
    output: Path | None = None
    folder: bool = False
    #: The suffix of what a net becomes.
    suffix: str = ".caffemodel"
    #: Whether files of weights take this suffix, too, instead of their own.
    converted: bool = False


def plain_name(path: PurePath) -> PurePath:
    """A path without its suffix; without both, of a `net.caffemodel.h5`."""
    plain = path.with_suffix("")
    return plain.with_suffix("") if plain.suffix == INNER else plain


def targets_of(inputs: Sequence[GivenFile], places: Places) -> list[Path]:
    """The output of each input.

    Raises:
        ConflictError: two inputs would write one file, an output is an input, or a file of weights
            has no other place to go to.
    """
    targets = [_target(each, places, several=len(inputs) > 1) for each in inputs]
    _check(inputs, targets)
    return targets


def _target(each: GivenFile, places: Places, *, several: bool) -> Path:
    name = Path(each.path.name)
    if each.kind == "net":
        name = name.with_suffix(places.suffix)
    elif places.converted:
        name = Path(f"{plain_name(name)}{places.suffix}")
    if places.tree is not None:
        return places.tree / each.relative.parent / name
    if places.output is not None:
        return places.output / name if several or places.folder else places.output
    if each.kind == "weights":
        raise ConflictError(
            "holds weights, and its output would be the file itself",
            where=str(each.path),
            hint="Name the output with -o, or a folder with --out-dir.",
        )
    if each.kind == "onnx":
        return each.path.with_name(f"{each.path.stem}.filled.onnx")
    return each.path.with_name(name.name)


def _check(inputs: Sequence[GivenFile], targets: Sequence[Path]) -> None:
    sources = {_key(each.path): each.path for each in inputs}
    takers: dict[str, tuple[GivenFile, Path]] = {}
    for each, target in zip(inputs, targets, strict=True):
        # An ONNX model's numbers may need a second file.
        files = [target, *([_data(target)] if each.kind == "onnx" else [])]
        for file in files:
            key = _key(file)
            if key in takers:
                other, _ = takers[key]
                if _key(other.path) == _key(each.path):
                    raise ConflictError(
                        "is named twice", where=str(each.path), hint="Name each file once."
                    )
                raise ConflictError(
                    f"{other.path} and {each.path} would both write {file}",
                    hint="Give them other folders, or fill them one after the other.",
                )
            takers[key] = each, target
            # Weights and models may be filled anew where they are, if the user says so.
            if key in sources and (len(inputs) > 1 or each.kind == "net"):
                raise ConflictError(
                    f"{each.path} would be written over the input {sources[key]}",
                    hint="Name another folder with --out-dir.",
                )


def _data(target: Path) -> Path:
    return target.with_name(f"{target.name}.data")


def _key(path: Path) -> str:
    """The same for all names of one file."""
    return os.path.normcase(os.path.realpath(path))


def check_targets(targets: Iterable[Path], *, force: bool, ours: Mapping[Path, bool]) -> None:
    """Refuse, before any work, what stands there already.

    Args:
        targets: The files that will be written.
        force: Whether files that exist are replaced.
        ours: Files that an earlier run of this work has written, and may be replaced.

    Raises:
        OutputError: one exists.
    """
    for target in targets:
        if target.parent.is_dir():
            check_target(target, force=force or ours.get(target, False))


def make_folders(targets: Iterable[Path]) -> None:
    """Make the folders that are missing.

    Raises:
        OutputError: one cannot be made.
    """
    for folder in dict.fromkeys(target.parent for target in targets):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot be made: {error.strerror}", where=str(folder)) from error
