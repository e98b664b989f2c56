"""Layers that read data: shapes from the user or from the data, words of seeds."""

import pytest

from caffe_fillers.core.registry import layers
from caffe_fillers.errors import DataError, LayerError, ShapeError
from caffe_fillers.net import TEST, TRAIN
from tests.layers._rules import blobs, burnt, layer, setup

ITEM = (3, 8, 10)


def item(layer):
    """A probe that found one item in the data."""
    del layer
    return [ITEM]


def data(transform="", param="", *, kind="Data", field="data_param", tops=2, **surroundings):
    """A data layer of batches of 4."""
    surroundings.setdefault("probe", item)
    text = f"transform_param {{ {transform} }} {field} {{ batch_size: 4 {param} }}"
    return setup(kind, text, tops=tops, **surroundings)


def images(transform="", param="", **surroundings):
    """An ImageData layer."""
    return data(transform, param, kind="ImageData", field="image_data_param", **surroundings)


def windows(transform="", param="", **surroundings):
    """A WindowData layer."""
    return data(transform, param, kind="WindowData", field="window_data_param", **surroundings)


REVISIONS = ("rc", "rc2", "rc3", "rc4", "rc5", "1.0", "master")

#: Words of one Data layer by revision, after the real ones.
WORDS = {
    # transform_param, phase: rc, rc2, rc3, rc4, rc5, 1.0, master
    ("", TRAIN): (0, 0, 2, 1, 1, 1, 1),
    ("mirror: true", TRAIN): (2, 2, 4, 3, 3, 3, 3),
    ("mirror: true", TEST): (0, 2, 4, 3, 3, 3, 3),
    ("crop_size: 5", TRAIN): (2, 2, 4, 3, 3, 3, 3),
    ("crop_size: 5", TEST): (0, 0, 2, 1, 1, 1, 1),
    ("crop_size: 5 mirror: true", TEST): (0, 2, 4, 3, 3, 3, 3),
    ("scale: 2 mean_value: 100", TRAIN): (0, 0, 2, 1, 1, 1, 1),
}


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize(("transform", "phase"), WORDS)
def test_words_of_a_data_layer(transform, phase, revision):
    """Two seeds where chance is needed, one a thread, each revision in its own way."""
    made = data(transform, phase=phase, revision=revision)
    expected = WORDS[transform, phase][REVISIONS.index(revision)]

    assert (expected, []) == (burnt(made), blobs(made))
    assert all(draw.why and draw.layer == "l" for draw in made.draws)


@pytest.mark.parametrize(("revision", "more"), [("rc", 1), ("rc2", 1), ("rc3", 0), ("master", 0)])
def test_rand_skip_of_a_data_layer(revision, more):
    """Only the oldest revisions took a word for it."""
    plain = data(revision=revision)

    assert more == burnt(data(param="rand_skip: 5", revision=revision)) - burnt(plain)


@pytest.mark.parametrize(
    ("make", "transform", "param", "phase", "words"),
    [
        (images, "", "", TRAIN, 1),
        (images, "", "shuffle: true", TRAIN, 2),
        (images, "", "rand_skip: 3", TEST, 2),
        (images, "mirror: true", "shuffle: true rand_skip: 3", TEST, 5),
        (windows, "crop_size: 5", "", TEST, 2),
        (windows, "crop_size: 5", "", TRAIN, 4),
        (windows, "crop_size: 5 mirror: true", "", TEST, 4),
    ],
)
def test_words_of_lists(make, transform, param, phase, words):
    """A shuffle, a skip and the choice of windows take one word each."""
    assert words == burnt(make(transform, param, phase=phase))


def test_order_of_the_words():
    """The layer's own seeds lie between the two of the transformer; the thread's is last."""
    made = images("mirror: true", "shuffle: true rand_skip: 3")

    assert ["transformer", "shuffle", "rand_skip", "transformer", "thread"] == [
        next(word for word in ("transformer", "shuffle", "rand_skip", "thread") if word in draw.why)
        for draw in made.draws
    ]


@pytest.mark.parametrize(
    ("make", "transform", "top"),
    [
        (data, "", (4, 3, 8, 10)),
        (data, "crop_size: 5", (4, 3, 5, 5)),
        # As large as the shorter side, and no larger.
        (data, "crop_size: 8", (4, 3, 8, 8)),
        (images, "", (4, 3, 8, 10)),
        (windows, "crop_size: 50", (4, 3, 50, 50)),
    ],
)
def test_shapes_from_the_data(make, transform, top):
    """Channels come from the data, height and width from a crop if there is one."""
    assert [top, (4,)] == make(transform).tops


