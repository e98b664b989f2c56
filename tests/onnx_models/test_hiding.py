"""Wherever a weight hides it is found; what only looks like one stays."""

import copy

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from tests._onnx import (
    data,
    fill_file,
    fill_model,
    graph,
    model,
    numbers,
    save,
    shapes_of_run,
    value,
)

X = {"x": data(2, 3)}
OWN = "own.layers"


def node(op, inputs, output="y", **attributes):
    """A node of one output."""
    return helper.make_node(op, inputs, [output], **attributes)


def tensor(name, *shape):
    """A tensor of numbers that no filler draws."""
    return numpy_helper.from_array(numbers(*shape), name)


def constant(output, **attributes):
    """A Constant node."""
    return node("Constant", [], output, **attributes)


def body(nodes, inputs=(), outputs=("z",), initializers=()):
    """A subgraph."""
    made = graph(nodes, dict(inputs), {}, outputs)
    made.initializer.extend(initializers)
    for each in made.output:
        each.CopyFrom(helper.make_tensor_value_info(each.name, 1, None))
    return made


def branch(name, own=None):
    """A branch of an If that multiplies the outer x by a weight of its own, or an outer one."""
    inits = [] if own is None else [own]
    return body([node("MatMul", ["x", name], "z")], initializers=inits)


def sparse(name, dims, places):
    """A sparse tensor with numbers at these flat places."""
    values = numpy_helper.from_array(numbers(len(places)), name)
    indices = numpy_helper.from_array(np.array(places, np.int64), f"{name}.indices")
    return helper.make_sparse_tensor(values, indices, list(dims))


def in_if():
    """A branch with an initializer of its own, and one with the main graph's."""
    choice = node(
        "If",
        ["flag"],
        name="choice",
        then_branch=branch("w", tensor("w", 3, 5)),
        else_branch=branch("outer"),
    )
    return model(graph([choice], {**X, "flag": data(dtype=np.bool_)}, {"outer": numbers(3, 5)}))


def in_loop():
    """A body that captures an outer weight and holds a Constant."""
    inside = [
        node("MatMul", ["h", "outer"], "m"),
        constant("w", value=tensor("", 3, 3)),
        node("MatMul", ["m", "w"], "next"),
        node("Identity", ["go"], "on"),
    ]
    loop = helper.make_graph(
        inside,
        "body",
        [
            helper.make_tensor_value_info("i", 7, []),
            helper.make_tensor_value_info("go", 9, []),
            helper.make_tensor_value_info("h", 1, None),
        ],
        [
            helper.make_tensor_value_info("on", 9, []),
            helper.make_tensor_value_info("next", 1, None),
        ],
    )
    nodes = [node("Loop", ["times", "", "x"], body=loop, name="steps")]
    return model(graph(nodes, X, {"outer": numbers(3, 3), "times": np.array(2, np.int64)}))


def in_scan():
    """A body with an initializer of its own; what is scanned is data."""
    inside = helper.make_graph(
        [node("Gemm", ["row", "w"], "out"), node("Identity", ["state"], "same")],
        "body",
        [
            helper.make_tensor_value_info("state", 1, [1]),
            helper.make_tensor_value_info("row", 1, [2, 3]),
        ],
        [
            helper.make_tensor_value_info("same", 1, [1]),
            helper.make_tensor_value_info("out", 1, [2, 5]),
        ],
        [tensor("w", 3, 5)],
    )
    scan = helper.make_node(
        "Scan", ["start", "rows"], ["end", "y"], body=inside, num_scan_inputs=1, name="rows"
    )
    inputs = {"start": data(1), "rows": data(4, 2, 3)}
    return model(graph([scan], inputs, {}, ("end", "y")))


def function(name, inputs, nodes, attributes=(), opset=21):
    """A local function."""
    imports = [helper.make_opsetid("", opset), helper.make_opsetid(OWN, 1)]
    return helper.make_function(OWN, name, inputs, ["z"], nodes, imports, list(attributes))


