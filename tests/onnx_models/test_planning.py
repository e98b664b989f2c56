"""What each tensor is filled with: rules, exclusions, fans, streams."""

import copy

import numpy as np
import pytest

from caffe_fillers import Rng, fill, msra, xavier
from caffe_fillers.core.draws import Constant, Gaussian, Uniform
from caffe_fillers.errors import CaffeFillersError, FillerError, FormatError
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.plan.onnx import scopes
from caffe_fillers.plan.recipe import FillerRule, Recipe
from caffe_fillers.rng.eras import Era, boost_row, caffe_row, math_row
from caffe_fillers.rng.keyed import keyed_stream
from tests._onnx import (
    array_of,
    cases,
    data,
    fill_model,
    graph,
    helper,
    model,
    numbers,
    one,
)


def two_layers():
    """Conv, Relu, Gemm with biases."""
    arrays = {
        "conv.w": numbers(4, 3, 3, 3),
        "conv.b": numbers(4),
        "fc/w": numbers(5, 144),
        "fc/b": numbers(5),
    }
    nodes = [
        helper.make_node("Conv", ["x", "conv.w", "conv.b"], ["c"], name="first"),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("Flatten", ["r"], ["f"]),
        helper.make_node("Gemm", ["f", "fc/w", "fc/b"], ["y"], name="second", transB=1),
    ]
    return model(graph(nodes, {"x": data(1, 3, 8, 8)}, arrays))


def recipe(*rules, only=(), excepted=()):
    """A recipe."""
    return Recipe(tuple(FillerRule.parse(text) for text in rules), only, excepted)


def rules_used(filled):
    """For each filled tensor the rules of its parts."""
    return {
        each.site.name: [part.rule for part in each.parts]
        for each in filled.planned.decisions
        if not each.kept
    }


def test_rules_choose(tmp_path):
    """By operator, role and name."""
    made = recipe(
        "Conv=msra,variance_norm=FAN_OUT", "bias=constant,value=0.5", "name:fc/*=gaussian"
    )
    filled = fill_model(two_layers(), tmp_path, recipe=made)

    assert rules_used(filled) == {
        "conv.w": ["Conv=msra,variance_norm=FAN_OUT"],
        "conv.b": ["bias=constant,value=0.5"],
        "fc/w": ["name:fc/*=gaussian"],
        "fc/b": ["name:fc/*=gaussian"],
    }
    rng = Rng(keyed_stream(1, "conv.w"))
    assert np.array_equal(filled.array("conv.w"), msra((4, 3, 3, 3), "FAN_OUT", rng=rng))
    assert filled.array("conv.b").tolist() == [0.5] * 4


@pytest.mark.parametrize(
    ("only", "excepted", "filled"),
    [
        (("conv*",), (), {"conv.w", "conv.b"}),
        (("second",), (), {"fc/w", "fc/b"}),
        ((), ("*.w", "fc/b"), {"conv.b", "fc/w"}),
        (("first", "fc/*"), ("*b",), {"conv.w", "fc/w"}),
        (("none",), (), set()),
    ],
)
def test_exclusions_leave_tensors_as_they_are(only, excepted, filled, tmp_path):
    """By the names of initializers and of nodes."""
    done = fill_model(two_layers(), tmp_path, recipe=recipe(only=only, excepted=excepted))
    old = {each.name: each.raw_data for each in two_layers().graph.initializer}

    assert rules_used(done).keys() == filled
    for each in done.proto.graph.initializer:
        assert (each.raw_data == old[each.name]) == (each.name not in filled)


def test_keep_is_a_rule(tmp_path):
    """For what a recipe leaves alone."""
    filled = fill_model(two_layers(), tmp_path, recipe=recipe("name:fc/w=keep"))
    (kept,) = [each for each in filled.planned.decisions if each.kept]

    assert (kept.site.name, kept.kept) == ("fc/w", "rule 'name:fc/w=keep'")


