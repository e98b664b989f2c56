"""fill-weights rewrite: options become rules in the order of the line."""

import pytest

NET = 'layer { name: "a" type: "Convolution" }\nlayer { name: "b" type: "InnerProduct" }\n'


@pytest.fixture
def net(tmp_path):
    """A net of two layers with weights."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return path


def test_rules_in_order(net, run):
    """Options before the first --where are for all layers, those behind one are for its."""
    told = run(
        *("rewrite", net, "--set", "num_output=1", "--weight-filler", "xavier"),
        *("--where", "name=a", "--set", "num_output=2", "--bias-filler", "constant,value=1"),
        *("--where", "name=b", "--unset", "weight_filler", "--set", "num_output=3"),
        *("--set-default", "num_output=4", "--set-default", "axis=2"),
    )

    assert (0, "") == (told.code, told.err)
    conv = (
        'num_output: 2 weight_filler { type: "xavier" } bias_filler { type: "constant" value: 1 }'
    )
    assert [
        f'layer {{ name: "a" type: "Convolution" convolution_param {{ {conv} }} }}',
        'layer { name: "b" type: "InnerProduct" inner_product_param { num_output: 3 axis: 2 } }',
    ] == told.out.splitlines()


def test_what_was_done(net, run):
    """So many layers; nothing, where nothing was to do; and what matches nothing."""
    told = run("rewrite", net, "--in-place", "--weight-filler", "xavier")
    assert f"{net}: 2 layers changed\n" == told.err
    assert (
        f"{net}: nothing to do\n"
        == run("rewrite", net, "--in-place", "--weight-filler", "xavier").err
    )
    told = run("rewrite", net, "--where", "type=X", "--unset", "name")
    assert (0, f"warning: {net}: no layer matches --where 'type=X'\n") == (told.code, told.err)


def test_check(net, run):
    """Exits with 1 where something would change."""
    assert 1 == run("rewrite", net, "--check", "--set", "name=x").code
    assert 0 == run("rewrite", net, "--check", "--unset", "phase").code
    assert NET == net.read_text()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "nothing to change"),
        (("--where", "name=a"), "nothing to change"),
        (
            ("--where", "name=a", "--where", "name=b", "--unset", "name"),
            "a filler behind --where 'name=a'",
        ),
        (("--set", "name"), "'name' is not of the form PATH=VALUE"),
        (("--set-default", "name"), "--set-default: 'name' is not"),
        (("--set", "nmae=x"), "Did you mean 'name'"),
        (("--unset", "nmae"), "Did you mean 'name'"),
        (("--set", "phase=Train"), "Did you mean 'TRAIN'?"),
        (("--where", "nmae=x", "--unset", "name"), "Did you mean 'name'"),
        (("--where", "name=", "--unset", "name"), "--where:1:5"),
        (("--weight-filler", "msra,FAN_OUT"), "--weight-filler: 'FAN_OUT' is not"),
        (("--bias-filler", "constant,valeu=1"), "--bias-filler: FillerParameter has no field"),
    ],
)
def test_usage(args, message, net, run):
    """A wrong line exits with 2, before any net is read."""
    told = run("rewrite", net, *args)

    assert 2 == told.code
    assert message in told.err


def test_unknown_fillers(net, run):
    """Are written with a warning: a fork may have them."""
    told = run("rewrite", net, "--weight-filler", "xaiver")

    assert 0 == told.code
    assert 'weight_filler { type: "xaiver" }' in told.out
    assert "Did you mean 'xavier'?" in told.err


def test_unknown_fields(net, run):
    """On demand."""
    args = ("rewrite", net, "--where", "my.x!=1", "--set", "my.x=1")

    assert 2 == run(*args).code
    assert NET.replace(" }", " my { x: 1 } }") == run(*args, "--any-field").out


def test_other_files(run, tmp_path):
    """A solver is not a net; an old net may be too old for a field; a text may be broken."""
    for text, args, message in [
        ("net: 'x'", ("--unset", "name"), "is a solver"),
        (
            "layers { type: RELU }",
            ("--where", "type=ReLU", "--set", "param[0].lr_mult=0"),
            "upgrade",
        ),
        ("layer {", ("--unset", "name"), ":1:1: the '{' of 'layer' is never closed"),
        ("layer { name: 1 }", ("--unset", "name"), "expected a string, found '1'"),
    ]:
        path = tmp_path / "x.prototxt"
        path.write_text(text)
        told = run("rewrite", path, *args)

        assert 3 == told.code, text
        assert message in told.err
        assert str(path) in told.err
