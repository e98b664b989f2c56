"""The papers' fillers: their laws by their formulas, their values by our Rng, and the option."""

import hashlib
import math
import subprocess
import sys

import numpy as np
import pytest
from google.protobuf import text_format

import caffe_fillers
from caffe_fillers import Rng, fill, plan_net
from caffe_fillers.core.draws import (
    Fill,
    Gaussian,
    Grid,
    Habits,
    Orthogonal,
    Truncated,
    Uniform,
    UnitSphere,
    ZeroedColumns,
)
from caffe_fillers.core.papers import _q_of
from caffe_fillers.core.pour import draw, pour
from caffe_fillers.core.registry import PAPERS, fillers, split_dialect
from caffe_fillers.errors import CaffeFillersError, FillerError, NetError
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.formats.caffemodel import read
from caffe_fillers.look.moments import density, moments
from caffe_fillers.look.propagation import _alike
from caffe_fillers.proto import union
from caffe_fillers.rng.eras import Era

F4 = np.dtype("f4")
SHAPE = (96, 20, 3, 3)
N_IN, N_OUT = 180, 864
CUT = 0.87962566103423978


def law(text, shape=SHAPE, dtype=F4):
    """What a filler makes of a shape."""
    param = text_format.Parse(text, union.FillerParameter())
    return fillers.get(param.type, papers=True)(param, shape, Habits(Era.default(), dtype))


#: Each scaled filler, its law, and the scale by its formula.
FORMULAS = {
    "glorot_uniform": (Uniform, math.sqrt(6 / (N_IN + N_OUT))),
    "glorot_normal": (Gaussian, math.sqrt(2 / (N_IN + N_OUT))),
    "default_uniform": (Uniform, 1 / math.sqrt(N_IN)),
    "lecun_uniform": (Uniform, math.sqrt(3 / N_IN)),
    "lecun_normal": (Gaussian, math.sqrt(1 / N_IN)),
    "he_uniform": (Uniform, math.sqrt(6 / N_IN)),
    "he_normal": (Gaussian, math.sqrt(2 / N_IN)),
    "he_uniform negative_slope 0.5": (Uniform, math.sqrt(6 / 1.25 / N_IN)),
    "he_normal negative_slope 0.5": (Gaussian, math.sqrt(2 / 1.25 / N_IN)),
    "he_normal mode fan_out": (Gaussian, math.sqrt(2 / N_OUT)),
    "he_normal mode fan_avg": (Gaussian, math.sqrt(4 / (N_IN + N_OUT))),
    "he_normal mode fan_geo_avg": (Gaussian, math.sqrt(2 / math.sqrt(N_IN * N_OUT))),
    "keras_glorot_normal": (Truncated, math.sqrt(2 / (N_IN + N_OUT)) / CUT),
    "keras_he_normal": (Truncated, math.sqrt(2 / N_IN) / CUT),
    "keras_lecun_normal": (Truncated, math.sqrt(1 / N_IN) / CUT),
    "variance_scaling": (Truncated, math.sqrt(1 / N_IN) / CUT),
    "variance_scaling scale 3 distribution uniform": (Uniform, math.sqrt(9 / N_IN)),
    "variance_scaling distribution untruncated_normal": (Gaussian, math.sqrt(1 / N_IN)),
    "truncated_normal std 0.0625": (Truncated, 0.0625),
}


def text_of(case):
    """A filler's block of a case's words."""
    kind, *words = case.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return " ".join([f'type: "{kind}"', *(f"{name}: {value}" for name, value in pairs)])


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("case", FORMULAS)
def test_a_scale_is_its_formula(case, dtype):
    """To the last bits of the working type."""
    kind, scale = FORMULAS[case]
    made = law(text_of(case), dtype=np.dtype(dtype))

    assert isinstance(made, kind)
    found = made.high if kind is Uniform else made.std
    assert math.isclose(found, scale, rel_tol=3 * np.finfo(dtype).eps)
    assert kind is not Uniform or made.low == -found


