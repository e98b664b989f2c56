"""A layer type from outside is one function in one file, and every command knows it."""

import json
import os
import subprocess
import sys
from functools import partial
from importlib import metadata
from types import SimpleNamespace

import numpy as np
import onnx
import pytest

from caffe_fillers.core import plugins, registry
from caffe_fillers.core.draws import Fill, Setup
from caffe_fillers.core.registry import BlobFacts, DataFacts, JudgeFacts, layer
from caffe_fillers.deployment import DeployOptions, deploy_text
from caffe_fillers.errors import LayerError
from caffe_fillers.formats import datasets
from caffe_fillers.layers.data import image_data, stated_image
from caffe_fillers.layers.dense import inner_product
from caffe_fillers.net import TEST, bare_state, build
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.rules import Change, RewriteRule, rewrite
from caffe_fillers.text import parse
from tests._onnx import Data, graph, helper, model, numbers, save
from tests._shared import ROOT
from tests.formats.test_images import png

# --- a plugin, installed beside the package ------------------------------------------------------

PLUGIN = '''
from caffe_fillers.core.draws import Setup
from caffe_fillers.layers.weights import Wanted, filled
from caffe_fillers.core.registry import BlobFacts, JudgeFacts, layer


@layer(
    "Adapter",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="inner_product_param",
    blobs=BlobFacts(("weight", "bias"), transposed_by="transpose"),
)
def adapter(layer, bottoms, env):
    """Bottom (N, K), top (N, M); blobs (M, K), with `transpose` (K, M), and (M)."""
    param, (batch, size) = layer.inner_product_param, bottoms[0]
    weight = (size, param.num_output) if param.transpose else (param.num_output, size)
    wanted = [
        Wanted(weight, param.weight_filler, "inner_product_param.weight_filler"),
        Wanted((param.num_output,), param.bias_filler, "inner_product_param.bias_filler"),
    ]
    return Setup([(batch, param.num_output)], *filled(layer, wanted, env))


@layer("Objective", bottoms=2, tops=1, auto_tops=True, kind="loss",
       judges=JudgeFacts(head="Softmax"))
def objective(layer, bottoms, env):
    """Bottoms (N, C) and (N), top ()."""
    return Setup([()], loss_weight=1)
'''

HEAD = """
layer { name: "source" type: "MemoryData" top: "data" top: "label"
  memory_data_param { batch_size: 2 channels: 6 height: 1 width: 1 } }
layer { name: "flat" type: "Flatten" bottom: "data" top: "flat" }
"""
ADAPTER = """layer { name: "adapt" type: "Adapter" bottom: "flat" top: "adapt"
  inner_product_param { num_output: 4 transpose: true weight_filler { type: "xavier" }
    bias_filler { type: "uniform" min: -1 max: 1 } } }
"""
#: What is made of the label has nothing learnt in it, and is not a result of the net.
TAIL = """
layer { name: "tag" type: "Power" bottom: "label" top: "tag" power_param { scale: 2 } }
layer { name: "score" type: "Objective" bottom: "adapt" bottom: "label" top: "score" }
"""
NET = HEAD + ADAPTER + TAIL


@pytest.fixture(scope="module")
def plugin(tmp_path_factory):
    """The folder of an installed plugin."""
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "adapter_plugin.py").write_text(PLUGIN)
    info = folder / "adapter_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: adapter-plugin\nVersion: 1.0\n")
    points = "[caffe_fillers.layers]\nadapter = adapter_plugin\n"
    (info / "entry_points.txt").write_text(points)
    return folder


