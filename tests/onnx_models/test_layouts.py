"""A tensor holds what the same Caffe layer would have drawn, in the operator's own order."""

import hashlib

import numpy as np
import pytest
from onnx import numpy_helper

from caffe_fillers import Rng, fill, xavier
from caffe_fillers.formats.onnx.element import FLOATS
from caffe_fillers.plan.onnx.quantised import BNB_LEVELS
from caffe_fillers.plan.recipe import FillerRule, Recipe
from caffe_fillers.rng.stream import Stream
from tests._onnx import (
    F16,
    cases,
    codes,
    data,
    fill_model,
    graph,
    helper,
    model,
    ms,
    needs_runtime,
    norm,
    numbers,
    one,
    runtime,
    session_of,
)

SEED = 11


def rng(name, seed=SEED):
    """The stream of a name, as the design defines it."""
    text = b"caffe_fillers keyed v1\0" + seed.to_bytes(8, "little") + name.encode()
    return Rng(Stream.from_key(np.frombuffer(hashlib.sha256(text).digest(), "<u4").tolist()))


def drawn(shape, name):
    """What Caffe's xavier fills a blob of this shape with, from the stream of this name."""
    return xavier(shape, rng=rng(name))


def filled(case, folder, **options):
    """A case, filled."""
    return fill_model(case.model, folder, SEED, **options)


@pytest.mark.parametrize(
    ("name", "weight", "expected"),
    [
        ("Conv", "w1", lambda: drawn((6, 2, 3, 3), "w1")),
        ("Conv 1-D", "w1", lambda: drawn((6, 4, 3), "w1")),
        ("ConvTranspose", "w1", lambda: drawn((4, 3, 3, 3), "w1")),
        ("Gemm", "w1", lambda: drawn((5, 3), "w1")),
        ("Gemm KN", "w1", lambda: drawn((5, 3), "w1").T),
        ("Gemm left", "w0", lambda: drawn((5, 3), "w0")),
        ("MatMul", "w1", lambda: drawn((5, 3), "w1").T),
        ("MatMul left", "w0", lambda: drawn((5, 3), "w0")),
        ("MatMul batch", "w1", lambda: np.stack([drawn((5, 3), f"w1[{i}]").T for i in range(6)])),
        ("Einsum", "w1", lambda: drawn((5, 3), "w1").T),
        ("Einsum heads", "w1", lambda: drawn((20, 3), "w1").reshape(4, 5, 3).transpose(2, 0, 1)),
        ("Gather", "w0", lambda: drawn((9, 4), "w0")),
        ("GRU", "w1", lambda: np.stack([drawn((12, 3), f"w1[{i}]") for i in range(2)])),
        ("RNN", "w2", lambda: np.stack([drawn((4, 4), f"w2[{i}]") for i in range(2)])),
        ("MoE", "w2", lambda: np.stack([drawn((8, 4), f"w2[{i}]") for i in range(3)])),
        ("FusedMatMul", "w1", lambda: drawn((5, 3), "w1")),
        ("Attention", "w1", lambda: np.hstack([drawn((4, 4), f"w1[{i}]").T for i in range(3)])),
        (
            "DecoderAttention",
            "w3",
            lambda: np.hstack([drawn((4, 4), f"w3[{i}]").T for i in (0, 1)]),
        ),
    ],
)
def test_weights_are_caffes(name, weight, expected, tmp_path):
    """The bits of the same Caffe layer, by projection, direction and expert."""
    case = next(case for case in cases() if case.name == name)

    assert np.array_equal(filled(case, tmp_path).array(weight), expected())


@pytest.mark.parametrize(
    ("op", "weight", "shape"), [("LSTM", "w1", (16, 3)), ("LSTM", "w2", (16, 4))]
)
def test_lstm_gates_are_reordered(op, weight, shape, tmp_path):
    """Caffe's i, f, o, g stand as i, o, f, c, in each direction."""
    case = next(case for case in cases() if case.name == op)
    new = filled(case, tmp_path).array(weight)

    for direction in range(2):
        i, f, o, g = np.split(drawn(shape, f"{weight}[{direction}]"), 4)
        assert np.array_equal(new[direction], np.concatenate([i, o, f, g]))


