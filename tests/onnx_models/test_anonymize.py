"""A model that is to be shared says nothing about its weights: the output is searched for them."""

import copy
import itertools

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from caffe_fillers.api.onnx_models import Output
from caffe_fillers.errors import FormatError
from caffe_fillers.formats.onnx.disguise import _messages
from caffe_fillers.plan.onnx.slots import operator
from caffe_fillers.plan.recipe import FillerRule, Recipe
from tests._onnx import (
    cases,
    codes,
    data,
    fill_file,
    fill_model,
    graph,
    model,
    needs_runtime,
    numbers,
    one,
    save,
    shapes_of_run,
)

CASES = cases()


def secrets(message):
    """Every run of old bytes that must not be seen again: each number, and whole rows of codes."""
    if isinstance(message, onnx.TensorProto):
        array = numpy_helper.to_array(message)
        if array.dtype.kind == "f" and array.dtype.itemsize >= 4:
            yield from (value.tobytes() for value in array.reshape(-1) if abs(value) > 80)
        elif array.dtype.itemsize <= 2 and array.size >= 8 and array.dtype.kind in "iufV":
            text = message.raw_data
            yield from (text[at : at + 6] for at in range(0, len(text) - 5, 3))
        return
    if isinstance(message, onnx.AttributeProto):
        yield from (np.float32(each).tobytes() for each in message.floats if abs(each) > 80)
    for field, inner in message.ListFields():
        if field.message_type:
            for each in [inner] if hasattr(inner, "ListFields") else inner:
                yield from secrets(each)


def anonymous(made, folder, **options):
    """The model without what it has learnt."""
    return fill_model(made, folder, secret=True, **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_old_number_is_in_the_output(case, tmp_path):
    """Not one, of any operator's weights; nor the least or the greatest, which are among them."""
    old = list(secrets(case.model))
    text = anonymous(case.model, tmp_path).path.read_bytes()

    assert old
    assert [each for each in old if each in text] == []


def test_how_many_numbers():
    """The search is not for nothing."""
    assert sum(len(list(secrets(case.model))) for case in CASES) > 5000


RUNNING = [case for case in CASES if case.runs]


@pytest.mark.parametrize("case", RUNNING, ids=lambda case: case.name)
def test_the_model_still_runs(case, tmp_path):
    """With the same shapes, and new scales that fit the new codes."""
    needs_runtime(case)
    before = shapes_of_run(save(case.model, tmp_path), case.feeds)

    assert shapes_of_run(anonymous(case.model, tmp_path).path, case.feeds) == before


def test_scales_and_zero_points_say_nothing(tmp_path):
    """They told how large the weights, and the data, were."""
    arrays = {
        "q": codes(3, 5),
        "scale": np.array([0.123, 0.456, 0.789, 0.321, 0.654], np.float32),
        "zero": np.array([3, 1, 4, 1, 5], np.int8),
        "xs": np.float32(0.777),
        "xz": np.uint8(99),
    }
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "xs", "xz"], ["xq"]),
        helper.make_node("DequantizeLinear", ["xq", "xs", "xz"], ["xd"]),
        helper.make_node("DequantizeLinear", ["q", "scale", "zero"], ["w"], axis=1),
        helper.make_node("MatMul", ["xd", "w"], ["y"]),
    ]
    made = model(graph(nodes, {"x": data(2, 3)}, arrays))
    filled = anonymous(made, tmp_path, recipe=Recipe((FillerRule.parse("weight=gaussian"),)))

    assert filled.array("scale").tolist() == [1 / 32] * 5
    assert filled.array("zero").tolist() == [0] * 5
    assert (filled.array("xs"), filled.array("xz")) == (1 / 32, 128)
    # The codes are made with the new scale, not with the old one.
    assert np.abs(filled.array("q").astype(int)).max() > 20
    assert shapes_of_run(filled.path, {"x": data(2, 3)}) == [(2, 5)]


