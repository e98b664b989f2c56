"""Forks' types with parameter blobs: one row each, with shapes that the fork's models have.

The numbers are those of published models or of the fork's own tests where it has some; they are
named in the row's comment. Of each blob the shape is checked, and what it starts from.
"""

import numpy as np
import pytest

from caffe_fillers.core.draws import Constant, Fill, Gaussian, Grid, Uniform, Whole
from caffe_fillers.core.registry import BVLC, FORKS, layers
from caffe_fillers.dialects.tables import dialects
from caffe_fillers.errors import DataError, LayerError, ShapeError
from tests.layers._rules import fork_setup

G = Gaussian(0, np.float32(0.5).item())
FILLED = 'weight_filler { type: "gaussian" std: 0.5 } bias_filler { type: "constant" value: 3 }'
ZERO, ONE, THREE = Constant(0), Constant(1), Constant(3)
MAP = (2, 6, 9, 7)

#: Dialect, type, text, bottoms, tops; then the first top, and each blob's shape and law.
ROWS = {
    # SSD 300: conv4_3_norm
    "Normalize": (
        ("ssd", 'norm_param { across_spatial: false scale_filler { type: "constant" value: 20 } '
         "channel_shared: false }", [(1, 512, 38, 38)], 1),
        (1, 512, 38, 38), [((512,), Constant(20))],
    ),
    "ChannelNormalize": (
        ("yuqj", "norm_param { channel_shared: true }", [MAP], 1), MAP, [((), ONE)],
    ),
    # MobileNet: conv2_1/dw
    "DepthwiseConvolution": (
        ("mobilenet-yolo", "convolution_param { num_output: 32 bias_term: false pad: 1 "
         f"kernel_size: 3 group: 32 {FILLED} }}", [(1, 32, 112, 112)], 1),
        (1, 32, 112, 112), [((32, 1, 3, 3), G)],
    ),
    "ConvolutionDepthwise": (
        ("openvino-tb", "convolution_param { num_output: 99 kernel_size: 3 stride: 2 pad: 1 "
         f"{FILLED} }}", [(1, 32, 112, 112)], 1),
        (1, 32, 56, 56), [((32, 1, 3, 3), G), ((32,), THREE)],
    ),
    # SegNet: conv1_1_bn
    "BN": (
        ("segnet", 'bn_param { scale_filler { type: "constant" value: 1 } shift_filler { '
         'type: "constant" value: 0.5 } }', [(4, 64, 360, 480)], 1),
        (4, 64, 360, 480), [((1, 64, 1, 1), ONE), ((1, 64, 1, 1), Constant(0.5))],
    ),
    # naibaf7's sk net: conv6
    "ConvolutionSK": (
        ("naibaf7-pr14", "convolution_param { num_output: 128 kernel_size: 3 kstride: 2 "
         f"{FILLED} }}", [(1, 128, 30, 30)], 1),
        (1, 128, 26, 26), [((128, 128, 3, 3), G), ((1, 1, 1, 128), THREE)],
    ),
    # caffe-lstm: examples/lstm_sequence
    "Lstm": (
        ("junhyukoh", f"lstm_param {{ num_output: 15 batch_size: 2 {FILLED} }}", [(8, 3)], 1),
        (8, 15), [((60, 3), G), ((60, 15), G), ((60,), THREE)],
    ),
    "Mul": (
        ("synopsys", "mul_param { mul_shape: [6, 1, 1] }", [MAP], 1), MAP, [((6, 1, 1), ZERO)],
    ),
    "Pow": (("synopsys", "", [MAP], 1), MAP, [(MAP, ZERO)]),
    # CRF-RNN: 21 classes, of which 3 here
    "MultiStageMeanfield": (
        ("tvg", "multi_stage_meanfield_param { num_iterations: 10 spatial_filter_weights_str: "
         '"3 3 4" bilateral_filter_weights_str: "5 5 5" }', [(1, 3, 50, 50)] * 3, 1),
        (1, 3, 50, 50),
        [
            ((1, 1, 3, 3), Grid(np.diag(np.float32([3, 3, 4])))),
            ((1, 1, 3, 3), Grid(np.diag(np.float32([5, 5, 5])))),
            ((1, 1, 3, 3), Grid(np.diag(np.float32([-1, -1, -1])))),
        ],
    ),
    "NdConvolution": (
        ("forks", "convolution_param { num_output: 64 kernel_shape { dim: [3, 3, 3] } "
         f"pad_shape {{ dim: [1, 1, 1] }} {FILLED} }}", [(1, 3, 16, 112, 112)], 1),
        (1, 64, 16, 112, 112), [((64, 3, 3, 3, 3), G), ((64,), THREE)],
    ),
    # C3D: conv1a
    "Convolution3D": (
        ("c3d-1.0", "convolution_param { num_output: 64 kernel_size: 3 kernel_depth: 3 pad: 1 "
         f"temporal_pad: 1 {FILLED} }}", [(30, 3, 16, 112, 112)], 1),
        (30, 64, 16, 112, 112), [((64, 3, 3, 3, 3), G), ((1, 1, 1, 1, 64), THREE)],
    ),
    "Deconvolution3D": (
        ("c3d-1.1", "convolution3d_param { num_output: 4 kernel_size: 4 kernel_depth: 4 stride: 2 "
         f"temporal_stride: 2 pad: 1 temporal_pad: 1 {FILLED} }}", [(1, 8, 4, 7, 7)], 1),
        (1, 4, 8, 14, 14), [((8, 4, 4, 4, 4), G), ((1, 1, 1, 1, 4), THREE)],
    ),
    "CosinL2Normalize": (
        ("yuqj", 'cosin_loss_param { num_output: 10 cosin_filler { type: "gaussian" std: 0.5 } }',
         [(4, 128, 1, 1), (4,)], 1),
        (4, 10), [((10, 128), G)],
    ),
    # caffe-face: 10572 identities
    "CenterLoss": (
        ("caffe-face", "center_loss_param { num_output: 10572 center_filler { "
         'type: "xavier" } }', [(64, 512), (64,)], 1),
        (), [((10572, 512), Uniform)],
    ),
    "InnerDistance": (
        ("happynear", "inner_distance_param { num_output: 3 transpose: true bias_term: false "
         f"{FILLED} }}", [(2, 100, 1, 1)], 1),
        (2, 3), [((100, 3), G)],
    ),
    # DenseNet-OCR's first block, two transitions of it
    "DenseBlock": (
        ("tongcheng", "denseblock_param { numTransition: 2 initChannel: 64 growthRate: 8 "
         'Filter_Filler { type: "gaussian" std: 0.5 } BN_Scaler_Filler { type: "constant" '
         "value: 1 } }", [(1, 64, 16, 80)], 1),
        (1, 80, 16, 80),
        [
            ((8, 64, 3, 3), G), ((8, 72, 3, 3), G),
            ((1, 64, 1, 1), ONE), ((1, 72, 1, 1), ONE),
            ((1, 64, 1, 1), ZERO), ((1, 72, 1, 1), ZERO),
            ((1, 64, 1, 1), ZERO), ((1, 72, 1, 1), ZERO),
            ((1, 64, 1, 1), ONE), ((1, 72, 1, 1), ONE),
            ((1,), ZERO),
        ],
    ),
    "SparseInnerProduct": (
        ("jolibrain", f"inner_product_param {{ num_output: 5 {FILLED} }}", [(4, 100)], 1),
        (4, 5), [((5, 100), G), ((5,), THREE)],
    ),
    "Local": (
        ("happynear", f"local_param {{ num_output: 4 kernel_size: 3 {FILLED} }}", [MAP], 1),
        (2, 4, 7, 5), [((4, 1, 54, 35), G), ((1, 1, 4, 35), THREE)],
    ),
    "LocalWeightedConvolution": (
        ("forks", f"local_weighted_convolution_param {{ num_output: 5 kernel_size: 5 {FILLED} }}",
         [(64, 20, 12, 12)], 1),
        (64, 5, 8, 8), [((5, 1, 500, 64), G), ((1, 1, 1, 5), THREE)],
    ),
    # SphereFace-20: fc6
    "MarginInnerProduct": (
        ("sphereface", 'margin_inner_product_param { num_output: 10572 weight_filler { '
         'type: "xavier" } }', [(512, 512), (512,)], 2),
        (512, 10572), [((10572, 512), Uniform)],
    ),
    "HoleConvolution": (
        ("pspnet", f"convolution_param {{ num_output: 256 kernel_size: 3 pad: 2 hole: 2 {FILLED} "
         "bias_term: false }", [(1, 256, 60, 60)], 1),
        (1, 256, 60, 60), [((256, 256, 3, 3), G)],
    ),
    "BatchNormScale": (
        ("yuqj", "", [MAP], 1), MAP,
        [((6,), ZERO), ((6,), ZERO), ((1,), ZERO), ((6,), ONE), ((6,), ZERO)],
    ),
    "ChannelScale": (
        ("happynear", "channel_scale_param { global_scale: true }", [MAP, (2, 1, 9, 7)], 2),
        MAP, [((1,), Constant(-1))],
    ),
    "GN": (
        ("tvg", 'gn_param { num_groups: 2 slope_filler { type: "constant" value: 1 } }', [MAP], 1),
        MAP, [((1, 6, 1, 1), ONE), ((1, 6, 1, 1), ZERO)],
    ),
    "RBMInnerProduct": (
        ("forks", 'rbm_inner_product_param { connection_layer_param { type: "InnerProduct" '
         f"inner_product_param {{ num_output: 100 {FILLED} }} }} visible_bias_filler {{ "
         'type: "constant" value: 1 } loss_measure: RECONSTRUCTION }', [(64, 784)], 2),
        (64, 100), [((100, 784), G), ((100,), THREE), ((1, 784), ONE)],
    ),
    "LstmSimple": (
        ("mycaffe", f"lstm_simple_param {{ num_output: 15 {FILLED} }}", [(8, 3), (8,)], 1),
        (8, 15), [((60, 3), G), ((60, 15), G), ((60,), THREE)],
    ),
    "LstmAttention": (
        ("mycaffe", f"lstm_attention_param {{ num_output: 15 {FILLED} }}",
         [(8, 2, 3), (8, 2)], 1),
        (8, 2, 15), [((60, 3), G), ((60, 15), G), ((60,), THREE)],
    ),
}  # fmt: skip

