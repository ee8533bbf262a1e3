"""Engine of the linter: parses a document, analyzes it, runs the rules."""

from __future__ import annotations

from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from kspec.analysis.model import Analysis
from kspec.linter.finding import Severity
from kspec.linter.rules.entry import rules_to_run
from kspec.linter.rules.index import RULES, RuleEntry
from kspec.linter.rules.reported import REPORTED, SINCE
from kspec.named_tuple import NamedTuple
from kspec.spec.parse import parse
from kspec.spec.problem import Problem, Related
from kspec.spec.unknown import UnknownValueError, holds_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from kspec.code.program import ModelDocument
    from kspec.data.observing import DataToCheck
    from kspec.linter.finding import Finding, Fix
    from kspec.linter.model_file import ModelFile
    from kspec.linter.rule import Rule
    from kspec.source.document import Document, SyntaxProblem
    from kspec.spec.model import ModelSpec
    from kspec.spec.network import Node
    from kspec.spec.problem import Path

    RuleOptions = Mapping[str, Mapping[str, Any]]

MOST_HIDDEN = 24
"""Layers with unknown fields that one rule passes over."""
NO_OPTIONS: RuleOptions = {}


class Parsed(NamedTuple):
    """Document with its analysis, before any rule runs; the analysis is None where the text cannot
    be parsed. ``file`` is the file of Keras that the network is from, where it names one.
    """

    document: Document
    analysis: Analysis | None
    file: ModelFile | None = None

    def observing(self, data: DataToCheck | None) -> Parsed:
        """Add facts of arrays to the analysis, where there is a network for them.

        Raises `UnreadableDataError` for a value that is no array.
        """
        if data is None or self.analysis is None or self.analysis.spec is None:
            return self
        from kspec.data.observing import observe

        return self._replace(analysis=self.analysis.observing(observe(self.analysis, data)))


class Linted(NamedTuple):
    """Document with its analysis and the findings of the rules, and the models of a program."""

    document: Document
    analysis: Analysis | None
    findings: list[Finding]
    models: Sequence[LintedModel] = ()


class LintedModel(NamedTuple):
    """Model of a program, with its analysis and the findings of the rules."""

    model: ModelDocument
    linted: Linted


def parse_document(
    document: Document, *, task: str | None = None, unadapted: frozenset[str] = frozenset()
) -> Parsed:
    """A document with its analysis.

    ``task`` is the task of the network, where the document has none, and ``unadapted`` are the
    layers of a live model that have not been adapted to data.
    """
    if not document.parsed:
        return Parsed(document, None)
    file = _model_file(document)
    reading = parse(document.value) if file is None else file.reading(document)
    names = None
    if document.format == "python" and holds_unknown(document.value):
        from kspec.spec.size_names import size_names

        names = cache(partial(size_names, document.value))
    analysis = Analysis(reading, task=task, unadapted=unadapted, names=names)
    return Parsed(document, analysis, file)


def lint_parsed(
    parsed: Parsed, rules: Sequence[RuleEntry] = RULES, options: RuleOptions = NO_OPTIONS
) -> Linted:
    """All findings of some rules, in document order; suppression comes after.

    Syntax problems are always reported, whichever rules are selected. ``options`` are those of
    rules that have any, by name.
    """
    document, analysis, file = parsed
    findings = list(_syntax(document, rules if document.parsed else RULES))
    if analysis is not None:
        checked = check(analysis, rules, options)
        if file is not None:
            checked = map(file.finding, checked)
        findings.extend(_unread(checked, document))
    if len(findings) > 1:
        findings.sort(key=lambda finding: (*span_of(finding, document), finding.code))
    return Linted(document, analysis, findings)


def lint_document(
    document: Document,
    rules: Sequence[RuleEntry] = RULES,
    *,
    task: str | None = None,
    options: RuleOptions = NO_OPTIONS,
) -> Linted:
    """All findings of some rules in a document, as `lint_parsed` gives them."""
    return lint_parsed(parse_document(document, task=task), rules, options)


def _model_file(document: Document) -> ModelFile | None:
    """The file of Keras that a spec takes its network from, None where it names none."""
    value = document.value
    if not isinstance(value, dict) or not isinstance(value.get("model"), str):
        return None
    from kspec.linter.model_file import read_model_file

    return read_model_file(document, value)


