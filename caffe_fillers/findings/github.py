"""A report as GitHub's workflow commands: annotations on the lines of the net file.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.findings.report import Report

__all__ = ["commands"]


def commands(report: Report) -> Iterator[str]:
    """One `::error` line for each finding, and one `::notice` for each conclusion."""
    for case in report.bad_cases:
        for finding in case.findings:
            place = {"file": report.net, "title": f"{case.name}: {finding.rule}"}
            if case.line:
                place["line"] = str(case.line)
            text = "\n".join((finding.message, *finding.details))
            yield f"::error {_properties(place)}::{_data(text)}"
    for conclusion in report.conclusions:
        yield f"::notice {_properties({'file': report.net})}::{_data(conclusion)}"


def _data(text: str) -> str:
    lines = [legible(line) for line in text.split("\n")]
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _properties(values: dict[str, str]) -> str:
    escaped = {
        key: _data(value).replace(":", "%3A").replace(",", "%2C") for key, value in values.items()
    }
    return ",".join(f"{key}={value}" for key, value in escaped.items())
