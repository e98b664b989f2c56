"""Layers of forks as ONNX: each beside its formula, in float64, as its fork's source has it."""

import re

import numpy as np
import pytest

from caffe_fillers.core.registry import FORKS, exporters
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.model import export
from tests._shared import ROOT
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


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            (
                'layer { name: "y" type: "Convolution" bottom: "x" top: "y" convolution_param { '
                "num_output: 2 kernel_size: 3 kstride: 2 } }"
            ),
            "convolution_param.kstride",
        ),
        (
            (
                'layer { name: "y" type: "Dropout" bottom: "x" top: "y" '
                "dropout_param { scale_train: false } }"
            ),
            "dropout_param.scale_train",
        ),
        (
            (
                'layer { name: "y" type: "BatchNorm" bottom: "x" top: "y" '
                "batch_norm_param { scale_bias: true } }"
            ),
            "batch_norm_param.scale_bias",
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