def test_an_lstm_has_one_bias_as_in_caffe(tmp_path):
    """The rule for biases is for the input's; the recurrence's is zero."""
    case = next(case for case in cases() if case.name == "LSTM")
    recipe = Recipe((FillerRule.parse("bias=gaussian"),))
    new = filled(case, tmp_path, recipe=recipe).array("w3")

    assert new.shape == (2, 32)
    for direction in range(2):
        i, f, o, g = np.split(fill('type: "gaussian"', (16,), rng(f"w3[{2 * direction}]")), 4)
        assert np.array_equal(new[direction, :16], np.concatenate([i, o, f, g]))
        assert not new[direction, 16:].any()


def test_projections_of_different_sizes(tmp_path):
    """qkv_hidden_sizes cuts the columns of an Attention."""
    case = ms(
        "Attention",
        *(data(2, 3, 4), numbers(4, 20), numbers(20)),
        roles={1: "weight", 2: "bias"},
        num_heads=2,
        qkv_hidden_sizes=[8, 8, 4],
    )
    new = filled(case, tmp_path).array("w1")
    q, k, v = (drawn((n, 4), f"w1[{i}]") for i, n in enumerate((8, 8, 4)))

    assert np.array_equal(new, np.hstack([q.T, k.T, v.T]))


def test_defaults_of_norms_and_slopes(tmp_path):
    """Norms do nothing, PRelu's slope is Caffe's 0.25."""
    batch = filled(norm("BatchNormalization", numbers(4), numbers(4)), tmp_path)
    prelu = one("PRelu", data(1, 4, 2, 2), numbers(4, 1, 1), roles={1: "slope"})

    assert [batch.array(f"w{slot}").tolist() for slot in (1, 2, 3, 4)] == [
        [1.0] * 4,
        [0.0] * 4,
        [0.0] * 4,
        [1.0] * 4,
    ]
    assert filled(prelu, tmp_path).array("w1").ravel().tolist() == [0.25] * 4


@pytest.mark.parametrize("name", FLOATS)
def test_values_are_rounded_once(name, tmp_path):
    """float32 as Caffe draws them, then to nearest even, into every float type."""
    element = FLOATS[name]
    made = numbers(8, 4).astype(element.dtype)
    case = one("MatMul", data(2, 8), made, roles={1: "weight"}, opset=28)
    new = filled(case, tmp_path).array("w1")
    expected = drawn((4, 8), "w1").astype(element.dtype).T

    assert new.dtype == element.dtype
    assert np.array_equal(
        new.view(f"u{element.dtype.itemsize}"), expected.view(f"u{element.dtype.itemsize}")
    )


