"""The mean field iterations of CRF-RNN, whose blobs start as diagonals."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import Drawn, Fill, Grid, Law, LayerBlob, Setup, Slot, Whole
from caffe_fillers.core.registry import FORKS, BlobFacts, layer
from caffe_fillers.core.words import extra
from caffe_fillers.errors import DataError, LayerError, within
from caffe_fillers.files.reading import open_regular
from caffe_fillers.layers.forks.blobs import constants
from caffe_fillers.layers.shapes import legacy
from caffe_fillers.layers.weights import given_blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe

FIELD = "multi_stage_meanfield_param"

#: Top 1 of caffe-tvg's newest form: two values for each of at most 100 objects.
OBJECTS = (1, 1, 1, 200)


@layer(
    "MultiStageMeanfield",
    bottoms=(1, None),
    tops=(1, 2),
    kind="learned",
    parameter=FIELD,
    blobs=BlobFacts(("weight", "weight", "weight")),
    dialect=FORKS,
)
def meanfield(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top the same; blobs (1, 1, C, C): two kernels' weights, compatibility.

    The weights are diagonals: the numbers in spatial_filter_weights_str and
    bilateral_filter_weights_str (torrvision/caffe-tvg), else those in the files spatial.par and
    bilateral.par of the current folder, which are read when the blobs are filled
    (torrvision/crfasrnn). The compatibility is -1 on its diagonal. With a second top, four more
    blobs: (1, 1, 1, C) twice and (1, 1, 1, L) twice, L = ho_num_layers, all zeros unless
    detections or higher orders are enabled (torrvision/caffe-tvg).
    (multi_stage_meanfield.cpp of both)
    """
    num, channels, height, width = legacy(bottoms[0], "bottom")
    if extra(layer, f"{FIELD}.num_iterations", 0) < len("ab"):
        raise LayerError(
            "num_iterations is less than 2", where=f"{FIELD}.num_iterations", hint="Set it."
        )
    tops = [(num, channels, height, width), OBJECTS][: len(layer.top)]
    given = given_blobs(layer)
    if given:
        return Setup(tops, (), given)
    dtype = env.habits.dtype
    potts = Grid(np.diag(np.full(channels, -1, dtype)))
    laws = [*(_diagonal(layer, name, channels, env) for name in ("spatial", "bilateral")), potts]
    shape = (1, 1, channels, channels)
    draws = [Fill(Slot(0, blob, layer.name), shape, law) for blob, law in enumerate(laws)]
    made = Setup(tops, draws, [LayerBlob(shape, Drawn(blob)) for blob in range(len(draws))])
    if len(layer.top) == 1:
        return made
    for name in ("detection_potentials_enabled", "ho_potentials_enabled"):
        if extra(layer, f"{FIELD}.{name}", default=False):
            raise LayerError(
                f"{name}: what its blobs start from is not known here",
                where=f"{FIELD}.{name}",
                hint="Give the layer its `blobs`.",
            )
    levels = extra(layer, f"{FIELD}.ho_num_layers", 1)
    more = [((1, 1, 1, channels), 0.0)] * 2 + [((1, 1, 1, levels), 0.0)] * 2
    return replace(constants(layer, made, more), tops=tops)


def _diagonal(layer: caffe.LayerParameter, name: str, channels: int, env: Env) -> Law:
    path = f"{FIELD}.{name}_filter_weights_str"
    written = extra(layer, path)
    if written is None:
        return Whole(from_file, {"path": f"{name}.par"})
    values = _numbers(written, path)[:channels]
    if extra(layer, f"{FIELD}.is_no_class_weights", default=False):
        values = [*values[:1], *[0.0] * (channels - 1)]
    if len(values) < channels:
        raise LayerError(f"{len(values)} weights are written for {channels} channels", where=path)
    return Grid(np.diag(np.array(values, np.float32)).astype(env.habits.dtype))


def from_file(rng: Any, shape: Shape, dtype: Any, path: str) -> NDArray[Any]:
    """The diagonal matrix of the numbers in a file of the current folder.

    Raises:
        DataError: the file is missing, or has not a number for each row.
    """
    del rng
    try:
        content = _head(path, 64 * shape[-1] + 64)
    except OSError as error:
        raise DataError(
            f"the CRF's weights cannot be read: {os.strerror(error.errno or 0)}",
            where=path,
            hint="Caffe reads them from the current folder: one number for each class.",
        ) from None
    values = _numbers(content, path)[: shape[-1]]
    if len(values) < shape[-1]:
        raise DataError(f"{len(values)} numbers for {shape[-1]} classes", where=path)
    return np.diag(np.array(values, np.float64).astype(dtype)).reshape(shape)


def _head(path: str, size: int) -> str:
    with within(path), open_regular(path) as file:
        return file.read(size).decode("ascii", "replace")


def _numbers(content: str, where: str) -> list[float]:
    try:
        return [float(word) for word in content.split()]
    except ValueError as error:
        raise DataError(f"no number: {error}", where=where) from None
