"""Places in a text, and pictures of them."""

import pytest

from caffe_fillers.text.places import Place, Source, shown


class TestPlace:
    """File, line and column."""

    def test_it_prints_as_compilers_print_places(self):
        """So that editors find it."""
        assert str(Place("net.prototxt", 3, 14)) == "net.prototxt:3:14"

    @pytest.mark.parametrize(
        ("offset", "line", "column"),
        [(0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (4, 3, 1), (5, 3, 2), (6, 3, 3)],
    )
    def test_line_ends_belong_to_their_lines(self, offset, line, column):
        """A line begins behind the last one's end."""
        assert Source("ab\n\ncd", "x").place(offset) == Place("x", line, column)

    def test_lines_are_given_without_their_ends(self):
        """Of either kind."""
        source = Source("a\r\nb\n\nc", "x")

        assert [source.line(number) for number in (1, 2, 3, 4)] == ["a", "b", "", "c"]


class TestError:
    """The picture of a place."""

    def test_a_long_line_is_shown_in_part(self):
        """That around the place; the caret stands under it."""
        text = "".join(f"{number:05}" for number in range(1000))
        for offset in (0, 1, 47, 48, 2500, 4950, 4999):
            _, line, caret = Source(text, "x").error(offset, "wrong").message.split("\n")

            assert len(line) == 4 + 96
            assert line.strip() in text
            assert line[caret.index("^")] == text[offset]

    def test_the_place_stands_in_the_middle(self):
        """With what comes before it and behind."""
        *_, caret = Source("x" * 5000, "x").error(2500, "wrong").message.split("\n")

        assert len(caret) == 4 + 48 + 1

    def test_nothing_unprintable_is_shown(self):
        """One sign for one, so that the caret stays right."""
        text = "a\tb\0\x1b[31m\udcff\u202e\ufeffc"
        _, line, caret = Source(text, "x").error(len(text) - 1, "wrong").message.split("\n")

        assert line == "    a b\ufffd\ufffd[31m\ufffd\ufffd\ufffdc"
        assert line[caret.index("^")] == "c"

    def test_it_stands_behind_the_end_too(self):
        """Where something is missing."""
        assert Source("a:", "x").error(2, "wrong").message == "wrong\n    a:\n      ^"


class TestShown:
    """Pieces of text in messages."""

    def test_long_pieces_are_cut(self):
        """To what a reader wants to see."""
        assert shown("x" * 40) == "x" * 40
        assert shown("x" * 41) == "x" * 37 + "..."

    def test_unprintable_signs_are_replaced(self):
        """A message must never change a terminal, or fail to be written."""
        assert shown("a\x1b\udc80") == "a\ufffd\ufffd"