@pytest.mark.parametrize("name", ["FLOAT16", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT4E2M1"])
def test_too_large_a_value_becomes_the_largest(name, tmp_path):
    """No infinities and no NaN where a type ends."""
    element = FLOATS[name]
    case = one("MatMul", data(2, 8), numbers(8, 4).astype(element.dtype), roles={}, opset=28)
    recipe = Recipe((FillerRule.parse("weight=constant,value=3.4e38"),))
    new = filled(case, tmp_path, recipe=recipe).array("w1").astype(np.float64)

    assert (new == element.high).all()


# --- behind other operators ---------------------------------------------------------------------


def behind(nodes, arrays, last="w", op="MatMul", feed=None, opset=21, **attributes):
    """A MatMul whose weight comes through these nodes."""
    use = helper.make_node(op, ["x", last], ["y"], **attributes)
    return model(graph([*nodes, use], {"x": feed or data(2, 3)}, arrays), opset)


def node(op, inputs, output, **attributes):
    """A node."""
    return helper.make_node(op, inputs, [output], **attributes)


def role_and_reason(done, name):
    """The role that a tensor is filled in, if it is; and why it is kept, if it is."""
    (told,) = [each for each in done.planned.decisions if each.site.name == name]
    return "" if told.kept else told.parts[0].role, told.kept


@pytest.mark.parametrize("sizes", [(12, 0, 8), (12, 8, 1), (12, 12, -4)])
def test_projections_that_cannot_be_are_told(sizes, tmp_path):
    """None is empty, and all of them are the columns."""
    case = ms(
        "Attention",
        *(data(2, 3, 4), numbers(4, 20), numbers(20)),
        roles={},
        num_heads=2,
        qkv_hidden_sizes=sizes,
    )

    assert (
        f"20 columns are not the projections {sizes}"
        in role_and_reason(filled(case, tmp_path), "w1")[1]
    )


@pytest.mark.parametrize("axis", [-2, -1, 0, 1])
def test_rows_are_looked_up_along_the_first_axis(axis, tmp_path):
    """A Gather of columns is no Embed."""
    case = one("Gather", numbers(9, 4), data(2, 3, dtype=np.int64), roles={}, axis=axis)
    role, kept = role_and_reason(filled(case, tmp_path), "w0")

    assert role == ("embedding" if axis in (0, -2) else "")
    assert ("rows are not gathered along axis 0" in kept) == (axis in (1, -1))


@pytest.mark.parametrize(
    ("attributes", "good"),
    [({}, True), ({"quant_type": 2}, False), ({"K": 0}, False), ({"block_size": 0}, False)],
)
def test_bitsandbytes_need_their_sizes(attributes, good, tmp_path):
    """Without them nobody knows which code is whose."""
    case = next(case for case in cases() if case.name == "MatMulBnb4 0")
    for attribute in case.model.graph.node[0].attribute:
        attribute.i = attributes.get(attribute.name, attribute.i)
    role, kept = role_and_reason(filled(case, tmp_path), "w1")

    assert role == ("weight" if good else "")
    assert ("is missing, or quant_type unknown" in kept) == (not good)


@pytest.mark.parametrize(
    ("axes", "shape"),
    [
        ([0], (3, 5)),
        ([-4], (3, 5)),
        ([3, 0], (3, 5)),
        ([-1], (3, 5)),
        ([4], None),
        ([-5], None),
    ],
)
def test_axes_are_taken_away_from_either_end(axes, shape, tmp_path):
    """As Squeeze counts them; beyond the ends no shape is guessed."""
    arrays = {"v": numbers(1, 3, 5, 1), "axes": np.array(axes, np.int64)}
    made = behind([node("Squeeze", ["v", "axes"], "w")], arrays)
    role, kept = role_and_reason(fill_model(made, tmp_path, SEED), "v")

    assert role == ("weight" if shape else "")
    assert ("only running the model tells its shape after Squeeze" in kept) == (shape is None)


def two(name):
    """Two matrices (K, N), each drawn as a blob of its own."""
    return np.stack([drawn((5, 3), f"{name}[{number}]").T for number in range(2)])


@pytest.mark.parametrize(
    ("equation", "slot", "shape", "expected"),
    [
        # Without an arrow the result has the letters that stand once, in their order.
        ("bd, dn", 1, (3, 5), lambda: drawn((5, 3), "w1").T),
        ("bd,nd", 1, (5, 3), lambda: drawn((5, 3), "w1")),
        ("nd,bd->bn", 0, (5, 3), lambda: drawn((5, 3), "w0")),
        # An axis that all three have counts products.
        ("bsd,bdn->bsn", 1, (2, 3, 5), lambda: two("w1")),
        ("bdn,bsd->bsn", 0, (2, 3, 5), lambda: two("w0")),
    ],
)
def test_equations(equation, slot, shape, expected, tmp_path):
    """Either operand may be the weight; what is summed is its input, what is new its output."""
    inputs = [data(1), data(1)]
    inputs[slot] = numbers(*shape)
    case = one("Einsum", *inputs, roles={slot: "weight"}, equation=equation)

    assert np.array_equal(filled(case, tmp_path).array(f"w{slot}"), expected())


@pytest.mark.parametrize(
    ("equation", "why"),
    [
        ("bd,dnz->bn", "not a matrix product"),
        ("bd,dnz->bdn", "not a matrix product"),
        ("bs,dnz->bsdnz", "not a matrix product"),
        ("bd,dn->bn", "does not name its 3 axes"),
        ("bd,ddn->bn", "names an axis twice"),
        ("bd,dnz,z->bn", "not a product of two"),
        ("bd,...dn->bn", "not a product of two"),
    ],
)
def test_equations_that_are_no_product_with_a_weight(equation, why, tmp_path):
    """An axis that only the weight has and that is summed, or no summed axis at all."""
    case = one("Einsum", data(1), numbers(2, 3, 5), roles={}, equation=equation)

    assert why in role_and_reason(filled(case, tmp_path), "w1")[1]


AXES = np.array([0], np.int64)


@pytest.mark.parametrize(
    ("nodes", "arrays", "expected"),
    [
        ([node("Identity", ["v"], "w")], {"v": (3, 5)}, lambda: drawn((5, 3), "v").T),
        ([node("Transpose", ["v"], "w")], {"v": (5, 3)}, lambda: drawn((5, 3), "v")),
        (
            [node("Reshape", ["v", "dims"], "w")],
            {"v": (15,), "dims": np.array([0, -1], np.int64)[[1, 1]] * 0 + np.array([3, -1])},
            lambda: drawn((5, 3), "v").T.reshape(15),
        ),
        (
            [node("Transpose", ["v"], "t", perm=[2, 0, 1]), node("Squeeze", ["t", "axes"], "w")],
            {"v": (3, 5, 1), "axes": AXES},
            lambda: drawn((5, 3), "v").T.reshape(3, 5, 1),
        ),
        (
            [node("Unsqueeze", ["v", "axes"], "t"), node("Squeeze", ["t", "axes"], "w")],
            {"v": (3, 5), "axes": AXES},
            lambda: drawn((5, 3), "v").T,
        ),
        ([node("Flatten", ["v"], "w")], {"v": (3, 5, 1)}, lambda: drawn((5, 3), "v").T[..., None]),
        (
            [node("Cast", ["v"], "w", to=1)],
            {"v": (3, 5, F16)},
            lambda: drawn((5, 3), "v").T.astype(F16),
        ),
        (
            [
                node("Cast", ["v"], "a", to=1),
                node("Transpose", ["a"], "b"),
                node("Identity", ["b"], "w"),
            ],
            {"v": (5, 3, F16)},
            lambda: drawn((5, 3), "v").astype(F16),
        ),
        # A Reshape after a Transpose splits an axis whose items stand apart.
        (
            [
                node("Transpose", ["v"], "t"),
                node("Reshape", ["t", "dims"], "r"),
                node("Transpose", ["r"], "q", perm=[0, 2, 1]),
                node("Reshape", ["q", "back"], "w"),
            ],
            {
                "v": (5, 3),
                "dims": np.array([3, 1, 5], np.int64),
                "back": np.array([3, 5], np.int64),
            },
            lambda: drawn((5, 3), "v"),
        ),
    ],
    ids=lambda each: "-".join(node.op_type for node in each) if isinstance(each, list) else None,
)
def test_weights_behind_movers(nodes, arrays, expected, tmp_path):
    """What moves values is followed; the storage holds them as they are moved from."""
    arrays = {
        name: array
        if isinstance(array, np.ndarray)
        else numbers(
            *(dim for dim in array if isinstance(dim, int)),
            dtype=next((each for each in array if not isinstance(each, int)), np.float32),
        )
        for name, array in arrays.items()
    }
    new = fill_model(behind(nodes, arrays), tmp_path, SEED)

    assert np.array_equal(new.array("v"), expected())
    assert all(
        np.array_equal(new.array(name), array) for name, array in arrays.items() if name != "v"
    )


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        (-3, lambda: drawn((5, 3), "v").T),
        (-2, lambda: np.vstack([drawn((5, 1), f"v[{i}]").T for i in range(3)])),
        (-1, lambda: np.vstack([drawn((1, 5), f"v[{i}]") for i in range(3)])),
        (0, lambda: drawn((5, 3), "v").T),
        (2, lambda: np.vstack([drawn((1, 5), f"v[{i}]") for i in range(3)])),
    ],
)
def test_a_new_axis_is_counted_from_the_end_too(axis, expected, tmp_path):
    """Of the axes that Unsqueeze makes, as the operator says."""
    arrays = {"v": numbers(3, 5), "axes": np.array([axis], np.int64)}
    made = behind([node("Unsqueeze", ["v", "axes"], "w")], arrays)

    assert np.array_equal(fill_model(made, tmp_path, SEED).array("v"), expected())


