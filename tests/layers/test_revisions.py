"""Fields that came later."""

import pytest

from caffe_fillers.errors import LayerError
from caffe_fillers.layers.revisions import check_fields
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import CAFFE_ROWS
from tests.layers._rules import layer

ROUND = (
    "Pooling",
    "pooling_param { kernel_size: 3 round_mode: FLOOR }",
    "pooling_param.round_mode",
)
TRANSPOSE = (
    "InnerProduct",
    "inner_product_param { num_output: 3 transpose: true }",
    "inner_product_param.transpose",
)
NORM = (
    "Convolution",
    "convolution_param { num_output: 3 weight_filler { variance_norm: FAN_OUT } }",
    "convolution_param.weight_filler.variance_norm",
)
SHAPE = ("ReLU", "blobs { data: 1 shape { dim: 1 } }", "blobs.shape")
GLOBAL = ("Pooling", "pooling_param { global_pooling: true }", "pooling_param.global_pooling")


@pytest.mark.parametrize(
    ("case", "unknown_in"),
    [
        (ROUND, ["1.0", "rc5", "rc4", "rc3", "rc2", "rc"]),
        (TRANSPOSE, ["rc3", "rc2", "rc"]),
        (NORM, ["rc2", "rc"]),
        (SHAPE, ["rc2", "rc"]),
        (GLOBAL, ["rc"]),
    ],
)
def test_a_revision_knows_its_own_fields(case, unknown_in):
    """A field that came later is refused by name, however deep; others pass."""
    kind, text, where = case
    for name, row in CAFFE_ROWS.items():
        if name not in unknown_in:
            check_fields(layer(kind, text), row)
            continue
        with pytest.raises(LayerError, match=f"Caffe {name} has no field") as caught:
            check_fields(layer(kind, text), row)
        assert where == caught.value.where.replace(": ", ".")


def test_the_table_names_fields_that_exist():
    """As messages of Caffe and fields in them."""
    for row in CAFFE_ROWS.values():
        for name in row.later_fields:
            message, _, field = name.partition(".")
            assert field in getattr(caffe, message).DESCRIPTOR.fields_by_name

    assert [0, 1, 2, 2, 3, 30, 40] == [len(row.later_fields) for row in CAFFE_ROWS.values()]
