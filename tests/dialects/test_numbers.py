"""Binary models of forks: the forks' numbers outside, the union's inside."""

import struct

import numpy as np
import pytest

from caffe_fillers import fill_net, plan_net
from caffe_fillers.dialects.detect import detect, foreign
from caffe_fillers.dialects.numbers import (
    KEPT,
    find_fork,
    from_union,
    to_union,
    union_message,
    without_number,
)
from caffe_fillers.dialects.tables import dialects
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import caffemodel
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.proto import caffe, union
from caffe_fillers.text import parse
from caffe_fillers.wire import varint
from tests._shared import corpus
from tests.dialects._forks import PERMUTE, layer, net


def delimited(number, content):
    """A field of bytes."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def number(number_, value):
    """A field of a whole number."""
    return varint(number_ << 3) + varint(value)


def read(text):
    """The union's net."""
    return parse(text).message(union.NetParameter)


#: A layer of the union in text, a fork, and the same layer in the fork's numbers.
LAYERS = {
    "SSD's permute_param is 202": (
        "name: 'p' permute_param { order: 0 order: 2 }",
        "ssd",
        delimited(1, b"p") + delimited(202, number(1, 0) + number(1, 2)),
    ),
    "and 224 with happynear": (
        "name: 'p' permute_param { order: 0 order: 2 }",
        "happynear",
        delimited(1, b"p") + delimited(224, number(1, 0) + number(1, 2)),
    ),
    "yuqj gave BVLC's own fields new numbers": (
        "name: 'p' convolution_param { num_output: 5 }",
        "yuqj",
        delimited(1, b"p") + delimited(22, number(1, 5)),
    ),
    "fields stand in the fork's order": (
        "convolution_param { num_output: 5 } annotated_data_param { label_map_file: 'f' }",
        "yuqj",
        delimited(16, delimited(2, b"f")) + delimited(22, number(1, 5)),
    ),
    "intel's NONE is 4": (
        "loss_param { normalization: NONE }",
        "intel",
        delimited(101, number(3, 4)),
    ),
    "and its 3 is PRE_FIXED": (
        "loss_param { normalization: PRE_FIXED }",
        "intel",
        delimited(101, number(3, 3)),
    ),
    "SSD's NONE is BVLC's": (
        "loss_param { normalization: NONE }",
        "ssd",
        delimited(101, number(3, 3)),
    ),
    "a list of kernel sizes": (
        "pooling_param { kernel_size: 2 kernel_size: 3 }",
        "naibaf7",
        delimited(121, number(2, 2) + number(2, 3)),
    ),
    "one kernel size": (
        "pooling_param { kernel_size: 2 }",
        "naibaf7",
        delimited(121, number(2, 2)),
    ),
    "yuqj's scale_filler stands in a message of another name": (
        "norm_param { scale_filler { value: 1 } }",
        "yuqj",
        delimited(48, delimited(2, varint(2 << 3 | 5) + struct.pack("<f", 1))),
    ),
}


@pytest.mark.parametrize("case", LAYERS)
def test_layers(case):
    """Out, and in again."""
    text, fork, expected = LAYERS[case]
    message = parse(text).message(union.LayerParameter)
    made = from_union(message.SerializeToString(), fork, "LayerParameter")

    assert (made.content, made.rest) == (expected, [])
    back = to_union(made.content, fork, "LayerParameter")
    assert (union.LayerParameter.FromString(back.content), back.rest) == (message, [])


def test_numbers_are_bvlc_s_where_a_fork_says_nothing():
    """A layer with BVLC's words alone is the same in SSD."""
    text = 'name: "c" type: "Convolution" convolution_param { num_output: 4 pad: 1 }'
    own = parse(text).message(caffe.LayerParameter).SerializeToString()

    assert from_union(own, "ssd", "LayerParameter").content == own


def test_what_a_fork_does_not_know_is_kept():
    """A field of another number comes back as it was, in its place."""
    content = delimited(1, b"p") + number(4567, 3) + delimited(5678, b"abc")
    inside = to_union(content, "ssd", "LayerParameter")

    assert inside.rest == ["LayerParameter field 4567", "LayerParameter field 5678"]
    assert number(4567 + KEPT, 3) in inside.content
    assert from_union(inside.content, "ssd", "LayerParameter").content == content


