"""Reports about a net and weights that are not its own."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers.bridges.models import ArrayModel
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification import Tolerance, VerifyRequest, verify_model
from tests._nets import Arrays, inside
from tests._shared import golden
from tests.verify.golden_files import copied

NET = """
name: "net"  # a comment
input: "data" input_dim: 2 input_dim: 3 input_dim: 9 input_dim: 9
# An input that every revision knows.
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 60 kernel_size: 3 stride: 3 weight_filler { type: "xavier" }
    bias_filler { type: "constant" value: 0.5 } } }

layer { name: "ip" type: "InnerProduct" bottom: "conv" top: "ip"
  inner_product_param { num_output: 40 weight_filler { type: "gaussian" std: 0.02 } } }
layer { name: "twin" type: "InnerProduct" bottom: "conv" top: "twin" param { name: "w" }
  inner_product_param { num_output: 10 bias_term: false weight_filler { type: "msra" } } }
layer { name: "shared" type: "InnerProduct" bottom: "conv" top: "shared" param { name: "w" }
  inner_product_param { num_output: 10 bias_term: false weight_filler { type: "msra" } } }
layer { name: "train_only" type: "InnerProduct" bottom: "ip" top: "t" include { phase: TRAIN }
  inner_product_param { num_output: 7 weight_filler { type: "positive_unitball" } } }
layer { name: "sparse" type: "InnerProduct" bottom: "ip" top: "sparse"
  inner_product_param { num_output: 100 weight_filler { type: "gaussian" std: 1 sparse: 20 } } }
"""
NAMES = ["conv[0]", "conv[1]", "ip[0]", "ip[1]", "twin[0]", "shared[0]", "sparse[0]", "sparse[1]"]
SEED = 1701
OLD = "Boost 1.34 to 1.46 or 1.47 to 1.55"


@pytest.fixture
def net(tmp_path):
    """The net's file."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


def arrays(net, seed=SEED, phase="test", era=None):
    """All blobs that Caffe would have, by slot name."""
    planned = start(net, StartOptions(phase), Options(era=era or Era.default())).planned
    made = Arrays(planned)
    fill_plan(planned.plan, Rng(seed, era), made)
    return {str(slot): made[slot].reshape(planned.plan.blobs[slot].shape) for slot in made}


def model(blobs):
    """A model with these blobs."""
    layers = {}
    for name, values in blobs.items():
        layer, _, number = name.rpartition("[")
        layers.setdefault(layer, {})[int(number[:-1])] = values
    stored = [(name, "", [held[n] for n in sorted(held)]) for name, held in layers.items()]
    return ArrayModel("weights", stored)


def report_of(net, blobs, seed=SEED, **how):
    """The report about these blobs."""
    return verify_model(
        VerifyRequest(start(net, StartOptions("test")), seed, **how), model(blobs), "weights"
    )


def found(report):
    """What was found, by blob."""
    return {case.name: [each.rule for each in case.findings] for case in report.bad_cases}


