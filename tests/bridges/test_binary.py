"""A `caffe` executable on the other side: a stand-in everywhere, a real one where there is one."""

import os
import stat
import sys
from pathlib import Path

import pytest

from caffe_fillers.bridges.binary import made_by
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.proto import caffe
from caffe_fillers.verification import VerifyRequest, verify_model
from tests._nets import inside
from tests._shared import ROOT
from tests.verify.golden_files import copied, semantics

#: Reads the solver as caffe would, and saves what our own filler makes of it.
STAND_IN = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from caffe_fillers.formats import caffemodel
from caffe_fillers.formats.layout import LayoutSink
from caffe_fillers.formats.prototxt import read_solver
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.rng.rng import Rng
from caffe_fillers.plan.start import StartOptions, start

assert sys.argv[1] == "train"
options = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[2:])
path = Path(options["solver"])
_, solver = read_solver(path)
assert solver.max_iter == 0 and not len(solver.test_net)
begun = start(path, StartOptions(level=int(options["level"]) if "level" in options else None,
    stages=tuple(filter(None, [options.get("stage")]))))
layout = caffemodel.layout(begun.planned.net, begun.planned.blobs(), begun.planned.plan.dtype)
with open(solver.snapshot_prefix + "_iter_0.caffemodel", "w+b") as file:
    fill_plan(begun.planned.plan, Rng(begun.seed), LayoutSink(layout, file))
"""
NET = """
layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 dim: 9 } } }
layer { name: "ip" type: "InnerProduct" bottom: "x" top: "y"
  inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
layer { name: "more" type: "InnerProduct" bottom: "x" top: "z" include { phase: TRAIN }
  inner_product_param { num_output: 3 weight_filler { type: "msra" } } }
"""


def program(path, text):
    """An executable script."""
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def net(tmp_path):
    """A net's file."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


@pytest.mark.skipif(os.name == "nt", reason="a script with a first line that names its program")
class TestStandIn:
    """What is asked of the executable, and what is made of its answers."""

    @pytest.mark.parametrize("phase", ["train", "test", None])
    def test_its_weights_are_verified(self, net, tmp_path, phase):
        """In the phase that the net would have."""
        caffe = program(tmp_path / "caffe", STAND_IN)
        startup = StartOptions(phase)
        with made_by(caffe, net, 2**32 + 7, startup, Options()) as model:
            report = verify_model(VerifyRequest(start(net, startup), 7), model, caffe)
            kept = model.path

        assert report.good
        assert len(report.cases) == (4 if phase == "train" else 2)
        assert not kept.exists()

    @pytest.mark.usefixtures("net")
    def test_a_solver_is_cut_to_its_start(self, tmp_path):
        """Its net and states stay; steps, tests and snapshots of its own go."""
        caffe = program(tmp_path / "caffe", STAND_IN)
        solver = tmp_path / "solver.prototxt"
        solver.write_text(
            'net: "net.prototxt" base_lr: 1 lr_policy: "step" max_iter: 100 test_iter: 5 '
            'test_interval: 3 solver_type: ADAM snapshot_prefix: "/nowhere" display: 2 '
            "train_state { phase: TEST }"
        )
        with made_by(caffe, solver, 9, StartOptions(), Options()) as model:
            report = verify_model(VerifyRequest(start(solver, StartOptions()), 9), model, caffe)

        assert report.good
        assert len(report.cases) == 2

    @pytest.mark.parametrize(
        ("startup", "flags"),
        [
            (StartOptions(), ()),
            (StartOptions(level=0), ("--level=0",)),
            (
                StartOptions(level=2, stages=("a", "b"), weights=("x.caffemodel", "y.caffemodel")),
                ("--level=2", "--stage=a,b", "--weights=x.caffemodel,y.caffemodel"),
            ),
        ],
    )
    def test_it_is_given_what_the_user_gave(self, net, tmp_path, startup, flags, monkeypatch):
        """Level, stages and weights, as `caffe train` takes them."""
        monkeypatch.chdir(tmp_path)
        for weights in startup.weights:
            Path(weights).write_bytes(caffe.NetParameter(name="none").SerializeToString())
        binary = program(tmp_path / "caffe", '#!/bin/sh\necho "$@" > told\nexit 1\n')
        with (
            pytest.raises(CaffeFillersError, match="exit code 1"),
            made_by(binary, net, 1, startup, Options()),
        ):
            pass
        verb, solver, *rest = Path("told").read_text().split()

        assert (verb, tuple(rest)) == ("train", flags)
        assert solver.startswith("--solver=")

    def test_its_failure_is_told(self, net, tmp_path):
        """With its own last words."""
        text = "#!/bin/sh\necho E0101 strange >&2\necho F0101 Check failed: it >&2\nexit 134\n"
        caffe = program(tmp_path / "caffe", text)
        with (
            pytest.raises(CaffeFillersError, match="exit code 134: F0101 Check failed: it"),
            made_by(caffe, net, 1, StartOptions(), Options()),
        ):
            pass

    def test_silence_is_told(self, net, tmp_path):
        """An executable that writes nothing is no caffe."""
        caffe = program(tmp_path / "caffe", "#!/bin/sh\nexit 0\n")
        with (
            pytest.raises(CaffeFillersError, match="no snapshot"),
            made_by(caffe, net, 1, StartOptions(), Options()),
        ):
            pass

    def test_a_hang_is_ended(self, net, tmp_path, monkeypatch):
        """After a time that is long for a net and short for a person."""
        monkeypatch.setattr("caffe_fillers.bridges.binary.TIMEOUT", 0.2)
        caffe = program(tmp_path / "caffe", "#!/bin/sh\nexec sleep 60\n")
        with (
            pytest.raises(CaffeFillersError, match="did not end"),
            made_by(caffe, net, 1, StartOptions(), Options()),
        ):
            pass


def test_no_executable_is_told(net):
    """With where to find one."""
    with (
        pytest.raises(CaffeFillersError, match="no such executable"),
        made_by("caffe-that-is-not-there", net, 1, StartOptions(), Options()),
    ):
        pass


def test_a_real_caffe_agrees(tmp_path):
    """Twelve golden nets, where CAFFE_FILLERS_CAFFE_BINARY names a `caffe` executable."""
    binary = os.environ.get("CAFFE_FILLERS_CAFFE_BINARY")
    if not binary:
        pytest.skip("no real Caffe here: set CAFFE_FILLERS_CAFFE_BINARY to its executable")
    compared = 0
    for record in list(semantics())[::24]:
        folder = copied(tmp_path / str(compared)) if not compared else tmp_path / "0"
        with inside((folder / record.net).parent):
            net, startup = Path(Path(record.net).name), StartOptions(record.phase.lower())
            start(net, startup)
            with made_by(binary, net, record.seed, startup, Options()) as model:
                report = verify_model(
                    VerifyRequest(start(net, startup), record.seed), model, binary
                )
        assert report.good, report
        compared += 1

    assert compared >= 12
