"""Fillers of papers and of other frameworks, which no Caffe has (docs/fillers.md).

Most are one `variance_scaling`: a law, a gain, and the fan that it is divided by. n_in and n_out
are the numbers of inputs that make an output, and of outputs that an input goes to: the size of the
receptive field times the channels of one group. A layer tells them of its weights (`Wanted.fans`),
an ONNX operator too; of a bare shape they are its values per item of axis 0 and of axis 1.

A scale is rounded in the working type F at each step, as Caffe's own fillers round theirs: what
both have is equal bit for bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.draws import (
    Gaussian,
    Grid,
    Habits,
    Law,
    Orthogonal,
    Shape,
    Truncated,
    Uniform,
    UnitSphere,
    ZeroedColumns,
    count,
    shape_text,
)
from caffe_fillers.core.registry import PAPERS, filler
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import fans

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from caffe_fillers.proto import caffe

__all__ = ["CUT_STD"]

#: What is left of the standard deviation of normal values that are cut at two of it.
CUT_STD = 0.87962566103423978
#: torch's default of the std of its sparse initialization.
_SPARSE_STD = 0.01
_FANS: Mapping[str, Callable[[int, int], float]] = {
    "fan_in": lambda n_in, _: n_in,
    "fan_out": lambda _, n_out: n_out,
    "fan_avg": lambda n_in, n_out: (n_in + n_out) / 2,
    "fan_geo_avg": lambda n_in, n_out: math.sqrt(n_in * n_out),
}
_SCALED = ("mode",)
_RECTIFIED = ("mode", "negative_slope")


@filler("variance_scaling", reads="fans", dialect=PAPERS)
def variance_scaling(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Values of variance scale / n: uniform, normal, or normal and cut at two std.

    `scale` is 1, `mode` fan_in and `distribution` truncated_normal unless given; the cut values
    have that variance after the cut. Keras' and JAX's of the same name.
    """
    _check(param, shape, ("scale", "mode", "distribution"))
    scale = extra(param, "scale", 1.0)
    (distribution,) = chosen(param, "distribution") or ["truncated_normal"]
    return _scaled(param, shape, habits, distribution, scale)


