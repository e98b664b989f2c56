"""Rules change the layers they mean, and nothing else."""

import random
from collections import Counter
from textwrap import dedent

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.rewrite.rules import Change, RewriteRule, check, filler, rewrite
from caffe_fillers.text import parse
from caffe_fillers.text.edit import edit
from caffe_fillers.text.style import comments
from caffe_fillers.text.tokens import is_string
from caffe_fillers.text.tree import blocks_of
from tests._shared import corpus, manifest


def rewritten(text, *changes, where="", **how):
    """A text after a rule."""
    document = parse(dedent(text))
    rewrite(document, [RewriteRule(tuple(Change(*change) for change in changes), where)], **how)
    return str(document)


def layer(kind, inner=""):
    """A layer of this type on one line."""
    return f'layer {{ type: "{kind}"{inner and " "}{inner} }}'


class TestShortPaths:
    """A short path begins in the message of the layer's type."""

    @pytest.mark.parametrize(
        ("kind", "param"),
        [
            ("Convolution", "convolution_param"),
            ("Deconvolution", "convolution_param"),
            ("InnerProduct", "inner_product_param"),
            ("Embed", "embed_param"),
            ("LSTM", "recurrent_param"),
            ("RNN", "recurrent_param"),
        ],
    )
    def test_weight_fillers(self, kind, param):
        """Every type that has weights takes one, in its own message."""
        change = ("set", "weight_filler.type", "msra")

        assert layer(kind, f'{param} {{ weight_filler {{ type: "msra" }} }}') == rewritten(
            layer(kind), change
        )
        assert layer(kind, f'{param} {{ num_output: 1 weight_filler {{ type: "msra" }} }}') == (
            rewritten(layer(kind, f"{param} {{ num_output: 1 }}"), change)
        )

    @pytest.mark.parametrize(
        "kind", ["ReLU", "Pooling", "Scale", "Data", "DepthwiseConvolution", ""]
    )
    def test_others_take_none(self, kind):
        """Not even if the user has chosen them."""
        change = ("set", "weight_filler.type", "msra")

        assert layer(kind) == rewritten(layer(kind), change)
        assert layer(kind) == rewritten(layer(kind), change, where="not type=x")

    def test_a_fork_s_type_takes_it_where_it_has_the_message(self):
        """And no other that could have the field."""
        one = layer("Depthwise", "convolution_param { pad: 1 }")
        two = layer("Depthwise", "convolution_param { pad: 1 } inner_product_param { }")
        change = ("set", "weight_filler.type", "msra")

        assert 'pad: 1 weight_filler { type: "msra" }' in rewritten(one, change)
        assert two == rewritten(two, change)

    def test_a_field_that_is_there_is_meant_wherever_it_is(self):
        """In another type's message, in an unknown one."""
        text = layer("X", "a_param { weight_filler { } } embed_param { weight_filler { } }")

        assert text.replace("{ }", '{ type: "x" }') == rewritten(
            text, ("set", "weight_filler.type", "x")
        )
        assert layer("X", "a_param { } embed_param { }") == rewritten(
            text, ("unset", "weight_filler")
        )

    @pytest.mark.parametrize(
        ("text", "taken"),
        [
            (layer("Convolution", "convolution_param { bias_term: true }"), True),
            (layer("Convolution", "convolution_param { bias_term: false }"), False),
            (layer("InnerProduct"), True),
            (layer("Scale"), False),
            (layer("Scale", "scale_param { bias_term: t }"), True),
            (layer("LSTM"), True),
            (layer("Scale", "scale_param { bias_filler { } }"), True),
        ],
    )
    def test_bias_fillers_where_there_is_a_bias(self, text, taken):
        """By what is written, or else the default."""
        assert taken == (text != rewritten(text, ("set", "bias_filler.type", "constant")))