@pytest.mark.parametrize("case", FORMULAS)
def test_values_are_the_formula_over_the_rng(case):
    """Bit for bit: drawn here a second time, by the Rng's own calls."""
    kind, _ = FORMULAS[case]
    made = law(text_of(case))
    rng, own = Rng(5), Rng(5)
    values = fill(text_of(case), SHAPE, rng)
    expected = np.empty(SHAPE, F4)
    if kind is Uniform:
        own.uniform(made.low, made.high, expected)
    elif kind is Gaussian:
        own.gaussian(0.0, made.std, expected)
    else:
        unit = own.gaussian_sampler(0.0, 1.0, F4)
        one = np.empty(1, F4)
        for at in range(200):
            unit.fill(one)
            while abs(one[0]) > 2:
                unit.fill(one)
            expected.reshape(-1)[at] = one[0] * F4.type(made.std)
        values, expected = values.reshape(-1)[:200], expected.reshape(-1)[:200]
    assert values.tobytes() == expected.tobytes()
    if kind is not Truncated:
        assert rng.stream.tell() == own.stream.tell()


@pytest.mark.parametrize(
    ("paper", "caffe"),
    [
        ('type: "he_normal"', 'type: "msra"'),
        ('type: "he_normal" mode: fan_out', 'type: "msra" variance_norm: FAN_OUT'),
        ('type: "he_normal" mode: fan_avg', 'type: "msra" variance_norm: AVERAGE'),
        ('type: "lecun_uniform"', 'type: "xavier"'),
        ('type: "glorot_uniform"', 'type: "xavier" variance_norm: AVERAGE'),
    ],
)
@pytest.mark.parametrize("shape", [(96, 20, 3, 3), (1000, 4096), (7, 5, 11)])
def test_what_caffe_has_too_is_equal_bit_for_bit(paper, caffe, shape):
    """The same law."""
    assert law(paper, shape) == law(caffe, shape)


OTHERS = {
    'type: "unit_sphere"': UnitSphere(),
    'type: "orthogonal" gain: 1.5': Orthogonal(1.5),
    'type: "delta_orthogonal"': Orthogonal(1.0, centre=True),
    'type: "torch_sparse" sparsity: 0.25': ZeroedColumns(Gaussian(0.0, float(F4.type(0.01))), 24),
}


@pytest.mark.parametrize("text", [*OTHERS, *map(text_of, FORMULAS), 'type: "dirac"'])
def test_support_and_moments_are_verified(text):
    """Our values pass verify's checks; other scales, moved values and turned places do not."""
    made = OTHERS.get(text) or law(text)
    assert law(text) == made
    values = fill(text, SHAPE, Rng(11)).reshape(-1)
    tested = checks(made, values, SHAPE, F4)

    assert tested
    assert min(family_wise(check, 1) for check in tested) > 1e-6
    wrong = [values * F4.type(1.05), values + F4.type(0.2), np.abs(values)]
    if text != 'type: "dirac"':
        for other in wrong:
            assert min(family_wise(check, 1) for check in checks(made, other, SHAPE, F4)) < 1e-6


@pytest.mark.parametrize("text", [*OTHERS, *map(text_of, FORMULAS)])
def test_moments_are_told(text):
    """The mean square of many values is the law's; a density is one over their range."""
    made = OTHERS.get(text) or law(text)
    values = fill(text, SHAPE, Rng(11)).astype("f8")
    told = moments(made, SHAPE)
    assert math.isclose((values**2).mean(), told.square, rel_tol=0.05)
    at = np.linspace(-6, 6, 200_001) * told.std
    shown = density(made, at)
    if shown is None:
        assert isinstance(made, (UnitSphere, Orthogonal))
    else:
        assert math.isclose(shown.sum() * (at[1] - at[0]), 1, abs_tol=1e-3)


def test_zeros_are_counted_by_column():
    """One too many in a column, for one too few in another, is seen."""
    made = ZeroedColumns(Gaussian(0.0, 1.0), 4)
    values = draw(made, (10, 3), Rng(9), F4)
    assert all(check.p for check in checks(made, values.reshape(-1), (10, 3), F4))
    values[np.flatnonzero(values[:, 0] == 0)[0], 0] = 1
    values[np.flatnonzero(values[:, 1])[0], 1] = 0
    assert min(check.p for check in checks(made, values.reshape(-1), (10, 3), F4)) == 0


