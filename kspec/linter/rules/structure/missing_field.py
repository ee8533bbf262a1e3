from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS103", "missing-field", Severity.ERROR, since="0.1")

POOL_SIZE = '"pool_size"'
"""The field of average pooling that Keras 2 had a default for: 2."""


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("missing_field", ()):
        yield _with_default(problem) if problem.message.endswith(POOL_SIZE) else rule.of(problem)


def _with_default(problem: Problem) -> Finding:
    path = problem.path[:-1] if problem.path[-1:] in {("type",), ("class_name",)} else problem.path
    path = (*path, "config") if problem.path[-1:] == ("class_name",) else path
    edit = Edit(path, f"{POOL_SIZE}: 2", action="insert_field")
    return rule.of(problem, help=f"Add {POOL_SIZE}: 2, the default of Keras 2.", fix=Fix((edit,)))
