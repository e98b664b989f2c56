"""What is not filled stays: put the old tensors back and the old model is back."""

import copy

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import helper, numpy_helper

from caffe_fillers.api.onnx_models import Output, StreamOptions, open_onnx, refill
from caffe_fillers.formats.onnx.save import External
from caffe_fillers.formats.onnx.wire import messages
from caffe_fillers.plan.onnx import OnnxOptions
from tests._onnx import cases, data, graph, model, numbers, value

CASES = cases()
TEXT = st.text("abcä/.:_ 01\n", max_size=6)
NAMES = st.text("abcxyz/._", min_size=1, max_size=5)


def random_attributes(draw, name):
    """An operator of nobody's, with attributes of every kind."""
    node = helper.make_node("Strange", ["x"], [name], domain="own.strange", doc_string=draw(TEXT))
    tensor = numpy_helper.from_array(numbers(draw(st.integers(0, 600))), "inside")
    words = helper.make_tensor("words", onnx.TensorProto.STRING, [2], [b"a", b"\xff\0"])
    floats = helper.make_tensor("floats", onnx.TensorProto.FLOAT, [3], [1.5, -0.0, float("nan")])
    whole = helper.make_tensor("whole", onnx.TensorProto.INT64, [2], [-(2**63), 2**63 - 1])
    half = helper.make_tensor("half", onnx.TensorProto.BFLOAT16, [2], [1.0, 2.0])
    packed = helper.make_tensor("packed", onnx.TensorProto.INT4, [3], [1, -2, 3])
    thin = helper.make_sparse_tensor(
        tensor, helper.make_tensor("i", 7, [tensor.dims[0]], range(tensor.dims[0])), [700]
    )
    chosen = draw(
        st.lists(
            st.sampled_from(
                [
                    ("i", -3),
                    ("f", 0.1),
                    ("s", b"\xfe\0text"),
                    ("ints", [1, -1]),
                    ("floats", [0.5, -0.0]),
                    ("strings", [b"a", b""]),
                    ("t", tensor),
                    ("tensors", [words, floats, whole, half, packed, tensor]),
                    ("sparse", thin),
                    ("sparses", [thin, thin]),
                    ("type", helper.make_tensor_type_proto(1, ["n", 3])),
                    ("g", graph([helper.make_node("Odd", [], ["o"], domain="own.strange")])),
                ]
            ),
            max_size=6,
            unique_by=lambda each: each[0],
        )
    )
    for key, content in chosen:
        node.attribute.append(helper.make_attribute(key, content, doc_string=draw(TEXT)))
    return node


@st.composite
def models(draw):
    """A model with weights, and with whatever else a model may have."""
    case = draw(st.sampled_from(CASES))
    made = copy.deepcopy(case.model)
    made.doc_string, made.producer_name, made.domain = draw(TEXT), draw(TEXT), draw(TEXT)
    made.model_version = draw(st.integers(-5, 2**40))
    for key in draw(st.lists(NAMES, max_size=3, unique=True)):
        made.metadata_props.add(key=key, value=draw(TEXT))
        made.graph.metadata_props.add(key=key, value=draw(TEXT))
    if draw(st.booleans()):
        made.graph.node.append(random_attributes(draw, "strange"))
        made.opset_import.add(domain="own.strange", version=3)
    if draw(st.booleans()):
        made.graph.quantization_annotation.add(tensor_name="w1").quant_parameter_tensor_names.add(
            key="SCALE_TENSOR", value="s"
        )
        made.graph.value_info.append(value("y0", data(2, 3)))
    if draw(st.booleans()):
        training = made.training_info.add()
        training.initialization.CopyFrom(graph([], {}, {"start": numbers(3, 4)}, ("start",)))
        training.algorithm.CopyFrom(
            graph([helper.make_node("Identity", ["x"], ["u"])], {}, {}, ("u",))
        )
        training.update_binding.add(key="w", value="u")
    if draw(st.booleans()):
        nodes = [random_attributes(draw, "z")]
        imports = [helper.make_opsetid("own.strange", 3)]
        made.functions.append(helper.make_function("own", "F", ["x"], ["z"], nodes, imports))
    for each in made.graph.initializer:
        if draw(st.booleans()):
            each.doc_string = draw(TEXT)
            each.metadata_props.add(key="k", value=draw(TEXT))
    extra = {
        "big": numbers(300, 3),
        "ints": np.arange(700),
        "words": np.array(["a", "bc"], object),
    }
    for name in draw(st.lists(st.sampled_from(sorted(extra)), unique=True)):
        made.graph.initializer.append(numpy_helper.from_array(extra[name], name))
    if draw(st.booleans()):
        listed = helper.make_tensor("listed", 1, [400], [0.25] * 400)
        made.graph.initializer.append(listed)
    return made