def in_function():
    """A function's own Constant, and a weight that goes through two functions as an input."""
    inner = function("Inner", ["a", "k"], [node("MatMul", ["a", "k"], "z")])
    outer = function(
        "Outer",
        ["a", "k"],
        [
            constant("w", value=tensor("", 3, 4)),
            node("MatMul", ["a", "w"], "m"),
            node("Inner", ["m", "k"], "z", domain=OWN),
        ],
    )
    nodes = [
        node("Outer", ["x", "v"], "p", domain=OWN, name="first"),
        node("Outer", ["x", "v2"], domain=OWN, name="second"),
    ]
    arrays = {"v": numbers(4, 5), "v2": numbers(4, 6)}
    made = graph(nodes, X, arrays, ("p", "y"))
    return model(made, functions=[outer, inner], domains=[OWN])


def in_an_attribute_of_a_call():
    """A function whose Constant is what its call says, and whose transB is, too."""
    inner = function("Linear", ["a"], [], ["weight", "turned"])
    kept, use = constant("w"), node("Gemm", ["a", "w"], "z")
    kept.attribute.add(name="value", ref_attr_name="weight", type=onnx.AttributeProto.TENSOR)
    use.attribute.add(name="transB", ref_attr_name="turned", type=onnx.AttributeProto.INT)
    inner.node.extend([kept, use])
    call = node("Linear", ["x"], domain=OWN, weight=tensor("", 5, 3), turned=1, name="call")
    return model(graph([call], X), functions=[inner], domains=[OWN])


def in_training():
    """Weights of the training graphs, and what an initializer starts from."""
    made = model(graph([node("MatMul", ["x", "w"])], X, {"w": numbers(3, 5)}))
    training = made.training_info.add()
    training.initialization.CopyFrom(
        body([], outputs=("start",), initializers=[tensor("start", 3, 5)])
    )
    training.initialization_binding.add(key="w", value="start")
    step = [node("MatMul", ["batch", "head"], "m"), node("MatMul", ["m", "w"], "z")]
    training.algorithm.CopyFrom(
        body(step, {"batch": data(2, 4)}, initializers=[tensor("head", 4, 3)])
    )
    return made


def with_sparse_initializer():
    """A sparse weight."""
    made = model(graph([node("MatMul", ["x", "w"])], X))
    made.graph.sparse_initializer.append(sparse("w", (3, 5), [1, 4, 7, 13]))
    return made


def old():
    """IR 3: an initializer must be an input as well."""
    made = model(
        graph([node("MatMul", ["x", "w"])], X, {"w": numbers(3, 5)}), opset=8, ir_version=3
    )
    del made.opset_import[1]
    made.graph.input.append(value("w", numbers(3, 5)))
    return made


def float_list():
    """A PRelu whose slopes are a list of an attribute, and one whose slope is a number."""
    nodes = [
        constant("list", value_floats=numbers(3).tolist()),
        constant("number", value_float=100.0),
        node("PRelu", ["x", "list"], "p"),
        node("PRelu", ["p", "number"]),
    ]
    return model(graph(nodes, X))


#: Of each model the tensors that are to be filled.
HIDING = {
    "initializer": (
        model(graph([node("MatMul", ["x", "w"])], X, {"w": numbers(3, 5)})),
        {"w"},
    ),
    "graph input of IR 3": (old(), {"w"}),
    "Constant": (
        model(graph([constant("w", value=tensor("", 3, 5)), node("MatMul", ["x", "w"])], X)),
        {"w"},
    ),
    "Constant, numbers": (float_list(), {"list", "number"}),
    "Constant, sparse": (
        model(
            graph(
                [
                    constant("w", sparse_value=sparse("", (3, 5), [0, 14])),
                    node("MatMul", ["x", "w"]),
                ],
                X,
            )
        ),
        {"w"},
    ),
    "sparse initializer": (with_sparse_initializer(), {"w"}),
    "If": (in_if(), {"choice.then_branch/w", "outer"}),
    "Loop": (in_loop(), {"outer", "steps.body/w"}),
    "Scan": (in_scan(), {"rows.body/w"}),
    "function": (in_function(), {f"{OWN}.Outer/w", "v", "v2"}),
    "attribute of a call": (in_an_attribute_of_a_call(), {f"{OWN}.Linear/w"}),
    "training": (
        in_training(),
        {"w", "training_info[0].initialization/start", "training_info[0].algorithm/head"},
    ),
}