def test_every_quantised_operator_steers():
    """Its scales are known: those of the table of weights, and those of data."""
    from onnx import defs

    for name in ("QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul"):
        schema = defs.get_schema(name, 21)
        scales = {at for at, each in enumerate(schema.inputs) if "scale" in each.name}
        zeros = {at for at, each in enumerate(schema.inputs) if "zero_point" in each.name}
        row = operator("", name)
        assert (set(row.scales), set(row.zeros)) == (scales, zeros)


def learnt():
    """A model with learnt numbers in no weight's place, and with others."""
    arrays = {
        "w": numbers(4, 4),
        "position": numbers(1, 3, 4),
        "token": numbers(1, 1, 4),
        "gamma": numbers(4, 4),
        "mask": np.triu(np.full((3, 3), -1e9, np.float32), 1),
        "scales": np.array([1, 2, 1], np.float32),
        "half": np.float32(0.5),
        "axes": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Add", ["x", "position"], ["a"]),
        helper.make_node("Concat", ["a", "token"], ["b"], axis=1),
        helper.make_node("MatMul", ["b", "w"], ["c"]),
        helper.make_node("Mul", ["gamma", "c"], ["d"]),
        helper.make_node("Resize", ["d", "", "scales"], ["e"]),
        helper.make_node("Mul", ["e", "half"], ["y"]),
        helper.make_node("Identity", ["mask"], ["m"]),
        helper.make_node("ReduceSum", ["m", "axes"], ["n"]),
    ]
    return model(graph(nodes, {"x": data(1, 3, 4)}, arrays, ("y", "n"))), arrays


def test_what_may_be_learnt_is_replaced_too(tmp_path):
    """Positions, tokens, factors; what steers shapes, and single numbers, are kept and listed."""
    made, arrays = learnt()
    filled = anonymous(made, tmp_path)
    kept = {each.site.name for each in filled.planned.decisions if each.kept}

    assert kept == {"scales", "half", "axes"}
    for name in arrays.keys() - kept:
        assert not np.isin(filled.array(name), arrays[name]).any(), name
    feeds = {"x": data(1, 3, 4)}
    assert shapes_of_run(filled.path, feeds) == shapes_of_run(save(made, tmp_path), feeds)


def test_what_may_be_learnt_has_a_rule(tmp_path):
    """The role is `other`; --except keeps, on purpose."""
    made, arrays = learnt()
    recipe = Recipe((FillerRule.parse("other=constant,value=3"),), (), ("mask",))
    filled = anonymous(made, tmp_path, recipe=recipe)

    assert (filled.array("position") == 3).all()
    assert np.array_equal(filled.array("mask"), arrays["mask"])


def test_trees_and_frequencies_are_replaced(tmp_path):
    """Numbers in attributes, where classical learners keep them."""
    linear = helper.make_node(
        "LinearRegressor",
        ["x"],
        ["y"],
        domain="ai.onnx.ml",
        coefficients=[91.5, 92.5, 93.5],
        intercepts=[94.5],
    )
    made = model(graph([linear], {"x": data(2, 3)}), domains=["ai.onnx.ml"])
    filled = anonymous(made, tmp_path)
    (node,) = filled.proto.graph.node
    told = {each.name: list(each.floats) for each in node.attribute}

    assert len(told["coefficients"]) == 3
    assert max(told["coefficients"]) <= 1
    # One number is not a weight; it is kept, and the plan says so.
    assert told["intercepts"] == [94.5]
    assert shapes_of_run(filled.path, {"x": data(2, 3)}) == [(2, 1)]


def test_what_cannot_be_replaced_is_refused(tmp_path):
    """A weight in a form that only one device reads would be told."""
    case = one(
        "MatMulFpQ4",
        *(data(2, 3), codes(40, dtype=np.uint8), np.array([3, 5], np.int64)),
        roles={},
        domain="com.microsoft",
        blk_quant_type=0,
    )

    with pytest.raises(FormatError, match="'w1' cannot be replaced: weight of MatMulFpQ4") as error:
        anonymous(case.model, tmp_path)
    assert "--except 'w1'" in error.value.hint
    kept = anonymous(case.model, tmp_path, recipe=Recipe(excepted=("w1",)))
    assert np.array_equal(kept.array("w1"), case.arrays["w1"])


