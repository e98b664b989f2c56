"""Layers of forks as ONNX: each beside its formula, in float64, as its fork's source has it."""

import re

import numpy as np
import pytest

from caffe_fillers.core.registry import FORKS, exporters
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.model import export
from tests._shared import ROOT, golden
from tests.exporters._run import session

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
SHAPE = (2, 6, 5, 7)


def net(folder, text, shape=SHAPE, more=()):
    """A file with inputs x and, of other shapes, more of them."""
    path = folder / "net.prototxt"
    inputs = "".join(
        f'layer {{ name: "{name}" type: "Input" top: "{name}" input_param {{ shape {{ '
        f"{' '.join(f'dim: {dim}' for dim in dims)} }} }} }}\n"
        for name, dims in (("x", shape), *more)
    )
    path.write_text(inputs + text)
    return path


def noise(shape, seed=0):
    """Normal numbers."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def run(path, seed=3, **feeds):
    """The only output, and the model's weights."""
    proto = export(path, seed=seed)
    weights = {each.name: each for each in proto.graph.initializer}
    (out,) = session(proto).run(None, feeds)
    return out, weights


def agree(out, expected):
    """Within the tolerance that is promised."""
    assert out.shape == expected.shape
    assert np.abs(out - expected).max() <= 1e-5 * max(1, np.abs(expected).max())


def test_permute(tmp_path):
    """The axes that are named come first."""
    x = noise(SHAPE)
    text = (
        'layer { name: "y" type: "Permute" bottom: "x" top: "y" permute_param { order: [0, 2] } }'
    )
    out, _ = run(net(tmp_path, text), x=x)

    assert np.array_equal(out, x.transpose(0, 2, 1, 3))


def test_shuffle_channel(tmp_path):
    """Channel i * (C / g) + j goes to j * g + i."""
    x = noise(SHAPE)
    text = (
        'layer { name: "y" type: "ShuffleChannel" bottom: "x" top: "y" '
        "shuffle_channel_param { group: 3 } }"
    )
    out, _ = run(net(tmp_path, text), x=x)

    for i in range(3):
        for j in range(2):
            assert np.array_equal(out[:, j * 3 + i], x[:, i * 2 + j])


def test_relu6(tmp_path):
    """Below 0 and above 6 it is cut; with a slope it is refused."""
    x = 9 * noise(SHAPE)
    text = 'layer { name: "y" type: "ReLU6" bottom: "x" top: "y" %s }'
    out, _ = run(net(tmp_path, text % ""), x=x)

    assert np.array_equal(out, np.minimum(np.maximum(x, 0), 6))
    with pytest.raises(LayerError, match="slope"):
        export(net(tmp_path, text % "relu_param { negative_slope: 0.1 }"))


@pytest.mark.parametrize("factor", [(2, 6), (2, 6, 1, 1)])
def test_axpy(tmp_path, factor):
    """A factor for each channel, with or without its spatial axes."""
    a, x, y = noise(factor, 1), noise(SHAPE, 2), noise(SHAPE, 3)
    text = 'layer { name: "z" type: "Axpy" bottom: "a" bottom: "x" bottom: "y" top: "z" }'
    out, _ = run(net(tmp_path, text, more=(("a", factor), ("y", SHAPE))), a=a, x=x, y=y)

    agree(out, a.reshape(2, 6, 1, 1).astype("f8") * x + y)


@pytest.mark.parametrize("across", ["true", "false"])
@pytest.mark.parametrize("shared", ["true", "false"])
def test_normalize(tmp_path, across, shared):
    """By the root of the sum of squares and eps, then times the blob."""
    x = noise(SHAPE)
    text = (
        'layer { name: "y" type: "Normalize" bottom: "x" top: "y" norm_param { eps: 0.01 '
        f"across_spatial: {across} channel_shared: {shared} "
        'scale_filler { type: "constant" value: 20 } } }'
    )
    out, _ = run(net(tmp_path, text), x=x)

    axes = (1, 2, 3) if across == "true" else (1,)
    wide = x.astype("f8")
    agree(out, 20 * wide / np.sqrt((wide**2).sum(axes, keepdims=True) + 0.01))


def test_a_normalize_without_a_blob_is_refused(tmp_path):
    """Metric learning has another layer of that name."""
    text = 'layer { name: "y" type: "Normalize" bottom: "x" top: "y" normalize_param {} }'
    with pytest.raises(LayerError, match="without a blob"):
        export(net(tmp_path, text))


