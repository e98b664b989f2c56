"""The tables of operators' inputs agree with the schemas that ONNX Runtime was built with."""

import re

import pytest

from caffe_fillers.plan.onnx.slots import OPERATORS
from tests._onnx import runtime

#: How the schemas name an input of each role.
NAMED = {
    "weight": r"[AWwBbV]|[QMA]W|Inputs|(\w+_)?weights?|(gate|up|q|k|v)_B",
    "recurrent": "R",
    "peephole": "P",
    "bias": r"[BC]|(\w+_)?bias",
    "embedding": r"C|data|weight|bias_table|\w+_embedding(_quant)?",
    "slope": "slope",
    "norm_scale": r"[Ss]cale|gamma(_quant)?|norm_scale|\w+_norm_(scale|weight)",
    "norm_bias": "B|bias|beta(_quant)?",
    "norm_mean": r"(input_)?mean",
    "norm_var": r"(input_)?var",
}
#: Inputs of a name that says it all, which every row must have.
TELLING = re.compile(r"(\w+_)?(weights?|bias)")
#: Of these, what is not a weight: data of attention, of a router, masks, positions and scales.
DATA = re.compile(
    r"scale_\w+|(attention|rel_pos|relative_position|head|attn|position)_bias|router_weights"
)
#: Operators without a schema in ONNX Runtime's main build, or that only pass on another's row.
WITHOUT = {
    ("com.microsoft", "SimplifiedLayerNormalization"),
    ("com.microsoft", "LayerNormalization"),
}

#: The release whose schemas have all that the tables know.
SINCE = (1, 32)


def schemas():
    """The newest schema of each operator."""
    version = runtime().__version__
    if tuple(map(int, version.split(".")[:2])) < SINCE:
        pytest.skip(f"the tables know more than onnxruntime {version}: 1.32 has all of it")
    from onnxruntime.capi import _pybind_state

    found = {}
    for each in _pybind_state.get_all_operator_schema():
        known = found.get((each.domain, each.name))
        if known is None or known.since_version < each.since_version:
            found[each.domain, each.name] = each
    return found


def names(schema):
    """The names of a schema's inputs."""
    return [each.name for each in schema.inputs]


def test_weights_are_the_inputs_that_the_schemas_name():
    """Each slot of each row, and no weight or bias that a schema names is forgotten."""
    known, compared, missing = schemas(), 0, set()
    for (domain, op), operator in OPERATORS.items():
        row = operator.weights
        if domain not in ("", "com.microsoft") or not row:
            continue
        schema = known.get((domain, op))
        if schema is None:
            missing.add((domain, op))
            continue
        inputs = names(schema)
        for slot, operand in row.items():
            name = inputs[min(slot, len(inputs) - 1)]
            assert re.fullmatch(NAMED[operand.role], name), (op, slot, operand.role, name)
            compared += 1
        told = {
            slot
            for slot, name in enumerate(inputs)
            if TELLING.fullmatch(name) and not DATA.fullmatch(name)
        }
        assert told <= row.keys(), (op, [inputs[slot] for slot in told - row.keys()])

    assert missing == WITHOUT
    assert compared > 150


#: The inputs of QLinearConcat repeat: a schema names the first of them only.
STEERED = [
    key
    for key, row in OPERATORS.items()
    if (row.scales or row.zeros) and key[0] in ("", "com.microsoft") and key[1] != "QLinearConcat"
]


@pytest.mark.parametrize(("domain", "op"), STEERED)
def test_scales_and_zero_points_are_the_inputs_that_the_schemas_name(domain, op):
    """All of them, those of weights that are scaled with their own operand aside."""
    schema, row = schemas().get((domain, op)), OPERATORS[domain, op]
    if schema is None:
        assert op == "QLinearConvTranspose"
        other = OPERATORS["", "QLinearConv"]
        assert (row.scales, row.zeros) == (other.scales, other.zeros)
        return
    inputs = names(schema)
    # The scale of a norm is learnt; that of 8-bit blocks belongs to its weights.
    others = {"scale", "b_scale"} if op in ("QOrderedLayerNormalization", FP8) else set()

    assert [inputs[slot] for slot in row.scales] == [
        name for name in inputs if "scale" in name and name not in others
    ]
    assert [inputs[slot] for slot in row.zeros] == [name for name in inputs if "zero_point" in name]


def test_operators_with_scales_are_there():
    """As many as were known when the tables were made, or more."""
    assert len(STEERED) >= 30


FP8 = "MatMulBlockQuantizedFp8Weight"