#: Other spellings of a type, and types whose blobs the net must give.
ALSO = {
    "Bn": "BN", "Convolution3d": "Convolution3D", "Deconvolution3d": "Deconvolution3D",
    "Add": None, "Sub": None, "Div": None,
}  # fmt: skip


def test_each_type_with_blobs_has_its_row():
    """A new one needs a row of shapes."""
    own = {name for name in layers.names(FORKS) if name not in layers.names(BVLC)}
    learning = {name for name in own if layers.get(name, FORKS).blobs.roles}

    assert len(ROWS) + len(ALSO) == 34
    assert learning == {*ROWS, *ALSO}
    for name, other in ALSO.items():
        if other:
            assert layers.get(name, FORKS).rule is layers.get(other, FORKS).rule


@pytest.mark.parametrize("kind", ROWS)
def test_shapes_and_laws(kind):
    """The first top, and of each blob its shape and what it is filled with."""
    (dialect, text, bottoms, tops), top, expected = ROWS[kind]
    made = fork_setup(kind, text, bottoms, tops, dialect=dialect)

    assert dialect == "forks" or dialect in dialects()
    assert top == made.tops[0]
    assert [shape for shape, _ in expected] == [part.shape for part in made.blobs]
    for part, (shape, law) in zip(made.blobs, expected, strict=True):
        draw = made.draws[part.source.draw]
        assert shape == draw.shape
        assert isinstance(draw.law, law) if isinstance(law, type) else law == draw.law
    slots = {draw.slot.blob for draw in made.draws if isinstance(draw, Fill)}
    assert slots == set(range(len(expected)))


