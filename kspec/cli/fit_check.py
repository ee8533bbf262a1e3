"""The check of each model at the moment of its `fit`, for `kspec run` and for notebooks."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kspec.cli.crash import report as crash_report
from kspec.cli.live_check import FitArguments, report_of
from kspec.cli.terminal import print_error
from kspec.linter.at_calls import ModelCalls
from kspec.linter.engine import span_of
from kspec.linter.finding import Finding
from kspec.linter.report import Report
from kspec.linter.settings import NO_SETTINGS, Settings
from kspec.report.notebook import NotebookReport
from kspec.source.document import Document

FIT = (
    *("validation_split", "class_weight", "batch_size", "epochs", "initial_epoch"),
    *("steps_per_epoch", "validation_steps", "validation_batch_size", "validation_freq"),
)
"""Arguments of `Model.fit`, beside the data, that rules check."""


class FitCheck:
    """Checks a model before its `fit`, and passes new findings to ``show``: a finding that recurs
    in a loop is shown once.
    """

    def __init__(self, show: Callable[[Report], object]) -> None:
        self._show = show
        self._known: set[tuple[str, tuple[int, int], str]] = set()
        self.fits = 0

    def __call__(self, model: Any, arguments: Mapping[str, Any], calls: ModelCalls) -> Report:  # noqa: ANN401 - a keras.Model
        """Report on a model; an error of kspec's own is reported, and stops nothing."""
        self.fits += 1
        try:
            report = report_of(
                model,
                arguments_of(arguments),
                {name: arguments.get(name) for name in FIT},
                calls=calls,
                settings=settings_of(calls),
            )
        except TypeError as error:
            print_error(f"{error}. The model was not checked.")
        except Exception as error:  # a fault of ours must not stop the user's training
            if os.environ.get("KSPEC_DEBUG"):
                raise
            print_error(crash_report(error))
        else:
            new = self._new(report)
            if new.findings:
                self._show(new)
            return report
        return Report([])

    def _new(self, report: Report) -> Report:
        return NotebookReport(
            file._replace(
                findings=[one for one in file.findings if self._is_new(file.document, one)]
            )
            for file in report.files
        )

    def _is_new(self, document: Document, finding: Finding) -> bool:
        key = (document.name, span_of(finding, document), finding.code)
        known = key in self._known
        self._known.add(key)
        return not known


def arguments_of(arguments: Mapping[str, Any]) -> FitArguments:
    """The data among the arguments of a call of `Model.fit`."""
    return FitArguments(
        arguments.get("x"),
        arguments.get("y"),
        arguments.get("validation_data"),
        arguments.get("validation_split") or 0.0,
        weighted=arguments.get("sample_weight") is not None,
    )


def settings_of(calls: ModelCalls) -> Settings:
    """The settings that are nearest to the file that fits the model."""
    from kspec.linter.settings_files import SettingsFiles

    if calls.fit is None or not Path(calls.fit.file).is_file():
        return NO_SETTINGS
    return SettingsFiles().settings_for(Path(calls.fit.file).absolute().parent)