def test_a_tensor_is_kept_as_a_whole(tmp_path):
    """An LSTM's two biases are one tensor."""
    case = next(case for case in cases() if case.name == "LSTM")

    with pytest.raises(FillerError, match="as a whole"):
        fill_model(case.model, tmp_path, recipe=recipe("recurrent_bias=keep"))
    assert fill_model(case.model, tmp_path, recipe=recipe("name:w3=keep")).array("w3").min() > 80


def test_a_rule_that_matches_nothing_is_told(tmp_path):
    """With what may have been meant."""
    filled = fill_model(two_layers(), tmp_path, recipe=recipe("Cnov=msra", "Conv=msra", "Gem=msra"))

    assert filled.planned.unmatched == (
        "the rule 'Cnov=msra' matched no weight. Did you mean 'Conv'?",
        "the rule 'Gem=msra' matched no weight. Did you mean 'Gemm' or 'QGemm'?",
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("Conv=bilinear", None),
        ("Gemm=bilinear", "bilinear needs a blob of 4 axes"),
        ("Conv=gaussian,std=0", "std is 0"),
        ("Gemm=gaussian,sparse=9", "more than the 5 outputs"),
    ],
)
def test_a_filler_that_does_not_fit_is_told(rule, words, tmp_path):
    """With the rule and the weight that it is for."""
    if words is None:
        kernel = fill_model(two_layers(), tmp_path, recipe=recipe(rule)).array("conv.w")
        assert np.array_equal(kernel, fill('type: "bilinear"', (4, 3, 3, 3), Rng(1)))
        return
    with pytest.raises(FillerError, match=words) as error:
        fill_model(two_layers(), tmp_path, recipe=recipe(rule))
    assert f"rule {rule!r}: weight of {rule.partition('=')[0]}" in error.value.where


@pytest.mark.parametrize("rule", ["weight=positive_unitball", "weight=bilinear"])
def test_sparse_tensors_take_independent_values(rule, tmp_path):
    """A kernel or a row has no meaning where most values are missing."""
    from onnx import numpy_helper

    values = numpy_helper.from_array(numbers(3), "w")
    places = numpy_helper.from_array(np.array([0, 3, 8], np.int64), "i")
    made = model(graph([helper.make_node("Conv", ["x", "w"], ["y"])], {"x": data(1, 1, 4, 4)}))
    made.graph.sparse_initializer.append(helper.make_sparse_tensor(values, places, [1, 1, 3, 3]))

    with pytest.raises(FillerError, match="independent"):
        fill_model(made, tmp_path, recipe=recipe(rule))


def roles(filled):
    """The role of each tensor that is filled."""
    return {
        each.site.name: each.parts[0].role for each in filled.planned.decisions if not each.kept
    }


@pytest.mark.parametrize("channels", [1, 2])
def test_a_single_number_may_be_a_bias_and_is_no_scale(channels, tmp_path):
    """Behind one channel an added number is its bias; what multiplies it is any number."""
    found = []
    for op in ("Add", "Mul"):
        arrays = {"w": numbers(channels, 3, 3, 3), "k": numbers(channels, 1, 1)}
        nodes = [
            helper.make_node("Conv", ["x", "w"], ["c"]),
            helper.make_node(op, ["c", "k"], ["y"]),
        ]
        made = model(graph(nodes, {"x": data(1, 3, 8, 8)}, arrays))
        found.append(roles(fill_model(made, tmp_path)))

    bias, scale = {"w": "weight", "k": "bias"}, {"w": "weight", "k": "norm_scale"}
    assert found == [bias, scale if channels > 1 else {"w": "weight"}]


def test_one_value_a_row_is_no_bias(tmp_path):
    """A bias of a linear layer stands on the last axis; what stands on another is any number."""
    found = []
    for shape in ((5,), (1, 5), (5, 1), (1, 1, 5), (1,), (3,)):
        arrays = {"w": numbers(3, 5), "k": numbers(*shape)}
        nodes = [
            helper.make_node("MatMul", ["x", "w"], ["m"]),
            helper.make_node("Add", ["m", "k"], ["y"]),
        ]
        made = model(graph(nodes, {"x": data(5, 3)}, arrays))
        found.append(roles(fill_model(made, tmp_path)).get("k"))

    assert found == ["bias", "bias", None, "bias", None, None]


