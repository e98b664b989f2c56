"""Data layers of forks: the words that they take, and what the definition tells of a shape."""

import pytest

from caffe_fillers.core.draws import Untold
from caffe_fillers.net import TRAIN
from tests.layers._rules import burnt, fork_setup

CROP = "transform_param { crop_size: 20 mean_value: [1, 2, 3] mirror: true }"


@pytest.mark.parametrize("dialect", ["yjxiong", "c3d-1.1", "video-caffe", "forks"])
def test_video_data_are_four_layers_of_one_name(dialect):
    """A shuffle takes a word in those that have one."""

    def words(text):
        return burnt(fork_setup("VideoData", text, dialect=dialect, phase=TRAIN))

    plain, shuffled = words(CROP), words(CROP + " video_data_param { shuffle: true }")
    assert shuffled - plain == (0 if dialect == "forks" else 1)


def test_yjxiongs_video_data_choose_frames_by_chance():
    """Its generator of snippets has a seed of its own."""
    chance = "seed of what it chooses by chance"
    for dialect, expected in (("yjxiong", True), ("forks", False)):
        made = fork_setup("VideoData", CROP, dialect=dialect, phase=TRAIN)
        assert (chance in [drawn.why for drawn in made.draws]) is expected


def test_enets_threads_have_no_seed():
    """Words of a shuffle and of the transformer only, as a build of caffe-enet takes them."""
    text = "dense_image_data_param { batch_size: 4 shuffle: true } "
    for mirror, enet in (("", 1), ("transform_param { mirror: true }", 3)):
        words = {
            dialect: burnt(
                fork_setup("DenseImageData", text + mirror, dialect=dialect, tops=2, phase=TRAIN)
            )
            for dialect in ("enet", "happynear")
        }
        # Both come from Caffe 1.0; happynear's threads are seeded.
        assert words == {"enet": enet, "happynear": enet + 1}


def test_who_has_no_published_source_says_so():
    """No number is made up: the plan says that none is known."""
    made = fork_setup("DocData", "", tops=2)
    assert [drawn.words for drawn in made.draws] == [0]
    assert "nobody published" in made.draws[0].why
    assert all(isinstance(top, Untold) for top in made.tops)


@pytest.mark.parametrize(
    ("dialect", "kind", "text", "tops"),
    [
        ("forks", "Data", f"data_param {{ batch_size: 4 }} {CROP}", [(4, 3, 20, 20), (4,)]),
        (
            "segnet",
            "DenseImageData",
            "dense_image_data_param { batch_size: 4 new_height: 36 new_width: 48 }",
            [(4, 3, 36, 48), (4, 1, 36, 48)],
        ),
        (
            "ssd",
            "AnnotatedData",
            "data_param { batch_size: 4 } transform_param { force_color: true resize_param {"
            " prob: 1 resize_mode: WARP height: 300 width: 300 } }",
            [(4, 3, 300, 300)],
        ),
        (
            "cpm",
            "CPMData",
            "cpmdata_param { batch_size: 8 } transform_param { crop_size_x: 368 crop_size_y: 368"
            " stride: 8 num_parts: 14 put_gaussian: true }",
            [(8, 4, 368, 368), (8, 30, 46, 46)],
        ),
    ],
)
def test_what_the_definition_tells(dialect, kind, text, tops):
    """Crops, sizes and batches, by the words of each fork."""
    made = fork_setup(kind, text, tops=len(tops), dialect=dialect)
    assert list(made.tops) == tops


def test_the_user_knows_better():
    """What is given by --shape comes before what is told."""
    made = fork_setup(
        "AnnotatedData", "data_param { batch_size: 4 }", tops=2, shapes={"t0": (4, 3, 9, 9)}
    )
    assert made.tops[0] == (4, 3, 9, 9)
    assert isinstance(made.tops[1], Untold)
