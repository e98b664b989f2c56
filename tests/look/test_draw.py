"""`fill-weights draw`: the graph, its forms, and hostile names in them."""

import json
import re
import runpy
import shutil
from xml.etree import ElementTree as ET

import pytest

from caffe_fillers import CaffeFillersError, draw_net
from caffe_fillers.look import drawing as module
from caffe_fillers.look.colours import FILLS, LINES
from caffe_fillers.look.dot import LARGE, dot_text
from caffe_fillers.look.layered import layered_svg
from tests._shared import ROOT

EXAMPLES = ROOT / "examples"
LENET = EXAMPLES / "lenet.prototxt"
MAKE = runpy.run_path(str(EXAMPLES / "make_nets.py"))
SVG = "{http://www.w3.org/2000/svg}"
HEAD = 'layer { name: "x" type: "Input" top: "b0" input_param { shape { dim: 1 dim: 4 } } }\n'


@pytest.fixture
def without_dot(monkeypatch):
    """Graphviz is not there."""
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.fixture
def residual(tmp_path):
    """The drawing of a net in the manner of ResNet-50."""
    path = tmp_path / "residual.prototxt"
    path.write_text(MAKE["residual_net"]())
    return draw_net(path)


def test_lenet():
    """Seven layers and the one in place; shapes on the arrows."""
    graph = draw_net(LENET).graph

    assert [box.name for box in graph.boxes][-2:] == ["ip2", "prob"]
    ip1 = graph.boxes[5]
    assert ip1.folded == [("relu1", "ReLU")]
    assert (ip1.kind, ip1.parameters, ip1.said) == ("learned", 400_500, "num_output 500")
    assert [arrow.shape for arrow in graph.arrows][:2] == ["64x1x28x28", "64x20x24x24"]


def test_residual_branches(residual):
    """A shortcut is an arrow past its block; BatchNorm, Scale and ReLU are in their box."""
    graph = residual.graph
    boxes = {box.name: box for box in graph.boxes}

    into = [arrow.tail for arrow in graph.arrows if arrow.head == boxes["res2b"].number]
    assert into == [boxes["res2a"].number, boxes["res2b_branch2c"].number]
    assert [kind for _, kind in boxes["conv1"].folded] == ["BatchNorm", "Scale", "ReLU"]
    assert {box.block for box in graph.boxes if box.name.startswith("res2a")} == {"res2a"}
    assert boxes["conv1"].block == ""
    # 2 in front, 16 blocks of 3 and an addition, 4 projections, 3 behind and the input.
    assert len(graph.boxes) == 2 + 16 * 4 + 4 + 3 + 1


def test_phases(run):
    """Only the layers of the phase are drawn."""
    net = EXAMPLES / "lenet_train_val.prototxt"
    shape = ("--shape", "data=4,1,28,28")
    test = run("draw", net, "--phase", "test", *shape)
    train = run("draw", net, "--phase", "train", *shape)

    assert "accuracy" in test.out
    assert "accuracy" not in train.out
    assert "_split" not in test.out


