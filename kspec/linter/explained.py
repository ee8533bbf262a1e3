"""Findings that another one explains: they are shown only where that one is not, because its rule
is not selected or the author silenced it.
"""

from kspec.linter.finding import Finding
from kspec.linter.rules.index import RULES


def unexplained(findings: list[Finding]) -> list[Finding]:
    """The findings without those that another of them explains."""
    if not any(finding.unless for finding in findings):
        return findings
    certain = _beside(findings, _names(findings))
    return _beside(findings, _names(certain))


def _beside(findings: list[Finding], names: set[str]) -> list[Finding]:
    """The findings that nothing of these names explains."""
    return [finding for finding in findings if names.isdisjoint(finding.unless)]


def _names(findings: list[Finding]) -> set[str]:
    """The codes of findings, and the kinds of problems that their rules report."""
    codes = {finding.code for finding in findings}
    return codes.union(*(entry.reports for entry in RULES if entry.code in codes))
