"""`fill-weights signal`: predictions by hand, by integration, and as they are measured."""

import itertools
import json
import math
import os

import numpy as np
import pytest

from caffe_fillers import CaffeFillersError, fill_net, measure_signal, propagate_signal
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
XAVIER, MSRA = 'type: "xavier"', 'type: "msra"'


def source(*dims):
    """An input."""
    shape = " ".join(f"dim: {dim}" for dim in dims)
    return f'layer {{ name: "x" type: "Input" top: "x" input_param {{ shape {{ {shape} }} }} }}\n'


def ip(name, bottom, outputs, filler, more=""):
    """A matrix."""
    text = f"num_output: {outputs} weight_filler {{ {filler} }} {more}"
    return (
        f'layer {{ name: "{name}" type: "InnerProduct" bottom: "{bottom}" top: "{name}" '
        f"inner_product_param {{ {text} }} }}\n"
    )


def conv(name, bottom, outputs, filler, window="kernel_size: 3 pad: 1", kind="Convolution"):
    """A convolution."""
    text = f"num_output: {outputs} {window} weight_filler {{ {filler} }}"
    return (
        f'layer {{ name: "{name}" type: "{kind}" bottom: "{bottom}" top: "{name}" '
        f"convolution_param {{ {text} }} }}\n"
    )


def act(kind, blob, more="", name=None):
    """A layer in place."""
    return (
        f'layer {{ name: "{name or kind}" type: "{kind}" bottom: "{blob}" top: "{blob}" {more} }}\n'
    )


def pool(name, bottom, text):
    """A pooling layer."""
    return (
        f'layer {{ name: "{name}" type: "Pooling" bottom: "{bottom}" top: "{name}" '
        f"pooling_param {{ {text} }} }}\n"
    )


@pytest.fixture
def told(tmp_path):
    """The rows of a net's text, by name."""

    def tell(text, **how):
        path = tmp_path / "net.prototxt"
        path.write_text(text)
        return {row.name: row for row in propagate_signal(path, **how).rows}

    return tell


def normal_mean(function, size=1.0):
    """E function(size z) over normal z, by a fine sum."""
    z = np.linspace(-9, 9, 180_001)
    return float((function(size * z) * np.exp(-(z**2) / 2)).sum() * 1e-4 / math.sqrt(2 * math.pi))


