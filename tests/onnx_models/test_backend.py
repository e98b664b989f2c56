"""onnx's own test models: what onnxruntime runs before filling it runs after, with the same shapes.

The models are in the onnx package: real nets without weights, exports of PyTorch's modules, and a
model for each operator. Those of one operator get their weights as inputs; here these become
initializers, with the values that the test would feed.
"""

import sys
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnx.backend.test
import pytest
from onnx import numpy_helper

from caffe_fillers.plan.onnx.scopes import domain_of
from caffe_fillers.plan.onnx.slots import operands
from tests._onnx import fill_file, runtime, session_of

FOLDER = Path(onnx.backend.test.__file__).parent / "data"
STORED = sorted(FOLDER.rglob("*.onnx"))
#: onnxruntime knows opsets up to this one.
LAST_OPSET = 26


def run(path, feeds):
    """The shapes of a model's outputs; None if onnxruntime does not take the model."""
    runtime()
    try:
        session = session_of(path, optimised=False)
        return [np.shape(each) for each in session.run(None, feeds)]
    except Exception:  # noqa: BLE001 # onnxruntime has many of its own
        return None


def stored_feeds(path):
    """The inputs that belong to a stored model."""
    made = onnx.load(path)
    known = {each.name for each in made.graph.initializer}
    given = {}
    inputs = [each for each in made.graph.input if each.name not in known]
    for number, each in enumerate(inputs):
        file = path.parent / "test_data_set_0" / f"input_{number}.pb"
        if file.exists():
            given[each.name] = numpy_helper.to_array(onnx.TensorProto.FromString(file.read_bytes()))
        else:
            shape = [dim.dim_value or 1 for dim in each.type.tensor_type.shape.dim]
            given[each.name] = np.zeros(shape, np.float32)
    return given


@pytest.fixture
def told(capsys):
    """Shows a line of counts, whatever pytest captures."""

    def show(line):
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return show


@pytest.mark.slow
def test_stored_models(tmp_path, told):
    """Nets of the zoo without weights, and PyTorch's modules."""
    ran = filled = tensors = 0
    for number, path in enumerate(STORED):
        copy = tmp_path / f"{number}.onnx"
        copy.write_bytes(path.read_bytes())
        done = fill_file(copy)
        filled += bool(done.planned.fillings)
        tensors += len(done.planned.fillings)
        feeds = stored_feeds(path)
        before = run(copy, feeds)
        assert before is None or run(done.path, feeds) == before, path
        ran += before is not None

    told(f"{len(STORED)} stored models: {ran} run, {filled} have weights, {tensors} tensors")
    assert (len(STORED), filled, tensors) >= (149, 54, 220)
    assert ran >= 109


@cache
def operator_cases():
    """A model for every behaviour of every operator with weights."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        # onnx makes numbers that do not fit, on purpose.
        warnings.simplefilter("ignore")
        every = collect_testcases(None)
    return [
        case
        for case in every
        if any(operands(domain_of(node), node.op_type) for node in case.model.graph.node)
        and all(each.version <= LAST_OPSET for each in case.model.opset_import if not each.domain)
    ]


def baked(case):
    """The model with its weights as initializers, and what is left to feed."""
    made = onnx.ModelProto()
    made.CopyFrom(case.model)
    names = [each.name for each in made.graph.input]
    given = dict(zip(names, case.data_sets[0][0], strict=True))
    weights = {
        node.input[slot]
        for node in made.graph.node
        for slot in operands(domain_of(node), node.op_type)
        if slot < len(node.input)
    }
    # The first operand of a product is the data, where both would be weights.
    weights -= {
        node.input[0] for node in made.graph.node if node.op_type in ("MatMul", "Gemm", "Einsum")
    }
    for name in sorted(weights & given.keys()):
        if isinstance(given[name], np.ndarray):
            made.graph.initializer.append(numpy_helper.from_array(given.pop(name), name))
    kept = [each for each in made.graph.input if each.name in given]
    del made.graph.input[:]
    made.graph.input.extend(kept)
    return made, given


@pytest.mark.slow
def test_models_of_one_operator(tmp_path, told):
    """Every form in which onnx tests an operator with weights."""
    ran = filled = tensors = 0
    cases = operator_cases()
    for number, case in enumerate(cases):
        made, feeds = baked(case)
        path = tmp_path / f"{number}.onnx"
        path.write_bytes(made.SerializeToString())
        before = run(path, feeds)
        done = fill_file(path)
        filled += bool(done.planned.fillings)
        tensors += len(done.planned.fillings)
        assert before is None or run(done.path, feeds) == before, case.name
        ran += before is not None

    told(
        f"{len(cases)} models of one operator: {ran} run, {filled} have weights, {tensors} tensors"
    )
    assert ran >= 0.9 * len(cases) >= 200
    assert (filled, tensors) >= (100, 170)


@pytest.mark.parametrize("path", STORED[:1], ids=lambda path: path.parent.name)
def test_the_folder_is_there(path):
    """The package ships its models."""
    assert path.exists()
