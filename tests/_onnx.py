"""Small ONNX models, one for every operator with weights, and ways to fill and to run them."""

import os
from dataclasses import dataclass, field

import ml_dtypes
import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from caffe_fillers.api.onnx_models import Output, StreamOptions, open_onnx, refill
from caffe_fillers.plan.onnx import OnnxOptions

MICROSOFT = "com.microsoft"


def runtime():
    """onnxruntime; without it tests skip and say so, and fail where CI is set."""
    try:
        import onnxruntime
    except ModuleNotFoundError:
        message = "onnxruntime is not installed: pip install onnxruntime"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    onnxruntime.set_default_logger_severity(4)
    return onnxruntime


#: Models that ONNX Runtime learnt to run after 1.23, the last release for Python 3.10.
LATER = frozenset(
    {"BranchwiseRMSNorm", "CausalConvWithState", "ConvInteger", "DeformConv", "EngramGate"}
    | {"MatMulNBits 2 0", "QMoE"}
)


def needs_runtime(case):
    """Skip where the ONNX Runtime at hand is too old for this model."""
    if case.name in LATER:
        needs_later(case.name)


def needs_later(name):
    """Skip what ONNX Runtime 1.23, the last release for Python 3.10, does not run."""
    version = runtime().__version__
    if tuple(map(int, version.split(".")[:2])) < (1, 24):
        pytest.skip(f"onnxruntime {version} does not run {name}")


def numbers(*shape, dtype=np.float32, seed=0):
    """Numbers that no filler draws: about 100."""
    drawn = np.random.default_rng([seed, *shape]).uniform(90, 110, shape)
    return drawn.astype(dtype)


def codes(*shape, dtype=np.int8):
    """Codes of a quantised tensor."""
    info = ml_dtypes.iinfo(dtype)
    drawn = np.random.default_rng(shape).integers(int(info.min), int(info.max) + 1, shape)
    return drawn.astype(dtype)


@dataclass
class Data:
    """An input of the model."""

    shape: tuple
    dtype: type = np.float32
    #: One more than the largest whole number.
    below: int = 4

    def feed(self):
        """Something to run the model on."""
        generator = np.random.default_rng(7)
        if np.issubdtype(self.dtype, np.integer):
            return generator.integers(0, self.below, self.shape).astype(self.dtype)
        return generator.normal(size=self.shape).astype(self.dtype)


def data(*shape, dtype=np.float32, below=4):
    """An input of the model."""
    return Data(shape, dtype, below)


@dataclass
class Case:
    """A model and what its tensors are."""

    name: str
    model: onnx.ModelProto
    #: The tensors that are to be filled, and their roles.
    roles: dict
    feeds: dict
    #: Whether onnxruntime's CPU provider has the operator.
    runs: bool = True
    operators: tuple = ()
    arrays: dict = field(default_factory=dict)


def value(name, array_or_data):
    """A graph input."""
    kind = helper.np_dtype_to_tensor_dtype(np.dtype(array_or_data.dtype))
    return helper.make_tensor_value_info(name, kind, array_or_data.shape)


def graph(nodes, inputs=(), initializers=None, outputs=("y",), **more):
    """A graph of nodes; `inputs` by name, `initializers` by name."""
    tensors = [numpy_helper.from_array(array, name) for name, array in (initializers or {}).items()]
    return helper.make_graph(
        nodes,
        "graph",
        [value(name, each) for name, each in dict(inputs).items()],
        [helper.make_empty_tensor_value_info(name) for name in outputs],
        tensors,
        **more,
    )


def model(body, opset=21, functions=(), domains=(), ir_version=10):
    """A model of this graph."""
    imports = [helper.make_opsetid("", opset), helper.make_opsetid(MICROSOFT, 1)]
    imports += [helper.make_opsetid(domain, 1) for domain in domains]
    made = helper.make_model(body, opset_imports=imports, functions=list(functions))
    made.ir_version = ir_version
    return made


