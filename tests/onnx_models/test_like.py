"""A converted model gets the very bits of the .caffemodel that the net would have started from."""

import json

import numpy as np
import onnx
import pytest

from caffe_fillers.api.onnx_models import Opened, Output, StreamOptions, refill
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats.kinds import lay_out
from caffe_fillers.formats.layout import writing
from caffe_fillers.formats.onnx.model import read_onnx
from caffe_fillers.matching.match import torch_place
from caffe_fillers.plan.onnx import OnnxOptions
from caffe_fillers.plan.onnx.like import plan_like, read_table
from caffe_fillers.plan.recipe import Recipe
from caffe_fillers.plan.start import start
from caffe_fillers.proto import caffe
from caffe_fillers.rng.rng import Rng
from tests._onnx import array_of, data, graph, helper, model, numbers, save

SEED = 1701
SOME = 'weight_filler { type: "gaussian" std: 0.1 } bias_filler { type: "uniform" min: -1 }'


def layer(name, kind, bottom, rest=""):
    """A layer of one bottom and one top."""
    bottoms = " ".join(f'bottom: "{each}"' for each in bottom.split())
    return f'layer {{ name: "{name}" type: "{kind}" {bottoms} top: "{name}" {rest} }}\n'


def given(name, *dims):
    """An Input layer."""
    shape = " ".join(f"dim: {dim}" for dim in dims)
    text = f"input_param {{ shape {{ {shape} }} }}"
    return f'layer {{ name: "{name}" type: "Input" top: "{name}" {text} }}\n'


NET = (
    given("image", 1, 3, 8, 8)
    + layer(
        "conv1",
        "Convolution",
        "image",
        f"convolution_param {{ num_output: 4 kernel_size: 3 {SOME} }}",
    )
    + layer("prelu1", "PReLU", "conv1", 'prelu_param { filler { type: "gaussian" } }')
    + layer(
        "up/2x",
        "Deconvolution",
        "prelu1",
        f"convolution_param {{ num_output: 4 group: 2 kernel_size: 4 {SOME} }}",
    )
    + layer("fc1", "InnerProduct", "up/2x", f"inner_product_param {{ num_output: 5 {SOME} }}")
    + layer(
        "fc2",
        "InnerProduct",
        "fc1",
        f"inner_product_param {{ num_output: 6 transpose: true {SOME} }}",
    )
    + layer("fc3", "InnerProduct", "fc2", f"inner_product_param {{ num_output: 6 {SOME} }}")
    + layer(
        "fc4",
        "InnerProduct",
        "fc3",
        f"inner_product_param {{ num_output: 6 transpose: true {SOME} }}",
    )
    + given("words", 5, 2)
    + layer("embed", "Embed", "words", f"embed_param {{ input_dim: 9 num_output: 7 {SOME} }}")
    + given("cont", 5, 2)
    + layer("lstm", "LSTM", "embed cont", f"recurrent_param {{ num_output: 6 {SOME} }}")
    + layer(
        "last", "InnerProduct", "lstm", f"inner_product_param {{ num_output: 2 axis: 2 {SOME} }}"
    )
)


def caffemodel(folder, net=NET, seed=SEED):
    """The blobs that Caffe starts from, by layer; and the plan."""
    path = folder / "net.prototxt"
    path.write_text(net)
    planned = start(path).planned
    target = folder / "net.caffemodel"
    with writing(
        OutputFile(target), lay_out(target, planned.net, planned.slots, planned.plan)
    ) as sink:
        fill_plan(planned.plan, Rng(seed), sink)
    saved = caffe.NetParameter.FromString(target.read_bytes())
    blobs = {
        each.name: [np.array(blob.data, np.float32).reshape(blob.shape.dim) for blob in each.blobs]
        for each in saved.layer
    }
    return blobs, planned


def node(op, inputs, output, **attributes):
    """A node."""
    return helper.make_node(op, inputs, [output], **attributes)


