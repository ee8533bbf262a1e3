from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule

rule = Rule(
    "KS108", "conflicting-fields", Severity.ERROR, since="0.1", reports=("conflicting_fields",)
)

OPTIONAL = frozenset(("dilation_rate", "lora_rank", "dropout", "idf_weights"))
"""Fields that Keras has a default for."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("conflicting_fields", ()):
        spare = problem.part == "entry" or (problem.path[-1:] and problem.path[-1] in OPTIONAL)
        yield rule.of(problem, fix=taken_out(problem.path) if spare else None)