class TestByHand:
    """Gains that the papers write down."""

    def test_a_matrix(self, told):
        """Forward n Var W, backward the outputs' number times Var W."""
        rows = told(
            source(1, 50) + ip("a", "x", 20, 'type: "gaussian" std: 0.3') + ip("b", "a", 7, XAVIER)
        )
        assert rows["a"].gain == pytest.approx(50 * 0.09)
        assert rows["b"].gain == pytest.approx(1, rel=1e-6)
        assert rows["b"].backward == 1
        assert rows["a"].backward == pytest.approx(7 / 20, rel=1e-6)
        assert rows["a"].back_gain == pytest.approx(20 * 0.09)
        # The gradient of a weight is that of its output times its input.
        assert rows["b"].weights == pytest.approx(rows["a"].forward)
        assert rows["a"].weights == pytest.approx(rows["a"].backward)
        assert rows["a"].total == pytest.approx(rows["a"].backward * 20 / 7)

    @pytest.mark.parametrize(
        ("layer", "gain"),
        [
            (act("ReLU", "a"), 1 / 2),
            (act("ReLU", "a", "relu_param { negative_slope: 0.3 }"), (1 + 0.09) / 2),
            (act("PReLU", "a"), (1 + 0.0625) / 2),
            (act("PReLU", "a", 'prelu_param { filler { type: "constant" value: 1 } }'), 1),
            (act("AbsVal", "a").replace('top: "a"', 'top: "c"'), 1),
            (act("Power", "a", "power_param { scale: 3 }"), 9),
        ],
    )
    def test_straight_pieces(self, told, layer, gain):
        """(1 + a²) / 2 forward and backward; He et al., equations 10 and 14."""
        rows = list(told(source(1, 50) + ip("a", "x", 20, XAVIER) + layer).values())
        assert rows[-1].gain == pytest.approx(gain, rel=1e-6)
        assert rows[-1].back_gain == pytest.approx(gain, rel=1e-6)

    @pytest.mark.parametrize("std", [0.05, 0.2, 0.6])
    @pytest.mark.parametrize(
        ("kind", "function", "slope"),
        [
            ("TanH", np.tanh, lambda x: 1 / np.cosh(x) ** 2),
            ("Sigmoid", lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (2 + 2 * np.cosh(x))),
            (
                "ELU",
                lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
                lambda x: np.where(x > 0, 1, np.exp(np.minimum(x, 0))),
            ),
        ],
    )
    def test_curves(self, told, kind, function, slope, std):
        """E f(x)² and E f'(x)² as a finer sum has them."""
        rows = told(
            source(1, 25) + ip("a", "x", 20, f'type: "gaussian" std: {std}') + act(kind, "a")
        )
        size = 5 * std
        assert rows[kind].forward == pytest.approx(
            normal_mean(lambda x: function(x) ** 2, size), rel=0.01
        )
        assert rows[kind].back_gain == pytest.approx(
            normal_mean(lambda x: slope(x) ** 2, size), rel=0.02
        )

    def test_saturated_units(self, told):
        """P(|tanh x| > 0.95), and the same of a sigmoid's halves."""
        rows = told(
            source(1, 25) + ip("a", "x", 20, 'type: "gaussian" std: 0.6') + act("TanH", "a")
        )
        share = math.erfc(math.atanh(0.95) / 3 / math.sqrt(2))
        assert rows["TanH"].saturated == pytest.approx(share, abs=0.01)
        assert rows["a"].saturated is None

    def test_dropout(self, told):
        """Nothing in TEST, 1 / (1 - p) in TRAIN."""
        text = source(1, 50) + ip("a", "x", 20, XAVIER)
        text += act("Dropout", "a", "dropout_param { dropout_ratio: 0.75 }")
        assert told(text)["Dropout"].gain == 1
        row = told(text, phase="train")["Dropout"]
        assert (row.gain, row.back_gain) == (pytest.approx(4), pytest.approx(4))

    def test_batch_norm(self, told):
        """To variance 1 in TRAIN; in TEST by the statistics, of which zeros are told."""
        text = source(2, 5, 4, 4) + conv("a", "x", 8, 'type: "gaussian" std: 3')
        text += act("BatchNorm", "a") + act("Scale", "a")
        row = told(text, phase="train")["BatchNorm"]
        assert row.forward == pytest.approx(1, rel=0.01)
        assert row.back_gain == pytest.approx(row.gain, rel=1e-6)
        test = told(text)["BatchNorm"]
        assert test.gain == pytest.approx(1e5, rel=1e-3)
        assert "statistics are zeros" in test.note
        assert "signal explodes" in test.flags

    def test_a_residual_branch(self, told):
        """Squares add up; the gradient comes back both ways."""
        text = source(1, 30) + ip("a", "x", 30, 'type: "gaussian" std: 0.1')
        text += 'layer { name: "s" type: "Eltwise" bottom: "x" bottom: "a" top: "s" }\n'
        rows = told(text)
        assert rows["s"].forward == pytest.approx(1 + 0.3)
        assert rows["x"].backward == pytest.approx(1 + 0.3)

    def test_one_blob_twice(self, told):
        """X + x is 2x."""
        text = source(1, 30) + ip("a", "x", 30, 'type: "gaussian" std: 0.1')
        text += 'layer { name: "s" type: "Eltwise" bottom: "a" bottom: "a" top: "s" }\n'
        rows = told(text)
        assert rows["s"].forward == pytest.approx(4 * 0.3)
        assert rows["a"].backward == pytest.approx(4)


