"""Edits by field names: what is put in looks like its neighbours, nothing else changes."""

from collections import Counter
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.text.edit import edit, steps_of, values_in
from caffe_fillers.text.style import Style, comments
from tests._random_nets import Dice, old_net
from tests.rewrite._scribe import Scribe

LAYER = caffe.LayerParameter.DESCRIPTOR

NET = """\
name: "n"
# the first
layer {
    name: "a"   # its name
    convolution_param {
        num_output: 3
        weight_filler {
            type: "gaussian" # Krizhevsky
            std: 0.01
        }
    }
}
"""


def changed(text, edit_it, kind=None):
    """A text after an edit of its first layer."""
    document = parse(dedent(text))
    edit_it(edit(document), document.blocks("layer")[0], *([kind] if kind else []))
    return str(document)


def setting(text, path, value, kind=LAYER):
    """A text after a field of its first layer has been set."""
    document = parse(dedent(text))
    edit(document).set(document.blocks("layer")[0], path, value, kind)
    return str(document)


class TestSet:
    """`set` gives a field a value."""

    def test_a_scalar_changes_in_place(self):
        """And nothing else."""
        after = setting(NET, "convolution_param.weight_filler.std", "0.02")

        assert NET.replace("0.01", "0.02") == after

    @pytest.mark.parametrize(
        ("old", "new", "after"),
        [
            ("'a'", '"b"', "'b'"),
            ("'a'", '"it\'s"', '"it\'s"'),
            ('"a"', r"'\''", r"'\''"),
            ('"a" "b"', "'c'", '"c"'),
            ("1", '"x"', "'x'"),
        ],
    )
    def test_quotes(self, old, new, after):
        """A string keeps the quotes that stand there, or takes those of the text."""
        text = f"layer {{ name: {old} x: '' y: '' }}"

        assert text.replace(old, after) == setting(text, "name", new)

    def test_a_message_changes_where_it_differs(self):
        """Fields that stay keep their places, new ones follow, old ones leave their comments."""
        after = setting(
            NET, "convolution_param.weight_filler", 'type: "msra" variance_norm: FAN_OUT'
        )

        assert (
            NET.replace('"gaussian"', '"msra"').replace("std: 0.01", "variance_norm: FAN_OUT")
            == after
        )

    def test_the_same_value_changes_nothing(self):
        """Nor does it say so."""
        document = parse(NET)
        layer = document.blocks("layer")[0]

        assert not edit(document).set(layer, "name", "'a'")
        assert not edit(document).set(
            layer, "convolution_param.weight_filler", 'type: "gaussian" std: 0.01'
        )
        assert NET == str(document)

    def test_new_fields_stand_where_the_schema_has_them(self):
        """Behind those with lower numbers."""
        after = setting(NET, "convolution_param.bias_term", "false")

        assert NET.replace("num_output: 3\n", "num_output: 3\n        bias_term: false\n") == after

    def test_without_a_schema_they_stand_at_the_end(self):
        """Of the message."""
        after = setting(NET, "convolution_param.bias_term", "false", kind=None)

        assert (
            NET.replace("        }\n    }", "        }\n        bias_term: false\n    }") == after
        )

    def test_messages_on_the_way_are_made(self):
        """Laid out as the others are."""
        after = setting(NET, "param.lr_mult", "0")

        assert (
            NET.replace(
                "    convolution_param",
                "    param {\n        lr_mult: 0\n    }\n    convolution_param",
            )
            == after
        )

    def test_a_new_message_looks_like_its_neighbour(self):
        """On one line or on several."""
        text = 'layer {\n convolution_param {\n  weight_filler: { type:"x" }\n }\n}\n'

        assert text.replace("}\n }", '}\n  bias_filler: { type:"y" }\n }') == setting(
            text, "convolution_param.bias_filler", "type: 'y'"
        )

    def test_on_one_line(self):
        """All stays on it, commas too."""
        text = "layer { name: 'a', type: 'b', top: 'c' }"

        assert "layer { name: 'a', type: 'b', top: 'c', phase: TEST }" == setting(
            text, "phase", "TEST"
        )
        assert (
            "layer { name: 'a', type: 'b', top: 'c', relu_param { negative_slope: 1 } }"
            == setting(text, "relu_param.negative_slope", "1")
        )
        assert "layer { phase: TEST }" == setting("layer {}", "phase", "TEST")
        assert "layer {name:'a' type:'x'}" == setting("layer {type:'x'}", "name", '"a"')

    def test_repeated_fields_have_just_these_values(self):
        """More or fewer than before, in a list or one by one."""
        one_by_one = "layer {\n  top: 'a' # first\n  top: 'b' # second\n}\n"
        listed = "layer {\n  top: ['a', 'b'] # both\n}\n"

        assert one_by_one.replace("'b'", "'c'") == setting(one_by_one, "top", "['a', 'c']")
        assert "layer {\n  top: 'c' # first\n  # second\n}\n" == setting(one_by_one, "top", "'c'")
        assert one_by_one.replace("second\n", "second\n  top: 'c'\n") == setting(
            one_by_one, "top", "['a', 'b', 'c']"
        )
        assert listed.replace("'b'", "'c'") == setting(listed, "top", "['a', 'c']")
        assert "layer {\n  top: 'a'\n  # both\n}\n" == setting(listed, "top", "'a'")
        assert "layer {\n  # first\n  # second\n}\n" == setting(one_by_one, "top", "[]")

    def test_every_message_of_the_name_is_meant(self):
        """But for a number in the path."""
        text = "layer { param { lr_mult: 1 } param: [{ lr_mult: 2 }, {}] }"

        assert "layer { param { lr_mult: 3 } param: [{ lr_mult: 3 }, { lr_mult: 3 }] }" == setting(
            text, "param.lr_mult", "3"
        )
        assert "layer { param { lr_mult: 1 } param: [{ lr_mult: 2 }, { lr_mult: 3 }] }" == setting(
            text, "param[2].lr_mult", "3"
        )

    def test_a_number_can_add_one(self):
        """The next, and no more."""
        text = "layer { top: 'a' }"

        assert "layer { top: 'a' top: 'b' }" == setting(text, "top[1]", "'b'")
        assert "layer { top: 'a' param { name: 'p' } }" == setting(text, "param[0].name", "'p'")
        with pytest.raises(TextError, match=r"there is no top\[2\]: there are 1"):
            setting(text, "top[2]", "'b'")
        with pytest.raises(TextError, match=r"there is no param\[1\]: there are 0"):
            setting(text, "param[1].name", "'b'")

    def test_scalars_and_messages_are_not_mixed_up(self):
        """Whatever is asked."""
        for path, value, message in [
            ("name.x", "1", "name is not a message"),
            ("name", "x: 1", "name is not a message"),
            ("convolution_param", "1", "convolution_param is a message"),
        ]:
            with pytest.raises(TextError, match=message):
                setting(NET, path, value)

    def test_comments_within_a_value_stay(self):
        """Above it."""
        text = "layer {\n  name: 'a' # one\n    'b' # two\n}\n"

        assert "layer {\n  # one\n  name: 'c' # two\n}\n" == setting(text, "name", "'c'")


