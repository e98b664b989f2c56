"""`fill-weights report`: one page, whole, without network, whatever the names."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from caffe_fillers import CaffeFillersError, fill_net, report_net
from caffe_fillers.core.draws import Gaussian
from caffe_fillers.look.blobs import BlobRow
from caffe_fillers.look.charts import depth_chart, histogram_chart
from caffe_fillers.look.moments import Moments
from caffe_fillers.look.statistics import Statistics
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
#: Elements of HTML and SVG that have no end.
VOID = {"meta", "input", "link", "br", "img"}


class Balanced(HTMLParser):
    """Counts what is opened and closed."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.seen = [], [], []

    def handle_starttag(self, tag, attrs):
        """One more."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Whole at once."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """It ends what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """The words."""
        self.texts.append(data)


def parsed(page):
    """The page, if it is well formed."""
    reader = Balanced()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture
def lenet(tmp_path):
    """LeNet, filled."""
    path = tmp_path / "lenet.caffemodel"
    fill_net(LENET, path, seed=1)
    return path


def test_the_parts(lenet):
    """Totals, graph, layers, signal, weights with a histogram for each blob that varies."""
    page = report_net(LENET, lenet)
    reader = parsed(page)
    words = " ".join(reader.texts)

    for part in ("Graph", "Layers", "Signal", f"Weights: {lenet}"):
        assert part in words
    assert "431,080" in words
    figures = [attrs for tag, attrs in reader.seen if tag == "figure"]
    assert len(figures) == 8
    assert sum("histogram of" in str(attrs.get("aria-label")) for _, attrs in reader.seen) == 4
    assert "all 20 values are 0" in words


def test_no_network_and_both_themes(lenet):
    """Nothing is fetched; light, dark, print and phones are thought of."""
    page = report_net(LENET, lenet).replace("http://www.w3.org/", "")
    assert "http:" not in page
    assert "https:" not in page
    assert "url(http" not in page
    assert "prefers-color-scheme:dark" in page
    assert 'name="viewport"' in page


def test_a_net_alone():
    """What is expected of its weights."""
    words = " ".join(parsed(report_net(LENET)).texts)
    assert "xavier" in words


def test_hostile_names(tmp_path):
    """They are text in every place."""
    net = tmp_path / "net.prototxt"
    name = "</script><b>&amp;"
    net.write_text(
        f'name: "{name}" layer {{ name: "x" type: "Input" top: "x" '
        "input_param { shape { dim: 1 dim: 4 } } }\n"
        f'layer {{ name: "{name}" type: "InnerProduct" bottom: "x" top: "{name}" '
        'inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }'
    )
    model = tmp_path / "m.npz"
    np.savez(model, **{f"{name}/0": np.ones((3, 4), np.float32), f"{name}/1": np.zeros(3)})
    page = report_net(net)
    parsed(page)
    assert "<b>" not in page
    data = re.search(r'<script type="application/json">(.*?)</script>', page)[1]
    assert json.loads(data)["n1"].startswith(name)


class TestCharts:
    """Marks where the numbers say."""

    def test_a_depth(self):
        """Sizes on a logarithmic scale; what is not finite is left out."""
        values = [1.0, 0.01, None, float("inf"), 0.0, 100.0]
        chart = depth_chart(list("abcdef"), [("one", values), ("two", values)], "sizes")
        reader = parsed(chart)
        marks = [attrs for tag, attrs in reader.seen if tag == "circle"]
        assert len(marks) == 6
        heights = [float(mark["cy"]) for mark in marks[:3]]
        # 1 lies in the middle between 0.01 and 100.
        assert heights[0] == pytest.approx((heights[1] + heights[2]) / 2)
        assert depth_chart(["a"], [("one", [None])], "nothing") == ""

    def test_a_histogram(self):
        """Bars of equal area to the density beside them."""
        counts = (1, 3, 3, 1)
        found = Statistics(8, -2.0, 2.0, 0.0, 1.0, 0, 0, 0, counts)
        row = BlobRow(
            "a[0]", (8,), "float32", 1, 8, "gaussian", Gaussian(0, 1), Moments(0, 1), found
        )
        reader = parsed(histogram_chart(row))
        bars = [float(attrs["height"]) for tag, attrs in reader.seen if tag == "rect"]
        assert bars[1] == pytest.approx(3 * bars[0], rel=0.02)
        points = next(attrs["points"] for tag, attrs in reader.seen if tag == "polyline").split()
        ys = [float(point.split(",")[1]) for point in points]
        base = 120 - 18
        # At 0 the density is 0.3989, the bars beside it 3/8.
        assert (base - min(ys)) / bars[1] == pytest.approx(0.3989 / 0.375, rel=0.02)


class TestCommand:
    """Files and exit codes."""

    def test_a_file(self, run, lenet, tmp_path):
        """It is written, and named."""
        out = tmp_path / "r.html"
        told = run("report", LENET, lenet, "-o", out)
        assert told.code == 0
        assert str(out) in told.err
        parsed(out.read_text())

    def test_refused(self, run, lenet, tmp_path):
        """Other kinds, files that stand there, files that are not there."""
        assert run("report", LENET, "-o", tmp_path / "r.pdf").code == 3
        out = tmp_path / "r.html"
        out.write_text("mine")
        assert run("report", LENET, lenet, "-o", out).code == 3
        assert out.read_text() == "mine"
        assert run("report", LENET, "gone.caffemodel", "-o", tmp_path / "s.html").code == 3


def test_a_broken_net(tmp_path):
    """An error with its place."""
    net = tmp_path / "net.prototxt"
    net.write_text("layer {")
    with pytest.raises(CaffeFillersError, match=r"net\.prototxt"):
        report_net(net)