def test_one_top_has_no_labels():
    """Data may leave the labels out."""
    assert [(4, 3, 8, 10)] == data(tops=1).tops


def test_shapes_from_the_user():
    """A given shape is the whole top, its labels follow its batch; the data is not asked."""
    shapes = {"t0": (50, 3, 227, 227)}

    assert [(50, 3, 227, 227), (50,)] == data(shapes=shapes, probe=None).tops
    both = {**shapes, "t1": (50, 1)}
    assert [(50, 3, 227, 227), (50, 1)] == data(shapes=both, probe=None).tops


def test_the_error_says_what_to_write():
    """Where the data cannot tell, the hint is an option with the layer's own names and numbers."""
    text = "data_param { batch_size: 4 } transform_param { crop_size: 224 }"
    with pytest.raises(DataError) as caught:
        setup("Data", text, tops=2)

    assert "Give the shape, a number for each letter: --shape t0=4,C,224,224" == caught.value.hint


@pytest.mark.parametrize(
    ("kind", "text", "dims"),
    [
        ("Data", "data_param { batch_size: 4 }", "4,C,H,W"),
        ("Data", "data_param { batch_size: 4 } transform_param { mean_file: 'm' }", "4,C,H,W"),
        ("Data", "data_param { batch_size: 4 } transform_param { force_gray: true }", "4,1,H,W"),
        (
            "Data",
            "data_param { batch_size: 4 } transform_param { crop_size: 5 mean_value: [1, 2] }",
            "4,2,5,5",
        ),
        ("ImageData", "image_data_param { batch_size: 2 }", "2,3,H,W"),
        ("ImageData", "image_data_param { batch_size: 2 is_color: false }", "2,1,H,W"),
        (
            "WindowData",
            "window_data_param { batch_size: 9 } transform_param { crop_size: 7 }",
            "9,C,7,7",
        ),
    ],
)
def test_the_hint_guesses_nothing(kind, text, dims):
    """What the definition tells is a number, what only the data can tell is a letter."""
    with pytest.raises(DataError) as caught:
        setup(kind, text, tops=2)

    assert caught.value.hint.endswith(f": --shape t0={dims}")
    assert ("a number for each letter" in caught.value.hint) == any(map(str.isalpha, dims))


def test_the_error_keeps_the_hint_of_the_data():
    """To install a library, or to give the shape."""

    def probe(layer):
        raise DataError(f"no library for {layer.name}", hint="Install it.")

    with pytest.raises(DataError) as caught:
        data(probe=probe)

    assert "Install it. Or give the shape, a number for each letter: --shape t0=4,C,H,W" == (
        caught.value.hint
    )


@pytest.mark.parametrize(
    ("make", "transform", "shapes", "where"),
    [
        (data, "crop_size: 9", {}, "transform_param.crop_size"),
        (images, "crop_size: 9", {}, "transform_param.crop_size"),
        (windows, "", {}, "transform_param.crop_size"),
        (data, "crop_size: 4294967295", {}, "transform_param.crop_size"),
        (data, 'mean_file: "m" mean_value: 1', {}, "transform_param.mean_value"),
        (data, "", {"t0": (50, 3, 227)}, "the shape given for 't0'"),
        (data, "crop_size: 5", {"t0": (50, 3, 8, 8)}, "the shape given for 't0'"),
    ],
)
def test_refusals_name_the_field(make, transform, shapes, where):
    """Crops that are too large or missing, two means, given shapes that cannot be."""
    with pytest.raises(LayerError) as caught:
        make(transform, shapes=shapes)

    assert where == caught.value.where


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("Data", "data_param"),
        ("ImageData", "image_data_param"),
        ("WindowData", "window_data_param"),
    ],
)
def test_batch_size_is_needed(kind, field):
    """It must be positive."""
    text = f"transform_param {{ crop_size: 5 }} {field} {{ batch_size: 0 }}"
    with pytest.raises(LayerError) as caught:
        setup(kind, text, tops=2, probe=item)

    assert f"{field}.batch_size" == caught.value.where


def test_new_size_needs_both():
    """new_height alone is refused."""
    with pytest.raises(LayerError) as caught:
        images(param="new_height: 5")

    assert "image_data_param.new_height" == caught.value.where


def test_an_item_without_channels():
    """A record that is no image."""
    with pytest.raises(ShapeError, match="0x1x1"):
        data(probe=lambda _: [(0, 1, 1)])


MEMORY = "memory_data_param { batch_size: 2 channels: 3 height: 4 width: 5 }"


