"""`fill-weights verify`: options in, report and exit code out."""

import json
import os
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers import __version__
from tests._shared import ROOT
from tests.bridges.test_binary import STAND_IN
from tests.findings.schemas import check_junit, check_sarif

LENET = ROOT / "examples" / "lenet.prototxt"
SOLVER = ROOT / "examples" / "lenet_solver.prototxt"


@pytest.fixture
def weights(run, tmp_path):
    """LeNet's weights of seed 7."""
    path = tmp_path / "lenet.caffemodel"
    assert run(LENET, "--seed", 7, "-o", path, "-q").code == 0
    return path


@pytest.fixture
def old(run, tmp_path):
    """The same, made with an older Boost."""
    net = tmp_path / "old.prototxt"
    net.write_text(LENET.read_text().replace('"xavier"', '"msra"'))
    path = tmp_path / "old.caffemodel"
    assert run(net, "--seed", 7, "--boost", "1.55", "-o", path, "-q").code == 0
    return net, path


class TestExitCodes:
    """What scripts rely on."""

    def test_right_weights_exit_with_0(self, run, weights):
        """With the seed, and without."""
        told = run("verify", LENET, weights, "--seed", 7)
        assert (told.code, told.out.splitlines()[-1].strip()) == (0, "8 blobs verified")
        assert run("verify", LENET, weights).code == 0

    def test_wrong_weights_exit_with_1(self, run, weights):
        """And say so on standard output."""
        told = run("verify", LENET, weights, "--seed", 8)

        assert told.code == 1
        assert "values-differ" in told.out

    @pytest.mark.parametrize(
        "args",
        [
            ["verify"],
            ["verify", LENET],
            ["verify", LENET, "w.caffemodel", "--against", "pycaffe"],
            ["verify", LENET, "--caffe-binary", "caffe"],
            ["verify", LENET, "w.caffemodel", "--seed", "x"],
            ["verify", LENET, "w.caffemodel", "--ulps", "-1"],
        ],
        ids=str,
    )
    def test_a_wrong_command_line_exits_with_2(self, run, args):
        """Before anything is read."""
        assert run(*args).code == 2

    @pytest.mark.parametrize("which", ["net", "weights", "text", "broken"])
    def test_bad_input_exits_with_3(self, run, weights, tmp_path, which):
        """Missing and broken files."""
        (tmp_path / "broken.caffemodel").write_bytes(weights.read_bytes()[:1000])
        args = {
            "net": [tmp_path / "none.prototxt", weights],
            "weights": [LENET, tmp_path / "none.caffemodel"],
            "text": [LENET, LENET],
            "broken": [LENET, tmp_path / "broken.caffemodel"],
        }[which]
        told = run("verify", *args, "--seed", 7)

        assert told.code == 3
        assert told.err.startswith("error: ")


class TestForms:
    """The same report for different readers."""

    def test_the_table_names_blob_and_era(self, run, old):
        """With the word and the values."""
        net, path = old
        told = run("verify", net, path, "--seed", 7)

        assert told.code == 1
        assert "  => all 8 blobs match Boost 1.34 to 1.46 or 1.47 to 1.55\n" in told.out
        assert "drawn at word 0 of the stream, 0 into its blob" in told.out
        assert run("verify", net, path, "--seed", 7, "--boost", "1.55").code == 0

    def test_verbose_tells_of_every_blob(self, run, weights):
        """And quiet of none."""
        told = run("verify", LENET, weights, "--seed", 7, "-v")
        assert told.out.count("ok: equal") == 8
        assert run("verify", LENET, weights, "--seed", 7, "-q").out == ""

    def test_json_is_the_whole_report(self, run, old):
        """On one line."""
        net, path = old
        told = json.loads(run("verify", net, path, "--seed", 7, "--json").out)

        assert (told["good"], told["seed"], len(told["blobs"])) == (False, 7, 8)
        assert told["others"][0]["boost"] in ("1.34-1.46", "1.47-1.55")
        (finding,) = told["blobs"][0]["findings"]
        assert float.fromhex(finding["expected"]) != float.fromhex(finding["found"])

    def test_reports_are_written_for_ci(self, run, old, tmp_path):
        """Valid by their schemas, however the run ends."""
        net, path = old
        junit, sarif = tmp_path / "j.xml", tmp_path / "s.json"
        for seed in (7, 8):
            run("verify", net, path, "--seed", seed, "--junit", junit, "--sarif", sarif, "-q")
            check_junit(junit.read_bytes())
            log = json.loads(sarif.read_text())
            check_sarif(log)
            assert log["runs"][0]["tool"]["driver"]["version"] == __version__

    def test_github_gets_annotations(self, run, old):
        """On the layer's line."""
        net, path = old
        lines = run("verify", net, path, "--seed", 7, "--github", "-q").out.splitlines()

        assert [line.partition(" ")[0] for line in lines] == ["::error"] * 4 + ["::notice"]
        number = 1 + net.read_text().splitlines().index('  name: "conv1"') - 1
        assert f",line={number}::" in lines[0]

    def test_a_report_that_cannot_be_written_is_an_error(self, run, weights, tmp_path):
        """With exit code 3, and no half of a file."""
        told = run("verify", LENET, weights, "--seed", 7, "--junit", tmp_path / "no" / "j.xml")

        assert told.code == 3