class TestExactly:
    """With a seed."""

    def test_equal_weights_are_verified(self, net):
        """All blobs, shared ones too, with the lines of their layers."""
        report = report_of(net, arrays(net))

        assert report.good
        assert [case.name for case in report.cases] == NAMES
        assert {case.name: case.line for case in report.cases}["ip[0]"] == 9
        assert report.how == "seed 1701, TEST, Boost 1.64-1.89, Caffe master"

    def test_a_difference_has_its_story(self, net):
        """Where, both values, how far apart, the word, what was thrown away before."""
        blobs = arrays(net)
        value = blobs["sparse[0]"][2, 5]
        blobs["sparse[0]"][2, 5] = np.nextafter(value, np.float32(9))
        (case,) = report_of(net, blobs).bad_cases
        (finding,) = case.findings

        assert finding.message == (
            "1 of 4,000 values (0.025 %) differ, the first at index 85 (2, 5)"
        )
        assert finding.details[0] == f"expected {value} ({float(value).hex()})"
        assert re.fullmatch("drawn at word [0-9,]+, its mask at word [0-9,]+", finding.details[2])
        assert finding.details[3] == "drawn and thrown away before it: shared[0]"

    def test_a_damaged_blob_names_no_era(self, net):
        """What no other way would mend."""
        blobs = arrays(net)
        blobs["ip[0]"][0, 0] += 1
        report = report_of(net, blobs)

        assert found(report) == {"ip[0]": ["values-differ"]}
        assert report.conclusions == ()

    def test_another_seed_is_suspected(self, net):
        """Where nearly everything differs, and in no known way."""
        report = report_of(net, arrays(net, seed=3))

        assert len(report.bad_cases) == 5
        assert "identify --find-seed" in report.conclusions[0]

    @pytest.mark.parametrize(
        ("phase", "era", "told"),
        [
            ("train", {}, "match in TRAIN"),
            ("test", {"boost": "1.58"}, "match Boost 1.56 to 1.63"),
            ("test", {"boost": "1.54"}, f"match {OLD}"),
            ("train", {"boost": "1.58"}, "match Boost 1.56 to 1.63 in TRAIN"),
            (
                "test",
                {"platform": "ubuntu-14.04"},
                f"match {OLD} with glibc-2.26 or glibc-2.26-gcc-5 arithmetic",
            ),
            ("test", {"math": "modern-fma"}, "match modern-fma arithmetic"),
            (
                "train",
                {"boost": "1.54", "math": "glibc-2.26"},
                f"match {OLD} with glibc-2.26 or glibc-2.26-gcc-5 arithmetic in TRAIN",
            ),
            ("test", {"caffe": "rc2"}, "match Caffe rc2 or rc"),
        ],
    )
    def test_the_way_it_was_made_is_named(self, tmp_path, phase, era, told):
        """Combinations, too."""
        net = tmp_path / "net.prototxt"
        # Revisions before rc3 have no msra.
        net.write_text(NET.replace('"msra"', '"xavier"'))
        blobs = arrays(net, phase=phase, era=Era.of(**era))
        report = report_of(net, blobs)

        assert not report.good
        assert report.conclusions == (f"all {len(blobs)} blobs {told}",)

    def test_a_damaged_file_of_another_era_names_it_all_the_same(self, net):
        """One value is wrong, and the others are Boost 1.58's."""
        blobs = arrays(net, era=Era.of(boost="1.58"))
        blobs["ip[0]"][3, 3] = 7
        report = report_of(net, blobs)

        assert report.conclusions == ("7 of 8 blobs match Boost 1.56 to 1.63 (1 values differ)",)

    def test_large_nets_are_tried_on_their_first_blobs(self, net, monkeypatch):
        """And the report says so."""
        monkeypatch.setattr("caffe_fillers.verification.alternatives.BUDGET", 2000)
        report = report_of(net, arrays(net, era=Era.of(boost="1.58")))

        assert report.conclusions == (
            "of the first 3, of 8 in all, all 3 blobs match Boost 1.56 to 1.63",
        )
        assert {other["tried"] for other in report.data["others"]} == {3}

    def test_tolerance_is_for_the_whole_run(self, net):
        """Also where other eras are tried."""
        blobs = arrays(net)
        near = {name: np.nextafter(values, np.float32(9)) for name, values in blobs.items()}

        assert len(report_of(net, near).bad_cases) == 8
        assert report_of(net, near, tolerance=Tolerance(ulps=1)).good

    @pytest.mark.parametrize("dtype", ["f2", "f8"])
    def test_files_of_other_types_are_compared_after_one_rounding(self, net, dtype):
        """Exactly."""
        blobs = {name: values.astype(dtype) for name, values in arrays(net).items()}
        assert report_of(net, blobs).good
        blobs["ip[0]"][5, 5] *= {"f2": 1.001, "f8": 1.0000001}[dtype]
        assert found(report_of(net, blobs)) == {"ip[0]": ["values-differ"]}


class TestShapes:
    """Blobs that do not fit."""

    @pytest.mark.parametrize("seed", [SEED, None])
    def test_missing_surplus_and_misshapen_blobs_are_told(self, net, seed):
        """And the rest is compared."""
        blobs = arrays(net)
        del blobs["ip[1]"]
        blobs["conv[2]"] = blobs["strange[0]"] = np.ones(3, np.float32)
        blobs["twin[0]"] = blobs["twin[0]"].reshape(1, 1, 10, -1)
        blobs["shared[0]"] = blobs["shared[0]"][:5]
        report = report_of(net, blobs, seed)

        assert found(report) == {
            "ip[1]": ["missing-blob"],
            "conv[2]": ["surplus-blob"],
            "strange[0]": ["surplus-blob"],
            "twin[0]": ["shape-differs"],
            "shared[0]": ["shape-differs"],
        }

    def test_integers_are_no_weights(self, net):
        """Quantised blobs cannot be compared."""
        blobs = arrays(net)
        blobs["ip[0]"] = (blobs["ip[0]"] * 100).astype(np.int8)

        assert found(report_of(net, blobs)) == {"ip[0]": ["unreadable-blob"]}

    def test_old_files_have_four_axes(self, net):
        """A net's matrix fits the four legacy dimensions, filled up with leading ones."""
        blobs = arrays(net)
        for name in ("twin[0]", "ip[1]"):
            values = blobs[name]
            blobs[name] = values.reshape((1,) * (4 - values.ndim) + values.shape)
        old = model(blobs)
        for layer in old.layers:
            for number, stored in layer.blobs.items():
                if len(stored.shape) == 4:
                    layer.blobs[number] = replace(stored, legacy=True)
        asked = VerifyRequest(start(net, StartOptions("test")), SEED)

        assert verify_model(asked, old, "weights").good
        assert found(verify_model(asked, model(blobs), "weights")) == {
            "twin[0]": ["shape-differs"],
            "ip[1]": ["shape-differs"],
        }


