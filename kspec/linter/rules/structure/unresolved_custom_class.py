from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS112",
    "unresolved-custom-class",
    Severity.WARNING,
    since="0.1",
    reports=("opaque_layer", "unresolved_custom"),
)


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("opaque_layer", ()):
        yield rule.of(problem)
    for problem in model.by_kind.get("unresolved_custom", ()):
        yield rule.of(problem, severity=Severity.ADVICE)
