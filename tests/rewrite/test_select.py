"""The language of --where: each test against one net, faults with their place."""

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.rewrite.layers import Wiring, descriptors_of, layers_of
from caffe_fillers.rewrite.select import selection
from caffe_fillers.text import parse

NET = """
layer { name: "train" type: "Data" top: "data" include { phase: TRAIN } }
layer { name: "test" type: "Data" top: "data" include: [{ phase: TEST stage: "x" }] }
layer {
  name: "conv1" type: "Convolution" bottom: "data" top: "c1"
  convolution_param { num_output: 8 group: 2 weight_filler { type: "gaussian" std: 0.010 } }
}
layer { name: "bn1" type: "BatchNorm" bottom: "c1" top: "c1" }
layer { name: "relu1" type: "ReLU" bottom: "c1" top: "c1" }
layer { name: "conv 2" type: "Convolution" bottom: "c1" top: "c2" norm_param { x: 1 } }
layer { name: "drop" type: "Dropout" bottom: "c2" top: "c2" exclude { phase: TEST } }
layer { name: "relu2" type: "ReLU" bottom: "c2" top: "r2" exclude { phase: TRAIN stage: "x" } }
layer { name: "ip" type: "InnerProduct" bottom: ["r2"] top: "ip" param { name: "w" } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
layer { name: "seen" type: "Silence" bottom: "c2" include { phase: 1 } }
layer { exclude { } }
"""


def chosen(where, text=NET, *, unchecked=False):
    """The names of the layers that an expression means."""
    document = parse(text)
    layers = layers_of(document)
    wiring = Wiring(layers)
    means = selection(where, () if unchecked else list(descriptors_of().values()))
    return " ".join(layer.name or "-" for layer in layers if means(layer, wiring))


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("type=Convolution", "conv1 conv 2"),
        ("type=conv*", ""),
        ("type=Conv*", "conv1 conv 2"),
        ("type = ReLU", "relu1 relu2"),
        ("name=conv?", "conv1"),
        ("name='conv 2'", "conv 2"),
        ('name="conv*"', "conv1 conv 2"),
        ("name~=^(conv|relu)", None),
        ("name~='^(conv|relu)1$'", "conv1 relu1"),
        ("name~=[12]$", "conv1 bn1 relu1 conv 2 relu2"),
        ("name!~=x", None),
        ("type!=ReLU and bottom=c1", "bn1 conv 2"),
        ("bottom=label", "loss"),
        ("top=data", "train test"),
        ("bottom!=*", "train test -"),
        ("has=weight_filler", "conv1"),
        ("has=convolution_param.weight_filler.std", "conv1"),
        ("has=weight_filler.value", ""),
        ("has!=type", "-"),
        ("has=param[0]", "ip"),
        ("has=param[1]", ""),
        ("has=convolution_param", "conv1"),
        ("weight_filler.type=gaussian", "conv1"),
        ("weight_filler.std=0.01", "conv1"),
        ("weight_filler.std=1e-2", "conv1"),
        ("weight_filler.std~=^0.010$", "conv1"),
        ("weight_filler.std!=0.01 and type=Convolution", "conv 2"),
        ("convolution_param.group=2", "conv1"),
        ("group=1", ""),
        ("param.name=w", "ip"),
        ("phase=train", "train conv1 bn1 relu1 conv 2 drop relu2 ip loss"),
        ("phase=TEST", "test conv1 bn1 relu1 conv 2 relu2 ip loss seen"),
        ("phase!=TEST", "train drop -"),
        ("phase=TEST and not phase=TRAIN", "test seen"),
        ("feeds=ReLU", "conv1 bn1 conv 2 drop"),
        ("feeds=BatchNorm", "conv1"),
        ("feeds=Convolution", "train test conv1 bn1 relu1"),
        ("feeds=Silence", "conv 2"),
        ("feeds=*Loss", "ip"),
        ("follows=BatchNorm", "relu1 conv 2"),
        ("follows=Data", "conv1"),
        ("follows=Dropout", "relu2"),
        ("not (type=ReLU or type=Convolution) and name~=[12]", "bn1"),
        ("not not type=ReLU", "relu1 relu2"),
        ("type=ReLU or type=Data and name=test", "test relu1 relu2"),
        ("(type=ReLU or type=Data) and name=test", "test"),
        ("(((type=Silence)))", "seen"),
    ],
)
def test_expressions(where, names):
    """Which layers they mean, if they are any."""
    if names is None:
        with pytest.raises(TextError):
            chosen(where)
    else:
        assert names == chosen(where)


