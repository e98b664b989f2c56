"""Losses and Accuracy, for a net that is exported whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import exporter
from caffe_fillers.errors import DataError, LayerError
from caffe_fillers.exporters.pointwise import scaled
from caffe_fillers.formats.binaryproto import read_blob
from caffe_fillers.layers.shapes import canonical_axis, size
from caffe_fillers.proto import caffe
from caffe_fillers.strings import path_of

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site

TINY = float(np.finfo(np.float32).tiny)
#: The least probability of which losses take the logarithm (kLOG_THRESHOLD).
LOG_THRESHOLD = 1e-20

VALID = caffe.LossParameter.VALID
FULL = caffe.LossParameter.FULL
BATCH_SIZE = caffe.LossParameter.BATCH_SIZE


@exporter("SoftmaxWithLoss")
def softmax_with_loss(at: Site, x: str, label: str) -> list[str]:
    """The mean of -log(p), p the true class's probability (softmax_loss_layer.cpp)."""
    graph, shape = at.graph, at.bottoms[0]
    axis = canonical_axis(at.layer.softmax_param.axis, shape, "softmax_param.axis")
    prob = graph.op("Softmax", x, axis=axis)
    labels = _Labels(at, label, shape, axis)
    chosen = graph.op("GatherElements", prob, labels.places, axis=axis)
    logs = graph.op("Log", graph.op("Max", chosen, graph.constant(TINY)))
    loss = _mean(at, labels.without_ignored(logs), labels.counted, axis)
    return [graph.op("Neg", loss), prob][: len(at.tops)]


@exporter("InfogainLoss")
def infogain(at: Site, x: str, label: str, *gains: str) -> list[str]:
    """The mean of -sum_k H[label, k] log(p_k) (infogain_loss_layer.cpp)."""
    graph, shape = at.graph, at.bottoms[0]
    axis = canonical_axis(at.layer.infogain_loss_param.axis, shape, "infogain_loss_param.axis")
    classes, positions = shape[axis], (size(shape[:axis]), size(shape[axis + 1 :]))
    prob = graph.op("Softmax", x, axis=axis)
    labels = _Labels(at, label, shape, axis)
    table = graph.reshape(gains[0] if gains else _gains(at, classes), (classes, classes))
    flat = graph.reshape(labels.places, positions)
    rows = graph.op("Transpose", graph.op("Gather", table, flat, axis=0), perm=[0, 2, 1])
    logs = graph.op("Log", graph.op("Max", prob, graph.constant(LOG_THRESHOLD)))
    weighed = graph.op("Mul", graph.reshape(rows, shape), logs)
    terms = labels.without_ignored(graph.reduce("ReduceSum", weighed, [axis], keep=True))
    loss = _mean(at, terms, labels.counted, axis)
    return [graph.op("Neg", loss), prob][: len(at.tops)]


@exporter("MultinomialLogisticLoss")
def multinomial(at: Site, x: str, label: str) -> str:
    """The mean of -log(p), p the true class's value (multinomial_logistic_loss_layer.cpp)."""
    graph, shape = at.graph, at.bottoms[0]
    flat = graph.reshape(x, (shape[0], size(shape[1:])))
    place = graph.reshape(graph.op("Cast", label, to=TensorProto.INT64), (shape[0], 1))
    chosen = graph.op("GatherElements", flat, place, axis=1)
    logs = graph.op("Log", graph.op("Max", chosen, graph.constant(LOG_THRESHOLD)))
    return graph.op("Neg", _mean_of_items(at, logs, 2))


@exporter("SigmoidCrossEntropyLoss")
def sigmoid_cross_entropy(at: Site, x: str, target: str) -> str:
    """The mean of softplus(x) - x t (sigmoid_cross_entropy_loss_layer.cpp)."""
    graph, shape, param = at.graph, at.bottoms[0], at.layer.loss_param
    target = graph.reshape(target, shape)
    terms = graph.op("Sub", graph.op("Softplus", x), graph.op("Mul", x, target))
    counted = ""
    if param.HasField("ignore_label"):
        whole = graph.op("Cast", target, to=TensorProto.INT64)
        ignored = graph.op("Equal", whole, graph.constant(param.ignore_label, np.int64))
        terms = graph.op("Where", ignored, graph.constant(0), terms)
        counted = _count(at, graph.op("Not", ignored), len(shape))
    return _mean(at, terms, counted, 1, default=BATCH_SIZE)


