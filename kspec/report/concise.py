"""One line a finding: ``file:line:column: severity[code name] message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.report import one_line
from kspec.report.options import DEFAULT

if TYPE_CHECKING:
    from kspec.linter.report import Report
    from kspec.report.options import Options


def render(report: Report, options: Options = DEFAULT) -> str:
    """All findings, one line each; nothing for a clean run."""
    return "\n".join(
        one_line(document, finding, options.paint(finding.label, finding.severity))
        for document, finding in report.pairs()
    )
