"""Filter of a document's findings: the chosen rules, less the suppressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.engine import load, span_of
from kspec.linter.explained import unexplained
from kspec.linter.report import Checked
from kspec.linter.selection import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.linter.engine import Linted
    from kspec.linter.file_ignores import FileIgnore
    from kspec.linter.finding import Finding
    from kspec.linter.selection import Selection
    from kspec.linter.suppression import Suppression
    from kspec.source.document import Document
    from kspec.spec.problem import Problem


def checked(
    linted: Linted, selection: Selection = DEFAULT, ignores: Sequence[FileIgnore] = ()
) -> Checked:
    """Filter the findings of a linted document by the suppressions in it and by ``ignores``, which
    are those of the settings that match it. A suppression that silences nothing is a finding.
    """
    findings = selection.adjusted(linted.findings)
    if not ignores and not _may_silence(linted.document):
        return Checked.of(linted, unexplained(findings))
    from kspec.linter.suppression import silence, suppressions

    comments = suppressions(linted.document)
    every = [
        *comments.suppressions,
        *(one for ignore in ignores for one in ignore.within(linted.document)),
    ]
    shown, used = silence(findings, every)
    suppressed = len(findings) - len(shown)
    shown = unexplained(shown)
    if _is_read(linted):
        idle = [one for one in every if one not in used]
        added = [*_meta(comments.problems, selection), *_unused(idle, selection)]
        if added:
            shown += selection.adjusted(added)
            shown.sort(key=lambda finding: (*span_of(finding, linted.document), finding.code))
    return Checked.of(linted, shown, suppressed)


def _is_read(linted: Linted) -> bool:
    """Whether the rules could run: a suppression may be useless only then."""
    if linted.document.format == "python":
        return linted.document.is_readable
    return linted.analysis is not None and linted.analysis.spec is not None


def _may_silence(document: Document) -> bool:
    """Search quickly for the words of a suppression: in a comment, or as a key."""
    value, text = document.value, document.text
    is_of_keras = document.format == "python" or (isinstance(value, dict) and "class_name" in value)
    return "kspec:" in text or (not is_of_keras and "lint" in text)


def _unused(idle: list[Suppression], selection: Selection) -> Iterator[Finding]:
    from kspec.linter.suppression import unused

    codes = {entry.code for entry in selection.rules}
    for suppression in idle:
        if suppression.code in codes and suppression.counts:
            problem = unused(suppression)
            for finding in _meta([(problem, suppression.span)], selection):
                yield finding._replace(fix=suppression.fix)


def _meta(
    problems: list[tuple[Problem, tuple[int, int] | None]], selection: Selection
) -> Iterator[Finding]:
    for problem, span in problems:
        for entry in selection.rules:
            if problem.kind in entry.reports:
                yield load(entry).of(problem, span=span)
