from collections.abc import Iterator

from kspec.analysis.arity import mispairings
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS111", "outputs-arity", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for mispairing in () if model.spec is None else mispairings(model.spec):
        from kspec.linter.arity_repair import arity_fix

        severity = Severity.ERROR if mispairing.certain else Severity.WARNING
        yield rule.at(
            mispairing.path,
            mispairing.message,
            help=mispairing.help,
            part=mispairing.part,
            severity=severity,
            fix=arity_fix(model, mispairing),
        )
