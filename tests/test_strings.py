"""Bytes that are no UTF-8, as text and back."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.strings import decoded, encoded, legible, path_of, source_text

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
    assert legible(text) == text


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
