"""A report as JUnit's XML, the dialect that CI services read: a test case for each blob."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.findings.report import Case, Report

__all__ = ["junit"]

#: What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(reports: Sequence[Report]) -> bytes:
    """The file's content: one test suite for each report."""
    root = ET.Element("testsuites", name="fill-weights verify")
    for report in reports:
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_clean(f"{report.net} against {report.weights}"),
            tests=str(len(report.cases)),
            failures=str(len(report.bad_cases)),
            errors="0",
            skipped=str(sum(not case.checked and case.good for case in report.cases)),
        )
        for case in report.cases:
            _add(suite, report, case)
        told = "\n".join([report.how, *report.conclusions, *report.notes])
        ET.SubElement(suite, "system-out").text = _clean(told)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add(suite: ET.Element, report: Report, case: Case) -> None:
    element = ET.SubElement(
        suite, "testcase", name=_clean(case.name), classname=_clean(report.net), time="0"
    )
    if not case.good:
        # The schema allows one failure: the first gives its message, all are told in the text.
        first = case.findings[0]
        failure = ET.SubElement(element, "failure", message=_clean(first.message), type=first.rule)
        told = [[f"{each.rule}: {each.message}", *each.details] for each in case.findings]
        failure.text = _clean("\n".join(line for part in told for line in part))
    elif not case.checked:
        ET.SubElement(element, "skipped", message=_clean(case.said))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
