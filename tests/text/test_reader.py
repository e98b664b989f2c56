"""From tree to message, as protobuf's C++ parser reads it."""

import functools

import pytest
from google.protobuf import text_format
from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import message_bytes
from caffe_fillers.text import parse, unknown_fields
from tests.text._texts import RANDOMS, SHARDS, Writer

#: Types that no message of Caffe's has.
RARE = {
    "a": Field.TYPE_SINT32,
    "b": Field.TYPE_SINT64,
    "c": Field.TYPE_SFIXED32,
    "d": Field.TYPE_SFIXED64,
    "e": Field.TYPE_FIXED32,
    "f": Field.TYPE_FIXED64,
    "g": Field.TYPE_UINT64,
}


@functools.cache
def rare():
    """A schema with all that Caffe's does not have: depth without end, oneofs, rare types."""
    file = FileDescriptorProto(name="rare.proto", package="rare", syntax="proto2")
    node = file.message_type.add(name="Node")
    node.oneof_decl.add(name="either")
    optional, repeated = Field.LABEL_OPTIONAL, Field.LABEL_REPEATED
    for number, (name, kind) in enumerate(RARE.items(), 1):
        node.field.add(name=name, number=number, type=kind, label=optional)
        node.field.add(name=f"{name}s", number=number + 10, type=kind, label=repeated)
    message = {"type": Field.TYPE_MESSAGE, "type_name": ".rare.Node"}
    node.field.add(name="node", number=100, label=optional, **message)
    node.field.add(name="nodes", number=101, label=repeated, **message)
    either = {"type": Field.TYPE_INT32, "label": optional, "oneof_index": 0}
    node.field.add(name="left", number=102, **either)
    node.field.add(name="right", number=103, **either)
    group = node.nested_type.add(name="Group")
    group.field.add(name="x", number=1, type=Field.TYPE_INT32, label=Field.LABEL_REQUIRED)
    group.field.add(name="y", number=2, type=Field.TYPE_INT32, label=Field.LABEL_REQUIRED)
    node.field.add(
        name="group",
        number=104,
        label=optional,
        type=Field.TYPE_GROUP,
        type_name=".rare.Node.Group",
    )
    node.field.add(
        name="strict",
        number=105,
        label=repeated,
        type=Field.TYPE_MESSAGE,
        type_name=".rare.Node.Group",
    )
    pool = DescriptorPool()
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName("rare.Node"))


def wire(message):
    """The bytes of a message, whatever is missing in it: equal for NaNs too."""
    return message.SerializePartialToString(deterministic=True)


def refusal(text, cls=caffe.NetParameter, name="net.prototxt"):
    """The error of a text that is refused."""
    document = parse(text, name)
    with pytest.raises(TextError) as caught:
        document.message(cls)
    return caught.value


class TestMeaning:
    """What is accepted means what was written."""

    @given(RANDOMS)
    def test_a_message_written_in_any_way_is_read(self, random):
        """Orders, spellings, brackets, separators, lists, blanks and comments do not matter."""
        message, text = Writer(random).message(caffe.NetParameter)

        assert wire(message) == wire(parse(text).message(caffe.NetParameter))
        assert str(parse(text)) == text

    @given(RANDOMS)
    def test_solvers_too(self, random):
        """And nets within solvers."""
        message, text = Writer(random).message(caffe.SolverParameter)

        assert wire(message) == wire(parse(text).message(caffe.SolverParameter))

    @given(RANDOMS, st.sampled_from(["left", "right"]))
    def test_rare_types_are_read(self, random, name):
        """Those that Caffe does not use."""
        message, text = Writer(random).message(_without(rare(), name))

        assert wire(message) == wire(parse(text).message(type(message)))

    def test_what_protobuf_writes_is_read(self):
        """Every field of a net, as Caffe's tools and protobuf write it."""
        net = caffe.NetParameter(name="n", force_backward=True, input_dim=[1, 3])
        layer = net.layer.add(name="c", type="Convolution", bottom=["a", "b"], loss_weight=[0.1])
        layer.convolution_param.weight_filler.variance_norm = 2
        layer.blobs.add(data=[1e-45, -0.0, 3.4028235e38, float("inf"), float("nan")])
        layer.python_param.param_str = "{'a': \"\\u00e9\\n\"}"

        for style in ({}, {"as_one_line": True}, {"as_utf8": True}, {"pointy_brackets": True}):
            text = text_format.MessageToString(net, **style)
            assert wire(net) == wire(parse(text).message(caffe.NetParameter))

    def test_strings_may_be_no_utf8(self):
        """C++ keeps their bytes, and so do we, each as a private character."""
        net = parse(rb'name: "\xff" input: "\303\251"').message(caffe.NetParameter)

        assert net.name == "\U0010ffff"
        assert message_bytes(net) == b"\x0a\x01\xff\x1a\x02\xc3\xa9"
        assert list(net.input) == ["\u00e9"]

    @given(st.lists(st.sampled_from(["name", "layer", "top", "type"]), max_size=4), SHARDS)
    def test_any_text_gives_a_message_or_a_text_error(self, names, shards):
        """And nothing else, ever."""
        text = "".join(f"{name}: 'x' " for name in names) + shards
        try:
            message = parse(text).message(caffe.LayerParameter)
        except TextError as error:
            shown = str(error).encode()
            assert shown
        else:
            assert isinstance(message, caffe.LayerParameter)


