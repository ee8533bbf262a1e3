"""`kspec.check`: lint a live model and its data right before it is trained."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kspec.cli.terminal import options_for, print_error, print_painted
from kspec.data.errors import UnreadableDataError
from kspec.linter.linter import Linter
from kspec.linter.live import document_of, live_document, rules_on
from kspec.linter.report import Report
from kspec.linter.unadapted import unadapted
from kspec.report import full

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.analysis.seen import Observations
    from kspec.linter.engine import Look
    from kspec.linter.rules.index import RuleEntry
    from kspec.source.document import Document
    from kspec.spec.model import ModelSpec


def look_at(
    x: object, y: object, validation_data: object, split: float, *, weighted: bool
) -> Look | None:
    """What tells the facts of the data for ``fit``, None where there is none."""
    if x is None:
        return None

    def look(spec: ModelSpec) -> Observations:
        from kspec.data.observing import DataToCheck, observe, validation_of

        held_out = validation_of(validation_data)
        data = DataToCheck(x, y, held_out, split or None, weighted=weighted, handed=True)
        return observe(spec, data)

    return look


def report_of(
    model: object, x: object, look: Look | None, fit: Mapping[str, Any], task: str | None
) -> Report:
    """The findings on a live model, the data for it and the arguments of its ``fit``.

    What kspec cannot read is told of on standard error, and the rest is linted: Keras may train
    what nobody can look into. Raises `TypeError` for what is no model.
    """
    given = {name: value for name, value in fit.items() if value}
    document, rules, blank = _read(model, x, given)
    linter = Linter(rules=rules, task=task)
    try:
        linted = linter.lint(document, look=look, unadapted=blank)
    except UnreadableDataError as error:
        print_error(f"{error}. The data was not checked.")
        linted = linter.lint(document, unadapted=blank)
    return Report([linter.shown(linted)])


def _read(
    model: object, x: object, fit: Mapping[str, Any]
) -> tuple[Document, tuple[RuleEntry, ...], frozenset[str]]:
    """The document of a model, the rules that can be asked about it, and its layers that have
    learned nothing from data.
    """
    try:
        return live_document(model, fit), rules_on(model), unadapted(model)
    except TypeError as error:
        from kspec.executor.outline import outline

        known = outline(model, x)
        if known is None:
            raise
        print_error(f"{error}. Only its loss and metrics, the shapes and the data were checked.")
        rules = rules_on(model, has_inputs=known.has_ends)
        return document_of(known.config, type(model).__name__, fit), rules, frozenset()


def show_findings(report: Report) -> None:
    """Print what was found on standard error; nothing where nothing was."""
    if report.findings:
        print_painted(full.render(report, options_for(sys.stderr, "auto")), err=True)
