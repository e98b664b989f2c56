"""The papers' own fillers as functions: arrays that no Caffe fills (docs/fillers.md).

    >>> from caffe_fillers import he_normal
    >>> he_normal((64, 3, 7, 7), negative_slope=0.1, seed=1701).shape
    (64, 3, 7, 7)

They take shapes in Caffe's axis order, output channels first: n_in is the number of values per item
of axis 0, n_out that per item of axis 1, divided by `groups`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from caffe_fillers.api.given import filled
from caffe_fillers.core import registry
from caffe_fillers.core.words import shape_of_fans
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.proto import union

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.api.given import RngLike, ShapeLike
    from caffe_fillers.core.draws import Habits, Law, Shape

__all__ = [
    "default_uniform",
    "delta_orthogonal",
    "dirac",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "keras_glorot_normal",
    "keras_he_normal",
    "keras_lecun_normal",
    "lecun_normal",
    "lecun_uniform",
    "orthogonal",
    "torch_sparse",
    "truncated_normal",
    "unit_sphere",
    "variance_scaling",
]

Mode: TypeAlias = Literal["fan_in", "fan_out", "fan_avg", "fan_geo_avg"]
Distribution: TypeAlias = Literal["uniform", "untruncated_normal", "truncated_normal"]


def _filled(  # what a user gives, of which a filler takes this and that
    kind: str,
    shape: ShapeLike,
    words: tuple[RngLike | None, int | None],
    out: NDArray[Any] | None,
    dtype: DTypeLike | None,
    groups: int = 1,
    **fields: Any,
) -> NDArray[Any]:
    """An array by the papers' filler of this type."""
    filler: Any = union.FillerParameter(type=kind, **fields)
    make = registry.fillers.get(kind, registry.PAPERS, papers=True)

    def law(dims: Shape, habits: Habits) -> Law:
        found = make(filler, dims, habits)
        if groups == 1:
            return found
        n_in, n_out = fans(dims)
        if groups < 1 or dims[0] % groups:
            raise FillerError(
                f"{dims[0]} outputs cannot be divided into {groups} groups", where="groups"
            )
        return make(filler, shape_of_fans(n_in, n_out // groups), habits)

    return filled(law, shape, words, out, dtype)


def variance_scaling(
    shape: ShapeLike,
    scale: float = 1,
    mode: Mode = "fan_in",
    distribution: Distribution = "truncated_normal",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with values of a given variance over a fan.

        Var(x) = scale / n

    Args:
        shape: The shape of the array, output channels first.
        scale: The variance times n.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        distribution: "uniform", "untruncated_normal", or "truncated_normal": cut at two std, with
            that variance after the cut.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans, or `scale` is not positive.

    Example:
        >>> from caffe_fillers import Rng, variance_scaling
        >>> variance_scaling((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Keras' VarianceScaling, JAX' variance_scaling.
    """
    return _filled(
        "variance_scaling",
        shape,
        (rng, seed),
        out,
        dtype,
        groups,
        scale=scale,
        mode=mode,
        distribution=distribution,
    )


def glorot_uniform(
    shape: ShapeLike,
    mode: Mode = "fan_avg",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as Glorot and Bengio do.

        x ~ U[-s, s], s = sqrt(6 / (n_in + n_out))

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, glorot_uniform
        >>> glorot_uniform((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Glorot and Bengio, AISTATS 2010, equation 16.
    """
    return _filled("glorot_uniform", shape, (rng, seed), out, dtype, groups, mode=mode)


def glorot_normal(
    shape: ShapeLike,
    mode: Mode = "fan_avg",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as Glorot and Bengio do, with normal values.

        x ~ N(0, 2 / (n_in + n_out))

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, glorot_normal
        >>> glorot_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Glorot and Bengio, AISTATS 2010, equation 12.
    """
    return _filled("glorot_normal", shape, (rng, seed), out, dtype, groups, mode=mode)


def default_uniform(
    shape: ShapeLike,
    mode: Mode = "fan_in",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array by the heuristic that Glorot and Bengio compare with.

        x ~ U[-s, s], s = 1 / sqrt(n_in)

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, default_uniform
        >>> default_uniform((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Glorot and Bengio, AISTATS 2010, equation 1.
    """
    return _filled("default_uniform", shape, (rng, seed), out, dtype, groups, mode=mode)


def lecun_uniform(
    shape: ShapeLike,
    mode: Mode = "fan_in",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with uniform values of variance 1 / n_in.

        x ~ U[-s, s], s = sqrt(3 / n_in)

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, lecun_uniform
        >>> lecun_uniform((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, equation 16.
    """
    return _filled("lecun_uniform", shape, (rng, seed), out, dtype, groups, mode=mode)


def lecun_normal(
    shape: ShapeLike,
    mode: Mode = "fan_in",
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with normal values of variance 1 / n_in.

        x ~ N(0, 1 / n_in)

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, lecun_normal
        >>> lecun_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, equation 16.
    """
    return _filled("lecun_normal", shape, (rng, seed), out, dtype, groups, mode=mode)


def he_uniform(
    shape: ShapeLike,
    mode: Mode = "fan_in",
    negative_slope: float = 0,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with uniform values for rectifiers.

        x ~ U[-s, s], s = sqrt(6 / ((1 + a^2) n))

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        negative_slope: The slope a of the rectifier for negative values.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, he_uniform
        >>> he_uniform((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: He, Zhang, Ren and Sun, arXiv:1502.01852.
    """
    return _filled(
        "he_uniform",
        shape,
        (rng, seed),
        out,
        dtype,
        groups,
        mode=mode,
        negative_slope=negative_slope,
    )


def he_normal(
    shape: ShapeLike,
    mode: Mode = "fan_in",
    negative_slope: float = 0,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with normal values for rectifiers.

        x ~ N(0, 2 / ((1 + a^2) n))

    Args:
        shape: The shape of the array, output channels first.
        mode: "fan_in", "fan_out", "fan_avg" or "fan_geo_avg": what n is.
        negative_slope: The slope a of the rectifier for negative values.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, he_normal
        >>> he_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: He, Zhang, Ren and Sun, arXiv:1502.01852, equations 10, 14 and 15.
    """
    return _filled(
        "he_normal",
        shape,
        (rng, seed),
        out,
        dtype,
        groups,
        mode=mode,
        negative_slope=negative_slope,
    )


def keras_glorot_normal(
    shape: ShapeLike,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as Keras' and JAX' glorot_normal do.

        x ~ N(0, v) cut at two std, of variance 2 / (n_in + n_out) after the cut

    Args:
        shape: The shape of the array, output channels first.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, keras_glorot_normal
        >>> keras_glorot_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Keras' GlorotNormal, JAX' glorot_normal.
    """
    return _filled("keras_glorot_normal", shape, (rng, seed), out, dtype, groups)


def keras_he_normal(
    shape: ShapeLike,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as Keras' and JAX' he_normal do.

        x ~ N(0, v) cut at two std, of variance 2 / n_in after the cut

    Args:
        shape: The shape of the array, output channels first.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, keras_he_normal
        >>> keras_he_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Keras' HeNormal, JAX' he_normal.
    """
    return _filled("keras_he_normal", shape, (rng, seed), out, dtype, groups)


def keras_lecun_normal(
    shape: ShapeLike,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array as Keras' and JAX' lecun_normal do.

        x ~ N(0, v) cut at two std, of variance 1 / n_in after the cut

    Args:
        shape: The shape of the array, output channels first.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no fans.

    Example:
        >>> from caffe_fillers import Rng, keras_lecun_normal
        >>> keras_lecun_normal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Keras' LecunNormal, JAX' lecun_normal.
    """
    return _filled("keras_lecun_normal", shape, (rng, seed), out, dtype, groups)


def truncated_normal(
    shape: ShapeLike,
    mean: float = 0,
    std: float = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with normal values of which those beyond two std are drawn again.

        x ~ N(mean, std^2) where |x - mean| <= 2 std

    Args:
        shape: The shape of the array, output channels first.
        mean: The mean.
        std: The standard deviation before the cut; 0.8796 of it is left.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: `std` is not positive.

    Example:
        >>> from caffe_fillers import Rng, truncated_normal
        >>> truncated_normal((64, 10), rng=Rng(1701)).shape
        (64, 10)

    Source: Keras' TruncatedNormal.
    """
    return _filled("truncated_normal", shape, (rng, seed), out, dtype, mean=mean, std=std)


def unit_sphere(
    shape: ShapeLike,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with a random direction in each item of axis 0.

        g ~ N(0, 1), x = g / the L2 norm of its item

    Args:
        shape: The shape of the array, output channels first.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has no axis.

    Example:
        >>> from caffe_fillers import Rng, unit_sphere
        >>> unit_sphere((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Muller, A note on a method for generating points uniformly on n-dimensional spheres,
    Communications of the ACM, 1959.
    """
    return _filled("unit_sphere", shape, (rng, seed), out, dtype)


def orthogonal(
    shape: ShapeLike,
    gain: float = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with the Q of a normal matrix.

        G ~ N(0, 1) of shape[0] rows, G = Q R with a positive diagonal of R, x = gain Q

    Args:
        shape: The shape of the array, output channels first.
        gain: What the values are multiplied by.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has less than two axes.

    Example:
        >>> from caffe_fillers import Rng, orthogonal
        >>> orthogonal((64, 3, 7, 7), rng=Rng(1701)).shape
        (64, 3, 7, 7)

    Source: Saxe, McClelland and Ganguli, arXiv:1312.6120.
    """
    return _filled("orthogonal", shape, (rng, seed), out, dtype, gain=gain)


def delta_orthogonal(
    shape: ShapeLike,
    gain: float = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill kernels with zeros, and their centres with an orthogonal matrix.

        x[:, :, centre] = gain Q

    Args:
        shape: The shape of the array, output channels first.
        gain: What the values are multiplied by.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: there are no kernels, or more inputs than outputs.

    Example:
        >>> from caffe_fillers import Rng, delta_orthogonal
        >>> delta_orthogonal((8, 4, 3, 3), rng=Rng(1701)).shape
        (8, 4, 3, 3)

    Source: Xiao and others, arXiv:1806.05393, algorithm 1.
    """
    return _filled("delta_orthogonal", shape, (rng, seed), out, dtype, gain=gain)


def dirac(
    shape: ShapeLike,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill kernels so that they hand their inputs on; takes no words.

        x[i, i, centre] = 1 in each group, else 0

    Args:
        shape: The shape of the array, output channels first.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: there are no kernels, or `groups` does not divide the outputs.

    Example:
        >>> from caffe_fillers import Rng, dirac
        >>> dirac((4, 2, 3, 3), rng=Rng(1701)).shape
        (4, 2, 3, 3)

    Source: torch.nn.init.dirac_.
    """
    return _filled("dirac", shape, (rng, seed), out, dtype, num_groups=groups)


def identity(
    shape: ShapeLike,
    gain: float = 1,
    groups: int = 1,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill a matrix with an identity, and kernels as `dirac` does; takes no words.

        x[i, i] = gain, else 0

    Args:
        shape: The shape of the array, output channels first.
        gain: What the values are multiplied by.
        groups: The groups of the layer: an input goes to the outputs of its own only.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: the shape has less than two axes.

    Example:
        >>> from caffe_fillers import Rng, identity
        >>> identity((3, 3), rng=Rng(1701)).shape
        (3, 3)

    Source: Keras' Identity, torch.nn.init.eye_.
    """
    return _filled("identity", shape, (rng, seed), out, dtype, gain=gain, num_groups=groups)


def torch_sparse(
    shape: ShapeLike,
    sparsity: float,
    std: float = 0.01,
    *,
    seed: int | None = None,
    rng: RngLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """Fill an array with normal values and a number of zeros in each column.

        x ~ N(0, std^2), ceil(sparsity shape[0]) of each column zero

    Args:
        shape: The shape of the array, output channels first.
        sparsity: The share of zeros, from 0 to 1.
        std: The standard deviation of the others.
        seed: The seed of a generator of its own.
        rng: A generator that is gone on with, or a seed.
        out: The array to fill, contiguous, of float32 or float64; a new one by default.
        dtype: float32 or float64; that of `out` where one is given.

    Returns:
        The array: `out`, or a new one of this shape and type.

    Raises:
        FillerError: `sparsity` is not a share, or `std` is not positive.

    Example:
        >>> from caffe_fillers import Rng, torch_sparse
        >>> torch_sparse((64, 10), 0.5, rng=Rng(1701)).shape
        (64, 10)

    Source: torch.nn.init.sparse_; Martens, ICML 2010.
    """
    return _filled("torch_sparse", shape, (rng, seed), out, dtype, sparsity=sparsity, std=std)