def converted(w="{}_W", b="{}_b"):
    """The net as a converter writes it, with tensors named in this manner."""

    def names(layer_name):
        return w.format(layer_name), b.format(layer_name)

    arrays = {}

    def tensor(name, *shape):
        arrays[name] = numbers(*shape)
        return name

    conv, up, fc1, fc2 = names("conv1"), names("up_2x"), names("fc1"), names("fc2")
    fc3, fc4, last, embed = names("fc3"), names("fc4"), names("last"), names("embed")
    nodes = [
        node("Conv", ["image", tensor(conv[0], 4, 3, 3, 3), tensor(conv[1], 4)], "conv1"),
        node("PRelu", ["conv1", tensor("prelu1_slope", 4, 1, 1)], "p"),
        node("ConvTranspose", ["p", tensor(up[0], 4, 2, 4, 4), tensor(up[1], 4)], "u", group=2),
        node("Flatten", ["u"], "f"),
        node("MatMul", ["f", tensor(fc1[0], 324, 5)], "m"),
        node("Add", ["m", tensor(fc1[1], 5)], "g1"),
        node("Gemm", ["g1", tensor(fc2[0], 6, 5), tensor(fc2[1], 6)], "g2", transB=1),
        node("Gemm", ["g2", tensor(fc3[0], 6, 6), tensor(fc3[1], 6)], "g3"),
        node("Gemm", ["g3", tensor(fc4[0], 6, 6), tensor(fc4[1], 6)], "y", transB=1),
        node("Gather", [tensor(embed[0], 9, 7), "words"], "e"),
        node("Add", ["e", tensor(embed[1], 7)], "eb"),
        helper.make_node(
            "LSTM",
            ["eb", tensor("lstm_W", 1, 24, 7), tensor("lstm_R", 1, 24, 6), tensor("lstm_B", 1, 48)],
            ["h"],
            hidden_size=6,
        ),
        node("Squeeze", ["h", "axes"], "hs"),
        node("Transpose", [tensor(last[0], 2, 6)], "lt"),
        node("MatMul", ["hs", "lt"], "lm"),
        node("Add", ["lm", tensor(last[1], 2)], "z"),
    ]
    arrays["axes"] = np.array([1], np.int64)
    inputs = {"image": data(1, 3, 8, 8), "words": data(5, 2, dtype=np.int64)}
    return model(graph(nodes, inputs, arrays, ("y", "z")))


def like(folder, made, planned, table=None, seed=SEED, **options):
    """Fill a converted model as the net; gives the likeness and the tensors."""
    opened = read_onnx(save(made, folder))
    found = plan_like(opened, planned, table, OnnxOptions(**options))
    target = folder / "like.onnx"
    refill(Opened(opened, found.planned), target, StreamOptions(seed, "caffe"), Output(force=True))
    tensors = {each.name: array_of(each) for each in onnx.load(target).graph.initializer}
    return found, tensors


def gates(array):
    """Caffe's i, f, o, g as i, o, f, c."""
    i, f, o, g = np.split(array, 4)
    return np.concatenate([i, o, f, g])


