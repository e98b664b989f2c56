"""docs/fillers.md: each line of its table is one law in all frameworks that are there."""

import math
import re

import numpy as np
import pytest
from google.protobuf import text_format

from caffe_fillers import Rng, fill
from caffe_fillers.core.draws import Gaussian, Habits, Orthogonal, Truncated, Uniform
from caffe_fillers.core.registry import fillers
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.proto import union
from caffe_fillers.rng.eras import Era
from tests._shared import ROOT

F4 = np.dtype("f4")
SHAPE = (128, 64, 5, 5)
PAGE = (ROOT / "docs" / "fillers.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("| filler | torch.nn.init |")[2].partition("\n\n")[0].splitlines()[2:]
ROWS = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in TABLE]


def law(text):
    """What a filler of ours makes of the shape."""
    param = text_format.Parse(text, union.FillerParameter())
    row = fillers.get(param.type, papers=True)
    return row(param, SHAPE, Habits(Era.default(), F4))


def calls(column):
    """The fillers that a framework has, each with its call."""
    return [pytest.param(row[0], row[column], id=row[0]) for row in ROWS if row[column]]


def assert_law(text, values):
    """A framework's values pass all checks of the law, and scaled by a fiftieth fail."""
    expected, values = law(text), np.ascontiguousarray(values, F4).reshape(-1)
    tested = checks(expected, values, SHAPE, F4)
    assert tested
    assert [check.said for check in tested if family_wise(check, 1) < 1e-6] == []
    other = checks(expected, values * F4.type(1.02), SHAPE, F4)
    assert min(check.p for check in other) < 1e-6


def scale_of(expected):
    """The bound of a uniform law, the std of others."""
    if isinstance(expected, Uniform):
        assert expected.low == -expected.high
        return expected.high
    return expected.std


def test_the_table_is_whole():
    """Nineteen lines; every law of a scale stands in it, and torch's are most."""
    assert len(ROWS) == 19
    assert [len(calls(column)) for column in (1, 2, 3)] == [14, 17, 18]
    assert {type(law(row[0])) for row in ROWS} >= {Uniform, Gaussian, Truncated, Orthogonal}


@pytest.mark.parametrize(("text", "call"), calls(1))
def test_torch(text, call, monkeypatch):
    """Its values, and the very bound or deviation that it asks its generator for."""
    torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
    asked = {}
    for name in ("uniform_", "normal_"):
        own = getattr(torch.Tensor, name)

        def spy(tensor, *args, _own=own, _name=name, **more):
            asked[_name] = args
            return _own(tensor, *args, **more)

        monkeypatch.setattr(torch.Tensor, name, spy)
    torch.manual_seed(1)
    weights = torch.empty(SHAPE)
    eval(f"init.{call}", {"init": torch.nn.init, "w": weights})  # noqa: S307  # our own page
    assert_law(text, weights.numpy())
    expected = law(text)
    if isinstance(expected, (Uniform, Gaussian)):
        (args,) = asked.values()
        assert math.isclose(abs(args[1]), scale_of(expected), rel_tol=1e-6)


@pytest.mark.parametrize(("text", "call"), calls(2))
def test_keras(text, call, monkeypatch):
    """Its values; the kernel's axes come first there."""
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    pytest.importorskip("jax", reason="Keras is for the full run only")
    keras = pytest.importorskip("keras", reason="Keras is for the full run only")
    made = eval(f"i.{call}", {"i": keras.initializers})  # noqa: S307  # our own page
    values = np.asarray(made((5, 5, SHAPE[1], SHAPE[0])))
    turned = _turned_flat(values) if "orthogonal" in text else values.transpose(3, 2, 0, 1)
    assert_law(text, turned)


@pytest.mark.parametrize(("text", "call"), calls(3))
def test_jax(text, call):
    """Its values; the kernel's axes come first there."""
    jax = pytest.importorskip("jax", reason="JAX is for the full run only")
    made = eval(f"i.{call}", {"i": jax.nn.initializers})  # noqa: S307  # our own page
    key = jax.random.PRNGKey(1)
    values = np.asarray(made(key, (5, 5, SHAPE[1], SHAPE[0]), np.float32))
    turned = _turned_flat(values) if text.startswith('type: "orth') else None
    assert_law(text, values.transpose(3, 2, 0, 1) if turned is None else turned)


def _turned_flat(values):
    """Outputs first, of the matrix in which they are the last axis."""
    return values.reshape(-1, values.shape[-1]).T


def test_orthogonal_is_torchs_of_the_same_numbers():
    """QR of the same normal matrix, the sign of R's diagonal taken out, to float32's accuracy."""
    torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
    for shape in [(40, 70), (70, 40), (8, 3, 5, 5)]:
        normal = fill('type: "gaussian"', shape, Rng(3)).reshape(shape[0], -1)
        flat = normal.shape[0] < normal.shape[1]
        q, r = torch.linalg.qr(torch.from_numpy((normal.T if flat else normal).astype("f8")))
        q = (q * torch.sign(torch.diagonal(r))).numpy()
        ours = fill('type: "orthogonal"', shape, Rng(3)).reshape(shape[0], -1)
        np.testing.assert_allclose(ours, q.T if flat else q, rtol=0, atol=2e-7)


@pytest.mark.parametrize("groups", [1, 2])
def test_dirac_is_torchs(groups):
    """Exactly, in groups too."""
    torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
    for shape in [(6, 4, 3), (6, 2, 3, 4), (4, 6, 3, 3, 2)]:
        expected = torch.nn.init.dirac_(torch.empty(shape), groups).numpy()
        ours = fill(f'type: "dirac" num_groups: {groups}', shape, Rng(1))
        np.testing.assert_array_equal(ours, expected)


def test_sparse_has_torchs_number_of_zeros():
    """In every column, and torch's values pass our checks."""
    torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
    for sparsity in (0.1, 0.25, 0.33, 0.9):
        torch.manual_seed(1)
        theirs = torch.nn.init.sparse_(torch.empty(50, 40), sparsity).numpy()
        ours = fill(f'type: "torch_sparse" sparsity: {sparsity}', (50, 40), Rng(1))
        assert set((theirs == 0).sum(0)) == set((ours == 0).sum(0))


def test_the_words_of_the_page_are_the_fillers():
    """Each filler stands in the first table, with the words that it reads."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \|([^|]*)\| [^|]+ \|$", PAGE, re.MULTILINE)
    assert fillers.find("he_normal", papers=True)
    names = [name for owner, name in fillers._rows if owner == "papers"]
    assert sorted(name for name, _ in rows) == sorted(names)
    for name, words in rows:
        reads = set(re.findall(r"`(\w+)`", words))
        for word, value in {"gain": 2, "mode": 1, "negative_slope": 1, "sparsity": 0.5}.items():
            param = union.FillerParameter(type=name, **{word: value})
            if name == "torch_sparse":
                param.sparsity = 0.5
            outcome = None
            try:
                fillers.get(name, papers=True)(param, SHAPE, Habits(Era.default(), F4))
            except Exception as error:  # noqa: BLE001  # the message is what counts
                outcome = str(error)
            assert (outcome is None) == (word in reads), (name, word, outcome)
