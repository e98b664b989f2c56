"""Layers that only rearrange."""

import pytest

from caffe_fillers.errors import LayerError
from tests.layers._rules import setup

IMAGE = (2, 6, 4, 5)

#: Type, text, bottoms, tops.
SHAPES = [
    ("Split", "", [IMAGE], [IMAGE] * 3),
    ("Silence", "", [IMAGE, ()], []),
    ("Concat", "", [(2, 3, 4), (2, 1, 4), (2, 5, 4)], [(2, 9, 4)]),
    ("Concat", "concat_param { axis: -1 }", [(2, 3), (2, 4)], [(2, 7)]),
    ("Concat", "concat_param { concat_dim: 0 }", [(2, 3), (4, 3)], [(6, 3)]),
    ("Concat", "", [IMAGE], [IMAGE]),
    ("Slice", "", [IMAGE], [(2, 2, 4, 5)] * 3),
    (
        "Slice",
        "slice_param { slice_point: [1, 3] }",
        [IMAGE],
        [(2, 1, 4, 5), (2, 2, 4, 5), (2, 3, 4, 5)],
    ),
    ("Slice", "slice_param { slice_dim: 2 slice_point: 3 }", [IMAGE], [(2, 6, 3, 5), (2, 6, 1, 5)]),
    ("Slice", "slice_param { axis: -4 }", [IMAGE], [(1, 6, 4, 5)] * 2),
    ("Slice", "slice_param { slice_point: 6 }", [IMAGE], [(2, 6, 4, 5), (2, 0, 4, 5)]),
    ("Slice", "", [IMAGE], [IMAGE]),
    ("Flatten", "", [IMAGE], [(2, 120)]),
    ("Flatten", "flatten_param { axis: 0 end_axis: 1 }", [IMAGE], [(12, 4, 5)]),
    ("Flatten", "flatten_param { axis: -2 }", [IMAGE], [(2, 6, 20)]),
    # An empty range of axes becomes an axis of its own.
    ("Flatten", "flatten_param { axis: 2 end_axis: 1 }", [IMAGE], [(2, 6, 1, 4, 5)]),
    ("Reshape", "reshape_param { shape { dim: [0, -1] } }", [IMAGE], [(2, 120)]),
    ("Reshape", "reshape_param { shape { dim: [0, 3, 40] } }", [IMAGE], [(2, 3, 40)]),
    ("Reshape", "reshape_param { shape { dim: -1 } axis: 1 num_axes: 2 }", [IMAGE], [(2, 24, 5)]),
    ("Reshape", "reshape_param { shape { dim: 1 } axis: -1 num_axes: 0 }", [IMAGE], [(*IMAGE, 1)]),
    ("Reshape", "reshape_param { shape { dim: [1, 1] } num_axes: 0 }", [IMAGE], [(1, 1, *IMAGE)]),
    ("Reshape", "reshape_param { shape {} }", [(1, 1)], [()]),
    ("Tile", "tile_param { tiles: 3 }", [IMAGE], [(2, 18, 4, 5)]),
    ("Tile", "tile_param { axis: -1 tiles: 2 }", [IMAGE], [(2, 6, 4, 10)]),
    ("Crop", "", [IMAGE, (9, 9, 3, 2)], [(2, 6, 3, 2)]),
    ("Crop", "crop_param { axis: 1 offset: 1 }", [IMAGE, (9, 2, 3, 4)], [(2, 2, 3, 4)]),
    ("Crop", "crop_param { offset: [0, 3] }", [IMAGE, (1, 1, 4, 2, 7)], [(2, 6, 4, 2)]),
    ("Reduction", "", [IMAGE], [()]),
    ("Reduction", "reduction_param { axis: 2 }", [IMAGE], [(2, 6)]),
    ("ArgMax", "", [IMAGE], [(2, 1, 1, 1)]),
    ("ArgMax", "argmax_param { top_k: 3 out_max_val: true }", [IMAGE], [(2, 2, 3, 1)]),
    ("ArgMax", "argmax_param { top_k: 3 }", [(2, 6)], [(2, 1, 3)]),
    ("ArgMax", "argmax_param { top_k: 3 axis: 1 }", [IMAGE], [(2, 3, 4, 5)]),
    ("BatchReindex", "", [IMAGE, (7,)], [(7, 6, 4, 5)]),
    ("Filter", "", [IMAGE, (2,), (2, 1, 1)], [IMAGE, (2,)]),
]

