"""Losses and Accuracy: their first top is a scalar.

A loss counts with weight 1 where the net gives none, and need not name its tops (loss_layer.cpp).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import JudgeFacts, layer
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers.pointwise import refuse_in_place
from caffe_fillers.layers.shapes import (
    axis_0,
    canonical_axis,
    check_some,
    legacy,
    size,
    text,
    to_int,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe

SCALAR: Shape = ()


@layer(
    "HingeLoss",
    bottoms=2,
    tops=1,
    auto_tops=True,
    kind="loss",
    parameter="hinge_loss_param",
)
def hinge(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, ...) and (N, ...), top () (hinge_loss_layer.cpp)."""
    del layer, env
    _check_batch(bottoms)
    return Setup([SCALAR], loss_weight=1)


@layer(
    "EuclideanLoss",
    bottoms=2,
    tops=1,
    auto_tops=True,
    kind="loss",
    judges=JudgeFacts(bottoms=2),
)
def euclidean(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, A...) and (N, B...), prod(A) = prod(B), top () (euclidean_loss_layer.cpp)."""
    del env
    refuse_in_place(layer)
    _check_batch(bottoms)
    _check_equal(bottoms, *(size(bottom[1:]) for bottom in bottoms))
    return Setup([SCALAR], loss_weight=1)


@layer(
    "SigmoidCrossEntropyLoss",
    bottoms=2,
    tops=1,
    auto_tops=True,
    kind="loss",
    shared=("loss_param",),
    judges=JudgeFacts(head="Sigmoid"),
)
def sigmoid_cross_entropy(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, ...) and (N, ...) of equal counts, top ().

    (sigmoid_cross_entropy_loss_layer.cpp)
    """
    del env
    refuse_in_place(layer)
    _check_batch(bottoms)
    _check_equal(bottoms, *map(size, bottoms))
    return Setup([SCALAR], loss_weight=1)


@layer(
    "MultinomialLogisticLoss",
    bottoms=2,
    tops=1,
    auto_tops=True,
    kind="loss",
)
def multinomial(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, ...) and (N, 1, 1, 1), top () (multinomial_logistic_loss_layer.cpp)."""
    del layer, env
    _check_batch(bottoms)
    _check_list(bottoms[1], "bottom 1")
    return Setup([SCALAR], loss_weight=1)


@layer(
    "ContrastiveLoss",
    bottoms=3,
    tops=1,
    auto_tops=True,
    kind="loss",
    parameter="contrastive_loss_param",
    judges=JudgeFacts(bottoms=2),
)
def contrastive(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, 1, 1) twice and (N, 1, 1, 1), top () (contrastive_loss_layer.cpp)."""
    del layer, env
    left, right = (legacy(bottom, f"bottom {index}") for index, bottom in enumerate(bottoms[:2]))
    if left[1:] != right[1:] or left[2:] != (1, 1):
        raise ShapeError(
            f"{text(bottoms[0])} and {text(bottoms[1])} are not pairs of vectors",
            where="bottom",
            hint="Both need the same number of channels, and height and width 1.",
        )
    _check_list(bottoms[2], "bottom 2")
    _check_batch(bottoms)
    return Setup([SCALAR], loss_weight=1)


