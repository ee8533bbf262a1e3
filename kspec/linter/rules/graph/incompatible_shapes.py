from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

UNKNOWN = "unknown_dimension"
rule = Rule(
    "KS202",
    "incompatible-shapes",
    Severity.ERROR,
    since="0.1",
    reports=("incompatible_shapes", "input_count", "invalid_call", UNKNOWN),
)


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    # How long vectors are is not known before the layer that makes them has its vocabulary.
    waits = ("KS619",) if model.unadapted else ()
    for kind in rule.reports:
        for problem in model.by_kind.get(kind, ()):
            unless = waits if kind == UNKNOWN else ()
            yield rule.of(problem, unless=unless, fix=shape_fix(model, problem))