def all_tensors(message):
    """Every tensor, and every list of numbers, of a model."""
    if isinstance(message, onnx.TensorProto):
        yield numpy_helper.to_array(message)
        return
    if isinstance(message, onnx.AttributeProto) and message.name in ("value_float", "value_floats"):
        yield np.array([message.f, *message.floats], np.float32)
    for field, inner in message.ListFields():
        if field.message_type:
            for each in [inner] if hasattr(inner, "ListFields") else inner:
                yield from all_tensors(each)


@pytest.mark.parametrize("place", HIDING)
def test_the_weights_are_filled(place, tmp_path):
    """All of them, under their paths, and no number of theirs is left."""
    made, names = HIDING[place]
    filled = fill_model(made, tmp_path)
    secrets = [array for array in all_tensors(made) if array.dtype == np.float32]
    left = [array for array in all_tensors(filled.proto) if array.dtype == np.float32]

    assert {each.site.name for each in filled.planned.decisions if not each.kept} == names
    assert secrets
    assert all(array.max() > 1 for array in secrets)
    assert all(np.abs(array).max() <= 1.5 for array in left)
    for each in filled.proto.graph.output:
        each.type.tensor_type.elem_type = onnx.TensorProto.FLOAT
        each.type.tensor_type.shape.SetInParent()
    onnx.checker.check_model(filled.proto)


def feeds(made):
    """Something for each input of a model that is no initializer."""
    known = {each.name for each in made.graph.initializer}
    given = {}
    for each in made.graph.input:
        kind = each.type.tensor_type
        dims = [dim.dim_value for dim in kind.shape.dim]
        if each.name not in known:
            given[each.name] = data(*dims, dtype=helper.tensor_dtype_to_np_dtype(kind.elem_type))
    return given


#: onnxruntime does not take everything that ONNX allows.
ALIEN = {"training", "attribute of a call", "Constant, sparse"}


@pytest.mark.parametrize("place", sorted(HIDING.keys() - ALIEN))
def test_the_models_run(place, tmp_path):
    """Before and after, with the same shapes."""
    made, _ = HIDING[place]
    given = {
        name: np.ones((), np.bool_) if each.dtype == np.bool_ else each
        for name, each in feeds(made).items()
    }
    before = shapes_of_run(save(made, tmp_path), given)

    assert shapes_of_run(fill_model(made, tmp_path).path, given) == before


def test_how_many_run():
    """Nine hiding places of twelve run in onnxruntime."""
    assert (len(HIDING.keys() - ALIEN), len(HIDING)) == (9, 12)


def test_external_data_are_found_and_stay_external(tmp_path):
    """They go to a new file, named after the output."""
    made = model(graph([node("MatMul", ["x", "w"])], X, {"w": numbers(3, 5)}))
    where = {"save_as_external_data": True, "location": "weights.bin", "size_threshold": 0}
    path = save(copy.deepcopy(made), tmp_path, **where)
    before = (tmp_path / "weights.bin").read_bytes()
    filled = fill_file(path)
    (kept,) = onnx.load(filled.path, load_external_data=False).graph.initializer

    assert {each.key: each.value for each in kept.external_data}["location"] == "filled.onnx.data"
    assert filled.done.data == tmp_path / "filled.onnx.data"
    assert (tmp_path / "weights.bin").read_bytes() == before
    assert np.abs(filled.array("w")).max() <= 1