class TestWindows:
    """What stands at the border has fewer inputs."""

    def test_padding(self, told):
        """By counting every tap of every window."""
        text = source(1, 3, 7, 7) + conv(
            "a", "x", 4, 'type: "gaussian" std: 0.5', "kernel_size: 5 pad: 2 stride: 2"
        )
        text += conv("b", "a", 6, 'type: "gaussian" std: 0.5')
        rows = told(text)
        padded = np.pad(np.ones((7, 7)), 2)
        counts = np.array(
            [[padded[i : i + 5, j : j + 5].sum() for j in range(0, 7, 2)] for i in range(0, 7, 2)]
        )
        first = 0.25 * 3 * counts
        assert rows["a"].forward == pytest.approx(first.mean())
        padded = np.pad(first, 1)
        second = [[padded[i : i + 3, j : j + 3].sum() for j in range(4)] for i in range(4)]
        assert rows["b"].forward == pytest.approx(0.25 * 4 * np.mean(second))
        # Every product is used once forward and once backward.
        assert rows["a"].backward * 4 * 16 == pytest.approx(0.25 * 4 * 6 * 100)

    def test_transposed(self, told):
        """The inputs of a Deconvolution's outputs."""
        text = source(1, 3, 4, 4) + conv(
            "a", "x", 5, 'type: "gaussian" std: 0.5', "kernel_size: 4 stride: 2", "Deconvolution"
        )
        row = told(text)["a"]
        # Each of 16 positions gives 16 products for each pair of channels, to 10 x 10 positions.
        assert row.forward == pytest.approx(0.25 * 3 * 16 * 16 / 100)
        assert row.back_gain == pytest.approx(0.25 * 5 * 16)

    def test_groups(self, told):
        """C/g inputs, N/g outputs."""
        text = source(1, 8, 5, 5) + conv(
            "a", "x", 12, 'type: "gaussian" std: 0.5', "kernel_size: 1 group: 4"
        )
        row = told(text)["a"]
        assert (row.gain, row.back_gain) == (pytest.approx(0.5), pytest.approx(0.75))

    def test_the_greatest_of_four(self, told):
        """Against a million draws."""
        text = source(1, 3, 8, 8) + conv("a", "x", 4, XAVIER, "kernel_size: 1")
        text += pool("p", "a", "pool: MAX kernel_size: 2 stride: 2")
        drawn = np.random.default_rng(1).standard_normal((1_000_000, 4)).max(axis=1)
        row = told(text)["p"]
        assert row.gain == pytest.approx(float(np.square(drawn).mean()), rel=0.02)
        assert row.back_gain == pytest.approx(1 / 4)

    def test_gradients_of_the_greatest(self, told):
        """They come to values above 0, but where all four are below: 15/16 pass the ReLU before."""
        text = source(1, 3, 8, 8) + conv("a", "x", 4, XAVIER, "kernel_size: 1") + act("ReLU", "a")
        text += pool("p", "a", "pool: MAX kernel_size: 2 stride: 2")
        assert told(text)["ReLU"].back_gain == pytest.approx(15 / 16, rel=0.02)

    def test_means(self, told):
        """1/k of independent values; of what is the same everywhere all of it."""
        text = source(1, 3, 8, 8) + conv("a", "x", 4, XAVIER, "kernel_size: 1")
        text += pool("p", "a", "pool: AVE kernel_size: 2 stride: 2")
        row = told(text)["p"]
        assert (row.gain, row.back_gain) == (pytest.approx(1 / 4), pytest.approx(1 / 16))


class TestFlags:
    """What somebody should look at, and what would help."""

    @staticmethod
    def deep(filler, kind, depth, width=64):
        """A chain of matrices."""
        text, blob = source(1, width), "x"
        for number in range(depth):
            text += ip(f"l{number}", blob, width, filler) + act(
                kind, f"l{number}", name=f"a{number}"
            )
            blob = f"l{number}"
        return text

    def test_xavier_and_relu_vanish(self, told):
        """Halved each time; msra would keep it, and does."""
        rows = told(self.deep(XAVIER, "ReLU", 14))
        assert rows["l13"].flags == ("signal vanishes",)
        assert rows["l0"].flags == ("gradient vanishes",)
        assert rows["l5"].filler == "msra"
        rows = told(self.deep(MSRA, "ReLU", 14))
        assert not any(row.flags or row.filler for row in rows.values())
        assert rows["a13"].forward == pytest.approx(1, rel=1e-3)

    def test_what_is_too_large(self, told):
        """It explodes, up to what no float holds."""
        rows = told(self.deep('type: "gaussian" std: 1', "ReLU", 14))
        assert "signal explodes" in rows["l13"].flags
        assert "gradient explodes" in rows["l0"].flags
        rows = told(self.deep('type: "gaussian" std: 1e30', "ReLU", 14))
        assert "signal explodes" in rows["l13"].flags
        json.dumps([row.asdict() for row in rows.values()], allow_nan=False)

    @pytest.mark.parametrize(
        ("filler", "flag"),
        [
            ('type: "constant" value: 0.1', "all weights are equal"),
            ('type: "constant"', "all weights are zero"),
        ],
    )
    def test_symmetry(self, told, filler, flag):
        """Rows that are equal learn the same."""
        rows = told(source(1, 8) + ip("a", "x", 4, filler) + ip("b", "a", 4, XAVIER))
        assert flag in rows["a"].flags
        assert rows["b"].flags == (("signal vanishes",) if "zero" in flag else ())

    def test_rows_of_a_model(self, told, tmp_path):
        """The values of a file are looked at."""
        text = source(1, 8) + ip("a", "x", 4, XAVIER, "bias_term: false")
        model = tmp_path / "m.npz"
        np.savez(model, **{"a/0": np.tile(np.arange(8, dtype=np.float32), (4, 1))})
        row = told(text, weights=model)["a"]
        assert row.flags == ("rows are equal",)
        # Independent inputs: E y² is the sum of squares.
        assert row.gain == pytest.approx(140)

    def test_other_slopes(self, told):
        """A filler of its own deviation for a PReLU of slope 0.6."""
        text = source(1, 64) + ip("a", "x", 32, 'type: "gaussian" std: 0.01')
        text += act("PReLU", "a", 'prelu_param { filler { type: "constant" value: 0.6 } }')
        wanted = math.sqrt(2 / (1 + 0.36) / 64)
        assert told(text)["a"].filler == f"gaussian std {wanted:.4g}"


