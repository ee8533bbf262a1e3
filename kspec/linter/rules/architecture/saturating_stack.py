from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rows import hidden_rows
from kspec.analysis.verdicts.kinds import SIGMOIDS
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_activation_of, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS509", "saturating-stack", Severity.WARNING, since="0.1")

MANY = 3
HOPELESS = 8


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for hidden in hidden_rows(flow, SIGMOIDS):
            if len(hidden) >= MANY:
                yield rule.at(
                    hidden[0].path,
                    f"{len(hidden)} hidden layers with sigmoids follow each other, from "
                    f'"{hidden[0].name}" to "{hidden[-1].name}": hardly a gradient comes through',
                    help='Use "relu" in hidden layers, or put BatchNormalization between.',
                    fix=unsafe(*(set_activation_of(model, one) for one in hidden)),
                    related=(Related(hidden[-1].path, "the last of them"),),
                    severity=Severity.ADVICE if len(hidden) < HOPELESS else None,
                )
