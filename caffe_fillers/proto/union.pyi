"""The types of proto/caffe.proto and caffe_fillers/dialects/forks. Written by tools/gen_proto.py; change proto/caffe.proto and caffe_fillers/dialects/forks instead."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from google.protobuf.internal.containers import (
    RepeatedCompositeFieldContainer,
    RepeatedScalarFieldContainer,
)
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message

Phase: EnumTypeWrapper
TRAIN: Final = 0
TEST: Final = 1
RUN: Final = 20001

QuantizationParameter_Precision: EnumTypeWrapper
DYNAMIC_FIXED_POINT: Final = 0
QuantizationParameter_Precision_FLOAT: Final = 20001
QuantizationParameter_Precision_DYNAMIC_FIXED_POINT: Final = 1

QuantizationParameter_Rounding: EnumTypeWrapper
NEAREST: Final = 0
QuantizationParameter_Rounding_NEAREST: Final = 20001
QuantizationParameter_Rounding_STOCHASTIC: Final = 1

Type: EnumTypeWrapper
DOUBLE: Final = 0
FLOAT: Final = 1
FLOAT16: Final = 2
INT: Final = 3
UINT: Final = 4
BOOL: Final = 5

Packing: EnumTypeWrapper
NCHW: Final = 0
NHWC: Final = 1

Autotune: EnumTypeWrapper
CAFFE_AUTOTUNE_DISABLED: Final = 0
CAFFE_AUTOTUNE_FUNCTION: Final = 1
CAFFE_AUTOTUNE_FUNCTION_PARAMETER: Final = 2

DataType: EnumTypeWrapper
CAFFE_FLOAT: Final = 0
CAFFE_HALF: Final = 1
CAFFE_DOUBLE: Final = 2
CAFFE_INT8_QUANTIZED: Final = 3
CAFFE_INT16_QUANTIZED: Final = 4
CAFFE_INT32_QUANTIZED: Final = 5
CAFFE_INT64_QUANTIZED: Final = 6
CAFFE_PACKED_BINARY: Final = 7

QuantizerMode: EnumTypeWrapper
CAFFE_QUANT_PASSIVE: Final = 0
CAFFE_QUANT_OBSERVE: Final = 1
CAFFE_QUANT_PSEUDO: Final = 2

class BlobShape(Message):
    DIM_FIELD_NUMBER: Final = 1
    @property
    def dim(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        dim: Iterable[int] | None = None,
    ) -> None: ...

class BlobProto(Message):
    NUM_FIELD_NUMBER: Final = 1
    CHANNELS_FIELD_NUMBER: Final = 2
    HEIGHT_FIELD_NUMBER: Final = 3
    WIDTH_FIELD_NUMBER: Final = 4
    DATA_FIELD_NUMBER: Final = 5
    DIFF_FIELD_NUMBER: Final = 6
    SHAPE_FIELD_NUMBER: Final = 7
    DOUBLE_DATA_FIELD_NUMBER: Final = 8
    DOUBLE_DIFF_FIELD_NUMBER: Final = 9
    DATA_TYPE_FIELD_NUMBER: Final = 20001
    LENGTH_FIELD_NUMBER: Final = 20002
    PACKED_DATA_FIELD_NUMBER: Final = 20003
    PACKED_DIFF_FIELD_NUMBER: Final = 20004
    RAW_DATA_FIELD_NUMBER: Final = 20005
    RAW_DATA_TYPE_FIELD_NUMBER: Final = 20006
    RAW_DIFF_FIELD_NUMBER: Final = 20007
    RAW_DIFF_TYPE_FIELD_NUMBER: Final = 20008
    SHAPE_STRIDE_FIELD_NUMBER: Final = 20009
    num: int  # default 0
    channels: int  # default 0
    height: int  # default 0
    width: int  # default 0
    @property
    def data(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def diff(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def shape(self) -> BlobShape: ...
    @property
    def double_data(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def double_diff(self) -> RepeatedScalarFieldContainer[float]: ...
    data_type: int
    length: int  # default 0
    packed_data: bytes
    packed_diff: bytes
    raw_data: bytes
    raw_data_type: int
    raw_diff: bytes
    raw_diff_type: int
    @property
    def shape_stride(self) -> BlobShape: ...
    def __init__(
        self,
        *,
        num: int | None = None,
        channels: int | None = None,
        height: int | None = None,
        width: int | None = None,
        data: Iterable[float] | None = None,
        diff: Iterable[float] | None = None,
        shape: BlobShape | dict[str, Any] | None = None,
        double_data: Iterable[float] | None = None,
        double_diff: Iterable[float] | None = None,
        data_type: int | str | None = None,
        length: int | None = None,
        packed_data: bytes | None = None,
        packed_diff: bytes | None = None,
        raw_data: bytes | None = None,
        raw_data_type: int | str | None = None,
        raw_diff: bytes | None = None,
        raw_diff_type: int | str | None = None,
        shape_stride: BlobShape | dict[str, Any] | None = None,
    ) -> None: ...

class BlobProtoVector(Message):
    BLOBS_FIELD_NUMBER: Final = 1
    @property
    def blobs(self) -> RepeatedCompositeFieldContainer[BlobProto]: ...
    def __init__(
        self,
        *,
        blobs: Iterable[BlobProto | dict[str, Any]] | None = None,
    ) -> None: ...

class Datum(Message):
    CHANNELS_FIELD_NUMBER: Final = 1
    HEIGHT_FIELD_NUMBER: Final = 2
    WIDTH_FIELD_NUMBER: Final = 3
    DATA_FIELD_NUMBER: Final = 4
    LABEL_FIELD_NUMBER: Final = 5
    FLOAT_DATA_FIELD_NUMBER: Final = 6
    ENCODED_FIELD_NUMBER: Final = 7
    channels: int
    height: int
    width: int
    data: bytes
    label: int
    @property
    def float_data(self) -> RepeatedScalarFieldContainer[float]: ...
    encoded: bool  # default false
    def __init__(
        self,
        *,
        channels: int | None = None,
        height: int | None = None,
        width: int | None = None,
        data: bytes | None = None,
        label: int | None = None,
        float_data: Iterable[float] | None = None,
        encoded: bool | None = None,
    ) -> None: ...

class FillerParameter(Message):
    VarianceNorm: ClassVar[EnumTypeWrapper]
    FAN_IN: Final = 0
    FAN_OUT: Final = 1
    AVERAGE: Final = 2
    Distribution: ClassVar[EnumTypeWrapper]
    truncated_normal: Final = 0
    untruncated_normal: Final = 1
    uniform: Final = 2
    Mode: ClassVar[EnumTypeWrapper]
    fan_in: Final = 0
    fan_out: Final = 1
    fan_avg: Final = 2
    fan_geo_avg: Final = 3
    TYPE_FIELD_NUMBER: Final = 1
    VALUE_FIELD_NUMBER: Final = 2
    MIN_FIELD_NUMBER: Final = 3
    MAX_FIELD_NUMBER: Final = 4
    MEAN_FIELD_NUMBER: Final = 5
    STD_FIELD_NUMBER: Final = 6
    SPARSE_FIELD_NUMBER: Final = 7
    VARIANCE_NORM_FIELD_NUMBER: Final = 8
    ALPHA_FIELD_NUMBER: Final = 20001
    DIAG_VAL_FIELD_NUMBER: Final = 20002
    DISTRIBUTION_FIELD_NUMBER: Final = 20003
    FILE_FIELD_NUMBER: Final = 20004
    GAIN_FIELD_NUMBER: Final = 20005
    MODE_FIELD_NUMBER: Final = 20006
    MSRA_COEFF_FIELD_NUMBER: Final = 20007
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 20008
    NUM_GROUPS_FIELD_NUMBER: Final = 20009
    SCALE_FIELD_NUMBER: Final = 20010
    SPARSITY_FIELD_NUMBER: Final = 20011
    VALUE_LIST_FIELD_NUMBER: Final = 20012
    type: str  # default constant
    value: float  # default 0
    min: float  # default 0
    max: float  # default 1
    mean: float  # default 0
    std: float  # default 1
    sparse: int  # default -1
    variance_norm: int  # default FAN_IN
    alpha: float  # default 0
    @property
    def diag_val(self) -> RepeatedScalarFieldContainer[float]: ...
    distribution: int
    file: str
    gain: float  # default 1
    mode: int
    msra_coeff: float  # default 0
    negative_slope: float  # default 0
    num_groups: int  # default 0
    scale: float  # default 1
    sparsity: float  # default 0
    @property
    def value_list(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        type: str | None = None,
        value: float | None = None,
        min: float | None = None,
        max: float | None = None,
        mean: float | None = None,
        std: float | None = None,
        sparse: int | None = None,
        variance_norm: int | str | None = None,
        alpha: float | None = None,
        diag_val: Iterable[float] | None = None,
        distribution: int | str | None = None,
        file: str | None = None,
        gain: float | None = None,
        mode: int | str | None = None,
        msra_coeff: float | None = None,
        negative_slope: float | None = None,
        num_groups: int | None = None,
        scale: float | None = None,
        sparsity: float | None = None,
        value_list: Iterable[float] | None = None,
    ) -> None: ...

class NetState(Message):
    PHASE_FIELD_NUMBER: Final = 1
    LEVEL_FIELD_NUMBER: Final = 2
    STAGE_FIELD_NUMBER: Final = 3
    QUANTIZER_MODE_FIELD_NUMBER: Final = 20001
    phase: int  # default TEST
    level: int  # default 0
    @property
    def stage(self) -> RepeatedScalarFieldContainer[str]: ...
    quantizer_mode: int  # default CAFFE_QUANT_PASSIVE
    def __init__(
        self,
        *,
        phase: int | str | None = None,
        level: int | None = None,
        stage: Iterable[str] | None = None,
        quantizer_mode: int | str | None = None,
    ) -> None: ...

class NetStateRule(Message):
    PHASE_FIELD_NUMBER: Final = 1
    MIN_LEVEL_FIELD_NUMBER: Final = 2
    MAX_LEVEL_FIELD_NUMBER: Final = 3
    STAGE_FIELD_NUMBER: Final = 4
    NOT_STAGE_FIELD_NUMBER: Final = 5
    phase: int
    min_level: int
    max_level: int
    @property
    def stage(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def not_stage(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        phase: int | str | None = None,
        min_level: int | None = None,
        max_level: int | None = None,
        stage: Iterable[str] | None = None,
        not_stage: Iterable[str] | None = None,
    ) -> None: ...

class ParamSpec(Message):
    DimCheckMode: ClassVar[EnumTypeWrapper]
    STRICT: Final = 0
    PERMISSIVE: Final = 1
    NAME_FIELD_NUMBER: Final = 1
    SHARE_MODE_FIELD_NUMBER: Final = 2
    LR_MULT_FIELD_NUMBER: Final = 3
    DECAY_MULT_FIELD_NUMBER: Final = 4
    MOMENTUM_MULT_FIELD_NUMBER: Final = 20001
    name: str
    share_mode: int
    lr_mult: float  # default 1
    decay_mult: float  # default 1
    momentum_mult: float  # default 1
    def __init__(
        self,
        *,
        name: str | None = None,
        share_mode: int | str | None = None,
        lr_mult: float | None = None,
        decay_mult: float | None = None,
        momentum_mult: float | None = None,
    ) -> None: ...

class NetParameter(Message):
    NAME_FIELD_NUMBER: Final = 1
    LAYERS_FIELD_NUMBER: Final = 2
    INPUT_FIELD_NUMBER: Final = 3
    INPUT_DIM_FIELD_NUMBER: Final = 4
    FORCE_BACKWARD_FIELD_NUMBER: Final = 5
    STATE_FIELD_NUMBER: Final = 6
    DEBUG_INFO_FIELD_NUMBER: Final = 7
    INPUT_SHAPE_FIELD_NUMBER: Final = 8
    LAYER_FIELD_NUMBER: Final = 100
    AUTOTUNE_FIELD_NUMBER: Final = 20001
    BN_STATS_BATCH_SIZE_FIELD_NUMBER: Final = 20002
    BOTTOM_FIELD_NUMBER: Final = 20003
    COMPILE_NET_STATE_FIELD_NUMBER: Final = 20004
    DATA_TYPE_FIELD_NUMBER: Final = 20005
    DEFAULT_BACKWARD_MATH_FIELD_NUMBER: Final = 20006
    DEFAULT_BACKWARD_TYPE_FIELD_NUMBER: Final = 20007
    DEFAULT_CONV_ALGOS_OVERRIDE_FIELD_NUMBER: Final = 20008
    DEFAULT_CUDNN_MATH_OVERRIDE_FIELD_NUMBER: Final = 20009
    DEFAULT_FORWARD_MATH_FIELD_NUMBER: Final = 20010
    DEFAULT_FORWARD_TYPE_FIELD_NUMBER: Final = 20011
    ELTWISE_MEM_SHARING_FIELD_NUMBER: Final = 20012
    ENGINE_FIELD_NUMBER: Final = 20013
    GLOBAL_GRAD_SCALE_FIELD_NUMBER: Final = 20014
    GLOBAL_GRAD_SCALE_ADAPTIVE_FIELD_NUMBER: Final = 20015
    MEM_PARAM_FIELD_NUMBER: Final = 20016
    MULTINODE_FIELD_NUMBER: Final = 20017
    NET_QUANTIZATION_PARAM_FIELD_NUMBER: Final = 20018
    PROFILE_INFO_FIELD_NUMBER: Final = 20019
    PROFILE_ITER_FIELD_NUMBER: Final = 20020
    PROFILE_WARMUP_FIELD_NUMBER: Final = 20021
    QUANTIZE_FIELD_NUMBER: Final = 20022
    QUANTIZER_FIELD_NUMBER: Final = 20023
    REDUCE_BUCKETS_FIELD_NUMBER: Final = 20024
    REDUCED_MEMORY_INFERENCE_FIELD_NUMBER: Final = 20025
    VERSION_FIELD_NUMBER: Final = 20026
    name: str
    @property
    def layers(self) -> RepeatedCompositeFieldContainer[V1LayerParameter]: ...
    @property
    def input(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def input_dim(self) -> RepeatedScalarFieldContainer[int]: ...
    force_backward: bool  # default false
    @property
    def state(self) -> NetState: ...
    debug_info: bool  # default false
    @property
    def input_shape(self) -> RepeatedCompositeFieldContainer[BlobShape]: ...
    @property
    def layer(self) -> RepeatedCompositeFieldContainer[LayerParameter]: ...
    autotune: int
    bn_stats_batch_size: int  # default 0
    @property
    def bottom(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def compile_net_state(self) -> CompileNetState: ...
    data_type: int
    default_backward_math: int  # default FLOAT
    default_backward_type: int  # default FLOAT
    default_conv_algos_override: str  # default -1,-1,-1
    default_cudnn_math_override: int  # default -1
    default_forward_math: int  # default FLOAT
    default_forward_type: int  # default FLOAT
    eltwise_mem_sharing: bool  # default true
    engine: str
    global_grad_scale: float  # default 1
    global_grad_scale_adaptive: bool  # default false
    @property
    def mem_param(self) -> MemoryOptimizationParameter: ...
    @property
    def multinode(self) -> MultinodeParameter: ...
    @property
    def net_quantization_param(self) -> NetQuantizationParameter: ...
    profile_info: bool  # default false
    profile_iter: int  # default 50
    profile_warmup: int  # default 10
    quantize: bool  # default false
    @property
    def quantizer(self) -> RepeatedCompositeFieldContainer[QuantizerParameter]: ...
    reduce_buckets: int
    reduced_memory_inference: bool  # default false
    version: int  # default 0
    def __init__(
        self,
        *,
        name: str | None = None,
        layers: Iterable[V1LayerParameter | dict[str, Any]] | None = None,
        input: Iterable[str] | None = None,
        input_dim: Iterable[int] | None = None,
        force_backward: bool | None = None,
        state: NetState | dict[str, Any] | None = None,
        debug_info: bool | None = None,
        input_shape: Iterable[BlobShape | dict[str, Any]] | None = None,
        layer: Iterable[LayerParameter | dict[str, Any]] | None = None,
        autotune: int | str | None = None,
        bn_stats_batch_size: int | None = None,
        bottom: Iterable[str] | None = None,
        compile_net_state: CompileNetState | dict[str, Any] | None = None,
        data_type: int | str | None = None,
        default_backward_math: int | str | None = None,
        default_backward_type: int | str | None = None,
        default_conv_algos_override: str | None = None,
        default_cudnn_math_override: int | None = None,
        default_forward_math: int | str | None = None,
        default_forward_type: int | str | None = None,
        eltwise_mem_sharing: bool | None = None,
        engine: str | None = None,
        global_grad_scale: float | None = None,
        global_grad_scale_adaptive: bool | None = None,
        mem_param: MemoryOptimizationParameter | dict[str, Any] | None = None,
        multinode: MultinodeParameter | dict[str, Any] | None = None,
        net_quantization_param: NetQuantizationParameter | dict[str, Any] | None = None,
        profile_info: bool | None = None,
        profile_iter: int | None = None,
        profile_warmup: int | None = None,
        quantize: bool | None = None,
        quantizer: Iterable[QuantizerParameter | dict[str, Any]] | None = None,
        reduce_buckets: int | None = None,
        reduced_memory_inference: bool | None = None,
        version: int | None = None,
    ) -> None: ...

class LayerParameter(Message):
    NAME_FIELD_NUMBER: Final = 1
    TYPE_FIELD_NUMBER: Final = 2
    BOTTOM_FIELD_NUMBER: Final = 3
    TOP_FIELD_NUMBER: Final = 4
    LOSS_WEIGHT_FIELD_NUMBER: Final = 5
    PARAM_FIELD_NUMBER: Final = 6
    BLOBS_FIELD_NUMBER: Final = 7
    INCLUDE_FIELD_NUMBER: Final = 8
    EXCLUDE_FIELD_NUMBER: Final = 9
    PHASE_FIELD_NUMBER: Final = 10
    PROPAGATE_DOWN_FIELD_NUMBER: Final = 11
    TRANSFORM_PARAM_FIELD_NUMBER: Final = 100
    LOSS_PARAM_FIELD_NUMBER: Final = 101
    ACCURACY_PARAM_FIELD_NUMBER: Final = 102
    ARGMAX_PARAM_FIELD_NUMBER: Final = 103
    CONCAT_PARAM_FIELD_NUMBER: Final = 104
    CONTRASTIVE_LOSS_PARAM_FIELD_NUMBER: Final = 105
    CONVOLUTION_PARAM_FIELD_NUMBER: Final = 106
    DATA_PARAM_FIELD_NUMBER: Final = 107
    DROPOUT_PARAM_FIELD_NUMBER: Final = 108
    DUMMY_DATA_PARAM_FIELD_NUMBER: Final = 109
    ELTWISE_PARAM_FIELD_NUMBER: Final = 110
    EXP_PARAM_FIELD_NUMBER: Final = 111
    HDF5_DATA_PARAM_FIELD_NUMBER: Final = 112
    HDF5_OUTPUT_PARAM_FIELD_NUMBER: Final = 113
    HINGE_LOSS_PARAM_FIELD_NUMBER: Final = 114
    IMAGE_DATA_PARAM_FIELD_NUMBER: Final = 115
    INFOGAIN_LOSS_PARAM_FIELD_NUMBER: Final = 116
    INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 117
    LRN_PARAM_FIELD_NUMBER: Final = 118
    MEMORY_DATA_PARAM_FIELD_NUMBER: Final = 119
    MVN_PARAM_FIELD_NUMBER: Final = 120
    POOLING_PARAM_FIELD_NUMBER: Final = 121
    POWER_PARAM_FIELD_NUMBER: Final = 122
    RELU_PARAM_FIELD_NUMBER: Final = 123
    SIGMOID_PARAM_FIELD_NUMBER: Final = 124
    SOFTMAX_PARAM_FIELD_NUMBER: Final = 125
    SLICE_PARAM_FIELD_NUMBER: Final = 126
    TANH_PARAM_FIELD_NUMBER: Final = 127
    THRESHOLD_PARAM_FIELD_NUMBER: Final = 128
    WINDOW_DATA_PARAM_FIELD_NUMBER: Final = 129
    PYTHON_PARAM_FIELD_NUMBER: Final = 130
    PRELU_PARAM_FIELD_NUMBER: Final = 131
    SPP_PARAM_FIELD_NUMBER: Final = 132
    RESHAPE_PARAM_FIELD_NUMBER: Final = 133
    LOG_PARAM_FIELD_NUMBER: Final = 134
    FLATTEN_PARAM_FIELD_NUMBER: Final = 135
    REDUCTION_PARAM_FIELD_NUMBER: Final = 136
    EMBED_PARAM_FIELD_NUMBER: Final = 137
    TILE_PARAM_FIELD_NUMBER: Final = 138
    BATCH_NORM_PARAM_FIELD_NUMBER: Final = 139
    ELU_PARAM_FIELD_NUMBER: Final = 140
    BIAS_PARAM_FIELD_NUMBER: Final = 141
    SCALE_PARAM_FIELD_NUMBER: Final = 142
    INPUT_PARAM_FIELD_NUMBER: Final = 143
    CROP_PARAM_FIELD_NUMBER: Final = 144
    PARAMETER_PARAM_FIELD_NUMBER: Final = 145
    RECURRENT_PARAM_FIELD_NUMBER: Final = 146
    SWISH_PARAM_FIELD_NUMBER: Final = 147
    CLIP_PARAM_FIELD_NUMBER: Final = 148
    ACCUM_PARAM_FIELD_NUMBER: Final = 20001
    ADAPTIVE_BIAS_CHANNEL_PARAM_FIELD_NUMBER: Final = 20002
    AFFINITY_PARAM_FIELD_NUMBER: Final = 20003
    ANNOTATED_DATA_PARAM_FIELD_NUMBER: Final = 20004
    APPLY_NORMALIZATION_FIELD_NUMBER: Final = 20005
    ATTENTION_PARAM_FIELD_NUMBER: Final = 20006
    AUGMENTATION_PARAM_FIELD_NUMBER: Final = 20007
    AUTOTUNE_FIELD_NUMBER: Final = 20008
    BACKWARD_MATH_FIELD_NUMBER: Final = 20009
    BACKWARD_TYPE_FIELD_NUMBER: Final = 20010
    BATCH_CONTRASTIVE_LOSS_PARAM_FIELD_NUMBER: Final = 20011
    BATCH_REDUCTION_PARAM_FIELD_NUMBER: Final = 20012
    BATCH_TO_SPACE_ND_PARAM_FIELD_NUMBER: Final = 20013
    BIAS_CHANNEL_PARAM_FIELD_NUMBER: Final = 20014
    BLACK_AUGMENTATION_PARAM_FIELD_NUMBER: Final = 20015
    BLOBS_QUANTIZER_FIELD_NUMBER: Final = 20016
    BN_PARAM_FIELD_NUMBER: Final = 20017
    BOTTOM_DATA_TYPE_FIELD_NUMBER: Final = 20018
    BOTTOM_QUANTIZER_FIELD_NUMBER: Final = 20019
    BOTTOM_SHARED_INDEX_FIELD_NUMBER: Final = 20020
    BOX_ANNOTATOR_OHEM_PARAM_FIELD_NUMBER: Final = 20021
    BOX_TERM_PARAM_FIELD_NUMBER: Final = 20022
    BROADCAST_TO_PARAM_FIELD_NUMBER: Final = 20023
    BUFFER_FIELD_NUMBER: Final = 20024
    CENTER_LOSS_PARAM_FIELD_NUMBER: Final = 20025
    CENTER_OBJECT_LOSS_PARAM_FIELD_NUMBER: Final = 20026
    CHANNEL_PERMUTATION_PARAM_FIELD_NUMBER: Final = 20027
    CHANNEL_SCALE_PARAM_FIELD_NUMBER: Final = 20028
    COEFF_SCHEDULE_PARAM_FIELD_NUMBER: Final = 20029
    COMBINED_MARGIN_PARAM_FIELD_NUMBER: Final = 20030
    COMPUTE_DATA_TYPE_FIELD_NUMBER: Final = 20031
    CONFIDENCE_PENALTY_LOSS_PARAM_FIELD_NUMBER: Final = 20032
    CONTINUATION_INDICATOR_PARAM_FIELD_NUMBER: Final = 20033
    CONVOLUTION3D_PARAM_FIELD_NUMBER: Final = 20034
    CORR1D_PARAM_FIELD_NUMBER: Final = 20035
    CORRELATION_PARAM_FIELD_NUMBER: Final = 20036
    COSIN_ADD_M_PARAM_FIELD_NUMBER: Final = 20037
    COSIN_LOSS_PARAM_FIELD_NUMBER: Final = 20038
    COSINE_SIMILARITY_BATCH_PARAM_FIELD_NUMBER: Final = 20039
    COUNT_NONZERO_PARAM_FIELD_NUMBER: Final = 20040
    CPM_TRANSFORM_PARAM_FIELD_NUMBER: Final = 20041
    CPMDATA_PARAM_FIELD_NUMBER: Final = 20042
    CROP_AND_RESIZE_PARAM_FIELD_NUMBER: Final = 20043
    CTC_DECODER_PARAM_FIELD_NUMBER: Final = 20044
    CTC_LOSS_PARAM_FIELD_NUMBER: Final = 20045
    CUDNN_MATH_OVERRIDE_FIELD_NUMBER: Final = 20046
    DATA_SEQUENCE_PARAM_FIELD_NUMBER: Final = 20047
    DEBUG_FIELD_NUMBER: Final = 20048
    DEBUG_PARAM_FIELD_NUMBER: Final = 20049
    DECODE_PARAM_FIELD_NUMBER: Final = 20050
    DENSE_CRF_PARAM_FIELD_NUMBER: Final = 20051
    DENSE_IMAGE_DATA_PARAM_FIELD_NUMBER: Final = 20052
    DENSEBLOCK_PARAM_FIELD_NUMBER: Final = 20053
    DEPTH_TO_SPACE_PARAM_FIELD_NUMBER: Final = 20054
    DETECTION_EVALUATE_PARAM_FIELD_NUMBER: Final = 20055
    DETECTION_OUTPUT_PARAM_FIELD_NUMBER: Final = 20056
    DETECTNET_AUGMENTATION_PARAM_FIELD_NUMBER: Final = 20057
    DETECTNET_GROUNDTRUTH_PARAM_FIELD_NUMBER: Final = 20058
    DEVICE_FIELD_NUMBER: Final = 20059
    DICE_COEF_LOSS_PARAM_FIELD_NUMBER: Final = 20060
    DOC_DATA_PARAM_FIELD_NUMBER: Final = 20061
    DOMAIN_TRANSFORM_PARAM_FIELD_NUMBER: Final = 20062
    DOWNSAMPLE_PARAM_FIELD_NUMBER: Final = 20063
    ELIMINATE_PARAM_FIELD_NUMBER: Final = 20064
    ELTWISE_AFFINE_PARAM_FIELD_NUMBER: Final = 20065
    EMBEDDING_EXTRACTOR_PARAM_FIELD_NUMBER: Final = 20066
    EMBEDDING_LOOKUP_PARAM_FIELD_NUMBER: Final = 20067
    EMBEDDING_LOOKUP_SPARSE_PARAM_FIELD_NUMBER: Final = 20068
    ENGINE_FIELD_NUMBER: Final = 20069
    EVAL_DETECTION_PARAM_FIELD_NUMBER: Final = 20070
    EXPAND_DIMS_ND_PARAM_FIELD_NUMBER: Final = 20071
    EXPAND_PARAM_FIELD_NUMBER: Final = 20072
    FACE_EVALUATE_PARAM_FIELD_NUMBER: Final = 20073
    FASTER_RCNN_DETECTION_OUTPUT_PARAM_FIELD_NUMBER: Final = 20074
    FCN_DATA_PARAM_FIELD_NUMBER: Final = 20075
    FEATURE_DECAY_LOSS_PARAM_FIELD_NUMBER: Final = 20076
    FILTER_PARAM_FIELD_NUMBER: Final = 20077
    FLIP_PARAM_FIELD_NUMBER: Final = 20078
    FLOW_WARP_PARAM_FIELD_NUMBER: Final = 20079
    FOCAL_LOSS_PARAM_FIELD_NUMBER: Final = 20080
    FORWARD_MATH_FIELD_NUMBER: Final = 20081
    FORWARD_TYPE_FIELD_NUMBER: Final = 20082
    GAN_LOSS_PARAM_FIELD_NUMBER: Final = 20083
    GATHER_ND_PARAM_FIELD_NUMBER: Final = 20084
    GATHER_PARAM_FIELD_NUMBER: Final = 20085
    GATHER_V2_PARAM_FIELD_NUMBER: Final = 20086
    GEMM_PARAM_FIELD_NUMBER: Final = 20087
    GENERAL_CONTRASTIVE_LOSS_PARAM_FIELD_NUMBER: Final = 20088
    GENERAL_SIGMOID_PARAM_FIELD_NUMBER: Final = 20089
    GENERAL_TRIPLET_LOSS_PARAM_FIELD_NUMBER: Final = 20090
    GN_PARAM_FIELD_NUMBER: Final = 20091
    GRN_PARAM_FIELD_NUMBER: Final = 20092
    HARD_SIGMOID_PARAM_FIELD_NUMBER: Final = 20093
    HOTSPOT_PARAM_FIELD_NUMBER: Final = 20094
    IM2WINDOWS_PARAM_FIELD_NUMBER: Final = 20095
    IMAGE_LABEL_DATA_PARAM_FIELD_NUMBER: Final = 20096
    IMAGE_LOC_DATA_PARAM_FIELD_NUMBER: Final = 20097
    IMAGE_TRANSFORM_PARAM_FIELD_NUMBER: Final = 20098
    IMRESIZE_PARAM_FIELD_NUMBER: Final = 20099
    INFIMUM_LOSS_PARAM_FIELD_NUMBER: Final = 20100
    INNER_DISTANCE_PARAM_FIELD_NUMBER: Final = 20101
    INSANITY_PARAM_FIELD_NUMBER: Final = 20102
    INSTANCE_ID_PARAM_FIELD_NUMBER: Final = 20103
    INTERP_PARAM_FIELD_NUMBER: Final = 20104
    IOU_ACCURACY_PARAM_FIELD_NUMBER: Final = 20105
    KNN_PARAM_FIELD_NUMBER: Final = 20106
    L1_LOSS_PARAM_FIELD_NUMBER: Final = 20107
    LABEL_SPECIFIC_ADD_PARAM_FIELD_NUMBER: Final = 20108
    LABEL_SPECIFIC_AFFINE_PARAM_FIELD_NUMBER: Final = 20109
    LABEL_SPECIFIC_HARD_MARGIN_PARAM_FIELD_NUMBER: Final = 20110
    LABEL_SPECIFIC_MARGIN_PARAM_FIELD_NUMBER: Final = 20111
    LABEL_SPECIFIC_RESCALE_PARAM_FIELD_NUMBER: Final = 20112
    LABELSEQUENCE_ACCURACY_PARAM_FIELD_NUMBER: Final = 20113
    LARGEMARGIN_INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 20114
    LAYER_NORM_PARAM_FIELD_NUMBER: Final = 20115
    LOC_LOSS_PARAM_FIELD_NUMBER: Final = 20116
    LOCAL_PARAM_FIELD_NUMBER: Final = 20117
    LOCAL_WEIGHTED_CONVOLUTION_PARAM_FIELD_NUMBER: Final = 20118
    LOG_SOFTMAX_PARAM_FIELD_NUMBER: Final = 20119
    LP_DET_PARAM_FIELD_NUMBER: Final = 20120
    LP_EVALUATE_PARAM_FIELD_NUMBER: Final = 20121
    LP_NORMALIZATION_PARAM_FIELD_NUMBER: Final = 20122
    LPQ_LOSS_PARAM_FIELD_NUMBER: Final = 20123
    LSTM_ATTENTION_PARAM_FIELD_NUMBER: Final = 20124
    LSTM_PARAM_FIELD_NUMBER: Final = 20125
    LSTM_SIMPLE_PARAM_FIELD_NUMBER: Final = 20126
    MARGIN_INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 20127
    MASK_RESIZE_PARAM_FIELD_NUMBER: Final = 20128
    MASKRCNN_DETECTION_PARAM_FIELD_NUMBER: Final = 20129
    MASKRCNN_PROPOSAL_PARAM_FIELD_NUMBER: Final = 20130
    MAT_READ_PARAM_FIELD_NUMBER: Final = 20131
    MAT_WRITE_PARAM_FIELD_NUMBER: Final = 20132
    MATMUL_PARAM_FIELD_NUMBER: Final = 20133
    MAX_BOTTOM_COUNT_FIELD_NUMBER: Final = 20134
    MEAN_PARAM_FIELD_NUMBER: Final = 20135
    MERGECROP_PARAM_FIELD_NUMBER: Final = 20136
    METRIC_PARAM_FIELD_NUMBER: Final = 20137
    MIL_DATA_PARAM_FIELD_NUMBER: Final = 20138
    MIL_PARAM_FIELD_NUMBER: Final = 20139
    MIRROR_PAD_PARAM_FIELD_NUMBER: Final = 20140
    MN_ACTIVATION_PARAM_FIELD_NUMBER: Final = 20141
    MN_GRAD_COMPRESS_PARAM_FIELD_NUMBER: Final = 20142
    MOE_PARAM_FIELD_NUMBER: Final = 20143
    MUL_PARAM_FIELD_NUMBER: Final = 20144
    MULTI_LABEL_DATA_PARAM_FIELD_NUMBER: Final = 20145
    MULTI_STAGE_MEANFIELD_PARAM_FIELD_NUMBER: Final = 20146
    MULTIBOX_LOSS_PARAM_FIELD_NUMBER: Final = 20147
    MULTIFACE_LOSS_PARAM_FIELD_NUMBER: Final = 20148
    MULTIFACE_POSE_LOSS_PARAM_FIELD_NUMBER: Final = 20149
    MULTINODE_FIELD_NUMBER: Final = 20150
    NCA_PARAM_FIELD_NUMBER: Final = 20151
    NET_QUANTIZER_FIELD_NUMBER: Final = 20152
    NMS_GATHER_PARAM_FIELD_NUMBER: Final = 20153
    NMS_PARAM_FIELD_NUMBER: Final = 20154
    NOISE_PARAM_FIELD_NUMBER: Final = 20155
    NON_MAX_SUPPRESSION_PARAM_FIELD_NUMBER: Final = 20156
    NORM_PARAM_FIELD_NUMBER: Final = 20157
    NORMALIZE_PARAM_FIELD_NUMBER: Final = 20158
    NOT_EQUAL_PARAM_FIELD_NUMBER: Final = 20159
    ONE_HOT_PARAM_FIELD_NUMBER: Final = 20160
    ORDINAL_REGRESSION_LOSS_PARAM_FIELD_NUMBER: Final = 20161
    PAD_PARAM_FIELD_NUMBER: Final = 20162
    PAIRWISE_PARAM_FIELD_NUMBER: Final = 20163
    PARAM_BOTTOMS_FIELD_NUMBER: Final = 20164
    PARSE_EVALUATE_PARAM_FIELD_NUMBER: Final = 20165
    PERMUTE_PARAM_FIELD_NUMBER: Final = 20166
    PIECE_PARAM_FIELD_NUMBER: Final = 20167
    POINT_NET_PARAM_FIELD_NUMBER: Final = 20168
    POOLING3D_PARAM_FIELD_NUMBER: Final = 20169
    POWER_FILE_PARAM_FIELD_NUMBER: Final = 20170
    PREDICT_BOX_PARAM_FIELD_NUMBER: Final = 20171
    PRIOR_BOX_PARAM_FIELD_NUMBER: Final = 20172
    PROPOSAL_PARAM_FIELD_NUMBER: Final = 20173
    PRUNE_PARAM_FIELD_NUMBER: Final = 20174
    PSROI_POOLING_PARAM_FIELD_NUMBER: Final = 20175
    PYRAMID_ROI_ALIGN_PARAM_FIELD_NUMBER: Final = 20176
    QUANTIZATION_PARAM_FIELD_NUMBER: Final = 20177
    RAND_VEC_PARAM_FIELD_NUMBER: Final = 20178
    RANDVEC_PARAM_FIELD_NUMBER: Final = 20179
    RANGE_PARAM_FIELD_NUMBER: Final = 20180
    RANK_PARAM_FIELD_NUMBER: Final = 20181
    RBM_INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 20182
    READER_PARAM_FIELD_NUMBER: Final = 20183
    RECEPTIVE_BOX_PARAM_FIELD_NUMBER: Final = 20184
    REDUCE_ALL_PARAM_FIELD_NUMBER: Final = 20185
    REDUCE_ANY_PARAM_FIELD_NUMBER: Final = 20186
    REDUCE_L1_PARAM_FIELD_NUMBER: Final = 20187
    REDUCE_L2_PARAM_FIELD_NUMBER: Final = 20188
    REDUCE_LOGSUMEXP_PARAM_FIELD_NUMBER: Final = 20189
    REDUCE_MAX_PARAM_FIELD_NUMBER: Final = 20190
    REDUCE_MEAN_PARAM_FIELD_NUMBER: Final = 20191
    REDUCE_MIN_PARAM_FIELD_NUMBER: Final = 20192
    REDUCE_PROD_PARAM_FIELD_NUMBER: Final = 20193
    REDUCE_SUM_PARAM_FIELD_NUMBER: Final = 20194
    REGION_LOSS_PARAM_FIELD_NUMBER: Final = 20195
    REGION_YOLO_PARAM_FIELD_NUMBER: Final = 20196
    REID_DATA_PARAM_FIELD_NUMBER: Final = 20197
    RELU6_PARAM_FIELD_NUMBER: Final = 20198
    REMOTE_DATA_PARAM_FIELD_NUMBER: Final = 20199
    REORG_PARAM_FIELD_NUMBER: Final = 20200
    REORG_YOLO_PARAM_FIELD_NUMBER: Final = 20201
    RESAMPLE_PARAM_FIELD_NUMBER: Final = 20202
    RESHAPE_EVERY_ITER_FIELD_NUMBER: Final = 20203
    RESIZE_BILINEAR_PARAM_FIELD_NUMBER: Final = 20204
    RESIZE_NEAREST_NEIGHBOR_PARAM_FIELD_NUMBER: Final = 20205
    RESIZE_PARAM_FIELD_NUMBER: Final = 20206
    REVERSE_PARAM_FIELD_NUMBER: Final = 20207
    REVERSE_SEQUENCE_PARAM_FIELD_NUMBER: Final = 20208
    REVERSE_TIME_PARAM_FIELD_NUMBER: Final = 20209
    RNN_V2_PARAM_FIELD_NUMBER: Final = 20210
    ROI_ALIGN_PARAM_FIELD_NUMBER: Final = 20211
    ROI_POOLING_PARAM_FIELD_NUMBER: Final = 20212
    ROI_WARPING_PARAM_FIELD_NUMBER: Final = 20213
    RRELU_PARAM_FIELD_NUMBER: Final = 20214
    RSS_LOSS_PARAM_FIELD_NUMBER: Final = 20215
    SAMPLE_TRIPLET_PARAM_FIELD_NUMBER: Final = 20216
    SCALE_FILTER_PARAM_FIELD_NUMBER: Final = 20217
    SCALED_TANH_PARAM_FIELD_NUMBER: Final = 20218
    SCATTER_ND_PARAM_FIELD_NUMBER: Final = 20219
    SEG_ACCURACY_PARAM_FIELD_NUMBER: Final = 20220
    SEG_DATA_PARAM_FIELD_NUMBER: Final = 20221
    SEGMENTATION_EVALUATE_PARAM_FIELD_NUMBER: Final = 20222
    SELU_DROPOUT_PARAM_FIELD_NUMBER: Final = 20223
    SELU_PARAM_FIELD_NUMBER: Final = 20224
    SHAPE_TERM_PARAM_FIELD_NUMBER: Final = 20225
    SHUFFLE_CHANNEL_PARAM_FIELD_NUMBER: Final = 20226
    SIMPLER_NMS_PARAM_FIELD_NUMBER: Final = 20227
    SMOOTH_L1_LOSS_PARAM_FIELD_NUMBER: Final = 20228
    SMOOTHL1_PARAM_FIELD_NUMBER: Final = 20229
    SNAPSHOT_LOG_IN_FIELD_NUMBER: Final = 20230
    SNAPSHOT_LOG_OUT_FIELD_NUMBER: Final = 20231
    SNAPSHOT_LOG_WEIGHTS_FIELD_NUMBER: Final = 20232
    SOFT_CONTRASTIVE_LOSS_PARAM_FIELD_NUMBER: Final = 20233
    SOFT_TRUNCATION_PARAM_FIELD_NUMBER: Final = 20234
    SPACE_TO_BATCH_ND_PARAM_FIELD_NUMBER: Final = 20235
    SPACE_TO_DEPTH_PARAM_FIELD_NUMBER: Final = 20236
    SPARSE_DATA_PARAM_FIELD_NUMBER: Final = 20237
    SPARSE_TO_DENSE_PARAM_FIELD_NUMBER: Final = 20238
    SPATIAL_BATCHING_POOLING_PARAM_FIELD_NUMBER: Final = 20239
    SPATIAL_DROPOUT_PARAM_FIELD_NUMBER: Final = 20240
    SPLIT_PARAM_FIELD_NUMBER: Final = 20241
    SQUEEZE_CONVOLUTION_PARAM_FIELD_NUMBER: Final = 20242
    SQUEEZE_INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 20243
    SQUEEZE_PARAM_FIELD_NUMBER: Final = 20244
    ST_LOSS_PARAM_FIELD_NUMBER: Final = 20245
    ST_PARAM_FIELD_NUMBER: Final = 20246
    STACK_PARAM_FIELD_NUMBER: Final = 20247
    STRIDED_SLICE_PARAM_FIELD_NUMBER: Final = 20248
    SUB_REGION_PARAM_FIELD_NUMBER: Final = 20249
    TENSOR2BOX_PARAM_FIELD_NUMBER: Final = 20250
    THRESHOLDED_RELU_PARAM_FIELD_NUMBER: Final = 20251
    TILE_ND_PARAM_FIELD_NUMBER: Final = 20252
    TOP_DATA_TYPE_FIELD_NUMBER: Final = 20253
    TOP_QUANTIZER_FIELD_NUMBER: Final = 20254
    TOP_SHARED_INDEX_FIELD_NUMBER: Final = 20255
    TOPK_GATHER_PARAM_FIELD_NUMBER: Final = 20256
    TRANSFER_PARAM_FIELD_NUMBER: Final = 20257
    TRANSPOSE_PARAM_FIELD_NUMBER: Final = 20258
    TRIPLET_LOSS_PARAM_FIELD_NUMBER: Final = 20259
    TRT_PARAM_FIELD_NUMBER: Final = 20260
    TRUNCATION_PARAM_FIELD_NUMBER: Final = 20261
    UNIQUE_LABEL_PARAM_FIELD_NUMBER: Final = 20262
    UNPOOLING_PARAM_FIELD_NUMBER: Final = 20263
    UNSTACK_PARAM_FIELD_NUMBER: Final = 20264
    UPSAMPLE_DARKNET_PARAM_FIELD_NUMBER: Final = 20265
    UPSAMPLE_PARAM_FIELD_NUMBER: Final = 20266
    USE_CTC_LOSS_FIELD_NUMBER: Final = 20267
    VIDEO_DATA_PARAM_FIELD_NUMBER: Final = 20268
    WARPCTC_LOSS_PARAM_FIELD_NUMBER: Final = 20269
    WASSERSTEIN_PARAM_FIELD_NUMBER: Final = 20270
    WHERE4_GATHERND_CROP_PARAM_FIELD_NUMBER: Final = 20271
    WHERE4_GATHERND_PARAM_FIELD_NUMBER: Final = 20272
    WHERE4_PARAM_FIELD_NUMBER: Final = 20273
    WIGHTED_ELTWISE_PARAM_FIELD_NUMBER: Final = 20274
    WRITER_PARAM_FIELD_NUMBER: Final = 20275
    XLU_PARAM_FIELD_NUMBER: Final = 20276
    YOLO_DETECTION_OUTPUT_PARAM_FIELD_NUMBER: Final = 20277
    YOLO_SEG_PARAM_FIELD_NUMBER: Final = 20278
    YOLO_V2_LOSS_PARAM_FIELD_NUMBER: Final = 20279
    YOLO_V3_LOSS_PARAM_FIELD_NUMBER: Final = 20280
    YOLOV3_DETECTION_OUTPUT_PARAM_FIELD_NUMBER: Final = 20281
    YOLOV3_PARAM_FIELD_NUMBER: Final = 20282
    name: str
    type: str
    @property
    def bottom(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def top(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def loss_weight(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def param(self) -> RepeatedCompositeFieldContainer[ParamSpec]: ...
    @property
    def blobs(self) -> RepeatedCompositeFieldContainer[BlobProto]: ...
    @property
    def include(self) -> RepeatedCompositeFieldContainer[NetStateRule]: ...
    @property
    def exclude(self) -> RepeatedCompositeFieldContainer[NetStateRule]: ...
    phase: int
    @property
    def propagate_down(self) -> RepeatedScalarFieldContainer[bool]: ...
    @property
    def transform_param(self) -> TransformationParameter: ...
    @property
    def loss_param(self) -> LossParameter: ...
    @property
    def accuracy_param(self) -> AccuracyParameter: ...
    @property
    def argmax_param(self) -> ArgMaxParameter: ...
    @property
    def concat_param(self) -> ConcatParameter: ...
    @property
    def contrastive_loss_param(self) -> ContrastiveLossParameter: ...
    @property
    def convolution_param(self) -> ConvolutionParameter: ...
    @property
    def data_param(self) -> DataParameter: ...
    @property
    def dropout_param(self) -> DropoutParameter: ...
    @property
    def dummy_data_param(self) -> DummyDataParameter: ...
    @property
    def eltwise_param(self) -> EltwiseParameter: ...
    @property
    def exp_param(self) -> ExpParameter: ...
    @property
    def hdf5_data_param(self) -> HDF5DataParameter: ...
    @property
    def hdf5_output_param(self) -> HDF5OutputParameter: ...
    @property
    def hinge_loss_param(self) -> HingeLossParameter: ...
    @property
    def image_data_param(self) -> ImageDataParameter: ...
    @property
    def infogain_loss_param(self) -> InfogainLossParameter: ...
    @property
    def inner_product_param(self) -> InnerProductParameter: ...
    @property
    def lrn_param(self) -> LRNParameter: ...
    @property
    def memory_data_param(self) -> MemoryDataParameter: ...
    @property
    def mvn_param(self) -> MVNParameter: ...
    @property
    def pooling_param(self) -> PoolingParameter: ...
    @property
    def power_param(self) -> PowerParameter: ...
    @property
    def relu_param(self) -> ReLUParameter: ...
    @property
    def sigmoid_param(self) -> SigmoidParameter: ...
    @property
    def softmax_param(self) -> SoftmaxParameter: ...
    @property
    def slice_param(self) -> SliceParameter: ...
    @property
    def tanh_param(self) -> TanHParameter: ...
    @property
    def threshold_param(self) -> ThresholdParameter: ...
    @property
    def window_data_param(self) -> WindowDataParameter: ...
    @property
    def python_param(self) -> PythonParameter: ...
    @property
    def prelu_param(self) -> PReLUParameter: ...
    @property
    def spp_param(self) -> SPPParameter: ...
    @property
    def reshape_param(self) -> ReshapeParameter: ...
    @property
    def log_param(self) -> LogParameter: ...
    @property
    def flatten_param(self) -> FlattenParameter: ...
    @property
    def reduction_param(self) -> ReductionParameter: ...
    @property
    def embed_param(self) -> EmbedParameter: ...
    @property
    def tile_param(self) -> TileParameter: ...
    @property
    def batch_norm_param(self) -> BatchNormParameter: ...
    @property
    def elu_param(self) -> ELUParameter: ...
    @property
    def bias_param(self) -> BiasParameter: ...
    @property
    def scale_param(self) -> ScaleParameter: ...
    @property
    def input_param(self) -> InputParameter: ...
    @property
    def crop_param(self) -> CropParameter: ...
    @property
    def parameter_param(self) -> ParameterParameter: ...
    @property
    def recurrent_param(self) -> RecurrentParameter: ...
    @property
    def swish_param(self) -> SwishParameter: ...
    @property
    def clip_param(self) -> ClipParameter: ...
    @property
    def accum_param(self) -> AccumParameter: ...
    @property
    def adaptive_bias_channel_param(self) -> AdaptiveBiasChannelParameter: ...
    @property
    def affinity_param(self) -> AffinityParameter: ...
    @property
    def annotated_data_param(self) -> AnnotatedDataParameter: ...
    apply_normalization: bool  # default false
    @property
    def attention_param(self) -> AttentionParameter: ...
    @property
    def augmentation_param(self) -> AugmentationParameter: ...
    autotune: int
    backward_math: int  # default FLOAT
    backward_type: int  # default FLOAT
    @property
    def batch_contrastive_loss_param(self) -> BatchContrastiveParameter: ...
    @property
    def batch_reduction_param(self) -> BatchReductionParameter: ...
    @property
    def batch_to_space_nd_param(self) -> BatchToSpaceNDParameter: ...
    @property
    def bias_channel_param(self) -> BiasChannelParameter: ...
    @property
    def black_augmentation_param(self) -> BlackAugmentationParameter: ...
    @property
    def blobs_quantizer(self) -> RepeatedCompositeFieldContainer[QuantizerParameter]: ...
    @property
    def bn_param(self) -> BNParameter: ...
    bottom_data_type: int
    @property
    def bottom_quantizer(self) -> RepeatedCompositeFieldContainer[QuantizerParameter]: ...
    @property
    def bottom_shared_index(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def box_annotator_ohem_param(self) -> BoxAnnotatorOHEMParameter: ...
    @property
    def box_term_param(self) -> BoxTermParameter: ...
    @property
    def broadcast_to_param(self) -> BroadcastToParameter: ...
    buffer: int  # default -1
    @property
    def center_loss_param(self) -> CenterLossParameter: ...
    @property
    def center_object_loss_param(self) -> CenterObjectLossParameter: ...
    @property
    def channel_permutation_param(self) -> ChannelPermutationParameter: ...
    @property
    def channel_scale_param(self) -> ChannelScaleParameter: ...
    @property
    def coeff_schedule_param(self) -> CoeffScheduleParameter: ...
    @property
    def combined_margin_param(self) -> CombinedMarginParameter: ...
    compute_data_type: int
    @property
    def confidence_penalty_loss_param(self) -> ConfidencePenaltyLossParameter: ...
    @property
    def continuation_indicator_param(self) -> ContinuationIndicatorParameter: ...
    @property
    def convolution3d_param(self) -> Convolution3DParameter: ...
    @property
    def corr1d_param(self) -> Corr1dParameter: ...
    @property
    def correlation_param(self) -> CorrelationParameter: ...
    @property
    def cosin_add_m_param(self) -> CosinAddmParameter: ...
    @property
    def cosin_loss_param(self) -> cosinLossParameter: ...
    @property
    def cosine_similarity_batch_param(self) -> CosineSimilarityBatchParameter: ...
    @property
    def count_nonzero_param(self) -> CountNonzeroParameter: ...
    @property
    def cpm_transform_param(self) -> CPMTransformationParameter: ...
    @property
    def cpmdata_param(self) -> CPMDataParameter: ...
    @property
    def crop_and_resize_param(self) -> CropAndResizeParameter: ...
    @property
    def ctc_decoder_param(self) -> CTCDecoderParameter: ...
    @property
    def ctc_loss_param(self) -> CtcLossParameter: ...
    cudnn_math_override: int  # default -1
    @property
    def data_sequence_param(self) -> DataSequenceParameter: ...
    debug: bool  # default false
    @property
    def debug_param(self) -> DebugParameter: ...
    @property
    def decode_param(self) -> DecodeParameter: ...
    @property
    def dense_crf_param(self) -> DenseCRFParameter: ...
    @property
    def dense_image_data_param(self) -> DenseImageDataParameter: ...
    @property
    def denseblock_param(self) -> DenseBlockParameter: ...
    @property
    def depth_to_space_param(self) -> DepthToSpaceParameter: ...
    @property
    def detection_evaluate_param(self) -> DetectionEvaluateParameter: ...
    @property
    def detection_output_param(self) -> DetectionOutputParameter: ...
    @property
    def detectnet_augmentation_param(self) -> DetectNetAugmentationParameter: ...
    @property
    def detectnet_groundtruth_param(self) -> DetectNetGroundTruthParameter: ...
    device: int  # default -1
    @property
    def dice_coef_loss_param(self) -> DiceCoefLossParameter: ...
    @property
    def doc_data_param(self) -> DocDataParameter: ...
    @property
    def domain_transform_param(self) -> DomainTransformParameter: ...
    @property
    def downsample_param(self) -> DownsampleParameter: ...
    @property
    def eliminate_param(self) -> EliminateParameter: ...
    @property
    def eltwise_affine_param(self) -> EltwiseAffineParameter: ...
    @property
    def embedding_extractor_param(self) -> AnchorEmbeddingExtractorParameter: ...
    @property
    def embedding_lookup_param(self) -> EmbeddingLookupParameter: ...
    @property
    def embedding_lookup_sparse_param(self) -> EmbeddingLookupSparseParameter: ...
    engine: str
    @property
    def eval_detection_param(self) -> EvalDetectionParameter: ...
    @property
    def expand_dims_nd_param(self) -> ExpandDimsNDParameter: ...
    @property
    def expand_param(self) -> ExpandParameter: ...
    @property
    def face_evaluate_param(self) -> FaceEvaluateParameter: ...
    @property
    def faster_rcnn_detection_output_param(self) -> FasterRcnnDetectionOutputParameter: ...
    @property
    def fcn_data_param(self) -> FCNDataParameter: ...
    @property
    def feature_decay_loss_param(self) -> FeatureDecayLossParameter: ...
    @property
    def filter_param(self) -> FilterParamter: ...
    @property
    def flip_param(self) -> FlipParameter: ...
    @property
    def flow_warp_param(self) -> FlowWarpParameter: ...
    @property
    def focal_loss_param(self) -> FocalLossParameter: ...
    forward_math: int  # default FLOAT
    forward_type: int  # default FLOAT
    @property
    def gan_loss_param(self) -> GANLossParameter: ...
    @property
    def gather_nd_param(self) -> GatherNDParameter: ...
    @property
    def gather_param(self) -> GatherParameter: ...
    @property
    def gather_v2_param(self) -> GatherV2Parameter: ...
    @property
    def gemm_param(self) -> GemmParameter: ...
    @property
    def general_contrastive_loss_param(self) -> GeneralContrastiveParameter: ...
    @property
    def general_sigmoid_param(self) -> GeneralSigmoidParameter: ...
    @property
    def general_triplet_loss_param(self) -> GeneralTripletParameter: ...
    @property
    def gn_param(self) -> GNParameter: ...
    @property
    def grn_param(self) -> GRNParameter: ...
    @property
    def hard_sigmoid_param(self) -> HardSigmoidParameter: ...
    @property
    def hotspot_param(self) -> HotspotParameter: ...
    @property
    def im2windows_param(self) -> Im2WindowsParameter: ...
    @property
    def image_label_data_param(self) -> ImageLabelDataParameter: ...
    @property
    def image_loc_data_param(self) -> ImageDataLocParameter: ...
    @property
    def image_transform_param(self) -> ImageTransformationParameter: ...
    @property
    def imresize_param(self) -> ImResizeParameter: ...
    @property
    def infimum_loss_param(self) -> InfimumLossParamter: ...
    @property
    def inner_distance_param(self) -> InnerDistanceParameter: ...
    @property
    def insanity_param(self) -> InsanityParameter: ...
    @property
    def instance_id_param(self) -> InstanceIDParameter: ...
    @property
    def interp_param(self) -> InterpParameter: ...
    @property
    def iou_accuracy_param(self) -> IOUAccuracyParameter: ...
    @property
    def knn_param(self) -> KnnParameter: ...
    @property
    def l1_loss_param(self) -> L1LossParameter: ...
    @property
    def label_specific_add_param(self) -> LabelSpecificAddParameter: ...
    @property
    def label_specific_affine_param(self) -> LabelSpecificAffineParameter: ...
    @property
    def label_specific_hard_margin_param(self) -> LabelSpecificHardMarginParameter: ...
    @property
    def label_specific_margin_param(self) -> LabelSpecificMarginParameter: ...
    @property
    def label_specific_rescale_param(self) -> LabelSpecificRescaleParameter: ...
    @property
    def labelsequence_accuracy_param(self) -> LabelsequenceAccuracyParameter: ...
    @property
    def largemargin_inner_product_param(self) -> LargeMarginInnerProductParameter: ...
    @property
    def layer_norm_param(self) -> LayerNormParameter: ...
    @property
    def loc_loss_param(self) -> LocLossParameter: ...
    @property
    def local_param(self) -> LocalParameter: ...
    @property
    def local_weighted_convolution_param(self) -> LocalWeightedConvolutionParameter: ...
    @property
    def log_softmax_param(self) -> LogSoftmaxParameter: ...
    @property
    def lp_det_param(self) -> LpDetParameter: ...
    @property
    def lp_evaluate_param(self) -> LpEvaluateParameter: ...
    @property
    def lp_normalization_param(self) -> LpNormalizationParameter: ...
    @property
    def lpq_loss_param(self) -> LpqLossParameter: ...
    @property
    def lstm_attention_param(self) -> LstmAttentionParameter: ...
    @property
    def lstm_param(self) -> LSTMParameter: ...
    @property
    def lstm_simple_param(self) -> LstmSimpleParameter: ...
    @property
    def margin_inner_product_param(self) -> MarginInnerProductParameter: ...
    @property
    def mask_resize_param(self) -> MaskResizeParameter: ...
    @property
    def maskrcnn_detection_param(self) -> MaskRCNNDetectionParameter: ...
    @property
    def maskrcnn_proposal_param(self) -> MaskRCNNProposalParameter: ...
    @property
    def mat_read_param(self) -> MatReadParameter: ...
    @property
    def mat_write_param(self) -> MatWriteParameter: ...
    @property
    def matmul_param(self) -> MatMulParameter: ...
    @property
    def max_bottom_count(self) -> MaxBottomCountParameter: ...
    @property
    def mean_param(self) -> MeanParameter: ...
    @property
    def mergecrop_param(self) -> MergeCropParameter: ...
    @property
    def metric_param(self) -> metricDistanceParameter: ...
    @property
    def mil_data_param(self) -> MILDataParameter: ...
    @property
    def mil_param(self) -> MILParameter: ...
    @property
    def mirror_pad_param(self) -> MirrorPadParameter: ...
    @property
    def mn_activation_param(self) -> MnActivationParameter: ...
    @property
    def mn_grad_compress_param(self) -> MnParamGradCompressParameter: ...
    @property
    def moe_param(self) -> MOEParameter: ...
    @property
    def mul_param(self) -> MulParameter: ...
    @property
    def multi_label_data_param(self) -> MultiLabelDataParameter: ...
    @property
    def multi_stage_meanfield_param(self) -> MultiStageMeanfieldParameter: ...
    @property
    def multibox_loss_param(self) -> MultiBoxLossParameter: ...
    @property
    def multiface_loss_param(self) -> MultiFaceAttriLossParameter: ...
    @property
    def multiface_pose_loss_param(self) -> MultiFacePoseLossParameter: ...
    @property
    def multinode(self) -> MultinodeLayerParameter: ...
    @property
    def nca_param(self) -> NCAParameter: ...
    @property
    def net_quantizer(self) -> QuantizerParameter: ...
    @property
    def nms_gather_param(self) -> NMSGatherParameter: ...
    @property
    def nms_param(self) -> NMSParameter: ...
    @property
    def noise_param(self) -> NoiseParameter: ...
    @property
    def non_max_suppression_param(self) -> NonMaxSuppressionParameter: ...
    @property
    def norm_param(self) -> NormalizeParameter: ...
    @property
    def normalize_param(self) -> NormalizeParameter: ...
    @property
    def not_equal_param(self) -> NotEqualParameter: ...
    @property
    def one_hot_param(self) -> OneHotParameter: ...
    @property
    def ordinal_regression_loss_param(self) -> OrdinalRegressionParameter: ...
    @property
    def pad_param(self) -> PadParameter: ...
    @property
    def pairwise_param(self) -> PairwiseParameter: ...
    param_bottoms: int  # default 0
    @property
    def parse_evaluate_param(self) -> ParseEvaluateParameter: ...
    @property
    def permute_param(self) -> PermuteParameter: ...
    @property
    def piece_param(self) -> PieceParameter: ...
    @property
    def point_net_param(self) -> PointNetParameter: ...
    @property
    def pooling3d_param(self) -> Pooling3DParameter: ...
    @property
    def power_file_param(self) -> PowerFileParameter: ...
    @property
    def predict_box_param(self) -> PredictBoxParameter: ...
    @property
    def prior_box_param(self) -> PriorBoxParameter: ...
    @property
    def proposal_param(self) -> ProposalParameter: ...
    @property
    def prune_param(self) -> PruneParameter: ...
    @property
    def psroi_pooling_param(self) -> PSROIPoolingParameter: ...
    @property
    def pyramid_roi_align_param(self) -> PyramidROIAlignParameter: ...
    @property
    def quantization_param(self) -> QuantizationParameter: ...
    @property
    def rand_vec_param(self) -> RandVecParameter: ...
    @property
    def randvec_param(self) -> RandVecParameter: ...
    @property
    def range_param(self) -> RangeParameter: ...
    @property
    def rank_param(self) -> RankParameter: ...
    @property
    def rbm_inner_product_param(self) -> RBMInnerProductParameter: ...
    @property
    def reader_param(self) -> ReaderParameter: ...
    @property
    def receptive_box_param(self) -> ReceptiveFieldBoxParameter: ...
    @property
    def reduce_all_param(self) -> ReduceAllParameter: ...
    @property
    def reduce_any_param(self) -> ReduceAnyParameter: ...
    @property
    def reduce_l1_param(self) -> ReduceL1Parameter: ...
    @property
    def reduce_l2_param(self) -> ReduceL2Parameter: ...
    @property
    def reduce_logsumexp_param(self) -> ReduceLogSumExpParameter: ...
    @property
    def reduce_max_param(self) -> ReduceMaxParameter: ...
    @property
    def reduce_mean_param(self) -> ReduceMeanParameter: ...
    @property
    def reduce_min_param(self) -> ReduceMinParameter: ...
    @property
    def reduce_prod_param(self) -> ReduceProdParameter: ...
    @property
    def reduce_sum_param(self) -> ReduceSumParameter: ...
    @property
    def region_loss_param(self) -> RegionLossParameter: ...
    @property
    def region_yolo_param(self) -> RegionYoloParameter: ...
    @property
    def reid_data_param(self) -> ReidDataParameter: ...
    @property
    def relu6_param(self) -> ReLUParameter: ...
    @property
    def remote_data_param(self) -> RemoteDataParameter: ...
    @property
    def reorg_param(self) -> ReorgParameter: ...
    @property
    def reorg_yolo_param(self) -> ReorgYoloParameter: ...
    @property
    def resample_param(self) -> ResampleParameter: ...
    reshape_every_iter: bool  # default true
    @property
    def resize_bilinear_param(self) -> ResizeBilinearParameter: ...
    @property
    def resize_nearest_neighbor_param(self) -> ResizeNearestNeighborParameter: ...
    @property
    def resize_param(self) -> ResizeParameter: ...
    @property
    def reverse_param(self) -> ReverseParameter: ...
    @property
    def reverse_sequence_param(self) -> ReverseSequenceParameter: ...
    @property
    def reverse_time_param(self) -> ReverseTimeParameter: ...
    @property
    def rnn_v2_param(self) -> RNNv2Parameter: ...
    @property
    def roi_align_param(self) -> ROIAlignParameter: ...
    @property
    def roi_pooling_param(self) -> ROIPoolingParameter: ...
    @property
    def roi_warping_param(self) -> ROIWarpingParameter: ...
    @property
    def rrelu_param(self) -> RReLUParameter: ...
    @property
    def rss_loss_param(self) -> RandomSamplingSoftmaxLossParameter: ...
    @property
    def sample_triplet_param(self) -> SampleTripletParameter: ...
    @property
    def scale_filter_param(self) -> ScaleFilterParameter: ...
    @property
    def scaled_tanh_param(self) -> ScaledTanHParameter: ...
    @property
    def scatter_nd_param(self) -> ScatterNDParameter: ...
    @property
    def seg_accuracy_param(self) -> SegAccuracyParameter: ...
    @property
    def seg_data_param(self) -> SegDataParameter: ...
    @property
    def segmentation_evaluate_param(self) -> SegmentationEvaluateParameter: ...
    @property
    def selu_dropout_param(self) -> SeLUDropoutParameter: ...
    @property
    def selu_param(self) -> SeLUParameter: ...
    @property
    def shape_term_param(self) -> ShapeTermParameter: ...
    @property
    def shuffle_channel_param(self) -> ShuffleChannelParameter: ...
    @property
    def simpler_nms_param(self) -> SimplerNMSParameter: ...
    @property
    def smooth_l1_loss_param(self) -> SmoothL1LossParameter: ...
    @property
    def smoothl1_param(self) -> SmoothL1Parameter: ...
    snapshot_log_in: bool  # default false
    snapshot_log_out: bool  # default false
    snapshot_log_weights: bool  # default false
    @property
    def soft_contrastive_loss_param(self) -> SoftContrastiveParameter: ...
    @property
    def soft_truncation_param(self) -> SoftTruncationParameter: ...
    @property
    def space_to_batch_nd_param(self) -> SpaceToBatchNDParameter: ...
    @property
    def space_to_depth_param(self) -> SpaceToDepthParameter: ...
    @property
    def sparse_data_param(self) -> SparseDataParameter: ...
    @property
    def sparse_to_dense_param(self) -> SparseToDenseParameter: ...
    @property
    def spatial_batching_pooling_param(self) -> SpatialBatchingPoolingParameter: ...
    @property
    def spatial_dropout_param(self) -> SpatialDropoutParameter: ...
    @property
    def split_param(self) -> SplitParameter: ...
    @property
    def squeeze_convolution_param(self) -> SqueezeConvolutionParameter: ...
    @property
    def squeeze_inner_product_param(self) -> SqueezeInnerProductParameter: ...
    @property
    def squeeze_param(self) -> SqueezeParameter: ...
    @property
    def st_loss_param(self) -> STLossParameter: ...
    @property
    def st_param(self) -> SpatialTransformerParameter: ...
    @property
    def stack_param(self) -> StackParameter: ...
    @property
    def strided_slice_param(self) -> StridedSliceParameter: ...
    @property
    def sub_region_param(self) -> SubRegionParameter: ...
    @property
    def tensor2box_param(self) -> Tensor2BoxParameter: ...
    @property
    def thresholded_relu_param(self) -> ThresholdedReLUParameter: ...
    @property
    def tile_nd_param(self) -> TileNDParameter: ...
    top_data_type: int
    @property
    def top_quantizer(self) -> RepeatedCompositeFieldContainer[QuantizerParameter]: ...
    @property
    def top_shared_index(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def topk_gather_param(self) -> TopkGatherParameter: ...
    @property
    def transfer_param(self) -> TransferParameter: ...
    @property
    def transpose_param(self) -> TransposeParameter: ...
    @property
    def triplet_loss_param(self) -> TripletLossParameter: ...
    @property
    def trt_param(self) -> TRTParameter: ...
    @property
    def truncation_param(self) -> TruncationParameter: ...
    @property
    def unique_label_param(self) -> UniqueLabelParameter: ...
    @property
    def unpooling_param(self) -> UnPoolingParameter: ...
    @property
    def unstack_param(self) -> UnstackParameter: ...
    @property
    def upsample_darknet_param(self) -> UpsampleDarknetParameter: ...
    @property
    def upsample_param(self) -> UpsampleParameter: ...
    use_ctc_loss: bool  # default false
    @property
    def video_data_param(self) -> VideoDataParameter: ...
    @property
    def warpctc_loss_param(self) -> WarpCtcLossParameter: ...
    @property
    def wasserstein_param(self) -> WassersteinParameter: ...
    @property
    def where4_gathernd_crop_param(self) -> Where4GatherndCropParameter: ...
    @property
    def where4_gathernd_param(self) -> Where4GatherndParameter: ...
    @property
    def where4_param(self) -> Where4Parameter: ...
    @property
    def wighted_eltwise_param(self) -> WightedEltwiseParameter: ...
    @property
    def writer_param(self) -> WriterParameter: ...
    @property
    def xlu_param(self) -> XLUParameter: ...
    @property
    def yolo_detection_output_param(self) -> YoloDetectionOutputParameter: ...
    @property
    def yolo_seg_param(self) -> YoloSegParameter: ...
    @property
    def yolo_v2_loss_param(self) -> YoloV2LossParameter: ...
    @property
    def yolo_v3_loss_param(self) -> YoloV3LossParameter: ...
    @property
    def yolov3_detection_output_param(self) -> Yolov3DetectionOutputParameter: ...
    @property
    def yolov3_param(self) -> Yolov3Parameter: ...
    def __init__(
        self,
        *,
        name: str | None = None,
        type: str | None = None,
        bottom: Iterable[str] | None = None,
        top: Iterable[str] | None = None,
        loss_weight: Iterable[float] | None = None,
        param: Iterable[ParamSpec | dict[str, Any]] | None = None,
        blobs: Iterable[BlobProto | dict[str, Any]] | None = None,
        include: Iterable[NetStateRule | dict[str, Any]] | None = None,
        exclude: Iterable[NetStateRule | dict[str, Any]] | None = None,
        phase: int | str | None = None,
        propagate_down: Iterable[bool] | None = None,
        transform_param: TransformationParameter | dict[str, Any] | None = None,
        loss_param: LossParameter | dict[str, Any] | None = None,
        accuracy_param: AccuracyParameter | dict[str, Any] | None = None,
        argmax_param: ArgMaxParameter | dict[str, Any] | None = None,
        concat_param: ConcatParameter | dict[str, Any] | None = None,
        contrastive_loss_param: ContrastiveLossParameter | dict[str, Any] | None = None,
        convolution_param: ConvolutionParameter | dict[str, Any] | None = None,
        data_param: DataParameter | dict[str, Any] | None = None,
        dropout_param: DropoutParameter | dict[str, Any] | None = None,
        dummy_data_param: DummyDataParameter | dict[str, Any] | None = None,
        eltwise_param: EltwiseParameter | dict[str, Any] | None = None,
        exp_param: ExpParameter | dict[str, Any] | None = None,
        hdf5_data_param: HDF5DataParameter | dict[str, Any] | None = None,
        hdf5_output_param: HDF5OutputParameter | dict[str, Any] | None = None,
        hinge_loss_param: HingeLossParameter | dict[str, Any] | None = None,
        image_data_param: ImageDataParameter | dict[str, Any] | None = None,
        infogain_loss_param: InfogainLossParameter | dict[str, Any] | None = None,
        inner_product_param: InnerProductParameter | dict[str, Any] | None = None,
        lrn_param: LRNParameter | dict[str, Any] | None = None,
        memory_data_param: MemoryDataParameter | dict[str, Any] | None = None,
        mvn_param: MVNParameter | dict[str, Any] | None = None,
        pooling_param: PoolingParameter | dict[str, Any] | None = None,
        power_param: PowerParameter | dict[str, Any] | None = None,
        relu_param: ReLUParameter | dict[str, Any] | None = None,
        sigmoid_param: SigmoidParameter | dict[str, Any] | None = None,
        softmax_param: SoftmaxParameter | dict[str, Any] | None = None,
        slice_param: SliceParameter | dict[str, Any] | None = None,
        tanh_param: TanHParameter | dict[str, Any] | None = None,
        threshold_param: ThresholdParameter | dict[str, Any] | None = None,
        window_data_param: WindowDataParameter | dict[str, Any] | None = None,
        python_param: PythonParameter | dict[str, Any] | None = None,
        prelu_param: PReLUParameter | dict[str, Any] | None = None,
        spp_param: SPPParameter | dict[str, Any] | None = None,
        reshape_param: ReshapeParameter | dict[str, Any] | None = None,
        log_param: LogParameter | dict[str, Any] | None = None,
        flatten_param: FlattenParameter | dict[str, Any] | None = None,
        reduction_param: ReductionParameter | dict[str, Any] | None = None,
        embed_param: EmbedParameter | dict[str, Any] | None = None,
        tile_param: TileParameter | dict[str, Any] | None = None,
        batch_norm_param: BatchNormParameter | dict[str, Any] | None = None,
        elu_param: ELUParameter | dict[str, Any] | None = None,
        bias_param: BiasParameter | dict[str, Any] | None = None,
        scale_param: ScaleParameter | dict[str, Any] | None = None,
        input_param: InputParameter | dict[str, Any] | None = None,
        crop_param: CropParameter | dict[str, Any] | None = None,
        parameter_param: ParameterParameter | dict[str, Any] | None = None,
        recurrent_param: RecurrentParameter | dict[str, Any] | None = None,
        swish_param: SwishParameter | dict[str, Any] | None = None,
        clip_param: ClipParameter | dict[str, Any] | None = None,
        accum_param: AccumParameter | dict[str, Any] | None = None,
        adaptive_bias_channel_param: AdaptiveBiasChannelParameter | dict[str, Any] | None = None,
        affinity_param: AffinityParameter | dict[str, Any] | None = None,
        annotated_data_param: AnnotatedDataParameter | dict[str, Any] | None = None,
        apply_normalization: bool | None = None,
        attention_param: AttentionParameter | dict[str, Any] | None = None,
        augmentation_param: AugmentationParameter | dict[str, Any] | None = None,
        autotune: int | str | None = None,
        backward_math: int | str | None = None,
        backward_type: int | str | None = None,
        batch_contrastive_loss_param: BatchContrastiveParameter | dict[str, Any] | None = None,
        batch_reduction_param: BatchReductionParameter | dict[str, Any] | None = None,
        batch_to_space_nd_param: BatchToSpaceNDParameter | dict[str, Any] | None = None,
        bias_channel_param: BiasChannelParameter | dict[str, Any] | None = None,
        black_augmentation_param: BlackAugmentationParameter | dict[str, Any] | None = None,
        blobs_quantizer: Iterable[QuantizerParameter | dict[str, Any]] | None = None,
        bn_param: BNParameter | dict[str, Any] | None = None,
        bottom_data_type: int | str | None = None,
        bottom_quantizer: Iterable[QuantizerParameter | dict[str, Any]] | None = None,
        bottom_shared_index: Iterable[int] | None = None,
        box_annotator_ohem_param: BoxAnnotatorOHEMParameter | dict[str, Any] | None = None,
        box_term_param: BoxTermParameter | dict[str, Any] | None = None,
        broadcast_to_param: BroadcastToParameter | dict[str, Any] | None = None,
        buffer: int | None = None,
        center_loss_param: CenterLossParameter | dict[str, Any] | None = None,
        center_object_loss_param: CenterObjectLossParameter | dict[str, Any] | None = None,
        channel_permutation_param: ChannelPermutationParameter | dict[str, Any] | None = None,
        channel_scale_param: ChannelScaleParameter | dict[str, Any] | None = None,
        coeff_schedule_param: CoeffScheduleParameter | dict[str, Any] | None = None,
        combined_margin_param: CombinedMarginParameter | dict[str, Any] | None = None,
        compute_data_type: int | str | None = None,
        confidence_penalty_loss_param: ConfidencePenaltyLossParameter | dict[str, Any] | None = None,
        continuation_indicator_param: ContinuationIndicatorParameter | dict[str, Any] | None = None,
        convolution3d_param: Convolution3DParameter | dict[str, Any] | None = None,
        corr1d_param: Corr1dParameter | dict[str, Any] | None = None,
        correlation_param: CorrelationParameter | dict[str, Any] | None = None,
        cosin_add_m_param: CosinAddmParameter | dict[str, Any] | None = None,
        cosin_loss_param: cosinLossParameter | dict[str, Any] | None = None,
        cosine_similarity_batch_param: CosineSimilarityBatchParameter | dict[str, Any] | None = None,
        count_nonzero_param: CountNonzeroParameter | dict[str, Any] | None = None,
        cpm_transform_param: CPMTransformationParameter | dict[str, Any] | None = None,
        cpmdata_param: CPMDataParameter | dict[str, Any] | None = None,
        crop_and_resize_param: CropAndResizeParameter | dict[str, Any] | None = None,
        ctc_decoder_param: CTCDecoderParameter | dict[str, Any] | None = None,
        ctc_loss_param: CtcLossParameter | dict[str, Any] | None = None,
        cudnn_math_override: int | None = None,
        data_sequence_param: DataSequenceParameter | dict[str, Any] | None = None,
        debug: bool | None = None,
        debug_param: DebugParameter | dict[str, Any] | None = None,
        decode_param: DecodeParameter | dict[str, Any] | None = None,
        dense_crf_param: DenseCRFParameter | dict[str, Any] | None = None,
        dense_image_data_param: DenseImageDataParameter | dict[str, Any] | None = None,
        denseblock_param: DenseBlockParameter | dict[str, Any] | None = None,
        depth_to_space_param: DepthToSpaceParameter | dict[str, Any] | None = None,
        detection_evaluate_param: DetectionEvaluateParameter | dict[str, Any] | None = None,
        detection_output_param: DetectionOutputParameter | dict[str, Any] | None = None,
        detectnet_augmentation_param: DetectNetAugmentationParameter | dict[str, Any] | None = None,
        detectnet_groundtruth_param: DetectNetGroundTruthParameter | dict[str, Any] | None = None,
        device: int | None = None,
        dice_coef_loss_param: DiceCoefLossParameter | dict[str, Any] | None = None,
        doc_data_param: DocDataParameter | dict[str, Any] | None = None,
        domain_transform_param: DomainTransformParameter | dict[str, Any] | None = None,
        downsample_param: DownsampleParameter | dict[str, Any] | None = None,
        eliminate_param: EliminateParameter | dict[str, Any] | None = None,
        eltwise_affine_param: EltwiseAffineParameter | dict[str, Any] | None = None,
        embedding_extractor_param: AnchorEmbeddingExtractorParameter | dict[str, Any] | None = None,
        embedding_lookup_param: EmbeddingLookupParameter | dict[str, Any] | None = None,
        embedding_lookup_sparse_param: EmbeddingLookupSparseParameter | dict[str, Any] | None = None,
        engine: str | None = None,
        eval_detection_param: EvalDetectionParameter | dict[str, Any] | None = None,
        expand_dims_nd_param: ExpandDimsNDParameter | dict[str, Any] | None = None,
        expand_param: ExpandParameter | dict[str, Any] | None = None,
        face_evaluate_param: FaceEvaluateParameter | dict[str, Any] | None = None,
        faster_rcnn_detection_output_param: FasterRcnnDetectionOutputParameter | dict[str, Any] | None = None,
        fcn_data_param: FCNDataParameter | dict[str, Any] | None = None,
        feature_decay_loss_param: FeatureDecayLossParameter | dict[str, Any] | None = None,
        filter_param: FilterParamter | dict[str, Any] | None = None,
        flip_param: FlipParameter | dict[str, Any] | None = None,
        flow_warp_param: FlowWarpParameter | dict[str, Any] | None = None,
        focal_loss_param: FocalLossParameter | dict[str, Any] | None = None,
        forward_math: int | str | None = None,
        forward_type: int | str | None = None,
        gan_loss_param: GANLossParameter | dict[str, Any] | None = None,
        gather_nd_param: GatherNDParameter | dict[str, Any] | None = None,
        gather_param: GatherParameter | dict[str, Any] | None = None,
        gather_v2_param: GatherV2Parameter | dict[str, Any] | None = None,
        gemm_param: GemmParameter | dict[str, Any] | None = None,
        general_contrastive_loss_param: GeneralContrastiveParameter | dict[str, Any] | None = None,
        general_sigmoid_param: GeneralSigmoidParameter | dict[str, Any] | None = None,
        general_triplet_loss_param: GeneralTripletParameter | dict[str, Any] | None = None,
        gn_param: GNParameter | dict[str, Any] | None = None,
        grn_param: GRNParameter | dict[str, Any] | None = None,
        hard_sigmoid_param: HardSigmoidParameter | dict[str, Any] | None = None,
        hotspot_param: HotspotParameter | dict[str, Any] | None = None,
        im2windows_param: Im2WindowsParameter | dict[str, Any] | None = None,
        image_label_data_param: ImageLabelDataParameter | dict[str, Any] | None = None,
        image_loc_data_param: ImageDataLocParameter | dict[str, Any] | None = None,
        image_transform_param: ImageTransformationParameter | dict[str, Any] | None = None,
        imresize_param: ImResizeParameter | dict[str, Any] | None = None,
        infimum_loss_param: InfimumLossParamter | dict[str, Any] | None = None,
        inner_distance_param: InnerDistanceParameter | dict[str, Any] | None = None,
        insanity_param: InsanityParameter | dict[str, Any] | None = None,
        instance_id_param: InstanceIDParameter | dict[str, Any] | None = None,
        interp_param: InterpParameter | dict[str, Any] | None = None,
        iou_accuracy_param: IOUAccuracyParameter | dict[str, Any] | None = None,
        knn_param: KnnParameter | dict[str, Any] | None = None,
        l1_loss_param: L1LossParameter | dict[str, Any] | None = None,
        label_specific_add_param: LabelSpecificAddParameter | dict[str, Any] | None = None,
        label_specific_affine_param: LabelSpecificAffineParameter | dict[str, Any] | None = None,
        label_specific_hard_margin_param: LabelSpecificHardMarginParameter | dict[str, Any] | None = None,
        label_specific_margin_param: LabelSpecificMarginParameter | dict[str, Any] | None = None,
        label_specific_rescale_param: LabelSpecificRescaleParameter | dict[str, Any] | None = None,
        labelsequence_accuracy_param: LabelsequenceAccuracyParameter | dict[str, Any] | None = None,
        largemargin_inner_product_param: LargeMarginInnerProductParameter | dict[str, Any] | None = None,
        layer_norm_param: LayerNormParameter | dict[str, Any] | None = None,
        loc_loss_param: LocLossParameter | dict[str, Any] | None = None,
        local_param: LocalParameter | dict[str, Any] | None = None,
        local_weighted_convolution_param: LocalWeightedConvolutionParameter | dict[str, Any] | None = None,
        log_softmax_param: LogSoftmaxParameter | dict[str, Any] | None = None,
        lp_det_param: LpDetParameter | dict[str, Any] | None = None,
        lp_evaluate_param: LpEvaluateParameter | dict[str, Any] | None = None,
        lp_normalization_param: LpNormalizationParameter | dict[str, Any] | None = None,
        lpq_loss_param: LpqLossParameter | dict[str, Any] | None = None,
        lstm_attention_param: LstmAttentionParameter | dict[str, Any] | None = None,
        lstm_param: LSTMParameter | dict[str, Any] | None = None,
        lstm_simple_param: LstmSimpleParameter | dict[str, Any] | None = None,
        margin_inner_product_param: MarginInnerProductParameter | dict[str, Any] | None = None,
        mask_resize_param: MaskResizeParameter | dict[str, Any] | None = None,
        maskrcnn_detection_param: MaskRCNNDetectionParameter | dict[str, Any] | None = None,
        maskrcnn_proposal_param: MaskRCNNProposalParameter | dict[str, Any] | None = None,
        mat_read_param: MatReadParameter | dict[str, Any] | None = None,
        mat_write_param: MatWriteParameter | dict[str, Any] | None = None,
        matmul_param: MatMulParameter | dict[str, Any] | None = None,
        max_bottom_count: MaxBottomCountParameter | dict[str, Any] | None = None,
        mean_param: MeanParameter | dict[str, Any] | None = None,
        mergecrop_param: MergeCropParameter | dict[str, Any] | None = None,
        metric_param: metricDistanceParameter | dict[str, Any] | None = None,
        mil_data_param: MILDataParameter | dict[str, Any] | None = None,
        mil_param: MILParameter | dict[str, Any] | None = None,
        mirror_pad_param: MirrorPadParameter | dict[str, Any] | None = None,
        mn_activation_param: MnActivationParameter | dict[str, Any] | None = None,
        mn_grad_compress_param: MnParamGradCompressParameter | dict[str, Any] | None = None,
        moe_param: MOEParameter | dict[str, Any] | None = None,
        mul_param: MulParameter | dict[str, Any] | None = None,
        multi_label_data_param: MultiLabelDataParameter | dict[str, Any] | None = None,
        multi_stage_meanfield_param: MultiStageMeanfieldParameter | dict[str, Any] | None = None,
        multibox_loss_param: MultiBoxLossParameter | dict[str, Any] | None = None,
        multiface_loss_param: MultiFaceAttriLossParameter | dict[str, Any] | None = None,
        multiface_pose_loss_param: MultiFacePoseLossParameter | dict[str, Any] | None = None,
        multinode: MultinodeLayerParameter | dict[str, Any] | None = None,
        nca_param: NCAParameter | dict[str, Any] | None = None,
        net_quantizer: QuantizerParameter | dict[str, Any] | None = None,
        nms_gather_param: NMSGatherParameter | dict[str, Any] | None = None,
        nms_param: NMSParameter | dict[str, Any] | None = None,
        noise_param: NoiseParameter | dict[str, Any] | None = None,
        non_max_suppression_param: NonMaxSuppressionParameter | dict[str, Any] | None = None,
        norm_param: NormalizeParameter | dict[str, Any] | None = None,
        normalize_param: NormalizeParameter | dict[str, Any] | None = None,
        not_equal_param: NotEqualParameter | dict[str, Any] | None = None,
        one_hot_param: OneHotParameter | dict[str, Any] | None = None,
        ordinal_regression_loss_param: OrdinalRegressionParameter | dict[str, Any] | None = None,
        pad_param: PadParameter | dict[str, Any] | None = None,
        pairwise_param: PairwiseParameter | dict[str, Any] | None = None,
        param_bottoms: int | None = None,
        parse_evaluate_param: ParseEvaluateParameter | dict[str, Any] | None = None,
        permute_param: PermuteParameter | dict[str, Any] | None = None,
        piece_param: PieceParameter | dict[str, Any] | None = None,
        point_net_param: PointNetParameter | dict[str, Any] | None = None,
        pooling3d_param: Pooling3DParameter | dict[str, Any] | None = None,
        power_file_param: PowerFileParameter | dict[str, Any] | None = None,
        predict_box_param: PredictBoxParameter | dict[str, Any] | None = None,
        prior_box_param: PriorBoxParameter | dict[str, Any] | None = None,
        proposal_param: ProposalParameter | dict[str, Any] | None = None,
        prune_param: PruneParameter | dict[str, Any] | None = None,
        psroi_pooling_param: PSROIPoolingParameter | dict[str, Any] | None = None,
        pyramid_roi_align_param: PyramidROIAlignParameter | dict[str, Any] | None = None,
        quantization_param: QuantizationParameter | dict[str, Any] | None = None,
        rand_vec_param: RandVecParameter | dict[str, Any] | None = None,
        randvec_param: RandVecParameter | dict[str, Any] | None = None,
        range_param: RangeParameter | dict[str, Any] | None = None,
        rank_param: RankParameter | dict[str, Any] | None = None,
        rbm_inner_product_param: RBMInnerProductParameter | dict[str, Any] | None = None,
        reader_param: ReaderParameter | dict[str, Any] | None = None,
        receptive_box_param: ReceptiveFieldBoxParameter | dict[str, Any] | None = None,
        reduce_all_param: ReduceAllParameter | dict[str, Any] | None = None,
        reduce_any_param: ReduceAnyParameter | dict[str, Any] | None = None,
        reduce_l1_param: ReduceL1Parameter | dict[str, Any] | None = None,
        reduce_l2_param: ReduceL2Parameter | dict[str, Any] | None = None,
        reduce_logsumexp_param: ReduceLogSumExpParameter | dict[str, Any] | None = None,
        reduce_max_param: ReduceMaxParameter | dict[str, Any] | None = None,
        reduce_mean_param: ReduceMeanParameter | dict[str, Any] | None = None,
        reduce_min_param: ReduceMinParameter | dict[str, Any] | None = None,
        reduce_prod_param: ReduceProdParameter | dict[str, Any] | None = None,
        reduce_sum_param: ReduceSumParameter | dict[str, Any] | None = None,
        region_loss_param: RegionLossParameter | dict[str, Any] | None = None,
        region_yolo_param: RegionYoloParameter | dict[str, Any] | None = None,
        reid_data_param: ReidDataParameter | dict[str, Any] | None = None,
        relu6_param: ReLUParameter | dict[str, Any] | None = None,
        remote_data_param: RemoteDataParameter | dict[str, Any] | None = None,
        reorg_param: ReorgParameter | dict[str, Any] | None = None,
        reorg_yolo_param: ReorgYoloParameter | dict[str, Any] | None = None,
        resample_param: ResampleParameter | dict[str, Any] | None = None,
        reshape_every_iter: bool | None = None,
        resize_bilinear_param: ResizeBilinearParameter | dict[str, Any] | None = None,
        resize_nearest_neighbor_param: ResizeNearestNeighborParameter | dict[str, Any] | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
        reverse_param: ReverseParameter | dict[str, Any] | None = None,
        reverse_sequence_param: ReverseSequenceParameter | dict[str, Any] | None = None,
        reverse_time_param: ReverseTimeParameter | dict[str, Any] | None = None,
        rnn_v2_param: RNNv2Parameter | dict[str, Any] | None = None,
        roi_align_param: ROIAlignParameter | dict[str, Any] | None = None,
        roi_pooling_param: ROIPoolingParameter | dict[str, Any] | None = None,
        roi_warping_param: ROIWarpingParameter | dict[str, Any] | None = None,
        rrelu_param: RReLUParameter | dict[str, Any] | None = None,
        rss_loss_param: RandomSamplingSoftmaxLossParameter | dict[str, Any] | None = None,
        sample_triplet_param: SampleTripletParameter | dict[str, Any] | None = None,
        scale_filter_param: ScaleFilterParameter | dict[str, Any] | None = None,
        scaled_tanh_param: ScaledTanHParameter | dict[str, Any] | None = None,
        scatter_nd_param: ScatterNDParameter | dict[str, Any] | None = None,
        seg_accuracy_param: SegAccuracyParameter | dict[str, Any] | None = None,
        seg_data_param: SegDataParameter | dict[str, Any] | None = None,
        segmentation_evaluate_param: SegmentationEvaluateParameter | dict[str, Any] | None = None,
        selu_dropout_param: SeLUDropoutParameter | dict[str, Any] | None = None,
        selu_param: SeLUParameter | dict[str, Any] | None = None,
        shape_term_param: ShapeTermParameter | dict[str, Any] | None = None,
        shuffle_channel_param: ShuffleChannelParameter | dict[str, Any] | None = None,
        simpler_nms_param: SimplerNMSParameter | dict[str, Any] | None = None,
        smooth_l1_loss_param: SmoothL1LossParameter | dict[str, Any] | None = None,
        smoothl1_param: SmoothL1Parameter | dict[str, Any] | None = None,
        snapshot_log_in: bool | None = None,
        snapshot_log_out: bool | None = None,
        snapshot_log_weights: bool | None = None,
        soft_contrastive_loss_param: SoftContrastiveParameter | dict[str, Any] | None = None,
        soft_truncation_param: SoftTruncationParameter | dict[str, Any] | None = None,
        space_to_batch_nd_param: SpaceToBatchNDParameter | dict[str, Any] | None = None,
        space_to_depth_param: SpaceToDepthParameter | dict[str, Any] | None = None,
        sparse_data_param: SparseDataParameter | dict[str, Any] | None = None,
        sparse_to_dense_param: SparseToDenseParameter | dict[str, Any] | None = None,
        spatial_batching_pooling_param: SpatialBatchingPoolingParameter | dict[str, Any] | None = None,
        spatial_dropout_param: SpatialDropoutParameter | dict[str, Any] | None = None,
        split_param: SplitParameter | dict[str, Any] | None = None,
        squeeze_convolution_param: SqueezeConvolutionParameter | dict[str, Any] | None = None,
        squeeze_inner_product_param: SqueezeInnerProductParameter | dict[str, Any] | None = None,
        squeeze_param: SqueezeParameter | dict[str, Any] | None = None,
        st_loss_param: STLossParameter | dict[str, Any] | None = None,
        st_param: SpatialTransformerParameter | dict[str, Any] | None = None,
        stack_param: StackParameter | dict[str, Any] | None = None,
        strided_slice_param: StridedSliceParameter | dict[str, Any] | None = None,
        sub_region_param: SubRegionParameter | dict[str, Any] | None = None,
        tensor2box_param: Tensor2BoxParameter | dict[str, Any] | None = None,
        thresholded_relu_param: ThresholdedReLUParameter | dict[str, Any] | None = None,
        tile_nd_param: TileNDParameter | dict[str, Any] | None = None,
        top_data_type: int | str | None = None,
        top_quantizer: Iterable[QuantizerParameter | dict[str, Any]] | None = None,
        top_shared_index: Iterable[int] | None = None,
        topk_gather_param: TopkGatherParameter | dict[str, Any] | None = None,
        transfer_param: TransferParameter | dict[str, Any] | None = None,
        transpose_param: TransposeParameter | dict[str, Any] | None = None,
        triplet_loss_param: TripletLossParameter | dict[str, Any] | None = None,
        trt_param: TRTParameter | dict[str, Any] | None = None,
        truncation_param: TruncationParameter | dict[str, Any] | None = None,
        unique_label_param: UniqueLabelParameter | dict[str, Any] | None = None,
        unpooling_param: UnPoolingParameter | dict[str, Any] | None = None,
        unstack_param: UnstackParameter | dict[str, Any] | None = None,
        upsample_darknet_param: UpsampleDarknetParameter | dict[str, Any] | None = None,
        upsample_param: UpsampleParameter | dict[str, Any] | None = None,
        use_ctc_loss: bool | None = None,
        video_data_param: VideoDataParameter | dict[str, Any] | None = None,
        warpctc_loss_param: WarpCtcLossParameter | dict[str, Any] | None = None,
        wasserstein_param: WassersteinParameter | dict[str, Any] | None = None,
        where4_gathernd_crop_param: Where4GatherndCropParameter | dict[str, Any] | None = None,
        where4_gathernd_param: Where4GatherndParameter | dict[str, Any] | None = None,
        where4_param: Where4Parameter | dict[str, Any] | None = None,
        wighted_eltwise_param: WightedEltwiseParameter | dict[str, Any] | None = None,
        writer_param: WriterParameter | dict[str, Any] | None = None,
        xlu_param: XLUParameter | dict[str, Any] | None = None,
        yolo_detection_output_param: YoloDetectionOutputParameter | dict[str, Any] | None = None,
        yolo_seg_param: YoloSegParameter | dict[str, Any] | None = None,
        yolo_v2_loss_param: YoloV2LossParameter | dict[str, Any] | None = None,
        yolo_v3_loss_param: YoloV3LossParameter | dict[str, Any] | None = None,
        yolov3_detection_output_param: Yolov3DetectionOutputParameter | dict[str, Any] | None = None,
        yolov3_param: Yolov3Parameter | dict[str, Any] | None = None,
    ) -> None: ...

class ConvolutionParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    LIBDNN: Final = 20001
    MKL2017: Final = 20002
    INTEL_SPATIAL: Final = 20003
    MKLDNN: Final = 20004
    FFT: Final = 20005
    INTEL: Final = 20006
    LOOP: Final = 20007
    NAIVE: Final = 20008
    SPATIAL: Final = 20009
    TFPaddingMethod: ClassVar[EnumTypeWrapper]
    SAME: Final = 0
    VALID: Final = 1
    CuDNNConvolutionAlgorithmSeeker: ClassVar[EnumTypeWrapper]
    GET: Final = 0
    FINDEX: Final = 1
    FusionType: ClassVar[EnumTypeWrapper]
    NONE_FUSION: Final = 0
    SUM_FUSION: Final = 1
    CudnnFlavor: ClassVar[EnumTypeWrapper]
    SINGLE_HANDLE: Final = 0
    MULTIPLE_HANDLES: Final = 1
    MIN_MEMORY: Final = 2
    FuseType: ClassVar[EnumTypeWrapper]
    UNFUSED: Final = 0
    FUSED_CONV_MAX_POOLING_RELU: Final = 1
    FUSED_CONV_RELU: Final = 2
    FUSED_CONV_ELTWISE_RELU: Final = 3
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    BIAS_TERM_FIELD_NUMBER: Final = 2
    PAD_FIELD_NUMBER: Final = 3
    KERNEL_SIZE_FIELD_NUMBER: Final = 4
    GROUP_FIELD_NUMBER: Final = 5
    STRIDE_FIELD_NUMBER: Final = 6
    WEIGHT_FILLER_FIELD_NUMBER: Final = 7
    BIAS_FILLER_FIELD_NUMBER: Final = 8
    PAD_H_FIELD_NUMBER: Final = 9
    PAD_W_FIELD_NUMBER: Final = 10
    KERNEL_H_FIELD_NUMBER: Final = 11
    KERNEL_W_FIELD_NUMBER: Final = 12
    STRIDE_H_FIELD_NUMBER: Final = 13
    STRIDE_W_FIELD_NUMBER: Final = 14
    ENGINE_FIELD_NUMBER: Final = 15
    AXIS_FIELD_NUMBER: Final = 16
    FORCE_ND_IM2COL_FIELD_NUMBER: Final = 17
    DILATION_FIELD_NUMBER: Final = 18
    COEFF_FIELD_NUMBER: Final = 20001
    CONV_ALGORITHM_FIELD_NUMBER: Final = 20002
    CONV_ALGOS_OVERRIDE_FIELD_NUMBER: Final = 20003
    CUDNN_CONVOLUTION_ALGO_SEEKER_FIELD_NUMBER: Final = 20004
    CUDNN_FLAVOR_FIELD_NUMBER: Final = 20005
    DILATION_H_FIELD_NUMBER: Final = 20006
    DILATION_W_FIELD_NUMBER: Final = 20007
    DIS_MODE_FIELD_NUMBER: Final = 20008
    ELTWISE_PARAM_FIELD_NUMBER: Final = 20009
    FILTER_GROUP_FIELD_NUMBER: Final = 20010
    FILTER_STRIDE_FIELD_NUMBER: Final = 20011
    FILTER_STRIDE_H_FIELD_NUMBER: Final = 20012
    FILTER_STRIDE_W_FIELD_NUMBER: Final = 20013
    FILTERWISE_RATIO_FIELD_NUMBER: Final = 20014
    FUSE_TYPE_FIELD_NUMBER: Final = 20015
    FUSION_TYPE_FIELD_NUMBER: Final = 20016
    GEN_MODE_FIELD_NUMBER: Final = 20017
    HOLE_FIELD_NUMBER: Final = 20018
    INPUT_SCALE_FIELD_NUMBER: Final = 20019
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20020
    KERNEL_DEPTH_FIELD_NUMBER: Final = 20021
    KERNEL_SHAPE_FIELD_NUMBER: Final = 20022
    KSTRIDE_FIELD_NUMBER: Final = 20023
    KSTRIDE_H_FIELD_NUMBER: Final = 20024
    KSTRIDE_W_FIELD_NUMBER: Final = 20025
    MEM_GROUP_SIZE_FIELD_NUMBER: Final = 20026
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 20027
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20028
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20029
    PAD_B_FIELD_NUMBER: Final = 20030
    PAD_L_FIELD_NUMBER: Final = 20031
    PAD_R_FIELD_NUMBER: Final = 20032
    PAD_SHAPE_FIELD_NUMBER: Final = 20033
    PAD_T_FIELD_NUMBER: Final = 20034
    PAD_TYPE_FIELD_NUMBER: Final = 20035
    PER_CHANNEL_SCALE_OUTPUT_FIELD_NUMBER: Final = 20036
    PER_CHANNEL_SCALE_WEIGHT_FIELD_NUMBER: Final = 20037
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20038
    RELU_FIELD_NUMBER: Final = 20039
    RELU_PARAM_FIELD_NUMBER: Final = 20040
    SATURATE_FIELD_NUMBER: Final = 20041
    SHAPE_OFFSET_FIELD_NUMBER: Final = 20042
    STRIDE_SHAPE_FIELD_NUMBER: Final = 20043
    SUBMANIFOLD_SPARSE_FIELD_NUMBER: Final = 20044
    TEMPORAL_PAD_FIELD_NUMBER: Final = 20045
    TEMPORAL_STRIDE_FIELD_NUMBER: Final = 20046
    TF_PAD_FIELD_NUMBER: Final = 20047
    WEIGHT_FIXED_FIELD_NUMBER: Final = 20048
    WEIGHT_SCALE_FIELD_NUMBER: Final = 20049
    WEIGHT_ZERO_POINT_FIELD_NUMBER: Final = 20050
    num_output: int
    bias_term: bool  # default true
    @property
    def pad(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def kernel_size(self) -> RepeatedScalarFieldContainer[int]: ...
    group: int  # default 1
    @property
    def stride(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    pad_h: int  # default 0
    pad_w: int  # default 0
    kernel_h: int
    kernel_w: int
    stride_h: int
    stride_w: int
    engine: int  # default DEFAULT
    axis: int  # default 1
    force_nd_im2col: bool  # default false
    @property
    def dilation(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def coeff(self) -> RepeatedScalarFieldContainer[float]: ...
    conv_algorithm: str  # default direct
    conv_algos_override: str  # default -1,-1,-1
    cudnn_convolution_algo_seeker: int  # default FINDEX
    cudnn_flavor: int  # default MIN_MEMORY
    dilation_h: int  # default 0
    dilation_w: int  # default 0
    dis_mode: bool  # default false
    @property
    def eltwise_param(self) -> EltwiseParameter: ...
    filter_group: int  # default 1
    filter_stride: int  # default 1
    filter_stride_h: int  # default 0
    filter_stride_w: int  # default 0
    filterwise_ratio: float  # default 1
    fuse_type: int  # default UNFUSED
    fusion_type: int  # default NONE_FUSION
    gen_mode: bool  # default false
    hole: int  # default 0
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    kernel_depth: int  # default 0
    @property
    def kernel_shape(self) -> BlobShape: ...
    kstride: int  # default 0
    kstride_h: int  # default 0
    kstride_w: int  # default 0
    mem_group_size: int  # default 0
    negative_slope: float  # default 0
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    pad_b: int  # default 0
    pad_l: int  # default 0
    pad_r: int  # default 0
    @property
    def pad_shape(self) -> BlobShape: ...
    pad_t: int  # default 0
    pad_type: int  # default 0
    per_channel_scale_output: bool  # default false
    per_channel_scale_weight: bool  # default false
    quantize_method: int  # default tflite
    relu: bool  # default false
    @property
    def relu_param(self) -> ReLUParameter: ...
    saturate: int  # default None
    @property
    def shape_offset(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def stride_shape(self) -> BlobShape: ...
    submanifold_sparse: bool  # default false
    temporal_pad: int  # default 0
    temporal_stride: int  # default 1
    tf_pad: int  # default SAME
    weight_fixed: bool  # default false
    weight_scale: float  # default 1
    weight_zero_point: int  # default 0
    def __init__(
        self,
        *,
        num_output: int | None = None,
        bias_term: bool | None = None,
        pad: Iterable[int] | None = None,
        kernel_size: Iterable[int] | None = None,
        group: int | None = None,
        stride: Iterable[int] | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        pad_h: int | None = None,
        pad_w: int | None = None,
        kernel_h: int | None = None,
        kernel_w: int | None = None,
        stride_h: int | None = None,
        stride_w: int | None = None,
        engine: int | str | None = None,
        axis: int | None = None,
        force_nd_im2col: bool | None = None,
        dilation: Iterable[int] | None = None,
        coeff: Iterable[float] | None = None,
        conv_algorithm: str | None = None,
        conv_algos_override: str | None = None,
        cudnn_convolution_algo_seeker: int | str | None = None,
        cudnn_flavor: int | str | None = None,
        dilation_h: int | None = None,
        dilation_w: int | None = None,
        dis_mode: bool | None = None,
        eltwise_param: EltwiseParameter | dict[str, Any] | None = None,
        filter_group: int | None = None,
        filter_stride: int | None = None,
        filter_stride_h: int | None = None,
        filter_stride_w: int | None = None,
        filterwise_ratio: float | None = None,
        fuse_type: int | str | None = None,
        fusion_type: int | str | None = None,
        gen_mode: bool | None = None,
        hole: int | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        kernel_depth: int | None = None,
        kernel_shape: BlobShape | dict[str, Any] | None = None,
        kstride: int | None = None,
        kstride_h: int | None = None,
        kstride_w: int | None = None,
        mem_group_size: int | None = None,
        negative_slope: float | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        pad_b: int | None = None,
        pad_l: int | None = None,
        pad_r: int | None = None,
        pad_shape: BlobShape | dict[str, Any] | None = None,
        pad_t: int | None = None,
        pad_type: int | None = None,
        per_channel_scale_output: bool | None = None,
        per_channel_scale_weight: bool | None = None,
        quantize_method: int | str | None = None,
        relu: bool | None = None,
        relu_param: ReLUParameter | dict[str, Any] | None = None,
        saturate: int | str | None = None,
        shape_offset: Iterable[int] | None = None,
        stride_shape: BlobShape | dict[str, Any] | None = None,
        submanifold_sparse: bool | None = None,
        temporal_pad: int | None = None,
        temporal_stride: int | None = None,
        tf_pad: int | str | None = None,
        weight_fixed: bool | None = None,
        weight_scale: float | None = None,
        weight_zero_point: int | None = None,
    ) -> None: ...

class PoolingParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
    AVE_EXC_PAD: Final = 20001
    AVE_TF: Final = 20002
    DEF: Final = 20003
    MDS: Final = 20004
    DEF_ALL: Final = 20005
    DEF_ALL2: Final = 20006
    DEF_ALL3: Final = 20007
    DEF_ALL4: Final = 20008
    LOWRES: Final = 20009
    AVG: Final = 20010
    MIN: Final = 20011
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    LIBDNN: Final = 20001
    MKL2017: Final = 20002
    MKLDNN: Final = 20003
    INTEL: Final = 20004
    RoundMode: ClassVar[EnumTypeWrapper]
    CEIL: Final = 0
    FLOOR: Final = 1
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    POOL_FIELD_NUMBER: Final = 1
    KERNEL_SIZE_FIELD_NUMBER: Final = 2
    STRIDE_FIELD_NUMBER: Final = 3
    PAD_FIELD_NUMBER: Final = 4
    KERNEL_H_FIELD_NUMBER: Final = 5
    KERNEL_W_FIELD_NUMBER: Final = 6
    STRIDE_H_FIELD_NUMBER: Final = 7
    STRIDE_W_FIELD_NUMBER: Final = 8
    PAD_H_FIELD_NUMBER: Final = 9
    PAD_W_FIELD_NUMBER: Final = 10
    ENGINE_FIELD_NUMBER: Final = 11
    GLOBAL_POOLING_FIELD_NUMBER: Final = 12
    ROUND_MODE_FIELD_NUMBER: Final = 13
    AVG_INCLUDE_PAD_FIELD_NUMBER: Final = 20001
    AXIS_FIELD_NUMBER: Final = 20002
    BIN_H_FIELD_NUMBER: Final = 20003
    BIN_SIZE_FIELD_NUMBER: Final = 20004
    BIN_W_FIELD_NUMBER: Final = 20005
    BLOBS_A_MIN_FIELD_NUMBER: Final = 20006
    BLOBS_LR_FIELD_NUMBER: Final = 20007
    CEIL_MODE_FIELD_NUMBER: Final = 20008
    DILATION_FIELD_NUMBER: Final = 20009
    INPUT_SCALE_FIELD_NUMBER: Final = 20010
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20011
    KERNEL_DEPTH_FIELD_NUMBER: Final = 20012
    KERNEL_SHAPE_FIELD_NUMBER: Final = 20013
    KERNEL_SIZE_LIST_FIELD_NUMBER: Final = 20014
    KERNEL_SIZE_3D_FIELD_NUMBER: Final = 20015
    KSTRIDE_FIELD_NUMBER: Final = 20016
    KSTRIDE_H_FIELD_NUMBER: Final = 20017
    KSTRIDE_W_FIELD_NUMBER: Final = 20018
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20019
    OUTPUT_SHIFT_INSTEAD_DIVISION_FIELD_NUMBER: Final = 20020
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20021
    PAD_LIST_FIELD_NUMBER: Final = 20022
    PAD_3D_FIELD_NUMBER: Final = 20023
    PAD_B_FIELD_NUMBER: Final = 20024
    PAD_L_FIELD_NUMBER: Final = 20025
    PAD_R_FIELD_NUMBER: Final = 20026
    PAD_SHAPE_FIELD_NUMBER: Final = 20027
    PAD_T_FIELD_NUMBER: Final = 20028
    PAD_TYPE_FIELD_NUMBER: Final = 20029
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20030
    REAL_POOL_SIZE_FIELD_NUMBER: Final = 20031
    SATURATE_FIELD_NUMBER: Final = 20032
    STRIDE_LIST_FIELD_NUMBER: Final = 20033
    STRIDE_3D_FIELD_NUMBER: Final = 20034
    STRIDE_SHAPE_FIELD_NUMBER: Final = 20035
    TEMPORAL_STRIDE_FIELD_NUMBER: Final = 20036
    TORCH_POOLING_FIELD_NUMBER: Final = 20037
    pool: int  # default MAX
    kernel_size: int
    stride: int  # default 1
    pad: int  # default 0
    kernel_h: int
    kernel_w: int
    stride_h: int
    stride_w: int
    pad_h: int  # default 0
    pad_w: int  # default 0
    engine: int  # default DEFAULT
    global_pooling: bool  # default false
    round_mode: int  # default CEIL
    avg_include_pad: bool  # default true
    axis: int  # default 1
    bin_h: int  # default 0
    bin_size: int  # default 0
    bin_w: int  # default 0
    blobs_a_min: float  # default 0.0001
    blobs_lr: float  # default 0
    ceil_mode: bool  # default true
    @property
    def dilation(self) -> RepeatedScalarFieldContainer[int]: ...
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    kernel_depth: int  # default 0
    @property
    def kernel_shape(self) -> BlobShape: ...
    @property
    def kernel_size_list(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def kernel_size_3d(self) -> RepeatedScalarFieldContainer[int]: ...
    kstride: int  # default 0
    kstride_h: int  # default 0
    kstride_w: int  # default 0
    output_scale: float  # default 1
    output_shift_instead_division: int  # default 0
    output_zero_point: int  # default 0
    @property
    def pad_list(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def pad_3d(self) -> RepeatedScalarFieldContainer[int]: ...
    pad_b: int  # default 0
    pad_l: int  # default 0
    pad_r: int  # default 0
    @property
    def pad_shape(self) -> BlobShape: ...
    pad_t: int  # default 0
    pad_type: int  # default 0
    quantize_method: int  # default tflite
    real_pool_size: bool  # default false
    saturate: int  # default None
    @property
    def stride_list(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def stride_3d(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def stride_shape(self) -> BlobShape: ...
    temporal_stride: int  # default 1
    torch_pooling: bool  # default false
    def __init__(
        self,
        *,
        pool: int | str | None = None,
        kernel_size: int | None = None,
        stride: int | None = None,
        pad: int | None = None,
        kernel_h: int | None = None,
        kernel_w: int | None = None,
        stride_h: int | None = None,
        stride_w: int | None = None,
        pad_h: int | None = None,
        pad_w: int | None = None,
        engine: int | str | None = None,
        global_pooling: bool | None = None,
        round_mode: int | str | None = None,
        avg_include_pad: bool | None = None,
        axis: int | None = None,
        bin_h: int | None = None,
        bin_size: int | None = None,
        bin_w: int | None = None,
        blobs_a_min: float | None = None,
        blobs_lr: float | None = None,
        ceil_mode: bool | None = None,
        dilation: Iterable[int] | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        kernel_depth: int | None = None,
        kernel_shape: BlobShape | dict[str, Any] | None = None,
        kernel_size_list: Iterable[int] | None = None,
        kernel_size_3d: Iterable[int] | None = None,
        kstride: int | None = None,
        kstride_h: int | None = None,
        kstride_w: int | None = None,
        output_scale: float | None = None,
        output_shift_instead_division: int | None = None,
        output_zero_point: int | None = None,
        pad_list: Iterable[int] | None = None,
        pad_3d: Iterable[int] | None = None,
        pad_b: int | None = None,
        pad_l: int | None = None,
        pad_r: int | None = None,
        pad_shape: BlobShape | dict[str, Any] | None = None,
        pad_t: int | None = None,
        pad_type: int | None = None,
        quantize_method: int | str | None = None,
        real_pool_size: bool | None = None,
        saturate: int | str | None = None,
        stride_list: Iterable[int] | None = None,
        stride_3d: Iterable[int] | None = None,
        stride_shape: BlobShape | dict[str, Any] | None = None,
        temporal_stride: int | None = None,
        torch_pooling: bool | None = None,
    ) -> None: ...

class SPPParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
    AVE_EXC_PAD: Final = 20001
    AVE_TF: Final = 20002
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    PYRAMID_HEIGHT_FIELD_NUMBER: Final = 1
    POOL_FIELD_NUMBER: Final = 2
    ENGINE_FIELD_NUMBER: Final = 6
    pyramid_height: int
    pool: int  # default MAX
    engine: int  # default DEFAULT
    def __init__(
        self,
        *,
        pyramid_height: int | None = None,
        pool: int | str | None = None,
        engine: int | str | None = None,
    ) -> None: ...

class InnerProductParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    MKLDNN: Final = 3
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    BIAS_TERM_FIELD_NUMBER: Final = 2
    WEIGHT_FILLER_FIELD_NUMBER: Final = 3
    BIAS_FILLER_FIELD_NUMBER: Final = 4
    AXIS_FIELD_NUMBER: Final = 5
    TRANSPOSE_FIELD_NUMBER: Final = 6
    DIS_MODE_FIELD_NUMBER: Final = 20001
    ENABLE_NOISE_FIELD_NUMBER: Final = 20002
    ENGINE_FIELD_NUMBER: Final = 20003
    GEN_MODE_FIELD_NUMBER: Final = 20004
    INPUT_SCALE_FIELD_NUMBER: Final = 20005
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20006
    MIN_TOP_AXES_FIELD_NUMBER: Final = 20007
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 20008
    NORMALIZE_FIELD_NUMBER: Final = 20009
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20010
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20011
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20012
    RELU_FIELD_NUMBER: Final = 20013
    SATURATE_FIELD_NUMBER: Final = 20014
    SIGMA_INIT_FIELD_NUMBER: Final = 20015
    WEIGHT_FIXED_FIELD_NUMBER: Final = 20016
    WEIGHT_SCALE_FIELD_NUMBER: Final = 20017
    WEIGHT_ZERO_POINT_FIELD_NUMBER: Final = 20018
    num_output: int
    bias_term: bool  # default true
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    axis: int  # default 1
    transpose: bool  # default false
    dis_mode: bool  # default false
    enable_noise: bool  # default false
    engine: int  # default DEFAULT
    gen_mode: bool  # default false
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    min_top_axes: int  # default 0
    negative_slope: float  # default 0
    normalize: bool  # default false
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    quantize_method: int  # default tflite
    relu: bool  # default false
    saturate: int  # default None
    sigma_init: float  # default 0
    weight_fixed: bool  # default false
    weight_scale: float  # default 1
    weight_zero_point: int  # default 0
    def __init__(
        self,
        *,
        num_output: int | None = None,
        bias_term: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        axis: int | None = None,
        transpose: bool | None = None,
        dis_mode: bool | None = None,
        enable_noise: bool | None = None,
        engine: int | str | None = None,
        gen_mode: bool | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        min_top_axes: int | None = None,
        negative_slope: float | None = None,
        normalize: bool | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        quantize_method: int | str | None = None,
        relu: bool | None = None,
        saturate: int | str | None = None,
        sigma_init: float | None = None,
        weight_fixed: bool | None = None,
        weight_scale: float | None = None,
        weight_zero_point: int | None = None,
    ) -> None: ...

class EmbedParameter(Message):
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    INPUT_DIM_FIELD_NUMBER: Final = 2
    BIAS_TERM_FIELD_NUMBER: Final = 3
    WEIGHT_FILLER_FIELD_NUMBER: Final = 4
    BIAS_FILLER_FIELD_NUMBER: Final = 5
    num_output: int
    input_dim: int
    bias_term: bool  # default true
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        num_output: int | None = None,
        input_dim: int | None = None,
        bias_term: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class RecurrentParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    CUDNN: Final = 20001
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    WEIGHT_FILLER_FIELD_NUMBER: Final = 2
    BIAS_FILLER_FIELD_NUMBER: Final = 3
    DEBUG_INFO_FIELD_NUMBER: Final = 4
    EXPOSE_HIDDEN_FIELD_NUMBER: Final = 5
    ACTIVATION_ALPHA_FIELD_NUMBER: Final = 20001
    ACTIVATION_BETA_FIELD_NUMBER: Final = 20002
    ACTIVATIONS_FIELD_NUMBER: Final = 20003
    CONTINUE_RECUR_FIELD_NUMBER: Final = 20004
    DEFAULT_INITIAL_FIELD_NUMBER: Final = 20005
    DIRECTION_FIELD_NUMBER: Final = 20006
    DROPOUT_RATIO_FIELD_NUMBER: Final = 20007
    DROPOUT_SEED_FIELD_NUMBER: Final = 20008
    ENGINE_FIELD_NUMBER: Final = 20009
    FORGET_BIAS_FIELD_NUMBER: Final = 20010
    LINEAR_BEFORE_RESET_FIELD_NUMBER: Final = 20011
    NUM_LAYERS_FIELD_NUMBER: Final = 20012
    TF_RNN_FIELD_NUMBER: Final = 20013
    num_output: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    debug_info: bool  # default false
    expose_hidden: bool  # default false
    @property
    def activation_alpha(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def activation_beta(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def activations(self) -> RepeatedScalarFieldContainer[str]: ...
    continue_recur: bool  # default false
    default_initial: bool  # default false
    direction: str  # default forward
    dropout_ratio: float  # default 0
    dropout_seed: int  # default 0
    engine: int
    forget_bias: float  # default 0
    linear_before_reset: int  # default 0
    num_layers: int  # default 0
    tf_rnn: bool  # default false
    def __init__(
        self,
        *,
        num_output: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        debug_info: bool | None = None,
        expose_hidden: bool | None = None,
        activation_alpha: Iterable[float] | None = None,
        activation_beta: Iterable[float] | None = None,
        activations: Iterable[str] | None = None,
        continue_recur: bool | None = None,
        default_initial: bool | None = None,
        direction: str | None = None,
        dropout_ratio: float | None = None,
        dropout_seed: int | None = None,
        engine: int | str | None = None,
        forget_bias: float | None = None,
        linear_before_reset: int | None = None,
        num_layers: int | None = None,
        tf_rnn: bool | None = None,
    ) -> None: ...

class BatchNormParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    MKL2017: Final = 3
    MKLDNN: Final = 4
    USE_GLOBAL_STATS_FIELD_NUMBER: Final = 1
    MOVING_AVERAGE_FRACTION_FIELD_NUMBER: Final = 2
    EPS_FIELD_NUMBER: Final = 3
    ADD_EPS_BEFORE_SQRT_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BIAS_TERM_FIELD_NUMBER: Final = 20003
    DISABLE_MEAN_FIELD_NUMBER: Final = 20004
    DISABLE_VARIANCE_FIELD_NUMBER: Final = 20005
    ENGINE_FIELD_NUMBER: Final = 20006
    FILLER_FIELD_NUMBER: Final = 20007
    FUSED_RELU_FIELD_NUMBER: Final = 20008
    ICNET_FIELD_NUMBER: Final = 20009
    RELU_FIELD_NUMBER: Final = 20010
    SCALE_BIAS_FIELD_NUMBER: Final = 20011
    SCALE_FILLER_FIELD_NUMBER: Final = 20012
    STATS_BATCH_SIZE_FIELD_NUMBER: Final = 20013
    UPDATE_GLOBAL_STATS_FIELD_NUMBER: Final = 20014
    USE_WEIGHT_BIAS_FIELD_NUMBER: Final = 20015
    use_global_stats: bool
    moving_average_fraction: float  # default 0.999
    eps: float  # default 1e-05
    add_eps_before_sqrt: bool  # default true
    @property
    def bias_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    disable_mean: bool  # default false
    disable_variance: bool  # default false
    engine: int  # default DEFAULT
    @property
    def filler(self) -> FillerParameter: ...
    fused_relu: bool  # default false
    icnet: bool  # default false
    relu: bool  # default false
    scale_bias: bool  # default false
    @property
    def scale_filler(self) -> FillerParameter: ...
    stats_batch_size: int  # default 0
    update_global_stats: bool
    use_weight_bias: bool  # default true
    def __init__(
        self,
        *,
        use_global_stats: bool | None = None,
        moving_average_fraction: float | None = None,
        eps: float | None = None,
        add_eps_before_sqrt: bool | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        disable_mean: bool | None = None,
        disable_variance: bool | None = None,
        engine: int | str | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
        fused_relu: bool | None = None,
        icnet: bool | None = None,
        relu: bool | None = None,
        scale_bias: bool | None = None,
        scale_filler: FillerParameter | dict[str, Any] | None = None,
        stats_batch_size: int | None = None,
        update_global_stats: bool | None = None,
        use_weight_bias: bool | None = None,
    ) -> None: ...

class LRNParameter(Message):
    NormRegion: ClassVar[EnumTypeWrapper]
    ACROSS_CHANNELS: Final = 0
    WITHIN_CHANNEL: Final = 1
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    MKL2017: Final = 20001
    MKLDNN: Final = 20002
    FuseType: ClassVar[EnumTypeWrapper]
    UNFUSED: Final = 0
    FUSED_POOL_MAX: Final = 1
    LOCAL_SIZE_FIELD_NUMBER: Final = 1
    ALPHA_FIELD_NUMBER: Final = 2
    BETA_FIELD_NUMBER: Final = 3
    NORM_REGION_FIELD_NUMBER: Final = 4
    K_FIELD_NUMBER: Final = 5
    ENGINE_FIELD_NUMBER: Final = 6
    FUSE_TYPE_FIELD_NUMBER: Final = 20001
    INPUT_SCALE_FIELD_NUMBER: Final = 20002
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20003
    POOLING_PARAM_FIELD_NUMBER: Final = 20004
    UNIT_TEST_FUSE_KERNEL_FIELD_NUMBER: Final = 20005
    UNIT_TEST_MODE_FIELD_NUMBER: Final = 20006
    local_size: int  # default 5
    alpha: float  # default 1
    beta: float  # default 0.75
    norm_region: int  # default ACROSS_CHANNELS
    k: float  # default 1
    engine: int  # default DEFAULT
    fuse_type: int  # default UNFUSED
    input_scale: float  # default 1
    output_scale: float  # default 1
    @property
    def pooling_param(self) -> PoolingParameter: ...
    unit_test_fuse_kernel: bool  # default false
    unit_test_mode: bool  # default false
    def __init__(
        self,
        *,
        local_size: int | None = None,
        alpha: float | None = None,
        beta: float | None = None,
        norm_region: int | str | None = None,
        k: float | None = None,
        engine: int | str | None = None,
        fuse_type: int | str | None = None,
        input_scale: float | None = None,
        output_scale: float | None = None,
        pooling_param: PoolingParameter | dict[str, Any] | None = None,
        unit_test_fuse_kernel: bool | None = None,
        unit_test_mode: bool | None = None,
    ) -> None: ...

class MVNParameter(Message):
    NORMALIZE_VARIANCE_FIELD_NUMBER: Final = 1
    ACROSS_CHANNELS_FIELD_NUMBER: Final = 2
    EPS_FIELD_NUMBER: Final = 3
    ADD_EPS_BEFORE_SQRT_FIELD_NUMBER: Final = 20001
    normalize_variance: bool  # default true
    across_channels: bool  # default false
    eps: float  # default 1e-09
    add_eps_before_sqrt: bool  # default false
    def __init__(
        self,
        *,
        normalize_variance: bool | None = None,
        across_channels: bool | None = None,
        eps: float | None = None,
        add_eps_before_sqrt: bool | None = None,
    ) -> None: ...

class ScaleParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    NUM_AXES_FIELD_NUMBER: Final = 2
    FILLER_FIELD_NUMBER: Final = 3
    BIAS_TERM_FIELD_NUMBER: Final = 4
    BIAS_FILLER_FIELD_NUMBER: Final = 5
    DIS_MODE_FIELD_NUMBER: Final = 20001
    GEN_MODE_FIELD_NUMBER: Final = 20002
    MAX_VALUE_FIELD_NUMBER: Final = 20003
    MIN_VALUE_FIELD_NUMBER: Final = 20004
    axis: int  # default 1
    num_axes: int  # default 1
    @property
    def filler(self) -> FillerParameter: ...
    bias_term: bool  # default false
    @property
    def bias_filler(self) -> FillerParameter: ...
    dis_mode: bool  # default false
    gen_mode: bool  # default false
    max_value: float  # default 0
    min_value: float  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_axes: int | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        dis_mode: bool | None = None,
        gen_mode: bool | None = None,
        max_value: float | None = None,
        min_value: float | None = None,
    ) -> None: ...

class BiasParameter(Message):
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    AXIS_FIELD_NUMBER: Final = 1
    NUM_AXES_FIELD_NUMBER: Final = 2
    FILLER_FIELD_NUMBER: Final = 3
    BIAS_SCALE_FIELD_NUMBER: Final = 20001
    BIAS_ZERO_POINT_FIELD_NUMBER: Final = 20002
    INPUT_SCALE_FIELD_NUMBER: Final = 20003
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20004
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20005
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20006
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20007
    SATURATE_FIELD_NUMBER: Final = 20008
    axis: int  # default 1
    num_axes: int  # default 1
    @property
    def filler(self) -> FillerParameter: ...
    bias_scale: float  # default 1
    bias_zero_point: int  # default 0
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    quantize_method: int  # default tflite
    saturate: int  # default None
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_axes: int | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
        bias_scale: float | None = None,
        bias_zero_point: int | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class ReLUParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    MKL2017: Final = 20001
    MKLDNN: Final = 20002
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 1
    ENGINE_FIELD_NUMBER: Final = 2
    FUSE_FIELD_NUMBER: Final = 20001
    INPUT_SCALE_FIELD_NUMBER: Final = 20002
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20003
    MAXIMUM_FIELD_NUMBER: Final = 20004
    MINIMUM_FIELD_NUMBER: Final = 20005
    N_FIELD_NUMBER: Final = 20006
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20007
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20008
    RELU6_FIELD_NUMBER: Final = 20009
    SATURATE_FIELD_NUMBER: Final = 20010
    negative_slope: float  # default 0
    engine: int  # default DEFAULT
    fuse: bool  # default false
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    maximum: float  # default 0
    minimum: float  # default 0
    n: float  # default 6
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    relu6: bool  # default false
    saturate: int  # default None
    def __init__(
        self,
        *,
        negative_slope: float | None = None,
        engine: int | str | None = None,
        fuse: bool | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        maximum: float | None = None,
        minimum: float | None = None,
        n: float | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        relu6: bool | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class PReLUParameter(Message):
    FILLER_FIELD_NUMBER: Final = 1
    CHANNEL_SHARED_FIELD_NUMBER: Final = 2
    @property
    def filler(self) -> FillerParameter: ...
    channel_shared: bool  # default false
    def __init__(
        self,
        *,
        filler: FillerParameter | dict[str, Any] | None = None,
        channel_shared: bool | None = None,
    ) -> None: ...

class ELUParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 1
    LAMBDA_FIELD_NUMBER: Final = 20001
    SYMMETRIC_MODE_FIELD_NUMBER: Final = 20002
    alpha: float  # default 1
    symmetric_mode: bool  # default false
    def __init__(
        self,
        *,
        alpha: float | None = None,
        symmetric_mode: bool | None = None,
    ) -> None: ...

class SigmoidParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    ENGINE_FIELD_NUMBER: Final = 1
    INPUT_SCALE_FIELD_NUMBER: Final = 20001
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20002
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20003
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20004
    SATURATE_FIELD_NUMBER: Final = 20005
    engine: int  # default DEFAULT
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    saturate: int  # default None
    def __init__(
        self,
        *,
        engine: int | str | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class TanHParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    ENGINE_FIELD_NUMBER: Final = 1
    engine: int  # default DEFAULT
    def __init__(
        self,
        *,
        engine: int | str | None = None,
    ) -> None: ...

class SwishParameter(Message):
    BETA_FIELD_NUMBER: Final = 1
    beta: float  # default 1
    def __init__(
        self,
        *,
        beta: float | None = None,
    ) -> None: ...

class PowerParameter(Message):
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    POWER_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    SHIFT_FIELD_NUMBER: Final = 3
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20001
    SATURATE_FIELD_NUMBER: Final = 20002
    power: float  # default 1
    scale: float  # default 1
    shift: float  # default 0
    quantize_method: int  # default tflite
    saturate: int  # default None
    def __init__(
        self,
        *,
        power: float | None = None,
        scale: float | None = None,
        shift: float | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class ExpParameter(Message):
    BASE_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    SHIFT_FIELD_NUMBER: Final = 3
    base: float  # default -1
    scale: float  # default 1
    shift: float  # default 0
    def __init__(
        self,
        *,
        base: float | None = None,
        scale: float | None = None,
        shift: float | None = None,
    ) -> None: ...

class LogParameter(Message):
    BASE_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    SHIFT_FIELD_NUMBER: Final = 3
    base: float  # default -1
    scale: float  # default 1
    shift: float  # default 0
    def __init__(
        self,
        *,
        base: float | None = None,
        scale: float | None = None,
        shift: float | None = None,
    ) -> None: ...

class ClipParameter(Message):
    MIN_FIELD_NUMBER: Final = 1
    MAX_FIELD_NUMBER: Final = 2
    min: float
    max: float
    def __init__(
        self,
        *,
        min: float | None = None,
        max: float | None = None,
    ) -> None: ...

class ThresholdParameter(Message):
    THRESHOLD_FIELD_NUMBER: Final = 1
    threshold: float  # default 0
    def __init__(
        self,
        *,
        threshold: float | None = None,
    ) -> None: ...

class DropoutParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    DROPOUT_RATIO_FIELD_NUMBER: Final = 1
    ENGINE_FIELD_NUMBER: Final = 20001
    RANDOM_SEED_FIELD_NUMBER: Final = 20002
    SAMPLE_WEIGHTS_TEST_FIELD_NUMBER: Final = 20003
    SCALE_TEST_FIELD_NUMBER: Final = 20004
    SCALE_TRAIN_FIELD_NUMBER: Final = 20005
    SQRT_SCALE_FIELD_NUMBER: Final = 20006
    dropout_ratio: float  # default 0.5
    engine: int  # default DEFAULT
    random_seed: int  # default -1
    sample_weights_test: bool  # default false
    scale_test: bool  # default false
    scale_train: bool  # default true
    sqrt_scale: bool  # default false
    def __init__(
        self,
        *,
        dropout_ratio: float | None = None,
        engine: int | str | None = None,
        random_seed: int | None = None,
        sample_weights_test: bool | None = None,
        scale_test: bool | None = None,
        scale_train: bool | None = None,
        sqrt_scale: bool | None = None,
    ) -> None: ...

class EltwiseParameter(Message):
    EltwiseOp: ClassVar[EnumTypeWrapper]
    PROD: Final = 0
    SUM: Final = 1
    MAX: Final = 2
    DIV: Final = 20001
    SORT: Final = 20002
    STOCHASTIC_SUM: Final = 20003
    MIN: Final = 20004
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    MKL2017: Final = 3
    MKLDNN: Final = 4
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    OPERATION_FIELD_NUMBER: Final = 1
    COEFF_FIELD_NUMBER: Final = 2
    STABLE_PROD_GRAD_FIELD_NUMBER: Final = 3
    AXIS_FIELD_NUMBER: Final = 20001
    COEFF_BLOB_FIELD_NUMBER: Final = 20002
    ENGINE_FIELD_NUMBER: Final = 20003
    INPUT_SCALE_FIELD_NUMBER: Final = 20004
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20005
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20006
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20007
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20008
    SATURATE_FIELD_NUMBER: Final = 20009
    operation: int  # default SUM
    @property
    def coeff(self) -> RepeatedScalarFieldContainer[float]: ...
    stable_prod_grad: bool  # default true
    axis: int  # default 0
    coeff_blob: bool  # default false
    engine: int  # default DEFAULT
    @property
    def input_scale(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def input_zero_point(self) -> RepeatedScalarFieldContainer[int]: ...
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    quantize_method: int  # default tflite
    saturate: int  # default None
    def __init__(
        self,
        *,
        operation: int | str | None = None,
        coeff: Iterable[float] | None = None,
        stable_prod_grad: bool | None = None,
        axis: int | None = None,
        coeff_blob: bool | None = None,
        engine: int | str | None = None,
        input_scale: Iterable[float] | None = None,
        input_zero_point: Iterable[int] | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class ReshapeParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    NUM_AXES_FIELD_NUMBER: Final = 3
    PIXELSHUFFLER_FIELD_NUMBER: Final = 20001
    @property
    def shape(self) -> BlobShape: ...
    axis: int  # default 0
    num_axes: int  # default -1
    pixelshuffler: int  # default 1
    def __init__(
        self,
        *,
        shape: BlobShape | dict[str, Any] | None = None,
        axis: int | None = None,
        num_axes: int | None = None,
        pixelshuffler: int | None = None,
    ) -> None: ...

class FlattenParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    END_AXIS_FIELD_NUMBER: Final = 2
    axis: int  # default 1
    end_axis: int  # default -1
    def __init__(
        self,
        *,
        axis: int | None = None,
        end_axis: int | None = None,
    ) -> None: ...

class ConcatParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    MKL2017: Final = 3
    MKLDNN: Final = 4
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    CONCAT_DIM_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    ENGINE_FIELD_NUMBER: Final = 20001
    INPUT_SCALE_FIELD_NUMBER: Final = 20002
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20003
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20004
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20005
    PER_FLA_FUSE_FIELD_NUMBER: Final = 20006
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20007
    SATURATE_FIELD_NUMBER: Final = 20008
    concat_dim: int  # default 1
    axis: int  # default 1
    engine: int  # default DEFAULT
    @property
    def input_scale(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def input_zero_point(self) -> RepeatedScalarFieldContainer[int]: ...
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    per_fla_fuse: bool  # default false
    quantize_method: int  # default tflite
    saturate: int  # default None
    def __init__(
        self,
        *,
        concat_dim: int | None = None,
        axis: int | None = None,
        engine: int | str | None = None,
        input_scale: Iterable[float] | None = None,
        input_zero_point: Iterable[int] | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        per_fla_fuse: bool | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class SliceParameter(Message):
    SLICE_DIM_FIELD_NUMBER: Final = 1
    SLICE_POINT_FIELD_NUMBER: Final = 2
    AXIS_FIELD_NUMBER: Final = 3
    slice_dim: int  # default 1
    @property
    def slice_point(self) -> RepeatedScalarFieldContainer[int]: ...
    axis: int  # default 1
    def __init__(
        self,
        *,
        slice_dim: int | None = None,
        slice_point: Iterable[int] | None = None,
        axis: int | None = None,
    ) -> None: ...

class CropParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    OFFSET_FIELD_NUMBER: Final = 2
    BLOB_NAME_FIELD_NUMBER: Final = 20001
    DIMSIZE_FIELD_NUMBER: Final = 20002
    axis: int  # default 2
    @property
    def offset(self) -> RepeatedScalarFieldContainer[int]: ...
    blob_name: str
    @property
    def dimsize(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        offset: Iterable[int] | None = None,
        blob_name: str | None = None,
        dimsize: Iterable[int] | None = None,
    ) -> None: ...

class TileParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    TILES_FIELD_NUMBER: Final = 2
    axis: int  # default 1
    tiles: int
    def __init__(
        self,
        *,
        axis: int | None = None,
        tiles: int | None = None,
    ) -> None: ...

class ReductionParameter(Message):
    ReductionOp: ClassVar[EnumTypeWrapper]
    SUM: Final = 1
    ASUM: Final = 2
    SUMSQ: Final = 3
    MEAN: Final = 4
    TOPK: Final = 20001
    OPERATION_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    COEFF_FIELD_NUMBER: Final = 3
    K_FIELD_NUMBER: Final = 20001
    operation: int  # default SUM
    axis: int  # default 0
    coeff: float  # default 1
    k: int  # default 1
    def __init__(
        self,
        *,
        operation: int | str | None = None,
        axis: int | None = None,
        coeff: float | None = None,
        k: int | None = None,
    ) -> None: ...

class ArgMaxParameter(Message):
    OUT_MAX_VAL_FIELD_NUMBER: Final = 1
    TOP_K_FIELD_NUMBER: Final = 2
    AXIS_FIELD_NUMBER: Final = 3
    IGNORE_ID_FIELD_NUMBER: Final = 20001
    MIN_FIRST_FIELD_NUMBER: Final = 20002
    USE_IGNORE_IDS_FIELD_NUMBER: Final = 20003
    out_max_val: bool  # default false
    top_k: int  # default 1
    axis: int
    @property
    def ignore_id(self) -> RepeatedScalarFieldContainer[int]: ...
    min_first: bool  # default false
    use_ignore_ids: bool  # default false
    def __init__(
        self,
        *,
        out_max_val: bool | None = None,
        top_k: int | None = None,
        axis: int | None = None,
        ignore_id: Iterable[int] | None = None,
        min_first: bool | None = None,
        use_ignore_ids: bool | None = None,
    ) -> None: ...

class LossParameter(Message):
    NormalizationMode: ClassVar[EnumTypeWrapper]
    FULL: Final = 0
    VALID: Final = 1
    BATCH_SIZE: Final = 2
    NONE: Final = 3
    PRE_FIXED: Final = 20001
    IGNORE_LABEL_FIELD_NUMBER: Final = 1
    NORMALIZE_FIELD_NUMBER: Final = 2
    NORMALIZATION_FIELD_NUMBER: Final = 3
    ADAPTIVE_WEIGHTING_FIELD_NUMBER: Final = 20001
    CLASS_WEIGHTING_FIELD_NUMBER: Final = 20002
    GAMMA_FIELD_NUMBER: Final = 20003
    HAS_PROBABILITY_THRESH_FIELD_NUMBER: Final = 20004
    LABEL_SMOOTHING_FIELD_NUMBER: Final = 20005
    LABEL_WEIGHTS_FIELD_NUMBER: Final = 20006
    MAX_ENTROPY_WEIGHT_FIELD_NUMBER: Final = 20007
    MAX_WEIGHT_FIELD_NUMBER: Final = 20008
    MIN_WEIGHT_FIELD_NUMBER: Final = 20009
    OHEM_N_FIELD_NUMBER: Final = 20010
    ONLY_CARE_LABEL_FIELD_NUMBER: Final = 20011
    PRE_FIXED_NORMALIZER_FIELD_NUMBER: Final = 20012
    PROBABILITY_THRESHOLD_FIELD_NUMBER: Final = 20013
    SCALE_FIELD_NUMBER: Final = 20014
    USE_OHEM_FIELD_NUMBER: Final = 20015
    WEIGHT_BY_LABEL_FREQS_FIELD_NUMBER: Final = 20016
    ignore_label: int
    normalize: bool
    normalization: int  # default VALID
    adaptive_weighting: bool  # default false
    @property
    def class_weighting(self) -> RepeatedScalarFieldContainer[float]: ...
    gamma: float
    has_probability_thresh: bool  # default false
    label_smoothing: float  # default 0
    @property
    def label_weights(self) -> RepeatedScalarFieldContainer[float]: ...
    max_entropy_weight: float  # default -1
    max_weight: float  # default 0
    min_weight: float  # default 0
    ohem_n: int  # default 512
    only_care_label: int  # default 0
    pre_fixed_normalizer: float  # default 1
    probability_threshold: float  # default 1
    scale: float  # default 1
    use_ohem: bool  # default false
    weight_by_label_freqs: bool  # default false
    def __init__(
        self,
        *,
        ignore_label: int | None = None,
        normalize: bool | None = None,
        normalization: int | str | None = None,
        adaptive_weighting: bool | None = None,
        class_weighting: Iterable[float] | None = None,
        gamma: float | None = None,
        has_probability_thresh: bool | None = None,
        label_smoothing: float | None = None,
        label_weights: Iterable[float] | None = None,
        max_entropy_weight: float | None = None,
        max_weight: float | None = None,
        min_weight: float | None = None,
        ohem_n: int | None = None,
        only_care_label: int | None = None,
        pre_fixed_normalizer: float | None = None,
        probability_threshold: float | None = None,
        scale: float | None = None,
        use_ohem: bool | None = None,
        weight_by_label_freqs: bool | None = None,
    ) -> None: ...

class SoftmaxParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    ENGINE_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    CLASS_WEIGHT_FIELD_NUMBER: Final = 20001
    CUTTING_POINT_FIELD_NUMBER: Final = 20002
    HARD_MINING_LABEL_FIELD_NUMBER: Final = 20003
    HARD_RATIO_FIELD_NUMBER: Final = 20004
    INPUT_SCALE_FIELD_NUMBER: Final = 20005
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20006
    LABEL_SMOOTH_FACTOR_FIELD_NUMBER: Final = 20007
    NORMALIZE_TYPE_FIELD_NUMBER: Final = 20008
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20009
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20010
    SATURATE_FIELD_NUMBER: Final = 20011
    SCALING_TEMPERATURE_FIELD_NUMBER: Final = 20012
    engine: int  # default DEFAULT
    axis: int  # default 1
    @property
    def class_weight(self) -> RepeatedScalarFieldContainer[float]: ...
    cutting_point: float  # default 0
    hard_mining_label: int  # default 0
    hard_ratio: float  # default 1
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    label_smooth_factor: float  # default 0
    normalize_type: str  # default Softmax
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    saturate: int  # default None
    scaling_temperature: float  # default 1
    def __init__(
        self,
        *,
        engine: int | str | None = None,
        axis: int | None = None,
        class_weight: Iterable[float] | None = None,
        cutting_point: float | None = None,
        hard_mining_label: int | None = None,
        hard_ratio: float | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        label_smooth_factor: float | None = None,
        normalize_type: str | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        saturate: int | str | None = None,
        scaling_temperature: float | None = None,
    ) -> None: ...

class HingeLossParameter(Message):
    Norm: ClassVar[EnumTypeWrapper]
    L1: Final = 1
    L2: Final = 2
    NORM_FIELD_NUMBER: Final = 1
    norm: int  # default L1
    def __init__(
        self,
        *,
        norm: int | str | None = None,
    ) -> None: ...

class ContrastiveLossParameter(Message):
    MARGIN_FIELD_NUMBER: Final = 1
    LEGACY_VERSION_FIELD_NUMBER: Final = 2
    OUTPUT_MATCHES_FIELD_NUMBER: Final = 20001
    margin: float  # default 1
    legacy_version: bool  # default false
    output_matches: bool  # default false
    def __init__(
        self,
        *,
        margin: float | None = None,
        legacy_version: bool | None = None,
        output_matches: bool | None = None,
    ) -> None: ...

class InfogainLossParameter(Message):
    SOURCE_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    source: str
    axis: int  # default 1
    def __init__(
        self,
        *,
        source: str | None = None,
        axis: int | None = None,
    ) -> None: ...

class AccuracyParameter(Message):
    TOP_K_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    IGNORE_LABEL_FIELD_NUMBER: Final = 3
    DENOMINATOR_FIELD_NUMBER: Final = 20001
    MIN_IS_BETTER_FIELD_NUMBER: Final = 20002
    top_k: int  # default 1
    axis: int  # default 1
    ignore_label: int
    denominator: float  # default 0
    min_is_better: bool  # default false
    def __init__(
        self,
        *,
        top_k: int | None = None,
        axis: int | None = None,
        ignore_label: int | None = None,
        denominator: float | None = None,
        min_is_better: bool | None = None,
    ) -> None: ...

class InputParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 1
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20001
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20002
    @property
    def shape(self) -> RepeatedCompositeFieldContainer[BlobShape]: ...
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    def __init__(
        self,
        *,
        shape: Iterable[BlobShape | dict[str, Any]] | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
    ) -> None: ...

class DummyDataParameter(Message):
    DATA_FILLER_FIELD_NUMBER: Final = 1
    NUM_FIELD_NUMBER: Final = 2
    CHANNELS_FIELD_NUMBER: Final = 3
    HEIGHT_FIELD_NUMBER: Final = 4
    WIDTH_FIELD_NUMBER: Final = 5
    SHAPE_FIELD_NUMBER: Final = 6
    @property
    def data_filler(self) -> RepeatedCompositeFieldContainer[FillerParameter]: ...
    @property
    def num(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def channels(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def height(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def width(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def shape(self) -> RepeatedCompositeFieldContainer[BlobShape]: ...
    def __init__(
        self,
        *,
        data_filler: Iterable[FillerParameter | dict[str, Any]] | None = None,
        num: Iterable[int] | None = None,
        channels: Iterable[int] | None = None,
        height: Iterable[int] | None = None,
        width: Iterable[int] | None = None,
        shape: Iterable[BlobShape | dict[str, Any]] | None = None,
    ) -> None: ...

class ParameterParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 1
    BLOB_FILLER_FIELD_NUMBER: Final = 20001
    FILLER_FIELD_NUMBER: Final = 20002
    NORM_AXIS_FIELD_NUMBER: Final = 20003
    @property
    def shape(self) -> BlobShape: ...
    @property
    def blob_filler(self) -> FillerParameter: ...
    @property
    def filler(self) -> FillerParameter: ...
    norm_axis: int  # default 1
    def __init__(
        self,
        *,
        shape: BlobShape | dict[str, Any] | None = None,
        blob_filler: FillerParameter | dict[str, Any] | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
        norm_axis: int | None = None,
    ) -> None: ...

class PythonParameter(Message):
    MODULE_FIELD_NUMBER: Final = 1
    LAYER_FIELD_NUMBER: Final = 2
    PARAM_STR_FIELD_NUMBER: Final = 3
    SHARE_IN_PARALLEL_FIELD_NUMBER: Final = 4
    module: str
    layer: str
    param_str: str  # default 
    share_in_parallel: bool  # default false
    def __init__(
        self,
        *,
        module: str | None = None,
        layer: str | None = None,
        param_str: str | None = None,
        share_in_parallel: bool | None = None,
    ) -> None: ...

class TransformationParameter(Message):
    InterpolationAlgo: ClassVar[EnumTypeWrapper]
    INTER_NEAREST: Final = 0
    INTER_LINEAR: Final = 1
    INTER_CUBIC: Final = 2
    INTER_AREA: Final = 3
    ColorOrder: ClassVar[EnumTypeWrapper]
    RGB: Final = 20001
    InvalidDetectionMode: ClassVar[EnumTypeWrapper]
    REMOVE: Final = 0
    ZERO_OUT: Final = 1
    SCALE_FIELD_NUMBER: Final = 1
    MIRROR_FIELD_NUMBER: Final = 2
    CROP_SIZE_FIELD_NUMBER: Final = 3
    MEAN_FILE_FIELD_NUMBER: Final = 4
    MEAN_VALUE_FIELD_NUMBER: Final = 5
    FORCE_COLOR_FIELD_NUMBER: Final = 6
    FORCE_GRAY_FIELD_NUMBER: Final = 7
    ALLOW_UPSCALE_FIELD_NUMBER: Final = 20001
    APPLY_PROBABILITY_FIELD_NUMBER: Final = 20002
    ASPECT_MAX_FIELD_NUMBER: Final = 20003
    ASPECT_MIN_FIELD_NUMBER: Final = 20004
    AUG_WAY_FIELD_NUMBER: Final = 20005
    BBOX_NORM_FACTOR_FIELD_NUMBER: Final = 20006
    BGR2RGB_FIELD_NUMBER: Final = 20007
    CAFFE_YOLO_FIELD_NUMBER: Final = 20008
    CENTER_CROP_FIELD_NUMBER: Final = 20009
    CENTER_PERTERB_MAX_FIELD_NUMBER: Final = 20010
    CLAHE_CLIP_LIMIT_FIELD_NUMBER: Final = 20011
    CLAHE_TILE_SIZE_FIELD_NUMBER: Final = 20012
    COLOR_ORDER_FIELD_NUMBER: Final = 20013
    CONTRAST_BRIGHTNESS_ADJUSTMENT_FIELD_NUMBER: Final = 20014
    COVERAGE_FIELD_NUMBER: Final = 20015
    CROP_H_FIELD_NUMBER: Final = 20016
    CROP_HEIGHT_FIELD_NUMBER: Final = 20017
    CROP_SIZE_X_FIELD_NUMBER: Final = 20018
    CROP_SIZE_Y_FIELD_NUMBER: Final = 20019
    CROP_W_FIELD_NUMBER: Final = 20020
    CROP_WIDTH_FIELD_NUMBER: Final = 20021
    CVT_BGR2RGB_FIELD_NUMBER: Final = 20022
    DEBUG_PARAMS_FIELD_NUMBER: Final = 20023
    DISPLAY_FIELD_NUMBER: Final = 20024
    DISTORT_PARAM_FIELD_NUMBER: Final = 20025
    DISTORTION_PARAM_FIELD_NUMBER: Final = 20026
    DO_CLAHE_FIELD_NUMBER: Final = 20027
    EMIT_CONSTRAINT_FIELD_NUMBER: Final = 20028
    ENABLE_CLASSF_AUG_FIELD_NUMBER: Final = 20029
    ERASE_RATIO_FIELD_NUMBER: Final = 20030
    EXPAND_PARAM_FIELD_NUMBER: Final = 20031
    FIX_CROP_FIELD_NUMBER: Final = 20032
    FLIP_PROB_FIELD_NUMBER: Final = 20033
    FLOW_FIELD_NUMBER: Final = 20034
    FORWARD_PACKING_FIELD_NUMBER: Final = 20035
    GEOMETRY_PARAM_FIELD_NUMBER: Final = 20036
    GRAY_FIELD_NUMBER: Final = 20037
    HORIZONTAL_STRETCH_LOWER_FIELD_NUMBER: Final = 20038
    HORIZONTAL_STRETCH_UPPER_FIELD_NUMBER: Final = 20039
    IMG_HEADER_FIELD_NUMBER: Final = 20040
    IMG_RAND_RESIZE_LOWER_FIELD_NUMBER: Final = 20041
    IMG_RAND_RESIZE_UPPER_FIELD_NUMBER: Final = 20042
    INTERPOLATION_ALGO_DOWN_FIELD_NUMBER: Final = 20043
    INTERPOLATION_ALGO_UP_FIELD_NUMBER: Final = 20044
    INVALID_DETECTION_MODE_FIELD_NUMBER: Final = 20045
    IS_FLOW_FIELD_NUMBER: Final = 20046
    LABEL_MAPPING_FIELD_NUMBER: Final = 20047
    MASK_PARAM_FIELD_NUMBER: Final = 20048
    MAX_BRIGHTNESS_SHIFT_FIELD_NUMBER: Final = 20049
    MAX_COLOR_SHIFT_FIELD_NUMBER: Final = 20050
    MAX_CONTRAST_FIELD_NUMBER: Final = 20051
    MAX_CVG_LEN_FIELD_NUMBER: Final = 20052
    MAX_DISTORT_FIELD_NUMBER: Final = 20053
    MAX_RESIZE_FIELD_NUMBER: Final = 20054
    MAX_ROTATE_DEGREE_FIELD_NUMBER: Final = 20055
    MAX_ROTATION_ANGLE_FIELD_NUMBER: Final = 20056
    MAX_SCALING_FACTOR_FIELD_NUMBER: Final = 20057
    MAX_SMOOTH_FIELD_NUMBER: Final = 20058
    MIN_CONTRAST_FIELD_NUMBER: Final = 20059
    MIN_CVG_LEN_FIELD_NUMBER: Final = 20060
    MIN_RESIZE_FIELD_NUMBER: Final = 20061
    MIN_SCALING_FACTOR_FIELD_NUMBER: Final = 20062
    MIN_SIDE_FIELD_NUMBER: Final = 20063
    MIN_SIDE_MAX_FIELD_NUMBER: Final = 20064
    MIN_SIDE_MIN_FIELD_NUMBER: Final = 20065
    MORE_FIX_CROP_FIELD_NUMBER: Final = 20066
    MULTI_SCALE_FIELD_NUMBER: Final = 20067
    MULTISCALE_FIELD_NUMBER: Final = 20068
    NOISE_PARAM_FIELD_NUMBER: Final = 20069
    NP_IN_LMDB_FIELD_NUMBER: Final = 20070
    NUM_LABELS_FIELD_NUMBER: Final = 20071
    NUM_PARTS_FIELD_NUMBER: Final = 20072
    NUM_TOTAL_AUGS_FIELD_NUMBER: Final = 20073
    OPAQUE_COVERAGE_FIELD_NUMBER: Final = 20074
    ORIGINAL_IMAGE_FIELD_NUMBER: Final = 20075
    PAD_FIELD_NUMBER: Final = 20076
    PUT_GAUSSIAN_FIELD_NUMBER: Final = 20077
    RAND_RESIZE_RATIO_LOWER_FIELD_NUMBER: Final = 20078
    RAND_RESIZE_RATIO_UPPER_FIELD_NUMBER: Final = 20079
    RANDOM_90_DEG_ROT_FIELD_NUMBER: Final = 20080
    RANDOM_ASPECT_RATIO_PARAM_FIELD_NUMBER: Final = 20081
    RANDOM_CROP_ON_TEST_FIELD_NUMBER: Final = 20082
    RANDOM_RESIZE_PARAM_FIELD_NUMBER: Final = 20083
    RANDOM_SEED_FIELD_NUMBER: Final = 20084
    RESIZE_PARAM_FIELD_NUMBER: Final = 20085
    RESIZE_PARAM_YOLO_FIELD_NUMBER: Final = 20086
    ROTATE_FIELD_NUMBER: Final = 20087
    ROTATE_PARAM_FIELD_NUMBER: Final = 20088
    SCALE_CVG_FIELD_NUMBER: Final = 20089
    SCALE_FACTORS_FIELD_NUMBER: Final = 20090
    SCALE_MAX_FIELD_NUMBER: Final = 20091
    SCALE_MIN_FIELD_NUMBER: Final = 20092
    SCALE_PROB_FIELD_NUMBER: Final = 20093
    SCALE_RATIOS_FIELD_NUMBER: Final = 20094
    SIGMA_FIELD_NUMBER: Final = 20095
    SIGMA_CENTER_FIELD_NUMBER: Final = 20096
    SMOOTH_FILTERING_FIELD_NUMBER: Final = 20097
    STRIDE_FIELD_NUMBER: Final = 20098
    TARGET_DIST_FIELD_NUMBER: Final = 20099
    TRANSFORM_BODY_JOINT_FIELD_NUMBER: Final = 20100
    UNTRANSFORMED_TOP_FIELD_NUMBER: Final = 20101
    UPPER_HEIGHT_FIELD_NUMBER: Final = 20102
    UPPER_SIZE_FIELD_NUMBER: Final = 20103
    UPPER_WIDTH_FIELD_NUMBER: Final = 20104
    USE_GPU_TRANSFORM_FIELD_NUMBER: Final = 20105
    USE_IMAGE_MEAN_FIELD_NUMBER: Final = 20106
    USE_IMAGEDB_MEAN_FIELD_NUMBER: Final = 20107
    VAR_SZ_IMG_CENTER_CROP_FIELD_NUMBER: Final = 20108
    VAR_SZ_IMG_ENABLED_FIELD_NUMBER: Final = 20109
    VAR_SZ_IMG_RAND_CROP_FIELD_NUMBER: Final = 20110
    VAR_SZ_IMG_RAND_RESIZE_LOWER_FIELD_NUMBER: Final = 20111
    VAR_SZ_IMG_RAND_RESIZE_UPPER_FIELD_NUMBER: Final = 20112
    VERTICAL_MIRROR_FIELD_NUMBER: Final = 20113
    VERTICAL_STRETCH_LOWER_FIELD_NUMBER: Final = 20114
    VERTICAL_STRETCH_UPPER_FIELD_NUMBER: Final = 20115
    VISUALIZE_FIELD_NUMBER: Final = 20116
    VISUALIZE_LABEL_FIELD_NUMBER: Final = 20117
    scale: float  # default 1
    mirror: bool  # default false
    crop_size: int  # default 0
    mean_file: str
    @property
    def mean_value(self) -> RepeatedScalarFieldContainer[float]: ...
    force_color: bool  # default false
    force_gray: bool  # default false
    allow_upscale: bool  # default false
    apply_probability: float  # default 0.5
    aspect_max: float  # default 3
    aspect_min: float  # default 0.33
    aug_way: str  # default rand
    bbox_norm_factor: float  # default 300
    bgr2rgb: bool  # default false
    caffe_yolo: bool  # default false
    center_crop: bool  # default false
    center_perterb_max: float  # default 10
    clahe_clip_limit: float  # default 4
    clahe_tile_size: float  # default 8
    color_order: int
    contrast_brightness_adjustment: bool  # default false
    coverage: str  # default gridbox_max
    crop_h: int  # default 0
    crop_height: int  # default 0
    crop_size_x: int  # default 368
    crop_size_y: int  # default 368
    crop_w: int  # default 0
    crop_width: int  # default 0
    cvt_bgr2rgb: bool  # default false
    debug_params: bool  # default false
    display: bool  # default false
    @property
    def distort_param(self) -> DistortionParameter: ...
    @property
    def distortion_param(self) -> DistortionParameter: ...
    do_clahe: bool  # default false
    @property
    def emit_constraint(self) -> EmitConstraint: ...
    enable_classf_aug: bool  # default false
    erase_ratio: float  # default 0
    @property
    def expand_param(self) -> ExpansionParameter: ...
    fix_crop: bool  # default false
    flip_prob: float  # default 0.5
    flow: bool  # default false
    forward_packing: int  # default NCHW
    @property
    def geometry_param(self) -> GeometryParameter: ...
    gray: int  # default 0
    horizontal_stretch_lower: float  # default 1
    horizontal_stretch_upper: float  # default 1
    img_header: str  # default .
    img_rand_resize_lower: int  # default 0
    img_rand_resize_upper: int  # default 0
    interpolation_algo_down: int  # default INTER_NEAREST
    interpolation_algo_up: int  # default INTER_CUBIC
    invalid_detection_mode: int  # default ZERO_OUT
    is_flow: bool  # default false
    @property
    def label_mapping(self) -> LabelMappingParameter: ...
    @property
    def mask_param(self) -> MaskParameter: ...
    max_brightness_shift: int  # default 5
    max_color_shift: int  # default 0
    max_contrast: float  # default 1.2
    max_cvg_len: int  # default 50
    max_distort: int  # default 1
    max_resize: int  # default 0
    max_rotate_degree: float  # default 5
    max_rotation_angle: int  # default 0
    max_scaling_factor: float  # default 1.5
    max_smooth: float  # default 6
    min_contrast: float  # default 0.8
    min_cvg_len: int  # default 50
    min_resize: int  # default 0
    min_scaling_factor: float  # default 0.75
    min_side: int  # default 0
    min_side_max: int  # default 0
    min_side_min: int  # default 0
    more_fix_crop: bool  # default false
    multi_scale: bool  # default false
    multiscale: bool  # default false
    @property
    def noise_param(self) -> RepeatedCompositeFieldContainer[NoiseParameter]: ...
    np_in_lmdb: int  # default 16
    num_labels: int  # default 0
    num_parts: int  # default 14
    num_total_augs: int  # default 82
    opaque_coverage: bool  # default true
    original_image: bool  # default false
    pad: int  # default 0
    put_gaussian: bool  # default true
    rand_resize_ratio_lower: float  # default 0
    rand_resize_ratio_upper: float  # default 0
    random_90_deg_rot: bool  # default false
    @property
    def random_aspect_ratio_param(self) -> RandomAspectRatioParameter: ...
    random_crop_on_test: bool  # default false
    @property
    def random_resize_param(self) -> RandomResizeParameter: ...
    random_seed: int  # default -1
    @property
    def resize_param(self) -> RepeatedCompositeFieldContainer[ResizeParameter]: ...
    @property
    def resize_param_yolo(self) -> RepeatedCompositeFieldContainer[ResizeParameter]: ...
    rotate: bool  # default false
    @property
    def rotate_param(self) -> RotateParameter: ...
    scale_cvg: float  # default 0.5
    @property
    def scale_factors(self) -> RepeatedScalarFieldContainer[float]: ...
    scale_max: float
    scale_min: float
    scale_prob: float  # default 0.5
    @property
    def scale_ratios(self) -> RepeatedScalarFieldContainer[float]: ...
    sigma: float  # default 7
    sigma_center: float  # default 21
    smooth_filtering: bool  # default false
    stride: int
    target_dist: float  # default 1
    transform_body_joint: bool  # default true
    untransformed_top: bool  # default false
    upper_height: int  # default 0
    upper_size: int  # default 0
    upper_width: int  # default 0
    use_gpu_transform: bool  # default false
    use_image_mean: bool  # default false
    use_imagedb_mean: bool  # default false
    var_sz_img_center_crop: int  # default 0
    var_sz_img_enabled: bool  # default false
    var_sz_img_rand_crop: int  # default 0
    var_sz_img_rand_resize_lower: int  # default 0
    var_sz_img_rand_resize_upper: int  # default 0
    vertical_mirror: bool  # default false
    vertical_stretch_lower: float  # default 1
    vertical_stretch_upper: float  # default 1
    visualize: bool  # default false
    visualize_label: bool  # default false
    def __init__(
        self,
        *,
        scale: float | None = None,
        mirror: bool | None = None,
        crop_size: int | None = None,
        mean_file: str | None = None,
        mean_value: Iterable[float] | None = None,
        force_color: bool | None = None,
        force_gray: bool | None = None,
        allow_upscale: bool | None = None,
        apply_probability: float | None = None,
        aspect_max: float | None = None,
        aspect_min: float | None = None,
        aug_way: str | None = None,
        bbox_norm_factor: float | None = None,
        bgr2rgb: bool | None = None,
        caffe_yolo: bool | None = None,
        center_crop: bool | None = None,
        center_perterb_max: float | None = None,
        clahe_clip_limit: float | None = None,
        clahe_tile_size: float | None = None,
        color_order: int | str | None = None,
        contrast_brightness_adjustment: bool | None = None,
        coverage: str | None = None,
        crop_h: int | None = None,
        crop_height: int | None = None,
        crop_size_x: int | None = None,
        crop_size_y: int | None = None,
        crop_w: int | None = None,
        crop_width: int | None = None,
        cvt_bgr2rgb: bool | None = None,
        debug_params: bool | None = None,
        display: bool | None = None,
        distort_param: DistortionParameter | dict[str, Any] | None = None,
        distortion_param: DistortionParameter | dict[str, Any] | None = None,
        do_clahe: bool | None = None,
        emit_constraint: EmitConstraint | dict[str, Any] | None = None,
        enable_classf_aug: bool | None = None,
        erase_ratio: float | None = None,
        expand_param: ExpansionParameter | dict[str, Any] | None = None,
        fix_crop: bool | None = None,
        flip_prob: float | None = None,
        flow: bool | None = None,
        forward_packing: int | str | None = None,
        geometry_param: GeometryParameter | dict[str, Any] | None = None,
        gray: int | None = None,
        horizontal_stretch_lower: float | None = None,
        horizontal_stretch_upper: float | None = None,
        img_header: str | None = None,
        img_rand_resize_lower: int | None = None,
        img_rand_resize_upper: int | None = None,
        interpolation_algo_down: int | str | None = None,
        interpolation_algo_up: int | str | None = None,
        invalid_detection_mode: int | str | None = None,
        is_flow: bool | None = None,
        label_mapping: LabelMappingParameter | dict[str, Any] | None = None,
        mask_param: MaskParameter | dict[str, Any] | None = None,
        max_brightness_shift: int | None = None,
        max_color_shift: int | None = None,
        max_contrast: float | None = None,
        max_cvg_len: int | None = None,
        max_distort: int | None = None,
        max_resize: int | None = None,
        max_rotate_degree: float | None = None,
        max_rotation_angle: int | None = None,
        max_scaling_factor: float | None = None,
        max_smooth: float | None = None,
        min_contrast: float | None = None,
        min_cvg_len: int | None = None,
        min_resize: int | None = None,
        min_scaling_factor: float | None = None,
        min_side: int | None = None,
        min_side_max: int | None = None,
        min_side_min: int | None = None,
        more_fix_crop: bool | None = None,
        multi_scale: bool | None = None,
        multiscale: bool | None = None,
        noise_param: Iterable[NoiseParameter | dict[str, Any]] | None = None,
        np_in_lmdb: int | None = None,
        num_labels: int | None = None,
        num_parts: int | None = None,
        num_total_augs: int | None = None,
        opaque_coverage: bool | None = None,
        original_image: bool | None = None,
        pad: int | None = None,
        put_gaussian: bool | None = None,
        rand_resize_ratio_lower: float | None = None,
        rand_resize_ratio_upper: float | None = None,
        random_90_deg_rot: bool | None = None,
        random_aspect_ratio_param: RandomAspectRatioParameter | dict[str, Any] | None = None,
        random_crop_on_test: bool | None = None,
        random_resize_param: RandomResizeParameter | dict[str, Any] | None = None,
        random_seed: int | None = None,
        resize_param: Iterable[ResizeParameter | dict[str, Any]] | None = None,
        resize_param_yolo: Iterable[ResizeParameter | dict[str, Any]] | None = None,
        rotate: bool | None = None,
        rotate_param: RotateParameter | dict[str, Any] | None = None,
        scale_cvg: float | None = None,
        scale_factors: Iterable[float] | None = None,
        scale_max: float | None = None,
        scale_min: float | None = None,
        scale_prob: float | None = None,
        scale_ratios: Iterable[float] | None = None,
        sigma: float | None = None,
        sigma_center: float | None = None,
        smooth_filtering: bool | None = None,
        stride: int | None = None,
        target_dist: float | None = None,
        transform_body_joint: bool | None = None,
        untransformed_top: bool | None = None,
        upper_height: int | None = None,
        upper_size: int | None = None,
        upper_width: int | None = None,
        use_gpu_transform: bool | None = None,
        use_image_mean: bool | None = None,
        use_imagedb_mean: bool | None = None,
        var_sz_img_center_crop: int | None = None,
        var_sz_img_enabled: bool | None = None,
        var_sz_img_rand_crop: int | None = None,
        var_sz_img_rand_resize_lower: int | None = None,
        var_sz_img_rand_resize_upper: int | None = None,
        vertical_mirror: bool | None = None,
        vertical_stretch_lower: float | None = None,
        vertical_stretch_upper: float | None = None,
        visualize: bool | None = None,
        visualize_label: bool | None = None,
    ) -> None: ...

class DataParameter(Message):
    DB: ClassVar[EnumTypeWrapper]
    LEVELDB: Final = 0
    LMDB: Final = 1
    DATUMFILE: Final = 20001
    IMAGEDB: Final = 20002
    CHANNELENCODING: ClassVar[EnumTypeWrapper]
    UINT8: Final = 1
    UINT16FLOW: Final = 2
    BOOL1: Final = 3
    RANDPERMORDER: ClassVar[EnumTypeWrapper]
    FIRST_PERMUTE_THEN_RANGE: Final = 0
    FIRST_RANGE_THEN_PERMUTE: Final = 1
    LabelType: ClassVar[EnumTypeWrapper]
    MULTIPLE: Final = 20001
    SOURCE_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    MEAN_FILE_FIELD_NUMBER: Final = 3
    BATCH_SIZE_FIELD_NUMBER: Final = 4
    CROP_SIZE_FIELD_NUMBER: Final = 5
    MIRROR_FIELD_NUMBER: Final = 6
    RAND_SKIP_FIELD_NUMBER: Final = 7
    BACKEND_FIELD_NUMBER: Final = 8
    FORCE_ENCODED_COLOR_FIELD_NUMBER: Final = 9
    PREFETCH_FIELD_NUMBER: Final = 10
    BALANCE_MATCHES_FIELD_NUMBER: Final = 20001
    BLOCK_SIZE_FIELD_NUMBER: Final = 20002
    CACHE_FIELD_NUMBER: Final = 20003
    DISK_READER_THREADS_FIELD_NUMBER: Final = 20004
    ENABLE_RANDOM_SELECTION_FIELD_NUMBER: Final = 20005
    ENCODING_FIELD_NUMBER: Final = 20006
    HUGE_VIDEO_DATASET_FIELD_NUMBER: Final = 20007
    IMAGES_PER_BLOB_FIELD_NUMBER: Final = 20008
    LABEL_TYPE_FIELD_NUMBER: Final = 20009
    LIMIT_SAMPLES_FIELD_NUMBER: Final = 20010
    LOAD_MULTIPLE_LABELS_FIELD_NUMBER: Final = 20011
    MEM_DATA_SOURCE_FIELD_NUMBER: Final = 20012
    MPI_SKIP_STEP_FIELD_NUMBER: Final = 20013
    OUTPUT_ALL_LABELS_FIELD_NUMBER: Final = 20014
    PARSER_THREADS_FIELD_NUMBER: Final = 20015
    PERMUTE_EVERY_ITER_FIELD_NUMBER: Final = 20016
    PRECACHE_FIELD_NUMBER: Final = 20017
    PRESELECTION_FILE_FIELD_NUMBER: Final = 20018
    PRESELECTION_LABEL_FIELD_NUMBER: Final = 20019
    RAND_PERMUTE_FIELD_NUMBER: Final = 20020
    RAND_PERMUTE_ORDER_FIELD_NUMBER: Final = 20021
    RAND_PERMUTE_SEED_FIELD_NUMBER: Final = 20022
    RANDOM_FIELD_NUMBER: Final = 20023
    RANGE_END_FIELD_NUMBER: Final = 20024
    RANGE_START_FIELD_NUMBER: Final = 20025
    SHOW_DATA_FIELD_NUMBER: Final = 20026
    SHUFFLE_FIELD_NUMBER: Final = 20027
    SHUFFLE_BUFFER_SIZE_FIELD_NUMBER: Final = 20028
    SIDE_FIELD_NUMBER: Final = 20029
    SIMULATE_5D_FIELD_NUMBER: Final = 20030
    SLICE_POINT_FIELD_NUMBER: Final = 20031
    SOURCE_LIST_FIELD_NUMBER: Final = 20032
    SUBTRACT_FIELD_NUMBER: Final = 20033
    THREADS_FIELD_NUMBER: Final = 20034
    TRANSFORM_PARAM_FIELD_NUMBER: Final = 20035
    VERBOSE_FIELD_NUMBER: Final = 20036
    source: str
    scale: float  # default 1
    mean_file: str
    batch_size: int
    crop_size: int  # default 0
    mirror: bool  # default false
    rand_skip: int  # default 0
    backend: int  # default LEVELDB
    force_encoded_color: bool  # default false
    prefetch: int  # default 4
    balance_matches: bool  # default false
    block_size: int  # default 0
    cache: bool  # default false
    disk_reader_threads: int  # default 1
    enable_random_selection: bool  # default false
    @property
    def encoding(self) -> RepeatedScalarFieldContainer[int]: ...
    huge_video_dataset: bool  # default false
    images_per_blob: int  # default 0
    label_type: int
    limit_samples: int  # default -1
    load_multiple_labels: bool  # default false
    mem_data_source: str
    mpi_skip_step: int  # default 0
    output_all_labels: bool  # default false
    parser_threads: int  # default 0
    permute_every_iter: int  # default 0
    precache: bool  # default false
    preselection_file: str
    preselection_label: int  # default 0
    rand_permute: bool  # default false
    rand_permute_order: int  # default FIRST_PERMUTE_THEN_RANGE
    rand_permute_seed: int  # default 0
    random: bool  # default false
    range_end: int  # default -1
    range_start: int  # default 0
    show_data: int  # default 0
    shuffle: bool  # default false
    shuffle_buffer_size: int  # default 0
    @property
    def side(self) -> RepeatedScalarFieldContainer[int]: ...
    simulate_5d: bool  # default false
    @property
    def slice_point(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def source_list(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def subtract(self) -> RepeatedScalarFieldContainer[float]: ...
    threads: int  # default 0
    @property
    def transform_param(self) -> TransformationParameter: ...
    verbose: bool  # default false
    def __init__(
        self,
        *,
        source: str | None = None,
        scale: float | None = None,
        mean_file: str | None = None,
        batch_size: int | None = None,
        crop_size: int | None = None,
        mirror: bool | None = None,
        rand_skip: int | None = None,
        backend: int | str | None = None,
        force_encoded_color: bool | None = None,
        prefetch: int | None = None,
        balance_matches: bool | None = None,
        block_size: int | None = None,
        cache: bool | None = None,
        disk_reader_threads: int | None = None,
        enable_random_selection: bool | None = None,
        encoding: Iterable[int | str] | None = None,
        huge_video_dataset: bool | None = None,
        images_per_blob: int | None = None,
        label_type: int | str | None = None,
        limit_samples: int | None = None,
        load_multiple_labels: bool | None = None,
        mem_data_source: str | None = None,
        mpi_skip_step: int | None = None,
        output_all_labels: bool | None = None,
        parser_threads: int | None = None,
        permute_every_iter: int | None = None,
        precache: bool | None = None,
        preselection_file: str | None = None,
        preselection_label: int | None = None,
        rand_permute: bool | None = None,
        rand_permute_order: int | str | None = None,
        rand_permute_seed: int | None = None,
        random: bool | None = None,
        range_end: int | None = None,
        range_start: int | None = None,
        show_data: int | None = None,
        shuffle: bool | None = None,
        shuffle_buffer_size: int | None = None,
        side: Iterable[int] | None = None,
        simulate_5d: bool | None = None,
        slice_point: Iterable[int] | None = None,
        source_list: Iterable[str] | None = None,
        subtract: Iterable[float] | None = None,
        threads: int | None = None,
        transform_param: TransformationParameter | dict[str, Any] | None = None,
        verbose: bool | None = None,
    ) -> None: ...

class ImageDataParameter(Message):
    LabelType: ClassVar[EnumTypeWrapper]
    NONE: Final = 0
    IMAGE: Final = 1
    PIXEL: Final = 2
    SOURCE_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    MEAN_FILE_FIELD_NUMBER: Final = 3
    BATCH_SIZE_FIELD_NUMBER: Final = 4
    CROP_SIZE_FIELD_NUMBER: Final = 5
    MIRROR_FIELD_NUMBER: Final = 6
    RAND_SKIP_FIELD_NUMBER: Final = 7
    SHUFFLE_FIELD_NUMBER: Final = 8
    NEW_HEIGHT_FIELD_NUMBER: Final = 9
    NEW_WIDTH_FIELD_NUMBER: Final = 10
    IS_COLOR_FIELD_NUMBER: Final = 11
    ROOT_FOLDER_FIELD_NUMBER: Final = 12
    BALANCE_BY_FIELD_NUMBER: Final = 20001
    BALANCE_CLASS_FIELD_NUMBER: Final = 20002
    BICUBIC_FIELD_NUMBER: Final = 20003
    CACHE_FIELD_NUMBER: Final = 20004
    CLIP_MAX_FIELD_NUMBER: Final = 20005
    CLIP_MIN_FIELD_NUMBER: Final = 20006
    DATASET_SHARE_PER_NODE_FIELD_NUMBER: Final = 20007
    FACE_MIRROR_FIELD_NUMBER: Final = 20008
    FACE_POINT_NUM_FIELD_NUMBER: Final = 20009
    FACE_TRANSFORM_FIELD_NUMBER: Final = 20010
    HIGHER_FIELD_NUMBER: Final = 20011
    IGNORE_LABEL_FIELD_NUMBER: Final = 20012
    IS_FLOW_FIELD_NUMBER: Final = 20013
    LABEL_CUT_END_FIELD_NUMBER: Final = 20014
    LABEL_CUT_START_FIELD_NUMBER: Final = 20015
    LABEL_DIVIDE_FACTOR_FIELD_NUMBER: Final = 20016
    LABEL_NUM_FIELD_NUMBER: Final = 20017
    LABEL_SIZE_FIELD_NUMBER: Final = 20018
    LABEL_TYPE_FIELD_NUMBER: Final = 20019
    LOWER_FIELD_NUMBER: Final = 20020
    MAX_ASPECT_RATIO_FIELD_NUMBER: Final = 20021
    MAX_RANDOM_SCALE_FIELD_NUMBER: Final = 20022
    MAX_RANDOM_SHIFT_FIELD_NUMBER: Final = 20023
    MAX_ROTATE_ANGLE_FIELD_NUMBER: Final = 20024
    MAX_SCALE_FIELD_NUMBER: Final = 20025
    MAX_SHEAR_RATIO_FIELD_NUMBER: Final = 20026
    MAX_WINDOWS_H_FIELD_NUMBER: Final = 20027
    MAX_WINDOWS_W_FIELD_NUMBER: Final = 20028
    MEAN_VALUE_FIELD_NUMBER: Final = 20029
    MIN_ASPECT_RATIO_FIELD_NUMBER: Final = 20030
    MIN_HEIGHT_FIELD_NUMBER: Final = 20031
    MIN_RANDOM_SCALE_FIELD_NUMBER: Final = 20032
    MIN_SCALE_FIELD_NUMBER: Final = 20033
    MIN_WIDTH_FIELD_NUMBER: Final = 20034
    NEW_DIM_FIELD_NUMBER: Final = 20035
    NEW_LENGTH_FIELD_NUMBER: Final = 20036
    NUM_TRUTH_CHANNELS_FIELD_NUMBER: Final = 20037
    PAIR_SIZE_FIELD_NUMBER: Final = 20038
    PRECACHE_FIELD_NUMBER: Final = 20039
    PROBABILITY_FIELD_NUMBER: Final = 20040
    SAMPLE_NUM_FIELD_NUMBER: Final = 20041
    SAMPLING_RATE_FIELD_NUMBER: Final = 20042
    SHORT_SIDE_FIELD_NUMBER: Final = 20043
    SHOW_DATA_FIELD_NUMBER: Final = 20044
    THREADS_FIELD_NUMBER: Final = 20045
    TRANSFORM_PARAM_FIELD_NUMBER: Final = 20046
    TRUTH_SCALE_FIELD_NUMBER: Final = 20047
    USE_BYTE_INPUT_FIELD_NUMBER: Final = 20048
    USE_IMAGE_FIELD_NUMBER: Final = 20049
    USE_LABEL_FIELD_NUMBER: Final = 20050
    USE_TEMPORAL_JITTER_FIELD_NUMBER: Final = 20051
    WINDOW_H_FIELD_NUMBER: Final = 20052
    WINDOW_W_FIELD_NUMBER: Final = 20053
    source: str
    scale: float  # default 1
    mean_file: str
    batch_size: int  # default 1
    crop_size: int  # default 0
    mirror: bool  # default false
    rand_skip: int  # default 0
    shuffle: bool  # default false
    new_height: int  # default 0
    new_width: int  # default 0
    is_color: bool  # default true
    root_folder: str  # default 
    balance_by: int  # default 0
    balance_class: bool  # default false
    bicubic: bool  # default false
    cache: bool  # default false
    clip_max: float  # default 0
    clip_min: float  # default 0
    dataset_share_per_node: float  # default 1
    face_mirror: bool  # default false
    face_point_num: int  # default 0
    face_transform: bool  # default false
    higher: float  # default 1
    ignore_label: int  # default 255
    is_flow: bool  # default false
    label_cut_end: int  # default 0
    label_cut_start: int  # default 0
    label_divide_factor: int  # default 1
    label_num: int  # default 0
    label_size: int  # default 1
    label_type: int  # default IMAGE
    lower: float  # default 1
    max_aspect_ratio: float
    max_random_scale: float  # default 1
    max_random_shift: int  # default 0
    max_rotate_angle: float  # default 0
    max_scale: float  # default 0
    max_shear_ratio: float  # default 0
    max_windows_h: int  # default 0
    max_windows_w: int  # default 0
    mean_value: float  # default 0
    min_aspect_ratio: float  # default 1
    min_height: int  # default 0
    min_random_scale: float  # default 1
    min_scale: float  # default 0
    min_width: int  # default 0
    new_dim: int  # default 0
    new_length: int  # default 0
    num_truth_channels: int  # default 1
    pair_size: int  # default 1
    precache: bool  # default false
    probability: float  # default 1
    sample_num: int  # default 0
    sampling_rate: int  # default 1
    short_side: int  # default 0
    show_data: int  # default 0
    threads: int  # default 4
    @property
    def transform_param(self) -> TransformationParameter: ...
    truth_scale: float  # default 1
    use_byte_input: bool  # default false
    use_image: bool  # default false
    use_label: bool  # default true
    use_temporal_jitter: bool  # default false
    window_h: int  # default 0
    window_w: int  # default 0
    def __init__(
        self,
        *,
        source: str | None = None,
        scale: float | None = None,
        mean_file: str | None = None,
        batch_size: int | None = None,
        crop_size: int | None = None,
        mirror: bool | None = None,
        rand_skip: int | None = None,
        shuffle: bool | None = None,
        new_height: int | None = None,
        new_width: int | None = None,
        is_color: bool | None = None,
        root_folder: str | None = None,
        balance_by: int | None = None,
        balance_class: bool | None = None,
        bicubic: bool | None = None,
        cache: bool | None = None,
        clip_max: float | None = None,
        clip_min: float | None = None,
        dataset_share_per_node: float | None = None,
        face_mirror: bool | None = None,
        face_point_num: int | None = None,
        face_transform: bool | None = None,
        higher: float | None = None,
        ignore_label: int | None = None,
        is_flow: bool | None = None,
        label_cut_end: int | None = None,
        label_cut_start: int | None = None,
        label_divide_factor: int | None = None,
        label_num: int | None = None,
        label_size: int | None = None,
        label_type: int | str | None = None,
        lower: float | None = None,
        max_aspect_ratio: float | None = None,
        max_random_scale: float | None = None,
        max_random_shift: int | None = None,
        max_rotate_angle: float | None = None,
        max_scale: float | None = None,
        max_shear_ratio: float | None = None,
        max_windows_h: int | None = None,
        max_windows_w: int | None = None,
        mean_value: float | None = None,
        min_aspect_ratio: float | None = None,
        min_height: int | None = None,
        min_random_scale: float | None = None,
        min_scale: float | None = None,
        min_width: int | None = None,
        new_dim: int | None = None,
        new_length: int | None = None,
        num_truth_channels: int | None = None,
        pair_size: int | None = None,
        precache: bool | None = None,
        probability: float | None = None,
        sample_num: int | None = None,
        sampling_rate: int | None = None,
        short_side: int | None = None,
        show_data: int | None = None,
        threads: int | None = None,
        transform_param: TransformationParameter | dict[str, Any] | None = None,
        truth_scale: float | None = None,
        use_byte_input: bool | None = None,
        use_image: bool | None = None,
        use_label: bool | None = None,
        use_temporal_jitter: bool | None = None,
        window_h: int | None = None,
        window_w: int | None = None,
    ) -> None: ...

class WindowDataParameter(Message):
    SOURCE_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    MEAN_FILE_FIELD_NUMBER: Final = 3
    BATCH_SIZE_FIELD_NUMBER: Final = 4
    CROP_SIZE_FIELD_NUMBER: Final = 5
    MIRROR_FIELD_NUMBER: Final = 6
    FG_THRESHOLD_FIELD_NUMBER: Final = 7
    BG_THRESHOLD_FIELD_NUMBER: Final = 8
    FG_FRACTION_FIELD_NUMBER: Final = 9
    CONTEXT_PAD_FIELD_NUMBER: Final = 10
    CROP_MODE_FIELD_NUMBER: Final = 11
    CACHE_IMAGES_FIELD_NUMBER: Final = 12
    ROOT_FOLDER_FIELD_NUMBER: Final = 13
    SHUFFLE_FIELD_NUMBER: Final = 20001
    source: str
    scale: float  # default 1
    mean_file: str
    batch_size: int
    crop_size: int  # default 0
    mirror: bool  # default false
    fg_threshold: float  # default 0.5
    bg_threshold: float  # default 0.5
    fg_fraction: float  # default 0.25
    context_pad: int  # default 0
    crop_mode: str  # default warp
    cache_images: bool  # default false
    root_folder: str  # default 
    shuffle: bool  # default false
    def __init__(
        self,
        *,
        source: str | None = None,
        scale: float | None = None,
        mean_file: str | None = None,
        batch_size: int | None = None,
        crop_size: int | None = None,
        mirror: bool | None = None,
        fg_threshold: float | None = None,
        bg_threshold: float | None = None,
        fg_fraction: float | None = None,
        context_pad: int | None = None,
        crop_mode: str | None = None,
        cache_images: bool | None = None,
        root_folder: str | None = None,
        shuffle: bool | None = None,
    ) -> None: ...

class HDF5DataParameter(Message):
    SOURCE_FIELD_NUMBER: Final = 1
    BATCH_SIZE_FIELD_NUMBER: Final = 2
    SHUFFLE_FIELD_NUMBER: Final = 3
    DEBUG_FIELD_NUMBER: Final = 20001
    IMAGE_FIELD_NUMBER: Final = 20002
    source: str
    batch_size: int
    shuffle: bool  # default false
    debug: bool  # default false
    image: bool  # default false
    def __init__(
        self,
        *,
        source: str | None = None,
        batch_size: int | None = None,
        shuffle: bool | None = None,
        debug: bool | None = None,
        image: bool | None = None,
    ) -> None: ...

class HDF5OutputParameter(Message):
    FILE_NAME_FIELD_NUMBER: Final = 1
    file_name: str
    def __init__(
        self,
        *,
        file_name: str | None = None,
    ) -> None: ...

class MemoryDataParameter(Message):
    LabelType: ClassVar[EnumTypeWrapper]
    NONE: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 1
    CHANNELS_FIELD_NUMBER: Final = 2
    HEIGHT_FIELD_NUMBER: Final = 3
    WIDTH_FIELD_NUMBER: Final = 4
    DIM_FIELD_NUMBER: Final = 20001
    LABEL_CHANNELS_FIELD_NUMBER: Final = 20002
    LABEL_HEIGHT_FIELD_NUMBER: Final = 20003
    LABEL_TYPE_FIELD_NUMBER: Final = 20004
    LABEL_WIDTH_FIELD_NUMBER: Final = 20005
    LENGTH_FIELD_NUMBER: Final = 20006
    TRANSPOSE_FIELD_NUMBER: Final = 20007
    batch_size: int
    channels: int
    height: int
    width: int
    @property
    def dim(self) -> RepeatedScalarFieldContainer[int]: ...
    label_channels: int  # default 0
    label_height: int  # default 0
    label_type: int
    label_width: int  # default 0
    length: int  # default 1
    transpose: bool  # default false
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        channels: int | None = None,
        height: int | None = None,
        width: int | None = None,
        dim: Iterable[int] | None = None,
        label_channels: int | None = None,
        label_height: int | None = None,
        label_type: int | str | None = None,
        label_width: int | None = None,
        length: int | None = None,
        transpose: bool | None = None,
    ) -> None: ...

class V1LayerParameter(Message):
    LayerType: ClassVar[EnumTypeWrapper]
    NONE: Final = 0
    ACCURACY: Final = 1
    BNLL: Final = 2
    CONCAT: Final = 3
    CONVOLUTION: Final = 4
    DATA: Final = 5
    DROPOUT: Final = 6
    EUCLIDEAN_LOSS: Final = 7
    FLATTEN: Final = 8
    HDF5_DATA: Final = 9
    HDF5_OUTPUT: Final = 10
    IM2COL: Final = 11
    IMAGE_DATA: Final = 12
    INFOGAIN_LOSS: Final = 13
    INNER_PRODUCT: Final = 14
    LRN: Final = 15
    MULTINOMIAL_LOGISTIC_LOSS: Final = 16
    POOLING: Final = 17
    RELU: Final = 18
    SIGMOID: Final = 19
    SOFTMAX: Final = 20
    SOFTMAX_LOSS: Final = 21
    SPLIT: Final = 22
    TANH: Final = 23
    WINDOW_DATA: Final = 24
    ELTWISE: Final = 25
    POWER: Final = 26
    SIGMOID_CROSS_ENTROPY_LOSS: Final = 27
    HINGE_LOSS: Final = 28
    MEMORY_DATA: Final = 29
    ARGMAX: Final = 30
    THRESHOLD: Final = 31
    DUMMY_DATA: Final = 32
    SLICE: Final = 33
    MVN: Final = 34
    ABSVAL: Final = 35
    SILENCE: Final = 36
    CONTRASTIVE_LOSS: Final = 37
    EXP: Final = 38
    DECONVOLUTION: Final = 39
    ELTWISE_PRODUCT: Final = 20001
    CONVOLUTION3D: Final = 20002
    POOLING3D: Final = 20003
    VOLUME_DATA: Final = 20004
    VIDEO_DATA: Final = 20005
    DECONVOLUTION3D: Final = 20006
    MCWINDOW_DATA: Final = 20007
    VIDEO_SEGMENTATION_DATA: Final = 20008
    NAMCWINDOW_DATA: Final = 20009
    VOXEL_SOFTMAX: Final = 20010
    VOXEL_SOFTMAX_LOSS: Final = 20011
    VIDEO_WITH_VOXEL_TRUTH_DATA: Final = 20012
    VOXEL_CUSTOM_LOSS: Final = 20013
    CONVOLUTION_SK: Final = 20014
    CROP: Final = 20015
    DOWN_SAMPLING: Final = 20016
    RESHAPE: Final = 20017
    ROIPOOLING: Final = 20018
    SELU: Final = 20019
    LOCAL: Final = 20020
    PARSE_OUTPUT: Final = 20021
    POOLING_SK: Final = 20022
    SELU_DROPOUT: Final = 20023
    SIMPLE_FAST_MEANFIELD: Final = 20024
    BN: Final = 20025
    DICE_LOSS: Final = 20026
    MULTI_STAGE_MEANFIELD: Final = 20027
    PARSE_EVALUATE: Final = 20028
    SMOOTH_L1_LOSS: Final = 20029
    NORMALIZE: Final = 20030
    INSANITY: Final = 20031
    TRIPLET_LOSS: Final = 20032
    BATCH_NORM: Final = 20033
    ELTWISE_AFFINE: Final = 20034
    RELU6: Final = 20035
    ACCURACY_REGRESSION: Final = 20036
    ACCURACY_TREE: Final = 20037
    COMPACT_DATA: Final = 20038
    IMPORT: Final = 20039
    LOCAL_WEIGHTED_CONVOLUTION: Final = 20040
    LOSS_TREE: Final = 20041
    LRN_MAP: Final = 20042
    LSTM: Final = 20043
    ROI_POOLING: Final = 20044
    SEQ_MEMORY_DATA: Final = 20045
    SOFTMAX_LOSS_TREE: Final = 20046
    SPATIAL_PYRAMID_POOLING: Final = 20047
    SPATIAL_PYRAMID_POOLING_DATA: Final = 20048
    TOPK: Final = 20049
    TRANSFORM_ACCURACY: Final = 20050
    TRANSFORM_SOFTMAX_LOSS: Final = 20051
    DimCheckMode: ClassVar[EnumTypeWrapper]
    STRICT: Final = 0
    PERMISSIVE: Final = 1
    LAYER_FIELD_NUMBER: Final = 1
    BOTTOM_FIELD_NUMBER: Final = 2
    TOP_FIELD_NUMBER: Final = 3
    NAME_FIELD_NUMBER: Final = 4
    TYPE_FIELD_NUMBER: Final = 5
    BLOBS_FIELD_NUMBER: Final = 6
    BLOBS_LR_FIELD_NUMBER: Final = 7
    WEIGHT_DECAY_FIELD_NUMBER: Final = 8
    CONCAT_PARAM_FIELD_NUMBER: Final = 9
    CONVOLUTION_PARAM_FIELD_NUMBER: Final = 10
    DATA_PARAM_FIELD_NUMBER: Final = 11
    DROPOUT_PARAM_FIELD_NUMBER: Final = 12
    HDF5_DATA_PARAM_FIELD_NUMBER: Final = 13
    HDF5_OUTPUT_PARAM_FIELD_NUMBER: Final = 14
    IMAGE_DATA_PARAM_FIELD_NUMBER: Final = 15
    INFOGAIN_LOSS_PARAM_FIELD_NUMBER: Final = 16
    INNER_PRODUCT_PARAM_FIELD_NUMBER: Final = 17
    LRN_PARAM_FIELD_NUMBER: Final = 18
    POOLING_PARAM_FIELD_NUMBER: Final = 19
    WINDOW_DATA_PARAM_FIELD_NUMBER: Final = 20
    POWER_PARAM_FIELD_NUMBER: Final = 21
    MEMORY_DATA_PARAM_FIELD_NUMBER: Final = 22
    ARGMAX_PARAM_FIELD_NUMBER: Final = 23
    ELTWISE_PARAM_FIELD_NUMBER: Final = 24
    THRESHOLD_PARAM_FIELD_NUMBER: Final = 25
    DUMMY_DATA_PARAM_FIELD_NUMBER: Final = 26
    ACCURACY_PARAM_FIELD_NUMBER: Final = 27
    HINGE_LOSS_PARAM_FIELD_NUMBER: Final = 29
    RELU_PARAM_FIELD_NUMBER: Final = 30
    SLICE_PARAM_FIELD_NUMBER: Final = 31
    INCLUDE_FIELD_NUMBER: Final = 32
    EXCLUDE_FIELD_NUMBER: Final = 33
    MVN_PARAM_FIELD_NUMBER: Final = 34
    LOSS_WEIGHT_FIELD_NUMBER: Final = 35
    TRANSFORM_PARAM_FIELD_NUMBER: Final = 36
    TANH_PARAM_FIELD_NUMBER: Final = 37
    SIGMOID_PARAM_FIELD_NUMBER: Final = 38
    SOFTMAX_PARAM_FIELD_NUMBER: Final = 39
    CONTRASTIVE_LOSS_PARAM_FIELD_NUMBER: Final = 40
    EXP_PARAM_FIELD_NUMBER: Final = 41
    LOSS_PARAM_FIELD_NUMBER: Final = 42
    PARAM_FIELD_NUMBER: Final = 1001
    BLOB_SHARE_MODE_FIELD_NUMBER: Final = 1002
    AFFINITY_PARAM_FIELD_NUMBER: Final = 20001
    BN_PARAM_FIELD_NUMBER: Final = 20002
    DOWN_SAMPLING_PARAM_FIELD_NUMBER: Final = 20003
    ELTWISE_AFFINE_PARAM_FIELD_NUMBER: Final = 20004
    ENABLE_FIELD_NUMBER: Final = 20005
    EUCLIDEAN_LOSS_PARAM_FIELD_NUMBER: Final = 20006
    IMPORT_PARAM_FIELD_NUMBER: Final = 20007
    INSANITY_PARAM_FIELD_NUMBER: Final = 20008
    LABEL_TRANSFORM_PARAM_FIELD_NUMBER: Final = 20009
    LOCAL_PARAM_FIELD_NUMBER: Final = 20010
    LOCAL_WEIGHTED_CONVOLUTION_PARAM_FIELD_NUMBER: Final = 20011
    LRN_MAP_PARAM_FIELD_NUMBER: Final = 20012
    LSTM_PARAM_FIELD_NUMBER: Final = 20013
    MCWINDOW_DATA_PARAM_FIELD_NUMBER: Final = 20014
    MULTI_STAGE_MEANFIELD_PARAM_FIELD_NUMBER: Final = 20015
    NAMCWINDOW_DATA_PARAM_FIELD_NUMBER: Final = 20016
    NOISE_PARAM_FIELD_NUMBER: Final = 20017
    PRELU_PARAM_FIELD_NUMBER: Final = 20018
    RELU6_PARAM_FIELD_NUMBER: Final = 20019
    RESHAPE_PARAM_FIELD_NUMBER: Final = 20020
    ROI_POOLING_PARAM_FIELD_NUMBER: Final = 20021
    SPATIAL_PYRAMID_POOLING_DATA_PARAM_FIELD_NUMBER: Final = 20022
    SPATIAL_PYRAMID_POOLING_PARAM_FIELD_NUMBER: Final = 20023
    SUB_REGION_PARAM_FIELD_NUMBER: Final = 20024
    TOPK_PARAM_FIELD_NUMBER: Final = 20025
    TREE_PARAM_FIELD_NUMBER: Final = 20026
    TRIPLET_LOSS_PARAM_FIELD_NUMBER: Final = 20027
    YOLO_V2_LOSS_PARAM_FIELD_NUMBER: Final = 20028
    YOLO_V3_LOSS_PARAM_FIELD_NUMBER: Final = 20029
    @property
    def layer(self) -> V0LayerParameter: ...
    @property
    def bottom(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def top(self) -> RepeatedScalarFieldContainer[str]: ...
    name: str
    type: int
    @property
    def blobs(self) -> RepeatedCompositeFieldContainer[BlobProto]: ...
    @property
    def blobs_lr(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def weight_decay(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def concat_param(self) -> ConcatParameter: ...
    @property
    def convolution_param(self) -> ConvolutionParameter: ...
    @property
    def data_param(self) -> DataParameter: ...
    @property
    def dropout_param(self) -> DropoutParameter: ...
    @property
    def hdf5_data_param(self) -> HDF5DataParameter: ...
    @property
    def hdf5_output_param(self) -> HDF5OutputParameter: ...
    @property
    def image_data_param(self) -> ImageDataParameter: ...
    @property
    def infogain_loss_param(self) -> InfogainLossParameter: ...
    @property
    def inner_product_param(self) -> InnerProductParameter: ...
    @property
    def lrn_param(self) -> LRNParameter: ...
    @property
    def pooling_param(self) -> PoolingParameter: ...
    @property
    def window_data_param(self) -> WindowDataParameter: ...
    @property
    def power_param(self) -> PowerParameter: ...
    @property
    def memory_data_param(self) -> MemoryDataParameter: ...
    @property
    def argmax_param(self) -> ArgMaxParameter: ...
    @property
    def eltwise_param(self) -> EltwiseParameter: ...
    @property
    def threshold_param(self) -> ThresholdParameter: ...
    @property
    def dummy_data_param(self) -> DummyDataParameter: ...
    @property
    def accuracy_param(self) -> AccuracyParameter: ...
    @property
    def hinge_loss_param(self) -> HingeLossParameter: ...
    @property
    def relu_param(self) -> ReLUParameter: ...
    @property
    def slice_param(self) -> SliceParameter: ...
    @property
    def include(self) -> RepeatedCompositeFieldContainer[NetStateRule]: ...
    @property
    def exclude(self) -> RepeatedCompositeFieldContainer[NetStateRule]: ...
    @property
    def mvn_param(self) -> MVNParameter: ...
    @property
    def loss_weight(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def transform_param(self) -> TransformationParameter: ...
    @property
    def tanh_param(self) -> TanHParameter: ...
    @property
    def sigmoid_param(self) -> SigmoidParameter: ...
    @property
    def softmax_param(self) -> SoftmaxParameter: ...
    @property
    def contrastive_loss_param(self) -> ContrastiveLossParameter: ...
    @property
    def exp_param(self) -> ExpParameter: ...
    @property
    def loss_param(self) -> LossParameter: ...
    @property
    def param(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def blob_share_mode(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def affinity_param(self) -> AffinityParameter: ...
    @property
    def bn_param(self) -> BNParameter: ...
    @property
    def down_sampling_param(self) -> DownSamplingParameter: ...
    @property
    def eltwise_affine_param(self) -> EltwiseAffineParameter: ...
    @property
    def enable(self) -> RepeatedCompositeFieldContainer[NetStateRule]: ...
    @property
    def euclidean_loss_param(self) -> EuclideanLossParameter: ...
    @property
    def import_param(self) -> ImportParameter: ...
    @property
    def insanity_param(self) -> InsanityParameter: ...
    @property
    def label_transform_param(self) -> LabelTransformParameter: ...
    @property
    def local_param(self) -> LocalParameter: ...
    @property
    def local_weighted_convolution_param(self) -> LocalWeightedConvolutionParameter: ...
    @property
    def lrn_map_param(self) -> LRNMapParameter: ...
    @property
    def lstm_param(self) -> LSTMParameter: ...
    @property
    def mcwindow_data_param(self) -> MCWindowDataParameter: ...
    @property
    def multi_stage_meanfield_param(self) -> MultiStageMeanfieldParameter: ...
    @property
    def namcwindow_data_param(self) -> NAMCWindowDataParameter: ...
    @property
    def noise_param(self) -> NoiseParameter: ...
    @property
    def prelu_param(self) -> PReLUParameter: ...
    @property
    def relu6_param(self) -> ReLUParameter: ...
    @property
    def reshape_param(self) -> ReshapeParameter: ...
    @property
    def roi_pooling_param(self) -> ROIPoolingParameter: ...
    @property
    def spatial_pyramid_pooling_data_param(self) -> SpatialPyramidPoolingDataParameter: ...
    @property
    def spatial_pyramid_pooling_param(self) -> SpatialPyramidPoolingParameter: ...
    @property
    def sub_region_param(self) -> SubRegionParameter: ...
    @property
    def topk_param(self) -> TopKParameter: ...
    @property
    def tree_param(self) -> TreeParameter: ...
    @property
    def triplet_loss_param(self) -> TripletLossParameter: ...
    @property
    def yolo_v2_loss_param(self) -> YoloV2LossParameter: ...
    @property
    def yolo_v3_loss_param(self) -> YoloV3LossParameter: ...
    def __init__(
        self,
        *,
        layer: V0LayerParameter | dict[str, Any] | None = None,
        bottom: Iterable[str] | None = None,
        top: Iterable[str] | None = None,
        name: str | None = None,
        type: int | str | None = None,
        blobs: Iterable[BlobProto | dict[str, Any]] | None = None,
        blobs_lr: Iterable[float] | None = None,
        weight_decay: Iterable[float] | None = None,
        concat_param: ConcatParameter | dict[str, Any] | None = None,
        convolution_param: ConvolutionParameter | dict[str, Any] | None = None,
        data_param: DataParameter | dict[str, Any] | None = None,
        dropout_param: DropoutParameter | dict[str, Any] | None = None,
        hdf5_data_param: HDF5DataParameter | dict[str, Any] | None = None,
        hdf5_output_param: HDF5OutputParameter | dict[str, Any] | None = None,
        image_data_param: ImageDataParameter | dict[str, Any] | None = None,
        infogain_loss_param: InfogainLossParameter | dict[str, Any] | None = None,
        inner_product_param: InnerProductParameter | dict[str, Any] | None = None,
        lrn_param: LRNParameter | dict[str, Any] | None = None,
        pooling_param: PoolingParameter | dict[str, Any] | None = None,
        window_data_param: WindowDataParameter | dict[str, Any] | None = None,
        power_param: PowerParameter | dict[str, Any] | None = None,
        memory_data_param: MemoryDataParameter | dict[str, Any] | None = None,
        argmax_param: ArgMaxParameter | dict[str, Any] | None = None,
        eltwise_param: EltwiseParameter | dict[str, Any] | None = None,
        threshold_param: ThresholdParameter | dict[str, Any] | None = None,
        dummy_data_param: DummyDataParameter | dict[str, Any] | None = None,
        accuracy_param: AccuracyParameter | dict[str, Any] | None = None,
        hinge_loss_param: HingeLossParameter | dict[str, Any] | None = None,
        relu_param: ReLUParameter | dict[str, Any] | None = None,
        slice_param: SliceParameter | dict[str, Any] | None = None,
        include: Iterable[NetStateRule | dict[str, Any]] | None = None,
        exclude: Iterable[NetStateRule | dict[str, Any]] | None = None,
        mvn_param: MVNParameter | dict[str, Any] | None = None,
        loss_weight: Iterable[float] | None = None,
        transform_param: TransformationParameter | dict[str, Any] | None = None,
        tanh_param: TanHParameter | dict[str, Any] | None = None,
        sigmoid_param: SigmoidParameter | dict[str, Any] | None = None,
        softmax_param: SoftmaxParameter | dict[str, Any] | None = None,
        contrastive_loss_param: ContrastiveLossParameter | dict[str, Any] | None = None,
        exp_param: ExpParameter | dict[str, Any] | None = None,
        loss_param: LossParameter | dict[str, Any] | None = None,
        param: Iterable[str] | None = None,
        blob_share_mode: Iterable[int | str] | None = None,
        affinity_param: AffinityParameter | dict[str, Any] | None = None,
        bn_param: BNParameter | dict[str, Any] | None = None,
        down_sampling_param: DownSamplingParameter | dict[str, Any] | None = None,
        eltwise_affine_param: EltwiseAffineParameter | dict[str, Any] | None = None,
        enable: Iterable[NetStateRule | dict[str, Any]] | None = None,
        euclidean_loss_param: EuclideanLossParameter | dict[str, Any] | None = None,
        import_param: ImportParameter | dict[str, Any] | None = None,
        insanity_param: InsanityParameter | dict[str, Any] | None = None,
        label_transform_param: LabelTransformParameter | dict[str, Any] | None = None,
        local_param: LocalParameter | dict[str, Any] | None = None,
        local_weighted_convolution_param: LocalWeightedConvolutionParameter | dict[str, Any] | None = None,
        lrn_map_param: LRNMapParameter | dict[str, Any] | None = None,
        lstm_param: LSTMParameter | dict[str, Any] | None = None,
        mcwindow_data_param: MCWindowDataParameter | dict[str, Any] | None = None,
        multi_stage_meanfield_param: MultiStageMeanfieldParameter | dict[str, Any] | None = None,
        namcwindow_data_param: NAMCWindowDataParameter | dict[str, Any] | None = None,
        noise_param: NoiseParameter | dict[str, Any] | None = None,
        prelu_param: PReLUParameter | dict[str, Any] | None = None,
        relu6_param: ReLUParameter | dict[str, Any] | None = None,
        reshape_param: ReshapeParameter | dict[str, Any] | None = None,
        roi_pooling_param: ROIPoolingParameter | dict[str, Any] | None = None,
        spatial_pyramid_pooling_data_param: SpatialPyramidPoolingDataParameter | dict[str, Any] | None = None,
        spatial_pyramid_pooling_param: SpatialPyramidPoolingParameter | dict[str, Any] | None = None,
        sub_region_param: SubRegionParameter | dict[str, Any] | None = None,
        topk_param: TopKParameter | dict[str, Any] | None = None,
        tree_param: TreeParameter | dict[str, Any] | None = None,
        triplet_loss_param: TripletLossParameter | dict[str, Any] | None = None,
        yolo_v2_loss_param: YoloV2LossParameter | dict[str, Any] | None = None,
        yolo_v3_loss_param: YoloV3LossParameter | dict[str, Any] | None = None,
    ) -> None: ...

class V0LayerParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
    AVE_EXC_PAD: Final = 20001
    AVE_TF: Final = 20002
    NAME_FIELD_NUMBER: Final = 1
    TYPE_FIELD_NUMBER: Final = 2
    NUM_OUTPUT_FIELD_NUMBER: Final = 3
    BIASTERM_FIELD_NUMBER: Final = 4
    WEIGHT_FILLER_FIELD_NUMBER: Final = 5
    BIAS_FILLER_FIELD_NUMBER: Final = 6
    PAD_FIELD_NUMBER: Final = 7
    KERNELSIZE_FIELD_NUMBER: Final = 8
    GROUP_FIELD_NUMBER: Final = 9
    STRIDE_FIELD_NUMBER: Final = 10
    POOL_FIELD_NUMBER: Final = 11
    DROPOUT_RATIO_FIELD_NUMBER: Final = 12
    LOCAL_SIZE_FIELD_NUMBER: Final = 13
    ALPHA_FIELD_NUMBER: Final = 14
    BETA_FIELD_NUMBER: Final = 15
    SOURCE_FIELD_NUMBER: Final = 16
    SCALE_FIELD_NUMBER: Final = 17
    MEANFILE_FIELD_NUMBER: Final = 18
    BATCHSIZE_FIELD_NUMBER: Final = 19
    CROPSIZE_FIELD_NUMBER: Final = 20
    MIRROR_FIELD_NUMBER: Final = 21
    K_FIELD_NUMBER: Final = 22
    BLOBS_FIELD_NUMBER: Final = 50
    BLOBS_LR_FIELD_NUMBER: Final = 51
    WEIGHT_DECAY_FIELD_NUMBER: Final = 52
    RAND_SKIP_FIELD_NUMBER: Final = 53
    DET_FG_THRESHOLD_FIELD_NUMBER: Final = 54
    DET_BG_THRESHOLD_FIELD_NUMBER: Final = 55
    DET_FG_FRACTION_FIELD_NUMBER: Final = 56
    DET_CONTEXT_PAD_FIELD_NUMBER: Final = 58
    DET_CROP_MODE_FIELD_NUMBER: Final = 59
    NEW_NUM_FIELD_NUMBER: Final = 60
    NEW_CHANNELS_FIELD_NUMBER: Final = 61
    NEW_HEIGHT_FIELD_NUMBER: Final = 62
    NEW_WIDTH_FIELD_NUMBER: Final = 63
    SHUFFLE_IMAGES_FIELD_NUMBER: Final = 64
    CONCAT_DIM_FIELD_NUMBER: Final = 65
    HDF5_OUTPUT_PARAM_FIELD_NUMBER: Final = 1001
    CAN_CLOBBER_FIELD_NUMBER: Final = 20001
    CONTEXT_PAD_FIELD_NUMBER: Final = 20002
    CROP_MODE_FIELD_NUMBER: Final = 20003
    DATUM_DIMS_FIELD_NUMBER: Final = 20004
    SUBTRACTION_FIELD_NUMBER: Final = 20005
    name: str
    type: str
    num_output: int
    biasterm: bool  # default true
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    pad: int  # default 0
    kernelsize: int
    group: int  # default 1
    stride: int  # default 1
    pool: int  # default MAX
    dropout_ratio: float  # default 0.5
    local_size: int  # default 5
    alpha: float  # default 1
    beta: float  # default 0.75
    source: str
    scale: float  # default 1
    meanfile: str
    batchsize: int
    cropsize: int  # default 0
    mirror: bool  # default false
    k: float  # default 1
    @property
    def blobs(self) -> RepeatedCompositeFieldContainer[BlobProto]: ...
    @property
    def blobs_lr(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def weight_decay(self) -> RepeatedScalarFieldContainer[float]: ...
    rand_skip: int  # default 0
    det_fg_threshold: float  # default 0.5
    det_bg_threshold: float  # default 0.5
    det_fg_fraction: float  # default 0.25
    det_context_pad: int  # default 0
    det_crop_mode: str  # default warp
    new_num: int  # default 0
    new_channels: int  # default 0
    new_height: int  # default 0
    new_width: int  # default 0
    shuffle_images: bool  # default false
    concat_dim: int  # default 1
    @property
    def hdf5_output_param(self) -> HDF5OutputParameter: ...
    can_clobber: bool  # default false
    context_pad: int  # default 0
    crop_mode: str
    @property
    def datum_dims(self) -> RepeatedCompositeFieldContainer[DatumDimensions]: ...
    subtraction: float  # default 0
    def __init__(
        self,
        *,
        name: str | None = None,
        type: str | None = None,
        num_output: int | None = None,
        biasterm: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        pad: int | None = None,
        kernelsize: int | None = None,
        group: int | None = None,
        stride: int | None = None,
        pool: int | str | None = None,
        dropout_ratio: float | None = None,
        local_size: int | None = None,
        alpha: float | None = None,
        beta: float | None = None,
        source: str | None = None,
        scale: float | None = None,
        meanfile: str | None = None,
        batchsize: int | None = None,
        cropsize: int | None = None,
        mirror: bool | None = None,
        k: float | None = None,
        blobs: Iterable[BlobProto | dict[str, Any]] | None = None,
        blobs_lr: Iterable[float] | None = None,
        weight_decay: Iterable[float] | None = None,
        rand_skip: int | None = None,
        det_fg_threshold: float | None = None,
        det_bg_threshold: float | None = None,
        det_fg_fraction: float | None = None,
        det_context_pad: int | None = None,
        det_crop_mode: str | None = None,
        new_num: int | None = None,
        new_channels: int | None = None,
        new_height: int | None = None,
        new_width: int | None = None,
        shuffle_images: bool | None = None,
        concat_dim: int | None = None,
        hdf5_output_param: HDF5OutputParameter | dict[str, Any] | None = None,
        can_clobber: bool | None = None,
        context_pad: int | None = None,
        crop_mode: str | None = None,
        datum_dims: Iterable[DatumDimensions | dict[str, Any]] | None = None,
        subtraction: float | None = None,
    ) -> None: ...

class SolverParameter(Message):
    SnapshotFormat: ClassVar[EnumTypeWrapper]
    HDF5: Final = 0
    BINARYPROTO: Final = 1
    SolverMode: ClassVar[EnumTypeWrapper]
    CPU: Final = 0
    GPU: Final = 1
    SolverType: ClassVar[EnumTypeWrapper]
    SGD: Final = 0
    NESTEROV: Final = 1
    ADAGRAD: Final = 2
    RMSPROP: Final = 3
    ADADELTA: Final = 4
    ADAM: Final = 5
    SolverDataType: ClassVar[EnumTypeWrapper]
    FLOAT: Final = 20001
    FLOAT16: Final = 20002
    SparseMode: ClassVar[EnumTypeWrapper]
    SPARSE_UPDATE: Final = 20001
    TRAIN_NET_FIELD_NUMBER: Final = 1
    TEST_NET_FIELD_NUMBER: Final = 2
    TEST_ITER_FIELD_NUMBER: Final = 3
    TEST_INTERVAL_FIELD_NUMBER: Final = 4
    BASE_LR_FIELD_NUMBER: Final = 5
    DISPLAY_FIELD_NUMBER: Final = 6
    MAX_ITER_FIELD_NUMBER: Final = 7
    LR_POLICY_FIELD_NUMBER: Final = 8
    GAMMA_FIELD_NUMBER: Final = 9
    POWER_FIELD_NUMBER: Final = 10
    MOMENTUM_FIELD_NUMBER: Final = 11
    WEIGHT_DECAY_FIELD_NUMBER: Final = 12
    STEPSIZE_FIELD_NUMBER: Final = 13
    SNAPSHOT_FIELD_NUMBER: Final = 14
    SNAPSHOT_PREFIX_FIELD_NUMBER: Final = 15
    SNAPSHOT_DIFF_FIELD_NUMBER: Final = 16
    SOLVER_MODE_FIELD_NUMBER: Final = 17
    DEVICE_ID_FIELD_NUMBER: Final = 18
    TEST_COMPUTE_LOSS_FIELD_NUMBER: Final = 19
    RANDOM_SEED_FIELD_NUMBER: Final = 20
    TRAIN_NET_PARAM_FIELD_NUMBER: Final = 21
    TEST_NET_PARAM_FIELD_NUMBER: Final = 22
    DEBUG_INFO_FIELD_NUMBER: Final = 23
    NET_FIELD_NUMBER: Final = 24
    NET_PARAM_FIELD_NUMBER: Final = 25
    TRAIN_STATE_FIELD_NUMBER: Final = 26
    TEST_STATE_FIELD_NUMBER: Final = 27
    SNAPSHOT_AFTER_TRAIN_FIELD_NUMBER: Final = 28
    REGULARIZATION_TYPE_FIELD_NUMBER: Final = 29
    SOLVER_TYPE_FIELD_NUMBER: Final = 30
    DELTA_FIELD_NUMBER: Final = 31
    TEST_INITIALIZATION_FIELD_NUMBER: Final = 32
    AVERAGE_LOSS_FIELD_NUMBER: Final = 33
    STEPVALUE_FIELD_NUMBER: Final = 34
    CLIP_GRADIENTS_FIELD_NUMBER: Final = 35
    ITER_SIZE_FIELD_NUMBER: Final = 36
    SNAPSHOT_FORMAT_FIELD_NUMBER: Final = 37
    RMS_DECAY_FIELD_NUMBER: Final = 38
    MOMENTUM2_FIELD_NUMBER: Final = 39
    TYPE_FIELD_NUMBER: Final = 40
    LAYER_WISE_REDUCE_FIELD_NUMBER: Final = 41
    WEIGHTS_FIELD_NUMBER: Final = 42
    ACC_BORDERLINE_FIELD_NUMBER: Final = 20001
    ACCURACY_AVERAGE_WINDOW_FIELD_NUMBER: Final = 20002
    ADAM_DECAY_FIELD_NUMBER: Final = 20003
    ADAMW_DECAY_FIELD_NUMBER: Final = 20004
    AP_VERSION_FIELD_NUMBER: Final = 20005
    DEBUG_DISPLAY_FIELD_NUMBER: Final = 20006
    DISPLAY_SPARSITY_FIELD_NUMBER: Final = 20007
    ENABLE_CLIP_GRADIENT_STATUS_FIELD_NUMBER: Final = 20008
    EVAL_TYPE_FIELD_NUMBER: Final = 20009
    HUMAN_READABLE_TRACE_FIELD_NUMBER: Final = 20010
    IGNORE_SHAPE_MISMATCH_FIELD_NUMBER: Final = 20011
    INSERT_QUANTIZATION_PARAM_FIELD_NUMBER: Final = 20012
    ITER_SIZE_FINAL_RETRAIN_FIELD_NUMBER: Final = 20013
    ITER_SIZE_LOSSEVAL_FIELD_NUMBER: Final = 20014
    ITER_SIZE_PRUNE_FIELD_NUMBER: Final = 20015
    ITER_SIZE_RETRAIN_FIELD_NUMBER: Final = 20016
    LARC_FIELD_NUMBER: Final = 20017
    LARC_ETA_FIELD_NUMBER: Final = 20018
    LARC_POLICY_FIELD_NUMBER: Final = 20019
    LARC_TURBO_FIELD_NUMBER: Final = 20020
    LOCAL_GW_RATIO_FIELD_NUMBER: Final = 20021
    LOCAL_LR_AUTO_FIELD_NUMBER: Final = 20022
    LOSSEVAL_INTERVAL_FIELD_NUMBER: Final = 20023
    MAX_MOMENTUM_FIELD_NUMBER: Final = 20024
    MIN_LR_FIELD_NUMBER: Final = 20025
    MOMENTUM_END_FIELD_NUMBER: Final = 20026
    MOMENTUM_POLICY_FIELD_NUMBER: Final = 20027
    MOMENTUM_POWER_FIELD_NUMBER: Final = 20028
    MOMENTUM_START_FIELD_NUMBER: Final = 20029
    OUTPUT_AVERAGE_RESULTS_FIELD_NUMBER: Final = 20030
    PRUNE_METHOD_FIELD_NUMBER: Final = 20031
    QUANTIZATION_START_ITER_FIELD_NUMBER: Final = 20032
    RAMPUP_INTERVAL_FIELD_NUMBER: Final = 20033
    RAMPUP_LR_FIELD_NUMBER: Final = 20034
    RETRAIN_TEST_INTERVAL_FIELD_NUMBER: Final = 20035
    SHOW_PER_CLASS_RESULT_FIELD_NUMBER: Final = 20036
    SNAPSHOT_BEFORE_TRAIN_FIELD_NUMBER: Final = 20037
    SNAPSHOT_INCLUDE_STATE_FIELD_NUMBER: Final = 20038
    SNAPSHOT_INCLUDE_WEIGHTS_FIELD_NUMBER: Final = 20039
    SNAPSHOT_LOG_FIELD_NUMBER: Final = 20040
    SNAPSHOT_TRACE_FIELD_NUMBER: Final = 20041
    SOLVER_DATA_TYPE_FIELD_NUMBER: Final = 20042
    SPARSE_MODE_FIELD_NUMBER: Final = 20043
    SPARSITY_ITR_INCREMENT_BFR_APPLYING_FIELD_NUMBER: Final = 20044
    SPARSITY_START_FACTOR_FIELD_NUMBER: Final = 20045
    SPARSITY_START_ITER_FIELD_NUMBER: Final = 20046
    SPARSITY_STEP_FACTOR_FIELD_NUMBER: Final = 20047
    SPARSITY_STEP_ITER_FIELD_NUMBER: Final = 20048
    SPARSITY_TARGET_FIELD_NUMBER: Final = 20049
    SPARSITY_THRESHOLD_MAXRATIO_FIELD_NUMBER: Final = 20050
    SPARSITY_THRESHOLD_VALUE_MAX_FIELD_NUMBER: Final = 20051
    SPEEDUP_FIELD_NUMBER: Final = 20052
    STAGEITER_FIELD_NUMBER: Final = 20053
    STAGELR_FIELD_NUMBER: Final = 20054
    TARGET_REG_FIELD_NUMBER: Final = 20055
    TERMINAL_EPOCH_NUMBER_FIELD_NUMBER: Final = 20056
    TEST_AND_SNAPSHOT_LAST_EPOCHS_FIELD_NUMBER: Final = 20057
    UPDATE_INTERVAL_FIELD_NUMBER: Final = 20058
    WARMUP_ITER_FIELD_NUMBER: Final = 20059
    WARMUP_START_LR_FIELD_NUMBER: Final = 20060
    train_net: str
    @property
    def test_net(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def test_iter(self) -> RepeatedScalarFieldContainer[int]: ...
    test_interval: int  # default 0
    base_lr: float
    display: int
    max_iter: int
    lr_policy: str
    gamma: float
    power: float
    momentum: float
    weight_decay: float
    stepsize: int
    snapshot: int  # default 0
    snapshot_prefix: str
    snapshot_diff: bool  # default false
    solver_mode: int  # default GPU
    device_id: int  # default 0
    test_compute_loss: bool  # default false
    random_seed: int  # default -1
    @property
    def train_net_param(self) -> NetParameter: ...
    @property
    def test_net_param(self) -> RepeatedCompositeFieldContainer[NetParameter]: ...
    debug_info: bool  # default false
    net: str
    @property
    def net_param(self) -> NetParameter: ...
    @property
    def train_state(self) -> NetState: ...
    @property
    def test_state(self) -> RepeatedCompositeFieldContainer[NetState]: ...
    snapshot_after_train: bool  # default true
    regularization_type: str  # default L2
    solver_type: int  # default SGD
    delta: float  # default 1e-08
    test_initialization: bool  # default true
    average_loss: int  # default 1
    @property
    def stepvalue(self) -> RepeatedScalarFieldContainer[int]: ...
    clip_gradients: float  # default -1
    iter_size: int  # default 1
    snapshot_format: int  # default BINARYPROTO
    rms_decay: float  # default 0.99
    momentum2: float  # default 0.999
    type: str  # default SGD
    layer_wise_reduce: bool  # default true
    @property
    def weights(self) -> RepeatedScalarFieldContainer[str]: ...
    acc_borderline: int  # default 0
    accuracy_average_window: int  # default 0
    adam_decay: float  # default 0
    adamw_decay: float  # default 0
    ap_version: str
    debug_display: int  # default 0
    display_sparsity: int  # default 0
    enable_clip_gradient_status: bool  # default false
    eval_type: str
    human_readable_trace: bool  # default false
    ignore_shape_mismatch: bool  # default false
    insert_quantization_param: bool  # default false
    iter_size_final_retrain: int  # default 0
    iter_size_losseval: int  # default 0
    iter_size_prune: int  # default 0
    iter_size_retrain: int  # default 0
    larc: bool  # default false
    larc_eta: float  # default 0
    larc_policy: str
    larc_turbo: bool  # default false
    local_gw_ratio: float  # default 0
    @property
    def local_lr_auto(self) -> RepeatedScalarFieldContainer[bool]: ...
    losseval_interval: int  # default 0
    max_momentum: float  # default 0
    min_lr: float  # default 0
    momentum_end: float  # default 0
    momentum_policy: str
    momentum_power: float  # default 0
    momentum_start: float  # default 0
    output_average_results: bool  # default false
    prune_method: str
    quantization_start_iter: int  # default 0
    rampup_interval: int  # default 0
    rampup_lr: float  # default 0
    retrain_test_interval: int  # default 0
    show_per_class_result: bool  # default false
    snapshot_before_train: bool  # default false
    snapshot_include_state: bool  # default false
    snapshot_include_weights: bool  # default false
    snapshot_log: bool  # default false
    snapshot_trace: int  # default 0
    solver_data_type: int
    sparse_mode: int
    sparsity_itr_increment_bfr_applying: bool  # default false
    sparsity_start_factor: float  # default 0
    sparsity_start_iter: int  # default 0
    sparsity_step_factor: float  # default 0
    sparsity_step_iter: int  # default 0
    sparsity_target: float  # default 0
    sparsity_threshold_maxratio: float  # default 0
    sparsity_threshold_value_max: float  # default 0
    speedup: int  # default 0
    @property
    def stageiter(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def stagelr(self) -> RepeatedScalarFieldContainer[float]: ...
    target_reg: float  # default 0
    terminal_epoch_number: int  # default 0
    test_and_snapshot_last_epochs: int  # default 0
    @property
    def update_interval(self) -> RepeatedScalarFieldContainer[int]: ...
    warmup_iter: int  # default 0
    warmup_start_lr: float  # default 0
    def __init__(
        self,
        *,
        train_net: str | None = None,
        test_net: Iterable[str] | None = None,
        test_iter: Iterable[int] | None = None,
        test_interval: int | None = None,
        base_lr: float | None = None,
        display: int | None = None,
        max_iter: int | None = None,
        lr_policy: str | None = None,
        gamma: float | None = None,
        power: float | None = None,
        momentum: float | None = None,
        weight_decay: float | None = None,
        stepsize: int | None = None,
        snapshot: int | None = None,
        snapshot_prefix: str | None = None,
        snapshot_diff: bool | None = None,
        solver_mode: int | str | None = None,
        device_id: int | None = None,
        test_compute_loss: bool | None = None,
        random_seed: int | None = None,
        train_net_param: NetParameter | dict[str, Any] | None = None,
        test_net_param: Iterable[NetParameter | dict[str, Any]] | None = None,
        debug_info: bool | None = None,
        net: str | None = None,
        net_param: NetParameter | dict[str, Any] | None = None,
        train_state: NetState | dict[str, Any] | None = None,
        test_state: Iterable[NetState | dict[str, Any]] | None = None,
        snapshot_after_train: bool | None = None,
        regularization_type: str | None = None,
        solver_type: int | str | None = None,
        delta: float | None = None,
        test_initialization: bool | None = None,
        average_loss: int | None = None,
        stepvalue: Iterable[int] | None = None,
        clip_gradients: float | None = None,
        iter_size: int | None = None,
        snapshot_format: int | str | None = None,
        rms_decay: float | None = None,
        momentum2: float | None = None,
        type: str | None = None,
        layer_wise_reduce: bool | None = None,
        weights: Iterable[str] | None = None,
        acc_borderline: int | None = None,
        accuracy_average_window: int | None = None,
        adam_decay: float | None = None,
        adamw_decay: float | None = None,
        ap_version: str | None = None,
        debug_display: int | None = None,
        display_sparsity: int | None = None,
        enable_clip_gradient_status: bool | None = None,
        eval_type: str | None = None,
        human_readable_trace: bool | None = None,
        ignore_shape_mismatch: bool | None = None,
        insert_quantization_param: bool | None = None,
        iter_size_final_retrain: int | None = None,
        iter_size_losseval: int | None = None,
        iter_size_prune: int | None = None,
        iter_size_retrain: int | None = None,
        larc: bool | None = None,
        larc_eta: float | None = None,
        larc_policy: str | None = None,
        larc_turbo: bool | None = None,
        local_gw_ratio: float | None = None,
        local_lr_auto: Iterable[bool] | None = None,
        losseval_interval: int | None = None,
        max_momentum: float | None = None,
        min_lr: float | None = None,
        momentum_end: float | None = None,
        momentum_policy: str | None = None,
        momentum_power: float | None = None,
        momentum_start: float | None = None,
        output_average_results: bool | None = None,
        prune_method: str | None = None,
        quantization_start_iter: int | None = None,
        rampup_interval: int | None = None,
        rampup_lr: float | None = None,
        retrain_test_interval: int | None = None,
        show_per_class_result: bool | None = None,
        snapshot_before_train: bool | None = None,
        snapshot_include_state: bool | None = None,
        snapshot_include_weights: bool | None = None,
        snapshot_log: bool | None = None,
        snapshot_trace: int | None = None,
        solver_data_type: int | str | None = None,
        sparse_mode: int | str | None = None,
        sparsity_itr_increment_bfr_applying: bool | None = None,
        sparsity_start_factor: float | None = None,
        sparsity_start_iter: int | None = None,
        sparsity_step_factor: float | None = None,
        sparsity_step_iter: int | None = None,
        sparsity_target: float | None = None,
        sparsity_threshold_maxratio: float | None = None,
        sparsity_threshold_value_max: float | None = None,
        speedup: int | None = None,
        stageiter: Iterable[int] | None = None,
        stagelr: Iterable[float] | None = None,
        target_reg: float | None = None,
        terminal_epoch_number: int | None = None,
        test_and_snapshot_last_epochs: int | None = None,
        update_interval: Iterable[int] | None = None,
        warmup_iter: int | None = None,
        warmup_start_lr: float | None = None,
    ) -> None: ...

class SolverState(Message):
    ITER_FIELD_NUMBER: Final = 1
    LEARNED_NET_FIELD_NUMBER: Final = 2
    HISTORY_FIELD_NUMBER: Final = 3
    CURRENT_STEP_FIELD_NUMBER: Final = 4
    iter: int
    learned_net: str
    @property
    def history(self) -> RepeatedCompositeFieldContainer[BlobProto]: ...
    current_step: int  # default 0
    def __init__(
        self,
        *,
        iter: int | None = None,
        learned_net: str | None = None,
        history: Iterable[BlobProto | dict[str, Any]] | None = None,
        current_step: int | None = None,
    ) -> None: ...

class AccumParameter(Message):
    HAVE_REFERENCE_FIELD_NUMBER: Final = 20001
    SIZE_DIVISIBLE_BY_FIELD_NUMBER: Final = 20002
    TOP_HEIGHT_FIELD_NUMBER: Final = 20003
    TOP_WIDTH_FIELD_NUMBER: Final = 20004
    have_reference: bool  # default false
    size_divisible_by: int  # default 0
    top_height: int  # default 0
    top_width: int  # default 0
    def __init__(
        self,
        *,
        have_reference: bool | None = None,
        size_divisible_by: int | None = None,
        top_height: int | None = None,
        top_width: int | None = None,
    ) -> None: ...

class AdaptiveBiasChannelParameter(Message):
    BG_PORTION_FIELD_NUMBER: Final = 20001
    FG_PORTION_FIELD_NUMBER: Final = 20002
    MARGIN_OTHERS_FIELD_NUMBER: Final = 20003
    NUM_ITER_FIELD_NUMBER: Final = 20004
    SUPPRESS_OTHERS_FIELD_NUMBER: Final = 20005
    bg_portion: float  # default 0.2
    fg_portion: float  # default 0.2
    margin_others: float  # default 1e-05
    num_iter: int  # default 1
    suppress_others: bool  # default true
    def __init__(
        self,
        *,
        bg_portion: float | None = None,
        fg_portion: float | None = None,
        margin_others: float | None = None,
        num_iter: int | None = None,
        suppress_others: bool | None = None,
    ) -> None: ...

class AffinityParameter(Message):
    OFFSET_FIELD_NUMBER: Final = 20001
    @property
    def offset(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        offset: Iterable[int] | None = None,
    ) -> None: ...

class AnchorEmbeddingExtractorParameter(Message):
    LABEL_SRC_POS_FIELD_NUMBER: Final = 20001
    NUM_ANCHORS_FIELD_NUMBER: Final = 20002
    NUM_VALID_ACTIONS_FIELD_NUMBER: Final = 20003
    OUTPUT_INSTANCE_WEIGHTS_FIELD_NUMBER: Final = 20004
    OUTPUT_PROPOSALS_FIELD_NUMBER: Final = 20005
    label_src_pos: int  # default 0
    num_anchors: int  # default 0
    num_valid_actions: int  # default 0
    output_instance_weights: bool  # default false
    output_proposals: bool  # default false
    def __init__(
        self,
        *,
        label_src_pos: int | None = None,
        num_anchors: int | None = None,
        num_valid_actions: int | None = None,
        output_instance_weights: bool | None = None,
        output_proposals: bool | None = None,
    ) -> None: ...

class AnnotatedDataParameter(Message):
    CROP_TYPE: ClassVar[EnumTypeWrapper]
    CROP_BATCH: Final = 0
    CROP_JITTER: Final = 1
    CROP_ANCHOR: Final = 2
    CROP_GT_BBOX: Final = 3
    CROP_DEFAULT: Final = 4
    ANNO_TYPE_FIELD_NUMBER: Final = 20001
    BATCH_SAMPLER_FIELD_NUMBER: Final = 20002
    BBOX_SAMPLER_FIELD_NUMBER: Final = 20003
    CROP_TYPE_FIELD_NUMBER: Final = 20004
    DATA_ANCHOR_SAMPLER_FIELD_NUMBER: Final = 20005
    DIFFICULT_LABEL_WARMUP_FIELD_NUMBER: Final = 20006
    HAS_LANDMARKS_FIELD_NUMBER: Final = 20007
    LABEL_MAP_FILE_FIELD_NUMBER: Final = 20008
    LOW_PROB_FIELD_NUMBER: Final = 20009
    SAMPLEPROB_FIELD_NUMBER: Final = 20010
    SEG_RESIZE_HEIGHT_FIELD_NUMBER: Final = 20011
    SEG_RESIZE_WIDTH_FIELD_NUMBER: Final = 20012
    SEG_SCALES_FIELD_NUMBER: Final = 20013
    SINGLE_CLASS_FIELD_NUMBER: Final = 20014
    TRAIN_DIFFCULT_FIELD_NUMBER: Final = 20015
    UP_PROB_FIELD_NUMBER: Final = 20016
    YOLO_DATA_JITTER_FIELD_NUMBER: Final = 20017
    YOLO_DATA_TYPE_FIELD_NUMBER: Final = 20018
    YOLOFORMAT_FIELD_NUMBER: Final = 20019
    anno_type: int
    @property
    def batch_sampler(self) -> RepeatedCompositeFieldContainer[BatchSampler]: ...
    @property
    def bbox_sampler(self) -> LFFDSampler: ...
    crop_type: int  # default CROP_DEFAULT
    @property
    def data_anchor_sampler(self) -> DataAnchorSampler: ...
    difficult_label_warmup: bool  # default false
    has_landmarks: bool  # default false
    label_map_file: str
    low_prob: float  # default 0
    sampleprob: float  # default 0
    seg_resize_height: int  # default 0
    seg_resize_width: int  # default 0
    seg_scales: int  # default 8
    single_class: bool  # default true
    train_diffcult: bool  # default true
    up_prob: float  # default 0
    yolo_data_jitter: float  # default 0.3
    yolo_data_type: int  # default 0
    yoloformat: bool  # default false
    def __init__(
        self,
        *,
        anno_type: int | str | None = None,
        batch_sampler: Iterable[BatchSampler | dict[str, Any]] | None = None,
        bbox_sampler: LFFDSampler | dict[str, Any] | None = None,
        crop_type: int | str | None = None,
        data_anchor_sampler: DataAnchorSampler | dict[str, Any] | None = None,
        difficult_label_warmup: bool | None = None,
        has_landmarks: bool | None = None,
        label_map_file: str | None = None,
        low_prob: float | None = None,
        sampleprob: float | None = None,
        seg_resize_height: int | None = None,
        seg_resize_width: int | None = None,
        seg_scales: int | None = None,
        single_class: bool | None = None,
        train_diffcult: bool | None = None,
        up_prob: float | None = None,
        yolo_data_jitter: float | None = None,
        yolo_data_type: int | None = None,
        yoloformat: bool | None = None,
    ) -> None: ...

class AttentionParameter(Message):
    ALIGNMENTS_SIZE_FIELD_NUMBER: Final = 20001
    ATTENTION_OPTION_FIELD_NUMBER: Final = 20002
    BATCH_SIZE_FIELD_NUMBER: Final = 20003
    NORMALIZE_FIELD_NUMBER: Final = 20004
    QUERY_DEPTH_FIELD_NUMBER: Final = 20005
    SCALE_FIELD_NUMBER: Final = 20006
    alignments_size: int  # default 500
    attention_option: str  # default normed_bahdanau
    batch_size: int  # default 2
    normalize: bool  # default false
    query_depth: int  # default 1000
    scale: bool  # default false
    def __init__(
        self,
        *,
        alignments_size: int | None = None,
        attention_option: str | None = None,
        batch_size: int | None = None,
        normalize: bool | None = None,
        query_depth: int | None = None,
        scale: bool | None = None,
    ) -> None: ...

class AugmentationParameter(Message):
    AUGMENT_DURING_TEST_FIELD_NUMBER: Final = 20001
    BOTTOMHEIGHT_FIELD_NUMBER: Final = 20002
    BOTTOMWIDTH_FIELD_NUMBER: Final = 20003
    BRIGHTNESS_FIELD_NUMBER: Final = 20004
    CHROMATIC_EIGVEC_FIELD_NUMBER: Final = 20005
    COL_ADD_FIELD_NUMBER: Final = 20006
    COL_MULT_FIELD_NUMBER: Final = 20007
    COL_POW_FIELD_NUMBER: Final = 20008
    COL_ROTATE_FIELD_NUMBER: Final = 20009
    COLOR_FIELD_NUMBER: Final = 20010
    CONTRAST_FIELD_NUMBER: Final = 20011
    CROP_HEIGHT_FIELD_NUMBER: Final = 20012
    CROP_WIDTH_FIELD_NUMBER: Final = 20013
    FOG_AMOUNT_FIELD_NUMBER: Final = 20014
    FOG_SIZE_FIELD_NUMBER: Final = 20015
    GAMMA_FIELD_NUMBER: Final = 20016
    LADD_ADD_FIELD_NUMBER: Final = 20017
    LADD_MULT_FIELD_NUMBER: Final = 20018
    LADD_POW_FIELD_NUMBER: Final = 20019
    LMULT_ADD_FIELD_NUMBER: Final = 20020
    LMULT_MULT_FIELD_NUMBER: Final = 20021
    LMULT_POW_FIELD_NUMBER: Final = 20022
    MAX_MULTIPLIER_FIELD_NUMBER: Final = 20023
    MEAN_FIELD_NUMBER: Final = 20024
    MEAN_PER_PIXEL_FIELD_NUMBER: Final = 20025
    MIRROR_FIELD_NUMBER: Final = 20026
    MODE_FIELD_NUMBER: Final = 20027
    MOTION_BLUR_ANGLE_FIELD_NUMBER: Final = 20028
    MOTION_BLUR_SIZE_FIELD_NUMBER: Final = 20029
    NOISE_FIELD_NUMBER: Final = 20030
    NUM_FIELD_NUMBER: Final = 20031
    RECOMPUTE_MEAN_FIELD_NUMBER: Final = 20032
    ROTATE_FIELD_NUMBER: Final = 20033
    SAT_ADD_FIELD_NUMBER: Final = 20034
    SAT_MULT_FIELD_NUMBER: Final = 20035
    SAT_POW_FIELD_NUMBER: Final = 20036
    SHADOW_ANGLE_FIELD_NUMBER: Final = 20037
    SHADOW_DISTANCE_FIELD_NUMBER: Final = 20038
    SHADOW_STRENGTH_FIELD_NUMBER: Final = 20039
    SQUEEZE_FIELD_NUMBER: Final = 20040
    TRANSLATE_FIELD_NUMBER: Final = 20041
    TRANSLATE_X_FIELD_NUMBER: Final = 20042
    TRANSLATE_Y_FIELD_NUMBER: Final = 20043
    WRITE_AUGMENTED_FIELD_NUMBER: Final = 20044
    WRITE_MEAN_FIELD_NUMBER: Final = 20045
    ZOOM_FIELD_NUMBER: Final = 20046
    augment_during_test: bool  # default false
    bottomheight: int  # default 0
    bottomwidth: int  # default 0
    @property
    def brightness(self) -> RandomGeneratorParameter: ...
    @property
    def chromatic_eigvec(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def col_add(self) -> RandomGeneratorParameter: ...
    @property
    def col_mult(self) -> RandomGeneratorParameter: ...
    @property
    def col_pow(self) -> RandomGeneratorParameter: ...
    @property
    def col_rotate(self) -> RandomGeneratorParameter: ...
    @property
    def color(self) -> RandomGeneratorParameter: ...
    @property
    def contrast(self) -> RandomGeneratorParameter: ...
    crop_height: int  # default 0
    crop_width: int  # default 0
    @property
    def fog_amount(self) -> RandomGeneratorParameter: ...
    @property
    def fog_size(self) -> RandomGeneratorParameter: ...
    @property
    def gamma(self) -> RandomGeneratorParameter: ...
    @property
    def ladd_add(self) -> RandomGeneratorParameter: ...
    @property
    def ladd_mult(self) -> RandomGeneratorParameter: ...
    @property
    def ladd_pow(self) -> RandomGeneratorParameter: ...
    @property
    def lmult_add(self) -> RandomGeneratorParameter: ...
    @property
    def lmult_mult(self) -> RandomGeneratorParameter: ...
    @property
    def lmult_pow(self) -> RandomGeneratorParameter: ...
    max_multiplier: float  # default 255
    @property
    def mean(self) -> RepeatedScalarFieldContainer[float]: ...
    mean_per_pixel: bool  # default true
    @property
    def mirror(self) -> RandomGeneratorParameter: ...
    mode: str  # default add
    @property
    def motion_blur_angle(self) -> RandomGeneratorParameter: ...
    @property
    def motion_blur_size(self) -> RandomGeneratorParameter: ...
    @property
    def noise(self) -> RandomGeneratorParameter: ...
    num: int  # default 0
    recompute_mean: int  # default 0
    @property
    def rotate(self) -> RandomGeneratorParameter: ...
    @property
    def sat_add(self) -> RandomGeneratorParameter: ...
    @property
    def sat_mult(self) -> RandomGeneratorParameter: ...
    @property
    def sat_pow(self) -> RandomGeneratorParameter: ...
    @property
    def shadow_angle(self) -> RandomGeneratorParameter: ...
    @property
    def shadow_distance(self) -> RandomGeneratorParameter: ...
    @property
    def shadow_strength(self) -> RandomGeneratorParameter: ...
    @property
    def squeeze(self) -> RandomGeneratorParameter: ...
    @property
    def translate(self) -> RandomGeneratorParameter: ...
    @property
    def translate_x(self) -> RandomGeneratorParameter: ...
    @property
    def translate_y(self) -> RandomGeneratorParameter: ...
    write_augmented: str
    write_mean: str
    @property
    def zoom(self) -> RandomGeneratorParameter: ...
    def __init__(
        self,
        *,
        augment_during_test: bool | None = None,
        bottomheight: int | None = None,
        bottomwidth: int | None = None,
        brightness: RandomGeneratorParameter | dict[str, Any] | None = None,
        chromatic_eigvec: Iterable[float] | None = None,
        col_add: RandomGeneratorParameter | dict[str, Any] | None = None,
        col_mult: RandomGeneratorParameter | dict[str, Any] | None = None,
        col_pow: RandomGeneratorParameter | dict[str, Any] | None = None,
        col_rotate: RandomGeneratorParameter | dict[str, Any] | None = None,
        color: RandomGeneratorParameter | dict[str, Any] | None = None,
        contrast: RandomGeneratorParameter | dict[str, Any] | None = None,
        crop_height: int | None = None,
        crop_width: int | None = None,
        fog_amount: RandomGeneratorParameter | dict[str, Any] | None = None,
        fog_size: RandomGeneratorParameter | dict[str, Any] | None = None,
        gamma: RandomGeneratorParameter | dict[str, Any] | None = None,
        ladd_add: RandomGeneratorParameter | dict[str, Any] | None = None,
        ladd_mult: RandomGeneratorParameter | dict[str, Any] | None = None,
        ladd_pow: RandomGeneratorParameter | dict[str, Any] | None = None,
        lmult_add: RandomGeneratorParameter | dict[str, Any] | None = None,
        lmult_mult: RandomGeneratorParameter | dict[str, Any] | None = None,
        lmult_pow: RandomGeneratorParameter | dict[str, Any] | None = None,
        max_multiplier: float | None = None,
        mean: Iterable[float] | None = None,
        mean_per_pixel: bool | None = None,
        mirror: RandomGeneratorParameter | dict[str, Any] | None = None,
        mode: str | None = None,
        motion_blur_angle: RandomGeneratorParameter | dict[str, Any] | None = None,
        motion_blur_size: RandomGeneratorParameter | dict[str, Any] | None = None,
        noise: RandomGeneratorParameter | dict[str, Any] | None = None,
        num: int | None = None,
        recompute_mean: int | None = None,
        rotate: RandomGeneratorParameter | dict[str, Any] | None = None,
        sat_add: RandomGeneratorParameter | dict[str, Any] | None = None,
        sat_mult: RandomGeneratorParameter | dict[str, Any] | None = None,
        sat_pow: RandomGeneratorParameter | dict[str, Any] | None = None,
        shadow_angle: RandomGeneratorParameter | dict[str, Any] | None = None,
        shadow_distance: RandomGeneratorParameter | dict[str, Any] | None = None,
        shadow_strength: RandomGeneratorParameter | dict[str, Any] | None = None,
        squeeze: RandomGeneratorParameter | dict[str, Any] | None = None,
        translate: RandomGeneratorParameter | dict[str, Any] | None = None,
        translate_x: RandomGeneratorParameter | dict[str, Any] | None = None,
        translate_y: RandomGeneratorParameter | dict[str, Any] | None = None,
        write_augmented: str | None = None,
        write_mean: str | None = None,
        zoom: RandomGeneratorParameter | dict[str, Any] | None = None,
    ) -> None: ...

class BNParameter(Message):
    BNMode: ClassVar[EnumTypeWrapper]
    LEARN: Final = 0
    INFERENCE: Final = 1
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    ACROSS_SPATIAL_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BN_MODE_FIELD_NUMBER: Final = 20003
    CLIP_D_FIELD_NUMBER: Final = 20004
    CLIP_R_FIELD_NUMBER: Final = 20005
    D_MAX_FIELD_NUMBER: Final = 20006
    DECAY_FIELD_NUMBER: Final = 20007
    ENGINE_FIELD_NUMBER: Final = 20008
    EPS_FIELD_NUMBER: Final = 20009
    FROZEN_FIELD_NUMBER: Final = 20010
    ICNET_FIELD_NUMBER: Final = 20011
    IS_GRADIENT_CHECK_FIELD_NUMBER: Final = 20012
    MOMENTUM_FIELD_NUMBER: Final = 20013
    MOVING_AVERAGE_FIELD_NUMBER: Final = 20014
    R_MAX_FIELD_NUMBER: Final = 20015
    SCALE_FILLER_FIELD_NUMBER: Final = 20016
    SHIFT_FILLER_FIELD_NUMBER: Final = 20017
    SLOPE_FILLER_FIELD_NUMBER: Final = 20018
    USE_GLOBAL_STATS_FIELD_NUMBER: Final = 20019
    VAR_EPS_FIELD_NUMBER: Final = 20020
    across_spatial: bool  # default true
    @property
    def bias_filler(self) -> FillerParameter: ...
    bn_mode: int  # default LEARN
    clip_d: bool  # default false
    clip_r: bool  # default false
    d_max: float  # default 1
    decay: float  # default 0.95
    engine: int  # default DEFAULT
    eps: float  # default 1e-05
    frozen: bool  # default false
    icnet: bool  # default false
    is_gradient_check: bool  # default false
    momentum: float  # default 0.9
    moving_average: bool
    r_max: float  # default 0
    @property
    def scale_filler(self) -> FillerParameter: ...
    @property
    def shift_filler(self) -> FillerParameter: ...
    @property
    def slope_filler(self) -> FillerParameter: ...
    use_global_stats: bool  # default false
    var_eps: float  # default 1e-10
    def __init__(
        self,
        *,
        across_spatial: bool | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bn_mode: int | str | None = None,
        clip_d: bool | None = None,
        clip_r: bool | None = None,
        d_max: float | None = None,
        decay: float | None = None,
        engine: int | str | None = None,
        eps: float | None = None,
        frozen: bool | None = None,
        icnet: bool | None = None,
        is_gradient_check: bool | None = None,
        momentum: float | None = None,
        moving_average: bool | None = None,
        r_max: float | None = None,
        scale_filler: FillerParameter | dict[str, Any] | None = None,
        shift_filler: FillerParameter | dict[str, Any] | None = None,
        slope_filler: FillerParameter | dict[str, Any] | None = None,
        use_global_stats: bool | None = None,
        var_eps: float | None = None,
    ) -> None: ...

class BatchContrastiveParameter(Message):
    MAX_ONLY_FIELD_NUMBER: Final = 20001
    NEGATIVE_MARGIN_FIELD_NUMBER: Final = 20002
    NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20003
    POSITIVE_MARGIN_FIELD_NUMBER: Final = 20004
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20005
    max_only: bool  # default false
    negative_margin: float  # default 1
    negative_weight: float  # default 1
    positive_margin: float  # default 1
    positive_weight: float  # default 1
    def __init__(
        self,
        *,
        max_only: bool | None = None,
        negative_margin: float | None = None,
        negative_weight: float | None = None,
        positive_margin: float | None = None,
        positive_weight: float | None = None,
    ) -> None: ...

class BatchReductionParameter(Message):
    LEVEL_FIELD_NUMBER: Final = 20001
    POS_FIELD_NUMBER: Final = 20002
    REDUCTION_PARAM_FIELD_NUMBER: Final = 20003
    @property
    def level(self) -> RepeatedScalarFieldContainer[int]: ...
    pos: bool  # default false
    @property
    def reduction_param(self) -> ReductionParameter: ...
    def __init__(
        self,
        *,
        level: Iterable[int] | None = None,
        pos: bool | None = None,
        reduction_param: ReductionParameter | dict[str, Any] | None = None,
    ) -> None: ...

class BatchSampler(Message):
    MAX_SAMPLE_FIELD_NUMBER: Final = 20001
    MAX_TRIALS_FIELD_NUMBER: Final = 20002
    SAMPLE_CONSTRAINT_FIELD_NUMBER: Final = 20003
    SAMPLER_FIELD_NUMBER: Final = 20004
    USE_ORIGINAL_IMAGE_FIELD_NUMBER: Final = 20005
    max_sample: int  # default 0
    max_trials: int  # default 100
    @property
    def sample_constraint(self) -> SampleConstraint: ...
    @property
    def sampler(self) -> Sampler: ...
    use_original_image: bool  # default true
    def __init__(
        self,
        *,
        max_sample: int | None = None,
        max_trials: int | None = None,
        sample_constraint: SampleConstraint | dict[str, Any] | None = None,
        sampler: Sampler | dict[str, Any] | None = None,
        use_original_image: bool | None = None,
    ) -> None: ...

class BatchToSpaceNDParameter(Message):
    BLOCK_SHAPE_FIELD_NUMBER: Final = 20001
    CROPS_FIELD_NUMBER: Final = 20002
    @property
    def block_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def crops(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        block_shape: Iterable[int] | None = None,
        crops: Iterable[int] | None = None,
    ) -> None: ...

class BboxSampler(Message):
    ANCHER_STRIDE_FIELD_NUMBER: Final = 20001
    BBOX_LARGE_SCALE_FIELD_NUMBER: Final = 20002
    BBOX_SMALL_SCALE_FIELD_NUMBER: Final = 20003
    ancher_stride: int  # default 0
    bbox_large_scale: int  # default 0
    bbox_small_scale: int  # default 0
    def __init__(
        self,
        *,
        ancher_stride: int | None = None,
        bbox_large_scale: int | None = None,
        bbox_small_scale: int | None = None,
    ) -> None: ...

class BiasChannelParameter(Message):
    LabelType: ClassVar[EnumTypeWrapper]
    IMAGE: Final = 1
    PIXEL: Final = 2
    BACKGROUND_LABEL_FIELD_NUMBER: Final = 20001
    BG_BIAS_FIELD_NUMBER: Final = 20002
    FG_BIAS_FIELD_NUMBER: Final = 20003
    IGNORE_LABEL_FIELD_NUMBER: Final = 20004
    LABEL_TYPE_FIELD_NUMBER: Final = 20005
    background_label: int  # default 0
    bg_bias: float  # default 1
    fg_bias: float  # default 2
    @property
    def ignore_label(self) -> RepeatedScalarFieldContainer[int]: ...
    label_type: int  # default IMAGE
    def __init__(
        self,
        *,
        background_label: int | None = None,
        bg_bias: float | None = None,
        fg_bias: float | None = None,
        ignore_label: Iterable[int] | None = None,
        label_type: int | str | None = None,
    ) -> None: ...

class BlackAugmentationParameter(Message):
    BLACK_FIELD_NUMBER: Final = 20001
    BORDER_FIELD_NUMBER: Final = 20002
    @property
    def black(self) -> RandomGeneratorParameter: ...
    @property
    def border(self) -> RandomGeneratorParameter: ...
    def __init__(
        self,
        *,
        black: RandomGeneratorParameter | dict[str, Any] | None = None,
        border: RandomGeneratorParameter | dict[str, Any] | None = None,
    ) -> None: ...

class BoxAnnotatorOHEMParameter(Message):
    IGNORE_LABEL_FIELD_NUMBER: Final = 20001
    ROI_PER_IMG_FIELD_NUMBER: Final = 20002
    ignore_label: int  # default -1
    roi_per_img: int  # default 0
    def __init__(
        self,
        *,
        ignore_label: int | None = None,
        roi_per_img: int | None = None,
    ) -> None: ...

class BoxTermParameter(Message):
    BACKGROUND_DET_SCORE_FIELD_NUMBER: Final = 20001
    DETECTION_BOX_INPUT_DIR_FIELD_NUMBER: Final = 20002
    DETECTION_PIXEL_INPUT_DIR_FIELD_NUMBER: Final = 20003
    FORCE_CPU_FIELD_NUMBER: Final = 20004
    IS_BACKGROUND_DET_FIELD_NUMBER: Final = 20005
    IS_NO_RESCORE_BASELINE_FIELD_NUMBER: Final = 20006
    background_det_score: float  # default 0.7311
    detection_box_input_dir: str
    detection_pixel_input_dir: str
    force_cpu: bool  # default false
    is_background_det: bool  # default false
    is_no_rescore_baseline: bool  # default false
    def __init__(
        self,
        *,
        background_det_score: float | None = None,
        detection_box_input_dir: str | None = None,
        detection_pixel_input_dir: str | None = None,
        force_cpu: bool | None = None,
        is_background_det: bool | None = None,
        is_no_rescore_baseline: bool | None = None,
    ) -> None: ...

class BroadcastToParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 20001
    @property
    def shape(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        shape: Iterable[int] | None = None,
    ) -> None: ...

class CPMDataParameter(Message):
    DB: ClassVar[EnumTypeWrapper]
    LEVELDB: Final = 0
    LMDB: Final = 1
    BACKEND_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    CROP_SIZE_FIELD_NUMBER: Final = 20003
    FORCE_ENCODED_COLOR_FIELD_NUMBER: Final = 20004
    LBL_SOURCE_FIELD_NUMBER: Final = 20005
    MEAN_FILE_FIELD_NUMBER: Final = 20006
    MIRROR_FIELD_NUMBER: Final = 20007
    PREFETCH_FIELD_NUMBER: Final = 20008
    RAND_SKIP_FIELD_NUMBER: Final = 20009
    SCALE_FIELD_NUMBER: Final = 20010
    SOURCE_FIELD_NUMBER: Final = 20011
    backend: int  # default LEVELDB
    batch_size: int  # default 0
    crop_size: int  # default 0
    force_encoded_color: bool  # default false
    lbl_source: str
    mean_file: str
    mirror: bool  # default false
    prefetch: int  # default 4
    rand_skip: int  # default 0
    scale: float  # default 1
    source: str
    def __init__(
        self,
        *,
        backend: int | str | None = None,
        batch_size: int | None = None,
        crop_size: int | None = None,
        force_encoded_color: bool | None = None,
        lbl_source: str | None = None,
        mean_file: str | None = None,
        mirror: bool | None = None,
        prefetch: int | None = None,
        rand_skip: int | None = None,
        scale: float | None = None,
        source: str | None = None,
    ) -> None: ...

class CPMTransformationParameter(Message):
    AUG_WAY_FIELD_NUMBER: Final = 20001
    BBOX_NORM_FACTOR_FIELD_NUMBER: Final = 20002
    CENTER_PERTERB_MAX_FIELD_NUMBER: Final = 20003
    CLAHE_CLIP_LIMIT_FIELD_NUMBER: Final = 20004
    CLAHE_TILE_SIZE_FIELD_NUMBER: Final = 20005
    COVERAGE_FIELD_NUMBER: Final = 20006
    CROP_SIZE_FIELD_NUMBER: Final = 20007
    CROP_SIZE_X_FIELD_NUMBER: Final = 20008
    CROP_SIZE_Y_FIELD_NUMBER: Final = 20009
    DO_CLAHE_FIELD_NUMBER: Final = 20010
    FLIP_PROB_FIELD_NUMBER: Final = 20011
    FORCE_COLOR_FIELD_NUMBER: Final = 20012
    FORCE_GRAY_FIELD_NUMBER: Final = 20013
    GRAY_FIELD_NUMBER: Final = 20014
    IMG_HEADER_FIELD_NUMBER: Final = 20015
    MAX_CVG_LEN_FIELD_NUMBER: Final = 20016
    MAX_ROTATE_DEGREE_FIELD_NUMBER: Final = 20017
    MEAN_FILE_FIELD_NUMBER: Final = 20018
    MEAN_VALUE_FIELD_NUMBER: Final = 20019
    MIN_CVG_LEN_FIELD_NUMBER: Final = 20020
    MIRROR_FIELD_NUMBER: Final = 20021
    NP_IN_LMDB_FIELD_NUMBER: Final = 20022
    NUM_PARTS_FIELD_NUMBER: Final = 20023
    NUM_TOTAL_AUGS_FIELD_NUMBER: Final = 20024
    OPAQUE_COVERAGE_FIELD_NUMBER: Final = 20025
    SCALE_FIELD_NUMBER: Final = 20026
    SCALE_CVG_FIELD_NUMBER: Final = 20027
    SCALE_MAX_FIELD_NUMBER: Final = 20028
    SCALE_MIN_FIELD_NUMBER: Final = 20029
    SCALE_PROB_FIELD_NUMBER: Final = 20030
    SIGMA_FIELD_NUMBER: Final = 20031
    SIGMA_CENTER_FIELD_NUMBER: Final = 20032
    STRIDE_FIELD_NUMBER: Final = 20033
    TARGET_DIST_FIELD_NUMBER: Final = 20034
    TRANSFORM_BODY_JOINT_FIELD_NUMBER: Final = 20035
    VISUALIZE_FIELD_NUMBER: Final = 20036
    aug_way: str  # default rand
    bbox_norm_factor: float  # default 300
    center_perterb_max: float  # default 10
    clahe_clip_limit: float  # default 4
    clahe_tile_size: float  # default 8
    coverage: str  # default gridbox_max
    crop_size: int  # default 0
    crop_size_x: int  # default 368
    crop_size_y: int  # default 368
    do_clahe: bool  # default false
    flip_prob: float  # default 0.5
    force_color: bool  # default false
    force_gray: bool  # default false
    gray: int  # default 0
    img_header: str  # default .
    max_cvg_len: int  # default 50
    max_rotate_degree: float  # default 5
    mean_file: str
    @property
    def mean_value(self) -> RepeatedScalarFieldContainer[float]: ...
    min_cvg_len: int  # default 50
    mirror: bool  # default false
    np_in_lmdb: int  # default 16
    num_parts: int  # default 14
    num_total_augs: int  # default 82
    opaque_coverage: bool  # default true
    scale: float  # default 1
    scale_cvg: float  # default 0.5
    scale_max: float  # default 1.1
    scale_min: float  # default 0.9
    scale_prob: float  # default 0.5
    sigma: float  # default 7
    sigma_center: float  # default 21
    stride: int  # default 4
    target_dist: float  # default 1
    transform_body_joint: bool  # default true
    visualize: bool  # default false
    def __init__(
        self,
        *,
        aug_way: str | None = None,
        bbox_norm_factor: float | None = None,
        center_perterb_max: float | None = None,
        clahe_clip_limit: float | None = None,
        clahe_tile_size: float | None = None,
        coverage: str | None = None,
        crop_size: int | None = None,
        crop_size_x: int | None = None,
        crop_size_y: int | None = None,
        do_clahe: bool | None = None,
        flip_prob: float | None = None,
        force_color: bool | None = None,
        force_gray: bool | None = None,
        gray: int | None = None,
        img_header: str | None = None,
        max_cvg_len: int | None = None,
        max_rotate_degree: float | None = None,
        mean_file: str | None = None,
        mean_value: Iterable[float] | None = None,
        min_cvg_len: int | None = None,
        mirror: bool | None = None,
        np_in_lmdb: int | None = None,
        num_parts: int | None = None,
        num_total_augs: int | None = None,
        opaque_coverage: bool | None = None,
        scale: float | None = None,
        scale_cvg: float | None = None,
        scale_max: float | None = None,
        scale_min: float | None = None,
        scale_prob: float | None = None,
        sigma: float | None = None,
        sigma_center: float | None = None,
        stride: int | None = None,
        target_dist: float | None = None,
        transform_body_joint: bool | None = None,
        visualize: bool | None = None,
    ) -> None: ...

class CTCDecoderParameter(Message):
    BLANK_INDEX_FIELD_NUMBER: Final = 20001
    CTC_MERGE_REPEATED_FIELD_NUMBER: Final = 20002
    blank_index: int
    ctc_merge_repeated: bool  # default true
    def __init__(
        self,
        *,
        blank_index: int | None = None,
        ctc_merge_repeated: bool | None = None,
    ) -> None: ...

class CenterLossParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    CENTER_FILLER_FIELD_NUMBER: Final = 20002
    DISTANCE_TYPE_FIELD_NUMBER: Final = 20003
    NUM_OUTPUT_FIELD_NUMBER: Final = 20004
    axis: int  # default 1
    @property
    def center_filler(self) -> FillerParameter: ...
    distance_type: str  # default L2
    num_output: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        center_filler: FillerParameter | dict[str, Any] | None = None,
        distance_type: str | None = None,
        num_output: int | None = None,
    ) -> None: ...

class CenterObjectLossParameter(Message):
    CLASS_TYPE: ClassVar[EnumTypeWrapper]
    SIGMOID: Final = 0
    SOFTMAX: Final = 1
    ConfLossType: ClassVar[EnumTypeWrapper]
    FOCALSIGMOID: Final = 0
    LocLossType: ClassVar[EnumTypeWrapper]
    L2: Final = 0
    SMOOTH_L1: Final = 1
    BIAS_MASK_FIELD_NUMBER: Final = 20001
    BIAS_MASK_GROUP_NUM_FIELD_NUMBER: Final = 20002
    BIAS_NUM_FIELD_NUMBER: Final = 20003
    BIAS_SCALE_FIELD_NUMBER: Final = 20004
    CLASS_TYPE_FIELD_NUMBER: Final = 20005
    CONF_LOSS_TYPE_FIELD_NUMBER: Final = 20006
    DOWN_RATIO_FIELD_NUMBER: Final = 20007
    HAS_LM_FIELD_NUMBER: Final = 20008
    IGNORE_THRESH_FIELD_NUMBER: Final = 20009
    LM_LOSS_TYPE_FIELD_NUMBER: Final = 20010
    LOC_LOSS_TYPE_FIELD_NUMBER: Final = 20011
    LOC_WEIGHT_FIELD_NUMBER: Final = 20012
    LOW_BBOX_SCALE_FIELD_NUMBER: Final = 20013
    NET_HEIGHT_FIELD_NUMBER: Final = 20014
    NET_WIDTH_FIELD_NUMBER: Final = 20015
    NUM_CLASS_FIELD_NUMBER: Final = 20016
    SHARE_LOCATION_FIELD_NUMBER: Final = 20017
    UP_BBOX_SCALE_FIELD_NUMBER: Final = 20018
    @property
    def bias_mask(self) -> RepeatedScalarFieldContainer[int]: ...
    bias_mask_group_num: int  # default 3
    bias_num: int  # default 9
    @property
    def bias_scale(self) -> RepeatedScalarFieldContainer[float]: ...
    class_type: int  # default SIGMOID
    conf_loss_type: int  # default FOCALSIGMOID
    down_ratio: int  # default 4
    has_lm: bool  # default false
    ignore_thresh: float  # default 0.5
    lm_loss_type: int  # default SMOOTH_L1
    loc_loss_type: int  # default SMOOTH_L1
    loc_weight: float  # default 1
    low_bbox_scale: int  # default 0
    net_height: int  # default 0
    net_width: int  # default 0
    num_class: int  # default 1
    share_location: bool  # default true
    up_bbox_scale: int  # default 0
    def __init__(
        self,
        *,
        bias_mask: Iterable[int] | None = None,
        bias_mask_group_num: int | None = None,
        bias_num: int | None = None,
        bias_scale: Iterable[float] | None = None,
        class_type: int | str | None = None,
        conf_loss_type: int | str | None = None,
        down_ratio: int | None = None,
        has_lm: bool | None = None,
        ignore_thresh: float | None = None,
        lm_loss_type: int | str | None = None,
        loc_loss_type: int | str | None = None,
        loc_weight: float | None = None,
        low_bbox_scale: int | None = None,
        net_height: int | None = None,
        net_width: int | None = None,
        num_class: int | None = None,
        share_location: bool | None = None,
        up_bbox_scale: int | None = None,
    ) -> None: ...

class ChannelPermutationAction(Message):
    CHAN_FIELD_NUMBER: Final = 20001
    COPY_FIELD_NUMBER: Final = 20002
    FILL_FIELD_NUMBER: Final = 20003
    chan: int  # default 0
    copy: int  # default 0
    fill: float  # default 0
    def __init__(
        self,
        *,
        chan: int | None = None,
        copy: int | None = None,
        fill: float | None = None,
    ) -> None: ...

class ChannelPermutationParameter(Message):
    ACTION_FIELD_NUMBER: Final = 20001
    INPLACE_POSSIBLE_FIELD_NUMBER: Final = 20002
    NUM_OUTPUT_FIELD_NUMBER: Final = 20003
    VERSION_FIELD_NUMBER: Final = 20004
    @property
    def action(self) -> RepeatedCompositeFieldContainer[ChannelPermutationAction]: ...
    inplace_possible: bool  # default false
    num_output: int  # default 0
    version: int  # default 0
    def __init__(
        self,
        *,
        action: Iterable[ChannelPermutationAction | dict[str, Any]] | None = None,
        inplace_possible: bool | None = None,
        num_output: int | None = None,
        version: int | None = None,
    ) -> None: ...

class ChannelScaleParameter(Message):
    DO_BACKWARD_FEATURE_FIELD_NUMBER: Final = 20001
    DO_BACKWARD_SCALE_FIELD_NUMBER: Final = 20002
    DO_FORWARD_FIELD_NUMBER: Final = 20003
    GLOBAL_SCALE_FIELD_NUMBER: Final = 20004
    INIT_GLOBAL_SCALE_FIELD_NUMBER: Final = 20005
    MAX_GLOBAL_SCALE_FIELD_NUMBER: Final = 20006
    MIN_GLOBAL_SCALE_FIELD_NUMBER: Final = 20007
    do_backward_feature: bool  # default true
    do_backward_scale: bool  # default true
    do_forward: bool  # default true
    global_scale: bool  # default false
    init_global_scale: float  # default 1
    max_global_scale: float  # default 1000
    min_global_scale: float  # default 0
    def __init__(
        self,
        *,
        do_backward_feature: bool | None = None,
        do_backward_scale: bool | None = None,
        do_forward: bool | None = None,
        global_scale: bool | None = None,
        init_global_scale: float | None = None,
        max_global_scale: float | None = None,
        min_global_scale: float | None = None,
    ) -> None: ...

class CoeffScheduleParameter(Message):
    FINAL_COEFF_FIELD_NUMBER: Final = 20001
    HALF_LIFE_FIELD_NUMBER: Final = 20002
    INITIAL_COEFF_FIELD_NUMBER: Final = 20003
    final_coeff: float  # default 1
    half_life: float  # default 1
    initial_coeff: float  # default 1
    def __init__(
        self,
        *,
        final_coeff: float | None = None,
        half_life: float | None = None,
        initial_coeff: float | None = None,
    ) -> None: ...

class CombinedMarginParameter(Message):
    M1_FIELD_NUMBER: Final = 20001
    M2_FIELD_NUMBER: Final = 20002
    M3_FIELD_NUMBER: Final = 20003
    TRANSFORM_TEST_FIELD_NUMBER: Final = 20004
    m1: float  # default 4
    m2: float  # default 0.5
    m3: float  # default 0.35
    transform_test: bool  # default false
    def __init__(
        self,
        *,
        m1: float | None = None,
        m2: float | None = None,
        m3: float | None = None,
        transform_test: bool | None = None,
    ) -> None: ...

class CompileNetState(Message):
    BN_SCALE_MERGE_FIELD_NUMBER: Final = 20001
    BN_SCALE_REMOVE_FIELD_NUMBER: Final = 20002
    IS_INIT_FIELD_NUMBER: Final = 20003
    KEPT_BN_LAYERS_FIELD_NUMBER: Final = 20004
    NEGATIVE_CONV_INDEXES_FIELD_NUMBER: Final = 20005
    NEGATIVE_CONV_NAMES_FIELD_NUMBER: Final = 20006
    bn_scale_merge: bool  # default false
    bn_scale_remove: bool  # default false
    is_init: bool  # default true
    @property
    def kept_bn_layers(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def negative_conv_indexes(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def negative_conv_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        bn_scale_merge: bool | None = None,
        bn_scale_remove: bool | None = None,
        is_init: bool | None = None,
        kept_bn_layers: Iterable[str] | None = None,
        negative_conv_indexes: Iterable[int] | None = None,
        negative_conv_names: Iterable[str] | None = None,
    ) -> None: ...

class ConfidencePenaltyLossParameter(Message):
    BETA_FIELD_NUMBER: Final = 20001
    beta: float  # default 0.1
    def __init__(
        self,
        *,
        beta: float | None = None,
    ) -> None: ...

class ContinuationIndicatorParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    TIME_STEP_FIELD_NUMBER: Final = 20003
    axis: int  # default 0
    batch_size: int  # default 0
    time_step: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        batch_size: int | None = None,
        time_step: int | None = None,
    ) -> None: ...

class Convolution3DParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    BIAS_TERM_FIELD_NUMBER: Final = 20002
    FILTER_GROUP_FIELD_NUMBER: Final = 20003
    GROUP_FIELD_NUMBER: Final = 20004
    KERNEL_DEPTH_FIELD_NUMBER: Final = 20005
    KERNEL_SIZE_FIELD_NUMBER: Final = 20006
    NUM_OUTPUT_FIELD_NUMBER: Final = 20007
    PAD_FIELD_NUMBER: Final = 20008
    STRIDE_FIELD_NUMBER: Final = 20009
    TEMPORAL_PAD_FIELD_NUMBER: Final = 20010
    TEMPORAL_STRIDE_FIELD_NUMBER: Final = 20011
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20012
    @property
    def bias_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    filter_group: int  # default 1
    group: int  # default 1
    kernel_depth: int  # default 0
    kernel_size: int  # default 0
    num_output: int  # default 0
    pad: int  # default 0
    stride: int  # default 1
    temporal_pad: int  # default 0
    temporal_stride: int  # default 1
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        filter_group: int | None = None,
        group: int | None = None,
        kernel_depth: int | None = None,
        kernel_size: int | None = None,
        num_output: int | None = None,
        pad: int | None = None,
        stride: int | None = None,
        temporal_pad: int | None = None,
        temporal_stride: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class Corr1dParameter(Message):
    NUM_OF_SHIFTS_FIELD_NUMBER: Final = 20001
    STRIDE_FIELD_NUMBER: Final = 20002
    num_of_shifts: int  # default 32
    stride: int  # default 1
    def __init__(
        self,
        *,
        num_of_shifts: int | None = None,
        stride: int | None = None,
    ) -> None: ...

class CorrelationParameter(Message):
    CorrelationType: ClassVar[EnumTypeWrapper]
    MULTIPLY: Final = 0
    SUBTRACT: Final = 1
    CORRELATION_TYPE_FIELD_NUMBER: Final = 20001
    DO_ABS_FIELD_NUMBER: Final = 20002
    KERNEL_SIZE_FIELD_NUMBER: Final = 20003
    MAX_DISPLACEMENT_FIELD_NUMBER: Final = 20004
    PAD_FIELD_NUMBER: Final = 20005
    SINGLE_DIRECTION_FIELD_NUMBER: Final = 20006
    STRIDE_1_FIELD_NUMBER: Final = 20007
    STRIDE_2_FIELD_NUMBER: Final = 20008
    correlation_type: int  # default MULTIPLY
    do_abs: bool  # default false
    kernel_size: int  # default 0
    max_displacement: int  # default 0
    pad: int  # default 0
    single_direction: int  # default 0
    stride_1: int  # default 1
    stride_2: int  # default 1
    def __init__(
        self,
        *,
        correlation_type: int | str | None = None,
        do_abs: bool | None = None,
        kernel_size: int | None = None,
        max_displacement: int | None = None,
        pad: int | None = None,
        single_direction: int | None = None,
        stride_1: int | None = None,
        stride_2: int | None = None,
    ) -> None: ...

class CosinAddmParameter(Message):
    M_FIELD_NUMBER: Final = 20001
    TRANSFORM_TEST_FIELD_NUMBER: Final = 20002
    m: float  # default 0.5
    transform_test: bool  # default false
    def __init__(
        self,
        *,
        m: float | None = None,
        transform_test: bool | None = None,
    ) -> None: ...

class CosineSimilarityBatchParameter(Message):
    NEG_LABEL_FIELD_NUMBER: Final = 20001
    POS_LABEL_FIELD_NUMBER: Final = 20002
    neg_label: float  # default -1
    pos_label: float  # default 1
    def __init__(
        self,
        *,
        neg_label: float | None = None,
        pos_label: float | None = None,
    ) -> None: ...

class CountNonzeroParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class CropAndResizeParameter(Message):
    CROP_H_FIELD_NUMBER: Final = 20001
    CROP_W_FIELD_NUMBER: Final = 20002
    DATA_FORMAT_FIELD_NUMBER: Final = 20003
    EXTRAPOLATION_VALUE_FIELD_NUMBER: Final = 20004
    crop_h: int  # default 0
    crop_w: int  # default 0
    data_format: str  # default NHWC
    extrapolation_value: float  # default 0
    def __init__(
        self,
        *,
        crop_h: int | None = None,
        crop_w: int | None = None,
        data_format: str | None = None,
        extrapolation_value: float | None = None,
    ) -> None: ...

class CropTransformParameter(Message):
    CropLocation: ClassVar[EnumTypeWrapper]
    CENTER: Final = 20001
    RANDOM: Final = 20002
    LOCATION_FIELD_NUMBER: Final = 20001
    SIZE_FIELD_NUMBER: Final = 20002
    location: int
    @property
    def size(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        location: int | str | None = None,
        size: Iterable[int] | None = None,
    ) -> None: ...

class CtcLossParameter(Message):
    ALPHABET_SIZE_FIELD_NUMBER: Final = 20001
    BLANK_INDEX_FIELD_NUMBER: Final = 20002
    BLANK_LABEL_FIELD_NUMBER: Final = 20003
    CTC_MERGE_REPEATED_FIELD_NUMBER: Final = 20004
    LOSS_CALCULATION_T_FIELD_NUMBER: Final = 20005
    OUTPUT_DELAY_FIELD_NUMBER: Final = 20006
    PREPROCESS_COLLAPSE_REPEATED_FIELD_NUMBER: Final = 20007
    TIME_STEP_FIELD_NUMBER: Final = 20008
    alphabet_size: int  # default 0
    blank_index: int  # default -1
    blank_label: int  # default 0
    ctc_merge_repeated: bool  # default true
    loss_calculation_t: int  # default 0
    output_delay: int  # default 0
    preprocess_collapse_repeated: bool  # default false
    time_step: int  # default 0
    def __init__(
        self,
        *,
        alphabet_size: int | None = None,
        blank_index: int | None = None,
        blank_label: int | None = None,
        ctc_merge_repeated: bool | None = None,
        loss_calculation_t: int | None = None,
        output_delay: int | None = None,
        preprocess_collapse_repeated: bool | None = None,
        time_step: int | None = None,
    ) -> None: ...

class DataAnchorSampler(Message):
    MAX_SAMPLE_FIELD_NUMBER: Final = 20001
    MAX_TRIALS_FIELD_NUMBER: Final = 20002
    SAMPLE_CONSTRAINT_FIELD_NUMBER: Final = 20003
    SCALE_FIELD_NUMBER: Final = 20004
    USE_ORIGINAL_IMAGE_FIELD_NUMBER: Final = 20005
    max_sample: int  # default 1
    max_trials: int  # default 50
    @property
    def sample_constraint(self) -> SampleConstraint: ...
    @property
    def scale(self) -> RepeatedScalarFieldContainer[int]: ...
    use_original_image: bool  # default true
    def __init__(
        self,
        *,
        max_sample: int | None = None,
        max_trials: int | None = None,
        sample_constraint: SampleConstraint | dict[str, Any] | None = None,
        scale: Iterable[int] | None = None,
        use_original_image: bool | None = None,
    ) -> None: ...

class DataSequenceParameter(Message):
    BALANCE_MATCHES_FIELD_NUMBER: Final = 20001
    CACHE_SIZE_FIELD_NUMBER: Final = 20002
    K_FIELD_NUMBER: Final = 20003
    LABEL_COUNT_FIELD_NUMBER: Final = 20004
    LABEL_START_FIELD_NUMBER: Final = 20005
    OUTPUT_LABELS_FIELD_NUMBER: Final = 20006
    balance_matches: bool  # default false
    cache_size: int  # default 0
    k: int  # default 0
    label_count: int  # default 0
    label_start: int  # default 0
    output_labels: bool  # default false
    def __init__(
        self,
        *,
        balance_matches: bool | None = None,
        cache_size: int | None = None,
        k: int | None = None,
        label_count: int | None = None,
        label_start: int | None = None,
        output_labels: bool | None = None,
    ) -> None: ...

class DatumDimensions(Message):
    CHANNELS_FIELD_NUMBER: Final = 20001
    HEIGHT_FIELD_NUMBER: Final = 20002
    WIDTH_FIELD_NUMBER: Final = 20003
    channels: int  # default 0
    height: int  # default 0
    width: int  # default 0
    def __init__(
        self,
        *,
        channels: int | None = None,
        height: int | None = None,
        width: int | None = None,
    ) -> None: ...

class DebugParameter(Message):
    MAX_STORED_BATCHES_FIELD_NUMBER: Final = 20001
    max_stored_batches: int  # default 0
    def __init__(
        self,
        *,
        max_stored_batches: int | None = None,
    ) -> None: ...

class DecodeParameter(Message):
    Target: ClassVar[EnumTypeWrapper]
    CENTROID: Final = 20001
    CACHE_SIZE_FIELD_NUMBER: Final = 20001
    CENTROID_OUTPUT_ITERATION_FIELD_NUMBER: Final = 20002
    ENABLE_CENTROID_UPDATE_FIELD_NUMBER: Final = 20003
    K_FIELD_NUMBER: Final = 20004
    OUTPUT_CENTROIDS_FIELD_NUMBER: Final = 20005
    PREGEN_ALPHA_FIELD_NUMBER: Final = 20006
    PREGEN_LABEL_COUNT_FIELD_NUMBER: Final = 20007
    TARGET_FIELD_NUMBER: Final = 20008
    cache_size: int  # default 0
    centroid_output_iteration: int  # default 0
    enable_centroid_update: bool  # default false
    k: int  # default 0
    output_centroids: bool  # default false
    pregen_alpha: float  # default 0
    pregen_label_count: int  # default 0
    target: int
    def __init__(
        self,
        *,
        cache_size: int | None = None,
        centroid_output_iteration: int | None = None,
        enable_centroid_update: bool | None = None,
        k: int | None = None,
        output_centroids: bool | None = None,
        pregen_alpha: float | None = None,
        pregen_label_count: int | None = None,
        target: int | str | None = None,
    ) -> None: ...

class DenseBlockParameter(Message):
    BC_ULTRA_SPACE_EFFICIENT_FIELD_NUMBER: Final = 20001
    BN_BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BN_SCALER_FILLER_FIELD_NUMBER: Final = 20003
    FILTER_FILLER_FIELD_NUMBER: Final = 20004
    CONV_HORIZENTALSTRIDE_FIELD_NUMBER: Final = 20005
    CONV_VERTICALSTRIDE_FIELD_NUMBER: Final = 20006
    DROPOUT_AMOUNT_FIELD_NUMBER: Final = 20007
    FILTER_H_FIELD_NUMBER: Final = 20008
    FILTER_W_FIELD_NUMBER: Final = 20009
    GPUIDX_FIELD_NUMBER: Final = 20010
    GROWTHRATE_FIELD_NUMBER: Final = 20011
    INITCHANNEL_FIELD_NUMBER: Final = 20012
    MOVING_AVERAGE_FRACTION_FIELD_NUMBER: Final = 20013
    NUMTRANSITION_FIELD_NUMBER: Final = 20014
    PAD_H_FIELD_NUMBER: Final = 20015
    PAD_W_FIELD_NUMBER: Final = 20016
    USE_BC_FIELD_NUMBER: Final = 20017
    USE_DROPOUT_FIELD_NUMBER: Final = 20018
    WORKSPACE_MB_FIELD_NUMBER: Final = 20019
    BC_ultra_space_efficient: bool  # default false
    @property
    def BN_Bias_Filler(self) -> FillerParameter: ...
    @property
    def BN_Scaler_Filler(self) -> FillerParameter: ...
    @property
    def Filter_Filler(self) -> FillerParameter: ...
    conv_horizentalStride: int  # default 1
    conv_verticalStride: int  # default 1
    dropout_amount: float  # default 0
    filter_H: int  # default 3
    filter_W: int  # default 3
    gpuIdx: int  # default 0
    growthRate: int  # default 12
    initChannel: int  # default 16
    moving_average_fraction: float  # default 0.1
    numTransition: int  # default 40
    pad_h: int  # default 1
    pad_w: int  # default 1
    use_BC: bool  # default false
    use_dropout: bool  # default false
    workspace_MB: int  # default 8
    def __init__(
        self,
        *,
        BC_ultra_space_efficient: bool | None = None,
        BN_Bias_Filler: FillerParameter | dict[str, Any] | None = None,
        BN_Scaler_Filler: FillerParameter | dict[str, Any] | None = None,
        Filter_Filler: FillerParameter | dict[str, Any] | None = None,
        conv_horizentalStride: int | None = None,
        conv_verticalStride: int | None = None,
        dropout_amount: float | None = None,
        filter_H: int | None = None,
        filter_W: int | None = None,
        gpuIdx: int | None = None,
        growthRate: int | None = None,
        initChannel: int | None = None,
        moving_average_fraction: float | None = None,
        numTransition: int | None = None,
        pad_h: int | None = None,
        pad_w: int | None = None,
        use_BC: bool | None = None,
        use_dropout: bool | None = None,
        workspace_MB: int | None = None,
    ) -> None: ...

class DenseCRFParameter(Message):
    BI_RGB_STD_FIELD_NUMBER: Final = 20001
    BI_W_FIELD_NUMBER: Final = 20002
    BI_XY_STD_FIELD_NUMBER: Final = 20003
    MAX_ITER_FIELD_NUMBER: Final = 20004
    OUTPUT_PROBABILITY_FIELD_NUMBER: Final = 20005
    POS_W_FIELD_NUMBER: Final = 20006
    POS_XY_STD_FIELD_NUMBER: Final = 20007
    @property
    def bi_rgb_std(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def bi_w(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def bi_xy_std(self) -> RepeatedScalarFieldContainer[float]: ...
    max_iter: int  # default 10
    output_probability: bool  # default true
    @property
    def pos_w(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def pos_xy_std(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        bi_rgb_std: Iterable[float] | None = None,
        bi_w: Iterable[float] | None = None,
        bi_xy_std: Iterable[float] | None = None,
        max_iter: int | None = None,
        output_probability: bool | None = None,
        pos_w: Iterable[float] | None = None,
        pos_xy_std: Iterable[float] | None = None,
    ) -> None: ...

class DenseImageDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    CROP_HEIGHT_FIELD_NUMBER: Final = 20002
    CROP_WIDTH_FIELD_NUMBER: Final = 20003
    IS_COLOR_FIELD_NUMBER: Final = 20004
    LABEL_DIVIDE_FACTOR_FIELD_NUMBER: Final = 20005
    MEAN_FILE_FIELD_NUMBER: Final = 20006
    MIRROR_FIELD_NUMBER: Final = 20007
    NEW_HEIGHT_FIELD_NUMBER: Final = 20008
    NEW_WIDTH_FIELD_NUMBER: Final = 20009
    ONE_HOT_NCLASSES_FIELD_NUMBER: Final = 20010
    RAND_SKIP_FIELD_NUMBER: Final = 20011
    ROOT_FOLDER_FIELD_NUMBER: Final = 20012
    ROTATE_FIELD_NUMBER: Final = 20013
    SHUFFLE_FIELD_NUMBER: Final = 20014
    SOURCE_FIELD_NUMBER: Final = 20015
    batch_size: int  # default 0
    crop_height: int  # default 0
    crop_width: int  # default 0
    is_color: bool  # default true
    label_divide_factor: int  # default 1
    mean_file: str
    mirror: bool  # default false
    new_height: int  # default 0
    new_width: int  # default 0
    one_hot_nclasses: int  # default 0
    rand_skip: int  # default 0
    root_folder: str
    rotate: bool  # default false
    shuffle: bool  # default false
    source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        crop_height: int | None = None,
        crop_width: int | None = None,
        is_color: bool | None = None,
        label_divide_factor: int | None = None,
        mean_file: str | None = None,
        mirror: bool | None = None,
        new_height: int | None = None,
        new_width: int | None = None,
        one_hot_nclasses: int | None = None,
        rand_skip: int | None = None,
        root_folder: str | None = None,
        rotate: bool | None = None,
        shuffle: bool | None = None,
        source: str | None = None,
    ) -> None: ...

class DepthToSpaceParameter(Message):
    BLOCK_SIZE_FIELD_NUMBER: Final = 20001
    DATA_FORMAT_FIELD_NUMBER: Final = 20002
    block_size: int  # default 0
    data_format: str  # default NHWC
    def __init__(
        self,
        *,
        block_size: int | None = None,
        data_format: str | None = None,
    ) -> None: ...

class DetectNetAugmentationParameter(Message):
    CROP_PROB_FIELD_NUMBER: Final = 20001
    DESATURATION_MAX_FIELD_NUMBER: Final = 20002
    DESATURATION_PROB_FIELD_NUMBER: Final = 20003
    DISTORT_PARAM_FIELD_NUMBER: Final = 20004
    EMIT_CONSTRAINT_FIELD_NUMBER: Final = 20005
    EXPAND_PARAM_FIELD_NUMBER: Final = 20006
    FLIP_PROB_FIELD_NUMBER: Final = 20007
    HUE_ROTATION_FIELD_NUMBER: Final = 20008
    HUE_ROTATION_PROB_FIELD_NUMBER: Final = 20009
    MAX_ROTATE_DEGREE_FIELD_NUMBER: Final = 20010
    NOISE_PARAM_FIELD_NUMBER: Final = 20011
    RESIZE_PARAM_FIELD_NUMBER: Final = 20012
    ROTATION_PROB_FIELD_NUMBER: Final = 20013
    SCALE_MAX_FIELD_NUMBER: Final = 20014
    SCALE_MIN_FIELD_NUMBER: Final = 20015
    SCALE_PROB_FIELD_NUMBER: Final = 20016
    SHIFT_X_FIELD_NUMBER: Final = 20017
    SHIFT_Y_FIELD_NUMBER: Final = 20018
    crop_prob: float  # default 1
    desaturation_max: float  # default 0.5
    desaturation_prob: float  # default 0.33
    @property
    def distort_param(self) -> DistortionParameter: ...
    @property
    def emit_constraint(self) -> EmitConstraint: ...
    @property
    def expand_param(self) -> ExpansionParameter: ...
    flip_prob: float  # default 0.33
    hue_rotation: float  # default 15
    hue_rotation_prob: float  # default 0.33
    max_rotate_degree: float  # default 1
    @property
    def noise_param(self) -> NoiseParameter: ...
    @property
    def resize_param(self) -> ResizeParameter: ...
    rotation_prob: float  # default 0.33
    scale_max: float  # default 1
    scale_min: float  # default 0.7
    scale_prob: float  # default 0.33
    shift_x: int  # default 0
    shift_y: int  # default 0
    def __init__(
        self,
        *,
        crop_prob: float | None = None,
        desaturation_max: float | None = None,
        desaturation_prob: float | None = None,
        distort_param: DistortionParameter | dict[str, Any] | None = None,
        emit_constraint: EmitConstraint | dict[str, Any] | None = None,
        expand_param: ExpansionParameter | dict[str, Any] | None = None,
        flip_prob: float | None = None,
        hue_rotation: float | None = None,
        hue_rotation_prob: float | None = None,
        max_rotate_degree: float | None = None,
        noise_param: NoiseParameter | dict[str, Any] | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
        rotation_prob: float | None = None,
        scale_max: float | None = None,
        scale_min: float | None = None,
        scale_prob: float | None = None,
        shift_x: int | None = None,
        shift_y: int | None = None,
    ) -> None: ...

class DetectNetGroundTruthParameter(Message):
    CoverageType: ClassVar[EnumTypeWrapper]
    RECTANGULAR: Final = 0
    GridboxType: ClassVar[EnumTypeWrapper]
    GRIDBOX_MAX: Final = 0
    GRIDBOX_MIN: Final = 1
    class ClassMapping(Message):
        DST_FIELD_NUMBER: Final = 20001
        SRC_FIELD_NUMBER: Final = 20002
        dst: int  # default 0
        src: int  # default 0
        def __init__(
            self,
            *,
            dst: int | None = None,
            src: int | None = None,
        ) -> None: ...
    COVERAGE_TYPE_FIELD_NUMBER: Final = 20001
    CROP_BBOXES_FIELD_NUMBER: Final = 20002
    CROP_SIZE_X_FIELD_NUMBER: Final = 20003
    CROP_SIZE_Y_FIELD_NUMBER: Final = 20004
    GRIDBOX_TYPE_FIELD_NUMBER: Final = 20005
    IMAGE_SIZE_X_FIELD_NUMBER: Final = 20006
    IMAGE_SIZE_Y_FIELD_NUMBER: Final = 20007
    MAX_CVG_LEN_FIELD_NUMBER: Final = 20008
    MIN_CVG_LEN_FIELD_NUMBER: Final = 20009
    OBJ_NORM_FIELD_NUMBER: Final = 20010
    OBJECT_CLASS_FIELD_NUMBER: Final = 20011
    SCALE_CVG_FIELD_NUMBER: Final = 20012
    STRIDE_FIELD_NUMBER: Final = 20013
    coverage_type: int  # default RECTANGULAR
    crop_bboxes: bool  # default true
    crop_size_x: int  # default 0
    crop_size_y: int  # default 0
    gridbox_type: int  # default GRIDBOX_MAX
    image_size_x: int  # default 1248
    image_size_y: int  # default 384
    max_cvg_len: int  # default 50
    min_cvg_len: int  # default 50
    obj_norm: bool  # default false
    @property
    def object_class(self) -> RepeatedCompositeFieldContainer[DetectNetGroundTruthParameter.ClassMapping]: ...
    scale_cvg: float  # default 0.5
    stride: int  # default 4
    def __init__(
        self,
        *,
        coverage_type: int | str | None = None,
        crop_bboxes: bool | None = None,
        crop_size_x: int | None = None,
        crop_size_y: int | None = None,
        gridbox_type: int | str | None = None,
        image_size_x: int | None = None,
        image_size_y: int | None = None,
        max_cvg_len: int | None = None,
        min_cvg_len: int | None = None,
        obj_norm: bool | None = None,
        object_class: Iterable[DetectNetGroundTruthParameter.ClassMapping | dict[str, Any]] | None = None,
        scale_cvg: float | None = None,
        stride: int | None = None,
    ) -> None: ...

class DetectionEvaluateParameter(Message):
    AnnoataionAttriType: ClassVar[EnumTypeWrapper]
    FACE: Final = 20001
    NORMALL: Final = 20002
    ATTRI_TYPE_FIELD_NUMBER: Final = 20001
    BACKGROUND_LABEL_ID_FIELD_NUMBER: Final = 20002
    EVALUATE_DIFFICULT_GT_FIELD_NUMBER: Final = 20003
    HAS_LM_FIELD_NUMBER: Final = 20004
    NAME_SIZE_FILE_FIELD_NUMBER: Final = 20005
    NUM_CLASSES_FIELD_NUMBER: Final = 20006
    OUTPUT_LOGITS_FIELD_NUMBER: Final = 20007
    OVERLAP_THRESHOLD_FIELD_NUMBER: Final = 20008
    RESIZE_PARAM_FIELD_NUMBER: Final = 20009
    attri_type: int
    background_label_id: int  # default 0
    evaluate_difficult_gt: bool  # default true
    has_lm: bool  # default false
    name_size_file: str
    num_classes: int  # default 0
    output_logits: bool  # default false
    overlap_threshold: float  # default 0.5
    @property
    def resize_param(self) -> ResizeParameter: ...
    def __init__(
        self,
        *,
        attri_type: int | str | None = None,
        background_label_id: int | None = None,
        evaluate_difficult_gt: bool | None = None,
        has_lm: bool | None = None,
        name_size_file: str | None = None,
        num_classes: int | None = None,
        output_logits: bool | None = None,
        overlap_threshold: float | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
    ) -> None: ...

class DetectionOutputParameter(Message):
    AnnoataionAttriType: ClassVar[EnumTypeWrapper]
    FACE: Final = 20001
    NORMALL: Final = 20002
    CLASS_TYPE: ClassVar[EnumTypeWrapper]
    SIGMOID: Final = 0
    SOFTMAX: Final = 1
    ARM_CONF_NO_CONCAT_FIELD_NUMBER: Final = 20001
    ARM_LOC_NO_CONCAT_FIELD_NUMBER: Final = 20002
    ATTRI_TYPE_FIELD_NUMBER: Final = 20003
    BACKGROUND_LABEL_ID_FIELD_NUMBER: Final = 20004
    BIAS_SCALE_FIELD_NUMBER: Final = 20005
    BIASES_FIELD_NUMBER: Final = 20006
    CLASS_TYPE_FIELD_NUMBER: Final = 20007
    CODE_TYPE_FIELD_NUMBER: Final = 20008
    CONFIDENCE_THRESHOLD_FIELD_NUMBER: Final = 20009
    COORDS_FIELD_NUMBER: Final = 20010
    DOWN_RATIO_FIELD_NUMBER: Final = 20011
    HAS_LM_FIELD_NUMBER: Final = 20012
    IGNORE_THRESH_FIELD_NUMBER: Final = 20013
    INPUT_HEIGHT_FIELD_NUMBER: Final = 20014
    INPUT_WIDTH_FIELD_NUMBER: Final = 20015
    KEEP_TOP_K_FIELD_NUMBER: Final = 20016
    MAX_CLASSES_PER_DETECTION_FIELD_NUMBER: Final = 20017
    NBOTTOM_FIELD_NUMBER: Final = 20018
    NET_HEIGHT_FIELD_NUMBER: Final = 20019
    NET_WIDTH_FIELD_NUMBER: Final = 20020
    NMS_PARAM_FIELD_NUMBER: Final = 20021
    NMS_THRESH_FIELD_NUMBER: Final = 20022
    NMS_THRESHOLD_FIELD_NUMBER: Final = 20023
    NO_PERMUTE_FIELD_NUMBER: Final = 20024
    NORMALIZED_FIELD_NUMBER: Final = 20025
    NUM_BLUR_FIELD_NUMBER: Final = 20026
    NUM_BOX_FIELD_NUMBER: Final = 20027
    NUM_CLASSES_FIELD_NUMBER: Final = 20028
    NUM_LPCHINESE_FIELD_NUMBER: Final = 20029
    NUM_LPENGLISH_FIELD_NUMBER: Final = 20030
    NUM_LPLETTER_FIELD_NUMBER: Final = 20031
    NUM_OCCLUSION_FIELD_NUMBER: Final = 20032
    OBJECTNESS_SCORE_FIELD_NUMBER: Final = 20033
    OUTPUT_LOGITS_FIELD_NUMBER: Final = 20034
    RATIO0_FIELD_NUMBER: Final = 20035
    RATIO1_FIELD_NUMBER: Final = 20036
    RATIO2_FIELD_NUMBER: Final = 20037
    RATIO3_FIELD_NUMBER: Final = 20038
    RATIO4_FIELD_NUMBER: Final = 20039
    RATIO5_FIELD_NUMBER: Final = 20040
    RATIO_PERMUTE_FIELD_NUMBER: Final = 20041
    SAVE_FILE_FIELD_NUMBER: Final = 20042
    SAVE_OUTPUT_PARAM_FIELD_NUMBER: Final = 20043
    SCALE_XYWH_FIELD_NUMBER: Final = 20044
    SHARE_LOCATION_FIELD_NUMBER: Final = 20045
    SIDE_FIELD_NUMBER: Final = 20046
    TFLITE_DETECTION_FIELD_NUMBER: Final = 20047
    TFLITE_USE_REGULAR_NMS_FIELD_NUMBER: Final = 20048
    VARIANCE_ENCODED_IN_TARGET_FIELD_NUMBER: Final = 20049
    VISUALIZE_FIELD_NUMBER: Final = 20050
    VISUALIZE_THRESHOLD_FIELD_NUMBER: Final = 20051
    arm_conf_no_concat: bool  # default false
    arm_loc_no_concat: bool  # default false
    attri_type: int
    background_label_id: int  # default 0
    @property
    def bias_scale(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    class_type: int  # default SIGMOID
    code_type: int  # default CORNER
    confidence_threshold: float  # default 0
    coords: int  # default 0
    @property
    def down_ratio(self) -> RepeatedScalarFieldContainer[int]: ...
    has_lm: bool  # default false
    ignore_thresh: float  # default 0
    input_height: int  # default -1
    input_width: int  # default -1
    keep_top_k: int  # default -1
    max_classes_per_detection: int  # default 1
    nbottom: int  # default 6
    net_height: int  # default 320
    net_width: int  # default 320
    @property
    def nms_param(self) -> NonMaximumSuppressionParameter: ...
    nms_thresh: float  # default 0.4
    nms_threshold: float  # default 0
    no_permute: bool  # default false
    normalized: bool  # default true
    num_blur: int  # default 0
    num_box: int  # default 0
    num_classes: int  # default 0
    num_lpchinese: int  # default 0
    num_lpenglish: int  # default 0
    num_lpletter: int  # default 0
    num_occlusion: int  # default 0
    objectness_score: float  # default 0.01
    output_logits: bool  # default false
    ratio0: int  # default 3
    ratio1: int  # default 6
    ratio2: int  # default 6
    ratio3: int  # default 6
    ratio4: int  # default 6
    ratio5: int  # default 6
    ratio_permute: bool  # default false
    save_file: str
    @property
    def save_output_param(self) -> SaveOutputParameter: ...
    @property
    def scale_xywh(self) -> RepeatedScalarFieldContainer[float]: ...
    share_location: bool  # default true
    side: int  # default 0
    tflite_detection: bool  # default false
    tflite_use_regular_nms: bool  # default false
    variance_encoded_in_target: bool  # default false
    visualize: bool  # default false
    visualize_threshold: float  # default 0
    def __init__(
        self,
        *,
        arm_conf_no_concat: bool | None = None,
        arm_loc_no_concat: bool | None = None,
        attri_type: int | str | None = None,
        background_label_id: int | None = None,
        bias_scale: Iterable[int] | None = None,
        biases: Iterable[float] | None = None,
        class_type: int | str | None = None,
        code_type: int | str | None = None,
        confidence_threshold: float | None = None,
        coords: int | None = None,
        down_ratio: Iterable[int] | None = None,
        has_lm: bool | None = None,
        ignore_thresh: float | None = None,
        input_height: int | None = None,
        input_width: int | None = None,
        keep_top_k: int | None = None,
        max_classes_per_detection: int | None = None,
        nbottom: int | None = None,
        net_height: int | None = None,
        net_width: int | None = None,
        nms_param: NonMaximumSuppressionParameter | dict[str, Any] | None = None,
        nms_thresh: float | None = None,
        nms_threshold: float | None = None,
        no_permute: bool | None = None,
        normalized: bool | None = None,
        num_blur: int | None = None,
        num_box: int | None = None,
        num_classes: int | None = None,
        num_lpchinese: int | None = None,
        num_lpenglish: int | None = None,
        num_lpletter: int | None = None,
        num_occlusion: int | None = None,
        objectness_score: float | None = None,
        output_logits: bool | None = None,
        ratio0: int | None = None,
        ratio1: int | None = None,
        ratio2: int | None = None,
        ratio3: int | None = None,
        ratio4: int | None = None,
        ratio5: int | None = None,
        ratio_permute: bool | None = None,
        save_file: str | None = None,
        save_output_param: SaveOutputParameter | dict[str, Any] | None = None,
        scale_xywh: Iterable[float] | None = None,
        share_location: bool | None = None,
        side: int | None = None,
        tflite_detection: bool | None = None,
        tflite_use_regular_nms: bool | None = None,
        variance_encoded_in_target: bool | None = None,
        visualize: bool | None = None,
        visualize_threshold: float | None = None,
    ) -> None: ...

class DiceCoefLossParameter(Message):
    ContourShape: ClassVar[EnumTypeWrapper]
    NO: Final = 0
    SIMPLE: Final = 1
    SHARP: Final = 2
    GeneralizationMode: ClassVar[EnumTypeWrapper]
    NONE: Final = 0
    MULTICLASS: Final = 1
    MULTICLASS_WEIGHTED: Final = 2
    MULTICLASS_WEIGHTED_BATCH: Final = 3
    MULTICLASS_WEIGHTED_ALL: Final = 4
    WeightMode: ClassVar[EnumTypeWrapper]
    INVERSE_VOLUME: Final = 0
    EQUALIZE_CLASSES: Final = 1
    EXTRA_SMALL_VOLUMES: Final = 2
    CONTOUR_AMPLITUDE_FIELD_NUMBER: Final = 20001
    CONTOUR_SHAPE_FIELD_NUMBER: Final = 20002
    CONTOUR_SIZE_FIELD_NUMBER: Final = 20003
    GENERALIZATION_FIELD_NUMBER: Final = 20004
    IGNORE_LABEL_FIELD_NUMBER: Final = 20005
    WEIGHT_MODE_FIELD_NUMBER: Final = 20006
    WEIGHTS_FIELD_NUMBER: Final = 20007
    contour_amplitude: float  # default 5
    contour_shape: int  # default NO
    contour_size: int  # default 7
    generalization: int  # default NONE
    ignore_label: int  # default -1
    weight_mode: int  # default INVERSE_VOLUME
    weights: str
    def __init__(
        self,
        *,
        contour_amplitude: float | None = None,
        contour_shape: int | str | None = None,
        contour_size: int | None = None,
        generalization: int | str | None = None,
        ignore_label: int | None = None,
        weight_mode: int | str | None = None,
        weights: str | None = None,
    ) -> None: ...

class DistortionParameter(Message):
    ACTIVE_FIELD_NUMBER: Final = 20001
    ALL_EFFECTS_FIELD_NUMBER: Final = 20002
    BRIGHTNESS_FIELD_NUMBER: Final = 20003
    BRIGHTNESS_DELTA_FIELD_NUMBER: Final = 20004
    BRIGHTNESS_PROB_FIELD_NUMBER: Final = 20005
    CONTRAST_FIELD_NUMBER: Final = 20006
    CONTRAST_LOWER_FIELD_NUMBER: Final = 20007
    CONTRAST_PROB_FIELD_NUMBER: Final = 20008
    CONTRAST_UPPER_FIELD_NUMBER: Final = 20009
    EXPOSURE_LOWER_FIELD_NUMBER: Final = 20010
    EXPOSURE_UPPER_FIELD_NUMBER: Final = 20011
    HUE_FIELD_NUMBER: Final = 20012
    HUE_DELTA_FIELD_NUMBER: Final = 20013
    HUE_PROB_FIELD_NUMBER: Final = 20014
    OPTION_FIELD_NUMBER: Final = 20015
    PROB_FIELD_NUMBER: Final = 20016
    RANDOM_ORDER_FIELD_NUMBER: Final = 20017
    RANDOM_ORDER_PROB_FIELD_NUMBER: Final = 20018
    RANDOM_SEED_FIELD_NUMBER: Final = 20019
    SATURATION_FIELD_NUMBER: Final = 20020
    SATURATION_LOWER_FIELD_NUMBER: Final = 20021
    SATURATION_PROB_FIELD_NUMBER: Final = 20022
    SATURATION_UPPER_FIELD_NUMBER: Final = 20023
    USE_GPU_FIELD_NUMBER: Final = 20024
    active: bool  # default false
    all_effects: bool  # default false
    brightness: bool  # default false
    brightness_delta: float  # default 0
    brightness_prob: float  # default 0
    contrast: bool  # default false
    contrast_lower: float  # default 0
    contrast_prob: float  # default 0
    contrast_upper: float  # default 0
    exposure_lower: float  # default 0
    exposure_upper: float  # default 0
    hue: bool  # default false
    hue_delta: float  # default 0
    hue_prob: float  # default 0
    @property
    def option(self) -> OptionParameter: ...
    prob: float  # default 0
    random_order: bool  # default false
    random_order_prob: float  # default 0
    random_seed: int  # default 0
    saturation: bool  # default false
    saturation_lower: float  # default 0
    saturation_prob: float  # default 0
    saturation_upper: float  # default 0
    use_gpu: bool  # default false
    def __init__(
        self,
        *,
        active: bool | None = None,
        all_effects: bool | None = None,
        brightness: bool | None = None,
        brightness_delta: float | None = None,
        brightness_prob: float | None = None,
        contrast: bool | None = None,
        contrast_lower: float | None = None,
        contrast_prob: float | None = None,
        contrast_upper: float | None = None,
        exposure_lower: float | None = None,
        exposure_upper: float | None = None,
        hue: bool | None = None,
        hue_delta: float | None = None,
        hue_prob: float | None = None,
        option: OptionParameter | dict[str, Any] | None = None,
        prob: float | None = None,
        random_order: bool | None = None,
        random_order_prob: float | None = None,
        random_seed: int | None = None,
        saturation: bool | None = None,
        saturation_lower: float | None = None,
        saturation_prob: float | None = None,
        saturation_upper: float | None = None,
        use_gpu: bool | None = None,
    ) -> None: ...

class DocDataParameter(Message):
    BACKEND_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    LABEL_NAMES_FIELD_NUMBER: Final = 20003
    SOURCES_FIELD_NUMBER: Final = 20004
    WEIGHTS_FIELD_NUMBER: Final = 20005
    backend: int
    batch_size: int  # default 0
    @property
    def label_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def sources(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def weights(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        backend: int | str | None = None,
        batch_size: int | None = None,
        label_names: Iterable[str] | None = None,
        sources: Iterable[str] | None = None,
        weights: Iterable[float] | None = None,
    ) -> None: ...

class DomainTransformParameter(Message):
    MIN_WEIGHT_FIELD_NUMBER: Final = 20001
    NUM_ITER_FIELD_NUMBER: Final = 20002
    RANGE_SIGMA_FIELD_NUMBER: Final = 20003
    SPATIAL_SIGMA_FIELD_NUMBER: Final = 20004
    min_weight: float  # default 0
    num_iter: int  # default 3
    range_sigma: float  # default 5
    spatial_sigma: float  # default 50
    def __init__(
        self,
        *,
        min_weight: float | None = None,
        num_iter: int | None = None,
        range_sigma: float | None = None,
        spatial_sigma: float | None = None,
    ) -> None: ...

class DownSamplingParameter(Message):
    DownSamplingType: ClassVar[EnumTypeWrapper]
    NONE: Final = 0
    VOTE: Final = 1
    AVERAGE: Final = 2
    SPATIAL_FACTOR_FIELD_NUMBER: Final = 20001
    TEMPORAL_FACTOR_FIELD_NUMBER: Final = 20002
    TYPE_FIELD_NUMBER: Final = 20003
    spatial_factor: int  # default 0
    temporal_factor: int  # default 0
    type: int  # default VOTE
    def __init__(
        self,
        *,
        spatial_factor: int | None = None,
        temporal_factor: int | None = None,
        type: int | str | None = None,
    ) -> None: ...

class DownsampleParameter(Message):
    TOP_HEIGHT_FIELD_NUMBER: Final = 20001
    TOP_WIDTH_FIELD_NUMBER: Final = 20002
    top_height: int  # default 0
    top_width: int  # default 0
    def __init__(
        self,
        *,
        top_height: int | None = None,
        top_width: int | None = None,
    ) -> None: ...

class EliminateParameter(Message):
    OFF_VALUE_FIELD_NUMBER: Final = 20001
    off_value: float  # default -1
    def __init__(
        self,
        *,
        off_value: float | None = None,
    ) -> None: ...

class EltwiseAffineParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    CHANNEL_SHARED_FIELD_NUMBER: Final = 20002
    SLOPE_FILLER_FIELD_NUMBER: Final = 20003
    @property
    def bias_filler(self) -> FillerParameter: ...
    channel_shared: bool  # default false
    @property
    def slope_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        channel_shared: bool | None = None,
        slope_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class EmbeddingLookupParameter(Message):
    IDS_FIELD_NUMBER: Final = 20001
    IDS_SHAPE_FIELD_NUMBER: Final = 20002
    MAX_NORM_FIELD_NUMBER: Final = 20003
    PARTITION_STRATEGY_FIELD_NUMBER: Final = 20004
    @property
    def ids(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def ids_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    max_norm: float  # default 0
    partition_strategy: str  # default mod
    def __init__(
        self,
        *,
        ids: Iterable[int] | None = None,
        ids_shape: Iterable[int] | None = None,
        max_norm: float | None = None,
        partition_strategy: str | None = None,
    ) -> None: ...

class EmbeddingLookupSparseParameter(Message):
    COMBINER_FIELD_NUMBER: Final = 20001
    IDS_INDICES_FIELD_NUMBER: Final = 20002
    IDS_SHAPE_FIELD_NUMBER: Final = 20003
    IDS_VALUES_FIELD_NUMBER: Final = 20004
    MAX_NORM_FIELD_NUMBER: Final = 20005
    PARTITION_STRATEGY_FIELD_NUMBER: Final = 20006
    WEIGHT_VALUES_FIELD_NUMBER: Final = 20007
    combiner: str  # default sqrtn
    @property
    def ids_indices(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def ids_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def ids_values(self) -> RepeatedScalarFieldContainer[int]: ...
    max_norm: float  # default 0
    partition_strategy: str  # default mod
    @property
    def weight_values(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        combiner: str | None = None,
        ids_indices: Iterable[int] | None = None,
        ids_shape: Iterable[int] | None = None,
        ids_values: Iterable[int] | None = None,
        max_norm: float | None = None,
        partition_strategy: str | None = None,
        weight_values: Iterable[float] | None = None,
    ) -> None: ...

class EmitConstraint(Message):
    EmitType: ClassVar[EnumTypeWrapper]
    CENTER: Final = 0
    MIN_OVERLAP: Final = 1
    EMIT_OVERLAP_FIELD_NUMBER: Final = 20001
    EMIT_TYPE_FIELD_NUMBER: Final = 20002
    emit_overlap: float  # default 0
    emit_type: int  # default CENTER
    def __init__(
        self,
        *,
        emit_overlap: float | None = None,
        emit_type: int | str | None = None,
    ) -> None: ...

class EuclideanLossParameter(Message):
    COEFF_FIELD_NUMBER: Final = 20001
    coeff: float  # default 1
    def __init__(
        self,
        *,
        coeff: float | None = None,
    ) -> None: ...

class EvalDetectionParameter(Message):
    ScoreType: ClassVar[EnumTypeWrapper]
    OBJ: Final = 0
    PROB: Final = 1
    MULTIPLY: Final = 2
    BIASES_FIELD_NUMBER: Final = 20001
    CONSTRIANT_FIELD_NUMBER: Final = 20002
    NMS_FIELD_NUMBER: Final = 20003
    NUM_CLASS_FIELD_NUMBER: Final = 20004
    NUM_OBJECT_FIELD_NUMBER: Final = 20005
    SCORE_TYPE_FIELD_NUMBER: Final = 20006
    SIDE_FIELD_NUMBER: Final = 20007
    SQRT_FIELD_NUMBER: Final = 20008
    THRESHOLD_FIELD_NUMBER: Final = 20009
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    constriant: bool  # default true
    nms: float  # default -1
    num_class: int  # default 20
    num_object: int  # default 2
    score_type: int  # default MULTIPLY
    side: int  # default 7
    sqrt: bool  # default true
    threshold: float  # default 0.5
    def __init__(
        self,
        *,
        biases: Iterable[float] | None = None,
        constriant: bool | None = None,
        nms: float | None = None,
        num_class: int | None = None,
        num_object: int | None = None,
        score_type: int | str | None = None,
        side: int | None = None,
        sqrt: bool | None = None,
        threshold: float | None = None,
    ) -> None: ...

class ExpandDimsNDParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
    ) -> None: ...

class ExpansionParameter(Message):
    MAX_EXPAND_RATIO_FIELD_NUMBER: Final = 20001
    PROB_FIELD_NUMBER: Final = 20002
    max_expand_ratio: float  # default 1
    prob: float  # default 1
    def __init__(
        self,
        *,
        max_expand_ratio: float | None = None,
        prob: float | None = None,
    ) -> None: ...

class FCNDataParameter(Message):
    EXPAND_BOTTOM_FIELD_NUMBER: Final = 20001
    EXPAND_LEFT_FIELD_NUMBER: Final = 20002
    EXPAND_RIGHT_FIELD_NUMBER: Final = 20003
    EXPAND_TOP_FIELD_NUMBER: Final = 20004
    GAUSSIAN_SIZE_H_FIELD_NUMBER: Final = 20005
    GAUSSIAN_SIZE_W_FIELD_NUMBER: Final = 20006
    GAUSSIAN_STD_H_FIELD_NUMBER: Final = 20007
    GAUSSIAN_STD_W_FIELD_NUMBER: Final = 20008
    HOG_CELL_SIZE_FIELD_NUMBER: Final = 20009
    MIN_IOU_FIELD_NUMBER: Final = 20010
    ROI_MULTIPLY_H_FIELD_NUMBER: Final = 20011
    ROI_MULTIPLY_W_FIELD_NUMBER: Final = 20012
    SCALE_STEP_FIELD_NUMBER: Final = 20013
    SCALE_STEP_NUM_FIELD_NUMBER: Final = 20014
    TEMPLATE_H_FIELD_NUMBER: Final = 20015
    TEMPLATE_W_FIELD_NUMBER: Final = 20016
    USE_HOG_FIELD_NUMBER: Final = 20017
    expand_bottom: float  # default 0.25
    expand_left: float  # default 0.25
    expand_right: float  # default 0.25
    expand_top: float  # default 0.5
    gaussian_size_h: int  # default 7
    gaussian_size_w: int  # default 7
    gaussian_std_h: float  # default 1.5
    gaussian_std_w: float  # default 1.5
    hog_cell_size: int  # default 4
    min_iou: float  # default 0.8
    roi_multiply_h: float  # default 5
    roi_multiply_w: float  # default 5
    scale_step: float  # default 1.1
    scale_step_num: int  # default 5
    template_h: int  # default 48
    template_w: int  # default 42
    use_hog: bool  # default false
    def __init__(
        self,
        *,
        expand_bottom: float | None = None,
        expand_left: float | None = None,
        expand_right: float | None = None,
        expand_top: float | None = None,
        gaussian_size_h: int | None = None,
        gaussian_size_w: int | None = None,
        gaussian_std_h: float | None = None,
        gaussian_std_w: float | None = None,
        hog_cell_size: int | None = None,
        min_iou: float | None = None,
        roi_multiply_h: float | None = None,
        roi_multiply_w: float | None = None,
        scale_step: float | None = None,
        scale_step_num: int | None = None,
        template_h: int | None = None,
        template_w: int | None = None,
        use_hog: bool | None = None,
    ) -> None: ...

class FaceEvaluateParameter(Message):
    FaceType: ClassVar[EnumTypeWrapper]
    FACEATTRIBUTE: Final = 0
    FACE_5_TYPE: Final = 1
    FACE_ANGLE: Final = 2
    FACEPOINTS_FIELD_NUMBER: Final = 20001
    FACETYPE_FIELD_NUMBER: Final = 20002
    NUM_GENDER_FIELD_NUMBER: Final = 20003
    NUM_GLASSES_FIELD_NUMBER: Final = 20004
    NUM_HEADPOSE_FIELD_NUMBER: Final = 20005
    facepoints: int  # default 0
    facetype: int  # default FACE_5_TYPE
    num_gender: int  # default 0
    num_glasses: int  # default 0
    num_headpose: int  # default 0
    def __init__(
        self,
        *,
        facepoints: int | None = None,
        facetype: int | str | None = None,
        num_gender: int | None = None,
        num_glasses: int | None = None,
        num_headpose: int | None = None,
    ) -> None: ...

class FasterRcnnDetectionOutputParameter(Message):
    BACKGROUND_LABEL_ID_FIELD_NUMBER: Final = 20001
    CONFIDENCE_THRESHOLD_FIELD_NUMBER: Final = 20002
    NMS_PARAM_FIELD_NUMBER: Final = 20003
    NUM_CLASSES_FIELD_NUMBER: Final = 20004
    background_label_id: int  # default 0
    confidence_threshold: float  # default 0
    @property
    def nms_param(self) -> NonMaximumSuppressionParameter: ...
    num_classes: int  # default 0
    def __init__(
        self,
        *,
        background_label_id: int | None = None,
        confidence_threshold: float | None = None,
        nms_param: NonMaximumSuppressionParameter | dict[str, Any] | None = None,
        num_classes: int | None = None,
    ) -> None: ...

class FeatureDecayLossParameter(Message):
    DECAY_THRESHOLD_FIELD_NUMBER: Final = 20001
    FORCE_DECAY_FIELD_NUMBER: Final = 20002
    decay_threshold: float  # default 20
    force_decay: bool  # default false
    def __init__(
        self,
        *,
        decay_threshold: float | None = None,
        force_decay: bool | None = None,
    ) -> None: ...

class FilterParamter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    NUM_OUTPUT_FIELD_NUMBER: Final = 20002
    axis: int  # default 1
    num_output: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_output: int | None = None,
    ) -> None: ...

class FlipParameter(Message):
    FLIP_HEIGHT_FIELD_NUMBER: Final = 20001
    FLIP_WIDTH_FIELD_NUMBER: Final = 20002
    flip_height: bool  # default false
    flip_width: bool  # default true
    def __init__(
        self,
        *,
        flip_height: bool | None = None,
        flip_width: bool | None = None,
    ) -> None: ...

class FlowWarpParameter(Message):
    FillParameter: ClassVar[EnumTypeWrapper]
    ZERO: Final = 1
    NOT_A_NUMBER: Final = 2
    FILL_VALUE_FIELD_NUMBER: Final = 20001
    fill_value: int  # default ZERO
    def __init__(
        self,
        *,
        fill_value: int | str | None = None,
    ) -> None: ...

class FocalLossParameter(Message):
    Type: ClassVar[EnumTypeWrapper]
    ORIGIN: Final = 0
    LINEAR: Final = 1
    ONEADDP: Final = 2
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    ALPHA_FIELD_NUMBER: Final = 20001
    AXIS_FIELD_NUMBER: Final = 20002
    BETA_FIELD_NUMBER: Final = 20003
    ENGINE_FIELD_NUMBER: Final = 20004
    GAMMA_FIELD_NUMBER: Final = 20005
    TYPE_FIELD_NUMBER: Final = 20006
    alpha: float
    axis: int  # default 1
    beta: float  # default 1
    engine: int  # default DEFAULT
    gamma: float  # default 2
    type: int  # default ORIGIN
    def __init__(
        self,
        *,
        alpha: float | None = None,
        axis: int | None = None,
        beta: float | None = None,
        engine: int | str | None = None,
        gamma: float | None = None,
        type: int | str | None = None,
    ) -> None: ...

class GANLossParameter(Message):
    DIS_ITER_FIELD_NUMBER: Final = 20001
    DIS_LOSSWEIGHT_FIELD_NUMBER: Final = 20002
    EQUILIBRIUM_FIELD_NUMBER: Final = 20003
    GEN_ITER_FIELD_NUMBER: Final = 20004
    GEN_LOSSWEIGHT_FIELD_NUMBER: Final = 20005
    K_LR_FIELD_NUMBER: Final = 20006
    NOTHING_FIELD_NUMBER: Final = 20007
    SIMPLE_GENLOSS_FIELD_NUMBER: Final = 20008
    dis_iter: int  # default 1
    dis_lossweight: float  # default 1
    equilibrium: float  # default 0
    gen_iter: int  # default 1
    gen_lossweight: float  # default 1
    k_lr: float  # default 0
    nothing: bool  # default false
    simple_genloss: bool  # default false
    def __init__(
        self,
        *,
        dis_iter: int | None = None,
        dis_lossweight: float | None = None,
        equilibrium: float | None = None,
        gen_iter: int | None = None,
        gen_lossweight: float | None = None,
        k_lr: float | None = None,
        nothing: bool | None = None,
        simple_genloss: bool | None = None,
    ) -> None: ...

class GNParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    CHANNELS_PER_GROUP_FIELD_NUMBER: Final = 20002
    EPS_FIELD_NUMBER: Final = 20003
    NUM_GROUPS_FIELD_NUMBER: Final = 20004
    SLOPE_FILLER_FIELD_NUMBER: Final = 20005
    @property
    def bias_filler(self) -> FillerParameter: ...
    channels_per_group: int  # default 0
    eps: float  # default 1e-05
    num_groups: int  # default 0
    @property
    def slope_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        channels_per_group: int | None = None,
        eps: float | None = None,
        num_groups: int | None = None,
        slope_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class GRNParameter(Message):
    BIAS_FIELD_NUMBER: Final = 20001
    DUMMY_BACKWARD_FIELD_NUMBER: Final = 20002
    bias: float
    dummy_backward: bool  # default false
    def __init__(
        self,
        *,
        bias: float | None = None,
        dummy_backward: bool | None = None,
    ) -> None: ...

class GatherNDParameter(Message):
    INDICES_FIELD_NUMBER: Final = 20001
    INDICES_SHAPE_FIELD_NUMBER: Final = 20002
    @property
    def indices(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def indices_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        indices: Iterable[int] | None = None,
        indices_shape: Iterable[int] | None = None,
    ) -> None: ...

class GatherParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    INDICES_FIELD_NUMBER: Final = 20002
    SHAPE_FIELD_NUMBER: Final = 20003
    axis: int  # default 0
    @property
    def indices(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def shape(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        indices: Iterable[int] | None = None,
        shape: Iterable[int] | None = None,
    ) -> None: ...

class GatherV2Parameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    BATCH_FLAG_FIELD_NUMBER: Final = 20002
    axis: int  # default 0
    batch_flag: bool  # default false
    def __init__(
        self,
        *,
        axis: int | None = None,
        batch_flag: bool | None = None,
    ) -> None: ...

class GemmParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    BETA_FIELD_NUMBER: Final = 20002
    TRANSA_FIELD_NUMBER: Final = 20003
    TRANSB_FIELD_NUMBER: Final = 20004
    alpha: float  # default 1
    beta: float  # default 1
    transA: int  # default 0
    transB: int  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
        beta: float | None = None,
        transA: int | None = None,
        transB: int | None = None,
    ) -> None: ...

class GeneralContrastiveParameter(Message):
    ADD_INTRA_MAE_FIELD_NUMBER: Final = 20001
    EXP_NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20002
    MAX_NEGATIVE_MARGIN_FIELD_NUMBER: Final = 20003
    MAX_NEGATIVE_ONLY_FIELD_NUMBER: Final = 20004
    MAX_POSITIVE_ONLY_FIELD_NUMBER: Final = 20005
    NEGATIVE_MARGIN_FIELD_NUMBER: Final = 20006
    NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20007
    NORMALIZE_NEGATIVE_FIELD_NUMBER: Final = 20008
    POSITIVE_FIRST_FIELD_NUMBER: Final = 20009
    POSITIVE_MARGIN_FIELD_NUMBER: Final = 20010
    POSITIVE_OUTLIER_THRESH_FIELD_NUMBER: Final = 20011
    POSITIVE_UPPER_BOUND_FIELD_NUMBER: Final = 20012
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20013
    SQUARE_FIELD_NUMBER: Final = 20014
    add_intra_mae: bool  # default false
    exp_negative_weight: bool  # default false
    max_negative_margin: float  # default 1.2
    max_negative_only: bool  # default false
    max_positive_only: bool  # default false
    negative_margin: float  # default 1
    negative_weight: float  # default 1
    normalize_negative: float  # default 0
    positive_first: bool  # default false
    positive_margin: float  # default 0
    positive_outlier_thresh: float  # default 4
    positive_upper_bound: float  # default 1
    positive_weight: float  # default 1
    square: bool  # default false
    def __init__(
        self,
        *,
        add_intra_mae: bool | None = None,
        exp_negative_weight: bool | None = None,
        max_negative_margin: float | None = None,
        max_negative_only: bool | None = None,
        max_positive_only: bool | None = None,
        negative_margin: float | None = None,
        negative_weight: float | None = None,
        normalize_negative: float | None = None,
        positive_first: bool | None = None,
        positive_margin: float | None = None,
        positive_outlier_thresh: float | None = None,
        positive_upper_bound: float | None = None,
        positive_weight: float | None = None,
        square: bool | None = None,
    ) -> None: ...

class GeneralSigmoidParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    alpha: float  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
    ) -> None: ...

class GeneralTripletParameter(Message):
    ADD_CENTER_LOSS_FIELD_NUMBER: Final = 20001
    HARDEST_ONLY_FIELD_NUMBER: Final = 20002
    MARGIN_FIELD_NUMBER: Final = 20003
    NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20004
    POSITIVE_FIRST_FIELD_NUMBER: Final = 20005
    POSITIVE_UPPER_BOUND_FIELD_NUMBER: Final = 20006
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20007
    add_center_loss: bool  # default true
    hardest_only: bool  # default false
    margin: float  # default 0.2
    negative_weight: float  # default 1
    positive_first: bool  # default false
    positive_upper_bound: float  # default 1
    positive_weight: float  # default 1
    def __init__(
        self,
        *,
        add_center_loss: bool | None = None,
        hardest_only: bool | None = None,
        margin: float | None = None,
        negative_weight: float | None = None,
        positive_first: bool | None = None,
        positive_upper_bound: float | None = None,
        positive_weight: float | None = None,
    ) -> None: ...

class GeometryParameter(Message):
    Pad_mode: ClassVar[EnumTypeWrapper]
    CONSTANT: Final = 1
    MIRRORED: Final = 2
    REPEAT_NEAREST: Final = 3
    ALL_EFFECTS_FIELD_NUMBER: Final = 20001
    PAD_MODE_FIELD_NUMBER: Final = 20002
    PERSP_FACTOR_FIELD_NUMBER: Final = 20003
    PERSP_HORIZONTAL_FIELD_NUMBER: Final = 20004
    PERSP_VERTICAL_FIELD_NUMBER: Final = 20005
    PROB_FIELD_NUMBER: Final = 20006
    ZOOM_FACTOR_FIELD_NUMBER: Final = 20007
    ZOOM_IN_FIELD_NUMBER: Final = 20008
    ZOOM_OUT_FIELD_NUMBER: Final = 20009
    all_effects: bool  # default false
    pad_mode: int  # default MIRRORED
    persp_factor: float  # default 0.25
    persp_horizontal: bool  # default true
    persp_vertical: bool  # default true
    prob: float  # default 0
    zoom_factor: float  # default 0.25
    zoom_in: bool  # default true
    zoom_out: bool  # default true
    def __init__(
        self,
        *,
        all_effects: bool | None = None,
        pad_mode: int | str | None = None,
        persp_factor: float | None = None,
        persp_horizontal: bool | None = None,
        persp_vertical: bool | None = None,
        prob: float | None = None,
        zoom_factor: float | None = None,
        zoom_in: bool | None = None,
        zoom_out: bool | None = None,
    ) -> None: ...

class HardSigmoidParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    BETA_FIELD_NUMBER: Final = 20002
    alpha: float  # default 0.2
    beta: float  # default 0.5
    def __init__(
        self,
        *,
        alpha: float | None = None,
        beta: float | None = None,
    ) -> None: ...

class HotspotParameter(Message):
    DATA_HEIGHT_FIELD_NUMBER: Final = 20001
    DATA_WIDTH_FIELD_NUMBER: Final = 20002
    GAUSSIAN_STD_FIELD_NUMBER: Final = 20003
    MEAN_REMOVED_FIELD_NUMBER: Final = 20004
    OUTPUT_HEIGHT_FIELD_NUMBER: Final = 20005
    OUTPUT_WIDTH_FIELD_NUMBER: Final = 20006
    data_height: int  # default 0
    data_width: int  # default 0
    gaussian_std: float  # default 1
    mean_removed: bool  # default true
    output_height: int  # default 0
    output_width: int  # default 0
    def __init__(
        self,
        *,
        data_height: int | None = None,
        data_width: int | None = None,
        gaussian_std: float | None = None,
        mean_removed: bool | None = None,
        output_height: int | None = None,
        output_width: int | None = None,
    ) -> None: ...

class IOUAccuracyParameter(Message):
    IGNORE_LABEL_FIELD_NUMBER: Final = 20001
    NORMALIZE_FIELD_NUMBER: Final = 20002
    NUM_CLASSES_FIELD_NUMBER: Final = 20003
    TEST_ITERATIONS_FIELD_NUMBER: Final = 20004
    ignore_label: int  # default 255
    normalize: bool  # default true
    num_classes: int  # default 0
    test_iterations: int  # default 0
    def __init__(
        self,
        *,
        ignore_label: int | None = None,
        normalize: bool | None = None,
        num_classes: int | None = None,
        test_iterations: int | None = None,
    ) -> None: ...

class Im2WindowsParameter(Message):
    LABELS_COUNT_FIELD_NUMBER: Final = 20001
    WINDOW_H_FIELD_NUMBER: Final = 20002
    WINDOW_W_FIELD_NUMBER: Final = 20003
    labels_count: int  # default 0
    window_h: int  # default 0
    window_w: int  # default 0
    def __init__(
        self,
        *,
        labels_count: int | None = None,
        window_h: int | None = None,
        window_w: int | None = None,
    ) -> None: ...

class ImResizeParameter(Message):
    FACTOR_FIELD_NUMBER: Final = 20001
    SCALE_GAP_FIELD_NUMBER: Final = 20002
    START_SCALE_FIELD_NUMBER: Final = 20003
    factor: float  # default 0
    scale_gap: float  # default 0
    start_scale: float  # default 0
    def __init__(
        self,
        *,
        factor: float | None = None,
        scale_gap: float | None = None,
        start_scale: float | None = None,
    ) -> None: ...

class ImageDataLocParameter(Message):
    NORMALIZE_BY_IMAGE_SIZE_FIELD_NUMBER: Final = 20001
    OUTPUT_CENTER_AND_RADIUS_FIELD_NUMBER: Final = 20002
    normalize_by_image_size: bool  # default true
    output_center_and_radius: bool  # default true
    def __init__(
        self,
        *,
        normalize_by_image_size: bool | None = None,
        output_center_and_radius: bool | None = None,
    ) -> None: ...

class ImageLabelDataParameter(Message):
    DB: ClassVar[EnumTypeWrapper]
    LEVELDB: Final = 0
    LMDB: Final = 1
    Padding: ClassVar[EnumTypeWrapper]
    ZERO: Final = 0
    REFLECT: Final = 1
    BACKEND_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    BLUR_PROBABILITY_FIELD_NUMBER: Final = 20003
    BOX_DIR_FIELD_NUMBER: Final = 20004
    BOX_EXTENSION_FIELD_NUMBER: Final = 20005
    BOX_PERTURB_MAX_SCALE_PERCENT_FIELD_NUMBER: Final = 20006
    BOX_PERTURB_MAX_TRANSLATE_PERCENT_FIELD_NUMBER: Final = 20007
    CHECK_IMAGE_FILES_FIELD_NUMBER: Final = 20008
    DATA_DIR_FIELD_NUMBER: Final = 20009
    FILENAME_IN_IDX_FIELD_NUMBER: Final = 20010
    FILENAME_TO_IDX_FIELD_NUMBER: Final = 20011
    H_NOISE_FIELD_NUMBER: Final = 20012
    HSV_NOISE_FIELD_NUMBER: Final = 20013
    IGNORE_FIRST_CHANNEL_FOR_CLASSIFICATION_FIELD_NUMBER: Final = 20014
    IMAGE_DIR_FIELD_NUMBER: Final = 20015
    IMAGE_DIR2_FIELD_NUMBER: Final = 20016
    IMAGE_LIST_PATH_FIELD_NUMBER: Final = 20017
    IMAGE_LIST_PATH2_FIELD_NUMBER: Final = 20018
    INIT_NUM_DETS_FIELD_NUMBER: Final = 20019
    LABEL_DIR_FIELD_NUMBER: Final = 20020
    LABEL_LIST_PATH_FIELD_NUMBER: Final = 20021
    LABEL_SLICE_FIELD_NUMBER: Final = 20022
    LABEL_SPACE_FIELD_NUMBER: Final = 20023
    MAKE_TRANSFORM_INDEPENDENT_CLASSIFICATION_GT_FIELD_NUMBER: Final = 20024
    MAX_KERNEL_SIZE_FIELD_NUMBER: Final = 20025
    MAX_NUM_DETS_ALLOWED_FIELD_NUMBER: Final = 20026
    MAX_ROTATION_ANGLE_FIELD_NUMBER: Final = 20027
    MAX_SCALE_FIELD_NUMBER: Final = 20028
    MAX_SIGMA_X_FIELD_NUMBER: Final = 20029
    MAX_SIGMA_Y_FIELD_NUMBER: Final = 20030
    MIN_KERNEL_SIZE_FIELD_NUMBER: Final = 20031
    MIN_ROTATION_ANGLE_FIELD_NUMBER: Final = 20032
    MIN_SCALE_FIELD_NUMBER: Final = 20033
    MIN_SIGMA_X_FIELD_NUMBER: Final = 20034
    MIN_SIGMA_Y_FIELD_NUMBER: Final = 20035
    NUM_CHANNELS_FIELD_NUMBER: Final = 20036
    PAD_CENTRE_FIELD_NUMBER: Final = 20037
    PADDING_FIELD_NUMBER: Final = 20038
    RAND_SCALE_FIELD_NUMBER: Final = 20039
    RAND_SKIP_FIELD_NUMBER: Final = 20040
    RANDOM_BOX_PERTURB_FIELD_NUMBER: Final = 20041
    RANDOM_GAUSSIAN_BLUR_FIELD_NUMBER: Final = 20042
    RANDOM_ROTATE_FIELD_NUMBER: Final = 20043
    S_NOISE_FIELD_NUMBER: Final = 20044
    SCALE_MAX_FIELD_NUMBER: Final = 20045
    SCALE_MIN_FIELD_NUMBER: Final = 20046
    SCALE_PROB_FIELD_NUMBER: Final = 20047
    SHUFFLE_FIELD_NUMBER: Final = 20048
    SIZE_MAX_FIELD_NUMBER: Final = 20049
    SIZE_MIN_FIELD_NUMBER: Final = 20050
    THREADS_FIELD_NUMBER: Final = 20051
    V_NOISE_FIELD_NUMBER: Final = 20052
    backend: int  # default LEVELDB
    batch_size: int  # default 1
    blur_probability: float  # default 0.5
    box_dir: str
    box_extension: str  # default .detections
    box_perturb_max_scale_percent: float  # default 0
    box_perturb_max_translate_percent: float  # default 0
    check_image_files: bool  # default false
    data_dir: str
    filename_in_idx: bool  # default false
    filename_to_idx: bool  # default true
    h_noise: int  # default 0
    hsv_noise: bool  # default false
    ignore_first_channel_for_classification: bool  # default true
    image_dir: str
    image_dir2: str
    image_list_path: str
    image_list_path2: str
    init_num_dets: int  # default 1
    label_dir: str
    label_list_path: str
    @property
    def label_slice(self) -> Slice: ...
    label_space: int  # default 21
    make_transform_independent_classification_gt: bool  # default false
    max_kernel_size: int  # default 0
    max_num_dets_allowed: int  # default -1
    max_rotation_angle: int  # default 0
    max_scale: float  # default 1
    max_sigma_x: float  # default 0
    max_sigma_y: float  # default 0
    min_kernel_size: int  # default 0
    min_rotation_angle: int  # default 0
    min_scale: float  # default 1
    min_sigma_x: float  # default 0
    min_sigma_y: float  # default 0
    num_channels: int  # default 1
    pad_centre: bool  # default true
    padding: int  # default REFLECT
    rand_scale: bool  # default false
    rand_skip: int  # default 0
    random_box_perturb: bool  # default false
    random_gaussian_blur: bool  # default false
    random_rotate: bool  # default false
    s_noise: int  # default 0
    scale_max: float  # default 1
    scale_min: float  # default 1
    scale_prob: float  # default 0
    shuffle: bool  # default false
    size_max: int  # default 0
    size_min: int  # default 0
    threads: int  # default 0
    v_noise: int  # default 0
    def __init__(
        self,
        *,
        backend: int | str | None = None,
        batch_size: int | None = None,
        blur_probability: float | None = None,
        box_dir: str | None = None,
        box_extension: str | None = None,
        box_perturb_max_scale_percent: float | None = None,
        box_perturb_max_translate_percent: float | None = None,
        check_image_files: bool | None = None,
        data_dir: str | None = None,
        filename_in_idx: bool | None = None,
        filename_to_idx: bool | None = None,
        h_noise: int | None = None,
        hsv_noise: bool | None = None,
        ignore_first_channel_for_classification: bool | None = None,
        image_dir: str | None = None,
        image_dir2: str | None = None,
        image_list_path: str | None = None,
        image_list_path2: str | None = None,
        init_num_dets: int | None = None,
        label_dir: str | None = None,
        label_list_path: str | None = None,
        label_slice: Slice | dict[str, Any] | None = None,
        label_space: int | None = None,
        make_transform_independent_classification_gt: bool | None = None,
        max_kernel_size: int | None = None,
        max_num_dets_allowed: int | None = None,
        max_rotation_angle: int | None = None,
        max_scale: float | None = None,
        max_sigma_x: float | None = None,
        max_sigma_y: float | None = None,
        min_kernel_size: int | None = None,
        min_rotation_angle: int | None = None,
        min_scale: float | None = None,
        min_sigma_x: float | None = None,
        min_sigma_y: float | None = None,
        num_channels: int | None = None,
        pad_centre: bool | None = None,
        padding: int | str | None = None,
        rand_scale: bool | None = None,
        rand_skip: int | None = None,
        random_box_perturb: bool | None = None,
        random_gaussian_blur: bool | None = None,
        random_rotate: bool | None = None,
        s_noise: int | None = None,
        scale_max: float | None = None,
        scale_min: float | None = None,
        scale_prob: float | None = None,
        shuffle: bool | None = None,
        size_max: int | None = None,
        size_min: int | None = None,
        threads: int | None = None,
        v_noise: int | None = None,
    ) -> None: ...

class ImageTransformationParameter(Message):
    PARAMS_FIELD_NUMBER: Final = 20001
    @property
    def params(self) -> RepeatedCompositeFieldContainer[ProbImageTransformParameter]: ...
    def __init__(
        self,
        *,
        params: Iterable[ProbImageTransformParameter | dict[str, Any]] | None = None,
    ) -> None: ...

class ImportParameter(Message):
    NET_FIELD_NUMBER: Final = 20001
    VAR_FIELD_NUMBER: Final = 20002
    net: str
    @property
    def var(self) -> RepeatedCompositeFieldContainer[Pair]: ...
    def __init__(
        self,
        *,
        net: str | None = None,
        var: Iterable[Pair | dict[str, Any]] | None = None,
    ) -> None: ...

class InfimumLossParamter(Message):
    INFIMUM_FIELD_NUMBER: Final = 20001
    infimum: float  # default 0.25
    def __init__(
        self,
        *,
        infimum: float | None = None,
    ) -> None: ...

class InnerDistanceParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BIAS_TERM_FIELD_NUMBER: Final = 20003
    DISTANCE_TYPE_FIELD_NUMBER: Final = 20004
    NORMALIZE_FIELD_NUMBER: Final = 20005
    NUM_OUTPUT_FIELD_NUMBER: Final = 20006
    TRANSPOSE_FIELD_NUMBER: Final = 20007
    UPDATE_CENTER_ONLY_FIELD_NUMBER: Final = 20008
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20009
    axis: int  # default 1
    @property
    def bias_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    distance_type: str  # default L2
    normalize: bool  # default false
    num_output: int  # default 0
    transpose: bool  # default false
    update_center_only: bool  # default false
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        distance_type: str | None = None,
        normalize: bool | None = None,
        num_output: int | None = None,
        transpose: bool | None = None,
        update_center_only: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class InsanityParameter(Message):
    LB_FIELD_NUMBER: Final = 20001
    UB_FIELD_NUMBER: Final = 20002
    lb: float  # default 5
    ub: float  # default 10
    def __init__(
        self,
        *,
        lb: float | None = None,
        ub: float | None = None,
    ) -> None: ...

class InstanceIDParameter(Message):
    BACKGROUND_DET_SCORE_FIELD_NUMBER: Final = 20001
    DETECTION_BOX_INPUT_DIR_FIELD_NUMBER: Final = 20002
    DETECTION_PIXEL_INPUT_DIR_FIELD_NUMBER: Final = 20003
    IS_BACKGROUND_DET_FIELD_NUMBER: Final = 20004
    IS_NO_RESCORE_BASELINE_FIELD_NUMBER: Final = 20005
    background_det_score: float  # default 0.7311
    detection_box_input_dir: str
    detection_pixel_input_dir: str
    is_background_det: bool  # default false
    is_no_rescore_baseline: bool  # default false
    def __init__(
        self,
        *,
        background_det_score: float | None = None,
        detection_box_input_dir: str | None = None,
        detection_pixel_input_dir: str | None = None,
        is_background_det: bool | None = None,
        is_no_rescore_baseline: bool | None = None,
    ) -> None: ...

class InterpParameter(Message):
    Mode: ClassVar[EnumTypeWrapper]
    LINEAR: Final = 1
    NEAREST: Final = 3
    FULL_ZOOM_FACTOR_FIELD_NUMBER: Final = 20001
    HEIGHT_FIELD_NUMBER: Final = 20002
    MODE_FIELD_NUMBER: Final = 20003
    PAD_BEG_FIELD_NUMBER: Final = 20004
    PAD_END_FIELD_NUMBER: Final = 20005
    SHRINK_FACTOR_FIELD_NUMBER: Final = 20006
    WIDTH_FIELD_NUMBER: Final = 20007
    ZOOM_FACTOR_FIELD_NUMBER: Final = 20008
    full_zoom_factor: int  # default 1
    height: int  # default 0
    mode: int  # default LINEAR
    pad_beg: int  # default 0
    pad_end: int  # default 0
    shrink_factor: int  # default 1
    width: int  # default 0
    zoom_factor: int  # default 1
    def __init__(
        self,
        *,
        full_zoom_factor: int | None = None,
        height: int | None = None,
        mode: int | str | None = None,
        pad_beg: int | None = None,
        pad_end: int | None = None,
        shrink_factor: int | None = None,
        width: int | None = None,
        zoom_factor: int | None = None,
    ) -> None: ...

class KnnParameter(Message):
    K_FIELD_NUMBER: Final = 20001
    MAX_STORED_BATCHES_FIELD_NUMBER: Final = 20002
    NUM_OUTPUT_FIELD_NUMBER: Final = 20003
    k: int  # default 0
    max_stored_batches: int  # default 0
    num_output: int  # default 0
    def __init__(
        self,
        *,
        k: int | None = None,
        max_stored_batches: int | None = None,
        num_output: int | None = None,
    ) -> None: ...

class L1LossParameter(Message):
    EPSILON_FIELD_NUMBER: Final = 20001
    L2_PER_LOCATION_FIELD_NUMBER: Final = 20002
    L2_PRESCALE_BY_CHANNELS_FIELD_NUMBER: Final = 20003
    NORMALIZE_BY_NUM_ENTRIES_FIELD_NUMBER: Final = 20004
    PLATEAU_FIELD_NUMBER: Final = 20005
    epsilon: float  # default 0.01
    l2_per_location: bool  # default false
    l2_prescale_by_channels: bool  # default false
    normalize_by_num_entries: bool  # default false
    plateau: float  # default 0
    def __init__(
        self,
        *,
        epsilon: float | None = None,
        l2_per_location: bool | None = None,
        l2_prescale_by_channels: bool | None = None,
        normalize_by_num_entries: bool | None = None,
        plateau: float | None = None,
    ) -> None: ...

class LFFDSampler(Message):
    BOX_FIELD_NUMBER: Final = 20001
    MAX_SAMPLE_FIELD_NUMBER: Final = 20002
    MAX_TRIALS_FIELD_NUMBER: Final = 20003
    @property
    def box(self) -> RepeatedCompositeFieldContainer[BboxSampler]: ...
    max_sample: int  # default 1
    max_trials: int  # default 50
    def __init__(
        self,
        *,
        box: Iterable[BboxSampler | dict[str, Any]] | None = None,
        max_sample: int | None = None,
        max_trials: int | None = None,
    ) -> None: ...

class LRNMapParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    BETA_FIELD_NUMBER: Final = 20002
    LOCAL_SIZE_FIELD_NUMBER: Final = 20003
    alpha: float  # default 0
    beta: float  # default 0
    local_size: int  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
        beta: float | None = None,
        local_size: int | None = None,
    ) -> None: ...

class LSTMParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    CLIPPING_THRESHOLD_FIELD_NUMBER: Final = 20003
    NUM_OUTPUT_FIELD_NUMBER: Final = 20004
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20005
    WIDTH_FIELD_NUMBER: Final = 20006
    batch_size: int  # default 1
    @property
    def bias_filler(self) -> FillerParameter: ...
    clipping_threshold: float  # default 0
    num_output: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    width: int  # default 0
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        clipping_threshold: float | None = None,
        num_output: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        width: int | None = None,
    ) -> None: ...

class LabelMappingParameter(Message):
    OPTION_FIELD_NUMBER: Final = 20001
    @property
    def option(self) -> OptionParameter: ...
    def __init__(
        self,
        *,
        option: OptionParameter | dict[str, Any] | None = None,
    ) -> None: ...

class LabelSpecificAddParameter(Message):
    BIAS_FIELD_NUMBER: Final = 20001
    BIAS_BASE_FIELD_NUMBER: Final = 20002
    BIAS_GAMMA_FIELD_NUMBER: Final = 20003
    BIAS_MAX_FIELD_NUMBER: Final = 20004
    BIAS_MIN_FIELD_NUMBER: Final = 20005
    BIAS_POWER_FIELD_NUMBER: Final = 20006
    ITERATION_FIELD_NUMBER: Final = 20007
    TRANSFORM_TEST_FIELD_NUMBER: Final = 20008
    bias: float  # default 0
    bias_base: float  # default 0
    bias_gamma: float  # default 0
    bias_max: float  # default 0
    bias_min: float  # default 0
    bias_power: float  # default 1
    iteration: int  # default 0
    transform_test: bool  # default false
    def __init__(
        self,
        *,
        bias: float | None = None,
        bias_base: float | None = None,
        bias_gamma: float | None = None,
        bias_max: float | None = None,
        bias_min: float | None = None,
        bias_power: float | None = None,
        iteration: int | None = None,
        transform_test: bool | None = None,
    ) -> None: ...

class LabelSpecificAffineParameter(Message):
    AUTO_TUNE_FIELD_NUMBER: Final = 20001
    BIAS_BASE_FIELD_NUMBER: Final = 20002
    BIAS_GAMMA_FIELD_NUMBER: Final = 20003
    BIAS_MAX_FIELD_NUMBER: Final = 20004
    BIAS_POWER_FIELD_NUMBER: Final = 20005
    ITERATION_FIELD_NUMBER: Final = 20006
    POWER_BASE_FIELD_NUMBER: Final = 20007
    POWER_GAMMA_FIELD_NUMBER: Final = 20008
    POWER_MIN_FIELD_NUMBER: Final = 20009
    POWER_POWER_FIELD_NUMBER: Final = 20010
    RESET_FIELD_NUMBER: Final = 20011
    SCALE_BASE_FIELD_NUMBER: Final = 20012
    SCALE_GAMMA_FIELD_NUMBER: Final = 20013
    SCALE_MAX_FIELD_NUMBER: Final = 20014
    SCALE_POWER_FIELD_NUMBER: Final = 20015
    TRANSFORM_TEST_FIELD_NUMBER: Final = 20016
    auto_tune: bool  # default false
    bias_base: float  # default 0
    bias_gamma: float  # default 0
    bias_max: float  # default 0
    bias_power: float  # default 1
    iteration: int  # default 0
    power_base: float  # default 1
    power_gamma: float  # default 0
    power_min: float  # default 0.5
    power_power: float  # default -1
    reset: bool  # default false
    scale_base: float  # default 1
    scale_gamma: float  # default 0
    scale_max: float  # default 1
    scale_power: float  # default 1
    transform_test: bool  # default false
    def __init__(
        self,
        *,
        auto_tune: bool | None = None,
        bias_base: float | None = None,
        bias_gamma: float | None = None,
        bias_max: float | None = None,
        bias_power: float | None = None,
        iteration: int | None = None,
        power_base: float | None = None,
        power_gamma: float | None = None,
        power_min: float | None = None,
        power_power: float | None = None,
        reset: bool | None = None,
        scale_base: float | None = None,
        scale_gamma: float | None = None,
        scale_max: float | None = None,
        scale_power: float | None = None,
        transform_test: bool | None = None,
    ) -> None: ...

class LabelSpecificHardMarginParameter(Message):
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20001
    positive_weight: float  # default 0.5
    def __init__(
        self,
        *,
        positive_weight: float | None = None,
    ) -> None: ...

class LabelSpecificMarginParameter(Message):
    MarginType: ClassVar[EnumTypeWrapper]
    HARD: Final = 0
    SOFT: Final = 1
    AUTO_TUNE_FIELD_NUMBER: Final = 20001
    GAMMA_FIELD_NUMBER: Final = 20002
    ITERATION_FIELD_NUMBER: Final = 20003
    MARGIN_BASE_FIELD_NUMBER: Final = 20004
    MARGIN_MAX_FIELD_NUMBER: Final = 20005
    MARGIN_ON_TEST_FIELD_NUMBER: Final = 20006
    POWER_FIELD_NUMBER: Final = 20007
    RESET_MARGIN_FIELD_NUMBER: Final = 20008
    TYPE_FIELD_NUMBER: Final = 20009
    auto_tune: bool  # default false
    gamma: float  # default 1
    iteration: int  # default 0
    margin_base: float  # default 0
    margin_max: float  # default 10
    margin_on_test: bool  # default false
    power: float  # default 1
    reset_margin: bool  # default false
    type: int  # default HARD
    def __init__(
        self,
        *,
        auto_tune: bool | None = None,
        gamma: float | None = None,
        iteration: int | None = None,
        margin_base: float | None = None,
        margin_max: float | None = None,
        margin_on_test: bool | None = None,
        power: float | None = None,
        reset_margin: bool | None = None,
        type: int | str | None = None,
    ) -> None: ...

class LabelSpecificRescaleParameter(Message):
    BIAS_FIX_FIELD_NUMBER: Final = 20001
    FOR_IP_FIELD_NUMBER: Final = 20002
    GAMMA_FIELD_NUMBER: Final = 20003
    ITERATION_FIELD_NUMBER: Final = 20004
    NEGATIVE_UPPER_BOUND_FIELD_NUMBER: Final = 20005
    NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20006
    POSITIVE_LOWER_BOUND_FIELD_NUMBER: Final = 20007
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20008
    POSITIVE_WEIGHT_BASE_FIELD_NUMBER: Final = 20009
    POSITIVE_WEIGHT_MAX_FIELD_NUMBER: Final = 20010
    POSITIVE_WEIGHT_MIN_FIELD_NUMBER: Final = 20011
    POWER_FIELD_NUMBER: Final = 20012
    POWER_ON_POSITIVE_FIELD_NUMBER: Final = 20013
    RESCALE_TEST_FIELD_NUMBER: Final = 20014
    bias_fix: bool  # default false
    for_ip: bool  # default false
    gamma: float  # default 0
    iteration: int  # default 0
    negative_upper_bound: float  # default 0
    negative_weight: float  # default 1
    positive_lower_bound: float  # default 0
    positive_weight: float  # default 1
    positive_weight_base: float  # default 0
    positive_weight_max: float  # default 0
    positive_weight_min: float  # default 0
    power: float  # default 1
    power_on_positive: bool  # default false
    rescale_test: bool  # default false
    def __init__(
        self,
        *,
        bias_fix: bool | None = None,
        for_ip: bool | None = None,
        gamma: float | None = None,
        iteration: int | None = None,
        negative_upper_bound: float | None = None,
        negative_weight: float | None = None,
        positive_lower_bound: float | None = None,
        positive_weight: float | None = None,
        positive_weight_base: float | None = None,
        positive_weight_max: float | None = None,
        positive_weight_min: float | None = None,
        power: float | None = None,
        power_on_positive: bool | None = None,
        rescale_test: bool | None = None,
    ) -> None: ...

class LabelTransformParameter(Message):
    LABEL_TRANSFORM_FILE_FIELD_NUMBER: Final = 20001
    label_transform_file: str
    def __init__(
        self,
        *,
        label_transform_file: str | None = None,
    ) -> None: ...

class LabelsequenceAccuracyParameter(Message):
    BLANK_LABEL_FIELD_NUMBER: Final = 20001
    blank_label: int  # default 0
    def __init__(
        self,
        *,
        blank_label: int | None = None,
    ) -> None: ...

class LargeMarginInnerProductParameter(Message):
    LargeMarginType: ClassVar[EnumTypeWrapper]
    SINGLE: Final = 0
    DOUBLE: Final = 1
    TRIPLE: Final = 2
    QUADRUPLE: Final = 3
    AXIS_FIELD_NUMBER: Final = 20001
    BASE_FIELD_NUMBER: Final = 20002
    GAMMA_FIELD_NUMBER: Final = 20003
    ITERATION_FIELD_NUMBER: Final = 20004
    LAMBDA_MIN_FIELD_NUMBER: Final = 20005
    NUM_OUTPUT_FIELD_NUMBER: Final = 20006
    POWER_FIELD_NUMBER: Final = 20007
    TYPE_FIELD_NUMBER: Final = 20008
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20009
    axis: int  # default 1
    base: float  # default 1
    gamma: float  # default 0
    iteration: int  # default 0
    lambda_min: float  # default 0
    num_output: int  # default 0
    power: float  # default 1
    type: int  # default SINGLE
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        base: float | None = None,
        gamma: float | None = None,
        iteration: int | None = None,
        lambda_min: float | None = None,
        num_output: int | None = None,
        power: float | None = None,
        type: int | str | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class LayerNormParameter(Message):
    ELEMENTWISE_AFFINE_FIELD_NUMBER: Final = 20001
    EPS_FIELD_NUMBER: Final = 20002
    elementwise_affine: bool  # default true
    eps: float  # default 1e-05
    def __init__(
        self,
        *,
        elementwise_affine: bool | None = None,
        eps: float | None = None,
    ) -> None: ...

class LinearTransformParameter(Message):
    SCALE_FIELD_NUMBER: Final = 20001
    SHIFT_FIELD_NUMBER: Final = 20002
    @property
    def scale(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def shift(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        scale: Iterable[float] | None = None,
        shift: Iterable[float] | None = None,
    ) -> None: ...

class LocLossParameter(Message):
    THRESHOLD_FIELD_NUMBER: Final = 20001
    threshold: float  # default 0
    def __init__(
        self,
        *,
        threshold: float | None = None,
    ) -> None: ...

class LocalParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    BIAS_TERM_FIELD_NUMBER: Final = 20002
    KERNEL_SIZE_FIELD_NUMBER: Final = 20003
    NUM_OUTPUT_FIELD_NUMBER: Final = 20004
    PAD_FIELD_NUMBER: Final = 20005
    STRIDE_FIELD_NUMBER: Final = 20006
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20007
    @property
    def bias_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    kernel_size: int  # default 0
    num_output: int  # default 0
    pad: int  # default 0
    stride: int  # default 1
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        kernel_size: int | None = None,
        num_output: int | None = None,
        pad: int | None = None,
        stride: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class LocalWeightedConvolutionParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    KERNEL_SIZE_FIELD_NUMBER: Final = 20002
    NUM_OUTPUT_FIELD_NUMBER: Final = 20003
    PAD_FIELD_NUMBER: Final = 20004
    STRIDE_FIELD_NUMBER: Final = 20005
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20006
    @property
    def bias_filler(self) -> FillerParameter: ...
    kernel_size: int  # default 0
    num_output: int  # default 0
    pad: int  # default 0
    stride: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        kernel_size: int | None = None,
        num_output: int | None = None,
        pad: int | None = None,
        stride: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class LogSoftmaxParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    axis: int  # default 1
    def __init__(
        self,
        *,
        axis: int | None = None,
    ) -> None: ...

class LpDetParameter(Message):
    NUM_CHINESE_FIELD_NUMBER: Final = 20001
    NUM_ENGLISH_FIELD_NUMBER: Final = 20002
    NUM_LETTER_FIELD_NUMBER: Final = 20003
    num_chinese: int  # default 0
    num_english: int  # default 0
    num_letter: int  # default 0
    def __init__(
        self,
        *,
        num_chinese: int | None = None,
        num_english: int | None = None,
        num_letter: int | None = None,
    ) -> None: ...

class LpEvaluateParameter(Message):
    NUM_CHINESE_FIELD_NUMBER: Final = 20001
    NUM_ENGLISH_FIELD_NUMBER: Final = 20002
    NUM_LETTER_FIELD_NUMBER: Final = 20003
    num_chinese: int  # default 0
    num_english: int  # default 0
    num_letter: int  # default 0
    def __init__(
        self,
        *,
        num_chinese: int | None = None,
        num_english: int | None = None,
        num_letter: int | None = None,
    ) -> None: ...

class LpNormalizationParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    P_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    p: int  # default 2
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        p: int | None = None,
    ) -> None: ...

class LpqLossParameter(Message):
    L2_PRESCALE_BY_CHANNELS_FIELD_NUMBER: Final = 20001
    NORMALIZE_BY_NUM_ENTRIES_FIELD_NUMBER: Final = 20002
    P_FIELD_NUMBER: Final = 20003
    P_EPSILON_FIELD_NUMBER: Final = 20004
    PQ_EPISODE_STARTS_AT_ITER_FIELD_NUMBER: Final = 20005
    Q_FIELD_NUMBER: Final = 20006
    Q_EPSILON_FIELD_NUMBER: Final = 20007
    l2_prescale_by_channels: bool  # default false
    normalize_by_num_entries: bool  # default false
    @property
    def p(self) -> RepeatedScalarFieldContainer[float]: ...
    p_epsilon: float  # default 0
    @property
    def pq_episode_starts_at_iter(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def q(self) -> RepeatedScalarFieldContainer[float]: ...
    q_epsilon: float  # default 0.01
    def __init__(
        self,
        *,
        l2_prescale_by_channels: bool | None = None,
        normalize_by_num_entries: bool | None = None,
        p: Iterable[float] | None = None,
        p_epsilon: float | None = None,
        pq_episode_starts_at_iter: Iterable[int] | None = None,
        q: Iterable[float] | None = None,
        q_epsilon: float | None = None,
    ) -> None: ...

class LstmAttentionParameter(Message):
    BIAS_FILLER_FIELD_NUMBER: Final = 20001
    NUM_OUTPUT_FIELD_NUMBER: Final = 20002
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20003
    @property
    def bias_filler(self) -> FillerParameter: ...
    num_output: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        num_output: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class LstmSimpleParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    NUM_OUTPUT_FIELD_NUMBER: Final = 20003
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20004
    batch_size: int  # default 0
    @property
    def bias_filler(self) -> FillerParameter: ...
    num_output: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        num_output: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class MCWindowDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    BG_THRESHOLD_FIELD_NUMBER: Final = 20002
    CONTEXT_PAD_FIELD_NUMBER: Final = 20003
    CROP_MODE_FIELD_NUMBER: Final = 20004
    CROP_SIZE_FIELD_NUMBER: Final = 20005
    FG_FRACTION_FIELD_NUMBER: Final = 20006
    FG_THRESHOLD_FIELD_NUMBER: Final = 20007
    MASK_CROP_SIZE_FIELD_NUMBER: Final = 20008
    MEAN_FILE_FIELD_NUMBER: Final = 20009
    MIRROR_FIELD_NUMBER: Final = 20010
    SCALE_FIELD_NUMBER: Final = 20011
    SHUFFLE_FIELD_NUMBER: Final = 20012
    SOURCE_FIELD_NUMBER: Final = 20013
    batch_size: int  # default 0
    bg_threshold: float  # default 0.5
    context_pad: int  # default 0
    crop_mode: str  # default warp
    crop_size: int  # default 0
    fg_fraction: float  # default 0.25
    fg_threshold: float  # default 0.5
    mask_crop_size: int  # default 0
    mean_file: str
    mirror: bool  # default false
    scale: float  # default 1
    shuffle: bool  # default false
    source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        bg_threshold: float | None = None,
        context_pad: int | None = None,
        crop_mode: str | None = None,
        crop_size: int | None = None,
        fg_fraction: float | None = None,
        fg_threshold: float | None = None,
        mask_crop_size: int | None = None,
        mean_file: str | None = None,
        mirror: bool | None = None,
        scale: float | None = None,
        shuffle: bool | None = None,
        source: str | None = None,
    ) -> None: ...

class MILDataParameter(Message):
    CHANNELS_FIELD_NUMBER: Final = 20001
    EXT_FIELD_NUMBER: Final = 20002
    IMAGES_PER_BATCH_FIELD_NUMBER: Final = 20003
    LABEL_FILE_FIELD_NUMBER: Final = 20004
    N_CLASSES_FIELD_NUMBER: Final = 20005
    NUM_SCALES_FIELD_NUMBER: Final = 20006
    RANDOMIZE_FIELD_NUMBER: Final = 20007
    ROOT_DIR_FIELD_NUMBER: Final = 20008
    SCALE_FACTOR_FIELD_NUMBER: Final = 20009
    SOURCE_FIELD_NUMBER: Final = 20010
    channels: int  # default 3
    ext: str
    images_per_batch: int  # default 0
    label_file: str
    n_classes: int  # default 0
    num_scales: int  # default 1
    randomize: bool  # default true
    root_dir: str
    scale_factor: float  # default 1
    source: str
    def __init__(
        self,
        *,
        channels: int | None = None,
        ext: str | None = None,
        images_per_batch: int | None = None,
        label_file: str | None = None,
        n_classes: int | None = None,
        num_scales: int | None = None,
        randomize: bool | None = None,
        root_dir: str | None = None,
        scale_factor: float | None = None,
        source: str | None = None,
    ) -> None: ...

class MILParameter(Message):
    MILType: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    NOR: Final = 1
    TYPE_FIELD_NUMBER: Final = 20001
    type: int  # default MAX
    def __init__(
        self,
        *,
        type: int | str | None = None,
    ) -> None: ...

class MOEParameter(Message):
    BottomMapping: ClassVar[EnumTypeWrapper]
    GATING: Final = 1
    EXPERT: Final = 2
    GATING_AND_EXPERT: Final = 3
    EXPERT_INSTANCES_FIELD_NUMBER: Final = 20001
    EXPERT_NET_FIELD_NUMBER: Final = 20002
    FULL_FORWARD_FIELD_NUMBER: Final = 20003
    GATING_NET_FIELD_NUMBER: Final = 20004
    MAP_BOTTOM_FIELD_NUMBER: Final = 20005
    SELECT_EXPERTS_FIELD_NUMBER: Final = 20006
    @property
    def expert_instances(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def expert_net(self) -> RepeatedCompositeFieldContainer[NetParameter]: ...
    full_forward: bool  # default false
    @property
    def gating_net(self) -> NetParameter: ...
    @property
    def map_bottom(self) -> RepeatedScalarFieldContainer[int]: ...
    select_experts: int  # default 0
    def __init__(
        self,
        *,
        expert_instances: Iterable[int] | None = None,
        expert_net: Iterable[NetParameter | dict[str, Any]] | None = None,
        full_forward: bool | None = None,
        gating_net: NetParameter | dict[str, Any] | None = None,
        map_bottom: Iterable[int | str] | None = None,
        select_experts: int | None = None,
    ) -> None: ...

class MarginInnerProductParameter(Message):
    MarginType: ClassVar[EnumTypeWrapper]
    SINGLE: Final = 0
    DOUBLE: Final = 1
    TRIPLE: Final = 2
    QUADRUPLE: Final = 3
    AXIS_FIELD_NUMBER: Final = 20001
    BASE_FIELD_NUMBER: Final = 20002
    GAMMA_FIELD_NUMBER: Final = 20003
    ITERATION_FIELD_NUMBER: Final = 20004
    LAMBDA_MIN_FIELD_NUMBER: Final = 20005
    NUM_OUTPUT_FIELD_NUMBER: Final = 20006
    POWER_FIELD_NUMBER: Final = 20007
    TYPE_FIELD_NUMBER: Final = 20008
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20009
    axis: int  # default 1
    base: float  # default 1
    gamma: float  # default 0
    iteration: int  # default 0
    lambda_min: float  # default 0
    num_output: int  # default 0
    power: float  # default 1
    type: int  # default SINGLE
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        base: float | None = None,
        gamma: float | None = None,
        iteration: int | None = None,
        lambda_min: float | None = None,
        num_output: int | None = None,
        power: float | None = None,
        type: int | str | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class MaskParameter(Message):
    BOUNDARY_BOTTOM_FIELD_NUMBER: Final = 20001
    BOUNDARY_LEFT_FIELD_NUMBER: Final = 20002
    BOUNDARY_RIGHT_FIELD_NUMBER: Final = 20003
    BOUNDARY_TOP_FIELD_NUMBER: Final = 20004
    OPTION_FIELD_NUMBER: Final = 20005
    boundary_bottom: int  # default 0
    boundary_left: int  # default 0
    boundary_right: int  # default 0
    boundary_top: int  # default 0
    @property
    def option(self) -> OptionParameter: ...
    def __init__(
        self,
        *,
        boundary_bottom: int | None = None,
        boundary_left: int | None = None,
        boundary_right: int | None = None,
        boundary_top: int | None = None,
        option: OptionParameter | dict[str, Any] | None = None,
    ) -> None: ...

class MaskRCNNDetectionParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    BBOX_STD_DEV_FIELD_NUMBER: Final = 20002
    DETECTION_MAX_INSTANCES_FIELD_NUMBER: Final = 20003
    DETECTION_MIN_CONFIDENCE_FIELD_NUMBER: Final = 20004
    DETECTION_NMS_THRESHOLD_FIELD_NUMBER: Final = 20005
    batch_size: int  # default 1
    @property
    def bbox_std_dev(self) -> RepeatedScalarFieldContainer[float]: ...
    detection_max_instances: int  # default 100
    detection_min_confidence: float  # default 0.7
    detection_nms_threshold: float  # default 0.3
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        bbox_std_dev: Iterable[float] | None = None,
        detection_max_instances: int | None = None,
        detection_min_confidence: float | None = None,
        detection_nms_threshold: float | None = None,
    ) -> None: ...

class MaskRCNNProposalParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    IMAGES_PER_GPU_FIELD_NUMBER: Final = 20002
    POST_NMS_ROIS_INFERENCE_FIELD_NUMBER: Final = 20003
    PRE_NMS_LIMIT_FIELD_NUMBER: Final = 20004
    RPN_BBOX_STD_DEV_FIELD_NUMBER: Final = 20005
    RPN_NMS_THRESHOLD_FIELD_NUMBER: Final = 20006
    batch_size: int  # default 1
    images_per_gpu: int  # default 2
    post_nms_rois_inference: int  # default 1000
    pre_nms_limit: int  # default 6000
    @property
    def rpn_bbox_std_dev(self) -> RepeatedScalarFieldContainer[float]: ...
    rpn_nms_threshold: float  # default 0.7
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        images_per_gpu: int | None = None,
        post_nms_rois_inference: int | None = None,
        pre_nms_limit: int | None = None,
        rpn_bbox_std_dev: Iterable[float] | None = None,
        rpn_nms_threshold: float | None = None,
    ) -> None: ...

class MaskResizeParameter(Message):
    OUTPUT_HEIGHT_FIELD_NUMBER: Final = 20001
    OUTPUT_WIDTH_FIELD_NUMBER: Final = 20002
    output_height: int  # default 0
    output_width: int  # default 0
    def __init__(
        self,
        *,
        output_height: int | None = None,
        output_width: int | None = None,
    ) -> None: ...

class MatMulParameter(Message):
    BLOB_SHAPE_FIELD_NUMBER: Final = 20001
    TRANSPOSE_A_FIELD_NUMBER: Final = 20002
    TRANSPOSE_B_FIELD_NUMBER: Final = 20003
    @property
    def blob_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    transpose_a: bool  # default false
    transpose_b: bool  # default false
    def __init__(
        self,
        *,
        blob_shape: Iterable[int] | None = None,
        transpose_a: bool | None = None,
        transpose_b: bool | None = None,
    ) -> None: ...

class MatReadParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    PREFIX_FIELD_NUMBER: Final = 20002
    SOURCE_FIELD_NUMBER: Final = 20003
    STRIP_FIELD_NUMBER: Final = 20004
    batch_size: int  # default 1
    prefix: str
    source: str
    strip: int  # default 0
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        prefix: str | None = None,
        source: str | None = None,
        strip: int | None = None,
    ) -> None: ...

class MatWriteParameter(Message):
    PERIOD_FIELD_NUMBER: Final = 20001
    PREFIX_FIELD_NUMBER: Final = 20002
    SOURCE_FIELD_NUMBER: Final = 20003
    STRIP_FIELD_NUMBER: Final = 20004
    period: int  # default 1
    prefix: str
    source: str
    strip: int  # default 0
    def __init__(
        self,
        *,
        period: int | None = None,
        prefix: str | None = None,
        source: str | None = None,
        strip: int | None = None,
    ) -> None: ...

class MaxBottomCountParameter(Message):
    Phase: ClassVar[EnumTypeWrapper]
    RUN: Final = 20001
    COUNT_FIELD_NUMBER: Final = 20001
    PHASE_FIELD_NUMBER: Final = 20002
    count: int  # default 0
    phase: int
    def __init__(
        self,
        *,
        count: int | None = None,
        phase: int | str | None = None,
    ) -> None: ...

class MeanParameter(Message):
    MeanOperation: ClassVar[EnumTypeWrapper]
    ADD: Final = 1
    SUBTRACT: Final = 4
    FILE_FIELD_NUMBER: Final = 20001
    INPUT_SCALE_FIELD_NUMBER: Final = 20002
    MEAN_SCALE_FIELD_NUMBER: Final = 20003
    OPERATION_FIELD_NUMBER: Final = 20004
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20005
    VALUE_FIELD_NUMBER: Final = 20006
    file: str
    input_scale: float  # default 1
    mean_scale: float  # default 1
    operation: int
    output_scale: float  # default 1
    @property
    def value(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        file: str | None = None,
        input_scale: float | None = None,
        mean_scale: float | None = None,
        operation: int | str | None = None,
        output_scale: float | None = None,
        value: Iterable[float] | None = None,
    ) -> None: ...

class MemoryOptimizationParameter(Message):
    EXCLUDE_BLOB_FIELD_NUMBER: Final = 20001
    OPTIMIZE_TEST_FIELD_NUMBER: Final = 20002
    OPTIMIZE_TRAIN_FIELD_NUMBER: Final = 20003
    @property
    def exclude_blob(self) -> RepeatedScalarFieldContainer[str]: ...
    optimize_test: bool  # default false
    optimize_train: bool  # default true
    def __init__(
        self,
        *,
        exclude_blob: Iterable[str] | None = None,
        optimize_test: bool | None = None,
        optimize_train: bool | None = None,
    ) -> None: ...

class MergeCropParameter(Message):
    MergeOp: ClassVar[EnumTypeWrapper]
    STACK: Final = 0
    ADD: Final = 1
    BACKWARD_FIELD_NUMBER: Final = 20001
    FORWARD_FIELD_NUMBER: Final = 20002
    OPERATION_FIELD_NUMBER: Final = 20003
    @property
    def backward(self) -> RepeatedScalarFieldContainer[bool]: ...
    @property
    def forward(self) -> RepeatedScalarFieldContainer[bool]: ...
    operation: int  # default STACK
    def __init__(
        self,
        *,
        backward: Iterable[bool] | None = None,
        forward: Iterable[bool] | None = None,
        operation: int | str | None = None,
    ) -> None: ...

class MirrorPadParameter(Message):
    CONSTANT_VALUES_FIELD_NUMBER: Final = 20001
    MODE_FIELD_NUMBER: Final = 20002
    PADDINGS_FIELD_NUMBER: Final = 20003
    constant_values: float  # default 0
    mode: str  # default CONSTANT
    @property
    def paddings(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        constant_values: float | None = None,
        mode: str | None = None,
        paddings: Iterable[int] | None = None,
    ) -> None: ...

class MnActivationParameter(Message):
    MODEL_PARTS_IN_FIELD_NUMBER: Final = 20001
    MODEL_PARTS_OUT_FIELD_NUMBER: Final = 20002
    NEED_REDUCE_FIELD_NUMBER: Final = 20003
    NUM_NODES_IN_FIELD_NUMBER: Final = 20004
    NUM_NODES_OUT_FIELD_NUMBER: Final = 20005
    model_parts_in: int  # default 1
    model_parts_out: int  # default 1
    need_reduce: bool  # default true
    num_nodes_in: int  # default 0
    num_nodes_out: int  # default 0
    def __init__(
        self,
        *,
        model_parts_in: int | None = None,
        model_parts_out: int | None = None,
        need_reduce: bool | None = None,
        num_nodes_in: int | None = None,
        num_nodes_out: int | None = None,
    ) -> None: ...

class MnModelParallelParameter(Message):
    LAYER_FROM_FIELD_NUMBER: Final = 20001
    LAYER_TO_FIELD_NUMBER: Final = 20002
    MODEL_PARTS_FIELD_NUMBER: Final = 20003
    NUM_NODES_FIELD_NUMBER: Final = 20004
    layer_from: str
    layer_to: str
    model_parts: int  # default 0
    num_nodes: int  # default 0
    def __init__(
        self,
        *,
        layer_from: str | None = None,
        layer_to: str | None = None,
        model_parts: int | None = None,
        num_nodes: int | None = None,
    ) -> None: ...

class MnParamGradCompressLayerTypeList(Message):
    LAYER_TYPE_FIELD_NUMBER: Final = 20001
    @property
    def layer_type(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        layer_type: Iterable[str] | None = None,
    ) -> None: ...

class MnParamGradCompressParameter(Message):
    PARAM_GRAD_COMPRESS_ENABLE_FIELD_NUMBER: Final = 20001
    @property
    def param_grad_compress_enable(self) -> RepeatedScalarFieldContainer[bool]: ...
    def __init__(
        self,
        *,
        param_grad_compress_enable: Iterable[bool] | None = None,
    ) -> None: ...

class MulParameter(Message):
    MUL_SHAPE_FIELD_NUMBER: Final = 20001
    @property
    def mul_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        mul_shape: Iterable[int] | None = None,
    ) -> None: ...

class MultiBoxLossParameter(Message):
    ConfLossType: ClassVar[EnumTypeWrapper]
    SOFTMAX: Final = 0
    LOGISTIC: Final = 1
    FOCALSOFTMAX: Final = 2
    LocLossType: ClassVar[EnumTypeWrapper]
    L2: Final = 0
    SMOOTH_L1: Final = 1
    MatchType: ClassVar[EnumTypeWrapper]
    BIPARTITE: Final = 0
    PER_PREDICTION: Final = 1
    MiningType: ClassVar[EnumTypeWrapper]
    NONE: Final = 0
    MAX_NEGATIVE: Final = 1
    HARD_EXAMPLE: Final = 2
    BACKGROUND_LABEL_ID_FIELD_NUMBER: Final = 20001
    BBOX_LARGE_LIST_FIELD_NUMBER: Final = 20002
    BBOX_SMALL_LIST_FIELD_NUMBER: Final = 20003
    BP_INSIDE_FIELD_NUMBER: Final = 20004
    CHINESELP_LOSS_TYPE_FIELD_NUMBER: Final = 20005
    CODE_TYPE_FIELD_NUMBER: Final = 20006
    CONF_LOSS_TYPE_FIELD_NUMBER: Final = 20007
    DO_NEG_MINING_FIELD_NUMBER: Final = 20008
    ENCODE_VARIANCE_IN_TARGET_FIELD_NUMBER: Final = 20009
    ENGLISHLP_LOSS_TYPE_FIELD_NUMBER: Final = 20010
    IGNORE_CROSS_BOUNDARY_BBOX_FIELD_NUMBER: Final = 20011
    IGNORE_DIFFICULT_GT_FIELD_NUMBER: Final = 20012
    LETTER_LP_LOSS_TYPE_FIELD_NUMBER: Final = 20013
    LOC_LOSS_TYPE_FIELD_NUMBER: Final = 20014
    LOC_WEIGHT_FIELD_NUMBER: Final = 20015
    MAP_OBJECT_TO_AGNOSTIC_FIELD_NUMBER: Final = 20016
    MATCH_TYPE_FIELD_NUMBER: Final = 20017
    MINING_TYPE_FIELD_NUMBER: Final = 20018
    NEG_OVERLAP_FIELD_NUMBER: Final = 20019
    NEG_POS_RATIO_FIELD_NUMBER: Final = 20020
    NET_INPUT_HEIGHT_FIELD_NUMBER: Final = 20021
    NET_INPUT_WIDTH_FIELD_NUMBER: Final = 20022
    NMS_PARAM_FIELD_NUMBER: Final = 20023
    NORMALIZE_FIELD_NUMBER: Final = 20024
    NUM_CHINESE_FIELD_NUMBER: Final = 20025
    NUM_CLASSES_FIELD_NUMBER: Final = 20026
    NUM_ENGLISH_FIELD_NUMBER: Final = 20027
    NUM_LETTER_FIELD_NUMBER: Final = 20028
    NUM_OUTPUT_SCALES_FIELD_NUMBER: Final = 20029
    OBJECTNESS_SCORE_FIELD_NUMBER: Final = 20030
    OVERLAP_THRESHOLD_FIELD_NUMBER: Final = 20031
    RECEPTIVE_FIELD_LIST_FIELD_NUMBER: Final = 20032
    SAMPLE_SIZE_FIELD_NUMBER: Final = 20033
    SHARE_LOCATION_FIELD_NUMBER: Final = 20034
    USE_CENTER_LOCATE_MATCH_FIELD_NUMBER: Final = 20035
    USE_DIFFICULT_GT_FIELD_NUMBER: Final = 20036
    USE_PRIOR_FOR_MATCHING_FIELD_NUMBER: Final = 20037
    USE_PRIOR_FOR_NMS_FIELD_NUMBER: Final = 20038
    USE_TINY_BOX_MATCH_FIELD_NUMBER: Final = 20039
    background_label_id: int  # default 0
    @property
    def bbox_large_list(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def bbox_small_list(self) -> RepeatedScalarFieldContainer[int]: ...
    bp_inside: bool  # default false
    chineselp_loss_type: int
    code_type: int  # default CORNER
    conf_loss_type: int  # default SOFTMAX
    do_neg_mining: bool  # default false
    encode_variance_in_target: bool  # default false
    englishlp_loss_type: int
    ignore_cross_boundary_bbox: bool  # default false
    ignore_difficult_gt: bool  # default false
    letter_lp_loss_type: int
    loc_loss_type: int  # default SMOOTH_L1
    loc_weight: float  # default 1
    map_object_to_agnostic: bool  # default false
    match_type: int  # default PER_PREDICTION
    mining_type: int  # default MAX_NEGATIVE
    neg_overlap: float  # default 0.5
    neg_pos_ratio: float  # default 3
    net_input_height: int  # default 0
    net_input_width: int  # default 0
    @property
    def nms_param(self) -> NonMaximumSuppressionParameter: ...
    normalize: bool  # default false
    num_chinese: int  # default 0
    num_classes: int  # default 0
    num_english: int  # default 0
    num_letter: int  # default 0
    num_output_scales: int  # default 0
    objectness_score: float  # default 0.01
    overlap_threshold: float  # default 0.5
    @property
    def receptive_field_list(self) -> RepeatedScalarFieldContainer[int]: ...
    sample_size: int  # default 64
    share_location: bool  # default true
    use_center_locate_match: bool  # default false
    use_difficult_gt: bool  # default true
    use_prior_for_matching: bool  # default true
    use_prior_for_nms: bool  # default false
    use_tiny_box_match: bool  # default false
    def __init__(
        self,
        *,
        background_label_id: int | None = None,
        bbox_large_list: Iterable[int] | None = None,
        bbox_small_list: Iterable[int] | None = None,
        bp_inside: bool | None = None,
        chineselp_loss_type: int | str | None = None,
        code_type: int | str | None = None,
        conf_loss_type: int | str | None = None,
        do_neg_mining: bool | None = None,
        encode_variance_in_target: bool | None = None,
        englishlp_loss_type: int | str | None = None,
        ignore_cross_boundary_bbox: bool | None = None,
        ignore_difficult_gt: bool | None = None,
        letter_lp_loss_type: int | str | None = None,
        loc_loss_type: int | str | None = None,
        loc_weight: float | None = None,
        map_object_to_agnostic: bool | None = None,
        match_type: int | str | None = None,
        mining_type: int | str | None = None,
        neg_overlap: float | None = None,
        neg_pos_ratio: float | None = None,
        net_input_height: int | None = None,
        net_input_width: int | None = None,
        nms_param: NonMaximumSuppressionParameter | dict[str, Any] | None = None,
        normalize: bool | None = None,
        num_chinese: int | None = None,
        num_classes: int | None = None,
        num_english: int | None = None,
        num_letter: int | None = None,
        num_output_scales: int | None = None,
        objectness_score: float | None = None,
        overlap_threshold: float | None = None,
        receptive_field_list: Iterable[int] | None = None,
        sample_size: int | None = None,
        share_location: bool | None = None,
        use_center_locate_match: bool | None = None,
        use_difficult_gt: bool | None = None,
        use_prior_for_matching: bool | None = None,
        use_prior_for_nms: bool | None = None,
        use_tiny_box_match: bool | None = None,
    ) -> None: ...

class MultiFaceAttriLossParameter(Message):
    AttriLossType: ClassVar[EnumTypeWrapper]
    SOFTMAX: Final = 0
    LOGISTIC: Final = 1
    MarkLossType: ClassVar[EnumTypeWrapper]
    L2: Final = 0
    SMOOTH_L1: Final = 1
    ANGLE_LOSS_TYPE_FIELD_NUMBER: Final = 20001
    ANGLE_WEIGHT_FIELD_NUMBER: Final = 20002
    CONF_GENDER_LOSS_TYPE_FIELD_NUMBER: Final = 20003
    CONF_GLASSES_LOSS_TYPE_FIELD_NUMBER: Final = 20004
    GENDER_WEIGHT_FIELD_NUMBER: Final = 20005
    GLASS_WEIGHT_FIELD_NUMBER: Final = 20006
    MARK_LOSS_TYPE_FIELD_NUMBER: Final = 20007
    MARK_WEIGHT_FIELD_NUMBER: Final = 20008
    NUM_GENDER_FIELD_NUMBER: Final = 20009
    NUM_GLASSES_FIELD_NUMBER: Final = 20010
    angle_loss_type: int  # default SMOOTH_L1
    angle_weight: float  # default 0
    conf_gender_loss_type: int  # default SOFTMAX
    conf_glasses_loss_type: int  # default SOFTMAX
    gender_weight: float  # default 1
    glass_weight: float  # default 1
    mark_loss_type: int  # default SMOOTH_L1
    mark_weight: float  # default 1
    num_gender: int  # default 0
    num_glasses: int  # default 0
    def __init__(
        self,
        *,
        angle_loss_type: int | str | None = None,
        angle_weight: float | None = None,
        conf_gender_loss_type: int | str | None = None,
        conf_glasses_loss_type: int | str | None = None,
        gender_weight: float | None = None,
        glass_weight: float | None = None,
        mark_loss_type: int | str | None = None,
        mark_weight: float | None = None,
        num_gender: int | None = None,
        num_glasses: int | None = None,
    ) -> None: ...

class MultiFacePoseLossParameter(Message):
    AttriLossType: ClassVar[EnumTypeWrapper]
    SMOOTH_L1: Final = 20001
    POSE_WEIGHTS_FIELD_NUMBER: Final = 20001
    REGS_FACE_CONTOUR_LOSS_TYPE_FIELD_NUMBER: Final = 20002
    REGS_FACE_POSE_LOSS_TYPE_FIELD_NUMBER: Final = 20003
    pose_weights: float  # default 0
    regs_face_contour_loss_type: int
    regs_face_pose_loss_type: int
    def __init__(
        self,
        *,
        pose_weights: float | None = None,
        regs_face_contour_loss_type: int | str | None = None,
        regs_face_pose_loss_type: int | str | None = None,
    ) -> None: ...

class MultiLabelDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    LABEL_NUM_FIELD_NUMBER: Final = 20002
    NEW_HEIGHT_FIELD_NUMBER: Final = 20003
    NEW_WIDTH_FIELD_NUMBER: Final = 20004
    SHUFFLE_FIELD_NUMBER: Final = 20005
    SOURCE_FIELD_NUMBER: Final = 20006
    batch_size: int  # default 0
    label_num: int  # default 0
    new_height: int  # default 0
    new_width: int  # default 0
    shuffle: bool  # default false
    source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        label_num: int | None = None,
        new_height: int | None = None,
        new_width: int | None = None,
        shuffle: bool | None = None,
        source: str | None = None,
    ) -> None: ...

class MultiStageMeanfieldParameter(Message):
    Mode: ClassVar[EnumTypeWrapper]
    POTTS: Final = 0
    BILATERAL_FILTER_WEIGHT_FIELD_NUMBER: Final = 20001
    BILATERAL_FILTER_WEIGHTS_STR_FIELD_NUMBER: Final = 20002
    COMPATIBILITY_MODE_FIELD_NUMBER: Final = 20003
    DETECTION_DAT_CHECK_ENABLED_FIELD_NUMBER: Final = 20004
    DETECTION_DAT_INPUT_DIR_FIELD_NUMBER: Final = 20005
    DETECTION_POTENTIALS_ENABLED_FIELD_NUMBER: Final = 20006
    DETECTION_POTENTIALS_EPSILON_FIELD_NUMBER: Final = 20007
    DETECTION_POTENTIALS_MAX_SCORE_FIELD_NUMBER: Final = 20008
    DETECTION_X_WEIGHTS_STR_FIELD_NUMBER: Final = 20009
    DETECTION_Y_WEIGHTS_STR_FIELD_NUMBER: Final = 20010
    FORCE_CPU_FIELD_NUMBER: Final = 20011
    FORCED_BILATERAL_FILTER_WEIGHT_FIELD_NUMBER: Final = 20012
    FORCED_SPATIAL_FILTER_WEIGHT_FIELD_NUMBER: Final = 20013
    HO_DAT_INPUT_DIR_FIELD_NUMBER: Final = 20014
    HO_NUM_LAYERS_FIELD_NUMBER: Final = 20015
    HO_POTENTIALS_ENABLED_FIELD_NUMBER: Final = 20016
    HO_W2_ENABLED_FIELD_NUMBER: Final = 20017
    HO_W2_PARAM_STR_FIELD_NUMBER: Final = 20018
    HO_W_PARAM_STR_FIELD_NUMBER: Final = 20019
    IS_NO_CLASS_WEIGHTS_FIELD_NUMBER: Final = 20020
    NUM_ITERATIONS_FIELD_NUMBER: Final = 20021
    SPATIAL_FILTER_WEIGHT_FIELD_NUMBER: Final = 20022
    SPATIAL_FILTER_WEIGHTS_STR_FIELD_NUMBER: Final = 20023
    THETA_ALPHA_FIELD_NUMBER: Final = 20024
    THETA_BETA_FIELD_NUMBER: Final = 20025
    THETA_GAMMA_FIELD_NUMBER: Final = 20026
    THRESHOLD_FIELD_NUMBER: Final = 20027
    TRAIN_DATASET_SIZE_FIELD_NUMBER: Final = 20028
    bilateral_filter_weight: float
    bilateral_filter_weights_str: str
    compatibility_mode: int
    detection_dat_check_enabled: bool  # default false
    detection_dat_input_dir: str
    detection_potentials_enabled: bool  # default false
    detection_potentials_epsilon: float  # default 0
    detection_potentials_max_score: float  # default 0
    detection_x_weights_str: str
    detection_y_weights_str: str
    force_cpu: bool  # default false
    forced_bilateral_filter_weight: float  # default 0
    forced_spatial_filter_weight: float  # default 0
    ho_dat_input_dir: str
    ho_num_layers: int  # default 4
    ho_potentials_enabled: bool  # default false
    ho_w2_enabled: bool  # default false
    ho_w2_param_str: str
    ho_w_param_str: str
    is_no_class_weights: bool  # default false
    num_iterations: int  # default 1
    spatial_filter_weight: float
    spatial_filter_weights_str: str
    theta_alpha: float  # default 10
    theta_beta: float  # default 10
    theta_gamma: float  # default 10
    threshold: float  # default 0
    train_dataset_size: int  # default 0
    def __init__(
        self,
        *,
        bilateral_filter_weight: float | None = None,
        bilateral_filter_weights_str: str | None = None,
        compatibility_mode: int | str | None = None,
        detection_dat_check_enabled: bool | None = None,
        detection_dat_input_dir: str | None = None,
        detection_potentials_enabled: bool | None = None,
        detection_potentials_epsilon: float | None = None,
        detection_potentials_max_score: float | None = None,
        detection_x_weights_str: str | None = None,
        detection_y_weights_str: str | None = None,
        force_cpu: bool | None = None,
        forced_bilateral_filter_weight: float | None = None,
        forced_spatial_filter_weight: float | None = None,
        ho_dat_input_dir: str | None = None,
        ho_num_layers: int | None = None,
        ho_potentials_enabled: bool | None = None,
        ho_w2_enabled: bool | None = None,
        ho_w2_param_str: str | None = None,
        ho_w_param_str: str | None = None,
        is_no_class_weights: bool | None = None,
        num_iterations: int | None = None,
        spatial_filter_weight: float | None = None,
        spatial_filter_weights_str: str | None = None,
        theta_alpha: float | None = None,
        theta_beta: float | None = None,
        theta_gamma: float | None = None,
        threshold: float | None = None,
        train_dataset_size: int | None = None,
    ) -> None: ...

class MultinodeLayerParameter(Message):
    MODEL_PARTS_FIELD_NUMBER: Final = 20001
    NUM_NODES_FIELD_NUMBER: Final = 20002
    model_parts: int  # default 1
    num_nodes: int  # default 0
    def __init__(
        self,
        *,
        model_parts: int | None = None,
        num_nodes: int | None = None,
    ) -> None: ...

class MultinodeParameter(Message):
    COMPRESS_LAYER_TYPE_LIST_FIELD_NUMBER: Final = 20001
    MODEL_PARALLEL_FIELD_NUMBER: Final = 20002
    @property
    def compress_layer_type_list(self) -> MnParamGradCompressLayerTypeList: ...
    @property
    def model_parallel(self) -> RepeatedCompositeFieldContainer[MnModelParallelParameter]: ...
    def __init__(
        self,
        *,
        compress_layer_type_list: MnParamGradCompressLayerTypeList | dict[str, Any] | None = None,
        model_parallel: Iterable[MnModelParallelParameter | dict[str, Any]] | None = None,
    ) -> None: ...

class NAMCWindowDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    BG_THRESHOLD_FIELD_NUMBER: Final = 20002
    CONTEXT_PAD_FIELD_NUMBER: Final = 20003
    CROP_MODE_FIELD_NUMBER: Final = 20004
    CROP_SIZE_FIELD_NUMBER: Final = 20005
    FG_FRACTION_FIELD_NUMBER: Final = 20006
    FG_THRESHOLD_FIELD_NUMBER: Final = 20007
    MEAN_FILE_FIELD_NUMBER: Final = 20008
    MIRROR_FIELD_NUMBER: Final = 20009
    SCALE_FIELD_NUMBER: Final = 20010
    SHUFFLE_FIELD_NUMBER: Final = 20011
    SOURCE_FIELD_NUMBER: Final = 20012
    batch_size: int  # default 0
    bg_threshold: float  # default 0.5
    context_pad: int  # default 0
    crop_mode: str  # default warp
    crop_size: int  # default 0
    fg_fraction: float  # default 0.25
    fg_threshold: float  # default 0.5
    mean_file: str
    mirror: bool  # default false
    scale: float  # default 1
    shuffle: bool  # default false
    source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        bg_threshold: float | None = None,
        context_pad: int | None = None,
        crop_mode: str | None = None,
        crop_size: int | None = None,
        fg_fraction: float | None = None,
        fg_threshold: float | None = None,
        mean_file: str | None = None,
        mirror: bool | None = None,
        scale: float | None = None,
        shuffle: bool | None = None,
        source: str | None = None,
    ) -> None: ...

class NCAParameter(Message):
    MIN_NEGATIVE_ONLY_FIELD_NUMBER: Final = 20001
    min_negative_only: bool  # default false
    def __init__(
        self,
        *,
        min_negative_only: bool | None = None,
    ) -> None: ...

class NMSGatherParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    IOU_THRESHOLD_FIELD_NUMBER: Final = 20002
    TOP_K_FIELD_NUMBER: Final = 20003
    axis: int  # default 0
    iou_threshold: float  # default 0.7
    top_k: int  # default 1
    def __init__(
        self,
        *,
        axis: int | None = None,
        iou_threshold: float | None = None,
        top_k: int | None = None,
    ) -> None: ...

class NMSParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    IOU_THRESHOLD_FIELD_NUMBER: Final = 20002
    TOP_K_FIELD_NUMBER: Final = 20003
    axis: int  # default 0
    iou_threshold: float  # default 0.7
    top_k: int  # default 1
    def __init__(
        self,
        *,
        axis: int | None = None,
        iou_threshold: float | None = None,
        top_k: int | None = None,
    ) -> None: ...

class NetQuantizationParameter(Message):
    APPLY_OFFSET_ACTIVATIONS_FIELD_NUMBER: Final = 20001
    APPLY_OFFSET_WEIGHTS_FIELD_NUMBER: Final = 20002
    BITWIDTH_ACTIVATIONS_FIELD_NUMBER: Final = 20003
    BITWIDTH_BIAS_FIELD_NUMBER: Final = 20004
    BITWIDTH_WEIGHTS_FIELD_NUMBER: Final = 20005
    DISPLAY_QUANTIZATION_FIELD_NUMBER: Final = 20006
    IGNORED_LAYER_NAMES_FIELD_NUMBER: Final = 20007
    INSERT_QUANTIZATION_PARAM_FIELD_NUMBER: Final = 20008
    POWER2_RANGE_FIELD_NUMBER: Final = 20009
    POWER2_SCALE_ACTIVATIONS_FIELD_NUMBER: Final = 20010
    POWER2_SCALE_WEIGHTS_FIELD_NUMBER: Final = 20011
    PRECISION_FIELD_NUMBER: Final = 20012
    QUANTIZATION_START_FIELD_NUMBER: Final = 20013
    QUANTIZE_ACTIVATIONS_FIELD_NUMBER: Final = 20014
    QUANTIZE_WEIGHTS_FIELD_NUMBER: Final = 20015
    RANGE_EXPANSION_FACTOR_FIELD_NUMBER: Final = 20016
    RANGE_UPDATE_FACTOR_FIELD_NUMBER: Final = 20017
    ROUNDING_SCHEME_FIELD_NUMBER: Final = 20018
    UPDATE_QUANTIZATION_PARAM_FIELD_NUMBER: Final = 20019
    apply_offset_activations: bool  # default false
    apply_offset_weights: bool  # default true
    bitwidth_activations: int  # default 8
    bitwidth_bias: int  # default 16
    bitwidth_weights: int  # default 12
    display_quantization: int  # default 2000
    @property
    def ignored_layer_names(self) -> RepeatedScalarFieldContainer[str]: ...
    insert_quantization_param: bool  # default true
    power2_range: bool  # default false
    power2_scale_activations: bool  # default false
    power2_scale_weights: bool  # default false
    precision: int  # default QuantizationParameter_Precision_DYNAMIC_FIXED_POINT
    quantization_start: int  # default 1
    quantize_activations: bool  # default true
    quantize_weights: bool  # default true
    range_expansion_factor: float  # default 1.25
    range_update_factor: float  # default 0.01
    rounding_scheme: int  # default QuantizationParameter_Rounding_NEAREST
    update_quantization_param: bool  # default true
    def __init__(
        self,
        *,
        apply_offset_activations: bool | None = None,
        apply_offset_weights: bool | None = None,
        bitwidth_activations: int | None = None,
        bitwidth_bias: int | None = None,
        bitwidth_weights: int | None = None,
        display_quantization: int | None = None,
        ignored_layer_names: Iterable[str] | None = None,
        insert_quantization_param: bool | None = None,
        power2_range: bool | None = None,
        power2_scale_activations: bool | None = None,
        power2_scale_weights: bool | None = None,
        precision: int | str | None = None,
        quantization_start: int | None = None,
        quantize_activations: bool | None = None,
        quantize_weights: bool | None = None,
        range_expansion_factor: float | None = None,
        range_update_factor: float | None = None,
        rounding_scheme: int | str | None = None,
        update_quantization_param: bool | None = None,
    ) -> None: ...

class NoiseParameter(Message):
    ALL_EFFECTS_FIELD_NUMBER: Final = 20001
    BIAS_FIELD_NUMBER: Final = 20002
    CLAHE_FIELD_NUMBER: Final = 20003
    CONVERT_TO_HSV_FIELD_NUMBER: Final = 20004
    CONVERT_TO_LAB_FIELD_NUMBER: Final = 20005
    DECOLORIZE_FIELD_NUMBER: Final = 20006
    ERODE_FIELD_NUMBER: Final = 20007
    GAUSS_BLUR_FIELD_NUMBER: Final = 20008
    GAUSSIAN_STD_FIELD_NUMBER: Final = 20009
    HIST_EQ_FIELD_NUMBER: Final = 20010
    INVERSE_FIELD_NUMBER: Final = 20011
    JPEG_FIELD_NUMBER: Final = 20012
    MU_FIELD_NUMBER: Final = 20013
    POSTERIZE_FIELD_NUMBER: Final = 20014
    PROB_FIELD_NUMBER: Final = 20015
    SALTPEPPER_FIELD_NUMBER: Final = 20016
    SALTPEPPER_PARAM_FIELD_NUMBER: Final = 20017
    SIGMA_FIELD_NUMBER: Final = 20018
    UNIFORM_RANGE_FIELD_NUMBER: Final = 20019
    all_effects: bool  # default false
    bias: float  # default 0
    clahe: bool  # default false
    convert_to_hsv: bool  # default false
    convert_to_lab: bool  # default false
    decolorize: bool  # default false
    erode: bool  # default false
    gauss_blur: bool  # default false
    gaussian_std: float  # default 0
    hist_eq: bool  # default false
    inverse: bool  # default false
    jpeg: float  # default -1
    mu: float  # default 0
    posterize: bool  # default false
    prob: float  # default 0
    saltpepper: bool  # default false
    @property
    def saltpepper_param(self) -> SaltPepperParameter: ...
    sigma: float  # default 1
    uniform_range: float  # default 0
    def __init__(
        self,
        *,
        all_effects: bool | None = None,
        bias: float | None = None,
        clahe: bool | None = None,
        convert_to_hsv: bool | None = None,
        convert_to_lab: bool | None = None,
        decolorize: bool | None = None,
        erode: bool | None = None,
        gauss_blur: bool | None = None,
        gaussian_std: float | None = None,
        hist_eq: bool | None = None,
        inverse: bool | None = None,
        jpeg: float | None = None,
        mu: float | None = None,
        posterize: bool | None = None,
        prob: float | None = None,
        saltpepper: bool | None = None,
        saltpepper_param: SaltPepperParameter | dict[str, Any] | None = None,
        sigma: float | None = None,
        uniform_range: float | None = None,
    ) -> None: ...

class NonMaxSuppressionParameter(Message):
    CENTER_POINT_BOX_FIELD_NUMBER: Final = 20001
    IOU_THRESHOLD_FIELD_NUMBER: Final = 20002
    MAX_OUTPUT_BOXES_PER_CLASS_FIELD_NUMBER: Final = 20003
    SCORE_THRESHOLD_FIELD_NUMBER: Final = 20004
    center_point_box: int  # default 0
    iou_threshold: float  # default 0
    max_output_boxes_per_class: int  # default 0
    score_threshold: float  # default 0
    def __init__(
        self,
        *,
        center_point_box: int | None = None,
        iou_threshold: float | None = None,
        max_output_boxes_per_class: int | None = None,
        score_threshold: float | None = None,
    ) -> None: ...

class NonMaximumSuppressionParameter(Message):
    ETA_FIELD_NUMBER: Final = 20001
    NMS_THRESHOLD_FIELD_NUMBER: Final = 20002
    SOFT_NMS_FIELD_NUMBER: Final = 20003
    THETA_FIELD_NUMBER: Final = 20004
    TOP_K_FIELD_NUMBER: Final = 20005
    eta: float  # default 1
    nms_threshold: float  # default 0.3
    soft_nms: bool  # default false
    theta: float  # default 0.5
    top_k: int  # default 0
    def __init__(
        self,
        *,
        eta: float | None = None,
        nms_threshold: float | None = None,
        soft_nms: bool | None = None,
        theta: float | None = None,
        top_k: int | None = None,
    ) -> None: ...

class NormalizeParameter(Message):
    ACROSS_SPATIAL_FIELD_NUMBER: Final = 20001
    ADD_EPS_BEFORE_SQRT_FIELD_NUMBER: Final = 20002
    BP_NORM_FIELD_NUMBER: Final = 20003
    CHANNEL_SHARED_FIELD_NUMBER: Final = 20004
    EPS_FIELD_NUMBER: Final = 20005
    FIX_GRADIENT_FIELD_NUMBER: Final = 20006
    FIX_SCALE_FIELD_NUMBER: Final = 20007
    NORMALIZE_TYPE_FIELD_NUMBER: Final = 20008
    SCALE_FILLER_FIELD_NUMBER: Final = 20009
    across_spatial: bool  # default true
    add_eps_before_sqrt: bool  # default true
    bp_norm: bool  # default false
    channel_shared: bool  # default true
    eps: float  # default 1e-10
    fix_gradient: bool  # default false
    fix_scale: bool  # default true
    normalize_type: str  # default L2
    @property
    def scale_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        across_spatial: bool | None = None,
        add_eps_before_sqrt: bool | None = None,
        bp_norm: bool | None = None,
        channel_shared: bool | None = None,
        eps: float | None = None,
        fix_gradient: bool | None = None,
        fix_scale: bool | None = None,
        normalize_type: str | None = None,
        scale_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class NotEqualParameter(Message):
    COMPARAND_FIELD_NUMBER: Final = 20001
    comparand: float  # default 0
    def __init__(
        self,
        *,
        comparand: float | None = None,
    ) -> None: ...

class OneHotParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    DEPTH_FIELD_NUMBER: Final = 20002
    OFF_VALUE_FIELD_NUMBER: Final = 20003
    ON_VALUE_FIELD_NUMBER: Final = 20004
    axis: int  # default -1
    depth: int  # default 0
    off_value: float  # default 0
    on_value: float  # default 1
    def __init__(
        self,
        *,
        axis: int | None = None,
        depth: int | None = None,
        off_value: float | None = None,
        on_value: float | None = None,
    ) -> None: ...

class OptionParameter(Message):
    ACTIVE_FIELD_NUMBER: Final = 20001
    active: bool  # default false
    def __init__(
        self,
        *,
        active: bool | None = None,
    ) -> None: ...

class OrdinalRegressionParameter(Message):
    K_FIELD_NUMBER: Final = 20001
    WEIGHT_FILE_FIELD_NUMBER: Final = 20002
    k: int  # default 0
    weight_file: str
    def __init__(
        self,
        *,
        k: int | None = None,
        weight_file: str | None = None,
    ) -> None: ...

class PSROIPoolingParameter(Message):
    GROUP_SIZE_FIELD_NUMBER: Final = 20001
    OUTPUT_DIM_FIELD_NUMBER: Final = 20002
    SPATIAL_SCALE_FIELD_NUMBER: Final = 20003
    group_size: int  # default 0
    output_dim: int  # default 0
    spatial_scale: float  # default 0
    def __init__(
        self,
        *,
        group_size: int | None = None,
        output_dim: int | None = None,
        spatial_scale: float | None = None,
    ) -> None: ...

class PadParameter(Message):
    CONSTANT_VALUES_FIELD_NUMBER: Final = 20001
    PADDINGS_FIELD_NUMBER: Final = 20002
    constant_values: float  # default 0
    @property
    def paddings(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        constant_values: float | None = None,
        paddings: Iterable[int] | None = None,
    ) -> None: ...

class Pair(Message):
    NAME_FIELD_NUMBER: Final = 20001
    VALUE_FIELD_NUMBER: Final = 20002
    name: str
    value: str
    def __init__(
        self,
        *,
        name: str | None = None,
        value: str | None = None,
    ) -> None: ...

class PairwiseParameter(Message):
    PairwiseOp: ClassVar[EnumTypeWrapper]
    SUM: Final = 1
    PROD: Final = 2
    MAX: Final = 3
    COEFF_FIELD_NUMBER: Final = 20001
    OPERATION_FIELD_NUMBER: Final = 20002
    THRESHOLD_FIELD_NUMBER: Final = 20003
    @property
    def coeff(self) -> RepeatedScalarFieldContainer[float]: ...
    operation: int  # default SUM
    threshold: float  # default 0
    def __init__(
        self,
        *,
        coeff: Iterable[float] | None = None,
        operation: int | str | None = None,
        threshold: float | None = None,
    ) -> None: ...

class ParseEvaluateParameter(Message):
    IGNORE_LABEL_FIELD_NUMBER: Final = 20001
    NUM_LABELS_FIELD_NUMBER: Final = 20002
    @property
    def ignore_label(self) -> RepeatedScalarFieldContainer[int]: ...
    num_labels: int  # default 0
    def __init__(
        self,
        *,
        ignore_label: Iterable[int] | None = None,
        num_labels: int | None = None,
    ) -> None: ...

class PermuteParameter(Message):
    ORDER_FIELD_NUMBER: Final = 20001
    @property
    def order(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        order: Iterable[int] | None = None,
    ) -> None: ...

class PieceParameter(Message):
    BEGIN_FIELD_NUMBER: Final = 20001
    SIZE_FIELD_NUMBER: Final = 20002
    @property
    def begin(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def size(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        begin: Iterable[int] | None = None,
        size: Iterable[int] | None = None,
    ) -> None: ...

class PointNetParameter(Message):
    N_SAMPLE_POINT_FIELD_NUMBER: Final = 20001
    RADIUS_FIELD_NUMBER: Final = 20002
    n_sample_point: int  # default 0
    radius: float  # default 0
    def __init__(
        self,
        *,
        n_sample_point: int | None = None,
        radius: float | None = None,
    ) -> None: ...

class Pooling3DParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    AVE_EXC_PAD: Final = 2
    STOCHASTIC: Final = 20001
    CEIL_MODE_FIELD_NUMBER: Final = 20001
    GLOBAL_POOLING_FIELD_NUMBER: Final = 20002
    KERNEL_D_FIELD_NUMBER: Final = 20003
    KERNEL_DEPTH_FIELD_NUMBER: Final = 20004
    KERNEL_H_FIELD_NUMBER: Final = 20005
    KERNEL_SIZE_FIELD_NUMBER: Final = 20006
    KERNEL_W_FIELD_NUMBER: Final = 20007
    PAD_FIELD_NUMBER: Final = 20008
    PAD_D0_FIELD_NUMBER: Final = 20009
    PAD_D1_FIELD_NUMBER: Final = 20010
    PAD_H0_FIELD_NUMBER: Final = 20011
    PAD_H1_FIELD_NUMBER: Final = 20012
    PAD_W0_FIELD_NUMBER: Final = 20013
    PAD_W1_FIELD_NUMBER: Final = 20014
    POOL_FIELD_NUMBER: Final = 20015
    STRIDE_FIELD_NUMBER: Final = 20016
    STRIDE_D_FIELD_NUMBER: Final = 20017
    STRIDE_H_FIELD_NUMBER: Final = 20018
    STRIDE_W_FIELD_NUMBER: Final = 20019
    TEMPORAL_STRIDE_FIELD_NUMBER: Final = 20020
    ceil_mode: bool  # default false
    global_pooling: bool  # default false
    kernel_d: int  # default 0
    kernel_depth: int  # default 0
    kernel_h: int  # default 0
    kernel_size: int  # default 0
    kernel_w: int  # default 0
    pad: int  # default 0
    pad_d0: int  # default 0
    pad_d1: int  # default 0
    pad_h0: int  # default 0
    pad_h1: int  # default 0
    pad_w0: int  # default 0
    pad_w1: int  # default 0
    pool: int  # default MAX
    stride: int  # default 1
    stride_d: int  # default 0
    stride_h: int  # default 0
    stride_w: int  # default 0
    temporal_stride: int  # default 1
    def __init__(
        self,
        *,
        ceil_mode: bool | None = None,
        global_pooling: bool | None = None,
        kernel_d: int | None = None,
        kernel_depth: int | None = None,
        kernel_h: int | None = None,
        kernel_size: int | None = None,
        kernel_w: int | None = None,
        pad: int | None = None,
        pad_d0: int | None = None,
        pad_d1: int | None = None,
        pad_h0: int | None = None,
        pad_h1: int | None = None,
        pad_w0: int | None = None,
        pad_w1: int | None = None,
        pool: int | str | None = None,
        stride: int | None = None,
        stride_d: int | None = None,
        stride_h: int | None = None,
        stride_w: int | None = None,
        temporal_stride: int | None = None,
    ) -> None: ...

class PowerFileParameter(Message):
    SHIFT_FILE_FIELD_NUMBER: Final = 20001
    shift_file: str
    def __init__(
        self,
        *,
        shift_file: str | None = None,
    ) -> None: ...

class PredictBoxParameter(Message):
    BBREG_EXP_FIELD_NUMBER: Final = 20001
    NMS_FIELD_NUMBER: Final = 20002
    OUTPUT_VECTOR_FIELD_NUMBER: Final = 20003
    POSITIVE_THRESH_FIELD_NUMBER: Final = 20004
    RECEPTIVE_FIELD_FIELD_NUMBER: Final = 20005
    STRIDE_FIELD_NUMBER: Final = 20006
    bbreg_exp: bool  # default true
    nms: bool  # default true
    output_vector: bool  # default true
    positive_thresh: float  # default 0.5
    receptive_field: int  # default 12
    stride: int  # default 2
    def __init__(
        self,
        *,
        bbreg_exp: bool | None = None,
        nms: bool | None = None,
        output_vector: bool | None = None,
        positive_thresh: float | None = None,
        receptive_field: int | None = None,
        stride: int | None = None,
    ) -> None: ...

class PriorBoxParameter(Message):
    CodeType: ClassVar[EnumTypeWrapper]
    CORNER: Final = 1
    CENTER_SIZE: Final = 2
    CORNER_SIZE: Final = 3
    RECEPTIVE_CENTER: Final = 4
    CORNNER_CENTER: Final = 5
    ANCHOR_FIELD_NUMBER: Final = 20001
    ASPECT_RATIO_FIELD_NUMBER: Final = 20002
    BOX_HEIGHT_FIELD_NUMBER: Final = 20003
    BOX_WIDTH_FIELD_NUMBER: Final = 20004
    CLIP_FIELD_NUMBER: Final = 20005
    DEFAULT_RATIO_FIELD_NUMBER: Final = 20006
    DEFAULT_SIZE_FIELD_NUMBER: Final = 20007
    DENSITY_FIELD_NUMBER: Final = 20008
    FACEBOXES_FIELD_NUMBER: Final = 20009
    FIXED_RATIO_FIELD_NUMBER: Final = 20010
    FIXED_SIZE_FIELD_NUMBER: Final = 20011
    FLIP_FIELD_NUMBER: Final = 20012
    HEIGHT_FIELD_NUMBER: Final = 20013
    IMG_H_FIELD_NUMBER: Final = 20014
    IMG_SIZE_FIELD_NUMBER: Final = 20015
    IMG_W_FIELD_NUMBER: Final = 20016
    KERAS_FIELD_NUMBER: Final = 20017
    MAX_SIZE_FIELD_NUMBER: Final = 20018
    MIN_SIZE_FIELD_NUMBER: Final = 20019
    OFFSET_FIELD_NUMBER: Final = 20020
    REDUCE_BOXES_FIELD_NUMBER: Final = 20021
    STEP_FIELD_NUMBER: Final = 20022
    STEP_H_FIELD_NUMBER: Final = 20023
    STEP_W_FIELD_NUMBER: Final = 20024
    TF_FIELD_NUMBER: Final = 20025
    VARIANCE_FIELD_NUMBER: Final = 20026
    WIDTH_FIELD_NUMBER: Final = 20027
    YX_ORDER_FIELD_NUMBER: Final = 20028
    @property
    def anchor(self) -> RepeatedCompositeFieldContainer[anchorBox]: ...
    @property
    def aspect_ratio(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def box_height(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def box_width(self) -> RepeatedScalarFieldContainer[float]: ...
    clip: bool  # default false
    @property
    def default_ratio(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def default_size(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def density(self) -> RepeatedScalarFieldContainer[float]: ...
    faceboxes: bool  # default false
    @property
    def fixed_ratio(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def fixed_size(self) -> RepeatedScalarFieldContainer[float]: ...
    flip: bool  # default true
    @property
    def height(self) -> RepeatedScalarFieldContainer[float]: ...
    img_h: int  # default 0
    img_size: int  # default 0
    img_w: int  # default 0
    keras: bool  # default false
    @property
    def max_size(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def min_size(self) -> RepeatedScalarFieldContainer[float]: ...
    offset: float  # default 0.5
    reduce_boxes: bool  # default false
    step: float  # default 0
    step_h: float  # default 0
    step_w: float  # default 0
    tf: bool  # default false
    @property
    def variance(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def width(self) -> RepeatedScalarFieldContainer[float]: ...
    yx_order: bool  # default false
    def __init__(
        self,
        *,
        anchor: Iterable[anchorBox | dict[str, Any]] | None = None,
        aspect_ratio: Iterable[float] | None = None,
        box_height: Iterable[float] | None = None,
        box_width: Iterable[float] | None = None,
        clip: bool | None = None,
        default_ratio: Iterable[float] | None = None,
        default_size: Iterable[float] | None = None,
        density: Iterable[float] | None = None,
        faceboxes: bool | None = None,
        fixed_ratio: Iterable[float] | None = None,
        fixed_size: Iterable[float] | None = None,
        flip: bool | None = None,
        height: Iterable[float] | None = None,
        img_h: int | None = None,
        img_size: int | None = None,
        img_w: int | None = None,
        keras: bool | None = None,
        max_size: Iterable[float] | None = None,
        min_size: Iterable[float] | None = None,
        offset: float | None = None,
        reduce_boxes: bool | None = None,
        step: float | None = None,
        step_h: float | None = None,
        step_w: float | None = None,
        tf: bool | None = None,
        variance: Iterable[float] | None = None,
        width: Iterable[float] | None = None,
        yx_order: bool | None = None,
    ) -> None: ...

class ProbImageTransformParameter(Message):
    CROP_PARAMS_FIELD_NUMBER: Final = 20001
    LINEAR_PARAMS_FIELD_NUMBER: Final = 20002
    REFLECT_PARAMS_FIELD_NUMBER: Final = 20003
    @property
    def crop_params(self) -> RepeatedCompositeFieldContainer[CropTransformParameter]: ...
    @property
    def linear_params(self) -> RepeatedCompositeFieldContainer[LinearTransformParameter]: ...
    @property
    def reflect_params(self) -> RepeatedCompositeFieldContainer[ReflectTransformParameter]: ...
    def __init__(
        self,
        *,
        crop_params: Iterable[CropTransformParameter | dict[str, Any]] | None = None,
        linear_params: Iterable[LinearTransformParameter | dict[str, Any]] | None = None,
        reflect_params: Iterable[ReflectTransformParameter | dict[str, Any]] | None = None,
    ) -> None: ...

class ProposalParameter(Message):
    ANCHOR_BASE_SIZE_FIELD_NUMBER: Final = 20001
    ANCHOR_RATIO_FIELD_NUMBER: Final = 20002
    ANCHOR_SCALE_FIELD_NUMBER: Final = 20003
    BASE_SIZE_FIELD_NUMBER: Final = 20004
    FEAT_STRIDE_FIELD_NUMBER: Final = 20005
    MAX_ROIS_FIELD_NUMBER: Final = 20006
    MIN_SIZE_FIELD_NUMBER: Final = 20007
    NMS_THRESH_FIELD_NUMBER: Final = 20008
    POST_NMS_TOPN_FIELD_NUMBER: Final = 20009
    PRE_NMS_TOPN_FIELD_NUMBER: Final = 20010
    RATIO_FIELD_NUMBER: Final = 20011
    RPN_MIN_SIZE_FIELD_NUMBER: Final = 20012
    RPN_NMS_THRESH_FIELD_NUMBER: Final = 20013
    SCALE_FIELD_NUMBER: Final = 20014
    anchor_base_size: int  # default 16
    anchor_ratio: int  # default 3
    anchor_scale: int  # default 3
    base_size: int  # default 16
    feat_stride: int  # default 16
    max_rois: int  # default 300
    min_size: int  # default 16
    nms_thresh: float  # default 0.7
    post_nms_topn: int  # default 300
    pre_nms_topn: int  # default 6000
    @property
    def ratio(self) -> RepeatedScalarFieldContainer[float]: ...
    rpn_min_size: float  # default 16
    rpn_nms_thresh: float  # default 0.7
    @property
    def scale(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        anchor_base_size: int | None = None,
        anchor_ratio: int | None = None,
        anchor_scale: int | None = None,
        base_size: int | None = None,
        feat_stride: int | None = None,
        max_rois: int | None = None,
        min_size: int | None = None,
        nms_thresh: float | None = None,
        post_nms_topn: int | None = None,
        pre_nms_topn: int | None = None,
        ratio: Iterable[float] | None = None,
        rpn_min_size: float | None = None,
        rpn_nms_thresh: float | None = None,
        scale: Iterable[float] | None = None,
    ) -> None: ...

class PruneParameter(Message):
    IF_UPDATE_ROW_COL_FIELD_NUMBER: Final = 20001
    PRUNE_RATIO_FIELD_NUMBER: Final = 20002
    PRUNE_RATIO_STEP_FIELD_NUMBER: Final = 20003
    IF_update_row_col: bool  # default true
    prune_ratio: float  # default 0
    prune_ratio_step: float  # default 0
    def __init__(
        self,
        *,
        IF_update_row_col: bool | None = None,
        prune_ratio: float | None = None,
        prune_ratio_step: float | None = None,
    ) -> None: ...

class PyramidROIAlignParameter(Message):
    CROP_HEIGHT_FIELD_NUMBER: Final = 20001
    CROP_WIDTH_FIELD_NUMBER: Final = 20002
    DATA_FORMAT_FIELD_NUMBER: Final = 20003
    EXTRAPOLATION_VALUE_FIELD_NUMBER: Final = 20004
    crop_height: int  # default 0
    crop_width: int  # default 0
    data_format: str  # default NHWC
    extrapolation_value: float  # default 0
    def __init__(
        self,
        *,
        crop_height: int | None = None,
        crop_width: int | None = None,
        data_format: str | None = None,
        extrapolation_value: float | None = None,
    ) -> None: ...

class QuantizationParameter(Message):
    class QParams(Message):
        BITWIDTH_FIELD_NUMBER: Final = 20001
        FRACBITS_FIELD_NUMBER: Final = 20002
        MAX_FIELD_NUMBER: Final = 20003
        MIN_FIELD_NUMBER: Final = 20004
        OFFSET_FIELD_NUMBER: Final = 20005
        QUANTIZE_FIELD_NUMBER: Final = 20006
        SCALE_FIELD_NUMBER: Final = 20007
        SCALE_APPLIED_FIELD_NUMBER: Final = 20008
        SCALE_TARGET_FIELD_NUMBER: Final = 20009
        SHIFTBITS_FIELD_NUMBER: Final = 20010
        UNSIGNED_DATA_FIELD_NUMBER: Final = 20011
        UNSIGNED_QUANT_FIELD_NUMBER: Final = 20012
        bitwidth: int  # default 8
        fracbits: int  # default 0
        max: float  # default 0
        min: float  # default 0
        offset: float  # default 0
        quantize: bool  # default false
        scale: float  # default 0
        scale_applied: float  # default 1
        scale_target: float  # default 1
        shiftbits: int  # default 0
        unsigned_data: bool  # default false
        unsigned_quant: bool  # default false
        def __init__(
            self,
            *,
            bitwidth: int | None = None,
            fracbits: int | None = None,
            max: float | None = None,
            min: float | None = None,
            offset: float | None = None,
            quantize: bool | None = None,
            scale: float | None = None,
            scale_applied: float | None = None,
            scale_target: float | None = None,
            shiftbits: int | None = None,
            unsigned_data: bool | None = None,
            unsigned_quant: bool | None = None,
        ) -> None: ...
    BW_LAYER_IN_FIELD_NUMBER: Final = 20001
    BW_LAYER_OUT_FIELD_NUMBER: Final = 20002
    BW_PARAMS_FIELD_NUMBER: Final = 20003
    FL_LAYER_IN_FIELD_NUMBER: Final = 20004
    FL_LAYER_OUT_FIELD_NUMBER: Final = 20005
    FL_PARAMS_FIELD_NUMBER: Final = 20006
    FORCE_U8_INPUT_FIELD_NUMBER: Final = 20007
    IS_NEGATIVE_INPUT_FIELD_NUMBER: Final = 20008
    POWER2_RANGE_FIELD_NUMBER: Final = 20009
    POWER2_SCALE_ACTIVATIONS_FIELD_NUMBER: Final = 20010
    POWER2_SCALE_WEIGHTS_FIELD_NUMBER: Final = 20011
    PRECISION_FIELD_NUMBER: Final = 20012
    QPARAM_IN_FIELD_NUMBER: Final = 20013
    QPARAM_OUT_FIELD_NUMBER: Final = 20014
    QPARAM_W_FIELD_NUMBER: Final = 20015
    QUANTIZED_INFER_COUNT_FIELD_NUMBER: Final = 20016
    ROUNDING_SCHEME_FIELD_NUMBER: Final = 20017
    SCALE_IN_FIELD_NUMBER: Final = 20018
    SCALE_OUT_FIELD_NUMBER: Final = 20019
    SCALE_PARAMS_FIELD_NUMBER: Final = 20020
    THRESHOLD_FIELD_NUMBER: Final = 20021
    bw_layer_in: int  # default 32
    bw_layer_out: int  # default 32
    bw_params: int  # default 32
    @property
    def fl_layer_in(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def fl_layer_out(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def fl_params(self) -> RepeatedScalarFieldContainer[int]: ...
    force_u8_input: bool  # default false
    is_negative_input: bool  # default false
    power2_range: bool  # default false
    power2_scale_activations: bool  # default false
    power2_scale_weights: bool  # default false
    precision: int
    @property
    def qparam_in(self) -> RepeatedCompositeFieldContainer[QuantizationParameter.QParams]: ...
    @property
    def qparam_out(self) -> RepeatedCompositeFieldContainer[QuantizationParameter.QParams]: ...
    @property
    def qparam_w(self) -> RepeatedCompositeFieldContainer[QuantizationParameter.QParams]: ...
    quantized_infer_count: int  # default 0
    rounding_scheme: int
    @property
    def scale_in(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def scale_out(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def scale_params(self) -> RepeatedScalarFieldContainer[float]: ...
    threshold: float  # default 0
    def __init__(
        self,
        *,
        bw_layer_in: int | None = None,
        bw_layer_out: int | None = None,
        bw_params: int | None = None,
        fl_layer_in: Iterable[int] | None = None,
        fl_layer_out: Iterable[int] | None = None,
        fl_params: Iterable[int] | None = None,
        force_u8_input: bool | None = None,
        is_negative_input: bool | None = None,
        power2_range: bool | None = None,
        power2_scale_activations: bool | None = None,
        power2_scale_weights: bool | None = None,
        precision: int | str | None = None,
        qparam_in: Iterable[QuantizationParameter.QParams | dict[str, Any]] | None = None,
        qparam_out: Iterable[QuantizationParameter.QParams | dict[str, Any]] | None = None,
        qparam_w: Iterable[QuantizationParameter.QParams | dict[str, Any]] | None = None,
        quantized_infer_count: int | None = None,
        rounding_scheme: int | str | None = None,
        scale_in: Iterable[float] | None = None,
        scale_out: Iterable[float] | None = None,
        scale_params: Iterable[float] | None = None,
        threshold: float | None = None,
    ) -> None: ...

class QuantizerParameter(Message):
    DEVICE_FIELD_NUMBER: Final = 20001
    INPUT_DATA_TYPE_FIELD_NUMBER: Final = 20002
    MAX_IN_FIELD_NUMBER: Final = 20003
    MAX_OUT_FIELD_NUMBER: Final = 20004
    MIN_IN_FIELD_NUMBER: Final = 20005
    MIN_OUT_FIELD_NUMBER: Final = 20006
    MODE_FIELD_NUMBER: Final = 20007
    NAME_FIELD_NUMBER: Final = 20008
    OBSERVED_MAX_FIELD_NUMBER: Final = 20009
    OBSERVED_MIN_FIELD_NUMBER: Final = 20010
    OUTPUT_DATA_TYPE_FIELD_NUMBER: Final = 20011
    PSEUDO_RESET_OBSERVED_FIELD_NUMBER: Final = 20012
    PSEUDO_TARGET_TYPE_FIELD_NUMBER: Final = 20013
    ZONE_FIELD_NUMBER: Final = 20014
    device: int  # default -1
    input_data_type: int
    max_in: float  # default 0
    max_out: float  # default 0
    min_in: float  # default 0
    min_out: float  # default 0
    mode: int  # default CAFFE_QUANT_PASSIVE
    name: str
    observed_max: float  # default 0
    observed_min: float  # default 0
    output_data_type: int
    pseudo_reset_observed: bool  # default false
    pseudo_target_type: int  # default CAFFE_INT8_QUANTIZED
    zone: int  # default 0
    def __init__(
        self,
        *,
        device: int | None = None,
        input_data_type: int | str | None = None,
        max_in: float | None = None,
        max_out: float | None = None,
        min_in: float | None = None,
        min_out: float | None = None,
        mode: int | str | None = None,
        name: str | None = None,
        observed_max: float | None = None,
        observed_min: float | None = None,
        output_data_type: int | str | None = None,
        pseudo_reset_observed: bool | None = None,
        pseudo_target_type: int | str | None = None,
        zone: int | None = None,
    ) -> None: ...

class RBMInnerProductParameter(Message):
    LossMeasure: ClassVar[EnumTypeWrapper]
    RECONSTRUCTION: Final = 20001
    CONNECTION_LAYER_PARAM_FIELD_NUMBER: Final = 20001
    FORWARD_IS_UPDATE_FIELD_NUMBER: Final = 20002
    HIDDEN_ACTIVATION_LAYER_PARAM_FIELD_NUMBER: Final = 20003
    HIDDEN_SAMPLING_LAYER_PARAM_FIELD_NUMBER: Final = 20004
    LOSS_MEASURE_FIELD_NUMBER: Final = 20005
    SAMPLE_STEPS_IN_UPDATE_FIELD_NUMBER: Final = 20006
    VISIBLE_ACTIVATION_LAYER_PARAM_FIELD_NUMBER: Final = 20007
    VISIBLE_BIAS_FILLER_FIELD_NUMBER: Final = 20008
    VISIBLE_BIAS_TERM_FIELD_NUMBER: Final = 20009
    VISIBLE_SAMPLING_LAYER_PARAM_FIELD_NUMBER: Final = 20010
    @property
    def connection_layer_param(self) -> LayerParameter: ...
    forward_is_update: bool  # default false
    @property
    def hidden_activation_layer_param(self) -> LayerParameter: ...
    @property
    def hidden_sampling_layer_param(self) -> LayerParameter: ...
    @property
    def loss_measure(self) -> RepeatedScalarFieldContainer[int]: ...
    sample_steps_in_update: int  # default 0
    @property
    def visible_activation_layer_param(self) -> LayerParameter: ...
    @property
    def visible_bias_filler(self) -> FillerParameter: ...
    visible_bias_term: bool  # default false
    @property
    def visible_sampling_layer_param(self) -> LayerParameter: ...
    def __init__(
        self,
        *,
        connection_layer_param: LayerParameter | dict[str, Any] | None = None,
        forward_is_update: bool | None = None,
        hidden_activation_layer_param: LayerParameter | dict[str, Any] | None = None,
        hidden_sampling_layer_param: LayerParameter | dict[str, Any] | None = None,
        loss_measure: Iterable[int | str] | None = None,
        sample_steps_in_update: int | None = None,
        visible_activation_layer_param: LayerParameter | dict[str, Any] | None = None,
        visible_bias_filler: FillerParameter | dict[str, Any] | None = None,
        visible_bias_term: bool | None = None,
        visible_sampling_layer_param: LayerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class RNNv2Parameter(Message):
    ACTIVATION_ALPHA_FIELD_NUMBER: Final = 20001
    ACTIVATION_BETA_FIELD_NUMBER: Final = 20002
    ACTIVATIONS_FIELD_NUMBER: Final = 20003
    CONTINUE_RECUR_FIELD_NUMBER: Final = 20004
    DEFAULT_INITIAL_FIELD_NUMBER: Final = 20005
    DIRECTION_FIELD_NUMBER: Final = 20006
    HIDDEN_SIZE_FIELD_NUMBER: Final = 20007
    LINEAR_BEFORE_RESET_FIELD_NUMBER: Final = 20008
    MERGE_MODE_FIELD_NUMBER: Final = 20009
    NUM_LAYERS_FIELD_NUMBER: Final = 20010
    OP_FIELD_NUMBER: Final = 20011
    @property
    def activation_alpha(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def activation_beta(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def activations(self) -> RepeatedScalarFieldContainer[str]: ...
    continue_recur: bool  # default false
    default_initial: bool  # default false
    direction: str  # default forward
    hidden_size: int  # default 0
    linear_before_reset: int  # default 0
    merge_mode: str  # default concat
    num_layers: int  # default 1
    op: str  # default LSTM
    def __init__(
        self,
        *,
        activation_alpha: Iterable[float] | None = None,
        activation_beta: Iterable[float] | None = None,
        activations: Iterable[str] | None = None,
        continue_recur: bool | None = None,
        default_initial: bool | None = None,
        direction: str | None = None,
        hidden_size: int | None = None,
        linear_before_reset: int | None = None,
        merge_mode: str | None = None,
        num_layers: int | None = None,
        op: str | None = None,
    ) -> None: ...

class ROIAlignParameter(Message):
    POOLED_H_FIELD_NUMBER: Final = 20001
    POOLED_W_FIELD_NUMBER: Final = 20002
    SPATIAL_SCALE_FIELD_NUMBER: Final = 20003
    pooled_h: int  # default 0
    pooled_w: int  # default 0
    spatial_scale: float  # default 1
    def __init__(
        self,
        *,
        pooled_h: int | None = None,
        pooled_w: int | None = None,
        spatial_scale: float | None = None,
    ) -> None: ...

class ROIPoolingParameter(Message):
    POOLED_H_FIELD_NUMBER: Final = 20001
    POOLED_SIZE_FIELD_NUMBER: Final = 20002
    POOLED_W_FIELD_NUMBER: Final = 20003
    SPATIAL_SCALE_FIELD_NUMBER: Final = 20004
    pooled_h: int  # default 0
    @property
    def pooled_size(self) -> RepeatedScalarFieldContainer[int]: ...
    pooled_w: int  # default 0
    spatial_scale: float
    def __init__(
        self,
        *,
        pooled_h: int | None = None,
        pooled_size: Iterable[int] | None = None,
        pooled_w: int | None = None,
        spatial_scale: float | None = None,
    ) -> None: ...

class ROIWarpingParameter(Message):
    POOLED_H_FIELD_NUMBER: Final = 20001
    POOLED_W_FIELD_NUMBER: Final = 20002
    SPATIAL_SCALE_FIELD_NUMBER: Final = 20003
    pooled_h: int  # default 0
    pooled_w: int  # default 0
    spatial_scale: float  # default 1
    def __init__(
        self,
        *,
        pooled_h: int | None = None,
        pooled_w: int | None = None,
        spatial_scale: float | None = None,
    ) -> None: ...

class RReLUParameter(Message):
    LB_FIELD_NUMBER: Final = 20001
    UB_FIELD_NUMBER: Final = 20002
    lb: float  # default 5
    ub: float  # default 10
    def __init__(
        self,
        *,
        lb: float | None = None,
        ub: float | None = None,
    ) -> None: ...

class RandVecParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    DIM_FIELD_NUMBER: Final = 20002
    LOWER_FIELD_NUMBER: Final = 20003
    UPPER_FIELD_NUMBER: Final = 20004
    batch_size: int  # default 0
    dim: int  # default 0
    lower: float  # default 0
    upper: float  # default 0
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        dim: int | None = None,
        lower: float | None = None,
        upper: float | None = None,
    ) -> None: ...

class RandomAspectRatioParameter(Message):
    ASPECT_RATIO_CHANGE_FIELD_NUMBER: Final = 20001
    MAX_AREA_RATIO_FIELD_NUMBER: Final = 20002
    MAX_ATTEMPT_FIELD_NUMBER: Final = 20003
    MIN_AREA_RATIO_FIELD_NUMBER: Final = 20004
    RESIZE_PARAM_FIELD_NUMBER: Final = 20005
    aspect_ratio_change: float  # default 1
    max_area_ratio: float  # default 1
    max_attempt: int  # default 10
    min_area_ratio: float  # default 0.5
    @property
    def resize_param(self) -> ResizeParameter: ...
    def __init__(
        self,
        *,
        aspect_ratio_change: float | None = None,
        max_area_ratio: float | None = None,
        max_attempt: int | None = None,
        min_area_ratio: float | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
    ) -> None: ...

class RandomGeneratorParameter(Message):
    APPLY_SCHEDULE_FIELD_NUMBER: Final = 20001
    DISCRETIZE_FIELD_NUMBER: Final = 20002
    EXP_FIELD_NUMBER: Final = 20003
    MEAN_FIELD_NUMBER: Final = 20004
    MULTIPLIER_FIELD_NUMBER: Final = 20005
    PROB_FIELD_NUMBER: Final = 20006
    RAND_TYPE_FIELD_NUMBER: Final = 20007
    SPREAD_FIELD_NUMBER: Final = 20008
    apply_schedule: bool  # default true
    discretize: bool  # default false
    exp: bool  # default false
    mean: float  # default 0
    multiplier: float  # default 1
    prob: float  # default 1
    rand_type: str  # default uniform
    spread: float  # default 0
    def __init__(
        self,
        *,
        apply_schedule: bool | None = None,
        discretize: bool | None = None,
        exp: bool | None = None,
        mean: float | None = None,
        multiplier: float | None = None,
        prob: float | None = None,
        rand_type: str | None = None,
        spread: float | None = None,
    ) -> None: ...

class RandomResizeParameter(Message):
    MAX_SIZE_FIELD_NUMBER: Final = 20001
    MIN_SIZE_FIELD_NUMBER: Final = 20002
    RESIZE_PARAM_FIELD_NUMBER: Final = 20003
    max_size: int  # default 0
    min_size: int  # default 0
    @property
    def resize_param(self) -> ResizeParameter: ...
    def __init__(
        self,
        *,
        max_size: int | None = None,
        min_size: int | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
    ) -> None: ...

class RandomSamplingSoftmaxLossParameter(Message):
    RANDOM_SAMPLING_NUM_FIELD_NUMBER: Final = 20001
    RANDOM_SAMPLING_POLICY_FIELD_NUMBER: Final = 20002
    random_sampling_num: int  # default 100
    random_sampling_policy: str  # default random
    def __init__(
        self,
        *,
        random_sampling_num: int | None = None,
        random_sampling_policy: str | None = None,
    ) -> None: ...

class RangeParameter(Message):
    DELTA_FIELD_NUMBER: Final = 20001
    LIMIT_FIELD_NUMBER: Final = 20002
    START_FIELD_NUMBER: Final = 20003
    delta: float  # default 1
    limit: float  # default 0
    start: float  # default 0
    def __init__(
        self,
        *,
        delta: float | None = None,
        limit: float | None = None,
        start: float | None = None,
    ) -> None: ...

class RankParameter(Message):
    HARD_RATIO_FIELD_NUMBER: Final = 20001
    MARGIN_FIELD_NUMBER: Final = 20002
    NEG_NUM_FIELD_NUMBER: Final = 20003
    PAIR_SIZE_FIELD_NUMBER: Final = 20004
    RAND_RATIO_FIELD_NUMBER: Final = 20005
    hard_ratio: float  # default 0
    margin: float  # default 0.5
    neg_num: int  # default 1
    pair_size: int  # default 1
    rand_ratio: float  # default 0
    def __init__(
        self,
        *,
        hard_ratio: float | None = None,
        margin: float | None = None,
        neg_num: int | None = None,
        pair_size: int | None = None,
        rand_ratio: float | None = None,
    ) -> None: ...

class ReaderParameter(Message):
    FILE_FIELD_NUMBER: Final = 20001
    NUM_FIELD_NUMBER: Final = 20002
    file: str
    num: int  # default 1
    def __init__(
        self,
        *,
        file: str | None = None,
        num: int | None = None,
    ) -> None: ...

class ReceptiveFieldBoxParameter(Message):
    IMG_H_FIELD_NUMBER: Final = 20001
    IMG_SIZE_FIELD_NUMBER: Final = 20002
    IMG_W_FIELD_NUMBER: Final = 20003
    RECEPTIVE_FIELD_CENTER_START_FIELD_NUMBER: Final = 20004
    RECEPTIVE_FIELD_SIZE_FIELD_NUMBER: Final = 20005
    RECEPTIVE_FIELD_STRIDE_FIELD_NUMBER: Final = 20006
    img_h: int  # default 0
    img_size: int  # default 0
    img_w: int  # default 0
    receptive_field_center_start: float  # default 0
    receptive_field_size: int  # default 0
    receptive_field_stride: int  # default 0
    def __init__(
        self,
        *,
        img_h: int | None = None,
        img_size: int | None = None,
        img_w: int | None = None,
        receptive_field_center_start: float | None = None,
        receptive_field_size: int | None = None,
        receptive_field_stride: int | None = None,
    ) -> None: ...

class ReduceAllParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceAnyParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceL1Parameter(Message):
    AXES_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axes(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: int  # default 1
    def __init__(
        self,
        *,
        axes: Iterable[int] | None = None,
        keepdims: int | None = None,
    ) -> None: ...

class ReduceL2Parameter(Message):
    AXES_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axes(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: int  # default 1
    def __init__(
        self,
        *,
        axes: Iterable[int] | None = None,
        keepdims: int | None = None,
    ) -> None: ...

class ReduceLogSumExpParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceMaxParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceMeanParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceMinParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceProdParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReduceSumParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    KEEPDIMS_FIELD_NUMBER: Final = 20002
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    keepdims: bool  # default false
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
        keepdims: bool | None = None,
    ) -> None: ...

class ReflectTransformParameter(Message):
    HORZ_REFLECT_PROB_FIELD_NUMBER: Final = 20001
    VERT_REFLECT_PROB_FIELD_NUMBER: Final = 20002
    horz_reflect_prob: float  # default 0
    vert_reflect_prob: float  # default 0
    def __init__(
        self,
        *,
        horz_reflect_prob: float | None = None,
        vert_reflect_prob: float | None = None,
    ) -> None: ...

class RegionLossParameter(Message):
    ABSOLUTE_FIELD_NUMBER: Final = 20001
    BIAS_MATCH_FIELD_NUMBER: Final = 20002
    BIASES_FIELD_NUMBER: Final = 20003
    CLASS_MAP_FIELD_NUMBER: Final = 20004
    CLASS_SCALE_FIELD_NUMBER: Final = 20005
    COORD_SCALE_FIELD_NUMBER: Final = 20006
    COORDS_FIELD_NUMBER: Final = 20007
    JITTER_FIELD_NUMBER: Final = 20008
    NOOBJECT_SCALE_FIELD_NUMBER: Final = 20009
    NUM_FIELD_NUMBER: Final = 20010
    NUM_CLASS_FIELD_NUMBER: Final = 20011
    OBJECT_SCALE_FIELD_NUMBER: Final = 20012
    RANDOM_FIELD_NUMBER: Final = 20013
    RESCORE_FIELD_NUMBER: Final = 20014
    SIDE_FIELD_NUMBER: Final = 20015
    SOFTMAX_FIELD_NUMBER: Final = 20016
    SOFTMAX_TREE_FIELD_NUMBER: Final = 20017
    THRESH_FIELD_NUMBER: Final = 20018
    absolute: int  # default 1
    bias_match: int  # default 1
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    class_map: str
    class_scale: float  # default 1
    coord_scale: float  # default 5
    coords: int  # default 4
    jitter: float  # default 0.2
    noobject_scale: float  # default 0.5
    num: int  # default 5
    num_class: int  # default 20
    object_scale: float  # default 1
    random: int  # default 1
    rescore: int  # default 1
    side: int  # default 13
    softmax: int  # default 1
    softmax_tree: str
    thresh: float  # default 0.2
    def __init__(
        self,
        *,
        absolute: int | None = None,
        bias_match: int | None = None,
        biases: Iterable[float] | None = None,
        class_map: str | None = None,
        class_scale: float | None = None,
        coord_scale: float | None = None,
        coords: int | None = None,
        jitter: float | None = None,
        noobject_scale: float | None = None,
        num: int | None = None,
        num_class: int | None = None,
        object_scale: float | None = None,
        random: int | None = None,
        rescore: int | None = None,
        side: int | None = None,
        softmax: int | None = None,
        softmax_tree: str | None = None,
        thresh: float | None = None,
    ) -> None: ...

class RegionYoloParameter(Message):
    CLASSES_FIELD_NUMBER: Final = 20001
    COORDS_FIELD_NUMBER: Final = 20002
    NUM_FIELD_NUMBER: Final = 20003
    classes: int  # default 20
    coords: int  # default 4
    num: int  # default 1
    def __init__(
        self,
        *,
        classes: int | None = None,
        coords: int | None = None,
        num: int | None = None,
    ) -> None: ...

class ReidDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    IS_COLOR_FIELD_NUMBER: Final = 20002
    NEG_FACTOR_FIELD_NUMBER: Final = 20003
    NEG_FRACTION_FIELD_NUMBER: Final = 20004
    NEG_LIMIT_FIELD_NUMBER: Final = 20005
    NEW_HEIGHT_FIELD_NUMBER: Final = 20006
    NEW_WIDTH_FIELD_NUMBER: Final = 20007
    POS_FACTOR_FIELD_NUMBER: Final = 20008
    POS_FRACTION_FIELD_NUMBER: Final = 20009
    POS_LIMIT_FIELD_NUMBER: Final = 20010
    SOURCE_FIELD_NUMBER: Final = 20011
    batch_size: int  # default 1
    is_color: bool  # default true
    neg_factor: float  # default 1.01
    neg_fraction: int  # default 1
    neg_limit: float  # default 4
    new_height: int  # default 0
    new_width: int  # default 0
    pos_factor: float  # default 1
    pos_fraction: int  # default 1
    pos_limit: float  # default 1
    source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        is_color: bool | None = None,
        neg_factor: float | None = None,
        neg_fraction: int | None = None,
        neg_limit: float | None = None,
        new_height: int | None = None,
        new_width: int | None = None,
        pos_factor: float | None = None,
        pos_fraction: int | None = None,
        pos_limit: float | None = None,
        source: str | None = None,
    ) -> None: ...

class RemoteDataParameter(Message):
    ADDRESS_FIELD_NUMBER: Final = 20001
    CACHE_SIZE_FIELD_NUMBER: Final = 20002
    SHAPE_FIELD_NUMBER: Final = 20003
    address: str
    cache_size: int  # default 0
    @property
    def shape(self) -> RepeatedCompositeFieldContainer[BlobShape]: ...
    def __init__(
        self,
        *,
        address: str | None = None,
        cache_size: int | None = None,
        shape: Iterable[BlobShape | dict[str, Any]] | None = None,
    ) -> None: ...

class ReorgParameter(Message):
    REVERSE_FIELD_NUMBER: Final = 20001
    STRIDE_FIELD_NUMBER: Final = 20002
    reverse: bool  # default false
    stride: int  # default 0
    def __init__(
        self,
        *,
        reverse: bool | None = None,
        stride: int | None = None,
    ) -> None: ...

class ReorgYoloParameter(Message):
    STRIDE_FIELD_NUMBER: Final = 20001
    stride: int  # default 1
    def __init__(
        self,
        *,
        stride: int | None = None,
    ) -> None: ...

class ResampleParameter(Message):
    ResampleType: ClassVar[EnumTypeWrapper]
    NEAREST: Final = 1
    LINEAR: Final = 2
    CUBIC: Final = 3
    AREA: Final = 4
    ANTIALIAS_FIELD_NUMBER: Final = 20001
    FACTOR_FIELD_NUMBER: Final = 20002
    HEIGHT_FIELD_NUMBER: Final = 20003
    TYPE_FIELD_NUMBER: Final = 20004
    WIDTH_FIELD_NUMBER: Final = 20005
    antialias: bool  # default true
    factor: float  # default 1
    height: int  # default 0
    type: int  # default LINEAR
    width: int  # default 0
    def __init__(
        self,
        *,
        antialias: bool | None = None,
        factor: float | None = None,
        height: int | None = None,
        type: int | str | None = None,
        width: int | None = None,
    ) -> None: ...

class ResizeBilinearParameter(Message):
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    ALIGN_CORNERS_FIELD_NUMBER: Final = 20001
    DATA_FORMAT_FIELD_NUMBER: Final = 20002
    HALF_PIXEL_CENTERS_FIELD_NUMBER: Final = 20003
    INPUT_SCALE_FIELD_NUMBER: Final = 20004
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20005
    OUTPUT_DEPTH_FIELD_NUMBER: Final = 20006
    OUTPUT_HEIGHT_FIELD_NUMBER: Final = 20007
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20008
    OUTPUT_WIDTH_FIELD_NUMBER: Final = 20009
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20010
    PYTORCH_HALF_PIXEL_FIELD_NUMBER: Final = 20011
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20012
    SATURATE_FIELD_NUMBER: Final = 20013
    SCALE_DEPTH_FIELD_NUMBER: Final = 20014
    SCALE_HEIGHT_FIELD_NUMBER: Final = 20015
    SCALE_WIDTH_FIELD_NUMBER: Final = 20016
    align_corners: bool  # default false
    data_format: str  # default NHWC
    half_pixel_centers: bool  # default false
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    output_depth: int  # default 0
    output_height: int  # default 0
    output_scale: float  # default 1
    output_width: int  # default 0
    output_zero_point: int  # default 0
    pytorch_half_pixel: bool  # default false
    quantize_method: int  # default tflite
    saturate: int  # default None
    scale_depth: float  # default 1
    scale_height: float  # default 1
    scale_width: float  # default 1
    def __init__(
        self,
        *,
        align_corners: bool | None = None,
        data_format: str | None = None,
        half_pixel_centers: bool | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        output_depth: int | None = None,
        output_height: int | None = None,
        output_scale: float | None = None,
        output_width: int | None = None,
        output_zero_point: int | None = None,
        pytorch_half_pixel: bool | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
        scale_depth: float | None = None,
        scale_height: float | None = None,
        scale_width: float | None = None,
    ) -> None: ...

class ResizeNearestNeighborParameter(Message):
    ALIGN_CORNERS_FIELD_NUMBER: Final = 20001
    DATA_FORMAT_FIELD_NUMBER: Final = 20002
    HALF_PIXEL_CENTERS_FIELD_NUMBER: Final = 20003
    HALF_PIXEL_ONNX_FIELD_NUMBER: Final = 20004
    OUTPUT_HEIGHT_FIELD_NUMBER: Final = 20005
    OUTPUT_WIDTH_FIELD_NUMBER: Final = 20006
    SCALE_HEIGHT_FIELD_NUMBER: Final = 20007
    SCALE_WIDTH_FIELD_NUMBER: Final = 20008
    align_corners: bool  # default false
    data_format: str  # default NHWC
    half_pixel_centers: bool  # default false
    half_pixel_onnx: bool  # default false
    output_height: int  # default 0
    output_width: int  # default 0
    scale_height: float  # default 1
    scale_width: float  # default 1
    def __init__(
        self,
        *,
        align_corners: bool | None = None,
        data_format: str | None = None,
        half_pixel_centers: bool | None = None,
        half_pixel_onnx: bool | None = None,
        output_height: int | None = None,
        output_width: int | None = None,
        scale_height: float | None = None,
        scale_width: float | None = None,
    ) -> None: ...

class ResizeParameter(Message):
    Interp_mode: ClassVar[EnumTypeWrapper]
    LINEAR: Final = 1
    AREA: Final = 2
    NEAREST: Final = 3
    CUBIC: Final = 4
    LANCZOS4: Final = 5
    Pad_mode: ClassVar[EnumTypeWrapper]
    CONSTANT: Final = 1
    MIRRORED: Final = 2
    REPEAT_NEAREST: Final = 3
    Resize_mode: ClassVar[EnumTypeWrapper]
    WARP: Final = 1
    FIT_SMALL_SIZE: Final = 2
    FIT_LARGE_SIZE_AND_PAD: Final = 3
    CENTER_OBJECT_FIELD_NUMBER: Final = 20001
    HEIGHT_FIELD_NUMBER: Final = 20002
    HEIGHT_SCALE_FIELD_NUMBER: Final = 20003
    INTERP_MODE_FIELD_NUMBER: Final = 20004
    IS_PYRAMID_TEST_FIELD_NUMBER: Final = 20005
    JITTER_FIELD_NUMBER: Final = 20006
    MAX_ANGLE_FIELD_NUMBER: Final = 20007
    OUT_HEIGHT_SCALE_FIELD_NUMBER: Final = 20008
    OUT_WIDTH_SCALE_FIELD_NUMBER: Final = 20009
    PAD_MODE_FIELD_NUMBER: Final = 20010
    PAD_VALUE_FIELD_NUMBER: Final = 20011
    PROB_FIELD_NUMBER: Final = 20012
    RESIZE_MODE_FIELD_NUMBER: Final = 20013
    WIDTH_FIELD_NUMBER: Final = 20014
    WIDTH_SCALE_FIELD_NUMBER: Final = 20015
    center_object: bool  # default false
    height: int  # default 0
    height_scale: int  # default 0
    @property
    def interp_mode(self) -> RepeatedScalarFieldContainer[int]: ...
    is_pyramid_test: bool  # default false
    jitter: float  # default 0.3
    max_angle: float  # default 0
    out_height_scale: float  # default 0
    out_width_scale: float  # default 0
    pad_mode: int  # default CONSTANT
    @property
    def pad_value(self) -> RepeatedScalarFieldContainer[float]: ...
    prob: float
    resize_mode: int  # default WARP
    width: int  # default 0
    width_scale: int  # default 0
    def __init__(
        self,
        *,
        center_object: bool | None = None,
        height: int | None = None,
        height_scale: int | None = None,
        interp_mode: Iterable[int | str] | None = None,
        is_pyramid_test: bool | None = None,
        jitter: float | None = None,
        max_angle: float | None = None,
        out_height_scale: float | None = None,
        out_width_scale: float | None = None,
        pad_mode: int | str | None = None,
        pad_value: Iterable[float] | None = None,
        prob: float | None = None,
        resize_mode: int | str | None = None,
        width: int | None = None,
        width_scale: int | None = None,
    ) -> None: ...

class ReverseParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
    ) -> None: ...

class ReverseSequenceParameter(Message):
    BATCH_AXIS_FIELD_NUMBER: Final = 20001
    SEQ_AXIS_FIELD_NUMBER: Final = 20002
    batch_axis: int  # default 0
    seq_axis: int  # default 0
    def __init__(
        self,
        *,
        batch_axis: int | None = None,
        seq_axis: int | None = None,
    ) -> None: ...

class ReverseTimeParameter(Message):
    COPY_REMAINING_FIELD_NUMBER: Final = 20001
    copy_remaining: bool  # default false
    def __init__(
        self,
        *,
        copy_remaining: bool | None = None,
    ) -> None: ...

class RotateParameter(Message):
    MAX_ROTATE_ANGLE_FIELD_NUMBER: Final = 20001
    PROB_FIELD_NUMBER: Final = 20002
    max_rotate_angle: float  # default 0
    prob: float  # default 1
    def __init__(
        self,
        *,
        max_rotate_angle: float | None = None,
        prob: float | None = None,
    ) -> None: ...

class STLossParameter(Message):
    OUTPUT_H_FIELD_NUMBER: Final = 20001
    OUTPUT_W_FIELD_NUMBER: Final = 20002
    output_H: int  # default 0
    output_W: int  # default 0
    def __init__(
        self,
        *,
        output_H: int | None = None,
        output_W: int | None = None,
    ) -> None: ...

class SaltPepperParameter(Message):
    SaltType: ClassVar[EnumTypeWrapper]
    relative: Final = 1
    absolute: Final = 2
    FRACTION_FIELD_NUMBER: Final = 20001
    TYPE_FIELD_NUMBER: Final = 20002
    VALUE_FIELD_NUMBER: Final = 20003
    fraction: float  # default 0
    type: int  # default relative
    @property
    def value(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        fraction: float | None = None,
        type: int | str | None = None,
        value: Iterable[float] | None = None,
    ) -> None: ...

class SampleConstraint(Message):
    MAX_JACCARD_OVERLAP_FIELD_NUMBER: Final = 20001
    MAX_OBJECT_COVERAGE_FIELD_NUMBER: Final = 20002
    MAX_SAMPLE_COVERAGE_FIELD_NUMBER: Final = 20003
    MIN_JACCARD_OVERLAP_FIELD_NUMBER: Final = 20004
    MIN_OBJECT_COVERAGE_FIELD_NUMBER: Final = 20005
    MIN_SAMPLE_COVERAGE_FIELD_NUMBER: Final = 20006
    max_jaccard_overlap: float  # default 0
    max_object_coverage: float  # default 0
    max_sample_coverage: float  # default 0
    min_jaccard_overlap: float  # default 0
    min_object_coverage: float  # default 0
    min_sample_coverage: float  # default 0
    def __init__(
        self,
        *,
        max_jaccard_overlap: float | None = None,
        max_object_coverage: float | None = None,
        max_sample_coverage: float | None = None,
        min_jaccard_overlap: float | None = None,
        min_object_coverage: float | None = None,
        min_sample_coverage: float | None = None,
    ) -> None: ...

class SampleTripletParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    EPS_FIELD_NUMBER: Final = 20002
    LABEL_NUM_FIELD_NUMBER: Final = 20003
    SAMPLE_NUM_FIELD_NUMBER: Final = 20004
    alpha: float  # default 0.2
    eps: float  # default 1e-05
    label_num: int  # default 0
    sample_num: int  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
        eps: float | None = None,
        label_num: int | None = None,
        sample_num: int | None = None,
    ) -> None: ...

class Sampler(Message):
    MAX_ASPECT_RATIO_FIELD_NUMBER: Final = 20001
    MAX_SCALE_FIELD_NUMBER: Final = 20002
    MIN_ASPECT_RATIO_FIELD_NUMBER: Final = 20003
    MIN_SCALE_FIELD_NUMBER: Final = 20004
    max_aspect_ratio: float  # default 1
    max_scale: float  # default 1
    min_aspect_ratio: float  # default 1
    min_scale: float  # default 1
    def __init__(
        self,
        *,
        max_aspect_ratio: float | None = None,
        max_scale: float | None = None,
        min_aspect_ratio: float | None = None,
        min_scale: float | None = None,
    ) -> None: ...

class SaveOutputParameter(Message):
    LABEL_MAP_FILE_FIELD_NUMBER: Final = 20001
    NAME_SIZE_FILE_FIELD_NUMBER: Final = 20002
    NUM_TEST_IMAGE_FIELD_NUMBER: Final = 20003
    OUTPUT_DIRECTORY_FIELD_NUMBER: Final = 20004
    OUTPUT_FORMAT_FIELD_NUMBER: Final = 20005
    OUTPUT_NAME_PREFIX_FIELD_NUMBER: Final = 20006
    RESIZE_PARAM_FIELD_NUMBER: Final = 20007
    label_map_file: str
    name_size_file: str
    num_test_image: int  # default 0
    output_directory: str
    output_format: str
    output_name_prefix: str
    @property
    def resize_param(self) -> ResizeParameter: ...
    def __init__(
        self,
        *,
        label_map_file: str | None = None,
        name_size_file: str | None = None,
        num_test_image: int | None = None,
        output_directory: str | None = None,
        output_format: str | None = None,
        output_name_prefix: str | None = None,
        resize_param: ResizeParameter | dict[str, Any] | None = None,
    ) -> None: ...

class ScaleFilterParameter(Message):
    MAX_SCALE_FIELD_NUMBER: Final = 20001
    MIN_SCALE_FIELD_NUMBER: Final = 20002
    max_scale: float  # default 0
    min_scale: float  # default 0
    def __init__(
        self,
        *,
        max_scale: float | None = None,
        min_scale: float | None = None,
    ) -> None: ...

class ScaledTanHParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    BETA_FIELD_NUMBER: Final = 20002
    alpha: float  # default 0
    beta: float  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
        beta: float | None = None,
    ) -> None: ...

class ScatterNDParameter(Message):
    DATA_SHAPE_FIELD_NUMBER: Final = 20001
    INDICES_SHAPE_FIELD_NUMBER: Final = 20002
    IS_DATA_PARAM_FIELD_NUMBER: Final = 20003
    IS_INDICES_PARAM_FIELD_NUMBER: Final = 20004
    IS_UPDATES_PARAM_FIELD_NUMBER: Final = 20005
    UPDATES_SHAPE_FIELD_NUMBER: Final = 20006
    @property
    def data_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def indices_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    is_data_param: bool  # default false
    is_indices_param: bool  # default false
    is_updates_param: bool  # default false
    @property
    def updates_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data_shape: Iterable[int] | None = None,
        indices_shape: Iterable[int] | None = None,
        is_data_param: bool | None = None,
        is_indices_param: bool | None = None,
        is_updates_param: bool | None = None,
        updates_shape: Iterable[int] | None = None,
    ) -> None: ...

class SeLUDropoutParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    DROPOUT_RATIO_FIELD_NUMBER: Final = 20002
    alpha: float  # default -1.75809932
    dropout_ratio: float  # default 0.1
    def __init__(
        self,
        *,
        alpha: float | None = None,
        dropout_ratio: float | None = None,
    ) -> None: ...

class SeLUParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    LAMBDA_FIELD_NUMBER: Final = 20002
    alpha: float  # default 1.67326319
    def __init__(
        self,
        *,
        alpha: float | None = None,
    ) -> None: ...

class SegAccuracyParameter(Message):
    AccuracyMetric: ClassVar[EnumTypeWrapper]
    PixelAccuracy: Final = 0
    ClassAccuracy: Final = 1
    PixelIOU: Final = 2
    IGNORE_LABEL_FIELD_NUMBER: Final = 20001
    METRIC_FIELD_NUMBER: Final = 20002
    RESET_FIELD_NUMBER: Final = 20003
    @property
    def ignore_label(self) -> RepeatedScalarFieldContainer[int]: ...
    metric: int  # default PixelAccuracy
    reset: bool  # default true
    def __init__(
        self,
        *,
        ignore_label: Iterable[int] | None = None,
        metric: int | str | None = None,
        reset: bool | None = None,
    ) -> None: ...

class SegDataParameter(Message):
    BALANCE_FIELD_NUMBER: Final = 20001
    ROOT_DIR_FIELD_NUMBER: Final = 20002
    SHUFFLE_FIELD_NUMBER: Final = 20003
    SOURCE_FIELD_NUMBER: Final = 20004
    balance: bool  # default false
    root_dir: str
    shuffle: bool  # default false
    source: str
    def __init__(
        self,
        *,
        balance: bool | None = None,
        root_dir: str | None = None,
        shuffle: bool | None = None,
        source: str | None = None,
    ) -> None: ...

class SegmentationEvaluateParameter(Message):
    NUM_CLASSES_FIELD_NUMBER: Final = 20001
    THRESHOLD_FIELD_NUMBER: Final = 20002
    num_classes: int  # default 1
    threshold: float  # default 0.5
    def __init__(
        self,
        *,
        num_classes: int | None = None,
        threshold: float | None = None,
    ) -> None: ...

class ShapeTermParameter(Message):
    DETECTION_BOX_INPUT_DIR_FIELD_NUMBER: Final = 20001
    INIT_FROM_FILES_FIELD_NUMBER: Final = 20002
    INIT_PREFIX_FIELD_NUMBER: Final = 20003
    NUM_FILES_FIELD_NUMBER: Final = 20004
    detection_box_input_dir: str
    init_from_files: bool  # default false
    init_prefix: str
    num_files: int  # default 0
    def __init__(
        self,
        *,
        detection_box_input_dir: str | None = None,
        init_from_files: bool | None = None,
        init_prefix: str | None = None,
        num_files: int | None = None,
    ) -> None: ...

class ShuffleChannelParameter(Message):
    GROUP_FIELD_NUMBER: Final = 20001
    group: int  # default 1
    def __init__(
        self,
        *,
        group: int | None = None,
    ) -> None: ...

class SimplerNMSParameter(Message):
    MAX_NUM_PROPOSALS_FIELD_NUMBER: Final = 20001
    POST_NMS_TOPN_FIELD_NUMBER: Final = 20002
    PRE_NMS_TOPN_FIELD_NUMBER: Final = 20003
    SCALE_FIELD_NUMBER: Final = 20004
    max_num_proposals: int  # default 0
    post_nms_topn: int  # default 0
    pre_nms_topn: int  # default 0
    @property
    def scale(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        max_num_proposals: int | None = None,
        post_nms_topn: int | None = None,
        pre_nms_topn: int | None = None,
        scale: Iterable[float] | None = None,
    ) -> None: ...

class Slice(Message):
    DIM_FIELD_NUMBER: Final = 20001
    OFFSET_FIELD_NUMBER: Final = 20002
    STRIDE_FIELD_NUMBER: Final = 20003
    @property
    def dim(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def offset(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def stride(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        dim: Iterable[int] | None = None,
        offset: Iterable[int] | None = None,
        stride: Iterable[int] | None = None,
    ) -> None: ...

class SmoothL1LossParameter(Message):
    ABSSUM_FIELD_NUMBER: Final = 20001
    SIGMA_FIELD_NUMBER: Final = 20002
    abssum: bool  # default true
    sigma: float  # default 1
    def __init__(
        self,
        *,
        abssum: bool | None = None,
        sigma: float | None = None,
    ) -> None: ...

class SmoothL1Parameter(Message):
    TURN_POINT_FIELD_NUMBER: Final = 20001
    turn_point: float  # default 1
    def __init__(
        self,
        *,
        turn_point: float | None = None,
    ) -> None: ...

class SoftContrastiveParameter(Message):
    EXPONENT_SCALE_FIELD_NUMBER: Final = 20001
    NEGATIVE_MARGIN_FIELD_NUMBER: Final = 20002
    NEGATIVE_WEIGHT_FIELD_NUMBER: Final = 20003
    POSITIVE_MARGIN_FIELD_NUMBER: Final = 20004
    POSITIVE_WEIGHT_FIELD_NUMBER: Final = 20005
    SQUARE_FIELD_NUMBER: Final = 20006
    exponent_scale: float  # default 1
    negative_margin: float  # default 1
    negative_weight: float  # default 1
    positive_margin: float  # default 1
    positive_weight: float  # default 1
    square: bool  # default false
    def __init__(
        self,
        *,
        exponent_scale: float | None = None,
        negative_margin: float | None = None,
        negative_weight: float | None = None,
        positive_margin: float | None = None,
        positive_weight: float | None = None,
        square: bool | None = None,
    ) -> None: ...

class SoftTruncationParameter(Message):
    C_FIELD_NUMBER: Final = 20001
    c: float  # default 2
    def __init__(
        self,
        *,
        c: float | None = None,
    ) -> None: ...

class SpaceToBatchNDParameter(Message):
    BLOCK_SHAPE_FIELD_NUMBER: Final = 20001
    PADDINGS_FIELD_NUMBER: Final = 20002
    @property
    def block_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def paddings(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        block_shape: Iterable[int] | None = None,
        paddings: Iterable[int] | None = None,
    ) -> None: ...

class SpaceToDepthParameter(Message):
    BLOCK_SIZE_FIELD_NUMBER: Final = 20001
    DATA_FORMAT_FIELD_NUMBER: Final = 20002
    block_size: int  # default 0
    data_format: str  # default NHWC
    def __init__(
        self,
        *,
        block_size: int | None = None,
        data_format: str | None = None,
    ) -> None: ...

class SparseDataParameter(Message):
    BACKEND_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    SOURCE_FIELD_NUMBER: Final = 20003
    backend: int
    batch_size: int  # default 0
    source: str
    def __init__(
        self,
        *,
        backend: int | str | None = None,
        batch_size: int | None = None,
        source: str | None = None,
    ) -> None: ...

class SparseToDenseParameter(Message):
    DEFAULT_VALUE_FIELD_NUMBER: Final = 20001
    OUTPUT_SHAPE_FIELD_NUMBER: Final = 20002
    SPARSE_INDICES_FIELD_NUMBER: Final = 20003
    SPARSE_INDICES_SHAPE_FIELD_NUMBER: Final = 20004
    SPARSE_VALUES_FIELD_NUMBER: Final = 20005
    VALIDATE_INDICES_FIELD_NUMBER: Final = 20006
    default_value: float  # default 0
    @property
    def output_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def sparse_indices(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def sparse_indices_shape(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def sparse_values(self) -> RepeatedScalarFieldContainer[float]: ...
    validate_indices: bool  # default true
    def __init__(
        self,
        *,
        default_value: float | None = None,
        output_shape: Iterable[int] | None = None,
        sparse_indices: Iterable[int] | None = None,
        sparse_indices_shape: Iterable[int] | None = None,
        sparse_values: Iterable[float] | None = None,
        validate_indices: bool | None = None,
    ) -> None: ...

class SpatialBatchingPoolingParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    BATCH_H_FIELD_NUMBER: Final = 20001
    BATCH_W_FIELD_NUMBER: Final = 20002
    CEIL_MODE_FIELD_NUMBER: Final = 20003
    ENGINE_FIELD_NUMBER: Final = 20004
    GLOBAL_POOLING_FIELD_NUMBER: Final = 20005
    INPUT_SCALE_FIELD_NUMBER: Final = 20006
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20007
    KERNEL_H_FIELD_NUMBER: Final = 20008
    KERNEL_SIZE_FIELD_NUMBER: Final = 20009
    KERNEL_W_FIELD_NUMBER: Final = 20010
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20011
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20012
    PAD_FIELD_NUMBER: Final = 20013
    PAD_B_FIELD_NUMBER: Final = 20014
    PAD_H_FIELD_NUMBER: Final = 20015
    PAD_L_FIELD_NUMBER: Final = 20016
    PAD_R_FIELD_NUMBER: Final = 20017
    PAD_T_FIELD_NUMBER: Final = 20018
    PAD_W_FIELD_NUMBER: Final = 20019
    POOL_FIELD_NUMBER: Final = 20020
    SATURATE_FIELD_NUMBER: Final = 20021
    SKIP_H_FIELD_NUMBER: Final = 20022
    SKIP_W_FIELD_NUMBER: Final = 20023
    SPATIAL_BATCHING_H_FIELD_NUMBER: Final = 20024
    SPATIAL_BATCHING_W_FIELD_NUMBER: Final = 20025
    STRIDE_FIELD_NUMBER: Final = 20026
    STRIDE_H_FIELD_NUMBER: Final = 20027
    STRIDE_W_FIELD_NUMBER: Final = 20028
    batch_h: int  # default 0
    batch_w: int  # default 0
    ceil_mode: bool  # default true
    engine: int  # default DEFAULT
    global_pooling: bool  # default false
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    kernel_h: int  # default 0
    kernel_size: int  # default 0
    kernel_w: int  # default 0
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    pad: int  # default 0
    pad_b: int  # default 0
    pad_h: int  # default 0
    pad_l: int  # default 0
    pad_r: int  # default 0
    pad_t: int  # default 0
    pad_w: int  # default 0
    pool: int  # default MAX
    saturate: int  # default None
    skip_h: int  # default 0
    skip_w: int  # default 0
    spatial_batching_h: int  # default 0
    spatial_batching_w: int  # default 0
    stride: int  # default 1
    stride_h: int  # default 0
    stride_w: int  # default 0
    def __init__(
        self,
        *,
        batch_h: int | None = None,
        batch_w: int | None = None,
        ceil_mode: bool | None = None,
        engine: int | str | None = None,
        global_pooling: bool | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        kernel_h: int | None = None,
        kernel_size: int | None = None,
        kernel_w: int | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        pad: int | None = None,
        pad_b: int | None = None,
        pad_h: int | None = None,
        pad_l: int | None = None,
        pad_r: int | None = None,
        pad_t: int | None = None,
        pad_w: int | None = None,
        pool: int | str | None = None,
        saturate: int | str | None = None,
        skip_h: int | None = None,
        skip_w: int | None = None,
        spatial_batching_h: int | None = None,
        spatial_batching_w: int | None = None,
        stride: int | None = None,
        stride_h: int | None = None,
        stride_w: int | None = None,
    ) -> None: ...

class SpatialDropoutParameter(Message):
    DROPOUT_RATIO_FIELD_NUMBER: Final = 20001
    dropout_ratio: float  # default 0.5
    def __init__(
        self,
        *,
        dropout_ratio: float | None = None,
    ) -> None: ...

class SpatialPyramidPoolingDataParameter(Message):
    BATCH_SIZE_FIELD_NUMBER: Final = 20001
    FEATURES_SOURCE_FIELD_NUMBER: Final = 20002
    REGIONS_SOURCE_FIELD_NUMBER: Final = 20003
    batch_size: int  # default 0
    features_source: str
    regions_source: str
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        features_source: str | None = None,
        regions_source: str | None = None,
    ) -> None: ...

class SpatialPyramidPoolingParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 20001
    POOL_FIELD_NUMBER: Final = 20001
    SCALE_FIELD_NUMBER: Final = 20002
    SPATIAL_BIN_FIELD_NUMBER: Final = 20003
    pool: int
    @property
    def scale(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def spatial_bin(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        pool: int | str | None = None,
        scale: Iterable[float] | None = None,
        spatial_bin: Iterable[int] | None = None,
    ) -> None: ...

class SpatialTransformerParameter(Message):
    OUTPUT_H_FIELD_NUMBER: Final = 20001
    OUTPUT_W_FIELD_NUMBER: Final = 20002
    SAMPLER_TYPE_FIELD_NUMBER: Final = 20003
    THETA_1_1_FIELD_NUMBER: Final = 20004
    THETA_1_2_FIELD_NUMBER: Final = 20005
    THETA_1_3_FIELD_NUMBER: Final = 20006
    THETA_2_1_FIELD_NUMBER: Final = 20007
    THETA_2_2_FIELD_NUMBER: Final = 20008
    THETA_2_3_FIELD_NUMBER: Final = 20009
    TO_COMPUTE_DU_FIELD_NUMBER: Final = 20010
    TRANSFORM_TYPE_FIELD_NUMBER: Final = 20011
    output_H: int  # default 0
    output_W: int  # default 0
    sampler_type: str  # default bilinear
    theta_1_1: float  # default 0
    theta_1_2: float  # default 0
    theta_1_3: float  # default 0
    theta_2_1: float  # default 0
    theta_2_2: float  # default 0
    theta_2_3: float  # default 0
    to_compute_dU: bool  # default true
    transform_type: str  # default affine
    def __init__(
        self,
        *,
        output_H: int | None = None,
        output_W: int | None = None,
        sampler_type: str | None = None,
        theta_1_1: float | None = None,
        theta_1_2: float | None = None,
        theta_1_3: float | None = None,
        theta_2_1: float | None = None,
        theta_2_2: float | None = None,
        theta_2_3: float | None = None,
        to_compute_dU: bool | None = None,
        transform_type: str | None = None,
    ) -> None: ...

class SplitParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    MKL2017: Final = 3
    MKLDNN: Final = 4
    ENGINE_FIELD_NUMBER: Final = 20001
    engine: int  # default DEFAULT
    def __init__(
        self,
        *,
        engine: int | str | None = None,
    ) -> None: ...

class SqueezeConvolutionParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    QuantizeMethod: ClassVar[EnumTypeWrapper]
    tflite: Final = 0
    ONNX: Final = 1
    Caffe2: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    AXIS_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BIAS_MASK_FILLER_FIELD_NUMBER: Final = 20003
    BIAS_TERM_FIELD_NUMBER: Final = 20004
    C_RATE_FIELD_NUMBER: Final = 20005
    DILATION_FIELD_NUMBER: Final = 20006
    DYNAMICSPLICING_FIELD_NUMBER: Final = 20007
    ENGINE_FIELD_NUMBER: Final = 20008
    FORCE_ND_IM2COL_FIELD_NUMBER: Final = 20009
    GAMMA_FIELD_NUMBER: Final = 20010
    GROUP_FIELD_NUMBER: Final = 20011
    INPUT_SCALE_FIELD_NUMBER: Final = 20012
    INPUT_ZERO_POINT_FIELD_NUMBER: Final = 20013
    ITER_STOP_FIELD_NUMBER: Final = 20014
    KERNEL_H_FIELD_NUMBER: Final = 20015
    KERNEL_SIZE_FIELD_NUMBER: Final = 20016
    KERNEL_W_FIELD_NUMBER: Final = 20017
    NUM_OUTPUT_FIELD_NUMBER: Final = 20018
    OUTPUT_SCALE_FIELD_NUMBER: Final = 20019
    OUTPUT_ZERO_POINT_FIELD_NUMBER: Final = 20020
    PAD_FIELD_NUMBER: Final = 20021
    PAD_B_FIELD_NUMBER: Final = 20022
    PAD_H_FIELD_NUMBER: Final = 20023
    PAD_L_FIELD_NUMBER: Final = 20024
    PAD_R_FIELD_NUMBER: Final = 20025
    PAD_T_FIELD_NUMBER: Final = 20026
    PAD_TYPE_FIELD_NUMBER: Final = 20027
    PAD_W_FIELD_NUMBER: Final = 20028
    PER_CHANNEL_SCALE_OUTPUT_FIELD_NUMBER: Final = 20029
    PER_CHANNEL_SCALE_WEIGHT_FIELD_NUMBER: Final = 20030
    POWER_FIELD_NUMBER: Final = 20031
    QUANTIZE_METHOD_FIELD_NUMBER: Final = 20032
    SATURATE_FIELD_NUMBER: Final = 20033
    SPLICING_RATE_FIELD_NUMBER: Final = 20034
    STRIDE_FIELD_NUMBER: Final = 20035
    STRIDE_H_FIELD_NUMBER: Final = 20036
    STRIDE_W_FIELD_NUMBER: Final = 20037
    SUBMANIFOLD_SPARSE_FIELD_NUMBER: Final = 20038
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20039
    WEIGHT_MASK_FILLER_FIELD_NUMBER: Final = 20040
    WEIGHT_SCALE_FIELD_NUMBER: Final = 20041
    WEIGHT_ZERO_POINT_FIELD_NUMBER: Final = 20042
    axis: int  # default 1
    @property
    def bias_filler(self) -> FillerParameter: ...
    @property
    def bias_mask_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    c_rate: float  # default 3
    @property
    def dilation(self) -> RepeatedScalarFieldContainer[int]: ...
    dynamicsplicing: bool  # default false
    engine: int  # default DEFAULT
    force_nd_im2col: bool  # default false
    gamma: float  # default 0.001
    group: int  # default 1
    input_scale: float  # default 1
    input_zero_point: int  # default 0
    iter_stop: float  # default 10000
    kernel_h: int  # default 0
    @property
    def kernel_size(self) -> RepeatedScalarFieldContainer[int]: ...
    kernel_w: int  # default 0
    num_output: int  # default 0
    output_scale: float  # default 1
    output_zero_point: int  # default 0
    @property
    def pad(self) -> RepeatedScalarFieldContainer[int]: ...
    pad_b: int  # default 0
    pad_h: int  # default 0
    pad_l: int  # default 0
    pad_r: int  # default 0
    pad_t: int  # default 0
    pad_type: int  # default 0
    pad_w: int  # default 0
    per_channel_scale_output: bool  # default false
    per_channel_scale_weight: bool  # default false
    power: float  # default 1
    quantize_method: int  # default tflite
    saturate: int  # default None
    splicing_rate: float  # default 0.0001
    @property
    def stride(self) -> RepeatedScalarFieldContainer[int]: ...
    stride_h: int  # default 0
    stride_w: int  # default 0
    submanifold_sparse: bool  # default false
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def weight_mask_filler(self) -> FillerParameter: ...
    weight_scale: float  # default 1
    weight_zero_point: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_mask_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        c_rate: float | None = None,
        dilation: Iterable[int] | None = None,
        dynamicsplicing: bool | None = None,
        engine: int | str | None = None,
        force_nd_im2col: bool | None = None,
        gamma: float | None = None,
        group: int | None = None,
        input_scale: float | None = None,
        input_zero_point: int | None = None,
        iter_stop: float | None = None,
        kernel_h: int | None = None,
        kernel_size: Iterable[int] | None = None,
        kernel_w: int | None = None,
        num_output: int | None = None,
        output_scale: float | None = None,
        output_zero_point: int | None = None,
        pad: Iterable[int] | None = None,
        pad_b: int | None = None,
        pad_h: int | None = None,
        pad_l: int | None = None,
        pad_r: int | None = None,
        pad_t: int | None = None,
        pad_type: int | None = None,
        pad_w: int | None = None,
        per_channel_scale_output: bool | None = None,
        per_channel_scale_weight: bool | None = None,
        power: float | None = None,
        quantize_method: int | str | None = None,
        saturate: int | str | None = None,
        splicing_rate: float | None = None,
        stride: Iterable[int] | None = None,
        stride_h: int | None = None,
        stride_w: int | None = None,
        submanifold_sparse: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        weight_mask_filler: FillerParameter | dict[str, Any] | None = None,
        weight_scale: float | None = None,
        weight_zero_point: int | None = None,
    ) -> None: ...

class SqueezeInnerProductParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    BIAS_FILLER_FIELD_NUMBER: Final = 20002
    BIAS_MASK_FILLER_FIELD_NUMBER: Final = 20003
    BIAS_TERM_FIELD_NUMBER: Final = 20004
    C_RATE_FIELD_NUMBER: Final = 20005
    DYNAMICSPLICING_FIELD_NUMBER: Final = 20006
    GAMMA_FIELD_NUMBER: Final = 20007
    ITER_STOP_FIELD_NUMBER: Final = 20008
    NUM_OUTPUT_FIELD_NUMBER: Final = 20009
    POWER_FIELD_NUMBER: Final = 20010
    SPLICING_RATE_FIELD_NUMBER: Final = 20011
    TRANSPOSE_FIELD_NUMBER: Final = 20012
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20013
    WEIGHT_MASK_FILLER_FIELD_NUMBER: Final = 20014
    axis: int  # default 1
    @property
    def bias_filler(self) -> FillerParameter: ...
    @property
    def bias_mask_filler(self) -> FillerParameter: ...
    bias_term: bool  # default true
    c_rate: float  # default 3
    dynamicsplicing: bool  # default false
    gamma: float  # default 0.001
    iter_stop: float  # default 8000
    num_output: int  # default 0
    power: float  # default 1
    splicing_rate: float  # default 0.001
    transpose: bool  # default false
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def weight_mask_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        bias_mask_filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        c_rate: float | None = None,
        dynamicsplicing: bool | None = None,
        gamma: float | None = None,
        iter_stop: float | None = None,
        num_output: int | None = None,
        power: float | None = None,
        splicing_rate: float | None = None,
        transpose: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        weight_mask_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class SqueezeParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    @property
    def axis(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: Iterable[int] | None = None,
    ) -> None: ...

class StackParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    axis: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
    ) -> None: ...

class StridedSliceParameter(Message):
    AXES_FIELD_NUMBER: Final = 20001
    BEGIN_FIELD_NUMBER: Final = 20002
    BEGIN_MASK_FIELD_NUMBER: Final = 20003
    ELLIPSIS_MASK_FIELD_NUMBER: Final = 20004
    END_FIELD_NUMBER: Final = 20005
    END_MASK_FIELD_NUMBER: Final = 20006
    NEW_AXIS_MASK_FIELD_NUMBER: Final = 20007
    SHRINK_AXIS_MASK_FIELD_NUMBER: Final = 20008
    STRIDES_FIELD_NUMBER: Final = 20009
    @property
    def axes(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def begin(self) -> RepeatedScalarFieldContainer[int]: ...
    begin_mask: int  # default 0
    ellipsis_mask: int  # default 0
    @property
    def end(self) -> RepeatedScalarFieldContainer[int]: ...
    end_mask: int  # default 0
    new_axis_mask: int  # default 0
    shrink_axis_mask: int  # default 0
    @property
    def strides(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axes: Iterable[int] | None = None,
        begin: Iterable[int] | None = None,
        begin_mask: int | None = None,
        ellipsis_mask: int | None = None,
        end: Iterable[int] | None = None,
        end_mask: int | None = None,
        new_axis_mask: int | None = None,
        shrink_axis_mask: int | None = None,
        strides: Iterable[int] | None = None,
    ) -> None: ...

class SubRegionParameter(Message):
    AS_DIM_FIELD_NUMBER: Final = 20001
    DATA_HEIGHT_FIELD_NUMBER: Final = 20002
    DATA_WIDTH_FIELD_NUMBER: Final = 20003
    REGION_HEIGHT_FIELD_NUMBER: Final = 20004
    REGION_WIDTH_FIELD_NUMBER: Final = 20005
    as_dim: int  # default 1
    data_height: int  # default 0
    data_width: int  # default 0
    region_height: int  # default 0
    region_width: int  # default 0
    def __init__(
        self,
        *,
        as_dim: int | None = None,
        data_height: int | None = None,
        data_width: int | None = None,
        region_height: int | None = None,
        region_width: int | None = None,
    ) -> None: ...

class TRTParameter(Message):
    TRTMode: ClassVar[EnumTypeWrapper]
    FP32: Final = 0
    FP16: Final = 1
    INT8: Final = 2
    CALIBRATOR_FIELD_NUMBER: Final = 20001
    DEPLOY_FIELD_NUMBER: Final = 20002
    DEPLOY_OUTPUTS_FIELD_NUMBER: Final = 20003
    MODEL_FIELD_NUMBER: Final = 20004
    TOP_K_FIELD_NUMBER: Final = 20005
    TRT_MODE_FIELD_NUMBER: Final = 20006
    calibrator: str
    deploy: str
    @property
    def deploy_outputs(self) -> RepeatedScalarFieldContainer[str]: ...
    model: str
    top_k: int  # default 1
    trt_mode: int  # default INT8
    def __init__(
        self,
        *,
        calibrator: str | None = None,
        deploy: str | None = None,
        deploy_outputs: Iterable[str] | None = None,
        model: str | None = None,
        top_k: int | None = None,
        trt_mode: int | str | None = None,
    ) -> None: ...

class Tensor2BoxParameter(Message):
    ANCHORS_X_FIELD_NUMBER: Final = 20001
    ANCHORS_Y_FIELD_NUMBER: Final = 20002
    IMG_DIM_H_FIELD_NUMBER: Final = 20003
    IMG_DIM_W_FIELD_NUMBER: Final = 20004
    NUM_CLASSES_FIELD_NUMBER: Final = 20005
    @property
    def anchors_x(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def anchors_y(self) -> RepeatedScalarFieldContainer[int]: ...
    img_dim_h: int  # default 0
    img_dim_w: int  # default 0
    num_classes: int  # default 0
    def __init__(
        self,
        *,
        anchors_x: Iterable[int] | None = None,
        anchors_y: Iterable[int] | None = None,
        img_dim_h: int | None = None,
        img_dim_w: int | None = None,
        num_classes: int | None = None,
    ) -> None: ...

class ThresholdedReLUParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    alpha: float  # default 1
    def __init__(
        self,
        *,
        alpha: float | None = None,
    ) -> None: ...

class TileNDParameter(Message):
    MULTIPLES_FIELD_NUMBER: Final = 20001
    @property
    def multiples(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        multiples: Iterable[int] | None = None,
    ) -> None: ...

class TopKParameter(Message):
    A_FIELD_NUMBER: Final = 20001
    K_FIELD_NUMBER: Final = 20002
    a: float  # default 0
    k: int  # default 0
    def __init__(
        self,
        *,
        a: float | None = None,
        k: int | None = None,
    ) -> None: ...

class TopkGatherParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    TOP_K_FIELD_NUMBER: Final = 20002
    axis: int  # default 0
    top_k: int  # default 1
    def __init__(
        self,
        *,
        axis: int | None = None,
        top_k: int | None = None,
    ) -> None: ...

class TransferParameter(Message):
    COPY_BG_FIELD_NUMBER: Final = 20001
    DETECTION_BOX_INPUT_DIR_FIELD_NUMBER: Final = 20002
    FORCE_CPU_FIELD_NUMBER: Final = 20003
    NO_DETECTIONS_FIELD_NUMBER: Final = 20004
    copy_bg: bool  # default true
    detection_box_input_dir: str
    force_cpu: bool  # default false
    no_detections: bool  # default false
    def __init__(
        self,
        *,
        copy_bg: bool | None = None,
        detection_box_input_dir: str | None = None,
        force_cpu: bool | None = None,
        no_detections: bool | None = None,
    ) -> None: ...

class TransposeParameter(Message):
    C_FIELD_NUMBER: Final = 20001
    DIM_FIELD_NUMBER: Final = 20002
    H_FIELD_NUMBER: Final = 20003
    N_FIELD_NUMBER: Final = 20004
    W_FIELD_NUMBER: Final = 20005
    c: int  # default 0
    @property
    def dim(self) -> RepeatedScalarFieldContainer[int]: ...
    h: int  # default 2
    n: int  # default 1
    w: int  # default 3
    def __init__(
        self,
        *,
        c: int | None = None,
        dim: Iterable[int] | None = None,
        h: int | None = None,
        n: int | None = None,
        w: int | None = None,
    ) -> None: ...

class TreeParameter(Message):
    LABEL_TRANSFORM_FILE_FIELD_NUMBER: Final = 20001
    TREE_DEPTH_FIELD_NUMBER: Final = 20002
    @property
    def label_transform_file(self) -> RepeatedScalarFieldContainer[str]: ...
    tree_depth: int  # default 0
    def __init__(
        self,
        *,
        label_transform_file: Iterable[str] | None = None,
        tree_depth: int | None = None,
    ) -> None: ...

class TripletLossParameter(Message):
    ALPHA_FIELD_NUMBER: Final = 20001
    EPS_FIELD_NUMBER: Final = 20002
    LOSSTYPE_FIELD_NUMBER: Final = 20003
    MARGIN_FIELD_NUMBER: Final = 20004
    NUM_NEGATIVES_FIELD_NUMBER: Final = 20005
    NUM_TRIPLETS_FIELD_NUMBER: Final = 20006
    PREGEN_LABEL_START_FIELD_NUMBER: Final = 20007
    alpha: float  # default 0
    eps: float  # default 1e-05
    losstype: int  # default 0
    margin: float
    num_negatives: int  # default 0
    num_triplets: int  # default 0
    pregen_label_start: int  # default 0
    def __init__(
        self,
        *,
        alpha: float | None = None,
        eps: float | None = None,
        losstype: int | None = None,
        margin: float | None = None,
        num_negatives: int | None = None,
        num_triplets: int | None = None,
        pregen_label_start: int | None = None,
    ) -> None: ...

class TruncationParameter(Message):
    LOWER_BOUND_FIELD_NUMBER: Final = 20001
    UPPER_BOUND_FIELD_NUMBER: Final = 20002
    lower_bound: float  # default 0
    upper_bound: float  # default 5
    def __init__(
        self,
        *,
        lower_bound: float | None = None,
        upper_bound: float | None = None,
    ) -> None: ...

class UnPoolingParameter(Message):
    Pool: ClassVar[EnumTypeWrapper]
    MAX: Final = 20001
    UnPoolMethod: ClassVar[EnumTypeWrapper]
    FIXED: Final = 0
    DIV: Final = 1
    REP: Final = 2
    KERNEL_SIZE_FIELD_NUMBER: Final = 20001
    OUT_KERNEL_H_FIELD_NUMBER: Final = 20002
    OUT_KERNEL_SIZE_FIELD_NUMBER: Final = 20003
    OUT_KERNEL_W_FIELD_NUMBER: Final = 20004
    OUT_PAD_FIELD_NUMBER: Final = 20005
    OUT_PAD_H_FIELD_NUMBER: Final = 20006
    OUT_PAD_W_FIELD_NUMBER: Final = 20007
    OUT_STRIDE_FIELD_NUMBER: Final = 20008
    OUT_STRIDE_H_FIELD_NUMBER: Final = 20009
    OUT_STRIDE_W_FIELD_NUMBER: Final = 20010
    POOL_FIELD_NUMBER: Final = 20011
    STRIDE_FIELD_NUMBER: Final = 20012
    UNPOOL_FIELD_NUMBER: Final = 20013
    kernel_size: int  # default 0
    out_kernel_h: int  # default 0
    out_kernel_size: int  # default 0
    out_kernel_w: int  # default 0
    out_pad: int  # default 0
    out_pad_h: int  # default 0
    out_pad_w: int  # default 0
    out_stride: int  # default 1
    out_stride_h: int  # default 0
    out_stride_w: int  # default 0
    pool: int
    stride: int  # default 0
    unpool: int  # default FIXED
    def __init__(
        self,
        *,
        kernel_size: int | None = None,
        out_kernel_h: int | None = None,
        out_kernel_size: int | None = None,
        out_kernel_w: int | None = None,
        out_pad: int | None = None,
        out_pad_h: int | None = None,
        out_pad_w: int | None = None,
        out_stride: int | None = None,
        out_stride_h: int | None = None,
        out_stride_w: int | None = None,
        pool: int | str | None = None,
        stride: int | None = None,
        unpool: int | str | None = None,
    ) -> None: ...

class UniqueLabelParameter(Message):
    FORCE_LABEL_FIELD_NUMBER: Final = 20001
    IGNORE_LABEL_FIELD_NUMBER: Final = 20002
    MAX_LABELS_FIELD_NUMBER: Final = 20003
    @property
    def force_label(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def ignore_label(self) -> RepeatedScalarFieldContainer[int]: ...
    max_labels: int  # default 0
    def __init__(
        self,
        *,
        force_label: Iterable[float] | None = None,
        ignore_label: Iterable[int] | None = None,
        max_labels: int | None = None,
    ) -> None: ...

class UnstackParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    NUM_FIELD_NUMBER: Final = 20002
    axis: int  # default 0
    num: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        num: int | None = None,
    ) -> None: ...

class UpsampleDarknetParameter(Message):
    STRIDE_FIELD_NUMBER: Final = 20001
    stride: int  # default 1
    def __init__(
        self,
        *,
        stride: int | None = None,
    ) -> None: ...

class UpsampleParameter(Message):
    PAD_OUT_H_FIELD_NUMBER: Final = 20001
    PAD_OUT_W_FIELD_NUMBER: Final = 20002
    SCALE_FIELD_NUMBER: Final = 20003
    SCALE_H_FIELD_NUMBER: Final = 20004
    SCALE_W_FIELD_NUMBER: Final = 20005
    UPSAMPLE_H_FIELD_NUMBER: Final = 20006
    UPSAMPLE_W_FIELD_NUMBER: Final = 20007
    pad_out_h: bool  # default false
    pad_out_w: bool  # default false
    scale: int
    scale_h: int  # default 0
    scale_w: int  # default 0
    upsample_h: int  # default 0
    upsample_w: int  # default 0
    def __init__(
        self,
        *,
        pad_out_h: bool | None = None,
        pad_out_w: bool | None = None,
        scale: int | None = None,
        scale_h: int | None = None,
        scale_w: int | None = None,
        upsample_h: int | None = None,
        upsample_w: int | None = None,
    ) -> None: ...

class VideoDataParameter(Message):
    VideoType: ClassVar[EnumTypeWrapper]
    WEBCAM: Final = 0
    VIDEO: Final = 1
    DB: ClassVar[EnumTypeWrapper]
    LEVELDB: Final = 0
    LMDB: Final = 1
    Modality: ClassVar[EnumTypeWrapper]
    RGB: Final = 0
    FLOW: Final = 1
    BACKEND_FIELD_NUMBER: Final = 20001
    BATCH_SIZE_FIELD_NUMBER: Final = 20002
    CROP_SIZE_FIELD_NUMBER: Final = 20003
    DEVICE_ID_FIELD_NUMBER: Final = 20004
    ENCODED_FIELD_NUMBER: Final = 20005
    GRAYSCALE_FIELD_NUMBER: Final = 20006
    IS_COLOR_FIELD_NUMBER: Final = 20007
    LENGTH_FIRST_FIELD_NUMBER: Final = 20008
    MAX_SAMPLING_RATE_FIELD_NUMBER: Final = 20009
    MEAN_FILE_FIELD_NUMBER: Final = 20010
    MIRROR_FIELD_NUMBER: Final = 20011
    MODALITY_FIELD_NUMBER: Final = 20012
    NAME_PATTERN_FIELD_NUMBER: Final = 20013
    NEW_HEIGHT_FIELD_NUMBER: Final = 20014
    NEW_LENGTH_FIELD_NUMBER: Final = 20015
    NEW_WIDTH_FIELD_NUMBER: Final = 20016
    NUM_OF_LABELS_FIELD_NUMBER: Final = 20017
    NUM_SEGMENTS_FIELD_NUMBER: Final = 20018
    PREFETCH_FIELD_NUMBER: Final = 20019
    RAND_SKIP_FIELD_NUMBER: Final = 20020
    RAND_STEP_FIELD_NUMBER: Final = 20021
    ROOT_FOLDER_FIELD_NUMBER: Final = 20022
    SAMPLING_RATE_FIELD_NUMBER: Final = 20023
    SCALE_FIELD_NUMBER: Final = 20024
    SHOW_DATA_FIELD_NUMBER: Final = 20025
    SHUFFLE_FIELD_NUMBER: Final = 20026
    SKIP_FRAMES_FIELD_NUMBER: Final = 20027
    SOURCE_FIELD_NUMBER: Final = 20028
    STEP_FIELD_NUMBER: Final = 20029
    USE_IMAGE_FIELD_NUMBER: Final = 20030
    USE_MULTIPLE_LABEL_FIELD_NUMBER: Final = 20031
    USE_SAMPLING_RATE_JITTER_FIELD_NUMBER: Final = 20032
    USE_TEMPORAL_JITTER_FIELD_NUMBER: Final = 20033
    VIDEO_FILE_FIELD_NUMBER: Final = 20034
    VIDEO_TYPE_FIELD_NUMBER: Final = 20035
    backend: int  # default LEVELDB
    batch_size: int
    crop_size: int  # default 0
    device_id: int  # default 0
    encoded: bool  # default false
    grayscale: bool  # default false
    is_color: bool  # default true
    length_first: bool  # default false
    max_sampling_rate: int  # default 1
    mean_file: str
    mirror: bool  # default false
    modality: int  # default FLOW
    name_pattern: str
    new_height: int  # default 0
    new_length: int
    new_width: int  # default 0
    num_of_labels: int  # default 1
    num_segments: int  # default 1
    prefetch: int  # default 4
    rand_skip: int  # default 0
    rand_step: bool  # default false
    root_folder: str
    sampling_rate: int  # default 1
    scale: float  # default 1
    show_data: bool  # default false
    shuffle: bool  # default false
    skip_frames: int  # default 0
    source: str
    step: int  # default 1
    use_image: bool  # default false
    use_multiple_label: bool  # default false
    use_sampling_rate_jitter: bool  # default false
    use_temporal_jitter: bool  # default false
    video_file: str
    video_type: int  # default WEBCAM
    def __init__(
        self,
        *,
        backend: int | str | None = None,
        batch_size: int | None = None,
        crop_size: int | None = None,
        device_id: int | None = None,
        encoded: bool | None = None,
        grayscale: bool | None = None,
        is_color: bool | None = None,
        length_first: bool | None = None,
        max_sampling_rate: int | None = None,
        mean_file: str | None = None,
        mirror: bool | None = None,
        modality: int | str | None = None,
        name_pattern: str | None = None,
        new_height: int | None = None,
        new_length: int | None = None,
        new_width: int | None = None,
        num_of_labels: int | None = None,
        num_segments: int | None = None,
        prefetch: int | None = None,
        rand_skip: int | None = None,
        rand_step: bool | None = None,
        root_folder: str | None = None,
        sampling_rate: int | None = None,
        scale: float | None = None,
        show_data: bool | None = None,
        shuffle: bool | None = None,
        skip_frames: int | None = None,
        source: str | None = None,
        step: int | None = None,
        use_image: bool | None = None,
        use_multiple_label: bool | None = None,
        use_sampling_rate_jitter: bool | None = None,
        use_temporal_jitter: bool | None = None,
        video_file: str | None = None,
        video_type: int | str | None = None,
    ) -> None: ...

class WarpCtcLossParameter(Message):
    ALPHABET_SIZE_FIELD_NUMBER: Final = 20001
    BLANK_LABEL_FIELD_NUMBER: Final = 20002
    TIME_STEP_FIELD_NUMBER: Final = 20003
    alphabet_size: int  # default 0
    blank_label: int  # default 0
    time_step: int  # default 0
    def __init__(
        self,
        *,
        alphabet_size: int | None = None,
        blank_label: int | None = None,
        time_step: int | None = None,
    ) -> None: ...

class WassersteinParameter(Message):
    GROUND_METRIC_FIELD_NUMBER: Final = 20001
    LAMBDA_FIELD_NUMBER: Final = 20002
    SCALING_ITER_FIELD_NUMBER: Final = 20003
    ground_metric: str
    scaling_iter: int  # default 0
    def __init__(
        self,
        *,
        ground_metric: str | None = None,
        scaling_iter: int | None = None,
    ) -> None: ...

class Where4GatherndCropParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    CROP_H_FIELD_NUMBER: Final = 20002
    CROP_W_FIELD_NUMBER: Final = 20003
    EXTRAPOLATION_VALUE_FIELD_NUMBER: Final = 20004
    NUM_OUTPUT_FIELD_NUMBER: Final = 20005
    axis: int  # default 1
    crop_h: int  # default 0
    crop_w: int  # default 0
    extrapolation_value: float  # default 0
    num_output: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        crop_h: int | None = None,
        crop_w: int | None = None,
        extrapolation_value: float | None = None,
        num_output: int | None = None,
    ) -> None: ...

class Where4GatherndParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    NUM_OUTPUT_FIELD_NUMBER: Final = 20002
    axis: int  # default 1
    num_output: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_output: int | None = None,
    ) -> None: ...

class Where4Parameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    NUM_OUTPUT_FIELD_NUMBER: Final = 20002
    axis: int  # default 1
    num_output: int  # default 0
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_output: int | None = None,
    ) -> None: ...

class WightedEltwiseParameter(Message):
    FusionOp: ClassVar[EnumTypeWrapper]
    SOFTMAX: Final = 0
    NORMAL: Final = 1
    FASTER: Final = 2
    OPERATION_FIELD_NUMBER: Final = 20001
    WEIGHT_FILLER_FIELD_NUMBER: Final = 20002
    operation: int  # default FASTER
    @property
    def weight_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        operation: int | str | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class WriterParameter(Message):
    FILE_FIELD_NUMBER: Final = 20001
    FOLDER_FIELD_NUMBER: Final = 20002
    NORMALIZE_FIELD_NUMBER: Final = 20003
    PREFIX_FIELD_NUMBER: Final = 20004
    SCALE_FIELD_NUMBER: Final = 20005
    SUFFIX_FIELD_NUMBER: Final = 20006
    file: str
    folder: str
    normalize: bool  # default false
    prefix: str
    scale: float  # default 1
    suffix: str
    def __init__(
        self,
        *,
        file: str | None = None,
        folder: str | None = None,
        normalize: bool | None = None,
        prefix: str | None = None,
        scale: float | None = None,
        suffix: str | None = None,
    ) -> None: ...

class XLUParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    SaturateMethod: ClassVar[EnumTypeWrapper]
    Signed: Final = 1
    Unsigned: Final = 2
    Signed_8bit: Final = 3
    Unsigned_8bit: Final = 4
    ENGINE_FIELD_NUMBER: Final = 20001
    MAXIMUM_FIELD_NUMBER: Final = 20002
    MINIMUM_FIELD_NUMBER: Final = 20003
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 20004
    RELU6_FIELD_NUMBER: Final = 20005
    SATURATE_FIELD_NUMBER: Final = 20006
    engine: int  # default DEFAULT
    maximum: float  # default 0
    minimum: float  # default 0
    negative_slope: float  # default 0
    relu6: bool  # default false
    saturate: int  # default None
    def __init__(
        self,
        *,
        engine: int | str | None = None,
        maximum: float | None = None,
        minimum: float | None = None,
        negative_slope: float | None = None,
        relu6: bool | None = None,
        saturate: int | str | None = None,
    ) -> None: ...

class YoloDetectionOutputParameter(Message):
    BIASES_FIELD_NUMBER: Final = 20001
    CONFIDENCE_THRESHOLD_FIELD_NUMBER: Final = 20002
    COORDS_FIELD_NUMBER: Final = 20003
    LABEL_MAP_FILE_FIELD_NUMBER: Final = 20004
    NMS_THRESHOLD_FIELD_NUMBER: Final = 20005
    NUM_BOX_FIELD_NUMBER: Final = 20006
    NUM_CLASSES_FIELD_NUMBER: Final = 20007
    SIDE_FIELD_NUMBER: Final = 20008
    SSD_FORMAT_FIELD_NUMBER: Final = 20009
    VISUALIZE_FIELD_NUMBER: Final = 20010
    VISUALIZE_THRESHOLD_FIELD_NUMBER: Final = 20011
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    confidence_threshold: float  # default 0.01
    coords: int  # default 4
    label_map_file: str
    nms_threshold: float  # default 0.45
    num_box: int  # default 5
    num_classes: int  # default 20
    side: int  # default 13
    ssd_format: bool  # default false
    visualize: bool  # default false
    visualize_threshold: float  # default 0
    def __init__(
        self,
        *,
        biases: Iterable[float] | None = None,
        confidence_threshold: float | None = None,
        coords: int | None = None,
        label_map_file: str | None = None,
        nms_threshold: float | None = None,
        num_box: int | None = None,
        num_classes: int | None = None,
        side: int | None = None,
        ssd_format: bool | None = None,
        visualize: bool | None = None,
        visualize_threshold: float | None = None,
    ) -> None: ...

class YoloSegParameter(Message):
    CLASS_SCALE_FIELD_NUMBER: Final = 20001
    NUM_CLASS_FIELD_NUMBER: Final = 20002
    OBJECT_SCALE_FIELD_NUMBER: Final = 20003
    USE_HARDSIGMOID_FIELD_NUMBER: Final = 20004
    USE_LOGIC_GRADIENT_FIELD_NUMBER: Final = 20005
    class_scale: float  # default 1
    num_class: int  # default 0
    object_scale: float  # default 5
    use_hardsigmoid: bool  # default false
    use_logic_gradient: bool  # default false
    def __init__(
        self,
        *,
        class_scale: float | None = None,
        num_class: int | None = None,
        object_scale: float | None = None,
        use_hardsigmoid: bool | None = None,
        use_logic_gradient: bool | None = None,
    ) -> None: ...

class YoloV2LossParameter(Message):
    ANCHORS_FIELD_NUMBER: Final = 20001
    BOX_SCALE_FIELD_NUMBER: Final = 20002
    CLASS_SCALE_FIELD_NUMBER: Final = 20003
    CONSTRAINT_FIELD_NUMBER: Final = 20004
    NOOBJECT_SCALE_FIELD_NUMBER: Final = 20005
    NUM_CLASSES_FIELD_NUMBER: Final = 20006
    NUM_OBJECT_FIELD_NUMBER: Final = 20007
    OBJECT_SCALE_FIELD_NUMBER: Final = 20008
    RESCORE_FIELD_NUMBER: Final = 20009
    SIDE_FIELD_NUMBER: Final = 20010
    THRESH_FIELD_NUMBER: Final = 20011
    @property
    def anchors(self) -> RepeatedScalarFieldContainer[float]: ...
    box_scale: float  # default 0.5
    class_scale: float  # default 0.5
    constraint: bool  # default true
    noobject_scale: float  # default 0.5
    num_classes: int  # default 0
    num_object: int  # default 0
    object_scale: float  # default 0.5
    rescore: bool  # default true
    side: int  # default 0
    thresh: float  # default 0.7
    def __init__(
        self,
        *,
        anchors: Iterable[float] | None = None,
        box_scale: float | None = None,
        class_scale: float | None = None,
        constraint: bool | None = None,
        noobject_scale: float | None = None,
        num_classes: int | None = None,
        num_object: int | None = None,
        object_scale: float | None = None,
        rescore: bool | None = None,
        side: int | None = None,
        thresh: float | None = None,
    ) -> None: ...

class YoloV3LossParameter(Message):
    ANCHORS_FIELD_NUMBER: Final = 20001
    IGNORE_THRESH_FIELD_NUMBER: Final = 20002
    MASK_FIELD_NUMBER: Final = 20003
    NET_H_FIELD_NUMBER: Final = 20004
    NET_W_FIELD_NUMBER: Final = 20005
    NUM_CLASSES_FIELD_NUMBER: Final = 20006
    NUM_OBJECT_FIELD_NUMBER: Final = 20007
    SIDE_FIELD_NUMBER: Final = 20008
    TOTAL_OBJECT_FIELD_NUMBER: Final = 20009
    TRUTH_THRESH_FIELD_NUMBER: Final = 20010
    @property
    def anchors(self) -> RepeatedScalarFieldContainer[int]: ...
    ignore_thresh: float  # default 0.7
    @property
    def mask(self) -> RepeatedScalarFieldContainer[int]: ...
    net_h: int  # default 0
    net_w: int  # default 0
    num_classes: int  # default 0
    num_object: int  # default 0
    side: int  # default 0
    total_object: int  # default 0
    truth_thresh: float  # default 1
    def __init__(
        self,
        *,
        anchors: Iterable[int] | None = None,
        ignore_thresh: float | None = None,
        mask: Iterable[int] | None = None,
        net_h: int | None = None,
        net_w: int | None = None,
        num_classes: int | None = None,
        num_object: int | None = None,
        side: int | None = None,
        total_object: int | None = None,
        truth_thresh: float | None = None,
    ) -> None: ...

class Yolov3DetectionOutputParameter(Message):
    ANCHORS_SCALE_FIELD_NUMBER: Final = 20001
    BIASES_FIELD_NUMBER: Final = 20002
    CONFIDENCE_THRESHOLD_FIELD_NUMBER: Final = 20003
    GAUSSIAN_BOX_FIELD_NUMBER: Final = 20004
    MASK_FIELD_NUMBER: Final = 20005
    MASK_GROUP_NUM_FIELD_NUMBER: Final = 20006
    NMS_THRESHOLD_FIELD_NUMBER: Final = 20007
    NUM_BOX_FIELD_NUMBER: Final = 20008
    NUM_CLASSES_FIELD_NUMBER: Final = 20009
    @property
    def anchors_scale(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    confidence_threshold: float  # default 0.01
    gaussian_box: bool  # default false
    @property
    def mask(self) -> RepeatedScalarFieldContainer[int]: ...
    mask_group_num: int  # default 2
    nms_threshold: float
    num_box: int  # default 3
    num_classes: int  # default 20
    def __init__(
        self,
        *,
        anchors_scale: Iterable[int] | None = None,
        biases: Iterable[float] | None = None,
        confidence_threshold: float | None = None,
        gaussian_box: bool | None = None,
        mask: Iterable[int] | None = None,
        mask_group_num: int | None = None,
        nms_threshold: float | None = None,
        num_box: int | None = None,
        num_classes: int | None = None,
    ) -> None: ...

class Yolov3Parameter(Message):
    IOU_LOSS: ClassVar[EnumTypeWrapper]
    IOU: Final = 0
    GIOU: Final = 1
    MSE: Final = 2
    DIOU: Final = 3
    CIOU: Final = 4
    ACCUMULATE_FIELD_NUMBER: Final = 20001
    ANCHORS_FIELD_NUMBER: Final = 20002
    ANCHORS_SCALE_FIELD_NUMBER: Final = 20003
    BIASES_FIELD_NUMBER: Final = 20004
    CLASS_SCALE_FIELD_NUMBER: Final = 20005
    COORD_SCALE_FIELD_NUMBER: Final = 20006
    IOU_LOSS_FIELD_NUMBER: Final = 20007
    IOU_NORMALIZER_FIELD_NUMBER: Final = 20008
    IOU_THRESH_FIELD_NUMBER: Final = 20009
    LABEL_SMOOTH_EPS_FIELD_NUMBER: Final = 20010
    MASK_FIELD_NUMBER: Final = 20011
    MAX_DELTA_FIELD_NUMBER: Final = 20012
    NOOBJECT_SCALE_FIELD_NUMBER: Final = 20013
    NUM_FIELD_NUMBER: Final = 20014
    NUM_CLASS_FIELD_NUMBER: Final = 20015
    OBJECT_SCALE_FIELD_NUMBER: Final = 20016
    SIDE_FIELD_NUMBER: Final = 20017
    THRESH_FIELD_NUMBER: Final = 20018
    USE_FOCAL_LOSS_FIELD_NUMBER: Final = 20019
    USE_LOGIC_GRADIENT_FIELD_NUMBER: Final = 20020
    accumulate: bool  # default true
    @property
    def anchors(self) -> RepeatedScalarFieldContainer[float]: ...
    anchors_scale: int  # default 32
    @property
    def biases(self) -> RepeatedScalarFieldContainer[float]: ...
    class_scale: float  # default 1
    coord_scale: float  # default 5
    iou_loss: int  # default MSE
    iou_normalizer: float  # default 0.25
    iou_thresh: float  # default 0.5
    label_smooth_eps: float  # default 0.1
    @property
    def mask(self) -> RepeatedScalarFieldContainer[int]: ...
    max_delta: float  # default 10
    noobject_scale: float  # default 0.5
    num: int  # default 5
    num_class: int  # default 20
    object_scale: float  # default 1
    side: int  # default 13
    thresh: float  # default 0.2
    use_focal_loss: bool  # default false
    use_logic_gradient: bool  # default false
    def __init__(
        self,
        *,
        accumulate: bool | None = None,
        anchors: Iterable[float] | None = None,
        anchors_scale: int | None = None,
        biases: Iterable[float] | None = None,
        class_scale: float | None = None,
        coord_scale: float | None = None,
        iou_loss: int | str | None = None,
        iou_normalizer: float | None = None,
        iou_thresh: float | None = None,
        label_smooth_eps: float | None = None,
        mask: Iterable[int] | None = None,
        max_delta: float | None = None,
        noobject_scale: float | None = None,
        num: int | None = None,
        num_class: int | None = None,
        object_scale: float | None = None,
        side: int | None = None,
        thresh: float | None = None,
        use_focal_loss: bool | None = None,
        use_logic_gradient: bool | None = None,
    ) -> None: ...

class anchorBox(Message):
    HEIGHT_FIELD_NUMBER: Final = 20001
    WIDTH_FIELD_NUMBER: Final = 20002
    height: float  # default 0
    width: float  # default 0
    def __init__(
        self,
        *,
        height: float | None = None,
        width: float | None = None,
    ) -> None: ...

class cosinLossParameter(Message):
    AXIS_FIELD_NUMBER: Final = 20001
    COSIN_FILLER_FIELD_NUMBER: Final = 20002
    MARGIN_FIELD_NUMBER: Final = 20003
    NUM_OUTPUT_FIELD_NUMBER: Final = 20004
    SCALE_FIELD_NUMBER: Final = 20005
    axis: int  # default 1
    @property
    def cosin_filler(self) -> FillerParameter: ...
    margin: float  # default -0.35
    num_output: int  # default 0
    scale: float  # default 64
    def __init__(
        self,
        *,
        axis: int | None = None,
        cosin_filler: FillerParameter | dict[str, Any] | None = None,
        margin: float | None = None,
        num_output: int | None = None,
        scale: float | None = None,
    ) -> None: ...

class metricDistanceParameter(Message):
    MetricType: ClassVar[EnumTypeWrapper]
    COSDISTANCE: Final = 0
    EUCILDISTANCE: Final = 1
    COS_THRESHOLD_FIELD_NUMBER: Final = 20001
    EUCIL_THRESHOLD_FIELD_NUMBER: Final = 20002
    METRIC_FIELD_NUMBER: Final = 20003
    cos_threshold: float  # default 0.65
    eucil_threshold: float  # default 1.2
    metric: int  # default COSDISTANCE
    def __init__(
        self,
        *,
        cos_threshold: float | None = None,
        eucil_threshold: float | None = None,
        metric: int | str | None = None,
    ) -> None: ...

class AnnotatedDatum(Message):
    AnnotationType: ClassVar[EnumTypeWrapper]
    BBOX: Final = 0
    BBOXandSeg: Final = 1
    LANE: Final = 2
    def __init__(
        self,
    ) -> None: ...

class ExpandParameter(Message):
    def __init__(
        self,
    ) -> None: ...