@filler("glorot_uniform", reads="fans", dialect=PAPERS)
def glorot_uniform(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [-s, s], s = sqrt(6 / (n_in + n_out)).

    Glorot and Bengio, AISTATS 2010, equation 16.
    """
    _check(param, shape, _SCALED)
    return _scaled(param, shape, habits, "uniform", 1.0, "fan_avg")


@filler("glorot_normal", reads="fans", dialect=PAPERS)
def glorot_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with variance 2 / (n_in + n_out).

    Glorot and Bengio, AISTATS 2010, equation 12.
    """
    _check(param, shape, _SCALED)
    return _scaled(param, shape, habits, "untruncated_normal", 1.0, "fan_avg")


@filler("default_uniform", reads="fans", dialect=PAPERS)
def default_uniform(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [-s, s], s = 1 / sqrt(n_in).

    The common heuristic that Glorot and Bengio compare with (equation 1).
    """
    _check(param, shape, _SCALED)
    return _scaled(param, shape, habits, "uniform", 1.0 / 3.0)


@filler("lecun_uniform", reads="fans", dialect=PAPERS)
def lecun_uniform(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [-s, s], s = sqrt(3 / n_in).

    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, equation 16, as a uniform law.
    """
    _check(param, shape, _SCALED)
    return _scaled(param, shape, habits, "uniform", 1.0)


@filler("lecun_normal", reads="fans", dialect=PAPERS)
def lecun_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with variance 1 / n_in.

    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, equation 16.
    """
    _check(param, shape, _SCALED)
    return _scaled(param, shape, habits, "untruncated_normal", 1.0)


@filler("he_uniform", reads="fans", dialect=PAPERS)
def he_uniform(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Uniform in [-s, s], s = sqrt(6 / ((1 + a^2) n)), a = `negative_slope`.

    He, Zhang, Ren and Sun, arXiv:1502.01852, equations 10 and 15, as a uniform law.
    """
    _check(param, shape, _RECTIFIED)
    return _scaled(param, shape, habits, "uniform", _rectified(param))


@filler("he_normal", reads="fans", dialect=PAPERS)
def he_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with variance 2 / ((1 + a^2) n), a = `negative_slope`.

    He, Zhang, Ren and Sun, arXiv:1502.01852: equation 10 for a ReLU (a = 0), 15 for a PReLU; with
    `mode: fan_out` 14.
    """
    _check(param, shape, _RECTIFIED)
    return _scaled(param, shape, habits, "untruncated_normal", _rectified(param))


@filler("keras_glorot_normal", reads="fans", dialect=PAPERS)
def keras_glorot_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Cut normal with variance 2 / (n_in + n_out) after the cut: Keras' and JAX's glorot_normal."""
    _check(param, shape, ())
    return _scaled(param, shape, habits, "truncated_normal", 1.0, "fan_avg")


@filler("keras_he_normal", reads="fans", dialect=PAPERS)
def keras_he_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Cut normal with variance 2 / n_in after the cut: Keras' and JAX's he_normal."""
    _check(param, shape, ())
    return _scaled(param, shape, habits, "truncated_normal", 2.0)


@filler("keras_lecun_normal", reads="fans", dialect=PAPERS)
def keras_lecun_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Cut normal with variance 1 / n_in after the cut: Keras' and JAX's lecun_normal."""
    _check(param, shape, ())
    return _scaled(param, shape, habits, "truncated_normal", 1.0)


@filler("truncated_normal", reads="nothing", dialect=PAPERS)
def truncated_normal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with `mean` and `std`; values beyond two std are drawn again.

    Keras' TruncatedNormal. The values' own standard deviation is 0.8796 of `std`.
    """
    _check(param, shape, ("mean", "std"), axes=0)
    kind = habits.dtype.type
    return Truncated(float(kind(param.mean)), _positive(float(kind(param.std))))


@filler("unit_sphere", dialect=PAPERS)
def unit_sphere(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Each item of axis 0 is a random direction: normal values over their length (L2 norm).

    Muller, A note on a method for generating points uniformly on n-dimensional spheres, 1959.
    """
    del habits
    _check(param, shape, (), axes=1)
    return UnitSphere()


@filler("orthogonal", dialect=PAPERS)
def orthogonal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """The Q of a normal matrix (R's diagonal positive), times `gain`.

    The matrix has the items of axis 0 as rows: these are orthonormal where they are not more than
    the values of one, else its columns are. Saxe, McClelland and Ganguli, arXiv:1312.6120.
    """
    _check(param, shape, ("gain",))
    return Orthogonal(float(habits.dtype.type(extra(param, "gain", 1.0))))


@filler("delta_orthogonal", dialect=PAPERS)
def delta_orthogonal(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Zero but for the kernels' centres, which are an orthogonal matrix times `gain`.

    Xiao and others, arXiv:1806.05393, algorithm 1.

    Raises:
        FillerError: there are no kernels, or more inputs than outputs.
    """
    _check(param, shape, ("gain",), axes=3)
    if shape[0] < shape[1]:
        raise FillerError(
            f"delta_orthogonal needs as many outputs as inputs at least, the blob is "
            f"{shape_text(shape)}",
            where="type",
            hint="orthogonal takes any shape.",
        )
    return Orthogonal(float(habits.dtype.type(extra(param, "gain", 1.0))), centre=True)


@filler("dirac", dialect=PAPERS)
def dirac(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """A 1 at the centre of the kernel from input channel i to output i, in each group.

    torch's dirac_. `num_groups` is the layer's `group`.
    """
    _check(param, shape, ("num_groups",), axes=3)
    return Grid(_deltas(param, shape, habits))


@filler("identity", dialect=PAPERS)
def identity(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """`gain` on the diagonal of a matrix; of kernels as `dirac`, times `gain`.

    Keras' Identity, torch's eye_.
    """
    _check(param, shape, ("gain", "num_groups"))
    gain = habits.dtype.type(extra(param, "gain", 1.0))
    return Grid(_deltas(param, shape, habits) * gain)


@filler("torch_sparse", dialect=PAPERS)
def torch_sparse(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    """Normal with `std` (0.01), and ceil(sparsity * outputs) zeros for each input.

    torch's sparse_; Martens, Deep learning via Hessian-free optimization, ICML 2010.
    """
    _check(param, shape, ("sparsity", "std"))
    sparsity = extra(param, "sparsity")
    if sparsity is None or not 0 <= sparsity <= 1:
        said = "is not given" if sparsity is None else f"is {sparsity:g}"
        raise FillerError(
            f"sparsity {said}", where="sparsity", hint="It is the share of zeros, from 0 to 1."
        )
    std = param.std if param.HasField("std") else _SPARSE_STD
    law = Gaussian(0.0, _positive(float(habits.dtype.type(std))))
    return ZeroedColumns(law, math.ceil(sparsity * shape[0]))


def _scaled(
    param: caffe.FillerParameter,
    shape: Shape,
    habits: Habits,
    distribution: str,
    scale: float,
    mode: str = "fan_in",
) -> Law:
    """Values of variance scale / n, n by `mode` unless the filler names one."""
    (mode,) = chosen(param, "mode") or [mode]
    kind = habits.dtype.type
    n = kind(_FANS[mode](*fans(shape)))
    if not 0 < scale < math.inf:
        raise FillerError(f"scale is {scale:g}", where="scale", hint="It must be positive.")
    if distribution == "uniform":
        limit = _positive(float(np.sqrt(kind(3 * scale) / n)))
        return Uniform(-limit, limit)
    std = np.sqrt(kind(scale) / n)
    if distribution == "truncated_normal":
        return Truncated(0.0, _positive(float(std / kind(CUT_STD))))
    return Gaussian(0.0, _positive(float(std)))


def _rectified(param: caffe.FillerParameter) -> float:
    """2 / (1 + a^2): what a rectifier leaves of the variance."""
    slope = float(extra(param, "negative_slope", 0.0))
    return 2.0 / (1.0 + slope * slope)


def _positive(std: float) -> float:
    if not 0 < std < math.inf:
        raise FillerError(
            f"std is {std:g}", where="std", hint='It must be positive; use "constant" for zeros.'
        )
    return std


def _deltas(param: caffe.FillerParameter, shape: Shape, habits: Habits) -> Any:
    """Ones at the centres of the kernels from each group's inputs to its outputs, in order."""
    groups = extra(param, "num_groups", 1)
    if groups < 1 or shape[0] % groups:
        raise FillerError(
            f"{shape[0]} outputs cannot be divided into {groups} groups", where="num_groups"
        )
    values = np.zeros(shape, habits.dtype)
    each = shape[0] // groups
    inputs = np.arange(min(each, shape[1]))
    centre = tuple(size // 2 for size in shape[2:])
    for group in range(groups):
        place = (group * each + inputs, inputs, *centre)
        values[place] = 1
    return values


def _check(
    param: caffe.FillerParameter, shape: Shape, words: tuple[str, ...], axes: int = 2
) -> None:
    """What every filler here asks: something to fill, enough axes, and no word that it ignores.

    Raises:
        FillerError: one of them.
    """
    for field, _ in param.ListFields():
        if field.name not in {"type", *words}:
            known = f"it reads {', '.join(words)}" if words else "it has no parameters"
            raise FillerError(
                f"a {param.type} filler does not read {field.name}",
                where=field.name,
                hint=f"Leave it out: {known}.",
            )
    if count(shape) == 0:
        raise FillerError(
            f"there is nothing to fill in a blob of shape {shape_text(shape)}",
            hint="A dimension is 0: look at num_output and at the shape of the bottom.",
        )
    if len(shape) < axes:
        raise FillerError(
            f"{param.type} needs a blob of {axes} axes at least, this one is "
            f"{shape_text(shape, scalar='a scalar')}",
            where="type",
            hint="It is for weights, not for a bias.",
        )