@pytest.mark.parametrize(
    ("w", "b"),
    [
        ("{}_W", "{}_b"),  # caffe-onnx, caffe2onnx
        ("{}_weight", "{}_bias"),  # MMdnn's nodes
        ("{}_weight_array", "{}_bias_array"),  # MMdnn's tensors
        ("{}_w_0", "{}_b_0"),  # Caffe2 and its zoo
        ("{}.weight", "{}.bias"),  # PyTorch
        ("{}/kernel", "{}/bias"),  # by way of TensorFlow
        ("{}.0", "{}.1"),  # blobs by number
    ],
)
def test_the_bits_are_the_caffemodels(w, b, tmp_path):
    """Conv, Deconvolution, InnerProduct of both layouts, Embed, LSTM and PReLU, however named."""
    blobs, planned = caffemodel(tmp_path)
    found, tensors = like(tmp_path, converted(w, b), planned)
    expected = {
        w.format("conv1"): blobs["conv1"][0],
        b.format("conv1"): blobs["conv1"][1],
        "prelu1_slope": blobs["prelu1"][0].reshape(4, 1, 1),
        w.format("up_2x"): blobs["up/2x"][0],
        b.format("up_2x"): blobs["up/2x"][1],
        w.format("fc1"): blobs["fc1"][0].T,
        b.format("fc1"): blobs["fc1"][1],
        w.format("fc2"): blobs["fc2"][0].T,
        b.format("fc2"): blobs["fc2"][1],
        w.format("fc3"): blobs["fc3"][0].T,
        b.format("fc3"): blobs["fc3"][1],
        w.format("fc4"): blobs["fc4"][0].T,
        b.format("fc4"): blobs["fc4"][1],
        w.format("embed"): blobs["embed"][0],
        b.format("embed"): blobs["embed"][1],
        "lstm_W": gates(blobs["lstm"][0])[None],
        "lstm_R": gates(blobs["lstm"][2])[None],
        "lstm_B": np.concatenate([gates(blobs["lstm"][1]), np.zeros(24, np.float32)])[None],
        w.format("last"): blobs["last"][0],
        b.format("last"): blobs["last"][1],
    }

    assert found.complete, (found.missed, found.matching.blobs)
    assert {pair.by for pair in found.matching.pairs} == {"name"}
    assert tensors.keys() - {"axes"} == expected.keys()
    for name, array in expected.items():
        assert tensors[name].tobytes() == np.ascontiguousarray(array).tobytes(), name


BN_NET = (
    given("image", 1, 3, 8, 8)
    + layer(
        "conv",
        "Convolution",
        "image",
        f"convolution_param {{ num_output: 4 kernel_size: 3 {SOME} }}",
    )
    + layer("bn", "BatchNorm", "conv")
    + layer("scale", "Scale", "bn", 'scale_param { bias_term: true filler { type: "gaussian" } }')
    + layer("bn2", "BatchNorm", "scale")
)


def test_batch_norm_and_scale(tmp_path):
    """A Scale's blobs are the norm's; where Caffe has none the norm is as if it had."""
    blobs, planned = caffemodel(tmp_path, BN_NET)
    arrays = {
        "conv_W": numbers(4, 3, 3, 3),
        "conv_b": numbers(4),
        **{name: numbers(4) for name in ("scale_scale", "scale_b", "bn_mean", "bn_var")},
        **{name: numbers(4) for name in ("ones", "zeros", "bn2_mean", "bn2_var")},
    }
    nodes = [
        node("Conv", ["image", "conv_W", "conv_b"], "c"),
        node("BatchNormalization", ["c", "scale_scale", "scale_b", "bn_mean", "bn_var"], "n"),
        node("BatchNormalization", ["n", "ones", "zeros", "bn2_mean", "bn2_var"], "y"),
    ]
    found, tensors = like(
        tmp_path, model(graph(nodes, {"image": data(1, 3, 8, 8)}, arrays)), planned
    )

    assert found.complete
    assert np.array_equal(tensors["scale_scale"], blobs["scale"][0])
    assert np.array_equal(tensors["bn_var"], blobs["bn"][1])
    assert (tensors["ones"], tensors["zeros"]) == pytest.approx((1, 0))
    # Caffe's running variance starts at 0.
    assert not tensors["bn2_var"].any()


