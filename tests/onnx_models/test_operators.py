"""Every operator with weights: they are found, all of them and nothing else, and the model runs."""

import numpy as np
import pytest
from onnx import helper

from caffe_fillers.plan.onnx.operator import PASSED
from caffe_fillers.plan.onnx.slots import OPERATORS
from tests._onnx import (
    cases,
    data,
    fill_model,
    graph,
    model,
    needs_runtime,
    numbers,
    save,
    shapes_of_run,
)

CASES = cases()
#: Rows without a model of their own: weights in a form that only one device reads, and copies of
#: other rows under domains that ONNX Runtime uses inside.
WITHOUT = {("com.microsoft", "MatMulFpQ4")}


def ids(case):
    """The name of a case."""
    return case.name


def test_every_operator_has_a_case():
    """A row of the table is tested, or listed as one that cannot be."""
    have = {operator for case in CASES for operator in case.operators}
    weighty = {name for name, row in OPERATORS.items() if row.weights}
    inside = {row for row in OPERATORS if row[0] not in ("", "com.microsoft")}

    assert weighty - have - inside == WITHOUT


def test_where_a_bias_may_follow_is_told_of_every_weight():
    """Either where the output has its channels, or why nothing behind it is its bias."""
    told, alone = set(), set()
    for name, row in OPERATORS.items():
        weights = any(operand.role == "weight" for operand in row.weights.values())
        assert bool(row.alone) == (weights and row.channels is None), name
        told |= {name[1]} if weights and row.channels else set()
        alone |= {name[1]} if row.alone else set()

    assert (len(told), len(alone)) == (22, 29)
    # Products and convolutions that have no bias behind them, for reasons of their own.
    assert {op for op in alone if "Conv" in op or "MatMul" in op} == {
        "CausalConvWithState",
        "FusedMatMulActivation",
        "MatMulBlockQuantizedFp4Weight",
        "MatMulBlockQuantizedFp8Weight",
        "MatMulFpQ4",
        "MatMulNBitsMlp",
        "MatMulNBitsQkv",
        "NhwcConv",
        "NhwcFusedConv",
        "QOrderedMatMul",
        "SparseToDenseMatMul",
        "VarlenCausalConvWithState",
        "WordConvEmbedding",
    }


def test_scales_and_zero_points_are_no_weights():
    """No input is two things; a scale of a row that repeats comes again."""
    for name, row in OPERATORS.items():
        slots = [*row.weights, *row.scales, *row.zeros, *row.steering]
        assert len(slots) == len(set(slots)), name
    joined = OPERATORS["com.microsoft", "QLinearConcat"]
    assert list(joined.scales_of(11)) == [0, 3, 6, 9]
    assert list(joined.zeros_of(11)) == [1, 4, 7, 10]
    assert list(OPERATORS["", "QLinearConv"].scales_of(3)) == [1]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_weights_are_found_with_their_roles(case, tmp_path):
    """The plan names each weight's role, and keeps everything else."""
    planned = fill_model(case.model, tmp_path).planned
    roles = {
        each.site.name: " ".join(dict.fromkeys(part.role for part in each.parts))
        for each in planned.decisions
        if not each.kept
    }

    assert roles == case.roles


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_what_is_no_weight_stays(case, tmp_path):
    """Scales, zero points and all else are as they were; weights are not."""
    filled = fill_model(case.model, tmp_path)

    for name, array in case.arrays.items():
        new = filled.array(name)
        assert (new.shape, new.dtype) == (array.shape, array.dtype)
        if name in case.roles:
            assert np.any(new.view(np.uint8) != array.view(np.uint8)), name
        else:
            assert new.tobytes() == array.tobytes(), name


RUNNING = [case for case in CASES if case.runs]


@pytest.mark.parametrize("case", RUNNING, ids=ids)
def test_the_model_runs_as_before(case, tmp_path):
    """It gives outputs of the same shapes."""
    needs_runtime(case)
    before = shapes_of_run(save(case.model, tmp_path), case.feeds)
    filled = fill_model(case.model, tmp_path)

    assert shapes_of_run(filled.path, case.feeds) == before


def test_how_many_run():
    """The number of models of one operator that onnxruntime runs before and after."""
    assert (len(RUNNING), len(CASES)) == (64, 101)


@pytest.mark.parametrize(
    "op", [op for (domain, op), row in OPERATORS.items() if not domain and row.channels is PASSED]
)
def test_a_bias_behind_what_passes_channels_on(op, tmp_path):
    """It is the bias of the weight before."""
    inner = {"QuantizeLinear": ["a", "scale"], "DequantizeLinear": ["a8", "scale"]}
    more = [helper.make_node("QuantizeLinear", ["a", "scale"], ["a8"])]
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["a"]),
        *(more if op == "DequantizeLinear" else []),
        helper.make_node(op, inner.get(op, ["a"]), ["b"], **({"to": 1} if op == "Cast" else {})),
        helper.make_node("Add", ["b", "c"], ["y"]),
    ]
    arrays = {"w": numbers(4, 5), "c": numbers(5), "scale": np.float32(0.5)}
    planned = fill_model(model(graph(nodes, {"x": data(2, 4)}, arrays)), tmp_path).planned
    roles = {each.site.name: each.parts[0].role for each in planned.decisions if each.parts}

    assert roles == {"w": "weight", "c": "bias"}
