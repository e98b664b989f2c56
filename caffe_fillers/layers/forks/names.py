"""Types of forks of which a name is enough: they have neither blobs nor words.

Losses and evaluations give numbers that no layer with blobs ever reads, activations give their
bottom's shape back, and the tops of all others have a shape that nobody knows until the user tells
it (`--shape`). The layers' own files in the forks named, and where a fork never published its
source, the nets that use them: no such net gives the layer fillers or `param`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import FORKS, layer
from caffe_fillers.core.words import extra
from caffe_fillers.layers.forks.tops import untold
from caffe_fillers.layers.shapes import canonical_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe


#: Why such a top's shape is not known.
UNASKED = "no layer with blobs was ever seen to need it"


class Names(NamedTuple):
    """Types that are alike, and where they were read."""

    source: str
    types: str


#: Their top is shaped as their (first) bottom; a second top is known to the layer alone.
ALIKE = (
    Names("MobileNet-YOLO, yuqj1991/caffe_train: relu6_layer.cpp", "ReLU6"),
    Names("training_toolbox_caffe: grn_layer.cpp, scale_filter_layer.cpp", "GRN ScaleFilter"),
    Names("synopsys-caffe: hard_swish_layer.cpp, atan_layer.cpp, icnet_subgraph_layer.cpp",
          "HardSwish Atan ICNetSubgraph HardSigmoid Mish ReLUN"),
    Names("jolibrain/caffe: selu_layer.cpp, selu_dropout_layer.cpp, shuffle_channel_layer.cpp",
          "SeLu SeLuDropout ShuffleChannel"),
    Names("happynear/caffe-windows: flip_layer.cpp, insanity_layer.cpp, label_specific_add.cpp",
          "Flip Insanity LabelSpecificAdd LabelSpecificRescale"),
    Names("yuqj1991/caffe_train: simplenormalize_layer.cpp, cosin_add_m_layer.cpp, norm_layer.cpp",
          "SimpleNormalize CosinAddm Norm"),
    Names("yuqj1991/caffe_train and jolibrain/caffe: reverse_layer.cpp", "Reverse ReverseTime"),
    Names("MobileNet-YOLO: assisted_excitation_layer.cpp", "AssistedExcitation"),
    Names("naibaf7/caffe: connected_component_layer.cpp", "ConnectedComponent"),
    Names("pull requests to BVLC/caffe: topK_layer.cpp, permutation_layer.cpp", "Topk Permutation"),
    Names("convnet-benchmarks: nets only", "IntelPack IntelUnpack IntelLRN"),
    Names("C3D: voxel_softmax_layer.cpp", "VoxelSoftmax"),
    Names("synopsys-caffe: softsign_layer.cpp, softplus_layer.cpp, erf_layer.cpp",
          "Softsign Softplus Erf"),
)  # fmt: skip

#: Losses: their first top is a scalar of weight 1, made without a name where the net has none.
LOSSES = (
    Names("caffe-fast-rcnn: smooth_L1_loss_layer.cpp", "SmoothL1Loss"),
    Names("daijifeng001/caffe-rfcn, intel/caffe: smooth_L1_loss_ohem_layer.cpp, "
          "softmax_loss_ohem_layer.cpp", "SmoothL1LossOHEM SoftmaxWithLossOHEM"),
    Names("MobileNet-YOLO: yolov3_layer.cpp, region_loss_layer.cpp, yolo_seg.cpp",
          "Yolov3 RegionLoss YoloSeg"),
    Names("naibaf7/caffe: malis_loss_layer.cpp", "MalisLoss"),
    Names("happynear/caffe-windows: triplet_loss_layer.cpp, general_constrastive_loss_layer.cpp, "
          "general_triplet_loss_layer.cpp",
          "TripletLoss GeneralContrastiveLoss GeneralTripletLoss"),
    Names("jolibrain/caffe: ctc_loss_layer.cpp; training_toolbox_caffe: ctc_loss_layer.cpp",
          "CtcLoss CTCLoss WarpCTCLoss"),
    Names("NVIDIA/caffe: l1_loss_layer.cpp", "L1Loss"),
    Names("synopsys-caffe: yolo_v2_loss_layer.cpp, yolo_v3_loss_layer.cpp",
          "YoloV2Loss YoloV3Loss"),
    Names("yuqj1991/caffe_train: CenterGridLossLayer.cpp, CenternetLossLayer.cpp, Yolov3Loss.cpp, "
          "focal_loss_layer.cpp, rank_hard_loss_layer.cpp",
          "CenterGridLoss CenterObjectLoss Yolov3Loss focalSoftmaxWithLoss RankHardLoss "
          "MultiFaceLoss MultiFacePoseLoss MulticcpdLoss MTCNNEuclideanLoss MultiBoxFaceLoss"),
    Names("jolibrain/caffe: dice_coef_loss_layer.cpp; weiliu89's and others' nets",
          "DiceCoefLoss FocalLoss SoftmaxFocalLoss"),
    Names("pull requests to BVLC/caffe", "XCovLoss SVRLoss WassersteinLoss PairwiseLoss "
          "QuantizationLoss"),
    Names("C3D: voxel_softmax_loss_layer.cpp", "VoxelSoftmaxLoss"),
    Names("yjxiong/caffe: nets only", "TransformSoftmaxLoss"),
    Names("MyCaffe: MemoryLossLayer.cs, nets", "MemoryLoss SoftmaxCrossEntropyLoss "
          "SoftmaxCrossEntropy2Loss NLLLoss QuantileLoss"),
)  # fmt: skip

#: Their tops have a shape that no layer with blobs asks for.
TOLD_BY_NOBODY = (
    Names("weiliu89/caffe: detection_evaluate_layer.cpp", "DetectionEvaluate"),
    Names("intel/caffe: eval_detection_layer.cpp", "EvalDetection"),
    Names("naibaf7/caffe: affinity_layer.cpp", "Affinity"),
    Names("PSPNet: seg_accuracy_layer.cpp", "SegAccuracy"),
    Names("MobileNet-YOLO: segmentation_evaluate_layer.cpp", "SegmentationEvaluate"),
    Names("yuqj1991/caffe_train: ctc_decoder_layer.cpp, sample_triplet_layer.cpp, "
          "ccpdlp_evaluate_layer.cpp, faceEvaluateLayer.cpp, pairfaceEvaluate.cpp",
          "CTCGreedyDecoder SampleTriplet LpEvaluate FaceAttriEvaluate FaceEvaluate "
          "faceBlurEvaluate pairfaceEvaluate"),
    Names("jolibrain/caffe: labelsequence_accuracy_layer.cpp", "LabelsequenceAccuracy"),
    Names("NVIDIA/caffe: trt_layer.cpp; DetectNet's transformation", "TRT DetectNetTransformation"),
    Names("happynear/caffe-windows: hotspot_layer.cpp; ducha-aiki/caffe: covariance_layer.cpp",
          "Hotspot Covariance"),
    Names("torrvision/caffe-tvg: box_features_layer.cpp, channel_select_layer.cpp",
          "BoxFeatures ChannelSelect"),
    Names("OpenPose: imresize_layer.cpp, nms_layer.cpp", "ImResize Nms"),
    Names("synopsys-caffe: ssd_decoder_layer.cpp, ssd_sort_layer.cpp", "SSDDecoder SSDSort"),
    Names("pull requests to BVLC/caffe, nets only",
          "AccuracyRegression LS ConfusionMatrix LrnMap BernoulliSample"),
    Names("yjxiong/caffe: nets only", "TransformAccuracy AccuracyTree LossTree SoftmaxLossTree"),
    Names("junhyukoh: nets only", "Im2Windows"),
    Names("MyCaffe: nets", "Decode AccuracyDecode AccuracyEncoding Debug Knn QuantileAccuracy"),
)  # fmt: skip


def _names(groups: Sequence[Names]) -> list[str]:
    return [name for group in groups for name in group.types.split()]


@layer(*_names(ALIKE), bottoms=(1, None), tops=(1, None), dialect=FORKS)
def alike(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Bottom (...), top (...); no blobs, no word at setup (the files in `ALIKE`)."""
    del env
    return Setup([bottoms[0], *untold(layer, UNASKED, 1)])


