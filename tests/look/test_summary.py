"""`fill-weights summary`: what it counts, against figures that others published."""

import csv
import io
import json
import math
import runpy

import onnx
import pytest
from onnx import TensorProto, helper

from caffe_fillers import CaffeFillersError, fill_net, summarize_net
from tests._shared import ROOT, corpus, manifest

EXAMPLES = ROOT / "examples"
LENET = EXAMPLES / "lenet.prototxt"
MAKE = runpy.run_path(str(EXAMPLES / "make_nets.py"))


@pytest.fixture
def made(tmp_path):
    """Writes a net of the examples' generator."""

    def make(name):
        path = tmp_path / f"{name}.prototxt"
        path.write_text(MAKE["NETS"][name]())
        return path

    return make


def conv(outputs, inputs, kernel, size, group=1):
    """The multiply-adds of a convolution, by hand: one a weight and position."""
    return outputs * inputs // group * kernel**2 * size**2


#: By hand, from the papers' tables of layers.
ALEXNET = [
    conv(96, 3, 11, 55),
    conv(256, 96, 5, 27, 2),
    conv(384, 256, 3, 13),
    conv(384, 384, 3, 13, 2),
    conv(256, 384, 3, 13, 2),
    9216 * 4096,
    4096 * 4096,
    4096 * 1000,
]
VGG = [
    *(conv(64, i, 3, 224) for i in (3, 64)),
    *(conv(128, i, 3, 112) for i in (64, 128)),
    *(conv(256, i, 3, 56) for i in (128, 256, 256)),
    *(conv(512, i, 3, 28) for i in (256, 512, 512)),
    *[conv(512, 512, 3, 14)] * 3,
    *(25088 * 4096, 4096 * 4096, 4096 * 1000),
]
LENET_PRODUCTS = [conv(20, 1, 5, 24), conv(50, 20, 5, 8), 800 * 500, 500 * 10]


def products(summary):
    """The multiply-adds of the layers that have any."""
    return [row.multiply_adds for row in summary.rows if row.multiply_adds]


@pytest.mark.parametrize(
    ("name", "by_hand", "parameters"),
    [
        ("lenet", LENET_PRODUCTS, 431_080),
        # 60 million parameters: Krizhevsky, Sutskever and Hinton, NIPS 2012.
        ("alexnet", ALEXNET, 60_965_224),
        # 138 million: Simonyan and Zisserman, arXiv:1409.1556, table 2.
        ("vgg16", VGG, 138_357_544),
    ],
)
def test_layer_by_layer(name, by_hand, parameters):
    """Each layer's products are those worked out by hand."""
    summary = summarize_net(EXAMPLES / f"{name}.prototxt", batch=1)

    assert products(summary) == by_hand
    assert summary.parameters == parameters
    assert (summary.batch, summary.uncounted) == (1, ())


def test_published_figures(made):
    """Of Sze et al., Proc. IEEE 105(12) 2017, table II; Szegedy et al.; He et al.

    AlexNet 724 M and VGG-16 15.5 G (Sze); GoogLeNet "1.5 billion multiply-adds" with 6.8 million
    parameters (arXiv:1409.4842, about, and Netscope 1.58 G); ResNet-50 3.8 G (arXiv:1512.03385,
    table 1) and 3.86 G (Netscope).
    """
    alexnet, vgg = (
        summarize_net(EXAMPLES / f"{name}.prototxt", batch=1).multiply_adds
        for name in ("alexnet", "vgg16")
    )
    inception, residual = (summarize_net(made(name)) for name in ("inception", "residual50"))

    assert round(alexnet / 1e6) == 724
    assert round(vgg / 1e9, 1) == 15.5
    assert inception.multiply_adds == 1_582_671_872
    assert inception.parameters == 6_998_552
    assert round(residual.multiply_adds / 1e9, 2) == 3.86
    scales = sum(row.parameters for row in residual.rows if row.type == "Scale")
    weights = sum(row.parameters for row in residual.rows if row.type not in ("Scale", "BatchNorm"))
    assert weights + scales == 25_557_032  # as torchvision counts its resnet50


