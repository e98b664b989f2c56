"""The formatter: one look, the same meaning, and nothing to do the second time."""

import os
import re

import pytest
from hypothesis import given

from caffe_fillers.errors import CaffeFillersError, TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.text.fmt import formatted
from caffe_fillers.text.style import comments
from caffe_fillers.text.tokens import TOKEN
from tests._shared import ROOT, corpus
from tests.text._texts import TEXTS

CASES = {
    "spacing": ('name:"x"\ntype :  1', 'name: "x"\ntype: 1\n'),
    "one field a line": ("a: 1 b: 2", "a: 1\nb: 2\n"),
    "separators go": ("a: 1, b: 2;\nc { d: 1; }", "a: 1\nb: 2\nc { d: 1 }\n"),
    "angle brackets": ("a < b: 1 >", "a { b: 1 }\n"),
    "a colon before a message goes": ("a: { b: 1 }", "a { b: 1 }\n"),
    "a short message stays on its line": ("a{b:1 c{d:2}}", "a { b: 1 c { d: 2 } }\n"),
    "a tall message stays tall": ("a {\nb: 1 }", "a {\n  b: 1\n}\n"),
    "empty": ("a {} b { }", "a {}\nb {}\n"),
    "a long line is broken": (
        "a { b: 1 c: '" + "x" * 90 + "' }",
        'a {\n  b: 1\n  c: "' + "x" * 90 + '"\n}\n',
    ),
    "a line of a hundred stays": (
        "a { b: '" + "x" * 89 + "' }",
        'a { b: "' + "x" * 89 + '" }\n',
    ),
    "a line of a hundred and one does not": (
        "a { b: '" + "x" * 90 + "' }",
        'a {\n  b: "' + "x" * 90 + '"\n}\n',
    ),
    "quotes": ("a: 'x' b: 'say \"x\"'", 'a: "x"\nb: \'say "x"\'\n'),
    "strings side by side": ("a: 'x'   \"y\"", "a: 'x' \"y\"\n"),
    "a minus by itself": ("a: -  1", "a: -1\n"),
    "blank lines": ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "no blank lines at the edges of a message": ("a {\n\nb: 1\n\n}", "a {\n  b: 1\n}\n"),
    "comments above": ("a {\n# c\n  b: 1\n}", "a {\n  # c\n  b: 1\n}\n"),
    "comments beside": ("a: 1 # c \n", "a: 1  # c\n"),
    "a comment beside a bracket": ("a { # c\nb: 1 } # d", "a {  # c\n  b: 1\n}  # d\n"),
    "a comment at the end": ("a: 1\n\n# c", "a: 1\n\n# c\n"),
    "a comment at a message's end": ("a {\n b: 1\n # c\n}", "a {\n  b: 1\n  # c\n}\n"),
    "a comment behind a name": ("a # c\n: 1", "# c\na: 1\n"),
    "lists": ("a: [1,2 ,3]", "a: [1, 2, 3]\n"),
    "tall lists": ("a: [ # c\n1, # one\n2]", "a: [  # c\n  1,  # one\n  2\n]\n"),
    "lists of messages": ("a: [{b:1},{\nb:2}]", "a: [\n  { b: 1 },\n  {\n    b: 2\n  }\n]\n"),
    "line ends": ("a {\r\nb: 1 }\r\n", "a {\r\n  b: 1\r\n}\r\n"),
    "nothing": ("", ""),
    "only a comment": ("# c", "# c\n"),
    "off": (
        "a {\n# fmt: off\n b  :  1\n\n\n c:2\n   # fmt: on\n d  : 3\n}\ne  : 4",
        "a {\n  # fmt: off\n b  :  1\n\n\n c:2\n  # fmt: on\n  d: 3\n}\ne: 4\n",
    ),
    "off to the end of the message": (
        "a {\n  # fmt: off\n b  :  1\n}\nc  :1",
        "a {\n  # fmt: off\n b  :  1\n}\nc: 1\n",
    ),
    "off at the top": ("# fmt: off\na  : 1\n\n\nb:2\n", "# fmt: off\na  : 1\n\n\nb:2\n"),
}