def span_of(finding: Finding, document: Document) -> tuple[int, int]:
    """Span of a finding in the text."""
    return finding.span or document.span(finding.path, finding.part)


def check(
    analysis: Analysis, rules: Sequence[RuleEntry] = RULES, options: RuleOptions = NO_OPTIONS
) -> Iterator[Finding]:
    """Yield the findings of every rule that needs to run; one cause is reported once."""
    kinds, there = {*analysis.by_kind, *analysis.verdicts}, analysis.sections
    names: dict[Path, str] | None = None
    for entry in rules_to_run(rules, kinds, there):
        for finding in _findings_of(load(entry), analysis, options.get(entry.name)):
            if names is None:
                names = _layer_names(analysis.spec)
            yield _with_layer(finding, names)


def _findings_of(
    rule: Rule, analysis: Analysis, options: Mapping[str, Any] | None, tries: int = MOST_HIDDEN
) -> list[Finding]:
    """Run a rule. Where it reads an unknown field of a layer, run it again without that layer."""
    findings: list[Finding] = []
    try:
        findings.extend(rule.findings(analysis, options))
    except UnknownValueError as error:
        node = _node_with(analysis, error.holder)
    else:
        return findings
    if node is not None and tries:
        layer, node.layer = node.layer, None
        try:
            findings.extend(_findings_of(rule, analysis, options, tries - 1))
        finally:
            node.layer = layer
    marks = {(finding.path, finding.part, finding.message): finding for finding in findings}
    return list(marks.values())


def _node_with(analysis: Analysis, holder: object) -> Node | None:
    """The node whose layer has the unknown field, or holds the layer that has it."""
    for place in analysis.places:
        layer = place.node.layer
        while layer is not None:
            if layer is holder:
                return place.node
            wraps = layer.role == "wrapper" and "layer" not in layer.unknown_fields
            layer = getattr(layer, "layer", None) if wraps else None
    return None


@cache
def load(entry: RuleEntry) -> Rule:
    """The rule of an index entry; imports its module, where it has one, and no other."""
    from kspec.linter.rule import Rule

    if entry in REPORTED:
        code, name, severity, _, reports, *_ = entry
        return Rule(code, name, Severity(severity), since=SINCE, reports=reports)
    rule: Rule = import_module(entry.module).rule
    return rule


def _syntax(document: Document, rules: Sequence[RuleEntry]) -> Iterator[Finding]:
    for problem in document.problems:
        if problem.kind == "non_finite_number" and _is_operand(document, problem):
            continue
        for entry in rules:
            if problem.kind in entry.reports or problem.kind == entry.name:
                related = tuple(
                    Related((), message, span=span) for span, message in problem.related
                )
                described = Problem(
                    problem.kind, (), problem.message, problem.hint or "", related=related
                )
                yield load(entry).of(described, span=problem.span, fix=_written_right(problem))


def _written_right(problem: SyntaxProblem) -> Fix | None:
    if not problem.mends:
        return None
    from kspec.linter.finding import Edit, Fix

    edits = tuple(Edit((), text, span=span) for span, text in problem.mends)
    return Fix(edits, safe=problem.safe)


def _is_operand(document: Document, problem: SyntaxProblem) -> bool:
    from kspec.linter.operands import is_operand

    return is_operand(document, problem.span)


def _unread(findings: Iterator[Finding], document: Document) -> Iterator[Finding]:
    """The findings but those on a token that is itself reported as no JSON."""
    read_amiss = {problem.span for problem in document.problems}
    for finding in findings:
        if not read_amiss or span_of(finding, document) not in read_amiss:
            yield finding


def _with_layer(finding: Finding, names: Mapping[Path, str]) -> Finding:
    """A finding with the layer that it is in: the nearest one around its path."""
    if finding.layer is not None:
        return finding
    for size in range(len(finding.path), 0, -1):
        name = names.get(finding.path[:size])
        if name is not None:
            return finding._replace(layer=name)
    return finding


def _layer_names(spec: ModelSpec | None) -> dict[Path, str]:
    names: dict[Path, str] = {}
    for node in () if spec is None else spec.network.nodes.values():
        names.setdefault(node.path, node.name)
        for call in node.calls:
            names.setdefault(call.entry(node), node.name)
    return names