class TestUnset:
    """`unset` takes a field out."""

    def test_whole_lines_go(self):
        """And the comments stay."""
        after = changed(
            NET, lambda editor, layer: editor.unset(layer, "convolution_param.weight_filler")
        )

        assert after == dedent("""\
            name: "n"
            # the first
            layer {
                name: "a"   # its name
                convolution_param {
                    num_output: 3
                    # Krizhevsky
                }
            }
            """)

    @pytest.mark.parametrize(
        ("before", "path", "after"),
        [
            ("layer { a: 1 b: 2 c: 3 }", "a", "layer { b: 2 c: 3 }"),
            ("layer { a: 1 b: 2 c: 3 }", "b", "layer { a: 1 c: 3 }"),
            ("layer { a: 1 b: 2 c: 3 }", "c", "layer { a: 1 b: 2 }"),
            ("layer {a:1 b:2}", "a", "layer {b:2}"),
            ("layer {\n a: 1 b: 2\n c: 3\n}", "a", "layer {\n b: 2\n c: 3\n}"),
            ("layer {\n a: 1 b: 2\n c: 3\n}", "b", "layer {\n a: 1\n c: 3\n}"),
            ("layer {\n a: 1 b: 2 # x\n c: 3\n}", "b", "layer {\n a: 1 # x\n c: 3\n}"),
            ("layer { a: 1\n b: 2 }", "a", "layer {\n b: 2 }"),
            ("layer {\n a: 1\n\n # x\n b: 2\n c: 3\n}", "b", "layer {\n a: 1\n\n # x\n c: 3\n}"),
            ("layer {\n a: 1\n\n b: 2\n c: 3\n}", "b", "layer {\n a: 1\n\n c: 3\n}"),
            ("layer {\n a: 1\n\n b: 2\n\n c: 3\n}", "b", "layer {\n a: 1\n\n c: 3\n}"),
            ("layer {\n a: 1\n\n b: 2\n}", "b", "layer {\n a: 1\n}"),
            ("layer {\n a { # x\n  # y\n } # z\n}", "a", "layer {\n # x\n # y\n # z\n}"),
            ("layer { a { # x\n } b: 1 }", "a", "layer { # x\n  b: 1 }"),
            ("layer { a: [1, 2, 3] }", "a[1]", "layer { a: 1 a: 3 }"),
            ("layer { a: 1 a: 2 }", "a[1]", "layer { a: 1 }"),
            ("layer { a: 1 a: 2 }", "a[5]", "layer { a: 1 a: 2 }"),
            ("layer { a { b: 1 } a { b: 2 c: 3 } }", "a.b", "layer { a { } a { c: 3 } }"),
            ("layer { a: 1 }", "b.c", "layer { a: 1 }"),
        ],
    )
    def test_lines_and_blanks(self, before, path, after):
        """What shares a line keeps it; blank lines neither vanish between groups nor pile up."""
        done = []
        made = changed(before, lambda editor, layer: done.append(editor.unset(layer, path)))

        assert after == made
        assert [before != after] == done


