from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule

rule = Rule("KS106", "unknown-name", Severity.ERROR, since="0.1")

LOGGED = frozenset(("loss", "val_loss"))
"""Names that Keras logs by itself."""


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("unknown_name", ()):
        finding = rule.of(problem)
        written = model.value_at(problem.path)
        if "metrics" in problem.path and written in LOGGED:
            help_, fix = "Leave it out: Keras logs the loss by itself.", taken_out(problem.path)
            finding = finding._replace(help=help_, fix=fix)
        yield finding
