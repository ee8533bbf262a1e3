"""JSON report for programs, versioned."""

import json

from kspec.linter.report import Report
from kspec.report.options import DEFAULT, Options


def render(report: Report, options: Options = DEFAULT) -> str:  # noqa: ARG001 - as every renderer
    """The report as one JSON document."""
    return json.dumps(report.to_dict(), indent=2)
