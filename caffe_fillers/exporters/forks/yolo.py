"""YOLO's detections: a box for each anchor of each cell, the overlapping ones suppressed.

Boxes of all classes suppress each other, so that of a box only its best class can be left: its
other classes have the same box and a lower score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.forks.detect import no_detections
from caffe_fillers.exporters.words import check_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.site import Site

V3, V2 = "yolov3_detection_output_param", "yolo_detection_output_param"

#: Centre, size and the score of an object, before the classes.
BOX = 5


class _Boxes(NamedTuple):
    """Values of all boxes of a bottom: (P, 2), (P, 2), (P, 1) before sigmoid, (P, classes)."""

    centres: str
    sizes: str
    object: str
    classes: str


@exporter("Yolov3DetectionOutput", dialect=FORKS)
def yolov3(at: Site, *bottoms: str) -> str:
    """Sigmoid, Exp, TopK, NonMaxSuppression: rows of 0, label, score, x1, y1, x2, y2.

    Rows stand by falling score; labels count from 1 (MobileNet-YOLO,
    yolov3_detection_output_layer.cpp, bbox_util.cpp; equal scores in the order of their boxes).

    Raises:
        LayerError: there are several images, which that layer takes for one; or its numbers do
            not fit its bottoms.
    """
    known = ("num_classes", "num_box", "confidence_threshold", "nms_threshold", "biases")
    check_fields(at.layer, V3, (*known, "anchors_scale", "mask_group_num", "mask"))
    param, graph = extra(at.layer, V3), at.graph
    anchors = _pairs(extra(param, "biases", []), V3)
    masks, scales = extra(param, "mask", []), extra(param, "anchors_scale", [])
    number, groups = extra(param, "num_box", 3), extra(param, "mask_group_num", 2)
    if groups != len(bottoms) or len(scales) < groups or len(masks) != groups * number:
        raise LayerError(
            f"{len(masks)} masks and {len(scales)} scales do not fit {len(bottoms)} bottoms",
            where=V3,
        )
    _check_images(at)
    boxes, scores, labels = [], [], []
    for place, (x, shape) in enumerate(zip(bottoms, at.bottoms, strict=True)):
        chosen = masks[place * number : (place + 1) * number]
        if max(chosen) >= len(anchors):
            raise LayerError(f"there is no anchor {max(chosen)}", where=f"{V3}.mask")
        sides = (shape[3], shape[2])
        whole = tuple(side * scales[place] for side in sides)
        parts = _parts(at, x, shape, number, extra(param, "num_classes", 20))
        boxes.append(_placed(at, parts, shape, [anchors[each] for each in chosen], whole))
        classes = graph.op("Sigmoid", parts.classes)
        each = graph.op("Mul", classes, graph.op("Sigmoid", parts.object))
        scores.append(graph.reduce("ReduceMax", each, [1], keep=False))
        labels.append(graph.op("ArgMax", each, axis=1, keepdims=0))
    threshold = extra(param, "confidence_threshold", 0.01)
    return _kept(at, boxes, scores, labels, threshold, extra(param, "nms_threshold", 0.45))


@exporter("YoloDetectionOutput", dialect=FORKS)
def yolov2(at: Site, *bottoms: str) -> str:
    """As Yolov3DetectionOutput, the classes by Softmax, anchors in cells.

    (MobileNet-YOLO, yolo_detection_output_layer.cpp)

    Raises:
        LayerError: as there; or an image is not square.
    """
    known = ("side", "num_classes", "num_box", "coords", "confidence_threshold", "nms_threshold")
    check_fields(at.layer, V2, (*known, "biases", "label_map_file"))
    param, graph = extra(at.layer, V2), at.graph
    anchors, number = _pairs(extra(param, "biases", []), V2), extra(param, "num_box", 5)
    if len(anchors) < number or len(bottoms) > 2:
        raise LayerError(f"{len(anchors)} anchors do not fit {number} boxes", where=f"{V2}.biases")
    _check_images(at)
    boxes, scores, labels = [], [], []
    for x, shape in zip(bottoms, at.bottoms, strict=True):
        if shape[2] != shape[3]:
            raise LayerError(f"{shape[2]}x{shape[3]} is not square", where="bottom")
        parts = _parts(at, x, shape, number, extra(param, "num_classes", 20))
        boxes.append(_placed(at, parts, shape, anchors[:number], shape[2:]))
        classes = graph.op("Softmax", parts.classes, axis=1)
        best = graph.reduce("ReduceMax", classes, [1], keep=True)
        score = graph.op("Mul", graph.op("Sigmoid", parts.object), best)
        scores.append(graph.reshape(score, (-1,)))
        labels.append(graph.op("ArgMax", parts.classes, axis=1, keepdims=0))
    # The least score that counts is the threshold itself.
    threshold = _below(extra(param, "confidence_threshold", 0.01))
    return _kept(at, boxes, scores, labels, threshold, extra(param, "nms_threshold", 0.45))


def _check_images(at: Site) -> None:
    if any(len(shape) != len("nchw") for shape in at.bottoms):
        raise LayerError("a bottom is no image of values for each cell", where="bottom")


def _pairs(biases: Sequence[float], field: str) -> list[tuple[float, float]]:
    if len(biases) % 2:
        raise LayerError(f"{len(biases)} numbers are no pairs", where=f"{field}.biases")
    return list(zip(biases[::2], biases[1::2], strict=True))


def _below(number: float) -> float:
    return float(np.nextafter(np.float32(number), np.float32(-1)))


def _parts(at: Site, x: str, shape: Shape, boxes: int, classes: int) -> _Boxes:
    """The bottom by cell and anchor."""
    num, channels, height, width = shape
    if num != 1 or channels != boxes * (BOX + classes):
        raise LayerError(
            f"{num}x{channels} values a cell are not 1x{boxes}x({BOX} + {classes})", where="bottom"
        )
    graph = at.graph
    apart = graph.reshape(x, (boxes, BOX + classes, height * width))
    rows = graph.op("Transpose", apart, perm=[2, 0, 1])
    rows = graph.reshape(rows, (height * width * boxes, BOX + classes))
    return _Boxes(*graph.split(rows, 1, [2, 2, 1, classes]))


def _placed(
    at: Site,
    parts: _Boxes,
    shape: Shape,
    anchors: Sequence[tuple[float, float]],
    whole: tuple[int, ...],
) -> str:
    """Centres and sizes (P, 4), as shares of the image; `whole` is it in the anchors' unit."""
    graph, (height, width) = at.graph, shape[2:]
    rows, columns = np.divmod(np.arange(height * width), width)
    cells = np.repeat(np.stack([columns, rows], 1), len(anchors), 0)
    shifted = graph.op("Add", graph.op("Sigmoid", parts.centres), graph.constant(cells))
    centres = graph.op("Div", shifted, graph.constant([width, height]))
    sizes = graph.constant(np.tile(np.array(anchors, np.float32), (height * width, 1)))
    sizes = graph.op("Mul", graph.op("Exp", parts.sizes), sizes)
    return graph.concat([centres, graph.op("Div", sizes, graph.constant(whole))], 1)