class TestFullPaths:
    """A full path begins at the layer."""

    def test_fields_of_the_layer(self):
        """Every layer has them."""
        assert layer("ReLU", "phase: TEST") == rewritten(layer("ReLU"), ("set", "phase", "TEST"))
        assert 'layer { type: "x" }' == rewritten(layer("ReLU"), ("set", "type", "x"))

    def test_messages_of_a_type(self):
        """They are made in layers of that type, and are changed wherever they are."""
        change = ("set", "convolution_param.bias_term", "false")
        param = "convolution_param { bias_term: false }"

        assert layer("Convolution", param) == rewritten(layer("Convolution"), change)
        assert layer("ReLU") == rewritten(layer("ReLU"), change)
        assert layer("ReLU") == rewritten(layer("ReLU"), change, where="type=ReLU")
        assert layer("Fork", param) == rewritten(layer("Fork"), change, where="type=Fork")
        assert layer("Fork", param) == rewritten(layer("Fork", "convolution_param { }"), change)

    def test_messages_of_any_type(self):
        """They are made where the user has chosen the layer."""
        change = ("set", "param[0].lr_mult", "0")

        assert layer("ReLU") == rewritten(layer("ReLU"), change)
        assert layer("ReLU", "param { lr_mult: 0 }") == rewritten(
            layer("ReLU"), change, where="type=*"
        )
        assert layer("ReLU", "param { lr_mult: 0 } param { }") == rewritten(
            layer("ReLU", "param { lr_mult: 1 } param { }"), change
        )
        assert layer("Data", "transform_param { mirror: false }") == rewritten(
            layer("Data"), ("set", "transform_param.mirror", "false"), where="type=Data"
        )

    def test_unknown_names_on_demand(self):
        """A fork's fields, from the layer on, unchecked."""
        change = ("set", "my_param.depth", "[1, 2]")

        assert layer("X", "my_param { depth: 1 depth: 2 }") == rewritten(
            layer("X"), change, any_field=True
        )
        assert layer("X", "a { b: 1 }") == rewritten(
            layer("X", "a { b: 1 my { } }"), ("unset", "a.my"), any_field=True
        )
        with pytest.raises(TextError, match="has no field 'my_param'"):
            rewritten(layer("X"), change)


class TestVerbs:
    """set, default and unset."""

    def test_default(self):
        """Only where the field is absent, of each message on the way."""
        change = ("default", "param.lr_mult", "2")

        assert layer("X", "param { lr_mult: 1 } param { lr_mult: 2 }") == rewritten(
            layer("X", "param { lr_mult: 1 } param { }"), change
        )
        assert layer("X", "param { lr_mult: 2 }") == rewritten(layer("X"), change, where="type=X")
        assert layer("X", "param { } param { lr_mult: 2 }") == rewritten(
            layer("X", "param { } param { }"), ("default", "param[1].lr_mult", "2")
        )
        assert layer("X", "phase: TEST") == rewritten(
            layer("X", "phase: TEST"), ("default", "phase", "TRAIN")
        )

    def test_rules_follow_each_other(self):
        """The second sees what the first did."""
        document = parse(layer("Convolution"))
        outcomes = rewrite(
            document,
            [
                RewriteRule(
                    (Change("set", "name", "a"), Change("set", "num_output", "3")), "type=Conv*"
                ),
                RewriteRule((Change("set", "name", "b"),), "num_output=3"),
                RewriteRule((Change("set", "name", "c"),), "num_output=4"),
                RewriteRule((Change("set", "name", "b"),)),
            ],
        )

        assert 'name: "b"' in str(document)
        assert [(1, 1), (1, 1), (0, 0), (1, 0)] == [(o.selected, o.changed) for o in outcomes]

    def test_twice_is_once(self):
        """A second run changes nothing."""
        rules = [
            RewriteRule(
                (Change("set", "weight_filler", filler("gaussian,std=0.1")),), "has=weight_filler"
            ),
            RewriteRule((Change("default", "bias_filler", 'type: "constant" value: 1'),)),
            RewriteRule((Change("unset", "engine"),)),
        ]
        document = parse(
            layer("Convolution", "convolution_param { weight_filler { } engine: CAFFE }")
        )
        rewrite(document, rules)
        once = str(document)

        assert [0, 0, 0] == [outcome.changed for outcome in rewrite(document, rules)]
        assert once == str(document)