def _without(cls, name):
    """A class of the same fields but one of a oneof, the groups and what has required fields."""
    file = FileDescriptorProto()
    cls.DESCRIPTOR.file.CopyToProto(file)
    [node] = file.message_type
    kept = [each for each in node.field if each.name not in {name, "group", "strict"}]
    del node.field[:]
    node.field.extend(kept)
    pool = DescriptorPool()
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName("rare.Node"))


#: Text, place, message, hint.
REFUSED = [
    # names
    ("nam: 'x'", "1:1", "NetParameter has no field 'nam'", "Did you mean 'name'?"),
    ("layer { Name: 'x' }", "1:9", "LayerParameter has no field 'Name'", "Did you mean 'name'?"),
    ("layer {\n  num_output: 1\n}", "2:3", "LayerParameter has no field 'num_output'", "It is a"),
    ("layer { zzz { a: 1 } }", "1:9", "LayerParameter has no field 'zzz'", None),
    ("[caffe.x]: 1", "1:1", "NetParameter has no field '[caffe.x]'", None),
    (
        "[a.b/caffe.NetParameter] {}",
        "1:1",
        "NetParameter has no field '[a.b/caffe.NetParameter]'",
        None,
    ),
    # twice
    ("name: 'a'\nname: 'b'", "2:1", "name holds one value, and is given twice", "in line 1"),
    ("state { } state { }", "1:11", "state holds one value, and is given twice", "in line 1"),
    ("name: ['a']", "1:7", "name holds one value, and cannot be given a list", None),
    ("state: [{}]", "1:8", "state holds one value, and cannot be given a list", None),
    ("name []", "1:6", "name holds one value, and cannot be given a list", None),
    # messages and scalars
    ("layer: 1", "1:8", "layer is a message: expected '{', found '1'", None),
    ("layer: ['a']", "1:9", "layer is a message: expected '{', found \"'a'\"", None),
    ("name { }", "1:6", "name is not a message: expected a value, found '{'", None),
    ("input: [{}]", "1:9", "input is not a message: expected a value, found '{'", None),
    ("input [ 'a' ]", "1:7", "expected ':' behind 'input'", None),
    ("input # : \n []", "2:2", "expected ':' behind 'input'", None),
    # values
    ("name: x", "1:7", "name: expected a string, found 'x'", 'in quotes: "x"'),
    ("name: 1", "1:7", "name: expected a string, found '1'", None),
    ("input_dim: '1'", "1:12", "input_dim: expected an integer, found \"'1'\"", None),
    ("input_dim: 1.0", "1:12", "input_dim: expected an integer, found '1.0'", None),
    ("input_dim: [1,\n x]", "2:2", "input_dim: expected an integer, found 'x'", None),
    (
        *("input_dim: 2147483648", "1:12"),
        *("input_dim: 2147483648 is out of range: expected -2147483648 to 2147483647", None),
    ),
    (
        *("layer { convolution_param { num_output: -1 } }", "1:41"),
        *("num_output: expected an integer, found '-1'", None),
    ),
    ("debug_info: TRUE", "1:13", "debug_info: expected true or false, found 'TRUE'", None),
    ("debug_info: 2", "1:13", "debug_info: 2 is out of range: expected 0 to 1", None),
    ("layer { loss_weight: x }", "1:22", "loss_weight: expected a number, found 'x'", None),
    (
        *("layer { loss_weight: 010 }", "1:22"),
        *("loss_weight: expected a decimal number, found '010'", None),
    ),
    ("state { phase: test }", "1:16", "phase: Phase has no value 'test'", "Did you mean 'TEST'?"),
    ("state { phase: 2 }", "1:16", "phase: Phase has no value 2", "It has TRAIN (0), TEST (1)."),
    (
        *("state { phase: 'TEST' }", "1:16"),
        *("phase: expected a value of Phase, found \"'TEST'\"", "without quotes: TEST."),
    ),
    ("layers { type: RELUU }", "1:16", "type: LayerType has no value 'RELUU'", "'RELU'"),
    (
        "layers { type: \udcff }".replace("\udcff", "Z9"),
        "1:16",
        "type: LayerType has no value 'Z9'",
        "It has",
    ),
]


