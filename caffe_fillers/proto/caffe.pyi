"""The types of proto/caffe.proto. Written by tools/gen_proto.py; change proto/caffe.proto instead."""

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
    TYPE_FIELD_NUMBER: Final = 1
    VALUE_FIELD_NUMBER: Final = 2
    MIN_FIELD_NUMBER: Final = 3
    MAX_FIELD_NUMBER: Final = 4
    MEAN_FIELD_NUMBER: Final = 5
    STD_FIELD_NUMBER: Final = 6
    SPARSE_FIELD_NUMBER: Final = 7
    VARIANCE_NORM_FIELD_NUMBER: Final = 8
    type: str  # default constant
    value: float  # default 0
    min: float  # default 0
    max: float  # default 1
    mean: float  # default 0
    std: float  # default 1
    sparse: int  # default -1
    variance_norm: int  # default FAN_IN
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
    ) -> None: ...

class NetState(Message):
    PHASE_FIELD_NUMBER: Final = 1
    LEVEL_FIELD_NUMBER: Final = 2
    STAGE_FIELD_NUMBER: Final = 3
    phase: int  # default TEST
    level: int  # default 0
    @property
    def stage(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        phase: int | str | None = None,
        level: int | None = None,
        stage: Iterable[str] | None = None,
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
    name: str
    share_mode: int
    lr_mult: float  # default 1
    decay_mult: float  # default 1
    def __init__(
        self,
        *,
        name: str | None = None,
        share_mode: int | str | None = None,
        lr_mult: float | None = None,
        decay_mult: float | None = None,
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
    ) -> None: ...

class ConvolutionParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
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
    ) -> None: ...

class PoolingParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    RoundMode: ClassVar[EnumTypeWrapper]
    CEIL: Final = 0
    FLOOR: Final = 1
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
    ) -> None: ...

class SPPParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
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
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    BIAS_TERM_FIELD_NUMBER: Final = 2
    WEIGHT_FILLER_FIELD_NUMBER: Final = 3
    BIAS_FILLER_FIELD_NUMBER: Final = 4
    AXIS_FIELD_NUMBER: Final = 5
    TRANSPOSE_FIELD_NUMBER: Final = 6
    num_output: int
    bias_term: bool  # default true
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    axis: int  # default 1
    transpose: bool  # default false
    def __init__(
        self,
        *,
        num_output: int | None = None,
        bias_term: bool | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        axis: int | None = None,
        transpose: bool | None = None,
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
    NUM_OUTPUT_FIELD_NUMBER: Final = 1
    WEIGHT_FILLER_FIELD_NUMBER: Final = 2
    BIAS_FILLER_FIELD_NUMBER: Final = 3
    DEBUG_INFO_FIELD_NUMBER: Final = 4
    EXPOSE_HIDDEN_FIELD_NUMBER: Final = 5
    num_output: int  # default 0
    @property
    def weight_filler(self) -> FillerParameter: ...
    @property
    def bias_filler(self) -> FillerParameter: ...
    debug_info: bool  # default false
    expose_hidden: bool  # default false
    def __init__(
        self,
        *,
        num_output: int | None = None,
        weight_filler: FillerParameter | dict[str, Any] | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
        debug_info: bool | None = None,
        expose_hidden: bool | None = None,
    ) -> None: ...

class BatchNormParameter(Message):
    USE_GLOBAL_STATS_FIELD_NUMBER: Final = 1
    MOVING_AVERAGE_FRACTION_FIELD_NUMBER: Final = 2
    EPS_FIELD_NUMBER: Final = 3
    use_global_stats: bool
    moving_average_fraction: float  # default 0.999
    eps: float  # default 1e-05
    def __init__(
        self,
        *,
        use_global_stats: bool | None = None,
        moving_average_fraction: float | None = None,
        eps: float | None = None,
    ) -> None: ...

class LRNParameter(Message):
    NormRegion: ClassVar[EnumTypeWrapper]
    ACROSS_CHANNELS: Final = 0
    WITHIN_CHANNEL: Final = 1
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    LOCAL_SIZE_FIELD_NUMBER: Final = 1
    ALPHA_FIELD_NUMBER: Final = 2
    BETA_FIELD_NUMBER: Final = 3
    NORM_REGION_FIELD_NUMBER: Final = 4
    K_FIELD_NUMBER: Final = 5
    ENGINE_FIELD_NUMBER: Final = 6
    local_size: int  # default 5
    alpha: float  # default 1
    beta: float  # default 0.75
    norm_region: int  # default ACROSS_CHANNELS
    k: float  # default 1
    engine: int  # default DEFAULT
    def __init__(
        self,
        *,
        local_size: int | None = None,
        alpha: float | None = None,
        beta: float | None = None,
        norm_region: int | str | None = None,
        k: float | None = None,
        engine: int | str | None = None,
    ) -> None: ...

class MVNParameter(Message):
    NORMALIZE_VARIANCE_FIELD_NUMBER: Final = 1
    ACROSS_CHANNELS_FIELD_NUMBER: Final = 2
    EPS_FIELD_NUMBER: Final = 3
    normalize_variance: bool  # default true
    across_channels: bool  # default false
    eps: float  # default 1e-09
    def __init__(
        self,
        *,
        normalize_variance: bool | None = None,
        across_channels: bool | None = None,
        eps: float | None = None,
    ) -> None: ...

class ScaleParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    NUM_AXES_FIELD_NUMBER: Final = 2
    FILLER_FIELD_NUMBER: Final = 3
    BIAS_TERM_FIELD_NUMBER: Final = 4
    BIAS_FILLER_FIELD_NUMBER: Final = 5
    axis: int  # default 1
    num_axes: int  # default 1
    @property
    def filler(self) -> FillerParameter: ...
    bias_term: bool  # default false
    @property
    def bias_filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_axes: int | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
        bias_term: bool | None = None,
        bias_filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class BiasParameter(Message):
    AXIS_FIELD_NUMBER: Final = 1
    NUM_AXES_FIELD_NUMBER: Final = 2
    FILLER_FIELD_NUMBER: Final = 3
    axis: int  # default 1
    num_axes: int  # default 1
    @property
    def filler(self) -> FillerParameter: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        num_axes: int | None = None,
        filler: FillerParameter | dict[str, Any] | None = None,
    ) -> None: ...

class ReLUParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    NEGATIVE_SLOPE_FIELD_NUMBER: Final = 1
    ENGINE_FIELD_NUMBER: Final = 2
    negative_slope: float  # default 0
    engine: int  # default DEFAULT
    def __init__(
        self,
        *,
        negative_slope: float | None = None,
        engine: int | str | None = None,
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
    alpha: float  # default 1
    def __init__(
        self,
        *,
        alpha: float | None = None,
    ) -> None: ...

class SigmoidParameter(Message):
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
    POWER_FIELD_NUMBER: Final = 1
    SCALE_FIELD_NUMBER: Final = 2
    SHIFT_FIELD_NUMBER: Final = 3
    power: float  # default 1
    scale: float  # default 1
    shift: float  # default 0
    def __init__(
        self,
        *,
        power: float | None = None,
        scale: float | None = None,
        shift: float | None = None,
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
    DROPOUT_RATIO_FIELD_NUMBER: Final = 1
    dropout_ratio: float  # default 0.5
    def __init__(
        self,
        *,
        dropout_ratio: float | None = None,
    ) -> None: ...

class EltwiseParameter(Message):
    EltwiseOp: ClassVar[EnumTypeWrapper]
    PROD: Final = 0
    SUM: Final = 1
    MAX: Final = 2
    OPERATION_FIELD_NUMBER: Final = 1
    COEFF_FIELD_NUMBER: Final = 2
    STABLE_PROD_GRAD_FIELD_NUMBER: Final = 3
    operation: int  # default SUM
    @property
    def coeff(self) -> RepeatedScalarFieldContainer[float]: ...
    stable_prod_grad: bool  # default true
    def __init__(
        self,
        *,
        operation: int | str | None = None,
        coeff: Iterable[float] | None = None,
        stable_prod_grad: bool | None = None,
    ) -> None: ...

class ReshapeParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    NUM_AXES_FIELD_NUMBER: Final = 3
    @property
    def shape(self) -> BlobShape: ...
    axis: int  # default 0
    num_axes: int  # default -1
    def __init__(
        self,
        *,
        shape: BlobShape | dict[str, Any] | None = None,
        axis: int | None = None,
        num_axes: int | None = None,
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
    CONCAT_DIM_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    concat_dim: int  # default 1
    axis: int  # default 1
    def __init__(
        self,
        *,
        concat_dim: int | None = None,
        axis: int | None = None,
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
    axis: int  # default 2
    @property
    def offset(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        axis: int | None = None,
        offset: Iterable[int] | None = None,
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
    OPERATION_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    COEFF_FIELD_NUMBER: Final = 3
    operation: int  # default SUM
    axis: int  # default 0
    coeff: float  # default 1
    def __init__(
        self,
        *,
        operation: int | str | None = None,
        axis: int | None = None,
        coeff: float | None = None,
    ) -> None: ...

class ArgMaxParameter(Message):
    OUT_MAX_VAL_FIELD_NUMBER: Final = 1
    TOP_K_FIELD_NUMBER: Final = 2
    AXIS_FIELD_NUMBER: Final = 3
    out_max_val: bool  # default false
    top_k: int  # default 1
    axis: int
    def __init__(
        self,
        *,
        out_max_val: bool | None = None,
        top_k: int | None = None,
        axis: int | None = None,
    ) -> None: ...

class LossParameter(Message):
    NormalizationMode: ClassVar[EnumTypeWrapper]
    FULL: Final = 0
    VALID: Final = 1
    BATCH_SIZE: Final = 2
    NONE: Final = 3
    IGNORE_LABEL_FIELD_NUMBER: Final = 1
    NORMALIZE_FIELD_NUMBER: Final = 2
    NORMALIZATION_FIELD_NUMBER: Final = 3
    ignore_label: int
    normalize: bool
    normalization: int  # default VALID
    def __init__(
        self,
        *,
        ignore_label: int | None = None,
        normalize: bool | None = None,
        normalization: int | str | None = None,
    ) -> None: ...

class SoftmaxParameter(Message):
    Engine: ClassVar[EnumTypeWrapper]
    DEFAULT: Final = 0
    CAFFE: Final = 1
    CUDNN: Final = 2
    ENGINE_FIELD_NUMBER: Final = 1
    AXIS_FIELD_NUMBER: Final = 2
    engine: int  # default DEFAULT
    axis: int  # default 1
    def __init__(
        self,
        *,
        engine: int | str | None = None,
        axis: int | None = None,
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
    margin: float  # default 1
    legacy_version: bool  # default false
    def __init__(
        self,
        *,
        margin: float | None = None,
        legacy_version: bool | None = None,
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
    top_k: int  # default 1
    axis: int  # default 1
    ignore_label: int
    def __init__(
        self,
        *,
        top_k: int | None = None,
        axis: int | None = None,
        ignore_label: int | None = None,
    ) -> None: ...

class InputParameter(Message):
    SHAPE_FIELD_NUMBER: Final = 1
    @property
    def shape(self) -> RepeatedCompositeFieldContainer[BlobShape]: ...
    def __init__(
        self,
        *,
        shape: Iterable[BlobShape | dict[str, Any]] | None = None,
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
    @property
    def shape(self) -> BlobShape: ...
    def __init__(
        self,
        *,
        shape: BlobShape | dict[str, Any] | None = None,
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
    SCALE_FIELD_NUMBER: Final = 1
    MIRROR_FIELD_NUMBER: Final = 2
    CROP_SIZE_FIELD_NUMBER: Final = 3
    MEAN_FILE_FIELD_NUMBER: Final = 4
    MEAN_VALUE_FIELD_NUMBER: Final = 5
    FORCE_COLOR_FIELD_NUMBER: Final = 6
    FORCE_GRAY_FIELD_NUMBER: Final = 7
    scale: float  # default 1
    mirror: bool  # default false
    crop_size: int  # default 0
    mean_file: str
    @property
    def mean_value(self) -> RepeatedScalarFieldContainer[float]: ...
    force_color: bool  # default false
    force_gray: bool  # default false
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
    ) -> None: ...

class DataParameter(Message):
    DB: ClassVar[EnumTypeWrapper]
    LEVELDB: Final = 0
    LMDB: Final = 1
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
    ) -> None: ...

class ImageDataParameter(Message):
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
    ) -> None: ...

class HDF5DataParameter(Message):
    SOURCE_FIELD_NUMBER: Final = 1
    BATCH_SIZE_FIELD_NUMBER: Final = 2
    SHUFFLE_FIELD_NUMBER: Final = 3
    source: str
    batch_size: int
    shuffle: bool  # default false
    def __init__(
        self,
        *,
        source: str | None = None,
        batch_size: int | None = None,
        shuffle: bool | None = None,
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
    BATCH_SIZE_FIELD_NUMBER: Final = 1
    CHANNELS_FIELD_NUMBER: Final = 2
    HEIGHT_FIELD_NUMBER: Final = 3
    WIDTH_FIELD_NUMBER: Final = 4
    batch_size: int
    channels: int
    height: int
    width: int
    def __init__(
        self,
        *,
        batch_size: int | None = None,
        channels: int | None = None,
        height: int | None = None,
        width: int | None = None,
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
    ) -> None: ...

class V0LayerParameter(Message):
    PoolMethod: ClassVar[EnumTypeWrapper]
    MAX: Final = 0
    AVE: Final = 1
    STOCHASTIC: Final = 2
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
