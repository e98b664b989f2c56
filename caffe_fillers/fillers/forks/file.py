"""Values out of a text file (training_toolbox_caffe, branch person_reid, filler.hpp).

A net may come from anybody: no file is opened unless the user allows it, and none outside the
folder of the net.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Habits, Law, Shape, Whole
from caffe_fillers.core.registry import filler
from caffe_fillers.core.words import extra
from caffe_fillers.errors import DataError, FillerError, within
from caffe_fillers.files.reading import open_regular
from caffe_fillers.fillers.caffe import check

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.proto import caffe
    from caffe_fillers.rng.rng import Rng

__all__ = ["from_text"]

#: The longest that a number may be written, the white space behind it included.
_LONGEST = 64


@filler("file", dialect="openvino-person")
def file(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The numbers in a text file, as many as the blob has values.

    Raises:
        FillerError: no file is named, no file may be read, or it is not in the net's folder.
    """
    check(param, shape)
    name = extra(param, "file")
    if not name:
        raise FillerError("no file is named", where="file", hint='Write file: "weights.txt".')
    if habits.folder is None:
        raise FillerError(
            f"this filler reads the file {name!r}",
            where="file",
            hint="--allow-file-filler lets it, where the file is in the net's folder.",
        )
    path = habits.folder / name
    # Links are followed first: what counts is where the file is.
    if not path.resolve().is_relative_to(habits.folder.resolve()):
        raise FillerError(
            f"the file {name!r} is not in the net's folder",
            where="file",
            hint="Copy it there, or give the values with --weights.",
        )
    return Whole(from_text, {"path": str(path)})


def from_text(rng: Rng, shape: Shape, dtype: DTypeLike, path: str) -> NDArray[Any]:
    """The numbers in a file, with white space between.

    Raises:
        DataError: the file cannot be read, or has too few numbers.
    """
    del rng
    total = math.prod(shape)
    with within(path):
        try:
            with open_regular(Path(path)) as opened:
                content = opened.read(_LONGEST * (total + 1))
        except OSError as error:
            raise DataError(f"cannot be read: {os.strerror(error.errno or 0)}") from None
        try:
            numbers = [float(word) for word in content.split(None, total)[:total]]
        except ValueError as error:
            raise DataError(f"is no list of numbers: {error}") from None
        if len(numbers) < total:
            raise DataError(
                f"holds {len(numbers):,} numbers, the blob has {total:,} values",
                hint="Caffe would go on with the last number.",
            )
        with np.errstate(over="ignore"):
            return np.array(numbers, np.float64).astype(dtype).reshape(shape)