@pytest.mark.parametrize(
    "content",
    [
        delimited(106, b"\x08"),
        number(106, 3),
        delimited(101, number(3, 77)),
        delimited(7, delimited(5, b"abc")),
    ],
)
def test_what_is_of_another_kind_is_left_over(content):
    """A message that is none, a value that the enum has not, half a number: not understood."""
    made = to_union(content, "intel", "LayerParameter")

    assert made.rest
    union.LayerParameter.FromString(made.content)


def test_words_without_a_number():
    """What a fork has no number for cannot be written in its file."""
    two = read(net(PERMUTE, layer("BN", "bn_param { frozen: true }")))

    assert without_number(two, "ssd") == ["LayerParameter.bn_param"]
    assert without_number(two, "forks") == [
        "LayerParameter.permute_param",
        "LayerParameter.bn_param",
    ]


class TestFindFork:
    """Whose a file is."""

    def content(self, fork):
        """A net in this fork's numbers."""
        return from_union(read(net(PERMUTE)).SerializeToString(), fork).content

    @pytest.mark.parametrize("fork", ["ssd", "happynear", "yuqj", "openvino-person"])
    def test_by_trying(self, fork):
        """Every field decodes in its fork's numbers, and means the same."""
        found, made = find_fork(self.content(fork))

        assert not made.rest
        assert list(union_message(made.content).layer[2].permute_param.order) == [0, 2, 3, 1]
        assert found == fork or (fork, found) == ("openvino-person", "openvino-person")

    def test_by_name(self):
        """The fork of the net beside it comes first, if it understands the file."""
        assert find_fork(self.content("ssd"), "intel")[0] == "intel"
        assert find_fork(self.content("ssd"), "happynear")[0] == "ssd"

    def test_nobody_s(self):
        """What no fork understands has something left over."""
        assert find_fork(delimited(100, number(123456, 1)))[1].rest


@pytest.mark.slow
def test_the_corpus_goes_out_and_comes_back():
    """Every 15th net of the corpus with words of one fork: the same message after both ways."""
    same = rest = 0
    for path in sorted((corpus() / "files").iterdir())[::15]:
        try:
            message = parse(path.read_bytes(), path.name).message(union.NetParameter)
        except CaffeFillersError:
            continue
        found = detect(foreign(message))
        if not found:
            continue
        made = from_union(message.SerializeToString(), found[0].name)
        if made.rest:
            rest += 1  # words of several forks
            continue
        back = to_union(made.content, found[0].name)
        assert not back.rest, path.name
        assert union.NetParameter.FromString(back.content) == message, path.name
        same += 1

    assert (same, rest) == (76, 28)


