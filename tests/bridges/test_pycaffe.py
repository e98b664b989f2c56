"""pycaffe on the other side: a stand-in with its names, and what happens where there is none."""

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from caffe_fillers import fill_net
from caffe_fillers.bridges.pycaffe import fill, made_by_pycaffe
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.rng import Rng
from caffe_fillers.verification import VerifyRequest, verify_model
from tests._models import blob, save, v2
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


@pytest.mark.parametrize("together", [False, True])
def test_trained_weights_are_copied_into_it(together, net, pycaffe, tmp_path):
    """One file after the other, however they were given; the last one's layers stay."""
    files = []
    for number in range(2):
        trained = v2([("ip", [blob(np.full((5, 9), number, "f4")), blob(np.zeros(5, "f4"))])])
        files.append(str(save(trained, tmp_path / f"{number}.caffemodel")))
    copied, build = [], pycaffe.Net

    def net_of(*args, **kwargs):
        built = build(*args, **kwargs)
        built.copy_from = copied.append
        return built

    pycaffe.Net = net_of
    startup = StartOptions(weights=(",".join(files),) if together else tuple(files))
    made_by_pycaffe(net, 1, startup, Options())

    assert copied == files


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


# --- a live net is filled ------------------------------------------------------------------------

LIVE = """
layer { name: "in" type: "DummyData" top: "x" top: "t" dummy_data_param {
  shape { dim: 2 dim: 9 } shape { dim: 2 } data_filler { type: "gaussian" } } }
layer { name: "ip" type: "InnerProduct" bottom: "x" top: "y" param { name: "w" }
  inner_product_param { num_output: 9 bias_term: false weight_filler { type: "xavier" } } }
layer { name: "again" type: "InnerProduct" bottom: "y" top: "z" param { name: "w" }
  inner_product_param { num_output: 9 bias_term: false weight_filler { type: "msra" } } }
layer { name: "last" type: "InnerProduct" bottom: "z" top: "u"
  inner_product_param { num_output: 3 weight_filler { type: "gaussian" std: 0.1 }
    bias_filler { type: "uniform" } } }
"""


class LiveNet:
    """What a `caffe.Net` shows: layers with blobs, tops, and how it is saved."""

    def __init__(self, path, seed):
        self.filled = fill_net(path, seed=seed)
        planned = self.filled.begun.planned
        made = {slot: np.zeros(blob.shape, np.float32) for slot, blob in planned.plan.blobs.items()}
        owned = {slot: made[planned.plan.owner(slot)] for slot in made}
        self.layers = [
            SimpleNamespace(blobs=[SimpleNamespace(data=owned[slot]) for slot in slots])
            for slots in planned.slots
        ]
        shapes = planned.plan.shapes
        self.blobs = {name: SimpleNamespace(data=np.zeros(shape)) for name, shape in shapes.items()}

    def save(self, path):
        """As Net.save."""
        self.filled.save(path, force=True)


def test_a_live_net_is_filled(tmp_path):
    """In place, every blob as `fill_net` has it, shared ones too; the next word is told."""
    path = tmp_path / "net.prototxt"
    path.write_text(LIVE)
    net, expected = LiveNet(path, 1), fill_net(path, seed=1701)
    # What was there before is overwritten; DummyData draws first.
    assert fill(net, seed=1701) == expected.next_word
    found = [blob.data for layer in net.layers for blob in layer.blobs]
    wanted = [blob for blobs in expected.blobs.values() for blob in blobs]
    assert len(found) == 4
    for mine, its in zip(found, wanted, strict=True):
        assert mine.tobytes() == its.tobytes()
