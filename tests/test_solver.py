"""Solvers that `caffe train` refuses, tried with a real Caffe 1.0, are not started."""

import numpy as np
import pytest

from caffe_fillers import CaffeFillersError, fill_net, plan_net
from tests._shared import ROOT

LENET = (ROOT / "examples" / "lenet.prototxt").read_text()
BASE = 'net: "net.prototxt" base_lr: 0.1 lr_policy: "fixed" max_iter: 1 '
#: A net that only its TRAIN phase can be built of.
HALF = """
layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 2 dim: 3 dim: 5 dim: 5 } } }
layer { name: "c" type: "Convolution" bottom: "d" top: "c"
  convolution_param { num_output: 2 kernel_size: 3 weight_filler { type: "xavier" } } }
layer { name: "t" type: "InnerProduct" bottom: "nothing" top: "t" include { phase: TEST }
  inner_product_param { num_output: 2 } }
"""
DATA = """
layer { name: "d" type: "Data" top: "d" top: "l" data_param { source: "none" batch_size: 2 } }
"""
TEST_RUN = "test_iter: 1 test_interval: 1 "


@pytest.fixture
def solver(tmp_path, monkeypatch):
    """Write a solver, and perhaps another net beside LeNet's, and start it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(LENET)

    def start(text, net=""):
        (tmp_path / "other.prototxt").write_text(net)
        (tmp_path / "solver.prototxt").write_text(text)
        return plan_net("solver.prototxt")

    return start


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('type: "Sgd"', "type: there is no solver of type 'Sgd'\n  Did you mean 'SGD'?"),
        ('type: "LBFGS"', "type: there is no solver of type 'LBFGS'\n  Caffe has SGD, Nesterov"),
        ("average_loss: 0", "average_loss is 0, not 1 or more"),
        ('type: "AdaGrad" momentum: 0.9', "momentum: AdaGrad takes no momentum, and is given 0.9"),
        ("solver_type: ADAGRAD momentum: 0.9", "AdaGrad takes no momentum"),
        ('type: "RMSProp" momentum: 0.5', "RMSProp takes no momentum, and is given 0.5"),
        ('type: "RMSProp" rms_decay: 1', "rms_decay is 1, not from 0 to below 1"),
        ('type: "RMSProp" rms_decay: -1', "rms_decay is -1, not from 0 to below 1"),
        (f'{TEST_RUN} test_net: "missing.prototxt"', "missing.prototxt: no such file"),
        (f'{TEST_RUN} test_net: "other.prototxt"', "test net 0 (other.prototxt): "),
        (f'{TEST_RUN} test_net_param {{ layer {{ type: "No" }} }}', "test net 0 (test_net_param)"),
    ],
)
def test_what_caffe_refuses(text, said, solver):
    """The error names the field or the test net."""
    with pytest.raises(CaffeFillersError) as caught:
        solver(BASE + text, HALF)

    assert f"solver.prototxt: {said.partition(':')[0]}" in str(caught.value) or said in str(
        caught.value
    )
    assert said in str(caught.value)


def test_a_net_whose_test_phase_cannot_be_built(solver):
    """The net that is trained is also the one that is tested, where no other is named."""
    text = BASE.replace("net.prototxt", "other.prototxt")
    with pytest.raises(CaffeFillersError, match=r"test net 0 \(net\).*bottom 0 is 'nothing'"):
        solver(text + TEST_RUN, HALF)
    assert solver(text, HALF).planned.plan.shapes["c"] == (2, 2, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        'type: "SGD" momentum: 0.9',
        'type: "Nesterov" momentum: 0.9',
        'type: "AdaDelta" momentum: 0.9',
        'type: "Adam" momentum: 0.9',
        'type: "AdaGrad"',
        'type: "RMSProp" rms_decay: 0',
        "average_loss: 1",
        f'{TEST_RUN} test_net: "other.prototxt"',
        f"{TEST_RUN}",
        "test_iter: 1 test_iter: 1 test_interval: 1 test_state { stage: 'a' } test_state {}",
    ],
)
def test_what_caffe_starts(text, solver):
    """A test net whose data is not at hand may be one that can be built."""
    begun = solver(BASE + text, DATA)

    assert begun.planned.plan.shapes["ip2"] == (64, 10)


def test_each_test_net_in_its_own_state(solver):
    """The stage of the second one lets a layer in that cannot be built."""
    net = HALF.replace("phase: TEST", 'phase: TEST stage: "b"')
    text = BASE.replace("net.prototxt", "other.prototxt") + TEST_RUN
    assert solver(text, net)
    with pytest.raises(CaffeFillersError, match="test net 1"):
        solver(text + "test_iter: 1 test_state {} test_state { stage: 'b' }", net)


@pytest.mark.parametrize(("means", "good"), [(1, True), (2, False), (3, True), (4, False)])
def test_mean_values(means, good, tmp_path):
    """One, or one for each channel (data_transformer.cpp)."""
    values = "mean_value: 7 " * means
    path = tmp_path / "net.prototxt"
    path.write_text(DATA.replace("data_param", f"transform_param {{ {values} }} data_param"))
    if good:
        assert plan_net(path, shapes={"d": (2, 3, 4, 4)})
        return
    with pytest.raises(CaffeFillersError, match=rf"mean_value: {means} are given for 3 channel"):
        plan_net(path, shapes={"d": (2, 3, 4, 4)})


def test_a_uniform_filler_without_a_largest_value(tmp_path):
    """Caffe goes on: the largest float stands for it. The values are a real Caffe's."""
    net = tmp_path / "net.prototxt"
    net.write_text("""
layer { name: "i" type: "Input" top: "d" input_param { shape { dim: 1 dim: 2 } } }
layer { name: "fc" type: "InnerProduct" bottom: "d" top: "e"
  inner_product_param { num_output: 3 weight_filler { type: "uniform" max: inf } } }""")
    made = fill_net(net, seed=1701)
    wanted = np.float32(
        [[3.0432549e37, 1.7651775e38], [3.9260990e37, 2.7449899e38], [1.7651939e38, 1.8098605e38]]
    )

    assert np.array_equal(made.blobs["fc"][0], wanted)
    assert made.next_word == 2064242003
    net.write_text(net.read_text().replace("max: inf", "min: inf max: inf"))
    with pytest.raises(CaffeFillersError, match="finite"):
        fill_net(net, seed=1701)
