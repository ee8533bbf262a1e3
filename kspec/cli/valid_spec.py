"""The spec of a file that is to be run: its findings are shown, and errors end the command."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.cli.how_far import Waiting
from kspec.cli.terminal import options_for, print_error, print_painted
from kspec.linter.documents import read_file
from kspec.linter.engine import Linted, Parsed
from kspec.linter.finding import Finding, Severity
from kspec.linter.linter import Linter
from kspec.linter.report import Checked, Report
from kspec.linter.rules.index import RULES

REFUSED = 1
ERRORS = frozenset(
    kind for rule in RULES if rule.severity == Severity.ERROR for kind in rule.reports
)
"""Kinds of problems that are errors, unless the settings change them."""


class SpecFile:
    """File with its analysis, and the linter with its settings. Settings that cannot be used end
    the command.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.linter = Linter.for_path(path)
        self.parsed = self.linter.parse(read_file(path))

    def sound(self) -> Analysis:
        """Return the analysis of a network that can be trained, as far as its file shows; else the
        command ends as in `valid`.
        """
        analysis = self.parsed.analysis
        if analysis is None or any(problem.kind in ERRORS for problem in analysis.problems):
            return self.valid()
        return analysis

    def valid(self, parsed: Parsed | None = None) -> Analysis:
        """Return the analysis, where lint finds no error; findings go to standard error. ``parsed``
        is the file with facts of its data's arrays.
        """
        linted = self.linter.lint(parsed or self.parsed)
        return accepted(linted, self.linter.shown(linted))


def accepted(linted: Linted, checked: Checked, stopping: frozenset[str] | None = None) -> Analysis:
    """Return the analysis of a linted file; findings are printed to standard error, and errors of
    the codes ``stopping`` (by default all) end the command.
    """
    report = Report([checked])
    if report.findings:
        from kspec.report.full import render

        print_painted(render(report, options_for(sys.stderr, "auto")), err=True)
    errors = {one.code for one in report.findings if one.severity is Severity.ERROR}
    analysis = linted.analysis
    refused = errors if stopping is None else errors & stopping
    if analysis is None or analysis.spec is None or refused:
        print_error("stopped here: mend the errors first")
        sys.exit(REFUSED)
    return analysis


def linted_file(path: Path, model: str | None = None) -> tuple[Linted, Checked]:
    """Lint a file under its settings; of code, the chosen ``model``."""
    with Waiting(f"reading {path}"):
        return _linted_file(path, model)


def _linted_file(path: Path, model: str | None) -> tuple[Linted, Checked]:
    linter = Linter.for_path(path)
    document = read_file(path)
    linted = linter.lint(document)
    shown = linter.shown(linted)
    if document.format == "python":
        from kspec.cli.program_models import chosen
        from kspec.service.models import program_models

        one = chosen(path, program_models(document, linter), model)
        return one.linted, shown._replace(findings=list(_of_model(shown.findings, one.model.name)))
    return linted, shown


def _of_model(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """The findings of one model of a program."""
    return (one for one in findings if (one.symbol or "").startswith(f"/[{name}]"))