@pytest.mark.parametrize("op", ["Identity", "Cast", "Dropout", "Relu"])
def test_a_bias_may_stand_behind_what_changes_no_channel(op, tmp_path):
    """An operator that passes values on; behind a function of them an Add is any Add."""
    arrays = {"w": numbers(3, 5), "k": numbers(5), "ratio": np.float32(0.5)}
    inputs = ["m", "ratio"] if op == "Dropout" else ["m"]
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["m"]),
        helper.make_node(op, inputs, ["p"], **({"to": 1} if op == "Cast" else {})),
        helper.make_node("Add", ["p", "k"], ["y"]),
    ]
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    filled = fill_model(model(graph(nodes, {"x": data(2, 3)}, arrays)), tmp_path)

    assert ("k" in roles(filled)) == (op != "Relu")


def test_a_tensor_of_a_branch_has_its_own_name_too(tmp_path):
    """A rule may name it as the branch does, or with the path that makes it unique."""
    node = helper.make_node("MatMul", ["x", "w"], ["z"])
    then = graph([node], {}, {"w": numbers(3, 5)}, ("z",))
    other = graph([helper.make_node("MatMul", ["x", "v"], ["z"])], {}, {"v": numbers(3, 5)}, ("z",))
    both = helper.make_node("If", ["f"], ["y"], name="if", then_branch=then, else_branch=other)
    made = model(graph([both], {"f": data(dtype=np.bool_), "x": data(2, 3)}, {}))
    filled = fill_model(made, tmp_path, recipe=recipe("name:w=keep", "name:if.else_branch/v=msra"))
    told = {each.site.name: each for each in filled.planned.decisions}

    assert told["if.then_branch/w"].kept == "rule 'name:w=keep'"
    assert told["if.else_branch/v"].parts[0].rule == "name:if.else_branch/v=msra"
    assert filled.planned.notes == ()


def test_numbers_of_attributes_are_tensors_of_constants_only(tmp_path):
    """A Constant's number or list may be a weight; the slope of a LeakyRelu is an attribute."""
    nodes = [
        helper.make_node("Constant", [], ["k"], value_float=100.0),
        helper.make_node("Constant", [], ["n"], value_int=3),
        helper.make_node("LeakyRelu", ["x"], ["l"], alpha=0.25),
        helper.make_node("PRelu", ["l", "k"], ["p"]),
        helper.make_node("Gather", ["p", "n"], ["y"]),
    ]
    filled = fill_model(model(graph(nodes, {"x": data(4, 3)})), tmp_path)

    assert [each.site.held_in for each in filled.planned.decisions] == ["Constant"]
    assert roles(filled) == {filled.planned.decisions[0].site.name: "slope"}


@pytest.mark.parametrize(
    ("op", "weight", "channels", "group"),
    [("Conv", (6, 2, 3, 3), 6, 2), ("ConvTranspose", (4, 3, 3, 3), 6, 2)],
)
def test_a_bias_behind_a_convolution_has_one_value_a_channel(op, weight, channels, group, tmp_path):
    """As many as the operator gives, in whichever order its weight has them."""
    for many in (channels, channels - 1, weight[1], weight[0]):
        arrays = {"w": numbers(*weight), "k": numbers(many, 1, 1)}
        nodes = [
            helper.make_node(op, ["x", "w"], ["c"], group=group),
            helper.make_node("Add", ["c", "k"], ["y"]),
        ]
        made = model(graph(nodes, {"x": data(1, 4, 8, 8)}, arrays))
        assert ("k" in roles(fill_model(made, tmp_path))) == (many == channels)