def one(op, *inputs, roles, domain="", outputs=1, opset=21, runs=True, name="", **attributes):
    """The case of a model of one operator: arrays are initializers, None is left out."""
    names, feeds, arrays = [], {}, {}
    for slot, each in enumerate(inputs):
        if each is None:
            names.append("")
        elif isinstance(each, Data):
            names.append(f"x{slot}")
            feeds[names[-1]] = each
        else:
            names.append(f"w{slot}")
            arrays[names[-1]] = np.asarray(each)
    made = [f"y{number}" for number in range(outputs)]
    node = helper.make_node(op, names, made, domain=domain, name="node", **attributes)
    body = graph([node], feeds, arrays, made)
    roles = {f"w{slot}": role for slot, role in roles.items()}
    label = name or op
    return Case(label, model(body, opset), roles, feeds, runs, ((domain, op),), arrays)


def save(made, folder, name="model.onnx", **how):
    """The model in a file of this folder."""
    path = folder / name
    onnx.save(made, path, **how)
    return path


@dataclass
class Filled:
    """A filled model."""

    path: object
    proto: onnx.ModelProto
    planned: object
    done: object

    def array(self, name):
        """An initializer of the main graph."""
        return next(array_of(each) for each in self.proto.graph.initializer if each.name == name)


def array_of(tensor):
    """A tensor's values."""
    return numpy_helper.to_array(tensor)


def fill_file(path, seed=1, *, stream="keyed", output=None, name="filled.onnx", **options):
    """Fill a model file through the library."""
    opened = open_onnx(path, OnnxOptions(**options))
    target = path.with_name(name)
    written = output or Output(force=True)
    done = refill(opened, target, StreamOptions(seed, stream), written)
    return Filled(target, onnx.load(target), opened.planned, done)


def fill_model(made, folder, seed=1, **options):
    """Save a model, fill it, read what came out."""
    return fill_file(save(made, folder), seed, **options)


def session_of(path, *, optimised=True):
    """A model in onnxruntime, which leaves the other processors to other tests."""
    ort = runtime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if not optimised:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def shapes_of_run(path, feeds):
    """Run a model and give the shapes of its outputs."""
    session = session_of(path)
    given = {name: each.feed() if isinstance(each, Data) else each for name, each in feeds.items()}
    return [np.shape(each) for each in session.run(None, given)]


# --- one case for every operator ----------------------------------------------------------------

F16 = np.float16


def recurrent(gates, **more):
    """W, R and B of a recurrent layer with I = 3, H = 4, in two directions."""
    op = {4: "LSTM", 3: "GRU", 1: "RNN"}[gates]
    weights = numbers(2, gates * 4, 3), numbers(2, gates * 4, 4), numbers(2, 2 * gates * 4)
    roles = {1: "weight", 2: "recurrent", 3: "bias recurrent_bias"}
    return one(
        op, data(5, 2, 3), *weights, roles=roles, hidden_size=4, direction="bidirectional", **more
    )


def quantised_linear(op, at, weight, scale_shape, **more):
    """A QLinear operator: data, weight and result with scale and zero point."""
    scale = np.full(scale_shape, 0.01, np.float32)
    zero = np.zeros(scale_shape, weight.dtype)
    inputs = [data(*at, dtype=np.uint8, below=200), np.float32(0.1), np.uint8(3), weight, scale]
    return one(op, *inputs, zero, np.float32(0.2), np.uint8(5), roles={3: "weight"}, **more)


def norm(op, *more, domain="", shape=(2, 4, 5), **attributes):
    """A norm with scale and shift of four channels, and perhaps mean and variance."""
    inputs = data(*shape), numbers(4), numbers(4), *more
    roles = {1: "norm_scale", 2: "norm_bias"}
    if more:
        roles |= {3: "norm_mean", 4: "norm_var"}
    return one(op, *inputs, roles=roles, domain=domain, **attributes)


def ms(op, *inputs, **more):
    """An operator of ONNX Runtime."""
    return one(op, *inputs, domain=MICROSOFT, **more)


def gemm_roles(slot=1):
    return {slot: "weight", slot + 1: "bias"}


