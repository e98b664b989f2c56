"""Detections: boxes decoded, the overlapping ones suppressed, the best kept.

How many are kept is known when the model runs only: the top's rows are an open dimension.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.words import check_fields

if TYPE_CHECKING:
    from caffe_fillers.exporters.graph import Graph
    from caffe_fillers.exporters.site import Site

FIELD = "detection_output_param"

#: Words of weiliu89/caffe; those that draw and store detections change none.
KNOWN = (
    "num_classes",
    "share_location",
    "background_label_id",
    "nms_param",
    "code_type",
    "variance_encoded_in_target",
    "keep_top_k",
    "confidence_threshold",
    *("save_output_param", "visualize", "visualize_threshold", "save_file"),
)

#: Loc, conf, priors; and in some nets the image that is drawn upon.
BOTTOMS = (3, 4)

LOWEST = float(np.finfo(np.float32).min)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many images, priors, and boxes of each prior there are; which classes count."""

    images: int
    priors: int
    boxes: int
    classes: int
    labels: tuple[int, ...]
    #: So many of the best scores of a class are looked at.
    candidates: int


@exporter("DetectionOutput", dialect=FORKS)
def detection_output(at: Site, *bottoms: str) -> str:
    """TopK, NonMaxSuppression and Gather: rows of image, label, score, x1, y1, x2, y2.

    Rows stand by image, then label, then falling score. Equal scores come in the order of their
    priors; where `keep_top_k` cuts through equal scores of several classes, Caffe's choice is
    its library's sort's, here the smaller label's. An image without a detection has no row; if
    none has any, each gets one of -1 behind its number
    (weiliu89/caffe, detection_output_layer.cpp, bbox_util.cpp).

    Raises:
        LayerError: words are written that only some forks have, or `eta` changes the threshold
            from box to box.
    """
    check_fields(at.layer, FIELD, KNOWN)
    if len(bottoms) not in BOTTOMS or len(at.layer.top) > 1:
        raise LayerError(
            f"a DetectionOutput of {len(bottoms)} bottoms and {len(at.layer.top)} tops cannot be "
            "exported",
            where="bottom",
            hint=f"--cut {at.layer.name} makes its tops inputs.",
        )
    loc, conf, priors = bottoms[:3]
    if extra(at.layer, f"{FIELD}.nms_param.eta", 1.0) != 1:
        raise LayerError(
            "a threshold that changes from box to box cannot be exported",
            where=f"{FIELD}.nms_param.eta",
        )
    sizes, graph = _sizes(at), at.graph
    boxes = _decoded(at, loc, priors, sizes)
    scores = graph.op(
        "Transpose",
        graph.reshape(conf, (sizes.images, sizes.priors, sizes.classes)),
        perm=[0, 2, 1],
    )
    if len(sizes.labels) < sizes.classes:
        scores = graph.op("Gather", scores, graph.ints(sizes.labels), axis=1)
    if sizes.boxes > 1:
        boxes = graph.op("Transpose", boxes, perm=[0, 2, 1, 3])
        if len(sizes.labels) < sizes.boxes:
            boxes = graph.op("Gather", boxes, graph.ints(sizes.labels), axis=1)
    else:
        boxes = graph.reshape(boxes, (sizes.images, sizes.priors, 4))
    scores, places = graph.ops("TopK", scores, graph.ints([sizes.candidates]), outputs=2, axis=2)
    head = (sizes.images, len(sizes.labels), sizes.candidates)
    boxes = graph.op(
        "GatherND", boxes, graph.reshape(places, (*head, 1)), batch_dims=2 if sizes.boxes > 1 else 1
    )
    flat = graph.reshape(scores, (sizes.images, head[1] * head[2]))
    kept = _suppressed(at, boxes, scores, sizes)
    kept = _best(at, flat, kept, head[1] * head[2])
    rows = _rows(graph, boxes, flat, kept, sizes)
    top = graph.reshape(graph.concat([rows, no_detections(graph, rows, flat)], 0), (1, 1, -1, 7))
    graph.opened[top] = (1, 1, f"{at.layer.name}/rows", 7)
    return top


def _sizes(at: Site) -> _Sizes:
    layer, (loc, conf, priors) = at.layer, at.bottoms[:3]
    classes = extra(layer, f"{FIELD}.num_classes", 0)
    share = extra(layer, f"{FIELD}.share_location", default=True)
    background = extra(layer, f"{FIELD}.background_label_id", 0)
    labels = tuple(label for label in range(classes) if label != background)
    if not labels:
        raise LayerError("there is no class to detect", where=f"{FIELD}.num_classes")
    if min(len(loc), len(conf)) < len("nc") or len(priors) != len("1vp"):
        raise LayerError(
            f"bottoms of {len(loc)}, {len(conf)} and {len(priors)} axes are no places, confidences "
            "and priors",
            where="bottom",
        )
    number, boxes = priors[2] // 4, 1 if share else classes
    if (number * boxes * 4, number * classes) != (loc[1], conf[1]):
        raise LayerError(
            f"{number} priors of {classes} classes do not fit {loc[1]} numbers of places and "
            f"{conf[1]} confidences",
            where="bottom",
        )
    candidates = extra(layer, f"{FIELD}.nms_param.top_k", -1)
    if 0 in (candidates, extra(layer, f"{FIELD}.keep_top_k", -1)):
        raise LayerError("a top_k of 0 keeps nothing", where=FIELD, hint="-1 keeps all.")
    candidates = min(candidates, number) if candidates > -1 else number
    return _Sizes(loc[0], number, boxes, classes, labels, candidates)