def test_weights_are_not_needed_to_be_replaced(tmp_path):
    """A model that came without its data file is filled all the same."""
    made = model(graph([node("MatMul", ["x", "w"])], X, {"w": numbers(3, 5)}))
    where = {"save_as_external_data": True, "location": "weights.bin", "size_threshold": 0}
    path = save(made, tmp_path, **where)
    (tmp_path / "weights.bin").unlink()

    assert np.abs(fill_file(path).array("w")).max() <= 1


def test_what_is_no_weight_stays(tmp_path):
    """Shapes, indices, axes, masks, tables and numbers in formulas are never touched."""
    arrays = {
        "w": numbers(3, 4),
        "shape": np.array([2, 2, 2], np.int64),
        "index": np.array([1, 0], np.int64),
        "pads": np.array([0, 0, 0, 1, 1, 1], np.int64),
        "pad": np.float32(7),
        "half": np.float32(0.5),
        "mask": numbers(3, 3, 3),
        "scales": np.array([1, 2, 2], np.float32),
        "low": np.float32(-1),
        "table": numbers(3, 3),
        "twice": numbers(3, 3, seed=1),
        "column": np.array([2.0], np.float32),
        "unused": numbers(4, 4),
    }
    nodes = [
        node("MatMul", ["x", "w"], "a"),
        node("Mul", ["a", "half"], "b"),
        node("Add", ["b", "column"], "b2"),
        node("Reshape", ["b2", "shape"], "c"),
        node("Gather", ["c", "index"], "d", axis=1),
        node("Pad", ["d", "pads", "pad"], "e"),
        node("Add", ["e", "mask"], "f"),
        node("Resize", ["f", "", "scales"], "g"),
        node("Clip", ["g", "low"], "h"),
        node("MatMul", ["table", "twice"], "t"),
        node("ReduceSum", ["t"], "sum"),
        node("Add", ["h", "sum"], "y"),
    ]
    made = model(graph(nodes, X, arrays))
    filled = fill_model(made, tmp_path)

    assert {each.site.name for each in filled.planned.decisions if not each.kept} == {"w"}
    for name in arrays.keys() - {"w"}:
        assert np.array_equal(filled.array(name), arrays[name]), name
    assert shapes_of_run(filled.path, X) == shapes_of_run(save(made, tmp_path), X)


def test_reasons_are_told(tmp_path):
    """Each tensor that stays has a reader and a reason."""
    arrays = {
        "table": numbers(3, 3),
        "twice": numbers(3, 3),
        "odd": numbers(1, 7),
        "lone": numbers(2),
    }
    nodes = [
        node("MatMul", ["table", "twice"], "t"),
        helper.make_node("LSTM", ["x3", "odd3", "r"], ["y"], name="lstm"),
    ]
    arrays |= {"odd3": numbers(1, 7, 3), "r": numbers(1, 8, 2)}
    made = model(graph(nodes, {"x3": data(5, 2, 3)}, arrays, ("t", "y")))
    told = {each.site.name: each for each in fill_model(made, tmp_path).planned.decisions}

    assert (
        told["twice"].kept
        == "weight of MatMul 'MatMul_0', but both factors are tensors of the model"
    )
    assert told["odd3"].kept == "weight of LSTM 'lstm', but 7 rows are not 4 gates"
    assert (told["lone"].kept, told["lone"].place) == (
        "no operator has it as a weight",
        "read by nobody",
    )
    assert told["table"].place == "read by MatMul 'MatMul_0', input 0"


def test_a_tensor_of_two_roles_is_filled_once(tmp_path):
    """By the first rule, and that is said: tied embeddings."""
    nodes = [
        node("Gather", ["w", "ids"], "e"),
        node("Transpose", ["w"], "t"),
        node("MatMul", ["e", "t"]),
    ]
    made = model(graph(nodes, {"ids": data(2, dtype=np.int64)}, {"w": numbers(9, 4)}))
    filled = fill_model(made, tmp_path)
    (filling,) = filled.planned.fillings

    assert filled.planned.notes == (
        (
            "w is filled as embedding of Gather 'Gather_0', input 0; "
            "it is also weight of MatMul 'MatMul_2', input 1, behind Transpose"
        ),
    )
    assert filling.parts.keys() == filled.planned.plan.blobs.keys()


