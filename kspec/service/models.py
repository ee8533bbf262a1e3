"""Linted models of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.documents import code_format, parse_file
from kspec.linter.garbage import without_gc
from kspec.named_tuple import NamedTuple
from kspec.service.errors import NoNetworkError, OptionError
from kspec.service.options import DEFAULTS
from kspec.source.parsing import named_format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.analysis.model import Analysis
    from kspec.linter.engine import Linted, LintedModel
    from kspec.linter.linter import Linter
    from kspec.linter.report import Checked
    from kspec.service.options import LintOptions
    from kspec.spec.model import ModelSpec


class Model(NamedTuple):
    """Model of a text: its analysis, and its findings to show."""

    linted: Linted
    checked: Checked
    variable: str | None = None
    """The name that a program has for it."""

    @property
    def has_network(self) -> bool:
        """Whether the model has a network to size and draw."""
        analysis = self.linted.analysis
        return analysis is not None and analysis.spec is not None

    @property
    def analysis(self) -> Analysis:
        """Analysis of the network; raises `NoNetworkError` where there is none."""
        analysis = self.linted.analysis
        if analysis is None or analysis.spec is None:
            raise NoNetworkError(self.linted.document.name)
        return analysis

    @property
    def spec(self) -> ModelSpec:
        """The spec; raises `NoNetworkError` where there is none."""
        return self.analysis.known_spec


@without_gc()
def model_of(
    content: str | bytes, name: str, options: LintOptions = DEFAULTS, origin: Path | None = None
) -> Model:
    """The model of a text or of the bytes of a file, linted; a program with all its findings.

    ``name`` is the name of the text in findings, and its suffix gives the format where the options
    do not. With ``origin``, the file of the content, files are read that it names. Raises
    `OptionError`.
    """
    linter = options.linter()
    named = named_format(name) or code_format(name)
    document = parse_file(content, name, None if named else options.format, origin=origin)
    linted = linter.lint(document)
    return Model(linted, linter.shown(linted))


def program_models(linted: Linted, linter: Linter, *, shipped: bool = False) -> list[LintedModel]:
    """List every model of a linted program once: as it is first trained, else as it is last
    compiled or ends; empty for other documents. Models of `keras.applications` are included only
    with ``shipped``.
    """
    if linted.document.format != "python":
        return []
    from kspec.linter.program import ProgramDocument
    from kspec.linter.program_findings import lint_models

    if not isinstance(linted.document, ProgramDocument):  # it cannot be read
        return []
    models = [model for model in linted.document.models if shipped or not model.shipped]
    done = {id(one.model): one for one in linted.models}
    rest = [model for model in models if id(model) not in done]
    task, options = linter.task, linter.settings.rules
    done |= {
        id(one.model): one for one in lint_models(rest, linter.rules, task=task, options=options)
    }
    chosen: list[LintedModel] = []
    for one in [done[id(model)] for model in models if id(model) in done]:
        if not one.model.phase:
            chosen.append(one)
        elif not _is_trained(chosen[-1]):
            chosen[-1] = one
    return chosen


def _is_trained(one: LintedModel) -> bool:
    value = one.model.document.value
    return isinstance(value, dict) and "fit" in value


def networks_of(model: Model, options: LintOptions = DEFAULTS) -> list[Model]:
    """The linted model, where it makes a network; of a program all that it builds."""
    linter = options.linter()
    built = [_built(one, linter) for one in program_models(model.linted, linter)]
    return [one for one in (model, *built) if one.has_network]


def network_of(
    content: str | bytes, name: str, options: LintOptions = DEFAULTS, origin: Path | None = None
) -> Model:
    """The model of a text; of a program the one that the options name, or the only one.

    Raises `OptionError` where it has several, or none of that name.
    """
    model = model_of(content, name, options, origin)
    linter = options.linter()
    built = program_models(model.linted, linter)
    if not built:
        return model
    return _built(chosen(name, built, options.model), linter)


def _built(one: LintedModel, linter: Linter) -> Model:
    return Model(one.linted, linter.shown(one.linted), one.model.name)


def chosen(
    name: str, models: Sequence[LintedModel], selector: str | None, option: str = "model"
) -> LintedModel:
    """The model whose variable or line is the selector, or the only one; raises `OptionError`.

    Of several models of one variable the second is ``name:2``.
    """
    from kspec.linter.program_summary import place_of

    names = [one.model.name for one in models]
    labels = [
        name if names.count(name) == 1 else f"{name}:{names[: index + 1].count(name)}"
        for index, name in enumerate(names)
    ]
    matching = [
        (label, one)
        for label, one in zip(labels, models, strict=True)
        if selector in {None, label, one.model.name, str(place_of(one).line)}
    ]
    if len(matching) == 1:
        return matching[0][1]
    every = matching or zip(labels, models, strict=True)
    listed = ", ".join(f"{label} at {place_of(one)}" for label, one in every)
    refusal = "builds" if matching else f"has no model {selector}; it builds"
    raise OptionError(f"{name} {refusal} {listed}: choose one with {option}")
