"""PyTorch's tensors and modules, filled in place with the bits of our arrays."""

import numpy as np
import pytest

import caffe_fillers
from caffe_fillers import Rng, fill_net
from caffe_fillers.api import arrays, papers
from caffe_fillers.errors import ShapeError
from tests._shared import ROOT

torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
bridge = pytest.importorskip("caffe_fillers.bridges.torch")

LENET = ROOT / "examples" / "lenet.prototxt"
SHAPE = (6, 4, 3, 3)
#: What a filler cannot do without.
NEEDS = {"torch_sparse": (0.25,)}
NAMES = sorted({*arrays.__all__, *papers.__all__} - {"fill"})


def test_every_function_has_one_in_place():
    """And no other."""
    assert sorted(bridge.__all__) == sorted(["fill_", "fill_module", *(f"{n}_" for n in NAMES)])
    assert len(NAMES) == 25


@pytest.mark.parametrize("name", NAMES)
def test_a_tensor_has_the_arrays_bits(name):
    """In place, outside of autograd; and it is returned."""
    tensor = torch.full(SHAPE, 7.0, requires_grad=True)
    done = getattr(bridge, f"{name}_")(tensor, *NEEDS.get(name, ()), rng=Rng(3))
    expected = getattr(caffe_fillers, name)(SHAPE, *NEEDS.get(name, ()), rng=Rng(3))

    assert done is tensor
    assert tensor.grad_fn is None
    assert tensor.detach().numpy().tobytes() == expected.tobytes()


def test_other_types_and_layouts():
    """By way of float32; a generator goes on from one tensor to the next."""
    rng, own = Rng(5), Rng(5)
    for dtype in (torch.float16, torch.bfloat16, torch.float64):
        tensor = bridge.xavier_(torch.empty(4, 5, dtype=dtype), "AVERAGE", rng=rng)
        expected = torch.from_numpy(caffe_fillers.xavier((4, 5), "AVERAGE", rng=own)).to(dtype)
        assert torch.equal(tensor, expected)
    turned = torch.empty(5, 4).t()
    bridge.fill_(turned, 'type: "msra" variance_norm: FAN_OUT', rng)
    expected = caffe_fillers.msra((4, 5), "FAN_OUT", rng=own)
    assert np.array_equal(turned.numpy(), expected)
    double = bridge.gaussian_(torch.empty(3, dtype=torch.float64), rng=Rng(1), dtype="float64")
    assert np.array_equal(double.numpy(), caffe_fillers.gaussian((3,), rng=Rng(1), dtype="float64"))


class LeNet(torch.nn.Module):
    """The example's layers under its names."""

    def __init__(self, width=500):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 20, 5)
        self.conv2 = torch.nn.Conv2d(20, 50, 5)
        self.ip1 = torch.nn.Linear(800, width)
        self.ip2 = torch.nn.Linear(width, 10)
        self.own = torch.nn.Linear(2, 2)


def test_a_module():
    """Layer by layer Caffe's bits; what the net does not have stays."""
    module = LeNet()
    kept = module.own.weight.clone()
    assert bridge.fill_module(module, LENET, 1701) == {"filled": 8, "left": 2}
    for name, blobs in fill_net(LENET, seed=1701).blobs.items():
        layer = getattr(module, name)
        assert layer.weight.detach().numpy().tobytes() == blobs[0].tobytes()
        assert layer.bias.detach().numpy().tobytes() == blobs[1].tobytes()
    assert torch.equal(module.own.weight, kept)


def test_a_module_of_other_layers():
    """Is refused, and nothing of it is changed."""
    module = LeNet(400)
    before = module.conv1.weight.clone()
    with pytest.raises(ShapeError, match=r"'ip1.weight' is of shape \(400, 800\)"):
        bridge.fill_module(module, LENET, 1)
    del module.ip2
    module.ip_2 = torch.nn.Linear(2, 2)
    with pytest.raises(ShapeError, match=r"(?s)no tensor 'ip2.weight'|'ip1.weight'"):
        bridge.fill_module(module, LENET, 1)
    assert torch.equal(module.conv1.weight, before)