SLOPED = 'bn_param { slope_filler { type: "constant" value: 1 } frozen: %s }'


@pytest.mark.parametrize(
    ("dialect", "text", "shapes", "last", "params"),
    [
        # PSPNet: conv1_1_3x3_s2/bn
        ("pspnet", SLOPED % "true", [(1, 64, 1, 1)] * 4, 1, {0, 1, 2, 3}),
        ("pspnet", SLOPED % "false", [(1, 64, 1, 1)] * 4, 0, {2, 3}),
        ("tvg", SLOPED % "false", [(1, 64, 1, 1)] * 4, 1, {2, 3}),
        # BN-Inception of temporal segment networks
        ("yjxiong", SLOPED % "false", [(1, 64)] * 4, 0, {2, 3}),
        ("happynear", SLOPED % "true", [(1, 64)] * 4, 1, set()),
        ("ducha", "bn_param { shift_filler { } decay: 0.9 }", [(1, 64, 1, 1)] * 4, 0, set()),
        ("happynear", "bn_param { scale_filler { } } param { } param { } param { }",
         [(1, 64, 1, 1)] * 4, 0, set()),
        ("ssd-fcn", "bn_param { shift_filler { } decay: 0.9 }", [(1, 64, 1, 1)] * 2, 0, set()),
    ],
)  # fmt: skip
def test_layers_called_bn(dialect, text, shapes, last, params):
    """Told apart by their words; what a frozen one writes into its `param`s."""
    made = fork_setup("BN", text, [(1, 64, 8, 8)], dialect=dialect)

    assert shapes == [part.shape for part in made.blobs]
    assert Constant(last) == made.draws[-1].law
    assert dict.fromkeys(params, (0, 0)) == made.params