def test_sphere_by_its_definition():
    """Rows of a gaussian over their lengths; the length is summed in float64."""
    normal = fill('type: "gaussian"', (5, 4, 3), Rng(2)).reshape(5, -1).astype("f8")
    made = fill('type: "unit_sphere"', (5, 4, 3), Rng(2)).reshape(5, -1)
    for row, expected in zip(made, normal, strict=True):
        total = 0.0
        for value in expected:
            total += value * value
        assert row.tobytes() == (expected / math.sqrt(total)).astype(F4).tobytes()


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (1, 4), (6, 6), (40, 70), (70, 40), (9, 2, 3)])
def test_orthogonal_by_lapack(shape):
    """The Q with positive diagonal of R is one only: LAPACK finds it too."""
    normal = fill('type: "gaussian"', shape, Rng(4)).reshape(shape[0], -1).astype("f8")
    flat = normal.shape[0] < normal.shape[1]
    q, r = np.linalg.qr(normal.T if flat else normal)
    q = q * np.sign(np.diag(r))
    made = fill('type: "orthogonal" gain: 3', shape, Rng(4)).reshape(shape[0], -1)
    np.testing.assert_allclose(made, 3 * (q.T if flat else q), rtol=0, atol=1e-6)


def test_orthogonal_bits_are_our_own(monkeypatch):
    """No panel changes a bit; a matrix of zeros has the identity's columns."""
    matrix = np.asarray(fill('type: "gaussian"', (60, 37), Rng(4)), "f8")
    whole = _q_of(matrix)
    monkeypatch.setattr("caffe_fillers.core.papers.PANEL", 60 * 5)
    assert whole.tobytes() == _q_of(matrix).tobytes()
    np.testing.assert_array_equal(np.abs(_q_of(np.zeros((3, 2)))), np.eye(3, 2))
    # These stand for the order of all sums: another order changes them.
    found = fill('type: "orthogonal"', (40, 70), Rng(1701), dtype="f8").astype("<f8")
    assert hashlib.sha256(found.tobytes()).hexdigest() == GOLDEN


GOLDEN = "9958bba186befef0b1204a029d933bb991efac269e5e81c528be636dde999031"


def test_delta_orthogonal():
    """The matrix of the first two axes at the centre, all else zero."""
    made = fill('type: "delta_orthogonal" gain: 2', (6, 4, 3, 4), Rng(7))
    matrix = fill('type: "orthogonal" gain: 2', (6, 4), Rng(7))
    np.testing.assert_array_equal(made[:, :, 1, 1], matrix)
    assert np.count_nonzero(made) == 24


def test_zeros_are_places_by_chance():
    """So many in each column; the places are Fisher and Yates' over the words after the values."""
    rows, columns, zeros = 10, 3, 4
    made = draw(ZeroedColumns(Gaussian(0.0, 1.0), zeros), (rows, columns), Rng(9), F4)
    rng = Rng(9)
    expected = np.empty((rows, columns), F4)
    rng.gaussian(0.0, 1.0, expected)
    left = [list(range(rows)) for _ in range(columns)]
    for taken in range(zeros):
        for column, places in enumerate(left):
            at = taken + (rng.word() * (rows - taken) >> 32)
            expected[places[at], column] = 0
            places[at] = places[taken]
    np.testing.assert_array_equal(made, expected)