class TestRefusals:
    """What is refused, where, and what to do about it."""

    @pytest.mark.parametrize(("text", "place", "message", "hint"), REFUSED)
    def test_errors_tell_place_reason_and_help(self, text, place, message, hint):
        """The place is that of the name or of the value at fault."""
        error = refusal(text)

        assert error.where == f"net.prototxt:{place}"
        assert error.message.split("\n")[0] == message
        assert (hint is None and error.hint is None) or (error.hint and (hint or "") in error.hint)

    def test_the_line_is_shown_with_a_caret(self):
        """Under the name or value."""
        assert str(refusal('layer {\n\tname: "a" typ: "b"\n}')) == (
            "net.prototxt:2:12: LayerParameter has no field 'typ'\n"
            '     name: "a" typ: "b"\n'
            "               ^\n"
            "  Did you mean 'type' or 'top'?"
        )

    def test_missing_required_fields_are_refused(self):
        """At the message that misses them."""
        error = refusal("strict { x: 1 y: 2 }\nstrict: [{ y: 1 }, { x: 1 y: 1 }]", rare())

        assert error.where == "net.prototxt:2:10"
        assert error.message.startswith("Group must be given x\n")

    def test_a_whole_document_may_miss_required_fields(self):
        """Then it has no place of its own."""
        cls = GetMessageClass(rare().DESCRIPTOR.nested_types_by_name["Group"])
        error = refusal("# nothing", cls)

        assert error.where == "net.prototxt:1:1"
        assert error.message.startswith("Group must be given x and y\n")

    def test_two_of_a_oneof_are_refused(self):
        """Only one may be given."""
        error = refusal("left: 1\nright: 2", rare())

        assert error.where == "net.prototxt:2:1"
        assert error.message.startswith("right and left exclude each other\n")

    def test_groups_are_unknown(self):
        """No Caffe has had any."""
        for name in ("group", "Group"):
            assert refusal(f"{name} {{ x: 1 }}", rare()).message.startswith("Node has no field")


class TestDepth:
    """Messages within messages."""

    def test_a_hundred_levels_are_read(self):
        """As many as protobuf's binary format has."""
        message = parse("node {" * 100 + "}" * 100).message(rare())
        for _ in range(100):
            message = message.node

        assert not message.HasField("node")

    @pytest.mark.parametrize("text", ["node {" * 101 + "}" * 101, "nodes: [{" * 101 + "}]" * 101])
    def test_one_more_is_refused(self, text):
        """With the place."""
        error = refusal(text, rare())

        assert error.where == f"net.prototxt:1:{601 if text[4] == ' ' else 909}"
        assert error.message.startswith("messages are nested more than 100 deep\n")


class TestUnknownFields:
    """What a schema does not know, in the whole text."""

    NET = """\
name: "n"
layer {
  type: "Convolution"
  convolution_param { num_output: 1 pad_l: 2 }
  permute_param { order: [0, 1] pad_l: 1 }
  include: [{ phase: TEST }, { phase: BOTH stride: 1 }]
}
layers { type: [RELU, ROI_POOLING] type: 99 }
version: 2
"""

    def test_all_are_found_with_their_places(self):
        """Fields and names of enum values; not what stands within an unknown field."""
        found = unknown_fields(parse(self.NET), caffe.NetParameter)

        assert [(each.path, each.type, each.value, each.field.line) for each in found] == [
            ("layer.convolution_param.pad_l", "ConvolutionParameter", "", 4),
            ("layer.permute_param", "LayerParameter", "", 5),
            ("layer.include.phase", "Phase", "BOTH", 6),
            ("layer.include.stride", "NetStateRule", "", 6),
            ("layers.type", "LayerType", "ROI_POOLING", 8),
            ("version", "NetParameter", "", 9),
        ]

    @given(RANDOMS)
    def test_a_text_that_is_read_has_none(self, random):
        """Of no schema that reads it."""
        _, text = Writer(random).message(caffe.NetParameter)

        assert unknown_fields(parse(text), caffe.NetParameter) == []

    def test_depth_does_not_matter(self):
        """No recursion."""
        document = parse("node {" * 5000 + "x: 1" + "}" * 5000)
        [found] = unknown_fields(document, rare())

        assert found.path.count("node.") == 5000
