"""Texts that no one writes: nothing but a tree or a TextError comes of them, in linear time."""

import time

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse, unknown_fields

#: Texts of about n words or signs.
SHAPES = {
    "open brackets": lambda n: "a{" * n,
    "nested messages": lambda n: "a{" * n + "}" * n,
    "nested layers": lambda n: "layer<" * n + ">" * n,
    "nested lists": lambda n: "a:[{" * n + "}]" * n,
    "list brackets": lambda n: "a:" + "[" * n,
    "closing brackets": lambda n: "}" * n,
    "fields": lambda n: "input:'x' " * n,
    "fields on lines": lambda n: "input:'x'\n" * n + "x",
    "the same field twice": lambda n: "name:'x'" + " input:'x'" * n + "name:'y'",
    "list items": lambda n: "input_dim:[1" + ",1" * n + "]",
    "strings side by side": lambda n: "name:" + '"x" ' * n,
    "strings between comments": lambda n: "name:" + "'x'#c\n" * n,
    "strings, then a broken one": lambda n: "name:" + '"x"' * n + '"',
    "a long string": lambda n: 'name:"' + "x" * n + '"',
    "a long string, not closed": lambda n: 'name:"' + "x" * n,
    "many escapes": lambda n: 'name:"' + "\\x41" * n + '"',
    "many escapes, the last broken": lambda n: 'name:"' + "\\n" * n + '\\q"',
    "quotes": lambda n: "\"'" * n,
    "NULs": lambda n: "\0" * n,
    "NULs in a string": lambda n: 'name:"' + "\0" * n + '"',
    "a comment and a NUL": lambda n: "#" * n + "\0",
    "comments": lambda n: "#\n" * n,
    "comments in a field": lambda n: "name" + "#\n" * n + ":" + "#\n" * n + "'x'" + "#\n" * n + ";",
    "comments, then an error": lambda n: "name" + "#\n" * n + "x",
    "blanks": lambda n: " " * n,
    "blanks in a field": lambda n: "name" + " " * n + ":" + "\n" * n + "'x'" + " " * n + ";",
    "blanks, then an error": lambda n: "name:" + " " * n + "}",
    "blanks behind a minus": lambda n: "input_dim:-" + " " * n + "1",
    "minuses": lambda n: "input_dim:" + "-" * n,
    "digits": lambda n: "input_dim:" + "9" * n,
    "zeros": lambda n: "input_dim:" + "0" * n,
    "hex digits": lambda n: "input_dim:0x" + "f" * n,
    "digits of a float": lambda n: "layer{loss_weight:" + "9" * n + "." + "9" * n + "}",
    "digits of an exponent": lambda n: "layer{loss_weight:1e-" + "9" * n + "}",
    "digits, then a letter": lambda n: "input_dim:" + "1" * n + "e" + "1" * n + "x",
    "a long name": lambda n: "x" * n,
    "a long unknown field": lambda n: "x" * n + ":1",
    "a long unknown value": lambda n: "state{phase:" + "x" * n + "}",
    "a long extension": lambda n: "[" + "a." * n + "a]:1",
    "a long extension, not closed": lambda n: "[" + "a . " * n,
    "names": lambda n: "x " * n,
    "separators": lambda n: "input:'x'" + ";" * n,
    "conflict markers": lambda n: "<<<<<<< HEAD\n" * n,
    "byte-order marks": lambda n: "\ufeff" * n,
    "prose": lambda n: "hello (world), this is no prototxt! " * n,
}


def outcome(text):
    """Read it in every way, and say what came of it."""
    try:
        document = parse(text)
    except TextError as error:
        return "no tree" if len(str(error).encode()) < 1000 else "too long an error"
    assert str(document) == text
    assert sum(1 for _ in document.walk()) >= len(unknown_fields(document, caffe.NetParameter))
    try:
        document.message(caffe.NetParameter)
    except TextError as error:
        return "no message" if len(str(error).encode()) < 1000 else "too long an error"
    return "message"


def seconds(text):
    """The processor's time for reading it."""
    start = time.process_time()
    assert outcome(text) in {"no tree", "no message", "message"}
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text_and_no_faster(shape):
    """Sixteen times as much takes about sixteen times as long; squared it would be 256."""
    make, size = SHAPES[shape], 1500
    text = make(size)
    while (once := seconds(text)) < 0.005 and size < 200_000:
        size *= 2
        text = make(size)
    # A busy machine makes one measurement longer, never shorter; what is squared stays so.
    longer = make(16 * size)
    many = min(seconds(longer) for _ in range(3))

    assert many < 80 * max(once, 0.002)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("open brackets", "no tree"),
        ("nested messages", "no message"),
        ("nested lists", "no message"),
        ("strings side by side", "message"),
        ("a long string", "message"),
        ("NULs", "no tree"),
    ],
)
def test_a_great_many_are_read(shape, expected):
    """No recursion error, no limit of Python's; and the tree goes away again."""
    assert outcome(SHAPES[shape](40_000)) == expected


def test_a_line_of_megabytes_is_shown_in_part():
    """And its place found, however far out."""
    with pytest.raises(TextError) as caught:
        parse("input:'x' " * 100_000 + "?" + " " * 1_000_000)

    assert caught.value.where == "<string>:1:1000001"
    assert len(str(caught.value)) < 500
