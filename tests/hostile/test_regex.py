"""`--where "name~=REGEX"`: any expression, and a second of the processor at most."""

import gc
import re
import subprocess
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import CostError, TextError
from caffe_fillers.rewrite import regex
from caffe_fillers.rewrite.regex import BoundedRegex

ENDLESS = "^(a+)+$"
NAME = "a" * 60 + "b"
NET = f'layer {{ name: "{NAME}" type: "Convolution" convolution_param {{ num_output: 1 }} }}\n'
SET = ["--set", "convolution_param.num_output=2"]


@pytest.fixture
def soon(monkeypatch):
    """A bound that tests reach sooner."""
    monkeypatch.setattr(regex, "SECONDS", 0.05)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("pattern", [ENDLESS, "(a|a)*$", "(a|aa|aaa)+c", "a*a*a*a*a*a*a*a*a*c"])
def test_an_expression_without_end(pattern):
    """Is given up, and so is every other value."""
    bounded = BoundedRegex(pattern)
    for value in (NAME * 10, "b"):
        with pytest.raises(CostError, match="takes more than"):
            bounded.search(value)


@pytest.mark.usefixtures("soon")
def test_on_another_thread():
    """Where no signal arrives."""
    told = []

    def search():
        try:
            BoundedRegex(ENDLESS).search(NAME)
        except CostError as error:
            told.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    thread.join()

    assert len(told) == 1


@pytest.mark.usefixtures("soon")
def test_the_command(run, tmp_path):
    """Exit code 2, and nothing is written."""
    net = tmp_path / "net.prototxt"
    net.write_text(NET)
    told = run("rewrite", net, "--where", f"name~='{ENDLESS}'", *SET, "--in-place")

    assert told.code == 2
    assert f"the regular expression {ENDLESS!r} takes more than" in told.err
    assert net.read_text() == NET


@pytest.mark.usefixtures("soon")
def test_the_command_on_several(run, tmp_path):
    """The same code where other nets have no such name."""
    for name, text in (("a", NET), ("b", NET.replace(NAME, "aaa"))):
        (tmp_path / f"{name}.prototxt").write_text(text)
    args = ["--where", f"name~='{ENDLESS}'", *SET, "--in-place", "--jobs", 1]
    told = run("rewrite", tmp_path, *args)

    assert told.code == 2
    assert "takes more than" in told.err
    assert "num_output: 2" in (tmp_path / "b.prototxt").read_text()
    assert (tmp_path / "a.prototxt").read_text() == NET


@pytest.mark.parametrize(
    ("where", "chosen"),
    [
        ("^conv[12]$", ["conv1", "conv2"]),
        ("conv|fc", ["conv1", "conv2", "fc"]),
        ("^(conv|fc)[0-9]?$", ["conv1", "conv2", "fc"]),
        ("(?i)^CONV.*1", ["conv1"]),
        (r"(.)\\1?x", []),
    ],
)
def test_what_is_chosen(where, chosen, run, tmp_path):
    """As Python's own `re` has it."""
    net = tmp_path / "net.prototxt"
    net.write_text("".join(NET.replace(NAME, name) for name in ("conv1", "conv2", "fc")))
    told = run("rewrite", net, "--where", f"name~='{where}'", *SET, "-q")
    blocks = told.out.split("layer")[1:]

    assert [re.search('name: "(.*?)"', text)[1] for text in blocks if ": 2 }" in text] == chosen


@given(
    st.from_regex(r"[ab?*+|.{}(),0-3^$]{1,8}", fullmatch=True),
    st.lists(st.text("ab\n\ud800\U0010ff80é", max_size=8), max_size=4),
)
def test_any_expression(pattern, values):
    """The same answers as from `re`, through the other process, and for those that are none."""
    try:
        plain = re.compile(pattern)
    except (re.error, OverflowError):
        with pytest.raises(TextError, match="no regular expression"):
            BoundedRegex(pattern)
        return
    bounded = BoundedRegex(pattern)

    assert [bounded.search(value) for value in values] == [
        bool(plain.search(value)) for value in values
    ]


@pytest.mark.parametrize("pattern", ["(", "[", "a{2,1}", "a{99999999999999999999}", "(" * 5000])
def test_what_is_no_expression(pattern):
    """Is told, whatever Python says of it."""
    with pytest.raises(TextError, match="no regular expression"):
        BoundedRegex(pattern)


def test_simple_expressions_start_no_process(monkeypatch):
    """Most need none."""
    monkeypatch.setattr(subprocess, "Popen", None)

    assert BoundedRegex("^conv[1-3]$").search("conv2")
    assert BoundedRegex("^conv.*$").search("conv" * 100)
    assert not BoundedRegex("x").search("y" * 1_000_000)


def test_a_long_value():
    """A choice on many characters is made in the other process."""
    bounded = BoundedRegex("a.*b$")

    assert bounded.search("a" + "é" * 100_000 + "b")
    assert bounded._child is not None


def test_no_process_is_left():
    """It ends with its expression."""
    bounded = BoundedRegex("(a|b)+")
    assert bounded.search("ab")
    child = bounded._child
    assert child.poll() is None
    del bounded
    gc.collect()

    assert child.poll() is not None
