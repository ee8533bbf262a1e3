"""Answers about a text: its findings, fixes, summary, drawing and conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kspec.linter.finding import Severity
from kspec.linter.fixing import fixed
from kspec.linter.report import Report
from kspec.linter.rules.index import RULES
from kspec.named_tuple import NamedTuple
from kspec.report.patch import patch
from kspec.service.errors import NoNetworkError, NotConvertibleError
from kspec.service.models import model_of
from kspec.service.options import DEFAULTS, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.analysis.comparison.comparison import Comparison
    from kspec.analysis.drawing.drawing import Mark
    from kspec.analysis.summary_table import Summary
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked
    from kspec.outputs.fix import FixOutput
    from kspec.service.models import Model
    from kspec.service.options import LintOptions
    from kspec.source.document import Document
    from kspec.spec.model import ModelSpec

T = TypeVar("T")
FORMS = ("native", "keras", "python")
"""Notations of a model."""
OF_THE_NETWORK = frozenset(
    rule.code for rule in RULES if rule.family in {"file", "structure", "graph", "safety"}
)
"""Rules whose errors mean that there is no network, or an unsafe one."""
THEMES = ("auto", "light", "dark")


class Drawing(NamedTuple):
    """Options of a drawing: blocks that repeat once, nested models closed."""

    theme: str = "auto"
    fold: bool = True
    expand: bool = False


PLAIN = Drawing()


def lint_text(content: str | bytes, name: str, options: LintOptions = DEFAULTS) -> Report:
    """The findings of a text, or of the bytes of a file.

    Raises `OptionError`, as every function here that takes options.
    """
    return Report([model_of(content, name, options).checked], options.limit)


def fix(
    content: str | bytes, name: str, options: LintOptions = DEFAULTS, *, unsafe: bool = False
) -> FixOutput:
    """Make the safe fixes of a text, or the ``unsafe`` ones too, and return the remaining findings.

    An archive is never changed.
    """
    before = model_of(content, name, options).checked
    after = fixed(before, options.linter().check, unsafe=unsafe)
    return {
        "version": 1,
        "fixed": after.fixed,
        "text": after.document.file_text,
        "diff": diff_text(before, after),
        "report": Report([after], options.limit).to_dict(),
    }


def diff_text(before: Checked, after: Checked) -> str:
    """The unified diff that turns a document into the fixed one; empty where they are equal."""
    old, new = before.document, after.document
    return "".join(f"{line}\n" for line in patch(old.file_text, new.file_text, old.name))


def summary(model: Model) -> Summary:
    """The size of a linted model; raises `NoNetworkError`."""
    from kspec.analysis.summary import summarize

    return _there(summarize(model.analysis), model)


def plot(model: Model, drawing: Drawing = PLAIN) -> str:
    """A linted model as SVG; raises `NoNetworkError`."""
    from kspec.analysis.drawing.drawing import draw

    one_of("theme", drawing.theme, THEMES)
    marks = marks_of(model.checked.findings)
    picture = draw(model.analysis, marks, title=model.variable, **drawing._asdict())
    return _there(picture, model)


def marks_of(findings: Iterable[Finding]) -> list[Mark]:
    """The marks of findings in a drawing."""
    from kspec.analysis.drawing.drawing import Mark

    return [
        Mark(
            (one.path, *(related.path for related in one.related)),
            str(one.severity),
            f"{one.code} {one.severity}: {one.message}",
        )
        for one in findings
    ]


def diff(before: Model, after: Model) -> Comparison:
    """Compare two linted models; raises `NoNetworkError`."""
    from kspec.analysis.comparison.comparison import compare

    return _there(compare(before.analysis, after.analysis), after)


def convert(model: Model, to: str = "native") -> str:
    """A linted model written as a native spec, as the JSON of Keras or as Keras code.

    Raises `OptionError` for another form, `NoNetworkError`, and `NotConvertibleError` for a model
    with errors in its network or without a notation in the form.
    """
    one_of("to", to, FORMS)
    spec, document = model.spec, model.linted.document
    if is_incomplete(document):
        return incomplete(document, to)
    name = document.name
    errors = {one.code for one in model.checked.findings if one.severity is Severity.ERROR}
    if stopping := sorted(errors & OF_THE_NETWORK):
        raise NotConvertibleError(f"{name} has errors to mend first: {', '.join(stopping)}")
    try:
        return written(spec, to)
    except ValueError as error:  # raised by the writers where the form has no notation
        raise NotConvertibleError(f"{name} cannot be written as {to}: {error}") from error


def is_incomplete(document: Document) -> bool:
    """Whether a model of code has values that the code does not fix."""
    from kspec.spec.unknown import holds_unknown

    return document.format == "python" and holds_unknown(document.value)


def incomplete(document: Document, to: str) -> str:
    """The native spec of a model of code, with null for all that the code does not fix.

    Raises `NotConvertibleError` for another form.
    """
    from kspec.linter.program_summary import native_spec
    from kspec.spec.dialects.layout import laid_out

    if to != "native":
        raise NotConvertibleError(
            f"{document.name} cannot be written as {to}: "
            "the code does not fix all of its values, and the summary lists them"
        )
    return laid_out(native_spec(document))


def written(spec: ModelSpec, to: str) -> str:
    """Write a spec in one of the `FORMS`; raises `ValueError` where the form has no notation for
    it.
    """
    if to == "python":
        from kspec.spec.dialects.python_writer import python_code

        return python_code(spec)
    from kspec.spec.dialects.layout import laid_out

    if to == "keras":
        from kspec.spec.dialects.keras_compile import model_config

        return laid_out(model_config(spec))
    from kspec.spec.dialects.native_writer import native_document

    return laid_out(native_document(spec))


def _there(value: T | None, model: Model) -> T:
    if value is None:
        raise NoNetworkError(model.linted.document.name)
    return value