@layer(*_names(LOSSES), bottoms=(1, None), tops=(0, None), auto_tops=True, kind="loss",
       dialect=FORKS)  # fmt: skip
def loss(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, top () of weight 1; more tops have a shape that nobody knows (`LOSSES`).

    (loss_layer.cpp, and the files in `LOSSES`)
    """
    del bottoms, env
    return Setup([(), *untold(layer, UNASKED, 1)], loss_weight=1)


@layer("MultiBoxLoss", "MultiBoxSSDLoss", bottoms=(4, None), tops=(0, 2), auto_tops=True,
       kind="loss", dialect=FORKS)  # fmt: skip
def multibox_loss(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, top () of weight 1; where no propagate_down is given, four are added.

    (weiliu89/caffe, multibox_loss_layer.cpp)
    """
    del bottoms, env
    tops = [(), *untold(layer, UNASKED, 1)]
    return Setup(tops, loss_weight=1, propagate_down=(True, True, False, False))


@layer(*_names(TOLD_BY_NOBODY), bottoms=(0, None), tops=(0, None), dialect=FORKS)
def told_by_nobody(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any bottoms, tops of shapes that nobody knows (the files in `TOLD_BY_NOBODY`)."""
    del bottoms, env
    return Setup(untold(layer, UNASKED))


@layer("ContinuationIndicator", bottoms=(0, 1), tops=1, dialect=FORKS)
def continuation_indicator(
    layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env
) -> Setup:
    """Top (time_step, bottom's length of `axis`), or (time_step, batch_size).

    (jolibrain/caffe, continuation_indicator_layer.cpp)
    """
    del env
    field = "continuation_indicator_param"
    axis = extra(layer, f"{field}.axis", 0)
    batch = extra(layer, f"{field}.batch_size", 0)
    if bottoms and not batch:
        batch = bottoms[0][canonical_axis(axis, bottoms[0], f"{field}.axis")]
    return Setup([(extra(layer, f"{field}.time_step", 0), batch)])
