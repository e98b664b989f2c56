"""Layers written in Python that come with public projects, by module and name.

Their tops have the shapes told here when a net is set up; in a forward pass many grow with the
image. Shapes that depend on a project's configuration are those of its default one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from caffe_fillers.core.draws import Constant, Drawn, Fill, LayerBlob, Setup, Shape, Slot, Untold
from caffe_fillers.layers.weights import given_blobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from caffe_fillers.core.draws import Env
    from caffe_fillers.proto import caffe

__all__ = ["python_layer"]

Words: TypeAlias = Mapping[str, Any]


class Call(NamedTuple):
    """What a layer written in Python is set up with."""

    bottoms: Sequence[Shape]
    #: The names of its tops.
    tops: Sequence[str]
    #: The words of its param_str.
    words: Words
    #: TRAIN (0) or TEST (1).
    phase: int

    def first(self, axes: int = 0) -> Shape | None:
        """The first bottom's shape, if it has so many axes at least."""
        shape = self.bottoms[0] if self.bottoms else None
        return shape if shape is not None and (not axes or len(shape) >= axes) else None


Tops: TypeAlias = "Callable[[Call], Sequence[Shape | None]]"

#: Images of py-faster-rcnn, R-FCN and MNC: TRAIN.SCALES and TRAIN.MAX_SIZE (config.py).
IMAGES = (1, 3, 600, 1000)
REGION, INFO, BOX, LABEL = (1, 5), (1, 3), (1, 4), (1, 1)

#: MNC's MASK_SIZE and CFM_INPUT_MASK_SIZE (mnc_config.py).
MASK, CFM_MASK = (1, 1, 21, 21), (1, 1, 14, 14)

#: DetectNet's MAX_BOXES (clustering.py).
CLUSTERS = 50

ROW = (1,)


