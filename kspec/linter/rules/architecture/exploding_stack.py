from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rows import hidden_rows
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_activation_of, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS516", "exploding-stack", Severity.WARNING, since="0.1")

MANY = 4
EXPONENTIALS = frozenset(("exponential",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for hidden in hidden_rows(flow, EXPONENTIALS):
            if len(hidden) >= MANY:
                yield rule.at(
                    hidden[0].path,
                    f"{len(hidden)} hidden layers with exponentials follow each other, from "
                    f'"{hidden[0].name}" to "{hidden[-1].name}": their values grow beyond all '
                    "numbers",
                    help='Use "relu" or "elu" in hidden layers.',
                    fix=unsafe(*(set_activation_of(model, one) for one in hidden)),
                    related=(Related(hidden[-1].path, "the last of them"),),
                )
