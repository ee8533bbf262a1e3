from kspec.analysis.model import Analysis
from kspec.linter.finding import Fix, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS108", "conflicting-fields", Severity.ERROR, since="0.1")

OPTIONAL = frozenset(("dilation_rate", "dropout", "idf_weights"))
"""Fields that Keras has a default for."""


@rule.fix
def fix(_: Analysis, problem: Problem) -> Fix | None:
    """Fix that leaves out a field that Keras can do without."""
    spare = problem.part == "entry" or (problem.path[-1:] and problem.path[-1] in OPTIONAL)
    return taken_out(problem.path) if spare else None
