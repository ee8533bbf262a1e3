from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

rule = Rule("KS201", "input-rank", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("input_rank", ()):
        yield rule.of(problem, unless=("KS212",), fix=shape_fix(model, problem))
