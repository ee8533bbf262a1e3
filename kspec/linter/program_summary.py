"""Summary of a program's models: their layers, and their unknown values."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from kspec.analysis.summary import summarize
from kspec.source.outline import pointer
from kspec.spec.unknown import Deferred, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kspec.analysis.summary_table import Summary
    from kspec.linter.engine import LintedModel
    from kspec.outputs.program import ProgramModel, ProgramSummaryOutput, UnknownValue
    from kspec.outputs.summary import SummaryOutput
    from kspec.source.document import Document, Position


def program_summary(
    models: Sequence[LintedModel], sizes: Callable[[Summary], SummaryOutput]
) -> ProgramSummaryOutput:
    """The models as `kspec summary --output-format json` writes them (version 1); ``sizes`` gives
    the part of a network.
    """
    return {"version": 1, "models": [_model(one, sizes) for one in models]}


def place_of(one: LintedModel) -> Position:
    """Position of the call that makes a model."""
    return one.model.document.position(one.model.span.start)


def _model(one: LintedModel, sizes: Callable[[Summary], SummaryOutput]) -> ProgramModel:
    place, analysis = place_of(one), one.linted.analysis
    summary = None if analysis is None else summarize(analysis)
    return {
        "cell": place.cell,
        "line": place.line,
        "column": place.column,
        "name": one.model.name,
        "complete": one.model.complete,
        "unknown": unknown_values(one),
        "summary": None if summary is None else cast("Any", without_unknown(sizes(summary))),
        "spec": cast("Any", without_unknown(one.model.document.value)),
    }


def unknown_values(one: LintedModel) -> list[UnknownValue]:
    """All values of a model that the code does not fix."""
    document = one.model.document
    values: list[UnknownValue] = []
    for path, value in one.model.unknown.items():
        place = document.position(document.span(path).start)
        values.append(
            {
                "path": pointer(path),
                "reason": value.reason,
                "line": place.line,
                "column": place.column,
            }
        )
    return values


def native_spec(document: Document) -> object:
    """The spec of a model of a program as a file has it: null for all that is unknown, and code of
    the program as ``"module:name"``.
    """
    stem = PurePath(document.name).stem
    return without_unknown(document.value, f"{stem if stem.isidentifier() else '__main__'}:")


def without_unknown(value: object, prefix: str = "") -> object:
    """A plain value with None in the place of all that is unknown, and the names of classes and
    functions of the program behind a prefix.
    """
    if isinstance(value, Unknown):
        return f"{prefix}{value.name}" if value.own else None
    if isinstance(value, dict):
        return {
            key: without_unknown(item, prefix)
            for key, item in value.items()
            if not _is_deferred(item)
        }
    if isinstance(value, list | tuple):
        return [without_unknown(item, prefix) for item in value if not _is_deferred(item)]
    return value if value is None or isinstance(value, str | int | float) else None


def _is_deferred(value: object) -> bool:
    return isinstance(value, Deferred) or (
        isinstance(value, dict) and isinstance(value.get("shape"), Deferred)
    )