class TestSources:
    """Where the seed and the weights come from."""

    def test_a_solvers_seed_is_taken(self, run, tmp_path):
        """Unless --by-law leaves it aside."""
        path = tmp_path / "start.caffemodel"
        assert run(SOLVER, "-o", path, "--shape", "data=64,1,28,28", "-q").code == 0
        shape = ["--shape", "data=64,1,28,28"]
        exact = json.loads(run("verify", SOLVER, path, *shape, "--json").out)
        law = json.loads(run("verify", SOLVER, path, *shape, "--by-law", "--json").out)

        assert exact["good"]
        assert law["good"]
        assert exact["seed"] is not None
        assert law["seed"] is None

    @pytest.mark.parametrize("suffix", [".h5", ".npz", ".safetensors"])
    def test_every_format_is_read(self, run, tmp_path, suffix):
        """By its content."""
        path = tmp_path / f"lenet{suffix}"
        assert run(LENET, "--seed", 7, "-o", path, "-q").code == 0

        assert run("verify", LENET, path, "--seed", 7).code == 0
        assert run("verify", LENET, path, "--seed", 8).code == 1

    def test_two_models_are_compared(self, run, weights, tmp_path):
        """Of any two formats."""
        other = tmp_path / "other.npz"
        assert run(LENET, "--seed", 7, "-o", other, "-q").code == 0

        assert run("verify", weights, other).code == 0
        assert run("verify", other, weights).code == 0

    def test_arrays_of_another_framework_are_matched(self, run, weights, tmp_path):
        """By PyTorch's names, and a table for the rest."""
        from caffe_fillers.formats.kinds import open_model

        model = open_model(weights)
        arrays = {
            f"{layer.name}.{'bias' if number else 'weight'}": model.read(blob).reshape(blob.shape)
            for layer in model.layers
            for number, blob in layer.blobs.items()
        }
        arrays["head"] = arrays.pop("ip2.weight")
        np.savez(tmp_path / "torch.npz", **arrays)
        table = tmp_path / "map.json"
        table.write_text('{"head": "ip2[0]"}')
        args = ["verify", LENET, tmp_path / "torch.npz", "--seed", 7]

        assert run(*args, "--map", table).code == 0

    @pytest.mark.skipif(os.name == "nt", reason="a script with a first line names its program")
    def test_an_executable_is_asked(self, run, tmp_path):
        """Instead of a file."""
        caffe = tmp_path / "caffe"
        caffe.write_text(STAND_IN)
        caffe.chmod(caffe.stat().st_mode | stat.S_IXUSR)

        assert run("verify", LENET, "--seed", 7, "--caffe-binary", caffe).code == 0
        assert run("verify", LENET, "--seed", 7, "--caffe-binary", tmp_path / "none").code == 3

    def test_no_pycaffe_is_an_error(self, run, monkeypatch):
        """With a hint."""
        monkeypatch.setitem(sys.modules, "caffe", None)
        told = run("verify", LENET, "--seed", 7, "--against", "pycaffe")

        assert told.code == 3
        assert "--caffe-binary" in told.err


def test_the_hook_for_pre_commit_is_this_command():
    """Its entry takes the two files and the seed as arguments."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    (hook,) = [part for part in text.split("- id: ") if part.startswith("caffe-verify\n")]

    assert "entry: fill-weights verify\n" in hook
    assert "pass_filenames: false\n" in hook


def test_onnx_is_loaded_for_onnx_only(run, weights):
    """A .caffemodel is verified without it."""
    import subprocess

    code = (
        "import sys; from caffe_fillers.cli.main import main\n"
        f"try: main(['verify', {str(LENET)!r}, {str(weights)!r}, '--seed', '7', '-q'])\n"
        "except SystemExit as e: print(e.code, 'onnx' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    del run

    assert done.stdout.split() == ["0", "False"]