def test_names_of_operators_and_shapes_help(tmp_path):
    """Tensors that are called anything: matched by their node, and the rest by shape."""
    net = (
        given("image", 1, 3, 8, 8)
        + layer(
            "a",
            "Convolution",
            "image",
            f"convolution_param {{ num_output: 4 kernel_size: 3 {SOME} }}",
        )
        + layer(
            "b", "Convolution", "a", f"convolution_param {{ num_output: 5 kernel_size: 3 {SOME} }}"
        )
    )
    blobs, planned = caffemodel(tmp_path, net)
    arrays = {
        "t1": numbers(4, 3, 3, 3),
        "t2": numbers(4),
        "t3": numbers(5, 4, 3, 3),
        "t4": numbers(5),
    }
    nodes = [
        node("Conv", ["image", "t1", "t2"], "c", name="a"),
        node("Conv", ["c", "t3", "t4"], "y", name="Conv_17"),
    ]
    found, tensors = like(
        tmp_path, model(graph(nodes, {"image": data(1, 3, 8, 8)}, arrays)), planned
    )

    assert {pair.place.name: pair.by for pair in found.matching.pairs} == {
        "t1": "operator",
        "t2": "operator",
        "t3": "shape",
        "t4": "shape",
    }
    for name, layer_name, number in (("t1", "a", 0), ("t3", "b", 0), ("t4", "b", 1)):
        assert np.array_equal(tensors[name], blobs[layer_name][number])


def unmatched(folder):
    """A net and a model of which one weight each has no partner."""
    net = (
        given("x", 2, 3)
        + layer(
            "one",
            "InnerProduct",
            "x",
            f"inner_product_param {{ num_output: 4 bias_term: false {SOME} }}",
        )
        + layer(
            "two",
            "InnerProduct",
            "x",
            f"inner_product_param {{ num_output: 4 bias_term: false {SOME} }}",
        )
    )
    blobs, planned = caffemodel(folder, net)
    arrays = {"p": numbers(3, 4), "q": numbers(3, 4)}
    nodes = [node("MatMul", ["x", "p"], "y"), node("MatMul", ["x", "q"], "z")]
    return blobs, planned, model(graph(nodes, {"x": data(2, 3)}, arrays, ("y", "z")))


def test_what_is_unmatched_is_listed_and_stays(tmp_path):
    """Two pairs of one shape are not guessed."""
    _, planned, made = unmatched(tmp_path)
    found, tensors = like(tmp_path, made, planned)

    assert not found.complete
    assert found.missed == ("p", "q")
    assert [str(blob.slot) for blob in found.matching.blobs] == ["one[0]", "two[0]"]
    assert np.array_equal(tensors["p"], numbers(3, 4))


def test_one_tensor_for_two_blobs_is_not_guessed(tmp_path):
    """A single place is no answer where two blobs would fit it."""
    _, planned, made = unmatched(tmp_path)
    del made.graph.node[1], made.graph.initializer[1]
    del made.graph.output[1]
    found, tensors = like(tmp_path, made, planned)

    assert found.missed == ("p",)
    assert [str(blob.slot) for blob in found.matching.blobs] == ["one[0]", "two[0]"]
    assert np.array_equal(tensors["p"], numbers(3, 4))


def test_a_tensor_that_is_half_matched_stays(tmp_path):
    """Both directions of an LSTM stand in one tensor; the net has one of them."""
    net = (
        given("x", 5, 2, 3)
        + given("cont", 5, 2)
        + layer("lstm", "LSTM", "x cont", f"recurrent_param {{ num_output: 4 {SOME} }}")
    )
    _, planned = caffemodel(tmp_path, net)
    arrays = {"lstm_W": numbers(2, 16, 3), "lstm_R": numbers(2, 16, 4), "lstm_B": numbers(2, 32)}
    nodes = [node("LSTM", ["x", *arrays], "h", hidden_size=4, direction="bidirectional")]
    made = model(graph(nodes, {"x": data(5, 2, 3)}, arrays, ("h",)))
    found, tensors = like(tmp_path, made, planned, {"lstm_W[0]": "lstm[0]", "lstm_R[1]": "lstm[2]"})

    assert {pair.place.name for pair in found.matching.pairs} >= {"lstm_W[0]", "lstm_R[1]"}
    assert {"lstm_W[1]", "lstm_R[0]"} <= set(found.missed)
    assert not found.complete
    for name in ("lstm_W", "lstm_R"):
        assert np.array_equal(tensors[name], arrays[name])
        (told,) = [each for each in found.planned.decisions if each.site.name == name]
        assert (told.kept, told.parts) == ("no blob of the net is for it", ())