@pytest.mark.parametrize("axes", [[-4], [3], [0, 0], [-4, 0], [-5, 1]])
def test_new_axes_that_cannot_be_are_told(axes, tmp_path):
    """Beyond the axes that there will be, or the same one twice: no shape is guessed."""
    arrays = {"v": numbers(3, 5), "axes": np.array(axes, np.int64)}
    made = behind([node("Unsqueeze", ["v", "axes"], "w")], arrays)
    filled_ = fill_model(made, tmp_path, SEED)
    (told,) = [each for each in filled_.planned.decisions if each.site.name == "v"]

    assert "only running the model tells its shape after Unsqueeze" in told.kept
    assert np.array_equal(filled_.array("v"), arrays["v"])


@pytest.mark.parametrize("per_axis", [False, True])
@pytest.mark.parametrize("moved", [False, True])
def test_codes_behind_dequantize_linear(per_axis, moved, tmp_path):
    """Numbers are quantised with the stored scale and zero point, rounding half to even."""
    scale = np.array([0.01, 0.02, 0.03, 0.04, 0.05], np.float32) if per_axis else np.float32(0.02)
    zero = np.array([1, -2, 3, 0, 5], np.int8) if per_axis else np.int8(-3)
    shape = (5, 3) if moved else (3, 5)
    arrays = {"v": codes(*shape), "s": np.asarray(scale), "z": np.asarray(zero)}
    nodes = [node("DequantizeLinear", ["v", "s", "z"], "d", axis=0 if moved else 1)]
    nodes.append(node("Transpose" if moved else "Identity", ["d"], "w"))
    new = fill_model(behind(nodes, arrays), tmp_path, SEED).array("v")
    wanted = drawn((5, 3), "v")
    wanted = wanted if moved else wanted.T
    spread = (lambda each: each[:, None] if moved else each) if per_axis else (lambda each: each)
    expected = np.rint(wanted / spread(scale)) + spread(zero.astype(np.float32))

    assert np.array_equal(new, np.clip(expected, -128, 127).astype(np.int8))


