"""The fillers that forks added, against their definitions."""

import math
import os
import re

import numpy as np
import pytest
from google.protobuf import text_format

from caffe_fillers import fill_net
from caffe_fillers.core.draws import Gaussian, Habits, Orthogonal
from caffe_fillers.core.pour import draw
from caffe_fillers.core.registry import fillers
from caffe_fillers.dialects.read import in_union
from caffe_fillers.errors import CaffeFillersError, FillerError
from caffe_fillers.net import TEST, bare_state, build
from caffe_fillers.plan.fork import plan_fork
from caffe_fillers.plan.net import Options
from caffe_fillers.proto import caffe, union
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.text import parse
from tests._shared import golden_json

HABITS = Habits(Era.default(), np.dtype("float32"))


def law(dialect, text, shape):
    """What a fork's filler makes of a blob's shape."""
    param = text_format.Parse(text, union.FillerParameter())
    return fillers.get(param.type, dialect)(param, shape, HABITS)


def values(dialect, text, shape):
    """The values themselves."""
    return draw(law(dialect, text, shape), shape, Rng(1), HABITS.dtype)


def test_happynears_msra_knows_how_much_its_relu_leaks():
    """The std is sqrt(2 / n / (1 + alpha^2))."""
    made = law("happynear", 'type: "msra" alpha: 0.25', (6, 2, 3, 3))
    assert isinstance(made, Gaussian)
    assert made.std == pytest.approx(math.sqrt(2 / 18 / (1 + 0.0625)), rel=1e-7)


@pytest.mark.parametrize("dialect", ["happynear", "intel"])
def test_an_msra_without_the_forks_word_is_bvlcs(dialect):
    """The same law, bit for bit."""
    text, shape = 'type: "msra" variance_norm: AVERAGE', (6, 2, 3, 3)
    assert law(dialect, text, shape) == law("bvlc", text, shape)


def test_intels_msra_is_scaled():
    """The std is scale * sqrt(2 / n)."""
    made = law("intel", 'type: "msra" scale: 0.5', (6, 2, 3, 3))
    assert made.std == pytest.approx(0.5 * math.sqrt(2 / 18), rel=1e-7)


def test_rows_of_a_gaussian_unitball_have_length_one():
    """They are the rows of a gaussian, divided."""
    shape = (5, 4, 3, 3)
    made = values("happynear", 'type: "gaussian_unitball"', shape)
    normal = draw(Gaussian(0.0, 1.0), shape, Rng(1), HABITS.dtype)
    lengths = np.sqrt((normal.astype("float64") ** 2).sum((1, 2, 3), keepdims=True))
    np.testing.assert_allclose(made, normal / lengths, rtol=1e-6)


def test_happynears_identity():
    """Ones on the diagonal."""
    made = values("happynear", 'type: "identity"', (3, 3))
    np.testing.assert_array_equal(made, np.eye(3))


@pytest.mark.parametrize("dialect", ["flownet2", "synopsys"])
def test_diagonal_is_a_box_per_channel(dialect):
    """A value that is not given is 1."""
    made = values(dialect, 'type: "diagonal" diag_val: [3]', (2, 3, 2, 2))
    expected = np.zeros((2, 3, 2, 2))
    expected[0, 0], expected[1, 1] = 0.75, 0.25
    np.testing.assert_array_equal(made, expected)


def test_a_sequence_counts_in_hundredths():
    """From its value on."""
    made = values("mycaffe", 'type: "sequence" value: 1', (2, 2))
    np.testing.assert_allclose(made, [[1, 1.01], [1.02, 1.03]])


@pytest.mark.parametrize(
    ("width", "row"), [(3, [1, 0, -1]), (4, [0.25, 0.75, 0.75, 0.25]), (2, [1, 0])]
)
def test_nvidias_bilinear_halves_odd_widths_as_integers(width, row):
    """So that the kernel of three falls below 0."""
    made = values("nvidia", 'type: "bilinear"', (1, 1, width, width))
    np.testing.assert_allclose(made[0, 0], np.multiply.outer(row, row))


@pytest.mark.parametrize("name", ["uniform", "gaussian", "xavier", "msra", "positive_unitball"])
def test_nvidias_static_fillers_draw_as_the_others(name):
    """One filler fills one blob."""
    shape = (2, 3, 4, 4)
    for fork in ("nvidia", "jacinto-0.16", "jacinto-0.17"):
        expected = law(fork, f'type: "{name}"', shape)
        assert law(fork, f'type: "{name}static"', shape) == expected


def test_nvidias_static_bilinear_is_bvlcs_of_1_0():
    """It rounds half an odd width up, as its other one does not."""
    for width in (1, 2, 3, 4, 7):
        shape = (1, 1, width, width)
        old = Habits(Era.of(caffe="1.0"), np.dtype("f4"))
        param = text_format.Parse('type: "bilinear"', union.FillerParameter())
        expected = fillers.get("bilinear")(param, shape, old).kernel
        made = values("nvidia", 'type: "bilinearstatic"', shape)[0, 0]
        np.testing.assert_allclose(made, expected, rtol=1e-6, atol=1e-7)


