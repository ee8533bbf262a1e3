"""The spec of a file that is to be run: its findings are shown, and errors end the command."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.cli.how_far import Waiting
from kspec.cli.terminal import CommandError, print_error, print_report
from kspec.linter.documents import read_file
from kspec.linter.engine import Linted, Parsed
from kspec.linter.finding import Finding, Severity
from kspec.linter.linter import Linter
from kspec.linter.report import Checked, Report
from kspec.linter.selection import ERROR_KINDS
from kspec.service.models import Model, chosen, program_models

REFUSED = 1


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
        if analysis is None or any(problem.kind in ERROR_KINDS for problem in analysis.problems):
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
        print_report(report)
    errors = {one.code for one in report.findings if one.severity is Severity.ERROR}
    analysis = linted.analysis
    refused = errors if stopping is None else errors & stopping
    if analysis is None or analysis.spec is None or refused:
        print_error("stopped here: mend the errors first")
        sys.exit(REFUSED)
    return analysis


def linted_file(path: Path, model: str | None = None, linter: Linter | None = None) -> Model:
    """Lint a file, by default under its settings; of code, the chosen ``model``."""
    with Waiting(f"reading {path}"):
        return _linted_file(path, model, linter or Linter.for_path(path))


def network_of(path: Path, model: str | None, linter: Linter | None = None) -> Model:
    """Lint a file that makes a network; raises `CommandError` for another."""
    linted = linted_file(path, model, linter)
    if not linted.has_network:
        raise CommandError(f"{path} makes no network: run kspec lint {path}")
    return linted


def _linted_file(path: Path, model: str | None, linter: Linter) -> Model:
    document = read_file(path)
    linted = linter.lint(document)
    shown = linter.shown(linted)
    if document.format != "python":
        return Model(linted, shown)
    models = program_models(linted, linter)
    if not models:
        raise CommandError(f"{path} builds no model that kspec can follow: run kspec lint {path}")
    one = chosen(str(path), models, model, "--model")
    findings = list(_of_model(shown.findings, one.model.name))
    return Model(one.linted, shown._replace(findings=findings), one.model.name)


def _of_model(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """The findings of one model of a program."""
    return (one for one in findings if (one.symbol or "").startswith(f"/[{name}]"))
