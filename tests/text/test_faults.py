"""Errors of the grammar: what is wrong, where, and what to do."""

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.text import parse

#: Text, place, message, hint.
FAULTS = [
    # fields
    ("name", "1:5", "expected ':' behind 'name', found the end of the text", None),
    ("name 'x'", "1:6", "expected ':' behind 'name', found \"'x'\"", None),
    ("a\n b: 1", "2:2", "expected ':' behind 'a', found 'b'", None),
    ("a:\n", "2:1", "expected a value, found the end of the text", None),
    ("a: : 1", "1:4", "expected a value, found ':'", None),
    ("a: }", "1:4", "expected a value, found '}'", None),
    ("a: -x", "1:5", "expected a number behind '-', found 'x'", None),
    ("a: [-infin]", "1:6", "expected a number behind '-', found 'infin'", None),
    ("a: -", "1:5", "expected a number behind '-', found the end of the text", None),
    ("a: - 'x'", "1:6", "expected a number behind '-', found \"'x'\"", None),
    ("1: 2", "1:1", "expected a field name, found '1'", "Several values"),
    ("a: 1 2", "1:6", "expected a field name, found '2'", "[1, 2]"),
    ("'x'", "1:1", "expected a field name, found \"'x'\"", None),
    ("a: 1;;", "1:6", "expected a field name, found ';'", None),
    ("; a: 1", "1:1", "expected a field name, found ';'", None),
    ("a {;}", "1:4", "expected a field name, found ';'", None),
    ("[1]", "1:1", "expected a field name, found '['", None),
    ("[a.1]: 2", "1:1", "expected a field name, found '['", None),
    # brackets
    ("a {\n  b {\n  }\n", "1:1", "the '{' of 'a' is never closed", None),
    ("a: [1, 2", "1:1", "the '[' of 'a' is never closed", None),
    ("a: [{", "1:5", "the '{' is never closed", None),
    ("a <", "1:1", "the '<' of 'a' is never closed", None),
    ("a { } }", "1:7", "'}' closes nothing", "too many"),
    ("a: 1 >", "1:6", "'>' closes nothing", "too many"),
    ("a {\n>", "2:1", "the '{' of 'a' in line 1 is closed by '>'", "Close it with '}'."),
    ("a <\n}", "2:1", "the '<' of 'a' in line 1 is closed by '}'", "Close it with '>'."),
    ("a { ]", "1:5", "the '{' of 'a' in line 1 is closed by ']'", "Close it with '}'."),
    ("num: {width}", "1:12", "expected ':' behind 'width', found '}'", "template"),
    # lists
    ("a: [1 2]", "1:7", "expected ',' or ']', found '2'", None),
    ("a: [1,]", "1:7", "expected a value, found ']'", None),
    ("a: [,1]", "1:5", "expected a value or ']', found ','", None),
    ("a: [1; 2]", "1:6", "expected ',' or ']', found ';'", None),
    ("a: [[1]]", "1:5", "expected a value or ']', found '['", None),
    ("a: [b: 1]", "1:6", "expected ',' or ']', found ':'", None),
    ("a: [1}", "1:6", "expected ',' or ']', found '}'", None),
    ("a: [-]", "1:6", "expected a number behind '-', found ']'", None),
    # strings
    ('a: "x', "1:4", "the string is not closed", r"\n"),
    ('a: "x\n"', "1:4", "the string is not closed", r"\n"),
    ("a: 'x\"", "1:4", "the string is not closed", r"\n"),
    (r'a: "x\q"', "1:6", r"\q is not an escape that a string may have", r"\\"),
    (r'a: "x\xg"', "1:6", r"\x is not an escape that a string may have", r"\\"),
    ('a: "x\\', "1:6", "\\ is not an escape that a string may have", r"\\"),
    ('a: "x\0"', "1:6", "NUL in a string", r"\0"),
    # numbers
    ("a: 08", "1:4", "'08' is not a number", "octal"),
    ("a: 0x", "1:4", "'0x' is not a number", "0x1F"),
    ("a: 1e", "1:4", "'1e' is not a number", "1e-3"),
    ("a: 1.2.3", "1:4", "'1.2.3' is not a number", None),
    ("a: .5x", "1:4", "'.5x' is not a number", None),
    ("a: 2b: 1", "1:4", "'2b' is not a number", "blank"),
    # other characters
    ("a: +1", "1:4", "unexpected '+'", "without a plus sign"),
    ("a = 1", "1:3", "unexpected '='", "`name: value`"),
    ("a: $x", "1:4", "unexpected '$'", "template"),
    ("{% if x %}", "1:1", "expected a field name, found '{'", None),
    ("a: 1 // c", "1:6", "expected a field name, found '/'", "begins with #"),
    ("/* c */", "1:1", "expected a field name, found '/'", "begins with #"),
    ("a: `x`", "1:4", "unexpected '`'", "plain quotes"),
    ("a: \u201cx\u201d", "1:4", "character U+201C in the text", "plain quotes"),
    ("a: \u00a01", "1:4", "character U+00A0 in the text", "plain ASCII"),
    ("\0", "1:1", "control character 0x00 in the text", "binary"),
    ("# c\0", "1:4", "control character 0x00 in the text", "binary"),
    ("a: \x7f", "1:4", "control character 0x7f in the text", "binary"),
    (b"\n\x09\x80LeNet", "2:2", "byte 0x80, which is not UTF-8, in the text", "plain ASCII"),
    # what comes with files
    ("\ufeffname: 'x'", "1:1", "the text begins with a byte-order mark", "without a byte-order"),
    (b"\xff\xfen\0a\0", "1:1", "the text begins with a byte-order mark", "UTF-8"),
    (b"\xfe\xff\0n\0a", "1:1", "the text begins with a byte-order mark", "UTF-8"),
    ("a: 1\n\ufeffb: 1", "2:1", "a byte-order mark in the text", None),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n", "2:1", "the text has a merge-conflict marker", "Resolve"),
    ("a {\n  b: 1\n=======\n  b: 2\n}", "3:1", "the text has a merge-conflict marker", "Resolve"),
    ("a {\n>>>>>>> main\n}", "2:1", "the text has a merge-conflict marker", "Resolve"),
    ("a\n||||||| 1f2e\n", "2:1", "the text has a merge-conflict marker", "Resolve"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), FAULTS)
def test_errors_tell_place_reason_and_help(text, place, message, hint):
    """The place is that of the first word that does not fit."""
    with pytest.raises(TextError) as caught:
        parse(text, "net.prototxt")
    error = caught.value

    assert error.where == f"net.prototxt:{place}"
    assert error.message.split("\n")[0] == message
    assert (hint is None and error.hint is None) or (error.hint and (hint or "") in error.hint)


def test_the_line_is_shown_with_a_caret():
    """Under the word that does not fit."""
    with pytest.raises(TextError) as caught:
        parse('layer {\n\tname: "a" type; "b"\n}', "net.prototxt")

    assert str(caught.value) == (
        "net.prototxt:2:16: expected ':' behind 'type', found ';'\n"
        '     name: "a" type; "b"\n'
        "                   ^"
    )


def test_a_marker_within_a_string_is_none():
    """Nor is one in a comment."""
    text = 'a: "<<<<<<< HEAD"\n# =======\n'

    assert str(parse(text)) == text