def test_codes_in_blocks_behind_dequantize_linear(tmp_path):
    """A scale for each block of an axis, the last one short; two codes a byte."""
    from ml_dtypes import uint4

    scale = np.linspace(0.05, 0.1, 10, dtype=np.float32).reshape(2, 5)
    arrays = {"v": codes(3, 5, dtype=uint4), "s": scale, "z": np.full((2, 5), 8).astype(uint4)}
    nodes = [node("DequantizeLinear", ["v", "s", "z"], "w", axis=0, block_size=2)]
    new = fill_model(behind(nodes, arrays), tmp_path, SEED).array("v")
    expected = np.rint(drawn((5, 3), "v").T / np.repeat(scale, 2, axis=0)[:3]) + 8

    assert np.array_equal(new.astype(np.float32), np.clip(expected, 0, 15))


# --- what ONNX Runtime makes of packed weights --------------------------------------------------


def through_runtime(filled_model, feeds):
    """The first output of a run."""
    session = session_of(filled_model.path)
    return session.run(None, feeds)[0]


PACKED = [case for case in cases() if case.name.startswith(("MatMulNBits ", "MatMulBnb4"))]


@pytest.mark.parametrize("case", PACKED, ids=lambda case: case.name)
def test_packed_weights_mean_what_was_drawn(case, tmp_path):
    """ONNX Runtime's product with the identity gives the numbers back, up to half a step."""
    needs_runtime(case)
    k = case.feeds["x0"].shape[-1]
    made = case.model
    made.graph.input[0].type.tensor_type.shape.dim[0].dim_value = k
    recipe = Recipe((FillerRule.parse("weight=gaussian,std=0.02"),))
    new = fill_model(made, tmp_path, SEED, recipe=recipe)
    weights = through_runtime(new, {"x0": np.eye(k, dtype=np.float32)}).T
    wanted = fill('type: "gaussian" std: 0.02', (5, k), rng("w1"))
    bnb = case.name.startswith("MatMulBnb4")
    bits = 4 if bnb else int(case.name.split()[1])
    # Half the widest gap between two numbers that can be told; 2 bits clip beyond one step.
    step = 0.1 / 3 if bnb else 0.02
    wanted = np.clip(wanted, -0.1, 0.1) if bnb else np.clip(wanted, -(2 ** (bits - 1)) * step, None)
    near = np.abs(weights - wanted) <= step / 2 + 1e-6
    inside = np.abs(wanted) <= (2 ** (bits - 1) - 1) * step

    assert near[inside].all()
    assert inside.mean() > 0.6
    assert len(np.unique(np.sign(weights))) >= 2


