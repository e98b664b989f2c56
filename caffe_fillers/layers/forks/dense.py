"""Matrices of forks: distances and angles to learned centres, sparse and shared weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Constant, Drawn, Fill, LayerBlob, Setup, Slot
from caffe_fillers.core.registry import FORKS, BlobFacts, layer, layers
from caffe_fillers.core.words import chosen, copied, extra
from caffe_fillers.errors import LayerError
from caffe_fillers.layers import dense as bvlc
from caffe_fillers.layers.forks.blobs import learned, wanted_by
from caffe_fillers.layers.shapes import axis_0, canonical_axis, check_some, legacy, size, to_int

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape, Skip
    from caffe_fillers.proto import caffe

SCALAR: Shape = ()

WEIGHT = BlobFacts(("weight",))


@layer(
    "InnerProduct",
    bottoms=(1, 3),
    tops=1,
    kind="learned",
    parameter="inner_product_param",
    blobs=BlobFacts(("weight", "bias"), transposed_by="transpose"),
    dialect=FORKS,
)
def inner_product(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's InnerProduct; more bottoms are its weights, and its bias.

    With two bottoms (M..., K...) and (N, ...) the only blob is a bias (N), with three there is
    none (happynear/caffe-windows and training_toolbox_caffe, inner_product_layer.cpp). C3D 1.0
    has five axes everywhere: blobs (1, 1, 1, N, K), (1, 1, 1, 1, N), top (M, N, 1, 1, 1)
    (C3D, inner_product_layer.cpp).
    """
    if env.dialect == "c3d-1.0":
        return _five_axes(layer, bottoms, env)
    if len(bottoms) == 1:
        return bvlc.inner_product(layer, bottoms, env)
    axis = canonical_axis(layer.inner_product_param.axis, bottoms[0], "inner_product_param.axis")
    outputs = axis_0(bottoms[1], "bottom 1")
    top = (*bottoms[0][:axis], outputs)
    if len(bottoms) > len("xw") or not layer.inner_product_param.bias_term:
        return Setup([top])
    bias = wanted_by(layer, (outputs,), "inner_product_param.bias_filler")
    return Setup([top], *learned(layer, [bias], env))


