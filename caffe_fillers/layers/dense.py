"""InnerProduct and Embed: a matrix and a bias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import LayerError
from caffe_fillers.layers import from_blobs
from caffe_fillers.layers.shapes import canonical_axis, check_some, size, to_int
from caffe_fillers.layers.weights import Wanted, filled, given_blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Fill, LayerBlob, Shape
    from caffe_fillers.proto import caffe


@layer(
    "InnerProduct",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="inner_product_param",
    blobs=BlobFacts(
        ("weight", "bias"), transposed_by="transpose", asks_for=from_blobs.inner_product
    ),
)
def inner_product(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (M..., K...), top (M..., N); blobs (N, K), with `transpose` (K, N), and (N).

    The axes from `axis` on are one vector of K = prod(K...) values. Given blobs are taken as they
    are, whatever their shapes. (inner_product_layer.cpp)
    """
    param, (bottom,) = layer.inner_product_param, bottoms
    outputs = to_int(param.num_output, "inner_product_param.num_output")
    axis = canonical_axis(param.axis, bottom, "inner_product_param.axis")
    inputs = size(bottom[axis:])
    if param.bias_term:
        check_some(size(bottom[:axis]), "the factors of the bias")
    weight = (inputs, outputs) if param.transpose else (outputs, inputs)
    draws, blobs = _blobs(layer, "inner_product_param", weight, (inputs, outputs), env)
    return Setup([(*bottom[:axis], outputs)], draws, blobs)


@layer(
    "Embed",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="embed_param",
    since="rc3",
    blobs=BlobFacts(("weight", "bias"), asks_for=from_blobs.embed),
)
def embed(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (..., N); blobs (K, N), K = `input_dim`, and (N).

    Given blobs are taken as they are, whatever their shapes. (embed_layer.cpp)
    """
    param, (bottom,) = layer.embed_param, bottoms
    for name in ("num_output", "input_dim"):
        if not to_int(getattr(param, name), f"embed_param.{name}"):
            raise LayerError(f"{name} is 0", where=f"embed_param.{name}", hint="Set it.")
    if param.bias_term:
        check_some(size(bottom), "the factors of the bias")
    outputs = param.num_output
    sizes = (param.input_dim, outputs)
    draws, blobs = _blobs(layer, "embed_param", sizes, sizes, env)
    return Setup([(*bottom, outputs)], draws, blobs)


def _blobs(
    layer: caffe.LayerParameter, field: str, weight: Shape, fans: tuple[int, int], env: Env
) -> tuple[Sequence[Fill], Sequence[LayerBlob]]:
    given = given_blobs(layer)
    if given:
        return (), given
    param = getattr(layer, field)
    wanted = [Wanted(weight, param.weight_filler, f"{field}.weight_filler", fans)]
    if param.bias_term:
        wanted.append(Wanted((fans[1],), param.bias_filler, f"{field}.bias_filler"))
    return filled(layer, wanted, env)
