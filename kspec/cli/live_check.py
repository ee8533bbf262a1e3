"""`kspec.check`: lint a live model and its data right before it is trained."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kspec.cli.terminal import options_for, show
from kspec.lint.checking import checked
from kspec.lint.engine import lint_document
from kspec.lint.live import RULES, live_document
from kspec.lint.report import Report
from kspec.report import full

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.data.observing import Given


def report_of(
    model: object, data: Given | None, *, fit: Mapping[str, Any], task: str | None
) -> Report:
    """The findings on a live model, the data for it and the arguments of its ``fit``.

    Raises `TypeError` for a model or data that kspec cannot read.
    """
    look = None
    if data is not None:
        from functools import partial

        from kspec.data.observing import observe

        look = partial(observe, data=data)
    given = {name: value for name, value in fit.items() if value}
    linted = lint_document(live_document(model, given), RULES, task=task, look=look)
    return Report([checked(linted)])


def show_findings(report: Report) -> None:
    """Print what was found on standard error; nothing where nothing was."""
    if report.findings:
        show(full.render(report, options_for(sys.stderr, "auto")), err=True)