def test_how_many_packed():
    """Eight ways to pack codes."""
    assert len(PACKED) == 8


def test_gathered_blocks_mean_what_was_drawn(tmp_path):
    """Rows that ONNX Runtime looks up in 4-bit tables."""
    found = 0
    for case in cases():
        if case.name.startswith("GatherBlockQuantized"):
            new = fill_model(case.model, tmp_path, SEED)
            rows = through_runtime(new, {"x1": np.array([8, 3], np.int64)})
            wanted = np.clip(drawn((9, 32), "w0"), -0.16, 0.14)[[8, 3]]
            assert np.abs(rows - wanted).max() <= 0.01 + 1e-6
            found += 1
    assert found == 2


def test_quantised_products_mean_what_was_drawn(tmp_path):
    """Integer products that ONNX Runtime scales itself."""
    case = next(case for case in cases() if case.name == "MatMulIntegerToFloat")
    case.model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 3
    recipe = Recipe((FillerRule.parse("weight=gaussian,std=0.3"),))
    new = fill_model(case.model, tmp_path, SEED, recipe=recipe)
    # The data's scale is 0.1 and its zero point 3: codes of 13 are ones.
    weights = through_runtime(new, {"x0": np.where(np.eye(3), 13, 3).astype(np.uint8)}).T
    wanted = fill('type: "gaussian" std: 0.3', (5, 3), rng("w1"))

    assert np.abs(weights - wanted).max() <= 0.005 + 1e-6


@pytest.mark.parametrize("kind", [0, 1])
def test_bitsandbytes_codes_stand_for_the_same_numbers(kind):
    """Each of the sixteen, as ONNX Runtime reads it; FP4 in twelfths and 192nds, NF4 by table."""
    packed = np.array([16 * code + code + 1 for code in range(0, 16, 2)], np.uint8)
    case = ms(
        "MatMulBnb4",
        *(data(16, 16), packed, np.ones(1, np.float32)),
        roles={1: "weight"},
        K=16,
        N=1,
        block_size=16,
        quant_type=kind,
    )
    session = runtime().InferenceSession(case.model.SerializeToString())
    (made,) = session.run(None, {"x0": np.eye(16, dtype=np.float32)})

    assert BNB_LEVELS[kind] == pytest.approx(made.reshape(-1).tolist(), abs=1e-6)


@pytest.mark.parametrize("bits", [9, 16])
def test_codes_of_odd_sizes_stay(bits, tmp_path):
    """Bytes hold one to eight bits."""
    case = next(case for case in cases() if case.name == "MatMulNBits 8 0")
    for attribute in case.model.graph.node[0].attribute:
        if attribute.name == "bits":
            attribute.i = bits
    done = fill_model(case.model, tmp_path, SEED)
    (told,) = [each for each in done.planned.decisions if each.site.name == "w1"]

    assert f"codes of {bits} bits" in told.kept


def test_codes_may_be_single_bits(tmp_path):
    """The smallest that there are: eight in a byte."""
    case = ms(
        "MatMulNBits",
        *(data(2, 40), np.full((5, 3, 2), 0x5A, np.uint8), np.full((5, 3), 0.02, np.float32)),
        roles={1: "weight"},
        K=40,
        N=5,
        bits=1,
        block_size=16,
    )

    assert role_and_reason(filled(case, tmp_path), "w1") == ("weight", "")