def test_a_function_of_an_operators_name_is_what_its_body_says(tmp_path):
    """The model's own FusedMatMul adds: what it adds is not a weight of a product."""
    inner = helper.make_function(
        "com.microsoft",
        "FusedMatMul",
        ["a", "b"],
        ["c"],
        [helper.make_node("Mul", ["a", "b"], ["c"])],
        [helper.make_opsetid("", 21)],
    )
    call = helper.make_node("FusedMatMul", ["x", "w"], ["y"], domain="com.microsoft")
    made = model(graph([call], {"x": data(2, 3)}, {"w": numbers(3, 5)}), functions=[inner])
    filled = fill_model(made, tmp_path)

    assert roles(filled) == {}
    assert filled.planned.decisions[0].place.startswith("read by Mul")


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (helper.make_node("MatMul", ["p", "w"], ["y"]), False),
        (helper.make_node("Gemm", ["p", "w"], ["y"], transB=1), True),
        (helper.make_node("Gather", ["w", "i"], ["y"]), True),
    ],
    ids=["the same", "turned", "rows"],
)
def test_a_weight_that_is_used_twice_in_different_ways_is_told(second, told, tmp_path):
    """The first use counts; another role or shape of the same tensor is worth a note."""
    first = helper.make_node("MatMul", ["x", "w"], ["p"])
    inputs = {"x": data(2, 3), "i": data(2, dtype=np.int64)}
    filled = fill_model(model(graph([first, second], inputs, {"w": numbers(3, 5)})), tmp_path)

    assert [note.partition(" is filled as ")[0] for note in filled.planned.notes] == ["w"] * told
    assert np.array_equal(filled.array("w"), xavier((5, 3), rng=Rng(keyed_stream(1, "w"))).T)


def trained_from(nodes, arrays, bound="start"):
    """A model whose training starts its weight w from `bound`."""
    made = model(
        graph([helper.make_node("MatMul", ["x", "w"], ["y"])], {"x": data(2, 3)}, {"w": W})
    )
    training = made.training_info.add()
    training.initialization.CopyFrom(graph(nodes, {}, arrays, (bound,)))
    training.initialization_binding.add(key="w", value=bound)
    return made


W = numbers(3, 5)
START = "training_info[0].initialization/start"


def test_what_training_starts_from_is_filled_like_its_weight(tmp_path):
    """By the same law, under its own name; both are weights of the same operator."""
    filled = fill_model(trained_from([], {"start": numbers(3, 5, seed=4)}), tmp_path)
    start = filled.proto.training_info[0].initialization.initializer[0]
    expected = xavier((5, 3), rng=Rng(keyed_stream(1, START))).T

    assert roles(filled) == {"w": "weight", START: "weight"}
    assert np.array_equal(array_of(start), expected)


@pytest.mark.parametrize(
    ("nodes", "arrays", "bound"),
    [
        ([], {"start": numbers(5, 3)}, "start"),
        ([], {"start": numbers(3, 5, dtype=np.float16)}, "start"),
        ([helper.make_node("Transpose", ["start"], ["t"])], {"start": numbers(5, 3)}, "t"),
        ([helper.make_node("Identity", ["start"], ["t"])], {"start": numbers(3, 5)}, "t"),
    ],
    ids=["shape", "type", "turned", "copied"],
)
def test_what_training_starts_from_is_the_weights_own_kind(nodes, arrays, bound, tmp_path):
    """Another shape or type, or an operator on the way: it is left, and the reason is told."""
    filled = fill_model(trained_from(nodes, arrays, bound), tmp_path)
    (told,) = [each for each in filled.planned.decisions if each.site.name == START]
    start = filled.proto.training_info[0].initialization.initializer[0]

    assert told.kept == "initial value of 'w', but of another shape or type"
    assert np.array_equal(array_of(start), arrays["start"])
    assert roles(filled) == {"w": "weight"}


def test_what_training_starts_from_may_be_a_weight_already(tmp_path):
    """A tensor that an operator of the initialization reads has that operator's law."""
    step = helper.make_node("MatMul", ["given", "start"], ["made"])
    made = trained_from([step], {"start": numbers(3, 5)})
    made.training_info[0].initialization.input.add(name="given")
    filled = fill_model(made, tmp_path)

    (told,) = [each for each in filled.planned.decisions if each.site.name == START]
    assert len(told.uses) == 1
    assert roles(filled) == {"w": "weight", START: "weight"}


