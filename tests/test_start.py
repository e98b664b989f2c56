"""Net and solver files, started as Caffe starts them."""

import hashlib
import shutil
from pathlib import Path

import pytest

from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import NetError, UpgradeError
from caffe_fillers.files.writing import OutputFile, replacing
from caffe_fillers.formats import caffemodel
from caffe_fillers.formats.layout import LayoutSink
from caffe_fillers.net import TRAIN
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.rng import Rng
from tests._nets import digest, golden_blobs, inside, planned
from tests._shared import golden, golden_json

pytestmark = pytest.mark.usefixtures("both_ways")

FILES = golden_json("nets_semantics/expected-file.json")
SOLVERS = golden_json("nets_semantics/expected-solver.json")

#: s12 and s15 have no usable seed; s10 saved HDF5 (compared in tests/formats).
UNSEEDED = {"s12_no_seed", "s15_seed_negative"}
#: What a real `caffe train` was given on its command line.
FLAGS = {
    # Recorded with --weights, as running both ways with a real Caffe shows.
    "s01_plain": StartOptions(weights=("solver/part.caffemodel",)),
    "s24_flags": StartOptions(level=2, stages=("b", "c")),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The golden nets with their data, in a folder that may be written to."""
    copy = tmp_path_factory.mktemp("nets") / "nets_semantics"
    shutil.copytree(golden("nets_semantics"), copy)
    return copy


def written(net, seed, target):
    """The size and hash of the .caffemodel of a planned net."""
    layout = caffemodel.layout(net.net, net.blobs(), net.plan.dtype)
    with replacing(OutputFile(target, force=True)) as file:
        fill_plan(net.plan, Rng(seed), LayoutSink(layout, file))
    content = target.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_file_is_caffes_byte_for_byte(name, folder, tmp_path):
    """Net::ToProto's bytes, both phases, two seeds."""
    with inside(folder):
        for phase, seeds in FILES[name].items():
            assert len(seeds) == 2
            for seed, made in seeds.items():
                got = written(planned(name, phase), int(seed), tmp_path / "out.caffemodel")

                assert got == (made["bytes"], made["sha256"])


def test_no_file_was_dropped():
    """145 nets, 580 files."""
    assert len(FILES) == 145
    assert sum(len(seeds) for phases in FILES.values() for seeds in phases.values()) == 580


@pytest.mark.parametrize("name", sorted(SOLVERS))
def test_solver_starts_as_caffe_train_does(name, folder, tmp_path):
    """Layers, phases, blobs and the snapshot's bytes after zero steps."""
    expected = SOLVERS[name]
    with inside(folder):
        begun = start(Path("solver") / f"{name}.prototxt", FLAGS.get(name))
        net = begun.planned

        assert [layer.name for layer in net.net.layer] == expected["layers"]
        assert sorted({layer.phase for layer in net.net.layer}) == expected["phase"]
        if name in UNSEEDED:
            assert begun.seed is None
            shapes = [[blob.shape for blob in net.plan.blobs.values()]]
            made = [[tuple(b["shape"]) for layer in expected["blobs"] for b in layer["blobs"]]]
            assert shapes == made
            return
        blobs, _, _ = digest(net, begun.seed)

        assert blobs == golden_blobs(expected["blobs"])
        if "file_sha256" in expected:
            got = written(net, begun.seed, tmp_path / "out.caffemodel")
            assert got[1] == expected["file_sha256"]


@pytest.mark.parametrize("other", ["s02_with_test", "s05_iter_size", "s11_train_net_file"])
def test_what_does_not_touch_the_start(other, folder):
    """Test nets, iter_size, the solver's type and how the net is named change no weight."""
    with inside(folder):
        begun = start(Path("solver/s01_plain.prototxt"))
        blobs, _, _ = digest(begun.planned, begun.seed)

    assert blobs == golden_blobs(SOLVERS[other]["blobs"])


@pytest.mark.parametrize(
    ("name", "error", "field"),
    [
        ("s16_two_train_nets", NetError, "solver/s16_two_train_nets.prototxt"),
        ("s17_type_and_solver_type", UpgradeError, "solver_type"),
        ("s20_net_missing", NetError, "solver/s20_net_missing.prototxt"),
    ],
)
def test_solvers_that_caffe_refuses(name, error, field, folder):
    """No train net or two of them, and a type given twice."""
    with inside(folder), pytest.raises(error) as caught:
        start(Path("solver") / f"{name}.prototxt")

    assert field in caught.value.where


@pytest.mark.parametrize("interval", ["", "test_interval: 0", "test_interval: 1"])
def test_test_nets_are_run_at_an_interval(interval, tmp_path):
    """`caffe train` divides by it, and wants it above 0 where there are test nets."""
    (tmp_path / "net.prototxt").write_text('layer { name: "in" type: "Input" top: "x" }')
    solver = tmp_path / "solver.prototxt"
    solver.write_text(f'net: "net.prototxt" test_iter: 3 {interval}')
    if interval.endswith("1"):
        assert start(solver).planned.plan.blobs == {}
        return
    with pytest.raises(NetError, match="above 0") as caught:
        start(solver)
    assert caught.value.where.endswith("test_interval")


def test_a_solver_has_no_test_phase(folder):
    """It starts its train net; the net file itself has a TEST phase."""
    with inside(folder), pytest.raises(NetError, match="train net"):
        start(Path("solver/s01_plain.prototxt"), StartOptions(phase="test"))


def test_inline_old_nets_are_not_upgraded(folder):
    """As in Caffe they have no layers; a note says what was lost."""
    with inside(folder):
        begun = start(Path("solver/s08_inline_v1_is_not_upgraded.prototxt"))

    assert list(begun.planned.net.layer) == []
    assert len(begun.notes) == 1


def test_files_are_found_beside_the_solver_with_a_note(folder):
    """Caffe looks in the current folder only; we look beside the naming file next, and say so."""
    solver = folder / "beside.prototxt"
    solver.write_text('net: "solver/net.prototxt" random_seed: 7')
    begun = start(solver)

    assert begun.seed == 7
    assert begun.state.phase == TRAIN
    assert any("solver/net.prototxt" in note for note in begun.notes)


def test_no_solver_was_dropped():
    """All twenty records."""
    assert len(SOLVERS) == 20