def test_the_batch(made):
    """Products and memory grow with it, parameters do not; without it the net's own stands."""
    one, three = (summarize_net(made("residual50"), batch=batch) for batch in (1, 3))

    assert three.multiply_adds == 3 * one.multiply_adds
    assert three.memory == 3 * one.memory
    assert three.parameters == one.parameters
    assert summarize_net(LENET).batch == 64
    assert summarize_net(LENET).multiply_adds == 64 * sum(LENET_PRODUCTS)


def test_memory_of_tops():
    """Four bytes a value; nothing for what is in place or the bottom's memory under a name."""
    rows = {row.name: row for row in summarize_net(LENET, batch=1).rows}

    assert rows["conv1"].memory == 4 * 20 * 24 * 24
    assert rows["relu1"].memory == 0
    train = summarize_net(
        EXAMPLES / "lenet_train_val.prototxt", batch=2, shapes={"data": (9, 1, 28, 28)}
    )
    assert "Split" not in train.types
    assert train.rows[0].tops == (("data", (2, 1, 28, 28)), ("label", (2,)))


def test_memory_that_is_shown_again(tmp_path):
    """Flatten and Reshape have their bottom's; a Power of its own has one."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        HEAD
        + 'layer { name: "f" type: "Flatten" bottom: "b0" top: "f" }'
        + 'layer { name: "p" type: "Power" bottom: "f" top: "p" }'
    )
    assert [row.memory for row in summarize_net(net).rows] == [16, 0, 16]


def test_shared_parameters(tmp_path):
    """A blob that two layers share counts once in the total."""
    ip = (
        'layer {{ name: "{0}" type: "InnerProduct" bottom: "{1}" top: "{0}" '
        'param {{ name: "w" }} inner_product_param {{ num_output: 8 bias_term: false '
        'weight_filler {{ type: "xavier" }} }} }}\n'
    )
    net = tmp_path / "shared.prototxt"
    net.write_text(
        'layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 3 dim: 8 } } }\n'
        + ip.format("a", "x")
        + ip.format("b", "a")
    )
    summary = summarize_net(net)

    assert summary.parameters == 64
    assert [row.parameters for row in summary.rows] == [0, 64, 64]
    assert summary.multiply_adds == 2 * 3 * 64
    assert summary.rows[2].filler == ("shared with a[0]",)


LAYERS = {
    "Deconvolution": (
        "dim: 2 dim: 6 dim: 5 dim: 5",
        "convolution_param { num_output: 4 kernel_size: 3 stride: 2 group: 2 }",
        6 * 2 * 9 * 2 * 25,
    ),
    "Embed": ("dim: 2 dim: 6", "embed_param { num_output: 4 input_dim: 9 }", 0),
    "InnerProduct": (
        "dim: 2 dim: 3 dim: 5",
        "inner_product_param { num_output: 4 axis: 2 transpose: true }",
        2 * 3 * 5 * 4,
    ),
}


@pytest.mark.parametrize("kind", LAYERS)
def test_other_layers(kind, tmp_path):
    """Transposed convolutions, matrices along an axis, tables."""
    dims, text, expected = LAYERS[kind]
    net = tmp_path / "net.prototxt"
    net.write_text(
        f'layer {{ name: "x" type: "Input" top: "x" input_param {{ shape {{ {dims} }} }} }}\n'
        f'layer {{ name: "a" type: "{kind}" bottom: "x" top: "a" {text} }}'
    )

    assert summarize_net(net).multiply_adds == expected


def test_recurrent_layers(tmp_path):
    """Every gate's matrices at each of T steps; the static input's once."""
    net = tmp_path / "net.prototxt"
    inputs = [("x", "dim: 7 dim: 2 dim: 3"), ("c", "dim: 7 dim: 2"), ("s", "dim: 2 dim: 5")]
    net.write_text(
        "".join(
            f'layer {{ name: "{n}" type: "Input" top: "{n}" input_param {{ shape {{ {d} }} }} }}\n'
            for n, d in inputs
        )
        + 'layer { name: "l" type: "LSTM" bottom: "x" bottom: "c" bottom: "s" top: "l" '
        "recurrent_param { num_output: 4 } }"
    )

    assert summarize_net(net).multiply_adds == 2 * (7 * 16 * 3 + 7 * 16 * 4 + 16 * 5)


class TestOnnx:
    """The same of a model."""

    def test_an_exported_net(self, run, tmp_path):
        """Equal products and parameters, whatever the layers have become."""
        path = tmp_path / "lenet.onnx"
        run("export", LENET, "--seed", 1, "-o", path, "--dynamic-batch")
        summary, net = summarize_net(path, batch=3), summarize_net(LENET, batch=3)

        assert summary.multiply_adds == net.multiply_adds
        assert summary.parameters == net.parameters
        assert summary.batch == 3
        loose = summarize_net(path)
        assert loose.uncounted == ("conv1", "conv2", "ip1/Gemm", "ip2")
        assert "--batch N" in loose.notes[-1]

    def test_operators(self, tmp_path):
        """Recurrent cells, transposed convolutions, products of data, each by its specification."""
        value = helper.make_tensor_value_info
        weights = {"w": (1, 16, 3), "r": (1, 16, 4), "k": (6, 2, 3, 3), "m": (4, 5)}
        graph = helper.make_graph(
            [
                helper.make_node("LSTM", ["x", "w", "r"], ["y"], hidden_size=4),
                helper.make_node("ConvTranspose", ["i", "k"], ["z"], group=2),
                helper.make_node("MatMul", ["a", "b"], ["c"]),
                helper.make_node("MatMul", ["c", "m"], ["d"]),
            ],
            "g",
            [
                value("x", TensorProto.FLOAT, (7, 2, 3)),
                value("i", TensorProto.FLOAT, (2, 6, 5, 5)),
                value("a", TensorProto.FLOAT, (2, 3, 9)),
                value("b", TensorProto.FLOAT, (2, 9, 4)),
            ],
            [value(name, TensorProto.FLOAT, None) for name in "yzd"],
            [
                helper.make_tensor(name, TensorProto.FLOAT, dims, [0.5] * math.prod(dims))
                for name, dims in weights.items()
            ],
        )
        path = tmp_path / "model.onnx"
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
        summary = summarize_net(path)

        assert products(summary) == [7 * 2 * 112, 108 * 2 * 25, 2 * 3 * 9 * 4, 6 * 4 * 5]
        assert summary.parameters == 48 + 64 + 108 + 20

    def test_a_broken_model(self, run, tmp_path):
        """An error, no traceback."""
        path = tmp_path / "model.onnx"
        path.write_bytes(b"\x08\x07:\x7fxx")
        assert run("summary", path).code == 3


class TestCommand:
    """What is printed and written."""

    def test_the_forms(self, run, tmp_path):
        """Text, JSON and CSV have the same numbers."""
        text = run("summary", LENET, "--batch", 1)
        told = json.loads(run("summary", LENET, "--batch", 1, "--json").out)
        rows = list(csv.DictReader(io.StringIO(run("summary", LENET, "--batch", 1, "--csv").out)))

        assert text.code == 0
        assert text.out.splitlines()[-1].split()[-3:] == ["431,080", "2,293,000", "78,816"]
        assert "431,080 parameters; 2,293,000 multiply-adds at batch 1" in text.err
        assert told["multiply_adds"] == sum(int(row["multiply_adds"]) for row in rows) == 2_293_000
        for suffix, expected in (("txt", text.out), ("json", json.dumps(told) + "\n")):
            out = tmp_path / f"o.{suffix}"
            quiet = run("summary", LENET, "--batch", 1, "-o", out)
            assert (quiet.code, quiet.out, out.read_text()) == (0, "", expected)

    def test_weights(self, run, tmp_path):
        """Beside a net they are where values come from; alone they have no shapes of tops."""
        model = tmp_path / "lenet.caffemodel"
        fill_net(LENET, model, seed=1)
        both = run("summary", LENET, model)
        alone = run("summary", model, "--json")

        assert both.code == 0
        assert "loaded from lenet.caffemodel" in both.out
        told = json.loads(alone.out)
        assert (told["parameters"], told["multiply_adds"]) == (431_080, None)
        assert "weights alone" in alone.err

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (("gone.prototxt",), 3, "gone.prototxt"),
            ((LENET, "-o", "o.pdf"), 3, "The kinds are .json, .csv, .txt"),
            ((LENET, "--json", "--csv"), 2, "choose one"),
            ((LENET, "--batch", 0), 2, "0 is not in the range"),
            ((LENET, "gone.caffemodel"), 3, "gone.caffemodel"),
        ],
    )
    def test_refused(self, run, tmp_path, monkeypatch, arguments, code, message):
        """Nothing is written."""
        monkeypatch.chdir(tmp_path)
        told = run("summary", *arguments)

        assert (told.code, list(tmp_path.iterdir())) == (code, [])
        assert message in told.err

    def test_an_output_that_exists(self, run, tmp_path):
        """It stays, but for --force."""
        out = tmp_path / "o.csv"
        out.write_text("mine")
        assert run("summary", LENET, "-o", out).code == 3
        assert out.read_text() == "mine"
        assert run("summary", LENET, "-o", out, "--force").code == 0


HEAD = 'layer { name: "x" type: "Input" top: "b0" input_param { shape { dim: 1 dim: 4 } } }\n'


@pytest.mark.slow
def test_ten_thousand_layers(tmp_path):
    """A row for each."""
    net = tmp_path / "deep.prototxt"
    net.write_text(
        HEAD
        + "".join(
            f'layer {{ name: "l{n}" type: "Power" bottom: "b{n}" top: "b{n + 1}" }}\n'
            for n in range(9_999)
        )
    )

    assert len(summarize_net(net).rows) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "layer {",
        HEAD + 'layer { name: "a" type: "ReLU" bottom: "c" top: "b" }'
        'layer { name: "b" type: "ReLU" bottom: "b" top: "c" }',
        HEAD + 'layer { name: "a" type: "Nobody" bottom: "b0" top: "b" }',
    ],
)
def test_broken_nets(text, tmp_path):
    """Empty ones have no rows; broken ones and circles are refused with their place."""
    net = tmp_path / "net.prototxt"
    net.write_text(text)
    if not text:
        assert summarize_net(net).rows == ()
        return
    with pytest.raises(CaffeFillersError, match=r"net\.prototxt"):
        summarize_net(net)


def test_a_batch_that_does_not_fit(tmp_path):
    """A net that names its batch elsewhere says so."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        HEAD + 'layer { name: "r" type: "Reshape" bottom: "b0" top: "r" '
        "reshape_param { shape { dim: 2 dim: 2 } } }"
    )
    with pytest.raises(CaffeFillersError, match="batch of 3"):
        summarize_net(net, batch=3)


