"""Data rules of lint for trainings from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.data.errors import DataError
from kspec.data.observing import DataToCheck
from kspec.linter.engine import Parsed
from kspec.linter.linter import Linter
from kspec.linter.sources import document_from

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.data.samples import Samples


def check_data(
    analysis: Analysis, samples: Samples, held_out: Samples | None, test: Samples | None = None
) -> tuple[str, ...]:
    """Warnings about data that is ready for a network, in sentences; ``held_out`` and ``test`` are
    the parts for validation and for the test.

    Raises `DataError` with every error.
    """
    validation, tested = (None if part is None else (part.x, part.y) for part in (held_out, test))
    weighted = bool(samples.weights)
    to_check = DataToCheck(
        samples.x, samples.y, validation, adapts=True, weighted=weighted, test=tested
    )
    linter = Linter()
    parsed = Parsed(document_from(analysis.known_spec), analysis).observing(to_check)
    findings = linter.shown(linter.lint(parsed)).findings
    errors = [f"{one.code}: {one.message}." for one in findings if one.severity == "error"]
    if errors:
        raise DataError("\n".join(errors))
    return tuple(
        f"{one.code} {one.name}: {one.message}"
        for one in findings
        if one.code.startswith("KS6") and one.severity == "warning"
    )