class TestInsert:
    """`insert` puts whole fields in."""

    def test_one_line_is_laid_out(self):
        """As the text lays out its own."""
        document = parse(NET)
        edit(document).insert(document, 1, "layer { name: 'x' param { lr_mult: 1 } }")

        assert NET.replace(
            "# the", 'layer {\n    name: "x"\n    param {\n        lr_mult: 1\n    }\n}\n# the'
        ) == str(document)

    def test_several_lines_stay(self):
        """With their comments, indented."""
        document = parse(NET)
        made = edit(document).insert(
            document.blocks("layer")[0],
            1,
            """
            # why
            param { # here
                lr_mult: 1 }

            phase: TEST # there
            # the end
            """,
        )

        assert ["param", "phase"] == [field.name for field in made]
        assert NET.replace(
            "its name\n",
            "its name\n    # why\n    param { # here\n        lr_mult: 1 }\n\n"
            "    phase: TEST # there\n    # the end\n",
        ) == str(document)

    def test_at_the_end_of_a_text(self):
        """The last line gets its end when another follows."""
        document = parse('name: "n"')
        edit(document).insert(document, 1, "debug_info: true")

        assert 'name: "n"\ndebug_info: true' == str(document)

    def test_line_ends_are_those_of_the_text(self):
        """Of Windows, if need be."""
        document = parse('name: "n"\r\n')
        edit(document).insert(document, 1, "layer {\n  # x\n}")

        assert 'name: "n"\r\nlayer {\r\n  # x\r\n}\r\n' == str(document)


class TestRemove:
    """`remove` takes out the very field."""

    def test_the_very_field(self):
        """Not another of its name."""
        document = parse("top: 1\ntop: 1 # x\ntop: 1\n")
        edit(document).remove(document, document.fields[1])

        assert "top: 1\n# x\ntop: 1\n" == str(document)

    def test_a_stranger_is_refused(self):
        """As a programmer's mistake."""
        document = parse(NET)
        with pytest.raises(ValueError, match="not in list"):
            edit(document).remove(document, document.blocks("layer")[0].fields[0])