def test_one_weight_read_twice_in_one_role_needs_no_note(tmp_path):
    """Shared layers are usual."""
    nodes = [node("MatMul", ["x", "w"], "a"), node("MatMul", ["a", "w"])]
    made = model(graph(nodes, X, {"w": numbers(3, 3)}))

    assert fill_model(made, tmp_path).planned.notes == ()


@pytest.mark.parametrize(
    ("nodes", "arrays", "roles"),
    [
        # What exporters write for a linear layer with a bias.
        (
            [node("MatMul", ["x", "w"], "a"), node("Add", ["b", "a"])],
            {"w": (3, 5), "b": (5,)},
            {"w": "weight", "b": "bias"},
        ),
        # Caffe's Convolution, BatchNorm without a name of its own, Scale.
        (
            [
                node("Conv", ["image", "w"], "a"),
                node("Sub", ["a", "m"], "b"),
                node("Div", ["b", "v"], "c"),
                node("Mul", ["c", "g"], "d"),
                node("Add", ["d", "h"]),
            ],
            {"w": (5, 4, 1, 1), "m": (5, 1, 1), "v": (1, 5, 1, 1), "g": (5, 1, 1), "h": (5, 1, 1)},
            {
                "w": "weight",
                "m": "norm_mean",
                "v": "norm_scale",
                "g": "norm_scale",
                "h": "norm_bias",
            },
        ),
        # LayerNormalization before opset 17.
        (
            [
                node("ReduceMean", ["x"], "mean"),
                node("Sub", ["x", "mean"], "d"),
                node("Pow", ["d", "two"], "s"),
                node("ReduceMean", ["s"], "var"),
                node("Add", ["var", "eps"], "e"),
                node("Sqrt", ["e"], "std"),
                node("Div", ["d", "std"], "n"),
                node("Mul", ["n", "g"], "a"),
                node("Add", ["a", "h"]),
            ],
            {"two": (), "eps": (), "g": (3,), "h": (3,)},
            {"g": "norm_scale", "h": "norm_bias"},
        ),
        # RMS norm as Llama's exports write it.
        (
            [
                node("Pow", ["x", "two"], "s"),
                node("ReduceMean", ["s"], "var"),
                node("Add", ["var", "eps"], "e"),
                node("Sqrt", ["e"], "r"),
                node("Div", ["one", "r"], "i"),
                node("Mul", ["x", "i"], "n"),
                node("Mul", ["g", "n"]),
            ],
            {"two": (), "eps": (), "one": (), "g": (3,)},
            {"g": "norm_scale"},
        ),
        # A vector of another length, and one along another axis, are no biases.
        (
            [node("Conv", ["image", "w"], "a"), node("Add", ["a", "b"])],
            {"w": (5, 4, 1, 1), "b": (6,)},
            {"w": "weight"},
        ),
    ],
    ids=["linear", "scale", "layer norm", "rms norm", "no bias"],
)
def test_biases_and_norms_spelled_out(nodes, arrays, roles, tmp_path):
    """Add, Mul, Sub and Div after a weight are its bias and norm."""
    inputs = {"image": data(1, 4, 6, 6)} if "image" in nodes[0].input else X
    given = {name: numbers(*shape) if shape else np.float32(2) for name, shape in arrays.items()}
    made = model(graph(nodes, inputs, given), opset=13)
    filled = fill_model(made, tmp_path)
    found = {
        each.site.name: each.parts[0].role for each in filled.planned.decisions if not each.kept
    }

    assert found == roles
    assert shapes_of_run(filled.path, inputs) == shapes_of_run(save(made, tmp_path), inputs)