def _decoded(at: Site, loc: str, priors: str, sizes: _Sizes) -> str:
    """The boxes (N, P, L, 4)."""
    graph, layer = at.graph, at.layer
    codes = chosen(layer, f"{FIELD}.code_type") or ["CORNER"]
    loc = graph.reshape(loc, (sizes.images, sizes.priors, sizes.boxes, 4))
    prior, variance = graph.split(graph.reshape(priors, (2, sizes.priors, 1, 4)), 0, [1, 1])
    if not extra(layer, f"{FIELD}.variance_encoded_in_target", default=False):
        loc = graph.op("Mul", variance, loc)
    if codes == ["CORNER"]:
        return graph.op("Add", prior, loc)
    low, high = graph.split(prior, 3, [2, 2])
    size = graph.op("Sub", high, low)
    if codes == ["CORNER_SIZE"]:
        return graph.op("Add", prior, graph.op("Mul", loc, graph.concat([size, size], 3)))
    half = graph.constant(0.5)
    shift, growth = graph.split(loc, 3, [2, 2])
    centre = graph.op("Mul", graph.op("Add", low, high), half)
    centre = graph.op("Add", graph.op("Mul", shift, size), centre)
    reach = graph.op("Mul", graph.op("Mul", graph.op("Exp", growth), size), half)
    return graph.concat([graph.op(kind, centre, reach) for kind in ("Sub", "Add")], 3)


def _suppressed(at: Site, boxes: str, scores: str, sizes: _Sizes) -> str:
    """1 for each candidate (N, classes candidates) that is left, else 0."""
    graph, layer = at.graph, at.layer
    classes, candidates = len(sizes.labels), sizes.candidates
    if chosen(layer, f"{FIELD}.code_type") != ["CENTER_SIZE"]:
        # A box turned inside out has no area in Caffe; ONNX turns it round.
        low, high = graph.split(boxes, 3, [2, 2])
        boxes = graph.concat([low, graph.op("Max", low, high)], 3)
    # Each image and class is one by itself, as each has boxes of its own by now.
    boxes = graph.reshape(boxes, (sizes.images * classes, candidates, 4))
    scores = graph.reshape(scores, (sizes.images * classes, 1, candidates))
    selected = graph.op(
        "NonMaxSuppression",
        boxes,
        scores,
        graph.ints([candidates]),
        graph.constant(np.minimum(extra(layer, f"{FIELD}.nms_param.nms_threshold", 0.3), 1)),
        graph.constant(extra(layer, f"{FIELD}.confidence_threshold", LOWEST)),
    )
    found = graph.op("Gather", graph.op("Shape", selected), graph.ints([0]))
    ones = graph.filled(found, 1)
    kept = graph.op("ScatterND", graph.full_like(scores, 0), selected, ones)
    return graph.reshape(kept, (sizes.images, classes * candidates))


def _best(at: Site, scores: str, kept: str, number: int) -> str:
    """What is kept of each image: no more than keep_top_k."""
    most = extra(at.layer, f"{FIELD}.keep_top_k", -1)
    if not -1 < most < number:
        return kept
    graph = at.graph
    left = graph.op("Greater", kept, graph.constant(0))
    scores = graph.op("Where", left, scores, graph.constant(LOWEST))
    best, places = graph.ops("TopK", scores, graph.ints([most]), outputs=2, axis=1)
    ones = graph.full_like(best, 1)
    chosen_ones = graph.op("ScatterElements", graph.full_like(kept, 0), places, ones, axis=1)
    return graph.op("Mul", kept, chosen_ones)


def _rows(graph: Graph, boxes: str, scores: str, kept: str, sizes: _Sizes) -> str:
    """(detections, 7), in the order of images, labels, candidates."""
    boxes = graph.reshape(boxes, (sizes.images, len(sizes.labels) * sizes.candidates, 4))
    places = graph.op("NonZero", kept)
    image, place = graph.split(places, 0, [1, 1])
    label = graph.op("Div", place, graph.constant(sizes.candidates, np.int64))
    label = graph.op("Gather", graph.constant(sizes.labels), label)
    each = graph.op("Transpose", places, perm=[1, 0])
    columns = [
        graph.op("Cast", image, to=TensorProto.FLOAT),
        label,
        graph.op("GatherND", scores, each),
    ]
    columns = [graph.reshape(column, (-1, 1)) for column in columns]
    return graph.concat([*columns, graph.op("GatherND", boxes, each)], 1)


def no_detections(graph: Graph, rows: str, scores: str) -> str:
    """A row for each image if there are no others, else none."""
    first = graph.ints([0])
    found, images = (graph.op("Gather", graph.op("Shape", x), first) for x in (rows, scores))
    missing = graph.op("Cast", graph.op("Equal", found, first), to=TensorProto.INT64)
    number = graph.op("Mul", images, missing)
    ones = graph.filled(number, 1)
    counted = graph.op("Cast", graph.op("NonZero", ones), to=TensorProto.FLOAT)
    shape = graph.concat([number, graph.ints([6])], 0)
    minus = graph.filled(shape, -1)
    return graph.concat([graph.reshape(counted, (-1, 1)), minus], 1)
