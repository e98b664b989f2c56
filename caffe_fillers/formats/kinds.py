"""Which module reads and writes which kind of model file: one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.formats import signs
from caffe_fillers.formats.model import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from caffe_fillers.formats.model import Model

__all__ = ["open_model"]


def open_model(path: Path) -> Model:
    """The model in this file, of whatever kind its content shows; values are read late.

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it is broken, or of a kind that holds no Caffe model.
        UpgradeError: it is of an old generation and Caffe refuses to upgrade it.
    """
    from caffe_fillers.formats import caffemodel  # noqa: PLC0415

    signs.kind(StoredFile(path))
    return caffemodel.open_model(path)