class TestModels:
    """Whole .caffemodel files."""

    @pytest.fixture
    def filled(self, tmp_path):
        """The files of a net in a dialect."""

        def filled_(dialect, *layers):
            path = tmp_path / "net.prototxt"
            path.write_text(net(*layers))
            target = tmp_path / f"{dialect}.caffemodel"
            kinds = ["Permute", "BN"]
            done = fill_net(path, target, seed=1, dialect=dialect, no_blobs=kinds, force=True)
            return path, target, done

        return filled_

    def test_the_file_has_the_fork_s_numbers(self, filled):
        """202 in SSD's, 224 in happynear's; the rest is the same."""
        content = filled("ssd", PERMUTE)[1].read_bytes()
        other = filled("happynear", PERMUTE)[1].read_bytes()

        assert varint(202 << 3 | 2) in content
        assert content.replace(varint(202 << 3 | 2), varint(224 << 3 | 2)) == other

    @pytest.mark.parametrize("fork", ["ssd", "happynear", "yuqj"])
    def test_it_is_read_again(self, filled, fork):
        """By its fork, which is found, with all its words and values."""
        path, target, done = filled(fork, PERMUTE)
        model = open_model(target)

        assert (model.dialect, done.warnings) == (fork, ())
        assert list(model.net.layer[2].permute_param.order) == [0, 2, 3, 1]
        blobs = fill_net(path, seed=1, dialect=fork, no_blobs=["Permute"]).blobs["conv"]
        stored = model.layers[1].blobs
        assert all(np.array_equal(model.read(stored[i]), blobs[i].ravel()) for i in (0, 1))
        whole = caffemodel.read(target)
        assert type(whole) is union.NetParameter
        assert list(whole.layer[1].blobs[0].data) == list(blobs[0].ravel())

    def test_what_cannot_be_written_is_told(self, filled):
        """A word of another fork has no number: the model does without, and a warning says so."""
        _, target, done = filled("ssd", PERMUTE, layer("BN", "bn_param { frozen: true }"))

        assert any("written without LayerParameter.bn_param" in text for text in done.warnings)
        assert not open_model(target).net.layer[3].HasField("bn_param")

    def test_a_bvlc_model_is_bvlc_s(self, tmp_path):
        """Its message is one of BVLC's."""
        path = tmp_path / "net.prototxt"
        path.write_text(net())
        fill_net(path, tmp_path / "m.caffemodel", seed=1)
        model = open_model(tmp_path / "m.caffemodel")

        assert (model.dialect, type(model.net)) == ("bvlc", caffe.NetParameter)

    def test_a_trained_model_beside_the_net(self, filled):
        """The net's dialect reads it; its layers are copied by name."""
        path, target, _ = filled("yuqj", PERMUTE)
        begun = plan_net(path, dialect="yuqj", no_blobs=["Permute"], trained=[target])

        assert begun.models[0].dialect == "yuqj"
        assert [copy.taken for copy in begun.loaded if copy.layer == "conv"] == [True]

    @pytest.mark.parametrize(("kind", "dtype"), [(0, "<f8"), (1, "<f4"), (2, "<f2")])
    def test_nvidia_s_raw_values(self, tmp_path, kind, dtype):
        """float, double and half precision."""
        values = np.array([1.5, -2.0], dtype)
        shape = delimited(7, delimited(1, varint(2)))
        blob = shape + number(10, kind) + delimited(12, values.tobytes())
        content = delimited(1, b"c") + delimited(2, b"Convolution") + delimited(7, blob)
        path = tmp_path / "raw.caffemodel"
        path.write_bytes(delimited(1, b"n") + delimited(100, content))
        model = open_model(path)
        (stored,) = model.layers[0].blobs.values()

        assert model.dialect in {"nvidia", "jacinto-0.16", "jacinto-0.17"}
        assert (stored.shape, stored.dtype, stored.fault) == ((2,), np.dtype(dtype), "")
        assert model.read(stored, dtype=np.float32).tolist() == [1.5, -2.0]
        assert model.read(stored, 1, 2).tolist() == [-2.0]

    def test_values_of_a_type_that_is_not_read(self, tmp_path):
        """Said where somebody asks for them."""
        blob = number(10, 3) + delimited(12, b"1234")
        content = delimited(1, b"c") + delimited(2, b"Convolution") + delimited(7, blob)
        path = tmp_path / "raw.caffemodel"
        path.write_bytes(delimited(1, b"n") + delimited(100, content))
        (stored,) = open_model(path).layers[0].blobs.values()

        assert "of the type INT, which holds no weights" in stored.fault

    def test_c3d_s_blobs_of_five_axes(self, tmp_path):
        """Frames between channels and height; the values under another number."""
        values = np.arange(2 * 3 * 2 * 1 * 1, dtype="<f4")
        sizes = b"".join(number(i + 1, dim) for i, dim in enumerate((2, 3, 2, 1, 1)))
        blob = sizes + delimited(6, values.tobytes())
        content = delimited(4, b"c") + number(5, 30) + delimited(6, blob)
        path = tmp_path / "c3d.caffemodel"
        path.write_bytes(delimited(1, b"n") + delimited(2, content))
        model = open_model(path)
        (stored,) = model.layers[0].blobs.values()

        assert (model.dialect, model.layers[0].type) == ("c3d-1.0", "Convolution3d")
        assert (stored.shape, stored.fault) == ((2, 3, 2, 1, 1), "")
        assert np.array_equal(model.read(stored), values)


def test_every_number_stands_once_in_its_message():
    """A fork's table gives no two words of a message the same number."""
    for fork in dialects().values():
        seen = {}
        for (message, name), declared in fork.fields.items():
            if declared.number is not None:
                other = seen.setdefault((message, declared.number), name)
                assert other == name, (fork.name, message, name, other)
