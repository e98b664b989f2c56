"""Detection: regions pooled, boxes proposed, priors and detections.

Most of these layers' tops have as many rows as there are boxes in an image; at setup they have
the shapes told here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, Shape, Skip
from caffe_fillers.core.registry import FORKS, layer
from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError, ShapeError
from caffe_fillers.layers.shapes import axis_0, legacy, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env
    from caffe_fillers.proto import caffe

#: A row of the detections: image, class, confidence, box.
DETECTION = (1, 1, 1, 7)

#: The values of a proposal.
PROPOSAL = 5

TRAIN = 0


@layer("ROIPooling", "RoiPooling", bottoms=2, tops=(1, 2), dialect=FORKS)
def roi_pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, H, W) and regions (R, 5), top (R, C, pooled_h, pooled_w).

    (caffe-fast-rcnn, roi_pooling_layer.cpp)
    """
    del env
    return _regions(layer, bottoms, "roi_pooling_param")


@layer("ROIAlign", bottoms=2, tops=(1, 2), dialect=FORKS)
def roi_align(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As ROIPooling, with roi_align_param or roi_pooling_param."""
    del env
    field = "roi_align_param" if extra(layer, "roi_align_param") else "roi_pooling_param"
    return _regions(layer, bottoms, field)


@layer("ROIWarping", bottoms=2, tops=1, dialect=FORKS)
def roi_warping(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, C, H, W) and regions (R, 5), top (R, C, pooled_h, pooled_w).

    (daijifeng001/caffe-mnc, roi_warping_layer.cpp)
    """
    del env
    return _regions(layer, bottoms, "roi_warping_param")


def _regions(layer: caffe.LayerParameter, bottoms: Sequence[Shape], field: str) -> Setup:
    bottom, regions = bottoms
    _, channels, _, _ = legacy(bottom, "bottom 0")
    sizes = [extra(layer, f"{field}.pooled_{side}", 0) for side in "hw"]
    if min(sizes) < 1:
        raise LayerError(
            f"pooled_h is {sizes[0]}, pooled_w {sizes[1]}", where=field, hint="Set both."
        )
    top = (axis_0(regions, "bottom 1"), channels, *sizes)
    return Setup([top] * max(len(layer.top), 1))


@layer("PSROIPooling", bottoms=2, tops=1, dialect=FORKS)
def psroi_pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (N, D g g, H, W) and regions (R, 5), top (R, D, g, g), D = output_dim.

    (daijifeng001/caffe-rfcn, psroi_pooling_layer.cpp)
    """
    del env
    field = "psroi_pooling_param"
    dim, group = (extra(layer, f"{field}.{name}", 0) for name in ("output_dim", "group_size"))
    if min(dim, group) < 1:
        raise LayerError(f"output_dim is {dim}, group_size {group}", where=field, hint="Set both.")
    channels = legacy(bottoms[0], "bottom 0")[1]
    if channels != dim * group**2:
        raise ShapeError(
            f"{channels} channels are not output_dim {dim} in {group}x{group} groups",
            where="bottom 0",
        )
    return Setup([(axis_0(bottoms[1], "bottom 1"), dim, group, group)])


@layer("MaskPooling", bottoms=2, tops=1, dialect=FORKS)
def mask_pooling(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms (R, C, H, W) and masks (R, 1, H, W), top as the first.

    (daijifeng001/caffe-mnc, mask_pooling_layer.cpp)
    """
    del layer, env
    first, masks = (legacy(bottom, f"bottom {index}") for index, bottom in enumerate(bottoms))
    if (first[0], *first[2:]) != (masks[0], *masks[2:]):
        raise ShapeError(f"masks of {text(masks)} do not fit {text(first)}", where="bottom 1")
    return Setup([first])


@layer("PriorBox", bottoms=(1, 2), tops=1, dialect=FORKS)
def prior_box(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (1, 2, H W P 4), P priors a place.

    P = A x min_sizes + max_sizes; A counts 1 and each `aspect_ratio` that is none of those before
    it, twice with `flip`, whose default is true (weiliu89/caffe, prior_box_layer.cpp). With
    fixed_size these take the place of min_size; a density d adds d^2 - 1 for each ratio, of
    fixed_ratio if there are any; default_ratio and anchor add one each (yuqj1991/caffe_train,
    prior_box_layer.cpp).
    """
    del env
    _, _, height, width = legacy(bottoms[0], "bottom")

    def words(name: str) -> list[float]:
        found: list[float] = extra(layer, f"prior_box_param.{name}", [])
        return found

    ratios = [1.0]
    for ratio in words("aspect_ratio"):
        if all(abs(ratio - other) >= 1e-6 for other in ratios):
            flips = extra(layer, "prior_box_param.flip", default=True) and ratio
            ratios += [ratio, 1 / ratio] if flips else [ratio]
    sizes = words("fixed_size") or words("min_size")
    if not sizes and not words("anchor"):
        where = "prior_box_param.min_size"
        raise LayerError("min_size is not given", where=where, hint="Give one.")
    dense = len(words("fixed_ratio")) or len(ratios)
    priors = len(ratios) * len(sizes) + len(words("max_size"))
    priors += sum(dense * (int(density) ** 2 - 1) for density in words("density"))
    priors += len(words("default_ratio")) + len(words("anchor"))
    return Setup([(1, 2, height * width * priors * 4)])


@layer("PriorBoxClustered", bottoms=(1, 2), tops=1, dialect=FORKS)
def prior_box_clustered(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (N, C, H, W), top (1, 2, H W P 4), a prior for each `width`.

    (training_toolbox_caffe, prior_box_clustered_layer.cpp)
    """
    del env
    _, _, height, width = legacy(bottoms[0], "bottom")
    priors = len(extra(layer, "prior_box_param.width", []))
    if not priors:
        raise LayerError("width is not given", where="prior_box_param.width", hint="Give one.")
    return Setup([(1, 2, height * width * priors * 4)])


@layer("DetectionOutput", bottoms=(1, None), tops=(1, 2), dialect=FORKS)
def detection_output(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, top (1, 1, 1, 7).

    With `visualize` its transformer takes a word if it mirrors, or crops in TRAIN
    (weiliu89/caffe, detection_output_layer.cpp; data_transformer.cpp).
    """
    del bottoms
    draws = []
    if extra(layer, "detection_output_param.visualize", default=False):
        param = layer.transform_param
        if param.mirror or (env.phase == TRAIN and param.crop_size):
            draws = [Skip(1, "seed of the transformer", layer.name)]
    return Setup([DETECTION] * len(layer.top), draws)


@layer(
    "Yolov3DetectionOutput",
    "YoloDetectionOutput",
    "CenterGridOutput",
    "CenternetDetectionOutput",
    "DetectionCcpdOutput",
    "DetectionFaceBlurOutput",
    "Yolov3Detection",
    "FasterRcnnDetectionOutput",
    bottoms=(1, None),
    tops=(1, None),
    dialect=FORKS,
)
def detections(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, tops (1, 1, 1, 7), no word.

    (MobileNet-YOLO, yolov3_detection_output_layer.cpp, yolo_detection_output_layer.cpp;
    yuqj1991/caffe_train, CenterGridDetectionLayer.cpp, Yolov3DetectionLayer.cpp)
    """
    del bottoms, env
    return Setup([DETECTION] * len(layer.top))


@layer("DetectionOutputExtended", bottoms=(3, None), tops=1, dialect=FORKS)
def detections_extended(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, top (1, 1, 1, 10).

    (training_toolbox_caffe, detection_output_extended_layer.cpp)
    """
    del layer, bottoms, env
    return Setup([(1, 1, 1, 10)])


@layer("Proposal", bottoms=(2, 3), tops=(1, 2), dialect=FORKS)
def proposal(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (N post_nms_topn, 5) and (N post_nms_topn).

    (happynear/caffe-windows, proposal_layer.cpp.) In synopsys-caffe, where max_rois is written:
    (1, 1, 1, 5) and (1, 1, 1, 1).
    """
    field = "proposal_param"
    if env.dialect == "synopsys" or extra(layer, f"{field}.max_rois") is not None:
        return Setup([(1, 1, 1, 5), (1, 1, 1, 1)][: len(layer.top)])
    rows = axis_0(bottoms[0], "bottom 0") * extra(layer, f"{field}.post_nms_topn", 300)
    return Setup([(rows, 5), (rows,)][: len(layer.top)])


@layer("SimplerNMS", bottoms=(2, 3), tops=(1, None), dialect=FORKS)
def simpler_nms(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Top (post_nms_topn, 5): the regions that are left (intel/caffe, simpler_nms_layer.cpp)."""
    del bottoms, env
    kept = extra(layer, "simpler_nms_param.post_nms_topn", 300)
    return Setup([(kept, 5)] * len(layer.top))


@layer("BoxAnnotatorOHEM", bottoms=(4, 7), tops=2, dialect=FORKS)
def box_annotator(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms: regions (R, 5, H, W), losses, labels, weights (R, B, H, W).

    Tops: (R, 1, H, W) and (R, B, H, W)
    (daijifeng001/caffe-rfcn, box_annotator_ohem_layer.cpp).
    """
    del layer, env
    num, _, height, width = legacy(bottoms[0], "bottom 0")
    boxes = legacy(bottoms[3], "bottom 3")[1]
    return Setup([(num, 1, height, width), (num, boxes, height, width)])


@layer("AnchorEmbeddingExtractor", bottoms=(2, None), tops=(2, 3), dialect=FORKS)
def anchor_embedding(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottoms of detections and one (N, E, H, W) an anchor, tops (1, E) and (1).

    A third top is (1), the weight of an instance, or its proposal in a row
    (training_toolbox_caffe, anchor_embedding_extractor_layer.cpp).
    """
    del env
    size = legacy(bottoms[1], "bottom 1")[1]
    proposals = extra(layer, "embedding_extractor_param.output_proposals", default=False)
    third = (1, PROPOSAL) if proposals else (1,)
    return Setup([(1, size), (1,), third][: len(layer.top)])
