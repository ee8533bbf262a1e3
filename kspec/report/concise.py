"""One line a finding: ``file:line:column: severity[code name] message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.engine import span_of
from kspec.report.options import DEFAULT
from kspec.report.visible import visible

if TYPE_CHECKING:
    from kspec.lint.report import Report
    from kspec.report.options import Options


def render(report: Report, options: Options = DEFAULT) -> str:
    """All findings, one line each; nothing for a clean run."""
    lines = []
    for document, finding in report.pairs():
        start = document.position(span_of(finding, document)[0])
        label = options.paint(
            f"{finding.severity}[{finding.code} {finding.name}]", finding.severity
        )
        place = f"{visible(document.name)}:{start.line}:{start.column}"
        lines.append(f"{place}: {label} {visible(finding.message)}")
    return "\n".join(lines)
