"""A report for people, and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.core.draws import shape_text
from caffe_fillers.findings.report import strangers
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.findings.report import Case, Report

__all__ = ["as_json", "lines"]

#: So many blobs without partners are named.
NAMED = 3


def lines(report: Report, *, verbose: bool = False) -> Iterator[str]:
    """The report as text, line by line: what is wrong, what it means, and the sum.

    Args:
        report: What was found.
        verbose: Tell of the blobs that are right, too.
    """
    return map(legible, _lines(report, verbose=verbose))


def _lines(report: Report, *, verbose: bool) -> Iterator[str]:
    yield f"{report.net} against {report.weights} ({report.how})"
    shown = [case for case in report.cases if verbose or not case.good]
    if not verbose and any(strangers(report.cases)):
        yield from _alone(shown)
        shown = []
    width = max((len(case.name) for case in shown), default=0)
    for case in shown:
        yield from _case(case, width)
    for text in report.conclusions:
        yield f"  => {text}"
    yield _sum(report)


def _alone(cases: Sequence[Case]) -> Iterator[str]:
    """Blobs without partners, a line for those of each side."""
    sides = (
        ("missing-blob", "of the first, which the second does not hold"),
        ("surplus-blob", "of the second, which the first does not have"),
    )
    for rule, what in sides:
        names = [case.name for case in cases if any(each.rule == rule for each in case.findings)]
        more = ", …" if len(names) > NAMED else ""
        if names:
            yield f"  {len(names)} blobs {what}: {', '.join(names[:NAMED])}{more}"


def _case(case: Case, width: int) -> Iterator[str]:
    name = f"  {case.name:<{width}}  {shape_text(case.shape, 'scalar')}"
    if case.good:
        yield f"{name}  {'ok' if case.checked else 'not checked'}: {case.said}"
    for finding in case.findings:
        yield f"{name}  {finding.rule}: {finding.message}"
        yield from (f"  {'':<{width}}    {detail}" for detail in finding.details)


def _sum(report: Report) -> str:
    bad, checked = len(report.bad_cases), report.checked
    unchecked = len(report.cases) - checked
    rest = f", {unchecked} could not be checked" if unchecked else ""
    if bad:
        return f"  {bad} of {len(report.cases)} blobs are wrong{rest}"
    return f"  {checked} blob{'s' * (checked != 1)} verified{rest}"


def as_json(report: Report) -> dict[str, Any]:
    """The report as values that the json module can write."""
    return {
        "net": report.net,
        "weights": report.weights,
        "how": report.how,
        "good": report.good,
        "blobs": [
            {
                "name": case.name,
                "shape": list(case.shape),
                "good": case.good,
                "checked": case.checked,
                "said": case.said,
                "line": case.line or None,
                "findings": [
                    {
                        "rule": finding.rule,
                        "message": finding.message,
                        "details": list(finding.details),
                        **finding.data,
                    }
                    for finding in case.findings
                ],
            }
            for case in report.cases
        ],
        "conclusions": list(report.conclusions),
        "notes": list(report.notes),
        **report.data,
    }
