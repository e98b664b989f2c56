"""The front door: what is public, and that each name is what its page says."""

import doctest
import importlib
import inspect
import pkgutil
import re
import runpy
import subprocess
import sys

import pytest

import caffe_fillers
from caffe_fillers import fill_net, plan_net, verify
from caffe_fillers.formats import prototxt
from caffe_fillers.plan import start as starting
from tests._shared import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
LENET = ROOT / "examples" / "lenet.prototxt"
FUNCTIONS = [
    name
    for name in caffe_fillers.__all__
    if caffe_fillers._HOMES[name].startswith(("api.", "exporters.", "look."))
]

#: What is public. A name that goes is a major release.
PUBLIC = {
    *("CaffeFillersError", "Document", "Era", "Rng", "Stream", "edit", "parse"),
    *("fill", "constant", "uniform", "gaussian", "positive_unitball", "xavier", "msra"),
    *("bilinear", "plan_net", "infer_shapes", "fill_net", "verify", "identify", "find_seeds"),
    *(
        "default_uniform",
        "delta_orthogonal",
        "dirac",
        "glorot_normal",
        "glorot_uniform",
        "he_normal",
        "he_uniform",
        "identity",
        "keras_glorot_normal",
        "keras_he_normal",
        "keras_lecun_normal",
        "lecun_normal",
        "lecun_uniform",
        "orthogonal",
        "torch_sparse",
        "truncated_normal",
        "unit_sphere",
        "variance_scaling",
    ),
    *("plan_weights", "fill_weights", "convert"),
    *("read_net", "upgrade", "deploy", "open_onnx", "open_like", "refill", "export"),
    *("read_weights", "summarize_net", "inspect_weights", "diff_weights", "draw_net"),
    *("propagate_signal", "measure_signal", "report_net"),
}


def test_the_public_names():
    """They are these, and each has a home."""
    assert set(caffe_fillers.__all__) == PUBLIC
    assert caffe_fillers.__all__ == list(caffe_fillers._HOMES)
    assert len(FUNCTIONS) == 50


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_name_stands_on_the_page(name):
    """docs/api.md tells of every public name."""
    assert re.search(rf"\b{name}\b", PAGE)


