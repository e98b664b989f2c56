"""Pooling and SPP."""

import pytest

from caffe_fillers.errors import LayerError, ShapeError
from tests.layers._rules import setup

IMAGE = (2, 6, 9, 7)

#: pooling_param, bottom, top.
POOLING = [
    ("kernel_size: 3 stride: 2", IMAGE, (2, 6, 4, 3)),
    ("kernel_size: 3 stride: 2 pad: 1", IMAGE, (2, 6, 5, 4)),
    ("kernel_h: 2 kernel_w: 3", IMAGE, (2, 6, 8, 5)),
    ("kernel_size: 2 stride: 2", IMAGE, (2, 6, 5, 4)),
    ("kernel_size: 2 stride: 2 round_mode: FLOOR", IMAGE, (2, 6, 4, 3)),
    ("kernel_size: 3 stride_h: 1 stride_w: 2 pad_h: 0 pad_w: 1", IMAGE, (2, 6, 7, 4)),
    ("global_pooling: true", IMAGE, (2, 6, 1, 1)),
    ("global_pooling: true pool: AVE", IMAGE, (2, 6, 1, 1)),
    # Half a pair beside kernel_size is not looked at.
    ("kernel_size: 3 kernel_w: 5", IMAGE, (2, 6, 7, 5)),
    # With pad on one axis, a last window in the padding is left out on both.
    ("kernel_size: 2 stride: 2 pad_h: 1 pad_w: 0", (1, 1, 4, 4), (1, 1, 3, 2)),
    ("kernel_size: 2 stride: 3 pad: 1", (1, 1, 5, 5), (1, 1, 2, 2)),
    # A kernel larger than the bottom gives a position, or none.
    ("kernel_size: 10 stride: 2", (1, 1, 9, 8), (1, 1, 1, 0)),
    # Division in float32: 16777217 is 16777216 there.
    ("kernel_size: 1 stride: 2", (1, 1, 16777218, 1), (1, 1, 8388609, 1)),
]

REFUSED = [
    ("", IMAGE, "kernel_size"),
    ("kernel_size: 0", IMAGE, ""),
    ("kernel_h: 3", IMAGE, "kernel_size"),
    ("kernel_size: 3 kernel_h: 3 kernel_w: 3", IMAGE, "kernel_size"),
    ("kernel_size: 3 global_pooling: true", IMAGE, "kernel_size"),
    ("kernel_w: 3 global_pooling: true", IMAGE, "kernel_w"),
    ("global_pooling: true pad: 1", IMAGE, ""),
    ("global_pooling: true stride: 2", IMAGE, ""),
    ("kernel_size: 3 stride: 0", IMAGE, "stride"),
    ("kernel_size: 3 stride_h: 2", IMAGE, "stride_h"),
    ("kernel_size: 3 pad: 1 pad_h: 1 pad_w: 1", IMAGE, "pad_h"),
    ("kernel_size: 3 pad: 3", IMAGE, ""),
    ("kernel_size: 3 pad_h: 3 pad_w: 0", IMAGE, ""),
    ("kernel_size: 3 pad: 1 pool: STOCHASTIC", IMAGE, "pad"),
    ("kernel_size: 3", (2, 6, 9), "bottom"),
    ("global_pooling: true", (2, 6, 0, 4), ""),
    ("kernel_size: 12", IMAGE, ""),
    ("kernel_size: 4294967295", IMAGE, "kernel_size"),
]


@pytest.mark.parametrize(("param", "bottom", "top"), POOLING)
def test_pooling(param, bottom, top):
    """One top, or two of one shape for MAX."""
    text = f"pooling_param {{ {param} }}"

    assert [top] == setup("Pooling", text, [bottom]).tops
    if "pool:" not in param:
        assert [top, top] == setup("Pooling", text, [bottom], tops=2).tops


@pytest.mark.parametrize(("param", "bottom", "field"), REFUSED)
def test_pooling_refusals_name_the_field(param, bottom, field):
    """Every form of kernel, stride and pad that Caffe refuses."""
    with pytest.raises(LayerError) as caught:
        setup("Pooling", f"pooling_param {{ {param} }}", [bottom])

    expected = field if field == "bottom" else f"pooling_param.{field}".rstrip(".")
    assert expected == caught.value.where


def test_only_max_has_a_mask():
    """Average pooling has one top."""
    with pytest.raises(LayerError, match="mask") as caught:
        setup("Pooling", "pooling_param { pool: AVE kernel_size: 3 }", [IMAGE], tops=2)

    assert "top" == caught.value.where


@pytest.mark.parametrize(
    ("param", "bottom", "top"),
    [
        ("pyramid_height: 1", IMAGE, (2, 6, 1, 1)),
        ("pyramid_height: 2", (2, 6, 8, 8), (2, 30)),
        ("pyramid_height: 3", (2, 6, 8, 8), (2, 126)),
        ("pyramid_height: 2 pool: AVE", IMAGE, (2, 6 * (1 + 4))),
    ],
)
def test_spp(param, bottom, top):
    """Bins of all levels, one after another; one level keeps its four axes."""
    assert [top] == setup("SPP", f"spp_param {{ {param} }}", [bottom]).tops


@pytest.mark.parametrize(
    ("text", "bottom", "where"),
    [
        ("", IMAGE, "spp_param.pyramid_height"),
        ("spp_param { pyramid_height: 2 }", (2, 6, 8), "bottom"),
        ("spp_param { pyramid_height: 2 }", (2, 6, 8, 0), "bottom"),
        (
            "spp_param { pyramid_height: 3 }",
            (2, 6, 7, 5),
            "spp_param.pyramid_height: level 2: kernel",
        ),
        (
            "spp_param { pyramid_height: 4294967295 }",
            (1, 1, 1, 1),
            "spp_param.pyramid_height: level 1: kernel",
        ),
        (
            "spp_param { pyramid_height: 2 pool: STOCHASTIC }",
            IMAGE,
            "spp_param.pyramid_height: level 1",
        ),
        ('top: "b0" spp_param { pyramid_height: 2 }', (2, 6, 8, 8), "top"),
    ],
)
def test_spp_refusals(text, bottom, where):
    """More bins than pixels end the levels, however many are asked for."""
    with pytest.raises(LayerError) as caught:
        setup("SPP", text, [bottom])

    assert where == caught.value.where


def test_shape_errors_are_layer_errors():
    """Who catches LayerError has them all."""
    with pytest.raises(ShapeError):
        setup("Pooling", "pooling_param { kernel_size: 12 }", [IMAGE])