@pytest.mark.parametrize(
    ("kind", "outputs"), [("DepthwiseConvolution", "group: 6"), ("ConvolutionDepthwise", "")]
)
def test_depthwise_convolutions(tmp_path, kind, outputs):
    """A kernel for each channel."""
    from onnx import numpy_helper

    x = noise(SHAPE)
    text = (
        f'layer {{ name: "y" type: "{kind}" bottom: "x" top: "y" convolution_param {{ '
        f"num_output: 6 {outputs} kernel_size: 3 pad: 1 stride: 2 "
        'weight_filler { type: "gaussian" std: 1 } bias_filler { type: "uniform" } } }'
    )
    out, weights = run(net(tmp_path, text), x=x)

    kernels, bias = (numpy_helper.to_array(weights[f"y[{i}]"]).astype("f8") for i in (0, 1))
    assert kernels.shape == (6, 1, 3, 3)
    padded = np.pad(x.astype("f8"), [(0, 0), (0, 0), (1, 1), (1, 1)])
    expected = np.zeros((2, 6, 3, 4)) + bias[:, None, None]
    for i in range(3):
        for j in range(3):
            part = padded[:, :, i : i + 5 : 2, j : j + 7 : 2]
            expected += part * kernels[:, 0, i, j][:, None, None]
    agree(out, expected)


def test_pooling_that_rounds_down(tmp_path):
    """`ceil_mode: false` shows in the top's shape, and needs no word of its own."""
    x = noise((1, 2, 6, 6))
    text = (
        'layer { name: "y" type: "Pooling" bottom: "x" top: "y" '
        "pooling_param { pool: MAX kernel_size: 3 stride: 2 ceil_mode: false } }"
    )
    out, _ = run(net(tmp_path, text, (1, 2, 6, 6)), x=x)

    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))[:, :, ::2, ::2]
    assert np.array_equal(out, windows.max((4, 5)))


