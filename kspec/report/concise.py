"""Concise report, a line for each finding: ``file:line:column: severity[code name] message``."""

from kspec.linter.report import Report, one_line
from kspec.report.closing import closing
from kspec.report.options import DEFAULT, Options


def render(report: Report, options: Options = DEFAULT) -> str:
    """All findings, one line each, and after fixes how many there were; nothing for a clean run."""
    lines = [
        one_line(document, finding, options.paint(finding.label, finding.severity))
        for document, finding in report.pairs()
    ]
    return "\n".join([*lines, closing(report)] if report.fixed else lines)
