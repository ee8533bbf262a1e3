"""From a text to its linted models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kspec.linter.documents import code_format, parse_documents
from kspec.linter.garbage import without_gc
from kspec.linter.program import ProgramDocument
from kspec.service.errors import NoNetworkError
from kspec.service.options import DEFAULTS
from kspec.source.parsing import named_format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.analysis.model import Analysis
    from kspec.linter.engine import Linted
    from kspec.linter.linter import Linter
    from kspec.linter.program_findings import LintedModel
    from kspec.linter.report import Checked
    from kspec.service.options import LintOptions
    from kspec.source.document import Document
    from kspec.spec.model import ModelSpec


class Model(NamedTuple):
    """One model of a text: its analysis, and what is shown of it."""

    linted: Linted
    checked: Checked

    @property
    def has_network(self) -> bool:
        """Whether there is something to size and draw."""
        analysis = self.linted.analysis
        return analysis is not None and analysis.spec is not None

    @property
    def analysis(self) -> Analysis:
        """What is known of the network; raises `NoNetworkError` where there is none."""
        analysis = self.linted.analysis
        if analysis is None or analysis.spec is None:
            raise NoNetworkError(self.linted.document.name)
        return analysis

    @property
    def spec(self) -> ModelSpec:
        """The spec; raises `NoNetworkError` where there is none."""
        spec = self.analysis.spec
        if spec is None:
            raise NoNetworkError(self.linted.document.name)
        return spec


@without_gc()
def models_of(content: str | bytes, name: str, options: LintOptions = DEFAULTS) -> list[Model]:
    """The models of a text or of the bytes of a file, linted; at least one.

    ``name`` is what findings call the text, and its suffix tells the format where the options do
    not. Raises `OptionError`.
    """
    linter = options.linter()
    told = named_format(name) or code_format(name)
    documents = parse_documents(content, name, None if told else options.format)
    return [_linted(document, linter) for document in documents]


def program_models(document: Document, linter: Linter) -> list[LintedModel]:
    """Every model of a program, once: as it is first compiled or trained. None for other
    documents.
    """
    if not isinstance(document, ProgramDocument):
        return []
    from kspec.linter.program_findings import lint_models

    every = lint_models(document, linter.rules, task=linter.task, options=linter.settings.rules)
    return [one for one in every if not one.model.phase]


def networks_of(models: Iterable[Model], options: LintOptions = DEFAULTS) -> list[Model]:
    """The linted models that make a network; of a program all that it builds."""
    linter = options.linter()
    every: list[Model] = []
    for model in models:
        every.append(model)
        built = program_models(model.linted.document, linter)
        every += [Model(one.linted, linter.shown(one.linted)) for one in built]
    return [model for model in every if model.has_network]


def network_of(content: str | bytes, name: str, options: LintOptions = DEFAULTS) -> Model:
    """The first model of a text that makes a network, or else the first, which has none."""
    models = models_of(content, name, options)
    return next(iter(networks_of(models, options)), models[0])


def _linted(document: Document, linter: Linter) -> Model:
    linted = linter.lint(document)
    return Model(linted, linter.shown(linted))
