"""Caffe's fillers for PyTorch's tensors and modules, in the manner of `torch.nn.init`.

    >>> import torch                                              # doctest: +SKIP
    >>> from caffe_fillers import Rng                             # doctest: +SKIP
    >>> from caffe_fillers.bridges.torch import xavier_           # doctest: +SKIP
    >>> xavier_(torch.empty(8, 3, 5, 5), rng=Rng(1701))           # doctest: +SKIP

Each function of `caffe_fillers` that returns an array has one here that fills a tensor in place and
returns it: `xavier` has `xavier_`. The values are those of the array, as float32, whatever the
tensor's device and type; a tensor of doubles takes `dtype="float64"`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import numpy as np
import torch

import caffe_fillers
from caffe_fillers.api import arrays, papers
from caffe_fillers.errors import ShapeError, did_you_mean

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.api.given import ShapeLike
    from caffe_fillers.rng.rng import Rng

__all__ = [
    "bilinear_",
    "constant_",
    "default_uniform_",
    "delta_orthogonal_",
    "dirac_",
    "fill_",
    "fill_module",
    "gaussian_",
    "glorot_normal_",
    "glorot_uniform_",
    "he_normal_",
    "he_uniform_",
    "identity_",
    "keras_glorot_normal_",
    "keras_he_normal_",
    "keras_lecun_normal_",
    "lecun_normal_",
    "lecun_uniform_",
    "msra_",
    "orthogonal_",
    "positive_unitball_",
    "torch_sparse_",
    "truncated_normal_",
    "uniform_",
    "unit_sphere_",
    "variance_scaling_",
    "xavier_",
]

P = ParamSpec("P")


def fill_(
    tensor: torch.Tensor, filler: str, rng: Rng, *, dtype: DTypeLike = np.float32
) -> torch.Tensor:
    """Fill a tensor in place as a `weight_filler` block says.

    Args:
        tensor: Any tensor; its first axis counts for fan_in, its second for fan_out.
        filler: The text of the block, such as `type: "msra" variance_norm: FAN_OUT`.
        rng: Where the words come from, and the era.
        dtype: float32 as in Caffe, or float64.

    Returns:
        The tensor.

    Raises:
        CaffeFillersError: as `caffe_fillers.fill` raises it.

    Source: filler.hpp, GetFiller.
    """
    return _put(tensor, arrays.fill(filler, tuple(tensor.shape), rng, dtype=dtype))


def _put(tensor: torch.Tensor, values: NDArray[Any]) -> torch.Tensor:
    with torch.no_grad():
        return tensor.copy_(torch.from_numpy(values))


def _in_place(
    make: Callable[Concatenate[ShapeLike, P], NDArray[Any]],
) -> Callable[Concatenate[torch.Tensor, P], torch.Tensor]:
    """The function that fills a tensor with what `make` returns for its shape."""

    def filled(tensor: torch.Tensor, /, *args: P.args, **words: P.kwargs) -> torch.Tensor:
        return _put(tensor, make(tuple(tensor.shape), *args, **words))

    filled.__name__ = filled.__qualname__ = f"{make.__name__}_"
    filled.__doc__ = (
        f"Fill a tensor in place, and return it: see `caffe_fillers.{make.__name__}`, whose first "
        "argument is the shape instead."
    )
    return filled


bilinear_ = _in_place(arrays.bilinear)
constant_ = _in_place(arrays.constant)
gaussian_ = _in_place(arrays.gaussian)
msra_ = _in_place(arrays.msra)
positive_unitball_ = _in_place(arrays.positive_unitball)
uniform_ = _in_place(arrays.uniform)
xavier_ = _in_place(arrays.xavier)
default_uniform_ = _in_place(papers.default_uniform)
delta_orthogonal_ = _in_place(papers.delta_orthogonal)
dirac_ = _in_place(papers.dirac)
glorot_normal_ = _in_place(papers.glorot_normal)
glorot_uniform_ = _in_place(papers.glorot_uniform)
he_normal_ = _in_place(papers.he_normal)
he_uniform_ = _in_place(papers.he_uniform)
identity_ = _in_place(papers.identity)
keras_glorot_normal_ = _in_place(papers.keras_glorot_normal)
keras_he_normal_ = _in_place(papers.keras_he_normal)
keras_lecun_normal_ = _in_place(papers.keras_lecun_normal)
lecun_normal_ = _in_place(papers.lecun_normal)
lecun_uniform_ = _in_place(papers.lecun_uniform)
orthogonal_ = _in_place(papers.orthogonal)
torch_sparse_ = _in_place(papers.torch_sparse)
truncated_normal_ = _in_place(papers.truncated_normal)
unit_sphere_ = _in_place(papers.unit_sphere)
variance_scaling_ = _in_place(papers.variance_scaling)


def fill_module(
    module: torch.nn.Module, prototxt: str | os.PathLike[str], seed: int, **how: Any
) -> dict[str, int]:
    """Fill a module with what Caffe would start from for a net of the same layers.

    Names and layouts are those of `fill-weights convert --names torch`: the layer "conv1" is the
    module "conv1", an LSTM's gates and a BatchNorm's statistics stand as PyTorch has them.

    Args:
        module: Any module; what the net has no tensor for stays as it is.
        prototxt: The net.
        seed: Caffe's random_seed.
        how: Options of `caffe_fillers.plan_net`.

    Returns:
        How many tensors were filled, and how many of the module's were left.

    Raises:
        ShapeError: the module lacks a tensor of the net, or has it in another shape. Nothing is
            changed then.
        CaffeFillersError: as `caffe_fillers.plan_net` raises it.

    Source: net.cpp, Net::Init.
    """
    with tempfile.TemporaryDirectory(prefix="fill-weights-") as folder:
        target = Path(folder) / "net.npz"
        caffe_fillers.fill_net(prototxt, target, seed=seed, names="torch", **how)
        with np.load(target) as loaded:
            values = dict(loaded)
    own: Mapping[str, torch.Tensor] = module.state_dict(keep_vars=True)
    for name, value in values.items():
        if name not in own:
            near = did_you_mean(name, own)
            raise ShapeError(f"the module has no tensor {name!r}", where=str(prototxt), hint=near)
        if tuple(own[name].shape) != value.shape:
            raise ShapeError(
                f"the module's tensor {name!r} is of shape {tuple(own[name].shape)}, the net's of "
                f"{value.shape}",
                where=str(prototxt),
            )
    for name, value in values.items():
        _put(own[name], value)
    return {"filled": len(values), "left": len(own) - len(values)}
