"""BVLC's schema: what files on disk rely on."""

import ast
import hashlib

import pytest
from google.protobuf import text_format
from google.protobuf.descriptor import FieldDescriptor as F
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from caffe_fillers.proto import caffe, schema
from tests._shared import ROOT

BINDINGS = ROOT / "caffe_fillers" / "proto"

#: SHA-256 of `wire_lines` of BVLC/caffe's own file at commit 9b89154, compiled by protoc.
WIRE = "f603ba89cc49ea0bb035a9cf0f624d83cb2b5fff3ffe662c45b25a010cbdd869"

KINDS = {
    F.TYPE_STRING: "string",
    F.TYPE_BYTES: "bytes",
    F.TYPE_BOOL: "bool",
    F.TYPE_FLOAT: "float",
    F.TYPE_DOUBLE: "double",
    F.TYPE_INT32: "int32",
    F.TYPE_INT64: "int64",
    F.TYPE_UINT32: "uint32",
    F.TYPE_ENUM: "enum",
    F.TYPE_MESSAGE: "message",
}

#: Message, field, number, type, default (-: none is written in the schema).
FIELDS = """
BlobShape             dim                   1 int64   -
BlobProto             num                   1 int32   0
BlobProto             data                  5 float   -
BlobProto             diff                  6 float   -
BlobProto             shape                 7 message -
BlobProto             double_data           8 double  -
Datum                 data                  4 bytes   -
Datum                 encoded               7 bool    false
FillerParameter       type                  1 string  constant
FillerParameter       value                 2 float   0
FillerParameter       min                   3 float   0
FillerParameter       max                   4 float   1
FillerParameter       mean                  5 float   0
FillerParameter       std                   6 float   1
FillerParameter       sparse                7 int32   -1
FillerParameter       variance_norm         8 enum    FAN_IN
NetState              phase                 1 enum    TEST
NetParameter          layers                2 message -
NetParameter          input_dim             4 int32   -
NetParameter          layer               100 message -
ParamSpec             lr_mult               3 float   1
LayerParameter        phase                10 enum    -
LayerParameter        transform_param     100 message -
LayerParameter        clip_param          148 message -
ConvolutionParameter  dilation             18 uint32  -
PoolingParameter      round_mode           13 enum    CEIL
BatchNormParameter    eps                   3 float   1e-05
RecurrentParameter    num_output            1 uint32  0
ReshapeParameter      num_axes              3 int32   -1
LossParameter         normalization         3 enum    VALID
ReductionParameter    operation             1 enum    SUM
DataParameter         backend               8 enum    LEVELDB
DataParameter         prefetch             10 uint32  4
V1LayerParameter      layer                 1 message -
V1LayerParameter      type                  5 enum    -
V1LayerParameter      param              1001 string  -
V1LayerParameter      blob_share_mode    1002 enum    -
V0LayerParameter      biasterm              4 bool    true
V0LayerParameter      kernelsize            8 uint32  -
V0LayerParameter      k                    22 float   1
V0LayerParameter      blobs                50 message -
V0LayerParameter      det_crop_mode        59 string  warp
V0LayerParameter      hdf5_output_param  1001 message -
SolverParameter       random_seed          20 int64   -1
SolverParameter       regularization_type  29 string  L2
SolverParameter       delta                31 float   1e-08
SolverParameter       type                 40 string  SGD
SolverParameter       weights              42 string  -
"""


def described():
    """The schema's file as it is committed; runtimes print defaults in their own ways."""
    [file] = FileDescriptorSet.FromString((BINDINGS / "caffe.desc").read_bytes()).file
    return file


def wire_lines(file):
    """One line for each field and each enum value: all that a file on disk can depend on."""
    for enum in file.enum_type:
        yield from (f"{enum.name} {value.name} {value.number}" for value in enum.value)
    for message in file.message_type:
        assert not message.nested_type
        for enum in message.enum_type:
            for value in enum.value:
                yield f"{message.name} {enum.name} {value.name} {value.number}"
        for field in message.field:
            default = repr(field.default_value) if field.HasField("default_value") else "-"
            packed = "packed" if field.options.packed else "-"
            yield (
                f"{message.name} {field.name} {field.number} {field.label} {field.type} "
                f"{field.type_name or '-'} {default} {packed}"
            )


def field_numbers(data):
    """The field numbers of serialised bytes, in their order."""

    def varint(at):
        value = shift = 0
        while True:
            value |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80:
                return value, at

    at, numbers = 0, []
    while at < len(data):
        tag, at = varint(at)
        numbers.append(tag >> 3)
        wire_type = tag & 7
        if wire_type == 0:
            _, at = varint(at)
        elif wire_type == 2:
            size, at = varint(at)
            at += size
        else:
            at += {1: 8, 5: 4}[wire_type]
    return numbers


def test_every_field_is_caffes():
    """Names, numbers, labels, types, defaults, packing and enum values equal the original's."""
    lines = sorted(wire_lines(described()))

    assert len(lines) == 423 + 111
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == WIRE


