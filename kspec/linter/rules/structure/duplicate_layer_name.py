from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule(
    "KS107", "duplicate-layer-name", Severity.ERROR, since="0.1", reports=("duplicate_layer_name",)
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("duplicate_layer_name", ()):
        name = model.value_at(problem.path)
        renamed = problem.path[-1:] == ("name",) and isinstance(name, str)
        yield rule.of(problem, fix=put(problem.path, f"{name}_2") if renamed else None)