def test_weights_of_a_model(tmp_path):
    """Their own moments count; they are near those of the laws."""
    model = tmp_path / "lenet.caffemodel"
    fill_net(LENET, model, seed=1)
    weight = fill_net(LENET, seed=1).blobs["conv1"][0].astype(np.float64)
    by_law, by_values = propagate_signal(LENET).rows, propagate_signal(LENET, model).rows
    assert by_values[1].gain == pytest.approx(25 * np.square(weight).mean(), rel=1e-6)
    for one, other in zip(by_law, by_values, strict=True):
        assert other.forward == pytest.approx(one.forward, rel=0.25)


def test_what_nobody_knows(told):
    """The signal begins anew, and that is told."""
    text = source(4, 2, 3) + source(4, 2).replace('"x"', '"c"')
    text += 'layer { name: "l" type: "LSTM" bottom: "x" bottom: "c" top: "l" '
    text += "recurrent_param { num_output: 4 } }"
    row = told(text)["l"]
    assert (row.forward, row.gain) == (1, None)
    assert "begins anew" in row.note


def test_losses_are_left_out():
    """Nor is the softmax before them a part of the way."""
    net = ROOT / "examples" / "lenet_train_val.prototxt"
    rows = propagate_signal(net, phase="train", shapes={"data": (4, 1, 28, 28)}).rows
    assert [row.name for row in rows][-1] == "ip2"
    assert rows[-1].backward == 1


@pytest.mark.slow
def test_ten_thousand_layers(told):
    """A row for each."""
    text = source(1, 4).replace('top: "x"', 'top: "b0"') + "".join(
        f'layer {{ name: "l{n}" type: "Power" bottom: "b{n}" top: "b{n + 1}" }}\n'
        for n in range(9_999)
    )
    rows = told(text)
    assert len(rows) == 10_000
    assert rows["l9998"].forward == pytest.approx(1)


@pytest.mark.parametrize("text", ["", source(1, 3), "layer {"])
def test_nothing_to_follow(told, text):
    """A net without layers has no rows, a broken one is refused."""
    if text == "layer {":
        with pytest.raises(CaffeFillersError):
            told(text)
        return
    assert all(row.gain is None for row in told(text).values())


class TestCommand:
    """What is printed."""

    def test_forms(self, run, tmp_path):
        """Exit code 0 where nothing is flagged; JSON, CSV, text."""
        told = run("signal", LENET)
        assert told.code == 0
        assert "msra keeps the variance" in told.out
        rows = json.loads(run("signal", LENET, "--json").out)["layers"]
        assert {row["layer"]: row["gain"] for row in rows}["relu1"] == pytest.approx(0.5)
        assert run("signal", LENET, "-o", tmp_path / "a.csv").code == 0

    def test_flagged(self, run, tmp_path):
        """Exit code 1."""
        net = tmp_path / "net.prototxt"
        net.write_text(source(1, 8) + ip("a", "x", 4, 'type: "constant"'))
        told = run("signal", net)
        assert told.code == 1
        assert "all weights are zero" in told.out

    def test_measured(self, run):
        """Beside the prediction."""
        told = run("signal", LENET, "--measure", "--seeds", 2, "--directions", 4)
        assert told.code == 0
        assert told.out.splitlines()[0].split().count("measured") == 2
        assert "2 seeds, 4 directions" in told.err

    def test_refused(self, run):
        """Files that are not there."""
        assert run("signal", "gone.prototxt").code == 3
        assert run("signal", LENET, "--seeds", 0).code == 2


# --- as it is measured --------------------------------------------------------------------------

