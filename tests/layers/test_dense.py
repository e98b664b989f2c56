"""InnerProduct and Embed."""

import pytest

from caffe_fillers.errors import FillerError, LayerError, ShapeError
from tests.layers._rules import blobs, setup

XAVIER = 'weight_filler { type: "xavier" } bias_filler { type: "uniform" }'

#: inner_product_param, bottom, top, blobs.
INNER_PRODUCT = [
    ("num_output: 5", (2, 3, 4, 4), (2, 5), [(5, 48), (5,)]),
    ("num_output: 5 bias_term: false", (2, 3), (2, 5), [(5, 3)]),
    ("num_output: 5 axis: 2", (2, 3, 4, 4), (2, 3, 5), [(5, 16), (5,)]),
    ("num_output: 5 axis: -1", (2, 3, 4, 4), (2, 3, 4, 5), [(5, 4), (5,)]),
    ("num_output: 5 axis: 0", (2, 3), (5,), [(5, 6), (5,)]),
    ("num_output: 5 transpose: true", (2, 3), (2, 5), [(3, 5), (5,)]),
]


@pytest.mark.parametrize(("param", "bottom", "top", "expected"), INNER_PRODUCT)
def test_inner_product(param, bottom, top, expected):
    """The axes from `axis` on are one vector; weights first, then the bias."""
    made = setup("InnerProduct", f"inner_product_param {{ {param} {XAVIER} }}", [bottom])

    assert [top] == made.tops
    assert list(zip(expected, ["xavier", "uniform"], strict=False)) == blobs(made)


def test_embed():
    """One row of weights an input, and the bottom's own values do not matter."""
    made = setup("Embed", f"embed_param {{ num_output: 5 input_dim: 7 {XAVIER} }}", [(2, 3)])

    assert [(2, 3, 5)] == made.tops
    assert [((7, 5), "xavier"), ((5,), "uniform")] == blobs(made)


@pytest.mark.parametrize(
    ("kind", "text", "bottom", "error", "where"),
    [
        ("InnerProduct", "inner_product_param {}", (2, 3), FillerError, "weight_filler"),
        (
            "InnerProduct",
            "inner_product_param { num_output: 5 }",
            (2, 0),
            FillerError,
            "weight_filler",
        ),
        (
            "InnerProduct",
            "inner_product_param { num_output: 5 axis: 2 }",
            (2, 3),
            ShapeError,
            "axis",
        ),
        ("InnerProduct", "inner_product_param { num_output: 5 }", (), ShapeError, "axis"),
        (
            "InnerProduct",
            "inner_product_param { num_output: 2147483648 }",
            (2, 3),
            LayerError,
            "num_output",
        ),
        (
            "InnerProduct",
            "inner_product_param { num_output: 2147483647 }",
            (2, 3),
            ShapeError,
            "weight_filler",
        ),
        ("Embed", "embed_param { input_dim: 7 }", (2,), LayerError, "num_output"),
        ("Embed", "embed_param { num_output: 7 }", (2,), LayerError, "input_dim"),
        ("InnerProduct", "inner_product_param { num_output: 5 }", (0, 3), ShapeError, None),
        ("Embed", "embed_param { num_output: 5 input_dim: 7 }", (0,), ShapeError, None),
        (
            "Embed",
            "embed_param { num_output: 65536 input_dim: 65536 }",
            (2,),
            ShapeError,
            "weight_filler",
        ),
    ],
)
def test_refusals_name_the_field(kind, text, bottom, error, where):
    """Empty and oversized blobs, and axes that are not there."""
    with pytest.raises(error) as caught:
        setup(kind, text, [bottom])

    assert caught.value.where is where or caught.value.where.endswith(f"_param.{where}")


@pytest.mark.parametrize("kind", ["InnerProduct", "Embed"])
def test_given_blobs_are_taken_as_they_are(kind):
    """No shape and no number of them is checked."""
    text = """
        blobs { data: [1, 2, 3] shape { dim: 3 } }
        inner_product_param { num_output: 5 } embed_param { num_output: 5 input_dim: 7 }"""
    made = setup(kind, text, [(2, 3)])

    assert [((3,), "given")] == blobs(made)
    assert not made.draws


@pytest.mark.parametrize("revision", ["rc", "rc2", "rc3"])
def test_shapes_of_old_revisions(revision):
    """Weights were 1x1xNxK and biases 1x1x1xN until rc3."""
    made = setup(
        "InnerProduct", "inner_product_param { num_output: 5 }", [(2, 3)], revision=revision
    )
    expected = [(5, 3), (5,)] if revision == "rc3" else [(1, 1, 5, 3), (1, 1, 1, 5)]

    assert expected == [shape for shape, _ in blobs(made)]


@pytest.mark.parametrize("kind", ["msra", "bilinear"])
def test_fillers_that_came_later(kind):
    """rc2 had five fillers; another one is refused with that said."""
    text = f'inner_product_param {{ num_output: 5 weight_filler {{ type: "{kind}" }} }}'
    with pytest.raises(FillerError, match=f"rc2 has no filler '{kind}' yet") as caught:
        setup("InnerProduct", text, [(2, 3)], revision="rc2")

    assert "inner_product_param.weight_filler" == caught.value.where
