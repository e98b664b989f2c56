"""From text to tree and back: nothing is lost, and every blank has its owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import TextError
from caffe_fillers.text import Block, Document, Field, Item, List, parse
from tests.text._texts import SHARDS, TEXTS

NET = """\
# a net

name: "x"  # its name
layer {  # the first

  # of no type
  name: 'a' ;  # named
  top: "b"

  # nothing more
}  # done
"""


def owners(fields):
    """Lead, name, joint, value and trail of each field."""
    return [(f.lead, f.name, f.joint, str(f.value), f.trail) for f in fields]


def attempted(source):
    """The bytes of what was read; any, if it was refused by an error that can be shown."""
    try:
        return [parse(source).encode()]
    except TextError as error:
        shown = str(error).encode()
        placed = error.where.startswith("<string>:")
        return ANY if shown and placed else []


class Anything:
    """Contains everything."""

    def __contains__(self, each):
        return True


ANY = Anything()


class TestLaw:
    """`str(parse(text)) == text`."""

    @given(TEXTS)
    def test_what_the_grammar_accepts_is_written_as_it_was_read(self, text):
        """Comments, separators, brackets, quotes, blanks and line ends of any kind stay."""
        assert str(parse(text)) == text

    @given(TEXTS)
    def test_bytes_are_written_as_they_were_read(self, text):
        """Those too that are no UTF-8."""
        content = text.encode("utf-8", "surrogateescape")

        assert parse(content).encode() == content

    @given(st.one_of(st.binary(), st.binary().map(lambda part: b'name: "' + part + b'"')))
    def test_any_bytes_are_a_tree_or_a_text_error(self, content):
        """And nothing else, ever; the error can be shown anywhere."""
        assert content in attempted(content)

    @given(st.one_of(SHARDS, st.text()))
    def test_any_text_is_a_tree_or_a_text_error(self, text):
        """Nearly right ones too."""
        assert text.encode("utf-8", "replace") in attempted(text)

    @pytest.mark.parametrize("end", ["\n", "\r\n", ""])
    def test_line_ends_stay(self, end):
        """Whatever they are, the last one's absence too."""
        text = NET.removesuffix("\n").replace("\n", "\r\n" if end == "\r\n" else "\n") + end

        assert str(parse(text)) == text


class TestOwners:
    """Who owns the blank."""

    def test_comments_above_and_on_the_line_belong_to_the_field(self):
        """Blank lines and comments above are its lead, what follows on its line its trail."""
        fields = parse(NET).fields

        assert owners(fields)[0] == ("# a net\n\n", "name", ": ", '"x"', "  # its name\n")
        assert (fields[1].lead, fields[1].joint, fields[1].trail) == ("", " ", "  # done\n")

    def test_a_message_owns_its_first_and_last_lines(self):
        """What follows its opening bracket on the line, and what no field comes behind."""
        block = parse(NET).blocks("layer")[0]

        assert (block.opening, block.head, block.tail) == (
            "{",
            "  # the first\n",
            "\n  # nothing more\n",
        )
        assert owners(block) == [
            ("\n  # of no type\n  ", "name", ": ", "'a'", " ;  # named\n"),
            ("  ", "top", ": ", '"b"', "\n"),
        ]

    def test_on_one_line_blanks_belong_to_what_follows(self):
        """A field's trail goes to the end of its line or not beyond the field."""
        document = parse('layer { name: "a" top: "b" } # c')

        assert owners(document.blocks("layer")[0]) == [
            (" ", "name", ": ", '"a"', ""),
            (" ", "top", ": ", '"b"', ""),
        ]
        assert document.blocks("layer")[0].tail == " "
        assert document.fields[0].trail == " # c"

    def test_a_separator_belongs_to_the_field_before(self):
        """On the next line too, with the comment between."""
        document = parse("a: 1 # c\n; b: 2")

        assert owners(document) == [("", "a", ": ", "1", " # c\n;"), (" ", "b", ": ", "2", "")]

    def test_a_list_has_items(self):
        """The comma belongs to the item before it."""
        [field] = parse("a: [ 1, # c\n  2\n]\n").fields

        assert isinstance(field.value, List)
        assert field.value.head == ""
        assert [(i.lead, i.value, i.trail) for i in field.value.items] == [
            (" ", "1", ", # c\n"),
            ("  ", "2", "\n"),
        ]
        assert (field.value.tail, field.trail) == ("", "\n")

    def test_a_list_of_messages_has_blocks(self):
        """In either bracket."""
        [field] = parse("a [{b: 1}, <c: 2> ]").fields

        assert [type(item.value) for item in field.value.items] == [Block, Block]
        assert [item.value.opening for item in field.value.items] == ["{", "<"]
        assert field.value.tail == " "

    def test_the_end_belongs_to_the_document(self):
        """Comments behind the last line of the last field."""
        assert parse("a: 1\n# c\n\n").tail == "# c\n\n"

    def test_strings_side_by_side_are_one_value(self):
        """With the blanks and comments between them; so are a minus and its number."""
        document = parse("a: 'x' # c\n \"y\" b: - # d\n 1")

        assert [field.value for field in document] == ["'x' # c\n \"y\"", "- # d\n 1"]

    def test_nodes_are_of_four_kinds(self):
        """Document, block, list and item, of which a field is one."""
        document = parse("a { b: [1] }")
        [a] = document.fields
        [b] = a.value.fields

        assert [type(node) for node in (document, a, a.value, b, b.value, b.value.items[0])] == [
            Document,
            Field,
            Block,
            Field,
            List,
            Item,
        ]


class TestPlaces:
    """Where a field was read."""

    def test_a_field_stands_where_its_name_begins(self):
        """Lines and columns from 1, in characters."""
        document = parse("a: 1\n  é: 1".replace("é", "b"))

        assert [(field.line, field.column) for field in document] == [(1, 1), (2, 3)]

    def test_columns_count_characters(self):
        """Not bytes, and a tab is one."""
        document = parse('a: "é😀"\tb: 1')

        assert document.get("b").column == 9

    def test_an_item_of_a_list_stands_where_its_value_begins(self):
        """It has no name."""
        [field] = parse("a: [1,\n 2]").fields

        assert [(item.line, item.column) for item in field.value.items] == [(1, 5), (2, 2)]