@pytest.mark.parametrize(
    ("where", "place", "message", "hint"),
    [
        ("", 1, "expected a test, found the end", "Write tests"),
        ("type", 1, "expected a test, found 'type'", "Write tests"),
        ("type=", 5, "unexpected '='", "Write tests"),
        ("type=a name=b", 8, "expected 'and' or 'or', found 'name=b'", "Write tests"),
        ("type=a or", 10, "expected a test, found the end", "Write tests"),
        ("(type=a", 8, "expected ')', found the end", "Write tests"),
        ("type=a)", 7, "expected 'and' or 'or', found ')'", "Write tests"),
        ("type=a and name~='('", 12, "no regular expression", None),
        ("phase=DEV", 1, "there is no phase 'DEV'", "They are TRAIN and TEST."),
        ("phase~=T", 1, "phase takes no regular expression", "Write phase=T."),
        ("has~=T", 1, "has takes no regular expression", "Write has=T."),
        ("has=wieght_filler", 1, "has no field 'wieght_filler'", "Did you mean 'weight_filler'"),
        ("typ=ReLU", 1, "has no field 'typ'", "Did you mean 'type'"),
        ("feed=ReLU", 1, "has no field 'feed'", "Did you mean 'feeds'"),
        ("weight_filler.tpye=x", 1, "FillerParameter has no field 'tpye'", "Did you mean 'type'?"),
        ("name.x=1", 1, "name is not a message", None),
        ("name[0]=1", 1, "name holds one value", None),
        ("a..b=1", 1, "is not a path to a field", "Write names joined by dots"),
        ("type='a", 5, "unexpected '='", "Write tests"),
        ("not " * 101 + "type=a", None, "nested more than 100 deep", None),
        ("(" * 5000, None, "nested more than 100 deep", None),
    ],
)
def test_faults(where, place, message, hint):
    """Each with its place, and the right name where one is near."""
    with pytest.raises(TextError) as caught:
        chosen(where)

    assert f"--where:1:{place}" == caught.value.where if place else "--where" == caught.value.where
    assert message in caught.value.message
    assert (hint or "") in (caught.value.hint or "")


def test_unknown_fields_can_be_asked_for():
    """Where no schema is asked."""
    assert "conv 2" == chosen("norm_param.x=1", unchecked=True)
    assert "conv 2" == chosen("has=norm_param", unchecked=True)


def test_types_of_old_nets():
    """By their names of today and as they are written."""
    v1 = (
        "layers { name: 'a' type: INNER_PRODUCT } layers { name: 'b' type: 39 } layers { name:'c' }"
    )
    v0 = "layers { layer { name: 'a' type: 'innerproduct' } } layers { layer { type: 'padding' } }"

    assert "a" == chosen("type=InnerProduct", v1) == chosen("type=INNER_PRODUCT", v1)
    assert "b" == chosen("type=Deconvolution", v1)
    assert "c" == chosen("type=''", v1)
    assert "a" == chosen("type=InnerProduct", v0) == chosen("type=innerproduct", v0)
    assert "-" == chosen("type=padding", v0)


def test_wiring_of_old_nets():
    """Bottoms and tops stand outside of a V0 layer, its fields inside."""
    text = """
    layers { layer { name: "c" type: "conv" weight_filler { } } bottom: "x" top: "y" }
    layers { layer { name: "r" type: "relu" } bottom: "y" top: "y" }
    """

    assert "c" == chosen("feeds=ReLU and has=weight_filler and top=y", text)
    assert "r" == chosen("follows=conv", text)