class TestValues:
    """Values are checked against the schema, and written as a prototxt has them."""

    @pytest.mark.parametrize(
        ("path", "value", "written"),
        [
            ("name", "conv1", 'name: "conv1"'),
            ("name", "'conv1'", 'name: "conv1"'),
            ("name", "a b", 'name: "a b"'),
            ("name", 'a "b"', r'name: "a \"b\""'),
            ("name", "C:\\x", r'name: "C:\\x"'),
            ("name", "[a, b]", 'name: "[a, b]"'),
            ("name", "", 'name: ""'),
            ("top", "[a, 'b']", 'top: "a" top: "b"'),
            ("top", "a", 'top: "a"'),
            ("loss_weight", "[1, 0.5]", "loss_weight: 1 loss_weight: 0.5"),
            ("phase", "TEST", "phase: TEST"),
            ("phase", "1", "phase: 1"),
            ("include", "phase: TEST", "include { phase: TEST }"),
            ("include", "[{ phase: TEST }, {}]", "include { phase: TEST } include { }"),
            ("include", "", "include { }"),
        ],
    )
    def test_good(self, path, value, written):
        """Strings need no quotes, lists go to repeated fields."""
        made = rewritten(layer("X"), ("set", path, value), where="type=X")

        assert layer("X", written) == made or f'layer {{ {written} type: "X" }}' == made

    @pytest.mark.parametrize(
        ("path", "value", "where", "message", "hint"),
        [
            ("weight_filter", "x: 1", "", "has no field 'weight_filter'", "'weight_filler'"),
            ("weight_filler.tpye", "x", "", "FillerParameter has no field 'tpye'", "'type'"),
            ("weight_filler", "tpye: 1", ": weight_filler:1:1", "has no field 'tpye'", "'type'"),
            ("weight_filler", "std: '1'", ": weight_filler:1:6", "expected a number", ""),
            ("weight_filler", "msra", "", "weight_filler is a message, not 'msra'", "type: ..."),
            ("weight_filler", "{ type: ", ": value:1:1", "never closed", ""),
            ("variance_norm", "FAN", "", "has no field 'variance_norm'", ""),
            ("weight_filler.variance_norm", "FANIN", "", "has no value 'FANIN'", "'FAN_IN'"),
            ("num_output", "x", "", "expected an integer, found 'x'", ""),
            ("num_output", "-1", "", "expected an integer", ""),
            ("num_output", "[1]", "", None, None),
            ("num_output", "[1, 2]", "", "holds one value, and cannot be given a list", ""),
            ("num_output", "a: 1", "", "is not a message", ""),
            ("bias_term", "TRUE", "", "expected true or false", ""),
            ("name[0]", "x", "", "holds one value", ""),
            ("name.x", "x", "", "name is not a message", ""),
            ("a b", "x", "", "is not a path", "joined by dots"),
            ("name", "'a", ": value:1:1", "the string is not closed", ""),
            ("phase", "TEST # x", "", "no comments", ""),
        ],
    )
    def test_bad(self, path, value, where, message, hint):
        """Refused before any net is read, with the option, and the right name if one is near."""
        rule = RewriteRule((Change("set", path, value),))
        if message is None:
            check(rule)
            return
        with pytest.raises(TextError) as caught:
            check(rule)

        assert f"--set {path}{where}" == caught.value.where
        assert message in caught.value.message
        assert hint in (caught.value.hint or "")

    def test_expressions_are_checked_too(self):
        """Before any net is read."""
        with pytest.raises(TextError, match="has no field 'foo'"):
            check(RewriteRule((), "foo=1"))

    @pytest.mark.parametrize(
        ("short", "fields"),
        [
            ("xavier", 'type: "xavier"'),
            ("msra,variance_norm=FAN_OUT", 'type: "msra" variance_norm: FAN_OUT'),
            ("gaussian,std=0.01,sparse=15", 'type: "gaussian" std: 0.01 sparse: 15'),
            ("uniform, min=-1, max=1", 'type: "uniform" min: -1 max: 1'),
        ],
    )
    def test_short_fillers(self, short, fields):
        """The type, then fields."""
        assert fields == filler(short)

    @pytest.mark.parametrize(
        ("short", "message"),
        [
            ("msra,FAN_OUT", "'FAN_OUT' is not of the form field=value"),
            ("msra,norm=1", "FillerParameter has no field 'norm'"),
            ("msra,std=x", "expected a number"),
            ("msra,", "'' is not of the form"),
        ],
    )
    def test_bad_short_fillers(self, short, message):
        """Refused as the long form is."""
        with pytest.raises(TextError, match=message):
            filler(short)


