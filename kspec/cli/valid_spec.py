"""The spec of a file that is to be run: its findings are shown, and errors end the command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kspec.cli.terminal import options_for, print_error, print_painted
from kspec.linter.documents import read_file
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from kspec.linter.report import Report
from kspec.linter.rules.index import RULES
from kspec.linter.selection import family
from kspec.linter.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kspec.data.observing import DataToCheck
    from kspec.linter.engine import Linted
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked
    from kspec.spec.model import ModelSpec

REFUSED, UNUSABLE = 1, 2
OF_THE_NETWORK = frozenset(
    rule.code for rule in RULES if family(rule) in {"file", "structure", "graph", "safety"}
)
"""Whose errors say that there is no network, or none that is to be touched."""


def valid_spec(
    path: Path,
    look: Callable[[ModelSpec], DataToCheck] | None = None,
    *,
    stopping: frozenset[str] | None = None,
) -> ModelSpec:
    """The spec, where lint finds no error under the settings that hold for the file; what it finds
    is said on standard error, beside what the command prints.

    Only errors of the codes ``stopping`` end the command, by default all. A spec without errors of
    its own is linted again with what ``look`` tells of its data.
    """
    try:
        linter = Linter.for_path(path)
        parsed = linter.parse(read_file(path))
        linted = linter.lint(parsed)
        found = linter.shown(linted)
        if look is not None and Report([found]).ok and linted.analysis and linted.analysis.spec:
            from kspec.data.errors import UnreadableDataError
            from kspec.executor.errors import DataError

            try:
                observed = parsed.observing(look(linted.analysis.spec))
            except UnreadableDataError as error:
                raise DataError(f"{error}.") from error
            found = linter.shown(linter.lint(observed))
    except SettingsError as error:
        print_error(f"{error} [{error.code}]")
        sys.exit(UNUSABLE)
    return accepted(linted, found, stopping)


def accepted(linted: Linted, found: Checked, stopping: frozenset[str] | None = None) -> ModelSpec:
    """The spec of a linted file; what is found is printed on standard error, and errors of the
    codes ``stopping`` (by default all) end the command.
    """
    report = Report([found])
    if report.findings:
        from kspec.report.full import render

        print_painted(render(report, options_for(sys.stderr, "auto")), err=True)
    spec = linted.analysis.spec if linted.analysis is not None else None
    errors = {one.code for one in report.findings if one.severity is Severity.ERROR}
    if spec is None or (errors if stopping is None else errors & stopping):
        print_error("stopped here: mend the errors first")
        sys.exit(REFUSED)
    return spec


def linted_file(path: Path, model: str | None = None) -> tuple[Linted, Checked]:
    """A file with its findings, under the settings that hold for it; of code, the ``model`` that is
    wanted.
    """
    linter = Linter.for_path(path)
    document = read_file(path)
    linted = linter.lint(document)
    found = linter.shown(linted)
    if document.format == "python":
        from kspec.cli.program_models import chosen, models_of

        one = chosen(path, models_of(document, linter), model)
        return one.linted, found._replace(findings=list(_of_model(found.findings, one.model.name)))
    return linted, found


def _of_model(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """The findings of one model of a program."""
    return (one for one in findings if (one.symbol or "").startswith(f"/[{name}]"))