#: Public nets by their path in BVLC's repository, and the products of one item.
PUBLIC = {
    "models/bvlc_alexnet/deploy.prototxt": sum(ALEXNET),
    "models/bvlc_reference_caffenet/deploy.prototxt": sum(ALEXNET),
    "models/bvlc_googlenet/deploy.prototxt": 1_582_671_872,
    "examples/mnist/lenet.prototxt": sum(LENET_PRODUCTS),
}


def test_public_nets():
    """BVLC's own nets give the same figures as ours in their manner."""
    ran = 0
    for row in manifest():
        if row["path"] in PUBLIC and row["phase"] == "TEST" and row["result"] == "ok":
            summary = summarize_net(corpus() / row["file"], batch=1)
            assert summary.multiply_adds == PUBLIC[row["path"]], row["path"]
            assert summary.parameters == int(row["params"])
            ran += 1

    assert ran >= 3


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_public_nets_sweep(part):
    """Rows add up to what a real Caffe counted, and every cost is known."""
    rows = [
        row
        for row in manifest()
        if (row["variant"], row["phase"], row["result"]) == ("plain", "TEST", "ok")
    ]
    ran = 0
    for row in rows[part::12]:
        summary = summarize_net(corpus() / row["file"], phase="test")
        assert sum(each.parameters for each in summary.rows) == int(row["params"]), row["file"]
        assert summary.uncounted == ()
        ran += 1

    assert ran > 30