@layer(
    "SoftmaxWithLoss",
    bottoms=2,
    tops=(1, 2),
    auto_tops=True,
    kind="loss",
    parameter="softmax_param",
    shared=("loss_param",),
    judges=JudgeFacts(head="Softmax"),
)
def softmax_with_loss(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (A..., C, B...) and one label each of A... B..., top () (softmax_loss_layer.cpp).

    Caffe's own check of `loss_weight`, made for its inner Softmax too, lets no second top pass.
    """
    del env
    refuse_in_place(layer)
    if len(layer.top) > 1:
        raise LayerError(
            "Caffe cannot set up a SoftmaxWithLoss with two tops: its inner Softmax would need "
            "as many loss_weight values as both have tops",
            where="top",
            hint="Leave out the second top; a Softmax layer beside it gives the probabilities.",
        )
    axis = _check_labels(bottoms, layer.softmax_param.axis, "softmax_param.axis")
    _check_batch(bottoms)
    # The inner Softmax takes the loss_weight too, and touches what it weighs.
    weighed = not layer.loss_weight or layer.loss_weight[0]
    check_some(size(bottoms[0]) if weighed else bottoms[0][axis], "bottom 0")
    return Setup([SCALAR], loss_weight=1)


@layer(
    "InfogainLoss",
    bottoms=(2, 3),
    tops=(1, 2),
    auto_tops=True,
    kind="loss",
    parameter="infogain_loss_param",
    shared=("loss_param",),
    judges=JudgeFacts(head="Softmax", moves=(("infogain_loss_param.axis", "softmax_param.axis"),)),
)
def infogain(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (A..., C, B...), labels and perhaps C x C gains; tops () and (A..., C, B...).

    Without the third bottom the gains are read from `source` when the net runs
    (infogain_loss_layer.cpp).
    """
    del env
    refuse_in_place(layer)
    axis = _check_labels(bottoms, layer.infogain_loss_param.axis, "infogain_loss_param.axis")
    _check_batch(bottoms)
    if layer.loss_param.HasField("normalize"):
        raise LayerError(
            "InfogainLoss has no normalize", where="loss_param.normalize", hint="Use normalization."
        )
    labels = bottoms[0][axis]
    check_some(size(bottoms[0]), "bottom 0")
    if len(bottoms) < 3 and not layer.infogain_loss_param.HasField("source"):
        raise LayerError(
            "the gains are given neither by a third bottom nor by a file",
            where="infogain_loss_param.source",
        )
    if len(bottoms) == 3 and size(bottoms[2]) != labels**2:
        raise ShapeError(
            f"shape {text(bottoms[2])} does not hold {labels}x{labels} gains", where="bottom 2"
        )
    return Setup([SCALAR, bottoms[0]][: max(len(layer.top), 1)], loss_weight=1)


@layer("Accuracy", bottoms=2, tops=(1, 2), kind="metric", parameter="accuracy_param")
def accuracy(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (A..., C, B...) and one label each of A... B..., tops () and (C).

    (accuracy_layer.cpp)
    """
    del env
    if len(layer.top) > 1:
        refuse_in_place(layer)
    param = layer.accuracy_param
    axis = _check_labels(bottoms, param.axis, "accuracy_param.axis")
    if 0 in bottoms[0]:
        raise ShapeError(f"shape {text(bottoms[0])} holds no predictions", where="bottom 0")
    classes, top_k = bottoms[0][axis], to_int(param.top_k, "accuracy_param.top_k")
    if top_k > classes:
        raise LayerError(
            f"top_k is {top_k}, there are {classes} classes", where="accuracy_param.top_k"
        )
    return Setup([SCALAR, (classes,)][: len(layer.top)])


def _check_labels(bottoms: Sequence[Shape], axis: int, where: str) -> int:
    """One label for each prediction; gives the axis of the classes, counted from the front."""
    predictions, labels = bottoms[:2]
    axis = canonical_axis(axis, predictions, where)
    expected = size(predictions[:axis]) * size(predictions[axis + 1 :])
    if expected != size(labels):
        raise ShapeError(
            f"{size(labels)} labels of shape {text(labels)} for {expected} predictions of shape "
            f"{text(predictions)}",
            where="bottom 1",
            hint=f"The classes are on axis {axis}; each place beside it needs a label.",
        )
    return axis


def _check_batch(bottoms: Sequence[Shape]) -> None:
    batches = [axis_0(bottom, f"bottom {index}") for index, bottom in enumerate(bottoms[:2])]
    if batches[0] != batches[1]:
        raise ShapeError(
            f"shapes {text(bottoms[0])} and {text(bottoms[1])} differ in axis 0, the batch",
            where="bottom",
        )


def _check_equal(bottoms: Sequence[Shape], left: int, right: int) -> None:
    if left != right:
        raise ShapeError(
            f"shapes {text(bottoms[0])} and {text(bottoms[1])} differ in size", where="bottom"
        )


def _check_list(bottom: Shape, where: str) -> None:
    if legacy(bottom, where)[1:] != (1, 1, 1):
        raise ShapeError(f"shape {text(bottom)} is not a list: one value an item", where=where)
