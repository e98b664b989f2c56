"""Texts with words that BVLC's schema does not have: what is left out, and what is refused."""

import pytest

from caffe_fillers.dialects.read import _near
from caffe_fillers.errors import TextError
from caffe_fillers.plan.definition import ReadOptions, read_definition
from caffe_fillers.proto import caffe, union
from tests.dialects._forks import PERMUTE, layer, net


@pytest.fixture
def read(tmp_path):
    """Read a text, with these options."""

    def read_(text, **options):
        path = tmp_path / "net.prototxt"
        path.write_text(text)
        return read_definition(path, ReadOptions(**options))

    return read_


def test_bvlc_s_net_stays_bvlc_s(read):
    """Its message is one of BVLC's schema, and nothing is said."""
    definition = read(net())

    assert type(definition.net) is caffe.NetParameter
    assert (definition.words, definition.notes, definition.findings) == (None, (), ())


def test_a_fork_s_net_is_read_by_the_union(read, tmp_path):
    """Its words are there as usual; BVLC's own refusal is told, with its place."""
    definition = read(net(PERMUTE))

    assert type(definition.net) is union.NetParameter
    assert list(definition.net.layer[2].permute_param.order) == [0, 2, 3, 1]
    (note,) = definition.notes
    assert note == (
        f"caffe (BVLC) would refuse this file: {tmp_path / 'net.prototxt'}:5:71: "
        "LayerParameter has no field 'permute_param'"
    )
    assert definition.findings == ()
    assert {str(word) for word in definition.words} == {
        "LayerParameter.permute_param",
        "PermuteParameter.order",
        "layer type 'Permute'",
    }


#: A net with a word that nobody knows, the place of the word, and why it may not be left out.
STOPS = {
    "a letter less": (net(inner="weight_filer { }"), "3:52", "'weight_filler' but for a letter"),
    "a letter more": (net(layer("ReLU", "relu_paramm { }")), "5:", "'relu_param' but for a letter"),
    "a letter changed": (net(layer("ReLU", "relu_paran { }")), "5:", "'relu_param'"),
    "two letters swapped": (net(layer("ReLU", "relu_praam { }")), "5:", "'relu_param'"),
    "a letter's case": (net(layer("ReLU", "ReLU_param { }")), "5:", "'relu_param'"),
    "a word of an enum": (net(layer("Pooling", "pooling_param { pool: AV }")), "5:", "'AVE'"),
    "in a filler": (net(filler="median: 3"), "4:", "stands in a filler"),
    "in what decides a shape": (
        net(layer("Pooling", "pooling_param { kernel_size: 2 wobble: 1 }")),
        "5:",
        "PoolingParameter, which decides a shape",
    ),
    "in a layer with blobs": (net(more="wobble: 1"), "2:", "Convolution layer, which has blobs"),
    "below a layer with blobs": (
        net(more="param { lr_mult: 1 wobble: 1 }"),
        "2:",
        "Convolution layer, which has blobs",
    ),
    "in a layer of an unknown type": (
        net(layer("Wobble", "wobble_param { speed: 1 }")),
        "5:",
        "type 'Wobble' is not known",
    ),
    "a value given twice": (
        net(layer("Pooling", "pooling_param { kernel_size: 2 pool: MAX pool: AVE }")),
        "5:",
        "decides a shape",
    ),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_may_change_a_blob_stops_the_reading(read, case):
    """The error has the place, and says why; --tolerant goes on, and tells it."""
    text, place, why = STOPS[case]
    with pytest.raises(TextError, match="--tolerant leaves it out") as caught:
        read(text)

    assert f"net.prototxt:{place}" in caught.value.where
    assert why in caught.value.hint
    (finding,) = read(text, mode="tolerant").findings
    assert caught.value.where in finding


#: Nets with a word that can change no blob.
PASSES = {
    "in the net": net(head="wobble: 1\n"),
    "in a layer without blobs": net(layer("ReLU", "wobble: 1")),
    "in what decides no shape": net(layer("ReLU", "relu_param { wobble: 1 }")),
    "an enum's word": net(layer("ReLU", "relu_param { engine: WOBBLE }")),
    "twice in no layer": net(head='name: "a"\nname: "b"\n'),
}


@pytest.mark.parametrize("case", PASSES)
def test_what_changes_no_blob_is_told(read, case):
    """The reading goes on without it; --strict does not."""
    definition = read(PASSES[case])

    assert len(definition.findings) == 1
    assert "net.prototxt:" in definition.findings[0]
    with pytest.raises(TextError, match="--strict lets nothing pass"):
        read(PASSES[case], mode="strict")


def test_the_last_of_two_values_counts(read):
    """As protobuf reads a binary file with both."""
    definition = read(PASSES["twice in no layer"])

    assert definition.net.name == "b"
    assert definition.findings[0].endswith("the last one counts")


def test_a_type_without_blobs_may_have_any_word(read):
    """Where the user says that a layer type has no blobs, its words do not matter."""
    text = STOPS["in a layer of an unknown type"][0]

    assert len(read(text, no_blobs=frozenset({"Wobble"})).findings) == 1


@pytest.mark.parametrize("text", [net(PERMUTE), *PASSES.values()])
def test_bvlc_is_as_strict_as_caffe(read, text):
    """With its dialect named, what Caffe refuses is refused."""
    with pytest.raises(TextError) as caught:
        read(text, dialect="bvlc", mode="tolerant")

    assert "fork" not in str(caught.value)


def test_what_no_schema_types_is_refused(read):
    """A template that nobody has filled in is not a number, however tolerant the reader is."""
    with pytest.raises(TextError, match="expected an integer, found 'cls3x'"):
        read(net(inner="group: cls3x"), mode="tolerant")


def test_several_sizes_of_a_pooling(read):
    """What BVLC has once and forks have as a list stands in a list of its own."""
    text = net(layer("Pooling", "pooling_param { kernel_size: 2 kernel_size: 3 stride: 1 }"))
    pooling = read(text).net.layer[2].pooling_param

    assert (list(pooling.kernel_size_list), pooling.HasField("kernel_size")) == ([2, 3], False)
    assert (pooling.stride, list(pooling.stride_list)) == (1, [])
    listed = text.replace("kernel_size: 2 kernel_size: 3", "kernel_size: [2, 3]")
    assert read(listed).net == read(text).net


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("type", "type"),
        ("tpye", "type"),
        ("typ", "type"),
        ("types", "type"),
        ("tyqe", "type"),
        ("TYPE", "type"),
        ("ype", "type"),
        ("tepy", None),
        ("ty", None),
        ("tyyype", None),
    ],
)
def test_near(name, known):
    """One letter added, left out, changed or swapped, whatever the case."""
    assert _near(name, ["bottom", "type"]) == known


def test_a_solver_of_a_fork(tmp_path):
    """Its own words are read by the union; a word that nobody knows is told."""
    (tmp_path / "net.prototxt").write_text(net())
    solver = tmp_path / "solver.prototxt"
    solver.write_text('net: "net.prototxt"\nrandom_seed: 7\neval_type: "detection"\nwobble: 1\n')
    definition = read_definition(solver)

    assert (definition.seed, definition.solver.eval_type) == (7, "detection")
    assert definition.findings == (
        f"{solver}:4:1: SolverParameter has no field 'wobble': left out, nobody knows it",
    )