def _five_axes(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    param, bottom = layer.inner_product_param, bottoms[0]
    outputs = to_int(param.num_output, "inner_product_param.num_output")
    inputs = size(bottom[1:])
    wanted = [wanted_by(layer, (1, 1, 1, outputs, inputs), "inner_product_param.weight_filler")]
    if param.bias_term:
        check_some(size(bottom[:1]), "the factors of the bias")
        wanted.append(wanted_by(layer, (1, 1, 1, 1, outputs), "inner_product_param.bias_filler"))
    top = (axis_0(bottom, "bottom"), outputs, 1, 1, 1)
    return Setup([top], *learned(layer, wanted, env, alike=False))


@layer(
    "SparseInnerProduct",
    bottoms=(1, 3),
    tops=1,
    kind="learned",
    parameter="inner_product_param",
    blobs=BlobFacts(("weight", "bias"), transposed_by="transpose"),
    dialect=FORKS,
)
def sparse_inner_product(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As InnerProduct of the first bottom; two more hold its values' places.

    (jolibrain/caffe, sparse_inner_product_layer.cpp)
    """
    return bvlc.inner_product(layer, bottoms[:1], env)


@layer(
    "InnerDistance",
    bottoms=(1, 3),
    tops=1,
    kind="learned",
    parameter="inner_distance_param",
    blobs=WEIGHT,
    dialect=FORKS,
)
def inner_distance(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (M..., K...), top (M..., N); blob (N, K), with `transpose` (K, N).

    A second bottom (N, ...) holds the centres, unless `update_center_only` is set: then it has
    the labels. Older versions have a bias (N) too: where `bias_term` or `bias_filler` is written,
    or a second `param` (happynear/caffe-windows, inner_distance_layer.cpp).
    """
    field, bottom = "inner_distance_param", bottoms[0]
    axis = canonical_axis(extra(layer, f"{field}.axis", 1), bottom, f"{field}.axis")
    outputs = _outputs(layer, field) if len(bottoms) == 1 else axis_0(bottoms[1], "bottom 1")
    top = (*bottom[:axis], outputs)
    most = 2 if extra(layer, f"{field}.update_center_only", default=False) else 1
    if len(bottoms) > most:
        return Setup([top])
    shape = (outputs, size(bottom[axis:]))
    if extra(layer, f"{field}.transpose", default=False):
        shape = shape[::-1]
    wanted = [wanted_by(layer, shape, f"{field}.weight_filler")]
    biased = extra(layer, f"{field}.bias_term")
    if biased is None:
        biased = extra(layer, f"{field}.bias_filler") is not None or len(layer.param) > 1
    if biased:
        wanted.append(wanted_by(layer, (outputs,), f"{field}.bias_filler"))
    return Setup([top], *learned(layer, wanted, env, alike=False))


def _outputs(layer: caffe.LayerParameter, field: str) -> int:
    outputs = to_int(extra(layer, f"{field}.num_output", 0), f"{field}.num_output")
    if outputs == 0:
        raise LayerError("num_output is 0", where=f"{field}.num_output", hint="Set it.")
    return outputs


@layer(
    "MarginInnerProduct",
    bottoms=2,
    tops=(1, 2),
    kind="learned",
    parameter="margin_inner_product_param",
    blobs=WEIGHT,
    dialect=FORKS,
)
def margin_inner_product(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (M..., K...) and labels, tops (M..., N) and (1); blob (N, K).

    (wy1iu/sphereface, margin_inner_product_layer.cpp)
    """
    field, bottom = "margin_inner_product_param", bottoms[0]
    axis = canonical_axis(extra(layer, f"{field}.axis", 1), bottom, f"{field}.axis")
    outputs = _outputs(layer, field)
    weight = wanted_by(layer, (outputs, size(bottom[axis:])), f"{field}.weight_filler")
    tops = [(*bottom[:axis], outputs), (1,)][: len(layer.top)]
    return Setup(tops, *learned(layer, [weight], env, alike=False))


@layer(
    "CosinL2Normalize",
    bottoms=(1, 2),
    tops=1,
    kind="learned",
    parameter="cosin_loss_param",
    blobs=WEIGHT,
    dialect=FORKS,
)
def cosin_normalize(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (M, K...), top (M, N); blob (N, K) filled by `cosin_filler`.

    `propagate_down: [true, false]` is added where none is given
    (yuqj1991/caffe_train, cosin_l2_normalize_innerproduct.cpp).
    """
    field, bottom = "cosin_loss_param", bottoms[0]
    axis = canonical_axis(extra(layer, f"{field}.axis", 1), bottom, f"{field}.axis")
    outputs = _outputs(layer, field)
    weight = wanted_by(layer, (outputs, size(bottom[axis:])), f"{field}.cosin_filler")
    made = Setup([(bottom[0], outputs)], *learned(layer, [weight], env, alike=False))
    return replace(made, propagate_down=(True, False))


@layer(
    "CenterLoss",
    bottoms=2,
    tops=1,
    auto_tops=True,
    kind="loss",
    parameter="center_loss_param",
    blobs=WEIGHT,
    dialect=FORKS,
)
def center_loss(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (M, K...) and labels (M), top (); blob (N, K) filled by `center_filler`.

    (ydwen/caffe-face, center_loss_layer.cpp)
    """
    field, bottom = "center_loss_param", bottoms[0]
    axis = canonical_axis(extra(layer, f"{field}.axis", 1), bottom, f"{field}.axis")
    shape = (_outputs(layer, field), size(bottom[axis:]))
    centers = wanted_by(layer, shape, f"{field}.center_filler")
    return Setup([SCALAR], *learned(layer, [centers], env, alike=False), loss_weight=1)


@layer(
    "RBMInnerProduct",
    bottoms=(1, None),
    tops=(1, None),
    kind="learned",
    parameter="rbm_inner_product_param",
    blobs=BlobFacts(("weight", "bias", "bias")),
    dialect=FORKS,
)
def rbm_inner_product(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Blobs: those of the layer in connection_layer_param, then the visible bias (1, A...).

    Bottom (M, A...), tops: up to three as the connection's top, and one for each loss_measure,
    as the bottom or (M) (a pull request to BVLC/caffe, rbm_inner_product_layer.cpp).
    """
    field, bottom = "rbm_inner_product_param", bottoms[0]
    inner = extra(layer, f"{field}.connection_layer_param")
    if inner is None:
        raise LayerError("no layer connects", where=f"{field}.connection_layer_param")
    connection = copied(inner)
    connection.name = layer.name
    made = layers.get(connection.type, env.dialect).rule(connection, [bottom], env)
    measures = [
        bottom if measure == "RECONSTRUCTION" else bottom[:1]
        for measure in chosen(layer, f"{field}.loss_measure")
    ]
    hidden = len(layer.top) - len(measures)
    tops = [*list(made.tops) * hidden, *measures]
    if not extra(layer, f"{field}.visible_bias_term", default=True) or layer.blobs:
        return replace(made, tops=tops[: len(layer.top)])
    wanted = wanted_by(layer, (1, *bottom[1:]), f"{field}.visible_bias_filler")
    (bias,), _ = learned(layer, [wanted], env)
    draws, blobs = list(made.draws), list(made.blobs)
    bias = replace(bias, slot=Slot(0, len(blobs), layer.name))
    blobs.append(LayerBlob(bias.shape, Drawn(len(draws))))
    return replace(made, tops=tops[: len(layer.top)], draws=[*draws, bias], blobs=blobs)


@layer(
    "DenseBlock",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="denseblock_param",
    blobs=WEIGHT,
    dialect=FORKS,
)
def dense_block(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (N, C + T g, H, W), T = numTransition, g = growthRate.

    For each transition t, with c = C + t g, blobs t: (g, c, 3, 3), T + t and 2 T + t:
    (1, c, 1, 1) the factor and the shift, filled in this order, then 3 T + t and 4 T + t, the
    mean 0 and the variance 1; the last blob (1) is 0. With use_BC the kernel is (g, 4 g, 3, 3)
    and blobs 5 T to 10 T are those of a kernel (4 g, c, 1, 1) and of 4 g channels.
    (Tongcheng/caffe, DenseBlock_layer.cpp, where initChannel tells C and must be it;
    senlinuc/caffe_ocr takes the bottom's)
    """
    num, channels, height, width = legacy(bottoms[0], "bottom")
    block = _Block(layer, channels, env)
    channels += block.transitions * block.growth
    made = Setup([(num, channels, height, width)], *block.made())
    learns = range(3)
    rates = (0.0, 0.0), (1.0, 1.0)
    params = {
        blob: rates[blob // block.transitions in ({*learns, 5, 6, 7} if block.narrow else learns)]
        for blob in range(len(made.blobs))
    }
    return replace(made, params=params)


class _Block:
    """The blobs of a dense block, by their numbers; drawn transition by transition."""

    def __init__(self, layer: caffe.LayerParameter, channels: int, env: Env) -> None:
        self._layer, self._env, self._field = layer, env, "denseblock_param"
        self._channels = channels
        self.transitions = self._number("numTransition", 40)
        self.growth = self._number("growthRate", 12)
        self.narrow = bool(extra(layer, f"{self._field}.use_BC", default=False))
        self._draws: list[Fill | Skip] = []
        self._parts: dict[int, LayerBlob] = {}

    def _number(self, name: str, default: int) -> int:
        number: int = extra(self._layer, f"{self._field}.{name}", default)
        if number < 1:
            raise LayerError(f"{name} is {number}", where=f"{self._field}.{name}")
        return number

    def made(self) -> tuple[Sequence[Fill | Skip], Sequence[LayerBlob]]:
        if self._layer.param:
            raise LayerError("DenseBlock writes its own param entries", where="param")
        for step in range(self.transitions):
            self._transition(step)
        self._set(len(self._parts), (1,), 0.0)
        return self._draws, [self._parts[blob] for blob in range(len(self._parts))]

    def _transition(self, step: int) -> None:
        wide = 4 * self.growth
        channels = self._channels + step * self.growth
        inner = (1, wide, 1, 1) if self.narrow else None
        outer = (1, channels, 1, 1)
        kernel = (self.growth, wide if self.narrow else channels, 3, 3)
        self._filled(step, kernel, "Filter_Filler")
        if self.narrow:
            self._filled(5 * self.transitions + step, (wide, channels, 1, 1), "Filter_Filler")
        for place, filler in ((1, "BN_Scaler_Filler"), (2, "BN_Bias_Filler")):
            self._filled(place * self.transitions + step, outer, filler)
            if inner:
                self._filled((place + 5) * self.transitions + step, inner, filler)
        for place, value in ((3, 0.0), (4, 1.0)):
            self._set(place * self.transitions + step, outer, value)
            if inner:
                self._set((place + 5) * self.transitions + step, inner, value)

    def _filled(self, blob: int, shape: Shape, name: str) -> None:
        wanted = wanted_by(self._layer, shape, f"{self._field}.{name}")
        (draw,), _ = learned(self._layer, [wanted], self._env)
        self._keep(blob, replace(draw, slot=Slot(0, blob, self._layer.name)))

    def _set(self, blob: int, shape: Shape, value: float) -> None:
        self._keep(blob, Fill(Slot(0, blob, self._layer.name), shape, Constant(value)))

    def _keep(self, blob: int, draw: Fill) -> None:
        self._parts[blob] = LayerBlob(draw.shape, Drawn(len(self._draws)))
        self._draws.append(draw)