@pytest.mark.parametrize(
    ("dialect", "text", "laws", "params"),
    [
        ("nvidia", "scale_bias: true", [0, 0, 1, 1, 0], 5),
        ("jacinto-0.17", 'scale_filler { type: "constant" value: 7 }', [0, 0, 1, 7, 0], 5),
        ("jacinto-0.16", "scale_bias: true", [0, 0, 0, 1, 0], 5),
        ("nvidia", "", [0, 0, 1], 3),
        ("intel", 'filler { type: "constant" value: 2 }', [0, 0, 0, 2, 0], 0),
        ("intel", "engine: MKL2017 bias_term: false", [0, 0, 0, 1], 0),
        ("intel", "engine: MKL2017 use_weight_bias: false", [0, 0, 0], 0),
        ("intel", "", [0, 0, 0], 0),
        ("ssd", "", [0, 0, 0], 0),
    ],
)
def test_batch_norm(dialect, text, laws, params):
    """Three blobs, or four or five where a fork keeps factor and shift in it."""
    made = fork_setup("BatchNorm", f"batch_norm_param {{ {text} }}", [MAP], dialect=dialect)

    assert [Constant(value) for value in laws] == [draw.law for draw in made.draws]
    assert [(6,), (6,), (1,), (6,), (6,)][: len(laws)] == [part.shape for part in made.blobs]
    learned = {blob: ((0, 0) if blob < 3 else (1, 1)) for blob in range(params)}
    assert learned == made.params


@pytest.mark.parametrize("dialect", ["happynear", "yjxiong", "tvg"])
def test_normalize_without_a_blob(dialect):
    """In metric learning it divides by the norm."""
    made = fork_setup("Normalize", "", [(4, 128)], tops=2, dialect=dialect)

    assert ([(4, 128, 1, 1), (4, 1, 1, 1)], []) == (list(made.tops), list(made.blobs))
    assert fork_setup("Normalize", "", [(4, 128)], dialect="ssd").blobs


@pytest.mark.parametrize(
    ("bottoms", "bias", "blobs"),
    [
        ([(4, 9)], "true", [(5, 9), (5,)]),
        ([(4, 9), (7, 9)], "true", [(7,)]),
        ([(4, 9), (7, 9)], "false", []),
        ([(4, 9), (7, 9), (7,)], "true", []),
    ],
)
def test_inner_product_of_bottoms(bottoms, bias, blobs):
    """Weights, and then the bias, may be bottoms."""
    text = f"inner_product_param {{ num_output: 5 bias_term: {bias} }}"
    made = fork_setup("InnerProduct", text, bottoms, dialect="happynear")

    assert blobs == [part.shape for part in made.blobs]
    assert [(4, 5 if len(bottoms) == 1 else 7)] == list(made.tops)