def _kept(
    at: Site,
    boxes: list[str],
    scores: list[str],
    labels: list[str],
    threshold: float,
    overlap: float,
) -> str:
    """The rows of the boxes that are left."""
    graph = at.graph
    score, label = graph.concat(scores, 0), graph.concat(labels, 0)
    anchors = sum(shape[1] // _width(at) * shape[2] * shape[3] for shape in at.bottoms)
    score, order = graph.ops("TopK", score, graph.ints([anchors]), outputs=2, axis=0)
    box = graph.op("Gather", graph.concat(boxes, 0), order, axis=0)
    label = graph.op("Gather", label, order, axis=0)
    alone = graph.reshape(score, (1, 1, anchors))
    selected = graph.op(
        "NonMaxSuppression",
        graph.reshape(box, (1, anchors, 4)),
        alone,
        graph.ints([anchors]),
        # As much overlap as the threshold is too much.
        graph.constant(min(max(_below(overlap), 0), 1)),
        graph.constant(threshold),
        center_point_box=1,
    )
    number = graph.op("Gather", graph.op("Shape", selected), graph.ints([0]))
    kept = graph.op("ScatterND", graph.full_like(alone, 0), selected, graph.filled(number, 1))
    places = graph.op("NonZero", graph.reshape(kept, (anchors,)))
    places = graph.reshape(places, (-1,))
    score, label, box = (graph.op("Gather", each, places, axis=0) for each in (score, label, box))
    label = graph.op("Cast", label, to=TensorProto.FLOAT)
    centre, size = graph.split(box, 1, [2, 2])
    half = graph.op("Mul", size, graph.constant(0.5))
    columns = [graph.op("Add", label, graph.constant(1)), score]
    columns = [graph.reshape(each, (-1, 1)) for each in columns]
    image = graph.op("Mul", columns[1], graph.constant(0))
    corners = [graph.op(kind, centre, half) for kind in ("Sub", "Add")]
    rows = graph.concat([image, *columns, *corners], 1)
    none = no_detections(graph, rows, graph.reshape(score, (1, -1)))
    top = graph.reshape(graph.concat([rows, none], 0), (1, 1, -1, 7))
    graph.opened[top] = (1, 1, f"{at.layer.name}/rows", 7)
    return top


def _width(at: Site) -> int:
    """The values of an anchor."""
    field = V3 if at.layer.type.startswith("Yolov3") else V2
    return BOX + int(extra(at.layer, f"{field}.num_classes", 20))
