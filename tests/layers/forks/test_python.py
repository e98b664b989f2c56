"""Python layers of public projects, known by module and name."""

import pytest

from caffe_fillers.core.draws import Untold
from tests.layers._rules import fork_setup

MAP = (1, 512, 14, 18)


def tops(module, name, bottoms, count, text=""):
    """The tops of such a layer."""
    code = f'python_param {{ module: "{module}" layer: "{name}" {text} }}'
    return list(fork_setup("Python", code, bottoms, count).tops)


@pytest.mark.parametrize(
    ("module", "name", "bottoms", "text", "expected"),
    [
        # py-faster-rcnn on VOC: nine anchors a place
        (
            "rpn.anchor_target_layer",
            "AnchorTargetLayer",
            [(1, 18, 14, 18), (1, 5), (1, 3), (1, 3, 224, 288)],
            "param_str: \"'feat_stride': 16\"",
            [(1, 1, 126, 18), *[(1, 36, 14, 18)] * 3],
        ),
        ("rpn.proposal_layer", "ProposalLayer", [MAP, MAP, (1, 3)], "", [(1, 5)]),
        (
            "rpn.proposal_target_layer",
            "ProposalTargetLayer",
            [(1, 5), (1, 5)],
            "param_str: \"'num_classes': 2\"",
            [(1, 5), (1, 1), (1, 8), (1, 8), (1, 8)],
        ),
        ("yolov2", "darknet_reorg", [MAP], "", [(1, 2048, 7, 9)]),
        ("any", "SpatialDropoutLayer", [MAP], "", [MAP]),
        ("shape", "TensorShape", [MAP], "", [(4,)]),
    ],
)
def test_tops(module, name, bottoms, text, expected):
    """As the projects' own code shapes them."""
    assert tops(module, name, bottoms, len(expected), text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{'pad_t': 1, 'pad_l': 2}", (1, 512, 15, 20)),
        ("'pad_b': 1.2.3, 'pad_r': 4", (1, 512, 14, 22)),
        ("pad_t: " + "9" * 9000, MAP),
        ("[" * 3000, MAP),
        ("{'pad_t': 'x', 'pad_b': -3}", MAP),
        ("[1]", MAP),
    ],
)
@pytest.mark.slow
def test_what_a_param_str_says_is_read_but_never_run(words, expected):
    """Nonsense, numbers without end and deep nests do no harm."""
    assert tops("pad", "PadTensor", [MAP], 1, f'param_str: "{words}"') == [expected]


def test_images_of_any_size_are_unknown():
    """The data alone tells them."""
    assert all(isinstance(top, Untold) for top in tops("voc_layers", "VOCSegDataLayer", [], 2))


def test_another_modules_layer_of_this_name_is_another():
    """A name is known together with its module."""
    made = tops("mine", "ProposalLayer", [MAP], 1)
    assert isinstance(made[0], Untold)