def test_five_axes():
    """C3D 1.0: fc6 of the model for Sports-1M."""
    text = "inner_product_param { num_output: 4096 }"
    made = fork_setup("InnerProduct", text, [(30, 512, 1, 4, 4)], dialect="c3d-1.0")

    assert [(1, 1, 1, 4096, 8192), (1, 1, 1, 1, 4096)] == [part.shape for part in made.blobs]
    assert [(30, 4096, 1, 1, 1)] == list(made.tops)


def test_scales_of_a_quantized_convolution():
    """Two blobs more for the weights, and two for the output."""
    text = """convolution_param { num_output: 4 kernel_size: 1
        per_channel_scale_weight: true per_channel_scale_output: true }"""
    made = fork_setup("Convolution", text, [MAP], dialect="synopsys")

    assert [(4, 6, 1, 1), *[(4,)] * 5] == [part.shape for part in made.blobs]
    assert [0, 0, 1, 0, 1, 0] == [draw.law.value for draw in made.draws]


def test_lstm_of_other_forks():
    """Yuqj's has the batch on axis 1; MyCaffe's is BVLC's LSTM, or cuDNN's."""
    text = "lstm_param { num_output: 5 }"
    made = fork_setup("Lstm", text, [(7, 2, 3)], dialect="yuqj")
    assert ([(7, 2, 5)], (20, 3)) == (list(made.tops), made.blobs[0].shape)

    text = "recurrent_param { num_output: 5 %s }"
    made = fork_setup("Lstm", text % "", [(7, 2, 3), (7, 2)], dialect="mycaffe")
    assert [(20, 3), (20,), (20, 5)] == [part.shape for part in made.blobs]
    made = fork_setup("Lstm", text % "engine: CUDNN", [(7, 2, 3), (7, 2)], dialect="mycaffe")
    assert [(4 * 5 * (3 + 5 + 2), 1, 1)] == [part.shape for part in made.blobs]


def test_weights_that_stand_in_a_file(tmp_path, monkeypatch):
    """The law reads it when it is poured, and tells what is missing."""
    text = "multi_stage_meanfield_param { num_iterations: 10 }"
    made = fork_setup("MultiStageMeanfield", text, [(1, 3, 5, 5)] * 3, dialect="crfasrnn")
    law = made.draws[0].law
    assert isinstance(law, Whole)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="No such file"):
        law.make(None, (1, 1, 3, 3), np.float32, **law.parameters)
    (tmp_path / "spatial.par").write_text("3 2.5 1\n")

    values = law.make(None, (1, 1, 3, 3), np.dtype(np.float32), **law.parameters)

    assert [3, 2.5, 1] == np.diagonal(values[0, 0]).tolist()
    assert 6.5 == values.sum()


@pytest.mark.parametrize(
    ("kind", "text", "bottom", "error"),
    [
        ("Normalize", "", (5,), ShapeError),
        ("ConvolutionSK", "convolution_param { num_output: 1 kernel_size: 1 pad: 1 }", MAP,
         LayerError),
        ("Convolution3D", "convolution_param { num_output: 1 kernel_size: 1 }", MAP, ShapeError),
        ("Convolution", "convolution_param { num_output: 1 kernel_size: 1 pad_l: 1 pad: 1 }", MAP,
         LayerError),
        ("Convolution", "convolution_param { num_output: 1 kernel_size: 1 pad_type: 2 }", MAP,
         LayerError),
        ("Lstm", "lstm_param { num_output: 5 batch_size: 3 }", (8, 3), ShapeError),
        ("Local", "local_param { num_output: 5 kernel_size: 99 }", MAP, LayerError),
        ("DenseBlock", "param { }", MAP, LayerError),
        ("Add", "", MAP, LayerError),
        ("CenterLoss", "", MAP, ValueError),
        ("RBMInnerProduct", "", MAP, LayerError),
        ("MultiStageMeanfield", "", MAP, LayerError),
    ],
)  # fmt: skip
def test_refusals(kind, text, bottom, error):
    """What the fork would die of is an error that names the place."""
    bottoms = {"LstmAttention": [bottom, bottom], "CenterLoss": [bottom, (2,)]}.get(kind, [bottom])
    with pytest.raises(LayerError if error is ValueError else error) as caught:
        fork_setup(kind, text, bottoms)

    assert caught.value.where
