"""Forks' types without blobs, and BVLC's types in forks: the shapes of their tops."""

import subprocess
import sys

import pytest

from caffe_fillers.core.draws import Untold
from caffe_fillers.core.registry import BVLC, FORKS, layers
from caffe_fillers.layers.forks import names
from tests.layers._rules import burnt, fork_setup

MAP = (2, 6, 9, 7)

#: Dialect, type, text, bottoms; the tops.
TOPS = [
    ("ssd", "Permute", "permute_param { order: [0, 2, 3, 1] }", [MAP], [(2, 9, 7, 6)]),
    ("ssd", "Permute", "permute_param { order: 3 }", [MAP], [(7, 2, 6, 9)]),
    # SSD 300: conv4_3_norm_mbox_priorbox, two ratios flipped
    (
        "ssd",
        "PriorBox",
        "prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 flip: true }",
        [(1, 512, 38, 38), (1, 3, 300, 300)],
        [(1, 2, 38 * 38 * 4 * 4)],
    ),
    # Fast R-CNN's roi_pool5
    (
        "fast-rcnn",
        "ROIPooling",
        "roi_pooling_param { pooled_w: 6 pooled_h: 7 spatial_scale: 0.0625 }",
        [(2, 256, 38, 50), (128, 5)],
        [(128, 256, 7, 6)],
    ),
    # R-FCN's psroipooled_cls_rois
    (
        "rfcn",
        "PSROIPooling",
        "psroi_pooling_param { spatial_scale: 0.0625 output_dim: 21 group_size: 7 }",
        [(1, 1029, 38, 50), (300, 5)],
        [(300, 21, 7, 7)],
    ),
    # SENet's Axpy: scale, what is scaled, what is added
    ("forks", "Axpy", "", [(2, 6, 1, 1), MAP, MAP], [MAP]),
    # DeepLab: doubles less one
    ("deeplab-v2", "Interp", "interp_param { zoom_factor: 2 }", [MAP], [(2, 6, 17, 13)]),
    ("deeplab-v2", "Interp", "interp_param { height: 5 width: 4 }", [MAP], [(2, 6, 5, 4)]),
    ("segnet", "Upsample", "upsample_param { scale: 2 }", [MAP, MAP], [(2, 6, 18, 14)]),
    # SSD's ceil_mode: (9 - 2) / 2 is 3.5, and (7 - 2) / 2 is 2.5
    (
        "intel",
        "Pooling",
        "pooling_param { kernel_size: 2 stride: 2 }",
        [MAP],
        [(2, 6, 5, 4)],
    ),
    (
        "enet",
        "Pooling",
        "pooling_param { kernel_size: 2 stride: 2 ceil_mode: false }",
        [MAP],
        [(2, 6, 4, 3)],
    ),
]


def listed(table):
    """The names of a table of types that are alike."""
    return sorted(" ".join(group.types for group in table).split())


@pytest.mark.parametrize(("dialect", "kind", "text", "bottoms", "tops"), TOPS)
def test_tops(dialect, kind, text, bottoms, tops):
    """Shapes of published nets, or sums done by hand."""
    made = fork_setup(kind, text, bottoms, len(tops), dialect=dialect)
    assert list(made.tops) == tops
    assert not made.blobs
    assert burnt(made) == 0


@pytest.mark.parametrize("kind", listed(names.ALIKE))
def test_those_alike_pass_the_shape_on(kind):
    """Each name of the table, with its least bottoms."""
    row = layers.get(kind, FORKS)
    bottoms = [MAP] * max(1, row.bottoms.least)
    made = fork_setup(kind, "", bottoms, max(1, row.tops.least))
    assert made.tops[0] == MAP
    assert not made.draws


@pytest.mark.parametrize("kind", listed(names.TOLD_BY_NOBODY))
def test_of_some_only_the_author_knows_the_shape(kind):
    """It is passed on as unknown."""
    row = layers.get(kind, FORKS)
    made = fork_setup(kind, "", [MAP] * row.bottoms.least, max(1, row.tops.least))
    assert isinstance(made.tops[0], Untold)
    assert made.tops[0].top == "t0"


def test_each_name_is_in_one_table():
    """And none of them is BVLC's."""
    every = listed([*names.ALIKE, *names.LOSSES, *names.TOLD_BY_NOBODY])
    assert len(every) == len(set(every))
    assert not set(every) & set(layers.names(BVLC))


@pytest.mark.parametrize("kind", listed(names.LOSSES))
def test_losses_have_a_scalar_of_weight_one(kind):
    """Each name of the table."""
    made = fork_setup(kind, "", [MAP, MAP], 1)
    assert made.tops == [()]
    assert made.loss_weight == 1


def test_bvlcs_nets_do_not_load_the_forks():
    """Looking up BVLC's types imports no module of forks."""
    code = (
        "import sys; from caffe_fillers.core.registry import layers, fillers;"
        "layers.get('Convolution'); fillers.get('msra');"
        "print([name for name in sys.modules if '.forks.' in name])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "[]"