def test_leftovers_in_filled_tensors_go(tmp_path):
    """Old values under another field of the same tensor are values, too."""
    made = model(graph([helper.make_node("MatMul", ["x", "w"], ["y"])], {"x": data(2, 3)}))
    made.graph.initializer.append(helper.make_tensor("w", 1, [3, 5], numbers(3, 5).ravel()))
    listed = list(secrets(made))
    text = anonymous(made, tmp_path).path.read_bytes()

    assert len(listed) == 15
    assert [each for each in listed if each in text] == []


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3])
def test_two_numbers_may_have_been_learnt(size, tmp_path):
    """One alone steers; from two on a tensor of no known role gets new values."""
    arrays = {"k": numbers(size)}
    made = model(graph([helper.make_node("Mul", ["x", "k"], ["y"])], {"x": data(4, 1)}, arrays))
    filled = anonymous(made, tmp_path)
    (told,) = filled.planned.decisions

    assert bool(told.kept) == (size == 1)
    assert told.kept or told.parts[0].role == "other"


WORDS = [f"secret{number}" for number in range(40)]


def wordy():
    """A model that says much: in names, in documentation, in functions."""
    word = iter(WORDS)
    inner = [
        helper.make_node("MatMul", ["a", "k"], ["m"], name=next(word)),
        helper.make_node("Relu", ["m"], ["z"]),
    ]
    imports = [helper.make_opsetid("", 21), helper.make_opsetid("hidden.co", 1)]
    function = helper.make_function(
        "hidden.co", next(word), ["a", "k"], ["z"], inner, imports, doc_string=next(word)
    )
    branch = graph(
        [helper.make_node("MatMul", [f"{WORDS[20]}in", "w"], ["t"], name=next(word))],
        {},
        {"w": numbers(5, 5)},
        ("t",),
    )
    branch.name = next(word)
    nodes = [
        helper.make_node(
            function.name,
            [f"{WORDS[20]}x", f"{WORDS[21]}w"],
            [f"{WORDS[20]}in"],
            domain="hidden.co",
            name=next(word),
        ),
        helper.make_node(
            "If", ["flag"], ["y"], then_branch=branch, else_branch=branch, doc_string=next(word)
        ),
    ]
    made = model(
        graph(
            nodes,
            {f"{WORDS[20]}x": data(2, 3), "flag": data(dtype=np.bool_)},
            {f"{WORDS[21]}w": numbers(3, 5)},
        ),
        functions=[function],
        domains=["hidden.co"],
    )
    made.doc_string, made.producer_name, made.domain = next(word), next(word), next(word)
    made.graph.doc_string, made.graph.name = next(word), next(word)
    made.metadata_props.add(key=next(word), value=next(word))
    made.graph.node[0].metadata_props.add(key=next(word), value=next(word))
    made.graph.initializer[0].doc_string = next(word)
    made.graph.input[0].doc_string = next(word)
    made.graph.input[0].type.tensor_type.shape.dim[0].dim_param = WORDS[22]
    made.graph.value_info.append(helper.make_tensor_value_info(f"{WORDS[20]}in", 1, [2, 5]))
    made.graph.quantization_annotation.add(
        tensor_name=f"{WORDS[21]}w"
    ).quant_parameter_tensor_names.add(key="SCALE_TENSOR", value=WORDS[23])
    return made


def run_flag(path, name):
    """Run the wordy model."""
    (flag,) = [each.name for each in onnx.load(path).graph.input if each.name != name]
    return shapes_of_run(path, {name: data(2, 3), flag: np.ones((), np.bool_)})


def documented(proto):
    """Whether documentation or metadata are left anywhere in a model."""
    return any(
        bool(getattr(message, name, None))
        for message in _messages(proto)
        for name in ("doc_string", "metadata_props")
    )