# --- fans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "weight", "caffe", "torch"),
    [
        # (C / group k, M k) as both read it; M / group k on paper.
        ("Conv", "w1", (18, 54), (18, 27)),
        # Caffe reads (C, M / group, k, k) as if it were a convolution's.
        ("ConvTranspose", "w1", (27, 36), (18, 27)),
        ("Gemm", "w1", (3, 5), (3, 5)),
        ("Gemm KN", "w1", (3, 5), (3, 5)),
        ("MatMul batch", "w1", (3, 5), (3, 5)),
        ("Gather", "w0", (4, 9), (4, 9)),
        ("LSTM", "w1", (3, 16), (3, 16)),
        ("Attention", "w1", (4, 4), (4, 4)),
        ("MoE", "w2", (4, 8), (4, 8)),
    ],
)
def test_fans(name, weight, caffe, torch, tmp_path):
    """As Caffe reads them off the blob, or counted from the operator."""
    case = next(case for case in cases() if case.name == name)
    found = []
    for kind in ("caffe", "torch"):
        filled = fill_model(copy.deepcopy(case.model), tmp_path, fans=kind)
        (told,) = [each for each in filled.planned.decisions if each.site.name == weight]
        found.append(tuple(told.parts[0].fans))
        law = filled.planned.plan.draws[told.parts[0].draw].law
        assert law.high == pytest.approx(np.sqrt(3 / found[-1][0]), rel=1e-6)

    assert found == [caffe, torch]


@pytest.mark.parametrize(("norm", "n"), [("FAN_IN", 18), ("FAN_OUT", 27), ("AVERAGE", 22.5)])
def test_the_fan_that_a_filler_asks_for(norm, n, tmp_path):
    """All three norms, by the operator's own fans."""
    case = next(case for case in cases() if case.name == "ConvTranspose")
    made = recipe(f"ConvTranspose=msra,variance_norm={norm}")
    filled = fill_model(case.model, tmp_path, fans="torch", recipe=made)

    assert filled.planned.plan.draws[0].law.std == pytest.approx(np.sqrt(2 / n), rel=1e-6)


# --- streams ------------------------------------------------------------------------------------


def test_keyed_tensors_do_not_depend_on_each_other(tmp_path):
    """Another layer, another order, an exclusion: the others keep their numbers."""
    first = fill_model(two_layers(), tmp_path)
    made = two_layers()
    made.graph.initializer.reverse()
    made.graph.initializer.append(
        one("Gemm", data(1, 5), numbers(6, 5), roles={}).model.graph.initializer[0]
    )
    made.graph.node.append(helper.make_node("Gemm", ["y", "w1"], ["z"], transB=1))
    second = fill_model(made, tmp_path, recipe=recipe(excepted=("conv.b",)))

    for name in ("conv.w", "fc/w"):
        assert np.array_equal(first.array(name), second.array(name))


def test_seeds_differ(tmp_path):
    """And are of 64 bits where each tensor has its stream."""
    filled = [
        fill_model(two_layers(), tmp_path, seed).array("fc/w") for seed in (1, 1, 2, 1 + 2**32)
    ]

    assert np.array_equal(filled[0], filled[1])
    assert not np.array_equal(filled[0], filled[2])
    assert not np.array_equal(filled[0], filled[3])


def caffes_stream(made, folder, seed=1701, **options):
    """Fill from one stream."""
    return fill_model(made, folder, seed, stream="caffe", **options)


def test_one_stream_goes_in_the_order_of_the_graph(tmp_path):
    """Operator by operator as they are listed, weight before bias, however the tensors are."""
    made = two_layers()
    made.graph.initializer.reverse()
    gaussian = recipe("bias=gaussian")
    filled = caffes_stream(made, tmp_path, recipe=gaussian)
    rng = Rng(1701)
    expected = {
        "conv.w": xavier((4, 3, 3, 3), rng=rng),
        "conv.b": fill('type: "gaussian"', (4,), rng),
        "fc/w": xavier((5, 144), rng=rng),
        "fc/b": fill('type: "gaussian"', (5,), rng),
    }

    assert filled.done.words == rng.stream.tell()
    for name, array in expected.items():
        assert np.array_equal(filled.array(name), array), name