class TestGenerations:
    """Old nets are rewritten in their own format."""

    def test_v1(self):
        """The parameter messages are those of today."""
        text = "layers { type: CONVOLUTION convolution_param { num_output: 1 } blobs_lr: 1 }"

        assert text.replace("1 } ", '1 weight_filler { type: "msra" } } ') == rewritten(
            text, ("set", "weight_filler", filler("msra")), where="type=Convolution"
        )
        assert text.replace("blobs_lr: 1", "blobs_lr: 2") == rewritten(
            text, ("set", "blobs_lr[0]", "2")
        )

    def test_v0(self):
        """The fields stand in the nested layer, if its type has them."""
        conv = 'layers { layer { name: "c" type: "conv" num_output: 1 } bottom: "d" }\n'
        relu = 'layers { layer { name: "r" type: "relu" } bottom: "c" }\n'

        assert conv.replace("1 }", '1 weight_filler { type: "msra" } }') + relu == rewritten(
            conv + relu, ("set", "weight_filler.type", "msra")
        )
        assert conv + relu.replace('"r"', '"s"') == rewritten(
            conv + relu, ("set", "name", "s"), where="type=ReLU"
        )

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("layers { type: RELU }", "param[0].lr_mult"),
            ('layers { layer { type: "conv" } }', "kernel_size"),
        ],
    )
    def test_fields_of_today_need_an_upgrade(self, text, path):
        """And the hint says so."""
        with pytest.raises(TextError) as caught:
            rewritten(text, ("set", path, "1"), where="type=*")

        assert "fill-weights upgrade" in caught.value.hint


def public_texts(step):
    """Every so manieth of the public nets that are prototxt."""
    files = sorted({row["file"] for row in manifest() if row["kind"] == "net"})
    for file in [file for file in files if file.startswith("files/")][::step]:
        try:
            yield parse((corpus() / file).read_bytes(), file)
        except TextError:
            continue


def holders(fields):
    """All messages of a text, and the text itself."""
    stack = [fields]
    while stack:
        inner = stack.pop()
        yield inner
        stack += [block for field in inner for block in blocks_of(field.value)]


def without(text, name):
    """A text without the values of this field."""
    document = parse(text)
    for fields in holders(document):
        for field in fields.all(name):
            field.value = ""
    return str(document)


@pytest.mark.slow
class TestCorpus:
    """Public nets, the forks' among them."""

    def test_a_scalar_is_all_that_changes(self):
        """Of any net: the bytes around it stay, and the old value gives back the file."""
        dice = random.Random(5)  # noqa: S311  # no secret
        undone = 0
        for document in public_texts(4):
            text = document.source.text
            scalars = [
                (fields, field)
                for fields in holders(document)
                for field in fields
                if isinstance(field.value, str)
            ]
            editor = edit(document)
            for fields, field in dice.sample(scalars, min(4, len(scalars))):
                same = fields.all(field.name)
                path = f"{field.name}[{same.index(field)}]" if len(same) > 1 else field.name
                if not all(isinstance(each.value, str) for each in same):
                    continue
                old = field.value
                start = field.offset + len(field.name) + len(field.joint)
                new = f"{old[0]}NEW{old[0]}" if is_string(old) else "NEW"
                editor.set(fields, path, new)
                assert text[:start] + new + text[start + len(old) :] == str(document)
                editor.set(fields, path, old)
                assert text == str(document)
                undone += 1

        assert 2508 == undone

    def test_fillers_are_all_that_changes(self):
        """With msra in each weight filler: all around them stays, and every comment."""
        seen = Counter()
        rule = RewriteRule((Change("set", "weight_filler", filler("msra,variance_norm=FAN_OUT")),))
        for document in public_texts(20):
            text = document.source.text
            [outcome] = rewrite(document, [RewriteRule(rule.changes, "has=weight_filler")])
            after = str(document)
            seen["nets"] += 1
            seen["layers"] += outcome.changed

            assert without(text, "weight_filler") == without(after, "weight_filler")
            assert Counter(comments(text)) == Counter(comments(after))
            assert not rewrite(document, [RewriteRule(rule.changes, "has=weight_filler")])[
                0
            ].changed

        assert {"nets": 128, "layers": 2515} == seen

    def test_defaults_can_be_taken_out_again(self):
        """What was put in where nothing was leaves nothing behind."""
        seen = Counter()
        for document in public_texts(15):
            text = document.source.text
            [outcome] = rewrite(
                document,
                [RewriteRule((Change("default", "bias_filler", "value: 7"),), "type=Conv*")],
            )
            seen["layers"] += outcome.changed
            rewrite(
                document, [RewriteRule((Change("unset", "bias_filler"),), "bias_filler.value=7")]
            )
            seen["given back" if text == str(document) else "changed"] += 1

        assert {"layers": 1007, "given back": 168} == seen