@pytest.fixture
def command(plugin, tmp_path):
    """`fill-weights` in a process of its own, where the plugin is installed."""
    (tmp_path / "net.prototxt").write_text(NET)
    paths = os.pathsep.join([str(plugin), str(ROOT)])

    def run(*args, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "caffe_fillers", *map(str, args)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    return run


def blobs_of(path):
    """The blobs of a .caffemodel, by layer."""
    saved = caffe.NetParameter.FromString(path.read_bytes())
    return {
        each.name: [np.array(blob.data, np.float32).reshape(blob.shape.dim) for blob in each.blobs]
        for each in saved.layer
        if each.blobs
    }


def test_fill_and_verify(command, tmp_path):
    """It is filled as a layer of Caffe's with the same fillers is, and verified."""
    command("net.prototxt", "--seed", 7, "-o", "out.caffemodel")
    twin = NET.replace('"Adapter"', '"InnerProduct"').replace('"Objective"', '"SoftmaxWithLoss"')
    (tmp_path / "twin.prototxt").write_text(twin)
    command("twin.prototxt", "--seed", 7, "-o", "twin.caffemodel")
    made, expected = (blobs_of(tmp_path / f"{name}.caffemodel") for name in ("out", "twin"))

    assert [(6, 4), (4,)] == [blob.shape for blob in made["adapt"]]
    assert all(map(np.array_equal, made["adapt"], expected["adapt"]))
    command("verify", "net.prototxt", "out.caffemodel", "--seed", 7)
    command("verify", "net.prototxt", "out.caffemodel", "--seed", 8, code=1)
    command("verify", "net.prototxt", "out.caffemodel")


def test_plan(command):
    """The plan tells its fills."""
    told = command("plan", "net.prototxt", "--seed", 7)

    assert "adapt[0]" in told
    assert "xavier" in told


def test_deploy(command):
    """What it learns makes a result, what is made of labels is none; the loss becomes its head."""
    text = command("deploy", "net.prototxt")
    net = parse(text, "net").message(caffe.NetParameter)

    assert [
        ("Input", "source"),
        ("Flatten", "flat"),
        ("Adapter", "adapt"),
        ("Softmax", "prob"),
    ] == [(each.type, each.name) for each in net.layer]


def test_rewrite(command, tmp_path):
    """A short path is one in its own parameters, even where the layer has none yet."""
    bare = 'layer { name: "adapt" type: "Adapter" bottom: "flat" top: "adapt" }\n'
    (tmp_path / "bare.prototxt").write_text(HEAD + bare)
    text = command("rewrite", "bare.prototxt", "--where", "type=Adapter", "--set", "num_output=5")
    net = parse(text, "net").message(caffe.NetParameter)

    assert [0, 0, 5] == [each.inner_product_param.num_output for each in net.layer]


def test_like(command, tmp_path):
    """A converted model has its blobs, turned where the layer's own layout is another one."""
    arrays = {"adapt_W": numbers(4, 6), "adapt_b": numbers(4)}
    gemm = helper.make_node("Gemm", ["x", *arrays], ["y"], transB=1)
    save(model(graph([gemm], {"x": Data((2, 6))}, arrays)), tmp_path)
    command("net.prototxt", "--seed", 7, "-o", "out.caffemodel")
    command("model.onnx", "--like", "net.prototxt", "--seed", 7, "-o", "filled.onnx")
    weight, bias = blobs_of(tmp_path / "out.caffemodel")["adapt"]
    filled = onnx.load(tmp_path / "filled.onnx").graph.initializer
    made = {each.name: onnx.numpy_helper.to_array(each) for each in filled}

    assert np.array_equal(weight.T, made["adapt_W"])
    assert np.array_equal(bias, made["adapt_b"])


def test_without_the_plugin(plugin, tmp_path):
    """Nobody else knows the type."""
    (tmp_path / "net.prototxt").write_text(NET)
    done = subprocess.run(
        [sys.executable, "-m", "caffe_fillers", "plan", "net.prototxt"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert (3, True) == (done.returncode, "unknown layer type 'Adapter'" in done.stderr)
    assert (plugin / "adapter_plugin.py").exists()


def test_plugins_are_loaded_once_and_late(monkeypatch):
    """When a name is not known, those of its own kind, and not again for the next one."""
    asked, loaded = [], []

    def entry_points(group):
        asked.append(group)
        return [SimpleNamespace(load=partial(loaded.append, (group, each))) for each in "ab"]

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    plugins.load.cache_clear()
    try:
        assert registry.fillers.find("xavier")
        assert registry.layers.find("Convolution")
        assert loaded == []
        assert registry.fillers.find("nobody's") is None
        assert registry.fillers.find("nobody's either") is None
        assert loaded == [("caffe_fillers.fillers", "a"), ("caffe_fillers.fillers", "b")]
        assert registry.layers.find("Nobodys") is None
        assert asked == ["caffe_fillers.fillers", "caffe_fillers.layers"]
        assert len(loaded) == 4
    finally:
        plugins.load.cache_clear()


# --- what may be wrong with plugins --------------------------------------------------------------


@pytest.fixture
def installed(tmp_path):
    """Install plugins: name, version, module's text, entry points; and a command beside them."""
    site = tmp_path / "site"
    site.mkdir()

    def install(name, text, *points, version="1.0"):
        module = name.replace("-", "_")
        (site / f"{module}.py").write_text(text)
        info = site / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        groups = "".join(f"[caffe_fillers.{group}]\n{name} = {at}\n" for group, at in points)
        (info / "entry_points.txt").write_text(groups)

    def run(*args):
        done = subprocess.run(
            [sys.executable, "-m", "caffe_fillers", *map(str, args)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])},
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    return SimpleNamespace(install=install, run=run, site=site, folder=tmp_path)


HALF = """
from caffe_fillers.core.draws import Constant
from caffe_fillers.core.registry import filler


@filler("%s")
def half(param, shape, habits):
    return Constant(0.5)
"""
WANTS_HALF = """layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 1 dim: 3 } } }
layer { name: "i" type: "InnerProduct" bottom: "d" top: "i"
  inner_product_param { num_output: 2 weight_filler { type: "half" } } }
"""


def test_what_came_from_where(installed):
    """A table, and JSON; with nothing installed a note."""
    (installed.folder / "net.prototxt").write_text(WANTS_HALF)
    told = installed.run("plan", "net.prototxt")
    assert (told.returncode, "unknown filler type 'half'" in told.stderr) == (3, True)
    installed.install("half-plugin", HALF % "half", ("fillers", "half_plugin"), version="2.1")
    told = installed.run("plugins")
    assert told.returncode == 0
    assert "half-plugin 2.1  fillers: half-plugin = half_plugin  filler 'half'" in told.stdout
    (found,) = json.loads(installed.run("plugins", "--json").stdout)["plugins"]
    assert (found["gives"], found["faults"]) == (["filler 'half'"], [])
    assert installed.run("plan", "net.prototxt").returncode == 0


def test_a_name_of_two_plugins_is_refused(installed):
    """With both packages' names, where it is used; other names of theirs are not."""
    (installed.folder / "net.prototxt").write_text(WANTS_HALF)
    installed.install("one", HALF % "half", ("fillers", "one"))
    installed.install("two", HALF % "half" + HALF % "other", ("fillers", "two"), version="3.0")
    told = installed.run("plan", "net.prototxt")
    assert told.returncode == 3
    assert "filler 'half' belongs to two packages, one 1.0 and two 3.0" in told.stderr
    (installed.folder / "net.prototxt").write_text(WANTS_HALF.replace('"half"', '"other"'))
    assert installed.run("plan", "net.prototxt").returncode == 0
    told = installed.run("plugins")
    assert told.returncode == 1
    assert "two 3.0, two: filler 'half' belongs to one 1.0 already" in told.stderr


@pytest.mark.slow
def test_caffes_names_stay_caffes(installed):
    """A plugin's xavier is not used, and is told."""
    installed.install("greedy", HALF % "xavier", ("fillers", "greedy"))
    (installed.folder / "net.prototxt").write_text(WANTS_HALF.replace("half", "xavier"))
    assert "uniform" in installed.run("plan", "net.prototxt").stdout
    told = installed.run("plugins")
    assert told.returncode == 1
    assert "greedy 1.0, greedy: filler 'xavier' belongs to caffe_fillers already" in told.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HALF % "half" + "import nothing_of_this_name", "ModuleNotFoundError: No module named"),
        pytest.param(
            HALF % "half" + "raise SystemExit(7)", "SystemExit: 7", marks=pytest.mark.slow
        ),
        pytest.param("def (", "SyntaxError", marks=pytest.mark.slow),
    ],
)
def test_a_broken_plugin_is_left_out(installed, text, said):
    """Whole, with what it had registered; who misses its names learns why."""
    (installed.folder / "net.prototxt").write_text(WANTS_HALF)
    installed.install("broken", text, ("fillers", "broken"))
    installed.install("sound", HALF % "sound", ("fillers", "sound"))
    told = installed.run("plan", "net.prototxt")
    assert told.returncode == 3
    assert "unknown filler type 'half'" in told.stderr
    assert f"'broken' of the package broken 1.0 could not be loaded: {said}" in told.stderr
    (installed.folder / "net.prototxt").write_text(WANTS_HALF.replace("half", "sound"))
    assert installed.run("plan", "net.prototxt").returncode == 0
    told = installed.run("plugins")
    assert (told.returncode, f"warning: broken 1.0, broken: {said}" in told.stderr) == (1, True)


