"""`%load_ext kspec`: the check of each model that a notebook fits, with findings below the cell."""

from collections.abc import Mapping
from typing import Any

from kspec.cli.fit_check import FitCheck
from kspec.executor.fit_hook import FitHook
from kspec.linter.at_calls import ModelCalls
from kspec.linter.report import Report

_hooks: list[FitHook] = []


class StoppedError(ValueError):
    """A model is not fitted, because of errors that are shown already; `report` holds them."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report

    def _render_traceback_(self) -> list[str]:
        """Render the error in a notebook."""
        return ["kspec: stopped before the first step of training; %unload_ext kspec goes on"]


def load() -> None:
    """Check each model from now on, when it is fitted; an error stops it."""
    if _hooks:
        return
    from IPython.display import display

    check = FitCheck(display)

    def on_fit(model: Any, arguments: Mapping[str, Any], calls: ModelCalls) -> None:  # noqa: ANN401 - a keras.Model
        report = check(model, arguments, calls)
        if not report.ok:
            raise StoppedError(report)

    hook = FitHook(on_fit)
    hook.install()
    _hooks.append(hook)


def unload() -> None:
    """Check no more."""
    while _hooks:
        _hooks.pop().remove()
