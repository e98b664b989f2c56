"""The commands on nets of forks."""

import json
import subprocess
import sys

import pytest

from tests._shared import ROOT
from tests.dialects._forks import DATA, PERMUTE, layer, net

NO = ("--no-blobs", "Permute")

#: A net of Fast R-CNN's time, in the V1 format.
V1 = """\
name: "old"
input: "data"
input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8
input: "rois"
input_dim: 4 input_dim: 5 input_dim: 1 input_dim: 1
layers {
  name: "roi" type: ROI_POOLING bottom: "data" bottom: "rois" top: "roi"
  roi_pooling_param { pooled_w: 2 pooled_h: 2 }  # a fork's
}
"""


@pytest.fixture
def path(tmp_path):
    """A net with SSD's words."""
    file = tmp_path / "net.prototxt"
    file.write_text(net(PERMUTE))
    return file


class TestFill:
    """fill and plan."""

    def test_a_fork_s_net(self, run, path, tmp_path):
        """Exit code 0; BVLC's refusal and the dialect are told."""
        told = run("fill", path, *NO, "--seed", 1, "-o", tmp_path / "m.caffemodel")

        assert told.code == 0
        assert "note: caffe (BVLC) would refuse this file: " in told.err
        assert "Caffe rc3 (ssd), dialect ssd" in told.err

    def test_json(self, run, path, tmp_path):
        """The dialect and the findings have keys of their own."""
        told = run("fill", path, *NO, "-o", tmp_path / "m.npz", "--seed", 1, "--json", "-q")

        report = json.loads(told.out)
        assert (report["dialect"], report["findings"]) == ("ssd", [])
        report = json.loads(run("plan", path, *NO, "--json").out)
        assert (report["dialect"], report["findings"], report["unsure"]) == ("ssd", [], [])

    def test_a_finding_is_exit_code_1(self, run, tmp_path):
        """The model is written without the word; --strict refuses it, --tolerant says the same."""
        path = tmp_path / "net.prototxt"
        path.write_text(net(layer("ReLU", "wobble: 1")))
        target = tmp_path / "net.caffemodel"
        told = run(path, "--seed", 1)

        assert (told.code, target.exists()) == (1, True)
        assert f"warning: {path}:5:" in told.err
        target.unlink()
        assert (run(path, "--seed", 1, "--strict").code, target.exists()) == (3, False)
        assert run("plan", path).code == run("plan", path, "--tolerant").code == 1
        assert run("plan", path, "--strict").code == 3

    def test_what_may_change_a_blob_is_exit_code_3(self, run, tmp_path):
        """A misspelt filler never becomes a constant 0, and nothing is written."""
        path = tmp_path / "net.prototxt"
        path.write_text(net().replace("weight_filler", "weight_filer"))
        told = run(path, "--seed", 1)

        assert told.code == 3
        assert "Did you mean 'weight_filler'" in told.err
        assert not (tmp_path / "net.caffemodel").exists()
        told = run(path, "--seed", 1, "--tolerant")
        assert told.code == 1
        assert "weight_filer" in told.err

    def test_strict_and_tolerant(self, run, path):
        """One of them."""
        assert run("plan", path, "--strict", "--tolerant").code == 2

    def test_strict_takes_any_warning_for_an_error(self, run, tmp_path):
        """Weights that differ between the phases, for one."""
        path = tmp_path / "net.prototxt"
        path.write_text(
            net(
                layer(
                    "InnerProduct",
                    "include { phase: TRAIN } inner_product_param {"
                    ' num_output: 2 weight_filler { type: "xavier" } }',
                )
            )
        )

        assert run(path, "--seed", 1).code == 0
        assert run(path, "--seed", 1, "--strict", "--force").code == 3

    @pytest.mark.parametrize("command", ["plan", "fill"])
    def test_dialect_bvlc(self, run, path, command):
        """What Caffe refuses is refused, in the same words as ever."""
        told = run(command, path, *NO, "--dialect", "bvlc")

        assert told.code == 3
        assert "LayerParameter has no field 'permute_param'" in told.err
        assert "fork" not in told.err

    def test_an_unknown_dialect(self, run, path):
        """The nearest one is named."""
        told = run("plan", path, "--dialect", "sdd")

        assert (told.code, "Did you mean 'ssd'?" in told.err) == (3, True)