def test_no_submodule_hides_a_public_name():
    """After every submodule was imported each public name is still a function or a class."""
    code = (
        "import importlib, pkgutil, caffe_fillers\n"
        "for found in pkgutil.walk_packages(caffe_fillers.__path__, 'caffe_fillers.'):\n"
        "    try:\n"
        "        if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        if error.name not in ('torch', 'keras', 'jax'): raise\n"
        "wrong = [n for n in caffe_fillers.__all__ if not callable(getattr(caffe_fillers, n))]\n"
        "print(wrong)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert told.stdout == "[]\n"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_docstrings_are_complete(name):
    """One sentence, then Args, Returns, Raises, Example and Source, each argument named."""
    function = getattr(caffe_fillers, name)
    text = inspect.getdoc(function)
    for part in ("Args:", "Returns:", "Raises:", "Example:", "Source:"):
        assert re.search(rf"^{part}", text, re.MULTILINE), part
    assert text.partition("\n")[0].endswith(".")
    told = set(re.findall(r"^    (\w+): ", text.partition("Args:")[2], re.MULTILINE))
    assert set(inspect.signature(function).parameters) <= told


@pytest.mark.parametrize(
    "module",
    [
        "caffe_fillers.exporters.model",
        "caffe_fillers.look.blobs",
        "caffe_fillers.look.drawing",
        "caffe_fillers.look.measuring",
        "caffe_fillers.look.propagation",
        "caffe_fillers.look.reporting",
        "caffe_fillers.look.summaries",
        *(
            f"caffe_fillers.api.{each.name}"
            for each in pkgutil.iter_modules(importlib.import_module("caffe_fillers.api").__path__)
        ),
    ],
)
def test_examples_in_docstrings(module, tmp_path, monkeypatch):
    """Each is run, beside the examples and an ONNX model."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lenet_onnx.py", "model.onnx"])
    runpy.run_path(str(ROOT / "examples" / "lenet_onnx.py"))
    ran = doctest.testmod(importlib.import_module(module))

    assert ran.attempted > 0
    assert ran.failed == 0


def test_the_pages_programs(tmp_path, monkeypatch):
    """They run, one after the other."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    pieces = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(pieces) == 6
    exec(compile("\n".join(pieces), "docs/api.md", "exec"), {})  # noqa: S102


def test_the_users_program(tmp_path, monkeypatch):
    """It calls every public name, and does what it says; .ci/run checks its types as a user's."""
    program = ROOT / "tests" / "user_program.py"
    called = set(re.findall(r"\bcf\.(\w+)", program.read_text(encoding="utf-8")))
    assert called == set(caffe_fillers.__all__)

    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lenet_onnx.py", "model.onnx"])
    runpy.run_path(str(ROOT / "examples" / "lenet_onnx.py"))
    runpy.run_path(str(program), run_name="__main__")


@pytest.mark.slow
def test_the_users_program_is_typed():
    """Where mypy is installed: .ci/run does it with the wheel."""
    pytest.importorskip("mypy")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "tests/user_program.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_the_readmes_programs(tmp_path, monkeypatch, capsys):
    """They run, one after the other; the first is what .ci/run checks the types of."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    pieces = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(pieces) == 3
    exec(compile("\n".join(pieces), "README.md", "exec"), {})  # noqa: S102

    assert "(64, 10)" in capsys.readouterr().out


class TestReadOncePlanOnce:
    """A file is read once, and planned once where its other phase cannot be another net."""

    @pytest.fixture
    def counted(self, monkeypatch):
        """How many texts are read, and how many plans are made."""
        counts = {"read": 0, "plan": 0}

        def counting(name, function):
            def counted(*args, **how):
                counts[name] += 1
                return function(*args, **how)

            return counted

        monkeypatch.setattr(prototxt, "read_bytes", counting("read", prototxt.read_bytes))
        monkeypatch.setattr(starting, "plan_built", counting("plan", starting.plan_built))
        return counts

    def test_fill(self, counted, tmp_path):
        """One read, one plan."""
        fill_net(LENET, tmp_path / "lenet.caffemodel", seed=1)

        assert counted == {"read": 1, "plan": 1}

    def test_fill_through_the_command(self, counted, tmp_path, run):
        """The command adds none."""
        run(str(LENET), "--seed", "1", "-o", str(tmp_path / "o.npz"), "-q")

        assert counted == {"read": 1, "plan": 1}

    def test_fill_where_the_phase_may_matter(self, counted, tmp_path):
        """The other phase is planned from what was read."""
        net = ROOT / "examples" / "lenet_train_val.prototxt"
        shapes = {"data": (2, 1, 28, 28), "label": (2,)}
        filled = fill_net(net, tmp_path / "o.npz", seed=1, shapes=shapes)

        assert counted == {"read": 1, "plan": 2}
        assert len(filled.blobs) == 0

    def test_verify_with_a_mismatch(self, counted, tmp_path):
        """One read; other eras and phases are planned from it."""
        begun = plan_net(LENET)
        fill_net(begun, tmp_path / "o.npz", seed=1)
        counted.update(read=0, plan=0)
        report = verify(LENET, tmp_path / "o.npz", seed=2)

        assert not report.good
        assert counted["read"] == 1
        assert counted["plan"] > 1


#: What others' converters and viewers may use, beside the front door (docs/api.md).
LIBRARY = {
    "caffe_fillers": ("CaffeFillersError", "Document", "Era", "Rng", "Stream", "edit", "parse"),
    "caffe_fillers.text": None,
    "caffe_fillers.text.fmt": ("formatted",),
    "caffe_fillers.net": None,
    "caffe_fillers.proto": None,
}


def library_names():
    """Each name of these modules that is a function or a class, with its module."""
    for module, names in LIBRARY.items():
        held = importlib.import_module(module)
        for name in names or held.__all__:
            if callable(getattr(held, name)):
                yield module, name


@pytest.mark.parametrize(("module", "name"), list(library_names()))
def test_the_librarys_docstrings(module, name):
    """A sentence for each; what one calls has an example that is run, and its source."""
    item = getattr(importlib.import_module(module), name)
    text = inspect.getdoc(item)
    home = inspect.getmodule(item)

    assert item.__doc__
    assert re.match(r"[^\n]*[.:]( `[^\n]*\.)?\n?", text)
    if inspect.isclass(item) and module != "caffe_fillers":
        return  # made by the functions, told by its fields
    assert re.search(r"^Example:\n +>>> ", text, re.MULTILINE)
    assert re.search(r"^Source: .*\.$", text, re.MULTILINE)
    told = set(re.findall(r"^    (\w+): ", text.partition("Args:")[2], re.MULTILINE))
    assert set(inspect.signature(item).parameters) <= told
    if not inspect.isclass(item):
        assert re.search(r"^Returns:\n", text, re.MULTILINE)
    found = doctest.DocTestFinder(recurse=False).find(item, name, home)
    assert found
    for each in found:
        assert each.examples
        assert doctest.DocTestRunner().run(each).failed == 0


@pytest.mark.parametrize("module", [each for each in LIBRARY if each != "caffe_fillers"])
def test_the_librarys_modules_stand_on_the_page(module):
    """With what they are for."""
    assert f"`{module}`" in PAGE
