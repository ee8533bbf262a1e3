"""The findings of a program: those of its code, and those of all models that it builds."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from kspec.linter.engine import NO_OPTIONS, Linted, LintedModel, lint_document, span_of
from kspec.linter.keras_pin import NEWEST
from kspec.linter.rules.index import RULES
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kspec.code.program import ModelDocument
    from kspec.linter.engine import RuleOptions
    from kspec.linter.finding import Finding, Fix
    from kspec.linter.program import ProgramDocument
    from kspec.linter.rules.index import RuleEntry
    from kspec.source.document import Document
    from kspec.source.outline import Span


_OF_KERAS_2 = frozenset(
    (
        *("workers", "use_multiprocessing", "max_queue_size", "generator", "batch_input_shape"),
        *("weights", "decay", "lr", "sample_weight_mode", "implementation", "time_major"),
    )
)
"""Arguments that Keras 3 no longer takes."""
_OF_RUNS = frozenset(("outside-effect",))
"""Rules about files that `kspec train` writes: a program writes where it needs to."""

_OF_HEADS = ("KS3", "KS506")
"""Rules about the head and the loss, which a model that is never trained itself does not use."""
_OF_TRAINING = frozenset(("KS601", "KS602"))
"""Rules whose finding at a layer, and not at one of its fields, or at the loss is caused by the
training.
"""

_OF_SEARCHES = ("KS402", "KS5")
"""Rules about learning rates and the design of a network: a search tries some that do not work."""

_OF_OBJECTS = frozenset(
    (
        *("KS102", "KS103", "KS104", "KS105", "KS106", "KS108", "KS113"),
        *("KS401", "KS406", "KS410", "KS411", "KS412", "KS420", "KS505"),
    )
)
"""Rules about the arguments of an object, which ask for no model around it."""

_QUOTED = r'"[^"]*"'
"""A name or a value in a message: layers that one statement makes may differ in them."""

Builds = defaultdict[tuple["Span", int], set["ModelDocument"]]
"""The models that one place of a program builds, as in a loop, by it and their phase."""

MOST_BUILDS = 100
"""The different builds at one place of a program, as of a search by loops, that are linted."""


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
        if not _is_unused(model)
    ]


def _is_unused(model: ModelDocument) -> bool:
    """Whether a model is begun and never used: it has no layers, and is not compiled."""
    value = model.document.value
    return isinstance(value, dict) and value.get("layers") == [] and "compile" not in value


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
    keras: int = NEWEST,
) -> Linted:
    """Lint a program and its models; each finding occurs once, and places and fixes are in the
    program's text. Layers that one statement makes, as in a loop, have one finding of a kind.
    ``keras`` is the major version that the program is written for, whose own
    arguments are no findings.
    """
    findings = list(lint_document(_of_version(document, keras), rules).findings)
    reported: defaultdict[tuple[str, tuple[int, int], str], list[_Reported]] = defaultdict(list)
    models = list(_distinct([model for model in document.models if not model.shipped]))
    linted_models = lint_models(models, rules, task=task, options=options)
    of_objects = [entry for entry in rules if entry.code in _OF_OBJECTS]
    objects = document.objects if keras == NEWEST else ()
    for model, linted in (*linted_models, *lint_models(objects, of_objects)):
        for finding in in_text(model, linted):
            if keras < NEWEST and _is_of_newest(finding):
                continue
            if model.untrained and finding.code.startswith(_OF_HEADS):
                continue
            message = re.sub(_QUOTED, "", finding.message)
            key = (finding.code, span_of(finding, document), message)
            reported[key].append(_Reported(model, finding))
    having: defaultdict[tuple[str, tuple[int, int]], set[ModelDocument]] = defaultdict(set)
    for (code, span, _), alike in reported.items():
        having[code, span].update(one.model for one in alike)
    builds: Builds = defaultdict(set)
    for model in models:
        builds[model.span, model.phase].add(model)
    of_models = [
        _once(alike, builds)
        for (code, span, _), alike in reported.items()
        if not (code.startswith(_OF_SEARCHES) and _is_tried(code, having[code, span], builds))
    ]
    known = {(one.code, span_of(one, document)) for one in of_models}
    findings = [one for one in findings if (one.code, span_of(one, document)) not in known]
    findings += of_models
    findings.sort(key=lambda finding: (*span_of(finding, document), finding.code))
    return Linted(document, None, findings, linted_models)


class _Reported(NamedTuple):
    """Finding of one model of a program."""

    model: ModelDocument
    finding: Finding


def _is_tried(code: str, having: Collection[ModelDocument], builds: Builds) -> bool:
    """Whether a search tries other values, too: a rate that not every build of a place has, or a
    design of the fewer of them.
    """
    places = {(one.span, one.phase) for one in having}
    several = sum(len(builds[place]) for place in places)
    return len(having) * (1 if code == "KS402" else 2) < several


def _once(alike: Sequence[_Reported], builds: Builds) -> Finding:
    """The finding that several layers or builds of a place share, with its fix where that is right
    for all of them.
    """
    first, finding = alike[0]
    of_all = builds[first.span, first.phase] <= {one.model for one in alike}
    one_fix = all(one.fix == finding.fix for _, one in alike)
    return finding if of_all and one_fix else finding._replace(fix=None)


def _of_version(document: ProgramDocument, keras: int) -> Document:
    """Code without the problems that only later versions of Keras have."""
    if all(problem.since_keras <= keras for problem in document.problems):
        return document
    kept = copy(document)
    kept.problems = tuple(one for one in document.problems if one.since_keras <= keras)
    return kept


def _is_of_newest(finding: Finding) -> bool:
    """Whether a finding is about an argument, or the name of a file, that Keras 2 takes."""
    return finding.code in {"KS109", "KS411"} or (
        finding.code == "KS102" and finding.path[-1:] != () and finding.path[-1] in _OF_KERAS_2
    )


def in_text(model: ModelDocument, linted: Linted) -> Iterator[Finding]:
    """The findings of a model by their places in the text of the program."""
    if not linted.findings:
        return
    from kspec.linter.python_words import in_python
    from kspec.linter.symbols import names_of, recounted, symbolic

    names = recounted(names_of(linted.analysis))
    for finding in map(partial(_at_training, document=model.document), linted.findings):
        yield finding._replace(
            span=span_of(finding, model.document),
            help=in_python(finding.help),
            related=_together(_placed(related, model.document) for related in finding.related),
            fix=None if finding.fix is None else _fix(finding.fix, model.document),
            symbol=f"/[{model.name}]{symbolic(finding.path, names)}",
        )


def _at_training(finding: Finding, document: Document) -> Finding:
    """Finding about the data, moved to the training; the layer that does not fit it, and the code
    that fixes the fact (which may be a library's `load_data`), are related places. A finding about
    a whole entry blames the code there, and stays.
    """
    of_fact = finding.path[:1] == ("data",)
    of_loss = finding.path[:2] == ("compile", "loss")
    of_data = finding.code in _OF_TRAINING and (of_loss or isinstance(finding.path[-1], int))
    if finding.span is not None or finding.part == "entry" or not (of_fact or of_data):
        return finding
    span = document.span(("data",))
    where = Related(finding.path, "known from here" if of_fact else "takes them")
    related = finding.related if document.span(finding.path) == span else (where, *finding.related)
    return finding._replace(span=span, related=related)


def _placed(related: Related, document: Document) -> Related:
    return related._replace(span=related.span or document.span(related.path, related.part))


def _together(places: Iterable[Related]) -> tuple[Related, ...]:
    """Related places, each once: what is said of one thing there ("the targets: ...") is joined."""
    joined: dict[tuple[object, str], Related] = {}
    for place in places:
        subject, _, words = place.message.partition(": ")
        before = joined.setdefault((place.span, subject), place)
        if words and before.message != place.message:
            message = f"{before.message}, {words}"
            joined[place.span, subject] = before._replace(message=message)
    return tuple(joined.values())


def _fix(fix: Fix, document: Document) -> Fix | None:
    """Fix as changes of the text; None where it cannot be made there for sure."""
    from kspec.linter.fixes import changes_by_edit
    from kspec.linter.python_words import in_python

    edits = tuple(
        edit._replace(text=change.text, span=(change.start, change.end))
        for edit, changes in changes_by_edit(document, fix)
        for change in changes
    )
    return fix._replace(edits=edits, message=in_python(fix.message)) if edits else None
