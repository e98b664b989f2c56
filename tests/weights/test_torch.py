"""A converted model is loaded by PyTorch's own modules and computes what Caffe computed."""

from collections import Counter

import numpy as np
import pytest

from caffe_fillers.formats.kinds import open_model
from caffe_fillers.weights.convert import ConvertOptions, convert
from caffe_fillers.weights.names import _scaled_norms
from caffe_fillers.weights.source import from_model
from tests._shared import SHARED, missing

torch = pytest.importorskip("torch", reason="PyTorch is for the full run only")
safetensors_torch = pytest.importorskip("safetensors.torch")

FORWARD = SHARED / "golden" / "forward"
PARTS = 4
#: Caffe's rounding lets a kernel be larger than its input, PyTorch does not.
LARGE_KERNELS = {"b09_conv_negative_rounding"}


def cases():
    """The golden passes whose layers PyTorch has, and of which one has weights."""
    if not FORWARD.exists():
        missing("golden/forward")
    return [
        each for each in sorted(FORWARD.glob("*/*.prototxt")) if each.with_suffix(".npz").exists()
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_forward_pass_is_caffes(part, tmp_path, monkeypatch):
    """load_state_dict(load_file(f)), strictly; every output within 1e-5 max(1, max|ref|)."""
    from tests.weights import _torch_net

    monkeypatch.setattr("os.fsync", lambda _: None)
    seen = Counter()
    for prototxt in cases()[part::PARTS]:
        planned = from_model(open_model(prototxt.with_suffix(".caffemodel")))
        types = {layer.type for layer in planned.net.layer}
        if not types <= _torch_net.TYPES or not types & _torch_net.LEARNED:
            continue
        reason = _left_out(planned)
        if reason:
            seen[reason] += 1
            continue
        if prototxt.stem in LARGE_KERNELS:
            with pytest.raises(RuntimeError, match="Kernel size can't be greater"):
                _check(prototxt, tmp_path / "w.safetensors")
            continue
        _check(prototxt, tmp_path / "w.safetensors")
        seen["ran"] += 1
        seen.update(types & _torch_net.LEARNED)
    assert seen["ran"] >= 45, seen


def _left_out(planned):
    from tests.weights import _torch_net

    for layer, slots in zip(planned.net.layer, planned.slots, strict=True):
        if layer.type in {"LSTM", "RNN"} and len(slots) > (3 if layer.type == "LSTM" else 5):
            return "a static input, which PyTorch has not"
        if layer.type in {"Convolution", "Deconvolution"}:
            axes = len(planned.plan.blobs[slots[0]].shape) - 2
            if not 1 <= axes <= 3 or layer.convolution_param.axis != 1:
                return "a convolution over other axes"
        if "." in layer.name or not layer.name or hasattr(torch.nn.Module, layer.name):
            return "a name that no module may have"
        if slots and layer.type not in _torch_net.LEARNED:
            return "blobs of a layer that has none"
        if any(layer.param[i].name for i in range(len(layer.param))):
            return "shared parameters"
    return ""


def _check(prototxt, target):
    from tests.weights import _torch_net

    source = prototxt.with_suffix(".caffemodel")
    convert(source, target, ConvertOptions(names="torch"), force=True)
    net = from_model(open_model(source))
    norms = dict(_scaled_norms(net.net, net.slots))
    shapes = [[net.plan.blobs[slot].shape for slot in slots] for slots in net.slots]
    module = _torch_net.build(net.net, shapes, norms)
    module.load_state_dict(safetensors_torch.load_file(target))
    with np.load(prototxt.with_suffix(".npz")) as golden:
        inputs = {
            name.removeprefix("input:"): torch.from_numpy(golden[name])
            for name in golden.files
            if name.startswith("input:")
        }
        found = _torch_net.run(net.net, module, norms, inputs)
        behind = {net.net.layer[norm].top[0] for norm in norms.values()}
        made = {top for layer in net.net.layer if layer.type != "Input" for top in layer.top}
        outputs = [name for name in golden.files if name in made]
        assert outputs, prototxt
        for name in set(outputs) - behind:
            right = golden[name]
            error = np.abs(found[name].detach().numpy().reshape(right.shape) - right).max(initial=0)
            assert error <= 1e-5 * max(1, np.abs(right).max(initial=0)), (prototxt, name)
