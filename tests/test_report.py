"""What `plan` tells of a net, draw by draw."""

import numpy as np
import pytest

from caffe_fillers.core.draws import Constant, Gaussian, Grid, Sparse, Uniform, UnitBall, Whole
from caffe_fillers.plan.report import count_words, draw_rows, totals
from caffe_fillers.rng.eras import Era
from tests._nets import planned

NET = """
layer { name: "data" type: "ImageData" top: "data" top: "label"
  image_data_param { source: "list" batch_size: 2 shuffle: true } }
layer { name: "one" type: "InnerProduct" bottom: "data" top: "one" param { name: "w" }
  inner_product_param { num_output: 4 weight_filler { type: "xavier" } } }
layer { name: "two" type: "InnerProduct" bottom: "data" top: "two" param { name: "w" }
  inner_product_param { num_output: 4 weight_filler { type: "gaussian" std: 0.5 sparse: 2 }
    bias_filler { type: "uniform" min: -1 } } }
layer { name: "s" type: "Parameter" top: "s" parameter_param { shape {} } }
"""


@pytest.fixture
def net(tmp_path):
    """The plan of the net, in phase TRAIN."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return planned(path, "TRAIN", shapes={"data": (2, 6, 1, 1)})


def test_every_draw_has_its_row(net):
    """In stream order: burnt words, drawn blobs, and those that a shared blob throws away."""
    rows = list(draw_rows(net, count_words(net.plan, 1, Era.default())))
    told = [
        (each.layer, each.blob, each.shape, each.filler, each.law, each.count, each.kept)
        for each in rows
    ]
    scale = f"{np.sqrt(np.float32(3) / np.float32(6)):.6g}"

    assert [row for row in told if row[0] != "data"] == [
        ("one", 0, (4, 6), "xavier", f"uniform [-{scale}, {scale}]", 24, True),
        ("one", 1, (4,), "constant", "constant 0", 4, True),
        ("two", 0, (4, 6), "gaussian", "gaussian mean 0 std 0.5, kept with p 0.5", 24, False),
        ("two", 1, (4,), "uniform", "uniform [-1, 1]", 4, True),
        ("s", 0, (), "", "constant 0", 1, True),
    ]
    burnt = [each for each in rows if each.layer == "data"]
    assert {(row[1:]) for row in told if row[0] == "data"} == {(None, (), "", "words", 0, False)}
    assert sum(each.words for each in burnt) >= 2
    assert any("shuffle" in each.why for each in burnt)
    fans = [(each.fan_in, each.fan_out) for each in rows if each.blob == 0]
    assert fans == [(6, 4), (6, 4), (None, None)]
    assert [(each.fan_in, each.fan_out) for each in burnt] == [(None, None)] * len(burnt)


def test_words_are_told_where_they_are_certain(net):
    """Without a seed: none for constants, unknown for what is drawn, and the burnt ones."""
    unsure = {f"{each.layer}{each.blob}": each.words for each in draw_rows(net) if each.filler}
    counted = count_words(net.plan, 1, Era.default())
    rows = list(draw_rows(net, counted))

    assert unsure == {"one0": None, "one1": 0, "two0": None, "two1": None}
    assert {f"{each.layer}{each.blob}": each.words for each in rows if each.filler} == {
        "one0": 24,
        "one1": 0,
        # A sparse filler takes a word more for each value than normal values do.
        "two0": next(each.words for each in rows if each.layer == "two"),
        "two1": 4,
    }
    assert next(each.words for each in rows if each.layer == "two") >= 48


def test_totals(net):
    """A blob that shows another's values counts in values, as it does in the file."""
    assert totals(net).asdict() == {"layers": 5, "blobs": 5, "values": 57, "shared": 1}


def made(shape):
    """A law that only its function knows."""
    return np.zeros(shape)


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (Constant(0.25), "constant 0.25"),
        (Uniform(-0.5, 1 / 3), "uniform [-0.5, 0.333333]"),
        (Gaussian(1.0, 2 / 3), "gaussian mean 1 std 0.666667"),
        (Sparse(Gaussian(0.0, 1.0), 0.125), "gaussian mean 0 std 1, kept with p 0.125"),
        (UnitBall(), "uniform [0, 1], each row over its sum"),
        (Grid(np.ones((2, 2), np.float32)), "kernel 2x2, repeated"),
        (Whole(made), "made"),
    ],
)
def test_a_law_is_a_short_phrase(law, text):
    """With its numbers."""
    assert str(law) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({}, "Boost 1.64-1.89 (U2 G3), Caffe master"),
        ({"boost": "1.46", "caffe": "rc"}, "Boost 1.34-1.46 (U0 G1), Caffe rc"),
        (
            {"boost": "1.55", "math": "glibc-2.26"},
            "Boost 1.47-1.55 (U1 G1), Caffe master, glibc-2.26 arithmetic",
        ),
    ],
)
def test_an_era_is_a_short_phrase(rows, text):
    """The arithmetic of today is not worth a word."""
    assert Era.of(**rows).detailed == text