@exporter("EuclideanLoss")
def euclidean(at: Site, x: str, target: str) -> str:
    """sum((x - t)^2) / 2N (euclidean_loss_layer.cpp)."""
    graph, shape = at.graph, at.bottoms[0]
    if at.bottoms[1] != shape:
        target = graph.reshape(target, shape)
    gap = graph.op("Sub", x, target)
    return scaled(at, _mean_of_items(at, graph.op("Mul", gap, gap)), 0.5)


@exporter("HingeLoss")
def hinge(at: Site, x: str, label: str) -> str:
    """sum(max(0, 1 + x)) / N, with -x at the true class; L2: of squares (hinge_loss_layer.cpp)."""
    graph, shape = at.graph, at.bottoms[0]
    classes = size(shape[1:])
    flat = graph.reshape(x, (shape[0], classes))
    place = graph.reshape(graph.op("Cast", label, to=TensorProto.INT64), (shape[0], 1))
    true = graph.op("Equal", place, graph.constant(range(classes), np.int64))
    signed = graph.op("Where", true, graph.op("Neg", flat), flat)
    margin = graph.op("Max", graph.op("Add", signed, graph.constant(1)), graph.constant(0))
    l2 = at.layer.hinge_loss_param.norm == caffe.HingeLossParameter.L2
    return _mean_of_items(at, graph.op("Mul", margin, margin) if l2 else margin, 2)


@exporter("ContrastiveLoss")
def contrastive(at: Site, left: str, right: str, similar: str) -> str:
    """The sum of d^2 for similar pairs, of max(m - d, 0)^2 for others, over 2N.

    (contrastive_loss_layer.cpp)
    """
    param, graph, shape = at.layer.contrastive_loss_param, at.graph, at.bottoms[0]
    pairs = (shape[0], size(shape[1:]))
    gap = graph.op("Sub", graph.reshape(left, pairs), graph.reshape(right, pairs))
    square = graph.reduce("ReduceSumSquare", gap, [1], keep=False)
    margin = graph.constant(param.margin)
    distance = square if param.legacy_version else graph.op("Sqrt", square)
    far = graph.op("Max", graph.op("Sub", margin, distance), graph.constant(0))
    if not param.legacy_version:
        far = graph.op("Mul", far, far)
    whole = graph.op("Cast", graph.reshape(similar, shape[:1]), to=TensorProto.INT64)
    alike = graph.op("Cast", whole, to=TensorProto.BOOL)
    return scaled(at, _mean_of_items(at, graph.op("Where", alike, square, far), 1), 0.5)