def cases():
    """All cases."""
    image = data(1, 4, 8, 8)
    qkv = data(2, 3, 4)
    return [
        one("Conv", image, numbers(6, 2, 3, 3), numbers(6), roles=gemm_roles(), group=2),
        one("Conv", data(1, 4, 9), numbers(6, 4, 3), roles={1: "weight"}, name="Conv 1-D"),
        one("ConvTranspose", image, numbers(4, 3, 3, 3), numbers(6), roles=gemm_roles(), group=2),
        one(
            "DeformConv",
            *(image, numbers(6, 4, 3, 3), data(1, 18, 6, 6), numbers(6)),
            roles={1: "weight", 3: "bias"},
            opset=22,
        ),
        one(
            "CausalConvWithState",
            *(data(1, 4, 8), numbers(4, 1, 3), numbers(4)),
            roles=gemm_roles(),
            outputs=2,
            opset=27,
            runs=False,
        ),
        one("Gemm", data(2, 3), numbers(5, 3), numbers(5), roles=gemm_roles(), transB=1),
        one("Gemm", data(2, 3), numbers(3, 5), numbers(5), roles=gemm_roles(), name="Gemm KN"),
        one("Gemm", numbers(5, 3), data(3, 2), roles={0: "weight"}, name="Gemm left"),
        one("MatMul", data(2, 3), numbers(3, 5), roles={1: "weight"}),
        one("MatMul", data(6, 2, 3), numbers(6, 3, 5), roles={1: "weight"}, name="MatMul batch"),
        one("MatMul", numbers(5, 3), data(3, 2), roles={0: "weight"}, name="MatMul left"),
        one("Einsum", data(2, 7, 3), numbers(3, 5), roles={1: "weight"}, equation="bsd,dn->bsn"),
        one(
            "Einsum",
            *(data(2, 7, 3), numbers(3, 4, 5)),
            roles={1: "weight"},
            equation="bsd,dhk->bhsk",
            name="Einsum heads",
        ),
        recurrent(4),
        recurrent(3),
        recurrent(1),
        one(
            "LSTM",
            *(data(5, 2, 3), numbers(1, 16, 3), numbers(1, 16, 4), numbers(1, 32)),
            *(None, None, None, numbers(1, 12)),
            roles={1: "weight", 2: "recurrent", 3: "bias recurrent_bias", 7: "peephole"},
            hidden_size=4,
            name="LSTM peephole",
        ),
        one("Gather", numbers(9, 4), data(2, 3, dtype=np.int64), roles={0: "embedding"}),
        norm("BatchNormalization", numbers(4), numbers(4)),
        norm("InstanceNormalization"),
        norm("LayerNormalization", shape=(2, 3, 4)),
        norm("GroupNormalization", num_groups=2),
        one("RMSNormalization", data(2, 4), numbers(4), roles={1: "norm_scale"}, opset=23),
        one("SimplifiedLayerNormalization", data(2, 4), numbers(4), roles={1: "norm_scale"}),
        one("PRelu", image, numbers(4, 1, 1), roles={1: "slope"}),
        quantised_linear("QLinearConv", (1, 4, 8, 8), codes(6, 4, 3, 3), (6,)),
        quantised_linear("QLinearMatMul", (2, 3), codes(3, 5), (5,)),
        # --- com.microsoft
        ms("Attention", qkv, numbers(4, 12), numbers(12), roles=gemm_roles(), num_heads=2),
        ms(
            "PackedAttention",
            *(data(6, 4), numbers(4, 12), numbers(12)),
            *(data(2, 3, dtype=np.int32), data(3, dtype=np.int32)),
            roles=gemm_roles(),
            num_heads=2,
            runs=False,
        ),
        ms(
            "DecoderMaskedSelfAttention",
            *(data(2, 1, 4), numbers(4, 12), numbers(12)),
            roles=gemm_roles(),
            num_heads=2,
            runs=False,
        ),
        ms(
            "LongformerAttention",
            *(data(1, 8, 4), numbers(4, 12), numbers(12), data(1, 8)),
            *(numbers(4, 12, seed=2), numbers(12, seed=2), data(1, 8, dtype=np.int32)),
            roles={**gemm_roles(), **gemm_roles(4)},
            num_heads=2,
            window=2,
            runs=False,
        ),
        ms(
            "DecoderAttention",
            *(data(3, 2, 4), data(3, 2, 4), numbers(4, 4), numbers(4, 8), numbers(12)),
            roles={2: "weight", 3: "weight", 4: "bias"},
            num_heads=2,
            runs=False,
        ),
        ms(
            "QAttention",
            *(data(2, 3, 4, dtype=np.uint8), codes(4, 12), numbers(12), np.float32(0.1)),
            *(np.float32(0.01), None, np.uint8(3), np.int8(0)),
            roles=gemm_roles(),
            num_heads=2,
        ),
        ms(
            "MultiHeadAttention",
            *(qkv, qkv, qkv, numbers(12)),
            roles={3: "bias"},
            num_heads=2,
        ),
        ms(
            "PackedMultiHeadAttention",
            *(data(6, 4), data(6, 4), data(6, 4), numbers(12)),
            roles={3: "bias"},
            num_heads=2,
            runs=False,
        ),
        ms(
            "DecoderMaskedMultiHeadAttention",
            *(data(2, 1, 4), data(2, 1, 4), data(2, 1, 4), *[None] * 7, numbers(12)),
            roles={10: "bias"},
            num_heads=2,
        ),
        ms(
            "GroupQueryAttention",
            *(data(1, 1, 4), *[None] * 13, numbers(2), numbers(2)),
            roles={14: "norm_scale", 15: "norm_scale"},
            num_heads=2,
            kv_num_heads=2,
            runs=False,
        ),
        ms(
            "PagedAttention",
            *(data(1, 4), *[None] * 11, numbers(2), numbers(2)),
            roles={12: "norm_scale", 13: "norm_scale"},
            runs=False,
        ),
        ms(
            "GatedRelativePositionBias",
            *(data(2, 3, 8), numbers(8), data(1, 2, 3, 3), numbers(4, 8), numbers(8)),
            data(1, 2, 1, 1),
            roles={1: "bias", 3: "weight", 4: "bias"},
            num_heads=2,
            runs=False,
        ),
        ms(
            "RelativePositionBias",
            *(numbers(8, 2), data(1, dtype=np.int64), data(1, dtype=np.int64)),
            roles={0: "embedding"},
            max_distance=16,
            runs=False,
        ),
        ms(
            "AttnLSTM",
            *(data(5, 2, 3), numbers(1, 16, 3), numbers(1, 16, 4), numbers(1, 32)),
            *(None, None, None, numbers(1, 12), numbers(1, 4, 6), numbers(1, 7, 6)),
            *(numbers(1, 6), data(2, 4, 7), None, numbers(1, 11, 6)),
            roles={
                **dict.fromkeys((1, 8, 9, 10, 13), "weight"),
                **dict(
                    zip((2, 3, 7), ("recurrent", "bias recurrent_bias", "peephole"), strict=True)
                ),
            },
            hidden_size=4,
            runs=False,
        ),
        ms(
            "DynamicQuantizeLSTM",
            *(data(5, 2, 3), codes(1, 3, 16), codes(1, 4, 16), numbers(1, 32)),
            *(None, None, None, None),
            *(np.full((1,), 0.01, np.float32), np.zeros((1,), np.int8)),
            *(np.full((1,), 0.02, np.float32), np.zeros((1,), np.int8)),
            roles={1: "weight", 2: "recurrent", 3: "bias recurrent_bias"},
            hidden_size=4,
            outputs=3,
        ),
        ms(
            "FusedConv",
            image,
            numbers(6, 4, 3, 3),
            numbers(6),
            roles=gemm_roles(),
            activation="Relu",
        ),
        ms("NhwcConv", data(1, 8, 8, 4), numbers(6, 4, 3, 3), roles={1: "weight"}, runs=False),
        ms(
            "NhwcFusedConv",
            *(data(1, 8, 8, 4, dtype=F16), numbers(6, 4, 3, 3, dtype=F16), numbers(6, dtype=F16)),
            roles=gemm_roles(),
            runs=False,
        ),
        ms(
            "CausalConvWithState",
            *(data(1, 4, 8), numbers(4, 1, 3), numbers(4)),
            roles=gemm_roles(),
            outputs=2,
        ),
        ms(
            "VarlenCausalConvWithState",
            *(data(8, 4), numbers(4, 1, 3), data(2, dtype=np.int32), numbers(4)),
            roles={1: "weight", 3: "bias"},
            outputs=2,
            runs=False,
        ),
        ms(
            "ConvTransposeWithDynamicPads",
            *(image, numbers(4, 3, 3, 3), data(4, dtype=np.int64, below=1), numbers(3)),
            roles={1: "weight", 3: "bias"},
        ),
        quantised_linear(
            "QLinearConv", (1, 8, 8, 4), codes(6, 4, 3, 3), (6,), domain=MICROSOFT, channels_last=1
        ),
        ms(
            "WordConvEmbedding",
            *(data(2, 6, dtype=np.int32), numbers(5, 1, 3, 4), numbers(5), numbers(9, 4)),
            roles={1: "weight", 2: "bias", 3: "embedding"},
            conv_window_size=3,
            char_embedding_size=4,
            embedding_size=5,
        ),
        ms(
            "FusedGemm",
            data(2, 3),
            numbers(3, 5),
            numbers(5),
            roles=gemm_roles(),
            activation="Relu",
        ),
        ms(
            "GemmFloat8",
            *(data(16, 16), numbers(16, 16), numbers(16)),
            roles=gemm_roles(),
            transB=1,
            runs=False,
        ),
        ms("GemmFastGelu", data(2, 3), numbers(3, 5), numbers(5), roles=gemm_roles(), runs=False),
        ms("FusedMatMul", data(2, 3), numbers(5, 3), roles={1: "weight"}, transB=1),
        ms(
            "FusedMatMulActivation",
            *(data(2, 3), numbers(3, 5)),
            roles={1: "weight"},
            activation="Relu",
            runs=False,
        ),
        ms("TransposeMatMul", data(2, 3), numbers(5, 3), roles={1: "weight"}, transB=1),
        ms(
            "SparseToDenseMatMul",
            *(data(2, 3), numbers(3, 5)),
            roles={1: "weight"},
            runs=False,
        ),
        ms(
            "QGemm",
            *(data(2, 3, dtype=np.uint8), np.float32(0.1), np.uint8(1), codes(5, 3)),
            *(np.full(5, 0.01, np.float32), np.zeros(5, np.int8), codes(5, dtype=np.int32)),
            roles={3: "weight", 6: "bias"},
            transB=1,
        ),
        ms(
            "MatMulIntegerToFloat",
            *(data(2, 3, dtype=np.uint8), codes(3, 5), np.float32(0.1)),
            *(np.full(5, 0.01, np.float32), np.uint8(3), np.zeros(5, np.int8), numbers(5)),
            roles={1: "weight", 6: "bias"},
        ),
        ms(
            "DynamicQuantizeMatMul",
            *(data(2, 3), codes(3, 5), np.full(5, 0.01, np.float32), np.zeros(5, np.int8)),
            numbers(5),
            roles={1: "weight", 4: "bias"},
        ),
        *(
            ms(
                "MatMulNBits",
                data(2, 40),
                np.random.default_rng(1).integers(0, 256, (5, 3, 2 * bits)).astype(np.uint8),
                np.full((5, 3), 0.02, np.float32),
                *zeros,
                roles={1: "weight", 5: "bias"} if len(zeros) > 2 else {1: "weight"},
                K=40,
                N=5,
                bits=bits,
                block_size=16,
                name=f"MatMulNBits {bits} {len(zeros)}",
            )
            for bits, zeros in (
                (4, ()),
                (8, ()),
                (2, ()),
                (4, (np.full((5, 2), 0x87, np.uint8),)),
                (4, (np.full((5, 3), 7.5, np.float32),)),
                (4, (None, None, numbers(5))),
            )
        ),
        ms(
            "MatMulNBitsMlp",
            *(data(2, 32), None, numbers(32), codes(5, 1, 16, dtype=np.uint8)),
            *(np.full((5, 1), 0.02, np.float32), numbers(5), codes(5, 1, 16, dtype=np.uint8)),
            *(np.full((5, 1), 0.02, np.float32), numbers(5)),
            roles={2: "norm_scale", 3: "weight", 5: "bias", 6: "weight", 8: "bias"},
            K=32,
            N=5,
            bits=4,
            block_size=32,
            runs=False,
        ),
        *(
            ms(
                "MatMulBnb4",
                *(data(2, 32), codes(5 * 16, dtype=np.uint8), np.full(10, 0.1, np.float32)),
                roles={1: "weight"},
                K=32,
                N=5,
                block_size=16,
                quant_type=kind,
                name=f"MatMulBnb4 {kind}",
            )
            for kind in (0, 1)
        ),
        ms(
            "MatMulBlockQuantizedFp8Weight",
            *(data(2, 32, dtype=F16), numbers(5, 32, dtype=ml_dtypes.float8_e4m3fn)),
            np.full((5, 2), 0.01, np.float32),
            roles={1: "weight"},
            block_size=16,
            runs=False,
        ),
        ms(
            "MatMulBlockQuantizedFp4Weight",
            *(data(2, 32, dtype=F16), codes(5, 16, dtype=np.uint8)),
            *(np.full((5, 2), 0x33, np.uint8), np.float32(0.05)),
            roles={1: "weight"},
            runs=False,
        ),
        ms(
            "MoE",
            *(data(6, 4), data(6, 3), numbers(3, 8, 4), numbers(3, 8), numbers(3, 4, 8)),
            numbers(3, 4),
            roles={2: "weight", 3: "bias", 4: "weight", 5: "bias"},
            k=1,
        ),
        ms(
            "QMoE",
            *(data(6, 32), data(6, 3), codes(3, 64, 16, dtype=np.uint8)),
            *(np.full((3, 64), 0.02, np.float32), numbers(3, 64), codes(3, 32, 32, dtype=np.uint8)),
            *(np.full((3, 32), 0.02, np.float32), numbers(3, 32)),
            roles={2: "weight", 4: "bias", 5: "weight", 7: "bias"},
            k=1,
            expert_weight_bits=4,
        ),
        ms(
            "QOrderedAttention",
            *(data(2, 3, 4, dtype=np.int8), *[np.float32(0.1)] * 4),
            *(codes(4, 4), codes(4, 4), codes(4, 4), *[np.float32(0.01)] * 3),
            *(numbers(4), numbers(4), numbers(4), *[np.float32(0.1)] * 3),
            roles={**dict.fromkeys((5, 6, 7), "weight"), **dict.fromkeys((11, 12, 13), "bias")},
            num_heads=2,
            runs=False,
        ),
        ms(
            "QOrderedMatMul",
            *(data(1, 2, 4, dtype=np.int8), np.float32(0.1), codes(4, 4), np.float32(0.01)),
            *(np.float32(0.1), numbers(4)),
            roles={2: "weight", 5: "bias"},
            runs=False,
        ),
        ms(
            "QOrderedLongformerAttention",
            *(data(1, 8, 4, dtype=np.int8), np.float32(0.1), codes(4, 12), np.float32(0.01)),
            *(numbers(12), np.float32(0.1), np.float32(0.1), data(1, 8, dtype=F16)),
            *(codes(4, 12), np.float32(0.01), numbers(12), np.float32(0.1)),
            roles={2: "weight", 4: "bias", 8: "weight", 10: "bias"},
            runs=False,
        ),
        ms(
            "GatherBlockQuantized",
            *(codes(9, 32, dtype=ml_dtypes.int4), data(2, dtype=np.int64)),
            np.full((9, 2), 0.02, np.float32),
            roles={0: "embedding"},
            quantize_axis=1,
            block_size=16,
        ),
        ms(
            "GatherBlockQuantized",
            *(codes(9, 16, dtype=np.uint8), data(2, dtype=np.int64)),
            *(np.full((9, 2), 0.02, np.float32), np.full((9, 1), 0x88, np.uint8)),
            roles={0: "embedding"},
            quantize_axis=1,
            block_size=16,
            bits=4,
            name="GatherBlockQuantized bytes",
        ),
        ms(
            "GatherBlockQuantized",
            *(numbers(9, 32, dtype=ml_dtypes.float8_e4m3fn), data(2, dtype=np.int64)),
            np.full((9, 2), 0.02, np.float32),
            roles={0: "embedding"},
            quantize_axis=1,
            block_size=16,
            runs=False,
            name="float8 GatherBlockQuantized",
        ),
        ms(
            "TorchEmbedding",
            *(numbers(9, 4), data(2, dtype=np.int64)),
            roles={0: "embedding"},
            runs=False,
        ),
        ms(
            "EmbedLayerNormalization",
            *(data(2, 3, dtype=np.int32), data(2, 3, dtype=np.int32, below=2)),
            *(numbers(9, 4), numbers(8, 4), numbers(2, 4), numbers(4), numbers(4)),
            roles={**dict.fromkeys((2, 3, 4), "embedding"), 5: "norm_scale", 6: "norm_bias"},
            outputs=2,
        ),
        ms(
            "QEmbedLayerNormalization",
            *(data(2, 3, dtype=np.int32), data(2, 3, dtype=np.int32, below=2)),
            *(codes(9, 4), codes(8, 4), codes(2, 4), codes(4), codes(4), None),
            *[np.float32(0.01)] * 5,
            *[np.int8(0)] * 5,
            roles={**dict.fromkeys((2, 3, 4), "embedding"), 5: "norm_scale", 6: "norm_bias"},
            outputs=2,
        ),
        ms(
            "SkipLayerNormalization",
            *(qkv, qkv, numbers(4), numbers(4), numbers(4)),
            roles={2: "norm_scale", 3: "norm_bias", 4: "bias"},
        ),
        ms(
            "SkipSimplifiedLayerNormalization",
            *(qkv, qkv, numbers(4), numbers(4)),
            roles={2: "norm_scale", 3: "bias"},
        ),
        ms(
            "SimplifiedLayerNormalization",
            data(2, 4),
            numbers(4),
            roles={1: "norm_scale"},
            runs=False,
        ),
        norm("LayerNormalization", domain=MICROSOFT, shape=(2, 4), runs=False),
        ms(
            "GroupNorm",
            *(data(1, 2, 2, 4), numbers(4), numbers(4)),
            roles={1: "norm_scale", 2: "norm_bias"},
            groups=2,
            activation=0,
            runs=False,
        ),
        ms(
            "SkipGroupNorm",
            *(data(1, 2, 2, 4), numbers(4), numbers(4), data(1, 2, 2, 4), numbers(4)),
            roles={1: "norm_scale", 2: "norm_bias", 4: "bias"},
            groups=2,
            activation=0,
            runs=False,
        ),
        ms("BranchwiseRMSNorm", data(2, 4), numbers(4), roles={1: "norm_scale"}),
        ms("GatedRMSNorm", data(2, 4), numbers(4), roles={1: "norm_scale"}, runs=False),
        ms(
            "QOrderedLayerNormalization",
            *(data(1, 2, 4, dtype=np.int8), np.float32(0.1), numbers(4), numbers(4)),
            np.float32(0.1),
            roles={2: "norm_scale", 3: "norm_bias"},
            runs=False,
        ),
        ms(
            "EngramGate",
            *(data(1, 2, 3, 4), data(1, 2, 3, 4), data(1, 2, 4)),
            *(numbers(3, 4), numbers(3, 4), numbers(3, 4)),
            roles=dict.fromkeys((3, 4, 5), "norm_scale"),
        ),
        *(ms(op, data(2, 4), numbers(4), roles={1: "bias"}) for op in ("BiasGelu", "FastGelu")),
        ms("BiasSplitGelu", data(1, 2, 8), numbers(8), roles={1: "bias"}, runs=False),
        ms("BiasAdd", data(1, 2, 4), numbers(4), data(1, 2, 4), roles={1: "bias"}, runs=False),
        ms("BiasDropout", data(2, 4), numbers(4), roles={1: "bias"}, runs=False),
        ms("BitmaskBiasDropout", data(2, 4), numbers(4), roles={1: "bias"}, runs=False),
        ms("MatMulNBitsQkv", data(2, 4), None, numbers(4), roles={2: "norm_scale"}, runs=False),
        integer_product("MatMulInteger", data(2, 3, dtype=np.uint8), codes(3, 5), (5,)),
        integer_product("ConvInteger", data(1, 4, 8, 8, dtype=np.uint8), codes(6, 4, 3, 3), ()),
    ]


def integer_product(op, given, weight, scale_shape):
    """A product of integers, cast and scaled behind the operator, as dynamic quantisation does."""
    arrays = {
        "w": weight,
        "data_zero": np.uint8(3),
        "zero": np.zeros(scale_shape, np.int8),
        "scale": np.full(scale_shape, 0.01, np.float32),
    }
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    nodes = [
        helper.make_node(op, ["x", "w", "data_zero", "zero"], ["product"], name="node"),
        helper.make_node("Cast", ["product"], ["number"], to=1),
        helper.make_node("Mul", ["data_scale", "scale"], ["both"]),
        helper.make_node("Mul", ["number", "both"], ["y"]),
    ]
    feeds = {"x": given, "data_scale": data(1)}
    made = model(graph(nodes, feeds, arrays))
    return Case(op, made, {"w": "weight"}, feeds, True, (("", op),), arrays)
