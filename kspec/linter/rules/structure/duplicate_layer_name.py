from kspec.analysis.model import Analysis
from kspec.linter.finding import Fix, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS107", "duplicate-layer-name", Severity.ERROR, since="0.1")


@rule.fix
def fix(model: Analysis, problem: Problem) -> Fix | None:
    """Fix that numbers a name that is written."""
    name = model.value_at(problem.path)
    renamed = problem.path[-1:] == ("name",) and isinstance(name, str)
    return put(problem.path, f"{name}_2") if renamed else None