@pytest.mark.parametrize(
    "row", FIELDS.strip().splitlines(), ids=lambda row: ".".join(row.split()[:2])
)
def test_a_known_field(row):
    """A field has the number, type and default that Caffe's files count on."""
    message, name, number, kind, default = row.split()
    [field] = [
        field
        for each in described().message_type
        if each.name == message
        for field in each.field
        if field.name == name
    ]

    found = (field.number, KINDS[field.type], field.default_value or "-")
    assert (int(number), kind, default) == found


def test_defaults_are_read_from_an_empty_message():
    """A field that is not set reads as its default."""
    filler = caffe.FillerParameter()

    assert (filler.type, filler.max, filler.std, filler.sparse) == ("constant", 1.0, 1.0, -1)
    assert filler.variance_norm == caffe.FillerParameter.FAN_IN
    assert caffe.NetState().phase == caffe.TEST
    assert not filler.HasField("std")


def test_only_clip_has_required_fields():
    """ClipParameter's two fields are the only required ones."""
    required = [
        f"{message.name}.{field.name}"
        for message in described().message_type
        for field in message.field
        if field.label == field.LABEL_REQUIRED
    ]

    assert required == ["ClipParameter.min", "ClipParameter.max"]
    assert not caffe.ClipParameter(min=0).IsInitialized()
    assert caffe.ClipParameter(min=0, max=1).IsInitialized()


def test_only_shapes_and_numbers_of_blobs_are_packed():
    """Five repeated fields are packed, all others take a tag for each value."""
    packed = {
        f"{message.name}.{field.name}"
        for message in described().message_type
        for field in message.field
        if field.options.packed
    }
    blobs = {f"BlobProto.{name}" for name in ("data", "diff", "double_data", "double_diff")}

    assert blobs | {"BlobShape.dim"} == packed
    assert caffe.BlobShape(dim=[2, 3]).SerializeToString() == b"\x0a\x02\x02\x03"
    assert caffe.ConvolutionParameter(kernel_size=[2, 3]).SerializeToString() == b"\x20\x02\x20\x03"


@pytest.mark.parametrize("description", described().message_type, ids=lambda each: each.name)
def test_bytes_are_in_the_order_of_field_numbers(description):
    """A message with all its fields set is written in number order, as Caffe's C++ writes it."""
    message = schema().message(description.name)()
    fields = sorted(description.field, key=lambda field: -field.number)
    for field in fields:
        text = field.type == field.TYPE_STRING
        blob = field.type == field.TYPE_BYTES
        value = "x" if text else b"x" if blob else 1
        target = getattr(message, field.name)
        if field.label == field.LABEL_REPEATED:
            target.add() if field.type == field.TYPE_MESSAGE else target.append(value)
        elif field.type == field.TYPE_MESSAGE:
            target.SetInParent()
        else:
            setattr(message, field.name, value)
    # Required fields of what was only touched are still unset: a partial message is written.
    found = field_numbers(message.SerializePartialToString())

    assert sorted(field.number for field in fields) == found


def test_the_layers_come_last():
    """`layer` is written after the old `layers` and everything else."""
    net = caffe.NetParameter(layer=[{}], input=["data"], layers=[{}], name="n")

    assert field_numbers(net.SerializeToString()) == [1, 2, 3, 100]


def test_text_goes_in_and_out():
    """The text format reads and prints messages of a private pool."""
    text = (
        'name: "n" layer { type: "Convolution" phase: TRAIN convolution_param { pad: 1 pad: 2 } }'
    )
    net = text_format.Parse(text, caffe.NetParameter())

    assert list(net.layer[0].convolution_param.pad) == [1, 2]
    assert text_format.MessageToString(net, as_one_line=True) == text


def test_the_stub_names_what_the_module_gives():
    """Each name of caffe.pyi exists, each attribute of the module is typed."""
    stub = ast.parse((BINDINGS / "caffe.pyi").read_text("utf-8"))
    classes = [node for node in stub.body if isinstance(node, ast.ClassDef)]
    variables = [node.target.id for node in stub.body if isinstance(node, ast.AnnAssign)]

    assert sorted([node.name for node in classes] + variables) == dir(caffe)
    for node in classes:
        message = getattr(caffe, node.name)()
        values = [each.target.id for each in node.body if isinstance(each, ast.AnnAssign)]
        methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
        missing = [name for name in values + methods if not hasattr(message, name)]
        assert missing == []


def test_constants_of_the_stub_are_the_schemas():
    """`Final` numbers in caffe.pyi are what the runtime has."""
    stub = ast.parse((BINDINGS / "caffe.pyi").read_text("utf-8"))
    constants = [
        (getattr(owner, "name", None), node.target.id, node.value.value)
        for owner in [stub, *(node for node in stub.body if isinstance(node, ast.ClassDef))]
        for node in owner.body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    ]
    wrong = [
        (owner, name)
        for owner, name, number in constants
        if getattr(getattr(caffe, owner) if owner else caffe, name) != number
    ]

    assert len(constants) == 423 + 111
    assert wrong == []