# --- interpolation ------------------------------------------------------------------------------


def _linear(x):
    return max(0.0, 1 - abs(x))


def _keys(x):
    x, a = abs(x), -0.5
    if x <= 1:
        return (a + 2) * x**3 - (a + 3) * x**2 + 1
    return a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a if x < 2 else 0.0


def _windowed(support):
    def weight(x):
        return float(np.sinc(x) * np.sinc(x / support)) if abs(x) < support else 0.0

    return weight


INTERPOLATIONS = {
    "multilinear": (1, _linear),
    "multicubic": (2, _keys),
    "lanczos2": (2, _windowed(2)),
    "lanczos3": (3, _windowed(3)),
    "lanczos4": (4, _windowed(4)),
}


@pytest.mark.parametrize("name", INTERPOLATIONS)
@pytest.mark.parametrize("sizes", [(4,), (3, 8), (5, 5), (2, 3, 7)])
def test_kernels_of_interpolation(name, sizes):
    """A product over the axes of a function of the distance from the middle."""
    support, weight = INTERPOLATIONS[name]
    made = values("tvg", f'type: "{name}"', (2, 1, *sizes))
    rows = []
    for size in sizes:
        factor = math.ceil(size / (2 * support))
        middle = (2 * support * factor - 1 - factor % 2) / 2
        rows.append([weight((at - middle) / factor) for at in range(size)])
    expected = np.ones(())
    for row in rows:
        expected = np.multiply.outer(expected, row)
    for kernel in made[:, 0]:
        np.testing.assert_allclose(kernel, expected, rtol=1e-5, atol=1e-6)


def test_multilinear_is_bilinear():
    """On two axes, that of 1.0 where the kernel is of the right size."""
    made = values("tvg", 'type: "multilinear"', (1, 1, 4, 4))
    np.testing.assert_allclose(made[0, 0, 1], [0.1875, 0.5625, 0.5625, 0.1875])


# --- identities and others ----------------------------------------------------------------------


def test_identities_differ():
    """C3D's is flat, tvg's a share of its group at the centre, caffe-pro's is called eye."""
    np.testing.assert_array_equal(values("c3d-1.1", 'type: "identity"', (3, 4)), np.eye(3, 4))
    flat = values("c3d-1.1", 'type: "identity"', (2, 2, 2)).reshape(-1)
    np.testing.assert_array_equal(np.flatnonzero(flat), [0, 3])
    made = values("tvg", 'type: "identity" num_groups: 2 value: 3', (4, 6, 3, 3))
    assert np.count_nonzero(made) == 2 * 2 * 3
    assert set(made[2, 3:, 1, 1]) == {np.float32(1.5)}
    assert not made[2, :3].any()
    noisy = values("tvg", 'type: "identity" std: 0.1', (4, 4, 3, 3))
    normal = draw(Gaussian(0.0, float(np.float32(0.1))), (4, 4, 3, 3), Rng(1), HABITS.dtype)
    set_ = noisy != normal
    assert np.array_equal(np.argwhere(set_)[:, :2], [[n, n] for n in range(4)])
    assert set(noisy[set_]) == {np.float32(1.0)}
    np.testing.assert_array_equal(
        values("caffe-pro", 'type: "eye" value: 2', (3, 3)), 2 * np.eye(3)
    )


def test_orthogonal_by_forks():
    """Its law is the papers'; the vectors of OpenCV's SVD are not promised."""
    assert law("caffe-pro", 'type: "orthogonal" value: 2', (3, 5)) == Orthogonal(2.0)
    assert law("history", 'type: "orthogonal"', (3, 5)) == Orthogonal(1.0)
    text = """layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 1 dim: 4 } } }
      layer { name: "i" type: "InnerProduct" bottom: "d" top: "i" inner_product_param {
        num_output: 3 weight_filler { type: "orthogonal" } } }"""
    net = parse(text, "net").message(caffe.NetParameter)
    built = in_union(build(net, bare_state(net, TEST)).net)
    forked = plan_fork(built, (), Options(), "caffe-pro")
    assert forked.unsure == ("bits not promised: caffe-pro takes the vectors of OpenCV's SVD",)


def test_past_fillers():
    """Those of past branches, under the dialect history."""
    made = values("history", 'type: "channelconstant" value_list: 1 value_list: 2', (3, 2, 2, 1))
    np.testing.assert_array_equal(made, np.tile([1, 1, 2, 2], 3).reshape(3, 2, 2, 1))
    shape = (6, 2, 3, 3)
    plain = law("bvlc", 'type: "msra"', shape)
    assert law("history", 'type: "msr" variance_norm: FAN_OUT', shape) == plain
    for fork in ("history", "flownet2"):
        made = law(fork, 'type: "msra" msra_coeff: 0.5', shape)
        assert made.std == pytest.approx(plain.std / 2, rel=1e-7)
    old = values("ssd-fcn", 'type: "bilinear_upsampling"', (1, 1, 3, 3))
    np.testing.assert_allclose(old[0, 0, 0], [0.0625, 0.1875, 0.1875], rtol=1e-6)


