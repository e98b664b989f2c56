"""Messages whose strings have any bytes, in and out."""

import random

import pytest
from google.protobuf.internal import api_implementation
from google.protobuf.message import DecodeError

from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import message_bytes, parsed
from caffe_fillers.strings import decoded

#: protobuf in pure Python reads UTF-8 only.
UPB = api_implementation.Type() != "python"


def net(names):
    """A net with these bytes for names at every depth, among numbers of every kind."""
    texts = [decoded(name) for name in names]
    made = caffe.NetParameter(name=texts[0], input=texts)
    made.layer.add(name=texts[0], bottom=texts).blobs.add(data=[1.5, -0.0], num=-1)
    made.layer[0].param.add(name=texts[-1], lr_mult=0.5)
    made.layer[0].param[0].decay_mult = 0.25
    made.layer[0].include.add(stage=texts, min_level=-(2**31))
    made.layer[0].blobs.add(double_data=[0.1]).shape.dim.extend([2**62, 0])
    made.layers.add(name=texts[-1], type=caffe.V1LayerParameter.CONVOLUTION, blobs_lr=[1, 2])
    return made


@pytest.mark.parametrize("seed", range(40))
def test_names_come_out_as_they_went_in(seed):
    """In the file they are the bytes, in the message their text."""
    chance = random.Random(seed)  # noqa: S311  # no secrets
    names = [chance.randbytes(chance.choice([0, 2, 5, 126, 128, 129, 20_000])) for _ in range(3)]
    if seed % 4 == 0:
        names = [name.replace(b"\xff", b"").decode("latin-1").encode() for name in names]
    made = net(names)
    content = message_bytes(made)

    assert all(name in content for name in names)
    if UPB:
        assert parsed(caffe.NetParameter, content) == made
    if seed % 4 == 0:
        assert content == made.SerializeToString()


@pytest.mark.skipif(not UPB, reason="protobuf in pure Python reads UTF-8 only")
def test_unknown_fields_and_groups_stay():
    """A fork's fields, and groups, in which nothing is looked at."""
    words = b"\xc1\x3e" + b"\xff" * 8 + b"\xc5\x3e" + b"\xff" * 4  # field 1000: 64 and 32 bits
    fork = b"\xc2\x3e\x02\xff\xfe"  # field 1000: two bytes
    inner = b"\xa2\x06\x01\xff"  # a field 100 that is no layer
    group = b"\xc3\x3e" + inner + b"\xc3\x3e\xc4\x3e" + inner + b"\xc4\x3e"
    content = words + fork + group + b"\x0a\x01\xbe"
    message = parsed(caffe.NetParameter, content)

    assert message.name == "\U0010ffbe"
    # protobuf writes what it does not know behind the rest.
    assert message_bytes(message) == b"\x0a\x01\xbe" + words + fork + group


@pytest.mark.skipif(not UPB, reason="protobuf in pure Python reads UTF-8 only")
def test_one_name_deep_inside_is_enough():
    """Wherever it is."""
    content = b"\xa2\x06\x0a\x32\x08\x0a\x01\xbe\x1d\0\0\0\x3f"  # layer { param { name lr_mult } }
    message = parsed(caffe.NetParameter, content)

    assert message.layer[0].param[0].name == "\U0010ffbe"
    assert message_bytes(message) == content


def test_broken_bytes_are_refused():
    """By protobuf itself."""
    with pytest.raises(DecodeError):
        parsed(caffe.NetParameter, b"\x0a\x05a")
