"""All rules together: the types there are, and what no rule may ever do."""

import contextlib
import random
import time

import pytest
from google.protobuf import text_format
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.core.draws import MAX_COUNT, Drawn, count
from caffe_fillers.core.registry import layers
from caffe_fillers.errors import CaffeFillersError, ShapeError
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import CAFFE_ROWS
from tests.layers._rules import env

#: Fields that a rule looks at besides its parameters: both to refuse some.
ALSO = {"BatchNorm": ["param"], "HDF5Data": ["transform_param"]}


def test_all_types_of_caffe_are_there():
    """As many as LayerRegistry lists in a full build of BVLC's master."""
    assert 61 == len(layers.names())


#: Bottoms and tops as the layers' headers declare them, by what they have in common.
COUNTS = {
    "1 / 1": "AbsVal ArgMax BNLL BatchNorm Clip Dropout ELU Embed Exp Flatten Im2col InnerProduct "
    "LRN Log MVN PReLU Power ReLU Reduction Reshape SPP Sigmoid Softmax Swish TanH Threshold Tile",
    "2 / 1": "BatchReindex Crop",
    "3 / 2": "LSTMUnit",
    "0 / 1": "Parameter",
    "0 / 2": "ImageData MemoryData WindowData",
    "2 / 0": "HDF5Output",
    "0 / 1 to 2": "Data",
    "0 / at least 1": "DummyData HDF5Data Input",
    "1 / at least 1": "Slice Split",
    "1 to 2 / 1": "Bias Scale",
    "1 / 1 to 2": "Pooling",
    "2 / 1 to 2": "Accuracy",
    "at least 1 / 1": "Concat",
    "at least 2 / 1": "Eltwise",
    "at least 1 / 0": "Silence",
    "at least 2 / at least 1": "Filter",
    "at least 0 / at least 0": "Python",
    "at least 1 / at least 1, paired": "Convolution Deconvolution",
    "2 / 1, made": "EuclideanLoss HingeLoss MultinomialLogisticLoss SigmoidCrossEntropyLoss",
    "3 / 1, made": "ContrastiveLoss",
    "2 / 1 to 2, made": "SoftmaxWithLoss",
    "2 to 3 / 1 to 2, made": "InfogainLoss",
    # Exactly as many as expose_hidden asks for: the rule counts them.
    "2 to 5 / 1 to 3": "LSTM",
    "2 to 4 / 1 to 2": "RNN",
}


def test_counts_of_bottoms_and_tops():
    """What plan_built checks before a rule runs."""
    counts = {}
    for name in layers.names():
        kind = layers.get(name)
        how = ", paired" * kind.paired + ", made" * kind.auto_tops
        counts.setdefault(f"{kind.bottoms} / {kind.tops}{how}", []).append(name)

    assert COUNTS == {key: " ".join(names) for key, names in counts.items()}


def test_revisions_lack_types_that_exist():
    """What a revision has not yet, a later one has."""
    rows = layers.rows()

    assert 7 == len(CAFFE_ROWS)
    assert {row.since for row in rows} <= set(CAFFE_ROWS)
    # Input is no type of theirs, but the form that `input` and `input_dim` are upgraded to.
    assert {"rc": 38, "rc2": 41, "rc3": 54, "rc4": 59, "1.0": 59} == {
        name: sum(revision.has(row.since) for row in rows)
        for name, revision in CAFFE_ROWS.items()
        if name not in ("rc5", "master")
    }


def test_every_rule_says_what_it_does():
    """The docstring names shapes and the source file."""
    for name in layers.names():
        text = layers.get(name).rule.__doc__

        assert ".cpp" in text or ".hpp" in text or "own file" in text, name
        assert "(" in text, name


# --- messages from descriptors ----------------------------------------------------------------

#: Layers that work, to begin with: types that random fields alone would seldom let pass.
WORKING = {
    "Convolution": ("convolution_param { num_output: 4 kernel_size: 3 }", [(2, 6, 9, 7)] * 4),
    "Deconvolution": ("convolution_param { num_output: 4 kernel_size: 3 }", [(2, 6, 9, 7)] * 4),
    "Im2col": ("convolution_param { kernel_size: 3 }", [(2, 6, 9, 7)]),
    "Pooling": ("pooling_param { kernel_size: 3 stride: 2 }", [(2, 6, 9, 7)]),
    "SPP": ("spp_param { pyramid_height: 3 }", [(2, 6, 8, 8)]),
    "LSTM": ("recurrent_param { num_output: 4 }", [(3, 2, 5), (3, 2), (2, 7)]),
    "RNN": ("recurrent_param { num_output: 4 }", [(3, 2, 5), (3, 2), (2, 7)]),
    "LSTMUnit": ("", [(1, 2, 6), (1, 2, 24), (1, 2)]),
    "HDF5Data": ("hdf5_data_param { batch_size: 4 }", []),
    "MemoryData": ("memory_data_param { batch_size: 1 channels: 2 height: 3 width: 4 }", []),
    "DummyData": ("dummy_data_param { shape { dim: 3 } }", []),
    "WindowData": ("transform_param { crop_size: 3 }", []),
    "InfogainLoss": ("", [(2, 3), (2,), (3, 3)]),
    "Accuracy": ("", [(2, 3), (2,)]),
    "SoftmaxWithLoss": ("", [(2, 3), (2,)]),
    "ContrastiveLoss": ("", [(2, 3), (2, 3), (2,)]),
    "Embed": ("embed_param { num_output: 3 input_dim: 4 }", [(2, 3)]),
    "Filter": ("", [(2, 3), (2,), (2, 1), (2,), (2,)]),
}