# --- values out of files ------------------------------------------------------------------------

FILE_NET = """layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 1 dim: 3 } } }
layer { name: "i" type: "InnerProduct" bottom: "d" top: "i" inner_product_param {
  num_output: 2 bias_term: false weight_filler { type: "file" file: "%s" } } }
"""


@pytest.fixture
def filed(tmp_path):
    """A net's path, given the file that its filler names."""
    folder = tmp_path / "net"
    folder.mkdir()
    (folder / "w.txt").write_text("1 2\n3\t4 5 6 7")

    def filed_(name):
        path = folder / "net.prototxt"
        path.write_text(FILE_NET % name)
        return path

    return filed_


def test_values_out_of_a_file(filed, run, tmp_path):
    """Where the user allows it; verified, and told in the manifest's files."""
    net = filed("w.txt")
    filled = fill_net(net, seed=1, dialect="openvino-person", allow_file_filler=True)
    np.testing.assert_array_equal(filled.blobs["i"][0], [[1, 2, 3], [4, 5, 6]])
    options = ["--dialect", "openvino-person", "--seed", 1, "--allow-file-filler"]
    out = tmp_path / "o.caffemodel"
    assert run(net, *options, "-o", out).code == 0
    assert run("verify", net, out, *options).code == 0
    (net.parent / "w.txt").write_text("1 2 3 4 5 7")
    assert run("verify", net, out, *options).code == 1


@pytest.mark.parametrize(
    ("name", "allowed", "said"),
    [
        ("w.txt", False, "--allow-file-filler lets it"),
        ("../secret.txt", True, "not in the net's folder"),
        ("/etc/hostname", True, "not in the net's folder"),
        ("link.txt", True, "not in the net's folder"),
        ("none.txt", True, "cannot be read"),
        ("short.txt", True, "holds 2 numbers, the blob has 6 values"),
        ("words.txt", True, "is no list of numbers"),
        ("pipe", True, "pipe"),
        (".", True, "directory"),
    ],
)
def test_files_that_are_not_read(filed, tmp_path, name, allowed, said):
    """None outside the net's folder, through a link neither; nothing but a list of numbers."""
    net = filed(name)
    (tmp_path / "secret.txt").write_text("1 2 3 4 5 6")
    (net.parent / "link.txt").symlink_to(tmp_path / "secret.txt")
    (net.parent / "short.txt").write_text("1 2")
    (net.parent / "words.txt").write_text("1 2 3 4 5 six")
    os.mkfifo(net.parent / "pipe")
    with pytest.raises(CaffeFillersError, match=f"(?i){re.escape(said)}"):
        fill_net(net, seed=1, dialect="openvino-person", allow_file_filler=allowed)


@pytest.mark.parametrize("shape", [(32, 3, 5, 5), (64, 3, 7, 7), (64, 3, 3, 3), (96, 3, 11, 11)])
def test_gabor_kernels_are_intels(shape):
    """Three places of every plane by that fork's own code; the C library may differ by a bit."""
    expected = np.array(golden_json("gabor.json")["x".join(map(str, shape))], np.float32)
    made = values("intel", 'type: "gabor"', shape)
    middle = shape[3] // 2
    places = np.hstack([made[:, :, 1, 0], made[:, :, middle, middle], made[:, :, 0, -1]])

    assert made.shape == shape
    assert places.shape == expected.shape == (shape[0], 9)
    assert np.abs(places - expected).max() <= 1e-7


@pytest.mark.parametrize(
    ("dialect", "text", "shape"),
    [
        ("happynear", 'type: "identity"', (3, 2)),
        ("happynear", 'type: "gaussian_unitball"', ()),
        ("happynear", 'type: "gaussian_unitball" sparse: 1', (3,)),
        ("synopsys", 'type: "diagonal"', (3, 3)),
        ("intel", 'type: "gabor"', (32, 3, 7, 7)),
        ("intel", 'type: "gabor"', (32, 3, 5)),
        ("intel", 'type: "gabor" sparse: 1', (32, 3, 5, 5)),
        ("tvg", 'type: "multilinear"', (1, 1)),
        ("tvg", 'type: "identity" num_groups: 3', (4, 6, 3, 3)),
        ("tvg", 'type: "identity"', (4, 4)),
        ("c3d-1.1", 'type: "identity"', (4,)),
        ("caffe-pro", 'type: "eye"', (2, 3)),
        ("caffe-pro", 'type: "orthogonal" mean: 1', (2, 3)),
        ("history", 'type: "channelconstant" value: 1', (2, 2, 1, 1)),
        ("openvino-person", 'type: "file" file: "x"', (2,)),
        ("openvino-person", 'type: "file"', (2,)),
        ("nvidia", 'type: "bilinear"', (1, 1, 1, 1)),
        ("nvidia", 'type: "bilinear"', (1, 1, 2, 3)),
        ("bvlc", 'type: "gaussian_unitball"', (3, 3)),
    ],
)
def test_what_forks_refuse(dialect, text, shape):
    """And BVLC knows none of them."""
    with pytest.raises(FillerError):
        law(dialect, text, shape)