def test_what_is_left_out_takes_its_words(tmp_path):
    """--except changes nobody else's numbers, nor the words taken."""
    first = caffes_stream(two_layers(), tmp_path)
    second = caffes_stream(two_layers(), tmp_path, recipe=recipe(excepted=("conv.w",)))

    assert np.array_equal(first.array("fc/w"), second.array("fc/w"))
    assert first.done.words == second.done.words
    assert np.array_equal(second.array("conv.w"), numbers(4, 3, 3, 3))


def test_the_era_holds(tmp_path):
    """An older Boost gives its own normal numbers."""
    old = Era(boost_row("1.54"), caffe_row("rc3"), math_row("modern"))
    made = recipe("weight=msra")
    found = []
    for era in (old, Era.default()):
        from caffe_fillers.api.onnx_models import Output, StreamOptions, open_onnx, refill
        from caffe_fillers.plan.onnx import OnnxOptions
        from tests._onnx import array_of, onnx, save

        opened = open_onnx(save(two_layers(), tmp_path), OnnxOptions(made, era=era))
        refill(opened, tmp_path / "o.onnx", StreamOptions(5, "caffe", era), Output(force=True))
        found.append(array_of(onnx.load(tmp_path / "o.onnx").graph.initializer[0]))
        assert np.array_equal(found[-1], msra((4, 3, 3, 3), rng=Rng(5, era)))

    assert not np.array_equal(*found)


def test_two_tensors_of_one_name_are_refused_by_the_keyed_stream(tmp_path):
    """They would be equal; the one stream does not mind."""
    branch = graph(
        [helper.make_node("MatMul", ["x", "w"], ["z"])], {}, {"w": numbers(3, 5)}, ("z",)
    )
    nodes = [
        helper.make_node(
            "If", ["flag"], [f"y{at}"], name="same", then_branch=branch, else_branch=branch
        )
        for at in range(2)
    ]
    made = model(graph(nodes, {"flag": data(dtype=np.bool_), "x": data(2, 3)}, {}, ("y0", "y1")))

    with pytest.raises(
        FormatError, match=r"2 tensors are named 'same\.(then|else)_branch/w'"
    ) as error:
        fill_model(made, tmp_path)
    assert "--stream caffe" in error.value.hint
    caffes_stream(made, tmp_path)


# --- odd models ---------------------------------------------------------------------------------


def test_functions_that_call_each_other_in_a_circle_are_told(tmp_path):
    """ONNX forbids it."""
    imports = [helper.make_opsetid("own", 1)]
    made = model(graph([helper.make_node("A", ["x"], ["y"], domain="own")], {"x": data(2)}))
    for name, other in ("AB", "BA"):
        nodes = [helper.make_node(other, ["p"], ["q"], domain="own")]
        made.functions.append(helper.make_function("own", name, ["p"], ["q"], nodes, imports))

    with pytest.raises(FormatError, match="calls itself"):
        fill_model(made, tmp_path)


def test_functions_that_would_unfold_for_ever_are_told(tmp_path, monkeypatch):
    """Forty functions, each calling the next one twice."""
    monkeypatch.setattr(scopes, "MAX_ENTERED", 1000)
    imports = [helper.make_opsetid("own", 1)]
    made = model(graph([helper.make_node("f0", ["x"], ["y"], domain="own")], {"x": data(2)}))
    for level in range(40):
        nodes = [helper.make_node(f"f{level + 1}", ["p"], [out], domain="own") for out in "qr"]
        made.functions.append(
            helper.make_function("own", f"f{level}", ["p"], ["q"], nodes, imports)
        )

    with pytest.raises(FormatError, match="beyond all bounds"):
        fill_model(made, tmp_path)