def python_layer(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup | None:
    """What setting up a public project's layer does; None for a layer that is not known."""
    param = layer.python_param
    module = param.module.rpartition(".")[2]
    tops = LAYERS.get((module, param.layer)) or LAYERS.get(("", param.layer))
    if tops is None:
        return None
    words = _words(param.param_str)
    shapes = list(tops(Call(bottoms, layer.top, words, env.phase)))
    shapes += [None] * (len(layer.top) - len(shapes))
    why = f"it depends on what {param.module}.{param.layer} reads"
    named = zip(layer.top, shapes, strict=False)
    told = [Untold(top, why) if shape is None else shape for top, shape in named]
    made = Setup([env.shapes.get(top, each) for top, each in zip(layer.top, told, strict=True)])
    if param.layer == "AdaptiveWeightingLossLayer":
        return _weighting(layer, len(bottoms), words, made)
    return made


def _weighting(layer: caffe.LayerParameter, bottoms: int, words: Words, made: Setup) -> Setup:
    """One blob, a value for each bottom: `init` (adaptive_weighting_loss_layer.py)."""
    given = given_blobs(layer)
    if given:
        return Setup(made.tops, (), given)
    value = words.get("init", 0.0)
    law = Constant(float(value) if isinstance(value, (int, float)) else 0.0)
    draw = Fill(Slot(0, 0, layer.name), (bottoms,), law)
    return Setup(made.tops, [draw], [LayerBlob((bottoms,), Drawn(0))])


def _words(text: str) -> Words:
    """The words of a param_str: a dictionary in Python, or lines of YAML such as 'feat_stride': 16.

    What cannot be read is left out; no code is run.
    """
    if len(text) > 10_000:
        return {}
    try:
        found = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        pairs = re.findall(r"[\"']?(\w+)[\"']?\s*:\s*(-?\d{1,15}(?:\.\d{1,15})?)", text)
        found = {name: float(value) if "." in value else int(value) for name, value in pairs[:100]}
    return found if isinstance(found, dict) else {}


def _number(words: Words, name: str, default: int) -> int:
    value = words.get(name, default)
    return value if isinstance(value, int) and 0 < value < 2**20 else default


# --- one function a layer ----------------------------------------------------------------------


def _fixed(*shapes: Shape | None) -> Tops:
    def tops(call: Call) -> Sequence[Shape | None]:
        return shapes[: len(call.tops)]

    return tops


def _as_bottom(call: Call) -> Sequence[Shape | None]:
    return [call.first()]


def _boxes(call: Call) -> Shape:
    return (1, 4 * _number(call.words, "num_classes", 21))


def _roi_data(call: Call) -> Sequence[Shape | None]:
    """Sizes and boxes for a network that proposes regions, else regions and their labels.

    (roi_data_layer/layer.py)
    """
    boxes = _boxes(call)
    given = "rois" in call.tops
    return [IMAGES, REGION, ROW, boxes, boxes, boxes] if given else [IMAGES, INFO, BOX]


def _anchor_target(call: Call) -> Sequence[Shape | None]:
    """(1, 1, A H, W) and (1, 4 A, H, W), A = ratios x scales (rpn/anchor_target_layer.py)."""
    bottom = call.first(len("hw"))
    if bottom is None:
        return [None] * len(call.tops)
    height, width = bottom[-2:]
    anchors = _length(call.words, "ratios", 3) * _length(call.words, "scales", 3)
    return [(1, 1, anchors * height, width), *[(1, 4 * anchors, height, width)] * 3]


def _length(words: Words, name: str, default: int) -> int:
    value = words.get(name)
    return len(value) if isinstance(value, (list, tuple)) and value else default


def _proposal_target(call: Call) -> Sequence[Shape | None]:
    """Regions, labels, targets and their weights, and MNC's masks (proposal_target_layer.py)."""
    boxes = _boxes(call)
    return [REGION, LABEL, boxes, boxes, boxes, MASK, MASK, BOX, BOX, BOX]


def _stage_bridge(call: Call) -> Sequence[Shape | None]:
    """In TEST regions only (MNC, pylayer/stage_bridge_layer.py)."""
    boxes = _boxes(call)
    return [REGION] if call.phase else [REGION, LABEL, MASK, MASK, BOX, boxes, boxes, boxes]


def _cfm_data(call: Call) -> Sequence[Shape | None]:
    """Images, boxes and masks (MNC, pylayer/cfm_data_layer.py)."""
    boxes = _boxes(call)
    return [IMAGES, BOX, CFM_MASK, LABEL, LABEL, boxes, MASK, boxes, boxes, MASK]


def _padded(call: Call) -> Sequence[Shape | None]:
    """(N, C, H + pad_t + pad_b, W + pad_l + pad_r) (the nets of MMdnn's pad.py)."""
    bottom = call.first(len("nchw"))
    if bottom is None:
        return [None]
    pads = {side: _number(call.words, f"pad_{side}", 0) for side in "tblr"}
    height, width = bottom[2] + pads["t"] + pads["b"], bottom[3] + pads["l"] + pads["r"]
    return [(*bottom[:2], height, width)]


def _reorganized(call: Call) -> Sequence[Shape | None]:
    """(N, 4 C, H / 2, W / 2) of (N, C, H, W) (nets of YOLO v2, yolov2.py)."""
    bottom = call.first(len("nchw"))
    if bottom is None:
        return [None]
    stride = _number(call.words, "stride", 2)
    return [(bottom[0], bottom[1] * stride**2, *(length // stride for length in bottom[2:]))]


def _axes(call: Call) -> Sequence[Shape | None]:
    """The bottom's dimensions, as values (nets that MMdnn wrote, shape.py)."""
    bottom = call.first()
    return [None if bottom is None else (len(bottom),)]


def _embeddings(call: Call) -> Sequence[Shape | None]:
    """(1, E) of detections and maps (N, E, H, W) (sampling_extractor_layer.py)."""
    maps = call.bottoms[1] if len(call.bottoms) > 1 else None
    return [None if maps is None or len(maps) < len("nc") else (1, maps[1]), ROW]


def _scaled(call: Call) -> Sequence[Shape | None]:
    """The bottom, and the factor (schedule_scale_layer.py)."""
    return [call.first(), ROW]


def _images(call: Call) -> Sequence[Shape | None]:
    """(batch, 3, height, width) and boxes (1, 1, 1, 8) (training_toolbox_caffe, data_layer.py)."""
    boxes = (1, 1, 1, 8)
    sides = [_number(call.words, name, 0) for name in ("batch", "height", "width")]
    return [(sides[0], 3, *sides[1:]) if all(sides) else None, boxes]


#: By the last part of the module's name and the class; "" for a class that needs no module.
LAYERS: Mapping[tuple[str, str], Tops] = {
    # py-faster-rcnn: lib/roi_data_layer/layer.py, lib/rpn/*.py
    ("layer", "RoIDataLayer"): _roi_data,
    ("proposal_layer", "ProposalLayer"): _fixed(REGION, (1, 1, 1, 1)),
    ("anchor_target_layer", "AnchorTargetLayer"): _anchor_target,
    ("proposal_target_layer", "ProposalTargetLayer"): _proposal_target,
    # MNC: lib/pylayer/*.py
    ("mnc_data_layer", "MNCDataLayer"): _fixed(IMAGES, INFO, BOX, (1, 21, 21), INFO),
    ("cfm_data_layer", "CFMDataLayer"): _cfm_data,
    ("stage_bridge_layer", "StageBridgeLayer"): _stage_bridge,
    ("mask_layer", "MaskLayer"): _fixed(MASK, LABEL),
    # training_toolbox_caffe: python/caffe/custom_layers/*.py
    ("sampling_extractor_layer", "SamplingExtractorLayer"): _embeddings,
    ("detections_matcher_layer", "DetMatcherLayer"): _fixed((1, 1, 1, 11), ROW),
    ("schedule_scale_layer", "ScheduledScaleLayer"): _scaled,
    ("actions_data_layer", "ActionsDataLayer"): _images,
    ("data_layer", "DataLayer"): _images,
    ("actions_detection_output_layer", "ActionsDetectionOutputLayer"): _fixed((1, 1, 1, 8)),
    ("adaptive_weighting_loss_layer", "AdaptiveWeightingLossLayer"): _fixed(*[ROW] * 20),
    **{
        (f"{name}_loss_layer", f"{title}LossLayer"): _fixed(ROW, ROW, ROW)
        for name, title in (
            *(("push", "Push"), ("glob_push", "GlobPush"), ("local_push", "LocalPush")),
            *(("center", "Center"), ("plain_center", "PlainCenter"), ("split", "Split")),
        )
    },
    # NVIDIA/caffe: python/caffe/layers/detectnet/*.py
    ("mean_ap", "mAP"): _fixed(ROW, ROW, ROW),
    # shelhamer/fcn.berkeleyvision.org: images of any size, one at a time
    ("voc_layers", "VOCSegDataLayer"): _fixed(None, None),
    ("voc_layers", "SBDDSegDataLayer"): _fixed(None, None),
    ("nyud_layers", "NYUDSegDataLayer"): _fixed(None, None, None),
    ("siftflow_layers", "SIFTFlowSegDataLayer"): _fixed(None, None, None),
    ("pascalcontext_layers", "PASCALContextSegDataLayer"): _fixed(None, None),
    # nets that converters wrote
    ("", "TensorShape"): _axes,
    ("", "darknet_reorg"): _reorganized,
    ("", "PadTensor"): _padded,
    ("", "SpatialDropoutLayer"): _as_bottom,
}
