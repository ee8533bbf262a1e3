"""Findings as diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.linter.finding import Severity
from kspec.linter.report import related_span

if TYPE_CHECKING:
    from kspec.linter.finding import Finding
    from kspec.lsp.pages import Pages
    from kspec.lsp.snapshot import Snapshot

SOURCE = "kspec"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
IDLE = "unused-suppression"


def diagnostics(snapshot: Snapshot, pages: Pages) -> list[types.Diagnostic]:
    """All findings of a text, and the settings that hinder linting it."""
    if snapshot.trouble:
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        return [
            types.Diagnostic(start, snapshot.trouble, types.DiagnosticSeverity.Error, source=SOURCE)
        ]
    return [diagnostic(snapshot, finding, pages) for finding in snapshot.findings]


def diagnostic(snapshot: Snapshot, finding: Finding, pages: Pages) -> types.Diagnostic:
    """Diagnostic of a finding; where that is a whole object, its range is the first line."""
    help_text = f"\n{finding.help}" if finding.help else ""
    return types.Diagnostic(
        range=snapshot.positions.first_line(*snapshot.span(finding)),
        message=finding.message + help_text,
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(pages.address(finding.code)),
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.name == IDLE else None,
        related_information=_related(snapshot, finding) or None,
    )


def _related(snapshot: Snapshot, finding: Finding) -> list[types.DiagnosticRelatedInformation]:
    document = snapshot.document
    if document is None:
        return []
    return [
        types.DiagnosticRelatedInformation(
            types.Location(
                snapshot.uri, snapshot.positions.first_line(*related_span(document, related))
            ),
            related.message,
        )
        for related in finding.related
    ]