def windows(x, pads, kernel, stride, dilation=1):
    """Every window, its values last, of an image padded by (top, bottom, left, right) with NaN."""
    top, bottom, left, right = pads
    wide = np.pad(
        x.astype("f8"), [(0, 0), (0, 0), (top, bottom), (left, right)], constant_values=np.nan
    )
    extent = dilation * (kernel - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(wide, (extent, extent), (2, 3))
    return seen[:, :, ::stride, ::stride, ::dilation, ::dilation]


@pytest.mark.parametrize(
    ("words", "pads", "stride", "dilation"),
    [
        ("kernel_size: 3 kstride: 2", (0, 0, 0, 0), 1, 2),
        ("kernel_size: 3 hole: 2 pad: 2", (2, 2, 2, 2), 1, 2),
        ("kernel_size: 3 pad_t: 1 pad_r: 2", (1, 0, 0, 2), 1, 1),
        ("kernel_size: 3 stride: 2 pad_b: 3 pad_l: 1", (0, 3, 1, 0), 2, 1),
        # ceil(5 / 2) x ceil(8 / 2): two rows and one column of pads, the larger half behind.
        ("kernel_size: 3 stride: 2 pad_type: 1", (1, 1, 0, 1), 2, 1),
        ("kernel_size: 4 stride: 3 pad_type: 1", (1, 1, 1, 1), 3, 1),
    ],
)
def test_windows_of_forks_convolutions(tmp_path, words, pads, stride, dilation):
    """Dilation and pads under their other names."""
    from onnx import numpy_helper

    x = noise((2, 6, 5, 8))
    text = (
        'layer { name: "y" type: "Convolution" bottom: "x" top: "y" convolution_param { '
        f'num_output: 4 {words} weight_filler {{ type: "gaussian" std: 1 }} }} }}'
    )
    out, weights = run(net(tmp_path, text, x.shape), x=x)

    kernel = numpy_helper.to_array(weights["y[0]"]).astype("f8")
    seen = np.nan_to_num(windows(x, pads, kernel.shape[-1], stride, dilation))
    agree(out, np.einsum("ncyxij,ocij->noyx", seen, kernel))


def test_a_deconvolution_cuts_its_sides(tmp_path):
    """Its top lacks pad_t rows above and pad_r columns on the right."""
    from onnx import numpy_helper

    x = noise((1, 2, 3, 4))
    text = (
        'layer { name: "y" type: "Deconvolution" bottom: "x" top: "y" convolution_param { '
        'num_output: 3 kernel_size: 3 stride: 2 weight_filler { type: "gaussian" std: 1 } %s } }'
    )
    whole, weights = run(net(tmp_path, text % "", x.shape), x=x)
    out, again = run(net(tmp_path, text % "pad_t: 1 pad_r: 2", x.shape), x=x)

    assert whole.shape == (1, 3, 7, 9)
    same = (numpy_helper.to_array(each["y[0]"]) for each in (weights, again))
    assert np.array_equal(*same)
    agree(out, whole[:, :, 1:, :-2])


@pytest.mark.parametrize(
    ("words", "pads", "kernel", "stride"),
    [
        ("kernel_size: 2 stride: 2 pad_l: 1", (0, 1, 1, 1), 2, 2),
        ("kernel_size: 3 stride: 2 pad_type: 1", (1, 1, 0, 1), 3, 2),
        ("kernel_size: 3 stride: 1 pad_t: 2 pad_b: 1", (2, 1, 0, 0), 3, 1),
    ],
)
@pytest.mark.parametrize("kind", ["MAX", "AVE_EXC_PAD"])
def test_pooling_by_sides(tmp_path, words, pads, kernel, stride, kind):
    """The last window may reach past the image; only the image's own values count."""
    x = noise((2, 3, 5, 8))
    text = (
        'layer { name: "y" type: "Pooling" bottom: "x" top: "y" '
        f"pooling_param {{ pool: {kind} {words} }} }}"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    seen = windows(x, pads, kernel, stride)
    agree(out, (np.nanmax if kind == "MAX" else np.nanmean)(seen, axis=(4, 5)))


def test_an_average_counts_the_pads_behind(tmp_path):
    """A window is as large as it is, cut to the image and its pads."""
    x = noise((1, 1, 4, 4))
    text = (
        'layer { name: "y" type: "Pooling" bottom: "x" top: "y" '
        "pooling_param { pool: AVE kernel_size: 3 stride: 2 pad_t: 1 pad_l: 1 } }"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    # Rows -1 … 1 and 1 … 3: pads above count, nothing lies below.
    wide = np.pad(x[0, 0].astype("f8"), ((1, 0), (1, 0)))
    expected = [[wide[a : a + 3, b : b + 3].mean() for b in (0, 2)] for a in (0, 2)]
    agree(out[0, 0], np.array(expected))


@pytest.mark.parametrize(
    ("words", "slope", "low", "high"),
    [
        ("relu6: true", 0, 0, 6),
        ("relu6: true negative_slope: 0.5", 0.5, -np.inf, 6),
        ("maximum: 4 minimum: 0.5", 0, 0.5, 4),
        ("maximum: 2 relu6: true", 0, 0, 2),
        ("negative_slope: 0.5 minimum: -1", 0.5, -1, np.inf),
    ],
)
def test_relu_with_limits(tmp_path, words, slope, low, high):
    """The lower limit is the last."""
    x = 9 * noise(SHAPE)
    text = f'layer {{ name: "y" type: "ReLU" bottom: "x" top: "y" relu_param {{ {words} }} }}'
    out, _ = run(net(tmp_path, text), x=x)

    agree(out, np.maximum(np.minimum(np.where(x > 0, x, slope * x.astype("f8")), high), low))


@pytest.mark.parametrize(
    ("kind", "words", "function"),
    [
        ("HardSwish", "", lambda x: x * np.clip(x + 3, 0, 6) / 6),
        ("Atan", "", np.arctan),
        ("Pad", "pad_param { paddings: [0, 0, 1, 0, 2, 3, 0, 1] constant_values: 7 }", None),
        ("Squeeze", "squeeze_param { axis: 1 }", lambda x: x[:, 0]),
        ("ExpandDimsND", "expand_dims_nd_param { axis: 1 }", lambda x: x[:, None]),
        ("Mul", 'bottom: "x"', lambda x: x * x),
        ("Sub", 'bottom: "row"', None),
    ],
)
def test_simple_layers_of_synopsys(tmp_path, kind, words, function):
    """One operator or two."""
    x, row = 3 * noise((2, 1, 5, 7)), noise((5, 1), 4)
    function = function or (
        (lambda x: x - row)
        if kind == "Sub"
        else lambda x: np.pad(x, [(0, 0), (1, 0), (2, 3), (0, 1)], constant_values=7)
    )
    text = f'layer {{ name: "y" type: "{kind}" bottom: "x" {words} top: "y" }}'
    feeds = {"x": x, "row": row} if "row" in words else {"x": x}
    out, _ = run(net(tmp_path, text, x.shape, [("row", (5, 1))] if "row" in words else ()), **feeds)

    agree(out, function(x.astype("f8")))


def test_unstack(tmp_path):
    """A top for each place of the axis."""
    x = noise((2, 3, 5))
    tops = " ".join(f'top: "y{number}"' for number in range(3))
    text = f'layer {{ name: "y" type: "Unstack" bottom: "x" {tops} unstack_param {{ axis: 1 }} }}'
    made = session(export(net(tmp_path, text, x.shape)))

    for number, out in enumerate(made.run([f"y{place}" for place in range(3)], {"x": x})):
        assert np.array_equal(out, x[:, number])


def test_pixelshuffler(tmp_path):
    """Channel c r r + i r + j goes to (i, j) of its block."""
    x = noise((2, 8, 3, 5))
    text = (
        'layer { name: "y" type: "Reshape" bottom: "x" top: "y" '
        "reshape_param { pixelshuffler: 2 } }"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    for i, j in np.ndindex(2, 2):
        assert np.array_equal(out[:, :, i::2, j::2], x[:, i * 2 + j :: 4])


@pytest.mark.parametrize("reverse", [False, True])
def test_reorg(tmp_path, reverse):
    """Darknet's order, place by place."""
    x = noise((2, 8, 4, 6))
    text = (
        'layer { name: "y" type: "Reorg" bottom: "x" top: "y" '
        f"reorg_param {{ stride: 2 reverse: {str(reverse).lower()} }} }}"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    # Whatever the shapes are called, the values are read or written where they stand in a row.
    num, channels, height, width = x.shape
    inner, flat = channels // 4, x.reshape(-1)
    expected = np.empty_like(flat)
    for n, c, h, w in np.ndindex(*x.shape):
        near = w + width * (h + height * (c + channels * n))
        block = c // inner
        across, down = w * 2 + block % 2, h * 2 + block // 2
        far = across + width * 2 * (down + height * 2 * (c % inner + inner * n))
        if reverse:
            expected[far] = flat[near]
        else:
            expected[near] = flat[far]
    shape = (num, 2, 8, 12) if reverse else (num, 32, 2, 3)
    assert np.array_equal(out, expected.reshape(shape))


@pytest.mark.parametrize(
    ("words", "cut", "sizes"),
    [
        ("zoom_factor: 3", (0, 0), (13, 19)),
        ("shrink_factor: 2", (0, 0), (3, 4)),
        ("height: 9 width: 4", (0, 0), (9, 4)),
        ("height: 1 width: 12", (0, 0), (1, 12)),
        ("zoom_factor: 2 pad_beg: -1 pad_end: -2", (1, 2), (3, 7)),
        ("height: 5 width: 7", (0, 0), (5, 7)),
    ],
)
def test_interp(tmp_path, words, cut, sizes):
    """The corners lie on one another, between them it is linear."""
    x = noise(SHAPE)
    text = f'layer {{ name: "y" type: "Interp" bottom: "x" top: "y" interp_param {{ {words} }} }}'
    out, _ = run(net(tmp_path, text), x=x)

    expected = x[:, :, cut[0] : 5 - cut[1], cut[0] : 7 - cut[1]].astype("f8")
    for axis, size in zip((2, 3), sizes, strict=True):
        length = expected.shape[axis]
        places = np.arange(size) * (length - 1) / max(size - 1, 1)
        low = np.floor(places).astype(int)
        high = np.minimum(low + 1, length - 1)
        share = (places - low).reshape(-1, *[1] * (3 - axis))
        expected = (1 - share) * expected.take(low, axis) + share * expected.take(high, axis)
    agree(out, expected)


def test_transpose(tmp_path):
    """All axes in the order written."""
    x = noise((2, 3, 4))
    text = (
        'layer { name: "y" type: "Transpose" bottom: "x" top: "y" '
        "transpose_param { dim: [1, 2, 0] } }"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)
    assert np.array_equal(out, x.transpose(1, 2, 0))


def place(index, length, size, words):
    """Where a place of the top lies in the bottom, in single precision."""
    aligned = "align" in words and size > 1
    scale = np.float32(length - 1) / np.float32(size - 1) if aligned else None
    scale = np.float32(length) / np.float32(size) if scale is None else scale
    half = np.float32("half" in words) / 2
    return (np.float32(index) + half) * scale - half


RESIZES = ["", "align_corners: true", "half_pixel_centers: true"]


@pytest.mark.parametrize("words", RESIZES)
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_resize_bilinear(tmp_path, words, layout):
    """Between the four values around each place, the image's rim repeated."""
    x = noise((1, 4, 5, 3)) if layout == "NHWC" else noise((1, 3, 4, 5))
    text = (
        'layer { name: "y" type: "ResizeBilinear" bottom: "x" top: "y" resize_bilinear_param { '
        f'output_height: 7 output_width: 3 data_format: "{layout}" {words} }} }}'
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    image = x[0].transpose(2, 0, 1) if layout == "NHWC" else x[0]
    expected = np.empty((3, 7, 3))
    for row, column in np.ndindex(7, 3):
        ends = []
        for at, length in ((place(row, 4, 7, words), 4), (place(column, 5, 3, words), 5)):
            low, high = int(np.floor(at)), int(np.ceil(at))
            ends.append((min(max(low, 0), length - 1), min(high, length - 1), at - np.floor(at)))
        (a, b, down), (c, d, across) = ends
        top = image[:, a, c] + (image[:, a, d] - image[:, a, c]) * across
        bottom = image[:, b, c] + (image[:, b, d] - image[:, b, c]) * across
        expected[:, row, column] = top + (bottom - top) * down
    agree(out[0], expected.transpose(1, 2, 0) if layout == "NHWC" else expected)


@pytest.mark.parametrize("words", [*RESIZES, "half_pixel_onnx: true"])
def test_resize_nearest(tmp_path, words):
    """The value at the place, rounded as each mode rounds."""
    x = noise((1, 3, 4, 5))
    text = (
        'layer { name: "y" type: "ResizeNearestNeighbor" bottom: "x" top: "y" '
        "resize_nearest_neighbor_param { output_height: 9 output_width: 3 "
        f'data_format: "NCHW" {words} }} }}'
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    def near(index, length, size):
        at = place(index, length, size, words)
        more = 0.5 if "align" in words or "centers" in words else 0
        return min(max(int(np.floor(at + np.float32(more))), 0), length - 1)

    rows = [near(row, 4, 9) for row in range(9)]
    columns = [near(column, 5, 3) for column in range(3)]
    assert np.array_equal(out, x[:, :, rows][:, :, :, columns])


def python(module, name, words=""):
    """A layer written in Python."""
    return (
        'layer { name: "y" type: "Python" bottom: "x" top: "y" python_param { '
        f"module: '{module}' layer: '{name}' param_str: \"{words}\" }} }}"
    )


def test_layers_in_python(tmp_path):
    """Three of a public project are known by name; others are not."""
    x = noise((2, 8, 4, 6))
    shape, _ = run(net(tmp_path, python("shape", "TensorShape"), x.shape), x=x)
    assert shape.tolist() == [2, 8, 4, 6]

    words = "{'pad_t': 1, 'pad_b': 2, 'pad_l': 0, 'pad_r': 3, 'pad_mode': 'constant'}"
    padded, _ = run(net(tmp_path, python("pad", "PadTensor", words), x.shape), x=x)
    assert np.array_equal(padded, np.pad(x, [(0, 0), (0, 0), (1, 2), (0, 3)]))

    text = 'layer { name: "y" type: "Reorg" bottom: "x" top: "y" reorg_param { stride: 2 } }'
    reorganized, _ = run(net(tmp_path, text, x.shape), x=x)
    out, _ = run(net(tmp_path, python("yolov2", "darknet_reorg"), x.shape), x=x)
    assert np.array_equal(out, reorganized)

    for text in (
        python("mine", "TensorShape"),
        python("pad", "PadTensor", "{'pad_t': 1, 'pad_mode': 'wrap'}"),
    ):
        with pytest.raises(LayerError):
            export(net(tmp_path, text, x.shape))


@pytest.mark.parametrize(("scaled", "factor"), [("true", 1), ("false", 0.25)])
def test_dropout_that_scales_in_test(tmp_path, scaled, factor):
    """It multiplies by what training kept."""
    x = noise(SHAPE)
    text = (
        'layer { name: "d" type: "Dropout" bottom: "x" top: "d" '
        f"dropout_param {{ dropout_ratio: 0.75 scale_train: {scaled} }} }}\n"
        'layer { name: "y" type: "AbsVal" bottom: "d" top: "y" }'
    )
    out, _ = run(net(tmp_path, text), x=x)
    agree(out, np.abs(factor * x.astype("f8")))


def test_upsample_repeats(tmp_path):
    """Without a mask each value stands scale x scale times."""
    x = noise((1, 2, 3, 4))
    for text in (
        'layer { name: "y" type: "Upsample" bottom: "x" top: "y" upsample_param { scale: 3 } }',
        (
            'layer { name: "y" type: "UpsampleDarknet" bottom: "x" top: "y" '
            "upsample_darknet_param { stride: 3 } }"
        ),
    ):
        out, _ = run(net(tmp_path, text, x.shape), x=x)
        assert np.array_equal(out, x.repeat(3, 2).repeat(3, 3))


def rounded(value):
    """C's round: halves away from zero."""
    return int(np.floor(np.float32(abs(value)) + np.float32(0.5)) * np.sign(value))


def test_roi_pooling(tmp_path):
    """Every bin of every region, its corners rounded away from zero, cut to the image."""
    x = noise((2, 2, 9, 11))
    generator = np.random.default_rng(5)
    corners = np.sort(generator.uniform(-30, 200, (12, 2, 2)), axis=1).reshape(-1, 4)
    corners[0] = (8, 24, 8, 24)  # halves: 0.5 and 1.5
    corners[1] = (-8, -24, 40, 56)
    corners[2] = (300, 300, 400, 400)
    rois = np.concatenate([generator.integers(0, 2, (12, 1)), corners], 1).astype(np.float32)
    text = (
        'layer { name: "y" type: "ROIPooling" bottom: "x" bottom: "rois" top: "y" '
        "roi_pooling_param { pooled_h: 3 pooled_w: 4 spatial_scale: 0.0625 } }"
    )
    out, _ = run(net(tmp_path, text, x.shape, [("rois", rois.shape)]), x=x, rois=rois)

    scale, one = np.float32(0.0625), np.float32(1)
    expected = np.zeros((12, 2, 3, 4), np.float32)
    for number, (image, *box) in enumerate(rois):
        left, top, right, bottom = (rounded(each * scale) for each in box)
        high = one * max(bottom - top + 1, 1) / np.float32(3)
        wide = one * max(right - left + 1, 1) / np.float32(4)
        for row, column in np.ndindex(3, 4):
            rows = (int(np.floor(one * row * high)), int(np.ceil(one * (row + 1) * high)))
            columns = (int(np.floor(one * column * wide)), int(np.ceil(one * (column + 1) * wide)))
            a, b = (min(max(each + top, 0), 9) for each in rows)
            c, d = (min(max(each + left, 0), 11) for each in columns)
            if a < b and c < d:
                expected[number, :, row, column] = x[int(image), :, a:b, c:d].max((1, 2))
    assert np.array_equal(out, expected)


def with_blobs(folder, layer, arrays):
    """A model with these blobs of one layer."""
    path = folder / "weights.npz"
    np.savez(path, **{f"{layer}/{number}": each for number, each in enumerate(arrays)})
    return path


@pytest.mark.parametrize("words", ["scale_bias: true", "scale_filler { value: 1 }"])
def test_batch_norm_with_a_factor(tmp_path, words):
    """The third blob is not read, and eps no less than 1e-5."""
    x, blobs = noise(SHAPE), [noise((6,), seed) for seed in range(5)]
    blobs[1] = np.abs(blobs[1]) / 1000
    blobs[2] = np.float32([0.5])
    text = (
        'layer { name: "y" type: "BatchNorm" bottom: "x" top: "y" '
        f"batch_norm_param {{ eps: 1e-7 {words} }} }}"
    )
    model = with_blobs(tmp_path, "y", blobs)
    (out,) = session(export(net(tmp_path, text), model)).run(None, {"x": x})

    mean, variance, _, factor, shift = (each.astype("f8").reshape(-1, 1, 1) for each in blobs)
    agree(out, (x - mean) / np.sqrt(variance + 1e-5) * factor + shift)


@pytest.mark.parametrize(
    ("kind", "words", "number"),
    [
        ("BatchNorm", "batch_norm_param { eps: 0.01 add_eps_before_sqrt: false }", 3),
        ("BN", "bn_param { slope_filler { value: 1 } }", 4),
        ("BN", "bn_param { icnet: true eps: 0.02 slope_filler { value: 1 } }", 4),
    ],
)
def test_other_batch_norms(tmp_path, kind, words, number):
    """Statistics over their factor with eps behind the root; factor and shift before them."""
    x, blobs = noise(SHAPE), [noise((6,), seed) for seed in range(number)]
    place = 3 if kind == "BN" else 1
    blobs[place] = np.abs(blobs[place]) + np.float32(0.1)
    text = f'layer {{ name: "y" type: "{kind}" bottom: "x" top: "y" {words} }}'
    if kind == "BN":
        blobs = [each.reshape(1, 6, 1, 1) for each in blobs]
    else:
        blobs[2] = np.float32([2])
    (out,) = session(export(net(tmp_path, text), with_blobs(tmp_path, "y", blobs))).run(
        None, {"x": x}
    )

    wide = [each.astype("f8").reshape(-1, 1, 1) for each in blobs]
    if kind == "BN":
        eps = 0.02 if "eps" in words else 1e-5
        factor, shift, mean, variance = wide
        expected = (x - mean) / np.sqrt(variance + eps) * factor + shift
    else:
        mean, variance, over = wide
        expected = (x - mean / over) / (np.sqrt(variance / over) + 0.01)
    agree(out, expected)


def test_tops_without_a_value_are_refused(tmp_path):
    """A layer that has more tops than its function makes is not cut short."""
    text = (
        'layer { name: "y" type: "Normalize" bottom: "x" top: "y" top: "z" norm_param { '
        "across_spatial: true } }"
    )
    with pytest.raises(LayerError, match="'z'"):
        export(net(tmp_path, text), seed=1)


def test_detections_of_other_bottoms_are_refused(tmp_path):
    """YOLO's layer of that name has one; rows that only the run can tell go nowhere else."""
    text = (
        'layer { name: "y" type: "DetectionOutput" bottom: "x" top: "y" '
        "detection_output_param { num_classes: 2 } }"
    )
    with pytest.raises(LayerError, match="1 bottoms"):
        export(net(tmp_path, text))
    path = golden("forks") / "ssd" / "center.prototxt"
    text = path.read_text() + 'layer { name: "z" type: "ReLU" bottom: "y" top: "z" }\n'
    (tmp_path / "net.prototxt").write_text(text)
    with pytest.raises(LayerError, match="when the model runs only"):
        export(tmp_path / "net.prototxt")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            (
                'layer { name: "y" type: "Convolution" bottom: "x" top: "y" convolution_param { '
                "num_output: 2 kernel_size: 3 input_scale: 2 } }"
            ),
            "convolution_param.input_scale",
        ),
        (
            (
                'layer { name: "y" type: "Dropout" bottom: "x" top: "y" '
                "dropout_param { sample_weights_test: true } }"
            ),
            "dropout_param.sample_weights_test",
        ),
        (
            (
                'layer { name: "y" type: "Interp" bottom: "x" top: "y" '
                "interp_param { full_zoom_factor: 2 } }"
            ),
            "interp_param.full_zoom_factor",
        ),
    ],
)
def test_what_a_fork_means_by_a_word_is_not_left_out(tmp_path, text, word):
    """A layer of BVLC's type with a word that its function does not read is refused."""
    with pytest.raises(LayerError, match=re.escape(word)):
        export(net(tmp_path, text), seed=1)


def test_the_page_names_every_type():
    """The types of forks that are exported stand on the page."""
    section = PAGE.partition("## Layers of forks")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| (\w+) \|", section, re.MULTILINE)) - {"layer"}

    assert told == set(exporters.names(FORKS)) - set(exporters.names())


def sigmoid(x):
    """1 / (1 + e^-x)."""
    return 1 / (1 + np.exp(-x))


def suppress(found, threshold):
    """Boxes by falling score, each dropped that overlaps one before it by so much or more."""
    found = sorted(found, key=lambda row: -row[1])
    kept = []
    for label, score, box in found:
        centre, size = box[:2], box[2:]
        for _, _, other in kept:
            low = np.maximum(centre - size / 2, other[:2] - other[2:] / 2)
            high = np.minimum(centre + size / 2, other[:2] + other[2:] / 2)
            shared = np.prod(high - low) if (high >= low).all() else 0
            if shared / (size.prod() + other[2:].prod() - shared) >= threshold:
                break
        else:
            kept.append((label, score, box))
    corners = [(*(box[:2] - box[2:] / 2), *(box[:2] + box[2:] / 2)) for _, _, box in kept]
    return np.array([(0, a + 1, b, *c) for (a, b, _), c in zip(kept, corners, strict=True)])


def yolo_boxes(x, anchors, whole, classes, by_softmax):
    """Every class of every box: label, score, (x, y, w, h)."""
    _, channels, height, width = x.shape
    values = x.astype("f8").reshape(len(anchors), channels // len(anchors), height, width)
    for row, column in np.ndindex(height, width):
        for anchor, value in zip(anchors, values[:, :, row, column], strict=True):
            centre = (sigmoid(value[:2]) + np.array([column, row])) / (width, height)
            box = np.concatenate([centre, np.exp(value[2:4]) * anchor / whole])
            raw = value[5:]
            each = np.exp(raw) / np.exp(raw).sum() if by_softmax else sigmoid(raw)
            for label in [raw.argmax()] if by_softmax else range(classes):
                yield label, each[label] * sigmoid(value[4]), box


def test_yolo_v3(tmp_path):
    """Two bottoms, all classes of a box by themselves, which suppress each other."""
    x, y = 2 * noise((1, 24, 3, 4), 1), 2 * noise((1, 24, 6, 8), 2)
    text = (
        'layer { name: "d" type: "Yolov3DetectionOutput" bottom: "x" bottom: "y" top: "d" '
        "yolov3_detection_output_param { num_classes: 3 confidence_threshold: 0.3 "
        "nms_threshold: 0.4 biases: [10, 14, 23, 27, 37, 58, 81, 82, 60, 30, 20, 40] "
        "mask: [3, 4, 5, 0, 1, 2] anchors_scale: [32, 16] } }"
    )
    out, _ = run(net(tmp_path, text, x.shape, [("y", y.shape)]), x=x, y=y)

    first, second = [(81, 82), (60, 30), (20, 40)], [(10, 14), (23, 27), (37, 58)]
    found = [*yolo_boxes(x, first, (128, 96), 3, by_softmax=False)]
    found += yolo_boxes(y, second, (128, 96), 3, by_softmax=False)
    expected = suppress([row for row in found if row[1] > 0.3], 0.4)
    assert 5 < len(expected) < len(found) / 3
    agree(out[0, 0], expected)


@pytest.mark.parametrize("threshold", [0.2, 1.5])
def test_yolo_v2(tmp_path, threshold):
    """The best class by softmax; a row of -1 where nothing is found."""
    x = 2 * noise((1, 16, 4, 4), 7)
    text = (
        'layer { name: "d" type: "YoloDetectionOutput" bottom: "x" top: "d" '
        f"yolo_detection_output_param {{ num_classes: 3 confidence_threshold: {threshold} "
        "nms_threshold: 0.4 biases: [0.7, 0.9, 2.4, 2.7] num_box: 2 coords: 4 } }"
    )
    out, _ = run(net(tmp_path, text, x.shape), x=x)

    found = yolo_boxes(x, [(0.7, 0.9), (2.4, 2.7)], (4, 4), 3, by_softmax=True)
    found = [row for row in found if row[1] >= threshold]
    expected = suppress(found, 0.4) if found else np.array([[0, *[-1.0] * 6]])
    agree(out[0, 0], expected)
    with pytest.raises(LayerError, match="square"):
        export(net(tmp_path, text, (1, 16, 4, 5)))


DETECTION = (
    'layer { name: "y" type: "DetectionOutput" bottom: "x" bottom: "c" bottom: "p" top: "y" '
    "detection_output_param { num_classes: 2 %s } }"
)


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        (DETECTION % "", {"x": (1, 8), "c": (1, 4), "p": (1, 16)}),
        (DETECTION % "", {"x": (8,), "c": (1, 4), "p": (1, 2, 8)}),
        (DETECTION % "", {"x": (1, 12), "c": (1, 4), "p": (1, 2, 8)}),
        (DETECTION % "keep_top_k: 0", {"x": (1, 8), "c": (1, 4), "p": (1, 2, 8)}),
        (
            DETECTION.replace("num_classes: 2", "num_classes: 1") % "",
            {"x": (1, 8), "c": (1, 2), "p": (1, 2, 8)},
        ),
        (
            (
                'layer { name: "y" type: "PriorBox" bottom: "x" top: "y" '
                "prior_box_param { min_size: 3 aspect_ratio: 0 img_size: 9 } }"
            ),
            {"x": (1, 2, 3, 3)},
        ),
        (
            (
                'layer { name: "y" type: "PriorBox" bottom: "x" top: "y" '
                "prior_box_param { min_size: 3 } }"
            ),
            {"x": (1, 2, 3, 3)},
        ),
        (
            (
                'layer { name: "y" type: "ROIPooling" bottom: "x" bottom: "r" top: "y" '
                "roi_pooling_param { pooled_h: 2 pooled_w: 2 } }"
            ),
            {"x": (1, 2, 3, 3), "r": (4, 7)},
        ),
        (
            (
                'layer { name: "y" type: "YoloDetectionOutput" bottom: "x" top: "y" '
                "yolo_detection_output_param { num_box: 1 biases: [1, 2] num_classes: 3 } }"
            ),
            {"x": (1, 8)},
        ),
    ],
)
def test_what_does_not_fit_is_an_error(tmp_path, text, shapes):
    """A LayerError that names the layer; nothing else comes out."""
    inputs = dict(shapes)
    path = net(tmp_path, text, inputs.pop("x"), inputs.items())
    with pytest.raises(LayerError) as found:
        export(path)
    assert "layer 'y'" in str(found.value)