#: Type, text, bottoms, number of tops, the place at fault.
REFUSED = [
    ("Split", 'bottom: "x" top: "x" top: "y"', [IMAGE], 2, "top"),
    ("Concat", "", [(2, 3), (3, 3)], 1, "bottom 1"),
    ("Concat", "", [(2, 3), (2, 3, 1)], 1, "bottom 1"),
    (
        "Concat",
        "concat_param { axis: 1 concat_dim: 1 }",
        [(2, 3), (2, 3)],
        1,
        "concat_param.concat_dim",
    ),
    ("Concat", "concat_param { concat_dim: 4294967295 }", [(2, 3)], 1, "concat_param.concat_dim"),
    ("Concat", "", [(0, 3)], 1, None),
    ("Slice", "", [IMAGE], 4, "slice_param.slice_point"),
    ("Slice", "slice_param { slice_point: 2 }", [IMAGE], 3, "slice_param.slice_point"),
    ("Slice", "slice_param { slice_point: [3, 3] }", [IMAGE], 3, "slice_param.slice_point"),
    ("Slice", "slice_param { slice_point: [0, 3] }", [IMAGE], 3, "slice_param.slice_point"),
    ("Slice", "slice_param { slice_point: [1, 2] }", [(9, 2)], 3, "slice_param.slice_point"),
    ("Slice", "slice_param { slice_point: 7 }", [IMAGE], 2, "slice_param.slice_point"),
    ("Slice", "slice_param { axis: 1 slice_dim: 1 }", [IMAGE], 2, "slice_param.slice_dim"),
    ("Slice", 'bottom: "x" top: "x" top: "y"', [IMAGE], 2, "top"),
    ("Flatten", 'bottom: "x" top: "x"', [IMAGE], 1, "top"),
    ("Flatten", "flatten_param { axis: 4 }", [IMAGE], 1, "flatten_param.axis"),
    ("Flatten", "flatten_param { axis: 3 end_axis: 1 }", [IMAGE], 1, "flatten_param.end_axis"),
    ("Reshape", 'bottom: "x" top: "x"', [IMAGE], 1, "top"),
    ("Reshape", "reshape_param { shape { dim: [-1, -1] } }", [IMAGE], 1, "reshape_param.shape"),
    ("Reshape", "reshape_param { shape { dim: [7, -1] } }", [IMAGE], 1, "reshape_param.shape"),
    ("Reshape", "reshape_param { shape { dim: [2, 3] } }", [IMAGE], 1, "reshape_param.shape"),
    ("Reshape", "reshape_param { shape { dim: [-2, -120] } }", [IMAGE], 1, "reshape_param.shape"),
    (
        "Reshape",
        "reshape_param { shape { dim: [1, 1, 1, 1, 0] } }",
        [IMAGE],
        1,
        "reshape_param.shape",
    ),
    ("Reshape", "reshape_param { axis: 5 }", [IMAGE], 1, "reshape_param.axis"),
    ("Reshape", "reshape_param { axis: 2 num_axes: 3 }", [IMAGE], 1, "reshape_param.num_axes"),
    ("Reshape", "reshape_param { num_axes: -2 }", [IMAGE], 1, "reshape_param.num_axes"),
    ("Tile", "", [IMAGE], 1, "tile_param.tiles"),
    ("Tile", "tile_param { tiles: -1 }", [IMAGE], 1, "tile_param.tiles"),
    ("Crop", "", [IMAGE, (2, 6, 5, 5)], 1, "crop_param.offset"),
    ("Crop", "crop_param { offset: 2 }", [IMAGE, (2, 6, 3, 3)], 1, "crop_param.offset"),
    ("Crop", "crop_param { offset: [0, 0, 0] }", [IMAGE, (2, 6, 3, 3)], 1, "crop_param.offset"),
    ("Crop", "crop_param { offset: 4294967295 }", [IMAGE, (2, 6, 3, 3)], 1, "crop_param.offset"),
    ("Crop", "", [IMAGE, (2, 6, 3)], 1, "bottom 1"),
    ("Reduction", "", [()], 1, "reduction_param.axis"),
    ("Reduction", "", [(0,)], 1, None),
    ("ArgMax", "argmax_param { top_k: 0 }", [IMAGE], 1, "argmax_param.top_k"),
    ("ArgMax", "argmax_param { top_k: 121 }", [IMAGE], 1, "argmax_param.top_k"),
    ("ArgMax", "argmax_param { axis: 1 top_k: 7 }", [IMAGE], 1, "argmax_param.top_k"),
    ("ArgMax", "", [()], 1, "bottom"),
    ("BatchReindex", "", [IMAGE, (7, 1)], 1, "bottom 1"),
    ("Filter", "", [IMAGE, (2,)], 2, "top"),
    ("Filter", "", [IMAGE, (2, 2)], 1, "bottom"),
    ("Filter", "", [IMAGE, (3,)], 1, "bottom 0"),
    ("Filter", "", [IMAGE, ()], 1, "the selector"),
]


@pytest.mark.parametrize(("kind", "text", "bottoms", "tops"), SHAPES)
def test_shapes(kind, text, bottoms, tops):
    """Tops, and never a blob or a word."""
    made = setup(kind, text, bottoms, tops=len(tops))

    assert (tops, (), ()) == (made.tops, made.draws, made.blobs)


@pytest.mark.parametrize(("kind", "text", "bottoms", "tops", "where"), REFUSED)
def test_refusals_name_the_field(kind, text, bottoms, tops, where):
    """What Caffe's checks refuse is refused in the field at fault."""
    with pytest.raises(LayerError) as caught:
        setup(kind, text, bottoms, tops=tops)

    assert where == caught.value.where