TABLE = "name\t{}\nsource\tan example\t1\ncaffe\trc3\nlayer\tPlugged\n"


@pytest.mark.slow
def test_a_dialect_of_a_plugin(installed):
    """Its table is read; one of a name that is taken, or with an unknown word, is left out."""
    site = installed.site
    (site / "mine.tsv").write_text(TABLE.format("mine"))
    (site / "taken.tsv").write_text(TABLE.format("ssd"))
    (site / "words.tsv").write_text(
        TABLE.format("words") + "field\tLayerParameter\tnobodys_param\topt\tint32\t999\n"
    )
    text = "from pathlib import Path\nTABLE = Path(__file__).parent / '{}.tsv'\n"
    # The name of a dialect is that of its file.
    (site / "more").mkdir()
    (site / "taken.tsv").rename(site / "more" / "ssd.tsv")
    installed.install("mine", text.format("mine"), ("dialects", "mine:TABLE"))
    installed.install("taken", text.format("more/ssd"), ("dialects", "taken:TABLE"))
    installed.install("words", text.format("words"), ("dialects", "words:TABLE"))
    installed.install("wrong", "TABLE = 7\n", ("dialects", "wrong:TABLE"))
    told = installed.run("plugins")
    assert told.returncode == 1
    assert "dialect 'mine'" in told.stdout
    assert "dialect 'ssd' belongs to caffe_fillers already" in told.stderr
    assert "no fork that is known here has the word LayerParameter.nobodys_param" in told.stderr
    assert "wrong:TABLE is no table" in told.stderr
    (installed.folder / "net.prototxt").write_text(WANTS_HALF.replace("half", "xavier"))
    told = installed.run("plan", "net.prototxt", "--dialect", "mine")
    assert (told.returncode, "Caffe rc3 (mine), dialect mine" in told.stderr) == (0, True)


