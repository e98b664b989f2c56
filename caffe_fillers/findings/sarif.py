"""A report as SARIF 2.1.0, for code scanning services (OASIS, Static Analysis Results Format)."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from caffe_fillers import __version__
from caffe_fillers.findings.report import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.findings.report import Case, Finding, Report

__all__ = ["sarif"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(reports: Sequence[Report]) -> dict[str, Any]:
    """The log, as values that the json module can write: one run with all reports' results."""
    driver = {
        "name": "fill-weights",
        "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": text}} for rule, text in RULES.items()],
    }
    results = [
        _result(report, case, finding)
        for report in reports
        for case in report.bad_cases
        for finding in case.findings
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(report: Report, case: Case, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.net)}}
    if case.line:
        place["region"] = {"startLine": case.line}
    text = "\n".join((f"{case.name}: {finding.message}", *finding.details))
    return {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": "error",
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"name": case.name, "kind": "member"}],
            }
        ],
        # The same finding of the same blob is the same alert in the next run.
        "partialFingerprints": {
            "blob/v1": f"{PurePath(report.weights).name}:{case.name}:{finding.rule}"
        },
    }


def _uri(path: str) -> str:
    """Relative paths stay relative, as the services want them."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
