"""Bytes that are no UTF-8, as text and back."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.strings import decoded, encoded, legible, legible_lines, path_of, source_text

#: The private characters in UTF-8, whole and cut, among other bytes.
SHARDS = [b"a", b"\xc3\xa9", b"\xff", b"\xed\xb2\x80", "\U0010ff80\U0010ffff".encode(), b"\xf4\x8f"]
BYTES = st.one_of(st.binary(), st.lists(st.sampled_from(SHARDS)).map(b"".join))


@given(BYTES)
def test_no_byte_is_lost(content):
    """Whatever they are; and the text is one that every encoding of Unicode can hold."""
    text = decoded(content)

    assert text.encode().decode() == text
    assert encoded(text) == content


@given(BYTES, BYTES)
def test_other_bytes_are_another_text(one, other):
    """So that names are equal when they are equal to Caffe."""
    assert (decoded(one) == decoded(other)) == (one == other)


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFFF)))
def test_plain_text_is_itself(text):
    """Nothing changes for anybody else."""
    assert decoded(text.encode()) == text
    assert encoded(text) == text.encode()
    assert not text.isprintable() or legible(text) == legible_lines(text) == text


def test_people_see_the_bytes():
    """As escapes, also where an error message has put quotes around a name."""
    name = decoded("a卷".encode("gbk"))

    assert legible(name) == r"a\xbe\xed"
    assert legible(f"layer {name!r}") == r"layer 'a\xbe\xed'"
    assert legible("é卷") == "é卷"


def test_a_tree_has_lone_surrogates():
    """As `parse` makes them."""
    assert source_text(decoded(b"a\xbe\xc3\xa9")) == "a\udcbeé"


@pytest.mark.skipif(os.name == "nt", reason="paths are text there")
def test_a_path_has_the_bytes(tmp_path):
    """The file that Caffe would open."""
    raw = os.fsencode(tmp_path) + b"/\xbe\xed"
    Path(os.fsdecode(raw)).write_text("x")

    assert path_of(decoded(raw)).read_text() == "x"


@given(st.text())
def test_any_terminal_shows_it_as_it_is(text):
    """One line without a control character, whatever is in a name."""
    assert legible(text).isprintable()
    assert legible(legible(text)) == legible(text)


@given(st.text("a\n \x1b\x85\u2028"))
def test_no_line_is_forged(text):
    """Of several lines only the first begins at the left edge."""
    first, *others = legible_lines(text).split("\n")

    assert first.isprintable()
    assert all(line.isprintable() and line.startswith(" ") for line in others)
    assert len(others) == text.count("\n")


def test_what_is_not_shown():
    """Commands to a terminal, line breaks, turned writing, what has no width."""
    name = "a\x1b]0;title\x07\n\u202eb\u200b\x7f\t"

    assert legible(name) == r"a\x1b]0;title\x07\n\u202eb\u200b\x7f\t"
    assert legible_lines("a\nerror: b\n  hint") == "a\n  error: b\n  hint"