#: Per layer, the gain that is predicted and the one that is found may be this far apart; and what
#: has come together at depth 30.
APART, AT_DEPTH = 0.05, 0.10


def gains(rows, which):
    """From each layer to the next: what it does to the size, as told and as found."""
    known = [row for row in rows if row.measured_forward is not None]
    for one, other in itertools.pairwise(known):
        told = getattr(other, which) / getattr(one, which)
        found = getattr(other, f"measured_{which}") / getattr(one, f"measured_{which}")
        yield other, found / told


@pytest.fixture
def measured(tmp_path):
    """A net's text, measured over 20 seeds and 32 directions."""

    def measure(text, seeds=20, directions=32):
        path = tmp_path / "net.prototxt"
        path.write_text(text)
        return measure_signal(path, seeds=range(seeds), directions=directions).rows

    return measure


def chain(depth, width, filler, kind):
    """Matrices and what is between them."""
    return TestFlags.deep(filler, kind, depth, width)


NETS = {
    "lenet": LENET.read_text(),
    "sigmoid": chain(5, 256, XAVIER, "Sigmoid"),
    "tanh": chain(5, 256, XAVIER, "TanH"),
    "windows": source(1, 3, 12, 12)
    + conv("a", "x", 64, MSRA, "kernel_size: 5 pad: 2")
    + act("ReLU", "a")
    + pool("p", "a", "pool: MAX kernel_size: 2 stride: 2")
    + conv("b", "p", 64, MSRA)
    + act("PReLU", "b")
    + pool("q", "b", "pool: AVE kernel_size: 2 stride: 2")
    + conv("c", "q", 64, MSRA, "kernel_size: 3 stride: 2", "Deconvolution")
    + act("ELU", "c")
    + ip("d", "c", 256, XAVIER),
}


@pytest.mark.slow
@pytest.mark.parametrize("net", NETS)
def test_measured_gains(measured, net):
    """Within 5 % for every layer, forward and backward."""
    rows = measured(NETS[net])
    assert sum(row.measured_backward is not None for row in rows) >= 6
    for which in ("forward", "backward"):
        for row, ratio in gains(rows, which):
            # Ten outputs of 20 seeds have a mean square that is spread by 10 % itself.
            apart = 2 * APART if row.name == "ip2" else APART
            assert abs(ratio - 1) < apart, (which, row.name, ratio)


@pytest.mark.slow
def test_depth_30(tmp_path):
    """Thirty layers of tanh, forward: what has come together is within 10 %."""
    path = tmp_path / "net.prototxt"
    path.write_text(chain(30, 256, XAVIER, "TanH"))
    for row in measure_signal(path, seeds=range(20), backward=False).rows[1:]:
        assert row.measured_forward == pytest.approx(row.forward, rel=AT_DEPTH)


@pytest.mark.skipif(not os.environ.get("CAFFE_FILLERS_FULL"), reason="it takes minutes")
@pytest.mark.parametrize(
    ("kind", "width", "filler", "seeds", "backward"),
    [("TanH", 1024, XAVIER, 20, 0.12), ("ReLU", 512, MSRA, 150, AT_DEPTH)],
)
def test_depth_30_both_ways(measured, kind, width, filler, seeds, backward):
    """The prediction is of wide nets; |y|² of one net of ReLUs is spread by 5/n a layer."""
    for row in measured(chain(30, width, filler, kind), seeds=seeds)[1:]:
        assert row.measured_forward == pytest.approx(row.forward, rel=AT_DEPTH)
        assert row.measured_backward == pytest.approx(row.backward, rel=backward)


def test_measured_quickly(measured):
    """A small net, as a smoke test: within 15 % after three layers."""
    text = source(1, 64) + ip("a", "x", 64, MSRA) + act("ReLU", "a") + ip("b", "a", 64, XAVIER)
    for row in measured(text, seeds=4)[1:]:
        assert row.measured_forward == pytest.approx(row.forward, rel=0.15)
        assert row.measured_backward == pytest.approx(row.backward, rel=0.15)


def test_a_linear_net_is_measured_exactly(measured):
    """|J|² of one matrix is the sum of its squares, whatever the step."""
    text = source(1, 40) + ip("a", "x", 40, XAVIER) + ip("b", "a", 40, XAVIER)
    rows = measured(text, seeds=1, directions=2000)
    assert rows[1].measured_backward == pytest.approx(1, rel=0.1)
    assert rows[2].measured_backward == pytest.approx(1, rel=0.02)