@pytest.mark.parametrize("behind_it", ["", "Cast", "Mul"])
def test_a_product_of_integers_has_its_scale_behind_it(behind_it, tmp_path):
    """Without one nobody knows what a code means."""
    nodes = [node("MatMulInteger", ["x", "w"], "a")]
    if behind_it:
        nodes.append(node("Cast", ["a"], "b", to=1))
    if behind_it == "Mul":
        nodes.append(node("Mul", ["b", "scale"], "y"))
    arrays = {"w": codes(3, 5), "scale": np.full(5, 0.01, np.float32)}
    made = model(graph(nodes, {"x": data(2, 3, dtype=np.int8)}, arrays, (nodes[-1].output[0],)))
    role, kept = role_and_reason(fill_model(made, tmp_path, SEED), "w")

    assert role == ("weight" if behind_it == "Mul" else "")
    assert ("no scale was found behind the operator" in kept) == (behind_it != "Mul")


@pytest.mark.parametrize("scales", [0, 1, 4])
def test_rows_of_codes_have_their_scale_behind_the_gather(scales, tmp_path):
    """One for all of them: which row is looked up is not known."""
    arrays = {"w": codes(9, 4), "s": np.full(scales if scales > 1 else (), 0.01, np.float32)}
    nodes = [node("Gather", ["w", "i"], "g")]
    if scales:
        nodes.append(node("DequantizeLinear", ["g", "s"], "y", axis=2))
    inputs = {"i": data(2, 3, dtype=np.int64)}
    made = model(graph(nodes, inputs, arrays, (nodes[-1].output[0],)))
    role, kept = role_and_reason(fill_model(made, tmp_path, SEED), "w")

    assert role == ("embedding" if scales == 1 else "")
    assert ("no scale was found behind the operator" in kept) == (scales != 1)


@pytest.mark.parametrize(
    ("name", "weight", "scale", "zero"),
    [
        ("QLinearConv", 3, 4, 5),
        ("QLinearMatMul", 3, 4, 5),
        ("QAttention", 1, 4, 7),
        ("QGemm", 3, 4, 5),
        ("MatMulIntegerToFloat", 1, 3, 5),
        ("DynamicQuantizeMatMul", 1, 2, 3),
        ("DynamicQuantizeLSTM", 1, 8, 9),
        ("DynamicQuantizeLSTM", 2, 10, 11),
        *(("QEmbedLayerNormalization", slot, slot + 6, slot + 11) for slot in range(2, 7)),
        *(("QOrderedAttention", slot, slot + 3, None) for slot in (5, 6, 7)),
        ("QOrderedMatMul", 2, 3, None),
        ("QOrderedLongformerAttention", 2, 3, None),
        ("QOrderedLongformerAttention", 8, 9, None),
    ],
)
def test_each_weight_has_its_own_scale_and_zero_point(name, weight, scale, zero, tmp_path):
    """Inputs of an operator that are scaled apart are not mixed up: all scales differ here."""
    case = next(case for case in cases() if case.name == name)
    steps, offsets = {}, {}
    for tensor in case.model.graph.initializer:
        slot, array = int(tensor.name[1:]), case.arrays[tensor.name]
        if tensor.name not in case.roles:
            whole = array.dtype.kind in "iu"
            array = np.full_like(array, slot % 5 if whole else 0.01 + 0.002 * slot)
            tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))
            (offsets if whole else steps)[slot] = float(array.reshape(-1)[0])
    rules = [
        FillerRule.parse(f"{role}=constant,value=0.21") for role in ("*", "norm_*", "embedding")
    ]
    made = fill_model(case.model, tmp_path, SEED, recipe=Recipe(tuple(rules))).array(f"w{weight}")
    code = np.rint(np.float32(0.21) / np.float32(steps[scale])) + offsets.get(zero, 0)

    assert len(set(steps.values())) == len(steps)
    assert set(made.reshape(-1).tolist()) == {code}