@pytest.mark.parametrize(
    ("transform", "phase", "words"),
    [
        ("", TRAIN, 0),
        ("mirror: true", TEST, 1),
        ("crop_size: 2", TRAIN, 1),
        ("crop_size: 2", TEST, 0),
    ],
)
def test_memory_data(transform, phase, words):
    """One seed of the transformer; a crop changes no shape."""
    made = setup("MemoryData", f"{MEMORY} transform_param {{ {transform} }}", tops=2, phase=phase)

    assert ([(2, 3, 4, 5), (2,)], words) == (made.tops, burnt(made))


@pytest.mark.parametrize("name", ["batch_size: 2", "channels: 3", "height: 4", "width: 5"])
def test_memory_data_needs_all_four(name):
    """None may be missing."""
    with pytest.raises(LayerError) as caught:
        setup("MemoryData", MEMORY.replace(name, ""), tops=2)

    assert f"memory_data_param.{name.split(':')[0]}" == caught.value.where


HDF5 = "hdf5_data_param { batch_size: 4 shuffle: true }"


def test_hdf5_data():
    """Each top is its dataset with batch_size rows; no word is taken, by a shuffle neither."""
    made = setup("HDF5Data", HDF5, tops=3, probe=lambda _: [(9, 3, 2), (9,), (9, 1)])

    assert ([(4, 3, 2), (4,), (4, 1)], (), ()) == (made.tops, made.draws, made.blobs)


def test_hdf5_data_from_the_user():
    """The data is asked only if a top is missing, and what is given counts."""
    given = {"t0": (4, 7), "t1": (4,)}

    assert [(4, 7), (4,)] == setup("HDF5Data", HDF5, tops=2, shapes=given, probe=None).tops
    half = setup("HDF5Data", HDF5, tops=2, shapes={"t0": (4, 7)}, probe=lambda _: [(9, 3), (9,)])
    assert [(4, 7), (4,)] == half.tops


@pytest.mark.parametrize(
    ("text", "stored", "where"),
    [
        ("transform_param {}", [(9, 3), (9,)], "transform_param"),
        ("", [(9, 3), (8,)], "hdf5_data_param.source"),
        ("", [(9, 3), ()], "dataset 't1'"),
    ],
)
def test_hdf5_data_refusals(text, stored, where):
    """It transforms nothing, and its datasets have equally many rows."""
    with pytest.raises(LayerError) as caught:
        setup("HDF5Data", HDF5 + text, tops=2, probe=lambda _: stored)

    assert where == caught.value.where


def test_hdf5_data_asks_for_every_top():
    """The hint has an option for each."""
    with pytest.raises(DataError) as caught:
        setup("HDF5Data", HDF5, tops=2)

    assert (
        "Give the shape, a number for each letter: --shape t0=4,DIMS --shape t1=4,DIMS"
        == caught.value.hint
    )


def test_hdf5_output_leaves_the_file_alone(tmp_path):
    """Caffe truncates it at setup; here nothing is touched."""
    path = tmp_path / "out.h5"
    made = setup("HDF5Output", f'hdf5_output_param {{ file_name: "{path}" }}', [(2,), (3,)], tops=0)

    assert ([], False) == (made.tops, path.exists())


@pytest.mark.parametrize(
    ("kind", "text", "stated"),
    [
        ("ImageData", "image_data_param { new_height: 5 new_width: 7 }", (3, 5, 7)),
        ("ImageData", "image_data_param { new_height: 5 new_width: 7 is_color: false }", (1, 5, 7)),
        (
            "ImageData",
            "image_data_param { new_height: 5 } transform_param { crop_size: 4 }",
            (3, 4, 4),
        ),
        ("ImageData", "transform_param { crop_size: 4 }", (3, 4, 4)),
        ("ImageData", "", None),
        ("Data", "transform_param { crop_size: 4 force_color: true }", (3, 4, 4)),
        ("Data", "transform_param { crop_size: 4 force_gray: true }", (1, 4, 4)),
        ("Data", "transform_param { force_gray: true }", None),
        (
            "Data",
            "transform_param { crop_size: 4 mean_value: [1, 2, 3] force_gray: true }",
            (3, 4, 4),
        ),
        ("Data", "transform_param { crop_size: 4 mean_value: [1, 2] }", (2, 4, 4)),
        ("Data", "transform_param { crop_size: 4 }", None),
    ],
)
def test_what_the_layers_own_fields_tell(kind, text, stated):
    """An item's channels, height and width before any file is read."""
    assert stated == layers.get(kind).data.stated(layer(kind, text))