def put_back(before, after, places):
    """Exchange the tensors in these places of the traversal for the old ones."""
    for number, (old, new) in enumerate(zip(messages(before), messages(after), strict=True)):
        if number in places:
            new.CopyFrom(old)


def fill_counting(path, output=None, **options):
    """Fill a model; gives the places of what was filled."""
    opened = open_onnx(path, OnnxOptions(**options))
    every = list(messages(opened.model.proto))
    order = {id(each): number for number, each in enumerate(every)}
    filled = {order[id(each.site.holder)] for each in opened.planned.decisions if not each.kept}
    refill(opened, path.with_name("filled.onnx"), StreamOptions(1), output or Output(force=True))
    return filled


@given(models())
@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_putting_tensors_back_gives_the_old_model(tmp_path, made):
    """Message-equal: metadata, opsets, functions, unknown operators, every kind of attribute."""
    path = tmp_path / "model.onnx"
    path.write_bytes(made.SerializeToString())
    places = fill_counting(path)
    before = onnx.load(path, load_external_data=False)
    after = onnx.load(tmp_path / "filled.onnx", load_external_data=False)
    assert places
    assert after != before
    put_back(before, after, places)

    # NaN is not equal to itself, its bytes are.
    assert after == before or after.SerializeToString() == before.SerializeToString()


@given(models())
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_external_data_lose_nothing(tmp_path, made):
    """The same with every initializer in a data file, on the way in and on the way out."""
    inside = tmp_path / "inside.onnx"
    inside.write_bytes(made.SerializeToString())
    # Everything kept: only the place of the tensors changes.
    path, again = tmp_path / "model.onnx", tmp_path / "filled.onnx"
    chosen = Output(External(wanted=True, threshold=0), force=True)
    opened = open_onnx(inside, OnnxOptions(recipe=everything_kept()))
    refill(opened, path, StreamOptions(1), chosen)
    places = fill_counting(path)
    outside = onnx.load(path, load_external_data=False).graph.initializer
    held = [each for each in outside if each.data_location == onnx.TensorProto.EXTERNAL]
    before, after = onnx.load(inside), onnx.load(again)
    put_back(before, after, places)
    for old, new in zip(before.graph.initializer, after.graph.initializer, strict=True):
        assert np.array_equal(
            numpy_helper.to_array(old), numpy_helper.to_array(new), equal_nan=old.data_type == 1
        )
        new.CopyFrom(old)

    assert held
    assert after == before or after.SerializeToString() == before.SerializeToString()


def everything_kept():
    """A recipe that fills nothing."""
    from caffe_fillers.plan.recipe import Recipe

    return Recipe(excepted=("*",))


def test_nothing_to_fill_changes_nothing(tmp_path):
    """Byte for byte, as onnx itself writes the model."""
    made = model(graph([helper.make_node("Relu", ["x"], ["y"])], {"x": data(2)}))
    path = tmp_path / "model.onnx"
    path.write_bytes(made.SerializeToString())
    fill_counting(path)

    assert (tmp_path / "filled.onnx").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_operator(case, tmp_path):
    """Every case's model comes back, too."""
    path = tmp_path / "model.onnx"
    path.write_bytes(case.model.SerializeToString())
    places = fill_counting(path)
    after = onnx.load(tmp_path / "filled.onnx")
    put_back(case.model, after, places)

    assert len(places) == len(case.roles)
    assert after == case.model


def test_unknown_fields_stay(tmp_path):
    """A field that this version of onnx does not know comes out again."""
    made = model(
        graph(
            [helper.make_node("MatMul", ["x", "w"], ["y"])], {"x": data(2, 3)}, {"w": numbers(3, 5)}
        )
    )
    # Field 1000 of the model and of its graph, length-delimited.
    unknown = bytes([0xC2, 0x3E, 3]) + b"new"
    text = made.SerializeToString() + unknown
    path = tmp_path / "model.onnx"
    path.write_bytes(text)
    fill_counting(path)

    assert unknown in (tmp_path / "filled.onnx").read_bytes()


def test_names_need_not_be_utf8(tmp_path):
    """Their bytes come out again, of tensors that are filled and of everything else."""
    made = model(
        graph(
            [helper.make_node("MatMul", ["x", "w__"], ["y"], name="n__")],
            {"x": data(2, 3)},
            {"w__": numbers(3, 5)},
        )
    )
    text = made.SerializeToString().replace(b"w__", b"w\xbe\xed").replace(b"n__", b"n\xff\xfe")
    path = tmp_path / "model.onnx"
    path.write_bytes(text)
    fill_counting(path)
    after = (tmp_path / "filled.onnx").read_bytes()

    assert len(after) == len(text)
    assert after.count(b"w\xbe\xed") == text.count(b"w\xbe\xed") == 2
    assert b"n\xff\xfe" in after