EDGES = {
    FieldDescriptor.CPPTYPE_UINT32: (2**31 - 1, 2**31, 2**32 - 1),
    FieldDescriptor.CPPTYPE_INT32: (-1, -1, -(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-1, -1, 2**31, 2**63 - 1, -(2**63)),
}
FLOATS = (0, -1, 1, 0.5, 1e38, float("inf"), float("nan"))
WORDS = ("constant", "xavier", "gaussian", "bilinear", "bogus", "", "\0", "ü")


def scalar(dice, field):
    """A value that the field's type allows."""
    kind = field.cpp_type
    if kind == FieldDescriptor.CPPTYPE_BOOL:
        return dice.random() < 0.5
    if kind == FieldDescriptor.CPPTYPE_ENUM:
        return dice.choice(field.enum_type.values).number
    if kind == FieldDescriptor.CPPTYPE_STRING:
        return dice.choice(WORDS)
    if kind in (FieldDescriptor.CPPTYPE_FLOAT, FieldDescriptor.CPPTYPE_DOUBLE):
        return dice.choice(FLOATS)
    return dice.choice(EDGES[kind]) if dice.random() < 0.1 else dice.randrange(9)


def fill_field(dice, message, field, depth=2):
    """Set one field, and some of the fields inside it."""
    value = getattr(message, field.name)
    times = dice.choice((0, 1, 1, 1, 2, 3, 40))
    if field.message_type is not None:
        if depth:
            for each in [value.add() for _ in range(times)] if hasattr(value, "add") else [value]:
                each.SetInParent()
                for inner in each.DESCRIPTOR.fields:
                    if dice.random() < 0.35:
                        fill_field(dice, each, inner, depth - 1)
    elif hasattr(value, "extend"):
        value.extend(scalar(dice, field) for _ in range(times))
    else:
        setattr(message, field.name, scalar(dice, field))


def any_layer(dice, kind):
    """A layer of this type with any parameters, and its bottoms' shapes."""
    message = caffe.LayerParameter(name="l", type=kind.name)
    works = kind.name in WORKING and dice.random() < 0.5
    text, shapes = WORKING[kind.name] if works else ("", [])
    text_format.Parse(text, message)
    read = {kind.parameter, *kind.shared, *ALSO.get(kind.name, ())}
    for field in message.DESCRIPTOR.fields:
        if field.name in ("name", "type", "bottom", "top"):
            continue
        if works and getattr(message, field.name) and dice.random() < 0.7:
            # One field inside, or none, is changed.
            inner = dice.choice(field.message_type.fields)
            fill_field(dice, getattr(message, field.name), inner)
        elif (not works and field.name in read) or dice.random() < (
            0.2 if field.name == "blobs" else 0.02
        ):
            fill_field(dice, message, field)
    bottoms = counted(dice, kind.bottoms)
    tops = bottoms if kind.paired else counted(dice, kind.tops)
    message.bottom.extend(f"b{index}" for index in range(bottoms))
    message.top.extend(f"t{index}" for index in range(tops))
    if bottoms and tops and dice.random() < 0.1:
        message.top[0] = message.bottom[0]
    first = any_shape(dice)
    others = [first if dice.random() < 0.7 else any_shape(dice) for _ in range(bottoms)]
    return message, [*shapes, *others[len(shapes) :]][:bottoms]


def counted(dice, counts):
    """A number that the counts allow."""
    return dice.randint(counts.least, counts.least + 3 if counts.most is None else counts.most)


def any_shape(dice):
    """A shape that a blob may have."""
    dims = (0, 1, 1, 2, 2, 3, 4, 4, 5, 6, 8, 12, 1000, 2**16, 2**31 - 1)
    weights = (2, *[10] * 11, 1, 1, 1)
    shape = tuple(dice.choices(dims, weights, k=dice.choice((0, 1, 2, 3, 4, 4, 4, 5, 32))))
    try:
        count(shape)
    except ShapeError:
        return any_shape(dice)
    return shape


def any_env(dice, message):
    """Any phase, revision, working type, given shapes and data."""
    first = any_shape(dice)
    stored = [first if dice.random() < 0.7 else any_shape(dice) for _ in range(8)]
    return env(
        phase=dice.randrange(2),
        revision=dice.choice(("master", "master", *CAFFE_ROWS)),
        dtype=dice.choice(("float32", "float64")),
        shapes={top: any_shape(dice) for top in message.top if dice.random() < 0.2},
        probe=lambda layer: (
            stored[: len(layer.top)] if layer.type == "HDF5Data" else [(*first, 1, 2, 3)[:3]]
        ),
    )


@pytest.mark.parametrize("name", layers.names())
@given(seed=st.integers(0, 2**32 - 1))
def test_any_parameters_give_shapes_or_an_error(name, seed):
    """No traceback, no negative size, no hang, and no blob that its draw does not fill."""
    dice, kind = random.Random(seed), layers.get(name)  # noqa: S311  # dice, not keys
    message, bottoms = any_layer(dice, kind)
    surroundings = any_env(dice, message)
    started = time.process_time()
    with contextlib.suppress(CaffeFillersError):
        made = kind.rule(message, bottoms, surroundings)
        least = kind.tops.least if kind.auto_tops else 0
        assert max(len(message.top), least) == len(made.tops)
        assert all(dim >= 0 for top in made.tops for dim in top)
        for part in made.blobs:
            assert count(part.shape) <= MAX_COUNT
            if isinstance(part.source, Drawn):
                assert part.shape == made.draws[part.source.draw].shape
    assert time.process_time() - started < 5
