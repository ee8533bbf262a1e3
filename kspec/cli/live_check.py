"""`kspec.check`: lint a live model and its data right before it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.cli.terminal import print_error
from kspec.data.errors import UnreadableDataError
from kspec.linter.at_calls import checked_at
from kspec.linter.call_sites import call_site
from kspec.linter.linter import Linter
from kspec.linter.live import document_of, live_document, rules_on
from kspec.linter.settings import NO_SETTINGS
from kspec.linter.unadapted import unadapted
from kspec.named_tuple import NamedTuple
from kspec.report.notebook import NotebookReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.data.observing import DataToCheck
    from kspec.linter.at_calls import ModelCalls
    from kspec.linter.report import Report
    from kspec.linter.rules.index import RuleEntry
    from kspec.linter.settings import Settings
    from kspec.source.document import Document


class FitArguments(NamedTuple):
    """The data among the arguments of ``Model.fit``, as Keras takes them."""

    x: object
    y: object
    validation_data: object
    validation_split: float
    weighted: bool

    def data(self) -> DataToCheck | None:
        """Data to observe, None where there is none; raises `UnreadableDataError`."""
        if self.x is None:
            return None
        from kspec.data.observing import DataToCheck, validation_of

        held_out, split = validation_of(self.validation_data), self.validation_split or None
        return DataToCheck(self.x, self.y, held_out, split, weighted=self.weighted, handed=True)


def report_of(
    model: object,
    arguments: FitArguments,
    fit: Mapping[str, Any],
    task: str | None = None,
    calls: ModelCalls | None = None,
    settings: Settings = NO_SETTINGS,
) -> Report:
    """The findings on a live model, the data for it and the arguments of its ``fit``, at the
    ``calls`` of the user.

    Parts that kspec cannot read are reported to standard error, and the rest is linted: Keras may
    train layers that no linter can read. Raises `TypeError` for a value that is no model.
    """
    document, rules, blank = _read(
        model, arguments.x, {name: one for name, one in fit.items() if one}
    )
    selection = settings.selection()
    chosen = set(selection.rules)
    linter = Linter(settings, selection, rules=[one for one in rules if one in chosen], task=task)
    parsed = linter.parse(document, blank)
    try:
        parsed = parsed.observing(arguments.data())
    except UnreadableDataError as error:
        print_error(f"{error}. The data was not checked.")
    linted = linter.lint(parsed)
    if calls is None:
        from kspec.linter.at_code import checked_in_code

        return NotebookReport([checked_in_code(linted, linter.shown(linted), call_site())])
    return NotebookReport(
        checked_at(linted._replace(findings=selection.adjusted(linted.findings)), calls)
    )


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