def test_a_table_matches_the_rest(tmp_path):
    """What the user says comes first; then one pair is left, and sure."""
    blobs, planned, made = unmatched(tmp_path)
    found, tensors = like(tmp_path, made, planned, {"q": "one[0]"})

    assert found.complete
    assert np.array_equal(tensors["q"].T, blobs["one"][0])
    assert np.array_equal(tensors["p"].T, blobs["two"][0])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"r": "one[0]"}, "no tensor 'r'"),
        ({"p": "one"}, "no blob 'one'"),
        ({"p": "three[0]"}, "no blob 'three[0]'"),
        ({"p": "one[0]", "q": "one[0]"}, "given twice"),
    ],
)
def test_a_wrong_table_is_told(table, words, tmp_path):
    """Names that are not there, or twice."""
    _, planned, made = unmatched(tmp_path)

    with pytest.raises(CaffeFillersError) as error:
        like(tmp_path, made, planned, table)
    assert words in error.value.message
    assert error.value.hint


def test_a_name_with_another_shape_is_told(tmp_path):
    """It is not filled, and there is a note."""
    _, planned = caffemodel(tmp_path)
    made = converted()
    made.graph.initializer[0].CopyFrom(onnx.numpy_helper.from_array(numbers(4, 3, 5, 5), "conv1_W"))
    found, tensors = like(tmp_path, made, planned)

    assert found.missed == ("conv1_W",)
    assert found.planned.notes == (
        "conv1_W is named after conv1[0], but the blob is 4x3x3x3 and the tensor 4x3x5x5",
    )
    assert np.array_equal(tensors["conv1_W"], numbers(4, 3, 5, 5))


def test_excluded_tensors_stay_and_take_their_words(tmp_path):
    """The recipe's exclusions hold; what comes after has Caffe's bits all the same."""
    blobs, planned = caffemodel(tmp_path)
    found, tensors = like(
        tmp_path, converted(), planned, recipe=Recipe(excepted=("conv1*", "fc1_W"))
    )

    assert not found.missed
    assert np.array_equal(tensors["conv1_W"], numbers(4, 3, 3, 3))
    assert np.array_equal(tensors["fc2_W"], blobs["fc2"][0].T)


def test_shared_parameters_have_their_owners_bits(tmp_path):
    """A tensor for each of two layers that share a blob."""
    shared = (
        f'param {{ name: "w" }} inner_product_param {{ num_output: 4 bias_term: false {SOME} }}'
    )
    net = (
        given("x", 2, 3)
        + layer("one", "InnerProduct", "x", shared)
        + layer("two", "InnerProduct", "x", shared)
    )
    blobs, planned = caffemodel(tmp_path, net)
    arrays = {"one_W": numbers(4, 3), "two_W": numbers(4, 3)}
    nodes = [node("Gemm", ["x", f"{name}_W"], f"{name}y", transB=1) for name in ("one", "two")]
    found, tensors = like(
        tmp_path, model(graph(nodes, {"x": data(2, 3)}, arrays, ("oney", "twoy"))), planned
    )

    assert found.complete
    assert np.array_equal(tensors["one_W"], blobs["one"][0])
    assert np.array_equal(tensors["two_W"], blobs["one"][0])


def test_torchs_gates_are_reordered():
    """PyTorch's LSTM has i, f, g, o; a tensor of its name, without an operator, has that order."""
    place = torch_place("lstm.weight_ih_l0", (8, 3))

    assert place.view.runs(place.gates).starts == (0, 6, 18, 12)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "a = b"])
def test_a_table_that_is_none_is_told(text, tmp_path):
    """It is JSON, of words."""
    path = tmp_path / "map.json"
    path.write_text(text)

    with pytest.raises(CaffeFillersError) as error:
        read_table(path)
    assert "map.json" in error.value.where


def test_a_table_is_json(tmp_path):
    """Tensors and blobs."""
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"q": "one[0]"}))

    assert read_table(path) == {"q": "one[0]"}
