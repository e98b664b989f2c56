"""Layers that nobody knows, and shapes that nobody knows."""

import pytest

from caffe_fillers import plan_net
from caffe_fillers.core.draws import UnknownShapeError, Untold
from caffe_fillers.errors import CaffeFillersError, LayerError
from tests.dialects._forks import layer, net

IP = (
    'layer { name: "ip" type: "InnerProduct" bottom: "%s" top: "ip"'
    ' inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }'
)


@pytest.fixture
def plan(tmp_path):
    """Plan a text, with these options."""

    def plan_(text, **options):
        path = tmp_path / "net.prototxt"
        path.write_text(text)
        return plan_net(path, **options)

    return plan_


def test_an_unknown_type_is_an_error(plan):
    """The hint names what the user can say about it."""
    with pytest.raises(LayerError, match="unknown layer type 'Wobble'") as caught:
        plan(net(layer("Wobble")))

    assert "--layer-like Wobble=TYPE" in caught.value.hint
    assert "--no-blobs Wobble" in caught.value.hint


def test_a_type_without_blobs(plan):
    """It takes nothing and makes nothing; nobody asks for the shape of its top."""
    begun = plan(net(layer("Wobble"), layer("ReLU", bottom="wobble")), no_blobs=["Wobble"])

    assert list(begun.planned.plan.shapes) == ["data", "conv"]
    assert len(begun.planned.plan.blobs) == 2


def test_a_layer_with_blobs_asks_for_the_shape(plan):
    """By the name of the top that is not known, through all that only pass it on."""
    text = net(layer("Wobble"), layer("ReLU", bottom="wobble"), IP % "relu")
    with pytest.raises(UnknownShapeError, match="'wobble' is not known: only the author") as caught:
        plan(text, no_blobs=["Wobble"])

    assert "layer 'ip' (InnerProduct)" in caught.value.where
    assert "--shape wobble=DIMS" in caught.value.hint
    begun = plan(text, no_blobs=["Wobble"], shapes={"wobble": (2, 5)})
    assert begun.planned.plan.shapes["relu"] == (2, 5)
    assert [blob.shape for blob in begun.planned.plan.blobs.values()][2] == (2, 5)


def test_what_looks_at_an_unknown_shape_makes_another(plan):
    """A pooling's top is as unknown as its bottom, and can be given itself."""
    pool = layer("Pooling", "pooling_param { kernel_size: 2 }", bottom="wobble")
    text = net(layer("Wobble"), pool, IP % "pooling")
    with pytest.raises(UnknownShapeError, match="'pooling' is not known: it depends on another"):
        plan(text, no_blobs=["Wobble"])

    given = plan(text, no_blobs=["Wobble"], shapes={"pooling": (2, 3, 1, 1)})
    assert given.planned.plan.shapes["ip"] == (2, 2)


def test_a_loss_of_an_unknown_shape_is_one_all_the_same(plan):
    """Its weight is written into the model, as Caffe does."""
    loss = 'layer { name: "l" type: "EuclideanLoss" bottom: "wobble" bottom: "conv" top: "l" }'
    begun = plan(net(layer("Wobble"), loss), no_blobs=["Wobble"])

    assert list(begun.planned.net.layer[-1].loss_weight) == [1]


def test_a_type_like_a_known_one(plan):
    """It is set up as that type is, with the same words."""
    wobble = layer(
        "Wobble", 'inner_product_param { num_output: 3 weight_filler { type: "xavier" } }'
    )
    begun = plan(net(wobble), like={"Wobble": "InnerProduct"})
    plain = plan(net(wobble.replace("Wobble", "InnerProduct")))

    assert begun.planned.plan.shapes["wobble"] == (2, 3)
    assert [draw.law for draw in begun.planned.plan.draws] == [
        draw.law for draw in plain.planned.plan.draws
    ]
    assert begun.planned.net.layer[-1].type == "Wobble"


def test_like_an_unknown_type(plan):
    """Nothing is gained."""
    with pytest.raises(LayerError, match="unknown layer type 'Wibble'"):
        plan(net(layer("Wobble")), like={"Wobble": "Wibble"})


@pytest.mark.parametrize(
    "look",
    [
        len,
        list,
        lambda shape: shape[0],
        lambda shape: shape[1:],
        lambda shape: (1, *shape),
        lambda shape: shape + (1,),  # noqa: RUF005  # another way to look
        lambda shape: (1,) + shape,  # noqa: RUF005  # another way to look
        lambda shape: shape == (1,),
        lambda shape: (1,) != shape,
        hash,
        bool,
    ],
)
def test_nobody_looks_at_an_unknown_shape_unseen(look):
    """Every way to look at a tuple is refused."""
    with pytest.raises(UnknownShapeError, match="'top' is not known: because"):
        look(Untold("top", "because"))


def test_the_command(run, tmp_path):
    """The options reach the plan; exit code 3 without them."""
    path = tmp_path / "net.prototxt"
    path.write_text(net(layer("Wobble"), IP % "wobble"))

    assert run("plan", path).code == 3
    assert run("plan", path, "--no-blobs", "Wobble").code == 3
    assert run("plan", path, "--no-blobs", "Wobble", "--shape", "wobble=2,7").code == 0
    told = run("plan", path, "--layer-like", "Wobble")
    assert (told.code, "MyConv=Convolution" in told.err) == (2, True)
    assert run("plan", path, "--layer-like", "Wobble=ReLU").code == 0


def test_an_error_that_is_none_of_the_shape_s(plan):
    """An unknown shape hides no other fault."""
    text = net(layer("Wobble"), layer("Pooling", bottom="wobble"))
    with pytest.raises(CaffeFillersError) as caught:
        plan(text + layer("Split", bottom="nowhere"), no_blobs=["Wobble"])

    assert "nowhere" in str(caught.value)