@exporter("Accuracy")
def accuracy(at: Site, x: str, label: str) -> list[str]:
    """The share of items whose class is among the top_k; equals count against it.

    (accuracy_layer.cpp)
    """
    param, graph, shape = at.layer.accuracy_param, at.graph, at.bottoms[0]
    axis = canonical_axis(param.axis, shape, "accuracy_param.axis")
    labels = _Labels(at, label, shape, axis, own=param)
    true = graph.op("GatherElements", x, labels.places, axis=axis)
    better = graph.op("Cast", graph.op("GreaterOrEqual", x, true), to=TensorProto.INT64)
    rank = graph.reduce("ReduceSum", better, [axis], keep=True)
    right = graph.op("LessOrEqual", rank, graph.constant(param.top_k, np.int64))
    hits = graph.op("Cast", right, to=TensorProto.FLOAT)
    kept = labels.kept or graph.full_like(hits, 1.0)
    hits = graph.op("Mul", hits, kept)
    tops = [_ratio(at, _total(at, hits, len(shape)), _total(at, kept, len(shape)))]
    if len(at.tops) > 1:
        positions = (size(shape) // shape[axis], 1)
        classes = graph.constant(range(shape[axis]), np.int64)
        own = graph.op("Equal", graph.reshape(labels.places, positions), classes)
        own = graph.op("Cast", own, to=TensorProto.FLOAT)
        per_class = [graph.op("Mul", own, graph.reshape(each, positions)) for each in (hits, kept)]
        tops.append(_ratio(at, *(graph.reduce("ReduceSum", e, [0], keep=False) for e in per_class)))
    return tops


class _Labels:
    """Labels as places along the axis of the classes, and which of them are ignored."""

    def __init__(
        self,
        at: Site,
        label: str,
        shape: Shape,
        axis: int,
        own: caffe.AccuracyParameter | None = None,
    ) -> None:
        graph = at.graph
        self._graph = graph
        one_each = (*shape[:axis], 1, *shape[axis + 1 :])
        whole = graph.reshape(graph.op("Cast", label, to=TensorProto.INT64), one_each)
        param = at.layer.loss_param if own is None else own
        self._ignored = ""
        #: 1 where a label counts, 0 where it is ignored; "" if all count.
        self.kept = ""
        #: How many count; "" for all.
        self.counted = ""
        #: For each position the class, 0 where it is ignored.
        self.places = whole
        if param.HasField("ignore_label"):
            number = graph.constant(param.ignore_label, np.int64)
            self._ignored = graph.op("Equal", whole, number)
            counts = graph.op("Not", self._ignored)
            self.kept = graph.op("Cast", counts, to=TensorProto.FLOAT)
            self.counted = _total(at, self.kept, len(shape))
            self.places = graph.op("Where", self._ignored, graph.constant(0, np.int64), whole)

    def without_ignored(self, terms: str) -> str:
        """The terms, 0 where the label is ignored."""
        if not self._ignored:
            return terms
        return self._graph.op("Where", self._ignored, self._graph.constant(0), terms)


def _mean(at: Site, terms: str, counted: str, split: int, default: int = VALID) -> str:
    """The sum of the terms over what `normalization` says (LossLayer).

    Args:
        at: The loss.
        terms: One for each place, of as many axes as bottom 0.
        counted: How many of them count; "" for all.
        split: The first axis that does not count items.
        default: What is meant where nothing is said.
    """
    graph, axes = at.graph, len(at.bottoms[0])
    mode = _normalization(at.layer.loss_param, default)
    if mode == VALID and counted:
        least = graph.op("Max", counted, graph.constant(1))
        return graph.op("Div", _total(at, terms, axes), least)
    if mode in (VALID, FULL):
        return graph.reduce("ReduceMean", terms, range(axes), keep=False)
    if mode == BATCH_SIZE and split:
        return _mean_of_items(at, terms, axes, split)
    return _total(at, terms, axes)


def _mean_of_items(at: Site, terms: str, axes: int | None = None, split: int = 1) -> str:
    """The sum over the axes from `split` on, its mean over those before."""
    graph, axes = at.graph, len(at.bottoms[0]) if axes is None else axes
    if axes > split:
        terms = graph.reduce("ReduceSum", terms, range(split, axes), keep=False)
    return graph.reduce("ReduceMean", terms, range(split), keep=False)


def _normalization(param: caffe.LossParameter, default: int) -> int:
    if param.HasField("normalization"):
        return param.normalization
    if param.HasField("normalize"):
        return VALID if param.normalize else BATCH_SIZE
    return default


def _total(at: Site, x: str, axes: int) -> str:
    """The sum of all values."""
    return at.graph.reduce("ReduceSum", x, range(axes), keep=False)


def _count(at: Site, condition: str, axes: int) -> str:
    return _total(at, at.graph.op("Cast", condition, to=TensorProto.FLOAT), axes)


def _ratio(at: Site, part: str, whole: str) -> str:
    """Part / whole, 0 where the whole is 0."""
    return at.graph.op("Div", part, at.graph.op("Max", whole, at.graph.constant(1)))


def _gains(at: Site, classes: int) -> str:
    """The gains in the file that the layer names."""
    name = at.layer.infogain_loss_param.source
    path = path_of(name)
    found = next((each for each in (path, at.folder / path) if each.exists()), None)
    if found is None:
        raise DataError(
            "no such file", where=f"infogain_loss_param.source: {name}", hint="It holds the gains."
        )
    gains = read_blob(Path(found))
    if gains.size != classes**2:
        raise LayerError(
            f"{found} holds {gains.size} gains, {classes} classes need {classes**2}",
            where="infogain_loss_param.source",
        )
    return at.graph.constant(gains.reshape(classes, classes))
