"""A document as one finds one's way in it."""

import copy
import pickle

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import Field, parse, place_of

NET = """\
name: "n"
layer {
    name: "a"
    bottom: "x"
    bottom: ["y", 'z']
    param { lr_mult: 1 }
    param: [{ lr_mult: 2 }, <lr_mult: 3>]
}
layer { name: "b" }
"""


def pickled(document):
    """A document as another process gets it."""
    return pickle.loads(pickle.dumps(document))  # noqa: S301 - our own bytes


class TestAccess:
    """Fields by name, values, and all of them."""

    def test_get_gives_the_first_of_a_name(self):
        """Or None."""
        document = parse(NET)

        assert document.get("name").value == '"n"'
        assert document.get("layer").line == 2
        assert document.get("nothing") is None

    def test_all_gives_every_field_of_a_name(self):
        """In order."""
        document = parse(NET)

        assert [field.line for field in document.all("layer")] == [2, 9]
        assert document.all("nothing") == []

    def test_values_do_not_mind_lists(self):
        """Values of a list stand among those given one by one."""
        [layer, _] = parse(NET).blocks("layer")

        assert layer.values("bottom") == ['"x"', '"y"', "'z'"]
        assert [block.get("lr_mult").value for block in layer.blocks("param")] == ["1", "2", "3"]

    def test_walk_goes_through_all_fields(self):
        """In the order of the text, those within messages and lists too."""
        names = [field.name for field in parse(NET).walk()]

        assert names == [
            *["name", "layer", "name", "bottom", "bottom", "param", "lr_mult", "param"],
            *["lr_mult", "lr_mult", "layer", "name"],
        ]

    def test_nodes_print_as_their_text(self):
        """Every one of them."""
        document = parse(NET)
        [layer, _] = document.blocks("layer")

        assert str(document.get("name")) == 'name: "n"\n'
        assert str(layer.get("param")) == "    param { lr_mult: 1 }\n"
        assert str(layer.get("param").value) == "{ lr_mult: 1 }"
        assert str(layer.all("bottom")[1].value) == "[\"y\", 'z']"


class TestChange:
    """The tree is the text that will be."""

    def test_a_value_is_replaced_by_assigning_it(self):
        """All other bytes stay."""
        document = parse(NET)
        document.blocks("layer")[0].get("name").value = "'new'"

        assert str(document) == NET.replace('"a"', "'new'")

    def test_a_field_is_taken_out_with_its_lines(self):
        """By taking it out of its list."""
        document = parse(NET)
        layer = document.blocks("layer")[0]
        layer.fields.remove(layer.get("bottom"))

        assert str(document) == NET.replace('    bottom: "x"\n', "")

    def test_the_message_is_the_changed_texts(self):
        """Not that of the text that was read."""
        document = parse(NET)
        document.get("name").value = '"m"'

        assert document.message(caffe.NetParameter).name == "m"

    def test_errors_show_the_changed_text(self):
        """With the places as they are there."""
        document = parse(NET)
        document.fields.insert(0, Field("# c\n", "input", ": ", '"i"', "\n"))
        document.fields.append(Field("", "input_dim", ": ", '"3"', "\n"))

        with pytest.raises(TextError) as caught:
            document.message(caffe.NetParameter)

        assert caught.value.where == "<string>:12:12"
        assert 'input_dim: "3"' in caught.value.message

    def test_a_changed_value_that_is_none_is_refused_where_it_stands(self):
        """As if it had been read."""
        document = parse(NET, "net.prototxt")
        document.get("name").value = '"m'

        with pytest.raises(TextError) as caught:
            document.message(caffe.NetParameter)

        assert caught.value.where == "net.prototxt:1:7"

    @pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
    def test_a_copy_is_changed_alone(self, copied):
        """In this process or in another."""
        document = parse(NET)
        other = copied(document)
        other.get("name").value = '"m"'

        assert str(document) == NET
        assert str(other) == NET.replace('"n"', '"m"')
        assert other.get("layer").line == 2


class TestStyle:
    """What is put in later looks like the rest."""

    @pytest.mark.parametrize(
        ("text", "newline"),
        [("", "\n"), ("a: 1", "\n"), ("a: 1\n", "\n"), ("a: 1\r\n", "\r\n"), ("\nb: 1\r\n", "\n")],
    )
    def test_newline_is_that_of_the_first_line(self, text, newline):
        """A line feed where there is none."""
        assert parse(text).newline == newline

    @pytest.mark.parametrize(
        ("text", "indent"),
        [
            ("", "  "),
            ("a { b: 1 }", "  "),
            ("a {\n b: 1\n}", " "),
            ("a {\n\tb: 1\n}", "\t"),
            ("a {\r\n    b: 1\r\n}", "    "),
            ("a {\nb {\n   c: 1\n}\n}", "   "),
            ("  a {\n     b: 1\n  }", "   "),
            ("a { b {\n    # c\n   c: 1\n}}", "   "),
        ],
    )
    def test_indent_is_that_of_the_first_indented_field(self, text, indent):
        """Two blanks where there is none."""
        assert parse(text).indent == indent


class TestPlaceOf:
    """Where an item stands."""

    def test_of_one_that_was_read(self):
        """It stays where it was read."""
        document = parse(NET, "net.prototxt")
        field = document.blocks("layer")[1].get("name")
        document.fields.insert(0, Field("", "input", ": ", '"i"', "\n"))

        assert str(place_of(document, field)) == "net.prototxt:9:9"
        assert (field.line, field.column) == (9, 9)

    def test_of_one_that_was_made(self):
        """Where it will stand; it has not been on any line."""
        document = parse(NET, "net.prototxt")
        field = Field("  # c\n  ", "input", ": ", '"i"', "\n")
        document.blocks("layer")[1].fields.append(field)

        assert str(place_of(document, field)) == "net.prototxt:10:3"
        assert (field.line, field.column) == (0, 0)

    def test_of_one_that_is_not_there(self):
        """No place."""
        with pytest.raises(LookupError):
            place_of(parse(NET), Field("", "input", ": ", '"i"', "\n"))


class TestEncodings:
    """Bytes and characters."""

    def test_text_of_bytes_keeps_what_is_not_utf8(self):
        """As lone surrogates, and gives it back."""
        document = parse(b'name: "\xff" # \xfe\n')

        assert document.fields[0].value == '"\udcff"'
        assert document.encode() == b'name: "\xff" # \xfe\n'
        assert document.message(caffe.NetParameter).name == "\U0010ffff"

    def test_a_surrogate_that_no_byte_gave_is_refused(self):
        """It could not be written."""
        with pytest.raises(TextError, match="lone surrogate") as caught:
            parse('name: "a"\nname: "\ud800"')

        assert caught.value.where == "<string>:2:8"
        assert str(caught.value).encode()
