"""Thousands of public prototxt files, and what a real Caffe's parser said of them."""

import re

import pytest
from google.protobuf import text_format

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.text.tokens import BLANK, TOKEN
from tests._shared import corpus, manifest

pytestmark = pytest.mark.slow

#: Python's own parser is slow: it reads files up to this size only, and every one of them.
SMALL = 5_000
CPP = re.compile(r"Error parsing text-format caffe\.NetParameter: (\d+):(\d+): (.*)")


def texts(folder):
    """The files of a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted((corpus() / folder).iterdir())}


def attempted(content, cls):
    """The message, or the error; and whether the grammar was content."""
    try:
        document = parse(content, "file")
    except TextError as error:
        return error, False
    assert document.encode() == content
    try:
        return document.message(cls), True
    except TextError as error:
        return error, True


def cpp_places(content, error):
    """Our place as C++ counts it, in bytes with tabs of eight, and that of the word behind."""
    text = content.decode("utf-8", "surrogateescape")
    line, column = (int(number) for number in error.where.split(":")[1:])
    offset = sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1
    word = TOKEN.match(text, offset)
    behind = BLANK.match(text, word.end() if word else offset).end()
    return cpp_place(text[:offset]), cpp_place(text[:behind])


def cpp_place(before):
    """Line and column behind a piece of text."""
    line = before.encode("utf-8", "surrogateescape").rpartition(b"\n")[2]
    return before.count("\n") + 1, len(line.expandtabs(8)) + 1


class TestNets:
    """Nets as their authors wrote them."""

    def test_verdicts_and_places_are_those_of_caffe(self):
        """Each is read or refused as by Caffe, and the fault is found at the same place.

        C++ names the place behind the name or value at fault, we name that of the fault. Where
        the grammar is broken too, we tell that first, C++ what comes first in the text.
        """
        said = {
            row["file"].removeprefix("files/"): CPP.search(row["first_failure"])
            for row in manifest()
            if row["variant"] == "plain"
        }
        contents = texts("files")
        found = dict.fromkeys(["read", "same place", "place behind", "grammar"], 0)
        wrong = []
        for name, content in contents.items():
            outcome, parsed = attempted(content, caffe.NetParameter)
            refused = isinstance(outcome, TextError)
            if refused != (said[name] is not None):
                wrong.append(name)
            elif not refused:
                found["read"] += 1
            elif not parsed:
                found["grammar"] += 1
            else:
                theirs = int(said[name][1]), int(said[name][2])
                here, behind = cpp_places(content, outcome)
                found["same place"] += theirs == here
                found["place behind"] += theirs == behind
                wrong += [name] if theirs not in {here, behind} else []

        assert wrong == []
        assert len(contents) == 2564
        assert found == {"read": 909, "same place": 4, "place behind": 1600, "grammar": 51}

    def test_messages_are_those_of_python_where_it_reads_them(self):
        """Nothing in these nets is read differently by Python's own parser."""
        compared = 0
        for content in texts("files").values():
            if len(content) <= SMALL:
                outcome, _ = attempted(content, caffe.NetParameter)
                if not isinstance(outcome, TextError):
                    assert outcome == text_format.Parse(content, caffe.NetParameter())
                    compared += 1

        assert compared == 419


class TestSolvers:
    """Solvers as their authors wrote them."""

    def test_messages_are_those_of_python(self):
        """What we refuse, Python refuses; it refuses bytes that are no UTF-8, as C++ does not."""
        found = {"read": 0, "refused": 0, "no UTF-8": 0}
        for content in texts("solvers").values():
            outcome, _ = attempted(content, caffe.SolverParameter)
            if isinstance(outcome, TextError):
                with pytest.raises(text_format.ParseError):
                    text_format.Parse(content, caffe.SolverParameter())
                found["refused"] += 1
                continue
            try:
                theirs = text_format.Parse(content, caffe.SolverParameter())
            except UnicodeDecodeError:
                found["no UTF-8"] += 1
            else:
                assert outcome == theirs
                found["read"] += 1

        assert found == {"read": 667, "refused": 552, "no UTF-8": 1}


class TestUpgraded:
    """What Caffe itself wrote."""

    def test_all_are_read(self):
        """And written as they were."""
        contents = texts("upgraded")
        refused = [
            name
            for name, content in contents.items()
            if isinstance(attempted(content, caffe.NetParameter)[0], TextError)
        ]

        assert len(contents) == 449
        assert refused == []
