"""pycaffe on the other side: a stand-in with its names, and what happens where there is none."""

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from caffe_fillers.bridges.pycaffe import made_by_pycaffe
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification import VerifyRequest, verify_model
from tests._nets import Arrays

NET = """
layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 dim: 9 } } }
layer { name: "ip" type: "InnerProduct" bottom: "x" top: "y"
  inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
layer { name: "ip" type: "InnerProduct" bottom: "x" top: "z" include { stage: "two" }
  inner_product_param { num_output: 3 weight_filler { type: "msra" } } }
"""


@pytest.fixture
def net(tmp_path):
    """A net's file."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


@pytest.fixture
def pycaffe(monkeypatch):
    """A module with pycaffe's names, that fills as we do."""
    module = ModuleType("caffe")
    module.seed = None

    def set_random_seed(seed):
        module.seed = seed

    def build(path, phase, level=0, stages=()):
        name = {0: "train", 1: "test"}[phase]
        planned = start(path, StartOptions(name, level, tuple(stages))).planned
        made = Arrays(planned)
        fill_plan(planned.plan, Rng(module.seed), made)
        shapes = planned.plan.blobs
        layers = [
            SimpleNamespace(
                type=layer.type,
                blobs=[SimpleNamespace(data=made[s].reshape(shapes[s].shape)) for s in slots],
            )
            for layer, slots in zip(planned.net.layer, planned.slots, strict=True)
        ]
        names = [layer.name for layer in planned.net.layer]
        return SimpleNamespace(_layer_names=names, layers=layers)

    module.set_mode_cpu = lambda: None
    module.set_random_seed = set_random_seed
    module.Net = lambda path, phase, **more: build(__import__("pathlib").Path(path), phase, **more)
    monkeypatch.setitem(sys.modules, "caffe", module)
    return module


@pytest.mark.parametrize(
    "startup", [StartOptions(), StartOptions("train"), StartOptions("test", 1, ("two",))]
)
def test_its_weights_are_verified(net, pycaffe, startup):
    """In the phase, level and stages that were asked for; layers of one name are kept apart."""
    model = made_by_pycaffe(net, 11, startup, Options())
    report = verify_model(VerifyRequest(start(net, startup), 11), model, "pycaffe")

    assert pycaffe.seed == 11
    assert report.good
    assert len(report.cases) == (4 if startup.stages else 2)
    assert not verify_model(VerifyRequest(start(net, startup), 12), model, "pycaffe").good


def test_its_arrays_are_copied(net, pycaffe):
    """A net that goes away takes its memory with it."""
    built = pycaffe.Net
    seen = []

    def remember(*args, **kwargs):
        seen.append(built(*args, **kwargs))
        return seen[0]

    pycaffe.Net = remember
    model = made_by_pycaffe(net, 1, StartOptions(), Options())
    before = model.read(model.layers[1].blobs[0]).copy()
    seen[0].layers[1].blobs[0].data[...] = np.nan

    assert model.read(model.layers[1].blobs[0]).tobytes() == before.tobytes()


def test_no_pycaffe_is_told(net, monkeypatch):
    """With what else could be done."""
    monkeypatch.setitem(sys.modules, "caffe", None)
    with pytest.raises(CaffeFillersError, match="cannot be imported") as caught:
        made_by_pycaffe(net, 1, StartOptions(), Options())

    assert "--caffe-binary" in caught.value.hint


def test_another_module_named_caffe_is_told(net, monkeypatch):
    """caffe2's, for instance."""
    monkeypatch.setitem(sys.modules, "caffe", ModuleType("caffe"))
    with pytest.raises(CaffeFillersError, match="has no Net and no set_random_seed"):
        made_by_pycaffe(net, 1, StartOptions(), Options())


def test_a_solver_is_no_net(tmp_path, pycaffe):
    """Its Net reads nets."""
    del pycaffe
    path = tmp_path / "solver.prototxt"
    path.write_text('net: "net.prototxt" max_iter: 1')
    with pytest.raises(CaffeFillersError, match="this is a solver"):
        made_by_pycaffe(path, 1, StartOptions(), Options())
