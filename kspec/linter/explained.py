"""Findings that another one explains: they are shown only where that one is not, because its rule
is not selected or the author silenced it.
"""

from kspec.linter.finding import Finding
from kspec.linter.rules.index import RULES


def unexplained(findings: list[Finding]) -> list[Finding]:
    """The findings without those that another of them explains."""
    if not any(finding.unless for finding in findings):
        return findings
    codes = {finding.code for finding in findings if not finding.unless}
    shown = codes.union(*(entry.reports for entry in RULES if entry.code in codes))
    return [finding for finding in findings if shown.isdisjoint(finding.unless)]
