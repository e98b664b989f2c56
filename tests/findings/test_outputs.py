"""A report as a table, JSON, JUnit's XML, GitHub annotations and SARIF."""

import json
import xml.etree.ElementTree as ET

import pytest

from caffe_fillers.findings import RULES, Case, Finding, Report
from caffe_fillers.findings.github import commands
from caffe_fillers.findings.junit import junit
from caffe_fillers.findings.sarif import sarif
from caffe_fillers.findings.table import as_json, lines
from caffe_fillers.strings import legible
from tests.findings.schemas import check_junit, check_sarif

GOOD = Case("conv[0]", (2, 3), (), "equal", line=4)
UNCHECKED = Case("conv[1]", (2,), (), "not drawn", checked=False)
BAD = Case(
    "ip[0]",
    (5,),
    (
        Finding("values-differ", "1 of 5 values (20 %) differ", ("expected 1",), {"index": 3}),
        Finding("shape-differs", "its shape is 5, the net's is 1x5"),
    ),
    line=9,
)
STRANGE = Case('<a & "b">: c,d\n%[0]\x00\ud800', (), (Finding("law-broken", "mean\r: <7> & 50 %"),))
REPORTS = {
    "good": Report("net.prototxt", "w.h5", "seed 1", (GOOD, UNCHECKED)),
    "bad": Report(
        "nets/my net.prototxt",
        "w.h5",
        "seed 1",
        (GOOD, BAD, UNCHECKED),
        ("all 3 blobs match Boost 1.56 to 1.63",),
        ("a note",),
        {"seed": 1},
    ),
    "strange": Report("/nets/ä%.prototxt", "\x01", "\x02", (STRANGE,), ("a, b: c\n%",)),
    "empty": Report("n", "w", "h", ()),
}


def strict(text):
    """Text as another program would read it."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("name", REPORTS)
class TestEveryFormat:
    """Whatever a report holds, names and texts that are hard to write included."""

    def test_junit_is_valid(self, name):
        """By its schema, and with the right sums."""
        report = REPORTS[name]
        content = junit([report])
        check_junit(content)
        (suite,) = ET.fromstring(content)  # noqa: S314  # our own output

        assert int(suite.get("tests")) == len(suite.findall("testcase")) == len(report.cases)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("failures")) == len(report.bad_cases)
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))

    def test_sarif_is_valid(self, name):
        """By OASIS' schema, with one result for each finding."""
        report = REPORTS[name]
        log = json.loads(strict(json.dumps(sarif([report]))))
        check_sarif(log)

        found = sum(len(case.findings) for case in report.cases)
        assert len(log["runs"][0]["results"]) == found

    def test_github_commands_are_lines(self, name):
        """One line each, whatever the text: one error a finding, one notice a conclusion."""
        report = REPORTS[name]
        written = list(commands(report))

        found = sum(len(case.findings) for case in report.cases)
        assert [line.partition(" ")[0] for line in written] == ["::error"] * found + [
            "::notice"
        ] * len(report.conclusions)
        assert not any("\n" in line or "\r" in line for line in written)

    def test_json_holds_everything(self, name):
        """And is written by the json module."""
        report = REPORTS[name]
        told = json.loads(json.dumps(as_json(report)))

        assert told["good"] == report.good == (not report.bad_cases)
        assert [blob["name"] for blob in told["blobs"]] == [case.name for case in report.cases]

    def test_the_table_tells_what_is_wrong(self, name):
        """Each finding has a line; the blobs that are right are told on request."""
        report = REPORTS[name]
        short, long = "\n".join(lines(report)), "\n".join(lines(report, verbose=True))

        for case in report.cases:
            assert (legible(case.name) in short) == (not case.good)
            assert legible(case.name) in long
            for finding in case.findings:
                assert legible(f"{finding.rule}: {finding.message}") in short
        for conclusion in report.conclusions:
            assert legible(conclusion) in short
        assert short.replace("\n", "").isprintable()


def test_github_escapes_what_would_end_a_property():
    """Colons, commas, percent signs and newlines."""
    (error, notice) = commands(REPORTS["strange"])

    assert 'title=<a & "b">%3A c%2Cd%0A%25[0]' in error
    assert error.endswith("::mean\\r: <7> & 50 %25")
    assert notice == "::notice file=/nets/ä%25.prototxt::a, b: c%0A%25"


def test_annotations_stand_on_the_line_of_the_layer():
    """Where the net file has it."""
    first, *_ = commands(REPORTS["bad"])

    assert first == (
        "::error file=nets/my net.prototxt,title=ip[0]%3A values-differ,line=9"
        "::1 of 5 values (20 %25) differ%0Aexpected 1"
    )


def test_sarif_names_rule_place_and_blob():
    """The rule's index, the file relative as services want it, line and logical location."""
    first = sarif([REPORTS["bad"]])["runs"][0]["results"][0]

    assert (first["ruleId"], list(RULES)[first["ruleIndex"]]) == ("values-differ",) * 2
    place = first["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "nets/my%20net.prototxt"},
        "region": {"startLine": 9},
    }
    assert place["logicalLocations"] == [{"name": "ip[0]", "kind": "member"}]
    assert first["message"]["text"] == "ip[0]: 1 of 5 values (20 %) differ\nexpected 1"


def test_several_reports_are_one_file():
    """A suite each in JUnit, one run with all results in SARIF."""
    both = [REPORTS["good"], REPORTS["bad"]]
    content, log = junit(both), sarif(both)
    check_junit(content)
    check_sarif(log)

    assert len(ET.fromstring(content)) == 2  # noqa: S314  # our own output
    assert len(log["runs"]) == 1


def test_a_schema_can_refuse():
    """The validators are no rubber stamps."""
    import jsonschema
    import xmlschema

    with pytest.raises(xmlschema.XMLSchemaException):
        check_junit(junit([REPORTS["bad"]]).replace(b"classname", b"class"))
    log = sarif([REPORTS["bad"]])
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        check_sarif(log)