@pytest.mark.parametrize("rule", CASES)
def test_rules(rule):
    """Before and after, and the same again."""
    before, after = CASES[rule]

    assert formatted(parse(before)) == after
    assert formatted(parse(after)) == after


def words(text):
    """The words of a text with what the formatter may change taken out."""
    found = []
    at = 0
    while at < len(text):
        blank = re.compile(r"(?:\s|#[^\n\0]*(?:\n|$))+").match(text, at)
        if blank:
            at = blank.end()
            continue
        word = TOKEN.match(text, at)
        assert word, text[at : at + 20]
        found.append(word[0])
        at = word.end()
    return found


def meaning(document):
    """Names, values and nesting, without a schema."""
    stack = [(document, [])]
    root = stack[0][1]
    while stack:
        fields, out = stack.pop()
        for field in fields:
            out.append(field.name)
            _into(field.value, out, stack)
    return root


def _into(value, out, stack):
    if isinstance(value, str):
        plain = value.isalnum()
        parts = [value] if plain else [part.strip("\"'") for part in words(value)]
        out.append(parts)
    elif hasattr(value, "items"):
        inner = []
        out.append(inner)
        for item in value.items:
            _into(item.value, inner, stack)
    else:
        inner = []
        out.append(inner)
        stack.append((value, inner))


def without_blanks(texts_):
    """Comments by their words."""
    return sorted("".join(text.split()) for text in texts_)


@given(TEXTS)
def test_any_text_keeps_its_meaning_and_its_comments(text):
    """Formatting twice is formatting once; fields, values and comments are the same."""
    document = parse(text)
    once = formatted(document)
    again = parse(once)

    assert formatted(again) == once
    assert meaning(again) == meaning(document)
    assert without_blanks(comments(once)) == without_blanks(comments(str(document)))


#: Every sixth text of the corpus; all of them where this is set, which takes some minutes.
STRIDE = 1 if os.environ.get("CAFFE_FILLERS_CORPUS_ALL") else 6
SLICES = 8


@pytest.mark.slow
@pytest.mark.parametrize("part", range(SLICES))
def test_public_nets_keep_their_meaning_and_their_comments(part):
    """Every text of the corpus that parses; those of BVLC's schema mean the same message."""
    paths = sorted(corpus().glob("*/*.prototxt"))[part * STRIDE :: SLICES * STRIDE]
    compared = messages = 0
    for path in paths:
        try:
            document = parse(path.read_bytes(), path.name)
        except TextError:
            continue
        once = formatted(document)
        again = parse(once)

        assert formatted(again) == once, path.name
        assert meaning(again) == meaning(document), path.name
        assert without_blanks(comments(once)) == without_blanks(comments(str(document)))
        compared += 1
        if compared % 8 == 0:
            try:
                message = document.message(caffe.NetParameter)
            except CaffeFillersError:
                continue
            assert again.message(caffe.NetParameter) == message
            messages += 1

    assert compared >= 500 // STRIDE
    assert messages >= 1


@pytest.mark.slow
def test_deep_nesting_is_refused():
    """As protobuf refuses it; and without a recursion error, on one line or on many."""
    for text in ("a {" * 150 + "}" * 150, "a {\n" * 50_000 + "}" * 50_000):
        with pytest.raises(TextError, match="100 deep"):
            formatted(parse(text))
    ninety = "a {" * 90 + "}" * 90
    assert formatted(parse(ninety)).count("{") == 90


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*.prototxt")), ids=lambda p: p.name
)
def test_our_own_examples_are_formatted(path):
    """What we ask of others."""
    text = path.read_text()

    assert formatted(parse(text)) == text


def test_the_command(run, tmp_path):
    """--check tells, --in-place mends, and then there is nothing to do."""
    net = tmp_path / "net.prototxt"
    net.write_text("a:1")

    assert run("fmt", "--check", net).code == 1
    assert "+a: 1" in run("fmt", "--diff", net).out
    assert run("fmt", net).out == "a: 1\n"
    assert run("fmt", "--in-place", net).code == 0
    assert net.read_text() == "a: 1\n"
    assert run("fmt", "--check", net).code == 0
