"""The findings of a program: those of its code, and those of all models that it builds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kspec.linter.engine import NO_OPTIONS, Linted, lint_document, span_of
from kspec.linter.python_words import in_python
from kspec.linter.rules.index import RULES
from kspec.linter.symbols import names_of, symbolic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kspec.code.program import ModelDocument
    from kspec.linter.engine import RuleOptions
    from kspec.linter.finding import Finding, Fix
    from kspec.linter.program import ProgramDocument
    from kspec.linter.rules.index import RuleEntry
    from kspec.source.document import Document
    from kspec.source.outline import Span
    from kspec.spec.problem import Related


_OF_RUNS = frozenset(("outside-effect",))
"""Rules about what `kspec train` writes: a program writes where it wants to."""

MOST_BUILDS = 100
"""The different builds at one place of a program, as of a search by loops, that are linted."""


class LintedModel(NamedTuple):
    """One model of a program, with its analysis and what the rules found in it."""

    model: ModelDocument
    linted: Linted


def lint_models(
    models: Iterable[ModelDocument],
    rules: Sequence[RuleEntry] = RULES,
    *,
    task: str | None = None,
    options: RuleOptions = NO_OPTIONS,
) -> list[LintedModel]:
    """Every model of a program with its own findings."""
    rules = [entry for entry in rules if entry.name not in _OF_RUNS]
    return [
        LintedModel(model, lint_document(model.document, rules, task=task, options=options))
        for model in models
    ]


def _distinct(models: Iterable[ModelDocument]) -> Iterator[ModelDocument]:
    """The models without those that a loop builds once more alike, and of each place at most
    `MOST_BUILDS`.
    """
    builds: defaultdict[Span, set[object]] = defaultdict(set)
    for model in models:
        places = [model.document.span((part,)) for part in ("compile", "fit")]
        build = (repr(model.document.value), *places)
        if build not in builds[model.span] and len(builds[model.span]) < MOST_BUILDS:
            builds[model.span].add(build)
            yield model


def lint_program(
    document: ProgramDocument,
    rules: Sequence[RuleEntry] = RULES,
    *,
    task: str | None = None,
    options: RuleOptions = NO_OPTIONS,
) -> Linted:
    """A program with all that is found, each once: places and fixes are in its text."""
    findings = list(lint_document(document, rules).findings)
    reported: set[tuple[str, tuple[int, int], str]] = set()
    models = list(_distinct(document.models))
    for model, linted in lint_models(models, rules, task=task, options=options):
        for finding in in_text(model, linted):
            key = (finding.code, span_of(finding, document), finding.message)
            if key not in reported:
                reported.add(key)
                findings.append(finding)
    findings.sort(key=lambda finding: (*span_of(finding, document), finding.code))
    return Linted(document, None, findings)


def in_text(model: ModelDocument, linted: Linted) -> Iterator[Finding]:
    """The findings of a model by their places in the text of the program."""
    names = names_of(linted.analysis) if linted.findings else {}
    for finding in linted.findings:
        yield finding._replace(
            span=span_of(finding, model.document),
            help=in_python(finding.help),
            related=tuple(_placed(related, model.document) for related in finding.related),
            fix=None if finding.fix is None else _fix(finding.fix, model.document),
            symbol=f"/[{model.name}]{symbolic(finding.path, names)}",
        )


def _placed(related: Related, document: Document) -> Related:
    return related._replace(span=related.span or document.span(related.path, related.part))


def _fix(fix: Fix, document: Document) -> Fix | None:
    """The fix as changes of the text; None where it cannot be made there for sure."""
    from kspec.linter.fixes import changes_by_edit

    edits = tuple(
        edit._replace(text=change.text, span=(change.start, change.end))
        for edit, changes in changes_by_edit(document, fix)
        for change in changes
    )
    return fix._replace(edits=edits, message=in_python(fix.message)) if edits else None