class TestByLaw:
    """Without a seed."""

    @pytest.mark.parametrize("seed", [1, 2, 3])
    @pytest.mark.parametrize("boost", ["1.54", "1.58", "1.74"])
    def test_any_seed_and_era_follow_the_law(self, net, seed, boost):
        """Each blob is checked, shared ones with their owner."""
        report = report_of(net, arrays(net, seed, era=Era.of(boost=boost)), None)

        assert report.good
        assert [case.name for case in report.cases if not case.checked] == ["shared[0]"]

    def test_a_wrong_norm_is_found(self, net, tmp_path):
        """The net says FAN_IN, the weights are FAN_OUT's."""
        other = tmp_path / "other.prototxt"
        other.write_text(NET.replace('"xavier"', '"xavier" variance_norm: FAN_OUT'))
        report = report_of(net, arrays(other), None)

        assert found(report) == {"conv[0]": ["law-broken"]}
        (finding,) = report.bad_cases[0].findings
        assert finding.message.startswith("support: ") or finding.message.startswith("largest: ")

    def test_a_wrong_constant_is_found(self, net):
        """Bit for bit."""
        blobs = arrays(net)
        blobs["conv[1]"][7] = np.nextafter(np.float32(0.5), np.float32(1))

        (finding,) = report_of(net, blobs, None).bad_cases[0].findings
        assert finding.message == "exact: 1 of 60 values are not 0.5 but 0.5000000596046448"

    def test_false_alarms_are_shared_by_all_blobs(self, net):
        """The same p-value is less remarkable in a large net."""
        blobs = arrays(net)
        blobs["ip[0]"] = blobs["ip[0]"] * np.float32(1.05)
        large = report_of(net, blobs, None, alpha=1e-30)

        assert found(report_of(net, blobs, None)) == {"ip[0]": ["law-broken"]}
        assert large.good


def test_shared_once_formats_leave_out_what_is_shared(net):
    """HDF5 keeps a shared blob with its owner only; that is no missing blob."""
    blobs = arrays(net)
    del blobs["shared[0]"]
    asked = VerifyRequest(start(net, StartOptions("test")), SEED)
    assert not verify_model(asked, model(blobs), "w").good
    report = verify_model(asked, model(blobs), "w", kind="hdf5")

    assert report.good
    assert [(case.name, case.said) for case in report.cases if not case.checked] == [
        ("shared[0]", "shared with twin[0]")
    ]


#: Of the real snapshots: made without a seed, so that only their laws can be verified.
UNSEEDED = {"s12_no_seed", "s15_seed_negative"}
#: Made with options of the command line, or not from the file's own net.
FLAGS = {
    "s01_plain": StartOptions(weights=("solver/part.caffemodel",)),
    "s24_flags": StartOptions(level=2, stages=("b", "c")),
}


def snapshots():
    """The models that a real `caffe train` wrote before its first step."""
    folder = golden("nets_semantics/solver/snapshots")
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The golden nets with their data."""
    return copied(tmp_path_factory.mktemp("solvers")) / "nets_semantics"


@pytest.mark.parametrize("name", snapshots())
def test_real_snapshots_are_verified(name, folder):
    """Against the solver they come from, by seed where it has one, by law else."""
    stem = name.partition("_iter_0")[0]
    with inside(folder):
        solver = Path(f"solver/{stem}.prototxt")
        startup = FLAGS.get(stem, StartOptions())
        seed = None if stem in UNSEEDED else start(solver, startup).seed
        snapshot = open_model(Path(f"solver/snapshots/{name}"))
        report = verify_model(
            VerifyRequest(start(solver, startup), seed), snapshot, name, kind=snapshot.kind
        )

    assert (seed is None) == (stem in UNSEEDED)
    assert report.good, report


def test_a_net_that_caffe_refuses_is_an_error(tmp_path):
    """Not a finding."""
    path = tmp_path / "bad.prototxt"
    path.write_text('layer { name: "a" type: "Bogus" }')

    with pytest.raises(CaffeFillersError):
        verify_model(VerifyRequest(start(path, StartOptions()), 1), model({}), "w")
