from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rate import is_replaced, stated_rate
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS401", "invalid-learning-rate", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    rate = stated_rate(model)
    if rate is not None and rate.value <= 0 and not is_replaced(model):
        effect = (
            "changes nothing" if rate.value == 0 else "climbs the loss instead of descending it"
        )
        yield rule.at(
            rate.path,
            f"A learning rate of {rate.value} {effect}",
            help=f"{rate.default} is the default of {rate.optimizer}.",
            fix=put(rate.path, rate.default),
        )