def test_values_that_go_in_a_circle_are_none(tmp_path):
    """A broken graph has no weights there, and costs nothing."""
    nodes = [
        helper.make_node("Identity", ["a"], ["b"]),
        helper.make_node("Identity", ["b"], ["a"]),
        helper.make_node("MatMul", ["x", "a"], ["y"]),
    ]
    filled = fill_model(model(graph(nodes, {"x": data(2, 3)})), tmp_path)

    assert filled.planned.fillings == ()


@pytest.mark.parametrize(
    "op", ["Conv", "MatMul", "LSTM", "Gather", "MatMulNBits", "Einsum", "Gemm"]
)
@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (7,), (2, 0, 3), (1, 1, 1, 1, 1, 1)])
def test_weights_of_odd_shapes_are_filled_or_left(op, shape, tmp_path):
    """Nothing crashes, and what is left has its reason."""
    domain = "com.microsoft" if op == "MatMulNBits" else ""
    node = helper.make_node(op, ["x", "w"], ["y"], domain=domain)
    if op == "Gather":
        node.input.reverse()
    filled = fill_model(model(graph([node], {"x": data(2)}, {"w": numbers(*shape)})), tmp_path)
    (told,) = filled.planned.decisions

    assert told.kept or np.abs(filled.array("w")).max() < 10
    assert not told.kept or np.array_equal(filled.array("w"), numbers(*shape))


@pytest.mark.parametrize("law", [Constant, Uniform, Gaussian])
def test_tensors_larger_than_any_blob(law):
    """Caffe's blobs end at 2**31 values; weights of ONNX do not, for fillers that do not mind."""
    from caffe_fillers.core.draws import Habits
    from caffe_fillers.formats.onnx.view import View
    from caffe_fillers.plan.onnx.laws import law_of
    from caffe_fillers.plan.onnx.layouts import Fans, Part

    shape = (300_000, 10_000)
    part = Part(shape, View.whole(shape), Fans(10_000, 300_000))
    habits = Habits(Era.default(), np.dtype(np.float32))
    text = {Constant: "constant", Uniform: "xavier", Gaussian: "gaussian,std=0.1"}[law]

    assert isinstance(law_of(FillerRule.parse(f"a={text}").filler, part, habits, "caffe"), law)
    with pytest.raises(CaffeFillersError):
        law_of(FillerRule.parse("a=positive_unitball").filler, part, habits, "caffe")


@pytest.fixture
def both_fans():
    """A plugin's filler that looks at both fans, and one that looks at nothing."""
    from caffe_fillers.core import registry

    @registry.filler("both_fans", reads="fans", dialect="test_planning")
    def filler(param, shape, habits):
        del param, habits
        return Gaussian(*map(float, fans(shape)))

    rows = registry.fillers._rows
    row = rows.pop(("test_planning", "both_fans"))
    rows[registry.BVLC, "both_fans"] = row
    yield
    del rows[registry.BVLC, "both_fans"]


@pytest.mark.usefixtures("both_fans")
@pytest.mark.parametrize("kind", ["caffe", "torch"])
@pytest.mark.parametrize("wanted", [(5, 7), (12, 18), (4, 2), (1, 1), (10_000, 300_000)])
def test_fans_reach_fillers_of_plugins(kind, wanted):
    """By what the filler says that it looks at, and not by its name."""
    from caffe_fillers.core.draws import Habits
    from caffe_fillers.formats.onnx.view import View
    from caffe_fillers.plan.onnx.laws import law_of
    from caffe_fillers.plan.onnx.layouts import Fans, Part

    shape = (2, 3) if wanted[1] < 100 else (300_000, 10_000)
    part = Part(shape, View.whole(shape), Fans(*wanted))
    filler = FillerRule.parse("a=both_fans").filler
    law = law_of(filler, part, Habits(Era.default(), np.dtype(np.float32)), kind)

    expected = wanted if kind == "torch" or wanted[1] > 100 else (3, 2)
    assert law == Gaussian(*map(float, expected))
