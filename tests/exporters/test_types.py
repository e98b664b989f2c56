"""Every layer type: it is exported, tested, and on the page."""

import importlib.metadata
import re

import pytest

# Layer types and exporters register themselves when they are imported.
import caffe_fillers.exporters
import caffe_fillers.layers  # noqa: F401  # (both)
from caffe_fillers.core import plugins
from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import exporter, exporters, layer, layers
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.model import export
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.formats import prototxt
from caffe_fillers.upgrades import upgrade_net
from tests._shared import ROOT, golden

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
#: Types that exist, and that no model can stand for.
IMPOSSIBLE = {"Python"}
#: Types that no golden case has, as that Caffe could not run them: tested here.
HERE = {"ImageData", "MemoryData", "WindowData"}


def test_every_type_has_a_function():
    """None is missing, and none is for a type that nobody knows."""
    assert set(layers.names()) <= set(exporters.names())
    assert IMPOSSIBLE < set(exporters.names())


def test_every_type_is_tested():
    """By a golden forward pass, or below."""
    seen = set()
    for path in golden("forward").glob("*/*.prototxt"):
        net = upgrade_net(prototxt.read_net(path)[1]).net
        seen.update(each.type for each in net.layer)

    assert HERE.isdisjoint(seen)
    assert set(layers.names()) == seen | HERE | IMPOSSIBLE


def test_every_type_is_on_the_page():
    """The table has each once, in order, and says which cannot be exported."""
    table = PAGE.split("## Every layer type")[1].split("\n\n")[1]
    rows = re.findall(r"^\| (\w+) \| ([^|]+) \|", table, re.MULTILINE)[1:]

    assert [name for name, _ in rows] == layers.names()
    assert {name for name, words in rows if words == "cannot be exported"} == IMPOSSIBLE


@pytest.mark.parametrize(
    ("kind", "param"),
    [
        ("ImageData", 'image_data_param { source: "gone" batch_size: 2 }'),
        ("WindowData", "window_data_param { batch_size: 2 } transform_param { crop_size: 4 }"),
        ("MemoryData", "memory_data_param { batch_size: 2 channels: 3 height: 4 width: 4 }"),
    ],
)
def test_data_layers_are_inputs(tmp_path, kind, param):
    """Labels that nobody reads fall away."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        f'layer {{ name: "d" type: "{kind}" top: "data" top: "label" {param} }}\n'
        'layer { name: "y" type: "AbsVal" bottom: "data" top: "y" }\n'
    )
    options = ExportOptions(keep_losses=True, outputs=("y",))
    (given,) = export(path, shapes={"data": (2, 3, 4, 4)}, options=options).graph.input

    assert given.name == "data"
    assert [dim.dim_value for dim in given.type.tensor_type.shape.dim] == [2, 3, 4, 4]


@pytest.fixture
def plugin(monkeypatch):
    """A layer type from outside, and what exports it."""
    for table in (layers, exporters):
        monkeypatch.setattr(table, "_rows", dict(table._rows))

    @layer("Doubled", bottoms=1, tops=1)
    def doubled(layer, bottoms, env):
        del layer, env
        return Setup([bottoms[0]])

    class Point:
        def load(self):
            @exporter("Doubled")
            def export_doubled(at, x):
                return at.graph.op("Mul", x, at.graph.constant(2))

    points = {"caffe_fillers.exports": [Point()]}
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points.get(group, []))
    plugins.load.cache_clear()
    yield doubled
    plugins.load.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_plugins(tmp_path):
    """One function, found by the entry point, and the layer is exported like any other."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 2 } } }\n'
        'layer { name: "y" type: "Doubled" bottom: "x" top: "y" }\n'
    )
    assert [node.op_type for node in export(path).graph.node] == ["Mul"]


def test_a_name_has_one_owner():
    """A second function for a type is refused."""
    with pytest.raises(ValueError, match="exported layer 'ReLU' belongs to caffe_fillers already"):
        exporter("ReLU")(print)
    with pytest.raises(LayerError):
        exporters.get("Doubled")