# --- a dialect -----------------------------------------------------------------------------------

FORK = "fork-of-the-tests"


@layer(
    "InnerProduct",
    "WideProduct",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="inner_product_param",
    blobs=BlobFacts(("weight", "bias")),
    dialect=FORK,
)
def product(layer, bottoms, env):
    """As BVLC's, but in the fork under two names."""
    return inner_product(layer, bottoms, env)


@layer(
    "PairData",
    bottoms=0,
    tops=2,
    kind="data",
    parameter="image_data_param",
    shared=("transform_param",),
    data=DataFacts("images", stated_image),
    dialect=FORK,
)
def pair_data(layer, bottoms, env):
    """As ImageData."""
    return image_data(layer, bottoms, env)


@layer(
    "Ranking",
    bottoms=3,
    tops=1,
    auto_tops=True,
    kind="loss",
    judges=JudgeFacts(bottoms=2),
    dialect=FORK,
)
def ranking(layer, bottoms, env):
    """Two bottoms that are judged, and a label."""
    del layer, bottoms, env
    return Setup([()], loss_weight=1)


PAIRS = """
layer { name: "source" type: "PairData" top: "data" top: "label"
  image_data_param { source: "list.txt" batch_size: 3 new_height: 0 } }
layer { name: "left" type: "WideProduct" bottom: "data" top: "left"
  inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
layer { name: "right" type: "InnerProduct" bottom: "data" top: "right"
  inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
layer { name: "rank" type: "Ranking" bottom: "left" bottom: "right" bottom: "label" top: "rank" }
layer { name: "tag" type: "Power" bottom: "label" top: "tag" power_param { scale: 2 } }
"""


@pytest.fixture
def fork(tmp_path):
    """Options of the dialect, with images of 7 x 5 to read."""
    (tmp_path / "a.png").write_bytes(png(2))
    (tmp_path / "list.txt").write_text(f"{tmp_path}/a.png 1\n")
    return Options(dialect=FORK, probe=partial(datasets.probe, folder=tmp_path, dialect=FORK))


def planned(options):
    """The plan of the pairs' net."""
    net = parse(PAIRS, "net").message(caffe.NetParameter)
    return plan_built(build(net, bare_state(net, TEST)).net, options)


def test_a_dialect_plans(fork):
    """Its types shape, read files and draw; BVLC knows none of them."""
    plan = planned(fork).plan
    fills = [(draw.slot.name, draw.shape) for draw in plan.draws if isinstance(draw, Fill)]

    assert (3, 3, 7, 5) == plan.shapes["data"]
    assert [("left", (5, 105)), ("left", (5,)), ("right", (5, 105)), ("right", (5,))] == fills
    with pytest.raises(LayerError, match="unknown layer type 'PairData'"):
        planned(Options())


def test_a_dialect_comes_before_bvlc(fork):
    """A name that both have is the dialect's; the plan holds the rows that it was made by."""
    rules = [row.rule for row in planned(fork).types if row.name == "InnerProduct"]

    assert [product] == rules


def test_a_dialect_deploys(fork):
    """Both sides that its loss compares are results, what is made of labels is none."""
    document = parse(PAIRS, "net")
    told = deploy_text(document, DeployOptions(options=fork))

    assert (("left", "right"), {"data": (3, 3, 7, 5)}) == (told.outputs, told.inputs)
    assert ["Input", "WideProduct", "InnerProduct"] == [
        each.type for each in document.message(caffe.NetParameter).layer
    ]


def test_a_dialect_rewrites():
    """A short path is looked for in the parameters that its row names."""
    text = 'layer { name: "d" type: "PairData" top: "x" top: "y" }'
    document = parse(text, "net")
    rule = RewriteRule((Change("set", "new_height", "8"),), "type=PairData")
    (outcome,) = rewrite(document, [rule], dialect=FORK)

    assert (1, 8) == (
        outcome.changed,
        document.message(caffe.NetParameter).layer[0].image_data_param.new_height,
    )
    (outcome,) = rewrite(parse(text, "net"), [rule])
    assert outcome.changed == 0