class TestModels:
    """verify and identify."""

    def test_verify(self, run, path, tmp_path):
        """A fork's model against its net."""
        model = tmp_path / "m.caffemodel"
        run(path, *NO, "--seed", 3, "-o", model)

        assert run("verify", path, model, *NO, "--seed", 3).code == 0
        assert run("verify", path, model, *NO, "--seed", 4).code == 1
        assert run("verify", path, model, *NO).code == 0

    def test_identify(self, run, path, tmp_path):
        """The net's own fillers, and the seed."""
        model = tmp_path / "m.caffemodel"
        run(path, *NO, "--seed", 3, "-o", model)
        told = run("identify", model, path, *NO)

        assert told.code == 0
        assert "the net's filler fits" in told.out
        found = run("identify", model, path, *NO, "--find-seed", "0..10")
        assert found.out.startswith("seed 3: 2 of 2 blobs equal")


class TestTexts:
    """upgrade, rewrite and deploy."""

    def test_upgrade(self, run, tmp_path):
        """A fork's V1 type has its own name today; its words and comments stay."""
        path = tmp_path / "old.prototxt"
        path.write_text(V1)
        told = run("upgrade", path)

        assert told.code == 0
        assert 'type: "ROIPooling"' in told.out
        assert "roi_pooling_param { pooled_w: 2 pooled_h: 2 }  # a fork's" in told.out
        assert told.err == ""

    def test_rewrite_a_fork_s_field(self, run, path):
        """A word of a fork is as good as BVLC's; one that nobody has is refused."""
        told = run("rewrite", path, "--set", "permute_param.order=1")

        assert told.code == 0
        assert told.out.count("order: 1") >= 1
        assert run("rewrite", path, "--set", "permute_param.ordr=1").code == 2
        assert run("rewrite", path, "--weight-filler", "msra").code == 0

    def test_deploy(self, run, tmp_path):
        """A fork's layers stay, its dialect is found."""
        path = tmp_path / "train_val.prototxt"
        loss = (
            'layer { name: "l" type: "SoftmaxWithLoss" bottom: "permute" bottom: "label" top: "l" }'
        )
        data = (
            'layer { name: "d" type: "Data" top: "data" top: "label"'
            ' data_param { source: "x" batch_size: 4 } }\n'
        )
        path.write_text(net(PERMUTE, loss).replace(DATA, data))
        told = run("deploy", path, "--shape", "data=1,3,8,8", *NO)

        assert told.code == 0
        assert 'type: "Softmax"' in told.out
        assert "permute_param" in told.out
        assert "cannot be planned" not in told.err


def test_bvlc_s_nets_load_nothing_of_forks(tmp_path):
    """Neither the tables, nor their rules, nor the union; in no command."""
    net_file = ROOT / "examples/lenet_train_val.prototxt"
    code = f"""
import sys
from caffe_fillers.cli.main import cli
shapes = ["--shape", "data=64,1,28,28"]
model = {str(tmp_path / "m.caffemodel")!r}
for args in (
    ["fill", {str(net_file)!r}, *shapes, "--seed", "1", "-o", model, "-q"],
    ["plan", {str(net_file)!r}, *shapes],
    ["verify", {str(net_file)!r}, model, *shapes, "--seed", "1"],
    ["upgrade", {str(net_file)!r}, "-q"],
    ["deploy", {str(net_file)!r}, *shapes, "-q"],
    ["rewrite", {str(net_file)!r}, "--weight-filler", "msra", "-q"],
):
    assert cli.main(args, standalone_mode=False) == 0, args
from caffe_fillers.proto.catalogue import _load
assert _load.cache_info().currsize == 1
forks = [name for name in sys.modules if "dialects" in name or "forks" in name]
assert not forks, forks
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert ran.returncode == 0, ran.stderr
