"""One line a finding: ``file:line:column: severity[code name] message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.engine import span_of

if TYPE_CHECKING:
    from kspec.lint.report import Report


def render(report: Report) -> str:
    """All findings, one line each."""
    lines = []
    for document, finding in report.pairs():
        start = document.position(span_of(finding, document)[0])
        lines.append(
            f"{document.name}:{start.line}:{start.column}: "
            f"{finding.severity}[{finding.code} {finding.name}] {finding.message}"
        )
    return "\n".join(lines)