@pytest.mark.parametrize(("docs", "names"), [*itertools.product([False, True], repeat=2)])
def test_words_go_on_request(docs, names, tmp_path):
    """Documentation, names, both or neither; the model runs."""
    made = wordy()
    output = Output(strip_docs=docs, hash_names=names, force=True)
    filled = anonymous(copy.deepcopy(made), tmp_path, output=output)
    text = filled.path.read_bytes()
    seen = [word for word in (*WORDS, "hidden.co") if word.encode() in text]

    assert documented(filled.proto) == (not docs)
    assert bool(seen) == (not (docs and names))
    assert ("hidden.co" in seen) == (not names)
    x = f"{WORDS[20]}x"
    assert run_flag(filled.path, filled.done.names.get(x, x)) == [(2, 5)]
    if names:
        assert filled.done.names.keys() == {x, "flag", "y"}
        onnx.checker.check_model(typed(filled.proto))


def typed(proto):
    """The model with a type for its outputs, as the checker wants."""
    for each in [
        *proto.graph.output,
        *(
            out
            for node in proto.graph.node
            for attribute in node.attribute
            for out in attribute.g.output
        ),
    ]:
        each.type.tensor_type.elem_type = 1
        each.type.tensor_type.shape.SetInParent()
    return proto


def test_new_names_tell_nothing_of_the_old(tmp_path):
    """They depend on the place only: another word, the same new name, and the same numbers."""
    made, other = wordy(), wordy()
    output = Output(strip_docs=True, hash_names=True, force=True)
    first = anonymous(made, tmp_path, output=output).path.read_bytes()
    text = other.SerializeToString()
    for word in WORDS:
        text = text.replace(word.encode(), word.encode()[::-1])
    second = anonymous(onnx.ModelProto.FromString(text), tmp_path, output=output)

    assert first == second.path.read_bytes()


def test_a_disguised_model_can_be_filled_again(tmp_path):
    """The numbers go by the new names."""
    output = Output(strip_docs=True, hash_names=True, force=True)
    first = fill_model(wordy(), tmp_path, 5, secret=True, output=output)
    again = fill_file(first.path, 5, secret=True, name="again.onnx")

    assert again.proto == first.proto


def test_attributes_of_functions_are_renamed(tmp_path):
    """In the function, in its calls, and in what refers to them."""
    body = helper.make_node("Gemm", ["a", "k"], ["z"])
    body.attribute.add(name="transB", ref_attr_name="secret_flag", type=onnx.AttributeProto.INT)
    function = helper.make_function(
        "own", "F", ["a", "k"], ["z"], [body], [helper.make_opsetid("", 21)], ["secret_flag"]
    )
    call = helper.make_node("F", ["x", "w"], ["y"], domain="own", secret_flag=1)
    made = model(
        graph([call], {"x": data(2, 3)}, {"w": numbers(5, 3)}),
        functions=[function],
        domains=["own"],
    )
    output = Output(strip_docs=True, hash_names=True, force=True)
    filled = anonymous(made, tmp_path, output=output)

    assert b"secret_flag" not in filled.path.read_bytes()
    assert shapes_of_run(filled.path, {filled.done.names["x"]: data(2, 3)}) == [(2, 5)]


def test_operators_of_others_keep_their_names(tmp_path):
    """Nothing could run them otherwise."""
    node = helper.make_node("Plugin", ["x", "w"], ["y"], domain="vendor", mode="fast")
    made = model(graph([node], {"x": data(2, 3)}, {"w": numbers(3, 5)}), domains=["vendor"])
    output = Output(strip_docs=True, hash_names=True, force=True)
    filled = anonymous(made, tmp_path, output=output)
    (kept,) = filled.proto.graph.node

    assert (kept.op_type, kept.domain, kept.attribute[0].name) == ("Plugin", "vendor", "mode")
    assert np.abs(numpy_helper.to_array(filled.proto.graph.initializer[0])).max() <= 1