@pytest.mark.parametrize("boost", ["1.55", "1.58", "1.74"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_truncated_values_come_in_blocks(boost, dtype):
    """Any block gives the same bits and ends at the same word, in every era."""
    made, kind = Truncated(0.25, 0.5), np.dtype(dtype)
    outcome = set()
    for block in (1, 7, 100, 1 << 17):
        rng = Rng(3, Era.of(boost=boost))
        parts = [part.copy() for part in pour(made, (1001,), rng, kind, block)]
        outcome.add((np.concatenate(parts).tobytes(), rng.word()))
    assert len(outcome) == 1
    (values, _), *_ = outcome
    assert np.abs(np.frombuffer(values, kind) - kind.type(0.25)).max() <= 1


@pytest.mark.parametrize(
    ("text", "shape", "said"),
    [
        ('type: "he_normal"', (8,), "2 axes at least"),
        ('type: "he_normal"', (), "a scalar"),
        ('type: "he_normal"', (8, 0), "nothing to fill"),
        ('type: "he_normal" std: 2', (8, 2), "does not read std"),
        ('type: "he_normal" sparse: 2', (8, 2), "does not read sparse"),
        ('type: "he_normal" variance_norm: FAN_OUT', (8, 2), "does not read variance_norm"),
        ('type: "keras_he_normal" mode: fan_out', (8, 2), "does not read mode"),
        ('type: "variance_scaling" scale: 0', (8, 2), "scale is 0"),
        ('type: "variance_scaling" scale: nan', (8, 2), "scale is nan"),
        ('type: "truncated_normal" std: 0', (8, 2), "std is 0"),
        ('type: "torch_sparse"', (8, 2), "sparsity is not given"),
        ('type: "torch_sparse" sparsity: 1.5', (8, 2), "sparsity is 1.5"),
        ('type: "delta_orthogonal"', (2, 3, 3, 3), "as many outputs as inputs"),
        ('type: "delta_orthogonal"', (3, 3), "3 axes at least"),
        ('type: "dirac"', (3, 3), "3 axes at least"),
        ('type: "dirac" num_groups: 2', (3, 3, 1), "divided into 2 groups"),
        ('type: "dirac" num_groups: 0', (3, 3, 1), "divided into 0 groups"),
    ],
)
def test_what_they_refuse(text, shape, said):
    """With the value that was seen."""
    with pytest.raises(FillerError, match=said):
        law(text, shape)


def test_identity():
    """A diagonal, or a delta in each kernel."""
    np.testing.assert_array_equal(
        fill('type: "identity" gain: 2', (2, 3), Rng(1)), 2 * np.eye(2, 3)
    )
    made = fill('type: "identity"', (2, 2, 3), Rng(1))
    np.testing.assert_array_equal(made[:, :, 1], np.eye(2))
    assert made.sum() == 2
    assert isinstance(law('type: "identity"', (3, 3)), Grid)


@pytest.mark.parametrize("name", ["he_uniform", "glorot_uniform"])
def test_groups_in_python(name):
    """An input goes to its own group's outputs only."""
    make = getattr(caffe_fillers, name)
    seen = np.abs(make((64, 8, 3, 3), mode="fan_out", groups=4, rng=Rng(1))).max()
    bound = math.sqrt((6 if name == "he_uniform" else 3) / (16 * 9))
    assert 0.99 * bound < seen <= bound
    with pytest.raises(FillerError, match="divided into 3 groups"):
        make((64, 8, 3, 3), groups=3, rng=Rng(1))


# --- in nets -------------------------------------------------------------------------------------

NET = """
layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 1 dim: 4 dim: 9 dim: 9 } } }
layer { name: "c" type: "Convolution" bottom: "d" top: "c" convolution_param { num_output: 8
  group: 2 kernel_size: 3 weight_filler { type: "he_normal" mode: fan_out } } }
layer { name: "u" type: "Deconvolution" bottom: "c" top: "u" convolution_param { num_output: 6
  group: 2 kernel_size: 5 weight_filler { type: "he_normal" } } }
layer { name: "i" type: "InnerProduct" bottom: "u" top: "i" inner_product_param { num_output: 10
  transpose: true weight_filler { type: "he_normal" } bias_filler { type: "truncated_normal" } } }
layer { name: "o" type: "InnerProduct" bottom: "i" top: "o" inner_product_param { num_output: 6
  weight_filler { type: "orthogonal" gain: 2 } } }
"""
#: With the words of Caffe only.
PLAIN = NET.replace(" mode: fan_out", "").replace(" gain: 2", "")


@pytest.fixture
def net(tmp_path):
    """The net's file."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


def test_a_layer_tells_the_fans(net):
    """Groups, Deconvolution and `transpose` are seen as what they are."""
    begun = plan_net(net, dialect="papers")
    laws = {str(each.slot): each.law for each in begun.planned.plan.draws if isinstance(each, Fill)}

    assert begun.dialect == PAPERS
    for slot, n in {"c[0]": 4 * 9, "u[0]": 4 * 25, "i[0]": 6 * 11 * 11}.items():
        assert math.isclose(laws[slot].std, math.sqrt(2 / n), rel_tol=1e-6), slot
    assert laws["i[1]"] == Truncated(0.0, 1.0)


def test_without_the_option_they_are_refused(net):
    """And the hint names it; a word of theirs is refused in Caffe's own fillers at any rate."""
    with pytest.raises(
        NetError, match=r"FillerParameter\.\w+ is a word of the papers.*\n.*--dialect p"
    ):
        plan_net(net)
    net.write_text(PLAIN)
    for dialect in (None, "bvlc", "ssd"):
        with pytest.raises(FillerError, match=r"'he_normal'\n.*--dialect papers allows it"):
            plan_net(net, dialect=dialect)
    net.write_text(NET.replace('"he_normal" mode', '"msra" mode'))
    with pytest.raises(FillerError, match="msra filler does not read mode"):
        plan_net(net, dialect="papers")


@pytest.mark.parametrize("dialect", ["ssd,papers", "papers,ssd"])
def test_beside_a_fork(net, dialect):
    """The fork's own habits, and papers' fillers."""
    begun = plan_net(net, dialect=dialect)
    assert (begun.dialect, begun.options.papers) == ("ssd", True)
    assert "(ssd)" in begun.options.era.caffe.name
    with pytest.raises(CaffeFillersError, match="no dialect 'sssd'"):
        plan_net(net, dialect="sssd,papers")


def test_a_forks_own_comes_first():
    """Happynear has an identity of its own."""
    assert fillers.get("identity", "happynear", papers=True).dialect == "happynear"
    assert fillers.get("identity", "ssd", papers=True).dialect == PAPERS
    assert split_dialect("papers") == (None, True)
    assert split_dialect("ssd") == ("ssd", False)
    assert split_dialect(None) == (None, False)


def test_a_saved_model_keeps_the_words(net, tmp_path, run):
    """Its summary says that no Caffe knows them; it is verified, read and filled anew."""
    model, again = tmp_path / "m.caffemodel", tmp_path / "again.caffemodel"
    options = ["--dialect", "papers", "--seed", 3]
    told = run(net, *options, "-o", model)
    assert told.code == 0
    assert (
        "no Caffe has fillers of these types, and refuses them: he_normal, orthogonal" in told.err
    )
    saved = read(model)
    assert saved.layer[1].convolution_param.weight_filler.mode == union.FillerParameter.fan_out
    assert saved.layer[4].inner_product_param.weight_filler.gain == 2
    assert run("verify", net, model, *options).code == 0
    assert run("verify", net, model, "--dialect", "papers").code == 0
    told = run("identify", model, net, "--dialect", "papers", "--json")
    assert 'type: \\"orthogonal\\" gain: 2' in told.out
    assert run(model, "--seed", 3, "--stream", "caffe", "-o", again).code == 0
    assert read(again).layer[4].blobs[0].data == saved.layer[4].blobs[0].data


def test_a_forks_model_keeps_the_words(net, tmp_path, run):
    """In the fork's own numbers beside those of the papers' words."""
    model = tmp_path / "m.caffemodel"
    assert run(net, "--dialect", "ssd,papers", "--seed", 3, "-o", model).code == 0
    saved = read(model, "ssd")
    assert saved.layer[1].convolution_param.weight_filler.mode == union.FillerParameter.fan_out
    assert run("verify", net, model, "--dialect", "ssd,papers", "--seed", 3).code == 0


def test_whose_filler_it_is(net):
    """An unknown name that some fork has is told with that fork."""
    net.write_text(PLAIN.replace("he_normal", "multilinear"))
    with pytest.raises(FillerError, match=r"'multilinear'\n.*tvg has it: --dialect tvg"):
        plan_net(net)


def test_caffes_own_nets_do_without(tmp_path):
    """Nothing of the papers' is imported for a net of BVLC's."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        NET.replace("he_normal", "msra")
        .replace(" mode: fan_out", "")
        .replace('"orthogonal" gain: 2', '"xavier"')
        .replace("truncated_normal", "gaussian")
    )
    code = (
        "import sys, caffe_fillers\n"
        f"caffe_fillers.fill_net({str(path)!r}, seed=1)\n"
        "print([name for name in sys.modules if 'papers' in name or 'dialects' in name])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout == "[]\n"


def test_an_identity_has_no_equal_rows(tmp_path):
    """It is a kernel that is not repeated."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        PLAIN.replace("orthogonal", "identity").replace(
            "num_output: 6\n  weight", "num_output: 10\n  weight"
        )
    )
    planned = plan_net(path, dialect="papers").planned
    told = {slot.name: _alike(planned.plan, slot) for slot in planned.plan.blobs if not slot.blob}
    assert told["o"] == []
