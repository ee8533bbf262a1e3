"""What a run of lint gives: files with their findings, and the versioned dictionary that
outsiders rely on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.lint.engine import span_of
from kspec.lint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.lint.engine import Linted
    from kspec.lint.finding import Finding, Fix
    from kspec.source.document import Document
    from kspec.spec.problem import Path, Related

RULE_URL = "https://kspec.readthedocs.io/rules/{code}/"


class Report:
    """The linted files of one run.

    ``ok`` is true when no finding is an error. ``suppressed`` counts what the author silenced.
    """

    def __init__(self, files: list[Linted], suppressed: int = 0) -> None:
        self.files = files
        self.suppressed = suppressed

    @property
    def findings(self) -> list[Finding]:
        """All findings, file by file, each in document order."""
        return [finding for linted in self.files for finding in linted.findings]

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def pairs(self) -> Iterator[tuple[Document, Finding]]:
        """Every finding with its document."""
        for linted in self.files:
            for finding in linted.findings:
                yield linted.document, finding

    def to_dict(self) -> dict[str, Any]:
        """The report as `kspec lint --output-format json` writes it (version 1)."""
        return {
            "version": 1,
            "findings": [finding_dict(document, finding) for document, finding in self.pairs()],
            "summary": {
                "files": len(self.files),
                "errors": self.count(Severity.ERROR),
                "warnings": self.count(Severity.WARNING),
                "advice": self.count(Severity.ADVICE),
                "suppressed": self.suppressed,
            },
        }


def finding_dict(document: Document, finding: Finding) -> dict[str, Any]:
    """One finding with positions, as in the JSON report."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "file": document.name,
        "path": pointer(finding.path),
        "layer": finding.layer,
        **_positions(document, span_of(finding, document)),
        "related": [_related(document, related) for related in finding.related],
        "fix": None if finding.fix is None else _fix(document, finding.fix),
        "url": rule_url(finding.code),
    }


def rule_url(code: str) -> str:
    """The page of a rule."""
    return RULE_URL.format(code=code)


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def _positions(document: Document, span: tuple[int, int]) -> dict[str, Any]:
    return {
        "start": document.position(span[0])._asdict(),
        "end": document.position(span[1])._asdict(),
    }


def _related(document: Document, related: Related) -> dict[str, Any]:
    span = related.span or document.span(related.path, related.part)
    return {
        "path": pointer(related.path),
        **_positions(document, span),
        "message": related.message,
    }


def _fix(document: Document, fix: Fix) -> dict[str, Any]:
    from kspec.lint.fixes import changes

    return {
        "safety": "safe" if fix.safe else "unsafe",
        "edits": [
            {
                "path": pointer(edit.path),
                **_positions(document, (change.start, change.end)),
                "text": change.text,
            }
            for edit, change in zip(fix.edits, changes(document, fix), strict=True)
        ],
    }
