"""GitLab's Code Quality report."""

import json

from kspec.linter.engine import span_of
from kspec.linter.report import Report
from kspec.report.machine import Located, in_cell, located
from kspec.report.options import DEFAULT, Options

SEVERITIES = {"error": "major", "warning": "minor", "advice": "info"}


def render(report: Report, options: Options = DEFAULT) -> str:
    """The findings as one JSON list."""
    listed = [_issue(item) for item in located(report, options)]
    return json.dumps(listed, indent=2)


def _issue(item: Located) -> dict[str, object]:
    finding = item.finding
    start, end = (item.document.file_position(at) for at in span_of(finding, item.document))
    return {
        "description": f"{finding.code} {finding.name}: {in_cell(item)}{finding.message}",
        "check_name": finding.code,
        "fingerprint": item.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": item.path, "lines": {"begin": start.line, "end": end.line}},
    }