class TestPathsAndValues:
    """How paths and values are written."""

    @pytest.mark.parametrize(
        "path", ["", "a.", ".a", "a b", "a[]", "a[-1]", "a[x]", "1a", "ä", "a" + ".a" * 200]
    )
    def test_no_paths(self, path):
        """What is not a path is refused with an example."""
        with pytest.raises(TextError, match="is not a path") as caught:
            steps_of(path)
        assert "param[0].lr_mult" in caught.value.hint

    @pytest.mark.parametrize(
        ("text", "values"),
        [
            ("1", ["1"]),
            (" - 1.5 ", ["- 1.5"]),
            ("'a' \"b\"", ["'a' \"b\""]),
            ("MAX", ["MAX"]),
            ("[1, 2]", ["1", "2"]),
            ("[]", []),
            ("", ["{}"]),
            ("a: 1", ["{a: 1}"]),
            ("{ a: 1 }", ["{ a: 1 }"]),
            ("<a: 1>", ["<a: 1>"]),
            ("[{ a: 1 }, {}]", ["{ a: 1 }", "{}"]),
        ],
    )
    def test_values(self, text, values):
        """Scalars, messages with or without brackets, lists of either."""
        assert values == [str(value) for value in values_in(text)]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("1 2", "expected"),
            ("{ a: 1 } { b: 1 }", "expected a field name"),
            ("{ a: 1 } b: 1", "is more than one value"),
            ("a: 1 # x", "a value has no comments"),
            ("a: {", "never closed"),
            ("}{", "expected|closes"),
            ("{ a: " * 150 + "{}" + "}" * 150, "more than 100 deep"),
            ("{ a: " * 5000 + "{}" + "}" * 5000, "more than 100 deep"),
        ],
    )
    def test_no_values(self, text, message):
        """What is none, or more than one."""
        with pytest.raises(TextError, match=message):
            values_in(text)


class TestStyle:
    """The habits of a text, by the majority."""

    def test_of_caffe(self):
        """Where a text shows none."""
        style = Style.of(parse(""))

        assert ("\n", "  ", ": ", '"') == (style.newline, style.indent, style.colon, style.quote)
        assert (" ", False) == (style.brace("layer"), style.flat("param"))

    def test_of_others(self):
        """By name where the name is known."""
        style = Style.of(
            parse("a:{\r\n\tb :'x'\r\n\tc { d :'y' }\r\n\te:{\r\n\t\tf :1\r\n\t}\r\n}\r\na:{}")
        )

        assert ("\r\n", "\t", " :", "'") == (style.newline, style.indent, style.colon, style.quote)
        assert (":", " ", ":") == (style.brace("a"), style.brace("c"), style.brace("z"))
        assert (True, False) == (style.flat("c"), style.flat("e"))


SEEDS = st.integers(0, 2**32)
PATHS = ["name", "phase", "param.lr_mult", "param[0].name", "convolution_param.weight_filler"]


def random_text(seed):
    """A text in any layout; its layers are those of a random V2 net."""
    dice = Dice(seed)
    net = old_net(seed)
    net.ClearField("layers")
    for _ in range(2):
        net.layer.add(name="x", type="y").param.add(lr_mult=2)
    return Scribe(dice, dice.one_of((0.0, 0.1, 0.3, 1.0))).text(net)


class TestProperties:
    """What holds for any text."""

    @given(SEEDS, st.sampled_from(PATHS))
    def test_what_is_put_in_can_be_taken_out(self, seed, path):
        """The result means what was asked, keeps every comment, and can be undone."""
        text = random_text(seed)
        document = parse(text)
        layer = document.blocks("layer")[-1]
        before = document.message(caffe.NetParameter)
        value = {"phase": "TEST", "lr_mult": "0.5", "name": "'new'"}.get(
            path.rpartition(".")[2], 'type: "msra" variance_norm: FAN_OUT'
        )
        editor = edit(document)
        new = path.rpartition(".")[0] and not layer.blocks(path.partition(".")[0].split("[")[0])
        editor.set(layer, path, value, LAYER)
        again = str(document)
        message = parse(again).message(caffe.NetParameter)
        assert message == document.message(caffe.NetParameter)
        assert message.layer[-1] != before.layer[-1] or text == again
        assert list(message.layer)[:-1] == list(before.layer)[:-1]
        assert Counter(comments(text)) == Counter(comments(again))
        assert not editor.set(layer, path, value, LAYER)
        assert again == str(document)

        if path == "phase" and not before.layer[-1].HasField("phase"):
            editor.unset(layer, "phase")
            assert before == parse(str(document)).message(caffe.NetParameter)
        assert not new or editor.unset(layer, path.partition(".")[0])
        assert Counter(comments(text)) == Counter(comments(str(document)))
