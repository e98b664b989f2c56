"""Losses of BVLC's to which forks gave more bottoms or tops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, JudgeFacts, layer
from caffe_fillers.core.words import copied
from caffe_fillers.errors import ShapeError
from caffe_fillers.layers import loss as bvlc
from caffe_fillers.layers.shapes import size, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


@layer(
    "EuclideanLoss",
    bottoms=(2, 3),
    tops=1,
    auto_tops=True,
    kind="loss",
    judges=JudgeFacts(bottoms=2),
    dialect=FORKS,
)
def euclidean(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's EuclideanLoss; a third bottom weighs the places.

    (naibaf7/caffe, euclidean_loss_layer.cpp)
    """
    return bvlc.euclidean(layer, bottoms[:2], env)


@layer(
    "SigmoidCrossEntropyLoss",
    bottoms=(2, 3),
    tops=1,
    auto_tops=True,
    kind="loss",
    shared=("loss_param",),
    judges=JudgeFacts(head="Sigmoid"),
    dialect=FORKS,
)
def sigmoid_cross_entropy(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's SigmoidCrossEntropyLoss; a third bottom weighs each value.

    (daijifeng001/caffe-mnc, sigmoid_cross_entropy_loss_layer.cpp)
    """
    for index, weights in enumerate(bottoms[2:], 2):
        if size(weights) != size(bottoms[0]):
            raise ShapeError(
                f"weights of {text(weights)} do not fit {text(bottoms[0])}",
                where=f"bottom {index}",
            )
    return bvlc.sigmoid_cross_entropy(layer, bottoms[:2], env)


@layer(
    "SoftmaxWithLoss",
    bottoms=(2, 3),
    tops=(1, 3),
    auto_tops=True,
    kind="loss",
    parameter="softmax_param",
    shared=("loss_param",),
    judges=JudgeFacts(head="Softmax"),
    dialect=FORKS,
)
def softmax_with_loss(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's SoftmaxWithLoss, with the probabilities and each label's loss as more tops.

    Its inner Softmax has no loss_weight (daijifeng001/caffe-rfcn, softmax_loss_layer.cpp). A third
    bottom weighs the labels (naibaf7/caffe).
    """
    copy = copied(layer)
    del copy.top[1:]
    del copy.loss_weight[1:]
    made = bvlc.softmax_with_loss(copy, bottoms[:2], env)
    tops = [*made.tops, bottoms[0], bottoms[1]][: max(len(layer.top), 1)]
    return Setup(tops, loss_weight=made.loss_weight)


@layer(
    "ContrastiveLoss",
    bottoms=3,
    tops=(1, 2),
    auto_tops=True,
    kind="loss",
    parameter="contrastive_loss_param",
    judges=JudgeFacts(bottoms=2),
    dialect=FORKS,
)
def contrastive(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's ContrastiveLoss; a second top tells which pairs match (N).

    (MyCaffe, ContrastiveLossLayer.cs)
    """
    made = bvlc.contrastive(layer, bottoms, env)
    tops = [*made.tops, bottoms[0][:1]][: max(len(layer.top), 1)]
    return Setup(tops, loss_weight=made.loss_weight if len(tops) == 1 else None)
