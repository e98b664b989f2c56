"""Texts that no one writes take memory in proportion: 64 MB and 25 times their size at most."""

import os

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse, parser
from caffe_fillers.text.parser import most_items
from caffe_fillers.text.tokens import FEW
from tests.hostile._cost import ANYWAY, costs, needs_proc

#: 2 MB each, 4 in the full run. What they took of memory, in times of their size, when every one
#: was read.
SIZE = (4 if os.environ.get("CAFFE_FILLERS_FULL") else 2) << 20
TEXTS = {
    "nested (121)": lambda n: "a{" * (n // 3) + "}" * (n // 3),
    "blocks (90)": lambda n: "a{}" * (n // 3),
    "strings (373)": lambda n: 'name:""' + '""' * (n // 2),
    "escapes (173)": lambda n: 'name:"' + "\\n" * (n // 2) + '"',
    "strings of an escape (33)": lambda n: 'a:"\\n"' * (n // 6),
    "numbers (36)": lambda n: "a:1 " * (n // 4),
    "a list (62)": lambda n: "a:[" + "1," * (n // 2) + "1]",
    "lists (68)": lambda n: "a:[]" * (n // 4),
    "comments (101)": lambda n: "#\n" * (n // 2),
    "comments in a field (101)": lambda n: "name" + "#\n" * (n // 2) + ":''",
    "messages in a list (85)": lambda n: "a:[" + "{}," * (n // 3) + "{}]",
    "lines, then an error (40)": lambda n: "\n" * n + "}",
}
#: As dense as all of it is still read: many lines of few letters, of names that are all different.
READ = {
    "fields": lambda n: "".join(f"f{at:07}: 1{at:06}\n" for at in range(n // 19)),
    "nets": lambda n: 'layer {\n  name: "a"\n  type: "ReLU"\n}\n' * (n // 39),
    "nested": lambda n: "m{\n" * 80_000 + " " * (n - 6 * 80_000) + "}\n" * 80_000,
}


@needs_proc
@pytest.mark.slow
@pytest.mark.parametrize("command", ["fmt", "plan"])
def test_memory_is_bounded(tmp_path, command):
    """Whether a text is read or refused."""
    texts = {**TEXTS, **READ}
    for number, make in enumerate(texts.values()):
        (tmp_path / f"{number}.prototxt").write_text(make(SIZE))
    asked = [(command, f"{number}.prototxt") for number in range(len(texts))]
    found = dict(zip(texts, costs(tmp_path, asked), strict=True))

    assert {code for code, _, _ in found.values()} <= {0, 1, 3}
    most = {name: taken / SIZE for name, (_, taken, _) in found.items()}
    if command == "plan":
        most.pop("nets")  # protobuf's message of 100,000 layers takes as much again
    assert max(most.values()) <= ANYWAY / SIZE + 25, most
    assert not any("not enough memory" in said for _, _, said in found.values())


@pytest.mark.parametrize("name", READ)
def test_what_a_net_may_be_is_read(name):
    """However long it is."""
    text = READ[name](SIZE)

    assert str(parse(text)) == text


def test_more_statements_than_any_net_has(monkeypatch):
    """The place is told; a list's values and commas count, and closing brackets."""
    monkeypatch.setattr(parser, "MANY", 50)
    for text in ("a:1 " * 60, "a:[" + "1," * 30 + "1]", "a{" * 30 + "}" * 30):
        with pytest.raises(TextError, match=r"more than 50 words and signs so close") as caught:
            parse(text, "n")
        assert caught.value.where.startswith("n:1:")
        assert "limits" in caught.value.hint
    assert parse("a:1 " * 48).message is not None


def test_long_texts_may_have_more():
    """One statement for every seven characters."""
    assert (most_items(""), most_items("x" * 7_000_000)) == (250_000, 1_000_000)


#: What may stand any number of times, around the number at which the quick pattern ends.
LONG = {
    "comments": lambda n: "#c\n" * n + "name: 'x'\n",
    "comments before the end": lambda n: "name: 'x'\n" + "#c\n" * n + "#",
    "comments behind the name": lambda n: "name" + "#c\n" * n + ": 'x'",
    "comments behind the colon": lambda n: "name:" + "#c\n" * n + "'x'",
    "comments before a bracket": lambda n: "name: 'x' state" + "#c\n" * n + "{}",
    "comments in brackets": lambda n: (
        "name: 'x' state {" + "#c\n" * n + "level" + "#\n" * n + ": 1}"
    ),
    "escapes": lambda n: 'name: "' + "\\x78" * n + '" ',
    "strings": lambda n: 'name: "x" ' + '"y" ' * n,
    "strings and comments": lambda n: "name:" + " 'x'#c\n" * n + "force_backward: true",
    "strings between long comments": lambda n: "name: 'x' " + ("#\n" * n + "'y'") * 3,
    "strings, the last of many escapes": lambda n: 'name: "x" "' + "\\n" * n + '"',
    "in a list": lambda n: "input: ['x'" + "#c\n" * n + ", 'y' " + "'z'" * n + ", 'u']",
    "behind a minus": lambda n: "name: 'x' input_dim: -" + "#c\n" * n + "7",
    "two in a row": lambda n: "name: 'x' " + "'y'" * n + " input: 'x'" + " 'y'" * n + " input: 'z'",
}


@pytest.mark.parametrize("number", [1, FEW - 1, FEW, FEW + 1, FEW + 2, 5 * FEW])
@pytest.mark.parametrize("name", LONG)
def test_the_quick_pattern_s_bound_is_not_seen(name, number):
    """The tree and the message are what they are for a few."""
    text = LONG[name](number)
    document = parse(text)
    few = parse(LONG[name](1))

    assert str(document) == text
    assert [field.name for field in document.walk()] == [field.name for field in few.walk()]
    held = document.message(caffe.NetParameter)
    assert held.name.startswith("x") or name == "in a list"
    if name == "strings":
        assert held.name == "x" + "y" * number
    if name == "strings between long comments":
        assert held.name == "xyyy"
    if name == "in a list":
        assert list(held.input) == ["x", "y" + "z" * number, "u"]
    if name == "two in a row":
        assert list(held.input) == ["x" + "y" * number, "z"]


@pytest.mark.parametrize("number", [1, FEW + 1, 3 * FEW])
@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda n: "#\n" * n + "}", lambda n: (n + 1, 1)),
        (lambda n: "name:" + '"x"' * n + '"', lambda n: (1, 6 + 3 * n)),
        (lambda n: "name:" + '"x"' * n + "}", lambda n: (1, 6 + 3 * n)),
        (lambda n: 'name:"' + "\\n" * n + "\\q", lambda n: (1, 7 + 2 * n)),
        (lambda n: "input:['x' " + "'y'" * n + " 1]", lambda n: (1, 13 + 3 * n)),
    ],
)
def test_faults_behind_many_are_told_in_their_place(make, place, number):
    """As those behind a few."""
    with pytest.raises(TextError) as caught:
        parse(make(number), "n")

    line, column = place(number)
    assert caught.value.where == f"n:{line}:{column}"