def contrast(one, other):
    """Of two colours, as WCAG 2 defines it."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_read():
    """Black letters on every tint have 12:1 and more; borders show against white."""
    assert FILLS.keys() == LINES.keys()
    assert min(contrast(fill, "#000000") for fill in FILLS.values()) > 12
    assert min(contrast(line, "#FFFFFF") for line in LINES.values()) > 2


class TestPlainDrawing:
    """What is drawn without Graphviz."""

    def test_every_box_and_arrow(self, residual):
        """A well-formed SVG with all of them, none over another."""
        graph = residual.graph
        root = ET.fromstring(layered_svg(graph))  # noqa: S314  # our own text
        groups = [each for each in root.iter(f"{SVG}g") if each.get("class") == "node"]
        assert len(groups) == len(graph.boxes)
        paths = [each for each in root.iter(f"{SVG}path") if each.get("class") == "edge"]
        assert len(paths) == len(graph.arrows)
        rects = []
        for group in groups:
            rect = group.find(f"{SVG}rect")
            x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            rects.append((x, y, x + w, y + h))
        rects.sort(key=lambda rect: rect[1])
        for place, (left, top, right, bottom) in enumerate(rects):
            for other in rects[place + 1 : place + 12]:
                apart = other[0] >= right or other[2] <= left or other[1] >= bottom
                assert apart, (left, top, right, bottom, other)

    @pytest.mark.usefixtures("without_dot")
    def test_files(self, run, tmp_path):
        """.svg, .html and .dot are written; .png and .pdf say what to install."""
        for kind in ("svg", "html", "dot"):
            assert run("draw", LENET, "-o", tmp_path / f"a.{kind}").code == 0
        for kind in ("png", "pdf"):
            told = run("draw", LENET, "-o", tmp_path / f"b.{kind}")
            assert told.code == 3
            assert "apt install graphviz" in told.err
            assert not (tmp_path / f"b.{kind}").exists()

    def test_a_large_net(self, tmp_path, monkeypatch):
        """More boxes than Graphviz takes are not given to it."""
        monkeypatch.setattr(module, "rendered", lambda *_: pytest.fail("given to Graphviz"))
        net = tmp_path / "deep.prototxt"
        net.write_text(
            HEAD
            + "".join(
                f'layer {{ name: "l{n}" type: "Power" bottom: "b{n}" top: "b{n + 1}" }}\n'
                for n in range(LARGE)
            )
        )
        assert draw_net(net).svg.count('class="node"') == LARGE + 1


HOSTILE = '</script><b>"\\'


class TestHostileNames:
    """Names are text, whatever is in them."""

    @pytest.fixture
    def drawing(self, tmp_path):
        """A net with such names."""
        net = tmp_path / "net.prototxt"
        name = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
        net.write_text(
            HEAD + f'layer {{ name: "{name}" type: "Power" bottom: "b0" top: "{name}" }}'
        )
        return draw_net(net)

    @pytest.mark.usefixtures("without_dot")
    def test_a_page(self, drawing):
        """Nothing leaves its element; the data are JSON."""
        page = drawing.html
        assert drawing.graph.boxes[1].name == HOSTILE
        assert "<b>" not in page
        assert page.count("</script>") == 2
        data = re.search(r'<script type="application/json">(.*?)</script>', page)[1]
        assert json.loads(data)["n1"] == f"{HOSTILE} (Power)"

    def test_dot(self, drawing):
        """Every string is closed."""
        for line in dot_text(drawing.graph).splitlines():
            assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0

    def test_graphviz(self, drawing):
        """It reads what we write."""
        if shutil.which("dot") is None:
            pytest.skip("Graphviz is not installed: there is no program `dot`")
        assert drawing.svg.count('class="node"') == 2


def test_self_contained(tmp_path, run):
    """The page names nothing on the network."""
    out = tmp_path / "net.html"
    assert run("draw", LENET, "-o", out).code == 0
    page = out.read_text().replace("http://www.w3.org/", "")
    assert "http:" not in page
    assert "https:" not in page
    assert not re.search(r"""\b(src|href)\s*=\s*["'][^#"']""", page)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("gone.prototxt",), 3, "gone.prototxt"),
        ((LENET, "-o", "o.gif"), 3, "The kinds are .svg, .png, .pdf, .dot, .html"),
        ((LENET, "-o", "o.svg"), 3, "exists already"),
    ],
)
def test_refused(run, tmp_path, monkeypatch, arguments, code, message):
    """What stands there stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o.svg").write_text("mine")
    told = run("draw", *arguments)
    assert told.code == code
    assert message in told.err
    assert (tmp_path / "o.svg").read_text() == "mine"


def test_an_empty_net(tmp_path):
    """A drawing without boxes, and one of an unknown shape."""
    net = tmp_path / "net.prototxt"
    net.write_text("")
    assert "svg" in layered_svg(draw_net(net).graph)
    net.write_text(
        HEAD + 'layer { name: "p" type: "Python" bottom: "b0" top: "p" '
        'python_param { module: "m" layer: "L" } }\n'
        'layer { name: "r" type: "ReLU" bottom: "p" top: "r" }'
    )
    assert draw_net(net).graph.arrows[-1].shape == "?"


def test_a_circle(tmp_path):
    """A bottom that is made later is refused, with its layer."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "a" type: "ReLU" bottom: "b" top: "c" }'
        'layer { name: "b" type: "ReLU" bottom: "c" top: "b" }'
    )
    with pytest.raises(CaffeFillersError, match="Move layer 'b'"):
        draw_net(net)
